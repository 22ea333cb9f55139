// Any bytes as a calculation, made with Number and with fractions of unlimited size: not one difference.
#include "tests/support/number_machine.h"

#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (const auto difference = whereas::support::first_difference({data, size})) {
    std::fprintf(stderr, "%s\n", difference->c_str());
    std::abort();
  }
  return 0;
}
