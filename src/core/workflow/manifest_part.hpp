#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/manifest_facts.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"

/// The daily manifests: the node's walks over what is open, what each partner is told on them, and what is
/// done about a partner's manifest. There is one walk over movements, and one over documents of the single
/// window (manifest_listing.hpp), whose stream is another each month. docs/adr/0011-manifests.md,
/// 0034-manifests-of-certificates.md.
namespace lintas::workflow {

/// Something is open that a partner has too: from now on there is a walk a day. Nothing if there is already.
inline constexpr CommandType wake_manifests = command_in(manifest_block, 0);
/// The next part of the walk.
inline constexpr CommandType tell_manifest = command_in(manifest_block, 1);

/// A document is open that a partner has too: from now on there is a walk a day over documents.
/// Content: WakeDocuments.
inline constexpr CommandType wake_document_manifests = command_in(manifest_block, 2);
/// To a document: a partner's list shows that both sides know it differently. Content: ShowDifference.
inline constexpr CommandType show_difference = command_in(manifest_block, 3);

/// Content of tell_manifest.
struct NextPart {
  StreamId behind{};
  bool first = false;
  std::optional<std::string> month;  ///< of the walk over certificates, "2026-11"; nothing: over movements

  static constexpr std::string_view record = "manifest.next_part";
  static constexpr auto fields() {
    return Fields{Field{1, "behind", &NextPart::behind}, Field{2, "first", &NextPart::first},
                  Field{3, "month", &NextPart::month}};
  }
};

struct WakeDocuments {
  std::string month;
  Instant due;

  static constexpr std::string_view record = "manifest.wake_documents";
  static constexpr auto fields() {
    return Fields{Field{1, "month", &WakeDocuments::month}, Field{2, "due", &WakeDocuments::due}};
  }
};

struct ShowDifference {
  std::uint32_t partner = 0;
  Day day;
  Differing differing;

  static constexpr std::string_view record = "manifest.show_difference";
  static constexpr auto fields() {
    return Fields{Field{1, "partner", &ShowDifference::partner}, Field{2, "day", &ShowDifference::day},
                  Field{3, "differing", &ShowDifference::differing}};
  }
};

struct ManifestsWoken {
  Instant due;
  std::optional<std::string> month;  ///< as in NextPart

  static constexpr std::string_view record = "manifest.woken";
  static constexpr auto fields() {
    return Fields{Field{1, "due", &ManifestsWoken::due}, Field{2, "month", &ManifestsWoken::month}};
  }
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
  std::vector<ToldTo> told;    ///< in the walk over documents
  std::vector<std::string>
      untold;  ///< records of a register that a partner is told of now, as lists name them

  static constexpr std::string_view record = "manifest.part_told";
  static constexpr auto fields() {
    return Fields{Field{1, "behind", &PartTold::behind},       Field{2, "part", &PartTold::part},
                  Field{3, "looked_at", &PartTold::looked_at}, Field{4, "last", &PartTold::last},
                  Field{5, "silent", &PartTold::silent},       Field{6, "due", &PartTold::due},
                  Field{7, "told", &PartTold::told},           Field{8, "untold", &PartTold::untold}};
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
  // Of certificates.
  std::vector<Wanted> wanted;                ///< asked for again
  std::vector<Differing> differs;            ///< what that does not heal
  std::vector<documents::Reference> healed;  ///< of those that were remembered
  std::vector<documents::Reference> shown;   ///< of those that differ: their own streams are told of it
  std::optional<std::string> month;          ///< of the stream; nothing: of movements
  std::optional<std::uint32_t> unknown;      ///< of the wanted ones: nothing of them was exchanged before
  // As `healed` and `shown`, of documents of other sorts, as lists name them.
  std::vector<std::string> other_healed;
  std::vector<std::string> other_shown;

  static constexpr std::string_view record = "manifest.taken";
  static constexpr auto fields() {
    return Fields{Field{1, "partner", &ManifestTaken::partner},
                  Field{2, "day", &ManifestTaken::day},
                  Field{3, "part", &ManifestTaken::part},
                  Field{4, "entries", &ManifestTaken::entries},
                  Field{5, "ask", &ManifestTaken::ask},
                  Field{6, "tell", &ManifestTaken::tell},
                  Field{7, "wanted", &ManifestTaken::wanted},
                  Field{8, "differs", &ManifestTaken::differs},
                  Field{9, "healed", &ManifestTaken::healed},
                  Field{10, "shown", &ManifestTaken::shown},
                  Field{11, "month", &ManifestTaken::month},
                  Field{12, "unknown", &ManifestTaken::unknown},
                  Field{13, "other_healed", &ManifestTaken::other_healed},
                  Field{14, "other_shown", &ManifestTaken::other_shown}};
  }
};

/// Messages that never arrived were asked for, as many as one event can; the requests are what it sends.
struct MessagesAsked {
  std::uint32_t count = 0;

  static constexpr std::string_view record = "manifest.messages_asked";
  static constexpr auto fields() { return Fields{Field{1, "count", &MessagesAsked::count}}; }
};

/// The month is over: the walk over certificates goes on in the stream of the next.
struct MonthEnded {
  std::string next;

  static constexpr std::string_view record = "manifest.month_ended";
  static constexpr auto fields() { return Fields{Field{1, "next", &MonthEnded::next}}; }
};

/// In the stream of a certificate, whose state it leaves as it was: what its office should look at.
struct DifferenceShown {
  std::uint32_t partner = 0;
  Day day;  ///< of the partner's list
  Differing differing;

  static constexpr std::string_view record = "manifest.difference_shown";
  static constexpr auto fields() {
    return Fields{Field{1, "partner", &DifferenceShown::partner}, Field{2, "day", &DifferenceShown::day},
                  Field{3, "differing", &DifferenceShown::differing}};
  }
};

/// Stored: a place is never used again for something else.
using ManifestFact = std::variant<ManifestsWoken, PartDue, PartTold, ManifestTaken, MessagesAsked, MonthEnded,
                                  DifferenceShown>;

/// State of a stream of manifests.
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
  // Of certificates.
  std::optional<std::string> month;  ///< of the stream; nothing: of movements
  std::vector<PartnersLists> partners;

  [[nodiscard]] const PartnersLists* lists_of(exchange::Partner partner) const;
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

/// Where the stream of movements is found.
[[nodiscard]] Slot manifest_slot();
/// Where that of certificates is found, of a month as `month_of` writes it.
[[nodiscard]] Slot document_manifest_slot(std::string_view month);
/// "2026-11": of the day in UTC.
[[nodiscard]] std::string month_of(Day day);
/// What wakes the walk over documents from an event of one of them.
[[nodiscard]] Derived wake_for_document(Instant at);

}  // namespace lintas::workflow
