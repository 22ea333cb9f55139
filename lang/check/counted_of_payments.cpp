#include "lang/check/checking.h"
#include "lang/syntax/walk.h"

#include <fmt/format.h>

#include <algorithm>

/// What a title counts where a line of its clause makes that two things: what was withheld of its payments, and the interest for their being late.
namespace whereas::check {

using namespace syntax;

namespace {

template <typename Line>
const Proviso* line_of(const ClauseInfo& info) {
  for (const ClauseText& text : info.texts) {
    for (const Proviso& line : text.clause->provisos) {
      if (std::holds_alternative<Line>(line.form)) return &line;
    }
  }
  return nullptr;
}

class CountedPayments {
 public:
  explicit CountedPayments(Checking& checking) : checking_(checking), contract_(checking.contract) {}

  void look_at(const Expression& expression) {
    if (const auto* use = std::get_if<ClauseUse>(&expression.form)) look_at(expression, *use);
    for_each_part(expression, [&](const Expression& part) { look_at(part); });
  }

  void look_at(const Clause& clause) {
    for_each_expression(clause, [&](const Expression& expression) { look_at(expression); });
    for (const Proviso& line : clause.provisos) {
      if (const auto* recouping = std::get_if<Recouping>(&line.form)) look_at(*recouping);
    }
  }

 private:
  void look_at(const Expression& expression, const ClauseUse& use) {
    const Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind != Symbol::Kind::clause) return;
    const ClauseInfo& info = contract_.clauses[symbol.index];
    ask_of_withholding(info, use.title, use.counted);
    ask_of_late_interest(info, use);
  }

  void look_at(const Recouping& recouping) {
    const auto known = checking_.titles.find(recouping.advance.text);
    if (known == checking_.titles.end()) return;
    ask_of_withholding(contract_.clauses[known->second], recouping.advance, recouping.counted);
    if (recouping.counted.withholding == CountedOfPayments::Withholding::not_said) return;
    const auto [first, is_first] = recouped_.try_emplace(known->second, &recouping);
    if (is_first || first->second->counted.withholding == recouping.counted.withholding) return;
    checking_.report.add(code::proviso_does_not_fit)
        .says(fmt::format("\"{}\" is recouped before withholding by one line and after it by another", recouping.advance.text))
        .at(recouping.advance.span)
        .beside(first->second->advance.span, "otherwise here")
        .note("what is left of an advance is one balance, whoever recoups it")
        .help("say the same in both lines");
  }

  void ask_of_withholding(const ClauseInfo& info, const Name& title, const CountedOfPayments& counted) {
    const Proviso* line = line_of<Withholding>(info);
    if (counted.withholding != CountedOfPayments::Withholding::not_said) {
      if (line == nullptr) refuse_idle(info, title, "nothing is withheld of what it pays");
      return;
    }
    if (line == nullptr) return;
    checking_.report.add(code::two_readings)
        .says(fmt::format("of \"{}\" a part is withheld, and nothing says whether that part counts here", info.title))
        .at(title.span)
        .beside(line->span, "withheld")
        .note("before withholding, what is withheld counts as paid; after withholding, only what is paid out counts")
        .offers("if it counts", insert_after(title.span, " before withholding"))
        .offers("if it does not", insert_after(title.span, " after withholding"));
  }

  void ask_of_late_interest(const ClauseInfo& info, const ClauseUse& use) {
    const Proviso* line = line_of<LateInterest>(info);
    if (use.counted.late_interest != CountedOfPayments::LateInterest::not_said) {
      if (line == nullptr) refuse_idle(info, use.title, "it pays no interest for being late");
      return;
    }
    if (line == nullptr) return;
    // Behind the words for what is withheld, where they stand.
    CountedOfPayments of_withholding = use.counted;
    of_withholding.late_interest = CountedOfPayments::LateInterest::not_said;
    Span title = use.title.span;
    title.end += static_cast<std::uint32_t>(words(of_withholding).size());
    checking_.report.add(code::two_readings)
        .says(fmt::format("\"{}\" pays interest where it is late, and nothing says whether that counts here", info.title))
        .at(use.title.span)
        .beside(line->span, "interest for being late")
        .offers("if it does not count", insert_after(title, " without late interest"))
        .offers("if it counts", insert_after(title, " with late interest"));
  }

  void refuse_idle(const ClauseInfo& info, const Name& title, std::string_view why) {
    checking_.report.add(code::wrong_kind)
        .says(fmt::format("the title of \"{}\" is all that it pays: {}", info.title, why))
        .at(title.span)
        .beside(info.span, "this clause")
        .help(fmt::format("write `\"{}\"` alone", info.title));
  }

  Checking& checking_;
  const CheckedContract& contract_;
  std::map<ClauseId, const Recouping*> recouped_;
};

}  // namespace

void ask_what_of_payments_counts(Checking& checking) {
  const auto& contract = checking.contract;
  CountedPayments counted(checking);
  const auto look = [&](const Expression& expression) { counted.look_at(expression); };
  for (const auto& info : contract.clauses) {
    for (const ClauseText& text : info.texts) counted.look_at(*text.clause);
    if (info.commitment != nullptr) for_each_expression(*info.commitment, look);
    if (info.waterfall != nullptr) for_each_expression(*info.waterfall, look);
  }
  for (const auto& together : contract.togethers) look(together.text->limit);
  for (const auto& measure : contract.measures) {
    if (!measure.is_standard) for_each_expression(measure, look);
  }
}

}  // namespace whereas::check
