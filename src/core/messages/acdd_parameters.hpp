#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/finding.hpp"
#include "core/model/document_groups.hpp"

/// The fifteen parameters of an ASEAN Customs Declaration Document (asw.md 4.3), all of which have to be
/// there (R-ASW-111). One list for whoever checks a message and whoever reads one.
namespace lintas::message {

struct AcddParameter {
  std::uint8_t number = 0;
  std::string_view path;  ///< below the declaration, or below the item
  bool of_item = false;
  bool (*is_there)(const wco::Declaration&, const wco::GovernmentAgencyGoodsItem&) = nullptr;
};

namespace detail {

/// What a group has below it; an empty one where it is not there.
template <class T>
[[nodiscard]] const T& or_empty(const One<T>& group) {
  static const T empty{};
  return group ? *group : empty;
}
[[nodiscard]] inline const wco::GoodsShipment& goods_of(const wco::Declaration& said) {
  return or_empty(said.goods_shipment);
}
[[nodiscard]] inline const wco::Consignment& carriage_of(const wco::Declaration& said) {
  return or_empty(goods_of(said).consignment);
}
[[nodiscard]] inline const wco::Commodity& commodity_of(const wco::GovernmentAgencyGoodsItem& item) {
  return or_empty(item.commodity);
}

}  // namespace detail

inline constexpr std::array acdd_parameters{
    AcddParameter{1, "Exporter/ID", false,
                  [](const auto& said, const auto&) { return !detail::or_empty(said.exporter).id.empty(); }},
    AcddParameter{
        2, "Exporter/Name", false,
        [](const auto& said, const auto&) { return !detail::or_empty(said.exporter).name.empty(); }},
    AcddParameter{3, "GoodsShipment/Consignee/Name", false,
                  [](const auto& said, const auto&) {
                    return !detail::or_empty(detail::goods_of(said).consignee).name.empty();
                  }},
    AcddParameter{4, "GoodsShipment/Consignee/Address/Line", false,
                  [](const auto& said, const auto&) {
                    const auto& consignee = detail::or_empty(detail::goods_of(said).consignee);
                    return !detail::or_empty(consignee.address).line.empty();
                  }},
    AcddParameter{5, "Agent/ID", false,
                  [](const auto& said, const auto&) { return !detail::or_empty(said.agent).id.empty(); }},
    AcddParameter{6, "Agent/Name", false,
                  [](const auto& said, const auto&) { return !detail::or_empty(said.agent).name.empty(); }},
    AcddParameter{
        7, "GoodsShipment/Consignment/DepartureDateTime", false,
        [](const auto& said, const auto&) { return detail::carriage_of(said).departure_date_time.has(); }},
    AcddParameter{8, "Commodity/Classification/ID", true,
                  [](const auto&, const auto& item) {
                    return !detail::or_empty(detail::commodity_of(item).classification).id.empty();
                  }},
    AcddParameter{9, "Commodity/GoodsMeasure/TariffQuantity", true,
                  [](const auto&, const auto& item) {
                    return detail::or_empty(detail::commodity_of(item).goods_measure).tariff_quantity.has();
                  }},
    AcddParameter{10, "Commodity/GoodsMeasure/UnitCode", true,
                  [](const auto&, const auto& item) {
                    return !detail::or_empty(detail::commodity_of(item).goods_measure).unit_code.empty();
                  }},
    AcddParameter{
        11, "Origin/CountryCode", true,
        [](const auto&, const auto& item) { return !detail::or_empty(item.origin).country_code.empty(); }},
    AcddParameter{
        12, "GoodsShipment/Consignment/BorderTransportMeans/ModeCode", false,
        [](const auto& said, const auto&) {
          return !detail::or_empty(detail::carriage_of(said).border_transport_means).mode_code.empty();
        }},
    AcddParameter{13, "GoodsShipment/Consignment/UnloadingLocation/ID", false,
                  [](const auto& said, const auto&) {
                    return !detail::or_empty(detail::carriage_of(said).unloading_location).id.empty();
                  }},
    AcddParameter{14, "SequenceNumeric", true,
                  [](const auto&, const auto& item) { return item.sequence_numeric.has(); }},
    AcddParameter{15, "ID", false, [](const auto& said, const auto&) { return !said.id.empty(); }},
};

/// R-ASW-111, once for each parameter that is not there, in the order of the parameters; those of items by
/// item; at most limits::findings_max. `root`: of the message, for the places.
[[nodiscard]] Findings missing_acdd_parameters(const wco::Declaration& said, std::string_view root);

}  // namespace lintas::message
