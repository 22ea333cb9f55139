#include "lang/check/checking.h"

#include <fmt/format.h>

/// Lines that look as if they said something: an amendment without a line, an exception that never says when; names that hide others; and
/// receipts that two clauses would both take for theirs.
namespace whereas::check {

using namespace syntax;

namespace {

void refuse_empty_amendments(Checking& checking) {
  for (const Amendment* amendment : checking.contract.amendments) {
    if (!amendment->changes.empty() || checking.is_left_out(amendment->title.text)) continue;
    checking.report.add(code::never_holds)
        .says(fmt::format("the amendment \"{}\" changes nothing", amendment->title.text))
        .at(amendment->title.span)
        .help("say below it what it changes: `  clause \"Share\" now reads` and the clause, `  NAME now means …`, `  clause \"Share\" ends` or `  term now ends 2028-12-31`");
  }
}

void refuse_untimed_exceptions(Checking& checking, const Measure& measure) {
  for (const Exception& exception : measure.exceptions) {
    if (exception.from || exception.until || exception.through || exception.during || exception.once || !exception.values.empty()) continue;
    checking.report.add(code::when_not_said)
        .says(fmt::format("the exception does not say when it holds, so `{}` would never be what it is defined as", measure.name.text))
        .at(exception.span)
        .beside(measure.value.span, "would never hold")
        .offers("say when, for example", insert_after(exception.span, " from 2027-01-01"))
        .help("or while what: `while revenue is at least 5m`")
        .help("or for which of several: `for product \"P\"`");
  }
}

/// In its own body a parameter would silently stand before the input or measure of its name.
void refuse_hiding_parameters(Checking& checking, const Measure& measure) {
  const auto look_at = [&](const Name& parameter) {
    const auto known = checking.names.find(parameter.text);
    if (known == checking.names.end()) return;
    const Symbol& symbol = known->second;
    if (symbol.kind == Symbol::Kind::measure && checking.contract.measures[symbol.index].is_standard) return;
    Span declared;
    if (symbol.kind == Symbol::Kind::input) declared = checking.contract.inputs[symbol.index].declared;
    else if (symbol.kind == Symbol::Kind::measure) declared = checking.contract.measures[symbol.index].text->name.span;
    else return;
    checking.report.add(code::defined_twice)
        .says(fmt::format("`{}` is what `{}` is told, and a name of the contract too", parameter.text, measure.name.text))
        .at(parameter.span, "told here")
        .beside(declared, "declared here")
        .help(fmt::format("call what it is told by another name: `told_{}`", parameter.text));
  };
  for (const Name& parameter : measure.parameters) look_at(parameter);
  if (measure.after) look_at(*measure.after);
}

/// The inputs whose figures an expression takes whole: of one that it filters, another may take another part.
void inputs_taken(const CheckedContract& contract, const Expression& expression, std::set<InputId>& found, std::set<MeasureId>& seen) {
  if (std::holds_alternative<Filtered>(expression.form)) return;
  const Symbol& symbol = contract.symbol(expression);
  if (symbol.kind == Symbol::Kind::input) found.insert(symbol.index);
  if (symbol.kind == Symbol::Kind::measure && seen.insert(symbol.index).second) {
    for_each_expression(contract.measures[symbol.index], [&](const Expression& part) { inputs_taken(contract, part, found, seen); });
  }
  for_each_part(expression, [&](const Expression& part) { inputs_taken(contract, part, found, seen); });
}

void refuse_receipts_taken_twice(Checking& checking) {
  struct TakenAs {
    ClauseId clause = 0;
    Span at;
  };
  const CheckedContract& contract = checking.contract;
  std::map<InputId, TakenAs> taken;
  for (ClauseId id = 0; id < contract.clauses.size(); ++id) {
    for (const ClauseText& text : contract.clauses[id].texts) {
      for (const Proviso& proviso : text.clause->provisos) {
        const auto* late = std::get_if<LateInterest>(&proviso.form);
        if (late == nullptr) continue;
        std::set<InputId> inputs;
        std::set<MeasureId> seen;
        inputs_taken(contract, *late->paid, inputs, seen);
        for (const InputId input : inputs) {
          const auto [known, is_new] = taken.emplace(input, TakenAs{id, late->paid->span});
          if (is_new || known->second.clause == id) continue;
          checking.report.add(code::money_used_twice)
              .says(fmt::format("what is received as `{}` would pay both \"{}\" and \"{}\"", contract.inputs[input].name, contract.clauses[known->second.clause].title, contract.clauses[id].title))
              .at(late->paid->span, "counted again here")
              .beside(known->second.at, "counted here")
              .help("give each clause an input of its own for what is received under it");
        }
      }
    }
  }
}

}  // namespace

void check_idle_lines(Checking& checking) {
  refuse_empty_amendments(checking);
  for_each_declared<Measure>(checking.program, [&](const Measure& measure, const program::File& file, Span) {
    if (file.is_standard) return;
    refuse_untimed_exceptions(checking, measure);
    refuse_hiding_parameters(checking, measure);
  });
  refuse_receipts_taken_twice(checking);
}

}  // namespace whereas::check
