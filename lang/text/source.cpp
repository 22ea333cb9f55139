#include "lang/text/source.h"

#include "lang/text/unicode.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <stdexcept>
#include <utility>

namespace whereas {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string_view without_byte_order_mark(std::string_view text) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  return text;
}

std::vector<std::uint32_t> starts_of_lines(std::string_view text) {
  std::vector<std::uint32_t> starts{0};
  for (std::size_t line_feed = text.find('\n'); line_feed != std::string_view::npos && line_feed + 1 < text.size();
       line_feed = text.find('\n', line_feed + 1)) {
    starts.push_back(static_cast<std::uint32_t>(line_feed + 1));
  }
  return starts;
}

}  // namespace

Span cover(Span first, Span last) {
  assert(first.source == last.source);
  return {first.source, std::min(first.begin, last.begin), std::max(first.end, last.end)};
}

KeptText::KeptText(std::string text) {
  auto own = std::make_shared<const std::string>(std::move(text));
  text_ = *own;
  keeper_ = std::move(own);
}

Source::Source(SourceId id, std::string name, KeptText text)
    : id_(id), name_(std::move(name)), kept_(std::move(text)), has_mark_(kept_.text().starts_with(byte_order_mark)), text_(without_byte_order_mark(kept_.text())) {
  if (text_.size() >= std::numeric_limits<std::uint32_t>::max()) throw std::length_error("a text is past 4 GiB");
}

const std::vector<std::uint32_t>& Source::line_starts() const {
  if (line_starts_.empty()) line_starts_ = starts_of_lines(text_);
  return line_starts_;
}

std::string_view Source::slice(Span span) const {
  assert(span.source == id_ && span.begin <= span.end);
  return text().substr(span.begin, span.end - span.begin);
}

Place Source::place_of(std::uint32_t offset) const {
  const auto next_line = std::upper_bound(line_starts().begin(), line_starts().end(), offset);
  const auto number = static_cast<std::uint32_t>(next_line - line_starts().begin());
  const std::string_view before = line(number).substr(0, offset - line_start(number));
  return {number, static_cast<std::uint32_t>(character_count(before)) + 1};
}

std::string_view Source::line(std::uint32_t number) const {
  const std::uint32_t start = line_start(number);
  const std::size_t end = number < line_count() ? line_start(number + 1) : text_.size();
  std::string_view line = text().substr(start, end - start);
  if (line.ends_with('\n')) {
    line.remove_suffix(1);
    if (line.ends_with('\r')) line.remove_suffix(1);
  }
  return line;
}

std::uint32_t Source::line_start(std::uint32_t number) const {
  assert(number >= 1 && number <= line_count());
  return line_starts()[number - 1];
}

const Source& Sources::add(std::string name, KeptText text) {
  const auto id = static_cast<SourceId>(sources_.size());
  return *sources_.emplace_back(std::make_unique<const Source>(id, std::move(name), std::move(text)));
}

const Source& Sources::operator[](SourceId id) const { return *sources_.at(id); }

}  // namespace whereas
