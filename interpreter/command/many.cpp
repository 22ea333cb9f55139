#include "interpreter/command/many.h"

#include "lang/number/notation.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <mutex>
#include <thread>

namespace whereas::command {

bool data_names_scenarios(const std::vector<std::string>& data, Desk& desk) {
  return std::any_of(data.begin(), data.end(), [&](const std::string& path) {
    const Source* file = desk.open_data(path);
    return file != nullptr && data::names_scenarios(*file);
  });
}

bool refuse_open_figures(const check::EstimateInfo* open, Desk& desk, bool of_certificate) {
  if (open == nullptr) return false;
  desk.report()
      .add(code::not_supported)
      .says(fmt::format("`{}` is {}, and several contracts, several scenarios, `--net`, `--as-paid` and `--certificate` take figures that are known", open->name, open->words))
      .at(open->said)
      .help(fmt::format("{} the scenario decide it: `{} is …`", of_certificate ? "let" : "run the contract by itself, or let", open->name));
  return true;
}

namespace {

/// How far the work has come, told no more often than people read.
class Telling {
 public:
  Telling(std::size_t count, std::size_t each, std::string what, Screen& screen) : count_(count), each_(each), what_(std::move(what)), screen_(screen) {}

  void one_more() {
    const std::lock_guard lock(lock_);
    ++done_;
    const auto now = std::chrono::steady_clock::now();
    if (now - told_ < std::chrono::milliseconds(200) || done_ == count_) return;
    told_ = now;
    const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(now - begun_).count();
    const auto left = (spent * static_cast<long long>(count_ - done_) / static_cast<long long>(done_) + 999) / 1000;
    screen_.progress(fmt::format("{} of {} {}, {}:{:02} left", grouped(Number(done_ * each_)), grouped(Number(count_ * each_)), what_, left / 60, left % 60));
  }

 private:
  using Moment = std::chrono::steady_clock::time_point;
  std::size_t count_;
  std::size_t each_;
  std::string what_;
  Screen& screen_;
  std::mutex lock_;
  std::size_t done_ = 0;
  Moment begun_ = std::chrono::steady_clock::now();
  Moment told_ = begun_;
};

}  // namespace

void for_each_scenario(std::size_t count, std::size_t threads, const std::string& what, Screen& screen, const std::function<void(std::size_t)>& work, std::size_t scenarios_each) {
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> stops = false;
  std::mutex lock;
  std::exception_ptr fault;
  Telling telling(count, scenarios_each, what, screen);
  const auto take = [&] {
    for (std::size_t at = next++; at < count && !stops; at = next++) {
      try {
        work(at);
      } catch (...) {
        const std::lock_guard held(lock);
        fault = std::current_exception();
        stops = true;
      }
      telling.one_more();
    }
  };
  if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::thread> others;
  for (std::size_t thread = 1; thread < std::min(threads, count); ++thread) others.emplace_back(take);
  take();
  for (std::thread& other : others) other.join();
  screen.progress({});
  if (fault) std::rethrow_exception(fault);
}

std::vector<Session::Settled> settle_each(const Session& session, const std::vector<Session::ScenarioFigures>& figures, Desk& desk, Screen& screen) {
  std::vector<std::optional<Session::Settled>> settled(figures.size());
  std::vector<Report> reports(figures.size());
  for_each_scenario(figures.size(), 0, "scenarios", screen, [&](std::size_t at) { settled[at] = session.settle(figures[at].tables, reports[at]); });
  std::vector<Session::Settled> all;
  for (std::size_t at = 0; at < figures.size(); ++at) {
    if (!settled[at]) {
      if (!figures[at].name.empty()) desk.begin_scenario(figures[at].name);
      desk.report() = reports[at];
      return {};
    }
    all.push_back(std::move(*settled[at]));
  }
  return all;
}

}  // namespace whereas::command
