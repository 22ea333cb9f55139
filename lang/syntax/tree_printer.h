#pragma once

#include "lang/syntax/contract.h"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace whereas::syntax {

/// Writes nodes as indented lines. One overload of `node` for each struct of the tree.
class TreePrinter {
 public:
  std::string text;

  template <typename... Arguments>
  void line(fmt::format_string<Arguments...> form, Arguments&&... arguments) {
    text.append(static_cast<std::size_t>(depth_) * 2, ' ');
    text += fmt::format(form, std::forward<Arguments>(arguments)...);
    text += '\n';
  }
  /// What `print` writes stands one step further in.
  template <typename Print>
  void under(Print print) {
    ++depth_;
    print();
    --depth_;
  }
  /// A line of its own over one part: `rate` and below it the rate.
  template <typename Node>
  void part(std::string_view called, const Node& node_below) {
    line("{}", called);
    under([&] { node(node_below); });
  }

  // expressions and conditions: print_expressions.cpp
  void node(const Expression& expression);
  void node(const Condition& condition);
  void node(const Rise& rise);

  // amounts and provisos: print_clauses.cpp
  void node(const Amount& amount);
  void node(const Tiers& tiers);
  void node(const Proviso& proviso);
  void node(const Clause& clause);

  // waterfalls and splits: print_waterfalls.cpp
  void node(const Waterfall& waterfall);
  void node(const WaterfallStep& step);

  // declarations: print_tree.cpp
  void node(const Declaration& declaration);
  void node(const Measure& measure);

  // print_commitments.cpp
  void node(const Commitment& commitment);

  // print_credits.cpp
  void node(const Credits& credits);

 private:
  int depth_ = 0;
};

std::string quoted(const Name& title);
std::string words(const DayOrPeriod& day_or_period);
std::string while_words(const WhileTrue& during);     ///< `, from the next period`, `, to the end of the year`
std::string window_words(const LimitWindow& window);  ///< `each year`, `over any 12 months`
std::string words(const Moment& moment);
std::string words(const Due& due);
std::string words(const Rounding& rounding);

}  // namespace whereas::syntax
