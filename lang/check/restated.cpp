#include "lang/check/clauses.h"
#include "lang/check/paid_before.h"
#include "lang/check/part_windows.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::check {

using namespace syntax;

namespace {

/// A part of a sum that is the same in every settlement period: the 10,000 of `10,000 plus 5% of revenue`.
const Expression* fixed_part(const CheckedContract& contract, const Expression& expression) {
  const Expression& bare = without_parentheses(expression);
  if (const auto* arithmetic = std::get_if<Arithmetic>(&bare.form)) {
    if (arithmetic->op != Arithmetic::Operator::plus && arithmetic->op != Arithmetic::Operator::less) return nullptr;
    const Expression* left = fixed_part(contract, *arithmetic->left);
    return left != nullptr ? left : fixed_part(contract, *arithmetic->right);
  }
  return contract.type(bare).nature == Nature::constant ? &bare : nullptr;
}

/// Whether the words say that its part windows count in part.
bool is_prorated(const Clause& clause) {
  return std::any_of(clause.provisos.begin(), clause.provisos.end(), [](const Proviso& line) {
    const auto* prorated = std::get_if<Prorated>(&line.form);
    return prorated != nullptr && prorated->by != Prorated::By::not_at_all;
  });
}

/// The first sum of a text that counts once under it, however few days it rules.
const Expression* fixed_part(const CheckedContract& contract, const Clause& clause) {
  const Expression* found = nullptr;
  if (is_prorated(clause)) return found;
  if (const auto* share = std::get_if<Share>(&clause.amount.form)) found = fixed_part(contract, share->amount);
  for (const Proviso& proviso : clause.provisos) {
    const auto* plus = std::get_if<ThenPlus>(&proviso.form);
    const auto* less = std::get_if<ThenLess>(&proviso.form);
    if (found == nullptr && plus != nullptr) found = fixed_part(contract, plus->added);
    if (found == nullptr && less != nullptr) found = fixed_part(contract, less->taken);
  }
  return found;
}

/// A figure that, worked out for two parts of a settlement period and added, is not what it is for the whole: `revenue year to date`, an excess, `per started 40`.
std::optional<Span> not_added_up(const CheckedContract& contract, const Expression& expression) {
  const Expression& bare = without_parentheses(expression);
  if (const auto* arithmetic = std::get_if<Arithmetic>(&bare.form); arithmetic != nullptr && (arithmetic->op == Arithmetic::Operator::plus || arithmetic->op == Arithmetic::Operator::less)) {
    const auto left = not_added_up(contract, *arithmetic->left);
    return left ? left : not_added_up(contract, *arithmetic->right);
  }
  const Type& type = contract.type(bare);
  if (type.is_unknown() || type.nature == Nature::constant || (type.nature == Nature::flow && type.adds_up)) return std::nullopt;
  if (const auto* of = std::get_if<Of>(&bare.form)) {
    if (const auto base = not_added_up(contract, *of->base)) return base;
  }
  return bare.span;
}

/// The first words of a text that are applied to each part of a settlement period by itself and do not add up over them.
std::optional<Span> not_added_up(const CheckedContract& contract, const Clause& clause) {
  std::optional<Span> found;
  const auto look = [&](const Expression& expression) {
    const bool counts_its_days = is_prorated(clause) && !goes_with_days(contract, expression);
    if (!found && !counts_its_days) found = not_added_up(contract, expression);
  };
  if (const auto* share = std::get_if<Share>(&clause.amount.form)) look(share->amount);
  for (const Proviso& proviso : clause.provisos) {
    if (const auto* plus = std::get_if<ThenPlus>(&proviso.form)) look(plus->added);
    if (const auto* less = std::get_if<ThenLess>(&proviso.form)) look(less->taken);
    const auto* crediting = std::get_if<Crediting>(&proviso.form);
    if (crediting != nullptr) look(crediting->credited);
    const bool has_a_limit = (crediting != nullptr && crediting->most && !crediting->most_of_what_is_due) || std::holds_alternative<NothingIfUnder>(proviso.form);
    if (!found && has_a_limit) found = proviso.span;
  }
  return found;
}

constexpr std::string_view apart_line = "\n    counting the days before apart";

/// `the quarter 2026-Q2`, `the term`
std::string words_for(const Checking& checking, const Period& period, Frequency settled) {
  return settled == Frequency::term ? "the term" : fmt::format("the {} {}", noun(settled), checking.contract.calendar.label(period, settled));
}

bool is_counted_apart(const Clause& clause) {
  return std::any_of(clause.provisos.begin(), clause.provisos.end(), [](const Proviso& line) {
    const auto* counted = std::get_if<Counted>(&line.form);
    return counted != nullptr && !counted->again_each;
  });
}

bool counts_whole(const Clause& clause) {
  return !is_prorated(clause) && std::any_of(clause.provisos.begin(), clause.provisos.end(), [](const Proviso& line) { return std::holds_alternative<Prorated>(line.form); });
}

/// An amendment inside a settlement period: each part runs under its own text, lines and all, and what does not add up can be meant for the whole.
bool ask_of_working_out_apart(Checking& checking, const ClauseInfo& info, const ClauseText& before, const ClauseText& text, const Period& period) {
  const auto first = not_added_up(checking.contract, *before.clause);
  const auto second = not_added_up(checking.contract, *text.clause);
  if (!first && !second) return false;
  if (is_counted_apart(*text.clause)) return true;
  const Frequency settled = *text.settlement.frequency;
  auto& diagnostic = checking.report.add(code::part_window)
                         .says(fmt::format("the amendment takes effect inside {}, and nothing says whether \"{}\" is worked out for the days before and the days from then on apart",
                                           words_for(checking, period, settled), info.title))
                         .at(second ? *second : text.clause->amount.span, second ? "of the days from then on only" : "restated here");
  if (first) diagnostic.beside(*first, "of the days before only");
  diagnostic.note("one reading: each part of the period runs under its own text, lines and all, and the two are added")
      .note("the other: it is worked out for the whole at once, under one of them; that can be another sum")
      .offers("if each has its own days, add", insert_after(text.clause->amount.span, std::string(apart_line)));
  if (settled == Frequency::term) {
    diagnostic.help("if it is meant for the whole term, let the amendment end the clause, and write a new one that is settled once");
  } else {
    diagnostic.help(fmt::format("if it is meant for the whole {0}, let the amendment take effect with a {0}: `effective {1}` or `effective {2}`", noun(settled), period.begin().text(), period.end().text()));
  }
  return true;
}

/// An amendment inside a settlement period: what both texts fix by the period is paid under each.
bool ask_of_sums_twice(Checking& checking, const ClauseInfo& info, const ClauseText& before, const ClauseText& text) {
  const auto& contract = checking.contract;
  const auto& settled = text.settlement.frequency;
  if (!settled || !contract.term || text.from == never() || before.settlement.frequency != settled || before.end != text.from) return false;
  const Period period = *settled == Frequency::term ? *contract.term : contract.calendar.holding(*text.from, *settled);
  if (period.begin() == *text.from) return false;
  const bool apart = ask_of_working_out_apart(checking, info, before, text, period);
  const Expression* first = fixed_part(contract, *before.clause);
  const Expression* second = fixed_part(contract, *text.clause);
  if (first == nullptr || second == nullptr) return apart;
  if (is_counted_apart(*text.clause) || (counts_whole(*before.clause) && counts_whole(*text.clause))) return true;
  checking.report.add(code::part_window)
      .says(fmt::format("the amendment takes effect inside {}, and both texts of \"{}\" add a fixed sum to it", words_for(checking, period, *settled), info.title))
      .at(second->span, "counts in the part from that day")
      .beside(first->span, "counts in the part before")
      .note("one reading: each part of the period runs under its own text, and both sums are paid whole")
      .note("the other: the sum is paid once for the period, whole or by the days of each text")
      .offers("if both are paid whole, add", insert_after(text.clause->amount.span, std::string(apart_line)))
      .help("if each is paid by its days, let both texts say `prorated by days`")
      .help(fmt::format("if it is paid once, let the amendment take effect with a {}, or pay the fixed sum by a clause of its own, `each {}`", noun(*settled), noun(*settled)));
  return true;
}

/// A sum of a window that the amendment's day cuts is paid as one of the two texts says, or by neither.
void ask_of_cut_sums(Checking& checking, const ClauseInfo& info, const ClauseText& before, const ClauseText& text) {
  const auto& contract = checking.contract;
  const auto* old = std::get_if<FixedSums>(&before.clause->amount.form);
  if (old == nullptr || !contract.term || text.from == never() || before.end != text.from) return;
  const auto* sums = std::get_if<FixedSums>(&text.clause->amount.form);
  if (is_prorated(*before.clause)) return;
  for (const FixedSum& sum : old->sums) {
    const bool goes_on = sums != nullptr && std::any_of(sums->sums.begin(), sums->sums.end(), [&](const FixedSum& other) { return other.each == sum.each && other.in_advance == sum.in_advance; });
    if (goes_on || sum.each == Frequency::term) continue;
    const Period window = contract.calendar.holding(*text.from, sum.each);
    if (window.begin() == *text.from || (sum.in_advance && counts_whole(*before.clause))) continue;
    checking.report.add(code::part_window)
        .says(fmt::format("\"{}\" is restated inside {}, for which the text before pays a sum that the new one does not, and nothing says how much of it is owed", info.title, words_for(checking, window, sum.each)))
        .at(sum.span, sum.in_advance ? "paid in advance" : "paid when its window ends")
        .beside(text.clause->amount.span, fmt::format("from {}", text.from->text()))
        .help(fmt::format("if each text pays its days, let both say `prorated by days`; if one of them pays the whole {0}, let the amendment take effect with a {0}{1}", noun(sum.each),
                          sum.in_advance ? ", or let the text before say `not prorated`" : ""));
  }
}

/// A loan that is restated: the new text would repay it as if nothing had been repaid.
void refuse_restated_loan(Checking& checking, const ClauseInfo& info, const ClauseText& before, const ClauseText& text) {
  if (!std::holds_alternative<Loan>(before.clause->amount.form) || !std::holds_alternative<Loan>(text.clause->amount.form)) return;
  checking.report.add(code::not_supported)
      .says(fmt::format("the loan of \"{}\" is restated, and the new words know nothing of what has been repaid under the old ones", info.title))
      .at(text.clause->amount.span)
      .beside(before.clause->amount.span, "repaid in part by then")
      .help("let the amendment end the clause, and write a new one that lends what is left on that day");
}

/// A sum on a day before the text takes effect is paid by neither text, save where the schedule repeats what the text before has paid.
void refuse_sums_before(Checking& checking, const ClauseText& before, const ClauseText& text) {
  const auto* dated = std::get_if<DatedSums>(&text.clause->amount.form);
  const auto* paid = std::get_if<DatedSums>(&before.clause->amount.form);
  const auto is_repeated = [&](const DatedSum& sum, Date day) {
    return paid != nullptr && std::any_of(paid->sums.begin(), paid->sums.end(), [&](const DatedSum& earlier) {
             return first_day(checking, earlier.day) == day && checking.words_of(earlier.amount) == checking.words_of(sum.amount);
           });
  };
  for (std::size_t place = 0; dated != nullptr && text.from && *text.from != never() && place < dated->sums.size(); ++place) {
    const DatedSum& sum = dated->sums[place];
    const auto day = first_day(checking, sum.day);
    if (!day || *day >= *text.from || is_repeated(sum, *day)) continue;
    checking.report.add(code::never_holds)
        .says(fmt::format("a sum on {} is never paid by words that take effect on {}", day->text(), text.from->text()))
        .at(sum.day.span)
        .beside(text.amendment->effective.span, "from this day on")
        .help("name a later day, or leave the sum to the text before; one that has been paid may be repeated as it stands there");
  }
}

}  // namespace

void check_restated(Checking& checking, Inference& inference, const ClauseInfo& info, std::size_t place) {
  const ClauseText& text = info.texts[place];
  ClauseInfo restated = info;
  restated.clause = text.clause;
  restated.payer = text.payer;
  restated.payee = text.payee;
  restated.settlement = text.settlement;
  restated.currency = checking.contract.currency;
  restated.texts = {text};
  ClauseCheck(checking, inference, restated).check();
  refuse_sums_before(checking, info.texts[place - 1], text);
  check_paid_before(checking, info, place);
  refuse_restated_loan(checking, info, info.texts[place - 1], text);
  ask_of_cut_sums(checking, info, info.texts[place - 1], text);
  const bool has_parts = ask_of_sums_twice(checking, info, info.texts[place - 1], text);
  if (!has_parts && is_counted_apart(*text.clause)) {
    checking.report.add(code::has_no_effect)
        .says(fmt::format("nothing of \"{}\" would be another sum, were the days before counted with it", info.title))
        .at(text.clause->amount.span)
        .help("leave out `counting the days before apart`");
  }
  ask_what_counts_on(checking, info, info.texts[place - 1], text);
  if (restated.currency == info.currency) return;
  const auto name = [&](const std::optional<UnitId>& currency) { return currency ? checking.contract.units[*currency].plural : std::string("no currency"); };
  checking.report.add(code::unit_mismatch)
      .says(fmt::format("\"{}\" pays {}, and is restated to pay {}", info.title, name(info.currency), name(restated.currency)))
      .at(text.clause->amount.span)
      .beside(info.clause->amount.span, "as written at first")
      .help("let the amendment end the clause, and write a new one from that day on");
}

}  // namespace whereas::check
