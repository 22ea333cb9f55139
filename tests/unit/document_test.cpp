#include "lang/format/document.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace whereas::format;

namespace {
Document sum_of_three() { return group(text("revenue") + nest(4, line() + text("plus fees") + line() + text("less refunds"))); }
}  // namespace

TEST_CASE("a group that fits stands on one line") { CHECK(render(sum_of_three(), 2, 32) == "  revenue plus fees less refunds"); }

TEST_CASE("a group one column too long ends all its lines") {
  CHECK(render(sum_of_three(), 2, 31) == "  revenue\n      plus fees\n      less refunds");
}

TEST_CASE("a group inside a broken group decides for itself") {
  const Document inner = group(text("(b") + line() + text("plus c)"));
  const Document outer = group(text("a") + nest(4, line() + text("plus ") + inner + line() + text("plus d")));
  CHECK(render(outer, 0, 19) == "a\n    plus (b plus c)\n    plus d");
}

TEST_CASE("a group breaks where the words after it would not fit on its line") {
  const Document doc = group(text("aa") + line() + text("bb")) + text("cccc");
  CHECK(render(doc, 0, 9) == "aa bbcccc");
  CHECK(render(doc, 0, 8) == "aa\nbbcccc");
}

TEST_CASE("a list fills each line before it begins the next") {
  const Document list = group(nest(4, listed({text("alpha"), text("beta"), text("gamma"), text("delta")})));
  CHECK(render(list, 0, 80) == "alpha, beta, gamma and delta");
  CHECK(render(list, 0, 13) == "alpha, beta,\n    gamma\n    and delta");
  CHECK(render(group(listed({text("alpha")})), 0, 80) == "alpha");
  CHECK(render(group(listed({text("alpha"), text("beta")})), 0, 80) == "alpha and beta");
  CHECK(render(group(enumerated({text("alpha"), text("beta")})), 0, 80) == "alpha, beta");
}

TEST_CASE("aligned lines begin below the place where the alignment began") {
  const Document doc = text("max(") + align(group(text("revenue,") + line() + text("costs"))) + text(")");
  CHECK(render(doc, 0, 12) == "max(revenue,\n    costs)");
}

TEST_CASE("a free line ends before a group rather than let the group break, where the group fits on the next line") {
  const Document sum = group(text("(b") + line() + text("plus c)"));
  const Document doc = group(nest(4, text("the greater of a") + break_before(text("and ") + sum)));
  CHECK(render(doc, 0, 32) == "the greater of a and (b plus c)");
  CHECK(render(doc, 0, 30) == "the greater of a\n    and (b plus c)");
}

TEST_CASE("no line ends in blanks") { CHECK(render(text("a ") + line() + text("b "), 0, 80) == "a\nb"); }

TEST_CASE("width is counted in columns, not in bytes") {
  const Document doc = group(text("\"é日\"") + line() + text("b"));  // two quotes, one narrow, one wide: five columns
  CHECK(render(doc, 0, 7) == "\"é日\" b");
  CHECK(render(doc, 0, 6) == "\"é日\"\nb");
}

TEST_CASE("a list of a hundred thousand parts is laid out") {
  const std::string all = render(group(enumerated(std::vector<Document>(100000, text("a")))), 0, 100);
  CHECK(std::count(all.begin(), all.end(), 'a') == 100000);
}
