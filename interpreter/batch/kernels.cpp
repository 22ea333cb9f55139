#include "interpreter/batch/code.h"

#include "interpreter/data/processor.h"

/// Which kernel runs, known when the program does.
namespace whereas::batch {

void run_portable(const Code<std::int64_t>& code, const Tile<std::int64_t>& tile);
#if defined(__x86_64__)
void run_sse2(const Code<std::int64_t>& code, const Tile<std::int64_t>& tile);
void run_avx2(const Code<std::int64_t>& code, const Tile<std::int64_t>& tile);
void run_avx512(const Code<std::int64_t>& code, const Tile<std::int64_t>& tile);
#endif

const char* name(Kernel kernel) {
  switch (kernel) {
    case Kernel::portable: return "portable";
    case Kernel::sse2: return "SSE2";
    case Kernel::avx2: return "AVX2";
    case Kernel::avx512: return "AVX-512";
  }
  return "";
}

bool has(Kernel kernel) {
#if defined(__x86_64__)
  switch (kernel) {
    case Kernel::portable:
    case Kernel::sse2: return true;
    case Kernel::avx2: return processor_has(Instructions::avx2);
    case Kernel::avx512: return processor_has(Instructions::avx512f) && processor_has(Instructions::avx512dq);
  }
#endif
  return kernel == Kernel::portable;
}

Kernel best_kernel() {
  for (std::size_t place = all_kernels.size(); place-- > 0;) {
    if (has(all_kernels[place])) return all_kernels[place];
  }
  return Kernel::portable;
}

void run(const Code<std::int64_t>& code, const Tile<std::int64_t>& tile, Kernel kernel) {
#if defined(__x86_64__)
  switch (kernel) {
    case Kernel::portable: return run_portable(code, tile);
    case Kernel::sse2: return run_sse2(code, tile);
    case Kernel::avx2: return run_avx2(code, tile);
    case Kernel::avx512: return run_avx512(code, tile);
  }
#endif
  return run_portable(code, tile);
}

}  // namespace whereas::batch
