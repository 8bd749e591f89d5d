#include <algorithm>
#include <array>
#include <filesystem>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <string_view>

#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"
#include "core/messages/view.hpp"
#include "core/refdata/readers.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/rules/judge.hpp"
#include "core/seed/seed.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/rule_samples.hpp"
#include "tests/support/samples.hpp"

namespace lintas::rules {
namespace {

std::string example(std::string_view name) {
  return test::read_file(LINTAS_ROOT "/examples/documents/" + std::string{name} + ".xml");
}

constexpr std::string_view direct = "vn-sg-coffee";
constexpr std::string_view invoiced = "th-id-car-parts-third-country-invoice";
constexpr std::string_view partial = "kh-vn-garments-partial-cumulation";
constexpr std::string_view shown = "id-ph-furniture-exhibition";
constexpr std::string_view application = "my-th-gloves-application";
constexpr std::string_view retroactive = "my-vn-palm-oil-issued-retroactively";
constexpr std::string_view back_to_back = "sg-th-gloves-back-to-back";

constexpr std::string_view item_1 = "/CO.ISSUE/Declaration/GoodsShipment/GovernmentAgencyGoodsItem[1]";
constexpr std::string_view value =
    "<CustomsValuation><CurrencyCode>USD</CurrencyCode><FreeOnBoardAmount>100.00"
    "</FreeOnBoardAmount></CustomsValuation>";

/// The text without what stands from the first `begin` to the next `end`.
std::string without(std::string text, std::string_view begin, std::string_view end) {
  const auto from = text.find(begin);
  const auto to = text.find(end, from);
  EXPECT_NE(to, std::string::npos) << begin;
  return text.erase(from, to + end.size() - from);
}

std::string flagged_text(const std::string& text, std::string_view flag) {
  const std::string statement = "<AdditionalInformation><StatementCode>" + std::string{flag} +
                                "</StatementCode></AdditionalInformation>";
  return test::with(text, "<Authenticator>", statement + "<Authenticator>");
}
std::string flagged(std::string_view name, std::string_view flag) {
  return flagged_text(example(name), flag);
}

void expect_none(const std::string& text) {
  const auto report = test::checked(text);
  EXPECT_TRUE(report.findings.empty()) << test::listed(report.findings);
}

void expect_one(const std::string& text, std::string_view rule, std::string_view pointer) {
  const auto report = test::checked(text);
  ASSERT_EQ(report.findings.size(), 1U) << rule << '\n' << test::listed(report.findings);
  EXPECT_EQ(report.findings[0].rule, rule);
  EXPECT_EQ(report.findings[0].pointer, pointer);
  EXPECT_EQ(report.level, message::Level::rule);
}

/// The same shipment, consigned to another state.
std::string to_state(std::string_view name, std::string_view from, std::string_view to) {
  std::string text = example(name);
  for (const std::string_view place : {"<Consignee>", "<Destination>"}) {
    const std::string code = "<CountryCode>" + std::string{from};
    const auto at = text.find(code, text.find(place));
    EXPECT_NE(at, std::string::npos) << place;
    text.replace(at, code.size(), "<CountryCode>" + std::string{to});
  }
  return text;
}

std::string in_item_1(std::string_view place) { return std::string{item_1}.append(place); }

TEST(Certificates, the_examples_keep_every_rule) {
  std::size_t examples = 0;
  for (const auto& entry : std::filesystem::directory_iterator{LINTAS_ROOT "/examples/documents"}) {
    if (entry.path().extension() != ".xml") continue;  // a table of many
    const auto text = test::read_file(entry.path().string());
    if (text.contains("urn:lintas:kinds:1")) continue;  // core/kinds judges those
    ++examples;
    const auto report = test::checked(text);
    EXPECT_TRUE(report.findings.empty()) << entry.path() << '\n' << test::listed(report.findings);
  }
  EXPECT_GE(examples, 11U);
}

TEST(Certificates, LST_001_codes_are_those_of_the_lists) {
  const auto report = test::checked(test::with(example(partial), ">PCU<", ">PCX<"));
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.level, message::Level::list);
  EXPECT_EQ(report.findings[0].rule, "LST-001");
  EXPECT_EQ(report.findings[0].pointer, "/CO.ISSUE/Declaration/AdditionalInformation[1]/StatementCode");
  EXPECT_TRUE(report.findings[0].detail.contains("PCU partial cumulation")) << report.findings[0].detail;
}

TEST(Certificates, R_ASW_020_who_invoices_from_a_third_country_is_named) {
  expect_one(without(example(invoiced), "<Seller>", "</Seller>"), "R-ASW-020",
             "/CO.ISSUE/Declaration/GoodsShipment/Seller");
  expect_none(without(without(example(invoiced), "<AdditionalInformation>", "</AdditionalInformation>"),
                      "<Seller>", "</Seller>"));
}

TEST(Certificates, R_ASW_022_an_exhibition_is_named) {
  expect_one(without(example(shown), "<ExhibitionLocation>", "</ExhibitionLocation>"), "R-ASW-022",
             "/CO.ISSUE/Declaration/GoodsShipment/ExhibitionLocation");
}

TEST(Certificates, R_ASW_024_partial_cumulation_is_twenty_to_below_forty_percent) {
  for (const std::string_view percent : {"19", "40"}) {
    expect_one(test::with(example(partial), "Percent>25<", "Percent>" + std::string{percent} + "<"),
               "R-ASW-024", in_item_1("/Origin/RegionalValueContentPercent"));
  }
  for (const std::string_view percent : {"20", "39"})
    expect_none(test::with(example(partial), "Percent>25<", "Percent>" + std::string{percent} + "<"));
  expect_one(without(example(partial), "<AdditionalInformation>", "</AdditionalInformation>"), "R-ASW-024",
             in_item_1("/Origin/OriginCriterion"));
  expect_one(flagged(back_to_back, "PCU"), "R-ASW-024",
             "/CO.ISSUE/Declaration/AdditionalInformation[2]/StatementCode");
}

TEST(Certificates, R_ASW_026_de_minimis_goes_with_a_change_of_classification) {
  expect_one(test::with(example(shown), ">CTH<", ">SP<"), "R-ASW-026",
             "/CO.ISSUE/Declaration/AdditionalInformation[3]/StatementCode");
  for (const std::string_view criterion : {">CC<", ">CTSH<"})
    expect_none(test::with(example(shown), ">CTH<", criterion));
}

TEST(Certificates, R_ASW_028_wholly_obtained_stands_alone) {
  const auto text = example(direct);
  expect_one(test::with(text, "</OriginCriterion>",
                        "</OriginCriterion><OriginCriterion><TypeCode>CTH</TypeCode></OriginCriterion>"),
             "R-ASW-028", in_item_1("/Origin/OriginCriterion"));
  expect_one(test::with(text, "<OriginCriterion>",
                        "<RegionalValueContentPercent>60</RegionalValueContentPercent><OriginCriterion>"),
             "R-ASW-028", in_item_1("/Origin/RegionalValueContentPercent"));
  expect_one(flagged(direct, "ACU"), "R-ASW-028",
             "/CO.ISSUE/Declaration/AdditionalInformation[1]/StatementCode");
}

TEST(Certificates, R_ASW_033_the_value_is_stated_where_a_state_asks_for_it) {
  expect_one(without(example(invoiced), "<CustomsValuation>", "</CustomsValuation>"), "R-ASW-033",
             in_item_1("/CustomsValuation"));
  // Thailand to the Philippines: nobody asks.
  const auto report = test::checked(to_state(invoiced, "ID", "PH"));
  ASSERT_EQ(report.findings.size(), 2U) << test::listed(report.findings);
  EXPECT_EQ(report.findings[0].rule, "R-ASW-031");
  EXPECT_EQ(report.findings[0].pointer, in_item_1("/CustomsValuation"));
  EXPECT_EQ(report.findings[1].pointer,
            "/CO.ISSUE/Declaration/GoodsShipment/GovernmentAgencyGoodsItem[3]/CustomsValuation");
}

TEST(Certificates, R_ASW_030_no_value_without_the_criterion) {
  for (const std::string_view name : {direct, partial, back_to_back}) {
    expect_one(test::with(example(name), "<Invoice>", std::string{value} + "<Invoice>"), "R-ASW-030",
               in_item_1("/CustomsValuation"));
  }
}

// R-ASW-034: what OCP R11.1(b) says of back-to-back certificates gives way to R25.
TEST(Certificates, R_ASW_033_holds_for_a_back_to_back_certificate_too) {
  auto text = test::with(to_state(back_to_back, "TH", "KH"), "<TypeCode>CTH<", "<TypeCode>RVC<");
  text = test::with(text, "<OriginCriterion>",
                    "<RegionalValueContentPercent>45</RegionalValueContentPercent><OriginCriterion>");
  expect_one(text, "R-ASW-033", in_item_1("/CustomsValuation"));
}

// R-ASW-032: which states ask is data by the day of issue.
TEST(Certificates, R_ASW_031_the_states_that_ask_are_those_of_the_day_of_issue) {
  auto tables = test::seed_snapshot().tables();
  tables.codes =
      refdata::read_codes(test::with(std::string{seed::file("codes.csv")}, "CL907,ID,Indonesia,2020-09-20,,",
                                     "CL907,ID,Indonesia,2020-09-20,2026-11-18,"))
          .value();
  const refdata::Snapshot reference{std::move(tables)};
  const auto text = example(invoiced);  // of 18 November
  const auto report = test::checked(text, test::sample_day, reference);
  ASSERT_EQ(report.findings.size(), 2U) << test::listed(report.findings);
  EXPECT_EQ(report.findings[0].rule, "R-ASW-031");
  const auto before = test::with(text, "<IssueDateTime>2026-11-18T", "<IssueDateTime>2026-11-17T");
  EXPECT_TRUE(test::checked(before, test::sample_day, reference).findings.empty());
}

TEST(Certificates, R_ASW_006_and_007_goods_that_left_before_the_day_of_issue_are_marked) {
  const std::string_view place = "/CO.ISSUE/Declaration/GoodsShipment/Consignment/DepartureDateTime";
  const auto left = [](std::string_view name, std::string_view day) {
    return test::with(example(name),
                      std::string{"<DepartureDateTime>"} + (name == direct ? "2026-11-21" : "2026-10-28"),
                      "<DepartureDateTime>" + std::string{day});
  };
  expect_none(left(direct, "2026-11-20"));  // the day of issue
  expect_one(left(direct, "2026-11-19"), "R-ASW-006", place);
  expect_none(flagged_text(left(direct, "2026-11-19"), "IRA"));
  expect_none(left(retroactive, "2025-11-05"));
  expect_one(left(retroactive, "2025-11-04"), "R-ASW-007", place);
}

TEST(Certificates, R_ASW_096_the_goods_code_is_of_a_chapter_of_the_harmonized_system) {
  const auto place = in_item_1("/Commodity/Classification/ID");
  const auto coded = [](std::string_view to) {
    return test::checked(test::with(example(application), "<ID>40151210", "<ID>" + std::string{to}));
  };
  for (const std::string_view none : {"99999999", "98016100", "77010000", "00151210"}) {
    const auto report = coded(none);
    ASSERT_EQ(report.findings.size(), 1U) << none << test::listed(report.findings);
    EXPECT_EQ(report.findings[0].rule, "R-ASW-096");
    EXPECT_EQ(report.findings[0].pointer, place);
    EXPECT_EQ(report.findings[0].value, none);
  }
  // The tariffs that the program brings along are excerpts: what they lack may be certified.
  for (const std::string_view some : {"72085110", "61046290", "97011000", "01012100"})
    EXPECT_TRUE(coded(some).findings.empty()) << some << test::listed(coded(some).findings);
}

TEST(Certificates, R_ASW_097_the_consignee_is_in_the_importing_state) {
  const std::string_view place = "/CO.ISSUE/Declaration/GoodsShipment/Consignee/Address/CountryCode";
  const auto moved = [](std::string_view name, std::string_view from, std::string_view to) {
    std::string text = example(name);
    const std::string code = "<CountryCode>" + std::string{from};
    return text.replace(text.find(code, text.find("<Consignee>")), code.size(),
                        "<CountryCode>" + std::string{to});
  };
  expect_one(moved(application, "TH", "SG"), "R-ASW-097", place);
  expect_one(moved(invoiced, "ID", "JP"), "R-ASW-097", place);  // who invoices is named as such
  expect_one(moved(back_to_back, "TH", "MY"), "R-ASW-097", place);
  expect_none(moved(shown, "PH", "SG"));  // an exhibition is where it is
}

TEST(Certificates, R_DOC_006_goods_go_to_another_state_than_that_of_the_exporter) {
  const std::string_view place = "/CO.ISSUE/Declaration/GoodsShipment/Destination/CountryCode";
  expect_one(to_state(application, "TH", "MY"), "R-DOC-006", place);
  // Issued in the intermediate state, for an exporter of the importing one.
  std::string text = example(back_to_back);
  const auto at = text.find("<CountryCode>SG", text.find("<Exporter>"));
  expect_one(text.replace(at, 15, "<CountryCode>TH"), "R-DOC-006", place);
}

TEST(Certificates, R_ASW_080_a_doubt_has_a_reason) {
  const auto text =
      without(example("vn-kh-request-to-verify"), "<StatementDescription>", "</StatementDescription>");
  expect_one(text, "R-ASW-080", "/CO.VERIFY.REQ/Declaration/AdditionalInformation/StatementDescription");
  expect_none(test::with(text, ">DBT<", ">RND<"));
}

TEST(Certificates, R_DOC_012_a_percentage_goes_with_its_criterion) {
  expect_one(without(example(partial), "<RegionalValueContentPercent>", "</RegionalValueContentPercent>"),
             "R-DOC-020", in_item_1("/Origin/RegionalValueContentPercent"));
  expect_one(test::with(example(back_to_back), "<OriginCriterion>",
                        "<RegionalValueContentPercent>60</RegionalValueContentPercent><OriginCriterion>"),
             "R-DOC-020", in_item_1("/Origin/RegionalValueContentPercent"));
}

TEST(Certificates, R_DOC_013_the_function_is_that_of_the_message) {
  expect_one(test::with(example(direct), "<FunctionCode>9", "<FunctionCode>11"), "R-DOC-021",
             "/CO.ISSUE/Declaration/FunctionCode");
  expect_none(test::with(example(direct), "<FunctionCode>9", "<FunctionCode>7"));
  expect_one(test::with(example("id-th-response"), "<FunctionCode>11", "<FunctionCode>9"), "R-DOC-021",
             "/CO.RESPONSE/Response/FunctionCode");
  expect_one(test::with(example("my-vn-cancellation"), "<FunctionCode>1<", "<FunctionCode>13<"), "R-DOC-021",
             "/CO.CANCEL/Declaration/FunctionCode");
}

TEST(Certificates, R_DOC_039_the_type_is_that_of_the_message) {
  expect_one(test::with(example(direct), "<TypeCode>861<", "<TypeCode>830<"), "R-DOC-039",
             "/CO.ISSUE/Declaration/TypeCode");
  expect_one(test::with(example("id-th-response"), "<TypeCode>861<", "<TypeCode>830<"), "R-DOC-039",
             "/CO.RESPONSE/Response/Declaration/TypeCode");
  expect_one(test::with(example("sg-kh-customs-declaration-document"), "<TypeCode>830<", "<TypeCode>861<"),
             "R-DOC-039", "/ACDD.SEND/Declaration/TypeCode");
  expect_none(test::with(example("vn-kh-request-to-verify"), "<TypeCode>861<", "<TypeCode>862<"));
  expect_one(test::with(example("my-vn-cancellation"), "<TypeCode>861<", "<TypeCode>862<"), "R-DOC-039",
             "/CO.CANCEL/Declaration/TypeCode");
}

std::set<std::string> split(std::string_view list) {
  std::set<std::string> all;
  while (!list.empty()) {
    const auto end = std::min(list.find(','), list.size());
    all.insert(std::string{list.substr(0, end)});
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return all;
}

/// A view names the rules that are run, and no other.
TEST(Certificates, the_rules_that_views_name_are_those_that_are_run) {
  std::set<std::string> named;
  for (const message::View& view : message::document_views()) {
    const auto* program = message::find_program(view.root);
    for (const message::Node& node : program->nodes()) named.merge(split(program->note(node).rules));
  }
  std::set<std::string> run;
  for (const Check& check : certificate_rules()) run.merge(split(check.name));
  EXPECT_EQ(named, run);
}

TEST(CustomsDeclarationDocument, R_ASW_111_lacks_none_of_its_fifteen_parameters) {
  constexpr std::string_view released = "sg-kh-customs-declaration-document";
  expect_none(example(released));
  expect_one(without(example(released), "<BorderTransportMeans>", "</BorderTransportMeans>"), "R-ASW-111",
             "/ACDD.SEND/Declaration/GoodsShipment/Consignment/BorderTransportMeans/ModeCode");
  expect_one(without(example(released), "<SequenceNumeric>", "</SequenceNumeric>"), "R-ASW-111",
             "/ACDD.SEND/Declaration/GoodsShipment/GovernmentAgencyGoodsItem[1]/SequenceNumeric");
}

TEST(CustomsDeclarationDocument, LST_001_its_codes_are_those_of_the_lists) {
  const auto report = test::checked(
      test::with(example("sg-kh-customs-declaration-document"), "<ModeCode>1<", "<ModeCode>0<"));
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings[0].rule, "LST-001");
}

TEST(CustomsDeclarationDocument, R_DOC_021_each_message_has_its_function) {
  expect_one(
      test::with(example("sg-kh-customs-declaration-document"), "<FunctionCode>9<", "<FunctionCode>1<"),
      "R-DOC-021", "/ACDD.SEND/Declaration/FunctionCode");
  expect_one(test::with(example("sg-kh-customs-declaration-cancel"), "<FunctionCode>1<", "<FunctionCode>9<"),
             "R-DOC-021", "/ACDD.CANCEL.REQ/Declaration/FunctionCode");
}

// ---- origin declarations

constexpr std::string_view declared = "my-sg-origin-declaration";
constexpr std::string_view declared_back_to_back = "sg-th-origin-declaration-back-to-back";

std::string declared_place(std::string_view below) {
  return "/OD.DECLARATION/Declaration" + std::string{below};
}
std::string declared_item(std::size_t number, std::string_view below) {
  return declared_place("/GoodsShipment/GovernmentAgencyGoodsItem[" + std::to_string(number) + "]") +
         std::string{below};
}

TEST(OriginDeclarations, R_ASW_092_each_thing_that_attachment_1_asks_for_is_named_where_it_is_missing) {
  const auto text = example(declared);
  const auto lacks = [&](std::string_view name, std::string_view place) {
    expect_one(without(text, "<" + std::string{name} + ">", "</" + std::string{name} + ">"), "R-ASW-092",
               place);
  };
  lacks("Declarant", declared_place("/Declarant"));
  lacks("Description", declared_item(1, "/Commodity/Description"));
  lacks("Classification", declared_item(1, "/Commodity/Classification"));
  lacks("GoodsMeasure", declared_item(1, "/Commodity/GoodsMeasure"));
  lacks("OriginCriterion", declared_item(1, "/Origin/OriginCriterion"));
  expect_one(test::with(text, "<Origin>\n          <CountryCode>MY</CountryCode>", "<Origin>"), "R-ASW-092",
             declared_item(1, "/Origin/CountryCode"));
}

TEST(OriginDeclarations, R_ASW_092_a_value_content_asks_for_the_value_free_on_board) {
  expect_one(without(example(declared), "<CustomsValuation>", "</CustomsValuation>"), "R-ASW-092",
             declared_item(2, "/CustomsValuation"));
}

TEST(OriginDeclarations, R_ASW_030_no_value_without_that_criterion) {
  expect_one(test::with(example(declared_back_to_back), "<Invoice>", std::string{value} + "<Invoice>"),
             "R-ASW-030", declared_item(1, "/CustomsValuation"));
}

TEST(OriginDeclarations, R_ASW_092_back_to_back_names_its_original_proofs_whole) {
  const auto text = example(declared_back_to_back);
  const std::string proof = declared_place("/PreviousDocument[1]");
  expect_one(without(text, "<ID>KLPG/26/11/0417", "</ID>"), "R-ASW-092", proof + "/ID");
  expect_one(without(text, "<IssueDateTime>2026-11-20", "</IssueDateTime>"), "R-ASW-092",
             proof + "/IssueDateTime");
  expect_one(without(text, "<IssuingCountryCode>MY", "</IssuingCountryCode>"), "R-ASW-092",
             proof + "/IssuingCountryCode");
  // Without a proof nothing says where else than in the exporting state the goods originate.
  const auto none = test::checked(without(text, "<PreviousDocument>", "</PreviousDocument>"));
  ASSERT_EQ(none.findings.size(), 2U) << test::listed(none.findings);
  EXPECT_EQ(none.findings[0].rule, "R-ASW-092");
  EXPECT_EQ(none.findings[0].pointer, declared_place("/PreviousDocument"));
  EXPECT_EQ(none.findings[1].rule, "R-OD-001");
  expect_none(without(text, "<CertifiedExporterID>0217", "</CertifiedExporterID>"));  // if there is any
}

TEST(OriginDeclarations, R_ASW_040_original_proofs_go_with_the_statement) {
  expect_one(test::with(example(declared_back_to_back), ">B2B<", ">ACU<"), "R-ASW-040",
             declared_place("/PreviousDocument"));
}

TEST(OriginDeclarations, R_ASW_046_an_original_proof_is_of_another_state) {
  auto text = test::with(example(declared_back_to_back), "<IssuingCountryCode>MY", "<IssuingCountryCode>SG");
  expect_one(test::with(text, "<CountryCode>MY", "<CountryCode>SG"), "R-ASW-046",
             declared_place("/PreviousDocument[1]/IssuingCountryCode"));
}

TEST(OriginDeclarations, R_OD_001_goods_originate_in_the_exporting_state_or_in_that_of_the_original_proof) {
  expect_one(test::with(example(declared), "<Origin>\n          <CountryCode>MY",
                        "<Origin>\n          <CountryCode>CN"),
             "R-OD-001", declared_item(1, "/Origin/CountryCode"));
  expect_one(test::with(example(declared_back_to_back), "<CountryCode>MY", "<CountryCode>SG"), "R-OD-001",
             declared_item(1, "/Origin/CountryCode"));
}

TEST(OriginDeclarations, R_ASW_093_on_another_document_the_invoice_is_named_beside_it) {
  expect_one(without(example(declared_back_to_back), "<Invoice>", "</Invoice>"), "R-ASW-093",
             declared_item(1, "/Invoice"));
  for (const std::string_view carrier : {"BS", "PL"})
    expect_none(test::with(example(declared_back_to_back), ">DO<", ">" + std::string{carrier} + "<"));
  expect_none(without(test::with(example(declared_back_to_back), ">DO<", ">IV<"), "<Invoice>", "</Invoice>"));
  const auto report = test::checked(test::with(example(declared), ">IV<", ">DO<"));
  EXPECT_EQ(report.findings.size(), 2U) << test::listed(report.findings);  // each item
}

TEST(OriginDeclarations, R_ASW_020_who_invoices_from_a_third_country_is_named) {
  expect_one(without(example(declared_back_to_back), "<Seller>", "</Seller>"), "R-ASW-020",
             declared_place("/GoodsShipment/Seller"));
}

TEST(OriginDeclarations, R_OD_002_and_R_ASW_096_a_code_has_six_or_eight_digits_and_is_of_a_chapter) {
  const auto place = declared_item(1, "/Commodity/Classification/ID");
  expect_one(test::with(example(declared), "40151210", "4015121"), "R-OD-002", place);
  expect_one(test::with(example(declared), "40151210", "990012"), "R-ASW-096", place);
  expect_none(test::with(example(declared), "40151210", "401512"));
}

TEST(OriginDeclarations, R_OD_003_items_are_told_apart) {
  expect_one(test::with(example(declared), "<SequenceNumeric>2<", "<SequenceNumeric>1<"), "R-OD-003",
             declared_item(2, "/SequenceNumeric"));
}

TEST(OriginDeclarations, the_rules_on_criteria_are_those_of_certificates) {
  const auto text = example(declared);
  expect_one(without(text, "<RegionalValueContentPercent>", "</RegionalValueContentPercent>"), "R-DOC-020",
             declared_item(2, "/Origin/RegionalValueContentPercent"));
  expect_one(test::with(test::with(text, ">CTH<", ">WO<"), "</OriginCriterion>",
                        "</OriginCriterion><OriginCriterion><TypeCode>CC</TypeCode></OriginCriterion>"),
             "R-ASW-028", declared_item(1, "/Origin/OriginCriterion"));
  const auto report = test::checked(test::with(text, ">CTH<", ">PE<"));  // ATIGA has none
  ASSERT_EQ(report.findings.size(), 1U) << test::listed(report.findings);
  EXPECT_EQ(report.findings[0].rule, "LST-001");
}

TEST(OriginDeclarations, R_DOC_021_and_R_DOC_039_function_and_type_are_those_of_the_message) {
  expect_one(test::with(example(declared), "<FunctionCode>9", "<FunctionCode>5"), "R-DOC-021",
             declared_place("/FunctionCode"));
  expect_one(test::with(example(declared), "<TypeCode>862", "<TypeCode>861"), "R-DOC-039",
             declared_place("/TypeCode"));
}

// ---- records of certified exporters

constexpr std::string_view exporter_record = "my-certified-exporter";

std::string record_place(std::string_view below) {
  return "/CE.RECORD/Declaration/CertifiedExporter" + std::string{below};
}

TEST(CertifiedExporters, R_ASW_091_signatories_are_ten_at_most) {
  const auto with_signatories = [](int more) {
    std::string all;
    for (int i = 0; i < more; ++i) {
      all += "<Signatory><Name>Signatory " + std::to_string(i) + "</Name><SequenceNumeric>" +
             std::to_string(i + 10) + "</SequenceNumeric></Signatory>";
    }
    return test::with(example(exporter_record), "</CertifiedExporter>", all + "</CertifiedExporter>");
  };
  expect_none(with_signatories(8));  // beside its two
  expect_one(with_signatories(9), "R-ASW-091", record_place("/Signatory"));
}

TEST(CertifiedExporters, R_OD_004_an_authorisation_ends_after_it_begins) {
  const auto text = example(exporter_record);
  expect_one(test::with(text, "<ExpirationDateTime>2028", "<ExpirationDateTime>2024"), "R-OD-004",
             record_place("/ExpirationDateTime"));
}

TEST(CertifiedExporters, R_OD_003_and_R_OD_005_products_are_told_apart) {
  const auto text = example(exporter_record);
  expect_one(test::with(text, "<SequenceNumeric>3<", "<SequenceNumeric>2<"), "R-OD-003",
             record_place("/Product[3]/SequenceNumeric"));
  expect_one(test::with(text, "Surgical gloves, sterile</Description>\n        <SequenceNumeric>3",
                        "Examination gloves of vulcanised nitrile rubber</Description>\n        "
                        "<SequenceNumeric>3"),
             "R-OD-005", record_place("/Product[3]/Description"));
  expect_one(test::with(text, "<ID>401519<", "<ID>4015190<"), "R-OD-002",
             record_place("/Product[2]/Classification/ID"));
}

}  // namespace
}  // namespace lintas::rules
