#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace whereas {

/// Which text of a run a place belongs to: a contract, a file it uses, the standard library or a data file.
/// Numbered by `Sources` in the order in which the texts were added.
using SourceId = std::uint32_t;

/// A stretch of one text: [begin, end) in bytes from its start. An empty span marks the point before `begin`.
struct Span {
  SourceId source = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  friend bool operator==(const Span&, const Span&) = default;
};

/// The smallest span that covers both, which must lie in one source.
Span cover(Span first, Span last);

/// A place as people count: lines and columns from 1, columns in characters (code points), not in bytes.
struct Place {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

/// A text that stays where it is for as long as this is held: a string of its own, or what somebody else keeps (a file that is mapped).
class KeptText {
 public:
  KeptText(std::string text);  // NOLINT(google-explicit-constructor)
  KeptText(const char* text) : KeptText(std::string(text)) {}  // NOLINT(google-explicit-constructor)
  KeptText(std::string_view text, std::shared_ptr<const void> keeper) : keeper_(std::move(keeper)), text_(text) {}

  std::string_view text() const { return text_; }

 private:
  std::shared_ptr<const void> keeper_;
  std::string_view text_;
};

/// The text of one file, with its name as the reader knows it (the path given on the command line, or `<standard library>/…`).
/// A byte-order mark is dropped on construction; offsets count from after it. Never changes once made.
/// Lines end in LF or CR LF; the end of the last line opens no further one, and an empty text has one empty line.
class Source {
 public:
  /// Texts of 4 GiB and more throw std::length_error: offsets have 32 bits.
  Source(SourceId id, std::string name, KeptText text);

  SourceId id() const { return id_; }
  const std::string& name() const { return name_; }
  std::string_view text() const { return text_; }
  /// What the file has before its text: a byte-order mark, or nothing. Both together are its bytes.
  std::string_view mark() const { return has_mark_ ? "\xEF\xBB\xBF" : std::string_view(); }
  std::string_view slice(Span span) const;

  /// The end of a line, and of the text, is the place after the line's last character. Bytes that are not UTF-8 count as they come.
  Place place_of(std::uint32_t offset) const;
  std::size_t line_count() const { return line_starts().size(); }
  /// The text of one line (from 1), without its end (LF or CR LF).
  std::string_view line(std::uint32_t number) const;
  /// Offset of the first byte of a line (from 1).
  std::uint32_t line_start(std::uint32_t number) const;

 private:
  /// Looked for when they are first asked for: of millions of rows, none may be.
  const std::vector<std::uint32_t>& line_starts() const;

  SourceId id_;
  std::string name_;
  KeptText kept_;
  bool has_mark_;
  std::string_view text_;
  mutable std::vector<std::uint32_t> line_starts_;
};

/// Every text of one run, so that a Span alone says where it is. References stay valid while texts are added.
class Sources {
 public:
  const Source& add(std::string name, KeptText text);
  /// The id must be one that `add` gave; any other throws std::out_of_range.
  const Source& operator[](SourceId id) const;
  std::size_t count() const { return sources_.size(); }

 private:
  std::vector<std::unique_ptr<const Source>> sources_;
};

}  // namespace whereas
