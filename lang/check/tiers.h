#pragma once

#include "lang/check/checking.h"

/// Tiers, wherever they stand: under a clause, or under a name.
namespace whereas::check {

bool is_slice(const syntax::Band& band);

/// Whether the bounds rise and the tiers end; refuses what does not.
bool check_bands(Checking& checking, const syntax::Tiers& tiers);
/// A price is per quantity, and the basis is money.
void refuse_price_of_money(Checking& checking, const syntax::Tiers& tiers, const Type& basis, const syntax::Band& band);
void refuse_tiers_without_window(Checking& checking, const syntax::Tiers& tiers);
/// Says what crossing each bound of whole tiers does to the amount, where bounds and rates are plain figures.
void warn_jumps(Checking& checking, const syntax::Tiers& tiers);
/// Whether a bound that is crossed can take back what was paid: it restates the window, and the rates or sums may fall.
bool can_take_back(const CheckedContract& contract, const syntax::Tiers& tiers);

/// Tiers that are named: `royalty means, on sales each year: …`, and what amendments make of them.
void check_named_tiers(Checking& checking);

}  // namespace whereas::check
