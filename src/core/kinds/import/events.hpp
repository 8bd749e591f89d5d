#pragma once

#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/free_text.hpp"
#include "base/shape.hpp"
#include "core/documents/events.hpp"
#include "core/documents/fault.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/import/table.hpp"
#include "core/model/values/bounded_text.hpp"

/// What happened to a document where it is received. Stored: as issue/events.hpp.
namespace lintas::kinds::import_side {

struct Received {
  Contents contents;

  static constexpr std::string_view record = "kinds.received";
  static constexpr auto fields() { return Fields{Field{1, "contents", &Received::contents}}; }
  friend bool operator==(const Received&, const Received&) = default;
};

/// `document`: hash of the message that could not be taken.
struct Faulty {
  Reference reference;
  std::vector<documents::Fault> faults;
  Hash256 document;

  static constexpr std::string_view record = "kinds.faulty";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &Faulty::reference}, Field{2, "faults", &Faulty::faults},
                  Field{3, "document", &Faulty::document}};
  }
  friend bool operator==(const Faulty&, const Faulty&) = default;
};

struct CancellationCame {
  Reference reference;
  FreeText reason;
  std::optional<Number> replaced_by = {};

  static constexpr std::string_view record = "kinds.cancellation_came";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &CancellationCame::reference},
                  Field{2, "reason", &CancellationCame::reason},
                  Field{3, "replaced_by", &CancellationCame::replaced_by}};
  }
  friend bool operator==(const CancellationCame&, const CancellationCame&) = default;
};

struct Judged {
  bool accepted = false;
  FreeText reason;
  PersonId by;

  static constexpr std::string_view record = "kinds.judged";
  static constexpr auto fields() {
    return Fields{Field{1, "accepted", &Judged::accepted}, Field{2, "reason", &Judged::reason},
                  Field{3, "by", &Judged::by}};
  }
  friend bool operator==(const Judged&, const Judged&) = default;
};

struct WasUsed {
  Use use;
  PersonId by;

  static constexpr std::string_view record = "kinds.was_used";
  static constexpr auto fields() {
    return Fields{Field{1, "use", &WasUsed::use}, Field{2, "by", &WasUsed::by}};
  }
  friend bool operator==(const WasUsed&, const WasUsed&) = default;
};

using Facts =
    std::variant<Received, Faulty, CancellationCame, Judged, WasUsed, documents::TimeOver, documents::Noted>;
using Fact = documents::FactOf<Facts>;
using Event = documents::EventOf<Machine, Fact>;

}  // namespace lintas::kinds::import_side

namespace lintas::documents {

extern template struct FactOf<kinds::import_side::Facts>;  // in evolve.cpp

}  // namespace lintas::documents

namespace lintas {

extern template const Shape& shape<kinds::import_side::Event>();

}  // namespace lintas
