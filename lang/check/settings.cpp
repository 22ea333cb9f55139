#include "lang/check/checking.h"

#include <fmt/format.h>

/// The deal's settings: its title, calendar, term, currency, settlement and rounding, each set once.
namespace whereas::check {

using namespace syntax;

namespace {

/// Remembers where each kind of setting was made, so that a second one is told with the first.
struct Settings {
  std::map<std::string, Span> made;

  bool once(Checking& checking, const std::string& what, Span span) {
    const auto [place, is_new] = made.emplace(what, span);
    if (!is_new) {
      checking.report.add(code::defined_twice).says(fmt::format("{} is set twice", what)).at(span, "again here").beside(place->second, "first here")
          .help("leave one of the two lines out");
    }
    return is_new;
  }
};

void set_calendar(Checking& checking, Settings& settings, const Setting& setting, Span span) {
  auto& calendar = checking.contract.calendar;
  if (const auto* fiscal = std::get_if<FiscalYear>(&setting.form)) {
    if (!settings.once(checking, "the deal's year", span)) return;
    if (const auto made = Calendar::fiscal_ending(fiscal->month, fiscal->day)) {
      calendar = *made;
    } else {
      checking.report.add(code::no_such_date).says("a fiscal year ends on the last day of a month").at(span).help("for example `fiscal year ends 30 June`");
    }
  } else if (const auto* contract = std::get_if<ContractYear>(&setting.form)) {
    if (!settings.once(checking, "the deal's year", span)) return;
    if (const auto made = Calendar::contract_beginning(contract->month, contract->day)) {
      calendar = *made;
    } else {
      checking.report.add(code::no_such_date)
          .says("a contract year begins on a day that every month has, the 1st to the 28th")
          .at(span)
          .help("for example `contract year begins 1 April`");
    }
  }
}

void set_term(Checking& checking, const Term& term, Span span) {
  const auto first = first_day(checking, term.first);
  const auto last = last_day(checking, term.last);
  if (!first || !last) return;
  if (*last < *first) {
    checking.report.add(code::outside_term)
        .says(fmt::format("the term ends on {}, before it begins", last->text()))
        .at(span)
        .offers("the other way round", replace(span, fmt::format("term {} to {}", checking.words(term.last.span), checking.words(term.first.span))));
    return;
  }
  checking.contract.term = Period::through(*first, *last);
  if (term.ends_on) checking.contract.ends_on = &*term.ends_on;
}

void set_settlement(CheckedContract& contract, const Settled& settled) {
  contract.settlement.frequency = settled.frequency;
  if (settled.due) contract.settlement.due = settled.due;
}

}  // namespace

UnitId currency_unit(Checking& checking, const Name& code) {
  const auto known = checking.units.find(code.text);
  const UnitId id = known != checking.units.end() ? known->second : add_unit(checking, {code.text, code.text, true, code.span});
  checking.currencies_used.insert(id);
  return id;
}

Settlement settlement_of(const Settlement& deals, const std::vector<Proviso>& provisos) {
  Settlement own = deals;
  for (const auto& proviso : provisos) {
    if (const auto* settled = std::get_if<SettledAs>(&proviso.form)) own.frequency = settled->frequency;
    if (const auto* due = std::get_if<DueAs>(&proviso.form)) own.due = due->due;
    if (const auto* rounded = std::get_if<RoundedAs>(&proviso.form)) own.rounding = rounded->rounding;
  }
  return own;
}

void declare_settings(Checking& checking) {
  auto& contract = checking.contract;
  contract.units.push_back({"", "", true, {}});
  contract.title = checking.program.name;
  Settings settings;
  // The calendar first: `term fiscal 2026 to fiscal 2028` needs it.
  for_each_declared<Setting>(checking.program, [&](const Setting& setting, const program::File&, Span span) { set_calendar(checking, settings, setting, span); });
  declare_events(checking);
  for_each_declared<Setting>(checking.program, [&](const Setting& setting, const program::File&, Span span) {
    std::visit(match{
                   [&](const DealTitle& title) {
                     if (settings.once(checking, "the deal's title", span)) contract.title = title.title.text;
                   },
                   [&](const Term& term) {
                     if (settings.once(checking, "the term", span)) set_term(checking, term, span);
                   },
                   [&](const Currency& currency) {
                     if (settings.once(checking, "the deal's currency", span)) contract.currency = currency_unit(checking, currency.code);
                   },
                   [&](const Settled& settled) {
                     if (settings.once(checking, "the settlement period", span)) set_settlement(contract, settled);
                   },
                   [&](const RoundedTo& rounded) {
                     if (settings.once(checking, "the rounding", span)) contract.settlement.rounding = rounded.rounding;
                   },
                   [](const FiscalYear&) {},
                   [](const ContractYear&) {},
               },
               setting.form);
  });
}

}  // namespace whereas::check
