#pragma once

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
#include "base/text.hpp"
#include "shell/net/http.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/router.hpp"
#include "shell/net/server.hpp"
#include "tests/support/raw_client.hpp"

/// A server of HTTP with routes that do what a test says.
namespace lintas::net {

using namespace std::chrono_literals;

inline constexpr std::string_view end_of_head = "\r\n\r\n";

/// "GET /x HTTP/1.1" with a host.
inline std::string get(std::string_view target, std::string_view more = "") {
  return format("GET {} HTTP/1.1\r\nHost: node\r\n{}\r\n", target, more);
}

inline std::string post(std::string_view target, std::string_view body) {
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
    router_.add({.method = Method::post,
                 .pattern = "/patient",
                 .body_bytes_max = 1'000'000,
                 .handle =
                     [this](Request request, Responder respond) {
                       order_ += as_text(request.body);
                       if (!request.body.empty()) ++patient_begun_;
                       std::this_thread::sleep_for(patient_takes_.load());
                       respond(text_response(200, "text/plain", "done"));
                     },
                 .admit = [](Request& head) -> std::optional<Response> {
                   head.gives_way = true;
                   return std::nullopt;
                 }});
    router_.add({.method = Method::post,
                 .pattern = "/urgent",
                 .body_bytes_max = 1'000'000,
                 .handle = [this](Request request, Responder respond) {
                   order_ += as_text(request.body);
                   respond(text_response(200, "text/plain", "done"));
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
  std::atomic<std::size_t> patient_begun_ = 0;                  ///< requests with a body at /patient
  std::atomic<std::chrono::milliseconds> patient_takes_ = 0ms;  ///< of the loop's thread, each of them
  std::string order_;  ///< in which /patient and /urgent were handled; on the loop's thread
  Router router_;
  Loop loop_;
  std::unique_ptr<Server> server_;
};

}  // namespace lintas::net
