#include "base/hex.hpp"

#include <gtest/gtest.h>
#include <string>

namespace lintas {
namespace {

TEST(Hex, goes_both_ways) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  const std::string text = to_hex(as_bytes(all));
  EXPECT_EQ(text.substr(0, 8), "00010203");
  EXPECT_EQ(as_text(*from_hex(text)), all);
  EXPECT_EQ(as_text(*from_hex("4C4c")), "LL");
}

TEST(Hex, refuses_what_is_not_hex) {
  EXPECT_FALSE(from_hex("0"));
  EXPECT_FALSE(from_hex("0g"));
  EXPECT_FALSE(from_hex("0x"));
}

}  // namespace
}  // namespace lintas
