#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <future>
#include <gtest/gtest.h>
#include <memory>
#include <mutex>
#include <netinet/in.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "shell/net/client.hpp"
#include "shell/net/http.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/router.hpp"
#include "shell/net/server.hpp"
#include "shell/net/target.hpp"
#include "tests/support/raw_client.hpp"

namespace lintas::net {
namespace {

using namespace std::chrono_literals;

class HttpClient : public testing::Test {
 protected:
  HttpClient() {
    router_.add({.method = Method::post,
                 .pattern = "/echo",
                 .body_bytes_max = 8'000'000,
                 .handle = [](Request request, Responder respond) {
                   respond({.status = 201, .headers = {}, .body = std::move(request.body)});
                 }});
    router_.add({.method = Method::post,
                 .pattern = "/moved/{status}",
                 .body_bytes_max = 100,
                 .handle = [this](Request request, Responder respond) {
                   Response elsewhere = text_response(
                       static_cast<std::uint16_t>(std::stoi(std::string{request.parameter("status")})),
                       "text/plain", "elsewhere");
                   elsewhere.headers.add("Location", format("http://127.0.0.1:{}/echo", server_->port(0)));
                   respond(std::move(elsewhere));
                 }});
    router_.add({.method = Method::get, .pattern = "/later", .handle = [this](Request, Responder respond) {
                   const std::lock_guard hold{lock_};
                   waiting_.push_back(std::move(respond));
                   ++begun_;
                 }});
    router_.add({.method = Method::get, .pattern = "/hello", .handle = [](Request, Responder respond) {
                   respond(text_response(200, "text/plain", "hello"));
                 }});
    serve({});
  }
  void serve(ServerLimits limits) {
    server_.reset();
    server_ = std::make_unique<Server>(loop_, router_,
                                       ServerOptions{.listeners = {{.name = "api"}}, .limits = limits});
  }
  ~HttpClient() override {
    const std::lock_guard hold{lock_};
    waiting_.clear();
  }
  [[nodiscard]] ClientRequest to(Method method, const std::string& target, std::string_view body = "") const {
    return {.method = method,
            .url = {.tls = false, .host = "127.0.0.1", .port = server_->port(0), .target = target},
            .body = copy_of(as_bytes(body))};
  }
  /// So many have come to /later; false where they do not come.
  [[nodiscard]] bool have_begun(std::size_t count) const {
    for (int i = 0; i < 20'000 && begun_ < count; ++i) std::this_thread::sleep_for(1ms);
    return begun_ >= count;
  }
  void answer_waiting() {
    const std::lock_guard hold{lock_};
    for (Responder& respond : waiting_) respond({});
    waiting_.clear();
  }

  std::mutex lock_;
  std::vector<Responder> waiting_;
  std::atomic<std::size_t> begun_ = 0;
  Router router_;
  Loop loop_;
  std::unique_ptr<Server> server_;
};

TEST_F(HttpClient, sends_and_uses_one_connection_again) {
  Client client{loop_};
  for (int i = 0; i < 5; ++i) {
    const auto answer = client.ask(to(Method::post, "/echo", "body"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201);
    EXPECT_EQ(as_text(answer->body), "body");
    EXPECT_TRUE(answer->headers.find("date"));
  }
  EXPECT_EQ(server_->connections(), 1U);
  EXPECT_EQ(client.idle_connections(), 1U);
  const std::string large(5'000'000, 'x');
  EXPECT_EQ(as_text(client.ask(to(Method::post, "/echo", large))->body), large);
  EXPECT_TRUE(client.ask(to(Method::head, "/hello"))->body.empty());
  EXPECT_EQ(as_text(client.ask(to(Method::get, "/hello"))->body), "hello");
}

/// Who is asked was agreed on; whoever is asked may not send the request to somebody else.
TEST_F(HttpClient, follows_no_redirect) {
  Client client{loop_};
  for (const int status : {301, 302, 303, 307, 308}) {
    const auto answer = client.ask(to(Method::post, format("/moved/{}", status), "body"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, status);
    EXPECT_EQ(as_text(answer->body), "elsewhere");
  }
}

TEST_F(HttpClient, finds_a_host_by_its_name) {
  Client client{loop_};
  ClientRequest request = to(Method::get, "/hello");
  request.url.host = "localhost";
  EXPECT_TRUE(client.ask(std::move(request)));
  request = to(Method::get, "/hello");
  request.url.host = "no-such-host.invalid";
  EXPECT_EQ(client.ask(std::move(request)).error().kind, ClientErrorKind::cannot_resolve);
}

/// An address that lets no connection through and refuses none, as a gateway that is switched off.
class Deaf {
 public:
  explicit Deaf(std::uint16_t port) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(port);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1);
    const auto* const here = reinterpret_cast<const sockaddr*>(&at);
    for (int& one : sockets_) one = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    EXPECT_EQ(::bind(sockets_.front(), here, sizeof at), 0);
    EXPECT_EQ(::listen(sockets_.front(), 0), 0);
    // Those that nobody accepts; more are not heard.
    for (std::size_t i = 1; i < sockets_.size(); ++i) (void)::connect(sockets_.at(i), here, sizeof at);
  }
  Deaf(const Deaf&) = delete;
  Deaf& operator=(const Deaf&) = delete;
  ~Deaf() {
    for (const int one : sockets_) ::close(one);
  }
  static constexpr const char* address = "127.0.0.2";

 private:
  std::array<int, 5> sockets_{};
};

TEST_F(HttpClient, tries_the_addresses_of_a_name_one_after_the_other_and_remembers_which_was_reached) {
  const Deaf deaf{server_->port(0)};
  Client client{
      loop_,
      {.address = 1s, .idle = 1ms, .hosts = {{"two.test", {Deaf::address, "127.0.0.3", "127.0.0.1"}}}}};
  const auto took = [&] {
    ClientRequest request = to(Method::get, "/hello");
    request.url.host = "two.test";
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_TRUE(client.ask(std::move(request)));
    while (client.idle_connections() != 0) std::this_thread::sleep_for(1ms);
    return std::chrono::steady_clock::now() - begin;
  };
  EXPECT_GE(took(), 1s) << "the first one is not heard, nobody listens at the second one";
  EXPECT_LT(took(), 1s) << "it begins with the one that was reached";
}

TEST_F(HttpClient, the_last_address_of_a_name_has_the_time_that_is_left) {
  const Deaf deaf{server_->port(0)};
  Client client{loop_, {.connect = 600ms, .address = 50ms, .hosts = {{"one.test", {Deaf::address}}}}};
  ClientRequest request = to(Method::get, "/hello");
  request.url.host = "one.test";
  const auto begin = std::chrono::steady_clock::now();
  const auto answer = client.ask(std::move(request));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ClientErrorKind::timeout);
  EXPECT_FALSE(answer.error().may_have_arrived);
  EXPECT_GE(std::chrono::steady_clock::now() - begin, 600ms);
}

TEST_F(HttpClient, a_connection_closed_by_the_other_side_is_replaced) {
  serve({.idle = 200ms});
  Client client{loop_};
  EXPECT_TRUE(client.ask(to(Method::get, "/hello")));
  std::this_thread::sleep_for(500ms);
  EXPECT_EQ(server_->connections(), 0U);
  EXPECT_TRUE(client.ask(to(Method::post, "/echo", "body"))) << "seen before a byte is sent";
}

TEST_F(HttpClient, closes_what_was_idle_too_long) {
  Client client{loop_, {.idle = 100ms}};
  EXPECT_TRUE(client.ask(to(Method::get, "/hello")));
  for (int i = 0; i < 100 && client.idle_connections() != 0; ++i) std::this_thread::sleep_for(20ms);
  EXPECT_EQ(client.idle_connections(), 0U);
}

TEST_F(HttpClient, gives_up_in_time_and_says_whether_the_request_may_have_arrived) {
  Client client{loop_};
  ClientRequest request = to(Method::get, "/later");
  request.time_max = 200ms;
  const auto answer = client.ask(std::move(request));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ClientErrorKind::timeout);
  EXPECT_TRUE(answer.error().may_have_arrived);

  const std::uint16_t port = server_->port(0);
  request = to(Method::get, "/hello");
  server_.reset();
  request.url.port = port;
  const auto refused = client.ask(std::move(request));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ClientErrorKind::cannot_connect);
  EXPECT_FALSE(refused.error().may_have_arrived);
  serve({});
}

TEST_F(HttpClient, requests_wait_for_a_connection_and_no_more_than_allowed) {
  Client client{loop_, {.connections_per_target = 2, .waiting_per_target = 1}};
  std::vector<std::future<Client::Result>> answers;
  for (int i = 0; i < 4; ++i) {
    auto promise = std::make_shared<std::promise<Client::Result>>();
    answers.push_back(promise->get_future());
    client.send(to(Method::get, "/later"),
                [promise](Client::Result result) { promise->set_value(std::move(result)); });
  }
  EXPECT_EQ(answers[3].get().error().kind, ClientErrorKind::busy);
  ASSERT_TRUE(have_begun(2));
  EXPECT_EQ(begun_, 2U);
  answer_waiting();
  ASSERT_TRUE(have_begun(3));
  answer_waiting();
  for (std::size_t i = 0; i < 3; ++i) EXPECT_TRUE(answers[i].get());
  EXPECT_EQ(server_->connections(), 2U);
}

TEST_F(HttpClient, no_connection_of_its_own_in_time_says_nothing_about_the_other_side) {
  Client client{loop_, {.connections_per_target = 1}};
  std::promise<Client::Result> first;
  client.send(to(Method::get, "/later"), [&](Client::Result result) { first.set_value(std::move(result)); });
  ASSERT_TRUE(have_begun(1));
  ClientRequest request = to(Method::get, "/hello");
  request.time_max = 100ms;
  const auto answer = client.ask(std::move(request));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ClientErrorKind::busy);
  EXPECT_FALSE(answer.error().may_have_arrived);
  answer_waiting();
  EXPECT_TRUE(first.get_future().get());
}

TEST_F(HttpClient, what_has_waited_for_a_connection_has_its_whole_time_on_it) {
  Client client{loop_, {.connections_per_target = 1}};
  std::vector<std::future<Client::Result>> answers;
  for (int i = 0; i < 2; ++i) {
    ClientRequest request = to(Method::get, "/later");
    request.time_max = 3s;
    auto promise = std::make_shared<std::promise<Client::Result>>();
    answers.push_back(promise->get_future());
    client.send(std::move(request),
                [promise](Client::Result result) { promise->set_value(std::move(result)); });
  }
  for (std::size_t i = 0; i < 2; ++i) {
    ASSERT_TRUE(have_begun(i + 1));
    std::this_thread::sleep_for(2s);  // both together are longer than either may take
    answer_waiting();
    EXPECT_TRUE(answers[i].get()) << i;
  }
}

TEST_F(HttpClient, takes_no_larger_answer_than_asked_for) {
  Client client{loop_};
  ClientRequest request = to(Method::post, "/echo", std::string(5000, 'x'));
  request.response_bytes_max = 4999;
  EXPECT_EQ(client.ask(std::move(request)).error().kind, ClientErrorKind::too_large);
}

TEST_F(HttpClient, takes_an_answer_as_it_comes) {
  class Counting final : public Ongoing {
   public:
    void next(NextPiece next) override { next(copy_of(as_bytes(std::to_string(++n_) + ' '))); }

   private:
    int n_ = 0;
  };
  router_.add({.method = Method::get, .pattern = "/counts", .handle = [](Request, Responder respond) {
                 Response response{.status = 200, .headers = {}, .body = {}, .ongoing = {}};
                 response.ongoing = std::make_shared<Counting>();
                 respond(std::move(response));
               }});
  serve({});
  Client client{loop_};
  std::string all;
  ClientRequest request = to(Method::get, "/counts");
  request.response_bytes_max = 100;
  request.on_piece = [&all](ByteView piece) {
    all += as_text(piece);
    return !all.contains("100 ");
  };
  EXPECT_EQ(client.ask(std::move(request)).error().kind, ClientErrorKind::stopped);
  EXPECT_TRUE(all.starts_with("1 2 3 ")) << all;

  ClientRequest whole = to(Method::get, "/hello");
  std::string hello;
  whole.on_piece = [&hello](ByteView piece) {
    hello += as_text(piece);
    return true;
  };
  const auto answer = client.ask(std::move(whole));
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->body.empty());
  EXPECT_EQ(hello, "hello");
}

TEST_F(HttpClient, goes_to_no_private_address_where_it_must_not) {
  Client client{loop_};
  ASSERT_TRUE(client.ask(to(Method::get, "/hello")));
  for (const char* host : {"127.0.0.1", "localhost", "::1", "169.254.169.254"}) {
    ClientRequest request = to(Method::get, "/hello");
    request.url.host = host;
    request.public_only = true;
    const auto answer = client.ask(std::move(request));
    ASSERT_FALSE(answer) << host << ": not even over a connection that others have opened";
    EXPECT_EQ(answer.error().kind, ClientErrorKind::not_public) << host;
    EXPECT_FALSE(answer.error().may_have_arrived) << host;
  }
}

TEST_F(HttpClient, hears_an_early_refusal_while_it_still_sends) {
  Client client{loop_};
  const auto answer = client.ask(to(Method::post, "/echo", std::string(8'000'001, 'x')));
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(answer->status, 413);
}

TEST_F(HttpClient, what_is_under_way_ends_with_the_client) {
  auto promise = std::make_shared<std::promise<Client::Result>>();
  {
    Client client{loop_};
    client.send(to(Method::get, "/later"),
                [promise](Client::Result result) { promise->set_value(std::move(result)); });
    ASSERT_TRUE(have_begun(1));
  }
  EXPECT_EQ(promise->get_future().get().error().kind, ClientErrorKind::stopped);
}

}  // namespace
}  // namespace lintas::net
