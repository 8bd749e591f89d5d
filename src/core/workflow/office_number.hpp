#pragma once

#include <cstdint>
#include <string_view>

#include "core/model/values/office_id.hpp"

namespace lintas::workflow {

/// An office code as the number under which the work list finds its streams: its characters as digits to the
/// base of 37, so that no two are alike and none is 0, which means no office.
[[nodiscard]] constexpr std::int64_t office_number(std::string_view code) {
  std::int64_t number = 0;
  for (const char c : code) number = (number * 37) + (c >= 'A' ? c - 'A' + 11 : c - '0' + 1);
  return number;
}
[[nodiscard]] inline std::int64_t office_number(const OfficeId& office) {
  return office_number(office.str());
}

/// Of what waits for the programme office of authorised operators: it is one for the state, whichever office
/// its people sit at. No office has so short a code.
inline constexpr std::int64_t programme_office_number = office_number("AEO");
/// Of what waits for the authority that certifies exporters, at whichever of its offices (list CL923).
inline constexpr std::int64_t certifying_office_number = office_number("CE");

}  // namespace lintas::workflow
