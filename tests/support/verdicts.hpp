#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/messages/program.hpp"
#include "tests/support/mutants.hpp"
#include "tests/support/random.hpp"

/// What is recorded about wrong messages: tests/data/messages/instances holds right ones, verdicts.txt beside
/// it says for each series of documents made from them which two validators accept by the published schemas.
namespace lintas::test {

inline constexpr std::size_t mutants_per_message = 2000;

/// One line of the record: how the series is made, a sum over its documents, and for each a bit of each of
/// the two validators, as hexadecimal digits.
struct Series {
  std::string kind;  ///< "mutants" or "values"
  std::string root;
  std::size_t leaf = 0;  ///< of "values": index of the element whose value is replaced
  std::string sum;
  std::string bits;    ///< of libxml2
  std::string second;  ///< of Xerces
};

/// FNV-1a over all documents of a series: tells that a record belongs to other documents than were made now.
class Sum {
 public:
  void add(std::string_view text) {
    for (const char c : text) {
      value_ = (value_ ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    }
  }
  [[nodiscard]] std::string str() const {
    std::string text;
    for (unsigned shift = 64; shift > 0; shift -= 4)
      text += "0123456789abcdef"[(value_ >> (shift - 4)) & 15U];
    return text;
  }

 private:
  std::uint64_t value_ = 0xCBF29CE484222325U;
};

/// One bit a document, four in a hexadecimal digit, the first in its lowest place.
class Bits {
 public:
  Bits() = default;
  explicit Bits(std::string digits) : digits_(std::move(digits)), count_(4 * digits_.size()) {}

  void add(bool bit) {
    if (count_ % 4 == 0) digits_ += '0';
    if (bit) digits_.back() = hex[value(digits_.back()) | (1U << (count_ % 4))];
    ++count_;
  }
  [[nodiscard]] bool at(std::size_t index) const {
    return ((value(digits_.at(index / 4)) >> (index % 4)) & 1U) != 0;
  }
  [[nodiscard]] const std::string& str() const noexcept { return digits_; }

 private:
  static constexpr std::string_view hex = "0123456789abcdef";
  static unsigned value(char digit) { return static_cast<unsigned>(hex.find(digit)); }

  std::string digits_;
  std::size_t count_ = 0;
};

/// Calls with each element below the root and its index, from 1.
template <class Use>
void each_element(const message::Program& program, Use use) {
  std::size_t index = 0;
  const auto walk = [&](const auto& self, const message::Node& node) -> void {
    for (const auto& child : program.children(node)) {
      use(++index, child);
      self(self, child);
    }
  };
  walk(walk, program.top());
}

/// The documents of a series, made from the smallest and the fullest right message of that root.
template <class Visit>
void make_series(const Series& series, const std::string& minimal, const std::string& full, Visit&& visit) {
  if (series.kind == "values") {
    const auto spans = elements(full);
    const Span& leaf = spans.at(series.leaf);
    const auto valid = std::string_view{full}.substr(leaf.content, leaf.content_end - leaf.content);
    for (const auto& value : boundary_values(valid)) visit(with_value(full, leaf, value));
    return;
  }
  Random random{[&] {
    std::uint64_t seed = 1;
    for (const char c : series.root) seed = (seed * 31) + static_cast<unsigned char>(c);
    return seed;
  }()};
  const std::array<const std::string*, 2> texts{&full, &minimal};
  const std::array<std::vector<Span>, 2> spans{elements(full), elements(minimal)};
  for (std::size_t i = 0; i < mutants_per_message; ++i) {
    const std::size_t base = i % 4 == 3 ? 1 : 0;
    visit(mutant(*texts.at(base), spans.at(base), random));
  }
}

}  // namespace lintas::test
