#include "interpreter/evaluate/engine.h"
#include "interpreter/plan/parts.h"
#include "lang/number/notation.h"
#include "lang/syntax/box.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::evaluate {

using syntax::match;

Figure Evaluation::Engine::value(plan::StepId step, const Asking& asking) {
  const WorkedOutFor key{step, asking.window, asking.filter, asking.schedule, settling_for_};
  const bool moves = moves_[step];
  if (const auto known = known_.find(key); known != known_.end() && !moves) return known->second;
  try {
    Figure figure = work_out(step, asking);
    if (!moves) known_.emplace(key, figure);
    return figure;
  } catch (const NumberTooLong&) {
    report_.add(code::number_too_long)
        .says(fmt::format("an exact figure here needs more than {} digits", Number::digit_limit))
        .at(plan_.steps[step].said)
        .help("round it where the contract can say so: `round(…, cents, half even)`");
    stop();
  }
}

Figure Evaluation::Engine::work_out(plan::StepId id, const Asking& asking) {
  const plan::Step& step = plan_.steps[id];
  const Span said = step.said;
  const auto parts_of = [&](std::initializer_list<ReasonId> reasons) { return derives() ? std::vector<ReasonId>(reasons) : std::vector<ReasonId>{}; };
  const auto made = [&](Rule rule, Number value, std::vector<ReasonId> parts, std::string words = {}) {
    return because(rule, std::move(value), std::move(words), asking.window, said, std::move(parts), step.is_rate);
  };
  return std::visit(
      match{
          [&](const plan::Constant& constant) { return because(Rule::figure_written, constant.value, {}, std::nullopt, said, {}, step.is_rate); },
          [&](const plan::SeriesFigure& series) { return series_figure(series.input, asking, said); },
          [&](const plan::Add& sum) {
            Number total;
            std::vector<ReasonId> parts;
            for (const auto operand : sum.operands) {
              const Figure figure = value(operand, asking);
              total += figure.value;
              if (derives()) parts.push_back(figure.why);
            }
            return made(Rule::sum, total, std::move(parts));
          },
          [&](const plan::Subtract& difference) {
            const Figure from = value(difference.from, asking);
            Number rest = from.value;
            std::vector<ReasonId> parts = parts_of({from.why});
            for (const auto operand : difference.operands) {
              const Figure figure = value(operand, asking);
              rest -= figure.value;
              if (derives()) parts.push_back(figure.why);
            }
            return made(Rule::difference, rest, std::move(parts));
          },
          [&](const plan::Multiply& product) {
            const Figure left = value(product.left, asking);
            const Figure right = value(product.right, asking);
            return made(Rule::product, left.value * right.value, parts_of({left.why, right.why}));
          },
          [&](const plan::Divide& quotient) {
            const Figure dividend = value(quotient.dividend, asking);
            const Figure divisor = value(quotient.divisor, asking);
            if (divisor.value.is_zero()) {
              report_.add(code::division_by_zero)
                  .says(fmt::format("this divides by zero for {}", asking.window.text()))
                  .at(said)
                  .beside(plan_.steps[quotient.divisor].said, "zero here")
                  .help("say what holds then: bound the divisor, or put the clause in force only while it is above 0");
              stop();
            }
            return made(Rule::quotient, dividend.value / divisor.value, parts_of({dividend.why, divisor.why}));
          },
          [&](const plan::Negate& negate) {
            const Figure figure = value(negate.operand, asking);
            return made(Rule::negation, -figure.value, parts_of({figure.why}));
          },
          [&](const plan::Extreme& extreme) {
            std::vector<ReasonId> parts;
            std::optional<Number> best;
            std::size_t ruling = 0;
            for (std::size_t place = 0; place < extreme.operands.size(); ++place) {
              const Figure figure = value(extreme.operands[place], asking);
              if (derives()) parts.push_back(figure.why);
              if (best && (extreme.greatest ? figure.value <= *best : figure.value >= *best)) continue;
              best = figure.value;
              ruling = place;
            }
            tried(said, true, ruling + 1);
            return made(extreme.greatest ? Rule::greatest : Rule::least, *best, std::move(parts));
          },
          [&](const plan::RoundTo& rounding) {
            const Figure figure = value(rounding.operand, asking);
            return with(made(Rule::rounding, round(figure.value, rounding.rounding), parts_of({figure.why}),
                             fmt::format("rounded to {} decimal places, {}", rounding.rounding.places, whereas::words(rounding.rounding.mode))),
                        rounding.rounding);
          },
          [&](const plan::Packages& packages_begun) { return packages(packages_begun, asking, said); },
          [&](const plan::InWindow& window) {
            const auto days = window_of(window, asking, said);
            if (!days) {
              if (lacks_first_value(window.operand)) refuse_values_before_the_term(said);
              return made(Rule::sum, 0, {}, "nothing before the term");
            }
            const Figure figure = value(window.operand, {*days, asking.filter, asking.schedule});
            return because(Rule::same, figure.value, derives() ? plan::words(window) : std::string(), *days, said, parts_of({figure.why}), step.is_rate);
          },
          [&](const plan::AverageOf& average) {
            const auto periods = data_periods(average, asking.window);
            return taken_of_pieces(average.operand, periods, asking, syntax::Taking::average, fmt::format("the average of {} figures", periods.size()), said);
          },
          [&](const plan::OfPeriods& periods) {
            if (periods.percentile) return percentile(periods, asking, said);
            return taken_of_pieces(periods.operand, plan_.calendar.cut(asking.window, periods.frequency), asking, periods.taking,
                                   fmt::format("the {} of {} figures", syntax::word(periods.taking), adverb(periods.frequency)), said);
          },
          [&](const plan::Filtered& filtered) {
            const Figure figure = value(filtered.operand, {asking.window, filters_.both(asking.filter, plan_.filters[filtered.filter]), asking.schedule});
            return made(Rule::same, figure.value, parts_of({figure.why}), derives() ? words_of(plan_.filters[filtered.filter]) : std::string());
          },
          [&](const plan::OverDimension& over) { return over_dimension(over, asking, said); },
          [&](const plan::TimeBetween& between) { return time_between(between, asking, said); },
          [&](const plan::Interest& runs) { return interest(runs, asking, said); },
          [&](const plan::YearlyChange& change) { return yearly_change(change, asking, said); },
          [&](const plan::Rising& rises) { return rising(id, rises, asking); },
          [&](const plan::Changing& change) { return changing(id, change, asking); },
          [&](const plan::InParts& parts) { return in_parts(parts, asking, said); },
          [&](const plan::ClausePaid& paid) { return clause_paid(paid, asking, said); },
          [&](const plan::BalanceKept& kept) { return balance_kept(kept, asking, said); },
          [&](const plan::Solved& solved) { return solve(solved, asking, said); },
          [&](const plan::Estimated& estimate) { return estimated(estimate.figure, asking, said); },
          [&](const plan::InPart& part) { return in_part(part, asking, said); },
          [&](const plan::Tiered& named_tiers) { return tiered(named_tiers, asking, said); },
          [&](const plan::Named& named) {
            const Figure figure = value(named.operand, asking);
            return made(Rule::same, figure.value, parts_of({figure.why}), named.words);
          },
          [&](const plan::Within& within) {
            const Figure figure = value(within.operand, asking);
            if (!check::admits_at_run(within.bounded.bound, figure.value)) refuse_out_of_range(within.bounded, figure.value, asking.window, said);
            return figure;
          },
      },
      step.form);
}

Figure Evaluation::Engine::taken_of_pieces(plan::StepId operand, const std::vector<Period>& periods, const Asking& asking, syntax::Taking taking, std::string words, Span said) {
  std::vector<Figure> figures;
  for (const Period& period : periods) figures.push_back(value(operand, {period, asking.filter, asking.schedule}));
  return taken(taking, figures, std::move(words), asking, said);
}

/// The sum, highest, lowest or average of figures; nothing of none.
Figure Evaluation::Engine::taken(syntax::Taking taking, const std::vector<Figure>& figures, std::string words, const Asking& asking, Span said) {
  using syntax::Taking;
  Number result;
  std::vector<ReasonId> parts;
  for (const Figure& figure : figures) {
    if (taking == Taking::sum || taking == Taking::average) {
      result += figure.value;
    } else if (&figure == &figures.front() || (taking == Taking::highest ? result < figure.value : figure.value < result)) {
      result = figure.value;
    }
    if (derives()) parts.push_back(figure.why);
  }
  if (taking == Taking::average && !figures.empty()) result = result / Number(static_cast<long long>(figures.size()));
  Rule rule = Rule::sum;
  if (taking == Taking::average && !figures.empty()) rule = Rule::average;
  if (taking == Taking::highest && !figures.empty()) rule = Rule::greatest;
  if (taking == Taking::lowest && !figures.empty()) rule = Rule::least;
  return because(rule, result, std::move(words), asking.window, said, std::move(parts));
}

Number Evaluation::Engine::whole_packages(const Number& quantity, const Number& size, bool full_only) {
  const Number packages = quantity / size;
  // What is given back counts as what is taken: of -250 in hundreds two are full, and three begun.
  return full_only != packages.is_negative() ? packages.floor() : packages.ceiling();
}

Figure Evaluation::Engine::packages(const plan::Packages& packages, const Asking& asking, Span said) {
  const std::string words = packages.full_only ? "full packages" : "packages begun";
  const auto counted = [&](const Period& period) {
    const Figure quantity = value(packages.quantity, {period, asking.filter, asking.schedule});
    const Number count = whole_packages(quantity.value, packages.size, packages.full_only);
    const Figure size = because(Rule::figure_written, packages.size, "the size of a package", std::nullopt, said, {});
    return because(packages.full_only ? Rule::full_packages : Rule::packages, count, words, period, said, {quantity.why, size.why});
  };
  Number total;
  std::vector<ReasonId> parts;
  const auto add = [&](const Figure& count) {
    total += count.value;
    if (derives()) parts.push_back(count.why);
  };
  if (!packages.each) {
    for (const Period& period : pieces(asking.window, {}, asking.schedule)) add(counted(period));
    return because(Rule::sum, total, words, asking.window, said, std::move(parts));
  }
  // A package fills up from one settlement to the next, until its window ends.
  const Period all(std::min(term_.begin(), asking.window.begin()), std::max(term_.end(), asking.window.end()));
  for (const Period& window : plan_.calendar.cut(all, *packages.each)) {
    const auto now = window.clipped_to(asking.window);
    if (!now) continue;
    const Figure to_date = counted(Period(window.begin(), now->end()));
    if (window.begin() == now->begin()) {
      add(to_date);
      continue;
    }
    const Figure before = counted(Period(window.begin(), now->begin()));
    add(because(Rule::difference, to_date.value - before.value, words + " to date, less those before", asking.window, said, {to_date.why, before.why}));
  }
  return because(Rule::sum, total, words, asking.window, said, std::move(parts));
}

/// `where channel is "vertex"`
std::string Evaluation::Engine::words_of(const plan::Filter& filter) const {
  std::string words;
  for (const auto& test : filter) {
    words += words.empty() ? "where " : " and ";
    words += contract_.dimensions[test.dimension].name + (test.is_not ? " is not " : " is ") + (test.values.size() > 1 ? "one of " : "");
    for (std::size_t place = 0; place < test.values.size(); ++place) words += fmt::format("{}\"{}\"", place == 0 ? "" : ", ", test.values[place]);
  }
  return words;
}

bool Evaluation::Engine::waits_for_data(const plan::Clause& clause, const Period& window) {
  if (reached_ >= window.last() && reached_ >= term_.last()) return false;
  const auto rules = [&](const Period& days) {
    return !clause.rule || ((!clause.rule->from || days.from(*clause.rule->from)) && (!clause.rule->end || days.before(*clause.rule->end)));
  };
  if (clause.late && clause.late->charged) {
    const auto& charged = settlement_periods(*clause.late->charged);
    if (std::any_of(charged.begin(), charged.end(), [&](const Period& period) { return window.contains(period.last()) && period.last() > reached_ && rules(period); })) return true;
  }
  if (const auto* dated = std::get_if<plan::DatedAmount>(&clause.amount)) {
    return std::any_of(dated->sums.begin(), dated->sums.end(), [&](const plan::DatedSum& sum) { return window.contains(sum.day) && sum.day > reached_ && rules(Period::through(sum.day, sum.day)); });
  }
  const auto& periods = settlement_periods(clause.schedule);
  return std::any_of(periods.begin(), periods.end(), [&](const Period& period) { return period.overlaps(window) && period.last() > reached_ && rules(period); });
}

bool Evaluation::Engine::waits_for_data(const plan::Waterfall& waterfall, const Period& window) {
  const auto& periods = settlement_periods(waterfall.schedule);
  return std::any_of(periods.begin(), periods.end(), [&](const Period& period) { return period.overlaps(window) && period.last() > reached_ && rules(waterfall, period); });
}

const plan::Waterfall* Evaluation::Engine::waterfall_of(check::ClauseId id) const {
  const auto found = std::find_if(plan_.waterfalls.begin(), plan_.waterfalls.end(), [&](const plan::Waterfall& waterfall) { return waterfall.id == id; });
  return found == plan_.waterfalls.end() ? nullptr : &*found;
}

Figure Evaluation::Engine::clause_paid(const plan::ClausePaid& paid, const Asking& asking, Span said) {
  const auto clauses = settled_as(paid.clause, asking.filter);
  const auto waterfalls = waterfalls_of(paid.clause);
  const auto hands_out = [&](check::PartyId party) { return std::any_of(waterfalls.begin(), waterfalls.end(), [&](const plan::Waterfall* text) { return text->payer == party; }); };
  const std::string& title = contract_.clauses[paid.clause].title;
  const auto any_waits = [&](const auto& texts) { return std::any_of(texts.begin(), texts.end(), [&](const auto* text) { return waits_for_data(*text, asking.window); }); };
  const bool waits = any_waits(waterfalls) || std::any_of(clauses.begin(), clauses.end(), [&](check::ClauseId id) { return any_waits(texts_of(id)); });
  if (!settling_ && !so_far_ && waits) {
    report_.add(code::no_figure)
        .says(fmt::format("\"{}\" is asked for from {}, and its data ends on {}", title, asking.window.text(), reached_.text()))
        .at(said)
        .help("ask for periods that have been settled");
    stop();
  }
  if (waits) stop_past_what_is_judged(asking.window);
  if (settling_ && settling_clause_ == paid.clause && asking.window.end() > present_begin_) {
    report_.add(code::looks_ahead)
        .says(fmt::format("\"{}\" would look at what it pays itself for the days from {}, which is being settled", title, asking.window.text()))
        .at(said)
        .note("a clause may look back at its own past, never at its own present")
        .help(fmt::format("ask for an earlier window: `\"{}\" previous quarter`", title));
    stop();
  }
  std::vector<const Payment*> payments;
  for (const auto id : clauses) {
    for (const auto& [period, figure] : states_[id].hanging) {
      if (asking.window.overlaps(period) && !(settling_ && period.end() > present_end_)) throw HangsOn{figure};
    }
    for (const auto& payment : states_[id].payments) payments.push_back(&payment);
  }
  Number total;
  std::vector<ReasonId> parts;
  for (const Payment* one : payments) {
    const Payment& payment = *one;
    if (!asking.window.overlaps(payment.period)) continue;
    const bool begins_before = payment.period.begin() < asking.window.begin();
    // What is looked at as it stood on an earlier day had not been paid then.
    if (settling_ && payment.period.end() > present_end_) continue;
    if (so_far_ && !begins_before && payment.period.end() > asking.window.end()) continue;
    if (begins_before || payment.period.end() > asking.window.end()) {
      report_.add(code::split_inside_data)
          .says(fmt::format("\"{}\" was paid for {}, of which {} is only a part", payment.title, payment.period.text(), asking.window.text()))
          .at(said)
          .help("ask over whole settlement periods of that clause");
      stop();
    }
    if (paid.received_by && payment.from == *paid.received_by) {
      const Figure returned = because(Rule::negation, -payment.amount, "returned", payment.period, said, {payment.why});
      total += returned.value;
      if (derives()) parts.push_back(returned.why);
      continue;
    }
    if (paid.received_by && payment.to != *paid.received_by) continue;
    // What a recipient of a waterfall returns goes back to its payer, or passes between those whom it has paid.
    if (!waterfalls.empty() && !paid.received_by && !hands_out(payment.from)) {
      if (!hands_out(payment.to)) continue;
      const Figure returned = because(Rule::negation, -payment.amount, "returned", payment.period, said, {payment.why});
      total += returned.value;
      if (derives()) parts.push_back(returned.why);
      continue;
    }
    const Figure counted = counted_of(payment, paid.before_withholding, paid.without_late_interest, said);
    total += counted.value;
    if (derives() && counted.why != no_reason) parts.push_back(counted.why);
  }
  const std::string_view what = paid.before_withholding ? (paid.without_late_interest ? "before withholding, without late interest" : "before withholding")
                                                        : (paid.without_late_interest ? "without late interest" : "as paid");
  return because(Rule::sum, total, fmt::format("\"{}\", {}", title, what), asking.window, said, std::move(parts));
}

Figure Evaluation::Engine::solve(const plan::Solved& solved, const Asking& asking, Span said) {
  const plan::Circle& circle = plan_.circles[solved.circle];
  const std::size_t count = circle.constants.size();
  // (1 - coefficients) * x = constants, by elimination with exact numbers.
  std::vector<std::vector<Number>> rows(count, std::vector<Number>(count + 1));
  std::vector<ReasonId> parts;
  for (std::size_t row = 0; row < count; ++row) {
    for (std::size_t column = 0; column < count; ++column) {
      const Figure coefficient = value(circle.coefficients[row][column], asking);
      rows[row][column] = (row == column ? Number(1) : Number(0)) - coefficient.value;
      if (derives()) parts.push_back(coefficient.why);
    }
    const Figure constant = value(circle.constants[row], asking);
    rows[row][count] = constant.value;
    if (derives()) parts.push_back(constant.why);
  }
  for (std::size_t column = 0; column < count; ++column) {
    std::size_t pivot = column;
    while (pivot < count && rows[pivot][column].is_zero()) ++pivot;
    if (pivot == count) {
      report_.add(code::circle_unsolvable).says(fmt::format("the circle of definitions has no single solution for {}", asking.window.text())).at(circle.said).help("define one of them without the others");
      stop();
    }
    std::swap(rows[pivot], rows[column]);
    for (std::size_t row = 0; row < count; ++row) {
      if (row == column || rows[row][column].is_zero()) continue;
      const Number factor = rows[row][column] / rows[column][column];
      for (std::size_t place = column; place <= count; ++place) rows[row][place] -= factor * rows[column][place];
    }
  }
  return with(because(Rule::solution, rows[solved.unknown][count] / rows[solved.unknown][solved.unknown],
                      fmt::format("`{}`, solved with the definitions it stands in a circle with", circle.names[solved.unknown]), asking.window, said, std::move(parts)),
              Unknown{solved.unknown});
}

void Evaluation::Engine::refuse_out_of_range(const check::Bounded& bounded, const Number& figure, const Period& window, Span said) {
  const bool is_rate = bounded.bound == check::Bound::part || bounded.bound == check::Bound::above_minus_all;
  report_.add(code::out_of_range)
      .says(fmt::format("{}, and over {} it is {}", check::refusal(bounded), window.text(), is_rate ? spoken_rate(figure) : grouped(figure)))
      .at(said)
      .help(std::string(check::range_in_words(bounded.bound)));
  stop();
}

}  // namespace whereas::evaluate
