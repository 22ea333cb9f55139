#include "interpreter/command/mutants.h"

#include "interpreter/plan/same.h"
#include "lang/diagnostic/render.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <filesystem>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace whereas::command {

namespace {

using Outcome = Judged::Outcome;

/// A mutant, and the text that it is made of.
struct Candidate {
  mutate::Mutant mutant;
  std::string file;   ///< its name
  std::string text;   ///< of the file as it stands
  bool is_root = true;  ///< the contract itself, rather than a file that it uses
};

/// The reason written at a place, `# untested: REASON`: at the end of its line, or on the line above.
std::string reason_at(const Source& source, std::uint32_t line) {
  constexpr std::string_view mark = "# untested: ";
  const auto in = [&](std::uint32_t number) -> std::string {
    const std::string_view text = source.line(number);
    const std::size_t found = text.find(mark);
    return found == std::string_view::npos ? std::string() : std::string(text.substr(found + mark.size()));
  };
  std::string reason = in(line);
  if (reason.empty() && line > 1 && source.line(line - 1).find_first_not_of(' ') == source.line(line - 1).find(mark)) reason = in(line - 1);
  return reason;
}

class Judge {
 public:
  Judge(const std::string& path, const std::string& text, const plan::Plan& original, Screen& screen) : path_(path), text_(text), original_(original), screen_(screen) {}

  /// The first change that makes a contract decides.
  void judge(const Candidate& candidate, Judged& judged) {
    for (const mutate::Change& change : candidate.mutant.changes) {
      judged.words = change.words;
      judged.outcome = outcome(candidate, change, judged);
      if (judged.outcome != Outcome::refused) return;
    }
  }

 private:
  Outcome outcome(const Candidate& candidate, const mutate::Change& change, Judged& judged) {
    Desk desk(screen_);
    Session session(desk);
    std::string text = mutate::changed(candidate.text, change);
    ContractGiven given{path_, candidate.is_root ? std::move(text) : text_, std::nullopt};
    if (!candidate.is_root) given.used = {candidate.file, mutate::changed(candidate.text, change)};
    if (!session.check(given)) return Outcome::refused;
    session.prepare_tests();
    // Calendars of business days, net settlements and the ends of bounded figures stand beside the plan.
    const check::CheckedContract& contract = session.contract();
    const bool plan_is_all = contract.business_calendars.empty() && contract.net_settlements.empty() && contract.estimates.empty();
    if (plan_is_all && plan::pays_the_same(original_, session.plan())) return Outcome::same_contract;
    for (const plan::Test& test : session.plan().tests) {
      Report report;
      const trial::Outcome run = session.run_test(test, report);
      if (run.could_run && run.failed == 0 && !report.has_errors()) continue;
      judged.reason = test.title;
      return Outcome::noticed;
    }
    return judged.reason.empty() ? Outcome::not_noticed : Outcome::explained;
  }

  const std::string& path_;
  const std::string& text_;
  const plan::Plan& original_;
  Screen& screen_;
};

/// Calls `work` for each number below `count`, on as many threads as the machine has, and says on a terminal how far it has come.
template <typename Work>
void side_by_side(std::size_t count, const std::string& what, Screen& screen, Work work) {
  std::atomic<std::size_t> next = 0;
  std::mutex telling;
  std::size_t done = 0;
  std::exception_ptr fault;
  const auto take = [&] {
    for (std::size_t at = next++; at < count; at = next++) {
      std::exception_ptr met;
      try {
        work(at);
      } catch (...) {
        met = std::current_exception();
      }
      const std::lock_guard lock(telling);
      if (met) fault = met;
      screen.progress(fmt::format("{}: {} of {} mutants", what, ++done, count));
    }
  };
  std::vector<std::thread> others;
  const std::size_t threads = std::min<std::size_t>(std::max(1U, std::thread::hardware_concurrency()), count);
  for (std::size_t thread = 1; thread < threads; ++thread) others.emplace_back(take);
  take();
  for (std::thread& other : others) other.join();
  screen.progress({});
  if (fault) std::rethrow_exception(fault);
}

}  // namespace

JudgedContract judge_mutants(const std::string& path, Screen& screen) {
  JudgedContract judged{path, 0, {}, {}};
  Desk desk(screen);
  Session session(desk);
  if (!session.check({path, std::nullopt, std::nullopt})) {
    judged.fault = render(desk.report(), desk.sources());
    return judged;
  }
  session.prepare_tests();
  judged.tests = session.plan().tests.size();
  if (judged.tests == 0) return judged;
  for (const plan::Test& test : session.plan().tests) {
    Report report;
    const trial::Outcome run = session.run_test(test, report);
    if (run.could_run && run.failed == 0 && !report.has_errors()) continue;
    judged.fault += render(report, desk.sources());
  }
  if (!judged.fault.empty()) return judged;

  std::vector<Candidate> candidates;
  const program::Program& program = session.program();
  for (const program::File& file : program.files) {
    if (file.is_standard) continue;
    const Source& source = desk.sources()[file.source];
    for (mutate::Mutant& mutant : mutate::mutants_of(*file.contract, source)) {
      Judged one{source.name(), source.place_of(mutant.said.begin), mutant.slip, Outcome::refused, {}, {}};
      one.reason = reason_at(source, one.place.line);
      judged.mutants.push_back(std::move(one));
      candidates.push_back({std::move(mutant), source.name(), std::string(source.text()), &file == &program.files.front()});
    }
  }
  const std::string text(desk.sources()[program.files.front().source].text());
  side_by_side(candidates.size(), path, screen, [&](std::size_t at) { Judge(path, text, session.plan(), screen).judge(candidates[at], judged.mutants[at]); });
  return judged;
}

namespace {

/// How much an outcome says: what one run of tests notices stands, whatever another makes of it.
int weight(Outcome outcome) {
  switch (outcome) {
    case Outcome::noticed: return 3;
    case Outcome::not_noticed:
    case Outcome::explained: return 2;
    case Outcome::same_contract: return 1;
    case Outcome::refused: return 0;
  }
  return 0;
}

/// A mutant's file, and which of that file's mutants it is: they come in one order, whoever brings the file in.
using Known = std::pair<std::string, std::size_t>;

std::vector<Known> known(const JudgedContract& contract) {
  std::map<std::string, std::size_t> count;
  std::vector<Known> mutants;
  for (const Judged& mutant : contract.mutants) {
    std::string file = std::filesystem::path(mutant.file).lexically_normal().generic_string();
    const std::size_t which = count[file]++;
    mutants.emplace_back(std::move(file), which);
  }
  return mutants;
}

}  // namespace

void put_together(std::vector<JudgedContract>& contracts) {
  std::map<Known, Judged> told;
  for (const JudgedContract& contract : contracts) {
    const std::vector<Known> which = known(contract);
    for (std::size_t at = 0; at < which.size(); ++at) {
      const Judged& mutant = contract.mutants[at];
      const auto [before, is_new] = told.emplace(which[at], mutant);
      if (!is_new && weight(mutant.outcome) > weight(before->second.outcome)) before->second = mutant;
    }
  }
  for (JudgedContract& contract : contracts) {
    std::vector<Judged> first;
    for (const Known& which : known(contract)) {
      if (auto mutant = told.extract(which); !mutant.empty()) first.push_back(std::move(mutant.mapped()));
    }
    contract.mutants = std::move(first);
  }
}

Score score(const std::vector<JudgedContract>& contracts) {
  Score score;
  for (const JudgedContract& contract : contracts) {
    for (const Judged& mutant : contract.mutants) {
      if (mutant.outcome == Outcome::noticed) ++score.noticed;
      if (mutant.outcome == Outcome::noticed || mutant.outcome == Outcome::not_noticed) ++score.could_be;
    }
  }
  return score;
}

bool reaches(const Score& score, const Number& percent) {
  return Number(static_cast<long long>(score.noticed)) * 100 >= percent * static_cast<long long>(score.could_be);
}

}  // namespace whereas::command
