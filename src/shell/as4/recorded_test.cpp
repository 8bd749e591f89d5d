#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <expected>
#include <gtest/gtest.h>
#include <memory>
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
#include "shell/crypto/digest.hpp"
#include "tests/support/as4_partners.hpp"
#include "tests/support/as4_recorded.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/signed_form.hpp"

/// What phase4 sent and answered: read without Java.
namespace lintas::as4 {
namespace {

using test::Spool;

const std::vector<std::string>& names() {
  static const std::vector<std::string> all{"v1.token", "v1.issuer-serial", "v1.key-identifier",
                                            "v2.token", "v2.issuer-serial", "v2.key-identifier"};
  return all;
}

/// The receiver of the recorded requests, as it is named in them.
std::shared_ptr<const Directory> party_b(std::string_view name) {
  return std::make_shared<const Directory>(
      std::vector{test::recorded_partner(name.starts_with("v1") ? Suite::rsa : Suite::edwards, 'b', 'a')});
}

std::expected<Received, Refusal> receive(const std::string& name, Spool& spool) {
  const std::string body = test::recorded(name + ".request.body");
  Reception reception{party_b(name), test::recorded(name + ".request.content-type"),
                      test::time_of_recording(), spool.maker()};
  if (auto taken = reception.take(as_bytes(body)); !taken) return std::unexpected{taken.error()};
  return reception.close();
}

TEST(As4Recorded, TheRequestsAreReceived) {
  for (const std::string& name : names()) {
    Spool spool;
    const auto received = receive(name, spool);
    ASSERT_TRUE(received) << name << ": " << received.error().refused.why;
    EXPECT_EQ(received->message.action, "declare") << name;
    EXPECT_FALSE(received->is_test) << name;
    ASSERT_EQ(received->payloads.size(), 1U) << name;
    EXPECT_EQ(received->payloads.front().type, "application/xml") << name;
    EXPECT_TRUE(received->payloads.front().properties.empty()) << "packing is nobody's business";
    ASSERT_EQ(spool.contents.size(), 1U) << name;
    EXPECT_EQ(as_text(*spool.contents.front()), test::recorded("payload.xml")) << name;
  }
}

TEST(As4Recorded, WhatAnotherProgramHasPackedIsKeptAsItWasSigned) {
  for (const std::string name : {"v1.token", "v2.token"}) {
    Spool contents;
    Spool octets;
    const std::string body = test::recorded(name + ".request.body");
    Reception reception{party_b(name), test::recorded(name + ".request.content-type"),
                        test::time_of_recording(), contents.maker(), octets.maker()};
    ASSERT_TRUE(reception.take(as_bytes(body))) << name;
    const auto received = reception.close();
    ASSERT_TRUE(received) << name << ": " << received.error().refused.why;
    const auto part = std::ranges::find_if(received->references, &Reference::is_part);
    ASSERT_NE(part, received->references.end());
    EXPECT_EQ(crypto::sha256(std::array{ByteView{*octets.contents.front()}}), part->digest) << name;
    EXPECT_FALSE(signed_form(*contents.contents.front(), "application/xml", part->digest, crypto::sha256))
        << name << ": phase4 packs otherwise";
  }
}

TEST(As4Recorded, APieceAtATimeIsTheSame) {
  const std::string name = "v2.token";
  const std::string body = test::recorded(name + ".request.body");
  Spool spool;
  Reception reception{party_b(name), test::recorded(name + ".request.content-type"),
                      test::time_of_recording(), spool.maker()};
  for (std::size_t at = 0; at < body.size(); at += 7) {
    const auto taken = reception.take(as_bytes(std::string_view{body}.substr(at, 7)));
    ASSERT_TRUE(taken) << taken.error().refused.why;
  }
  const auto received = reception.close();
  ASSERT_TRUE(received) << received.error().refused.why;
  EXPECT_EQ(as_text(*spool.contents.front()), test::recorded("payload.xml"));
}

TEST(As4Recorded, WhatWasChangedOnItsWayIsRefused) {
  for (const std::string version : {"v1", "v2"}) {
    for (const std::string_view form : {"token", "issuer-serial", "key-identifier"}) {
      const std::string name = version + '.' + std::string{form} + ".tampered";
      Spool spool;
      const auto received = receive(name, spool);
      ASSERT_FALSE(received) << name;
      EXPECT_EQ(received.error().refused.error, Error::failed_decryption) << name;
      EXPECT_NE(received.error().partner, nullptr) << "the envelope is the partner's";
    }
  }
}

/// Three payloads in the three forms that are signed: canonical XML, lines that end with CRLF, octets.
const std::vector<std::string>& uncompressed() {
  static const std::vector<std::string> all{"uncompressed.xml", "uncompressed.txt", "uncompressed.bin"};
  return all;
}

TEST(As4Recorded, PayloadsThatAreNotPackedAreReceivedOctetByOctet) {
  for (const std::string name : {"v1.uncompressed", "v2.uncompressed"}) {
    const auto suite = name.starts_with("v1") ? Suite::rsa : Suite::edwards;
    const auto directory =
        std::make_shared<const Directory>(std::vector{test::recorded_partner(suite, 'a', 'b')});
    const std::string body = test::recorded(name + ".request.body");
    Spool spool;
    Reception reception{directory, test::recorded(name + ".request.content-type"),
                        test::time_of_recording() + std::chrono::days{7}, spool.maker()};
    ASSERT_TRUE(reception.take(as_bytes(body))) << name;
    const auto received = reception.close();
    ASSERT_TRUE(received) << name << ": " << received.error().refused.why;
    ASSERT_EQ(spool.contents.size(), uncompressed().size()) << name;
    for (std::size_t i = 0; i < uncompressed().size(); ++i)
      EXPECT_EQ(as_text(*spool.contents[i]), test::recorded(uncompressed()[i])) << name;
  }
}

/// What we sent, as phase4 took it and receipted it.
TEST(As4Recorded, OurMessagesAreReceiptedByPhase4) {
  const Instant now = test::time_of_recording() + std::chrono::days{7};
  for (const std::string name : {"v1.ours", "v2.ours"}) {
    const auto suite = name.starts_with("v1") ? Suite::rsa : Suite::edwards;
    const std::string body = test::recorded(name + ".request.body");
    Spool spool;
    Reception reception{party_b(name), test::recorded(name + ".request.content-type"), now, spool.maker()};
    ASSERT_TRUE(reception.take(as_bytes(body))) << name;
    const auto received = reception.close();
    ASSERT_TRUE(received) << name << ": " << received.error().refused.why;
    for (std::size_t i = 0; i < uncompressed().size(); ++i)
      EXPECT_EQ(as_text(*spool.contents.at(i)), test::recorded(uncompressed()[i])) << name;
    const Answer answer =
        read_answer(test::recorded_partner(suite, 'a', 'b'), received->message.info.id, received->references,
                    soap_type, as_bytes(test::recorded(name + ".answer.xml")), now);
    EXPECT_EQ(answer.kind, Answer::Kind::receipt) << name << ": " << answer.why;
  }
}

/// Of a recording that was made with `uncompressed`, by whom it says.
std::expected<Received, Refusal> receive_later(const std::string& name, char from, char to, Spool& spool) {
  const auto suite = name.starts_with("v1") ? Suite::rsa : Suite::edwards;
  const auto directory =
      std::make_shared<const Directory>(std::vector{test::recorded_partner(suite, to, from)});
  const std::string body = test::recorded(name + ".request.body");
  Reception reception{directory, test::recorded(name + ".request.content-type"),
                      test::time_of_recording() + std::chrono::days{7}, spool.maker()};
  if (auto taken = reception.take(as_bytes(body)); !taken) return std::unexpected{taken.error()};
  return reception.close();
}

/// What phase4 answered to a message of ours.
Answer answer_to_ours(const std::string& name, const Received& sent) {
  const auto suite = name.starts_with("v1") ? Suite::rsa : Suite::edwards;
  return read_answer(test::recorded_partner(suite, 'a', 'b'), sent.message.info.id, sent.references,
                     soap_type, as_bytes(test::recorded(name + ".answer.xml")),
                     test::time_of_recording() + std::chrono::days{7});
}

TEST(As4Recorded, ATestIsKnownForOneInBothDirections) {
  for (const std::string version : {"v1", "v2"}) {
    Spool none;
    const auto theirs = receive_later(version + ".test", 'b', 'a', none);
    ASSERT_TRUE(theirs) << version << ": " << theirs.error().refused.why;
    EXPECT_TRUE(theirs->is_test) << version;
    const auto ours = receive_later(version + ".ours-test", 'a', 'b', none);
    ASSERT_TRUE(ours) << version << ": " << ours.error().refused.why;
    EXPECT_TRUE(ours->is_test) << version;
    EXPECT_TRUE(none.contents.empty()) << version;
    const Answer answer = answer_to_ours(version + ".ours-test", *ours);
    EXPECT_EQ(answer.kind, Answer::Kind::receipt) << version << ": " << answer.why;
  }
}

/// The n-th has n items, as interop.py makes them.
std::string payload_of(std::size_t items) {
  constexpr std::size_t prime = 7919;
  constexpr std::size_t three_digits = 1000;
  std::string text = "<items>";
  for (std::size_t i = 0; i < items; ++i) {
    text += format("<item><number>{}</number><text>hàng hóa {}</text></item>", i, i * prime % three_digits);
  }
  return text + "</items>";
}

TEST(As4Recorded, ManyPayloadsComeInTheirOrderInBothDirections) {
  constexpr std::size_t many = 25;
  for (const std::string version : {"v1", "v2"}) {
    for (const bool is_ours : {false, true}) {
      const std::string name = version + (is_ours ? ".ours-many" : ".many");
      Spool spool;
      const auto received = receive_later(name, is_ours ? 'a' : 'b', is_ours ? 'b' : 'a', spool);
      ASSERT_TRUE(received) << name << ": " << received.error().refused.why;
      ASSERT_EQ(spool.contents.size(), many) << name;
      for (std::size_t i = 0; i < many; ++i)
        EXPECT_EQ(as_text(*spool.contents[i]), payload_of(i + 1)) << name;
      if (!is_ours) continue;
      const Answer answer = answer_to_ours(name, *received);
      EXPECT_EQ(answer.kind, Answer::Kind::receipt) << name << ": " << answer.why;
    }
  }
}

/// What phase4 took of ours is read once more, and its receipt is for that.
void expect_ours(const std::string& name, const std::vector<std::string>& payloads) {
  Spool spool;
  const auto received = receive_later(name, 'a', 'b', spool);
  ASSERT_TRUE(received) << name << ": " << received.error().refused.why;
  ASSERT_EQ(spool.contents.size(), payloads.size()) << name;
  for (std::size_t i = 0; i < payloads.size(); ++i)
    EXPECT_TRUE(as_text(*spool.contents[i]) == payloads[i]) << name << ", payload " << i;
  const Answer answer = answer_to_ours(name, *received);
  EXPECT_EQ(answer.kind, Answer::Kind::receipt) << name << ": " << answer.why;
}

TEST(As4Recorded, EachWayInWhichWeNameACertificateIsReceiptedByPhase4) {
  constexpr std::size_t items = 300;
  for (const std::string version : {"v1", "v2"}) {
    for (const std::string form : {"token", "issuer-serial", "key-identifier"})
      expect_ours(version + ".ours-" + form, {payload_of(items)});
  }
}

TEST(As4Recorded, ThreePackedPayloadsComeInTheirOrderInBothDirections) {
  std::vector<std::string> payloads;
  for (const std::string& name : uncompressed()) payloads.push_back(test::recorded(name));
  for (const std::string version : {"v1", "v2"}) {
    expect_ours(version + ".ours-three", payloads);
    Spool spool;
    const auto theirs = receive_later(version + ".three", 'b', 'a', spool);
    ASSERT_TRUE(theirs) << version << ": " << theirs.error().refused.why;
    ASSERT_EQ(spool.contents.size(), payloads.size()) << version;
    for (std::size_t i = 0; i < payloads.size(); ++i)
      EXPECT_EQ(as_text(*spool.contents[i]), payloads[i]) << version;
  }
}

/// Octets that no packing makes shorter, as interop.py makes them: SHA-256 of "0", of "1", and so on.
std::string digests(std::size_t size) {
  std::string text;
  for (std::size_t n = 0; text.size() < size; ++n)
    text += as_text(crypto::sha256(std::array{as_bytes(std::to_string(n))}).view());
  text.resize(size);
  return text;
}

/// From there on phase4 keeps a payload in a file and not in memory.
TEST(As4Recorded, PayloadsOf64KbAndAnOctetLessOrMoreAreReceiptedByPhase4) {
  constexpr std::size_t limit = std::size_t{1} << 16U;
  for (const std::string version : {"v1", "v2"}) {
    for (const std::size_t size : {limit - 1, limit, limit + 1})
      expect_ours(format("{}.ours-{}", version, size), {digests(size)});
  }
}

/// What phase4 had sent, as its receipt has to name it.
std::pair<std::string, std::vector<Reference>> sent(const std::string& name) {
  Spool spool;
  const auto received = receive(name, spool);
  EXPECT_TRUE(received) << name;
  return {received->message.info.id, received->references};
}

TEST(As4Recorded, TheReceiptsProveWhatWasReceived) {
  for (const std::string& name : names()) {
    const auto [id, references] = sent(name);
    const Partner a = test::recorded_partner(name.starts_with("v1") ? Suite::rsa : Suite::edwards, 'a', 'b');
    const std::string answer = test::recorded(name + ".answer.xml");
    const auto read = [&](std::string_view of, const std::vector<Reference>& what) {
      return read_answer(a, of, what, soap_type, as_bytes(answer), test::time_of_recording());
    };
    EXPECT_EQ(read(id, references).kind, Answer::Kind::receipt) << name << ": " << read(id, references).why;
    EXPECT_EQ(read("another@phase4", references).kind, Answer::Kind::doubtful) << name;
    std::vector<Reference> fewer = references;
    fewer.pop_back();
    EXPECT_EQ(read(id, fewer).kind, Answer::Kind::differs) << name;
    std::vector<Reference> others = references;
    others.back().digest.bytes.front() ^= std::byte{1};
    EXPECT_EQ(read(id, others).kind, Answer::Kind::differs) << name;
  }
}

TEST(As4Recorded, TheErrorsAreReadAndBelieved) {
  for (const std::string& name : names()) {
    const Partner a = test::recorded_partner(name.starts_with("v1") ? Suite::rsa : Suite::edwards, 'a', 'b');
    const auto [id, references] = sent(name);
    const std::string twice = test::recorded(name + ".duplicate.answer.xml");
    const Answer answer =
        read_answer(a, id, references, soap_type, as_bytes(twice), test::time_of_recording());
    EXPECT_EQ(answer.kind, Answer::Kind::error) << name << ": " << answer.why;
    ASSERT_FALSE(answer.errors.empty()) << name;
    EXPECT_EQ(answer.errors.front().code, "EBMS:0004") << name;
  }
}

}  // namespace
}  // namespace lintas::as4
