#include "lang/check/clauses.h"
#include "lang/check/constants.h"

#include "lang/number/notation.h"

#include <fmt/format.h>

// Sums that are divided over days, and amounts to date less what was paid.
namespace whereas::check {

using namespace syntax;

namespace {

/// What is divided must be known before the first day of payment.
std::optional<Number> divided_sum(Checking& checking, const Type& type, const Expression& all) {
  const auto figure = constant_figure(checking.contract, all);
  if (!figure && !type.is_unknown()) {
    checking.report.add(code::wrong_kind)
        .says(fmt::format("`{}` is not known beforehand, so it cannot be divided over days", checking.words_of(all)))
        .at(all.span)
        .help("write a sum, or a name that always means the same one");
  }
  return figure;
}

}  // namespace

/// `half on … and half on …` of 1,000.01: each half is rounded, and together they are another sum.
void ClauseCheck::ask_odd_cents(const DividedSum& divided, const Number& all) {
  const auto& rounding = info_.settlement.rounding;
  if (!rounding) return;
  Number paid;
  for (const auto& part : divided.parts) {
    const bool is_rate = checking_.contract.type(*part.amount).is_number() && !checking_.contract.type(*part.amount).is_bare;
    const Number figure = *constant_figure(checking_.contract, *part.amount);
    paid += round(is_rate ? figure * all : figure, *rounding);
  }
  if (paid == all) return;
  checking_.report.add(code::two_readings)
      .says(fmt::format("the parts of {}, each rounded, come to {}, and nothing says with which the difference is paid", spoken(all), spoken(paid)))
      .at(divided.all.span)
      .offers("with the last", replace(divided.parts.back().amount->span, "the rest"))
      .offers("or with the first", replace(divided.parts.front().amount->span, "the rest"));
}

void ClauseCheck::check_divided(const DividedSum& divided) {
  const Type type = inference_.of(divided.all);
  currency_.pays(currency_.as_paid(type, divided.all, "what is divided"), divided.all);
  const auto all = divided_sum(checking_, type, divided.all);
  Number parts;
  const DividedSum::Part* rest = nullptr;
  bool all_known = all.has_value();
  for (const auto& part : divided.parts) {
    if (const auto day = first_day(checking_, part.day)) require_in_term(*day, part.day.span, "the day of payment");
    if (!part.amount) {
      if (rest != nullptr) checking_.report.add(code::parts_do_not_add_up).says("the rest is paid twice").at(part.day.span, "again here").beside(rest->day.span, "and here").help("write one of them as a sum");
      rest = &part;
      continue;
    }
    const Type part_type = inference_.of(*part.amount);
    const bool is_rate = part_type.is_number() && !part_type.is_bare;
    if (!is_rate) currency_.counts(part_type, *part.amount, "a part");
    const auto figure = constant_figure(checking_.contract, *part.amount);
    all_known = all_known && figure.has_value();
    if (figure && all) parts += is_rate ? *figure * *all : *figure;
    if (!figure) divided_sum(checking_, part_type, *part.amount);
  }
  if (all_known && rest == nullptr && parts == *all) return ask_odd_cents(divided, *all);
  if (!all_known || (rest != nullptr && parts < *all)) return;
  auto& diagnostic = checking_.report.add(code::parts_do_not_add_up);
  if (rest != nullptr) {
    diagnostic.says(fmt::format("the parts come to {} of {}, and nothing is left for the rest", spoken(parts), spoken(*all))).at(rest->day.span, "the rest").beside(divided.all.span, "in all").help("leave the rest out, or let the other parts come to less");
    return;
  }
  diagnostic.says(fmt::format("the parts come to {}, and in all {} is paid", spoken(parts), spoken(*all))).at(divided.all.span).beside(divided.parts.back().day.span, "the last part");
  const auto& last = divided.parts.back();
  if (parts < *all || parts - *all < *all) diagnostic.offers("let the last part be the rest", replace(last.amount->span, "the rest"));
}

void ClauseCheck::check_instalments(const Instalments& instalments) {
  const Type type = inference_.of(instalments.all);
  currency_.pays(currency_.as_paid(type, instalments.all, "what is divided"), instalments.all);
  const auto all = divided_sum(checking_, type, instalments.all);
  for (const auto& day : instalments.days) {
    if (const auto last = last_day(checking_, day)) require_in_term(*last, day.span, "the day of an instalment");
  }
  const Number days(static_cast<long long>(instalments.days.size()));
  if (instalments.count != days) {
    checking_.report.add(code::parts_do_not_add_up)
        .says(fmt::format("{} instalments are named, and {} days", spoken(instalments.count), spoken(days)))
        .at(instalments.count_span)
        .offers("as many as there are days", replace(instalments.count_span, spoken(days)));
    return;
  }
  const auto& rounding = info_.settlement.rounding;
  if (instalments.odd_cents != Instalments::OddCents::not_said || !all || !rounding) return;
  const Number each = *all / instalments.count;
  const Number rounded = round(each, {rounding->places, Rounding::Mode::down});
  if (each == rounded) return;
  const Number odd = *all - rounded * (instalments.count - Number(1));
  checking_.report.add(code::two_readings)
      .says(fmt::format("{} in {} instalments leaves odd cents, and nothing says with which they are paid", spoken(*all), spoken(instalments.count)))
      .at(clause_.amount.span)
      .note(fmt::format("{} each, and one of {}", grouped(rounded), grouped(odd)))
      .offers("either", insert_after(clause_.amount.span, ", odd cents with the last"))
      .offers("or", insert_after(clause_.amount.span, ", odd cents with the first"));
}

/// `(10% of sales) plus 100 the first time …`: is all of it paid once, or the 100 alone?
void ClauseCheck::refuse_sum_of_two(const Milestone& sum) {
  const auto* both = std::get_if<Arithmetic>(&sum.amount.form);
  if (both == nullptr || (both->op != Arithmetic::Operator::plus && both->op != Arithmetic::Operator::less)) return;
  const auto is_constant = [&](const Expression& part) { return inference_.of(part).nature == Nature::constant; };
  if (is_constant(*both->left) && is_constant(*both->right)) return;
  const std::string all = checking_.words_of(sum.amount);
  const std::string first = checking_.words_of(*both->left);
  const std::string reached(checking_.words(sum.reached.span));
  auto& diagnostic = checking_.report.add(code::two_readings)
                         .says(fmt::format("`{} the first time …` can be read in two ways", all))
                         .at(sum.span)
                         .note("one reading: all of it is paid once; the other: only what stands next to `the first time` is")
                         .offers("if all of it is paid once, write", replace(sum.amount.span, fmt::format("({})", all)));
  if (both->op == Arithmetic::Operator::less) return void(diagnostic.help(fmt::format("if `{}` is paid with each settlement, pay it by a clause of its own", first)));
  diagnostic.help(fmt::format("if `{}` is paid with each settlement, write `{} the first time {}`, and under it `then plus {}`", first, checking_.words_of(*both->right), reached, first));
}

void ClauseCheck::check_milestones(const Milestones& milestones) {
  for (const auto& sum : milestones.sums) {
    const Type type = inference_.of(sum.amount);
    currency_.pays(currency_.as_paid(type, sum.amount, "a sum that is paid once"), sum.amount);
    may_be_negative_ = may_be_negative_ || type.may_be_negative;
    inference_.of(sum.reached);
    refuse_sum_of_two(sum);
  }
  for (const auto& proviso : clause_.provisos) {
    const auto* from = std::get_if<FromDay>(&proviso.form);
    if (from == nullptr && !std::holds_alternative<WhileTrue>(proviso.form) && !std::holds_alternative<OnceTrue>(proviso.form)) continue;
    const auto& sum = milestones.sums.front();
    const std::string paid = checking_.words_of(sum.amount);
    const std::string line(checking_.words(proviso.span));
    const std::string joined = from != nullptr ? fmt::format("on or after {}", checking_.words(from->day.span)) : line.substr(line.find(' ') + 1);
    checking_.report.add(code::two_readings)
        .says("what is reached before the clause is in force can be paid as soon as it is, or never")
        .at(proviso.span)
        .beside(sum.span, "paid the first time")
        .help(fmt::format("if it is paid as soon as both are so, join them: `{} the first time {} and {}`", paid, checking_.words(sum.reached.span), joined))
        .help(fmt::format("if it is never paid, pay a name with an exception: `milestone means 0`, under it `except {} {}`, and `milestone the first time {}`", paid, line, checking_.words(sum.reached.span)));
  }
}

void ClauseCheck::check_less_paid(const ToDateLessPaid& less_paid) {
  const Type type = inference_.of(less_paid.amount);
  currency_.pays(currency_.as_paid(type, less_paid.amount, "what a clause pays"), less_paid.amount);
  may_be_negative_ = !can_only_grow(checking_.contract, less_paid.amount);
  const auto& settled = info_.settlement.frequency;
  if (settled && is_shorter(less_paid.window, *settled)) {
    checking_.report.add(code::window_too_short)
        .says(fmt::format("the amount is worked out each {} to date, and the clause settles only each {}", noun(less_paid.window), noun(*settled)))
        .at(less_paid.window_span)
        .help(fmt::format("settle the clause more often (`settled {}`), or count over a longer window", adverb(less_paid.window)));
  }
  ask_standing_part(less_paid.amount, less_paid.window);
  warn_year(less_paid.window, less_paid.window_span);
}

}  // namespace whereas::check
