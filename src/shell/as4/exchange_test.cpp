#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <expected>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "shell/as4/dispatch.hpp"
#include "shell/as4/partner.hpp"
#include "shell/as4/reception.hpp"
#include "shell/crypto/digest.hpp"
#include "tests/support/as4_line.hpp"
#include "tests/support/as4_partners.hpp"
#include "tests/support/as4_recorded.hpp"
#include "tests/support/rng.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/mime.hpp"
#include "wire/as4/pmode.hpp"
#include "wire/as4/reference.hpp"
#include "wire/as4/suite.hpp"

/// Messages between two nodes of ours. What is done to them on their way: tests/as4/attacks_test.cpp.
namespace lintas::as4 {
namespace {

using test::Line;

constexpr auto& suites = test::as4_suites;

TEST(As4Exchange, WhatIsSentIsReceivedAndReceipted) {
  for (const Suite suite : suites) {
    for (const Naming naming : {Naming::token, Naming::issuer_serial, Naming::key_identifier}) {
      for (const bool compresses : {true, false}) {
        Line line{suite};
        line.a.mode.naming = line.b.mode.naming = naming;
        line.a.mode.compresses = compresses;
        const Outgoing sent = line.send();
        const auto received = line.receive(sent);
        ASSERT_TRUE(received) << received.error().refused.why;
        EXPECT_EQ(received->message.info.id, "m1@a");
        ASSERT_EQ(received->payloads.size(), 3U);
        EXPECT_EQ(as_text(*line.spool.contents.at(0)), line.xml);
        EXPECT_EQ(as_text(*line.spool.contents.at(1)), line.text);
        EXPECT_EQ(as_text(*line.spool.contents.at(2)), line.pdf);
        EXPECT_EQ(received->payloads.at(1).type, "text/plain");
        EXPECT_EQ(received->payloads.at(1).properties,
                  (std::vector<Property>{{.name = "role", .value = "note"}}));

        const auto receipt = make_receipt(line.b, "m1@a", received->references, "r1@b", line.now);
        ASSERT_TRUE(receipt);
        const Answer answer =
            read_answer(line.a, sent.message_id, sent.references, soap_type, as_bytes(*receipt), line.now);
        EXPECT_EQ(answer.kind, Answer::Kind::receipt) << answer.why;
        EXPECT_EQ(answer.soap, *receipt);
      }
    }
  }
}

/// Whoever is shown an envelope later need ask nobody for a certificate, however it names that.
TEST(As4Exchange, TheCertificatesThatShowWhoSignedAreGivenToWhoeverKeepsThem) {
  const Bytes root = test::recorded_root();
  for (const Suite suite : suites) {
    for (const Naming naming : {Naming::token, Naming::issuer_serial, Naming::key_identifier}) {
      Line line{suite};
      line.a.mode.naming = line.b.mode.naming = naming;
      for (Partner* const side : {&line.a, &line.b}) {
        side->own_signing.front().above = {root};
        side->signing.front().above = {root};
      }
      const auto expected = [&](const Certificate& signer) {
        return naming == Naming::token ? std::vector<Bytes>{root} : std::vector<Bytes>{signer->der(), root};
      };
      const Certificate& of_a = line.a.own_signing.front().certificate;
      const Certificate& of_b = line.b.own_signing.front().certificate;
      const Outgoing sent = line.send();
      EXPECT_EQ(sent.certificates, expected(of_a));
      const auto received = line.receive(sent);
      ASSERT_TRUE(received) << received.error().refused.why;
      EXPECT_EQ(received->certificates, expected(of_a));
      EXPECT_EQ(own_certificates(line.b, line.now), expected(of_b));
      const std::string receipt =
          make_receipt(line.b, "m1@a", received->references, "r1@b", line.now).value();
      EXPECT_EQ(read_answer(line.a, sent.message_id, sent.references, soap_type, as_bytes(receipt), line.now)
                    .certificates,
                expected(of_b));
    }
  }
}

TEST(As4Exchange, TheOctetsThatWereSignedAreGivenToWhoeverKeepsThem) {
  for (const Suite suite : suites) {
    for (const bool compresses : {true, false}) {
      Line line{suite};
      line.a.mode.compresses = compresses;
      const Outgoing sent = line.send();
      test::Spool octets;
      Reception reception{std::make_shared<const Directory>(std::vector{line.b}), sent.content_type, line.now,
                          line.spool.maker(), octets.maker()};
      ASSERT_TRUE(reception.take(sent.body));
      const auto received = reception.close();
      ASSERT_TRUE(received) << received.error().refused.why;
      ASSERT_EQ(octets.contents.size(), 3U);
      for (std::size_t i = 0; i < octets.contents.size(); ++i) {
        const auto part = std::ranges::find_if(received->references, [&](const Reference& one) {
          return one.is_part() && one.target() == received->payloads.at(i).content_id;
        });
        ASSERT_NE(part, received->references.end());
        EXPECT_EQ(crypto::sha256(std::array{ByteView{*octets.contents[i]}}), part->digest) << i;
      }
      EXPECT_EQ(octets.contents[0]->front(), static_cast<std::byte>(compresses ? 0x1F : '<'));
    }
  }
}

TEST(As4Exchange, ATestIsAnsweredAndGivenToNobody) {
  for (const Suite suite : suites) {
    Line line{suite};
    UserMessage message = test_message(line.a.mode);
    message.info = {.id = "t1@a", .at = line.now};
    message.conversation = "t1";
    const Outgoing sent = make_outgoing(line.a, message, {}, line.now, line.entropy).value();
    EXPECT_EQ(sent.content_type, soap_type) << "without payload it is SOAP alone";
    const auto received = line.receive(sent);
    ASSERT_TRUE(received) << received.error().refused.why;
    EXPECT_TRUE(received->is_test);
    EXPECT_TRUE(received->payloads.empty());
    EXPECT_EQ(line.opener->used(), 0);
  }
}

TEST(As4Exchange, OfAReceiptWithinMimeTheEnvelopeIsTold) {
  for (const Suite suite : suites) {
    Line line{suite};
    const Outgoing sent = line.send();
    const std::string receipt = make_receipt(line.b, "m1@a", sent.references, "r1@b", line.now).value();
    const Boundary boundary = Boundary::parse("of-the-answer").value();
    const std::string body =
        part_head(boundary, {.type = soap_type, .id = "root@b"}) + receipt + multipart_end(boundary);
    const Answer answer = read_answer(line.a, sent.message_id, sent.references,
                                      multipart_type(boundary, "root@b"), as_bytes(body), line.now);
    EXPECT_EQ(answer.kind, Answer::Kind::receipt) << answer.why;
    EXPECT_EQ(answer.soap, receipt);
    const Answer other = read_answer(line.a, "m2@a", sent.references, soap_type, as_bytes(receipt), line.now);
    EXPECT_TRUE(other.soap.empty()) << "only what proves something is evidence";
  }
}

TEST(As4Exchange, AnErrorIsBelievedIfThePartnerSignedIt) {
  Line line{Suite::edwards};
  const Outgoing sent = line.send();
  const auto error = make_error(line.b, "m1@a", Error::decompression_failure, "e1@b", line.now).value();
  const Answer answer =
      read_answer(line.a, sent.message_id, sent.references, soap_type, as_bytes(error), line.now);
  EXPECT_EQ(answer.kind, Answer::Kind::error) << answer.why;
  ASSERT_EQ(answer.errors.size(), 1U);
  EXPECT_EQ(answer.errors.front().code, "EBMS:0303");
}

/// Whoever vouches for a certificate may end before it does, at any hour.
TEST(As4Exchange, AnAnswerUnderAnAuthorityThatHasEndedProvesNothing) {
  const Partner a = test::recorded_partner(Suite::edwards, 'a', 'b');
  const Instant now = test::time_of_recording();
  const std::vector<Reference> references{make_reference("1", false, {}), make_reference("2", false, {})};
  const std::string receipt = make_receipt(a, "1@b", references, "r@a", now).value();
  const auto read = [&](const std::vector<Life>& vouched) {
    Partner b = test::recorded_partner(Suite::edwards, 'b', 'a');
    b.signing.front().vouched = vouched;
    return read_answer(b, "1@b", references, soap_type, as_bytes(receipt), now);
  };
  using std::chrono::hours;
  EXPECT_EQ(read({{.from = now - hours{2}, .until = now + hours{1}}}).kind, Answer::Kind::receipt);
  const Answer ended = read({{.from = now - hours{2}, .until = now - hours{1}}});
  EXPECT_EQ(ended.kind, Answer::Kind::doubtful);
}

TEST(As4Exchange, AReceiptForAnotherContentIsTold) {
  Line line{Suite::edwards};
  const Outgoing sent = line.send();
  auto others = sent.references;
  others.back().digest.bytes[0] ^= std::byte{1};
  const auto make = [&](std::string_view about) {
    std::vector<Reference> named;
    for (const Reference& one : others)
      named.push_back(make_reference(one.target(), one.is_part(), one.digest));
    return make_receipt(line.b, about, named, "r1@b", line.now).value();
  };
  const auto kind_of = [&](const std::string& receipt) {
    return read_answer(line.a, sent.message_id, sent.references, soap_type, as_bytes(receipt), line.now).kind;
  };
  EXPECT_EQ(kind_of(make("m1@a")), Answer::Kind::differs) << "the partner says so itself";
  EXPECT_EQ(kind_of(make("m2@a")), Answer::Kind::doubtful) << "for another message";
  EXPECT_EQ(kind_of(test::replaced(make("m1@a"), "<ds:DigestValue>", "<ds:DigestValue>AAAA")),
            Answer::Kind::doubtful)
      << "changed on its way";
}

TEST(As4Exchange, AnErrorTellsInWordsWhatIsToBeMended) {
  Line line{Suite::rsa};
  const Outgoing sent = line.send();
  const auto error =
      make_error(line.b, "m1@a", Error::other, "e1@b", line.now, "EXC-014: of <no> lane & none").value();
  const Answer answer =
      read_answer(line.a, sent.message_id, sent.references, soap_type, as_bytes(error), line.now);
  ASSERT_EQ(answer.kind, Answer::Kind::error) << answer.why;
  EXPECT_EQ(answer.errors.front().detail, "EXC-014: of <no> lane & none");
}

TEST(As4Exchange, WhatIsSignedFollowsFromTheMessageAlone) {
  for (const Suite suite : suites) {
    Line line{suite};
    const Outgoing once = line.send();
    const Outgoing again = line.send();
    EXPECT_EQ(once.references, again.references) << "a repetition is known by its digests";
    EXPECT_NE(once.body, again.body) << "no key is used twice";
    EXPECT_NE(as_text(once.body).find(once.soap), std::string_view::npos);
  }
}

TEST(As4Exchange, AnyOfSeveralCertificatesWillDo) {
  for (const Suite suite : suites) {
    Line line{suite};
    line.b.signing.insert(line.b.signing.begin(), test::recorded_partner(suite, 'a', 'b').signing.front());
    line.b.own_sealing.insert(line.b.own_sealing.begin(), line.a.own_sealing.front());
    const auto received = line.receive(line.send());
    EXPECT_TRUE(received) << received.error().refused.why;
  }
}

TEST(As4Exchange, NoChangeOfOneByteIsTakenForSomethingElse) {
  test::Rng random = test::announced_rng();
  for (const Suite suite : suites) {
    Line line{suite};
    const Outgoing sent =
        line.send({{.content_id = "1@a", .type = "application/xml", .content = as_bytes(line.xml)}});
    const auto expected = line.receive(sent);
    ASSERT_TRUE(expected);
    for (int round = 0; round < 300; ++round) {
      Bytes body = sent.body;
      const std::size_t at = random.below(body.size());
      switch (random.below(3)) {
        case 0: body.at(at) ^= static_cast<std::byte>(1 + random.below(255)); break;
        case 1: body.erase(body.begin() + static_cast<std::ptrdiff_t>(at)); break;
        default:
          body.insert(body.begin() + static_cast<std::ptrdiff_t>(at),
                      static_cast<std::byte>(random.below(256)));
      }
      const auto received = line.receive(sent.content_type, body);
      if (!received) continue;  // a blank in base64, the name of an id: not what was signed
      EXPECT_EQ(received->message, expected->message) << at;
      EXPECT_EQ(as_text(*line.spool.contents.front()), line.xml) << at;
    }
  }
}

}  // namespace
}  // namespace lintas::as4
