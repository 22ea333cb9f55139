#include "lang/check/part_windows.h"

#include "lang/check/clauses.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace whereas::check {

using namespace syntax;

namespace {

std::string_view month_name(int month) {
  constexpr std::array<std::string_view, 12> names{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};
  return names[static_cast<std::size_t>(month - 1)];
}

}  // namespace

void ask_part_window(Checking& checking, const Period& in_force, Frequency window, Span at, std::string_view what, std::optional<Span> line, std::optional<Span> whole_line) {
  if (window == Frequency::term || window == Frequency::day) return;
  const auto term = term_with_its_end(checking);
  const Calendar& calendar = checking.contract.calendar;
  const Period first = calendar.holding(in_force.first(), window);
  const Period last = calendar.holding(in_force.last(), window);
  const bool begins_inside = first.begin() != in_force.begin();
  if (!begins_inside && last.end() == in_force.end()) return;
  const Period& whole = begins_inside ? first : last;
  const Period part = *whole.clipped_to(in_force);
  const bool is_clauses_own = begins_inside ? in_force.begin() != term->begin() : in_force.end() != term->end();
  Diagnostic& diagnostic = checking.report.add(code::part_window);
  diagnostic.says(fmt::format("the {} {} inside a {}, and {} how much of {} counts there", is_clauses_own ? "clause" : "term", begins_inside ? "begins" : "ends", noun(window), line ? "no line says" : "nothing says", what))
      .at(at)
      .note(fmt::format("one reading: it counts whole, also in the {} of {} days", noun(window), part.days()))
      .note(fmt::format("the other: a part of it counts there, by days {} of {}", part.days(), whole.days()));
  if (line) return offer_proration(diagnostic, *line);
  if (whole_line) diagnostic.offers("if they count whole, let the clause say so", insert_after(*whole_line, "\n    not prorated"));
  diagnostic.help("if they count in part, let a clause pay the tiers itself: under it stands `prorated by days`");
}

void offer_proration(Diagnostic& diagnostic, Span line) {
  diagnostic.offers("to count it by days, add", insert_after(line, "\n    prorated by days"))
      .offers("or by months of thirty days", insert_after(line, "\n    prorated by 30/360"))
      .offers("or by the days of a year", insert_after(line, "\n    prorated by days of the year"))
      .offers("or by whole months", insert_after(line, "\n    prorated by whole months"))
      .offers("or to count it whole", insert_after(line, "\n    not prorated"));
}

void ask_standing_part(Checking& checking, const Period& in_force, Frequency settled, const syntax::Expression& amount, Span line) {
  const auto part = standing_part(checking.contract, amount);
  if (part) ask_part_window(checking, in_force, part->each.value_or(settled), amount.span, fmt::format("`{}`", checking.words_of(*part->expression)), line);
}

std::optional<Period> term_with_its_end(Checking& checking) {
  const auto& term = checking.contract.term;
  const auto last = checking.contract.ends_on == nullptr ? std::nullopt : last_day(checking, *checking.contract.ends_on);
  return term && last && *last < term->last() ? term->before(last->plus_days(1)) : term;
}

Diagnostic* warn_year(Checking& checking, Frequency window, Span at) {
  const auto& term = checking.contract.term;
  if (!term || window != Frequency::year) return nullptr;
  const Period year = checking.contract.calendar.holding(term->first(), Frequency::year);
  if (year.begin() == term->begin()) return nullptr;
  return &checking.report.add(code::year_inside_term)
      .says(fmt::format("a year is counted, and the term begins on {}, inside one", term->first().text()))
      .at(at)
      .note(fmt::format("the first year counted ends on {}", year.last().text()))
      .help(fmt::format("for years that begin with the term write beside it: `contract year begins {} {}`", term->first().day(), month_name(term->first().month())));
}

void ClauseCheck::ask_part_window(Frequency window, Span at, std::string_view what) {
  counts_windows_ = true;
  const auto days = days_in_force();
  if (days && !prorated_) check::ask_part_window(checking_, *days, window, at, what, clause_.amount.span);
}

/// `window`: over which the amount counts; nothing, where nothing says how often the clause settles.
void ClauseCheck::ask_standing_part(const Expression& amount, std::optional<Frequency> window) {
  if (standing_part(checking_.contract, amount)) counts_windows_ = true;
  const auto days = days_in_force();
  if (days && !prorated_ && window) check::ask_standing_part(checking_, *days, *window, amount, clause_.amount.span);
}

/// `prorated by days` under a share of what the days themselves make less.
void ClauseCheck::warn_idle_proration() {
  const auto line = std::find_if(clause_.provisos.begin(), clause_.provisos.end(), [](const Proviso& proviso) { return std::holds_alternative<Prorated>(proviso.form); });
  if (line == clause_.provisos.end() || counts_windows_ || is_on_days(clause_.amount)) return;
  const bool says_whole = std::get<Prorated>(line->form).by == Prorated::By::not_at_all;
  if (says_whole && !named_tiers_of(checking_.contract, clause_).empty()) return;
  checking_.report.add(code::has_no_effect)
      .says(fmt::format("nothing that \"{}\" pays counts over a window of which there could be a part", info_.title))
      .at(line->span)
      .beside(clause_.amount.span, std::holds_alternative<Milestones>(clause_.amount.form) ? "paid once" : "fewer days make it less by themselves")
      .help("leave the line out, or say the sum that counts in part: `1,000 each quarter`");
}

/// Where the clause says how a part of a year counts, that is chosen.
void ClauseCheck::warn_year(Frequency window, Span at) {
  if (!prorated_) check::warn_year(checking_, window, at);
}

/// `term now ends 2026-06-15`, where sales come by months: the figure of June is taken to be that of its fifteen days.
void warn_cut_data(Checking& checking) {
  const CheckedContract& contract = checking.contract;
  for (const Amendment* amendment : contract.amendments) {
    for (const AmendmentChange& change : amendment->changes) {
      const auto* ends = std::get_if<TermNowEnds>(&change.form);
      const auto day = ends == nullptr ? std::nullopt : last_day(checking, ends->last);
      if (!day) continue;
      const auto cut = std::find_if(contract.inputs.begin(), contract.inputs.end(), [&](const InputInfo& input) {
        const bool adds_up = input.type.nature == Nature::flow && !input.is_record && !input.asked && input.spread == Input::Spread::none;
        return adds_up && input.frequency && *input.frequency != Frequency::term && contract.calendar.holding(*day, *input.frequency).last() != *day;
      });
      if (cut == contract.inputs.end()) continue;
      checking.report.add(code::cut_short)
          .says(fmt::format("the term now ends inside a {}, and `{}` comes by {}s: the figure of the last one is taken to be for its days in the term", noun(*cut->frequency), cut->name, noun(*cut->frequency)))
          .at(ends->last.span)
          .beside(cut->declared, "declared here")
          .help(fmt::format("end the term with a {}, give the data by days, or let the input say `spread by days`", noun(*cut->frequency)));
    }
  }
}

}  // namespace whereas::check
