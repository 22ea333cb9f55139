#include "interpreter/command/readings.h"

#include "interpreter/command/usage.h"
#include "interpreter/statement/statement.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace whereas::command {

namespace {

/// More would take longer than the run that was asked for.
constexpr std::size_t most_offers = 16;
constexpr std::size_t most_data = std::size_t{256} * 1024;

/// By clause, what it pays in all.
using Paid = std::map<std::string, std::string>;

Paid paid_by(const Session& session) {
  Paid paid;
  for (const statement::Total& total : statement::state(session.contract(), session.table(), session.payments()).totals) {
    std::string amount = statement::grouped_text(total.paid);
    if (total.paid.currency) amount += " " + *total.paid.currency;
    const auto [place, is_new] = paid.emplace(total.clause, amount);
    if (!is_new) place->second += " and " + amount;  // another currency, or another way
  }
  return paid;
}

/// Tries what one diagnostic offers.
class Offers {
 public:
  Offers(Desk& desk, const Source& contract, const ContractGiven& given, const FiguresGiven& figures, bool beside_the_run)
      : desk_(desk), contract_(contract), given_(given), figures_(figures), beside_the_run_(beside_the_run) {}

  void price(Diagnostic& diagnostic) {
    std::vector<Help*> priced;
    std::vector<Paid> ways;
    for (Help& help : diagnostic.helps) {
      if (help.edits.size() != 1 || help.edits.front().span.source != contract_.id() || tried_ >= most_offers) continue;
      if (auto paid = tried(help.edits.front(), diagnostic)) {
        priced.push_back(&help);
        ways.push_back(std::move(*paid));
      }
    }
    // What is only warned of is run all the same: that too is a way to read it.
    const bool runs = beside_the_run_ && !priced.empty() && severity(diagnostic.code) == Severity::warning && pays_as_it_stands();
    if (runs) ways.push_back(*as_it_stands_);
    if (ways.size() < 2) return;
    Paid nothing;  // of a clause that one way never lets come into force
    for (const Paid& paid : ways) {
      for (const auto& [clause, amount] : paid) nothing.emplace(clause, "nothing");
    }
    for (Paid& paid : ways) paid.merge(Paid(nothing));
    for (std::size_t place = 0; place < priced.size(); ++place) {
      if (const std::string told = differences(ways[place], ways, "then pays"); !told.empty()) priced[place]->text += fmt::format(" ({})", told);
    }
    const bool all_alike = std::all_of(ways.begin(), ways.end(), [&](const Paid& other) { return other == ways.front(); });
    if (all_alike && priced.size() > 1) diagnostic.note("on these figures all that is offered pays the same");
    if (runs && !all_alike) diagnostic.note("as it stands " + differences(ways.back(), ways, "pays"));
  }

 private:
  /// What it pays by the clauses that not every way pays alike.
  static std::string differences(const Paid& paid, const std::vector<Paid>& ways, std::string_view verb) {
    std::string told;
    for (const auto& [clause, amount] : paid) {
      if (std::all_of(ways.begin(), ways.end(), [&, &clause = clause, &amount = amount](const Paid& other) { return other.at(clause) == amount; })) continue;
      told += fmt::format("{}\"{}\" {} {}", told.empty() ? "" : ", ", clause, verb, amount);
    }
    return told;
  }

  bool pays_as_it_stands() {
    if (!has_run_) as_it_stands_ = tried({contract_.id(), 0, 0}, "", nullptr);
    has_run_ = true;
    return as_it_stands_.has_value();
  }

  std::optional<Paid> tried(const Edit& edit, const Diagnostic& diagnostic) {
    ++tried_;
    return tried(edit.span, edit.text, &diagnostic);
  }

  /// `answered`: what the change must leave nothing to ask of.
  std::optional<Paid> tried(Span span, const std::string& words, const Diagnostic* answered) {
    std::string text(contract_.text());
    text.replace(span.begin, span.end - span.begin, words);
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
