#include "interpreter/data/refusal.h"

#include "lang/number/notation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <optional>
#include <utility>

namespace whereas::data {

namespace {

bool is_digit(char character) { return character >= '0' && character <= '9'; }
bool is_capital(char character) { return character >= 'A' && character <= 'Z'; }
bool are_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

std::string without(std::string_view text, std::string_view left_out) {
  std::string kept(text);
  for (std::size_t found = kept.find(left_out); found != std::string::npos; found = kept.find(left_out, found)) {
    kept.erase(found, left_out.size());
  }
  return kept;
}

std::string with_each(std::string_view text, char sought, char written) {
  std::string changed(text);
  std::replace(changed.begin(), changed.end(), sought, written);
  return changed;
}

/// One way of writing a number that a data cell does not admit: why not, and the same number with this one oddity gone.
struct Oddity {
  std::string why;
  std::vector<std::string> instead;
};
using Found = std::optional<Oddity>;

Found blanks_around(std::string_view text) {
  if (trimmed(text).size() == text.size()) return std::nullopt;
  return Oddity{"blanks stand around it", {std::string(trimmed(text))}};
}

Found parentheses(std::string_view text) {
  if (text.size() < 3 || text.front() != '(' || text.back() != ')') return std::nullopt;
  return Oddity{"parentheses stand for a minus", {fmt::format("-{}", text.substr(1, text.size() - 2))}};
}

Found percent(std::string_view text) {
  if (!text.ends_with('%')) return std::nullopt;
  const std::optional<Number> hundredths = read_decimal_cell(trimmed(text.substr(0, text.size() - 1)));
  Oddity oddity{"a percentage is written as a decimal", {}};
  if (hundredths) oddity.instead.push_back((*hundredths * Number::decimal(1, 2)).text());
  return oddity;
}

Found currency(std::string_view text) {
  constexpr std::array<std::string_view, 5> signs{"$", "€", "£", "¥", "₹"};
  for (const std::string_view sign : signs) {
    if (text.find(sign) == std::string_view::npos) continue;
    return Oddity{"the currency stands in the contract, not in the figure", {std::string(trimmed(without(text, sign)))}};
  }
  const auto is_currency = [](std::string_view word) { return word.size() == 3 && std::all_of(word.begin(), word.end(), is_capital); };
  if (text.size() < 4) return std::nullopt;
  const bool is_before = is_currency(text.substr(0, 3)) && !is_capital(text[3]);
  if (!is_before && !is_currency(text.substr(text.size() - 3))) return std::nullopt;
  const std::string_view rest = is_before ? text.substr(3) : text.substr(0, text.size() - 3);
  if (std::none_of(rest.begin(), rest.end(), is_digit)) return std::nullopt;
  return Oddity{"the currency stands in the contract, not in the figure", {std::string(trimmed(rest))}};
}

Found sign(std::string_view text) {
  constexpr std::string_view minus_sign = "\u2212";
  constexpr std::string_view dash = "\u2013";
  if (text.starts_with('+')) return Oddity{"a plus sign stands before it", {std::string(text.substr(1))}};
  for (const std::string_view written : {minus_sign, dash}) {
    if (text.starts_with(written)) return Oddity{"its minus is not a plain `-`", {fmt::format("-{}", text.substr(written.size()))}};
  }
  if (text.size() < 2 || !text.ends_with('-')) return std::nullopt;
  return Oddity{"its minus stands behind it", {fmt::format("-{}", text.substr(0, text.size() - 1))}};
}

/// `1.25e6` as `1250000`; nothing where the text is no such number.
Found exponent(std::string_view text) {
  constexpr int most_zeros = 20;
  const std::size_t mark = text.find_first_of("eE");
  if (mark == std::string_view::npos || !read_decimal_cell(text.substr(0, mark))) return std::nullopt;
  std::string_view digits = text.substr(mark + 1);
  const bool is_small = digits.starts_with('-');
  if (is_small || digits.starts_with('+')) digits.remove_prefix(1);
  if (!are_digits(digits)) return std::nullopt;
  Oddity oddity{"it has an exponent", {}};
  while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  int zeros = 0;
  for (const char digit : digits.substr(0, 3)) zeros = zeros * 10 + (digit - '0');
  if (digits.size() > 2 || zeros > most_zeros) return oddity;
  const Number scale = Number(10).power(static_cast<unsigned>(zeros));
  const Number mantissa = *read_decimal_cell(text.substr(0, mark));
  oddity.instead.push_back((is_small ? mantissa / scale : mantissa * scale).text());
  return oddity;
}

Found grouping(std::string_view text) {
  constexpr std::array<std::string_view, 5> groupings{" ", "'", "_", "\u00A0", "\u2019"};
  for (const std::string_view grouping : groupings) {
    const std::size_t found = text.find(grouping);
    const std::size_t behind = found + grouping.size();
    const bool is_between = found != std::string_view::npos && found > 0 && behind < text.size();
    if (!is_between || !is_digit(text[found - 1]) || !is_digit(text[behind])) continue;
    return Oddity{"its digits stand in groups", {without(text, grouping)}};
  }
  return std::nullopt;
}

/// Whether three digits follow every one of these separators but perhaps the last `rest`.
bool groups_by_three(std::string_view digits, char separator) {
  std::size_t group = digits.find(separator);
  if (group == 0 || group > 3) return false;
  while (group != std::string_view::npos) {
    const std::size_t next = digits.find(separator, group + 1);
    if (std::min(next, digits.size()) - group != 4) return false;
    group = next;
  }
  return true;
}

/// Commas and points that are not one plain decimal point.
Found separators(std::string_view text) {
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  const auto belongs = [](char character) { return is_digit(character) || character == ',' || character == '.'; };
  const bool has_digit = std::any_of(digits.begin(), digits.end(), is_digit);
  if (!has_digit || !std::all_of(digits.begin(), digits.end(), belongs)) return std::nullopt;
  const auto commas = std::count(digits.begin(), digits.end(), ',');
  const auto points = std::count(digits.begin(), digits.end(), '.');
  const std::string_view whole = digits.substr(0, digits.find('.'));
  const std::string_view before_comma = digits.substr(0, digits.find(','));

  if (commas > 0 && points == 1 && digits.rfind(',') < digits.find('.') && groups_by_three(whole, ',')) {
    return Oddity{"its digits are grouped by commas", {without(text, ",")}};
  }
  if (commas == 1 && points > 0 && digits.rfind('.') < digits.find(',') && groups_by_three(before_comma, '.')) {
    return Oddity{"a comma stands for the decimal point", {with_each(without(text, "."), ',', '.')}};
  }
  if (commas > 1 && points == 0 && groups_by_three(digits, ',')) {
    return Oddity{"its digits are grouped by commas", {without(text, ",")}};
  }
  if (commas == 1 && points == 0) {
    const std::string decimal = with_each(text, ',', '.');
    if (!groups_by_three(digits, ',')) return Oddity{"a comma stands for the decimal point", {decimal}};
    return Oddity{"its comma can group digits or stand for the decimal point", {without(text, ","), decimal}};
  }
  if (points > 1 && commas == 0 && groups_by_three(digits, '.')) return Oddity{"its digits are grouped by points", {without(text, ".")}};
  if (points > 1) return Oddity{"it has more than one decimal point", {}};
  if (digits.starts_with('.')) return Oddity{"no digit stands before its point", {fmt::format("{}0{}", text.starts_with('-') ? "-" : "", digits)}};
  if (digits.ends_with('.')) return Oddity{"no digit stands behind its point", {std::string(text.substr(0, text.size() - 1))}};
  return std::nullopt;
}

Found scale_word(std::string_view text) {
  if (text.empty() || !(is_digit(text.front()) || text.front() == '-')) return std::nullopt;
  if (std::isalpha(static_cast<unsigned char>(text.back())) == 0) return std::nullopt;
  const bool is_negative = text.front() == '-';
  const NotationResult written = read_number(is_negative ? text.substr(1) : text);
  if (!written.number || written.number->is_rate) return std::nullopt;
  return Oddity{"a data file writes all digits", {fmt::format("{}{}", is_negative ? "-" : "", written.number->value.text())}};
}

Found too_many_digits(std::string_view text) {
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  const std::size_t point = std::min(digits.find('.'), digits.size());
  const std::string_view decimals = digits.substr(std::min(point + 1, digits.size()));
  if (!are_digits(digits.substr(0, point)) || (point < digits.size() && !are_digits(decimals))) return std::nullopt;
  return Oddity{"it has more than 20 digits before the point, or more than 18 behind it", {}};
}

Found oddity_of(std::string_view text) {
  constexpr std::array rules{blanks_around, parentheses, percent, currency, sign, exponent, grouping, separators, scale_word, too_many_digits};
  for (const auto& rule : rules) {
    if (Found found = rule(text)) return found;
  }
  return std::nullopt;
}

/// What the text means once its oddities are taken away, one after the other. Each takes something away, so there are few.
void add_meant(std::string_view text, int depth, std::vector<std::string>& meant) {
  constexpr int most_oddities = 5;
  if (read_decimal_cell(text)) {
    meant.emplace_back(text);
    return;
  }
  const Found oddity = depth < most_oddities ? oddity_of(text) : std::nullopt;
  if (!oddity) return;
  for (const std::string& instead : oddity->instead) add_meant(instead, depth + 1, meant);
}

}  // namespace

Refusal why_not_a_decimal(std::string_view text) {
  if (text.empty()) return {"the cell is empty", {}};
  const Found oddity = oddity_of(text);
  if (!oddity) return {"it is no number", {}};
  Refusal refusal{oddity->why, {}};
  for (const std::string& instead : oddity->instead) add_meant(instead, 1, refusal.meant);
  return refusal;
}

namespace {

std::string padded(std::string_view digits) { return digits.size() == 1 ? fmt::format("0{}", digits) : std::string(digits); }

std::vector<std::string_view> parts_of(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find_first_of(separators, begin), text.size());
    if (end > begin) parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

/// `2026/1`, `01.2026`, `Q1 2026`, `2026Q1`, `2026-3-1` as the periods they can only be.
std::optional<std::string> period_meant(std::string_view text) {
  std::string capitals(text);
  for (char& character : capitals) character = static_cast<char>(std::toupper(static_cast<unsigned char>(character)));
  std::vector<std::string_view> parts = parts_of(capitals, "-/. ");
  if (parts.size() == 1 && parts[0].size() == 6 && !is_digit(parts[0][4])) parts = {parts[0].substr(0, 4), parts[0].substr(4)};
  if (parts.size() == 2 && parts[0].size() < parts[1].size()) std::swap(parts[0], parts[1]);
  if (parts.empty() || parts.size() > 3 || parts[0].size() != 4) return std::nullopt;
  std::string written(parts[0]);
  for (std::size_t index = 1; index < parts.size(); ++index) written += "-" + padded(parts[index]);
  return read_period(written) ? std::optional(written) : std::nullopt;
}

/// A text with the form of a period that no calendar has, such as the month 13.
std::optional<std::string> period_that_is_not(std::string_view text) {
  const std::string_view rest = text.substr(std::min<std::size_t>(4, text.size()));
  if (!are_digits(text.substr(0, 4)) || rest.size() < 3 || rest[0] != '-') return std::nullopt;
  if (rest.size() == 3 && are_digits(rest.substr(1))) return fmt::format("no year has a month {}", rest.substr(1));
  if (rest.size() == 3 && rest[1] == 'Q' && is_digit(rest[2])) return "a year has quarters 1 to 4";
  if (rest.size() == 3 && rest[1] == 'H' && is_digit(rest[2])) return "a year has halves 1 and 2";
  const bool is_date = rest.size() == 6 && rest[3] == '-' && are_digits(rest.substr(1, 2)) && are_digits(rest.substr(4));
  return is_date ? std::optional<std::string>("the calendar has no such day") : std::nullopt;
}

}  // namespace

Refusal why_not_a_period(std::string_view text, const Calendar& calendar) {
  if (trimmed(text).empty()) return {"the cell is empty", {}};
  if (trimmed(text).size() != text.size()) {
    Refusal refusal{"blanks stand around it", {}};
    if (read_period(trimmed(text))) refusal.meant.emplace_back(trimmed(text));
    return refusal;
  }
  constexpr std::array kinds{std::pair(std::string_view("fiscal "), Calendar::Kind::fiscal),
                             std::pair(std::string_view("contract "), Calendar::Kind::contract)};
  for (const auto& [word, kind] : kinds) {
    if (!text.starts_with(word)) continue;
    const auto period = read_period(text.substr(word.size()));
    if (period && period->frequency == Frequency::day) return {"a day is written alone", {std::string(text.substr(word.size()))}};
    if (period && calendar.kind() != kind) return {fmt::format("the deal names no {}year", word), {}};
    break;
  }
  if (const auto why = period_that_is_not(text)) return {*why, {}};
  Refusal refusal{"periods are written `2026`, `2026-H1`, `2026-Q3`, `2026-03` or `2026-03-31`", {}};
  if (const auto meant = period_meant(text)) refusal.meant.push_back(*meant);
  return refusal;
}

}  // namespace whereas::data
