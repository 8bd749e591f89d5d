#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/require.hpp"
#include "wire/as4/content_type.hpp"

// Whatever is taken says the same when it is written in the plainest way.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using lintas::as4::ContentType;
  const auto type = ContentType::parse({reinterpret_cast<const char*>(data), size});
  if (!type) return 0;
  std::string plain{type->name()};
  const auto boundary = type->parameter("boundary");
  if (boundary && !boundary->empty()) {
    plain += ";boundary=\"";
    for (const char c : *boundary) (plain += '\\') += c;
    plain += '"';
  }
  const auto again = ContentType::parse(plain);
  if (plain.size() > size) return 0;  // may be beyond the limit
  lintas::require(again.has_value() && again->name() == type->name(), "a type is read as it is written");
  lintas::require(!boundary || boundary->empty() || again->parameter("boundary") == boundary,
                  "a parameter is read as it is written");
  return 0;
}
