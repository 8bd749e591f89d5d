#include "core/awsc/wire.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/awsc/exporter.hpp"
#include "core/awsc/letter.hpp"
#include "core/awsc/messages.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/view.hpp"
#include "core/model/document_groups.hpp"
#include "core/model/values/country.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/samples.hpp"
#include "tests/support/sha256.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::awsc {
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
  return document_of(test::read_file(LINTAS_ROOT "/examples/documents/my-certified-exporter.xml"));
}
Hash256 some_hash() {
  Hash256 hash;
  hash.bytes[3] = std::byte{7};
  return hash;
}
Head head() {
  return {.sender = "NTA.MY",
          .recipient = "NTA.TH",
          .prepared = *parse_instant("2026-03-02T04:00:00Z"),
          .identification = "MY00000000000000001",
          .correlation = std::string{"TH00000000000000001"}};
}
/// A suspension, as Malaysia tells it.
Letter suspended() {
  const auto record = example();
  Letter letter{.reference = ExporterReference{.state = *Country::parse("MY"),
                                               .code = *AuthorisationCode::parse("0217/MY07")},
                .version = 2};
  letter.effective = *parse_instant("2026-03-01T09:30:00Z");
  letter.status = Status::suspended;
  letter.content = record_of(*record.message.declaration, some_hash(), test::sha256).value();
  letter.content->holder.clear();
  letter.clock = 480;
  return letter;
}

TEST(MessagesAboutExporters, HaveAViewEach) {
  for (const MessageName& one : message_names) {
    EXPECT_NE(message::find_program(one.name), nullptr) << one.name;
    EXPECT_TRUE(is_about_exporters(one.name));
  }
  EXPECT_FALSE(is_about_exporters("CE.RECORD")) << "what an authority writes does not go between nodes";
}

TEST(MessagesAboutExporters, ANoticeIsReadAsItWasWritten) {
  const auto record = example();
  const auto text = text_of(write(ce_notice, suspended(), head(), &*record.message.declaration));
  const auto heard = read(document_of(text), some_hash(), test::sha256);
  ASSERT_TRUE(heard.has_value());
  EXPECT_EQ(heard->number, ce_notice);
  EXPECT_EQ(heard->letter, suspended());
  EXPECT_TRUE(text.contains("<IssueDateTime>2026-03-01T17:30:00+08:00<")) << text;
  EXPECT_TRUE(text.contains("<StatementCode>SUS<"));
}

TEST(MessagesAboutExporters, ANoticeHasNoPlaceForTheFirmsIdentifier) {
  const auto record = example();
  const auto text = text_of(write(ce_notice, suspended(), head(), &*record.message.declaration));
  EXPECT_FALSE(text.contains("MY201101012345"));
  const auto smuggled = test::with(text, "<Name>Klang Gloves", "<ID>MY201101012345</ID><Name>Klang Gloves");
  EXPECT_FALSE(xml::read(smuggled).has_value());
}

TEST(MessagesAboutExporters, AnAnswerIsReadAsItWasWritten) {
  Letter letter{.reference = suspended().reference, .version = 2};
  letter.clock = 420;
  letter.digest = "7KQX2M9A4T0ZB1C6";
  for (const bool refuses : {false, true}) {
    if (refuses) letter.digest.reset();
    if (refuses)
      letter.faults = {{.rule = "R-OD-031",
                        .pointer = "/CE.NOTICE/Declaration/VersionID",
                        .detail = "version 2 is another here"}};
    const auto heard = read(document_of(text_of(write(ce_ack, letter, head()))), some_hash(), test::sha256);
    ASSERT_TRUE(heard.has_value());
    EXPECT_EQ(heard->number, ce_ack);
    EXPECT_EQ(heard->letter, letter);
  }
}

TEST(MessagesAboutExporters, R_OD_012_ARecordIsFoundByItsCode) {
  const auto record = example();
  auto text = text_of(write(ce_notice, suspended(), head(), &*record.message.declaration));
  const auto heard = read(document_of(test::with(text, ">0217/MY07<", ">0217,MY07<")), {}, test::sha256);
  ASSERT_FALSE(heard.has_value());
  EXPECT_EQ(heard.error().front().rule, "R-OD-012");
  EXPECT_EQ(heard.error().front().pointer, "/CE.NOTICE/Declaration/CertifiedExporterID");
}

TEST(MessagesAboutExporters, R_DOC_021_SayWhetherItWasTaken) {
  Letter letter{.reference = suspended().reference, .version = 2};
  const auto text = text_of(write(ce_ack, letter, head()));
  for (const std::string_view function : {"27", "9"}) {
    const auto heard = read(
        document_of(test::with(text, "<FunctionCode>29<", "<FunctionCode>" + std::string{function} + "<")),
        {}, test::sha256);
    ASSERT_FALSE(heard.has_value()) << "a refusal says why";
    EXPECT_EQ(heard.error().front().rule, "R-DOC-021");
  }
}

}  // namespace
}  // namespace lintas::awsc
