#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/documents/events.hpp"
#include "core/documents/verification/table.hpp"

/// A request to verify a certificate: what `decide` needs of it. It lives with the certificate, under the
/// number that the asking state gave it.
namespace lintas::documents::verification {

/// What somebody should look at. Stored: a number is never used again for another alarm.
enum class Alarm : std::uint8_t { answer_due = 1 };

[[nodiscard]] std::string_view name(Alarm alarm) noexcept;

struct Request {
  State state = State::none;
  std::vector<std::uint16_t> items;   ///< empty: all
  std::optional<Instant> received;    ///< L1 of the request, or within the day of the letter
  std::optional<Instant> since;       ///< when the present state was entered
  std::optional<Rung<Trigger>> rung;  ///< the last clock that rang in it
  std::optional<Alarm> alarm;         ///< the last one, until the state is left
  std::optional<Instant> due;

  friend bool operator==(const Request&, const Request&) = default;
};

}  // namespace lintas::documents::verification
