#pragma once

#include <memory>
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

/// `std::visit(match{[](const After&) {…}, [](const Of&) {…}}, node.form)`: a forgotten alternative does not compile.
template <typename... Cases>
struct match : Cases... {
  using Cases::operator()...;
};
template <typename... Cases>
match(Cases...) -> match<Cases...>;

}  // namespace whereas::syntax
