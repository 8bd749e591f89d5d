#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <future>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <utility>
#include <vector>

#include "base/require.hpp"
#include "shell/net/http.hpp"
#include "shell/net/limits.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/router.hpp"
#include "shell/net/server.hpp"
#include "tests/support/http_server.hpp"
#include "tests/support/raw_client.hpp"

namespace lintas::net {
namespace {

using namespace std::chrono_literals;

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

TEST_F(HttpServer, a_short_body_of_who_is_refused_is_thrown_away_and_the_connection_goes_on) {
  serve();
  const RawClient client = connect();
  client.send("POST /busy HTTP/1.1\r\nHost: node\r\nContent-Length: 60000\r\n\r\n");
  client.send(std::string(60'000, 'x'));
  const std::string refused = client.read_until(end_of_head);
  EXPECT_TRUE(refused.starts_with("HTTP/1.1 429 ")) << refused;
  EXPECT_FALSE(refused.contains("Connection: close")) << refused;

  client.send(post("/busy", "one") + post("/busy", std::string(20'000, 'y')) + post("/echo", "two") +
              get("/hello"));
  const std::string answers = client.read_until("hello");
  EXPECT_LT(answers.find(" 429 "), answers.rfind(" 429 ")) << answers;
  EXPECT_LT(answers.rfind(" 429 "), answers.find("two")) << answers;
  EXPECT_EQ(server_->connections(), 1U);
}

TEST_F(HttpServer, a_body_of_who_is_refused_ends_the_connection_where_it_is_long_or_may_not_come) {
  serve();
  const std::string busy = "POST /busy HTTP/1.1\r\nHost: node\r\n";
  for (const std::string& request :
       {busy + "Content-Length: 65537\r\n\r\n", busy + "Transfer-Encoding: chunked\r\n\r\n",
        busy + "Content-Length: 4\r\nExpect: 100-continue\r\n\r\n"}) {
    const RawClient client = connect();
    client.send(request);
    const std::string answer = client.read_to_end();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 429 ")) << request << answer;
    EXPECT_TRUE(answer.contains("Connection: close\r\n")) << request << answer;
  }
}

TEST_F(HttpServer, who_is_refused_and_sends_no_more_is_told_so_and_not_that_he_is_slow) {
  serve({.body_pause = 100ms});
  const RawClient client = connect();
  client.send("POST /busy HTTP/1.1\r\nHost: node\r\nContent-Length: 100\r\n\r\nabc");
  const std::string answer = client.read_to_end();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 429 ")) << answer;
  EXPECT_TRUE(answer.contains("Connection: close\r\n")) << answer;
}

/// An octet now and then is no reason to wait longer for a body that nobody will read.
TEST_F(HttpServer, who_is_refused_and_sends_ever_a_little_more_is_told_so_behind_one_pause) {
  serve({.body_pause = 500ms});
  const RawClient client = connect();
  client.send("POST /busy HTTP/1.1\r\nHost: node\r\nContent-Length: 60000\r\n\r\n");
  std::atomic<bool> is_over = false;
  std::thread dribbles{[&] {
    while (!is_over && client.send("x")) std::this_thread::sleep_for(100ms);
  }};
  const std::string head = client.read_until(end_of_head);  // or what comes in five seconds
  is_over = true;
  dribbles.join();
  EXPECT_TRUE(head.starts_with("HTTP/1.1 429 ")) << head;
  EXPECT_TRUE(head.contains("Connection: close\r\n")) << head;
}

/// Officers do not wait for a flood of traders before anybody has read who they are.
/// Clients whose requests give way from now on.
class GivingWay : public HttpServer {
 protected:
  static constexpr std::size_t many = 4 * limits::http_turns_at_once;
  static_assert(many < 100, "all of them are in one look for what has come, which takes 128");

  [[nodiscard]] std::vector<RawClient> patient_clients() const {
    std::vector<RawClient> patient;
    for (std::size_t i = 0; i < many; ++i) {
      patient.push_back(connect());
      patient.back().send(post("/patient", ""));
      EXPECT_TRUE(patient.back().read_until("done").contains(" 200 "));
    }
    return patient;
  }
  /// Whatever is sent meanwhile comes at once.
  template <class Send>
  void while_the_loop_is_held(Send send) {
    std::promise<void> held;
    std::promise<void> go_on;
    std::thread holds{[&] {
      loop_.call([&] {
        held.set_value();
        go_on.get_future().wait();
      });
    }};
    held.get_future().wait();
    send();
    go_on.set_value();
    holds.join();
  }
};

TEST_F(GivingWay, requests_that_give_way_are_begun_behind_others_that_have_come) {
  serve();
  const std::vector<RawClient> patient = patient_clients();
  const RawClient urgent = connect();
  urgent.send(post("/urgent", ""));
  EXPECT_TRUE(urgent.read_until("done").contains(" 200 "));
  while_the_loop_is_held([&] {
    for (const RawClient& client : patient) client.send(post("/patient", "p"));
    urgent.send(post("/urgent", "u"));
  });
  EXPECT_TRUE(urgent.read_until("done").contains(" 200 "));
  for (const RawClient& client : patient) EXPECT_TRUE(client.read_until("done").contains(" 200 "));
  std::string order;
  loop_.call([&] { order = order_; });
  EXPECT_EQ(order.size(), many + 1);
  EXPECT_LE(order.find('u'), limits::http_turns_at_once) << order;
}

/// Each takes the loop so long that the last ones wait past their time.
TEST_F(GivingWay, one_that_has_given_way_for_as_long_as_an_answer_may_take_is_told_so) {
  serve({.answer = 50ms});
  const std::vector<RawClient> patient = patient_clients();
  patient_takes_ = 30ms;
  while_the_loop_is_held([&] {
    for (const RawClient& client : patient) client.send(post("/patient", "p"));
  });
  std::size_t served = 0;
  std::size_t told = 0;
  for (const RawClient& client : patient) {
    const std::string answer = client.read_until("done");
    if (answer.contains(" 200 ")) ++served;
    if (answer.contains(" 503 ")) ++told;
    EXPECT_EQ(answer.contains(" 503 "), answer.contains("Connection: close")) << answer;
  }
  EXPECT_EQ(served + told, many);
  EXPECT_EQ(served, patient_begun_);
  EXPECT_GE(told, limits::http_turns_at_once) << "two rounds were begun at most before anybody looked";
}

TEST_F(GivingWay, what_gives_way_while_the_server_stops_has_begun_and_is_answered) {
  serve();
  const std::vector<RawClient> patient = patient_clients();
  patient_takes_ = 20ms;
  while_the_loop_is_held([&] {
    for (const RawClient& client : patient) client.send(post("/patient", "p"));
  });
  for (int i = 0; i < 500 && patient_begun_ == 0; ++i) std::this_thread::sleep_for(1ms);
  EXPECT_LT(patient_begun_, many) << "others wait for their turn";
  EXPECT_TRUE(server_->stop(30s)) << "none was cut off";
  EXPECT_EQ(patient_begun_, many);
  for (const RawClient& client : patient) EXPECT_TRUE(client.read_to_end().contains(" 200 "));
}

TEST_F(HttpServer, requests_that_give_way_and_come_early_are_answered_in_order) {
  serve();
  const RawClient client = connect();
  client.send(post("/patient", "a") + post("/patient", "b") + post("/urgent", "c") + get("/hello"));
  EXPECT_TRUE(client.read_until("hello").contains(" 200 "));
  std::string order;
  loop_.call([&] { order = order_; });
  EXPECT_EQ(order, "abc");
}

TEST_F(HttpServer, a_client_that_leaves_while_it_gives_way_harms_nobody) {
  serve();
  for (int i = 0; i < 20; ++i) {
    const RawClient client = connect();
    client.send(post("/patient", "") + post("/patient", "a") + post("/patient", "b"));
  }
  EXPECT_TRUE(ask(get("/hello")).ends_with("hello"));
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
