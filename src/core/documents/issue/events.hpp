#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "base/free_text.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/events.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/tin.hpp"

/// What happened to a certificate where it is issued. Stored: places in the variant and field numbers are
/// never used again for something else.
namespace lintas::documents::issue_side {

struct Drafted {
  Contents contents;
  PersonId by;
  DocumentId document;
  Tin exporter;
  DocumentId application;

  static constexpr std::string_view record = "issue.drafted";
  static constexpr auto fields() {
    return Fields{Field{1, "contents", &Drafted::contents}, Field{2, "by", &Drafted::by},
                  Field{3, "document", &Drafted::document}, Field{4, "exporter", &Drafted::exporter},
                  Field{5, "application", &Drafted::application}};
  }
  friend bool operator==(const Drafted&, const Drafted&) = default;
};

/// An act whose whole effect the row says.
struct Done {
  PersonId by;
  FreeText text;

  static constexpr std::string_view record = "issue.done";
  static constexpr auto fields() { return Fields{Field{1, "by", &Done::by}, Field{2, "text", &Done::text}}; }
  friend bool operator==(const Done&, const Done&) = default;
};

struct Approved {
  ReferenceNumber number;
  Day issued;
  Day valid_until;
  PersonId by;

  static constexpr std::string_view record = "issue.approved";
  static constexpr auto fields() {
    return Fields{Field{1, "number", &Approved::number}, Field{2, "issued", &Approved::issued},
                  Field{3, "valid_until", &Approved::valid_until}, Field{4, "by", &Approved::by}};
  }
  friend bool operator==(const Approved&, const Approved&) = default;
};

/// L1, or L2 on the certificate or on its cancellation.
struct Acknowledged {
  std::vector<Fault> faults;  ///< of an L2 error

  static constexpr std::string_view record = "issue.acknowledged";
  static constexpr auto fields() { return Fields{Field{1, "faults", &Acknowledged::faults}}; }
  friend bool operator==(const Acknowledged&, const Acknowledged&) = default;
};

/// L3, or what was written on paper; `by`: who recorded the paper.
struct Responded {
  std::vector<ItemResult> results;
  FreeText text;
  std::optional<PersonId> by;
  std::optional<bool> covers_paper = {};  ///< customs counts the paper and the data as one

  static constexpr std::string_view record = "issue.responded";
  static constexpr auto fields() {
    return Fields{Field{1, "results", &Responded::results}, Field{2, "text", &Responded::text},
                  Field{3, "by", &Responded::by}, Field{4, "covers_paper", &Responded::covers_paper}};
  }
  friend bool operator==(const Responded&, const Responded&) = default;
};

/// Field number 4 was of states that are told beside the importing one: there are none.
struct CancellationSent {
  PersonId by;
  FreeText reason;
  std::optional<Reference> successor;

  static constexpr std::string_view record = "issue.cancellation_sent";
  static constexpr auto fields() {
    return Fields{Field{1, "by", &CancellationSent::by}, Field{2, "reason", &CancellationSent::reason},
                  Field{3, "successor", &CancellationSent::successor}};
  }
  friend bool operator==(const CancellationSent&, const CancellationSent&) = default;
};

/// The refusals that a clarification answers: what customs says of these items anew ends it.
struct Clarified {
  PersonId by;
  FreeText text;
  std::vector<ItemResult> results;

  static constexpr std::string_view record = "issue.clarified";
  static constexpr auto fields() {
    return Fields{Field{1, "by", &Clarified::by}, Field{2, "text", &Clarified::text},
                  Field{3, "results", &Clarified::results}};
  }
  friend bool operator==(const Clarified&, const Clarified&) = default;
};

struct OriginalCancelled {
  Reference original;

  static constexpr std::string_view record = "issue.original_cancelled";
  static constexpr auto fields() { return Fields{Field{1, "original", &OriginalCancelled::original}}; }
  friend bool operator==(const OriginalCancelled&, const OriginalCancelled&) = default;
};

struct OriginalReplaced {
  Reference cancelled;
  Original original;
  Day valid_until;
  PersonId by;

  static constexpr std::string_view record = "issue.original_replaced";
  static constexpr auto fields() {
    return Fields{Field{1, "cancelled", &OriginalReplaced::cancelled},
                  Field{2, "original", &OriginalReplaced::original},
                  Field{3, "valid_until", &OriginalReplaced::valid_until},
                  Field{4, "by", &OriginalReplaced::by}};
  }
  friend bool operator==(const OriginalReplaced&, const OriginalReplaced&) = default;
};

/// Others spoke of the number before it was given: what was applied for goes on in the stream where they did.
struct GoneOn {
  PersonId by;
  DocumentId document;

  static constexpr std::string_view record = "issue.gone_on";
  static constexpr auto fields() {
    return Fields{Field{1, "by", &GoneOn::by}, Field{2, "document", &GoneOn::document}};
  }
  friend bool operator==(const GoneOn&, const GoneOn&) = default;
};

using Facts =
    std::variant<Drafted, Done, Approved, Acknowledged, Responded, CancellationSent, DrawnOn, DrawUndone,
                 OriginalCancelled, OriginalReplaced, Reminded<Alarm>, TimeOver, Noted, Clarified, GoneOn>;
using Fact = FactOf<Facts>;
using Event = EventOf<Machine, Fact>;

}  // namespace lintas::documents::issue_side

namespace lintas::documents {

extern template struct FactOf<issue_side::Facts>;  // in evolve.cpp

}  // namespace lintas::documents

namespace lintas {

extern template const Shape& shape<documents::issue_side::Event>();

}  // namespace lintas
