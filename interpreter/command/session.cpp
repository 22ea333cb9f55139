#include "interpreter/command/session.h"

#include "interpreter/plan/lower.h"
#include "lang/check/check.h"
#include "lang/diagnostic/render.h"

#include <fmt/format.h>

#include <filesystem>
#include <limits>

namespace whereas::command {

bool Session::check(const ContractGiven& given) {
  const Source* source = open(given);
  if (source == nullptr) return false;
  const std::string name = given.text ? "one-line contract" : std::filesystem::path(given.path).stem().string();
  program_ = program::load(*source, name, sources_, *folder_, report_);
  contract_ = check::check(*program_, sources_, report_);
  return !report_.has_errors();
}

bool Session::pay(const FiguresGiven& given, const evaluate::Options& options) {
  plan_ = plan::lower(*contract_, sources_);

  std::vector<SourceId> files;
  for (const std::string& path : given.data) {
    if (const Source* file = open_data(path)) files.push_back(file->id());
  }
  if (report_.has_errors()) return false;
  table_ = data::read_table(files, *contract_, plan_->needed_inputs, sources_, report_);
  if (report_.has_errors()) return false;

  evaluation_.emplace(*plan_, *contract_, *table_, report_, options);
  evaluation_->run();
  return !report_.has_errors();
}

int Session::finish() const {
  RenderOptions options;
  options.colour = screen_.colours_messages();
  screen_.message(render(report_, sources_, options));
  return report_.has_errors() ? 1 : 0;
}

const Source* Session::open(const ContractGiven& given) {
  folder_.emplace(given.path);
  if (given.text) return &sources_.add("<command line>", *given.text);
  std::string why;
  std::optional<std::string> text = read_file(given.path, largest_contract, why);
  if (text) return &sources_.add(given.path, std::move(*text));
  report_unreadable(report_, given.path, why);
  return nullptr;
}

const Source* Session::open_data(const std::string& path) {
  const bool is_standard_input = path == "-";
  std::string why;
  std::optional<std::string> text = is_standard_input ? read_standard_input(largest_data, why) : read_file(path, largest_data, why);
  if (text) return &sources_.add(is_standard_input ? "<standard input>" : path, std::move(*text));
  report_unreadable(report_, path, why);
  return nullptr;
}

void report_unreadable(Report& report, const std::string& path, const std::string& why) {
  constexpr Span nowhere{std::numeric_limits<SourceId>::max(), 0, 0};
  report.add(code::unreadable_file).says(fmt::format("`{}` cannot be read: {}", path, why)).at(nowhere);
}

}  // namespace whereas::command
