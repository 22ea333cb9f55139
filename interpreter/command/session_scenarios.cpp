#include "interpreter/command/session.h"

#include "interpreter/plan/lower.h"
#include "interpreter/trial/trial.h"

#include <algorithm>

/// Many sets of figures for one contract: those of the scenarios that the data names, or that are drawn.
namespace whereas::command {

bool Session::has_clauses() {
  if (!contract_->clauses.empty()) return true;
  desk_.report()
      .add(code::nothing_to_pay)
      .says("the contract has no clause, so there is nothing to pay")
      .at({program_->root().source, 0, 0})
      .help("write one: `share 50% of revenue`, or `clause \"Share\"` and below it `PAYER pays PAYEE AMOUNT`");
  return false;
}

bool Session::has_term(const data::Table& table) {
  if (table.term || plan_->term) return true;
  desk_.report()
      .add(code::setting_missing)
      .says("the deal has no term, and no data says over which days it runs")
      .at({program_->root().source, 0, 0})
      .help("give it one: `term 2026-01-01 to 2026-12-31`");
  return false;
}

std::optional<std::vector<Session::ScenarioFigures>> Session::read_scenarios(const FiguresGiven& given) {
  Report& report = desk_.report();
  if (!has_clauses()) return std::nullopt;
  const std::optional<data::Shared> shared = shared_by(contracts());
  ranged_.reset();
  footing_.reset();
  if (!plan_ || plan_has_events_) plan_ = plan::lower(*contract_, desk_.sources());
  const std::optional<Origin> from = origin(given, false);
  if (!from) return std::nullopt;
  std::optional<std::vector<ScenarioFigures>> all = read_each(*contract_, *plan_, *from, report, shared);
  if (!all || all->empty() || report.has_errors()) return std::nullopt;
  const Tables& first = all->front().tables;
  if (!take_up_events(first) || !has_term(first.own)) return std::nullopt;
  if (shared) warn_of_unused(first.own.unused, contracts(), report);
  data::warn_of_values(*contract_, first.own, report);
  decided_ = decided(*contract_, *plan_, *from);
  return all;
}

std::optional<std::vector<Session::ScenarioFigures>> Session::read_each(const check::CheckedContract& contract, const plan::Plan& plan, const Origin& origin, Report& report,
                                                                        const std::optional<data::Shared>& shared) {
  std::vector<ScenarioFigures> all;
  if (!origin.scenarios.empty()) {
    std::optional<Tables> tables = read(contract, plan, origin, report, shared);
    if (!tables) return std::nullopt;
    all.push_back({{}, {}, std::move(*tables)});
    return all;
  }
  const std::size_t errors = report.error_count();
  for (data::ScenarioTable& one : data::read_scenarios(origin.files, contract, plan.needed_inputs, desk_.sources(), report, shared)) {
    all.push_back({std::move(one.name), one.place, {std::move(one.table), {}}});
  }
  if (report.error_count() > errors) return std::nullopt;
  for (std::size_t place = 0; place < contract.agreements.size(); ++place) {
    auto others = read_each(*contract.agreements[place].contract, *plan.agreements[place], origin, report, shared);
    if (!others) return std::nullopt;
    // All contracts read the same rows, so they know the same scenarios, in the same order.
    for (std::size_t scenario = 0; scenario < all.size(); ++scenario) {
      keep_common(all[scenario].tables.own.unused, (*others)[scenario].tables.own.unused);
      all[scenario].tables.others.push_back(std::move((*others)[scenario].tables));
    }
  }
  return all;
}

std::optional<Session::Settled> Session::settle(Tables tables, Report& report) const {
  std::optional<trial::Footing> stands = footing(*contract_, *plan_, std::move(tables), {}, report);
  if (!stands) return std::nullopt;
  evaluate::Options options;
  options.agreements = stands->agreements;
  options.taken = decided_;
  evaluate::Ranged ranged(*plan_, *contract_, stands->table, report, std::move(options));
  ranged.run();
  if (report.has_errors()) return std::nullopt;
  Settled settled{std::move(stands->table), {}, {}};
  trial::keep_promises(*plan_, *contract_, ranged, settled.table, settled.promises);
  settled.payments = ranged.payments();
  return settled;
}

const check::EstimateInfo* Session::open_figure() const {
  for (check::EstimateId figure = 0; figure < contract_->estimates.size(); ++figure) {
    if (figure >= decided_.size() || !decided_[figure]) return &contract_->estimates[figure];
  }
  return nullptr;
}

}  // namespace whereas::command
