#if defined(__x86_64__)

#define WHEREAS_KERNEL_AVX512
#include "interpreter/batch/kernel_vectors.h"

namespace whereas::batch {

void run_avx512(const Code<std::int64_t>& code, const Tile<std::int64_t>& tile);
void run_avx512(const Code<std::int64_t>& code, const Tile<std::int64_t>& tile) { Machine<Vector>::run(code, tile); }

}  // namespace whereas::batch

#endif
