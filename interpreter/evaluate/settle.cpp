#include "interpreter/evaluate/engine.h"
#include "lang/syntax/box.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::evaluate {

using syntax::match;

/// The days of a settlement period that the clause's own words and those of amendments leave to this text.
std::optional<Period> Evaluation::Engine::days_in_force(const plan::Clause& clause, const Period& period) const {
  std::optional<Period> days = period;
  const auto cut = [&](const std::optional<Date>& from, const std::optional<Date>& end) {
    if (days && from) days = days->from(*from);
    if (days && end) days = days->before(*end);
  };
  cut(clause.in_force.from, clause.in_force.end);
  if (clause.rule) cut(clause.rule->from, clause.rule->end);
  return days;
}

Date Evaluation::Engine::ends(const plan::Clause& clause) const { return clause.in_force.end ? std::min(*clause.in_force.end, term_.end()) : term_.end(); }

/// The days of a settlement period in which the clause is in force; nothing where it is not (docs/language: Provisos, "When a clause is in force").
std::optional<Period> Evaluation::Engine::part_in_force(const plan::Clause& clause, const Period& period, std::size_t index, std::vector<ReasonId>* why) {
  const std::optional<Period> part = days_in_force(clause, period);
  if (!part) return std::nullopt;
  for (const auto& test : clause.in_force.tests) {
    bool holds = false;
    if (test.once) {
      holds = held_before(test.condition, clause.schedule, test.from_that_period ? index + 1 : index, why);
    } else {
      holds = rules_while(test.condition, test.from_next_period, test.lasts, clause.schedule, index, why);
    }
    if (!holds) return std::nullopt;
  }
  return part;
}

namespace {

/// A limit whose window moves on with each settlement, so that it has to know what each of them let through.
bool counts_over_any(const plan::Proviso& line) {
  const auto* cap = std::get_if<plan::AtMost>(&line.form);
  return cap != nullptr && std::holds_alternative<plan::RollingWindow>(cap->window);
}

}  // namespace

/// What one text of the clause comes to, on the days of the settlement period on which it is in force.
Figure Evaluation::Engine::settle_part(const plan::Clause& clause, const Occasion& occasion, const Period& window) {
  ClauseState& state = states_[clause.id];
  const auto released = take_up(clause, state);
  if (!state.in_force.empty() && state.in_force.back().end() == window.begin()) {
    state.in_force.back() = Period(state.in_force.back().begin(), window.end());
  } else {
    state.in_force.push_back(window);
  }
  const Settling settling{clause, state, occasion.period, window, occasion.index, window.end() == ends(clause)};
  Figure figure = amount(settling);
  if (clause.rule && !std::holds_alternative<plan::TierAmount>(clause.amount)) state.came_to.push_back({&clause, window, figure});
  if (clause.rule && clause.rule->stays_before && occasion.period.contains(*clause.rule->stays_before)) {
    const auto& texts = texts_of(clause.id);
    const auto own = std::find(texts.begin(), texts.end(), &clause);
    const plan::Clause* before = own == texts.begin() || own == texts.end() ? nullptr : *std::prev(own);
    const Figure rest = before == nullptr || before->payer != clause.payer || before->payee != clause.payee ? Figure{} : between_texts(settling, *before);
    if (!rest.value.is_zero()) figure = because(Rule::sum, figure.value + rest.value, "with what was still to come under the text before", window, clause.said, {figure.why, rest.why});
  }
  for (std::size_t place = 0; place < clause.provisos.size(); ++place) {
    ProvisoMemory& memory = state.provisos[place];
    figure = with_released(released, place, figure, window, clause.said);
    const Figure reached = figure;
    const bool is_remembered = clause.rule || counts_over_any(clause.provisos[place]);
    if (is_remembered) memory.past.push_back({occasion.period, {}, {}, {}});
    figure = apply(clause.provisos[place], settling, memory, figure);
    tried(clause.provisos[place].said, figure.value != reached.value);
    if (!is_remembered) continue;
    memory.past.back().reached = reached;
    memory.past.back().let_through = figure;
  }
  figure = with_released(released, clause.provisos.size(), figure, window, clause.said);
  if (clause.rule) state.parts.push_back({occasion.period, window, figure.value, figure.why});
  return figure;
}

bool applies_to_the_rest(const plan::Proviso& line) {
  return std::visit(match{
                        [](const plan::NeverBelowZero&) { return true; },
                        [](const plan::EitherWay&) { return false; },
                        [](const plan::BaseLossesCarried&) { return false; },
                        [](const plan::NothingIfUnder&) { return true; },
                        [](const plan::AtLeast&) { return false; },
                        [](const plan::AtMost&) { return true; },
                        [](const plan::Withholding&) { return true; },
                        [](const plan::GrossedUp&) { return true; },
                        [](const plan::ThenPlus&) { return false; },
                        [](const plan::ThenLess&) { return false; },
                        [](const plan::Crediting&) { return false; },
                        [](const plan::Recouping&) { return true; },
                        [](const plan::FirstFrom&) { return true; },
                        [&](const plan::HeldBack&) { return !line.lapses; },
                        [&](const plan::Deferred&) { return !line.lapses; },
                    },
                    line.form);
}

std::optional<Figure> Evaluation::Engine::settle_the_rest(const plan::Clause& clause, const Occasion& occasion) {
  ClauseState& state = states_[clause.id];
  if (clause.in_force.tests.empty() || state.text == nullptr) return std::nullopt;
  const auto days = days_in_force(clause, occasion.period);
  if (!days || days->end() != ends(clause)) return std::nullopt;
  const auto released = take_up(clause, state);
  Figure figure;
  const auto keeps = [](const plan::Proviso& line, const ProvisoMemory& memory) {
    return applies_to_the_rest(line) && !line.lapses && !(memory.kept.value() + memory.accrued.value()).is_zero();
  };
  bool is_kept = !released.empty();
  for (std::size_t place = 0; place < clause.provisos.size(); ++place) is_kept = is_kept || keeps(clause.provisos[place], state.provisos[place]);
  if (!is_kept) return std::nullopt;
  const Settling settling{clause, state, occasion.period, *days, occasion.index, true};
  if (derives()) figure = because(Rule::sum, figure.value, "not in force: only what is still kept", *days, clause.said, figure.why == no_reason ? std::vector<ReasonId>{} : std::vector{figure.why});
  for (std::size_t place = 0; place < clause.provisos.size(); ++place) {
    const plan::Proviso& line = clause.provisos[place];
    figure = with_released(released, place, figure, *days, clause.said);
    if (!applies_to_the_rest(line)) continue;
    ProvisoMemory& memory = state.provisos[place];
    Account lapsing;  // a limit holds for what the lines above it release, and what it has itself kept is not asked again
    std::vector<ProvisoMemory::OfPeriod> carried;
    if (line.lapses) std::swap(lapsing, memory.kept);
    if (line.lapses) std::swap(carried, memory.carried);
    figure = apply(line, settling, memory, figure);
    if (line.lapses) memory.kept += recalled(lapsing, "lapses", std::nullopt, line.said);
  }
  figure = with_released(released, clause.provisos.size(), figure, *days, clause.said);
  if (clause.rule) state.parts.push_back({occasion.period, *days, figure.value, figure.why});
  return figure;
}

/// Where a text changes inside the settlement period, each part runs under its own, and what the parts come to is rounded and paid once.
std::vector<ThroughLines> Evaluation::Engine::let_through(const Occasion& occasion) {
  const Period& period = occasion.period;
  present_end_ = period.end();
  present_begin_ = period.begin();
  settling_clause_ = occasion.texts.front()->written;
  std::vector<ThroughLines> through;
  for (const plan::Clause* text : occasion.texts) {
    settling_for_ = text->filter;
    std::vector<ReasonId> in_force;
    const auto window = part_in_force(*text, period, occasion.index, derives() ? &in_force : nullptr);
    const auto settled = window ? std::optional(settle_part(*text, occasion, *window)) : settle_the_rest(*text, occasion);
    const Account withheld = std::exchange(states_[text->id].withheld, {});
    if (!settled) {
      if (!text->in_force.tests.empty() && days_in_force(*text, period)) {
        const Frequency frequency = plan_.schedules[text->schedule].frequency.value_or(data_frequency());
        payments_.not_in_force.push_back({text->written, text->title, period, plan_.calendar.label(period, frequency), std::move(in_force), text->said});
      }
      continue;
    }
    Figure part = *settled;
    if (!in_force.empty()) {
      in_force.push_back(part.why);
      part = because(Rule::choice, part.value, window ? "in force, as the conditions hold" : "not in force any more, as the conditions do not hold", window.value_or(period), text->said, std::move(in_force));
    }
    if (text->rule) {
      const std::string& amendment = text->rule->amendment;
      part = because(Rule::same, part.value, amendment.empty() ? std::string("as first written") : fmt::format("as \"{}\" restates it", amendment), window.value_or(period), text->said, {part.why});
    }
    const plan::Clause* before = through.empty() ? nullptr : through.back().texts.back();
    if (before != nullptr && before->payer == text->payer && before->payee == text->payee) {
      Figure& figure = through.back().figure;
      figure = because(Rule::sum, figure.value + part.value, "under each text", period, text->said, {figure.why, part.why});
      through.back().texts.push_back(text);
    } else {
      through.push_back({{text}, period, part});
    }
    for (const ReasonId why : withheld.parts()) through.back().withheld += Figure{0, why};
    through.back().withheld += Figure{withheld.value(), no_reason};
  }
  return through;
}

void Evaluation::Engine::settle(const Occasion& occasion) {
  std::vector<ThroughLines> all = let_through(occasion);
  const std::vector<ThroughLines> alone = bearing_alone(occasion, all);
  for (const ThroughLines& through : all) conclude(through);
  for (const ThroughLines& through : alone) bear_alone(through);
}

void Evaluation::Engine::conclude(const ThroughLines& through) {
  const plan::Clause& text = *through.texts.back();
  const Period& period = through.period;
  if (through.sum != nullptr) {
    settling_for_ = text.filter;
    states_[text.id].withheld = through.withheld;
    return pay(text, period, through.sum->day.text(), due_date(text, period).value_or(through.sum->day), through.figure);
  }
  const bool bears = !through.not_in_force.empty() || std::any_of(through.texts.begin(), through.texts.end(), [](const plan::Clause* one) { return one->late && !one->late->charged; });
  settling_for_ = text.filter;
  Figure figure = through.figure;
  if (bears) {
    const Figure for_being_late = late_interest(through, false);
    figure = because(Rule::sum, figure.value + for_being_late.value, "with interest for being late", period, text.late ? text.late->said : text.said, {figure.why, for_being_late.why});
  }
  remember_balances(text, period);
  const Frequency frequency = plan_.schedules[text.schedule].frequency.value_or(data_frequency());
  ClauseState& state = states_[text.id];
  state.withheld = through.withheld;
  pay(text, period, plan_.calendar.label(period, frequency), due_date(text, period), figure);
  if (!bears) return;
  // As it would have been paid without: the rounding of a payment that holds interest is no sum that bears any.
  const Figure without = rounded(text, period, through.figure);
  for (Payment* made : {&state.payments.back(), &payments_.payments.back()}) {
    made->late_interest = made->amount - without.value;
    made->without_interest_why = without.why;
  }
  state.interest.back() = state.payments.back().late_interest;
}

/// What a sum on a day comes to, through the lines under it.
ThroughLines Evaluation::Engine::dated_through(const plan::Clause& clause, const plan::DatedSum& sum) {
  const Period day = Period::through(sum.day, sum.day);
  const auto holding = settlement_holding(sum.day, clause.schedule);
  present_end_ = day.end();
  present_begin_ = day.begin();
  const Asking asking{day, clause.filter, clause.schedule};
  settling_clause_.reset();
  settling_for_ = clause.filter;
  const auto& dated = std::get<plan::DatedAmount>(clause.amount);
  Figure figure = dated.loan ? repayment(clause, dated, sum) : value(sum.amount, asking);
  ClauseState& state = states_[clause.id];
  const auto released = take_up(clause, state);
  const Settling settling{clause, state, day, day, holding.value_or(0), false};
  for (std::size_t place = 0; place < clause.provisos.size(); ++place) {
    figure = with_released(released, place, figure, day, clause.said);
    const Number reached = figure.value;
    figure = apply(clause.provisos[place], settling, state.provisos[place], figure);
    tried(clause.provisos[place].said, figure.value != reached);
  }
  figure = with_released(released, clause.provisos.size(), figure, day, clause.said);
  ThroughLines through{{&clause}, day, figure, std::exchange(state.withheld, {})};
  through.sum = &sum;
  return through;
}

std::optional<Date> Evaluation::Engine::due_date(const plan::Obligation& obligation, const Period& period) {
  const check::NetSettlementInfo* net = contract_.net_settlements.empty() ? nullptr : check::settled_net(contract_, obligation.written);
  const bool by_net = net != nullptr && net->due;
  if (!by_net && !obligation.due) return std::nullopt;
  const std::optional<Date> day = by_net ? due_day(*net->due, netting_window(*net, period.last(), contract_), contract_, report_) : due_day(*obligation.due, period, contract_, report_);
  if (!day) stop();
  return day;
}

Figure Evaluation::Engine::rounded(const plan::Obligation& obligation, const Period& period, const Figure& exact) {
  if (!obligation.rounding) return exact;
  std::string how;
  if (derives()) how = fmt::format("rounded to {} decimal places, {}", obligation.rounding->places, words(obligation.rounding->mode));
  return with(because(Rule::rounding, round(exact.value, *obligation.rounding), std::move(how), period, obligation.said, {exact.why}), *obligation.rounding);
}

void Evaluation::Engine::pay(const plan::Clause& clause, const Period& period, std::string label, std::optional<Date> due, const Figure& exact) {
  const Figure paid = because(Rule::same, exact.value, derives() ? fmt::format("\"{}\" for {}", clause.title, label) : std::string(), period, clause.said, {exact.why});
  const Figure whole = rounded(clause, period, paid);
  if (clause.asks_below_zero && whole.value.sign() < 0) refuse_below_zero(clause, label, whole.value);
  record(clause, clause.payer, clause.payee, period, std::move(label), due, exact, whole);
}

void Evaluation::Engine::record(const plan::Obligation& obligation, check::PartyId from, check::PartyId to, const Period& period, std::string label, std::optional<Date> due,
                                const Figure& exact, const Figure& paid) {
  Payment payment{obligation.written, obligation.title, from, to, period, std::move(label), due, paid.value, exact.value, obligation.rounding, obligation.currency, paid.why, obligation.id};
  const Account withheld = std::exchange(states_[obligation.id].withheld, {});
  if (!withheld.is_zero()) {
    const Figure tax = rounded(obligation, period, because(Rule::sum, withheld.value(), "withheld of it", period, obligation.said, withheld.parts()));
    payment.withheld = tax.value;
    payment.withheld_why = tax.why;
  }
  tried(obligation.said, !paid.value.is_zero());
  states_[obligation.id].payments.push_back(payment);
  states_[obligation.id].interest.emplace_back();
  payments_.payments.push_back(std::move(payment));
}

namespace {

/// One settlement to come: a clause's period, a sum on its own day, or a waterfall's run.
struct Coming {
  Date day;
  std::size_t order = 0;
  const plan::Obligation* obligation = nullptr;
  Occasion occasion;
  const plan::Waterfall* waterfall = nullptr;
};

}  // namespace

void Evaluation::Engine::run() {
  settling_ = true;
  std::vector<Coming> coming;
  for (std::size_t order = 0; order < plan_.order.size(); ++order) {
    const auto& texts = texts_of(plan_.order[order]);
    for (const plan::Clause* text : texts) {
      const auto* dated = std::get_if<plan::DatedAmount>(&text->amount);
      if (dated == nullptr) continue;
      for (const auto& sum : dated->sums) {
        const Period day = Period::through(sum.day, sum.day);
        const bool rules = !text->rule || ((!text->rule->from || day.from(*text->rule->from)) && (!text->rule->end || day.before(*text->rule->end)));
        const bool cut_off = contract_.longest_term && contract_.longest_term->contains(sum.day) && !term_.contains(sum.day) && rules;
        if (cut_off) payments_.remarks.push_back({fmt::format("The sum of \"{}\" on {} is not paid: the term ends on {}.", text->title, sum.day.text(), term_.last().text())});
        if (sum.day <= reached_ && term_.contains(sum.day) && rules) coming.push_back({sum.day, order, text, {day, 0, {text}, std::nullopt, &sum}, nullptr});
      }
    }
    for (Occasion& occasion : occasions(texts)) {
      if (occasion.period.last() <= reached_) coming.push_back({occasion.period.last(), order, occasion.texts.front(), std::move(occasion), nullptr});
    }
    for (Occasion& charge : charges(texts)) {
      if (charge.period.last() <= reached_) coming.push_back({charge.period.last(), order, charge.texts.front(), std::move(charge), nullptr});
    }
    for (const plan::Waterfall* waterfall : waterfalls_of(plan_.order[order])) {
      const auto& periods = settlement_periods(waterfall->schedule);
      for (std::size_t index = 0; index < periods.size() && periods[index].last() <= reached_; ++index) {
        if (rules(*waterfall, periods[index])) coming.push_back({periods[index].last(), order, waterfall, {periods[index], index, {}}, waterfall});
      }
    }
  }
  std::stable_sort(coming.begin(), coming.end(), [](const Coming& a, const Coming& b) { return a.day != b.day ? a.day < b.day : a.order < b.order; });
  together_.resize(plan_.togethers.size());
  remember_loans();
  const auto settles_together = [&](const Coming& one) {
    const auto has = [&](const plan::Together& cap) { return std::find(cap.clauses.begin(), cap.clauses.end(), one.obligation->id) != cap.clauses.end(); };
    return one.occasion.charges ? plan_.togethers.end() : std::find_if(plan_.togethers.begin(), plan_.togethers.end(), has);
  };
  payments_.payments.reserve(coming.size());
  for (const Coming& next : coming) {
    settling_for_ = 0;
    try {
      refuse_unknown_past(*next.obligation);
      const auto together = settles_together(next);
      if (together != plan_.togethers.end()) {
        // The first of them whose turn it is brings the others along.
        ProvisoMemory& memory = together_[static_cast<std::size_t>(together - plan_.togethers.begin())];
        if (memory.accrued_to == next.day) continue;
        memory.accrued_to = next.day;
        std::vector<const Occasion*> members;
        for (const auto id : together->clauses) {
          for (const Coming& other : coming) {
            if (other.day == next.day && settles_together(other) == together && other.obligation->id == id) members.push_back(&other.occasion);
          }
        }
        try {
          for (const Occasion* member : members) refuse_unknown_past(*member->texts.front());
          settle_together(*together, memory, members);
        } catch (const HangsOn& hangs) {
          for (const Occasion* member : members) leave_open(*member->texts.front(), *member, member->sum != nullptr, hangs);
        }
      } else if (next.occasion.sum != nullptr) {
        conclude(dated_through(*next.occasion.texts.front(), *next.occasion.sum));
      } else if (next.waterfall != nullptr) {
        settle(*next.waterfall, next.occasion.index);
      } else if (next.occasion.charges) {
        charge_late_interest(next.occasion);
      } else {
        settle(next.occasion);
      }
    } catch (const HangsOn& hangs) {
      leave_open(*next.obligation, next.occasion, next.occasion.sum != nullptr, hangs);
    } catch (const NumberTooLong&) {
      report_.add(code::number_too_long)
          .says(fmt::format("an exact figure of \"{}\" needs more than {} digits", next.obligation->title, Number::digit_limit))
          .at(next.obligation->said)
          .help("round it where the contract can say so: `round(…, cents, half even)`");
      stop();
    }
  }
  settling_ = false;
  settling_for_ = 0;
  known_.clear();  // what was asked of payments half way does not hold for all of them
  const auto is_earlier = [](const Payment& a, const Payment& b) {
    return a.period.last() != b.period.last() ? a.period.last() < b.period.last() : a.clause < b.clause;
  };
  // Most often they are in order, and to sort takes room for half of them.
  if (!std::is_sorted(payments_.payments.begin(), payments_.payments.end(), is_earlier)) std::stable_sort(payments_.payments.begin(), payments_.payments.end(), is_earlier);
  collect_changes();
  list_texts();
  remark_on_the_rest();
  remark_on_what_is_late();
}

}  // namespace whereas::evaluate
