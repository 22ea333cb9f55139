#include "lang/number/notation.h"

#include "lang/number/digits.h"
#include "lang/number/notation_fault.h"

#include <algorithm>
#include <array>

namespace whereas {

namespace {

constexpr std::size_t most_digits_before_point = 20;
constexpr std::size_t most_digits_after_point = 18;

struct Scale {
  std::string_view letters;  ///< touching the number
  std::string_view word;     ///< after one blank
  int zeros;
};

constexpr std::array<Scale, 4> scales{
    {{"k", " thousand", 3}, {"m", " million", 6}, {"bn", " billion", 9}, {"tn", " trillion", 12}}};

bool is_digits(std::string_view text) { return !text.empty() && text.find_first_not_of("0123456789") == text.npos; }

/// Digits in groups of three from the right, all parted by the same sign; or not grouped at all.
std::optional<std::string> without_separators(std::string_view whole) {
  const std::size_t first = whole.find_first_of(",_");
  if (first == whole.npos) return is_digits(whole) ? std::optional(std::string(whole)) : std::nullopt;
  const char separator = whole[first];
  if (first == 0 || first > 3 || (whole.size() - first) % 4 != 0) return std::nullopt;
  std::string digits(whole.substr(0, first));
  for (std::size_t group = first; group < whole.size(); group += 4) {
    if (whole[group] != separator || !is_digits(whole.substr(group + 1, 3))) return std::nullopt;
    digits += whole.substr(group + 1, 3);
  }
  return is_digits(digits) ? std::optional(std::move(digits)) : std::nullopt;
}

bool has_leading_zero(std::string_view digits) { return digits.size() > 1 && digits.front() == '0'; }

/// What stands after the digits: a scale, a percentage, basis points. Nothing where it is none of these.
std::optional<WrittenNumber> with_tail(const Number& digits, std::string_view tail) {
  if (tail.empty()) return WrittenNumber{digits, false};
  if (tail == "%") return WrittenNumber{digits * Number::decimal(1, 2), true};
  if (tail == " bps") return WrittenNumber{digits * Number::decimal(1, 4), true};
  for (const Scale& scale : scales) {
    if (tail == scale.letters || tail == scale.word) return WrittenNumber{digits * Number::decimal(1, -scale.zeros), false};
  }
  return std::nullopt;
}

std::optional<WrittenNumber> read_fraction(std::string_view numerator, std::string_view denominator) {
  for (const std::string_view part : {numerator, denominator}) {
    if (!is_digits(part) || has_leading_zero(part) || part.size() > most_digits_before_point) return std::nullopt;
  }
  if (denominator == "0") return std::nullopt;
  return WrittenNumber{Number::fraction(Number::from_decimal_text(numerator), Number::from_decimal_text(denominator)), true};
}

std::optional<WrittenNumber> read_well_formed(std::string_view text) {
  const std::size_t after_whole = std::min(text.find_first_not_of("0123456789,_"), text.size());
  const std::string_view whole = text.substr(0, after_whole);
  std::string_view tail = text.substr(after_whole);
  if (tail.starts_with('/')) return read_fraction(whole, tail.substr(1));

  std::optional<std::string> digits = without_separators(whole);
  if (!digits || has_leading_zero(*digits) || digits->size() > most_digits_before_point) return std::nullopt;
  if (tail.starts_with('.')) {
    const std::string_view decimals = tail.substr(1, std::min(tail.find_first_not_of("0123456789", 1), tail.size()) - 1);
    if (decimals.empty() || decimals.size() > most_digits_after_point) return std::nullopt;
    digits->append(".").append(decimals);
    tail.remove_prefix(1 + decimals.size());
  }
  return with_tail(Number::from_decimal_text(*digits), tail);
}

std::string with_commas(std::string digits) {
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  const std::size_t end = std::min(digits.find('.'), digits.size());
  for (std::size_t place = end; place > first + 3; place -= 3) digits.insert(place - 3, 1, ',');
  return digits;
}

}  // namespace

NotationResult read_number(std::string_view text) {
  NotationResult result;
  result.number = read_well_formed(text);
  if (result.number) return result;
  result.fault = number::fault_in(text);
  if (!read_well_formed(result.fault.write_instead)) result.fault.write_instead.clear();
  return result;
}

std::optional<Number> read_decimal_cell(std::string_view text) {
  if (!number::is_decimal(text)) return std::nullopt;
  const std::size_t sign = text.starts_with('-') ? 1 : 0;
  const std::size_t point = std::min(text.find('.'), text.size());
  if (point - sign > most_digits_before_point || text.size() - point > most_digits_after_point + 1) return std::nullopt;
  return Number::from_decimal_text(text);
}

std::string grouped(const Number& value, std::optional<int> places) {
  if (places) return with_commas(value.fixed_text(*places));
  if (value.ends_as_decimal()) return with_commas(value.text());
  return with_commas(value.numerator_text()) + "/" + with_commas(value.denominator_text());
}

std::string spoken(const Number& value) {
  // 1,234,567 says more than 1.234567m: a scale is spoken where few decimals remain.
  constexpr std::size_t most_decimals = 3;
  const std::string plain = grouped(value);
  if (!value.ends_as_decimal()) return plain;
  const Number size = value.absolute();
  for (auto scale = scales.rbegin(); scale->zeros > 3; ++scale) {
    const Number unit = Number::decimal(1, -scale->zeros);
    if (size < unit) continue;
    const std::string scaled = grouped(value / unit);
    const std::size_t decimals = scaled.size() - std::min(scaled.find('.'), scaled.size() - 1) - 1;
    const std::string said = scaled + std::string(scale->letters);
    return decimals <= most_decimals && said.size() < plain.size() ? said : plain;
  }
  return plain;
}

std::string spoken_rate(const Number& value) {
  if (!value.ends_as_decimal()) return value.text();
  return grouped(value * Number(100)) + "%";
}

}  // namespace whereas
