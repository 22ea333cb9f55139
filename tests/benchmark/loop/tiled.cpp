#include "tests/benchmark/loop/tiled.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace whereas::loop {

namespace {

std::int64_t figure_of(const batch::InputFigure& input, const Month& month) { return input.input == 0 ? month.revenue : month.cost; }

}  // namespace

Tiled::Tiled(const support::Run& run) {
  batch::Compiled compiled = batch::compile(*run.plan, *run.contract, run.table);
  batch::FormulaId total = batch::Formulas::zero;
  for (std::size_t place = 0; place < compiled.payments.size(); ++place) {
    if (compiled.payments[place].title == "Share") total = compiled.formulas.add(total, compiled.amounts[place]);
  }
  inputs_ = compiled.inputs;
  auto program = batch::Program::of(compiled.formulas, {total}, compiled.unforeseen, std::vector<batch::InputForm>(inputs_.size(), {2, false}));
  if (!compiled.is_compiled() || !program) {
    std::fprintf(stderr, "the contract is not written down as formulas\n");
    std::exit(1);
  }
  batch_ = std::make_unique<batch::Batch>(std::move(*program));
  numbers_ = std::make_unique<batch::Numbers>(compiled.formulas, std::vector{total}, compiled.unforeseen);
}

Tiled::Figures Tiled::lay(const Scenarios& scenarios) const {
  const std::size_t tiles = (scenarios.count + batch::lanes - 1) / batch::lanes;
  Figures figures(tiles * inputs_.size() * batch::lanes);
  for (std::size_t scenario = 0; scenario < tiles * batch::lanes; ++scenario) {
    const auto deal = scenarios.of(std::min(scenario, scenarios.count - 1));
    std::int64_t* const tile = figures.data() + scenario / batch::lanes * inputs_.size() * batch::lanes + scenario % batch::lanes;
    for (std::size_t input = 0; input < inputs_.size(); ++input) tile[input * batch::lanes] = figure_of(inputs_[input], deal[inputs_[input].place]);
  }
  return figures;
}

void Tiled::run(const Figures& figures, batch::Kernel kernel, Totals& totals) const {
  batch::Tiles tiles(*batch_, kernel);
  const std::size_t of_tile = inputs_.size() * batch::lanes;
  for (std::size_t tile = 0; tile * batch::lanes < totals.size(); ++tile) {
    const std::int64_t* const paid = tiles.run_fitting(figures.data() + tile * of_tile);
    std::copy_n(paid, std::min(batch::lanes, totals.size() - tile * batch::lanes), totals.begin() + static_cast<std::ptrdiff_t>(tile * batch::lanes));
  }
}

void Tiled::run_any(const Scenarios& scenarios, batch::Kernel kernel, Totals& totals) const {
  batch::Tiles tiles(*batch_, kernel);
  totals.resize(scenarios.count);
  std::vector<std::size_t> wide;
  const auto put = [&](batch::Tiles& into, std::size_t lane, std::span<const Month> figures) {
    for (std::size_t input = 0; input < inputs_.size(); ++input) into.set(lane, input, figure_of(inputs_[input], figures[inputs_[input].place]));
  };
  for (std::size_t first = 0; first < scenarios.count; first += batch::lanes) {
    const std::size_t count = std::min(batch::lanes, scenarios.count - first);
    tiles.clear();
    for (std::size_t lane = 0; lane < count; ++lane) put(tiles, lane, scenarios.of(first + lane));
    tiles.run();
    for (std::size_t lane = 0; lane < count; ++lane) {
      if (tiles.way(lane) == batch::Tiles::Way::lane) totals[first + lane] = static_cast<std::int64_t>(tiles.output(lane, 0));
      else wide.push_back(first + lane);
    }
  }
  for (std::size_t first = 0; first < wide.size(); first += batch::lanes) {
    const std::size_t count = std::min(batch::lanes, wide.size() - first);
    tiles.clear(true);
    for (std::size_t lane = 0; lane < count; ++lane) put(tiles, lane, scenarios.of(wide[first + lane]));
    tiles.run();
    for (std::size_t lane = 0; lane < count; ++lane) totals[wide[first + lane]] = static_cast<std::int64_t>(tiles.output(lane, 0));
  }
}

void Tiled::run_numbers(const Scenarios& scenarios, Totals& totals) const {
  batch::Numbers::Room room = numbers_->room();
  std::vector<Number> figures(inputs_.size());
  for (std::size_t scenario = 0; scenario < totals.size(); ++scenario) {
    for (std::size_t input = 0; input < inputs_.size(); ++input) figures[input] = Number::decimal(figure_of(inputs_[input], scenarios.of(scenario)[inputs_[input].place]), 2);
    if (!numbers_->run(figures, room)) std::abort();
    totals[scenario] = (numbers_->output(room, 0) * Number(100)).to_integer();
  }
}

}  // namespace whereas::loop
