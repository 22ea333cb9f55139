// What a name stands for, which text of it rules when, and where a stretch of time must be cut for it.
#include "tests/reference/measures.h"

#include <algorithm>

namespace whereas::reference {

namespace {

using namespace syntax;

Date first_day(const DayOrPeriod& day, const Calendar& calendar) { return day.period.in(calendar).first(); }
Date last_day(const DayOrPeriod& day, const Calendar& calendar) { return day.period.in(calendar).last(); }

template <typename Node>
const Node* as(const Expression& expression) {
  return std::get_if<Node>(&expression.form);
}

}  // namespace

const Told* Measures::parameter(const std::string& name, const Parameters& parameters) const {
  if (!parameters) return nullptr;
  const auto found = parameters->find(name);
  return found == parameters->end() ? nullptr : &found->second;
}

/// The text of a measure on a day: the last amendment that has restated it by then, or its declaration.
/// The contract's own names come before those of the standard library.
const Measure* Measures::text_of(const std::string& name, std::optional<Date> day) const {
  const Measure* text = nullptr;
  for (const bool standard : {true, false}) {
    if (standard && contract_.input_named(name)) continue;
    for (const auto& file : contract_.program->files) {
      if (file.is_standard != standard) continue;
      for (const auto& declaration : file.contract->declarations) {
        const auto* measure = std::get_if<Measure>(&declaration.form);
        if (measure != nullptr && measure->name.text == name) text = measure;
      }
    }
  }
  if (text != nullptr && text->rise) throw NotCovered("a measure that rises");
  if (!day) return text;
  std::optional<Date> restated;
  for (const Amendment* amendment : contract_.amendments) {
    const Date effective = first_day(amendment->effective, contract_.calendar);
    if (effective > *day || (restated && effective < *restated)) continue;
    for (const auto& change : amendment->changes) {
      const auto* now = std::get_if<NameNowMeans>(&change.form);
      if (now == nullptr || now->measure.name.text != name) continue;
      text = &now->measure;
      restated = effective;
    }
  }
  return text;
}

std::vector<const Measure*> Measures::texts_of(const std::string& name) const {
  std::vector<const Measure*> texts;
  if (const auto* declared = text_of(name)) texts.push_back(declared);
  for (const Amendment* amendment : contract_.amendments) {
    for (const auto& change : amendment->changes) {
      const auto* now = std::get_if<NameNowMeans>(&change.form);
      if (now != nullptr && now->measure.name.text == name) texts.push_back(&now->measure);
    }
  }
  return texts;
}

bool Measures::changes(const std::string& name) const {
  const auto texts = texts_of(name);
  return texts.size() > 1 || (texts.size() == 1 && !texts.front()->exceptions.empty());
}

std::vector<Date> Measures::dates_of_change(const std::string& name) const {
  std::vector<Date> dates;
  for (const Amendment* amendment : contract_.amendments) dates.push_back(first_day(amendment->effective, contract_.calendar));
  for (const Measure* text : texts_of(name)) {
    for (const auto& exception : text->exceptions) {
      if (exception.from) dates.push_back(first_day(exception.from->day, contract_.calendar));
      if (exception.until) dates.push_back(first_day(exception.until->day, contract_.calendar));
      if (exception.through) dates.push_back(last_day(exception.through->day, contract_.calendar).plus_days(1));
    }
  }
  return dates;
}

/// The words that say what the name is on a day, in a settlement period: a later exception overrides an earlier one.
const Expression& Measures::governing(const std::string& name, Date day, std::optional<std::size_t> settlement, const Asked& asked) {
  const Measure* text = text_of(name, day);
  for (auto exception = text->exceptions.rbegin(); exception != text->exceptions.rend(); ++exception) {
    if (exception->from && day < first_day(exception->from->day, contract_.calendar)) continue;
    if (exception->until && day >= first_day(exception->until->day, contract_.calendar)) continue;
    if (exception->through && day > last_day(exception->through->day, contract_.calendar)) continue;
    if (exception->during && (!settlement || !governs(*exception->during, *settlement, asked))) continue;
    if (exception->once && (!settlement || !governs(*exception->once, *settlement, asked))) continue;
    return exception->value;
  }
  return text->value;
}

bool Measures::governs(const WhileTrue& during, std::size_t settlement, const Asked& asked) {
  if (during.from_next_period && settlement == 0) return false;
  const Period& tested = (*asked.settlements)[during.from_next_period ? settlement - 1 : settlement];
  return holds(during.condition, {tested, asked.settlements, {}, tested.last()});
}

bool Measures::governs(const OnceTrue& once, std::size_t settlement, const Asked& asked) {
  const std::size_t end = once.from_that_period ? settlement + 1 : settlement;
  for (std::size_t i = 0; i < end; ++i) {
    const Period& tested = (*asked.settlements)[i];
    if (holds(once.condition, {tested, asked.settlements, {}, tested.last()})) return true;
  }
  return false;
}

Parameters Measures::told(const Measure& text, const NameUse& use, const std::vector<Deduction>* deductions, const Parameters& here) const {
  auto parameters = std::make_shared<std::map<std::string, Told>>();
  for (std::size_t i = 0; i < text.parameters.size() && i < use.arguments.size(); ++i) {
    (*parameters)[text.parameters[i].text] = Told{{&use.arguments[i]}, nullptr, here};
  }
  if (text.after) (*parameters)[text.after->text] = Told{{}, deductions, here};
  return parameters;
}

/// `gross_profit` of `gross_profit after inference_cost`: a measure that must be told its deductions.
const NameUse* Measures::needs_deductions(const Expression& expression, const Parameters& parameters) const {
  const auto* use = as<NameUse>(expression);
  if (use == nullptr || parameter(use->name.text, parameters) != nullptr) return nullptr;
  const Measure* text = text_of(use->name.text);
  return text != nullptr && text->after ? use : nullptr;
}

/// The expressions that this one is made of; of a name, every text that it can have.
std::vector<Said> Measures::below(const Said& said) const {
  std::vector<Said> parts;
  const auto add = [&](const Expression& expression) { parts.push_back({&expression, said.parameters}); };
  const auto add_deductions = [&](const std::vector<Deduction>& deductions, const Parameters& there) {
    for (const auto& deduction : deductions) {
      parts.push_back({&*deduction.cost, there});
      if (deduction.at_most) parts.push_back({&**deduction.at_most, there});
    }
  };
  const auto add_name = [&](const NameUse& use, const std::vector<Deduction>* deductions) {
    if (const Told* parameter_told = parameter(use.name.text, said.parameters)) {
      for (const Expression* argument : parameter_told->arguments) parts.push_back({argument, parameter_told->there});
      if (parameter_told->deductions != nullptr) add_deductions(*parameter_told->deductions, parameter_told->there);
      return;
    }
    for (const Measure* text : texts_of(use.name.text)) {
      const Parameters inside = told(*text, use, deductions, said.parameters);
      parts.push_back({&text->value, inside});
      for (const auto& exception : text->exceptions) parts.push_back({&exception.value, inside});
    }
  };
  std::visit(match{
                 [](const NumberLiteral&) {}, [](const MoneyLiteral&) {}, [](const QuantityLiteral&) {}, [](const DateLiteral&) {},
                 [](const DurationLiteral&) {}, [](const ClauseUse&) {}, [](const Under&) {},
                 [&](const NameUse& use) { add_name(use, nullptr); },
                 [&](const Negated& node) { add(*node.operand); },
                 [&](const Arithmetic& node) { add(*node.left), add(*node.right); },
                 [&](const After& node) {
                   if (const NameUse* use = needs_deductions(*node.amount, said.parameters)) return add_name(*use, &node.deductions);
                   add(*node.amount);
                   add_deductions(node.deductions, said.parameters);
                 },
                 [&](const Of& node) { add(*node.rate), add(*node.base); },
                 [&](const Extreme& node) { for (const auto& operand : node.operands) add(operand); },
                 [&](const Grouped& node) { add(*node.inside); },
                 [&](const Windowed& node) { add(*node.measured); },
                 [&](const Filtered& node) { add(*node.measured); },
                 [&](const ExcessOf& node) {
                   add(*node.amount);
                   add(*node.over);
                 },
                 [&](const OfPeriods& node) { add(*node.measured); },
                 [&](const OverDimension& node) { add(*node.measured); },
                 [](const TimeBetween&) {},
                 [&](const Interest& node) {
                   add(*node.rate);
                   add(*node.on);
                 },
                 [&](const YearlyChange& node) { add(*node.measured); },
                 [&](const Rounded& node) { add(*node.value); },
                 [&](const Per& node) {
                   add(*node.amount);
                   if (node.target) add_name(NameUse{*node.target, {}}, nullptr);
                 },
             },
             said.expression->form);
  return parts;
}

std::set<check::InputId> Measures::inputs_below(const Said& said, Names seen) const {
  std::set<check::InputId> inputs;
  const auto add = [&](const Name& name) {
    if (parameter(name.text, said.parameters) != nullptr || text_of(name.text) != nullptr) return;
    if (const auto id = contract_.input_named(name.text)) inputs.insert(*id);
  };
  if (const auto* use = as<NameUse>(*said.expression)) {
    if (parameter(use->name.text, said.parameters) == nullptr && !seen.insert(use->name.text).second) return {};
    add(use->name);
  }
  if (const auto* per = as<Per>(*said.expression); per != nullptr && per->target) add(*per->target);
  for (const auto& part : below(said)) inputs.merge(inputs_below(part, seen));
  return inputs;
}

/// Whether the figure adds up over time.
bool Measures::is_flow(const Said& said, Names seen) const {
  if (const auto* use = as<NameUse>(*said.expression); use != nullptr && parameter(use->name.text, said.parameters) == nullptr) {
    if (!seen.insert(use->name.text).second) return false;  // in a circle: what else stands in it decides
    if (text_of(use->name.text) == nullptr) {
      const auto id = contract_.input_named(use->name.text);
      return id && contract_.inputs[*id].type.nature == check::Nature::flow;
    }
  }
  if (as<ClauseUse>(*said.expression) != nullptr || as<OfPeriods>(*said.expression) != nullptr) return true;
  if (as<Windowed>(*said.expression) != nullptr) return false;
  if (const auto* arithmetic = as<Arithmetic>(*said.expression); arithmetic != nullptr && arithmetic->op == Arithmetic::Operator::divided_by) {
    return is_flow({&*arithmetic->left, said.parameters}, seen) && !is_flow({&*arithmetic->right, said.parameters}, seen);
  }
  if (const auto* per = as<Per>(*said.expression); per != nullptr && per->target && text_of(per->target->text) == nullptr) {
    const auto id = contract_.input_named(per->target->text);
    if (id && contract_.inputs[*id].type.nature == check::Nature::flow) return true;
  }
  const auto parts = below(said);
  return std::any_of(parts.begin(), parts.end(), [&](const Said& part) { return is_flow(part, seen); });
}

/// The changing names that meet no money below this expression: whoever multiplies money by it must measure in parts.
Measures::Names Measures::open(const Said& said, Names seen) const {
  if (as<Windowed>(*said.expression) != nullptr || is_flow(said)) return {};
  Names names;
  if (const auto* use = as<NameUse>(*said.expression); use != nullptr && parameter(use->name.text, said.parameters) == nullptr) {
    if (!seen.insert(use->name.text).second) return {};
    if (changes(use->name.text)) names.insert(use->name.text);
  }
  if (const auto* per = as<Per>(*said.expression); per != nullptr && per->target && changes(per->target->text)) names.insert(per->target->text);
  for (const auto& part : below(said)) names.merge(open(part, seen));
  return names;
}

Measures::Names Measures::open_below(const Said& said) const {
  Names names;
  if (const auto* use = as<NameUse>(*said.expression); use != nullptr && parameter(use->name.text, said.parameters) == nullptr) {
    if (changes(use->name.text)) names.insert(use->name.text);
  }
  for (const auto& part : below(said)) names.merge(open(part));
  return names;
}

std::vector<Period> Measures::in_settlements(const Period& stretch, const Asked& asked) const {
  std::vector<Period> pieces;
  if (const auto before = stretch.before(asked.settlements->front().begin())) pieces.push_back(*before);
  for (const Period& settlement : *asked.settlements) {
    if (const auto piece = stretch.clipped_to(settlement)) pieces.push_back(*piece);
  }
  if (const auto after = stretch.from(asked.settlements->back().end())) pieces.push_back(*after);
  return pieces;
}

std::vector<Period> Measures::parts(const Names& names, const Period& stretch, const Asked& asked) const {
  if (names.empty()) return {stretch};
  bool has_exceptions = false;
  std::set<Date> dates;
  for (const auto& name : names) {
    for (const Measure* text : texts_of(name)) has_exceptions = has_exceptions || !text->exceptions.empty();
    for (const Date date : dates_of_change(name)) dates.insert(date);
  }
  std::vector<Period> parts;
  for (const Period& piece : has_exceptions ? in_settlements(stretch, asked) : std::vector<Period>{stretch}) {
    Date begin = piece.begin();
    for (const Date date : dates) {
      if (date <= begin || date >= piece.end()) continue;
      parts.emplace_back(begin, date);
      begin = date;
    }
    parts.emplace_back(begin, piece.end());
  }
  return parts;
}

std::vector<Period> Measures::parts(const std::vector<const Expression*>& expressions, const Period& stretch, const Asked& asked) const {
  Names names;
  for (const Expression* expression : expressions) names.merge(open(Said{expression, nullptr}));
  return parts(names, stretch, asked);
}

}  // namespace whereas::reference
