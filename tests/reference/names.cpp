// What a name stands for, which text of it rules when, and where a stretch of time must be cut for it.
#include "tests/reference/measures.h"

#include <algorithm>

namespace whereas::reference {

namespace {

using namespace syntax;

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

/// The texts that a measure has had, in the order in which they rule. The contract's own names come before those of the standard library.
std::vector<check::MeasureText> Measures::texts_of(const std::string& name) const {
  const auto id = contract_.measure_named(name);
  if (!id || (contract_.measures[*id].is_standard && contract_.input_named(name))) return {};
  return check::texts_when(contract_, contract_.measures[*id], signed_so_far_, &effective_);
}

/// The text on a day: the last that has begun to rule by then; without a day, the declaration.
std::optional<check::MeasureText> Measures::text_of(const std::string& name, std::optional<Date> day) const {
  const auto texts = texts_of(name);
  if (texts.empty()) return std::nullopt;
  check::MeasureText text = texts.front();
  for (const auto& later : texts) {
    if (day && later.from && *later.from <= *day) text = later;
  }
  return text;
}

bool Measures::changes(const std::string& name) const {
  const auto texts = texts_of(name);
  return texts.size() > 1 || (texts.size() == 1 && (!texts.front().measure->exceptions.empty() || texts.front().measure->rise)) || !dates_of_change(name).empty();
}

/// What another contract is asked for is a name too, that begins as no name does.
std::string Measures::name_of(const Expression& under) const { return "under " + std::to_string(contract_.symbol(under).index); }

std::vector<Date> Measures::dates_of_change(const std::string& name) const {
  std::vector<Date> dates;
  if (name.starts_with("under ")) {
    const auto& asked = *contract_.inputs[std::stoul(name.substr(6))].asked;
    return others_.at(asked.agreement)->dates_of_change(asked);
  }
  const auto texts = texts_of(name);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto& text = texts[i];
    // On a day on which another text rules nothing of this one changes.
    const auto add = [&](Date day) {
      const bool is_before = text.from && day < *text.from;
      const bool is_behind = i + 1 < texts.size() && texts[i + 1].from && day >= *texts[i + 1].from;
      if (!is_before && !is_behind) dates.push_back(day);
    };
    if (text.from) dates.push_back(*text.from);
    if (text.measure->rise) {
      for (const Date day : rise_days(*text.measure->rise, text.counting_anew ? text.from : std::nullopt)) add(day);
    }
    for (const auto& exception : text.measure->exceptions) {
      if (exception.from) add(moments_.first(exception.from->day));
      if (exception.until) add(moments_.first(exception.until->day));
      if (exception.through) add(moments_.last(exception.through->day).plus_days(1));
    }
  }
  return dates;
}

/// The words that say what the name is on a day, in a settlement period: a later exception overrides an earlier one.
const Expression& Measures::governing(const check::MeasureText& text, Date day, std::optional<std::size_t> settlement, const Asked& asked) {
  const auto& exceptions = text.measure->exceptions;
  for (auto exception = exceptions.rbegin(); exception != exceptions.rend(); ++exception) {
    if (exception->from && day < moments_.first(exception->from->day)) continue;
    if (exception->until && day >= moments_.first(exception->until->day)) continue;
    if (exception->through && day > moments_.last(exception->through->day)) continue;
    if (exception->during && (!settlement || !governs(*exception->during, *settlement, asked))) continue;
    const bool is_asked = std::all_of(exception->values.begin(), exception->values.end(), [&](const Filtered::Test& test) {
      const auto pin = std::find_if(asked.pins.begin(), asked.pins.end(), [&](const Pin& one) { return one.dimension == test.dimension.text && !one.is_not && one.values.size() == 1; });
      if (pin == asked.pins.end()) throw NotCovered("an exception for one value, asked for several");
      return std::any_of(test.values.begin(), test.values.end(), [&](const Name& value) { return value.text == pin->values.front(); });
    });
    if (!is_asked) continue;
    if (exception->once && exception->once->from_that_point) {
      if (!asked.window || !is_past(*exception->once, *asked.window, asked)) continue;
      return exception->value;
    }
    if (exception->once && (!settlement || !governs(*exception->once, *settlement, asked))) continue;
    return exception->value;
  }
  return text.measure->value;
}

bool Measures::governs(const OnceTrue& once, std::size_t settlement, const Asked& asked) {
  return was_so_before(once.condition, once.from_that_period ? settlement + 1 : settlement, settlement, asked);
}

bool Measures::was_so_before(const Condition& condition, std::size_t end, std::size_t settlement, const Asked& asked) {
  for (std::size_t i = 0; i < end; ++i) {
    const Period& whole = (*asked.settlements)[i];
    const auto tested = asked.counts_from ? whole.from(*asked.counts_from) : whole;
    Asked then{tested, asked.settlements, asked.of_clause, whole.last(), asked.counts_from, asked.of_clause};
    if (i < settlement) then.balances_before = whole.end();
    if (tested && holds(condition, then)) return true;
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
  const auto text = text_of(use->name.text);
  return text && text->measure->after ? use : nullptr;
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
    for (const auto& text : texts_of(use.name.text)) {
      const Parameters inside = told(*text.measure, use, deductions, said.parameters);
      parts.push_back({&text.measure->value, inside});
      for (const auto& exception : text.measure->exceptions) parts.push_back({&exception.value, inside});
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
                 [](const Estimate&) {},
                 [&](const YearlyChange& node) { add(*node.measured); },
                 [&](const Risen& node) { add(*node.figure); },
                 [&](const Tiered& node) {
                   add(node.tiers->basis);
                   for (const auto& band : node.tiers->bands) {
                     add(band.rate);
                     if (band.bound) add(*band.bound);
                     if (band.once_entered) add(*band.once_entered);
                   }
                 },
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
    if (parameter(name.text, said.parameters) != nullptr || text_of(name.text)) return;
    if (const auto id = contract_.input_named(name.text)) inputs.insert(*id);
  };
  if (const auto* use = as<NameUse>(*said.expression)) {
    if (parameter(use->name.text, said.parameters) == nullptr && !seen.insert(use->name.text).second) return {};
    add(use->name);
  }
  if (const auto* per = as<Per>(*said.expression); per != nullptr && per->target) add(*per->target);
  if (as<Under>(*said.expression) != nullptr) inputs.insert(contract_.symbol(*said.expression).index);
  for (const auto& part : below(said)) inputs.merge(inputs_below(part, seen));
  return inputs;
}

/// Whether the figure adds up over time.
bool Measures::is_flow(const Said& said, Names seen) const {
  if (const auto* use = as<NameUse>(*said.expression); use != nullptr && parameter(use->name.text, said.parameters) == nullptr) {
    if (!seen.insert(use->name.text).second) return false;  // in a circle: what else stands in it decides
    if (!text_of(use->name.text)) {
      const auto id = contract_.input_named(use->name.text);
      return id && contract_.inputs[*id].type.nature == check::Nature::flow;
    }
  }
  if (as<ClauseUse>(*said.expression) != nullptr || as<Interest>(*said.expression) != nullptr || as<Tiered>(*said.expression) != nullptr) return true;
  if (const auto* periods = as<OfPeriods>(*said.expression)) return periods->taking == Taking::sum;
  if (as<Under>(*said.expression) != nullptr) return contract_.inputs[contract_.symbol(*said.expression).index].type.nature == check::Nature::flow;
  if (as<Windowed>(*said.expression) != nullptr) return false;
  if (const auto* arithmetic = as<Arithmetic>(*said.expression); arithmetic != nullptr && arithmetic->op == Arithmetic::Operator::divided_by) {
    return is_flow({&*arithmetic->left, said.parameters}, seen) && !is_flow({&*arithmetic->right, said.parameters}, seen);
  }
  if (const auto* per = as<Per>(*said.expression); per != nullptr && per->target && !text_of(per->target->text)) {
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
  if (as<Under>(*said.expression) != nullptr && changes(name_of(*said.expression))) names.insert(name_of(*said.expression));
  for (const auto& part : below(said)) names.merge(open(part, seen));
  return names;
}

Measures::Names Measures::open_below(const Said& said) const {
  Names names;
  if (as<Interest>(*said.expression) != nullptr) return names;  // it finds its own stretches
  if (const auto* use = as<NameUse>(*said.expression); use != nullptr && parameter(use->name.text, said.parameters) == nullptr) {
    if (changes(use->name.text)) names.insert(use->name.text);
  }
  // A rate meets the money that it applies to where the two are multiplied. What is added to it, or compared with it, stands beside it.
  const auto* arithmetic = as<Arithmetic>(*said.expression);
  const bool multiplies = as<Of>(*said.expression) != nullptr || as<Per>(*said.expression) != nullptr ||
                          (arithmetic != nullptr && (arithmetic->op == Arithmetic::Operator::times || arithmetic->op == Arithmetic::Operator::divided_by));
  if (!multiplies) return names;
  for (const auto& part : below(said)) names.merge(open(part));
  return names;
}

// --- for another contract that asks -------------------------------------------------------------------------------------------------------

Exact Measures::figure(const check::Symbol& symbol, const Asked& asked) {
  if (symbol.kind == check::Symbol::Kind::clause) return asked.window ? settlements_.paid_by({contract_.clauses[symbol.index].title, asked.pins, std::nullopt}, *asked.window, asked.sees_until) : Exact(0);
  const std::string& name = symbol.kind == check::Symbol::Kind::input ? contract_.inputs[symbol.index].name : contract_.measures[symbol.index].name;
  const Expression use{NameUse{{name, {}}, {}}, {}, 0};
  return measure(Said{&use, nullptr}, asked);
}

/// Those of all names that meet no money before it is asked; where a condition changes one, also the days on which settlements begin.
std::vector<Date> Measures::dates_of_change(const check::Symbol& symbol, const std::vector<Period>& settlements) const {
  if (symbol.kind != check::Symbol::Kind::measure) return {};
  const Expression use{NameUse{{contract_.measures[symbol.index].name, {}}, {}}, {}, 0};
  std::vector<Date> dates;
  for (const auto& name : open({&use, nullptr})) {
    for (const Date day : dates_of_change(name)) dates.push_back(day);
    for (const auto& text : texts_of(name)) {
      if (text.measure->exceptions.empty()) continue;
      for (const Period& period : settlements) dates.push_back(period.begin());
    }
  }
  return dates;
}

// --- where a stretch is cut ---------------------------------------------------------------------------------------------------------------

std::vector<Period> Measures::in_settlements(const Period& stretch, const Asked& asked) const {
  std::vector<Period> pieces;
  if (const auto before = stretch.before(asked.settlements->front().begin())) pieces.push_back(*before);
  for (const Period& settlement : *asked.settlements) {
    if (const auto piece = stretch.clipped_to(settlement)) pieces.push_back(*piece);
  }
  if (const auto after = stretch.from(asked.settlements->back().end())) pieces.push_back(*after);
  return pieces;
}

namespace {

bool is_fixed(const Windowed& windowed) { return std::holds_alternative<InPeriod>(windowed.window) || std::holds_alternative<FromTo>(windowed.window); }

}  // namespace

/// Whether a factor is the same for each part of a stretch of days, but for names that change: no ratio of their figures, no window of its own.
bool Measures::is_one_figure(const Said& said, Names seen) const {
  if (is_flow(said) || as<TimeBetween>(*said.expression) != nullptr) return false;
  if (const auto* windowed = as<Windowed>(*said.expression)) return is_fixed(*windowed);
  if (const auto* use = as<NameUse>(*said.expression); use != nullptr && parameter(use->name.text, said.parameters) == nullptr) {
    if (!text_of(use->name.text)) return false;  // a balance or a rate of the data
    if (!seen.insert(use->name.text).second) return true;
  }
  const auto parts = below(said);
  return std::all_of(parts.begin(), parts.end(), [&](const Said& part) { return is_one_figure(part, seen); });
}

/// Whether the parts of such a figure may not be the whole of it, however it stands in words.
/// Whether a value at a moment is part of the figure, and not only what a flow is multiplied by.
bool Measures::adds_a_balance(const Said& said, Names seen) const {
  if (contract_.type(*said.expression).nature == check::Nature::balance) return true;
  if (as<Tiered>(*said.expression) != nullptr) return false;
  if (const auto* use = as<NameUse>(*said.expression); use != nullptr && parameter(use->name.text, said.parameters) == nullptr && !seen.insert(use->name.text).second) return false;
  const auto* sum = as<Arithmetic>(*said.expression);
  const bool is_product = as<Of>(*said.expression) != nullptr || as<Per>(*said.expression) != nullptr ||
                          (sum != nullptr && (sum->op == Arithmetic::Operator::times || sum->op == Arithmetic::Operator::divided_by));
  const auto inside = below(said);
  return std::any_of(inside.begin(), inside.end(), [&](const Said& part) { return (!is_product || !is_flow(said) || is_flow(part)) && adds_a_balance(part, seen); });
}

bool Measures::may_not_add_up(const Said& said, const std::vector<Period>& parts, const Asked& asked, Names seen) const {
  if (as<Tiered>(*said.expression) != nullptr) return false;  // what they come to to date, less what they came to before
  const auto* periods = as<OfPeriods>(*said.expression);
  const auto begins_one = [&](const Period& part) { return contract_.calendar.holding(part.first(), periods->frequency).begin() == part.begin(); };
  if (periods != nullptr && periods->taking == Taking::sum && std::all_of(parts.begin() + 1, parts.end(), begins_one)) return false;
  if (as<Extreme>(*said.expression) != nullptr || as<ExcessOf>(*said.expression) != nullptr || as<Rounded>(*said.expression) != nullptr) return true;
  if (const auto* use = as<NameUse>(*said.expression); use != nullptr && parameter(use->name.text, said.parameters) == nullptr && !seen.insert(use->name.text).second) return false;
  if (const auto* per = as<Per>(*said.expression); per != nullptr && (per->started || per->full)) {
    // Packages are counted once a settlement period, or each so often; over the term they fill up from one part to the next.
    const auto counts_anew = [&](const Period& part) {
      if (per->each) return *per->each == Frequency::term || contract_.calendar.holding(part.first(), *per->each).begin() == part.begin();
      return std::any_of(asked.settlements->begin(), asked.settlements->end(), [&](const Period& settlement) { return settlement.begin() == part.begin(); });
    };
    return !std::all_of(parts.begin() + 1, parts.end(), counts_anew) || !is_one_figure({&*per->amount, said.parameters});
  }
  if (const auto* after = as<After>(*said.expression); after != nullptr && std::any_of(after->deductions.begin(), after->deductions.end(), [](const auto& one) { return one.at_most.has_value(); })) return true;
  if (const auto* sum = as<Arithmetic>(*said.expression); sum != nullptr && (sum->op == Arithmetic::Operator::plus || sum->op == Arithmetic::Operator::less)) {
    if (is_flow({&*sum->left, said.parameters}) != is_flow({&*sum->right, said.parameters})) return true;
  }
  const auto* times = as<Arithmetic>(*said.expression);
  const bool is_product = as<Of>(*said.expression) != nullptr || as<Per>(*said.expression) != nullptr ||
                          (times != nullptr && (times->op == Arithmetic::Operator::times || times->op == Arithmetic::Operator::divided_by));
  const auto inside = below(said);
  if (is_product && std::any_of(inside.begin(), inside.end(), [&](const Said& part) { return !is_flow(part) && !is_one_figure(part); })) return true;
  // Of a name that changes, whatever it can mean has to add up; of anything else what adds up at all.
  const auto* use = as<NameUse>(*said.expression);
  const bool is_changing = use != nullptr && parameter(use->name.text, said.parameters) == nullptr && changes(use->name.text);
  return std::any_of(inside.begin(), inside.end(), [&](const Said& part) { return is_flow(part) ? may_not_add_up(part, parts, asked, seen) : is_changing; });
}

}  // namespace whereas::reference
