#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <gtest/gtest.h>
#include <random>
#include <span>
#include <string>
#include <string_view>

namespace lintas::test {

/// The random numbers of a test: splitmix64, the same on every machine and library.
class Rng {
 public:
  explicit Rng(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }
  /// 0 to bound - 1.
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }
  /// first to last.
  std::int64_t between(std::int64_t first, std::int64_t last) {
    return first + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(last - first + 1));
  }
  bool one_in(std::size_t n) { return below(n) == 0; }
  char of(std::string_view alphabet) { return alphabet[below(alphabet.size())]; }
  template <class T>
  const T& of(std::span<const T> values) {
    return values[below(values.size())];
  }
  std::string text(std::string_view alphabet, std::size_t length) {
    std::string result;
    for (std::size_t i = 0; i < length; ++i) result += of(alphabet);
    return result;
  }

 private:
  std::uint64_t state_;
};

/// The seed of the running test, from LINTAS_SEED or new. Printed, so that any failure can be played again.
inline Rng announced_rng() {
  const char* given = std::getenv("LINTAS_SEED");  // NOLINT(concurrency-mt-unsafe): tests read it only
  const std::uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  std::printf("LINTAS_SEED=%llu %s.%s\n", static_cast<unsigned long long>(seed), test->test_suite_name(),
              test->name());
  return Rng{seed};
}

}  // namespace lintas::test
