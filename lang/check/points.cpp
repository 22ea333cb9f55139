#include "lang/check/checking.h"

#include <fmt/format.h>

#include <algorithm>

/// `except 5% once cumulative sales is over 1,000, from that point`: which figures have such a point, and where a rate that changes at one may stand.
namespace whereas::check {

using namespace syntax;

namespace {

bool has_point(const Exception& exception) { return exception.once && exception.once->from_that_point; }

class Points {
 public:
  explicit Points(Checking& checking) : checking_(checking), contract_(checking.contract) {}

  void look_at(const MeasureInfo& info) {
    for (const MeasureText& text : info.texts) {
      for (const Exception& exception : text.measure->exceptions) {
        if (!has_point(exception)) continue;
        look_at(exception.once->condition);
        look_at_value(text.measure->value, exception);
      }
      refuse_in_tiers(text.measure->value);
    }
  }

  void look_at(const ClauseInfo& info) {
    if (info.commitment != nullptr) for_each_expression(*info.commitment, [&](const Expression& one) { refuse(one, "a commitment takes"); });
    if (info.waterfall != nullptr) for_each_expression(*info.waterfall, [&](const Expression& one) { refuse(one, "a waterfall takes"); });
    for (const ClauseText& text : info.texts) look_at(*text.clause);
  }

  void refuse_limit(const Expression& limit) { refuse(limit, "a limit takes"); }

 private:
  /// A figure to date over a bound: at some point it passes it, and comes back no more.
  void look_at(const Condition& condition) {
    const Condition* bare = &condition;
    while (const auto* grouped = std::get_if<GroupedCondition>(&bare->form)) bare = &*grouped->inside;
    const auto* comparison = std::get_if<Comparison>(&bare->form);
    using Relation = Comparison::Relation;
    const bool passes = comparison != nullptr && !comparison->is_not && !comparison->where_passed && !comparison->running &&
                        (comparison->relation == Relation::over || comparison->relation == Relation::at_least);
    const auto* windowed = comparison == nullptr ? nullptr : std::get_if<Windowed>(&without_parentheses(*comparison->left).form);
    const bool is_to_date = windowed != nullptr && (std::holds_alternative<Cumulative>(windowed->window) || std::holds_alternative<ToDate>(windowed->window));
    if (!passes || !is_to_date) {
      checking_.report.add(code::proviso_does_not_fit)
          .says("the point is that at which a figure to date passes a bound, and these words name none")
          .at(condition.span)
          .help("write `once cumulative sales is over 1,000, from that point`, or `once sales year to date is over 1,000, from that point`")
          .help("or let it rule for whole periods: `from that period`, `from the next period`");
      return;
    }
    const Type& type = contract_.type(*windowed->measured);
    if (type.is_unknown()) return;
    if (type.nature != Nature::flow || type.may_be_negative) {
      checking_.report.add(code::proviso_does_not_fit)
          .says(type.nature != Nature::flow ? fmt::format("`{}` does not add up over time, so that it comes to no point", checking_.words_of(*windowed->measured))
                                            : fmt::format("`{}` can be below zero, so that the bound may be passed several times, up and down", checking_.words_of(*windowed->measured)))
          .at(windowed->measured->span)
          .help("let it rule for whole periods: `from that period`, `from the next period`");
    }
  }

  void look_at_value(const Expression& value, const Exception& exception) {
    if (exception.during) {
      checking_.report.add(code::proviso_does_not_fit)
          .says("`while` is of whole periods, and stands beside a point inside one")
          .at(exception.span)
          .help("leave one of them out, or write two exceptions");
    }
    const Type& type = contract_.type(value);
    const bool is_price = std::any_of(type.units.begin(), type.units.end(), [](const auto& unit) { return unit.second < 0; });
    if (type.is_unknown() || (type.nature != Nature::flow && (is_price || (type.is_number() && !type.is_bare)))) return;
    checking_.report.add(code::proviso_does_not_fit)
        .says("`from that point` is of a rate or a price: of any other figure no part lies past the point")
        .at(exception.once->condition.span)
        .beside(value.span, "no rate and no price")
        .help("let it rule for whole periods: `from that period`, `from the next period`");
  }

  void look_at(const Clause& clause) {
    const bool base_losses = std::any_of(clause.provisos.begin(), clause.provisos.end(), [](const Proviso& line) { return std::holds_alternative<BaseLossesCarried>(line.form); });
    for (const Proviso& line : clause.provisos) {
      if (const auto* once = std::get_if<OnceTrue>(&line.form); once != nullptr && once->from_that_point) {
        checking_.report.add(code::proviso_does_not_fit)
            .says("a clause is in force for whole settlement periods, and no point inside one begins it")
            .at(line.span)
            .help("give the rate a name that changes at the point: `rate means 0%` and under it `except 5% once cumulative sales is over 1,000, from that point`");
      }
      for_each_expression(line, [&](const Expression& one) { refuse(one, "this line takes"); });
    }
    const auto* share = std::get_if<Share>(&clause.amount.form);
    const auto* less_paid = std::get_if<ToDateLessPaid>(&clause.amount.form);
    for_each_expression(clause.amount, [&](const Expression& one) {
      const auto* tiers = std::get_if<Tiers>(&clause.amount.form);
      const bool is_applied = share != nullptr || less_paid != nullptr || (tiers != nullptr && &one == &tiers->basis);
      if (!is_applied) refuse(one, tiers != nullptr ? "tiers take" : "a sum takes");
      else if (base_losses) refuse(one, "a share whose basis carries losses takes");
      else refuse_inside(one);
    });
  }

  void refuse_in_tiers(const Expression& value) {
    if (const auto* tiered = std::get_if<Tiered>(&value.form)) {
      for (const Band& band : tiered->tiers->bands) {
        refuse(band.rate, "tiers take");
        if (band.bound) refuse(*band.bound, "tiers take");
        if (band.once_entered) refuse(*band.once_entered, "tiers take");
      }
    }
    refuse_inside(value);
  }

  /// Interest runs by days, and on which day the point lies nobody knows.
  void refuse_inside(const Expression& expression) {
    if (const auto* interest = std::get_if<Interest>(&expression.form)) refuse(*interest->rate, "interest takes");
    for_each_part(expression, [&](const Expression& part) { refuse_inside(part); });
  }

  void refuse(const Expression& expression, std::string_view what) {
    std::set<MeasureId> seen;
    const Exception* found = find(expression, seen);
    if (found == nullptr) return;
    checking_.report.add(code::proviso_does_not_fit)
        .says(fmt::format("`{}` changes at a point inside a period, and {} one figure for the whole of it", checking_.words_of(expression), what))
        .at(expression.span)
        .beside(found->once->condition.span, "at this point")
        .help("apply the rate to the money that it is of: `RATE of sales`; or let it change with a period, `from that period`");
  }

  const Exception* find(const Expression& expression, std::set<MeasureId>& seen) {
    const Exception* found = nullptr;
    const Symbol& symbol = contract_.symbol(expression);
    // What is made of a flow has met its money already.
    if (symbol.kind == Symbol::Kind::measure && contract_.type(expression).nature != Nature::flow && seen.insert(symbol.index).second) {
      for (const MeasureText& text : contract_.measures[symbol.index].texts) {
        for (const Exception& exception : text.measure->exceptions) {
          if (has_point(exception)) return &exception;
        }
        if (found == nullptr) found = find(text.measure->value, seen);
      }
    }
    for_each_part(expression, [&](const Expression& part) {
      if (found == nullptr && contract_.type(expression).nature != Nature::flow) found = find(part, seen);
    });
    return found;
  }

  Checking& checking_;
  const CheckedContract& contract_;
};

}  // namespace

void check_points(Checking& checking) {
  Points points(checking);
  for (const MeasureInfo& info : checking.contract.measures) points.look_at(info);
  for (const ClauseInfo& info : checking.contract.clauses) points.look_at(info);
  for (const TogetherInfo& info : checking.contract.togethers) points.refuse_limit(info.text->limit);
}

}  // namespace whereas::check
