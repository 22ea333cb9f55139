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
    if (request.plan) screen.result(plan::print_plan(plan::lower(session.contract(), desk.sources()), session.contract()));
    if (!request.tree && !request.plan) screen.result(fmt::format("{}: no errors\n", path) + notes_of(session.contract()));
  }
  return exit_code;
}

}  // namespace whereas::command
