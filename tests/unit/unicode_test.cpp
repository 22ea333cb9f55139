#include "lang/text/unicode.h"

#include <catch2/catch.hpp>
#include <utf8.h>

#include <iterator>
#include <string>
#include <vector>

using namespace whereas;

namespace {

using Kind = TextFault::Kind;

std::optional<TextFault> fault_in(std::string text) { return find_fault(Source(7, "deal.deal", std::move(text))); }

std::string encoded(char32_t code_point) {
  std::string bytes;
  utf8::append(code_point, std::back_inserter(bytes));
  return bytes;
}

bool is_utf8(const std::string& text) {
  for (std::size_t offset = 0; offset < text.size();) {
    const Character character = character_at(text, offset);
    if (!character.is_utf8) return false;
    offset += character.length;
  }
  return true;
}

struct Hidden {
  char32_t code_point;
  const char* what;
};

}  // namespace

TEST_CASE("A contract in plain words, in any script, has no fault") {
  CHECK(!fault_in(""));
  CHECK(!fault_in("party Alpha\r\n\tpays Société Générale 5%\n"));
  CHECK(!fault_in("# 漢字, עברית, العربية, ελληνικά, emoji 😀, e\xCC\x81, “quotes”, 5 €, a\xC2\xA0" "b"));
  CHECK(!fault_in("\xEF\xBB\xBF" "deal"));
}

TEST_CASE("Hidden characters are faults by name, at their place") {
  const auto hidden = GENERATE(values<Hidden>({
      {0x00AD, "U+00AD SOFT HYPHEN"},
      {0x061C, "U+061C ARABIC LETTER MARK"},
      {0x200B, "U+200B ZERO WIDTH SPACE"},
      {0x200C, "U+200C ZERO WIDTH NON-JOINER"},
      {0x200D, "U+200D ZERO WIDTH JOINER"},
      {0x200E, "U+200E LEFT-TO-RIGHT MARK"},
      {0x200F, "U+200F RIGHT-TO-LEFT MARK"},
      {0x2028, "U+2028 LINE SEPARATOR"},
      {0x202A, "U+202A LEFT-TO-RIGHT EMBEDDING"},
      {0x202B, "U+202B RIGHT-TO-LEFT EMBEDDING"},
      {0x202C, "U+202C POP DIRECTIONAL FORMATTING"},
      {0x202D, "U+202D LEFT-TO-RIGHT OVERRIDE"},
      {0x202E, "U+202E RIGHT-TO-LEFT OVERRIDE"},
      {0x2060, "U+2060 WORD JOINER"},
      {0x2066, "U+2066 LEFT-TO-RIGHT ISOLATE"},
      {0x2067, "U+2067 RIGHT-TO-LEFT ISOLATE"},
      {0x2068, "U+2068 FIRST STRONG ISOLATE"},
      {0x2069, "U+2069 POP DIRECTIONAL ISOLATE"},
      {0xFEFF, "U+FEFF ZERO WIDTH NO-BREAK SPACE"},
      {0xE0041, "U+E0041"},
      {0xFDD0, "U+FDD0"},
      {0xFFFE, "U+FFFE"},
      {0xFFFF, "U+FFFF"},
      {0x1FFFE, "U+1FFFE"},
      {0x10FFFF, "U+10FFFF"},
  }));
  const std::string bytes = encoded(hidden.code_point);
  const auto fault = fault_in("é rate " + bytes + "50%\n");
  REQUIRE(fault);
  CHECK(fault->kind == Kind::hidden_character);
  CHECK(fault->what == hidden.what);
  CHECK(fault->span == Span{7, 8, 8 + static_cast<std::uint32_t>(bytes.size())});
}

TEST_CASE("The neighbours of hidden characters are none") {
  const auto visible = GENERATE(as<char32_t>{}, 0xAC, 0xAE, 0x061B, 0x200A, 0x2010, 0x2027, 0x202F, 0x205F, 0x2070, 0xFDCF, 0xFDF0,
                                0xFFFC, 0xFFFD, 0x10FFFD);
  CHECK(!fault_in(encoded(visible)));
}

TEST_CASE("Control characters are faults but for tab, LF and CR LF") {
  for (char32_t code_point = 0; code_point < 0xA1; ++code_point) {
    CAPTURE(static_cast<unsigned>(code_point));
    const bool is_allowed = code_point == '\t' || code_point == '\n' || (code_point >= ' ' && code_point < 0x7F) || code_point == 0xA0;
    const auto fault = fault_in("twelve bytes" + encoded(code_point) + "and more");
    REQUIRE(fault.has_value() == !is_allowed);
    if (fault) CHECK(fault->kind == Kind::control_character);
    if (fault) CHECK(fault->span.begin == 12);
  }
}

TEST_CASE("A carriage return is a fault unless a line feed follows") {
  CHECK(!fault_in("a\r\nb\r\n"));
  CHECK(fault_in("a\rb")->what == "U+000D CARRIAGE RETURN");
  CHECK(fault_in("a\r")->span == Span{7, 1, 2});
  CHECK(fault_in("a\r\r\n")->span == Span{7, 1, 2});
}

TEST_CASE("A fault is found wherever it stands in a long text") {
  for (std::size_t length = 0; length < 40; ++length) {
    for (std::size_t at = 0; at < length; ++at) {
      std::string text(length, '~');
      text[at] = '\x1B';
      const auto fault = fault_in(text);
      REQUIRE(fault);
      REQUIRE(fault->span.begin == at);
      REQUIRE(fault->what == "U+001B ESCAPE");
    }
    REQUIRE(!fault_in(std::string(length, '~')));
    REQUIRE(!fault_in(std::string(length, ' ')));
  }
}

TEST_CASE("Bytes that are not UTF-8 are faults, named as bytes") {
  struct Bad {
    const char* bytes;
    const char* what;
  };
  const auto bad = GENERATE(values<Bad>({
      {"\xFF", "0xFF"},
      {"\x80", "0x80"},              // a continuation of nothing
      {"\xC0\xAF", "0xC0"},          // `/` in two bytes
      {"\xE0\x80\xAF", "0xE0"},      // `/` in three
      {"\xF0\x80\x80\xAF", "0xF0"},  // `/` in four
      {"\xED\xA0\x80", "0xED"},      // a surrogate
      {"\xF4\x90\x80\x80", "0xF4"},  // past U+10FFFF
      {"\xE2\x82", "0xE2"},          // the beginning of €
      {"\xE9 la carte", "0xE9"},     // é in Latin-1
  }));
  const auto fault = fault_in(std::string("caf") + bad.bytes);
  REQUIRE(fault);
  CHECK(fault->kind == Kind::not_utf8);
  CHECK(fault->what == bad.what);
  CHECK(fault->span == Span{7, 3, 4});
}

TEST_CASE("The first fault is told") {
  CHECK(fault_in("a\x1B" "b\xFF")->what == "U+001B ESCAPE");
  CHECK(fault_in("a\xFF" "b\x1B")->what == "0xFF");
}

TEST_CASE("Every code point is read back from its bytes") {
  for (char32_t code_point = 0; code_point <= 0x10FFFF; ++code_point) {
    if (code_point >= 0xD800 && code_point <= 0xDFFF) continue;
    const std::string bytes = encoded(code_point);
    const Character character = character_at(bytes, 0);
    if (!character.is_utf8 || character.code_point != code_point || character.length != bytes.size()) {
      FAIL("U+" << std::hex << static_cast<std::uint32_t>(code_point));
    }
  }
}

TEST_CASE("What is UTF-8 is what the utfcpp library takes for it") {
  const std::vector<int> edges = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
  for (int lead = 0x80; lead <= 0xFF; ++lead) {
    for (const int second : edges) {
      for (const int third : edges) {
        for (const int fourth : edges) {
          const std::string bytes = {static_cast<char>(lead), static_cast<char>(second), static_cast<char>(third),
                                     static_cast<char>(fourth)};
          for (std::size_t length = 1; length <= 4; ++length) {
            const std::string text = bytes.substr(0, length);
            if (is_utf8(text) != utf8::is_valid(text.begin(), text.end())) FAIL(made_visible(text));
          }
        }
      }
    }
  }
}

TEST_CASE("What a file brings is printed so that it can neither steer a terminal nor hide") {
  CHECK(made_visible("Société 漢字") == "Société 漢字");
  CHECK(made_visible("\x1B[31mred") == "\\x1B[31mred");
  CHECK(made_visible(std::string_view("\0", 1)) == "\\x00");
  CHECK(made_visible("a\tb") == "a b");
  CHECK(made_visible("\xE9!") == "\\xE9!");
  CHECK(made_visible(encoded(0x202E)) == "<U+202E>");
  CHECK(made_visible(encoded(0x85)) == "<U+0085>");
}

TEST_CASE("Wide characters take two columns, combining marks none") {
  CHECK(display_width("") == 0);
  CHECK(display_width("rate") == 4);
  CHECK(display_width("é") == 1);
  CHECK(display_width("e\xCC\x81") == 1);  // e and a combining acute
  CHECK(display_width("漢字") == 4);
  CHECK(display_width("한국") == 4);
  CHECK(display_width("\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB") == 2);  // 한 in three conjoining letters
  CHECK(display_width("ＡＢ") == 4);                                  // full width
  CHECK(display_width("ｱｲ") == 2);                                    // half width
  CHECK(display_width("😀") == 2);
  CHECK(display_width("€½") == 2);
  CHECK(display_width("\xFF") == 1);
}

TEST_CASE("Characters are counted, not bytes") {
  CHECK(character_count("") == 0);
  CHECK(character_count("rate") == 4);
  CHECK(character_count("é漢😀") == 3);
  CHECK(character_count("e\xCC\x81") == 2);
}
