#include "tests/support/contract_writer.h"

#include <algorithm>

namespace whereas::tests {

ContractWriter::ContractWriter(std::uint64_t seed, int size) : dice_(seed), size_(size) {
  const std::vector<int> starts{1, 1, 1, 4, 7, 2, 11};
  begin_ = Date::of(dice_.between(2023, 2025), dice_.pick(starts), 1).value();
  months_ = dice_.one_in(4) ? dice_.between(1, 7) : dice_.pick(std::vector<int>{12, 12, 15, 24, 30});
  settled_ = dice_.pick(std::vector<Frequency>{Frequency::month, Frequency::month, Frequency::quarter, Frequency::quarter, Frequency::quarter, Frequency::year});
  for (int i = 0; i < 4; ++i) {
    bounds_.push_back(Number::decimal(dice_.pick(std::vector<int>{100, 1'000, 2'500, 10'000, 33'333, 50'000, 123'456, 1'000'000, 2'000'001}) * dice_.pick(std::vector<int>{1, 10, 100}), 2));
  }
  std::sort(bounds_.begin(), bounds_.end());
  bounds_.erase(std::unique(bounds_.begin(), bounds_.end()), bounds_.end());
}

std::string ContractWriter::write() {
  header();
  declare_inputs();
  define_rates();
  define_measures();
  declare_terms();
  if (dice_.one_in(3)) {
    text_ += "clause \"Advance\"\n  Alpha pays Beta " + money() + " on " + begin_.plus_days(dice_.below(20)).text();
    if (dice_.one_in(2) && months_ > 2) text_ += "\n    " + money() + " on " + begin_.plus_months(2).plus_days(14).text();
    if (dice_.one_in(4)) {
      text_ += "\n    less " + literal_rate() + " withholding";
      advance_counted_ = dice_.pick({" before withholding", " after withholding"});
    }
    text_ += "\n\n";
    has_advance_ = true;
  }
  if (dice_.one_in(6)) loan();
  const int clauses = 1 + dice_.below(1 + size_ / 2);
  for (int i = 1; i <= clauses; ++i) clause(i);
  if (dice_.one_in(3)) clauses_for_each();
  obligations();
  if (months_ > 2 && dice_.one_in(10)) {
    newer_amendment();
  } else if (dice_.one_in(30) && months_ > 1) {
    amendment();
  }
  if (dice_.one_in(3)) milestones();
  return text_;
}

void ContractWriter::header() {
  text_ += "deal \"Made by dice\"\n\nparty Alpha\nparty Beta\nparty Gamma\n\nterm " + begin_.text() + " to " + term_end().plus_days(-1).text() + "\n";
  text_ += "currency USD\n";
  if (dice_.one_in(8)) text_ += "fiscal year ends 30 June\n";
  text_ += "settled " + std::string(adverb(settled_));
  const std::string end = frequency_noun(settled_) + " end";
  if (dice_.one_in(8)) text_ += ", due " + dice_.pick({"1 month after ", "2 months after ", "on the last day of the month after ", "on the 15th of the second month after ", "on the first day of the month after "}) + end;
  else if (dice_.one_in(2)) text_ += ", due " + std::to_string(dice_.between(0, 90)) + " days after " + end;
  text_ += "\n";
  if (!dice_.one_in(4)) {
    text_ += "rounded to " + dice_.pick({"cents", "cents", "dollars", "0.001"}) + ", " +
             dice_.pick({"half even", "half up", "half down", "up", "down", "ceiling", "floor"}) + "\n";
  }
  text_ += "\n";
}

void ContractWriter::declare_inputs() {
  const auto declare = [&](const std::string& head, const std::string& unit, WrittenInput input) {
    text_ += "input " + head + " " + unit;
    if (input.may_be_negative) text_ += ", may be negative";
    if (input.missing_is_zero) text_ += ", missing is zero";
    if (input.from) text_ += ", from " + input.from->text().substr(0, 7);
    text_ += "\n";
    inputs_.push_back(std::move(input));
  };
  const auto monthly = [&](const std::string& name) {
    WrittenInput input{name, {}, Frequency::month, dice_.one_in(4), false, std::nullopt};
    if (name == "compute_spend" && dice_.one_in(4)) input.from = begin_.plus_months(-dice_.between(1, 12));
    declare(name, "monthly USD", input);
  };
  monthly("revenue");
  monthly("inference_cost");
  monthly("compute_spend");
  if (dice_.one_in(3)) {
    const bool missing = dice_.one_in(2);
    declare("sales by channel", "monthly USD", {"sales", {"channel"}, Frequency::month, false, missing, std::nullopt});
    declare("costs by channel", "monthly USD", {"costs", {"channel"}, Frequency::month, false, missing, std::nullopt});
  }
  if (dice_.one_in(3)) declare("tokens_served", "monthly tokens", {"tokens_served", {}, Frequency::month, false, false, std::nullopt});
  if (dice_.one_in(3)) declare("stake_value", "at month end USD", {"stake_value", {}, Frequency::month, false, false, std::nullopt});
  if (dice_.one_in(4)) {
    declare("revenue_eur", "monthly EUR", {"revenue_eur", {}, Frequency::month, false, false, std::nullopt});
    declare("usd_per_eur", "at month end USD per EUR", {"usd_per_eur", {}, Frequency::month, false, false, std::nullopt});
  }
  if (begin_.month() == 1 && months_ % 12 == 0 && dice_.one_in(3)) {
    declare("budget", "yearly USD, spread evenly", {"budget", {}, Frequency::year, false, false, std::nullopt});
    flows_.emplace_back("budget");
  }
  declare_rows_and_index();
  text_ += "\n";
}

void ContractWriter::define_rates() {
  const int count = dice_.below(2 + size_ / 2);
  for (int i = 1; i <= count; ++i) {
    const std::string name = "rate_" + std::to_string(i);
    text_ += name + " means " + literal_rate();
    for (int e = dice_.below(3); e > 0; --e) text_ += exception(literal_rate());
    text_ += "\n";
    rates_.push_back(name);
  }
}

void ContractWriter::define_measures() {
  text_ += "margin(cost) means (revenue less cost) divided by (revenue plus compute_spend)\n";
  if (dice_.one_in(4)) {
    text_ += "fee means 10% of (revenue after inference_cost, fee)\n";
    flows_.emplace_back("fee");
  }
  const int count = dice_.below(2 + size_ / 2);
  for (int i = 1; i <= count; ++i) {
    const std::string name = "base_" + std::to_string(i);
    text_ += name + " means " + flow(1 + dice_.below(1 + size_ / 3));
    if (dice_.one_in(4)) text_ += exception(flow(1));
    text_ += "\n";
    flows_.push_back(name);
  }
  if (dice_.one_in(4)) schedules();
  if (dice_.one_in(4)) point();
  text_ += "\n";
}

/// Tiers under a name, some of which are told what they are on.
void ContractWriter::schedules() {
  const bool is_told = dice_.one_in(3);
  if (is_told) {
    text_ += "ladder(figure) means, on figure" + dice_.pick({" each year", " each quarter", " over the term"}) + ":\n  10% of the first " + money() + "\n  " + rate() + " of the rest\n";
    flows_.push_back("ladder(" + leaf() + ")");
    return;
  }
  text_ += "ladder means" + tiers() + "\n";
  flows_.emplace_back("ladder");
}

/// A rate that changes at the point at which something is passed, on the money that it is of.
void ContractWriter::point() {
  const auto growing = [&] {
    std::vector<std::string> names;
    for (const WrittenInput& input : inputs_) {
      const bool flows = input.name == "revenue" || input.name == "inference_cost" || input.name == "compute_spend";
      if (flows && !input.may_be_negative) names.push_back(input.name);
    }
    return names;
  }();
  if (growing.empty()) return;
  text_ += "pointed_rate means " + literal_rate() + "\n";
  if (dice_.one_in(3)) text_ += "  except " + literal_rate() + " from " + day() + "\n";
  const std::string to_date = dice_.one_in(2) ? "cumulative " + dice_.pick(growing) : dice_.pick(growing) + " year to date";
  text_ += "  except " + literal_rate() + " once " + to_date + dice_.pick({" is over ", " is at least "}) + money() + ", from that point\n";
  text_ += "pointed means pointed_rate of " + leaf() + "\n";
  flows_.emplace_back("pointed");
}

void ContractWriter::clause(int number) {
  const std::string title = "Clause " + std::string(1, static_cast<char>('A' + number - 1));
  const bool to_beta = has_advance_ || has_credits_ || dice_.one_in(2);
  std::vector<std::string> lines;
  text_ += "clause \"" + title + "\"\n  Alpha pays " + (to_beta ? "Beta" : "Gamma");
  const auto begins_alike = [](const std::string& one, const std::string& other) { return one.substr(0, 8) == other.substr(0, 8); };
  const auto add = [&](std::vector<std::string> more) {
    for (auto& line : more) {
      // Most lines stand once; two guarantees and two caps may stand over different windows.
      const bool is_there = std::any_of(lines.begin(), lines.end(), [&](const std::string& other) { return begins_alike(line, other); });
      if (!is_there || dice_.one_in(20)) lines.push_back(std::move(line));
    }
  };
  const std::string sum = amount(lines);
  text_ += sum;
  const bool is_to_date = sum.ends_with("less what was paid");
  if (is_to_date) {
    lines = {dice_.pick({"either way", "never below zero"})};
    if (dice_.one_in(3)) lines.push_back(dice_.one_in(2) ? "from " + day() : "while revenue is over " + money());
  } else {
    add(provisos(to_beta && has_advance_));
    add(newer_provisos(has_credits_));
  }
  say_what_counts(sum, lines);
  for (std::size_t i = lines.size(); i > 1; --i) std::swap(lines[i - 1], lines[static_cast<std::size_t>(dice_.below(static_cast<int>(i)))]);
  for (const auto& line : lines) text_ += "\n    " + line;
  text_ += "\n\n";
  clauses_.push_back(title);
  const auto withholds = [](const std::string& line) { return line.starts_with("less ") && line.ends_with(" withholding"); };
  if (std::any_of(lines.begin(), lines.end(), withholds)) withheld_.insert(title);
}

/// How much counts in a part of a window, and that earlier payments have counted what this one does: now and then it is left open.
void ContractWriter::say_what_counts(const std::string& sum, std::vector<std::string>& lines) {
  if (sum.find(" on 20") != std::string::npos || dice_.one_in(12)) return;  // a sum on a day has no such lines
  const auto says = [&](std::string_view words) { return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) { return line.find(words) != std::string::npos; }); };
  if (!says("prorated")) lines.emplace_back(dice_.pick({"prorated by days", "not prorated", "not prorated"}));
  const auto holds = [&](std::string_view words) { return sum.find(words) != std::string::npos || says(words); };
  const bool counts_again = holds("to date)") || holds("trailing") || holds("cumulative") || holds("previous year");
  if (counts_again && settled_ != Frequency::term) lines.push_back("counting it again each " + std::string(noun(settled_)));
}

/// Behind a title: whether what is withheld counts, where something is.
std::string ContractWriter::counted_of(const std::string& title) {
  return withheld_.contains(title) ? dice_.pick({" before withholding", " after withholding"}) : "";
}

std::string ContractWriter::amount(std::vector<std::string>& lines) {
  if (dice_.one_in(6)) return newer_amount(lines);
  switch (dice_.below(8)) {
    case 0:
    case 1:
      if (dice_.one_in(4)) lines.emplace_back(dice_.pick({"prorated by days", "prorated by whole months", "not prorated"}));
      return tiers();
    case 2:
      if (dice_.one_in(2)) lines.emplace_back("prorated by days");
      return fixed_sums();
    case 3:
      if (dice_.one_in(3)) lines.emplace_back("prorated by days");
      return " " + flow(1 + size_ / 2);
    default: return " share " + rate() + " of " + flow(dice_.below(2 + size_ / 2));
  }
}

std::string ContractWriter::tiers() {
  const bool by_tokens = has("tokens_served") && dice_.one_in(4);
  const bool priced = by_tokens;
  std::string window = dice_.pick({"each year", "each year", "each quarter", "each month", "over the term"});
  std::string text = ", on " + (by_tokens ? "tokens_served" : flow(dice_.below(2))) + " " + window + ":";
  const auto band = [&] {
    if (!priced) return rate();
    return in_money(dice_.pick({"15.00", "0.25", "7"})) + dice_.pick({" per million", " per started 1,000", " per 100"});
  };
  const auto limit = [&](const Number& bound) { return priced ? bound.text() : in_money(bound.text()); };
  const bool whole = dice_.one_in(3);
  const std::string bound_word = dice_.pick({"under ", "up to "});
  Number before = 0;
  for (const Number& bound : bounds_) {
    if (whole) {
      text += "\n    " + band() + " of all if " + bound_word + limit(bound);
    } else {
      text += "\n    " + band() + " of the " + (before.is_zero() ? "first " : "next ") + limit(bound - before);
    }
    before = bound;
  }
  text += "\n    " + band() + (whole ? " of all otherwise" : " of the rest");
  if (whole && dice_.one_in(4)) text += ", going forward";
  return text;
}

std::string ContractWriter::fixed_sums() {
  std::string text;
  for (int i = dice_.between(1, 2); i > 0; --i) {
    text += (text.empty() ? " " : "\n    ") + money() + " each " + dice_.pick({"month", "quarter", "year"});
    if (dice_.one_in(3)) text += ", rising " + yearly_rise() + " each year" + (dice_.one_in(2) ? ", simple" : "");
    if (dice_.one_in(3)) text += ", in advance";
  }
  return text;
}

std::vector<std::string> ContractWriter::provisos(bool may_recoup) {
  std::vector<std::string> lines;
  if (may_recoup && dice_.one_in(2)) lines.push_back("recouping \"Advance\"" + advance_counted_ + " at " + literal_rate());
  std::vector<bool> taken(13, false);
  for (int i = dice_.below(2 + size_); i > 0; --i) {
    const int kind = dice_.below(13);
    if (taken[static_cast<std::size_t>(kind)]) continue;
    taken[static_cast<std::size_t>(kind)] = true;
    lines.push_back(proviso(kind));
  }
  if (!taken[0] && !taken[1]) lines.emplace_back(dice_.one_in(2) ? "either way" : "never below zero");
  return lines;
}

/// So many whole settlements.
std::string ContractWriter::rolling() {
  return "over any " + (settled_ == Frequency::month ? dice_.pick({"2 months", "5 months", "12 months", "2 quarters"}) : settled_ == Frequency::quarter ? dice_.pick({"6 months", "2 quarters", "3 quarters", "1 year"}) : dice_.pick({"1 year", "2 years"}));
}

std::string ContractWriter::proviso(int kind) {
  const auto bound = [&] { return dice_.one_in(4) ? literal_rate() + " of " + dice_.pick({"revenue", "compute_spend"}) : money(); };
  switch (kind) {
    case 0: return "never below zero" + std::string(dice_.one_in(2) ? ", losses carried forward" + std::string(dice_.one_in(2) ? " for " + std::to_string(dice_.between(1, 5)) + " quarters" : "") : "");
    case 1: return dice_.one_in(3) ? "base losses carried forward" : "either way";
    case 2: return "at least " + bound() + " " + window_noun();
    case 3:
      if (settled_ == Frequency::year) return "at least " + bound() + " each year";
      return "at least " + bound() + " each quarter, credited across the year";
    case 4: return "at most " + bound() + " " + (dice_.one_in(4) ? rolling() : window_noun());
    case 5: return "at most " + bound() + " " + (dice_.one_in(4) ? rolling() : window_noun()) + ", excess carried forward" + dice_.pick({"", "", "", " for 1 quarter", " for 2 quarters", " for 4 months", " for 1 year"}) + (dice_.one_in(3) ? ", lapses" : ", paid at the end");
    case 6: return "less " + literal_rate() + " withholding";
    case 7: return "then plus " + (dice_.one_in(2) ? money() : flow(1));
    case 8: return "then less " + (dice_.one_in(2) ? money() : flow(1));
    case 9: return "held back " + literal_rate() + " until " + day();
    case 10: {
      const int kept = dice_.between(1, std::max(1, months_ / 2));
      const auto month = [&](int index) { return begin_.plus_months(std::min(index, months_ - 1)).text().substr(0, 7); };
      std::string text = "deferred " + literal_rate() + " from " + month(0) + " to " + month(kept - 1) + ", repaid equally over " + month(kept) + " to " + month(kept + dice_.between(0, months_));
      if (dice_.one_in(2)) text += " with 5% interest, " + dice_.pick({"ACT/360", "ACT/365", "ACT/ACT", "30/360", "30E/360"});
      return text + (dice_.one_in(4) ? ", lapses" : "");
    }
    case 11: return dice_.pick({"from ", "until "}) + day();
    default: return dice_.one_in(3) ? "through " + last_day() : (dice_.one_in(2) ? "while " + comparison() + lasting() : "once " + comparison());
  }
}

void ContractWriter::amendment() {
  text_ += "amendment \"Amendment No. 1\", effective " + day() + "\n";
  switch (dice_.below(3)) {
    case 0:
      if (!rates_.empty()) {
        text_ += "  " + dice_.pick(rates_) + " now means " + literal_rate() + "\n";
        return;
      }
      [[fallthrough]];
    case 1: text_ += "  clause \"" + clauses_.back() + "\" ends\n"; return;
    default: text_ += "  clause \"" + clauses_.back() + "\" now reads\n    Alpha pays Beta share " + rate() + " of " + flow(1) + "\n    either way\n"; return;
  }
}

}  // namespace whereas::tests
