// What is meant as money or as a rate, and what to write where it is none.
#include "lang/check/infer.h"

#include "lang/check/constants.h"
#include "lang/number/notation.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::check {

using namespace syntax;

namespace {

/// The first name in it that stands for a figure.
const Expression* first_name(const Expression& expression) {
  if (std::holds_alternative<NameUse>(expression.form)) return &expression;
  const Expression* found = nullptr;
  for_each_part(expression, [&](const Expression& part) {
    if (found == nullptr) found = first_name(part);
  });
  return found;
}

bool is_bare_number(const Expression& expression) {
  const auto* number = std::get_if<NumberLiteral>(&expression.form);
  return number != nullptr && !number->is_rate;
}

/// A plain number that a measure is told, `natural_breakpoint(60,000, 6%)`, that a share is of, `25% of 1,000`, or that is divided by something.
const Expression* bare_argument(const Expression& expression) {
  const Expression& inside = without_parentheses(expression);
  if (const auto* share = std::get_if<Of>(&inside.form)) return is_bare_number(*share->base) ? &*share->base : nullptr;
  if (const auto* quotient = std::get_if<Arithmetic>(&inside.form); quotient != nullptr && quotient->op == Arithmetic::Operator::divided_by) {
    return is_bare_number(*quotient->left) ? &*quotient->left : nullptr;
  }
  const auto* use = std::get_if<NameUse>(&inside.form);
  if (use == nullptr) return nullptr;
  for (const Expression& argument : use->arguments) {
    if (is_bare_number(argument)) return &argument;
  }
  return nullptr;
}

}  // namespace

void Inference::offer_currency(Diagnostic& diagnostic, const Expression& at) const {
  const Expression* bare = bare_argument(at);
  if (bare == nullptr || !contract_.currency) return;
  const std::string said = fmt::format("{} {}", contract_.units[*contract_.currency].plural, checking_.words_of(*bare));
  diagnostic.offers("a plain number is no money here; where it is, write its currency", replace(bare->span, said));
}

/// `net_sales less 10%`: what is left is 90% of it.
void Inference::offer_part_left(Diagnostic& diagnostic, const Expression& whole, const Expression& part, bool plus) const {
  const auto* number = std::get_if<NumberLiteral>(&part.form);
  if (number == nullptr || !number->is_rate || number->value.is_negative() || (!plus && number->value >= Number(1))) return;
  if (checking_.words({whole.span.source, whole.span.end, part.span.begin}).find('\n') != std::string_view::npos) return;
  const bool stands_alone = std::holds_alternative<NameUse>(whole.form) || std::holds_alternative<ClauseUse>(whole.form) || std::holds_alternative<Grouped>(whole.form);
  const std::string words = stands_alone ? checking_.words_of(whole) : fmt::format("({})", checking_.words_of(whole));
  const Number left = plus ? Number(1) + number->value : Number(1) - number->value;
  diagnostic.offers(plus ? "so much more of it" : "so much less of it", replace({part.span.source, whole.span.begin, part.span.end}, fmt::format("{}% of {}", spoken(left * Number(100)), words)));
}

/// `10 times seats_used`, `10 per seat`: what is paid for what is counted is a price.
void Inference::offer_price(Diagnostic& diagnostic, const Type& type, const Expression& at) const {
  const auto* product = std::get_if<Arithmetic>(&without_parentheses(at).form);
  if (is_quantity(type, contract_) && product != nullptr && product->op == Arithmetic::Operator::times) {
    const Expression& price = is_bare_number(*product->left) ? *product->left : *product->right;
    const Expression& counted = is_bare_number(*product->left) ? *product->right : *product->left;
    for (const Expression* named : {&*product->left, &*product->right}) {
      const auto* use = std::get_if<NameUse>(&named->form);
      if (use == nullptr || contract_.symbol(*named).kind != Symbol::Kind::measure) continue;
      const Measure& measure = *contract_.measures[contract_.symbol(*named).index].text;
      if (!is_bare_number(measure.value)) continue;
      diagnostic.offers("a price says of what it is one, where it is defined", insert_after(measure.value.span, fmt::format(" per {}", contract_.units[type.units.front().first].singular)));
      return;
    }
    if (is_bare_number(price) && std::holds_alternative<NameUse>(counted.form)) {
      diagnostic.offers("a price is paid `per` what is counted", replace(at.span, fmt::format("{} per {}", checking_.words_of(price), checking_.words_of(counted))));
    }
    return;
  }
  if (const auto* per = std::get_if<Per>(&without_parentheses(at).form); per != nullptr && per->target && std::holds_alternative<NameUse>(per->amount->form)) {
    diagnostic.offers("what is a price already is multiplied", replace(at.span, fmt::format("{} times {}", checking_.words_of(*per->amount), per->target->text)));
    return;
  }
  for (const auto& [unit, power] : type.units) {
    if (contract_.units[unit].is_currency && power > 1) return void(diagnostic.help("money is multiplied by a rate or a plain number: `10% of revenue`; a price is paid for what is counted: `15.00 per million output_tokens`"));
    if (power != -1) continue;
    const auto& inputs = contract_.inputs;
    const auto counted = std::find_if(inputs.begin(), inputs.end(), [&, unit = unit](const InputInfo& input) { return input.type.units == Units{{unit, 1}}; });
    if (counted != inputs.end()) diagnostic.help(fmt::format("a price is paid for a figure, which says how many there are: `10.00 per {}`", counted->name));
  }
}

Type Inference::as_money(const Type& type, const Expression& at, std::string_view what) {
  if (type.is_unknown() || is_money(type, contract_)) return type;
  if (type.is_bare && checking_.currencies_used.size() <= 1) {
    Type money = type;
    money.is_bare = false;
    money.units = {{contract_.currency.value_or(nameless_currency), 1}};
    return money;
  }
  if (type.is_bare) {
    auto& diagnostic = checking_.report.add(code::currency_not_said).says(fmt::format("{} does not say its currency, and this deal has several", what)).at(at.span);
    for (const UnitId currency : checking_.currencies_used) {
      if (!std::holds_alternative<NumberLiteral>(at.form)) break;
      diagnostic.offers(diagnostic.helps.empty() ? "say which, either" : "or", replace(at.span, fmt::format("{} {}", checking_.words_of(at), contract_.units[currency].plural)));
    }
    return Type::unknown();
  }
  auto& diagnostic = checking_.report.add(code::unit_mismatch).says(fmt::format("{} is money, and this is {}", what, description(type))).at(at.span, description(type));
  const Expression* counted = first_name(at);
  offer_price(diagnostic, type, at);
  if (diagnostic.helps.empty() && is_quantity(type, contract_) && counted != nullptr) diagnostic.help(fmt::format("turn it into money with a price: `15.00 per million {}`", checking_.words_of(*counted)));
  if (type.is_number() && std::holds_alternative<NumberLiteral>(at.form)) diagnostic.help(fmt::format("say of what: `{} of revenue`", checking_.words_of(at)));
  offer_currency(diagnostic, at);
  if (diagnostic.helps.empty()) diagnostic.help("write a sum of money, or turn what this counts into money with a price or an exchange rate");
  return Type::unknown();
}

/// What to write where a plain number of the data was meant as a part of something.
std::string Inference::words_for_declared_rate(const Expression& at) const {
  const Expression* counted = first_name(at);
  return fmt::format("where {} is a part of something, declare it with `rate` in the place of `number`, and its figures are such as `5%` or `0.05`",
                     counted == nullptr ? "it" : "`" + checking_.words_of(*counted) + "`");
}

void Inference::as_rate(const Type& type, const Expression& at, std::string_view instead) {
  if (type.is_unknown() || (type.is_number() && !type.is_bare && !type.counts)) return;
  const std::string words = checking_.words_of(at);
  auto& diagnostic = checking_.report.add(code::not_a_rate).says(fmt::format("a rate is meant here, and `{}` is {}", words, description(type))).at(at.span);
  if (type.is_bare) offer_percentage(diagnostic, at);
  else if (type.counts) diagnostic.help(instead.empty() ? words_for_declared_rate(at) : std::string(instead));
  else diagnostic.help("write a percentage, `5%`, or the quotient of two amounts of one kind");
}

}  // namespace whereas::check
