#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/free_text.hpp"
#include "base/shape.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/import/state.hpp"
#include "core/acdd/import/table.hpp"
#include "core/acdd/matching.hpp"
#include "core/acdd/messages.hpp"
#include "core/documents/events.hpp"
#include "core/documents/fault.hpp"
#include "core/model/values/bounded_text.hpp"

/// What happened to an ACDD where its goods are imported. Stored: places in the variant and field numbers are
/// never used again for something else. `alarm`: the one that stands behind it, for whoever is told of the
/// event alone; the document's follows from the rest.
namespace lintas::acdd::import_side {

struct Received {
  Contents contents;
  Judged judged;  ///< against what was declared before
  std::optional<Alarm> alarm = {};

  static constexpr std::string_view record = "acdd_import.received";
  static constexpr auto fields() {
    return Fields{Field{1, "contents", &Received::contents}, Field{2, "judged", &Received::judged},
                  Field{3, "alarm", &Received::alarm}};
  }
  friend bool operator==(const Received&, const Received&) = default;
};

/// `permit`: which document it would be, for whoever has to find it before one is here.
struct Faulty {
  Hash256 document;
  std::vector<documents::Fault> faults;
  std::uint16_t version = 0;  ///< 0: it could not be read
  std::optional<Permit> permit;
  std::optional<Alarm> alarm = {};

  static constexpr std::string_view record = "acdd_import.faulty";
  static constexpr auto fields() {
    return Fields{Field{1, "document", &Faulty::document}, Field{2, "faults", &Faulty::faults},
                  Field{3, "version", &Faulty::version}, Field{4, "permit", &Faulty::permit},
                  Field{5, "alarm", &Faulty::alarm}};
  }
  friend bool operator==(const Faulty&, const Faulty&) = default;
};

/// `permit`: as of Faulty.
struct CancellationCame {
  std::uint16_t version = 0;
  FreeText text;
  std::optional<Permit> permit;
  std::optional<Alarm> alarm = {};

  static constexpr std::string_view record = "acdd_import.cancellation";
  static constexpr auto fields() {
    return Fields{Field{1, "version", &CancellationCame::version}, Field{2, "text", &CancellationCame::text},
                  Field{3, "permit", &CancellationCame::permit}, Field{4, "alarm", &CancellationCame::alarm}};
  }
  friend bool operator==(const CancellationCame&, const CancellationCame&) = default;
};

/// `permit`: as of Faulty.
struct Reported {
  Declared declared;
  Judged judged;
  PersonId by;
  std::optional<Permit> permit;
  std::optional<Alarm> alarm = {};

  static constexpr std::string_view record = "acdd_import.reported";
  static constexpr auto fields() {
    return Fields{Field{1, "declared", &Reported::declared}, Field{2, "judged", &Reported::judged},
                  Field{3, "by", &Reported::by}, Field{4, "permit", &Reported::permit},
                  Field{5, "alarm", &Reported::alarm}};
  }
  friend bool operator==(const Reported&, const Reported&) = default;
};

struct Withdrawn {
  DeclarationNumber declaration;
  Judged judged;
  PersonId by;
  std::optional<Alarm> alarm = {};

  static constexpr std::string_view record = "acdd_import.withdrawn";
  static constexpr auto fields() {
    return Fields{Field{1, "declaration", &Withdrawn::declaration}, Field{2, "judged", &Withdrawn::judged},
                  Field{3, "by", &Withdrawn::by}, Field{4, "alarm", &Withdrawn::alarm}};
  }
  friend bool operator==(const Withdrawn&, const Withdrawn&) = default;
};

struct LookedAt {
  FreeText reason;
  PersonId by;

  static constexpr std::string_view record = "acdd_import.looked_at";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &LookedAt::reason}, Field{2, "by", &LookedAt::by}};
  }
  friend bool operator==(const LookedAt&, const LookedAt&) = default;
};

/// A message that changes nothing: evidence. Its octets are those of documents::Noted, which stood in its
/// place. `faults`: why it could not be booked.
struct Noted {
  MessageNumber message = 0;
  std::vector<documents::Fault> faults;
  std::optional<Alarm> alarm = {};

  static constexpr std::string_view record = "acdd_import.noted";
  static constexpr auto fields() {
    return Fields{Field{1, "message", &Noted::message}, Field{2, "faults", &Noted::faults},
                  Field{3, "alarm", &Noted::alarm}};
  }
  friend bool operator==(const Noted&, const Noted&) = default;
};

using Facts = std::variant<Received, Faulty, CancellationCame, Reported, Withdrawn, documents::TimeOver,
                           Noted, LookedAt>;
using Fact = documents::FactOf<Facts>;
using Event = documents::EventOf<Machine, Fact>;

}  // namespace lintas::acdd::import_side

namespace lintas::documents {

extern template struct FactOf<acdd::import_side::Facts>;  // in evolve.cpp

}  // namespace lintas::documents

namespace lintas {

extern template const Shape& shape<acdd::import_side::Event>();

}  // namespace lintas
