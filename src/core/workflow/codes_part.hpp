#pragma once

#include <optional>
#include <string_view>

#include "base/fields.hpp"
#include "base/free_text.hpp"
#include "base/time.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"

/// What officers say of the state's status lists. A node that came back from a backup without its last events
/// does not know which codes hold, so it signs no list until two of them have gone through what was lost
/// (docs/adr/0017-codes-checked-without-a-line.md).
namespace lintas::workflow {

inline constexpr CommandType resume_codes = command_in(code_block, 0);
inline constexpr EventType codes_resumed = event_in(code_block, 0);

/// Content of resume_codes: what was lost has been gone through; each movement that left here stands as it
/// stands outside. Where nothing was lost it changes nothing.
struct ResumeCodes {
  FreeText reason;
  std::optional<PersonId> second;

  static constexpr std::string_view record = "codes.resume";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &ResumeCodes::reason}, Field{2, "second", &ResumeCodes::second}};
  }
};

/// The event, and all that is known. It counts for the losses before it: one behind it was not looked at.
struct CodesResumed {
  Instant at;
  PersonId by;
  PersonId second;
  FreeText reason;

  static constexpr std::string_view record = "codes.resumed";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &CodesResumed::at}, Field{2, "by", &CodesResumed::by},
                  Field{3, "second", &CodesResumed::second}, Field{4, "reason", &CodesResumed::reason}};
  }
  friend bool operator==(const CodesResumed&, const CodesResumed&) = default;
};

/// Of the node's one stream.
[[nodiscard]] Key codes_key();

}  // namespace lintas::workflow
