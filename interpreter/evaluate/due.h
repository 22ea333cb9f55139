#pragma once

#include "lang/check/checked.h"

#include <optional>

namespace whereas::evaluate {

/// The day on which something of a period falls due. Nothing, reported, where a calendar of business days does not reach it.
std::optional<Date> due_day(const syntax::Due& due, const Period& period, const check::CheckedContract& contract, Report& report);

/// Over which days two parties settle net what is paid for a day.
Period netting_window(const check::NetSettlementInfo& net, Date day, const check::CheckedContract& contract);

}  // namespace whereas::evaluate
