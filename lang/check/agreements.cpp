#include "lang/check/checking.h"
#include "lang/check/nearest.h"
#include "lang/syntax/letters.h"

#include <fmt/format.h>

#include <algorithm>

/// What reaches beyond the contract's own lines: other contracts that it asks, calendars of business days, and net settlement.
namespace whereas::check {

using namespace syntax;

namespace {

/// A type of another contract, whose units have other ids here.
Type translated(Checking& checking, Type type, const CheckedContract& other) {
  Units units;
  for (const auto& [unit, exponent] : type.units) {
    const UnitInfo& info = other.units[unit];
    UnitId own = nameless_currency;
    if (unit != nameless_currency) {
      const auto known = checking.units.find(info.plural);
      own = known != checking.units.end() ? known->second : add_unit(checking, info);
    }
    units.emplace_back(own, exponent);
  }
  std::sort(units.begin(), units.end());
  type.units = std::move(units);
  return type;
}

/// What a measure of another contract is, in all its texts and with their exceptions.
Type type_of(const MeasureInfo& measure, const CheckedContract& other) {
  if (other.types.empty()) return Type::unknown();  // its mistakes kept it from being typed
  Type type = other.types[measure.text->value.id];
  const auto take = [&](const Expression& value) {
    const Type& also = other.types[value.id];
    type.nature = nature_of_sum(type.nature, also.nature);
    type.adds_up = type.adds_up && also.adds_up;
    type.may_be_negative = type.may_be_negative || also.may_be_negative;
  };
  for (const MeasureText& text : measure.texts) {
    take(text.measure->value);
    for (const Exception& exception : text.measure->exceptions) take(exception.value);
  }
  return type;
}

/// The names that a contract can be asked for.
std::vector<std::string> names_of(const CheckedContract& contract, bool is_clause) {
  if (is_clause) return all_named(contract.clauses, &ClauseInfo::title);
  std::vector<std::string> names;
  for (const InputInfo& input : contract.inputs) {
    if (!input.asked) names.push_back(input.name);
  }
  for (const MeasureInfo& measure : contract.measures) {
    if (!measure.is_standard) names.push_back(measure.name);
  }
  return names;
}

std::optional<Symbol> find(const CheckedContract& other, const Under& under) {
  if (under.is_clause) {
    const auto clause = other.clause_titled(under.named.text);
    return clause ? std::optional(Symbol{Symbol::Kind::clause, *clause}) : std::nullopt;
  }
  if (const auto input = other.input_named(under.named.text)) return Symbol{Symbol::Kind::input, *input};
  const auto measure = other.measure_named(under.named.text);
  if (!measure || other.measures[*measure].is_standard) return std::nullopt;
  return Symbol{Symbol::Kind::measure, *measure};
}

void declare_agreements(Checking& checking) {
  for (std::size_t place = 0; place < checking.contract.agreements.size(); ++place) {
    const AgreementInfo& agreement = checking.contract.agreements[place];
    for (std::size_t earlier = 0; earlier < place; ++earlier) {
      const AgreementInfo& first = checking.contract.agreements[earlier];
      if (first.title != agreement.title) continue;
      checking.report.add(code::defined_twice)
          .says(fmt::format("two contracts are called \"{}\" here", agreement.title))
          .at(agreement.declared, "again here")
          .beside(first.declared, "first here")
          .help("call one of them otherwise");
    }
    for (const PartyInfo& party : agreement.contract->parties) {
      const auto own = checking.contract.party_named(party.name);
      if (!own || party.full_name == party.name) continue;
      const PartyInfo& here = checking.contract.parties[*own];
      if (here.full_name == here.name || here.full_name == party.full_name) continue;
      checking.report.add(code::defined_twice)
          .says(fmt::format("`{}` is \"{}\" here, and \"{}\" in \"{}\"", here.name, here.full_name, party.full_name, agreement.title))
          .at(here.declared)
          .beside(party.declared, "in the other contract")
          .help(fmt::format("give the two parties different names, or `{}` the same full name in both contracts", here.name));
    }
  }
}

void declare_calendars(Checking& checking) {
  for_each_declared<ClosedDays>(checking.program, [&](const ClosedDays& declared, const program::File&, Span) {
    const auto first = first_day(checking, declared.first);
    const auto last = last_day(checking, declared.last);
    if (!first || !last) return;
    if (*last < *first) {
      checking.report.add(code::outside_term)
          .says(fmt::format("the calendar ends on {}, before it begins", last->text()))
          .at(declared.last.span, "ends here")
          .beside(declared.first.span, "begins here")
          .help("name the earlier year first: `for 2026 to 2027`");
      return;
    }
    if (const BusinessCalendar* known = checking.contract.calendar_titled(declared.title.text)) {
      checking.report.add(code::defined_twice)
          .says(fmt::format("two calendars are called \"{}\"", declared.title.text))
          .at(declared.title.span, "again here")
          .beside(known->declared, "first here")
          .help("put all closed days of one calendar into one line, or give the other another title");
      return;
    }
    BusinessCalendar calendar{declared.title.text, BusinessDays(Period::through(*first, *last)), declared.title.span};
    for (const Name& weekday : declared.weekdays) calendar.days.close_weekday(weekday_number(weekday.text));
    for (const DayOrPeriod& day : declared.days) {
      const auto begins = first_day(checking, day);
      const auto ends = last_day(checking, day);
      if (!begins || !ends) continue;
      const Period closed = Period::through(*begins, *ends);
      if (!calendar.days.covered().contains(closed)) {
        checking.report.add(code::outside_term)
            .says(fmt::format("{} lies outside the calendar, which is for {}", day.period.text(), calendar.days.covered().text()))
            .at(day.span)
            .help("leave it out, or let the calendar be for more years");
        continue;
      }
      calendar.days.close(closed);
    }
    if (!calendar.days.has_open_day()) {
      checking.report.add(code::never_holds)
          .says(fmt::format("the calendar \"{}\" is closed on every day, so it has no business day", declared.title.text))
          .at(declared.title.span)
          .help("name the days on which it is closed, such as `closed on Saturday, Sunday, 2026-12-25`");
    }
    checking.contract.business_calendars.push_back(std::move(calendar));
  });
}

}  // namespace

void refuse_unknown_calendars(Checking& checking, const Due& due) {
  for (const Rare<Name>* named : {&due.counted_in, &due.moved_in}) {
    if (!*named || checking.contract.calendar_titled((*named)->text) != nullptr) continue;
    const Name& title = **named;
    auto& diagnostic = checking.report.add(code::unknown_name).says(fmt::format("no calendar is called \"{}\"", title.text)).at(title.span);
    if (!offer_nearest(diagnostic, title, all_named(checking.contract.business_calendars, &BusinessCalendar::title), Written::quoted)) {
      diagnostic.help(fmt::format("say which days it has: `calendar \"{}\" for 2026 to 2027: closed on Saturday, Sunday, 2026-12-25`", title.text));
    }
  }
}

void declare_between_contracts(Checking& checking) {
  declare_agreements(checking);
  declare_calendars(checking);
  declare_net_settlements(checking);
  if (checking.contract.settlement.due) refuse_unknown_calendars(checking, *checking.contract.settlement.due);
  for (const ClauseInfo& clause : checking.contract.clauses) {
    if (clause.settlement.due) refuse_unknown_calendars(checking, *clause.settlement.due);
    for (const ClauseText& text : clause.texts) {
      if (text.settlement.due) refuse_unknown_calendars(checking, *text.settlement.due);
    }
  }
}

std::optional<Symbol> ask(Checking& checking, const Under& under, Span span) {
  CheckedContract& contract = checking.contract;
  const auto agreement = std::find_if(contract.agreements.begin(), contract.agreements.end(), [&](const AgreementInfo& one) { return one.title == under.agreement.text; });
  if (agreement == contract.agreements.end()) {
    // A file that could not be used has been told already.
    bool is_named = false;
    for_each_declared<Use>(checking.program, [&](const Use& use, const program::File&, Span) { is_named = is_named || (use.as && use.as->text == under.agreement.text); });
    if (is_named) return std::nullopt;
    auto& diagnostic = checking.report.add(code::unknown_name).says(fmt::format("no other contract is called \"{}\" here", under.agreement.text)).at(under.agreement.span);
    if (!offer_nearest(diagnostic, under.agreement, all_named(contract.agreements, &AgreementInfo::title), Written::quoted)) {
      diagnostic.help(fmt::format("name its file: `use \"FILE.deal\" as \"{}\"`", under.agreement.text));
    }
    return std::nullopt;
  }
  const std::string named = under.is_clause ? fmt::format("\"{}\"", under.named.text) : under.named.text;
  const std::string name = fmt::format("{} under \"{}\"", named, under.agreement.text);
  if (const auto known = contract.input_named(name)) return Symbol{Symbol::Kind::input, *known};

  const CheckedContract& other = *agreement->contract;
  const auto symbol = find(other, under);
  if (!symbol) {
    const std::string_view what = under.is_clause ? "clause" : "measure or input";
    auto& diagnostic = checking.report.add(code::unknown_name)
                           .says(fmt::format("\"{}\" has no {} called `{}`", under.agreement.text, what, under.named.text))
                           .at(under.named.span);
    if (!offer_nearest(diagnostic, under.named, names_of(other, under.is_clause), under.is_clause ? Written::quoted : Written::bare)) {
      diagnostic.help("name one that stands in that contract");
    }
    return std::nullopt;
  }
  InputInfo info;
  if (symbol->kind == Symbol::Kind::input) info.type = other.inputs[symbol->index].type;
  if (symbol->kind == Symbol::Kind::clause) info.type = Type::amount({{other.clauses[symbol->index].currency.value_or(other.currency.value_or(nameless_currency)), 1}}, Nature::flow);
  if (symbol->kind == Symbol::Kind::measure) {
    const Measure& measure = *other.measures[symbol->index].text;
    if (!measure.parameters.empty() || measure.after) {
      checking.report.add(code::wrong_arguments)
          .says(fmt::format("`{}` has no figure until it is told its {}", under.named.text, measure.after ? measure.after->text : measure.parameters.front().text))
          .at(span)
          .beside(measure.name.span, "defined here")
          .help(fmt::format("define a measure in \"{}\" that tells it, and ask for that", under.agreement.text));
      return std::nullopt;
    }
    info.type = type_of(other.measures[symbol->index], other);
  }
  info.type = translated(checking, std::move(info.type), other);
  info.name = name;
  info.may_be_negative = info.type.may_be_negative;
  info.declared = span;
  // What the other contract had before this one began is looked back at too.
  if (other.term && contract.term && other.term->begin() < contract.term->begin()) info.from = other.term->begin();
  if (symbol->kind == Symbol::Kind::input && other.inputs[symbol->index].from) info.from = std::min(info.from.value_or(*other.inputs[symbol->index].from), *other.inputs[symbol->index].from);
  const auto place = static_cast<std::uint32_t>(agreement->asked.size());
  info.asked = AskedFigure{static_cast<std::uint32_t>(agreement - contract.agreements.begin()), *symbol, place};
  agreement->asked.push_back(*info.asked);
  const Symbol own{Symbol::Kind::input, static_cast<std::uint32_t>(contract.inputs.size())};
  contract.inputs.push_back(std::move(info));
  return own;
}

}  // namespace whereas::check
