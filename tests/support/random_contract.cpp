#include "tests/support/random_contract.h"

#include "lang/number/number.h"
#include "tests/support/contract_writer.h"
#include "tests/support/made_choices.h"

namespace whereas::tests {

namespace {

/// A figure for an input: often nothing, or what some bound of the contract is, or a cent to either side of it.
std::string figure(ContractWriter& writer, bool may_be_negative) {
  Dice& dice = writer.dice();
  const auto sign = [&](const Number& value) { return may_be_negative && dice.one_in(3) ? -value : value; };
  switch (dice.below(9)) {
    case 0:
    case 1: return "0";
    case 2: return sign(writer.some_bound()).text();
    case 3: return sign(max(writer.some_bound() + Number::decimal(dice.one_in(2) ? 1 : -1, 2), 0)).text();
    case 4: return sign(Number::decimal(dice.below(100), 2)).text();
    case 5: return dice.one_in(12) ? sign(Number::from_decimal_text(dice.pick({"9223372036854775807", "9223372036854775808", "92233720368547758.07",
                                                                                 "99999999999999999999", "17014118346046923173.168730371588410572"})))
                                         .text()
                                   : sign(Number::decimal(dice.below(1'000'000), 4)).text();
    default: return sign(Number::decimal(dice.below(1'000'000'00), 2)).text();
  }
}

std::string month_label(Date day) { return day.text().substr(0, 7); }

/// One file for each input. The data of a contract may end before its term, and of one input before another's.
RandomContract::File figures(ContractWriter& writer, const WrittenInput& input, Date begin, Date end) {
  Dice& dice = writer.dice();
  std::string text = "period";
  for (const auto& dimension : input.dimensions) text += "," + dimension;
  text += "," + input.name + "\n";
  const int step = input.frequency == Frequency::year ? 12 : input.frequency == Frequency::quarter ? 3 : 1;
  for (Date day = begin; day < end; day = day.plus_months(step)) {
    std::string label = month_label(day);
    if (input.frequency == Frequency::year) label = label.substr(0, 4);
    if (input.frequency == Frequency::quarter) label = label.substr(0, 4) + "-Q" + std::to_string((day.month() + 2) / 3);
    if (input.dimensions.empty()) {
      text += label + "," + figure(writer, input.may_be_negative) + "\n";
      continue;
    }
    for (const auto& value : channels()) {
      if (input.missing_is_zero && dice.one_in(4) && value != channels().front()) continue;
      text += label + "," + value + "," + figure(writer, input.may_be_negative) + "\n";
    }
  }
  return {input.name + ".csv", text};
}

/// A row on some days, several on one day now and then.
RandomContract::File rows(ContractWriter& writer, const WrittenInput& input, Date begin, Date end) {
  Dice& dice = writer.dice();
  std::string text = "period,ticket" + std::string(input.dimensions.size() > 1 ? ",channel" : "") + "," + input.name + "\n";
  int number = 100;
  for (Date day = begin.plus_days(dice.below(20)); day < end; day = day.plus_days(dice.one_in(5) ? 0 : dice.between(1, 40))) {
    text += day.text() + ",T" + std::to_string(dice.one_in(2) ? number : 999 - number) + (input.dimensions.size() > 1 ? "," + dice.pick(channels()) : "") + "," + figure(writer, input.may_be_negative) + "\n";
    ++number;
  }
  return {input.name + ".csv", text};
}

RandomContract::File index(ContractWriter& writer, const WrittenInput& input, Date begin, Date end) {
  std::string text = "period," + input.name + "\n";
  int level = 1000;
  for (Date day = begin; day < end; day = day.plus_months(1)) {
    level += writer.dice().between(-8, 12);
    text += month_label(day) + "," + Number::decimal(level, 1).text() + "\n";
  }
  return {input.name + ".csv", text};
}

}  // namespace

RandomContract random_contract(std::uint64_t seed, int size) {
  ContractWriter writer(seed, size);
  RandomContract result;
  Dice& dice = writer.dice();
  result.deal = with_choices_made(writer.write(), dice);
  Date end = writer.term_end();
  if (dice.one_in(3)) end = writer.term_begin().plus_months(1 + dice.below(writer.term_months()));
  for (const auto& input : writer.inputs()) {
    Date begin = input.from.value_or(writer.term_begin());
    Date last = dice.one_in(8) ? std::min(writer.term_end(), end.plus_months(1)) : end;
    if (input.frequency == Frequency::year) last = writer.term_end();
    switch (input.holds) {
      case WrittenInput::Holds::figures: result.data.push_back(figures(writer, input, begin, last)); break;
      case WrittenInput::Holds::rows: result.data.push_back(rows(writer, input, begin, end)); break;
      case WrittenInput::Holds::index: result.data.push_back(index(writer, input, begin, last)); break;
    }
  }
  return result;
}

}  // namespace whereas::tests
