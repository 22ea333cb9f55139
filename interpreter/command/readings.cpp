#include "interpreter/command/readings.h"

#include "interpreter/command/usage.h"
#include "interpreter/statement/statement.h"
#include "lang/number/notation.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace whereas::command {

namespace {

/// More would take longer than the run that was asked for.
constexpr std::size_t most_offers = 16;
constexpr std::size_t most_data = std::size_t{256} * 1024;

/// By clause, what it pays in all.
using Sums = std::map<std::string, std::string>;
/// What one settlement pays, and when it falls due.
struct Part {
  std::string amount;
  std::optional<Date> due;
};
/// By the day on which it is settled, in the words of its period, by clause.
using Parts = std::map<std::tuple<Date, std::string, std::string>, Part>;
struct Paid {
  Sums sums;
  Parts parts;
};

std::string with_currency(std::string amount, const std::optional<std::string>& currency) {
  if (currency) amount += " " + *currency;
  return amount;
}

Paid paid_by(const Session& session) {
  Paid paid;
  for (const statement::Total& total : statement::state(session.contract(), session.table(), session.payments()).totals) {
    const std::string amount = with_currency(statement::grouped_text(total.paid), total.paid.currency);
    const auto [place, is_new] = paid.sums.emplace(total.clause, amount);
    if (!is_new) place->second += " and " + amount;  // another currency, or another way
  }
  for (const evaluate::Payment& payment : session.payments().payments) {
    const auto places = payment.rounding ? std::optional(std::max(payment.rounding->places, 0)) : std::nullopt;
    const std::string amount = with_currency(grouped(payment.amount, places), payment.currency);
    const auto [place, is_new] = paid.parts.emplace(std::tuple(payment.period.last(), payment.label, payment.title), Part{amount, payment.due});
    if (!is_new) place->second.amount += " and " + amount;
  }
  return paid;
}

/// Tries what one diagnostic offers.
class Offers {
 public:
  Offers(Desk& desk, const Source& contract, const ContractGiven& given, const FiguresGiven& figures, bool beside_the_run)
      : desk_(desk), contract_(contract), given_(given), figures_(figures), beside_the_run_(beside_the_run) {}

  /// Where several things are asked at once, each is priced as if the others were answered in the first way that they offer, or in the last.
  void answer(const std::vector<Diagnostic>& found) {
    const auto asks = [&](const Diagnostic& one) {
      return severity(one.code) == Severity::error && !one.helps.empty() && one.helps.front().edits.size() == 1 && one.helps.front().edits.front().span.source == contract_.id();
    };
    if (std::count_if(found.begin(), found.end(), asks) < 2) return;
    for (const Diagnostic& one : found) {
      if (!asks(one)) continue;
      first_ways_.push_back(one.helps.front().edits.front());
      last_ways_.push_back(one.helps.back().edits.size() == 1 ? one.helps.back().edits.front() : first_ways_.back());
    }
  }

  void price(Diagnostic& diagnostic) {
    answers_ = first_ways_;
    std::vector<Help*> priced;
    std::vector<Paid> ways = ways_of(diagnostic, priced);
    const auto differs = [&](const Paid& other) { return other.sums != ways.front().sums; };
    const bool tries_last = !last_ways_.empty() && std::none_of(ways.begin(), ways.end(), differs);
    if (tries_last) {
      answers_ = last_ways_;
      priced.clear();
      ways = ways_of(diagnostic, priced);
    }
    // What is only warned of is run all the same: that too is a way to read it.
    const bool runs = beside_the_run_ && !priced.empty() && severity(diagnostic.code) == Severity::warning && pays_as_it_stands();
    if (runs) ways.push_back(*as_it_stands_);
    if (ways.size() < 2) return;
    if (!answers_.empty()) diagnostic.note(fmt::format("the figures are those with the {} of the ways to answer each other question", tries_last ? "last" : "first"));
    fill_up(ways);
    const bool all_alike = std::all_of(ways.begin(), ways.end(), [&](const Paid& other) { return other.sums == ways.front().sums; });
    if (all_alike) {
      tell_when(diagnostic, priced, ways, runs);
      return;
    }
    for (std::size_t place = 0; place < priced.size(); ++place) {
      if (const std::string told = differences(ways[place].sums, ways, "then pays"); !told.empty()) priced[place]->text += fmt::format(" ({}{})", told, at_another_time(ways[place], ways));
    }
    if (runs) diagnostic.note("as it stands " + differences(ways.back().sums, ways, "pays"));
  }

 private:
  /// What one way pays and another never comes to is nothing there.
  static void fill_up(std::vector<Paid>& ways) {
    Paid nothing;
    for (const Paid& paid : ways) {
      for (const auto& [clause, amount] : paid.sums) nothing.sums.emplace(clause, "nothing");
      for (const auto& [settled, part] : paid.parts) nothing.parts.emplace(settled, Part{"nothing", std::nullopt});
    }
    for (Paid& paid : ways) {
      paid.sums.merge(Sums(nothing.sums));
      paid.parts.merge(Parts(nothing.parts));
    }
  }

  /// The ways pay the same in all: the first settlement that they do not pay alike, or the first that does not fall due on one day.
  static void tell_when(Diagnostic& diagnostic, const std::vector<Help*>& priced, const std::vector<Paid>& ways, bool runs) {
    const auto first = [&](auto&& is_alike) {
      return std::find_if(ways.front().parts.begin(), ways.front().parts.end(), [&](const Parts::value_type& one) {
        return std::any_of(ways.begin(), ways.end(), [&](const Paid& other) { return !is_alike(other.parts.at(one.first), one.second); });
      });
    };
    const auto by_amount = first([](const Part& one, const Part& other) { return one.amount == other.amount; });
    const auto by_day = first([](const Part& one, const Part& other) { return one.due == other.due; });
    const auto end = ways.front().parts.end();
    if (by_amount == end && by_day == end) {
      if (priced.size() > 1) diagnostic.note("on these figures all that is offered pays the same");
      return;
    }
    const auto& settled = (by_amount != end ? by_amount : by_day)->first;
    const std::string& label = std::get<1>(settled);
    const std::string& clause = std::get<2>(settled);
    const auto told = [&](const Paid& paid) {
      const Part& part = paid.parts.at(settled);
      if (by_amount != end) return fmt::format("pays {} for {}", part.amount, label);
      return part.due ? fmt::format("pays for {} by {}", label, part.due->text()) : fmt::format("pays for {} on no day that is named", label);
    };
    for (std::size_t place = 0; place < priced.size(); ++place) priced[place]->text += fmt::format(" (\"{}\" then {})", clause, told(ways[place]));
    if (runs) diagnostic.note(fmt::format("as it stands \"{}\" {}", clause, told(ways.back())));
    diagnostic.note("on these figures all that is offered pays the same in all, at other times");
  }

  /// What each offer pays, of those that can be run.
  std::vector<Paid> ways_of(Diagnostic& diagnostic, std::vector<Help*>& priced) {
    std::vector<Paid> ways;
    for (Help& help : diagnostic.helps) {
      if (help.edits.size() != 1 || help.edits.front().span.source != contract_.id() || tried_ >= most_offers) continue;
      if (auto paid = tried(help.edits.front(), diagnostic)) {
        priced.push_back(&help);
        ways.push_back(std::move(*paid));
      }
    }
    return ways;
  }

  /// What it pays by the clauses that not every way pays alike.
  static std::string differences(const Sums& paid, const std::vector<Paid>& ways, std::string_view verb) {
    std::string told;
    for (const auto& [clause, amount] : paid) {
      if (std::all_of(ways.begin(), ways.end(), [&, &clause = clause, &amount = amount](const Paid& other) { return other.sums.at(clause) == amount; })) continue;
      told += fmt::format("{}\"{}\" {} {}", told.empty() ? "" : ", ", clause, verb, amount);
    }
    return told;
  }

  /// Beside a way that pays the same in all: the first settlement that the two do not pay alike.
  static std::string at_another_time(const Paid& paid, const std::vector<Paid>& ways) {
    for (const Paid& other : ways) {
      if (other.sums != paid.sums) continue;
      for (const auto& [settled, part] : paid.parts) {
        if (other.parts.at(settled).amount != part.amount) return fmt::format(", {} for {}", part.amount, std::get<1>(settled));
      }
    }
    return {};
  }

  bool pays_as_it_stands() {
    if (!has_run_) as_it_stands_ = tried({}, nullptr);
    has_run_ = true;
    return as_it_stands_.has_value();
  }

  std::optional<Paid> tried(const Edit& edit, const Diagnostic& diagnostic) {
    ++tried_;
    std::vector<Edit> edits = answers_;
    edits.erase(std::remove_if(edits.begin(), edits.end(), [&](const Edit& one) { return is_offered_by(one, diagnostic); }), edits.end());
    edits.push_back(edit);
    return tried(std::move(edits), &diagnostic);
  }

  static bool is_offered_by(const Edit& edit, const Diagnostic& diagnostic) {
    return std::any_of(diagnostic.helps.begin(), diagnostic.helps.end(), [&](const Help& help) { return help.edits.size() == 1 && help.edits.front().span == edit.span && help.edits.front().text == edit.text; });
  }

  /// `answered`: what the changes must leave nothing to ask of.
  std::optional<Paid> tried(std::vector<Edit> edits, const Diagnostic* answered) {
    std::stable_sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) { return a.span.begin > b.span.begin; });
    std::string text(contract_.text());
    std::size_t untouched = text.size();
    for (const Edit& edit : edits) {
      if (edit.span.end > untouched) return std::nullopt;  // two ways to write one place
      text.replace(edit.span.begin, edit.span.end - edit.span.begin, edit.text);
      untouched = edit.span.begin;
    }
    Report& report = desk_.report();
    Report kept = std::move(report);
    report = Report{};
    std::optional<Paid> paid;
    try {
      Session session(desk_);
      if (session.check({given_.path, std::move(text)}) && session.pay(figures_)) paid = paid_by(session);
    } catch (const WrongUsage&) {  // the scenario is another one's
    }
    // What is still asked has not been chosen.
    const auto asked = report.ordered();
    const bool is_still_asked = answered != nullptr && std::any_of(asked.begin(), asked.end(), [&](const Diagnostic& other) { return other.code == answered->code && other.message == answered->message; });
    report = std::move(kept);
    if (is_still_asked) paid.reset();
    return paid;
  }

  Desk& desk_;
  const Source& contract_;
  const ContractGiven& given_;
  const FiguresGiven& figures_;
  bool beside_the_run_;
  std::vector<Edit> first_ways_;  ///< where several things are asked at once, of each
  std::vector<Edit> last_ways_;
  std::vector<Edit> answers_;     ///< one of the two
  std::size_t tried_ = 0;
  bool has_run_ = false;
  std::optional<Paid> as_it_stands_;  ///< nothing: it cannot be run
};

}  // namespace

void price_offers(Desk& desk, const Source& contract, const ContractGiven& given, const FiguresGiven& figures, bool beside_the_run) {
  std::vector<Diagnostic> found = desk.report().ordered();
  // A warning's one offer is compared with what is run as it stands; what only tidies up pays the same.
  const auto offers_readings = [&](const Diagnostic& diagnostic) {
    const auto offers = std::count_if(diagnostic.helps.begin(), diagnostic.helps.end(), [](const Help& help) { return help.edits.size() == 1; });
    return offers > 1 || (beside_the_run && offers == 1 && severity(diagnostic.code) == Severity::warning && diagnostic.code != code::unused_name);
  };
  if (std::none_of(found.begin(), found.end(), offers_readings)) return;
  std::size_t size = 0;
  for (const std::string& path : figures.data) {
    if (const Source* data = desk.open_data(path)) size += data->text().size();
  }
  if (size > most_data || desk.report().error_count() > static_cast<std::size_t>(std::count_if(found.begin(), found.end(), [](const Diagnostic& diagnostic) { return severity(diagnostic.code) == Severity::error; }))) return;
  Offers offers(desk, contract, given, figures, beside_the_run);
  offers.answer(found);
  for (Diagnostic& diagnostic : found) {
    if (offers_readings(diagnostic)) offers.price(diagnostic);
  }
  Report priced;
  for (Diagnostic& diagnostic : found) {
    const Code code = diagnostic.code;
    priced.add(code) = std::move(diagnostic);
  }
  desk.report() = std::move(priced);
}

}  // namespace whereas::command
