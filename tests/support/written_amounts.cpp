#include "tests/support/contract_writer.h"

#include <algorithm>

namespace whereas::tests {

const std::vector<std::string>& channels() {
  static const std::vector<std::string> values{"bedrock", "direct", "vertex"};
  return values;
}

bool ContractWriter::has(const std::string& input) const {
  return std::any_of(inputs_.begin(), inputs_.end(), [&](const WrittenInput& one) { return one.name == input; });
}

std::string ContractWriter::in_money(const std::string& number) const { return has("revenue_eur") ? number + " USD" : number; }

std::string ContractWriter::money() { return in_money(dice_.one_in(3) ? std::to_string(dice_.between(1, 500)) : some_bound().text()); }

std::string ContractWriter::day() {
  return begin_.plus_months(dice_.between(1, std::max(1, months_ - 1))).text();
}

std::string ContractWriter::last_day() { return begin_.plus_months(dice_.between(1, std::max(1, months_ - 1))).plus_days(-1).text(); }

std::string ContractWriter::frequency_noun(Frequency frequency) const { return std::string(noun(frequency)); }

std::string ContractWriter::window_noun() {
  std::vector<std::string> nouns{"each year"};
  if (settled_ != Frequency::year) nouns.insert(nouns.end(), {"each quarter", "each year", "over the term"});
  if (settled_ == Frequency::month) nouns.emplace_back("each month");
  return dice_.pick(nouns);
}

std::string ContractWriter::literal_rate() {
  return dice_.pick({"50%", "12.5%", "250 bps", "3/8", "1/3", "100%", "7%", "20%", "2.75%", "33.3%"});
}

std::string ContractWriter::rate() { return !rates_.empty() && dice_.one_in(2) ? dice_.pick(rates_) : literal_rate(); }

std::string ContractWriter::leaf() {
  if (!flows_.empty() && dice_.one_in(2)) return dice_.pick(flows_);
  return dice_.pick({"revenue", "revenue", "inference_cost", "compute_spend"});
}

std::string ContractWriter::flow(int depth) {
  if (depth <= 0) return leaf();
  const auto inner = [&] { return flow(depth - 1 - dice_.below(2)); };
  switch (dice_.below(23)) {
    case 0: return "(" + inner() + " plus " + inner() + ")";
    case 1: return "(" + inner() + " less " + inner() + ")";
    case 2:
    case 3: return "(" + rate() + " of " + inner() + ")";
    case 4: return "(the greater of " + inner() + " and " + inner() + ")";
    case 5: return "(the lesser of " + inner() + " and " + money() + ")";
    case 6: return "(the sum of " + dice_.pick({"monthly", "quarterly"}) + " " + inner() + ")";
    case 7: return "round(" + inner() + ", " + dice_.pick({"cents, half up", "dollars, half even", "cents, down", "dollars, ceiling", "0.001, floor"}) + ")";
    case 8: return "(revenue after inference_cost)";
    case 9: return "(gross_profit after " + std::string(dice_.one_in(2) ? "compute_spend and inference_cost" : "inference_cost (at most 40% of revenue)") + ")";
    case 10: return "(" + inner() + dice_.pick({" times 3", " times 1.25", " divided by 7", " * 2", " / 3"}) + ")";
    case 11: return "(" + inner() + " + " + money() + ")";
    case 12:
      if (!has("sales")) return leaf();
      return dice_.one_in(2) ? "sales where channel is \"" + dice_.pick(channels()) + "\""
                             : "(sales plus costs) where channel is " + dice_.pick({"not \"direct\"", "one of \"bedrock\", \"vertex\"", "\"bedrock\""});
    case 13:
      if (!has("sales")) return leaf();
      return "(the sum over channel of the greater of sales and costs)";
    case 14: return has("tokens_served") ? "(" + in_money(dice_.pick({"15.00", "0.002", "3"})) + dice_.pick({" per million", " per", " per started 1,000", " per started 7"}) + " tokens_served)" : leaf();
    case 15: return has("usd_per_eur") ? "(the sum of monthly revenue_eur times usd_per_eur)" : leaf();
    case 16: return "(" + inner() + " times margin(inference_cost))";
    case 17: return "(" + leaf() + dice_.pick({" previous quarter", " previous month", " previous year", " year to date", " quarter to date", " over trailing 6 months", " over trailing 12 months"}) + ")";
    case 18: return "(" + std::string(dice_.one_in(2) ? "cumulative " : "average of ") + leaf() + dice_.pick({"", "", " over trailing 6 months"}) + ")";
    case 19: return has("stake_value") ? "(" + literal_rate() + " of stake_value" + dice_.pick({"", " at start"}) + ")" : leaf();
    case 20:
      if (clauses_.empty()) return leaf();
      {
        const std::string title = dice_.pick(clauses_);
        return dice_.pick({"(cumulative (\"", "((\""}) + title + "\"" + counted_of(title) + "))";
      }
    case 21: return has("order_value") ? rows() : leaf();
    default: return leaf();
  }
}

/// Behind `while`: perhaps that it goes on ruling.
std::string ContractWriter::lasting() {
  std::string text = dice_.one_in(4) ? ", from the next period" : "";
  if (!dice_.one_in(4)) return text;
  return text + dice_.pick({", and for the 2 quarters after", ", and for the 6 months after", ", and for the 1 year after", ", to the end of the year", ", to the end of the next year", ", to the end of the next quarter"});
}

std::string ContractWriter::comparison() {
  const std::string relation = dice_.pick({" is at least ", " is at most ", " is under ", " is over ", " is not at least ", " is not over "});
  if (has_loan_balance_ && dice_.one_in(6)) return "left_to_repay" + relation + money();
  switch (dice_.below(7)) {
    case 0: return leaf() + " over trailing 12 months" + relation + money();
    case 1: return leaf() + " over trailing 3 months" + relation + money();
    case 2: return "cumulative " + leaf() + relation + money();
    case 3: return leaf() + " year to date" + relation + money();
    case 4: return leaf() + relation + leaf();
    case 5: return leaf() + " previous quarter" + relation + money();
    default: return "on or after " + day();
  }
}

std::string ContractWriter::condition() {
  switch (dice_.below(6)) {
    case 0: return comparison() + " and " + comparison();
    case 1: return comparison() + " or " + comparison();
    default: return comparison();
  }
}

/// `except VALUE from DATE`, `while CONDITION`, `once CONDITION`
std::string ContractWriter::exception(const std::string& value) {
  std::string text = "\n  except " + value;
  switch (dice_.below(7)) {
    case 0:
    case 1: return text + " from " + day();
    case 2: {
      const int first = dice_.between(1, std::max(1, months_ - 1));
      const Date begin = begin_.plus_months(first);
      const Date end = begin.plus_months(dice_.between(1, 4));
      text += " from " + begin.text();
      return text + (dice_.one_in(2) ? " until " + end.text() : dice_.pick({" to ", " through "}) + end.plus_days(-1).text());
    }
    case 3: return text + " until " + day();
    case 4: return text + " while " + condition() + lasting();
    case 5: return text + " once " + condition() + (dice_.one_in(3) ? ", from that period" : "");
    default: return text + " from " + day() + " while " + comparison();
  }
}

}  // namespace whereas::tests
