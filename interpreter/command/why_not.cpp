#include "interpreter/command/why_not.h"

#include "interpreter/command/usage.h"
#include "interpreter/statement/explain.h"
#include "interpreter/statement/telling.h"
#include "lang/number/notation.h"
#include "lang/text/unicode.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace whereas::command {

namespace {

using evaluate::Payment;
using evaluate::Reason;
using evaluate::ReasonId;
using evaluate::Rule;

/// Goes down from a payment of nothing to where it became nothing.
class Nothing {
 public:
  Nothing(const evaluate::Derivation& derivation, const Sources& sources) : derivation_(derivation), sources_(sources) {}

  std::string told(ReasonId why) {
    look(why);
    return text_;
  }

 private:
  std::string figure(ReasonId id) const { return statement::figure_told(derivation_[id], derivation_[id].is_rate); }
  std::string words(ReasonId id) const { return statement::words_told(derivation_[id], sources_); }

  /// `what is left of the cap = 0`
  std::string equation(ReasonId id) const { return words(id) == figure(id) ? figure(id) : fmt::format("{} = {}", words(id), figure(id)); }

  void say(const Reason& reason, const std::string& what) {
    const auto cell = statement::place_told(reason.cell, sources_);
    const auto place = cell ? cell : statement::place_told(reason.said, sources_);
    text_ += fmt::format("- {}{}\n", made_visible(what), place ? fmt::format("  [{}]", made_visible(*place)) : "");
  }

  /// What each part is, `revenue = 100, cost = 275`.
  std::string parts_of(const Reason& reason) const {
    std::vector<std::string> told;
    for (const ReasonId part : reason.parts) told.push_back(equation(part));
    return fmt::format("{}", fmt::join(told, ", "));
  }

  void look_below(const Reason& reason, const std::vector<ReasonId>& parts) {
    if (parts.empty() || told_ >= most_told) say(reason, statement::words_told(reason, sources_) + " is 0");
    for (const ReasonId part : parts) {
      if (told_ < most_told) look(part);
    }
  }

  void look(ReasonId id) {
    if (!seen_.insert(id).second) return;
    const Reason& reason = derivation_[id];
    std::vector<ReasonId> zeros;
    for (const ReasonId part : reason.parts) {
      if (derivation_[part].value.is_zero() && derivation_[part].rule != Rule::truth) zeros.push_back(part);
    }
    const std::string own = statement::words_told(reason, sources_);
    const bool all_are_zero = zeros.size() == reason.parts.size();
    switch (reason.rule) {
      case Rule::same:
      case Rule::average:
      case Rule::remembered:
      case Rule::negation: return look_below(reason, zeros);
      case Rule::rounding:
        if (zeros.empty()) break;
        return look_below(reason, zeros);
      case Rule::choice: {
        const ReasonId ruling = reason.parts.back();
        if (derivation_[ruling].rule != Rule::figure_written) return look(ruling);
        std::vector<std::string> tested;
        for (const ReasonId part : reason.parts) {
          if (part != ruling) tested.push_back(equation(part));
        }
        ++told_;
        return say(reason, tested.empty() ? own : fmt::format("{}: {}", own, fmt::join(tested, ", ")));
      }
      case Rule::product:
      case Rule::quotient: return look_below(reason, zeros);
      case Rule::sum:
      case Rule::difference:
        if (all_are_zero && !zeros.empty()) return look_below(reason, zeros);
        break;
      default: break;
    }
    ++told_;
    if (reason.rule == Rule::greatest || reason.rule == Rule::least) {
      std::vector<std::string> compared;
      for (const ReasonId part : reason.parts) {
        if (derivation_[part].rule != Rule::figure_written || !derivation_[part].value.is_zero()) compared.push_back(equation(part));
      }
      return say(reason, compared.empty() ? own : fmt::format("{}: {}", own, fmt::join(compared, ", ")));
    }
    if (reason.rule == Rule::rounding) return say(reason, fmt::format("{}: {} comes to 0", own, figure(reason.parts.front())));
    say(reason, reason.parts.empty() ? own + " is 0" : fmt::format("{} comes to 0: {}", own, parts_of(reason)));
  }

  static constexpr int most_told = 6;
  const evaluate::Derivation& derivation_;
  const Sources& sources_;
  std::set<ReasonId> seen_;
  int told_ = 0;
  std::string text_;
};

/// Where it is settled: that it is paid, or where what it came to became nothing.
std::string of_payments(const std::vector<const Payment*>& payments, const Session& session, const Sources& sources) {
  std::string text;
  for (const Payment* payment : payments) {
    const evaluate::Derivation& derivation = session.ranged().evaluation(payment->run).derivation();
    if (!text.empty()) text += "\n";
    text += made_visible(statement::head_of(statement::explanation_of(*payment, derivation, session.contract()))) + "\n";
    if (payment->spread) text += "- it is not one amount: `whereas explain` takes its least and its most apart\n";
    else if (!payment->amount.is_zero()) text += "- it is paid: `whereas explain` without --why-not takes it apart\n";
    else if (payment->why != evaluate::no_reason) text += Nothing(derivation, sources).told(payment->why);
  }
  return text;
}

/// Where no settlement of the period paid anything.
class WhyNot {
 public:
  WhyNot(const ExplainRequest& request, const Session& session, const Sources& sources)
      : request_(request), session_(session), sources_(sources), asked_(read_period_argument(request.period, session.contract().calendar)) {}

  std::string told() {
    text_ = fmt::format("\"{}\" pays nothing for {}:\n", made_visible(request_.clause), made_visible(request_.period));
    const Period term = session_.ranged().term();
    if (!asked_.clipped_to(term)) say(fmt::format("the contract runs from {}", term.text()));
    const bool has_clause = say_texts();
    say_conditions();
    say_settlements();
    say_data(term);
    if (!is_told_) say(has_clause ? "none of its settlements or days of payment lies in it" : "the contract says when it pays");
    return text_;
  }

 private:
  bool is_meant(const std::string& title, check::ClauseId clause) const { return title == request_.clause || session_.contract().clauses[clause].title == request_.clause; }

  void say(const std::string& what, Span said = {}) {
    const auto place = statement::place_told(said, sources_);
    text_ += fmt::format("- {}{}\n", made_visible(what), place ? fmt::format("  [{}]", made_visible(*place)) : "");
    is_told_ = true;
  }

  /// The days on which the clause, under each of its texts, is in force.
  bool say_texts() {
    bool has_clause = false;
    std::set<std::string> told;
    for (const plan::Clause& clause : session_.plan().clauses) {
      if (!is_meant(clause.title, clause.written)) continue;
      has_clause = true;
      std::optional<Date> from = clause.in_force.from;
      std::optional<Date> end = clause.in_force.end;
      if (clause.rule && clause.rule->from && (!from || *from < *clause.rule->from)) from = clause.rule->from;
      if (clause.rule && clause.rule->end && (!end || *clause.rule->end < *end)) end = clause.rule->end;
      const bool waits = from && *from >= Date::last_of_month(Date::last_year, 12);
      const std::string which = clause.rule ? (clause.rule->amendment.empty() ? " as first written" : fmt::format(" as \"{}\" restates it", clause.rule->amendment)) : "";
      std::string what;
      if (waits) what = fmt::format("it{} waits for an event that has not happened", which);
      else if (from && asked_.last() < *from) what = fmt::format("it{} is in force from {}", which, from->text());
      else if (end && asked_.first() >= *end) what = fmt::format("it{} is in force through {}", which, end->plus_days(-1).text());
      if (!what.empty() && told.insert(what).second) say(what, clause.said);
      if (const auto* dated = std::get_if<plan::DatedAmount>(&clause.amount)) say_days(*dated, clause.said);
    }
    return has_clause;
  }

  void say_days(const plan::DatedAmount& dated, Span said) {
    std::vector<std::string> days;
    for (const plan::DatedSum& sum : dated.sums) {
      if (asked_.contains(sum.day)) return;
      days.push_back(sum.day >= Date::last_of_month(Date::last_year, 12) ? "the day of an event that has not happened" : sum.day.text());
    }
    constexpr std::size_t most_days = 6;
    if (days.size() > most_days) say(fmt::format("it pays on {} days from {} to {}", days.size(), days.front(), days.back()), said);
    else say(fmt::format("it pays on {}", fmt::join(days, ", ")), said);
  }

  /// Conditions that did not hold, with the figures on both sides.
  void say_conditions() {
    const evaluate::Derivation& derivation = session_.ranged().evaluation(0).derivation();
    for (const evaluate::NotInForce& one : session_.payments().not_in_force) {
      if (!is_meant(one.title, one.clause) || !one.period.overlaps(asked_)) continue;
      say(fmt::format("it is not in force in {}, as its conditions do not hold", one.label), one.said);
      for (const ReasonId tested : one.tested) {
        const std::string tree = statement::explain_figure(tested, derivation, sources_, 12);
        std::size_t begin = 0;
        while (begin < tree.size()) {
          const std::size_t end = tree.find('\n', begin) + 1;
          text_ += "    " + tree.substr(begin, end - begin);
          begin = end;
        }
      }
    }
  }

  /// The settlements of other lengths that the period lies in.
  void say_settlements() {
    for (const Payment& payment : session_.payments().payments) {
      if (!is_meant(payment.title, payment.clause) || !payment.period.overlaps(asked_) || asked_.contains(payment.period)) continue;
      say(fmt::format("it settles for {}, which holds these days: ask for `{}`", payment.label, payment.label));
    }
  }

  void say_data(const Period& term) {
    const auto& ends = session_.table().data_ends;
    if (!ends || *ends >= asked_.last() || *ends >= term.last() || !asked_.clipped_to(term)) return;
    say(fmt::format("data ends on {}: what is settled after that day waits for it", ends->text()));
  }

  const ExplainRequest& request_;
  const Session& session_;
  const Sources& sources_;
  Period asked_;
  bool is_told_ = false;
  std::string text_;
};

}  // namespace

std::string why_not(const ExplainRequest& request, const std::vector<const Payment*>& payments, const std::vector<std::string>& open, const Session& session, const Sources& sources) {
  std::string text;
  for (const std::string& words : open) text += words + "\n";
  if (!payments.empty()) return text + (text.empty() ? "" : "\n") + of_payments(payments, session, sources);
  if (!open.empty()) return text;
  return WhyNot(request, session, sources).told();
}

}  // namespace whereas::command
