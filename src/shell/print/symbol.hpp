#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

/// What machines read of a printed page.
namespace lintas::print {

/// Dark and light modules, row by row, without the quiet zone around them.
struct Symbol {
  int width = 0;
  int height = 0;
  std::vector<bool> dark;

  [[nodiscard]] bool at(int x, int y) const {
    return dark[(static_cast<std::size_t>(y) * static_cast<std::size_t>(width)) +
                static_cast<std::size_t>(x)];
  }
};

/// Code 128, set B only, one row: 18 characters are 233 modules. Needs 10 light modules on both sides.
[[nodiscard]] Symbol code_128(std::string_view text);
/// QR code with error correction M, which stands a coffee stain of a seventh. Needs 4 light modules around.
[[nodiscard]] Symbol qr_code(std::string_view text);

inline constexpr int quiet_of_code_128 = 10;
inline constexpr int quiet_of_qr_code = 4;

}  // namespace lintas::print
