#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/decimal.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/kinds/kind.hpp"
#include "core/messages/forward.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/unit.hpp"

/// What a document of a kind says, as far as decisions need it. The document itself, with names and
/// addresses, is stored apart, under its hash. Field numbers are never used again for something else.
namespace lintas::kinds {

struct CodeOfKind {
  static constexpr std::size_t characters_max = 16;
};
struct NumberOfDocument {
  static constexpr std::size_t characters_max = 35;
};
struct NumberOfDeclaration {
  static constexpr std::size_t characters_max = 35;
};
using KindCode = BoundedText<CodeOfKind>;
using Number = BoundedText<NumberOfDocument>;
using DeclarationNumber = BoundedText<NumberOfDeclaration>;

/// The business key: both nodes call the document so.
struct Reference {
  Country state;  ///< that issued it
  KindCode kind;
  Number number;

  static constexpr std::string_view record = "kinds.reference";
  static constexpr auto fields() {
    return Fields{Field{1, "state", &Reference::state}, Field{2, "kind", &Reference::kind},
                  Field{3, "number", &Reference::number}};
  }
  friend bool operator==(const Reference&, const Reference&) = default;
};

/// "TH, phyto, number": for people.
[[nodiscard]] std::string in_words(const Reference& reference);

/// Of what is consumed.
struct Line {
  std::uint32_t number = 0;
  Decimal quantity;
  Unit unit;

  static constexpr std::string_view record = "kinds.line";
  static constexpr auto fields() {
    return Fields{Field{1, "number", &Line::number}, Field{2, "quantity", &Line::quantity},
                  Field{3, "unit", &Line::unit}};
  }
  friend bool operator==(const Line&, const Line&) = default;
};

struct Contents {
  Reference reference;
  Life life = Life::issued_used;  ///< as its kind's table said when it was issued
  Country receiver;               ///< the state that it is for
  Day issued;
  std::optional<Day> valid_until;
  std::optional<Number> replaces;  ///< of the same state and kind
  std::string exporter;            ///< identifier in the issuing state, or empty
  std::vector<Line> lines;
  Hash256 document;  ///< where it is issued the stored document, elsewhere the print of what came

  static constexpr std::string_view record = "kinds.contents";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &Contents::reference},     Field{2, "life", &Contents::life},
                  Field{3, "receiver", &Contents::receiver},       Field{4, "issued", &Contents::issued},
                  Field{5, "valid_until", &Contents::valid_until}, Field{6, "replaces", &Contents::replaces},
                  Field{7, "exporter", &Contents::exporter},       Field{8, "lines", &Contents::lines},
                  Field{9, "document", &Contents::document}};
  }
  friend bool operator==(const Contents&, const Contents&) = default;
};

/// A use, or a part of one: an import declaration took so much.
struct Use {
  DeclarationNumber declaration;
  Instant at;
  std::vector<Line> lines;  ///< none where the document is used as a whole

  static constexpr std::string_view record = "kinds.use";
  static constexpr auto fields() {
    return Fields{Field{1, "declaration", &Use::declaration}, Field{2, "at", &Use::at},
                  Field{3, "lines", &Use::lines}};
  }
  friend bool operator==(const Use&, const Use&) = default;
};

/// How much of a line is left; nothing where there is no such line, or its unit is another.
[[nodiscard]] std::optional<Decimal> left_of(const Contents& contents, const std::vector<Use>& uses,
                                             const Line& line);
/// Nothing is left: of a document that is used as a whole, if it was used at all; never of one that stands
/// until it is replaced.
[[nodiscard]] bool is_used_up(const Contents& contents, const std::vector<Use>& uses);
/// What keeps a use from being booked behind those `before` it, wherever it is booked: R-KIND-036 what is not
/// left, R-KIND-037 a declaration that has used the document, R-KIND-038 a kind whose documents are not used
/// up, R-KIND-039 more uses than are counted. Places are those of Use.
[[nodiscard]] Findings faults_in_use(const Contents& contents, const std::vector<Use>& before,
                                     const Use& use);

/// R-KIND-032: no state, or no line, that the machines could take; places are those of Contents.
[[nodiscard]] Findings faults_in(const Contents& contents);

/// What a document says, its faults by their places in it. R-KIND-031 for a value that the schema lets pass
/// and no machine can take. `hash`: what Contents::document will be. Precondition: the document is one of
/// this kind, as check() found no fault in it.
[[nodiscard]] std::expected<Contents, Findings> contents_of(const message::Document& document,
                                                            const Kind& kind, const Hash256& hash);

}  // namespace lintas::kinds
