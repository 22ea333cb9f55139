#pragma once

#include "lang/check/checking.h"

namespace whereas::check {

/// What a payment below zero can be: not paid, made good later, paid back; the lines that say so, behind the amount of the clause.
void offer_below_zero(Diagnostic& diagnostic, const syntax::Clause& clause);

/// Whether it is paid on what the contract itself says may be negative, as it stands.
bool is_said_below_zero(const CheckedContract& contract, const syntax::Expression& expression);
/// The dimension by which the data gives a figure of it that nothing adds up or chooses from.
std::optional<std::string> divided_by(const CheckedContract& contract, const syntax::Expression& expression);
/// `the sum over project of gain`
std::string summed_over(const Checking& checking, const std::string& dimension, const syntax::Expression& expression);

}  // namespace whereas::check
