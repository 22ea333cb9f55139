#include "interpreter/statement/explain.h"

#include "interpreter/statement/grid.h"
#include "interpreter/statement/sums.h"
#include "interpreter/statement/telling.h"
#include "lang/number/notation.h"
#include "lang/syntax/box.h"
#include "lang/text/unicode.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <string_view>

namespace whereas::statement {

namespace {

using evaluate::Derivation;
using evaluate::Payment;
using evaluate::Reason;
using evaluate::ReasonId;
using evaluate::Rule;
using Json = nlohmann::ordered_json;

// Losses carried over hundreds of periods make long chains of figures. What lies deeper is not taken apart.
constexpr std::size_t deepest = 200;

class TextTree {
 public:
  TextTree(const Derivation& derivation, const Sources& sources, const Emphasis& emphasis) : derivation_(derivation), sources_(sources), emphasis_(emphasis) {}

  std::string draw(const Reason& root, std::optional<ReasonId> id) {
    draw(root, id, 1, {}, root.is_rate, "", "");
    return std::move(text_);
  }

 private:
  /// `first` stands before the reason's own line, `rest` before those of its parts; `known` is the window said last.
  void draw(const Reason& reason, std::optional<ReasonId> id, std::size_t depth, const std::optional<Period>& known, bool as_rate, const std::string& first, const std::string& rest) {
    const bool is_told_elsewhere = reason.rule == Rule::remembered;  // by the settlements before
    std::string_view left_out;
    if (!reason.parts.empty() && depth >= deepest) left_out = ", not taken apart further";
    if (!reason.parts.empty() && id && drawn_.contains(*id)) left_out = ", as above";
    draw_line(reason, known, as_rate, first, is_told_elsewhere ? "" : left_out);
    if (is_told_elsewhere || !left_out.empty() || is_only_written(reason, derivation_)) return;
    if (id) drawn_.insert(*id);
    for (std::size_t part = 0; part < reason.parts.size(); ++part) {
      const bool is_last = part + 1 == reason.parts.size();
      draw(derivation_[reason.parts[part]], reason.parts[part], depth + 1, reason.window ? reason.window : known, part_is_rate(reason, as_rate, part, derivation_),
           rest + (is_last ? "└─ " : "├─ "), rest + (is_last ? "   " : "│  "));
    }
  }

  void draw_line(const Reason& reason, const std::optional<Period>& known, bool as_rate, const std::string& first, std::string_view left_out) {
    text_ += emphasis_.faint(first);
    text_ += emphasis_.strong(figure_told(reason, as_rate));
    text_ += "  " + made_visible(words_told(reason, sources_));
    if (reason.window && reason.window != known) text_ += ", " + reason.window->text();
    text_ += left_out;
    if (const auto cell = place_told(reason.cell, sources_)) {
      text_ += emphasis_.faint(fmt::format("  [{}]", made_visible(*cell)));
    } else if (const auto said = place_told(reason.said, sources_)) {
      text_ += emphasis_.faint(fmt::format("  [{}]", made_visible(*said)));
    }
    text_ += "\n";
  }

  const Derivation& derivation_;
  const Sources& sources_;
  const Emphasis& emphasis_;
  std::set<ReasonId> drawn_;
  std::string text_;
};

class JsonTree {
 public:
  JsonTree(const Derivation& derivation, const Sources& sources) : derivation_(derivation), sources_(sources) {}

  Json node(const Reason& reason, std::optional<ReasonId> id, std::size_t depth = 1) {
    Json parts = Json::array();
    if (!reason.parts.empty() && id && depth >= deepest && !drawn_.contains(*id)) further_.push_back(*id);
    if (!reason.parts.empty() && ((id && depth >= deepest) || (id && !drawn_.insert(*id).second))) {
      parts = nullptr;
    } else {
      for (const ReasonId part : reason.parts) parts.push_back(node(derivation_[part], part, depth + 1));
    }
    Json node = {{"id", id ? Json(*id) : Json(nullptr)},
                 {"rule", name(reason.rule)},
                 {"value", reason.value.text()},
                 {"words", words_told(reason, sources_)},
                 {"window", reason.window ? Json{{"from", reason.window->first().text()}, {"to", reason.window->last().text()}} : Json(nullptr)},
                 {"at", text_or_null(place_told(reason.said, sources_))},
                 {"cell", text_or_null(place_told(reason.cell, sources_))}};
    add_what_the_rule_needs(reason, node);
    node["parts"] = std::move(parts);
    return node;
  }

  /// What lies deeper, each figure at the root of a tree of its own.
  Json further() {
    Json trees = Json::array();
    for (std::size_t next = 0; next < further_.size(); ++next) {
      const ReasonId id = further_[next];
      if (!drawn_.contains(id)) trees.push_back(node(derivation_[id], id));
    }
    return trees;
  }

  static Json text_or_null(const std::optional<std::string>& text) { return text ? Json(*text) : Json(nullptr); }

 private:
  static void add_what_the_rule_needs(const Reason& reason, Json& node) {
    using namespace evaluate;
    std::visit(syntax::match{
                   [](const std::monostate&) {},
                   [&](const Rounding& rounding) { node["rounding"] = {{"places", rounding.places}, {"mode", words(rounding.mode)}}; },
                   [&](const ComparedBy& compared) { node["compares"] = compared.words(); },
                   [&](const FromDay& from) { node["from_day"] = from.day.text(); },
                   [&](const Unknown& unknown) { node["unknown"] = unknown.place; },
                   [&](const DataAsked& asked) { node["data"] = data_told(asked); },
               },
               reason.detail);
  }

  static Json data_told(const evaluate::DataAsked& asked) {
    Json where = Json::array();
    for (const auto& test : asked.where) where.push_back({{"dimension", test.dimension}, {"is", !test.is_not}, {"values", test.values}});
    return {{"input", asked.input}, {"where", std::move(where)}};
  }

  const Derivation& derivation_;
  const Sources& sources_;
  std::set<ReasonId> drawn_;
  std::vector<ReasonId> further_;
};

}  // namespace

Explanation explanation_of(const Payment& payment, const Derivation& derivation, const check::CheckedContract& contract) {
  Explanation explanation{payment.title, contract.parties[payment.from].name, contract.parties[payment.to].name, payment.label, payment.due, money_of(payment), {}, {}, {}, {}, &derivation};
  explanation.root.value = payment.amount;
  if (payment.why == evaluate::no_reason) return explanation;
  explanation.root = derivation[payment.why];
  explanation.id = payment.why;
  return explanation;
}

Explanation explanation_of_sum(std::span<const Payment* const> payments, const std::string& clause, const std::string& period, const Derivation& derivation,
                               const check::CheckedContract& contract) {
  const Payment& first = *payments.front();
  Explanation sum{clause, contract.parties[first.from].name, contract.parties[first.to].name, period, first.due, nothing_in(money_of(first)), {}, {}, {}, {}, &derivation};
  sum.root.rule = Rule::sum;
  sum.root.words = fmt::format("\"{}\" for {}", clause, period);
  sum.root.window = Period(first.period.begin(), payments.back()->period.end());
  for (const Payment* payment : payments) {
    add(sum.paid, money_of(*payment));
    if (payment->due != first.due) sum.due.reset();
    sum.periods.push_back(payment->label);
    sum.root.value += payment->amount;
    sum.root.parts.push_back(payment->why);
  }
  return sum;
}

std::string head_of(const Explanation& explanation) {
  std::string head = fmt::format("{}, {}: {} pays {} {}", explanation.clause, explanation.period, explanation.from, explanation.to, grouped_text(explanation.paid));
  if (explanation.paid.currency) head += " " + *explanation.paid.currency;
  if (explanation.due) head += fmt::format(", due {}", explanation.due->text());
  constexpr std::size_t most_named = 6;
  const auto& periods = explanation.periods;
  if (periods.empty()) return head;
  if (periods.size() > most_named) return head + fmt::format(", in {} payments from {} to {}", periods.size(), periods.front(), periods.back());
  return head + fmt::format(", in {} payments: {}", periods.size(), fmt::join(periods, ", "));
}

std::string explain_text(const Explanation& explanation, const Sources& sources, bool colour) {
  const Emphasis emphasis(colour);
  std::string text;
  if (!explanation.words.empty()) text += explanation.words + "\n";
  text += emphasis.strong(made_visible(head_of(explanation))) + "\n";
  const bool has_reason = explanation.id || !explanation.periods.empty();
  if (has_reason) text += "\n" + TextTree(*explanation.derivation, sources, emphasis).draw(explanation.root, explanation.id);
  return text;
}

std::string explain_text(const Payment& payment, const Derivation& derivation, const check::CheckedContract& contract, const Sources& sources, bool colour) {
  return explain_text(explanation_of(payment, derivation, contract), sources, colour);
}

std::string explain_figure(ReasonId why, const Derivation& derivation, const Sources& sources, std::size_t most_lines) {
  std::string tree = TextTree(derivation, sources, Emphasis(false)).draw(derivation[why], why);
  std::size_t end = 0;
  for (std::size_t line = 0; line < most_lines && end < tree.size(); ++line) end = tree.find('\n', end) + 1;
  if (end == tree.size()) return tree;
  const auto rest = std::count(tree.begin() + static_cast<std::ptrdiff_t>(end), tree.end(), '\n');
  tree.resize(end);
  return tree + fmt::format("and {} lines more: `whereas explain` shows a payment whole\n", rest);
}

std::string explain_json(std::span<const Explanation> explanations, const Sources& sources) {
  Json all = Json::array();
  for (const Explanation& one : explanations) {
    const bool has_reason = one.id || !one.periods.empty();
    Json told = {{"clause", one.clause},
                 {"from", one.from},
                 {"to", one.to},
                 {"period", one.period},
                 {"due", one.due ? Json(one.due->text()) : Json(nullptr)},
                 {"amount", exact_text(one.paid)},
                 {"currency", JsonTree::text_or_null(one.paid.currency)}};
    if (!one.periods.empty()) told["periods"] = one.periods;
    JsonTree tree(*one.derivation, sources);
    told["why"] = has_reason ? tree.node(one.root, one.id) : Json(nullptr);
    Json further = tree.further();
    if (!further.empty()) told["further"] = std::move(further);
    all.push_back(std::move(told));
  }
  return all.dump(2) + "\n";
}

std::string explain_json(std::span<const Payment* const> payments, const Derivation& derivation, const check::CheckedContract& contract, const Sources& sources) {
  std::vector<Explanation> explanations;
  for (const Payment* payment : payments) explanations.push_back(explanation_of(*payment, derivation, contract));
  return explain_json(explanations, sources);
}

}  // namespace whereas::statement
