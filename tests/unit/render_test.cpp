#include "lang/diagnostic/render.h"

#include <catch2/catch.hpp>

#include <string>

using namespace whereas;

namespace {

/// The place of the `nth` occurrence of some words in a source.
Span place_of(const Source& source, std::string_view words, int nth = 1) {
  std::size_t begin = source.text().find(words);
  while (--nth > 0) begin = source.text().find(words, begin + 1);
  REQUIRE(begin != std::string_view::npos);
  return {source.id(), static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + words.size())};
}

std::string drawn(const Sources& sources, Span span, std::string label = "here") {
  Diagnostic diagnostic;
  diagnostic.code = code::syntax;
  diagnostic.says("m").at(span, std::move(label));
  return render(diagnostic, sources);
}

/// Draws a label under all of `words` in a text of its own.
std::string drawn_in(std::string text, std::string_view words) {
  Sources sources;
  const Source& source = sources.add("a.deal", std::move(text));
  return drawn(sources, place_of(source, words));
}

std::string drawn_at(std::string text, std::uint32_t begin, std::uint32_t end) {
  Sources sources;
  sources.add("a.deal", std::move(text));
  return drawn(sources, {0, begin, end});
}

}  // namespace

TEST_CASE("A diagnostic shows its place, what clashes, the rule and what to write") {
  Sources sources;
  const Source& source = sources.add("bedrock.deal",
                                     "deal \"Bedrock\"\n\n\n\n\n\n\n\n\n"
                                     "profit means revenue after inference_cost\n\n"
                                     "  Anthropic pays Amazon 50% of profit after inference_cost\n");
  Diagnostic diagnostic;
  diagnostic.code = code::syntax;
  diagnostic.says("`inference_cost` is deducted twice")
      .at(place_of(source, "inference_cost", 2), "deducted here")
      .beside(place_of(source, "inference_cost", 1), "and already here, in `profit`")
      .note("a cost is deducted once")
      .offers("deduct it once", replace(place_of(source, "50%"), "50% of profit"))
      .help("or name another cost");
  CHECK(render(diagnostic, sources) ==
        "bedrock.deal:12:45: error[syntax]: `inference_cost` is deducted twice\n"
        "12 |   Anthropic pays Amazon 50% of profit after inference_cost\n"
        "   |                                             ^^^^^^^^^^^^^^ deducted here\n"
        "10 | profit means revenue after inference_cost\n"
        "   |                            -------------- and already here, in `profit`\n"
        "note: a cost is deducted once\n"
        "help: deduct it once: `50% of profit`\n"
        "help: or name another cost\n");
}

TEST_CASE("The gutter is as wide as the largest line number") {
  Sources sources;
  const Source& source = sources.add("a.deal", "first\n2\n3\n4\n5\n6\n7\n8\n9\ntenth\n");
  Diagnostic diagnostic;
  diagnostic.says("m").at(place_of(source, "first"), "a").beside(place_of(source, "tenth"), "b");
  CHECK(render(diagnostic, sources).ends_with(" 1 | first\n   | ^^^^^ a\n10 | tenth\n   | ----- b\n"));
}

TEST_CASE("A line with two labels is shown once") {
  Sources sources;
  const Source& source = sources.add("a.deal", "one two\n");
  Diagnostic diagnostic;
  diagnostic.says("m").at(place_of(source, "two"), "a").beside(place_of(source, "one"), "b");
  CHECK(render(diagnostic, sources).ends_with(": m\n1 | one two\n  |     ^^^ a\n  | --- b\n"));
}

TEST_CASE("A label in another file says where, and so does one that comes back") {
  Sources sources;
  const Source& deal = sources.add("main.deal", "use rates\n");
  const Source& rates = sources.add("rates.deal", "\n\n  rate means 5%\n");
  Diagnostic diagnostic;
  diagnostic.says("m").at(place_of(deal, "rates"), "a").beside(place_of(rates, "rate"), "b").beside(place_of(deal, "use"), "c");
  CHECK(render(diagnostic, sources).ends_with(": m\n"
                                              "1 | use rates\n"
                                              "  |     ^^^^^ a\n"
                                              "  --> rates.deal:3:3\n"
                                              "3 |   rate means 5%\n"
                                              "  |   ---- b\n"
                                              "  --> main.deal:1:1\n"
                                              "1 | use rates\n"
                                              "  | --- c\n"));
}

TEST_CASE("The same line number in another file is another line") {
  Sources sources;
  sources.add("main.deal", "one\n");
  sources.add("rates.deal", "two\n");
  Diagnostic diagnostic;
  diagnostic.says("m").at({0, 0, 3}, "a").beside({1, 0, 3}, "b");
  CHECK(render(diagnostic, sources).ends_with("1 | one\n  | ^^^ a\n  --> rates.deal:1:1\n1 | two\n  | --- b\n"));
}

TEST_CASE("A label without words ends with its marks") {
  Sources sources;
  const Source& source = sources.add("a.deal", "one\n");
  CHECK(drawn(sources, place_of(source, "one"), "").ends_with("1 | one\n  | ^^^\n"));
}

TEST_CASE("A tab is drawn as one blank, in the line and under it") {
  CHECK(drawn_in("\t\tx\ty\n", "y") == "a.deal:1:5: error[syntax]: m\n1 |   x y\n  |     ^ here\n");
}

TEST_CASE("Marks stand under wide characters and combining marks") {
  CHECK(drawn_in("漢字 = x\n", "x") == "a.deal:1:6: error[syntax]: m\n1 | 漢字 = x\n  |        ^ here\n");
  CHECK(drawn_in("a 漢字 b\n", "漢字").ends_with("1 | a 漢字 b\n  |   ^^^^ here\n"));
  CHECK(drawn_in("e\xCC\x81 x\n", "x").ends_with("1 | e\xCC\x81 x\n  |   ^ here\n"));
}

TEST_CASE("Bytes that are not UTF-8 and characters that hide or steer are made visible") {
  CHECK(drawn_in("caf\xE9 x\n", "\xE9") == "a.deal:1:4: error[syntax]: m\n1 | caf\\xE9 x\n  |    ^^^^ here\n");
  CHECK(drawn_in("a\x1B[0m x\n", "x").ends_with("1 | a\\x1B[0m x\n  |          ^ here\n"));
  CHECK(drawn_in("a\xE2\x80\xAE" "b\n", "\xE2\x80\xAE").ends_with("1 | a<U+202E>b\n  |  ^^^^^^^^ here\n"));
  Sources sources;
  sources.add("\x1B.deal", "x");
  Diagnostic diagnostic;
  diagnostic.says("\x1B[2J").at({0, 0, 1}, "\x07").note("\x1B").help("\x1B");
  CHECK(render(diagnostic, sources).find('\x1B') == std::string::npos);
  CHECK(render(diagnostic, sources).find('\x07') == std::string::npos);
}

TEST_CASE("An empty span is one mark, also at the end of a line, of a text and of nothing") {
  CHECK(drawn_at("one two\n", 4, 4).ends_with(":1:5: error[syntax]: m\n1 | one two\n  |     ^ here\n"));
  CHECK(drawn_at("one\ntwo\n", 3, 3).ends_with(":1:4: error[syntax]: m\n1 | one\n  |    ^ here\n"));
  CHECK(drawn_at("one\ntwo\n", 8, 8).ends_with(":2:4: error[syntax]: m\n2 | two\n  |    ^ here\n"));
  CHECK(drawn_at("one\r\ntwo", 8, 8).ends_with(":2:4: error[syntax]: m\n2 | two\n  |    ^ here\n"));
  CHECK(drawn_at("", 0, 0) == "a.deal:1:1: error[syntax]: m\n1 |\n  | ^ here\n");
}

TEST_CASE("A span over several lines is marked to the end of the first") {
  CHECK(drawn_at("one two\r\nthree\r\n", 4, 14).ends_with("1 | one two\n  |     ^^^ here\n"));
}

TEST_CASE("A line of 160 columns is shown whole, a longer one is cut around the place") {
  const std::string before(100, 'x');
  CHECK(drawn_in(before + " here " + std::string(54, 'y'), "here").find("…") == std::string::npos);
  CHECK(drawn_in(before + " here " + std::string(55, 'y'), "here").find("…") != std::string::npos);

  // 60 columns before the place; with the two marks of the cut, 160 in all.
  CHECK(drawn_in(std::string(300, 'x') + " here " + std::string(300, 'y'), "here") ==
        "a.deal:1:302: error[syntax]: m\n"
        "1 | …" + std::string(59, 'x') + " here " + std::string(93, 'y') + "…\n"
        "  | " + std::string(61, ' ') + "^^^^ here\n");
  CHECK(drawn_in("here " + std::string(300, 'y'), "here").ends_with("1 | here " + std::string(154, 'y') + "…\n  | ^^^^ here\n"));
  CHECK(drawn_in(std::string(300, 'x') + " here", "here").ends_with("1 | …" + std::string(59, 'x') + " here\n  | " + std::string(61, ' ') + "^^^^ here\n"));
}

TEST_CASE("A long line is shown from its beginning where the place is near it") {
  CHECK(drawn_in(std::string(98, 'x') + " here " + std::string(300, 'y'), "here").find("\n1 | xxx") != std::string::npos);
  CHECK(drawn_in(std::string(99, 'x') + " here " + std::string(300, 'y'), "here").find("\n1 | …xxx") != std::string::npos);
}

TEST_CASE("Marks stop where a long line is cut") {
  CHECK(drawn_at(std::string(1000, 'x'), 0, 1000).ends_with("1 | " + std::string(159, 'x') + "…\n  | " + std::string(159, '^') + " here\n"));
}

TEST_CASE("A line of a million characters is cut between characters") {
  std::string text;
  for (int count = 0; count < 500'000; ++count) text += "é";
  text += "here";
  for (int count = 0; count < 500'000; ++count) text += "漢";
  const std::string shown = drawn_in(text, "here");
  CHECK(shown.starts_with("a.deal:1:500001: "));
  CHECK(shown.find("\\x") == std::string::npos);
  CHECK(shown.find("\n  | " + std::string(61, ' ') + "^^^^ here\n") != std::string::npos);
}

TEST_CASE("A line is not cut within a character, though no column shows where characters begin") {
  std::string text;
  for (int count = 0; count < 3000; ++count) text += "\xCC\x81";  // a combining acute
  const std::string shown = drawn_in(text + "xhere", "here");
  CHECK(shown.find("\\x") == std::string::npos);
  CHECK(shown.ends_with("xhere\n  |   ^^^^ here\n"));
}

TEST_CASE("Help shows a replacement of one line in backticks and a longer one below") {
  Sources sources;
  const Source& source = sources.add("a.deal", "x\n");
  const auto help = [&](Edit edit) {
    Diagnostic diagnostic;
    diagnostic.says("m").at(place_of(source, "x")).offers("write", std::move(edit));
    const std::string shown = render(diagnostic, sources);
    return shown.substr(shown.find("help:"));
  };
  const Span place = place_of(source, "x");
  CHECK(help(replace(place, "50% of profit")) == "help: write: `50% of profit`\n");
  CHECK(help(insert_after(place, " USD")) == "help: write: `USD`\n");
  CHECK(help(insert_after(place, "\n  then 100% to LP\n")) == "help: write: `then 100% to LP`\n");
  CHECK(help(insert_after(place, "\n  then 80% to LP\n\n  then 20% to GP\n")) ==
        "help: write:\n      then 80% to LP\n    \n      then 20% to GP\n");
  CHECK(help(replace(place, "")) == "help: write\n");
}

TEST_CASE("A diagnostic of no text has its message alone") {
  Diagnostic diagnostic;
  diagnostic.code = code::not_utf8;
  diagnostic.says("nothing was read").help("name a file");
  CHECK(render(diagnostic, Sources()) == "error[not-utf8]: nothing was read\nhelp: name a file\n");
}

TEST_CASE("Colour adds escape sequences and changes nothing else") {
  Sources sources;
  const Source& source = sources.add("a.deal", "one two\n");
  Diagnostic diagnostic;
  diagnostic.says("m").at(place_of(source, "two"), "a").beside(place_of(source, "one"), "b").note("n").help("h");
  const std::string coloured = render(diagnostic, sources, {.colour = true, .at_most = 100});
  std::string plain;
  for (std::size_t at = 0; at < coloured.size(); ++at) {
    if (coloured[at] == '\x1B') {
      at = coloured.find('m', at);
    } else {
      plain += coloured[at];
    }
  }
  CHECK(coloured != plain);
  CHECK(plain == render(diagnostic, sources));
}

TEST_CASE("A report is drawn in order, and last how many there are") {
  Sources sources;
  sources.add("a.deal", "one\ntwo\n");
  Report report;
  CHECK(render(report, sources).empty());
  report.add(code::syntax).says("second").at({0, 4, 7});
  CHECK(render(report, sources) == "a.deal:2:1: error[syntax]: second\n2 | two\n  | ^^^\n\n1 error\n");
  report.add(code::syntax).says("first").at({0, 0, 3});
  CHECK(render(report, sources) ==
        "a.deal:1:1: error[syntax]: first\n1 | one\n  | ^^^\n\n"
        "a.deal:2:1: error[syntax]: second\n2 | two\n  | ^^^\n\n"
        "2 errors\n");
}

TEST_CASE("How many diagnostics were left out is said") {
  Sources sources;
  sources.add("a.deal", "abcdef");
  Report report;
  for (std::uint32_t at = 0; at < 5; ++at) report.add(code::syntax).says("m").at({0, at, at + 1});
  const std::string shown = render(report, sources, {.colour = false, .at_most = 2});
  CHECK(shown.find("a.deal:1:2:") != std::string::npos);
  CHECK(shown.find("a.deal:1:3:") == std::string::npos);
  CHECK(shown.ends_with("\n\n3 more not shown\n5 errors\n"));
}
