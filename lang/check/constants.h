#pragma once

#include "lang/check/checking.h"

#include <optional>

namespace whereas::check {

/// What an expression comes to where it hangs on no data, no day and nothing that changes: `10m`, `30% of 10m`, `fee` where `fee means 100`.
std::optional<Number> constant_figure(const CheckedContract& contract, const syntax::Expression& expression);

/// Every constant figure that an expression can stand for: a definition's in each of its texts and exceptions, with the words that say it.
void for_each_meaning(const CheckedContract& contract, const syntax::Expression& expression, const std::function<void(const syntax::Expression&, const Number&)>& visit);

/// The highest of all constant figures that an expression can stand for; nothing where one of its meanings is no constant.
std::optional<Number> highest_figure(const CheckedContract& contract, const syntax::Expression& expression);

/// Whether it is a rate by its own words, such as `5%` or an input of rates, rather than one sum divided by another.
bool says_rate(const CheckedContract& contract, const syntax::Expression& expression);

/// Whether an amount to date can only grow while its inputs are not negative: `10% of the excess of revenue over 500`.
bool can_only_grow(const CheckedContract& contract, const syntax::Expression& expression);

/// Whether it is a value at a moment though flows stand in it: `cumulative accrued less cumulative paid`.
bool stands_at_a_moment(const CheckedContract& contract, const syntax::Expression& expression);

}  // namespace whereas::check
