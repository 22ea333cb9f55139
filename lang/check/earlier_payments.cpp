#include "lang/check/checking.h"
#include "lang/syntax/walk.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

/// Amendments under which earlier payments stay, and lines that remember those payments: the new text would remember what it would have paid
/// in their place, and not what was paid.
namespace whereas::check {

using namespace syntax;

namespace {

/// The first line of a text that carries something from one settlement to the next.
const Proviso* line_that_remembers(const Clause& clause) {
  const auto remembers = [](const Proviso& line) {
    const auto* floor = std::get_if<NeverBelowZero>(&line.form);
    const auto* small = std::get_if<NothingIfUnder>(&line.form);
    const auto* credit = std::get_if<Crediting>(&line.form);
    const auto is = [&](auto form) { return std::holds_alternative<decltype(form)>(line.form); };
    return is(HeldBack()) || is(Deferred()) || is(Recouping()) || is(FirstFrom()) || is(AtMost()) || is(AtLeast()) || is(BaseLossesCarried()) || (floor != nullptr && floor->losses_carried) ||
           (small != nullptr && small->fate == Fate::carried_forward) || (credit != nullptr && credit->rest == Fate::carried_forward);
  };
  const auto found = std::find_if(clause.provisos.begin(), clause.provisos.end(), remembers);
  return found == clause.provisos.end() ? nullptr : &*found;
}

class EarlierPayments {
 public:
  explicit EarlierPayments(Checking& checking) : checking_(checking), contract_(checking.contract) {}

  void look_at(const Amendment& amendment) {
    if (amendment.difference == Amendment::Difference::credited) refuse_late_interest(amendment);
    if (amendment.difference != Amendment::Difference::stays) return;
    for (const ClauseInfo& info : contract_.clauses) {
      for (const ClauseText& text : info.texts) {
        if (text.amendment == &amendment) refuse_the_rest(info, text, amendment);
        const Proviso* line = text.clause == nullptr ? nullptr : line_that_remembers(*text.clause);
        if (line == nullptr || (text.amendment != &amendment && !uses_what_it_restates(*text.clause, amendment))) continue;
        checking_.report.add(code::not_supported)
            .says(fmt::format("the payments of \"{}\" before the signature stay, and this line would remember what the new text would have paid in their place", info.title))
            .at(line->span)
            .beside(amendment.effective.span, "earlier payments stay")
            .help("say `the difference credited with the next payment`, or let the amendment take effect when it is signed");
        break;
      }
    }
  }

 private:
  /// What the new text adds to payments before the signature was not overdue before it, and would bear interest since they fell due.
  void refuse_late_interest(const Amendment& amendment) {
    for (const ClauseInfo& info : contract_.clauses) {
      for (const ClauseText& text : info.texts) {
        const auto& lines = text.clause->provisos;
        const auto late = std::find_if(lines.begin(), lines.end(), [](const Proviso& line) { return std::holds_alternative<LateInterest>(line.form); });
        if (late == lines.end() || (text.amendment != &amendment && text.ended_by != &amendment && !is_restated_by(info, amendment) && !uses_what_it_restates(*text.clause, amendment))) continue;
        checking_.report.add(code::not_supported)
            .says(fmt::format("what \"{}\" had paid before the signature is worked out again, and its late payments bear interest: from when the difference bears it is not worked out", info.title))
            .at(late->span)
            .beside(amendment.effective.span, "reaches back")
            .help("say `earlier payments stay`, and let a clause of its own pay the difference; or let the amendment take effect when it is signed");
        break;
      }
    }
  }
  static bool is_restated_by(const ClauseInfo& info, const Amendment& amendment) {
    return std::any_of(info.texts.begin(), info.texts.end(), [&](const ClauseText& text) { return text.amendment == &amendment; });
  }

  /// What the parts before the signature leave: as the new text names them, or as they were paid.
  void refuse_the_rest(const ClauseInfo& info, const ClauseText& text, const Amendment& amendment) {
    const auto* divided = std::get_if<DividedSum>(&text.clause->amount.form);
    if (divided == nullptr) return;
    for (const auto& part : divided->parts) {
      if (part.amount) continue;
      checking_.report.add(code::not_supported)
          .says(fmt::format("the payments of \"{}\" before the signature stay, and the rest would be what the parts of the new text would have left", info.title))
          .at(part.span)
          .beside(amendment.effective.span, "earlier payments stay")
          .help("write the sums that are still to be paid, each with its day; or let the amendment take effect when it is signed");
    }
  }

  bool uses_what_it_restates(const Clause& clause, const Amendment& amendment) {
    std::set<MeasureId> seen;
    bool found = false;
    const std::function<void(const Expression&)> look = [&](const Expression& part) {
      const Symbol& symbol = contract_.symbol(part);
      if (symbol.kind == Symbol::Kind::measure && seen.insert(symbol.index).second) {
        for (const MeasureText& text : contract_.measures[symbol.index].texts) found = found || text.amendment == &amendment;
        for_each_expression(contract_.measures[symbol.index], look);
      }
      for_each_part(part, look);
    };
    for_each_expression(clause, look);
    return found;
  }

  Checking& checking_;
  const CheckedContract& contract_;
};

}  // namespace

void refuse_remembering_earlier_payments(Checking& checking) {
  EarlierPayments payments(checking);
  for_each_declared<Amendment>(checking.program, [&](const Amendment& amendment, const program::File&, Span) { payments.look_at(amendment); });
}

}  // namespace whereas::check
