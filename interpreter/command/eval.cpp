#include "interpreter/command/command.h"
#include "interpreter/evaluate/time.h"
#include "lang/diagnostic/render.h"
#include "lang/number/rounding.h"
#include "lang/syntax/parse.h"

#include <fmt/format.h>

#include <utility>
#include <variant>

namespace whereas::command {

namespace {

using syntax::Expression;

using Value = std::variant<Number, Date, Duration>;

std::string text_of(const Value& value) {
  if (const auto* number = std::get_if<Number>(&value)) return number->text();
  if (const auto* date = std::get_if<Date>(&value)) return date->text();
  return text(std::get<Duration>(value));
}

std::string_view kind_of(const Value& value) {
  if (std::holds_alternative<Number>(value)) return "a number";
  return std::holds_alternative<Date>(value) ? "a date" : "a length of time";
}

/// Works out an expression that stands alone: numbers, dates and lengths of time, with no contract and no data. Nothing where it cannot
/// (reported).
class Calculator {
 public:
  explicit Calculator(Report& report) : report_(report) {}

  std::optional<Value> value(const Expression& expression) {
    return std::visit([&](const auto& form) { return of(form, expression); }, expression.form);
  }

 private:
  using Result = std::optional<Value>;

  Result of(const syntax::NumberLiteral& literal, const Expression&) { return literal.value; }
  Result of(const syntax::DateLiteral& literal, const Expression&) { return literal.date; }
  Result of(const syntax::DurationLiteral& literal, const Expression&) { return literal.duration; }
  Result of(const syntax::Grouped& grouped, const Expression&) { return value(*grouped.inside); }
  Result of(const syntax::Negated& negated, const Expression&) {
    const std::optional<Number> operand = number(*negated.operand);
    return operand ? Result(-*operand) : std::nullopt;
  }
  Result of(const syntax::Of& of, const Expression&) {
    const std::optional<Number> rate = number(*of.rate);
    const std::optional<Number> base = number(*of.base);
    return rate && base ? Result(*rate * *base) : std::nullopt;
  }
  Result of(const syntax::Rounded& rounded, const Expression&) {
    const std::optional<Number> exact = number(*rounded.value);
    return exact ? Result(round(*exact, rounded.rounding)) : std::nullopt;
  }

  Result of(const syntax::Arithmetic& arithmetic, const Expression& whole) {
    using Operator = syntax::Arithmetic::Operator;
    const Result left = value(*arithmetic.left);
    const Result right = value(*arithmetic.right);
    if (!left || !right) return std::nullopt;
    if (const auto* day = std::get_if<Date>(&*left)) return with_date(*day, *right, arithmetic.op, whole);
    const auto* a = std::get_if<Number>(&*left);
    const auto* b = std::get_if<Number>(&*right);
    if (a == nullptr || b == nullptr) return refuse(whole, *left, *right);
    switch (arithmetic.op) {
      case Operator::plus: return *a + *b;
      case Operator::less: return *a - *b;
      case Operator::times: return *a * *b;
      case Operator::divided_by: break;
    }
    if (!b->is_zero()) return *a / *b;
    report_.add(code::division_by_zero).says("nothing can be divided by zero").at(arithmetic.right->span, "is zero")
        .help("divide by something else");
    return std::nullopt;
  }

  Result of(const syntax::After& after, const Expression&) {
    std::optional<Number> left = number(*after.amount);
    for (const syntax::Deduction& deduction : after.deductions) {
      std::optional<Number> cost = number(*deduction.cost);
      if (deduction.at_most) {
        const std::optional<Number> limit = number(**deduction.at_most);
        cost = cost && limit ? std::optional(min(*cost, *limit)) : std::nullopt;
      }
      left = left && cost ? std::optional(*left - *cost) : std::nullopt;
    }
    return left ? Result(*left) : std::nullopt;
  }

  Result of(const syntax::Extreme& extreme, const Expression&) {
    std::optional<Number> best;
    for (const Expression& operand : extreme.operands) {
      const std::optional<Number> next = number(operand);
      if (!next) return std::nullopt;
      if (!best) best = next;
      else best = extreme.greater ? max(*best, *next) : min(*best, *next);
    }
    return best ? Result(*best) : std::nullopt;
  }

  Result of(const syntax::ExcessOf& excess, const Expression&) {
    const std::optional<Number> amount = number(*excess.amount);
    const std::optional<Number> over = number(*excess.over);
    return amount && over ? Result(max(*amount - *over, Number(0))) : std::nullopt;
  }

  Result of(const syntax::TimeBetween& between, const Expression& whole) {
    const auto* from = std::get_if<syntax::DayOrPeriod>(&between.from.form);
    const auto* to = std::get_if<syntax::DayOrPeriod>(&between.to.form);
    const bool of_a_deal = from == nullptr || to == nullptr || from->period.kind != Calendar::Kind::calendar || to->period.kind != Calendar::Kind::calendar;
    if (of_a_deal) return needs_contract(whole, "a day that only a deal has");
    const Calendar calendar;
    const Date begin = from->period.in(calendar).begin();
    return evaluate::count_time(between.counted, begin, between.through ? to->period.in(calendar).end() : to->period.in(calendar).begin());
  }

  // What only a contract or its data can tell.
  Result of(const syntax::MoneyLiteral&, const Expression& whole) { return needs_contract(whole, "a sum in a currency"); }
  Result of(const syntax::QuantityLiteral&, const Expression& whole) { return needs_contract(whole, "a quantity"); }
  Result of(const syntax::Under& under, const Expression& whole) { return needs_contract(whole, fmt::format("`{}` under another contract", under.named.text)); }
  Result of(const syntax::Estimate&, const Expression& whole) { return needs_contract(whole, "a figure that is only bounded"); }
  Result of(const syntax::ClauseUse& use, const Expression& whole) { return needs_contract(whole, fmt::format("the clause `{}`", use.title.text)); }
  Result of(const syntax::Windowed&, const Expression& whole) { return needs_contract(whole, "a measure over a window"); }
  Result of(const syntax::Filtered&, const Expression& whole) { return needs_contract(whole, "a measure of data"); }
  Result of(const syntax::OfPeriods&, const Expression& whole) { return needs_contract(whole, "a measure over periods"); }
  Result of(const syntax::OverDimension&, const Expression& whole) { return needs_contract(whole, "a measure of data"); }
  Result of(const syntax::Interest&, const Expression& whole) { return needs_contract(whole, "interest"); }
  Result of(const syntax::Tiered&, const Expression& whole) { return needs_contract(whole, "what tiers come to"); }
  Result of(const syntax::Risen&, const Expression& whole) { return needs_contract(whole, "a figure that rises"); }
  Result of(const syntax::YearlyChange&, const Expression& whole) { return needs_contract(whole, "the change of an index"); }
  Result of(const syntax::Per&, const Expression& whole) { return needs_contract(whole, "a price"); }
  Result of(const syntax::NameUse& use, const Expression& whole) {
    report_.add(code::unknown_name)
        .says(fmt::format("`{}` is a name, and there is no contract that could say what it means", use.name.text))
        .at(whole.span)
        .help("`whereas eval` works out numbers, dates and lengths of time; `whereas run` runs a contract");
    return std::nullopt;
  }

  Result needs_contract(const Expression& whole, std::string_view what) {
    report_.add(code::wrong_kind)
        .says(fmt::format("{} has a value only in a contract", what))
        .at(whole.span)
        .help("`whereas eval` works out numbers, dates and lengths of time; `whereas run` runs a contract");
    return std::nullopt;
  }

  Result with_date(Date day, const Value& other, syntax::Arithmetic::Operator op, const Expression& whole) {
    using Operator = syntax::Arithmetic::Operator;
    const auto* length = std::get_if<Duration>(&other);
    const auto* earlier = std::get_if<Date>(&other);
    if (earlier != nullptr && op == Operator::less) return Duration{days_between(*earlier, day), Duration::Unit::days};
    if (length == nullptr || (op != Operator::plus && op != Operator::less)) return refuse(whole, day, other);
    const Date moved = op == Operator::plus ? day.plus(*length) : day.minus(*length);
    if (moved.is_within_limits()) return moved;
    report_.add(code::no_such_date).says("dates lie between the years 1000 and 9999").at(whole.span, "lies outside")
        .help("move the date by less");
    return std::nullopt;
  }

  Result refuse(const Expression& whole, const Value& left, const Value& right) {
    report_.add(code::wrong_kind)
        .says(fmt::format("{} and {} cannot be joined so", kind_of(left), kind_of(right)))
        .at(whole.span)
        .note("a length of time can be added to a date or taken from it; a date less a date gives days")
        .help("such as `2026-01-31 + 1 month` or `2026-03-01 - 2026-01-01`");
    return std::nullopt;
  }

  std::optional<Number> number(const Expression& expression) {
    const Result result = value(expression);
    if (!result) return std::nullopt;
    if (const auto* number = std::get_if<Number>(&*result)) return *number;
    report_.add(code::wrong_kind).says(fmt::format("{} stands where a number is meant", kind_of(*result))).at(expression.span)
        .help("give a number: `10% of 250`");
    return std::nullopt;
  }

  Report& report_;
};

std::optional<Value> worked_out(const Expression& expression, Report& report) {
  try {
    return Calculator(report).value(expression);
  } catch (const NumberTooLong&) {
    report.add(code::number_too_long).says(fmt::format("the exact result has more than {} digits", Number::digit_limit)).at(expression.span)
        .help("round on the way: `round(1 / 3, 0.01, half even)`");
    return std::nullopt;
  }
}

}  // namespace

int eval(const EvalRequest& request, Screen& screen) {
  Sources sources;
  Report report;
  syntax::ExpressionIds ids;
  std::optional<Value> value;
  const Source& source = sources.add("<command line>", request.expression);
  if (const std::optional<Expression> expression = syntax::parse_expression(source, ids, report)) value = worked_out(*expression, report);
  RenderOptions options;
  options.colour = screen.colours_messages();
  screen.message(render(report, sources, options));
  if (report.has_errors() || !value) return 1;
  screen.result(text_of(*value) + "\n");
  return 0;
}

}  // namespace whereas::command
