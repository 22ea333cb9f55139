#pragma once

#include "lang/format/layout.h"

#include <string_view>

/// The layouts of the tree's parts, one file for each kind: layout_expressions.cpp, layout_provisos.cpp, layout_clauses.cpp,
/// layout_commitments.cpp, layout_credits.cpp, layout_waterfalls.cpp, layout_declarations.cpp, layout_scenarios.cpp. Only they include this.
namespace whereas::format {

/// Lays out the parts of one contract. Numbers, dates and names come from the text as written.
class Layout {
 public:
  explicit Layout(const Written& written) : written_(written) {}

  // Words
  Document as_written(Span span) const { return text(written_.words(span)); }
  static Document name(const syntax::Name& name) { return text(name.text); }
  static Document title(const syntax::Name& title) { return text('"' + title.text + '"'); }
  static Document titles(const std::vector<syntax::Name>& titles);
  static Document each(Frequency frequency);  ///< `each year`, `over the term`
  Document over(const syntax::LimitWindow& window) const;  ///< `each year`, `over any 12 months`
  /// `cents, half even`; the first word as written between these places.
  Document rounding(Rounding rounding, std::uint32_t begin, std::uint32_t end) const;
  static Line line_of(int indentation, std::uint32_t begin, Document words);
  /// The tree keeps lines of one kind together; authors need not.
  static void in_order_written(std::vector<Line>& lines);

  // layout_expressions.cpp
  Document expression(const syntax::Expression& expression) const;
  Document condition(const syntax::Condition& condition) const { return this->condition(condition, {}); }

  // layout_provisos.cpp
  Document proviso(const syntax::Proviso& proviso) const;
  static Document settled_as(Frequency frequency);
  Document rounded_to(Rounding rounding, Span span) const;
  Document while_true(const syntax::WhileTrue& during) const;
  Document once_true(const syntax::OnceTrue& once) const;
  Document through(const syntax::ThroughDay& through) const;

  // layout_clauses.cpp
  std::vector<Line> clause(const syntax::Clause& clause, std::uint32_t begin) const;
  /// What is indented under a clause's title: the paying line, bands or sums, provisos.
  void clause_body(const syntax::Clause& clause, int indentation, std::uint32_t begin, std::vector<Line>& lines) const;
  Document one_cap(const syntax::Together& together) const;
  std::vector<Line> amendment(const syntax::Amendment& amendment, Span span) const;

  // layout_commitments.cpp
  std::vector<Line> commitment(const syntax::Commitment& commitment, Span span) const;
  void committed(const syntax::Commitment& commitment, int indentation, std::vector<Line>& lines) const;

  // layout_credits.cpp
  std::vector<Line> credits(const syntax::Credits& credits, Span span) const;

  // layout_waterfalls.cpp
  std::vector<Line> waterfall(const syntax::Waterfall& waterfall, Span span) const;
  Document handed_from(const syntax::Waterfall& waterfall) const;
  void steps(const syntax::Waterfall& waterfall, int indentation, Span span, std::vector<Line>& lines) const;

  // layout_declarations.cpp
  Document setting(const syntax::Setting& setting, Span span) const;
  InputColumns input(const syntax::Input& input) const;
  std::vector<Line> closed_days(const syntax::ClosedDays& calendar, std::uint32_t begin) const;
  void measure(const syntax::Measure& measure, std::string_view means, int indentation, std::uint32_t begin, std::vector<Line>& lines,
               const Document& at_its_end = {}) const;

  // layout_scenarios.cpp
  std::vector<Line> scenario(const syntax::Scenario& scenario, Span span) const;
  std::vector<Line> test(const syntax::Test& test, Span span) const;
  Document ensure(const syntax::Ensure& ensure) const;

 private:
  /// ` for each product`, of what is.
  Document for_each(const std::optional<syntax::Name>& dimension) const { return dimension ? text(" for each ") + name(*dimension) : Document(); }
  Document money(Span span) const;
  Document part(const syntax::NameUse& use) const;
  Document part(const syntax::Arithmetic& arithmetic) const;
  Document part(const syntax::After& after) const;
  Document part(const syntax::Extreme& extreme) const;
  Document part(const syntax::TimeBetween& between) const;
  Document part(const syntax::Interest& interest) const;
  Document part(const syntax::Estimate& estimate) const;
  Document part(const syntax::Windowed& windowed) const;
  Document part(const syntax::Filtered& filtered) const;
  Document part(const syntax::Per& per, Span span) const;
  Document part(const syntax::Comparison& comparison, const Document& after_first) const;
  /// A condition whose first amount is followed by these words: `A in every year is at most B`.
  Document condition(const syntax::Condition& condition, const Document& after_first) const;
  Document joined(const std::vector<syntax::Condition>& conditions, std::string_view word, const Document& after_first) const;
  Document lasting(const syntax::Proviso& proviso) const;
  Document held_back(const syntax::HeldBack& held) const;
  Document crediting(const syntax::Crediting& crediting) const;
  Document late_interest(const syntax::LateInterest& late) const;

  Document tiers_named(const syntax::Tiers& tiers) const;
  std::vector<Line> bands_of(const syntax::Tiers& tiers, int indentation) const;
  Document band(const syntax::Band& band) const;
  Document fixed_sum(const syntax::FixedSum& sum) const;
  Document minimum(const syntax::Minimum& minimum) const;
  Document step(const syntax::WaterfallStep& step) const;
  Document rise(const syntax::Rise& rise) const;
  /// `, rising 10% each year`, of a limit that does.
  Document rises_here(const syntax::Expression& figure) const;
  Document part_on_day(const std::optional<syntax::Expression>& amount, const syntax::DayOrPeriod& day) const;
  /// `30 days after "Closing"`
  static bool is_counted(const syntax::DayOrPeriod& day) { return day.event && day.event->moved; }
  std::vector<Line> parts_of(const syntax::DividedSum& divided, int indentation) const;
  Document instalments(const syntax::Instalments& instalments) const;
  Document loan(const syntax::Loan& loan) const;
  Document target(const syntax::WaterfallTarget& target) const;
  Document returned(const syntax::WaterfallReturn& returned) const;

  Document given_series(const syntax::GivenSeries& given) const;
  Document expectation(const syntax::Expectation& expectation) const;

  const Written& written_;
};

}  // namespace whereas::format
