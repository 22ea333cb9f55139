// What drafters write, and what they are told to write instead: the table of lang/syntax/drafters_table.cpp, row by row, and the lines of
// docs/language/in-other-words.md, each in a contract.
#include "lang/syntax/drafters_words.h"
#include "tests/told.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <sstream>

namespace {

namespace fs = std::filesystem;
using namespace whereas;
using namespace whereas::test;

// --- the table -------------------------------------------------------------------------------------------------------------------

/// Words of each kind that a phrase names by a capital.
const std::map<char, std::string> samples{{'P', "5%"}, {'F', "100"}, {'N', "three"}, {'D', "2026-07-01"}, {'T', "\"Fee\""}, {'X', "sales"}, {'J', "sales"}, {'Q', "Licensor"},
                                          {'U', "year"}, {'A', "monthly"}, {'L', "annually"}, {'I', "5th"}, {'M', "March"}, {'Y', "2026"}, {'E', "2027-Q1"}, {'C', "\"Net Sales\""},
                                          {'B', "Sales"}, {'V', "month"}, {'O', "15th"}, {'G', "31/12/2027"}, {'W', "months"}, {'K', "yearlong"}, {'Z', "gross"}};

struct Phrase {
  std::string before;
  std::string rest;
};

/// The phrase in words, with those that may lack or without them: of several the first or the last.
Phrase phrase_of(std::string_view said, bool with_all) {
  Phrase phrase{"", ""};
  bool is_behind = said.find('|') == std::string_view::npos;
  std::vector<std::string> meant;
  std::istringstream words{std::string(said)};
  for (std::string word; words >> word;) {
    if (word == "|") {
      is_behind = true;
      continue;
    }
    if (word == "^" || word == "~") continue;
    if (word.size() > 1 && word.ends_with('?')) {
      if (!with_all) continue;
      word.pop_back();
    }
    if (const std::size_t slash = word.find('/'); slash != std::string::npos && word.size() > 1) word = with_all ? word.substr(0, slash) : word.substr(word.rfind('/') + 1);
    if (word.size() > 1 && word.front() == '=') word = meant.at(static_cast<std::size_t>(word[1] - '1')) + word.substr(2);
    if (word.size() == 1 && samples.contains(word.front())) {
      const char kind = word.front();
      word = samples.at(kind);
      if (kind != 'K') meant.push_back(kind == 'N' ? "3" : word);
    }
    (is_behind ? phrase.rest : phrase.before) += (is_behind ? phrase.rest : phrase.before).empty() ? word : " " + word;
  }
  return phrase;
}

std::string told_for(const Phrase& phrase, bool begins_line, std::string& took) {
  const std::string text = phrase.before + (begins_line ? "\n" : " ") + phrase.rest + "\n# sales_sales sales_sales_sales";
  const std::string_view whole = text;
  Diagnostic told;
  const auto span = syntax::help_with_drafters_words(whole.substr(0, phrase.before.size()), whole.substr(phrase.before.size() + 1, phrase.rest.size()), {0, whole}, false, told);
  REQUIRE(span);
  REQUIRE(told.helps.size() == 1);
  took = text.substr(span->begin, span->end - span->begin);
  return told.helps.front().edits.empty() ? told.helps.front().text : told.helps.front().edits.front().text;
}

TEST_CASE("every phrase of the table is told its own words, and no other's") {
  const auto rows = syntax::drafters_words();
  for (const syntax::DraftersWords& row : rows) {
    for (const bool with_all : {true, false}) {
      const Phrase phrase = phrase_of(row.said, with_all);
      INFO(row.said << ": " << phrase.before << " | " << phrase.rest);
      std::string took;
      const std::string help = told_for(phrase, row.said.starts_with('~'), took);
      CHECK(help.find('$') == (row.said.find('$') == std::string_view::npos ? std::string::npos : help.find('$')));
      CHECK(help != took);
      // What the row says before its first figure: another row that takes the words away from it says something else. (Two rows may say the
      // same words: which of them leads further is seen in the contract.)
      const auto begins = [](std::string_view own) { return std::string(own.substr(0, own.find('$'))); };
      const bool is_own = std::any_of(rows.begin(), rows.end(), [&](const syntax::DraftersWords& other) {
        const std::string_view own = other.example.empty() ? other.write : other.example;
        return other.said == row.said && help.substr(0, begins(own).size()) == begins(own) && own.empty() == help.empty();
      });
      INFO("told: " << help);
      CHECK(is_own);
    }
  }
}

// --- the page --------------------------------------------------------------------------------------------------------------------

struct Line {
  std::string where;  ///< the sentence above its table
  std::string draft;
  std::string language;
};

std::vector<Line> lines_of_page() {
  std::vector<Line> lines;
  std::istringstream page(text_of(fs::path(WHEREAS_SOURCE_DIR) / "docs/language/in-other-words.md"));
  std::string where;
  for (std::string text; std::getline(page, text);) {
    if (text.ends_with(':')) where = text;
    if (!text.starts_with("| `")) continue;
    const std::size_t between = text.find("` | `");
    lines.push_back({where, text.substr(3, between - 3), text.substr(between + 5, text.size() - between - 5 - 3)});
  }
  return lines;
}

/// The contract with the line in it: `/` is a new line.
std::string contract_with(const std::string& where, std::string line) {
  const bool is_heading = where.starts_with("As the heading");
  const bool is_definition = where.starts_with("As a definition");
  for (std::size_t found = line.find(" / "); found != std::string::npos; found = line.find(" / ")) line.replace(found, 3, is_definition ? "\n  " : "\n    ");
  std::string text =
      "deal \"Licence\"\n\nparty Licensee\nparty Licensor\n\nterm 2026-01-01 to 2028-12-31\ncurrency USD\nsettled quarterly\nrounded to cents, half even\n\n"
      "input net_sales monthly USD\ninput costs monthly USD\ninput price_index at month end number, from 2024-12\ninput sold by product monthly USD\nevent \"Approval\"\n\n";
  if (is_definition) return text + line + "\n\nclause \"Fee\"\n  Licensee pays Licensor rate of net_sales\n";
  if (is_heading) return text + line + "\n  Licensee pays Licensor 5% of sold\n";
  if (where.starts_with("As the whole")) return text + "clause \"Fee\"\n  " + line + "\n";
  text += "clause \"Fee\"\n  Licensee pays Licensor ";
  return text + (where.starts_with("On a line") ? "5% of net_sales\n    " + line : line) + "\n";
}

std::string with_single_blanks(const std::string& text) {
  std::istringstream words(text);
  std::string single;
  for (std::string word; words >> word;) single += word + " ";
  return single;
}

Told told_of(const std::string& contract) {
  write_text("contract.deal", contract);
  return tell({"contract.deal", std::nullopt, false});
}

TEST_CASE("what the page says in other words is what the program offers") {
  const TemporaryFolder folder;
  const std::vector<Line> lines = lines_of_page();
  REQUIRE(lines.size() > 50);
  for (const Line& line : lines) {
    INFO(line.draft);
    const std::string draft = contract_with(line.where, line.draft);
    const Told told = told_of(draft);
    const auto refused = std::find_if(told.diagnostics.begin(), told.diagnostics.end(), [](const Diagnostic& one) { return severity(one.code) == Severity::error; });
    if (refused == told.diagnostics.end()) {
      FAIL_CHECK("it is not refused");
      continue;
    }
    if (refused->helps.empty() || refused->helps.front().edits.empty()) {
      FAIL_CHECK("nothing is offered: " << told.shown);
      continue;
    }
    const std::string mended = edited(draft, refused->helps.front().edits.front());
    CHECK(with_single_blanks(mended) == with_single_blanks(contract_with(line.where, line.language)));
    // Where words are left to choose, they are asked for; the words themselves are in place.
    for (const Diagnostic& one : told_of(mended).diagnostics) {
      INFO(one.message);
      CHECK(one.code != code::syntax);
    }
  }
}

}  // namespace
