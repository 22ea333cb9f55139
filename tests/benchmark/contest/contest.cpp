#include "tests/benchmark/contest/contest.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <limits>
#include <memory>

namespace whereas::contest {

double timed(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begin).count();
}

std::optional<std::string> printed_by(const std::string& command) {
  FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return std::nullopt;
  std::string text;
  std::array<char, 1 << 16> buffer;
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe)) text.append(buffer.data(), count);
  return pclose(pipe) == 0 ? std::optional(text) : std::nullopt;
}

void hold(const std::string& title, const std::string& unit, std::vector<Contestant>& contestants, int rounds) {
  constexpr double never = std::numeric_limits<double>::infinity();
  std::vector<double> least(contestants.size(), never);
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t place = 0; place < contestants.size(); ++place) {
      if (round > 0 && least[place] == never) continue;
      if (const auto time = contestants[place].turn()) least[place] = std::min(least[place], *time / static_cast<double>(contestants[place].units));
    }
  }
  std::printf("%s (the least of %d turns each; read the ratios)\n%-44s %14s %10s\n", title.c_str(), rounds, "", ("ns a " + unit).c_str(), "ratio");
  for (std::size_t place = 0; place < contestants.size(); ++place) {
    const Contestant& one = contestants[place];
    if (least[place] == never) std::printf("%-44s %14s %10s  %s\n", one.name.c_str(), "-", "-", one.remark.empty() ? "not on this machine" : one.remark.c_str());
    else std::printf("%-44s %14.2f %10.3f  %s\n", one.name.c_str(), least[place], least[place] / least[0], one.remark.c_str());
  }
}

}  // namespace whereas::contest
