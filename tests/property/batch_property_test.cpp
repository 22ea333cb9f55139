// Contracts written down as formulas, run in tiles by every kernel that the processor has and by numbers of any size, against the engine that settles one set
// of figures and the reference that settles it after the pages: the same, to the last digit, on every contract of the repository and on contracts made by dice.
// WHEREAS_BATCH_CASES says how many of these (150 unless it is set; then the reference pays all figures, else the first four of each contract), WHEREAS_SEED
// where to begin.
#include "interpreter/batch/compile.h"
#include "interpreter/batch/mixed.h"
#include "tests/reference/agreement.h"
#include "tests/reference/measures.h"
#include "tests/support/in_memory.h"
#include "tests/support/random_contract.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <numeric>
#include <random>

namespace {

namespace fs = std::filesystem;
using namespace whereas;

using Random = std::mt19937_64;

std::string text_of_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A figure about the one of the data: that one, another, none, a cent more, or one at the edge of 64 or 128 bits.
Number strayed_figure(const Number& figure, bool may_be_negative, Random& random) {
  const Number cent = Number::decimal(1, 2);
  Number result = figure;
  switch (random() % 10) {
    case 0: break;
    case 1: result = 0; break;
    case 2: result = figure + cent; break;
    case 3: result = figure - cent; break;
    case 4: result = Number::decimal(static_cast<long long>(std::uint64_t{1} << (random() % 63)), 2) - (random() % 2 == 0 ? cent : Number(0)); break;
    case 5: {
      const std::uint64_t power = random() % 30;
      result = Number(static_cast<long long>(random() % 1000));
      if (random() % 4 == 0) {
        for (std::uint64_t digit = 0; digit < power; ++digit) result *= Number(10);
      }
      break;
    }
    default: result = figure * Number::decimal(static_cast<long long>(random() % 300), 2);
  }
  result = round(result, {2, Rounding::Mode::half_even});
  if (may_be_negative && random() % 3 == 0) result = -result;
  return result.is_negative() && !may_be_negative ? -result : result;
}

struct Count {
  std::size_t compiled = 0;
  std::size_t lanes = 0;
  std::size_t wide = 0;
  std::size_t numbers = 0;  ///< with numbers of any size, wholly or in part
  std::size_t alone = 0;
  std::size_t pairs = 0;    ///< of a contract and figures
  std::size_t not_settled = 0;
  std::size_t three_ways = 0;   ///< pairs that the reference and the engine pay alike
  std::size_t both_refuse = 0;
  std::size_t not_covered = 0;  ///< by the reference
  std::size_t differ = 0;       ///< the engine and the reference
  std::map<std::string, std::size_t> not_compiled;
};

void same(const evaluate::Payment& one, const evaluate::Payment& other) {
  CHECK(one.title == other.title);
  CHECK(one.from == other.from);
  CHECK(one.to == other.to);
  CHECK((one.period == other.period));
  CHECK(one.label == other.label);
  CHECK((one.due == other.due));
  CHECK(one.currency == other.currency);
}

/// Whether the promise holds over all that is settled.
bool is_kept(const plan::Plan& plan, const plan::Ensure& ensure, evaluate::Evaluation& evaluation, const data::Table& table) {
  const Period& term = evaluation.term();
  const Date last = std::min(table.data_ends.value_or(term.last()), term.last());
  std::vector<Period> windows{Period::through(term.first(), last)};
  if (ensure.in_every && *ensure.in_every != Frequency::term) windows = plan.calendar.cut(term, *ensure.in_every);
  return std::all_of(windows.begin(), windows.end(), [&](const Period& window) {
    if (window.last() > last) return true;
    evaluation.judge_up_to(last);
    const bool holds = evaluation.holds(ensure.condition, window).value_or(true);
    evaluation.judge_up_to(std::nullopt);
    return holds;
  });
}

bool is_long_run() { return std::getenv("WHEREAS_BATCH_CASES") != nullptr; }

/// The engine's payments against the reference's; nothing where the engine refuses the figures.
void agree(const support::Run& run, const data::Table& table, const evaluate::Payments* payments, const Report& report, Count& count) {
  try {
    const auto by_reference = reference::pay(*run.contract, {&table, {}, {}});
    const bool is_alike = payments != nullptr && reference::as_in_statement(*payments, *run.contract) == by_reference;
    const bool is_too_long = payments == nullptr && std::any_of(report.ordered().begin(), report.ordered().end(), [](const Diagnostic& one) { return one.code == code::number_too_long; });
    ++(is_alike ? count.three_ways : is_too_long ? count.both_refuse : count.differ);
    if (is_alike || is_too_long) return;
    std::string story = payments == nullptr ? "the engine refuses what the reference pays\n" : "";
    const auto by_engine = payments == nullptr ? std::vector<reference::ReferencePayment>() : reference::as_in_statement(*payments, *run.contract);
    for (std::size_t place = 0; place < std::min(by_engine.size(), by_reference.size()); ++place) {
      const auto& one = by_engine[place];
      const auto& other = by_reference[place];
      if (!(one == other)) story += one.title + " to " + one.payee + " for " + one.period + ": " + one.amount + ", by the reference " + other.title + " to " + other.payee + " for " + other.period + ": " + other.amount + "\n";
    }
    for (check::InputId input = 0; input < table.series.size(); ++input) {
      if (!table.series[input]) continue;
      for (const data::Column& column : table.series[input]->columns) {
        story += run.contract->inputs[input].name + ":";
        for (const data::Cell& cell : column.cells) story += " " + cell.value.text();
        story += "\n";
      }
    }
    FAIL_CHECK("the engine and the reference differ\n" << story);
  } catch (const reference::DataFault&) {
    ++(payments == nullptr ? count.both_refuse : count.differ);
    if (payments != nullptr) FAIL_CHECK("the reference refuses what the engine pays");
  } catch (const reference::NotCovered&) {
    ++count.not_covered;
  }
}

/// Pays one contract on many figures about its own, every way.
void compare(const support::Run& run, std::uint64_t seed, Count& count) {
  const batch::Compiled compiled = batch::compile(*run.plan, *run.contract, run.table);
  if (!compiled.is_compiled()) {
    ++count.not_compiled[compiled.why_not.front().words];
    return;
  }
  std::vector<batch::FormulaId> outputs = compiled.amounts;
  for (const batch::Promise& promise : compiled.promises) outputs.push_back(promise.holds);
  outputs.insert(outputs.end(), compiled.made.begin(), compiled.made.end());
  std::vector<batch::InputForm> forms;
  for (const batch::InputFigure& figure : compiled.inputs) {
    const bool is_rate = batch::is_rate(run.contract->inputs[figure.input]);
    forms.push_back(is_rate ? batch::form_of_rate(2, figure.may_be_negative) : batch::InputForm{2, figure.may_be_negative});
  }
  ++count.compiled;
  const batch::Mixed mixed(compiled.formulas, outputs, compiled.unforeseen, forms);

  constexpr std::size_t scenarios = 24;
  Random random(seed);
  std::vector<data::Table> tables(scenarios, run.table);
  std::vector<std::vector<Number>> expected(scenarios);  // none: it cannot be settled
  std::vector<std::vector<bool>> made(scenarios);        // beside the payments
  std::vector<bool> settled(scenarios);
  for (std::size_t scenario = 0; scenario < scenarios; ++scenario) {
    for (check::InputId input = 0; scenario > 0 && input < tables[scenario].series.size(); ++input) {
      if (!tables[scenario].series[input]) continue;
      const bool tames = scenario % 3 != 0;  // else all figures at once may be out of all bounds
      for (data::Column& column : tables[scenario].series[input]->columns) {
        for (data::Cell& cell : column.cells) {
          if (tames) cell.value = round(cell.value * Number::decimal(static_cast<long long>(random() % 250), 2), {2, Rounding::Mode::half_even});
          else cell.value = strayed_figure(cell.value, run.contract->inputs[input].may_be_negative, random);
        }
      }
    }
    Report report;
    evaluate::Evaluation evaluation(*run.plan, *run.contract, tables[scenario], report);
    const evaluate::Payments& payments = evaluation.run();
    settled[scenario] = !report.has_errors();
    if (is_long_run() || scenario < 4) agree(run, tables[scenario], settled[scenario] ? &payments : nullptr, report, count);
    if (!settled[scenario]) continue;
    // Where figures put a clause in force or not, some of the payments are not made.
    std::size_t next = 0;
    for (std::size_t place = 0; place < compiled.payments.size(); ++place) {
      const evaluate::Payment& written = compiled.payments[place];
      const bool is_always = compiled.formulas.is_constant(compiled.made[place]);
      const bool is_this = next < payments.payments.size() && payments.payments[next].settled_as == written.settled_as && payments.payments[next].period == written.period &&
                           payments.payments[next].to == written.to && payments.payments[next].from == written.from;
      REQUIRE((is_this || !is_always));
      made[scenario].push_back(is_this);
      expected[scenario].push_back(is_this ? payments.payments[next].amount : Number());
      if (!is_this) continue;
      if (scenario == 0) same(payments.payments[next], written);
      ++next;
    }
    REQUIRE(next == payments.payments.size());
    for (const plan::Ensure& ensure : run.plan->ensures) expected[scenario].push_back(is_kept(*run.plan, ensure, evaluation, tables[scenario]) ? 1 : 0);
    for (const bool is_made : made[scenario]) expected[scenario].push_back(is_made ? 1 : 0);
  }
  count.pairs += scenarios;
  count.not_settled += static_cast<std::size_t>(std::count(settled.begin(), settled.end(), false));
  const auto check = [&](std::size_t scenario, const auto& told, const char* where) {
    INFO("scenario " << scenario << ", " << where);
    CHECK(settled[scenario]);
    for (std::size_t place = 0; settled[scenario] && place < expected[scenario].size(); ++place) {
      const Number amount = told(place);
      const bool is_payment = place < compiled.payments.size();
      if (is_payment ? amount == expected[scenario][place] : amount.is_zero() == expected[scenario][place].is_zero()) continue;
      INFO((is_payment ? compiled.payments[place].title + " for " + compiled.payments[place].label : std::string("a promise, or whether it is paid")));
      CHECK(amount.text() == expected[scenario][place].text());
      return;
    }
  };
  for (const batch::Kernel kernel : batch::all_kernels) {
    if (!batch::has(kernel)) continue;
    INFO(batch::name(kernel));
    batch::MixedTiles tiles(mixed, kernel);
    std::vector<std::size_t> waiting(scenarios);
    std::iota(waiting.begin(), waiting.end(), std::size_t{0});
    for (const bool is_wide : {false, true}) {
      tiles.clear(is_wide);
      for (std::size_t lane = 0; lane < waiting.size(); ++lane) {
        for (std::size_t input = 0; input < forms.size(); ++input) {
          const batch::InputFigure& figure = compiled.inputs[input];
          tiles.set(lane, input, tables[waiting[lane]].series[figure.input]->columns[figure.column].cells[figure.place].value);
        }
      }
      tiles.run(waiting.size());
      std::vector<std::size_t> still;
      std::vector<Number> figures(forms.size());
      for (std::size_t lane = 0; lane < waiting.size(); ++lane) {
        if (tiles.way(lane) != batch::MixedTiles::Way::numbers) continue;
        for (std::size_t input = 0; input < forms.size(); ++input) {
          const batch::InputFigure& figure = compiled.inputs[input];
          figures[input] = tables[waiting[lane]].series[figure.input]->columns[figure.column].cells[figure.place].value;
        }
        tiles.run_by_numbers(lane, figures);
      }
      for (std::size_t lane = 0; lane < waiting.size(); ++lane) {
        if (tiles.way(lane) == batch::MixedTiles::Way::wide) still.push_back(waiting[lane]);
        if (tiles.way(lane) == batch::MixedTiles::Way::alone) ++count.alone;
        if (tiles.way(lane) != batch::MixedTiles::Way::done) continue;
        const bool by_numbers = !outputs.empty() && !tiles.whole(lane, 0);
        ++(by_numbers ? count.numbers : is_wide ? count.wide : count.lanes);
        check(waiting[lane], [&](std::size_t place) { return tiles.number(lane, place); }, is_wide ? "in wide lanes" : "in lanes");
      }
      waiting = std::move(still);
    }
    CHECK(waiting.empty());
  }
  // Whatever lanes they fit, numbers of any size give the same.
  batch::Numbers::Room room = mixed.all().room();
  std::vector<Number> figures(forms.size());
  for (std::size_t scenario = 0; scenario < scenarios; ++scenario) {
    for (std::size_t input = 0; input < forms.size(); ++input) {
      const batch::InputFigure& figure = compiled.inputs[input];
      figures[input] = tables[scenario].series[figure.input]->columns[figure.column].cells[figure.place].value;
    }
    if (mixed.all().run(figures, room)) check(scenario, [&](std::size_t place) { return mixed.all().output(room, place); }, "by numbers");
  }
}

void tell(const Count& count, const std::string& what) {
  if (!is_long_run()) return;
  std::cout << what << ": " << count.compiled << " compiled, " << count.pairs << " pairs of a contract and figures, of which the engine refuses " << count.not_settled << "; by all kernels " << count.lanes
            << " scenarios in lanes, " << count.wide << " in wide ones, " << count.numbers << " by numbers, " << count.alone << " alone\n  engine and reference: " << count.three_ways << " agree, " << count.both_refuse << " both refuse, " << count.not_covered << " the reference does not cover, "
            << count.differ << " differ" << std::endl;
  for (const auto& [words, times] : count.not_compiled) std::cout << "  " << times << " not: " << words << '\n';
}

}  // namespace

TEST_CASE("contracts of the repository are paid in tiles as alone") {
  for (const char* folder : {"tests/contracts", "examples", "tests/terms"}) {
    Count count;
    std::vector<fs::path> contracts;
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(WHEREAS_SOURCE_DIR) / folder)) {
      if (entry.path().extension() == ".deal" && entry.path().string().find("/bad/") == std::string::npos) contracts.push_back(entry.path());
    }
    std::sort(contracts.begin(), contracts.end());
    for (const fs::path& path : contracts) {
      INFO(path.string());
      std::vector<std::string> data;
      for (const auto& candidate : {path.parent_path() / "data.csv", fs::path(path).replace_extension(".csv")}) {
        if (fs::exists(candidate)) data.push_back(text_of_file(candidate));
      }
      const auto run = support::run_in_memory(text_of_file(path), data);
      if (run->ok() && run->plan != nullptr && !run->contract->clauses.empty()) compare(*run, 7, count);
    }
    tell(count, folder);
    CHECK(count.compiled > 0);
  }
}

TEST_CASE("contracts made by dice are paid in tiles as alone") {
  const char* text = std::getenv("WHEREAS_BATCH_CASES");
  const char* first_text = std::getenv("WHEREAS_SEED");
  const std::uint64_t cases = text == nullptr ? 150 : std::strtoull(text, nullptr, 10);
  const std::uint64_t first = first_text == nullptr ? 1 : std::strtoull(first_text, nullptr, 10);
  Count count;
  for (std::uint64_t seed = first; seed < first + cases; ++seed) {
    const auto contract = tests::random_contract(seed, static_cast<int>(seed % 6));
    std::vector<std::string> data;
    std::string shown = contract.deal;
    for (const auto& file : contract.data) {
      data.push_back(file.text);
      shown += "--- " + file.name + "\n" + file.text;
    }
    const auto run = support::run_in_memory(contract.deal, data);
    INFO("seed " << seed << "\n" << shown);
    if (run->ok() && run->plan != nullptr && !run->contract->clauses.empty()) compare(*run, seed, count);
    if ((seed - first + 1) % 2000 == 0) tell(count, "made by dice, to seed " + std::to_string(seed));
  }
  tell(count, "made by dice");
  CHECK(count.compiled * 10 > cases);
  CHECK(count.lanes > 0);
  CHECK(count.wide > 0);
}

TEST_CASE("what hangs on figures of the data is no constant of the contract, wherever it stands") {
  const std::string deal = "deal \"Lease\"\nparty A\nparty B\nterm 2026-01-01 to 2028-12-31\ncurrency USD\nsettled yearly\nrounded to cents, half even\ninput rate_of_year yearly rate\nclause \"Rent\"\n";
  for (const char* line : {"100 each year, rising rate_of_year each year", "100 each year, rising 2% each year, at least rate_of_year", "100 each year, rising 2% each year, at most rate_of_year"}) {
    INFO(line);
    const auto run = support::run_in_memory(deal + "  A pays B " + line + "\n", {"period,rate_of_year\n2026,0.01\n2027,0.05\n2028,0.02\n"});
    REQUIRE(run->ok());
    const batch::Compiled compiled = batch::compile(*run->plan, *run->contract, run->table);
    CHECK(compiled.is_compiled());
    CHECK(!compiled.inputs.empty());
    Count count;
    compare(*run, 5, count);
    CHECK(count.compiled == 1);
  }
}

TEST_CASE("lanes divide and round as numbers do") {
  Random random(11);
  for (const Rounding::Mode mode : {Rounding::Mode::half_even, Rounding::Mode::half_up, Rounding::Mode::half_down, Rounding::Mode::up, Rounding::Mode::down, Rounding::Mode::ceiling,
                                    Rounding::Mode::floor}) {
    for (int draw = 0; draw < 60; ++draw) {
      // x / divisor to the whole, for figures about multiples and halves of the divisor, up to the bits that are proved.
      const long long divisor = draw < 8 ? 2 + draw : static_cast<long long>(2 + random() % ((std::uint64_t{1} << (2 + random() % 28)) - 1));
      batch::Formulas formulas;
      const auto figure = formulas.input(0, true);
      const auto whole = formulas.round(formulas.scale(figure, Number::fraction(1, divisor)), {0, mode});
      const batch::Batch batch(*batch::Program::of(formulas, {whole}, {}, {{0, true}}));
      REQUIRE(batch.bits() > 31);
      std::vector<long long> figures;
      const long long most = (1LL << batch.bits()) - 1;
      for (std::size_t lane = 0; lane < batch::lanes; ++lane) {
        const auto any = static_cast<long long>(random() >> (65 - batch.bits() + static_cast<int>(random() % static_cast<std::uint64_t>(batch.bits() - 1))));
        long long near = any / divisor * divisor + static_cast<long long>(random() % 3) - 1 + (random() % 2 == 0 ? divisor / 2 : 0);
        if (lane < 4) near = lane % 2 == 0 ? most - static_cast<long long>(lane) : 0;
        near = std::min(near, most);
        figures.push_back(random() % 2 == 0 ? near : -near);
      }
      for (const batch::Kernel kernel : batch::all_kernels) {
        if (!batch::has(kernel)) continue;
        batch::Tiles tiles(batch, kernel);
        tiles.clear();
        for (std::size_t lane = 0; lane < batch::lanes; ++lane) tiles.set(lane, 0, figures[lane]);
        tiles.run();
        for (std::size_t lane = 0; lane < batch::lanes; ++lane) {
          REQUIRE(tiles.way(lane) == batch::Tiles::Way::lane);
          INFO(batch::name(kernel) << ": " << figures[lane] << " / " << divisor);
          const Number expected = round(Number::fraction(figures[lane], divisor), {0, mode});
          if (Number(static_cast<long long>(tiles.output(lane, 0))) == expected) continue;
          CHECK(static_cast<long long>(tiles.output(lane, 0)) == expected.to_integer());
        }
      }
    }
  }
}
