#include "interpreter/command/in_tiles.h"

#include "interpreter/batch/draw.h"

#include <algorithm>
#include <limits>
#include <map>

namespace whereas::command {

namespace {

// Each field by its name: one more does not fit, and whoever adds it says here whether figures of one shape have it alike.
bool is_of_one_shape(const data::Column& a, const data::Column& b) {
  const auto& [values, cells] = a;
  const auto& [other_values, other_cells] = b;
  return values == other_values && cells.size() == other_cells.size();
}

bool is_of_one_shape(const data::Series& a, const data::Series& b) {
  const auto& [frequency, calendar, periods, columns, days] = a;
  const auto& [other_frequency, other_calendar, other_periods, other_columns, other_days] = b;
  if (frequency != other_frequency || calendar != other_calendar || periods != other_periods || days != other_days || columns.size() != other_columns.size()) return false;
  for (std::size_t column = 0; column < a.columns.size(); ++column) {
    if (!is_of_one_shape(a.columns[column], b.columns[column])) return false;
  }
  return true;
}

/// What files they are from, and what else these name, changes no payment.
bool is_of_one_shape(const data::Table& a, const data::Table& b) {
  const auto& [series, term, data_ends, label, files, unused, events] = a;
  const auto& [other_series, other_term, other_ends, other_label, other_files, other_unused, other_events] = b;
  if (term != other_term || data_ends != other_ends || series.size() != other_series.size() || events.size() != other_events.size()) return false;
  for (std::size_t place = 0; place < a.events.size(); ++place) {
    const auto& [event, day, said] = a.events[place];
    const auto& [other_event, other_day, other_said] = b.events[place];
    if (event != other_event || day != other_day) return false;
  }
  for (std::size_t input = 0; input < a.series.size(); ++input) {
    if (a.series[input].has_value() != b.series[input].has_value()) return false;
    if (a.series[input] && !is_of_one_shape(*a.series[input], *b.series[input])) return false;
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
  evaluate::Options options;
  options.taken = session.decided_figures();
  batch::Compiled compiled = batch::compile(session.plan(), session.contract(), base.own, options);
  if (!compiled.is_compiled()) return nullptr;

  // One output for each line of the distribution, and one for each promise.
  std::map<std::size_t, batch::FormulaId> sums;
  std::map<std::pair<std::size_t, std::optional<int>>, batch::FormulaId> made;  // whether anything of a line is paid, by its rounding
  for (std::size_t place = 0; place < compiled.payments.size(); ++place) {
    const evaluate::Payment& payment = compiled.payments[place];
    for (const statement::Distribution::Entry& entry : distribution.entries(payment)) {
      batch::FormulaId& sum = sums.try_emplace(entry.line, batch::Formulas::zero).first->second;
      sum = entry.is_negative ? compiled.formulas.subtract(sum, compiled.amounts[place]) : compiled.formulas.add(sum, compiled.amounts[place]);
      const std::optional<int> places = payment.rounding ? std::optional(payment.rounding->places) : std::nullopt;
      batch::FormulaId& any = made.try_emplace({entry.line, places}, batch::Formulas::zero).first->second;
      any = compiled.formulas.either(any, compiled.made[place]);
    }
  }
  std::vector<batch::FormulaId> outputs;
  std::vector<std::size_t> lines;
  for (const auto& [line, sum] : sums) {
    lines.push_back(line);
    outputs.push_back(sum);
  }
  for (const batch::Promise& promise : compiled.promises) outputs.push_back(promise.holds);
  std::vector<std::pair<std::size_t, std::optional<int>>> made_in;
  for (const auto& [in, any] : made) {
    if (any == batch::Formulas::zero) continue;
    if (compiled.formulas.is_constant(any)) {
      distribution.pays(in.first, in.second);
      continue;
    }
    made_in.push_back(in);
    outputs.push_back(any);
  }
  std::vector<batch::InputForm> inputs;
  std::map<check::InputId, int> places;
  for (const batch::InputFigure& figure : compiled.inputs) {
    const auto [known, is_new] = places.try_emplace(figure.input, 0);
    for (std::size_t scenario = 0; is_new && scenario < figures.size(); ++scenario) {
      for (const data::Column& column : figures[scenario].tables.own.series[figure.input]->columns) {
        for (const data::Cell& cell : column.cells) known->second = std::max(known->second, batch::places_of(cell, sources));
      }
    }
    const check::InputInfo& info = session.contract().inputs[figure.input];
    inputs.push_back(batch::is_rate(info) ? batch::form_of_rate(known->second, figure.may_be_negative) : batch::InputForm{known->second, figure.may_be_negative});
  }
  batch::Mixed mixed(compiled.formulas, outputs, compiled.unforeseen, std::move(inputs));
  std::unique_ptr<InTiles> result(new InTiles(std::move(compiled), std::move(mixed), base, distribution, taking));
  for (const Session::ScenarioFigures& one : figures) result->is_of_shape_.push_back(is_of_one_shape(base.own, one.tables.own));
  result->lines_ = std::move(lines);
  result->made_ = std::move(made_in);
  for (std::size_t output = 0; output < result->mixed_.outputs(); ++output) {
    const auto place = result->mixed_.place_in_batch(output);
    result->places_.push_back(place ? places_of_unit(result->mixed_.batch()->program().denominators()[*place]) : std::nullopt);
  }
  for (const batch::Promise& promise : result->compiled_.promises) result->broken_.emplace_back(promise.said, 0);
  return result;
}

std::unique_ptr<InTiles::Worker> InTiles::worker() {
  const std::lock_guard lock(resting_);
  if (idle_.empty()) return std::make_unique<Worker>(Worker{base_, batch::MixedTiles(mixed_, batch::best_kernel())});
  std::unique_ptr<Worker> worker = std::move(idle_.back());
  idle_.pop_back();
  return worker;
}

void InTiles::run(std::size_t tile, std::size_t scenarios, const Put& put, const std::function<void(std::size_t)>& alone) {
  std::unique_ptr<Worker> working = worker();
  std::vector<std::size_t> own;
  for (std::size_t scenario = tile * batch::lanes; scenario < std::min((tile + 1) * batch::lanes, scenarios); ++scenario) {
    // Paths are drawn about one set of figures, which is of its own shape.
    if (scenario >= is_of_shape_.size() || is_of_shape_[scenario]) own.push_back(scenario);
    else alone(scenario);
  }
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
  using Way = batch::MixedTiles::Way;
  worker.tiles.clear(is_wide);
  for (std::size_t lane = 0; lane < scenarios.size(); ++lane) {
    const data::Table& table = put(scenarios[lane], worker.tables);
    for (std::size_t input = 0; input < compiled_.inputs.size(); ++input) {
      const batch::InputFigure& figure = compiled_.inputs[input];
      worker.tiles.set(lane, input, table.series[figure.input]->columns[figure.column].cells[figure.place].value);
    }
  }
  worker.tiles.run(scenarios.size());
  std::vector<Number> figures(compiled_.inputs.size());
  for (std::size_t lane = 0; lane < scenarios.size(); ++lane) {
    if (worker.tiles.way(lane) != Way::numbers) continue;
    const data::Table& table = put(scenarios[lane], worker.tables);
    for (std::size_t input = 0; input < figures.size(); ++input) {
      const batch::InputFigure& figure = compiled_.inputs[input];
      figures[input] = table.series[figure.input]->columns[figure.column].cells[figure.place].value;
    }
    worker.tiles.run_by_numbers(lane, figures);
  }
  take_up(scenarios, worker.tiles);
  for (std::size_t lane = 0; lane < scenarios.size(); ++lane) {
    if (worker.tiles.way(lane) == Way::alone) alone(scenarios[lane]);
    if (worker.tiles.way(lane) != Way::wide) continue;
    const std::lock_guard lock(resting_);
    waiting_.push_back(scenarios[lane]);
  }
}

void InTiles::take_up(const std::vector<std::size_t>& scenarios, const batch::MixedTiles& tiles) {
  const std::lock_guard lock(taking_);
  for (std::size_t lane = 0; lane < scenarios.size(); ++lane) {
    if (tiles.way(lane) != batch::MixedTiles::Way::done) continue;
    for (std::size_t place = 0; place < lines_.size(); ++place) {
      const std::optional<batch::Wide> whole = tiles.whole(lane, place);
      const bool is_small = whole && *whole == static_cast<std::int64_t>(*whole);
      statement::Amounts& amounts = distribution_.amounts(lines_[place]);
      if (is_small && places_[place]) amounts.add_units(scenarios[lane], static_cast<std::int64_t>(*whole), *places_[place]);
      else amounts.add(scenarios[lane], tiles.number(lane, place), places_[place]);
    }
    for (std::size_t promise = 0; promise < broken_.size(); ++promise) {
      if (tiles.number(lane, lines_.size() + promise).is_zero()) ++broken_[promise].second;
    }
    const std::size_t first = lines_.size() + broken_.size();
    for (std::size_t place = 0; place < made_.size(); ++place) {
      if (!tiles.number(lane, first + place).is_zero()) distribution_.pays(made_[place].first, made_[place].second);
    }
  }
}

}  // namespace whereas::command
