#include "lang/check/paid_before.h"

#include "lang/check/clauses.h"
#include "lang/check/constants.h"
#include "lang/number/notation.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::check {

using namespace syntax;

Recount counting_of(const ClauseText& text) {
  if (text.amendment == nullptr) return Recount::not_said;
  for (const AmendmentChange& change : text.amendment->changes) {
    const auto* reads = std::get_if<ClauseNowReads>(&change.form);
    if (reads != nullptr && &reads->clause == text.clause) return change.counting;
  }
  return Recount::not_said;
}

namespace {

/// A sum on a day; nothing where the day or the figure is not known beforehand.
struct OnDay {
  std::optional<Date> day;
  std::optional<Number> amount;
  Span span;
};

class PaidBefore {
 public:
  PaidBefore(Checking& checking, const ClauseInfo& info, std::size_t place) : checking_(checking), contract_(checking.contract), info_(info), place_(place), text_(info.texts[place]) {}

  void look() {
    const auto* divided = std::get_if<DividedSum>(&text_.clause->amount.form);
    const auto* instalments = std::get_if<Instalments>(&text_.clause->amount.form);
    if (divided == nullptr && instalments == nullptr) return;
    const bool is_asked = may_have_been_paid() && counting_of(text_) != Recount::anew;
    if (is_asked && instalments != nullptr) return refuse_instalments(*instalments);
    if (is_asked && counting_of(text_) == Recount::not_said) return ask(*divided);
    if (divided != nullptr && counting_of(text_) == Recount::on) return check_counted_on(*divided);
    refuse_parts_before();
  }

 private:
  std::string words(const Expression& expression) const { return checking_.words_of(expression); }

  Number rounded(std::size_t place, const Number& figure) const {
    const auto& rounding = info_.texts[place].settlement.rounding;
    return rounding ? round(figure, *rounding) : figure;
  }

  /// What of a divided sum a part comes to, where it is no rest.
  std::optional<Number> part_of(std::size_t place, const DividedSum& divided, const DividedSum::Part& part) const {
    const auto figure = constant_figure(contract_, *part.amount);
    const auto all = constant_figure(contract_, divided.all);
    const Type& type = contract_.type(*part.amount);
    const bool is_rate = type.is_number() && !type.is_bare;
    if (!figure || (is_rate && !all)) return std::nullopt;
    return rounded(place, is_rate ? *figure * *all : *figure);
  }

  std::vector<OnDay> sums_of(std::size_t place) const {
    const Amount& amount = info_.texts[place].clause->amount;
    std::vector<OnDay> sums;
    if (const auto* dated = std::get_if<DatedSums>(&amount.form)) {
      for (const DatedSum& sum : dated->sums) {
        const auto figure = constant_figure(contract_, sum.amount);
        sums.push_back({first_day(checking_, sum.day), figure ? std::optional(rounded(place, *figure)) : std::nullopt, sum.day.span});
      }
    }
    if (const auto* instalments = std::get_if<Instalments>(&amount.form)) {
      const auto all = constant_figure(contract_, instalments->all);
      const auto& rounding = info_.texts[place].settlement.rounding;
      for (const DayOrPeriod& day : instalments->days) {
        const bool is_odd = instalments->odd_cents == Instalments::OddCents::with_the_first ? &day == &instalments->days.front() : &day == &instalments->days.back();
        std::optional<Number> each;
        if (all && rounding) each = round(*all / instalments->count, {rounding->places, Rounding::Mode::down});
        if (all && !rounding) each = *all / instalments->count;
        if (each && is_odd) each = *all - *each * (instalments->count - Number(1));
        sums.push_back({last_day(checking_, day), each, day.span});
      }
    }
    if (const auto* divided = std::get_if<DividedSum>(&amount.form)) add_parts(sums, place, *divided);
    return sums;
  }

  void add_parts(std::vector<OnDay>& sums, std::size_t place, const DividedSum& divided) const {
    const bool counts_on = counting_of(info_.texts[place]) == Recount::on;
    const auto& from = info_.texts[place].from;
    std::optional<Number> left = constant_figure(contract_, divided.all);
    if (counts_on) subtract(left, paid_before(place));
    std::optional<std::size_t> rest;
    for (const auto& part : divided.parts) {
      const auto day = first_day(checking_, part.day);
      if (!part.amount) {
        rest = sums.size();
        sums.push_back({day, std::nullopt, part.span});
        continue;
      }
      const auto figure = part_of(place, divided, part);
      sums.push_back({day, figure, part.span});
      if (counts_on && !day) left.reset();
      if (!counts_on || !day || *day >= *from) subtract(left, figure);
    }
    if (rest) sums[*rest].amount = left;
  }

  static void subtract(std::optional<Number>& from, const std::optional<Number>& figure) {
    if (from && figure) *from = *from - *figure;
    else from.reset();
  }

  /// All that is paid on days before a text takes effect, since a text last counted anew; nothing where that is not known beforehand.
  std::optional<Number> paid_before(std::size_t place) const {
    std::optional<Number> all = Number(0);
    for (std::size_t earlier = first_counted(place); earlier < place; ++earlier) {
      for (const OnDay& sum : sums_of(earlier)) {
        if (!sum.day) return std::nullopt;
        const ClauseText& text = info_.texts[earlier];
        if ((text.from && *sum.day < *text.from) || (text.end && *sum.day >= *text.end)) continue;
        if (!sum.amount) return std::nullopt;
        *all += *sum.amount;
      }
    }
    return all;
  }

  std::size_t first_counted(std::size_t place) const {
    std::size_t first = place - 1;
    while (first > 0 && !info_.texts[first].counting_anew) --first;
    return first;
  }

  /// Whether an earlier text has a sum on a day that comes, or can come, before this one takes effect.
  bool may_have_been_paid() const {
    for (std::size_t earlier = first_counted(place_); earlier < place_; ++earlier) {
      const ClauseText& text = info_.texts[earlier];
      if (std::holds_alternative<Loan>(text.clause->amount.form)) continue;
      for (const OnDay& sum : sums_of(earlier)) {
        if (!sum.day || ((!text.from || *sum.day >= *text.from) && *sum.day < *text_.from && (!text.end || *sum.day < *text.end))) return true;
      }
    }
    return false;
  }

  Span behind_reads() const {
    Span reads{text_.clause->title->span.source, text_.clause->title->span.end, text_.clause->payer.span.begin};
    reads.end = reads.begin + static_cast<std::uint32_t>(checking_.words(reads).find("reads") + std::string_view("reads").size());
    return reads;
  }

  void ask(const DividedSum& divided) {
    const auto paid = paid_before(place_);
    const std::string sum = paid ? spoken(*paid) : std::string("what was paid");
    checking_.report.add(code::two_readings)
        .says(fmt::format("\"{}\" is restated from {} to pay {} in all, and nothing says whether what was paid before is among it", info_.title, text_.from->text(), words(divided.all)))
        .at(divided.all.span)
        .beside(info_.texts[place_ - 1].clause->amount.span, "paid in part by then")
        .note(fmt::format("counted on, {} is taken off the rest; counted anew, {} is paid in all from that day on", sum, words(divided.all)))
        .offers("if it is among it, write behind `now reads`", insert_after(behind_reads(), ", counting on"))
        .offers("if it is not", insert_after(behind_reads(), ", counting anew"));
  }

  void refuse_instalments(const Instalments& instalments) {
    auto& diagnostic = checking_.report.add(code::two_readings)
                           .says(fmt::format("\"{}\" is restated from {} to pay {} in instalments, and what was paid before can be among it or not", info_.title, text_.from->text(), words(instalments.all)))
                           .at(instalments.all.span)
                           .beside(info_.texts[place_ - 1].clause->amount.span, "paid in part by then");
    if (counting_of(text_) == Recount::on) diagnostic.note("equal instalments cannot count on: what was paid would have to come off one of them");
    if (counting_of(text_) == Recount::not_said) diagnostic.offers("if it is not, write behind `now reads`", insert_after(behind_reads(), ", counting anew"));
    diagnostic.help(fmt::format("if it is among it, write `counting on`, and the parts: `{} in all:`, each with its day, and `the rest on` the last", words(instalments.all)));
  }

  /// Counted on, the rest takes up what was paid.
  void check_counted_on(const DividedSum& divided) {
    const auto rest = std::find_if(divided.parts.begin(), divided.parts.end(), [](const DividedSum::Part& part) { return !part.amount; });
    if (rest == divided.parts.end()) {
      checking_.report.add(code::parts_do_not_add_up)
          .says(fmt::format("what \"{}\" has paid before counts on, and no part of it is the rest, which it could be taken off", info_.title))
          .at(divided.all.span)
          .help("write `the rest` for one of the parts");
      return;
    }
    const auto sums = sums_of(place_);
    const OnDay& left = sums[static_cast<std::size_t>(rest - divided.parts.begin())];
    if (left.day && *left.day < *text_.from) return refuse_before(left);
    if (!left.amount && known_days(sums)) return refuse_unknown(divided);
    if (!left.amount || left.amount->sign() > 0) return;
    const auto paid = paid_before(place_);
    checking_.report.add(code::parts_do_not_add_up)
        .says(fmt::format("{} has been paid before {}, and with the other parts nothing of {} is left for the rest", paid ? spoken(*paid) : "what counts on", text_.from->text(), words(divided.all)))
        .at(left.span, "the rest")
        .beside(divided.all.span, "in all")
        .help("let the other parts come to less, or write `counting anew`, if what was paid is not among it");
  }

  bool known_days(const std::vector<OnDay>& sums) const {
    const auto is_known = [](const OnDay& sum) { return sum.day.has_value(); };
    bool known = std::all_of(sums.begin(), sums.end(), is_known);
    for (std::size_t earlier = first_counted(place_); known && earlier < place_; ++earlier) {
      const auto before = sums_of(earlier);
      known = std::all_of(before.begin(), before.end(), is_known);
    }
    return known;
  }

  void refuse_unknown(const DividedSum& divided) {
    checking_.report.add(code::not_supported)
        .says(fmt::format("what \"{}\" has paid before counts on, and is not known beforehand, so it cannot be taken off the rest", info_.title))
        .at(divided.all.span)
        .beside(info_.texts[place_ - 1].clause->amount.span, "paid in part by then")
        .help("write the sums that are still to be paid, each with its day");
  }

  void refuse_before(const OnDay& sum) {
    checking_.report.add(code::never_holds)
        .says(fmt::format("a sum on {} is never paid by words that take effect on {}", sum.day->text(), text_.from->text()))
        .at(sum.span)
        .beside(text_.amendment->effective.span, "from this day on")
        .help("name a later day, or leave the sum to the text before");
  }

  /// A part of a new sum that none of the texts pays.
  void refuse_parts_before() {
    for (const OnDay& sum : sums_of(place_)) {
      if (sum.day && *sum.day < *text_.from) refuse_before(sum);
    }
  }

  Checking& checking_;
  const CheckedContract& contract_;
  const ClauseInfo& info_;
  std::size_t place_;
  const ClauseText& text_;
};

}  // namespace

void check_paid_before(Checking& checking, const ClauseInfo& info, std::size_t place) {
  if (info.texts[place].from) PaidBefore(checking, info, place).look();
}

}  // namespace whereas::check
