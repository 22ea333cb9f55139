#pragma once

#include <cstddef>
#include <string_view>

/// Words told by their letters, without a grammar: each `…_length` says how many bytes of such a word `text` begins with (0: none).
namespace whereas::syntax {

constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_name_letter(char c) { return is_lower(c) || is_capital(c) || is_digit(c) || c == '_'; }

std::size_t word_length(std::string_view text);       ///< letters, digits and `_`, whatever the first is
std::size_t name_length(std::string_view text);       ///< `revenue`: lower-case, not reserved
std::size_t party_length(std::string_view text);      ///< `Amazon`
std::size_t title_length(std::string_view text);      ///< `"Reseller share"`, with its quotes, on one line
std::size_t currency_length(std::string_view text);   ///< `USD`
std::size_t month_length(std::string_view text);      ///< `June`
std::size_t weekday_length(std::string_view text);    ///< `Saturday`
std::size_t day_count_length(std::string_view text);  ///< `ACT/360`

/// Everything that was meant as one number, well-formed or not (`5MM`, `1_000,000` too), with a scale word apart: `1.3 million`, `250 bps`.
/// Zero where the digits are shaped like a date or a period.
std::size_t nth_length(std::string_view text);        ///< `95th`, `99.9th`
std::size_t number_length(std::string_view text);
/// The same, where it is a rate by its form: `12.5%`, `250 bps`, `3/8`.
std::size_t rate_length(std::string_view text);
/// `2026-03-31`, `2026-Q3`, `2026-03`, and days written with one digit, which no calendar has.
std::size_t dated_digits_length(std::string_view text);
/// The same, and the bare year `2026`.
std::size_t date_or_period_length(std::string_view text);

/// Whether an amount can begin here: a number, a name, a title, a parenthesis, `the greater of` …
bool starts_amount(std::string_view text);
/// Whether the parenthesis that opens here holds a condition (`A is at least B`) rather than an amount.
bool opens_condition(std::string_view text);
/// Whether `less RATE withholding` stands here: a line of its own, never a subtraction.
bool says_withholding(std::string_view text);
/// Whether `RATE of what is due` stands here: a share of what reaches the line.
bool says_share_of_what_is_due(std::string_view text);
/// Whether a word here is the unit of the number before it, and not the first of the next line (`fees is …`, `low_rate of the rest`).
bool stands_as_unit(std::string_view text);

/// The month's number, 1 to 12, or 0.
int month_number(std::string_view name);
/// The day's number in the week, from 1 for Monday to 7 for Sunday, or 0.
int weekday_number(std::string_view name);

/// `text` without the blanks at its end.
std::string_view without_trailing_blanks(std::string_view text);
/// `text` without the blanks before its first word.
std::string_view without_leading_blanks(std::string_view text);

}  // namespace whereas::syntax
