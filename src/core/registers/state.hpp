#pragma once

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
#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"

/// The registers of a state: who may act, for whom, with which vehicle. Every entry is a stream of its own;
/// one small machine serves all kinds. What an entry says is dated; nothing here names a person: name and
/// address of a firm are a payload, known here by its hash.
namespace lintas::registers {

struct EntryNumberKind {
  static constexpr std::size_t characters_max = 35;
};
struct PlateKind {
  static constexpr std::size_t characters_max = 24;
};
/// The number that an authority gave to a permit, a card or an authorisation; of premises, their code.
using EntryNumber = BoundedText<EntryNumberKind>;
/// Registration of a vehicle unit, as it is written on the plate.
using Plate = BoundedText<PlateKind>;

// ---- what is registered

enum class TraderRole : std::uint8_t {
  principal = 1,  ///< may be holder of the transit procedure
  carrier = 2,    ///< transport or logistics firm
  consignee = 3,  ///< trader at destination
  broker = 4,     ///< declares for others
};

struct Trader {
  Tin tin;
  bool legal_person = false;
  std::vector<TraderRole> roles;

  static constexpr std::string_view record = "registers.trader";
  static constexpr auto fields() {
    return Fields{Field{1, "tin", &Trader::tin}, Field{2, "legal_person", &Trader::legal_person},
                  Field{3, "roles", &Trader::roles}};
  }
  friend bool operator==(const Trader&, const Trader&) = default;
};

/// The holder lets the agent act for it.
struct Mandate {
  Tin holder;
  Tin agent;
  bool sees_balance = false;  ///< of the holder's guarantees

  static constexpr std::string_view record = "registers.mandate";
  static constexpr auto fields() {
    return Fields{Field{1, "holder", &Mandate::holder}, Field{2, "agent", &Mandate::agent},
                  Field{3, "sees_balance", &Mandate::sees_balance}};
  }
  friend bool operator==(const Mandate&, const Mandate&) = default;
};

/// A person who declares for a firm, known by its account.
struct Declarant {
  Tin firm;
  PersonId person;

  static constexpr std::string_view record = "registers.declarant";
  static constexpr auto fields() {
    return Fields{Field{1, "firm", &Declarant::firm}, Field{2, "person", &Declarant::person}};
  }
  friend bool operator==(const Declarant&, const Declarant&) = default;
};

/// What an authorised transit trader may do, with the type of its authorisation on the wire (CL605).
enum class Right : std::uint8_t {
  simplified_departure = 1,  ///< C521: authorised consignor
  simplified_arrival = 2,    ///< C522: authorised consignee
  special_seals = 3,         ///< C523
};
[[nodiscard]] std::string_view wire_type(Right right);
[[nodiscard]] std::optional<Right> right_of_wire_type(std::string_view type);

enum class SealSeriesError : std::uint8_t { not_a_series };
[[nodiscard]] constexpr std::string_view describe(SealSeriesError) {
  return "is not a mark, a colon and two numbers of as many digits, the first not above the second";
}

/// Special seals by mark and number: "SGATT:0001-0999" are SGATT0001 to SGATT0999.
class SealSeries {
 public:
  /// A default one holds the one seal "-0".
  SealSeries() = default;

  [[nodiscard]] static std::expected<SealSeries, SealSeriesError> parse(std::string_view text);
  [[nodiscard]] std::string_view str() const noexcept { return text_; }
  [[nodiscard]] bool has(std::string_view seal) const;

  friend auto operator<=>(const SealSeries&, const SealSeries&) = default;

 private:
  explicit SealSeries(std::string_view valid) : text_(valid) {}

  std::string text_{"-:0-0"};
};

/// ATT: an authorised transit trader. Source: acts.md 9.
struct Authorisation {
  EntryNumber number;
  Tin holder;  ///< established in the state that authorises
  std::vector<Right> rights;
  std::vector<OfficeId> offices;      ///< that it may be used with
  std::vector<EntryNumber> premises;  ///< where goods may depart from or arrive at
  std::vector<SealSeries> seals;
  std::vector<Ahtn> goods_excluded;
  std::uint32_t unloading_wait_minutes = 0;  ///< after arrival, before unloading is permitted by itself

  static constexpr std::string_view record = "registers.authorisation";
  static constexpr auto fields() {
    return Fields{Field{1, "number", &Authorisation::number},
                  Field{2, "holder", &Authorisation::holder},
                  Field{3, "rights", &Authorisation::rights},
                  Field{4, "offices", &Authorisation::offices},
                  Field{5, "premises", &Authorisation::premises},
                  Field{6, "seals", &Authorisation::seals},
                  Field{7, "goods_excluded", &Authorisation::goods_excluded},
                  Field{8, "unloading_wait_minutes", &Authorisation::unloading_wait_minutes}};
  }
  friend bool operator==(const Authorisation&, const Authorisation&) = default;
};

/// The law that a permit was given under. Malaysia calls permits of both by the same name (acts.md 4.4).
enum class Agreement : std::uint8_t {
  acts = 1,     ///< goods in transit (AFAFGIT)
  afafist = 2,  ///< inter-state transport: not for ACTS (R-ACTS-021)
};

enum class UnitKind : std::uint8_t { rigid_truck = 1, prime_mover = 2, semi_trailer = 3 };

/// AGVCBP: lets one vehicle unit cross borders. Not transferable.
struct Permit {
  EntryNumber number;
  Country issued_by;
  Agreement agreement = Agreement::acts;
  UnitKind unit = UnitKind::rigid_truck;
  Plate plate;
  Tin carrier;                  ///< licensed transport operator
  std::vector<Country> states;  ///< where it holds; empty: in every state of the agreement

  static constexpr std::string_view record = "registers.permit";
  static constexpr auto fields() {
    return Fields{Field{1, "number", &Permit::number},       Field{2, "issued_by", &Permit::issued_by},
                  Field{3, "agreement", &Permit::agreement}, Field{4, "unit", &Permit::unit},
                  Field{5, "plate", &Permit::plate},         Field{6, "carrier", &Permit::carrier},
                  Field{7, "states", &Permit::states}};
  }
  friend bool operator==(const Permit&, const Permit&) = default;
};

/// Blue Card: the insurance of one motor vehicle in the states it names, for at most a calendar year.
struct Insurance {
  EntryNumber number;
  Country issued_by;  ///< state of the bureau
  Plate plate;
  EntryNumber insurer;
  std::vector<Country> states;
  std::optional<Tin> carrier;  ///< whose vehicle it is; a card of before this was asked for names none

  static constexpr std::string_view record = "registers.insurance";
  static constexpr auto fields() {
    return Fields{Field{1, "number", &Insurance::number}, Field{2, "issued_by", &Insurance::issued_by},
                  Field{3, "plate", &Insurance::plate},   Field{4, "insurer", &Insurance::insurer},
                  Field{5, "states", &Insurance::states}, Field{6, "carrier", &Insurance::carrier}};
  }
  friend bool operator==(const Insurance&, const Insurance&) = default;
};

/// Places are stored: only ever add at the end.
using Facts = std::variant<Trader, Mandate, Declarant, Authorisation, Permit, Insurance>;

// ---- the entry

/// The alternatives of Facts, from 1 on. Stored, and part of an entry's key.
enum class Kind : std::uint8_t {
  trader = 1,
  mandate = 2,
  declarant = 3,
  authorisation = 4,
  permit = 5,
  insurance = 6
};
[[nodiscard]] std::string_view name(Kind kind);
[[nodiscard]] constexpr Kind kind_of(const Facts& facts) { return static_cast<Kind>(facts.index() + 1); }

/// What an entry is found by; it never changes. Of a trader its TIN, of a mandate holder and agent, of a
/// declarant firm and person, of the others the issuing state and the number.
struct EntryKey {
  Kind kind = Kind::trader;
  std::string text;

  static constexpr std::string_view record = "registers.entry_key";
  static constexpr auto fields() {
    return Fields{Field{1, "kind", &EntryKey::kind}, Field{2, "text", &EntryKey::text}};
  }
  friend auto operator<=>(const EntryKey&, const EntryKey&) = default;
};

[[nodiscard]] EntryKey key_of(const Facts& facts);
[[nodiscard]] EntryKey trader_key(const Tin& tin);
[[nodiscard]] EntryKey mandate_key(const Tin& holder, const Tin& agent);
[[nodiscard]] EntryKey declarant_key(const Tin& firm, std::string_view person);
/// `state` is where the holder is established.
[[nodiscard]] EntryKey authorisation_key(Country state, std::string_view number);
/// `state` issued it: the nationality of the vehicle unit.
[[nodiscard]] EntryKey permit_key(Country state, std::string_view number);
[[nodiscard]] EntryKey insurance_key(Country state, std::string_view number);

enum class Status : std::uint8_t {
  none = 0,       ///< not registered
  valid = 1,      ///< holds on its days; expiry is a matter of the day asked about
  suspended = 2,  ///< holds on no day until it is resumed
  withdrawn = 3,  ///< ended; the same may be registered anew
};

/// Who gives a command: the firm that an entry is about says who acts for it, the authority stands above.
/// Stored, in ascending order of their word.
enum class Side : std::uint8_t { firm = 1, authority = 2 };

struct Entry {
  Status status = Status::none;
  Facts facts;
  Day valid_from;
  std::optional<Day> valid_until;  ///< last day
  std::optional<Hash256> details;  ///< of the payload with name and address
  std::optional<Side> stopped_by;  ///< the highest that suspended or withdrew it since it was last valid

  [[nodiscard]] bool holds_on(Day day) const {
    return status == Status::valid && valid_from <= day && (!valid_until || day <= *valid_until);
  }

  static constexpr std::string_view record = "registers.entry";
  static constexpr auto fields() {
    return Fields{Field{1, "status", &Entry::status},         Field{2, "facts", &Entry::facts},
                  Field{3, "valid_from", &Entry::valid_from}, Field{4, "valid_until", &Entry::valid_until},
                  Field{5, "details", &Entry::details},       Field{6, "stopped_by", &Entry::stopped_by}};
  }
  friend bool operator==(const Entry&, const Entry&) = default;
};

/// Name and address of a firm: a payload, kept apart from events and erased by itself.
struct Details {
  std::string name;
  std::string address;

  static constexpr std::string_view record = "registers.details";
  static constexpr auto fields() {
    return Fields{Field{1, "name", &Details::name}, Field{2, "address", &Details::address}};
  }
  friend bool operator==(const Details&, const Details&) = default;
};

}  // namespace lintas::registers
