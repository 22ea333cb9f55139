#include "interpreter/command/as_paid.h"

#include "interpreter/data/csv.h"
#include "lang/number/notation.h"
#include "lang/text/unicode.h"
#include "lang/time/period.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>

/// Reading an earlier statement. What was paid is money that has moved: a cell that is passed over, or a row of another contract, would pay
/// the wrong difference, so that everything in the file must be understood.
namespace whereas::command {

namespace {

constexpr std::string_view as_csv = "give a statement as `whereas run … --format csv` writes it";
constexpr std::string_view as_json = "give a statement as `whereas run … --format json` writes it";
constexpr std::array<std::string_view, 7> members{"clause", "from", "to", "period", "due", "amount", "currency"};

/// An amount as a statement writes it: a decimal, or a fraction.
std::optional<Number> amount_in(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return read_decimal_cell(text);
  const auto numerator = read_decimal_cell(text.substr(0, slash));
  const auto denominator = read_decimal_cell(text.substr(slash + 1));
  if (!numerator || !denominator || denominator->sign() <= 0) return std::nullopt;
  return Number::fraction(*numerator, *denominator);
}

bool is_day(std::string_view text) {
  const auto read = read_period(text);
  return read && read->frequency == Frequency::day;
}

/// A cell of words without the apostrophe that keeps a spreadsheet from running it.
std::string words_in(std::string_view text) {
  constexpr std::string_view signs = "=+-@\t\r";
  if (text.size() > 1 && text.front() == '\'' && signs.find(text[1]) != std::string_view::npos) text.remove_prefix(1);
  return std::string(text);
}

/// What the statement must be of.
struct Expected {
  const check::CheckedContract& contract;
  std::string deal;
  std::optional<std::string> scenario;
};

std::string not_of(std::string_view what, std::string_view said, const std::string& here) { return fmt::format("the statement is of the {} \"{}\", and this run is of \"{}\"", what, said, here); }

std::string other_scenario(std::string_view said, const std::optional<std::string>& here) {
  return here ? not_of("scenario", said, *here) : fmt::format("the statement is of the scenario \"{}\", and this run is of the data alone", said);
}

class CsvStatement {
 public:
  CsvStatement(const Source& source, const Expected& expected, Report& report) : source_(source), expected_(expected), report_(report), reader_(source, report_) {}

  std::vector<PaidBefore> read() {
    const auto header = reader_.next();
    if (header == data::CsvReader::Result::end) {
      report_.add(code::missing_column).says("the statement is empty").at({source_.id(), 0, 0}).help(std::string(as_csv));
      return {};
    }
    if (header != data::CsvReader::Result::record || !find_columns()) return {};
    std::vector<PaidBefore> payments;
    for (auto result = reader_.next(); result != data::CsvReader::Result::end && !report_.is_full(); result = reader_.next()) {
      if (result == data::CsvReader::Result::broken) continue;
      if (std::optional<PaidBefore> payment = row()) payments.push_back(std::move(*payment));
    }
    return payments;
  }

 private:
  bool find_columns() {
    const auto& cells = reader_.cells();
    width_ = cells.size();
    bool is_good = true;
    for (std::size_t column = 0; column < width_; ++column) {
      const std::string name(cells[column].text);
      const auto [known, is_new] = columns_.emplace(name, column);
      if (!is_new) {
        report_.add(code::duplicate_column)
            .says(fmt::format("two columns of the statement are called `{}`", name))
            .at(cells[column].place, "again here")
            .beside(cells[known->second].place, "first here")
            .help(std::string(as_csv));
        is_good = false;
      } else if (name != "deal" && name != "scenario" && std::find(members.begin(), members.end(), name) == members.end()) {
        report_.add(code::column_name)
            .says(fmt::format("a statement has no column `{}`", name))
            .at(cells[column].place)
            .note(fmt::format("its columns are {}", fmt::join(members, ", ")))
            .help(name == "difference" || name == "change" ? "give the statement of one scenario alone" : std::string(as_csv));
        is_good = false;
      }
    }
    if (!is_good && !columns_.contains("clause")) return false;  // of another kind altogether: told once
    for (const std::string_view name : members) {
      if (columns_.contains(std::string(name)) || name == "due") continue;
      report_.add(code::missing_column).says(fmt::format("the statement has no column `{}`", name)).at(reader_.record_place()).help(std::string(as_csv));
      return false;
    }
    return is_good;
  }

  const data::CsvCell* cell(std::string_view column) const {
    const auto known = columns_.find(std::string(column));
    return known == columns_.end() ? nullptr : &reader_.cells()[known->second];
  }

  std::optional<PaidBefore> row() {
    if (reader_.cells().size() != width_) {
      report_.add(code::wrong_number_of_cells)
          .says(fmt::format("the row has {} cells, and the header {}", reader_.cells().size(), width_))
          .at(reader_.record_place())
          .help(std::string(as_csv));
      return std::nullopt;
    }
    const auto text = [&](std::string_view column) { return words_in(cell(column)->text); };
    const std::optional<Number> amount = amount_in(cell("amount")->text);
    if (!amount) {
      report_.add(code::not_a_decimal)
          .says(fmt::format("`{}` is not an amount of a statement", cell("amount")->text))
          .at(cell("amount")->place)
          .help("write it as a plain decimal, `1234.50`; what is not rounded may be a fraction, `1/3`");
    }
    bool is_good = amount.has_value();
    const auto* due = cell("due");
    if (due != nullptr && !due->text.empty() && !is_day(due->text)) {
      report_.add(code::no_such_date).says(fmt::format("`{}` is not a day on which a payment falls due", due->text)).at(due->place).help("write the day, `2026-04-30`, or leave the cell empty");
      is_good = false;
    }
    const auto* deal = cell("deal");
    if (deal != nullptr && words_in(deal->text) != expected_.deal) {
      report_.add(code::wrong_kind).says(not_of("deal", deal->text, expected_.deal)).at(deal->place).help("give the statement of this contract alone");
      is_good = false;
    }
    const auto* scenario = cell("scenario");
    if (scenario != nullptr && !scenario->text.empty() && words_in(scenario->text) != expected_.scenario) {
      report_.add(code::wrong_kind).says(other_scenario(scenario->text, expected_.scenario)).at(scenario->place).help("give what was paid on the same scenario, or ask for that one: `--scenario`");
      is_good = false;
    }
    if (!is_good) return std::nullopt;
    return PaidBefore{text("clause"), text("from"), text("to"), text("period"), text("currency"), *amount, reader_.record_place(), {}, Date::read(text("due"))};
  }

  const Source& source_;
  const Expected& expected_;
  data::LimitedReport report_;
  data::CsvReader reader_;
  std::size_t width_ = 0;
  std::map<std::string, std::size_t> columns_;
};

/// The first line of each payment in a text that is JSON: the library that reads it keeps no places.
std::vector<Span> places_of_payments(const Source& source) {
  const std::string_view text = source.text();
  std::vector<Span> places;
  std::string_view word;
  bool is_inside = false;
  int depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') {
      const std::size_t begin = at + 1;
      for (++at; at < text.size() && text[at] != '"'; ++at) at += text[at] == '\\' ? 1U : 0U;
      word = text.substr(begin, at - begin);
    } else if (text[at] == '[' || text[at] == '{') {
      if (text[at] == '[' && depth == 1) is_inside = word == "payments";
      if (text[at] == '{' && depth == 2 && is_inside) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        places.push_back({source.id(), static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)});
      }
      ++depth;
    } else if (text[at] == ']' || text[at] == '}') {
      --depth;
    }
  }
  return places;
}

/// Within a payment the place is told as a path: `payments[3].amount`.
class JsonStatement {
 public:
  JsonStatement(const Source& source, const Expected& expected, Report& report) : source_(source), expected_(expected), report_(report), at_{source.id(), 0, 0} {}

  std::vector<PaidBefore> read() {
    if (has_member_twice()) return {};
    const auto json = nlohmann::json::parse(source_.text(), nullptr, false);
    if (!json.is_object() || !json.contains("payments") || !json["payments"].is_array()) {
      report_.add(code::missing_column).says("the file is no statement of one contract").at(at_).help(std::string(as_json));
      return {};
    }
    if (!is_of_this_run(json)) return {};
    std::vector<PaidBefore> payments;
    const std::vector<Span> places = places_of_payments(source_);
    for (std::size_t place = 0; place < json["payments"].size(); ++place) {
      at_ = place < places.size() ? places[place] : Span{source_.id(), 0, 0};
      if (std::optional<PaidBefore> payment = read_payment(json["payments"][place], fmt::format("payments[{}]", place))) payments.push_back(std::move(*payment));
    }
    return payments;
  }

 private:
  using Json = nlohmann::json;

  void refuse(Code code, std::string what, std::string help) { report_.add(code).says(std::move(what)).at(at_).help(std::move(help)); }

  /// Of two members of one name a reader takes either, in silence.
  bool has_member_twice() {
    std::vector<std::set<std::string>> open;
    std::optional<std::string> twice;
    const auto look = [&](int, Json::parse_event_t event, Json& value) {
      if (event == Json::parse_event_t::object_start) open.emplace_back();
      if (event == Json::parse_event_t::object_end && !open.empty()) open.pop_back();
      if (event == Json::parse_event_t::key && !open.empty() && !open.back().insert(value.get<std::string>()).second) twice = value.get<std::string>();
      return true;
    };
    if (Json::parse(source_.text(), look, false).is_discarded()) return false;
    if (twice) refuse(code::duplicate_column, fmt::format("the statement has `{}` twice in one place", *twice), std::string(as_json));
    return twice.has_value();
  }

  bool is_of_this_run(const Json& json) {
    const auto text = [&](const char* name) { return json.contains(name) && json[name].is_string() ? std::optional(json[name].get<std::string>()) : std::nullopt; };
    const auto deal = text("deal");
    if (!deal || *deal != expected_.deal) {
      refuse(code::wrong_kind, deal ? "deal: " + not_of("deal", *deal, expected_.deal) : "deal: the statement does not say of which contract it is", "give the statement of this contract");
      return false;
    }
    const auto& own = expected_.contract.currency;
    const std::string currency = own ? expected_.contract.units[*own].plural : "";
    if (text("currency").value_or("") != currency) {
      refuse(code::wrong_kind, fmt::format("currency: the statement is in {}, and the contract in {}", text("currency").value_or("no currency"), own ? currency : "none"), "give the statement of this contract");
      return false;
    }
    const auto scenario = text("scenario");
    if (scenario && scenario != expected_.scenario) {
      refuse(code::wrong_kind, "scenario: " + other_scenario(*scenario, expected_.scenario), "give what was paid on the same scenario, or ask for that one: `--scenario`");
      return false;
    }
    return true;
  }

  std::optional<PaidBefore> read_payment(const Json& payment, const std::string& path) {
    if (!payment.is_object()) {
      refuse(code::missing_column, fmt::format("{} is no payment", path), std::string(as_json));
      return std::nullopt;
    }
    std::map<std::string, std::string, std::less<>> texts;
    bool is_good = true;
    for (const auto& [name, value] : payment.items()) {
      if (std::find(members.begin(), members.end(), name) == members.end()) {
        refuse(code::column_name, fmt::format("{}.{}: a payment has no such member", path, name), std::string(as_json));
        is_good = false;
      }
    }
    for (const std::string_view member : members) {
      const std::string name(member);
      const bool may_be_nothing = name == "due" || name == "currency";
      if (payment.contains(name) && payment[name].is_string()) {
        texts[name] = payment[name].get<std::string>();
      } else if (payment.contains(name) && payment[name].is_number()) {
        refuse(code::not_a_decimal, fmt::format("{}.{} is a number, and a statement writes it as a text", path, name), "put it in quotes, so that no reader changes its digits: `\"amount\": \"95.00\"`");
        is_good = false;
      } else if (!may_be_nothing || (payment.contains(name) && !payment[name].is_null())) {
        refuse(code::missing_column, fmt::format("{}.{} is {}", path, name, payment.contains(name) ? "no text" : "not there"), std::string(as_json));
        is_good = false;
      }
    }
    if (!is_good) return std::nullopt;
    if (!texts["due"].empty() && !is_day(texts["due"])) {
      refuse(code::no_such_date, fmt::format("{}.due: `{}` is not a day on which a payment falls due", path, texts["due"]), "write the day, `2026-04-30`, or `null`");
      return std::nullopt;
    }
    const std::optional<Number> amount = amount_in(texts["amount"]);
    if (!amount) {
      report_.add(code::not_a_decimal)
          .says(fmt::format("{}.amount: `{}` is not an amount of a statement", path, texts["amount"]))
          .at(at_)
          .help("write it as a plain decimal in quotes, `\"1234.50\"`; what is not rounded may be a fraction, `\"1/3\"`");
      return std::nullopt;
    }
    return PaidBefore{texts["clause"], texts["from"], texts["to"], texts["period"], texts["currency"], *amount, at_, path, Date::read(texts["due"])};
  }

  const Source& source_;
  const Expected& expected_;
  data::LimitedReport report_;
  Span at_;
};

}  // namespace

std::vector<PaidBefore> read_as_paid(const std::string& path, const check::CheckedContract& contract, const std::string& deal, const std::optional<std::string>& scenario,
                                     Desk& desk) {
  const Source* source = desk.open_data(path);
  if (source == nullptr) return {};
  if (const auto fault = find_fault(*source)) {
    desk.report().add(code::not_utf8).says(fmt::format("the statement cannot be read: {}", fault->what)).at(fault->span).help(std::string(as_csv));
    return {};
  }
  const Expected expected{contract, deal, scenario};
  const std::size_t first = source->text().find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && source->text()[first] == '{') return JsonStatement(*source, expected, desk.report()).read();
  return CsvStatement(*source, expected, desk.report()).read();
}

}  // namespace whereas::command
