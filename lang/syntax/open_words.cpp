#include "lang/syntax/break_words.h"
#include "lang/syntax/first_words.h"
#include "lang/syntax/letters.h"

#include <fmt/format.h>

#include <array>

/// Phrases of drafters that leave open what is paid, and for which the language has no neutral words: each is told the ways to say it.
namespace whereas::syntax {

namespace {

struct Way {
  std::string_view lead;
  std::string_view write;
};
struct OpenPhrase {
  std::string_view before;  ///< a word that stands just before
  std::string_view said;    ///< words that the rest begins with
  bool replaces;            ///< the ways stand in place of both; else they only show how it is said
  std::array<Way, 4> ways;  ///< those without words are none
};

constexpr std::array prorations{Way{"by days", "prorated by days"}, Way{"or by months of thirty days", "prorated by 30/360"},
                                Way{"or by the days of the year", "prorated by days of the year"}, Way{"or by whole months", "prorated by whole months"}};
constexpr std::array nearest_cent{Way{"half a cent goes up", "cents, half up"}, Way{"or to the even cent", "cents, half even"}, Way{}, Way{}};
constexpr std::array reaching_back{Way{"what was paid is worked out again", "effective back to 2026-01-01, signed 2026-07-01, the difference credited with the next payment"},
                                   Way{"or it stays", "effective back to 2026-01-01, signed 2026-07-01, earlier payments stay"},
                                   Way{"or nothing reaches back", "effective 2026-07-01"}, Way{}};
constexpr std::array preferred_returns{Way{"a return that is not paid earns a return itself", "until LP has earned 8% a year compounded on 1,000"},
                                       Way{"or only the capital does", "until LP has earned 8% a year simple on 1,000, capital before return"},
                                       Way{"or so, and the return is paid first", "until LP has earned 8% a year simple on 1,000, return before capital"}, Way{}};
constexpr std::array catch_ups{Way{"all of the step", "then 100% to GP until GP has 20% of profit"}, Way{"or a part of it", "then 50% to GP and 50% to LP until GP has 20% of profit"}, Way{}, Way{}};
constexpr std::array clawbacks{Way{"a party returns what all deals together do not give it", "GP returns to LP what exceeds 20% of gains"},
                               Way{"or no more of it than is left after tax", "GP returns to LP what exceeds 20% of gains, at most 60% of what it received"}, Way{}, Way{}};
constexpr std::array favoured_prices{Way{"what others pay is a figure of the data, and counts from a day on", "except the lesser of agreed_price and price_elsewhere from 2026-06-01"},
                                     Way{"for what was paid before, an amendment", "effective back to 2026-02-01, signed 2026-06-01, the difference credited with the next payment"},
                                     Way{"or it stays", "effective back to 2026-02-01, signed 2026-06-01, earlier payments stay"}, Way{}};
constexpr std::array withholdings{Way{"kept back from the payee", "less 15% withholding"}, Way{"or borne by the payer", "grossed up for 15% withholding"}, Way{}, Way{}};
constexpr std::array tier_ways{Way{"each slice at its own rate", "on sales each year: 10% of the first 1,000, 5% of the rest"},
                           Way{"everything at the rate that it reaches", "on sales each year: 10% of all if up to 1,000, 5% of all otherwise"},
                           Way{"or nothing above the bound", "10% of the lesser of sales and 1,000"}, Way{}};
constexpr std::array trailing_windows{Way{"with each settlement, the months before its end", "sales over trailing 12 months"}, Way{"since the year began", "sales year to date"},
                                      Way{"or the year before", "sales in the year before"}, Way{}};
constexpr std::array purchases{Way{"a commitment, and what a shortfall costs", "Customer commits to Supplier 12,000 of purchases each year, pays any shortfall"},
                               Way{"or a promise that costs nothing", "Customer commits to Supplier 12,000 of purchases each year, pays no shortfall"}, Way{}, Way{}};
constexpr std::array nettings{Way{"each pays what it owes, by a clause of its own", "Customer pays Supplier hosting"}, Way{"both owe, and the difference is paid", "net settled between Customer and Supplier each quarter"},
                              Way{"or one clause, which may turn round", "Customer pays Supplier hosting less purchases, either way"}, Way{}};

constexpr std::array conditions{Way{"as long as it is so", "while"}, Way{"or for good, once it has been", "once"}, Way{}, Way{}};
constexpr std::array nearest_dollar{Way{"half a dollar goes up", "dollars, half up"}, Way{"or to the even dollar", "dollars, half even"}, Way{}, Way{}};

constexpr auto phrases = std::to_array<OpenPhrase>({
    {"", "only if", true, conditions},
    {"", "only when", true, conditions},
    {"", "only where", true, conditions},
    {"", "in the event that", true, conditions},
    {"in", "the event that", true, conditions},
    {"", "in case", true, conditions},
    {"in", "case", true, conditions},
    {"", "the nearest whole dollar", true, nearest_dollar},
    {"", "the nearest dollar", true, nearest_dollar},
    {"", "nearest dollar", true, nearest_dollar},
    {"to", "buy", false, purchases},
    {"to", "purchase", false, purchases},
    {"prorated", "daily", true, prorations},
    {"pro", "rata", true, prorations},
    {"", "pro rata", true, prorations},
    {"", "pro-rated", true, prorations},
    {"", "proportionately", true, prorations},
    {"", "the nearest cent", true, nearest_cent},
    {"", "nearest cent", true, nearest_cent},
    {"", "retroactive", false, reaching_back},
    {"", "retroactively", false, reaching_back},
    {"", "with retroactive effect", false, reaching_back},
    {"an", "preferred return", false, preferred_returns},
    {"a", "preferred return", false, preferred_returns},
    {"", "preferred return", false, preferred_returns},
    {"", "as a catch-up", false, catch_ups},
    {"", "catch-up", false, catch_ups},
    {"", "catches up", false, catch_ups},
    {"", "clawback", false, clawbacks},
    {"", "is subject to clawback", false, clawbacks},
    {"", "claws back", false, clawbacks},
    {"", "lowest price", false, favoured_prices},
    {"the", "lowest price", false, favoured_prices},
    {"", "lowest", false, favoured_prices},
    {"", "price charged", false, favoured_prices},
    {"", "best price", false, favoured_prices},
    {"", "most favoured", false, favoured_prices},
    {"", "most favored", false, favoured_prices},
    {"", "net of withholding", false, withholdings},
    {"", "net of tax", false, withholdings},
    {"", "up to", false, tier_ways},
    {"", "on a rolling", false, trailing_windows},
    {"", "a rolling", false, trailing_windows},
    {"", "for the trailing", false, trailing_windows},
    {"", "in the trailing", false, trailing_windows},
    {"", "in the last", false, trailing_windows},
    {"", "shall buy", false, purchases},
    {"", "shall purchase", false, purchases},
    {"", "will purchase", false, purchases},
    {"", "commits to buy", false, purchases},
    {"", "commits to purchase", false, purchases},
    {"", "set off", false, nettings},
    {"", "netted", false, nettings},
    {"", "net amount", false, nettings},
});

class OpenWords : private BreakWords {
 public:
  OpenWords(std::string_view before, std::string_view rest, const WholeText& whole, Diagnostic& diagnostic) : BreakWords(before, rest, whole, diagnostic) {}

  bool help() {
    std::string_view rest = rest_;
    // `an 8% preferred return`
    if (const std::string_view rate = rest.substr(0, number_length(rest)); !rate.empty() && !begins(after(rest, rate), "preferred return").empty()) rest = after(rest, rate);
    if (last() == "prorated" && (rest_.empty() || rest_.front() == '\n' || whole_.text.substr(static_cast<std::size_t>(before_.data() + before_.size() - whole_.text.data()), 1) == "\n")) {
      tell({"prorated", "", true, prorations}, across(last(), last()));
      return true;
    }
    for (const OpenPhrase& phrase : phrases) {
      const std::string_view said = begins(rest, phrase.said);
      if (said.empty() || (!phrase.before.empty() && last() != phrase.before)) continue;
      if (last() == "is") continue;  // `rate is up to 20%`: what is known of a figure, and no tier
      tell(phrase, across(phrase.before.empty() ? said : last(), said));
      return true;
    }
    return false;
  }

 private:
  void tell(const OpenPhrase& phrase, Span said) {
    for (const Way& way : phrase.ways) {
      if (way.write.empty()) return;
      if (phrase.replaces) diagnostic_.offers(std::string(way.lead), replace(said, std::string(way.write)));
      else diagnostic_.help(fmt::format("{}, such as `{}`", way.lead, way.write));
    }
  }
};

}  // namespace

bool help_with_open_words(std::string_view before, std::string_view rest, const WholeText& whole, Diagnostic& diagnostic) {
  return OpenWords(before, rest, whole, diagnostic).help();
}

}  // namespace whereas::syntax
