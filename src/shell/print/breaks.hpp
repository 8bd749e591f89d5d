#pragma once

#include <string>
#include <string_view>

namespace lintas::print {

/// The text with U+200B wherever a line may end between letters of Thai, Lao, Khmer or Burmese: these write
/// no blanks between words, and Pango alone breaks Burmese and Khmer nowhere. By the dictionaries of ICU.
/// Precondition: UTF-8. Safe from any thread.
[[nodiscard]] std::string with_breaks(std::string_view text);

}  // namespace lintas::print
