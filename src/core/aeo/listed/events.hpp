#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "base/free_text.hpp"
#include "base/shape.hpp"
#include "base/time.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/listed/table.hpp"
#include "core/documents/events.hpp"
#include "core/documents/fault.hpp"
#include "core/model/values/bounded_text.hpp"

/// What happened to an operator's record in the list, at home and in copies. Stored: as commands.hpp.
namespace lintas::aeo::listed {

/// The operator agrees to be told of. `extract`: what its authorisation says then, where it was granted.
struct Consented {
  Reference reference;
  Consent consent;
  std::optional<Extract> extract;
  PersonId by;

  static constexpr std::string_view record = "aeo_listed.consented";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &Consented::reference}, Field{2, "consent", &Consented::consent},
                  Field{3, "extract", &Consented::extract}, Field{4, "by", &Consented::by}};
  }
  friend bool operator==(const Consented&, const Consented&) = default;
};

struct ConsentWithdrawn {
  PersonId by;

  static constexpr std::string_view record = "aeo_listed.consent_withdrawn";
  static constexpr auto fields() { return Fields{Field{1, "by", &ConsentWithdrawn::by}}; }
  friend bool operator==(const ConsentWithdrawn&, const ConsentWithdrawn&) = default;
};

/// The list says what the authorisation says.
struct Published {
  Extract extract;

  static constexpr std::string_view record = "aeo_listed.published";
  static constexpr auto fields() { return Fields{Field{1, "extract", &Published::extract}}; }
  friend bool operator==(const Published&, const Published&) = default;
};

/// A partner is told how the operator stands, whole. `urgent`: benefits stop or come back.
struct Told {
  std::uint32_t partner = 0;
  std::uint32_t version = 0;
  bool urgent = false;

  static constexpr std::string_view record = "aeo_listed.told";
  static constexpr auto fields() {
    return Fields{Field{1, "partner", &Told::partner}, Field{2, "version", &Told::version},
                  Field{3, "urgent", &Told::urgent}};
  }
  friend bool operator==(const Told&, const Told&) = default;
};

/// The partner has it; with faults, it has not, and why.
struct Acknowledged {
  std::uint32_t partner = 0;
  std::uint32_t version = 0;
  std::vector<documents::Fault> faults;

  static constexpr std::string_view record = "aeo_listed.acknowledged";
  static constexpr auto fields() {
    return Fields{Field{1, "partner", &Acknowledged::partner}, Field{2, "version", &Acknowledged::version},
                  Field{3, "faults", &Acknowledged::faults}};
  }
  friend bool operator==(const Acknowledged&, const Acknowledged&) = default;
};

/// What a partner has not answered.
struct Missing {
  std::uint32_t partner = 0;
  std::uint32_t version = 0;

  static constexpr std::string_view record = "aeo_listed.missing";
  static constexpr auto fields() {
    return Fields{Field{1, "partner", &Missing::partner}, Field{2, "version", &Missing::version}};
  }
  friend bool operator==(const Missing&, const Missing&) = default;
};

/// What is urgent was not answered in time.
struct Unanswered {
  std::vector<Missing> missing;

  static constexpr std::string_view record = "aeo_listed.unanswered";
  static constexpr auto fields() { return Fields{Field{1, "missing", &Unanswered::missing}}; }
  friend bool operator==(const Unanswered&, const Unanswered&) = default;
};

/// It says what it said, under the next version.
struct ToldAgain {
  FreeText reason;
  PersonId by;

  static constexpr std::string_view record = "aeo_listed.told_again";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &ToldAgain::reason}, Field{2, "by", &ToldAgain::by}};
  }
  friend bool operator==(const ToldAgain&, const ToldAgain&) = default;
};

/// The state that authorised the operator says how it stands: its state is that behind the event. `content`:
/// nothing of what is listed no more, nor where it was not taken and the operator stopped all the same, which
/// the faults say. `since`: from when on it stands so.
struct Notified {
  Reference reference;
  std::uint32_t version = 0;
  Instant since;
  std::optional<Content> content = {};
  std::vector<documents::Fault> faults = {};

  static constexpr std::string_view record = "aeo_listed.notified";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &Notified::reference}, Field{2, "version", &Notified::version},
                  Field{3, "since", &Notified::since}, Field{4, "content", &Notified::content},
                  Field{5, "faults", &Notified::faults}};
  }
  friend bool operator==(const Notified&, const Notified&) = default;
};

/// A notice changed nothing: it was known, or is not to be taken, and why.
struct NotTaken {
  std::uint32_t version = 0;
  std::vector<documents::Fault> faults;

  static constexpr std::string_view record = "aeo_listed.not_taken";
  static constexpr auto fields() {
    return Fields{Field{1, "version", &NotTaken::version}, Field{2, "faults", &NotTaken::faults}};
  }
  friend bool operator==(const NotTaken&, const NotTaken&) = default;
};

/// What a state without a node publishes was brought in: its state is that behind the event.
struct BroughtIn {
  Reference reference;
  Instant since;
  Grant grant;
  Day consent;
  PersonId by;

  static constexpr std::string_view record = "aeo_listed.brought_in";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &BroughtIn::reference}, Field{2, "since", &BroughtIn::since},
                  Field{3, "grant", &BroughtIn::grant}, Field{4, "consent", &BroughtIn::consent},
                  Field{5, "by", &BroughtIn::by}};
  }
  friend bool operator==(const BroughtIn&, const BroughtIn&) = default;
};

using Facts = std::variant<Consented, ConsentWithdrawn, Published, Told, Acknowledged, Unanswered, ToldAgain,
                           Notified, NotTaken, BroughtIn>;
using Fact = documents::FactOf<Facts>;
using Event = documents::EventOf<Machine, Fact>;

}  // namespace lintas::aeo::listed

namespace lintas::documents {

extern template struct FactOf<aeo::listed::Facts>;  // in evolve.cpp

}  // namespace lintas::documents

namespace lintas {

extern template const Shape& shape<aeo::listed::Event>();

}  // namespace lintas
