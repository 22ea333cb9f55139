#include "lang/format/layout_parts.h"
#include "lang/syntax/walk.h"

namespace whereas::format {

using namespace syntax;

// --- clauses ----------------------------------------------------------------------------------------------------------------------

std::vector<Line> Layout::clause(const Clause& clause, std::uint32_t begin) const {
  std::vector<Line> lines;
  if (clause.is_whole_contract || begin == clause.payer.span.begin) {
    clause_body(clause, 0, begin, lines);
    return lines;
  }
  lines.push_back(line_of(0, begin, text("clause") + (clause.title ? text(" ") + title(*clause.title) : Document()) +
                                     for_each(clause.for_each)));
  clause_body(clause, 2, clause.payer.span.begin, lines);
  return lines;
}

void Layout::clause_body(const Clause& clause, int indentation, std::uint32_t begin, std::vector<Line>& lines) const {
  Document paying;
  if (!clause.is_whole_contract) {
    const bool shall = written_.find("shall", clause.payer.span.end, clause.payee.span.begin).has_value();
    const bool repays = std::holds_alternative<Loan>(clause.amount.form);
    paying = name(clause.payer) + text(repays ? " repays " : clause.delivers ? " delivers to " : shall ? " shall pay " : " pays ") + name(clause.payee);
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
                   if (const Rise* rises = rise_of_price(share.amount)) paying = paying + text(",") + break_before(rise(*rises));
                 },
                 [&](const Tiers& tiers) {
                   paying = paying + text(paying.is_empty() ? "" : ", ") + tiers_named(tiers);
                   for (const Line& tier : bands_of(tiers, below_it)) below.push_back(tier);
                 },
                 [&](const FixedSums& fixed) {
                   std::vector<Line> sums;
                   for (const FixedSum& sum : fixed.sums) sums.push_back(line_of(below_it, sum.amount.span.begin, fixed_sum(sum)));
                   add_sums(sums);
                 },
                 [&](const Milestones& milestones) {
                   std::vector<Line> sums;
                   for (const Milestone& sum : milestones.sums) {
                     sums.push_back(line_of(below_it, sum.amount.span.begin, expression(sum.amount) + break_before(text("the first time ") + condition(sum.reached))));
                   }
                   add_sums(sums);
                 },
                 [&](const DatedSums& dated) {
                   std::vector<Line> sums;
                   for (const DatedSum& sum : dated.sums) {
                     sums.push_back(line_of(below_it, sum.amount.span.begin, expression(sum.amount) + text(is_counted(sum.day) ? ", " : " on ") + as_written(sum.day.span)));
                   }
                   add_sums(sums);
                 },
                 [&](const DividedSum& divided) {
                   paying = paying + before_amount + expression(divided.all) + text(" in all:");
                   below = parts_of(divided, below_it);
                 },
                 [&](const Instalments& parts) { paying = paying + before_amount + instalments(parts); },
                 [&](const ToDateLessPaid& less_paid) {
                   paying = paying + before_amount + expression(less_paid.amount) + break_before(each(less_paid.window) + text(" to date,")) +
                            break_before(text("less what was paid"));
                 },
                 [&](const Loan& lent) { paying = paying + before_amount + loan(lent); },
             },
             clause.amount.form);

  lines.push_back(line_of(indentation, begin, paying));
  for (const Proviso& each : clause.provisos) add_below(each.span.begin, proviso(each));
  lines.insert(lines.end(), below.begin(), below.end());
}

/// `on sales each year:`
Document Layout::tiers_named(const Tiers& tiers) const {
  Document words = text("on ") + expression(tiers.basis);
  if (tiers.window) words = words + break_before(each(*tiers.window));
  return words + text(":");
}

std::vector<Line> Layout::bands_of(const Tiers& tiers, int indentation) const {
  std::vector<Line> lines;
  for (const Band& each : tiers.bands) {
    const bool last = &each == &tiers.bands.back();
    lines.push_back(line_of(indentation, each.span.begin, band(each) + text(last && tiers.going_forward ? ", going forward" : "")));
  }
  return lines;
}

Document Layout::band(const Band& band) const {
  const Document rate = expression(band.rate);
  const Document entered = band.once_entered ? text(", plus ") + expression(*band.once_entered) + text(" once entered") : Document();
  const auto bounded = [&](const std::string& words) { return rate + text(words) + expression(*band.bound); };
  const std::string of = band.is_flat ? " flat of " : " of ";
  const std::string of_all = band.is_flat ? " flat" : " of all";
  switch (band.reach) {
    case Band::Reach::first: return bounded(of + "the first ") + entered;
    case Band::Reach::next: return bounded(of + "the next ") + entered;
    case Band::Reach::rest: return rate + text(of + "the rest") + entered;
    case Band::Reach::all_if: return bounded(of_all + (band.bound_included ? " if up to " : " if under ")) + entered;
    case Band::Reach::all_otherwise: return rate + text(of_all + " otherwise") + entered;
  }
  return {};
}

Document Layout::fixed_sum(const FixedSum& sum) const {
  Document words = expression(sum.amount) + text(" ") + each(sum.each);
  if (sum.in_advance) words = words + text(" in advance");
  if (sum.rise) words = words + text(",") + break_before(rise(*sum.rise));
  return words;
}

Document Layout::rise(const Rise& rise) const {
  const bool by = written_.word_before(rise.rate.span.begin) == "by";
  Document words = text(by ? "rising by " : "rising ") + expression(rise.rate) + text(" each year");
  if (rise.first_year_span) words = words + text(" ") + as_written(*rise.first_year_span);
  const auto detail = [&](const Document& more) { words = words + text(",") + break_before(more); };
  if (rise.simple) detail(text("simple"));
  if (rise.first_on) detail(text("first on ") + as_written(rise.first_on->span));
  if (rise.at_least) detail(text("at least ") + expression(*rise.at_least));
  if (rise.at_most) detail(text("at most ") + expression(*rise.at_most));
  if (rise.never_falling) detail(text("never falling"));
  if (rise.rounding) {
    Span rounded = rise.span;
    rounded.begin = written_.find("rounded", rise.span.begin, rise.span.end).value_or(rise.span.begin);
    detail(rounded_to(*rise.rounding, rounded) + text(", each year"));
  }
  return words;
}

/// `50% on 2026-09-30`, `the rest 180 days after "Acceptance"`; a sum is kept apart from the days: `500, 20 days after "Delivery"`.
Document Layout::part_on_day(const std::optional<Expression>& amount, const DayOrPeriod& day) const {
  const Document part = amount ? expression(*amount) : text("the rest");
  if (!is_counted(day)) return part + text(" on ") + as_written(day.span);
  const std::string written = amount ? written_.words(amount->span) : std::string();
  const bool ends_with_number = !written.empty() && written.back() >= '0' && written.back() <= '9';
  return part + text(ends_with_number ? ", " : " ") + as_written(day.span);
}

/// Each part on a line of its own, below the whole.
std::vector<Line> Layout::parts_of(const DividedSum& divided, int indentation) const {
  std::vector<Line> lines;
  for (const DividedSum::Part& part : divided.parts) {
    lines.push_back(line_of(indentation, part.span.begin, part_on_day(part.amount, part.day)));
  }
  return lines;
}

Document Layout::instalments(const Instalments& instalments) const {
  std::vector<Document> days;
  for (const DayOrPeriod& day : instalments.days) days.push_back(as_written(day.span));
  Document words = expression(instalments.all) + text(" in " + written_.words(instalments.count_span) + " equal instalments") + break_before(text("on ") + listed(days));
  if (instalments.odd_cents == Instalments::OddCents::not_said) return words;
  const bool first = instalments.odd_cents == Instalments::OddCents::with_the_first;
  return words + text(",") + break_before(text(first ? "odd cents with the first" : "odd cents with the last"));
}

Document Layout::loan(const Loan& loan) const {
  const bool instalments = loan.equal == Loan::Equal::instalments;
  Document words = expression(*loan.lent) + text(is_counted(loan.lent_on) ? " lent " : " lent on ") + as_written(loan.lent_on.span);
  const auto detail = [&](const Document& more) { words = words + text(",") + break_before(more); };
  detail(text("in " + loan.count.text() + " equal " + std::string(adverb(loan.each)) + (instalments ? " instalments" : " repayments of principal")));
  detail(text(is_counted(loan.first_on) ? "the first " : "the first on ") + as_written(loan.first_on.span));
  detail(text("with interest at ") + expression(*loan.rate) + text(" a year on what is left, " + std::string(whereas::words(loan.day_count))));
  if (loan.balance) detail(text("calling the balance ") + name(*loan.balance));
  return words;
}

Document Layout::one_cap(const Together& together) const {
  using Sharing = Together::Sharing;
  std::vector<Document> titles;
  for (const Name& each_title : together.titles) titles.push_back(title(each_title));
  Document words = text("together ") + listed(titles) + text(together.is_least ? " at least " : " at most ") + expression(together.limit) + break_before(over(together.window));
  if (together.sharing == Sharing::in_order) words = words + text(",") + break_before(text("in the order named"));
  if (together.paid_under) words = words + text(",") + break_before(text("the missing part paid under ") + title(*together.paid_under));
  if (together.sharing == Sharing::in_proportion) words = words + text(",") + break_before(text("in proportion"));
  return words;
}

// --- amendments -------------------------------------------------------------------------------------------------------------------

std::vector<Line> Layout::amendment(const Amendment& amendment, Span span) const {
  std::vector<Line> lines;
  Document head = text("amendment ") + title(amendment.title) + text(amendment.back ? ", effective back to " : amendment.effective.event && !amendment.effective.event->moved ? ", effective on " : ", effective ") +
                  as_written(amendment.effective.span);
  if (amendment.signed_on) head = head + text(",") + break_before(text("signed ") + as_written(amendment.signed_on->span));
  if (amendment.difference == Amendment::Difference::credited) head = head + text(",") + break_before(text("the difference credited with the next payment"));
  if (amendment.difference == Amendment::Difference::stays) head = head + text(",") + break_before(text("earlier payments stay"));
  lines.push_back(line_of(0, span.begin, head));
  for (const AmendmentChange& change : amendment.changes) {
    const std::size_t first = lines.size();
    const Document counting = change.counting == Recount::anew ? text(", counting anew") : change.counting == Recount::on ? text(", counting on") : Document();
    const Document open = text(std::string(words(change.open)));
    std::visit(match{
                   [&](const ClauseNowReads& now) {
                     lines.push_back(line_of(2, change.span.begin, text("clause ") + title(*now.clause.title) + text(" now reads") + counting));
                     clause_body(now.clause, 4, now.clause.payer.span.begin, lines);
                   },
                   [&](const CommitmentNowReads& now) {
                     lines.push_back(line_of(2, change.span.begin, text("commitment ") + title(now.commitment.title) + text(" now reads") + counting + open));
                     committed(now.commitment, 4, lines);
                   },
                   [&](const WaterfallNowReads& now) {
                     const Waterfall& waterfall = now.waterfall;
                     lines.push_back(line_of(2, change.span.begin, text(waterfall.is_split ? "split " : "waterfall ") + title(waterfall.title) + text(" now reads") + counting));
                     lines.push_back(line_of(4, written_.begin_of_word_before(waterfall.cash.span.begin), handed_from(waterfall)));
                     steps(waterfall, 4, change.span, lines);
                   },
                   [&](const NameNowMeans& now) { measure(now.measure, " now means", 2, change.span.begin, lines, counting); },
                   [&](const TermNowEnds& term) { lines.push_back(line_of(2, change.span.begin, text("term now ends ") + as_written(term.last.span))); },
                   [&](const ClauseEnds& ends) { lines.push_back(line_of(2, change.span.begin, text(std::string(words(ends.kind)) + " ") + title(ends.title) + text(" ends") + open)); },
               },
               change.form);
    lines[first].may_follow_blank = true;
  }
  return lines;
}

}  // namespace whereas::format
