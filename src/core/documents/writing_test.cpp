#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/decimal.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/wire.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/model/clocks.hpp"
#include "core/model/document_groups.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/unit.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/instances.hpp"
#include "tests/support/random.hpp"
#include "wire/json/json_reader.hpp"
#include "wire/json/json_writer.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::documents {
namespace {

using test::Random;

Reference any_reference(std::string_view state, Random& random) {
  return {.state = *Country::parse(state),
          .office = *IssuingOffice::parse(std::string{state} + "-0" + std::to_string(random.below(9))),
          .number = *ReferenceNumber::parse("X 26/" + std::to_string(random.below(99'999)))};
}

Decimal any_quantity(Random& random) {
  return Decimal::of(random.between(1, 99'999'999), static_cast<int>(random.below(7)));
}

Day any_day(Random& random) { return parse_day("2026-01-01").value() + std::chrono::days{random.below(900)}; }

std::vector<Line> any_lines(Random& random) {
  std::vector<Line> lines;
  for (std::uint16_t item = 1; item <= 1 + random.below(3); ++item)
    lines.push_back({.item = item, .quantity = any_quantity(random)});
  return lines;
}

Contents any_contents(Random& random) {
  static constexpr std::string_view criteria[] = {"WO", "CTH", "41%", "CTSH + 35%", "PC 25%", "SP"};
  static constexpr Function functions[] = {Function::original, Function::replace, Function::duplicate};
  Contents contents;
  contents.reference = any_reference("MY", random);
  contents.version = static_cast<std::uint16_t>(1 + random.below(999));
  contents.function = random.pick(functions);
  contents.importer = *Country::parse("TH");
  contents.flags = {.third_country_invoicing = random.one_in(2),
                    .exhibition = random.one_in(2),
                    .accumulation = random.one_in(2),
                    .de_minimis = random.one_in(2),
                    .back_to_back = random.one_in(2),
                    .issued_retroactively = random.one_in(2),
                    .partial_cumulation = random.one_in(2)};
  for (std::uint16_t item = 1; item <= 1 + random.below(4); ++item) {
    contents.items.push_back({.number = item,
                              .hs = *Ahtn::parse(random.one_in(2) ? "40151210" : "4015121099"),
                              .criterion = std::string{random.pick(criteria)},
                              .quantity = any_quantity(random),
                              .unit = *Unit::parse(random.one_in(2) ? "KGM" : "PR")});
  }
  if (random.one_in(2)) contents.shipped = any_day(random);
  if (random.one_in(2))
    contents.replaces = Earlier{any_reference("MY", random), any_day(random), random.one_in(2)};
  for (std::size_t i = random.below(3); i > 0; --i) {
    contents.originals.push_back({.certificate = any_reference("VN", random),
                                  .issued = any_day(random),
                                  .valid_until = any_day(random),
                                  .lines = any_lines(random)});
  }
  contents.document.bytes[0] = std::byte{9};
  return contents;
}

std::int32_t any_clock(Random& random) {
  const std::int32_t clocks[] = {480, 390, 420, 0};
  return random.pick(clocks);
}

std::string any_words(Random& random) { return "because of reason " + std::to_string(random.below(100)); }

std::vector<ItemResult> any_results(Random& random) {
  static constexpr Result results[] = {Result::u1, Result::u2, Result::p1, Result::n2, Result::n13};
  std::vector<ItemResult> all;
  for (std::uint16_t item = 1; item <= 1 + random.below(3); ++item) {
    ItemResult result{.item = item, .result = random.pick(results), .quantity = {}};
    result.decided = Instant{any_day(random)} + std::chrono::seconds{random.below(86'400)};
    if (random.one_in(2)) result.quantity = any_quantity(random);
    if (random.one_in(2)) result.unit = Unit::parse("KGM").value();
    all.push_back(result);
  }
  return all;
}

bool is_one_of(MessageNumber number, std::initializer_list<MessageNumber> all) {
  return std::ranges::find(all, number) != all.end();
}

/// Whatever a machine may say in this message, and nothing else: where it may say nothing, so does this.
Letter any_letter(MessageNumber number, Random& random) {
  Letter letter;
  letter.certificate = any_reference("MY", random);
  if (random.one_in(2)) letter.version = static_cast<std::uint16_t>(1 + random.below(9));
  if (is_one_of(number, {co_issue, co_retransmit})) {
    letter.contents = any_contents(random);
    letter.certificate = letter.contents->reference;
    letter.version = letter.contents->version;
    letter.issued = any_day(random);
    letter.clock = any_clock(random);
    return letter;
  }
  if (number == co_drawn) {
    letter.draw = Drawn{
        .by = any_reference("SG", random), .lines = any_lines(random), .importer = *Country::parse("ID")};
    return letter;
  }
  if (number == co_draw_undone) {
    letter.draw = Drawn{.by = any_reference("SG", random), .lines = {}};
    return letter;
  }
  const bool must_speak = is_one_of(number, {co_cancel, co_clarify});
  const bool is_check = is_one_of(number, {l2_ok, l2_error});
  if (!is_check && (must_speak || random.one_in(2))) letter.text = any_words(random);
  if (number == co_cancel) letter.version = 3;
  if (number == co_cancel && random.one_in(2)) letter.successor = any_reference("MY", random);
  const bool of_a_request =
      is_one_of(number, {co_verify_request, co_verify_result, co_verify_decision, visit_notice});
  // These go about origin declarations, too.
  if (is_about_checks(number) && random.one_in(3)) letter.certificate->kind = Kind::origin_declaration;
  if (of_a_request || (is_check && random.one_in(2))) letter.request = DocumentId::parse("V-1").value();
  if (number == co_verify_request) {
    letter.random = random.one_in(2);
    if (random.one_in(2)) letter.items = {1, 3};
  }
  if (number == co_response && random.one_in(2)) letter.covers_paper = true;
  if (number == co_verify_result && random.one_in(2)) letter.consents = random.one_in(2);
  const bool has_results = is_one_of(number, {co_response, co_verify_decision, co_clarify});
  if (has_results || (number == l3_use_reversed && random.one_in(2))) letter.results = any_results(random);
  if (!is_one_of(number, {co_cancel, co_retransmit_request, co_verify_request, visit_notice}))
    letter.clock = any_clock(random);
  if (is_check) letter.answers = static_cast<Answers>(random.below(4));
  if (letter.answers == Answers::response) {
    letter.request.reset();
    if (random.one_in(2)) letter.said = Instant{any_day(random)} + std::chrono::seconds{random.below(86'400)};
  }
  if (number == l2_error)
    letter.faults = {{"SCH-008", "/CO.ISSUE/Declaration/ID", "it is missing"}, {"R-ASW-020", "", "words"}};
  return letter;
}

Head any_head(MessageNumber number) {
  Head head{.sender = "NTA.MY",
            .recipient = "NTA.TH",
            .prepared = parse_instant("2026-11-23T03:00:00Z").value(),
            .identification = "M-1",
            .correlation = std::nullopt};
  if (is_one_of(number, {co_retransmit, l2_ok, l2_error, c1_conflict})) head.correlation = "M-0";
  return head;
}

/// As it was stored before what is said was decided: with as many items.
message::Document any_certificate(test::Fill fill, const std::optional<Contents>& contents, Random& random) {
  auto document = test::any_document(*message::find_program("CO.ISSUE"), fill, random);
  auto& items = document.message.declaration->goods_shipment->government_agency_goods_item;
  const auto item = items.front();
  if (contents) items.resize(contents->items.size(), item);
  return document;
}

/// Box 10, each once: they stand in the certificate, and no machine asks to write them.
std::vector<std::string> invoices_in(const message::wco::Declaration& certificate) {
  std::vector<std::string> all;
  for (const auto& item : certificate.goods_shipment->government_agency_goods_item) {
    for (const message::wco::Invoice& one : item.invoice)
      if (std::ranges::find(all, std::string_view{one.id}) == all.end()) all.emplace_back(one.id);
  }
  return all;
}

TEST(Writing, what_is_written_is_valid_and_read_as_it_was_said) {
  for (const MessageName& row : message_names) {
    if (row.number == l1_receipt) continue;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
      SCOPED_TRACE(std::string{row.name} + ", seed " + std::to_string(seed));
      Random random{seed};
      const bool is_certificate = is_one_of(row.number, {co_issue, co_retransmit});
      Letter letter = any_letter(row.number, random);
      const auto fill = seed % 2 == 0 ? test::Fill::minimal : test::Fill::random;
      const auto stored = any_certificate(fill, letter.contents, random);
      if (letter.contents) letter.contents->invoices = invoices_in(*stored.message.declaration);
      const auto document = write(row.number, letter, any_head(row.number),
                                  is_certificate ? &*stored.message.declaration : nullptr);
      std::string text;
      xml::write(document, text);
      const auto again = xml::read(text);
      ASSERT_TRUE(again) << again.error().findings.front().pointer << ' '
                         << again.error().findings.front().rule << '\n'
                         << text;
      const Hash256 hash = letter.contents ? letter.contents->document : Hash256{};
      const auto heard = read(*again, hash);
      ASSERT_TRUE(heard) << heard.error().front().rule << ' ' << heard.error().front().pointer;
      EXPECT_EQ(heard->number, row.number);
      EXPECT_EQ(heard->letter, letter) << text;

      std::string as_json;
      json::write(document, as_json);
      const auto of_json = json::read(as_json);
      ASSERT_TRUE(of_json) << as_json;
      EXPECT_EQ(read(*of_json, hash).value_or(Heard{}).letter, letter);
    }
  }
}

// An acknowledgement of bytes that nobody could read names no certificate.
TEST(Writing, an_error_may_know_no_certificate) {
  Random random{1};
  Letter letter = any_letter(l2_error, random);
  letter.certificate.reset();
  letter.version = 0;
  letter.answers = {};
  letter.said.reset();
  std::string text;
  xml::write(write(l2_error, letter, any_head(l2_error)), text);
  const auto again = xml::read(text);
  ASSERT_TRUE(again);
  EXPECT_EQ(read(*again, {}).value_or(Heard{}).letter, letter);
}

TEST(Writing, an_error_that_names_no_fault_is_none_the_less_one) {
  Random random{1};
  Letter letter = any_letter(l2_error, random);
  letter.faults.clear();
  std::string text;
  xml::write(write(l2_error, letter, any_head(l2_error)), text);
  const auto again = xml::read(text);
  ASSERT_TRUE(again);
  const Heard heard = read(*again, {}).value_or(Heard{});
  EXPECT_EQ(heard.number, l2_error);
  ASSERT_EQ(heard.letter.faults.size(), 1U) << "the machines take what names none for an ok";
  EXPECT_EQ(heard.letter.faults.at(0).pointer, "/CO.ACK/Response/FunctionCode");
}

TEST(Writing, a_fault_of_any_length_is_told_as_far_as_its_element_goes) {
  Random random{1};
  Letter letter = any_letter(l2_error, random);
  std::string words;
  for (int i = 0; i < 600; ++i) words += "\u00e9";
  letter.faults.assign(1200, {"SCH-008", std::string(600, 'x'), words});
  std::string text;
  xml::write(write(l2_error, letter, any_head(l2_error)), text);
  const auto again = xml::read(text);
  ASSERT_TRUE(again) << again.error().findings.front().pointer;
  EXPECT_EQ(read(*again, {}).value_or(Heard{}).letter.faults.size(), 999U);
}

// What is sent again has another head, and may call itself a duplicate: it is the same certificate.
TEST(Writing, the_bare_certificate_is_the_same_in_each_message_that_brings_it) {
  Random random{5};
  Letter letter = any_letter(co_issue, random);
  const auto stored = any_certificate(test::Fill::each, letter.contents, random);
  const auto bare_of = [&](MessageNumber number, const Letter& said, const Head& head) {
    std::string text;
    xml::write(bare(*write(number, said, head, &*stored.message.declaration).message.declaration), text);
    return text;
  };
  const std::string first = bare_of(co_issue, letter, any_head(co_issue));
  Head later = any_head(co_retransmit);
  later.identification = "M-77";
  Letter again = letter;
  again.contents->function = Function::duplicate;
  EXPECT_EQ(bare_of(co_retransmit, again, later), first);
  EXPECT_TRUE(says_the_same(*again.contents, *letter.contents));
  again.contents->items.front().criterion = "CC";
  EXPECT_NE(bare_of(co_retransmit, again, later), first);
  EXPECT_FALSE(says_the_same(*again.contents, *letter.contents));
}

TEST(Writing, what_no_machine_asks_stays_in_the_certificate) {
  const auto text =
      test::read_file(LINTAS_ROOT "/examples/documents/th-id-car-parts-third-country-invoice.xml");
  const auto document = xml::read(text);
  ASSERT_TRUE(document);
  const auto heard = read(*document, {});
  ASSERT_TRUE(heard);
  const auto again = write(heard->number, heard->letter,
                           {.sender = document->message.message_sender,
                            .recipient = document->message.message_recipient,
                            .prepared = parse_instant("2026-11-18T07:20:31Z").value(),
                            .identification = document->message.message_identification,
                            .correlation = std::nullopt},
                           &*document->message.declaration);
  std::string before;
  std::string after;
  xml::write(*document, before);
  xml::write(again, after);
  EXPECT_EQ(before, after);
}

TEST(Writing, an_approval_gives_number_day_and_marks) {
  Random random{3};
  Contents contents = any_contents(random);
  auto stored = any_certificate(test::Fill::each, contents, random);
  auto& certificate = *stored.message.declaration;
  contents.flags = {.issued_retroactively = true};
  const std::string exporter = certificate.exporter->name;
  put(contents, parse_day("2026-11-24").value(), std::chrono::hours{8}, certificate);
  EXPECT_EQ(certificate.issue_date_time, "2026-11-24T00:00:00+08:00");
  EXPECT_EQ(certificate.id, contents.reference.number.str());
  ASSERT_EQ(certificate.additional_information.size(), 1U);
  EXPECT_EQ(certificate.additional_information[0].statement_code, "IRA");
  EXPECT_EQ(certificate.exporter->name, exporter);
}

}  // namespace
}  // namespace lintas::documents
