#pragma once

#include <memory>
#include <optional>
#include <utility>

namespace whereas::syntax {

/// Owns one value, copies it when copied, and is never null: what a node of the tree holds its parts in.
/// (Moved-from boxes may only be assigned to or destroyed.)
template <typename T>
class Box {
 public:
  Box(T value) : value_(std::make_unique<T>(std::move(value))) {}  // NOLINT(google-explicit-constructor)
  Box(const Box& other) : value_(std::make_unique<T>(*other.value_)) {}
  Box(Box&&) noexcept = default;
  Box& operator=(const Box& other) { return *this = Box(other); }
  Box& operator=(Box&&) noexcept = default;
  ~Box() = default;

  const T& operator*() const { return *value_; }
  T& operator*() { return *value_; }
  const T* operator->() const { return value_.get(); }
  T* operator->() { return value_.get(); }

 private:
  std::unique_ptr<T> value_;
};

/// A part that few have: an optional value, in a place of its own, so that those who have none carry a pointer and not the room for it. Copied when
/// copied; used as `std::optional` is.
template <typename T>
class Rare {
 public:
  Rare() = default;
  Rare(std::nullopt_t) {}                                          // NOLINT(google-explicit-constructor)
  Rare(T value) : value_(std::make_unique<T>(std::move(value))) {}  // NOLINT(google-explicit-constructor)
  Rare(std::optional<T> value) : value_(value ? std::make_unique<T>(*std::move(value)) : nullptr) {}  // NOLINT(google-explicit-constructor)
  Rare(const Rare& other) : value_(other.value_ ? std::make_unique<T>(*other.value_) : nullptr) {}
  Rare(Rare&&) noexcept = default;
  Rare& operator=(const Rare& other) { return *this = Rare(other); }
  Rare& operator=(Rare&&) noexcept = default;
  ~Rare() = default;

  bool has_value() const { return value_ != nullptr; }
  explicit operator bool() const { return has_value(); }
  const T& operator*() const { return *value_; }
  T& operator*() { return *value_; }
  const T* operator->() const { return value_.get(); }
  T* operator->() { return value_.get(); }
  T value_or(T other) const { return value_ ? *value_ : std::move(other); }
  void reset() { value_.reset(); }
  T& emplace() { return *(value_ = std::make_unique<T>()); }

  friend bool operator==(const Rare& a, const Rare& b) { return a.has_value() == b.has_value() && (!a.has_value() || *a == *b); }

 private:
  std::unique_ptr<T> value_;
};

/// `std::visit(match{[](const After&) {…}, [](const Of&) {…}}, node.form)`: a forgotten alternative does not compile.
template <typename... Cases>
struct match : Cases... {
  using Cases::operator()...;
};
template <typename... Cases>
match(Cases...) -> match<Cases...>;

}  // namespace whereas::syntax
