#include <cstddef>
#include <cstdint>
#include <expected>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/decimal.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/limits.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/results.hpp"
#include "core/documents/wire.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/view.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/unit.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/seed/seed.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/samples.hpp"
#include "wire/xml/xml_reader.hpp"

namespace lintas::documents {
namespace {

Hash256 some_hash() {
  Hash256 hash;
  hash.bytes[0] = std::byte{7};
  return hash;
}

std::string example(std::string_view name) {
  return test::read_file(LINTAS_ROOT "/examples/documents/" + std::string{name} + ".xml");
}

std::expected<Heard, Findings> read_text(const std::string& text) {
  const auto document = xml::read(text);
  if (!document) {
    ADD_FAILURE() << document.error().findings.front().rule << ' '
                  << document.error().findings.front().pointer;
    return std::unexpected(Findings{});
  }
  return read(*document, some_hash());
}

Heard heard_in(std::string_view name) {
  const auto heard = read_text(example(name));
  EXPECT_TRUE(heard) << name;
  return heard.value_or(Heard{});
}

Letter said_in(std::string_view name) { return heard_in(name).letter; }

std::string rule_of(const std::string& text) {
  const auto said = read_text(text);
  if (said) return "nothing";
  return said.error().empty() ? "" : said.error().front().rule + " " + said.error().front().pointer;
}

TEST(Reading, takes_from_a_certificate_what_the_machines_ask) {
  const Letter said = said_in("th-id-car-parts-third-country-invoice");
  EXPECT_EQ(heard_in("th-id-car-parts-third-country-invoice").number, co_issue);
  ASSERT_TRUE(said.contents);
  const Contents& contents = *said.contents;
  EXPECT_EQ(in_words(contents.reference), "TH, TH-DFT, TH-ID D2026-0033107");
  EXPECT_EQ(contents.reference, said.certificate);
  EXPECT_EQ(contents.reference.kind, Kind::form_d);
  EXPECT_EQ(contents.function, Function::original);
  EXPECT_EQ(contents.version, 1);
  EXPECT_EQ(contents.importer.str(), "ID");
  EXPECT_EQ(contents.flags, Flags{.third_country_invoicing = true});
  EXPECT_EQ(contents.shipped, parse_day("2026-11-19"));
  EXPECT_EQ(contents.document, some_hash());
  EXPECT_EQ(said.issued, parse_day("2026-11-18"));
  EXPECT_EQ(said.clock, 7 * 60);
  ASSERT_EQ(contents.items.size(), 3U);
  EXPECT_EQ(contents.items[0].criterion, "47%");
  EXPECT_EQ(contents.items[0].quantity, Decimal::parse("3150.5").value());
  EXPECT_EQ(contents.items[0].hs.str(), "87082999");
  EXPECT_EQ(contents.items[1].criterion, "CTH");
  EXPECT_EQ(contents.items[2].criterion, "CTSH + 35%");
  EXPECT_EQ(contents.items[2].unit.str(), "NMB");
}

TEST(Reading, finds_no_fault_in_the_examples) {
  for (const std::string_view name :
       {"vn-sg-coffee", "sg-th-gloves-back-to-back", "th-id-car-parts-third-country-invoice",
        "my-vn-palm-oil-issued-retroactively", "kh-vn-garments-partial-cumulation",
        "id-ph-furniture-exhibition"}) {
    const Letter said = said_in(name);
    ASSERT_TRUE(said.contents) << name;
    EXPECT_TRUE(faults_in(*said.contents).empty()) << name;
  }
}

TEST(Reading, knows_the_originals_of_a_back_to_back_certificate) {
  const Contents contents = said_in("sg-th-gloves-back-to-back").contents.value();
  EXPECT_TRUE(contents.flags.back_to_back);
  ASSERT_EQ(contents.originals.size(), 1U);
  const Original& original = contents.originals[0];
  EXPECT_EQ(in_words(original.certificate), "MY, MY-08, MY-SG 26/08/11873");
  EXPECT_EQ(original.valid_until, parse_day("2027-09-30"));
  ASSERT_EQ(original.lines.size(), 2U);
  EXPECT_EQ(original.lines[1], (Line{2, Decimal::parse("1200").value()}));
}

// A paper original says no last day: it lives as long as any certificate of its day.
TEST(Reading, an_original_without_a_last_day_has_that_of_the_law) {
  const auto text = test::with(example("sg-th-gloves-back-to-back"),
                               "<ExpirationDateTime>2027-09-30</ExpirationDateTime>", "");
  const auto said = read_text(text);
  ASSERT_TRUE(said);
  ASSERT_EQ(limits_on(parse_day("2026-09-30").value()).validity.count, 12);
  EXPECT_EQ(said->letter.contents->originals[0].valid_until, parse_day("2027-09-30"));
}

// Two exporters of one state may have an invoice of the same number (asw.md 2.3).
TEST(Reading, an_origin_declaration_is_one_of_its_exporter) {
  const auto text = test::with(example("sg-th-gloves-back-to-back"), "<CategoryCode>OP", "<CategoryCode>OP");
  const auto office = text.find("<Submitter>", text.find("<PreviousDocument>"));
  const auto end = text.find("</Submitter>", office) + std::string_view{"</Submitter>"}.size();
  auto changed = text;
  changed.replace(office, end - office, "<CertifiedExporterID>CE-7</CertifiedExporterID>");
  const auto heard = read_text(changed);
  ASSERT_TRUE(heard);
  EXPECT_EQ(heard->letter.contents->originals[0].certificate.office.str(), "CE-7");
}

TEST(Reading, knows_each_statement_of_box_13) {
  EXPECT_TRUE(said_in("my-vn-palm-oil-issued-retroactively").contents->flags.issued_retroactively);
  EXPECT_TRUE(said_in("kh-vn-garments-partial-cumulation").contents->flags.partial_cumulation);
  const Flags shown = said_in("id-ph-furniture-exhibition").contents->flags;
  EXPECT_EQ(shown, (Flags{.exhibition = true, .accumulation = true, .de_minimis = true}));
}

TEST(Reading, a_certificate_takes_the_place_of_one_other) {
  constexpr std::string_view before = "<CategoryCode>OP";
  const auto text = example("sg-th-gloves-back-to-back");
  const auto reissue = read_text(test::with(text, before, "<CategoryCode>RI"));
  ASSERT_TRUE(reissue);
  EXPECT_TRUE(reissue->letter.contents->replaces->reissue);
  EXPECT_FALSE(read_text(test::with(text, before, "<CategoryCode>RP"))->letter.contents->replaces->reissue);
  const auto other = test::with(text, before, "<CategoryCode>XX");
  EXPECT_EQ(rule_of(other), "R-DOC-022 /CO.ISSUE/Declaration/PreviousDocument[1]/CategoryCode");
}

TEST(Reading, R_DOC_003_and_R_DOC_013_of_what_no_machine_knows) {
  const auto text = example("vn-sg-coffee");
  EXPECT_EQ(rule_of(test::with(text, "<SequenceNumeric>1<", "<SequenceNumeric>70000<")),
            "R-DOC-003 /CO.ISSUE/Declaration/GoodsShipment/GovernmentAgencyGoodsItem[1]/SequenceNumeric");
  EXPECT_EQ(rule_of(test::with(text, "<FunctionCode>9<", "<FunctionCode>1<")),
            "R-DOC-021 /CO.ISSUE/Declaration/FunctionCode");
}

TEST(Reading, takes_from_a_response_each_item) {
  const Letter said = said_in("id-th-response");
  EXPECT_EQ(heard_in("id-th-response").number, co_response);
  EXPECT_EQ(in_words(said.certificate.value()), "TH, TH-DFT, TH-ID D2026-0033107");
  ASSERT_EQ(said.results.size(), 3U);
  EXPECT_EQ(said.results[0].result, Result::u1);
  EXPECT_EQ(said.results[0].quantity, Decimal::parse("3150.5").value());
  EXPECT_EQ(said.results[1].result, Result::n2);
  EXPECT_TRUE(said.results[1].quantity.is_zero());
  EXPECT_EQ(said.results[2].unit, Unit::parse("NMB").value());
  EXPECT_EQ(said.results[2].decided, parse_instant("2026-12-01T02:10:00Z"));
  EXPECT_EQ(rule_of(test::with(example("id-th-response"), "<NameCode>U2", "<NameCode>U9")),
            "R-DOC-007 /CO.RESPONSE/Response/Status[3]/NameCode");
}

TEST(Reading, takes_reason_and_successor_from_a_cancellation) {
  const Letter said = said_in("my-vn-cancellation");
  EXPECT_EQ(heard_in("my-vn-cancellation").number, co_cancel);
  EXPECT_EQ(in_words(said.successor.value()), "MY, MY-10, MY-VN 26/10/01301");
  EXPECT_EQ(said.text.str(), "The net weight was wrong; a new certificate takes its place.");
}

TEST(Reading, takes_from_a_draw_who_lives_on_the_certificate_and_where_the_goods_go_on) {
  const Letter said = said_in("sg-my-drawn-on");
  EXPECT_EQ(heard_in("sg-my-drawn-on").number, co_drawn);
  EXPECT_EQ(in_words(said.certificate.value()), "MY, MY-08, MY-SG 26/08/11873");
  EXPECT_EQ(in_words(said.draw->by), "SG, SG-01, SG-TH 26/B2B/00092");
  EXPECT_EQ(said.draw->importer.str(), "TH");
  EXPECT_EQ(said.draw->lines, said_in("sg-th-gloves-back-to-back").contents->originals[0].lines);
}

TEST(Reading, takes_items_and_doubt_from_a_request_to_verify) {
  const Letter said = said_in("vn-kh-request-to-verify");
  EXPECT_EQ(heard_in("vn-kh-request-to-verify").number, co_verify_request);
  EXPECT_EQ(said.request->str(), "VN-V-2026-0009");
  EXPECT_EQ(said.items, std::vector<std::uint16_t>{1});
  EXPECT_FALSE(said.random);
  EXPECT_TRUE(read_text(test::with(example("vn-kh-request-to-verify"), ">DBT<", ">RND<"))->letter.random);
}

TEST(Reading, a_request_to_verify_an_origin_declaration_names_its_exporter_and_document) {
  std::string text = test::with(example("vn-kh-request-to-verify"), ">861<", ">862<");
  text = test::with(std::move(text), "KH-01", "0217/KH07");
  const Reference declaration = *read_text(text)->letter.certificate;
  EXPECT_EQ(declaration.kind, Kind::origin_declaration);
  EXPECT_EQ(in_words(declaration), "KH, 0217/KH07, KH-VN 2026/0561");
}

TEST(Reading, R_DOC_039_an_origin_declaration_is_neither_cancelled_nor_answered) {
  for (const auto& [name, place] :
       {std::pair{"my-vn-cancellation", "/CO.CANCEL/Declaration/TypeCode"},
        std::pair{"id-th-response", "/CO.RESPONSE/Response/Declaration/TypeCode"}}) {
    const auto heard = read_text(test::with(example(name), ">861<", ">862<"));
    ASSERT_FALSE(heard.has_value()) << name;
    EXPECT_EQ(heard.error().front().rule, "R-DOC-039");
    EXPECT_EQ(heard.error().front().pointer, place);
  }
}

// One list, told once in the program and once as reference data that a state may date.
TEST(Reading, the_list_of_results_has_those_of_the_program) {
  const auto reference = seed::reference(Country::parse("SG").value());
  const auto list = reference.at(parse_day("2026-11-23").value()).code_list("CL904");
  EXPECT_EQ(list.entries().size(), result_facts.size());
  for (const ResultFacts& facts : result_facts) {
    const auto* code = list.find(facts.code, parse_day("2026-11-23").value());
    ASSERT_NE(code, nullptr) << facts.code;
    EXPECT_EQ(code->text, facts.meaning);
  }
}

TEST(Reading, every_message_about_certificates_has_a_number) {
  for (const message::View& view : message::document_views()) {
    if (!view.root.starts_with("CO.")) continue;
    bool found = false;
    for (const MessageRoot& row : message_roots) found = found || row.root == view.root;
    EXPECT_TRUE(found) << view.root;
  }
  for (const MessageRoot& row : message_roots)
    EXPECT_NE(message::find_program(row.root), nullptr) << row.root;
  EXPECT_EQ(root_of(l1_receipt), "");
  // And every message that the machines send has a view; what is none is the gateway's receipt.
  for (const MessageName& message : message_names)
    EXPECT_EQ(root_of(message.number).empty(), message.number == l1_receipt) << message.name;
}

TEST(Criterion, is_read_as_it_is_written) {
  for (const std::string_view text :
       {"WO", "CC", "CTH", "CTSH", "SP", "40%", "CTSH + 35%", "PC 25%", "RVC", "CC + SP + 41%"})
    EXPECT_EQ(criterion_text(origin_of(text)), text);
  const auto combined = origin_of("CTSH + 35%");
  ASSERT_EQ(combined.origin_criterion.size(), 2U);
  EXPECT_EQ(combined.origin_criterion[1].type_code, "RVC");
  EXPECT_EQ(combined.regional_value_content_percent.value, 35);
}

}  // namespace
}  // namespace lintas::documents
