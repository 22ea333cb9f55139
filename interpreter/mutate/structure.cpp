#include "interpreter/mutate/structure.h"

#include "lang/number/notation.h"
#include "lang/syntax/walk.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>

namespace whereas::mutate {

using namespace syntax;

namespace {

class Slips {
 public:
  Slips(const Lines& lines, std::vector<Mutant>& mutants) : lines_(lines), mutants_(mutants) {}

  void of(const Declaration& declaration) {
    std::visit(match{
                   [&](const Measure& measure) { of(measure); },
                   [&](const Clause& clause) { of(clause); },
                   [&](const Commitment& commitment) { of(commitment); },
                   [&](const Waterfall& waterfall) { of(waterfall); },
                   [&](const Together&) { leave_out_change(declaration.span); },
                   [&](const NetSettlement&) { leave_out_change(declaration.span); },
                   [&](const Amendment& amendment) {
                     leave_out_change(declaration.span);
                     if (amendment.changes.size() > 1) {
                       for (const AmendmentChange& change : amendment.changes) leave_out_change(change.span);
                     }
                     for (const AmendmentChange& change : amendment.changes) {
                       if (const auto* reads = std::get_if<ClauseNowReads>(&change.form)) of(reads->clause);
                       if (const auto* reads = std::get_if<CommitmentNowReads>(&change.form)) of(reads->commitment);
                       if (const auto* reads = std::get_if<WaterfallNowReads>(&change.form)) of(reads->waterfall);
                       if (const auto* means = std::get_if<NameNowMeans>(&change.form)) of(means->measure);
                     }
                   },
                   [](const auto&) {},
               },
               declaration.form);
  }

 private:
  void add(Slip slip, Span said, std::vector<Edit> edits, std::string words) { mutants_.push_back({slip, said, {{std::move(edits), std::move(words)}}}); }

  void leave_out(Span line) { add(Slip::line_left_out, line, {replace(lines_.whole_lines(line), "")}, fmt::format("`{}` is left out", lines_.words(line))); }

  void leave_out_change(Span change) {
    std::string words = lines_.words(change);
    constexpr std::size_t longest = 80;
    if (words.size() > longest) words = words.substr(0, words.rfind(' ', longest)) + " …";
    add(Slip::change_left_out, change, {replace(lines_.whole_lines(change), "")}, fmt::format("`{}` is left out", words));
  }

  void swap_parties(const Name& one, const Name& other) {
    if (one.text == other.text) return;
    add(Slip::party, cover(one.span, other.span), {replace(one.span, other.text), replace(other.span, one.text)},
        fmt::format("`{}` and `{}` change places in `{}`", one.text, other.text, lines_.words(cover(one.span, other.span))));
  }

  void of(const std::vector<Proviso>& provisos) {
    for (const Proviso& proviso : provisos) leave_out(proviso.span);
    for (std::size_t place = 0; place + 1 < provisos.size(); ++place) {
      const Span upper = provisos[place].span;
      const Span lower = provisos[place + 1].span;
      add(Slip::lines_swapped, upper, {replace(upper, std::string(lines_.source().slice(lower))), replace(lower, std::string(lines_.source().slice(upper)))},
          fmt::format("`{}` stands below `{}`", lines_.words(upper), lines_.words(lower)));
    }
  }

  void of(const Clause& clause) {
    if (!clause.is_whole_contract) swap_parties(clause.payer, clause.payee);
    if (const auto* tiers = std::get_if<Tiers>(&clause.amount.form)) mistake_tiers(*tiers);
    if (const auto* fixed = std::get_if<FixedSums>(&clause.amount.form); fixed != nullptr && fixed->sums.size() > 1) {
      for (const FixedSum& sum : fixed->sums) leave_out(sum.span);
    }
    of(clause.provisos);
    for_each_expression(clause, [&](const Expression& one) { of(one); });
  }

  void of(const Measure& measure) {
    if (const auto* tiered = std::get_if<Tiered>(&measure.value.form)) mistake_tiers(*tiered->tiers);
    for (const Exception& exception : measure.exceptions) {
      add(Slip::exception_left_out, exception.span, {replace(lines_.whole_lines(exception.span), "")}, fmt::format("`{}` is left out", lines_.words(exception.span)));
    }
    for_each_expression(measure, [&](const Expression& one) { of(one); });
  }

  void of(const Commitment& commitment) {
    swap_parties(commitment.committing, commitment.to);
    of(commitment.provisos);
    for (const Minimum& minimum : commitment.minimums) leave_out(minimum.span);
    if (commitment.shortfall) leave_out(commitment.shortfall->span);
    if (commitment.excess) leave_out(commitment.excess->span);
    for_each_expression(commitment, [&](const Expression& one) { of(one); });
  }

  void of(const Waterfall& waterfall) {
    for (const WaterfallStep& step : waterfall.steps) {
      if (waterfall.steps.size() > 1) leave_out(step.span);
      for (std::size_t place = 0; place + 1 < step.shares.size(); ++place) swap_parties(step.shares[place].party, step.shares[place + 1].party);
    }
    for (const WaterfallReturn& back : waterfall.returns) leave_out(back.span);
    of(waterfall.provisos);
    for_each_expression(waterfall, [&](const Expression& one) { of(one); });
  }

  /// An expression and all inside it.
  void of(const Expression& expression) {
    if (const auto* after = std::get_if<After>(&expression.form)) forget_costs(expression, *after);
    for_each_part(expression, [&](const Expression& part) { of(part); });
  }

  std::string text_of(const Deduction& deduction) const {
    std::string text = lines_.words(deduction.cost->span);
    if (deduction.at_most) text += fmt::format(" (at most {})", lines_.words((*deduction.at_most)->span));
    return text;
  }

  void forget_costs(const Expression& expression, const After& after) {
    for (std::size_t forgotten = 0; forgotten < after.deductions.size(); ++forgotten) {
      std::vector<std::string> kept;
      for (std::size_t place = 0; place < after.deductions.size(); ++place) {
        if (place != forgotten) kept.push_back(text_of(after.deductions[place]));
      }
      std::string text = lines_.words(after.amount->span);
      for (std::size_t place = 0; place < kept.size(); ++place) text += (place == 0 ? " after " : place + 1 == kept.size() ? " and " : ", ") + kept[place];
      const std::string cost = lines_.words(after.deductions[forgotten].cost->span);
      add(Slip::cost_forgotten, after.deductions[forgotten].cost->span, {replace(expression.span, text)}, fmt::format("`{}` is forgotten in `{}`", cost, lines_.words(expression.span)));
    }
  }

  static std::optional<Number> figure(const std::optional<Expression>& bound) {
    if (!bound) return std::nullopt;
    const Expression& bare = without_parentheses(*bound);
    if (const auto* number = std::get_if<NumberLiteral>(&bare.form)) return number->value;
    if (const auto* money = std::get_if<MoneyLiteral>(&bare.form)) return money->value;
    if (const auto* quantity = std::get_if<QuantityLiteral>(&bare.form)) return quantity->value;
    return std::nullopt;
  }

  /// `30% of the first 1bn` and `20% of the next 2bn` for `30% of all if up to 1bn` and `20% of all if up to 3bn`, and the other way round.
  void mistake_tiers(const Tiers& tiers) {
    if (tiers.bands.empty()) return;
    const bool slices = tiers.bands.front().reach == Band::Reach::first;
    Number reached;
    std::vector<Edit> edits;
    for (std::size_t place = 0; place < tiers.bands.size(); ++place) {
      const Band& band = tiers.bands[place];
      if (band.is_flat || band.once_entered) return;
      const std::string rate = lines_.words(band.rate.span);
      if (!band.bound) {
        edits.push_back(replace(band.span, fmt::format("{} of {}", rate, slices ? "all otherwise" : "the rest")));
        continue;
      }
      const auto bound = figure(band.bound);
      if (!bound) return;
      if (slices) {
        reached += *bound;
        edits.push_back(replace(band.span, fmt::format("{} of all if up to {}", rate, grouped(reached))));
      } else {
        edits.push_back(replace(band.span, fmt::format("{} of the {} {}", rate, place == 0 ? "first" : "next", grouped(*bound - reached))));
        reached = *bound;
      }
    }
    add(Slip::kind_of_tiers, cover(tiers.bands.front().span, tiers.bands.back().span), std::move(edits),
        slices ? "the rate reached is paid on all, not each rate on its slice" : "each rate is paid on its slice, not the rate reached on all");
  }

  const Lines& lines_;
  std::vector<Mutant>& mutants_;
};

}  // namespace

void slips_in_structure(const Declaration& declaration, const Lines& lines, std::vector<Mutant>& mutants) { Slips(lines, mutants).of(declaration); }

}  // namespace whereas::mutate
