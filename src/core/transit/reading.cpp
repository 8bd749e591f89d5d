#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/money.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"
#include "core/messages/statements.hpp"
#include "core/model/groups.hpp"
#include "core/model/scalars.hpp"
#include "core/model/values/access_code.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/explain.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/receipt.hpp"
#include "core/model/values/tin.hpp"
#include "core/transit/clocks.hpp"
#include "core/transit/letters.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"

namespace lintas::transit {

namespace {

constexpr std::string_view mrn_rule = "R-TRA-201";
constexpr std::string_view grn_rule = "R-TRA-202";
constexpr std::string_view receipt_rule = "R-TRA-112";
constexpr std::string_view deposit_type = "3";
constexpr std::string_view office_rule = "R-TRA-203";
constexpr std::string_view tin_rule = "R-TRA-204";
constexpr std::string_view access_code_rule = "R-TRA-205";
constexpr std::string_view amount_rule = "R-TRA-206";
constexpr std::string_view acts_code_rule = "R-TRA-207";
constexpr std::string_view binding_limit_rule = "R-TRA-208";
constexpr std::string_view goods_code_rule = "R-TRA-209";
constexpr std::string_view lrn_rule = "R-TRA-210";
constexpr std::string_view holder_rule = "R-TRA-211";

constexpr std::string_view seal_rule = "R-ACTS-061";

/// AdditionalInformation: the goods cannot be sealed, and why. Source: docs/domain/rules.md.
constexpr std::string_view not_sealable = "AL004";

constexpr std::string_view yes = "1";

/// CL750: a road vehicle with an engine; a trailer is 31.
constexpr std::string_view road_vehicle = "30";

constexpr std::string_view holder_path = "/HolderOfTheTransitProcedure/identificationNumber";

template <class Group>
std::string_view reference_of(const message::One<Group>& group) {
  return group ? std::string_view{group->reference_number} : std::string_view{};
}

std::optional<Day> day_of(message::Date date) {
  if (!date.has()) return std::nullopt;
  return date.calendar_day();
}

std::optional<std::string> text_of(const message::Text& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

class Reader {
 public:
  Reader(const message::Document& document, const ReadContext& context)
      : document_(document), message_(document.message), context_(context) {}

  std::expected<Letter, Findings> read() && {
    const auto ie = ie_of_root(document_.program->root());
    require(ie.has_value() && is_read(*ie), "a letter is read from what traders and offices send");
    if (ie) read(*ie);
    if (!findings_.empty()) return std::unexpected(std::move(findings_));
    return std::move(letter_);
  }

 private:
  /// A pointer that is made only when it is needed.
  struct Place {
    const Reader& reader;
    std::string_view below_root;
    std::string operator()() const { return reader.path(below_root); }
  };

  void read(Ie ie) {
    letter_.correlation = text_of(message_.correlation_identifier);
    if (message_.transit_operation)
      letter_.mrn = value<Mrn>(message_.transit_operation->mrn, mrn_rule, at("/TransitOperation/MRN"));
    switch (ie) {
      case 13: amendment(); break;
      case 15: declaration(); break;
      case 14: cancellation(); break;
      case 54: answer_on_release(); break;
      case 170: presentation(); break;
      case 7: arrival(); break;
      case 44: remarks(); break;
      case 1:
      case 50: record(); break;
      case 3:
      case 115: answer(ie); break;
      case 2:
      case 114:
      case 6: letter_.office = acting_office(); break;
      case 906: refusal(); break;
      case ie_status_notice: notice(); break;
      case ie_status_request: status_request(); break;
      default: progress(ie); break;
    }
    if (ie == 6) letter_.at = local_time(operation().arrival_date_and_time_actual);
  }

  /// 010, 018, 024, 049, 118, 119, 180, 181.
  void progress(Ie ie) {
    switch (ie) {
      case 10:
        letter_.route = full_route();
        if (message_.invalidation) letter_.at = departure_time(message_.invalidation->decision_date_and_time);
        break;
      case 18: results(); break;
      case 24:
        letter_.office = acting_office();
        letter_.route = full_route();
        letter_.at = departure_time(operation().arrival_date_and_time_actual);
        break;
      case 49:
        letter_.office = acting_office();
        letter_.positive = operation().discrepancies_resolved == yes;
        letter_.written_off = day_of(operation().write_off_date);
        break;
      case 118:
        letter_.office = acting_office();
        letter_.at = local_start(operation().passage_date);
        break;
      case 119:
        letter_.office = acting_office();
        letter_.at = local_start(message::parse_date(operation().passage_refusal_date));
        letter_.reason = text_of(operation().passage_refusal_reason_code);
        letter_.text = text_of(operation().text);
        break;
      case 181: letter_.route = full_route(); [[fallthrough]];
      case 180: incident(ie); break;
      default: require(false, "every message that is read has its reader");
    }
  }

  // ---- what traders send

  void declaration() {
    const message::TransitOperation& head = operation();
    Declaration& declared = name_declaration();
    declared.pre_lodged = head.additional_declaration_type == "D";
    if (const auto* authorisation = authorisation_of("C521")) {
      declared.simplified = true;
      declared.authorisation = authorisation->reference_number;
      declared.premises = premises();
    }
    declared.limit_proposed = day_of(head.limit_date);
    onward(declared.route);
    guarantees(declared);
    goods(declared, /*of_trader=*/true);
    special_seals(declared);
  }

  void amendment() {
    declaration();
    letter_.reason = text_of(operation().amendment_type_flag);
  }

  /// Which declaration a message is about, of its holder or an agent, whose mandate is found by the holder.
  Declaration& name_declaration() {
    Declaration& declared = letter_.declaration.emplace();
    declared.document = context_.document;
    declared.lrn = lrn().value_or(Lrn{});
    declared.holder = holder(/*required=*/true).value_or(Tin{});
    declared.route.departure = departure();
    if (message_.representative) {
      declared.representative = value<Tin>(message_.representative->identification_number, tin_rule,
                                           at("/Representative/identificationNumber"));
    }
    return declared;
  }

  Declaration& identify() {
    Declaration& declared = name_declaration();
    letter_.office = declared.route.departure;
    return declared;
  }

  void cancellation() {
    identify();
    if (!message_.invalidation) return;
    letter_.text = text_of(message_.invalidation->justification);
    letter_.at = local_time(message_.invalidation->request_date_and_time);
  }

  void answer_on_release() {
    identify();
    letter_.positive = operation().release_requested == yes;
    letter_.at = local_time(operation().release_request_date_and_time);
  }

  void presentation() {
    Declaration& declared = identify();
    letter_.limit = declared.limit_proposed = day_of(operation().limit_date);
    if (!message_.consignment) return;
    vehicles(declared);
    seals(declared);
  }

  void arrival() {
    letter_.office = acting_office();
    letter_.trader = trader();
    letter_.simplified = operation().simplified_procedure == yes;
    if (const auto* authorisation = authorisation_of("C522"))
      letter_.authorisation = authorisation->reference_number;
    if (const auto place = premises(); !place.empty()) letter_.premises = place;
    letter_.at = local_time(operation().arrival_notification_date_and_time);
  }

  [[nodiscard]] std::string premises() const {
    const bool located = message_.consignment && message_.consignment->location_of_goods;
    return located ? std::string{message_.consignment->location_of_goods->additional_identifier}
                   : std::string{};
  }

  void remarks() {
    letter_.office = acting_office();
    letter_.trader = trader();
    letter_.text = text_of(operation().other_things_to_report);
    if (!message_.unloading_remark) return;
    const message::UnloadingRemark& remark = *message_.unloading_remark;
    letter_.positive = remark.conform == yes && remark.state_of_seals != "0";
    if (!remark.state_of_seals.empty()) letter_.seals_intact = remark.state_of_seals != "0";
    letter_.reason = remark.unloading_completion;
    letter_.at = local_start(remark.unloading_date);
    if (!remark.unloading_remark.empty()) letter_.text = remark.unloading_remark;
  }

  std::optional<Lrn> lrn() { return value<Lrn>(operation().lrn, lrn_rule, at("/TransitOperation/LRN")); }

  std::optional<Tin> holder(bool required) {
    const auto& group = message_.holder_of_the_transit_procedure;
    const std::string_view text = group ? std::string_view{group->identification_number} : std::string_view{};
    if (required && text.empty())
      fault(holder_rule, path(holder_path), {}, "the TIN of the holder is missing");
    return value<Tin>(text, tin_rule, at(holder_path));
  }

  void guarantees(Declaration& declared) {
    for (std::size_t g = 0; g < message_.guarantee.size(); ++g) {
      const message::Guarantee& guarantee = message_.guarantee[g];
      const std::size_t first = declared.guarantees.size();
      if (guarantee.guarantee_reference.empty()) {
        declared.guarantees.push_back(
            {.type = guarantee.guarantee_type, .grn = {}, .access_code = {}, .amount = {}});
      }
      for (std::size_t r = 0; r < guarantee.guarantee_reference.size(); ++r) {
        declared.guarantees.push_back(line(guarantee.guarantee_type, guarantee.guarantee_reference[r],
                                           {.guarantee = g, .reference = r}));
        if (r > 0) declared.guarantees.back().reference = static_cast<std::uint32_t>(r + 1);
      }
      for (std::size_t n = first; n < declared.guarantees.size(); ++n) {
        if (n != g) declared.guarantees[n].guarantee = static_cast<std::uint32_t>(g + 1);
      }
      const auto receipt = receipt_of(guarantee, g);
      for (std::size_t n = guarantee.guarantee_reference.size(); receipt && n > 0; --n)
        declared.guarantees[declared.guarantees.size() - n].receipt = receipt;
    }
  }

  /// A deposit is named by its receipt alone.
  std::optional<Receipt> receipt_of(const message::Guarantee& guarantee, std::size_t place) {
    if (guarantee.guarantee_type != deposit_type) return std::nullopt;
    return value<Receipt>(guarantee.other_guarantee_reference, receipt_rule, [this, place] {
      return path(format("/Guarantee[{}]/otherGuaranteeReference", place + 1));
    });
  }

  struct LinePlace {
    std::size_t guarantee = 0;
    std::size_t reference = 0;
  };

  GuaranteeLine line(const std::string& type, const message::GuaranteeReference& reference, LinePlace place) {
    const auto at_field = [&](std::string_view field) {
      return [this, place, field] {
        return path(format("/Guarantee[{}]/GuaranteeReference[{}]/{}", place.guarantee + 1,
                           place.reference + 1, field));
      };
    };
    GuaranteeLine result{.type = type, .grn = {}, .access_code = {}, .amount = {}};
    const auto grn = value<Grn>(reference.grn, grn_rule, at_field("GRN"));
    if (grn) result.grn = *grn;
    if (!reference.access_code.empty()) {
      const auto code = AccessCode::parse(reference.access_code);
      // A secret, even a wrong one: the finding does not show it.
      if (!code) fault(access_code_rule, at_field("accessCode")(), {}, std::string{describe(code.error())});
      if (code && grn) result.access_code = context_.hash(*grn, *code);
    }
    result.amount = amount(reference, at_field);
    return result;
  }

  template <class AtField>
  Money amount(const message::GuaranteeReference& reference, AtField at_field) {
    if (!reference.amount_to_be_covered.has()) return {};
    const auto currency = Currency::parse(reference.currency);
    const auto* row = currency ? context_.reference.currency(*currency) : nullptr;
    if (row == nullptr) {
      fault(amount_rule, at_field("currency")(), reference.currency, "no such currency is known");
      return {};
    }
    const message::Number number = reference.amount_to_be_covered;
    const int digits = row->value.minor_digits;
    std::int64_t units = number.mantissa;
    bool fits = number.places <= digits;
    for (int i = number.places; fits && i < digits; ++i)
      fits = !__builtin_mul_overflow(units, std::int64_t{10}, &units);
    if (!fits) {
      fault(amount_rule, at_field("amountToBeCovered")(), number.decimal().str(),
            format("{} has {} decimals", reference.currency, digits));
      return {};
    }
    return Money{units, row->key};
  }

  // ---- the goods, of declarations and records

  void goods(Declaration& declared, bool of_trader) {
    if (!message_.consignment) return;
    const message::Consignment& consignment = *message_.consignment;
    vehicles(declared);
    seals(declared);
    documents(declared);
    statements(of_trader);
    declared.consignee = consignee(consignment);
    declared.gross_mass_grams = grams(consignment.gross_mass);
    for (std::size_t h = 0; h < consignment.house_consignment.size(); ++h) {
      const auto& items = consignment.house_consignment[h].consignment_item;
      for (std::size_t i = 0; i < items.size(); ++i) item(declared, items[i], h, i);
    }
    std::ranges::sort(declared.goods);
    const auto repeated = std::ranges::unique(declared.goods);
    declared.goods.erase(repeated.begin(), repeated.end());
  }

  /// Of the consignment, or the same of all its houses. A consignee need not be registered: another number
  /// names nobody who may act here.
  static std::optional<Tin> consignee(const message::Consignment& consignment) {
    const auto tin_of = [](const message::One<message::Consignee>& party) -> std::optional<Tin> {
      const auto tin =
          Tin::parse(party ? std::string_view{party->identification_number} : std::string_view{});
      return tin ? std::optional{*tin} : std::nullopt;
    };
    if (consignment.consignee) return tin_of(consignment.consignee);
    const auto& houses = consignment.house_consignment;
    if (houses.empty()) return std::nullopt;
    const auto first = tin_of(houses.front().consignee);
    const bool same = std::ranges::all_of(
        houses, [&](const message::HouseConsignment& house) { return tin_of(house.consignee) == first; });
    return same ? first : std::nullopt;
  }

  void item(Declaration& declared, const message::ConsignmentItem& item, std::size_t house,
            std::size_t index) {
    ++declared.items;
    for (const message::Packaging& packaging : item.packaging) {
      if (packaging.number_of_packages.has()) add_packages(declared, packaging.number_of_packages.value);
    }
    if (!item.commodity || !item.commodity->commodity_code) return;
    const message::CommodityCode& code = *item.commodity->commodity_code;
    const std::string digits = code.harmonized_system_sub_heading_code + code.combined_nomenclature_code;
    const auto parsed = value<Ahtn>(digits, goods_code_rule, [&] {
      return path(format("/Consignment/HouseConsignment[{}]/ConsignmentItem[{}]/Commodity/CommodityCode",
                         house + 1, index + 1));
    });
    if (parsed) declared.goods.push_back(*parsed);
  }

  /// A sum beyond the counter stays at its end: no rule holds for so many packages.
  static void add_packages(Declaration& declared, std::int64_t packages) {
    constexpr std::int64_t most = std::numeric_limits<std::uint32_t>::max();
    declared.packages = static_cast<std::uint32_t>(std::min(most, declared.packages + packages));
  }

  std::int64_t grams(message::Number kilograms) {
    if (!kilograms.has()) return 0;
    const auto result = kilograms.decimal().times(Decimal::of(1000), 0, Rounding::half_up);
    if (result) return result->mantissa();
    fault(amount_rule, path("/Consignment/grossMass"), kilograms.decimal().str(), "is too large");
    return 0;
  }

  void vehicles(Declaration& declared) {
    const auto add = [&](const message::Many<message::DepartureTransportMeans>& means) {
      for (const message::DepartureTransportMeans& unit : means) {
        declared.vehicles.push_back({.registration = unit.identification_number,
                                     .nationality = unit.nationality,
                                     .motor = unit.type_of_identification == road_vehicle,
                                     .permit = {},
                                     .insurance_card = {}});
      }
    };
    add(message_.consignment->departure_transport_means);
    for (const auto& house : message_.consignment->house_consignment) add(house.departure_transport_means);
  }

  void seals(Declaration& declared) {
    for (const message::TransportEquipment& equipment : message_.consignment->transport_equipment) {
      if (equipment.number_of_seals.has())
        declared.seals += static_cast<std::uint32_t>(equipment.number_of_seals.value);
    }
    const auto& statements = message_.consignment->additional_information;
    const bool cannot_be_sealed =
        std::ranges::find(statements, not_sealable, &message::AdditionalInformation::code) !=
        statements.end();
    declared.unsealed = declared.seals == 0 && !cannot_be_sealed;
  }

  void special_seals(Declaration& declared) {
    const auto* authorisation = authorisation_of("C523");
    if (authorisation == nullptr || !message_.consignment) return;
    declared.special_seals = authorisation->reference_number;
    for (std::size_t i = 0; i < message_.consignment->transport_equipment.size(); ++i)
      add_seals(message_.consignment->transport_equipment[i].seal, i);
  }

  void add_seals(const message::Many<message::Seal>& seals, std::size_t equipment) {
    for (std::size_t i = 0; i < seals.size(); ++i) {
      const auto seal = value<Seal>(seals[i].identifier, seal_rule, [&] {
        return path(format("/Consignment/TransportEquipment[{}]/Seal[{}]/identifier", equipment + 1, i + 1));
      });
      if (seal) letter_.new_seals.push_back(*seal);
    }
  }

  /// AP01, AB01 and AN01. Of several papers of a vehicle the one that lasts longest counts: a renewal stands
  /// beside what it renews.
  void documents(Declaration& declared) {
    const auto& documents = message_.consignment->supporting_document;
    std::vector<message::VehiclePaper> permits;
    std::vector<message::VehiclePaper> cards;
    for (std::size_t i = 0; i < documents.size(); ++i) {
      const message::SupportingDocument& document = documents[i];
      if (document.type == "AP01") take(message::read_permit(document), permits, document, i);
      if (document.type == "AB01") take(message::read_card(document), cards, document, i);
      if (document.type == "AN01") {
        const auto permit = message::read_national_permit(document);
        if (!permit) refuse(document, i, permit.error());
      }
    }
    for (Vehicle& vehicle : declared.vehicles) {
      if (const auto* permit = longest(permits, vehicle.registration)) {
        vehicle.permit = permit->number;
        vehicle.permit_until = permit->until;
      }
      if (const auto* card = longest(cards, vehicle.registration)) {
        vehicle.insurance_card = card->number;
        vehicle.card_until = card->until;
        vehicle.card_states = card->states;
      }
    }
  }

  void take(message::Statement<message::VehiclePaper> paper, std::vector<message::VehiclePaper>& papers,
            const message::SupportingDocument& document, std::size_t index) {
    if (!paper) return refuse(document, index, paper.error());
    papers.push_back(*std::move(paper));
  }

  static const message::VehiclePaper* longest(std::span<const message::VehiclePaper> papers,
                                              std::string_view registration) {
    const message::VehiclePaper* found = nullptr;
    for (const message::VehiclePaper& paper : papers) {
      if (paper.registration != registration) continue;
      if (found == nullptr || found->until < paper.until) found = &paper;
    }
    return found;
  }

  void refuse(const message::SupportingDocument& document, std::size_t index, message::StatementPart part) {
    const bool content = part == message::StatementPart::content;
    fault(acts_code_rule,
          path(format("/Consignment/SupportingDocument[{}]/{}", index + 1,
                      content ? "referenceNumber" : "complementOfInformation")),
          content ? document.reference_number : document.complement_of_information,
          format("expected: {}", message::form_of(document.type, part)));
  }

  /// AL001, AL002 and AL004. Source: acts.md 17, docs/domain/rules.md.
  void statements(bool of_trader) {
    const auto& statements = message_.consignment->additional_information;
    for (std::size_t i = 0; i < statements.size(); ++i) {
      const message::AdditionalInformation& statement = statements[i];
      const auto place = [&] { return path(format("/Consignment/AdditionalInformation[{}]", i + 1)); };
      if (statement.code == "AL002" && statement.text.empty())
        fault(acts_code_rule, place() + "/text", {}, "offices and roads in order");
      if (statement.code == not_sealable && statement.text.empty())
        fault(acts_code_rule, place() + "/text", {}, "why the goods cannot be sealed");
      if (statement.code != "AL001") continue;
      if (of_trader) {
        fault(binding_limit_rule, place(), statement.text, "limitDate proposes one");
        continue;
      }
      const auto day = parse_day(std::string_view{statement.text}.substr(0, statement.text.find(';')));
      if (day) letter_.limit = day;
      if (!day) fault(acts_code_rule, place() + "/text", statement.text, "is: YYYY-MM-DD;hh:mm");
    }
  }

  // ---- what offices send

  void record() {
    Declaration& declared = letter_.declaration.emplace();
    declared.document = context_.document;
    declared.route = full_route();
    declared.holder = holder(/*required=*/false).value_or(Tin{});
    if (message_.control_result) {
      letter_.limit = day_of(message_.control_result->date);  // until AL001 says it more exactly
      letter_.control_code = text_of(message_.control_result->code);
    }
    goods(declared, /*of_trader=*/false);
    letter_.accepted = day_of(operation().declaration_acceptance_date);
    letter_.released = day_of(operation().release_date);
  }

  void answer(Ie ie) {
    letter_.office = acting_office();
    letter_.reason = text_of(operation().request_rejection_reason_code);
    letter_.positive = !letter_.reason.has_value();
    if (letter_.positive) record();
    require(ie == 3 || ie == 115, "only requests for a record are answered by one");
  }

  void results() {
    letter_.office = acting_office();
    if (!message_.control_result) return;
    const message::ControlResult& result = *message_.control_result;
    letter_.result = {.code = result.code, .day = result.date.calendar_day()};
    letter_.positive = result.state_of_seals != "0";
    letter_.text = text_of(operation().other_things_to_report);
    if (!letter_.text) letter_.text = text_of(result.text);
  }

  void incident(Ie ie) {
    letter_.office = acting_office();
    const message::DateTime notified = operation().incident_notification_date_and_time;
    letter_.at = ie == 181 ? departure_time(notified) : local_time(notified);
    if (!message_.consignment || message_.consignment->incident.empty()) return;
    const message::Incident& incident = message_.consignment->incident.front();
    letter_.reason = incident.code;
    letter_.text = text_of(incident.text);
    for (const message::TransportEquipment& equipment : incident.transport_equipment)
      for (const message::Seal& seal : equipment.seal) take_new_seal(seal);
    letter_.vehicle = vehicle_of(incident);
  }

  /// As many as an officer may note; more tell nothing that a look at the load does not.
  void take_new_seal(const message::Seal& seal) {
    const auto parsed = Seal::parse(seal.identifier);
    if (parsed && letter_.new_seals.size() < limits::seals_noted_max) letter_.new_seals.push_back(*parsed);
  }

  static std::optional<Vehicle> vehicle_of(const message::Incident& incident) {
    if (!incident.transhipment || !incident.transhipment->transport_means) return std::nullopt;
    const message::TransportMeans& means = *incident.transhipment->transport_means;
    return Vehicle{.registration = means.identification_number,
                   .nationality = means.nationality,
                   .motor = means.type_of_identification == road_vehicle,
                   .permit = {},
                   .insurance_card = {}};
  }

  void refusal() {
    if (message_.header) letter_.mrn = value<Mrn>(message_.header->mrn, mrn_rule, at("/Header/MRN"));
    for (const message::FunctionalError& error : message_.functional_error) {
      const auto code = message::parse_int(error.error_code);
      letter_.faults.push_back({.pointer = error.error_pointer,
                                .code = static_cast<std::uint16_t>(code.value),
                                .rule = rule_of_reason(error.error_reason)});
    }
    letter_.positive = false;
  }

  void notice() {
    letter_.route = full_route();
    if (message_.customs_office_of_destination_actual) {
      letter_.arrived_at =
          value<OfficeId>(message_.customs_office_of_destination_actual->reference_number, office_rule,
                          at("/CustomsOfficeOfDestinationActual/referenceNumber"));
    }
    if (message_.status_notice) {
      const message::StatusNotice& notice = *message_.status_notice;
      letter_.notice = static_cast<std::uint32_t>(notice.notice_number.value);
      letter_.status = notice.status;
      letter_.at = departure_time(notice.status_date_and_time);
      letter_.limit = day_of(notice.limit_date);
      letter_.written_off = day_of(notice.write_off_date);
      letter_.text = text_of(notice.text);
    }
    for (std::size_t i = 0; i < message_.passage.size(); ++i) passage(message_.passage[i], i);
    if (message_.control_result) {
      letter_.result = {.code = message_.control_result->code,
                        .day = message_.control_result->date.calendar_day()};
    }
  }

  void status_request() {
    if (!message_.status_request) return;
    letter_.notice = static_cast<std::uint32_t>(message_.status_request->first_number.value);
    letter_.notice_last = static_cast<std::uint32_t>(message_.status_request->last_number.value);
  }

  void passage(const message::Passage& passage, std::size_t index) {
    const auto office = value<OfficeId>(passage.reference_number, office_rule, [&] {
      return path(format("/Passage[{}]/referenceNumber", index + 1));
    });
    if (!office) return;
    letter_.crossings.push_back(
        {.office = *office, .at = start_of(passage.passage_date, offset_at(context_.reference, *office))});
  }

  // ---- offices, parties, clocks

  [[nodiscard]] const message::TransitOperation& operation() const {
    static const message::TransitOperation none;
    return message_.transit_operation ? *message_.transit_operation : none;
  }

  OfficeId departure() {
    return value<OfficeId>(reference_of(message_.customs_office_of_departure), office_rule,
                           at("/CustomsOfficeOfDeparture/referenceNumber"))
        .value_or(OfficeId{});
  }

  Route full_route() {
    Route route{.departure = departure(), .transit = {}, .destination = {}};
    onward(route);
    return route;
  }

  /// The offices of transit and destination.
  void onward(Route& route) {
    for (std::size_t i = 0; i < message_.customs_office_of_transit_declared.size(); ++i) {
      const auto office = value<OfficeId>(
          message_.customs_office_of_transit_declared[i].reference_number, office_rule,
          [&] { return path(format("/CustomsOfficeOfTransitDeclared[{}]/referenceNumber", i + 1)); });
      if (office) route.transit.push_back(*office);
    }
    route.destination =
        value<OfficeId>(reference_of(message_.customs_office_of_destination_declared), office_rule,
                        at("/CustomsOfficeOfDestinationDeclared/referenceNumber"))
            .value_or(OfficeId{});
  }

  /// The office of destination or transit that acts, or the one that registered an incident.
  std::optional<OfficeId> acting_office() {
    if (message_.customs_office_of_destination_actual) {
      return value<OfficeId>(message_.customs_office_of_destination_actual->reference_number, office_rule,
                             at("/CustomsOfficeOfDestinationActual/referenceNumber"));
    }
    if (!message_.customs_office_of_incident_registration.empty()) {
      return value<OfficeId>(message_.customs_office_of_incident_registration.front().reference_number,
                             office_rule, at("/CustomsOfficeOfIncidentRegistration/referenceNumber"));
    }
    if (message_.customs_office_of_transit_actual.empty()) return std::nullopt;
    return value<OfficeId>(message_.customs_office_of_transit_actual.front().reference_number, office_rule,
                           at("/CustomsOfficeOfTransitActual/referenceNumber"));
  }

  std::optional<Tin> trader() {
    if (!message_.trader_at_destination) return std::nullopt;
    return value<Tin>(message_.trader_at_destination->identification_number, tin_rule,
                      at("/TraderAtDestination/identificationNumber"));
  }

  [[nodiscard]] const message::Authorisation* authorisation_of(std::string_view type) const {
    for (const message::Authorisation& authorisation : message_.authorisation) {
      if (authorisation.type == type) return &authorisation;
    }
    return nullptr;
  }

  [[nodiscard]] std::chrono::minutes offset_of(std::string_view office) const {
    const auto parsed = OfficeId::parse(office);
    return parsed ? offset_at(context_.reference, *parsed) : std::chrono::minutes{};
  }
  [[nodiscard]] std::optional<Instant> departure_time(message::DateTime time) const {
    if (!time.has()) return std::nullopt;
    return instant_of(time, offset_of(reference_of(message_.customs_office_of_departure)));
  }
  [[nodiscard]] std::chrono::minutes local_offset() const {
    return letter_.office ? offset_at(context_.reference, *letter_.office) : std::chrono::minutes{};
  }
  /// By the clock of the acting office, which is read before.
  [[nodiscard]] std::optional<Instant> local_time(message::DateTime time) const {
    if (!time.has()) return std::nullopt;
    return instant_of(time, local_offset());
  }
  [[nodiscard]] std::optional<Instant> local_start(message::Date date) const {
    if (!date.has()) return std::nullopt;
    return start_of(date, local_offset());
  }

  // ---- findings

  [[nodiscard]] std::string path(std::string_view below_root) const {
    return format("/{}{}", document_.program->root(), below_root);
  }
  [[nodiscard]] Place at(std::string_view below_root) const { return {*this, below_root}; }

  template <class Value, class Pointer>
  std::optional<Value> value(std::string_view text, std::string_view rule, const Pointer& pointer) {
    if (text.empty()) return std::nullopt;
    auto parsed = Value::parse(text);
    if (parsed) return *parsed;
    fault(rule, pointer(), text, explain(parsed.error(), text));
    return std::nullopt;
  }

  void fault(std::string_view rule, std::string pointer, std::string_view shown, std::string detail) {
    if (findings_.size() >= limits::findings_max) return;
    findings_.push_back({.rule = std::string{rule},
                         .pointer = std::move(pointer),
                         .value = std::string{message::shown(shown)},
                         .detail = std::move(detail)});
  }

  const message::Document& document_;
  const message::Message& message_;
  const ReadContext& context_;
  Letter letter_;
  Findings findings_;
};

}  // namespace

std::expected<Letter, Findings> read_letter(const message::Document& document, const ReadContext& context) {
  return Reader{document, context}.read();
}

}  // namespace lintas::transit
