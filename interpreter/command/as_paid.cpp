#include "interpreter/command/as_paid.h"

#include "lang/number/notation.h"
#include "lang/text/spelling.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>

namespace whereas::command {

namespace {

constexpr std::string_view true_up = ", true-up for ";

using Key = std::tuple<std::string, std::string, std::string, std::string, std::string>;  ///< clause, from, to, period, currency

Key key_of(const evaluate::Payment& payment, const check::CheckedContract& contract) {
  return {payment.title, contract.parties[payment.from].name, contract.parties[payment.to].name, payment.label, payment.currency.value_or("")};
}

/// What was paid for one period, and what earlier corrections of it have paid since.
struct PaidSoFar {
  struct TrueUp {
    std::string period;  ///< with which it was paid
    Number amount;
  };
  Number first;
  Number in_all;
  std::vector<TrueUp> true_ups;
  std::vector<std::pair<Number, Span>> rows;  ///< each amount with its place
  Span place;
  std::optional<Date> due;
  bool is_found = false;
};

/// Each payment stands in a statement as often as the contract pays it, which is nearly always once.
class OnceEach {
 public:
  OnceEach(const std::vector<evaluate::Payment>& now, const check::CheckedContract& contract, Report& report) : report_(report) {
    for (const evaluate::Payment& payment : now) ++times_paid_[key_of(payment, contract)];
  }

  /// `with`: of a correction, the period with which it was paid.
  void look_at(const PaidBefore& payment, const Key& key, const std::string& with) {
    if (with == std::get<3>(key)) return;  // corrections that no payment has followed yet may be several
    std::vector<const PaidBefore*>& seen = seen_[{key, with}];
    seen.push_back(&payment);
    const auto paid = times_paid_.find(key);
    if (seen.size() <= (with.empty() && paid != times_paid_.end() ? paid->second : 1)) return;
    report_.add(code::duplicate_period)
        .says(fmt::format("the statement has the payment of \"{}\" for {} twice{}", payment.clause, payment.period, payment.where.empty() ? "" : ": " + payment.where))
        .at(payment.place)
        .beside(seen.front()->place, "first here")
        .help("give the statement as it was written, with each payment once");
  }

 private:
  Report& report_;
  std::map<Key, std::size_t> times_paid_;
  std::map<std::pair<Key, std::string>, std::vector<const PaidBefore*>> seen_;
};

std::map<Key, PaidSoFar> gathered(const std::vector<PaidBefore>& before, const check::CheckedContract& contract, const std::vector<evaluate::Payment>& now, Report& report) {
  OnceEach once(now, contract, report);
  std::map<Key, PaidSoFar> paid;
  for (const PaidBefore& payment : before) {
    std::string clause = payment.clause;
    std::string period = payment.period;
    const std::size_t joint = clause.rfind(true_up);
    const bool is_true_up = joint != std::string::npos && !contract.clause_titled(clause);
    if (is_true_up) {
      period = clause.substr(joint + true_up.size());
      clause.resize(joint);
    }
    const Key key(clause, payment.from, payment.to, period, payment.currency);
    once.look_at(payment, key, is_true_up ? payment.period : "");
    // One that waits for a settlement has not been paid: it is worked out again.
    if (is_true_up && payment.period == period && !payment.due) continue;
    const auto [known, is_new] = paid.try_emplace(key);
    PaidSoFar& one = known->second;
    if (is_new) one.place = payment.place;
    one.in_all += payment.amount;
    one.rows.emplace_back(payment.amount, payment.place);
    if (is_true_up) {
      one.true_ups.push_back({payment.period, payment.amount});
      continue;
    }
    one.first += payment.amount;
    one.due = payment.due;
  }
  return paid;
}

/// Puts the payments of an earlier statement in the place of those that the figures give now.
class Standing {
 public:
  Standing(std::map<Key, PaidSoFar> paid, const check::CheckedContract& contract, const std::vector<evaluate::Payment>& now, Report& report)
      : paid_(std::move(paid)), contract_(contract), now_(now), report_(report) {}

  std::vector<evaluate::Payment> payments(const std::vector<evaluate::NotInForce>& not_in_force) {
    for (const evaluate::Payment& payment : now_) add(payment);
    for (const evaluate::NotInForce& nothing : not_in_force) add_nothing(nothing);
    std::stable_sort(standing_.begin(), standing_.end(), [](const evaluate::Payment& a, const evaluate::Payment& b) {
      return a.period.last() != b.period.last() ? a.period.last() < b.period.last() : a.clause < b.clause;
    });
    return std::move(standing_);
  }

  /// What falls due with a true-up was not overdue before, and the interest on these figures has it overdue since the first payment.
  void refuse_interest() const {
    for (const auto& [clause, one] : corrected_) {
      for (const check::ClauseText& text : contract_.clauses[clause].texts) {
        const auto& lines = text.clause->provisos;
        const auto late = std::find_if(lines.begin(), lines.end(), [](const syntax::Proviso& line) { return std::holds_alternative<syntax::LateInterest>(line.form); });
        if (late == lines.end()) continue;
        report_.add(code::not_supported)
            .says(fmt::format("\"{}\" for {} was paid as {} and is {} on these figures, and its late payments bear interest: from when the difference bears it is not worked out", contract_.clauses[clause].title,
                              one.label, grouped(one.first), grouped(one.now)))
            .at(one.place)
            .beside(late->span, "bears interest")
            .help("run it on the corrected figures without `--as-paid` for what is owed, and leave the line out for the true-ups");
        break;
      }
    }
  }

  void report_unknown() const {
    std::vector<std::string> titles;
    for (const check::ClauseInfo& info : contract_.clauses) titles.push_back(info.title);
    for (const auto& [key, one] : paid_) {
      if (one.is_found) continue;
      const std::string& clause = std::get<0>(key);
      auto& diagnostic = report_.add(contract_.clause_titled(clause) ? code::no_figure : code::unknown_name)
                             .says(fmt::format("the statement has a payment of \"{}\" for {}, and the contract pays none on these figures", clause, std::get<3>(key)))
                             .at(one.place);
      if (const auto near = nearest_name(clause, titles); near && *near != clause) diagnostic.help(fmt::format("there is \"{}\"", *near));
      else diagnostic.help("give the statement of this contract, and the corrected figures of every period in it");
    }
  }

 private:
  void add(const evaluate::Payment& payment) {
    const auto known = paid_.find(key_of(payment, contract_));
    standing_.push_back(payment);
    if (known == paid_.end()) return;
    PaidSoFar& paid = known->second;
    paid.is_found = true;
    if (paid.first != payment.amount || !paid.true_ups.empty()) corrected_.emplace(payment.clause, Corrected{payment.label, paid.first, payment.amount, paid.place});
    if (payment.rounding) refuse_finer(paid, *payment.rounding, payment.title);
    standing_.back().amount = paid.first;
    for (const PaidSoFar::TrueUp& earlier : paid.true_ups) {
      const auto with = std::find_if(now_.begin(), now_.end(), [&](const evaluate::Payment& other) { return other.settled_as == payment.settled_as && other.label == earlier.period; });
      add_true_up(payment, earlier.amount, with);
    }
    const Number difference = payment.amount - paid.in_all;
    if (difference.is_zero()) return;
    add_true_up(payment, difference, std::find_if(now_.begin(), now_.end(), [&](const evaluate::Payment& later) {
                  return later.settled_as == payment.settled_as && later.period.begin() >= payment.period.end() && !paid_.contains(key_of(later, contract_));
                }));
  }

  /// What was paid for a period in which the clause is not in force, on these figures: nothing is owed for it.
  void add_nothing(const evaluate::NotInForce& nothing) {
    const auto same = std::find_if(now_.begin(), now_.end(), [&](const evaluate::Payment& other) { return other.title == nothing.title && other.clause == nothing.clause; });
    for (const auto& [key, paid] : paid_) {
      const auto& [clause, from, to, period, currency] = key;
      const auto payer = contract_.party_named(from);
      const auto payee = contract_.party_named(to);
      if (paid.is_found || clause != nothing.title || period != nothing.label || !payer || !payee) continue;
      const auto rounding = same == now_.end() ? contract_.clauses[nothing.clause].settlement.rounding : same->rounding;
      const check::ClauseId settled_as = same == now_.end() ? nothing.clause : same->settled_as;
      const auto in = currency.empty() ? std::nullopt : std::optional(currency);
      const evaluate::Payment payment{nothing.clause, nothing.title, *payer, *payee, nothing.period, nothing.label, paid.due, 0, 0, rounding, in, evaluate::no_reason, settled_as};
      return add(payment);
    }
  }

  /// What was paid was rounded: an amount finer than that is no payment of this clause.
  void refuse_finer(const PaidSoFar& paid, const Rounding& rounding, const std::string& clause) const {
    for (const auto& [amount, place] : paid.rows) {
      const Number whole = round(amount, rounding);
      if (whole == amount) continue;
      report_.add(code::not_a_decimal)
          .says(fmt::format("{} was not paid: \"{}\" pays {}", amount.text(), clause, rounding.places == 0 ? "whole units" : fmt::format("{} decimal places", rounding.places)))
          .at(place)
          .help(fmt::format("give the amount as it was paid, such as {}", whole.text()));
    }
  }

  /// With the payment that it is settled with; where none has come yet, with its own period and without a due date.
  void add_true_up(const evaluate::Payment& payment, const Number& amount, std::vector<evaluate::Payment>::const_iterator with) {
    evaluate::Payment made = payment;
    made.title = payment.title + std::string(true_up) + payment.label;
    made.amount = amount;
    made.due.reset();
    if (with != now_.end()) {
      made.period = with->period;
      made.label = with->label;
      made.due = with->due;
    }
    standing_.push_back(std::move(made));
  }

  struct Corrected {
    std::string label;
    Number first;
    Number now;
    Span place;
  };

  std::map<Key, PaidSoFar> paid_;
  std::map<check::ClauseId, Corrected> corrected_;  ///< the first correction of each clause
  const check::CheckedContract& contract_;
  const std::vector<evaluate::Payment>& now_;
  Report& report_;
  std::vector<evaluate::Payment> standing_;
};

}  // namespace

void stand_as_paid(const std::vector<PaidBefore>& before, const check::CheckedContract& contract, evaluate::Payments& payments, Report& report) {
  Standing standing(gathered(before, contract, payments.payments, report), contract, payments.payments, report);
  std::vector<evaluate::Payment> stood = standing.payments(payments.not_in_force);
  standing.report_unknown();
  standing.refuse_interest();
  payments.payments = std::move(stood);
}

}  // namespace whereas::command
