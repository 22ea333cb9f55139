#pragma once

#include "lang/diagnostic/diagnostic.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace whereas::test {

/// What the program tells of one contract: when it checks it, pays it on a data file and runs its tests.
struct Told {
  std::vector<Diagnostic> diagnostics;
  std::string shown;                         ///< exactly what stands on standard error
  std::map<SourceId, std::string> sources;   ///< the name of every file that was read
};

struct Asked {
  std::string contract;             ///< paths, from the current folder
  std::optional<std::string> data;
  bool pays = false;                ///< without data too
  bool prices = false;              ///< says what each offer pays on the data
};
Told tell(const Asked& asked);

/// A text with an edit made.
std::string edited(std::string text, const Edit& edit);

std::string text_of(const std::filesystem::path& path);
void write_text(const std::filesystem::path& path, const std::string& text);

/// An empty folder that is the current one as long as this lives, and is deleted after.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

 private:
  std::filesystem::path before_;
  std::filesystem::path folder_;
};

/// The folder that is the current one as long as this lives.
class CurrentFolder {
 public:
  explicit CurrentFolder(const std::filesystem::path& folder) : before_(std::filesystem::current_path()) { std::filesystem::current_path(folder); }
  ~CurrentFolder() { std::filesystem::current_path(before_); }
  CurrentFolder(const CurrentFolder&) = delete;
  CurrentFolder& operator=(const CurrentFolder&) = delete;

 private:
  std::filesystem::path before_;
};

}  // namespace whereas::test
