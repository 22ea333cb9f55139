#include "lang/syntax/letters.h"
#include "lang/syntax/part.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

// What a clause pays, and its provisos: grammar/clauses.h.
namespace whereas::syntax {

// --- amounts ----------------------------------------------------------------------------------------------------------------------

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

/// `from the third year`
void Builder::first_year(Matched matched) {
  Part part = open(matched);
  constexpr std::array<Word, 9> ordinals{"second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"};
  const auto said = std::find_if(ordinals.begin(), ordinals.end(), [&](Word ordinal) { return part.said(ordinal); });
  part.becomes(FirstYear{static_cast<int>(said - ordinals.begin()) + 2, part.span()});
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
            part.take<Frequency>(), part.take<DayOrPeriod>(), part.take<Expression>(), part.take<DayCount>()};
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
  } else if (part.has<DatedSum>()) {
    part.becomes(Amount{DatedSums{part.take_all<DatedSum>()}, part.span()});
  } else {
    Expression amount = part.take<Expression>();
    if (auto rise = part.take_if_any<Rise>()) let_price_rise(amount, std::move(*rise));
    part.becomes(Amount{Share{std::move(amount), false}, part.span()});
  }
}

// --- provisos, in the order of docs/language -----------------------------------------------------------------------------------------

void Builder::make_proviso(Part& part, Proviso::Form form) {
  Proviso proviso{std::move(form), false, false, std::nullopt, part.span()};
  part.becomes(std::move(proviso));
}

void Builder::never_below_zero(Matched matched) {
  Part part = open(matched);
  const bool carried = part.said("carried");
  const auto carried_for = part.has<Duration>() ? std::optional(lasting(part)) : std::nullopt;
  make_proviso(part, NeverBelowZero{carried, carried_for, part.take_if_any<Expression>()});
}

void Builder::either_way(Matched matched) {
  Part part = open(matched);
  make_proviso(part, EitherWay{});
}

void Builder::base_losses(Matched matched) {
  Part part = open(matched);
  make_proviso(part, BaseLossesCarried{});
}

void Builder::nothing_if_under(Matched matched) {
  Part part = open(matched);
  const Fate fate = part.said("waived") ? Fate::lapses : part.said("carried") ? Fate::carried_forward : Fate::not_said;
  make_proviso(part, NothingIfUnder{part.take<Expression>(), fate});
}

void Builder::bound(Matched matched) {
  Part part = open(matched);
  Expression limit = part.take<Expression>();
  if (!part.has<Frequency>()) {
    open_window(limit, part.said("least"));
    return make_proviso(part, EitherWay{});
  }
  const Frequency each = part.take<Frequency>();
  if (auto rise = part.take_if_any<Rise>()) limit = risen(std::move(limit), std::move(*rise), {source_, part.span().begin, limit.span.end});
  if (part.said("least")) {
    std::optional<Frequency> across = part.take_if_any<Frequency>();
    if (part.said("credited") && !across) across = Frequency::term;
    return make_proviso(part, AtLeast{std::move(limit), each, across});
  }
  make_proviso(part, AtMost{std::move(limit), each, part.said("excess")});
}

void Builder::withholding(Matched matched) {
  Part part = open(matched);
  make_proviso(part, Withholding{part.take<Expression>()});
}

void Builder::grossed_up(Matched matched) {
  Part part = open(matched);
  make_proviso(part, GrossedUp{part.take<Expression>()});
}

void Builder::then(Matched matched) {
  Part part = open(matched);
  if (part.said("plus")) return make_proviso(part, ThenPlus{part.take<Expression>()});
  make_proviso(part, ThenLess{part.take<Expression>()});
}

void Builder::recouping(Matched matched) {
  Part part = open(matched);
  Name advance = part.take<Name>();
  if (!part.has<Expression>()) {
    open_recoupment(advance);
    return make_proviso(part, EitherWay{});
  }
  Recouping recouping{std::move(advance), part.take<Expression>()};
  make_proviso(part, std::move(recouping));
}

void Builder::crediting(Matched matched) {
  Part part = open(matched);
  Expression credited = part.take<Expression>();
  const Fate rest = !part.said("rest") ? Fate::not_said : part.said("lapses") ? Fate::lapses : Fate::carried_forward;
  Crediting crediting{std::move(credited), part.take_if_any<Expression>(), part.said("what"), rest};
  make_proviso(part, std::move(crediting));
}

void Builder::release(Matched matched) {
  Part part = open(matched);
  Release release{part.take_if_any<Expression>(), part.take<DayOrPeriod>(), part.span()};
  part.becomes(std::move(release));
}

void Builder::held_back(Matched matched) {
  Part part = open(matched);
  std::vector<Release> releases = part.take_all<Release>();
  HeldBack held_back{part.take<Expression>(), part.take_if_any<DayOrPeriod>(), std::nullopt, part.take_if_any<Expression>(), std::nullopt, std::move(releases)};
  if (part.said("for")) held_back.held_for = lasting(part);
  if (part.said("equally")) held_back.released_over = lasting(part);
  make_proviso(part, std::move(held_back));
}

void Builder::deferred(Matched matched) {
  Part part = open(matched);
  Expression rate = part.take<Expression>();
  const auto from = part.take<DayOrPeriod>();
  const auto to = part.take<DayOrPeriod>();
  const auto repaid_from = part.take<DayOrPeriod>();
  const auto repaid_to = part.take<DayOrPeriod>();
  Deferred deferred{std::move(rate), from, to, repaid_from, repaid_to, part.take_if_any<Expression>(), DayCount::act_360};
  if (const auto day_count = part.take_if_any<DayCount>()) deferred.day_count = *day_count;
  else if (deferred.interest) open_day_count(*deferred.interest);
  make_proviso(part, std::move(deferred));
}

void Builder::late_interest(Matched matched) {
  Part part = open(matched);
  using Kind = LateInterest::Kind;
  const Kind kind = part.said("simple") ? Kind::simple : part.said("compounded") ? Kind::compounded : Kind::not_said;
  Expression rate = part.take<Expression>();
  std::optional<DayCount> day_count = part.take_if_any<DayCount>();
  LateInterest late{kind, std::move(rate), day_count, part.take<Expression>()};
  make_proviso(part, std::move(late));
}

void Builder::from_day(Matched matched) {
  Part part = open(matched);
  make_proviso(part, FromDay{part.take<DayOrPeriod>()});
}

void Builder::until_day(Matched matched) {
  Part part = open(matched);
  make_proviso(part, UntilDay{part.take<DayOrPeriod>()});
}

void Builder::through_day(Matched matched) {
  Part part = open(matched);
  make_proviso(part, ThroughDay{part.take<DayOrPeriod>()});
}

void Builder::while_true(Matched matched) {
  Part part = open(matched);
  make_proviso(part, WhileTrue{part.take<Condition>(), part.said("next")});
}

void Builder::once_true(Matched matched) {
  Part part = open(matched);
  make_proviso(part, OnceTrue{part.take<Condition>(), part.said("that")});
}

void Builder::settled(Matched matched) {
  Part part = open(matched);
  make_proviso(part, SettledAs{part.take_if_any<Frequency>().value_or(Frequency::term)});
}

void Builder::due(Matched matched) {
  Part part = open(matched);
  Due due;
  std::vector<Name> calendars = part.take_all<Name>();
  if (part.has<Duration>()) {
    due.days = part.take<Duration>().count;
  } else {
    const Number days = part.take<WrittenNumber>().value;
    const bool is_count = days.is_whole() && days.sign() >= 0 && days < Number(10'000);
    if (!is_count && !faulty_) fault(code::syntax).says("business days are counted in whole days").at(part.span());
    due.days = is_count ? static_cast<int>(days.to_integer()) : 0;
    due.counted_in = calendars.front();
    calendars.erase(calendars.begin());
  }
  if (!calendars.empty()) {
    due.moved_in = calendars.front();
    due.move = part.said("next") ? Due::Move::next : Due::Move::previous;
  }
  due.after_end_of = part.take_if_any<Frequency>();
  if (part.said("term")) due.after_end_of = Frequency::term;
  due.span = part.span();
  part.becomes(std::move(due));
}

void Builder::due_proviso(Matched matched) {
  Part part = open(matched);
  make_proviso(part, DueAs{part.take<Due>()});
}

void Builder::rounded_to(Matched matched) {
  Part part = open(matched);
  make_proviso(part, RoundedAs{part.take<Rounding>()});
}

void Builder::prorated(Matched matched) {
  Part part = open(matched);
  using enum Prorated::By;
  Prorated::By by = days;
  if (part.said("year")) by = days_of_the_year;
  if (part.said("whole")) by = whole_months;
  if (const auto convention = part.take_if_any<DayCount>()) {
    by = thirty_360;
    if (*convention != DayCount::thirty_360 && !faulty_) {
      fault(code::syntax)
          .says(fmt::format("a sum is not prorated by {}", whereas::words(*convention)))
          .at(part.span())
          .offers("by months of 30 days", replace(part.span(), "prorated by 30/360"))
          .offers("or by days", replace(part.span(), "prorated by days"));
    }
  }
  make_proviso(part, Prorated{by});
}

void Builder::survives(Matched matched) {
  Part part = open(matched);
  make_proviso(part, SurvivesTerm{lasting(part)});
}

void Builder::proviso(Matched matched) {
  Part part = open(matched);
  Proviso proviso = part.take<Proviso>();
  proviso.lapses = part.said("lapses");
  proviso.paid_at_end = part.said("paid");
  proviso.balance = part.take_if_any<Name>();
  proviso.span = part.span();
  part.becomes(std::move(proviso));
}

}  // namespace whereas::syntax
