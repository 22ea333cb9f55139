#include "lang/check/checking.h"

#include "lang/syntax/letters.h"

#include <fmt/format.h>

#include <algorithm>

/// Which clauses look at which others' payments for the same settlement: a clause may look back at its own past, never at its own present,
/// and no two may wait for each other.
namespace whereas::check {

using namespace syntax;

namespace {

/// Clauses whose payments of the same settlement are looked at, each with the words that do it.
using Looked = std::map<ClauseId, Span>;

class Looks {
 public:
  explicit Looks(const Checking& checking) : checking_(checking) {}

  Looked at(const Expression& expression) {
    asking_ = nullptr;
    looked_.clear();
    seen_.clear();
    look(expression);
    return looked_;
  }
  Looked at(const ClauseInfo& info) {
    asking_ = &info;
    looked_.clear();
    seen_.clear();
    for (const CommitmentText& text : info.commitment_texts) for_each_expression(*text.commitment, [&](const Expression& expression) { look(expression); });
    for (const ClauseText& text : info.texts) look_into(*text.clause);
    for (const WaterfallText& text : info.waterfall_texts) for_each_expression(*text.waterfall, [&](const Expression& expression) { look(expression); });
    return looked_;
  }

 private:
  void look_into(const Clause& clause) {
    for_each_expression(clause.amount, [&](const Expression& expression) { look(expression); });
    for (const auto& proviso : clause.provisos) {
      if (const auto* once = std::get_if<OnceTrue>(&proviso.form); once != nullptr && !once->from_that_period) continue;
      if (const auto* during = std::get_if<WhileTrue>(&proviso.form); during != nullptr && during->from_next_period) continue;
      for_each_expression(proviso, [&](const Expression& expression) { look(expression); });
    }
  }

  void look(const Expression& expression) {
    if (const auto* windowed = std::get_if<Windowed>(&expression.form)) {
      const auto& window = windowed->window;
      const bool past = std::holds_alternative<PreviousPeriod>(window) || std::holds_alternative<InPeriod>(window) || std::holds_alternative<FromTo>(window) || std::holds_alternative<AtStart>(window);
      if (past) return;  // a fixed window that is not over yet is refused when it is asked for
    }
    if (const auto* windowed = std::get_if<Windowed>(&expression.form); windowed != nullptr && std::holds_alternative<AtEnd>(windowed->window)) look_at_the_end_of(without_parentheses(*windowed->measured));
    const Symbol& symbol = checking_.contract.symbol(expression);
    if (symbol.kind == Symbol::Kind::clause) looked_.emplace(symbol.index, expression.span);
    if (symbol.kind == Symbol::Kind::balance) look_at_advance(checking_.contract.balances[symbol.index], expression.span);
    if (symbol.kind == Symbol::Kind::measure && seen_.insert(symbol.index).second) {
      for (const MeasureText& text : checking_.contract.measures[symbol.index].texts) look_into(*text.measure);
    }
    for_each_part(expression, [&](const Expression& part) { look(part); });
  }

  /// `owed at end` waits for whoever keeps it, and for all who recoup the same advance.
  void look_at_the_end_of(const Expression& balance) {
    const CheckedContract& contract = checking_.contract;
    if (contract.symbol(balance).kind != Symbol::Kind::balance) return;
    const BalanceInfo& info = contract.balances[contract.symbol(balance).index];
    looked_.emplace(info.clause, balance.span);
    std::set<std::string> advances;
    const auto each_recouping = [](const ClauseInfo& clause, const auto& visit) {
      for (const ClauseText& text : clause.texts) {
        for (const auto& proviso : text.clause->provisos) {
          if (const auto* recouping = std::get_if<Recouping>(&proviso.form)) visit(*recouping, proviso);
        }
      }
    };
    each_recouping(contract.clauses[info.clause], [&](const Recouping& recouping, const Proviso& line) {
      if (line.balance && line.balance->text == info.name) advances.insert(recouping.advance.text);
    });
    for (ClauseId id = 0; id < contract.clauses.size(); ++id) {
      each_recouping(contract.clauses[id], [&](const Recouping& recouping, const Proviso&) {
        if (advances.contains(recouping.advance.text)) looked_.emplace(id, balance.span);
      });
    }
  }

  /// What is still to be recouped is of all that the advance has paid by the end of the settlement; of its own past where it asks itself.
  void look_at_advance(const BalanceInfo& balance, Span words) {
    const ClauseInfo& clause = checking_.contract.clauses[balance.clause];
    for (const ClauseText& text : clause.texts) {
      for (const auto& proviso : text.clause->provisos) {
        const auto* recouping = std::get_if<Recouping>(&proviso.form);
        if (recouping == nullptr || !proviso.balance || proviso.balance->text != balance.name) continue;
        const auto advance = checking_.titles.find(recouping->advance.text);
        if (advance != checking_.titles.end() && &checking_.contract.clauses[advance->second] != asking_) looked_.emplace(advance->second, words);
      }
    }
  }

  void look_into(const Measure& measure) {
    look(measure.value);
    for (const auto& exception : measure.exceptions) {
      look(exception.value);
      if (exception.during && !exception.during->from_next_period) for_each_part(exception.during->condition, [&](const Expression& part) { look(part); });
      if (exception.once && exception.once->from_that_period) for_each_part(exception.once->condition, [&](const Expression& part) { look(part); });
    }
  }

  const Checking& checking_;
  const ClauseInfo* asking_ = nullptr;
  Looked looked_;
  std::set<MeasureId> seen_;
};

/// `Reseller share` as the name of a measure: `reseller_share`.
std::string as_name(std::string_view title) {
  std::string name;
  for (const char c : title) {
    if (is_lower(c) || (is_digit(c) && !name.empty())) name += c;
    else if (is_capital(c)) name += static_cast<char>(c - 'A' + 'a');
    else if (!name.empty() && name.back() != '_') name += '_';
  }
  while (name.ends_with('_')) name.pop_back();
  return name_length(name) == name.size() && !name.empty() ? name : "paid_here";
}

/// The figure of which the clause's own payment is taken off: `profit`, in `8% of (profit less "Bonus")`.
const Expression* before_itself(const CheckedContract& contract, const Expression& expression, ClauseId own, const Expression*& whole) {
  const Expression& bare = without_parentheses(expression);
  if (const auto* arithmetic = std::get_if<Arithmetic>(&bare.form); arithmetic != nullptr && arithmetic->op == Arithmetic::Operator::less) {
    const Symbol& symbol = contract.symbol(without_parentheses(*arithmetic->right));
    if (symbol.kind == Symbol::Kind::clause && symbol.index == own) {
      whole = &expression;
      return &*arithmetic->left;
    }
  }
  const Expression* found = nullptr;
  for_each_part(bare, [&](const Expression& part) {
    if (found == nullptr) found = before_itself(contract, part, own, whole);
  });
  return found;
}

/// A share of what is left before itself, or after: that has one exact solution, as a definition.
void offer_definition(const Checking& checking, const ClauseInfo& info, Diagnostic& diagnostic) {
  const auto* share = info.clause == nullptr ? nullptr : std::get_if<Share>(&info.clause->amount.form);
  if (share == nullptr) return;
  const auto own = static_cast<ClauseId>(&info - checking.contract.clauses.data());
  const Expression* whole = nullptr;
  if (const Expression* before = before_itself(checking.contract, share->amount, own, whole)) {
    diagnostic.offers("if it is of what there is before itself, write", replace(whole->span, checking.words_of(*before)));
  }
  const std::string title = fmt::format("\"{}\"", info.title);
  const std::string name = as_name(info.title);
  std::string formula = checking.words_of(share->amount);
  const std::size_t at = formula.find(title);
  if (at == std::string::npos || formula.find(title, at + 1) != std::string::npos) return;
  formula.replace(at, title.size(), name);
  // One edit: the definition before the clause, and the clause up to its amount.
  const Span& amount = share->amount.span;
  const std::string_view text = checking.sources[amount.source].text();
  const std::size_t heading = text.rfind("\nclause ", amount.begin);
  const bool is_known = checking.names.count(name) != 0;
  if (heading == std::string_view::npos || is_known) {
    diagnostic.help(fmt::format("if it is of what is left after itself, define it: `{0} means {1}`, and let the clause pay `{0}`", name, formula));
    return;
  }
  const auto begin = static_cast<std::uint32_t>(heading + 1);
  const std::string between(text.substr(begin, amount.begin - begin));
  diagnostic.offers("if it is of what is left after itself, define it", replace({amount.source, begin, amount.end}, fmt::format("{} means {}\n\n{}{}", name, formula, between, name)));
}

/// Clauses under one cap are paid at once: what one of them looks at, all wait for, and none can look at another's present.
void settle_as_one(Checking& checking, const TogetherInfo& together, Looked all, std::vector<Looked>& looked) {
  const auto& clauses = checking.contract.clauses;
  for (const ClauseId id : together.clauses) {
    for (const auto& [other, words] : looked[id]) {
      if (std::find(together.clauses.begin(), together.clauses.end(), other) == together.clauses.end()) {
        all.emplace(other, words);
        continue;
      }
      checking.report.add(code::circular_definition)
          .says(fmt::format("\"{}\" looks at what \"{}\" pays in the same settlement, and both settle under one cap", clauses[id].title, clauses[other].title))
          .at(words)
          .beside(together.span, "the cap")
          .help("let it look at an earlier window: `previous quarter`");
    }
  }
  for (const ClauseId id : together.clauses) looked[id] = all;
}

void refuse_own_present(Checking& checking, const ClauseInfo& info, Span words) {
  auto& diagnostic = checking.report.add(code::circular_definition);
  diagnostic.says(fmt::format("\"{}\" looks at what it pays itself in the same settlement", info.title))
      .at(words)
      .note("a clause may look back at its own past, never at its own present")
      .help(fmt::format("ask for an earlier window: `\"{}\" previous {}`", info.title, noun(info.settlement.frequency.value_or(Frequency::quarter))));
  offer_definition(checking, info, diagnostic);
}

/// The advances that a clause recoups, and the credits that it uses: of one of them clauses take in the order written. By title, with the words.
std::map<std::string, Span> taken_in_turn(const ClauseInfo& info) {
  std::map<std::string, Span> taken;
  for (const ClauseText& text : info.texts) {
    for (const auto& proviso : text.clause->provisos) {
      if (const auto* recouping = std::get_if<Recouping>(&proviso.form)) taken.emplace("recouped: " + recouping->advance.text, proviso.span);
      if (const auto* first = std::get_if<FirstFrom>(&proviso.form)) taken.emplace("used: " + first->credits.text, proviso.span);
    }
  }
  return taken;
}

/// For each clause, which are written before it and take from the same.
std::vector<Looked> those_whose_turn_is_before(const std::vector<ClauseInfo>& clauses) {
  std::vector<Looked> before(clauses.size());
  std::map<std::string, std::vector<ClauseId>> takers;
  for (ClauseId id = 0; id < clauses.size(); ++id) {
    for (const auto& [what, words] : taken_in_turn(clauses[id])) {
      for (const ClauseId other : takers[what]) before[id].emplace(other, words);
      takers[what].push_back(id);
    }
  }
  return before;
}

}  // namespace

void refuse_clause_circles(Checking& checking) {
  const auto& clauses = checking.contract.clauses;
  std::vector<Looked> looked(clauses.size());
  const std::vector<Looked> in_turn = those_whose_turn_is_before(clauses);
  Looks looks(checking);
  for (ClauseId id = 0; id < clauses.size(); ++id) {
    looked[id] = looks.at(clauses[id]);
    for (const ClauseText& text : clauses[id].texts) {
      for (const auto& proviso : text.clause->provisos) {
        const auto* recouping = std::get_if<Recouping>(&proviso.form);
        const auto advance = recouping == nullptr ? checking.titles.end() : checking.titles.find(recouping->advance.text);
        if (advance != checking.titles.end() && advance->second != id) looked[id].emplace(advance->second, recouping->advance.span);
      }
    }
    const auto own = looked[id].find(id);
    if (own != looked[id].end()) {
      refuse_own_present(checking, clauses[id], own->second);
      looked[id].erase(own);
    }
    looked[id].insert(in_turn[id].begin(), in_turn[id].end());
  }
  for (const auto& together : checking.contract.togethers) settle_as_one(checking, together, looks.at(together.text->limit), looked);
  // A clause is free once every clause it looks at is; what is left over waits in a circle.
  std::vector<bool> free(clauses.size(), false);
  bool found = true;
  while (found) {
    found = false;
    for (ClauseId id = 0; id < clauses.size(); ++id) {
      if (free[id]) continue;
      bool ready = true;
      for (const auto& [other, words] : looked[id]) ready = ready && free[other];
      if (ready) free[id] = found = true;
    }
  }
  for (ClauseId id = 0; id < clauses.size(); ++id) {
    if (free[id]) continue;
    for (const auto& [other, words] : looked[id]) {
      if (free[other]) continue;
      auto& diagnostic = checking.report.add(code::circular_definition)
                             .says(fmt::format("\"{}\" looks at \"{}\", which waits for it in the same settlement", clauses[id].title, clauses[other].title))
                             .at(words);
      if (const auto turn = in_turn[other].find(id); turn != in_turn[other].end()) {
        diagnostic.beside(turn->second, fmt::format("takes after \"{}\", which is written before it", clauses[id].title));
        diagnostic.help(fmt::format("write \"{}\" before \"{}\": clauses that take from one advance, or one stock of credits, do so in the order written", clauses[other].title, clauses[id].title));
      }
      diagnostic.help("let one of them look at an earlier window: `previous quarter`");
      return;
    }
  }
}

}  // namespace whereas::check
