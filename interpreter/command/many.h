#pragma once

#include "interpreter/command/session.h"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

/// What the commands have in common that run one contract on many scenarios.
namespace whereas::command {

/// Whether one of the files has a column `scenario`. What cannot be read is reported.
bool data_names_scenarios(const std::vector<std::string>& data, Desk& desk);

/// What is told of many scenarios is one amount, not a least and a most: true, reported, where a figure is left open.
bool refuse_open_figures(const check::EstimateInfo* open, Desk& desk, bool of_certificate = false);

/// Calls `work` for every number below `count`, each for so many scenarios, on so many threads (0: as many as the machine has), and says on a terminal how far it has come and
/// how long the rest takes. What it throws is thrown here.
void for_each_scenario(std::size_t count, std::size_t threads, const std::string& what, Screen& screen, const std::function<void(std::size_t)>& work, std::size_t scenarios_each = 1);

/// The statement of each, in their order; none, with the mistakes of the first that fails reported, where one cannot be settled.
std::vector<Session::Settled> settle_each(const Session& session, const std::vector<Session::ScenarioFigures>& figures, Desk& desk, Screen& screen);

}  // namespace whereas::command
