#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <gtest/gtest.h>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/seed/seed.hpp"
#include "core/transit/letters.hpp"
#include "core/workflow/audit.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/mail.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/as4/dispatch.hpp"
#include "shell/as4/partner.hpp"
#include "shell/as4/reception.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/gateway/gateway.hpp"
#include "shell/gateway/links.hpp"
#include "shell/gateway/names.hpp"
#include "shell/net/http.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/router.hpp"
#include "tests/support/as4_nodes.hpp"
#include "tests/support/as4_partners.hpp"
#include "tests/support/as4_recorded.hpp"
#include "tests/support/as4_sender.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/national_node.hpp"
#include "tests/support/store_reader.hpp"
#include "tests/support/world.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/pmode.hpp"
#include "wire/as4/reference.hpp"
#include "wire/xml/xml_writer.hpp"

/// Malaysia's software, which is another product, asks Singapore for the record of a movement (IE114), and
/// Singapore answers (IE115): that it has none. And other questions, with other answers.
namespace lintas::gateway {

namespace {

constexpr transit::Ie record_asked = 114;
constexpr workflow::PayloadKind record_given = workflow::payload_of_message(115);

/// Singapore's node.
class Node final : public app::Service {
 public:
  void ask(workflow::Command command, OnReply on_reply) override {
    const std::scoped_lock lock{mutex_};
    command.date(node.now());
    on_reply(node.ask(command));
  }
  void consider(workflow::Command /*command*/, OnConsidered /*on_considered*/) override {
    FAIL() << "a partner's message is never only considered";
  }
  [[nodiscard]] bool read(app::Share, std::move_only_function<void(app::Reader&)> work) override {
    const std::scoped_lock lock{mutex_};
    test::StoreReader reader{node.store()};
    work(reader);
    return true;
  }
  [[nodiscard]] bool post(app::Share, std::move_only_function<void()> work) override {
    work();
    return true;
  }

  test::NationalNode node{"SG", test::time_of_recording(), workflow::national_parts()};

 private:
  std::recursive_mutex mutex_;
};

class TwoWay : public testing::Test {
 protected:
  TwoWay() { start(as4::Mep::two_way); }

  /// Singapore's process, anew.
  void start(as4::Mep mep) {
    router_ = std::make_unique<net::Router>();
    gateway_.reset();
    as4::Partner ours = test::agreement(test::singapore);
    ours.mode.mep = mep;
    ours.mode.taken.emplace_back(names::bundle_action);
    gateway_ = std::make_unique<Gateway>(
        loop_, singapore_,
        Gateway::Options{.home = test::singapore,
                         .partners = {{.partner = test::malaysia,
                                       .url = door_.url(),
                                       .tls = nullptr,
                                       .certificates = {},
                                       .signers = {},
                                       .agreement = std::make_shared<const as4::Partner>(std::move(ours))}},
                         .clock = [] { return test::time_of_recording(); },
                         .reference = [this]() -> const refdata::Snapshot& { return reference_; },
                         .packer = [this]() -> app::Packer& { return packer_; },
                         .entropy = &entropy_,
                         .sha256 = crypto::sha256,
                         .receipted = [](const app::SentRow&) {},
                         .refused = [](std::int64_t, const app::Death&) {},
                         .report =
                             [this](const Report& report) {
                               const std::scoped_lock lock{mutex_};
                               outcomes_.push_back(report.outcome);
                               if (report.outcome == Outcome::unrelated) unrelated_ = report.why;
                               if (report.outcome == Outcome::unassigned) unassigned_ = report.why;
                             }});
    gateway_->add_routes(*router_);
  }

  static std::string asked(const std::string& id) {
    return letter_of(record_asked, test::passage_letter(test::time_of_recording()), id);
  }
  static std::string letter_of(transit::Ie ie, const transit::Letter& letter, const std::string& id) {
    static const refdata::Snapshot reference = seed::reference(Country::parse("MY").value());
    const Instant at = test::time_of_recording();
    std::string xml;
    xml::write(transit::write_letter(ie, letter,
                                     {.sender = "NTA.MY",
                                      .recipient = "NTA.SG",
                                      .prepared = at,
                                      .identification = id,
                                      .correlation = {},
                                      .reference = reference.at(std::chrono::floor<std::chrono::days>(at))},
                                     nullptr),
               xml);
    return xml;
  }
  /// What Malaysia's product calls it is its own.
  struct Told {
    std::string message_id;
    std::string id = "MY1";
    std::uint32_t n = 0;  ///< it numbers nothing
    std::string conversation = "case-7";
    std::string ref = {};
    std::string action = "IE114";
    std::string body = {};  ///< empty: it asks for the record
  };
  void ask(const Told& told) {
    as4::UserMessage message = as4::addressed(malaysia_.mode);
    message.info = {.id = told.message_id, .at = test::time_of_recording(), .ref_to_message = told.ref};
    message.action = told.action;
    message.conversation = told.conversation;
    message.properties = corners(test::malaysia, test::singapore);
    message.properties.push_back({.name = std::string{names::tracking_property}, .value = told.id});
    if (told.n != 0) {
      message.properties.push_back(
          {.name = std::string{names::lane_property}, .value = std::to_string(told.n)});
    }
    const std::string xml = told.body.empty() ? asked(told.id) : told.body;
    const auto sent = as4::make_outgoing(
        malaysia_, message, {{.content_id = "1@my", .type = "application/xml", .content = as_bytes(xml)}},
        test::time_of_recording(), entropy_);
    ASSERT_TRUE(sent) << sent.error().why;
    post(*sent);
  }
  void post(const as4::Outgoing& sent) {
    net::Request request;
    request.method = net::Method::post;
    request.target = std::string{names::path};
    request.path = {"as4"};
    request.headers.add("Content-Type", sent.content_type);
    request.body = sent.body;
    std::optional<net::Response> answer;
    router_->handle(std::move(request),
                    net::Responder{[&](net::Response given) { answer = std::move(given); }});
    ASSERT_TRUE(answer.has_value());
    ASSERT_EQ(as4::read_answer(malaysia_, sent.message_id, sent.references,
                               answer->headers.find("Content-Type").value_or(""), answer->body,
                               test::time_of_recording())
                  .kind,
              as4::Answer::Kind::receipt);
  }

  /// Singapore's answers so far, in the order of its outbox.
  std::vector<app::OutboxRow> answers(workflow::PayloadKind kind = record_given) {
    auto rows = singapore_.node.executor().take_outbox();
    std::erase_if(rows, [&](const app::OutboxRow& row) { return row.kind != kind; });
    return rows;
  }
  /// As it comes to Malaysia's door, which has no receipt for it.
  as4::Received posted(const app::OutboxRow& row) {
    {
      const std::scoped_lock lock{mutex_};
      came_.reset();
    }
    gateway_->add({row});
    std::unique_lock lock{mutex_};
    const bool has_come = comes_.wait_for(lock, std::chrono::seconds{30}, [&] { return came_.has_value(); });
    EXPECT_TRUE(has_come);
    if (!has_come) return {};
    test::Spool spool;
    as4::Reception reception{std::make_shared<const as4::Directory>(std::vector{malaysia_}),
                             came_->headers.find("Content-Type").value_or(""), test::time_of_recording(),
                             spool.maker()};
    EXPECT_TRUE(reception.take(came_->body).has_value());
    auto received = reception.close();
    EXPECT_TRUE(received.has_value());
    return received ? *std::move(received) : as4::Received{};
  }
  as4::Received only_answer(workflow::PayloadKind kind = record_given) {
    const auto rows = answers(kind);
    EXPECT_EQ(rows.size(), 1U);
    return rows.empty() ? as4::Received{} : posted(rows.front());
  }
  std::vector<Outcome> outcomes() {
    const std::scoped_lock lock{mutex_};
    return std::exchange(outcomes_, {});
  }

  Node singapore_;
  refdata::Snapshot reference_ = seed::reference(Country::parse("SG").value());
  test::PlainPacker packer_;
  test::SeededEntropy entropy_{11};
  as4::Partner malaysia_ = test::agreement(test::malaysia);
  std::mutex mutex_;
  std::condition_variable comes_;
  std::optional<net::Request> came_;
  std::vector<Outcome> outcomes_;
  std::string unrelated_;
  std::string unassigned_;
  net::Loop loop_;
  test::Door door_{loop_};
  std::unique_ptr<net::Router> router_;
  std::unique_ptr<Gateway> gateway_;

  void SetUp() override {
    malaysia_.mode.mep = as4::Mep::two_way;
    door_.always([this](const net::Request& request) {
      const std::scoped_lock lock{mutex_};
      came_ = request;
      comes_.notify_all();
      return net::Response{.status = 503};
    });
  }
  void TearDown() override { gateway_.reset(); }
};

TEST_F(TwoWay, AnAnswerNamesItsQuestionAndKeepsTheConversation) {
  ask({.message_id = "0f6e@as4.my"});
  const as4::UserMessage answer = only_answer().message;
  EXPECT_EQ(answer.action, "IE115");
  EXPECT_EQ(answer.info.ref_to_message, "0f6e@as4.my");
  EXPECT_EQ(answer.conversation, "case-7");
  EXPECT_EQ(answer.to.role, as4::initiator_role) << "who has asked";
  EXPECT_EQ(answer.from.role, as4::responder_role);
}

TEST_F(TwoWay, WhereTheQuestionNamedNoConversationTheAnswerHasItsOwn) {
  ask({.message_id = "0f6e@as4.my", .conversation = ""});
  const as4::UserMessage answer = only_answer().message;
  EXPECT_EQ(answer.info.ref_to_message, "0f6e@as4.my");
  EXPECT_EQ(answer.conversation, test::passage_letter({}).mrn->str());
}

/// From the store alone: so its receiver knows what comes again by its digests.
TEST_F(TwoWay, AfterANewStartTheAnswerHasTheSameDigests) {
  ask({.message_id = "0f6e@as4.my"});
  const auto rows = answers();
  ASSERT_EQ(rows.size(), 1U);
  const as4::Received first = posted(rows.front());
  start(as4::Mep::two_way);
  const as4::Received again = posted(rows.front());
  EXPECT_EQ(again.message, first.message);
  EXPECT_EQ(again.references, first.references);
}

TEST_F(TwoWay, AQuestionThatHadToWaitForItsTurnIsNamedAsItCame) {
  ask({.message_id = "second@as4.my", .id = "MY2", .n = 2, .conversation = "of the second"});
  EXPECT_TRUE(answers().empty());
  ask({.message_id = "first@as4.my", .id = "MY1", .n = 1, .conversation = "of the first"});
  const auto rows = answers();
  ASSERT_EQ(rows.size(), 2U);
  const as4::UserMessage one = posted(rows[0]).message;
  gateway_->discard({rows[0]});
  start(as4::Mep::two_way);
  const as4::UserMessage other = posted(rows[1]).message;
  EXPECT_EQ(one.info.ref_to_message, "first@as4.my");
  EXPECT_EQ(one.conversation, "of the first");
  EXPECT_EQ(other.info.ref_to_message, "second@as4.my");
  EXPECT_EQ(other.conversation, "of the second");
}

/// The MessageId there is that of all, and the question has none.
TEST_F(TwoWay, AQuestionThatCameInABundleIsNamedByTheMessageAlone) {
  const auto agreed = test::bundling_agreement(test::malaysia);
  const auto bundle = test::bundle_of({{.id = "MY1", .n = 1, .action = "IE114", .body = asked("MY1")},
                                       {.id = "MY2", .n = 2, .action = "IE114", .body = asked("MY2")}},
                                      agreed, entropy_);
  post(bundle->message);
  const auto rows = answers();
  ASSERT_EQ(rows.size(), 2U);
  const as4::UserMessage answer = posted(rows.front()).message;
  EXPECT_EQ(answer.info.ref_to_message, "");
  EXPECT_EQ(answer.conversation, test::passage_letter({}).mrn->str());
}

/// Of a movement of Malaysia that has never come here.
TEST_F(TwoWay, ARefusalNamesWhatItRefuses) {
  transit::Letter settled;
  settled.mrn = Mrn::issue(std::chrono::year{2026}, Country::parse("MY").value(), "000000000001").value();
  settled.departure = OfficeId::parse("MYJHB001").value();
  settled.office = OfficeId::parse("SGTUS001").value();
  settled.positive = true;
  settled.written_off = parse_day("2026-11-23").value();
  ask({.message_id = "0f6e@as4.my", .action = "IE049", .body = letter_of(49, settled, "MY1")});
  const as4::UserMessage refusal = only_answer(workflow::payload_of_message(906)).message;
  EXPECT_EQ(refusal.action, "IE906");
  EXPECT_EQ(refusal.info.ref_to_message, "0f6e@as4.my");
  EXPECT_EQ(refusal.conversation, "case-7");
}

TEST_F(TwoWay, AnAnswerAboutADocumentNamesWhatBroughtIt) {
  std::string certificate =
      test::read_file(std::string{LINTAS_ROOT} + "/examples/documents/vn-sg-coffee.xml");
  certificate = test::replaced(certificate, "VN-CO-20261120-000417", "MY1");
  for (auto at = certificate.find("VN"); at != std::string::npos; at = certificate.find("VN"))
    certificate.replace(at, 2, "MY");
  ask({.message_id = "0f6e@as4.my", .action = "CO.ISSUE", .body = certificate});
  auto rows = singapore_.node.executor().take_outbox();
  std::erase_if(rows, [](const app::OutboxRow& row) { return app::message_type(row.kind) != "CO.ACK"; });
  ASSERT_EQ(rows.size(), 1U);
  const as4::UserMessage answer = posted(rows.front()).message;
  EXPECT_EQ(answer.action, "CO.ACK");
  EXPECT_EQ(answer.info.ref_to_message, "0f6e@as4.my");
  EXPECT_EQ(answer.conversation, "case-7");
}

/// A question of before claims were kept, say.
TEST_F(TwoWay, AnAnswerWhoseQuestionCannotBeNamedGoesAndIsTold) {
  workflow::Command question = singapore_.node.command({.role = access::Role::partner_node, .party = "MY"},
                                                       workflow::command_of_message(record_asked),
                                                       test::passage_letter(test::time_of_recording()));
  question.id =
      workflow::MessageCommandId{workflow::make_key(workflow::KeyKind::partner_message, "MY", "MY1")};
  question.lane = workflow::LanePosition{test::malaysia, 0, "MY1"};
  singapore_.ask(std::move(question), [](const workflow::Reply&) {});
  EXPECT_EQ(only_answer().message.info.ref_to_message, "");
  EXPECT_EQ(unassigned_, "MY1");
}

TEST_F(TwoWay, InOneWayExchangesAnAnswerIsUnrelatedByItsHeader) {
  start(as4::Mep::one_way);
  ask({.message_id = "0f6e@as4.my"});
  const as4::UserMessage answer = only_answer().message;
  EXPECT_EQ(answer.info.ref_to_message, "");
  EXPECT_EQ(answer.conversation, test::passage_letter({}).mrn->str());
  EXPECT_EQ(answer.from.role, as4::initiator_role);
}

TEST_F(TwoWay, WhatSaysThatItAnswersNoMessageOfOursIsTakenAndTold) {
  ask({.message_id = "1@as4.my", .id = "MY1"});
  const auto rows = answers();
  ASSERT_EQ(rows.size(), 1U);
  const std::string name = app::MessageNames{test::singapore}.of(rows.front().id);
  EXPECT_EQ(outcomes(), std::vector{Outcome::received});
  ask({.message_id = "2@as4.my", .id = "MY2", .ref = name + "@nta.sg"});
  EXPECT_EQ(outcomes(), std::vector{Outcome::received});
  int n = 2;
  for (const std::string& other : {name + "@nta.my", std::string{"of-nobody@nta.sg"},
                                   app::MessageNames{test::singapore}.of(16 * 99) + "@nta.sg"}) {
    ++n;
    ask({.message_id = std::to_string(n) + "@as4.my", .id = "MY" + std::to_string(n), .ref = other});
    EXPECT_EQ(outcomes(), (std::vector{Outcome::received, Outcome::unrelated})) << other;
    EXPECT_EQ(unrelated_, other);
  }
  start(as4::Mep::one_way);
  ask({.message_id = "9@as4.my", .id = "MY9", .ref = "of-nobody@nta.sg"});
  EXPECT_EQ(outcomes(), std::vector{Outcome::received}) << "there it means nothing";
}

}  // namespace

}  // namespace lintas::gateway
