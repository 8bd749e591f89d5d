#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lintas::print {

/// The text with U+200B wherever a line may end between letters of Thai, Lao, Khmer or Burmese: these write
/// no blanks between words, and Pango alone breaks Burmese and Khmer nowhere. By the dictionaries of ICU.
/// Precondition: UTF-8. Safe from any thread.
[[nodiscard]] std::string with_breaks(std::string_view text);

/// Bytes of a text, the last not among them.
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;

  friend bool operator==(const Range&, const Range&) = default;
};

/// References of up to so many letters that rules would break behind a slash or dash, each with the blank
/// behind it, where the line may end. A reference is ASCII: beside other scripts it begins or ends.
[[nodiscard]] std::vector<Range> unbroken(std::string_view text, std::size_t letters_max);

}  // namespace lintas::print
