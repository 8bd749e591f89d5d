#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/export/table.hpp"
#include "core/documents/events.hpp"
#include "core/documents/fault.hpp"
#include "core/model/values/office_id.hpp"

/// An ACDD where the export was released: what `decide` needs of it, and what export customs sees.
namespace lintas::acdd::export_side {

/// What somebody should look at. Stored: a number is never used again for another alarm.
enum class Alarm : std::uint8_t {
  no_answer = 1,
  faulty,
  cancel_faulty,   ///< the partner could not read the request to cancel
  cancel_refused,  ///< the partner did not cancel: two versions, or one too many, may count there
};

[[nodiscard]] std::string_view name(Alarm alarm) noexcept;

struct Document {
  State state = State::none;
  Contents contents;                             ///< of the newest version
  bool consent = false;                          ///< of the trader
  std::optional<OfficeId> office;                ///< that released it, in whose work list it waits
  std::vector<documents::Fault> kept;            ///< why it was not sent
  std::vector<documents::Fault> faults;          ///< that the partner found in the newest version
  std::uint16_t asked = 0;                       ///< the newest version whose cancellation was asked; 0: none
  bool answered = false;                         ///< and what became of that, is known
  bool refused = false;                          ///< and the answer was no
  bool refusal_looked_at = false;                ///< and customs looked at that
  bool acknowledged = false;                     ///< the newest version was taken
  bool sent_as_data = false;                     ///< the newest version, and can be sent again as it was
  bool cancelled_as_data = false;                ///< the newest request to cancel, likewise
  std::optional<Instant> since;                  ///< when the present state was entered
  std::optional<documents::Rung<Trigger>> rung;  ///< the last clock that rang in it
  std::optional<Alarm> alarm;                    ///< the last one, until the state is left
  std::optional<Instant> due;

  /// A request to cancel stands open.
  [[nodiscard]] bool awaits_response() const { return asked != 0 && !answered; }

  friend bool operator==(const Document&, const Document&) = default;
};

}  // namespace lintas::acdd::export_side
