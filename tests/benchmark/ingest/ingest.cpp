// Reading a file of many rows and adding them up by month and channel: by hand, by whereas (any order of columns, everything checked), and by
// whatever else is installed, each checked to the cent.
//
//   ingest REPOSITORY PROGRAM [ROWS]
#include "tests/benchmark/contest/contest.h"
#include "tests/benchmark/ingest/floor.h"
#include "tests/support/in_memory.h"

#include "interpreter/plan/asked_dimensions.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace {

using namespace whereas;

const char* const contract = R"(deal "Rows"
party Reseller
party Maker
term 2020-01-01 to 2029-12-31
currency USD
settled monthly
rounded to cents, half even
input revenue by channel, product  daily USD, missing is zero
input cost by channel, product  daily USD, missing is zero
clause "Bedrock"
  Reseller pays Maker 10% of (revenue where channel is "bedrock")
clause "All"
  Reseller pays Maker 1% of revenue after cost
    either way
)";

void require(bool holds, const std::string& what) {
  if (holds) return;
  std::fprintf(stderr, "%s differs from the sums by hand\n", what.c_str());
  std::exit(1);
}

/// The table's figures, added up as the floor does.
ingest::Sums sums_of(const data::Table& table) {
  ingest::Sums sums;
  for (std::size_t input = 0; input < 2; ++input) {
    for (const data::Column& column : table.series[input]->columns) {
      std::size_t channel = 0;
      while (ingest::channel_name(channel) != column.values.front()) ++channel;
      for (std::size_t period = 0; period < column.cells.size(); ++period) {
        const Date day = table.series[input]->periods[period].first();
        auto& all = input == 0 ? sums.revenue : sums.cost;
        all[static_cast<std::size_t>((day.year() - 2020) * 12 + day.month() - 1)][channel] += (column.cells[period].value * 100).to_integer();
      }
    }
  }
  return sums;
}

/// A program that prints nanoseconds, and then month by month and channel by channel the sums of revenue and cost in cents.
contest::Contestant peer(const std::string& name, const std::string& command, const std::string& path, std::size_t rows, const ingest::Sums& sums) {
  contest::Contestant one{name, rows, {}, {}};
  one.turn = [name, command, path, &sums]() -> std::optional<double> {
    const auto printed = contest::printed_by(command + " " + path + " 2>/dev/null");
    if (!printed) return std::nullopt;
    std::istringstream lines(*printed);
    double time = 0;
    lines >> time;
    ingest::Sums found;
    std::string month;
    std::string channel;
    std::int64_t revenue = 0;
    std::int64_t cost = 0;
    while (lines >> month >> channel >> revenue >> cost) {
      std::size_t place = 0;
      while (place < ingest::channels && ingest::channel_name(place) != channel) ++place;
      if (place == ingest::channels) return std::nullopt;
      const auto number = static_cast<std::size_t>((std::stoi(month.substr(0, 4)) - 2020) * 12 + std::stoi(month.substr(5)) - 1);
      found.revenue[number][place] = revenue;
      found.cost[number][place] = cost;
    }
    require(found == sums, name);
    return time;
  };
  return one;
}

std::string written(const std::string& text, const std::string& name) {
  const std::string path = fmt::format("{}/{}", std::getenv("TMPDIR") != nullptr ? std::getenv("TMPDIR") : "/tmp", name);
  std::ofstream(path) << text;
  return path;
}

}  // namespace

int main(int count, char** words) {
  if (count < 3) return std::fprintf(stderr, "usage: ingest REPOSITORY PROGRAM [ROWS]\n"), 2;
  const std::string peers = std::string(words[1]) + "/tests/benchmark/peers/";
  const std::string program = words[2];
  const auto rows = static_cast<std::size_t>(count > 3 ? std::max(20'000, std::atoi(words[3])) : 1'000'000);
  const std::size_t few = rows / 10;
  const std::string text = ingest::make_rows(rows);
  const std::string few_text = ingest::make_rows(few);
  const std::string path = written(text, "whereas-rows.csv");
  const std::string few_path = written(few_text, "whereas-few-rows.csv");
  const std::string deal = written(contract, "whereas-rows.deal");
  const ingest::Sums sums = ingest::scan_by_words(text);
  const ingest::Sums few_sums = ingest::scan_by_words(few_text);

  // The contract is checked and lowered once, on a file of one row; then only reading is timed.
  const auto run = support::run_in_memory(contract, {"period,channel,product,revenue,cost\n2020-01-01,direct,p,1,1\n"});
  require(run->ok(), "the contract");
  const SourceId source = run->sources.add("rows.csv", KeptText(std::string_view(text), nullptr)).id();
  const std::vector<bool> merged = plan::merged_dimensions(*run->plan, *run->contract);

  std::vector<contest::Contestant> contestants;
  if (ingest::has_avx2()) {
    contestants.push_back({"by hand, AVX2, nothing checked", rows, [&] { return contest::timed([&] { require(ingest::scan_by_avx2(text) == sums, "AVX2"); }); }, {}});
  }
  contestants.push_back({"by hand, eight bytes at a time", rows, [&] { return contest::timed([&] { require(ingest::scan_by_words(text) == sums, "words"); }); }, {}});
  contestants.push_back({"only reading the bytes", rows, [&] { return contest::timed([&] { require(ingest::read_bytes(text) != 1, "bytes"); }); }, {}});
  contestants.push_back({"whereas, everything checked", rows,
                         [&] {
                           data::Table table;
                           const double time = contest::timed([&] { table = data::read_table(std::vector{source}, *run->contract, run->plan->needed_inputs, run->sources, run->report, std::nullopt, merged); });
                           require(run->ok() && sums_of(table) == sums, "whereas");
                           return time;
                         },
                         {}});
  contestants.push_back({"whereas run, the whole program", rows,
                         [&]() -> std::optional<double> {
                           std::optional<std::string> printed;
                           const double time = contest::timed([&] { printed = contest::printed_by(fmt::format("{} run {} --data {} --format csv 2>/dev/null", program, deal, path)); });
                           return printed ? std::optional(time) : std::nullopt;
                         },
                         {}});
  contestants.push_back(peer("mawk (binary floating point)", "bash " + peers + "ingest_mawk.sh", path, rows, sums));
  contestants.push_back(peer("DuckDB, DECIMAL, one thread", "node " + peers + "ingest_duckdb.mjs", path, rows, sums));
  contestants.push_back(peer("Python csv and decimal", "/usr/bin/python3 " + peers + "ingest_decimal.py", few_path, few, few_sums));
  contestants.push_back(peer("SQLite, imported and added up", "/usr/bin/python3 " + peers + "ingest_sqlite.py", few_path, few, few_sums));
  contest::hold(fmt::format("reading {} rows ({} MB)", rows, text.size() / 1'000'000), "row", contestants, 3);
  for (const std::string& file : {path, few_path, deal}) std::remove(file.c_str());
  return 0;
}
