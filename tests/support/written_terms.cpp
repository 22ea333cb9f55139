// The newer terms: waterfalls, commitments, credits, lines that keep and hold, figures that rise, amendments.
#include "tests/support/contract_writer.h"

namespace whereas::tests {

// --- what is declared beside the clauses ------------------------------------------------------------------------------------------------

/// Each is declared by some contracts only, so that most stay short.
void ContractWriter::declare_terms() {
  if (dice_.one_in(6)) {
    const std::string how = dice_.pick({"", ", simple", ", at most 3%", ", never falling", ", rounded to cents, half up, each year"});
    text_ += "risen_fee means " + money() + ", rising " + yearly_rise() + " each year" + (dice_.one_in(3) ? ", first on " + day() : "") + how + "\n\n";
    has_risen_fee_ = true;
  }
  if (dice_.one_in(8)) {
    text_ += "event \"Closing\"" + (dice_.one_in(4) ? "" : " on " + begin_.plus_months(dice_.below(months_)).text()) + "\n\n";
    has_event_ = true;
  }
  if (dice_.one_in(6)) credits();
}

void ContractWriter::credits() {
  text_ += "credits \"Prepaid\" from Beta to Alpha, " + dice_.pick({"soonest to expire first", "oldest first", "in the order written"}) + "\n";
  for (int lots = dice_.between(1, 3); lots > 0; --lots) {
    const int first = 3 * dice_.below(1 + months_ / 6);
    text_ += "  " + money() + " from " + begin_.plus_months(first).text();
    const Date end = begin_.plus_months(std::min(months_, first + 3 * dice_.between(1, 4)));
    if (dice_.one_in(2)) text_ += dice_.one_in(2) ? " until " + end.text() : " through " + end.plus_days(-1).text();
    text_ += "\n";
  }
  text_ += "\n";
  has_credits_ = true;
}

/// Obligations that are no clauses.
void ContractWriter::obligations() {
  if (dice_.one_in(5)) {
    waterfall();
    if (dice_.one_in(2)) on_what_was_received();
  }
  if (dice_.one_in(6)) commitment();
  if (clauses_.size() > 1 && dice_.one_in(5)) {
    const bool is_least = dice_.one_in(4);
    text_ += "together \"" + clauses_[0] + "\" and \"" + clauses_[1] + "\" at " + (is_least ? "least " : "most ") + money() + " " + window_noun() +
             (is_least ? ", the missing part paid under \"" + clauses_[0] + "\"" : dice_.pick({", in the order named", ", in proportion"})) + "\n\n";
  }
}

// --- waterfalls -------------------------------------------------------------------------------------------------------------------------

void ContractWriter::waterfall() {
  const std::string each = dice_.pick({"year", "year", "quarter", "month"});
  const std::string adverb = each == "year" ? "yearly" : each == "quarter" ? "quarterly" : "monthly";
  const bool is_split = dice_.one_in(4);
  text_ += std::string(is_split ? "split" : "waterfall") + " \"Cascade\" of " + flow(dice_.below(2)) + " each " + each + " from Alpha\n";
  handed_out(is_split, adverb);
  text_ += "\n";
  cascade_ = is_split ? "split" : "waterfall";
  cascade_each_ = each;
}

/// Its steps and the lines below them.
void ContractWriter::handed_out(bool is_split, const std::string& adverb) {
  if (is_split) {
    text_ += "  " + dice_.pick({"in proportion: 3 to Beta and 2 to Gamma", "1/3 to Beta and the rest to Gamma", "12.5% to Beta and 87.5% to Gamma", "in proportion: revenue to Beta and compute_spend to Gamma"}) + "\n";
  } else {
    const int steps = dice_.between(1, 3);
    bool has_capital = false;
    for (int step = 0; step < steps; ++step) text_ += std::string(step == 0 ? "  first " : "  then ") + waterfall_step(has_capital) + "\n";
    text_ += "  then " + dice_.pick({"the rest to Gamma", "80% to Beta and 20% to Gamma", "33.3% to Gamma and the rest to Beta", "in proportion: 1 to Gamma and 2 to Beta"}) + "\n";
    if (dice_.one_in(5)) text_ += "  Gamma returns to Beta what exceeds 20% of " + dice_.pick({"revenue", "cumulative compute_spend"}) + (dice_.one_in(2) ? ", at most 60% of what it received" : "") + "\n";
  }
  text_ += "  settled " + adverb + "\n";
  if (dice_.one_in(4)) text_ += "  remainder to " + dice_.pick({"Beta", "Gamma"}) + "\n";
  text_ += "  " + dice_.pick({"never below zero", "never below zero, losses carried forward"}) + "\n";
}

std::string ContractWriter::waterfall_step(bool& has_capital) {
  const auto limit = [&] { return dice_.one_in(4) ? ", at most " + (dice_.one_in(2) ? money() : literal_rate() + " of revenue") : std::string(); };
  if (dice_.one_in(3)) {
    const std::string unpaid = dice_.pick({", unpaid carried forward", ", unpaid lapses"});
    if (dice_.one_in(3)) return money() + " to Beta and " + money() + " to Gamma" + limit() + unpaid;
    return (dice_.one_in(2) ? money() : "inference_cost") + " to " + dice_.pick({"Beta", "Gamma"}) + limit() + unpaid;
  }
  const std::string shares = dice_.pick({"100% to Beta", "100% to Beta", "80% to Beta and 20% to Gamma", "50% to Gamma and 50% to Beta", "the rest to Beta and 12.5% to Gamma"});
  const auto target = [&]() -> std::string {
    switch (dice_.below(has_capital ? 4 : 3)) {
      case 0: return "Beta has received " + (dice_.one_in(3) ? "1.5 times compute_spend" : money());
      case 3: return "Beta has " + dice_.pick({"20%", "1/3"}) + " of profit";
      default: break;
    }
    has_capital = true;
    const std::string rate = dice_.pick({"8%", "12%", "1/3"});
    const bool is_called = dice_.one_in(3);
    std::string text = "Beta has earned " + rate + " a year " + dice_.pick({"compounded", "simple"}) + " on " + (is_called ? "compute_spend" : money());
    if (is_called) text += dice_.pick({", counted from the start of each month", ", counted from the end of each month", ", counted from the start of each quarter"});
    return text + dice_.pick({", capital before return", ", return before capital"}) + dice_.pick({", ACT/365", ", ACT/360", ", ACT/ACT", ", 30E/360"});
  };
  std::string text = shares + " until " + target();
  if (dice_.one_in(5)) text += dice_.pick({" and ", " or "}) + std::string("Beta has received ") + money();
  return text + limit();
}

// --- commitments ------------------------------------------------------------------------------------------------------------------------

void ContractWriter::commitment() {
  const bool by_tokens = has("tokens_served") && dice_.one_in(3);
  text_ += "commitment \"Commitment\"\n";
  committed(by_tokens);
  text_ += "\n";
  commitment_ = by_tokens ? "tokens" : "money";
}

/// Who commits to what, and the lines below it.
void ContractWriter::committed(bool by_tokens) {
  const auto amount = [&] { return by_tokens ? some_bound().text() + " tokens" : money(); };
  const bool is_over_term = dice_.one_in(2);
  text_ += "  Alpha commits to Beta " + amount() + " of " + (by_tokens ? "tokens_served" : dice_.pick({"compute_spend", "revenue", "inference_cost"})) +
           (is_over_term ? " over the term" : dice_.pick({" each year", " each quarter"})) + "\n";
  if (by_tokens) text_ += "    at " + in_money("0.002") + " per token\n";
  if (is_over_term) {
    if (dice_.one_in(2)) text_ += "    at least " + amount() + dice_.pick({" each year", " each quarter", " each month"}) + "\n";
    if (dice_.one_in(2)) text_ += "    at least " + amount() + " in " + std::to_string(begin_.plus_months(months_ / 2).year()) + "\n";
    if (dice_.one_in(3)) text_ += "    at least " + amount() + " by " + last_day() + "\n    settled monthly\n";
  }
  text_ += "    " + dice_.pick({"pays any shortfall", "pays any shortfall", "pays 50% of any shortfall", "pays no shortfall", "pays any shortfall, due 60 days after year end"}) + "\n";
  text_ += "    " + dice_.pick({"excess lapses", "excess carried forward", "excess carried forward for 1 year", "excess carried forward for 1 year, at most 30%", "excess carried forward, at most 20%"}) + "\n";
  if (dice_.one_in(3)) text_ += "    any shortfall made up within " + dice_.pick({"1 year", "2 years", "6 months"}) + " is paid back\n";
  if (dice_.one_in(3)) text_ += "    prorated by days\n";
}

// --- amounts and lines --------------------------------------------------------------------------------------------------------------------

std::string ContractWriter::newer_amount(std::vector<std::string>& lines) {
  if (has_loan_balance_ && dice_.one_in(3)) return " 1% of left_to_repay";
  switch (dice_.below(9)) {
    case 0: return " " + literal_rate() + " of the excess of " + leaf() + " over " + money() + " each year to date, less what was paid";
    case 1: return " " + rate() + " of the " + dice_.pick({"highest", "lowest", "average"}) + " of monthly " + leaf();
    case 2: return " interest at " + rate() + " a year on " + money() + dice_.pick({", ACT/360", ", ACT/365", ", ACT/ACT", ", 30/360", ", 30E/360"});
    case 3: return " interest at 12% a year compounded " + dice_.pick({"monthly", "quarterly"}) + " on " + money() + dice_.pick({", 30/360", ", ACT/ACT"});
    case 4: return " " + money() + " per full " + money() + " " + leaf() + dice_.pick({"", " each month", " each year", " over the term"});
    case 5: {
      lines.push_back("prorated by " + dice_.pick({"days", "30/360", "days of the year", "whole months"}));
      return fixed_sums();
    }
    case 6: return has_risen_fee_ ? " risen_fee each " + dice_.pick({"month", "quarter", "year"}) : " " + flow(1);
    case 7: return flat_tiers();
    default: return " 2 times (the days from the start of the period through " + dice_.pick({"the end of the period", "the end of the year", "the end of the term"}) + ") each " + frequency_noun(settled_);
  }
}

std::string ContractWriter::flat_tiers() {
  std::string text = ", on " + flow(0) + dice_.pick({" each year", " each quarter", " over the term"}) + ":";
  switch (dice_.below(3)) {
    case 0: return text + "\n    " + money() + " flat if up to " + in_money("1000") + "\n    " + money() + " flat otherwise";
    case 1: return text + "\n    " + money() + " flat of the first " + in_money("1000") + "\n    " + money() + " flat of the rest";
    default: return text + "\n    1% of the first " + money() + "\n    2% of the rest, plus " + money() + " once entered";
  }
}

std::string ContractWriter::newer_proviso(int kind, bool may_use_credits) {
  const auto at_the_end = [&] { return dice_.pick({", paid at the end", ", lapses"}); };
  switch (kind) {
    case 0: return "nothing if under " + money() + (dice_.one_in(2) ? ", waived" : ", carried forward" + at_the_end());
    case 1: return "crediting " + literal_rate() + " of " + dice_.pick({"inference_cost", "(the greater of compute_spend and 0)"}) +
                   dice_.pick({"", ", at most 40% of what is due", ", at most 1000"}) + dice_.pick({", rest carried forward", ", rest carried forward for 2 quarters", ", rest carried forward for 5 months", ", rest lapses"});
    case 2: return "grossed up for " + dice_.pick({"15%", "1/3", "7%"}) + " withholding";
    case 3: return "held back " + literal_rate() + " for " + dice_.pick({"3 months", "1 quarter", "2 quarters", "1 year"}) + (dice_.one_in(3) ? ", at most " + money() + " held" : "") + at_the_end();
    case 4: return "held back " + literal_rate() + " until " + day() + ", at most " + money() + " held" + (dice_.one_in(3) ? ", lapses" : "");
    case 5: return "held back " + literal_rate() + " until " + day() + ", released equally over " + dice_.pick({"2 quarters", "6 months", "1 year"}) + (dice_.one_in(3) ? ", lapses" : "");
    case 6: {
      const int first = dice_.between(1, std::max(1, months_ - 1));
      const Date begin = begin_.plus_months(first);
      const Date later = begin_.plus_months(std::min(months_ - 1, first + dice_.between(1, 6)));
      return "held back " + literal_rate() + " until " + begin.text() + ", released 40% on " + begin.text() + " and the rest on " + later.text();
    }
    case 7: return "never below zero, losses carried forward, using at most " + literal_rate() + " of a later profit";
    case 8: return may_use_credits ? "first from \"Prepaid\"" + std::string(dice_.one_in(3) ? ", the rest at 150%" : "") : "either way";
    default: return has_event_ ? dice_.pick({"from \"Closing\"", "until \"Closing\"", "until 2 months after \"Closing\"", "held back 1/3 until \"Closing\""}) : "less 7% withholding";
  }
}

std::vector<std::string> ContractWriter::newer_provisos(bool may_use_credits) {
  std::vector<std::string> lines;
  for (int i = dice_.one_in(2) ? dice_.below(3) : 0; i > 0; --i) lines.push_back(newer_proviso(dice_.below(10), may_use_credits));
  return lines;
}

// --- amendments -----------------------------------------------------------------------------------------------------------------------------

/// A commitment or a waterfall, restated or ended: of a waterfall with one of its runs.
bool ContractWriter::obligation_amended() {
  const bool is_waterfall = !cascade_.empty() && (commitment_.empty() || dice_.one_in(2));
  if (!is_waterfall && commitment_.empty()) return false;
  const int step = !is_waterfall ? (dice_.one_in(3) ? 12 : 1) : cascade_each_ == "year" ? 12 : cascade_each_ == "quarter" ? 3 : 1;
  const int months = step * dice_.between(1, std::max(1, (months_ - 1) / step));
  const std::string from = begin_.plus_months(std::min(months, months_ - 1)).text();
  text_ += "amendment \"Amendment No. 1\", effective ";
  text_ += dice_.one_in(4) ? "back to " + from + ", signed " + begin_.plus_months(months_ - 1).text() + ", the difference credited with the next payment\n" : from + "\n";
  const std::string open = dice_.pick({", open minimums lapse", ", open minimums prorated by days", ", open minimums counted whole"});
  if (dice_.one_in(5)) {
    text_ += "  " + (is_waterfall ? cascade_ + " \"Cascade\" ends\n" : "commitment \"Commitment\" ends" + open + "\n");
    return true;
  }
  const bool on = dice_.one_in(2);
  const std::string counting = on ? ", counting on" : ", counting anew";
  if (!is_waterfall) {
    text_ += "  commitment \"Commitment\" now reads" + counting + (on ? "" : open) + "\n";
    committed(commitment_ == "tokens");
    return true;
  }
  text_ += "  " + cascade_ + " \"Cascade\" now reads" + counting + "\n    of " + flow(0) + " each " + cascade_each_ + " from Alpha\n";
  handed_out(cascade_ == "split", cascade_each_ == "year" ? "yearly" : cascade_each_ == "quarter" ? "quarterly" : "monthly");
  return true;
}

void ContractWriter::newer_amendment() {
  if (dice_.one_in(2) && obligation_amended()) return;
  const std::string effective = day();
  text_ += "amendment \"Amendment No. 1\", effective ";
  if (dice_.one_in(2)) {
    const int first = dice_.below(months_ / 2);
    text_ += "back to " + begin_.plus_months(first).text() + ", signed " + begin_.plus_months(dice_.between(first + 1, months_ - 1)).text() + dice_.pick({", the difference credited with the next payment", ", earlier payments stay"}) + "\n";
  } else {
    text_ += (has_event_ && dice_.one_in(3) ? dice_.pick({"on \"Closing\"", "1 month after \"Closing\""}) : effective) + "\n";
  }
  const std::string title = clauses_[static_cast<std::size_t>(dice_.below(static_cast<int>(clauses_.size())))];
  if (!rates_.empty() && dice_.one_in(3)) {
    text_ += "  " + dice_.pick(rates_) + " now means " + literal_rate() + exception(literal_rate()) + (dice_.one_in(3) ? ", counting anew" : "") + "\n";
    return;
  }
  if (dice_.one_in(4)) {
    // Tiers over tiers, or over a share: those of the whole restate their window.
    std::string bands = tiers();
    for (std::size_t at = bands.find('\n'); at != std::string::npos; at = bands.find('\n', at + 1)) bands.insert(at + 1, "  ");
    text_ += "  clause \"" + title + "\" now reads" + dice_.pick({", counting anew", ", counting on", ", counting on"}) + "\n    Alpha pays Beta" + bands + "\n      either way\n";
    return;
  }
  text_ += "  clause \"" + title + "\" now reads" + dice_.pick({", counting anew", ", counting anew", ", counting on", ""}) + "\n    Alpha pays " + dice_.pick({"Beta", "Gamma"}) + " " + rate() + " of " + flow(1);
  text_ += dice_.one_in(2) ? "\n    either way" : "\n    at most " + money() + " each year\n    never below zero, losses carried forward";
  if (dice_.one_in(2)) text_ += "\n    at least " + money() + " " + window_noun();
  text_ += "\n";
}

}  // namespace whereas::tests
