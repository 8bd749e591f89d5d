#include "core/transit/copy.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/statements.hpp"
#include "core/model/groups.hpp"
#include "core/model/scalars.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/tables.hpp"
#include "core/transit/letters.hpp"

namespace lintas::transit {

namespace {

using message::Consignment;
using message::HouseConsignment;

constexpr std::string_view root = "CC015C";
constexpr std::string_view left_out =
    "National permits of the way out (AN01) were left out: name those of this way.";

message::DateTime date_time_of(Instant instant) {
  const Day day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(instant - day)};
  return {.date = {.year = static_cast<std::int16_t>(static_cast<int>(date.year())),
                   .month = static_cast<std::uint8_t>(static_cast<unsigned>(date.month())),
                   .day = static_cast<std::uint8_t>(static_cast<unsigned>(date.day()))},
          .hour = static_cast<std::uint8_t>(time.hours().count()),
          .minute = static_cast<std::uint8_t>(time.minutes().count()),
          .second = static_cast<std::uint8_t>(time.seconds().count())};
}

/// The parts of a text between semicolons, last to first.
std::string turned(std::string_view text) {
  std::string out;
  while (true) {
    const auto last = text.rfind(';');
    out += text.substr(last == std::string_view::npos ? 0 : last + 1);
    if (last == std::string_view::npos) return out;
    out += ';';
    text = text.substr(0, last);
  }
}

template <class Group>
void number(message::Many<Group>& groups) {
  for (std::size_t i = 0; i < groups.size(); ++i)
    groups[i].sequence_number.value = static_cast<std::int64_t>(i + 1);
}

class Copying {
 public:
  Copying(const message::Document& declared, const CopyWish& wish, const refdata::View& reference)
      : wish_(wish),
        reference_(reference),
        copy_{.document = {.program = message::find_program(root),
                           .phase = declared.phase,
                           .message = declared.message.clone()},
              .notes = {}},
        message_(copy_.document.message) {
    const std::string_view from = declared.program->root();
    require(from == root || from == "CC013C", "a declaration is copied");
    require(message_.transit_operation && message_.consignment && message_.customs_office_of_departure &&
                message_.customs_office_of_destination_declared,
            "a declaration has what its schema asks for");
  }

  Copy made() && {
    if (back()) turn_route();
    head();
    parties();
    guarantees();
    consignment(*message_.consignment);
    std::ranges::stable_sort(copy_.notes,
                             [](const CopyNote& a, const CopyNote& b) { return a.missing && !b.missing; });
    return std::move(copy_);
  }

 private:
  [[nodiscard]] bool back() const { return wish_.way == Way::back; }
  [[nodiscard]] std::string_view departure() const {
    return message_.customs_office_of_departure->reference_number;
  }
  [[nodiscard]] std::string_view state() const { return departure().substr(0, 2); }

  void missing(std::string_view pointer, std::string text) { note(true, pointer, std::move(text)); }
  void look(std::string_view pointer, std::string text) { note(false, pointer, std::move(text)); }
  void note(bool is_missing, std::string_view pointer, std::string text) {
    copy_.notes.push_back(
        {.missing = is_missing, .pointer = format("/{}/{}", root, pointer), .text = std::move(text)});
  }

  // ---- the route

  /// Where an office has no number of ours the way cannot be looked up: then it is turned as it was named.
  void turn_route() {
    auto& from = message_.customs_office_of_departure->reference_number;
    auto& to = message_.customs_office_of_destination_declared->reference_number;
    std::vector<std::string> way = way_out();
    std::swap(from, to);
    std::ranges::reverse(way);
    std::erase_if(way, [&](const std::string& office) { return office == from || office == to; });
    auto& transits = message_.customs_office_of_transit_declared;
    transits.clear();
    for (std::string& office : way)
      transits.push_back({.sequence_number = {}, .reference_number = std::move(office)});
    number(transits);
    judge_way();
  }

  [[nodiscard]] std::vector<OfficeId> parsed(bool& all) const {
    std::vector<OfficeId> offices;
    const auto add = [&](std::string_view text) {
      const auto office = OfficeId::parse(text);
      if (office) offices.push_back(*office);
      all = all && office.has_value();
    };
    add(message_.customs_office_of_departure->reference_number);
    for (const auto& office : message_.customs_office_of_transit_declared) add(office.reference_number);
    add(message_.customs_office_of_destination_declared->reference_number);
    return offices;
  }

  [[nodiscard]] refdata::RouteFacts facts_of(std::span<const OfficeId> offices) const {
    return reference_.route(offices.front(), offices.subspan(1, offices.size() - 2), offices.back());
  }

  [[nodiscard]] std::vector<std::string> way_out() const {
    bool all = true;
    const auto offices = parsed(all);
    std::vector<std::string> way;
    if (all) {
      for (const OfficeId& office : facts_of(offices).way) way.emplace_back(office.str());
    } else {
      for (const auto& office : message_.customs_office_of_transit_declared)
        way.push_back(office.reference_number);
    }
    return way;
  }

  /// What the reference data say against the way back.
  void judge_way() {
    bool all = true;
    const auto offices = parsed(all);
    if (!all) {
      return look("CustomsOfficeOfTransitDeclared",
                  "An office is not known: name the offices of the way back.");
    }
    for (const auto& gap : facts_of(offices).gaps) {
      missing("CustomsOfficeOfTransitDeclared",
              format("No allowed leg leads from {} to {}: name the offices between them.", gap.from.str(),
                     gap.to.str()));
    }
    const auto needs = [&](const OfficeId& office, refdata::OfficeRole role, std::string_view pointer) {
      const auto* row = reference_.office(office);
      if (row == nullptr || !row->value.has(role))
        missing(pointer, format("{} does not do this: name another office.", office.str()));
    };
    needs(offices.front(), refdata::OfficeRole::departure, "CustomsOfficeOfDeparture/referenceNumber");
    needs(offices.back(), refdata::OfficeRole::destination,
          "CustomsOfficeOfDestinationDeclared/referenceNumber");
  }

  // ---- head and parties

  void head() {
    message_.message_type = std::string{root};
    message_.message_recipient = format("NTA.{}", state());
    message_.message_identification = wish_.identification;
    message_.correlation_identifier.clear();
    message_.preparation_date_and_time = date_time_of(local_now());
    message::TransitOperation& operation = *message_.transit_operation;
    operation.mrn.clear();
    operation.amendment_type_flag.clear();
    operation.lrn = wish_.lrn;
    operation.limit_date = {};
    operation.presentation_of_the_goods_date_and_time = {};
    if (wish_.lrn.empty()) missing("TransitOperation/LRN", "Your own new name of this declaration.");
    for (auto& office : message_.customs_office_of_transit_declared)
      office.arrival_date_and_time_estimated = {};
    if (back() && !std::exchange(message_.authorisation, {}).empty()) {
      look("Authorisation",
           "The authorisations of the way out were left out: name those that hold for this one.");
    }
  }

  /// By the clocks of the office that it goes to.
  [[nodiscard]] Instant local_now() const {
    const auto office = OfficeId::parse(departure());
    const auto calendar = office ? reference_.calendar(*office) : std::nullopt;
    return calendar ? wish_.now + calendar->utc_offset : wish_.now;
  }

  void parties() {
    const auto& holder = message_.holder_of_the_transit_procedure;
    const auto tin =
        Tin::parse(holder ? std::string_view{holder->identification_number} : std::string_view{});
    if (!tin || tin->country().str() != state()) {
      missing("HolderOfTheTransitProcedure/identificationNumber",
              format("The holder is established in the state of departure, which is {} now.", state()));
    }
    if (back() && message_.representative)
      look("Representative", format("Whoever acts for the holder needs a mandate in {}.", state()));
  }

  /// The access code opens the guarantee: a copy of a paper that still has one has it no more.
  void guarantees() {
    mask_access_codes(message_);
    const auto with_code = reference_.code_list("CL286");
    for (std::size_t g = 0; g < message_.guarantee.size(); ++g) {
      const message::Guarantee& guarantee = message_.guarantee[g];
      const bool needs_code = with_code.find(guarantee.guarantee_type, reference_.day()) != nullptr;
      if (!guarantee.other_guarantee_reference.empty())
        look(format("Guarantee[{}]/otherGuaranteeReference", g + 1), "A deposit is for one journey.");
      for (std::size_t r = 0; r < guarantee.guarantee_reference.size(); ++r) {
        const std::string place = format("Guarantee[{}]/GuaranteeReference[{}]", g + 1, r + 1);
        const auto grn = Grn::parse(guarantee.guarantee_reference[r].grn);
        if (grn && grn->country().str() != state()) {
          missing(place + "/GRN", format("A guarantee of the state of departure, which is {} now.", state()));
        }
        if (needs_code)
          missing(place + "/accessCode", "The access code of the guarantee: it is kept nowhere.");
      }
    }
  }

  // ---- the goods as a whole

  void consignment(Consignment& all) {
    part(all);
    look("Consignment/DepartureTransportMeans", "The vehicles are those of the last journey.");
    papers(all);
    all.incident.clear();
    all.consignee_actual = {};
    equipment(all);
    if (back()) turn_consignment(all);
    missing("Consignment/referenceNumberUCR", "The UCR of this journey, or its transport document instead.");
    for (std::size_t h = 0; h < all.house_consignment.size(); ++h) house(all.house_consignment[h], h + 1);
    if (!wish_.goods) {
      all.gross_mass = {};
      missing("Consignment/grossMass", "The mass of all goods.");
    } else {
      look("Consignment/HouseConsignment", "Goods, masses and values are those of the last journey.");
    }
  }

  /// What consignment and house have in common.
  template <class Part>
  void part(Part& part) {
    part.reference_number_ucr.clear();
    part.previous_document.clear();
    part.transport_document.clear();
    if (!back()) return;
    std::swap(part.country_of_dispatch, part.country_of_destination);
    const auto removed =
        std::erase_if(part.supporting_document, [](const auto& document) { return document.type == "AN01"; });
    national_left_out_ = national_left_out_ || removed > 0;
    number(part.supporting_document);
    swap_parties(part.consignor, part.consignee);
  }

  template <class Consignor, class Consignee>
  static void swap_parties(message::One<Consignor>& consignor, message::One<Consignee>& consignee) {
    message::One<Consignor> sends;
    message::One<Consignee> gets;
    if (consignee) {
      auto& party = sends.emplace();
      party.identification_number = consignee->identification_number;
      party.name = consignee->name;
      party.address = consignee->address;
    }
    if (consignor) {
      auto& party = gets.emplace();
      party.identification_number = consignor->identification_number;
      party.name = consignor->name;
      party.address = consignor->address;
    }
    consignor = std::move(sends);
    consignee = std::move(gets);
  }

  /// Permits and cards of vehicles that have ended, and who drives.
  void papers(const Consignment& all) {
    for (std::size_t i = 0; i < all.supporting_document.size(); ++i) {
      const message::SupportingDocument& document = all.supporting_document[i];
      if (document.type != "AP01" && document.type != "AB01") continue;
      const auto paper =
          document.type == "AP01" ? message::read_permit(document) : message::read_card(document);
      if (paper && paper->until && *paper->until < reference_.day()) {
        missing(format("Consignment/SupportingDocument[{}]", i + 1),
                format("{} ended on {}: name the one that holds.", paper->number, to_text(*paper->until)));
      }
    }
    for (std::size_t i = 0; i < all.additional_information.size(); ++i) {
      if (all.additional_information[i].code == "AL003")
        look(format("Consignment/AdditionalInformation[{}]", i + 1), "Who drives this time.");
    }
  }

  /// Seals are put on anew. What is no container was there for its seals alone.
  void equipment(Consignment& all) {
    for (message::TransportEquipment& one : all.transport_equipment) {
      one.seal.clear();
      one.number_of_seals.value = 0;
      if (!wish_.goods) one.goods_reference.clear();
    }
    const auto removed = std::erase_if(all.transport_equipment, [](const message::TransportEquipment& one) {
      return one.container_identification_number.empty();
    });
    number(all.transport_equipment);
    if (removed > 0 || !all.transport_equipment.empty())
      look("Consignment/TransportEquipment", "Seals are not copied: enter those that are put on.");
  }

  void turn_consignment(Consignment& all) {
    std::ranges::reverse(all.country_of_routing_of_consignment);
    number(all.country_of_routing_of_consignment);
    for (message::AdditionalInformation& one : all.additional_information)
      if (one.code == "AL002") one.text = turned(one.text);
    if (!std::exchange(all.active_border_transport_means, {}).empty()) {
      look("Consignment/ActiveBorderTransportMeans",
           "They were left out: name those that cross the frontiers of this way.");
    }
    if (national_left_out_) look("Consignment/SupportingDocument", std::string{left_out});
    const auto home = Country::parse(state());
    const auto* law = home ? reference_.profile(*home) : nullptr;
    if (law != nullptr && law->export_permit_required)
      missing("Consignment/SupportingDocument", format("The export permit of {} (AN01).", state()));
    places(all);
    location(all);
  }

  void places(Consignment& all) {
    message::One<message::PlaceOfLoading> loading;
    message::One<message::PlaceOfUnloading> unloading;
    if (all.place_of_loading) {
      auto& place = unloading.emplace();
      place.un_locode = all.place_of_loading->un_locode;
      place.country = all.place_of_loading->country;
      place.location = all.place_of_loading->location;
    }
    if (all.place_of_unloading) {
      auto& place = loading.emplace();
      place.un_locode = all.place_of_unloading->un_locode;
      place.country = all.place_of_unloading->country;
      place.location = all.place_of_unloading->location;
    } else if (all.place_of_loading) {
      unloading = {};  // it was not told of the way out: nobody asks for it
      const auto office = OfficeId::parse(departure());
      const auto* row = office ? reference_.office(*office) : nullptr;
      auto& place = loading.emplace();
      place.country = std::string{state()};
      if (row != nullptr) place.location = row->value.city;
      look("Consignment/PlaceOfLoading",
           "The place of the office of departure: name the one where the goods are loaded.");
    }
    all.place_of_loading = std::move(loading);
    all.place_of_unloading = std::move(unloading);
  }

  /// The goods stand at an office, or somewhere that is no place of the way back.
  void location(Consignment& all) {
    if (!all.location_of_goods) return;
    if (all.location_of_goods->customs_office) {
      all.location_of_goods->customs_office->reference_number = std::string{departure()};
      return look("Consignment/LocationOfGoods", "The goods are at the office of departure.");
    }
    all.location_of_goods = {};
    missing("Consignment/LocationOfGoods", "Where the goods can be looked at.");
  }

  // ---- a house

  void house(HouseConsignment& house, std::size_t place) {
    const bool before = std::exchange(national_left_out_, false);
    part(house);
    const std::string at = format("Consignment/HouseConsignment[{}]", place);
    if (!wish_.goods) {
      house.consignment_item.clear();
      house.gross_mass = {};
      missing(at + "/grossMass", "The mass of the goods of this house.");
      missing(at + "/ConsignmentItem", "The goods.");
    }
    for (message::ConsignmentItem& item : house.consignment_item) this->item(item);
    if (national_left_out_) look(at, std::string{left_out});
    national_left_out_ = before;
  }

  void item(message::ConsignmentItem& item) {
    item.reference_number_ucr.clear();
    item.previous_document.clear();
    item.transport_document.clear();
    if (!back()) return;
    std::swap(item.country_of_dispatch, item.country_of_destination);
    const auto removed =
        std::erase_if(item.supporting_document, [](const auto& document) { return document.type == "AN01"; });
    national_left_out_ = national_left_out_ || removed > 0;
    number(item.supporting_document);
  }

  const CopyWish& wish_;
  const refdata::View& reference_;
  Copy copy_;
  message::Message& message_;
  bool national_left_out_ = false;
};

}  // namespace

Copy copy_of(const message::Document& declared, const CopyWish& wish, const refdata::View& reference) {
  return Copying{declared, wish, reference}.made();
}

}  // namespace lintas::transit
