#include "core/kinds/document.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/kinds/kind.hpp"
#include "core/messages/document.hpp"
#include "core/messages/report.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/seed/seed.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/instances.hpp"
#include "tests/support/kind_samples.hpp"
#include "tests/support/random.hpp"
#include "tests/support/samples.hpp"
#include "wire/json/json_reader.hpp"
#include "wire/json/json_writer.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::kinds {
namespace {

const refdata::Snapshot& reference() {
  static const refdata::Snapshot snapshot = seed::reference(Country::parse("SG").value());
  return snapshot;
}

message::Report checked(const std::string& text, const Kind& kind) {
  const std::array<const message::Program*, 1> programs{&kind.program()};
  const auto document = xml::read(text, programs);
  if (!document) return document.error();
  return check(*document, kind, reference().at(parse_day("2026-11-23").value()));
}

message::Report checked(const std::string& text) {
  for (const auto& kind : brought_along().all()) {
    if (text.contains("<lintas:" + std::string{kind->root()} + " ")) return checked(text, *kind);
  }
  ADD_FAILURE() << "of no kind";
  return {};
}

std::string example(std::string_view name) {
  return test::read_file(LINTAS_ROOT "/examples/documents/" + std::string{name} + ".xml");
}

void expect_one(const message::Report& report, std::string_view rule, std::string_view pointer,
                std::string_view value = {}) {
  ASSERT_EQ(report.findings.size(), 1U) << rule << '\n' << test::listed_kind_findings(report.findings);
  EXPECT_EQ(report.findings[0].rule, rule);
  EXPECT_EQ(report.findings[0].pointer, pointer);
  EXPECT_EQ(report.findings[0].value, value);
}

constexpr std::string_view durian = "th-my-durian-phytosanitary";
constexpr std::string_view beef = "vn-sg-beef-veterinary";
constexpr std::string_view noodles = "my-id-noodles-food-health";
constexpr std::string_view line =
    "/DOC.PHYTO/SPSCertificate/SPSConsignment/IncludedSPSConsignmentItem[1]/IncludedSPSTradeLineItem[1]";

TEST(DocumentsOfKinds, the_examples_keep_every_rule) {
  for (const auto name : {durian, beef, noodles}) {
    const auto report = checked(example(name));
    EXPECT_TRUE(report.findings.empty()) << name << '\n' << test::listed_kind_findings(report.findings);
  }
}

TEST(DocumentsOfKinds, a_fault_of_the_schema_is_told_as_of_any_message) {
  const auto report = checked(test::with(example(durian), ">TH<", ">THA<"));
  EXPECT_EQ(report.level, message::Level::schema);
  expect_one(report, "SCH-013", "/DOC.PHYTO/SPSCertificate/SPSConsignment/ExportSPSCountry/ID", "THA");
  expect_one(checked(test::with(example(durian), "<ScientificName>Durio zibethinus</ScientificName>", "")),
             "SCH-008", std::string{line} + "/ScientificName");
}

TEST(DocumentsOfKinds, LST_001_codes_are_those_of_the_lists) {
  const auto report = checked(test::with(example(durian), "<ModeCode>3<", "<ModeCode>0<"));
  EXPECT_EQ(report.level, message::Level::list);
  expect_one(report, "LST-001",
             "/DOC.PHYTO/SPSCertificate/SPSConsignment/MainCarriageSPSTransportMovement[1]/ModeCode", "0");
}

TEST(DocumentsOfKinds, R_KIND_010_a_value_is_one_of_those_of_the_kind) {
  expect_one(checked(test::with(example(beef), "<TypeCode>853<", "<TypeCode>851<")), "R-KIND-010",
             "/DOC.AH/SPSCertificate/SPSExchangedDocument/TypeCode", "851");
  expect_one(checked(test::with(example(durian), "<StatusCode>70<", "<StatusCode>40<")), "R-KIND-010",
             "/DOC.PHYTO/SPSCertificate/SPSExchangedDocument/StatusCode", "40");
}

TEST(DocumentsOfKinds, R_KIND_011_what_goes_together_stands_together) {
  expect_one(
      checked(test::with(example(durian), "<NetWeightMeasureUnitCode>KGM</NetWeightMeasureUnitCode>", "")),
      "R-KIND-011", std::string{line} + "/NetWeightMeasureUnitCode");
  // For re-export the country of origin is named, and its certificate referred to.
  expect_one(checked(test::with(example(durian), "<TypeCode>851<", "<TypeCode>657<")), "R-KIND-011",
             "/DOC.PHYTO/SPSCertificate/SPSConsignment/ReexportSPSCountry");
}

TEST(DocumentsOfKinds, R_KIND_012_what_excludes_each_other_does_not_stand_together) {
  expect_one(checked(test::with(example(durian), "<ImportSPSCountry>",
                                "<ReexportSPSCountry><ID>VN</ID></ReexportSPSCountry><ImportSPSCountry>")),
             "R-KIND-012", "/DOC.PHYTO/SPSCertificate/SPSConsignment/ReexportSPSCountry");
}

TEST(DocumentsOfKinds, R_KIND_013_numbers_of_lines_are_given_once) {
  expect_one(
      checked(test::with(example(noodles), "<SequenceNumeric>1<", "<SequenceNumeric>0<")), "R-KIND-013",
      "/DOC.FS/SPSCertificate/SPSConsignment/IncludedSPSConsignmentItem[1]/IncludedSPSTradeLineItem[2]/"
      "SequenceNumeric",
      "0");
}

TEST(DocumentsOfKinds, R_KIND_014_days_follow_each_other) {
  expect_one(checked(test::with(example(durian), "<EndDateTime>2026-11-19<", "<EndDateTime>2026-11-18<")),
             "R-KIND-014", std::string{line} + "/AppliedSPSProcess[1]/CompletionSPSPeriod/EndDateTime",
             "2026-11-18");
}

TEST(DocumentsOfKinds, a_kind_of_an_administrator_is_judged_as_those_that_come_along) {
  const auto kind = test::kind_of(test::permit_kind);
  const std::string text{test::permit};
  EXPECT_TRUE(checked(text, *kind).findings.empty());
  expect_one(checked(test::with(text, ">teak<", ">oak<"), *kind), "R-KIND-010",
             "/DOC.TIMBER/Permit/Line[2]/Species", "oak");
  expect_one(checked(test::with(text, "<FirstDay>", "<Replaces>MTIB/1</Replaces><FirstDay>"), *kind),
             "R-KIND-011", "/DOC.TIMBER/Permit/Reason");
}

TEST(DocumentsOfKinds, say_what_the_program_has_to_know) {
  const std::array<std::string_view, 3> names{durian, beef, noodles};
  for (const auto name : names) {
    const auto document = xml::read(example(name), brought_along().programs());
    ASSERT_TRUE(document.has_value());
    const Kind& kind = *brought_along().of_root(document->program->root());
    EXPECT_FALSE(said(*document, kind, Meaning::number).empty());
    EXPECT_EQ(said(*document, kind, Meaning::replaces), name == noodles ? "MY-HC-W-26-031102" : "");
    EXPECT_EQ(said(*document, kind, Meaning::valid_until), "");
  }
  const auto kind = test::kind_of(test::permit_kind);
  const std::array<const message::Program*, 1> programs{&kind->program()};
  const auto document = xml::read(test::permit, programs);
  ASSERT_TRUE(document.has_value());
  EXPECT_EQ(said(*document, *kind, Meaning::number), "MTIB/2026/00412");
  EXPECT_EQ(said(*document, *kind, Meaning::issuing_state), "MY");
  EXPECT_EQ(said(*document, *kind, Meaning::valid_until), "2027-02-28");
  EXPECT_EQ(said_of_lines(*document, *kind, Meaning::line_quantity),
            (std::vector<std::string>{"120.5", "14"}));
}

TEST(DocumentsOfKinds, xml_and_json_say_the_same) {
  for (const auto* program : brought_along().programs()) {
    for (std::uint64_t seed = 0; seed < 4; ++seed) {
      test::Random random{seed};
      const auto fill = seed == 0   ? test::Fill::minimal
                        : seed == 1 ? test::Fill::each
                        : seed == 2 ? test::Fill::full
                                    : test::Fill::random;
      const auto document = test::any_document(*program, fill, random);
      std::string in_xml;
      xml::write(document, in_xml);
      std::string in_json;
      json::write(document, in_json);
      const auto read = json::read(in_json, brought_along().programs());
      ASSERT_TRUE(read.has_value()) << program->root() << '\n'
                                    << test::listed_kind_findings(read.error().findings);
      std::string again;
      xml::write(*read, again);
      EXPECT_EQ(again, in_xml) << program->root() << ", seed " << seed;
      const auto from_xml = xml::read(in_xml, brought_along().programs());
      ASSERT_TRUE(from_xml.has_value());
      const message::Document copy{
          .program = from_xml->program, .phase = {}, .message = from_xml->message.clone()};
      again.clear();
      json::write(copy, again);
      EXPECT_EQ(again, in_json);
    }
  }
}

TEST(DocumentsOfKinds, who_does_not_name_the_kind_cannot_read_its_documents) {
  const auto document = xml::read(test::permit);
  ASSERT_FALSE(document.has_value());
  EXPECT_EQ(document.error().findings[0].rule, "SCH-001");
}

}  // namespace
}  // namespace lintas::kinds
