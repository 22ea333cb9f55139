#include "interpreter/batch/compile.h"
#include "interpreter/batch/run.h"
#include "interpreter/command/command.h"
#include "interpreter/plan/lower.h"
#include "interpreter/plan/print_plan.h"
#include "lang/syntax/print_tree.h"
#include "lang/text/unicode.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::command {

namespace {

/// What the contract says besides, which pays nothing.
std::string notes_of(const check::CheckedContract& contract) {
  std::string notes;
  for (const syntax::Note* note : contract.notes) {
    notes += fmt::format("  {}\n", made_visible(note->title.text));
    for (const syntax::Name& text : note->texts) notes += fmt::format("    {}\n", made_visible(text.text));
  }
  return notes;
}

/// Figures of no value for every input, over the term.
data::Table blank_table(const plan::Plan& plan, const check::CheckedContract& contract) {
  data::Table table;
  table.series.resize(contract.inputs.size());
  for (std::size_t input = 0; input < contract.inputs.size(); ++input) {
    const check::InputInfo& info = contract.inputs[input];
    if (info.asked || info.is_record) continue;
    data::Series& series = table.series[input].emplace();
    series.frequency = info.frequency.value_or(Frequency::month);
    const Date begin = std::min(info.from.value_or(plan.term->begin()), plan.term->begin());
    series.periods = contract.calendar.cut(Period(begin, plan.term->end()), series.frequency);
    series.columns.push_back({std::vector<std::string>(info.dimensions.size(), "any"), std::vector<data::Cell>(series.periods.size())});
  }
  data::find_extent(table, contract, plan.needed_inputs);
  return table;
}

/// How the contract runs over many scenarios: in tiles, or which of its words keep it from that.
std::string words_of_tiles(const plan::Plan& plan, const check::CheckedContract& contract, const Sources& sources) {
  constexpr const char* alone = "so each scenario is settled by itself";
  if (!plan.term) return fmt::format("many scenarios\n  the contract names no term, {} until data does\n", alone);
  const batch::Compiled compiled = batch::compile(plan, contract, blank_table(plan, contract));
  if (!compiled.is_compiled()) {
    const batch::Compiled::WhyNot& why = compiled.why_not.front();
    const Source& source = sources[why.said.source];
    const std::string_view line = source.line(source.place_of(why.said.begin).line);
    const std::size_t blank = line.find_first_not_of(' ');
    return fmt::format("many scenarios\n  line {}, `{}`: {}, {}\n", source.place_of(why.said.begin).line, line.substr(std::min(blank, line.size())), why.words, alone);
  }
  const auto program = batch::Program::of(compiled.formulas, compiled.amounts, compiled.unforeseen, std::vector<batch::InputForm>(compiled.inputs.size(), {2, false}));
  if (!program) return fmt::format("many scenarios\n  a unit is too small to be carried as a whole number, {}\n", alone);
  const batch::Batch batch(*program);
  return fmt::format("many scenarios\n  in tiles of {}: {} formulas over {} figures, {} steps for the whole term\n  figures in cents below 2^{} in lanes of 64 bits, below 2^{} in lanes of 128, else by themselves\n",
                     batch::lanes, compiled.formulas.count(), compiled.inputs.size(), program->steps(), batch.bits(), batch.wide_bits());
}

}  // namespace

int check(const CheckRequest& request, Screen& screen) {
  int exit_code = 0;
  for (const std::string& path : request.contracts) {
    Desk desk(screen);
    Session session(desk);
    const bool is_good = session.check({path, std::nullopt});
    exit_code = std::max(exit_code, desk.finish());
    if (!is_good) continue;
    if (request.tree) screen.result(syntax::print_tree(session.program().root()));
    if (request.plan) {
      const plan::Plan plan = plan::lower(session.contract(), desk.sources());
      screen.result(plan::print_plan(plan, session.contract()) + (plan.clauses.empty() ? "" : words_of_tiles(plan, session.contract(), desk.sources())));
    }
    if (!request.tree && !request.plan) screen.result(fmt::format("{}: no errors\n", path) + notes_of(session.contract()));
  }
  return exit_code;
}

}  // namespace whereas::command
