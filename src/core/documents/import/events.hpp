#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/free_text.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/events.hpp"
#include "core/documents/exporter.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/import/code_on_page.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/quantities.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/office_id.hpp"

/// What happened to a certificate where its goods are imported. Stored: places in the variant and field
/// numbers are never used again for something else.
namespace lintas::documents::import_side {

/// It is here: its data came, or its page was recorded, or the one after the other. What was booked of the
/// page is booked of the data from then on.
struct Received {
  Contents contents;
  Day issued;
  Day valid_until;
  std::vector<Fault> remarks;       ///< of the rules of the treaty: who clears judges
  std::optional<Came> came = {};    ///< in all, until now; data where it is not said
  std::optional<PersonId> by = {};  ///< who recorded the page, or took the data
  FreeText reason = {};
  std::optional<OfficeId> office = {};       ///< that recorded the page
  std::optional<CodeOnPage> page_code = {};  ///< of the page
  /// What the page took the place of, and the data that were taken do not.
  std::optional<Reference> gives_back = {};
  std::optional<ExporterNumber> exporter = {};  ///< where data came that say it

  static constexpr std::string_view record = "import.received";
  static constexpr auto fields() {
    return Fields{Field{1, "contents", &Received::contents},
                  Field{2, "issued", &Received::issued},
                  Field{3, "valid_until", &Received::valid_until},
                  Field{4, "remarks", &Received::remarks},
                  Field{5, "came", &Received::came},
                  Field{6, "by", &Received::by},
                  Field{7, "reason", &Received::reason},
                  Field{8, "office", &Received::office},
                  Field{9, "page_code", &Received::page_code},
                  Field{10, "gives_back", &Received::gives_back},
                  Field{11, "exporter", &Received::exporter}};
  }
  friend bool operator==(const Received&, const Received&) = default;
};

struct Faulty {
  Hash256 document;
  std::vector<Fault> faults;
  std::optional<Reference> certificate = {};  ///< that the message says it is

  static constexpr std::string_view record = "import.faulty";
  static constexpr auto fields() {
    return Fields{Field{1, "document", &Faulty::document}, Field{2, "faults", &Faulty::faults},
                  Field{3, "certificate", &Faulty::certificate}};
  }
  friend bool operator==(const Faulty&, const Faulty&) = default;
};

/// An act or a message whose whole effect the row says.
struct Done {
  std::optional<PersonId> by;
  FreeText text;
  std::optional<Reference> certificate = {};  ///< that is asked for again: it need not be here
  std::optional<OfficeId> office = {};        ///< that asks for it
  std::optional<Reference> gives_back = {};   ///< what the page that was withdrawn took the place of

  static constexpr std::string_view record = "import.done";
  static constexpr auto fields() {
    return Fields{Field{1, "by", &Done::by}, Field{2, "text", &Done::text},
                  Field{3, "certificate", &Done::certificate}, Field{4, "office", &Done::office},
                  Field{5, "gives_back", &Done::gives_back}};
  }
  friend bool operator==(const Done&, const Done&) = default;
};

struct Claimed {
  std::string declaration;
  std::vector<std::string> invoices;
  std::vector<Line> lines;
  bool late = false;  ///< accepted after the validity
  FreeText force_majeure;
  PersonId by;
  OfficeId office;

  static constexpr std::string_view record = "import.claimed";
  static constexpr auto fields() {
    return Fields{Field{1, "declaration", &Claimed::declaration},
                  Field{2, "invoices", &Claimed::invoices},
                  Field{3, "lines", &Claimed::lines},
                  Field{4, "late", &Claimed::late},
                  Field{5, "force_majeure", &Claimed::force_majeure},
                  Field{6, "by", &Claimed::by},
                  Field{7, "office", &Claimed::office}};
  }
  friend bool operator==(const Claimed&, const Claimed&) = default;
};

struct ClaimReleased {
  std::string declaration;
  PersonId by;

  static constexpr std::string_view record = "import.claim_released";
  static constexpr auto fields() {
    return Fields{Field{1, "declaration", &ClaimReleased::declaration}, Field{2, "by", &ClaimReleased::by}};
  }
  friend bool operator==(const ClaimReleased&, const ClaimReleased&) = default;
};

/// What customs decided of some items. All three instants that R-ASW-072 wants: receipt and claim, and the
/// event's own is the decision.
struct Decided {
  std::vector<ItemResult> results;
  bool refund = false;  ///< preference was held back until now
  std::optional<Instant> received;
  std::optional<Instant> claimed;
  bool late_refusal = false;  ///< after the sixty days, with the pauses
  FreeText text;
  PersonId by;

  static constexpr std::string_view record = "import.decided";
  static constexpr auto fields() {
    return Fields{Field{1, "results", &Decided::results},
                  Field{2, "refund", &Decided::refund},
                  Field{3, "received", &Decided::received},
                  Field{4, "claimed", &Decided::claimed},
                  Field{5, "late_refusal", &Decided::late_refusal},
                  Field{6, "text", &Decided::text},
                  Field{7, "by", &Decided::by}};
  }
  friend bool operator==(const Decided&, const Decided&) = default;
};

/// Items that a check or a question of classification keeps open.
struct Opened {
  std::vector<ItemResult> results;
  bool random = false;
  FreeText reason;
  PersonId by;
  std::optional<DocumentId> request;  ///< of a check

  static constexpr std::string_view record = "import.opened";
  static constexpr auto fields() {
    return Fields{Field{1, "results", &Opened::results}, Field{2, "random", &Opened::random},
                  Field{3, "reason", &Opened::reason}, Field{4, "by", &Opened::by},
                  Field{5, "request", &Opened::request}};
  }
  friend bool operator==(const Opened&, const Opened&) = default;
};

struct UseReversed {
  std::vector<ItemResult> results;
  FreeText reason;
  PersonId by;

  static constexpr std::string_view record = "import.use_reversed";
  static constexpr auto fields() {
    return Fields{Field{1, "results", &UseReversed::results}, Field{2, "reason", &UseReversed::reason},
                  Field{3, "by", &UseReversed::by}};
  }
  friend bool operator==(const UseReversed&, const UseReversed&) = default;
};

/// The issuer cancelled it; `drawn`: who lives on it and has to be told (R-ASW-049).
struct CancelReceived {
  std::optional<Reference> successor;
  std::vector<Reference> drawn;
  std::optional<PersonId> by = {};  ///< who recorded it: it came by letter
  FreeText text = {};

  static constexpr std::string_view record = "import.cancel_received";
  static constexpr auto fields() {
    return Fields{Field{1, "successor", &CancelReceived::successor},
                  Field{2, "drawn", &CancelReceived::drawn}, Field{3, "by", &CancelReceived::by},
                  Field{4, "text", &CancelReceived::text}};
  }
  friend bool operator==(const CancelReceived&, const CancelReceived&) = default;
};

/// The refusals that the issuer has clarified, and that are assessed again.
struct ClarificationCame {
  std::vector<std::uint16_t> items;
  FreeText text;

  static constexpr std::string_view record = "import.clarification_came";
  static constexpr auto fields() {
    return Fields{Field{1, "items", &ClarificationCame::items}, Field{2, "text", &ClarificationCame::text}};
  }
  friend bool operator==(const ClarificationCame&, const ClarificationCame&) = default;
};

/// Another certificate takes the place of this one.
struct Replaced {
  Reference by;

  static constexpr std::string_view record = "import.replaced";
  static constexpr auto fields() { return Fields{Field{1, "by", &Replaced::by}}; }
  friend bool operator==(const Replaced&, const Replaced&) = default;
};

/// What took its place does so no more.
struct PlaceGivenBack {
  Reference by;

  static constexpr std::string_view record = "import.place_given_back";
  static constexpr auto fields() { return Fields{Field{1, "by", &PlaceGivenBack::by}}; }
  friend bool operator==(const PlaceGivenBack&, const PlaceGivenBack&) = default;
};

/// The issuer could not book what customs said of items, and says why.
struct NotTaken {
  std::vector<Fault> faults;

  static constexpr std::string_view record = "import.not_taken";
  static constexpr auto fields() { return Fields{Field{1, "faults", &NotTaken::faults}}; }
  friend bool operator==(const NotTaken&, const NotTaken&) = default;
};

using Facts = std::variant<Received, Faulty, Done, Claimed, ClaimReleased, Decided, Opened, UseReversed,
                           DrawnOn, DrawUndone, CancelReceived, Reminded<Alarm>, TimeOver, Noted,
                           ClarificationCame, Replaced, Differing, PlaceGivenBack, NotTaken>;
using Fact = FactOf<Facts>;
using Event = EventOf<Machine, Fact>;

}  // namespace lintas::documents::import_side

namespace lintas::documents {

extern template struct FactOf<import_side::Facts>;  // in evolve.cpp

}  // namespace lintas::documents

namespace lintas {

extern template const Shape& shape<documents::import_side::Event>();

}  // namespace lintas
