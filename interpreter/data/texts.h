#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

namespace whereas::data {

/// Whether two texts are the same: compared by words of eight bytes, the last of which overlap, so that no byte beyond the text is looked at.
inline bool same_text(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  const auto same_bytes = [&](auto part, std::size_t place) {
    auto other = part;
    std::memcpy(&part, a.data() + place, sizeof part);
    std::memcpy(&other, b.data() + place, sizeof other);
    return part == other;
  };
  const std::size_t size = a.size();
  if (size >= 8) {
    for (std::size_t place = 0; place + 8 < size; place += 8) {
      if (!same_bytes(std::uint64_t{}, place)) return false;
    }
    return same_bytes(std::uint64_t{}, size - 8);
  }
  if (size >= 4) return same_bytes(std::uint32_t{}, 0) && same_bytes(std::uint32_t{}, size - 4);
  if (size >= 2) return same_bytes(std::uint16_t{}, 0) && same_bytes(std::uint16_t{}, size - 2);
  return size == 0 || a.front() == b.front();
}

/// Numbers the texts that it is asked for, from 0 in the order in which they first come. The texts must stay where they are.
class Texts {
 public:
  std::uint32_t number_of(std::string_view text) {
    const std::uint64_t hash = hash_of(text);
    for (std::size_t place = hash & mask_;; place = (place + 1) & mask_) {
      const std::uint32_t number = slots_[place];
      if (number == none) return add(text, hash);
      if (entries_[number].hash == hash && entries_[number].text == text) return number;
    }
  }
  std::string_view operator[](std::uint32_t number) const { return entries_[number].text; }
  std::size_t count() const { return entries_.size(); }

 private:
  static constexpr std::uint32_t none = ~std::uint32_t{0};
  struct Entry {
    std::string_view text;
    std::uint64_t hash = 0;
  };

  static std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) {
    hash = (hash ^ word) * 0x9E3779B97F4A7C15;
    return hash ^ hash >> 29;
  }
  /// Overlapping words of eight bytes, so that no byte beyond the text is looked at.
  static std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = text.size();
    std::uint64_t word = 0;
    std::size_t place = 0;
    for (; place + 8 < text.size(); place += 8) {
      std::memcpy(&word, text.data() + place, 8);
      hash = mixed(hash, word);
    }
    if (text.size() >= 8) {
      std::memcpy(&word, text.data() + text.size() - 8, 8);
      return mixed(hash, word);
    }
    std::uint32_t part = 0;
    if (text.size() >= 4) {
      std::memcpy(&part, text.data(), 4);
      word = part;
      std::memcpy(&part, text.data() + text.size() - 4, 4);
      return mixed(hash, word << 32 | part);
    }
    for (const char letter : text) word = word << 8 | static_cast<unsigned char>(letter);
    return mixed(hash, word);
  }

  std::uint32_t add(std::string_view text, std::uint64_t hash) {
    const auto number = static_cast<std::uint32_t>(entries_.size());
    entries_.push_back({text, hash});
    if (entries_.size() * 2 > slots_.size()) {
      slots_.assign(slots_.size() * 2, none);
      mask_ = slots_.size() - 1;
      for (std::uint32_t known = 0; known < number; ++known) settle(known);
    }
    settle(number);
    return number;
  }
  void settle(std::uint32_t number) {
    std::size_t place = entries_[number].hash & mask_;
    while (slots_[place] != none) place = (place + 1) & mask_;
    slots_[place] = number;
  }

  std::vector<Entry> entries_;
  std::vector<std::uint32_t> slots_ = std::vector<std::uint32_t>(64, none);
  std::size_t mask_ = 63;
};

/// Numbers pairs of numbers in the same way.
class Pairs {
 public:
  std::uint32_t number_of(std::uint32_t first, std::uint32_t second) {
    const std::uint64_t pair = std::uint64_t{first} << 32 | second;
    for (std::size_t place = place_of(pair);; place = (place + 1) & mask_) {
      const std::uint32_t number = slots_[place];
      if (number == none) return add(pair);
      if (pairs_[number] == pair) return number;
    }
  }
  std::pair<std::uint32_t, std::uint32_t> operator[](std::uint32_t number) const { return {static_cast<std::uint32_t>(pairs_[number] >> 32), static_cast<std::uint32_t>(pairs_[number])}; }
  std::size_t count() const { return pairs_.size(); }

 private:
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  std::size_t place_of(std::uint64_t pair) const { return (pair * 0x9E3779B97F4A7C15 >> 32) & mask_; }
  std::uint32_t add(std::uint64_t pair) {
    pairs_.push_back(pair);
    if (pairs_.size() * 2 > slots_.size()) {
      slots_.assign(slots_.size() * 2, none);
      mask_ = slots_.size() - 1;
      for (std::uint32_t known = 0; known + 1 < pairs_.size(); ++known) settle(known);
    }
    settle(static_cast<std::uint32_t>(pairs_.size() - 1));
    return static_cast<std::uint32_t>(pairs_.size() - 1);
  }
  void settle(std::uint32_t number) {
    std::size_t place = place_of(pairs_[number]);
    while (slots_[place] != none) place = (place + 1) & mask_;
    slots_[place] = number;
  }

  std::vector<std::uint64_t> pairs_;
  std::vector<std::uint32_t> slots_ = std::vector<std::uint32_t>(64, none);
  std::size_t mask_ = 63;
};

}  // namespace whereas::data
