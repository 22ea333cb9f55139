#pragma once

#include "interpreter/batch/compile.h"
#include "interpreter/batch/mixed.h"
#include "interpreter/command/session.h"
#include "interpreter/statement/distribution.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace whereas::command {

/// A contract whose term is written down as formulas, over many scenarios at once: what each line of the distribution comes to, to the cent as the contract
/// alone would be settled.
class InTiles {
 public:
  /// `taking`: held by whoever takes something up in the distribution.
  /// Nothing where the contract has words that are not written so. Scenarios of another shape than the first are settled by themselves.
  static std::unique_ptr<InTiles> of(const Session& session, const std::vector<Session::ScenarioFigures>& figures, const Sources& sources, statement::Distribution& distribution,
                                     std::mutex& taking);

  /// Puts the figures of a scenario into a table that has those of the scenario before, or of the data.
  using Put = std::function<const data::Table&(std::size_t scenario, Session::Tables& room)>;
  /// Settles the scenarios of one tile. `alone`: those that have to be settled by themselves.
  void run(std::size_t tile, std::size_t scenarios, const Put& put, const std::function<void(std::size_t)>& alone);
  /// Those that wait for a tile of wide lanes to be full; once all others are done.
  void finish(const Put& put, const std::function<void(std::size_t)>& alone);
  std::size_t tiles(std::size_t scenarios) const { return (scenarios + batch::lanes - 1) / batch::lanes; }

  /// Promises, and in how many scenarios each does not hold.
  const std::vector<std::pair<Span, std::size_t>>& broken() const { return broken_; }

 private:
  /// What a thread works with.
  struct Worker {
    Session::Tables tables;
    batch::MixedTiles tiles;
  };
  InTiles(batch::Compiled compiled, batch::Mixed mixed, const Session::Tables& base, statement::Distribution& distribution, std::mutex& taking)
      : compiled_(std::move(compiled)), mixed_(std::move(mixed)), base_(base), distribution_(distribution), taking_(taking) {}
  std::unique_ptr<Worker> worker();
  void run(const std::vector<std::size_t>& scenarios, bool is_wide, Worker& worker, const Put& put, const std::function<void(std::size_t)>& alone);
  void take_up(const std::vector<std::size_t>& scenarios, const batch::MixedTiles& tiles);

  batch::Compiled compiled_;
  batch::Mixed mixed_;
  const Session::Tables& base_;
  statement::Distribution& distribution_;
  std::vector<bool> is_of_shape_;                        ///< by scenario that the data names: its figures have the places of the first one's
  std::vector<std::size_t> lines_;                       ///< of the distribution, by output
  std::vector<std::optional<int>> places_;               ///< of each output's unit
  std::vector<std::pair<Span, std::size_t>> broken_;     ///< behind the lines, an output each
  std::vector<std::pair<std::size_t, std::optional<int>>> made_;  ///< behind those: whether anything is paid of a line, by its rounding
  std::mutex& taking_;
  std::mutex resting_;
  std::vector<std::unique_ptr<Worker>> idle_;
  std::vector<std::size_t> waiting_;                     ///< scenarios whose figures fit wide lanes only
};

}  // namespace whereas::command
