#include "interpreter/coverage/points.h"

#include "lang/syntax/walk.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::coverage {

using namespace syntax;

namespace {

class Points {
 public:
  std::vector<Point> take() {
    std::stable_sort(points_.begin(), points_.end(), [](const Point& a, const Point& b) { return a.said.begin < b.said.begin; });
    return std::move(points_);
  }

  void of(const Declaration& declaration) {
    std::visit(match{
                   [&](const Measure& measure) { of(measure); },
                   [&](const Clause& clause) { of(clause); },
                   [&](const Commitment& commitment) { of(commitment); },
                   [&](const Waterfall& waterfall) { of(waterfall); },
                   [&](const Together& together) {
                     if (together.is_least) both(declaration.span, "the guarantee together never paid", "the guarantee together always paid");
                     else both(declaration.span, "the cap together was never reached", "the cap together was always reached");
                     of(together.limit);
                   },
                   [&](const Amendment& amendment) {
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
  void once(Span said, std::string never, std::size_t part = 0) { points_.push_back({said, part, true, std::move(never)}); }
  void both(Span said, std::string never, std::string always) {
    points_.push_back({said, 0, true, std::move(never)});
    points_.push_back({said, 0, false, std::move(always)});
  }

  void of(const Clause& clause) {
    once(clause.amount.span, clause.title ? fmt::format("\"{}\" never paid anything", clause.title->text) : "the clause never paid anything");
    if (const auto* tiers = std::get_if<Tiers>(&clause.amount.form)) {
      for (const Band& band : tiers->bands) once(band.span, "the tier was never entered");
    }
    if (const auto* milestones = std::get_if<Milestones>(&clause.amount.form)) {
      for (const Milestone& sum : milestones->sums) {
        once(sum.span, "the sum was never paid");
        of(sum.reached);
      }
    }
    for (const Proviso& proviso : clause.provisos) of(proviso);
    for_each_expression(clause, [&](const Expression& one) { of(one); });
  }

  void of(const Proviso& proviso) {
    const Span said = proviso.span;
    std::visit(match{
                   [&](const NeverBelowZero& never) {
                     both(said, "what reached the line was never below zero", "what reached the line was always below zero");
                     if (never.losses_carried) once(said, "no loss was ever carried into a profit", 1);
                   },
                   [&](const AtLeast&) { both(said, "the guarantee never lifted anything", "the guarantee always lifted"); },
                   [&](const AtMost& cap) {
                     both(said, "the cap was never reached", "the cap was always reached");
                     if (cap.excess_carried) once(said, "no excess was ever paid later", 1);
                   },
                   [&](const NothingIfUnder&) { both(said, "no sum was ever too small to pay", "every sum was too small to pay"); },
                   [&](const Withholding&) { once(said, "nothing was ever withheld"); },
                   [&](const GrossedUp&) { once(said, "nothing was ever grossed up"); },
                   [&](const ThenPlus&) { once(said, "nothing was ever added"); },
                   [&](const ThenLess&) { once(said, "nothing was ever taken off"); },
                   [&](const Recouping&) { both(said, "nothing was ever recouped", "something was always recouped, so that the advance never came to an end"); },
                   [&](const FirstFrom&) { both(said, "no credits were ever used", "credits were always used, and never came to an end"); },
                   [&](const Crediting&) { once(said, "nothing was ever credited"); },
                   [&](const HeldBack&) { once(said, "nothing was ever held back or released"); },
                   [&](const Deferred&) { once(said, "nothing was ever deferred or repaid"); },
                   [&](const WhileTrue& during) { of(during.condition); },
                   [&](const OnceTrue& once_true) { of(once_true.condition); },
                   [](const auto&) {},  // settings of the clause, and its days
               },
               proviso.form);
  }

  void of(const Measure& measure) {
    for (const Exception& exception : measure.exceptions) {
      both(exception.span, fmt::format("the exception of `{}` never ruled", measure.name.text), fmt::format("the exception of `{}` always ruled", measure.name.text));
      if (exception.during) of(exception.during->condition);
      if (exception.once) of(exception.once->condition);
    }
    if (const auto* tiered = std::get_if<Tiered>(&measure.value.form)) {
      for (const Band& band : tiered->tiers->bands) once(band.span, "the tier was never entered");
    }
    for_each_expression(measure, [&](const Expression& one) { of(one); });
  }

  void of(const Commitment& commitment) {
    const auto minimum = [&](Span said) { both(said, "nothing was ever lacking", "something was always lacking"); };
    if (commitment.minimums.empty()) minimum(commitment.total.span);
    for (const Minimum& one : commitment.minimums) minimum(one.span);
    for_each_expression(commitment, [&](const Expression& one) { of(one); });
  }

  void of(const Waterfall& waterfall) {
    for (const WaterfallStep& step : waterfall.steps) once(step.span, "the step never handed anything out");
    for_each_expression(waterfall, [&](const Expression& one) { of(one); });
  }

  void of(const Condition& condition) {
    std::visit(match{
                   [&](const Comparison&) { both(condition.span, "the condition never held", "the condition always held"); },
                   [&](const OnOrAfter&) { both(condition.span, "the condition never held", "the condition always held"); },
                   [&](const AllOf& all) {
                     for (const Condition& part : all.conditions) of(part);
                   },
                   [&](const AnyOf& any) {
                     for (const Condition& part : any.conditions) of(part);
                   },
                   [&](const GroupedCondition& grouped) { of(*grouped.inside); },
               },
               condition.form);
  }

  /// The branches in an expression, and in all inside it.
  void of(const Expression& expression) {
    if (const auto* extreme = std::get_if<Extreme>(&expression.form)) {
      for (std::size_t place = 0; place < extreme->operands.size(); ++place) {
        once(expression.span, fmt::format("number {} was never the {}", place + 1, extreme->greater ? "greater" : "lesser"), place + 1);
      }
    }
    for_each_part(expression, [&](const Expression& part) { of(part); });
  }

  std::vector<Point> points_;
};

}  // namespace

std::vector<Point> points_of(const Contract& contract) {
  Points points;
  for (const Declaration& declaration : contract.declarations) points.of(declaration);
  return points.take();
}

std::size_t File::tried() const {
  return counts.size() - static_cast<std::size_t>(std::count(counts.begin(), counts.end(), std::size_t{0}));
}

File looked_up(const Contract& contract, const Source& source, const evaluate::Tried& tried) {
  File file{source, points_of(contract), {}};
  for (const Point& point : file.points) {
    const evaluate::Tried::Count count = tried.at(point.said, point.part);
    file.counts.push_back(point.took_effect ? count.took_effect : count.let_pass);
  }
  return file;
}

}  // namespace whereas::coverage
