#include "interpreter/batch/compiler.h"
#include "interpreter/batch/fields.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::batch {

namespace {

std::size_t place_of(const data::Series& series, Date day) {
  const auto after = std::upper_bound(series.periods.begin(), series.periods.end(), day, [](Date d, const Period& period) { return d < period.begin(); });
  return static_cast<std::size_t>(after - series.periods.begin()) - 1;
}

/// Months from one day to another, where both begin a month of the calendar.
std::optional<int> months_of(const Period& period) {
  if (period.begin().day() != 1 || period.end().day() != 1) return std::nullopt;
  return (period.end().year() - period.begin().year()) * 12 + period.end().month() - period.begin().month();
}

}  // namespace

FormulaId Compiler::figure(check::InputId input, std::size_t column, std::size_t place) {
  const auto [known, is_new] = figures_.try_emplace({input, column, place}, Formulas::zero);
  if (is_new) {
    known->second = out_.formulas.input(static_cast<std::uint32_t>(out_.inputs.size()), contract_.inputs[input].may_be_negative);
    out_.inputs.push_back({input, column, place, contract_.inputs[input].may_be_negative});
  }
  return known->second;
}

FormulaId Compiler::series_figure(check::InputId input, const Asking& asking, Span said) {
  const check::InputInfo& info = contract_.inputs[input];
  if (const NotWritten why = not_written(info, said)) refuse(why.words, why.said);
  const auto& series = table_.series[input];
  if ((!series || series->periods.empty()) && info.missing_is_zero) return Formulas::zero;
  if (!series || series->periods.empty()) refuse("a figure that is missing", said);
  return info.type.nature == check::Nature::flow ? flow(input, *series, asking, said) : balance(input, *series, asking, said);
}

FormulaId Compiler::whole_periods(check::InputId input, const data::Series& series, std::size_t from, std::size_t to, const Asking& asking) {
  // Sums from one place on share what they begin with.
  std::vector<FormulaId>& sums = sums_[{input, asking.filter, from}];
  if (sums.empty()) sums.push_back(Formulas::zero);
  while (sums.size() <= to - from) {
    FormulaId total = sums.back();
    const std::size_t place = from + sums.size() - 1;
    for (std::size_t column = 0; column < series.columns.size(); ++column) {
      if (engine_.passes(input, series.columns[column], asking.filter)) total = out_.formulas.add(total, figure(input, column, place));
    }
    sums.push_back(total);
  }
  return sums[to - from];
}

FormulaId Compiler::part_of_a_period(check::InputId input, const data::Series& series, std::size_t place, const Period& days, const Asking& asking, Span said) {
  const check::InputInfo& info = contract_.inputs[input];
  const Period& whole = series.periods[place];
  std::optional<Number> part;
  if (info.spread == syntax::Input::Spread::by_days) part = Number::fraction(days.days(), whole.days());
  const auto months = months_of(days);
  const auto of_months = months_of(whole);
  if (info.spread == syntax::Input::Spread::evenly && months && of_months) part = Number::fraction(*months, *of_months);
  if (!part) refuse("a window that cuts through a data period", said);
  return out_.formulas.scale(whole_periods(input, series, place, place + 1, asking), *part);
}

FormulaId Compiler::flow(check::InputId input, const data::Series& series, const Asking& asking, Span said) {
  const check::InputInfo& info = contract_.inputs[input];
  const Date given_from = series.periods.front().begin();
  const Date asked_from = std::max(asking.window.begin(), info.from.value_or(asking.window.begin()));
  if (info.from && !info.missing_is_zero && asked_from < given_from && asked_from < asking.window.end()) refuse("a figure that is missing", said);
  const auto clipped = asking.window.from(given_from);
  if (!clipped) return Formulas::zero;
  const Period window = *clipped;
  if (window.last() > series.periods.back().last()) refuse("a figure of days that the data does not reach", said);
  const std::size_t first = place_of(series, window.begin());
  const std::size_t last = place_of(series, window.last());
  const bool begins_inside = series.periods[first].begin() != window.begin();
  const bool ends_inside = series.periods[last].end() != window.end();
  if (first == last && (begins_inside || ends_inside)) return part_of_a_period(input, series, first, window, asking, said);
  std::size_t from = first;
  std::size_t to = last + 1;
  FormulaId total = Formulas::zero;
  if (begins_inside) total = part_of_a_period(input, series, from++, Period(window.begin(), series.periods[first].end()), asking, said);
  if (ends_inside) --to;
  total = out_.formulas.add(total, whole_periods(input, series, from, to, asking));
  if (ends_inside) total = out_.formulas.add(total, part_of_a_period(input, series, last, Period(series.periods[last].begin(), window.end()), asking, said));
  return total;
}

FormulaId Compiler::balance(check::InputId input, const data::Series& series, const Asking& asking, Span said) {
  const check::InputInfo& info = contract_.inputs[input];
  const Date day = asking.window.last();
  if (day < series.periods.front().begin() || day > series.periods.back().last()) refuse("a figure of days that the data does not reach", said);
  const std::size_t place = place_of(series, day);
  const bool is_rate = !info.type.is_unknown() && info.type.units.empty();
  if (!is_rate && series.periods[place].last() != day) refuse("a balance inside a data period", said);
  return whole_periods(input, series, place, place + 1, asking);
}

/// Only where what changes does so on days that are known: else each set of figures would be measured in parts of its own.
FormulaId Compiler::in_parts(const plan::InParts& parts, const Asking& asking, Span said) {
  const auto pieces = engine_.pieces(asking.window, parts.dates, asking.schedule);
  if (pieces.size() == 1) return value(parts.operand, asking);
  Formulas& formulas = out_.formulas;
  const auto& changing = engine_.changing_below(parts.operand);
  // Nothing where it hangs on the figures what stands over these days.
  const auto stands = [&](plan::StepId step, const Period& days) -> std::optional<FormulaId> {
    const Asking asked{days, asking.filter, asking.schedule};
    const auto* change = std::get_if<plan::Changing>(&plan_.steps[step].form);
    FormulaId standing = Formulas::zero;
    if (change == nullptr) standing = value(step, asked);
    for (std::size_t place = 0; change != nullptr && place < change->alternatives.size(); ++place) {
      const FormulaId rule = rules(change->alternatives[place], asked);
      if (!formulas.is_constant(rule)) return std::nullopt;
      if (rule != Formulas::zero) standing = formulas.constant(static_cast<long long>(place + 1));
    }
    return formulas.is_constant(standing) ? std::optional(standing) : std::nullopt;
  };
  std::vector<Period> stretches;
  bool hangs = false;
  for (const Period& piece : pieces) {
    const auto is_alike = [&](plan::StepId step) {
      const auto before = stands(step, stretches.back());
      const auto now = stands(step, piece);
      hangs = hangs || !before || !now;
      return before && now && *before == *now;
    };
    const bool goes_on = !stretches.empty() && std::all_of(changing.begin(), changing.end(), is_alike);
    if (goes_on) stretches.back() = Period(stretches.back().begin(), piece.end());
    else stretches.push_back(piece);
  }
  // Which days are measured at once hangs on the figures, and makes no difference where they add up.
  if (hangs) {
    for (std::size_t place = 1; place < stretches.size(); ++place) {
      if (!engine_.adds_up_across(parts.operand, stretches[place].begin(), asking.schedule)) refuse("a rate that changes with the figures, over what does not add up", said);
    }
    return taken_of_pieces(parts.operand, stretches, asking, syntax::Taking::sum);
  }
  if (stretches.size() == 1) return value(parts.operand, asking);
  try {
    engine_.in_parts(parts, asking, said);  // whether the parts add up hangs on words alone
  } catch (const evaluate::CannotEvaluate&) {
    refuse("a rate that changes inside its window", said);
  } catch (const evaluate::HangsOn&) {
    refuse("a figure that is not known", said);
  }
  return taken_of_pieces(parts.operand, stretches, asking, syntax::Taking::sum);
}

FormulaId Compiler::clause_paid(const plan::ClausePaid& paid, const Asking& asking, Span said) {
  const auto waterfalls = engine_.waterfalls_of(paid.clause);
  const auto hands_out = [&](check::PartyId party) { return std::any_of(waterfalls.begin(), waterfalls.end(), [&](const plan::Waterfall* text) { return text->payer == party; }); };
  if (engine_.settling_ && engine_.settling_clause_ == paid.clause && asking.window.end() > engine_.present_begin_) refuse("what a clause pays itself", said);
  if (engine_.settling_ && asking.window.end() > engine_.present_end_) refuse("payments to come", said);
  for (const plan::Waterfall* text : waterfalls) {
    if (!engine_.settling_ && engine_.waits_for_data(*text, asking.window)) refuse("payments that wait for data", said);
  }
  FormulaId total = Formulas::zero;
  for (const auto id : engine_.settled_as(paid.clause, asking.filter)) {
    for (const plan::Clause* text : engine_.texts_of(id)) {
      if (!engine_.settling_ && engine_.waits_for_data(*text, asking.window)) refuse("payments that wait for data", said);
    }
    for (const Paid& payment : states_[id].payments) {
      if (!asking.window.overlaps(payment.period) || (engine_.settling_ && payment.period.end() > engine_.present_end_)) continue;
      if (payment.period.begin() < asking.window.begin() || payment.period.end() > asking.window.end()) refuse("part of a payment", said);
      // What a recipient of a waterfall returns goes back to its payer, or passes between those whom it has paid.
      const bool is_between = !waterfalls.empty() && !paid.received_by && !hands_out(payment.from) && !hands_out(payment.to);
      const bool is_returned = !waterfalls.empty() && !paid.received_by && !hands_out(payment.from);
      if (is_between || (paid.received_by && payment.from != *paid.received_by && payment.to != *paid.received_by)) continue;
      const bool is_less = is_returned || (paid.received_by && payment.from == *paid.received_by);
      total = is_less ? out_.formulas.subtract(total, payment.amount) : out_.formulas.add(total, payment.amount);
    }
  }
  return total;
}

FormulaId Compiler::balance_kept(const plan::BalanceKept& kept, const Asking& asking) {
  const auto& info = contract_.balances[kept.balance];
  const Date end = engine_.settling_ && !kept.at_end ? std::min(asking.window.end(), engine_.present_begin_) : asking.window.end();
  Formulas& formulas = out_.formulas;
  FormulaId balance = Formulas::zero;
  const auto advances = engine_.advances_of(kept.balance, asking.filter);
  for (const auto advance : advances) {
    const plan::Clause* paying = engine_.clause_of(advance);
    const bool asks_itself = paying != nullptr && engine_.settling_clause_ == paying->written;
    const Date paid_by = asks_itself || !engine_.settling_ ? end : std::min(asking.window.end(), engine_.present_end_);
    for (const Paid& payment : states_[advance].payments) {
      if (payment.period.end() <= paid_by) balance = formulas.add(balance, payment.amount);
    }
    for (const auto& [day, recouped] : recoupments_[advance]) {
      if (day <= end) balance = formulas.subtract(balance, recouped);
    }
  }
  if (!advances.empty()) return balance;
  for (const auto keeper : engine_.settled_as(info.clause, asking.filter)) {
    FormulaId stood = Formulas::zero;
    for (const auto& [day, stood_at] : balances_[{kept.balance, keeper}]) stood = day <= end ? stood_at : stood;
    balance = formulas.add(balance, stood);
  }
  return balance;
}

/// Where the coefficients are known the unknown is a sum of the constants, each at its own rate.
FormulaId Compiler::solved(const plan::Solved& unknown, const Asking& asking) {
  const plan::Circle& circle = plan_.circles[unknown.circle];
  const std::size_t count = circle.constants.size();
  std::vector<std::vector<Number>> rows(count, std::vector<Number>(2 * count));
  for (std::size_t row = 0; row < count; ++row) {
    for (std::size_t column = 0; column < count; ++column) {
      const FormulaId coefficient = value(circle.coefficients[row][column], asking);
      if (!out_.formulas.is_constant(coefficient)) refuse("a circle of definitions whose rates are figures", circle.said);
      rows[row][column] = (row == column ? Number(1) : Number(0)) - out_.formulas.number(coefficient);
    }
    rows[row][count + row] = 1;
  }
  for (std::size_t column = 0; column < count; ++column) {
    std::size_t pivot = column;
    while (pivot < count && rows[pivot][column].is_zero()) ++pivot;
    if (pivot == count) refuse("a circle of definitions without one solution", circle.said);
    std::swap(rows[pivot], rows[column]);
    for (std::size_t row = 0; row < count; ++row) {
      if (row == column || rows[row][column].is_zero()) continue;
      const Number factor = rows[row][column] / rows[column][column];
      for (std::size_t place = column; place < 2 * count; ++place) rows[row][place] -= factor * rows[column][place];
    }
  }
  FormulaId total = Formulas::zero;
  for (std::size_t row = 0; row < count; ++row) {
    const Number share = rows[unknown.unknown][count + row] / rows[unknown.unknown][unknown.unknown];
    total = out_.formulas.add(total, out_.formulas.scale(value(circle.constants[row], asking), share));
  }
  return total;
}

}  // namespace whereas::batch
