// Files packed by gzip or zstd. A file of a few bytes can claim to hold any number: no more than the limit is ever unpacked.
#include "interpreter/command/data_files.h"

#include <fmt/format.h>

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <limits>
#include <memory>

namespace whereas::command {

namespace {

constexpr std::string_view gzip_begins = "\x1F\x8B";
constexpr std::string_view zstd_begins = "\x28\xB5\x2F\xFD";

/// Room at the end of a text for what is unpacked next, one byte past the limit at most: that byte says that it is too long.
class Room {
 public:
  Room(std::size_t packed, std::size_t largest) : most_(largest + 1) { text_.resize(std::min(std::max<std::size_t>(packed * 4, 4096), most_)); }

  /// False where the limit is passed.
  bool make() {
    if (length_ < text_.size()) return true;
    if (text_.size() == most_) return false;
    text_.resize(std::min(text_.size() * 2, most_));
    return true;
  }
  char* begin() { return text_.data() + length_; }
  std::size_t size() const { return text_.size() - length_; }
  void take(std::size_t count) { length_ += count; }
  bool is_past_limit() const { return length_ == most_; }
  std::string text() {
    text_.resize(length_);
    return std::move(text_);
  }

 private:
  std::size_t most_;
  std::string text_;
  std::size_t length_ = 0;
};

enum class Outcome { whole, damaged, too_long };

Outcome unpack_gzip(std::string_view bytes, Room& room) {
  constexpr int with_header_of_gzip = 16 + MAX_WBITS;
  z_stream stream{};
  if (inflateInit2(&stream, with_header_of_gzip) != Z_OK) return Outcome::damaged;
  const std::unique_ptr<z_stream, decltype(&inflateEnd)> end(&stream, inflateEnd);
  while (!bytes.empty()) {
    if (!room.make()) return Outcome::too_long;
    const auto given = static_cast<uInt>(std::min<std::size_t>(bytes.size(), std::numeric_limits<uInt>::max()));
    const auto offered = static_cast<uInt>(std::min<std::size_t>(room.size(), std::numeric_limits<uInt>::max()));
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = given;
    stream.next_out = reinterpret_cast<Bytef*>(room.begin());
    stream.avail_out = offered;
    const int answer = inflate(&stream, Z_NO_FLUSH);
    bytes.remove_prefix(given - stream.avail_in);
    room.take(offered - stream.avail_out);
    if (room.is_past_limit()) return Outcome::too_long;
    if (answer == Z_STREAM_END) {
      // Files packed one by one and put together are one file.
      if (bytes.empty()) return Outcome::whole;
      if (inflateReset(&stream) != Z_OK) return Outcome::damaged;
    } else if (answer != Z_OK) {
      return Outcome::damaged;
    }
  }
  return Outcome::damaged;  // cut off
}

Outcome unpack_zstd(std::string_view bytes, std::size_t largest, Room& room) {
  // What says itself that it is too long need not be unpacked to be seen so.
  const unsigned long long said = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
  if (said != ZSTD_CONTENTSIZE_UNKNOWN && said != ZSTD_CONTENTSIZE_ERROR && said > largest) return Outcome::too_long;
  const std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> stream(ZSTD_createDStream(), ZSTD_freeDStream);
  if (stream == nullptr) return Outcome::damaged;
  ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
  std::size_t answer = 1;
  while (in.pos < in.size || answer != 0) {
    if (!room.make()) return Outcome::too_long;
    ZSTD_outBuffer out{room.begin(), room.size(), 0};
    const std::size_t before = in.pos;
    answer = ZSTD_decompressStream(stream.get(), &out, &in);
    if (ZSTD_isError(answer) != 0) return Outcome::damaged;
    room.take(out.pos);
    if (room.is_past_limit()) return Outcome::too_long;
    if (in.pos == before && out.pos == 0) return Outcome::damaged;  // cut off
  }
  return Outcome::whole;
}

}  // namespace

bool is_packed(std::string_view bytes) { return bytes.starts_with(gzip_begins) || bytes.starts_with(zstd_begins); }

std::string size_in_words(std::size_t bytes) {
  constexpr std::size_t gibibyte = std::size_t{1} << 30;
  return bytes % gibibyte == 0 ? fmt::format("{} GiB", bytes / gibibyte) : fmt::format("{} bytes", bytes);
}

std::optional<std::string> unpacked(std::string_view bytes, std::size_t largest, std::string& why) {
  const bool is_gzip = bytes.starts_with(gzip_begins);
  Room room(bytes.size(), largest);
  switch (is_gzip ? unpack_gzip(bytes, room) : unpack_zstd(bytes, largest, room)) {
    case Outcome::whole: return room.text();
    case Outcome::damaged: why = fmt::format("what {} packed is damaged or cut off", is_gzip ? "gzip" : "zstd"); break;
    case Outcome::too_long: why = fmt::format("it is longer than {} when it is unpacked", size_in_words(largest)); break;
  }
  return std::nullopt;
}

}  // namespace whereas::command
