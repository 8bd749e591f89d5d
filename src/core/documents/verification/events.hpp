#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "base/free_text.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/events.hpp"
#include "core/documents/verification/state.hpp"
#include "core/documents/verification/table.hpp"
#include "core/model/values/bounded_text.hpp"

/// What happened to a request to verify. Stored: places in the variant and field numbers are never used again
/// for something else.
namespace lintas::documents::verification {

struct Requested {
  std::vector<std::uint16_t> items;
  FreeText reason;
  std::optional<PersonId> by;  ///< who entered the letter
  Instant received = {};       ///< on that day, if it came by letter

  static constexpr std::string_view record = "verification.requested";
  static constexpr auto fields() {
    return Fields{Field{1, "items", &Requested::items}, Field{2, "reason", &Requested::reason},
                  Field{3, "by", &Requested::by}, Field{4, "received", &Requested::received}};
  }
  friend bool operator==(const Requested&, const Requested&) = default;
};

struct Answered {
  FreeText text;
  PersonId by;

  static constexpr std::string_view record = "verification.answered";
  static constexpr auto fields() {
    return Fields{Field{1, "text", &Answered::text}, Field{2, "by", &Answered::by}};
  }
  friend bool operator==(const Answered&, const Answered&) = default;
};

/// `by` nobody: the exporter was silent for as long as it may.
struct VisitAnswered {
  bool consents = false;
  FreeText text;
  std::optional<PersonId> by;

  static constexpr std::string_view record = "verification.visit_answered";
  static constexpr auto fields() {
    return Fields{Field{1, "consents", &VisitAnswered::consents}, Field{2, "text", &VisitAnswered::text},
                  Field{3, "by", &VisitAnswered::by}};
  }
  friend bool operator==(const VisitAnswered&, const VisitAnswered&) = default;
};

struct VisitAsked {
  FreeText text;

  static constexpr std::string_view record = "verification.visit_asked";
  static constexpr auto fields() { return Fields{Field{1, "text", &VisitAsked::text}}; }
  friend bool operator==(const VisitAsked&, const VisitAsked&) = default;
};

struct DecisionCame {
  std::vector<ItemResult> results;
  FreeText text;

  static constexpr std::string_view record = "verification.decision_came";
  static constexpr auto fields() {
    return Fields{Field{1, "results", &DecisionCame::results}, Field{2, "text", &DecisionCame::text}};
  }
  friend bool operator==(const DecisionCame&, const DecisionCame&) = default;
};

using Facts = std::variant<Requested, Answered, VisitAnswered, VisitAsked, DecisionCame, Reminded<Alarm>,
                           TimeOver, Noted>;
using Fact = FactOf<Facts>;
using Event = EventOf<Machine, Fact>;

}  // namespace lintas::documents::verification

namespace lintas::documents {

extern template struct FactOf<verification::Facts>;  // in evolve.cpp

}  // namespace lintas::documents
