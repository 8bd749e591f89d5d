#include "core/acdd/wire.hpp"

#include <cstdint>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>

#include "base/time.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/letter.hpp"
#include "core/acdd/messages.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/view.hpp"
#include "core/model/document_groups.hpp"
#include "tests/support/acdd_stage.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/instances.hpp"
#include "tests/support/random.hpp"
#include "wire/json/json_reader.hpp"
#include "wire/json/json_writer.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::acdd {
namespace {

using test::Random;

std::string example() {
  return test::read_file(LINTAS_ROOT "/examples/documents/sg-kh-customs-declaration-document.xml");
}
message::Document document_of(std::string_view xml) {
  auto read = xml::read(xml);
  EXPECT_TRUE(read.has_value());
  return *std::move(read);
}
std::string without(std::string text, std::string_view begin, std::string_view end) {
  const auto from = text.find(begin);
  return text.erase(from, text.find(end, from) + end.size() - from);
}
Hash256 some_hash() {
  Hash256 hash;
  hash.bytes[3] = std::byte{7};
  return hash;
}

TEST(Wire, every_message_has_a_view_and_every_view_a_message) {
  for (const MessageName& one : message_names)
    EXPECT_NE(message::find_program(one.root), nullptr) << one.root;
  for (const message::View& view : message::document_views())
    EXPECT_EQ(is_about_acdd(view.root), view.root.starts_with("ACDD.")) << view.root;
  EXPECT_EQ(root_of(1), "");
}

TEST(Wire, a_document_is_read_as_export_customs_released_it) {
  const auto heard = read(document_of(example()), some_hash());
  ASSERT_TRUE(heard.has_value());
  EXPECT_EQ(heard->number, acdd_send);
  const Letter& letter = heard->letter;
  ASSERT_TRUE(letter.contents.has_value());
  const Contents contents = letter.contents.value_or(Contents{});
  EXPECT_EQ(contents.permit, test::permit("SG", "OX6K123456A"));
  EXPECT_EQ(letter.permit, contents.permit);
  EXPECT_EQ(letter.version, 1);
  EXPECT_EQ(contents.version, 1);
  EXPECT_EQ(contents.importer.str(), "KH");
  EXPECT_EQ(contents.exporter.str(), "200501234W");
  EXPECT_EQ(contents.departure, parse_day("2026-11-24").value());
  EXPECT_EQ(contents.document, some_hash());
  ASSERT_EQ(contents.items.size(), 2U);
  EXPECT_EQ(contents.items[1].number, 2);
  EXPECT_EQ(contents.items[1].hs.str(), "03038900");
  EXPECT_EQ(contents.items[1].quantity.str(), "50.5");
  EXPECT_EQ(contents.items[1].unit.str(), "KGM");
  EXPECT_EQ(contents.items[0].origin.str(), "TH");
  EXPECT_TRUE(faults_in(contents).empty());
}

TEST(Wire, R_ASW_111_what_lacks_a_parameter_has_no_contents_but_its_permit_and_faults) {
  const auto heard = read(document_of(without(example(), "<Agent>", "</Agent>")), some_hash());
  ASSERT_TRUE(heard.has_value());
  EXPECT_FALSE(heard->letter.contents.has_value());
  EXPECT_EQ(heard->letter.permit, test::permit("SG", "OX6K123456A"));
  ASSERT_EQ(heard->letter.faults.size(), 2U);
  EXPECT_EQ(heard->letter.faults[0].rule, "R-ASW-111");
  EXPECT_EQ(heard->letter.faults[0].pointer, "/ACDD.SEND/Declaration/Agent/ID");
}

TEST(Wire, R_ACDD_002_a_serial_number_that_nobody_has) {
  std::string text = example();
  text.replace(text.find("<SequenceNumeric>2<"), 19, "<SequenceNumeric>70000<");
  const auto heard = read(document_of(text), some_hash());
  ASSERT_TRUE(heard.has_value());
  ASSERT_EQ(heard->letter.faults.size(), 1U);
  EXPECT_EQ(heard->letter.faults[0].rule, "R-ACDD-002");
  EXPECT_EQ(heard->letter.faults[0].pointer,
            "/ACDD.SEND/Declaration/GoodsShipment/GovernmentAgencyGoodsItem[2]/SequenceNumeric");
}

Letter any_letter(MessageNumber number, Random& random) {
  Letter letter{.permit = test::permit("SG", "P-1")};
  letter.version = static_cast<std::uint16_t>(random.below(3));
  if (number == acdd_cancel && random.below(2) == 0) letter.text = "not shipped";
  if (number == acdd_response) {
    letter.refuses = random.below(2) == 0;
    letter.text = letter.refuses ? "unknown here" : "";
  }
  if (number == l2_ok || number == l2_error) {
    letter.answers = random.below(2) == 0 ? Answers::document : Answers::cancellation;
    if (number == l2_error)
      letter.faults = {
          {.rule = "R-ASW-111", .pointer = "/ACDD.SEND/Declaration/Agent/ID", .detail = "absent"}};
  }
  const bool answers = number != acdd_cancel;
  if (answers) letter.clock = 480;
  return letter;
}

TEST(Wire, what_is_written_is_valid_and_read_as_it_was_said) {
  for (const MessageName& row : message_names) {
    if (row.number == acdd_send) continue;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      SCOPED_TRACE(std::string{row.name} + ", seed " + std::to_string(seed));
      Random random{seed};
      const Letter letter = any_letter(row.number, random);
      const Head head{.sender = "NTA.SG",
                      .recipient = "NTA.MY",
                      .prepared = *parse_instant("2026-11-23T02:10:00Z"),
                      .identification = "M-1",
                      .correlation = "M-0"};
      const auto document = write(row.number, letter, head);
      std::string text;
      xml::write(document, text);
      const auto again = xml::read(text);
      ASSERT_TRUE(again.has_value()) << text;
      EXPECT_EQ(read(*again, {}).value_or(Heard{}), (Heard{row.number, letter})) << text;
      std::string as_json;
      json::write(document, as_json);
      const auto of_json = json::read(as_json);
      ASSERT_TRUE(of_json.has_value()) << as_json;
      EXPECT_EQ(read(*of_json, {}).value_or(Heard{}).letter, letter);
    }
  }
}

TEST(Wire, a_document_leaves_with_its_version_and_all_that_is_stored_of_it) {
  const auto stored = document_of(example());
  Letter letter{.permit = test::permit("SG", "OX6K123456A")};
  letter.version = 4;
  const Head head{.sender = "NTA.SG",
                  .recipient = "NTA.MY",
                  .prepared = *parse_instant("2026-11-23T02:10:00Z"),
                  .identification = "M-1",
                  .correlation = {}};
  std::string text;
  xml::write(write(acdd_send, letter, head, &*stored.message.declaration), text);
  EXPECT_TRUE(text.contains("<VersionID>4</VersionID>")) << text;
  EXPECT_TRUE(text.contains("Straits Forwarding Pte Ltd")) << text;
  EXPECT_EQ(read(document_of(text), {}).value_or(Heard{}).letter.version, 4);
}

TEST(Wire, any_valid_document_is_read_without_a_bug) {
  for (const MessageName& row : message_names) {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
      Random random{seed};
      (void)read(test::any_document(*message::find_program(row.root), test::Fill::random, random), {});
    }
  }
}

TEST(Wire, R_DOC_021_an_acknowledgement_says_yes_or_no) {
  std::string text;
  Random random{1};
  const Head head{.sender = "NTA.MY",
                  .recipient = "NTA.SG",
                  .prepared = *parse_instant("2026-11-23T02:10:00Z"),
                  .identification = "M-1",
                  .correlation = "M-0"};
  xml::write(write(l2_ok, any_letter(l2_ok, random), head), text);
  text.replace(text.find("<FunctionCode>29<"), 17, "<FunctionCode>11<");
  const auto heard = read(document_of(text), {});
  ASSERT_FALSE(heard.has_value());
  EXPECT_EQ(heard.error().at(0).rule, "R-DOC-021");
}

std::string written(MessageNumber number, const Letter& letter) {
  const Head head{.sender = "NTA.MY",
                  .recipient = "NTA.SG",
                  .prepared = *parse_instant("2026-11-23T02:10:00Z"),
                  .identification = "M-1",
                  .correlation = "M-0"};
  std::string text;
  xml::write(write(number, letter, head), text);
  return text;
}

TEST(Wire, an_acknowledgement_that_refuses_does_so_without_naming_a_fault) {
  const auto heard = read(document_of(written(l2_error, {.permit = test::permit("SG", "P-1")})), {});
  EXPECT_EQ(heard.value_or(Heard{}).number, l2_error);
}

TEST(Wire, R_DOC_021_every_message_has_one_of_its_functions) {
  const auto pointer_of = [](std::string text, std::string_view function, std::string_view other) {
    text.replace(text.find(function), function.size(), other);
    const auto heard = read(document_of(text), {});
    return heard ? std::string{"read"} : heard.error().at(0).rule + " " + heard.error().at(0).pointer;
  };
  const Letter letter{.permit = test::permit("SG", "P-1")};
  EXPECT_EQ(pointer_of(example(), "<FunctionCode>9<", "<FunctionCode>1<"),
            "R-DOC-021 /ACDD.SEND/Declaration/FunctionCode");
  EXPECT_EQ(pointer_of(written(acdd_cancel, letter), "<FunctionCode>1<", "<FunctionCode>9<"),
            "R-DOC-021 /ACDD.CANCEL.REQ/Declaration/FunctionCode");
  EXPECT_EQ(pointer_of(written(acdd_response, letter), "<FunctionCode>11<", "<FunctionCode>29<"),
            "R-DOC-021 /ACDD.RESPONSE/Response/FunctionCode");
  EXPECT_EQ(pointer_of(written(acdd_response, letter), "<FunctionCode>11<", "<FunctionCode>27<"), "read");
}

TEST(Wire, the_bare_document_is_the_same_in_each_message_that_brings_it) {
  const auto bare_of = [](std::string_view xml) {
    std::string text;
    xml::write(bare(*document_of(xml).message.declaration), text);
    return text;
  };
  std::string later = example();
  later.replace(later.find("SG-ACDD-0001"), 12, "SG-ACDD-0009");
  EXPECT_EQ(bare_of(later), bare_of(example()));
}

}  // namespace
}  // namespace lintas::acdd
