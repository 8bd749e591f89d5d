#pragma once

#include <chrono>

#include "core/model/clocks.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/snapshot.hpp"

/// The clocks of offices, for the local dates and times of messages.
namespace lintas::transit {

using message::date_of;
using message::date_time_of;
using message::instant_of;
using message::start_of;

[[nodiscard]] inline std::chrono::minutes offset_at(const refdata::View& reference, const OfficeId& office) {
  const auto* row = reference.office(office);
  return row == nullptr ? std::chrono::minutes{} : row->value.utc_offset;
}

}  // namespace lintas::transit
