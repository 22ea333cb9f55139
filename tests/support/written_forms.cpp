// Loans, clauses for each value of a dimension, rows of which the first are free, what follows an index, one party's part of a waterfall.
#include "tests/support/contract_writer.h"

#include <algorithm>

namespace whereas::tests {

void ContractWriter::declare_rows_and_index() {
  if (dice_.one_in(5)) {
    const bool by_channel = dice_.one_in(3);
    WrittenInput orders{"order_value", {"ticket"}, Frequency::day, dice_.one_in(5), false, std::nullopt};
    if (by_channel) orders.dimensions.emplace_back("channel");
    orders.holds = WrittenInput::Holds::rows;
    text_ += "input order_value by ticket" + std::string(by_channel ? ", channel" : "") + ", one row each, USD" + (orders.may_be_negative ? ", may be negative" : "") + "\n";
    inputs_.push_back(orders);
  }
  if (dice_.one_in(6)) {
    WrittenInput index{"cpi", {}, Frequency::month, false, false, Date::of(begin_.year() - 2, 1, 1)};
    index.holds = WrittenInput::Holds::index;
    text_ += "input cpi at month end number, from " + index.from->text().substr(0, 7) + "\n";
    inputs_.push_back(index);
  }
}

/// Every row by itself, the first of them free or not.
std::string ContractWriter::rows() {
  std::string text = "the sum over ticket";
  if (!dice_.one_in(4)) {
    text += ", the first " + std::to_string(dice_.between(1, 5)) + dice_.pick({" each month", " each quarter", " each year", " over the term"}) + " free";
    if (!dice_.one_in(3)) text += ", those of one day by name";
    text += ",";
  }
  text += " of " + dice_.pick({"order_value", "(2.9% of order_value)", "(the lesser of order_value and " + money() + ")", "(the greater of (1% of order_value) and " + in_money("0.50") + ")", "(" + in_money("0.30") + " plus 2% of order_value)"});
  const auto orders = std::find_if(inputs_.begin(), inputs_.end(), [](const WrittenInput& one) { return one.name == "order_value"; });
  if (orders->dimensions.size() < 2 || dice_.one_in(2)) return "(" + text + ")";
  return "((" + text + ") where channel is " + dice_.pick({"\"direct\"", "not \"direct\"", "one of \"bedrock\", \"vertex\""}) + ")";
}

std::string ContractWriter::yearly_rise() {
  if (!has("cpi") || dice_.one_in(3)) return literal_rate();
  const std::string month = dice_.pick({"December", "December", "September", "March"});
  return "the change of cpi from " + month + " to " + month;
}

// --- loans --------------------------------------------------------------------------------------------------------------------------------

void ContractWriter::loan() {
  struct Rhythm {
    const char* word;
    int months;
  };
  const Rhythm rhythm = dice_.pick(std::vector<Rhythm>{{"monthly", 1}, {"monthly", 1}, {"quarterly", 3}, {"half-yearly", 6}, {"yearly", 12}, {"daily", 0}});
  const Date lent = begin_.plus_days(dice_.pick(std::vector<int>{0, 0, 14, 30}));
  const Date first = dice_.one_in(3) ? lent.plus_days(dice_.between(1, 45)) : lent.plus_months(std::max(1, rhythm.months));
  const auto on = [&](int place) { return rhythm.months == 0 ? first.plus_days(place) : first.plus_months(place * rhythm.months); };
  const int wanted = dice_.between(1, 24);
  int count = 0;
  while (count < wanted && on(count) < term_end()) ++count;
  if (count == 0) return;
  text_ += "clause \"Repayment\"\n  Alpha repays Gamma " + money() + " lent on " + lent.text() + ", in " + std::to_string(count) + " equal " + rhythm.word +
           dice_.pick({" instalments", " instalments", " repayments of principal"}) + ", the first on " + first.text() + ", with interest at " + dice_.pick({"6%", "10%", "2.75%", "1/3", "0%"}) +
           " a year on what is left, " + dice_.pick({"30/360", "30E/360", "ACT/360", "ACT/365", "ACT/ACT"});
  if (dice_.one_in(2)) {
    text_ += ", calling the balance left_to_repay";
    has_loan_balance_ = true;
  }
  if (dice_.one_in(4)) text_ += "\n    " + dice_.pick({"less 7% withholding", "then plus " + money(), "then less " + money(), "grossed up for 15% withholding", "rounded to dollars, up"});
  text_ += "\n\n";
}

/// Sums paid once, perhaps restated.
void ContractWriter::milestones() {
  const auto sums = [&](const std::string& indent) {
    std::string text;
    for (int i = dice_.between(1, 3); i > 0; --i) text += "\n" + indent + (dice_.one_in(3) ? rate() + " of revenue" : money()) + " the first time " + comparison();
    return text + "\n" + indent + dice_.pick({"either way", "never below zero", "at most " + money() + " each year\n" + indent + "either way"});
  };
  text_ += "clause \"Milestones\"\n  Alpha pays Beta" + sums("    ") + "\n\n";
  if (dice_.one_in(4) && months_ > 1) {
    text_ += "amendment \"On milestones\", effective " + begin_.plus_months(dice_.between(1, months_ - 1)).text() + "\n  clause \"Milestones\" now reads, counting " + dice_.pick({"on", "anew"}) +
             "\n    Alpha pays Beta" + sums("      ") + "\n\n";
  }
}

// --- for each channel -----------------------------------------------------------------------------------------------------------------------

std::string ContractWriter::channel_flow() {
  return dice_.pick({"sales", "sales", "costs", "(sales less costs)", "(the greater of sales and costs)", "(sales plus costs)", "(the sum of monthly (the excess of sales over costs))", "(cumulative sales)",
                     "(sales previous quarter)", "(costs year to date)", "(sales where channel is not \"direct\")"});
}

std::string ContractWriter::channel_amount() {
  switch (dice_.below(6)) {
    case 0:
      return ", on " + dice_.pick({"sales", "(sales less costs)"}) + dice_.pick({" each year", " each quarter", " over the term"}) + ":\n    " + rate() + " of the first " + money() + "\n    " + literal_rate() + " of the rest";
    case 1:
      return ", on sales" + dice_.pick({" each year", " over the term"}) + ":\n    " + literal_rate() + " of all if under " + money() + "\n    " + literal_rate() + " of all otherwise";
    case 2: return " " + money() + " each " + dice_.pick({"month", "quarter", "year"});
    case 3: return " " + literal_rate() + " of the excess of " + channel_flow() + " over " + money() + " each year to date, less what was paid";
    default: return " " + rate() + " of " + channel_flow();
  }
}

std::string ContractWriter::channel_line(int kind) {
  switch (kind) {
    case 0: return "never below zero" + dice_.pick({"", ", losses carried forward", ", losses carried forward for 2 quarters"});
    case 1: return "at most " + dice_.pick({money(), "50% of sales"}) + " " + window_noun();
    case 2: return "at least " + dice_.pick({money(), "7% of sales"}) + " " + window_noun();
    case 3: return "recouping \"" + dice_.pick({"Channel advance\"", "Channel advance\"", "Advance\"" + advance_counted_}) + " at " + rate() + (dice_.one_in(2) ? (has_channel_balance_ = true, ", calling the balance channel_balance") : "");
    case 4: return "held back " + literal_rate() + " for " + dice_.pick({"3 months", "2 quarters"}) + dice_.pick({", paid at the end", ", lapses"});
    case 5: return "nothing if under " + money() + ", carried forward, paid at the end";
    case 6: return "at most " + money() + " " + window_noun() + ", excess carried forward" + dice_.pick({"", "", " for 2 quarters"}) + dice_.pick({", paid at the end", ", lapses"});
    case 7: return dice_.pick({"while sales", "once cumulative sales", "while revenue", "once sales over trailing 3 months", "while cumulative costs"}) + dice_.pick({" is at least ", " is under ", " is over "}) + money();
    case 8: return dice_.pick({"from ", "until "}) + day();
    case 9: return "crediting " + literal_rate() + " of costs, rest carried forward";
    case 10: return "base losses carried forward";
    default: return "then plus " + dice_.pick({money(), "10% of costs", "(cumulative \"Channel advance\")"});
  }
}

/// One clause for each channel, perhaps with an advance for each, and whoever names it.
void ContractWriter::clauses_for_each() {
  if (!has("sales")) return;
  text_ += "clause \"Channel advance\" for each channel\n  Alpha pays Beta " + money() + " on " + begin_.plus_days(dice_.below(25)).text() + "\n\n";
  text_ += "clause \"Royalty\" for each channel\n  Alpha pays Beta" + channel_amount();
  std::vector<bool> taken(12, false);
  for (int i = dice_.below(4); i >= 0; --i) {
    const int kind = dice_.below(12);
    if (taken[static_cast<std::size_t>(kind)]) continue;
    taken[static_cast<std::size_t>(kind)] = true;
    text_ += "\n    " + channel_line(kind);
  }
  text_ += taken[0] ? "\n\n" : "\n    either way\n\n";
  clauses_.emplace_back("Royalty");
  if (dice_.one_in(3)) {
    text_ += "commitment \"Channel minimum\" for each channel\n  Alpha commits to Beta " + money() + " of sales each " + dice_.pick({"year", "quarter"}) + "\n    pays any shortfall\n    " +
             dice_.pick({"excess lapses", "excess carried forward", "excess carried forward for 1 year", "excess carried forward, at most 20%\n    any shortfall made up within 1 year is paid back"}) + "\n\n";
  }
  if (dice_.one_in(3)) {
    text_ += "waterfall \"Channel cascade\" for each channel of sales each year from Alpha\n  first " + dice_.pick({money() + " to Gamma, unpaid carried forward", "costs to Gamma, unpaid lapses"}) + "\n  then 100% to Beta until " +
             dice_.pick({"Beta has received " + money(), "Beta has earned 8% a year simple on " + money() + ", return before capital, ACT/365"}) + "\n  then 80% to Beta and the rest to Gamma\n  settled yearly\n  never below zero" +
             dice_.pick({"", ", losses carried forward"}) + "\n\n";
    if (dice_.one_in(2)) {
      text_ += "clause \"On channels\"\n  Gamma pays Alpha " + literal_rate() + " of " + dice_.pick({"\"Channel cascade\" received by Gamma", "(\"Channel cascade\" received by Gamma) where channel is \"direct\""}) + "\n    settled yearly\n    either way\n\n";
    }
  }
  if (dice_.one_in(2)) {
    text_ += "clause \"On royalties\"\n  Beta pays Gamma " + literal_rate() + " of " +
             dice_.pick({"\"Royalty\"", "(cumulative \"Royalty\")", "\"Royalty\" where channel is \"bedrock\"", "\"Royalty\" where channel is not \"direct\"", "(\"Channel advance\" where channel is \"vertex\")",
                         has_channel_balance_ ? "channel_balance" : "sales", has_channel_balance_ ? "channel_balance where channel is \"direct\"" : "costs"}) +
             "\n    either way\n\n";
  }
  if (dice_.one_in(3)) {
    text_ += "clause \"Each on its own\" for each channel\n  Beta pays Gamma " + literal_rate() + " of " + dice_.pick({"\"Royalty\"", "(cumulative \"Royalty\")", has_channel_balance_ ? "channel_balance" : "\"Royalty\""}) + "\n    either way\n\n";
  }
}

/// What is paid of what one party has received of the waterfall.
void ContractWriter::on_what_was_received() {
  const std::string party = dice_.pick({"Gamma", "Gamma", "Beta"});
  text_ += "clause \"On receipts\"\n  " + party + " pays Alpha " + literal_rate() + " of " + dice_.pick({"", "", "cumulative "}) + "\"Cascade\" received by " + party + "\n    settled " + dice_.pick({"yearly", "quarterly", "monthly"}) + "\n    either way\n\n";
}

}  // namespace whereas::tests
