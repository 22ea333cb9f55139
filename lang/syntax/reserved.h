#pragma once

#include <span>
#include <string_view>

namespace whereas::syntax {

/// The words of the language, which no name may bear: `month` is reserved, `cost_per_month` is a name. In alphabetical order.
std::span<const std::string_view> reserved_words();
bool is_reserved(std::string_view word);

}  // namespace whereas::syntax
