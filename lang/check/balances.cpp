#include "lang/check/checking.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace whereas::check {

using namespace syntax;

namespace {

/// Where the contract has given the name before; nothing where only the standard library has, which gives way.
std::optional<Span> declared_before(const Checking& checking, const std::string& name) {
  const auto known = checking.names.find(name);
  if (known == checking.names.end()) return std::nullopt;
  const CheckedContract& contract = checking.contract;
  const std::uint32_t index = known->second.index;
  switch (known->second.kind) {
    case Symbol::Kind::input: return contract.inputs[index].declared;
    case Symbol::Kind::balance: return contract.balances[index].declared;
    case Symbol::Kind::measure:
      if (contract.measures[index].is_standard) return std::nullopt;
      return contract.measures[index].text->name.span;
    default: return std::nullopt;
  }
}

void declare_balance(Checking& checking, const Name& name, ClauseId clause) {
  if (const auto first = declared_before(checking, name.text)) {
    checking.report.add(code::defined_twice)
        .says(fmt::format("`{}` is defined twice", name.text))
        .at(name.span, "again here")
        .beside(*first, "first here")
        .help("give one of them another name, or leave one out");
    return;
  }
  auto& balances = checking.contract.balances;
  checking.names.insert_or_assign(name.text, Symbol{Symbol::Kind::balance, static_cast<std::uint32_t>(balances.size())});
  balances.push_back({name.text, clause, name.span});
}

}  // namespace

/// A balance with a name is one balance in every text of its clause that has the line.
void declare_balances(Checking& checking) {
  const auto& balances = checking.contract.balances;
  for (ClauseId id = 0; id < checking.contract.clauses.size(); ++id) {
    for (const auto& text : checking.contract.clauses[id].texts) {
      std::set<std::string> here;
      const auto* loan = std::get_if<Loan>(&text.clause->amount.form);
      if (loan != nullptr && loan->balance) {
        const std::string& name = loan->balance->text;
        const bool known = std::any_of(balances.begin(), balances.end(), [&](const BalanceInfo& one) { return one.name == name && one.clause == id; });
        here.insert(name);
        if (!known) declare_balance(checking, *loan->balance, id);
      }
      for (const auto& proviso : text.clause->provisos) {
        if (!proviso.balance) continue;
        const std::string& name = proviso.balance->text;
        const bool known = std::any_of(balances.begin(), balances.end(), [&](const BalanceInfo& one) { return one.name == name && one.clause == id; });
        if (here.insert(name).second && known) continue;
        declare_balance(checking, *proviso.balance, id);
      }
    }
  }
}

namespace {

/// A bare balance that a clause asks for which settles more rarely than whoever keeps it: before the long period, or at its end?
class BareBalances {
 public:
  BareBalances(Checking& checking, const ClauseInfo& asking) : checking_(checking), asking_(asking) {}

  void look_at(const Expression& expression) {
    if (std::holds_alternative<Windowed>(expression.form)) return;  // it says of when
    const Symbol& symbol = checking_.contract.symbol(expression);
    if (symbol.kind == Symbol::Kind::balance) refuse(expression, checking_.contract.balances[symbol.index]);
    if (symbol.kind == Symbol::Kind::measure && seen_.insert(symbol.index).second) {
      for_each_expression(checking_.contract.measures[symbol.index], [&](const Expression& part) { look_at(part); });
    }
    for_each_part(expression, [&](const Expression& part) { look_at(part); });
  }

 private:
  void refuse(const Expression& expression, const BalanceInfo& balance) {
    const ClauseInfo& keeping = checking_.contract.clauses[balance.clause];
    const auto& kept = keeping.settlement.frequency;
    const auto& asked = asking_.settlement.frequency;
    if (!kept || !asked || !is_shorter(*kept, *asked)) return;
    const std::string over = *asked == Frequency::term ? "the term" : with_article(*asked);
    checking_.report.add(code::two_readings)
        .says(fmt::format("\"{}\" is paid for {}, and `{}` moves within it with \"{}\"", asking_.title, over, balance.name, keeping.title))
        .at(expression.span)
        .beside(balance.declared, "kept here")
        .offers(fmt::format("as it stands when {} ends", *asked == Frequency::term ? over : "it"), replace(expression.span, fmt::format("({} at end)", balance.name)))
        .offers("as it stood before", replace(expression.span, fmt::format("({} at start)", balance.name)));
  }

  Checking& checking_;
  const ClauseInfo& asking_;
  std::set<MeasureId> seen_;
};

}  // namespace

void refuse_bare_balances(Checking& checking) {
  if (checking.contract.balances.empty()) return;
  for (const ClauseInfo& info : checking.contract.clauses) {
    BareBalances bare(checking, info);
    for (const ClauseText& text : info.texts) {
      if (!is_on_days(text.clause->amount)) for_each_expression(*text.clause, [&](const Expression& expression) { bare.look_at(expression); });
    }
    for (const WaterfallText& text : info.waterfall_texts) for_each_expression(*text.waterfall, [&](const Expression& expression) { bare.look_at(expression); });
  }
}

std::vector<std::string> known_measures(const Checking& checking) {
  std::vector<std::string> names;
  for (const auto& input : checking.contract.inputs) names.push_back(input.name);
  for (const auto& balance : checking.contract.balances) names.push_back(balance.name);
  for (const bool standard : {false, true}) {
    for (const auto& measure : checking.contract.measures) {
      if (measure.is_standard == standard) names.push_back(measure.name);
    }
  }
  return names;
}

}  // namespace whereas::check
