// Which text a clause has when, over which days, and when it is settled.
#include "tests/reference/settling.h"

#include <algorithm>

namespace whereas::reference {

using namespace syntax;

namespace {

template <typename Form>
const Form* line_of(const Clause& clause) {
  for (const auto& proviso : clause.provisos) {
    if (const auto* form = std::get_if<Form>(&proviso.form)) return form;
  }
  return nullptr;
}

}  // namespace

/// The term; for a clause with a tail, so much longer.
Period Settling::life_of(ObligationId clause) const {
  const check::ClauseInfo& info = info_of(clause);
  Period life = measures_.term();
  if (info.clause == nullptr) return life;
  for (const auto& text : check::texts_when(contract_, info, signed_so_far_, &measures_.effective())) {
    const auto* tail = line_of<SurvivesTerm>(*text.clause);
    if (tail != nullptr) life = Period(life.begin(), std::max(life.end(), measures_.term().end().plus(tail->length)));
  }
  return life;
}

/// Where nothing says how often, each data period by itself: of the input that has the longest.
Frequency Settling::without_settled() const {
  std::optional<Frequency> data;
  for (const auto& series : table_.series) {
    if (series && (!data || is_shorter(*data, series->frequency))) data = series->frequency;
  }
  return data.value_or(Frequency::term);
}

Schedule Settling::schedule_of(ObligationId clause) const {
  const check::ClauseInfo& info = info_of(clause);
  Schedule schedule;
  const auto add = [&](const Period& days, Frequency frequency) {
    for (const Period& period : contract_.calendar.cut(days, frequency)) {
      schedule.periods.push_back(period);
      schedule.frequencies.push_back(frequency);
    }
  };
  const Period& life = lives_[clause];
  // Texts of one rhythm settle in the same periods.
  const auto add_all = [&](const auto& texts, const auto& rhythm) {
    Date begin = life.begin();
    for (std::size_t i = 0; i < texts.size() && begin < life.end(); ++i) {
      if (i + 1 < texts.size() && rhythm(texts[i + 1]) == rhythm(texts[i])) continue;
      Date end = life.end();
      if (i + 1 < texts.size()) end = std::min(end, texts[i + 1].from.value_or(begin));
      if (end <= begin) continue;
      add(Period(begin, end), rhythm(texts[i]));
      begin = end;
    }
  };
  add_all(check::commitment_texts_when(contract_, info, signed_so_far_, &measures_.effective()), [&](const check::CommitmentText& text) { return rhythm_of(*text.commitment); });
  add_all(check::waterfall_texts_when(contract_, info, signed_so_far_, &measures_.effective()), [&](const check::WaterfallText& text) { return text.waterfall->each; });
  add_all(check::texts_when(contract_, info, signed_so_far_, &measures_.effective()), [&](const check::ClauseText& text) { return text.settlement.frequency.value_or(without_settled()); });
  return schedule;
}

bool Settling::goes_on(ObligationId clause, Date day) const {
  if (info_of(clause).clause == nullptr) {
    const auto texts = check::rulings(info_of(clause));
    return std::any_of(texts.begin(), texts.end(), [&](const check::Ruling* text) {
      const auto& periods = schedules_[clause].periods;
      return std::any_of(periods.begin(), periods.end(), [&](const Period& period) { return period.last() >= day && (!text->from || period.end() > *text->from) && (!text->end || period.begin() < *text->end); });
    });
  }
  const Period& term = measures_.run();
  return std::any_of(versions_[clause].begin(), versions_[clause].end(), [&](const Version& version) {
    const auto in_force = version.rules && version.dates ? version.rules->clipped_to(*version.dates) : std::nullopt;
    if (!in_force) return false;
    const auto& sums = version.text->amount.form;
    if (const auto* dated = std::get_if<DatedSums>(&sums)) {
      return std::any_of(dated->sums.begin(), dated->sums.end(), [&](const DatedSum& sum) {
        const Date on = measures_.moments().first(sum.day);
        return on >= day && term.contains(on) && in_force->contains(on);
      });
    }
    if (is_on_days(version.text->amount)) throw NotCovered("whether a clause in parts or a loan goes on");
    const auto& periods = schedules_[clause].periods;
    return std::any_of(periods.begin(), periods.end(), [&](const Period& period) { return period.last() >= day && period.overlaps(*in_force); });
  });
}

/// The texts that a clause has had, with the days on which each rules.
std::vector<Version> Settling::versions_of(ObligationId clause) const {
  const check::ClauseInfo& info = info_of(clause);
  std::vector<Version> versions;
  if (info.clause == nullptr) return versions;
  for (const auto& text : check::texts_when(contract_, info, signed_so_far_, &measures_.effective())) {
    versions.push_back(version(text, lives_[clause]));
    if (versions.size() == 1 || versions.back().counts_from) continue;
    // Counted on, it counts from the day on which the first text came into force.
    const Version& before = versions[versions.size() - 2];
    versions.back().counts_from = before.counts_from;
    const bool came_into_force = before.rules && before.dates && before.rules->overlaps(*before.dates);
    Version& now = versions.back();
    if (came_into_force && now.dates) now.dates = now.dates->from(before.dates->begin());
    // Where none did, from the first day of its own.
    const bool is_first_in_force = std::none_of(versions.begin(), versions.end() - 1, [](const Version& one) { return one.rules && one.dates && one.rules->overlaps(*one.dates); });
    if (is_first_in_force && now.dates && now.rules) now.dates = now.dates->from(now.rules->begin());
  }
  return versions;
}

namespace {

bool says_counting_on(const check::ClauseText& text) {
  if (text.amendment == nullptr) return false;
  return std::any_of(text.amendment->changes.begin(), text.amendment->changes.end(), [&](const AmendmentChange& change) {
    const auto* reads = std::get_if<ClauseNowReads>(&change.form);
    return reads != nullptr && &reads->clause == text.clause && change.counting == Recount::on;
  });
}

}  // namespace

Version Settling::version(const check::ClauseText& text, const Period& life) const {
  const Moments& moments = measures_.moments();
  Version result;
  result.text = text.clause;
  result.between = {text.payer, text.payee};
  result.settlement = text.settlement;
  result.rules = life;
  if (text.from) result.rules = life.from(*text.from);
  result.begins = text.from;
  if (text.end && result.rules) result.rules = result.rules->before(*text.end);
  if (text.counting_anew) result.counts_from = text.from;
  result.is_anew = text.counting_anew;
  result.counts_on = says_counting_on(text);
  // A tail is of the text that has it; without it a text ends with the term.
  result.dates = line_of<SurvivesTerm>(*text.clause) != nullptr ? life : life.clipped_to(measures_.term());
  const auto cut = [&](auto change) {
    if (result.dates) result.dates = change(*result.dates);
  };
  if (text.stops && text.end) cut([&](const Period& days) { return days.before(*text.end); });
  if (text.counting_anew && text.from) cut([&](const Period& days) { return days.from(*text.from); });
  for (const auto& proviso : text.clause->provisos) {
    const bool changes_amount = std::visit(match{
                                               [&](const FromDay& from) { return cut([&](const Period& days) { return days.from(moments.first(from.day)); }), false; },
                                               [&](const UntilDay& until) { return cut([&](const Period& days) { return days.before(moments.first(until.day)); }), false; },
                                               [&](const ThroughDay& through) { return cut([&](const Period& days) { return days.before(moments.last(through.day).plus_days(1)); }), false; },
                                               [&](const Prorated& prorated) {
                                                 if (prorated.by != Prorated::By::not_at_all) result.prorated = prorated.by;
                                                 return false;
                                               },
                                               [&](const BaseLossesCarried&) { return result.base_losses_carried = true, false; },
                                               [&](const LateInterest& late) { return result.late = &late, false; },
                                               [](const WhileTrue&) { return false; }, [](const OnceTrue&) { return false; },
                                               [](const Counted&) { return false; }, [](const SettledAs&) { return false; }, [](const DueAs&) { return false; }, [](const RoundedAs&) { return false; },
                                               [](const SurvivesTerm&) { return false; },
                                               [](const auto&) { return true; },
                                           },
                                           proviso.form);
    if (changes_amount) result.lines.push_back(&proviso);
  }
  return result;
}

}  // namespace whereas::reference
