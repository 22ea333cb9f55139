#include "lang/syntax/letters.h"
#include "lang/syntax/part.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

// What a clause pays, before its provisos: grammar/clauses.h.
namespace whereas::syntax {

void Builder::band(Matched matched) {
  Part part = open(matched);
  if (!part.said_one_of({"the", "if"}) && !(part.said_one_of({"all", "flat"}) && part.said("otherwise"))) return open_band(part);
  using enum Band::Reach;
  Band::Reach reach = rest;
  if (part.said("first")) reach = first;
  if (part.said("next")) reach = next;
  if (part.said("if")) reach = all_if;
  if (part.said("otherwise")) reach = all_otherwise;
  Expression rate = part.take<Expression>();
  Band band{reach, std::move(rate), part.take_if_any<Expression>(), part.said("up"), part.span()};
  band.is_flat = part.said("flat");
  if (auto entered = part.take_if_any<OnceEntered>()) band.once_entered = std::move(entered->amount);
  part.becomes(std::move(band));
}

void Builder::once_entered(Matched matched) {
  Part part = open(matched);
  OnceEntered entered{part.take<Expression>()};
  part.becomes(std::move(entered));
}

void Builder::tiers(Matched matched) {
  Part part = open(matched);
  Tiers tiers{part.take<Expression>(), std::nullopt, {}, part.take_all<Band>(), part.said("going")};
  if (const auto each = part.take_if_any<TierWindow>()) {
    tiers.window = each->window;
    tiers.window_span = each->span;
  }
  if (part.has<OpenBand>()) open_tiers(part.take_all<OpenBand>(), tiers.bands);
  part.becomes(Amount{std::move(tiers), part.span()});
}

/// Tiers with a name: what a clause would pay, as a figure.
void Builder::tiered(Matched matched) {
  Part part = open(matched);
  Amount amount = part.take<Amount>();
  part.becomes(Expression{Tiered{std::get<Tiers>(std::move(amount.form))}, part.span(), ids_.next++});
}

void Builder::tier_window(Matched matched) {
  Part part = open(matched);
  part.becomes(TierWindow{part.take<Frequency>(), part.span()});
}

void Builder::rising(Matched matched) {
  Part part = open(matched);
  Rise rise{part.take<Expression>(), part.said("simple"), part.span()};
  rise.first_on = part.take_if_any<DayOrPeriod>();
  if (const auto from = part.take_if_any<FirstYear>()) {
    rise.first_year = from->year;
    rise.first_year_span = from->span;
  }
  rise.never_falling = part.said("falling");
  if (auto rounded = part.take_if_any<Proviso>()) rise.rounding = std::get<RoundedAs>(rounded->form).rounding;
  // `at most 3%`, `at least 1%`: which of the two a limit is stands before it.
  for (Expression& limit : part.take_all<Expression>()) {
    const bool is_least = without_trailing_blanks(text_.substr(0, limit.span.begin)).ends_with("least");
    (is_least ? rise.at_least : rise.at_most) = std::move(limit);
  }
  refuse_options_twice(part);
  part.becomes(std::move(rise));
}

/// 3, of `third`
int Builder::ordinal_of(const Part& part) {
  constexpr std::array<Word, 9> ordinals{"second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"};
  const auto said = std::find_if(ordinals.begin(), ordinals.end(), [&](Word ordinal) { return part.said(ordinal); });
  return static_cast<int>(said - ordinals.begin()) + 2;
}

/// `from the third year`
void Builder::first_year(Matched matched) {
  Part part = open(matched);
  part.becomes(FirstYear{ordinal_of(part), part.span()});
}

/// A figure that rises on the line where it is written; its words are its own, and the rise stands behind what follows them.
Expression Builder::risen(Expression figure, Rise rise, Span listed) {
  const Span span = figure.span;
  return {Risen{std::move(figure), std::move(rise), listed}, span, ids_.next++};
}

/// `2.00 per seats_used, rising 5% each year`: it is the price that rises.
void Builder::let_price_rise(Expression& amount, Rise rise) {
  Expression* bare = &amount;
  while (true) {
    if (auto* grouped = std::get_if<Grouped>(&bare->form)) bare = &*grouped->inside;
    else if (auto* windowed = std::get_if<Windowed>(&bare->form)) bare = &*windowed->measured;
    else if (auto* filtered = std::get_if<Filtered>(&bare->form)) bare = &*filtered->measured;
    else break;
  }
  if (auto* per = std::get_if<Per>(&bare->form)) {
    per->amount = risen(std::move(*per->amount), std::move(rise), bare->span);
    return;
  }
  if (faulty_) return;
  fault(code::syntax)
      .says("what rises here is not said: a price does, a sum that is paid each month or year, a cap and a guarantee")
      .at(amount.span)
      .beside(rise.span, "rises")
      .help("give what rises a name of its own: `royalty_rate means 5%, rising 2% each year`");
}

void Builder::fixed_sum(Matched matched) {
  Part part = open(matched);
  const Frequency each = part.take<Frequency>();
  const bool in_advance = part.said("advance");
  std::optional<Rise> rise = part.take_if_any<Rise>();
  Expression amount = part.take_left<Expression>();
  FixedSum sum{std::move(amount), each, in_advance, std::move(rise), part.span()};
  refuse_options_twice(part);
  part.becomes(std::move(sum));
}

/// `100 the first time cumulative sales is at least 1,000`
void Builder::milestone(Matched matched) {
  Part part = open(matched);
  Condition reached = part.take<Condition>();
  Expression amount = part.take_left<Expression>();
  Milestone sum{std::move(amount), std::move(reached), part.span()};
  part.becomes(std::move(sum));
}

/// A date with which the part ends, or a day that hangs on an event.
DayOrPeriod Builder::take_day(Part& part) {
  if (auto moment = part.take_if_any<DayOrPeriod>()) return std::move(*moment);
  DayOrPeriod day;
  day.period.frequency = Frequency::day;
  day.period.day = part.take<Date>();
  day.span = part.span();
  day.span.begin = day.span.end - 10;
  return day;
}

void Builder::dated_sum(Matched matched) {
  Part part = open(matched);
  DayOrPeriod day = take_day(part);
  Expression amount = part.take_left<Expression>();
  DatedSum sum{std::move(amount), std::move(day)};
  part.becomes(std::move(sum));
}

void Builder::sum_part(Matched matched) {
  Part part = open(matched);
  DayOrPeriod day = take_day(part);
  DividedSum::Part sum{part.take_if_any<Expression>(), std::move(day), part.span()};
  part.becomes(std::move(sum));
}

/// `half on "Delivery"`
void Builder::half(Matched matched) {
  Part part = open(matched);
  expression(part, NumberLiteral{Number::fraction(1, 2), true});
}

void Builder::divided_sum(Matched matched) {
  Part part = open(matched);
  std::vector<DividedSum::Part> parts = part.take_all<DividedSum::Part>();
  DividedSum divided{part.take_left<Expression>(), std::move(parts)};
  part.becomes(Amount{std::move(divided), part.span()});
}

void Builder::instalments(Matched matched) {
  Part part = open(matched);
  const Span count_span = span_of(without_leading_blanks(matched.substr(2)).substr(0, number_length(without_leading_blanks(matched.substr(2)))));
  const Number count = part.take<WrittenNumber>().value;
  std::vector<DayOrPeriod> days = part.take_all<DayOrPeriod>();
  using enum Instalments::OddCents;
  Instalments::OddCents odd = not_said;
  if (part.said("odd")) odd = part.said("first") ? with_the_first : with_the_last;
  Instalments instalments{part.take_left<Expression>(), count, count_span, std::move(days), odd};
  part.becomes(Amount{std::move(instalments), part.span()});
}

void Builder::less_paid(Matched matched) {
  Part part = open(matched);
  const TierWindow window = part.take<TierWindow>();
  ToDateLessPaid less_paid{part.take_left<Expression>(), window.window, window.span};
  part.becomes(Amount{std::move(less_paid), part.span()});
}

void Builder::loan(Matched matched) {
  Part part = open(matched);
  Loan loan{part.take<Expression>(), part.take<DayOrPeriod>(), part.take<WrittenNumber>().value, part.said("principal") ? Loan::Equal::repayments : Loan::Equal::instalments,
            part.take<Frequency>(), part.take<DayOrPeriod>(), part.take<Expression>(), DayCount::act_360};
  constexpr std::string_view last_words = "is left";
  if (const auto day_count = part.take_if_any<DayCount>()) loan.day_count = *day_count;
  else open_day_count(*loan.rate, {source_, loan.rate->span.begin, static_cast<std::uint32_t>(text_.find(last_words, loan.rate->span.end) + last_words.size())});
  loan.balance = part.take_if_any<Name>();
  part.becomes(Amount{std::move(loan), part.span()});
}

void Builder::share(Matched matched) {
  Part part = open(matched);
  Share share{part.take<Expression>(), true};
  part.becomes(Amount{std::move(share), part.span()});
}

void Builder::sums(Matched matched) {
  Part part = open(matched);
  if (part.has<Amount>()) {
    Amount amount = part.take<Amount>();
    amount.span = part.span();
    part.becomes(std::move(amount));
  } else if (part.has<FixedSum>()) {
    part.becomes(Amount{FixedSums{part.take_all<FixedSum>()}, part.span()});
  } else if (part.has<Milestone>()) {
    part.becomes(Amount{Milestones{part.take_all<Milestone>()}, part.span()});
  } else if (part.has<DatedSum>()) {
    part.becomes(Amount{DatedSums{part.take_all<DatedSum>()}, part.span()});
  } else {
    Expression amount = part.take<Expression>();
    if (auto rise = part.take_if_any<Rise>()) let_price_rise(amount, std::move(*rise));
    part.becomes(Amount{Share{std::move(amount), false}, part.span()});
  }
}

}  // namespace whereas::syntax
