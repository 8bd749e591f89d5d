#include "base/base45.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"

namespace lintas {
namespace {

TEST(Base45, writes_and_reads_the_examples_of_the_standard) {
  // RFC 9285, sections 4.3 and 4.4.
  for (const auto& [plain, text] : {std::pair<std::string_view, std::string_view>{"AB", "BB8"},
                                    {"Hello!!", "%69 VD92EX0"},
                                    {"base-45", "UJCLQE7W581"},
                                    {"ietf!", "QED8WEX0"},
                                    {"", ""}}) {
    EXPECT_EQ(to_base45(as_bytes(plain)), text);
    const auto read = from_base45(text);
    ASSERT_TRUE(read.has_value()) << text;
    EXPECT_EQ(as_text(*read), plain);
  }
}

TEST(Base45, goes_both_ways) {
  std::string all;
  for (int i = 0; i < 256; ++i) {
    all += static_cast<char>(i);
    EXPECT_EQ(as_text(from_base45(to_base45(as_bytes(all))).value()), all);
  }
}

TEST(Base45, refuses_what_no_bytes_give) {
  EXPECT_TRUE(from_base45("FGW")) << "65535";
  EXPECT_FALSE(from_base45("GGW")) << "65536 (RFC 9285, section 6)";
  EXPECT_FALSE(from_base45(":::"));
  EXPECT_TRUE(from_base45("U5")) << "255";
  EXPECT_FALSE(from_base45("V5")) << "256";
  EXPECT_FALSE(from_base45("A")) << "one character is no byte";
  EXPECT_FALSE(from_base45("BB8A"));
  EXPECT_FALSE(from_base45("bb8")) << "lower case is not in the alphabet";
  EXPECT_FALSE(from_base45("B\n8"));
}

}  // namespace
}  // namespace lintas
