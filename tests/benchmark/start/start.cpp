// How long a whole run of a small contract takes, from start to end, beside a static hello world in the same minute: prints the ratio of
// the medians. Runs are taken in turn, so that whatever else the machine does meets both alike.
//
//   start HELLO WHEREAS FOLDER [RUNS]      FOLDER has contract.deal and data.csv
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

extern char** environ;

namespace {

/// Wall time of one run in nanoseconds; leaves with 1 where the program fails.
long long run_once(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  const auto begin = std::chrono::steady_clock::now();
  pid_t child = 0;
  int status = 1;
  if (posix_spawn(&child, arguments[0], &actions, nullptr, arguments.data(), environ) == 0) waitpid(child, &status, 0);
  const auto end = std::chrono::steady_clock::now();
  posix_spawn_file_actions_destroy(&actions);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    std::fprintf(stderr, "%s failed\n", command[0].c_str());
    std::exit(1);
  }
  return std::chrono::duration_cast<std::chrono::nanoseconds>(end - begin).count();
}

long long median(std::vector<long long> times) {
  std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2), times.end());
  return times[times.size() / 2];
}

}  // namespace

int main(int count, char** words) {
  if (count < 4) {
    std::fprintf(stderr, "usage: start HELLO WHEREAS FOLDER [RUNS]\n");
    return 2;
  }
  const std::string folder = words[3];
  const std::vector<std::string> hello{words[1]};
  const std::vector<std::string> whereas{words[2], "run", folder + "/contract.deal", "--data", folder + "/data.csv", "--format", "json"};
  const int runs = count > 4 ? std::max(1, std::atoi(words[4])) : 500;
  std::vector<long long> hello_times;
  std::vector<long long> whereas_times;
  for (int run = 0; run < runs; ++run) {
    hello_times.push_back(run_once(hello));
    whereas_times.push_back(run_once(whereas));
  }
  const long long floor = median(hello_times);
  const long long full = median(whereas_times);
  std::printf("start, parse, check and run: %lld us; static hello world: %lld us; ratio %lld.%02lld (%d runs)\n", full / 1000, floor / 1000, full / floor, full % floor * 100 / floor, runs);
  return 0;
}
