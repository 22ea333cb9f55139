#pragma once

#include "interpreter/data/table.h"
#include "interpreter/evaluate/payment.h"
#include "lang/check/checked.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// What people and other programs read of a run: which payments are asked for, added up as asked, and written out. Nothing is worked out
/// here but sums of payments.
namespace whereas::statement {

/// Which payments a statement shows: `--by quarter --from 2026 --to 2027-Q2`.
struct Selection {
  std::optional<Frequency> by;  ///< month, quarter, year or term: a clause's payments added up; nothing: each payment by itself
  std::optional<Date> from;     ///< a payment is shown where the last day of its period lies within these two days, both included
  std::optional<Date> to;
  bool adds_up = true;          ///< years, positions and what is paid in all as well, which only a table for a reader shows
};

/// What an amount may come to that hangs on figures which the contract only bounds.
struct Bounds {
  std::optional<Number> least;  ///< nothing: not known
  std::optional<Number> most;
  evaluate::Ends least_at;      ///< at which ends of the figures that it hangs on it comes to that
  evaluate::Ends most_at;
  std::set<check::EstimateId> bends_in{};  ///< figures between whose ends it may be less or more
  bool is_outer = false;        ///< a sum of amounts that do not all reach their least, or their most, on the same figures
};

/// An amount as it is shown: how many decimals it has follows from how it was rounded.
struct Money {
  Number amount;
  std::optional<int> places;            ///< nothing: not rounded, the fewest places that are exact
  std::optional<std::string> currency;  ///< nothing: of a deal that names none
  syntax::Rare<Bounds> bounds{};         ///< nothing: it is exact
};

/// One payment, or one clause's payments of a longer period added up.
struct Line {
  std::string clause;
  std::string from;
  std::string to;
  Period days;              ///< which it is paid for
  std::string period;       ///< their label, `2026-Q1`
  std::optional<Date> due;  ///< nothing: the deal names none, or the payments that were added up have several
  Money paid;
  std::vector<std::string> hangs_on{};  ///< figures that are not known: of these it has no least or no most, or leaves payments out
  bool is_open = false;                 ///< nothing of it is known
};

/// Payments of one clause that are not known, or have no least or no most.
struct HangingLine {
  std::string words;  ///< `"Microsoft share" hangs on microsoft_rate, which is unknown (line 9)`
  std::string what;   ///< `not known`, `without a least`, `without a most`
  std::vector<std::string> periods;
};

/// All shown payments of one clause between the same two parties.
struct Total {
  std::string clause;
  std::string from;
  std::string to;
  Money paid;
};

/// All payments of a year of the deal, in one currency.
struct YearTotal {
  std::string year;
  Period days;
  Money paid;
};

/// What one party pays, receives and keeps, in one currency.
struct Position {
  std::string party;
  Money paid;
  Money received;
  Money net;  ///< received less paid
};

/// What two parties owe one another of a period, paid as one difference: `net settled between A and B each quarter`.
struct NetLine {
  std::string one;
  std::string other;
  Period days;
  std::string period;
  Money by_one;            ///< what the first owes the other
  Money by_other;
  Money net;               ///< the difference, not below zero
  std::string from;        ///< who pays it; empty where nothing is left to pay
  std::string to;
  std::optional<Date> due;
};

struct Statement {
  std::string deal;
  std::optional<std::string> scenario;    ///< whose figures these are, where one was asked for
  std::optional<std::string> currency;    ///< the deal's own
  std::optional<std::string> data_ends;   ///< the last period of the data, `2026-06`; nothing where the deal has no inputs
  std::optional<Date> settled_to;         ///< the last day of the data, where the term goes on past it
  std::vector<std::string> waiting;       ///< the first periods that are not settled because data ends: `2026-Q2`; one for each rhythm of settling
  std::vector<check::PartyInfo> parties;
  std::optional<Period> term;
  bool is_of_chosen_days = false;         ///< with `from` or `to` of the selection
  std::vector<std::string> figures;       ///< that the contract bounds, by EstimateId
  std::vector<Line> lines;                ///< by last day, then in the order of the clauses
  std::vector<Line> open_lines;           ///< payments of which nothing is known, in the same order
  std::vector<HangingLine> hanging;       ///< what is not known of payments, and why
  std::vector<Total> totals;              ///< in the order in which the clauses first pay
  std::vector<YearTotal> years;
  std::vector<Money> all;                 ///< one for each currency
  std::vector<Position> positions;        ///< in the order of the parties; only those that pay or receive
  std::vector<NetLine> net_lines;         ///< by period, then in the order in which the contract names the parties that settle net
  std::vector<std::string> not_rounded;   ///< clauses whose payments are exact
  std::vector<evaluate::RateChange> changes;
  std::vector<evaluate::TextInForce> texts;  ///< of clauses and measures that amendments change
  std::vector<evaluate::Remark> remarks;
  std::vector<data::FileSummary> files;
};

/// The statement of a run, but for what is paid net (netting.h). The lines and everything summed from them hold what the selection asks for.
Statement state(const check::CheckedContract& contract, const data::Table& table, const evaluate::Payments& payments, const Selection& selection = {});

/// Whether any payment has a least and a most instead of an amount.
bool has_bounds(const Statement& statement);

/// `10717642.80`: exact; for programs. Where the decimal does not end, a fraction: `1/3`.
std::string exact_text(const Money& money);
/// The same of its least and its most; empty where it has none.
std::string exact_least(const Money& money);
std::string exact_most(const Money& money);
/// `10,717,642.80`: the same, for people; `12.00 to 18.00` of an amount with bounds.
std::string grouped_text(const Money& money);
std::string grouped_least(const Money& money);
std::string grouped_most(const Money& money);

}  // namespace whereas::statement
