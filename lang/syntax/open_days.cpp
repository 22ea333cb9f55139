#include "lang/number/notation.h"
#include "lang/number/rounding.h"
#include "lang/syntax/part.h"

#include <fmt/format.h>

// Interest that does not say what part of a year a day is, told with each reading.
namespace whereas::syntax {

/// What part of a year a day is, is not said: 90 days of a year, by each.
Diagnostic& Builder::open_days(const Expression& rate, Span line) {
  Diagnostic& diagnostic = fault(code::two_readings)
                               .says("the interest does not say what part of a year a day is")
                               .at(line)
                               .note("a whole year of 365 days bears 365/360 of the rate by ACT/360, and the rate by ACT/365");
  if (const auto* number = std::get_if<NumberLiteral>(&rate.form); number != nullptr && number->is_rate) {
    const auto borne = [&](long year) { return whereas::grouped(round(number->value * Number(10'000) * Number(90) / Number(year), {2, Rounding::Mode::half_even}), 2); };
    diagnostic.note(fmt::format("10,000 bear {} in 90 days by ACT/360, and {} by ACT/365", borne(360), borne(365)));
  }
  return diagnostic;
}

/// `interest at 9% a year on 10,000`
void Builder::open_day_count(const Expression& rate, Span line) {
  open_days(rate, line)
      .offers("a 360th", insert_after(line, ", ACT/360"))
      .offers("or a 365th", insert_after(line, ", ACT/365"))
      .offers("or a part of the year that it is in, of 365 or 366 days", insert_after(line, ", ACT/ACT"))
      .offers("or twelve months of thirty days", insert_after(line, ", 30E/360"));
}

/// `with 9% interest`
void Builder::open_day_count_of_deferred(const Expression& interest) {
  Span line = interest.span;  // up to the word `interest`
  line.end = static_cast<std::uint32_t>(text_.find("interest", interest.span.end) + std::string_view("interest").size());
  open_day_count(interest, line);
}

/// `late payments bear 9% a year`: beside the day count, whether unpaid interest bears interest, and what has been received.
void Builder::open_late_interest(const Expression& rate, LateInterest::Kind kind, bool says_what_was_paid) {
  const auto end_of = [&](std::string_view word, std::size_t from) { return static_cast<std::uint32_t>(text_.find(word, from) + word.size()); };
  Span line = rate.span;
  line.end = end_of("year", line.end);
  using Kind = LateInterest::Kind;
  if (kind != Kind::not_said) line.end = end_of(kind == Kind::simple ? "simple" : "compounded", line.end);
  Diagnostic& diagnostic = open_days(rate, line);
  const auto offer = [&](std::string_view help, std::string words) {
    if (says_what_was_paid) diagnostic.offers(std::string(help), insert_after(line, std::move(words)));
    else diagnostic.help(fmt::format("{}, say what has been received too: `{}{}, paid as fee_received`", help, this->words(line), words));
  };
  if (kind != Kind::not_said) {
    offer("a 360th", ", ACT/360");
    return offer("or a 365th", ", ACT/365");
  }
  diagnostic.note("simple, interest is borne by what was first due alone; compounded, by unpaid interest too");
  offer("a 360th, simple", ", simple, ACT/360");
  offer("or a 365th, simple", ", simple, ACT/365");
  offer("or a 360th, compounded", ", compounded, ACT/360");
  offer("or a 365th, compounded", ", compounded, ACT/365");
}

}  // namespace whereas::syntax
