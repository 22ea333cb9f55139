#include "interpreter/mutate/lines.h"

#include "lang/syntax/walk.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::mutate {

using namespace syntax;

bool is_of_the_deal(const Declaration& declaration) {
  return std::visit(match{
                        [](const Setting& setting) { return !std::holds_alternative<DealTitle>(setting.form) && !std::holds_alternative<Currency>(setting.form); },
                        [](const Measure&) { return true; },
                        [](const Clause&) { return true; },
                        [](const Together&) { return true; },
                        [](const Commitment&) { return true; },
                        [](const Credits&) { return true; },
                        [](const Waterfall&) { return true; },
                        [](const Amendment&) { return true; },
                        [](const NetSettlement&) { return true; },
                        [](const Event&) { return true; },
                        [](const auto&) { return false; },
                    },
                    declaration.form);
}

Frequency settlement_of(const Contract& contract) {
  for (const Declaration& declaration : contract.declarations) {
    const auto* setting = std::get_if<Setting>(&declaration.form);
    const auto* settled = setting == nullptr ? nullptr : std::get_if<Settled>(&setting->form);
    if (settled != nullptr) return settled->frequency;
  }
  return Frequency::month;
}

Lines::Lines(const Declaration& declaration, const Source& source) : source_(source), declaration_(declaration.span) {
  std::visit(match{
                 [&](const Measure& measure) { add(measure); },
                 [&](const Clause& clause) { add(clause); },
                 [&](const Commitment& commitment) { add(commitment); },
                 [&](const Waterfall& waterfall) { add(waterfall); },
                 [&](const Together& together) { call(together.limit, together.is_least ? "joint guarantee" : "joint cap"); },
                 [&](const Amendment& amendment) {
                   for (const AmendmentChange& change : amendment.changes) {
                     if (const auto* reads = std::get_if<ClauseNowReads>(&change.form)) add(reads->clause);
                     if (const auto* reads = std::get_if<CommitmentNowReads>(&change.form)) add(reads->commitment);
                     if (const auto* reads = std::get_if<WaterfallNowReads>(&change.form)) add(reads->waterfall);
                     if (const auto* means = std::get_if<NameNowMeans>(&change.form)) {
                       lines_.push_back(change.span);
                       add(means->measure);
                     }
                   }
                 },
                 [](const auto&) {},
             },
             declaration.form);
}

void Lines::call(const Expression& expression, std::string noun) { called_.push_back({expression.span, std::move(noun)}); }

void Lines::add(const Proviso& proviso) {
  lines_.push_back(proviso.span);
  std::visit(match{
                 [&](const AtMost& cap) { call(cap.most, "cap"); },
                 [&](const AtLeast& guarantee) { call(guarantee.least, "guarantee"); },
                 [&](const Withholding& withholding) { call(withholding.rate, "withholding"); },
                 [&](const GrossedUp& grossed) { call(grossed.rate, "withholding grossed up for"); },
                 [&](const NothingIfUnder& nothing) { call(nothing.least, "least that is paid"); },
                 [&](const Recouping& recouping) { call(recouping.rate, "rate of recoupment"); },
                 [&](const HeldBack& held) {
                   call(held.rate, "part held back");
                   if (held.most_held) call(*held.most_held, "most that is held");
                 },
                 [&](const Deferred& deferred) {
                   call(deferred.rate, "part deferred");
                   if (deferred.interest) call(*deferred.interest, "interest on what is deferred");
                 },
                 [&](const LateInterest& late) { call(late.rate, "interest for being late"); },
                 [](const auto&) {},
             },
             proviso.form);
}

void Lines::add(const std::vector<Proviso>& provisos) {
  for (const Proviso& proviso : provisos) add(proviso);
}

void Lines::add(const Amount& amount) {
  lines_.push_back(amount.span);
  if (const auto* tiers = std::get_if<Tiers>(&amount.form)) {
    for (const Band& band : tiers->bands) lines_.push_back(band.span);
  } else if (const auto* fixed = std::get_if<FixedSums>(&amount.form)) {
    for (const FixedSum& sum : fixed->sums) lines_.push_back(sum.span);
  } else if (const auto* milestones = std::get_if<Milestones>(&amount.form)) {
    for (const Milestone& sum : milestones->sums) lines_.push_back(sum.span);
  } else if (const auto* share = std::get_if<Share>(&amount.form)) {
    if (const auto* of = std::get_if<Of>(&without_parentheses(share->amount).form)) call(*of->rate, "share");
  }
}

void Lines::add(const Clause& clause) {
  add(clause.amount);
  add(clause.provisos);
}

void Lines::add(const Measure& measure) {
  for (const Exception& exception : measure.exceptions) lines_.push_back(exception.span);
}

void Lines::add(const Waterfall& waterfall) {
  for (const WaterfallStep& step : waterfall.steps) lines_.push_back(step.span);
  for (const WaterfallReturn& back : waterfall.returns) lines_.push_back(back.span);
  add(waterfall.provisos);
}

void Lines::add(const Commitment& commitment) {
  call(commitment.total, "commitment");
  for (const Minimum& minimum : commitment.minimums) {
    lines_.push_back(minimum.span);
    call(minimum.least, "minimum");
  }
  if (commitment.shortfall) lines_.push_back(commitment.shortfall->span);
  if (commitment.excess) lines_.push_back(commitment.excess->span);
  if (commitment.made_up) lines_.push_back(commitment.made_up->span);
  add(commitment.provisos);
}

std::string Lines::words(Span span) const {
  std::string words;
  for (const char letter : source_.slice(span)) {
    const bool is_blank = letter == ' ' || letter == '\n' || letter == '\r' || letter == '\t';
    if (!is_blank) words += letter;
    else if (!words.empty() && words.back() != ' ') words += ' ';
  }
  if (words.ends_with(' ')) words.pop_back();
  return words;
}

Span Lines::line_around(Span part) const {
  const auto holds = [&](Span line) { return line.begin <= part.begin && part.end <= line.end; };
  std::optional<Span> nearest;
  for (const Span& line : lines_) {
    if (holds(line) && (!nearest || line.end - line.begin < nearest->end - nearest->begin)) nearest = line;
  }
  if (nearest) return *nearest;
  // What has no line of its own stands in a line of the page.
  const Place place = source_.place_of(part.begin);
  const std::uint32_t begin = source_.line_start(place.line);
  std::string_view line = source_.line(place.line);
  line = line.substr(0, line.find('#'));
  while (!line.empty() && line.back() == ' ') line.remove_suffix(1);
  std::size_t indent = 0;
  while (indent < line.size() && line[indent] == ' ') ++indent;
  return {part.source, begin + static_cast<std::uint32_t>(indent), std::max(part.end, begin + static_cast<std::uint32_t>(line.size()))};
}

std::string Lines::is_otherwise(Span part, const std::string& instead) const {
  const auto called = std::find_if(called_.begin(), called_.end(), [&](const Called& one) { return one.span.begin == part.begin && one.span.end == part.end; });
  if (called != called_.end()) return fmt::format("the {} of {} is {}", called->noun, words(part), instead);
  const Span line = line_around(part);
  const std::string before = words({line.source, line.begin, part.begin});
  const std::string after = words({line.source, part.end, line.end});
  // Blanks beside the part are the line's own.
  const std::string_view text = source_.text();
  const auto is_blank = [&](std::uint32_t at) { return text[at] == ' ' || text[at] == '\n'; };
  const bool blank_before = part.begin > line.begin && is_blank(part.begin - 1);
  // A word that is left out goes with the blank behind it.
  const bool blank_after = part.end < line.end && (is_blank(part.end) || (instead.empty() && is_blank(part.end - 1)));
  return fmt::format("`{}` is `{}{}{}{}{}`", words(line), before, blank_before && !instead.empty() ? " " : "", instead, blank_after ? " " : "", after);
}

Span Lines::whole_lines(Span span) const {
  const std::string_view text = source_.text();
  Span whole = span;
  while (whole.begin > 0 && text[whole.begin - 1] == ' ') --whole.begin;
  if (whole.begin > 0 && text[whole.begin - 1] != '\n') return span;
  std::uint32_t end = whole.end;
  while (end < text.size() && (text[end] == ' ' || text[end] == '\r')) ++end;
  if (end < text.size() && text[end] == '#') end = static_cast<std::uint32_t>(std::min(text.find('\n', end), text.size()));
  if (end < text.size() && text[end] != '\n') return span;
  whole.end = std::min(end + 1, static_cast<std::uint32_t>(text.size()));
  return whole;
}

}  // namespace whereas::mutate
