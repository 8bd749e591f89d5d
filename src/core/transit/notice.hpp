#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/ruling.hpp"

/// What departure tells every state of the route of a movement (status notice X095), and what such a state
/// knows by it. Each notice is the whole picture, so a lost one costs nothing; none of them moves a machine.
/// Source: ncts-office-messages.md 9 (X01 to X08), ncts.md 2.7.
namespace lintas::transit {

/// One notice, as far as it is kept.
struct Notice {
  std::uint32_t number = 0;  ///< dense per movement, from 1
  std::string status;        ///< LX1
  std::optional<Instant> at;
  std::optional<Day> limit;
  std::optional<Day> written_off;
  std::optional<OfficeId> declared;  ///< office of destination
  std::optional<OfficeId> arrived_at;
  std::vector<Crossing> crossings;
  std::optional<ControlResult> result;

  static constexpr std::string_view record = "notice.notice";
  static constexpr auto fields() {
    return Fields{Field{1, "number", &Notice::number},
                  Field{2, "status", &Notice::status},
                  Field{3, "at", &Notice::at},
                  Field{4, "limit", &Notice::limit},
                  Field{5, "written_off", &Notice::written_off},
                  Field{6, "declared", &Notice::declared},
                  Field{7, "arrived_at", &Notice::arrived_at},
                  Field{8, "crossings", &Notice::crossings},
                  Field{9, "result", &Notice::result}};
  }
  friend bool operator==(const Notice&, const Notice&) = default;
};

struct NoticeTaken {
  Mrn mrn;
  Notice notice;
  std::optional<Instant> due = std::nullopt;  ///< when departure is asked for what is missing

  static constexpr std::string_view record = "notice.taken";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &NoticeTaken::mrn}, Field{2, "notice", &NoticeTaken::notice},
                  Field{3, "due", &NoticeTaken::due}};
  }
  friend bool operator==(const NoticeTaken&, const NoticeTaken&) = default;
};

/// A message of departure that was refused; departure is told which and why (IE906).
struct MessageRefused {
  Mrn mrn;
  Ie ie = 0;
  std::vector<Fault> faults;

  static constexpr std::string_view record = "notice.refused";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &MessageRefused::mrn}, Field{2, "ie", &MessageRefused::ie},
                  Field{3, "faults", &MessageRefused::faults}};
  }
  friend bool operator==(const MessageRefused&, const MessageRefused&) = default;
};

/// Departure was asked for notices (X096); it answers with the newest, which is the whole picture.
struct NoticesAsked {
  Mrn mrn;
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::optional<Instant> due = std::nullopt;  ///< when it is asked once more

  static constexpr std::string_view record = "notice.asked";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &NoticesAsked::mrn}, Field{2, "first", &NoticesAsked::first},
                  Field{3, "last", &NoticesAsked::last}, Field{4, "due", &NoticesAsked::due}};
  }
  friend bool operator==(const NoticesAsked&, const NoticesAsked&) = default;
};

/// Departure has told no end for so long that nobody waits for it any more.
struct EndNotTold {
  Mrn mrn;

  static constexpr std::string_view record = "notice.end_not_told";
  static constexpr auto fields() { return Fields{Field{1, "mrn", &EndNotTold::mrn}}; }
  friend bool operator==(const EndNotTold&, const EndNotTold&) = default;
};

/// Stored: a place is never used again for something else.
using NoticeFact = std::variant<NoticeTaken, MessageRefused, NoticesAsked, EndNotTold>;

/// What this state knows of a movement by the notices.
struct Sighting {
  std::optional<Mrn> mrn;
  std::vector<Notice> notices;  ///< by their numbers, the last limits::notices_kept_max of them
  bool contradicted = false;    ///< a number came twice with other content: somebody should look
  std::uint32_t settled = 0;  ///< up to it nothing is missed any more: a later picture was asked for and came
  std::optional<std::uint32_t> asked;  ///< the last number that departure was asked for and has not answered
  std::optional<Instant> due;          ///< when it is asked, or asked once more
  bool given_up = false;               ///< nobody waits any more for the end of the movement

  /// The present picture: the notice with the highest number; none before the first.
  [[nodiscard]] const Notice* newest() const { return notices.empty() ? nullptr : &notices.back(); }
  /// First and last number of each gap below the highest.
  [[nodiscard]] std::vector<std::pair<std::uint32_t, std::uint32_t>> gaps() const;
  /// Whether the newest notice says that the movement has ended.
  [[nodiscard]] bool has_ended() const;
  friend bool operator==(const Sighting&, const Sighting&) = default;
};

[[nodiscard]] Notice notice_of(const Letter& letter);

/// Takes a notice: a higher number is the present status, a lower one fills the history, a repeated one is
/// noted once more. What is missing below it is asked for after limits::notice_ask_after. Refuses R-STS-001
/// the same number with other content (X01), and R-TRA-101 a notice without MRN, number or status.
[[nodiscard]] Ruling<NoticeFact> take(const Sighting& sighting, const Letter& letter, Instant at);

/// The clock of the sighting has run out: departure is asked for what is missing.
[[nodiscard]] Ruling<NoticeFact> time_passed(const Sighting& sighting, Instant at);

/// limits::end_awaited has passed.
[[nodiscard]] Ruling<NoticeFact> give_up(const Mrn& mrn);

/// Departure says elsewhere that its newest notice has this number: it is asked for.
[[nodiscard]] NoticesAsked ask_up_to(const Sighting& sighting, const Mrn& mrn, std::uint32_t number,
                                     Instant at);

[[nodiscard]] Sighting evolve(Sighting sighting, const NoticeFact& fact);

/// What a notice says of status and passages, as a message can show it: days, not instants. Two nodes that
/// have the same notice have the same text.
[[nodiscard]] std::string picture_of(const Notice& notice, const refdata::View& reference);

/// Whether the goods are between the release and an arrival, by the code LX1 of a notice.
[[nodiscard]] bool is_on_the_way(const Notice& notice);

/// Public status by the code LX1 of a notice (ncts.md 3.0). Past its limit date, a movement on the way is
/// overdue; every state sees that by itself.
[[nodiscard]] std::string_view public_status(const Notice& notice, Day today);

}  // namespace lintas::transit
