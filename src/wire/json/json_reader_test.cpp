#include "wire/json/json_reader.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/limits.hpp"
#include "base/utf8.hpp"
#include "core/messages/document.hpp"
#include "core/messages/report.hpp"
#include "tests/support/finding_lines.hpp"
#include "tests/support/samples.hpp"

namespace lintas::json {
namespace {

using test::with;

constexpr std::string_view query =
    R"({"CD209C":{"@PhaseID":"NCTS6","messageSender":"NTA.SG","messageRecipient":"NTA.MY",
"preparationDateAndTime":"2026-03-06T03:40:10","messageIdentification":"SG1","messageType":"CD209C",
"TransitOperation":{"MRN":"26LA000101A1B2C3J0","arrivalDateAndTimeActual":"2026-03-06T03:40:10"},
"CustomsOfficeOfDeparture":{"referenceNumber":"SG000401"},
"Guarantee":[{"sequenceNumber":1,"guaranteeType":"1","GuaranteeReference":[{"sequenceNumber":1,"GRN":"26SG1234567890123",
"CustomsOfficeOfGuarantee":{"referenceNumber":"SG000401"}}]}]}})";

std::string findings(std::string_view bytes) { return test::finding_lines(read(bytes)); }

TEST(JsonReader, reads_a_message_into_its_groups) {
  const auto document = read(query);
  ASSERT_TRUE(document.has_value()) << findings(query);
  EXPECT_EQ(document->phase, "NCTS6");
  EXPECT_EQ(document->message.guarantee.at(0).guarantee_reference.at(0).grn, "26SG1234567890123");
}

TEST(JsonReader, is_told_from_xml_by_how_the_bytes_begin) {
  EXPECT_TRUE(is_json(query));
  EXPECT_TRUE(is_json("\r\n\t {"));
  EXPECT_TRUE(is_json("[]"));
  EXPECT_FALSE(is_json(test::arrival));
  EXPECT_FALSE(is_json("  "));
  EXPECT_FALSE(is_json(""));
}

TEST(JsonReader, members_come_in_any_order) {
  EXPECT_EQ(findings(with(query, R"("sequenceNumber":1,"guaranteeType":"1")",
                          R"("guaranteeType":"1","sequenceNumber":1)")),
            "valid");
}

struct Row {
  std::string_view part, other, findings;
};

TEST(JsonReader, says_what_is_wrong_and_where) {
  const Row rows[] = {
      {"CD209C", "CD999C", "SCH-001 /CD999C 'CD999C'"},
      {"@PhaseID", "@Phase", "SCH-003 /CD209C/@Phase"},
      {"NCTS6", "NCTS7", "SCH-004 /CD209C/@PhaseID 'NCTS7'"},
      {"\"messageSender\"", "\"sender\"", "SCH-005 /CD209C/sender\nSCH-008 /CD209C/messageSender"},
      {R"("guaranteeType":"1")", R"("guaranteeType":"11")",
       "SCH-013 /CD209C/Guarantee[1]/guaranteeType '11'"},
      {R"("sequenceNumber":1)", R"("sequenceNumber":"1")", "SCH-020 /CD209C/Guarantee[1]/sequenceNumber"},
      {R"("sequenceNumber":1)", R"("sequenceNumber":0)", "SCH-017 /CD209C/Guarantee[1]/sequenceNumber '0'"},
      {R"("sequenceNumber":1)", R"("sequenceNumber":1.5)",
       "SCH-016 /CD209C/Guarantee[1]/sequenceNumber '1.5'"},
      {R"("sequenceNumber":1)", R"("sequenceNumber":null)", "SCH-020 /CD209C/Guarantee[1]/sequenceNumber"},
      {R"("MRN":)", R"("MRN":"x","MRN":)",
       "SCH-014 /CD209C/TransitOperation/MRN 'x'\nSCH-021 /CD209C/TransitOperation/MRN"},
      {R"({"referenceNumber":"SG000401"})", "[]", "SCH-020 /CD209C/CustomsOfficeOfDeparture"},
      {R"("Guarantee":[)", R"("Guarantee":[],"x":[)", "SCH-008 /CD209C/Guarantee\nSCH-005 /CD209C/x"},
      {R"("messageType":"CD209C")", R"("messageType":"CD006C")", "SCH-019 /CD209C/messageType 'CD006C'"},
      {"]}]}}", "]}]}", "WEL-014 /CD209C"},
      {R"("guaranteeType":"1")", R"("guaranteeType":x)", "WEL-016 /CD209C/Guarantee[1]/guaranteeType"},
      {R"("guaranteeType":"1",)", R"("guaranteeType":"1")", "WEL-016 /CD209C/Guarantee[1]"},
      {"]}]}}", "]}]},\"x\":1}", "SCH-005 /CD209C 'x'"},
  };
  for (const Row& row : rows)
    EXPECT_EQ(findings(with(query, row.part, row.other)), row.findings) << row.other;
  EXPECT_EQ(findings("[]"), "SCH-020 ");
  EXPECT_EQ(findings("{}"), "SCH-001 ");
  EXPECT_EQ(findings(""), "WEL-014 ");
}

TEST(JsonReader, tells_the_smallest_change_that_helps) {
  const auto first = [](const std::string& text) {
    const auto document = read(text);
    return document ? std::string{"valid"} : document.error().findings.front().detail;
  };
  EXPECT_EQ(first(with(query, "\"messageSender\"", "\"messagesender\"")), "perhaps messageSender");
  EXPECT_EQ(first(with(query, "\"messageType\":\"CD209C\"", "\"messageType\":\"CD20C\"")),
            "expected: CD209C");
}

/// A pointer is text, too: it goes into answers in JSON.
TEST(JsonReader, a_long_name_is_cut_between_characters) {
  std::string name = "a";
  for (int i = 0; i < 40; ++i) name += "é";
  const auto document = read("{\"" + name + "\":{}}");
  ASSERT_FALSE(document.has_value());
  EXPECT_FALSE(utf8::first_bad(document.error().findings[0].pointer)) << document.error().findings[0].pointer;
}

TEST(JsonReader, too_many_members_of_an_array_are_one_finding) {
  std::string array = "\"Guarantee\":[";
  for (int i = 0; i < 12; ++i)
    array +=
        R"({"sequenceNumber":1,"guaranteeType":"1","GuaranteeReference":[{"sequenceNumber":1,"GRN":"26SG1234567890123","CustomsOfficeOfGuarantee":{"referenceNumber":"SG000401"}}]},)";
  EXPECT_EQ(findings(with(query, "\"Guarantee\":[", array)), "SCH-007 /CD209C/Guarantee[10]");
}

}  // namespace
}  // namespace lintas::json
