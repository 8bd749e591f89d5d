#include "core/aeo/listed/wire.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/listed/letter.hpp"
#include "core/aeo/listed/messages.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/programme.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/model/document_groups.hpp"
#include "core/model/values/tin.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/samples.hpp"
#include "tests/support/sha256.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::aeo::listed {
namespace {

message::Document document_of(std::string_view xml) {
  auto read = xml::read(xml);
  EXPECT_TRUE(read.has_value());
  return *std::move(read);
}
std::string text_of(const message::Document& document) {
  std::string text;
  xml::write(document, text);
  return text;
}
message::Document example() {
  return document_of(test::read_file(LINTAS_ROOT "/examples/documents/sg-authorised-operator.xml"));
}
Hash256 some_hash() {
  Hash256 hash;
  hash.bytes[3] = std::byte{7};
  return hash;
}
Head head() {
  return {.sender = "NTA.SG",
          .recipient = "NTA.TH",
          .prepared = *parse_instant("2026-03-02T04:00:00Z"),
          .identification = "SG00000000000000001",
          .correlation = std::string{"TH00000000000000001"}};
}
/// A suspension, as Singapore tells it: the operator has its second code.
Letter suspended() {
  const auto record = example();
  const auto consent = consent_of(*record.message.declaration, some_hash(), test::sha256).value();
  Letter letter{.reference = Reference{.holder = *Tin::parse("SG201912345K"),
                                       .number = *authorisation::ApplicationNumber::parse("A-2026-1")},
                .version = 4,
                .effective = *parse_instant("2026-03-01T09:30:00Z"),
                .status = Status::suspended};
  letter.content =
      Content{.grant = {.programme = "STP",
                        .level = "STP-Plus",
                        .roles = {OperatorRole::exporter, OperatorRole::freight_forwarder},
                        .authorised = *parse_day("2026-01-05"),
                        .valid_from = *parse_day("2026-01-10"),
                        .valid_until = *parse_day("2029-01-09"),
                        .revalidate_on = *parse_day("2028-01-10"),
                        .codes = {{.code = *Code::parse("AEOSG123456789012"),
                                   .key = *CodeKey::parse("AEOSG123456789012"),
                                   .given = *parse_day("2026-01-05"),
                                   .from = *parse_instant("2026-01-05T04:00:00Z"),
                                   .until = *parse_instant("2026-03-31T16:00:00Z")},
                                  {.code = *Code::parse("AEOSG-123456789013"),
                                   .key = *CodeKey::parse("AEOSG123456789013"),
                                   .given = *parse_day("2026-02-05"),
                                   .from = *parse_instant("2026-02-05T04:00:00Z")}}},
              .consent = {.on = *parse_day("2026-01-06"), .document = some_hash(), .print = consent.print}};
  letter.clock = 480;
  return letter;
}
std::string notice_text() {
  const auto record = example();
  return text_of(write(aeo_notice, suspended(), head(), &*record.message.declaration));
}

TEST(MessagesAboutOperators, HaveAViewEach) {
  for (const MessageName& one : message_names) {
    EXPECT_NE(message::find_program(one.name), nullptr) << one.name;
    EXPECT_TRUE(is_about_operators(one.name));
  }
  EXPECT_NE(message::find_program("AEO.RECORD"), nullptr);
  EXPECT_FALSE(is_about_operators("AEO.RECORD")) << "what an operator writes does not go between nodes";
}

TEST(MessagesAboutOperators, ANoticeIsReadAsItWasWritten) {
  const std::string text = notice_text();
  const auto heard = read(document_of(text), some_hash(), test::sha256);
  ASSERT_TRUE(heard.has_value());
  EXPECT_EQ(heard->number, aeo_notice);
  EXPECT_EQ(heard->letter, suspended());
  EXPECT_TRUE(text.contains("<IssueDateTime>2026-03-01T17:30:00+08:00<")) << text;
  EXPECT_TRUE(text.contains("<StatementCode>SUS<"));
  EXPECT_TRUE(text.contains("<LocalName>阳光食品私人有限公司<"));
}

TEST(MessagesAboutOperators, OfWhatIsListedNoMoreNothingIsTold) {
  Letter letter = suspended();
  letter.status = Status::unlisted;
  letter.content.reset();
  const std::string text = text_of(write(aeo_notice, letter, head()));
  const auto heard = read(document_of(text), some_hash(), test::sha256);
  ASSERT_TRUE(heard.has_value());
  EXPECT_EQ(heard->letter, letter);
  for (const std::string_view word : {"Sunshine", "AEOSG", "STP", "exporter"})
    EXPECT_FALSE(text.contains(word));
}

TEST(MessagesAboutOperators, ANoticeHasNoPlaceForWhatStaysInItsState) {
  const std::string text = notice_text();
  for (const std::string_view smuggled :
       {"<Ground>grave_breach</Ground>", "<StatementDescription>smuggling</StatementDescription>"}) {
    EXPECT_FALSE(
        xml::read(test::with(text, "<LocalName>", std::string{smuggled} + "<LocalName>")).has_value());
    EXPECT_FALSE(xml::read(test::with(text, "<StatementCode>SUS</StatementCode>",
                                      "<StatementCode>SUS</StatementCode>" + std::string{smuggled}))
                     .has_value());
  }
}

TEST(MessagesAboutOperators, AnAnswerIsReadAsItWasWritten) {
  Letter letter{.reference = suspended().reference, .version = 4};
  letter.clock = 420;
  letter.digest = "7KQX2M9A4T0ZB1C6";
  for (const bool refuses : {false, true}) {
    if (refuses) {
      letter.digest.reset();
      letter.faults = {{.rule = "R-AEO-026",
                        .pointer = "/AEO.NOTICE/Declaration/VersionID",
                        .detail = "version 4 is another here"}};
    }
    const auto heard = read(document_of(text_of(write(aeo_ack, letter, head()))), some_hash(), test::sha256);
    ASSERT_TRUE(heard.has_value());
    EXPECT_EQ(heard->number, aeo_ack);
    EXPECT_EQ(heard->letter, letter);
  }
}

TEST(MessagesAboutOperators, APrintIsThatOfNameAndAddress) {
  const std::string text = test::read_file(LINTAS_ROOT "/examples/documents/sg-authorised-operator.xml");
  const auto print = [](std::string_view xml) {
    const auto document = document_of(xml);
    return consent_of(*document.message.declaration, {}, test::sha256).value().print;
  };
  EXPECT_EQ(print(text), suspended().content->consent.print);
  EXPECT_NE(print(test::with(text, "Sunshine Foods", "Sunrise Foods")), print(text));
  EXPECT_NE(print(test::with(text, "12 Tuas", "13 Tuas")), print(text));
  EXPECT_NE(print(test::with(text, "Sunshine Kitchen", "Kitchen")), print(text));
  EXPECT_NE(print(test::with(text, "A-2026-1", "A-2026-2")), print(text)) << "each record has its own";
}

TEST(MessagesAboutOperators, R_AEO_015_AStateListsItsOwn) {
  const auto heard =
      read(document_of(test::with(notice_text(), "<IssuingCountryCode>SG<", "<IssuingCountryCode>MY<")), {},
           test::sha256);
  ASSERT_FALSE(heard.has_value());
  EXPECT_EQ(heard.error().front().rule, "R-AEO-015");
  EXPECT_EQ(heard.error().front().pointer, "/AEO.NOTICE/Declaration/IssuingCountryCode");
}

TEST(MessagesAboutOperators, R_AEO_028_ARecordIsFoundByItsName) {
  const auto heard =
      read(document_of(test::with(notice_text(), "<ID>A-2026-1<", "<ID>A\u20072026<")), {}, test::sha256);
  ASSERT_TRUE(heard.has_value()) << "a blank within is no fault";
  // What the schema lets pass and no identifier is.
  auto document = document_of(notice_text());
  document.message.declaration->id = "A-1 ";
  const auto nameless = read(document, {}, test::sha256);
  ASSERT_FALSE(nameless.has_value());
  EXPECT_EQ(nameless.error().front().rule, "R-AEO-028");
  EXPECT_EQ(nameless.error().front().pointer, "/AEO.NOTICE/Declaration/ID");
}

/// A stop counts whatever else is wrong, so that its message is read all the same.
TEST(MessagesAboutOperators, R_AEO_027_WhatIsWrongStandsInTheLetter) {
  const std::string text = notice_text();
  const auto fault = [](const std::string& xml) {
    const auto heard = read(document_of(xml), {}, test::sha256);
    EXPECT_TRUE(heard.has_value());
    EXPECT_EQ(heard->letter.status == Status::active, false);
    EXPECT_FALSE(heard->letter.content);
    EXPECT_EQ(heard->letter.faults.size(), 1U);
    return heard->letter.faults.front().rule + " " + heard->letter.faults.front().pointer;
  };
  EXPECT_EQ(fault(test::with(text, ">EX<", ">EXP<")),
            "R-AEO-027 /AEO.NOTICE/Declaration/AuthorisedOperator/Role[1]/RoleCode");
  EXPECT_EQ(fault(test::with(text, "<ID>AEOSG123456789012<", "<ID>AEOSG#23456789012<")),
            "R-AEO-001 /AEO.NOTICE/Declaration/AuthorisedOperator/Code[1]/ID");
  EXPECT_EQ(fault(test::with(text, ">SUS<", ">UNL<")),
            "R-AEO-027 /AEO.NOTICE/Declaration/AuthorisedOperator");
  Letter without = suspended();
  without.content.reset();
  EXPECT_EQ(fault(text_of(write(aeo_notice, without, head()))),
            "R-AEO-027 /AEO.NOTICE/Declaration/AuthorisedOperator");
}

TEST(MessagesAboutOperators, R_DOC_021_SayWhetherTheyWereTaken) {
  Letter letter{.reference = suspended().reference, .version = 2};
  const auto text = text_of(write(aeo_ack, letter, head()));
  for (const std::string_view function : {"27", "9"}) {
    const auto heard = read(
        document_of(test::with(text, "<FunctionCode>29<", "<FunctionCode>" + std::string{function} + "<")),
        {}, test::sha256);
    ASSERT_FALSE(heard.has_value()) << "a refusal says why";
    EXPECT_EQ(heard.error().front().rule, "R-DOC-021");
  }
}

TEST(MessagesAboutOperators, R_DOC_021_HaveAStatusOfTheirs) {
  const auto heard = read(document_of(test::with(notice_text(), ">SUS<", ">XYZ<")), {}, test::sha256);
  ASSERT_FALSE(heard.has_value());
  EXPECT_EQ(heard.error().front().pointer, "/AEO.NOTICE/Declaration/AdditionalInformation[1]/StatementCode");
}

}  // namespace
}  // namespace lintas::aeo::listed
