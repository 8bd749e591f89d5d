#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "base/free_text.hpp"
#include "base/shape.hpp"
#include "core/awsc/declaration.hpp"
#include "core/awsc/import/state.hpp"
#include "core/awsc/import/table.hpp"
#include "core/awsc/judging.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/events.hpp"
#include "core/documents/quantities.hpp"
#include "core/kinds/contents.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/office_id.hpp"

/// What happened to an origin declaration where it is presented. Stored: as commands.hpp.
namespace lintas::awsc::import_side {

/// `office`: where it was presented, which decides on it; none where the system of the whole state did it.
struct Presented {
  DeclarationContents contents;
  std::vector<Judgement> judgements;
  PersonId by;
  std::optional<OfficeId> office = {};

  static constexpr std::string_view record = "origin.presented";
  static constexpr auto fields() {
    return Fields{Field{1, "contents", &Presented::contents}, Field{2, "judgements", &Presented::judgements},
                  Field{3, "by", &Presented::by}, Field{4, "office", &Presented::office}};
  }
  friend bool operator==(const Presented&, const Presented&) = default;
};

/// `judgements`: by the register as it was known when preference was given.
struct Accepted {
  std::vector<ItemResult> results;
  std::vector<Judgement> judgements;
  FreeText late;
  PersonId by;
  FreeText text = {};  ///< of the end of a check

  static constexpr std::string_view record = "origin.accepted";
  static constexpr auto fields() {
    return Fields{Field{1, "results", &Accepted::results}, Field{2, "judgements", &Accepted::judgements},
                  Field{3, "late", &Accepted::late}, Field{4, "by", &Accepted::by},
                  Field{5, "text", &Accepted::text}};
  }
  friend bool operator==(const Accepted&, const Accepted&) = default;
};

/// At the end of a check also the items that were found in order.
struct Refused {
  std::vector<ItemResult> results;
  FreeText reason;
  PersonId by;

  static constexpr std::string_view record = "origin.refused";
  static constexpr auto fields() {
    return Fields{Field{1, "results", &Refused::results}, Field{2, "reason", &Refused::reason},
                  Field{3, "by", &Refused::by}};
  }
  friend bool operator==(const Refused&, const Refused&) = default;
};

struct Used {
  kinds::Use use;
  PersonId by;

  static constexpr std::string_view record = "origin.used";
  static constexpr auto fields() { return Fields{Field{1, "use", &Used::use}, Field{2, "by", &Used::by}}; }
  friend bool operator==(const Used&, const Used&) = default;
};

struct Reopened {
  FreeText reason;
  PersonId by;

  static constexpr std::string_view record = "origin.reopened";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &Reopened::reason}, Field{2, "by", &Reopened::by}};
  }
  friend bool operator==(const Reopened&, const Reopened&) = default;
};

struct Withdrawn {
  FreeText reason;
  PersonId by;

  static constexpr std::string_view record = "origin.withdrawn";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &Withdrawn::reason}, Field{2, "by", &Withdrawn::by}};
  }
  friend bool operator==(const Withdrawn&, const Withdrawn&) = default;
};

/// The same declaration, with another import or by somebody else.
struct PresentedAgain {
  PersonId by;

  static constexpr std::string_view record = "origin.presented_again";
  static constexpr auto fields() { return Fields{Field{1, "by", &PresentedAgain::by}}; }
  friend bool operator==(const PresentedAgain&, const PresentedAgain&) = default;
};

struct CheckBegan {
  std::vector<std::uint32_t> items;
  bool random = false;
  FreeText reason;
  PersonId by;
  documents::DocumentId request;

  static constexpr std::string_view record = "origin.check_began";
  static constexpr auto fields() {
    return Fields{Field{1, "items", &CheckBegan::items}, Field{2, "random", &CheckBegan::random},
                  Field{3, "reason", &CheckBegan::reason}, Field{4, "by", &CheckBegan::by},
                  Field{5, "request", &CheckBegan::request}};
  }
  friend bool operator==(const CheckBegan&, const CheckBegan&) = default;
};

/// An act or a message about a check whose whole effect the row says.
struct Done {
  std::optional<PersonId> by;
  FreeText text;
  std::optional<bool> consents = {};  ///< of a reply: the exporter, to a visit

  static constexpr std::string_view record = "origin.done";
  static constexpr auto fields() {
    return Fields{Field{1, "by", &Done::by}, Field{2, "text", &Done::text},
                  Field{3, "consents", &Done::consents}};
  }
  friend bool operator==(const Done&, const Done&) = default;
};

using Facts =
    std::variant<Presented, Accepted, Refused, Used, Reopened, Withdrawn, PresentedAgain,
                 documents::Reminded<Alarm>, documents::TimeOver, CheckBegan, Done, documents::Noted>;
using Fact = documents::FactOf<Facts>;
using Event = documents::EventOf<Machine, Fact>;

}  // namespace lintas::awsc::import_side

namespace lintas::documents {

extern template struct FactOf<awsc::import_side::Facts>;  // in evolve.cpp

}  // namespace lintas::documents

namespace lintas {

extern template const Shape& shape<awsc::import_side::Event>();

}  // namespace lintas
