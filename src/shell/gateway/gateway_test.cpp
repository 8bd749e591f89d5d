#include "shell/gateway/gateway.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <future>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/seed/seed.hpp"
#include "core/transit/letters.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/service.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/router.hpp"
#include "shell/store/memory/memory_store.hpp"
#include "tests/support/store_reader.hpp"
#include "tests/support/world.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::gateway {

namespace {

using namespace std::chrono_literals;

const exchange::Partner sg = exchange::Partner::parse("SG").value();
const exchange::Partner my = exchange::Partner::parse("MY").value();
const exchange::Partner th = exchange::Partner::parse("TH").value();
constexpr Hash256 my_signer{.bytes = {std::byte{1}}};
constexpr Hash256 th_signer{.bytes = {std::byte{2}}};
const Instant now = *parse_instant("2026-11-23T02:00:00Z");

/// Answers what a test has told it to.
class Scripted final : public app::Service {
 public:
  void consider(workflow::Command /*command*/, OnConsidered /*on_considered*/) override {
    FAIL() << "a partner's message is never only considered";
  }
  void ask(workflow::Command command, OnReply on_reply) override {
    asked.push_back(std::move(command));
    on_reply(reply);
  }
  [[nodiscard]] bool read(app::Share, std::move_only_function<void(app::Reader&)> work) override {
    ++reads;
    if (store == nullptr) return false;
    test::StoreReader reader{*store};
    work(reader);
    return true;
  }
  [[nodiscard]] bool post(app::Share, std::move_only_function<void()> work) override {
    if (!has_room) return false;
    work();
    return true;
  }

  workflow::Reply reply;
  bool has_room = true;
  std::atomic<int> reads = 0;
  app::Store* store = nullptr;  ///< none: the pool has no room for reading
  std::vector<workflow::Command> asked;
};

/// Singapore's gateway with Malaysia as a partner it knows by name.
class Receiving : public testing::Test {
 protected:
  Receiving() { gateway_.add_routes(router_); }

  /// What Malaysia's record of a passage is answered.
  net::Response post(const std::string& common_name, const Hash256& signer = my_signer) {
    transit::Letter letter;
    letter.mrn = Mrn::issue(std::chrono::year{2026}, Country::parse("SG").value(), "000000000001").value();
    letter.departure = OfficeId::parse("SGTUS001").value();
    letter.office = OfficeId::parse("MYJHB001").value();
    letter.at = now;
    std::string xml;
    xml::write(transit::write_letter(118, letter,
                                     {.sender = "NTA.MY",
                                      .recipient = "NTA.SG",
                                      .prepared = now,
                                      .identification = "MY1",
                                      .correlation = {},
                                      .reference = reference_.at(std::chrono::floor<std::chrono::days>(now))},
                                     nullptr),
               xml);
    net::Request request;
    request.method = net::Method::post;
    request.target = "/exchange/v1/messages";
    request.path = {"exchange", "v1", "messages"};
    request.headers.add("Content-Type", "application/xml");
    request.headers.add("Lintas-Message-Id", "MY1");
    request.headers.add("Lintas-Lane", "1");
    request.body = copy_of(as_bytes(xml));
    request.peer.certificate =
        net::PeerCertificate{.fingerprint = {}, .common_name = common_name, .chain = {Hash256{}, signer}};
    std::optional<net::Response> answer;
    router_.handle(std::move(request),
                   net::Responder{[&](net::Response given) { answer = std::move(given); }});
    EXPECT_TRUE(answer.has_value());
    return answer.value_or(net::Response{});
  }

  Scripted service_;
  const crypto::SigningKey key_ = crypto::SigningKey::from_seed({});
  refdata::Snapshot reference_ = seed::reference(Country::parse("SG").value());
  test::PlainPacker codec_;
  std::vector<Outcome> logged_;
  std::vector<std::int64_t> refused_;
  net::Loop loop_;
  net::Router router_;
  Gateway gateway_{
      loop_,
      service_,
      {.home = sg,
       .partners = {{.partner = my, .url = {}, .tls = nullptr, .certificate = {}, .signers = {my_signer}},
                    {.partner = th, .url = {}, .tls = nullptr, .certificate = {}, .signers = {th_signer}}},
       .signing_key = &key_,
       .clock = [] { return now; },
       .reference = [this]() -> const refdata::Snapshot& { return reference_; },
       .packer = [this]() -> app::Packer& { return codec_; },
       .sha256 = crypto::sha256,
       .receipted = [](std::int64_t) {},
       .refused = [this](std::int64_t id) { refused_.push_back(id); },
       .report = [this](const Report& report) { logged_.push_back(report.outcome); }}};
};

TEST_F(Receiving, AnswersWithAReceiptThatTheSenderCanProve) {
  service_.reply = {.kind = workflow::Reply::Kind::accepted};
  const net::Response answer = post("NTA.MY");
  ASSERT_EQ(answer.status, 200);
  const auto receipt = Receipt::parse(as_text(answer.body));
  ASSERT_TRUE(receipt.has_value());
  EXPECT_EQ(receipt->message_id, "MY1");
  EXPECT_TRUE(crypto::verify(key_.public_key(), as_bytes(receipt->signed_text()), receipt->signature));
  ASSERT_EQ(service_.asked.size(), 1U);
  EXPECT_EQ(service_.asked.front().actor.party, "MY");
  EXPECT_EQ(logged_, std::vector{Outcome::received});
}

TEST_F(Receiving, KnowsAPartnerByTheWholeNameOnly) {
  using namespace std::string_literals;
  for (const std::string& name : {"NTA.MYX"s, "CN=NTA.MY"s, "x,CN=NTA.MY"s, "NTA.MY\0"s, "NTA.TH"s, ""s}) {
    const net::Response answer = post(name);
    EXPECT_EQ(answer.status, 403) << name;
    EXPECT_NE(as_text(answer.body).find("EXC-010"), std::string_view::npos);
  }
  EXPECT_TRUE(service_.asked.empty());
}

TEST_F(Receiving, BelievesASignerAboutItsOwnPartnerOnly) {
  EXPECT_EQ(post("NTA.MY", th_signer).status, 403) << "Thailand's authority signs whatever name it likes";
  EXPECT_TRUE(service_.asked.empty());
}

TEST_F(Receiving, GivesTheReceiptWhateverTheBusinessSaysToIt) {
  service_.reply = {.kind = workflow::Reply::Kind::refused, .findings = {{.rule = "R-TRA-090"}}};
  const net::Response answer = post("NTA.MY");
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(Receipt::parse(as_text(answer.body)).has_value());
  EXPECT_EQ(logged_, std::vector{Outcome::refused});
}

TEST_F(Receiving, TakesNoSecondMessageUnderANumber) {
  service_.reply = {.kind = workflow::Reply::Kind::refused, .findings = {{.rule = "EXC-001"}}};
  const net::Response answer = post("NTA.MY");
  EXPECT_EQ(answer.status, 422);
  EXPECT_NE(as_text(answer.body).find("EXC-001"), std::string_view::npos);
  EXPECT_EQ(logged_, std::vector{Outcome::refused});
}

TEST_F(Receiving, GivesNoReceiptForWhatIsOfNoLane) {
  service_.reply = {.kind = workflow::Reply::Kind::refused, .findings = {{.rule = "EXC-014"}}};
  const net::Response answer = post("NTA.MY");
  EXPECT_EQ(answer.status, 422);
  EXPECT_NE(as_text(answer.body).find("EXC-014"), std::string_view::npos);
}

TEST_F(Receiving, AsksForTheMessageAgainWhenTheFaultIsHere) {
  service_.reply = {.kind = workflow::Reply::Kind::internal};
  const net::Response fault = post("NTA.MY");
  EXPECT_EQ(fault.status, 500);
  EXPECT_NE(as_text(fault.body).find("EXC-012"), std::string_view::npos);
  service_.reply = {.kind = workflow::Reply::Kind::busy};
  EXPECT_EQ(post("NTA.MY").status, 503);
  service_.has_room = false;
  EXPECT_EQ(post("NTA.MY").status, 503);
}

TEST_F(Receiving, AFullPoolIsNoFailureOfThePartner) {
  gateway_.add({{.id = 16, .partner = my, .lane = app::StreamId{1}, .n = 1}});
  for (int i = 0; i < 100 && service_.reads < 3; ++i) std::this_thread::sleep_for(20ms);
  EXPECT_GE(service_.reads, 3) << "a partner that failed is left alone for seconds";
  EXPECT_EQ(gateway_.backlogs().front().waiting, 1U);
  EXPECT_TRUE(logged_.empty());
}

TEST(Sending, OnlyAWordAboutTheMessageItselfMakesADeadLetter) {
  EXPECT_TRUE(refuses_for_good(422));
  for (const std::uint16_t later :
       std::to_array<std::uint16_t>({301, 400, 401, 403, 404, 408, 413, 429, 500, 502, 503}))
    EXPECT_FALSE(refuses_for_good(later)) << later;
}

TEST_F(Receiving, AMessageThatCannotBeWrittenHoldsItsOwnLaneAndNothingElse) {
  store::MemoryStore store;  // which knows nothing of the letter
  service_.store = &store;
  gateway_.add({{.id = 16, .partner = my, .lane = app::StreamId{1}, .n = 1}});
  EXPECT_EQ(refused_, std::vector<std::int64_t>{16});
  EXPECT_EQ(logged_, std::vector{Outcome::dead});
  EXPECT_EQ(gateway_.backlogs().front().dead, 1U);
  EXPECT_EQ(gateway_.backlogs().front().waiting, 0U);
}

}  // namespace

}  // namespace lintas::gateway
