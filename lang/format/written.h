#pragma once

#include "lang/syntax/contract.h"
#include "lang/text/source.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace whereas::format {

/// A contract's text as its author wrote it, seen as words: what the tree does not hold (which of two equal words stands there, how a
/// number is grouped) and where the lines of the text end. Comments are never part of what it answers.
class Written {
 public:
  Written(const Source& source, const syntax::Contract& contract) : text_(source.text()), comments_(contract.comments) {}

  std::string_view text() const { return text_; }

  /// The words of a stretch, one blank where there were blanks, line ends or comments.
  std::string words(std::uint32_t begin, std::uint32_t end) const;
  std::string words(Span span) const { return words(span.begin, span.end); }

  /// Where the first word at or after a place begins; the length of the text where there is none.
  std::uint32_t next_word(std::uint32_t from) const;
  /// Where the last word before a place ends; 0 where there is none.
  std::uint32_t end_of_word_before(std::uint32_t place) const;
  /// The run of letters, digits and `_` that ends last before a place, and where it begins.
  std::uint32_t begin_of_word_before(std::uint32_t place) const;
  std::string_view word_before(std::uint32_t place) const;
  /// Where a word of the language stands in a stretch, outside quotes and comments.
  std::optional<std::uint32_t> find(std::string_view word, std::uint32_t begin, std::uint32_t end) const;

  bool line_ends_between(std::uint32_t begin, std::uint32_t end) const;
  bool follows_blank_line(std::uint32_t place) const;
  /// Whether nothing but blanks stands before this place on its line.
  bool begins_its_line(std::uint32_t place) const;
  bool at_column_one(std::uint32_t place) const;

 private:
  /// The end of the comment that begins exactly here.
  std::optional<std::uint32_t> comment_end(std::uint32_t place) const;
  std::optional<std::uint32_t> comment_begin(std::uint32_t end) const;

  std::string_view text_;
  const std::vector<syntax::Comment>& comments_;
};

}  // namespace whereas::format
