// The part of reading rows that is about time: whether a row's period is one of its input's.
#include "interpreter/data/rows.h"
#include "interpreter/data/wording.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::data {

using check::InputId;
using check::InputInfo;

namespace {

/// A balance at the end of a month may be given by that day.
std::optional<std::pair<Period, Calendar>> ended_by(Date day, Frequency frequency, const Calendar& deal) {
  for (const Calendar& calendar : {deal, Calendar()}) {
    const Period period = calendar.holding(day, frequency);
    if (period.last() == day) return std::pair(period, calendar);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Period> RowsReader::fitted(const RowPeriod& period, InputId input, Span place) {
  const std::optional<Period> own = period_of_frequency(period, input, place);
  return own ? within_term(*own, input, period, place) : std::nullopt;
}

std::optional<Period> RowsReader::period_of_frequency(const RowPeriod& period, InputId input, Span place) {
  const InputInfo& info = contract_.inputs[input];
  const Frequency of_row = period.written.frequency;
  const Frequency frequency = frequency_of(input, of_row, place);
  Gathered& gathered = (*into_)[input];
  // Whichever row comes first: a series that is named both ways has the deal's names.
  const auto keep_calendar = [&](const Calendar& calendar) {
    if (calendar == contract_.calendar) gathered.calendar = calendar;
  };
  if (of_row == frequency) {
    keep_calendar(period.written.kind == Calendar::Kind::calendar ? Calendar() : contract_.calendar);
    return period.days;
  }
  const bool is_balance = info.type.nature == check::Nature::balance;
  if (is_balance && of_row == Frequency::day) {
    if (const auto ended = ended_by(period.written.day, frequency, contract_.calendar)) {
      keep_calendar(ended->second);
      return ended->first;
    }
  }
  if (gathered.frequency && !info.frequency) {
    report_.add(code::wrong_frequency)
        .says(fmt::format("{} is a {}, and other figures are {}", quoted(period.written.text()), noun(of_row), adverb(frequency)))
        .at(place)
        .beside(implied_place_, fmt::format("a {} here", noun(frequency)))
        .help(fmt::format("declare `input {}` and say how often it is given", info.name));
  } else if (is_balance) {
    report_.add(code::wrong_frequency)
        .says(fmt::format("{} is a {}, and {} is a balance at the end of each {}", quoted(period.written.text()), noun(of_row), quoted(info.name),
                          noun(frequency)))
        .at(place)
        .help(fmt::format("give one row for each {}", noun(frequency)));
  } else {
    report_.add(code::wrong_frequency)
        .says(fmt::format("{} is a {}, and {} is {}", quoted(period.written.text()), noun(of_row), quoted(info.name), adverb(frequency)))
        .at(place)
        .beside(info.declared, "declared here")
        .help(fmt::format("give one row for each {}", noun(frequency)));
  }
  return std::nullopt;
}

/// What is only implied has the frequency of its first row, and all that is implied has one.
Frequency RowsReader::frequency_of(InputId input, Frequency of_row, Span place) {
  Gathered& gathered = (*into_)[input];
  if (!gathered.frequency) {
    if (!implied_frequency_) {
      implied_frequency_ = of_row;
      implied_place_ = place;
    }
    gathered.frequency = implied_frequency_;
  }
  return *gathered.frequency;
}

bool RowsReader::is_of_another(const RowPeriod& period, InputId input) const {
  return shared_ && (!shared_->days || shared_->days->overlaps(period.days)) && is_outside(period, input);
}

bool RowsReader::is_outside(const RowPeriod& period, InputId input) const {
  if (!contract_.term) return false;
  const Date earliest = std::min(contract_.inputs[input].from.value_or(contract_.term->begin()), contract_.term->begin());
  return period.days.end() <= earliest || period.days.begin() >= contract_.run->end();
}

std::optional<Period> RowsReader::within_term(const Period& period, InputId input, const RowPeriod& row, Span place) {
  const InputInfo& info = contract_.inputs[input];
  std::optional<Date> earliest = info.from;
  if (contract_.term) earliest = std::min(earliest.value_or(contract_.term->begin()), contract_.term->begin());

  if (earliest && period.end() <= *earliest) {
    Diagnostic& refused = report_.add(code::outside_term).at(place);
    if (contract_.term && *earliest == contract_.term->begin()) {
      refused.says(fmt::format("{} lies before the term, which begins on {}", quoted(row.written.text()), earliest->text()))
          .help(fmt::format("`from {}` on the input {} admits figures from before the term", row.written.text(), quoted(info.name)));
    } else {
      refused.says(fmt::format("{} lies before {}, from which {} is admitted", quoted(row.written.text()), earliest->text(), quoted(info.name)))
          .beside(info.declared, "declared here")
          .help("leave the row out, or let the input begin earlier");
    }
    return std::nullopt;
  }
  if (contract_.run && period.begin() >= contract_.run->end()) {
    report_.add(code::outside_term)
        .says(fmt::format("{} lies after the term, which ends on {}", quoted(row.written.text()), contract_.run->last().text()))
        .at(place)
        .help("leave the row out, or let the term end later");
    return std::nullopt;
  }
  const Date begin = earliest ? std::max(period.begin(), *earliest) : period.begin();
  const Date end = contract_.run ? std::min(period.end(), contract_.run->end()) : period.end();
  return Period(begin, end);
}

}  // namespace whereas::data
