#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/require.hpp"
#include "base/time.hpp"
#include "core/aeo/law.hpp"
#include "core/aeo/reading.hpp"
#include "core/aeo/shape.hpp"

// Whatever is declared is read one way, and what is read as a code reads the same again as it is issued.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lintas;
  static const Day day = *parse_day("2026-11-30");
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  for (const auto& row : aeo::law().shapes.rows()) {
    const auto reading = aeo::read_code(row.key.state, text, aeo::law().shapes, day);
    const auto fault = aeo::fault_of(reading, text, "code");
    require(reading.well_formed() != fault.has_value(), "what is no code is told, and nothing else");
    if (reading.code.empty()) continue;
    const auto again = aeo::read_code(row.key.state, reading.code, aeo::law().shapes, day);
    require(again.reads == aeo::Reads::as_issued && again.code == reading.code,
            "what it is read as, or meant to be, is a code as it is issued");
    require(!reading.key || reading.key == again.key, "a code has one key");
  }
  return 0;
}
