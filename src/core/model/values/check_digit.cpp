#include "core/model/values/check_digit.hpp"

#include <string_view>

#include "base/require.hpp"
#include "core/model/values/chars.hpp"

namespace lintas {

namespace {

/// A is 10; B, L and V step over 11, 22 and 33.
int value_of(char c) {
  if (is_digit(c)) return c - '0';
  return 10 + (c - 'A') + (c >= 'B' ? 1 : 0) + (c >= 'L' ? 1 : 0) + (c >= 'V' ? 1 : 0);
}

}  // namespace

char check_digit(std::string_view body) {
  // Modulo 11 at each step: from the right, 2 * rest + value, so that no length overflows.
  int rest = 0;
  for (auto c = body.rbegin(); c != body.rend(); ++c) {
    require(is_capital_or_digit(*c), "a check digit is made from capital letters and digits");
    rest = ((2 * rest) + value_of(*c)) % 11;
  }
  return static_cast<char>('0' + (rest % 10));
}

}  // namespace lintas
