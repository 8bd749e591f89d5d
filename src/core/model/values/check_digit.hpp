#pragma once

#include <string_view>

namespace lintas {

/// The check digit of ISO 6346, used by containers, MRN and GRN: letters count 10 to 38 without the multiples
/// of 11, the character at place i (from 0, at the left) weighs 2^i, and the digit is the sum modulo 11
/// modulo 10. A remainder of ten becomes 0, so about one transposition in eleven goes unseen. Precondition:
/// capital letters and digits only.
[[nodiscard]] char check_digit(std::string_view body);

}  // namespace lintas
