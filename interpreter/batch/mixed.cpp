#include "interpreter/batch/mixed.h"

#include <utility>

namespace whereas::batch {

namespace {

/// Those of the formulas that have a unit, or those that have none.
std::vector<FormulaId> chosen(const std::vector<FormulaId>& all, const std::vector<bool>& without, bool with_unit) {
  std::vector<FormulaId> some;
  for (const FormulaId id : all) {
    if (without[id] != with_unit) some.push_back(id);
  }
  return some;
}

std::optional<Batch> batch_of(std::optional<Program> program) {
  if (!program) return std::nullopt;
  Batch batch(std::move(*program));
  return batch.bits() > 0 || batch.wide_bits() > 0 ? std::optional(std::move(batch)) : std::nullopt;
}

}  // namespace

Mixed::Mixed(const Formulas& formulas, const std::vector<FormulaId>& outputs, const std::vector<FormulaId>& flags, std::vector<InputForm> inputs)
    : inputs_(std::move(inputs)), rest_(formulas, {}, {}), all_(formulas, outputs, flags) {
  std::vector<bool> without = without_units(formulas, inputs_);
  const auto write = [&] {
    const std::vector<FormulaId> whole = chosen(outputs, without, true);
    batch_.reset();
    if (!whole.empty() || outputs.empty()) batch_ = batch_of(Program::of(formulas, whole, chosen(flags, without, true), inputs_));
  };
  write();
  if (!batch_ || batch_->wide_bits() < usual_bits) {
    // Those that fit no lane but for small figures keep no other from it.
    for (const std::vector<FormulaId>* all : {&outputs, &flags}) {
      for (const FormulaId one : *all) {
        if (without[one] || formulas.is_constant(one)) continue;
        const std::optional<Program> alone = Program::of(formulas, {one}, {}, inputs_);
        without[one] = !alone || alone->bits_of_wide_lanes().value_or(0) < usual_bits;
      }
    }
    write();
  }
  if (!batch_) without.assign(without.size(), true);
  rest_ = Numbers(formulas, chosen(outputs, without, false), chosen(flags, without, false));
  std::size_t of_whole = 0;
  std::size_t of_rest = 0;
  for (const FormulaId output : outputs) places_.push_back(without[output] ? Place{false, of_rest++} : Place{true, of_whole++});
}

MixedTiles::MixedTiles(const Mixed& mixed, Kernel kernel)
    : mixed_(mixed), figures_(mixed.rest().is_empty() ? 0 : lanes * mixed.inputs().size()), is_refused_(lanes, false), is_by_numbers_(lanes, false), numbers_(lanes * mixed.outputs()), ways_(lanes, Way::alone),
      of_rest_(mixed.rest().room()), of_all_(mixed.all().room()) {
  if (mixed.batch()) tiles_.emplace(*mixed.batch(), kernel);
}

void MixedTiles::clear(bool is_wide) {
  is_wide_ = is_wide;
  if (tiles_) tiles_->clear(is_wide);
  is_refused_.assign(lanes, false);
}

void MixedTiles::set(std::size_t lane, std::size_t input, const Number& figure) {
  const InputForm& form = mixed_.inputs()[input];
  if (!figures_.empty()) figures_[lane * mixed_.inputs().size() + input] = figure;
  if (figure.is_negative() && !form.may_be_negative) is_refused_[lane] = true;
  if (!tiles_) return;
  if (const auto whole = whole_number(figure, form.places)) tiles_->set(lane, input, *whole);
  else tiles_->leave_out(lane);
}

void MixedTiles::run(std::size_t lanes_used) {
  if (tiles_) tiles_->run();
  const std::size_t inputs = mixed_.inputs().size();
  for (std::size_t lane = 0; lane < lanes_used; ++lane) {
    const Tiles::Way way = tiles_ ? tiles_->way(lane) : Tiles::Way::lane;  // without a batch the rest is all
    is_by_numbers_[lane] = false;
    ways_[lane] = Way::alone;
    if (is_refused_[lane] || way == Tiles::Way::alone) continue;
    if (way == Tiles::Way::neither) ways_[lane] = Way::numbers;
    else if (way == Tiles::Way::wide && !is_wide_) ways_[lane] = Way::wide;
    else if (mixed_.rest().is_empty()) ways_[lane] = Way::done;
    else if (mixed_.rest().run(std::span(figures_).subspan(lane * inputs, inputs), of_rest_)) ways_[lane] = Way::done;
    if (ways_[lane] != Way::done || mixed_.rest().is_empty()) continue;
    for (std::size_t output = 0; output < mixed_.outputs(); ++output) {
      const Mixed::Place& place = mixed_.places_[output];
      if (!place.is_whole) numbers_[lane * mixed_.outputs() + output] = mixed_.rest().output(of_rest_, place.place);
    }
  }
}

void MixedTiles::run_by_numbers(std::size_t lane, std::span<const Number> figures) {
  is_by_numbers_[lane] = true;
  ways_[lane] = mixed_.all().run(figures, of_all_) ? Way::done : Way::alone;
  for (std::size_t output = 0; ways_[lane] == Way::done && output < mixed_.outputs(); ++output) numbers_[lane * mixed_.outputs() + output] = mixed_.all().output(of_all_, output);
}

std::optional<Wide> MixedTiles::whole(std::size_t lane, std::size_t output) const {
  if (is_by_numbers_[lane] || !mixed_.places_[output].is_whole) return std::nullopt;
  return tiles_->output(lane, mixed_.places_[output].place);
}

Number MixedTiles::number(std::size_t lane, std::size_t output) const {
  if (const auto whole = this->whole(lane, output)) return number_of(*whole, mixed_.batch()->program().denominators()[mixed_.places_[output].place]);
  return numbers_[lane * mixed_.outputs() + output];
}

}  // namespace whereas::batch
