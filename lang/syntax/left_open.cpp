#include "lang/number/notation.h"
#include "lang/syntax/drafters_words.h"
#include "lang/syntax/letters.h"
#include "lang/syntax/part.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

// What a contract leaves open, told with each reading and the words that choose it: grammar/left_open.h.
namespace whereas::syntax {

namespace {

/// A plain figure, where the words are one.
std::optional<Number> figure_of(const Expression& expression) {
  if (const auto* number = std::get_if<NumberLiteral>(&expression.form)) return number->value;
  if (const auto* money = std::get_if<MoneyLiteral>(&expression.form)) return money->value;
  return std::nullopt;
}

bool is_bare_sum(const Expression& expression) {
  return std::holds_alternative<After>(expression.form) || std::holds_alternative<Arithmetic>(expression.form);
}

/// Tiers of plain figures, to show what each reading pays.
struct Ladder {
  std::vector<Number> bounds;
  std::vector<Number> rates;  ///< one more than bounds

  Number of_slices(const Number& basis) const {
    Number paid;
    Number below;
    for (std::size_t place = 0; place < rates.size(); ++place) {
      const bool ends_here = place == bounds.size() || basis <= bounds[place];
      paid += rates[place] * ((ends_here ? basis : bounds[place]) - below);
      if (ends_here) break;
      below = bounds[place];
    }
    return paid;
  }
  Number of_whole(const Number& basis, bool bound_included) const {
    std::size_t place = 0;
    while (place < bounds.size() && (bound_included ? basis > bounds[place] : basis >= bounds[place])) ++place;
    return rates[place] * basis;
  }
};

/// The ladder, where every bound and rate is a plain figure, the bounds rise, and the last tier has none.
std::optional<Ladder> ladder_of(const std::vector<OpenBand>& bands) {
  Ladder ladder;
  for (std::size_t place = 0; place < bands.size(); ++place) {
    const auto rate = figure_of(bands[place].rate);
    if (!rate) return std::nullopt;
    ladder.rates.push_back(*rate);
    if (place + 1 == bands.size()) return bands[place].to ? std::nullopt : std::optional(ladder);
    const auto bound = bands[place].to ? figure_of(*bands[place].to) : std::nullopt;
    if (!bound || (!ladder.bounds.empty() && *bound <= ladder.bounds.back())) return std::nullopt;
    ladder.bounds.push_back(*bound);
  }
  return std::nullopt;
}

/// Who else is handed something, in the lines around it: the waterfall has not been read to its end.
std::set<std::string> others_in_waterfall(std::string_view text, std::size_t at, std::string_view party) {
  const std::size_t blank = text.rfind("\n\n", at);
  const std::string_view lines = text.substr(blank == text.npos ? 0 : blank, std::min(text.find("\n\n", at), text.size()) - (blank == text.npos ? 0 : blank));
  std::set<std::string> others;
  constexpr std::string_view before = " to ";
  for (std::size_t place = lines.find(before); place != std::string_view::npos; place = lines.find(before, place + 1)) {
    const std::string_view rest = lines.substr(place + before.size());
    if (rest.empty() || !is_capital(rest.front())) continue;
    if (const std::string name(rest.substr(0, rest.find_first_of(" ,\n)"))); name != party) others.insert(name);
  }
  return others;
}

}  // namespace

// --- tiers ------------------------------------------------------------------------------------------------------------------------

void Builder::open_band(Part& part) {
  OpenBand band{part.take<Expression>(), std::nullopt, std::nullopt, !part.said("all"), part.said_one_of({"under", "below"}), part.span()};
  if (part.said_one_of({"from", "between", "above", "over"})) band.from = part.take_if_any<Expression>();
  if (part.said_one_of({"to", "and", "under", "below"})) band.to = part.take_if_any<Expression>();
  part.becomes(std::move(band));
}

/// `5% up to 1,000, 8% up to 5,000, 10% above`: is a rate for its own slice or for everything? And `5% of all from 0 to 1,000, 8% of all
/// from 1,000 to 5,000`: which of the two has 1,000 itself?
void Builder::open_tiers(std::vector<OpenBand> open, const std::vector<Band>& closed) {
  bool is_whole_table = true;  // what is said plainly is said of the last tier alone
  for (const Band& band : closed) {
    const bool is_last = band.reach == Band::Reach::rest || band.reach == Band::Reach::all_otherwise;
    is_whole_table = is_whole_table && is_last && band.span.begin > open.back().span.begin;
    if (is_last) open.push_back({Expression{NumberLiteral{}, band.rate.span, band.rate.id}, std::nullopt, std::nullopt, open.front().leaves_reach_open, false, band.span});
    if (const auto rate = figure_of(band.rate); is_last && rate) open.back().rate = Expression{NumberLiteral{*rate, true}, band.rate.span, band.rate.id};
  }
  const bool reach = open.front().leaves_reach_open;
  Diagnostic& diagnostic = fault(code::two_readings)
                               .says(reach ? "the tiers do not say whether a rate is for its own slice or for everything"
                                           : "the tiers do not say to which of two a bound belongs")
                               .at(open.front().span);
  if (!is_whole_table) return;
  std::vector<std::string> slices, up_to, under;
  for (std::size_t place = 0; place < open.size(); ++place) {
    const OpenBand& band = open[place];
    const std::string rate = words(band.rate.span);
    if (!band.to) {
      slices.push_back(fmt::format("{} of the rest", rate));
      up_to.push_back(fmt::format("{} of all otherwise", rate));
      under.push_back(up_to.back());
      continue;
    }
    const std::string bound = words(band.to->span);
    const Expression* before = place == 0 ? nullptr : open[place - 1].to ? &*open[place - 1].to : nullptr;
    std::string length = bound;
    if (before != nullptr) {
      const bool plain = std::holds_alternative<NumberLiteral>(band.to->form) && std::holds_alternative<NumberLiteral>(before->form);
      length = plain ? spoken(*figure_of(*band.to) - *figure_of(*before)) : fmt::format("({} less {})", bound, words(before->span));
    }
    slices.push_back(fmt::format("{} of the {} {}", rate, before == nullptr ? "first" : "next", length));
    const bool next_begins = place + 1 < open.size() && open[place + 1].from;
    up_to.push_back(fmt::format("{} of all if {} {}", rate, band.is_below ? "under" : "up to", bound));
    under.push_back(fmt::format("{} of all if under {}", rate, next_begins ? words(open[place + 1].from->span) : bound));
  }
  const Span table{source_, open.front().span.begin, open.back().span.end};
  const auto ladder = ladder_of(open);
  if (reach || up_to == under) {  // `5% of all below 1,000`: whose the bound is stands there, and not of what the rate is
    diagnostic.says("the tiers do not say whether a rate is for its own slice or for everything");
    if (ladder && !ladder->bounds.empty()) {
      const Number basis = ladder->bounds.back() * Number(6) / Number(5);
      diagnostic.note(fmt::format("on {} the slices pay {}, and the rate that is reached pays {}", spoken(basis), whereas::grouped(ladder->of_slices(basis)),
                                  whereas::grouped(ladder->of_whole(basis, !open.front().is_below))));
    }
    diagnostic.offers("each slice at its own rate", replace(table, fmt::format("{}", fmt::join(slices, ", "))))
        .offers("or everything at the rate that it reaches", replace(table, fmt::format("{}", fmt::join(up_to, ", "))));
    return;
  }
  if (ladder && !ladder->bounds.empty()) {
    const Number& bound = ladder->bounds.back();
    diagnostic.note(fmt::format("exactly {} pays {} in the tier that ends there, and {} in the one that begins there", spoken(bound),
                                whereas::grouped(ladder->of_whole(bound, true)), whereas::grouped(ladder->of_whole(bound, false))));
  }
  diagnostic.offers("to the tier that ends there", replace(table, fmt::format("{}", fmt::join(up_to, ", "))))
      .offers("or to the one that begins there", replace(table, fmt::format("{}", fmt::join(under, ", "))));
}

/// `10% of sales over 1,000`: of what lies above, of everything once it is passed, or of what comes after?
void Builder::open_threshold(Matched matched) {
  Part part = open(matched);
  const Expression threshold = part.take<Expression>();
  Expression amount = part.take_left<Expression>();
  Diagnostic& diagnostic = fault(code::two_readings)
                               .says(fmt::format("`{}` can be of what lies above it, or of everything once it is passed", words(Span{source_, amount.span.begin, threshold.span.end})))
                               .at({source_, span_of(matched).begin, threshold.span.end});
  const auto each = part.take_if_any<Frequency>();
  if (const auto* share = std::get_if<Of>(&amount.form)) {
    const std::string rate = words(share->rate->span);
    const std::string base = words(share->base->span);
    const std::string bound = words(threshold.span);
    if (const auto plain = figure_of(threshold), part_of = figure_of(*share->rate); plain && part_of) {
      const Number basis = *plain * Number(6) / Number(5);
      diagnostic.note(fmt::format("on {} that is {} or {}", spoken(basis), whereas::grouped(*part_of * (basis - *plain)), whereas::grouped(*part_of * basis)));
    }
    // `share` goes before an amount, and not before tiers
    const std::string_view before = without_trailing_blanks(text_.substr(0, amount.span.begin));
    const bool says_share = before.ends_with("share");
    const Span all{source_, amount.span.begin, part.span().end};
    const Span tiers{source_, says_share ? static_cast<std::uint32_t>(before.size() - std::string_view("share").size()) : all.begin, all.end};
    std::vector<Frequency> windows;
    if (each) windows.push_back(*each);
    if (!each && (settled_ == Frequency::month || settled_ == Frequency::quarter)) windows.push_back(*settled_);
    if (!each) windows.push_back(settled_ == Frequency::term ? Frequency::term : Frequency::year);
    for (const Frequency window : windows) {
      const std::string counted = window == Frequency::term ? "over the term" : fmt::format("each {}", noun(window));
      const std::string in_it = windows.size() == 1 ? "" : window == Frequency::term ? " over the term" : fmt::format(" in a {}", noun(window));
      diagnostic.offers(fmt::format("of what lies above{}", in_it), replace(tiers, fmt::format("on {} {}: 0% of the first {}, {} of the rest", base, counted, bound, rate)))
          .offers(fmt::format("of everything, once it is passed{}", in_it), replace(tiers, fmt::format("on {} {}: 0% of all if up to {}, {} of all otherwise", base, counted, bound, rate)));
      if (settled_ && is_shorter(window, *settled_)) continue;  // a settlement period is over before anything is known of it
      const std::string measured = is_bare_sum(*share->base) ? "(" + base + ")" : base;
      const std::string to_date = window == settled_ ? measured : window == Frequency::term ? "cumulative " + measured : fmt::format("{} {} to date", measured, noun(window));
      diagnostic.offers(fmt::format("or of what comes after the period in which it is passed{}", in_it), replace(all, fmt::format("{}\n    once {} is over {}", words(amount.span), to_date, bound)));
    }
  } else {
    diagnostic.help("tiers say which: `on sales each year: 0% of the first 1,000, 10% of the rest`, or `0% of all if up to 1,000, 10% of all otherwise`");
  }
  part.becomes(std::move(amount));
}

// --- conditions -------------------------------------------------------------------------------------------------------------------

/// `if revenue is at least 10m`: as long as it is so, or for good once it has been?
void Builder::open_condition(Matched matched) {
  Part part = open(matched);
  const std::string_view word = part.said("if") ? "if" : "when";
  const Span at{source_, part.span().begin, part.span().begin + static_cast<std::uint32_t>(word.size())};
  Diagnostic& diagnostic = fault(code::two_readings);
  diagnostic
      .says(fmt::format("`{}` does not say whether this holds only as long as it is so, or for good once it has been", word))
      .at(at)
      .note("`while` is tested in each settlement period and governs that one; `once` governs those after the first in which it is true")
      .offers("as long as it is so", replace(at, "while"))
      .offers("or for good", replace(at, "once"));
  const Condition condition = part.take<Condition>();
  offer_period_before(diagnostic, condition, at);
  diagnostic.offers("or for good, and in that period already", replace(cover(at, condition.span), fmt::format("once {}, from that period", words(condition.span))));
  make_proviso(part, EitherWay{});  // the declaration is left out: no line stands for what may mean two
}

/// `while purchases in the year before is at least 100`, where the condition names a bare measure.
void Builder::offer_period_before(Diagnostic& diagnostic, const Condition& condition, Span at) const {
  const auto* comparison = std::get_if<Comparison>(&condition.form);
  if (comparison == nullptr || !settled_ || *settled_ == Frequency::term || !std::holds_alternative<NameUse>(comparison->left->form)) return;
  const Span measured = comparison->left->span;
  diagnostic.offers(fmt::format("or as long as it was so in the {} before", noun(*settled_)),
                    replace({source_, at.begin, measured.end}, fmt::format("while {} in the {} before", words(measured), noun(*settled_))));
}

void Builder::open_losses(Matched matched) {
  Part part = open(matched);
  fault(code::two_readings)
      .says("losses carried forward can be of the share or of what it is a share of")
      .at(part.span())
      .note("they differ where the rate changes, or where there are tiers")
      .offers("of the share", replace(part.span(), "never below zero, losses carried forward"))
      .offers("or of the basis", replace(part.span(), "never below zero\n    base losses carried forward"));
  make_proviso(part, EitherWay{});
}

// --- lines that stop short --------------------------------------------------------------------------------------------------------

/// From the settlement period up: ` each quarter`, ` each year`.
std::vector<std::string> Builder::windows_to_offer() const {
  std::vector<std::string> windows;
  if (settled_ == Frequency::month) windows.emplace_back("each month");
  if (settled_ == Frequency::quarter) windows.emplace_back("each quarter");
  windows.emplace_back(settled_ == Frequency::term ? "over the term" : "each year");
  return windows;
}

void Builder::open_window(const Expression& limit, bool is_least) {
  const std::string shown = words(limit.span);
  // `at least 100 annually`: read as a quantity of what is called so.
  const std::size_t last = shown.rfind(' ');
  if (const auto window = last == std::string::npos ? std::nullopt : words_for(std::string_view(shown).substr(last + 1))) {
    const Span said{limit.span.source, limit.span.end - static_cast<std::uint32_t>(shown.size() - last - 1), limit.span.end};
    fault(code::syntax).says(fmt::format("`{}` does not fit here", shown.substr(last + 1))).at(said).offers("write", replace(said, std::string(*window)));
    return;
  }
  Diagnostic& diagnostic = fault(code::window_not_said)
                               .says(fmt::format("the {} does not say over what it counts", is_least ? "guarantee" : "cap"))
                               .at(limit.span, "of each payment, each year or over the term?");
  const std::vector<std::string> windows = windows_to_offer();
  if (windows.size() > 1) {
    diagnostic.note(is_least ? fmt::format("{0}, every payment is brought up to {1}; {2}, the last of the year adds what the year lacks", windows.front(), shown, windows.back())
                             : fmt::format("{0}, {1} of every payment are let through; {2}, {1} of all that the year pays", windows.front(), shown, windows.back()));
  }
  for (const std::string& window : windows) {
    diagnostic.offers(fmt::format("{}", window == windows.front() ? "write, either" : "or"), insert_after(limit.span, " " + window));
  }
  if (is_least && windows.size() > 1) {
    diagnostic.offers("or as an advance on what the year earns", insert_after(limit.span, fmt::format(" {}, credited across the year", windows.front())));
  } else if (settled_ != Frequency::term) {
    diagnostic.offers("or", insert_after(limit.span, " over the term"));
  }
}

void Builder::open_recoupment(const Name& advance) {
  fault(code::two_readings)
      .says(fmt::format("the line does not say how much of each payment goes to the advance \"{}\"", advance.text))
      .at(advance.span)
      .note("at 100% nothing is paid until the advance is recouped; at 50% half of each payment is kept back until then")
      .offers("all of it", insert_after(advance.span, " at 100%"))
      .offers("or a part, such as half", insert_after(advance.span, " at 50%"));
}

/// `then to GP until GP has 20% of profit`: the others may have a part of the step.
void Builder::open_step(const Name& party, Span share) {
  const std::set<std::string> others = others_in_waterfall(text_, share.begin, party.text);
  Diagnostic& diagnostic = fault(code::two_readings)
                               .says(fmt::format("the step does not say how much of it {} has", party.text))
                               .at(share)
                               .note("with a part of it the party comes to its share later, and the others have the rest of the step")
                               .offers("all of it", replace(share, fmt::format("100% to {}", party.text)));
  if (others.size() == 1) diagnostic.offers("or a part, such as half", replace(share, fmt::format("50% to {} and 50% to {}", party.text, *others.begin())));
  else diagnostic.help(fmt::format("or a part, with who has the rest: `50% to {} and 50% to …`", party.text));
}

/// `rounded to cents`: where half a cent goes is not said.
void Builder::open_rounding(Span rounding, int places) {
  std::string kept = "2";  // the even neighbour lies below the tie, the other above
  if (places > 0) kept = "2." + std::string(static_cast<std::size_t>(places - 1), '3') + "4";
  const std::string above = places > 0 ? kept.substr(0, kept.size() - 1) + "5" : "3";
  fault(code::two_readings)
      .says("the rounding does not say which way half goes")
      .at(rounding)
      .note(fmt::format("{} becomes {} by the one and {} by the other", places > 0 ? kept + "5" : kept + ".5", above, kept))
      .offers("up, away from zero", insert_after(rounding, ", half up"))
      .offers("or to the even neighbour", insert_after(rounding, ", half even"));
}

// --- conditions -------------------------------------------------------------------------------------------------------------------

/// `at least 100 each year while exclusive is exactly 1`: of the clause, or of that line alone? Asked while line ends are still seen: a layout
/// that gives the condition a line of its own would have chosen.
void Builder::open_condition(const Amount& amount, const std::vector<Proviso>& lines) {
  const auto* tiers = std::get_if<Tiers>(&amount.form);
  std::optional<Span> before;
  if (tiers != nullptr && !tiers->bands.empty()) before = tiers->bands.back().span;
  // `10 each month, rising 3% each year from 2028`: the rise, or the clause?
  const bool rises = words(amount.span).find("rising") != std::string::npos;
  const bool to_date = std::holds_alternative<ToDateLessPaid>(amount.form);
  if (rises || to_date) before = amount.span;
  for (const Proviso& line : lines) {
    if (!says_when(line)) {
      before = line.span;
      continue;
    }
    if (!before || line.span.begin < before->end) continue;
    const Span between{source_, before->end, line.span.begin};
    if (words(between).find('\n') != std::string::npos) continue;
    const auto* from = std::get_if<FromDay>(&line.form);
    if (before->end == amount.span.end && (to_date || (rises && from != nullptr))) {
      open_first_day(amount, line, between, to_date);
      continue;
    }
    fault(code::two_readings)
        .says(fmt::format("`{}` stands behind another line: it is of the whole clause, or of that line alone", words(line.span)))
        .at(line.span)
        .beside(*before, "the line before")
        .note("for the whole clause: where it does not hold, nothing is paid at all")
        .note("for that line alone: where it does not hold, the clause pays as if the line were not there")
        .offers("for the whole clause, let it stand on a line of its own", replace(between, "\n    "))
        .help("for that line alone, give its figure a name with an exception: `guaranteed means 0` and under it `except 100 while …`");
  }
}

/// `100 each year, rising 3% each year from 2028-01-01`, `10% of sales each year to date, less what was paid from 2028-01-01`.
void Builder::open_first_day(const Amount& amount, const Proviso& line, Span between, bool to_date) {
  Diagnostic& diagnostic = fault(code::two_readings);
  diagnostic
      .says(to_date ? fmt::format("`{}` stands behind `less what was paid`: it says when the clause is in force, or over which days what was paid is taken off", words(line.span))
                    : fmt::format("`{}` stands behind `rising`: it is of the whole clause, or of the rise alone", words(line.span)))
      .at(line.span)
      .beside(amount.span, to_date ? "the amount" : "what rises")
      .note("for the whole clause: before that day nothing is paid at all")
      .offers("for the whole clause, let it stand on a line of its own", replace(between, "\n    "));
  if (to_date) {
    diagnostic.help("what was paid counts from where the amount does, the first day of the window or of the clause; to count from another day, let an amendment restate the clause from then on, `counting anew`");
    return;
  }
  const std::string day = words(std::get<FromDay>(line.form).day.span);
  const bool is_date = day.size() == std::string_view("2028-01-01").size();
  if (is_date) diagnostic.offers("for the first rise", replace(cover(between, line.span), fmt::format(", first on {}", day)));
  else diagnostic.help("for the first rise: `first on 2028-01-01`");
}

}  // namespace whereas::syntax
