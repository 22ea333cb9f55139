#include "interpreter/command/desk.h"

#include "interpreter/command/data_files.h"
#include "lang/diagnostic/render.h"
#include "lang/text/unicode.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <set>

namespace whereas::command {

const Source* Desk::open_data(const std::string& path) {
  const auto known = data_.find(path);
  if (known != data_.end()) return known->second;
  const bool is_standard_input = path == "-";
  std::string why;
  std::optional<KeptText> text = read_data_file(path, why);
  const Source* source = nullptr;
  if (text) source = &sources_.add(is_standard_input ? "<standard input>" : path, std::move(*text));
  else report_unreadable(report(), path, why);
  data_.emplace(path, source);
  return source;
}

void Desk::begin_scenario(const std::string& title) { reports_.push_back({title, {}}); }

bool Desk::has_errors() const {
  return std::any_of(reports_.begin(), reports_.end(), [](const Found& found) { return found.report.has_errors(); });
}

bool Desk::only_promises_are_broken() const {
  const auto stops = [](const Diagnostic& diagnostic) { return severity(diagnostic.code) == Severity::error && diagnostic.code != code::promise_broken; };
  return std::none_of(reports_.begin(), reports_.end(), [&](const Found& found) {
    const auto diagnostics = found.report.ordered();
    return std::any_of(diagnostics.begin(), diagnostics.end(), stops);
  });
}

std::vector<std::string> Desk::broken_promises() const {
  std::vector<std::string> broken;
  for (const Found& found : reports_) {
    for (const Diagnostic& diagnostic : found.report.ordered()) {
      if (diagnostic.code != code::promise_broken) continue;
      const Source& source = sources_[diagnostic.primary.span.source];
      const std::string promise = on_one_line(source.slice(diagnostic.primary.span));
      for (const std::string& note : diagnostic.notes) {
        broken.push_back(fmt::format("{} (line {}), {}", promise, source.place_of(diagnostic.primary.span.begin).line, note));
      }
    }
  }
  return broken;
}

int Desk::finish() const {
  RenderOptions options;
  options.colour = screen_.colours_messages();
  std::set<std::string> shown;  // what every scenario's data brings is told once
  for (const Found& found : reports_) {
    const std::string text = render(found.report, sources_, options);
    if (text.empty() || !shown.insert(text).second) continue;
    if (!found.scenario.empty()) screen_.message(fmt::format("With the scenario `{}`:\n", made_visible(found.scenario)));
    screen_.message(text);
  }
  return has_errors() ? 1 : 0;
}

void report_unreadable(Report& report, const std::string& path, const std::string& why) {
  constexpr Span nowhere{std::numeric_limits<SourceId>::max(), 0, 0};
  const char* const help = why.starts_with("it is longer")      ? "divide it into several files"
                           : why.ends_with("damaged or cut off") ? "pack the file anew, or give it as it is"
                                                                 : "name a file that is there, as seen from the current folder";
  report.add(code::unreadable_file).says(fmt::format("`{}` cannot be read: {}", path, why)).at(nowhere).help(help);
}

/// What was warned of when the contract was checked, and has come about: told once.
void leave_out_what_has_come_about(Report& report) {
  std::vector<Diagnostic> found = report.ordered();
  const auto is_refused = [&](const Diagnostic& warning) {
    return std::any_of(found.begin(), found.end(), [&](const Diagnostic& other) { return other.code == code::below_zero_not_said && other.primary.span == warning.primary.span; });
  };
  const auto is_told_twice = [&](const Diagnostic& one) { return one.code == code::can_be_negative && is_refused(one); };
  if (std::none_of(found.begin(), found.end(), is_told_twice)) return;
  Report kept;
  for (const Diagnostic& one : found) {
    if (!is_told_twice(one)) kept.add(one.code) = one;
  }
  report = std::move(kept);
}

}  // namespace whereas::command
