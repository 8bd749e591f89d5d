#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <string_view>
#include <sys/socket.h>

#include "shell/net/limits.hpp"
#include "tests/support/http_server.hpp"
#include "tests/support/raw_client.hpp"

/// What a server takes no more of: size, time, memory, connections.
namespace lintas::net {
namespace {

using namespace std::chrono_literals;

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

}  // namespace
}  // namespace lintas::net
