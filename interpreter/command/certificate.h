#pragma once

#include "interpreter/command/session.h"
#include "interpreter/statement/comparison.h"

#include <string>

namespace whereas::command {

/// The certificate of a run of one contract on one set of figures, which was derived; as text or JSON.
std::string certificate_of(const Session& session, const Desk& desk, const statement::Run& run, const std::string& format, bool colour);

}  // namespace whereas::command
