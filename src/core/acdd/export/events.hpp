#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "base/free_text.hpp"
#include "base/shape.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/export/state.hpp"
#include "core/acdd/export/table.hpp"
#include "core/acdd/messages.hpp"
#include "core/documents/events.hpp"
#include "core/documents/fault.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/office_id.hpp"

/// What happened to an ACDD where the export was released. Stored: places in the variant and field numbers
/// are never used again for something else. `alarm`: the one that stands behind it, for whoever is told of
/// the event alone, in facts behind which one may; the document's follows from the rest.
namespace lintas::acdd::export_side {

/// `kept`: why nothing was sent, if nothing was.
struct Released {
  Contents contents;
  bool consent = false;
  std::vector<documents::Fault> kept;
  PersonId by;
  std::optional<OfficeId> office = {};  ///< none where the customs system released it

  static constexpr std::string_view record = "acdd.released";
  static constexpr auto fields() {
    return Fields{Field{1, "contents", &Released::contents}, Field{2, "consent", &Released::consent},
                  Field{3, "kept", &Released::kept}, Field{4, "by", &Released::by},
                  Field{5, "office", &Released::office}};
  }
  friend bool operator==(const Released&, const Released&) = default;
};

struct WasSent {
  bool consent = false;
  PersonId by;

  static constexpr std::string_view record = "acdd.was_sent";
  static constexpr auto fields() {
    return Fields{Field{1, "consent", &WasSent::consent}, Field{2, "by", &WasSent::by}};
  }
  friend bool operator==(const WasSent&, const WasSent&) = default;
};

struct Amended {
  Contents contents;
  std::vector<documents::Fault> kept;
  FreeText reason;
  PersonId by;

  static constexpr std::string_view record = "acdd.amended";
  static constexpr auto fields() {
    return Fields{Field{1, "contents", &Amended::contents}, Field{2, "kept", &Amended::kept},
                  Field{3, "reason", &Amended::reason}, Field{4, "by", &Amended::by}};
  }
  friend bool operator==(const Amended&, const Amended&) = default;
};

struct CancellationAsked {
  FreeText reason;
  PersonId by;

  static constexpr std::string_view record = "acdd.cancellation_asked";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &CancellationAsked::reason}, Field{2, "by", &CancellationAsked::by}};
  }
  friend bool operator==(const CancellationAsked&, const CancellationAsked&) = default;
};

struct Resent {
  FreeText reason;
  PersonId by;
  std::optional<Alarm> alarm = {};

  static constexpr std::string_view record = "acdd.resent";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &Resent::reason}, Field{2, "by", &Resent::by},
                  Field{3, "alarm", &Resent::alarm}};
  }
  friend bool operator==(const Resent&, const Resent&) = default;
};

struct Acknowledged {
  std::vector<documents::Fault> faults;
  std::optional<Alarm> alarm = {};

  static constexpr std::string_view record = "acdd.acknowledged";
  static constexpr auto fields() {
    return Fields{Field{1, "faults", &Acknowledged::faults}, Field{2, "alarm", &Acknowledged::alarm}};
  }
  friend bool operator==(const Acknowledged&, const Acknowledged&) = default;
};

struct Responded {
  FreeText text;
  std::optional<Alarm> alarm = {};

  static constexpr std::string_view record = "acdd.responded";
  static constexpr auto fields() {
    return Fields{Field{1, "text", &Responded::text}, Field{2, "alarm", &Responded::alarm}};
  }
  friend bool operator==(const Responded&, const Responded&) = default;
};

/// By the partner; `done`: what was asked.
struct LetterCame {
  bool done = false;
  FreeText reason;
  PersonId by;
  std::optional<Alarm> alarm = {};

  static constexpr std::string_view record = "acdd.letter_came";
  static constexpr auto fields() {
    return Fields{Field{1, "done", &LetterCame::done}, Field{2, "reason", &LetterCame::reason},
                  Field{3, "by", &LetterCame::by}, Field{4, "alarm", &LetterCame::alarm}};
  }
  friend bool operator==(const LetterCame&, const LetterCame&) = default;
};

struct LookedAt {
  FreeText reason;
  PersonId by;
  std::optional<Alarm> alarm = {};  ///< that stood behind the one that was looked at

  static constexpr std::string_view record = "acdd.looked_at";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &LookedAt::reason}, Field{2, "by", &LookedAt::by},
                  Field{3, "alarm", &LookedAt::alarm}};
  }
  friend bool operator==(const LookedAt&, const LookedAt&) = default;
};

/// A message that changes nothing: evidence. Its octets are those of documents::Noted, which stood in its
/// place. `faults`: why it could not be booked.
struct Noted {
  MessageNumber message = 0;
  std::vector<documents::Fault> faults;
  std::optional<Alarm> alarm = {};

  static constexpr std::string_view record = "acdd.noted";
  static constexpr auto fields() {
    return Fields{Field{1, "message", &Noted::message}, Field{2, "faults", &Noted::faults},
                  Field{3, "alarm", &Noted::alarm}};
  }
  friend bool operator==(const Noted&, const Noted&) = default;
};

using Facts = std::variant<Released, WasSent, Amended, CancellationAsked, Resent, Acknowledged, Responded,
                           documents::Reminded<Alarm>, documents::TimeOver, Noted, LetterCame, LookedAt>;
using Fact = documents::FactOf<Facts>;
using Event = documents::EventOf<Machine, Fact>;

}  // namespace lintas::acdd::export_side

namespace lintas::documents {

extern template struct FactOf<acdd::export_side::Facts>;  // in evolve.cpp

}  // namespace lintas::documents

namespace lintas {

extern template const Shape& shape<acdd::export_side::Event>();

}  // namespace lintas
