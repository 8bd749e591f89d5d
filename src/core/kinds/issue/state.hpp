#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "base/words.hpp"
#include "core/documents/events.hpp"
#include "core/documents/fault.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/issue/table.hpp"
#include "core/model/values/office_id.hpp"

/// A document of a kind where it is issued: what `decide` needs of it, and what the authority sees.
namespace lintas::kinds::issue_side {

/// What somebody should look at. Stored: a number is never used again for another alarm.
enum class Alarm : std::uint8_t {
  no_answer = 1,
  use_not_booked,  ///< the receiving state told of a use that cannot be
};
inline constexpr std::array alarm_words{Word{Alarm::no_answer, "no_answer"},
                                        Word{Alarm::use_not_booked, "use_not_booked"}};
[[nodiscard]] constexpr const auto& words_for(Alarm) { return alarm_words; }

/// A use that the receiving state told of, and why it changes nothing of what is left.
struct NotBooked {
  Use use;
  std::vector<documents::Fault> faults;

  friend bool operator==(const NotBooked&, const NotBooked&) = default;
};

struct Document {
  State state = State::none;
  Contents contents;
  std::optional<OfficeId> office;        ///< that issued it, in whose work list it waits
  std::vector<documents::Fault> faults;  ///< that the partner found
  std::vector<Use> uses;
  std::vector<NotBooked> not_booked;  ///< the newest, until somebody looked at them; the log has all
  std::optional<Number> replaced_by;
  // The facts of asw.md 2.2, none inferred from another; the receipt stands beside the lane.
  std::optional<Instant> taken;     ///< the partner's node has it
  std::optional<Instant> answered;  ///< its authority has said what it makes of it
  bool sent_as_data = false;        ///< it, and can be sent again as it was
  bool cancelled_as_data = false;   ///< the cancellation, likewise
  std::optional<Instant> since;     ///< when the present state was entered
  std::optional<documents::Rung<Trigger>> rung;
  std::optional<Alarm> alarm;  ///< until its cause is over, or somebody looked at it
  /// Stands, too, and is shown once somebody has looked at uses that were not booked.
  std::optional<Alarm> alarm_behind;
  std::optional<Instant> due;

  friend bool operator==(const Document&, const Document&) = default;
};

}  // namespace lintas::kinds::issue_side
