#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"

/// The daily manifests: the node's one walk over what is open, what each partner is told on it, and what is
/// done about a partner's manifest. docs/adr/0011-manifests.md.
namespace lintas::workflow {

/// Something is open that a partner has too: from now on there is a walk a day. Nothing if there is already.
inline constexpr CommandType wake_manifests = command_in(manifest_block, 0);
/// The next part of the walk.
inline constexpr CommandType tell_manifest = command_in(manifest_block, 1);

/// Content of tell_manifest.
struct NextPart {
  StreamId behind{};
  bool first = false;

  static constexpr std::string_view record = "manifest.next_part";
  static constexpr auto fields() {
    return Fields{Field{1, "behind", &NextPart::behind}, Field{2, "first", &NextPart::first}};
  }
};

struct ManifestsWoken {
  Instant due;

  static constexpr std::string_view record = "manifest.woken";
  static constexpr auto fields() { return Fields{Field{1, "due", &ManifestsWoken::due}}; }
};

/// The clock rang: a walk begins or goes on. What tells the part moves the clock again; the one here is for
/// the case that a bug keeps it from doing so.
struct PartDue {
  Instant begun;  ///< the walk
  StreamId behind{};
  Instant due;

  static constexpr std::string_view record = "manifest.part_due";
  static constexpr auto fields() {
    return Fields{Field{1, "begun", &PartDue::begun}, Field{2, "behind", &PartDue::behind},
                  Field{3, "due", &PartDue::due}};
  }
};

struct PartTold {
  StreamId behind{};            ///< the last stream that was looked at
  std::uint32_t part = 0;       ///< from 1
  std::uint32_t looked_at = 0;  ///< streams on this walk so far
  bool last = false;            ///< of the walk
  std::vector<std::uint32_t>
      silent;                  ///< partners that are told nothing on this walk: the last one waits still
  std::optional<Instant> due;  ///< nothing: there was nothing open

  static constexpr std::string_view record = "manifest.part_told";
  static constexpr auto fields() {
    return Fields{Field{1, "behind", &PartTold::behind},       Field{2, "part", &PartTold::part},
                  Field{3, "looked_at", &PartTold::looked_at}, Field{4, "last", &PartTold::last},
                  Field{5, "silent", &PartTold::silent},       Field{6, "due", &PartTold::due}};
  }
};

/// A movement whose newest notice is asked for, or told again.
struct Healed {
  Mrn mrn;
  std::uint32_t notice = 0;  ///< that the partner has, where it is asked for

  static constexpr std::string_view record = "manifest.healed";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &Healed::mrn}, Field{2, "notice", &Healed::notice}};
  }
};

/// A partner's part was compared with what is here.
struct ManifestTaken {
  std::uint32_t partner = 0;
  Day day;
  std::uint32_t part = 0;
  std::uint32_t entries = 0;
  std::vector<Healed> ask;   ///< departure there has a newer or another picture
  std::vector<Healed> tell;  ///< departure here has a newer one

  static constexpr std::string_view record = "manifest.taken";
  static constexpr auto fields() {
    return Fields{Field{1, "partner", &ManifestTaken::partner}, Field{2, "day", &ManifestTaken::day},
                  Field{3, "part", &ManifestTaken::part},       Field{4, "entries", &ManifestTaken::entries},
                  Field{5, "ask", &ManifestTaken::ask},         Field{6, "tell", &ManifestTaken::tell}};
  }
};

/// Messages that never arrived were asked for, as many as one event can; the requests are what it sends.
struct MessagesAsked {
  std::uint32_t count = 0;

  static constexpr std::string_view record = "manifest.messages_asked";
  static constexpr auto fields() { return Fields{Field{1, "count", &MessagesAsked::count}}; }
};

/// Stored: a place is never used again for something else.
using ManifestFact = std::variant<ManifestsWoken, PartDue, PartTold, ManifestTaken, MessagesAsked>;

/// State of the one stream.
struct Manifests {
  struct Walk {
    Instant begun;
    StreamId behind{};
    std::uint32_t parts = 0;      ///< told
    std::uint32_t looked_at = 0;  ///< streams
    std::vector<std::uint32_t> silent;
  };
  std::optional<Instant> due;
  std::optional<Walk> walk;
};

// ---- what the parts of the movement do about it

/// To the journey: departure has this notice. Content: AskStatus.
inline constexpr CommandType ask_status = command_in(notice_block, 48);
/// To departure: this state does not have the newest notice. Content: TellStatus.
inline constexpr CommandType tell_status = command_in(departure_block, 51);

struct AskStatus {
  Mrn mrn;
  std::uint32_t notice = 0;

  static constexpr std::string_view record = "manifest.ask_status";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &AskStatus::mrn}, Field{2, "notice", &AskStatus::notice}};
  }
};
struct TellStatus {
  Mrn mrn;
  Country to;

  static constexpr std::string_view record = "manifest.tell_status";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &TellStatus::mrn}, Field{2, "to", &TellStatus::to}};
  }
};

/// Where the one stream is found.
[[nodiscard]] Slot manifest_slot();

}  // namespace lintas::workflow
