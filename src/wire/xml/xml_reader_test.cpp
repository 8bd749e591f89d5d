#include "wire/xml/xml_reader.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/limits.hpp"
#include "base/utf8.hpp"
#include "core/messages/document.hpp"
#include "core/messages/report.hpp"
#include "tests/support/finding_lines.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/samples.hpp"

namespace lintas::xml {
namespace {

using test::arrival;
using test::with;

std::string findings(std::string_view bytes) { return test::finding_lines(read(bytes)); }

TEST(XmlReader, reads_a_message_into_its_groups) {
  const auto document = read(arrival);
  ASSERT_TRUE(document.has_value()) << findings(arrival);
  EXPECT_EQ(document->program->root(), "CC007C");
  EXPECT_EQ(document->phase, "NCTS6");
  EXPECT_EQ(document->message.transit_operation->mrn, "26LA000101A1B2C3J0");
  EXPECT_EQ(document->message.consignment->location_of_goods->customs_office->reference_number, "SG000401");
  EXPECT_FALSE(document->message.consignment->location_of_goods->gnss);
}

TEST(XmlReader, accepts_what_xml_leaves_open) {
  const std::string_view none;
  EXPECT_EQ(findings(with(arrival, " PhaseID=\"NCTS6\"", none)), "valid");
  EXPECT_EQ(findings(with(arrival, "\"NCTS6\"", "' NCTS5.1\n'")), "valid");
  EXPECT_EQ(findings(with(arrival, ">0<", "><!-- no --><![CDATA[0]]>\n<")), "valid");
  EXPECT_EQ(findings(with(arrival, ">CC007C<", ">  CC007C\n<")), "valid");
  EXPECT_EQ(findings(with(arrival, ">trader.sg<", ">Tan &amp; Co&#33;<")), "valid");
  EXPECT_EQ(
      findings(with(arrival, "xmlns:n=",
                    "xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:schemaLocation='a b' xmlns:n=")),
      "valid");
  EXPECT_EQ(findings(with(arrival, "<Consignment>", "<Consignment xmlns:x='urn:x'>")), "valid");
}

struct Row {
  std::string_view part, other, findings;
};

TEST(XmlReader, says_what_is_wrong_and_where) {
  const Row rows[] = {
      {"<n:CC007C", "<n:CC999C", "SCH-001 /CC999C 'n:CC999C'"},
      {"http://ncts", "http://other", "SCH-002 /CC007C 'http://other.dgtaxud.ec'"},
      {" PhaseID", " phaseID", "SCH-003 /CC007C/@phaseID 'NCTS6'"},
      {"NCTS6", "NCTS7", "SCH-004 /CC007C/@PhaseID 'NCTS7'"},
      {"<Consignment>", "<Consignment id='1'>", "SCH-003 /CC007C/Consignment/@id '1'"},
      {"<Consignment>", "<Consignment><x><y/></x>", "SCH-005 /CC007C/Consignment/x"},
      {"<messageType>CC007C</messageType>", "", "SCH-008 /CC007C/messageType"},
      {"<simplifiedProcedure>", "<MRN>26LA000101A1B2C3J0</MRN><simplifiedProcedure>",
       "SCH-006 /CC007C/TransitOperation/MRN"},
      {"</MRN>", "</MRN><MRN>26LA000101A1B2C3J0</MRN>", "SCH-007 /CC007C/TransitOperation/MRN"},
      {"<Consignment>", "<Consignment xmlns='urn:x'>",
       "SCH-009 /CC007C/Consignment\nSCH-009 /CC007C/Consignment/LocationOfGoods\n"
       "SCH-009 /CC007C/Consignment/LocationOfGoods/typeOfLocation\n"
       "SCH-009 /CC007C/Consignment/LocationOfGoods/qualifierOfIdentification\n"
       "SCH-009 /CC007C/Consignment/LocationOfGoods/CustomsOffice\n"
       "SCH-009 /CC007C/Consignment/LocationOfGoods/CustomsOffice/referenceNumber"},
      {"<Consignment>", "<Consignment>words", "SCH-010 /CC007C/Consignment 'words\n    '"},
      {"<Consignment>", "<Consignment><![CDATA[]]>", "SCH-010 /CC007C/Consignment '\n    '"},
      {">0<", "><b>0</b><", "SCH-011 /CC007C/TransitOperation/simplifiedProcedure 'b'"},
      {">0<", ">2<", "SCH-012 /CC007C/TransitOperation/simplifiedProcedure '2'"},
      {">SG000401<", ">SG0004011<",
       "SCH-013 /CC007C/CustomsOfficeOfDestinationActual/referenceNumber 'SG0004011'"},
      {">SG201912345Z<", "><", "SCH-014 /CC007C/TraderAtDestination/identificationNumber"},
      {">26LA", ">26la", "SCH-015 /CC007C/TransitOperation/MRN '26la000101A1B2C3J0'"},
      {"2026-03-06T", "2026-02-29T", "SCH-016 /CC007C/preparationDateAndTime '2026-02-29T03:40:10'"},
      {">CC007C<", ">CC015C<", "SCH-019 /CC007C/messageType 'CC015C'"},
      {"</n:CC007C>", "", "WEL-014 /CC007C"},
  };
  for (const Row& row : rows)
    EXPECT_EQ(findings(with(arrival, row.part, row.other)), row.findings) << row.other;
  EXPECT_EQ(findings("<a/>"), "SCH-001 /a 'a'");
  EXPECT_EQ(findings("<CC007C/>"), "SCH-002 /CC007C");
}

TEST(XmlReader, finds_everything_in_one_pass) {
  auto text = with(arrival, ">26LA", ">26la");
  text = with(text, ">0<", ">7<");
  text = with(text, "<Consignment>", "<Consignment><x/>");
  text = with(
      text,
      "<TraderAtDestination><identificationNumber>SG201912345Z</identificationNumber></TraderAtDestination>",
      "");
  EXPECT_EQ(findings(text),
            "SCH-015 /CC007C/TransitOperation/MRN '26la000101A1B2C3J0'\n"
            "SCH-012 /CC007C/TransitOperation/simplifiedProcedure '7'\n"
            "SCH-005 /CC007C/Consignment/x\n"
            "SCH-008 /CC007C/TraderAtDestination");
}

TEST(XmlReader, two_elements_in_each_others_place_are_one_finding) {
  const auto text =
      with(arrival, "<messageSender>trader.sg</messageSender>\n  <messageRecipient>NTA.SG</messageRecipient>",
           "<messageRecipient>NTA.SG</messageRecipient><messageSender>trader.sg</messageSender>");
  EXPECT_EQ(findings(text), "SCH-006 /CC007C/messageSender");
}

TEST(XmlReader, positions_stand_behind_groups_that_repeat) {
  constexpr std::string_view two =
      "<Authorisation><sequenceNumber>1</sequenceNumber><type>C521</type><referenceNumber>SGAUT1</"
      "referenceNumber></Authorisation>"
      "<Authorisation><sequenceNumber>0</sequenceNumber><type>C521</type></Authorisation>";
  EXPECT_EQ(findings(with(arrival, "<CustomsOfficeOfDestinationActual>",
                          std::string{two} + "<CustomsOfficeOfDestinationActual>")),
            "SCH-017 /CC007C/Authorisation[2]/sequenceNumber '0'\n"
            "SCH-008 /CC007C/Authorisation[2]/referenceNumber");
}

TEST(XmlReader, a_certificate_of_origin_is_told_each_place) {
  const auto text = test::read_file(LINTAS_ROOT "/examples/documents/sg-th-gloves-back-to-back.xml");
  EXPECT_EQ(findings(text), "valid");
  const Row rows[] = {
      {"urn:lintas:documents:1", "urn:wco", "SCH-002 /CO.ISSUE 'urn:wco'"},
      {">861<", "><", "SCH-014 /CO.ISSUE/Declaration/TypeCode"},
      {"+08:00<", "<", "SCH-014 /CO.ISSUE/Declaration/IssueDateTime '2026-11-23T09:30:00'"},
      {"+08:00<", "+15:00<", "SCH-015 /CO.ISSUE/Declaration/IssueDateTime '2026-11-23T09:30:00+15:00'"},
      {"<Destination>", "<Destination xmlns='urn:x'>",
       "SCH-009 /CO.ISSUE/Declaration/GoodsShipment/Destination\n"
       "SCH-009 /CO.ISSUE/Declaration/GoodsShipment/Destination/CountryCode"},
      {">40151210<", ">4015.12.10<",
       "SCH-015 /CO.ISSUE/Declaration/GoodsShipment/GovernmentAgencyGoodsItem[1]/Commodity/Classification/ID "
       "'4015.12.10'"},
      {"<UnitCode>KGM</UnitCode>", "",
       "SCH-008 /CO.ISSUE/Declaration/GoodsShipment/GovernmentAgencyGoodsItem[1]/Commodity/GoodsMeasure/"
       "UnitCode"},
  };
  for (const Row& row : rows) EXPECT_EQ(findings(with(text, row.part, row.other)), row.findings) << row.other;
}

TEST(XmlReader, SCH_007_is_said_once_for_the_first_that_is_too_many) {
  std::string many;
  for (int i = 1; i <= 12; ++i) {
    many += "<Authorisation><sequenceNumber>" + std::to_string(i) +
            "</sequenceNumber><type>C521</type><referenceNumber>SGAUT1</referenceNumber></Authorisation>";
  }
  EXPECT_EQ(findings(with(arrival, "<CustomsOfficeOfDestinationActual>",
                          many + "<CustomsOfficeOfDestinationActual>")),
            "SCH-007 /CC007C/Authorisation[10]");
}

TEST(XmlReader, SCH_018_a_number_has_a_highest_value) {
  EXPECT_EQ(findings(with(
                arrival, "<CustomsOfficeOfDestinationActual>",
                "<Authorisation><sequenceNumber>100000</sequenceNumber><type>C521</type><referenceNumber>S"
                "</referenceNumber></Authorisation><CustomsOfficeOfDestinationActual>")),
            "SCH-018 /CC007C/Authorisation[1]/sequenceNumber '100000'");
}

TEST(XmlReader, tells_line_column_and_what_was_expected) {
  const auto document = read(with(arrival, ">0<", ">2<"));
  ASSERT_FALSE(document.has_value());
  const auto& report = document.error();
  EXPECT_EQ(report.level, message::Level::schema);
  EXPECT_EQ(report.program->root(), "CC007C");
  EXPECT_EQ(report.positions.front().line, 10U);
  EXPECT_EQ(report.positions.front().column, 5U);
  EXPECT_EQ(report.findings.front().detail, "expected: one of 0 1");
}

TEST(XmlReader, tells_the_smallest_change_that_helps) {
  const auto first = [](const std::string& text) {
    const auto document = read(text);
    if (document) return std::string{"valid"};
    const auto& finding = document.error().findings.front();
    return finding.rule + ' ' + finding.pointer + ": " + finding.detail;
  };
  EXPECT_EQ(first(with(with(arrival, "<messageSender>", "<messagesender>"), "</messageSender>",
                       "</messagesender>")),
            "SCH-005 /CC007C/messagesender: perhaps messageSender");
  EXPECT_EQ(first(with(arrival, "<Consignment>", "<x/><Consignment>")), "SCH-005 /CC007C/x: ");
  EXPECT_EQ(first(with(arrival, "<Consignment>",
                       "<Authorisation><sequenceNumber>1</sequenceNumber><type>C521</type>"
                       "<referenceNumber>A</referenceNumber></Authorisation><Consignment>")),
            "SCH-006 /CC007C/Authorisation[1]: belongs before CustomsOfficeOfDestinationActual");
  EXPECT_EQ(first(with(arrival, ">CC007C<", ">CC07C<")), "SCH-012 /CC007C/messageType: expected: CC007C");
}

TEST(XmlReader, SCH_019_stands_where_the_type_stands) {
  const auto document = read(with(with(arrival, ">CC007C<", ">CC015C<"), ">0<", ">2<"));
  ASSERT_FALSE(document.has_value());
  const auto& report = document.error();
  ASSERT_EQ(report.findings.size(), 2U);
  EXPECT_EQ(report.findings[0].rule, "SCH-019");
  EXPECT_EQ(report.positions[0].line, 6U);
  EXPECT_EQ(report.findings[1].rule, "SCH-012");
}

/// A pointer is text, too: it goes into answers in JSON.
TEST(XmlReader, a_long_name_is_cut_between_characters) {
  std::string name = "a";
  for (int i = 0; i < 40; ++i) name += "é";
  const auto document = read("<" + name + "/>");
  ASSERT_FALSE(document.has_value());
  EXPECT_FALSE(utf8::first_bad(document.error().findings[0].pointer)) << document.error().findings[0].pointer;
}

TEST(XmlReader, what_is_not_well_formed_has_one_finding_of_that_level) {
  const auto document = read(with(with(arrival, ">0<", ">2<"), "</n:CC007C>", "</n:CC007>"));
  ASSERT_FALSE(document.has_value());
  EXPECT_EQ(document.error().level, message::Level::well_formed);
  EXPECT_EQ(document.error().findings.size(), 1U);
}

TEST(XmlReader, LIM_005_reading_stops_after_999_findings) {
  std::string flood;
  for (int i = 0; i < 5000; ++i) flood += "<x/>";
  const auto document = read(with(arrival, "<Consignment>", "<Consignment>" + flood));
  ASSERT_FALSE(document.has_value());
  EXPECT_EQ(document.error().findings.size(), limits::findings_max + 1);
  EXPECT_EQ(document.error().findings.back().rule, "LIM-005");
}

}  // namespace
}  // namespace lintas::xml
