#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <mutex>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>

#include "tests/support/http_server.hpp"
#include "tests/support/raw_client.hpp"

/// Answers that go on.
namespace lintas::net {
namespace {

using namespace std::chrono_literals;

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

}  // namespace
}  // namespace lintas::net
