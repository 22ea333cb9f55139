#include "lang/syntax/grammar/declarations.h"

#include <catch2/catch.hpp>
#include <tao/pegtl/contrib/analyze.hpp>

using namespace whereas::syntax;

TEST_CASE("No rule of the grammar can go round without taking a word") {
  CHECK(tao::pegtl::analyze<grammar::one_declaration>(1) == 0);
  CHECK(tao::pegtl::analyze<grammar::one_expression>(1) == 0);
}
