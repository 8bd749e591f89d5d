#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/certain.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/utf8.hpp"
#include "core/messages/document.hpp"
#include "core/messages/place.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"
#include "core/model/groups.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/transit/clocks.hpp"
#include "core/transit/fault_places.hpp"
#include "core/transit/fitting.hpp"
#include "core/transit/letters.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"

namespace lintas::transit {

namespace {

constexpr std::string_view yes = "1";
constexpr std::string_view no = "0";
/// What stands where a message must say something and there is nothing to say.
constexpr std::string_view nothing = "-";

/// CL750.
constexpr std::string_view road_vehicle = "30";
constexpr std::string_view trailer = "31";

constexpr std::size_t text_characters_max = 512;
constexpr std::size_t statements_max = 99;

std::string flag(bool value) { return std::string{value ? yes : no}; }

bool is_blank(std::string_view character) { return fault_in_text(character, 1) == TextError::blank_at_end; }

/// The text with a blank for each thing that cannot stand in a line of a message.
std::string allowed(std::string_view text) {
  std::string line;
  while (const auto bad = utf8::first_bad(text)) {
    line.append(text.substr(0, bad->offset)) += ' ';
    text.remove_prefix(bad->offset + 1);
  }
  line += text;
  std::ranges::replace_if(line, [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  return line;
}

/// One line of at most 512 characters without a blank at either end.
std::string line_of(std::string_view text) {
  const std::string clean = allowed(text);
  std::string_view rest = clean;
  std::size_t taken = 0;
  std::size_t characters = 0;
  std::size_t visible = 0;  // bytes up to the last character that is no blank
  while (taken < rest.size() && characters < text_characters_max) {
    const std::string_view character = rest.substr(taken, utf8::decode(rest.substr(taken)).bytes);
    if (is_blank(character) && visible == 0) {
      rest.remove_prefix(character.size());
      continue;
    }
    taken += character.size();
    ++characters;
    if (!is_blank(character)) visible = taken;
  }
  return std::string{rest.substr(0, visible)};
}

std::string line_or(const std::optional<std::string>& text, std::string_view otherwise) {
  const std::string line = text ? line_of(*text) : std::string{};
  return line.empty() ? std::string{otherwise} : line;
}

bool is_record(Ie ie, const Letter& letter) {
  if (ie == 3 || ie == 115) return letter.positive;
  return ie == 1 || ie == 29 || ie == 43 || ie == 50;
}

/// The codes of CL180 that a message may carry.
constexpr std::array<std::uint16_t, 11> error_codes{12, 13, 14, 15, 26, 50, 51, 52, 90, 92, 93};
constexpr std::uint16_t rule_violation = 14;

class Writer {
 public:
  Writer(Ie ie, const Letter& letter, const Head& head, const message::Message* declaration)
      : ie_(ie), letter_(letter), head_(head), declaration_(declaration) {
    document_.program = message::find_program(root_of(ie));
    require(document_.program != nullptr, "every message of the table has a view");
    const auto phases = document_.program->phases();
    if (!phases.empty()) document_.phase = phases.back();
  }

  message::Document write() && {
    if (is_record(ie_, letter_)) {
      require(declaration_ != nullptr, "a message that shows the goods is made from the declaration");
      message_ = declaration_->clone();
      mask_access_codes(message_);
    }
    identify();
    parties();
    if (is_record(ie_, letter_)) record();
    const MessageOfMovement* facts = find_message(ie_);
    if (facts->to.has(Party::trader)) {
      to_trader();
    } else {
      to_office();
    }
    fit(*document_.program, message_);
    return std::move(document_);
  }

 private:
  // ---- every message

  void identify() {
    message_.message_sender = head_.sender;
    message_.message_recipient = head_.recipient;
    message_.preparation_date_and_time = local(head_.prepared);
    message_.message_identification = head_.identification;
    message_.message_type = document_.program->root();
    message_.correlation_identifier = correlation().value_or("");
    if (ie_ == 906) {
      if (letter_.mrn) message_.header.emplace().mrn = letter_.mrn->str();
      return;
    }
    if (!message_.transit_operation) message_.transit_operation.emplace();
    operation().mrn = letter_.mrn ? std::string{letter_.mrn->str()} : std::string{};
    operation().lrn = lrn();
    if (letter_.accepted) operation().declaration_acceptance_date = date_of(*letter_.accepted);
    if (letter_.released) operation().release_date = date_of(*letter_.released);
  }

  /// Departure, holder and representative; the view shows who is to be seen.
  void parties() {
    const bool negative = (ie_ == 3 || ie_ == 115) && !letter_.positive;
    // C0365, C0811: a negative answer names departure, unless the MRN is not known there, and nobody else.
    if (negative && letter_.reason.value_or(std::string{yes}) == yes) return;
    if (const auto office = departure())
      message_.customs_office_of_departure.emplace().reference_number = *office;
    if (negative) return;
    if (declaration_ != nullptr) {
      message_.holder_of_the_transit_procedure = declaration_->holder_of_the_transit_procedure;
      message_.representative = declaration_->representative;
    }
    if (!message_.holder_of_the_transit_procedure) message_.holder_of_the_transit_procedure.emplace();
    auto& holder = message_.holder_of_the_transit_procedure->identification_number;
    if (holder.empty() && letter_.declaration) holder = letter_.declaration->holder.str();
    if (letter_.trader)
      message_.trader_at_destination.emplace().identification_number = letter_.trader->str();
    if (!message_.trader_at_destination && ie_ != 906) {
      // Only the messages to a trader at destination show it; the machine has it for those.
      require(ie_ != 25 && ie_ != 43 && ie_ != 57, "a letter to a trader at destination names the trader");
    }
  }

  // ---- records: 001, 050, 003, 115, 029, 043

  void record() {
    const Day limit = certain(letter_.limit, "a record has a limit date");
    require(bool{message_.consignment}, "a record has goods");
    message_.control_result.emplace();
    message_.control_result->code = letter_.control_code.value_or("A2");
    if (const auto office = departure()) message_.control_result->controlled_by = *office;
    message_.control_result->date = date_of(limit);  // G0127: where a limit date has no field
    state_limit(limit);
    complete(*message_.consignment);
    if (ie_ == 3 || ie_ == 115) {
      for (const IncidentOnTheWay& one : letter_.incidents) add_incident(one, std::nullopt);
    }
    auto& holder = *message_.holder_of_the_transit_procedure;
    if (ie_ != 29) name_party(holder);
    if (operation().security.empty()) operation().security = no;
    if (operation().reduced_dataset_indicator.empty()) operation().reduced_dataset_indicator = no;
  }

  void state_limit(Day limit) {
    auto& statements = message_.consignment->additional_information;
    std::erase_if(statements, [](const auto& statement) { return statement.code == "AL001"; });
    if (statements.size() >= statements_max) statements.pop_back();
    std::int64_t last = 0;
    for (const auto& statement : statements) last = std::max(last, statement.sequence_number.value);
    statements.push_back(
        {.sequence_number = {last + 1}, .code = "AL001", .text = to_text(limit), .complete_control = {}});
  }

  /// What a declaration may leave out and a record must say (ncts-office-messages.md 2.1, ncts.md 5.3).
  void complete(message::Consignment& consignment) {
    if (consignment.container_indicator.empty()) {
      const bool contained = std::ranges::any_of(consignment.transport_equipment, [](const auto& equipment) {
        return !equipment.container_identification_number.empty();
      });
      consignment.container_indicator = flag(contained);
    }
    if (ie_ == 29 && !consignment.place_of_loading) {
      const auto office = certain(departure(), "a declaration names its office of departure");
      auto& place = consignment.place_of_loading.emplace();
      place.country = office.substr(0, 2);
      place.location = office;
    }
    if (ie_ == 29) return;
    name_parties(consignment);
    for (message::HouseConsignment& house : consignment.house_consignment) name_parties(house);
  }

  template <class Group>
  static void name_parties(Group& group) {
    if (group.consignor) name_party(*group.consignor);
    if (group.consignee) name_party(*group.consignee);
  }

  template <class Group>
  static void name_party(Group& party) {
    if (party.name.empty())
      party.name = party.identification_number.empty() ? std::string{nothing} : party.identification_number;
    if (party.address) return;
    auto& address = party.address.emplace();
    address.street_and_number = nothing;
    address.city = nothing;
    address.country =
        party.identification_number.size() > 2 ? party.identification_number.substr(0, 2) : "ZZ";
  }

  // ---- between offices

  void to_office() {
    switch (ie_) {
      case 2:
      case 3: destination_actual(); break;
      case 6:
        destination_actual();
        operation().arrival_date_and_time_actual = local(when());
        break;
      case 10:
        route(/*all=*/true);
        message_.invalidation.emplace().decision_date_and_time = local(when());
        break;
      case 18: results(); break;
      case 24:
        destination_actual();
        route(/*all=*/false);
        operation().arrival_date_and_time_actual = local(when());
        break;
      case 49:
        destination_actual();
        operation().discrepancies_resolved = flag(letter_.positive);
        if (letter_.written_off) operation().write_off_date = date_of(*letter_.written_off);
        break;
      case 114:
      case 115: transit_actual(); break;
      case 118:
        transit_actual();
        operation().passage_date = date_of(local_day());
        break;
      case 119:
        transit_actual();
        operation().passage_refusal_date = to_text(local_day());
        operation().passage_refusal_reason_code = digits_or(letter_.reason, "4");
        operation().text = line_or(letter_.text, letter_.reason.value_or("4") == "4" ? nothing : "");
        break;
      case 180: incident(); break;
      case 181:
        route(/*all=*/false);
        incident();
        break;
      case 906: faults(); break;
      case ie_status_notice: notice(); break;
      case ie_status_request: status_request(); break;
      default: break;  // 001 and 050 are records and nothing more
    }
    if ((ie_ == 3 || ie_ == 115) && !letter_.positive)
      operation().request_rejection_reason_code = digits_or(letter_.reason, "1");
  }

  void destination_actual() {
    const OfficeId& office = certain(letter_.office, "the letter names the office of destination that acts");
    message_.customs_office_of_destination_actual.emplace().reference_number = office.str();
  }

  void transit_actual() {
    const OfficeId& office = certain(letter_.office, "the letter names the office of transit that acts");
    message_.customs_office_of_transit_actual.clear();
    message_.customs_office_of_transit_actual.push_back({.sequence_number = {},
                                                         .reference_number = std::string{office.str()},
                                                         .guarantee_not_valid_for_country = flag(false)});
  }

  /// `all`: every office of transit, else those that still wait for the goods (G0150, G0171).
  void route(bool all) {
    const Route* route = told_route();
    require(route != nullptr, "the letter tells the route");
    message_.customs_office_of_destination_declared.emplace().reference_number = route->destination.str();
    std::int64_t number = 0;
    for (const OfficeId& office : route->transit) {
      const auto passed = [&](const Crossing& crossing) { return crossing.office == office; };
      if (!all && std::ranges::any_of(letter_.crossings, passed)) continue;
      message_.customs_office_of_transit_declared.push_back({.sequence_number = {++number},
                                                             .reference_number = std::string{office.str()},
                                                             .arrival_date_and_time_estimated = {}});
    }
  }

  void results() {
    destination_actual();
    const ControlResult& found = certain(letter_.result, "control results have a code and a day");
    auto& result = message_.control_result.emplace();
    result.code = found.code;
    result.date = date_of(found.day);
    result.state_of_seals = flag(letter_.positive);
    // C0930: A5 and B1 say what was found, the others need not.
    const bool says_what = result.code == "A5" || result.code == "B1";
    operation().other_things_to_report = line_or(letter_.text, says_what ? nothing : "");
    operation().binding_itinerary = no;
    if (declaration_ != nullptr && declaration_->transit_operation &&
        !declaration_->transit_operation->binding_itinerary.empty())
      operation().binding_itinerary = declaration_->transit_operation->binding_itinerary;
  }

  void incident() {
    const OfficeId& office = certain(letter_.office, "an incident is registered by an office");
    operation().incident_notification_date_and_time = local(when());
    message_.customs_office_of_incident_registration.clear();
    message_.customs_office_of_incident_registration.push_back(
        {.sequence_number = {}, .reference_number = std::string{office.str()}});
    message_.consignment.emplace();
    add_incident({.office = office,
                  .at = when(),
                  .code = letter_.reason.value_or(""),
                  .new_seals = letter_.new_seals,
                  .vehicle = letter_.vehicle},
                 letter_.text);
  }

  void add_incident(const IncidentOnTheWay& told, const std::optional<std::string>& text) {
    auto& incidents = message_.consignment->incident;
    const std::int64_t number = static_cast<std::int64_t>(incidents.size()) + 1;
    message::Incident& incident = incidents.emplace_back();
    incident.sequence_number = {number};
    incident.code = digits_or(told.code, "5").substr(0, 1);
    incident.text = line_or(text, nothing);
    const std::string office{told.office.str()};
    // The place is the office; C0460: Z, an address in words.
    message::Location& place = incident.location.emplace();
    place.qualifier_of_identification = "Z";
    place.country = office.substr(0, 2);
    place.address.emplace().street_and_number = office;
    place.address->city = office;
    // C0240: equipment with 2 and 4, a transhipment with 3 and 6, neither with the others.
    const bool of_equipment = incident.code == "2" || incident.code == "4";
    const bool of_vehicle = incident.code == "3" || incident.code == "6";
    if (of_equipment || (of_vehicle && !told.new_seals.empty())) put_seals(incident, told.new_seals);
    if (of_vehicle && told.vehicle) put_vehicle(incident, *told.vehicle, told.office);
  }

  static void put_seals(message::Incident& incident, const std::vector<Seal>& seals) {
    message::TransportEquipment& equipment = incident.transport_equipment.emplace_back();
    equipment.sequence_number = {1};
    equipment.number_of_seals = {static_cast<std::int64_t>(seals.size())};
    for (const Seal& seal : seals) {
      equipment.seal.push_back({.sequence_number = {static_cast<std::int64_t>(equipment.seal.size()) + 1},
                                .identifier = std::string{seal.str()}});
    }
  }

  /// Of a vehicle whose state nobody named: one of where the goods were.
  static void put_vehicle(message::Incident& incident, const Vehicle& vehicle, const OfficeId& office) {
    message::Transhipment& transhipment = incident.transhipment.emplace();
    transhipment.container_indicator = no;
    message::TransportMeans& means = transhipment.transport_means.emplace();
    means.type_of_identification = vehicle.motor ? road_vehicle : trailer;
    means.identification_number = vehicle.registration;
    means.nationality =
        vehicle.nationality.empty() ? std::string{office.country().str()} : vehicle.nationality;
  }

  void notice() {
    const Route* route = told_route();
    require(route != nullptr, "the letter tells the route");
    const auto number = certain(letter_.notice, "a notice has a number");
    const std::string& status = certain(letter_.status, "a notice has a status");
    message_.customs_office_of_destination_declared.emplace().reference_number = route->destination.str();
    message::StatusNotice& notice = message_.status_notice.emplace();
    notice.notice_number = {static_cast<std::int64_t>(number)};
    notice.status = status;
    notice.status_date_and_time = local(when());
    if (letter_.limit) notice.limit_date = date_of(*letter_.limit);
    if (letter_.written_off) notice.write_off_date = date_of(*letter_.written_off);
    notice.text = line_or(letter_.text, "");
    if (letter_.arrived_at)
      message_.customs_office_of_destination_actual.emplace().reference_number = letter_.arrived_at->str();
    std::int64_t passage = 0;
    for (const Crossing& crossing : letter_.crossings) {
      const Day day = day_of(crossing.at, offset_at(head_.reference, crossing.office));
      message_.passage.push_back({.sequence_number = {++passage},
                                  .reference_number = std::string{crossing.office.str()},
                                  .passage_date = date_of(day)});
    }
    if (letter_.result) {
      auto& result = message_.control_result.emplace();
      result.code = letter_.result->code;
      result.date = date_of(letter_.result->day);
    }
  }

  void status_request() {
    const auto first = certain(letter_.notice, "a request for notices says which");
    const auto last = certain(letter_.notice_last, "a request for notices says which");
    message::StatusRequest& request = message_.status_request.emplace();
    request.first_number = {static_cast<std::int64_t>(first)};
    request.last_number = {static_cast<std::int64_t>(last)};
  }

  // ---- to the trader

  void to_trader() {
    switch (ie_) {
      case 4:
        mrn_or_lrn();
        operation().amendment_submission_date_and_time = local(when());
        operation().amendment_acceptance_date_and_time = local(when());
        break;
      case 9: decision_on_invalidation(); break;
      case 19:
        operation().discrepancies_notification_date = date_of(local_day());
        operation().discrepancies_notification_text = line_or(letter_.text, "");
        break;
      case 22:
        operation().amendment_notification_date_and_time = local(when());
        faults();
        if (letter_.text) reason_to_amend(*letter_.text);
        break;
      case 25: release_of_goods(); break;
      case 43: destination_actual(); break;
      case 45: operation().write_off_date = date_of(letter_.written_off.value_or(local_day())); break;
      case 51: no_release(); break;
      case 55: invalid_guarantees(); break;
      case 56:
      case 57: rejection(); break;
      case 60: control(); break;
      case 182: incident(); break;
      default: break;  // 028, 029 and 928 say nothing more
    }
  }

  /// C0467: the MRN after acceptance, the LRN before.
  void mrn_or_lrn() {
    if (letter_.mrn) operation().lrn.clear();
  }

  void decision_on_invalidation() {
    mrn_or_lrn();
    message::Invalidation& invalidation = message_.invalidation.emplace();
    const bool asked = correlation().has_value();
    invalidation.decision_date_and_time = local(when());
    invalidation.decision = flag(letter_.positive);
    invalidation.initiated_by_customs = flag(!asked);
    if (asked) invalidation.request_date_and_time = local(when());
    invalidation.justification = line_or(letter_.text, asked ? "" : nothing);
  }

  void reason_to_amend(std::string_view text) {
    const std::string line = line_of(text);
    if (line.empty()) return;
    message_.functional_error.push_back(
        {.sequence_number = {static_cast<std::int64_t>(message_.functional_error.size()) + 1},
         .error_pointer = "/CC015C",
         .error_code = std::to_string(rule_violation),
         .error_reason = reason_of_rule({}),
         .original_attribute_value = line});
  }

  void release_of_goods() {
    destination_actual();
    operation().release_date = date_of(letter_.released.value_or(local_day()));
    operation().release_indicator = digits_or(letter_.reason, yes).substr(0, 1);
  }

  void no_release() {
    operation().declaration_submission_date_and_time =
        declaration_ != nullptr && declaration_->preparation_date_and_time.has()
            ? declaration_->preparation_date_and_time
            : local(when());
    // The values of CL211 are not published: any code of two characters is valid.
    const bool coded = letter_.reason && letter_.reason->size() == 2 && line_of(*letter_.reason).size() == 2;
    operation().no_release_motivation_code = coded ? *letter_.reason : "99";
    std::string text = letter_.text.value_or("");
    for (const Fault& fault : letter_.faults) {
      const message::Rule* rule = message::find_rule(fault.rule);
      if (!text.empty()) text += ' ';
      text += rule == nullptr ? fault.rule : format("{}: {}", rule->id, rule->text);
    }
    operation().no_release_motivation_text = line_or(text, nothing);
  }

  /// IE055: of each guarantee that does not do, every reason.
  void invalid_guarantees() {
    if (!letter_.accepted) operation().declaration_acceptance_date = date_of(local_day());
    const std::vector<std::string> grns = declared_grns();
    for (std::size_t i = 0; i < grns.size(); ++i) {
      message::GuaranteeReference reference;
      for (const Fault& fault : letter_.faults) {
        if (concerns(fault, grns[i], i, grns.size())) add_reason(reference, fault);
      }
      if (!reference.invalid_guarantee_reason.empty()) add_invalid(std::move(reference), grns[i]);
    }
    if (!message_.guarantee_reference.empty()) return;
    // A declaration that names no guarantee, or one that is not among those it has: the reasons are told.
    message::GuaranteeReference unnamed;
    for (const Fault& fault : letter_.faults) add_reason(unnamed, fault);
    add_invalid(std::move(unnamed), {});
  }

  /// Where no GRN is known of it, with the number of no country.
  void add_invalid(message::GuaranteeReference reference, const std::string& grn) {
    reference.sequence_number = {static_cast<std::int64_t>(message_.guarantee_reference.size()) + 1};
    reference.grn = grn.empty() ? std::string{Grn{}.str()} : grn;
    message_.guarantee_reference.push_back(std::move(reference));
  }

  [[nodiscard]] std::vector<std::string> declared_grns() const {
    std::vector<std::string> grns;
    if (letter_.declaration && !letter_.declaration->guarantees.empty()) {
      for (const GuaranteeLine& line : letter_.declaration->guarantees) grns.emplace_back(line.grn.str());
    } else if (declaration_ != nullptr) {
      for (const auto& guarantee : declaration_->guarantee) {
        if (guarantee.guarantee_reference.empty()) grns.emplace_back();
        for (const auto& reference : guarantee.guarantee_reference) grns.push_back(reference.grn);
      }
    }
    return grns;
  }

  /// By GRN or by "lines[2]/…"; a fault that names neither is of every guarantee.
  [[nodiscard]] static bool concerns(const Fault& fault, std::string_view grn, std::size_t index,
                                     std::size_t count) {
    if (!grn.empty() && fault.pointer.find(grn) != std::string::npos) return true;
    if (const auto line = line_in(fault.pointer)) return *line == index;
    return count == 1 || !Grn::parse(fault.pointer).has_value();
  }

  static void add_reason(message::GuaranteeReference& reference, const Fault& fault) {
    const message::Rule* rule = message::find_rule(fault.rule);
    // Each reason has its code (tools/check_rules.py). G02, there is one and it does not do, for a rule that
    // only an earlier program knew.
    const bool coded = rule != nullptr && rule->ncts.starts_with('G');
    const std::string code{coded ? rule->ncts : std::string_view{"G02"}};
    auto& reasons = reference.invalid_guarantee_reason;
    if (reasons.size() >= statements_max) return;
    reasons.push_back({.sequence_number = {static_cast<std::int64_t>(reasons.size()) + 1},
                       .code = code,
                       .text = line_of(rule == nullptr ? std::string{fault.rule}
                                                       : format("{}: {}", rule->id, rule->text))});
  }

  void rejection() {
    constexpr std::string_view functional_errors = "12";
    constexpr std::string_view other_reasons = "4";
    if (ie_ == 57) destination_actual();
    mrn_or_lrn();
    operation().business_rejection_type = line_or(letter_.reason, ie_ == 57 ? "007" : "015");
    operation().rejection_date_and_time = local(when());
    const bool with_errors = !letter_.faults.empty();
    operation().rejection_code = with_errors ? functional_errors : other_reasons;
    operation().rejection_reason = line_or(letter_.text, with_errors ? "" : nothing);
    faults(format("CC{}C", operation().business_rejection_type));
  }

  void control() {
    mrn_or_lrn();
    operation().control_notification_date_and_time = local(when());
    operation().notification_type = digits_or(letter_.reason, no).substr(0, 1);
    if (letter_.text) {
      message_.type_of_controls.push_back(
          {.sequence_number = {1}, .type = "50", .text = line_or(letter_.text, nothing)});
    }
  }

  /// `root`: of the message that they are of, "*" where it may be one of several.
  void faults(std::string_view root = "*") {
    for (const Fault& fault : letter_.faults) {
      const bool listed = std::ranges::find(error_codes, fault.code) != error_codes.end();
      message_.functional_error.push_back(
          {.sequence_number = {static_cast<std::int64_t>(message_.functional_error.size()) + 1},
           .error_pointer = line_of(message::xpath(root, fault.pointer)),
           .error_code = std::to_string(listed ? fault.code : rule_violation),
           .error_reason = reason_of_rule(fault.rule),
           .original_attribute_value = {}});
    }
  }

  // ---- what a message needs of the letter

  message::TransitOperation& operation() { return *message_.transit_operation; }

  [[nodiscard]] const std::optional<std::string>& correlation() const {
    return head_.correlation ? head_.correlation : letter_.correlation;
  }

  [[nodiscard]] const Route* told_route() const {
    if (letter_.route) return &*letter_.route;
    return letter_.declaration ? &letter_.declaration->route : nullptr;
  }

  [[nodiscard]] std::string lrn() const {
    if (letter_.declaration && letter_.declaration->lrn != Lrn{})
      return std::string{letter_.declaration->lrn.str()};
    if (declaration_ != nullptr && declaration_->transit_operation)
      return declaration_->transit_operation->lrn;
    return {};
  }

  [[nodiscard]] std::optional<std::string> departure() const {
    if (const Route* route = told_route()) return std::string{route->departure.str()};
    if (declaration_ != nullptr && declaration_->customs_office_of_departure)
      return declaration_->customs_office_of_departure->reference_number;
    if (letter_.departure) return std::string{letter_.departure->str()};
    return std::nullopt;
  }

  [[nodiscard]] Instant when() const { return letter_.at.value_or(head_.prepared); }

  /// Of the office that writes: departure, else the one that acts.
  [[nodiscard]] std::chrono::minutes offset() const {
    const bool by_departure = find_message(ie_)->from.has(Party::departure) && ie_ != 906;
    if (by_departure) {
      const auto office = departure();
      const auto id = OfficeId::parse(office ? *office : std::string{});
      if (id) return offset_at(head_.reference, *id);
    }
    return letter_.office ? offset_at(head_.reference, *letter_.office) : std::chrono::minutes{};
  }
  [[nodiscard]] message::DateTime local(Instant instant) const { return date_time_of(instant, offset()); }
  [[nodiscard]] Day local_day() const { return day_of(when(), offset()); }

  /// A code of one or two digits, or the other.
  [[nodiscard]] static std::string digits_or(const std::optional<std::string>& code,
                                             std::string_view otherwise) {
    const bool fits = code && !code->empty() && code->size() <= 2 &&
                      code->find_first_not_of("0123456789") == std::string::npos;
    return fits ? *code : std::string{otherwise};
  }

  Ie ie_;
  const Letter& letter_;
  const Head& head_;
  const message::Message* declaration_;
  message::Document document_;
  message::Message& message_ = document_.message;
};

}  // namespace

message::Document write_letter(Ie ie, const Letter& letter, const Head& head,
                               const message::Message* declaration) {
  require(find_message(ie) != nullptr, "a message of a movement stands in the table");
  return Writer{ie, letter, head, declaration}.write();
}

}  // namespace lintas::transit
