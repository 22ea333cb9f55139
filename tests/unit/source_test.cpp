#include "lang/text/source.h"

#include <catch2/catch.hpp>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

using namespace whereas;

namespace {

Source source_of(std::string text) { return Source(0, "deal.deal", std::move(text)); }

std::vector<std::string> lines_of(const Source& source) {
  std::vector<std::string> lines;
  for (std::uint32_t number = 1; number <= source.line_count(); ++number) lines.emplace_back(source.line(number));
  return lines;
}

std::string place(const Source& source, std::uint32_t offset) {
  const Place place = source.place_of(offset);
  return std::to_string(place.line) + ":" + std::to_string(place.column);
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("Lines are the same with LF and CR LF, last line ended or not") {
  const auto ending = GENERATE(as<std::string>{}, "one\ntwo", "one\ntwo\n", "one\r\ntwo", "one\r\ntwo\r\n", "one\ntwo\r\n");
  CHECK(lines_of(source_of(ending)) == Lines{"one", "two"});
}

TEST_CASE("Empty lines count, and the end of the last line opens no further one") {
  CHECK(lines_of(source_of("")) == Lines{""});
  CHECK(lines_of(source_of("\n")) == Lines{""});
  CHECK(lines_of(source_of("\n\n")) == Lines{"", ""});
  CHECK(lines_of(source_of("a\n\r\n\nb")) == Lines{"a", "", "", "b"});
}

TEST_CASE("A carriage return alone ends no line") {
  CHECK(lines_of(source_of("a\rb\r")) == Lines{"a\rb\r"});
}

TEST_CASE("One byte-order mark is dropped and offsets count from after it") {
  const Source source = source_of("\xEF\xBB\xBF" "deal");
  CHECK(source.text() == "deal");
  CHECK(source.slice({0, 0, 4}) == "deal");
  CHECK(place(source, 0) == "1:1");
  CHECK(source_of("\xEF\xBB\xBF\xEF\xBB\xBF").text() == "\xEF\xBB\xBF");
  CHECK(source_of("\xEF\xBB").text() == "\xEF\xBB");
}

TEST_CASE("Columns count characters, not bytes") {
  const Source source = source_of("é = 漢字\n  x\n");  // é has two bytes, 漢 and 字 three each, so the line is 11 bytes long
  CHECK(place(source, 0) == "1:1");
  CHECK(place(source, 2) == "1:2");
  CHECK(place(source, 5) == "1:5");   // 漢
  CHECK(place(source, 8) == "1:6");   // 字
  CHECK(place(source, 11) == "1:7");  // the line's end
  CHECK(place(source, 12) == "2:1");
  CHECK(place(source, 14) == "2:3");
  CHECK(source.line_start(2) == 12);
}

TEST_CASE("The end of a line and of the text is the place after the last character") {
  const Source source = source_of("ab\r\nc\r\n");
  CHECK(place(source, 2) == "1:3");
  CHECK(place(source, 3) == "1:3");
  CHECK(place(source, 4) == "2:1");
  CHECK(place(source, 5) == "2:2");
  CHECK(place(source, 7) == "2:2");
  CHECK(place(source_of(""), 0) == "1:1");
}

TEST_CASE("Places in many lines agree with a walk over the text") {
  std::string text;
  for (int line = 0; line < 300; ++line) text += std::string(static_cast<std::size_t>(line % 7), 'x') + "\n";
  const Source source = source_of(text);
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  for (std::uint32_t offset = 0; offset < text.size(); ++offset) {
    REQUIRE(source.place_of(offset).line == line);
    REQUIRE(source.place_of(offset).column == column);
    ++column;
    if (text[offset] == '\n') {
      ++line;
      column = 1;
    }
  }
}

TEST_CASE("A cover reaches from the first to the last, in whichever order they are named") {
  CHECK(cover({3, 4, 6}, {3, 10, 12}) == Span{3, 4, 12});
  CHECK(cover({3, 10, 12}, {3, 4, 6}) == Span{3, 4, 12});
  CHECK(cover({0, 1, 9}, {0, 2, 3}) == Span{0, 1, 9});
}

TEST_CASE("Sources are numbered as added, and references stay valid while more are added") {
  Sources sources;
  const Source& first = sources.add("first.deal", "text of the first");
  const std::string_view text = first.text();
  for (int more = 0; more < 1000; ++more) sources.add("more.deal", "more");
  CHECK(&sources[0] == &first);
  CHECK(text == "text of the first");
  CHECK(sources[1000].id() == 1000);
  CHECK(sources.count() == 1001);

  const Sources moved = std::move(sources);
  CHECK(&moved[0] == &first);
}

TEST_CASE("An id that names no source is refused") {
  Sources sources;
  sources.add("only.deal", "");
  CHECK_THROWS_AS(sources[1], std::out_of_range);
}
