#include "interpreter/evaluate/engine.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::evaluate {

namespace {

/// The data period that holds a day, by place.
std::size_t place_holding(const data::Series& series, Date day) {
  const auto after = std::upper_bound(series.periods.begin(), series.periods.end(), day, [](Date d, const Period& period) { return d < period.begin(); });
  return static_cast<std::size_t>(after - series.periods.begin()) - 1;
}

/// Months from one day to another, where both begin a month of the calendar; nothing where either does not.
std::optional<int> whole_months(const Period& period) {
  if (period.begin().day() != 1 || period.end().day() != 1) return std::nullopt;
  return (period.end().year() - period.begin().year()) * 12 + period.end().month() - period.begin().month();
}

}  // namespace

bool Evaluation::Engine::passes(check::InputId input, const data::Column& column, plan::FilterId filter) const {
  const auto& dimensions = contract_.inputs[input].dimensions;
  for (const auto& test : filters_[filter]) {
    const auto place = std::find(dimensions.begin(), dimensions.end(), test.dimension);
    if (place == dimensions.end()) continue;  // given for all values of it alike
    const auto& value = column.values[static_cast<std::size_t>(place - dimensions.begin())];
    if (std::binary_search(test.values.begin(), test.values.end(), value) == test.is_not) return false;
  }
  return true;
}

const std::vector<Number>& Evaluation::Engine::running_sums(check::InputId input, const data::Series& series, plan::FilterId filter) {
  auto [place, is_new] = running_sums_.try_emplace({input, filter});
  auto& sums = place->second;
  if (!is_new) return sums;
  sums.resize(series.periods.size() + 1);
  for (std::size_t period = 0; period < series.periods.size(); ++period) {
    Number total = sums[period];
    for (const auto& column : series.columns) {
      if (passes(input, column, filter)) total += column.cells[period].value;
    }
    sums[period + 1] = total;
  }
  return sums;
}

/// What another contract has for these days. Outside its term it has no flow; a rate or balance of days before it is refused, and after it the
/// last stands.
Figure Evaluation::Engine::figure_of_another(check::InputId input, const Asking& asking, Span said) {
  const check::InputInfo& info = contract_.inputs[input];
  if (info.asked->agreement >= options_.agreements.size()) {
    report_.add(code::not_supported).says(fmt::format("{} cannot be asked for here", info.name)).at(said).help("a scenario's own figures cannot hang on another contract");
    stop();
  }
  Agreement& agreement = *options_.agreements[info.asked->agreement];
  const bool is_flow = info.type.nature == check::Nature::flow;
  std::optional<Period> window = asking.window.clipped_to(agreement.term());
  if (!window && is_flow) return because(Rule::sum, 0, fmt::format("{}: nothing outside that contract's term", info.name), asking.window, said, {});
  if (!window && asking.window.begin() >= agreement.term().end()) window = Period::through(agreement.term().last(), agreement.term().last());
  if (!window) {
    report_.add(code::no_figure)
        .says(fmt::format("{} is asked for from {}, and that contract begins on {}", info.name, asking.window.text(), agreement.term().first().text()))
        .at(said)
        .help("ask for it from that day on");
    stop();
  }
  const auto figure = agreement.figure(info.asked->place, *window, derivation_);
  if (!figure) stop();
  std::vector<ReasonId> parts;
  if (derives()) parts.push_back(figure->second);
  return because(Rule::same, figure->first, info.name, *window, said, std::move(parts), info.type.is_number());
}

Figure Evaluation::Engine::series_figure(check::InputId input, const Asking& asking, Span said) {
  if (contract_.inputs[input].asked) return figure_of_another(input, asking, said);
  const auto& series = table_.series[input];
  const check::InputInfo& info = contract_.inputs[input];
  if (info.is_record && series) return records(input, *series, asking, said);
  if ((!series || series->periods.empty()) && info.missing_is_zero) return because(Rule::figure_written, 0, fmt::format("{}: missing is zero", info.name), asking.window, info.declared, {});
  if (!series || series->periods.empty()) {
    report_.add(code::no_figure).says(fmt::format("there is no data for `{}`", info.name)).at(said).help("give a data file or a scenario that has it: `--data FILE.csv`");
    stop();
  }
  return info.type.nature == check::Nature::flow ? flow(input, *series, asking, said) : balance(input, *series, asking, said);
}

/// A stretch inside one data period: spread as the input says, or refused.
Figure Evaluation::Engine::part_of_a_period(check::InputId input, const data::Series& series, std::size_t place, const Period& days, const Asking& asking, Span said) {
  const check::InputInfo& info = contract_.inputs[input];
  const Period& whole = series.periods[place];
  std::optional<Number> part;
  if (info.spread == syntax::Input::Spread::by_days) part = Number::fraction(days.days(), whole.days());
  const auto months = whole_months(days);
  const auto of_months = whole_months(whole);
  if (info.spread == syntax::Input::Spread::evenly && months && of_months) part = Number::fraction(*months, *of_months);
  if (!part) {
    auto& diagnostic = report_.add(code::split_inside_data)
                           .says(fmt::format("`{}` is asked for from {}, and its figures are for whole {}s", info.name, days.text(), noun(series.frequency)))
                           .at(said);
    if (info.is_implied) {
      diagnostic.note("the data gives no part of a period");
    } else {
      diagnostic.beside(info.declared, "declared here");
    }
    if (info.spread == syntax::Input::Spread::evenly) {
      diagnostic.help("`spread evenly` is over months: move the date to the first of a month, or write `spread by days`");
    } else {
      diagnostic.help(fmt::format("move the date to the first of a {}, give the data for shorter periods, or say how to divide it: `spread evenly`, `spread by days`", noun(series.frequency)));
    }
    stop();
  }
  const auto& sums = running_sums(input, series, asking.filter);
  const Number figure = sums[place + 1] - sums[place];
  if (!derives()) return {figure * *part, no_reason};
  const Figure whole_figure = flow(input, series, {whole, asking.filter, asking.schedule}, said);
  const Figure portion = because(Rule::figure_written, *part, info.spread == syntax::Input::Spread::evenly ? "spread evenly over its months" : "spread by days", days, info.declared, {});
  return because(Rule::product, figure * *part, fmt::format("{}, the part for these days", info.name), days, said, {whole_figure.why, portion.why});
}

namespace {

/// Whether nothing stands in the data for this cell, and what is missing is zero: it then has the place of the nearest cell that does.
bool is_filled(const data::Column& column, std::size_t place) {
  const auto& cells = column.cells;
  if (!cells[place].value.is_zero()) return false;
  if (place > 0 && cells[place - 1].place == cells[place].place) return true;
  const bool is_first = place == 0;
  return is_first && cells.size() > 1 && cells[1].place == cells[0].place;
}

}  // namespace

ReasonId Evaluation::Engine::read_from(const check::InputInfo& info, const data::Column& column, std::size_t place, const Period& days, bool is_rate) {
  const data::Cell& cell = column.cells[place];
  std::string words = info.name;
  for (const auto& value : column.values) words += ", " + value;
  if (info.missing_is_zero && is_filled(column, place)) return because(Rule::figure_written, cell.value, words + ": missing is zero", days, info.declared, {}, is_rate).why;
  return derivation_.add({Rule::data_read, cell.value, std::move(words), days, {}, cell.place, is_rate, {}});
}

Figure Evaluation::Engine::flow(check::InputId input, const data::Series& series, const Asking& asking, Span said) {
  const check::InputInfo& info = contract_.inputs[input];
  const Date asked_from = std::max(asking.window.begin(), info.from.value_or(asking.window.begin()));
  const Date given_from = series.periods.front().begin();
  if (info.from && !info.missing_is_zero && asked_from < given_from && asked_from < asking.window.end()) {
    report_.add(code::no_figure)
        .says(fmt::format("`{}` is asked for from {}, and its data begins on {}", info.name, asked_from.text(), given_from.text()))
        .at(said)
        .beside(info.declared, fmt::format("figures from {} on belong to it", info.from->text()))
        .help("give the data from that day on, or let the input begin later");
    stop();
  }
  // A flow before the term, or before the data that the input admits, is zero.
  const auto clipped = asking.window.from(series.periods.front().begin());
  if (!clipped) return because(Rule::sum, 0, fmt::format("{}: nothing before the term", info.name), asking.window, said, {});
  const Period window = *clipped;
  if (window.last() > series.periods.back().last()) {
    stop_past_what_is_judged(window);
    report_.add(code::no_figure)
        .says(fmt::format("`{}` is asked for up to {}, and its data ends on {}", info.name, window.last().text(), series.periods.back().last().text()))
        .at(said)
        .help("ask for days that the data reaches, or give data up to then");
    stop();
  }
  const std::size_t first = place_holding(series, window.begin());
  const std::size_t last = place_holding(series, window.last());
  const bool begins_inside = series.periods[first].begin() != window.begin();
  const bool ends_inside = series.periods[last].end() != window.end();
  if (first == last && (begins_inside || ends_inside)) return part_of_a_period(input, series, first, window, asking, said);

  Number total;
  std::vector<ReasonId> parts;
  const auto take = [&](const Figure& figure) {
    total += figure.value;
    if (derives()) parts.push_back(figure.why);
  };
  std::size_t from = first;
  std::size_t to = last + 1;
  if (begins_inside) take(part_of_a_period(input, series, from++, Period(window.begin(), series.periods[first].end()), asking, said));
  if (ends_inside) --to;
  const auto& sums = running_sums(input, series, asking.filter);
  total += sums[to] - sums[from];
  if (derives()) {
    for (std::size_t place = from; place < to; ++place) {
      for (const auto& column : series.columns) {
        if (!passes(input, column, asking.filter)) continue;
        parts.push_back(read_from(info, column, place, series.periods[place], false));
      }
    }
  }
  if (ends_inside) take(part_of_a_period(input, series, last, Period(series.periods[last].begin(), window.end()), asking, said));
  return with(because(Rule::sum, total, info.name, asking.window, said, std::move(parts)), data_asked(input, asking.filter));
}

DataAsked Evaluation::Engine::data_asked(check::InputId input, plan::FilterId filter) const {
  DataAsked asked{contract_.inputs[input].name, {}};
  if (!derives()) return asked;
  for (const auto& test : filters_[filter]) asked.where.push_back({contract_.dimensions[test.dimension].name, test.is_not, test.values});
  return asked;
}

Figure Evaluation::Engine::balance(check::InputId input, const data::Series& series, const Asking& asking, Span said) {
  const check::InputInfo& info = contract_.inputs[input];
  const Date day = asking.window.last();
  if (day < series.periods.front().begin() || day > series.periods.back().last()) {
    stop_past_what_is_judged(asking.window);
    report_.add(code::no_figure).says(fmt::format("`{}` is asked for on {}, and its data runs from {}", info.name, day.text(), Period(series.periods.front().begin(), series.periods.back().end()).text())).at(said)
        .help("ask for a day that the data has, or give data for that one");
    stop();
  }
  const std::size_t place = place_holding(series, day);
  // A rate holds for the whole of its period; a balance is known only at the end of it.
  const bool is_rate = !info.type.is_unknown() && info.type.units.empty();
  if (!is_rate && series.periods[place].last() != day) {
    report_.add(code::split_inside_data)
        .says(fmt::format("`{}` is asked for on {}, and is known only at the end of each {}", info.name, day.text(), noun(series.frequency)))
        .at(said)
        .beside(info.declared, "declared here")
        .help(fmt::format("ask for it on the last day of a {}", noun(series.frequency)));
    stop();
  }
  Number total;
  std::vector<ReasonId> parts;
  for (const auto& column : series.columns) {
    if (!passes(input, column, asking.filter)) continue;
    total += column.cells[place].value;
    if (!derives()) continue;
    parts.push_back(read_from(info, column, place, series.periods[place], is_rate && !info.is_number));
  }
  return with(because(Rule::sum, total, fmt::format("{} on {}", info.name, day.text()), asking.window, said, std::move(parts), is_rate && !info.is_number), data_asked(input, asking.filter));
}

}  // namespace whereas::evaluate
