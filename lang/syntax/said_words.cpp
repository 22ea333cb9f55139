#include "lang/syntax/said_words.h"

#include "lang/syntax/letters.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace whereas::syntax {

namespace {
/// Their short names are those of other files too.
namespace said_words {

constexpr auto counting_words = std::to_array<std::string_view>({"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
                                                                 "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"});
constexpr auto tens = std::to_array<std::string_view>({"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"});

/// `one-time` is one word to a drafter.
std::size_t hyphened_length(std::string_view text) {
  std::size_t length = word_length(text);
  while (length > 0 && length + 1 < text.size() && text[length] == '-' && is_lower(text[length - 1]) && is_lower(text[length + 1])) length += 1 + word_length(text.substr(length + 1));
  const std::string_view word = text.substr(0, length);
  return word.find('-') != std::string_view::npos && word.find('_') != std::string_view::npos ? word_length(text) : length;
}

std::optional<std::string> if_any(bool is_meant, std::string_view word) { return is_meant ? std::optional<std::string>(word) : std::nullopt; }

std::optional<std::string> two_digits(int number, int most) {
  return number >= 1 && number <= most ? std::optional(fmt::format("{:02}", number)) : std::nullopt;
}

/// `15`, `15th`
std::optional<std::string> day_of_month(std::string_view word) {
  int number = 0;
  while (!word.empty() && is_digit(word.front()) && number < 100) {
    number = number * 10 + (word.front() - '0');
    word.remove_prefix(1);
  }
  const bool is_ordinal = word == "st" || word == "nd" || word == "rd" || word == "th";
  return word.empty() || is_ordinal ? two_digits(number, 31) : std::nullopt;
}

std::optional<std::string> month(std::string_view word) {
  constexpr auto names = std::to_array<std::string_view>({"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"});
  if (const int number = month_number(word); number != 0) return two_digits(number, 12);
  const auto found = std::find(names.begin(), names.end(), word);
  return found == names.end() ? std::nullopt : two_digits(static_cast<int>(found - names.begin()) + 1, 12);
}

/// `30`, `thirty`, `forty-five`
std::optional<std::string> count(std::string_view word) {
  if (!word.empty() && std::all_of(word.begin(), word.end(), is_digit)) return std::string(word);
  word = word.substr(0, word.find_first_of(" ("));
  if (const auto found = std::find(counting_words.begin(), counting_words.end(), word); found != counting_words.end()) return fmt::format("{}", found - counting_words.begin());
  const std::size_t hyphen = std::min(word.find('-'), word.size());
  const auto ten = std::find(tens.begin(), tens.end(), word.substr(0, hyphen));
  if (ten == tens.end()) return std::nullopt;
  const auto one = hyphen == word.size() ? counting_words.begin() : std::find(counting_words.begin(), counting_words.begin() + 10, word.substr(hyphen + 1));
  if (one == counting_words.begin() + 10) return std::nullopt;
  return fmt::format("{}", (ten - tens.begin() + 2) * 10 + (one - counting_words.begin()));
}

/// In `thirty (30) days` both are one word: how much of what is behind the first belongs to it.
std::size_t counted_again_length(std::string_view word, std::string_view behind) {
  const std::string_view open = without_leading_blanks(behind);
  if (!open.starts_with('(') || word.empty() || is_digit(word.front())) return 0;
  const auto number = count(word);
  const std::string_view digits = open.substr(1, word_length(open.substr(1)));
  if (!number || *number != digits || !open.substr(1 + digits.size()).starts_with(')')) return 0;
  return behind.size() - open.size() + digits.size() + 2;
}

constexpr auto often_words = std::to_array<OftenWords>({{"daily", "day", "daily"}, {"monthly", "month", "monthly"}, {"quarterly", "quarter", "quarterly"}, {"yearly", "year", "yearly"},
                                                        {"annually", "year", "yearly"}, {"annual", "year", "yearly"}, {"semi-annually", "half year", "half-yearly"},
                                                        {"semi-annual", "half year", "half-yearly"}, {"semiannually", "half year", "half-yearly"}, {"semiannual", "half year", "half-yearly"},
                                                        {"half-yearly", "half year", "half-yearly"}});
bool is_rate(std::string_view word) { return rate_length(word) == word.size() && !word.empty(); }
bool is_title(std::string_view word) { return word.starts_with('"'); }
bool is_name(std::string_view word) { return !word.empty() && name_length(word) == word.size(); }
bool is_plain_word(std::string_view word) { return !word.empty() && is_lower(word.front()) && hyphened_length(word) == word.size() && word.find('_') == std::string_view::npos; }

std::optional<std::string> adverb_of(std::string_view noun) {
  const auto found = std::find_if(often_words.begin(), often_words.end(), [&](const OftenWords& known) { return known.noun == noun || (noun == "half-year" && known.noun == "half year"); });
  return found == often_words.end() ? std::nullopt : std::optional(std::string(found->adverb));
}

/// `Net Sales` as a name: `net_sales`.
std::optional<std::string> as_name(std::string_view words) {
  std::string name;
  for (const char letter : words) {
    if (is_capital(letter)) name += static_cast<char>(letter - 'A' + 'a');
    else if (is_name_letter(letter)) name += letter;
    else if (letter == ' ' || letter == '-') name += '_';
    else return std::nullopt;
  }
  return if_any(is_name(name), name);
}

/// `15th`, `first`
std::optional<std::string> ordinal(std::string_view word) {
  if (word == "first") return "1";
  if (const auto day = day_of_month(word); day && !word.empty()) return day->front() == '0' ? day->substr(1) : *day;
  return std::nullopt;
}

/// `31/12/2027`, `31.12.2027`
bool is_day_of_another_order(std::string_view word) {
  return std::count(word.begin(), word.end(), '/') == 2 || (std::count(word.begin(), word.end(), '.') == 2 && std::all_of(word.begin(), word.end(), [](char c) { return is_digit(c) || c == '.'; }));
}

/// Words before the name of a payment that nobody may leave out.
bool says_something(std::string_view word) {
  constexpr auto weighty = std::to_array<std::string_view>({"minimum", "maximum", "guaranteed", "average", "total", "net", "gross", "weekly", "recoupable", "creditable", "refundable", "remaining", "further",
                                                            "additional", "late", "no", "proportionate", "maximal", "minimal", "reduced", "increased", "discounted", "contingent", "conditional", "optional", "estimated", "variable", "double", "twice", "unpaid"});
  return often(word) != nullptr || !is_name(word.substr(0, word.find('-'))) || std::find(weighty.begin(), weighty.end(), word) != weighty.end() || count(word).has_value();
}

}  // namespace said_words
}  // namespace

const OftenWords* often(std::string_view word) {
  const auto found = std::find_if(said_words::often_words.begin(), said_words::often_words.end(), [&](const OftenWords& known) { return known.said == word; });
  return found == said_words::often_words.end() ? nullptr : found;
}

Said words_of(std::string_view text, std::size_t most) {
  using namespace said_words;
  Said words;
  for (std::string_view rest = without_leading_blanks(text); !rest.empty() && words.size() < most; rest = without_leading_blanks(text)) {
    const bool begins_line = text.substr(0, text.size() - rest.size()).find('\n') != std::string_view::npos;
    std::size_t length = dated_digits_length(rest);
    if (length == 0) length = number_length(rest);
    if (length == 0) length = title_length(rest);
    if (length == 0) length = std::max<std::size_t>(hyphened_length(rest), 1);
    words.push_back({{}, begins_line});
    length += counted_again_length(rest.substr(0, length), rest.substr(length));
    words.back().text = rest.substr(0, length);
    text = rest.substr(length);
  }
  return words;
}

std::optional<std::string> meant(char kind, std::string_view word) {
  using namespace said_words;
  switch (kind) {
    case 'P': return if_any(is_rate(word), word);
    case 'F': return if_any(number_length(word) == word.size() && !word.empty() && !is_rate(word), word);
    case 'N': return count(word);
    case 'D': return if_any(is_title(word) || (dated_digits_length(word) == word.size() && word.size() == std::string_view("2026-01-01").size()), word);
    case 'T': return if_any(is_title(word), word);
    case 'X':
    case 'Z': return if_any(is_name(word), word);
    case 'J': return if_any(!word.empty() && word_length(word) == word.size() && is_lower(word.front()), word);
    case 'Q': return if_any(party_length(word) == word.size() && !word.empty(), word);
    case 'U': return if_any(word == "day" || word == "month" || word == "quarter" || word == "year", word);
    case 'A': return often(word) ? std::optional(std::string(often(word)->noun)) : std::nullopt;
    case 'L': return often(word) ? std::optional(std::string(often(word)->adverb)) : std::nullopt;
    case 'I': return day_of_month(word);
    case 'M': return month(word);
    case 'Y': return if_any(word.size() == 4 && std::all_of(word.begin(), word.end(), is_digit), word);
    case 'G': return if_any(is_day_of_another_order(word), word);
    case 'E': return if_any(is_title(word) || (dated_digits_length(word) == word.size() && !word.empty()), word);
    case 'C': return is_title(word) && word.size() > 2 ? as_name(word.substr(1, word.size() - 2)) : std::nullopt;
    case 'B': return party_length(word) == word.size() && !word.empty() ? as_name(word) : std::nullopt;
    case 'V': return adverb_of(word);
    case 'O': return ordinal(word);
    case 'W': return if_any(is_plain_word(word), word);
    case 'K': return is_plain_word(word) && !says_something(word) ? std::optional(std::string()) : std::nullopt;
    default: return std::nullopt;
  }
}

}  // namespace whereas::syntax
