#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "core/model/groups.hpp"
#include "core/model/scalars.hpp"
#include "core/model/totals.hpp"
#include "core/paper/content.hpp"
#include "core/paper/paper.hpp"
#include "core/paper/sheet.hpp"
#include "core/paper/texts.hpp"

/// The accompanying document itself: declaration and consignment. Numbers of data elements: Annex B of the
/// Union's Delegated Act, as printed on TADs of NCTS phase 5.
namespace lintas::paper {

namespace {

const message::TransitOperation& operation(const Source& source) {
  return *source.released.transit_operation;
}

/// "1" of a flag: a ticked box.
Series ticked(const std::string& flag) { return single(flag == "1" ? flag : std::string{}); }

Series equipment(const Source& source) {
  Series series;
  const auto& all = source.goods.transport_equipment;
  for (const message::TransportEquipment& one : all) {
    std::vector<std::string> items;
    for (const auto& reference : one.goods_reference)
      items.push_back(text_of(reference.declaration_goods_item_number));
    const std::vector<std::string> parts{one.container_identification_number, text_of(one.number_of_seals),
                                         in_runs(items)};
    series.instances.push_back(numbered(one.sequence_number.value, all.size(), joined(parts)));
  }
  return series;
}

Series seals(const Source& source) {
  Series series;
  const auto& all = source.goods.transport_equipment;
  for (const message::TransportEquipment& one : all) {
    std::vector<std::string> identifiers;
    for (const message::Seal& seal : one.seal) identifiers.push_back(seal.identifier);
    if (identifiers.empty()) continue;
    series.instances.push_back(numbered(one.sequence_number.value, all.size(), in_runs(identifiers)));
  }
  return series;
}

Series seals_affixed(const Source& source) {
  std::int64_t count = 0;
  for (const message::TransportEquipment& one : source.goods.transport_equipment)
    count += one.number_of_seals.has() ? one.number_of_seals.value : 0;
  return single(format("{}", count));
}

/// The type and what names the guarantee. Whoever carries the paper must not be able to use it elsewhere, so
/// there are no access codes; and no amounts (ncts.md 11).
Series guarantees(const Source& source) {
  Series series;
  const auto& all = source.released.guarantee;
  for (const message::Guarantee& one : all) {
    std::string references = one.other_guarantee_reference;
    for (const message::GuaranteeReference& reference : one.guarantee_reference) {
      if (reference.grn.empty()) continue;
      if (!references.empty()) references += ", ";
      references += reference.grn;
    }
    const std::vector<std::string> parts{one.guarantee_type, references};
    series.instances.push_back(numbered(one.sequence_number.value, all.size(), joined(parts)));
  }
  return series;
}

Series authorisations(const Source& source) {
  Series series;
  const auto& all = source.released.authorisation;
  for (const message::Authorisation& one : all) {
    const std::vector<std::string> parts{one.type, one.reference_number};
    series.instances.push_back(numbered(one.sequence_number.value, all.size(), joined(parts)));
  }
  return series;
}

template <class Office>
Series offices(const message::Many<Office>& all) {
  Series series;
  for (const Office& one : all)
    series.instances.push_back(numbered(one.sequence_number.value, all.size(), one.reference_number));
  return series;
}

Series countries(const Source& source) {
  Series series;
  const auto& all = source.goods.country_of_routing_of_consignment;
  for (const auto& one : all)
    series.instances.push_back(numbered(one.sequence_number.value, all.size(), one.country));
  return series;
}

Series border_means(const Source& source) {
  Series series;
  const auto& all = source.goods.active_border_transport_means;
  for (const message::ActiveBorderTransportMeans& one : all) {
    const std::vector<std::string> parts{one.customs_office_at_border_reference_number,
                                         one.type_of_identification, one.identification_number,
                                         one.nationality, one.conveyance_reference_number};
    series.instances.push_back(numbered(one.sequence_number.value, all.size(), joined(parts)));
  }
  return series;
}

Series location(const Source& source) {
  if (!source.goods.location_of_goods) return {};
  const message::LocationOfGoods& place = *source.goods.location_of_goods;
  std::string where = place.authorisation_number;
  if (!place.un_locode.empty()) where = place.un_locode;
  if (place.customs_office) where = place.customs_office->reference_number;
  if (place.economic_operator) where = place.economic_operator->identification_number;
  if (place.gnss) where = format("{} {}", place.gnss->latitude, place.gnss->longitude);
  if (place.address) where = detail::lines({}, {}, &*place.address);
  if (place.postcode_address) {
    const message::PostcodeAddress& address = *place.postcode_address;
    where = format("{} {}, {}", address.house_number, address.postcode, address.country);
  }
  const std::vector<std::string> parts{place.type_of_location, place.qualifier_of_identification, where,
                                       place.additional_identifier};
  return {.instances = {joined(parts)}};
}

Series itinerary(const Source& source) {
  return {.instances = parts_in(text_under("AL002", source.goods.additional_information))};
}

/// No message says where a declaration was made: it is lodged at the office of departure, and dated by its
/// acceptance there.
Series declared(const Source& source) {
  const auto& office = source.released.customs_office_of_departure;
  const auto* row = office ? office_row(office->reference_number, source.reference) : nullptr;
  const std::string place = row == nullptr            ? std::string{}
                            : row->value.city.empty() ? row->value.name
                                                      : row->value.city;
  const std::string day = text_of(operation(source).declaration_acceptance_date);
  return single(place.empty() || day.empty() ? place + day : format("{}, {}", place, day));
}

/// Of the control at departure; the day is that of the control where the limit date has its own place.
Series control(const Source& source) {
  if (!source.released.control_result) return {};
  return single(source.released.control_result->code);
}

Series control_text(const Source& source) {
  const auto& result = source.released.control_result;
  if (!result || result->text.empty()) return {};
  return {.instances = {result->text}};
}

// Columns of the sheet, from the left: the whole, halves, quarters.
constexpr int left = printed.x;
constexpr int whole = printed.width;
constexpr int half = whole / 2;
constexpr int middle = left + half;
constexpr int quarter = half / 2;

using enum Look;

constexpr std::array front_boxes{
    BoxRow{{.label = "TRANSIT ACCOMPANYING DOCUMENT",
            .frame = {.x = left, .y = 100, .width = 1300, .height = 65},
            .look = title}},
    BoxRow{{.label = "ASEAN CUSTOMS TRANSIT SYSTEM",
            .frame = {.x = 1400, .y = 100, .width = 600, .height = 65},
            .look = corner}},
    BoxRow{{"11 01",
            "Declaration type",
            {.x = left, .y = 170, .width = 200, .height = 80},
            value,
            Border::thick},
           [](const Source& s) { return single(operation(s).declaration_type); }},
    BoxRow{{"11 02", "Additional type", {.x = 300, .y = 170, .width = 200, .height = 80}, value},
           [](const Source& s) { return single(operation(s).additional_declaration_type); }},
    BoxRow{{"11 07", "Security", {.x = 500, .y = 170, .width = 200, .height = 80}, value, Border::thick},
           [](const Source& s) { return single(operation(s).security); }},
    BoxRow{{"", "Forms", {.x = left, .y = 250, .width = 200, .height = 80}, forms}},
    BoxRow{{"", "Total items", {.x = 300, .y = 250, .width = 200, .height = 80}, value},
           [](const Source& s) { return single(format("{}", message::items_in(s.goods))); }},
    BoxRow{{"", "Total packages", {.x = 500, .y = 250, .width = 200, .height = 80}, value},
           [](const Source& s) { return single(format("{}", message::packages_in(s.goods))); }},
    BoxRow{{"18 04", "Total gross mass (kg)", {.x = left, .y = 330, .width = 260, .height = 80}, value},
           [](const Source& s) { return single(text_of(s.goods.gross_mass)); }},
    BoxRow{{"11 08", "Reduced data", {.x = 360, .y = 330, .width = 170, .height = 80}, tick},
           [](const Source& s) { return ticked(operation(s).reduced_dataset_indicator); }},
    // Only a form that is filled in by hand is ticked (ncts.md 12).
    BoxRow{{"", "BCP", {.x = 530, .y = 330, .width = 70, .height = 80}, tick}},
    // Ticked by the office that writes an incident on the back.
    BoxRow{{"", "Incident", {.x = 600, .y = 330, .width = 100, .height = 80}, tick}},
    BoxRow{{"", "MRN", {.x = 700, .y = 170, .width = 1060, .height = 240}, number, Border::thick},
           [](const Source& s) { return single(operation(s).mrn); }},
    BoxRow{{"", "", {.x = 1760, .y = 170, .width = 240, .height = 240}, check, Border::thick}},

    // ---- the parties, and what they move with
    BoxRow{{"13 02", "Consignor", {.x = left, .y = 410, .width = half, .height = 160}},
           [](const Source& s) { return text_of_party(s.goods.consignor); }},
    BoxRow{{"13 03", "Consignee", {.x = left, .y = 570, .width = half, .height = 160}},
           [](const Source& s) { return text_of_party(s.goods.consignee); }},
    BoxRow{{"13 07", "Holder of the transit procedure", {.x = left, .y = 730, .width = half, .height = 160}},
           [](const Source& s) { return text_of_party(s.released.holder_of_the_transit_procedure); }},
    BoxRow{{"13 06", "Representative", {.x = left, .y = 890, .width = half, .height = 100}},
           [](const Source& s) { return text_of(s.released.representative); }},
    BoxRow{{"13 12", "Carrier", {.x = left, .y = 990, .width = half, .height = 100}},
           [](const Source& s) { return text_of(s.goods.carrier); }},
    BoxRow{{"13 14", "Additional supply chain actors", {.x = left, .y = 1090, .width = half, .height = 110}},
           [](const Source& s) { return text_of(s.goods.additional_supply_chain_actor); }},
    BoxRow{{"19 05",
            "Departure transport means: type, identification, nationality",
            {.x = left, .y = 1200, .width = half, .height = 170}},
           [](const Source& s) { return text_of(s.goods.departure_transport_means); }},
    BoxRow{{"19 08, 19 02",
            "Active border transport means, conveyance",
            {.x = left, .y = 1370, .width = half, .height = 140}},
           &border_means},

    // ---- references and documents
    BoxRow{{"12 09", "LRN", {.x = middle, .y = 410, .width = quarter, .height = 90}},
           [](const Source& s) { return single(operation(s).lrn); }},
    BoxRow{{"12 08",
            "Reference number / UCR",
            {.x = middle + quarter, .y = 410, .width = quarter, .height = 90}},
           [](const Source& s) { return single(s.goods.reference_number_ucr); }},
    BoxRow{{"12 01", "Previous documents", {.x = middle, .y = 500, .width = half, .height = 110}},
           [](const Source& s) { return text_of(s.goods.previous_document); }},
    BoxRow{{"",
            "Permits of the vehicles (AP01) and insurance (AB01)",
            {.x = middle, .y = 610, .width = half, .height = 190}},
           [](const Source& s) { return text_of(s.goods.supporting_document, Papers::of_vehicles); }},
    BoxRow{{"12 03", "Supporting documents", {.x = middle, .y = 800, .width = half, .height = 170}},
           [](const Source& s) { return text_of(s.goods.supporting_document, Papers::others); }},
    BoxRow{{"12 05", "Transport documents", {.x = middle, .y = 970, .width = half, .height = 100}},
           [](const Source& s) { return text_of(s.goods.transport_document); }},
    BoxRow{{"12 04", "Additional references", {.x = middle, .y = 1070, .width = half, .height = 100}},
           [](const Source& s) { return text_of(s.goods.additional_reference); }},
    BoxRow{
        {"12 02", "Additional information", {.x = middle, .y = 1170, .width = half, .height = 220}},
        [](const Source& s) { return text_of(s.goods.additional_information, Statements::of_consignment); }},
    BoxRow{{"16 15", "Location of goods", {.x = middle, .y = 1390, .width = half, .height = 120}}, &location},

    // ---- places and modes
    BoxRow{{"16 13", "Place of loading", {.x = left, .y = 1510, .width = 450, .height = 90}},
           [](const Source& s) { return text_of_place(s.goods.place_of_loading); }},
    BoxRow{{"16 14", "Place of unloading", {.x = 550, .y = 1510, .width = 450, .height = 90}},
           [](const Source& s) { return text_of_place(s.goods.place_of_unloading); }},
    BoxRow{{"19 03", "Mode at border", {.x = 1000, .y = 1510, .width = 200, .height = 90}, value},
           [](const Source& s) { return single(s.goods.mode_of_transport_at_the_border); }},
    BoxRow{{"19 04", "Inland mode", {.x = 1200, .y = 1510, .width = 200, .height = 90}, value},
           [](const Source& s) { return single(s.goods.inland_mode_of_transport); }},
    BoxRow{{"19 01", "Container", {.x = 1400, .y = 1510, .width = 200, .height = 90}, tick},
           [](const Source& s) { return ticked(s.goods.container_indicator); }},
    BoxRow{{"16 06", "Dispatch", {.x = 1600, .y = 1510, .width = 200, .height = 90}, value},
           [](const Source& s) { return single(s.goods.country_of_dispatch); }},
    BoxRow{{"16 03", "Destination", {.x = 1800, .y = 1510, .width = 200, .height = 90}, value},
           [](const Source& s) { return single(s.goods.country_of_destination); }},

    // ---- equipment, seals, guarantee
    BoxRow{{"19 07",
            "Transport equipment: container, number of seals, items",
            {.x = left, .y = 1600, .width = half, .height = 240}},
           &equipment},
    BoxRow{{"19 10", "Seals", {.x = middle, .y = 1600, .width = half, .height = 240}}, &seals},
    BoxRow{{"99 02, 99 03",
            "Guarantee: type, reference (GRN)",
            {.x = left, .y = 1840, .width = half, .height = 160}},
           &guarantees},
    BoxRow{{"12 12", "Authorisations", {.x = middle, .y = 1840, .width = quarter, .height = 160}},
           &authorisations},
    BoxRow{{"16 12",
            "Countries of routing",
            {.x = middle + quarter, .y = 1840, .width = quarter, .height = 160}},
           &countries},

    // ---- the route
    BoxRow{
        {"17 03", "CUSTOMS OFFICE OF DEPARTURE", {.x = left, .y = 2000, .width = half, .height = 90}, value},
        [](const Source& s) {
          const auto& office = s.released.customs_office_of_departure;
          return single(office ? named_office(office->reference_number, s.reference) : std::string{});
        }},
    BoxRow{{"17 05",
            "CUSTOMS OFFICE OF DESTINATION",
            {.x = middle, .y = 2000, .width = half, .height = 90},
            value},
           [](const Source& s) {
             const auto& office = s.released.customs_office_of_destination_declared;
             return single(office ? named_office(office->reference_number, s.reference) : std::string{});
           }},
    BoxRow{{"17 04", "CUSTOMS OFFICES OF TRANSIT", {.x = left, .y = 2090, .width = half, .height = 100}},
           [](const Source& s) { return offices(s.released.customs_office_of_transit_declared); }},
    BoxRow{{"17 06",
            "CUSTOMS OFFICES OF EXIT FOR TRANSIT",
            {.x = middle, .y = 2090, .width = half, .height = 100}},
           [](const Source& s) { return offices(s.released.customs_office_of_exit_for_transit_declared); }},
    BoxRow{{"16 17", "Prescribed", {.x = left, .y = 2190, .width = 200, .height = 110}, tick},
           [](const Source& s) { return ticked(operation(s).binding_itinerary); }},
    BoxRow{{"", "Itinerary", {.x = 300, .y = 2190, .width = whole - 200, .height = 110}}, &itinerary},

    // ---- the controls at both ends
    BoxRow{{"",
            "CONTROL BY THE OFFICE OF DEPARTURE",
            {.x = left, .y = 2300, .width = half, .height = 55},
            heading}},
    BoxRow{{"", "Result of control", {.x = left, .y = 2355, .width = quarter, .height = 90}, value},
           &control},
    BoxRow{{"15 11",
            "Limit date",
            {.x = left + quarter, .y = 2355, .width = quarter, .height = 90},
            value,
            Border::thick},
           &limit_of},
    BoxRow{{"",
            "Place and date of the declaration",
            {.x = left, .y = 2445, .width = quarter, .height = 90},
            value},
           &declared},
    BoxRow{{"", "Released", {.x = left + quarter, .y = 2445, .width = quarter, .height = 90}, value},
           [](const Source& s) { return single(text_of(operation(s).release_date)); }},
    BoxRow{{"", "Seals affixed", {.x = left, .y = 2535, .width = quarter, .height = 90}, value},
           &seals_affixed},
    BoxRow{{"", "Controlled by", {.x = left + quarter, .y = 2535, .width = quarter, .height = 90}},
           [](const Source& s) {
             const auto& result = s.released.control_result;
             return single(result ? result->controlled_by : std::string{});
           }},
    BoxRow{{"", "Remarks", {.x = left, .y = 2625, .width = half, .height = 225}}, &control_text},
    BoxRow{{"",
            "CONTROL BY THE OFFICE OF DESTINATION",
            {.x = middle, .y = 2300, .width = half, .height = 55},
            heading}},
    BoxRow{{"", "Date of arrival", {.x = middle, .y = 2355, .width = quarter, .height = 90}, blank}},
    BoxRow{{"",
            "Examination of seals",
            {.x = middle + quarter, .y = 2355, .width = quarter, .height = 90},
            blank}},
    BoxRow{{"", "Result of control", {.x = middle, .y = 2445, .width = quarter, .height = 90}, blank}},
    BoxRow{{"",
            "Entered in the system on",
            {.x = middle + quarter, .y = 2445, .width = quarter, .height = 90},
            blank}},
    BoxRow{{"", "Signature and remarks", {.x = middle, .y = 2535, .width = 350, .height = 315}, blank}},
    // A stamp is 59 mm wide and 26 mm high (ncts.md 12).
    BoxRow{{"", "Stamp", {.x = middle + 350, .y = 2535, .width = 600, .height = 315}, blank}},
};

}  // namespace

std::vector<Filled> front_of(const Source& source) {
  std::vector<Filled> boxes;
  boxes.reserve(std::size(front_boxes));
  for (const BoxRow& row : front_boxes)
    boxes.push_back({.box = row.box, .text = row.text == nullptr ? Series{} : row.text(source)});
  return boxes;
}

}  // namespace lintas::paper
