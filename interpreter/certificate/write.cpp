#include "interpreter/certificate/certificate.h"
#include "interpreter/certificate/version.h"
#include "interpreter/statement/grid.h"
#include "lang/number/notation.h"
#include "lang/text/unicode.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace whereas::certificate {

namespace {

using statement::Emphasis;
using statement::Grid;
using Json = nlohmann::ordered_json;
using Align = Grid::Align;

constexpr std::size_t widest = 100;
constexpr std::string_view exactness = "No inexact operation happened: every figure was worked out as an exact fraction, and only where the contract says `rounded` or `round(…)` was anything lost.";

std::string count(std::size_t many, std::string_view one, std::string_view several) { return fmt::format("{} {}", many, many == 1 ? one : several); }

/// `+0.005`: a sign tells what was given from what was taken.
std::string with_sign(const Number& number) { return (number.sign() > 0 ? "+" : "") + grouped(number); }

class Text {
 public:
  Text(const Certificate& certificate, bool colour) : certificate_(certificate), emphasis_(colour) {}

  std::string text() {
    text_ = emphasis_.strong(statement::wrapped(fmt::format("Certificate: {}", certificate_.deal), widest, 2)) + "\n";
    if (certificate_.term) text_ += fmt::format("Term {}\n", certificate_.term->text());
    if (certificate_.settled_to) text_ += fmt::format("Settled to {}, where the data ends\n", certificate_.settled_to->text());
    if (certificate_.scenario) text_ += statement::wrapped(fmt::format("Scenario {}", *certificate_.scenario), widest, 2) + "\n";
    write_exactness();
    write_payments();
    write_figures();
    write_promises();
    write_files();
    return std::move(text_);
  }

 private:
  void write(const Grid& grid) { text_ += grid.text(emphasis_, widest); }
  void paragraph(const std::string& words) { text_ += statement::wrapped(words, widest, 0) + "\n"; }

  void write_exactness() {
    text_ += "\n";
    const auto moves = [](const RoundedPayment& payment) { return !payment.moved().is_zero(); };
    const auto moved = static_cast<std::size_t>(std::count_if(certificate_.rounded.begin(), certificate_.rounded.end(), moves));
    paragraph(std::string(exactness));
    const std::size_t exact = certificate_.payments - certificate_.rounded.size();
    std::vector<std::string> parts;
    if (exact > 0) parts.push_back(fmt::format("{} not rounded", exact));
    if (certificate_.rounded.size() > moved) parts.push_back(fmt::format("{} rounded without a change", certificate_.rounded.size() - moved));
    if (moved > 0) parts.push_back(fmt::format("{} rounded to another figure", moved));
    paragraph(fmt::format("{}{}{}.", count(certificate_.payments, "payment", "payments"), parts.empty() ? "" : ": ", fmt::join(parts, ", ")));
    if (!certificate_.not_rounded.empty()) paragraph(fmt::format("Never rounded: {}.", fmt::join(certificate_.not_rounded, ", ")));
  }

  void write_payments() {
    Grid grid({{"Period", Align::left, false}, {"Clause", Align::left, true}, {"Exact", Align::right, false}, {"Paid", Align::right, false}, {"Moved", Align::right, false}, {"to", Align::left, true}});
    bool is_empty = true;
    for (const RoundedPayment& payment : certificate_.rounded) {
      const Number moved = payment.moved();
      if (moved.is_zero()) continue;
      is_empty = false;
      grid.add({payment.period, payment.clause, grouped(payment.exact), statement::grouped_text(payment.paid), grouped(moved.absolute()), moved.sign() > 0 ? payment.to : payment.from});
    }
    if (is_empty) return;
    text_ += "\n";
    write(grid);
    const bool has_currency = std::any_of(certificate_.gains.begin(), certificate_.gains.end(), [](const Gain& gain) { return gain.currency.has_value(); });
    std::vector<Grid::Column> columns = {{"By party", Align::left, true}, {"Gained by rounding", Align::right, false}};
    if (has_currency) columns.push_back({"", Align::left, false});
    Grid gains(columns);
    for (const Gain& gain : certificate_.gains) {
      std::vector<std::string> cells = {gain.party, with_sign(gain.amount)};
      if (has_currency) cells.push_back(gain.currency.value_or(""));
      gains.add(cells);
    }
    text_ += "\n";
    write(gains);
  }

  void write_figures() {
    if (certificate_.figures.empty()) return;
    text_ += "\n" + emphasis_.strong("Rounded on the way to payments") + "\n";
    for (const RoundedFigure& figure : certificate_.figures) {
      const auto shown = [&](const Number& number) { return figure.is_rate ? spoken_rate(number) : grouped(number); };
      std::string line = fmt::format("{} → {}, {}", shown(figure.exact), shown(figure.rounded), made_visible(figure.words));
      if (figure.window) line += ", " + figure.window->text();
      line += ", " + figure.how;
      if (!figure.at.empty()) line += fmt::format(" [{}]", made_visible(figure.at));
      line += figure.clauses.empty() ? ": no payment stands on it" : fmt::format(": of {}", made_visible(fmt::format("{}", fmt::join(figure.clauses, ", "))));
      text_ += statement::wrapped(line, widest, 2) + "\n";
    }
  }

  void write_promises() {
    if (certificate_.broken_promises.empty()) return;
    text_ += "\n" + emphasis_.strong("Promises of the contract that this run does not keep") + "\n";
    for (const std::string& promise : certificate_.broken_promises) text_ += statement::wrapped(made_visible(promise), widest, 2) + "\n";
  }

  void write_files() {
    text_ += "\n" + emphasis_.strong("Whoever runs the same files again gets the same bytes (SHA-256)") + "\n";
    Grid grid({{"", Align::left, false}, {"", Align::left, true}, {"", Align::left, false}});
    for (const FileRead& file : certificate_.files) grid.add({file.role, file.name, file.sha256});
    grid.add({"statement", "--format csv", certificate_.statement});
    grid.add({"program", "whereas " + std::string(program_version()), std::string(program_sources())});
    // A hash is never cut, and wider than a table: names give way.
    text_ += grid.text(emphasis_, widest + 20);
  }

  const Certificate& certificate_;
  Emphasis emphasis_;
  std::string text_;
};

Json or_null(const std::optional<std::string>& text) { return text ? Json(*text) : Json(nullptr); }

Json json_of(const std::optional<Period>& period) { return period ? Json{{"first", period->first().text()}, {"last", period->last().text()}} : Json(nullptr); }

}  // namespace

std::string write_text(const Certificate& certificate, bool colour) { return Text(certificate, colour).text(); }

std::string write_json(const Certificate& certificate) {
  Json payments = Json::array();
  for (const RoundedPayment& payment : certificate.rounded) {
    const Number moved = payment.moved();
    payments.push_back({{"clause", payment.clause}, {"period", payment.period}, {"from", payment.from}, {"to", payment.to}, {"how", payment.how},
                        {"exact", payment.exact.text()}, {"paid", statement::exact_text(payment.paid)}, {"moved", moved.absolute().text()},
                        {"moved_to", moved.is_zero() ? Json(nullptr) : Json(moved.sign() > 0 ? payment.to : payment.from)}, {"currency", or_null(payment.paid.currency)}});
  }
  Json figures = Json::array();
  for (const RoundedFigure& figure : certificate.figures) {
    figures.push_back({{"words", figure.words}, {"at", figure.at}, {"window", json_of(figure.window)}, {"how", figure.how}, {"exact", figure.exact.text()},
                       {"rounded", figure.rounded.text()}, {"clauses", figure.clauses}});
  }
  Json gains = Json::array();
  for (const Gain& gain : certificate.gains) gains.push_back({{"party", gain.party}, {"gained", gain.amount.text()}, {"currency", or_null(gain.currency)}});
  Json files = Json::array();
  for (const FileRead& file : certificate.files) files.push_back({{"role", file.role}, {"name", file.name}, {"bytes", file.bytes}, {"sha256", file.sha256}});
  const Json all = {{"deal", certificate.deal},
                    {"scenario", or_null(certificate.scenario)},
                    {"term", json_of(certificate.term)},
                    {"settled_to", certificate.settled_to ? Json(certificate.settled_to->text()) : Json(nullptr)},
                    {"exactness", exactness},
                    {"payments", certificate.payments},
                    {"rounded", payments},
                    {"rounded_on_the_way", figures},
                    {"gained_by_rounding", gains},
                    {"never_rounded", certificate.not_rounded},
                    {"broken_promises", certificate.broken_promises},
                    {"files", files},
                    {"statement", {{"format", "csv"}, {"sha256", certificate.statement}}},
                    {"program", {{"version", program_version()}, {"sources_sha256", program_sources()}}}};
  return all.dump(2) + "\n";
}

}  // namespace whereas::certificate
