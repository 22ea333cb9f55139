#include "lang/format/layout_parts.h"

namespace whereas::format {

using namespace syntax;

// --- clauses ----------------------------------------------------------------------------------------------------------------------

std::vector<Line> Layout::clause(const Clause& clause, std::uint32_t begin) const {
  std::vector<Line> lines;
  if (clause.is_whole_contract || begin == clause.payer.span.begin) {
    clause_body(clause, 0, begin, lines);
    return lines;
  }
  lines.push_back(line_of(0, begin, text("clause") + (clause.title ? text(" ") + title(*clause.title) : Document())));
  clause_body(clause, 2, clause.payer.span.begin, lines);
  return lines;
}

void Layout::clause_body(const Clause& clause, int indentation, std::uint32_t begin, std::vector<Line>& lines) const {
  Document paying;
  if (!clause.is_whole_contract) {
    const bool shall = written_.find("shall", clause.payer.span.end, clause.payee.span.begin).has_value();
    paying = name(clause.payer) + text(shall ? " shall pay " : " pays ") + name(clause.payee);
  }
  const Document before_amount = paying.is_empty() ? Document() : text(" ");
  const int below_it = indentation + 2;
  std::vector<Line> below;
  const auto add_below = [&](std::uint32_t at, Document words) { below.push_back(line_of(below_it, at, std::move(words))); };
  // One sum stands beside the parties, several below them.
  const auto add_sums = [&](const std::vector<Line>& sums) {
    if (sums.size() > 1 && !clause.is_whole_contract) {
      below = sums;
      return;
    }
    std::vector<Document> words;
    for (const Line& sum : sums) words.push_back(sum.words);
    paying = paying + before_amount + enumerated(words);
  };

  std::visit(match{
                 [&](const Share& share) {
                   paying = paying + before_amount + text(share.says_share ? "share " : "") + expression(share.amount);
                 },
                 [&](const Tiers& tiers) {
                   paying = paying + text(paying.is_empty() ? "on " : ", on ") + expression(tiers.basis);
                   if (tiers.window) paying = paying + break_before(each(*tiers.window));
                   paying = paying + text(":");
                   for (const Band& each : tiers.bands) {
                     const bool last = &each == &tiers.bands.back();
                     add_below(each.span.begin, band(each) + text(last && tiers.going_forward ? ", going forward" : ""));
                   }
                 },
                 [&](const FixedSums& fixed) {
                   std::vector<Line> sums;
                   for (const FixedSum& sum : fixed.sums) sums.push_back(line_of(below_it, sum.amount.span.begin, fixed_sum(sum)));
                   add_sums(sums);
                 },
                 [&](const DatedSums& dated) {
                   std::vector<Line> sums;
                   for (const DatedSum& sum : dated.sums) {
                     sums.push_back(line_of(below_it, sum.amount.span.begin, expression(sum.amount) + text(sum.day.event && sum.day.event->moved ? ", " : " on ") + as_written(sum.day.span)));
                   }
                   add_sums(sums);
                 },
             },
             clause.amount.form);

  lines.push_back(line_of(indentation, begin, paying));
  for (const Proviso& each : clause.provisos) add_below(each.span.begin, proviso(each));
  lines.insert(lines.end(), below.begin(), below.end());
}

Document Layout::band(const Band& band) const {
  const Document rate = expression(band.rate);
  const auto bounded = [&](std::string_view words) { return rate + text(std::string(words)) + expression(*band.bound); };
  switch (band.reach) {
    case Band::Reach::first: return bounded(" of the first ");
    case Band::Reach::next: return bounded(" of the next ");
    case Band::Reach::rest: return rate + text(" of the rest");
    case Band::Reach::all_if: return bounded(band.bound_included ? " of all if up to " : " of all if under ");
    case Band::Reach::all_otherwise: return rate + text(" of all otherwise");
  }
  return {};
}

Document Layout::fixed_sum(const FixedSum& sum) const {
  Document words = expression(sum.amount) + text(" ") + each(sum.each);
  if (sum.in_advance) words = words + text(" in advance");
  if (sum.rise) {
    words = words + text(",") + break_before(text("rising ") + expression(sum.rise->rate) + text(" each year"));
    if (sum.rise->simple) words = words + text(", simple");
  }
  return words;
}

// --- amendments -------------------------------------------------------------------------------------------------------------------

std::vector<Line> Layout::amendment(const Amendment& amendment, Span span) const {
  std::vector<Line> lines;
  Document head = text("amendment ") + title(amendment.title) + text(amendment.back ? ", effective back to " : ", effective ") + as_written(amendment.effective.span);
  if (amendment.signed_on) head = head + text(",") + break_before(text("signed ") + as_written(amendment.signed_on->span));
  if (amendment.difference == Amendment::Difference::credited) head = head + text(",") + break_before(text("the difference credited with the next payment"));
  if (amendment.difference == Amendment::Difference::stays) head = head + text(",") + break_before(text("earlier payments stay"));
  lines.push_back(line_of(0, span.begin, head));
  for (const AmendmentChange& change : amendment.changes) {
    const std::size_t first = lines.size();
    const Document anew = change.counting_anew ? text(", counting anew") : Document();
    std::visit(match{
                   [&](const ClauseNowReads& now) {
                     lines.push_back(line_of(2, change.span.begin, text("clause ") + title(*now.clause.title) + text(" now reads") + anew));
                     clause_body(now.clause, 4, now.clause.payer.span.begin, lines);
                   },
                   [&](const NameNowMeans& now) { measure(now.measure, " now means", 2, change.span.begin, lines, anew); },
                   [&](const TermNowEnds& term) { lines.push_back(line_of(2, change.span.begin, text("term now ends ") + as_written(term.last.span))); },
                   [&](const ClauseEnds& ends) { lines.push_back(line_of(2, change.span.begin, text("clause ") + title(ends.title) + text(" ends"))); },
               },
               change.form);
    lines[first].may_follow_blank = true;
  }
  return lines;
}

}  // namespace whereas::format
