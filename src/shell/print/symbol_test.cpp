#include "shell/print/symbol.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "shell/print/failure.hpp"

namespace lintas::print {
namespace {

std::string modules_of(const Symbol& symbol) {
  std::string text;
  for (int x = 0; x < symbol.width; ++x) text += symbol.at(x, 0) ? '1' : '0';
  return text;
}

/// (18 characters + start + check) of 11 modules and a stop of 13: set C would be shorter (ncts.md 11).
TEST(Code128, an_mrn_is_written_in_set_b) {
  for (const std::string_view mrn : {"26SG0000010000A1J0", "26MY1234567890ABJ6"}) {
    const Symbol symbol = code_128(mrn);
    const std::string modules = modules_of(symbol);
    EXPECT_EQ(symbol.height, 1);
    EXPECT_EQ(modules.size(), 233U);
    EXPECT_TRUE(modules.starts_with("11010010000")) << "start B: " << modules;
    EXPECT_TRUE(modules.ends_with("1100011101011")) << "stop: " << modules;
  }
}

TEST(Code128, what_the_code_cannot_say_is_a_failure) {
  EXPECT_THROW((void)code_128(std::string(500, 'A')), PrintFailure);
}

TEST(QrCode, is_square_and_has_its_three_finders) {
  const Symbol symbol = qr_code("ACTS-TAD/1 26SG0000010000A1J0 9F86D081884C7D659A2F");
  ASSERT_EQ(symbol.width, symbol.height);
  const int last = symbol.width - 1;
  for (int i = 0; i < 7; ++i) {
    EXPECT_TRUE(symbol.at(i, 0) && symbol.at(last - i, 0) && symbol.at(i, last)) << i;
  }
  EXPECT_FALSE(symbol.at(last, last) && symbol.at(last - 6, last) && symbol.at(last, last - 6));
}

}  // namespace
}  // namespace lintas::print
