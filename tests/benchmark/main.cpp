// Runs the benchmarks several times each, in turn, and prints of every operation how its representations compare: the least time of each, as
// multiples of Number's. Times of one run can be compared, those of two runs hardly.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace {

/// Collects the least time of each benchmark, `operation<Representation>`.
class Ratios : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }

  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.run_type != Run::RT_Iteration) continue;
      const std::string name = run.run_name.function_name;
      const std::size_t bracket = name.find('<');
      const std::string operation = name.substr(0, bracket);
      const std::string representation = name.substr(bracket + 1, name.size() - bracket - 2);
      if (std::find(operations_.begin(), operations_.end(), operation) == operations_.end()) operations_.push_back(operation);
      double& least = least_.try_emplace({operation, representation}, std::numeric_limits<double>::infinity()).first->second;
      least = std::min(least, run.GetAdjustedCPUTime());
    }
  }

  void Finalize() override {
    std::printf("%-18s %14s", "", "Number, ns");
    for (const std::string& representation : representations_) std::printf(" %14s", representation.c_str());
    std::printf("   (as multiples of Number)\n");
    std::sort(operations_.begin(), operations_.end());
    for (const std::string& operation : operations_) {
      const double number = least_.at({operation, "Number"});
      std::printf("%-18s %14.2f", operation.c_str(), number);
      for (const std::string& representation : representations_) {
        const auto time = least_.find({operation, representation});
        if (time == least_.end()) std::printf(" %14s", "");
        else std::printf(" %14.2f", time->second / number);
      }
      std::printf("\n");
    }
  }

 private:
  std::vector<std::string> operations_;
  std::vector<std::string> representations_{"Number", "Int64", "Int128", "Rational"};
  std::map<std::pair<std::string, std::string>, double> least_;
};

}  // namespace

int main(int count, char** words) {
  std::vector<std::string> arguments(words, words + count);
  // What is said on the command line comes later and is stronger.
  arguments.insert(arguments.begin() + 1, {"--benchmark_repetitions=7", "--benchmark_enable_random_interleaving=true", "--benchmark_min_time=0.02"});
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  int all = static_cast<int>(pointers.size());
  benchmark::Initialize(&all, pointers.data());
  Ratios ratios;
  benchmark::RunSpecifiedBenchmarks(&ratios);
  return 0;
}
