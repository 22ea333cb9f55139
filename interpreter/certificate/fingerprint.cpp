#include "interpreter/certificate/fingerprint.h"

#include <nettle/sha2.h>

#include <array>
#include <cstdint>

namespace whereas::certificate {

std::string sha256(std::string_view bytes) { return sha256(bytes, {}); }

std::string sha256(std::string_view first, std::string_view second) {
  sha256_ctx context;
  sha256_init(&context);
  for (const std::string_view bytes : {first, second}) {
    // The library takes the bytes as unsigned.
    sha256_update(&context, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
  }
  std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
  sha256_digest(&context, digest.size(), digest.data());
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : digest) {
    text += digits[byte >> 4U];
    text += digits[byte & 0xFU];
  }
  return text;
}

}  // namespace whereas::certificate
