#include "interpreter/command/command.h"
#include "interpreter/command/in_tiles.h"
#include "interpreter/command/many.h"
#include "interpreter/command/usage.h"

#include "interpreter/batch/draw.h"
#include "interpreter/statement/distribution.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

namespace whereas::command {

namespace {

constexpr std::uint64_t most_paths = 10'000'000;

/// A whole number on the command line.
std::uint64_t read_count(const std::string& text, const std::string& option, std::uint64_t least, std::uint64_t most) {
  std::uint64_t count = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (text.empty() || fault != std::errc() || end != text.data() + text.size() || count < least || count > most) {
    throw WrongUsage(fmt::format("{} {}: a whole number from {} to {} is asked for", option, text, least, most));
  }
  return count;
}

std::optional<Frequency> frequency_of(const std::string& by) {
  for (const Frequency known : {Frequency::month, Frequency::quarter, Frequency::year, Frequency::term}) {
    if (noun(known) == by) return known;
  }
  return std::nullopt;
}

void collect_tables(const check::CheckedContract& contract, Session::Tables& tables, std::vector<batch::Given>& given) {
  given.push_back({&contract, &tables.own});
  for (std::size_t place = 0; place < tables.others.size(); ++place) collect_tables(*contract.agreements[place].contract, tables.others[place], given);
}

std::vector<data::Table*> tables_in(const check::CheckedContract& contract, Session::Tables& tables) {
  std::vector<batch::Given> given;
  collect_tables(contract, tables, given);
  std::vector<data::Table*> all;
  for (const batch::Given& one : given) all.push_back(one.table);
  return all;
}

/// One contract on many scenarios: those that the data names, or paths drawn about its figures.
class Simulating {
 public:
  Simulating(const SimulateRequest& request, Screen& screen) : request_(request), screen_(screen), desk_(screen), session_(desk_) {
    for (const std::string& text : request.vary) {
      std::string why;
      const std::optional<batch::Vary> vary = batch::read_vary(text, why);
      if (!vary) throw WrongUsage("--vary " + why);
      const bool is_again = std::any_of(varied_.begin(), varied_.end(), [&](const batch::Vary& one) { return one.input == vary->input; });
      if (is_again) throw WrongUsage(fmt::format("--vary: `{}` varies twice", vary->input));
      varied_.push_back(*vary);
    }
    paths_ = read_count(request.paths, "--paths", 1, most_paths);
    seed_ = read_count(request.seed, "--seed", 0, UINT64_MAX);
    threads_ = request.threads.empty() ? 0 : read_count(request.threads, "--threads", 1, 1024);
    if (!request.figures_of.empty()) figures_of_ = read_count(request.figures_of, "--figures-of", 1, paths_);
  }

  int run() {
    if (!session_.check({request_.contract, std::nullopt})) return desk_.finish();
    const bool names_scenarios = data_names_scenarios(request_.data, desk_);
    refuse_unknown_inputs();
    if (varied_.empty() && !names_scenarios && !desk_.has_errors()) {
      throw WrongUsage("nothing varies: say `--vary 'INPUT by 15% a year'`, or give data that has a column `scenario`");
    }
    figures_ = session_.read_scenarios({request_.data, request_.scenario});
    if (!figures_ || refuse_open_figures(session_.open_figure(), desk_) || refuse_both_ways(names_scenarios)) return desk_.finish();
    if (!varied_.empty()) prepare_drawing();
    if (figures_of_) {
      write_figures();
      return desk_.finish();
    }
    const bool is_settled = settle();
    const int exit_code = desk_.finish();
    if (is_settled) write();
    return exit_code;
  }

 private:
  void refuse_unknown_inputs() const {
    std::vector<std::string> known;
    for (const check::CheckedContract* contract : session_.contracts()) {
      for (const check::InputInfo& input : contract->inputs) {
        if (!input.asked) known.push_back(input.name);
      }
    }
    for (const batch::Vary& vary : varied_) {
      if (std::find(known.begin(), known.end(), vary.input) != known.end()) continue;
      throw WrongUsage(fmt::format("--vary: the contract has no input `{}`{}", vary.input, suggestion(vary.input, known)));
    }
  }

  /// Paths are drawn about one set of figures.
  bool refuse_both_ways(bool names_scenarios) {
    if (!names_scenarios || varied_.empty()) return false;
    desk_.report()
        .add(code::not_supported)
        .says("the data has figures of several scenarios, and `--vary` draws paths about those of one")
        .at(figures_->front().place, "the first scenario")
        .help("leave --vary out to run the scenarios of the data; or give the data of one, without the column `scenario`");
    return true;
  }

  void prepare_drawing() {
    std::vector<batch::Given> given;
    collect_tables(session_.contract(), figures_->front().tables, given);
    std::string why;
    const auto day_of = [&](const std::string& period) { return read_period_argument(period, session_.contract().calendar).first(); };
    drawing_ = batch::Drawing::of(varied_, given, seed_, desk_.sources(), day_of, why);
    if (!drawing_) throw WrongUsage("--vary: " + why);
  }

  Session::Tables tables_of(std::size_t scenario) const {
    if (!drawing_) return (*figures_)[scenario].tables;
    Session::Tables tables = figures_->front().tables;
    drawing_->draw(scenario + 1, tables_in(session_.contract(), tables));
    return tables;
  }

  std::size_t count() const { return drawing_ ? paths_ : figures_->size(); }

  bool settle() {
    statement::Selection selection;
    selection.by = frequency_of(request_.by);
    const Calendar& calendar = session_.contract().calendar;
    if (!request_.from.empty()) selection.from = read_period_argument(request_.from, calendar).first();
    if (!request_.to.empty()) selection.to = read_period_argument(request_.to, calendar).last();
    if (selection.from && selection.to && *selection.to < *selection.from) throw WrongUsage(fmt::format("--from {} comes after --to {}", request_.from, request_.to));
    const data::Table& first = figures_->front().tables.own;
    const std::optional<Period>& term = session_.plan().term ? session_.plan().term : first.term;
    distribution_.emplace(session_.contract(), *term, selection, count());
    const std::string what = drawing_ ? "paths" : "scenarios";
    const std::unique_ptr<InTiles> tiles = InTiles::of(session_, *figures_, desk_.sources(), *distribution_, taking_);
    if (tiles == nullptr) {
      for_each_scenario(count(), threads_, what, screen_, [&](std::size_t scenario) { settle_alone(scenario); });
    } else {
      const auto put = [&](std::size_t scenario, Session::Tables& room) -> const data::Table& {
        if (!drawing_) return (*figures_)[scenario].tables.own;
        drawing_->draw(scenario + 1, tables_in(session_.contract(), room));
        return room.own;
      };
      const auto alone = [&](std::size_t scenario) { settle_alone(scenario); };
      const auto work = [&](std::size_t tile) { tiles->run(tile, count(), put, alone); };
      for_each_scenario(tiles->tiles(count()), threads_, what, screen_, work, batch::lanes);
      tiles->finish(put, alone);
      for (const auto& [said, times] : tiles->broken()) break_promise(said, times);
    }
    if (!failed_) return true;
    desk_.begin_scenario(drawing_ ? fmt::format("path {}", failed_->first + 1) : (*figures_)[failed_->first].name);
    desk_.report() = failed_->second;
    return false;
  }

  /// By the engine, as `whereas run` does.
  void settle_alone(std::size_t scenario) {
    Report report;
    const std::optional<Session::Settled> settled = session_.settle(tables_of(scenario), report);
    const std::lock_guard lock(taking_);
    if (!settled) {
      if (!failed_ || scenario < failed_->first) failed_.emplace(scenario, std::move(report));
      return;
    }
    distribution_->take(scenario, settled->payments);
    for (const Diagnostic& diagnostic : settled->promises.ordered()) {
      if (diagnostic.code == code::promise_broken) break_promise(diagnostic.primary.span, 1);
    }
  }

  void break_promise(Span said, std::size_t times) {
    if (times == 0) return;
    auto& [words, count] = broken_[said.begin];
    words = std::string(desk_.sources()[said.source].slice(said));
    count += times;
  }

  void write() {
    statement::Drawn drawn;
    if (drawing_) {
      drawn.seed = seed_;
      drawn.varied = request_.vary;
    } else {
      for (const Session::ScenarioFigures& one : *figures_) drawn.names.push_back(one.name);
    }
    for (const auto& [place, promise] : broken_) drawn.broken.push_back(promise);
    if (request_.format == "csv") return screen_.result(statement::write_distribution_csv(*distribution_, drawn));
    if (request_.format == "json") return screen_.result(statement::write_distribution_json(*distribution_, session_.name(), drawn));
    screen_.result(statement::write_distribution_table(*distribution_, session_.name(), drawn, screen_.colours_results()));
  }

  /// What was drawn for one path, as data that takes the place of the base's: `whereas run DEAL --data base.csv --scenario path.csv`.
  void write_figures() {
    if (!drawing_) throw WrongUsage("--figures-of is for paths that are drawn: give --vary too");
    Session::Tables tables = tables_of(*figures_of_ - 1);
    std::vector<batch::Given> given;
    collect_tables(session_.contract(), tables, given);
    std::string csv = "period,series";
    std::vector<std::string> dimensions;
    for (const check::DimensionInfo& dimension : session_.contract().dimensions) dimensions.push_back(dimension.name);
    for (const std::string& dimension : dimensions) csv += "," + dimension;
    csv += ",value\n";
    for (const batch::Vary& vary : varied_) {
      for (const batch::Given& one : given) {
        const auto& inputs = one.contract->inputs;
        const auto info = std::find_if(inputs.begin(), inputs.end(), [&](const check::InputInfo& input) { return input.name == vary.input && !input.asked; });
        if (info == inputs.end() || !one.table->series[static_cast<std::size_t>(info - inputs.begin())]) continue;
        csv += rows_of(*one.contract, *info, *one.table->series[static_cast<std::size_t>(info - inputs.begin())], dimensions);
        break;
      }
    }
    screen_.result(csv);
  }

  static std::string rows_of(const check::CheckedContract& contract, const check::InputInfo& info, const data::Series& series, const std::vector<std::string>& dimensions) {
    std::string rows;
    for (const data::Column& column : series.columns) {
      std::string cells = "," + info.name;
      for (const std::string& dimension : dimensions) {
        cells += ",";
        for (std::size_t place = 0; place < info.dimensions.size(); ++place) {
          if (contract.dimensions[info.dimensions[place]].name == dimension) cells += column.values[place];
        }
      }
      for (std::size_t place = 0; place < series.periods.size(); ++place) {
        rows += fmt::format("{}{},{}\n", series.calendar.label(series.periods[place], series.frequency), cells, column.cells[place].value.text());
      }
    }
    return rows;
  }

  const SimulateRequest& request_;
  Screen& screen_;
  Desk desk_;
  Session session_;
  std::vector<batch::Vary> varied_;
  std::size_t paths_ = 0;
  std::uint64_t seed_ = 0;
  std::size_t threads_ = 0;
  std::optional<std::size_t> figures_of_;
  std::optional<std::vector<Session::ScenarioFigures>> figures_;
  std::optional<batch::Drawing> drawing_;
  std::optional<statement::Distribution> distribution_;
  std::mutex taking_;
  std::optional<std::pair<std::size_t, Report>> failed_;  ///< the first scenario that cannot be settled, and why
  std::map<std::uint32_t, std::pair<std::string, std::size_t>> broken_;  ///< promises, by their place
};

}  // namespace

int simulate(const SimulateRequest& request, Screen& screen) { return Simulating(request, screen).run(); }

}  // namespace whereas::command
