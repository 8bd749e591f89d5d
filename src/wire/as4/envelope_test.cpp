#include "wire/as4/envelope.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "tests/support/as4_recorded.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/names.hpp"
#include "wire/xml/canonical.hpp"

/// The envelope: what is signed stands at its place, and nothing stands elsewhere.
namespace lintas::as4 {
namespace {

std::string security(std::string_view inside = {}) {
  return format(R"(<wsse:Security xmlns:wsse="{}">{}</wsse:Security>)", ns::name_of(ns::wsse), inside);
}

std::string messaging(std::string_view id = "msg") {
  return format(R"(<eb:Messaging xmlns:eb="{}" xmlns:wsu="{}" wsu:Id="{}"></eb:Messaging>)",
                ns::name_of(ns::eb), ns::name_of(ns::wsu), id);
}

TEST(As4Envelope, WhatIsWrittenIsRead) {
  const test::Document document{write_envelope(security(), messaging())};
  const auto found = read_envelope(document.tree);
  ASSERT_TRUE(found) << found.error().why;
  EXPECT_EQ(found->messaging_id, "msg");
  EXPECT_EQ(found->body_id, "body");
  EXPECT_TRUE(document.tree.is(found->security, {ns::wsse, "Security"}));
  std::string body;
  xml::canonicalise(document.tree, found->body, {}, body);
  EXPECT_EQ(body, body_text()) << "the digest of the body is that of these bytes";
}

TEST(As4Envelope, ReadsWhatPhase4Writes) {
  for (const std::string name : {"v1.token", "v1.issuer-serial", "v2.key-identifier"}) {
    const test::Document document{test::recorded_soap(name)};
    const auto found = read_envelope(document.tree);
    ASSERT_TRUE(found) << found.error().why;
    EXPECT_TRUE(found->messaging_id.starts_with("phase4-msg-")) << name;
  }
}

constexpr std::string_view fault = "<S12:Fault><S12:Code/><x:Detail xmlns:x='urn:x'/></S12:Fault>";
std::string with_body(std::string_view content) {
  return test::replaced(write_envelope(security(), messaging()), "</S12:Body>",
                        format("{}</S12:Body>", content));
}

TEST(As4Envelope, OfAnAnswerTheBodyMayBeAFault) {
  const test::Document document{with_body(format(" {}\n", fault))};
  const auto found = read_envelope(document.tree, Bodies::empty_or_fault);
  ASSERT_TRUE(found) << found.error().why;
  EXPECT_TRUE(found->is_fault);
  const test::Document empty{with_body("")};
  const auto plain = read_envelope(empty.tree, Bodies::empty_or_fault);
  ASSERT_TRUE(plain) << plain.error().why;
  EXPECT_FALSE(plain->is_fault);
  EXPECT_FALSE(read_envelope(document.tree)) << "of a message it is empty";
  for (const std::string& other :
       {format("{}{}", fault, fault), format("{}x", fault), format("<x/>{}", fault), std::string{"<x/>"},
        std::string{"<Fault/>"}, format("<x>{}</x>", fault)}) {
    const test::Document bad{with_body(other)};
    const auto refused = read_envelope(bad.tree, Bodies::empty_or_fault);
    ASSERT_FALSE(refused) << other;
    EXPECT_EQ(refused.error().error, Error::feature_not_supported) << other;
  }
}

struct Change {
  std::string_view what;
  std::string from;
  std::string to;
  Error error;
};

TEST(As4Envelope, WhatAWrappedSignatureWouldNeedIsRefused) {
  const std::string text = write_envelope(security("<a Id='one'/><b Id='two'/>"), messaging());
  const std::string foreign = R"(<x:Wrapper xmlns:x="urn:x">)" + messaging() + "</x:Wrapper>";
  const std::vector<Change> changes{
      {"the signed header under a foreign one", "<eb:Messaging", foreign + "<eb:Messaging",
       Error::invalid_header},
      {"a second Messaging", "<eb:Messaging", messaging("other") + "<eb:Messaging", Error::invalid_header},
      {"a second Security", "<wsse:Security", security() + "<wsse:Security", Error::invalid_header},
      {"no Security", security("<a Id='one'/><b Id='two'/>"), "", Error::policy_noncompliance},
      {"no Messaging", messaging(), "", Error::invalid_header},
      {"a second Body", "<S12:Body", "<S12:Body></S12:Body><S12:Body", Error::invalid_header},
      {"a payload in the Body", "</S12:Body>", "<x/></S12:Body>", Error::feature_not_supported},
      {"a text in the Body", "</S12:Body>", "x</S12:Body>", Error::feature_not_supported},
      {"an id twice", "Id='two'", "Id='one'", Error::failed_authentication},
      {"an id twice in two namespaces", "Id='two'", "Id='msg'", Error::failed_authentication},
      {"xml:id", "Id='two'", "xml:id='two'", Error::invalid_header},
      {"a header for another role", "<wsse:Security", "<wsse:Security S12:role='urn:next'",
       Error::invalid_header},
      {"SOAP 1.1", "http://www.w3.org/2003/05/soap-envelope", "http://schemas.xmlsoap.org/soap/envelope/",
       Error::invalid_header},
      {"a text between headers", "</wsse:Security>", "</wsse:Security>text", Error::invalid_header},
  };
  for (const Change& change : changes) {
    const test::Document document{test::replaced(text, change.from, change.to)};
    const auto found = read_envelope(document.tree);
    ASSERT_FALSE(found) << change.what;
    EXPECT_EQ(found.error().error, change.error) << change.what << ": " << found.error().why;
  }
}

}  // namespace
}  // namespace lintas::as4
