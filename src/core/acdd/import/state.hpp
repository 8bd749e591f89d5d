#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/import/table.hpp"
#include "core/acdd/matching.hpp"
#include "core/documents/events.hpp"
#include "core/documents/fault.hpp"

/// An ACDD where its goods are imported: what `decide` needs of it, and what officers see.
namespace lintas::acdd::import_side {

/// What somebody should look at. Stored: a number is never used again for another alarm.
enum class Alarm : std::uint8_t {
  differs = 1,
  not_declared,        ///< in time
  declared_cancelled,  ///< declarations refer to what export customs cancelled
  no_document,         ///< declarations refer to a permit of which no document came
};

[[nodiscard]] std::string_view name(Alarm alarm) noexcept;

/// Since when a declaration refers to the permit; of one that is reported again, since the first time. What
/// was put away and is declared again waits anew.
struct Standing {
  DeclarationNumber declaration;
  Instant since;

  friend bool operator==(const Standing&, const Standing&) = default;
};

struct Document {
  State state = State::none;
  Contents contents;                     ///< of the version that is here, or was last
  std::vector<documents::Fault> faults;  ///< of the newest that could not be taken
  std::uint16_t heard = 0;               ///< the newest version that came, readable or not
  std::uint16_t cancelled = 0;           ///< this version and those before it are; 0: none is
  std::vector<Declared> declarations;    ///< that refer to it, in the order in which they came
  std::vector<Standing> standing;        ///< of these declarations, in their order
  Judged judged;
  bool looked_at = false;                        ///< customs looked at what the alarm would say
  std::optional<Instant> received;               ///< the version that is here
  std::optional<Instant> since;                  ///< the last change: of what is known, or of the state
  std::optional<documents::Rung<Trigger>> rung;  ///< the last clock that rang in it
  std::optional<Alarm> alarm;                    ///< unless it was looked at
  std::optional<Instant> due;

  friend bool operator==(const Document&, const Document&) = default;
};

}  // namespace lintas::acdd::import_side
