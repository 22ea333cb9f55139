#include "interpreter/statement/explain.h"

#include "interpreter/statement/grid.h"
#include "interpreter/statement/statement.h"
#include "lang/number/notation.h"
#include "lang/text/unicode.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
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

std::string_view name(Rule rule) {
  switch (rule) {
    case Rule::figure_written: return "figure written";
    case Rule::data_read: return "data read";
    case Rule::sum: return "sum";
    case Rule::difference: return "difference";
    case Rule::product: return "product";
    case Rule::quotient: return "quotient";
    case Rule::negation: return "negation";
    case Rule::greatest: return "greatest";
    case Rule::least: return "least";
    case Rule::rounding: return "rounding";
    case Rule::apportioned: return "apportioned";
    case Rule::same: return "same";
    case Rule::average: return "average";
    case Rule::choice: return "choice";
    case Rule::slice: return "slice";
    case Rule::remembered: return "remembered";
    case Rule::packages: return "packages";
    case Rule::solution: return "solution";
    case Rule::proviso: return "proviso";
    case Rule::truth: return "truth";
  }
  return "";
}

/// `deal.deal:15:3`; nothing for a span that names no place.
std::optional<std::string> place(Span span, const Sources& sources) {
  if (span == Span{} || span.source >= sources.count()) return std::nullopt;
  const Source& source = sources[span.source];
  const Place place = source.place_of(span.begin);
  return fmt::format("{}:{}:{}", source.name(), place.line, place.column);
}

/// The reason's words; where it has none, the contract's own, if they are short or a condition; else the rule.
std::string words_of(const Reason& reason, const Sources& sources) {
  if (!reason.words.empty()) return reason.words;
  if (reason.said != Span{} && reason.said.source < sources.count()) {
    const std::size_t longest = reason.rule == Rule::truth ? 200 : 60;
    std::string said = on_one_line(sources[reason.said.source].slice(reason.said));
    if (!said.empty() && said.size() <= longest) return said;
  }
  return std::string(name(reason.rule));
}

std::string value_for_people(const Reason& reason, bool as_rate) {
  if (reason.rule == Rule::truth) return reason.value.is_zero() ? "no" : "yes";
  return as_rate ? spoken_rate(reason.value) : grouped(reason.value);
}

/// Whether a part is a figure of the same kind as the whole: of a rate it is a rate too, though it be a quotient that does not say so.
bool is_alike(const Reason& whole, std::size_t part) {
  switch (whole.rule) {
    case Rule::sum:
    case Rule::difference:
    case Rule::negation:
    case Rule::greatest:
    case Rule::least:
    case Rule::rounding:
    case Rule::same:
    case Rule::average:
    case Rule::truth: return true;
    case Rule::choice: return part + 1 == whole.parts.size();
    default: return false;
  }
}

Money money_of(const Payment& payment) {
  return {payment.amount, payment.rounding ? std::optional(std::max(0, payment.rounding->places)) : std::nullopt, payment.currency};
}

class TextTree {
 public:
  TextTree(const Derivation& derivation, const Sources& sources, const Emphasis& emphasis) : derivation_(derivation), sources_(sources), emphasis_(emphasis) {}

  std::string draw(ReasonId root) {
    draw(root, 1, {}, derivation_[root].is_rate, "", "");
    return std::move(text_);
  }

 private:
  /// `first` stands before the reason's own line, `rest` before those of its parts; `known` is the window said last.
  void draw(ReasonId id, std::size_t depth, const std::optional<Period>& known, bool as_rate, const std::string& first, const std::string& rest) {
    const Reason& reason = derivation_[id];
    std::string_view left_out;
    if (!reason.parts.empty() && depth >= deepest) left_out = ", not taken apart further";
    if (!reason.parts.empty() && drawn_.contains(id)) left_out = ", as above";
    draw_line(reason, known, as_rate, first, left_out);
    if (!left_out.empty() || is_only_written(reason)) return;
    drawn_.insert(id);
    const auto is_rate = [&](ReasonId part) { return derivation_[part].is_rate; };
    const bool compares_rates = reason.rule == Rule::truth && std::any_of(reason.parts.begin(), reason.parts.end(), is_rate);
    for (std::size_t part = 0; part < reason.parts.size(); ++part) {
      const bool is_last = part + 1 == reason.parts.size();
      const bool is_written = derivation_[reason.parts[part]].rule == Rule::figure_written;
      const bool part_as_rate = is_rate(reason.parts[part]) || ((as_rate || compares_rates) && !is_written && is_alike(reason, part));
      draw(reason.parts[part], depth + 1, reason.window ? reason.window : known, part_as_rate, rest + (is_last ? "└─ " : "├─ "), rest + (is_last ? "   " : "│  "));
    }
  }

  /// Whether all that could be said of the reason's parts is the figure that it has itself.
  bool is_only_written(const Reason& reason) const {
    if (reason.parts.size() != 1) return false;
    const Reason& part = derivation_[reason.parts.front()];
    return part.rule == Rule::figure_written && part.value == reason.value;
  }

  void draw_line(const Reason& reason, const std::optional<Period>& known, bool as_rate, const std::string& first, std::string_view left_out) {
    text_ += emphasis_.faint(first);
    text_ += emphasis_.strong(value_for_people(reason, as_rate));
    text_ += "  " + made_visible(words_of(reason, sources_));
    if (reason.window && reason.window != known) text_ += ", " + reason.window->text();
    text_ += left_out;
    if (const auto cell = place(reason.cell, sources_)) {
      text_ += emphasis_.faint(fmt::format("  [{}]", made_visible(*cell)));
    } else if (const auto said = place(reason.said, sources_)) {
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

  Json node(ReasonId id, std::size_t depth = 1) {
    const Reason& reason = derivation_[id];
    Json parts = Json::array();
    if (!reason.parts.empty() && (depth >= deepest || !drawn_.insert(id).second)) {
      parts = nullptr;
    } else {
      for (const ReasonId part : reason.parts) parts.push_back(node(part, depth + 1));
    }
    return {{"id", id},
            {"rule", name(reason.rule)},
            {"value", reason.value.text()},
            {"words", words_of(reason, sources_)},
            {"window", reason.window ? Json{{"from", reason.window->first().text()}, {"to", reason.window->last().text()}} : Json(nullptr)},
            {"at", text_or_null(place(reason.said, sources_))},
            {"cell", text_or_null(place(reason.cell, sources_))},
            {"parts", std::move(parts)}};
  }

  static Json text_or_null(const std::optional<std::string>& text) { return text ? Json(*text) : Json(nullptr); }

 private:
  const Derivation& derivation_;
  const Sources& sources_;
  std::set<ReasonId> drawn_;
};

}  // namespace

std::string explain_text(const Payment& payment, const Derivation& derivation, const check::CheckedContract& contract, const Sources& sources, bool colour) {
  const Emphasis emphasis(colour);
  const Money money = money_of(payment);
  std::string head = fmt::format("{}, {}: {} pays {} {}", payment.title, payment.label, contract.parties[payment.from].name, contract.parties[payment.to].name,
                                 grouped_text(money));
  if (money.currency) head += " " + *money.currency;
  if (payment.due) head += fmt::format(", due {}", payment.due->text());
  std::string text = emphasis.strong(made_visible(head)) + "\n";
  if (payment.why != evaluate::no_reason) text += "\n" + TextTree(derivation, sources, emphasis).draw(payment.why);
  return text;
}

std::string explain_figure(ReasonId why, const Derivation& derivation, const Sources& sources, std::size_t most_lines) {
  std::string tree = TextTree(derivation, sources, Emphasis(false)).draw(why);
  std::size_t end = 0;
  for (std::size_t line = 0; line < most_lines && end < tree.size(); ++line) end = tree.find('\n', end) + 1;
  if (end == tree.size()) return tree;
  const auto rest = std::count(tree.begin() + static_cast<std::ptrdiff_t>(end), tree.end(), '\n');
  tree.resize(end);
  return tree + fmt::format("and {} lines more: `whereas explain` shows a payment whole\n", rest);
}

std::string explain_json(std::span<const Payment* const> payments, const Derivation& derivation, const check::CheckedContract& contract, const Sources& sources) {
  Json all = Json::array();
  for (const Payment* payment : payments) {
    all.push_back({{"clause", payment->title},
                   {"from", contract.parties[payment->from].name},
                   {"to", contract.parties[payment->to].name},
                   {"period", payment->label},
                   {"due", payment->due ? Json(payment->due->text()) : Json(nullptr)},
                   {"amount", exact_text(money_of(*payment))},
                   {"currency", JsonTree::text_or_null(payment->currency)},
                   {"why", payment->why == evaluate::no_reason ? Json(nullptr) : JsonTree(derivation, sources).node(payment->why)}});
  }
  return all.dump(2) + "\n";
}

}  // namespace whereas::statement
