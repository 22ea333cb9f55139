#include "interpreter/batch/run.h"

#include <algorithm>
#include <string>

namespace whereas::batch {

std::optional<Wide> whole_number(const Number& figure, int places) {
  Number units = figure;
  for (int place = 0; place < places; ++place) units *= Number(10);
  if (!units.is_whole()) return std::nullopt;
  const Number near = std::int64_t{1} << 62;
  if (units < near && units > -near) return units.to_integer();
  constexpr std::size_t most_digits = 37;
  const std::string text = units.numerator_text();
  if (text.size() > most_digits) return std::nullopt;
  Wide whole = 0;
  for (const char letter : text) {
    if (letter != '-') whole = whole * 10 + (letter - '0');
  }
  return text.starts_with('-') ? -whole : whole;
}

namespace {

Number number(Wide whole) {
  const auto small = static_cast<std::int64_t>(whole);
  if (small == whole) return small;
  // In parts of 62 bits, each with the sign of the whole.
  constexpr Wide part = Wide{1} << 62;
  return number(whole / part) * Number(static_cast<std::int64_t>(part)) + Number(static_cast<std::int64_t>(whole % part));
}

}  // namespace

Number number_of(Wide whole, Wide denominator) { return denominator == 1 ? number(whole) : Number::fraction(number(whole), number(denominator)); }

Batch::Batch(Program program) : program_(std::move(program)), bits_(program_.bits_of_lanes().value_or(0)), wide_bits_(program_.bits_of_wide_lanes().value_or(0)) {
  if (bits_ > 0) code_ = program_.code(bits_);
  if (wide_bits_ > 0) wide_code_ = program_.wide_code(wide_bits_);
}

template <typename Int>
Tiles::Rooms<Int> Tiles::rooms(const Batch& batch, std::size_t registers) {
  return {Room<Int>(batch.program().inputs().size() * lanes), Room<Int>(batch.program().denominators().size() * lanes), Room<Int>(lanes), Room<Int>((registers + 1) * lanes)};
}

Tiles::Tiles(const Batch& batch, Kernel kernel) : batch_(batch), kernel_(kernel), narrow_(rooms<std::int64_t>(batch, batch.code().registers)), needs_(lanes, 0), is_refused_(lanes, false), ways_(lanes, Way::alone) {}

void Tiles::clear(bool is_wide) {
  is_wide_ = is_wide;
  std::fill(needs_.begin(), needs_.end(), 0);
  is_refused_.assign(lanes, false);
  if (is_wide && wide_.inputs.is_empty()) wide_ = rooms<Wide>(batch_, batch_.wide_code().registers);
  const std::size_t count = batch_.program().inputs().size() * lanes;
  if (is_wide) std::fill_n(wide_.inputs.data(), count, Wide{0});
  else std::fill_n(narrow_.inputs.data(), count, 0);
}

void Tiles::set(std::size_t lane, std::size_t input, Wide figure) {
  const InputForm& form = batch_.program().inputs()[input];
  const bool is_refused = figure < 0 && !form.may_be_negative;
  if (is_refused) is_refused_[lane] = true;
  const int bits = bits_of(figure);
  needs_[lane] = std::max(needs_[lane], is_refused || bits > form.most_bits ? 127 : bits);
  // What does not fit, nobody reads: but what is worked out of it must stay within its lane.
  if (is_wide_) wide_.inputs.data()[input * lanes + lane] = needs_[lane] <= batch_.wide_bits() ? figure : 0;
  else narrow_.inputs.data()[input * lanes + lane] = needs_[lane] <= batch_.bits() ? static_cast<std::int64_t>(figure) : 0;
}

void Tiles::run() {
  const bool runs = is_wide_ ? batch_.wide_bits() > 0 : batch_.bits() > 0;
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    ways_[lane] = is_refused_[lane] ? Way::alone : Way::neither;
    if (batch_.wide_bits() > 0 && needs_[lane] <= batch_.wide_bits()) ways_[lane] = Way::wide;
    if (!is_wide_ && runs && needs_[lane] <= batch_.bits()) ways_[lane] = Way::lane;
  }
  if (!runs) return;
  const auto run_in = [&](auto& room, const auto& code, auto... kernel) {
    std::fill_n(room.flags.data(), lanes, 0);
    batch::run(code, {room.inputs.data(), room.outputs.data(), room.flags.data(), room.registers.data()}, kernel...);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      if (ways_[lane] == (is_wide_ ? Way::wide : Way::lane) && room.flags.data()[lane] != 0) ways_[lane] = Way::alone;
    }
  };
  if (is_wide_) run_in(wide_, batch_.wide_code());
  else run_in(narrow_, batch_.code(), kernel_);
}

Wide Tiles::output(std::size_t lane, std::size_t place) const { return is_wide_ ? wide_.outputs.data()[place * lanes + lane] : Wide{narrow_.outputs.data()[place * lanes + lane]}; }

const std::int64_t* Tiles::run_fitting(const std::int64_t* inputs) {
  std::fill_n(narrow_.flags.data(), lanes, 0);
  batch::run(batch_.code(), {inputs, narrow_.outputs.data(), narrow_.flags.data(), narrow_.registers.data()}, kernel_);
  return narrow_.outputs.data();
}

}  // namespace whereas::batch
