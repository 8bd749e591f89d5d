#include "wire/as4/messaging.hpp"

#include <cstddef>
#include <expected>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/text.hpp"
#include "base/time.hpp"
#include "tests/support/as4_recorded.hpp"
#include "wire/as4/envelope.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/limits.hpp"
#include "wire/as4/names.hpp"
#include "wire/as4/reference.hpp"
#include "wire/xml/canonical.hpp"
#include "wire/xml/tree.hpp"

/// The header that says what a message is.
namespace lintas::as4 {
namespace {

Instant at(std::string_view text) { return parse_instant(text).value(); }

UserMessage sample() {
  return {.info = {.id = "m1@sg.lintas", .at = at("2026-11-23T16:24:56.270Z"), .ref_to_message = "m0@my"},
          .from = {.id = {.value = "SG", .type = "urn:x"}, .role = "urn:initiator"},
          .to = {.id = {.value = "urn:my"}, .role = "urn:responder"},
          .agreement = {.value = "urn:agreement", .type = "urn:t"},
          .pmode = "transit",
          .service = {.value = "transit", .type = "urn:service"},
          .action = "IE050 <&\">",
          .conversation = "26SG000000000001J5",
          .properties = {{.name = "originalSender", .value = "C1", .type = "urn:x"},
                         {.name = "finalRecipient", .value = "C4"}},
          .parts = {{.content_id = "1@sg",
                     .properties = {{.name = "MimeType", .value = "application/xml"},
                                    {.name = "CompressionType", .value = "application/gzip"}}},
                    {.content_id = "2@sg"}}};
}

Receipt receipt() {
  Hash256 digest;
  digest.bytes.fill(std::byte{7});
  return {.info = {.id = "r1@my", .at = at("2026-11-23T16:24:57.000Z"), .ref_to_message = "m1@sg.lintas"},
          .parts = {make_reference("msg", false, digest), make_reference("1@sg", true, digest)}};
}

ErrorSignal errors() {
  return {.info = {.id = "e1@my", .at = at("2026-11-23T16:24:57.000Z"), .ref_to_message = "m1@sg.lintas"},
          .errors = {{.code = "EBMS:0101",
                      .short_description = "FailedAuthentication",
                      .ref_to_message = "m1@sg.lintas"},
                     {.code = "PEER:1", .is_failure = false, .detail = "what only the peer knows"}}};
}

/// As it stands in an envelope.
test::Document document_with(std::string_view messaging) {
  return test::Document{write_envelope("<x/>", messaging)};
}

xml::Tree::Node messaging_in(const xml::Tree& tree) {
  auto inside = xml::Children{tree, tree.root()};
  const auto header = inside.take({ns::soap, "Header"}).value();
  xml::Children headers{tree, header};
  (void)headers.take({xml::Namespace::none, "x"});
  return headers.take({ns::eb, "Messaging"}).value();
}

std::expected<Messaging, Refused> read(std::string_view text) {
  const test::Document document = document_with(text);
  return read_messaging(document.tree, messaging_in(document.tree));
}

TEST(As4Messaging, WhatIsWrittenIsReadAgain) {
  for (const Messaging& messaging : {Messaging{sample()}, Messaging{receipt()}, Messaging{errors()}}) {
    const auto found = read(write_messaging(messaging));
    ASSERT_TRUE(found) << found.error().why;
    EXPECT_TRUE(*found == messaging) << write_messaging(messaging);
  }
}

TEST(As4Messaging, WhatIsWrittenIsCanonical) {
  for (const Messaging& messaging : {Messaging{sample()}, Messaging{receipt()}, Messaging{errors()}}) {
    const std::string text = write_messaging(messaging);
    const test::Document document = document_with(text);
    std::string canonical;
    xml::canonicalise(document.tree, messaging_in(document.tree), {}, canonical);
    EXPECT_EQ(canonical, text);
  }
}

TEST(As4Messaging, ReadsWhatPhase4Writes) {
  for (const std::string version : {"v1", "v2"}) {
    const test::Document document{test::recorded_soap(version + ".token")};
    const auto envelope = read_envelope(document.tree);
    ASSERT_TRUE(envelope) << envelope.error().why;
    const auto found = read_messaging(document.tree, envelope->messaging);
    ASSERT_TRUE(found) << found.error().why;
    const auto& message = std::get<UserMessage>(*found);
    EXPECT_EQ(message.from.id, (Typed{"party-a", "urn:oasis:names:tc:ebcore:partyid-type:unregistered"}));
    EXPECT_EQ(message.service, (Typed{"customs", "urn:test:service"}));
    EXPECT_EQ(message.action, "declare");
    EXPECT_EQ(value_of(message.properties, final_recipient_property),
              "urn:oasis:names:tc:ebcore:partyid-type:unregistered:C4");
    ASSERT_EQ(message.parts.size(), 1U);
    EXPECT_EQ(value_of(message.parts.front().properties, mime_type_property), "application/xml");

    const test::Document answer{test::recorded(version + ".token.answer.xml")};
    const auto answered = read_messaging(answer.tree, read_envelope(answer.tree).value().messaging);
    ASSERT_TRUE(answered) << answered.error().why;
    EXPECT_EQ(std::get<Receipt>(*answered).info.ref_to_message, message.info.id);
    EXPECT_EQ(std::get<Receipt>(*answered).parts.size(), 3U);

    const test::Document tampered{test::recorded(version + ".token.tampered.answer.xml")};
    const auto refusal = read_messaging(tampered.tree, read_envelope(tampered.tree).value().messaging);
    ASSERT_TRUE(refusal) << refusal.error().why;
    EXPECT_EQ(std::get<ErrorSignal>(*refusal).errors.front().code, "EBMS:0102");
  }
}

TEST(As4Messaging, ReadsTimesAsPartnersWriteThem) {
  const std::vector<std::pair<std::string_view, std::string_view>> times{
      {"2026-11-23T16:24:56.27Z", "2026-11-23T16:24:56.270Z"},
      {"2026-11-23T16:24:56.123456789Z", "2026-11-23T16:24:56.123Z"},
      {"2026-11-23T23:24:56+07:00", "2026-11-23T16:24:56.000Z"},
      {"2026-11-23T11:54:56.5-04:30", "2026-11-23T16:24:56.500Z"},
  };
  for (const auto& [given, meant] : times) {
    const auto found = read(test::replaced(write_messaging(sample()), "2026-11-23T16:24:56.270Z", given));
    ASSERT_TRUE(found) << given << ": " << found.error().why;
    EXPECT_EQ(std::get<UserMessage>(*found).info.at, at(meant)) << given;
  }
}

TEST(As4Messaging, AConversationMayBeWithoutAName) {
  for (const std::string_view empty : {"<eb:ConversationId></eb:ConversationId>", "<eb:ConversationId />"}) {
    const auto found = read(test::replaced(
        write_messaging(sample()), "<eb:ConversationId>26SG000000000001J5</eb:ConversationId>", empty));
    ASSERT_TRUE(found) << found.error().why;
    EXPECT_EQ(std::get<UserMessage>(*found).conversation, "");
  }
}

struct Change {
  std::string_view what;
  std::string_view from;
  std::string_view to;
  Error error;
};

void expect_refused(const std::string& text, const std::vector<Change>& changes) {
  for (const Change& change : changes) {
    const auto found = read(test::replaced(text, change.from, change.to));
    ASSERT_FALSE(found) << change.what;
    EXPECT_EQ(found.error().error, change.error) << change.what << ": " << found.error().why;
  }
}

TEST(As4Messaging, AMessageThatIsNoneIsRefused) {
  const std::string second_party = R"(</eb:PartyId><eb:PartyId>MY</eb:PartyId>)";
  const std::string long_name(bounds::id_chars_max + 1, 'c');
  expect_refused(
      write_messaging(sample()),
      {
          {"a time that is none", "2026-11-23T16:24:56.270Z", "yesterday", Error::invalid_header},
          {"an offset that is none", "16:24:56.270Z", "16:24:56+7", Error::invalid_header},
          {"no id", "m1@sg.lintas", "", Error::invalid_header},
          {"two parties on a side", "</eb:PartyId>", second_party, Error::processing_mode_mismatch},
          {"no role", "<eb:Role>urn:initiator</eb:Role>", "", Error::invalid_header},
          {"no service", R"(<eb:Service type="urn:service">transit</eb:Service>)", "", Error::invalid_header},
          {"no conversation", "<eb:ConversationId>26SG000000000001J5</eb:ConversationId>", "",
           Error::invalid_header},
          {"a conversation of any length", "26SG000000000001J5", long_name, Error::invalid_header},
          {"a property twice", R"(name="finalRecipient")", R"(name="originalSender")",
           Error::value_inconsistent},
          {"a property without a name", R"(name="finalRecipient")", "", Error::invalid_header},
          {"a payload elsewhere", "cid:2@sg", "https://sg.example/2", Error::external_payload_error},
          {"a payload nowhere", R"( href="cid:2@sg")", "", Error::external_payload_error},
          {"another compression", "application/gzip", "application/zip", Error::value_inconsistent},
          {"a compressed part without its type", R"(name="MimeType")", R"(name="Mime")",
           Error::value_inconsistent},
          {"a text between elements", "</eb:MessageInfo>", "</eb:MessageInfo>text", Error::invalid_header},
          {"an element of another namespace", "<eb:Action>", "<Action>x</Action><eb:Action>",
           Error::invalid_header},
          {"a second message", "</eb:UserMessage>", "</eb:UserMessage><eb:UserMessage></eb:UserMessage>",
           Error::feature_not_supported},
      });
}

TEST(As4Messaging, ASignalThatIsNoneIsRefused) {
  expect_refused(
      write_messaging(receipt()),
      {
          {"for no message", "<eb:RefToMessageId>m1@sg.lintas</eb:RefToMessageId>", "",
           Error::invalid_receipt},
          {"another digest", "2001/04/xmlenc#sha256", "2000/09/xmldsig#sha1", Error::invalid_receipt},
          {"a digest cut short", "BwcHBwcH", "", Error::invalid_receipt},
          {"a reference to nothing", "#msg", "#", Error::invalid_receipt},
      });
  const std::string text = write_messaging(receipt());
  const auto first = text.find("<ebbp:MessagePartNRInformation>");
  const auto last = text.rfind("</ebbp:NonRepudiationInformation>");
  EXPECT_EQ(read(text.substr(0, first) + text.substr(last)).error().error, Error::invalid_receipt)
      << "a receipt for nothing";
  const std::string pull =
      test::replaced(write_messaging(errors()), "<eb:Error ", "<eb:PullRequest/><eb:Error ");
  EXPECT_EQ(read(pull).error().error, Error::feature_not_supported);
}

TEST(As4Messaging, WhatOthersPutIntoAReceiptIsPassedOver) {
  const std::string text = test::replaced(write_messaging(receipt()), "</eb:Receipt>",
                                          R"(<y xmlns="urn:peer" version="1"/></eb:Receipt>)");
  const auto found = read(text);
  ASSERT_TRUE(found) << found.error().why;
  EXPECT_TRUE(*found == Messaging{receipt()});
}

}  // namespace
}  // namespace lintas::as4
