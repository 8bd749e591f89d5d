#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "core/model/values/access_code.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/receipt.hpp"
#include "core/model/values/tin.hpp"
#include "core/transit/machine.hpp"

/// What the machines of a movement know of it and tell each other: facts, never the documents themselves, and
/// never names of people. Stored: a field number is never used again for something else.
namespace lintas::transit {

/// One guarantee as the declaration names it.
struct GuaranteeLine {
  std::string type;  ///< guaranteeType
  Grn grn;           ///< of a deposit that of its account, once it has been found by its receipt
  std::optional<AccessCodeHash> access_code;
  Money amount;                                   ///< to be covered by this guarantee
  std::optional<Receipt> receipt = std::nullopt;  ///< of a deposit
  /// The Guarantee of the message that it stands in, and which of its references it is, from one: where the
  /// n-th line is not the first of the n-th (fault_places.hpp).
  std::optional<std::uint32_t> guarantee = std::nullopt;
  std::optional<std::uint32_t> reference = std::nullopt;

  static constexpr std::string_view record = "transit.guarantee_line";
  static constexpr auto fields() {
    return Fields{Field{1, "type", &GuaranteeLine::type},
                  Field{2, "grn", &GuaranteeLine::grn},
                  Field{3, "access_code", &GuaranteeLine::access_code},
                  Field{4, "amount", &GuaranteeLine::amount},
                  Field{5, "receipt", &GuaranteeLine::receipt},
                  Field{6, "guarantee", &GuaranteeLine::guarantee},
                  Field{7, "reference", &GuaranteeLine::reference}};
  }
  friend bool operator==(const GuaranteeLine&, const GuaranteeLine&) = default;
};

/// A vehicle unit with the cross-border permit (AP01) and the insurance card (AB01) that the declaration
/// names for it; empty where it names none. Last days and states are what the declaration says of the papers:
/// they are printed, so they are asked of the register, too (R-ACTS-036).
struct Vehicle {
  std::string registration;
  std::string nationality;
  bool motor = false;  ///< needs an insurance card of its own
  std::string permit;
  std::string insurance_card;
  std::optional<Day> permit_until = std::nullopt;
  std::optional<Day> card_until = std::nullopt;
  std::vector<Country> card_states = {};

  static constexpr std::string_view record = "transit.vehicle";
  static constexpr auto fields() {
    return Fields{Field{1, "registration", &Vehicle::registration},
                  Field{2, "nationality", &Vehicle::nationality},
                  Field{3, "motor", &Vehicle::motor},
                  Field{4, "permit", &Vehicle::permit},
                  Field{5, "insurance_card", &Vehicle::insurance_card},
                  Field{6, "permit_until", &Vehicle::permit_until},
                  Field{7, "card_until", &Vehicle::card_until},
                  Field{8, "card_states", &Vehicle::card_states}};
  }
  friend bool operator==(const Vehicle&, const Vehicle&) = default;
};

/// The offices of a movement. Offices of transit stand in the order of the journey; each country's follow
/// one another.
struct Route {
  OfficeId departure;
  std::vector<OfficeId> transit;
  OfficeId destination;

  /// Countries of the offices of transit, in order, each once; with those of departure and destination where
  /// they have an office of transit.
  [[nodiscard]] std::vector<Country> transit_countries() const;
  /// Every country of the journey, in order, each once.
  [[nodiscard]] std::vector<Country> countries() const;
  /// The offices of transit in a country, in order.
  [[nodiscard]] std::vector<OfficeId> transit_in(Country country) const;

  static constexpr std::string_view record = "transit.route";
  static constexpr auto fields() {
    return Fields{Field{1, "departure", &Route::departure}, Field{2, "transit", &Route::transit},
                  Field{3, "destination", &Route::destination}};
  }
  friend bool operator==(const Route&, const Route&) = default;
};

/// What decisions need of a declaration (IE015, IE013) or of the record made from it (IE001, IE050).
struct Declaration {
  Hash256 document;  ///< of the stored declaration
  Lrn lrn;
  Tin holder;                         ///< principal: holder of the transit procedure
  std::optional<Tin> representative;  ///< who declares for the holder
  bool pre_lodged = false;            ///< additional type D: lodged before the goods are presented
  bool simplified = false;            ///< an authorised consignor declares (authorisation C521)
  Route route;
  std::optional<Day> limit_proposed;  ///< by the trader; departure decides
  std::vector<GuaranteeLine> guarantees;
  std::vector<Vehicle> vehicles;
  std::vector<Ahtn> goods;       ///< each code once, ascending
  std::optional<Money> at_risk;  ///< computed from tariff, rates and route; nothing where a rate is missing
  Hash256 calculation;           ///< of the explained amount at risk with its rates
  std::uint32_t items = 0;
  std::uint32_t packages = 0;
  std::int64_t gross_mass_grams = 0;
  std::uint32_t seals = 0;
  std::string authorisation;  ///< number of the authorisation C521, of a simplified declaration
  std::string premises;       ///< where the goods are, if the authorisation's premises are named
  std::optional<Tin> consignee = std::nullopt;  ///< of all the goods, where a TIN of the region names it
  /// Number of the authorisation C523 under which the trader's own seals were put on; empty where it names
  /// none: then customs have sealed.
  std::string special_seals = {};
  bool unsealed = false;  ///< no seal is named, nor that the goods cannot be sealed (R-ACTS-060)

  static constexpr std::string_view record = "transit.declaration";
  static constexpr auto fields() {
    return Fields{Field{1, "document", &Declaration::document},
                  Field{2, "lrn", &Declaration::lrn},
                  Field{3, "holder", &Declaration::holder},
                  Field{4, "representative", &Declaration::representative},
                  Field{5, "pre_lodged", &Declaration::pre_lodged},
                  Field{6, "simplified", &Declaration::simplified},
                  Field{7, "route", &Declaration::route},
                  Field{8, "limit_proposed", &Declaration::limit_proposed},
                  Field{9, "guarantees", &Declaration::guarantees},
                  Field{10, "vehicles", &Declaration::vehicles},
                  Field{11, "goods", &Declaration::goods},
                  Field{12, "at_risk", &Declaration::at_risk},
                  Field{13, "calculation", &Declaration::calculation},
                  Field{14, "items", &Declaration::items},
                  Field{15, "packages", &Declaration::packages},
                  Field{16, "gross_mass_grams", &Declaration::gross_mass_grams},
                  Field{17, "seals", &Declaration::seals},
                  Field{18, "authorisation", &Declaration::authorisation},
                  Field{19, "premises", &Declaration::premises},
                  Field{20, "consignee", &Declaration::consignee},
                  Field{21, "special_seals", &Declaration::special_seals},
                  Field{22, "unsealed", &Declaration::unsealed}};
  }
  friend bool operator==(const Declaration&, const Declaration&) = default;
};

/// The limit that the trader proposes; one that has passed proposes none any more.
[[nodiscard]] std::optional<Day> limit_proposed(const Declaration& declaration, Day today);

/// amendmentTypeFlag (CL027) of an amendment that changes nothing but guarantees.
inline constexpr std::string_view flag_guarantees_only = "1";

/// What the guarantees are measured by is of the declaration too, and follows from it; so is whether it is
/// sealed, which an earlier program did not note.
[[nodiscard]] bool differs_in_guarantees_only(const Declaration& present, Declaration amended);

/// A crossing of an office of transit, as the office reported it.
struct Crossing {
  OfficeId office;
  Instant at;

  static constexpr std::string_view record = "transit.crossing";
  static constexpr auto fields() {
    return Fields{Field{1, "office", &Crossing::office}, Field{2, "at", &Crossing::at}};
  }
  friend bool operator==(const Crossing&, const Crossing&) = default;
};

/// An event on the way, as the office that registered it reported it: what others need to know the load by.
/// Its words stay with the event.
struct IncidentOnTheWay {
  OfficeId office;
  Instant at;
  std::string code;  ///< CL019
  std::vector<Seal> new_seals;
  std::optional<Vehicle> vehicle;  ///< what carries the goods from there on

  static constexpr std::string_view record = "transit.reported_incident";
  static constexpr auto fields() {
    return Fields{Field{1, "office", &IncidentOnTheWay::office}, Field{2, "at", &IncidentOnTheWay::at},
                  Field{3, "code", &IncidentOnTheWay::code},
                  Field{4, "new_seals", &IncidentOnTheWay::new_seals},
                  Field{5, "vehicle", &IncidentOnTheWay::vehicle}};
  }
  friend bool operator==(const IncidentOnTheWay&, const IncidentOnTheWay&) = default;
};

/// Result of a control at departure or destination. Source of the codes: CL047, ncts.md 6.1.
struct ControlResult {
  std::string code;  ///< A1, A2, A3, A4, A5, B1
  Day day;

  static constexpr std::string_view record = "transit.control_result";
  static constexpr auto fields() {
    return Fields{Field{1, "code", &ControlResult::code}, Field{2, "day", &ControlResult::day}};
  }
  friend bool operator==(const ControlResult&, const ControlResult&) = default;
};

/// A functional error as a message carries it: where, CL180 code, our rule, and what the rule's text leaves
/// open ("short by 120.00 SGD").
struct Fault {
  std::string pointer;
  std::uint16_t code = 0;
  std::string rule;
  std::string detail;

  static constexpr std::string_view record = "transit.fault";
  static constexpr auto fields() {
    return Fields{Field{1, "pointer", &Fault::pointer}, Field{2, "code", &Fault::code},
                  Field{3, "rule", &Fault::rule}, Field{4, "detail", &Fault::detail}};
  }
  friend bool operator==(const Fault&, const Fault&) = default;
};

/// What a message between nodes, or to a trader, says beside its head: the union over all messages, filled as
/// far as the message shows it. Written out with a view it is the message; what a received message says is a
/// letter again. Messages that carry the declared goods name the declaration by `declaration.document`.
struct Letter {
  std::optional<Mrn> mrn;
  std::optional<Declaration> declaration;  ///< IE001, 050, 003, 115, 029, 028: the record
  std::optional<Day> accepted;             ///< date of acceptance
  std::optional<Day> released;             ///< date of release
  std::optional<Day> limit;                ///< binding limit date (AL001, ControlResult/date)
  std::optional<OfficeId> office;          ///< the one that acts or asks: passage, arrival, request, incident
  std::optional<Instant> at;               ///< when it happened there
  std::optional<ControlResult> result;
  std::optional<std::string> reason;  ///< code of a refusal, no release, incident or result
  std::optional<std::string> text;
  bool positive = true;             ///< of an answer: 003, 115, 009, 049
  std::vector<Crossing> crossings;  ///< passages known so far
  std::vector<Fault> faults;
  // of the status notice
  std::optional<std::uint32_t> notice;  ///< its number, dense per movement from 1
  std::optional<std::string> status;    ///< LX1
  std::optional<OfficeId> arrived_at;
  std::optional<Day> written_off;
  std::optional<Route> route;              ///< where no declaration is told
  std::optional<std::string> correlation;  ///< messageIdentification of the message that caused this one
  // at destination
  std::optional<Tin> trader;                 ///< who presents the goods: 007, 044; told in 025, 043, 057
  bool simplified = false;                   ///< 007: of an authorised consignee (authorisation C522)
  std::optional<bool> seals_intact;          ///< IE044: as the trader found them; nothing: it does not say
  std::optional<OfficeId> departure;         ///< office of departure, in what the others send it
  std::string authorisation;                 ///< IE007: number of the C522 that a simplified arrival rests on
  std::optional<std::uint32_t> notice_last;  ///< of the notices asked for; `notice` is the first of them
  std::optional<std::string> premises;       ///< IE007: of that authorisation, where the goods are
  // of the load
  std::vector<Seal> new_seals;     ///< IE180, 181, 182: put on; IE013, 015, 170: special seals (C523)
  std::optional<Vehicle> vehicle;  ///< IE180, 181, 182: what carries the goods from now on
  std::vector<IncidentOnTheWay> incidents;  ///< IE003, 115: so far
  std::optional<std::string> control_code;  ///< records: result of the control at departure (CL196)
  /// IE013 behind a presentation: the declaration as it stood, by which the amendment was read.
  std::optional<Hash256> completed_by = std::nullopt;

  static constexpr std::string_view record = "transit.letter";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &Letter::mrn},
                  Field{2, "declaration", &Letter::declaration},
                  Field{3, "accepted", &Letter::accepted},
                  Field{4, "released", &Letter::released},
                  Field{5, "limit", &Letter::limit},
                  Field{6, "office", &Letter::office},
                  Field{7, "at", &Letter::at},
                  Field{8, "result", &Letter::result},
                  Field{9, "reason", &Letter::reason},
                  Field{10, "text", &Letter::text},
                  Field{11, "positive", &Letter::positive},
                  Field{12, "crossings", &Letter::crossings},
                  Field{13, "faults", &Letter::faults},
                  Field{14, "notice", &Letter::notice},
                  Field{15, "status", &Letter::status},
                  Field{16, "arrived_at", &Letter::arrived_at},
                  Field{17, "written_off", &Letter::written_off},
                  Field{18, "route", &Letter::route},
                  Field{19, "correlation", &Letter::correlation},
                  Field{20, "trader", &Letter::trader},
                  Field{21, "simplified", &Letter::simplified},
                  Field{22, "departure", &Letter::departure},
                  Field{23, "notice_last", &Letter::notice_last},
                  Field{24, "authorisation", &Letter::authorisation},
                  Field{25, "premises", &Letter::premises},
                  Field{26, "seals_intact", &Letter::seals_intact},
                  Field{27, "new_seals", &Letter::new_seals},
                  Field{28, "vehicle", &Letter::vehicle},
                  Field{29, "incidents", &Letter::incidents},
                  Field{30, "control_code", &Letter::control_code},
                  Field{31, "completed_by", &Letter::completed_by}};
  }
  friend bool operator==(const Letter&, const Letter&) = default;
};

}  // namespace lintas::transit
