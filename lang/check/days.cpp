#include "lang/check/checking.h"

#include <fmt/format.h>

/// Every day and period that the contract names: it must exist in this deal's calendar, and no window may end before it begins.
namespace whereas::check {

using namespace syntax;

namespace {

class Days {
 public:
  explicit Days(Checking& checking) : checking_(checking) {}

  void look_at(const DayOrPeriod& day) { first_day(checking_, day); }

  void look_at(const Expression& expression) {
    if (const auto* windowed = std::get_if<Windowed>(&expression.form)) {
      if (const auto* in = std::get_if<InPeriod>(&windowed->window)) look_at(in->period);
      if (const auto* from_to = std::get_if<FromTo>(&windowed->window)) {
        look_at_stretch(from_to->first, from_to->last);
        require_day(from_to->first);
        require_day(from_to->last);
      }
    }
    for_each_part(expression, [&](const Expression& part) { look_at(part); });
  }

  /// `ends on "Notice"`: on a day before the term there would be no deal.
  void look_at_end(const DayOrPeriod& end) {
    const auto day = last_day(checking_, end);
    const auto& term = checking_.contract.term;
    if (!day || !term || *day >= term->first()) return;
    checking_.report.add(code::never_holds)
        .says(fmt::format("the term would end on {}, before it begins on {}", day->text(), term->first().text()))
        .at(end.span)
        .help("let the event be on a later day, or the term begin on an earlier one");
  }

  void look_at(const Condition& condition) {
    if (const auto* on = std::get_if<OnOrAfter>(&condition.form)) look_at(on->day);
    if (const auto* all = std::get_if<AllOf>(&condition.form)) look_at_all(all->conditions);
    if (const auto* any = std::get_if<AnyOf>(&condition.form)) look_at_all(any->conditions);
    if (const auto* grouped = std::get_if<GroupedCondition>(&condition.form)) look_at(*grouped->inside);
  }

  void look_at(const Measure& measure) {
    for_each_expression(measure, [&](const Expression& expression) { look_at(expression); });
    for (const auto& exception : measure.exceptions) {
      if (exception.from) look_at(exception.from->day);
      if (exception.until) look_at(exception.until->day);
      if (exception.through) look_at(exception.through->day);
      if (exception.during) look_at(exception.during->condition);
      if (exception.once) look_at(exception.once->condition);
      look_at_stretch_of(exception);
    }
  }

  void look_at(const Clause& clause) {
    if (const auto* milestones = std::get_if<Milestones>(&clause.amount.form)) {
      for (const Milestone& sum : milestones->sums) look_at(sum.reached);
    }
    for (const auto& proviso : clause.provisos) {
      if (const auto* during = std::get_if<WhileTrue>(&proviso.form)) look_at(during->condition);
      if (const auto* once = std::get_if<OnceTrue>(&proviso.form)) look_at(once->condition);
    }
  }

  void look_at(const Commitment& commitment) {
    for (const auto& minimum : commitment.minimums) {
      if (const auto* in = std::get_if<Minimum::In>(&minimum.when)) look_at(in->period);
      if (const auto* by = std::get_if<Minimum::By>(&minimum.when)) look_at(by->day);
    }
  }

  void look_at(const Credits& credits) {
    for (const auto& lot : credits.lots) {
      if (lot.bought) continue;
      look_at(lot.from);
      if (lot.until) look_at(lot.until->day);
      if (lot.through) look_at(lot.through->day);
    }
  }

  void look_at(const Test& test) {
    for (const auto& expectation : test.expectations) {
      const auto* receives = std::get_if<Expectation::Receives>(&expectation.form);
      if (receives != nullptr && receives->period) look_at(*receives->period);
    }
  }

  void look_at(const Scenario& scenario) {
    for (const auto& given : scenario.events) {
      look_at(DayOrPeriod{{}, given.event.span, EventDay{given.event, std::nullopt, false, EventDay::From::event, {}}});
      look_at(given.day);
    }
    for (const auto& given : scenario.series) {
      const auto* figures = std::get_if<SeriesFigures>(&given.form);
      if (figures == nullptr) continue;
      for (const auto& figure : figures->figures) look_at(figure.period);
    }
  }

 private:
  /// A window is measured over days that are known, not over those up to something that may never happen.
  void require_day(const DayOrPeriod& day) {
    for_each_event(day, [&](const Name& title) { require_day_of(title, day.span); });
  }

  void require_day_of(const Name& title, Span at) {
    const EventInfo* event = checking_.contract.event_named(title.text);
    if (event == nullptr || event->day) return;
    checking_.report.add(code::setting_missing)
        .says(fmt::format("the contract does not say on which day \"{}\" is, and a window must end somewhere", event->name))
        .at(at)
        .beside(event->declared, "declared here")
        .help(fmt::format("give the event its day, `event \"{0}\" on 2026-03-01`, or let a clause or an exception begin with it: `from \"{0}\"`", event->name));
  }

  void look_at_all(const std::vector<Condition>& conditions) {
    for (const auto& condition : conditions) look_at(condition);
  }

  /// `except 45% from 2026-07-01 until 2026-04-01`, and what begins after the term. A file that is used may have rates for many deals.
  void look_at_stretch_of(const Exception& exception) {
    if (!exception.from) return;
    const auto begins = first_day(checking_, exception.from->day);
    std::optional<Date> ends;
    if (exception.until) ends = first_day(checking_, exception.until->day);
    if (exception.through) {
      if (const auto last = last_day(checking_, exception.through->day)) ends = last->plus_days(1);
    }
    const auto& term = checking_.contract.longest_term;
    if (!begins) return;
    // When an event happens is no slip of the drafter's: one that comes late leaves the rate as it was.
    bool hangs_on_event = false;
    for_each_event(exception.from->day, [&](const Name&) { hangs_on_event = true; });
    if (ends && *ends <= *begins) {
      checking_.report.add(code::never_holds).says("the exception ends before it begins").at(exception.span).help("let it begin before it ends");
    } else if (term && *begins > term->last() && !hangs_on_event && exception.span.source == checking_.program.files.front().source) {
      checking_.report.add(code::never_holds)
          .says(fmt::format("the exception begins on {}, after the term", begins->text()))
          .at(exception.from->day.span)
          .note(fmt::format("the term runs from {}", term->text()))
          .help("name a day inside the term, or leave the exception out");
    }
  }

  void look_at_stretch(const DayOrPeriod& first, const DayOrPeriod& last) {
    const auto begins = first_day(checking_, first);
    const auto ends = last_day(checking_, last);
    if (!begins || !ends || *begins <= *ends) return;
    checking_.report.add(code::outside_term).says(fmt::format("the window ends on {}, before it begins", ends->text())).at(last.span, "ends here").beside(first.span, "begins here")
        .help("name the earlier day first");
  }

  Checking& checking_;
};

}  // namespace

void check_days(Checking& checking) {
  Days days(checking);
  const auto& contract = checking.contract;
  for_each_root(checking, [&](const Expression& expression) { days.look_at(expression); });
  for (const auto& measure : contract.measures) {
    for (const MeasureText& text : measure.texts) days.look_at(*text.measure);
  }
  for (const auto& info : contract.clauses) {
    for (const ClauseText& text : info.texts) days.look_at(*text.clause);
    for (const CommitmentText& text : info.commitment_texts) days.look_at(*text.commitment);
  }
  for (const auto& credits : contract.credits) days.look_at(*credits.text);
  if (contract.ends_on != nullptr) days.look_at_end(*contract.ends_on);
  for (const auto* ensure : contract.ensures) days.look_at(ensure->condition);
  for (const auto* test : contract.tests) days.look_at(*test);
  const std::set<std::string> used = checking.events_used;
  for (const auto* scenario : contract.scenarios) days.look_at(*scenario);
  checking.events_used = used;
}

}  // namespace whereas::check
