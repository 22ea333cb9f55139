#include "interpreter/command/certificate.h"

#include "interpreter/certificate/certificate.h"
#include "interpreter/certificate/fingerprint.h"
#include "interpreter/statement/csv.h"

#include <algorithm>
#include <filesystem>
#include <set>

namespace whereas::command {

namespace {

using certificate::FileRead;

FileRead read(std::string role, std::string name, const Source& source) {
  return {std::move(role), std::move(name), source.mark().size() + source.text().size(), certificate::sha256(source.mark(), source.text())};
}

/// The contract's own files and those of contracts that it asks, each once; of the standard library the program's own hash tells.
void add_files_of(const program::Program& program, const std::string& root, bool is_asked, const Sources& sources, std::set<SourceId>& taken, std::vector<FileRead>& files) {
  for (std::size_t place = 0; place < program.files.size(); ++place) {
    const program::File& file = program.files[place];
    if (!taken.insert(file.source).second || file.is_standard) continue;
    const auto& declarations = file.contract->declarations;
    const bool amends = std::any_of(declarations.begin(), declarations.end(), [](const syntax::Declaration& one) { return std::holds_alternative<syntax::Amendment>(one.form); });
    const bool is_first = place == 0;
    const std::string role = is_first ? (is_asked ? "asked contract" : "contract") : (amends ? "amendments" : "used file");
    files.push_back(read(role, certificate::name_beside(root, sources[file.source].name()), sources[file.source]));
  }
  for (const program::UsedContract& other : program.contracts) add_files_of(*other.program, root, true, sources, taken, files);
}

std::vector<FileRead> files_read(const program::Program& program, const Sources& sources) {
  std::vector<FileRead> files;
  std::set<SourceId> taken;
  add_files_of(program, sources[program.root().source].name(), false, sources, taken, files);
  for (SourceId id = 0; id < sources.count(); ++id) {
    if (taken.contains(id)) continue;
    FileRead file = read("data", std::filesystem::path(sources[id].name()).filename().string(), sources[id]);
    const auto is_same = [&](const FileRead& other) { return other.role == file.role && other.name == file.name && other.sha256 == file.sha256; };
    if (std::none_of(files.begin(), files.end(), is_same)) files.push_back(std::move(file));
  }
  return files;
}

}  // namespace

std::string certificate_of(const Session& session, const Desk& desk, const statement::Run& run, const std::string& format, bool colour) {
  const Sources& sources = desk.sources();
  certificate::Certificate done = certificate::certify(run.contracts.front(), session.payments(), session.ranged().evaluation(0).derivation(), session.contract(), sources,
                                                       session.program().root().source);
  done.broken_promises = desk.broken_promises();
  done.files = files_read(session.program(), sources);
  done.statement = certificate::sha256(statement::write_csv({run}));
  return format == "json" ? certificate::write_json(done) : certificate::write_text(done, colour);
}

}  // namespace whereas::command
