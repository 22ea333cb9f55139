#pragma once

#include "interpreter/batch/numbers.h"
#include "interpreter/batch/run.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

/// Each output in the quickest lanes that it fits: whole numbers of a unit in 64 or 128 bits, all others as numbers of any size.
namespace whereas::batch {

/// Figures of a contract are hardly larger: 2^40 cents are some ten thousand million.
inline constexpr int usual_bits = 40;

/// Formulas as they are run.
class Mixed {
 public:
  /// `outputs`: formulas to be told. `flags`: conditions under which a scenario is not theirs. `inputs`: by the formulas' places.
  Mixed(const Formulas& formulas, const std::vector<FormulaId>& outputs, const std::vector<FormulaId>& flags, std::vector<InputForm> inputs);

  std::size_t outputs() const { return places_.size(); }
  const std::vector<InputForm>& inputs() const { return inputs_; }
  /// Those with a unit; nothing where there are none.
  const std::optional<Batch>& batch() const { return batch_; }
  /// The place of an output among those of the batch; nothing: it is a number of any size.
  std::optional<std::size_t> place_in_batch(std::size_t output) const { return places_[output].is_whole ? std::optional(places_[output].place) : std::nullopt; }
  /// Those without a unit.
  const Numbers& rest() const { return rest_; }
  /// All of them, for figures that fit no lane.
  const Numbers& all() const { return all_; }

 private:
  friend class MixedTiles;
  struct Place {
    bool is_whole = false;
    std::size_t place = 0;  ///< in the batch, or in the rest
  };
  std::vector<InputForm> inputs_;
  std::vector<Place> places_;  ///< by output
  std::optional<Batch> batch_;
  Numbers rest_;
  Numbers all_;
};

/// Runs one tile after the other. Each thread has its own.
class MixedTiles {
 public:
  MixedTiles(const Mixed& mixed, Kernel kernel);

  /// How a scenario of the tile was run: it is done; not yet, since its figures fit wide lanes only, which have tiles of their own; not yet, since they fit no
  /// lane (`run_by_numbers`); or not, since it goes against what the formulas take for granted.
  enum class Way : std::uint8_t { done, wide, numbers, alone };

  void clear(bool is_wide = false);
  void set(std::size_t lane, std::size_t input, const Number& figure);
  /// The first lanes of the tile.
  void run(std::size_t lanes_used);
  /// One scenario whose figures fit no lane, by those figures once more: then it is done, or to be settled by itself.
  void run_by_numbers(std::size_t lane, std::span<const Number> figures);
  Way way(std::size_t lane) const { return ways_[lane]; }
  /// An output as a whole number over the batch's denominator for it; nothing where it is a number of any size.
  std::optional<Wide> whole(std::size_t lane, std::size_t output) const;
  Number number(std::size_t lane, std::size_t output) const;

 private:
  const Mixed& mixed_;
  std::optional<Tiles> tiles_;
  bool is_wide_ = false;
  std::vector<Number> figures_;      ///< lane by lane, where some outputs are no whole numbers
  std::vector<bool> is_refused_;     ///< by lane: a figure is below zero where none may be
  std::vector<bool> is_by_numbers_;  ///< by lane: all of it
  std::vector<Number> numbers_;      ///< lane by lane: the outputs that are no whole numbers
  std::vector<Way> ways_;
  Numbers::Room of_rest_;
  Numbers::Room of_all_;
};

}  // namespace whereas::batch
