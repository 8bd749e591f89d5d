#include "shell/gateway/sending.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <gtest/gtest.h>
#include <memory>
#include <mutex>
#include <netinet/in.h>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/limits.hpp"
#include "core/attachments/letter.hpp"
#include "core/attachments/records.hpp"
#include "core/exchange/limits.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/attachment_files.hpp"
#include "shell/app/evidence.hpp"
#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/as4/dispatch.hpp"
#include "shell/as4/partner.hpp"
#include "shell/as4/reception.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "shell/gateway/gateway.hpp"
#include "shell/gateway/limits.hpp"
#include "shell/gateway/links.hpp"
#include "shell/net/http.hpp"
#include "tests/support/as4_nodes.hpp"
#include "tests/support/as4_partners.hpp"
#include "tests/support/as4_recorded.hpp"
#include "tests/support/as4_sender.hpp"
#include "wire/as4/envelope.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/limits.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/mime.hpp"
#include "wire/as4/names.hpp"
#include "wire/as4/reference.hpp"
#include "wire/xml/tree.hpp"

namespace lintas::gateway {

namespace {

using namespace std::chrono_literals;

const Instant now = test::time_of_recording();

/// Singapore, as it opens what came.
as4::Received open(const net::Request& request) {
  test::Spool spool;
  as4::Reception reception{
      std::make_shared<const as4::Directory>(std::vector{test::agreement(test::singapore)}),
      request.headers.find("Content-Type").value_or(""), now, spool.maker()};
  EXPECT_TRUE(reception.take(request.body).has_value());
  auto received = reception.close();
  EXPECT_TRUE(received.has_value());
  return *std::move(received);
}

net::Response soap(std::string_view text) { return net::text_response(200, as4::soap_type, text); }

net::Response receipt_of(const net::Request& request) {
  const as4::Received received = open(request);
  return soap(
      as4::make_receipt(*received.partner, received.message.info.id, received.references, "r@nta.sg", now)
          .value());
}

test::Door::Answer error(as4::Error code, std::string detail) {
  return [code, detail](const net::Request& request) {
    const as4::Received received = open(request);
    return soap(
        as4::make_error(*received.partner, received.message.info.id, code, "e@nta.sg", now, detail).value());
  };
}

/// A receipt about these references of the message, by these keys.
test::Door::Answer receipt(std::function<void(std::string& about, std::vector<as4::Reference>&)> change,
                           std::optional<as4::Partner> by = std::nullopt) {
  return [change = std::move(change), by](const net::Request& request) {
    const as4::Received received = open(request);
    std::string about = received.message.info.id;
    std::vector<as4::Reference> references = received.references;
    change(about, references);
    return soap(
        as4::make_receipt(by.value_or(*received.partner), about, references, "r@nta.sg", now).value());
  };
}

class SendingTest : public test::SenderTest {};

TEST_F(SendingTest, AMessageIsReceiptedAndItsProofHandedOn) {
  door_.always(receipt_of);
  send(0);
  ASSERT_TRUE(told_receipts(1));
  const app::SentRow proof = told().receipted.front();
  EXPECT_EQ(proof.id, 16);
  EXPECT_EQ(proof.partner, test::singapore);
  EXPECT_EQ(proof.message, "MY0000000000000010@nta.my");
  EXPECT_EQ(proof.proof, app::ProofKind::receipt);
  EXPECT_NE(as_text(app::unpack_evidence(packer_, proof.envelope)).find(proof.message),
            std::string_view::npos);
  EXPECT_NE(as_text(app::unpack_evidence(packer_, proof.receipt)).find("NonRepudiationInformation"),
            std::string_view::npos);
  EXPECT_EQ(told().lines.front().outcome, Outcome::sent);
  EXPECT_EQ(told().lines.front().message, "MY0000000000000010@nta.my") << "as its partner logs it";
  EXPECT_EQ(gateway_->backlogs().front().waiting, 0U);
}

TEST_F(SendingTest, OfAReceiptWithinMimeTheEnvelopeIsKept) {
  door_.always([](const net::Request& request) {
    const net::Response answer = receipt_of(request);
    const as4::Boundary boundary = as4::Boundary::parse("of-the-answer").value();
    return net::text_response(200, as4::multipart_type(boundary, "root@nta.sg"),
                              as4::part_head(boundary, {.type = as4::soap_type, .id = "root@nta.sg"}) +
                                  std::string{as_text(answer.body)} + as4::multipart_end(boundary));
  });
  send(0);
  ASSERT_TRUE(told_receipts(1));
  const Bytes receipt = app::unpack_evidence(packer_, told().receipted.front().receipt);
  EXPECT_FALSE(as_text(receipt).contains("of-the-answer"));
  const auto tree = xml::Tree::read(as_text(receipt), as4::bounds::soap_tree, as4::ns::known);
  ASSERT_TRUE(tree);
  EXPECT_TRUE(as4::read_envelope(*tree).has_value()) << "as the evidence reads it";
}

TEST_F(SendingTest, TheHeaderSaysWhatItIsToWhoeverReadsNoXml) {
  std::promise<as4::UserMessage> seen;
  door_.always([&](const net::Request& request) {
    seen.set_value(open(request).message);
    return receipt_of(request);
  });
  send(0);
  const as4::UserMessage message = seen.get_future().get();
  EXPECT_EQ(message.action, "IE118");
  EXPECT_EQ(message.conversation, test::passage_letter(now).mrn->str());
  EXPECT_EQ(message.info.at, now - 1h) << "when it happened, not when it is sent";
  EXPECT_EQ(as4::value_of(message.properties, "trackingIdentifier"), "MY0000000000000010");
  EXPECT_EQ(as4::value_of(message.properties, "laneNumber"), "1");
  EXPECT_EQ(as4::value_of(message.properties, "originalSender"), "NTA.MY");
  EXPECT_EQ(as4::value_of(message.properties, "finalRecipient"), "NTA.SG");
}

TEST_F(SendingTest, WhatDecidesNothingIsTriedAgain) {
  const std::vector<std::pair<const char*, test::Door::Answer>> answers{
      {"an error that anybody could have written",
       [](const net::Request&) {
         return net::text_response(400, as4::soap_type, as4::make_error_for_strangers("e@nta.sg", now));
       }},
      {"a receipt of a third party", receipt([](std::string&, auto&) {}, test::agreement(test::malaysia))},
      {"a receipt for another message", receipt([](std::string& about, auto&) { about = "other@nta.my"; })},
      {"a receipt with an altered digest",
       [](const net::Request& request) {
         net::Response answer = receipt_of(request);
         const std::string text =
             test::replaced(std::string{as_text(answer.body)}, "<ds:DigestValue>", "<ds:DigestValue>AAAA");
         return soap(text);
       }},
      {"no room", [](const net::Request&) { return net::Response{.status = 503}; }},
      {"a fault", [](const net::Request&) { return net::text_response(500, "text/plain", "oops"); }},
      {"it cannot open what was sealed", error(as4::Error::failed_decryption, {})},
      {"whoever is to have it is away", error(as4::Error::delivery_failure, "try later")},
      {"a page of a proxy", [](const net::Request&) { return net::text_response(200, "text/html", "<p>"); }}};
  for (const auto& [what, answer] : answers) {
    SCOPED_TRACE(what);
    start();
    tell([](test::Told& all) { all = {}; });
    door_.next(answer);
    send(0);
    ASSERT_TRUE(told_lines(1));
    EXPECT_EQ(told().lines.front().outcome, Outcome::undecided) << told().lines.front().why;
    EXPECT_EQ(told().lines.front().message, "MY0000000000000010@nta.my") << "people have to know which";
    EXPECT_EQ(gateway_->backlogs().front().waiting, 1U);
    EXPECT_EQ(gateway_->backlogs().front().dead, 0U);
    EXPECT_TRUE(told().refused.empty() && told().receipted.empty());
    door_.always(receipt_of);
    later(1);
    ASSERT_TRUE(told_receipts(2)) << "both go in the end";
  }
}

/// A proxy that lets all but one through, say.
test::Door::Answer all_but(const std::string& id) {
  return [id](const net::Request& request) {
    return open(request).message.info.id == id ? net::Response{.status = 413} : receipt_of(request);
  };
}

TEST_F(SendingTest, AMessageThatThePartnerCannotAnswerHoldsUpNoOther) {
  door_.always(all_but("MY0000000000000010@nta.my"));
  send(0);
  ASSERT_TRUE(told_lines(1));
  send(1);
  send(2);
  ASSERT_TRUE(told_receipts(2)) << "no pause has ended";
  EXPECT_EQ(gateway_->backlogs().front().waiting, 1U);
  EXPECT_EQ(door_.came().size(), 3U) << "nor is it posted anew with each receipt of another";
}

TEST_F(SendingTest, AMessageThatThePartnerCannotAnswerHoldsUpNoOtherOfANight) {
  door_.always(all_but("MY0000000000000010@nta.my"));
  send(0);
  for (std::size_t failures = 1; failures <= 2UL * limits::circuit_failures_max; ++failures) {
    ASSERT_TRUE(told_lines(failures));
    now_ = now_.load() + 30min;
    gateway_->discard({rows_[3]});  // wakes it, and there is no such letter
  }
  ASSERT_TRUE(told_lines((2UL * limits::circuit_failures_max) + 1));
  EXPECT_EQ(told().lines.back().outcome, Outcome::unreachable) << "nothing else says that it takes anything";
  send(1);
  now_ = now_.load() + limits::retry_delay_first * 2;
  send(2);
  EXPECT_TRUE(told_receipts(2));
  EXPECT_EQ(gateway_->backlogs().front().dead, 0U);
}

TEST_F(SendingTest, AMessageThatFailsWhileOthersAreTakenIsSetAsideUntilPeopleHaveMendedIt) {
  door_.always(all_but("MY0000000000000010@nta.my"));
  send(0);
  ASSERT_TRUE(told_lines(1));
  for (std::size_t others = 1; told().refused.empty(); ++others) {
    ASSERT_LE(others, limits::message_failures_max);
    later(1);
    ASSERT_TRUE(told_receipts(others));
    ASSERT_TRUE(told_lines((2 * others) + 1));
  }
  EXPECT_EQ(told().refused, std::vector<std::int64_t>{16});
  const app::Death death = told().deaths.front();
  EXPECT_TRUE(death.why.starts_with(
      "EXC-023: 10 attempts have failed while the partner took others; whether one of them arrived is not "
      "known; the last one: it answers 413"))
      << death.why;
  ASSERT_TRUE(told_lines((2UL * limits::message_failures_max)));
  const auto lines = told().lines;
  const auto line = std::ranges::find(lines, Outcome::set_aside, &test::Told::Line::outcome);
  ASSERT_NE(line, lines.end());
  EXPECT_EQ(line->message, "MY0000000000000010@nta.my");
  EXPECT_EQ(gateway_->backlogs().front().dead, 1U) << "which officers can give up";
  EXPECT_EQ(gateway_->backlogs().front().waiting, 0U);
  gateway_->set_partners({link()});
  EXPECT_EQ(told().revived, std::vector<std::int64_t>{16}) << "its operator has mended it, perhaps";
  app::OutboxRow row = rows_.front();
  row.dead = true;
  row.death = death;
  start();
  gateway_->add({row});
  EXPECT_EQ(told().revived.size(), 2U) << "a start tries everything";
}

TEST_F(SendingTest, AnAnswerThatIsLargerThanAnyReceiptIsNotRead) {
  door_.next([](const net::Request&) {
    return net::text_response(200, as4::soap_type, std::string(limits::partner_answer_bytes_max + 1, ' '));
  });
  door_.always(receipt_of);
  send(0);
  ASSERT_TRUE(told_lines(1));
  EXPECT_EQ(told().lines.front().outcome, Outcome::undecided);
  EXPECT_EQ(told().lines.front().why, "body limit exceeded");
  later(1);
  EXPECT_TRUE(told_receipts(2));
}

TEST_F(SendingTest, WhatThePartnerCouldNotOpenIsSealedAnew) {
  door_.next(error(as4::Error::failed_decryption, {}));
  door_.always(receipt_of);
  send(0);
  ASSERT_TRUE(told_lines(1));
  now_ = now_.load() + 30min;
  gateway_->discard({rows_[3]});  // wakes it, and there is no such letter
  ASSERT_TRUE(told_receipts(1));
  const std::vector<Bytes> came = door_.came();
  ASSERT_EQ(came.size(), 2U);
  EXPECT_NE(came[0], came[1]) << "octets that did not open once do not open twice";
}

/// As a name that no server of names answers for does, and whatever else keeps a thread.
TEST_F(SendingTest, WhatHoldsUpOnePartnerHoldsUpNoOther) {
  const exchange::Partner thailand = *exchange::Partner::parse("TH");
  std::promise<void> held;
  std::promise<void> sent;
  std::atomic<bool> is_in_time = false;
  on_report_ = [&](const Report& report) {
    if (report.partner != thailand) return sent.set_value();
    held.set_value();
    is_in_time = sent.get_future().wait_for(20s) == std::future_status::ready;
  };
  PartnerLink nobody = link();
  nobody.partner = thailand;
  nobody.url.port = 1;  // nothing listens there
  gateway_->set_partners({link(), nobody});
  door_.always(receipt_of);
  app::OutboxRow row = rows_[3];
  row.partner = thailand;
  gateway_->add({row});
  held.get_future().get();
  send(0);
  ASSERT_TRUE(told_lines(2));
  EXPECT_TRUE(is_in_time);
}

TEST_F(SendingTest, WhatThePartnerSignsAboutTheMessageMakesADeadLetter) {
  const std::vector<std::pair<std::string, test::Door::Answer>> answers{
      {"EBMS:0004 EXC-014", error(as4::Error::other, "EXC-014: Nothing is known here by this name.")},
      {"EBMS:0003 EXC-017", error(as4::Error::value_inconsistent, "EXC-017: Another content was taken.")},
      {"EBMS:0303", error(as4::Error::decompression_failure, {})},
      {"a receipt for another content than was sent",
       receipt([](std::string&, std::vector<as4::Reference>& references) {
         for (as4::Reference& one : references) {
           Hash256 digest = one.digest;
           digest.bytes[0] ^= std::byte{1};
           one = as4::make_reference(one.target(), one.is_part(), digest);
         }
       })}};
  for (const auto& [why, answer] : answers) {
    SCOPED_TRACE(why);
    start();
    tell([](test::Told& all) { all = {}; });
    door_.next(answer);
    send(0);
    ASSERT_TRUE(told_lines(1));
    EXPECT_EQ(told().lines.front().outcome, Outcome::dead);
    EXPECT_EQ(told().lines.front().why, why);
    EXPECT_EQ(told().refused, std::vector<std::int64_t>{16});
    ASSERT_EQ(told().deaths.size(), 1U);
    EXPECT_TRUE(told().deaths.front().why.starts_with(why)) << told().deaths.front().why;
    EXPECT_EQ(told().deaths.front().at, now);
    EXPECT_EQ(gateway_->backlogs().front().dead, 1U);
  }
}

/// As phase4 answers a message that comes again: tests/as4/recorded/v2.token.duplicate.answer.xml.
net::Response handled_already(const net::Request& request) {
  const as4::Received received = open(request);
  const std::string id = received.message.info.id;
  const std::string detail = format(
      "Not invoking SPIs, because message with Message ID '{}' was already handled (this is a "
      "duplicate)",
      id);
  return soap(as4::make_error(*received.partner, id, as4::Error::other, "e@nta.sg", now, detail).value());
}

TEST_F(SendingTest, AMessageWhoseReceiptWasLostIsDeliveredOnceThePartnerSignsThatItTookItBefore) {
  door_.next([](const net::Request&) { return net::Response{.status = 503}; });
  door_.always(handled_already);
  send(0);
  ASSERT_TRUE(told_lines(1));
  now_ = now_.load() + 30min;
  gateway_->set_partners({link()});
  ASSERT_TRUE(told_receipts(1));
  EXPECT_EQ(told().lines.back().outcome, Outcome::delivered);
  EXPECT_EQ(told().lines.back().why, "EBMS:0004");
  EXPECT_TRUE(told().refused.empty());
  EXPECT_EQ(gateway_->backlogs().front().dead, 0U);
  EXPECT_EQ(gateway_->backlogs().front().waiting, 0U);
  EXPECT_EQ(told().receipted.front().proof, app::ProofKind::taken_before);
  EXPECT_TRUE(as_text(app::unpack_evidence(packer_, told().receipted.front().receipt))
                  .contains("was already handled"))
      << "what it signed is kept";
}

TEST_F(SendingTest, AMessageThatWasNeverSentCannotHaveArrived) {
  door_.always(handled_already);
  send(0);
  ASSERT_TRUE(told_lines(1));
  EXPECT_EQ(told().lines.front().outcome, Outcome::dead) << "another message has its id there";
  EXPECT_EQ(told().refused, std::vector<std::int64_t>{16});
}

TEST_F(SendingTest, AMessageThatNeverLeftThisMachineCannotHaveArrived) {
  door_.always(handled_already);
  PartnerLink nobody = link();
  nobody.url.port = 1;  // nothing listens there
  PartnerLink not_of_the_internet = link();
  not_of_the_internet.public_only = true;
  gateway_->set_partners({nobody});
  send(0);
  ASSERT_TRUE(told_lines(1));
  gateway_->set_partners({not_of_the_internet});  // and it is tried at once
  ASSERT_TRUE(told_lines(2));
  EXPECT_EQ(told().lines.back().outcome, Outcome::unreachable);
  EXPECT_TRUE(door_.came().empty());
  gateway_->set_partners({link()});
  ASSERT_TRUE(told_lines(3));
  EXPECT_EQ(told().lines.back().outcome, Outcome::dead) << "another message has its id there";
  EXPECT_EQ(told().refused, std::vector<std::int64_t>{16});
  EXPECT_TRUE(told().receipted.empty());
}

/// As of a copy of a store whose first life has used the ids up: who revives it, and a new start, make no
/// delivery of what was not sent from here.
TEST_F(SendingTest, EXC_024_WhatWasKnownBeforeItWasSentIsNeverDeliveredByThatAnswer) {
  door_.always(handled_already);
  send(0);
  ASSERT_TRUE(told_lines(1));
  app::OutboxRow revived = rows_.front();
  revived.death = told().deaths.front();  // which the store keeps with it
  EXPECT_TRUE(revived.death->why.starts_with("EXC-024: ")) << revived.death->why;
  EXPECT_TRUE(revived.death->why.contains("it answers EBMS:0004")) << revived.death->why;
  gateway_->add({revived});
  ASSERT_TRUE(told_lines(2));
  EXPECT_EQ(told().lines.back().outcome, Outcome::dead);
  before_ = {.last = app::Seq{4}, .takers = {test::singapore}};
  start();
  gateway_->add({revived});
  ASSERT_TRUE(told_lines(3));
  EXPECT_EQ(told().lines.back().outcome, Outcome::dead) << "another message has its id there, still";
  EXPECT_EQ(told().refused.size(), 3U);
  EXPECT_TRUE(told().receipted.empty());
  door_.next(error(as4::Error::other, "EXC-014: Nothing is known here by this name."));
  gateway_->add({revived});
  ASSERT_TRUE(told_lines(4));
  EXPECT_TRUE(told().deaths.back().why.starts_with("EXC-024: ")) << "whatever it dies of next";
  EXPECT_TRUE(told().deaths.back().why.contains("EXC-014: Nothing is known here"))
      << told().deaths.back().why;
  door_.always(receipt_of);
  gateway_->add({revived});
  ASSERT_TRUE(told_receipts(1));
  EXPECT_EQ(told().lines.back().outcome, Outcome::sent) << "a receipt is of what was sent";
}

/// As after a kill between the post and its receipt.
TEST_F(SendingTest, AMessageThatAnEarlierLifeMayHaveSentIsDeliveredOnceThePartnerSignsThatItTookItBefore) {
  door_.always(handled_already);
  before_ = {.last = app::Seq{1}, .takers = {test::singapore}};
  start();
  send(0);
  ASSERT_TRUE(told_receipts(1));
  EXPECT_EQ(told().lines.back().outcome, Outcome::delivered);
  EXPECT_EQ(told().receipted.front().proof, app::ProofKind::taken_before);
  send(1);
  ASSERT_TRUE(told_lines(2));
  EXPECT_EQ(told().lines.back().outcome, Outcome::dead) << "of this life: another message has its id there";
  EXPECT_EQ(told().refused, std::vector<std::int64_t>{32});
}

TEST_F(SendingTest, APartnerThatHasTakenNothingOfThisStoreMayKnowTheIdFromTheOneBefore) {
  door_.next([](const net::Request&) { return net::Response{.status = 503}; });
  door_.always(handled_already);
  send(0);
  ASSERT_TRUE(told_lines(1));
  before_ = {.last = app::Seq{4}, .takers = {test::malaysia}};
  start();
  send(0);
  ASSERT_TRUE(told_lines(2));
  EXPECT_EQ(told().lines.back().outcome, Outcome::dead) << "people compare";
  EXPECT_TRUE(told().receipted.empty());
}

TEST_F(SendingTest, WhoTakesMessagesOfThisStoreIsKnownByItsReceipts) {
  const exchange::Partner thailand = *exchange::Partner::parse("TH");
  const std::vector<exchange::Partner> partners{test::singapore, thailand};
  const EarlierLife first = earlier_life_of(store_, partners);
  EXPECT_EQ(first.last, app::Seq{4});
  EXPECT_TRUE(first.takers.empty());
  app::Batch batch;
  std::vector<app::OutboxRow> rows = rows_;
  rows[3].partner = thailand;
  batch.outbox = rows;
  ASSERT_EQ(store_.commit(batch), app::CommitOutcome::applied);
  app::Batch proofs;
  for (const app::OutboxRow& row : rows) proofs.receipted.push_back(row.id);
  proofs.sent = {
      {.id = rows[0].id, .partner = test::singapore, .at = now, .proof = app::ProofKind::receipt},
      {.id = rows[1].id, .partner = test::singapore, .at = now, .proof = app::ProofKind::taken_before},
      {.id = rows[3].id, .partner = thailand, .at = now, .proof = app::ProofKind::taken_before}};
  ASSERT_EQ(store_.commit(proofs), app::CommitOutcome::applied);
  EXPECT_EQ(earlier_life_of(store_, partners).takers, std::vector{test::singapore})
      << "whoever has only said that it had them may have had them from another store";
}

TEST(SaysTakenBefore, GoesByTheCodeAndByWordsOnlyWhereThereIsNone) {
  const auto line = [](std::string code, std::string detail) {
    return as4::ErrorLine{.code = std::move(code), .is_failure = true, .detail = std::move(detail)};
  };
  const auto says = [](std::vector<as4::ErrorLine> errors) { return says_taken_before(errors, "1@nta.my"); };
  const as4::ErrorLine by_code = line("EBMS:4001", "");
  const as4::ErrorLine by_words =
      line("EBMS:0004", "message with Message ID '1@nta.my' was already handled (this is a duplicate)");
  EXPECT_TRUE(says({by_code}));
  EXPECT_TRUE(says({by_words}));
  EXPECT_FALSE(says({}));
  EXPECT_FALSE(says({line("EBMS:0004", "'2@nta.my' was already handled (this is a duplicate)")}));
  EXPECT_FALSE(says({line("EBMS:0004", "1@nta.my is a duplicate, see the log")}));
  EXPECT_FALSE(says({line("EBMS:0003", by_words.detail)})) << "words under another code";
  EXPECT_FALSE(says({by_code, line("EBMS:0303", "")})) << "that is not all";
}

TEST_F(SendingTest, WhatThePartnerSaysIsKeptAsOneLineOfBoundedLength) {
  const std::vector<std::pair<std::string, std::string>> said{
      {"EXC-014: Nothing is known here by this name.",
       "EBMS:0004 EXC-014: Nothing is known here by this name."},
      {"EXC-014", "EBMS:0004 EXC-014: Other"},
      {"in words alone\nof two lines", "EBMS:0004: in words alone of two lines"},
      {"EXC-014: " + std::string(limits::refusal_words_bytes_max, 'x'),
       "EBMS:0004 EXC-014: " + std::string(limits::refusal_words_bytes_max - 19, 'x')},
      {"EXC-014: " + std::string(limits::refusal_words_bytes_max - 20, 'x') + "\u00dc",
       "EBMS:0004 EXC-014: " + std::string(limits::refusal_words_bytes_max - 20, 'x')}};
  for (const auto& [detail, kept] : said) {
    SCOPED_TRACE(detail);
    start();
    tell([](test::Told& all) { all = {}; });
    door_.next(error(as4::Error::other, detail));
    send(0);
    ASSERT_TRUE(told_lines(1));
    ASSERT_EQ(told().deaths.size(), 1U);
    EXPECT_EQ(told().deaths.front().why, kept);
  }
}

TEST_F(SendingTest, TheNextAttemptIsTheSameOctetsAndAfterANewStartTheSameDigests) {
  std::vector<std::vector<as4::Reference>> references;
  door_.always([&](const net::Request& request) {
    references.push_back(open(request).references);
    return references.size() == 3 ? receipt_of(request) : net::Response{.status = 503};
  });
  send(0);
  ASSERT_TRUE(told_lines(1));
  gateway_->discard({rows_[3]});  // wakes it, and there is no such letter
  now_ = now_.load() + 30min;
  gateway_->discard({rows_[3]});
  ASSERT_TRUE(told_lines(2));
  start();
  now_ = now_.load() + 30min;
  send(0);
  ASSERT_TRUE(told_receipts(1));
  const std::vector<Bytes> came = door_.came();
  ASSERT_EQ(came.size(), 3U);
  EXPECT_EQ(came[0], came[1]);
  EXPECT_NE(came[1], came[2]) << "never the same key twice";
  EXPECT_EQ(references[0], references[2]);
}

TEST_F(SendingTest, OtherCertificatesMakeItAnew) {
  door_.next([](const net::Request&) { return net::Response{.status = 503}; });
  door_.always(receipt_of);
  send(0);
  ASSERT_TRUE(told_lines(1));
  agreement_ = test::shared_agreement(test::malaysia);
  gateway_->set_partners({link()});
  later(1);
  ASSERT_TRUE(told_receipts(2));
  const std::vector<Bytes> came = door_.came();
  EXPECT_NE(came[0], came[1]);
}

TEST_F(SendingTest, WhatCouldOnlyBeSealedForARevokedCertificateWaits) {
  door_.always(receipt_of);
  as4::Partner without = *agreement_;
  without.revoked.push_back({.certificate = without.sealing.front().certificate,
                             .purpose = crypto::KeyPurpose::sealing,
                             .why = "CN=a: stolen"});
  without.sealing.clear();
  PartnerLink revoked = link();
  revoked.agreement = std::make_shared<const as4::Partner>(std::move(without));
  gateway_->set_partners({revoked});
  send(0);
  ASSERT_TRUE(told_lines(1));
  EXPECT_EQ(told().lines.front().outcome, Outcome::unreachable);
  EXPECT_EQ(told().lines.front().why,
            "none of the partner's certificates for sealing is valid now; revoked: CN=a: stolen");
  EXPECT_EQ(gateway_->backlogs().front().dead, 0U);
  EXPECT_TRUE(door_.came().empty());
  gateway_->set_partners({link()});
  later(1);
  EXPECT_TRUE(told_receipts(2)) << "with another certificate it goes";
}

/// Whoever has a stolen key may answer what was under way when its operator told us of it.
TEST_F(SendingTest, AnAnswerIsJudgedByWhatIsAgreedOnWhenItComes) {
  as4::Partner without = *agreement_;
  without.revoked.push_back({.certificate = without.signing.front().certificate,
                             .purpose = crypto::KeyPurpose::signing,
                             .why = "CN=a: stolen"});
  without.signing.clear();
  PartnerLink revoked = link();
  revoked.agreement = std::make_shared<const as4::Partner>(std::move(without));
  PartnerLink left_out = link();
  left_out.agreement = nullptr;
  const std::vector<std::pair<const char*, std::vector<PartnerLink>>> changes{
      {"its key for signing is revoked", {revoked}},
      {"nothing is agreed on with it any more", {left_out}},
      {"the configuration names it no more", {}}};
  const std::vector<std::pair<const char*, test::Door::Answer>> answers{
      {"a receipt", receipt_of}, {"a refusal", error(as4::Error::other, "EXC-014: Nothing is known here.")}};
  for (const auto& [change, links] : changes) {
    for (const auto& [what, answer] : answers) {
      SCOPED_TRACE(std::string{change} + ": " + what);
      start();
      tell([](test::Told& all) { all = {}; });
      door_.next([&](const net::Request& request) {
        gateway_->set_partners(links);
        return answer(request);
      });
      send(0);
      ASSERT_TRUE(told_lines(1));
      EXPECT_TRUE(told().receipted.empty() && told().refused.empty());
      EXPECT_EQ(gateway_->backlogs().front().waiting, 1U) << "nobody knows what became of it";
      door_.always(receipt_of);
      gateway_->set_partners({link()});
      later(1);
      EXPECT_TRUE(told_receipts(2)) << "with keys that count it goes";
    }
  }
}

TEST_F(SendingTest, ATestIsJudgedByWhatIsAgreedOnWhenItsAnswerComes) {
  as4::Partner without = *agreement_;
  without.signing.clear();
  PartnerLink revoked = link();
  revoked.agreement = std::make_shared<const as4::Partner>(std::move(without));
  door_.next([&](const net::Request& request) {
    gateway_->set_partners({revoked});
    return receipt_of(request);
  });
  std::promise<std::optional<std::string>> told;
  gateway_->test(test::singapore,
                 [&](std::optional<std::string> fault) { told.set_value(std::move(fault)); });
  EXPECT_TRUE(told.get_future().get().has_value());
}

TEST_F(SendingTest, AFullPoolIsNoFailureOfThePartner) {
  door_.always(receipt_of);
  service_.has_room = false;
  send(0);
  for (int i = 0; i < 100 && service_.reads < 3; ++i) std::this_thread::sleep_for(20ms);
  EXPECT_GE(service_.reads, 3) << "a partner that failed is left alone for seconds";
  EXPECT_EQ(gateway_->backlogs().front().waiting, 1U);
  EXPECT_TRUE(told().lines.empty());
}

/// A partner that needs long for each message has all our connections to it in use.
TEST_F(SendingTest, ThatNoConnectionIsFreeIsNoFailureOfThePartner) {
  lines_ = {.connections_per_target = 1, .waiting_per_target = 0};
  start();
  std::promise<void> go_on;
  door_.next([done = go_on.get_future().share()](const net::Request& request) {
    EXPECT_EQ(done.wait_for(20s), std::future_status::ready);
    return receipt_of(request);
  });
  door_.always(receipt_of);
  send(0);
  for (int i = 0; i < 20'000 && door_.came().empty(); ++i) std::this_thread::sleep_for(1ms);
  ASSERT_FALSE(door_.came().empty());
  send(1);
  std::this_thread::sleep_for(100ms);
  EXPECT_EQ(gateway_->backlogs().front().waiting, 2U);
  EXPECT_TRUE(told().lines.empty());
  go_on.set_value();
  ASSERT_TRUE(told_receipts(2));
  EXPECT_EQ(told().lines.size(), 2U) << "and nothing else was told";
}

TEST_F(SendingTest, AMessageThatCannotBeWrittenHoldsItsOwnLaneAndNothingElse) {
  app::OutboxRow unknown = rows_[0];
  unknown.id = 1600;
  unknown.payload = app::PayloadId{100};
  gateway_->add({unknown});
  ASSERT_TRUE(told_lines(1));
  EXPECT_EQ(told().refused, std::vector<std::int64_t>{1600});
  EXPECT_EQ(told().lines.front().outcome, Outcome::dead);
  EXPECT_EQ(gateway_->backlogs().front().dead, 1U);
  EXPECT_EQ(gateway_->backlogs().front().waiting, 0U);
}

class SendingWithoutAgreement : public SendingTest {
 protected:
  /// About less than there is to send: by the configuration, or by the partner's document beside it.
  [[nodiscard]] PartnerLink narrow(bool by_document = false) {
    as4::Partner agreement = *agreement_;
    agreement.mode.actions = {"IE050"};
    if (!by_document) agreement.mode.taken = {"IE050"};
    PartnerLink narrowed = link();
    narrowed.agreement = std::make_shared<const as4::Partner>(std::move(agreement));
    return narrowed;
  }
  /// As it is in the store.
  [[nodiscard]] app::OutboxRow dead_by(const app::Death& death) const {
    app::OutboxRow row = rows_.front();
    row.dead = true;
    row.death = death;
    return row;
  }
};

TEST_F(SendingWithoutAgreement, AMessageHoldsItsLaneAndNothingElse) {
  door_.always(receipt_of);
  gateway_->set_partners({narrow()});
  send(0);
  ASSERT_TRUE(told_lines(1));
  EXPECT_EQ(told().lines.front().outcome, Outcome::kept_back) << "nobody has refused it";
  const std::string why =
      "EXC-020: nothing is agreed on about IE118 with it: name it in `actions` of its [[partner]]; if it was "
      "sent before, whether that arrived is not known";
  EXPECT_EQ(told().lines.front().why, why);
  EXPECT_EQ(told().refused, std::vector<std::int64_t>{16});
  EXPECT_EQ(told().deaths.front().why, why);
  EXPECT_EQ(gateway_->backlogs().front().dead, 1U);
  EXPECT_TRUE(door_.came().empty());
  EXPECT_TRUE(told().revived.empty());
}

TEST_F(SendingWithoutAgreement, IsToldOfTheDocumentWhereThatLeavesItOut) {
  gateway_->set_partners({narrow(true)});
  send(0);
  ASSERT_TRUE(told_lines(1));
  EXPECT_TRUE(told().lines.front().why.contains("its identity document does not list it"))
      << told().lines.front().why;
}

TEST_F(SendingWithoutAgreement, AMessageThatIsLargerThanThePartnerTakesWaitsUntilItTakesMore) {
  door_.always(receipt_of);
  const auto takes = [&](std::size_t bytes) {
    as4::Partner agreement = *agreement_;
    agreement.mode.sent_bytes_max = bytes;
    PartnerLink link_of_it = link();
    link_of_it.agreement = std::make_shared<const as4::Partner>(std::move(agreement));
    return link_of_it;
  };
  gateway_->set_partners({takes(100)});
  send(0);
  ASSERT_TRUE(told_lines(1));
  EXPECT_EQ(told().lines.front().outcome, Outcome::kept_back);
  const std::string why = told().deaths.front().why;
  EXPECT_TRUE(why.starts_with("EXC-020: ") && why.contains(" bytes of IE118, and NTA.SG takes 100 in one "
                                                           "message by its identity document"))
      << why;
  EXPECT_TRUE(door_.came().empty());
  const std::size_t size = std::stoul(why.substr(std::string_view{"EXC-020: "}.size()));
  gateway_->set_partners({takes(size - 1)});
  EXPECT_TRUE(told().revived.empty()) << "more, and still too little";
  gateway_->set_partners({takes(size)});
  ASSERT_EQ(told().revived, std::vector<std::int64_t>{16}) << "its newer document takes it";
  send(0);
  EXPECT_TRUE(told_receipts(1));
}

TEST_F(SendingWithoutAgreement, AMessageGoesByItselfOnceTheConfigurationIsMended) {
  door_.always(receipt_of);
  gateway_->set_partners({narrow()});
  send(0);
  ASSERT_TRUE(told_lines(1));
  gateway_->set_partners({narrow()});
  EXPECT_TRUE(told().revived.empty()) << "it is as before";
  gateway_->set_partners({link()});
  ASSERT_EQ(told().revived, std::vector<std::int64_t>{16});
  EXPECT_EQ(gateway_->backlogs().front().dead, 1U) << "the store has the word: an officer may give it up";
  send(0);
  EXPECT_TRUE(told_receipts(1));
  EXPECT_EQ(gateway_->backlogs().front().dead, 0U);
}

TEST_F(SendingWithoutAgreement, AMessageOfAnEarlierLifeGoesWhereTheConfigurationWasMendedMeanwhile) {
  gateway_->set_partners({narrow()});
  send(0);
  ASSERT_TRUE(told_lines(1));
  const app::OutboxRow row = dead_by(told().deaths.front());
  start();
  gateway_->add({row});
  EXPECT_EQ(told().revived, std::vector<std::int64_t>{16});
}

TEST_F(SendingWithoutAgreement, AMessageForAPartnerThatWasTakenOutIsForOfficersUntilItIsThereAgain) {
  door_.always(receipt_of);
  gateway_->set_partners({});
  send(0);
  ASSERT_TRUE(told_lines(1));
  EXPECT_EQ(told().lines.front().outcome, Outcome::unreachable) << "left out for now: it waits";
  is_named_ = false;
  later(1);
  ASSERT_TRUE(told_lines(3));
  EXPECT_EQ(told().lines.back().outcome, Outcome::kept_back);
  EXPECT_TRUE(told().deaths.front().why.starts_with("EXC-020: no partner of this state is configured"))
      << told().deaths.front().why;
  EXPECT_EQ(gateway_->backlogs().front().dead, 2U) << "which officers can give up";
  gateway_->set_partners({link()});
  EXPECT_EQ(told().revived.size(), 2U) << "the configuration names it again";
}

TEST_F(SendingWithoutAgreement, WhatOnlyKeepsLanesInOrderIsLetGoForAPartnerThatWasTakenOut) {
  is_named_ = false;
  gateway_->set_partners({});
  app::OutboxRow in_place_of_another = rows_[0];
  in_place_of_another.kind = workflow::payload_given_up;
  app::OutboxRow request = rows_[1];
  request.kind = workflow::payload_resend_request;
  request.n = 0;
  app::OutboxRow next_of_the_lane = rows_[2];
  next_of_the_lane.lane = in_place_of_another.lane;
  gateway_->add({in_place_of_another, request, next_of_the_lane});
  ASSERT_TRUE(told_lines(3));
  EXPECT_EQ(told().let_go.size(), 2U) << "no officer is asked twice about one message";
  EXPECT_EQ(told().deaths.size(), 1U) << "of a message of the business, and the lane had gone on to it";
  EXPECT_EQ(told().refused, std::vector<std::int64_t>{next_of_the_lane.id});
  EXPECT_EQ(gateway_->backlogs().front().dead, 1U);
  EXPECT_EQ(gateway_->backlogs().front().waiting, 0U);
}

TEST_F(SendingWithoutAgreement, WhatThePartnerRefusedStaysDeadWhateverIsAgreedOn) {
  gateway_->add({dead_by({.at = now, .why = "EBMS:0004 EXC-014: Nothing is known here by this name."})});
  gateway_->set_partners({narrow()});
  gateway_->set_partners({link()});
  EXPECT_TRUE(told().revived.empty());
  EXPECT_EQ(gateway_->backlogs().front().dead, 1U);
}

TEST_F(SendingTest, ThePausesAreThoseOfThePartner) {
  PartnerLink patient = link();
  patient.retry = {.first = 40min, .longest = 2h};
  gateway_->set_partners({patient});
  send(0);
  ASSERT_TRUE(told_lines(1)) << "503";
  door_.always(receipt_of);
  later(1);
  ASSERT_TRUE(told_receipts(1));
  std::this_thread::sleep_for(200ms);
  EXPECT_EQ(told().receipted.front().id, 32) << "half an hour is too early for the one that failed";
  EXPECT_EQ(door_.came().size(), 2U);
  later(2);
  EXPECT_TRUE(told_receipts(3));
}

TEST_F(SendingTest, WaitsForAPartnerWithoutAnAgreement) {
  PartnerLink unknown = link();
  unknown.agreement = nullptr;
  gateway_->set_partners({unknown});
  send(0);
  ASSERT_TRUE(told_lines(1));
  EXPECT_EQ(told().lines.front().outcome, Outcome::unreachable);
  door_.always(receipt_of);
  gateway_->set_partners({link()});
  later(1);
  EXPECT_TRUE(told_receipts(2));
}

TEST_F(SendingTest, WhatAPartnerSaysOfItselfLeadsIntoNoPrivateNetwork) {
  door_.always(receipt_of);
  PartnerLink named_by_itself = link();
  named_by_itself.public_only = true;
  gateway_->set_partners({named_by_itself});
  send(0);
  ASSERT_TRUE(told_lines(1));
  EXPECT_EQ(told().lines.front().outcome, Outcome::unreachable);
  EXPECT_EQ(told().lines.front().why, not_public) << "what to do is said";
  std::promise<std::optional<std::string>> tested;
  gateway_->test(test::singapore,
                 [&](std::optional<std::string> fault) { tested.set_value(std::move(fault)); });
  EXPECT_EQ(tested.get_future().get(), not_public);
  EXPECT_TRUE(door_.came().empty());
  gateway_->set_partners({link()});
  later(1);
  EXPECT_TRUE(told_receipts(2)) << "an address that the operator gave";
}

TEST_F(SendingTest, ATestSaysWhoItIsFromAndForAsEachMessageDoes) {
  std::promise<as4::UserMessage> seen;
  door_.always([&](const net::Request& request) {
    seen.set_value(open(request).message);
    return receipt_of(request);
  });
  std::promise<std::optional<std::string>> told;
  gateway_->test(test::singapore,
                 [&](std::optional<std::string> fault) { told.set_value(std::move(fault)); });
  EXPECT_EQ(told.get_future().get(), std::nullopt);
  const as4::UserMessage message = seen.get_future().get();
  EXPECT_EQ(as4::value_of(message.properties, "originalSender"), "NTA.MY");
  EXPECT_EQ(as4::value_of(message.properties, "finalRecipient"), "NTA.SG");
}

TEST_F(SendingTest, ATestSaysInWordsWhatIsWrong) {
  const auto ask = [&] {
    std::promise<std::optional<std::string>> told;
    gateway_->test(test::singapore,
                   [&](std::optional<std::string> fault) { told.set_value(std::move(fault)); });
    return told.get_future().get();
  };
  door_.next(receipt_of);
  EXPECT_EQ(ask(), std::nullopt);
  door_.next([](const net::Request&) {
    return net::text_response(400, as4::soap_type, as4::make_error_for_strangers("e@nta.sg", now));
  });
  const auto fault = ask();
  ASSERT_TRUE(fault.has_value());
  EXPECT_NE(fault->find("compare certificates"), std::string::npos) << *fault;
  gateway_->set_partners({});
  const auto missing = ask();
  ASSERT_TRUE(missing.has_value());
  EXPECT_TRUE(missing->contains("the configuration has no such partner")) << *missing;
  EXPECT_TRUE(missing->contains("partner_left_out")) << "nor one that is left out";
}

/// The answer to the first attempt got lost, and comes with the second one; after a start that forgot it the
/// partner gives another one. Both prove the same message; which of them stays the store decides (its first).
TEST_F(SendingTest, AReceiptThatComesLateIsTakenAndAnotherOneForTheSameProvesNothingElse) {
  const auto receipt_named = [](const net::Request& request, const std::string& id) {
    const as4::Received received = open(request);
    return as4::make_receipt(*received.partner, received.message.info.id, received.references, id, now)
        .value();
  };
  std::string late;
  door_.next([&](const net::Request& request) {
    late = receipt_named(request, "first@nta.sg");
    return soap("");  // MissingReceipt
  });
  door_.next([&](const net::Request&) { return soap(late); });
  send(0);
  ASSERT_TRUE(told_lines(1));
  EXPECT_NE(told().lines.front().outcome, Outcome::sent);
  EXPECT_TRUE(told().receipted.empty());
  later(0);
  ASSERT_TRUE(told_receipts(1));
  start();
  door_.always([&](const net::Request& request) { return soap(receipt_named(request, "second@nta.sg")); });
  send(0);
  ASSERT_TRUE(told_receipts(2));
  const auto proofs = told().receipted;
  EXPECT_EQ(proofs.front().id, proofs.back().id);
  EXPECT_EQ(proofs.front().message, proofs.back().message);
  const auto text = [&](const app::SentRow& proof) {
    return std::string{as_text(app::unpack_evidence(packer_, proof.receipt))};
  };
  EXPECT_TRUE(text(proofs.front()).contains("first@nta.sg"));
  EXPECT_TRUE(text(proofs.back()).contains("second@nta.sg"));
}

// ---- several as one

/// Singapore, which has said that it takes bundles.
as4::Received open_bundle(const net::Request& request) {
  test::Spool spool;
  as4::Reception reception{
      std::make_shared<const as4::Directory>(std::vector{*test::bundling_agreement(test::singapore)}),
      request.headers.find("Content-Type").value_or(""), now, spool.maker()};
  EXPECT_TRUE(reception.take(request.body).has_value());
  auto received = reception.close();
  EXPECT_TRUE(received.has_value());
  return *std::move(received);
}
std::string id_of(const net::Request& request) { return open_bundle(request).message.info.id; }
bool is_bundle(const net::Request& request) { return open_bundle(request).message.action == "bundle"; }
net::Response receipt_of_any(const net::Request& request) {
  const as4::Received received = open_bundle(request);
  return soap(
      as4::make_receipt(*received.partner, received.message.info.id, received.references, "r@nta.sg", now)
          .value());
}
net::Response refused(const net::Request& request, std::string detail) {
  const as4::Received received = open_bundle(request);
  return soap(as4::make_error(*received.partner, received.message.info.id, as4::Error::other, "e@nta.sg", now,
                              std::move(detail))
                  .value());
}

class SendingBundles : public SendingTest {
 protected:
  SendingBundles() {
    agreement_ = test::bundling_agreement(test::malaysia);
    start();
  }
  void send_all() { gateway_->add(rows_); }
  /// One more, that says so much: what stands in place of a letter is sent as it is stored. Of a lane of its
  /// own, or of that of the letter of this number.
  app::OutboxRow further(std::int64_t number, std::size_t bytes, std::int64_t lane = 0) {
    const Bytes content(bytes, std::byte{7});
    app::Batch batch;
    batch.payloads = {
        {.id = app::PayloadId{number}, .payload = packer_.pack(workflow::payload_given_up, content)}};
    batch.events = {{.seq = app::Seq{number}, .stream = app::StreamId{number}, .version = 1, .at = now - 1h}};
    EXPECT_EQ(store_.commit(batch), app::CommitOutcome::applied);
    return {.id = number * 16,
            .partner = test::singapore,
            .lane = app::StreamId{lane == 0 ? number : lane},
            .n = static_cast<std::uint32_t>(number),
            .kind = workflow::payload_given_up,
            .payload = app::PayloadId{number}};
  }
  app::OutboxRow a_part_of_a_file(std::int64_t number) {
    const auto kind = workflow::payload_of_message(attachments::file_part);
    const attachments::Letter letter{
        .document =
            attachments::DocumentName{
                .state = "MY", .kind = "e_form_d", .office = "MYPKG001", .number = "MY-TH 26/1"},
        .size = 9};
    app::Batch batch;
    batch.payloads = {{.id = app::PayloadId{number}, .payload = packer_.pack(kind, to_cbor(letter))}};
    batch.events = {{.seq = app::Seq{number},
                     .stream = app::StreamId{number},
                     .version = 1,
                     .at = now - 1h,
                     .body = to_cbor(workflow::EventBody{})}};
    EXPECT_EQ(store_.commit(batch), app::CommitOutcome::applied);
    return {.id = number * 16,
            .partner = test::singapore,
            .lane = app::StreamId{number},
            .n = 1,
            .kind = kind,
            .payload = app::PayloadId{number}};
  }
};

/// How many payloads came with each.
std::vector<std::size_t> payloads_in(const std::vector<Bytes>& came) {
  std::vector<std::size_t> counts;
  for (const Bytes& body : came) {
    std::size_t parts = 0;
    const std::string_view text = as_text(body);
    for (auto at = text.find("Content-ID:"); at != std::string_view::npos;
         at = text.find("Content-ID:", at + 1))
      ++parts;
    counts.push_back(parts - 1);  // the first is SOAP
  }
  std::ranges::sort(counts);
  return counts;
}

TEST_F(SendingBundles, HaveNoMoreInAllThanThePartnerTakesAndWhatIsLargerGoesAlone) {
  door_.always(receipt_of_any);
  constexpr std::size_t part = limits::bundle_bytes_max / 5 * 2;
  gateway_->add({further(5, part), further(6, part), further(7, part),
                 further(8, limits::bundle_bytes_max + 1), further(9, part)});
  ASSERT_TRUE(told_receipts(5));
  EXPECT_EQ(payloads_in(door_.came()), (std::vector<std::size_t>{1, 1, 1, 2}))
      << "two, the third before the large one, that one, and the last";
}

TEST_F(SendingBundles, WhatIsKeptBackHoldsItsOwnLaneAndTheOthersGoAsOne) {
  as4::Partner less = *test::bundling_agreement(test::malaysia);
  std::erase(less.mode.actions, std::string{"given-up"});
  agreement_ = std::make_shared<const as4::Partner>(less);
  start();
  door_.always(receipt_of_any);
  const app::OutboxRow kept = further(5, 10);
  const app::OutboxRow behind = further(6, 10, 5);
  gateway_->add({rows_[0], kept, behind, rows_[1]});
  ASSERT_TRUE(told_receipts(2));
  EXPECT_EQ(payloads_in(door_.came()), (std::vector<std::size_t>{2}));
  EXPECT_EQ(told().refused, (std::vector<std::int64_t>{kept.id}));
  EXPECT_EQ(gateway_->backlogs().front().waiting, 1U) << "the one behind it";
}

TEST_F(SendingBundles, AreReceiptedOnceAndEachMessageHasItsProof) {
  std::promise<as4::UserMessage> seen;
  door_.always([&](const net::Request& request) {
    seen.set_value(open_bundle(request).message);
    return receipt_of_any(request);
  });
  send_all();
  const as4::UserMessage message = seen.get_future().get();
  EXPECT_EQ(message.action, "bundle");
  EXPECT_EQ(message.info.at, now - 1h) << "of the youngest of them";
  EXPECT_TRUE(as4::value_of(message.properties, "trackingIdentifier").empty());
  ASSERT_EQ(message.parts.size(), letters);
  EXPECT_EQ(message.parts.front().content_id, "MY0000000000000010@nta.my");
  const auto& properties = message.parts.front().properties;
  EXPECT_EQ(as4::value_of(properties, "action"), "IE118");
  EXPECT_EQ(as4::value_of(properties, "trackingIdentifier"), "MY0000000000000010");
  EXPECT_EQ(as4::value_of(properties, "laneNumber"), "1");
  ASSERT_TRUE(told_receipts(letters));
  EXPECT_EQ(door_.came().size(), 1U);
  for (const app::SentRow& proof : told().receipted) {
    EXPECT_EQ(proof.carrier, message.info.id);
    EXPECT_EQ(proof.proof, app::ProofKind::receipt);
    EXPECT_EQ(proof.receipt, told().receipted.front().receipt);
  }
  EXPECT_EQ(told().receipted.back().message, "MY0000000000000040@nta.my") << "the name that it has alone";
  EXPECT_EQ(told().lines.size(), letters) << "what became of each is logged";
  EXPECT_EQ(gateway_->backlogs().front().waiting, 0U);
}

TEST_F(SendingBundles, OneThatWaitsAloneGoesAsToAnybody) {
  door_.always(receipt_of_any);
  send(0);
  ASSERT_TRUE(told_receipts(1));
  EXPECT_EQ(told().receipted.front().carrier, "");
  start();
  agreement_ = test::shared_agreement(test::malaysia);
  start();
  door_.always(receipt_of);
  gateway_->add({rows_[1], rows_[2], rows_[3]});
  ASSERT_TRUE(told_receipts(4));
  EXPECT_EQ(door_.came().size(), 4U) << "nobody else sees a bundle";
}

TEST_F(SendingBundles, AreTheSameWhenTheyAreTriedAgainAndAfterANewStart) {
  std::mutex mutex;
  std::vector<std::pair<std::string, std::vector<as4::Reference>>> came;
  const auto note = [&](const net::Request& request) {
    const as4::Received received = open_bundle(request);
    const std::scoped_lock lock{mutex};
    came.emplace_back(received.message.info.id, received.references);
  };
  door_.always([&](const net::Request& request) {
    note(request);
    return net::Response{.status = 503};
  });
  gateway_->add({rows_[0], rows_[1]});
  ASSERT_TRUE(told_lines(1));
  now_ = now_.load() + 30min;
  send(2);  // goes by itself: what was tried together stays as it was
  ASSERT_TRUE(told_lines(3));
  start();
  gateway_->add({rows_[0], rows_[1]});
  ASSERT_TRUE(told_lines(4));
  const std::scoped_lock lock{mutex};
  ASSERT_EQ(came.size(), 4U);
  std::ranges::sort(came, {}, [](const auto& one) { return one.first; });
  EXPECT_EQ(std::ranges::count(came, came.back().first, [](const auto& one) { return one.first; }), 3);
  EXPECT_EQ(came[1], came[3]);
  EXPECT_EQ(came[2], came[3]);
}

TEST_F(SendingBundles, ThatAreRefusedGoOneByOneAndTheOneAtFaultIsTheDeadLetter) {
  door_.always([](const net::Request& request) {
    if (is_bundle(request)) return refused(request, "EXC-001: MY0000000000000020@nta.my: of another");
    if (id_of(request) == "MY0000000000000020@nta.my") return refused(request, "EXC-001: of another");
    return receipt_of_any(request);
  });
  send_all();
  ASSERT_TRUE(told_receipts(3));
  ASSERT_TRUE(told_lines(5));
  EXPECT_EQ(told().refused, (std::vector<std::int64_t>{32}));
  for (const app::SentRow& proof : told().receipted) EXPECT_EQ(proof.carrier, "");
  EXPECT_EQ(gateway_->backlogs().front().dead, 1U);
  EXPECT_EQ(gateway_->backlogs().front().waiting, 0U);
  EXPECT_EQ(told().lines.front().outcome, Outcome::split);
  EXPECT_EQ(told().lines.front().why, "EBMS:0004 EXC-001") << "by its code, for the words are the partner's";
}

TEST_F(SendingBundles, AReceiptForAnotherContentIsNoWordAboutEachOfThem) {
  door_.always([](const net::Request& request) {
    if (!is_bundle(request)) return receipt_of_any(request);
    const as4::Received received = open_bundle(request);
    std::vector<as4::Reference> references = received.references;
    references.back().digest.bytes[0] ^= std::byte{1};
    return soap(
        as4::make_receipt(*received.partner, received.message.info.id, references, "r@nta.sg", now).value());
  });
  send_all();
  ASSERT_TRUE(told_receipts(letters));
  EXPECT_TRUE(told().refused.empty());
}

/// A proxy that lets no such thing through, say.
TEST_F(SendingBundles, ThatDecideNothingAgainAndAgainGoOneByOne) {
  door_.always([](const net::Request& request) {
    return is_bundle(request) ? net::Response{.status = 413} : receipt_of_any(request);
  });
  send_all();
  for (std::size_t failures = 1; failures < limits::bundle_failures_max; ++failures) {
    ASSERT_TRUE(told_lines(failures));
    now_ = now_.load() + 30min;
    gateway_->discard({rows_[0]});  // wakes it, and there is no such dead letter
  }
  ASSERT_TRUE(told_receipts(letters));
  EXPECT_EQ(door_.came().size(), letters + limits::bundle_failures_max);
}

/// Each by itself they would be thirty-two times the work.
TEST_F(SendingBundles, StayTogetherWhereThePartnerHasNoRoom) {
  door_.always([](const net::Request&) {
    net::Response busy{.status = 503};
    busy.headers.add("Retry-After", "5");
    return busy;
  });
  send_all();
  for (std::size_t failures = 1; failures <= limits::bundle_failures_max; ++failures) {
    ASSERT_TRUE(told_lines(failures));
    if (failures == limits::bundle_failures_max) door_.always(receipt_of_any);
    now_ = now_.load() + 30min;
    gateway_->discard({rows_[0]});  // wakes it, and there is no such dead letter
  }
  ASSERT_TRUE(told_receipts(letters));
  EXPECT_EQ(door_.came().size(), limits::bundle_failures_max + 1U);
}

/// A line that ends in the middle of whatever comes.
class CutLine {
 public:
  CutLine() {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    EXPECT_EQ(::bind(listener_, reinterpret_cast<const sockaddr*>(&at), size), 0);
    EXPECT_EQ(::listen(listener_, 16), 0);
    EXPECT_EQ(::getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size), 0);
    port_ = ntohs(at.sin_port);
    thread_ = std::thread{[this] {
      for (int one = 0; (one = ::accept(listener_, nullptr, nullptr)) >= 0; ::close(one)) {
        char first = 0;
        (void)::recv(one, &first, 1, 0);
      }
    }};
  }
  CutLine(const CutLine&) = delete;
  CutLine& operator=(const CutLine&) = delete;
  ~CutLine() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

 private:
  int listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  std::uint16_t port_ = 0;
  std::thread thread_;
};

/// Its size cannot be why nobody listens, and each by itself they would be many times the work once somebody
/// does.
TEST_F(SendingBundles, StayTogetherWhereNobodyIsReached) {
  PartnerLink nobody = link();
  nobody.url.port = 1;  // nothing listens there
  gateway_->set_partners({nobody});
  send_all();
  for (std::size_t failures = 1; failures <= limits::bundle_failures_max; ++failures) {
    ASSERT_TRUE(told_lines(failures));
    now_ = now_.load() + 30min;
    gateway_->discard({rows_[0]});  // wakes it, and there is no such dead letter
  }
  ASSERT_TRUE(told_lines(limits::bundle_failures_max + 1));
  for (const auto& line : told().lines) {
    EXPECT_EQ(line.outcome, Outcome::unreachable);
    EXPECT_FALSE(line.why.contains("one by one")) << line.why;
  }
  door_.always(receipt_of_any);
  gateway_->set_partners({link()});
  ASSERT_TRUE(told_receipts(letters));
  EXPECT_EQ(door_.came().size(), 1U);
}

/// In the middle of whatever is longer than a message alone, say: nobody says a word.
TEST_F(SendingBundles, ThatGetNoAnswerAgainAndAgainGoOneByOne) {
  const CutLine line;
  PartnerLink silent = link();
  silent.url.port = line.port();
  gateway_->set_partners({silent});
  send_all();
  for (std::size_t failures = 1; failures < limits::bundle_failures_max; ++failures) {
    ASSERT_TRUE(told_lines(failures));
    now_ = now_.load() + 30min;
    gateway_->discard({rows_[0]});  // wakes it, and there is no such dead letter
  }
  ASSERT_TRUE(told_lines(limits::bundle_failures_max));
  const auto lines = told().lines;
  EXPECT_EQ(lines.back().outcome, Outcome::unreachable);
  EXPECT_TRUE(lines.back().why.ends_with("its messages go one by one")) << lines.back().why;
  EXPECT_TRUE(told().refused.empty());
  door_.always(receipt_of_any);
  gateway_->set_partners({link()});
  ASSERT_TRUE(told_receipts(letters));
  EXPECT_EQ(payloads_in(door_.came()), (std::vector<std::size_t>{1, 1, 1, 1}));
}

/// A fault of ours while they are put together is told, and each of them goes, once.
TEST_F(SendingBundles, ThatWeFailToPutTogetherGoOneByOneAndTheFaultIsTold) {
  as4::Partner less = *test::bundling_agreement(test::malaysia);
  std::erase(less.mode.actions, std::string{"given-up"});
  agreement_ = std::make_shared<const as4::Partner>(less);
  start();
  on_report_ = [](const Report& report) {
    if (report.outcome == Outcome::kept_back) throw std::logic_error{"nobody thought of that"};
  };
  door_.always(receipt_of_any);
  gateway_->add({rows_[0], further(5, 10), rows_[1]});
  ASSERT_TRUE(told_receipts(2));
  EXPECT_EQ(payloads_in(door_.came()), (std::vector<std::size_t>{1, 1}));
  EXPECT_EQ(told().lines.front().outcome, Outcome::undecided);
  EXPECT_EQ(told().lines.front().why, "nobody thought of that: its messages go one by one");
}

/// Of a folder that another user owns, say.
class UnreadableFiles final : public app::AttachmentFiles {
 public:
  [[nodiscard]] std::unique_ptr<Coming> begin() override { fail(); }
  [[nodiscard]] std::unique_ptr<Octets> open(const Hash256& /*hash*/) override { fail(); }
  [[nodiscard]] std::optional<Bytes> part(const Hash256& /*hash*/, std::int64_t /*from*/,
                                          std::size_t /*most*/) override {
    fail();
  }
  void expect(std::string_view /*sender*/, const Hash256& /*hash*/) override { fail(); }
  [[nodiscard]] Taken take_part(std::string_view /*sender*/, const Hash256& /*hash*/, std::int64_t /*size*/,
                                std::int64_t /*from*/, ByteView /*octets*/) override {
    fail();
  }
  std::size_t sweep(Instant /*before*/, const std::function<bool(const Hash256&)>& /*is_wanted*/) override {
    fail();
  }

 private:
  [[noreturn]] static void fail() {
    throw app::StoreFailure("attachments/ab/cdef: cannot be opened", app::StoreFailure::Outcome::not_applied);
  }
};

TEST_F(SendingBundles, OfWhichAFileCannotBeReadGoOneByOneAndThatOneIsTriedAgain) {
  UnreadableFiles files;
  attachments_ = &files;
  as4::Partner more = *agreement_;
  more.mode.actions.emplace_back("DOC.FILE.PART");
  agreement_ = std::make_shared<const as4::Partner>(more);
  start();
  const app::OutboxRow part = a_part_of_a_file(5);
  door_.always(receipt_of_any);
  gateway_->add({part, rows_[0], rows_[1]});
  ASSERT_TRUE(told_receipts(2));
  ASSERT_TRUE(told_lines(4));
  EXPECT_EQ(payloads_in(door_.came()), (std::vector<std::size_t>{1, 1}));
  std::vector<std::string> whys;
  for (const auto& line : told().lines)
    if (line.outcome == Outcome::undecided) whys.push_back(line.why);
  EXPECT_EQ(whys,
            (std::vector<std::string>{"attachments/ab/cdef: cannot be opened: its messages go one by one",
                                      "attachments/ab/cdef: cannot be opened"}));
  EXPECT_EQ(gateway_->backlogs().front().waiting, 1U);
  EXPECT_EQ(gateway_->backlogs().front().dead, 0U);
  gateway_.reset();
}

TEST_F(SendingBundles, AFileOfOursThatCannotBeReadIsNoFailureOfThePartner) {
  UnreadableFiles files;
  attachments_ = &files;
  as4::Partner more = *agreement_;
  more.mode.actions.emplace_back("DOC.FILE.PART");
  agreement_ = std::make_shared<const as4::Partner>(more);
  start();
  door_.always(receipt_of_any);
  gateway_->add({a_part_of_a_file(5)});
  std::size_t lines = 1;
  for (; lines < 2UL * limits::circuit_failures_max; ++lines) {
    ASSERT_TRUE(told_lines(lines));
    now_ = now_.load() + 30min;
    gateway_->discard({rows_[3]});  // wakes it, and there is no such letter
  }
  ASSERT_TRUE(told_lines(lines));
  for (const auto& line : told().lines)
    EXPECT_EQ(line.outcome, Outcome::undecided) << "no word about the line";
  EXPECT_TRUE(told().refused.empty()) << "nobody was taken before it";
  std::size_t receipts = 0;
  for (std::int64_t other = 10; told().refused.empty(); ++other) {
    ASSERT_LE(other, 16);
    now_ = now_.load() + 30min;
    gateway_->add({further(other, 10)});
    ASSERT_TRUE(told_receipts(++receipts));
    ASSERT_TRUE(told_lines(lines += 2));
  }
  const std::string why = told().deaths.front().why;
  EXPECT_TRUE(why.starts_with("EXC-023: ")) << why;
  EXPECT_TRUE(why.contains("before anything was sent: attachments/ab/cdef: cannot be opened")) << why;
  EXPECT_FALSE(told().receipted.empty());
  gateway_.reset();
}

/// A partner by hand that takes bundles, and says of a message that it had it before: of one that only went
/// in a bundle that it did not take that is another one.
TEST_F(SendingBundles, ThatWereNotTakenSayNothingOfWhatWasTakenBefore) {
  for (const bool is_away_first : {false, true}) {
    SCOPED_TRACE(is_away_first);
    start();
    tell([](test::Told& all) { all = {}; });
    std::size_t lines = 1 + letters;
    if (is_away_first) {
      PartnerLink silent = link();
      silent.url.port = 1;  // nothing listens there
      gateway_->set_partners({silent});
      send_all();
      ASSERT_TRUE(told_lines(1));
      ++lines;
    }
    door_.always([](const net::Request& request) {
      return is_bundle(request) ? refused(request, "EXC-001: of another") : handled_already(request);
    });
    if (is_away_first) {
      gateway_->set_partners({link()});
    } else {
      send_all();
    }
    ASSERT_TRUE(told_lines(lines));
    EXPECT_TRUE(told().receipted.empty());
    ASSERT_EQ(told().refused.size(), letters);
    for (const app::Death& death : told().deaths)
      EXPECT_TRUE(death.why.starts_with("EXC-024: never sent from here before")) << death.why;
  }
}

/// The partner is left out while it answers, and is put back while that is judged: it may have the message,
/// which so goes by itself again.
TEST_F(SendingBundles, WhatWasAnsweredByAPartnerThatWasLeftOutCountsAsPosted) {
  PartnerLink left_out = link();
  left_out.agreement = nullptr;
  const auto is_judged_next = std::make_shared<std::atomic<bool>>(false);
  on_clock_ = [this, is_judged_next] {
    if (is_judged_next->exchange(false)) gateway_->set_partners({link()});
  };
  start();
  door_.next([&](const net::Request& request) {
    gateway_->set_partners({left_out});
    *is_judged_next = true;
    return receipt_of_any(request);
  });
  door_.always(receipt_of_any);
  send(0);
  ASSERT_TRUE(told_lines(1));
  EXPECT_EQ(told().lines.front().outcome, Outcome::unreachable);
  EXPECT_FALSE(is_judged_next->load());
  now_ = now_.load() + 30min;
  gateway_->add({rows_[1], rows_[2], rows_[3]});
  ASSERT_TRUE(told_receipts(letters));
  EXPECT_EQ(payloads_in(door_.came()), (std::vector<std::size_t>{1, 1, 3}));
}

TEST_F(SendingBundles, ThatComeToNothingOneAfterTheOtherAreNotTriedForHours) {
  door_.always([](const net::Request& request) {
    return is_bundle(request) ? refused(request, "EXC-009: a bundle") : receipt_of_any(request);
  });
  std::int64_t next = 5;
  std::size_t receipts = 0;
  const auto send_two = [&] {
    gateway_->add({further(next, 10), further(next + 1, 10)});
    next += 2;
    receipts += 2;
    return told_receipts(receipts);
  };
  for (unsigned bundles = 1; bundles <= limits::bundles_in_vain_max; ++bundles) ASSERT_TRUE(send_two());
  const std::size_t before = door_.came().size();
  EXPECT_EQ(before, receipts + limits::bundles_in_vain_max);
  ASSERT_TRUE(send_two());
  EXPECT_EQ(door_.came().size(), before + 2) << "each by itself, at once";
  const auto lines = told().lines;
  EXPECT_EQ(std::ranges::count(lines, Outcome::paused, &test::Told::Line::outcome), 1) << "told once";
  now_ = now_.load() + limits::bundles_pause;
  ASSERT_TRUE(send_two());
  EXPECT_EQ(door_.came().size(), before + 5) << "they may have mended it";
  for (unsigned bundles = 2; bundles <= limits::bundles_in_vain_max; ++bundles) ASSERT_TRUE(send_two());
  ASSERT_TRUE(send_two());
  const std::size_t without = door_.came().size();
  gateway_->set_partners({link()});
  ASSERT_TRUE(send_two());
  EXPECT_EQ(door_.came().size(), without + 3) << "or ours have";
}

TEST_F(SendingBundles, OfWhichOneMessageIsAtFaultAreNoneThatComeToNothing) {
  std::int64_t next = 5;
  const auto name_of = [](std::int64_t number) { return format("MY{:016X}@nta.my", number * 16); };
  std::string wrong;
  door_.always([&](const net::Request& request) {
    const bool is_refused = is_bundle(request) || id_of(request) == wrong;
    return is_refused ? refused(request, "EXC-001: of another") : receipt_of_any(request);
  });
  for (unsigned bundles = 1; bundles <= limits::bundles_in_vain_max + 1; ++bundles) {
    wrong = name_of(next + 1);
    gateway_->add({further(next, 10), further(next + 1, 10)});
    next += 2;
    ASSERT_TRUE(told_lines(std::size_t{3} * bundles));
    EXPECT_EQ(door_.came().size(), std::size_t{3} * bundles) << "one together, and each by itself";
  }
  EXPECT_EQ(told().refused.size(), limits::bundles_in_vain_max + 1);
}

/// A newer document of the partner does not list them, say.
TEST_F(SendingBundles, ThatWereTriedGoOneByOneWhereThePartnerTakesNoneAnyMore) {
  door_.always([](const net::Request&) { return net::Response{.status = 503}; });
  send_all();
  ASSERT_TRUE(told_lines(1));
  door_.always(receipt_of);
  agreement_ = test::shared_agreement(test::malaysia);
  gateway_->set_partners({link()});  // which ends the pauses, too
  ASSERT_TRUE(told_receipts(letters));
  EXPECT_EQ(door_.came().size(), letters + 1);
  for (const app::SentRow& proof : told().receipted) EXPECT_EQ(proof.carrier, "");
  EXPECT_TRUE(told().refused.empty());
}

TEST_F(SendingBundles, OfMessagesThatThePartnerIsNotToHaveEachIsKeptBack) {
  as4::Partner less = *test::bundling_agreement(test::malaysia);
  less.mode.sent_bytes_max = 10;
  agreement_ = std::make_shared<const as4::Partner>(less);
  start();
  door_.always(receipt_of_any);
  send_all();
  ASSERT_TRUE(told_lines(letters));
  EXPECT_EQ(told().refused.size(), letters);
  EXPECT_TRUE(door_.came().empty());
}

}  // namespace

}  // namespace lintas::gateway
