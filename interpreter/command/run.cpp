#include "interpreter/command/agreeing.h"
#include "interpreter/command/as_paid.h"
#include "interpreter/command/certificate.h"
#include "interpreter/command/command.h"
#include "interpreter/command/many.h"
#include "interpreter/command/readings.h"
#include "interpreter/command/usage.h"

#include "interpreter/statement/csv.h"
#include "interpreter/statement/distribution.h"
#include "interpreter/statement/json.h"
#include "interpreter/statement/side_by_side.h"
#include "interpreter/statement/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

namespace whereas::command {

namespace {

std::optional<Frequency> frequency(const std::string& by) {
  for (const Frequency known : {Frequency::month, Frequency::quarter, Frequency::year, Frequency::term}) {
    if (noun(known) == by) return known;
  }
  return std::nullopt;
}

/// The contracts of one run, on the figures of one scenario after the other.
class Running {
 public:
  Running(const RunRequest& request, Screen& screen) : request_(request), screen_(screen), desk_(screen) {}

  int run() {
    refuse_with_certificate();
    if (!check() || !contracts_agree()) {
      price_offers();
      return desk_.finish();
    }
    refuse_different_calendars();
    for (const auto& session : sessions_) selections_.push_back(selection(session->contract().calendar));
    const std::vector<std::string> scenarios = scenarios_asked_for();
    if (request_.as_paid && (sessions_.size() > 1 || scenarios.size() > 1)) throw WrongUsage("--as-paid is for one contract, on one set of figures");
    if (sessions_.size() > 1) shared_ = shared_by(contracts());
    if (request_.certificate && scenarios.size() > 1) throw WrongUsage("--certificate is of one set of figures: name one scenario");
    stands_alone_ = sessions_.size() == 1 && scenarios.size() < 2 && !request_.net && !request_.as_paid && !request_.certificate;
    if (stands_alone_ && scenarios.empty() && data_names_scenarios(request_.data, desk_)) return run_each();
    if (stands_alone_ && is_for_programs()) selections_.front().adds_up = false;
    bool is_paid = true;
    if (scenarios.empty()) is_paid = pay(std::nullopt);
    for (const std::string& scenario : scenarios) {
      if (scenarios.size() > 1) desk_.begin_scenario(scenario);
      is_paid = pay(scenario) && is_paid;
    }
    if ((is_paid || asks()) && scenarios.size() < 2) price_offers();
    const int exit_code = desk_.finish();
    if (is_paid && desk_.only_promises_are_broken()) screen_.result(written());
    return exit_code;
  }

 private:
  /// The scenarios that the data names, each with a statement of its own.
  int run_each() {
    Session& session = *sessions_.front();
    const auto figures = session.read_scenarios({request_.data, std::nullopt});
    std::vector<Session::Settled> settled;
    if (figures && !refuse_open_figures(session.open_figure(), desk_)) settled = settle_each(session, *figures, desk_, screen_);
    for (std::size_t place = 0; place < settled.size(); ++place) {
      const std::string& name = (*figures)[place].name;
      desk_.begin_scenario(name);
      desk_.report() = settled[place].promises;
      statement::Run& run = runs_.emplace_back();
      run.scenario = name;
      run.contracts.push_back(statement::state(session.contract(), settled[place].table, settled[place].payments, selections_.front()));
      statement::Statement& stated = run.contracts.back();
      stated.scenario = name;
      stated.net_lines = statement::net_lines(session.contract(), settled[place].payments, stated.term, stated.settled_to, selections_.front(), desk_.report());
      statement::Netter netter(net_by());
      netter.take(session.contract(), settled[place].payments, stated.term, selections_.front());
      run.netting = netter.finish();
    }
    const int exit_code = desk_.finish();
    if (settled.empty() || !desk_.only_promises_are_broken()) return exit_code;
    constexpr std::size_t most_side_by_side = 6;
    if (request_.format == "csv" || request_.format == "json" || runs_.size() <= most_side_by_side) {
      screen_.result(request_.format == "csv" ? statement::write_each_csv(runs_) : written());
      return exit_code;
    }
    statement::Distribution distribution(session.contract(), *runs_.front().contracts.front().term, selections_.front(), settled.size());
    for (std::size_t place = 0; place < settled.size(); ++place) distribution.take(place, settled[place].payments);
    screen_.result(statement::write_distribution_table(distribution, session.name(), {}, screen_.colours_results()) +
                   "The statement of each scenario: --format csv, or json.\n");
    return exit_code;
  }

  bool check() {
    bool is_good = true;
    const auto add = [&](const ContractGiven& given) {
      sessions_.push_back(std::make_unique<Session>(desk_));
      is_good = sessions_.back()->check(given) && is_good;
    };
    if (request_.text) add({"", request_.text});
    for (const std::string& path : request_.contracts) add({path, std::nullopt});
    return is_good;
  }

  /// A certificate is of everything that one contract pays on one set of figures.
  void refuse_with_certificate() const {
    if (!request_.certificate) {
      if (request_.format == "text") throw WrongUsage("--format text is of --certificate: a statement is a table, csv or json");
      return;
    }
    if (request_.contracts.size() > 1) throw WrongUsage("--certificate is of one contract: run each by itself");
    if (request_.format == "csv" || request_.format == "table") throw WrongUsage(fmt::format("--certificate is text or json, not {}", request_.format));
    if (request_.as_paid) throw WrongUsage("--certificate is of what the contract pays on its figures: leave out --as-paid");
    const bool is_selected = request_.net || !request_.by.empty() || !request_.from.empty() || !request_.to.empty();
    if (is_selected) throw WrongUsage("--certificate is of the whole run: leave out --net, --by, --from and --to");
  }

  /// Whether a payment has come out below zero, or a day of the data cuts a window, and the contract does not say what then.
  bool asks() {
    const auto found = desk_.report().ordered();
    return std::any_of(found.begin(), found.end(), [](const Diagnostic& one) { return one.code == code::below_zero_not_said || one.code == code::part_window; });
  }

  /// Of a line that may be read, or written, in several ways: what each pays, on the figures of one scenario.
  void price_offers() {
    if (sessions_.size() != 1 || request_.scenarios.size() > 1 || !sessions_.front()->has_program()) return;
    FiguresGiven figures{request_.data, std::nullopt};
    if (!request_.scenarios.empty() && request_.scenarios.front() != "all") figures.scenario = request_.scenarios.front();
    const ContractGiven given{request_.contracts.empty() ? std::string() : request_.contracts.front(), request_.text};
    const bool has_reader = request_.format.empty() || request_.format == "table";
    command::price_offers(desk_, desk_.sources()[sessions_.front()->program().root().source], given, figures, has_reader);
  }

  /// What has one name in several contracts is one thing.
  bool contracts_agree() {
    std::vector<const check::CheckedContract*> given;
    for (const auto& session : sessions_) given.push_back(&session->contract());
    refuse_same_contract(given, desk_.report());
    refuse_unlike_parties(given, desk_.report());
    refuse_unlike_inputs(contracts(), desk_.report());
    return !desk_.has_errors();
  }

  statement::Selection selection(const Calendar& calendar) const {
    statement::Selection selection;
    selection.by = frequency(request_.by);
    if (!request_.from.empty()) selection.from = read_period_argument(request_.from, calendar).first();
    if (!request_.to.empty()) selection.to = read_period_argument(request_.to, calendar).last();
    if (selection.from && selection.to && *selection.to < *selection.from) {
      throw WrongUsage(fmt::format("--from {} comes after --to {}", request_.from, request_.to));
    }
    return selection;
  }

  bool is_for_programs() const { return request_.format == "json" || request_.format == "csv"; }

  /// How the parties' positions are added up.
  Frequency net_by() const { return frequency(request_.by).value_or(request_.net ? Frequency::year : Frequency::term); }

  /// Positions over several contracts are of periods that all of them have.
  void refuse_different_calendars() const {
    if (net_by() == Frequency::term) return;
    for (const auto& session : sessions_) {
      if (session->contract().calendar == sessions_.front()->contract().calendar) continue;
      throw WrongUsage(fmt::format("`{}` and `{}` count their years from different days: use --by term", sessions_.front()->name(), session->name()));
    }
  }

  /// The scenarios named, each once; every one of the contracts for `all`.
  std::vector<std::string> scenarios_asked_for() const {
    std::vector<std::string> titles;
    const auto add = [](std::vector<std::string>& list, const std::string& title) {
      if (std::find(list.begin(), list.end(), title) == list.end()) list.push_back(title);
    };
    for (const auto& session : sessions_) {
      for (const std::string& title : session->scenarios()) add(titles, title);
    }
    std::vector<std::string> asked;
    for (const std::string& scenario : request_.scenarios) {
      if (scenario == "all") {
        if (std::find(titles.begin(), titles.end(), scenario) != titles.end()) throw WrongUsage("a scenario is titled `all`, which asks for every scenario: give it another title");
        if (titles.empty()) throw WrongUsage("--scenario all: the contract has no scenario");
        for (const std::string& title : titles) add(asked, title);
        continue;
      }
      for (const std::string& step : scenario_steps(scenario, titles)) {
        if (is_data_file(step) || std::find(titles.begin(), titles.end(), step) != titles.end()) continue;
        throw WrongUsage(no_such_scenario(step, titles));
      }
      add(asked, scenario);
    }
    return asked;
  }

  /// Whether every contract is paid on these figures; promises that do not hold change no payment.
  bool pay(const std::optional<std::string>& scenario) {
    statement::Run run;
    run.scenario = scenario;
    statement::Netter netter(net_by());
    FiguresOfAll figures;
    bool is_paid = true;
    for (std::size_t index = 0; index < sessions_.size(); ++index) {
      Session& session = *sessions_[index];
      evaluate::Options options;
      options.derive = request_.certificate;
      is_paid = (session.pay({request_.data, scenario}, options, shared_) || desk_.only_promises_are_broken()) && is_paid;
      if (is_paid && !stands_alone_) is_paid = !refuse_open_figures(open_figure(session), desk_, request_.certificate);
      if (is_paid && sessions_.size() > 1) is_paid = figures.take(session.contract(), session.table(), session.name(), desk_.report());
      if (!is_paid) continue;
      std::optional<evaluate::Payments> as_paid;
      if (request_.as_paid) {
        as_paid = session.payments();
        stand_as_paid(read_as_paid(*request_.as_paid, session.contract(), session.name(), scenario, desk_), session.contract(), *as_paid, desk_.report());
        is_paid = is_paid && desk_.only_promises_are_broken();
      }
      const evaluate::Payments& payments = as_paid ? *as_paid : session.payments();
      run.contracts.push_back(statement::state(session.contract(), session.table(), payments, selections_[index]));
      statement::Statement& stated = run.contracts.back();
      stated.scenario = scenario;
      stated.net_lines = statement::net_lines(session.contract(), payments, stated.term, stated.settled_to, selections_[index], desk_.report());
      if (!stands_alone_) netter.take(session.contract(), payments, stated.term, selections_[index]);
    }
    if (is_paid) warn_of_what_is_unused();
    if (!stands_alone_) run.netting = netter.finish();
    runs_.push_back(std::move(run));
    return is_paid;
  }

  static const check::EstimateInfo* open_figure(const Session& session) {
    const auto& estimates = session.contract().estimates;
    for (check::EstimateId id = 0; id < estimates.size(); ++id) {
      if (session.ranged().is_open(id)) return &estimates[id];
    }
    return nullptr;
  }

  /// Of data that several contracts read, what none of them names.
  void warn_of_what_is_unused() {
    if (!shared_) return;
    std::vector<data::UnusedName> unused = sessions_.front()->unused();
    for (const auto& session : sessions_) {
      const std::vector<data::UnusedName> other = session->unused();
      std::erase_if(unused, [&](const data::UnusedName& name) {
        return std::none_of(other.begin(), other.end(), [&](const data::UnusedName& one) { return one.name == name.name; });
      });
    }
    warn_of_unused(unused, contracts(), desk_.report());
  }

  std::vector<const check::CheckedContract*> contracts() const {
    std::vector<const check::CheckedContract*> contracts;
    for (const auto& session : sessions_) {
      const auto own = session->contracts();
      contracts.insert(contracts.end(), own.begin(), own.end());
    }
    return contracts;
  }

  std::string written() const {
    if (request_.certificate) return certificate_of(*sessions_.front(), desk_, runs_.front(), request_.format, screen_.colours_results());
    const bool is_alone = runs_.size() == 1 && runs_.front().contracts.size() == 1 && !request_.net;
    if (request_.format == "csv") return request_.net ? statement::write_net_csv(runs_) : statement::write_csv(runs_);
    if (request_.format == "json") return is_alone ? statement::write_json(runs_.front().contracts.front()) : statement::write_json(runs_, request_.net);
    const bool colour = screen_.colours_results();
    return is_alone ? statement::write_table(runs_.front().contracts.front(), colour) : statement::write_table(runs_, request_.net, colour);
  }

  const RunRequest& request_;
  Screen& screen_;
  Desk desk_;
  std::vector<std::unique_ptr<Session>> sessions_;
  std::vector<statement::Selection> selections_;  ///< by contract
  std::optional<data::Shared> shared_;
  bool stands_alone_ = true;                      ///< one contract, on one set of figures
  std::vector<statement::Run> runs_;              ///< by scenario
};

}  // namespace

int run(const RunRequest& request, Screen& screen) { return Running(request, screen).run(); }

}  // namespace whereas::command
