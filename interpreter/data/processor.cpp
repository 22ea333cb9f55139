#include "interpreter/data/processor.h"

// The header is C: of C++ compilers clang does not take it.
#if defined(__x86_64__) && !defined(__clang__) && __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>
#define WHEREAS_ASKS_C_LIBRARY
#endif

namespace whereas {

#if defined(WHEREAS_ASKS_C_LIBRARY)

bool processor_has(Instructions instructions) {
  switch (instructions) {
    case Instructions::avx2: return CPU_FEATURE_ACTIVE(AVX2);
    case Instructions::avx512f: return CPU_FEATURE_ACTIVE(AVX512F);
    case Instructions::avx512bw: return CPU_FEATURE_ACTIVE(AVX512BW);
    case Instructions::avx512dq: return CPU_FEATURE_ACTIVE(AVX512DQ);
  }
  return false;
}

#elif defined(__x86_64__)

bool processor_has(Instructions instructions) {
  __builtin_cpu_init();
  switch (instructions) {
    case Instructions::avx2: return __builtin_cpu_supports("avx2") != 0;
    case Instructions::avx512f: return __builtin_cpu_supports("avx512f") != 0;
    case Instructions::avx512bw: return __builtin_cpu_supports("avx512bw") != 0;
    case Instructions::avx512dq: return __builtin_cpu_supports("avx512dq") != 0;
  }
  return false;
}

#else

bool processor_has(Instructions) { return false; }

#endif

}  // namespace whereas
