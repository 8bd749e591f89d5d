#include "shell/gateway/octets.hpp"

#include <array>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/limits.hpp"
#include "shell/as4/partner.hpp"
#include "shell/crypto/digest.hpp"
#include "tests/support/as4_nodes.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/world.hpp"
#include "wire/as4/gzip.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/suite.hpp"

namespace lintas::gateway {

namespace {

as4::ErrorLine line(std::string code, std::string detail = {}, bool is_failure = true) {
  return {.code = std::move(code), .is_failure = is_failure, .detail = std::move(detail)};
}

TEST(Octets, OfAMessageMadeAgainSignTheSame) {
  test::SeededEntropy entropy{7};
  for (const as4::Suite suite : {as4::Suite::edwards, as4::Suite::rsa}) {
    const auto agreed = test::shared_agreement(test::malaysia, suite);
    const auto once = test::octets_of({}, agreed, entropy);
    const auto again = test::octets_of({}, agreed, entropy);
    EXPECT_EQ(once->message.message_id, "MY1@nta.my");
    EXPECT_EQ(once->message.references, again->message.references);
    EXPECT_NE(once->message.body, again->message.body) << "never the same key twice";
  }
}

TEST(Octets, OfABundleMadeAgainSignTheSameAndOfAnotherOneHaveAnotherName) {
  test::SeededEntropy entropy{7};
  const auto agreed = test::bundling_agreement(test::malaysia);
  const auto once = test::bundle_of({{.id = "MY1", .n = 1}, {.id = "MY2", .n = 2}}, agreed, entropy);
  const auto again = test::bundle_of({{.id = "MY1", .n = 1}, {.id = "MY2", .n = 2}}, agreed, entropy);
  EXPECT_EQ(once->message.message_id, "bundle-a2c0fe50830b87844ebc7937067189c9@nta.my");
  EXPECT_EQ(once->message.references, again->message.references);
  EXPECT_NE(once->message.body, again->message.body);
  const auto turned = test::bundle_of({{.id = "MY2", .n = 2}, {.id = "MY1", .n = 1}}, agreed, entropy);
  EXPECT_NE(turned->message.message_id, once->message.message_id);
}

/// What docs/protocols/as4.md shows to the engineers of other states is what they get.
TEST(Octets, HaveTheHeaderThatTheManualShows) {
  test::SeededEntropy entropy{7};
  const auto octets =
      test::octets_of({.id = "MY0000000000000010"}, test::shared_agreement(test::malaysia), entropy);
  const std::string manual = test::read_file(std::string{LINTAS_ROOT} + "/docs/protocols/as4.md");
  const auto between = [](std::string_view text, std::string_view from, std::string_view to) {
    const auto begin = text.find(from);
    return std::string{text.substr(begin, text.find(to, begin) - begin)};
  };
  std::string shown;
  bool is_indent = false;
  for (const char c : between(manual, "<eb:UserMessage>", "</eb:UserMessage>")) {
    is_indent = c == '\n' || (is_indent && c == ' ');
    if (!is_indent) shown += c;
  }
  constexpr std::string_view cut = "…/";
  for (auto at = shown.find(cut); at != std::string::npos; at = shown.find(cut))
    shown.replace(at, cut.size(), "http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/");
  EXPECT_EQ(between(octets->message.soap, "<eb:UserMessage>", "</eb:UserMessage>"), shown);
}

/// Another version of the library that packs otherwise would make another content of the same message, and a
/// partner that has it would take it for a forgery.
TEST(Octets, ArePackedAsTheyAlwaysWere) {
  std::string sample;
  for (int i = 0; i < 500; ++i)
    sample += "<goods n=\"" + std::to_string(i * 7919 % 1000) + "\">steel</goods>";
  const Bytes packed = as4::gzip(as_bytes(sample));
  const std::array<ByteView, 1> parts{packed};
  EXPECT_EQ(to_hex(crypto::sha256(parts).bytes),
            "1b22ca042f25580771e73445c594b4f1d6d2180332c084c7b281fa468f6f68c5");
}

TEST(Octets, AreMadeAnewUnderAnotherAgreementOrOtherCertificates) {
  test::SeededEntropy entropy{7};
  const auto agreed = test::shared_agreement(test::malaysia);
  const auto octets = test::octets_of({}, agreed, entropy);
  const Instant now = test::time_of_recording();
  EXPECT_TRUE(octets->fits(agreed, now));
  EXPECT_FALSE(octets->fits(test::shared_agreement(test::malaysia), now));
  EXPECT_FALSE(octets->fits(agreed, *parse_instant("2046-01-01T00:00:00Z"))) << "none is valid then";
}

TEST(Octets, AreKeptWithinTheirLimit) {
  test::SeededEntropy entropy{7};
  const auto agreed = test::shared_agreement(test::malaysia);
  KeptOctets kept;
  const auto octets = test::octets_of({}, agreed, entropy);
  kept.keep(octets);
  kept.keep(octets);
  EXPECT_EQ(kept.find(16), octets);
  EXPECT_EQ(kept.bytes(), octets->message.body.size());
  auto large = std::make_shared<Octets>(*octets);
  large->messages.front().row.id = 32;
  large->message.body.resize(limits::outgoing_octets_bytes_max);
  kept.keep(large);
  EXPECT_EQ(kept.find(32), nullptr) << "there is no room, and it is made anew";
  kept.forget(16);
  EXPECT_EQ(kept.bytes(), 0U);
  kept.keep(large);
  EXPECT_NE(kept.find(32), nullptr);
}

TEST(Octets, AnErrorAboutTheMessageIsForGoodAndNamesTheRule) {
  EXPECT_EQ(refusal_for_good({line("EBMS:0004", "EXC-014: Nothing is known here by this name.")}),
            "EBMS:0004 EXC-014");
  EXPECT_EQ(refusal_for_good({line("EBMS:0303")}), "EBMS:0303");
  EXPECT_EQ(refusal_for_good({line("OTHER <1>\n", "{\"x\":1}")}), "an error of its own");
  EXPECT_EQ(refusal_for_good({line("EBMS:0004", "Nothing is known.")}), "EBMS:0004") << "N is no rule";
}

TEST(Octets, ARefusalIsToldToPeopleInThePartnersWords) {
  EXPECT_EQ(words_of_refusal({line("EBMS:0102"), line("EBMS:0004", "EXC-014: Not known.")}),
            "EBMS:0004 EXC-014: Not known.");
  EXPECT_EQ(words_of_refusal({line("EBMS:0004", "Nothing is known.")}), "EBMS:0004: Nothing is known.");
  EXPECT_EQ(words_of_refusal({line("EBMS:0303")}), "EBMS:0303");
  EXPECT_EQ(words_of_refusal({line("OTHER-1", "no room")}), "an error of its own (OTHER-1): no room");
}

TEST(Octets, AnErrorAboutKeysOrTheWayOrAWarningIsNotTheMessagesFault) {
  for (const char* code :
       {"EBMS:0101", "EBMS:0102", "EBMS:0103", "EBMS:0005", "EBMS:0201", "EBMS:0202", "EBMS:0301"})
    EXPECT_EQ(refusal_for_good({line(code)}), std::nullopt) << code;
  EXPECT_EQ(refusal_for_good({line("EBMS:0004", "", false)}), std::nullopt);
  EXPECT_EQ(refusal_for_good({}), std::nullopt);
  EXPECT_EQ(names_of({line("EBMS:0102"), line("EBMS:0004", "EXC-014: x")}), "EBMS:0102, EBMS:0004 EXC-014");
}

}  // namespace

}  // namespace lintas::gateway
