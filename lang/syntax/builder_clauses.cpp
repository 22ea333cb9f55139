#include "lang/syntax/part.h"

#include <fmt/format.h>

// The provisos under a clause: grammar/clauses.h.
namespace whereas::syntax {

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

void Builder::any_window(Matched matched) {
  Part part = open(matched);
  LimitWindow window = RollingWindow{lasting(part)};
  part.becomes(std::move(window));
}

void Builder::own_window(Matched matched) {
  Part part = open(matched);
  const auto first = part.take<DayOrPeriod>();
  LimitWindow window = FromTo{first, part.take<DayOrPeriod>()};
  part.becomes(std::move(window));
}

LimitWindow Builder::limit_window(Part& part) {
  if (part.has<LimitWindow>()) return part.take<LimitWindow>();
  return part.take<Frequency>();
}

void Builder::bound(Matched matched) {
  Part part = open(matched);
  Expression limit = part.take<Expression>();
  if (!part.has<Frequency>() && !part.has<LimitWindow>()) {
    open_window(limit, part.said("least"));
    return make_proviso(part, EitherWay{});
  }
  LimitWindow window = limit_window(part);
  if (auto rise = part.take_if_any<Rise>()) limit = risen(std::move(limit), std::move(*rise), {source_, part.span().begin, limit.span.end});
  if (part.said("least")) {
    std::optional<Frequency> across = part.take_if_any<Frequency>();
    if (part.said("credited") && !across) across = Frequency::term;
    return make_proviso(part, AtLeast{std::move(limit), std::move(window), across});
  }
  const auto carried_for = part.has<Duration>() ? std::optional(lasting(part)) : std::nullopt;
  make_proviso(part, AtMost{std::move(limit), std::move(window), part.said("excess"), carried_for});
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
  const CountedOfPayments counted = counted_of_payments(part);
  Recouping recouping{std::move(advance), part.take<Expression>(), counted};
  make_proviso(part, std::move(recouping));
}

void Builder::crediting(Matched matched) {
  Part part = open(matched);
  Expression credited = part.take<Expression>();
  const Fate rest = !part.said("rest") ? Fate::not_said : part.said("lapses") ? Fate::lapses : Fate::carried_forward;
  Crediting crediting{std::move(credited), part.take_if_any<Expression>(), part.said("what"), rest};
  if (part.has<Duration>()) crediting.carried_for = lasting(part);
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
  else if (deferred.interest) open_day_count_of_deferred(*deferred.interest);
  make_proviso(part, std::move(deferred));
}

void Builder::late_interest(Matched matched) {
  Part part = open(matched);
  using Kind = LateInterest::Kind;
  const Kind kind = part.said("simple") ? Kind::simple : part.said("compounded") ? Kind::compounded : Kind::not_said;
  Expression rate = part.take<Expression>();
  std::optional<DayCount> day_count = part.take_if_any<DayCount>();
  auto paid = part.take_if_any<Expression>();
  if (!day_count && part.said("year")) open_late_interest(rate, kind, paid.has_value());
  if (!paid) return make_proviso(part, EitherWay{});  // the declaration is left out: no line stands for what may mean two
  LateInterest late{kind, std::move(rate), day_count, std::move(*paid)};
  if (part.has<Duration>()) late.grace = grace(part);
  if (part.said("charged")) late.charged = part.take_if_any<Frequency>().value_or(Frequency::term);
  make_proviso(part, std::move(late));
}

/// `after 5 days of grace, counted from the due day`
LateInterest::Grace Builder::grace(Part& part) {
  using From = LateInterest::Grace::From;
  LateInterest::Grace grace;
  const std::uint32_t begin = unfinished_.first_since<Duration>(part.span().begin)->begin;
  grace.length = lasting(part);
  const From from = part.said("due") ? From::due_day : From::end_of_grace;
  grace.from = part.said("counted") ? from : From::not_said;
  constexpr std::string_view last_word = "grace";
  grace.span = {source_, begin, static_cast<std::uint32_t>(text_.find(last_word, begin) + last_word.size())};
  return grace;
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
  if (part.said("point")) {
    fault(code::proviso_does_not_fit)
        .says("`while` rules for whole settlement periods, and knows no point inside one")
        .at(part.span())
        .help("from a point on: `once cumulative sales is over 1,000, from that point`")
        .help("or leave the words out: for each period in which it is so");
  }
  std::optional<Lasting> lasting = part.take_if_any<Lasting>();
  make_proviso(part, WhileTrue{part.take<Condition>(), part.said("next"), std::move(lasting)});
}

/// `, and for the 4 quarters after`, `, to the end of the next year`
void Builder::lasting(Matched matched) {
  Part part = open(matched);
  Lasting lasting;
  lasting.span = part.span();
  if (part.has<Duration>()) {
    lasting.after = this->lasting(part);
  } else {
    lasting.to_end_of = part.take<Frequency>();
    lasting.next = part.said("next");
  }
  part.becomes(std::move(lasting));
}

void Builder::once_true(Matched matched) {
  Part part = open(matched);
  make_proviso(part, OnceTrue{part.take<Condition>(), part.said("that"), part.said("point")});
}

void Builder::settled(Matched matched) {
  Part part = open(matched);
  make_proviso(part, SettledAs{part.take_if_any<Frequency>().value_or(Frequency::term)});
}

/// `, or the next business day of "TARGET" in the same month, otherwise the one before`
void Builder::moved_day(Matched matched) {
  Part part = open(matched);
  Due due;
  due.moved_in = part.take<Name>();
  due.move = part.said("next") ? Due::Move::next : Due::Move::previous;
  due.within_month = part.said("same");
  const bool one_way = part.said(due.move == Due::Move::next ? "after" : "before");
  if (due.within_month && one_way && !faulty_) {
    const std::string_view other = due.move == Due::Move::next ? "before" : "after";
    fault(code::syntax).says("the one day and the other lie on the same side").at(part.span()).help(fmt::format("write `otherwise the one {}`", other));
  }
  due.span = part.span();
  part.becomes(std::move(due));
}

void Builder::due(Matched matched) {
  Part part = open(matched);
  Due due;
  if (const auto moved = part.take_if_any<Due>()) due = *moved;
  due.before = part.said("before");
  if (part.said("on")) {
    due.names_the_day = part.said("first");
    due_day_of_month(part, due);
  } else if (part.has<Duration>()) {
    due.length = part.take<Duration>();
  } else {
    const Number days = part.take<WrittenNumber>().value;
    const bool is_count = days.is_whole() && days.sign() >= 0 && days < Number(10'000);
    if (!is_count && !faulty_) fault(code::syntax).says("business days are counted in whole days").at(part.span());
    due.length.count = is_count ? static_cast<int>(days.to_integer()) : 0;
    due.counted_in = part.take<Name>();
  }
  due.from_start = part.said("start") || (due.names_the_day && !due.of_month);
  due.after_end_of = part.take_if_any<Frequency>();
  if (part.said("term")) due.after_end_of = Frequency::term;
  due.span = part.span();
  part.becomes(std::move(due));
}

/// `on the 15th of the second month after quarter end`: a day that every month has, or the last.
void Builder::due_day_of_month(Part& part, Due& due) {
  if (!part.said("after")) return;
  constexpr int in_every_month = 28;
  Due::OfMonth of;
  of.day = due.names_the_day ? 1 : 0;
  if (const auto nth = part.take_if_any<WrittenNumber>()) {
    const bool exists = nth->value.is_whole() && nth->value.sign() > 0 && nth->value <= Number(in_every_month);
    if (!exists && !faulty_) {
      fault(code::syntax).says("not every month has this day").at(part.span()).help("name one from the 1st to the 28th, or `the last day of the month`");
    }
    of.day = exists ? static_cast<int>(nth->value.to_integer()) : 1;
  }
  if (part.said_one_of({"second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"})) of.months = ordinal_of(part);
  due.names_the_day = true;
  due.of_month = of;
}

/// `due on its day, or the next business day of "TARGET"`
void Builder::own_day(Matched matched) {
  Part part = open(matched);
  Due due = part.take<Due>();
  due.on_its_day = true;
  due.span = part.span();
  make_proviso(part, DueAs{std::move(due)});
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
  if (part.said("not")) by = not_at_all;
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

void Builder::counted(Matched matched) {
  Part part = open(matched);
  make_proviso(part, Counted{part.take_if_any<Frequency>()});
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
