#include "interpreter/command/mutants.h"

#include "lang/text/unicode.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace whereas::command {

namespace {

using Outcome = Judged::Outcome;

std::size_t count(const JudgedContract& contract, Outcome outcome) {
  return static_cast<std::size_t>(std::count_if(contract.mutants.begin(), contract.mutants.end(), [&](const Judged& mutant) { return mutant.outcome == outcome; }));
}

std::string_view name(Outcome outcome) {
  switch (outcome) {
    case Outcome::noticed: return "noticed";
    case Outcome::not_noticed: return "not noticed";
    case Outcome::explained: return "explained";
    case Outcome::same_contract: return "same contract";
    case Outcome::refused: return "refused";
  }
  return "";
}

/// `92.3%`: a whole number of thousandths, cut off rather than rounded, so that 100% is all.
std::string percentage(const Score& score) {
  if (score.could_be == 0) return "nothing to notice";
  const std::size_t thousandths = score.noticed * 1000 / score.could_be;
  return fmt::format("{}.{}%", thousandths / 10, thousandths % 10);
}

std::string indented(std::string_view text) {
  std::string lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (end > 0) lines += fmt::format("  {}", text.substr(0, end));
    lines += "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string summary(const JudgedContract& contract) {
  std::string text = fmt::format("  {} mutants: {} noticed, {} not noticed", contract.mutants.size(), count(contract, Outcome::noticed), count(contract, Outcome::not_noticed));
  const auto add = [&](Outcome outcome, std::string_view words) {
    if (const std::size_t number = count(contract, outcome); number > 0) text += fmt::format(", {} {}", number, words);
  };
  add(Outcome::explained, "not noticed and explained");
  add(Outcome::same_contract, "that pay the same whatever the figures");
  add(Outcome::refused, "refused as no contract");
  return text + "\n";
}

}  // namespace

std::string write_text(const std::vector<JudgedContract>& contracts) {
  std::string text;
  for (const JudgedContract& contract : contracts) {
    text += made_visible(contract.path) + "\n";
    if (contract.tests == 0 && contract.fault.empty()) {
      text += "  has no tests: nothing is judged\n";
      continue;
    }
    if (contract.mutants.empty() && contract.fault.empty()) {
      text += "  its tests try what is told above\n";
      continue;
    }
    if (!contract.fault.empty()) {
      text += "  cannot be judged: its tests fail as it stands\n" + indented(contract.fault);
      continue;
    }
    for (const Judged& mutant : contract.mutants) {
      const std::string at = fmt::format("{}:{}:{}", made_visible(mutant.file), mutant.place.line, mutant.place.column);
      if (mutant.outcome == Outcome::not_noticed) text += fmt::format("  {}: no test notices if {}\n", at, made_visible(mutant.words));
      if (mutant.outcome == Outcome::explained) text += fmt::format("  {}: no test notices if {}: {}\n", at, made_visible(mutant.words), made_visible(mutant.reason));
    }
    text += summary(contract);
  }
  const Score all = score(contracts);
  return text + fmt::format("{} of {} noticed: {}\n", all.noticed, all.could_be, percentage(all));
}

std::string write_json(const std::vector<JudgedContract>& contracts) {
  using Json = nlohmann::ordered_json;
  Json files = Json::array();
  for (const JudgedContract& contract : contracts) {
    Json mutants = Json::array();
    for (const Judged& mutant : contract.mutants) {
      mutants.push_back({{"file", mutant.file},
                         {"line", mutant.place.line},
                         {"column", mutant.place.column},
                         {"slip", mutate::name(mutant.slip)},
                         {"if", mutant.words},
                         {"outcome", name(mutant.outcome)},
                         {mutant.outcome == Outcome::noticed ? "by" : "reason", mutant.reason.empty() ? Json(nullptr) : Json(mutant.reason)}});
    }
    files.push_back({{"contract", contract.path}, {"tests", contract.tests}, {"fault", contract.fault.empty() ? Json(nullptr) : Json(contract.fault)}, {"mutants", std::move(mutants)}});
  }
  const Score all = score(contracts);
  return Json{{"noticed", all.noticed}, {"could_be_noticed", all.could_be}, {"contracts", std::move(files)}}.dump(2) + "\n";
}

}  // namespace whereas::command
