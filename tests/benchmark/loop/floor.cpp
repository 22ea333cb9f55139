#include "tests/benchmark/loop/floor.h"

#include <algorithm>
#include <random>
#include <stdexcept>

namespace whereas::loop {

namespace {

__extension__ typedef __int128 Wide;

// Units: inputs and payments are cents. A share is in hundred-thousandths (rates have three decimals), and from recoupment on, which takes
// hundredths of it, everything is in ten-millionths.
constexpr std::int64_t share_per_cent_unit = 1000;
constexpr std::int64_t unit_per_cent = 100'000;

constexpr std::int64_t cents(std::int64_t whole) { return whole * 100; }
constexpr std::int64_t first_bound = cents(5'000'000);
constexpr std::int64_t second_bound = cents(25'000'000);
constexpr std::int64_t year_cap = cents(6'000'000) * share_per_cent_unit;
constexpr std::int64_t quarter_minimum = cents(200'000) * share_per_cent_unit;
constexpr std::int64_t year_minimum = cents(1'000'000) * share_per_cent_unit;
constexpr std::int64_t advance = cents(5'000'000) * unit_per_cent;

/// One scenario between two months, in 128-bit integers.
struct Deal {
  Wide basis = 0;           ///< of the year to date, in cents
  Wide share_to_date = 0;   ///< of the year, in hundred-thousandths
  Wide loss = 0;            ///< brought forward: zero or less
  Wide capped = 0;          ///< let through by the cap in the year
  Wide in_quarter = 0;      ///< let through by the minimum of the quarter
  Wide in_year = 0;         ///< let through by the minimum of the year
  Wide advanced = advance;  ///< left to be recouped, in ten-millionths

  std::int64_t month(const Month& figures, bool ends_quarter, bool ends_year) {
    basis += Wide{figures.revenue} - figures.cost;
    // Tiers pay nothing on a basis below zero.
    const Wide earned = 500 * std::clamp<Wide>(basis, 0, first_bound) +
                        400 * std::clamp<Wide>(basis - first_bound, 0, second_bound - first_bound) +
                        325 * std::max<Wide>(basis - second_bound, 0);
    Wide amount = earned - share_to_date + loss;
    share_to_date = earned;
    loss = std::min<Wide>(amount, 0);
    amount = std::max<Wide>(amount, 0);
    amount = std::min<Wide>(amount, year_cap - capped);
    capped += amount;
    if (ends_quarter) amount += std::max<Wide>(quarter_minimum - in_quarter - amount, 0);
    in_quarter += amount;
    if (ends_quarter) in_quarter = 0;
    if (ends_year) amount += std::max<Wide>(year_minimum - in_year - amount, 0);
    in_year += amount;
    if (ends_year) basis = share_to_date = capped = in_year = 0;
    const Wide recouped = std::min<Wide>(amount * 75, advanced);
    advanced -= recouped;
    return half_even(amount * 100 - recouped);
  }

  /// Ten-millionths, not below zero, to cents.
  static std::int64_t half_even(Wide exact) {
    const Wide below = exact / unit_per_cent;
    const auto twice = static_cast<std::int64_t>(exact - below * unit_per_cent) * 2;
    const auto whole = static_cast<std::int64_t>(below);
    return whole + (twice > unit_per_cent || (twice == unit_per_cent && whole % 2 != 0) ? 1 : 0);
  }
};

}  // namespace

Scenarios draw(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto between = [&random](std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most - least + 1));
  };
  Scenarios scenarios;
  scenarios.count = count;
  scenarios.all.resize(count * months);
  for (Month& month : scenarios.all) {
    month.revenue = between(cents(1'000'000), cents(4'500'000));
    month.cost = between(cents(500'000), cents(4'000'000));
  }
  return scenarios;
}

std::vector<std::int64_t> payments(std::span<const Month> scenario) {
  std::vector<std::int64_t> paid;
  Deal deal;
  for (std::size_t month = 0; month < months; ++month) paid.push_back(deal.month(scenario[month], month % 3 == 2, month % 12 == 11));
  return paid;
}

void run_scalar(const Scenarios& scenarios, Totals& totals) {
  totals.assign(scenarios.count, 0);
  for (std::size_t scenario = 0; scenario < scenarios.count; ++scenario) {
    const Month* month = scenarios.all.data() + scenario * months;
    Deal deal;
    std::int64_t total = 0;
    for (std::size_t year = 0; year < months / 12; ++year) {
      for (int quarter = 1; quarter <= 4; ++quarter) {
        total += deal.month(*month++, false, false);
        total += deal.month(*month++, false, false);
        total += deal.month(*month++, true, quarter == 4);
      }
    }
    totals[scenario] = total;
  }
}

Laid lay(const Scenarios& scenarios) {
  Laid laid;
  laid.count = scenarios.count;
  const std::size_t groups = (scenarios.count + Laid::lanes - 1) / Laid::lanes;
  laid.figures.resize(groups * months * 2 * Laid::lanes);
  auto next = laid.figures.begin();
  for (std::size_t group = 0; group < groups; ++group) {
    for (std::size_t month = 0; month < months; ++month) {
      for (std::size_t lane = 0; lane < Laid::lanes; ++lane, ++next) {
        const Month& figures = scenarios.of(std::min(group * Laid::lanes + lane, scenarios.count - 1))[month];
        if (std::min(figures.revenue, figures.cost) < 0 || std::max(figures.revenue, figures.cost) > cents(5'000'000)) {
          throw std::out_of_range("a figure is beyond what the vectors hold");
        }
        next[0] = figures.revenue;
        next[Laid::lanes] = figures.cost;
      }
      next += Laid::lanes;
    }
  }
  return laid;
}

}  // namespace whereas::loop
