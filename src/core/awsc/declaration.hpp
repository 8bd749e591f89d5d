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
#include "core/awsc/exporter.hpp"
#include "core/documents/certificate.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/unit.hpp"

namespace lintas::message::wco {

struct Declaration;

}  // namespace lintas::message::wco

/// What an origin declaration says, as far as decisions need it. The declaration itself is stored apart,
/// under its hash. Field numbers are never used again for something else.
namespace lintas::awsc {

struct CarrierNumberKind {
  static constexpr std::size_t characters_max = 35;
};
/// Of the commercial document on which a declaration stands: it has no number of its own (OCP R12B.6).
using CarrierNumber = BoundedText<CarrierNumberKind>;

/// The business key: who made it, and on which document.
struct DeclarationReference {
  Country state;  ///< of the certified exporter
  AuthorisationCode code;
  CarrierNumber document;

  [[nodiscard]] ExporterReference exporter() const { return {.state = state, .code = code}; }

  static constexpr std::string_view record = "origin.reference";
  static constexpr auto fields() {
    return Fields{Field{1, "state", &DeclarationReference::state},
                  Field{2, "code", &DeclarationReference::code},
                  Field{3, "document", &DeclarationReference::document}};
  }
  friend bool operator==(const DeclarationReference&, const DeclarationReference&) = default;
};

/// As messages about proofs of origin name it (docs/adr/0052), and back: nothing for a certificate.
[[nodiscard]] documents::Reference proof_of(const DeclarationReference& reference);
[[nodiscard]] std::optional<DeclarationReference> declaration_in(const documents::Reference& proof);

/// "MY, 0217/MY07, KLPG/26/11/0417": for people.
[[nodiscard]] std::string in_words(const DeclarationReference& reference);

/// An item of a declaration.
struct DeclaredItem {
  std::uint32_t number = 0;
  std::string description;
  std::string code;  ///< six digits (HS) or eight (AHTN)
  Decimal quantity;
  Unit unit;

  static constexpr std::string_view record = "origin.item";
  static constexpr auto fields() {
    return Fields{Field{1, "number", &DeclaredItem::number},
                  Field{2, "description", &DeclaredItem::description}, Field{3, "code", &DeclaredItem::code},
                  Field{4, "quantity", &DeclaredItem::quantity}, Field{5, "unit", &DeclaredItem::unit}};
  }
  friend bool operator==(const DeclaredItem&, const DeclaredItem&) = default;
};

struct DeclarationContents {
  DeclarationReference reference;
  Day day;            ///< that of the carrying document
  Hash256 signatory;  ///< print_of_name
  std::vector<DeclaredItem> items;
  Hash256 document;  ///< the declaration as it was presented

  static constexpr std::string_view record = "origin.contents";
  static constexpr auto fields() {
    return Fields{
        Field{1, "reference", &DeclarationContents::reference}, Field{2, "day", &DeclarationContents::day},
        Field{3, "signatory", &DeclarationContents::signatory},
        Field{4, "items", &DeclarationContents::items}, Field{5, "document", &DeclarationContents::document}};
  }
  friend bool operator==(const DeclarationContents&, const DeclarationContents&) = default;
};

/// What a declaration says; R-OD-012 for a value that the schema lets pass and nothing can be found by.
/// `document`: what DeclarationContents::document will be. Precondition: it is that of an OD.DECLARATION in
/// which check() found no fault.
[[nodiscard]] std::expected<DeclarationContents, Findings> contents_of(const message::wco::Declaration& said,
                                                                       const Hash256& document,
                                                                       Sha256 sha256);

}  // namespace lintas::awsc
