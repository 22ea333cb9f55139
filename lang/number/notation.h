#pragma once

#include "lang/number/number.h"

#include <optional>
#include <string>
#include <string_view>

namespace whereas {

/// A number as contracts write it, read: `1,000,000`, `2.75`, `80bn`, `1.3 million`, `12.5%`, `250 bps`, `3/8`.
struct WrittenNumber {
  Number value;
  bool is_rate = false;  ///< written as a percentage, in basis points or as a fraction
};

/// What is wrong with a number that cannot be read, and the right form where one is plain: {"`M` is a thousand to some", "5m"}.
struct NotationFault {
  std::string what;
  std::string write_instead;  ///< may be empty
};

struct NotationResult {
  std::optional<WrittenNumber> number;
  NotationFault fault;  ///< set where number is not
};

/// Reads one number, the whole of `text` (the scale word `million` and the like apart, after one blank; `bps` likewise). One number
/// grammar for contract and data: limits are 20 digits before the point and 18 after. Currency signs are not part of it.
NotationResult read_number(std::string_view text);

/// The plain decimal of a data cell: `-?digits[.digits]` and nothing else: no sign `+`, no thousands comma, no exponent, no blanks.
std::optional<Number> read_decimal_cell(std::string_view text);

/// `1,234,567.89`, `-5`, `1/3`: digits grouped by threes for people. `places` fixes the decimals; without it the fewest exact ones.
std::string grouped(const Number& value, std::optional<int> places = std::nullopt);

/// A number in the contract's own voice, for messages and derivations: `80bn`, `1.5m`, `250,000`, `12.345`.
std::string spoken(const Number& value);
/// A rate in the contract's own voice: `50%`, `12.5%`, `1/3`.
std::string spoken_rate(const Number& value);

}  // namespace whereas
