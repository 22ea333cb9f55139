#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

/// Every word of the language, once. A word that the grammar uses and that stands in neither table does not compile (words.h).
namespace whereas::syntax::grammar {

/// Reserved: no measure, input, unit or parameter may be called so. In alphabetical order.
inline constexpr auto reserved = std::to_array<std::string_view>({
    "after", "all", "amendment", "and", "any", "at", "average", "back", "base", "before", "begins", "below",
    "billion", "bps", "by", "carried", "cents", "clause", "commitment", "commits", "contract", "counting",
    "crediting", "cumulative", "currency", "daily", "date", "day", "days", "deal", "deferred", "divided",
    "dollars", "due", "each", "earned", "effective", "either", "end", "ends", "ensure", "euros", "evenly",
    "every", "exactly", "except", "expect", "first", "fiscal", "for", "forward", "from", "given", "going",
    "greater", "grossed", "grows", "half", "half-yearly", "has", "held", "if", "in", "input", "is",
    "lapses", "late", "least", "less", "lesser", "may", "means", "million", "missing", "month", "monthly",
    "months", "most", "never", "next", "not", "nothing", "now", "of", "on", "once", "one", "or",
    "otherwise", "over", "party", "pay", "pays", "per", "plus", "previous", "prorated", "quarter",
    "quarterly", "quarters", "reads", "received", "receives", "recouping", "repaid", "rest", "rising",
    "round", "rounded", "scenario", "settled", "shall", "share", "spread", "start", "started", "sum",
    "survives", "term", "test", "that", "the", "then", "thousand", "through", "times", "to", "trailing",
    "trillion", "under", "unit", "until", "up", "use", "waterfall", "week", "weeks", "where", "while",
    "with", "withholding", "within", "year", "yearly", "years", "zero",
});

/// Words that mean something only in their place, and may be names elsewhere: `profit` in a waterfall's last target. In alphabetical order.
inline constexpr auto words_in_place = std::to_array<std::string_view>({
    "a", "above", "across", "advance", "again", "anew", "apart", "as", "balance", "be", "bear", "begin", "between", "business",
    "calendar", "calling", "capital", "ceiling", "change", "charged", "closed", "compounded", "counted",
    "credited", "credits", "delivers", "difference", "down", "earlier", "eighth", "entered", "equal", "equally",
    "error", "even", "event", "exceeding", "exceeds", "excess", "expire", "falling", "fifth",
    "flat", "floor", "fourth", "free", "full", "grace", "have", "highest", "instalments", "interest", "interpolated", "it", "its",
    "lapse", "last", "lasting", "later", "left", "lent", "losses", "lowest", "made", "minimums", "name", "named",
    "nearest", "negative", "net", "ninth", "no", "note", "odd", "oldest", "open", "order", "paid", "part", "passed",
    "payment", "payments", "percentile", "period", "point", "principal", "profit", "proportion", "rank", "released", "remainder",
    "repayments", "repays", "return", "returns", "row", "running", "same", "second", "seventh", "shortfall", "signed",
    "simple", "sixth", "soonest", "split", "statement", "stay", "tenth", "thereafter", "third",
    "those", "time", "together", "unknown", "unpaid", "using", "waived", "was", "way", "what", "when",
    "whole", "without", "written",
});

template <std::size_t Count>
constexpr bool holds(const std::array<std::string_view, Count>& table, std::string_view word) {
  return std::binary_search(table.begin(), table.end(), word);
}

static_assert(std::is_sorted(reserved.begin(), reserved.end()));
static_assert(std::is_sorted(words_in_place.begin(), words_in_place.end()));

}  // namespace whereas::syntax::grammar
