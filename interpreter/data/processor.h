#pragma once

namespace whereas {

/// Instructions beyond those that every x86-64 processor has.
enum class Instructions { avx2, avx512f, avx512bw, avx512dq };

/// Whether this processor has them, and the system lets them be used. Asked of the C library, which knows since before the program began: a processor
/// that is asked anew makes a virtual machine turn to its host, some 60 microseconds for all that the compiler's own function would ask.
bool processor_has(Instructions instructions);

}  // namespace whereas
