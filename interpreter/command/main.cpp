#include "interpreter/command/command.h"
#include "interpreter/command/command_line.h"
#include "interpreter/command/usage.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <exception>
#include <functional>
#include <map>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace whereas::command {

namespace {

constexpr const char* about = R"(Whereas runs deal contracts: who pays whom, how much, for which period, to the cent and with every reason.

  whereas run deal.deal --data 2026.csv              what the contract pays on these figures
  whereas explain deal.deal --data 2026.csv "Reseller share" 2026-Q1
                                                     why it pays that
  whereas check deal.deal                            whether the contract can be run, and read in one way only
)";

constexpr const char* exit_codes = R"(Exit code: 0 done; 1 the contract, its data, a test or a promise fails; 2 wrong usage;
3 a fault of the program itself, or a result that could not be written.)";

/// A word of a few: what is none of them is told with all of them.
class OneOf : public CLI::Validator {
 public:
  explicit OneOf(std::vector<std::string> words) {
    desc_function_ = [words] { return fmt::format("{{{}}}", fmt::join(words, ",")); };
    func_ = [words](std::string& given) {
      if (std::find(words.begin(), words.end(), given) != words.end()) return std::string();
      return fmt::format("`{}` is none of {}", given, fmt::join(words, ", "));
    };
  }
};

/// Reads the command line, and remembers which function it asks for.
class CommandLine {
 public:
  /// `asked`: the first word. Where it names a command, only that one is set up.
  explicit CommandLine(std::string_view asked) : app_(about, "whereas"), asked_(asked) {
    app_.footer(exit_codes);
    app_.set_version_flag("--version", "whereas " WHEREAS_VERSION, "Show the version");
    app_.set_help_flag("-h,--help", "Show this");
    app_.fallthrough();
    app_.require_subcommand(1);
    app_.add_option("--color,--colour", colour_, "When to colour: auto (to a terminal), always or never")
        ->type_name("WHEN")
        ->check(OneOf({"auto", "always", "never"}));
    using Add = void (CommandLine::*)();
    constexpr std::array<std::pair<std::string_view, Add>, 8> commands{{{"run", &CommandLine::add_run},
                                                                        {"simulate", &CommandLine::add_simulate},
                                                                        {"check", &CommandLine::add_check},
                                                                        {"explain", &CommandLine::add_explain},
                                                                        {"test", &CommandLine::add_test},
                                                                        {"fmt", &CommandLine::add_format},
                                                                        {"eval", &CommandLine::add_eval},
                                                                        {"completion", &CommandLine::add_completion}}};
    const bool is_known = std::any_of(commands.begin(), commands.end(), [&](const auto& command) { return command.first == asked; });
    for (const auto& [name, add_command] : commands) {
      if (!is_known || name == asked) (this->*add_command)();
    }
  }

  /// The exit code.
  int run(int count, const char* const* words) {
    try {
      if (count > 1) refuse_unknown_command(words[1]);
      app_.parse(count, words);
    } catch (const CLI::CallForVersion& version) {
      Screen().result(std::string(version.what()) + "\n");
      return 0;
    } catch (const CLI::CallForHelp&) {
      Screen().result(command_asked_for().help(&command_asked_for() == &app_ ? "" : "whereas"));
      return 0;
    } catch (const CLI::ParseError& fault) {
      throw WrongUsage(wrong_usage(fault, count));
    }
    Screen screen(colour_ == "always" ? Colour::always : colour_ == "never" ? Colour::never : Colour::automatic);
    return action_(screen);
  }

 private:
  /// The command named on the command line, or the whole program where none is.
  CLI::App& command_asked_for() {
    for (CLI::App* command : app_.get_subcommands()) return *command;
    return app_;
  }

  void refuse_unknown_command(const std::string& word) {
    if (word.empty() || word.front() == '-') return;
    std::vector<std::string> commands;
    for (const CLI::App* command : app_.get_subcommands({})) commands.push_back(command->get_name());
    if (std::find(commands.begin(), commands.end(), word) != commands.end()) return;
    throw WrongUsage(fmt::format("there is no command `{}`{}", word, suggestion(word, commands)));
  }

  /// What was wrong, and the nearest option where one was misspelt.
  std::string wrong_usage(const CLI::ParseError& fault, int count) {
    if (count <= 1) return "no command is given";
    CLI::App& command = command_asked_for();
    for (const std::string& word : app_.remaining(true)) {
      if (word.empty() || word.front() != '-') continue;
      const std::string written = word.substr(0, word.find('='));
      std::vector<std::string> known;
      for (const CLI::App* app : {&command, &app_}) {
        for (const CLI::Option* option : app->get_options()) {
          for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
        }
      }
      return fmt::format("`whereas {}` has no option `{}`{}", command.get_name(), written, suggestion(written, known));
    }
    return fault.what();
  }

  /// A command, what it does, and how it is used.
  CLI::App& add(const char* name, const char* what, const char* example, std::function<int(Screen&)> action) {
    CLI::App& command = *app_.add_subcommand(name, what);
    command.footer(example);
    command.callback([this, action = std::move(action)] { action_ = action; });
    return command;
  }

  bool sets_up(std::string_view command) const { return asked_ == command || asked_.empty() || asked_.front() == '-'; }

  static void add_data(CLI::App& command, std::vector<std::string>& data) {
    command.add_option("--data", data, "The figures, as CSV; may be given several times; `-` reads standard input")->type_name("CSV")->allow_extra_args(false);
  }

  void add_run() {
    CLI::App& command = add("run", "What contracts pay: the statement", R"(Examples:
  whereas run bedrock.deal --data 2024.csv --data 2025.csv
  whereas run bedrock.deal --data 2024.csv --by year --from 2024-07
  whereas run bedrock.deal --data 2024.csv --format csv > payments.csv
  whereas run -e 'share 50% of gross_profit after inference_cost' --data 2024.csv
  whereas run bedrock.deal --scenario Summer --scenario Winter     side by side, with the difference
  whereas run bedrock.deal --scenario "Winter + Training besides"  the second in the place of what the first gives
  whereas run investment.deal cloud.deal --data 2024.csv --net     what each party pays and receives, over both
  whereas run bedrock.deal --data corrected.csv --as-paid paid.csv  what was paid stands, the difference is a true-up
  whereas run bedrock.deal --data 2024.csv --certificate           every rounding, and hashes of all that was read

A payment is shown from --from, to --to and under --by where the last day of its period falls.)",
                            [this](Screen& screen) {
                              if (!run_.contracts.empty() && run_.text) throw WrongUsage("give one of the two: a contract's file, or its text after -e");
                              if (run_.contracts.empty() && !run_.text) throw WrongUsage("give `whereas run` a contract: a file, or its text after -e");
                              return command::run(run_, screen);
                            });
    if (!sets_up("run")) return;
    command.add_option("DEAL", run_.contracts, "The contract; several are run on the same data, with what each party pays and receives over all of them")->type_name("FILE");
    command.add_option("-e", run_.text, "The contract's text, in place of a file")->type_name("TEXT");
    add_data(command, run_.data);
    command.add_option("--scenario", run_.scenarios, "A scenario of the contract, or a CSV file, in the place of the series that it names; several are shown side by side; `all`: every one")
        ->type_name("TITLE")
        ->allow_extra_args(false);
    command.add_option("--as-paid", run_.as_paid, "An earlier statement, CSV or JSON: what it paid stands, and corrected figures are trued up")->type_name("FILE");
    command.add_flag("--net", run_.net, "Show what each party pays, receives and keeps, by year or --by");
    command.add_option("--by", run_.by, "Add up by month, quarter, year or term")->type_name("PERIOD")->check(OneOf({"month", "quarter", "year", "term"}));
    command.add_option("--from", run_.from, "Leave out what is paid for time before")->type_name("PERIOD");
    command.add_option("--to", run_.to, "Leave out what is paid for time after")->type_name("PERIOD");
    command.add_flag("--certificate", run_.certificate, "Show each rounding, what it moved and to whom, and the hashes of contract, data and program");
    command.add_option("--format", run_.format, "table, csv or json; with --certificate text or json")->type_name("FORMAT")->check(OneOf({"table", "csv", "json", "text"}));
  }

  void add_simulate() {
    CLI::App& command = add("simulate", "What a contract pays over many scenarios: least, percentiles, most and mean", R"(Examples:
  whereas simulate bedrock.deal --data plan.csv --vary 'revenue by 15% a year' --paths 10000
  whereas simulate bedrock.deal --data plan.csv --vary 'revenue by 15% a year from 2027' --vary 'inference_cost by 5%' --seed 7
  whereas simulate bedrock.deal --data scenarios.csv               a column `scenario` says whose figures a row has
  whereas simulate bedrock.deal --data plan.csv --vary 'revenue by 15% a year' --figures-of 17 > path.csv
  whereas run bedrock.deal --data plan.csv --scenario path.csv     the statement of that path

The same seed gives the same paths, on any machine and any number of threads.)",
                            [this](Screen& screen) { return command::simulate(simulate_, screen); });
    if (!sets_up("simulate")) return;
    command.add_option("DEAL", simulate_.contract, "The contract")->type_name("FILE")->required();
    add_data(command, simulate_.data);
    command.add_option("--scenario", simulate_.scenario, "Draw about the figures of a scenario of the contract, or of a CSV file, in the place of the series that it names")->type_name("TITLE");
    command.add_option("--vary", simulate_.vary, "An input and how far it strays from the data: `revenue by 15% a year`; may be given several times")->type_name("WORDS")->allow_extra_args(false);
    command.add_option("--paths", simulate_.paths, "How many paths are drawn: 1000, unless said otherwise")->type_name("NUMBER");
    command.add_option("--seed", simulate_.seed, "Which paths are drawn: 1, unless said otherwise")->type_name("NUMBER");
    command.add_option("--figures-of", simulate_.figures_of, "Write the figures drawn for one path as CSV, instead")->type_name("PATH");
    command.add_option("--by", simulate_.by, "Add up by month, quarter, year or term; by year, unless said otherwise")->type_name("PERIOD")->check(OneOf({"month", "quarter", "year", "term"}));
    command.add_option("--from", simulate_.from, "Leave out what is paid for time before")->type_name("PERIOD");
    command.add_option("--to", simulate_.to, "Leave out what is paid for time after")->type_name("PERIOD");
    command.add_option("--threads", simulate_.threads, "On how many threads; changes nothing but the time")->type_name("NUMBER");
    command.add_option("--format", simulate_.format, "table, csv or json")->type_name("FORMAT")->check(OneOf({"table", "csv", "json"}));
  }

  void add_check() {
    CLI::App& command = add("check", "Whether contracts can be run, and read in one way only", R"(Example:
  whereas check bedrock.deal vertex.deal)",
                            [this](Screen& screen) { return command::check(check_, screen); });
    if (!sets_up("check")) return;
    command.add_option("DEAL", check_.contracts, "The contracts")->type_name("FILE")->required();
    command.add_flag("--tree", check_.tree, "Show the contract as it was understood");
    command.add_flag("--plan", check_.plan, "Show the steps in which it is worked out");
  }

  void add_explain() {
    CLI::App& command = add("explain", "Why a payment is what it is, down to the rows of the data", R"(Examples:
  whereas explain bedrock.deal --data 2024.csv "Reseller share" 2024-Q3
  whereas explain bedrock.deal --data 2024.csv "Reseller share" 2024    all of the year, added up
  whereas explain bedrock.deal --data 2024.csv "Reseller share" 2024-Q3 --format html > why.html
  whereas explain bedrock.deal --data 2024.csv --why-not "Reseller share" 2024-Q1)",
                            [this](Screen& screen) { return command::explain(explain_, screen); });
    if (!sets_up("explain")) return;
    command.add_option("DEAL", explain_.contract.path, "The contract")->type_name("FILE")->required();
    command.add_option("CLAUSE", explain_.clause, "The clause's title")->type_name("TITLE")->required();
    command.add_option("PERIOD", explain_.period, "The period it is paid for: 2024-Q3, 2024-07, 2024")->type_name("PERIOD")->required();
    add_data(command, explain_.figures.data);
    command.add_option("--scenario", explain_.figures.scenario, "A scenario of the contract, or a CSV file, in the place of the series that it names")->type_name("TITLE");
    command.add_flag("--why-not", explain_.why_not, "Say why the clause pays nothing for the period");
    command.add_option("--format", explain_.format, "text, json, html (a page) or dot (a graph)")->type_name("FORMAT")->check(OneOf({"text", "json", "html", "dot"}));
  }

  void add_test() {
    CLI::App& command = add("test", "Run the tests that contracts carry", R"(Examples:
  whereas test bedrock.deal deals/                   files, and every .deal file in folders
  whereas test --filter "at a loss" deals/           only tests whose titles have these words
  whereas test --format junit deals/ > tests.xml
  whereas test --coverage bedrock.deal               which words no test tries
  whereas test --mutate bedrock.deal                 which words no test would notice changing
  whereas test --mutate --at-least 90 deals/         exit with 1 where tests notice less than 90% of them)",
                            [this](Screen& screen) { return command::test(test_, screen); });
    if (!sets_up("test")) return;
    command.add_option("PATH", test_.paths, "Files and folders")->type_name("PATH")->required();
    command.add_option("--format", test_.format, "text, junit or tap; with --mutate text or json")->type_name("FORMAT")->check(OneOf({"text", "junit", "tap", "json"}));
    command.add_option("--filter", test_.filter, "Only tests whose titles have this in them")->type_name("TEXT");
    command.add_flag("--update", test_.update, "Write the files that `expect statement` names anew: read them before you keep them");
    command.add_flag("--watch", test_.watch, "Run again whenever a file changes, until Ctrl-C");
    command.add_flag("--coverage", test_.coverage, "Say which clauses, lines, tiers, exceptions and branches the tests try");
    command.add_option("--lcov", test_.lcov, "Write the same to a file as lcov has it, for services that show it")->type_name("FILE");
    command.add_option("--html", test_.html, "Write the same to a file as a page")->type_name("FILE");
    CLI::Option* mutate = command.add_flag("--mutate", test_.mutate, "Change the contract's words one at a time, and say which changes no test notices");
    command.add_option("--at-least", test_.at_least, "With --mutate: the percentage of changes that tests must notice")->type_name("PERCENT")->needs(mutate);
  }

  void add_format() {
    CLI::App& command = add("fmt", "Give contracts their canonical layout, in place", R"(Examples:
  whereas fmt bedrock.deal deals/                    files, and every .deal file in folders
  whereas fmt --check deals/                         name those that would change, and exit with 1
  whereas fmt - < bedrock.deal                       from standard input to standard output)",
                            [this](Screen& screen) { return command::format(format_, screen); });
    if (!sets_up("fmt")) return;
    command.add_option("PATH", format_.paths, "Files and folders; `-` for standard input")->type_name("PATH")->required();
    command.add_flag("--check", format_.check, "Change nothing; name the files that would change");
  }

  void add_eval() {
    CLI::App& command = add("eval", "Work out one exact value", R"(Examples:
  whereas eval 'round(2.675, cents, half even)'      2.68
  whereas eval '2024-01-31 + 1 month'                2024-02-29
  whereas eval '2024-03-01 - 2024-01-15'             46 days
  whereas eval '1/3 + 1/6'                           0.5)",
                            [this](Screen& screen) { return command::eval(eval_, screen); });
    if (!sets_up("eval")) return;
    command.add_option("EXPR", eval_.expression, "Numbers, dates and lengths of time")->type_name("EXPRESSION")->required();
  }

  void add_completion() {
    CLI::App& command = add("completion", "The script that completes commands in a shell", R"(Examples:
  whereas completion bash > ~/.local/share/bash-completion/completions/whereas
  whereas completion zsh > "${fpath[1]}/_whereas"
  whereas completion fish > ~/.config/fish/completions/whereas.fish)",
                            [this](Screen& screen) { return command::completion(shell_, screen); });
    if (!sets_up("completion")) return;
    command.add_option("SHELL", shell_, "bash, zsh or fish")->type_name("SHELL")->required()->check(OneOf({"bash", "zsh", "fish"}));
  }

  CLI::App app_;
  std::string_view asked_;
  std::function<int(Screen&)> action_;
  std::string colour_ = "auto";
  RunRequest run_;
  SimulateRequest simulate_;
  CheckRequest check_;
  ExplainRequest explain_;
  TestRequest test_;
  FormatRequest format_;
  EvalRequest eval_;
  std::string shell_;
};

/// `run` with contracts, --data and --format alone, as it is asked for most often: setting up the whole command line costs as much as settling a small
/// contract. Nothing where any word is another: it is for the command line then.
std::optional<RunRequest> plain_run(int count, const char* const* words) {
  if (count < 3 || std::string_view(words[1]) != "run") return std::nullopt;
  RunRequest request;
  for (int place = 2; place < count; ++place) {
    const std::string_view word = words[place];
    const std::string_view next = place + 1 < count ? words[place + 1] : "";
    const bool is_file = !next.empty() && (next.front() != '-' || next == "-");
    if (word == "--data" && is_file) {
      request.data.emplace_back(next);
      ++place;
    } else if (word == "--format" && (next == "table" || next == "csv" || next == "json")) {
      request.format = next;
      ++place;
    } else if (!word.empty() && word.front() != '-') {
      request.contracts.emplace_back(word);
    } else {
      return std::nullopt;
    }
  }
  return request.contracts.empty() ? std::nullopt : std::optional(std::move(request));
}

/// Runs one command; whatever went wrong is said in a sentence.
int exit_code(int count, const char* const* words) {
  Screen screen;
  try {
    if (const auto request = plain_run(count, words)) return command::run(*request, screen);
    return CommandLine(count > 1 ? words[1] : "").run(count, words);
  } catch (const WrongUsage& fault) {
    screen.message(fmt::format("whereas: {}\nTry `whereas --help`.\n", fault.what()));
    return 2;
  } catch (const CannotWrite& fault) {
    if (!fault.reader_left()) screen.message(fmt::format("whereas: the result could not be written: {}\n", fault.what()));
  } catch (const std::bad_alloc&) {
    screen.message("whereas: there is not enough memory for this contract and its data\n");
  } catch (const std::exception& fault) {
    screen.message(fmt::format("whereas: a fault of the program itself, please report it with the contract: {}\n", fault.what()));
  }
  return 3;
}

}  // namespace

}  // namespace whereas::command

int main(int count, char** words) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that left is seen when writing
  return whereas::command::exit_code(count, words);
}
