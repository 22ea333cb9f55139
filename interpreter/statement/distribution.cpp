#include "interpreter/statement/distribution.h"

#include "interpreter/statement/sums.h"

#include <algorithm>

namespace whereas::statement {

namespace {

/// Within 64 bits.
constexpr int most_unit_places = 18;

Number power_of_ten(int places) {
  Number power = 1;
  for (int place = 0; place < places; ++place) power *= Number(10);
  return power;
}

/// Nothing where the amount is no whole number of units, or too large.
std::optional<std::int64_t> in_units(const Number& amount, int places) {
  const Number units = places == 0 ? amount : amount * power_of_ten(places);
  const Number most = std::int64_t{1} << 62;
  if (!units.is_whole() || units > most || units < -most) return std::nullopt;
  return units.to_integer();
}

}  // namespace

Number Amounts::number(std::int64_t units) const { return Number::decimal(units, places_.value_or(0)); }
Number Amounts::at(std::size_t scenario) const { return numbers_.empty() ? number(units_[scenario]) : numbers_[scenario]; }

void Amounts::hold_numbers() {
  if (!numbers_.empty()) return;
  numbers_.reserve(units_.size());
  for (const std::int64_t units : units_) numbers_.push_back(number(units));
  units_.clear();
  units_.shrink_to_fit();
}

void Amounts::add(std::size_t scenario, const Number& amount, std::optional<int> places) {
  if (numbers_.empty()) {
    if (!places_ && places && *places >= 0 && *places <= most_unit_places) places_ = places;
    const auto units = places && places_ == places ? in_units(amount, *places) : std::nullopt;
    if (units && !__builtin_add_overflow(units_[scenario], *units, &units_[scenario])) return;
    if (units) __builtin_sub_overflow(units_[scenario], *units, &units_[scenario]);  // what overflowed is taken back
    hold_numbers();
  }
  numbers_[scenario] += amount;
}

void Amounts::add_units(std::size_t scenario, std::int64_t units, int places) {
  if (!places_ && places <= most_unit_places) places_ = places;
  if (numbers_.empty() && places_ == places && units_[scenario] == 0) units_[scenario] = units;
  else add(scenario, Number::decimal(units, places), places);
}

std::vector<Number> Amounts::ranked(const std::vector<std::size_t>& ranks) const {
  std::vector<Number> result;
  const auto pick = [&](auto amounts, const auto& as_number) {
    auto begin = amounts.begin();
    for (const std::size_t rank : ranks) {  // rising: what is before a rank is not looked at again
      const auto place = amounts.begin() + static_cast<std::ptrdiff_t>(rank - 1);
      std::nth_element(begin, place, amounts.end());
      result.push_back(as_number(*place));
      begin = place;
    }
  };
  if (numbers_.empty()) pick(units_, [&](std::int64_t units) { return number(units); });
  else pick(numbers_, [](const Number& amount) { return amount; });
  return result;
}

Number Amounts::sum() const {
  if (!numbers_.empty()) {
    Number sum;
    for (const Number& amount : numbers_) sum += amount;
    return sum;
  }
  Number sum;
  std::int64_t units = 0;
  for (const std::int64_t one : units_) {
    if (!__builtin_add_overflow(units, one, &units)) continue;
    __builtin_sub_overflow(units, one, &units);  // what overflowed is taken back
    sum += number(units);
    units = one;
  }
  return sum + number(units);
}

std::size_t Amounts::least_in() const {
  if (numbers_.empty()) return static_cast<std::size_t>(std::min_element(units_.begin(), units_.end()) - units_.begin());
  return static_cast<std::size_t>(std::min_element(numbers_.begin(), numbers_.end()) - numbers_.begin());
}

std::size_t Amounts::most_in() const {
  if (numbers_.empty()) return static_cast<std::size_t>(std::max_element(units_.begin(), units_.end()) - units_.begin());
  return static_cast<std::size_t>(std::max_element(numbers_.begin(), numbers_.end()) - numbers_.begin());
}

Distribution::Distribution(const check::CheckedContract& contract, const Period& term, Selection selection, std::size_t scenarios)
    : contract_(contract), term_(term), selection_(std::move(selection)), scenarios_(scenarios) {}

std::size_t Distribution::line(Line line) {
  const LineKey key{line.of_party, line.id, line.title, line.from, line.to, line.currency.value_or(""), line.is_all, line.is_all ? term_ : line.days};
  const auto [known, is_new] = known_lines_.emplace(key, lines_.size());
  if (is_new) {
    line.amounts = Amounts(scenarios_);
    lines_.push_back(std::move(line));
  }
  return known->second;
}

const std::vector<Distribution::Entry>& Distribution::entries(const evaluate::Payment& payment) {
  const auto [known, is_new] = known_payments_.try_emplace({payment.clause, payment.title, payment.from, payment.to, payment.period, payment.currency.value_or("")});
  std::vector<Entry>& entries = known->second;
  if (!is_new || !is_within(payment.period.last(), selection_)) return entries;
  const Frequency by = selection_.by.value_or(Frequency::year);
  const std::pair<Period, std::string> in = period_of(payment, by, contract_, term_);
  const auto add = [&](bool of_party, std::uint32_t id, check::PartyId from, check::PartyId to, bool is_negative) {
    for (const bool is_all : {false, true}) {
      if (by == Frequency::term && !is_all) continue;
      const std::size_t at = line({of_party, id, of_party ? std::string() : payment.title, from, to, is_all, is_all ? "all" : in.second, is_all ? term_ : in.first, payment.currency, std::nullopt, false, false, Amounts()});
      entries.push_back({at, is_negative});
    }
  };
  add(false, payment.clause, payment.from, payment.to, false);
  if (payment.from != payment.to) {
    add(true, payment.from, 0, 0, true);
    add(true, payment.to, 0, 0, false);
  }
  return entries;
}

void Distribution::pays(std::size_t line, std::optional<int> places) {
  Line& one = lines_[line];
  one.is_paid = true;
  if (!places) one.is_exact = true;
  else one.places = std::max(one.places.value_or(*places), *places);
}

void Distribution::take(std::size_t scenario, const evaluate::Payments& payments) {
  for (const evaluate::Payment& payment : payments.payments) {
    const std::optional<int> places = payment.rounding ? std::optional(payment.rounding->places) : std::nullopt;
    for (const Entry& entry : entries(payment)) {
      pays(entry.line, places);
      lines_[entry.line].amounts.add(scenario, entry.is_negative ? -payment.amount : payment.amount, places);
    }
  }
}

std::vector<Distributed> Distribution::lines() const {
  std::vector<const Line*> ordered;
  for (const Line& line : lines_) {
    if (line.is_paid) ordered.push_back(&line);
  }
  const auto key = [](const Line& line) { return std::tuple(line.of_party, line.id, line.title, line.from, line.to, line.currency, line.is_all, line.days.last()); };
  std::sort(ordered.begin(), ordered.end(), [&](const Line* a, const Line* b) { return key(*a) < key(*b); });
  std::vector<std::size_t> ranks;
  for (const int percentile : percentiles_told) {
    ranks.push_back(std::max<std::size_t>(1, (static_cast<std::size_t>(percentile) * scenarios_ + 99) / 100));
  }
  std::vector<Distributed> result;
  for (const Line* line : ordered) {
    Distributed& one = result.emplace_back();
    one.of_party = line->of_party;
    one.name = line->of_party ? contract_.parties[line->id].name : line->title;
    if (!line->of_party) {
      one.from = contract_.parties[line->from].name;
      one.to = contract_.parties[line->to].name;
    }
    one.period = line->period;
    one.currency = line->currency;
    one.places = line->is_exact ? std::nullopt : line->places;
    one.least_in = line->amounts.least_in();
    one.most_in = line->amounts.most_in();
    one.least = line->amounts.at(one.least_in);
    one.most = line->amounts.at(one.most_in);
    one.percentiles = line->amounts.ranked(ranks);
    one.mean = line->amounts.sum() / Number(static_cast<long long>(scenarios_));
  }
  return result;
}

}  // namespace whereas::statement
