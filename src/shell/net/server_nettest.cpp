#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "shell/net/http.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/router.hpp"
#include "shell/net/server.hpp"
#include "tests/support/raw_client.hpp"

namespace lintas::net {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view end_of_head = "\r\n\r\n";

/// "GET /x HTTP/1.1" with a host.
std::string get(std::string_view target, std::string_view more = "") {
  return format("GET {} HTTP/1.1\r\nHost: node\r\n{}\r\n", target, more);
}

std::string post(std::string_view target, std::string_view body) {
  return format("POST {} HTTP/1.1\r\nHost: node\r\nContent-Length: {}\r\n\r\n{}", target, body.size(), body);
}

/// A node with a few routes, on a free port.
class HttpServer : public testing::Test {
 protected:
  HttpServer() {
    router_.add({.method = Method::get, .pattern = "/hello", .handle = [](Request, Responder respond) {
                   respond(text_response(200, "text/plain", "hello"));
                 }});
    router_.add({.method = Method::post,
                 .pattern = "/echo",
                 .body_bytes_max = 1'000'000,
                 .handle = [](Request request, Responder respond) {
                   respond(Response{.status = 200, .headers = {}, .body = std::move(request.body)});
                 }});
    router_.add({.method = Method::get, .pattern = "/throws", .handle = [](Request, Responder) {
                   throw std::runtime_error{"whatever"};
                 }});
    router_.add({.method = Method::get, .pattern = "/forgets", .handle = [](Request, Responder) {}});
    router_.add({.method = Method::get, .pattern = "/later", .handle = [this](Request, Responder respond) {
                   const std::lock_guard hold{lock_};
                   waiting_.push_back(std::move(respond));
                   ++waiting_count_;
                 }});
    router_.add({.method = Method::post,
                 .pattern = "/busy",
                 .body_bytes_max = 1'000'000,
                 .handle = [](Request, Responder respond) { respond({}); },
                 .admit = [](const Request&) -> std::optional<Response> {
                   Response busy{.status = 429, .headers = {}, .body = {}};
                   busy.headers.add("Retry-After", "2");
                   return busy;
                 }});
  }
  ~HttpServer() override {
    const std::lock_guard hold{lock_};
    waiting_.clear();
  }

  Server& serve(ServerLimits limits = {}) {
    server_ = std::make_unique<Server>(
        loop_, router_,
        ServerOptions{.listeners = {{.name = "api"}},
                      .limits = limits,
                      .observer = {.answered = [this](const Exchange& one) { last_status_ = one.status; },
                                   .dropped = [this](std::string_view, std::string_view) { ++dropped_; }}});
    return *server_;
  }
  [[nodiscard]] RawClient connect() const { return RawClient{server_->port(0)}; }
  /// Sends and reads until the server closes.
  [[nodiscard]] std::string ask(std::string_view text) const {
    const RawClient client = connect();
    client.send(text);
    client.end_sending();
    return client.read_to_end();
  }
  void wait_for_waiting(std::size_t count) const {
    for (int i = 0; i < 500 && waiting_count_ < count; ++i) std::this_thread::sleep_for(10ms);
    ASSERT_GE(waiting_count_, count);
  }
  void answer_waiting(std::string_view text) {
    const std::lock_guard hold{lock_};
    for (Responder& respond : waiting_) respond(text_response(200, "text/plain", text));
    waiting_.clear();
  }

  std::mutex lock_;
  std::vector<Responder> waiting_;
  std::atomic<std::size_t> waiting_count_ = 0;
  std::atomic<int> last_status_ = 0;
  std::atomic<int> dropped_ = 0;
  Router router_;
  Loop loop_;
  std::unique_ptr<Server> server_;
};

TEST_F(HttpServer, answers_and_keeps_the_connection) {
  serve();
  const RawClient client = connect();
  for (int i = 0; i < 3; ++i) {
    client.send(get("/hello"));
    const std::string answer = client.read_until("hello");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\nDate: ")) << answer;
    EXPECT_TRUE(answer.contains("Content-Length: 5\r\n")) << answer;
    EXPECT_FALSE(answer.contains("Connection:")) << answer;
  }
  EXPECT_EQ(server_->connections(), 1U);
  client.send(get("/hello", "Connection: close\r\n"));
  EXPECT_TRUE(client.read_to_end().contains("Connection: close\r\n"));
}

TEST_F(HttpServer, requests_that_come_early_are_answered_in_order) {
  serve();
  const RawClient client = connect();
  client.send(post("/echo", "one") + post("/echo", "two") + get("/hello"));
  const std::string answers = client.read_until("hello");
  EXPECT_LT(answers.find("one"), answers.find("two"));
  EXPECT_LT(answers.find("two"), answers.find("hello"));
}

TEST_F(HttpServer, an_old_client_gets_its_answer_and_the_end) {
  serve();
  const RawClient client = connect();
  client.send("GET /hello HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(client.read_to_end().ends_with("\r\n\r\nhello"));
}

TEST_F(HttpServer, HEAD_has_the_length_and_no_body) {
  serve();
  const std::string answer = ask("HEAD /hello HTTP/1.1\r\nHost: node\r\n\r\n");
  EXPECT_TRUE(answer.contains("Content-Length: 5\r\n")) << answer;
  EXPECT_TRUE(answer.ends_with(end_of_head)) << answer;
}

}  // namespace
}  // namespace lintas::net
