#include "tests/reference/reference.h"

#include "tests/reference/settling.h"

#include <algorithm>

namespace whereas::reference {

namespace {

Others others_of(const check::CheckedContract& contract, const Figures& figures);

/// What another contract comes to, worked out by its own lines, settlement periods and calendar.
class Asking : public Other {
 public:
  Asking(const check::CheckedContract& contract, const Figures& figures)
      : contract_(contract), others_(others_of(contract, figures)), settling_(contract, *figures.table, others_, std::nullopt, figures.taken),
        settlements_(contract.calendar.cut(settling_.measures().term(), contract.settlement.frequency.value_or(Frequency::term))) {}

  Exact figure(const check::AskedFigure& figure, const Asked& asked) override {
    const Period& term = settling_.measures().term();
    const bool adds_up = nature(figure.symbol) == check::Nature::flow;
    std::optional<Period> window = asked.window ? asked.window->clipped_to(term) : std::nullopt;
    if (!window && adds_up) return 0;
    if (!window && asked.window && asked.window->begin() >= term.end()) window = Period::through(term.last(), term.last());
    if (!window) throw DataFault("another contract is asked for what it was before it began");
    return settling_.measures().figure(figure.symbol, {window, &settlements_, asked.pins, asked.sees_until});
  }

  std::vector<Date> dates_of_change(const check::AskedFigure& figure) override { return settling_.measures().dates_of_change(figure.symbol, settlements_); }

 private:
  check::Nature nature(const check::Symbol& symbol) const {
    if (symbol.kind == check::Symbol::Kind::clause) return check::Nature::flow;
    if (symbol.kind == check::Symbol::Kind::input) return contract_.inputs[symbol.index].type.nature;
    return contract_.type(contract_.measures[symbol.index].text->value).nature;
  }

  const check::CheckedContract& contract_;
  Others others_;
  Settling settling_;
  std::vector<Period> settlements_;
};

Others others_of(const check::CheckedContract& contract, const Figures& figures) {
  Others others;
  for (std::size_t i = 0; i < contract.agreements.size(); ++i) {
    if (i >= figures.others.size()) throw NotCovered("the figures of another contract are not at hand");
    others.push_back(std::make_shared<Asking>(*contract.agreements[i].contract, figures.others[i]));
  }
  return others;
}

using Paid = Settling::Paid;

/// What one amendment that reaches back makes of the periods that ended before it was signed, by clause and parties.
struct Difference {
  ObligationId clause;
  Between between;
  Exact amount;
};

std::vector<Difference> differences(const check::SignedLater& later, const std::vector<Paid>& before, const std::vector<Paid>& after) {
  std::vector<Difference> result;
  const auto add = [&](const Paid& paid, const Exact& amount) {
    if (paid.day >= later.day) return;
    for (Difference& one : result) {
      if (one.clause == paid.clause && one.between == paid.between) {
        one.amount += amount;
        return;
      }
    }
    result.push_back({paid.clause, paid.between, amount});
  };
  for (const Paid& paid : before) add(paid, -paid.amount);
  for (const Paid& paid : after) add(paid, paid.amount);
  return result;
}

/// Into the first payment for a period that ends on or after the signature, between the same parties: of the clause, or where it has ended of any other.
void credit(const Difference& one, Date signed_on, bool has_ended, std::vector<Paid>& payments) {
  for (const bool any_clause : {false, true}) {
    if (any_clause && !has_ended) return;
    for (Paid& paid : payments) {
      if (paid.day < signed_on || paid.between != one.between || (!any_clause && paid.clause != one.clause)) continue;
      paid.amount += one.amount;
      paid.payment.amount = amount_text(paid.amount, paid.rounding);
      return;
    }
  }
}

/// Where earlier payments stay, a sum for a longer window may have been paid in part by the text that was: of which part, the page says for sums
/// that are not cut alone.
void refuse_cut_sums(const check::CheckedContract& contract) {
  for (const auto& signature : contract.signed_later) {
    if (signature.amendment->difference == syntax::Amendment::Difference::credited) continue;
    for (const auto& clause : contract.clauses) {
      for (const auto& text : clause.texts) {
        if (clause.texts.size() > 1 && std::holds_alternative<syntax::FixedSums>(text.clause->amount.form)) throw NotCovered("a fixed sum restated where earlier payments stay");
      }
    }
  }
}

/// Each period as the contract stood when it ended; what an amendment makes of earlier ones goes where it is credited.
std::vector<Paid> paid_in_the_end(const check::CheckedContract& contract, const Figures& figures, const Others& others) {
  refuse_cut_sums(contract);
  const auto& signatures = contract.signed_later;
  std::vector<std::unique_ptr<Settling>> settling;
  std::vector<std::vector<Paid>> stages;
  for (std::size_t stage = 0; stage <= signatures.size(); ++stage) {
    settling.push_back(std::make_unique<Settling>(contract, *figures.table, others, stage == signatures.size() ? std::nullopt : std::optional(stage), figures.taken));
    stages.push_back(settling.back()->pay());
  }
  std::vector<Paid> paid;
  for (std::size_t stage = 0; stage < stages.size(); ++stage) {
    for (const Paid& one : stages[stage]) {
      const bool is_after = stage == 0 || one.day >= signatures[stage - 1].day;
      const bool is_before = stage == signatures.size() || one.day < signatures[stage].day;
      if (is_after && is_before) paid.push_back(one);
    }
  }
  for (std::size_t i = 0; i < signatures.size(); ++i) {
    if (signatures[i].amendment->difference != syntax::Amendment::Difference::credited) continue;
    for (const Difference& one : differences(signatures[i], stages[i], stages[i + 1])) credit(one, signatures[i].day, !settling[i + 1]->goes_on(one.clause, signatures[i].day), paid);
  }
  return paid;
}

/// Every figure that is left open and has a least and a most, at each of them: all together.
std::vector<Taken> ends_of(const check::CheckedContract& contract, const Taken& decided) {
  constexpr std::size_t most_ends = 10;
  std::vector<Taken> all{decided};
  all.front().resize(contract.estimates.size());
  std::size_t open = 0;
  for (std::size_t figure = 0; figure < contract.estimates.size(); ++figure) {
    const auto& estimate = contract.estimates[figure];
    if (all.front()[figure] || !estimate.least || !estimate.most) continue;
    if (++open > most_ends) throw NotCovered("more figures that are only bounded than can be tried");
    std::vector<Taken> at_most = all;
    for (Taken& taken : all) taken[figure] = exact(*estimate.least);
    for (Taken& taken : at_most) taken[figure] = exact(*estimate.most);
    all.insert(all.end(), at_most.begin(), at_most.end());
  }
  return all;
}

/// The least and the most of one payment over all runs.
ReferencePayment spread(const std::vector<std::vector<Paid>>& corners, std::size_t place) {
  const Paid& first = corners.front()[place];
  const Paid* least = &first;
  const Paid* most = &first;
  for (const auto& corner : corners) {
    if (corner.size() != corners.front().size() || corner[place].payment.title != first.payment.title || corner[place].period != first.period || corner[place].between != first.between) {
      throw NotCovered("a figure that is only bounded decides whether anything is paid");
    }
    if (corner[place].amount < least->amount) least = &corner[place];
    if (corner[place].amount > most->amount) most = &corner[place];
  }
  ReferencePayment payment = first.payment;
  if (least->payment.amount != most->payment.amount) payment.amount = least->payment.amount + " to " + most->payment.amount;
  return payment;
}

}  // namespace

Exact figure(const check::CheckedContract& contract, const Figures& figures, const syntax::Expression& expression) {
  if (!figures.table->term && !contract.term) throw NotCovered("a figure without a term");
  if (ends_of(contract, figures.taken).size() > 1) throw NotCovered("a figure that is only bounded, in a test");
  const Others others = others_of(contract, figures);
  Settling settling(contract, *figures.table, others, std::nullopt, figures.taken);
  if (!contract.signed_later.empty()) settling.look_back_at(paid_in_the_end(contract, figures, others));
  const Period& term = settling.measures().run();
  const auto settlements = contract.calendar.cut(term, contract.settlement.frequency.value_or(Frequency::term));
  return settling.measures().measure(expression, {term, &settlements, {}, std::nullopt});
}

std::vector<ReferencePayment> pay(const check::CheckedContract& contract, const Figures& figures) {
  if (!figures.table->term && !contract.term) return {};
  const Others others = others_of(contract, figures);
  std::vector<std::vector<Paid>> corners;
  for (const Taken& taken : ends_of(contract, figures.taken)) corners.push_back(paid_in_the_end(contract, {figures.table, figures.others, taken}, others));
  std::vector<ReferencePayment> result;
  for (std::size_t i = 0; i < corners.front().size(); ++i) result.push_back(spread(corners, i));
  return result;
}

}  // namespace whereas::reference
