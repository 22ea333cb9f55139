#pragma once

#include "interpreter/batch/program.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

/// A program over many scenarios, tile by tile.
namespace whereas::batch {

/// A program with its code for lanes of 64 bits and of 128, as far as it has them.
class Batch {
 public:
  explicit Batch(Program program);

  const Program& program() const { return program_; }
  /// Figures of so many bits run in lanes; of so many more in wide ones. 0: none do.
  int bits() const { return bits_; }
  int wide_bits() const { return wide_bits_; }
  const Code<std::int64_t>& code() const { return code_; }
  const Code<Wide>& wide_code() const { return wide_code_; }

 private:
  Program program_;
  int bits_ = 0;
  int wide_bits_ = 0;
  Code<std::int64_t> code_;
  Code<Wide> wide_code_;
};

/// Memory that begins where the widest instructions want it.
template <typename Int>
class Room {
 public:
  explicit Room(std::size_t count = 0) : lines_((count * sizeof(Int) + sizeof(Line) - 1) / sizeof(Line)) {}
  Int* data() { return reinterpret_cast<Int*>(lines_.data()); }
  const Int* data() const { return reinterpret_cast<const Int*>(lines_.data()); }
  bool is_empty() const { return lines_.empty(); }

 private:
  struct alignas(64) Line {
    unsigned char bytes[64];
  };
  std::vector<Line> lines_;
};

/// A figure as a whole number of 10^-places; nothing where it is none, or has more than 126 bits.
std::optional<Wide> whole_number(const Number& figure, int places);
/// And back: a whole number over a denominator.
Number number_of(Wide whole, Wide denominator);

/// Runs one tile after the other. Each thread has its own.
class Tiles {
 public:
  Tiles(const Batch& batch, Kernel kernel);

  /// How a scenario of the tile was run: in lanes; not yet, since its figures fit wide lanes only, which have tiles of their own; not at all, since they fit
  /// neither; or it is to be run by itself, since a condition says so.
  enum class Way : std::uint8_t { lane, wide, neither, alone };

  /// Begins a tile, of lanes of 64 bits or of wide ones.
  void clear(bool is_wide = false);
  /// A figure as a whole number in its form's unit; the lane is below `lanes`.
  void set(std::size_t lane, std::size_t input, Wide figure);
  /// Such a figure is no whole number.
  void leave_out(std::size_t lane) { needs_[lane] = 127; }
  void run();
  Way way(std::size_t lane) const { return ways_[lane]; }
  /// Over the program's denominator for it.
  Wide output(std::size_t lane, std::size_t place) const;

  /// For figures that lie in tiles already and are known to fit: `lanes` of each input, one input after the other.
  const std::int64_t* run_fitting(const std::int64_t* inputs);

 private:
  template <typename Int>
  struct Rooms {
    Room<Int> inputs;
    Room<Int> outputs;
    Room<Int> flags;
    Room<Int> registers;
  };
  template <typename Int>
  static Rooms<Int> rooms(const Batch& batch, std::size_t registers);

  const Batch& batch_;
  Kernel kernel_;
  bool is_wide_ = false;
  Rooms<std::int64_t> narrow_;
  Rooms<Wide> wide_;         ///< only once a figure asks for it
  std::vector<int> needs_;   ///< bits, by lane
  std::vector<bool> is_refused_;  ///< by lane: a figure is below zero where none may be
  std::vector<Way> ways_;
};

}  // namespace whereas::batch
