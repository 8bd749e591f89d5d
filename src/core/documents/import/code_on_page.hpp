#pragma once

#include <array>
#include <cstdint>

#include "base/words.hpp"

namespace lintas::documents::import_side {

/// What whoever records a page says of its QR code. Stored: a number is never used again for another answer.
enum class CodeOnPage : std::uint8_t { read = 1, none, not_scanned };
inline constexpr std::array code_on_page_words{Word{CodeOnPage::read, "read"}, Word{CodeOnPage::none, "none"},
                                               Word{CodeOnPage::not_scanned, "not_scanned"}};
[[nodiscard]] constexpr const auto& words_for(CodeOnPage) { return code_on_page_words; }

}  // namespace lintas::documents::import_side
