#include "lang/check/waterfalls.h"
#include "lang/check/part_windows.h"

#include "lang/check/clauses.h"
#include "lang/check/infer.h"
#include "lang/check/waterfall_targets.h"
#include "lang/number/notation.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::check {

using namespace syntax;

namespace {

using Kind = WaterfallTarget::Kind;

/// The expressions by which the steps up to `end` name capital: those that earn a return, else those that are to be received.
std::vector<const Expression*> capitals(const Waterfall& waterfall, const WaterfallTarget* end) {
  std::vector<const Expression*> earning;
  std::vector<const Expression*> received;
  for (const auto& step : waterfall.steps) {
    for (const auto& target : step.until) {
      if (&target == end) return earning.empty() ? received : earning;
      if (target.kind == Kind::earned && target.on) earning.push_back(&*target.on);
      if (target.kind == Kind::received) received.push_back(&target.amount);
    }
  }
  return earning.empty() ? received : earning;
}

bool is_one_name(const Expression& a, const Expression& b) {
  const auto* first = std::get_if<NameUse>(&without_parentheses(a).form);
  const auto* second = std::get_if<NameUse>(&without_parentheses(b).form);
  if (first != nullptr && second != nullptr) return first->arguments.empty() && second->arguments.empty() && first->name.text == second->name.text;
  const auto* one = std::get_if<NumberLiteral>(&without_parentheses(a).form);
  const auto* other = std::get_if<NumberLiteral>(&without_parentheses(b).form);
  return one != nullptr && other != nullptr && one->value == other->value;
}

/// The one capital that they all name; nothing where they name none, or several.
const Expression* only_one(const std::vector<const Expression*>& named) {
  if (named.empty()) return nullptr;
  const bool same = std::all_of(named.begin(), named.end(), [&](const Expression* other) { return other == named.front() || is_one_name(*other, *named.front()); });
  return same ? named.front() : nullptr;
}

}  // namespace

std::optional<Number> rate_written(const Expression& expression) {
  const auto* number = std::get_if<NumberLiteral>(&without_parentheses(expression).form);
  return number != nullptr && number->is_rate ? std::optional(number->value) : std::nullopt;
}

const Expression* capital_of(const CheckedContract&, const Waterfall& waterfall, const WaterfallTarget& target) {
  if (target.on) return &*target.on;
  return only_one(capitals(waterfall, &target));
}

const Expression* capital_of(const CheckedContract&, const Waterfall& waterfall, const WaterfallReturn& returned) {
  if (returned.above) return &*returned.above;
  return only_one(capitals(waterfall, nullptr));
}

void TargetCheck::check(const WaterfallStep& step) {
  for (const auto& target : step.until) {
    if (!checking_.parties.contains(target.party.text)) {
      checking_.report.add(code::unknown_name).says(fmt::format("no party is called `{}`", target.party.text)).at(target.party.span)
          .help("name a party that the step pays");
      continue;
    }
    const bool is_paid = std::any_of(step.shares.begin(), step.shares.end(), [&](const WaterfallShare& share) { return share.party.text == target.party.text; });
    if (!is_paid) {
      checking_.report.add(code::never_holds)
          .says(fmt::format("this step pays {} nothing, so what it waits for never comes", target.party.text))
          .at(target.span)
          .help("wait for a party that the step pays");
    }
    switch (target.kind) {
      case Kind::received: currency_.counts(target.amount, "what a party has received"); break;
      case Kind::earned: check_earned(step, target); break;
      case Kind::has_share_of_profit: check_profit(step, target); break;
    }
  }
}

void TargetCheck::check_earned(const WaterfallStep& step, const WaterfallTarget& target) {
  inference_.as_rate(inference_.of(target.amount), target.amount);
  const Type capital = currency_.counts(*target.on, "its capital");
  if (target.compounding == WaterfallTarget::Compounding::not_said) {
    const Span rate{target.amount.span.source, target.amount.span.begin, year_word_end(target)};
    checking_.report.add(code::two_readings)
        .says("a return of each year is compounded or simple, and nothing is said of which")
        .at(rate)
        .offers("a return that is not paid earns a return itself", insert_after(rate, " compounded"))
        .offers("or only the capital does", insert_after(rate, " simple"));
  }
  if (target.compounding == WaterfallTarget::Compounding::compounded) warn_year(checking_, Frequency::year, target.span);
  check_called(target, capital);
  check_day_count(target, capital);
  check_first(step, target);
}

std::uint32_t TargetCheck::year_word_end(const WaterfallTarget& target) const {
  const std::string_view words = checking_.words({target.span.source, target.amount.span.end, target.on->span.begin});
  return target.amount.span.end + static_cast<std::uint32_t>(words.find("year") + 4);
}

/// When capital that is called begins to earn.
void TargetCheck::check_called(const WaterfallTarget& target, const Type& capital) {
  if (capital.is_unknown()) return;
  const Frequency each = info_.waterfall->each;
  if (capital.nature == Nature::flow && !target.counted) {
    const std::string_view period = noun(each);
    checking_.report.add(code::two_readings)
        .says(fmt::format("`{}` is called over time, and nothing is said of the day from which it earns", checking_.words_of(*target.on)))
        .at(target.on->span)
        .offers("what a period calls earns from its first day", insert_after(target.on->span, fmt::format(", counted from the start of each {}", period)))
        .offers("or from the day after its last", insert_after(target.on->span, fmt::format(", counted from the end of each {}", period)));
  } else if (capital.nature != Nature::flow && target.counted) {
    checking_.report.add(code::proviso_does_not_fit)
        .says(fmt::format("`{}` is not called over time, so that nothing is counted each {}", checking_.words_of(*target.on), noun(*target.counted)))
        .at(target.span)
        .help("leave `counted from …` out: the capital earns from the first day of the term");
  } else if (capital.nature == Nature::balance || capital.nature == Nature::ratio) {
    checking_.report.add(code::wrong_kind)
        .says(fmt::format("`{}` is a value at a moment, not capital that is called", checking_.words_of(*target.on)))
        .at(target.on->span)
        .help("name what is called over time, or a sum");
  } else if (target.counted && is_shorter(each, *target.counted)) {
    checking_.report.add(code::proviso_does_not_fit)
        .says(fmt::format("capital is counted each {}, and the waterfall runs each {}, before that has ended", noun(*target.counted), noun(each)))
        .at(target.span)
        .help(fmt::format("write `counted from the {} of each {}`", target.counted_from_end ? "end" : "start", noun(each)));
  }
}

/// Without a day count every stretch of days that earns must be a whole year.
void TargetCheck::check_day_count(const WaterfallTarget& target, const Type& capital) {
  if (target.day_count || capital.is_unknown()) return;
  const auto& term = checking_.contract.term;
  const Calendar& calendar = checking_.contract.calendar;
  const bool by_year = info_.waterfall->each == Frequency::year && target.counted.value_or(Frequency::year) == Frequency::year;
  const bool whole = term && calendar.holding(term->first(), Frequency::year).begin() == term->begin() && calendar.holding(term->last(), Frequency::year).end() == term->end();
  if (by_year && whole && !names_a_change(checking_, target.amount)) return;
  checking_.report.add(code::window_not_said)
      .says("a return is earned over parts of a year, and nothing is said of how its days count")
      .at(target.span)
      .note(by_year && !whole ? "the term does not consist of whole years" : "only where everything goes by whole years is nothing left open")
      .offers("say how", insert_after(target.span, ", ACT/365"));
}

/// What a receipt pays off first decides on what is unreturned, and so on the return.
void TargetCheck::check_first(const WaterfallStep& step, const WaterfallTarget& target) {
  bool after_capital = false;
  for (const auto& earlier : info_.waterfall->steps) {
    if (&earlier == &step) break;
    for (const auto& other : earlier.until) after_capital = after_capital || (other.kind == Kind::received && other.party.text == target.party.text && is_one_name(other.amount, *target.on));
  }
  if (after_capital && target.first == WaterfallTarget::First::profit) {
    checking_.report.add(code::proviso_does_not_fit)
        .says("an earlier step returns the capital, and this one says that the return comes before it")
        .at(target.span)
        .help("leave the earlier step out: this one pays the return and then the capital");
  }
  const bool same_either_way = target.compounding == WaterfallTarget::Compounding::compounded && info_.waterfall->each == Frequency::year;
  if (after_capital || same_either_way || target.first != WaterfallTarget::First::not_said || target.compounding == WaterfallTarget::Compounding::not_said) return;
  checking_.report.add(code::two_readings)
      .says(fmt::format("what {} receives pays off its capital or the return on it, and nothing is said of which comes first", target.party.text))
      .at(target.span)
      .note("capital that is paid off earns nothing more")
      .offers("the capital", insert_after(target.span, ", capital before return"))
      .offers("or the return", insert_after(target.span, ", return before capital"));
}

void TargetCheck::check_profit(const WaterfallStep& step, const WaterfallTarget& target) {
  inference_.as_rate(inference_.of(target.amount), target.amount);
  if (target.on) currency_.counts(*target.on, "the capital that profit lies above");
  require_capital(target.on ? std::vector<const Expression*>{&*target.on} : capitals(*info_.waterfall, &target), target.span, true);
  const auto wanted = rate_written(target.amount);
  for (const auto& share : step.shares) {
    const auto part = share.share ? rate_written(*share.share) : std::nullopt;
    if (!wanted || !part || share.party.text != target.party.text || *part > *wanted) continue;
    checking_.report.add(code::never_holds)
        .says(fmt::format("{} never comes to {} of profit with {} of what is handed out", target.party.text, spoken_rate(*wanted), spoken_rate(*part)))
        .at(share.span)
        .beside(target.span, "waits for this")
        .help(fmt::format("give {} more than {} in this step", target.party.text, spoken_rate(*wanted)));
  }
}

void TargetCheck::require_capital(const WaterfallReturn& returned) {
  require_capital(returned.above ? std::vector<const Expression*>{&*returned.above} : capitals(*info_.waterfall, nullptr), returned.span, false);
}

/// `named`: by the steps before; `can_insert`: whether the words that name it can stand behind what was said.
void TargetCheck::require_capital(const std::vector<const Expression*>& named, Span said, bool can_insert) {
  if (checking_.names.contains("profit")) {
    checking_.report.add(code::two_readings)
        .says("`profit` is what all have received above the capital, and this deal also calls a measure `profit`")
        .at(said)
        .help("give the measure another name, such as `fund_profit`");
  }
  if (only_one(named) != nullptr) return;
  auto& diagnostic = checking_.report.add(code::capital_not_said).says("profit is what all have received above the capital, and it is not plain which capital that is").at(said);
  if (!can_insert) {
    diagnostic.note(named.empty() ? "the steps before name none" : "the steps name several").help("name it: `of profit above` and the capital");
    return;
  }
  if (named.empty()) {
    diagnostic.note("the steps before name none")
        .help("name it: `of profit above` and the capital")
        .offers("or, where all that is handed out is profit", insert_after(said, " above 0"));
    return;
  }
  diagnostic.note("the steps before name several");
  for (const Expression* capital : named) diagnostic.offers(capital == named.front() ? "name it, either" : "or", insert_after(said, fmt::format(" above {}", checking_.words_of(*capital))));
}

}  // namespace whereas::check
