#include "interpreter/command/as_paid.h"

#include "interpreter/data/csv.h"
#include "lang/number/notation.h"
#include "lang/text/spelling.h"
#include "lang/text/unicode.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>

namespace whereas::command {

namespace {

constexpr std::string_view true_up = ", true-up for ";

/// An amount as a statement writes it: a decimal, or a fraction.
std::optional<Number> amount_in(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return read_decimal_cell(text);
  const auto numerator = read_decimal_cell(text.substr(0, slash));
  const auto denominator = read_decimal_cell(text.substr(slash + 1));
  if (!numerator || !denominator || denominator->sign() <= 0) return std::nullopt;
  return Number::fraction(*numerator, *denominator);
}

/// A cell of words without the apostrophe that keeps a spreadsheet from running it.
std::string words_in(std::string_view text) {
  constexpr std::string_view signs = "=+-@\t\r";
  if (text.size() > 1 && text.front() == '\'' && signs.find(text[1]) != std::string_view::npos) text.remove_prefix(1);
  return std::string(text);
}

void refuse_amount(std::string_view text, Span place, Report& report) {
  report.add(code::not_a_decimal).says(fmt::format("`{}` is not an amount of a statement", text)).at(place);
}

class CsvStatement {
 public:
  CsvStatement(const Source& source, Report& report) : report_(report), reader_(source, report_) {}

  std::vector<PaidBefore> read() {
    if (reader_.next() != data::CsvReader::Result::record || !find_columns()) return {};
    std::vector<PaidBefore> payments;
    for (auto result = reader_.next(); result != data::CsvReader::Result::end && !report_.is_full(); result = reader_.next()) {
      if (result == data::CsvReader::Result::broken) continue;
      const auto& cells = reader_.cells();
      if (cells.size() != width_) {
        report_.add(code::wrong_number_of_cells).says("the row has another number of cells than the header").at(reader_.record_place());
        continue;
      }
      const auto text = [&](std::string_view column) { return words_in(cells[columns_.at(std::string(column))].text); };
      const auto& cell = cells[columns_.at("amount")];
      const std::optional<Number> amount = amount_in(cell.text);
      if (!amount) {
        report_.add(code::not_a_decimal).says(fmt::format("`{}` is not an amount of a statement", cell.text)).at(cell.place);
        continue;
      }
      payments.push_back({text("clause"), text("from"), text("to"), text("period"), text("currency"), *amount, reader_.record_place()});
    }
    return payments;
  }

 private:
  bool find_columns() {
    const auto& cells = reader_.cells();
    width_ = cells.size();
    for (std::size_t column = 0; column < width_; ++column) columns_.emplace(std::string(cells[column].text), column);
    for (const char* name : {"clause", "from", "to", "period", "amount", "currency"}) {
      if (columns_.contains(name)) continue;
      report_.add(code::missing_column)
          .says(fmt::format("the statement has no column `{}`", name))
          .at(reader_.record_place())
          .help("give a statement as `whereas run … --format csv` writes it");
      return false;
    }
    return true;
  }

  data::LimitedReport report_;
  data::CsvReader reader_;
  std::size_t width_ = 0;
  std::map<std::string, std::size_t> columns_;
};

std::vector<PaidBefore> read_json(const Source& source, Report& report) {
  const Span whole{source.id(), 0, 0};
  const auto json = nlohmann::json::parse(source.text(), nullptr, false);
  if (!json.is_object() || !json.contains("payments") || !json["payments"].is_array()) {
    report.add(code::missing_column).says("the file is no statement of one contract").at(whole).help("give a statement as `whereas run … --format json` writes it");
    return {};
  }
  std::vector<PaidBefore> payments;
  for (const auto& payment : json["payments"]) {
    const auto text = [&](const char* name) { return payment.is_object() && payment.contains(name) && payment[name].is_string() ? payment[name].get<std::string>() : std::string(); };
    const std::optional<Number> amount = amount_in(text("amount"));
    if (!amount) {
      refuse_amount(text("amount"), whole, report);
      continue;
    }
    payments.push_back({text("clause"), text("from"), text("to"), text("period"), text("currency"), *amount, whole});
  }
  return payments;
}

using Key = std::tuple<std::string, std::string, std::string, std::string, std::string>;  ///< clause, from, to, period, currency

Key key_of(const evaluate::Payment& payment, const check::CheckedContract& contract) {
  return {payment.title, contract.parties[payment.from].name, contract.parties[payment.to].name, payment.label, payment.currency.value_or("")};
}

/// What was paid for one period, and what earlier corrections of it have paid since.
struct PaidSoFar {
  struct TrueUp {
    std::string period;  ///< with which it was paid
    Number amount;
  };
  Number first;
  Number in_all;
  std::vector<TrueUp> true_ups;
  Span place;
  bool is_found = false;
};

std::map<Key, PaidSoFar> gathered(const std::vector<PaidBefore>& before, const check::CheckedContract& contract) {
  std::map<Key, PaidSoFar> paid;
  for (const PaidBefore& payment : before) {
    std::string clause = payment.clause;
    std::string period = payment.period;
    const std::size_t joint = clause.rfind(true_up);
    const bool is_true_up = joint != std::string::npos && !contract.clause_titled(clause);
    if (is_true_up) {
      period = clause.substr(joint + true_up.size());
      clause.resize(joint);
    }
    PaidSoFar& one = paid[Key(clause, payment.from, payment.to, period, payment.currency)];
    one.in_all += payment.amount;
    if (is_true_up) {
      one.true_ups.push_back({payment.period, payment.amount});
      continue;
    }
    one.first += payment.amount;
    one.place = payment.place;
  }
  return paid;
}

/// Puts the payments of an earlier statement in the place of those that the figures give now.
class Standing {
 public:
  Standing(std::map<Key, PaidSoFar> paid, const check::CheckedContract& contract, const std::vector<evaluate::Payment>& now)
      : paid_(std::move(paid)), contract_(contract), now_(now) {}

  std::vector<evaluate::Payment> payments() {
    for (const evaluate::Payment& payment : now_) add(payment);
    std::stable_sort(standing_.begin(), standing_.end(), [](const evaluate::Payment& a, const evaluate::Payment& b) {
      return a.period.last() != b.period.last() ? a.period.last() < b.period.last() : a.clause < b.clause;
    });
    return std::move(standing_);
  }

  void report_unknown(Report& report) const {
    std::vector<std::string> titles;
    for (const check::ClauseInfo& info : contract_.clauses) titles.push_back(info.title);
    for (const auto& [key, one] : paid_) {
      if (one.is_found) continue;
      const std::string& clause = std::get<0>(key);
      auto& diagnostic = report.add(contract_.clause_titled(clause) ? code::no_figure : code::unknown_name)
                             .says(fmt::format("the statement has a payment of \"{}\" for {}, and the contract pays none on these figures", clause, std::get<3>(key)))
                             .at(one.place);
      if (const auto near = nearest_name(clause, titles); near && *near != clause) diagnostic.help(fmt::format("there is \"{}\"", *near));
      else diagnostic.help("give the statement of this contract, and the corrected figures of every period in it");
    }
  }

 private:
  void add(const evaluate::Payment& payment) {
    const auto known = paid_.find(key_of(payment, contract_));
    standing_.push_back(payment);
    if (known == paid_.end()) return;
    PaidSoFar& paid = known->second;
    paid.is_found = true;
    standing_.back().amount = paid.first;
    for (const PaidSoFar::TrueUp& earlier : paid.true_ups) {
      const auto with = std::find_if(now_.begin(), now_.end(), [&](const evaluate::Payment& other) { return other.settled_as == payment.settled_as && other.label == earlier.period; });
      add_true_up(payment, earlier.amount, with);
    }
    const Number difference = payment.amount - paid.in_all;
    if (difference.is_zero()) return;
    add_true_up(payment, difference, std::find_if(now_.begin(), now_.end(), [&](const evaluate::Payment& later) {
                  return later.settled_as == payment.settled_as && later.period.begin() >= payment.period.end() && !paid_.contains(key_of(later, contract_));
                }));
  }

  /// With the payment that it is settled with; where none has come yet, with its own period and without a due date.
  void add_true_up(const evaluate::Payment& payment, const Number& amount, std::vector<evaluate::Payment>::const_iterator with) {
    evaluate::Payment made = payment;
    made.title = payment.title + std::string(true_up) + payment.label;
    made.amount = amount;
    made.due.reset();
    if (with != now_.end()) {
      made.period = with->period;
      made.label = with->label;
      made.due = with->due;
    }
    standing_.push_back(std::move(made));
  }

  std::map<Key, PaidSoFar> paid_;
  const check::CheckedContract& contract_;
  const std::vector<evaluate::Payment>& now_;
  std::vector<evaluate::Payment> standing_;
};

}  // namespace

std::vector<PaidBefore> read_as_paid(const std::string& path, Desk& desk) {
  const Source* source = desk.open_data(path);
  if (source == nullptr) return {};
  if (const auto fault = find_fault(*source)) {
    desk.report().add(code::not_utf8).says(fmt::format("the statement cannot be read: {}", fault->what)).at(fault->span);
    return {};
  }
  const std::size_t first = source->text().find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && source->text()[first] == '{') return read_json(*source, desk.report());
  return CsvStatement(*source, desk.report()).read();
}

void stand_as_paid(const std::vector<PaidBefore>& before, const check::CheckedContract& contract, evaluate::Payments& payments, Report& report) {
  Standing standing(gathered(before, contract), contract, payments.payments);
  std::vector<evaluate::Payment> stood = standing.payments();
  standing.report_unknown(report);
  payments.payments = std::move(stood);
}

}  // namespace whereas::command
