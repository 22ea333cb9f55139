#include "tests/reference/running.h"

#include "interpreter/plan/lower.h"
#include "interpreter/trial/scenario.h"
#include "lang/check/check.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace whereas::reference {

namespace {

void collect(const check::CheckedContract& contract, std::vector<const check::CheckedContract*>& contracts) {
  contracts.push_back(&contract);
  for (const auto& agreement : contract.agreements) collect(*agreement.contract, contracts);
}

void collect(const Footing& footing, plan::Happened& days) {
  for (const data::Happening& event : footing.table.events) days.emplace(event.event, event.day);
  for (const auto& other : footing.others) collect(*other, days);
}

std::optional<std::string> file_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

/// Of files that several contracts read: over all of their days.
std::optional<data::Shared> shared_by(const std::vector<const check::CheckedContract*>& contracts) {
  if (contracts.size() < 2) return std::nullopt;
  data::Shared shared;
  for (const auto* contract : contracts) {
    if (!contract->term) return data::Shared{};
    Period days = contract->run.value_or(*contract->term);
    for (const auto& input : contract->inputs) days = Period(std::min(days.begin(), input.from.value_or(days.begin())), days.end());
    shared.days = shared.days ? Period(std::min(shared.days->begin(), days.begin()), std::max(shared.days->end(), days.end())) : days;
  }
  return shared;
}

}  // namespace

std::optional<program::Files::Text> FolderFiles::read(std::string_view name, std::string_view, std::string& why) {
  const auto text = folder_.empty() ? std::nullopt : file_text(folder_ / name);
  if (text) return Text{std::string(name), *text, std::string(name)};
  why = "there is no such file";
  return std::nullopt;
}

Figures Footing::figures() const {
  Figures result{&table, {}};
  for (const auto& one : decided) result.taken.push_back(one ? std::optional(exact(*one)) : std::nullopt);
  for (const auto& other : others) result.others.push_back(other->figures());
  return result;
}

Running::Running(const std::string& text, const std::string& name, const std::filesystem::path& folder) : files_(folder) {
  const Source& root = sources_.add(name + ".deal", text);
  program_ = program::load(root, name, sources_, files_, report_);
  contract_ = check::check(*program_, sources_, report_);
}

std::string Running::errors() const {
  std::string lines;
  for (const auto& diagnostic : report_.ordered()) {
    if (severity(diagnostic.code) != Severity::error) continue;
    const Source& source = sources_[diagnostic.primary.span.source];
    lines += source.name() + ":" + std::to_string(source.place_of(diagnostic.primary.span.begin).line) + ": " + std::string(whereas::name(diagnostic.code)) + ": " + diagnostic.message + "\n";
  }
  return lines;
}

std::vector<std::string> Running::scenarios() const {
  std::vector<const check::CheckedContract*> contracts;
  collect(*contract_, contracts);
  std::vector<std::string> titles;
  for (const auto* contract : contracts) {
    for (const auto* scenario : contract->scenarios) titles.push_back(scenario->title.text);
  }
  return titles;
}

std::unique_ptr<Footing> Running::footing(const std::vector<DataFile>& data, const std::vector<std::string>& scenarios, bool needs_all) {
  std::vector<SourceId> ids;
  for (const auto& file : data) ids.push_back(sources_.add(file.name, file.text).id());
  plans_.push_back(plan::lower(*contract_, sources_));
  std::vector<const check::CheckedContract*> contracts;
  collect(*contract_, contracts);
  auto result = footing(*contract_, plans_.back(), ids, scenarios, needs_all, shared_by(contracts));
  if (report_.has_errors()) return nullptr;
  plan::Happened days;
  collect(*result, days);
  if (!days.empty()) plans_.push_back(plan::lower(*contract_, sources_, days));
  agreements_ = agreements(*contract_, plans_.back(), *result);
  return result;
}

std::unique_ptr<Footing> Running::footing(const check::CheckedContract& contract, const plan::Plan& plan, const std::vector<SourceId>& files,
                                          const std::vector<std::string>& scenarios, bool needs_all, const std::optional<data::Shared>& shared) {
  const std::vector<bool> none(plan.needed_inputs.size(), false);
  std::vector<bool> needed = needs_all ? plan.needed_inputs : none;
  std::vector<std::pair<const plan::Scenario*, data::Table>> given;
  for (const auto& title : scenarios) {
    const plan::Scenario* said = trial::scenario_titled(plan, title);
    if (said == nullptr) continue;
    data::Table table;
    table.series.resize(contract.inputs.size());
    std::string why;
    if (said->file) {
      if (const auto text = files_.read(said->file->text, {}, why)) table = data::read_table(std::vector{sources_.add(text->name, text->text).id()}, contract, none, sources_, report_);
    }
    for (std::size_t input = 0; input < table.series.size(); ++input) {
      if (table.series[input]) needed[input] = false;
    }
    for (const auto& series : said->series) needed[series.input] = false;
    given.emplace_back(said, std::move(table));
  }
  auto result = std::make_unique<Footing>();
  result->decided.resize(contract.estimates.size());
  result->table = data::read_table(files, contract, needed, sources_, report_, shared);
  for (auto& [said, table] : given) {
    if (report_.has_errors()) return result;
    trial::replace_series(result->table, std::move(table));
    for (const auto& [figure, value] : said->decided) result->decided[figure] = value;
    trial::assume(*said, plan, contract, result->table, report_);
    for (const auto& [event, day] : said->events) data::add_event(result->table, contract, {event.text, day, event.span}, report_);
  }
  if (!report_.has_errors() && (!given.empty() || !needs_all)) data::find_extent(result->table, contract, plan.needed_inputs);
  for (std::size_t i = 0; i < contract.agreements.size() && !report_.has_errors(); ++i) {
    result->others.push_back(footing(*contract.agreements[i].contract, *plan.agreements[i], files, scenarios, needs_all, shared));
  }
  return result;
}

/// The contracts that are asked, paid by the engine. What is asked of them is had no further than they have it.
std::vector<std::shared_ptr<evaluate::Agreement>> Running::agreements(const check::CheckedContract& contract, const plan::Plan& plan, Footing& footing) {
  std::vector<std::shared_ptr<evaluate::Agreement>> result;
  for (std::size_t i = 0; i < contract.agreements.size(); ++i) {
    const check::CheckedContract& other = *contract.agreements[i].contract;
    evaluate::Options options;
    options.agreements = agreements(other, *plan.agreements[i], *footing.others[i]);
    options.taken = footing.others[i]->decided;
    result.push_back(std::make_shared<evaluate::Agreement>(*plan.agreements[i], other, footing.others[i]->table, report_, std::move(options)));
    const data::Table& table = footing.others[i]->table;
    const bool is_short = table.data_ends && *table.data_ends < result.back()->term().last();
    if (is_short && (!footing.table.data_ends || *footing.table.data_ends > *table.data_ends)) footing.table.data_ends = table.data_ends;
  }
  return result;
}

std::unique_ptr<evaluate::Ranged> Running::engine(const Footing& footing) {
  evaluate::Options options;
  options.agreements = agreements_;
  options.taken = footing.decided;
  return std::make_unique<evaluate::Ranged>(plans_.back(), *contract_, footing.table, report_, std::move(options));
}

}  // namespace whereas::reference
