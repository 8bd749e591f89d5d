#pragma once

#include <string>
#include <string_view>

namespace lintas::cli {

/// XML as people read it: each element that holds others on lines of its own, two blanks further in than the
/// one around it. Only white space between elements differs. What is not well formed stays as it is.
[[nodiscard]] std::string indented(std::string_view xml);

}  // namespace lintas::cli
