// Any bytes as a contract, run on fixed data: it pays or says why not; nothing escapes, nothing takes forever.
#include "lang/diagnostic/render.h"
#include "tests/support/in_memory.h"

namespace {

std::string months() {
  std::string csv = "period,revenue,inference_cost,infrastructure_cost,compute_spend,output_tokens\n";
  for (int month = 1; month <= 12; ++month) {
    const std::string n = std::to_string(month);
    csv += "2026-" + std::string(month < 10 ? "0" : "") + n + "," + n + "000.25," + n + "500.10,0,1000000.01," + n + "000000\n";
  }
  return csv;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string csv = months();
  const auto run = whereas::support::run_in_memory(std::string(reinterpret_cast<const char*>(data), size), {csv}, true);
  (void)whereas::render(run->report, run->sources);
  return 0;
}
