#include "shell/gateway/gateway.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/seed/seed.hpp"
#include "core/workflow/audit.hpp"
#include "core/workflow/command.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/net/http.hpp"
#include "shell/net/router.hpp"
#include "tests/support/as4_nodes.hpp"
#include "tests/support/as4_sender.hpp"
#include "tests/support/national_node.hpp"
#include "tests/support/store_reader.hpp"
#include "tests/support/world.hpp"

/// Two gateways, with HTTP between them.
namespace lintas::gateway {

namespace {

/// Singapore's node, which lives on the loop's thread.
class Node final : public app::Service {
 public:
  void ask(workflow::Command command, OnReply on_reply) override {
    command.at = node.now();
    on_reply(node.ask(command));
  }
  void consider(workflow::Command /*command*/, OnConsidered /*on_considered*/) override {
    FAIL() << "a partner's message is never only considered";
  }
  [[nodiscard]] bool read(app::Share, std::move_only_function<void(app::Reader&)> work) override {
    test::StoreReader reader{node.store()};
    work(reader);
    return true;
  }
  [[nodiscard]] bool post(app::Share, std::move_only_function<void()> work) override {
    work();
    return true;
  }

  test::NationalNode node{"SG", test::time_of_recording(), workflow::national_parts()};
};

class Exchange : public test::SenderTest {
 protected:
  Exchange() {
    receiving_.add_routes(router_);
    door_.always([this](const net::Request& request) { return into_singapore(request); });
  }

  net::Response into_singapore(const net::Request& request) {
    std::optional<net::Response> answer;
    net::Request copy = request;
    copy.path = {"as4"};
    router_.handle(std::move(copy), net::Responder{[&](net::Response given) { answer = std::move(given); }});
    EXPECT_TRUE(answer.has_value());
    return answer.value_or(net::Response{});
  }
  /// In the order of arrival.
  [[nodiscard]] std::vector<app::ReceivedRow> taken() {
    std::vector<app::ReceivedRow> rows;
    loop_.call([&] {
      app::Store& store = singapore_.node.store();
      for (const app::ReceivedRow& row : store.received(app::NewestFirst{.count = 100}))
        rows.push_back(*store.received(row.partner, row.message));
    });
    return {rows.rbegin(), rows.rend()};
  }

  Node singapore_;
  test::PlainPacker packer_of_singapore_;
  test::SeededEntropy entropy_of_singapore_{9};
  refdata::Snapshot reference_of_singapore_ = seed::reference(Country::parse("SG").value());
  net::Router router_;
  Gateway receiving_{loop_,
                     singapore_,
                     {.home = test::singapore,
                      .partners = {{.partner = test::malaysia,
                                    .url = {},
                                    .tls = nullptr,
                                    .certificates = {},
                                    .signers = {},
                                    .agreement = test::shared_agreement(test::singapore)}},
                      .clock = [] { return test::time_of_recording(); },
                      .reference = [this]() -> const refdata::Snapshot& { return reference_of_singapore_; },
                      .packer = [this]() -> app::Packer& { return packer_of_singapore_; },
                      .entropy = &entropy_of_singapore_,
                      .sha256 = crypto::sha256,
                      .receipted = [](const app::SentRow&) { FAIL() << "Singapore sends nothing"; },
                      .refused = [](std::int64_t, const app::Death&) { FAIL() << "Singapore sends nothing"; },
                      .report = [](const Report&) {}}};
};

TEST_F(Exchange, BothSidesKeepTheSameProof) {
  for (std::size_t i = 0; i < letters; ++i) send(i);
  ASSERT_TRUE(told_receipts(letters));
  const auto rows = taken();
  ASSERT_EQ(rows.size(), letters);
  for (const app::SentRow& proof : told().receipted) {
    const auto row = std::ranges::find(rows, proof.message, &app::ReceivedRow::message);
    ASSERT_NE(row, rows.end()) << proof.message;
    EXPECT_EQ(row->receipt, proof.receipt);
    EXPECT_EQ(row->envelope, proof.envelope);
  }
}

TEST_F(Exchange, AnAnswerThatIsLostIsGivenAgainAndNothingIsTakenTwice) {
  door_.next([this](const net::Request& request) {
    (void)into_singapore(request);
    return net::Response{.status = 502};  // of a proxy between them
  });
  send(0);
  ASSERT_TRUE(told_lines(1));
  ASSERT_EQ(taken().size(), 1U);
  const Bytes first = taken().front().receipt;
  start();  // Malaysia forgets what it had sealed
  now_ = now_.load() + std::chrono::minutes{30};
  send(0);
  ASSERT_TRUE(told_receipts(1));
  EXPECT_EQ(told().receipted.front().receipt, first);
  EXPECT_EQ(taken().size(), 1U);
}

TEST_F(Exchange, APartnerWithoutRoomIsTriedAgain) {
  door_.next([](const net::Request&) {
    net::Response busy{.status = 503};
    busy.headers.add("Retry-After", "5");
    return busy;
  });
  send(0);
  ASSERT_TRUE(told_lines(1));
  EXPECT_EQ(told().lines.front().outcome, Outcome::undecided);
  EXPECT_TRUE(taken().empty());
  later(1);
  EXPECT_TRUE(told_receipts(2));
}

TEST_F(Exchange, APartnerIsToldByATestThatTheAgreementWorks) {
  std::optional<std::string> fault = "not asked";
  std::mutex mutex;
  std::condition_variable done;
  bool is_done = false;
  gateway_->test(test::singapore, [&](std::optional<std::string> told) {
    const std::scoped_lock lock{mutex};
    fault = std::move(told);
    is_done = true;
    done.notify_all();
  });
  std::unique_lock lock{mutex};
  ASSERT_TRUE(done.wait_for(lock, std::chrono::seconds{30}, [&] { return is_done; }));
  EXPECT_EQ(fault, std::nullopt);
  EXPECT_TRUE(taken().empty());
}

}  // namespace

}  // namespace lintas::gateway
