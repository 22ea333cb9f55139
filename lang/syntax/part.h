#pragma once

#include "lang/syntax/builder.h"

#include <cassert>
#include <initializer_list>

namespace whereas::syntax {

/// One node in the making: everything that was read since its first word. What it does not take is dropped when it is done.
class Builder::Part {
 public:
  Part(Builder& builder, Matched matched)
      : builder_(builder), begin_(builder.span_of(matched).begin), span_(builder.span_of(matched)) {
    builder.unfinished_.drop_since(span_.end);  // words that were tried behind the node's last and did not fit
  }
  ~Part() {
    if (!done_) builder_.unfinished_.drop_since(begin_);
  }
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;

  /// From the node's first word to the end of its last.
  Span span() const { return span_; }
  int height() const { return height_; }

  /// Whether this keyword is among the node's own.
  bool said(Word keyword) const { return said_one_of({keyword}); }
  bool said_one_of(std::initializer_list<Word> keywords) const {
    for (auto word = words_begin(); word != words().end(); ++word) {
      if (std::find(keywords.begin(), keywords.end(), word->node) != keywords.end()) return true;
    }
    return false;
  }
  /// Of these keywords, the one that was said first.
  std::optional<Word> first_said_of(std::initializer_list<Word> keywords) const {
    for (auto word = words_begin(); word != words().end(); ++word) {
      if (std::find(keywords.begin(), keywords.end(), word->node) != keywords.end()) return word->node;
    }
    return std::nullopt;
  }

  template <typename T>
  bool has() const {
    return builder_.unfinished_.first_since<T>(begin_) != builder_.unfinished_.shelf<T>().end();
  }
  /// The first of this kind, in the order of the text.
  template <typename T>
  T take() {
    const auto entry = builder_.unfinished_.first_since<T>(begin_);
    assert(entry != builder_.unfinished_.shelf<T>().end());
    height_ = std::max(height_, entry->height);
    T node = std::move(entry->node);
    builder_.unfinished_.shelf<T>().erase(entry);
    return node;
  }
  template <typename T>
  std::optional<T> take_if_any() {
    if (!has<T>()) return std::nullopt;
    return take<T>();
  }
  template <typename T>
  std::vector<T> take_all() {
    std::vector<T> nodes;
    auto& shelf = builder_.unfinished_.shelf<T>();
    const auto first = builder_.unfinished_.first_since<T>(begin_);
    for (auto entry = first; entry != shelf.end(); ++entry) {
      height_ = std::max(height_, entry->height);
      nodes.push_back(std::move(entry->node));
    }
    shelf.erase(first, shelf.end());
    return nodes;
  }
  /// What this part continues to the right: `revenue` where the part is `after cost`. The node begins with it.
  template <typename T>
  T take_left() {
    auto& shelf = builder_.unfinished_.shelf<T>();
    auto entry = builder_.unfinished_.first_since<T>(begin_);
    assert(entry != shelf.begin());
    --entry;
    height_ = std::max(height_, entry->height);
    T left = std::move(entry->node);
    shelf.erase(entry);
    span_.begin = left.span.begin;
    return left;
  }

  /// Puts the finished node on its shelf.
  template <typename T>
  void becomes(T node) {
    builder_.unfinished_.drop_since(begin_);
    done_ = true;
    builder_.count_part(span_.begin);
    builder_.unfinished_.put<T>(span_.begin, std::move(node), height_);
  }
  /// One level higher than its tallest part.
  void grow() {
    if (++height_ > tallest) throw TooDeep{builder_.text_.data() + span_.end};
  }

 private:
  const Shelf<Word>& words() const { return builder_.unfinished_.shelf<Word>(); }
  Shelf<Word>::const_iterator words_begin() const { return builder_.unfinished_.first_since<Word>(begin_); }

  Builder& builder_;
  std::uint32_t begin_;
  Span span_;
  int height_ = 0;
  bool done_ = false;
};

inline Builder::Part Builder::open(Matched matched) { return Part(*this, matched); }

}  // namespace whereas::syntax
