#include "lang/check/constants.h"

#include <fmt/format.h>

#include <algorithm>

/// Exceptions of which a later one always takes the place: of two that hold the later one rules, so that the order of the lines decides.
namespace whereas::check {

using namespace syntax;

namespace {

/// The words with single blanks between them, so that the same words compare alike.
std::string plain(std::string_view words) {
  std::string result;
  for (const char c : words) {
    const bool is_blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (!is_blank) result += c;
    else if (!result.empty() && result.back() != ' ') result += ' ';
  }
  return result;
}

/// The days of an exception, as far as it names them.
struct Reach {
  Date from;
  Date end;
};

class Exceptions {
 public:
  Exceptions(Checking& checking, const Measure& measure) : checking_(checking), measure_(measure), term_(*checking.contract.term) {}

  void check() {
    const auto& exceptions = measure_.exceptions;
    for (auto later = exceptions.begin(); later != exceptions.end(); ++later) {
      for (auto earlier = exceptions.begin(); earlier != later; ++earlier) {
        if (look(*earlier, *later)) return;
      }
    }
  }

 private:
  /// Whether something was said of the two.
  bool look(const Exception& earlier, const Exception& later) {
    const auto one = reach(earlier);
    const auto other = reach(later);
    if (!one || !other || one->end <= one->from || other->end <= other->from) return false;
    const bool is_of_all = later.values.empty();
    if (other->from <= one->from && one->end <= other->end && (is_of_all || same_values(earlier, later)) && is_so_whenever(earlier, later)) {
      refuse(earlier, later, is_so_whenever(later, earlier) && one->from == other->from && one->end == other->end && earlier.values.size() == later.values.size());
      return true;
    }
    const bool overlap = std::max(one->from, other->from) < std::min(one->end, other->end);
    if (earlier.values.empty() || !is_of_all || later.during || later.once || !overlap) return false;
    ask(earlier, later, *other);
    return true;
  }

  /// Nothing where an event sets a day of it.
  std::optional<Reach> reach(const Exception& exception) {
    const bool hangs = (exception.from && exception.from->day.event) || (exception.until && exception.until->day.event) || (exception.through && exception.through->day.event);
    if (hangs) return std::nullopt;
    Reach days{term_.begin(), term_.end()};
    const auto first = exception.from ? first_day(checking_, exception.from->day) : days.from;
    const auto until = exception.until ? first_day(checking_, exception.until->day) : days.end;
    const auto through = exception.through ? last_day(checking_, exception.through->day) : days.end.plus_days(-1);
    if (!first || !until || !through) return std::nullopt;
    days.from = std::max(days.from, *first);
    days.end = std::min({days.end, *until, through->plus_days(1)});
    return days;
  }

  bool same_values(const Exception& one, const Exception& other) const {
    const auto same = [](const Filtered::Test& a, const Filtered::Test& b) {
      return a.dimension.text == b.dimension.text && a.is_not == b.is_not &&
             std::equal(a.values.begin(), a.values.end(), b.values.begin(), b.values.end(), [](const Name& x, const Name& y) { return x.text == y.text; });
    };
    return std::equal(one.values.begin(), one.values.end(), other.values.begin(), other.values.end(), same);
  }

  /// Whether the conditions of one never hold without those of the other.
  bool is_so_whenever(const Exception& one, const Exception& other) const {
    if (other.during) {
      if (!one.during || one.during->from_next_period != other.during->from_next_period || one.during->lasting || other.during->lasting) return false;
      if (!is_so_whenever(one.during->condition, other.during->condition)) return false;
    }
    if (other.once) {
      if (!one.once || one.once->from_that_period != other.once->from_that_period || !is_so_whenever(one.once->condition, other.once->condition)) return false;
    }
    return true;
  }

  bool is_so_whenever(const Condition& one, const Condition& other) const {
    if (plain(checking_.words(one.span)) == plain(checking_.words(other.span))) return true;
    if (const auto* grouped = std::get_if<GroupedCondition>(&one.form)) return is_so_whenever(*grouped->inside, other);
    if (const auto* grouped = std::get_if<GroupedCondition>(&other.form)) return is_so_whenever(one, *grouped->inside);
    const auto is_of = [&](const Condition& part) { return is_so_whenever(part, other); };
    const auto follows = [&](const Condition& part) { return is_so_whenever(one, part); };
    if (const auto* all = std::get_if<AllOf>(&other.form)) return std::all_of(all->conditions.begin(), all->conditions.end(), follows);
    if (const auto* any = std::get_if<AnyOf>(&one.form)) return std::all_of(any->conditions.begin(), any->conditions.end(), is_of);
    if (const auto* all = std::get_if<AllOf>(&one.form)) return std::any_of(all->conditions.begin(), all->conditions.end(), is_of);
    if (const auto* any = std::get_if<AnyOf>(&other.form)) return std::any_of(any->conditions.begin(), any->conditions.end(), follows);
    const auto* a = std::get_if<Comparison>(&one.form);
    const auto* b = std::get_if<Comparison>(&other.form);
    return a != nullptr && b != nullptr && is_so_whenever(*a, *b);
  }

  /// `sales is at least 300`, then `sales is at least 100`.
  bool is_so_whenever(const Comparison& one, const Comparison& other) const {
    if (one.is_not || other.is_not || one.where_passed || other.where_passed || one.running || other.running) return false;
    if (plain(checking_.words_of(*one.left)) != plain(checking_.words_of(*other.left))) return false;
    const auto a = constant_figure(checking_.contract, *one.right);
    const auto b = constant_figure(checking_.contract, *other.right);
    if (!a || !b) return false;
    using Relation = Comparison::Relation;
    switch (other.relation) {
      case Relation::at_least: return (one.relation == Relation::at_least || one.relation == Relation::over || one.relation == Relation::exactly) && *b <= *a;
      case Relation::over: return one.relation == Relation::over ? *b <= *a : (one.relation == Relation::at_least || one.relation == Relation::exactly) && *b < *a;
      case Relation::at_most: return (one.relation == Relation::at_most || one.relation == Relation::under || one.relation == Relation::exactly) && *a <= *b;
      case Relation::under: return one.relation == Relation::under ? *a <= *b : (one.relation == Relation::at_most || one.relation == Relation::exactly) && *a < *b;
      case Relation::exactly: break;
    }
    return one.relation == Relation::exactly && *a == *b;
  }

  Edit turned_round(const Exception& earlier, const Exception& later) const {
    const Span between{earlier.span.source, earlier.span.end, later.span.begin};
    return replace(cover(earlier.span, later.span), fmt::format("{}{}{}", checking_.words(later.span), checking_.words(between), checking_.words(earlier.span)));
  }

  void refuse(const Exception& earlier, const Exception& later, bool holds_alike) {
    Diagnostic& diagnostic = checking_.report.add(code::never_holds)
                                 .says(fmt::format("the exception `{}` never rules: whenever it holds, a later line of `{}` holds too", checking_.words_of(earlier.value), measure_.name.text))
                                 .at(earlier.span, "never rules")
                                 .beside(later.span, "rules in its place")
                                 .note("of two exceptions that hold the later one rules");
    if (holds_alike) return void(diagnostic.help("keep the one that is meant"));
    diagnostic.offers("turn the two round", turned_round(earlier, later));
  }

  /// `except 3% for product "P"`, then `except 5% from 2026-04-01`: does P pay 5% from then on?
  void ask(const Exception& earlier, const Exception& later, const Reach& later_days) {
    Diagnostic& diagnostic = checking_.report.add(code::two_readings)
                                 .says(fmt::format("`{}` is of some values alone, and the line after it of all: it can take the place of theirs, or leave them as they are", checking_.words_of(earlier.value)))
                                 .at(later.span, "of all")
                                 .beside(earlier.span, "of some alone")
                                 .note("of two exceptions that hold the later one rules");
    diagnostic.offers("to leave theirs as they are", turned_round(earlier, later));
    if (!earlier.until && !earlier.through) diagnostic.offers("or to let theirs end", insert_after(earlier.span, fmt::format(" until {}", later_days.from.text())));
    else diagnostic.help(fmt::format("or to let theirs end: `until {}`", later_days.from.text()));
  }

  Checking& checking_;
  const Measure& measure_;
  const Period term_;
};

}  // namespace

void refuse_dead_exceptions(Checking& checking) {
  if (!checking.contract.term) return;
  for_each_declared<Measure>(checking.program, [&](const Measure& measure, const program::File& file, Span) {
    if (!file.is_standard) Exceptions(checking, measure).check();
  });
  for (const Amendment* amendment : checking.contract.amendments) {
    for (const AmendmentChange& change : amendment->changes) {
      if (const auto* restated = std::get_if<NameNowMeans>(&change.form)) Exceptions(checking, restated->measure).check();
    }
  }
}

}  // namespace whereas::check
