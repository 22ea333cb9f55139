#include "tests/told.h"

#include "interpreter/command/readings.h"
#include "interpreter/command/session.h"
#include "lang/diagnostic/render.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace whereas::test {

namespace fs = std::filesystem;

namespace {

void add(Told& told, const Report& report, const Sources& sources) {
  for (Diagnostic& diagnostic : report.ordered()) told.diagnostics.push_back(std::move(diagnostic));
  told.shown += render(report, sources, {});
  for (SourceId id = 0; id < sources.count(); ++id) told.sources.emplace(id, sources[id].name());
}

}  // namespace

Told tell(const Asked& asked) {
  Told told;
  command::Screen screen(command::Colour::never);
  command::Desk desk(screen);
  command::Session session(desk);
  bool is_good = session.check({asked.contract, std::nullopt});
  if (is_good && (asked.data || asked.pays)) {
    is_good = session.pay({asked.data ? std::vector{*asked.data} : std::vector<std::string>(), std::nullopt});
  }
  if (!is_good && asked.prices && session.has_program()) {
    const command::FiguresGiven figures{asked.data ? std::vector{*asked.data} : std::vector<std::string>(), std::nullopt};
    command::price_offers(desk, desk.sources()[session.program().root().source], {asked.contract, std::nullopt}, figures, false);
  }
  add(told, desk.report(), desk.sources());
  if (!is_good) return told;
  session.prepare_tests();
  for (const plan::Test& test : session.plan().tests) {
    Report report;
    session.run_test(test, report);
    add(told, report, desk.sources());
  }
  return told;
}

std::string edited(std::string text, const Edit& edit) { return text.replace(edit.span.begin, edit.span.end - edit.span.begin, edit.text); }

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(path.string() + " cannot be read");
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_text(const fs::path& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

TemporaryFolder::TemporaryFolder() : before_(fs::current_path()) {
  std::string name = (fs::temp_directory_path() / "whereas-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = name;
  fs::current_path(folder_);
}

TemporaryFolder::~TemporaryFolder() {
  fs::current_path(before_);
  fs::remove_all(folder_);
}

}  // namespace whereas::test
