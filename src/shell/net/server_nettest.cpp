#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <future>
#include <gtest/gtest.h>
#include <memory>
#include <mutex>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "shell/net/http.hpp"
#include "shell/net/limits.hpp"
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

/// An answer that goes on as the test says.
class Told final : public Ongoing {
 public:
  struct Shared {
    std::mutex lock;
    std::optional<NextPiece> next;
    std::atomic<std::size_t> asked = 0;
    std::atomic<bool> gone = false;

    void say(std::string_view text) {
      std::optional<NextPiece> taken;
      for (int i = 0; i < 500 && !taken; ++i) {
        {
          const std::lock_guard hold{lock};
          taken.swap(next);
        }
        if (!taken) std::this_thread::sleep_for(10ms);
      }
      ASSERT_TRUE(taken.has_value());
      (*taken)(copy_of(as_bytes(text)));
    }
    void wait_until_gone() const {
      for (int i = 0; i < 500 && !gone; ++i) std::this_thread::sleep_for(10ms);
      EXPECT_TRUE(gone);
    }
  };
  explicit Told(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}
  ~Told() override { shared_->gone = true; }
  Told(const Told&) = delete;
  Told& operator=(const Told&) = delete;
  void next(NextPiece next) override {
    const std::lock_guard hold{shared_->lock};
    shared_->next = std::move(next);
    ++shared_->asked;
  }

 private:
  std::shared_ptr<Shared> shared_;
};

/// What takes a body in pieces as the test says.
class Drain final : public Incoming {
 public:
  struct Shared {
    std::mutex lock;
    std::string body;
    std::optional<Incoming::Next> next;  ///< of the piece that is out
    std::optional<Responder> responder;  ///< of the request
    std::atomic<bool> asks_by_itself = true;
    std::atomic<bool> keeps_all = false;   ///< that came, and says so
    std::atomic<bool> is_refused = false;  ///< with its first piece
    std::atomic<bool> is_broken = false;   ///< throws
    std::atomic<std::size_t> pieces = 0;
    std::atomic<bool> ended = false;
    std::atomic<bool> gone = false;

    [[nodiscard]] std::string taken() {
      const std::lock_guard hold{lock};
      return body;
    }
    [[nodiscard]] std::size_t kept() { return keeps_all ? taken().size() : 0; }
    void wait_for_pieces(std::size_t count) const {
      for (int i = 0; i < 500 && pieces < count; ++i) std::this_thread::sleep_for(10ms);
      ASSERT_GE(pieces, count);
    }
    void wait_until_gone() const {
      for (int i = 0; i < 500 && !gone; ++i) std::this_thread::sleep_for(10ms);
      EXPECT_TRUE(gone);
    }
    /// For the piece that is out, and those that follow.
    void go_on() {
      asks_by_itself = true;
      std::optional<Incoming::Next> taken;
      {
        const std::lock_guard hold{lock};
        taken.swap(next);
      }
      ASSERT_TRUE(taken.has_value());
      (*taken)(kept());
    }
  };
  Drain(std::shared_ptr<Shared> shared, Responder responder) : shared_(std::move(shared)) {
    const std::lock_guard hold{shared_->lock};
    shared_->body.clear();
    shared_->responder = std::move(responder);
  }
  /// A responder that was not asked goes with it, as it does with those that own theirs.
  ~Drain() override {
    std::optional<Responder> unanswered;
    {
      const std::lock_guard hold{shared_->lock};
      unanswered.swap(shared_->responder);
    }
    unanswered.reset();
    shared_->gone = true;
  }
  Drain(const Drain&) = delete;
  Drain& operator=(const Drain&) = delete;

  void take(Bytes piece, Next next) override {
    EXPECT_FALSE(piece.empty());
    const bool asks = shared_->asks_by_itself;
    std::optional<Responder> refuses;
    {
      const std::lock_guard hold{shared_->lock};
      shared_->body += as_text(piece);
      if (shared_->is_refused) refuses.swap(shared_->responder);
      if (!asks) shared_->next = std::exchange(next, nullptr);
    }
    ++shared_->pieces;
    if (shared_->is_broken) throw std::runtime_error{"whatever"};
    if (refuses) return (*refuses)(text_response(400, "text/plain", "no more"));
    if (asks) next(shared_->kept());
  }
  void end() override {
    shared_->ended = true;
    std::optional<Responder> taken;
    {
      const std::lock_guard hold{shared_->lock};
      taken.swap(shared_->responder);
    }
    (*taken)(text_response(200, "text/plain", format("streamed {}", shared_->body.size())));
  }

 private:
  std::shared_ptr<Shared> shared_;
};

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
    router_.add({.method = Method::get, .pattern = "/told", .handle = [this](Request, Responder respond) {
                   Response response{.status = 200, .headers = {}, .body = {}, .ongoing = {}};
                   response.headers.add("Content-Type", "text/event-stream");
                   response.ongoing = std::make_shared<Told>(told_);
                   respond(std::move(response));
                 }});
    router_.add({.method = Method::post,
                 .pattern = "/long",
                 .body_bytes_max = 20'000'000,
                 .handle =
                     [](Request request, Responder respond) {
                       respond(text_response(200, "text/plain", format("whole {}", request.body.size())));
                     },
                 .admit = {},
                 .stream = [this](Request /*head*/, Responder respond) -> std::shared_ptr<Incoming> {
                   if (stream_throws_) throw std::runtime_error{"whatever"};
                   return std::make_shared<Drain>(drain_, std::move(respond));
                 },
                 .whole_bytes_max = 100'000});
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

  Server& serve(ServerLimits limits = {}, Headers of_every_answer = {}) {
    server_ = std::make_unique<Server>(
        loop_, router_,
        ServerOptions{.listeners = {{.name = "api"}},
                      .limits = limits,
                      .observer = {.answered = [this](const Exchange& one) { last_status_ = one.status; },
                                   .dropped = [this](std::string_view, std::string_view) { ++dropped_; }},
                      .of_every_answer = std::move(of_every_answer)});
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

  std::shared_ptr<Told::Shared> told_ = std::make_shared<Told::Shared>();
  std::shared_ptr<Drain::Shared> drain_ = std::make_shared<Drain::Shared>();
  std::atomic<bool> stream_throws_ = false;
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

TEST_F(HttpServer, NET_001_refuses_what_could_be_read_in_two_ways) {
  serve();
  const std::string host = "Host: node\r\n";
  for (const std::string& text : {
           "POST /echo HTTP/1.1\r\n" + host +
               "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
           "POST /echo HTTP/1.1\r\n" + host +
               "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
           "POST /echo HTTP/1.1\r\n" + host + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
           "POST /echo HTTP/1.1\r\n" + host + "Content-Length: 3, 3\r\n\r\nabc",
           "POST /echo HTTP/1.1\r\n" + host + "Content-Length: +3\r\n\r\nabc",
           "POST /echo HTTP/1.1\r\n" + host + "Content-Length: 99999999999999999999999\r\n\r\nabc",
           "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
           "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
           "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: identity\r\n\r\nabc",
           "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
           "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
           "POST /echo HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
           std::string{"GET /hello HTTP/1.1\r\n\r\n"},
           "GET /hello HTTP/1.1\r\n" + host + host + "\r\n",
           "GET /hello HTTP/2.0\r\n" + host + "\r\n",
           "GET /a/../hello HTTP/1.1\r\n" + host + "\r\n",
           "GET /hello%00 HTTP/1.1\r\n" + host + "\r\n",
           "GET hello HTTP/1.1\r\n" + host + "\r\n",
           "GET  /hello HTTP/1.1\r\n" + host + "\r\n",
           std::string{"\x16\x03\x01 this is TLS\r\n\r\n"},
       }) {
    const std::string answer = ask(text);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 Bad Request\r\n")) << text << answer;
    EXPECT_TRUE(answer.contains("\"code\":\"NET-001\"")) << answer;
  }
}

/// An upgrade is not taken, so what follows is read as it always is.
TEST_F(HttpServer, talks_no_other_protocol_than_it_began_with) {
  serve();
  for (const std::string_view to : {"h2c", "websocket", "TLS/1.2"}) {
    const std::string answer =
        ask(get("/hello",
                "Connection: close, Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"
                "Upgrade: " +
                    std::string{to} + "\r\n"));
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
  }
  const std::string answer = ask("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 Bad Request\r\n")) << answer;
}

/// What the server says by itself, before any route was found, has it as well.
TEST_F(HttpServer, what_stands_on_every_answer_stands_on_refusals_too) {
  serve({.head_bytes = 1024, .connections_per_address = 1}, {{"Lintas-Sandbox", "not valid"}});
  const std::string large_head = get("/hello", "X: " + std::string(2000, 'x') + "\r\n");
  const std::string large_body = "POST /echo HTTP/1.1\r\nHost: node\r\nContent-Length: 1000000000\r\n\r\n";
  struct Case {
    int status;
    std::string request;
  };
  for (const auto& [status, request] :
       {Case{200, get("/hello", "Connection: close\r\n")}, Case{400, "no request\r\n\r\n"},
        Case{404, get("/nowhere", "Connection: close\r\n")}, Case{413, large_body}, Case{431, large_head},
        Case{500, get("/throws", "Connection: close\r\n")},
        Case{501, "BREW /hello HTTP/1.1\r\nHost: node\r\nConnection: close\r\n\r\n"}}) {
    const std::string answer = ask(request);
    EXPECT_TRUE(answer.starts_with(format("HTTP/1.1 {} ", status))) << answer;
    EXPECT_EQ(answer.find("Lintas-Sandbox: not valid\r\n"), answer.rfind("Lintas-Sandbox")) << answer;
    EXPECT_TRUE(answer.contains("Lintas-Sandbox: not valid\r\n")) << answer;
    for (int i = 0; i < 500 && server_->connections() > 0; ++i) std::this_thread::sleep_for(10ms);
  }
  const RawClient inside = connect();
  inside.send(get("/hello"));
  EXPECT_TRUE(inside.read_until("hello").contains("Lintas-Sandbox: not valid\r\n"));
  const std::string outside = ask(get("/hello"));
  EXPECT_TRUE(outside.starts_with("HTTP/1.1 503 ")) << outside;
  EXPECT_TRUE(outside.contains("Lintas-Sandbox: not valid\r\n")) << outside;
}

TEST_F(HttpServer, NET_002_refuses_a_head_that_is_too_large) {
  serve({.head_bytes = 1024});
  EXPECT_TRUE(ask(get("/hello", "X: " + std::string(900, 'x') + "\r\n")).contains(" 200 OK"));
  const std::string answer = ask(get("/hello", "X: " + std::string(2000, 'x') + "\r\n"));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 431 ")) << answer;
  EXPECT_TRUE(answer.contains("NET-002")) << answer;
  EXPECT_TRUE(ask("GET /" + std::string(2000, 'x')).starts_with("HTTP/1.1 431 "))
      << "also while the line goes on";
}

TEST_F(HttpServer, NET_003_refuses_a_large_body_before_and_while_it_comes) {
  serve();
  const std::string fits(1'000'000, 'a');
  const std::string answer = ask(post("/echo", fits));
  EXPECT_TRUE(answer.ends_with(fits)) << answer.substr(0, 500);

  const RawClient told = connect();
  told.send("POST /echo HTTP/1.1\r\nHost: node\r\nContent-Length: 1000001\r\n\r\n");
  EXPECT_TRUE(told.read_to_end().starts_with("HTTP/1.1 413 ")) << "before a byte of it is read";

  const RawClient chunked = connect();
  chunked.send("POST /echo HTTP/1.1\r\nHost: node\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 11; ++i) chunked.send("186a0\r\n" + std::string(100'000, 'a') + "\r\n");
  const std::string refused = chunked.read_to_end();
  EXPECT_TRUE(refused.starts_with("HTTP/1.1 413 ")) << refused;
  EXPECT_TRUE(refused.contains("NET-003"));

  EXPECT_TRUE(ask("GET /hello HTTP/1.1\r\nHost: node\r\nContent-Length: 1\r\n\r\nx").contains(" 413 "));
}

TEST_F(HttpServer, reads_chunks_and_forgets_their_extensions_and_trailers) {
  serve();
  const std::string answer =
      ask("POST /echo HTTP/1.1\r\nHost: node\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
          "3;a=b\r\nabc\r\n2\r\nde\r\n0\r\nX-Later: 1\r\n\r\n");
  EXPECT_TRUE(answer.ends_with("\r\n\r\nabcde")) << answer;

  const RawClient endless = connect();
  endless.send("POST /echo HTTP/1.1\r\nHost: node\r\nTransfer-Encoding: chunked\r\n\r\n3;");
  endless.send(std::string(200'000, 'x'));
  EXPECT_TRUE(endless.read_to_end().starts_with("HTTP/1.1 400 "));
}

TEST_F(HttpServer, says_continue_when_the_body_is_welcome_and_only_then) {
  serve();
  const RawClient client = connect();
  client.send("POST /echo HTTP/1.1\r\nHost: node\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_until(end_of_head), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("body");
  EXPECT_TRUE(client.read_until("body").starts_with("HTTP/1.1 200 OK"));

  const RawClient large = connect();
  large.send("POST /echo HTTP/1.1\r\nHost: node\r\nContent-Length: 4000000\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_TRUE(large.read_until(end_of_head).starts_with("HTTP/1.1 413 "));
}

TEST_F(HttpServer, NET_005_refuses_other_expectations) {
  serve();
  const std::string answer = ask(get("/hello", "Expect: a-miracle\r\n"));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 417 ")) << answer;
  EXPECT_TRUE(answer.contains("NET-005"));
}

TEST_F(HttpServer, NET_004_ends_slow_requests_and_says_so) {
  serve({.head = 200ms, .body_pause = 200ms, .request = 1s});
  const RawClient head = connect();
  head.send("GET /hello HTTP/1.1\r\nHo");
  const std::string answer = head.read_to_end();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 408 ")) << answer;
  EXPECT_TRUE(answer.contains("NET-004"));

  const RawClient pause = connect();
  pause.send("POST /echo HTTP/1.1\r\nHost: node\r\nContent-Length: 4\r\n\r\nab");
  EXPECT_TRUE(pause.read_to_end().starts_with("HTTP/1.1 408 "));

  const RawClient dripping = connect();
  dripping.send("POST /echo HTTP/1.1\r\nHost: node\r\nContent-Length: 1000\r\n\r\n");
  for (int i = 0; i < 30 && dripping.send("x"); ++i) std::this_thread::sleep_for(50ms);
  EXPECT_TRUE(dripping.read_to_end().starts_with("HTTP/1.1 408 ")) << "never a pause, and never the end";
}

TEST_F(HttpServer, closes_idle_connections_without_a_word) {
  serve({.idle = 200ms});
  const RawClient silent = connect();
  EXPECT_TRUE(silent.is_at_end());
  const RawClient used = connect();
  used.send(get("/hello"));
  EXPECT_TRUE(used.read_until("hello").ends_with("hello"));
  EXPECT_TRUE(used.is_at_end());
}

TEST_F(HttpServer, NET_006_more_connections_than_allowed_are_told_so_and_then_not_even_that) {
  serve({.connections = 2, .refused_connections = 1});
  const RawClient one = connect();
  const RawClient two = connect();
  one.send(get("/hello"));
  two.send(get("/hello"));
  EXPECT_TRUE(one.read_until("hello").contains(" 200 "));
  EXPECT_TRUE(two.read_until("hello").contains(" 200 "));
  const RawClient three = connect();
  const RawClient four = connect();
  EXPECT_TRUE(four.is_at_end()) << "closed without a word";
  three.send(get("/hello"));
  const std::string answer = three.read_to_end();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 503 ")) << answer;
  EXPECT_TRUE(answer.contains("NET-006")) << answer;
  EXPECT_TRUE(answer.contains("Retry-After: 5\r\n")) << answer;
  two.send(get("/hello"));
  EXPECT_TRUE(two.read_until("hello").contains(" 200 ")) << "who is in is served";
}

TEST_F(HttpServer, NET_006_counts_connections_by_address) {
  serve({.connections_per_address = 1});
  const RawClient one = connect();
  one.send(get("/hello"));
  EXPECT_TRUE(one.read_until("hello").contains(" 200 "));
  EXPECT_TRUE(ask(get("/hello")).starts_with("HTTP/1.1 503 "));
}

TEST_F(HttpServer, NET_006_bodies_of_all_connections_have_one_limit) {
  serve({.bodies_bytes = 100'000});
  const RawClient holds = connect();
  holds.send("POST /echo HTTP/1.1\r\nHost: node\r\nContent-Length: 90000\r\n\r\n" + std::string(80'000, 'a'));
  std::this_thread::sleep_for(100ms);
  EXPECT_TRUE(ask(post("/echo", std::string(50'000, 'b'))).starts_with("HTTP/1.1 503 "));
  holds.send(std::string(10'000, 'a'));
  EXPECT_TRUE(holds.read_until("aaa").contains(" 200 "));
  std::string whole;
  for (int i = 0; i < 50 && !whole.contains(" 200 "); ++i)
    whole = ask(post("/echo", std::string(50'000, 'b')));
  EXPECT_TRUE(whole.contains(" 200 ")) << "what was held is free again";
}

TEST_F(HttpServer, NET_006_one_address_does_not_hold_the_memory_of_all) {
  serve({.bodies_bytes = 400'000, .connections = 4'000, .connections_per_address = 10});
  const auto begun = [](char what) {
    return "POST /echo HTTP/1.1\r\nHost: node\r\nContent-Length: 90000\r\n\r\n" + std::string(80'000, what);
  };
  const RawClient holds = connect();
  holds.send(begun('a'));
  std::this_thread::sleep_for(100ms);
  const RawClient one_more = connect();
  one_more.send(begun('b'));
  EXPECT_TRUE(one_more.read_until("NET-006").starts_with("HTTP/1.1 503 ")) << "it is more than its share";
  constexpr std::uint32_t another_address = INADDR_LOOPBACK + 1;
  const RawClient other{server_->port(0), another_address};
  other.send(begun('c') + std::string(10'000, 'c'));
  EXPECT_TRUE(other.read_until("ccc").contains(" 200 "));
  holds.send(std::string(10'000, 'a'));
  EXPECT_TRUE(holds.read_until("aaa").contains(" 200 ")) << "alone it may be as large as any";
}

TEST_F(HttpServer, of_a_client_that_nobody_knows_less_is_held_before_it_streams) {
  serve();
  const RawClient client = connect();
  client.send(post("/long", std::string(limits::http_unknown_whole_bytes_max, 'a')));
  EXPECT_TRUE(client.read_until("whole 65536").contains(" 200 "));
  client.send(post("/long", std::string(limits::http_unknown_whole_bytes_max + 1, 'a')));
  EXPECT_TRUE(client.read_until("streamed 65537").contains(" 200 "));
}

TEST_F(HttpServer, NET_007_a_handler_that_takes_too_long_is_not_waited_for) {
  serve({.answer = 200ms});
  const RawClient client = connect();
  client.send(get("/later"));
  const std::string answer = client.read_to_end();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 504 ")) << answer;
  EXPECT_TRUE(answer.contains("NET-007"));
  answer_waiting("too late for anybody");
  EXPECT_TRUE(ask(get("/hello")).ends_with("hello"));
}

TEST_F(HttpServer, NET_008_NET_009_and_NET_010_name_what_there_is_not) {
  serve();
  const std::string nothing = ask(get("/nothing"));
  EXPECT_TRUE(nothing.starts_with("HTTP/1.1 404 ") && nothing.contains("NET-008")) << nothing;
  const std::string answer = ask("DELETE /hello HTTP/1.1\r\nHost: node\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 405 ")) << answer;
  EXPECT_TRUE(answer.contains("Allow: GET, HEAD, OPTIONS\r\n") && answer.contains("NET-009")) << answer;
  EXPECT_TRUE(ask("OPTIONS /hello HTTP/1.1\r\nHost: node\r\n\r\n").starts_with("HTTP/1.1 204 "));
  for (const std::string method : {"TRACE", "QUERY"})
    EXPECT_TRUE(ask(method + " /hello HTTP/1.1\r\nHost: node\r\n\r\n").starts_with("HTTP/1.1 405 "))
        << method;
  const std::string unknown = ask("BREW /hello HTTP/1.1\r\nHost: node\r\n\r\n");
  EXPECT_TRUE(unknown.starts_with("HTTP/1.1 501 ") && unknown.contains("NET-010")) << unknown;
}

TEST_F(HttpServer, NET_011_a_handler_that_throws_or_forgets_still_answers) {
  serve();
  for (const char* target : {"/throws", "/forgets"}) {
    const std::string answer = ask(get(target));
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 500 ")) << answer;
    EXPECT_TRUE(answer.contains("NET-011"));
  }
}

TEST_F(HttpServer, refuses_before_the_body_when_the_route_says_so) {
  serve();
  const RawClient client = connect();
  client.send("POST /busy HTTP/1.1\r\nHost: node\r\nContent-Length: 500000\r\n\r\n");
  const std::string answer = client.read_to_end();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 429 ")) << answer;
  EXPECT_TRUE(answer.contains("Retry-After: 2\r\n"));
}

TEST_F(HttpServer, answers_from_another_thread_and_only_once) {
  serve();
  const RawClient client = connect();
  client.send(get("/later"));
  wait_for_waiting(1);
  std::thread{[this] { answer_waiting("from a pool"); }}.join();
  EXPECT_TRUE(client.read_until("pool").contains(" 200 "));

  int answers = 0;
  Responder respond{[&answers](Response) { ++answers; }};
  respond({});
  EXPECT_THROW(respond({}), Bug);
  EXPECT_EQ(answers, 1);
}

TEST_F(HttpServer, an_answer_may_come_after_server_and_loop_are_gone) {
  std::optional<Responder> late;
  std::promise<void> asked;
  Router router;
  router.add({.method = Method::get, .pattern = "/", .handle = [&](Request, Responder respond) {
                late.emplace(std::move(respond));
                asked.set_value();
              }});
  {
    Loop loop;
    Server server{loop, router, {.listeners = {{.name = "api"}}}};
    const RawClient client{server.port(0)};
    client.send(get("/"));
    asked.get_future().wait();
  }
  (*late)({});
}

TEST_F(HttpServer, a_client_that_leaves_harms_nobody) {
  serve();
  for (int i = 0; i < 50; ++i) {
    const RawClient client = connect();
    client.send(i % 2 == 0 ? "POST /echo HTTP/1.1\r\nHost: node\r\nContent-Length: 9\r\n\r\nab"
                           : get("/later"));
  }
  wait_for_waiting(25);
  answer_waiting("nobody hears it");
  EXPECT_TRUE(ask(get("/hello")).ends_with("hello"));
}

TEST_F(HttpServer, two_thousand_connections_are_open_and_served) {
  serve({.connections_per_address = 4000});
  std::vector<RawClient> clients;
  clients.reserve(2000);
  for (int i = 0; i < 2000; ++i) {
    clients.push_back(connect());
    ASSERT_TRUE(clients.back().connected()) << i;
  }
  for (const RawClient& client : clients) client.send(get("/hello"));
  std::size_t served = 0;
  for (const RawClient& client : clients) served += client.read_until("hello").contains(" 200 ") ? 1U : 0U;
  EXPECT_EQ(served, 2000U);
  EXPECT_EQ(server_->connections(), 2000U);
  EXPECT_TRUE(server_->stop(0ms)) << "idle connections are not cut off";
}

TEST_F(HttpServer, stops_when_what_has_begun_is_answered) {
  serve();
  const std::uint16_t port = server_->port(0);
  const RawClient idle = connect();
  const RawClient busy = connect();
  busy.send(get("/later"));
  wait_for_waiting(1);
  bool clean = false;
  std::thread stop{[this, &clean] { clean = server_->stop(10s); }};
  EXPECT_TRUE(idle.is_at_end());
  EXPECT_FALSE(RawClient{port}.connected()) << "nobody new";
  answer_waiting("goodbye");
  const std::string answer = busy.read_to_end();
  EXPECT_TRUE(answer.ends_with("goodbye")) << answer;
  EXPECT_TRUE(answer.contains("Connection: close")) << answer;
  stop.join();
  EXPECT_TRUE(clean);
}

TEST_F(HttpServer, cuts_off_what_is_not_answered_within_the_grace) {
  serve();
  const RawClient busy = connect();
  busy.send(get("/later"));
  wait_for_waiting(1);
  EXPECT_FALSE(server_->stop(100ms));
  EXPECT_TRUE(busy.is_at_end());
  EXPECT_EQ(dropped_, 1);
}

TEST_F(HttpServer, an_answer_that_goes_on_comes_piece_by_piece) {
  serve({.idle = 300ms});
  const RawClient client = connect();
  client.send(get("/told"));
  const std::string head = client.read_until(end_of_head);
  EXPECT_TRUE(head.contains("Transfer-Encoding: chunked\r\n")) << head;
  EXPECT_FALSE(head.contains("Content-Length")) << head;
  EXPECT_TRUE(head.contains("Connection: close\r\n")) << head;
  told_->say("one");
  EXPECT_EQ(client.read_until("one\r\n"), "3\r\none\r\n");
  std::this_thread::sleep_for(600ms);  // longer than an idle connection lives
  told_->say("and another");
  EXPECT_EQ(client.read_until("other\r\n"), "b\r\nand another\r\n");
  told_->say("");
  EXPECT_EQ(client.read_to_end(), "0\r\n\r\n");
  told_->wait_until_gone();
  EXPECT_EQ(dropped_, 0);
}

TEST_F(HttpServer, an_old_client_gets_it_until_the_end_of_the_connection) {
  serve();
  const RawClient client = connect();
  client.send("GET /told HTTP/1.0\r\n\r\n");
  EXPECT_FALSE(client.read_until(end_of_head).contains("chunked"));
  told_->say("one");
  told_->say("");
  EXPECT_EQ(client.read_to_end(), "one");
}

TEST_F(HttpServer, of_an_answer_that_goes_on_head_gets_the_head) {
  serve();
  const std::string answer = ask("HEAD /told HTTP/1.1\r\nHost: node\r\n\r\n");
  EXPECT_TRUE(answer.contains(" 200 ")) << answer;
  EXPECT_TRUE(answer.ends_with(end_of_head)) << answer;
  told_->wait_until_gone();
  EXPECT_EQ(told_->asked, 0U);
}

TEST_F(HttpServer, whoever_leaves_an_answer_that_goes_on_is_noticed) {
  serve();
  {
    const RawClient client = connect();
    client.send(get("/told"));
    told_->say("one");
    EXPECT_TRUE(client.read_until("one").contains("one"));
  }
  told_->wait_until_gone();
  for (int i = 0; i < 500 && server_->connections() > 0; ++i) std::this_thread::sleep_for(10ms);
  EXPECT_EQ(server_->connections(), 0U);
  EXPECT_EQ(dropped_, 0) << "readers of such answers leave";
}

/// The socket of this process at the other end of `port`: the server's, of a client of ours.
std::optional<int> other_end_of(std::uint16_t port) {
  constexpr int descriptors = 1024;
  for (int descriptor = 3; descriptor < descriptors; ++descriptor) {
    sockaddr_in peer{};
    socklen_t size = sizeof peer;
    if (::getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &size) != 0) continue;
    if (peer.sin_family == AF_INET && ntohs(peer.sin_port) == port) return descriptor;
  }
  return std::nullopt;
}

TEST_F(HttpServer, a_reader_that_vanishes_from_the_network_is_given_up) {
  serve();
  const RawClient client = connect();
  client.send(get("/told"));
  told_->say("one");
  EXPECT_TRUE(client.read_until("one").contains("one"));
  const auto socket = other_end_of(client.port());
  ASSERT_TRUE(socket.has_value());
  unsigned milliseconds = 0;
  socklen_t size = sizeof milliseconds;
  ASSERT_EQ(::getsockopt(*socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &milliseconds, &size), 0);
  EXPECT_EQ(milliseconds, 30'000U) << "the system itself would wait for a quarter of an hour";
}

TEST_F(HttpServer, whoever_talks_on_while_it_is_answered_is_cut_off) {
  serve();
  const RawClient client = connect();
  client.send(get("/told"));
  told_->say("one");
  EXPECT_TRUE(client.read_until("one").contains("one"));
  const std::string little(1000, 'x');
  client.send(little);
  told_->say("two");
  EXPECT_TRUE(client.read_until("two").contains("two")) << "a little is let pass";
  const std::string much(256UL * 1024, 'x');
  (void)client.send(much);
  told_->wait_until_gone();
  EXPECT_EQ(dropped_, 1);
}

TEST_F(HttpServer, nobody_is_asked_for_more_than_is_read) {
  serve({.write = 300ms});
  const RawClient client = connect();
  client.send(get("/told"));
  const std::string much(64UL * 1024 * 1024, 'x');
  told_->say(much);
  told_->wait_until_gone();
  EXPECT_EQ(told_->asked, 1U) << "the second one would wait for the first";
  EXPECT_EQ(dropped_, 1) << "the answer was read too slowly";
}

TEST_F(HttpServer, an_answer_that_breaks_off_is_no_whole_one) {
  serve();
  const RawClient client = connect();
  client.send(get("/told"));
  told_->say("one");
  for (int i = 0; i < 500 && told_->asked < 2; ++i) std::this_thread::sleep_for(10ms);
  {
    const std::lock_guard hold{told_->lock};
    told_->next.reset();
  }
  EXPECT_FALSE(client.read_to_end().ends_with("0\r\n\r\n"));
  told_->wait_until_gone();
  EXPECT_EQ(dropped_, 1);
}

TEST_F(HttpServer, answers_that_go_on_end_with_the_server) {
  serve();
  const RawClient client = connect();
  client.send(get("/told"));
  told_->say("one");
  for (int i = 0; i < 500 && told_->asked < 2; ++i) std::this_thread::sleep_for(10ms);
  bool clean = false;
  std::thread stop{[this, &clean] { clean = server_->stop(10s); }};
  EXPECT_TRUE(client.read_to_end().ends_with("0\r\n\r\n"));
  client.end_sending();
  stop.join();
  EXPECT_TRUE(clean) << "nothing was cut off";
  told_->wait_until_gone();
}

// ---- bodies that are too long to be held

/// What nobody reads yet may not fit into the buffers of the system.
std::jthread sends(const RawClient& client, std::string text) {
  return std::jthread{[&client, text = std::move(text)] { client.send(text); }};
}

/// 13 MB that differ everywhere, more than any body that comes whole.
std::string long_body() {
  std::string body;
  for (int i = 0; body.size() < 13'000'000; ++i) body += format("{} ", i);
  return body;
}

TEST_F(HttpServer, a_long_body_comes_in_pieces_and_a_short_one_whole) {
  serve();
  const RawClient client = connect();
  client.send(post("/long", std::string(60'000, 'a')));
  EXPECT_TRUE(client.read_until("whole 60000").contains("whole 60000"));
  EXPECT_EQ(drain_->pieces, 0U);

  const std::string body = long_body();
  client.send(post("/long", body) + get("/hello"));
  const std::string answers = client.read_until("hello");
  EXPECT_TRUE(answers.contains(format("streamed {}", body.size()))) << answers;
  EXPECT_TRUE(answers.ends_with("hello")) << "and the request behind it is answered";
  EXPECT_EQ(drain_->taken(), body);
  EXPECT_GT(drain_->pieces, 50U);
  drain_->wait_until_gone();
}

TEST_F(HttpServer, chunks_of_a_long_body_come_in_pieces_too) {
  serve();
  const RawClient client = connect();
  client.send("POST /long HTTP/1.1\r\nHost: node\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 300; ++i) client.send("3e8\r\n" + std::string(1000, 'b') + "\r\n");
  client.send("0\r\n\r\n" + get("/hello"));
  EXPECT_TRUE(client.read_until("hello").contains("streamed 300000"));
  EXPECT_EQ(drain_->taken(), std::string(300'000, 'b'));
}

TEST_F(HttpServer, whoever_sends_faster_than_it_is_worked_through_waits) {
  serve();
  drain_->asks_by_itself = false;
  const RawClient client = connect();
  const std::string body = long_body();
  const std::jthread sending = sends(client, post("/long", body));
  drain_->wait_for_pieces(1);
  std::this_thread::sleep_for(300ms);
  EXPECT_EQ(drain_->pieces, 1U) << "one is out at a time";
  EXPECT_LT(drain_->taken().size(), 300'000U);
  drain_->go_on();
  EXPECT_TRUE(client.read_until("streamed").contains(" 200 "));
  EXPECT_EQ(drain_->taken(), body);
}

TEST_F(HttpServer, who_waits_for_us_is_not_slow) {
  serve({.request = 1s});
  drain_->asks_by_itself = false;
  const RawClient client = connect();
  const std::jthread sending = sends(client, post("/long", std::string(400'000, 'a')));
  drain_->wait_for_pieces(1);
  std::this_thread::sleep_for(1500ms);
  drain_->go_on();
  EXPECT_TRUE(client.read_until("streamed 400000").contains(" 200 "));
}

TEST_F(HttpServer, NET_003_a_body_may_be_too_long_to_be_streamed) {
  serve();
  const RawClient told = connect();
  told.send("POST /long HTTP/1.1\r\nHost: node\r\nContent-Length: 20000001\r\n\r\n");
  EXPECT_TRUE(told.read_to_end().starts_with("HTTP/1.1 413 ")) << "before a byte of it is read";

  const RawClient chunked = connect();
  chunked.send("POST /long HTTP/1.1\r\nHost: node\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "f4240\r\n" + std::string(1'000'000, 'a') + "\r\n";
  for (int i = 0; i < 21 && chunked.send(chunk); ++i) {
  }
  EXPECT_TRUE(chunked.read_to_end().starts_with("HTTP/1.1 413 "));
  drain_->wait_until_gone();
  EXPECT_FALSE(drain_->ended);
}

TEST_F(HttpServer, a_body_that_is_cut_off_never_ends) {
  serve();
  {
    const RawClient client = connect();
    client.send("POST /long HTTP/1.1\r\nHost: node\r\nContent-Length: 1000000\r\n\r\n" +
                std::string(500'000, 'a'));
    drain_->wait_for_pieces(1);
  }
  drain_->wait_until_gone();
  EXPECT_FALSE(drain_->ended);
}

TEST_F(HttpServer, NET_004_a_long_body_that_stops_is_given_up) {
  serve({.body_pause = 200ms});
  const RawClient client = connect();
  client.send("POST /long HTTP/1.1\r\nHost: node\r\nContent-Length: 1000000\r\n\r\n" +
              std::string(500'000, 'a'));
  EXPECT_TRUE(client.read_to_end().starts_with("HTTP/1.1 408 "));
  drain_->wait_until_gone();
  EXPECT_FALSE(drain_->ended);
}

TEST_F(HttpServer, NET_004_a_long_body_has_to_be_as_fast_as_any) {
  serve({.request = 500ms});
  const RawClient client = connect();
  client.send("POST /long HTTP/1.1\r\nHost: node\r\nContent-Length: 1000000\r\n\r\n" +
              std::string(200'000, 'a'));
  for (int i = 0; i < 30 && client.send("x"); ++i) std::this_thread::sleep_for(50ms);
  EXPECT_TRUE(client.read_to_end().starts_with("HTTP/1.1 408 ")) << "never a pause, and never the end";
}

TEST_F(HttpServer, NET_006_so_many_bodies_are_streamed_at_once) {
  serve({.bodies_bytes = 200'000});  // a piece of one of them, and what is read at once
  drain_->asks_by_itself = false;
  const RawClient first = connect();
  const std::jthread sending = sends(first, post("/long", std::string(400'000, 'a')));
  drain_->wait_for_pieces(1);
  const RawClient second = connect();
  const std::jthread more = sends(second, post("/long", std::string(400'000, 'a')));
  const std::string answer = second.read_to_end();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 503 ")) << answer;
  EXPECT_TRUE(answer.contains("Retry-After")) << answer;
  drain_->go_on();
  EXPECT_TRUE(first.read_until("streamed 400000").contains(" 200 "));
  const RawClient third = connect();
  third.send(post("/long", std::string(150'000, 'a')));
  EXPECT_TRUE(third.read_until("streamed 150000").contains(" 200 ")) << "what was held is free again";
}

/// The first part of a message is kept until it is whole, and its sender may take his time.
TEST_F(HttpServer, NET_006_what_is_kept_of_a_streamed_body_counts_until_its_end) {
  serve({.bodies_bytes = 600'000, .connections = 100, .connections_per_address = 100});
  drain_->keeps_all = true;
  const RawClient first = connect();
  const std::string begun = post("/long", std::string(500'000, 'a'));
  first.send(begun.substr(0, begun.size() - 100'000));
  drain_->wait_for_pieces(2);
  std::this_thread::sleep_for(100ms);
  EXPECT_TRUE(ask(post("/echo", std::string(250'000, 'b'))).starts_with("HTTP/1.1 503 "));
  first.send(std::string(100'000, 'a'));
  EXPECT_TRUE(first.read_until("streamed 500000").contains(" 200 "));
  std::string whole;
  for (int i = 0; i < 50 && !whole.contains(" 200 "); ++i)
    whole = ask(post("/echo", std::string(250'000, 'b')));
  EXPECT_TRUE(whole.contains(" 200 ")) << "what was kept is free again";
  const RawClient too_much = connect();
  const std::jthread sending = sends(too_much, post("/long", std::string(1'000'000, 'a')));
  EXPECT_TRUE(too_much.read_until("NET-006").starts_with("HTTP/1.1 503 ")) << "more than there is";
}

TEST_F(HttpServer, NET_006_what_is_kept_for_one_address_is_bounded) {
  serve({.bodies_bytes = 4'000'000});  // an eighth of it for one address
  drain_->keeps_all = true;
  const RawClient first = connect();
  const std::string begun = post("/long", std::string(400'000, 'a'));
  first.send(begun.substr(0, begun.size() - 50'000));
  drain_->wait_for_pieces(2);
  std::this_thread::sleep_for(100ms);
  EXPECT_TRUE(ask(post("/echo", std::string(250'000, 'b'))).starts_with("HTTP/1.1 503 "));
  constexpr std::uint32_t another_address = INADDR_LOOPBACK + 1;
  const RawClient other{server_->port(0), another_address};
  other.send(post("/echo", std::string(250'000, 'c')));
  EXPECT_TRUE(other.read_until("ccc").contains(" 200 "));
  first.send(std::string(50'000, 'a'));
  EXPECT_TRUE(first.read_until("streamed 400000").contains(" 200 "));
}

TEST_F(HttpServer, NET_007_a_piece_that_takes_too_long_is_not_waited_for) {
  serve({.answer = 200ms});
  drain_->asks_by_itself = false;
  const RawClient client = connect();
  const std::jthread sending = sends(client, post("/long", std::string(400'000, 'a')));
  EXPECT_TRUE(client.read_to_end().starts_with("HTTP/1.1 504 "));
  drain_->wait_until_gone();
  drain_->go_on();  // later than anybody waits: nothing happens
}

TEST_F(HttpServer, NET_011_a_stream_that_cannot_begin_is_answered) {
  serve();
  stream_throws_ = true;
  EXPECT_TRUE(ask(post("/long", std::string(150'000, 'a'))).starts_with("HTTP/1.1 500 "));
  stream_throws_ = false;
  drain_->is_broken = true;
  EXPECT_TRUE(ask(post("/long", std::string(150'000, 'a'))).starts_with("HTTP/1.1 500 "));
  drain_->wait_until_gone();
}

TEST_F(HttpServer, an_answer_before_the_end_of_a_body_ends_the_connection) {
  serve();
  drain_->is_refused = true;
  const RawClient at_once = connect();
  at_once.send("POST /long HTTP/1.1\r\nHost: node\r\nContent-Length: 1000000\r\n\r\n" +
               std::string(500'000, 'a'));
  const std::string answer = at_once.read_to_end();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << answer;
  EXPECT_TRUE(answer.contains("Connection: close\r\n")) << answer;
  drain_->wait_until_gone();

  // Also while the next piece is awaited.
  drain_->is_refused = false;
  drain_->pieces = 0;
  const RawClient later = connect();
  later.send("POST /long HTTP/1.1\r\nHost: node\r\nContent-Length: 1000000\r\n\r\n" +
             std::string(500'000, 'a'));
  drain_->wait_for_pieces(1);
  std::this_thread::sleep_for(100ms);
  std::optional<Responder> responder;
  {
    const std::lock_guard hold{drain_->lock};
    responder.swap(drain_->responder);
  }
  ASSERT_TRUE(responder.has_value());
  (*responder)(text_response(403, "text/plain", "no more"));
  EXPECT_TRUE(later.read_to_end().starts_with("HTTP/1.1 403 "));
  EXPECT_FALSE(drain_->ended);
}

TEST_F(HttpServer, tells_who_watches_what_was_answered) {
  serve();
  EXPECT_TRUE(ask(get("/nothing")).contains(" 404 "));
  EXPECT_EQ(last_status_, 404);
}

TEST_F(HttpServer, does_not_listen_where_it_cannot_or_should_not) {
  const auto on = [this](const std::string& address, std::uint16_t port) {
    const Server server{loop_, router_, {.listeners = {{.name = "api", .address = address, .port = port}}}};
  };
  EXPECT_THROW(on("localhost", 0), ListenFailure) << "a name may be two addresses";
  EXPECT_THROW(on("0.0.0.0", 0), ListenFailure) << "plain beyond loopback";
  serve();
  EXPECT_THROW(on("127.0.0.1", server_->port(0)), ListenFailure);
}

}  // namespace
}  // namespace lintas::net
