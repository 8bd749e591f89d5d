#pragma once

#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "base/free_text.hpp"
#include "base/shape.hpp"
#include "core/documents/events.hpp"
#include "core/documents/fault.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/issue/state.hpp"
#include "core/kinds/issue/table.hpp"
#include "core/kinds/messages.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/office_id.hpp"

/// What happened to a document where it was issued. Stored: places in the variant and field numbers are never
/// used again for something else.
namespace lintas::kinds::issue_side {

struct Issued {
  Contents contents;
  PersonId by;
  std::optional<OfficeId> office = {};

  static constexpr std::string_view record = "kinds.issued";
  static constexpr auto fields() {
    return Fields{Field{1, "contents", &Issued::contents}, Field{2, "by", &Issued::by},
                  Field{3, "office", &Issued::office}};
  }
  friend bool operator==(const Issued&, const Issued&) = default;
};

struct WasSent {
  PersonId by;

  static constexpr std::string_view record = "kinds.was_sent";
  static constexpr auto fields() { return Fields{Field{1, "by", &WasSent::by}}; }
  friend bool operator==(const WasSent&, const WasSent&) = default;
};

/// `replaced_by`: it was issued in its place, by the same step.
struct CancellationAsked {
  FreeText reason;
  PersonId by;
  std::optional<Number> replaced_by = {};

  static constexpr std::string_view record = "kinds.cancellation_asked";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &CancellationAsked::reason}, Field{2, "by", &CancellationAsked::by},
                  Field{3, "replaced_by", &CancellationAsked::replaced_by}};
  }
  friend bool operator==(const CancellationAsked&, const CancellationAsked&) = default;
};

struct Resent {
  FreeText reason;
  PersonId by;

  static constexpr std::string_view record = "kinds.resent";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &Resent::reason}, Field{2, "by", &Resent::by}};
  }
  friend bool operator==(const Resent&, const Resent&) = default;
};

struct Answered {
  Answer answer = Answer::taken;
  std::vector<documents::Fault> faults;
  FreeText text;

  static constexpr std::string_view record = "kinds.answered";
  static constexpr auto fields() {
    return Fields{Field{1, "answer", &Answered::answer}, Field{2, "faults", &Answered::faults},
                  Field{3, "text", &Answered::text}};
  }
  friend bool operator==(const Answered&, const Answered&) = default;
};

struct UsedThere {
  Use use;

  static constexpr std::string_view record = "kinds.used_there";
  static constexpr auto fields() { return Fields{Field{1, "use", &UsedThere::use}}; }
  friend bool operator==(const UsedThere&, const UsedThere&) = default;
};

/// `faults`: why it changes nothing of what is left.
struct UseNotBooked {
  Use use;
  std::vector<documents::Fault> faults;

  static constexpr std::string_view record = "kinds.use_not_booked";
  static constexpr auto fields() {
    return Fields{Field{1, "use", &UseNotBooked::use}, Field{2, "faults", &UseNotBooked::faults}};
  }
  friend bool operator==(const UseNotBooked&, const UseNotBooked&) = default;
};

struct LookedAt {
  FreeText reason;
  PersonId by;

  static constexpr std::string_view record = "kinds.looked_at";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &LookedAt::reason}, Field{2, "by", &LookedAt::by}};
  }
  friend bool operator==(const LookedAt&, const LookedAt&) = default;
};

using Facts =
    std::variant<Issued, WasSent, CancellationAsked, Resent, Answered, UsedThere, documents::Reminded<Alarm>,
                 documents::TimeOver, documents::Noted, UseNotBooked, LookedAt>;
using Fact = documents::FactOf<Facts>;
using Event = documents::EventOf<Machine, Fact>;

}  // namespace lintas::kinds::issue_side

namespace lintas::documents {

extern template struct FactOf<kinds::issue_side::Facts>;  // in evolve.cpp

}  // namespace lintas::documents

namespace lintas {

extern template const Shape& shape<kinds::issue_side::Event>();

}  // namespace lintas
