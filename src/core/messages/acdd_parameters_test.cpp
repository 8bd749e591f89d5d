#include "core/messages/acdd_parameters.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <string>

#include "base/finding.hpp"
#include "base/limits.hpp"
#include "core/model/document_groups.hpp"

namespace lintas::message {
namespace {

wco::Declaration complete() {
  wco::Declaration said;
  said.id = "EX-1";
  wco::Party& exporter = said.exporter.emplace();
  exporter.id = "UEN1";
  exporter.name = "Fruit Pte";
  said.agent.emplace() = exporter;
  wco::GoodsShipment& goods = said.goods_shipment.emplace();
  goods.consignee.emplace().name = "Buah Sdn Bhd";
  goods.consignee->address.emplace().line = "1 Jalan";
  wco::Consignment& carriage = goods.consignment.emplace();
  carriage.departure_date_time = {.year = 2026, .month = 3, .day = 2};
  carriage.border_transport_means.emplace().mode_code = "3";
  carriage.unloading_location.emplace().id = "MYJHB";
  wco::GovernmentAgencyGoodsItem& item = goods.government_agency_goods_item.emplace_back();
  item.sequence_numeric = {1};
  wco::Commodity& commodity = item.commodity.emplace();
  commodity.classification.emplace().id = "08109010";
  commodity.goods_measure.emplace().tariff_quantity = {.mantissa = 100, .places = 0};
  commodity.goods_measure->unit_code = "KGM";
  item.origin.emplace().country_code = "SG";
  return said;
}

TEST(AcddParameters, R_ASW_111_are_fifteen_and_all_there) {
  EXPECT_EQ(acdd_parameters.size(), 15U);
  for (std::size_t i = 0; i < acdd_parameters.size(); ++i) EXPECT_EQ(acdd_parameters[i].number, i + 1);
  EXPECT_TRUE(missing_acdd_parameters(complete(), "ACDD.SEND").empty());
}

TEST(AcddParameters, R_ASW_111_each_that_is_missing_is_named_by_its_place) {
  wco::Declaration said;
  said.goods_shipment.emplace().government_agency_goods_item.emplace_back();
  const Findings findings = missing_acdd_parameters(said, "ACDD.SEND");
  ASSERT_EQ(findings.size(), 15U);
  EXPECT_EQ(findings.front().pointer, "/ACDD.SEND/Declaration/Exporter/ID");
  EXPECT_EQ(findings.back().pointer,
            "/ACDD.SEND/Declaration/GoodsShipment/GovernmentAgencyGoodsItem[1]/SequenceNumeric");
  for (const Finding& finding : findings) EXPECT_EQ(finding.rule, "R-ASW-111");
}

TEST(AcddParameters, of_many_items_no_more_are_named_than_findings_go) {
  wco::Declaration said = complete();
  said.goods_shipment->government_agency_goods_item.resize(900);
  EXPECT_EQ(missing_acdd_parameters(said, "ACDD.SEND").size(), limits::findings_max);
}

}  // namespace
}  // namespace lintas::message
