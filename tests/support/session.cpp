#include "tests/support/session.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace whereas::session {

namespace {

namespace fs = std::filesystem;

void drop_empty_lines_at_end(std::string& text) {
  while (text.ends_with("\n\n")) text.pop_back();
  if (text == "\n") text.clear();
}

/// A copy of a folder that is gone when the session is over.
class Copy {
 public:
  explicit Copy(const fs::path& folder) {
    std::string pattern = (fs::temp_directory_path() / "session-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
    fs::copy(folder, path_, fs::copy_options::recursive);
  }
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;
  ~Copy() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

[[noreturn]] void become_shell(const std::string& command, const fs::path& folder, const fs::path& program, int out) {
  const char* path = std::getenv("PATH");
  const std::string with_program = program.parent_path().string() + (path != nullptr ? ":" + std::string(path) : "");
  unsetenv("NO_COLOR");
  unsetenv("COLUMNS");
  setenv("TERM", "xterm", 1);
  setenv("LC_ALL", "C", 1);
  setenv("PATH", with_program.c_str(), 1);
  if (chdir(folder.c_str()) == 0 && dup2(out, STDOUT_FILENO) >= 0 && dup2(out, STDERR_FILENO) >= 0) {
    execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
  }
  _exit(127);
}

std::string printed(const std::string& command, const fs::path& folder, const fs::path& program) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("the shell could not be started");
  if (child == 0) become_shell(command, folder, program, ends[1]);
  close(ends[1]);
  std::string text;
  std::array<char, 4096> part{};
  for (ssize_t count = 0; (count = ::read(ends[0], part.data(), part.size())) > 0;) text.append(part.data(), static_cast<std::size_t>(count));
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (!text.empty() && text.back() != '\n') text += '\n';
  drop_empty_lines_at_end(text);
  const int exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  if (exit_code != 0) text += "[exit " + std::to_string(exit_code) + "]\n";
  return text;
}

}  // namespace

Session read(const std::string& text) {
  Session session;
  std::string between;
  bool is_command = false;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("$ ")) {
      session.steps.push_back({between, line.substr(2), ""});
      between.clear();
      is_command = true;
    } else if (is_command && line.starts_with("> ")) {
      session.steps.back().command += "\n" + line.substr(2);
    } else if (line.empty() || line.starts_with("# ") || session.steps.empty()) {
      between += line + "\n";
      is_command = false;
    } else {
      // Empty lines turned out to be in the middle of an output.
      session.steps.back().output += between + line + "\n";
      between.clear();
      is_command = false;
    }
  }
  session.after = between;
  return session;
}

std::string write(const Session& session) {
  std::string text;
  for (const Step& step : session.steps) {
    text += step.before + "$ ";
    for (const char letter : step.command) text += letter == '\n' ? std::string("\n> ") : std::string(1, letter);
    text += "\n" + step.output;
  }
  return text + session.after;
}

Session run(const Session& session, const fs::path& folder, const fs::path& program) {
  const Copy copy(folder);
  Session result = session;
  for (Step& step : result.steps) step.output = printed(step.command, copy.path(), program);
  return result;
}

}  // namespace whereas::session
