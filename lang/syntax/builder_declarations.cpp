#include "lang/syntax/letters.h"
#include "lang/syntax/part.h"

#include <fmt/format.h>

// What stands at column one: grammar/declarations.h.
namespace whereas::syntax {

void Builder::declare(Part& part, Declaration::Form form) {
  Declaration declaration{std::move(form), part.span()};
  part.becomes(std::move(declaration));
}

// --- settings ---------------------------------------------------------------------------------------------------------------------

void Builder::deal(Matched matched) {
  Part part = open(matched);
  declare(part, Setting{DealTitle{part.take<Name>()}});
}

void Builder::term(Matched matched) {
  Part part = open(matched);
  Term term{part.take<DayOrPeriod>(), part.take<DayOrPeriod>(), part.take_if_any<DayOrPeriod>()};
  declare(part, Setting{std::move(term)});
}

void Builder::currency(Matched matched) {
  Part part = open(matched);
  std::vector<Name> codes = part.take_all<Name>();
  Currency currency{codes.front()};
  currency.others.assign(codes.begin() + 1, codes.end());
  declare(part, Setting{std::move(currency)});
}

void Builder::settled_deal(Matched matched) {
  Part part = open(matched);
  const std::optional<Due> due = part.take_if_any<Due>();
  settled_ = part.take_if_any<Frequency>().value_or(Frequency::term);
  declare(part, Setting{Settled{*settled_, due}});
}

void Builder::rounded_deal(Matched matched) {
  Part part = open(matched);
  const Proviso rounded = part.take<Proviso>();
  declare(part, Setting{RoundedTo{std::get<RoundedAs>(rounded.form).rounding}});
}

void Builder::calendar_year(Matched matched) {
  Part part = open(matched);
  const Number day = part.take<WrittenNumber>().value;
  const Name month = part.take<Name>();
  const int month_of_year = month_number(month.text);
  const bool exists =
      day.is_whole() && day > Number(0) && day < Number(32) && Date::of(2000, month_of_year, static_cast<int>(day.to_integer()));
  if (!exists && !faulty_) {
    const Date last = Date::last_of_month(2000, month_of_year);
    fault(code::no_such_date)
        .says(fmt::format("{} has no day {}", month.text, day.text()))
        .at(month.span)
        .help(fmt::format("its last day is `{} {}`", last.day(), month.text));
  }
  const int day_of_month = exists ? static_cast<int>(day.to_integer()) : 1;
  if (part.said("fiscal")) return declare(part, Setting{FiscalYear{day_of_month, month_of_year}});
  ContractYear year{day_of_month, month_of_year};
  if (part.said("begin")) {
    const std::optional<WrittenNumber> nth = part.take_if_any<WrittenNumber>();
    const bool is_day = !nth || (nth->value.is_whole() && nth->value > Number(0) && nth->value < Number(32));
    if (!is_day && !faulty_) fault(code::no_such_date).says("no month has this day").at(part.span()).help("name the day on which the contract year begins: `months begin on the 29th, or the last day`");
    year.months_on = nth && is_day ? static_cast<int>(nth->value.to_integer()) : 0;
  }
  declare(part, Setting{year});
}

void Builder::event(Matched matched) {
  Part part = open(matched);
  Event event{part.take<Name>(), part.take_if_any<DayOrPeriod>()};
  declare(part, std::move(event));
}

void Builder::use(Matched matched) {
  Part part = open(matched);
  Use use{part.take<Name>(), part.take_if_any<Name>()};
  declare(part, std::move(use));
}

void Builder::note(Matched matched) {
  Part part = open(matched);
  Note note{part.take<Name>(), part.take_all<Name>()};
  declare(part, std::move(note));
}

void Builder::closed_days(Matched matched) {
  Part part = open(matched);
  ClosedDays calendar{part.take<Name>(), part.take<DayOrPeriod>(), part.take<DayOrPeriod>(), part.take_all<Name>(), part.take_all<DayOrPeriod>()};
  declare(part, std::move(calendar));
}

/// `with "Fee"`, `without "Fee" and "Upfront"`
void Builder::set_off(Matched matched) {
  Part part = open(matched);
  SetOff set_off{part.said("without"), part.take_all<Name>()};
  part.becomes(std::move(set_off));
}

void Builder::net_settlement(Matched matched) {
  Part part = open(matched);
  NetSettlement net;
  for (SetOff& one : part.take_all<SetOff>()) {
    auto& titles = one.left_out ? net.without : net.with;
    std::move(one.titles.begin(), one.titles.end(), std::back_inserter(titles));
  }
  net.due = part.take_if_any<Due>();
  net.one = part.take<Name>();
  net.other = part.take<Name>();
  net.each = part.take<Frequency>();
  declare(part, std::move(net));
}

// --- names ------------------------------------------------------------------------------------------------------------------------

void Builder::party_line(Matched matched) {
  Part part = open(matched);
  Party party{part.take<Name>(), part.take_if_any<Name>()};
  declare(part, std::move(party));
}

void Builder::unit_line(Matched matched) {
  Part part = open(matched);
  Unit unit{part.take<Name>(), part.take_if_any<Name>()};
  declare(part, std::move(unit));
}

void Builder::spread(Matched matched) {
  Part part = open(matched);
  part.becomes(part.said("evenly") ? Input::Spread::evenly : Input::Spread::by_days);
}

void Builder::dimensions(Matched matched) {
  Part part = open(matched);
  Dimensions dimensions{part.take_all<Name>()};
  part.becomes(std::move(dimensions));
}

void Builder::input(Matched matched) {
  Part part = open(matched);
  Input input;
  input.name = part.take<Name>();
  if (auto dimensions = part.take_if_any<Dimensions>()) input.dimensions = std::move(dimensions->names);
  input.one_row_each = part.said("row");
  input.frequency = input.one_row_each ? Frequency::day : part.take<Frequency>();
  input.is_balance = part.said("at");
  input.unit = part.take<Name>();
  input.missing_is_zero = part.said("missing");
  input.may_be_negative = part.said("may");
  input.spread = part.take_if_any<Input::Spread>().value_or(Input::Spread::none);
  input.from = part.take_if_any<DayOrPeriod>();
  for (Name& name : part.take_all<Name>()) {
    (text_[name.span.begin] == '"' ? input.note : input.per) = std::move(name);
  }
  refuse_options_twice(part);
  declare(part, std::move(input));
}

void Builder::exception(Matched matched) {
  Part part = open(matched);
  Exception exception{part.take<Expression>(), {}, {}, {}, {}, {}, part.span()};
  for (Proviso& when : part.take_all<Proviso>()) {
    std::visit(
        [&]<typename Form>(Form& form) {
          if constexpr (std::is_same_v<Form, FromDay>) exception.from = std::move(form);
          if constexpr (std::is_same_v<Form, UntilDay>) exception.until = std::move(form);
          if constexpr (std::is_same_v<Form, ThroughDay>) exception.through = std::move(form);
          if constexpr (std::is_same_v<Form, WhileTrue>) exception.during = std::move(form);
          if constexpr (std::is_same_v<Form, OnceTrue>) exception.once = std::move(form);
        },
        when.form);
  }
  exception.values = part.take_all<Filtered::Test>();
  refuse_options_twice(part);
  part.becomes(std::move(exception));
}

void Builder::for_values(Matched matched) {
  Part part = open(matched);
  Filtered::Test test{part.take<Name>(), false, part.take_all<Name>()};
  part.becomes(std::move(test));
}

void Builder::measure_name(Matched matched) {
  Part part = open(matched);
  MeasureHead head;
  head.name = part.take<Name>();
  const bool after = part.said("after");
  head.parameters = part.take_all<Name>();
  if (after) {
    head.after = std::move(head.parameters.back());
    head.parameters.pop_back();
  }
  part.becomes(std::move(head));
}

Measure Builder::take_measure(Part& part) {
  MeasureHead head = part.take<MeasureHead>();
  Expression value = part.take<Expression>();
  std::vector<Exception> exceptions = part.take_all<Exception>();
  return {std::move(head.name), std::move(head.parameters), std::move(head.after), std::move(value), std::move(exceptions), part.take_if_any<Rise>()};
}

void Builder::measure(Matched matched) {
  Part part = open(matched);
  declare(part, take_measure(part));
}

// --- obligations ------------------------------------------------------------------------------------------------------------------

void Builder::obligation(Matched matched) {
  Part part = open(matched);
  Clause clause{std::nullopt, part.take<Name>(), part.take<Name>(), part.take<Amount>(), part.take_all<Proviso>(), false};
  open_condition(clause.amount, clause.provisos);
  clause.delivers = part.said("delivers");
  part.becomes(std::move(clause));
}

void Builder::whole_contract(Matched matched) {
  Part part = open(matched);
  const Span nowhere{source_, part.span().begin, part.span().begin};
  Clause clause{std::nullopt, {"payer", nowhere}, {"payee", nowhere}, part.take<Amount>(), part.take_all<Proviso>(), true};
  open_condition(clause.amount, clause.provisos);
  declare(part, std::move(clause));
}

void Builder::clause(Matched matched) {
  Part part = open(matched);
  Clause clause = part.take<Clause>();
  clause.title = part.take_if_any<Name>();
  if (auto each = part.take_if_any<Dimensions>()) clause.for_each = std::move(each->names.front());
  declare(part, std::move(clause));
}

void Builder::together(Matched matched) {
  Part part = open(matched);
  using Sharing = Together::Sharing;
  const Sharing sharing = part.said("proportion") ? Sharing::in_proportion : part.said("order") ? Sharing::in_order : Sharing::not_said;
  Together together{sharing, part.take_all<Name>(), part.take<Expression>(), limit_window(part), part.said("least")};
  if (part.said("missing")) {
    together.paid_under = std::move(together.titles.back());
    together.titles.pop_back();
  }
  declare(part, std::move(together));
}

// --- amendments -------------------------------------------------------------------------------------------------------------------

namespace {

template <typename Node>
Recount counting_of(const Node& part) {
  if (!part.said("counting")) return Recount::not_said;
  return part.said("anew") ? Recount::anew : Recount::on;
}

}  // namespace

void Builder::clause_change(Matched matched) {
  Part part = open(matched);
  AmendmentChange change{ClauseEnds{part.take<Name>()}, counting_of(part), part.span()};
  if (auto clause = part.take_if_any<Clause>()) {
    clause->title = std::get<ClauseEnds>(change.form).title;
    change.form = ClauseNowReads{std::move(*clause)};
  }
  part.becomes(std::move(change));
}

void Builder::commitment_change(Matched matched) {
  Part part = open(matched);
  AmendmentChange change{ClauseEnds{part.take<Name>(), ObligationKind::commitment}, counting_of(part), part.span()};
  if (part.said("minimums")) change.open = part.said("lapse") ? OpenMinimums::lapse : part.said("whole") ? OpenMinimums::whole : OpenMinimums::prorated;
  if (auto commitment = part.take_if_any<Commitment>()) {
    commitment->title = std::get<ClauseEnds>(change.form).title;
    change.form = CommitmentNowReads{std::move(*commitment)};
  }
  part.becomes(std::move(change));
}

void Builder::waterfall_change(Matched matched) {
  Part part = open(matched);
  const bool is_split = part.said("split");
  AmendmentChange change{ClauseEnds{part.take<Name>(), is_split ? ObligationKind::split : ObligationKind::waterfall}, counting_of(part), part.span()};
  if (auto waterfall = part.take_if_any<Waterfall>()) {
    waterfall->title = std::get<ClauseEnds>(change.form).title;
    waterfall->is_split = is_split;
    change.form = WaterfallNowReads{std::move(*waterfall)};
  }
  part.becomes(std::move(change));
}

void Builder::measure_change(Matched matched) {
  Part part = open(matched);
  const Recount counting = counting_of(part);
  AmendmentChange change{NameNowMeans{take_measure(part)}, counting, part.span()};
  part.becomes(std::move(change));
}

void Builder::term_change(Matched matched) {
  Part part = open(matched);
  AmendmentChange change{TermNowEnds{part.take<DayOrPeriod>()}, Recount::not_said, part.span()};
  part.becomes(std::move(change));
}

void Builder::amendment(Matched matched) {
  Part part = open(matched);
  Amendment amendment;
  amendment.title = part.take<Name>();
  amendment.effective = part.take<DayOrPeriod>();
  amendment.back = part.said("back");
  amendment.signed_on = part.take_if_any<DayOrPeriod>();
  if (part.said("difference")) amendment.difference = Amendment::Difference::credited;
  if (part.said("earlier")) amendment.difference = Amendment::Difference::stays;
  amendment.changes = part.take_all<AmendmentChange>();
  declare(part, std::move(amendment));
}

// --- scenarios, tests, promises ---------------------------------------------------------------------------------------------------

/// `in 2025`, after its figure.
void Builder::figure(Matched matched) {
  Part part = open(matched);
  const DayOrPeriod period = part.take<DayOrPeriod>();
  FigureIn figure{part.take_left<Expression>(), period};
  part.becomes(std::move(figure));
}

void Builder::series(Matched matched) {
  Part part = open(matched);
  Name name = part.take<Name>();
  const auto make = [&](GivenSeries::Form form) { part.becomes(GivenSeries{std::move(name), std::move(form), part.span()}); };
  if (part.said("grows")) {
    SeriesGrowth growth{part.take<Expression>(), part.take<Frequency>(), part.take<Expression>()};
    growth.start_each = part.take_if_any<Frequency>();
    growth.spread = part.take_if_any<Input::Spread>().value_or(Input::Spread::none);
    return make(std::move(growth));
  }
  if (part.has<FigureIn>()) {
    SeriesFigures figures{part.take_all<FigureIn>(), part.take_if_any<Input::Spread>().value_or(Input::Spread::none)};
    return make(std::move(figures));
  }
  make(SeriesFormula{part.take<Expression>()});
}

/// `"Closing" is on 2026-03-01`
void Builder::given_event(Matched matched) {
  Part part = open(matched);
  GivenEvent given{part.take<Name>(), part.take<DayOrPeriod>(), part.span()};
  part.becomes(std::move(given));
}

void Builder::scenario(Matched matched) {
  Part part = open(matched);
  Scenario scenario{part.take<Name>(), part.take_if_any<Name>(), part.take_all<GivenSeries>(), part.take_all<GivenEvent>()};
  declare(part, std::move(scenario));
}

void Builder::expectation(Matched matched) {
  Part part = open(matched);
  Expectation expectation{Expectation::Receives{}, std::nullopt, part.span()};
  if (part.said("error")) {
    expectation.form = Expectation::Fails{part.take<Name>()};
  } else if (part.said("statement")) {
    expectation.form = Expectation::States{part.take<Name>()};
  } else if (part.said("receives")) {
    expectation.form = Expectation::Receives{part.take<Name>(), part.said("net"), part.take<Expression>(),
                                             part.take_if_any<DayOrPeriod>(), part.said("due")};
  } else {
    expectation.form = Expectation::Equals{part.take<Expression>(), part.take<Expression>()};
  }
  expectation.within = part.take_if_any<Expression>();
  part.becomes(std::move(expectation));
}

void Builder::test(Matched matched) {
  Part part = open(matched);
  Test test{part.take<Name>(), part.take_all<Name>(), part.take_all<Expectation>()};
  declare(part, std::move(test));
}

void Builder::ensure(Matched matched) {
  Part part = open(matched);
  Ensure ensure{part.take<Condition>(), part.take_if_any<Frequency>()};
  declare(part, std::move(ensure));
}

}  // namespace whereas::syntax
