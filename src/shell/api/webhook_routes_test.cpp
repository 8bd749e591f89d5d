#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/webhooks/state.hpp"
#include "shell/api/api.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"
#include "shell/net/router.hpp"
#include "tests/support/subscriber.hpp"

/// Subscriptions as they are asked for and shown.
namespace lintas::api {
namespace {

using net::Method;

TEST_F(Webhooks, TheSecretIsShownToWhoAskedForItAndNotKept) {
  prepare();
  const Json body{{"url", "https://hooks.example/in"}, {"events", {"departure.released"}}};
  const auto made = ask(Method::post, "/v1/webhooks", trader, body.dump(), {{"Idempotency-Key", "w1"}});
  ASSERT_EQ(made.response.status, 201) << made.json.dump();
  const std::string secret = made.json["secret"];
  EXPECT_TRUE(secret.starts_with("whsec_")) << secret;
  EXPECT_TRUE(made.json["public_key"].get<std::string>().starts_with("whpk_"));
  EXPECT_EQ(made.json["state"], "live");
  EXPECT_EQ(made.json["owner"], (Json{{"role", "trader"}, {"party", "SG201912345K"}}));
  const auto again = ask(Method::post, "/v1/webhooks", trader, body.dump(), {{"Idempotency-Key", "w1"}});
  EXPECT_EQ(again.json["id"], made.json["id"]) << "the same request is done once";
  EXPECT_EQ(again.json["secret"], secret) << "whose first answer was lost learns it";
  for (const auto& answer : {made, again})
    EXPECT_EQ(answer.response.headers.find("Cache-Control"), "no-store") << "nobody keeps it on the way";
  EXPECT_EQ(get("/v1/webhooks", trader).json["items"].size(), 1U);
  const Json seen = shown(made.json["id"], trader);
  EXPECT_FALSE(seen.contains("secret"));
  EXPECT_EQ(seen["public_key"], made.json["public_key"]) << "that one is no secret";
  EXPECT_EQ(seen["events"], body["events"]);
  for (const app::EventRow& event : node.store().feed(app::Seq::none, 1000))
    EXPECT_EQ(as_text(event.body).find(secret.substr(6)), std::string_view::npos);
}

TEST_F(Webhooks, WhoseItIsNotFindsNothing) {
  prepare();
  const std::string id = subscribe(trader);
  EXPECT_EQ(get("/v1/webhooks/" + id, stranger).response.status, 404);
  EXPECT_TRUE(get("/v1/webhooks", stranger).json["items"].empty());
  for (const std::string what : {"/pause", "/resume", "/rotate"})
    EXPECT_EQ(hook(Method::post, "/" + id + what, stranger).response.status, 404) << what;
  EXPECT_EQ(hook(Method::remove, "/" + id, stranger).response.status, 404);
  EXPECT_EQ(hook(Method::post, "/wh_nothing/pause", trader).response.status, 404);

  const std::string administrator = key({.role = access::Role::node_administrator, .person = "root"});
  EXPECT_EQ(get("/v1/webhooks", administrator).json["items"].size(), 1U);
  EXPECT_EQ(hook(Method::post, "", administrator, {{"url", "https://a.example/"}}).response.status, 403);
  EXPECT_EQ(hook(Method::post, "/" + id + "/rotate", administrator).response.status, 403)
      << "it ends what it must, and learns no secret";
  EXPECT_EQ(hook(Method::post, "/" + id + "/pause", administrator).response.status, 200);
  EXPECT_EQ(shown(id, trader)["state"], "paused");
}

TEST_F(Webhooks, WhatIsAskedIsRead) {
  const auto rule = [&](const Json& body) { return hook(Method::post, "", trader, body).json["code"]; };
  EXPECT_EQ(rule(Json::object()), "API-004");
  const Json in_clear = hook(Method::post, "", trader, {{"url", "http://hooks.example/"}}).json;
  EXPECT_EQ(in_clear["code"], "API-005");
  EXPECT_TRUE(in_clear["errors"][0]["remedy"].get<std::string>().contains("begins with https://"));
  EXPECT_TRUE(in_clear["errors"][0]["detail"].get<std::string>().contains("on its way"));
  EXPECT_EQ(rule({{"url", "ftp://hooks.example/"}}), "API-005");
  EXPECT_EQ(rule({{"url", 7}}), "API-005");
  EXPECT_EQ(rule({{"url", "https://a.example/"}, {"events", {"departure.flown"}}}), "API-005");
  EXPECT_EQ(rule({{"url", "https://a.example/"}, {"events", "departure.released"}}), "API-005");
  EXPECT_EQ(rule({{"url", "https://a.example/"}, {"events", {"webhooks.delivered"}}}), "API-005")
      << "the feed never tells of it";
  EXPECT_EQ(rule({{"url", "https://a.example/"}, {"secret", "mine"}}), "API-003");
  EXPECT_EQ(rule({{"url", "https://a.example/"}, {"after", "1"}}), "API-005");
  EXPECT_EQ(rule({{"url", "https://a.example/" + std::string(limits::webhook_url_chars_max, 'x')}}),
            "R-HOO-201");
  EXPECT_EQ(ask(Method::post, "/v1/webhooks", trader, R"({"url":"https://a.example/"})").json["code"],
            "API-006");
  EXPECT_EQ(ask(Method::post, "/v1/webhooks", trader, "{", {{"Idempotency-Key", "x"}}).json["code"],
            "API-002");
}

TEST_F(Webhooks, R_HOO_203_OneOwnerHasAFew) {
  for (std::size_t i = 0; i < limits::webhooks_per_owner_max; ++i) (void)subscribe(trader);
  const auto one_more = hook(Method::post, "", trader, {{"url", "https://a.example/"}});
  EXPECT_EQ(one_more.response.status, 422);
  EXPECT_EQ(one_more.json["code"], "R-HOO-203") << one_more.json.dump();
  (void)subscribe(stranger);
  const std::string first = get("/v1/webhooks", trader).json["items"][0]["id"];
  EXPECT_EQ(hook(Method::remove, "/" + first, trader).json["state"], "removed");
  (void)subscribe(trader);
}

TEST_F(Webhooks, R_HOO_203_ARepeatedRequestIsNotRefusedByWhatItMade) {
  const Json body{{"url", "https://hooks.example/in"}};
  const auto first = [&] {
    return ask(Method::post, "/v1/webhooks", trader, body.dump(), {{"Idempotency-Key", "w1"}});
  };
  const auto made = first();
  ASSERT_EQ(made.response.status, 201) << made.json.dump();
  for (std::size_t i = 1; i < limits::webhooks_per_owner_max; ++i) (void)subscribe(trader);
  const auto again = first();
  EXPECT_EQ(again.response.status, 201) << again.json.dump();
  EXPECT_EQ(again.json["id"], made.json["id"]);
  EXPECT_EQ(again.json["secret"], made.json["secret"]);
  EXPECT_EQ(hook(Method::post, "", trader, body).json["code"], "R-HOO-203");
}

TEST_F(Webhooks, R_HOO_204_TheSecretIsChangedAFewTimesADay) {
  const std::string id = subscribe(trader);
  for (std::size_t i = 0; i < webhooks::former_secrets_max; ++i)
    EXPECT_EQ(hook(Method::post, "/" + id + "/rotate", trader).response.status, 200);
  const auto refused = hook(Method::post, "/" + id + "/rotate", trader);
  EXPECT_EQ(refused.response.status, 422);
  EXPECT_EQ(refused.json["code"], "R-HOO-204") << refused.json.dump();
  EXPECT_EQ(shown(id, trader)["rotated"], to_text(node.now()));
  node.set_time(node.now() + limits::webhook_old_secret);
  EXPECT_EQ(hook(Method::post, "/" + id + "/rotate", trader).response.status, 200);
}

TEST_F(Webhooks, RightAfterAStartNothingIsSaidOfWhatIsNotReadYet) {
  const std::string id = subscribe(trader);
  Works later;
  std::vector<WebhookPost> posted;
  Api starting{ports(later, posted)};
  net::Router of_starting;
  starting.add_to(of_starting);
  routes = &of_starting;
  EXPECT_EQ(get("/v1/webhooks", trader).response.status, 503);
  EXPECT_EQ(get("/v1/webhooks/" + id, trader).response.status, 503) << "it may be there";
  EXPECT_EQ(hook(Method::post, "", trader, {{"url", "https://a.example/"}}).response.status, 503)
      << "how many there are is not known";
  starting.happened();
  pass(later);
  EXPECT_EQ(get("/v1/webhooks", trader).json["items"].size(), 1U);
  EXPECT_EQ(get("/v1/webhooks/" + id, trader).response.status, 200);
  routes = &router;
}

TEST_F(Webhooks, R_HOO_103_WhatWasRemovedIsGone) {
  const std::string id = subscribe(trader);
  EXPECT_EQ(hook(Method::remove, "/" + id, trader).response.status, 200);
  EXPECT_EQ(get("/v1/webhooks/" + id, trader).response.status, 404);
  EXPECT_EQ(hook(Method::post, "/" + id + "/resume", trader).json["code"], "R-HOO-103");
}

}  // namespace
}  // namespace lintas::api
