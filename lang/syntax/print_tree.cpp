#include "lang/syntax/print_tree.h"

#include "lang/syntax/tree_printer.h"

namespace whereas::syntax {

std::string quoted(const Name& title) { return fmt::format("\"{}\"", title.text); }

std::string words(const DayOrPeriod& day_or_period) {
  if (!day_or_period.event) return day_or_period.period.text();
  const EventDay& event = *day_or_period.event;
  const std::string moved = event.moved ? fmt::format("{} {} ", text(*event.moved), event.before ? "before" : "after") : std::string();
  using From = EventDay::From;
  if (event.from == From::event) return moved + quoted(event.event);
  if (event.of.empty()) return moved + fmt::format("the {} of the term", event.from == From::start_of_term ? "start" : "end");
  std::string chosen;
  for (const DayOrPeriod& day : event.of) chosen += fmt::format("{}{}", chosen.empty() ? "" : &day == &event.of.back() ? " and " : ", ", words(day));
  return moved + fmt::format("the {} of {}", event.from == From::earlier ? "earlier" : "later", chosen);
}

std::string words(const Due& due) {
  const std::string counted = due.counted_in ? fmt::format("{} business days of {}", due.length.count, quoted(*due.counted_in)) : text(due.length);
  const bool is_next = due.move == Due::Move::next;
  const std::string within = due.within_month ? fmt::format(" in the same month, otherwise the one {}", is_next ? "before" : "after") : "";
  const std::string moved = due.moved_in ? fmt::format(", or the {} business day of {}{}", is_next ? "next" : "previous", quoted(*due.moved_in), within) : "";
  if (due.on_its_day) return fmt::format("due on its day{}", moved);
  const std::string_view of = due.after_end_of ? noun(*due.after_end_of) : "period";
  if (due.of_month) {
    const std::string day = due.of_month->day == 0 ? "the last day" : fmt::format("day {}", due.of_month->day);
    return fmt::format("due on {} of month {} after {} end{}", day, due.of_month->months, of, moved);
  }
  if (due.names_the_day) return fmt::format("due on the first day of the {}{}", of, moved);
  return fmt::format("due {} {} {} {}{}", counted, due.before ? "before" : "after", of, due.from_start ? "start" : "end", moved);
}

std::string words(const Rounding& rounding) {
  return fmt::format("{} places, {}", rounding.places, whereas::words(rounding.mode));
}

namespace {

std::string listed(const std::vector<Name>& names) {
  std::string text;
  for (const Name& name : names) text += (text.empty() ? "" : ", ") + name.text;
  return text;
}

std::string_view spread_words(Input::Spread spread) {
  switch (spread) {
    case Input::Spread::none: return "";
    case Input::Spread::evenly: return ", spread evenly";
    case Input::Spread::by_days: return ", spread by days";
  }
  return {};
}

struct SettingLines {
  TreePrinter& to;

  void operator()(const DealTitle& deal) { to.line("deal {}", quoted(deal.title)); }
  void operator()(const Term& term) {
    to.line("term {} to {}{}", words(term.first), words(term.last), term.ends_on ? ", ends on " + words(*term.ends_on) : "");
  }
  void operator()(const Currency& currency) {
    std::string codes = currency.code.text;
    for (const Name& other : currency.others) codes += fmt::format("{}{}", &other == &currency.others.back() ? " and " : ", ", other.text);
    to.line("currency {}", codes);
  }
  void operator()(const Settled& settled) {
    to.line("settled {}{}", adverb(settled.frequency), settled.due ? ", " + words(*settled.due) : "");
  }
  void operator()(const RoundedTo& rounded) { to.line("rounded to {}", words(rounded.rounding)); }
  void operator()(const FiscalYear& year) { to.line("fiscal year ends {:02}-{:02}", year.month, year.day); }
  void operator()(const ContractYear& year) {
    const std::string months = !year.months_on ? "" : *year.months_on == 0 ? ", months on the last day" : fmt::format(", months on {} or the last day", *year.months_on);
    to.line("contract year begins {:02}-{:02}{}", year.month, year.day, months);
  }
};

struct SeriesLines {
  TreePrinter& to;

  void operator()(const SeriesFigures& figures) {
    for (const FigureIn& figure : figures.figures) to.part("in " + words(figure.period), figure.figure);
    if (figures.spread != Input::Spread::none) to.line("{}", spread_words(figures.spread).substr(2));
  }
  void operator()(const SeriesFormula& formula) { to.node(formula.formula); }
  void operator()(const SeriesGrowth& growth) {
    to.part(fmt::format("grows each {}", noun(growth.each)), growth.rate);
    to.part(fmt::format("from{}{}", growth.start_each ? fmt::format(", each {}", noun(*growth.start_each)) : "", spread_words(growth.spread)), growth.start);
  }
};

struct DeclarationLines {
  TreePrinter& to;

  void operator()(const Setting& setting) { std::visit(SettingLines{to}, setting.form); }
  void operator()(const Event& event) { to.line("event {}{}", quoted(event.title), event.on ? " on " + words(*event.on) : ""); }
  void operator()(const Use& use) { to.line("use {}{}", quoted(use.file), use.as ? " as " + quoted(*use.as) : ""); }
  void operator()(const Note& note) {
    to.line("note {}", quoted(note.title));
    to.under([&] {
      for (const Name& text : note.texts) to.line("{}", quoted(text));
    });
  }
  void operator()(const ClosedDays& calendar) {
    to.line("calendar {} for {} to {}", quoted(calendar.title), words(calendar.first), words(calendar.last));
    to.under([&] {
      if (!calendar.weekdays.empty()) to.line("closed on {}", listed(calendar.weekdays));
      for (const DayOrPeriod& day : calendar.days) to.line("closed on {}", words(day));
    });
  }
  void operator()(const NetSettlement& net) {
    const auto titles = [](std::string_view word, const std::vector<Name>& named) { return named.empty() ? "" : fmt::format(", {} {}", word, listed(named)); };
    to.line("net settled between {} and {} each {}{}{}{}", net.one.text, net.other.text, noun(net.each), titles("with", net.with), titles("without", net.without), net.due ? ", " + words(*net.due) : "");
  }
  void operator()(const Party& party) {
    to.line("party {}{}", party.name.text, party.full_name ? ", " + quoted(*party.full_name) : "");
  }
  void operator()(const Unit& unit) { to.line("unit {}{}", unit.singular.text, unit.plural ? ", " + unit.plural->text : ""); }
  void operator()(const Input& input) {
    to.line("input {}{}{} {}{}{}{}{}{}{}", input.name.text, input.dimensions.empty() ? "" : " by " + listed(input.dimensions),
            input.one_row_each ? " one row each" : input.is_balance ? fmt::format(" at {} end", noun(input.frequency)) : fmt::format(" {}", adverb(input.frequency)),
            input.unit->text, input.per ? " per " + input.per->text : "", spread_words(input.spread),
            input.missing_is_zero ? ", missing is zero" : "", input.may_be_negative ? ", may be negative" : "",
            input.from ? ", from " + words(*input.from) : "", input.note ? " " + quoted(*input.note) : "");
  }
  void operator()(const Measure& measure) { to.node(measure); }
  void operator()(const Clause& clause) { to.node(clause); }
  void operator()(const Together& together) {
    std::string titles;
    for (const Name& title : together.titles) titles += (titles.empty() ? "" : ", ") + quoted(title);
    using Sharing = Together::Sharing;
    const std::string_view sharing = together.sharing == Sharing::in_order ? ", in the order named" : together.sharing == Sharing::in_proportion ? ", in proportion" : "";
    const std::string under = together.paid_under ? ", the missing part paid under " + quoted(*together.paid_under) : "";
    to.part(fmt::format("together {} at {} {}{}{}", titles, together.is_least ? "least" : "most", window_words(together.window),
                        sharing, under),
            together.limit);
  }
  void operator()(const Commitment& commitment) { to.node(commitment); }
  void operator()(const Credits& credits) { to.node(credits); }
  void operator()(const Waterfall& waterfall) { to.node(waterfall); }
  void operator()(const Amendment& amendment) {
    using Difference = Amendment::Difference;
    const std::string_view difference = amendment.difference == Difference::credited ? ", difference credited" : amendment.difference == Difference::stays ? ", earlier payments stay" : "";
    to.line("amendment {}, effective {}{}{}{}", quoted(amendment.title), amendment.back ? "back to " : "", words(amendment.effective),
            amendment.signed_on ? ", signed " + words(*amendment.signed_on) : "", difference);
    for (const AmendmentChange& change : amendment.changes) to.under([&] { print(change); });
  }
  void operator()(const Scenario& scenario) {
    to.line("scenario {}{}", quoted(scenario.title), scenario.file ? " from " + quoted(*scenario.file) : "");
    for (const GivenEvent& event : scenario.events) to.under([&] { to.line("{} is on {}", quoted(event.event), words(event.day)); });
    for (const GivenSeries& series : scenario.series) {
      to.under([&] {
        to.line("{}", series.series.text);
        to.under([&] { std::visit(SeriesLines{to}, series.form); });
      });
    }
  }
  void operator()(const Test& test) {
    to.line("test {}", quoted(test.title));
    to.under([&] {
      for (const Name& given : test.given) to.line("given {}", quoted(given));
      for (const Expectation& expectation : test.expectations) print(expectation);
    });
  }
  void operator()(const Ensure& ensure) {
    to.part(ensure.in_every ? fmt::format("ensure in every {}", noun(*ensure.in_every)) : "ensure", ensure.condition);
  }

  void print(const AmendmentChange& change) {
    const std::string_view counting = change.counting == Recount::anew ? ", counting anew" : change.counting == Recount::on ? ", counting on" : "";
    const auto open = words(change.open);
    const auto reads_now = [&](const auto& words_now) {
      to.line("now reads{}{}", counting, open);
      to.under([&] { to.node(words_now); });
    };
    std::visit(match{[&](const ClauseNowReads& reads) { reads_now(reads.clause); },
                     [&](const CommitmentNowReads& reads) { reads_now(reads.commitment); },
                     [&](const WaterfallNowReads& reads) { reads_now(reads.waterfall); },
                     [&](const NameNowMeans& means) {
                       to.line("now means{}", counting);
                       to.under([&] { to.node(means.measure); });
                     },
                     [&](const ClauseEnds& ends) { to.line("{}{} ends{}{}", ends.kind == ObligationKind::clause ? "" : std::string(words(ends.kind)) + " ", quoted(ends.title), counting, open); },
                     [&](const TermNowEnds& term) { to.line("term now ends {}", words(term.last)); }},
               change.form);
  }
  void print(const Expectation& expectation) {
    std::visit(match{[&](const Expectation::Equals& equals) {
                       to.line("expect");
                       to.under([&] {
                         to.node(equals.measured);
                         to.node(equals.expected);
                       });
                     },
                     [&](const Expectation::Receives& receives) {
                       to.part(fmt::format("expect {} receives{}{}", receives.party.text, receives.net ? " net" : "",
                                           receives.period ? fmt::format(" {}in {}", receives.by_due_date ? "due " : "",
                                                                         words(*receives.period))
                                                           : ""),
                               receives.amount);
                     },
                     [&](const Expectation::Fails& fails) { to.line("expect error {}", quoted(fails.error)); },
                     [&](const Expectation::States& states) { to.line("expect statement {}", quoted(states.file)); }},
               expectation.form);
    if (expectation.within) to.under([&] { to.part("within", *expectation.within); });
  }
};

}  // namespace

void TreePrinter::node(const Measure& measure) {
  line("{}{}{} {}", measure.name.text, measure.parameters.empty() ? "" : fmt::format("({})", listed(measure.parameters)),
       measure.after ? " after " + measure.after->text : "", std::holds_alternative<Estimate>(measure.value.form) ? "is" : "means");
  under([&] {
    node(measure.value);
    if (measure.rise) node(*measure.rise);
    for (const Exception& exception : measure.exceptions) {
      line("except{}{}{}", exception.from ? " from " + words(exception.from->day) : "",
           exception.until ? " until " + words(exception.until->day) : "",
           exception.through ? " through " + words(exception.through->day) : "");
      under([&] {
        node(exception.value);
        if (exception.during)
          part("while" + while_words(*exception.during), exception.during->condition);
        for (const Filtered::Test& test : exception.values) {
          std::vector<std::string> titles;
          for (const Name& value : test.values) titles.push_back(quoted(value));
          line("for {} {}", test.dimension.text, fmt::join(titles, ", "));
        }
        if (exception.once) part(exception.once->from_that_point ? "once, from that point" : exception.once->from_that_period ? "once, from that period" : "once", exception.once->condition);
      });
    }
  });
}

void TreePrinter::node(const Declaration& declaration) { std::visit(DeclarationLines{*this}, declaration.form); }

std::string print_tree(const Contract& contract) {
  TreePrinter printer;
  for (const Declaration& declaration : contract.declarations) printer.node(declaration);
  return std::move(printer.text);
}

std::string print_tree(const Expression& expression) {
  TreePrinter printer;
  printer.node(expression);
  return std::move(printer.text);
}

}  // namespace whereas::syntax
