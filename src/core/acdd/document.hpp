#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/decimal.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/unit.hpp"

/// What an ASEAN Customs Declaration Document says, as far as decisions need it (asw.md 3.4, 4.3). The
/// document itself, with names and addresses, is stored apart, under its hash. Field numbers are never used
/// again for something else.
namespace lintas::acdd {

struct PermitNumberKind {
  static constexpr std::size_t characters_max = 35;
};
struct ExporterIdKind {
  static constexpr std::size_t characters_max = 35;
};
struct DeclarationNumberKind {
  static constexpr std::size_t characters_max = 35;
};
/// Parameter 15: given by the exporting state, unique there.
using PermitNumber = BoundedText<PermitNumberKind>;
/// Parameter 1: as the exporting state registers it.
using ExporterId = BoundedText<ExporterIdKind>;
/// Of an import declaration, as the importing state numbers it.
using DeclarationNumber = BoundedText<DeclarationNumberKind>;

/// The business key: both nodes call the document so.
struct Permit {
  Country state;  ///< that released the export
  PermitNumber number;

  static constexpr std::string_view record = "acdd.permit";
  static constexpr auto fields() {
    return Fields{Field{1, "state", &Permit::state}, Field{2, "number", &Permit::number}};
  }
  friend bool operator==(const Permit&, const Permit&) = default;
};

struct Item {
  std::uint16_t number = 0;
  Ahtn hs;
  Decimal quantity;
  Unit unit;
  Country origin;

  static constexpr std::string_view record = "acdd.item";
  static constexpr auto fields() {
    return Fields{Field{1, "number", &Item::number}, Field{2, "hs", &Item::hs},
                  Field{3, "quantity", &Item::quantity}, Field{4, "unit", &Item::unit},
                  Field{5, "origin", &Item::origin}};
  }
  friend bool operator==(const Item&, const Item&) = default;
};

struct Contents {
  Permit permit;
  std::uint16_t version = 1;  ///< one more with each amendment of the export declaration
  Country importer;           ///< the state; not one of the fifteen: it says to whom the document goes
  ExporterId exporter;
  Day departure;
  std::vector<Item> items;
  /// Where goods are exported: hash of the released document. Where they are imported: print of the document
  /// as it came, the same however often it comes.
  Hash256 document;

  static constexpr std::string_view record = "acdd.contents";
  static constexpr auto fields() {
    return Fields{Field{1, "permit", &Contents::permit},       Field{2, "version", &Contents::version},
                  Field{3, "importer", &Contents::importer},   Field{4, "exporter", &Contents::exporter},
                  Field{5, "departure", &Contents::departure}, Field{6, "items", &Contents::items},
                  Field{7, "document", &Contents::document}};
  }
  friend bool operator==(const Contents&, const Contents&) = default;
};

/// What is wrong with contents that could be read: R-ACDD-001, R-ACDD-002, R-ACDD-011, R-DOC-004, R-DOC-025.
[[nodiscard]] Findings faults_in(const Contents& contents);

/// Whether it may be the identifier of an exporter: letters, digits and . - / alone, so that no name of a
/// person stands in what is stored for ever.
[[nodiscard]] bool is_identifier(std::string_view text);

/// "SG, number": for people.
[[nodiscard]] std::string in_words(const Permit& permit);

}  // namespace lintas::acdd
