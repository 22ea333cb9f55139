#pragma once

#include "lang/check/types.h"
#include "lang/program/program.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What checking proves: ids instead of names, a type for every expression. Pointers are to nodes of the Program, which must outlive this.
namespace whereas::check {

using PartyId = std::uint32_t;
using InputId = std::uint32_t;
using MeasureId = std::uint32_t;
using ClauseId = std::uint32_t;  ///< of any obligation that pays: clauses, commitments, waterfalls, in the order written
using DimensionId = std::uint32_t;

struct PartyInfo {
  std::string name;       ///< `Amazon`
  std::string full_name;  ///< `Amazon Web Services, Inc.`, or the name again
  Span declared;
};

struct DimensionInfo {
  std::string name;  ///< `channel`
};

struct InputInfo {
  std::string name;
  std::vector<DimensionId> dimensions;
  std::optional<Frequency> frequency;  ///< nothing for an implied input: the data says
  Type type;                           ///< flow or balance, with its units
  syntax::Input::Spread spread = syntax::Input::Spread::none;
  bool missing_is_zero = false;
  bool may_be_negative = false;
  bool is_implied = false;             ///< of the one-line contract: named by its formula, never declared
  std::optional<Date> from;            ///< data before the term is admitted from this day
  Span declared;                       ///< its declaration, or where the formula names it
};

struct MeasureInfo {
  std::string name;
  const syntax::Measure* text = nullptr;
  bool is_standard = false;
};

/// `settled`, `due` and `rounded`, as they hold for one obligation.
struct Settlement {
  std::optional<Frequency> frequency;  ///< nothing: each data period by itself
  std::optional<syntax::Due> due;
  std::optional<Rounding> rounding;
};

struct ClauseInfo {
  std::string title;  ///< `Clause 1`, by its place, where it has none
  PartyId payer = 0;
  PartyId payee = 0;
  Settlement settlement;
  std::optional<UnitId> currency;                  ///< nothing where the deal has no currency
  const syntax::Clause* clause = nullptr;          ///< exactly one of the three is set
  const syntax::Commitment* commitment = nullptr;
  const syntax::Waterfall* waterfall = nullptr;
  std::vector<PartyId> recipients;                 ///< of a waterfall, in the order named
  Span span;
};

/// What a name in the text stands for.
struct Symbol {
  enum class Kind { none, input, measure, parameter, unit, clause } kind = Kind::none;
  std::uint32_t index = 0;  ///< InputId, MeasureId, place among the measure's parameters, UnitId, ClauseId
};

struct CheckedContract {
  const program::Program* program = nullptr;
  std::string title;
  std::optional<Period> term;  ///< nothing: the data's extent
  Calendar calendar;
  std::vector<UnitInfo> units;
  std::optional<UnitId> currency;  ///< the deal's own; nothing where it names none
  Settlement settlement;           ///< the deal's own
  std::vector<PartyInfo> parties;
  std::vector<DimensionInfo> dimensions;
  std::vector<InputInfo> inputs;
  std::vector<MeasureInfo> measures;
  std::vector<ClauseInfo> clauses;
  std::vector<const syntax::Amendment*> amendments;
  std::vector<const syntax::Scenario*> scenarios;
  std::vector<const syntax::Test*> tests;
  std::vector<const syntax::Ensure*> ensures;

  /// By ExpressionId, of NameUse, ClauseUse and Per (its target). Inside the body of a measure with parameters: as last used.
  std::vector<Symbol> symbols;
  std::vector<Type> types;
  /// Measures that stand in a linear circle with one another (`fee means 10% of profit after fee`), by measure: the circle's number.
  std::map<MeasureId, std::uint32_t> circles;

  std::optional<InputId> input_named(std::string_view name) const;
  std::optional<PartyId> party_named(std::string_view name) const;
  std::optional<ClauseId> clause_titled(std::string_view title) const;
  std::optional<DimensionId> dimension_named(std::string_view name) const;
  std::optional<MeasureId> measure_named(std::string_view name) const;
  const Symbol& symbol(const syntax::Expression& expression) const { return symbols[expression.id]; }
  const Type& type(const syntax::Expression& expression) const { return types[expression.id]; }
};

}  // namespace whereas::check
