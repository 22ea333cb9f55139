// What the benchmarks read, made anew each time and always the same:
//   make rows COUNT                  data for the contract that `make rows-contract` prints
//   make rows-contract
//   make contract LINES              a contract of so many lines
//   make portfolio COUNT FOLDER      so many small contracts, 1.deal and so on, and data.csv for all of them
#include "tests/benchmark/ingest/floor.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

namespace {

const char* const rows_contract = R"(deal "Rows"
party Reseller
party Maker
term 2020-01-01 to 2029-12-31
currency USD
settled monthly
rounded to cents, half even
input revenue by channel, product  daily USD, missing is zero
input cost by channel, product  daily USD, missing is zero
clause "Bedrock"
  Reseller pays Maker 10% of (revenue where channel is "bedrock")
clause "All"
  Reseller pays Maker 1% of revenue after cost
    either way
)";

const char* const heading = R"(party Reseller
party Maker
term 2026-01-01 to 2026-12-31
currency USD
settled quarterly
rounded to cents, half even
input revenue  monthly USD
input cost  monthly USD
)";

/// Five lines each: a measure, and a clause with two provisos.
std::string clauses(std::size_t first, std::size_t count) {
  std::string text;
  for (std::size_t number = first; number < first + count; ++number) {
    const std::string name = std::to_string(number);
    text += "margin_" + name + " means revenue less " + std::to_string(number % 9 + 1) + "0% of cost\n";
    text += "clause \"Share " + name + "\"\n  Reseller pays Maker " + std::to_string(number % 7 + 1) + "% of margin_" + name + "\n    never below zero\n    at most " +
            std::to_string(number % 5 + 1) + ",000 each year\n";
  }
  return text;
}

std::string year() {
  std::string text = "period,revenue,cost\n";
  for (int month = 1; month <= 12; ++month) text += std::string("2026-") + (month < 10 ? "0" : "") + std::to_string(month) + "," + std::to_string(1000 * month) + ".25," + std::to_string(300 * month) + ".10\n";
  return text;
}

}  // namespace

int main(int count, char** words) {
  const std::string what = count > 1 ? words[1] : "";
  const std::size_t size = count > 2 ? static_cast<std::size_t>(std::atoll(words[2])) : 0;
  std::string text;
  if (what == "rows" && size > 0) {
    text = whereas::ingest::make_rows(size);
  } else if (what == "rows-contract") {
    text = rows_contract;
  } else if (what == "contract" && size > 9) {
    text = std::string("deal \"Many clauses\"\n") + heading + clauses(1, (size - 9) / 5);
  } else if (what == "data") {
    text = year();
  } else if (what == "portfolio" && count > 3) {
    const std::string folder = words[3];
    for (std::size_t number = 1; number <= size; ++number) {
      std::ofstream(folder + "/" + std::to_string(number) + ".deal") << "deal \"Contract " << number << "\"\n" << heading << clauses(number, 2);
    }
    std::ofstream(folder + "/data.csv") << year();
  } else {
    return std::fprintf(stderr, "usage: make rows COUNT | rows-contract | contract LINES | data | portfolio COUNT FOLDER\n"), 2;
  }
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? 0 : 1;
}
