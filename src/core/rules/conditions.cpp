#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

#include "core/model/groups.hpp"
#include "core/model/scalars.hpp"
#include "core/rules/judge.hpp"

namespace lintas::rules {

namespace {

using message::Consignment;
using message::ConsignmentItem;
using message::HouseConsignment;
using message::LocationOfGoods;
using message::Packaging;
using message::Text;
using message::TransitOperation;
using message::TransportEquipment;

const TransitOperation& operation(const Judge& judge) { return the(judge.message.transit_operation); }
const Consignment& consignment(const Judge& judge) { return the(judge.message.consignment); }
Path consignment_path(const Judge& judge) { return {.parent = &judge.root, .name = "Consignment"}; }

bool pre_lodged(const Judge& judge) { return operation(judge).additional_declaration_type == "D"; }

// ---- one level only

/// C0001 as replaced: at consignment or on every house, never both.
void consignee_at_one_level(Judge& judge) {
  const Path at = consignment_path(judge);
  const auto& whole = consignment(judge);
  const bool none_below = std::ranges::none_of(whole.house_consignment, [](const HouseConsignment& house) {
    return static_cast<bool>(house.consignee);
  });
  if (!whole.consignee && none_below) return judge.add("CND-001", at, "Consignee");
  each_house(judge, [&](const HouseConsignment& house, const Path& place) {
    if (whole.consignee && house.consignee) judge.add("CNX-001", place, "Consignee");
    if (!whole.consignee && !house.consignee) judge.add("CND-001", place, "Consignee");
  });
}

/// C0542: not at both levels.
void consignor_at_one_level(Judge& judge) {
  if (!consignment(judge).consignor) return;
  each_house(judge, [&](const HouseConsignment& house, const Path& at) {
    if (house.consignor) judge.add("CNX-542", at, "Consignor");
  });
}

/// C0826, C0833: not at both levels.
void transport_means_at_one_level(Judge& judge, std::string_view rule) {
  if (consignment(judge).departure_transport_means.empty()) return;
  each_house(judge, [&](const HouseConsignment& house, const Path& at) {
    if (house.departure_transport_means.empty()) return;
    judge.add(rule, Path{.parent = &at, .name = "DepartureTransportMeans", .place = 1});
  });
}
void presented_means_at_one_level(Judge& judge) { transport_means_at_one_level(judge, "CNX-833"); }

/// C0826 as replaced: permit and insurance are of a vehicle, so there is one, unless the declaration is
/// lodged before the goods are there.
void declared_means(Judge& judge) {
  transport_means_at_one_level(judge, "CNX-826");
  const auto& whole = consignment(judge);
  const bool none = whole.departure_transport_means.empty() &&
                    std::ranges::all_of(whole.house_consignment, [](const HouseConsignment& house) {
                      return house.departure_transport_means.empty();
                    });
  if (none && !pre_lodged(judge)) judge.add("CND-826", consignment_path(judge), "DepartureTransportMeans");
}

struct OneLevel {
  std::string_view missing, surplus, leaf;
  Text Consignment::* whole;
  Text HouseConsignment::* house;
  Text ConsignmentItem::* item;
};

/// The house says nothing of the value, neither itself nor on any of its items.
bool says_nothing(const HouseConsignment& house, const OneLevel& field) {
  return (house.*field.house).empty() &&
         std::ranges::all_of(house.consignment_item,
                             [&](const ConsignmentItem& item) { return (item.*field.item).empty(); });
}

void stands_twice(Judge& judge, const OneLevel& field) {
  const bool above = !(consignment(judge).*field.whole).empty();
  each_house(judge, [&](const HouseConsignment& house, const Path& at) {
    const Text& of_house = house.*field.house;
    if (above && !of_house.empty()) judge.add(field.surplus, at, field.leaf, of_house);
    if (!above && of_house.empty()) return;
    each(at, "ConsignmentItem", house.consignment_item, [&](const ConsignmentItem& item, const Path& place) {
      const Text& of_item = item.*field.item;
      if (!of_item.empty()) judge.add(field.surplus, place, field.leaf, of_item);
    });
  });
}

/// One finding at the highest level below which nothing is said.
void stands_somewhere(Judge& judge, const OneLevel& field) {
  const auto& whole = consignment(judge);
  if (!(whole.*field.whole).empty()) return;
  if (std::ranges::all_of(whole.house_consignment,
                          [&](const HouseConsignment& house) { return says_nothing(house, field); }))
    return judge.add(field.missing, consignment_path(judge), field.leaf);
  each_house(judge, [&](const HouseConsignment& house, const Path& at) {
    if (!(house.*field.house).empty()) return;
    if (says_nothing(house, field)) return judge.add(field.missing, at, field.leaf);
    each(at, "ConsignmentItem", house.consignment_item, [&](const ConsignmentItem& item, const Path& place) {
      if ((item.*field.item).empty()) judge.add(field.missing, place, field.leaf);
    });
  });
}

/// A value that stands at exactly one level: of the consignment, or of a house, or of each of its items.
void at_one_level(Judge& judge, const OneLevel& field, bool required) {
  stands_twice(judge, field);
  if (required) stands_somewhere(judge, field);
}

/// C0343.
void country_of_destination_at_one_level(Judge& judge) {
  at_one_level(judge,
               {.missing = "CND-343",
                .surplus = "CNX-343",
                .leaf = "countryOfDestination",
                .whole = &Consignment::country_of_destination,
                .house = &HouseConsignment::country_of_destination,
                .item = &ConsignmentItem::country_of_destination},
               true);
}

/// C0909.
void country_of_dispatch_at_one_level(Judge& judge) {
  at_one_level(judge,
               {.missing = "CND-909",
                .surplus = "CNX-909",
                .leaf = "countryOfDispatch",
                .whole = &Consignment::country_of_dispatch,
                .house = &HouseConsignment::country_of_dispatch,
                .item = &ConsignmentItem::country_of_dispatch},
               true);
}

/// C0502: as the countries, but a transport document stands in for it.
void reference_at_one_level(Judge& judge) {
  const auto& whole = consignment(judge);
  const bool document = !whole.transport_document.empty() ||
                        std::ranges::any_of(whole.house_consignment, [](const HouseConsignment& house) {
                          return !house.transport_document.empty();
                        });
  at_one_level(judge,
               {.missing = "CND-502",
                .surplus = "CNX-502",
                .leaf = "referenceNumberUCR",
                .whole = &Consignment::reference_number_ucr,
                .house = &HouseConsignment::reference_number_ucr,
                .item = &ConsignmentItem::reference_number_ucr},
               !document);
}

// ---- what the ASEAN rule set does not have

/// C0045 as replaced: the type stands in the head only.
void no_declaration_type_of_items(Judge& judge) {
  each_item(judge, [&](const ConsignmentItem& item, const Path& at) {
    if (!item.declaration_type.empty()) judge.add("CNX-045", at, "declarationType", item.declaration_type);
  });
}

/// C0186, C0337 as replaced: charges are safety data, of which there are none.
void no_transport_charges(Judge& judge) {
  if (consignment(judge).transport_charges) judge.add("CNX-186", consignment_path(judge), "TransportCharges");
  each_house(judge, [&](const HouseConsignment& house, const Path& at) {
    if (house.transport_charges) judge.add("CNX-186", at, "TransportCharges");
  });
}

/// C0191 as replaced.
void no_place_of_unloading(Judge& judge) {
  if (consignment(judge).place_of_unloading)
    judge.add("CNX-191", consignment_path(judge), "PlaceOfUnloading");
}

/// C0411 as replaced.
void no_tir_carnet(Judge& judge) {
  const Text& carnet = operation(judge).tir_carnet_number;
  if (!carnet.empty())
    judge.add("CNX-411", {.parent = &judge.root, .name = "TransitOperation"}, "TIRCarnetNumber", carnet);
}

/// C0904 as replaced.
void no_tir_holder(Judge& judge) {
  const Text& holder = the(judge.message.holder_of_the_transit_procedure).tir_holder_identification_number;
  if (holder.empty()) return;
  judge.add("CNX-904", {.parent = &judge.root, .name = "HolderOfTheTransitProcedure"},
            "TIRHolderIdentificationNumber", holder);
}

/// C0587 as replaced.
void no_office_of_exit(Judge& judge) {
  each(judge.root, "CustomsOfficeOfExitForTransitDeclared",
       judge.message.customs_office_of_exit_for_transit_declared,
       [&](const message::CustomsOfficeOfExitForTransitDeclared& office, const Path& at) {
         judge.add("CNX-587", at, "referenceNumber", office.reference_number);
       });
}

// ---- parties

template <class Party>
void name_and_address(Judge& judge, const Path& at, const Party& party) {
  if (party.name.empty()) judge.add("CND-250", at, "name");
  if (!party.address) judge.add("CND-250", at, "Address");
}

/// C0250 as replaced: always, with or without a TIN, which means nothing in another state.
void names_and_addresses(Judge& judge) {
  const Path holder{.parent = &judge.root, .name = "HolderOfTheTransitProcedure"};
  name_and_address(judge, holder, the(judge.message.holder_of_the_transit_procedure));
  if (!judge.message.consignment) return;
  const auto parties = [&](const auto& level, const Path& at) {
    if (level.consignor) name_and_address(judge, {.parent = &at, .name = "Consignor"}, *level.consignor);
    if (level.consignee) name_and_address(judge, {.parent = &at, .name = "Consignee"}, *level.consignee);
  };
  parties(*judge.message.consignment, consignment_path(judge));
  each_house(judge, parties);
}

// ---- goods and packages

/// C0060: bulk has no count, unpacked goods no marks of need, all else both.
void count_and_marks_of_packages(Judge& judge) {
  const auto bulk = judge.reference.code_list("CL181");
  const auto unpacked = judge.reference.code_list("CL182");
  each_item(judge, [&](const ConsignmentItem& item, const Path& at) {
    each(at, "Packaging", item.packaging, [&](const Packaging& packages, const Path& place) {
      const bool is_bulk = bulk.find(packages.type_of_packages, judge.reference.day()) != nullptr;
      const bool is_unpacked = unpacked.find(packages.type_of_packages, judge.reference.day()) != nullptr;
      if (is_bulk && packages.number_of_packages.has())
        judge.add("CNX-060", place, "numberOfPackages", std::to_string(packages.number_of_packages.value));
      if (!is_bulk && !packages.number_of_packages.has()) judge.add("CND-060", place, "numberOfPackages");
      if (!is_bulk && !is_unpacked && packages.shipping_marks.empty())
        judge.add("CND-060", place, "shippingMarks");
    });
  });
}

/// C0153 as replaced, C0821 as replaced: eight digits of the ASEAN nomenclature on every item.
void commodity_code(Judge& judge) {
  each_item(judge, [&](const ConsignmentItem& item, const Path& at) {
    const Path commodity{.parent = &at, .name = "Commodity"};
    if (!the(item.commodity).commodity_code) judge.add("CND-153", commodity, "CommodityCode");
  });
}
void digits_seven_and_eight(Judge& judge) {
  each_item(judge, [&](const ConsignmentItem& item, const Path& at) {
    const Path commodity{.parent = &at, .name = "Commodity"};
    const auto& code = the(item.commodity).commodity_code;
    if (code && code->combined_nomenclature_code.empty())
      judge.add("CND-821", {.parent = &commodity, .name = "CommodityCode"}, "combinedNomenclatureCode");
  });
}

// ---- guarantee

/// C0085 as replaced: every kind has a reference, because the amount stands there.
void guarantee_has_a_reference(Judge& judge) {
  each(judge.root, "Guarantee", judge.message.guarantee,
       [&](const message::Guarantee& guarantee, const Path& at) {
         if (guarantee.guarantee_reference.empty()) judge.add("CND-085", at, "GuaranteeReference");
       });
}

/// C0086 as replaced: number and access code for all kinds but the deposit.
void number_and_access_code(Judge& judge) {
  const auto with_number = judge.reference.code_list("CL286");
  each(judge.root, "Guarantee", judge.message.guarantee,
       [&](const message::Guarantee& guarantee, const Path& at) {
         const bool needed = with_number.find(guarantee.guarantee_type, judge.reference.day()) != nullptr;
         each(at, "GuaranteeReference", guarantee.guarantee_reference,
              [&](const message::GuaranteeReference& reference, const Path& place) {
                if (needed && reference.grn.empty()) judge.add("CND-086", place, "GRN");
                if (needed && reference.access_code.empty()) judge.add("CND-086", place, "accessCode");
                if (!needed && !reference.grn.empty()) judge.add("CNX-086", place, "GRN", reference.grn);
                // The code is a secret: it is never shown.
                if (!needed && !reference.access_code.empty()) judge.add("CNX-086", place, "accessCode");
              });
       });
}

/// C0130 as replaced: the receipt of a deposit.
void receipt_of_the_deposit(Judge& judge) {
  each(judge.root, "Guarantee", judge.message.guarantee,
       [&](const message::Guarantee& guarantee, const Path& at) {
         const bool deposit = guarantee.guarantee_type == "3";
         const Text& receipt = guarantee.other_guarantee_reference;
         if (deposit && receipt.empty()) judge.add("CND-130", at, "otherGuaranteeReference");
         if (!deposit && !receipt.empty()) judge.add("CNX-130", at, "otherGuaranteeReference", receipt);
       });
}

// ---- transport

/// C0055: container numbers if and only if the goods are in containers.
void container_numbers(Judge& judge) {
  const auto& whole = consignment(judge);
  const Path above = consignment_path(judge);
  const bool any = std::ranges::any_of(whole.transport_equipment, [](const TransportEquipment& equipment) {
    return !equipment.container_identification_number.empty();
  });
  if (whole.container_indicator == "1" && !any && !whole.transport_equipment.empty()) {
    judge.add("CND-055", {.parent = &above, .name = "TransportEquipment", .place = 1},
              "containerIdentificationNumber");
  }
  if (whole.container_indicator != "0") return;
  each(above, "TransportEquipment", whole.transport_equipment,
       [&](const TransportEquipment& equipment, const Path& at) {
         const Text& number = equipment.container_identification_number;
         if (!number.empty()) judge.add("CNX-055", at, "containerIdentificationNumber", number);
       });
}

/// C0823: equipment if the goods are in containers.
void equipment_of_containers(Judge& judge) {
  const auto& whole = consignment(judge);
  if (whole.container_indicator == "1" && whole.transport_equipment.empty())
    judge.add("CND-823", consignment_path(judge), "TransportEquipment");
}

/// C0822: unless the declaration is lodged before the goods are there.
void container_indicator(Judge& judge) {
  if (!pre_lodged(judge) && consignment(judge).container_indicator.empty())
    judge.add("CND-822", consignment_path(judge), "containerIndicator");
}

/// C0569: the seals that were counted.
void seals_if_counted(Judge& judge) {
  const Path above = consignment_path(judge);
  each(above, "TransportEquipment", consignment(judge).transport_equipment,
       [&](const TransportEquipment& equipment, const Path& at) {
         const bool counted = equipment.number_of_seals.has() && equipment.number_of_seals.value > 0;
         if (counted && equipment.seal.empty()) judge.add("CND-569", at, "Seal");
         if (!counted && !equipment.seal.empty()) {
           judge.add("CNX-569", {.parent = &at, .name = "Seal", .place = 1}, "identifier",
                     equipment.seal.front().identifier);
         }
       });
}

/// C0670: which goods are in which of several.
void goods_of_each_equipment(Judge& judge) {
  const auto& all = consignment(judge).transport_equipment;
  if (all.size() < 2) return;
  const Path above = consignment_path(judge);
  each(above, "TransportEquipment", all, [&](const TransportEquipment& equipment, const Path& at) {
    if (equipment.goods_reference.empty()) judge.add("CND-670", at, "GoodsReference");
  });
}

/// C0599 as replaced.
void mode_at_the_border(Judge& judge) {
  if (!judge.message.customs_office_of_transit_declared.empty() &&
      consignment(judge).mode_of_transport_at_the_border.empty())
    judge.add("CND-599", consignment_path(judge), "modeOfTransportAtTheBorder");
}

/// C0586: the countries of a binding itinerary.
void countries_of_routing(Judge& judge) {
  if (operation(judge).binding_itinerary == "1" &&
      consignment(judge).country_of_routing_of_consignment.empty())
    judge.add("CND-586", consignment_path(judge), "CountryOfRoutingOfConsignment");
}

// ---- places

/// C0409: unless the goods are not there yet.
void place_of_loading(Judge& judge) {
  if (!pre_lodged(judge) && !consignment(judge).place_of_loading)
    judge.add("CND-409", consignment_path(judge), "PlaceOfLoading");
}

/// C0387: a place without a UN/LOCODE needs country and name.
void place_in_words(Judge& judge) {
  const auto& place = consignment(judge).place_of_loading;
  if (!place || !place->un_locode.empty()) return;
  const Path above = consignment_path(judge);
  const Path at{.parent = &above, .name = "PlaceOfLoading"};
  if (place->country.empty()) judge.add("CND-387", at, "country");
  if (place->location.empty()) judge.add("CND-387", at, "location");
}

/// C0710: unless the goods are not there yet.
void location_of_goods(Judge& judge) {
  if (!pre_lodged(judge) && !consignment(judge).location_of_goods)
    judge.add("CND-710", consignment_path(judge), "LocationOfGoods");
}

struct Identification {
  char qualifier;
  std::string_view element;
  bool (*given)(const LocationOfGoods&);
};

constexpr std::array identifications{
    Identification{'T', "PostcodeAddress",
                   [](const LocationOfGoods& at) { return static_cast<bool>(at.postcode_address); }},
    Identification{'U', "UNLocode", [](const LocationOfGoods& at) { return !at.un_locode.empty(); }},
    Identification{'V', "CustomsOffice",
                   [](const LocationOfGoods& at) { return static_cast<bool>(at.customs_office); }},
    Identification{'W', "GNSS", [](const LocationOfGoods& at) { return static_cast<bool>(at.gnss); }},
    Identification{'X', "EconomicOperator",
                   [](const LocationOfGoods& at) { return static_cast<bool>(at.economic_operator); }},
    Identification{'Y', "authorisationNumber",
                   [](const LocationOfGoods& at) { return !at.authorisation_number.empty(); }},
    Identification{'Z', "Address", [](const LocationOfGoods& at) { return static_cast<bool>(at.address); }},
};

/// C0394: the qualifier says by which one thing the place is identified.
void location_as_qualified(Judge& judge) {
  const auto& location = consignment(judge).location_of_goods;
  if (!location) return;
  const Path above = consignment_path(judge);
  const Path at{.parent = &above, .name = "LocationOfGoods"};
  for (const Identification& identification : identifications) {
    const bool wanted = location->qualifier_of_identification.starts_with(identification.qualifier);
    if (wanted && !identification.given(*location)) judge.add("CND-394", at, identification.element);
    if (!wanted && identification.given(*location)) judge.add("CNX-394", at, identification.element);
  }
}

/// C0671: a part of a place that a trader has.
void additional_identifier(Judge& judge) {
  const auto& location = consignment(judge).location_of_goods;
  if (!location || location->additional_identifier.empty()) return;
  const auto& qualifier = location->qualifier_of_identification;
  const Path above = consignment_path(judge);
  if (qualifier != "X" && qualifier != "Y") {
    judge.add("CNX-671", {.parent = &above, .name = "LocationOfGoods"}, "additionalIdentifier",
              location->additional_identifier);
  }
}

/// C0382: no state of the region identifies a place by its postcode alone (CL198 has none).
void house_number(Judge& judge) {
  const auto& location = consignment(judge).location_of_goods;
  if (!location || !location->postcode_address || !location->postcode_address->house_number.empty()) return;
  const Path above = consignment_path(judge);
  const Path at{.parent = &above, .name = "LocationOfGoods"};
  judge.add("CND-382", {.parent = &at, .name = "PostcodeAddress"}, "houseNumber");
}

// ---- arrival and invalidation

/// C0102 as replaced.
void authorisation_of_the_consignee(Judge& judge) {
  const bool simplified = operation(judge).simplified_procedure == "1";
  if (simplified && judge.message.authorisation.empty()) judge.add("CND-102", judge.root, "Authorisation");
  if (!simplified && !judge.message.authorisation.empty()) {
    judge.add("CNX-102", {.parent = &judge.root, .name = "Authorisation", .place = 1}, "type",
              judge.message.authorisation.front().type);
  }
}

/// C0467, as far as the message tells: by one number, MRN after acceptance, LRN before.
void one_number_of_the_movement(Judge& judge) {
  const Path at{.parent = &judge.root, .name = "TransitOperation"};
  const bool lrn = !operation(judge).lrn.empty();
  const bool mrn = !operation(judge).mrn.empty();
  if (!lrn && !mrn) judge.add("CND-467", at, "MRN");
  if (lrn && mrn) judge.add("CNX-467", at, "LRN", operation(judge).lrn);
}

Path invalidation_path(const Judge& judge) { return {.parent = &judge.root, .name = "Invalidation"}; }

/// C0128: customs decides.
void no_decision_in_a_request(Judge& judge) {
  const auto& invalidation = the(judge.message.invalidation);
  if (!invalidation.decision.empty())
    judge.add("CNX-128", invalidation_path(judge), "decision", invalidation.decision);
}

/// C0870.
void no_time_of_decision_in_a_request(Judge& judge) {
  if (the(judge.message.invalidation).decision_date_and_time.has())
    judge.add("CNX-870", invalidation_path(judge), "decisionDateAndTime");
}

/// C0129.
void time_of_the_request(Judge& judge) {
  const auto& invalidation = the(judge.message.invalidation);
  const bool by_customs = invalidation.initiated_by_customs == "1";
  const bool given = invalidation.request_date_and_time.has();
  if (!by_customs && !given) judge.add("CND-129", invalidation_path(judge), "requestDateAndTime");
  if (by_customs && given) judge.add("CNX-129", invalidation_path(judge), "requestDateAndTime");
}

/// C0137.
void justification_of_the_request(Judge& judge) {
  if (the(judge.message.invalidation).justification.empty())
    judge.add("CND-137", invalidation_path(judge), "justification");
}

// In the order in which a declaration is read.
constexpr std::array checks{
    Check{"C0467", ie013 | ie014, one_number_of_the_movement},
    Check{"C0411", declarations, no_tir_carnet},
    Check{"C0102", ie007, authorisation_of_the_consignee},
    Check{"C0587", declarations, no_office_of_exit},
    Check{"C0904", declarations | ie014 | ie170, no_tir_holder},
    Check{"C0250", declarations | ie014 | ie170, names_and_addresses},
    Check{"C0085", declarations, guarantee_has_a_reference},
    Check{"C0086", declarations, number_and_access_code},
    Check{"C0130", declarations, receipt_of_the_deposit},
    Check{"C0909", declarations, country_of_dispatch_at_one_level},
    Check{"C0343", declarations, country_of_destination_at_one_level},
    Check{"C0822", declarations, container_indicator},
    Check{"C0599", declarations, mode_at_the_border},
    Check{"C0502", declarations, reference_at_one_level},
    Check{"C0542", declarations, consignor_at_one_level},
    Check{"C0001", declarations, consignee_at_one_level},
    Check{"C0823", declarations | ie170, equipment_of_containers},
    Check{"C0055", declarations | ie170, container_numbers},
    Check{"C0569", declarations | ie170, seals_if_counted},
    Check{"C0670", declarations | ie170, goods_of_each_equipment},
    Check{"C0710", declarations, location_of_goods},
    Check{"C0394", declarations | ie007 | ie170, location_as_qualified},
    Check{"C0671", declarations | ie007 | ie170, additional_identifier},
    Check{"C0382", declarations, house_number},
    Check{"C0826", declarations, declared_means},
    Check{"C0833", ie170, presented_means_at_one_level},
    Check{"C0586", declarations, countries_of_routing},
    Check{"C0409", declarations, place_of_loading},
    Check{"C0387", declarations | ie170, place_in_words},
    Check{"C0191", declarations, no_place_of_unloading},
    Check{"C0186", declarations, no_transport_charges},
    Check{"C0045", declarations, no_declaration_type_of_items},
    Check{"C0153", declarations, commodity_code},
    Check{"C0821", declarations, digits_seven_and_eight},
    Check{"C0060", declarations, count_and_marks_of_packages},
    Check{"C0128", ie014, no_decision_in_a_request},
    Check{"C0870", ie014, no_time_of_decision_in_a_request},
    Check{"C0129", ie014, time_of_the_request},
    Check{"C0137", ie014, justification_of_the_request},
};

}  // namespace

std::span<const Check> conditions() { return checks; }

}  // namespace lintas::rules
