#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "core/access/access.hpp"
#include "shell/api/api.hpp"
#include "shell/api/webhook_signing.hpp"
#include "shell/crypto/digest.hpp"
#include "tests/support/business_fixture.hpp"
#include "tests/support/json.hpp"

/// Subscriptions with the subscriber played by the test.
namespace lintas::api {

class Webhooks : public Business {
 public:
  Answer hook(net::Method method, const std::string& target, const std::string& by, const Json& body = {}) {
    return ask(method, "/v1/webhooks" + target, by, body.is_null() ? "" : body.dump(),
               {{"Idempotency-Key", "hook-" + std::to_string(++asked_)}});
  }
  /// Its id.
  std::string subscribe(const std::string& by, const Json& more = Json::object()) {
    Json body{{"url", "https://hooks.example/in?a=b"}};
    body.update(more);
    const auto made = hook(net::Method::post, "", by, body);
    EXPECT_EQ(made.response.status, 201) << made.json.dump();
    return made.json.value("id", "");
  }
  /// Of so many owners, with as many as each may have; their addresses.
  std::vector<std::string> subscribe_many(std::size_t owners, const Json& more = Json::object()) {
    std::vector<std::string> urls;
    for (std::size_t owner = 0; owner < owners; ++owner) {
      many_owners.push_back(
          key({.role = access::Role::reference_data_keeper, .person = "owner-" + std::to_string(owner)}));
      for (std::size_t i = 0; i < limits::webhooks_per_owner_max; ++i) {
        urls.push_back("https://hooks.example/" + std::to_string(urls.size()));
        Json body{{"url", urls.back()}};
        body.update(more);
        (void)subscribe(many_owners.back(), body);
      }
    }
    return urls;
  }
  Json shown(const std::string& id, const std::string& by) { return get("/v1/webhooks/" + id, by).json; }

  /// Something that the keeper of the registers is told: the permit is suspended, or resumed.
  void happen() {
    suspended_ = !suspended_;
    Json body{{"key", {{"kind", "permit"}, {"text", "SG SG-CBP-000123"}}}};
    if (suspended_) body["reason"] = "offence";
    const auto done = act(suspended_ ? "registers.suspend" : "registers.resume", keeper, body,
                          "happen-" + std::to_string(++asked_));
    ASSERT_EQ(done.response.status, 200) << done.json.dump();
  }
  std::vector<std::string> cursors_of_feed(const std::string& by) {
    std::vector<std::string> found;
    std::string after;
    for (int page = 0; page < 100; ++page) {
      const auto feed = get("/v1/events?limit=100" + (after.empty() ? "" : "&after=" + after), by);
      for (const Json& one : feed.json["items"]) found.push_back(one["cursor"]);
      if (feed.json["next"] == after) break;
      after = feed.json["next"];
    }
    return found;
  }

  /// Does what was put off, and not what that puts off: one look.
  static void look_once(Works& later) {
    for (auto& work : std::exchange(later, {})) work();
  }
  /// Does what was put off, and what that puts off.
  static void pass(Works& later) {
    for (int round = 0; round < 4; ++round) {
      for (auto& work : std::exchange(later, {})) work();
    }
  }
  static std::string cursor_of(const WebhookPost& post) {
    return test::parse_json(as_text(post.body)).value("id", "");
  }
  /// Answers every post as it comes, until there are no more; what came, by the ids of the events.
  std::vector<std::string> take_all(std::optional<std::uint16_t> status = 200) {
    std::vector<std::string> came;
    for (int round = 0; round < 500; ++round) {
      pass(put_off);
      if (posts.empty()) break;
      for (WebhookPost& post : std::exchange(posts, {})) {
        came.push_back(cursor_of(post));
        post.done({.status = status});
      }
    }
    return came;
  }
  std::vector<std::string> many_owners;  ///< keys of those of subscribe_many

 private:
  int asked_ = 0;
  bool suspended_ = false;
};

}  // namespace lintas::api
