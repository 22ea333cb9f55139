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
  Offers(Desk& desk, const Source& contract, const ContractGiven& given, const FiguresGiven& figures)
      : desk_(desk), contract_(contract), given_(given), figures_(figures) {}

  void price(Diagnostic& diagnostic) {
    std::vector<std::pair<Help*, Paid>> priced;
    for (Help& help : diagnostic.helps) {
      if (help.edits.size() != 1 || help.edits.front().span.source != contract_.id() || tried_ >= most_offers) continue;
      if (auto paid = tried(help.edits.front(), diagnostic)) priced.emplace_back(&help, std::move(*paid));
    }
    if (priced.size() < 2) return;
    Paid nothing;  // of a clause that one offer never lets come into force
    for (const auto& [help, paid] : priced) {
      for (const auto& [clause, amount] : paid) nothing.emplace(clause, "nothing");
    }
    for (auto& [help, paid] : priced) paid.merge(Paid(nothing));
    for (auto& [help, paid] : priced) {
      std::string told;
      for (const auto& entry : paid) {
        if (std::all_of(priced.begin(), priced.end(), [&](const auto& other) { return other.second.at(entry.first) == entry.second; })) continue;
        told += fmt::format("{}\"{}\" then pays {}", told.empty() ? "" : ", ", entry.first, entry.second);
      }
      if (!told.empty()) help->text += fmt::format(" ({})", told);
    }
    if (std::all_of(priced.begin(), priced.end(), [&](const auto& other) { return other.second == priced.front().second; })) {
      diagnostic.note("on these figures all that is offered pays the same");
    }
  }

 private:
  std::optional<Paid> tried(const Edit& edit, const Diagnostic& diagnostic) {
    ++tried_;
    std::string text(contract_.text());
    text.replace(edit.span.begin, edit.span.end - edit.span.begin, edit.text);
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
    const bool is_still_asked = std::any_of(asked.begin(), asked.end(), [&](const Diagnostic& other) { return other.code == diagnostic.code && other.message == diagnostic.message; });
    report = std::move(kept);
    if (is_still_asked) paid.reset();
    return paid;
  }

  Desk& desk_;
  const Source& contract_;
  const ContractGiven& given_;
  const FiguresGiven& figures_;
  std::size_t tried_ = 0;
};

}  // namespace

void price_offers(Desk& desk, const Source& contract, const ContractGiven& given, const FiguresGiven& figures) {
  std::vector<Diagnostic> found = desk.report().ordered();
  const auto offers_several = [](const Diagnostic& diagnostic) {
    return std::count_if(diagnostic.helps.begin(), diagnostic.helps.end(), [](const Help& help) { return help.edits.size() == 1; }) > 1;
  };
  if (std::none_of(found.begin(), found.end(), offers_several)) return;
  std::size_t size = 0;
  for (const std::string& path : figures.data) {
    if (const Source* data = desk.open_data(path)) size += data->text().size();
  }
  if (size > most_data || desk.report().error_count() > static_cast<std::size_t>(std::count_if(found.begin(), found.end(), [](const Diagnostic& diagnostic) { return severity(diagnostic.code) == Severity::error; }))) return;
  Offers offers(desk, contract, given, figures);
  for (Diagnostic& diagnostic : found) {
    if (offers_several(diagnostic)) offers.price(diagnostic);
  }
  Report priced;
  for (Diagnostic& diagnostic : found) {
    const Code code = diagnostic.code;
    priced.add(code) = std::move(diagnostic);
  }
  desk.report() = std::move(priced);
}

}  // namespace whereas::command
