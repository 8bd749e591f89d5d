#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/messages/remedy.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/readers.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/rules/check.hpp"
#include "core/seed/seed.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/rule_samples.hpp"
#include "tests/support/samples.hpp"
#include "wire/xml/xml_reader.hpp"

namespace lintas::rules {
namespace {

using test::Base;
using test::Sample;

constexpr std::array broken{
    Sample{"R-ACTS-002", Base::road, "<identificationNumber>SG201912345K",
           "<identificationNumber>MY201912345K", "/CC015C/HolderOfTheTransitProcedure/identificationNumber"},
    Sample{"R-ACTS-011", Base::road, "<grossMass>950.5", "<grossMass>951", "/CC015C/Consignment/grossMass"},
    Sample{"R-ACTS-015", Base::ie015, "401512<", "401511<",
           "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/Commodity/CommodityCode/"
           "harmonizedSystemSubHeadingCode"},
    Sample{"R-ACTS-018", Base::road, "TRB567A;2027-03-31", "TRB567B;2027-03-31",
           "/CC015C/Consignment/DepartureTransportMeans[2]/identificationNumber"},
    Sample{"R-ACTS-018", Base::road, "XE1234K;2027-03-31", "XE1234K;2026-11-29",
           "/CC015C/Consignment/SupportingDocument[1]/complementOfInformation"},
    Sample{"R-ACTS-019", Base::road, "SG-CBP-000124", "SG-CBP-000123",
           "/CC015C/Consignment/SupportingDocument[2]/referenceNumber"},
    Sample{"R-ACTS-022", Base::road, "XE1234K;2027-01-15", "TRB567A;2027-01-15",
           "/CC015C/Consignment/DepartureTransportMeans[1]/identificationNumber"},
    Sample{"R-ACTS-022", Base::road, "BC-SG-7788;MY TH", "BC-SG-7788;MY",
           "/CC015C/Consignment/SupportingDocument[3]/referenceNumber"},
    Sample{"R-ACTS-022", Base::road, "XE1234K;2027-01-15", "XE1234K;2026-11-29",
           "/CC015C/Consignment/SupportingDocument[3]/complementOfInformation"},
    Sample{"R-ACTS-027", Base::ie007, "26LA000101A1B2C3J0", "26LA000101A1B2C3J1",
           "/CC007C/TransitOperation/MRN"},
    Sample{"R-ACTS-027", Base::ie044, "26SGTUS000000123J0", "26SGTUS000000123J1",
           "/CC044C/TransitOperation/MRN"},
    Sample{"R-ACTS-027", Base::ie014, "26SGTUS000000123J0", "26SGTUS000000132J0",
           "/CC014C/TransitOperation/MRN"},
    Sample{"R-ACTS-027", Base::ie015, "26MY0000000001G13", "26MY0000000001G14",
           "/CC015C/Guarantee[1]/GuaranteeReference[1]/GRN"},
    Sample{"R-ACTS-062", Base::ie015, "<limitDate>2026-11-29", "<limitDate>2026-11-22",
           "/CC015C/TransitOperation/limitDate"},
    Sample{"R-ACTS-062", Base::ie170, "</LRN>", "</LRN><limitDate>2026-11-22</limitDate>",
           "/CC170C/TransitOperation/limitDate"},
    Sample{"R-ACTS-037", Base::ie015, "<limitDate>2026-11-29", "<limitDate>2029-11-29",
           "/CC015C/TransitOperation/limitDate"},
    Sample{"R-ACTS-037", Base::ie170, "</LRN>", "</LRN><limitDate>2026-12-24</limitDate>",
           "/CC170C/TransitOperation/limitDate"},
    Sample{"R-ACTS-039", Base::road, "<arrivalDateAndTimeEstimated>2026-11-24T20",
           "<arrivalDateAndTimeEstimated>2029-11-24T20",
           "/CC015C/CustomsOfficeOfTransitDeclared[2]/arrivalDateAndTimeEstimated"},
    Sample{"R-ACTS-039", Base::road, "<limitDate>2026-11-30", "<limitDate>2026-11-23",
           "/CC015C/CustomsOfficeOfTransitDeclared[1]/arrivalDateAndTimeEstimated"},
    Sample{"R-ACTS-026", Base::road, "<type>AN01", "<type>N380", "/CC015C/Consignment/SupportingDocument"},
    Sample{"R-ACTS-026", Base::road, "SG;ACTS Movement", "MY;ACTS Movement",
           "/CC015C/Consignment/SupportingDocument"},
    // codes of ours
    Sample{"COD-001", Base::road, "<text>182500.00 USD", "<text>USD 182500.00",
           "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/AdditionalInformation[1]/text"},
    Sample{"COD-001", Base::road, "<text>182500.00 USD", "<text>-0 USD",
           "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/AdditionalInformation[1]/text"},
    Sample{"COD-001", Base::road, "<text>182500.00 USD", "<text>182500.00 XTS",
           "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/AdditionalInformation[1]/text"},
    Sample{"COD-001", Base::road, "<text>SG<", "<text>SG ZZ<",
           "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/AdditionalInformation[2]/text"},
    Sample{"COD-001", Base::road, "XE1234K;2027-03-31", "XE1234K",
           "/CC015C/Consignment/SupportingDocument[1]/complementOfInformation"},
    Sample{"COD-001", Base::road, "SG-CBP-000123", "SG-CBP-000123;SG",
           "/CC015C/Consignment/SupportingDocument[1]/referenceNumber"},
    Sample{"COD-001", Base::road, "BC-SG-7788;MY TH", "BC-SG-7788",
           "/CC015C/Consignment/SupportingDocument[3]/referenceNumber"},
    Sample{"COD-001", Base::road, "XE1234K;2027-01-15", "XE1234K;15.1.2027",
           "/CC015C/Consignment/SupportingDocument[3]/complementOfInformation"},
    Sample{"COD-001", Base::road, "SG;ACTS Movement", "ACTS Movement",
           "/CC015C/Consignment/SupportingDocument[4]/complementOfInformation"},
    Sample{"COD-001", Base::road, "1;TAN A B;SG;P;E1234567X", "TAN A B;SG;P;E1234567X",
           "/CC015C/Consignment/AdditionalInformation[2]/text"},
    Sample{"COD-001", Base::road, "<AdditionalInformation>",
           "<AdditionalReference><sequenceNumber>1</sequenceNumber><type>AE01</"
           "type><referenceNumber>EX;PH;2025-02-28</referenceNumber></"
           "AdditionalReference><AdditionalInformation>",
           "/CC015C/Consignment/AdditionalReference[1]/referenceNumber"},
    Sample{"COD-001", Base::road, "<code>AV002</code>\n          <text>SG", "<code>AV003</code><text>SG:0",
           "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/AdditionalInformation[2]/text"},
    Sample{"COD-001", Base::road, "<code>AV002</code>\n          <text>SG", "<code>AV004</code><text>12",
           "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/AdditionalInformation[2]/text"},
    Sample{"COD-002", Base::road, "<code>AL003", "<code>AL001",
           "/CC015C/Consignment/AdditionalInformation[2]/code"},
    Sample{"COD-003", Base::road, "<code>AL002", "<code>20300", "/CC015C/Consignment/AdditionalInformation"},
    Sample{"COD-004", Base::road, "<code>AV001", "<code>20300",
           "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/AdditionalInformation"},
    Sample{"COD-005", Base::ie013, "<code>AV002", "<code>20300",
           "/CC013C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/AdditionalInformation"},
    Sample{"COD-006", Base::road, "<code>AL003", "<code>AV001",
           "/CC015C/Consignment/AdditionalInformation[2]/code"},
    Sample{"COD-006", Base::road, "<type>AN01", "<type>AE01",
           "/CC015C/Consignment/SupportingDocument[4]/type"},
    Sample{"COD-007", Base::road, "<code>AL003", "<code>30600",
           "/CC015C/Consignment/AdditionalInformation[2]/code"},
};

/// The road base with one more paper behind its others.
std::string with_paper(std::string_view type, std::string_view number, std::string_view complement) {
  const std::string paper = "<SupportingDocument><sequenceNumber>5</sequenceNumber><type>" +
                            std::string{type} + "</type><referenceNumber>" + std::string{number} +
                            "</referenceNumber><complementOfInformation>" + std::string{complement} +
                            "</complementOfInformation></SupportingDocument><TransportDocument>";
  return test::with(test::base_text(Base::road), "<TransportDocument>", paper);
}

/// A renewal stands beside the paper that it renews, which ends on the way.
TEST(Acts, R_ACTS_018_and_022_a_renewed_paper_counts) {
  const auto permit = test::with(with_paper("AP01", "SG-CBP-000923", "XE1234K;2027-11-30"),
                                 "XE1234K;2027-03-31", "XE1234K;2026-11-25");
  EXPECT_TRUE(test::checked(permit).findings.empty()) << test::listed(test::checked(permit).findings);
  const auto card = test::with(with_paper("AB01", "BC-SG-9788;MY TH", "XE1234K;2027-11-30"),
                               "XE1234K;2027-01-15", "XE1234K;2026-11-25");
  EXPECT_TRUE(test::checked(card).findings.empty()) << test::listed(test::checked(card).findings);
  // Both end too early: the one that lasts longer is named.
  const auto neither = test::with(with_paper("AP01", "SG-CBP-000923", "XE1234K;2026-11-28"),
                                  "XE1234K;2027-03-31", "XE1234K;2026-11-25");
  const auto report = test::checked(neither);
  EXPECT_EQ(report.findings.size(), 1U) << test::listed(report.findings);
  test::expect_finding(report, "R-ACTS-018",
                       "/CC015C/Consignment/SupportingDocument[5]/complementOfInformation");
}

/// The registers judge by the limit that the movement gets, so that is what is asked for at once.
TEST(Acts, R_ACTS_018_and_022_without_a_proposal_papers_are_needed_until_the_limit_of_the_route) {
  const auto text = test::with(test::base_text(Base::road), "    <limitDate>2026-11-30</limitDate>\n", "");
  for (const std::string_view paper : {"XE1234K;2027-03-31", "XE1234K;2027-01-15"}) {
    const auto early = test::checked(test::with(text, paper, "XE1234K;2026-11-24"));
    ASSERT_EQ(early.findings.size(), 1U) << test::listed(early.findings);
    EXPECT_EQ(early.findings[0].detail, "needed until 2026-11-25") << "two days by Bukit Kayu Hitam";
    const auto just = test::checked(test::with(text, paper, "XE1234K;2026-11-25"));
    EXPECT_TRUE(just.findings.empty()) << test::listed(just.findings);
  }
}

/// Its law is that of the day of acceptance; the goods are on the road from today on, as the registers say.
TEST(Acts, R_ACTS_018_and_022_of_what_is_amended_days_later_papers_last_from_then_on) {
  const auto text = test::with(test::base_text(Base::road), "    <limitDate>2026-11-30</limitDate>\n", "");
  for (const std::string_view paper : {"XE1234K;2027-03-31", "XE1234K;2027-01-15"}) {
    const auto document = xml::read(test::with(text, paper, "XE1234K;2026-11-27"));
    ASSERT_TRUE(document.has_value());
    const Day accepted = *parse_day(test::sample_day);
    EXPECT_TRUE(check(*document, {.reference = test::seed_snapshot(), .day = accepted}).findings.empty());
    const auto late = check(
        *document, {.reference = test::seed_snapshot(), .day = accepted, .today = *parse_day("2026-11-26")});
    ASSERT_EQ(late.findings.size(), 1U) << test::listed(late.findings);
    EXPECT_EQ(late.findings[0].detail, "needed until 2026-11-28");
  }
}

/// As findings, one a line, of the road base that was accepted on the day of the samples and is amended
/// later.
std::string amended_on(std::string_view day, const std::string& text,
                       const refdata::Snapshot& reference = test::seed_snapshot()) {
  const auto document = xml::read(text);
  if (!document) return "not valid by the schema";
  const auto report = check(
      *document, {.reference = reference, .day = *parse_day(test::sample_day), .today = parse_day(day)});
  std::string findings;
  for (const Finding& finding : report.findings) findings += finding.rule + " " + finding.detail + "\n";
  return findings;
}

std::string road_until(std::string_view limit) {
  return test::with(test::base_text(Base::road), "<limitDate>2026-11-30", "<limitDate>" + std::string{limit});
}

TEST(Acts, of_an_amendment_the_limit_that_was_proposed_may_have_passed_and_then_proposes_none) {
  EXPECT_EQ(amended_on("2026-12-02", road_until("2026-11-30")), "");
  const auto paper = test::with(road_until("2026-11-30"), "XE1234K;2027-03-31", "XE1234K;2026-12-03");
  EXPECT_EQ(amended_on("2026-11-30", paper), "");
  EXPECT_EQ(amended_on("2026-12-02", paper), "R-ACTS-018 needed until 2026-12-04\n");
  EXPECT_EQ(amended_on("2026-11-24", road_until("2026-11-22")), "R-ACTS-062 expected: 2026-11-23 or later\n")
      << "that it had passed already is seen by the day of acceptance";
}

TEST(Acts, R_ACTS_037_of_an_amendment_the_longest_limit_runs_from_its_day) {
  EXPECT_EQ(amended_on("2026-11-26", road_until("2026-12-26")), "");
  EXPECT_EQ(amended_on("2026-11-26", road_until("2026-12-27")),
            "R-ACTS-037 expected: 2026-12-26 or earlier\n");
  EXPECT_EQ(amended_on(test::sample_day, road_until("2026-12-24")),
            "R-ACTS-037 expected: 2026-12-23 or earlier\n");
}

/// The route, as the movement asks for it, has to be joined when the goods go.
TEST(Acts, R_ACTS_016_of_an_amendment_the_legs_are_those_of_its_day) {
  const std::string legs = test::read_file(LINTAS_ROOT "/data/codelists/legs.csv");
  const std::string_view leg = "MYTJK001,MYBKH001,inland,2,7,2020-01-01,,";
  auto tables = test::seed_snapshot().tables();
  tables.legs =
      *refdata::read_legs(test::with(legs, leg, "MYTJK001,MYBKH001,inland,2,7,2020-01-01,2026-11-25,"));
  const refdata::Snapshot closes{tables};
  EXPECT_EQ(amended_on("2026-11-24", test::base_text(Base::road), closes), "");
  EXPECT_TRUE(amended_on("2026-11-26", test::base_text(Base::road), closes).starts_with("R-ACTS-016 "));
  tables.legs = *refdata::read_legs(test::with(legs, leg, "MYTJK001,MYBKH001,inland,2,7,2026-11-25,,"));
  const refdata::Snapshot opens{tables};
  EXPECT_TRUE(amended_on("2026-11-24", test::base_text(Base::road), opens).starts_with("R-ACTS-016 "));
  EXPECT_EQ(amended_on("2026-11-26", test::base_text(Base::road), opens), "");
}

/// What a declaration may say was settled when it was accepted.
TEST(Acts, R_ACTS_034_of_an_amendment_code_lists_are_those_of_the_day_of_acceptance) {
  const std::string currencies = test::read_file(LINTAS_ROOT "/data/codelists/currencies.csv");
  auto tables = test::seed_snapshot().tables();
  tables.currencies =
      *refdata::read_currencies(test::with(currencies, "SGD,2,2000-01-01,,", "SGD,2,2000-01-01,2026-11-25,"));
  const refdata::Snapshot ends{tables};
  EXPECT_EQ(amended_on("2026-11-26", test::base_text(Base::road), ends), "");
  EXPECT_TRUE(test::checked(test::base_text(Base::road), "2026-11-26", ends)
                  .findings.front()
                  .rule.starts_with("LST-"));
}

/// A statement more for the first item of the road base.
std::string with_statement(std::string_view code, std::string_view text) {
  return test::with(
      test::base_text(Base::road), "</AdditionalInformation>\n      </ConsignmentItem>",
      "</AdditionalInformation><AdditionalInformation><sequenceNumber>3</sequenceNumber><code>" +
          std::string{code} + "</code><text>" + std::string{text} +
          "</text></AdditionalInformation></ConsignmentItem>");
}

/// A second value would leave open which one the amount at risk is computed of.
TEST(Acts, COD_009_one_value_and_one_origin_of_an_item) {
  const std::string_view place =
      "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/AdditionalInformation[3]/text";
  test::expect_finding(test::checked(with_statement("AV001", "1.00 USD")), "COD-009", place);
  test::expect_finding(test::checked(with_statement("AV002", "TH")), "COD-009", place);
  for (const auto& [code, first, other] :
       {std::array<std::string_view, 3>{"AV003", "MY:00", "TH:00"}, {"AV004", "12 KGM", "12 LTR"}}) {
    const auto twice = [&](std::string_view second) {
      return test::checked(
          test::with(with_statement(code, first), "</text></AdditionalInformation></Con",
                     "</text></AdditionalInformation><AdditionalInformation><sequenceNumber>4"
                     "</sequenceNumber><code>" +
                         std::string{code} + "</code><text>" + std::string{second} +
                         "</text></AdditionalInformation></Con"));
    };
    EXPECT_TRUE(twice(other).findings.empty()) << test::listed(twice(other).findings);
    test::expect_finding(
        twice(first), "COD-009",
        "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/AdditionalInformation[4]/text");
  }
}

TEST(Acts, R_ACTS_017_the_first_office_of_transit_of_an_authorised_trader) {
  const auto own_premises = test::read_file(LINTAS_ROOT "/examples/sg-th-hard-disks.xml");
  EXPECT_TRUE(test::checked(own_premises).findings.empty())
      << test::listed(test::checked(own_premises).findings);
  const std::string_view place = "/CC015C/CustomsOfficeOfTransitDeclared[1]/referenceNumber";
  // Without the authorisation the trader comes from Tuas: it is behind it.
  const auto not_authorised = test::with(own_premises, "<type>C521</type>", "<type>C523</type>");
  test::expect_finding(test::checked(not_authorised), "R-ACTS-017", place);
  const auto authorised = test::with(test::base_text(Base::road), "  <CustomsOfficeOfDeparture>",
                                     "<Authorisation><sequenceNumber>1</sequenceNumber><type>C521</type>"
                                     "<referenceNumber>A</referenceNumber></Authorisation>"
                                     "<CustomsOfficeOfDeparture>");
  test::expect_finding(test::checked(authorised), "R-ACTS-017", place);
  const auto malaysia =
      test::with(test::base_text(Base::ie015), "  <CustomsOfficeOfDeparture>",
                 "<Authorisation><sequenceNumber>1</sequenceNumber><type>C521</type>"
                 "<referenceNumber>A</referenceNumber></Authorisation><CustomsOfficeOfDeparture>");
  EXPECT_TRUE(test::checked(malaysia).findings.empty()) << "only Singapore has it so";
}

TEST(Acts, R_ACTS_015_names_the_code_and_what_there_is) {
  const auto report = test::checked(test::changed({"", Base::ie015, "401512<", "401511<"}));
  ASSERT_EQ(report.findings.size(), 1U) << test::listed(report.findings);
  EXPECT_EQ(report.findings[0].value, "401511") << "what stands in the element that is named";
  EXPECT_EQ(report.findings[0].detail,
            "there is no subheading 401511 in MY; of heading 4015: 401512 401519 401590");
  EXPECT_TRUE(message::remedy_of(report.findings[0]).starts_with("Correct the six digits"));
  const auto invented = test::checked(
      test::changed({"", Base::road, "<combinedNomenclatureCode>90<", "<combinedNomenclatureCode>99<"}));
  ASSERT_EQ(invented.findings.size(), 1U) << test::listed(invented.findings);
  EXPECT_TRUE(invented.findings[0].pointer.ends_with("/combinedNomenclatureCode"))
      << invented.findings[0].pointer;
  EXPECT_EQ(invented.findings[0].value, "99");
  EXPECT_EQ(invented.findings[0].detail,
            "there is no 85340099 in SG; codes of this subheading: 85340010 85340020 85340030 85340090");
}

TEST(Acts, R_ACTS_015_names_the_subheadings_that_may_have_been_meant) {
  const auto detail_of = [](std::string_view subheading) {
    const auto report =
        test::checked(test::with(test::base_text(Base::road), "<harmonizedSystemSubHeadingCode>854231<",
                                 "<harmonizedSystemSubHeadingCode>" + std::string{subheading} + "<"));
    EXPECT_EQ(report.findings.size(), 1U) << test::listed(report.findings);
    return report.findings.empty() ? std::string{} : report.findings[0].detail;
  };
  EXPECT_EQ(detail_of("854299"),
            "there is no subheading 854299 in SG; of heading 8542: 854231 854232 854233 854239");
  EXPECT_EQ(detail_of("845231"),
            "there is no subheading 845231 in SG; perhaps 854231; of heading 8452: 845210")
      << "two digits changed places";
  EXPECT_EQ(detail_of("777777"), "there is no subheading 777777 in SG");
  const std::string of_many = detail_of("940397");
  const std::string_view named = std::string_view{of_many}.substr(of_many.find("9403: ") + 6);
  EXPECT_EQ(std::ranges::count(named, ' '), 7) << "at most eight are named: " << of_many;
}

TEST(Acts, rules_are_found_where_they_are_broken) { test::expect_samples(broken); }

constexpr std::array kept{
    Sample{"", Base::road, "XE1234K;2027-03-31", "XE1234K;2026-11-30"},
    Sample{"", Base::ie170, "</LRN>", "</LRN><limitDate>2026-11-23</limitDate>"},
    Sample{"", Base::road, "<limitDate>2026-11-30", "<limitDate>2026-11-24"},
    Sample{"", Base::road, "<code>AL003", "<code>XX123"},
    Sample{"", Base::ie015, "<AdditionalInformation>",
           "<AdditionalReference><sequenceNumber>1</sequenceNumber><type>ZZZZ</type></"
           "AdditionalReference><AdditionalInformation>"},
    Sample{"", Base::road, "<AdditionalInformation>",
           "<AdditionalReference><sequenceNumber>1</sequenceNumber><type>AE01</"
           "type><referenceNumber>EX;PH;2025-02-28;1234-AEO</referenceNumber></"
           "AdditionalReference><AdditionalInformation>"},
};

TEST(Acts, what_just_keeps_a_rule_passes) { test::expect_samples(kept); }

/// From Tuas the Second Link leads to Tanjung Kupang; no leg leads to Thailand, or into the sea.
TEST(Acts, R_ACTS_016_offices_are_joined) {
  const std::string text = test::base_text(Base::road);
  const auto begin = text.find("  <CustomsOfficeOfTransitDeclared>");
  const auto direct = text.substr(0, begin) + text.substr(text.find("  <HolderOfTheTransitProcedure>"));
  test::expect_finding(test::checked(direct), "R-ACTS-016",
                       "/CC015C/CustomsOfficeOfDestinationDeclared/referenceNumber");
  const auto detour = test::with_all(text, "MYTJK001", "THARN001");
  test::expect_finding(test::checked(detour), "R-ACTS-016",
                       "/CC015C/CustomsOfficeOfTransitDeclared[1]/referenceNumber");
}

TEST(Acts, R_ACTS_016_names_the_offices_that_are_missing) {
  const std::string text = test::base_text(Base::road);
  const auto begin = text.find("  <CustomsOfficeOfTransitDeclared>");
  const auto direct = text.substr(0, begin) + text.substr(text.find("  <HolderOfTheTransitProcedure>"));
  const auto report = test::checked(direct);
  ASSERT_FALSE(report.findings.empty());
  EXPECT_TRUE(report.findings[0].detail.ends_with("; name between them MYTJK001 MYBKH001"))
      << report.findings[0].detail;
}

/// To add an office of transit is not always the smallest change: over Padang Besar, back to Johor and up
/// again to Sadao, are four days; by Bukit Kayu Hitam two.
TEST(Acts, R_ACTS_016_names_what_is_to_stand_in_place_of_an_office) {
  const std::string text = test::base_text(Base::road);
  const auto wrong_exit = test::checked(test::with_all(text, "MYBKH001", "MYPBS001"));
  ASSERT_EQ(wrong_exit.findings.size(), 1U) << test::listed(wrong_exit.findings);
  EXPECT_TRUE(wrong_exit.findings[0].detail.ends_with("; name MYBKH001 in place of MYPBS001"))
      << wrong_exit.findings[0].detail;
  const auto other_bridge = test::checked(test::with_all(text, "MYTJK001", "MYJHB001"));
  ASSERT_FALSE(other_bridge.findings.empty());
  EXPECT_TRUE(other_bridge.findings[0].detail.ends_with("; name MYTJK001 in place of MYJHB001"))
      << other_bridge.findings[0].detail;
}

/// One mistake is told once: LST-003 says that there is no such office.
TEST(Acts, R_ACTS_016_is_not_asked_about_an_office_that_is_not_there) {
  const std::string text = test::base_text(Base::road);
  for (const std::string_view office : {"MYTJK001", "MYBKH001", "THSDO001"}) {
    const auto document =
        xml::read(test::with_all(text, office, std::string{office.substr(0, 2)} + "QQQ777"));
    const Context context{.reference = test::seed_snapshot(), .day = *parse_day(test::sample_day)};
    const auto report = check(*document, context);
    ASSERT_EQ(report.findings.size(), 1U) << office << test::listed(report.findings);
    EXPECT_EQ(report.findings[0].rule, "LST-003");
    for (const StateSays& one : check_by_state(*document, context))
      EXPECT_TRUE(one.findings.empty()) << office << one.state.str() << test::listed(one.findings);
  }
}

TEST(Acts, COD_001_of_a_value_whose_currency_is_not_known_names_the_currency) {
  const auto told = [](std::string_view currency) {
    const auto report = test::checked(test::with(test::base_text(Base::road), "<text>182500.00 USD",
                                                 "<text>182500.00 " + std::string{currency}));
    EXPECT_EQ(report.findings.size(), 1U) << test::listed(report.findings);
    return report.findings.empty() ? Finding{} : report.findings[0];
  };
  EXPECT_EQ(told("USE").detail, "AV001: there is no USE among the currencies of the day; perhaps USD");
  EXPECT_EQ(told("QQQ").detail, "AV001: there is no QQQ among the currencies of the day");
  EXPECT_TRUE(message::remedy_of(told("USE")).starts_with("Write the code of a currency"));
  EXPECT_TRUE(message::remedy_of(told("usd")).starts_with("Write this element"))
      << "no currency has this form";
}

/// What the laws of the states say, changed where the seed's states do not ask.
refdata::Snapshot with_law(std::string_view state, std::string_view part, std::string_view other) {
  auto tables = test::seed_snapshot().tables();
  const auto country = Country::parse(state).value();
  std::string file = std::string{state} + ".csv";
  std::ranges::transform(file, file.begin(), [](unsigned char c) { return std::tolower(c); });
  const std::array laws{refdata::read_profile(country, test::with(seed::file(file), part, other)).value()};
  tables.laws = refdata::joined(laws);
  return refdata::Snapshot{std::move(tables)};
}

TEST(Acts, R_ACTS_013_goods_that_a_state_keeps_out) {
  const auto reference = with_law("MY", "goods_prohibited,none", "goods_prohibited,4015");
  const auto report = test::checked(test::base_text(Base::ie015), test::sample_day, reference);
  test::expect_finding(report, "R-ACTS-013",
                       "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/Commodity/CommodityCode/"
                       "harmonizedSystemSubHeadingCode");
}

TEST(Acts, R_ACTS_014_goods_that_are_dutiable) {
  const auto text = test::changed({"R-ACTS-014", Base::road, "854231</harmonizedSystemSubHeadingCode>…00<",
                                   "220300</harmonizedSystemSubHeadingCode><combinedNomenclatureCode>10<"});
  test::expect_finding(test::checked(text), "R-ACTS-014",
                       "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/Commodity/CommodityCode/"
                       "harmonizedSystemSubHeadingCode");
}

/// The post of exit to Thailand is left out: Malaysia is passed, and its law may ask for it.
TEST(Acts, R_ACTS_016_the_post_of_exit_where_a_state_asks) {
  const std::string text = test::base_text(Base::road);
  const auto begin = text.rfind("  <CustomsOfficeOfTransitDeclared>", text.find(">MYBKH001<"));
  const auto end = text.find("</CustomsOfficeOfTransitDeclared>\n", begin);
  const auto unnamed = text.substr(0, begin) +
                       text.substr(end + std::string_view{"</CustomsOfficeOfTransitDeclared>\n"}.size());
  EXPECT_TRUE(test::checked(unnamed).findings.empty()) << test::listed(test::checked(unnamed).findings);
  const auto asking = with_law("MY", "exit_post_named,no", "exit_post_named,yes");
  EXPECT_TRUE(test::checked(text, test::sample_day, asking).findings.empty());
  const auto report = test::checked(unnamed, test::sample_day, asking);
  EXPECT_EQ(report.findings.size(), 1U) << test::listed(report.findings);
  test::expect_finding(report, "R-ACTS-016", "/CC015C/CustomsOfficeOfDestinationDeclared/referenceNumber");
  // Singapore asks, too, but the goods depart there; Thailand is where they end.
  const auto other = with_law("TH", "exit_post_named,no", "exit_post_named,yes");
  EXPECT_TRUE(test::checked(unnamed, test::sample_day, other).findings.empty());
}

TEST(Acts, R_ACTS_023_a_permit_for_goods_that_a_state_on_the_way_lists) {
  const auto text = test::base_text(Base::road);
  const auto reference = with_law("MY", "goods_permit_needed,none", "goods_permit_needed,854231 93");
  const auto report = test::checked(text, test::sample_day, reference);
  EXPECT_EQ(report.findings.size(), 1U) << test::listed(report.findings);
  test::expect_finding(report, "R-ACTS-023",
                       "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/SupportingDocument");
  const auto permitted = with_paper("AN01", "MY-PERMIT-1", "MY;arms");
  EXPECT_TRUE(test::checked(permitted, test::sample_day, reference).findings.empty());
  const auto of_another = with_paper("AN01", "TH-PERMIT-1", "TH;arms");
  EXPECT_FALSE(test::checked(of_another, test::sample_day, reference).findings.empty());
}

TEST(Acts, R_ACTS_023_is_not_asked_where_goods_depart_or_end) {
  for (const std::string_view state : {"SG", "TH"}) {
    const auto reference = with_law(state, "goods_permit_needed,none", "goods_permit_needed,854231 93");
    const auto report = test::checked(test::base_text(Base::road), test::sample_day, reference);
    EXPECT_TRUE(report.findings.empty()) << state << ": " << test::listed(report.findings);
  }
}

TEST(Acts, R_ACTS_024_goods_cleared_at_the_frontier_end_there) {
  const auto of_drives = with_law("TH", "goods_frontier_only,none", "goods_frontier_only,847170");
  const auto inland = test::read_file(LINTAS_ROOT "/examples/sg-th-hard-disks.xml");
  const auto report = test::checked(inland, test::sample_day, of_drives);
  ASSERT_FALSE(report.findings.empty());
  EXPECT_EQ(report.findings[0].rule, "R-ACTS-024") << test::listed(report.findings);
  EXPECT_EQ(report.findings[0].value, "847170");
  EXPECT_TRUE(report.findings[0].detail.ends_with("not at THBKK001")) << report.findings[0].detail;
  // The road ends where it comes in.
  const auto of_boards = with_law("TH", "goods_frontier_only,none", "goods_frontier_only,8534 8542");
  EXPECT_TRUE(test::checked(test::base_text(Base::road), test::sample_day, of_boards).findings.empty());
  const auto of_departure = with_law("SG", "goods_frontier_only,none", "goods_frontier_only,8534 8542");
  EXPECT_TRUE(test::checked(test::base_text(Base::road), test::sample_day, of_departure).findings.empty())
      << "asked where they end";
}

TEST(Acts, COD_008_the_driver_where_a_state_asks) {
  const auto reference = with_law("SG", "driver_asked,no", "driver_asked,yes");
  const auto unnamed = test::changed({"COD-008", Base::road, "<code>AL003", "<code>20300"});
  test::expect_finding(test::checked(unnamed, test::sample_day, reference), "COD-008",
                       "/CC015C/Consignment/AdditionalInformation");
  EXPECT_TRUE(test::checked(unnamed).findings.empty());
}

constexpr std::size_t items_max = 999;  // data/states/my.csv

/// The base with so many items more in a second house.
std::string with_items(std::size_t count) {
  std::string text = test::base_text(Base::ie015);
  const auto begin = text.find("      <ConsignmentItem>");
  const auto end = text.find("    </HouseConsignment>");
  const std::string item = text.substr(begin, end - begin);
  std::string more =
      "</HouseConsignment><HouseConsignment><sequenceNumber>2</sequenceNumber>"
      "<grossMass>99999999</grossMass>";
  for (std::size_t i = 1; i <= count; ++i) {
    const auto numbered =
        test::with(item, "<goodsItemNumber>1<", "<goodsItemNumber>" + std::to_string(i) + "<");
    more += test::with(numbered, "<declarationGoodsItemNumber>1<",
                       "<declarationGoodsItemNumber>" + std::to_string(i + 1) + "<");
  }
  const auto mass = "<grossMass>" + std::to_string(9860 * (count + 1)) + "</grossMass>";
  return test::with(text.insert(end, more), "<grossMass>9860</grossMass>", mass);
}

/// The road base, lodged before its goods are there.
std::string pre_lodged(std::string_view presented, std::string_view limit) {
  auto text =
      test::with(test::base_text(Base::road), "<additionalDeclarationType>A</additionalDeclarationType>",
                 "<additionalDeclarationType>D</additionalDeclarationType>"
                 "<presentationOfTheGoodsDateAndTime>" +
                     std::string{presented} + "T08:00:00</presentationOfTheGoodsDateAndTime>");
  return test::with(text, "<limitDate>2026-11-30", "<limitDate>" + std::string{limit});
}

TEST(Acts, R_ACTS_037_the_longest_limit_runs_from_the_day_of_presentation) {
  const auto place = "/CC015C/TransitOperation/limitDate";
  const auto as_long_as_it_may = test::checked(pre_lodged("2026-12-04", "2027-01-03"));
  EXPECT_TRUE(as_long_as_it_may.findings.empty()) << test::listed(as_long_as_it_may.findings);
  const auto one_more = test::checked(pre_lodged("2026-12-04", "2027-01-04"));
  test::expect_finding(one_more, "R-ACTS-037", place);
  EXPECT_EQ(one_more.findings.front().detail, "expected: 2027-01-03 or earlier");
}

TEST(Acts, R_ACTS_039_without_a_proposal_arrivals_stay_within_the_longest_limit) {
  const auto arriving = [](std::string_view day) {
    const auto text = test::with(test::base_text(Base::road), "    <limitDate>2026-11-30</limitDate>\n", "");
    return test::checked(test::with(text, "2026-11-24T20:00:00", std::string{day} + "T20:00:00"));
  };
  EXPECT_TRUE(arriving("2026-12-23").findings.empty()) << test::listed(arriving("2026-12-23").findings);
  test::expect_finding(arriving("2026-12-24"), "R-ACTS-039",
                       "/CC015C/CustomsOfficeOfTransitDeclared[2]/arrivalDateAndTimeEstimated");
}

TEST(Acts, R_ACTS_038_goods_are_presented_while_their_declaration_waits) {
  const auto last = test::checked(pre_lodged("2026-12-23", "2026-12-30"));
  EXPECT_TRUE(last.findings.empty()) << test::listed(last.findings);
  test::expect_finding(test::checked(pre_lodged("2026-12-24", "2026-12-30")), "R-ACTS-038",
                       "/CC015C/TransitOperation/presentationOfTheGoodsDateAndTime");
}

TEST(Acts, R_ACTS_029_number_of_items) {
  const auto most = test::checked(with_items(items_max - 1));
  EXPECT_TRUE(most.findings.empty()) << test::listed(most.findings);
  // Where the law of departure is not known, as many as the profiles have by default.
  auto tables = test::seed_snapshot().tables();
  tables.laws = {};
  const auto unknown = test::checked(with_items(items_max), test::sample_day, refdata::Snapshot{tables});
  test::expect_finding(unknown, "R-ACTS-029", "/CC015C/Consignment/HouseConsignment");
  const auto one_more = test::checked(with_items(items_max));
  test::expect_finding(one_more, "R-ACTS-029", "/CC015C/Consignment/HouseConsignment");
  EXPECT_EQ(one_more.findings.size(), 1U);
}

}  // namespace
}  // namespace lintas::rules
