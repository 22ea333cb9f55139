#pragma once

#include "lang/program/program.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace whereas::command {

constexpr std::size_t largest_contract = 1024 * 1024;
constexpr std::size_t largest_data = 1024 * 1024 * 1024;

/// The text of a regular file, of any name that the user gives on the command line. Nothing, with `why` filled in ("there is no such file",
/// "it is a folder"), where it cannot be read or is longer than `largest` bytes.
std::optional<std::string> read_file(const std::string& path, std::size_t largest, std::string& why);
/// The same of a file that is open; -1: that could not be opened, as `errno` tells.
std::optional<std::string> read_open_file(int file, std::size_t largest, std::string& why);
/// The same of standard input, which may be anything.
std::optional<std::string> read_standard_input(std::size_t largest, std::string& why);

/// Writes a file of any name that the user gives on the command line, old or new. False, with `why`.
bool write_file(const std::string& path, std::string_view text, std::string& why);
/// Writes a file that exists in one step: whoever looks sees the old text or the new, never a part. The file keeps its mode. False, with `why`.
bool replace_file(const std::string& path, std::string_view text, std::string& why);

/// The files that a contract may read: those of its own folder and the folders in it. No link is followed on the way, so none leads out.
class ContractFolder : public program::Files {
 public:
  /// `contract` as given on the command line; a name without a folder is in the current one.
  explicit ContractFolder(std::string contract);

  std::optional<Text> read(std::string_view name, std::string_view from, std::string& why) override;
  /// From now on the file of this Text::name reads otherwise than it stands on the disk.
  void replace(std::string name, std::string text) { instead_[std::move(name)] = std::move(text); }
  std::string identity_of(const Source& root) override;
  /// Writes a file of the folder, named as for `read`, in one step. False, with `why`, where it cannot be written or lies outside.
  bool replace_on_disk(std::string_view name, std::string_view from, std::string_view text, std::string& why);

 private:
  /// Of a name in the folder; nothing, with `why`, of any other.
  std::optional<std::string> path_of(std::string_view name, std::string_view from, std::string& why) const;

  std::string contract_;
  std::string folder_;  ///< with its `/`; empty for the current one
  std::map<std::string, std::string> instead_;
};

}  // namespace whereas::command
