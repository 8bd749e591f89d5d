#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/cbor.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/code/cose.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"

/// What is signed: a code on a document, a state's trust sheet, its status list. Sent and printed: a field
/// number is never used again for something else, and what a reader does not know it refuses, so a new field
/// is a new version (docs/protocols/compact-code.md).
namespace lintas::code {

/// Of code, sheet and list alike.
inline constexpr std::uint8_t current_version = 1;

/// What a code is found by in a status list: eight bytes that only the issuing node can work out from the
/// reference number. So the list, which everybody may have, names no movement.
struct Handle {
  std::array<std::byte, 8> bytes{};
  friend auto operator<=>(const Handle&, const Handle&) = default;
};

/// Of a movement, from its release (IE029): what an officer at the road compares with the truck. No names of
/// people or firms, no goods, no amounts; the paper around it has them.
struct AccompanyingDocument {
  Mrn mrn;
  OfficeId departure;
  OfficeId destination;
  Tin holder;
  std::optional<Day> limit;                      ///< to be at destination by then, as of the signature
  std::uint32_t vehicles = 0;                    ///< how many units there are
  std::vector<std::string> vehicle_identifiers;  ///< "XE1234K SG", with its state; as many as find room
  std::uint32_t seals = 0;                       ///< how many there are
  std::vector<std::string> seal_identifiers;     ///< as many as find room
  std::uint32_t packages = 0;
  std::int64_t gross_mass_grams = 0;

  static constexpr std::string_view record = "code.accompanying_document";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &AccompanyingDocument::mrn},
                  Field{2, "departure", &AccompanyingDocument::departure},
                  Field{3, "destination", &AccompanyingDocument::destination},
                  Field{4, "holder", &AccompanyingDocument::holder},
                  Field{5, "limit", &AccompanyingDocument::limit},
                  Field{6, "vehicles", &AccompanyingDocument::vehicles},
                  Field{7, "vehicle_identifiers", &AccompanyingDocument::vehicle_identifiers},
                  Field{8, "seals", &AccompanyingDocument::seals},
                  Field{9, "seal_identifiers", &AccompanyingDocument::seal_identifiers},
                  Field{10, "packages", &AccompanyingDocument::packages},
                  Field{11, "gross_mass_grams", &AccompanyingDocument::gross_mass_grams}};
  }
  friend bool operator==(const AccompanyingDocument&, const AccompanyingDocument&) = default;
};

/// Which form of certificate. Numbers are sent.
enum class Form : std::uint8_t {
  form_d = 1,
  preferential,  ///< of another agreement
};
inline constexpr std::array form_words{Word{Form::form_d, "Form D"},
                                       Word{Form::preferential, "preferential"}};
[[nodiscard]] constexpr const auto& words_for(Form) { return form_words; }

/// How a certificate goes to the state that imports the goods: as data or on paper, never silently both (OCP
/// R27.2). Numbers are sent.
enum class Medium : std::uint8_t {
  data = 1,           ///< what is printed is a copy: preference is given on the data
  paper = 2,          ///< what is printed is the certificate
  copy_of_paper = 3,  ///< what is printed is a copy: the certificate is another page, of the medium before
};
inline constexpr std::array medium_words{
    Word{Medium::data, "copy of an electronic certificate"}, Word{Medium::paper, "issued on paper"},
    Word{Medium::copy_of_paper, "copy of a certificate issued on paper"}};
[[nodiscard]] constexpr const auto& words_for(Medium) { return medium_words; }

/// Of a certificate of origin: which one it is, and of what content. No names, no goods: the page around it
/// has them, and `content` stands for them.
struct Certificate {
  std::string office;  ///< that issued it, by its identifier
  std::string number;  ///< unique there
  std::uint16_t version = 1;
  Form form{};
  Day issued;        ///< the local day of the office
  Country importer;  ///< the state
  Medium medium{};   ///< when the code was signed
  /// SHA-256 of the certificate alone, in canonical XML, as an original: of what its issuer prints, of its
  /// data at the importing side and of any file of it alike (docs/protocols/compact-code.md).
  Hash256 content;

  static constexpr std::string_view record = "code.certificate";
  static constexpr auto fields() {
    return Fields{Field{1, "office", &Certificate::office},   Field{2, "number", &Certificate::number},
                  Field{3, "version", &Certificate::version}, Field{4, "form", &Certificate::form},
                  Field{5, "issued", &Certificate::issued},   Field{6, "importer", &Certificate::importer},
                  Field{7, "medium", &Certificate::medium},   Field{8, "content", &Certificate::content}};
  }
  friend bool operator==(const Certificate&, const Certificate&) = default;
};

/// Kinds of documents, by their place here; further ones come behind.
using Document = std::variant<AccompanyingDocument, Certificate>;
/// The place of a kind in Document, which is its number in a list.
enum class Kind : std::uint8_t { accompanying_document = 0, certificate = 1 };
inline constexpr std::array kind_words{Word{Kind::accompanying_document, "transit accompanying document"},
                                       Word{Kind::certificate, "certificate of origin"}};
[[nodiscard]] constexpr const auto& words_for(Kind) { return kind_words; }
static_assert(kind_words.size() == std::variant_size_v<Document>);
/// Whether lists of this kind have what was cancelled, and not what holds.
[[nodiscard]] constexpr bool has_what_was_cancelled(Kind kind) { return kind == Kind::certificate; }

struct Content {
  std::uint8_t version = current_version;
  Country issuer;
  Handle handle;
  Instant issued;  ///< when it was signed: what its key is judged by
  Document document;
  /// Since when what it stands for holds, whenever this copy was signed: of a movement its release, of a
  /// certificate its approval.
  Instant valid_from{};

  [[nodiscard]] Kind kind() const noexcept { return Kind{static_cast<std::uint8_t>(document.index())}; }

  static constexpr std::string_view record = "code.content";
  static constexpr auto fields() {
    return Fields{Field{1, "version", &Content::version},   Field{2, "issuer", &Content::issuer},
                  Field{3, "handle", &Content::handle},     Field{4, "issued", &Content::issued},
                  Field{5, "document", &Content::document}, Field{6, "valid_from", &Content::valid_from}};
  }
  friend bool operator==(const Content&, const Content&) = default;
};

/// Whether what a key signed is to be believed. Numbers are sent.
enum class KeyStatus : std::uint8_t {
  live = 1,
  retired = 2,  ///< signs no more since; what it signed before stands
  revoked = 3,  ///< somebody else may have had it since
};
inline constexpr std::array key_status_words{
    Word{KeyStatus::live, "live"}, Word{KeyStatus::retired, "retired"}, Word{KeyStatus::revoked, "revoked"}};
[[nodiscard]] constexpr const auto& words_for(KeyStatus) { return key_status_words; }

/// A document key of a state.
struct TrustedKey {
  PublicKey key;
  Instant from;
  Instant until;  ///< signs nothing from then on
  KeyStatus status = KeyStatus::live;
  std::optional<Instant> since;  ///< of a key that is retired or revoked, and of no other

  static constexpr std::string_view record = "code.trusted_key";
  static constexpr auto fields() {
    return Fields{Field{1, "key", &TrustedKey::key}, Field{2, "from", &TrustedKey::from},
                  Field{3, "until", &TrustedKey::until}, Field{4, "status", &TrustedKey::status},
                  Field{5, "since", &TrustedKey::since}};
  }
  friend bool operator==(const TrustedKey&, const TrustedKey&) = default;
};

/// The document keys of a state, signed by its root, which is kept off every line.
struct TrustSheet {
  std::uint8_t version = current_version;
  Country issuer;
  std::uint32_t number = 0;  ///< rises from sheet to sheet
  Instant issued;
  Instant until;  ///< there is a newer one by then
  PublicKey root;
  std::vector<TrustedKey> keys;

  static constexpr std::string_view record = "code.trust_sheet";
  static constexpr auto fields() {
    return Fields{Field{1, "version", &TrustSheet::version}, Field{2, "issuer", &TrustSheet::issuer},
                  Field{3, "number", &TrustSheet::number},   Field{4, "issued", &TrustSheet::issued},
                  Field{5, "until", &TrustSheet::until},     Field{6, "root", &TrustSheet::root},
                  Field{7, "keys", &TrustSheet::keys}};
  }
  friend bool operator==(const TrustSheet&, const TrustSheet&) = default;
};

/// The codes of one kind of one state as of one instant. Of movements it has those that hold: what was valid
/// before it and is not in it holds no more, for it was cancelled, or what it was for has ended. Of
/// certificates, of which nearly all hold for years, it has those that were cancelled.
struct StatusList {
  std::uint8_t version = current_version;
  Country issuer;
  Kind kind = Kind::accompanying_document;
  Instant as_of;
  Instant until;                        ///< not to be relied on from then on
  Bytes live;                           ///< handles, ascending; empty where the list has what was cancelled
  std::optional<Bytes> cancelled = {};  ///< likewise; of certificates, and of no other kind

  static constexpr std::string_view record = "code.status_list";
  static constexpr auto fields() {
    return Fields{Field{1, "version", &StatusList::version},    Field{2, "issuer", &StatusList::issuer},
                  Field{3, "kind", &StatusList::kind},          Field{4, "as_of", &StatusList::as_of},
                  Field{5, "until", &StatusList::until},        Field{6, "live", &StatusList::live},
                  Field{7, "cancelled", &StatusList::cancelled}};
  }
  friend bool operator==(const StatusList&, const StatusList&) = default;
};

// ---- reading

/// What a record may not be although it can be decoded: said in words, nothing where all is well.
[[nodiscard]] std::optional<std::string> fault_of(const Content& content);
[[nodiscard]] std::optional<std::string> fault_of(const TrustSheet& sheet);
[[nodiscard]] std::optional<std::string> fault_of(const StatusList& list);

/// SIG-007 where it is another thing than `subject`, or of a version that is not read here.
[[nodiscard]] std::optional<Finding> other_than(Subject subject, const Signed& read);
[[nodiscard]] Finding malformed_record(std::string detail);

/// The signed record. SIG-005 where it is malformed, SIG-007 as above.
template <class T>
[[nodiscard]] std::expected<T, Finding> read_record(Subject subject, const Signed& read) {
  if (auto other = other_than(subject, read)) return std::unexpected(*std::move(other));
  auto value = from_cbor<T>(read.content);
  if (!value) return std::unexpected(malformed_record(std::string{cbor::name(value.error())}));
  if (auto fault = fault_of(*value)) return std::unexpected(malformed_record(*std::move(fault)));
  return *std::move(value);
}

}  // namespace lintas::code
