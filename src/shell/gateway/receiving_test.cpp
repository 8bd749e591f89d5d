#include "shell/gateway/receiving.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/seed/seed.hpp"
#include "core/workflow/audit.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/evidence.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/as4/dispatch.hpp"
#include "shell/as4/partner.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "shell/gateway/gateway.hpp"
#include "shell/gateway/links.hpp"
#include "shell/gateway/names.hpp"
#include "shell/net/http.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/router.hpp"
#include "tests/support/as4_line.hpp"
#include "tests/support/as4_nodes.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/national_node.hpp"
#include "tests/support/store_reader.hpp"
#include "tests/support/world.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/pmode.hpp"
#include "wire/as4/reference.hpp"
#include "wire/as4/suite.hpp"

namespace lintas::gateway {

namespace {

using test::Passage;
using workflow::Reply;

constexpr Hash256 my_signer{.bytes = {std::byte{1}}};
constexpr Hash256 th_signer{.bytes = {std::byte{2}}};

/// Singapore's node, in one thread. What a test sets it answers instead.
class Stepped final : public app::Service {
 public:
  explicit Stepped(test::NationalNode& node) : node_(node) {}

  void ask(workflow::Command command, OnReply on_reply) override {
    ++asked;
    command.at = node_.now();
    if (instead) return on_reply(*instead);
    Reply reply = node_.ask(command);
    if (!std::exchange(dies_before_answer, false)) on_reply(std::move(reply));
  }
  void consider(workflow::Command /*command*/, OnConsidered /*on_considered*/) override {
    FAIL() << "a partner's message is never only considered";
  }
  [[nodiscard]] bool read(app::Share share, std::move_only_function<void(app::Reader&)> work) override {
    if (!has_room || share == full) return false;
    shares.push_back(share);
    Blind reader{node_.store(), std::exchange(is_blind, false)};
    work(reader);
    return true;
  }
  [[nodiscard]] bool post(app::Share share, std::move_only_function<void()> work) override {
    if (!has_room || share == full) return false;
    shares.push_back(share);
    work();
    return true;
  }

  int asked = 0;
  bool has_room = true;
  std::optional<app::Share> full;  ///< while others have room
  std::vector<app::Share> shares;  ///< in which was waited, one after the other
  bool dies_before_answer = false;
  bool is_blind = false;  ///< the next look finds no claim: it is written while the message is under way
  std::optional<Reply> instead;

 private:
  class Blind final : public test::StoreReader {
   public:
    Blind(app::Store& store, bool is_blind) : StoreReader(store), is_blind_(is_blind) {}
    using StoreReader::received;
    [[nodiscard]] std::optional<app::ReceivedRow> received(exchange::Partner partner,
                                                           std::string_view message) override {
      return is_blind_ ? std::nullopt : StoreReader::received(partner, message);
    }

   private:
    bool is_blind_;
  };

  test::NationalNode& node_;
};

/// Singapore's gateway with Malaysia as a partner.
class ReceivingTest : public testing::Test {
 protected:
  explicit ReceivingTest(as4::Suite suite = as4::Suite::edwards)
      : sender_(test::shared_agreement(test::malaysia, suite)),
        gateway_(loop_, service_,
                 {.home = test::singapore,
                  .partners = {link(suite)},
                  .clock = [this] { return now_; },
                  .reference = [this]() -> const refdata::Snapshot& { return reference_; },
                  .packer = [this]() -> app::Packer& { return packer_; },
                  .entropy = &entropy_,
                  .sha256 = crypto::sha256,
                  .receipted = [](const app::SentRow&) { FAIL() << "nothing is sent"; },
                  .refused = [](std::int64_t, const app::Death&) { FAIL() << "nothing is sent"; },
                  .report =
                      [this](const Report& report) {
                        logged_.push_back(report.outcome);
                        message_ = report.message;
                        why_ = report.why;
                        code_ = report.code;
                        peer_ = report.peer;
                        claimed_ = report.claimed;
                      }}) {
    gateway_.add_routes(router_);
  }

  static PartnerLink link(as4::Suite suite) {
    return {.partner = test::malaysia,
            .url = {},
            .tls = nullptr,
            .certificates = {},
            .signers = {},
            .agreement = test::shared_agreement(test::singapore, suite)};
  }

  [[nodiscard]] std::shared_ptr<const Octets> octets(const Passage& passage = {}) {
    return test::octets_of(passage, sender_, entropy_);
  }

  net::Response post(std::string_view content_type, Bytes body, const net::Peer& peer = {}) {
    net::Request request;
    request.method = net::Method::post;
    request.target = std::string{names::path};
    request.path = {"as4"};
    request.headers.add("Content-Type", content_type);
    request.body = std::move(body);
    request.peer = peer;
    std::optional<net::Response> answer;
    router_.handle(std::move(request),
                   net::Responder{[&](net::Response given) { answer = std::move(given); }});
    EXPECT_TRUE(answer.has_value());
    return answer.value_or(net::Response{});
  }
  net::Response post(const Octets& octets, const net::Peer& peer = {}) {
    return post(octets.message.content_type, octets.message.body, peer);
  }

  /// The same as it comes when it is too long to be held; how many pieces were taken is noted.
  net::Response post_in_pieces(
      const Octets& octets, const Bytes& body, const std::function<void()>& before_its_end = [] {}) {
    constexpr std::size_t piece_bytes = 512;
    net::Request head;
    head.method = net::Method::post;
    head.target = std::string{names::path};
    head.path = {"as4"};
    head.headers.add("Content-Type", octets.message.content_type);
    std::optional<net::Response> answer;
    const auto taker = router_.stream(
        std::move(head), net::Responder{[&](net::Response given) { answer = std::move(given); }});
    pieces_ = 0;
    kept_.clear();
    for (ByteView rest = body; !rest.empty() && !answer; ++pieces_) {
      const ByteView piece = rest.first(std::min(rest.size(), piece_bytes));
      rest = rest.subspan(piece.size());
      bool asks = false;
      taker->take(copy_of(piece), [&](std::size_t kept_bytes) {
        asks = true;
        kept_.push_back(kept_bytes);
      });
      EXPECT_EQ(asks, !answer.has_value());
    }
    before_its_end();
    if (!answer) taker->end();
    EXPECT_TRUE(answer.has_value());
    return answer.value_or(net::Response{});
  }

  /// What Malaysia makes of the answer.
  [[nodiscard]] as4::Answer read(const Octets& sent, const net::Response& answer) const {
    return as4::read_answer(*sender_, sent.message.message_id, sent.message.references,
                            answer.headers.find("Content-Type").value_or(""), answer.body,
                            test::time_of_recording());
  }
  [[nodiscard]] std::optional<app::ReceivedRow> claim(std::string_view id = "MY1@nta.my") {
    return node_.store().received(test::malaysia, id);
  }
  /// Is answered with a signed error of this code, whose detail begins with the rule.
  void expect_error(const Octets& sent, std::string_view code, std::string_view rule) {
    const net::Response response = post(sent);
    const as4::Answer answer = read(sent, response);
    ASSERT_EQ(answer.kind, as4::Answer::Kind::error) << rule << ' ' << answer.why;
    EXPECT_EQ(answer.errors.front().code, code) << rule;
    EXPECT_TRUE(answer.errors.front().detail.starts_with(rule)) << answer.errors.front().detail;
  }
  void expect_kept_as_signed() {
    const as4::Outgoing sent = test::sent_by_another_program({}, *sender_, entropy_);
    EXPECT_EQ(post(sent.content_type, sent.body).status, 200) << why_;
    const auto row = claim();
    ASSERT_TRUE(row.has_value()) << why_;
    ASSERT_FALSE(row->as_signed.empty());
    const Bytes octets = app::unpack_evidence(packer_, row->as_signed);
    EXPECT_EQ(octets, test::packed_otherwise(as_bytes(test::passage_xml({}))));
    const auto part = std::ranges::find_if(sent.references, &as4::Reference::is_part);
    ASSERT_NE(part, sent.references.end());
    EXPECT_EQ(crypto::sha256(std::array{ByteView{octets}}), part->digest);
  }
  void expect_unproven(const net::Response& answer) {
    EXPECT_EQ(answer.status, 400);
    EXPECT_NE(as_text(answer.body).find("EBMS:0101"), std::string_view::npos);
    EXPECT_EQ(as_text(answer.body).find("Signature"), std::string_view::npos) << "it is told nothing else";
    EXPECT_EQ(logged_.back(), Outcome::unproven);
    EXPECT_EQ(service_.asked, 0);
  }

  test::NationalNode node_{"SG", test::time_of_recording(), workflow::national_parts()};
  Stepped service_{node_};
  refdata::Snapshot reference_ = seed::reference(Country::parse("SG").value());
  test::PlainPacker packer_;
  test::SeededEntropy entropy_{11};
  Instant now_ = test::time_of_recording();  ///< by Singapore's clock
  std::shared_ptr<const as4::Partner> sender_;
  std::vector<Outcome> logged_;
  std::string message_;  ///< that the last one is about
  std::string why_;
  std::string code_;
  std::string peer_;
  std::string claimed_;
  std::size_t pieces_ = 0;
  std::vector<std::size_t> kept_;  ///< in memory, as is told with each of them
  net::Loop loop_;
  net::Router router_;
  Gateway gateway_;
};

/// The event that has it wait has its document, too: from that what was signed is made again.
TEST_F(ReceivingTest, OfWhatWaitsInItsLaneNothingIsKeptTwice) {
  ASSERT_EQ(post(*octets({.n = 2})).status, 200);
  const auto row = claim();
  ASSERT_TRUE(row.has_value());
  const auto event = node_.store().feed(app::Seq{std::to_underlying(row->seq) - 1}, 1).at(0);
  EXPECT_EQ(event.type, workflow::event_parked);
  EXPECT_TRUE(node_.store().payload(event.payload).has_value());
  EXPECT_TRUE(row->as_signed.empty());
}

/// Named, and in no envelope: a court needs it as well, also when both have other certificates by then.
TEST_F(ReceivingTest, TheCertificatesOfBothSidesAreKeptWithTheEvidence) {
  const Bytes root = test::recorded_root();
  auto ours = test::agreement(test::singapore);
  ours.mode.naming = as4::Naming::issuer_serial;
  ours.signing.front().above = ours.own_signing.front().above = {root};
  PartnerLink named = link(as4::Suite::edwards);
  named.agreement = std::make_shared<const as4::Partner>(ours);
  gateway_.set_partners({named});
  auto theirs = test::agreement(test::malaysia);
  theirs.mode.naming = as4::Naming::key_identifier;
  sender_ = std::make_shared<const as4::Partner>(theirs);
  const auto sent = octets();
  ASSERT_EQ(read(*sent, post(*sent)).kind, as4::Answer::Kind::receipt);
  const auto row = claim();
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(app::certificates_beside(packer_, row->envelope),
            (std::vector{ours.signing.front().certificate->der(), root}));
  EXPECT_EQ(app::certificates_beside(packer_, row->receipt),
            (std::vector{ours.own_signing.front().certificate->der(), root}));
}

class ReceivingOfTheOlderProfile : public ReceivingTest {
 protected:
  ReceivingOfTheOlderProfile() : ReceivingTest(as4::Suite::rsa) {}
};

TEST_F(ReceivingTest, WhatIsTakenIsReceiptedAndTheEvidenceKept) {
  const auto sent = octets();
  const net::Response answer = post(*sent);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(read(*sent, answer).kind, as4::Answer::Kind::receipt) << read(*sent, answer).why;
  const auto row = claim();
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(app::unpack_evidence(packer_, row->receipt), answer.body) << "it was written as it was given";
  EXPECT_EQ(as_text(app::unpack_evidence(packer_, row->envelope)), sent->message.soap);
  EXPECT_EQ(logged_.back(), Outcome::refused) << "there is no such movement";
  EXPECT_FALSE(row->as_signed.empty()) << "of what does nothing no document is stored";
  EXPECT_NE(row->seq, app::Seq::none) << "the claim leads to what came of it";
  EXPECT_EQ(logged_.size(), 1U);
}

TEST_F(ReceivingOfTheOlderProfile, WhatIsTakenIsReceipted) {
  const auto sent = octets();
  EXPECT_EQ(read(*sent, post(*sent)).kind, as4::Answer::Kind::receipt);
  EXPECT_TRUE(claim().has_value());
}

TEST_F(ReceivingTest, WhatAnotherProgramHasPackedIsKeptAsItWasSigned) { expect_kept_as_signed(); }
TEST_F(ReceivingOfTheOlderProfile, WhatAnotherProgramHasPackedIsKeptAsItWasSigned) {
  expect_kept_as_signed();
}

TEST_F(ReceivingTest, WhatIsSignedUnpackedIsTaken) {
  as4::Partner plain = test::agreement(test::malaysia);
  plain.mode.compresses = false;
  const auto sent = test::octets_of({}, std::make_shared<const as4::Partner>(plain), entropy_);
  EXPECT_EQ(post(*sent).status, 200);
  ASSERT_TRUE(claim().has_value());
  const std::string xml = test::passage_xml({});
  EXPECT_EQ(as_text(app::unpack_evidence(packer_, claim()->as_signed)),
            xml.substr(xml.find("<ncts:"), xml.rfind('>') + 1 - xml.find("<ncts:")))
      << "without declaration and line end: the canonical form was signed";
}

/// A product that knows two-way exchanges says in its header what it answers. That is kept, and asks for
/// nothing.
TEST_F(ReceivingTest, WhatNamesTheMessageThatItAnswersIsTakenAndKeptAsItWasSigned) {
  const Passage passage;
  const std::string xml = test::passage_xml(passage);
  as4::UserMessage message = as4::addressed(sender_->mode);
  message.info = {
      .id = "MY1@nta.my", .at = test::time_of_recording(), .ref_to_message = "SG0000000000000001@nta.sg"};
  message.action = passage.action;
  message.conversation = "of the question";
  message.properties = corners(test::malaysia, test::singapore);
  message.properties.push_back({.name = std::string{names::tracking_property}, .value = passage.id});
  const auto sent = as4::make_outgoing(
      *sender_, message, {{.content_id = "1@my", .type = "application/xml", .content = as_bytes(xml)}},
      test::time_of_recording(), entropy_);
  ASSERT_TRUE(sent) << sent.error().why;
  ASSERT_EQ(post(sent->content_type, sent->body).status, 200);
  const auto row = claim("MY1@nta.my");
  ASSERT_TRUE(row.has_value()) << why_;
  EXPECT_TRUE(as_text(app::unpack_evidence(packer_, row->envelope))
                  .contains("RefToMessageId>SG0000000000000001@nta.sg<"));
}

TEST_F(ReceivingTest, WhatComesAgainGetsTheReceiptThatItGot) {
  const auto sent = octets();
  const net::Response first = post(*sent);
  const net::Response second = post(*sent);
  EXPECT_EQ(first.body, second.body);
  EXPECT_EQ(service_.asked, 1) << "nothing is decided again";
  EXPECT_EQ(logged_.back(), Outcome::repeated);
}

/// A stolen key, a certificate that has ended, another profile: by the receipt of then the sender would never
/// believe that its message was taken.
class ReceivingAfterAChange : public ReceivingTest {
 protected:
  /// Singapore signs with the key of somebody else from now on, and Malaysia knows of nothing else.
  void change_certificate() {
    auto ours = test::agreement(test::singapore);
    ours.own_signing = test::agreement(test::malaysia).own_signing;
    set(ours);
    auto theirs = test::agreement(test::malaysia);
    theirs.signing = test::agreement(test::singapore).signing;
    sender_ = std::make_shared<const as4::Partner>(std::move(theirs));
  }
  void set(const as4::Partner& agreement) {
    PartnerLink changed = link(as4::Suite::edwards);
    changed.agreement = std::make_shared<const as4::Partner>(agreement);
    gateway_.set_partners({changed});
  }
  /// The receipt of then means nothing to Malaysia by now; what comes instead is one of the same.
  void expect_a_receipt_that_counts(const std::string& first, const Octets& again) {
    EXPECT_NE(as4::read_answer(*sender_, again.message.message_id, again.message.references, as4::soap_type,
                               as_bytes(first), test::time_of_recording())
                  .kind,
              as4::Answer::Kind::receipt);
    const net::Response answer = post(again);
    EXPECT_EQ(read(again, answer).kind, as4::Answer::Kind::receipt) << read(again, answer).why;
    EXPECT_EQ(logged_.back(), Outcome::repeated);
    EXPECT_EQ(service_.asked, 1) << "nothing is decided again";
    ASSERT_TRUE(claim().has_value());
    EXPECT_EQ(as_text(app::unpack_evidence(packer_, claim()->receipt)), first) << "the first one stays";
    EXPECT_EQ(read(again, post_in_pieces(again, again.message.body)).kind, as4::Answer::Kind::receipt);
  }
  [[nodiscard]] std::string text_of(const net::Response& answer) { return std::string{as_text(answer.body)}; }
};

TEST_F(ReceivingAfterAChange, OfOurCertificateARepetitionIsReceiptedWithTheOneOfNow) {
  const std::string first = text_of(post(*octets()));
  change_certificate();
  expect_a_receipt_that_counts(first, *octets());
}

TEST_F(ReceivingAfterAChange, OfTheProfileARepetitionIsReceiptedInTheOneOfNow) {
  const std::string first = text_of(post(*octets()));
  set(test::agreement(test::singapore, as4::Suite::rsa));
  sender_ = test::shared_agreement(test::malaysia, as4::Suite::rsa);
  expect_a_receipt_that_counts(first, *octets());
}

TEST_F(ReceivingAfterAChange, WithoutAnyCertificateOfNowItGetsTheReceiptOfThen) {
  const std::string first = text_of(post(*octets()));
  auto ours = test::agreement(test::singapore);
  ours.own_signing.clear();
  set(ours);
  EXPECT_EQ(text_of(post(*octets())), first);
}

/// What a release before has taken, which asked neither for a place in the MessageId nor for UTF-8: the
/// receipt was lost, and the node was stopped for the upgrade just then.
class ReceivingAfterAnUpgrade : public ReceivingTest {
 protected:
  /// Of another product: what of its header is another's is set by `change`.
  [[nodiscard]] as4::Outgoing made(
      const std::function<void(as4::UserMessage&, as4::OutgoingPayload&)>& change) {
    const Passage passage;
    const std::string xml = test::passage_xml(passage);
    as4::UserMessage message = as4::addressed(sender_->mode);
    message.info = {.id = "m1@nta.my", .at = test::time_of_recording()};
    message.action = passage.action;
    message.conversation = passage.id;
    message.properties = corners(test::malaysia, test::singapore);
    message.properties.push_back({.name = std::string{names::tracking_property}, .value = passage.id});
    as4::OutgoingPayload payload{.content_id = "1@my", .type = "application/xml", .content = as_bytes(xml)};
    change(message, payload);
    auto sent = as4::make_outgoing(*sender_, message, {payload}, test::time_of_recording(), entropy_);
    EXPECT_TRUE(sent) << sent.error().why;
    return *std::move(sent);
  }
  /// As the release before wrote it; gives the receipt.
  std::string take_as_before(const as4::Outgoing& sent) {
    std::vector<as4::Reference> references = sent.references;
    std::ranges::sort(references, {}, &as4::Reference::uri);
    std::string all;
    for (const as4::Reference& one : references) all += format("{} {}\n", to_hex(one.digest.bytes), one.uri);
    const auto receipt = as4::make_receipt(test::agreement(test::singapore), sent.message_id, sent.references,
                                           "r1@nta.sg", test::time_of_recording());
    EXPECT_TRUE(receipt) << receipt.error().why;
    app::Batch batch;
    batch.received = {{.partner = test::malaysia,
                       .message = sent.message_id,
                       .at = test::time_of_recording(),
                       .content = crypto::sha256(std::array{as_bytes(all)}),
                       .envelope = app::pack_evidence(packer_, as_bytes(sent.soap)),
                       .receipt = app::pack_evidence(packer_, as_bytes(*receipt))}};
    EXPECT_EQ(node_.store().commit(batch), app::CommitOutcome::applied);
    return *receipt;
  }
  void expect_the_receipt_of_then_and_refused_anew(const as4::Outgoing& sent, std::string_view code) {
    const net::Response anew = post(sent.content_type, sent.body);
    const as4::Answer told = as4::read_answer(*sender_, sent.message_id, sent.references,
                                              anew.headers.find("Content-Type").value_or(""), anew.body,
                                              test::time_of_recording());
    ASSERT_EQ(told.kind, as4::Answer::Kind::error) << told.why;
    EXPECT_EQ(told.errors.front().code, code);
    EXPECT_EQ(logged_.back(), Outcome::rejected);
    const std::string receipt = take_as_before(sent);
    EXPECT_EQ(as_text(post(sent.content_type, sent.body).body), receipt) << why_;
    EXPECT_EQ(logged_.back(), Outcome::repeated);
    EXPECT_EQ(service_.asked, 0) << "nothing is decided again";
  }
};

TEST_F(ReceivingAfterAnUpgrade, WhatHasAMessageIdWithoutAPlaceGetsTheReceiptThatItGot) {
  expect_the_receipt_of_then_and_refused_anew(
      made([](as4::UserMessage& message, as4::OutgoingPayload&) { message.info.id = "m1"; }), "EBMS:0009");
}

TEST_F(ReceivingAfterAnUpgrade, WhatSaysAnotherEncodingGetsTheReceiptThatItGot) {
  expect_the_receipt_of_then_and_refused_anew(
      made([](as4::UserMessage&, as4::OutgoingPayload& payload) {
        payload.properties.push_back(
            {.name = std::string{as4::character_set_property}, .value = "iso-8859-1"});
      }),
      "EBMS:0003");
}

/// What was sealed is not looked at: whoever reads no more than the envelope has used no private key.
TEST_F(ReceivingTest, WhatComesAgainIsKnownByItsEnvelopeAlone) {
  const auto sent = octets();
  const net::Response first = post(*sent);
  ASSERT_EQ(read(*sent, first).kind, as4::Answer::Kind::receipt);
  Bytes damaged = sent->message.body;
  for (std::size_t i = damaged.size() - 200; i < damaged.size() - 100; ++i) damaged[i] ^= std::byte{1};
  EXPECT_EQ(post(sent->message.content_type, damaged).body, first.body);
  EXPECT_EQ(logged_.back(), Outcome::repeated);
  EXPECT_EQ(post_in_pieces(*sent, damaged).body, first.body);
  EXPECT_EQ(pieces_, (damaged.size() + 511) / 512) << "a partner's body is read to its end";
  EXPECT_EQ(logged_.back(), Outcome::repeated);
  EXPECT_EQ(service_.asked, 1);
  // The same of one that was never taken is a fault.
  const auto other = octets({.id = "MY2", .n = 2});
  Bytes never = other->message.body;
  for (std::size_t i = never.size() - 200; i < never.size() - 100; ++i) never[i] ^= std::byte{1};
  EXPECT_EQ(read(*other, post(other->message.content_type, never)).kind, as4::Answer::Kind::error);
  EXPECT_EQ(service_.asked, 1);
}

/// Without any part behind it the envelope ends with the body, and is looked up before it is opened all the
/// same.
TEST_F(ReceivingTest, OfSoapAloneAPrivateKeyIsUsedNoEarlier) {
  auto ours = test::agreement(test::singapore);
  const auto opener = std::make_shared<test::CountingOpener>(ours.own_sealing.front().key);
  ours.own_sealing.front().key = opener;
  PartnerLink known = link(as4::Suite::edwards);
  known.agreement = std::make_shared<const as4::Partner>(ours);
  known.certificates = {my_signer};
  gateway_.set_partners({known});
  net::Peer malaysia;
  malaysia.certificate =
      net::PeerCertificate{.fingerprint = my_signer, .common_name = {}, .chain = {my_signer}};
  const auto sent = octets();
  Octets alone = *sent;
  alone.message.content_type = as4::soap_type;
  alone.message.body = copy_of(as_bytes(sent->message.soap));
  expect_unproven(post(alone));
  EXPECT_NE(why_.find("EXC-010"), std::string::npos);
  expect_unproven(post_in_pieces(alone, alone.message.body));
  EXPECT_EQ(opener->used(), 0) << "over somebody else's line";
  const net::Response missing = post(alone, malaysia);
  EXPECT_EQ(read(*sent, missing).kind, as4::Answer::Kind::error) << "its payload is not there";
  EXPECT_EQ(opener->used(), 1);
  const net::Response first = post(*sent, malaysia);
  ASSERT_EQ(read(*sent, first).kind, as4::Answer::Kind::receipt);
  EXPECT_EQ(opener->used(), 2);
  EXPECT_EQ(post(alone, malaysia).body, first.body) << "it is known by its envelope";
  EXPECT_EQ(opener->used(), 2);
}

TEST_F(ReceivingTest, WhatComesAgainOverSomebodyElsesLineGetsNothing) {
  gateway_.set_partners({[] {
    PartnerLink known = link(as4::Suite::edwards);
    known.certificates = {my_signer};
    return known;
  }()});
  net::Peer malaysia;
  malaysia.certificate =
      net::PeerCertificate{.fingerprint = my_signer, .common_name = {}, .chain = {my_signer}};
  net::Peer other;
  other.certificate = net::PeerCertificate{.fingerprint = th_signer, .common_name = {}, .chain = {th_signer}};
  const auto sent = octets();
  ASSERT_EQ(post(*sent, malaysia).status, 200);
  const net::Response answer = post(*sent, other);
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(logged_.back(), Outcome::unproven);
}

TEST_F(ReceivingTest, ACrashBetweenStoreAndAnswerIsHealedByTheNextAttempt) {
  service_.dies_before_answer = true;
  const auto first = octets();
  EXPECT_NE(read(*first, post(*first)).kind, as4::Answer::Kind::receipt);
  const auto row = claim();
  ASSERT_TRUE(row.has_value());
  // Malaysia was started anew, too: other octets, the same digests.
  const auto again = octets();
  EXPECT_NE(again->message.body, first->message.body);
  const net::Response answer = post(*again);
  EXPECT_EQ(read(*again, answer).kind, as4::Answer::Kind::receipt);
  EXPECT_EQ(answer.body, app::unpack_evidence(packer_, row->receipt));
  EXPECT_EQ(service_.asked, 1);
}

TEST_F(ReceivingTest, WhatComesTwiceAtOnceIsTakenOnce) {
  const auto sent = octets();
  const net::Response first = post(*sent);
  const std::size_t events = node_.store().feed(app::Seq::none, 1'000).size();
  service_.is_blind = true;
  const net::Response second = post(*sent);
  EXPECT_EQ(service_.asked, 2);
  EXPECT_EQ(first.body, second.body);
  EXPECT_EQ(node_.store().feed(app::Seq::none, 1'000).size(), events);
}

TEST_F(ReceivingTest, AnotherContentUnderAnIdIsAnErrorAndAnAlarm_EXC_017) {
  ASSERT_EQ(post(*octets()).status, 200);
  const auto before = claim();
  const auto other = octets({.at = test::time_of_recording() - std::chrono::hours{2}});
  expect_error(*other, "EBMS:0003", "EXC-017");
  EXPECT_EQ(logged_.back(), Outcome::contradicted);
  EXPECT_EQ(service_.asked, 1);
  service_.is_blind = true;  // at once with the first one: the writer notices
  expect_error(*other, "EBMS:0003", "EXC-017");
  EXPECT_EQ(logged_.back(), Outcome::contradicted);
  EXPECT_EQ(claim(), before) << "the first one stands";
}

/// An access point that is not ours may send a correction under the identification that it has used.
TEST_F(ReceivingTest, AnotherContentUnderAnIdentificationIsNeverReceipted_EXC_016) {
  ASSERT_EQ(post(*octets()).status, 200);
  const Passage other{.at = test::time_of_recording() - std::chrono::hours{2}};
  const std::string xml = test::passage_xml(other);
  as4::UserMessage message = as4::addressed(sender_->mode);
  message.info = {.id = "correction@nta.my", .at = other.at};
  message.action = other.action;
  message.conversation = other.id;
  for (const auto& [name, value] :
       {std::pair{as4::original_sender_property, std::string{"NTA.MY"}},
        std::pair{as4::final_recipient_property, std::string{"NTA.SG"}},
        std::pair{names::tracking_property, other.id}, std::pair{names::lane_property, std::string{"1"}}})
    message.properties.push_back({.name = std::string{name}, .value = value});
  const auto sent = as4::make_outgoing(
      *sender_, message, {{.content_id = "1@my", .type = "application/xml", .content = as_bytes(xml)}},
      test::time_of_recording(), entropy_);
  ASSERT_TRUE(sent) << sent.error().why;
  const net::Response response = post(sent->content_type, sent->body);
  const as4::Answer answer = as4::read_answer(*sender_, sent->message_id, sent->references,
                                              response.headers.find("Content-Type").value_or(""),
                                              response.body, test::time_of_recording());
  ASSERT_EQ(answer.kind, as4::Answer::Kind::error) << answer.why;
  EXPECT_TRUE(answer.errors.front().detail.starts_with("EXC-016")) << answer.errors.front().detail;
  EXPECT_FALSE(claim("correction@nta.my"));
  EXPECT_EQ(logged_.back(), Outcome::rejected) << "nothing had this name";
}

TEST_F(ReceivingTest, AForgeryDoesNotBurnTheIdThatItGuessed) {
  as4::Partner forger = test::agreement(test::malaysia);
  forger.own_signing = test::agreement(test::singapore).own_signing;  // a key that is not Malaysia's
  const auto forged = test::octets_of({}, std::make_shared<const as4::Partner>(forger), entropy_);
  expect_unproven(post(*forged));
  Bytes changed = octets()->message.body;
  const auto at = as_text(changed).find("<ds:SignatureValue>");
  ASSERT_NE(at, std::string_view::npos);
  changed.at(at + 20) ^= std::byte{1};
  expect_unproven(post(octets()->message.content_type, changed));
  expect_unproven(post("application/xml", copy_of(as_bytes("<a/>"))));
  EXPECT_EQ(claim(), std::nullopt);
  const auto real = octets();
  EXPECT_EQ(read(*real, post(*real)).kind, as4::Answer::Kind::receipt);
}

TEST_F(ReceivingTest, WhatCannotBeReadIsToldAndClaimsNothing) {
  const std::vector<std::pair<Passage, std::string>> wrong{
      {{.id = std::string(36, 'M')}, "EXC-013"},
      {{.body = "<not"}, "XML"},
      {{.action = "IE006"}, "EXC-015"},
      {{.sender = "NTA.TH"}, "EXC-015"},
      {{.identification = "MY2"}, "EXC-015"},
      {{.body = test::read_file(std::string{LINTAS_ROOT} + "/examples/sg-th-electronics.xml")}, "EXC-014"}};
  for (const auto& [passage, rule] : wrong) {
    const auto sent = octets(passage);
    expect_error(*sent, "EBMS:0004", rule == "XML" ? "" : rule);
    EXPECT_EQ(logged_.back(), Outcome::rejected) << rule;
  }
  EXPECT_EQ(service_.asked, 0);
  EXPECT_EQ(claim(), std::nullopt);
  const auto mended = octets();
  EXPECT_EQ(read(*mended, post(*mended)).kind, as4::Answer::Kind::receipt) << "under the same id";
}

TEST_F(ReceivingTest, TheReceiptIsGivenWhateverTheBusinessSays) {
  service_.instead = Reply{.kind = Reply::Kind::refused, .findings = {{.rule = "R-TRA-090"}}};
  const auto sent = octets();
  EXPECT_EQ(read(*sent, post(*sent)).kind, as4::Answer::Kind::receipt);
  EXPECT_EQ(logged_, std::vector{Outcome::refused});
  EXPECT_EQ(why_, "R-TRA-090");
}

TEST_F(ReceivingTest, ARefusalThatLeavesNothingBehindIsAnError) {
  for (const char* rule : {"EXC-001", "EXC-014"}) {
    service_.instead = Reply{.kind = Reply::Kind::refused, .findings = {{.rule = rule}}};
    expect_error(*octets(), "EBMS:0004", rule);
    EXPECT_EQ(logged_.back(), Outcome::rejected);
  }
}

TEST_F(ReceivingTest, AFaultHereOrAFullQueueIsNoWordAboutTheMessage_EXC_012) {
  const auto sent = octets();
  service_.instead = Reply{.kind = Reply::Kind::internal};
  const net::Response fault = post(*sent);
  EXPECT_EQ(fault.status, 500);
  EXPECT_NE(as_text(fault.body).find("EXC-012"), std::string_view::npos);
  EXPECT_EQ(read(*sent, fault).kind, as4::Answer::Kind::doubtful);
  service_.instead = Reply{.kind = Reply::Kind::busy};
  EXPECT_EQ(post(*sent).status, 503);
  service_.has_room = false;
  const net::Response full = post(*sent);
  EXPECT_EQ(full.status, 503);
  EXPECT_TRUE(full.headers.find("Retry-After").has_value());
  EXPECT_EQ(service_.asked, 2) << "the last one was turned away before any work";
}

TEST_F(ReceivingTest, WhatComesInPiecesIsTakenLikeAnyOther) {
  const auto sent = octets();
  const net::Response answer = post_in_pieces(*sent, sent->message.body);
  EXPECT_EQ(read(*sent, answer).kind, as4::Answer::Kind::receipt);
  EXPECT_EQ(logged_.size(), 1U);
  EXPECT_EQ(read(*sent, post(*sent)).kind, as4::Answer::Kind::receipt);
  EXPECT_EQ(logged_.back(), Outcome::repeated) << "whichever way it comes";
  EXPECT_EQ(service_.asked, 1);
}

/// Whoever it is, and however slowly: the connection holds it against what its address may have.
TEST_F(ReceivingTest, WhatIsKeptOfAMessageInPiecesIsTold) {
  const auto sent = octets();
  const std::size_t envelope = sent->message.soap.size();
  ASSERT_EQ(post_in_pieces(*sent, sent->message.body).status, 200);
  ASSERT_GT(kept_.size(), 4U);
  for (std::size_t i = 1; i < envelope / 512; ++i)
    EXPECT_GE(kept_.at(i) + 512, i * 512) << "of an envelope that nobody has proved yet";
  EXPECT_GE(kept_.back(), envelope + 256) << "and of the payload";
  // What was taken before, and what is refused, is read to its end, and nothing of it is kept.
  ASSERT_EQ(post_in_pieces(*sent, sent->message.body).status, 200);
  EXPECT_EQ(kept_.back(), 0U);
  const auto other = octets({.id = "MY2", .n = 2});
  Bytes more = other->message.body;
  more.resize(more.size() + 4000);
  EXPECT_EQ(read(*other, post_in_pieces(*other, more)).kind, as4::Answer::Kind::error);
  EXPECT_EQ(kept_.back(), 0U);
}

/// Each document that a partner is asked for makes other links of all, though nothing has changed for most.
TEST_F(ReceivingTest, WhatComesInPiecesIsJudgedByWhatItsOwnSenderIsAtTheEnd) {
  const auto answered_after = [&](std::string id, std::uint32_t n, auto change) {
    gateway_.set_partners({link(as4::Suite::edwards)});
    const auto sent = octets({.id = std::move(id), .n = n});
    return post_in_pieces(*sent, sent->message.body, [&] {
      PartnerLink now = link(as4::Suite::edwards);
      auto agreement = test::agreement(test::singapore);
      change(now, agreement);
      if (now.agreement != nullptr) now.agreement = std::make_shared<const as4::Partner>(agreement);
      gateway_.set_partners({now});
    });
  };
  EXPECT_EQ(answered_after("MY1", 1, [](PartnerLink& now, as4::Partner&) { now.retry.first *= 2; }).status,
            200);
  const auto expect_again = [&](auto change) { EXPECT_EQ(answered_after("MY2", 2, change).status, 503); };
  expect_again([](PartnerLink& now, as4::Partner&) { now.agreement = nullptr; });
  expect_again([](PartnerLink&, as4::Partner& agreement) { agreement.signing.clear(); });
  expect_again([](PartnerLink&, as4::Partner& agreement) { agreement.mode.taken = {"IE001"}; });
  expect_again([](PartnerLink& now, as4::Partner&) { now.certificates = {my_signer}; });
  EXPECT_FALSE(claim("MY2@nta.my"));
  EXPECT_EQ(answered_after("MY2", 2, [](PartnerLink&, as4::Partner&) {}).status, 200);
}

TEST_F(ReceivingTest, OfWhatComesInPiecesAPartnerIsToldAtTheEnd) {
  const auto sent = octets();
  const std::size_t all = (sent->message.body.size() + 511) / 512;
  Bytes changed = sent->message.body;
  const auto payload = as_text(changed).rfind("\r\n\r\n");
  ASSERT_NE(payload, std::string_view::npos);
  changed.at(payload + 20) ^= std::byte{1};
  const as4::Answer answer = read(*sent, post_in_pieces(*sent, changed));
  ASSERT_EQ(answer.kind, as4::Answer::Kind::error) << answer.why;
  EXPECT_EQ(answer.errors.front().code, "EBMS:0102");
  EXPECT_EQ(pieces_, all);
  EXPECT_EQ(claim(), std::nullopt);

  changed = sent->message.body;
  changed.resize(changed.size() - 30);  // within the last boundary
  EXPECT_EQ(read(*sent, post_in_pieces(*sent, changed)).kind, as4::Answer::Kind::error) << "it is cut";
  EXPECT_EQ(service_.asked, 0);
}

TEST_F(ReceivingTest, OfWhatComesInPiecesAStrangerIsToldAtOnce) {
  const auto sent = octets();
  Bytes changed = sent->message.body;
  const auto at = as_text(changed).find("<ds:SignatureValue>");
  ASSERT_NE(at, std::string_view::npos);
  changed.at(at + 20) ^= std::byte{1};
  changed.resize(changed.size() + 4000);
  expect_unproven(post_in_pieces(*sent, changed));
  EXPECT_LT(pieces_, changed.size() / 512);
}

TEST_F(ReceivingTest, APieceThatFindsNoRoomIsNoWordAboutTheMessage) {
  service_.has_room = false;
  const auto sent = octets();
  const net::Response answer = post_in_pieces(*sent, sent->message.body);
  EXPECT_EQ(answer.status, 503);
  EXPECT_TRUE(answer.headers.find("Retry-After"));
  EXPECT_EQ(pieces_, 1U);
  service_.has_room = true;
  EXPECT_EQ(read(*sent, post_in_pieces(*sent, sent->message.body)).kind, as4::Answer::Kind::receipt);
}

/// A flood of what nobody has signed stops no partner: neither what is proved, nor what comes over its line.
TEST_F(ReceivingTest, WhatIsNotProvedYetWaitsWithStrangers) {
  const auto first = octets();
  ASSERT_EQ(post(*first).status, 200);
  using enum app::Share;
  EXPECT_EQ(service_.shares, (std::vector{strangers, partners, partners})) << "proved, looked up, opened";
  service_.shares.clear();
  const auto next = octets({.id = "MY2", .n = 2});
  ASSERT_EQ(post_in_pieces(*next, next->message.body).status, 200);
  EXPECT_EQ(service_.shares.front(), strangers);
  EXPECT_EQ(service_.shares.back(), partners);
  EXPECT_TRUE(std::ranges::is_partitioned(service_.shares, [](app::Share one) { return one == strangers; }));
  PartnerLink known = link(as4::Suite::edwards);
  known.certificates = {my_signer};
  gateway_.set_partners({known});
  net::Peer malaysia;
  malaysia.certificate =
      net::PeerCertificate{.fingerprint = my_signer, .common_name = {}, .chain = {my_signer}};
  service_.full = strangers;
  EXPECT_EQ(post(*octets({.id = "MY3", .n = 3})).status, 503);
  EXPECT_EQ(post(*octets({.id = "MY3", .n = 3}), malaysia).status, 200) << "its line is known";
}

TEST_F(ReceivingTest, ATestIsReceiptedAndGivenToNobody) {
  as4::UserMessage message = as4::test_message(sender_->mode);
  message.info = {.id = "t1@nta.my", .at = test::time_of_recording()};
  message.conversation = "t1";
  const auto sent = as4::make_outgoing(*sender_, message, {}, test::time_of_recording(), entropy_);
  ASSERT_TRUE(sent.has_value());
  const net::Response answer = post(sent->content_type, sent->body);
  EXPECT_EQ(as4::read_answer(*sender_, sent->message_id, sent->references, as4::soap_type, answer.body,
                             test::time_of_recording())
                .kind,
            as4::Answer::Kind::receipt);
  EXPECT_EQ(logged_, std::vector{Outcome::tested});
  EXPECT_EQ(service_.asked, 0);
  EXPECT_EQ(claim("t1@nta.my"), std::nullopt);
}

/// Where the partner's connections are known by their certificate it has to be that one, too.
TEST_F(ReceivingTest, AConnectionOfSomebodyElseCarriesNoMessageOfAPartner_EXC_010) {
  PartnerLink known = link(as4::Suite::edwards);
  known.signers = {my_signer};
  gateway_.set_partners({known});
  const auto shows = [](std::string name, const Hash256& signer) {
    return net::Peer{.address = {},
                     .port = 0,
                     .certificate = net::PeerCertificate{
                         .fingerprint = {}, .common_name = std::move(name), .chain = {Hash256{}, signer}}};
  };
  using namespace std::string_literals;
  for (const std::string& name : {"NTA.MYX"s, "CN=NTA.MY"s, "x,CN=NTA.MY"s, "NTA.MY\0"s, "NTA.TH"s, ""s}) {
    expect_unproven(post(*octets(), shows(name, my_signer)));
    EXPECT_NE(why_.find("EXC-010"), std::string::npos);
  }
  expect_unproven(post(*octets(), shows("NTA.MY", th_signer)));
  expect_unproven(post(*octets()));
  const auto sent = octets();
  EXPECT_EQ(read(*sent, post(*sent, shows("NTA.MY", my_signer))).kind, as4::Answer::Kind::receipt);
  // The next certificate of its connections is given before it is shown.
  known.certificates = {th_signer, Hash256{}};
  known.signers = {};
  gateway_.set_partners({known});
  const auto next = octets({.id = "MY2", .n = 2});
  EXPECT_EQ(read(*next, post(*next, shows("", th_signer))).kind, as4::Answer::Kind::receipt);
}

TEST_F(ReceivingTest, TheLogSaysWhyACertificateDoesNotCountAndItsSenderIsToldOneAndTheSame) {
  const auto why = [&](auto change) {
    auto known = test::agreement(test::singapore);
    change(known);
    PartnerLink changed = link(as4::Suite::edwards);
    changed.agreement = std::make_shared<const as4::Partner>(std::move(known));
    gateway_.set_partners({changed});
    expect_unproven(post(*octets()));
    return why_;
  };
  EXPECT_EQ(why([](as4::Partner& known) {
              known.revoked.push_back({.certificate = known.signing.front().certificate,
                                       .purpose = crypto::KeyPurpose::signing,
                                       .why = "CN=b: stolen"});
              known.signing.clear();
            }),
            "signed with a certificate that is revoked: CN=b: stolen");
  EXPECT_EQ(why([](as4::Partner& known) { known.signing.clear(); }),
            "signed by none of the partner's certificates");
  EXPECT_EQ(why([](as4::Partner& known) {
              known.sealing.front().certificate = known.signing.front().certificate;
              known.signing.clear();
            }),
            "signed with the partner's certificate for sealing");
  gateway_.set_partners({link(as4::Suite::edwards)});
  const auto sent = octets();
  EXPECT_EQ(read(*sent, post(*sent)).kind, as4::Answer::Kind::receipt);
}

/// One partner of nine telephones: there is one line that is its own.
TEST_F(ReceivingTest, TheLogSaysWhoMayHaveSentWhatNobodyHasProved) {
  const net::Peer somebody{.address = "192.0.2.7", .port = 4711, .certificate = {}};
  as4::Partner forger = test::agreement(test::malaysia);
  forger.own_signing = test::agreement(test::singapore).own_signing;
  expect_unproven(
      post(*test::octets_of({}, std::make_shared<const as4::Partner>(forger), entropy_), somebody));
  EXPECT_EQ(code_, "EBMS:0101");
  EXPECT_EQ(peer_, "192.0.2.7");
  EXPECT_EQ(claimed_, "NTA.MY MY1@nta.my");
  as4::Partner other = test::agreement(test::malaysia);
  other.mode.home.id.value = "NTA." + std::string(200, 'X');
  expect_unproven(
      post(*test::octets_of({}, std::make_shared<const as4::Partner>(other), entropy_), somebody));
  EXPECT_EQ(code_, "EBMS:0010") << "which is not told outside";
  EXPECT_EQ(claimed_, "NTA." + std::string(60, 'X') + " MY1@nta.my");
  expect_unproven(post("application/xml", copy_of(as_bytes("<a/>")), somebody));
  EXPECT_EQ(claimed_, "");
  EXPECT_EQ(peer_, "192.0.2.7");
}

TEST_F(ReceivingTest, TheLogSaysOnWhichSideOfItsValidityACertificateIs) {
  const as4::Certificate signer = test::agreement(test::singapore).signing.front().certificate;
  const auto why_at = [&](Instant now) {
    now_ = now;
    expect_unproven(post(*octets()));
    return why_;
  };
  EXPECT_EQ(why_at(signer->not_before() - std::chrono::seconds{1}),
            format("the signer's certificate is valid from {} on", to_text(signer->not_before())));
  EXPECT_EQ(why_at(signer->not_after() + std::chrono::seconds{1}),
            format("the signer's certificate has ended at {}", to_text(signer->not_after())));
  now_ = test::time_of_recording();
  const auto sent = octets();
  EXPECT_EQ(post(*sent).status, 200) << why_;
}

/// Where both nodes have said that they take several messages as one.
class BundleTest : public ReceivingTest {
 protected:
  BundleTest() {
    sender_ = test::bundling_agreement(test::malaysia);
    PartnerLink there = link(as4::Suite::edwards);
    there.agreement = test::bundling_agreement(test::singapore);
    gateway_.set_partners({there});
  }

  [[nodiscard]] std::shared_ptr<const Octets> bundle(const std::vector<Passage>& passages) {
    return test::bundle_of(passages, sender_, entropy_);
  }
  /// A payload as Malaysia writes it; one test changes this, another that.
  struct Payload {
    std::string xml;
    std::string content_id;
    std::vector<as4::Property> properties;
  };
  static Payload payload(const Passage& passage) {
    return {.xml = passage.body.value_or(test::passage_xml(passage)),
            .content_id = as4_id(test::malaysia, passage.id),
            .properties = {{.name = std::string{names::action_property}, .value = passage.action},
                           {.name = std::string{names::tracking_property}, .value = passage.id},
                           {.name = std::string{names::lane_property}, .value = std::to_string(passage.n)}}};
  }
  /// As a partner posts it that writes what it likes.
  [[nodiscard]] as4::Outgoing made(const std::vector<Payload>& payloads,
                                   const std::vector<as4::Property>& further = {}) {
    as4::UserMessage message = as4::addressed(sender_->mode);
    message.info = {.id = "any@nta.my", .at = test::time_of_recording()};
    message.action = names::bundle_action;
    message.conversation = "any";
    message.properties = corners(test::malaysia, test::singapore);
    message.properties.insert(message.properties.end(), further.begin(), further.end());
    std::vector<as4::OutgoingPayload> out;
    for (const Payload& one : payloads)
      out.push_back({.content_id = one.content_id,
                     .type = "application/xml",
                     .content = as_bytes(one.xml),
                     .properties = one.properties});
    auto sent = as4::make_outgoing(*sender_, std::move(message), out, test::time_of_recording(), entropy_);
    EXPECT_TRUE(sent.has_value());
    return *std::move(sent);
  }
  void expect_refused(const as4::Outgoing& sent, std::string_view rule) {
    const int asked = service_.asked;
    const net::Response response = post(sent.content_type, sent.body);
    const as4::Answer answer = as4::read_answer(*sender_, sent.message_id, sent.references,
                                                response.headers.find("Content-Type").value_or(""),
                                                response.body, test::time_of_recording());
    ASSERT_EQ(answer.kind, as4::Answer::Kind::error) << rule << ' ' << answer.why;
    EXPECT_TRUE(answer.errors.front().detail.starts_with(rule)) << answer.errors.front().detail;
    EXPECT_EQ(logged_.back(), Outcome::rejected) << rule;
    EXPECT_EQ(service_.asked, asked) << rule;
    EXPECT_EQ(claim(sent.message_id), std::nullopt) << rule;
  }
  /// Of a body, with the line before it.
  static std::string boundary_of(std::string_view body) {
    const auto begin = body.find("--lintas-");
    return "\r\n" + std::string{body.substr(begin, body.find("\r\n", begin) - begin)};
  }
  /// The last two parts in each other's place.
  static Bytes in_another_order(const Bytes& body) {
    const std::string whole{as_text(body)};
    const std::string boundary = boundary_of(whole);
    const auto last = whole.rfind(boundary);
    const auto second = whole.rfind(boundary, last - 1);
    const auto first = whole.rfind(boundary, second - 1);
    const std::string other = whole.substr(0, first) + whole.substr(second, last - second) +
                              whole.substr(first, second - first) + whole.substr(last);
    return copy_of(as_bytes(other));
  }
  [[nodiscard]] std::size_t events() { return node_.store().feed(app::Seq::none, 100).size(); }
};

TEST_F(BundleTest, IsTakenWholeInOneCommitAndReceiptedOnce) {
  const auto sent = bundle({{.id = "MY1", .n = 1}, {.id = "MY2", .n = 2}, {.id = "MY3", .n = 3}});
  const net::Response answer = post(*sent);
  EXPECT_EQ(read(*sent, answer).kind, as4::Answer::Kind::receipt) << read(*sent, answer).why << why_;
  EXPECT_EQ(service_.asked, 1);
  const auto whole = claim(sent->message.message_id);
  ASSERT_TRUE(whole.has_value());
  EXPECT_TRUE(whole->is_of_bundle());
  EXPECT_EQ(app::unpack_evidence(packer_, whole->receipt), answer.body);
  for (const char* id : {"MY1@nta.my", "MY2@nta.my", "MY3@nta.my"}) {
    const auto one = claim(id);
    ASSERT_TRUE(one.has_value()) << id;
    EXPECT_EQ(one->carrier, sent->message.message_id) << id;
    EXPECT_NE(one->seq, app::Seq::none) << "each leads to what came of it";
    EXPECT_EQ(as_text(app::unpack_evidence(packer_, one->envelope)), sent->message.soap) << id;
    EXPECT_EQ(one->receipt, whole->receipt) << id;
    EXPECT_FALSE(one->as_signed.empty()) << "of what does nothing no document is stored";
  }
  EXPECT_EQ(logged_, (std::vector{Outcome::refused, Outcome::refused, Outcome::refused}))
      << "there is no such movement, which is told of each as of one alone";
}

TEST_F(BundleTest, ThatComesAgainGetsTheReceiptThatItGot) {
  const auto sent = bundle({{.id = "MY1", .n = 1}, {.id = "MY2", .n = 2}});
  const net::Response first = post(*sent);
  const std::size_t before = events();
  const auto again = bundle({{.id = "MY1", .n = 1}, {.id = "MY2", .n = 2}});  // the process was started anew
  EXPECT_EQ(again->message.message_id, sent->message.message_id) << "it follows from what is in it";
  EXPECT_EQ(post(*again).body, first.body);
  EXPECT_EQ(logged_.back(), Outcome::repeated);
  EXPECT_EQ(events(), before);
  EXPECT_EQ(service_.asked, 1);
  service_.is_blind = true;  // both at once
  EXPECT_EQ(post(*again).body, first.body);
  EXPECT_EQ(events(), before);
}

TEST_F(BundleTest, OnceAloneAndOnceWithOthersAMessageHasOneEffect) {
  const auto alone = octets({.id = "MY1", .n = 1});
  ASSERT_EQ(read(*alone, post(*alone)).kind, as4::Answer::Kind::receipt);
  const auto both = bundle({{.id = "MY1", .n = 1}, {.id = "MY2", .n = 2}});
  ASSERT_EQ(read(*both, post(*both)).kind, as4::Answer::Kind::receipt) << why_;
  EXPECT_EQ(logged_, (std::vector{Outcome::refused, Outcome::repeated, Outcome::refused}));
  EXPECT_EQ(claim("MY1@nta.my")->carrier, "") << "the evidence of what it did stays";
  const std::size_t before = events();

  const auto second = octets({.id = "MY2", .n = 2});
  const net::Response receipt = post(*second);
  EXPECT_EQ(read(*second, receipt).kind, as4::Answer::Kind::receipt) << read(*second, receipt).why;
  EXPECT_EQ(logged_.back(), Outcome::repeated);
  EXPECT_EQ(claim("MY2@nta.my")->carrier, both->message.message_id);
  EXPECT_EQ(post(*octets({.id = "MY2", .n = 2})).body, receipt.body) << "and again the one that it got";
  EXPECT_EQ(service_.asked, 3);
  const auto others = bundle({{.id = "MY2", .n = 2}, {.id = "MY1", .n = 1}});
  ASSERT_NE(others->message.message_id, both->message.message_id);
  EXPECT_EQ(read(*others, post(*others)).kind, as4::Answer::Kind::receipt) << why_;
  EXPECT_EQ(events(), before);
}

/// Under the identification of another one, in whichever way it comes.
TEST_F(BundleTest, AnotherContentUnderAnIdentificationRefusesTheBundle_EXC_016) {
  const auto alone = octets({.id = "MY1", .n = 1});
  ASSERT_EQ(post(*alone).status, 200);
  const Instant other = test::time_of_recording() - std::chrono::hours{2};
  const auto both = bundle({{.id = "MY2", .n = 2}, {.id = "MY1", .n = 1, .at = other}});
  const std::size_t before = events();
  expect_error(*both, "EBMS:0004", "EXC-016: MY1@nta.my");
  EXPECT_EQ(logged_.back(), Outcome::contradicted) << "an alarm, as of one that comes alone again";
  EXPECT_EQ(message_, "MY1@nta.my");
  EXPECT_EQ(claim("MY2@nta.my"), std::nullopt) << "nothing of it stays";
  EXPECT_EQ(claim(both->message.message_id), std::nullopt);
  EXPECT_EQ(events(), before);
}

TEST_F(BundleTest, AnotherContentThatComesAloneUnderANameOfABundleIsAnAlarm_EXC_016) {
  ASSERT_EQ(post(*bundle({{.id = "MY1", .n = 1}, {.id = "MY2", .n = 2}})).status, 200);
  const Instant other = test::time_of_recording() - std::chrono::hours{2};
  expect_error(*octets({.id = "MY2", .n = 2, .at = other}), "EBMS:0004", "EXC-016: Another message");
  EXPECT_EQ(logged_.back(), Outcome::contradicted);
  EXPECT_EQ(message_, "MY2@nta.my");
}

/// A node that is not ours gives MessageIds as it likes.
TEST_F(BundleTest, ANameThatWasClaimedForAnotherMessageIsNamed_EXC_017) {
  const Passage other{.id = "MY7", .n = 1};
  const std::string xml = test::passage_xml(other);
  as4::UserMessage message = as4::addressed(sender_->mode);
  message.info = {.id = "MY1@nta.my", .at = test::time_of_recording()};
  message.action = other.action;
  message.conversation = other.id;
  message.properties = corners(test::malaysia, test::singapore);
  message.properties.push_back({.name = std::string{names::tracking_property}, .value = other.id});
  message.properties.push_back({.name = std::string{names::lane_property}, .value = "1"});
  const auto sent = as4::make_outgoing(
      *sender_, message, {{.content_id = "1@my", .type = "application/xml", .content = as_bytes(xml)}},
      test::time_of_recording(), entropy_);
  ASSERT_TRUE(sent) << sent.error().why;
  ASSERT_EQ(post(sent->content_type, sent->body).status, 200);
  ASSERT_TRUE(claim("MY1@nta.my").has_value()) << why_;
  expect_error(*bundle({{.id = "MY3", .n = 3}, {.id = "MY1", .n = 2}}), "EBMS:0003",
               "EXC-017: MY1@nta.my: Another");
  EXPECT_EQ(logged_.back(), Outcome::contradicted);
  EXPECT_EQ(message_, "MY1@nta.my") << "which people compare";
}

TEST_F(BundleTest, AMessageThatIsNotTakenRefusesTheOthersAndOneByOneTheyAreTaken) {
  ASSERT_EQ(post(*octets({.id = "MY1", .n = 1})).status, 200);
  const std::size_t before = events();
  const auto wrong = bundle({{.id = "MY2", .n = 2}, {.id = "MY9", .n = 1}});  // the number of another one
  expect_error(*wrong, "EBMS:0004", "EXC-001: MY9@nta.my");
  EXPECT_EQ(events(), before);
  EXPECT_EQ(claim("MY2@nta.my"), std::nullopt);
  const auto good = octets({.id = "MY2", .n = 2});
  EXPECT_EQ(read(*good, post(*good)).kind, as4::Answer::Kind::receipt);
  expect_error(*octets({.id = "MY9", .n = 1}), "EBMS:0004", "EXC-001");
}

TEST_F(BundleTest, WhatCannotBeReadInItIsToldAsOfAMessageAlone) {
  const std::vector<std::pair<Passage, std::string>> wrong{
      {{.id = "MY2", .n = 2, .body = "<not"}, ""},
      {{.id = "MY2", .n = 2, .action = "IE006"}, "EXC-015: MY2@nta.my"},
      {{.id = "MY2", .n = 2, .sender = "NTA.TH"}, "EXC-015: MY2@nta.my"},
      {{.id = "MY2", .n = 2, .identification = "MY3"}, "EXC-015: MY2@nta.my"}};
  for (const auto& [passage, rule] : wrong) {
    expect_error(*bundle({{.id = "MY1", .n = 1}, passage}), "EBMS:0004", rule);
    EXPECT_EQ(logged_.back(), Outcome::rejected) << rule;
  }
  EXPECT_EQ(service_.asked, 0);
  EXPECT_EQ(claim(), std::nullopt);
}

TEST_F(BundleTest, AFaultOfOursIsNoWordAboutIt_EXC_012) {
  const auto sent = bundle({{.id = "MY1", .n = 1}, {.id = "MY2", .n = 2}});
  service_.instead = Reply{.kind = Reply::Kind::busy};
  EXPECT_EQ(post(*sent).status, 503);
  service_.instead = Reply{.kind = Reply::Kind::internal};
  EXPECT_EQ(post(*sent).status, 500);
  service_.instead.reset();
  service_.dies_before_answer = true;
  EXPECT_EQ(post(*sent).status, 500);
  EXPECT_EQ(read(*sent, post(*sent)).kind, as4::Answer::Kind::receipt) << "the next attempt gets it";
}

/// Answered as busy, all of them would wait until somebody sends what that lane waits for.
TEST_F(BundleTest, WithOneWhoseLaneIsFullIsSplitByItsSender) {
  Reply full{.kind = Reply::Kind::busy};
  full.parts = {Reply{}, Reply{.kind = Reply::Kind::busy}};
  service_.instead = full;
  const auto sent = bundle({{.id = "MY1", .n = 1}, {.id = "MY2", .n = 900}});
  expect_error(*sent, "EBMS:0004", "EXC-025: MY2@nta.my: Its lane has no room now");
  EXPECT_EQ(logged_.back(), Outcome::rejected);
  EXPECT_EQ(message_, "MY2@nta.my");
  service_.instead.reset();
  EXPECT_EQ(claim(sent->message.message_id), std::nullopt);
}

/// A partner that means ill may sign anything.
TEST_F(BundleTest, OfAnotherFormIsRefused_EXC_025) {
  const Payload one = payload({.id = "MY1", .n = 1});
  const Payload two = payload({.id = "MY2", .n = 2});
  expect_refused(made({one}), "EXC-025");

  std::vector<Payload> many;
  for (std::uint32_t n = 1; n <= limits::bundle_messages_max + 1; ++n)
    many.push_back(payload({.id = format("MY{}", n), .n = n}));
  expect_refused(made(many), "EXC-025");

  Payload large = two;
  large.xml.append(limits::bundle_bytes_max, ' ');
  expect_refused(made({one, large}), "EXC-025");
  expect_refused(made({large, one}), "EXC-025");

  Payload named = two;
  named.content_id = "MY7@nta.my";
  expect_refused(made({one, named}), "EXC-025");
  Payload swapped = one;
  std::swap(swapped.properties, named.properties);
  expect_refused(made({swapped, two}), "EXC-025");
  Payload twice = one;
  twice.content_id = "MY1-again@nta.my";
  expect_refused(made({one, twice}), "EXC-025");

  Payload nested = two;
  nested.properties.front().value = names::bundle_action;
  expect_refused(made({one, nested}), "EXC-025");
  Payload unknown = two;
  unknown.properties.front().value = "IE999";
  expect_refused(made({one, unknown}), "EXC-025");
  Payload unnamed = two;
  unnamed.properties.erase(unnamed.properties.begin());
  expect_refused(made({one, unnamed}), "EXC-025");
  Payload placed = two;
  placed.properties.back().value = "two";
  expect_refused(made({one, placed}), "EXC-013");

  const as4::Property urgent{.name = "priority", .value = "high"};
  Payload more = two;
  more.properties.push_back(urgent);
  expect_refused(made({one, more}), "EXC-025: MY2@nta.my: ");
  expect_refused(made({one, two}, {urgent}), "EXC-025");
}

/// As it was signed a payload may be far longer than what it says, and the next one of the body is kept all
/// the same: what the messages say is bounded.
TEST_F(BundleTest, IsBoundedByWhatItsMessagesSayAndNotByHowTheyWereSigned) {
  as4::Partner plain = *test::bundling_agreement(test::malaysia);
  plain.mode.compresses = false;
  sender_ = std::make_shared<const as4::Partner>(plain);
  Payload wide = payload({.id = "MY2", .n = 2});
  wide.xml = "<x>" + std::string(100'000, '>') + "</x>";  // &gt; in the canonical form
  as4::Outgoing sent = made({payload({.id = "MY1", .n = 1}), wide});
  sent.body = in_another_order(sent.body);
  const net::Response response = post(sent.content_type, sent.body);
  const as4::Answer answer = as4::read_answer(*sender_, sent.message_id, sent.references,
                                              response.headers.find("Content-Type").value_or(""),
                                              response.body, test::time_of_recording());
  ASSERT_EQ(answer.kind, as4::Answer::Kind::error) << answer.why;
  EXPECT_TRUE(answer.errors.front().detail.contains("MY2@nta.my")) << answer.errors.front().detail;
}

TEST_F(BundleTest, ThatIsTooLongIsKeptNoFurther) {
  Payload large = payload({.id = "MY2", .n = 2});
  large.xml.append(3 * limits::bundle_bytes_max, ' ');
  const Octets sent{.messages = {},
                    .agreement = sender_,
                    .signed_with = {},
                    .sealed_for = {},
                    .message = made({payload({.id = "MY1", .n = 1}), large})};
  const as4::Answer answer = read(sent, post_in_pieces(sent, sent.message.body));
  ASSERT_EQ(answer.kind, as4::Answer::Kind::error) << answer.why;
  EXPECT_TRUE(answer.errors.front().detail.starts_with("EXC-025")) << answer.errors.front().detail;
  ASSERT_FALSE(kept_.empty());
  EXPECT_LT(*std::ranges::max_element(kept_), 2 * limits::bundle_bytes_max);
}

/// Contents swapped under their names: what each says does not fit its name.
TEST_F(BundleTest, WithContentsInEachOthersPlaceIsRefused) {
  Payload one = payload({.id = "MY1", .n = 1});
  Payload two = payload({.id = "MY2", .n = 2});
  std::swap(one.xml, two.xml);
  expect_refused(made({one, two}), "EXC-015: MY1@nta.my");
}

TEST_F(BundleTest, ThatWasChangedOnItsWayIsNotTaken) {
  const auto sent = bundle({{.id = "MY1", .n = 1}, {.id = "MY2", .n = 2}});
  const std::string_view type = sent->message.content_type;
  const std::string whole{as_text(sent->message.body)};
  const auto replaced = [&](std::string_view from, std::string_view to) {
    std::string changed = whole;
    const auto at = changed.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    changed.replace(at, from.size(), to);
    return copy_of(as_bytes(changed));
  };
  // What the header says of a message, said of the other one.
  expect_unproven(post(type, replaced(">MY1<", ">MY2<")));
  expect_unproven(post(type, replaced("href=\"cid:MY1@nta.my", "href=\"cid:MY2@nta.my")));
  const std::string boundary = boundary_of(whole);
  const auto is_told = [&](const Bytes& body, std::string_view code) {
    const as4::Answer answer = read(*sent, post(type, body));
    ASSERT_EQ(answer.kind, as4::Answer::Kind::error) << code << ' ' << answer.why;
    EXPECT_EQ(answer.errors.front().code, code);
  };
  const auto second = whole.rfind(boundary, whole.rfind(boundary) - 1);
  const std::string part = whole.substr(second, whole.rfind(boundary) - second);
  is_told(copy_of(as_bytes(whole.substr(0, second) + whole.substr(whole.rfind(boundary)))), "EBMS:0007");
  is_told(copy_of(as_bytes(whole.substr(0, second) + part + whole.substr(second))), "EBMS:0007");
  std::string unsigned_part = part;
  unsigned_part.replace(unsigned_part.find("MY2@nta.my"), 10, "MY3@nta.my");
  is_told(copy_of(as_bytes(whole.substr(0, second) + unsigned_part + whole.substr(second))), "EBMS:0007");
  EXPECT_EQ(service_.asked, 0);
  EXPECT_EQ(read(*sent, post(*sent)).kind, as4::Answer::Kind::receipt) << "none of it burnt an id";
}

TEST_F(BundleTest, PartsInAnotherOrderAreTakenByTheirNames) {
  const auto sent = bundle({{.id = "MY1", .n = 1}, {.id = "MY2", .n = 2}});
  const Bytes other = in_another_order(sent->message.body);
  EXPECT_EQ(read(*sent, post(sent->message.content_type, other)).kind, as4::Answer::Kind::receipt) << why_;
  EXPECT_LT(claim("MY1@nta.my")->seq, claim("MY2@nta.my")->seq)
      << "they are taken in the order of the header";
}

TEST_F(ReceivingTest, ABundleToWhoAnnouncedNoneIsAStrangers) {
  expect_unproven(post(*test::bundle_of({{.id = "MY1", .n = 1}, {.id = "MY2", .n = 2}},
                                        test::bundling_agreement(test::malaysia), entropy_)));
}

TEST_F(ReceivingTest, APartnerWithoutAnAgreementIsAStranger) {
  PartnerLink unknown = link(as4::Suite::edwards);
  unknown.agreement = nullptr;
  gateway_.set_partners({unknown});
  expect_unproven(post(*octets()));
}

}  // namespace

}  // namespace lintas::gateway
