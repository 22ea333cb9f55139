#include "lang/check/clauses.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::check {

using namespace syntax;

namespace {

/// How long a window is that moves with the settlement, or that several settlements see alike: in months, and all of the term for `cumulative`. Nothing for the other windows.
std::optional<int> months_back(const Window& window) {
  constexpr int endless = 1'000'000;
  if (std::holds_alternative<Cumulative>(window)) return endless;
  if (const auto* to_date = std::get_if<ToDate>(&window)) return to_date->since == Frequency::term ? endless : months_in(to_date->since);
  if (const auto* previous = std::get_if<PreviousPeriod>(&window)) return previous->frequency == Frequency::term ? std::nullopt : std::optional(months_in(previous->frequency));
  const auto* trailing = std::get_if<Trailing>(&window);
  if (trailing == nullptr) return std::nullopt;
  switch (trailing->length.unit) {
    case Duration::Unit::days: return trailing->length.count / 31;
    case Duration::Unit::weeks: return trailing->length.count * 7 / 31;
    case Duration::Unit::months: return trailing->length.count;
    case Duration::Unit::quarters: return trailing->length.count * 3;
    case Duration::Unit::years: return trailing->length.count * 12;
  }
  return std::nullopt;
}

/// `10% of revenue year to date`, paid each quarter, pays for January four times.
class PaidAgain {
 public:
  explicit PaidAgain(Checking& checking) : checking_(checking), contract_(checking.contract) {}

  void look_at(const ClauseInfo& info) {
    for (const ClauseText& text : info.texts) {
      if (!text.settlement.frequency) continue;
      const Clause& clause = *text.clause;
      const auto line = std::find_if(clause.provisos.begin(), clause.provisos.end(), [](const Proviso& proviso) {
        const auto* counted = std::get_if<Counted>(&proviso.form);
        return counted != nullptr && counted->again_each;
      });
      is_said_ = line != clause.provisos.end();
      was_found_ = false;
      amount_ = &clause.amount;
      each_ = *text.settlement.frequency;
      if (!looks_at_payments(clause)) follow(clause);
      if (is_said_ && !was_found_) refuse_idle(info, *line);
    }
  }

 private:
  struct Told {
    MeasureId definition = 0;
    std::vector<const Expression*> arguments;
  };

  void follow(const Clause& clause) {
    settled_ = each_;
    seen_.clear();
    if (const auto* share = std::get_if<Share>(&clause.amount.form)) follow(share->amount);
    if (const auto* tiers = std::get_if<Tiers>(&clause.amount.form)) follow(tiers->basis);
    for (const Proviso& line : clause.provisos) {
      if (const auto* plus = std::get_if<ThenPlus>(&line.form)) follow(plus->added);
      if (const auto* less = std::get_if<ThenLess>(&line.form)) follow(less->taken);
    }
    const auto* fixed = std::get_if<FixedSums>(&clause.amount.form);
    for (std::size_t place = 0; fixed != nullptr && place < fixed->sums.size(); ++place) {
      settled_ = fixed->sums[place].each;
      seen_.clear();
      follow(fixed->sums[place].amount);
    }
  }

  /// What was paid is taken off somewhere: the clause knows what it counts.
  bool looks_at_payments(const Clause& clause) const {
    bool found = false;
    for_each_expression(clause, [&](const Expression& expression) { found = found || names_a_clause(expression); });
    return found;
  }
  bool names_a_clause(const Expression& expression) const {
    bool found = std::holds_alternative<ClauseUse>(expression.form);
    for_each_part(expression, [&](const Expression& part) { found = found || names_a_clause(part); });
    return found;
  }

  Nature nature(const Expression& expression) const { return contract_.type(expression).nature; }

  /// Down the parts that are paid in full or by a share; a quotient of two windows is no sum.
  void follow(const Expression& expression) {
    const auto go_on = [&](const Expression& part) { follow(part); };
    std::visit(match{
                   [&](const Grouped& grouped) { follow(*grouped.inside); },
                   [&](const Negated& negated) { follow(*negated.operand); },
                   [&](const Rounded& rounded) { follow(*rounded.value); },
                   [&](const Of& share) { follow(*share.base); },
                   [&](const After& after) {
                     follow(*after.amount);
                     for (const Deduction& one : after.deductions) follow(*one.cost);
                   },
                   [&](const Arithmetic& arithmetic) {
                     const bool divides = arithmetic.op == Arithmetic::Operator::divided_by;
                     const bool is_price = nature(*arithmetic.right) == Nature::constant || nature(*arithmetic.right) == Nature::balance;
                     if (!divides || is_price) follow(*arithmetic.left);
                     if (!divides) follow(*arithmetic.right);
                   },
                   [&](const NameUse& use) { follow_name(expression, use); },
                   [&](const Per& per) {
                     if (contract_.symbol(expression).kind == Symbol::Kind::measure) follow_meaning(contract_.symbol(expression).index, {});
                     follow(*per.amount);
                   },
                   [&](const Windowed& windowed) { ask(expression, windowed); },
                   [&](const ExcessOf& excess) { follow(*excess.amount); },
                   [&](const OverDimension& over) { follow(*over.measured); },
                   [&](const OfPeriods& periods) {
                     if (periods.taking == Taking::sum) follow(*periods.measured);
                   },
                   [&](const Filtered& filtered) { follow(*filtered.measured); },
                   [&](const Extreme& extreme) { std::for_each(extreme.operands.begin(), extreme.operands.end(), go_on); },
                   [](const auto&) {},
               },
               expression.form);
  }

  /// A definition says what it counts; what it is told counts where the definition says so.
  void follow_name(const Expression& expression, const NameUse& use) {
    const Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind == Symbol::Kind::parameter && !told_.empty() && symbol.index < told_.back().arguments.size()) {
      const Told inside = told_.back();  // what was told was written outside it
      told_.pop_back();
      under_way_.erase(inside.definition);
      follow(*inside.arguments[symbol.index]);
      under_way_.insert(inside.definition);
      told_.push_back(inside);
    }
    if (symbol.kind != Symbol::Kind::measure) return;
    std::vector<const Expression*> arguments;
    for (const Expression& argument : use.arguments) arguments.push_back(&argument);
    follow_meaning(symbol.index, std::move(arguments));
  }

  void follow_meaning(MeasureId id, std::vector<const Expression*> arguments) {
    if (!under_way_.insert(id).second) return;
    const bool is_new = !arguments.empty() || seen_.insert(id).second;
    told_.push_back({id, std::move(arguments)});
    for (const MeasureText& text : contract_.measures[id].texts) {
      if (!is_new) break;
      follow(text.measure->value);
      for (const Exception& exception : text.measure->exceptions) follow(exception.value);
    }
    told_.pop_back();
    under_way_.erase(id);
  }

  void ask(const Expression& expression, const Windowed& windowed) {
    const auto months = months_back(windowed.window);
    if (!months || settled_ == Frequency::term || *months <= months_in(settled_) || nature(*windowed.measured) != Nature::flow) return;
    was_found_ = true;
    if (is_said_) return;
    const std::string measured = checking_.words_of(*windowed.measured);
    const std::string_view period = noun(settled_);
    auto& diagnostic = checking_.report.add(code::counted_again)
                           .says(fmt::format("each {} pays on `{}`, which holds what earlier {}s were paid on", period, checking_.words_of(expression), period))
                           .at(expression.span)
                           .offers("to pay on what is new only, write", replace(expression.span, std::holds_alternative<PreviousPeriod>(windowed.window) ? fmt::format("{} in the {} before", measured, period) : measured));
    offer_less_paid(diagnostic, expression, windowed, measured);
    diagnostic.offers(fmt::format("or if each {} counts it again, say so", period), insert_after(amount_->span, fmt::format("\n    counting it again each {}", period)));
  }

  /// `10% of the excess of sales over 500 each year to date, less what was paid`
  void offer_less_paid(Diagnostic& diagnostic, const Expression& expression, const Windowed& windowed, const std::string& measured) const {
    const auto* to_date = std::get_if<ToDate>(&windowed.window);
    if (to_date == nullptr && !std::holds_alternative<Cumulative>(windowed.window)) return;
    const std::string counted = to_date == nullptr || to_date->since == Frequency::term ? "over the term" : fmt::format("each {}", noun(to_date->since));
    const std::string words = fmt::format(" {} to date, less what was paid", counted);
    const Span& all = amount_->span;
    const bool stands_in_the_amount = all.source == expression.span.source && all.begin <= expression.span.begin && expression.span.end <= all.end;
    if (!stands_in_the_amount || !std::holds_alternative<Share>(amount_->form)) {
      diagnostic.help(fmt::format("to pay what the window earns to date less what was paid, count `{}` without the window, and let the clause pay it `{}`", measured, words.substr(1)));
      return;
    }
    const std::string text(checking_.words(all));
    std::size_t begin = expression.span.begin - all.begin;
    std::size_t end = expression.span.end - all.begin;
    const bool is_name = measured.find(' ') == std::string::npos;
    const bool is_grouped = begin > 0 && end < text.size() && text[begin - 1] == '(' && text[end] == ')';
    const bool is_told = begin > 1 && text[begin - 2] != ' ' && text[begin - 2] != '(';  // `above(sales year to date)`
    if (is_name && is_grouped && !is_told) {
      --begin;
      ++end;
    }
    diagnostic.offers("or to pay what the window earns to date less what was paid", replace(all, text.substr(0, begin) + measured + text.substr(end) + words));
  }

  void refuse_idle(const ClauseInfo& info, const Proviso& line) {
    checking_.report.add(code::has_no_effect)
        .says(fmt::format("nothing that \"{}\" pays counts what earlier payments have counted", info.title))
        .at(line.span)
        .help("leave the line out");
  }

  Checking& checking_;
  const CheckedContract& contract_;
  const Amount* amount_ = nullptr;
  bool is_said_ = false;
  bool was_found_ = false;
  Frequency each_ = Frequency::quarter;     ///< of the clause
  Frequency settled_ = Frequency::quarter;  ///< of the sum that is looked at
  std::set<MeasureId> seen_;
  std::set<MeasureId> under_way_;
  std::vector<Told> told_;  ///< to the definitions that are looked into
};

}  // namespace

void refuse_counted_again(Checking& checking) {
  PaidAgain paid(checking);
  for (const auto& info : checking.contract.clauses) paid.look_at(info);
}

/// What the lines `counted …` say of how the clause itself is settled; whether anything is counted so, its amounts and texts tell.
void ClauseCheck::check_counted(const Proviso& proviso, const Counted& counted) {
  const auto& settled = info_.settlement.frequency;
  if (counted.again_each && settled && *counted.again_each != *settled && !std::holds_alternative<FixedSums>(clause_.amount.form)) {
    const std::string each = *settled == Frequency::term ? "over the term" : fmt::format("each {}", noun(*settled));
    checking_.report.add(code::proviso_does_not_fit)
        .says(fmt::format("\"{}\" is settled {}, and this line says how often it counts again", info_.title, adverb(*settled)))
        .at(proviso.span)
        .offers("write", replace(proviso.span, "counting it again " + each));
  }
  const bool is_restated = !info_.texts.empty() && info_.texts.front().amendment != nullptr;
  if (counted.again_each || is_restated) return;
  checking_.report.add(code::proviso_does_not_fit)
      .says(fmt::format("no text of \"{}\" stands before this one", info_.title))
      .at(proviso.span)
      .help("leave the line out: it is for a text that an amendment restates inside a settlement period");
}

}  // namespace whereas::check
