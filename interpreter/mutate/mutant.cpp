#include "interpreter/mutate/mutant.h"

#include "interpreter/mutate/lines.h"
#include "interpreter/mutate/literals.h"
#include "interpreter/mutate/structure.h"

#include <algorithm>

namespace whereas::mutate {

std::string_view name(Slip slip) {
  switch (slip) {
    case Slip::rate: return "rate";
    case Slip::amount: return "amount";
    case Slip::count: return "count";
    case Slip::date: return "date";
    case Slip::window: return "window";
    case Slip::rounding: return "rounding";
    case Slip::relation: return "relation";
    case Slip::word: return "word";
    case Slip::line_left_out: return "line left out";
    case Slip::lines_swapped: return "lines swapped";
    case Slip::exception_left_out: return "exception left out";
    case Slip::change_left_out: return "change left out";
    case Slip::cost_forgotten: return "cost forgotten";
    case Slip::kind_of_tiers: return "kind of tiers";
    case Slip::party: return "party";
  }
  return "";
}

std::vector<Mutant> mutants_of(const syntax::Contract& contract, const Source& source) {
  std::vector<Mutant> mutants;
  const Frequency settled = settlement_of(contract);
  for (const syntax::Declaration& declaration : contract.declarations) {
    if (!is_of_the_deal(declaration)) continue;
    const Lines lines(declaration, source);
    slips_in_words(contract, declaration, lines, settled, mutants);
    slips_in_structure(declaration, lines, mutants);
  }
  std::stable_sort(mutants.begin(), mutants.end(), [](const Mutant& a, const Mutant& b) { return a.said.begin < b.said.begin; });
  return mutants;
}

std::string changed(std::string_view text, const Change& change) {
  std::vector<Edit> edits = change.edits;
  std::sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) { return a.span.begin < b.span.begin; });
  std::string result;
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    result += text.substr(at, edit.span.begin - at);
    result += edit.text;
    at = edit.span.end;
  }
  return result += text.substr(at);
}

}  // namespace whereas::mutate
