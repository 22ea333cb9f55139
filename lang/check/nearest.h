#pragma once

#include "lang/diagnostic/diagnostic.h"
#include "lang/syntax/expression.h"

#include <functional>
#include <string>
#include <vector>

/// What to say of a name that is nothing here: the name that was probably meant. Private to this folder.
namespace whereas::check {

/// How a name stands in the contract's text: `Anthropic`, or `"Reseller share"`.
enum class Written { bare, quoted };

/// Offers the known name nearest to this one. False where none is near: then the caller says how such a name is made.
bool offer_nearest(Diagnostic& diagnostic, const syntax::Name& misspelt, const std::vector<std::string>& known, Written written);

/// The names of a list's elements: `all_named(contract.clauses, &ClauseInfo::title)`.
template <typename List, typename Member>
std::vector<std::string> all_named(const List& list, Member member) {
  std::vector<std::string> names;
  for (const auto& element : list) names.push_back(std::invoke(member, element));
  return names;
}

}  // namespace whereas::check
