#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "core/model/groups.hpp"
#include "core/model/scalars.hpp"
#include "core/model/values/tin.hpp"
#include "core/rules/judge.hpp"

namespace lintas::rules {

namespace {

using message::Consignment;
using message::ConsignmentItem;
using message::DepartureTransportMeans;
using message::HouseConsignment;
using message::Int;
using message::Number;
using message::Packaging;
using message::Text;
using message::TransportEquipment;

const Consignment& consignment(const Judge& judge) { return the(judge.message.consignment); }
Path consignment_path(const Judge& judge) { return {.parent = &judge.root, .name = "Consignment"}; }

std::string shown(Int number) { return number.has() ? std::to_string(number.value) : std::string{}; }
std::string shown(Number number) {
  std::string text;
  if (number.has()) append(text, number);
  return text;
}

// ---- numbering

/// R0987: 1, 2, 3 … among their siblings.
template <class T>
void in_sequence(Judge& judge, const Path& parent, std::string_view name, const message::Many<T>& groups) {
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const auto expected = static_cast<std::int64_t>(i) + 1;
    if (groups[i].sequence_number.value == expected) continue;
    judge.add("RUL-987", {.parent = &parent, .name = name, .place = i + 1}, "sequenceNumber",
              shown(groups[i].sequence_number), format("expected: {}", expected));
  }
}

/// What every level of a consignment may hold.
template <class Level>
void documents_in_sequence(Judge& judge, const Path& at, const Level& level) {
  in_sequence(judge, at, "AdditionalSupplyChainActor", level.additional_supply_chain_actor);
  in_sequence(judge, at, "PreviousDocument", level.previous_document);
  in_sequence(judge, at, "SupportingDocument", level.supporting_document);
  in_sequence(judge, at, "TransportDocument", level.transport_document);
  in_sequence(judge, at, "AdditionalReference", level.additional_reference);
  in_sequence(judge, at, "AdditionalInformation", level.additional_information);
}

void sequence_of_the_head(Judge& judge) {
  const auto& head = judge.message;
  in_sequence(judge, judge.root, "Authorisation", head.authorisation);
  in_sequence(judge, judge.root, "CustomsOfficeOfTransitDeclared", head.customs_office_of_transit_declared);
  in_sequence(judge, judge.root, "Guarantee", head.guarantee);
  each(judge.root, "Guarantee", head.guarantee, [&](const message::Guarantee& guarantee, const Path& at) {
    in_sequence(judge, at, "GuaranteeReference", guarantee.guarantee_reference);
  });
}

void sequence_of_the_consignment(Judge& judge) {
  const auto& whole = consignment(judge);
  const Path at = consignment_path(judge);
  documents_in_sequence(judge, at, whole);
  in_sequence(judge, at, "TransportEquipment", whole.transport_equipment);
  each(at, "TransportEquipment", whole.transport_equipment,
       [&](const TransportEquipment& equipment, const Path& place) {
         in_sequence(judge, place, "Seal", equipment.seal);
         in_sequence(judge, place, "GoodsReference", equipment.goods_reference);
       });
  in_sequence(judge, at, "DepartureTransportMeans", whole.departure_transport_means);
  in_sequence(judge, at, "CountryOfRoutingOfConsignment", whole.country_of_routing_of_consignment);
  in_sequence(judge, at, "ActiveBorderTransportMeans", whole.active_border_transport_means);
  in_sequence(judge, at, "HouseConsignment", whole.house_consignment);
}

void sequence_of_the_houses(Judge& judge) {
  each_house(judge, [&](const HouseConsignment& house, const Path& at) {
    documents_in_sequence(judge, at, house);
    in_sequence(judge, at, "DepartureTransportMeans", house.departure_transport_means);
    each(at, "ConsignmentItem", house.consignment_item, [&](const ConsignmentItem& item, const Path& place) {
      documents_in_sequence(judge, place, item);
      in_sequence(judge, place, "Packaging", item.packaging);
      if (!item.commodity) return;
      in_sequence(judge, {.parent = &place, .name = "Commodity"}, "DangerousGoods",
                  item.commodity->dangerous_goods);
    });
  });
}

void numbers_in_sequence(Judge& judge) {
  sequence_of_the_head(judge);
  sequence_of_the_consignment(judge);
  sequence_of_the_houses(judge);
}

/// R0988: goods items 1, 2, 3 … within their house.
void items_in_sequence(Judge& judge) {
  each_house(judge, [&](const HouseConsignment& house, const Path& at) {
    std::int64_t expected = 0;
    each(at, "ConsignmentItem", house.consignment_item, [&](const ConsignmentItem& item, const Path& place) {
      if (item.goods_item_number.value != ++expected) {
        judge.add("RUL-988", place, "goodsItemNumber", shown(item.goods_item_number),
                  format("expected: {}", expected));
      }
    });
  });
}

/// R0007: goods items of the declaration 1, 2, 3 … over all houses.
void declaration_items_in_sequence(Judge& judge) {
  std::int64_t expected = 0;
  each_item(judge, [&](const ConsignmentItem& item, const Path& at) {
    if (item.declaration_goods_item_number.value != ++expected) {
      judge.add("RUL-007", at, "declarationGoodsItemNumber", shown(item.declaration_goods_item_number),
                format("expected: {}", expected));
    }
  });
}

// ---- identities

/// R0850, R0851: pattern only. Whether a trader exists is asked at home, by the register of the state
/// concerned.
void identity(Judge& judge, std::string_view rule, const Path& at, const Text& number) {
  if (number.empty()) return;
  const auto tin = Tin::parse(number);
  if (!tin) judge.add(rule, at, "identificationNumber", number, std::string{describe(tin.error())});
}

void identities_of_the_parties(Judge& judge) {
  const auto& head = judge.message;
  const auto party = [&](std::string_view name, const auto& group) {
    if (group)
      identity(judge, "RUL-850", {.parent = &judge.root, .name = name}, group->identification_number);
  };
  party("HolderOfTheTransitProcedure", head.holder_of_the_transit_procedure);
  party("Representative", head.representative);
  party("TraderAtDestination", head.trader_at_destination);
  if (!head.consignment) return;
  const auto consignor = [&](const auto& level, const Path& at) {
    if (level.consignor) {
      identity(judge, "RUL-850", {.parent = &at, .name = "Consignor"},
               level.consignor->identification_number);
    }
  };
  const Path at = consignment_path(judge);
  consignor(*head.consignment, at);
  each_house(judge, consignor);
  const auto& location = head.consignment->location_of_goods;
  if (!location || !location->economic_operator) return;
  const Path place{.parent = &at, .name = "LocationOfGoods"};
  identity(judge, "RUL-850", {.parent = &place, .name = "EconomicOperator"},
           location->economic_operator->identification_number);
}

void identities_of_consignees(Judge& judge) {
  const auto consignee = [&](const auto& level, const Path& at) {
    if (level.consignee) {
      identity(judge, "RUL-851", {.parent = &at, .name = "Consignee"},
               level.consignee->identification_number);
    }
  };
  consignee(consignment(judge), consignment_path(judge));
  each_house(judge, consignee);
}

// ---- route

/// R0003.
void offices_of_transit_once(Judge& judge) {
  const auto& offices = judge.message.customs_office_of_transit_declared;
  for (std::size_t i = 1; i < offices.size(); ++i) {
    const auto before = std::span{offices}.first(i);
    const Text& office = offices[i].reference_number;
    if (std::ranges::find(before, office, &message::CustomsOfficeOfTransitDeclared::reference_number) !=
        before.end()) {
      judge.add("RUL-003", {.parent = &judge.root, .name = "CustomsOfficeOfTransitDeclared", .place = i + 1},
                "referenceNumber", office);
    }
  }
}

/// R0005 as replaced: later than preparation, and in the order of the route.
void arrivals_in_order(Judge& judge) {
  message::DateTime last = judge.message.preparation_date_and_time;
  each(judge.root, "CustomsOfficeOfTransitDeclared", judge.message.customs_office_of_transit_declared,
       [&](const message::CustomsOfficeOfTransitDeclared& office, const Path& at) {
         const auto arrival = office.arrival_date_and_time_estimated;
         if (!arrival.has()) return;
         std::string text;
         append(text, arrival);
         std::string before;
         append(before, last);
         if (arrival <= last) {
           judge.add("RUL-005", at, "arrivalDateAndTimeEstimated", text,
                     format("expected: after {}", before));
         }
         last = std::max(last, arrival);
       });
}

/// R0789: several only where a frontier is crossed on the way.
void active_means_need_an_office_of_transit(Judge& judge) {
  const auto& means = consignment(judge).active_border_transport_means;
  if (means.size() < 2 || !judge.message.customs_office_of_transit_declared.empty()) return;
  const Path at = consignment_path(judge);
  judge.add("RUL-789", {.parent = &at, .name = "ActiveBorderTransportMeans", .place = 2});
}

// ---- means of transport

constexpr std::array<std::string_view, 8> written_in_capitals{"10", "20", "21", "30", "31", "40", "41", "80"};

template <class Means>
void in_capitals(Judge& judge, std::string_view rule, const Path& at, const Means& means) {
  const Text& number = means.identification_number;
  const auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
  if (!contains(written_in_capitals, means.type_of_identification) || !std::ranges::any_of(number, is_small))
    return;
  std::string capitals = number;
  for (char& c : capitals) {
    if (is_small(c)) c = static_cast<char>(c - 'a' + 'A');
  }
  judge.add(rule, at, "identificationNumber", number, format("expected: {}", capitals));
}

/// R0076.
void active_means_in_capitals(Judge& judge) {
  const Path at = consignment_path(judge);
  each(at, "ActiveBorderTransportMeans", consignment(judge).active_border_transport_means,
       [&](const message::ActiveBorderTransportMeans& means, const Path& place) {
         in_capitals(judge, "RUL-076", place, means);
       });
}

/// Calls with the means of transport of the consignment and of each house.
template <class Use>
void each_means(const Judge& judge, const Use& use) {
  use(consignment(judge).departure_transport_means, consignment_path(judge));
  each_house(judge, [&](const HouseConsignment& house, const Path& at) {
    use(house.departure_transport_means, at);
  });
}

/// R0473.
void means_in_capitals(Judge& judge) {
  each_means(judge, [&](const message::Many<DepartureTransportMeans>& all, const Path& at) {
    each(at, "DepartureTransportMeans", all, [&](const DepartureTransportMeans& means, const Path& place) {
      in_capitals(judge, "RUL-473", place, means);
    });
  });
}

/// R0472: the first digit of the kind is the mode.
void means_of_the_inland_mode(Judge& judge) {
  const Text& mode = consignment(judge).inland_mode_of_transport;
  constexpr std::string_view modes_with_kinds = "12348";
  if (mode.empty() || !modes_with_kinds.contains(mode)) return;
  each_means(judge, [&](const message::Many<DepartureTransportMeans>& all, const Path& at) {
    each(at, "DepartureTransportMeans", all, [&](const DepartureTransportMeans& means, const Path& place) {
      if (!means.type_of_identification.starts_with(mode)) {
        judge.add("RUL-472", place, "typeOfIdentification", means.type_of_identification,
                  format("expected: a kind that begins with {}", mode));
      }
    });
  });
}

constexpr std::string_view road_vehicle = "30";
constexpr std::string_view road_trailer = "31";

/// R0474, R0476: first the vehicle, then its trailers.
void vehicle_first(Judge& judge) {
  each_means(judge, [&](const message::Many<DepartureTransportMeans>& all, const Path& at) {
    if (!all.empty() && all.front().type_of_identification == road_trailer) {
      judge.add("RUL-474", {.parent = &at, .name = "DepartureTransportMeans", .place = 1},
                "typeOfIdentification", road_trailer, "expected: 30");
    }
  });
}
void trailers_after_the_vehicle(Judge& judge) {
  each_means(judge, [&](const message::Many<DepartureTransportMeans>& all, const Path& at) {
    for (std::size_t i = 1; i < all.size(); ++i) {
      if (all[i].type_of_identification == road_vehicle) {
        judge.add("RUL-476", {.parent = &at, .name = "DepartureTransportMeans", .place = i + 1},
                  "typeOfIdentification", road_vehicle, "expected: 31");
      }
    }
  });
}

/// R0855.
void number_of_means(Judge& judge) {
  constexpr std::size_t units_of_a_road_train_max = 3;
  each_means(judge, [&](const message::Many<DepartureTransportMeans>& all, const Path& at) {
    if (all.size() > units_of_a_road_train_max) {
      judge.add("RUL-855",
                {.parent = &at, .name = "DepartureTransportMeans", .place = units_of_a_road_train_max + 1});
    }
  });
}

// ---- seals

/// R0106.
void seals_as_counted(Judge& judge) {
  const Path above = consignment_path(judge);
  each(above, "TransportEquipment", consignment(judge).transport_equipment,
       [&](const TransportEquipment& equipment, const Path& at) {
         const auto listed = static_cast<std::int64_t>(equipment.seal.size());
         if (equipment.number_of_seals.value != listed) {
           judge.add("RUL-106", at, "numberOfSeals", shown(equipment.number_of_seals),
                     format("expected: {}", listed));
         }
       });
}

/// R0107: a seal closes one thing. Told at each place after the first.
void seals_once(Judge& judge) {
  struct Place {
    std::string_view identifier;
    std::size_t equipment;
    std::size_t seal;
    auto operator<=>(const Place&) const = default;
  };
  const auto& all = consignment(judge).transport_equipment;
  std::vector<Place> places;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t k = 0; k < all[i].seal.size(); ++k)
      places.push_back({.identifier = all[i].seal[k].identifier, .equipment = i + 1, .seal = k + 1});
  }
  std::ranges::sort(places);
  std::vector<Place> repeated;
  for (std::size_t i = 1; i < places.size(); ++i) {
    if (places[i].identifier == places[i - 1].identifier) repeated.push_back(places[i]);
  }
  std::ranges::sort(repeated, {}, [](const Place& place) { return std::pair{place.equipment, place.seal}; });
  const Path above = consignment_path(judge);
  for (const Place& place : repeated) {
    const Path at{.parent = &above, .name = "TransportEquipment", .place = place.equipment};
    judge.add("RUL-107", {.parent = &at, .name = "Seal", .place = place.seal}, "identifier",
              place.identifier);
  }
}

/// R0165: who may seal, seals.
void special_seals_are_used(Judge& judge) {
  const auto& authorisations = judge.message.authorisation;
  const auto special = std::ranges::find(authorisations, "C523", &message::Authorisation::type);
  const auto& equipment = consignment(judge).transport_equipment;
  const bool sealed = std::ranges::any_of(
      equipment, [](const TransportEquipment& each_one) { return each_one.number_of_seals.value > 0; });
  if (special == authorisations.end() || sealed) return;
  const auto place = static_cast<std::size_t>(special - authorisations.begin()) + 1;
  judge.add("RUL-165", {.parent = &judge.root, .name = "Authorisation", .place = place}, "type",
            special->type);
}

/// R0448: equipment is a container, or it is there for its seals.
void no_seals_only_on_containers(Judge& judge) {
  const Path above = consignment_path(judge);
  each(above, "TransportEquipment", consignment(judge).transport_equipment,
       [&](const TransportEquipment& equipment, const Path& at) {
         if (equipment.number_of_seals.value == 0 && equipment.container_identification_number.empty())
           judge.add("RUL-448", at, "numberOfSeals", "0");
       });
}

// ---- packages

bool is_zero(const Packaging& packages) {
  return packages.number_of_packages.has() && packages.number_of_packages.value == 0;
}
bool is_positive(const Packaging& packages) { return packages.number_of_packages.value > 0; }

/// R0219: goods packed with those of another item have no package of their own.
void zero_packages_throughout(Judge& judge) {
  each_item(judge, [&](const ConsignmentItem& item, const Path& at) {
    if (!std::ranges::any_of(item.packaging, is_zero)) return;
    each(at, "Packaging", item.packaging, [&](const Packaging& packages, const Path& place) {
      if (!is_zero(packages))
        judge.add("RUL-219", place, "numberOfPackages", shown(packages.number_of_packages), "expected: 0");
    });
  });
}

/// R0220: what is not packed is counted.
void unpacked_goods_are_counted(Judge& judge) {
  const auto unpacked = judge.reference.code_list("CL182");
  each_item(judge, [&](const ConsignmentItem& item, const Path& at) {
    each(at, "Packaging", item.packaging, [&](const Packaging& packages, const Path& place) {
      if (is_zero(packages) && unpacked.find(packages.type_of_packages, judge.reference.day()) != nullptr)
        judge.add("RUL-220", place, "typeOfPackages", packages.type_of_packages);
    });
  });
}

/// R0221: the mass stands at the item that has the packages.
void no_mass_without_packages(Judge& judge) {
  each_item(judge, [&](const ConsignmentItem& item, const Path& at) {
    const auto& measure = the(the(item.commodity).goods_measure);
    if (!std::ranges::any_of(item.packaging, is_zero) || !measure.gross_mass.has() ||
        measure.gross_mass.mantissa == 0)
      return;
    const Path commodity{.parent = &at, .name = "Commodity"};
    judge.add("RUL-221", {.parent = &commodity, .name = "GoodsMeasure"}, "grossMass",
              shown(measure.gross_mass), "expected: 0");
  });
}

/// The marks of a house's packages that are counted, sorted.
std::vector<std::string_view> marks_with_packages(const HouseConsignment& house) {
  std::vector<std::string_view> marks;
  for (const ConsignmentItem& item : house.consignment_item) {
    for (const Packaging& packages : item.packaging) {
      if (is_positive(packages)) marks.emplace_back(packages.shipping_marks);
    }
  }
  std::ranges::sort(marks);
  return marks;
}

/// R0364: the item that has the packages, by its marks.
void shared_packages_exist(Judge& judge) {
  each_house(judge, [&](const HouseConsignment& house, const Path& at) {
    const auto marks = marks_with_packages(house);
    each(at, "ConsignmentItem", house.consignment_item, [&](const ConsignmentItem& item, const Path& place) {
      each(place, "Packaging", item.packaging, [&](const Packaging& packages, const Path& spot) {
        if (is_zero(packages) &&
            !std::ranges::binary_search(marks, std::string_view{packages.shipping_marks}))
          judge.add("RUL-364", spot, "shippingMarks", packages.shipping_marks);
      });
    });
  });
}

// ---- masses

/// The sum of gross masses; nothing if it is beyond counting.
std::optional<Decimal> gross_mass_of(const HouseConsignment& house) {
  Decimal sum;
  for (const ConsignmentItem& item : house.consignment_item) {
    const Number mass = the(the(item.commodity).goods_measure).gross_mass;
    if (!mass.has()) continue;
    const auto next = sum.plus(mass.decimal());
    if (!next) return std::nullopt;
    sum = *next;
  }
  return sum;
}

/// R0223.
void net_within_gross(Judge& judge) {
  each_item(judge, [&](const ConsignmentItem& item, const Path& at) {
    const auto& measure = the(the(item.commodity).goods_measure);
    // Goods in packages of another item have their gross mass there.
    const bool counted = measure.gross_mass.has() && measure.gross_mass.mantissa != 0;
    if (!counted || !measure.net_mass.has() || measure.net_mass.decimal() <= measure.gross_mass.decimal())
      return;
    const Path commodity{.parent = &at, .name = "Commodity"};
    judge.add("RUL-223", {.parent = &commodity, .name = "GoodsMeasure"}, "netMass", shown(measure.net_mass),
              format("gross mass: {}", shown(measure.gross_mass)));
  });
}

/// R0983.
void house_holds_its_items(Judge& judge) {
  each_house(judge, [&](const HouseConsignment& house, const Path& at) {
    const auto sum = gross_mass_of(house);
    if (sum && house.gross_mass.has() && house.gross_mass.decimal() >= *sum) return;
    judge.add("RUL-983", at, "grossMass", shown(house.gross_mass),
              sum ? format("expected: at least {}", sum->str()) : std::string{});
  });
}

// ---- what is the same everywhere stands once

/// The same value on each of several; an absent one is none.
template <class Range, class Value>
bool same_on_each(const Range& range, Value value) {
  if (range.size() < 2) return false;
  const auto& first = std::invoke(value, range.front());
  return !first.empty() &&
         std::ranges::all_of(range, [&](const auto& other) { return std::invoke(value, other) == first; });
}

template <class Party>
bool same_party(const message::One<Party>& a, const message::One<Party>& b) {
  if (!a || !b || a->identification_number != b->identification_number || a->name != b->name) return false;
  if (!a->address || !b->address) return !a->address && !b->address;
  return a->address->street_and_number == b->address->street_and_number &&
         a->address->postcode == b->address->postcode && a->address->city == b->address->city &&
         a->address->country == b->address->country;
}

bool same_means(const message::Many<DepartureTransportMeans>& a,
                const message::Many<DepartureTransportMeans>& b) {
  return !a.empty() &&
         std::ranges::equal(a, b,
                            [](const DepartureTransportMeans& one, const DepartureTransportMeans& other) {
                              return one.type_of_identification == other.type_of_identification &&
                                     one.identification_number == other.identification_number &&
                                     one.nationality == other.nationality;
                            });
}

template <class Same>
bool houses_agree(const Consignment& whole, const Same& same) {
  const auto& houses = whole.house_consignment;
  return houses.size() > 1 && std::ranges::all_of(houses, [&](const HouseConsignment& house) {
           return same(houses.front(), house);
         });
}

/// R0506.
void same_on_every_house(Judge& judge) {
  const auto& whole = consignment(judge);
  const Path above = consignment_path(judge);
  const Path at{.parent = &above, .name = "HouseConsignment", .place = 1};
  const auto value = [&](std::string_view leaf, Text HouseConsignment::* member) {
    if (same_on_each(whole.house_consignment, member))
      judge.add("RUL-506", at, leaf, whole.house_consignment.front().*member);
  };
  value("countryOfDispatch", &HouseConsignment::country_of_dispatch);
  value("countryOfDestination", &HouseConsignment::country_of_destination);
  value("referenceNumberUCR", &HouseConsignment::reference_number_ucr);
  if (houses_agree(whole, [](const auto& a, const auto& b) { return same_party(a.consignor, b.consignor); }))
    judge.add("RUL-506", at, "Consignor");
  if (houses_agree(whole, [](const auto& a, const auto& b) { return same_party(a.consignee, b.consignee); }))
    judge.add("RUL-506", at, "Consignee");
  if (houses_agree(whole, [](const auto& a, const auto& b) {
        return same_means(a.departure_transport_means, b.departure_transport_means);
      }))
    judge.add("RUL-506", {.parent = &at, .name = "DepartureTransportMeans", .place = 1});
}

/// R0507.
void same_on_every_item(Judge& judge) {
  each_house(judge, [&](const HouseConsignment& house, const Path& place) {
    const Path at{.parent = &place, .name = "ConsignmentItem", .place = 1};
    const auto value = [&](std::string_view leaf, Text ConsignmentItem::* member) {
      if (same_on_each(house.consignment_item, member))
        judge.add("RUL-507", at, leaf, house.consignment_item.front().*member);
    };
    value("countryOfDispatch", &ConsignmentItem::country_of_dispatch);
    value("countryOfDestination", &ConsignmentItem::country_of_destination);
    value("referenceNumberUCR", &ConsignmentItem::reference_number_ucr);
  });
}

// ---- kinds that the ASEAN rule set does not have

/// R0318 as replaced: no vouchers.
void no_voucher(Judge& judge) {
  constexpr std::size_t grn_length = 17;
  each(judge.root, "Guarantee", judge.message.guarantee,
       [&](const message::Guarantee& guarantee, const Path& at) {
         each(at, "GuaranteeReference", guarantee.guarantee_reference,
              [&](const message::GuaranteeReference& reference, const Path& place) {
                if (reference.grn.size() > grn_length) judge.add("RUL-318", place, "GRN", reference.grn);
              });
       });
}

/// R0849 as replaced.
void no_reduced_data_set(Judge& judge) {
  const Text& indicator = the(judge.message.transit_operation).reduced_dataset_indicator;
  if (indicator == "1") {
    judge.add("RUL-849", {.parent = &judge.root, .name = "TransitOperation"}, "reducedDatasetIndicator",
              indicator, "expected: 0");
  }
}

constexpr std::array checks{
    Check{"R0987", declarations | ie170, numbers_in_sequence},
    Check{"R0849", declarations, no_reduced_data_set},
    Check{"R0003", declarations, offices_of_transit_once},
    Check{"R0005", declarations, arrivals_in_order},
    Check{"R0850", declarations | ie007 | ie014 | ie044 | ie170, identities_of_the_parties},
    Check{"R0851", declarations, identities_of_consignees},
    Check{"R0318", declarations, no_voucher},
    Check{"R0106", declarations | ie170, seals_as_counted},
    Check{"R0107", declarations | ie170, seals_once},
    Check{"R0165", declarations, special_seals_are_used},
    Check{"R0448", declarations | ie170, no_seals_only_on_containers},
    Check{"R0472", declarations | ie170, means_of_the_inland_mode},
    Check{"R0473", declarations | ie170, means_in_capitals},
    Check{"R0474", declarations | ie170, vehicle_first},
    Check{"R0476", declarations | ie170, trailers_after_the_vehicle},
    Check{"R0855", declarations | ie170, number_of_means},
    Check{"R0076", declarations | ie170, active_means_in_capitals},
    Check{"R0789", declarations, active_means_need_an_office_of_transit},
    Check{"R0506", declarations | ie170, same_on_every_house},
    Check{"R0507", declarations, same_on_every_item},
    Check{"R0988", declarations, items_in_sequence},
    Check{"R0007", declarations, declaration_items_in_sequence},
    Check{"R0219", declarations, zero_packages_throughout},
    Check{"R0220", declarations, unpacked_goods_are_counted},
    Check{"R0221", declarations, no_mass_without_packages},
    Check{"R0364", declarations, shared_packages_exist},
    Check{"R0223", declarations, net_within_gross},
    Check{"R0983", declarations, house_holds_its_items},
};

}  // namespace

std::span<const Check> value_rules() { return checks; }

}  // namespace lintas::rules
