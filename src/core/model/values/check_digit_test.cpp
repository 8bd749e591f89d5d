#include "core/model/values/check_digit.hpp"

#include <array>
#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>

#include "base/require.hpp"
#include "tests/support/any.hpp"
#include "tests/support/rng.hpp"

namespace lintas {
namespace {

TEST(CheckDigit, follows_the_worked_examples) {
  constexpr std::array examples{
      std::pair{"26KHACTS000000A1J", '7'}, std::pair{"26MYBKH000000042J", '2'},
      std::pair{"26SGTUS000000123J", '0'}, std::pair{"26THSDO000000031J", '0'},
      std::pair{"26MY0000000001G1", '3'},  std::pair{"26VNBCT0000007AB", '0'},
      std::pair{"23GB0000608W8QAKJ", '7'}, std::pair{"26LA000101A1B2C3J", '0'},
      std::pair{"26LA010100000014J", '0'}, std::pair{"26LA010000123456", '0'},
      std::pair{"23GB000001000005", '8'},  std::pair{"CSQU305438", '3'},
  };
  for (const auto& [body, digit] : examples) EXPECT_EQ(check_digit(body), digit) << body;
}

/// The definition, word for word: the sum of value times two to the place.
char by_the_sum(std::string_view body) {
  constexpr std::array letters{10, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 23, 24,
                               25, 26, 27, 28, 29, 30, 31, 32, 34, 35, 36, 37, 38};
  unsigned long long sum = 0;
  for (std::size_t i = 0; i < body.size(); ++i) {
    const char c = body[i];
    const int value = c <= '9' ? c - '0' : letters[static_cast<std::size_t>(c - 'A')];
    sum += static_cast<unsigned long long>(value) << i;
  }
  return static_cast<char>('0' + (sum % 11 % 10));
}

TEST(CheckDigit, agrees_with_the_definition) {
  test::Rng rng = test::announced_rng();
  for (int i = 0; i < 5000; ++i) {
    const std::string body = rng.text(test::capitals_and_digits, rng.below(18));
    EXPECT_EQ(check_digit(body), by_the_sum(body)) << body;
  }
}

TEST(CheckDigit, of_other_characters_is_a_bug) { EXPECT_THROW((void)check_digit("26my"), Bug); }

}  // namespace
}  // namespace lintas
