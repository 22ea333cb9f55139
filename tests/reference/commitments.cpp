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

/// Every text that it has had. Counted on, it counts the days that the texts before counted too.
std::vector<Settling::Committed> Settling::committed(ObligationId clause) const {
  const Period& life = lives_[clause];
  std::vector<Committed> versions;
  for (const auto& text : check::commitment_texts_when(contract_, info_of(clause), signed_so_far_)) {
    std::optional<Period> rules = text.from ? life.from(*text.from) : life;
    if (rules && text.end) rules = rules->before(*text.end);
    Date begin = versions.empty() ? life.begin() : versions.back().counts.begin();
    if (text.counting_anew) begin = std::max(life.begin(), *text.from);
    const Date end = text.stops ? std::min(life.end(), *text.end) : life.end();
    if (end > begin) versions.push_back({text, rules, Period(begin, end)});
  }
  return versions;
}

/// Every minimum over every window whose last day this text rules, in the order in which they are tested: the shortest first, the term last.
std::vector<Settling::Tested> Settling::tests_of(const Committed& version) const {
  const Commitment& commitment = *version.text.commitment;
  const Period& term = measures_.term();
  const Calendar& calendar = contract_.calendar;
  Version words;
  for (const auto& proviso : commitment.provisos) {
    if (const auto* prorated = std::get_if<Prorated>(&proviso.form); prorated != nullptr && prorated->by != Prorated::By::not_at_all) words.prorated = prorated->by;
  }

  std::vector<Tested> tests;
  // `within`: the window as far as the term has it.
  const auto add = [&](const Period& whole, const Period& within, const Expression& least, std::optional<Frequency> series) {
    const auto window = within.clipped_to(version.counts);
    if (!window || !version.rules || !version.rules->contains(window->last())) return;
    const bool is_left_open = within.end() > version.counts.end();
    const bool is_whole = is_left_open && version.text.open == OpenMinimums::whole;
    if (is_left_open && version.text.open == OpenMinimums::lapse) return;
    const Period counts = is_whole ? within : *window;
    Exact part = 1;
    if (words.prorated && series) {
      part = part_of_window(words, whole, counts, *series);
    } else if (is_left_open) {
      part = Exact(counts.days()) / within.days();
    }
    tests.push_back({*window, &least, series, part});
  };
  const auto add_each = [&](Frequency frequency, const Expression& least) {
    if (frequency == Frequency::term) return add(Period(version.counts.begin(), term.end()), Period(version.counts.begin(), term.end()), least, std::nullopt);
    for (const Period& window : calendar.cut(term, frequency)) add(calendar.holding(window.first(), frequency), window, least, frequency);
  };
  for (const auto& minimum : commitment.minimums) {
    std::visit(match{
                   [&](const Minimum::In& in) {
                     const Period whole = in.period.period.in(calendar);
                     if (const auto window = whole.clipped_to(term)) add(whole, *window, minimum.least, in.period.period.frequency);
                   },
                   [&](const Minimum::Each& each) { add_each(each.window, minimum.least); },
                   [&](const Minimum::By& by) {
                     const Date last = measures_.moments().last(by.day);
                     if (last < version.counts.begin()) return;
                     const Period to_date = Period::through(version.counts.begin(), last);
                     add(to_date, to_date, minimum.least, std::nullopt);
                   },
               },
               minimum.when);
  }
  add_each(commitment.each.value_or(Frequency::term), commitment.total);
  std::stable_sort(tests.begin(), tests.end(), [](const Tested& a, const Tested& b) {
    return a.window.last() != b.window.last() ? a.window.last() < b.window.last() : a.window.days() < b.window.days();
  });
  return tests;
}

/// On the days of each text, what it says is bought.
Exact Settling::bought(const std::vector<Committed>& versions, std::size_t version, const Period& window, const Asked& now) {
  const auto is_same = [&](const Expression& one, const Expression& other) {
    const auto& a = contract_.symbol(one);
    const auto& b = contract_.symbol(other);
    return a.kind != check::Symbol::Kind::none && a.kind == b.kind && a.index == b.index;
  };
  std::vector<std::pair<Period, const Expression*>> stretches;
  for (std::size_t v = 0; v <= version; ++v) {
    const auto days = versions[v].rules ? versions[v].rules->clipped_to(window) : std::nullopt;
    const Expression& measure = versions[v].text.commitment->measure;
    if (!days) continue;
    if (!stretches.empty() && stretches.back().first.end() == days->begin() && is_same(*stretches.back().second, measure)) {
      stretches.back().first = Period(stretches.back().first.begin(), days->end());
    } else {
      stretches.emplace_back(*days, &measure);
    }
  }
  Exact sum = 0;
  for (const auto& [days, measure] : stretches) sum += measures_.measure(*measure, now.over(days));
  return sum;
}

std::vector<Settling::Paid> Settling::commitment(ObligationId clause) {
  const Schedule& schedule = schedules_[clause];
  const std::vector<Committed> versions = committed(clause);
  std::vector<Paid> result;
  std::vector<Lack> lacks;
  std::map<std::pair<Frequency, Date>, Exact> brought;  // by series and the first day of the window to which it is carried
  std::map<std::pair<Frequency, Date>, std::vector<std::pair<Date, Exact>>> parts;  // the same, by the day after the window in which it was bought
  std::size_t ruling = 0;
  for (std::size_t i = 0; i < schedule.periods.size() && is_settled(schedule.periods[i]); ++i) {
    const Period& period = schedule.periods[i];
    std::vector<std::pair<std::size_t, Exact>> sums;  // by the last text under which each is paid
    for (std::size_t v = 0; v < versions.size(); ++v) {
      const Commitment& commitment = *versions[v].text.commitment;
      const auto days = versions[v].rules ? versions[v].rules->clipped_to(period) : std::nullopt;
      if (!days) continue;
      const bool carries = commitment.excess && commitment.excess->is_carried;
      const bool is_paid = commitment.shortfall && commitment.shortfall->is_paid;
      if (v != ruling && versions[v].text.counting_anew) lacks.clear();
      if (v != ruling && (versions[v].text.counting_anew || !carries)) brought.clear(), parts.clear();
      ruling = v;
      const Asked now = asked(clause, *days, i, versions[v].text.counting_anew ? versions[v].text.from : std::nullopt);
      Exact charge = commitment.price ? measures_.measure(*commitment.price, now) : Exact(1);
      if (commitment.shortfall && commitment.shortfall->share) charge *= measures_.measure(*commitment.shortfall->share, now);
      if (!is_paid) charge = 0;
      Exact pays = 0;
      for (const Tested& test : tests_of(versions[v])) {
        if (!days->contains(test.window.last())) continue;
        const Exact least = measures_.measure(*test.least, now.over(test.window)) * test.part;
        Exact has = bought(versions, v, test.window, now);
        const bool grows_old = test.series && carries && commitment.excess->carried_for;
        std::vector<std::pair<Date, Exact>> own;
        if (grows_old) {
          own = parts[{*test.series, test.window.begin()}];
          std::erase_if(own, [&](const auto& part) { return contract_.calendar.later(part.first, *commitment.excess->carried_for) < test.window.end(); });
          Exact& sum = brought[{*test.series, test.window.begin()}] = 0;
          for (const auto& part : own) sum += part.second;
          if (has > 0) own.emplace_back(test.window.end(), has);
        }
        if (test.series) has += brought[{*test.series, test.window.begin()}];
        Exact counts = has;
        for (const Lack& lack : lacks) counts += test.window.contains(lack.tested) ? lack.amount : Exact(0);
        const Exact lacking = std::max(Exact(0), Exact(least - counts));
        Exact excess = std::max(Exact(0), Exact(has - least));  // a shortfall that counts as bought is no excess
        if (lacking > 0) lacks.push_back({test.window, test.window.last(), lacking, charge});
        pays += lacking * charge;
        if (commitment.made_up && test.series) {
          for (Lack& lack : lacks) {
            if (lack.window.last() >= test.window.begin() || contract_.calendar.later(lack.window.end(), commitment.made_up->within) < test.window.end()) continue;
            const Exact made_up = std::min(excess, lack.amount);
            lack.amount -= made_up;
            excess -= made_up;
            pays -= made_up * lack.charged;
          }
        }
        if (!carries || !test.series) continue;
        const Exact before_the_most = excess;
        if (const auto& most = commitment.excess->at_most) {
          const auto& type = contract_.type(*most);
          const bool is_share = type.is_number() && !type.is_bare;
          excess = std::min(excess, Exact(measures_.measure(*most, now) * (is_share ? least : Exact(1))));
        }
        brought[{*test.series, test.window.end()}] = excess;
        if (!grows_old) continue;
        Exact used = -before_the_most;
        for (const auto& part : own) used += part.second;
        for (auto& part : own) {  // the oldest first
          const Exact now_used = std::min(used, part.second);
          part.second -= now_used;
          used -= now_used;
        }
        Exact above = before_the_most - excess;
        for (auto part = own.rbegin(); part != own.rend(); ++part) {  // what was bought last is not carried
          const Exact gone = std::min(above, part->second);
          part->second -= gone;
          above -= gone;
        }
        parts[{*test.series, test.window.end()}] = own;
      }
      const auto& before = sums.empty() ? versions[v].text : versions[sums.back().first].text;
      if (sums.empty() || before.payer != versions[v].text.payer || before.payee != versions[v].text.payee) sums.emplace_back(v, Exact(0));
      sums.back().first = v;
      sums.back().second += pays;
    }
    for (const auto& [v, pays] : sums) {
      const check::CommitmentText& text = versions[v].text;
      const Exact amount = text.settlement.rounding ? rounded(pays, *text.settlement.rounding) : pays;
      const auto& shortfall = text.commitment->shortfall;
      result.push_back(as_settled(payment(clause, {text.payer, text.payee}, period, amount), text.settlement, shortfall && shortfall->due ? shortfall->due : text.settlement.due, period));
    }
  }
  return result;
}

Settling::Paid Settling::as_settled(Paid paid, const check::Settlement& settlement, const std::optional<Due>& due, const Period& period) const {
  paid.rounding = settlement.rounding;
  paid.due = due_on(due, period);
  paid.payment.amount = amount_text(paid.amount, settlement.rounding);
  paid.payment.due = due_text(due, period);
  return paid;
}

}  // namespace whereas::reference
