#include "interpreter/command/command.h"
#include "interpreter/command/usage.h"
#include "lang/diagnostic/render.h"
#include "lang/format/format.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::command {

namespace {

class Formatter {
 public:
  Formatter(const FormatRequest& request, Screen& screen) : request_(request), screen_(screen) {}

  /// The exit code that this file means.
  int format(const std::string& path) {
    Sources sources;
    Report report;
    const int exit_code = format(path, sources, report);
    RenderOptions options;
    options.colour = screen_.colours_messages();
    screen_.message(render(report, sources, options));
    return report.has_errors() ? 1 : exit_code;
  }

 private:
  int format(const std::string& path, Sources& sources, Report& report) {
    const bool is_standard_input = path == "-";
    std::string why;
    std::optional<std::string> text = is_standard_input ? read_standard_input(largest_contract, why) : read_file(path, largest_contract, why);
    if (!text) {
      report_unreadable(report, path, why);
      return 1;
    }
    const std::string name = is_standard_input ? "<standard input>" : path;
    const std::optional<std::string> formatted = format::format(sources.add(name, *text), report);
    if (!formatted) return 1;
    const bool is_canonical = *formatted == *text;
    if (request_.check) {
      if (!is_canonical) screen_.result(name + "\n");
      return is_canonical ? 0 : 1;
    }
    if (is_standard_input) {
      screen_.result(*formatted);
    } else if (!is_canonical && !replace_file(path, *formatted, why)) {
      throw CannotWrite(fmt::format("{}: {}", path, why), false);
    }
    return 0;
  }

  const FormatRequest& request_;
  Screen& screen_;
};

}  // namespace

int format(const FormatRequest& request, Screen& screen) {
  Formatter formatter(request, screen);
  int exit_code = 0;
  for (const std::string& path : contract_files(request.paths)) exit_code = std::max(exit_code, formatter.format(path));
  return exit_code;
}

}  // namespace whereas::command
