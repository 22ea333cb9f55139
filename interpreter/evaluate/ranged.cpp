#include "interpreter/evaluate/ranged.h"

#include "lang/number/notation.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <tuple>

namespace whereas::evaluate {

using check::EstimateId;
using check::Way;

namespace {

/// Each more doubles the runs.
constexpr std::size_t most_both_ends = 10;

bool is_settled_alike(const Taken& a, const Taken& b) { return a == b; }

}  // namespace

Ranged::Ranged(const plan::Plan& plan, const check::CheckedContract& contract, const data::Table& table, Report& report, Options options)
    : plan_(plan), contract_(contract), table_(table), report_(report), options_(std::move(options)), decided_(options_.taken) {
  decided_.resize(contract.estimates.size());
  Taken least(contract.estimates.size());
  for (EstimateId figure = 0; figure < least.size(); ++figure) least[figure] = end(figure, false);
  run_with(least);
}

std::optional<Number> Ranged::end(EstimateId figure, bool most) const {
  if (decided_[figure]) return decided_[figure];
  return most ? contract_.estimates[figure].most : contract_.estimates[figure].least;
}

std::size_t Ranged::run_with(const Taken& taken) {
  for (std::size_t run = 0; run < runs_.size(); ++run) {
    if (is_settled_alike(taken_[run], taken)) return run;
  }
  Options options = options_;
  options.taken = taken;
  runs_.push_back(std::make_unique<Evaluation>(plan_, contract_, table_, report_, std::move(options)));
  taken_.push_back(taken);
  if (is_settled_) runs_.back()->run();
  return runs_.size() - 1;
}

std::vector<std::size_t> Ranged::runs_with(const std::vector<std::pair<EstimateId, bool>>& both, Taken taken) {
  std::vector<std::size_t> runs;
  if (both.size() > most_both_ends) {
    const check::EstimateInfo& last = contract_.estimates[both[most_both_ends].first];
    report_.add(code::too_many_ranges)
        .says(fmt::format("an amount can go either way in {} figures, and at most {} are tried at all their ends", both.size(), most_both_ends))
        .at(last.said)
        .help(fmt::format("let a scenario decide some of them: `{} is …`", last.name));
    return runs;
  }
  for (std::size_t ends = 0; ends < (std::size_t{1} << both.size()); ++ends) {
    for (std::size_t place = 0; place < both.size(); ++place) taken[both[place].first] = end(both[place].first, (ends >> place & 1U) != 0);
    const std::size_t run = run_with(taken);
    if (std::find(runs.begin(), runs.end(), run) == runs.end()) runs.push_back(run);
  }
  return runs;
}

std::vector<std::size_t> Ranged::runs_for(const check::Motions& motions, bool most) {
  Taken taken(contract_.estimates.size());
  std::vector<std::pair<EstimateId, bool>> both;
  for (EstimateId figure = 0; figure < taken.size(); ++figure) {
    const Way way = check::motion_in(motions, figure).way;
    taken[figure] = end(figure, way == Way::falls ? !most : most);
    if ((way == Way::outward || way == Way::one_way || way == Way::either) && is_open(figure)) both.emplace_back(figure, most);
  }
  return runs_with(both, std::move(taken));
}

std::vector<std::size_t> Ranged::runs_at_ends(const std::set<EstimateId>& figures) {
  std::vector<std::pair<EstimateId, bool>> both;
  for (const EstimateId figure : figures) {
    if (is_open(figure)) both.emplace_back(figure, false);
  }
  return runs_with(both, taken_.front());
}

bool Ranged::bends(const check::Motions& motions) const {
  return std::any_of(motions.begin(), motions.end(), [&](const auto& one) { return one.second.way == Way::either && is_open(one.first); });
}

std::set<EstimateId> Ranged::bounded_bends(const check::Motions& motions) const {
  std::set<EstimateId> figures;
  for (const auto& [figure, motion] : motions) {
    const check::EstimateInfo& info = contract_.estimates[figure];
    if (motion.way == Way::either && is_open(figure) && info.least && info.most) figures.insert(figure);
  }
  return figures;
}

std::string Ranged::words(std::size_t run) const {
  std::vector<std::string> figures;
  for (EstimateId figure = 0; figure < taken_[run].size(); ++figure) {
    if (!is_open(figure)) continue;
    const auto& value = taken_[run][figure];
    if (!value) continue;
    figures.push_back(fmt::format("{} at {}", contract_.estimates[figure].name, contract_.estimates[figure].is_rate ? spoken_rate(*value) : grouped(*value)));
  }
  return figures.empty() ? "" : fmt::format("with {}", fmt::join(figures, " and "));
}

void Ranged::run() {
  is_settled_ = true;
  const std::size_t errors = report_.error_count();
  runs_.front()->run();
  if (contract_.estimates.empty()) {
    paid_ = &runs_.front()->payments();
    return;
  }
  // What is settled though nothing is known that is open is exact.
  Taken nothing(contract_.estimates.size());
  for (EstimateId figure = 0; figure < nothing.size(); ++figure) nothing[figure] = decided_[figure];
  blank_ = run_with(nothing);
  for (const check::Motions& motions : plan_.motions) {
    if (report_.error_count() > errors) return;
    runs_for(motions, false);
    runs_for(motions, true);
  }
  if (report_.error_count() == errors) join();
}

namespace {

/// One settlement of one obligation, as each run has it.
struct Settled {
  std::vector<const Payment*> paid;      ///< by run; nothing: it hangs, or nothing is settled
  std::vector<const Hanging*> hanging;   ///< by run
};
/// Which it is: the last place tells apart several on one day.
using Which = std::tuple<Date, check::ClauseId, std::string, Date, std::string, check::PartyId, check::PartyId, std::size_t>;

template <typename Record>
Which which(const Record& record, std::size_t place) {
  return {record.period.last(), record.clause, record.title, record.period.begin(), record.label, record.from, record.to, place};
}

const Hanging* left_open(const Evaluation& evaluation, const Which& key) {
  const std::vector<Hanging>& hanging = evaluation.payments().hanging;
  const auto found = std::find_if(hanging.begin(), hanging.end(), [&](const Hanging& one) {
    return one.clause == std::get<1>(key) && one.period.last() == std::get<0>(key) && one.title == std::get<2>(key) && one.period.begin() == std::get<3>(key);
  });
  return found == hanging.end() ? nullptr : &*found;
}

/// An end of what is settled, over the runs in which it is to be found.
struct Found {
  std::optional<End> end;
  std::set<EstimateId> figures;  ///< on which it hangs, where there is none
};

Found found(const Settled& settled, const std::vector<std::size_t>& runs, bool most) {
  Found result;
  for (const std::size_t run : runs) {
    if (settled.hanging[run] != nullptr) {
      result.figures.insert(settled.hanging[run]->figures.begin(), settled.hanging[run]->figures.end());
      continue;
    }
    const Payment* paid = settled.paid[run];
    const End end{paid != nullptr ? paid->amount : Number(), run, paid != nullptr ? paid->why : no_reason};
    if (!result.end || (most ? result.end->amount < end.amount : end.amount < result.end->amount)) result.end = end;
  }
  if (!result.figures.empty()) result.end.reset();
  return result;
}

}  // namespace

void Ranged::join() {
  std::map<Which, Settled> all;
  for (std::size_t run = 0; run < runs_.size(); ++run) {
    std::map<Which, std::size_t> seen;
    const auto at = [&](const auto& record) -> Settled& {
      Settled& settled = all[which(record, seen[which(record, 0)]++)];
      settled.paid.resize(runs_.size());
      settled.hanging.resize(runs_.size());
      return settled;
    };
    for (const Payment& payment : runs_[run]->payments().payments) at(payment).paid[run] = &payment;
    for (const Hanging& hanging : runs_[run]->payments().hanging) at(hanging).hanging[run] = &hanging;
  }
  payments_.ends = runs_.front()->payments().ends;
  payments_.texts = runs_.front()->payments().texts;
  for (auto& entry : all) {
    const auto& key = entry.first;
    auto& settled = entry.second;
    for (std::size_t run = 0; run < runs_.size(); ++run) {
      // Of a settlement that hangs it may not be known who would be paid.
      if (settled.paid[run] == nullptr && settled.hanging[run] == nullptr) settled.hanging[run] = left_open(*runs_[run], key);
    }
    if (settled.paid[blank_] != nullptr) {
      payments_.payments.push_back(*settled.paid[blank_]);
      payments_.payments.back().run = blank_;
      continue;
    }
    const check::Motions& motions = plan_.motions[std::get<1>(key)];
    const std::set<EstimateId> bends_in = bounded_bends(motions);
    const Found least = found(settled, runs_for(motions, false), false);
    const Found most = found(settled, runs_for(motions, true), true);
    if (!least.end || !most.end) {
      const auto open = std::find_if(settled.hanging.begin(), settled.hanging.end(), [](const Hanging* hanging) { return hanging != nullptr; });
      Hanging hanging = **open;
      hanging.figures = least.figures;
      hanging.figures.insert(most.figures.begin(), most.figures.end());
      // A figure that always rules enters along with the one that was met first.
      for (const auto& [figure, motion] : motions) {
        const check::MeasureInfo& measure = contract_.measures[contract_.estimates[figure].measure];
        const bool always_rules = measure.texts.size() == 1 && measure.text->exceptions.empty();
        if (always_rules && is_open(figure) && !contract_.estimates[figure].least && !contract_.estimates[figure].most) hanging.figures.insert(figure);
      }
      hanging.end = least.end ? Hanging::End::most : most.end ? Hanging::End::least : Hanging::End::both;
      payments_.hanging.push_back(std::move(hanging));
      if (!least.end && !most.end) continue;
    }
    const auto paid = std::find_if(settled.paid.begin(), settled.paid.end(), [](const Payment* payment) { return payment != nullptr; });
    if (paid == settled.paid.end()) continue;
    Payment payment = **paid;
    payment.run = static_cast<std::size_t>(paid - settled.paid.begin());
    if (!least.end || !most.end || least.end->amount != most.end->amount || !bends_in.empty()) {
      Spread spread{least.end, most.end, {}, {}, bends_in};
      const auto met = [&](const std::optional<End>& end) {
        std::vector<std::size_t> runs;
        for (std::size_t run = 0; run < runs_.size() && end; ++run) {
          const Number amount = settled.paid[run] != nullptr ? settled.paid[run]->amount : Number();
          if (settled.hanging[run] == nullptr && amount == end->amount) runs.push_back(run);
        }
        return ends_met(motions, runs);
      };
      spread.least_at = met(least.end);
      spread.most_at = met(most.end);
      payment.amount = (least.end ? least.end : most.end)->amount;
      payment.spread = std::move(spread);
    }
    payments_.payments.push_back(std::move(payment));
  }
  join_remarks();
  remark_on_bends();
}

unsigned Ranged::end_in(std::size_t run, EstimateId figure) const {
  const auto& taken = taken_[run][figure];
  return (taken == end(figure, false) ? 1U : 0U) + (taken == end(figure, true) ? 2U : 0U);
}

/// The ends at which the amount is met that these runs come to: of each figure both where every combination of them has been run, else those
/// of the first run.
Ends Ranged::ends_met(const check::Motions& motions, const std::vector<std::size_t>& runs) const {
  Ends ends;
  if (runs.empty()) return ends;
  std::set<std::vector<unsigned>> met;
  std::size_t combinations = 1;
  for (const auto& [figure, motion] : motions) {
    unsigned& of_figure = ends[figure];
    for (const std::size_t run : runs) of_figure |= end_in(run, figure);
    if (of_figure == 3 && end(figure, false) != end(figure, true)) combinations *= 2;
  }
  for (const std::size_t run : runs) {
    std::vector<unsigned> one;
    for (const auto& [figure, motion] : motions) one.push_back(end_in(run, figure));
    met.insert(std::move(one));
  }
  if (met.size() == combinations) return ends;
  for (auto& [figure, of_figure] : ends) of_figure = end_in(runs.front(), figure);
  return ends;
}

/// What all runs say is said once; what some say, with the figures that they take.
void Ranged::join_remarks() {
  std::vector<std::pair<std::string, std::vector<std::size_t>>> said;
  std::vector<std::pair<RateChange, std::vector<std::size_t>>> changed;
  std::size_t counted = 0;
  for (std::size_t run = 0; run < runs_.size(); ++run) {
    // What the run with nothing known has to say of what it left open is not so.
    if (run == blank_ && runs_.size() > 1) continue;
    ++counted;
    for (const Remark& remark : runs_[run]->payments().remarks) {
      const auto known = std::find_if(said.begin(), said.end(), [&](const auto& one) { return one.first == remark.text; });
      if (known == said.end()) said.push_back({remark.text, {run}});
      else known->second.push_back(run);
    }
    for (const RateChange& change : runs_[run]->payments().changes) {
      const auto is_same = [&](const auto& one) {
        return one.first.day == change.day && one.first.name == change.name && one.first.before == change.before && one.first.after == change.after;
      };
      const auto known = std::find_if(changed.begin(), changed.end(), is_same);
      if (known == changed.end()) changed.push_back({change, {run}});
      else known->second.push_back(run);
    }
  }
  for (const auto& [text, runs] : said) {
    const std::string where = words(runs.front());
    payments_.remarks.push_back({runs.size() == counted || where.empty() ? text : fmt::format("{}: {}", where, text)});
  }
  for (auto& [change, runs] : changed) {
    const std::string where = words(runs.front());
    if (runs.size() < counted && !where.empty()) change.name += ", " + where;
    payments_.changes.push_back(std::move(change));
  }
  std::stable_sort(payments_.changes.begin(), payments_.changes.end(), [](const RateChange& a, const RateChange& b) { return a.day < b.day; });
}

/// Between its ends a figure may make the payment more than the most found at them, or less than the least.
void Ranged::remark_on_bends() {
  for (check::ClauseId clause = 0; clause < plan_.motions.size(); ++clause) {
    const auto is_bent = [&](const Payment& payment) { return payment.clause == clause && payment.spread && !payment.spread->bends_in.empty(); };
    if (std::none_of(payments_.payments.begin(), payments_.payments.end(), is_bent)) continue;
    std::vector<std::string> figures;
    for (const EstimateId figure : bounded_bends(plan_.motions[clause])) {
      figures.push_back(fmt::format("{} (line {})", contract_.estimates[figure].name, contract_.estimates[figure].line));
    }
    payments_.remarks.push_back({fmt::format("* \"{}\" may turn between the ends of {}: its least and most are those found at the ends, and between them it may be less or more.",
                                             contract_.clauses[clause].title, fmt::join(figures, " and "))});
  }
}

}  // namespace whereas::evaluate
