#pragma once

#include "interpreter/statement/statement.h"

#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace whereas::statement {

/// What one party pays, receives and keeps of one period, over all contracts, in one currency.
struct NetPosition {
  std::string period;
  Period days;
  std::string party;
  Money paid;
  Money received;
  Money net;  ///< received less paid
};

/// What one party receives from another in one period, in two parts. Its own money comes back as far as it has paid the other more than the
/// other has paid it until then; the rest is organic.
struct Return {
  std::string period;
  Period days;
  std::string party;
  std::string from;
  Money received;
  Money own;
  Money organic;
};

struct Netting {
  std::vector<NetPosition> positions;  ///< by the period's last day, then in the order in which the contracts name the parties
  std::vector<Return> returns;         ///< in the same order; only between parties whose own money comes back to one of them
};

/// Adds up what the parties of several contracts pay one another. A party is the same in all contracts that name it so.
class Netter {
 public:
  /// `by`: month, quarter, year or term of each contract's calendar.
  explicit Netter(Frequency by) : by_(by) {}

  /// The payments of one contract, those that the selection shows.
  void take(const check::CheckedContract& contract, const evaluate::Payments& payments, const std::optional<Period>& term, const Selection& selection);
  Netting finish();

 private:
  struct Flow {
    Date day;
    Period days;
    std::string period;
    std::string from;
    std::string to;
    Money money;
    bool is_shown = true;
  };
  using Pair = std::tuple<std::string, std::string, std::string>;  ///< lender, holder, currency

  void add_position(const Flow& flow);
  void add_return(const Flow& flow);
  NetPosition& position(const Flow& flow, const std::string& party);
  std::size_t place(const std::string& party) const;

  Frequency by_;
  std::vector<std::string> parties_;
  std::vector<Flow> flows_;
  std::map<Pair, Number> lent_;  ///< what the first has paid the second more than the second it
  Netting netting_;
};

/// What the contract's net settlements leave to pay, of the periods that are settled whole and that the selection shows.
std::vector<NetLine> net_lines(const check::CheckedContract& contract, const evaluate::Payments& payments, const std::optional<Period>& term,
                               const std::optional<Date>& settled_to, const Selection& selection, Report& report);

}  // namespace whereas::statement
