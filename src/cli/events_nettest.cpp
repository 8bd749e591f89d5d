#include <gtest/gtest.h>

#include "base/bytes.hpp"
#include "cli/cli.hpp"
#include "shell/net/http.hpp"
#include "tests/support/cli_node.hpp"

/// The feed of a node, by hand and by subscription.
namespace lintas::cli {
namespace {

using net::Method;

TEST_F(Node, events_go_on_where_they_stopped) {
  says(Method::get, "/v1/events",
       {{.body = R"({"items":[{"cursor":"c1","kind":"departure","ref":"26SG","event":"released","at":"t1"}],)"
                 R"("next":"c1"})"},
        {.body = R"({"items":[],"next":"c1"})"}});
  const auto run = lintas({"events"});
  EXPECT_EQ(run.exit, Exit::ok);
  EXPECT_EQ(run.out, "t1  departure  26SG  released  c1\n");
  EXPECT_EQ(asked(1).query_value("after"), "c1");
  EXPECT_EQ(lintas({"events", "--after", "c1"}).out, "");
}

TEST_F(Node, events_are_followed_through_a_cut) {
  says(Method::get, "/v1/events/stream",
       {{.body = "retry: 3000\n\nid: c1\ndata: {\"cursor\":\"c1\",\"kind\":\"departure\",\"ref\":\"26SG\","
                 "\"event\":\"released\",\"at\":\"t1\"}\n\n: still here\nid: c2\n\nid: c3\ndata: {"},
        {.body = "id: c3\ndata: {\"cursor\":\"c3\",\"kind\":\"departure\",\"ref\":\"26SG\","
                 "\"event\":\"written_off\",\"at\":\"t2\"}\n\n"}});
  const auto run = lintas({"events", "--follow", "--after", "c0", "--limit", "2"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_EQ(run.out, "t1  departure  26SG  released  c1\nt2  departure  26SG  written_off  c3\n");
  EXPECT_EQ(asked(0).query_value("after"), "c0");
  EXPECT_FALSE(asked(0).headers.find("Last-Event-ID").has_value());
  EXPECT_EQ(asked(1).headers.find("Last-Event-ID"), "c2");
}

TEST_F(Node, a_key_that_ends_ends_what_is_followed) {
  says(Method::get, "/v1/events/stream",
       {{.body = "retry: 3000\n\n"},
        {.status = 401,
         .body = R"({"code":"API-001","errors":[{"rule":"API-001","text":"No.","remedy":"A."}]})"}});
  const auto run = lintas({"events", "--follow"});
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_TRUE(run.err.contains("API-001")) << run.err;
}

TEST_F(Node, a_subscription_is_made_and_sent_back) {
  says(Method::post, "/v1/webhooks",
       {{.status = 201,
         .body = R"({"id":"wh_1","state":"live","secret":"whsec_a","public_key":"whpk_b",)"
                 R"("url":"https://a.example/","events":["departure.released"]})"}});
  says(Method::post, "/v1/webhooks/{webhook}/redeliver",
       {{.body = R"({"id":"wh_1","state":"live","url":"https://a.example/"})"}});
  says(Method::remove, "/v1/webhooks/{webhook}", {{.body = R"({"id":"wh_1","state":"removed"})"}});
  const auto run = lintas(
      {"webhooks", "add", "https://a.example/", "--event", "departure.released", "--idempotency-key", "k1"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_TRUE(run.out.contains("whsec_a")) << run.out;
  EXPECT_EQ(as_text(asked(0).body), R"({"url":"https://a.example/","events":["departure.released"]})");
  EXPECT_EQ(asked(0).headers.find("Idempotency-Key"), "k1");
  EXPECT_EQ(lintas({"webhooks", "redeliver", "wh_1"}).exit, Exit::usage);
  EXPECT_EQ(lintas({"webhooks", "redeliver", "wh_1", "--from", "c1"}).exit, Exit::ok);
  EXPECT_EQ(asked(1).target, "/v1/webhooks/wh_1/redeliver");
  EXPECT_EQ(as_text(asked(1).body), R"({"from":"c1"})");
  const auto gone = lintas({"webhooks", "remove", "wh_1"});
  EXPECT_EQ(gone.exit, Exit::ok) << gone.err;
  EXPECT_TRUE(gone.out.contains("removed")) << gone.out;
}

}  // namespace
}  // namespace lintas::cli
