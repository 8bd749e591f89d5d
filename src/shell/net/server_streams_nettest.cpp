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

#include "base/text.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"
#include "tests/support/http_server.hpp"
#include "tests/support/raw_client.hpp"

/// Bodies that are too long to be held.
namespace lintas::net {
namespace {

using namespace std::chrono_literals;

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

}  // namespace
}  // namespace lintas::net
