#include "lang/syntax/letters.h"
#include "lang/syntax/part.h"

#include <fmt/format.h>

// Amounts and conditions: grammar/expressions.h.
namespace whereas::syntax {

void Builder::expression(Part& part, Expression::Form form) {
  part.grow();
  Expression made{std::move(form), part.span(), ids_.next++};
  part.becomes(std::move(made));
}

void Builder::condition(Part& part, Condition::Form form) {
  part.grow();
  Condition made{std::move(form), part.span()};
  part.becomes(std::move(made));
}

void Builder::literal(Matched matched) {
  Part part = open(matched);
  if (part.said_one_of({"day", "days", "week", "weeks", "month", "months", "quarter", "quarters", "year", "years"})) {
    duration(matched);
    const Duration read = part.take<Duration>();
    return expression(part, DurationLiteral{read});
  }
  const WrittenNumber number = part.take<WrittenNumber>();
  const std::optional<Name> unit = part.take_if_any<Name>();
  if (!unit) return expression(part, NumberLiteral{number.value, number.is_rate});
  if (number.is_rate && !faulty_) {
    fault(code::syntax).says(fmt::format("a rate is not counted in `{}`", unit->text)).at(part.span());
  }
  if (is_capital(unit->text.front())) return expression(part, MoneyLiteral{number.value, *unit});
  expression(part, QuantityLiteral{number.value, *unit});
}

void Builder::dollars(Matched matched) {
  Part part = open(matched);
  const WrittenNumber number = part.take<WrittenNumber>();
  const Span sign{source_, part.span().begin, part.span().begin + 1};
  if (number.is_rate && !faulty_) fault(code::syntax).says("a rate is not counted in dollars").at(part.span());
  expression(part, MoneyLiteral{number.value, {"USD", sign}});
}

void Builder::date_literal(Matched matched) {
  Part part = open(matched);
  const std::string_view digits = without_trailing_blanks(matched);
  const auto read = read_period(digits);
  if (read && read->frequency != Frequency::day) {
    fault(code::syntax)
        .says(fmt::format("`{}` is a period, and stands where an amount is wanted", digits))
        .at(part.span())
        .help("write `in " + std::string(digits) + "` for a window; a subtraction has blanks around its `-`");
    return expression(part, DateLiteral{});
  }
  day(matched);
  const Date date = part.take<Date>();
  expression(part, DateLiteral{date});
}

void Builder::name_use(Matched matched) {
  Part part = open(matched);
  NameUse use{part.take<Name>(), part.take_all<Expression>()};
  expression(part, std::move(use));
}

CountedOfPayments Builder::counted_of_payments(const Part& part) {
  CountedOfPayments counted;
  if (part.said("before")) counted.withholding = CountedOfPayments::Withholding::before;
  if (part.said("after")) counted.withholding = CountedOfPayments::Withholding::after;
  if (part.said("with")) counted.late_interest = CountedOfPayments::LateInterest::with;
  if (part.said("without")) counted.late_interest = CountedOfPayments::LateInterest::without;
  return counted;
}

void Builder::clause_use(Matched matched) {
  Part part = open(matched);
  ClauseUse use{part.take<Name>()};
  use.counted = counted_of_payments(part);
  use.received_by = part.take_if_any<Name>();
  expression(part, std::move(use));
}

void Builder::under(Matched matched) {
  Part part = open(matched);
  const Name agreement = part.take<Name>();
  const Expression left = part.take_left<Expression>();
  if (const auto* clause = std::get_if<ClauseUse>(&left.form)) {
    if (clause->received_by && !faulty_) fault(code::syntax).says("another contract is asked for all that its waterfall paid").at(left.span).help("let it define a measure of the part, and ask for that");
    if (!syntax::words(clause->counted).empty() && !faulty_) fault(code::syntax).says("another contract is asked for what its clause paid, as paid").at(left.span).help("let it define a measure of what is meant, and ask for that");
    return expression(part, Under{clause->title, true, agreement});
  }
  const auto& use = std::get<NameUse>(left.form);
  if (!use.arguments.empty() && !faulty_) {
    fault(code::syntax).says(fmt::format("a figure of another contract is named alone, and `{}` is told something", use.name.text)).at(left.span);
  }
  expression(part, Under{use.name, false, agreement});
}

void Builder::grouped(Matched matched) {
  Part part = open(matched);
  expression(part, Grouped{part.take<Expression>()});
}

void Builder::rounded(Matched matched) {
  Part part = open(matched);
  Rounded rounded{part.take<Expression>(), part.take<Rounding>()};
  expression(part, std::move(rounded));
}

void Builder::extreme(Matched matched) {
  Part part = open(matched);
  const bool greater = part.said("greater");
  expression(part, Extreme{greater, part.take_all<Expression>()});
}

void Builder::excess_of(Matched matched) {
  Part part = open(matched);
  ExcessOf excess{part.take<Expression>(), part.take<Expression>()};
  expression(part, std::move(excess));
}

/// Of two bounds the first is the least.
void Builder::estimate(Matched matched) {
  Part part = open(matched);
  Estimate estimate;
  const bool only_most = part.said("most");
  if (!only_most) {
    if (auto least = part.take_if_any<Expression>()) estimate.least = std::move(*least);
  }
  if (auto most = part.take_if_any<Expression>()) estimate.most = std::move(*most);
  estimate.unit = part.take_if_any<Name>();
  estimate.per = part.take_if_any<Name>();
  expression(part, std::move(estimate));
}

/// `95th`
void Builder::nth(Matched matched) {
  const std::string_view written = without_trailing_blanks(matched);
  number(written.substr(0, written.size() - 2));
}

/// `the 95th percentile of daily mbit`: of thirty days, the 29th, or something between the 28th and the 29th?
void Builder::percentile(Matched matched) {
  Part part = open(matched);
  const std::string_view written = without_leading_blanks(matched);
  const Span nth{source_, part.span().begin, part.span().begin + static_cast<std::uint32_t>(nth_length(written))};
  Percentile percentile{part.take<WrittenNumber>().value, part.said("interpolated"), nth};
  OfPeriods periods{Taking::percentile, part.take<Frequency>(), part.take<Expression>()};
  if (!faulty_ && (percentile.rank.sign() <= 0 || percentile.rank > Number(100))) {
    fault(code::out_of_range).says("a percentile lies above 0 and at 100 at the most").at(nth).help("write `the 95th percentile`");
  } else if (!faulty_ && !part.said_one_of({"interpolated", "nearest"})) {
    const Span named{source_, nth.begin, static_cast<std::uint32_t>(text_.find("percentile", nth.end) + std::string_view("percentile").size())};
    fault(code::two_readings)
        .says(fmt::format("`the {}` can be one of the figures, or lie between two of them", words(named)))
        .at(named)
        .note("of 1 to 10 the 95th percentile is 10 by nearest rank, the first that 95 in 100 do not pass; interpolated it is 9.55, on the way from the 9th to the 10th")
        .offers("one of the figures", insert_after(named, ", by nearest rank,"))
        .offers("or between two", insert_after(named, ", interpolated,"));
  }
  periods.percentile = std::move(percentile);
  expression(part, std::move(periods));
}

void Builder::taken(Matched matched) {
  Part part = open(matched);
  Taking taking = Taking::sum;
  if (part.said("highest")) taking = Taking::highest;
  if (part.said("lowest")) taking = Taking::lowest;
  if (part.said("average")) taking = Taking::average;
  if (part.said("over")) {
    OverDimension over{taking, part.take<Name>(), part.take<Expression>()};
    over.free = part.take_if_any<FirstFree>();
    return expression(part, std::move(over));
  }
  OfPeriods periods{taking, part.take<Frequency>(), part.take<Expression>()};
  expression(part, std::move(periods));
}

void Builder::first_free(Matched matched) {
  Part part = open(matched);
  FirstFree free{part.take<WrittenNumber>().value, part.take<Frequency>(), part.said("those"), part.span()};
  part.becomes(std::move(free));
}

void Builder::yearly_change(Matched matched) {
  Part part = open(matched);
  YearlyChange change{part.take<Expression>(), part.take<Name>(), part.take<Name>()};
  change.month = month_number(change.to.text);
  expression(part, std::move(change));
}

/// `the` belongs to the words of the amount behind it.
void Builder::with_its_article(Matched matched) {
  Part part = open(matched);
  Expression amount = part.take<Expression>();
  amount.span = part.span();
  part.becomes(std::move(amount));
}

// --- time -------------------------------------------------------------------------------------------------------------------------

void Builder::moment(Matched matched) {
  Part part = open(matched);
  if (const auto day = part.take_if_any<DayOrPeriod>()) {
    part.becomes(Moment{*day, part.span()});
    return;
  }
  if (part.has<Name>()) {
    DayOfRecord record{part.take<Name>()};
    part.becomes(Moment{std::move(record), part.span()});
    return;
  }
  Edge edge{part.said("end"), Edge::Of::calendar, Frequency::month};
  if (const auto frequency = part.take_if_any<Frequency>()) edge.frequency = *frequency;
  if (part.said("term")) edge.of = Edge::Of::term;
  if (part.said("period")) edge.of = Edge::Of::period;
  part.becomes(Moment{edge, part.span()});
}

void Builder::time_between(Matched matched) {
  Part part = open(matched);
  using enum TimeBetween::Counted;
  TimeBetween::Counted counted = days;
  if (part.said("months")) counted = whole_months;
  if (part.said("years")) counted = whole_years;
  TimeBetween between{counted, part.take<Moment>(), part.take<Moment>(), part.said("through")};
  expression(part, std::move(between));
}

void Builder::interest(Matched matched) {
  Part part = open(matched);
  Interest interest{part.take<Expression>(), part.take_if_any<Frequency>(), part.take<Expression>(), DayCount::act_360};
  if (const auto day_count = part.take_if_any<DayCount>()) interest.day_count = *day_count;
  else open_day_count(*interest.rate, {source_, part.span().begin, interest.on->span.end});
  expression(part, std::move(interest));
}

// --- windows ----------------------------------------------------------------------------------------------------------------------

void Builder::measured_in(Part& part, Window window) {
  const Span window_span = part.span();
  Windowed windowed{part.take_left<Expression>(), std::move(window), window_span};
  expression(part, std::move(windowed));
}

void Builder::averaged(Matched matched) {
  Part part = open(matched);
  const Span words{source_, part.span().begin, part.span().begin + 7};
  Windowed windowed{part.take<Expression>(), AverageOf{}, words};
  expression(part, std::move(windowed));
}

void Builder::cumulative(Matched matched) {
  Part part = open(matched);
  const Span words{source_, part.span().begin, part.span().begin + 10};
  Windowed windowed{part.take<Expression>(), Cumulative{}, words};
  expression(part, std::move(windowed));
}

void Builder::window(Matched matched) {
  Part part = open(matched);
  if (part.said_one_of({"previous", "before"})) return measured_in(part, PreviousPeriod{part.take<Frequency>(), part.said("calendar")});
  if (part.said("trailing")) return measured_in(part, Trailing{lasting(part)});
  if (part.said("date")) return measured_in(part, ToDate{part.take<Frequency>()});
  if (part.said("start")) return measured_in(part, AtStart{});
  if (part.said("end")) return measured_in(part, AtEnd{});
  const DayOrPeriod first = part.take<DayOrPeriod>();
  if (part.said("from")) return measured_in(part, FromTo{first, part.take<DayOrPeriod>()});
  measured_in(part, InPeriod{first});
}

void Builder::filter_test(Matched matched) {
  Part part = open(matched);
  Filtered::Test test{part.take<Name>(), part.said("not"), part.take_all<Name>()};
  part.becomes(std::move(test));
}

void Builder::filter(Matched matched) {
  Part part = open(matched);
  const Span where_span = part.span();
  std::vector<Filtered::Test> tests = part.take_all<Filtered::Test>();
  Filtered filtered{part.take_left<Expression>(), std::move(tests), where_span};
  expression(part, std::move(filtered));
}

// --- operators --------------------------------------------------------------------------------------------------------------------

void Builder::negated(Matched matched) {
  Part part = open(matched);
  expression(part, Negated{part.take<Expression>()});
}

void Builder::per(Matched matched) {
  Part part = open(matched);
  const bool full = part.said("full");
  const bool started = full || part.said("started");
  Number count = 1;
  if (part.said("thousand")) count = Number(1'000);
  if (part.said("million")) count = Number(1'000'000);
  if (part.said("billion")) count = Number(1'000'000'000);
  if (const auto number = part.take_if_any<WrittenNumber>()) {
    count = number->value;
    if ((number->is_rate || count.sign() <= 0) && !faulty_)
      fault(code::syntax).says("a price is not per so many").at(part.span()).help("write `per 1,000` or `per million`");
  }
  std::optional<Name> target = part.take_if_any<Name>();
  const std::optional<Frequency> each = part.take_if_any<Frequency>();
  Per per{part.take_left<Expression>(), started, count, std::move(target), each, full};
  expression(part, std::move(per));
}

void Builder::of(Matched matched) {
  Part part = open(matched);
  Box<Expression> base = part.take<Expression>();
  Of of{part.take_left<Expression>(), std::move(base)};
  expression(part, std::move(of));
}

void Builder::arithmetic(Matched matched, Arithmetic::Operator op) {
  Part part = open(matched);
  const bool in_words = is_lower(matched.front());
  Box<Expression> right = part.take<Expression>();
  Arithmetic arithmetic{op, in_words, part.take_left<Expression>(), std::move(right)};
  expression(part, std::move(arithmetic));
}

void Builder::deduction(Matched matched) {
  Part part = open(matched);
  Deduction deduction{part.take<Expression>(), std::nullopt};
  if (auto at_most = part.take_if_any<Expression>()) deduction.at_most.emplace(std::move(*at_most));
  part.becomes(std::move(deduction));
}

void Builder::after(Matched matched) {
  Part part = open(matched);
  std::vector<Deduction> deductions = part.take_all<Deduction>();
  After after{part.take_left<Expression>(), std::move(deductions)};
  expression(part, std::move(after));
}

}  // namespace whereas::syntax
