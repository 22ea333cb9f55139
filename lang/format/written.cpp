#include "lang/format/written.h"

#include <algorithm>

namespace whereas::format {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_of_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

}  // namespace

std::optional<std::uint32_t> Written::comment_end(std::uint32_t place) const {
  const auto found = std::partition_point(comments_.begin(), comments_.end(), [&](const syntax::Comment& c) { return c.span.begin < place; });
  if (found == comments_.end() || found->span.begin != place) return std::nullopt;
  return found->span.end;
}

std::optional<std::uint32_t> Written::comment_begin(std::uint32_t end) const {
  const auto found = std::partition_point(comments_.begin(), comments_.end(), [&](const syntax::Comment& c) { return c.span.end < end; });
  if (found == comments_.end() || found->span.end != end) return std::nullopt;
  return found->span.begin;
}

std::uint32_t Written::next_word(std::uint32_t from) const {
  while (from < text_.size()) {
    if (is_blank(text_[from])) {
      ++from;
    } else if (const auto end = comment_end(from)) {
      from = *end;
    } else {
      break;
    }
  }
  return from;
}

std::uint32_t Written::end_of_word_before(std::uint32_t place) const {
  while (place > 0) {
    if (const auto begin = comment_begin(place)) {
      place = *begin;
    } else if (is_blank(text_[place - 1])) {
      --place;
    } else {
      break;
    }
  }
  return place;
}

std::uint32_t Written::begin_of_word_before(std::uint32_t place) const {
  place = end_of_word_before(place);
  while (place > 0 && is_of_word(text_[place - 1])) --place;
  return place;
}

std::string_view Written::word_before(std::uint32_t place) const {
  const std::uint32_t begin = begin_of_word_before(place);
  return text_.substr(begin, end_of_word_before(place) - begin);
}

std::string Written::words(std::uint32_t begin, std::uint32_t end) const {
  std::string words;
  bool quoted = false;
  for (std::uint32_t at = next_word(begin); at < end;) {
    const char c = text_[at];
    if (c == '"') quoted = !quoted;
    if (quoted || !(is_blank(c) || comment_end(at))) {
      words += c;
      ++at;
      continue;
    }
    at = next_word(at);
    if (at < end) words += ' ';
  }
  return words;
}

std::optional<std::uint32_t> Written::find(std::string_view word, std::uint32_t begin, std::uint32_t end) const {
  bool quoted = false;
  for (std::uint32_t at = next_word(begin); at < end; at = quoted ? at : next_word(at)) {
    if (text_[at] == '"') quoted = !quoted;
    if (quoted || !is_of_word(text_[at])) {
      ++at;
      continue;
    }
    std::uint32_t stop = at;
    while (stop < end && is_of_word(text_[stop])) ++stop;
    if (text_.substr(at, stop - at) == word) return at;
    at = stop;
  }
  return std::nullopt;
}

bool Written::line_ends_between(std::uint32_t begin, std::uint32_t end) const {
  return text_.substr(begin, end - begin).find('\n') != std::string_view::npos;
}

bool Written::follows_blank_line(std::uint32_t place) const {
  int line_ends = 0;
  for (; place > 0 && is_blank(text_[place - 1]); --place) line_ends += text_[place - 1] == '\n' ? 1 : 0;
  return line_ends > 1 && place > 0;
}

bool Written::begins_its_line(std::uint32_t place) const {
  while (place > 0 && text_[place - 1] != '\n') {
    if (!is_blank(text_[--place])) return false;
  }
  return true;
}

bool Written::at_column_one(std::uint32_t place) const { return place == 0 || text_[place - 1] == '\n'; }

}  // namespace whereas::format
