#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/require.hpp"
#include "wire/as4/base64.hpp"

// What is taken is, but for blanks, the one text of its value.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto bytes = lintas::as4::from_base64(text, size);
  if (!bytes) return 0;
  std::string without_blanks{text};
  std::erase_if(without_blanks, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
  lintas::require(lintas::as4::to_base64(*bytes) == without_blanks, "base64 is read as it is written");
  return 0;
}
