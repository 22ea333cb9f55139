#pragma once

#include <filesystem>
#include <string>
#include <vector>

/// A session file: commands as they are typed, what each prints (standard error among it) and its exit code where that is not 0.
///
///     # Comments stand at the beginning of a line, before a command.
///     $ whereas eval '1/3'
///     1/3
///     $ whereas run nothing.deal
///     error[unreadable-file]: `nothing.deal` cannot be read: there is no such file
///     [exit 1]
///
/// Empty lines between an output and the next command are layout. A command goes on in lines that begin with `> `.
namespace whereas::session {

struct Step {
  std::string before;   ///< comments and empty lines, as they stand
  std::string command;  ///< for the shell
  std::string output;   ///< without empty lines at its end
};

struct Session {
  std::vector<Step> steps;
  std::string after;  ///< comments and empty lines at the end
};

Session read(const std::string& text);
std::string write(const Session& session);

/// Runs every command, one after the other, in a copy of the folder of the session file, with `program`'s folder first on the path.
/// Gives the session with what was printed.
Session run(const Session& session, const std::filesystem::path& folder, const std::filesystem::path& program);

}  // namespace whereas::session
