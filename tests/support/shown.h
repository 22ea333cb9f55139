#pragma once

// How Catch shows values of Whereas where a comparison fails. A Period needs this to be compared at all: its `begin` and `end` would make it
// a range to Catch.

#include "lang/number/number.h"
#include "lang/time/date.h"
#include "lang/time/period.h"

#include <catch2/catch.hpp>

#include <string>

template <>
struct Catch::StringMaker<whereas::Number> {
  static std::string convert(const whereas::Number& number) { return number.text(); }
};

template <>
struct Catch::StringMaker<whereas::Date> {
  static std::string convert(whereas::Date date) { return date.text(); }
};

template <>
struct Catch::StringMaker<whereas::Period> {
  static std::string convert(const whereas::Period& period) { return period.text(); }
};
