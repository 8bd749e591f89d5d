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
enum class Alarm : std::uint8_t { no_answer = 1 };
inline constexpr std::array alarm_words{Word{Alarm::no_answer, "no_answer"}};
[[nodiscard]] constexpr const auto& words_for(Alarm) { return alarm_words; }

struct Document {
  State state = State::none;
  Contents contents;
  std::optional<OfficeId> office;        ///< that issued it, in whose work list it waits
  std::vector<documents::Fault> faults;  ///< that the partner found
  std::vector<Use> uses;
  std::optional<Number> replaced_by;
  // The facts of asw.md 2.2, none inferred from another; the receipt stands beside the lane.
  std::optional<Instant> taken;     ///< the partner's node has it
  std::optional<Instant> answered;  ///< its authority has said what it makes of it
  bool sent_as_data = false;        ///< it, and can be sent again as it was
  bool cancelled_as_data = false;   ///< the cancellation, likewise
  std::optional<Instant> since;     ///< when the present state was entered
  std::optional<documents::Rung<Trigger>> rung;
  std::optional<Alarm> alarm;  ///< until the state is left
  std::optional<Instant> due;

  friend bool operator==(const Document&, const Document&) = default;
};

}  // namespace lintas::kinds::issue_side
