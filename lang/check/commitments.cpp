#include "lang/check/commitments.h"

#include "lang/check/part_windows.h"

#include "lang/check/constants.h"
#include "lang/number/notation.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::check {

using namespace syntax;

CommitmentCheck::CommitmentCheck(Checking& checking, Inference& inference, ClauseInfo& info, std::optional<Date> counted_from)
    : checking_(checking), inference_(inference), info_(info), commitment_(*info.commitment), counted_from_(counted_from) {
  is_prorated_ = std::any_of(commitment_.provisos.begin(), commitment_.provisos.end(), [](const Proviso& proviso) { return std::holds_alternative<Prorated>(proviso.form); });
}

void CommitmentCheck::check() {
  check_lines();
  check_measure();
  check_counting();
  for (const auto& minimum : commitment_.minimums) check_minimum(minimum);
  check_overlaps();
  check_shortfall();
  check_excess();
  check_made_up();
  check_due();
}

void CommitmentCheck::check_lines() {
  std::map<std::size_t, Span> said;
  for (const auto& proviso : commitment_.provisos) {
    const auto [first, is_new] = said.emplace(proviso.form.index(), proviso.span);
    if (is_new) continue;
    checking_.report.add(code::defined_twice)
        .says(fmt::format("\"{}\" says twice how it is settled, rounded or prorated", info_.title))
        .at(proviso.span, "again here")
        .beside(first->second, "first here")
        .help("keep the line that is meant");
  }
}

Span CommitmentCheck::first_line() const { return commitment_.each ? cover(commitment_.measure.span, commitment_.each_span) : commitment_.measure.span; }

// --- what is bought ---------------------------------------------------------------------------------------------------------------

void CommitmentCheck::check_measure() {
  const Type bought = inference_.of(commitment_.measure);
  if (!bought.is_unknown() && bought.nature != Nature::flow) {
    checking_.report.add(code::wrong_kind)
        .says(fmt::format("what is bought adds up over time, and `{}` does not", checking_.words_of(commitment_.measure)))
        .at(commitment_.measure.span)
        .help("name what is spent or used in each period: `80bn of compute_spend`");
  }
  const auto of_its_unit = [&](const Expression& amount) { inference_.together(inference_.of(amount), amount, bought, commitment_.measure, "compare"); };
  of_its_unit(commitment_.total);
  for (const auto& minimum : commitment_.minimums) of_its_unit(minimum.least);
  if (commitment_.excess && commitment_.excess->at_most) {
    const Expression& most = *commitment_.excess->at_most;
    const Type type = inference_.of(most);
    if (!type.is_number() || type.is_bare) of_its_unit(most);
  }
  check_price(bought);
}

void CommitmentCheck::check_price(const Type& bought) {
  const Type price = commitment_.price ? inference_.of(*commitment_.price) : Type::unknown();
  if (bought.is_unknown() || bought.units.empty()) return;
  const auto& units = checking_.contract.units;
  const UnitInfo& unit = units[bought.units.front().first];
  if (unit.is_currency) {
    if (bought.units.front().first != nameless_currency) info_.currency = bought.units.front().first;
    if (commitment_.price) {
      checking_.report.add(code::proviso_does_not_fit)
          .says(fmt::format("`{}` is money already, and a shortfall of it needs no price", checking_.words_of(commitment_.measure)))
          .at(commitment_.price->span)
          .beside(commitment_.measure.span, "money")
          .help("for a part of the shortfall write: `pays 50% of any shortfall`");
    }
    return;
  }
  if (!commitment_.price) {
    if (!commitment_.shortfall || !commitment_.shortfall->is_paid) return;
    checking_.report.add(code::shortfall_not_said)
        .says(fmt::format("a shortfall of {} is paid for, and the commitment does not say at what price", unit.plural))
        .at(commitment_.shortfall->span)
        .beside(commitment_.measure.span, fmt::format("in {}", unit.plural))
        .help(fmt::format("name it on a line of its own: `at 2.10 per {}`", unit.singular));
    return;
  }
  if (price.is_unknown()) return;
  Type paid = price;
  paid.units = multiplied(price.units, bought.units);
  paid.is_bare = false;
  const bool is_money = paid.units.size() == 1 && paid.units.front().second == 1 && units[paid.units.front().first].is_currency;
  if (is_money) {
    if (paid.units.front().first != nameless_currency) info_.currency = paid.units.front().first;
    return;
  }
  checking_.report.add(code::unit_mismatch)
      .says(fmt::format("a shortfall of {} is priced per {}, and this is {}", unit.plural, unit.singular, describe(price, units)))
      .at(commitment_.price->span)
      .beside(commitment_.measure.span, fmt::format("in {}", unit.plural))
      .offers("write", insert_after(commitment_.price->span, fmt::format(" per {}", unit.singular)));
}

// --- over what it counts ----------------------------------------------------------------------------------------------------------

void CommitmentCheck::check_counting() {
  if (!checking_.contract.term) {
    checking_.report.add(code::setting_missing).says("a commitment holds for the term, and the deal has none").at(info_.span).help("give the deal a term: `term 2026-01-01 to 2029-12-31`");
  }
  if (!commitment_.each) {
    checking_.report.add(code::window_not_said)
        .says("the commitment does not say over what it counts")
        .at(commitment_.total.span, "over the term, or in each year?")
        .note("over the term it is tested once, when the term ends; each year it is tested every year, and a good year does not make up for a bad one")
        .offers("count over the term", insert_after(commitment_.measure.span, " over the term"))
        .offers("or in each year by itself", insert_after(commitment_.measure.span, " each year"));
    return;
  }
  if (*commitment_.each != Frequency::term) check_each(*commitment_.each, commitment_.total.span);
}

void CommitmentCheck::check_minimum(const Minimum& minimum) {
  std::visit(match{
                 [&](const Minimum::In& in) { check_window(minimum, in.period); },
                 [&](const Minimum::Each& each) {
                   warn_of_more_than_all(minimum);
                   check_each(each.window, minimum.span);
                 },
                 [&](const Minimum::By& by) { check_milestone(minimum, by.day); },
             },
             minimum.when);
}

/// A minimum within the term that is more than the commitment over the term: whoever meets it has met all.
void CommitmentCheck::warn_of_more_than_all(const Minimum& minimum) {
  if (commitment_.each != Frequency::term) return;
  const auto total = constant_figure(checking_.contract, commitment_.total);
  const auto least = constant_figure(checking_.contract, minimum.least);
  if (!total || !least || *least <= *total) return;
  checking_.report.add(code::has_no_effect)
      .says(fmt::format("this minimum is {}, more than the {} that are committed to over the whole term", grouped(*least), grouped(*total)))
      .at(minimum.span)
      .beside(commitment_.total.span, "over the term")
      .note("whoever meets the minimum has met the commitment over the term, which therefore changes nothing")
      .help("make the minimum smaller, or the commitment over the term larger");
}

void CommitmentCheck::check_window(const Minimum& minimum, const DayOrPeriod& period) {
  const auto first = first_day(checking_, period);
  const auto last = last_day(checking_, period);
  const auto& term = checking_.contract.term;
  if (!first || !last || !term) return;
  const Period whole = Period::through(*first, *last);
  const auto in_term = whole.clipped_to(*term);
  if (!in_term) {
    checking_.report.add(code::outside_term)
        .says(fmt::format("the minimum is for {}, outside the term", checking_.words(period.span)))
        .at(period.span)
        .note(fmt::format("the term runs from {}", term->text()))
        .help("name a period inside it, or let the term run longer");
    return;
  }
  const auto days = counted_from_ ? in_term->from(*counted_from_) : in_term;
  if (!days) return;  // it is over before these words take effect
  if (*days != whole && !is_prorated_) {
    Diagnostic& diagnostic = checking_.report.add(code::part_window);
    diagnostic.says(fmt::format("only {} days of {} {}, and the minimum does not say how much of it counts", days->days(), checking_.words(period.span),
                          days == in_term ? "are in the term" : "are counted"))
        .at(minimum.span)
        .note("one reading: it counts whole")
        .note(fmt::format("the other: a part of it counts, by days {} of {}", days->days(), whole.days()));
    offer_proration(diagnostic, first_line());
  }
  warn_of_more_than_all(minimum);
  windows_.push_back({*days, &minimum});
  require_settlement(days->last(), period.span, "the minimum is tested");
}

void CommitmentCheck::check_each(Frequency window, Span at) {
  auto term = term_with_its_end(checking_);
  if (term && counted_from_) term = term->from(*counted_from_);
  if (!is_prorated_ && term) ask_part_window(checking_, *term, window, at, "the minimum", first_line());
  warn_year(checking_, window, at);
  const auto& settled = info_.settlement.frequency;
  if (!settled || !is_shorter(window, *settled)) return;
  checking_.report.add(code::window_too_short)
      .says(fmt::format("the minimum counts each {}, and the commitment settles only each {}", noun(window), noun(*settled)))
      .at(at)
      .help(fmt::format("settle it more often: `settled {}`", adverb(window)));
}

void CommitmentCheck::check_milestone(const Minimum& minimum, const DayOrPeriod& day) {
  const auto last = last_day(checking_, day);
  const auto& term = checking_.contract.term;
  if (!last || !term) return;
  if (!term->contains(*last)) {
    checking_.report.add(code::outside_term)
        .says(fmt::format("the day by which the minimum is due, {}, lies outside the term", last->text()))
        .at(day.span)
        .note(fmt::format("the term runs from {}", term->text()))
        .help("name a day inside it, or let the term run longer");
    return;
  }
  require_settlement(*last, minimum.span, "the milestone falls");
}

/// A test is made when the commitment settles: its day must be the last of a settlement period.
void CommitmentCheck::require_settlement(Date last, Span at, std::string_view what) {
  const auto& settled = info_.settlement.frequency;
  const auto& term = checking_.contract.term;
  if (!settled || !term || last == term->last()) return;
  const Calendar& calendar = checking_.contract.calendar;
  const bool at_once = *settled == Frequency::term;
  if (!at_once && calendar.holding(last, *settled).last() == last) return;
  auto& diagnostic = checking_.report.add(code::window_too_short)
                         .says(at_once ? fmt::format("{} on {}, and the commitment settles only when the term ends", what, last.text())
                                       : fmt::format("{} on {}, inside a {}, and the commitment settles each {}", what, last.text(), noun(*settled), noun(*settled)))
                         .at(at);
  for (const Frequency shorter : {Frequency::year, Frequency::half_year, Frequency::quarter, Frequency::month, Frequency::day}) {
    if (!is_shorter(shorter, *settled) || calendar.holding(last, shorter).last() != last) continue;
    diagnostic.offers("settle it more often: add", insert_after(first_line(), fmt::format("\n    settled {}", adverb(shorter))));
    return;
  }
}

void CommitmentCheck::check_overlaps() {
  for (std::size_t later = 1; later < windows_.size(); ++later) {
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      const Period& a = windows_[earlier].days;
      const Period& b = windows_[later].days;
      if (!a.overlaps(b)) continue;
      if (a == b) {
        checking_.report.add(code::defined_twice)
            .says(fmt::format("the days from {} have two minimums", a.text()))
            .at(windows_[later].minimum->span, "again here")
            .beside(windows_[earlier].minimum->span, "first here")
            .help("leave one of them out");
      } else if (!a.contains(b) && !b.contains(a)) {
        checking_.report.add(code::two_readings)
            .says("two minimums share some of their days, and neither lies within the other")
            .at(windows_[later].minimum->span)
            .beside(windows_[earlier].minimum->span, "the other")
            .note("a shortfall on the shared days could count for one of them or for both")
            .help("name periods that follow one another, or of which one holds the other");
      }
    }
  }
  std::map<Date, Span> milestones;
  for (const auto& minimum : commitment_.minimums) {
    const auto* by = std::get_if<Minimum::By>(&minimum.when);
    const auto day = by == nullptr ? std::nullopt : last_day(checking_, by->day);
    if (!day) continue;
    const auto [first, is_new] = milestones.emplace(*day, minimum.span);
    if (!is_new) checking_.report.add(code::defined_twice).says(fmt::format("{} has two minimums", day->text())).at(minimum.span, "again here").beside(first->second, "first here").help("keep the one that is meant");
  }
  std::vector<std::pair<Frequency, Span>> each;
  if (commitment_.each && *commitment_.each != Frequency::term) each.emplace_back(*commitment_.each, commitment_.total.span);
  for (const auto& minimum : commitment_.minimums) {
    if (const auto* one = std::get_if<Minimum::Each>(&minimum.when)) each.emplace_back(one->window, minimum.span);
  }
  for (std::size_t later = 0; later < each.size(); ++later) {
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      if (each[earlier].first != each[later].first) continue;
      checking_.report.add(code::defined_twice).says(fmt::format("each {} has two minimums", noun(each[later].first))).at(each[later].second, "again here").beside(each[earlier].second, "first here").help("leave one of them out");
    }
    for (const auto& window : windows_) {
      if (std::get<Minimum::In>(window.minimum->when).period.period.frequency != each[later].first) continue;
      checking_.report.add(code::defined_twice)
          .says(fmt::format("each {} has a minimum already", noun(each[later].first)))
          .at(window.minimum->span, "again here")
          .beside(each[later].second, "first here")
          .help(fmt::format("name the minimum of every {} by itself, or the same for each", noun(each[later].first)));
    }
  }
}

// --- what a shortfall costs and what becomes of an excess -------------------------------------------------------------------------

void CommitmentCheck::check_shortfall() {
  const auto& shortfall = commitment_.shortfall;
  if (shortfall) {
    if (shortfall->share) inference_.as_rate(inference_.of(*shortfall->share), *shortfall->share);
    if (!shortfall->is_paid && shortfall->due) {
      checking_.report.add(code::proviso_does_not_fit).says("nothing is paid that could fall due").at(shortfall->due->span).help("leave it out, or write `pays any shortfall`");
    }
    return;
  }
  checking_.report.add(code::shortfall_not_said)
      .says("the commitment does not say what is paid where less is bought")
      .at(commitment_.total.span, "and if it is less?")
      .offers("to pay what is lacking, add", insert_after(first_line(), "\n    pays any shortfall"))
      .offers("to pay a part of it", insert_after(first_line(), "\n    pays 50% of any shortfall"))
      .offers("or to pay nothing", insert_after(first_line(), "\n    pays no shortfall"));
}

std::set<Frequency> CommitmentCheck::lengths() const {
  std::set<Frequency> lengths;
  if (commitment_.each && *commitment_.each != Frequency::term) lengths.insert(*commitment_.each);
  for (const auto& minimum : commitment_.minimums) {
    if (const auto* each = std::get_if<Minimum::Each>(&minimum.when)) lengths.insert(each->window);
    if (const auto* in = std::get_if<Minimum::In>(&minimum.when)) lengths.insert(in->period.period.frequency);
  }
  return lengths;
}

bool CommitmentCheck::recurs() const {
  std::set<Frequency> once;
  if (commitment_.each && *commitment_.each != Frequency::term) return true;
  for (const auto& minimum : commitment_.minimums) {
    if (std::holds_alternative<Minimum::Each>(minimum.when)) return true;
    const auto* in = std::get_if<Minimum::In>(&minimum.when);
    if (in != nullptr && !once.insert(in->period.period.frequency).second) return true;
  }
  return false;
}

/// A minimum of each year in a term that lies within one year.
bool CommitmentCheck::has_one_window_only() const {
  const auto& term = checking_.contract.longest_term;
  const auto lengths_that_follow = lengths();
  if (!term || lengths_that_follow.size() != 1) return false;
  const Calendar& calendar = checking_.contract.calendar;
  return calendar.holding(term->first(), *lengths_that_follow.begin()).contains(term->last());
}

void CommitmentCheck::check_excess() {
  const auto& excess = commitment_.excess;
  if (!excess) {
    if (!recurs() || has_one_window_only()) return;
    checking_.report.add(code::excess_not_said)
        .says("one minimum follows another, and the commitment does not say whether what is bought above the first counts for the next")
        .at(commitment_.measure.span)
        .offers("to count it, add", insert_after(first_line(), "\n    excess carried forward"))
        .offers("to count a part of it", insert_after(first_line(), "\n    excess carried forward, at most 20%"))
        .offers("or to count each by itself", insert_after(first_line(), "\n    excess lapses"));
    return;
  }
  if (!excess->is_carried) return;
  if (!recurs()) {
    checking_.report.add(code::proviso_does_not_fit).says("no minimum follows another for which an excess could count").at(excess->span).help("leave it out");
  } else if (lengths().size() > 1) {
    checking_.report.add(code::two_readings)
        .says("the minimums count over periods of different lengths, and the commitment does not say of which the excess is carried")
        .at(excess->span)
        .help("keep to one length, or make two commitments");
  }
}

void CommitmentCheck::check_made_up() {
  const auto& made_up = commitment_.made_up;
  if (!made_up) return;
  auto refuse = [&](std::string_view why, std::string_view help) { checking_.report.add(code::proviso_does_not_fit).says(std::string(why)).at(made_up->span).help(std::string(help)); };
  if (commitment_.shortfall && !commitment_.shortfall->is_paid) return refuse("no shortfall is paid, and none can be paid back", "leave the line out");
  if (!recurs()) return refuse("a shortfall is made up by what is bought above a later minimum, and there is none", "name a minimum that follows: `at least 5bn in 2027`");
  if (lengths().size() > 1 || has_milestones()) {
    refuse("a shortfall is made up by what is bought above later minimums of the same length, and these are of several", "keep to one length, or make two commitments");
  }
}

bool CommitmentCheck::has_milestones() const {
  return std::any_of(commitment_.minimums.begin(), commitment_.minimums.end(), [](const Minimum& minimum) { return std::holds_alternative<Minimum::By>(minimum.when); });
}

void CommitmentCheck::check_due() {
  const auto& due = info_.settlement.due;
  const auto& settled = info_.settlement.frequency;
  if (!due || !commitment_.shortfall || !commitment_.shortfall->is_paid) return;
  if (due->is_in_advance()) return refuse_due_before_known(checking_, *due, "a shortfall", commitment_.shortfall->span);
  if (!settled || !due->after_end_of || due->after_end_of == *settled) return;
  const bool own = commitment_.shortfall->due.has_value();
  auto& diagnostic = checking_.report.add(code::two_readings)
                         .says(fmt::format("\"{}\" settles {}, and falls due after {} ends", info_.title, *settled == Frequency::term ? "when the term ends" : fmt::format("each {}", noun(*settled)),
                                           with_article(*due->after_end_of)))
                         .at(own ? due->span : commitment_.shortfall->span)
                         .note(fmt::format("one reading: {} the {} that is settled", due_in_words(*due), noun(*settled)))
                         .note(fmt::format("the other: {} the {} in which it ends", due_in_words(*due), noun(*due->after_end_of)));
  if (!own) diagnostic.beside(due->span, "the deal's");
  const std::string words = due_after(checking_, *due, *settled);
  diagnostic.offers("say it for this commitment", own ? replace(due->span, words) : insert_after(commitment_.shortfall->span, ", " + words));
}

}  // namespace whereas::check
