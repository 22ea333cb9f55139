#include "lang/check/clauses.h"
#include "lang/check/part_windows.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::check {

using namespace syntax;

namespace {

/// Of these a clause has one, or the last would quietly rule.
std::optional<std::string_view> once_only(const Proviso& proviso) {
  return std::visit(match{
                        [](const NeverBelowZero&) { return std::optional<std::string_view>("`never below zero`"); },
                        [](const EitherWay&) { return std::optional<std::string_view>("`either way`"); },
                        [](const BaseLossesCarried&) { return std::optional<std::string_view>("`base losses carried forward`"); },
                        [](const FromDay&) { return std::optional<std::string_view>("the day from which the clause is in force"); },
                        [](const UntilDay&) { return std::optional<std::string_view>("the end of the clause"); },
                        [](const ThroughDay&) { return std::optional<std::string_view>("the end of the clause"); },
                        [](const SettledAs&) { return std::optional<std::string_view>("how often the clause settles"); },
                        [](const LateInterest&) { return std::optional<std::string_view>("what late payments bear"); },
                        [](const DueAs&) { return std::optional<std::string_view>("when the clause is due"); },
                        [](const RoundedAs&) { return std::optional<std::string_view>("the rounding of the clause"); },
                        [](const Prorated&) { return std::optional<std::string_view>("`prorated`"); },
                        [](const Counted&) { return std::optional<std::string_view>("`counted`"); },
                        [](const SurvivesTerm&) { return std::optional<std::string_view>("`survives the term`"); },
                        // Limits, costs and conditions may be several: each applies to what the one above lets through.
                        [](const auto&) { return std::optional<std::string_view>(); },
                    },
                    proviso.form);
}

template <typename Form>
const Proviso* find(const std::vector<Proviso>& provisos) {
  const auto found = std::find_if(provisos.begin(), provisos.end(), [](const Proviso& proviso) { return std::holds_alternative<Form>(proviso.form); });
  return found == provisos.end() ? nullptr : &*found;
}

}  // namespace

void ClauseCheck::check_part(const Expression& rate) { inference_.as_rate(inference_.of(rate), rate); }

void ClauseCheck::check_lines_together() {
  std::map<std::string_view, Span> said;
  for (const auto& proviso : clause_.provisos) {
    const auto what = once_only(proviso);
    if (!what) continue;
    const auto [first, is_new] = said.emplace(*what, proviso.span);
    if (is_new) continue;
    checking_.report.add(code::defined_twice)
        .says(fmt::format("\"{}\" says {} twice", info_.title, *what))
        .at(proviso.span, "again here")
        .beside(first->second, "first here")
        .help("keep the line that is meant");
  }
  refuse_lines_again();
  const Proviso* never = find<NeverBelowZero>(clause_.provisos);
  const Proviso* either_way = find<EitherWay>(clause_.provisos);
  if (never != nullptr && either_way != nullptr) {
    checking_.report.add(code::proviso_does_not_fit)
        .says("a payment below zero is either not paid or paid back, not both")
        .at(either_way->span, "paid back")
        .beside(never->span, "not paid")
        .help("keep the line that is meant");
  }
  check_days_in_force();
  check_limits_agree();
}

/// Lines of which there may be several say different things: the same again is a slip.
void ClauseCheck::refuse_lines_again() {
  std::map<std::string, Span> said;
  for (const auto& proviso : clause_.provisos) {
    if (once_only(proviso)) continue;
    std::string words;
    for (const char c : checking_.words(proviso.span)) {
      const bool is_blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
      if (!is_blank) words += c;
      else if (!words.empty() && words.back() != ' ') words += ' ';
    }
    if (const auto* recouping = std::get_if<Recouping>(&proviso.form)) words = fmt::format("recouping \"{}\"", recouping->advance.text);
    if (const auto* first = std::get_if<FirstFrom>(&proviso.form)) words = fmt::format("first from \"{}\"", first->credits.text);
    const auto [first, is_new] = said.emplace(words, proviso.span);
    if (is_new) continue;
    checking_.report.add(code::defined_twice)
        .says(fmt::format("\"{}\" says `{}` twice", info_.title, words))
        .at(proviso.span, "again here")
        .beside(first->second, "first here")
        .help("leave one of them out");
  }
}

void ClauseCheck::check_limits_agree() {
  const auto figure = [](const Expression& limit) -> std::optional<Number> {
    const Expression& bare = without_parentheses(limit);
    if (const auto* number = std::get_if<NumberLiteral>(&bare.form)) return number->value;
    if (const auto* money = std::get_if<MoneyLiteral>(&bare.form)) return money->value;
    return std::nullopt;
  };
  const auto over = [](Frequency window) { return window == Frequency::term ? std::string("over the term") : fmt::format("each {}", noun(window)); };
  for (const Proviso& upper : clause_.provisos) {
    const auto* at_most = std::get_if<AtMost>(&upper.form);
    const auto most = at_most == nullptr ? std::nullopt : figure(at_most->most);
    if (!most) continue;
    for (const Proviso& lower : clause_.provisos) {
      const auto* at_least = std::get_if<AtLeast>(&lower.form);
      const auto least = at_least == nullptr ? std::nullopt : figure(at_least->least);
      const auto most_each = frequency_of(at_most->window);
      const auto least_each = at_least == nullptr ? std::nullopt : frequency_of(at_least->window);
      if (!least || !most_each || !least_each) continue;
      // What a longer window must hold, its parts may pay together; a shorter one must fit by itself, however few of them there are.
      Number room = *most;
      if (is_shorter(*most_each, *least_each)) {
        if (*least_each == Frequency::term || *most_each == Frequency::day) continue;
        room *= Number(months_in(*least_each) / months_in(*most_each));
      }
      if (room >= *least) continue;
      limits_clash_ = true;
      checking_.report.add(code::never_holds)
          .says(fmt::format("a cap of {} {} and a guarantee of {} {} cannot both hold", checking_.words_of(at_most->most), over(*most_each),
                            checking_.words_of(at_least->least), over(*least_each)))
          .at(upper.span, "no more than this")
          .beside(lower.span, "no less than this")
          .offers("if the cap is meant, leave out the guarantee", replace(lower.span, ""))
          .offers("if the guarantee is meant, leave out the cap", replace(upper.span, ""));
    }
  }
}

void ClauseCheck::check_days_in_force() {
  const Proviso* from = find<FromDay>(clause_.provisos);
  const Proviso* until = find<UntilDay>(clause_.provisos);
  const Proviso* through = find<ThroughDay>(clause_.provisos);
  const Proviso* end = until != nullptr ? until : through;
  if (from == nullptr || end == nullptr) return;
  const auto begins = first_day(checking_, std::get<FromDay>(from->form).day);
  const auto ends = until != nullptr ? first_day(checking_, std::get<UntilDay>(until->form).day) : last_day(checking_, std::get<ThroughDay>(through->form).day);
  if (!begins || !ends || (until != nullptr ? *begins < *ends : *begins <= *ends)) return;
  checking_.report.add(code::never_holds)
      .says(fmt::format("\"{}\" ends before it begins, so it is never in force", info_.title))
      .at(end->span, "ends here")
      .beside(from->span, "begins here")
      .help("let it end on a later day; `until` leaves its day out, `through` has it");
}

std::optional<Period> ClauseCheck::days_in_force() const {
  std::optional<Period> days = term_with_its_end(checking_);
  if (const Proviso* survives = find<SurvivesTerm>(clause_.provisos); survives != nullptr && checking_.contract.term) {
    const Period& term = *checking_.contract.term;
    days = Period(term.begin(), term.end().plus(std::get<SurvivesTerm>(survives->form).length));
  }
  const auto narrow = [&](std::optional<Period> narrower) { days = narrower ? narrower : days; };
  for (const auto& proviso : clause_.provisos) {
    if (!days) return days;
    if (const auto* from = std::get_if<FromDay>(&proviso.form)) {
      if (const auto day = first_day(checking_, from->day)) narrow(days->from(*day));
    } else if (const auto* until = std::get_if<UntilDay>(&proviso.form)) {
      if (const auto day = first_day(checking_, until->day)) narrow(days->before(*day));
    } else if (const auto* through = std::get_if<ThroughDay>(&proviso.form)) {
      if (const auto day = last_day(checking_, through->day)) narrow(days->before(day->plus_days(1)));
    }
  }
  // Where amendments count anew or end the clause, its windows are cut as by its own words.
  const ClauseText& text = info_.texts.front();
  if (days && text.counting_anew && text.from) narrow(days->from(*text.from));
  if (days && text.stops && text.end) narrow(days->before(*text.end));
  return days;
}

}  // namespace whereas::check
