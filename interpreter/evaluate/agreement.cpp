#include "interpreter/evaluate/agreement.h"

#include <set>

namespace whereas::evaluate {

namespace {

bool has_figures(const plan::Plan& plan, const check::CheckedContract& contract, const data::Table& table) {
  for (std::size_t input = 0; input < plan.needed_inputs.size(); ++input) {
    const bool is_there = input < table.series.size() && table.series[input];
    if (plan.needed_inputs[input] && !is_there && !contract.inputs[input].missing_is_zero) return false;
  }
  return true;
}

}  // namespace

Agreement::Agreement(const plan::Plan& plan, const check::CheckedContract& contract, data::Table table, Report& report, Options options)
    : plan_(plan), table_(std::move(table)), derives_(options.derive), evaluation_(plan, contract, table_, report, std::move(options)) {
  if (plan.is_settled && has_figures(plan, contract, table_)) evaluation_.run();
}

std::optional<std::pair<Number, ReasonId>> Agreement::figure(std::uint32_t asked, const Period& window, Derivation& into) {
  const plan::StepId step = plan_.asked[asked];
  const std::optional<Number> value = evaluation_.figure(step, window);
  if (!value) return std::nullopt;
  return std::pair(*value, derives_ ? copied(evaluation_.reason(step, window), into) : no_reason);
}

/// A reason comes after those of its parts, so that what it needs can be copied in their order, without going down into them.
ReasonId Agreement::copied(ReasonId why, Derivation& into) {
  const Derivation& from = evaluation_.derivation();
  std::map<ReasonId, ReasonId>& copies = copies_[&into];
  std::set<ReasonId> needed;
  std::vector<ReasonId> waiting{why};
  while (!waiting.empty()) {
    const ReasonId next = waiting.back();
    waiting.pop_back();
    if (copies.contains(next) || !needed.insert(next).second) continue;
    waiting.insert(waiting.end(), from[next].parts.begin(), from[next].parts.end());
  }
  for (const ReasonId id : needed) {
    Reason reason = from[id];
    for (ReasonId& part : reason.parts) part = copies.at(part);
    copies.emplace(id, into.add(std::move(reason)));
  }
  return copies.at(why);
}

}  // namespace whereas::evaluate
