#include "lang/number/notation_fault.h"

#include <algorithm>
#include <array>
#include <vector>

namespace whereas::number {

namespace {

constexpr std::string_view ten_digits = "0123456789";

bool is_digits(std::string_view text) { return !text.empty() && text.find_first_not_of(ten_digits) == text.npos; }

std::string quoted(std::string_view text) { return "`" + std::string(text) + "`"; }

std::string in_small_letters(std::string_view text) {
  std::string small(text);
  for (char& letter : small) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return small;
}

std::vector<std::string_view> parted(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find_first_of(separators);
    parts.push_back(text.substr(0, end));
    if (end == text.npos) return parts;
    text.remove_prefix(end + 1);
  }
}

/// One half of a number on the way to its right form. `right` is empty where the right form is not plain.
struct Part {
  std::string what;  ///< empty where nothing is wrong
  std::string right;
};

struct Tail {
  std::string_view written;  ///< in small letters, without the blanks before it
  std::string_view right;
};

constexpr std::array<Tail, 33> known_tails{{
    {"k", "k"},
    {"thousand", " thousand"},
    {"thousands", " thousand"},
    {"m", "m"},
    {"mm", "m"},
    {"mn", "m"},
    {"mln", "m"},
    {"mio", "m"},
    {"million", " million"},
    {"millions", " million"},
    {"b", "bn"},
    {"bn", "bn"},
    {"bln", "bn"},
    {"mrd", "bn"},
    {"billion", " billion"},
    {"billions", " billion"},
    {"t", "tn"},
    {"tn", "tn"},
    {"trn", "tn"},
    {"tln", "tn"},
    {"trillion", " trillion"},
    {"trillions", " trillion"},
    {"%", "%"},
    {"percent", "%"},
    {"per cent", "%"},
    {"pct", "%"},
    {"bps", " bps"},
    {"bp", " bps"},
    {"basis points", " bps"},
    {"basis point", " bps"},
    {"bips", " bps"},
    {"bpts", " bps"},
    {"pc", "%"},
}};

struct Misread {
  std::string_view written;
  std::string_view what;
};

constexpr std::array<Misread, 8> misread_tails{{
    {"K", "`K` is not a scale: thousands are written with a small `k`"},
    {"M", "`M` is a thousand to some and a million to others"},
    {"MM", "`MM` is a million only to those who write a thousand as `M`"},
    {"mm", "`mm` is a million only to those who write a thousand as `m`"},
    {"B", "`B` is a thousand million to some and a million million to others"},
    {"b", "`b` is a thousand million to some and a million million to others"},
    {"T", "`T` is a trillion to some and a thousand to others"},
    {"t", "`t` is a trillion to some and a thousand to others"},
}};

std::string what_is_wrong_with(std::string_view tail, std::string_view right) {
  for (const Misread& misread : misread_tails) {
    if (misread.written == tail) return std::string(misread.what);
  }
  const bool stands_apart = right.front() == ' ';
  const std::string_view word = right.substr(stands_apart ? 1 : 0);
  if (tail == word) return quoted(word) + (stands_apart ? " stands one blank after its number" : " touches its number");
  if (in_small_letters(tail) == word) return quoted(word) + " is written in small letters";
  return quoted(tail) + " is written " + quoted(word) + " in a contract";
}

Part read_tail(std::string_view tail) {
  const std::string_view word = tail.substr(std::min(tail.find_first_not_of(' '), tail.size()));
  if (word.empty() && !tail.empty()) return {"a blank stands after the number", ""};
  const std::string small = in_small_letters(word);
  for (const Tail& known : known_tails) {
    if (known.written != small) continue;
    if (tail == known.right) return {"", std::string(tail)};
    return {what_is_wrong_with(word, known.right), std::string(known.right)};
  }
  if (tail.empty()) return {};
  return {quoted(word) + " is not part of a number", ""};
}

/// `1,00,000` becomes `100,000`; `1,5` stays unsaid, for it can be 1.5 or 15.
Part read_whole(std::string_view whole) {
  const bool commas = whole.find(',') != whole.npos;
  const bool underscores = whole.find('_') != whole.npos;
  const std::vector<std::string_view> groups = parted(whole, ",_");
  std::string digits;
  for (const std::string_view group : groups) digits += group;
  Part part;
  const bool regroups = groups.size() > 1 && groups.back().size() == 3;
  bool well_grouped = groups.size() == 1 || (!groups.front().empty() && groups.front().size() <= 3);
  for (std::size_t group = 1; group < groups.size(); ++group) well_grouped = well_grouped && groups[group].size() == 3;
  if (commas && underscores) {
    part.what = quoted(whole) + " parts its digits by commas and by underscores";
  } else if (!well_grouped) {
    part.what = commas ? "a comma stands where not exactly three digits follow it" : "digits are parted in groups of three";
    if (groups.size() == 2 && commas && is_digits(groups[0]) && is_digits(groups[1]) && !regroups)
      part.what = quoted(whole) + " is a decimal to some and a whole number to others";
  }
  if (groups.size() > 1 && (!regroups || groups.front().empty())) return part;

  if (digits.size() > 1 && digits.front() == '0') {
    if (part.what.empty()) part.what = "a number begins with a zero too many";
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  }
  if (digits.size() > 20 && part.what.empty()) part.what = "a number has more than 20 digits before its point";
  part.right = digits;
  if (groups.size() > 1) {
    const std::string separator(1, commas ? ',' : '_');
    for (std::size_t place = digits.size(); place > 3; place -= 3) part.right.insert(place - 3, separator);
  }
  return part;
}

/// The digits with their point, `body` being made of digits, commas, underscores and points alone.
Part read_body(std::string_view body) {
  const std::vector<std::string_view> halves = parted(body, ".");
  if (halves.size() > 2) {
    std::string commas(body);
    std::replace(commas.begin(), commas.end(), '.', ',');
    const Part whole = read_whole(commas);
    return {"a number has more than one point", whole.what.empty() ? whole.right : ""};
  }
  if (halves.size() == 1) return read_whole(body);
  const std::string_view decimals = halves[1];
  if (halves[0].empty()) return {"no digit stands before the point", is_digits(decimals) ? "0" + std::string(body) : ""};
  Part part = read_whole(halves[0]);
  const auto say = [&part](std::string_view what) {
    if (part.what.empty()) part.what = what;
  };
  if (decimals.empty()) {
    say("no digit stands after the point");
    return part;
  }
  if (!is_digits(decimals)) {
    say("digits are parted after the point");
    return {part.what, ""};
  }
  if (decimals.size() > 18) say("a number has more than 18 digits after its point");
  if (!part.right.empty()) part.right.append(".").append(decimals);
  return part;
}

NotationFault fault(std::string what, std::string candidate = {}) { return {std::move(what), std::move(candidate)}; }

NotationFault fault_of_fraction(std::string_view numerator, std::string_view denominator) {
  const auto without_blanks = [](std::string_view text) {
    const std::size_t first = std::min(text.find_first_not_of(' '), text.size());
    return text.substr(first, text.find_last_not_of(' ') + 1 - std::min(first, text.find_last_not_of(' ') + 1));
  };
  const std::string_view above = without_blanks(numerator);
  const std::string_view below = without_blanks(denominator);
  if (!is_digits(above) || !is_digits(below)) return fault("a fraction is made of two whole numbers in plain digits");
  if (below.find_first_not_of('0') == below.npos) return fault("a fraction has zero below its line");
  const Part above_digits = read_whole(above);
  const Part below_digits = read_whole(below);
  const std::string right = above_digits.right + "/" + below_digits.right;
  if (above != numerator || below != denominator) return fault("a fraction is written without blanks", right);
  return fault(above_digits.what.empty() ? below_digits.what : above_digits.what, right);
}

/// `1e5` in full: `100,000`.
NotationFault fault_of_exponent(std::string_view body, std::string_view exponent) {
  std::string what = quoted(std::string(body) + "e" + std::string(exponent)) + " is written with an exponent";
  const bool negative = exponent.starts_with('-');
  std::string_view digits = exponent;
  if (digits.starts_with('-') || digits.starts_with('+')) digits.remove_prefix(1);
  const NotationResult base = read_number(body);
  if (!base.number || digits.size() > 2) return fault(std::move(what));
  int places = 0;
  for (const char digit : digits) places = places * 10 + (digit - '0');
  return fault(std::move(what), grouped(base.number->value * Number::decimal(1, negative ? places : -places)));
}

bool is_exponent(std::string_view tail) {
  if (!tail.starts_with('e') && !tail.starts_with('E')) return false;
  tail.remove_prefix(1);
  if (tail.starts_with('-') || tail.starts_with('+')) tail.remove_prefix(1);
  return is_digits(tail);
}

/// `1 000 000` and `1'000'000`.
std::optional<std::string> parted_by_other_signs(std::string_view text) {
  const std::size_t sign = text.find_first_of(" '");
  if (sign == text.npos) return std::nullopt;
  const std::vector<std::string_view> groups = parted(text, text.substr(sign, 1));
  std::string commas(groups.front());
  for (std::size_t group = 1; group < groups.size(); ++group) {
    if (!is_digits(groups[group]) || groups[group].size() != 3) return std::nullopt;
    commas.append(",").append(groups[group]);
  }
  return is_digits(groups.front()) ? std::optional(commas) : std::nullopt;
}

}  // namespace

NotationFault fault_in(std::string_view text) {
  if (text.empty()) return fault("a number is missing");
  if (text.front() == '-' || text.front() == '+') return fault("a number carries no sign of its own");
  const std::size_t after_body = std::min(text.find_first_not_of("0123456789,_."), text.size());
  const std::string_view body = text.substr(0, after_body);
  const std::string_view tail = text.substr(after_body);
  if (body.find_first_of(ten_digits) == body.npos) return fault(quoted(text) + " is not a number");

  const std::size_t slash = text.find('/');
  if (slash != text.npos) return fault_of_fraction(text.substr(0, slash), text.substr(slash + 1));
  if (is_exponent(tail)) return fault_of_exponent(body, tail.substr(1));
  if (const auto commas = parted_by_other_signs(text)) return fault("digits are parted by commas", *commas);

  const Part digits = read_body(body);
  const Part scale = read_tail(tail);
  std::string what = digits.what.empty() ? scale.what : digits.what;
  if (what.empty()) what = quoted(text) + " is not a number";
  const bool is_plain = !digits.right.empty() && (tail.empty() || !scale.right.empty());
  return fault(std::move(what), is_plain ? digits.right + scale.right : "");
}

}  // namespace whereas::number
