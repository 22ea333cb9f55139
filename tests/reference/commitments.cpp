// Commitments: what is bought against each minimum, the shortest window first.
#include "tests/reference/settling.h"

#include <algorithm>

namespace whereas::reference {

using namespace syntax;

namespace {

struct Lack {
  Period window;
  Date tested;    ///< the last day of its window
  Exact amount;   ///< not made up
  Exact charged;  ///< for each unit of it
};

}  // namespace

/// Each year, or as often as the shortest minimum counts, unless a line says otherwise.
Frequency Settling::rhythm_of(const Commitment& commitment) const {
  for (const auto& proviso : commitment.provisos) {
    if (const auto* settled = std::get_if<SettledAs>(&proviso.form)) return settled->frequency;
  }
  Frequency shortest = Frequency::year;
  const auto add = [&](Frequency frequency) {
    if (is_shorter(frequency, shortest)) shortest = frequency;
  };
  if (commitment.each) add(*commitment.each);
  for (const auto& minimum : commitment.minimums) {
    if (const auto* in = std::get_if<Minimum::In>(&minimum.when)) add(in->period.period.frequency);
    if (const auto* each = std::get_if<Minimum::Each>(&minimum.when)) add(each->window);
  }
  return shortest;
}

/// Every minimum over every window, in the order in which they are tested: the shortest first, the term last.
std::vector<Settling::Tested> Settling::tests_of(ObligationId clause) const {
  const Commitment& commitment = *info_of(clause).commitment;
  const Period& term = lives_[clause];
  const Calendar& calendar = contract_.calendar;
  Version words;
  for (const auto& proviso : commitment.provisos) {
    if (const auto* prorated = std::get_if<Prorated>(&proviso.form); prorated != nullptr && prorated->by != Prorated::By::not_at_all) words.prorated = prorated->by;
  }

  std::vector<Tested> tests;
  const auto add_each = [&](Frequency frequency, const Expression& least) {
    for (const Period& window : calendar.cut(term, frequency)) {
      std::optional<Frequency> series;
      if (frequency != Frequency::term) series = frequency;
      tests.push_back({window, &least, series, words.prorated && series ? part_of_window(words, calendar.holding(window.first(), frequency), window, frequency) : Exact(1)});
    }
  };
  for (const auto& minimum : commitment.minimums) {
    std::visit(match{
                   [&](const Minimum::In& in) {
                     const Period whole = in.period.period.in(calendar);
                     const auto window = whole.clipped_to(term);
                     if (window) tests.push_back({*window, &minimum.least, in.period.period.frequency, words.prorated ? part_of_window(words, whole, *window, in.period.period.frequency) : Exact(1)});
                   },
                   [&](const Minimum::Each& each) { add_each(each.window, minimum.least); },
                   [&](const Minimum::By& by) { tests.push_back({Period::through(term.begin(), measures_.moments().last(by.day)), &minimum.least, std::nullopt, 1}); },
               },
               minimum.when);
  }
  add_each(commitment.each.value_or(Frequency::term), commitment.total);
  std::stable_sort(tests.begin(), tests.end(), [](const Tested& a, const Tested& b) {
    return a.window.last() != b.window.last() ? a.window.last() < b.window.last() : a.window.days() < b.window.days();
  });
  return tests;
}

std::vector<Settling::Paid> Settling::commitment(ObligationId clause) {
  const check::ClauseInfo& info = info_of(clause);
  const Commitment& commitment = *info.commitment;
  const Schedule& schedule = schedules_[clause];
  const std::vector<Tested> tests = tests_of(clause);
  const bool carries = commitment.excess && commitment.excess->is_carried;
  const bool is_paid = commitment.shortfall && commitment.shortfall->is_paid;
  std::vector<Paid> result;
  std::vector<Lack> lacks;
  std::map<std::pair<Frequency, Date>, Exact> brought;  // by series and the first day of the window to which it is carried
  for (std::size_t i = 0; i < schedule.periods.size() && is_settled(schedule.periods[i]); ++i) {
    const Period& period = schedule.periods[i];
    const Asked now = asked(clause, period, i);
    Exact charge = commitment.price ? measures_.measure(*commitment.price, now) : Exact(1);
    if (commitment.shortfall && commitment.shortfall->share) charge *= measures_.measure(*commitment.shortfall->share, now);
    if (!is_paid) charge = 0;
    Exact pays = 0;
    for (const Tested& test : tests) {
      if (!period.contains(test.window.last())) continue;
      const Exact least = measures_.measure(*test.least, now.over(test.window)) * test.part;
      Exact counts = measures_.measure(commitment.measure, now.over(test.window));
      for (const Lack& lack : lacks) counts += test.window.contains(lack.tested) ? lack.amount : Exact(0);
      if (test.series) counts += brought[{*test.series, test.window.begin()}];
      const Exact lacking = std::max(Exact(0), Exact(least - counts));
      Exact excess = std::max(Exact(0), Exact(counts - least));
      if (lacking > 0) lacks.push_back({test.window, test.window.last(), lacking, charge});
      pays += lacking * charge;
      if (commitment.made_up && test.series) {
        for (Lack& lack : lacks) {
          if (lack.window.last() >= test.window.begin() || lack.window.end().plus(commitment.made_up->within) < test.window.end()) continue;
          const Exact made_up = std::min(excess, lack.amount);
          lack.amount -= made_up;
          excess -= made_up;
          pays -= made_up * lack.charged;
        }
      }
      if (!carries || !test.series) continue;
      if (const auto& most = commitment.excess->at_most) {
        const auto& type = contract_.type(*most);
        const bool is_share = type.is_number() && !type.is_bare;
        excess = std::min(excess, Exact(measures_.measure(*most, now) * (is_share ? least : Exact(1))));
      }
      brought[{*test.series, test.window.end()}] = excess;
    }
    Exact amount = pays;
    if (info.settlement.rounding) amount = rounded(amount, *info.settlement.rounding);
    const auto& due = commitment.shortfall && commitment.shortfall->due ? commitment.shortfall->due : info.settlement.due;
    Paid paid = payment(clause, {info.payer, info.payee}, period, amount);
    paid.payment.due = due_text(due, period);
    result.push_back(std::move(paid));
  }
  return result;
}

}  // namespace whereas::reference
