#include "lang/check/clauses.h"
#include "lang/check/constants.h"

#include "lang/check/commitments.h"
#include "lang/check/part_windows.h"
#include "lang/number/notation.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::check {

using namespace syntax;

namespace {

bool is_slice(const Band& band) { return band.reach == Band::Reach::first || band.reach == Band::Reach::next || band.reach == Band::Reach::rest; }
bool is_last(const Band& band) { return band.reach == Band::Reach::rest || band.reach == Band::Reach::all_otherwise; }

bool is_price(const Expression& rate) { return std::holds_alternative<Per>(without_parentheses(rate).form); }

/// What a tier pays for one of what it counts, where that is a plain figure: `30%`, `10.00 per seat`. Packages that are counted whole have none.
std::optional<Number> rate_figure(const Expression& rate) {
  const auto* price = std::get_if<Per>(&without_parentheses(rate).form);
  if (price == nullptr) return literal(rate);
  const auto amount = literal(*price->amount);
  return amount && !price->started && !price->full ? std::optional(*amount / price->count) : std::nullopt;
}

}  // namespace

std::optional<Number> literal(const Expression& expression) {
  const Expression& bare = without_parentheses(expression);
  if (const auto* number = std::get_if<NumberLiteral>(&bare.form)) return number->value;
  if (const auto* money = std::get_if<MoneyLiteral>(&bare.form)) return money->value;
  if (const auto* quantity = std::get_if<QuantityLiteral>(&bare.form)) return quantity->value;
  return std::nullopt;
}

void ClauseCheck::check() {
  std::visit(match{
                 [&](const Share& share) { check_share(share); },
                 [&](const Tiers& tiers) { check_tiers(tiers); },
                 [&](const FixedSums& fixed) { check_fixed(fixed); },
                 [&](const Milestones& milestones) { check_milestones(milestones); },
                 [&](const DatedSums& dated) { check_dated(dated); },
                 [&](const DividedSum& divided) { check_divided(divided); },
                 [&](const Instalments& instalments) { check_instalments(instalments); },
                 [&](const ToDateLessPaid& less_paid) { check_less_paid(less_paid); },
                 [&](const Loan& loan) { check_loan(loan); },
             },
             clause_.amount.form);
  check_provisos();
  check_due();
}

void ClauseCheck::check_share(const Share& share) {
  const Type type = inference_.of(share.amount);
  const Type money = inference_.as_money(type, share.amount, "what a clause pays");
  currency_.pays(money, share.amount);
  may_be_negative_ = type.may_be_negative;
  if (money.is_unknown() || type.nature != Nature::constant || asks_how_often(share)) return;
  Diagnostic& diagnostic = checking_.report.add(code::when_not_said);
  diagnostic.says(fmt::format("`{}` is the same every time, and the clause does not say when it is paid", checking_.words_of(share.amount))).at(share.amount.span);
  if (offer_days_of_clause(share.amount, diagnostic)) return;
  diagnostic.offers("every period", insert_after(share.amount.span, " each quarter")).help(fmt::format("or on a day: `{} on 2026-03-31`", checking_.words_of(share.amount)));
}

/// `10% of sales`, and on a line of its own `in 2026`: more likely the days of the clause than those over which sales are added up.
bool ClauseCheck::offer_days_of_clause(const Expression& amount, Diagnostic& diagnostic) const {
  const Windowed* windowed = nullptr;
  for_each_part(amount, [&](const Expression& part) {
    if (const auto* found = std::get_if<Windowed>(&part.form)) windowed = found;
  });
  if (const auto* whole = std::get_if<Windowed>(&amount.form)) windowed = whole;
  if (windowed == nullptr || windowed->measured->span.end > windowed->window_span.begin) return false;
  const Span between{amount.span.source, windowed->measured->span.end, windowed->window_span.begin};
  if (checking_.words(between).find('\n') == std::string_view::npos) return false;
  const Calendar& calendar = checking_.contract.calendar;
  std::optional<Period> days;
  if (const auto* in = std::get_if<InPeriod>(&windowed->window); in != nullptr && !in->period.event) days = in->period.period.in(calendar);
  if (const auto* from = std::get_if<FromTo>(&windowed->window); from != nullptr && !from->first.event && !from->last.event) {
    const Date begin = from->first.period.in(calendar).begin();
    const Date end = from->last.period.in(calendar).end();
    if (begin < end) days = Period(begin, end);
  }
  if (!days) return false;
  diagnostic.offers("as the days on which the clause is in force", replace(windowed->window_span, fmt::format("from {}\n    through {}", days->begin().text(), days->last().text())))
      .offers("or, where it is the time over which the figure is added up, with each settlement", insert_after(amount.span, " each quarter"));
  return true;
}

/// `100 once cumulative sales is at least 1,000`: paid one time, or from then on every time?
bool ClauseCheck::asks_how_often(const Share& share) {
  const Proviso* said = nullptr;
  for (const auto& proviso : clause_.provisos) {
    if (std::holds_alternative<OnceTrue>(proviso.form)) said = &proviso;
  }
  if (said == nullptr) return false;
  const auto& once = std::get<OnceTrue>(said->form);
  const std::string sum = checking_.words_of(share.amount);
  const std::string_view each = noun(info_.settlement.frequency.value_or(Frequency::quarter));
  Diagnostic& diagnostic = checking_.report.add(code::two_readings)
                               .says(fmt::format("`{}` with `once` under it can be paid one time, when it is reached, or every time from then on", sum))
                               .at(share.amount.span)
                               .beside(said->span, "when it is reached");
  const Span between{said->span.source, clause_.amount.span.end, said->span.begin};
  const std::string milestone = fmt::format("{} the first time {}", sum, checking_.words(once.condition.span));
  if (between.begin <= between.end && checking_.words(between).find_first_not_of(" \n\r\t") == std::string_view::npos) {
    diagnostic.offers("one time, with the settlement at the end of which it is first so", replace({said->span.source, clause_.amount.span.begin, said->span.end}, milestone));
  } else {
    diagnostic.help(fmt::format("one time, with the settlement at the end of which it is first so: `{}`, without the line `once`", milestone));
  }
  diagnostic.offers(once.from_that_period ? "or every time, from that period on" : "or every time, from the period after", insert_after(share.amount.span, fmt::format(" each {}", each == "term" ? "quarter" : each)));
  return true;
}

void ClauseCheck::check_fixed(const FixedSums& fixed) {
  for (const auto& sum : fixed.sums) {
    const Type type = inference_.of(sum.amount);
    currency_.pays(inference_.as_money(type, sum.amount, "a fixed sum"), sum.amount);
    may_be_negative_ = may_be_negative_ || type.may_be_negative;
    if (type.nature != Nature::constant && !type.is_unknown()) {
      checking_.report.add(code::when_not_said)
          .says(fmt::format("`{}` is measured over each settlement period, so it cannot be `each {}` as well", checking_.words_of(sum.amount), noun(sum.each)))
          .at(sum.span)
          .offers("write it without", replace(sum.span, checking_.words_of(sum.amount)))
          .help("how often the clause settles is a line of its own: `settled monthly`");
    }
    if (sum.rise) {
      inference_.check_rise(*sum.rise, type, sum.amount);
      warn_of_first_rise(*sum.rise);
    }
    warn_part_window(sum.each, sum.span, "a sum");
  }
}

/// A clause that comes into force inside a year rises with the next year of the deal, not a year after its own first day.
void ClauseCheck::warn_of_first_rise(const Rise& rise) {
  const auto days = days_in_force();
  const auto& term = checking_.contract.term;
  if (!days || rise.first_on || rise.first_year_span || days->begin() == term->begin()) return;
  const Calendar& calendar = checking_.contract.calendar;
  const Period year = calendar.holding(days->first(), Frequency::year);
  if (year.begin() == days->begin() || year.end() >= days->end()) return;
  checking_.report.add(code::year_inside_term)
      .says(fmt::format("the clause begins on {}, inside a year, and what it pays first rises on {}", days->first().text(), std::max(year.end(), calendar.next(calendar.holding(term->first(), Frequency::year), Frequency::year).begin()).text()))
      .at(rise.span)
      .help(fmt::format("to rise a year after its first day write `first on {}`", days->first().plus({1, Duration::Unit::years}).text()));
}

void ClauseCheck::check_dated(const DatedSums& dated) {
  for (const auto& sum : dated.sums) {
    const Type type = inference_.of(sum.amount);
    currency_.pays(inference_.as_money(type, sum.amount, "a sum on a day"), sum.amount);
    if (const auto day = first_day(checking_, sum.day)) require_in_term(*day, sum.day.span, "the day of payment");
  }
}

void ClauseCheck::check_tiers(const Tiers& tiers) {
  const Type basis = inference_.of(tiers.basis);
  may_be_negative_ = basis.may_be_negative;
  if (!tiers.window) {
    checking_.report.add(code::window_not_said)
        .says("the tiers do not say over what they count")
        .at(tiers.basis.span, "each quarter, each year or over the term?")
        .note("counted each year, a quarter pays what the year to date earns less what was paid; counted each quarter, every quarter begins again at the first tier")
        .offers("count over a year", insert_after(tiers.basis.span, " each year"))
        .offers("or begin again each quarter", insert_after(tiers.basis.span, " each quarter"));
  } else {
    warn_part_window(*tiers.window, tiers.window_span, "tier bounds");
    warn_year(*tiers.window, tiers.window_span);
  }
  const bool rise_and_end = check_band_order(tiers);
  for (const auto& band : tiers.bands) {
    check_band_rate(tiers, basis, band);
    if (band.bound) inference_.together(basis, tiers.basis, inference_.of(*band.bound), *band.bound, "compare");
  }
  const bool has_flat = std::any_of(tiers.bands.begin(), tiers.bands.end(), [](const Band& band) { return band.is_flat; });
  if (tiers.going_forward && has_flat) {
    checking_.report.add(code::proviso_does_not_fit)
        .says("`going forward` is of rates: a flat sum has nothing that is new")
        .at(tiers.bands.back().span)
        .help("leave out `going forward`, or count the flat sums over a shorter window: `each month`");
  } else if (tiers.going_forward && !tiers.bands.empty() && is_slice(tiers.bands.front())) {
    checking_.report.add(code::proviso_does_not_fit).says("`going forward` belongs to tiers of the whole: slices never change what was paid").at(tiers.bands.back().span).help("leave out `going forward`");
  }
  if (!tiers.bands.empty() && !is_slice(tiers.bands.front())) {
    if (rise_and_end) warn_jumps(tiers);
    // A bound that is crossed restates the window, which can take back what was paid.
    const auto& settled = info_.settlement.frequency;
    const bool restates = !tiers.going_forward && tiers.window && (!settled || is_shorter(*settled, *tiers.window));
    may_be_negative_ = may_be_negative_ || (restates && !(has_flat ? flat_sums_rise(tiers) : rates_rise(tiers)));
  }
}

void ClauseCheck::check_band_rate(const Tiers& tiers, const Type& basis, const Band& band) {
  const Type rate = inference_.of(band.rate);
  may_be_negative_ = may_be_negative_ || rate.may_be_negative;
  if (band.once_entered) {
    currency_.pays(inference_.as_money(inference_.of(*band.once_entered), *band.once_entered, "what is due once a tier is entered"), *band.once_entered);
    if (!is_slice(band)) {
      checking_.report.add(code::tiers_mixed)
          .says("tiers of the whole take one another's place: nothing is added once one is entered")
          .at(band.once_entered->span)
          .help("write slices: `2% of the next 5,000, plus 150 once entered`");
    }
  }
  if (band.is_flat) return currency_.pays(inference_.as_money(rate, band.rate, "a flat sum"), band.rate);
  const auto* price = std::get_if<Per>(&band.rate.form);
  if (price != nullptr && !price->target) {
    Type paid = rate;
    paid.units = multiplied(rate.units, basis.units);
    currency_.pays(paid, band.rate);
    if (!basis.is_unknown() && !basis.units.empty() && checking_.contract.units[basis.units.front().first].is_currency) {
      checking_.report.add(code::unit_mismatch)
          .says(fmt::format("a price is per quantity, and `{}` is money", checking_.words_of(tiers.basis)))
          .at(band.rate.span)
          .beside(tiers.basis.span, "money")
          .help("write a rate: `30% of the first …`");
    }
    return;
  }
  if (rate.is_bare) return inference_.as_rate(rate, band.rate);
  if (rate.is_unknown() || basis.is_unknown()) return;
  Type paid = rate;
  paid.units = multiplied(rate.units, basis.units);
  paid.is_bare = basis.is_bare && rate.is_number();
  currency_.pays(inference_.as_money(paid, band.rate, "what a tier pays"), band.rate);
}

/// Flat sums of the whole, each known and none below the one before, on a basis that only grows: what is due never falls.
bool ClauseCheck::flat_sums_rise(const Tiers& tiers) const {
  if (!can_only_grow(checking_.contract, tiers.basis)) return false;
  std::optional<Number> before;
  for (const auto& band : tiers.bands) {
    const auto sum = constant_figure(checking_.contract, band.rate);
    if (!band.is_flat || !sum || (before && *sum < *before)) return false;
    before = sum;
  }
  return true;
}

bool ClauseCheck::check_band_order(const Tiers& tiers) {
  const Band& last = tiers.bands.back();
  const bool slices = is_slice(tiers.bands.front());
  for (const auto& band : tiers.bands) {
    if (is_slice(band) == slices) continue;
    checking_.report.add(code::tiers_mixed)
        .says("tiers are either of the slice or of the whole, not both")
        .at(band.span, slices ? "of the whole" : "of the slice")
        .beside(tiers.bands.front().span, slices ? "of the slice" : "of the whole")
        .help("of the slice: `30% of the first 1bn`, `20% of the rest`; of the whole: `30% of all if under 1bn`, `20% of all otherwise`");
    return false;
  }
  if (std::none_of(tiers.bands.begin(), tiers.bands.end(), is_last)) {
    auto& diagnostic = checking_.report.add(code::tiers_incomplete)
                           .says("the tiers do not end: nothing is said of what lies above the last bound")
                           .at(tiers.basis.span)
                           .beside(last.span, "the last tier");
    const std::string_view above = slices ? "of the rest" : "of all otherwise";
    diagnostic.offers("end them: where the last rate goes on, add", insert_after(last.span, fmt::format("\n    {} {}", checking_.words_of(last.rate), above)));
    if (!is_price(last.rate)) diagnostic.offers("where nothing is paid, add", insert_after(last.span, fmt::format("\n    0% {}", above)));
  }
  std::optional<Number> before;
  for (const auto& band : tiers.bands) {
    if (is_last(band) && &band != &last) {
      checking_.report.add(code::tiers_out_of_order).says("nothing is left for the tiers after this one").at(band.span).help("put it last");
      return false;
    }
    if ((band.reach == Band::Reach::first) != (&band == &tiers.bands.front()) && slices && band.reach != Band::Reach::rest) {
      auto& diagnostic = checking_.report.add(code::tiers_out_of_order);
      diagnostic.says("slices begin with `of the first` and go on with `of the next`")
          .at(band.span);
      offer_slices(diagnostic, tiers, band);
      return false;
    }
    const auto bound = !band.bound ? std::nullopt : slices ? literal(*band.bound) : constant_figure(checking_.contract, *band.bound);
    if (!bound) continue;
    const bool falls = slices ? bound->sign() <= 0 : before && *bound <= *before;
    if (falls) {
      auto& diagnostic = checking_.report.add(code::tiers_out_of_order)
                             .says(slices ? "a slice must be more than nothing" : fmt::format("the tiers do not rise: {} is not above {}", spoken(*bound), spoken(*before)))
                             .at(band.bound->span);
      diagnostic.help(slices ? "say how much the slice is: `10% of the first 1m`" : "order the tiers by their bounds, the lowest first");
      return false;
    }
    before = bound;
  }
  return is_last(last);
}

/// `20% of the first 5m` after `10% of the first 1m` can mean up to 5m in all, or 5m more.
void ClauseCheck::offer_slices(Diagnostic& diagnostic, const Tiers& tiers, const Band& band) const {
  const std::string rate = checking_.words_of(band.rate);
  const std::string bound = checking_.words_of(*band.bound);
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

/// Whether the rates are plain figures of which none is below the one before: then the whole never falls.
bool ClauseCheck::rates_rise(const Tiers& tiers) const {
  std::optional<Number> before;
  for (const auto& band : tiers.bands) {
    const auto rate = rate_figure(band.rate);
    if (!rate || (before && *rate < *before)) return false;
    before = rate;
  }
  return true;
}

/// Says what crossing each bound of whole tiers does to the amount, where bounds and rates are plain figures.
void ClauseCheck::warn_jumps(const Tiers& tiers) {
  if (tiers.going_forward) return;
  for (std::size_t place = 0; place + 1 < tiers.bands.size(); ++place) {
    const Band& band = tiers.bands[place];
    const auto bound = band.bound ? literal(*band.bound) : std::nullopt;
    const auto below = rate_figure(band.rate);
    const auto above = rate_figure(tiers.bands[place + 1].rate);
    if (!bound || !below || !above || *below == *above || band.is_flat || tiers.bands[place + 1].is_flat) continue;
    checking_.report.add(code::tiers_jump)
        .says(fmt::format("where {} is crossed the amount jumps from {} to {}", spoken(*bound), grouped(*below * *bound), grouped(*above * *bound)))
        .at(band.span)
        .note("tiers of the whole restate everything since the window began; slices do not jump")
        .offers("if the new rate is only for what comes after, add", insert_after(tiers.bands.back().span, ", going forward"))
        .help(is_price(band.rate) ? "if each price is for its own slice: `10.00 per seat of the first …`, `8.00 per seat of the rest`"
                                  : "if each rate is for its own slice: `30% of the first …`, `20% of the rest`");
  }
}

void ClauseCheck::warn_part_window(Frequency window, Span at, std::string_view what) {
  const auto days = days_in_force();
  if (days && !prorated_) check::warn_part_window(checking_, *days, window, at, what, clause_.amount.span);
}

void ClauseCheck::warn_year(Frequency window, Span at) { check::warn_year(checking_, window, at); }

bool ClauseCheck::require_in_term(Date day, Span at, std::string_view what) {
  const auto& term = checking_.contract.longest_term;
  if (!term || term->contains(day)) return true;
  checking_.report.add(code::outside_term)
      .says(fmt::format("{}, {}, lies outside the term", what, day.text()))
      .at(at)
      .note(fmt::format("the term runs from {}", term->text()))
      .help("name a day inside it, or let the term run longer");
  return false;
}

void check_clauses(Checking& checking) {
  Inference inference(checking);
  auto& contract = checking.contract;
  for (auto& info : contract.clauses) {
    if (info.commitment != nullptr) {
      CommitmentCheck(checking, inference, info).check();
      for (std::size_t place = 1; place < info.commitment_texts.size(); ++place) check_restated_commitment(checking, inference, info, place);
      check_open_minimums(checking, inference, info);
    }
    if (info.clause == nullptr) continue;
    ClauseCheck(checking, inference, info).check();
    for (std::size_t place = 1; place < info.texts.size(); ++place) check_restated(checking, inference, info, place);
  }
  ask_how_names_rise(checking);
}

}  // namespace whereas::check
