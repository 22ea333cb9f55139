#pragma once

#include "interpreter/data/table.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Many scenarios of one contract: figures drawn about those of the data, and how they are run (docs/language/many-scenarios.md).
namespace whereas::batch {

/// How the figures of one input stray from those of the data: `revenue by 15% a year from 2027`.
struct Vary {
  std::string input;
  Number by;                      ///< 0.15
  std::optional<Frequency> each;  ///< nothing: each figure by itself; else it strays so far in so long, and each period goes on from the one before
  std::string from;               ///< a period as written; figures before it stay; empty: none do
};

/// Reads one of those; nothing, with a sentence in `why`, where it is none.
std::optional<Vary> read_vary(std::string_view text, std::string& why);

/// The decimals of a figure as the data writes it: 100.00 has two. One that a scenario works out has as many as it takes, six where it does not end.
int places_of(const data::Cell& cell, const Sources& sources);

/// One contract's figures: the table of the data, with the contract that reads it.
struct Given {
  const check::CheckedContract* contract = nullptr;
  data::Table* table = nullptr;
};

/// Draws figures about those of some tables: the same path of the same seed is the same on any machine, whoever draws it and whenever. What
/// several tables have under one name is one figure.
class Drawing {
 public:
  /// Nothing, with a sentence in `why`, where a `Vary` names no input of the tables, or figures that cannot be drawn. The days of `from` are given
  /// by `day_of`.
  static std::optional<Drawing> of(const std::vector<Vary>& varied, const std::vector<Given>& given, std::uint64_t seed, const Sources& sources,
                                   const std::function<Date(const std::string&)>& day_of, std::string& why);

  /// Puts the figures of a path, counted from 1, into the cells of tables that were copied from those given, in the same order.
  void draw(std::uint64_t path, const std::vector<data::Table*>& tables) const;

 private:
  /// One column of figures, in the order of their periods.
  struct Walk {
    struct Cell {
      std::size_t table = 0;
      check::InputId input = 0;
      std::size_t column = 0;
      std::size_t place = 0;
      Number figure;   ///< of the data
      int places = 0;  ///< that the data gives the input with
    };
    struct Step {
      bool varies = true;
      std::vector<Cell> cells;  ///< one for each table that has the period
    };
    Number by;           ///< of one step
    bool goes_on = true; ///< from one period to the next
    std::vector<Step> steps;
  };

  std::uint64_t seed_ = 0;
  std::vector<Walk> walks_;
};

}  // namespace whereas::batch
