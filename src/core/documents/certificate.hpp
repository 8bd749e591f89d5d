#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/decimal.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/documents/quantities.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/unit.hpp"

/// What a certificate of origin says, as far as decisions need it. The document itself is stored apart, under
/// its hash. Field numbers are never used again for something else.
namespace lintas::documents {

struct IssuingOfficeKind {
  static constexpr std::size_t characters_max = 35;
};
struct ReferenceNumberKind {
  static constexpr std::size_t characters_max = 35;
};
struct DocumentIdKind {
  static constexpr std::size_t characters_max = 35;
};
/// The office of the issuing authority by its identifier (H8); its name stands in the document.
using IssuingOffice = BoundedText<IssuingOfficeKind>;
/// Given by the issuing office, unique there only (OCP R7.3).
using ReferenceNumber = BoundedText<ReferenceNumberKind>;
/// This node's own name of a certificate: it has one before it has a number.
using DocumentId = BoundedText<DocumentIdKind>;

/// Stored: a number is never used again for another kind.
enum class Kind : std::uint8_t {
  form_d = 1,
  preferential,  ///< of another agreement: same life, other code sets (asw.md 3.3)
  /// Nobody issues one: its state is asked to verify it (docs/adr/0052). The exporter's code stands where the
  /// office does, and the number is that of the carrying document.
  origin_declaration,
};
inline constexpr std::array kind_words{
    Word{Kind::form_d, "e_form_d"},
    Word{Kind::preferential, "preferential"},
    Word{Kind::origin_declaration, "origin_declaration"},
};
[[nodiscard]] constexpr const auto& words_for(Kind) { return kind_words; }

/// Whether there are messages about such certificates; others go on paper.
[[nodiscard]] constexpr bool has_messages(Kind kind) { return kind == Kind::form_d; }

/// How long the goods code of an item has to be. Form D: the AHTN code of the importing state (ATIGA Annex 7
/// note 6); the forms of other agreements ask for the subheading, AANZ for example (asw.md 3.3).
[[nodiscard]] constexpr std::size_t hs_digits(Kind kind) { return kind == Kind::form_d ? 8 : 6; }

/// UNCL 1225. Stored by its code there.
enum class Function : std::uint8_t { replace = 5, duplicate = 7, original = 9 };
inline constexpr std::array function_words{
    Word{Function::replace, "replace", "5"},
    Word{Function::duplicate, "duplicate", "7"},
    Word{Function::original, "original", "9"},
};
[[nodiscard]] constexpr const auto& words_for(Function) { return function_words; }

/// The business key of a certificate.
struct Reference {
  Country state;
  IssuingOffice office;
  ReferenceNumber number;
  Kind kind = Kind::form_d;

  static constexpr std::string_view record = "documents.reference";
  static constexpr auto fields() {
    return Fields{Field{1, "state", &Reference::state}, Field{2, "office", &Reference::office},
                  Field{3, "number", &Reference::number}, Field{4, "kind", &Reference::kind}};
  }
  friend bool operator==(const Reference&, const Reference&) = default;
};

/// The ticks of box 13.
struct Flags {
  bool third_country_invoicing = false;
  bool exhibition = false;
  bool accumulation = false;
  bool de_minimis = false;
  bool back_to_back = false;
  bool issued_retroactively = false;
  bool partial_cumulation = false;

  static constexpr std::string_view record = "documents.flags";
  static constexpr auto fields() {
    return Fields{Field{1, "third_country_invoicing", &Flags::third_country_invoicing},
                  Field{2, "exhibition", &Flags::exhibition},
                  Field{3, "accumulation", &Flags::accumulation},
                  Field{4, "de_minimis", &Flags::de_minimis},
                  Field{5, "back_to_back", &Flags::back_to_back},
                  Field{6, "issued_retroactively", &Flags::issued_retroactively},
                  Field{7, "partial_cumulation", &Flags::partial_cumulation}};
  }
  friend bool operator==(const Flags&, const Flags&) = default;
};

struct Item {
  std::uint16_t number = 0;
  Ahtn hs;
  std::string criterion;  ///< box 8
  Decimal quantity;
  Unit unit;

  static constexpr std::string_view record = "documents.item";
  static constexpr auto fields() {
    return Fields{Field{1, "number", &Item::number}, Field{2, "hs", &Item::hs},
                  Field{3, "criterion", &Item::criterion}, Field{4, "quantity", &Item::quantity},
                  Field{5, "unit", &Item::unit}};
  }
  friend bool operator==(const Item&, const Item&) = default;
};

/// Whether its criterion is partial cumulation, as "PC 25%".
[[nodiscard]] bool is_partial(const Item& item);

/// A certificate that this one takes the place of: the original of a re-issue, or what was altered.
struct Earlier {
  Reference certificate;
  Day issued;
  bool reissue = false;  ///< OCP R29.1; else cancel and new, R29.4

  static constexpr std::string_view record = "documents.earlier";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &Earlier::certificate}, Field{2, "issued", &Earlier::issued},
                  Field{3, "reissue", &Earlier::reissue}};
  }
  friend bool operator==(const Earlier&, const Earlier&) = default;
};

/// An original proof of a back-to-back certificate, and how much of its items goes on.
struct Original {
  Reference certificate;
  Day issued;
  Day valid_until;
  std::vector<Line> lines;

  static constexpr std::string_view record = "documents.original";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &Original::certificate}, Field{2, "issued", &Original::issued},
                  Field{3, "valid_until", &Original::valid_until}, Field{4, "lines", &Original::lines}};
  }
  friend bool operator==(const Original&, const Original&) = default;
};

/// Different invoices of one certificate that are kept with it: a shipment has one or a few.
inline constexpr std::size_t invoices_max = 100;

struct Contents {
  Reference reference;  ///< the number is given with the approval
  std::uint16_t version = 1;
  Function function = Function::original;
  Country importer;  ///< the state
  Flags flags;
  std::vector<Item> items;
  std::optional<Day> shipped;
  std::optional<Earlier> replaces;
  std::vector<Original> originals;
  /// Where it is issued: hash of the application's document, by which that is found. Where goods are
  /// imported: print of the certificate as it came, the same however often it comes.
  Hash256 document;
  /// Box 10, each once; none of a page, of a certificate of before this was kept, and where there are more
  /// than invoices_max: then what a claim names is not held against them.
  std::vector<std::string> invoices = {};

  static constexpr std::string_view record = "documents.contents";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &Contents::reference}, Field{2, "version", &Contents::version},
                  Field{3, "function", &Contents::function},   Field{4, "importer", &Contents::importer},
                  Field{5, "flags", &Contents::flags},         Field{6, "items", &Contents::items},
                  Field{7, "shipped", &Contents::shipped},     Field{8, "replaces", &Contents::replaces},
                  Field{9, "originals", &Contents::originals}, Field{10, "document", &Contents::document},
                  Field{11, "invoices", &Contents::invoices}};
  }
  friend bool operator==(const Contents&, const Contents&) = default;
};

/// What customs says of one item; `quantity` is what stays used of it in all, whatever the result.
/// `decided`: which of two words is the later one, since messages overtake each other. A partner that does
/// not say it is taken to have decided when it was heard.
struct ItemResult {
  std::uint16_t item = 0;
  Result result{};
  Decimal quantity;
  Instant decided = {};
  std::optional<Unit> unit = {};  ///< of the quantity, where it is said

  static constexpr std::string_view record = "documents.item_result";
  static constexpr auto fields() {
    return Fields{Field{1, "item", &ItemResult::item}, Field{2, "result", &ItemResult::result},
                  Field{3, "quantity", &ItemResult::quantity}, Field{4, "decided", &ItemResult::decided},
                  Field{5, "unit", &ItemResult::unit}};
  }
  friend bool operator==(const ItemResult&, const ItemResult&) = default;
};

/// A back-to-back certificate that lives on a part of this one. Its own importing state is told when this one
/// is cancelled, beside the state that issued it (R-ASW-049).
struct Drawn {
  Reference by;
  std::vector<Line> lines;
  Country importer = {};  ///< the state to which the goods go on

  static constexpr std::string_view record = "documents.drawn";
  static constexpr auto fields() {
    return Fields{Field{1, "by", &Drawn::by}, Field{2, "lines", &Drawn::lines},
                  Field{3, "importer", &Drawn::importer}};
  }
  friend bool operator==(const Drawn&, const Drawn&) = default;
};

/// Whether both are one certificate with one text. What is sent again may call itself a duplicate
/// (asw.md 3.0).
[[nodiscard]] bool says_the_same(Contents one, const Contents& other);

[[nodiscard]] Balances balances_of(const std::vector<Item>& items);
/// What customs has said of all items, as an L3 tells it.
[[nodiscard]] std::vector<ItemResult> results_of(const Balances& items);
/// When the newest of them was decided; nothing where there is none.
[[nodiscard]] std::optional<Instant> newest_of(std::span<const ItemResult> results);

/// Whether it was said after what is known of the item.
[[nodiscard]] bool is_newer(const Balance& item, const ItemResult& said);

/// Who lives on a certificate, booked with what it takes of the items.
void book_draw(Balances& items, std::vector<Drawn>& drawn, const Drawn& draw);
/// Nothing where `by` does not live on it.
void book_undone_draw(Balances& items, std::vector<Drawn>& drawn, const Reference& by);

/// What is wrong with the contents of an application: R-ASW-004, 010, 011, 040, 041, 044, 046, R-DOC-003,
/// 004, 006, 037.
[[nodiscard]] Findings faults_in(const Contents& contents);
/// R-DOC-002 unless the text is one line of 1 to 512 characters.
[[nodiscard]] Findings fault_in_text(std::string_view field, const std::string& text);
/// R-DOC-025 unless messages can carry the name that is given to a thing: 1 to 35 printable characters of
/// ASCII without blanks at its ends. A number is given once: afterwards it would be too late to see.
[[nodiscard]] Findings fault_in_name(std::string_view field, std::string_view name);
void add(Findings& findings, Findings more);

/// "VN, office, number": for people.
[[nodiscard]] std::string in_words(const Reference& reference);

}  // namespace lintas::documents
