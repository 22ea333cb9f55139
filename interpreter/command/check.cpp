#include "interpreter/command/command.h"
#include "lang/syntax/print_tree.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::command {

int check(const CheckRequest& request, Screen& screen) {
  int exit_code = 0;
  for (const std::string& path : request.contracts) {
    Session session(screen);
    const bool is_good = session.check({path, std::nullopt});
    exit_code = std::max(exit_code, session.finish());
    if (!is_good) continue;
    screen.result(request.tree ? syntax::print_tree(session.program().root()) : fmt::format("{}: no errors\n", path));
  }
  return exit_code;
}

}  // namespace whereas::command
