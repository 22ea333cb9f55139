// The contract of tests/contracts/17-the-loop over many scenarios: by hand, by the engine, and by whatever else is installed, each checked to
// the cent against the others.
//
//   loop REPOSITORY PROGRAM [SCENARIOS]
#include "tests/benchmark/contest/contest.h"
#include "tests/benchmark/loop/floor.h"
#include "tests/benchmark/loop/tiled.h"
#include "tests/support/in_memory.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace {

using namespace whereas;

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The engine on one contract, given the figures of one scenario after the other.
class Engine {
 public:
  Engine(const std::string& contract, const std::string& data) : run_(support::run_in_memory(contract, {data})) {
    if (!run_->ok()) {
      std::fprintf(stderr, "the contract or its data cannot be read\n");
      std::exit(1);
    }
  }

  std::vector<std::int64_t> payments(std::span<const loop::Month> scenario) {
    for (std::size_t input = 0; input < 2; ++input) {
      auto& cells = run_->table.series[input]->columns.front().cells;
      for (std::size_t month = 0; month < loop::months; ++month) cells[month].value = Number::decimal(input == 0 ? scenario[month].revenue : scenario[month].cost, 2);
    }
    evaluate::Evaluation evaluation(*run_->plan, *run_->contract, run_->table, run_->report);
    std::vector<std::int64_t> cents;
    for (const auto& payment : evaluation.run().payments) {
      if (payment.title == "Share") cents.push_back((payment.amount * 100).to_integer());
    }
    return cents;
  }

 private:
  std::unique_ptr<support::Run> run_;
};

/// The first scenarios as a file for programs that read one: scenario, month, revenue and cost in cents.
void write_csv(const loop::Scenarios& scenarios, std::size_t count, const std::string& path) {
  std::ofstream file(path);
  file << "scenario,month,revenue,cost\n";
  for (std::size_t scenario = 0; scenario < count; ++scenario) {
    for (std::size_t month = 0; month < loop::months; ++month) {
      const loop::Month& figures = scenarios.of(scenario)[month];
      file << scenario << ',' << month << ',' << figures.revenue << ',' << figures.cost << '\n';
    }
  }
}

/// A program that prints the nanoseconds it took, without reading the file, and then what each scenario pays in cents.
contest::Contestant peer(const std::string& name, const std::string& command, const loop::Scenarios& scenarios, const loop::Totals& totals, std::size_t count) {
  const std::string path = fmt::format("{}/whereas-loop-{}.csv", std::getenv("TMPDIR") != nullptr ? std::getenv("TMPDIR") : "/tmp", count);
  write_csv(scenarios, count, path);
  contest::Contestant one{name, count * loop::months, {}, {}};
  const auto remark = std::make_shared<std::string>();
  one.turn = [command, path, count, &totals, name]() -> std::optional<double> {
    const auto printed = contest::printed_by(command + " " + path + " 2>/dev/null");
    if (!printed) return std::nullopt;
    std::istringstream lines(*printed);
    double time = 0;
    lines >> time;
    std::size_t different = 0;
    for (std::size_t scenario = 0; scenario < count; ++scenario) {
      std::int64_t cents = 0;
      if (!(lines >> cents) || cents != totals[scenario]) ++different;
    }
    static std::vector<std::string> told;
    if (different > 0 && std::find(told.begin(), told.end(), name) == told.end()) {
      std::printf("NOT EXACT: %s differs in %zu of %zu scenarios\n", name.c_str(), different, count);
      told.push_back(name);
    }
    return time;
  };
  return one;
}

void require(bool holds, const std::string& what) {
  if (holds) return;
  std::fprintf(stderr, "%s is not what the scalar loop pays\n", what.c_str());
  std::exit(1);
}

}  // namespace

int main(int count, char** words) {
  if (count < 2) return std::fprintf(stderr, "usage: loop REPOSITORY PROGRAM [SCENARIOS]\n"), 2;
  const std::string repository = words[1];
  const std::string peers = repository + "/tests/benchmark/peers/";
  const auto scenario_count = static_cast<std::size_t>(count > 3 ? std::max(20, std::atoi(words[3])) : 20'000);
  const loop::Scenarios scenarios = loop::draw(scenario_count, 1);
  const loop::Laid laid = loop::lay(scenarios);
  loop::Totals totals;
  loop::run_scalar(scenarios, totals);
  const std::size_t periods = scenario_count * loop::months;

  std::vector<contest::Contestant> contestants;
  loop::Totals found;
  contestants.push_back({"by hand, 128-bit integers", periods, [&] { return contest::timed([&] { loop::run_scalar(scenarios, found); }); }, {}});
  for (const auto instructions : {loop::Instructions::sse2, loop::Instructions::avx2, loop::Instructions::avx512}) {
    if (!loop::has(instructions)) continue;
    const std::string name = fmt::format("by hand, vectors of {}", loop::name(instructions));
    contestants.push_back({name, periods,
                           [&found, &laid, &totals, instructions, name] {
                             const double time = contest::timed([&] { loop::run_vectors(laid, instructions, found); });
                             require(found == totals, name);
                             return time;
                           },
                           {}});
  }
  Engine engine(text_of(repository + "/tests/contracts/17-the-loop/contract.deal"), text_of(repository + "/tests/contracts/17-the-loop/data.csv"));
  const std::unique_ptr<support::Run> once =
      support::run_in_memory(text_of(repository + "/tests/contracts/17-the-loop/contract.deal"), {text_of(repository + "/tests/contracts/17-the-loop/data.csv")});
  const loop::Tiled tiled(*once);
  const loop::Tiled::Figures in_tiles = tiled.lay(scenarios);
  for (const auto kernel : batch::all_kernels) {
    if (!batch::has(kernel)) continue;
    const std::string name = fmt::format("whereas, tiles, {}", batch::name(kernel));
    contestants.push_back({name, periods,
                           [&, kernel, name] {
                             const double time = contest::timed([&] { tiled.run(in_tiles, kernel, found); });
                             require(found == totals, name);
                             return time;
                           },
                           {}});
  }
  // The same with the figures put into tiles one by one; and where one scenario of a hundred has a month beyond 64 bits.
  loop::Scenarios strayed = scenarios;
  for (std::size_t scenario = 0; scenario < scenario_count; scenario += 100) strayed.all[scenario * loop::months + 7].revenue = std::int64_t{1} << 52;
  loop::Totals totals_strayed;
  loop::run_scalar(strayed, totals_strayed);
  contestants.push_back({"whereas, tiles, put figure by figure", periods, [&] { return contest::timed([&] { tiled.run_any(scenarios, batch::best_kernel(), found); }); }, {}});
  contestants.push_back({"whereas, the same, 1 in 100 beyond 64 bits", periods,
                         [&] {
                           const double time = contest::timed([&] { tiled.run_any(strayed, batch::best_kernel(), found); });
                           require(found == totals_strayed, "tiles with figures beyond 64 bits");
                           found.resize(scenario_count);
                           return time;
                         },
                         {}});
  const std::size_t some = std::min<std::size_t>(scenario_count, 500);
  loop::Totals found_by_numbers(some);
  contestants.push_back({"whereas, Numbers alone", some * loop::months,
                         [&] {
                           const double time = contest::timed([&] { tiled.run_numbers(scenarios, found_by_numbers); });
                           require(std::equal(found_by_numbers.begin(), found_by_numbers.end(), totals.begin()), "Numbers alone");
                           return time;
                         },
                         {}});
  const std::size_t singles = std::min<std::size_t>(scenario_count, 20);
  contestants.push_back({"whereas, one run after the other", singles * loop::months,
                         [&] {
                           return contest::timed([&] {
                             for (std::size_t scenario = 0; scenario < singles; ++scenario) {
                               require(engine.payments(scenarios.of(scenario)) == loop::payments(scenarios.of(scenario)), "the engine's run");
                             }
                           });
                         },
                         {}});
  const std::size_t few = std::min<std::size_t>(scenario_count, 200);
  contestants.push_back(peer("Python decimal", "/usr/bin/python3 " + peers + "loop_decimal.py", scenarios, totals, few));
  contestants.push_back(peer("numpy, float64", "/usr/bin/python3 " + peers + "loop_numpy.py", scenarios, totals, scenario_count));
  contestants.push_back(peer("SQLite, window functions", "/usr/bin/python3 " + peers + "loop_sqlite.py", scenarios, totals, few));
  contestants.push_back(peer("DuckDB, window functions", "node " + peers + "loop_duckdb.mjs windows", scenarios, totals, scenario_count));
  contestants.push_back(peer("DuckDB, month by month", "node " + peers + "loop_duckdb.mjs months", scenarios, totals, scenario_count));
  contestants.push_back(peer("PostgreSQL, window functions", "bash " + peers + "loop_postgresql.sh", scenarios, totals, few));
  contest::hold(fmt::format("the loop, {} scenarios of {} months", scenario_count, loop::months), "period", contestants, 5);
  return 0;
}
