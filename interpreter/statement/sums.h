#pragma once

#include "interpreter/statement/statement.h"

#include <algorithm>
#include <utility>
#include <vector>

/// How statements add money up.
namespace whereas::statement {

inline Money nothing_in(const Money& like) { return {Number(), like.places, like.currency}; }
inline Money negated(const Money& money) {
  Money result{-money.amount, money.places, money.currency};
  if (!money.bounds) return result;
  const Bounds& of = *money.bounds;
  result.bounds = Bounds{of.most ? std::optional(-*of.most) : std::nullopt, of.least ? std::optional(-*of.least) : std::nullopt, of.most_at, of.least_at, of.bends_in, of.is_outer};
  return result;
}

/// Bounds of a sum: what lies outside them is never paid. Whether the ends are ever paid themselves, `is_outer` says.
Bounds added_bounds(const Money& a, const Money& b);

inline void add(Money& sum, const Money& more) {
  if (sum.bounds || more.bounds) sum.bounds = added_bounds(sum, more);
  sum.amount += more.amount;
  sum.places = sum.places && more.places ? std::optional(std::max(*sum.places, *more.places)) : std::nullopt;
}

/// The entry of a list for which `is_same` holds, made by `make` where there is none yet. Lists here are as short as a deal's clauses,
/// parties and years, and keep the order in which they came.
template <typename Entry, typename IsSame, typename Make>
Entry& entry(std::vector<Entry>& entries, IsSame is_same, Make make) {
  const auto found = std::find_if(entries.begin(), entries.end(), is_same);
  return found == entries.end() ? entries.emplace_back(make()) : *found;
}

/// As paid, with the places of its rounding.
Money money_of(const evaluate::Payment& payment);
/// Whether a statement of this selection shows what is paid for a period that ends on the day.
bool is_within(Date day, const Selection& selection);
/// The month, quarter, … of the contract's calendar in which the period ends, or the term; clipped to the term.
Period days_of(const Period& period, Frequency by, const check::CheckedContract& contract, const std::optional<Period>& term);
/// With its label.
std::pair<Period, std::string> period_of(const evaluate::Payment& payment, Frequency by, const check::CheckedContract& contract,
                                         const std::optional<Period>& term);
std::pair<Period, std::string> period_of(const Period& period, Frequency by, const check::CheckedContract& contract, const std::optional<Period>& term);

}  // namespace whereas::statement
