#include <array>
#include <chrono>
#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "shell/api/keys.hpp"
#include "shell/api/link_limits.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"
#include "tests/support/business_fixture.hpp"
#include "tests/support/sha256.hpp"

/// Links of a movement from Singapore to Bangkok, and what a partner without an account sees by them.
namespace lintas::api {
namespace {

using net::Method;

class LinkRoutes : public Business {
 public:
  LinkRoutes() {
    prepare();
    const auto taken = submit();
    EXPECT_EQ(taken.response.status, 200) << taken.json.dump();
    mrn = taken.json.value("mrn", "");
  }

  Answer make(const std::string& by, std::string_view body = R"({"days":2})") {
    return ask(Method::post, "/v1/movements/" + mrn + "/links", by, body);
  }
  std::string link(const std::string& by) {
    const auto made = make(by);
    EXPECT_EQ(made.response.status, 201) << made.json.dump();
    return made.json.value("location", "");
  }
  Answer revoke(const std::string& by, std::string under) {
    return ask(Method::remove, "/v1/movements/" + mrn + "/links", by, "",
               {{"Idempotency-Key", std::move(under)}});
  }
  Answer page(const std::string& location) {
    return ask(Method::get, location, "", "", {{"Accept", "text/html,application/xhtml+xml;q=0.9"}});
  }
  void release() {
    const auto released = act("departure.release", departure, {{"mrn", mrn}}, "release-1");
    ASSERT_EQ(released.response.status, 200) << released.json.dump();
  }

  std::string mrn;
};

TEST_F(LinkRoutes, ShowStatusAndPlaceAndNothingElse) {
  const std::string location = link(trader);
  const auto accepted = get(location, "");
  ASSERT_EQ(accepted.response.status, 200) << accepted.json.dump();
  EXPECT_EQ(accepted.json["place"]["country"], "SG");
  EXPECT_EQ(accepted.json["place"]["country_name"], "Singapore");
  release();
  const auto seen = get(location, "");
  EXPECT_EQ(seen.json["status"], "released");
  EXPECT_EQ(seen.json["as_of"], to_text(node.now()));
  EXPECT_EQ(seen.json.size(), 3U) << seen.json.dump();
  EXPECT_EQ(seen.json["place"].size(), 4U);
  const std::string text = seen.json.dump();
  for (const std::string_view secret : {std::string_view{mrn}, std::string_view{"SG201912345K"},
                                        std::string_view{"SGTUS001"}, std::string_view{"26SG0000000000771"}})
    EXPECT_FALSE(text.contains(secret)) << secret;
}

TEST_F(LinkRoutes, AreGoodForSoManyDays) {
  const auto made = make(trader, R"({"days":2})");
  EXPECT_EQ(made.json["until"], to_text(node.now() + std::chrono::days{2}));
  EXPECT_EQ(make(trader, "").json["until"],
            to_text(node.now() + std::chrono::days{limits::link_days_default}));
  for (const std::string_view wrong :
       {R"({"days":0})", R"({"days":31})", R"({"days":"2"})", R"({"days":1.5})"})
    EXPECT_EQ(make(trader, wrong).json["code"], "API-005") << wrong;
  EXPECT_EQ(make(trader, R"({"day":1})").json["code"], "API-003");
  EXPECT_EQ(make(trader, "{").json["code"], "API-002");
  EXPECT_EQ(make(trader, "[]").json["code"], "API-005");
  const std::string location = made.json["location"];
  node.set_time(node.now() + std::chrono::days{2} - std::chrono::seconds{1});
  EXPECT_EQ(get(location, "").response.status, 200);
  node.set_time(node.now() + std::chrono::seconds{1});
  const auto expired = get(location, "");
  EXPECT_EQ(expired.response.status, 410);
  EXPECT_EQ(expired.json["code"], "LNK-002");
}

/// What was never given out, what was taken back, and what its maker may see no more, look alike.
TEST_F(LinkRoutes, LNK_001_NobodyLearnsWhyALinkIsNotGood) {
  const std::string location = link(trader);
  const std::string of_office = link(departure);
  std::string wrong = location;
  wrong.back() = wrong.back() == 'A' ? 'Q' : 'A';
  ASSERT_EQ(revoke(trader, "r1").response.status, 200);
  const auto same_but_trace = [](Json json) {
    json.erase("trace_id");
    return json;
  };
  const auto never = get("/v1/links/x", "");
  EXPECT_EQ(never.json["code"], "LNK-001");
  for (const std::string& one : {wrong, location}) {
    const auto answer = get(one, "");
    EXPECT_EQ(answer.response.status, 404);
    EXPECT_EQ(same_but_trace(answer.json), same_but_trace(never.json)) << one;
  }
  EXPECT_EQ(get(of_office, "").response.status, 200) << "another's link is another's";
  EXPECT_EQ(get(link(trader), "").response.status, 200) << "a new one is good";
}

TEST_F(LinkRoutes, EndWithTheKeyThatMadeThem) {
  const std::string location = link(trader);
  const std::string line = Keys::withdrawal(test::sha256(std::array{as_bytes(trader)}), node.now());
  ASSERT_TRUE(keys.take(line));
  EXPECT_EQ(get(location, "").json["code"], "LNK-001");
}

TEST_F(LinkRoutes, AreMadeByWhoeverMayReadTheMovement) {
  EXPECT_EQ(make(departure).response.status, 201);
  EXPECT_EQ(make(stranger).response.status, 404);
  EXPECT_EQ(revoke(stranger, "r1").response.status, 404);
  EXPECT_EQ(make(key({.role = access::Role::auditor, .person = "ida"})).json["code"], "ACC-001");
  EXPECT_EQ(make(key({.role = access::Role::guarantor, .party = "SGBANK"})).json["code"], "ACC-001");
  EXPECT_EQ(make("").response.status, 401);
}

TEST_F(LinkRoutes, TakingBackIsDoneOnceUnderItsKey) {
  const std::string location = link(trader);
  EXPECT_EQ(ask(Method::remove, "/v1/movements/" + mrn + "/links", trader).json["code"], "API-006");
  EXPECT_EQ(revoke(trader, "r1").json["repeated"], false);
  const std::string newer = link(trader);
  EXPECT_EQ(revoke(trader, "r1").json["repeated"], true);
  EXPECT_EQ(get(location, "").response.status, 404);
  EXPECT_EQ(get(newer, "").response.status, 200) << "made after that";
}

TEST_F(LinkRoutes, LNK_003_LeadToAnMrn) {
  put("<additionalDeclarationType>", 1, "D");
  put("<messageIdentification>", 1, "X");
  put("<LRN>", 1, "X");
  const auto lodged = submit();
  ASSERT_EQ(lodged.response.status, 200) << lodged.json.dump();
  ASSERT_FALSE(lodged.json.contains("mrn")) << lodged.json.dump();
  const std::string location = lodged.json["location"];
  EXPECT_EQ(ask(Method::post, location + "/links", trader, R"({"days":2})").json["code"], "LNK-003");
}

TEST_F(LinkRoutes, InABrowserAreAPage) {
  const std::string location = link(trader);
  release();
  const auto shown = page(location);
  ASSERT_EQ(shown.response.status, 200);
  const std::string_view text = as_text(shown.response.body);
  EXPECT_TRUE(text.contains("<h1>Released for the journey</h1>")) << text;
  EXPECT_TRUE(text.contains("Singapore")) << text;
  EXPECT_FALSE(text.contains(mrn));
  const auto none = page("/v1/links/x");
  EXPECT_EQ(none.response.status, 404);
  EXPECT_TRUE(as_text(none.response.body).starts_with("<!DOCTYPE html>"));
  node.set_time(node.now() + std::chrono::days{3});
  EXPECT_TRUE(as_text(page(location).response.body).contains("This link has expired."));
}

TEST_F(LinkRoutes, AreKeptByNobodyBetween) {
  const std::string location = link(trader);
  for (const auto& answer :
       {get(location, ""), page(location), get("/v1/links/x", ""), page("/v1/links/x")}) {
    const auto& headers = answer.response.headers;
    EXPECT_EQ(headers.find("Cache-Control"), "no-store");
    EXPECT_EQ(headers.find("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(headers.find("X-Robots-Tag"), "noindex, nofollow");
    EXPECT_EQ(headers.find("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(headers.find("Vary"), "Accept");
    EXPECT_TRUE(
        headers.find("Content-Security-Policy")->starts_with("default-src 'none'; style-src 'sha256-"));
  }
}

TEST_F(LinkRoutes, StandInNoEvent) {
  const std::string location = link(trader);
  ASSERT_EQ(get(location, "").response.status, 200);
  ASSERT_EQ(revoke(trader, "r1").response.status, 200);
  const std::string token = location.substr(location.rfind('/') + 1);
  for (const app::EventRow& event : node.store().feed(app::Seq::none, 1000))
    EXPECT_FALSE(as_text(event.body).contains(token));
  const std::string auditor = key({.role = access::Role::auditor, .person = "ida"});
  EXPECT_TRUE(get("/v1/events?limit=100", auditor).json.dump().contains("links.revoked"));
  EXPECT_FALSE(get("/v1/events?limit=100", trader).json.dump().contains("links.revoked"));
}

TEST_F(LinkRoutes, AreLookedAtSoOftenAMinute) {
  node.set_time(*parse_instant("2026-11-24T12:00:20Z"));
  const std::string location = link(trader);
  const std::string other = link(departure);
  for (std::size_t i = 0; i < limits::link_looks_per_minute; ++i)
    ASSERT_EQ(get(location, "").response.status, 200) << i;
  const auto more = get(location, "");
  EXPECT_EQ(more.response.status, 429);
  EXPECT_EQ(more.response.headers.find("Retry-After"), "40") << "when the minute is over";
  EXPECT_EQ(get(other, "").response.status, 200) << "each by itself";
  EXPECT_EQ(get("/v1/links/x", "").response.status, 404) << "a wrong one needs no look";
  node.set_time(node.now() + std::chrono::minutes{1});
  EXPECT_EQ(get(location, "").response.status, 200);
}

TEST_F(LinkRoutes, OfOneMakerUseUpNothingOfTheOthers) {
  const std::string of_another = link(departure);
  std::vector<std::string> links;
  for (std::size_t days = 1; days <= limits::links_looks_per_maker_per_minute / limits::link_looks_per_minute;
       ++days)
    links.push_back(make(trader, format(R"({{"days":{}}})", days)).json.value("location", ""));
  for (const std::string& one : links)
    for (std::size_t i = 0; i < limits::link_looks_per_minute; ++i)
      ASSERT_EQ(get(one, "").response.status, 200) << i;
  const std::string one_more = make(trader, R"({"days":30})").json.value("location", "");
  EXPECT_EQ(get(one_more, "").response.status, 429);
  EXPECT_EQ(get(of_another, "").response.status, 200) << "another maker has looks of its own";
}

/// A partner whom the link was taken from keeps asking.
TEST_F(LinkRoutes, ThatWereTakenBackUseUpNothingOfTheGoodOnes) {
  const std::string before = link(trader);
  ASSERT_EQ(get(before, "").response.status, 200);
  ASSERT_EQ(revoke(trader, "r1").response.status, 200);
  const std::string good = link(trader);
  for (std::size_t i = 0; i <= limits::links_looks_per_maker_per_minute; ++i)
    ASSERT_EQ(get(before, "").json["code"], "LNK-001") << i;
  EXPECT_EQ(get(good, "").response.status, 200);
}

TEST_F(LinkRoutes, AWrongOneAsksNothingOfTheStore) {
  service.readable = false;
  EXPECT_EQ(get("/v1/links/x", "").response.status, 404);
  EXPECT_TRUE(service.failed.empty());
}

}  // namespace
}  // namespace lintas::api
