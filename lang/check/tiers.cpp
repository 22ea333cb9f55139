#include "lang/check/tiers.h"

#include "lang/check/clauses.h"
#include "lang/check/constants.h"
#include "lang/check/infer.h"
#include "lang/check/part_windows.h"
#include "lang/number/notation.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::check {

using namespace syntax;

bool is_slice(const Band& band) { return band.reach == Band::Reach::first || band.reach == Band::Reach::next || band.reach == Band::Reach::rest; }

namespace {
bool is_last(const Band& band) { return band.reach == Band::Reach::rest || band.reach == Band::Reach::all_otherwise; }

bool is_price(const Expression& rate) { return std::holds_alternative<Per>(without_parentheses(rate).form); }

/// What a tier pays for one of what it counts, where that is a plain figure: `30%`, `10.00 per seat`. Packages that are counted whole have none.
std::optional<Number> rate_figure(const Expression& rate) {
  const auto* price = std::get_if<Per>(&without_parentheses(rate).form);
  if (price == nullptr) return literal(rate);
  const auto amount = literal(*price->amount);
  return amount && !price->started && !price->full ? std::optional(*amount / price->count) : std::nullopt;
}

bool has_flat(const Tiers& tiers) {
  return std::any_of(tiers.bands.begin(), tiers.bands.end(), [](const Band& band) { return band.is_flat; });
}

/// Flat sums of the whole, each known and none below the one before, on a basis that only grows: what is due never falls.
bool flat_sums_rise(const CheckedContract& contract, const Tiers& tiers) {
  if (!can_only_grow(contract, tiers.basis)) return false;
  std::optional<Number> before;
  for (const auto& band : tiers.bands) {
    const auto sum = constant_figure(contract, band.rate);
    if (!band.is_flat || !sum || (before && *sum < *before)) return false;
    before = sum;
  }
  return true;
}

/// Whether the rates are plain figures of which none is below the one before: then the whole never falls.
bool rates_rise(const Tiers& tiers) {
  std::optional<Number> before;
  for (const auto& band : tiers.bands) {
    const auto rate = rate_figure(band.rate);
    if (!rate || (before && *rate < *before)) return false;
    before = rate;
  }
  return true;
}

/// `20% of the first 5m` after `10% of the first 1m` can mean up to 5m in all, or 5m more.
void offer_slices(const Checking& checking, Diagnostic& diagnostic, const Tiers& tiers, const Band& band) {
  const std::string rate = checking.words_of(band.rate);
  const std::string bound = checking.words_of(*band.bound);
  if (&band == &tiers.bands.front()) {
    diagnostic.offers("write", replace(band.span, fmt::format("{} of the first {}", rate, bound)));
    return;
  }
  Number below;
  for (const Band* before = &tiers.bands.front(); before != &band; ++before) below += before->bound ? literal(*before->bound).value_or(0) : 0;
  const auto reach = literal(*band.bound);
  if (reach && *reach > below && below > 0) {
    diagnostic.offers(fmt::format("if the tier ends at {}, write", spoken(*reach)), replace(band.span, fmt::format("{} of the next {}", rate, spoken(*reach - below))));
  }
  diagnostic.offers(fmt::format("if it is {} more, write", bound), replace(band.span, fmt::format("{} of the next {}", rate, bound)));
}

/// Whether the bounds rise, and the tiers end.
bool in_order(Checking& checking, const Tiers& tiers) {
  const Band& last = tiers.bands.back();
  const bool slices = is_slice(tiers.bands.front());
  for (const auto& band : tiers.bands) {
    if (is_slice(band) == slices) continue;
    checking.report.add(code::tiers_mixed)
        .says("tiers are either of the slice or of the whole, not both")
        .at(band.span, slices ? "of the whole" : "of the slice")
        .beside(tiers.bands.front().span, slices ? "of the slice" : "of the whole")
        .help("of the slice: `30% of the first 1bn`, `20% of the rest`; of the whole: `30% of all if under 1bn`, `20% of all otherwise`");
    return false;
  }
  if (std::none_of(tiers.bands.begin(), tiers.bands.end(), is_last)) {
    auto& diagnostic = checking.report.add(code::tiers_incomplete)
                           .says("the tiers do not end: nothing is said of what lies above the last bound")
                           .at(tiers.basis.span)
                           .beside(last.span, "the last tier");
    const std::string_view above = slices ? "of the rest" : "of all otherwise";
    diagnostic.offers("end them: where the last rate goes on, add", insert_after(last.span, fmt::format("\n    {} {}", checking.words_of(last.rate), above)));
    if (!is_price(last.rate)) diagnostic.offers("where nothing is paid, add", insert_after(last.span, fmt::format("\n    0% {}", above)));
  }
  std::optional<Number> before;
  for (const auto& band : tiers.bands) {
    if (is_last(band) && &band != &last) {
      checking.report.add(code::tiers_out_of_order).says("nothing is left for the tiers after this one").at(band.span).help("put it last");
      return false;
    }
    if ((band.reach == Band::Reach::first) != (&band == &tiers.bands.front()) && slices && band.reach != Band::Reach::rest) {
      auto& diagnostic = checking.report.add(code::tiers_out_of_order);
      diagnostic.says("slices begin with `of the first` and go on with `of the next`")
          .at(band.span);
      offer_slices(checking, diagnostic, tiers, band);
      return false;
    }
    const auto bound = !band.bound ? std::nullopt : slices ? literal(*band.bound) : constant_figure(checking.contract, *band.bound);
    if (!bound) continue;
    const bool falls = slices ? bound->sign() <= 0 : before && *bound <= *before;
    if (falls) {
      auto& diagnostic = checking.report.add(code::tiers_out_of_order)
                             .says(slices ? "a slice must be more than nothing" : fmt::format("the tiers do not rise: {} is not above {}", spoken(*bound), spoken(*before)))
                             .at(band.bound->span);
      diagnostic.help(slices ? "say how much the slice is: `10% of the first 1m`" : "order the tiers by their bounds, the lowest first");
      return false;
    }
    before = bound;
  }
  return is_last(last);
}

void refuse_going_forward(Checking& checking, const Tiers& tiers) {
  if (!tiers.going_forward) return;
  if (has_flat(tiers)) {
    checking.report.add(code::proviso_does_not_fit)
        .says("`going forward` is of rates: a flat sum has nothing that is new")
        .at(tiers.bands.back().span)
        .help("leave out `going forward`, or count the flat sums over a shorter window: `each month`");
  } else if (is_slice(tiers.bands.front())) {
    checking.report.add(code::proviso_does_not_fit).says("`going forward` belongs to tiers of the whole: slices never change what was paid").at(tiers.bands.back().span).help("leave out `going forward`");
  }
}

}  // namespace

bool check_bands(Checking& checking, const Tiers& tiers) {
  const bool rise_and_end = in_order(checking, tiers);
  for (const Band& band : tiers.bands) {
    if (!band.once_entered || is_slice(band)) continue;
    checking.report.add(code::tiers_mixed)
        .says("tiers of the whole take one another's place: nothing is added once one is entered")
        .at(band.once_entered->span)
        .help("write slices: `2% of the next 5,000, plus 150 once entered`");
  }
  refuse_going_forward(checking, tiers);
  return rise_and_end;
}

void refuse_price_of_money(Checking& checking, const Tiers& tiers, const Type& basis, const Band& band) {
  if (basis.is_unknown() || basis.units.empty() || !checking.contract.units[basis.units.front().first].is_currency) return;
  checking.report.add(code::unit_mismatch)
      .says(fmt::format("a price is per quantity, and `{}` is money", checking.words_of(tiers.basis)))
      .at(band.rate.span)
      .beside(tiers.basis.span, "money")
      .help("write a rate: `30% of the first …`");
}

void refuse_tiers_without_window(Checking& checking, const Tiers& tiers) {
  checking.report.add(code::window_not_said)
      .says("the tiers do not say over what they count")
      .at(tiers.basis.span, "each quarter, each year or over the term?")
      .note("counted each year, a quarter pays what the year to date earns less what was paid; counted each quarter, every quarter begins again at the first tier")
      .offers("count over a year", insert_after(tiers.basis.span, " each year"))
      .offers("or begin again each quarter", insert_after(tiers.basis.span, " each quarter"));
}

bool can_take_back(const CheckedContract& contract, const Tiers& tiers) {
  if (tiers.going_forward || is_slice(tiers.bands.front())) return false;
  return !(has_flat(tiers) ? flat_sums_rise(contract, tiers) : rates_rise(tiers));
}

/// Says what crossing each bound of whole tiers does to the amount, where bounds and rates are plain figures.
void warn_jumps(Checking& checking, const Tiers& tiers) {
  if (tiers.going_forward || is_slice(tiers.bands.front())) return;
  for (std::size_t place = 0; place + 1 < tiers.bands.size(); ++place) {
    const Band& band = tiers.bands[place];
    const auto bound = band.bound ? literal(*band.bound) : std::nullopt;
    const auto below = rate_figure(band.rate);
    const auto above = rate_figure(tiers.bands[place + 1].rate);
    if (!bound || !below || !above || *below == *above || band.is_flat || tiers.bands[place + 1].is_flat) continue;
    checking.report.add(code::tiers_jump)
        .says(fmt::format("where {} is crossed the amount jumps from {} to {}", spoken(*bound), grouped(*below * *bound), grouped(*above * *bound)))
        .at(band.span)
        .note("tiers of the whole restate everything since the window began; slices do not jump")
        .offers("if the new rate is only for what comes after, add", insert_after(tiers.bands.back().span, ", going forward"))
        .help(is_price(band.rate) ? "if each price is for its own slice: `10.00 per seat of the first …`, `8.00 per seat of the rest`"
                                  : "if each rate is for its own slice: `30% of the first …`, `20% of the rest`");
  }
}

// --- under a name -----------------------------------------------------------------------------------------------------------------

/// What the bands come to, each of its own words: a sum of what each of them gives.
Type Inference::of_tiered(const Tiers& tiers) {
  const Type basis = of(tiers.basis);
  Type result = Type::unknown();
  const Expression* first = nullptr;
  const auto take = [&](const Type& type, const Expression& at) {
    result = first == nullptr ? type : together(result, *first, type, at, "add");
    if (first == nullptr) first = &at;
  };
  for (const Band& band : tiers.bands) {
    if (band.bound) together(basis, tiers.basis, of(*band.bound), *band.bound, "compare");
    take(of_tier(tiers, basis, band), band.rate);
    if (band.once_entered) take(of(*band.once_entered), *band.once_entered);
  }
  result.may_be_negative = result.may_be_negative || basis.may_be_negative || restates_paid(tiers);
  result.nature = Nature::flow;
  result.adds_up = true;
  return result;
}

Type Inference::of_tier(const Tiers& tiers, const Type& basis, const Band& band) {
  const Type rate = of(band.rate);
  if (band.is_flat) return rate;
  if (const auto* price = std::get_if<Per>(&band.rate.form)) {
    if (is_money(basis, contract_)) {
      refuse_price_of_money(checking_, tiers, basis, band);
      return Type::unknown();
    }
    if (!price->target) return rate;
  }
  if (rate.is_bare) {
    as_rate(rate, band.rate);
    return basis;
  }
  return product(band.rate, rate, basis);
}

/// Asked over less than their own window, tiers of the whole can take back what they came to before.
bool Inference::restates_paid(const Tiers& tiers) const {
  if (!tiers.window || !can_take_back(contract_, tiers)) return false;
  return std::any_of(contract_.clauses.begin(), contract_.clauses.end(), [&](const ClauseInfo& info) {
    return std::any_of(info.texts.begin(), info.texts.end(), [&](const ClauseText& text) { return !text.settlement.frequency || is_shorter(*text.settlement.frequency, *tiers.window); });
  });
}

namespace {

/// Also where other sums of the clause count in part, tiers under a name count whole.
bool says_how_parts_count(const Proviso& line) { return std::holds_alternative<Prorated>(line.form); }

/// The first clause that pays by the tiers and does not say how parts of windows count.
const Clause* pays_without_saying(const CheckedContract& contract, const Tiers& tiers) {
  for (const ClauseInfo& info : contract.clauses) {
    for (const ClauseText& text : info.texts) {
      const auto& lines = text.clause->provisos;
      if (std::none_of(lines.begin(), lines.end(), says_how_parts_count) && named_tiers_of(contract, *text.clause).count(&tiers) != 0) return text.clause;
    }
  }
  return nullptr;
}

/// Tiers that a definition, or an amendment of it, gives a name.
void check_named(Checking& checking, const MeasureText& text) {
  const auto* tiered = std::get_if<Tiered>(&text.measure->value.form);
  if (tiered == nullptr) return;
  const Tiers& tiers = *tiered->tiers;
  if (check_bands(checking, tiers)) warn_jumps(checking, tiers);
  if (!tiers.window) return refuse_tiers_without_window(checking, tiers);
  warn_year(checking, *tiers.window, tiers.window_span);
  const auto term = term_with_its_end(checking);
  if (const Clause* silent = term ? pays_without_saying(checking.contract, tiers) : nullptr) ask_part_window(checking, *term, *tiers.window, tiers.window_span, "tier bounds", std::nullopt, silent->amount.span);
}

std::string words_for(Frequency window) { return window == Frequency::term ? "the term" : fmt::format("the {}", noun(window)); }

/// Tiers of the whole restate what their window came to before; under a name nothing has come to anything.
void refuse_whole(Checking& checking, const MeasureInfo& info, const MeasureText& text, const Tiers& tiers) {
  checking.report.add(code::not_supported)
      .says(fmt::format("`{}` is restated from {}, inside {} that tiers of the whole restate, and a name does not know what they came to before", info.name, takes_effect(checking, *text.amendment, *text.from), words_for(*tiers.window)))
      .at(tiers.window_span, fmt::format("from {}", takes_effect(checking, *text.amendment, *text.from)))
      .help("say that they count from that day, at the end: `, counting anew`")
      .help(fmt::format("or let the amendment take effect with {}, or a clause pay the tiers itself", words_for(*tiers.window)));
}

/// A text that brings tiers into days which its window holds in part: whether what came before counts.
void ask_what_counts(Checking& checking, const MeasureInfo& info, const MeasureText& text) {
  const auto* tiered = std::get_if<Tiered>(&text.measure->value.form);
  const auto& contract = checking.contract;
  if (tiered == nullptr || !tiered->tiers->window || !contract.term || !text.from || text.amendment == nullptr) return;
  const Frequency each = *tiered->tiers->window;
  const Period window = each == Frequency::term || *text.from == never() ? *contract.term : contract.calendar.holding(*text.from, each).clipped_to(*contract.term).value_or(*contract.term);
  if (window.begin() >= *text.from) return;
  const bool of_the_whole = !is_slice(tiered->tiers->bands.front()) && !tiered->tiers->going_forward;
  if (of_the_whole && !text.counting_anew) return refuse_whole(checking, info, text, *tiered->tiers);
  if (text.counting_said) return;
  const Span whole = text.measure->exceptions.empty() ? text.measure->value.span : text.measure->exceptions.back().span;
  checking.report.add(code::two_readings)
      .says(fmt::format("`{}` is restated from {}, inside {} over which its tiers count, and nothing says whether what has been counted by then counts on", info.name, takes_effect(checking, *text.amendment, *text.from), words_for(each)))
      .at(tiered->tiers->window_span, fmt::format("from {}", takes_effect(checking, *text.amendment, *text.from)))
      .note(fmt::format("counted on, the days of {} before count too; counted anew, they are forgotten", words_for(each)))
      .offers("if they count on, write at its end", insert_after(whole, ", counting on"))
      .offers("if they count anew", insert_after(whole, ", counting anew"));
}

}  // namespace

void check_named_tiers(Checking& checking) {
  for (const MeasureInfo& info : checking.contract.measures) {
    for (const MeasureText& text : info.texts) {
      check_named(checking, text);
      ask_what_counts(checking, info, text);
    }
  }
}

}  // namespace whereas::check
