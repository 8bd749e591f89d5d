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
#include "core/awsc/exporter.hpp"
#include "core/awsc/exporter/table.hpp"
#include "core/documents/events.hpp"
#include "core/documents/fault.hpp"
#include "core/model/values/bounded_text.hpp"

/// What happened to the record of a certified exporter. Stored: as commands.hpp.
/// `since`: of what another state publishes, from when on it says so; else the event's own instant.
namespace lintas::awsc::exporter_side {

struct Recorded {
  Record content;
  PersonId by;
  std::optional<Instant> since = {};

  static constexpr std::string_view record = "exporter.recorded";
  static constexpr auto fields() {
    return Fields{Field{1, "content", &Recorded::content}, Field{2, "by", &Recorded::by},
                  Field{3, "since", &Recorded::since}};
  }
  friend bool operator==(const Recorded&, const Recorded&) = default;
};

struct Suspended {
  FreeText reason;
  PersonId by;
  std::optional<Instant> since = {};

  static constexpr std::string_view record = "exporter.suspended";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &Suspended::reason}, Field{2, "by", &Suspended::by},
                  Field{3, "since", &Suspended::since}};
  }
  friend bool operator==(const Suspended&, const Suspended&) = default;
};

struct Resumed {
  FreeText reason;
  PersonId by;
  std::optional<Instant> since = {};

  static constexpr std::string_view record = "exporter.resumed";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &Resumed::reason}, Field{2, "by", &Resumed::by},
                  Field{3, "since", &Resumed::since}};
  }
  friend bool operator==(const Resumed&, const Resumed&) = default;
};

struct Withdrawn {
  FreeText reason;
  PersonId by;
  std::optional<Instant> since = {};

  static constexpr std::string_view record = "exporter.withdrawn";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &Withdrawn::reason}, Field{2, "by", &Withdrawn::by},
                  Field{3, "since", &Withdrawn::since}};
  }
  friend bool operator==(const Withdrawn&, const Withdrawn&) = default;
};

/// A partner is told how the record stands, whole.
struct Told {
  std::uint32_t partner = 0;
  std::uint32_t version = 0;

  static constexpr std::string_view record = "exporter.told";
  static constexpr auto fields() {
    return Fields{Field{1, "partner", &Told::partner}, Field{2, "version", &Told::version}};
  }
  friend bool operator==(const Told&, const Told&) = default;
};

/// The partner has it; with faults, it has not, and why.
struct Acknowledged {
  std::uint32_t partner = 0;
  std::uint32_t version = 0;
  std::vector<documents::Fault> faults;

  static constexpr std::string_view record = "exporter.acknowledged";
  static constexpr auto fields() {
    return Fields{Field{1, "partner", &Acknowledged::partner}, Field{2, "version", &Acknowledged::version},
                  Field{3, "faults", &Acknowledged::faults}};
  }
  friend bool operator==(const Acknowledged&, const Acknowledged&) = default;
};

/// The state that keeps the register says how the record stands: its state is that behind the event.
/// `version`: of the record there. With faults its content was not taken, and the record stopped all the
/// same.
struct Notified {
  Record content;
  std::uint32_t version = 0;
  std::optional<Instant> since = {};
  std::vector<documents::Fault> faults = {};

  static constexpr std::string_view record = "exporter.notified";
  static constexpr auto fields() {
    return Fields{Field{1, "content", &Notified::content}, Field{2, "version", &Notified::version},
                  Field{3, "since", &Notified::since}, Field{4, "faults", &Notified::faults}};
  }
  friend bool operator==(const Notified&, const Notified&) = default;
};

/// A notice changed nothing: it was known, or is not to be taken, and why.
struct NotTaken {
  std::uint32_t version = 0;
  std::vector<documents::Fault> faults;

  static constexpr std::string_view record = "exporter.not_taken";
  static constexpr auto fields() {
    return Fields{Field{1, "version", &NotTaken::version}, Field{2, "faults", &NotTaken::faults}};
  }
  friend bool operator==(const NotTaken&, const NotTaken&) = default;
};

/// It says what it said, under the next version.
struct ToldAgain {
  FreeText reason;
  PersonId by;

  static constexpr std::string_view record = "exporter.told_again";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &ToldAgain::reason}, Field{2, "by", &ToldAgain::by}};
  }
  friend bool operator==(const ToldAgain&, const ToldAgain&) = default;
};

using Facts =
    std::variant<Recorded, Suspended, Resumed, Withdrawn, Told, Acknowledged, Notified, NotTaken, ToldAgain>;
using Fact = documents::FactOf<Facts>;
using Event = documents::EventOf<Machine, Fact>;

}  // namespace lintas::awsc::exporter_side

namespace lintas::documents {

extern template struct FactOf<awsc::exporter_side::Facts>;  // in evolve.cpp

}  // namespace lintas::documents

namespace lintas {

extern template const Shape& shape<awsc::exporter_side::Event>();

}  // namespace lintas
