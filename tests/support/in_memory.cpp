#include "tests/support/in_memory.h"

namespace whereas::support {

namespace {

/// A contract in memory uses no other file.
class NoFiles : public program::Files {
 public:
  std::optional<Text> read(std::string_view, std::string_view, std::string& why) override {
    why = "there is no such file";
    return std::nullopt;
  }
};

}  // namespace

std::unique_ptr<Run> check_in_memory(const std::string& contract) {
  auto run = std::make_unique<Run>();
  NoFiles files;
  const Source& root = run->sources.add("contract.deal", contract);
  run->program = std::make_unique<program::Program>(program::load(root, "contract", run->sources, files, run->report));
  if (!run->ok()) return run;
  run->contract = std::make_unique<check::CheckedContract>(check::check(*run->program, run->sources, run->report));
  return run;
}

std::unique_ptr<Run> run_in_memory(const std::string& contract, const std::vector<std::string>& data, bool derive) {
  auto run = check_in_memory(contract);
  if (!run->ok()) return run;
  run->plan = std::make_unique<plan::Plan>(plan::lower(*run->contract, run->sources));
  std::vector<SourceId> ids;
  for (const auto& text : data) ids.push_back(run->sources.add("data.csv", text).id());
  run->table = data::read_table(ids, *run->contract, run->plan->needed_inputs, run->sources, run->report);
  if (!run->ok()) return run;
  evaluate::Options options;
  options.derive = derive;
  run->evaluation = std::make_unique<evaluate::Evaluation>(*run->plan, *run->contract, run->table, run->report, options);
  run->evaluation->run();
  return run;
}

}  // namespace whereas::support
