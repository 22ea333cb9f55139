#include "lang/check/types.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::check {

Units multiplied(const Units& a, const Units& b) {
  Units result = a;
  for (const auto& [unit, exponent] : b) {
    auto place = std::lower_bound(result.begin(), result.end(), unit, [](const auto& pair, UnitId id) { return pair.first < id; });
    if (place == result.end() || place->first != unit) {
      result.insert(place, {unit, exponent});
    } else {
      place->second += exponent;
      if (place->second == 0) result.erase(place);
    }
  }
  return result;
}

Units inverse(const Units& units) {
  Units result = units;
  for (auto& [unit, exponent] : result) exponent = -exponent;
  return result;
}

Nature nature_of_sum(Nature a, Nature b) {
  if (a == b) return a;
  if (a == Nature::flow || b == Nature::flow) return Nature::flow;
  if (a == Nature::ratio || b == Nature::ratio) return Nature::ratio;
  return Nature::balance;
}

Nature nature_of_product(Nature a, Nature b) {
  if (a == Nature::constant) return b;
  if (b == Nature::constant) return a;
  if (a == Nature::flow || b == Nature::flow) return Nature::flow;
  return a == b ? a : Nature::ratio;
}

Nature nature_of_quotient(Nature dividend, Nature divisor) {
  if (divisor == Nature::constant) return dividend;
  if (divisor == Nature::balance) return dividend == Nature::constant ? Nature::balance : dividend;
  return Nature::ratio;
}

namespace {

std::string power(const std::string& name, int exponent) { return exponent == 1 ? name : fmt::format("{} to the power {}", name, exponent); }

std::string money_name(const UnitInfo& unit) { return unit.plural.empty() ? "money" : "money in " + unit.plural; }

}  // namespace

std::string describe(const Units& units, const std::vector<UnitInfo>& infos) {
  std::string above;
  std::string below;
  for (const auto& [unit, exponent] : units) {
    const UnitInfo& info = infos[unit];
    const std::string plural = info.plural.empty() ? "money" : info.plural;
    if (exponent > 0) {
      above += (above.empty() ? "" : " times ") + power(plural, exponent);
    } else {
      below += " per " + power(info.singular.empty() ? "money" : info.singular, -exponent);
    }
  }
  return (above.empty() ? "a number" : above) + below;
}

std::string describe(const Type& type, const std::vector<UnitInfo>& infos) {
  switch (type.kind) {
    case Type::Kind::unknown: return "a figure";
    case Type::Kind::date: return "a date";
    case Type::Kind::duration: return "a length of time";
    case Type::Kind::amount: break;
  }
  if (type.units.empty()) return type.is_bare || type.counts ? "a plain number" : "a rate";
  if (type.units.size() == 1 && type.units.front().second == 1) {
    const UnitInfo& unit = infos[type.units.front().first];
    return unit.is_currency ? money_name(unit) : "a quantity of " + unit.plural;
  }
  return describe(type.units, infos);
}

}  // namespace whereas::check
