// Runs the program on one case of tests/contracts and compares what it pays, field by field, with what is expected.
//   contract_tests PROGRAM tests/contracts 02-bedrock          a deal and its payments
//   contract_tests PROGRAM tests/contracts bad/unit-mismatch   a contract or data that must be refused
//   contract_tests PROGRAM tests/contracts --list              every line of not-yet.txt names a case
// A case listed in not-yet.txt must fail: one that passes has to come off the list.
#include <nlohmann/json.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

constexpr std::array fields = {"clause", "from", "to", "period", "due", "amount", "currency"};

struct Outcome {
  int exit = 0;  ///< as a shell counts: 128 and the signal where one ended the program
  std::string out;
  std::string err;
};

using TemporaryFile = std::unique_ptr<std::FILE, decltype(&std::fclose)>;

std::string text_of(std::FILE* file) {
  std::rewind(file);
  std::string text;
  std::array<char, 4096> part{};
  for (std::size_t read = 0; (read = std::fread(part.data(), 1, part.size(), file)) > 0;) text.append(part.data(), read);
  return text;
}

Outcome run(const fs::path& program, const std::vector<std::string>& arguments, const fs::path& folder) {
  const TemporaryFile out(std::tmpfile(), &std::fclose);
  const TemporaryFile err(std::tmpfile(), &std::fclose);
  if (!out || !err) throw std::runtime_error("no temporary file for the program's output");
  std::vector<std::string> words{program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);

  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("the program could not be started");
  if (child == 0) {
    const bool ready = chdir(folder.c_str()) == 0 && dup2(fileno(out.get()), STDOUT_FILENO) >= 0 && dup2(fileno(err.get()), STDERR_FILENO) >= 0;
    if (ready) execv(pointers.front(), pointers.data());
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), text_of(out.get()), text_of(err.get())};
}

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The program's own words, short enough to stand in a test's message.
std::string said(const Outcome& outcome) { return (outcome.err.empty() ? outcome.out : outcome.err).substr(0, 2000); }

std::string command_line(const std::vector<std::string>& arguments) {
  std::string line = "whereas";
  for (const auto& argument : arguments) line += " " + argument;
  return line;
}

/// Each difference in a line of its own; empty where all payments agree.
std::string differences(const Json& paid, const Json& expected) {
  std::ostringstream lines;
  for (std::size_t i = 0; i < paid.size() && i < expected.size(); ++i) {
    for (const auto* field : fields) {
      const Json is = paid[i].value(field, Json());
      const Json should_be = expected[i].value(field, Json());
      if (is == should_be) continue;
      lines << "payment " << i + 1 << " (" << expected[i].value("clause", Json()).dump() << ", " << expected[i].value("period", Json()).dump() << "): " << field << " is "
            << is.dump() << ", should be " << should_be.dump() << '\n';
    }
  }
  if (paid.size() != expected.size()) lines << paid.size() << " payments, should be " << expected.size() << '\n';
  return lines.str();
}

/// What is wrong with how the program pays this deal; nothing where it is right.
std::optional<std::string> fault_of_deal(const fs::path& program, const fs::path& folder) {
  std::vector<std::string> arguments{"run", "contract.deal"};
  if (fs::exists(folder / "data.csv")) arguments.insert(arguments.end(), {"--data", "data.csv"});
  arguments.insert(arguments.end(), {"--format", "json"});
  const Outcome outcome = run(program, arguments, folder);
  if (outcome.exit != 0) return command_line(arguments) + ": exit " + std::to_string(outcome.exit) + "\n" + said(outcome);
  const Json statement = Json::parse(outcome.out, nullptr, false);
  if (!statement.is_object() || !statement.contains("payments") || !statement["payments"].is_array()) {
    return command_line(arguments) + ": no JSON statement with payments\n" + said(outcome);
  }
  for (const auto& payment : statement["payments"]) {
    if (!payment.is_object()) return command_line(arguments) + ": a payment that is no JSON object: " + payment.dump();
  }
  const std::string found = differences(statement["payments"], Json::parse(read(folder / "expected.json")).at("payments"));
  if (found.empty()) return std::nullopt;
  return command_line(arguments) + "\n" + found;
}

std::string literally(const std::string& text) { return std::regex_replace(text, std::regex(R"([.^$|()\[\]{}*+?\\])"), R"(\$&)"); }

/// What is wrong with how the program refuses; nothing where it names the right mistake in the right place.
std::optional<std::string> fault_of_refusal(const fs::path& program, const fs::path& folder, const Json& expected) {
  std::vector<std::string> arguments{expected.at("command").get<std::string>(), expected.at("file").get<std::string>()};
  if (arguments.front() != "test") arguments.insert(arguments.end(), {"--data", expected.at("data").get<std::string>()});
  const Outcome outcome = run(program, arguments, folder);
  const int exit = expected.at("exit").get<int>();
  if (outcome.exit != exit) return command_line(arguments) + ": exit " + std::to_string(outcome.exit) + ", should be " + std::to_string(exit) + "\n" + said(outcome);
  const auto place = expected.at("in").get<std::string>();
  const auto diagnostic = expected.at("diagnostic").get<std::string>();
  const std::string line = expected.at("line").is_null() ? "[0-9]+" : std::to_string(expected.at("line").get<int>());
  const std::regex wanted(literally(place) + ":" + line + "(:[0-9]+)?: error\\[" + literally(diagnostic) + "\\]");
  if (std::regex_search(outcome.err, wanted)) return std::nullopt;
  return command_line(arguments) + ": no error[" + diagnostic + "] at " + place + ":" + expected.at("line").dump() + "\n" + said(outcome);
}

std::optional<std::string> fault_of(const fs::path& program, const fs::path& root, const std::string& name) {
  const auto slash = name.find('/');
  if (slash == std::string::npos) return fault_of_deal(program, root / name);
  const fs::path folder = root / name.substr(0, slash);
  return fault_of_refusal(program, folder, Json::parse(read(folder / "expected.json")).at(name.substr(slash + 1)));
}

/// The cases of not-yet.txt, and what each lacks.
std::map<std::string, std::string> not_yet(const fs::path& root) {
  std::map<std::string, std::string> cases;
  std::istringstream lines(read(root / "not-yet.txt"));
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream words(line);
    std::string name;
    std::string lacking;
    words >> name >> std::ws;
    std::getline(words, lacking);
    cases[name] = lacking;
  }
  return cases;
}

bool exists(const fs::path& root, const std::string& name) {
  const auto slash = name.find('/');
  if (slash == std::string::npos) return fs::exists(root / name / "contract.deal");
  const fs::path expected = root / name.substr(0, slash) / "expected.json";
  return fs::exists(expected) && Json::parse(read(expected)).contains(name.substr(slash + 1));
}

int check_list(const fs::path& root) {
  int unknown = 0;
  for (const auto& [name, lacking] : not_yet(root)) {
    if (exists(root, name)) continue;
    std::printf("not-yet.txt names `%s`, which is no case\n", name.c_str());
    ++unknown;
  }
  return unknown == 0 ? 0 : 1;
}

int check_case(const fs::path& program, const fs::path& root, const std::string& name) {
  if (!exists(root, name)) throw std::runtime_error("no case `" + name + "` in " + root.string());
  const auto waiting = not_yet(root);
  const auto listed = waiting.find(name);
  const auto fault = fault_of(program, root, name);
  if (listed == waiting.end()) {
    if (fault) std::printf("%s: %s\n", name.c_str(), fault->c_str());
    return fault ? 1 : 0;
  }
  if (!fault) {
    std::printf("%s passes, but stands in tests/contracts/not-yet.txt: take it off the list\n", name.c_str());
    return 1;
  }
  std::printf("%s does not pass yet (%s):\n%s\n", name.c_str(), listed->second.c_str(), fault->c_str());
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) {
    std::fputs("usage: contract_tests PROGRAM FOLDER CASE|--list\n", stderr);
    return 2;
  }
  try {
    const fs::path program = fs::absolute(arguments[1]);
    const fs::path root = fs::absolute(arguments[2]);
    return std::string_view(arguments[3]) == "--list" ? check_list(root) : check_case(program, root, arguments[3]);
  } catch (const std::exception& fault) {
    std::printf("%s: %s\n", arguments[3], fault.what());
    return 1;
  }
}
