#include "interpreter/command/in_tiles.h"

#include "interpreter/batch/draw.h"

#include <algorithm>
#include <limits>
#include <map>

namespace whereas::command {

namespace {

bool is_of_one_shape(const data::Table& a, const data::Table& b) {
  if (a.term != b.term || a.data_ends != b.data_ends || a.series.size() != b.series.size()) return false;
  for (std::size_t input = 0; input < a.series.size(); ++input) {
    const auto& one = a.series[input];
    const auto& other = b.series[input];
    if (one.has_value() != other.has_value()) return false;
    if (!one) continue;
    if (one->frequency != other->frequency || one->periods != other->periods || one->days != other->days || one->columns.size() != other->columns.size()) return false;
    for (std::size_t column = 0; column < one->columns.size(); ++column) {
      if (one->columns[column].values != other->columns[column].values || one->columns[column].cells.size() != other->columns[column].cells.size()) return false;
    }
  }
  return true;
}

/// The places of a unit that is a power of ten.
std::optional<int> places_of_unit(batch::Wide denominator) {
  int places = 0;
  while (denominator % 10 == 0) {
    denominator /= 10;
    ++places;
  }
  return denominator == 1 ? std::optional(places) : std::nullopt;
}

}  // namespace

std::unique_ptr<InTiles> InTiles::of(const Session& session, const std::vector<Session::ScenarioFigures>& figures, const Sources& sources, statement::Distribution& distribution,
                                     std::mutex& taking) {
  const Session::Tables& base = figures.front().tables;
  const auto differs = [&](const Session::ScenarioFigures& one) { return !is_of_one_shape(base.own, one.tables.own); };
  if (std::any_of(figures.begin(), figures.end(), differs)) return nullptr;
  evaluate::Options options;
  options.taken = session.decided_figures();
  batch::Compiled compiled = batch::compile(session.plan(), session.contract(), base.own, options);
  if (!compiled.is_compiled()) return nullptr;

  // One output for each line of the distribution, and one for each promise.
  std::map<std::size_t, batch::FormulaId> sums;
  for (std::size_t place = 0; place < compiled.payments.size(); ++place) {
    for (const statement::Distribution::Entry& entry : distribution.entries(compiled.payments[place])) {
      batch::FormulaId& sum = sums.try_emplace(entry.line, batch::Formulas::zero).first->second;
      sum = entry.is_negative ? compiled.formulas.subtract(sum, compiled.amounts[place]) : compiled.formulas.add(sum, compiled.amounts[place]);
    }
  }
  std::vector<batch::FormulaId> outputs;
  std::vector<std::size_t> lines;
  for (const auto& [line, sum] : sums) {
    lines.push_back(line);
    outputs.push_back(sum);
  }
  for (const batch::Promise& promise : compiled.promises) outputs.push_back(promise.holds);
  std::vector<batch::InputForm> inputs;
  std::map<check::InputId, int> places;
  for (const batch::InputFigure& figure : compiled.inputs) {
    const auto [known, is_new] = places.try_emplace(figure.input, 0);
    for (std::size_t scenario = 0; is_new && scenario < figures.size(); ++scenario) {
      for (const data::Column& column : figures[scenario].tables.own.series[figure.input]->columns) {
        for (const data::Cell& cell : column.cells) known->second = std::max(known->second, batch::places_of(cell, sources));
      }
    }
    inputs.push_back({known->second, figure.may_be_negative});
  }
  std::optional<batch::Program> program = batch::Program::of(compiled.formulas, outputs, compiled.unforeseen, std::move(inputs));
  if (!program) return nullptr;
  std::unique_ptr<InTiles> result(new InTiles(std::move(compiled), batch::Batch(std::move(*program)), base, distribution, taking));
  result->lines_ = std::move(lines);
  for (const batch::Wide denominator : result->batch_.program().denominators()) result->places_.push_back(places_of_unit(denominator));
  for (const batch::Promise& promise : result->compiled_.promises) result->broken_.emplace_back(promise.said, 0);
  return result;
}

std::unique_ptr<InTiles::Worker> InTiles::worker() {
  const std::lock_guard lock(resting_);
  if (idle_.empty()) return std::make_unique<Worker>(Worker{base_, batch::Tiles(batch_, batch::best_kernel())});
  std::unique_ptr<Worker> worker = std::move(idle_.back());
  idle_.pop_back();
  return worker;
}

void InTiles::run(std::size_t tile, std::size_t scenarios, const Put& put, const std::function<void(std::size_t)>& alone) {
  std::unique_ptr<Worker> working = worker();
  std::vector<std::size_t> own;
  for (std::size_t scenario = tile * batch::lanes; scenario < std::min((tile + 1) * batch::lanes, scenarios); ++scenario) own.push_back(scenario);
  run(own, false, *working, put, alone);
  std::vector<std::size_t> full;
  {
    const std::lock_guard lock(resting_);
    if (waiting_.size() >= batch::lanes) {
      full.assign(waiting_.end() - static_cast<std::ptrdiff_t>(batch::lanes), waiting_.end());
      waiting_.resize(waiting_.size() - batch::lanes);
    }
  }
  if (!full.empty()) run(full, true, *working, put, alone);
  const std::lock_guard lock(resting_);
  idle_.push_back(std::move(working));
}

void InTiles::finish(const Put& put, const std::function<void(std::size_t)>& alone) {
  const std::unique_ptr<Worker> working = worker();
  while (!waiting_.empty()) {
    const std::size_t count = std::min(waiting_.size(), batch::lanes);
    const std::vector<std::size_t> some(waiting_.end() - static_cast<std::ptrdiff_t>(count), waiting_.end());
    waiting_.resize(waiting_.size() - count);
    run(some, true, *working, put, alone);
  }
}

void InTiles::run(const std::vector<std::size_t>& scenarios, bool is_wide, Worker& worker, const Put& put, const std::function<void(std::size_t)>& alone) {
  using Way = batch::Tiles::Way;
  const std::vector<batch::InputForm>& forms = batch_.program().inputs();
  worker.tiles.clear(is_wide);
  for (std::size_t lane = 0; lane < scenarios.size(); ++lane) {
    const data::Table& table = put(scenarios[lane], worker.tables);
    for (std::size_t input = 0; input < forms.size(); ++input) {
      const batch::InputFigure& figure = compiled_.inputs[input];
      const Number& value = table.series[figure.input]->columns[figure.column].cells[figure.place].value;
      if (const auto whole = batch::whole_number(value, forms[input].places)) worker.tiles.set(lane, input, *whole);
      else worker.tiles.leave_out(lane);
    }
  }
  worker.tiles.run();
  take_up(scenarios, worker.tiles, is_wide ? Way::wide : Way::lane);
  for (std::size_t lane = 0; lane < scenarios.size(); ++lane) {
    if (worker.tiles.way(lane) == Way::alone) alone(scenarios[lane]);
    if (worker.tiles.way(lane) != Way::wide || is_wide) continue;
    const std::lock_guard lock(resting_);
    waiting_.push_back(scenarios[lane]);
  }
}

void InTiles::take_up(const std::vector<std::size_t>& scenarios, const batch::Tiles& tiles, batch::Tiles::Way way) {
  const std::lock_guard lock(taking_);
  const std::vector<batch::Wide>& denominators = batch_.program().denominators();
  for (std::size_t lane = 0; lane < scenarios.size(); ++lane) {
    if (tiles.way(lane) != way) continue;
    for (std::size_t place = 0; place < lines_.size(); ++place) {
      const batch::Wide whole = tiles.output(lane, place);
      const bool is_small = whole == static_cast<std::int64_t>(whole);
      statement::Amounts& amounts = distribution_.amounts(lines_[place]);
      if (is_small && places_[place]) amounts.add_units(scenarios[lane], static_cast<std::int64_t>(whole), *places_[place]);
      else amounts.add(scenarios[lane], batch::number_of(whole, denominators[place]), places_[place]);
    }
    for (std::size_t promise = 0; promise < broken_.size(); ++promise) {
      if (tiles.output(lane, lines_.size() + promise) == 0) ++broken_[promise].second;
    }
  }
}

}  // namespace whereas::command
