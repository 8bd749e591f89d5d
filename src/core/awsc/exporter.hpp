#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/country.hpp"

namespace lintas::message::wco {

struct Declaration;

}  // namespace lintas::message::wco

/// What the register of a state says of a certified exporter, as far as decisions need it. The record itself,
/// with names and addresses, is stored apart, under its hash; of a signatory there is a print of the name.
/// Field numbers are never used again for something else.
namespace lintas::awsc {

struct AuthorisationCodeKind {
  static constexpr std::size_t characters_max = 35;
};
/// What the authority of its state calls a certified exporter.
using AuthorisationCode = BoundedText<AuthorisationCodeKind>;

/// The business key of a record: codes are given by each state for itself.
struct ExporterReference {
  Country state;
  AuthorisationCode code;

  static constexpr std::string_view record = "exporter.reference";
  static constexpr auto fields() {
    return Fields{Field{1, "state", &ExporterReference::state}, Field{2, "code", &ExporterReference::code}};
  }
  friend bool operator==(const ExporterReference&, const ExporterReference&) = default;
};

/// "MY, 0217/MY07": for people.
[[nodiscard]] std::string in_words(const ExporterReference& reference);

/// Goods for which the firm may declare origin.
struct Product {
  std::uint32_t number = 0;
  std::string description;
  std::string code;                   ///< six digits (HS) or eight (AHTN)
  std::vector<std::string> criteria;  ///< none where the authorisation fixes none

  static constexpr std::string_view record = "exporter.product";
  static constexpr auto fields() {
    return Fields{Field{1, "number", &Product::number}, Field{2, "description", &Product::description},
                  Field{3, "code", &Product::code}, Field{4, "criteria", &Product::criteria}};
  }
  friend bool operator==(const Product&, const Product&) = default;
};

struct Record {
  ExporterReference reference;
  std::string holder;  ///< identifier of the firm in its state, or empty
  Day valid_from;
  Day valid_until;  ///< last day
  std::vector<Product> products;
  std::vector<Hash256> signatories;  ///< print_of_name of each
  Hash256 document;                  ///< the record as it was written

  static constexpr std::string_view record = "exporter.content";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &Record::reference},   Field{2, "holder", &Record::holder},
                  Field{3, "valid_from", &Record::valid_from}, Field{4, "valid_until", &Record::valid_until},
                  Field{5, "products", &Record::products},     Field{6, "signatories", &Record::signatories},
                  Field{7, "document", &Record::document}};
  }
  friend bool operator==(const Record&, const Record&) = default;
};

/// The words of a text in small letters, without marks: what is compared of names and descriptions.
[[nodiscard]] std::vector<std::string> words_of(std::string_view text);

/// A name as events may have it: the same for the same words in whatever order and letters, another one for
/// each exporter.
[[nodiscard]] Hash256 print_of_name(const ExporterReference& reference, std::string_view name, Sha256 sha256);

/// R-OD-011: whether the code has the form that its state gives: 9 a digit, A a capital, X either, any other
/// character itself.
[[nodiscard]] bool has_form(std::string_view code, std::string_view form);

/// What a record says; R-OD-012 for a value that the schema lets pass and nothing can be found by.
/// `document`: what Record::document will be. Precondition: it is that of a CE.RECORD, as its schema accepts
/// it.
[[nodiscard]] std::expected<Record, Findings> record_of(const message::wco::Declaration& said,
                                                        const Hash256& document, Sha256 sha256);

}  // namespace lintas::awsc
