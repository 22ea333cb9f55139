#pragma once

#include "interpreter/plan/plan.h"

#include <vector>

/// What of a plan is not written down as formulas. Private to this folder.
namespace whereas::batch {

/// In words, with its place; nothing where all of it is written down.
struct NotWritten {
  const char* words = nullptr;
  Span said;
  explicit operator bool() const { return words != nullptr; }
};

std::vector<NotWritten> not_written(const plan::Plan& plan);
NotWritten not_written(const plan::Clause& clause);
NotWritten not_written(const plan::Step& step);
NotWritten not_written(const plan::Condition& condition);
NotWritten not_written(const check::InputInfo& input, Span said);

}  // namespace whereas::batch
