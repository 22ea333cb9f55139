#include "lang/check/currencies.h"
#include "lang/check/constants.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::check {

using namespace syntax;

namespace {

/// Of an amount of money; nothing of plain numbers, and in deals that name no currency.
std::optional<UnitId> currency_of(const Type& money) {
  if (money.is_unknown() || money.units.size() != 1 || money.units.front().second != 1 || money.units.front().first == nameless_currency) return std::nullopt;
  return money.units.front().first;
}

}  // namespace

Type OwnCurrency::as_paid(const Type& type, const Expression& at, std::string_view what) {
  if (info_.clause == nullptr || !info_.clause->delivers) return inference_.as_money(type, at, what);
  if (type.is_unknown() || is_quantity(type, checking_.contract)) return type;
  auto& diagnostic = checking_.report.add(code::unit_mismatch)
                         .says(fmt::format("what \"{}\" delivers is a quantity, and this is {}", info_.title, describe(type, checking_.contract.units)))
                         .at(at.span, describe(type, checking_.contract.units));
  if (is_money(type, checking_.contract)) {
    diagnostic.help(fmt::format("turn it into a quantity by its price: `{} divided by mean_price`", checking_.words_of(at))).help("or pay it: `pays`");
  } else {
    diagnostic.help("say of what, with a unit that the deal declares: `unit company_share, company_shares`, and `365 company_shares`");
  }
  return Type::unknown();
}

void OwnCurrency::pays(const Type& money, const Expression& at) {
  const auto currency = currency_of(money);
  if (!currency) return;
  info_.currency = said_.value_or(*currency);
  if (said_ && *said_ != *currency) return refuse(*currency, at.span, "this part of it");
  said_ = currency;
  if (!said_at_) said_at_ = at.span;
}

Type OwnCurrency::counts(const Type& type, const Expression& at, std::string_view what) {
  if (type.is_bare && checking_.currencies_used.size() > 1 && info_.currency) {
    refuse_bare(at, what);
    return Type::unknown();
  }
  const Type money = as_paid(type, at, what);
  const auto figure = constant_figure(checking_.contract, at);
  if (!figure || !figure->is_zero()) require(currency_of(money), at.span, what);  // nothing is nothing in every currency
  return money;
}

void OwnCurrency::require(std::optional<UnitId> other, Span at, std::string_view what) {
  if (other && info_.currency && *other != *info_.currency) refuse(*other, at, what);
}

void OwnCurrency::refuse_bare(const Expression& at, std::string_view what) {
  const std::string& own = checking_.contract.units[*info_.currency].plural;
  auto& diagnostic = checking_.report.add(code::currency_not_said).says(fmt::format("{} does not say its currency, and this deal has several", what)).at(at.span);
  if (std::holds_alternative<NumberLiteral>(at.form)) diagnostic.offers(fmt::format("\"{}\" pays {}, so write", info_.title, own), replace(at.span, fmt::format("{} {}", checking_.words_of(at), own)));
  else diagnostic.help(fmt::format("\"{}\" pays {}, so write its figures in {}", info_.title, own, own));
}

void OwnCurrency::refuse(UnitId other, Span at, std::string_view what) {
  const auto& units = checking_.contract.units;
  const std::string& own = units[*info_.currency].plural;
  auto& diagnostic = checking_.report.add(code::unit_mismatch).says(fmt::format("\"{}\" {} {}, and {} is in {}", info_.title, info_.clause != nullptr && info_.clause->delivers ? "delivers" : "pays", own, what, units[other].plural)).at(at);
  if (said_at_ && *said_at_ != at) diagnostic.beside(*said_at_, fmt::format("in {}", own));
  if (!units[other].is_currency || !units[*info_.currency].is_currency) {
    diagnostic.help("write a clause for each of the two, or turn one into the other with a price");
    return;
  }
  diagnostic.help(fmt::format("convert it with an exchange rate of the data: `input fx_rate monthly {0} per {1}` and `… times fx_rate`", own, units[other].plural));
}

void decide_currencies(Checking& checking) {
  CheckedContract& contract = checking.contract;
  for (ClauseInfo& info : contract.clauses) {
    if (!info.currency) info.currency = contract.currency;
  }
  const bool any_delivers = std::any_of(contract.clauses.begin(), contract.clauses.end(), [](const ClauseInfo& info) { return info.clause != nullptr && info.clause->delivers; });
  if (checking.currencies_used.size() < 2 && !any_delivers) return;
  // What these passes have to say is said when they run in their places.
  Report unheard;
  Checking quiet{checking.program,    checking.sources,       unheard,          contract,         checking.names,           checking.units,           checking.parties,
                 checking.titles,     checking.dimensions,    checking.currencies_used, checking.is_one_line, checking.measure_used, checking.measures_to_resolve, checking.is_too_deep,
                 checking.broken_measures, checking.happened, checking.events_used, checking.is_asked};
  const auto decided = [&] {
    std::vector<std::optional<UnitId>> currencies;
    for (const ClauseInfo& info : contract.clauses) currencies.push_back(info.currency);
    return currencies;
  };
  // Each round settles at least one clause more; a circle of clauses stays as it is, and is refused where its types meet.
  for (std::size_t round = 0; round <= contract.clauses.size(); ++round) {
    const auto before = decided();
    infer(quiet);
    check_clauses(quiet);
    check_waterfalls(quiet);
    if (decided() == before) return;
  }
}

}  // namespace whereas::check
