#include "lang/check/commitments.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

/// Commitments that amendments restate or end: whether what was bought and lacking before counts, and what becomes of a minimum whose window the amendment's
/// day cuts (docs/language: Commitments, "Under an amendment").
namespace whereas::check {

using namespace syntax;

namespace {

/// The window of a minimum that holds a day inside it, the first day left out: some of it lies before the day, and some from it on.
struct Cut {
  std::string words;  ///< `the term`, `2027`
  Frequency length = Frequency::term;
  std::optional<Period> in;  ///< of a minimum for one period
  bool to_a_day = false;     ///< a milestone
  Span span;
};

class RestatedCommitment {
 public:
  RestatedCommitment(Checking& checking, Inference& inference, const ClauseInfo& info, std::size_t place)
      : checking_(checking), inference_(inference), info_(info), text_(info.commitment_texts[place]), before_(place > 0 ? &info.commitment_texts[place - 1] : nullptr) {}

  void check_as_restated() {
    ClauseInfo restated = info_;
    restated.commitment = text_.commitment;
    restated.settlement = text_.settlement;
    restated.payer = text_.payer;
    restated.payee = text_.payee;
    restated.currency = checking_.contract.currency;
    CommitmentCheck(checking_, inference_, restated, text_.counting_anew ? text_.from : std::nullopt).check();
    refuse_minimums_before();
    refuse_other_currency(restated);
    if (before_ == nullptr || !checking_.contract.term) return;
    refuse_other_unit();
    refuse_other_length();
    ask_what_counts_on();
    warn_dropped_minimums();
  }

  /// Where the commitment ends, or what follows counts anew.
  void check_open_minimums(const AmendmentChange& change, Date day, bool stops) {
    const bool is_said = change.open != OpenMinimums::not_said;
    const auto cut = stops ? cut_by(*text_.commitment, day) : std::vector<Cut>();
    if (cut.empty()) {
      if (!is_said) return;
      checking_.report.add(code::proviso_does_not_fit)
          .says(stops ? fmt::format("no minimum of \"{}\" is open on {}", info_.title, day.text())
                      : fmt::format("the minimums of \"{}\" count on, and none of them is left open", info_.title))
          .at(change.span)
          .help(fmt::format("leave out `{}`", words(change.open).substr(2)));
      return;
    }
    if (is_said) return;
    const Span behind = words_behind(change);
    checking_.report.add(code::two_readings)
        .says(fmt::format("\"{}\" {} on {}, inside {} over which a minimum counts, and nothing is said of what becomes of the minimum", info_.title,
                          std::holds_alternative<ClauseEnds>(change.form) ? "ends" : "is counted anew", day.text(), cut.front().words))
        .at(behind)
        .beside(cut.front().span, "open on that day")
        .offers("if it is not tested any more", insert_after(behind, ", open minimums lapse"))
        .offers("if it is tested on the day before, by the days until then", insert_after(behind, ", open minimums prorated by days"))
        .offers("or all of it is", insert_after(behind, ", open minimums counted whole"));
  }

 private:
  std::string words_of(const Period& window, Frequency each) const { return each == Frequency::term ? std::string("the term") : checking_.contract.calendar.label(window, each); }

  /// The windows of its minimums that have begun before the day and end on it or later.
  std::vector<Cut> cut_by(const Commitment& commitment, Date day) {
    const Period& term = *checking_.contract.term;
    const Calendar& calendar = checking_.contract.calendar;
    std::vector<Cut> cuts;
    const auto add_each = [&](Frequency each, Span span) {
      const Period whole = each == Frequency::term ? term : calendar.holding(day, each);
      const Period window = whole.clipped_to(term).value_or(term);
      if (window.begin() < day) cuts.push_back({words_of(whole, each), each, std::nullopt, false, span});
    };
    if (commitment.each) add_each(*commitment.each, commitment.total.span);
    for (const Minimum& minimum : commitment.minimums) {
      if (const auto* each = std::get_if<Minimum::Each>(&minimum.when)) add_each(each->window, minimum.span);
      if (const auto* in = std::get_if<Minimum::In>(&minimum.when)) {
        const auto first = first_day(checking_, in->period);
        const auto last = last_day(checking_, in->period);
        if (!first || !last || *last < *first) continue;
        const auto window = Period::through(*first, *last).clipped_to(term);
        if (window && window->begin() < day && window->contains(day)) cuts.push_back({std::string(checking_.words(in->period.span)), Frequency::term, Period::through(*first, *last), false, minimum.span});
      }
      if (const auto* by = std::get_if<Minimum::By>(&minimum.when)) {
        const auto last = last_day(checking_, by->day);
        if (last && term.begin() < day && *last >= day) cuts.push_back({fmt::format("the days to {}", last->text()), Frequency::term, std::nullopt, true, minimum.span});
      }
    }
    return cuts;
  }

  /// A minimum whose days are over when the text takes effect is tested by neither text, save where it repeats what the text before has tested.
  void refuse_minimums_before() {
    const auto is_repeated = [&](const Minimum& minimum) {
      const auto& tested = before_->commitment->minimums;
      return std::any_of(tested.begin(), tested.end(), [&](const Minimum& earlier) { return checking_.words(earlier.span) == checking_.words(minimum.span); });
    };
    for (const Minimum& minimum : text_.commitment->minimums) {
      std::optional<Date> last;
      if (const auto* in = std::get_if<Minimum::In>(&minimum.when)) last = last_day(checking_, in->period);
      if (const auto* by = std::get_if<Minimum::By>(&minimum.when)) last = last_day(checking_, by->day);
      if (!last || !text_.from || *last >= *text_.from || is_repeated(minimum)) continue;
      checking_.report.add(code::never_holds)
          .says(fmt::format("a minimum that ends on {} is never tested by words that take effect on {}", last->text(), text_.from->text()))
          .at(minimum.span)
          .beside(text_.amendment->effective.span, "from this day on")
          .help("leave it to the text before; one that has been tested may be repeated as it stands there");
    }
  }

  void refuse_other_currency(const ClauseInfo& restated) {
    if (restated.currency == info_.currency) return;
    const auto name = [&](const std::optional<UnitId>& currency) { return currency ? checking_.contract.units[*currency].plural : std::string("no currency"); };
    checking_.report.add(code::unit_mismatch)
        .says(fmt::format("\"{}\" pays {}, and is restated to pay {}", info_.title, name(info_.currency), name(restated.currency)))
        .at(text_.commitment->total.span)
        .beside(info_.commitment->total.span, "as written at first")
        .help("let the amendment end the commitment, and write a new one from that day on");
  }

  void refuse_other_unit() {
    const Type& was = checking_.contract.type(before_->commitment->measure);
    const Type& is = checking_.contract.type(text_.commitment->measure);
    if (text_.counting_anew || was.is_unknown() || is.is_unknown() || was.units == is.units) return;
    checking_.report.add(code::unit_mismatch)
        .says(fmt::format("\"{}\" counts {}, and is restated to count {}: what was bought until then cannot count on", info_.title, describe(was, checking_.contract.units), describe(is, checking_.contract.units)))
        .at(text_.commitment->measure.span, fmt::format("from {}", text_.from->text()))
        .beside(before_->commitment->measure.span, "until then")
        .help("say `now reads, counting anew`");
  }

  /// What is above the minimum of a year is no more above that of a quarter.
  void refuse_other_length() {
    const auto runs_on = [](const Commitment& commitment) { return (commitment.excess && commitment.excess->is_carried) || commitment.made_up; };
    const auto lengths = [](const Commitment& commitment) {
      std::set<Frequency> all;
      if (commitment.each && *commitment.each != Frequency::term) all.insert(*commitment.each);
      for (const Minimum& minimum : commitment.minimums) {
        if (const auto* each = std::get_if<Minimum::Each>(&minimum.when)) all.insert(each->window);
        if (const auto* in = std::get_if<Minimum::In>(&minimum.when)) all.insert(in->period.period.frequency);
      }
      return all;
    };
    if (text_.counting_anew || !runs_on(*before_->commitment) || !runs_on(*text_.commitment)) return;
    const auto was = lengths(*before_->commitment);
    const auto is = lengths(*text_.commitment);
    if (was.empty() || is.empty() || was == is) return;
    checking_.report.add(code::two_readings)
        .says(fmt::format("what \"{}\" carries on from one {} to the next would run on into {}s, and the text does not say how it is divided", info_.title, noun(*was.begin()), noun(*is.begin())))
        .at(text_.commitment->total.span, fmt::format("from {}", text_.from->text()))
        .beside(before_->commitment->total.span, "until then")
        .help("say `now reads, counting anew`, or keep minimums of the same length");
  }

  void ask_what_counts_on() {
    const AmendmentChange* change = change_to(text_);
    if (change == nullptr || change->counting != Recount::not_said || before_->end != text_.from) return;
    const Span behind = words_behind(*change);
    const auto offer = [&](Diagnostic& diagnostic) {
      diagnostic.offers("if it counts on, write behind `now reads`", insert_after(behind, ", counting on")).offers("if it counts anew", insert_after(behind, ", counting anew"));
    };
    const auto cut = cut_by(*text_.commitment, *text_.from);
    if (!cut.empty()) {
      auto& diagnostic = checking_.report.add(code::two_readings)
                             .says(fmt::format("\"{}\" is restated from {}, inside {} over which a minimum counts, and nothing says whether what was bought by then counts on", info_.title,
                                               text_.from->text(), cut.front().words))
                             .at(cut.front().span, fmt::format("from {}", text_.from->text()))
                             .note(fmt::format("counted on, what was bought in {} before counts as the text then said, and so does a shortfall that was tested; counted anew, both are forgotten", cut.front().words));
      return offer(diagnostic);
    }
    if (!text_.commitment->made_up || before_->commitment->made_up) return;
    auto& diagnostic = checking_.report.add(code::two_readings)
                           .says(fmt::format("\"{}\" is restated so that shortfalls can be made up, and nothing says whether those paid for before {} can", info_.title, text_.from->text()))
                           .at(text_.commitment->made_up->span)
                           .note("counted on, what was paid for them is paid back; counted anew, only for later ones");
    offer(diagnostic);
  }

  /// A minimum whose window is open, and which the new text does not have.
  void warn_dropped_minimums() {
    if (text_.counting_anew || before_->stops) return;
    const auto now = cut_by(*text_.commitment, *text_.from);
    for (const Cut& cut : cut_by(*before_->commitment, *text_.from)) {
      const bool goes_on = std::any_of(now.begin(), now.end(), [&](const Cut& other) { return other.length == cut.length && other.in == cut.in && other.to_a_day == cut.to_a_day; });
      if (goes_on) continue;
      checking_.report.add(code::cut_short)
          .says(fmt::format("\"{}\" is restated inside {}, over which the text before has a minimum and the new one has none: it is not tested", info_.title, cut.words))
          .at(cut.span, "until then")
          .beside(text_.commitment->total.span, fmt::format("from {}", text_.from->text()))
          .help(fmt::format("to have it tested, say it again in the new text{}", cut.to_a_day || cut.in ? "" : "; or let the amendment take effect when its window ends"));
    }
  }

  static const AmendmentChange* change_to(const CommitmentText& text) {
    for (const AmendmentChange& change : text.amendment->changes) {
      const auto* reads = std::get_if<CommitmentNowReads>(&change.form);
      if (reads != nullptr && &reads->commitment == text.commitment) return &change;
    }
    return nullptr;
  }

  /// `now reads, counting anew`, or `ends`: behind it more can be said.
  Span words_behind(const AmendmentChange& change) const {
    const auto* reads = std::get_if<CommitmentNowReads>(&change.form);
    if (reads == nullptr) return change.span;
    Span said{change.span.source, reads->commitment.title.span.end, reads->commitment.committing.span.begin};
    const std::string_view text = checking_.words(said);
    std::size_t end = text.find("reads") + std::string_view("reads").size();
    for (const std::string_view word : {"anew", "counting on"}) {
      if (const std::size_t at = text.find(word); at != std::string_view::npos) end = at + word.size();
    }
    return {said.source, change.span.begin, said.begin + static_cast<std::uint32_t>(end)};
  }

  Checking& checking_;
  Inference& inference_;
  const ClauseInfo& info_;
  const CommitmentText& text_;
  const CommitmentText* before_;
};

}  // namespace

void check_restated_commitment(Checking& checking, Inference& inference, const ClauseInfo& info, std::size_t place) {
  RestatedCommitment(checking, inference, info, place).check_as_restated();
}

void check_open_minimums(Checking& checking, Inference& inference, const ClauseInfo& info) {
  if (!checking.contract.term) return;
  for (const ClauseChange& change : info.changes) {
    // Which text it ends.
    const auto& texts = info.commitment_texts;
    const auto ended = std::find_if(texts.begin(), texts.end(), [&](const CommitmentText& text) { return text.end == change.from; });
    const auto written = std::find_if(change.amendment->changes.begin(), change.amendment->changes.end(), [&](const AmendmentChange& one) {
      const auto* reads = std::get_if<CommitmentNowReads>(&one.form);
      const auto* ends = std::get_if<ClauseEnds>(&one.form);
      return (reads != nullptr && reads->commitment.title.text == info.title) || (ends != nullptr && ends->title.text == info.title);
    });
    if (ended == texts.end() || written == change.amendment->changes.end()) continue;
    RestatedCommitment(checking, inference, info, static_cast<std::size_t>(ended - texts.begin())).check_open_minimums(*written, change.from, ended->stops);
  }
}

}  // namespace whereas::check
