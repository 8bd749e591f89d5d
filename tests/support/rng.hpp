#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <gtest/gtest.h>
#include <random>

#include "tests/support/random.hpp"

namespace lintas::test {

using Rng = Random;

/// Numbers from the seed of the running test: LINTAS_SEED, or a new one. Printed, so that any failure can be
/// played again.
inline Rng announced_rng() {
  const char* given = std::getenv("LINTAS_SEED");  // NOLINT(concurrency-mt-unsafe): tests read it only
  const std::uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  std::printf("LINTAS_SEED=%llu %s.%s\n", static_cast<unsigned long long>(seed), test->test_suite_name(),
              test->name());
  return Rng{seed};
}

}  // namespace lintas::test
