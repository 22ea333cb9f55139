#include "lang/check/check.h"

#include "lang/check/checking.h"
#include "lang/check/currencies.h"
#include "lang/check/infer.h"
#include "lang/check/tiers.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::check {

using namespace syntax;

namespace {

template <typename Infos>
std::optional<std::uint32_t> find_named(const Infos& infos, std::string_view name) {
  for (std::uint32_t id = 0; id < infos.size(); ++id) {
    if (infos[id].name == name) return id;
  }
  return std::nullopt;
}

}  // namespace

bool Checking::is_left_out(std::string_view name) const {
  for (const auto& file : program.files) {
    for (const Name& left_out : file.contract->left_out) {
      if (left_out.text == name) return true;
    }
  }
  return false;
}

namespace {

/// `is_asked`: another contract may name its measures, so that none is unused.
CheckedContract check(const program::Program& program, const Sources& sources, Report& report, const Happened& happened, bool is_asked) {
  CheckedContract contract;
  const std::size_t errors = report.error_count();
  contract.program = &program;
  Checking checking{program, sources, report, contract, {}, {}, {}, {}, {}, {}, false, {}, {}, false, {}, happened, {}, is_asked};
  for (const program::UsedContract& used : program.contracts) {
    auto other = std::make_shared<const CheckedContract>(check(*used.program, sources, report, happened, true));
    contract.agreements.push_back({used.as.text, std::move(other), used.as.span, {}});
  }
  const bool others_have_errors = report.error_count() > errors;
  declare_settings(checking);
  declare_names(checking);
  declare_between_contracts(checking);
  // What a contract with mistakes of its own can be asked for is not known.
  if (others_have_errors) return contract;
  resolve(checking);
  refuse_circles(checking);
  if (checking.is_too_deep) return contract;
  declare_estimates(checking);
  refuse_clause_circles(checking);
  refuse_two_readings(checking);
  decide_currencies(checking);
  infer(checking);
  check_estimates(checking);
  check_clauses(checking);
  check_named_tiers(checking);
  refuse_bare_balances(checking);
  ask_what_of_payments_counts(checking);
  check_for_each(checking);
  refuse_nested(checking);
  refuse_remembering_earlier_payments(checking);
  check_credits(checking);
  ask_what_is_netted(checking);
  check_waterfalls(checking);
  check_togethers(checking);
  check_bounds(checking);
  check_deductions(checking);
  check_days(checking);
  check_trials(checking);
  check_idle_lines(checking);
  refuse_dead_exceptions(checking);
  check_points(checking);
  check_time(checking);
  check_windows(checking);
  warn_short_windows(checking);
  warn_cut_data(checking);
  warn_last_of_several(checking);
  refuse_counted_again(checking);
  // A name that a mistake kept from being used is not unused.
  if (!report.has_errors() && !is_asked) warn_unused(checking);
  return contract;
}

}  // namespace

CheckedContract check(const program::Program& program, const Sources& sources, Report& report, const Happened& happened) { return check(program, sources, report, happened, false); }

void infer(Checking& checking) {
  auto& contract = checking.contract;
  contract.types.assign(checking.program.expression_count, Type::unknown());
  Inference inference(checking);
  for (MeasureId id = 0; id < contract.measures.size(); ++id) {
    const Measure& measure = *contract.measures[id].text;
    if (measure.parameters.empty() && !measure.after && checking.measure_used[id]) inference.of_measure(id, {});
  }
  check_tests(checking, inference);
  infer_trials(checking, inference);
}

std::optional<InputId> CheckedContract::input_named(std::string_view name) const { return find_named(inputs, name); }
std::optional<PartyId> CheckedContract::party_named(std::string_view name) const { return find_named(parties, name); }
std::optional<DimensionId> CheckedContract::dimension_named(std::string_view name) const { return find_named(dimensions, name); }
std::optional<MeasureId> CheckedContract::measure_named(std::string_view name) const { return find_named(measures, name); }
const EventInfo* CheckedContract::event_named(std::string_view wanted) const {
  const auto found = std::find_if(events.begin(), events.end(), [&](const EventInfo& event) { return event.name == wanted; });
  return found == events.end() ? nullptr : &*found;
}
const BusinessCalendar* CheckedContract::calendar_titled(std::string_view wanted) const {
  const auto found = std::find_if(business_calendars.begin(), business_calendars.end(), [&](const BusinessCalendar& one) { return one.title == wanted; });
  return found == business_calendars.end() ? nullptr : &*found;
}
std::optional<ClauseId> CheckedContract::clause_titled(std::string_view wanted) const {
  for (ClauseId id = 0; id < clauses.size(); ++id) {
    if (clauses[id].title == wanted) return id;
  }
  return std::nullopt;
}

std::optional<CreditsId> CheckedContract::credits_titled(std::string_view wanted) const {
  for (CreditsId id = 0; id < credits.size(); ++id) {
    if (credits[id].title == wanted) return id;
  }
  return std::nullopt;
}

}  // namespace whereas::check
