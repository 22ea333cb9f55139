#include "interpreter/statement/explain.h"
#include "interpreter/statement/telling.h"
#include "lang/text/markup.h"
#include "lang/text/unicode.h"

#include <fmt/format.h>

#include <set>

namespace whereas::statement {

namespace {

using evaluate::Derivation;
using evaluate::Reason;
using evaluate::ReasonId;
using evaluate::Rule;

// As in the text: what lies deeper is not taken apart.
constexpr std::size_t deepest_on_a_page = 200;

constexpr std::string_view page_head = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{}</title>
<style>
body {{ font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 70em; padding: 0 1em; color: #222; background: #fff; }}
ul {{ list-style: none; margin: 0; padding-left: 1.4em; border-left: 1px solid #ddd; }}
body > ul {{ border: 0; padding: 0; }}
li {{ margin: .1em 0; }}
b {{ font-variant-numeric: tabular-nums; margin-right: .6em; }}
summary {{ cursor: pointer; }}
.leaf {{ padding-left: 1em; }}
.place {{ color: #777; font-size: 85%; margin-left: .6em; }}
</style>
</head>
<body>
)";

/// One explanation as nested lists, whose items open.
class HtmlTree {
 public:
  HtmlTree(const Derivation& derivation, const Sources& sources, std::size_t number) : derivation_(derivation), sources_(sources), number_(number) {}

  std::string draw(const Reason& root, std::optional<ReasonId> id) {
    text_ = "<ul>\n";
    item(root, id, 1, {}, root.is_rate);
    return text_ + "</ul>\n";
  }

 private:
  std::string anchor(ReasonId id) const { return fmt::format("e{}r{}", number_, id); }

  void item(const Reason& reason, std::optional<ReasonId> id, std::size_t depth, const std::optional<Period>& known, bool as_rate) {
    const bool comes_again = id && !reason.parts.empty() && drawn_.contains(*id);
    const bool is_leaf = reason.parts.empty() || comes_again || depth >= deepest_on_a_page || is_only_written(reason, derivation_);
    const std::string name = id && !comes_again && !is_leaf ? fmt::format(" id=\"{}\"", anchor(*id)) : "";
    std::string line = fmt::format("<b>{}</b>{}", marked_up(figure_told(reason, as_rate)), marked_up(words_told(reason, sources_)));
    if (reason.window && reason.window != known) line += ", " + reason.window->text();
    if (comes_again) line += fmt::format(", <a href=\"#{}\">as above</a>", anchor(*id));
    else if (is_leaf && depth >= deepest_on_a_page) line += ", not taken apart further";
    const auto cell = place_told(reason.cell, sources_);
    const auto place = cell ? cell : place_told(reason.said, sources_);
    if (place) line += fmt::format("<span class=\"place\">{}</span>", marked_up(*place));
    if (is_leaf) {
      text_ += fmt::format("<li class=\"leaf\">{}</li>\n", line);
      return;
    }
    if (id) drawn_.insert(*id);
    const bool is_open = reason.rule != Rule::remembered && depth <= 6;
    text_ += fmt::format("<li{}><details{}><summary>{}</summary>\n<ul>\n", name, is_open ? " open" : "", line);
    for (std::size_t part = 0; part < reason.parts.size(); ++part) {
      item(derivation_[reason.parts[part]], reason.parts[part], depth + 1, reason.window ? reason.window : known, part_is_rate(reason, as_rate, part, derivation_));
    }
    text_ += "</ul>\n</details></li>\n";
  }

  const Derivation& derivation_;
  const Sources& sources_;
  std::size_t number_;
  std::set<ReasonId> drawn_;
  std::string text_;
};

/// A quoted string of Graphviz; `\n` stays a line break of the label.
std::string dot_quoted(const std::vector<std::string>& lines) {
  std::string text = "\"";
  for (const std::string& line : lines) {
    if (text.size() > 1) text += "\\n";
    for (const char letter : made_visible(line)) {
      if (letter == '"' || letter == '\\') text += '\\';
      text += letter;
    }
  }
  return text + "\"";
}

/// One explanation as nodes and arrows.
class DotTree {
 public:
  DotTree(const Derivation& derivation, const Sources& sources, std::size_t number) : derivation_(derivation), sources_(sources), number_(number) {}

  std::string draw(const Explanation& explanation) {
    const std::string head = fmt::format("e{}", number_);
    text_ = fmt::format("  {} [shape=plaintext, label={}];\n", head, dot_quoted({explanation.words.empty() ? head_of(explanation) : explanation.words + ": " + head_of(explanation)}));
    const bool has_reason = explanation.id || !explanation.periods.empty();
    if (has_reason) text_ += fmt::format("  {} -> {};\n", head, draw(explanation.root, explanation.id, 1, explanation.root.is_rate));
    return std::move(text_);
  }

 private:
  std::string draw(const Reason& reason, std::optional<ReasonId> id, std::size_t depth, bool as_rate) {
    std::string name = id ? fmt::format("e{}r{}", number_, *id) : fmt::format("e{}sum", number_);
    if (id && !drawn_.insert(*id).second) return name;
    std::vector<std::string> lines{figure_told(reason, as_rate), words_told(reason, sources_)};
    if (reason.window) lines.push_back(reason.window->text());
    const auto cell = place_told(reason.cell, sources_);
    const auto place = cell ? cell : place_told(reason.said, sources_);
    if (place) lines.push_back(*place);
    // What is remembered of earlier settlements, their own explanations tell.
    const bool is_leaf = reason.rule == Rule::remembered || reason.parts.empty() || is_only_written(reason, derivation_);
    const bool is_cut = !is_leaf && depth >= deepest_on_a_page;
    if (is_cut) lines.emplace_back("not taken apart further");
    text_ += fmt::format("  {} [label={}{}];\n", name, dot_quoted(lines), is_leaf ? ", style=filled, fillcolor=\"#f0f0f0\"" : "");
    if (is_leaf || is_cut) return name;
    for (std::size_t part = 0; part < reason.parts.size(); ++part) {
      const std::string below = draw(derivation_[reason.parts[part]], reason.parts[part], depth + 1, part_is_rate(reason, as_rate, part, derivation_));
      text_ += fmt::format("  {} -> {};\n", name, below);
    }
    return name;
  }

  const Derivation& derivation_;
  const Sources& sources_;
  std::size_t number_;
  std::set<ReasonId> drawn_;
  std::string text_;
};

}  // namespace

std::string explain_html(std::span<const Explanation> explanations, const Sources& sources) {
  const std::string title = explanations.empty() ? "Nothing is paid" : fmt::format("{}, {}", explanations.front().clause, explanations.front().period);
  std::string page = fmt::format(page_head, marked_up(title));
  std::size_t number = 0;
  for (const Explanation& one : explanations) {
    page += fmt::format("<h1>{}</h1>\n", marked_up(head_of(one)));
    if (!one.words.empty()) page += fmt::format("<p>{}</p>\n", marked_up(one.words));
    const bool has_reason = one.id || !one.periods.empty();
    if (has_reason) page += HtmlTree(*one.derivation, sources, ++number).draw(one.root, one.id);
  }
  return page + "</body>\n</html>\n";
}

std::string explain_dot(std::span<const Explanation> explanations, const Sources& sources) {
  std::string graph = "digraph explanation {\n  rankdir=LR;\n  ordering=out;\n  node [shape=box, fontname=\"sans-serif\"];\n";
  std::size_t number = 0;
  for (const Explanation& one : explanations) graph += DotTree(*one.derivation, sources, ++number).draw(one);
  return graph + "}\n";
}

}  // namespace whereas::statement
