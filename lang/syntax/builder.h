#pragma once

#include "lang/diagnostic/diagnostic.h"
#include "lang/syntax/parse.h"
#include "lang/syntax/unfinished.h"

#include <optional>
#include <string_view>
#include <vector>

/// Builds the tree of one file while the grammar reads it: each rule of the grammar that makes a node calls one function here, with the text
/// it matched, and finds the parts of its node on the shelves. Knows no grammar library; can be driven by hand.
namespace whereas::syntax {

/// The contract is nested past its limit, or built of too many parts; thrown through the whole parse, so that no other reading is tried.
struct TooDeep {
  const char* place;
};
struct TooManyParts {
  const char* place;
};

class Builder {
 public:
  static constexpr std::uint32_t longest_name = 128;
  static constexpr std::uint32_t longest_title = 4 * 1024;
  static constexpr int most_parts = 200'000;
  static constexpr int tallest = 1000;  ///< of one amount's tree: a sum of a thousand terms

  /// `text` is the source's text with its comments blanked out; everything that is read must be a view into it.
  Builder(SourceId source, std::string_view text, ExpressionIds& ids, Report& report)
      : source_(source), text_(text), ids_(ids), report_(report) {}

  /// Before each declaration.
  void begin();
  /// Forgets a declaration that broke off, and gives its expression ids back.
  void abandon();
  /// What was built; nothing where a number or date in it could not be read (reported).
  std::optional<Declaration> finished_declaration();
  std::optional<Expression> finished_expression();
  Span span_of(std::string_view matched) const;

  // words
  using Matched = std::string_view;
  void keyword(Matched);
  void a_name(Matched);
  void a_title(Matched);
  void number(Matched);
  void duration(Matched);
  void frequency(Matched);
  void over_the_term(Matched);
  void period(Matched);
  void day(Matched);
  void day_count(Matched);
  void option(Matched);
  void rounding(Matched);

  // expressions
  void literal(Matched);
  void dollars(Matched);
  void date_literal(Matched);
  void name_use(Matched);
  void clause_use(Matched);
  void under(Matched);
  void grouped(Matched);
  void rounded(Matched);
  void extreme(Matched);
  void excess_of(Matched);
  void taken(Matched);
  void nth(Matched);
  void percentile(Matched);
  void first_free(Matched);
  void yearly_change(Matched);
  void time_between(Matched);
  void moment(Matched);
  void with_its_article(Matched);
  void estimate(Matched);
  void interest(Matched);
  void averaged(Matched);
  void window(Matched);
  void filter_test(Matched);
  void filter(Matched);
  void negated(Matched);
  void cumulative(Matched);
  void per(Matched);
  void of(Matched);
  void plus(Matched matched) { arithmetic(matched, Arithmetic::Operator::plus); }
  void less(Matched matched) { arithmetic(matched, Arithmetic::Operator::less); }
  void times(Matched matched) { arithmetic(matched, Arithmetic::Operator::times); }
  void divided_by(Matched matched) { arithmetic(matched, Arithmetic::Operator::divided_by); }
  void deduction(Matched);
  void after(Matched);

  // conditions
  void comparison(Matched);
  void running(Matched);
  void lasting(Matched);
  void on_or_after(Matched);
  void grouped_condition(Matched);
  void all_of(Matched);
  void any_of(Matched);

  // amounts
  void band(Matched);
  void tiers(Matched);
  void tiered(Matched);
  void tier_window(Matched);
  void rising(Matched);
  void first_year(Matched);
  void fixed_sum(Matched);
  void milestone(Matched);
  void dated_sum(Matched);
  void once_entered(Matched);
  void sum_part(Matched);
  void half(Matched);
  void divided_sum(Matched);
  void instalments(Matched);
  void less_paid(Matched);
  void loan(Matched);
  void share(Matched);
  void sums(Matched);

  // provisos
  void never_below_zero(Matched);
  void either_way(Matched);
  void base_losses(Matched);
  void nothing_if_under(Matched);
  void any_window(Matched);
  void own_window(Matched);
  void bound(Matched);
  void withholding(Matched);
  void grossed_up(Matched);
  void then(Matched);
  void crediting(Matched);
  void recouping(Matched);
  void first_from(Matched);
  void release(Matched);
  void held_back(Matched);
  void deferred(Matched);
  void late_interest(Matched);
  void from_day(Matched);
  void until_day(Matched);
  void through_day(Matched);
  void while_true(Matched);
  void once_true(Matched);
  void settled(Matched);
  void due(Matched);
  void due_proviso(Matched);
  void moved_day(Matched);
  void own_day(Matched);
  void rounded_to(Matched);
  void prorated(Matched);
  void counted(Matched);
  void survives(Matched);
  void event_day(Matched);
  void proviso(Matched);

  // what is left open: reported, and the declaration is not finished
  void open_threshold(Matched);
  void open_condition(Matched);
  void open_losses(Matched);

  // declarations
  void obligation(Matched);
  void whole_contract(Matched);
  void deal(Matched);
  void term(Matched);
  void currency(Matched);
  void settled_deal(Matched);
  void rounded_deal(Matched);
  void calendar_year(Matched);
  void event(Matched);
  void given_event(Matched);
  void use(Matched);
  void note(Matched);
  void closed_days(Matched);
  void set_off(Matched);
  void net_settlement(Matched);
  void party_line(Matched);
  void unit_line(Matched);
  void spread(Matched);
  void dimensions(Matched);
  void input(Matched);
  void exception(Matched);
  void for_values(Matched);
  void measure_name(Matched);
  void measure(Matched);
  void clause(Matched);
  void minimum(Matched);
  void together(Matched);
  void price(Matched);
  void shortfall(Matched);
  void excess(Matched);
  void made_up(Matched);
  void credits_order(Matched);
  void lot(Matched);
  void credits(Matched);
  void committed(Matched);
  void commitment(Matched);
  void step_share(Matched);
  void target(Matched);
  void step(Matched);
  void returned(Matched);
  void handed_out(Matched);
  void waterfall(Matched);
  void clause_change(Matched);
  void commitment_change(Matched);
  void waterfall_change(Matched);
  void measure_change(Matched);
  void term_change(Matched);
  void amendment(Matched);
  void figure(Matched);
  void series(Matched);
  void scenario(Matched);
  void expectation(Matched);
  void test(Matched);
  void ensure(Matched);

 private:
  class Part;
  static LimitWindow limit_window(Part& part);
  LateInterest::Grace grace(Part& part);
  void due_day_of_month(Part& part, Due& due);
  static int ordinal_of(const Part& part);

  Part open(Matched);
  void expression(Part& part, Expression::Form form);
  static CountedOfPayments counted_of_payments(const Part& part);
  void condition(Part& part, Condition::Form form);
  void make_proviso(Part& part, Proviso::Form form);
  void declare(Part& part, Declaration::Form form);
  Measure take_measure(Part& part);
  DayOrPeriod take_day(Part& part);
  CreditLot lot_bought(Part& part, Expression amount);
  Expression risen(Expression figure, Rise rise, Span listed);
  void let_price_rise(Expression& amount, Rise rise);
  void measured_in(Part& part, Window window);
  void arithmetic(Matched, Arithmetic::Operator);
  Duration lasting(Part& part);
  void refuse_options_twice(Part& part);
  void count_part(std::uint32_t place);
  Diagnostic& fault(Code code);
  std::string words(Span span) const { return std::string(text_.substr(span.begin, span.end - span.begin)); }
  std::vector<std::string> windows_to_offer() const;
  void open_band(Part& part);
  void open_tiers(std::vector<OpenBand> open, const std::vector<Band>& closed);
  void open_window(const Expression& limit, bool is_least);
  void offer_period_before(Diagnostic& diagnostic, const Condition& condition, Span at) const;
  void open_recoupment(const Name& advance);
  void open_step(const Name& party, Span share);
  void open_day_count(const Expression& rate, Span line);
  void open_day_count_of_deferred(const Expression& interest);
  void open_late_interest(const Expression& rate, LateInterest::Kind kind, bool says_what_was_paid);
  Diagnostic& open_days(const Expression& rate, Span line);
  void open_rounding(Span rounding, int places);
  void open_condition(const Amount& amount, const std::vector<Proviso>& lines);
  void open_first_day(const Amount& amount, const Proviso& line, Span between, bool to_date);

  SourceId source_;
  std::string_view text_;
  ExpressionIds& ids_;
  Report& report_;
  Unfinished unfinished_;
  ExpressionId first_id_ = 0;
  int parts_ = 0;
  bool faulty_ = false;
  std::optional<Frequency> settled_;  ///< how often the deal settles, once it has said so
};

}  // namespace whereas::syntax
