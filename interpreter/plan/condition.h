#pragma once

#include "interpreter/plan/ids.h"
#include "lang/check/checked.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What steps are asked under: conditions, filters, circles of definitions, settlement periods.
namespace whereas::plan {

struct Compare {
  StepId left = 0;
  StepId right = 0;
  syntax::Comparison::Relation relation = syntax::Comparison::Relation::at_least;
  bool is_not = false;
  friend bool operator==(const Compare&, const Compare&) = default;
};
struct OnOrAfter {
  Date day;
  friend bool operator==(const OnOrAfter&, const OnOrAfter&) = default;
};
struct AllOf {
  std::vector<ConditionId> conditions;
  friend bool operator==(const AllOf&, const AllOf&) = default;
};
struct AnyOf {
  std::vector<ConditionId> conditions;
  friend bool operator==(const AnyOf&, const AnyOf&) = default;
};
struct Running {  ///< of each of the last so many that are over
  int count = 2;
  Frequency each = Frequency::quarter;
  friend bool operator==(const Running&, const Running&) = default;
};
/// How long a condition goes on ruling once it is true no more.
struct Lasting {
  std::optional<Duration> after;
  Frequency to_end_of = Frequency::year;
  bool next = false;
  Said said;
  friend bool operator==(const Lasting&, const Lasting&) = default;
};
struct Condition {
  using Form = std::variant<Compare, OnOrAfter, AllOf, AnyOf>;
  Form form;
  std::optional<Duration> where_passed;  ///< of a comparison: not true before the term is that old
  std::optional<Running> running;        ///< of a comparison
  std::optional<Date> counted_from;      ///< `once` asks no settlement period that ends before this day: an amendment counts anew
  Said said;
  friend bool operator==(const Condition&, const Condition&) = default;
};

struct DimensionTest {
  check::DimensionId dimension = 0;
  bool is_not = false;
  std::vector<std::string> values;
  bool is_one_of_all = false;  ///< of `the sum over product of`, or of a clause for each: the one whose turn it is
  friend auto operator<=>(const DimensionTest&, const DimensionTest&) = default;
};
using Filter = std::vector<DimensionTest>;  ///< all must hold

/// x_i = constant_i + the sum over j of coefficient_ij * x_j, solved exactly in each window.
struct Circle {
  std::vector<std::string> names;
  std::vector<StepId> constants;
  std::vector<std::vector<StepId>> coefficients;
  Said said;
  friend bool operator==(const Circle&, const Circle&) = default;
};

/// Somebody's settlement periods. Without a frequency each data period is settled by itself.
struct Schedule {
  std::optional<Frequency> frequency;
  friend bool operator==(const Schedule&, const Schedule&) = default;
};

}  // namespace whereas::plan
