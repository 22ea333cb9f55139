#include "lang/check/checking.h"
#include "lang/check/nearest.h"
#include "lang/syntax/parse.h"

#include <fmt/format.h>

#include <algorithm>

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
          .help(what == "the deal's currency" ? "leave one of the two lines out, or name both currencies in one: `currency USD and EUR`" : "leave one of the two lines out");
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
    if (const auto made = contract_calendar(checking, *contract, span)) calendar = *made;
  }
}

bool is_currency_code(std::string_view text) {
  return text.size() == 3 && text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string_view::npos;
}

UnitId currency_unit(Checking& checking, const Name& code) {
  const auto known = checking.units.find(code.text);
  const UnitId id = known != checking.units.end() ? known->second : add_unit(checking, {code.text, code.text, true, code.span});
  checking.currencies_used.insert(id);
  return id;
}

/// The first is that of what says nothing else; where there are several, no sum of money may.
void set_currencies(Checking& checking, const Currency& currency) {
  checking.contract.currency = currency_unit(checking, currency.code);
  std::map<std::string, Span> seen{{currency.code.text, currency.code.span}};
  for (const Name& other : currency.others) {
    const auto [first, is_new] = seen.emplace(other.text, other.span);
    currency_unit(checking, other);
    if (is_new) continue;
    checking.report.add(code::defined_twice).says(fmt::format("the currency {} is named twice", other.text)).at(other.span, "again here").beside(first->second, "first here").help("leave one of the two out");
  }
}

void set_settlement(CheckedContract& contract, const Settled& settled) {
  contract.settlement.frequency = settled.frequency;
  if (settled.due) contract.settlement.due = settled.due;
}

/// Declares a name once; a second declaration is reported with the first. The standard library gives way in silence.
void declare(Checking& checking, std::map<std::string, Span>& seen, const Name& name, Symbol symbol, bool is_standard) {
  const auto [place, is_new] = seen.emplace(name.text, name.span);
  if (is_new) {
    checking.names.emplace(name.text, symbol);
  } else if (!is_standard) {
    checking.report.add(code::defined_twice)
        .says(fmt::format("`{}` is defined twice", name.text))
        .at(name.span, "again here")
        .beside(place->second, "first here")
        .help("give one of them another name, or leave one out");
  }
}

Units units_of(Checking& checking, const Name& name) {
  if (name.text == "rate" || name.text == "number") return {};
  if (is_currency_code(name.text)) return {{currency_unit(checking, name), 1}};
  const auto known = checking.units.find(name.text);
  if (known != checking.units.end()) return {{known->second, 1}};
  if (checking.is_left_out(name.text)) return {};
  auto& diagnostic = checking.report.add(code::unknown_name).says(fmt::format("no unit is called `{}`", name.text)).at(name.span);
  if (help_with_unknown_name(checking.sources[name.span.source].text(), name.span, diagnostic)) return {};
  offer_nearest(diagnostic, name, all_named(checking.contract.units, &UnitInfo::plural), Written::bare);
  diagnostic.help(fmt::format("declare it: `unit {}, {}`, its singular and its plural", name.text.back() == 's' ? name.text.substr(0, name.text.size() - 1) : name.text, name.text));
  return {};
}

void declare_input(Checking& checking, const Input& input, Span span) {
  auto& contract = checking.contract;
  InputInfo info;
  info.name = input.name.text;
  for (const auto& dimension : input.dimensions) {
    const auto [place, is_new] = checking.dimensions.emplace(dimension.text, static_cast<DimensionId>(contract.dimensions.size()));
    if (is_new) contract.dimensions.push_back({dimension.text, false});
    info.dimensions.push_back(place->second);
  }
  info.frequency = input.frequency;
  Units units;
  if (input.unit) {
    units = units_of(checking, *input.unit);
    if (input.per) units = multiplied(units, inverse(units_of(checking, *input.per)));
  } else if (contract.currency) {
    checking.report.add(code::currency_not_said)
        .says(fmt::format("`{}` does not say what it counts", input.name.text))
        .at(input.name.span)
        .help(fmt::format("name its currency or unit, for example `input {} monthly {}`", input.name.text, contract.units[*contract.currency].plural));
  } else {
    units = {{nameless_currency, 1}};
  }
  const bool is_rate = input.unit && (input.unit->text == "rate" || input.unit->text == "number");
  // A rate, a price or an exchange rate holds for the whole of its period: it does not add up over several. Every figure of a record belongs to
  // its day, and adds up with those of the others.
  info.type = Type::amount(units, !input.one_row_each && (input.is_balance || is_rate || input.per) ? Nature::balance : Nature::flow);
  info.is_number = input.unit && input.unit->text == "number";
  info.type.counts = info.is_number;
  info.is_record = input.one_row_each;
  if (input.one_row_each) check_record(checking, input, info, span);
  info.type.may_be_negative = input.may_be_negative;
  info.spread = input.spread;
  info.missing_is_zero = input.missing_is_zero;
  info.may_be_negative = input.may_be_negative;
  info.declared = span;
  if (input.from) {
    info.from = first_day(checking, *input.from);
    check_admitted(checking, input, info);
  }
  contract.inputs.push_back(std::move(info));
}

void declare_clause(Checking& checking, std::map<std::string, Span>& seen, ClauseInfo info, const std::optional<Name>& title) {
  auto& contract = checking.contract;
  const auto id = static_cast<ClauseId>(contract.clauses.size());
  info.title = title ? title->text : fmt::format("Clause {}", id + 1);
  const Span span = title ? title->span : info.span;
  const auto [place, is_new] = seen.emplace(info.title, span);
  if (is_new) {
    checking.titles.emplace(info.title, id);
  } else {
    checking.report.add(code::defined_twice)
        .says(fmt::format("two clauses are called \"{}\"", info.title))
        .at(span, "again here")
        .beside(place->second, "first here")
        .help("give each clause a title of its own: statements and other clauses refer to it");
  }
  contract.clauses.push_back(std::move(info));
}

void declare_credits(Checking& checking, std::map<std::string, Span>& seen, const Credits& credits, Span span) {
  const auto [place, is_new] = seen.emplace(credits.title.text, credits.title.span);
  if (!is_new) {
    checking.report.add(code::defined_twice)
        .says(fmt::format("two things are called \"{}\"", credits.title.text))
        .at(credits.title.span, "again here")
        .beside(place->second, "first here")
        .help("give each a title of its own: other lines refer to it");
    return;
  }
  checking.contract.credits.push_back({credits.title.text, party(checking, credits.from), party(checking, credits.to), &credits, span});
}

void declare_parties_and_units(Checking& checking) {
  auto& contract = checking.contract;
  std::map<std::string, Span> seen;
  for_each_declared<Party>(checking.program, [&](const Party& declared, const program::File&, Span span) {
    const auto [place, is_new] = seen.emplace(declared.name.text, declared.name.span);
    if (!is_new) {
      checking.report.add(code::defined_twice).says(fmt::format("the party `{}` is named twice", declared.name.text)).at(declared.name.span, "again here").beside(place->second, "first here")
          .help("leave one of the two lines out, or give the other party another name");
      return;
    }
    if (const auto unit = checking.units.find(declared.name.text); unit != checking.units.end()) {
      checking.report.add(code::defined_twice)
          .says(fmt::format("`{}` is a currency of this deal and cannot be a party too", declared.name.text))
          .at(declared.name.span)
          .beside(contract.units[unit->second].declared, "the currency")
          .help(fmt::format("give the party a longer name: `party {}_Ltd`", declared.name.text));
    }
    checking.parties.emplace(declared.name.text, static_cast<PartyId>(contract.parties.size()));
    contract.parties.push_back({declared.name.text, declared.full_name ? declared.full_name->text : declared.name.text, span});
  });
  for_each_declared<Unit>(checking.program, [&](const Unit& unit, const program::File& file, Span) {
    const Name& plural = unit.plural ? *unit.plural : unit.singular;
    for (const Name* name : {&unit.singular, &plural}) {
      const auto known = checking.units.find(name->text);
      if (known == checking.units.end() || name == &unit.singular || file.is_standard) continue;
      checking.report.add(code::defined_twice).says(fmt::format("the unit `{}` is declared twice", name->text)).at(name->span, "again here").beside(contract.units[known->second].declared, "first here")
          .help("leave one of the two lines out");
      return;
    }
    if (checking.units.contains(plural.text)) return;
    add_unit(checking, {unit.singular.text, plural.text, false, unit.singular.span});
  });
}

}  // namespace

UnitId add_unit(Checking& checking, UnitInfo info) {
  const auto id = static_cast<UnitId>(checking.contract.units.size());
  checking.units.emplace(info.singular, id);
  checking.units.emplace(info.plural, id);
  checking.contract.units.push_back(std::move(info));
  return id;
}

PartyId party(Checking& checking, const Name& name) {
  const auto known = checking.parties.find(name.text);
  if (known != checking.parties.end()) return known->second;
  if (checking.is_left_out(name.text)) return 0;
  auto& diagnostic = checking.report.add(code::unknown_name).says(fmt::format("no party is called `{}`", name.text)).at(name.span);
  if (!offer_nearest(diagnostic, name, all_named(checking.contract.parties, &PartyInfo::name), Written::bare)) {
    diagnostic.help(fmt::format("declare it: `party {}`", name.text));
  }
  return 0;
}

void refuse_paying_itself(Checking& checking, const Name& payer, const Name& payee) {
  if (payer.text != payee.text) return;
  checking.report.add(code::pays_itself)
      .says(fmt::format("`{}` pays itself", payer.text))
      .at(payee.span, "is paid")
      .beside(payer.span, "pays")
      .help("name the party that is paid");
}

/// The clause's own `settled`, `due` and `rounded`, over the deal's.
Settlement settlement_of(const Settlement& deals, const std::vector<Proviso>& provisos) {
  Settlement own = deals;
  for (const auto& proviso : provisos) {
    if (const auto* settled = std::get_if<SettledAs>(&proviso.form)) own.frequency = settled->frequency;
    if (const auto* due = std::get_if<DueAs>(&proviso.form)) own.due = due->due;
    if (const auto* rounded = std::get_if<RoundedAs>(&proviso.form)) own.rounding = rounded->rounding;
  }
  return own;
}

namespace {

/// As often as the commitment says, else each year, or as often as its shortest minimum counts.
Frequency settled_with(const Commitment& commitment) {
  for (const auto& proviso : commitment.provisos) {
    if (const auto* settled = std::get_if<SettledAs>(&proviso.form)) return settled->frequency;
  }
  Frequency shortest = Frequency::year;
  const auto count = [&](Frequency window) { shortest = is_shorter(window, shortest) ? window : shortest; };
  if (commitment.each) count(*commitment.each);
  for (const auto& minimum : commitment.minimums) {
    if (const auto* each = std::get_if<Minimum::Each>(&minimum.when)) count(each->window);
    if (const auto* in = std::get_if<Minimum::In>(&minimum.when)) count(in->period.period.frequency);
  }
  return shortest;
}

}  // namespace

Settlement settlement_of(const Settlement& deals, const Commitment& commitment) {
  Settlement own = settlement_of(deals, commitment.provisos);
  own.frequency = settled_with(commitment);
  if (commitment.shortfall && commitment.shortfall->due) own.due = commitment.shortfall->due;
  return own;
}

std::vector<PartyId> recipients_of(Checking& checking, const Waterfall& waterfall) {
  std::vector<PartyId> recipients;
  for (const auto& step : waterfall.steps) {
    for (const auto& share : step.shares) {
      const PartyId recipient = party(checking, share.party);
      if (share.party.text == waterfall.from.text) {
        checking.report.add(code::pays_itself).says(fmt::format("`{}` pays itself", share.party.text)).at(share.party.span, "is paid here").beside(waterfall.from.span, "and pays here")
            .help("name another party: what stays with the payer is not part of what is handed out");
      }
      if (std::find(recipients.begin(), recipients.end(), recipient) == recipients.end()) recipients.push_back(recipient);
    }
  }
  return recipients;
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
                     if (settings.once(checking, "the deal's currency", span)) set_currencies(checking, currency);
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

void declare_names(Checking& checking) {
  auto& contract = checking.contract;
  declare_parties_and_units(checking);
  std::map<std::string, Span> seen;
  for_each_declared<Input>(checking.program, [&](const Input& input, const program::File& file, Span span) {
    declare(checking, seen, input.name, {Symbol::Kind::input, static_cast<std::uint32_t>(contract.inputs.size())}, file.is_standard);
    declare_input(checking, input, span);
  });
  refuse_mixed_records(checking);
  refuse_clashing_dimensions(checking);
  for_each_declared<Measure>(checking.program, [&](const Measure& measure, const program::File& file, Span) {
    declare(checking, seen, measure.name, {Symbol::Kind::measure, static_cast<std::uint32_t>(contract.measures.size())}, file.is_standard);
    contract.measures.push_back({measure.name.text, &measure, file.is_standard, {MeasureText{&measure, nullptr, std::nullopt, false}}});
  });
  checking.measure_used.assign(contract.measures.size(), false);

  std::map<std::string, Span> titles;
  for (const auto& file : checking.program.files) {
    for (const auto& declaration : file.contract->declarations) {
      if (const auto* clause = std::get_if<Clause>(&declaration.form)) {
        if (clause->is_whole_contract && contract.parties.empty()) {
          checking.is_one_line = true;
          for (const char* name : {"payer", "payee"}) {
            checking.parties.emplace(name, static_cast<PartyId>(contract.parties.size()));
            contract.parties.push_back({name, name, declaration.span});
          }
        }
        ClauseInfo info;
        info.payer = party(checking, clause->payer);
        info.payee = party(checking, clause->payee);
        refuse_paying_itself(checking, clause->payer, clause->payee);
        info.settlement = settlement_of(contract.settlement, clause->provisos);
        info.clause = clause;
        info.span = declaration.span;
        info.texts = texts_when(contract, info, std::nullopt);
        declare_clause(checking, titles, std::move(info), clause->title);
      } else if (const auto* commitment = std::get_if<Commitment>(&declaration.form)) {
        refuse_paying_itself(checking, commitment->committing, commitment->to);
        ClauseInfo info;
        info.payer = party(checking, commitment->committing);
        info.payee = party(checking, commitment->to);
        info.settlement = settlement_of(contract.settlement, *commitment);
        info.commitment = commitment;
        info.commitment_texts = commitment_texts_when(contract, info, std::nullopt);
        info.span = declaration.span;
        declare_clause(checking, titles, std::move(info), commitment->title);
      } else if (const auto* waterfall = std::get_if<Waterfall>(&declaration.form)) {
        ClauseInfo info;
        info.payer = party(checking, waterfall->from);
        info.settlement = settlement_of(contract.settlement, waterfall->provisos);
        info.waterfall = waterfall;
        info.span = declaration.span;
        info.recipients = recipients_of(checking, *waterfall);
        info.waterfall_texts.emplace_back().recipients = info.recipients;
        info.waterfall_texts = waterfall_texts_when(contract, info, std::nullopt);
        declare_clause(checking, titles, std::move(info), waterfall->title);
      }
    }
  }
  for_each_declared<Credits>(checking.program, [&](const Credits& credits, const program::File&, Span span) { declare_credits(checking, titles, credits, span); });
  declare_amendments(checking);
  declare_balances(checking);
  declare_togethers(checking);
  refuse_said_twice(checking);
  for_each_declared<Scenario>(checking.program, [&](const Scenario& scenario, const program::File&, Span) { contract.scenarios.push_back(&scenario); });
  for_each_declared<Test>(checking.program, [&](const Test& test, const program::File&, Span) { contract.tests.push_back(&test); });
  for_each_declared<Note>(checking.program, [&](const Note& note, const program::File&, Span) { contract.notes.push_back(&note); });
  for_each_declared<Ensure>(checking.program, [&](const Ensure& ensure, const program::File&, Span) { contract.ensures.push_back(&ensure); });
}

}  // namespace whereas::check
