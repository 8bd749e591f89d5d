#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <future>
#include <gtest/gtest.h>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "core/documents/quantities.hpp"
#include "shell/api/keys.hpp"
#include "shell/api/webhook_signing.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/net/client.hpp"
#include "shell/net/http.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/router.hpp"
#include "shell/net/server.hpp"
#include "shell/net/target.hpp"
#include "shell/node/config.hpp"
#include "shell/node/lines.hpp"
#include "shell/node/node.hpp"
#include "tests/support/three_nodes.hpp"

/// A node tells of its feed: subscribers and streams.
namespace lintas::node {

namespace {

using namespace std::chrono_literals;
using access::Role;
using test::Corridor;
using test::eventually;
using test::text_of;

/// A subscriber: an address that takes what is posted to it.
class Receiver {
 public:
  struct Got {
    std::string id;
    std::string timestamp;
    std::string signatures;
    std::string body;
  };
  Receiver() {
    routes_.add({.method = net::Method::post,
                 .pattern = "/in",
                 .body_bytes_max = 100'000,
                 .handle = [this](net::Request request, net::Responder respond) {
                   const auto header = [&](std::string_view name) {
                     return std::string{request.headers.find(name).value_or("")};
                   };
                   {
                     const std::scoped_lock lock{mutex_};
                     got_.push_back({.id = header("webhook-id"),
                                     .timestamp = header("webhook-timestamp"),
                                     .signatures = header("webhook-signature"),
                                     .body = std::string{as_text(request.body)}});
                   }
                   respond(net::text_response(200, "text/plain", "taken"));
                 }});
    server_ = std::make_unique<net::Server>(loop_, routes_,
                                            net::ServerOptions{.listeners = {{.name = "receiver"}}});
  }
  [[nodiscard]] std::string url() const { return format("http://127.0.0.1:{}/in", server_->port(0)); }
  [[nodiscard]] std::vector<Got> got() const {
    const std::scoped_lock lock{mutex_};
    return got_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Got> got_;
  net::Loop loop_;
  net::Router routes_;
  std::unique_ptr<net::Server> server_;
};

/// The text of a member of JSON that has no escapes.
std::string member(std::string_view json, std::string_view name) {
  const std::string begin = format("\"{}\":\"", name);
  const auto at = json.find(begin);
  if (at == std::string_view::npos) return {};
  json.remove_prefix(at + begin.size());
  return std::string{json.substr(0, json.find('"'))};
}

Bytes from_base64(std::string_view text) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  Bytes out;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    const auto digit = digits.find(c);
    if (digit == std::string_view::npos) break;
    bits = (bits << 6) | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out.push_back(static_cast<std::byte>(bits >> count));
  }
  return out;
}

/// A node that tells of its feed, asked over HTTP by the keeper of its registers.
class Telling : public testing::Test {
 protected:
  Telling() : config_(corridor_.config("SG")) {
    crypto::SystemEntropy entropy;
    api::Keys keys{crypto::sha256};
    const auto made = keys.draw({.actor = {.role = Role::reference_data_keeper, .person = "keeper-1"},
                                 .created = Instant{},
                                 .expires = {}},
                                entropy);
    key_ = made.key;
    std::ofstream{config_.keys_file, std::ios::binary} << made.line;
    ::chmod(config_.keys_file.c_str(), 0600);
  }
  void start(bool private_addresses) {
    config_.webhooks.private_addresses = private_addresses;
    node_ = std::make_unique<Node>(Node::Options{
        .config = config_, .log = nullptr, .failed = [](const std::string& what) { ADD_FAILURE() << what; }});
  }
  [[nodiscard]] net::ClientRequest to(net::Method method, const std::string& target,
                                      const std::string& body = {}) const {
    net::ClientRequest request{
        .method = method,
        .url = *net::parse_url(format("http://127.0.0.1:{}{}", node_->ports().api, target)),
        .body = copy_of(as_bytes(body))};
    request.headers.add("Authorization", "Bearer " + key_);
    return request;
  }
  std::string ask(net::Method method, const std::string& target, const std::string& body = {},
                  const std::string& under = {}) {
    auto request = to(method, target, body);
    if (!under.empty()) request.headers.add("Idempotency-Key", under);
    const auto answer = client_.ask(std::move(request));
    return answer ? std::string{as_text(answer->body)} : "no answer: " + answer.error().what;
  }
  /// Something that the keeper is told.
  void happen(const std::string& under) {
    const std::string rows = text_of(LINTAS_ROOT "/examples/registers.csv");
    const std::string answer = ask(net::Method::post, "/v1/registers", rows, under);
    EXPECT_FALSE(answer.contains("\"errors\"")) << answer;
  }

  Corridor corridor_;
  Config config_;
  std::string key_;
  net::Loop loop_;
  net::Client client_{loop_};
  std::unique_ptr<Node> node_;
};

TEST_F(Telling, ASubscriberAndAStreamAreToldOfTheSame) {
  const Receiver receiver;
  start(true);
  std::string made;
  ASSERT_TRUE(eventually([&] {
    made = ask(net::Method::post, "/v1/webhooks", format(R"({{"url":"{}"}})", receiver.url()), "w1");
    return !member(made, "id").empty();
  })) << made;
  std::mutex mutex;
  std::string told;
  std::promise<void> stream_ended;
  auto stream = to(net::Method::get, "/v1/events/stream?after=now");
  stream.on_piece = [&](ByteView piece) {
    const std::scoped_lock lock{mutex};
    told += as_text(piece);
    return true;
  };
  client_.send(std::move(stream), [&](const net::Client::Result&) { stream_ended.set_value(); });
  const auto heard = [&] {
    const std::scoped_lock lock{mutex};
    return told;
  };
  ASSERT_TRUE(eventually([&] { return heard().contains("retry: "); }));
  happen("file-1");
  ASSERT_TRUE(eventually([&] { return receiver.got().size() > 2 && heard().contains("data: "); }));

  const Bytes secret = from_base64(member(made, "secret").substr(std::string_view{"whsec_"}.size()));
  const Bytes key = from_base64(member(made, "public_key").substr(std::string_view{"whpk_"}.size()));
  crypto::PublicKeyBytes public_key{};
  ASSERT_EQ(key.size(), public_key.size());
  std::ranges::copy(key, public_key.begin());
  for (const Receiver::Got& got : receiver.got()) {
    EXPECT_EQ(got.id, "evt_" + member(got.body, "id"));
    const std::string text = got.id + '.' + got.timestamp + '.' + got.body;
    const auto mac = crypto::hmac_sha256(secret, std::array{as_bytes(text)});
    EXPECT_TRUE(got.signatures.starts_with("v1," + api::base64(mac.view()))) << got.signatures;
    const auto v1a = got.signatures.find("v1a,");
    ASSERT_NE(v1a, std::string::npos) << got.signatures;
    EXPECT_TRUE(crypto::verify(public_key, as_bytes(text), from_base64(got.signatures.substr(v1a + 4))));
  }
  const std::string first = "id: " + receiver.got().front().id.substr(4) + "\ndata: ";
  EXPECT_TRUE(eventually([&] { return heard().contains(first); })) << heard();

  EXPECT_TRUE(node_->stop()) << "neither keeps the node";
  EXPECT_EQ(stream_ended.get_future().wait_for(10s), std::future_status::ready);
}

TEST_F(Telling, ATightenedConfigurationHoldsForSubscriptionsThatAreThere) {
  const Receiver receiver;
  start(true);
  std::string id;
  ASSERT_TRUE(eventually([&] {
    id = member(ask(net::Method::post, "/v1/webhooks", format(R"({{"url":"{}"}})", receiver.url()), "w1"),
                "id");
    return !id.empty();
  }));
  ASSERT_TRUE(node_->stop());
  node_.reset();
  start(false);
  happen("file-1");
  EXPECT_TRUE(eventually([&] {
    return member(ask(net::Method::get, "/v1/webhooks/" + id), "failed_with") == "plain_http";
  })) << ask(net::Method::get, "/v1/webhooks/" + id);
  EXPECT_TRUE(receiver.got().empty());
  EXPECT_TRUE(node_->stop());
}

}  // namespace

}  // namespace lintas::node
