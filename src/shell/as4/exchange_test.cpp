#include <array>
#include <cstddef>
#include <expected>
#include <functional>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "shell/as4/dispatch.hpp"
#include "shell/as4/partner.hpp"
#include "shell/as4/reception.hpp"
#include "shell/crypto/content_cipher.hpp"
#include "shell/crypto/message_keys.hpp"
#include "tests/support/as4_partners.hpp"
#include "tests/support/as4_recorded.hpp"
#include "tests/support/rng.hpp"
#include "tests/support/world.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/pmode.hpp"
#include "wire/as4/reference.hpp"
#include "wire/as4/suite.hpp"

/// Messages between two nodes of ours, and what is done to them on their way.
namespace lintas::as4 {
namespace {

constexpr std::array suites{Suite::rsa, Suite::edwards};

/// Counts how often the private key is used that opens.
class CountingOpener final : public crypto::KeyOpener {
 public:
  explicit CountingOpener(std::shared_ptr<const crypto::KeyOpener> key) : key_(std::move(key)) {}
  [[nodiscard]] Suite suite() const noexcept override { return key_->suite(); }
  [[nodiscard]] std::optional<crypto::ContentKey> open(const KeyBlock& block) const override {
    ++used_;
    return key_->open(block);
  }
  [[nodiscard]] int used() const { return used_; }

 private:
  std::shared_ptr<const crypto::KeyOpener> key_;
  mutable int used_ = 0;
};

/// Party a, which sends, and party b, which receives.
class Line {
 public:
  explicit Line(Suite suite)
      : a(test::recorded_partner(suite, 'a', 'b')), b(test::recorded_partner(suite, 'b', 'a')) {
    opener = std::make_shared<CountingOpener>(b.own_sealing.front().key);
    b.own_sealing.front().key = opener;
  }

  [[nodiscard]] UserMessage message() const {
    UserMessage made = addressed(a.mode);
    made.info = {.id = "m1@a", .at = now};
    made.action = "declare";
    made.conversation = "26SG000000000001J5";
    made.properties = {{.name = "originalSender", .value = "C1"}, {.name = "finalRecipient", .value = "C4"}};
    return made;
  }
  [[nodiscard]] Outgoing send(const std::vector<OutgoingPayload>& payloads) {
    return make_outgoing(a, message(), payloads, now, entropy).value();
  }
  [[nodiscard]] Outgoing send() {
    return send({{.content_id = "1@a", .type = "application/xml", .content = as_bytes(xml)},
                 {.content_id = "2@a",
                  .type = "text/plain",
                  .content = as_bytes(text),
                  .properties = {{.name = "role", .value = "note"}}},
                 {.content_id = "3@a", .type = "application/pdf", .content = as_bytes(pdf)}});
  }
  [[nodiscard]] std::expected<Received, Refusal> receive(std::string_view content_type, ByteView body) {
    spool.contents.clear();
    Reception reception{std::make_shared<const Directory>(std::vector{b}), content_type, now, spool.maker()};
    if (auto taken = reception.take(body); !taken) return std::unexpected{taken.error()};
    return reception.close();
  }
  [[nodiscard]] std::expected<Received, Refusal> receive(const Outgoing& sent) {
    return receive(sent.content_type, sent.body);
  }

  const std::string xml = "<?xml version=\"1.0\"?>\r\n<a b='1'><!-- note -->\xE0\xB8\x81&#x41;</a>";
  const std::string text = "one\ntwo\rthree\r\n";
  const std::string pdf = std::string(70'000, 'x') + std::string("\0\r\n--boundary", 13);
  Instant now = test::time_of_recording();
  Partner a;
  Partner b;
  std::shared_ptr<CountingOpener> opener;
  test::SeededEntropy entropy{7};
  test::Spool spool;
};

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
      }
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

TEST(As4Exchange, AnErrorIsBelievedIfThePartnerSignedIt) {
  Line line{Suite::edwards};
  const Outgoing sent = line.send();
  const auto error = make_error(line.b, "m1@a", Error::decompression_failure, "e1@b", line.now).value();
  const Answer answer =
      read_answer(line.a, sent.message_id, sent.references, soap_type, as_bytes(error), line.now);
  EXPECT_EQ(answer.kind, Answer::Kind::error) << answer.why;
  ASSERT_EQ(answer.errors.size(), 1U);
  EXPECT_EQ(answer.errors.front().code, "EBMS:0303");
  EXPECT_EQ(read_answer(line.a, "other@a", sent.references, soap_type, as_bytes(error), line.now).kind,
            Answer::Kind::doubtful)
      << "about another message";
  const auto for_strangers = make_error_for_strangers("e2@b", line.now);
  EXPECT_EQ(
      read_answer(line.a, sent.message_id, sent.references, soap_type, as_bytes(for_strangers), line.now)
          .kind,
      Answer::Kind::doubtful)
      << "what anybody can say decides nothing";
}

TEST(As4Exchange, AReceiptBySomebodyElseProvesNothing) {
  Line line{Suite::edwards};
  const Outgoing sent = line.send();
  // Signed by a itself, as a message that b would send.
  const auto forged = make_receipt(line.a, "m1@a", sent.references, "r1@b", line.now).value();
  const Answer answer =
      read_answer(line.a, sent.message_id, sent.references, soap_type, as_bytes(forged), line.now);
  EXPECT_EQ(answer.kind, Answer::Kind::doubtful);
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

/// A change of the body as text, what is refused, and whether it is the partner's own message.
struct Attack {
  std::string_view what;
  std::function<std::string(std::string)> change;
  Error error;
  bool is_authentic = false;
};

std::string without_part(std::string body, std::string_view id) {
  const auto at = body.find(format("Content-ID: <{}>", id));
  EXPECT_NE(at, std::string::npos);
  const auto begin = body.rfind("--lintas-", at);
  const auto end = body.find("--lintas-", at);
  return body.erase(begin, end - begin);
}

std::vector<Attack> attacks() {
  const auto swap = [](std::string_view from, std::string_view to) {
    return [from, to](std::string body) { return test::replaced(std::move(body), from, to); };
  };
  return {
      {"another action", swap("<eb:Action>declare", "<eb:Action>destroy"), Error::processing_mode_mismatch},
      {"another conversation", swap("26SG000000000001J5", "26SG000000000002J5"),
       Error::failed_authentication},
      {"another final recipient", swap(">C4<", ">C5<"), Error::failed_authentication},
      {"another sender", swap(">party-a<", ">party-c<"), Error::processing_mode_mismatch},
      {"a digest", swap("<ds:DigestValue>", "<ds:DigestValue>AAAA"), Error::failed_authentication},
      {"a signature value", swap("<ds:SignatureValue>", "<ds:SignatureValue>AAAA"),
       Error::failed_authentication},
      {"the body moved away", swap(R"(wsu:Id="body")", R"(wsu:Id="other")"), Error::policy_noncompliance},
      {"the header's id taken away", swap(R"(wsu:Id="msg")", ""), Error::policy_noncompliance},
      {"a header before it", swap("<eb:Messaging ", "<x/><eb:Messaging "), Error::invalid_header},
      {"DOCTYPE", swap("<S12:Envelope", "<!DOCTYPE x><S12:Envelope"), Error::invalid_header},
      {"an instruction", swap("<S12:Envelope", "<?x y?><S12:Envelope"), Error::invalid_header},
      {"a payload changed",
       [](std::string body) {
         body.at(body.find("Content-ID: <3@a>") + 400) ^= 1;
         return body;
       },
       Error::failed_decryption, true},
      {"a payload left out", [](std::string body) { return without_part(std::move(body), "2@a"); },
       Error::mime_inconsistency, true},
      {"a payload that nobody announced", swap("Content-ID: <2@a>", "Content-ID: <9@a>"),
       Error::mime_inconsistency, true},
      {"a payload twice", swap("Content-ID: <2@a>", "Content-ID: <1@a>"), Error::mime_inconsistency, true},
      {"two payloads exchanged",
       [](std::string body) {
         body = test::replaced(std::move(body), "Content-ID: <1@a>", "Content-ID: <x@a>");
         body = test::replaced(std::move(body), "Content-ID: <2@a>", "Content-ID: <1@a>");
         return test::replaced(std::move(body), "Content-ID: <x@a>", "Content-ID: <2@a>");
       },
       Error::failed_authentication, true},
      {"sealed as another type", swap(R"(MimeType="application/gzip")", R"(MimeType="text/plain")"),
       Error::failed_authentication, true},
      {"cut short", [](std::string body) { return body.substr(0, body.size() - 300); },
       Error::mime_inconsistency, true},
      {"without its last boundary", [](std::string body) { return body.substr(0, body.rfind("--lintas-")); },
       Error::mime_inconsistency, true},
  };
}

/// A stranger is told nothing, and no private key is used for one.
TEST(As4Exchange, WhatWasDoneOnTheWayIsRefused) {
  for (const Suite suite : suites) {
    for (const Attack& attack : attacks()) {
      Line line{suite};
      const Outgoing sent = line.send();
      const std::string body = attack.change(std::string{as_text(sent.body)});
      const auto received = line.receive(sent.content_type, as_bytes(body));
      ASSERT_FALSE(received) << attack.what;
      EXPECT_EQ(code_of(received.error().refused.error), code_of(attack.error))
          << attack.what << ": " << received.error().refused.why;
      EXPECT_EQ(received.error().partner != nullptr, attack.is_authentic) << attack.what;
      EXPECT_TRUE(attack.is_authentic || line.opener->used() == 0) << attack.what;
    }
  }
}

struct KeyCase {
  std::string_view what;
  std::function<void(Line&)> change;
  Error error;
};

TEST(As4Exchange, KeysThatWereNotAgreedOnAreRefused) {
  const std::vector<KeyCase> cases{
      {"before the certificate is valid",
       [](Line& line) { line.now = *parse_instant("2026-11-23T00:00:00Z"); }, Error::failed_authentication},
      {"after it has expired", [](Line& line) { line.now = *parse_instant("2037-01-01T00:00:00Z"); },
       Error::failed_authentication},
      {"by another's certificate",
       [](Line& line) { line.b.signing = test::recorded_partner(line.b.mode.suite, 'a', 'b').signing; },
       Error::failed_authentication},
      {"by nobody whom we know", [](Line& line) { line.b.signing.clear(); }, Error::failed_authentication},
      {"sealed for somebody else",
       [](Line& line) { line.b.own_sealing.front().certificate = line.a.own_sealing.front().certificate; },
       Error::failed_decryption},
      {"sealed for a key of ours that is gone", [](Line& line) { line.b.own_sealing.clear(); },
       Error::failed_decryption},
  };
  for (const Suite suite : suites) {
    for (const KeyCase& one : cases) {
      Line line{suite};
      const Outgoing sent = line.send();
      one.change(line);
      const auto received = line.receive(sent);
      ASSERT_FALSE(received) << one.what;
      EXPECT_EQ(received.error().refused.error, one.error)
          << one.what << ": " << received.error().refused.why;
    }
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

TEST(As4Exchange, ALargerPayloadThanAgreedIsRefused) {
  for (const bool compresses : {true, false}) {
    Line line{Suite::edwards};
    line.a.mode.compresses = compresses;
    line.b.mode.payload_bytes_max = line.pdf.size() - 1;
    const auto received = line.receive(line.send());
    ASSERT_FALSE(received);
    EXPECT_EQ(received.error().refused.error,
              compresses ? Error::decompression_failure : Error::mime_inconsistency);
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
