#pragma once

#include "lang/text/source.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

/// What a figure is: its units, and how it behaves over time (docs/language: Types).
namespace whereas::check {

using UnitId = std::uint32_t;

/// A currency (`USD`), or a unit of quantity (`tokens`, `hours`).
struct UnitInfo {
  std::string singular;
  std::string plural;
  bool is_currency = false;
  Span declared;
};

/// Unit 0 is the money of a deal that names no currency.
constexpr UnitId nameless_currency = 0;

/// Units with their exponents, sorted: USD per token is {USD: 1, tokens: -1}. Empty: a plain number or a rate.
using Units = std::vector<std::pair<UnitId, int>>;
Units multiplied(const Units& a, const Units& b);
Units inverse(const Units& units);

/// How a figure behaves over time. A *flow* adds up (revenue); a *balance* is a value at a moment (a stake, an exchange rate);
/// a *constant* is the same in every window; a *ratio* is a quotient of flows, which holds for one window only.
enum class Nature { constant, balance, flow, ratio };

/// The nature of a sum: a flow beside anything is a flow, but adds up only beside flows.
Nature nature_of_sum(Nature a, Nature b);
Nature nature_of_product(Nature a, Nature b);
Nature nature_of_quotient(Nature dividend, Nature divisor);

struct Type {
  enum class Kind { unknown, amount, date, duration };
  Kind kind = Kind::unknown;  ///< unknown agrees with everything: its mistake has been reported
  Units units;                ///< of an amount
  bool is_bare = false;       ///< a plain number: takes the unit of what it stands beside
  Nature nature = Nature::constant;
  bool adds_up = true;        ///< over time: measured in parts and added, it is the same as measured at once
  bool may_be_negative = false;
  bool counts = false;        ///< a plain number that the data gives, a count or an index: never a part of something, as a rate is

  static Type unknown() { return {}; }
  static Type amount(Units units, Nature nature) { return {Kind::amount, std::move(units), false, nature, nature == Nature::flow, false, false}; }
  static Type bare() { return {Kind::amount, {}, true, Nature::constant, false, false, false}; }
  static Type rate() { return {Kind::amount, {}, false, Nature::constant, false, false, false}; }
  bool is_unknown() const { return kind == Kind::unknown; }
  /// A rate or a plain number: money times it is money.
  bool is_number() const { return kind == Kind::amount && units.empty(); }

  friend bool operator==(const Type&, const Type&) = default;
};

/// `money in USD`, `a quantity of tokens`, `USD per token`, `a rate`, `a plain number`, `a date`: for messages.
std::string describe(const Type& type, const std::vector<UnitInfo>& infos);
std::string describe(const Units& units, const std::vector<UnitInfo>& infos);

}  // namespace whereas::check
