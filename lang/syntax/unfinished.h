#pragma once

#include "lang/number/notation.h"
#include "lang/syntax/declaration.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

/// The nodes that no larger node has taken up yet, one shelf for each kind, in the order of the text.
namespace whereas::syntax {

/// Parts of nodes that the tree does not name by themselves.
using Word = std::string_view;  ///< a keyword as read
struct MeasureHead {            ///< `margin(cost)`, `gross_profit after costs`: what stands before `means`
  Name name;
  std::vector<Name> parameters;
  std::optional<Name> after;
};
struct Dimensions {  ///< `by channel, region`
  std::vector<Name> names;
};
struct SetOff {  ///< `with "Fee"`, `without "Upfront"`, of a net settlement
  bool left_out = false;
  std::vector<Name> titles;
};
struct Price {  ///< `at PRICE` of a commitment
  Expression amount;
  Span span;
};
struct OnceEntered {  ///< `plus 150 once entered`, of a tier
  Expression amount;
};
struct TierWindow {  ///< `each year`, with its commas left out
  Frequency window = Frequency::year;
  Span span;
};

struct FirstYear {  ///< `from the third year`, of a rise
  int year = 2;
  Span span;
};

struct Option {  ///< one of several that a line may add in any order: `missing is zero`, `at most 3%`
  Span span;
};

struct OpenBand {  ///< a tier that leaves open what it reaches: `5% up to 1,000`, `5% of all from 0 to 1,000`
  Expression rate;
  std::optional<Expression> from;
  std::optional<Expression> to;
  bool leaves_reach_open = false;  ///< of the slice or of the whole; otherwise whose the bound is
  bool is_below = false;           ///< `under`, `below` rather than `up to`
  Span span;
};

template <typename T>
struct Shelved {
  std::uint32_t begin = 0;  ///< where the node's first word stands
  int height = 0;           ///< of the tree under it
  T node;
};
template <typename T>
using Shelf = std::vector<Shelved<T>>;

/// INVARIANT: on each shelf, later entries begin later in the text. What a branch of the grammar left behind when it was given up is dropped
/// by the next word that is read at its place, or by the node that ends before it, whichever comes first.
class Unfinished {
 public:
  template <typename T>
  Shelf<T>& shelf() {
    return std::get<Shelf<T>>(shelves_);
  }
  template <typename T>
  void put(std::uint32_t begin, T node, int height = 0) {
    shelf<T>().push_back({begin, height, std::move(node)});
    filled_ |= std::uint64_t{1} << place_of<T>();
    furthest_ = std::max(furthest_, begin);
  }
  /// The first entry that begins at `begin` or later.
  template <typename T>
  typename Shelf<T>::iterator first_since(std::uint32_t begin) {
    auto entry = shelf<T>().end();
    while (entry != shelf<T>().begin() && std::prev(entry)->begin >= begin) --entry;
    return entry;
  }
  void drop_since(std::uint32_t begin) {
    if (begin > furthest_) return;  // most often, and there are many shelves
    furthest_ = begin == 0 ? 0 : begin - 1;
    drop_since(begin, std::make_index_sequence<std::tuple_size_v<decltype(shelves_)>>());
  }

 private:
  template <typename... Kinds>
  using Shelves = std::tuple<Shelf<Kinds>...>;

  Shelves<Word, Option, Name, WrittenNumber, Date, DayOrPeriod, Duration, Frequency, Rounding, DayCount, Due, Expression, Deduction,
          Filtered::Test, FirstFree, Moment, Running, Lasting, Condition, FirstYear, Rise, FixedSum, Milestone, DatedSum, DividedSum::Part, OnceEntered, Band, Amount, LimitWindow, Proviso, Exception, MeasureHead, Dimensions, SetOff, Price,
          TierWindow, OpenBand, Release, Clause, Credits::Order, CreditLot, Minimum, Shortfall, Excess, MadeUp, WaterfallShare, WaterfallTarget, WaterfallStep, WaterfallReturn, Commitment, Waterfall, AmendmentChange, FigureIn,
          Input::Spread, GivenSeries, GivenEvent, Expectation, Declaration>
      shelves_;

  /// Which of the shelves that of a kind is.
  template <typename T, std::size_t Place = 0>
  static constexpr std::size_t place_of() {
    if constexpr (std::is_same_v<std::tuple_element_t<Place, decltype(shelves_)>, Shelf<T>>) return Place;
    else return place_of<T, Place + 1>();
  }
  template <std::size_t... Places>
  void drop_since(std::uint32_t begin, std::index_sequence<Places...>) {
    static_assert(sizeof...(Places) <= 64, "filled_ has a bit for each shelf");
    ((filled_ >> Places & 1U ? drop_since<Places>(begin) : void()), ...);
  }
  template <std::size_t Place>
  void drop_since(std::uint32_t begin) {
    auto& shelf = std::get<Place>(shelves_);
    while (!shelf.empty() && shelf.back().begin >= begin) shelf.pop_back();
    if (shelf.empty()) filled_ &= ~(std::uint64_t{1} << Place);
  }

  std::uint64_t filled_ = 0;  ///< a bit for each shelf: whether anything may stand on it
  std::uint32_t furthest_ = 0;  ///< no entry begins behind it
};

}  // namespace whereas::syntax
