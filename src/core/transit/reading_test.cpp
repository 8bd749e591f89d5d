#include <algorithm>
#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/money.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"
#include "core/model/groups.hpp"
#include "core/refdata/readers.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/transit/letters.hpp"
#include "tests/support/any.hpp"
#include "tests/support/declaration.hpp"
#include "tests/support/instances.hpp"
#include "tests/support/letters.hpp"
#include "tests/support/rng.hpp"
#include "tests/support/rule_samples.hpp"
#include "tests/support/samples.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::transit {
namespace {

TEST(ReadLetter, TakesTheFactsOutOfADeclaration) {
  const Letter letter = read(declaration());
  ASSERT_TRUE(letter.declaration.has_value());
  const Declaration& declared = *letter.declaration;
  EXPECT_EQ(declared.document, document_hash());
  EXPECT_EQ(declared.lrn.str(), "EX-2026-0001");
  EXPECT_EQ(declared.holder.str(), "SG201912345Z");
  EXPECT_EQ(declared.representative, Tin::parse("SG2").value());
  EXPECT_TRUE(declared.pre_lodged && declared.simplified);
  EXPECT_EQ(declared.route.departure, office("SGWDL001"));
  EXPECT_EQ(declared.route.transit, (std::vector{office("MYJHB001"), office("THSDO001")}));
  EXPECT_EQ(declared.route.destination, office("THBKK001"));
  EXPECT_EQ(declared.limit_proposed, parse_day("2026-12-10"));
  ASSERT_EQ(declared.guarantees.size(), 1U);
  EXPECT_EQ(declared.guarantees[0].grn.str(), "26SG0000000000771");
  EXPECT_EQ(declared.guarantees[0].amount, (Money{412'050, *Currency::parse("SGD")}));
  EXPECT_EQ(declared.guarantees[0].access_code->bytes[1], std::byte{'A'});
  ASSERT_EQ(declared.goods.size(), 1U) << "each code once";
  EXPECT_EQ(declared.goods[0].str(), "85287292");
  EXPECT_EQ(declared.items, 2U);
  EXPECT_EQ(declared.packages, 42U);
  EXPECT_EQ(declared.gross_mass_grams, 1'100'123);
  EXPECT_EQ(declared.seals, 2U);
}

TEST(ReadLetter, R_ACTS_060_SaysWhetherALoadIsNeitherSealedNorSaidNotToBeSealable) {
  const auto unsealed = [](std::string_view part, std::string_view other) {
    return read(declaration(part, other)).declaration->unsealed;
  };
  EXPECT_FALSE(unsealed("A1B2", "A1B2")) << "two seals";
  EXPECT_TRUE(unsealed("<numberOfSeals>2<", "<numberOfSeals>0<"));
  auto bulk = declaration("<numberOfSeals>2<", "<numberOfSeals>0<");
  auto& statements = bulk.message.consignment->additional_information;
  statements.push_back(statements.front());
  statements.back().code = "AL004";
  statements.back().text = "bulk";
  EXPECT_FALSE(read(bulk).declaration->unsealed);
  statements.back().text.clear();
  const auto without_reason = read_letter(bulk, context());
  ASSERT_FALSE(without_reason.has_value());
  EXPECT_EQ(without_reason.error()[0].rule, "R-TRA-207");
  EXPECT_EQ(without_reason.error()[0].pointer, "/CC015C/Consignment/AdditionalInformation[2]/text");
}

TEST(ReadLetter, R_ACTS_061_TakesSpecialSealsByTheirAuthorisation) {
  auto document = declaration();
  auto& equipment = document.message.consignment->transport_equipment.front();
  equipment.seal.push_back({.sequence_number = {1}, .identifier = "SGATT000001"});
  EXPECT_TRUE(read(document).new_seals.empty()) << "customs have sealed";
  document.message.authorisation.push_back(
      {.sequence_number = {2}, .type = "C523", .reference_number = "ATT-SG-0007"});
  const Letter letter = read(document);
  EXPECT_EQ(letter.declaration->special_seals, "ATT-SG-0007");
  EXPECT_EQ(letter.new_seals, std::vector{Seal::parse("SGATT000001").value()});
}

TEST(ReadLetter, TakesWhatATraderFindsOfTheSeals) {
  for (const auto& [state, intact] : {std::pair{"1", true}, std::pair{"0", false}}) {
    const auto document =
        xml::read(test::with(test::unloading_remarks, "</unloadingDate>",
                             format("</unloadingDate><stateOfSeals>{}</stateOfSeals>", state)));
    ASSERT_TRUE(document.has_value());
    const Letter letter = read(*document);
    EXPECT_EQ(letter.seals_intact, intact);
    EXPECT_EQ(letter.positive, intact);
  }
}

TEST(ReadLetter, TheConsigneeIsOfAllTheGoodsOrNobody) {
  auto document = declaration();
  message::Consignment& consignment = *document.message.consignment;
  const auto consignee = [&] { return read(document).declaration->consignee; };
  EXPECT_EQ(consignee(), std::nullopt);
  consignment.house_consignment.front().consignee.emplace().identification_number = "TH0105551234567";
  EXPECT_EQ(consignee(), Tin::parse("TH0105551234567").value());
  consignment.house_consignment.push_back(consignment.house_consignment.front());
  consignment.house_consignment.back().consignee->identification_number = "TH2";
  EXPECT_EQ(consignee(), std::nullopt) << "one of them would read the other's goods";
  consignment.consignee.emplace().identification_number = "TH3";
  EXPECT_EQ(consignee(), Tin::parse("TH3").value());
  consignment.consignee->identification_number = "no TIN";
  EXPECT_EQ(consignee(), std::nullopt);
}

TEST(ReadLetter, TakesADepositByItsReceipt) {
  auto document = declaration();
  message::Guarantee& deposit = document.message.guarantee[0];
  deposit.guarantee_type = "3";
  deposit.other_guarantee_reference = "R-0815";
  deposit.guarantee_reference[0].grn = "";
  deposit.guarantee_reference[0].access_code = "";
  const auto letter = read_letter(document, context());
  ASSERT_TRUE(letter.has_value()) << all(letter.error());
  const GuaranteeLine& line = letter->declaration->guarantees.at(0);
  EXPECT_EQ(line.receipt, Receipt::parse("R-0815").value());
  EXPECT_EQ(line.grn, Grn{}) << "the office of departure knows its account";
  EXPECT_EQ(line.amount, (Money{412'050, *Currency::parse("SGD")}));
}

TEST(ReadLetter, GivesEachVehicleItsPermitAndItsInsuranceCard) {
  const Letter letter = read(declaration());
  ASSERT_EQ(letter.declaration->vehicles.size(), 2U);
  EXPECT_EQ(letter.declaration->vehicles[0],
            (Vehicle{.registration = "XE1234K",
                     .nationality = "SG",
                     .motor = true,
                     .permit = "SG-CBP-000123",
                     .insurance_card = "BC-SG-7788",
                     .permit_until = parse_day("2027-03-31"),
                     .card_until = parse_day("2027-01-15"),
                     .card_states = {Country::parse("MY").value(), Country::parse("TH").value()}}));
  EXPECT_EQ(letter.declaration->vehicles[1], (Vehicle{.registration = "TRB567A",
                                                      .nationality = "SG",
                                                      .motor = false,
                                                      .permit = "SG-CBP-000124",
                                                      .insurance_card = ""}));
}

/// A renewal stands beside the paper it renews; which of them is named first changes nothing.
TEST(ReadLetter, TakesThePaperOfAVehicleThatLastsLongest) {
  const auto renewed = [](std::string_view first, std::string_view second) {
    const auto paper = [](std::string_view number, std::string_view until) {
      return "<type>AP01</type><referenceNumber>" + std::string{number} +
             "</referenceNumber>\n<complementOfInformation>XE1234K;" + std::string{until} +
             "</complementOfInformation></SupportingDocument>";
    };
    return paper("SG-CBP-000123", first) + "<SupportingDocument><sequenceNumber>9</sequenceNumber>" +
           paper("SG-CBP-000923", second);
  };
  const auto whole = renewed("2027-03-31", "x");
  const std::string_view part = std::string_view{whole}.substr(0, whole.find("<SupportingDocument>"));
  const auto permit = [&](const std::string& papers) {
    const auto letter = read_letter(declaration(part, papers), context());
    return letter ? letter->declaration->vehicles[0].permit : std::string{};
  };
  EXPECT_EQ(permit(renewed("2026-11-30", "2027-11-30")), "SG-CBP-000923");
  EXPECT_EQ(permit(renewed("2027-11-30", "2026-11-30")), "SG-CBP-000123");
}

struct Wrong {
  std::string_view part, other, rule, pointer;
};

TEST(ReadLetter, NamesWhatTheSchemaLetsThroughAndNoValueHolds) {
  constexpr Wrong cases[] = {
      {"26SG0000000000771", "26SG0000000000772", "R-TRA-202",
       "/CC015C/Guarantee[1]/GuaranteeReference[1]/GRN"},
      {">SG201912345Z</ide", ">S1</ide", "R-TRA-204",
       "/CC015C/HolderOfTheTransitProcedure/identificationNumber"},
      {">SG2<", ">2G2<", "R-TRA-204", "/CC015C/Representative/identificationNumber"},
      {"A1B2", "A B2", "R-TRA-205", "/CC015C/Guarantee[1]/GuaranteeReference[1]/accessCode"},
      {"4120.5<", "4120.5<", "", ""},
      {">SGD<", ">VND<", "R-TRA-206", "/CC015C/Guarantee[1]/GuaranteeReference[1]/amountToBeCovered"},
      {">SGD<", ">XYZ<", "R-TRA-206", "/CC015C/Guarantee[1]/GuaranteeReference[1]/currency"},
      {"XE1234K;2027-03-31", "XE1234K;2027-02-31", "R-TRA-207",
       "/CC015C/Consignment/SupportingDocument[1]/complementOfInformation"},
      {"BC-SG-7788;MY TH", "BC-SG-7788;MY TX1", "R-TRA-207",
       "/CC015C/Consignment/SupportingDocument[3]/referenceNumber"},
      {"SG;ACTS", "Sing;ACTS", "R-TRA-207",
       "/CC015C/Consignment/SupportingDocument[4]/complementOfInformation"},
      {"<code>AL002</code><text>SGWDL001;MYJHB001;E2</text>", "<code>AL002</code>", "R-TRA-207",
       "/CC015C/Consignment/AdditionalInformation[1]/text"},
      {"<code>AL002</code>", "<code>AL001</code>", "R-TRA-208",
       "/CC015C/Consignment/AdditionalInformation[1]"},
      {"<combinedNomenclatureCode>92<", "<combinedNomenclatureCode>9A<", "R-TRA-209",
       "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/Commodity/CommodityCode"},
      {"EX-2026-0001", "EX\xC2\x80", "R-TRA-210", "/CC015C/TransitOperation/LRN"},
      {"<identificationNumber>SG201912345Z</identificationNumber></Holder", "</Holder", "R-TRA-211",
       "/CC015C/HolderOfTheTransitProcedure/identificationNumber"},
  };
  for (const Wrong& wrong : cases) {
    const auto letter = read_letter(declaration(wrong.part, wrong.other), context());
    if (wrong.rule.empty()) {
      EXPECT_TRUE(letter.has_value());
      continue;
    }
    ASSERT_FALSE(letter.has_value()) << wrong.rule << ' ' << wrong.other;
    ASSERT_EQ(letter.error().size(), 1U) << all(letter.error());
    EXPECT_EQ(letter.error()[0].rule, wrong.rule);
    EXPECT_EQ(letter.error()[0].pointer, wrong.pointer);
    EXPECT_NE(message::find_rule(wrong.rule), nullptr);
  }
}

TEST(ReadLetter, NamesEverythingAtOnceAndNeverAnAccessCode) {
  auto document = declaration("A1B2", "A B2");
  document.message.guarantee[0].guarantee_reference[0].grn = "26SG0000000000772";
  document.message.customs_office_of_departure->reference_number = "SG";
  const auto letter = read_letter(document, context());
  ASSERT_FALSE(letter.has_value());
  EXPECT_EQ(letter.error().size(), 3U) << all(letter.error());
  EXPECT_EQ(letter.error()[0].rule, "R-TRA-203");
  EXPECT_EQ(all(letter.error()).find("A B2"), std::string::npos);
}

TEST(ReadLetter, R_TRA_211_AMessageByMrnNamesTheHolderTooForAnAgentsMandateIsFoundByIt) {
  const auto document = xml::read(R"(<n:CC054C xmlns:n="http://ncts.dgtaxud.ec" PhaseID="NCTS6">
  <messageSender>SG2</messageSender><messageRecipient>NTA.SG</messageRecipient>
  <preparationDateAndTime>2026-11-23T15:00:00</preparationDateAndTime>
  <messageIdentification>SG26112300009</messageIdentification><messageType>CC054C</messageType>
  <TransitOperation><MRN>26SGTUS000000123J0</MRN><releaseRequested>1</releaseRequested>
    <releaseRequestDateAndTime>2026-11-23T14:59:00</releaseRequestDateAndTime></TransitOperation>
  <CustomsOfficeOfDeparture><referenceNumber>SGWDL001</referenceNumber></CustomsOfficeOfDeparture>
  <HolderOfTheTransitProcedure><name>Example Forwarding Pte Ltd</name></HolderOfTheTransitProcedure>
</n:CC054C>)");
  ASSERT_TRUE(document.has_value());
  const auto letter = read_letter(*document, context());
  ASSERT_FALSE(letter.has_value());
  EXPECT_EQ(letter.error()[0].rule, "R-TRA-211");
  EXPECT_EQ(letter.error()[0].pointer, "/CC054C/HolderOfTheTransitProcedure/identificationNumber");
}

TEST(ReadLetter, ChecksTheMrnOfEveryMessage) {
  const auto document = xml::read(test::with(test::arrival, "26LA000101A1B2C3J0", "26LA000101A1B2C3J1"));
  ASSERT_TRUE(document.has_value());
  const auto letter = read_letter(*document, context());
  ASSERT_FALSE(letter.has_value());
  EXPECT_EQ(letter.error()[0].rule, "R-TRA-201");
  EXPECT_EQ(letter.error()[0].pointer, "/CC007C/TransitOperation/MRN");
}

TEST(ReadLetter, TimesAreOfTheOfficeThatIsWrittenTo) {
  const auto document = xml::read(test::with(test::arrival, "SG000401", "THBKK001"));
  ASSERT_TRUE(document.has_value());
  const Letter letter = read(*document);
  EXPECT_EQ(letter.at, parse_instant("2026-03-05T20:40:00Z")) << "03:40 in Bangkok";
  EXPECT_EQ(letter.office, office("THBKK001"));
  EXPECT_EQ(letter.trader, Tin::parse("SG201912345Z").value());
  EXPECT_FALSE(letter.simplified);
}

}  // namespace
}  // namespace lintas::transit
