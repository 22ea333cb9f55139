#include "lang/syntax/letters.h"

#include "lang/syntax/reserved.h"
#include "lang/time/day_count.h"

#include <algorithm>
#include <array>

namespace whereas::syntax {

namespace {

constexpr auto months = std::to_array<std::string_view>(
    {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"});

/// Apart from their number; the short ones so that `5 m` and `5 MM` can be told what they should be.
constexpr auto scale_words = std::to_array<std::string_view>(
    {"million", "billion", "trillion", "thousand", "bps", "k", "K", "m", "M", "MM", "mm", "bn", "BN", "tn", "TN"});

std::string_view first_word(std::string_view text) { return text.substr(0, word_length(text)); }

/// What follows the first word and its blanks.
std::string_view after(std::string_view text, std::size_t length) { return without_leading_blanks(text.substr(length)); }

bool says(std::string_view text, std::string_view word) { return first_word(text) == word; }

std::size_t digits_at(std::string_view text, std::size_t begin) {
  std::size_t end = begin;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end - begin;
}

/// The length of the parenthesis that opens here, to its closing mark; zero where it does not close.
std::size_t parenthesis_length(std::string_view text) {
  std::size_t depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') {
      i += std::max<std::size_t>(title_length(text.substr(i)), 1) - 1;
    } else if (text[i] == '(') {
      ++depth;
    } else if (text[i] == ')' && --depth == 0) {
      return i + 1;
    }
  }
  return 0;
}

}  // namespace

std::string_view without_trailing_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view without_leading_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  return text;
}

std::size_t word_length(std::string_view text) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_name_letter) - text.begin());
}

std::size_t name_length(std::string_view text) {
  if (text.empty() || !is_lower(text.front())) return 0;
  const std::string_view word = first_word(text);
  return is_reserved(word) ? 0 : word.size();
}

std::size_t party_length(std::string_view text) { return !text.empty() && is_capital(text.front()) ? word_length(text) : 0; }

std::size_t title_length(std::string_view text) {
  if (text.empty() || text.front() != '"') return 0;
  const std::size_t end = text.find_first_of("\"\n", 1);
  return end == std::string_view::npos || text[end] == '\n' || end == 1 ? 0 : end + 1;
}

std::size_t currency_length(std::string_view text) {
  const std::string_view word = first_word(text);
  return word.size() == 3 && std::all_of(word.begin(), word.end(), is_capital) ? 3 : 0;
}

int month_number(std::string_view name) {
  const auto* const found = std::find(months.begin(), months.end(), name);
  return found == months.end() ? 0 : static_cast<int>(found - months.begin()) + 1;
}

int weekday_number(std::string_view name) {
  constexpr std::array<std::string_view, 7> weekdays = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
  const auto* const found = std::find(weekdays.begin(), weekdays.end(), name);
  return found == weekdays.end() ? 0 : static_cast<int>(found - weekdays.begin()) + 1;
}

std::size_t weekday_length(std::string_view text) { return weekday_number(first_word(text)) == 0 ? 0 : word_length(text); }

std::size_t month_length(std::string_view text) { return month_number(first_word(text)) == 0 ? 0 : word_length(text); }

std::size_t day_count_length(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && (is_name_letter(text[length]) || text[length] == '/')) ++length;
  return day_count(text.substr(0, length)) ? length : 0;
}

std::size_t nth_length(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && is_digit(text[end])) ++end;
  if (end == 0) return 0;
  if (end + 1 < text.size() && text[end] == '.' && is_digit(text[end + 1])) {
    ++end;
    while (end < text.size() && is_digit(text[end])) ++end;
  }
  const std::string_view ending = text.substr(end, word_length(text.substr(end)));
  return ending == "st" || ending == "nd" || ending == "rd" || ending == "th" ? end + 2 : 0;
}

std::size_t number_length(std::string_view text) {
  const auto at = [&](std::size_t i) { return i < text.size() ? text[i] : '\0'; };
  if (!is_digit(at(0)) && !(at(0) == '.' && is_digit(at(1)))) return 0;
  if (dated_digits_length(text) != 0) return 0;
  std::size_t end = 0;
  while (is_name_letter(at(end)) || ((at(end) == '.' || at(end) == ',' || at(end) == '/') && is_digit(at(end + 1)))) ++end;
  if (at(end) == '%') return end + 1;
  std::size_t apart = end;
  while (is_blank(at(apart))) ++apart;
  if (apart > end) {
    if (at(apart) == '%') return apart + 1;
    const std::string_view scale = first_word(text.substr(apart));
    if (std::find(scale_words.begin(), scale_words.end(), scale) != scale_words.end()) return apart + scale.size();
  }
  return end;
}

std::size_t rate_length(std::string_view text) {
  const std::string_view number = text.substr(0, number_length(text));
  return number.ends_with('%') || number.ends_with("bps") || number.find('/') != std::string_view::npos ? number.size() : 0;
}

std::size_t dated_digits_length(std::string_view text) {
  const auto at = [&](std::size_t i) { return i < text.size() ? text[i] : '\0'; };
  if (digits_at(text, 0) != 4 || at(4) != '-') return 0;
  std::size_t end = 5;
  if ((at(5) == 'Q' || at(5) == 'H') && digits_at(text, 6) == 1) {
    end = 7;
  } else {
    const std::size_t month = digits_at(text, 5);
    if (month != 1 && month != 2) return 0;
    end = 5 + month;
    const std::size_t day = digits_at(text, end + 1);
    if (at(end) == '-' && (day == 1 || day == 2)) end += 1 + day;
  }
  return is_name_letter(at(end)) ? 0 : end;
}

std::size_t date_or_period_length(std::string_view text) {
  if (const std::size_t dated = dated_digits_length(text); dated != 0) return dated;
  return digits_at(text, 0) == 4 && number_length(text) == 4 ? 4 : 0;
}

bool starts_amount(std::string_view text) {
  if (text.empty()) return false;
  if (std::string_view("(-$\".").find(text.front()) != std::string_view::npos || is_digit(text.front())) return true;
  if (name_length(text) != 0) return true;
  if (currency_length(text) != 0) return number_length(after(text, 3)) != 0;
  const std::string_view word = first_word(text);
  return word == "the" || word == "cumulative" || word == "average" || word == "round";
}

bool opens_condition(std::string_view text) {
  if (text.empty() || text.front() != '(') return false;
  const std::string_view inside = text.substr(0, parenthesis_length(text));
  for (std::size_t i = 1; i < inside.size();) {
    const std::string_view rest = inside.substr(i);
    const std::size_t title = title_length(rest);
    const std::size_t word = word_length(rest);
    if (rest.substr(0, word) == "is") {
      std::string_view then = after(rest, word);
      if (says(then, "not")) then = after(then, 3);
      if (says(then, "at") || says(then, "under") || says(then, "over") || says(then, "exactly")) return true;
    }
    if (rest.substr(0, word) == "on" && says(after(rest, word), "or")) return true;
    i += std::max<std::size_t>({title, word, 1});
  }
  return false;
}

namespace {
/// What follows the rate that stands here: a number, a name or a parenthesis; nothing where none does.
std::string_view after_rate(std::string_view text) {
  std::size_t length = std::max(number_length(text), name_length(text));
  if (length == 0 && text.starts_with('(')) length = parenthesis_length(text);
  return length == 0 ? std::string_view() : after(text, length);
}
}  // namespace

bool says_withholding(std::string_view text) { return says(text, "less") && says(after_rate(after(text, 4)), "withholding"); }

bool says_share_of_what_is_due(std::string_view text) {
  const std::string_view then = after_rate(text);
  return says(then, "of") && says(after(then, 2), "what") && says(after(after(then, 2), 4), "is");
}

bool stands_as_unit(std::string_view text) {
  const std::size_t length = name_length(text);
  if (length == 0) return false;
  std::string_view then = after(text, length);
  if (says(then, "is")) {  // `5 tokens is at least …` compares; `fees is 5 in 2026` begins the next line
    then = after(then, 2);
    if (says(then, "not")) then = after(then, 3);
    return says(then, "at") || says(then, "under") || says(then, "over") || says(then, "exactly");
  }
  if (says(text, "flat") && (says(then, "if") || says(then, "otherwise"))) return false;  // `100 flat if up to 30`
  if (says(text, "lent") && says(then, "on")) return false;  // `1m lent on 2026-01-01`
  for (const std::string_view next_line : {"means", "now", "grows", "of", "per", "carried", "lapses"}) {
    if (says(then, next_line)) return false;
  }
  return true;
}

}  // namespace whereas::syntax
