#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>

#include "base/time.hpp"

/// Declarations, and the registers by which they pass all rules, that the program brings along: what a
/// sandbox begins with. They are those of examples/, as they were when the program was built. Pure.
namespace lintas::sandbox {

struct File {
  std::string_view name;  ///< "sg-th-electronics.xml"
  std::string_view text;
};
/// The day by which all of them are dated.
inline constexpr Day examples_written{std::chrono::year{2026} / 11 / 23};
/// Declarations (IE015), by their names.
[[nodiscard]] std::span<const File> examples();
/// Traders, mandates, permits, insurance cards and authorisations of all examples.
[[nodiscard]] std::string_view registers();

/// The text with each day that stands directly behind one of `before` moved.
[[nodiscard]] std::string moved(std::string_view text, std::span<const std::string_view> before,
                                std::chrono::days by);
/// The text with another value in each element of the name.
[[nodiscard]] std::string put(std::string_view text, std::string_view element, std::string_view value);
/// The text without the elements of the name, and without the lines that they were alone on. For elements
/// without others in them.
[[nodiscard]] std::string without(std::string_view text, std::string_view element);

}  // namespace lintas::sandbox
