#include "core/documents/coverage.hpp"

#include <cstdint>
#include <gtest/gtest.h>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "base/words.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/quantities.hpp"
#include "core/model/groups.hpp"
#include "core/model/scalars.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/unit.hpp"

namespace lintas::documents {
namespace {

Goods goods(std::uint32_t item, std::string subheading, std::optional<std::int64_t> mass) {
  return {.item = item,
          .subheading = std::move(subheading),
          .mass = mass ? std::optional{Decimal::of(*mass)} : std::nullopt};
}

struct Row {
  std::string_view hs;
  std::int64_t quantity;
  std::string_view unit = "KGM";
  std::int64_t used = 0;
};

/// A certificate that is here, named for these goods.
Presented certificate(std::vector<std::uint32_t> goods, std::initializer_list<Row> rows) {
  Presented presented{.goods = std::move(goods), .items = {}, .balances = {}, .is_here = true};
  for (const Row& row : rows) {
    const auto number = static_cast<std::uint16_t>(presented.items.size() + 1);
    presented.items.push_back({.number = number,
                               .hs = Ahtn::parse(row.hs).value(),
                               .criterion = "WO",
                               .quantity = Decimal::of(row.quantity),
                               .unit = Unit::parse(row.unit).value()});
  }
  presented.balances = balances_of(presented.items);
  std::size_t i = 0;
  for (const Row& row : rows) presented.balances[i++].used = Decimal::of(row.used);
  return presented;
}

/// "1 covered, 2 too_little 40": lacking behind it.
std::string judged(const std::vector<Goods>& goods, const std::vector<Presented>& certificates) {
  std::string text;
  for (const Covered& one : coverage(goods, certificates)) {
    text += format("{}{} {}", text.empty() ? "" : ", ", one.item, word_of(one.cover));
    if (one.lacking) text += " " + one.lacking->str();
  }
  return text;
}

TEST(Coverage, GoodsAreCoveredByTheirSubheadingAndMass) {
  EXPECT_EQ(judged({goods(1, "401511", 100)}, {certificate({1}, {{"40151100", 100}})}), "1 covered");
  EXPECT_EQ(judged({goods(1, "401511", 101)}, {certificate({1}, {{"40151100", 100}})}), "1 too_little 1");
  EXPECT_EQ(judged({goods(1, "401519", 10)}, {certificate({1}, {{"40151100", 100}})}), "1 not_on_it")
      << "of the same heading only";
  EXPECT_EQ(judged({goods(1, "401511", 100)}, {}), "1 none_named");
  EXPECT_EQ(judged({goods(2, "401511", 100)}, {certificate({1}, {{"40151100", 100}})}), "2 none_named");
}

TEST(Coverage, WhatIsUsedAlreadyCoversNothing) {
  EXPECT_EQ(judged({goods(1, "401511", 100)}, {certificate({1}, {{"40151100", 100, "KGM", 30}})}),
            "1 too_little 30");
}

TEST(Coverage, AllGoodsUnderASubheadingShareWhatIsFreeOfIt) {
  EXPECT_EQ(judged({goods(1, "401511", 60), goods(2, "401511", 60)},
                   {certificate({1, 2}, {{"40151100", 70}, {"40151190", 30}})}),
            "1 too_little 20, 2 too_little 20");
  EXPECT_EQ(judged({goods(1, "401511", 60), goods(2, "401511", 60)},
                   {certificate({1, 2}, {{"40151100", 70}}), certificate({2}, {{"40151100", 50}})}),
            "1 covered, 2 covered");
}

TEST(Coverage, EachOfTheGoodsHasOnlyTheCertificatesThatItNames) {
  EXPECT_EQ(judged({goods(1, "401511", 20), goods(2, "401511", 20)},
                   {certificate({1}, {{"40151100", 10}}), certificate({2}, {{"40151100", 40}})}),
            "1 too_little 10, 2 covered");
}

TEST(Coverage, TonnesAndGramsAreMass) {
  EXPECT_EQ(judged({goods(1, "252329", 2000)}, {certificate({1}, {{"25232990", 2, "TNE"}})}), "1 covered");
  EXPECT_EQ(judged({goods(1, "710812", 2)}, {certificate({1}, {{"71081200", 1500, "GRM"}})}),
            "1 too_little 0.5");
}

TEST(Coverage, WhatDoesNotCountByMassIsNotCompared) {
  EXPECT_EQ(judged({goods(1, "847170", 100)}, {certificate({1}, {{"84717020", 5, "H87"}})}),
            "1 not_comparable");
  EXPECT_EQ(judged({goods(1, "401511", std::nullopt)}, {certificate({1}, {{"40151100", 5}})}),
            "1 not_comparable");
}

TEST(Coverage, OfACertificateThatIsNotHereNothingIsSaid) {
  const Presented absent{.goods = {1, 2}, .items = {}, .balances = {}, .is_here = false};
  EXPECT_EQ(judged({goods(1, "401511", 100)}, {absent}), "1 not_here");
  EXPECT_EQ(judged({goods(1, "401511", 100), goods(2, "401511", 100)},
                   {absent, certificate({1}, {{"40151100", 100}})}),
            "1 covered, 2 not_here");
  EXPECT_EQ(judged({goods(1, "401511", 100)}, {absent, certificate({1}, {{"40151100", 60}})}), "1 not_here")
      << "the other may cover the rest";
}

message::SupportingDocument named(std::string type, std::string number) {
  message::SupportingDocument document;
  document.type = std::move(type);
  document.reference_number = std::move(number);
  return document;
}

message::ConsignmentItem item(std::int64_t number, std::string subheading, std::string_view net,
                              std::string_view gross) {
  message::ConsignmentItem item;
  item.declaration_goods_item_number.value = number;
  message::Commodity& commodity = item.commodity.emplace();
  commodity.commodity_code.emplace().harmonized_system_sub_heading_code = std::move(subheading);
  message::GoodsMeasure& measure = commodity.goods_measure.emplace();
  measure.net_mass = message::parse_number(net);
  measure.gross_mass = message::parse_number(gross);
  return item;
}

TEST(Coverage, ADeclarationNamesCertificatesForTheConsignmentForAHouseOrForItems) {
  message::HouseConsignment first;
  first.consignment_item = {item(1, "401511", "90", "100"), item(2, "401519", "", "50")};
  first.consignment_item[0].supporting_document = {named("N861", "A"), named("N730", "B")};
  first.supporting_document = {named("N861", "C")};
  message::HouseConsignment second;
  second.consignment_item = {item(3, "252329", "1", "2")};
  message::Message message;
  message::Consignment& consignment = message.consignment.emplace();
  consignment.house_consignment = {first, second};
  consignment.supporting_document = {named("N861", "A"), named("N861", "D")};

  const Declared declared = declared_in(message);
  EXPECT_EQ(declared.goods,
            (std::vector{goods(1, "401511", 90), goods(2, "401519", 50), goods(3, "252329", 1)}))
      << "net mass, or gross where it is not declared";
  EXPECT_EQ(declared.certificates, (std::vector{Named{.reference = "A", .items = {1, 2, 3}},
                                                Named{.reference = "C", .items = {1, 2}},
                                                Named{.reference = "D", .items = {1, 2, 3}}}));
  EXPECT_TRUE(declared_in(message::Message{}).goods.empty());
}

message::SupportingDocument permit(std::string number, std::string complement) {
  message::SupportingDocument document = named("AN01", std::move(number));
  document.complement_of_information = std::move(complement);
  return document;
}

TEST(Coverage, ADeclarationNamesPermitsWithTheStatesThatGaveThem) {
  message::HouseConsignment house;
  house.consignment_item = {item(1, "401511", "90", "100"), item(2, "401519", "", "50")};
  house.consignment_item[0].supporting_document = {permit("P-1", "SG;ACTS Movement"), permit("P-1", "MY")};
  house.consignment_item[1].supporting_document = {permit("P-2", "")};
  message::Message message;
  message.consignment.emplace().house_consignment = {house};
  message.consignment->supporting_document = {permit("P-1", "SG")};
  const Declared declared = declared_in(message);
  EXPECT_EQ(declared.permits,
            (std::vector{Named{.reference = "P-1", .items = {1, 2}, .state = *Country::parse("SG")},
                         Named{.reference = "P-1", .items = {1}, .state = *Country::parse("MY")},
                         Named{.reference = "P-2", .items = {2}}}));
  EXPECT_TRUE(declared.certificates.empty());
}

TEST(Coverage, TradersAreThoseOfTheWholeDeclarationEachOnce) {
  message::HouseConsignment house;
  house.consignor.emplace().identification_number = "SG1";
  house.consignee.emplace().identification_number = "TH2";
  message::Message message;
  message::Consignment& consignment = message.consignment.emplace();
  consignment.house_consignment = {house};
  consignment.consignor.emplace().identification_number = "SG1";
  consignment.consignee.emplace().name = "No identifier";
  message.holder_of_the_transit_procedure.emplace().identification_number = "SG3";
  EXPECT_EQ(declared_in(message).traders, (std::vector<std::string>{"SG1", "TH2", "SG3"}));
}

TEST(Coverage, GoodsAreFoundUnderSubheadings) {
  const std::vector all{goods(1, "401511", 1), goods(2, "", 1), goods(3, "392620", 1)};
  EXPECT_EQ(goods_under(all, std::vector<std::string>{"401511", "847170", ""}),
            std::vector<std::uint32_t>{1});
  EXPECT_EQ(subheading_of("40151190"), "401511");
}

}  // namespace
}  // namespace lintas::documents
