#include "shell/crypto/entropy.hpp"

#include <array>
#include <gtest/gtest.h>
#include <set>

namespace lintas::crypto {
namespace {

TEST(SystemEntropy, does_not_repeat_itself) {
  SystemEntropy entropy;
  std::set<std::array<std::byte, 16>> seen;
  for (int i = 0; i < 1000; ++i) {
    std::array<std::byte, 16> salt{};
    entropy.fill(salt);
    EXPECT_TRUE(seen.insert(salt).second);
  }
}

}  // namespace
}  // namespace lintas::crypto
