#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "core/access/access.hpp"
#include "shell/api/keys.hpp"
#include "shell/net/http.hpp"
#include "shell/net/router.hpp"
#include "tests/support/api_fixture.hpp"
#include "tests/support/samples.hpp"
#include "tests/support/sha256.hpp"

namespace lintas::api {
namespace {

using namespace std::chrono_literals;

TEST_F(ApiTest, WithoutAKeyNothingIsAnsweredButTheDescription) {
  const auto answer = get("/v1/events", "");
  EXPECT_EQ(answer.response.status, 401);
  EXPECT_EQ(answer.json["code"], "API-001");
  EXPECT_EQ(get("/v1/events", "lk_wrong").response.status, 401);
  EXPECT_EQ(get("/v1/openapi.json", "").response.status, 200);
}

TEST_F(ApiTest, AnActNeedsItsNameAKeyAndItsFields) {
  EXPECT_EQ(act("guarantee.sing", officer, Json::object(), "1").json["code"], "API-011");
  EXPECT_EQ(ask(net::Method::post, "/v1/acts/guarantee.suspend", officer, "{}").json["code"], "API-006");
  const auto wrong = act("guarantee.suspend", officer, Json::object(), "2");
  EXPECT_EQ(wrong.response.status, 422);
  EXPECT_EQ(wrong.json["errors"][0]["rule"], "API-004");
  EXPECT_EQ(wrong.json["errors"][0]["pointer"], "/grn");
}

TEST_F(ApiTest, TheSecondOfficerIsAnotherOneOfTheSameOffice) {
  const Json body = Json::object();
  EXPECT_EQ(act("guarantee.suspend", officer, body, "3", {{"Lintas-Second", officer}}).json["code"],
            "API-012");
  EXPECT_EQ(act("guarantee.suspend", officer, body, "4", {{"Lintas-Second", holder}}).json["code"],
            "API-012");
  EXPECT_EQ(act("guarantee.suspend", officer, body, "5", {{"Lintas-Second", second}}).json["code"],
            "API-004");
}

TEST_F(ApiTest, AnActOfSomebodyWhoMayNotIsForbidden) {
  const auto answer = act("departure.release", holder, {{"mrn", "26LA000101A1B2C3J0"}}, "6");
  EXPECT_EQ(answer.response.status, 403) << answer.json.dump();
  EXPECT_EQ(answer.json["code"], "ACC-001");
}

TEST_F(ApiTest, AnIdempotencyKeyIsForOneRequest) {
  const auto first = act("guarantee.suspend", officer, {{"grn", "26MY0000000001G13"}}, "7");
  EXPECT_GE(first.response.status, 400) << first.json.dump();
  const auto again = act("guarantee.suspend", officer, {{"grn", "26MY0000000001G13"}}, "7");
  EXPECT_EQ(again.json["code"], first.json["code"]);
  const auto other = act("guarantee.suspend", officer, {{"grn", "05DE3300BE0001067"}}, "7");
  EXPECT_EQ(other.response.status, 409) << other.json.dump();
  EXPECT_EQ(other.json["code"], "API-007");
}

/// A guarantee of an office, registered, and who may look at it.
class Registered : public ApiTest {
 public:
  Registered() {
    departure = officer_named("dan");
    other = officer_named("eve");
    registered = enter("10");
  }
  std::string officer_named(const std::string& person, std::string_view office = "SGTUS001") {
    return key({.role = access::Role::officer_of_guarantee, .person = person, .office = std::string{office}});
  }
  Answer enter(const std::string& idempotency_key, std::string_view with = {}) {
    return act("guarantee.register", departure, guarantee, idempotency_key,
               {{"Lintas-Second", with.empty() ? other : std::string{with}}});
  }
  Answer suspend(const std::string& by, const std::string& idempotency_key, const std::string& if_match) {
    return act("guarantee.suspend", by, {{"grn", "26SG0000000000771"}}, idempotency_key,
               {{"If-Match", if_match}});
  }
  std::string tag() {
    return std::string{
        get("/v1/guarantees/26SG0000000000771", departure).response.headers.find("ETag").value_or("")};
  }

  const Json guarantee{
      {"grn", "26SG0000000000771"},
      {"holder", "SG201912345K"},
      {"office", "SGTUS001"},
      {"reference_amount", {{"amount", "298400.00"}, {"currency", "SGD"}}},
      {"valid_from", "2026-11-01"},
      {"access_codes", {"A1B2"}},
      {"terms",
       {{"multiple_journeys",
         {{"guarantor", {{"tin", "SGBANK"}, {"kind", "bank"}, {"approved", true}}},
          {"percent", 100},
          {"standing", {{"clean_years", 3}, {"arrears_days", 0}, {"years_without_enforcement", 3}}},
          {"weekly_debt", {{"amount", "29840.00"}, {"currency", "SGD"}}}}}}}};
  std::string departure, other;
  Answer registered;
};

TEST_F(Registered, AnActOnWhatHasChangedSinceIsNotDone) {
  const std::string seen = tag();
  ASSERT_FALSE(seen.empty());
  const auto stale = suspend(departure, "8", "\"7\"");
  EXPECT_EQ(stale.response.status, 412) << stale.json.dump();
  EXPECT_EQ(stale.json["code"], "API-008");
  EXPECT_EQ(suspend(departure, "8", "not a tag").response.status, 412);
  EXPECT_EQ(suspend(departure, "8", seen).response.status, 200) << "nothing was done before under this key";
  const auto again = suspend(departure, "8", seen);
  EXPECT_EQ(again.response.status, 200) << "a repetition is told what was done, whatever came of it";
  EXPECT_EQ(again.json["repeated"], true);
  EXPECT_EQ(suspend(departure, "9", seen).response.status, 412);
}

TEST_F(Registered, WhatIsRefusedLeavesTheGuaranteeAsAColleagueHasSeenIt) {
  const std::string seen = tag();
  const auto refused = enter("11");
  ASSERT_EQ(refused.response.status, 422) << refused.json.dump();
  EXPECT_EQ(tag(), seen);
  EXPECT_EQ(suspend(other, "12", seen).response.status, 200);
}

TEST_F(Registered, WhoMayNotIsNotToldTheVersion) {
  const auto answer = suspend(officer_named("fay", "SG000401"), "8", "\"7\"");
  EXPECT_EQ(answer.response.status, 404) << answer.json.dump();
  EXPECT_EQ(answer.json["code"], "API-010") << "nor that there is such a guarantee";
}

TEST_F(Registered, R_GUA_324_AHolderWithoutTheMasterCodeIsAskedForIt) {
  const std::string own = key({.role = access::Role::trader, .party = "SG201912345K"});
  const Json codes{{"grn", "26SG0000000000771"}, {"access_codes", {"C3D4"}}};
  const auto answer = act("guarantee.replace_access_codes", own, codes, "8");
  EXPECT_EQ(answer.response.status, 422) << answer.json.dump();
  EXPECT_EQ(answer.json["code"], "R-GUA-324");
  EXPECT_EQ(answer.json["errors"][0]["pointer"], "/master_code");
  EXPECT_EQ(act("guarantee.replace_access_codes", stranger, codes, "9").json["code"], "API-010");
}

TEST_F(Registered, AnActOnAGuaranteeIsAnsweredWithTheGuaranteeAsItIsThen) {
  ASSERT_EQ(registered.response.status, 200) << registered.json.dump();
  EXPECT_EQ(registered.json["done"], "guarantee registered");
  EXPECT_EQ(registered.json["guarantee"]["grn"], "26SG0000000000771");
  EXPECT_EQ(registered.json["guarantee"]["holder"], "SG201912345K");
  EXPECT_EQ(registered.json["guarantee"]["reference_amount"]["amount"], "298400.00");
  const auto suspended = suspend(other, "8", "*");
  ASSERT_EQ(suspended.response.status, 200) << suspended.json.dump();
  EXPECT_EQ(suspended.json["done"], "guarantee suspended");
  EXPECT_EQ(suspended.json["guarantee"]["status"], "suspended");
  EXPECT_EQ(suspended.json["guarantee"], [&] {
    Json shown = get("/v1/guarantees/26SG0000000000771", other).json;
    shown.erase("version");
    return shown;
  }());
}

TEST_F(Registered, R_ACTS_001_AGuaranteeOfNobodyInTheRegisterIsTakenAndTold) {
  ASSERT_EQ(registered.response.status, 200) << registered.json.dump();
  ASSERT_EQ(registered.json["warnings"].size(), 1U) << registered.json.dump();
  const Json& warning = registered.json["warnings"][0];
  EXPECT_EQ(warning["rule"], "R-ACTS-001");
  EXPECT_EQ(warning["pointer"], "/holder");
  EXPECT_EQ(warning["value"], "SG201912345K");
}

TEST_F(Registered, AnAnswerIsKeptOverMidnightAndForTwoWeeks) {
  for (const std::chrono::hours later : {16h, 17h, 100h, 335h}) {
    node.set_time(now + later);
    const auto again = enter("10");
    EXPECT_EQ(again.response.status, 200) << later.count() << again.json.dump();
    EXPECT_EQ(again.json["repeated"], true) << later.count();
  }
}

TEST_F(Registered, TheSecondOfficerIsOneWhoMayDoItToo) {
  const std::string auditor =
      key({.role = access::Role::officer_of_transit, .person = "gus", .office = "SGTUS001"});
  const auto answer = enter("11", auditor);
  EXPECT_EQ(answer.response.status, 403) << answer.json.dump();
  EXPECT_EQ(answer.json["code"], "ACC-003");
  EXPECT_EQ(answer.json["errors"][0]["value"], "officer_of_transit");
  EXPECT_TRUE(answer.json["errors"][0]["detail"].get<std::string>().contains("officer_of_guarantee"));
}

TEST_F(ApiTest, NobodyIsASecondOfficerOfNoOffice) {
  const std::string keeper = key({.role = access::Role::reference_data_keeper, .person = "hal"});
  const std::string auditor = key({.role = access::Role::auditor, .person = "ida"});
  EXPECT_EQ(act("guarantee.suspend", keeper, Json::object(), "12", {{"Lintas-Second", auditor}}).json["code"],
            "API-012");
}

TEST_F(Registered, WhatAnOlderProgramStoredIsFoldedAnew) {
  service.upgraded = true;
  EXPECT_EQ(get("/v1/guarantees/26SG0000000000771", departure).json["available"]["amount"], "298400.00");
}

TEST_F(Registered, WhatIsShownAlikeHasTheSameTag) {
  const std::string seen = tag();
  EXPECT_EQ(tag(), seen);
  const auto known =
      ask(net::Method::get, "/v1/guarantees/26SG0000000000771", departure, {}, {{"If-None-Match", seen}});
  EXPECT_EQ(known.response.status, 304);
  EXPECT_TRUE(known.response.body.empty());
}

TEST_F(ApiTest, AMistakeOfTheNodeIsToldWithItsTrace) {
  service.failing = true;
  const auto answer = act("guarantee.suspend", officer, {{"grn", "26MY0000000001G13"}}, "9");
  EXPECT_EQ(answer.response.status, 500);
  EXPECT_EQ(answer.json["code"], "API-014");
  EXPECT_EQ(answer.json["trace_id"].get<std::string>().size(), 32U);
}

TEST_F(ApiTest, AStoreThatCannotBeReadNowIsAskedLater) {
  service.readable = false;
  const auto answer = get("/v1/events", holder);
  EXPECT_EQ(answer.response.status, 429);
  EXPECT_EQ(answer.json["trace_id"].get<std::string>().size(), 32U);
  EXPECT_EQ(get("/v1/events", officer).response.status, 503);
  EXPECT_EQ(service.failed.size(), 2U);
}

TEST_F(ApiTest, WhatIsNotThereOrNotYoursIsNotFound) {
  for (const std::string_view target :
       {"/v1/movements/26SG000101A1B2C3J7", "/v1/movements/nothing", "/v1/guarantees/26SG0000000000015",
        "/v1/movements/26SG000101A1B2C3J7/messages/1"}) {
    const auto answer = get(target, holder);
    EXPECT_EQ(answer.response.status, 404) << target;
    EXPECT_EQ(answer.json["code"], "API-010") << target;
  }
  EXPECT_EQ(get("/v1/work?office=SG000401", officer).response.status, 200);
  const auto elsewhere = get("/v1/work?office=SGTUS001", officer);
  EXPECT_EQ(elsewhere.response.status, 403) << "everybody knows that there is such an office";
  EXPECT_EQ(elsewhere.json["code"], "ACC-002");
}

TEST_F(ApiTest, API_018_ANumberWithAWrongCheckDigitIsToldWhichItWouldHave) {
  struct Wrong {
    std::string target;
    std::string name;
    std::string value;
    std::string digit;
  };
  const std::vector<Wrong> all{
      {"/v1/movements/26SG000101A1B2C3J0", "mrn", "26SG000101A1B2C3J0", "7"},
      {"/v1/movements/26SG000101A1B2C3J0/messages/1", "mrn", "26SG000101A1B2C3J0", "7"},
      {"/v1/guarantees/26SG0000000000017", "grn", "26SG0000000000017", "5"},
      {"/v1/guarantees/26SG0000000000017/uses", "grn", "26SG0000000000017", "5"}};
  for (const Wrong& one : all) {
    const auto answer = get(one.target, holder);
    EXPECT_EQ(answer.response.status, 404) << one.target;
    EXPECT_EQ(answer.json["code"], "API-018") << answer.json.dump();
    const Json& error = answer.json["errors"][0];
    EXPECT_EQ(error["pointer"], one.name);
    EXPECT_EQ(error["value"], one.value);
    EXPECT_TRUE(error["detail"].get<std::string>().contains(one.digit)) << error.dump();
    const std::string keeper = key({.role = access::Role::reference_data_keeper, .person = "keeper"});
    EXPECT_EQ(get(one.target, keeper).json["code"], "ACC-001") << "who never may is told no more";
  }
}

TEST_F(ApiTest, AMessageIsRefusedWithAllFindingsOfTheFirstLevel) {
  const auto broken = ask(net::Method::post, "/v1/messages", holder, "<a>");
  EXPECT_EQ(broken.response.status, 422);
  EXPECT_FALSE(broken.json["errors"].empty());
}

TEST_F(ApiTest, WhatOnlyAnOfficeWritesIsNotTakenFromATrader) {
  std::ifstream file{LINTAS_ROOT "/tests/data/messages/instances/CC004C-minimal.xml"};
  const std::string accepted{std::istreambuf_iterator<char>{file}, {}};
  const auto answer = ask(net::Method::post, "/v1/messages", holder, accepted);
  EXPECT_EQ(answer.response.status, 422) << answer.json.dump();
  EXPECT_EQ(answer.json["code"], "API-013") << answer.json.dump();
  EXPECT_TRUE(answer.json["errors"][0]["detail"].get<std::string>().contains("CC015C")) << answer.json.dump();
}

TEST_F(ApiTest, WhoAsksForARegisterThatThereIsNotIsToldWhichThereAre) {
  const std::string keeper = key({.role = access::Role::reference_data_keeper, .person = "hal"});
  const auto answer = get("/v1/registers/boat", keeper);
  EXPECT_EQ(answer.json["code"], "API-010") << answer.json.dump();
  EXPECT_TRUE(answer.json["errors"][0]["detail"].get<std::string>().contains("permit")) << answer.json.dump();
  EXPECT_EQ(answer.json["errors"][0]["remedy"], "Give one of those that there are.");
}

TEST_F(ApiTest, TheAdministratorIssuesAndWithdrawsKeys) {
  const std::string administrator = key({.role = access::Role::node_administrator, .person = "first"});
  const auto issue = [&](const std::string& by, const Json& body) {
    return ask(net::Method::post, "/v1/keys", by, body.dump());
  };
  const Json wanted{{"role", "officer_of_transit"}, {"person", "cho"}, {"office", "SGWDL001"}};
  EXPECT_EQ(issue(officer, wanted).json["code"], "ACC-001");
  EXPECT_EQ(get("/v1/keys", officer).json["code"], "ACC-001");
  const auto issued = issue(administrator, wanted);
  ASSERT_EQ(issued.response.status, 201) << issued.json.dump();
  const auto made = issued.json["key"].get<std::string>();
  EXPECT_FALSE(kept_keys.contains(made)) << "only its hash is kept";
  const auto me = get("/v1/me", made);
  EXPECT_EQ(me.json["role"], "officer_of_transit");
  EXPECT_EQ(me.json["office"], "SGWDL001");
  EXPECT_EQ(me.json["sandbox"], false);

  Keys after_restart{test::sha256};
  ASSERT_TRUE(after_restart.read(kept_keys).has_value());
  ASSERT_EQ(after_restart.size(), 1U);
  const std::string hash = to_hex(after_restart.list().front().hash.view());
  EXPECT_TRUE(get("/v1/keys", administrator).json.dump().contains(hash));
  EXPECT_EQ(ask(net::Method::remove, "/v1/keys/" + hash.substr(0, 3), administrator).response.status, 404)
      << "too short to mean one";
  EXPECT_EQ(ask(net::Method::remove, "/v1/keys/" + hash.substr(0, 12), officer).response.status, 403);
  EXPECT_EQ(ask(net::Method::remove, "/v1/keys/" + hash.substr(0, 12), administrator).response.status, 200);
  EXPECT_EQ(get("/v1/me", made).response.status, 401);
  EXPECT_EQ(ask(net::Method::remove, "/v1/keys/" + hash.substr(0, 12), administrator).response.status, 404)
      << "it is withdrawn already";
  ASSERT_TRUE(after_restart.read(kept_keys).has_value());
  EXPECT_EQ(after_restart.size(), 0U);

  const auto hash_of = [&](std::string_view person) {
    const Json all = get("/v1/keys", administrator).json;
    for (const Json& one : all["items"])
      if (one["person"] == person) return one["hash"].get<std::string>();
    return std::string{};
  };
  const std::string own = hash_of("first");
  EXPECT_EQ(ask(net::Method::remove, "/v1/keys/" + own, administrator).json["code"], "API-016")
      << "nobody could issue a key any more";
  key({.role = access::Role::node_administrator, .person = "second"});
  EXPECT_EQ(ask(net::Method::remove, "/v1/keys/" + hash_of("second"), administrator).response.status, 200);

  disk_full = true;
  EXPECT_EQ(issue(administrator, wanted).response.status, 500);
  EXPECT_EQ(issue(administrator, {{"role", "officer_of_transit"}}).json["errors"].size(), 2U);
  EXPECT_EQ(issue(administrator, {{"role", "node"}}).json["code"], "API-005");
  const Json misspelt = issue(administrator, {{"role", "tradr"}, {"party", "SG201912345Z"}}).json;
  const auto roles = misspelt["errors"][0]["detail"].get<std::string>();
  for (const char* role : {"trader", "officer_of_departure", "node_administrator"})
    EXPECT_NE(roles.find(role), std::string::npos) << roles;
  const Json of_others{{"role", "officer_of_transit"},
                       {"person", "cho"},
                       {"office", "MYJHB001"},
                       {"expires", "2020-01-01T00:00:00Z"}};
  EXPECT_EQ(issue(administrator, of_others).json["errors"].size(), 2U)
      << "not ours, and over before it begins";
  EXPECT_EQ(
      issue(administrator, {{"role", "trader"}, {"party", "SG201912345Z"}, {"colour", "red"}}).json["code"],
      "API-003");
}

TEST_F(ApiTest, AKeyIsForAnOfficeThatThereIs) {
  const std::string administrator = key({.role = access::Role::node_administrator, .person = "first"});
  const auto issued = ask(net::Method::post, "/v1/keys", administrator,
                          Json{{"role", "supervisor"}, {"person", "cho"}, {"office", "SGWDL002"}}.dump());
  EXPECT_EQ(issued.response.status, 422);
  const Json& error = issued.json["errors"][0];
  EXPECT_EQ(error["rule"], "LST-003");
  EXPECT_EQ(error["pointer"], "/office");
  EXPECT_EQ(error["detail"], "The nearest is SGWDL001.");
  EXPECT_TRUE(kept_keys.empty());
}

TEST_F(ApiTest, AnAuditorSeesWhomKeysAreForAndNeverTheKeys) {
  const std::string auditor = key({.role = access::Role::auditor, .person = "ida"});
  const std::string administrator = key({.role = access::Role::node_administrator, .person = "first"});
  const Json wanted{{"role", "officer_of_transit"},
                    {"person", "cho"},
                    {"office", "SGWDL001"},
                    {"expires", "2027-11-23T00:00:00Z"}};
  const auto issued = ask(net::Method::post, "/v1/keys", administrator, wanted.dump());
  ASSERT_EQ(issued.response.status, 201) << issued.json.dump();
  const auto of_cho = [&]() -> Json {
    const Json list = get("/v1/keys", auditor).json;
    for (const Json& one : list["items"])
      if (one["person"] == "cho") return one;
    return Json::object();
  };
  const Json shown = of_cho();
  ASSERT_TRUE(shown.contains("hash"));
  EXPECT_EQ(shown["role"], "officer_of_transit");
  EXPECT_EQ(shown["office"], "SGWDL001");
  EXPECT_EQ(shown["created"], "2026-11-23T08:00:00.000Z");
  EXPECT_EQ(shown["expires"], "2027-11-23T00:00:00.000Z");
  EXPECT_TRUE(shown["withdrawn"].is_null());
  EXPECT_FALSE(get("/v1/keys", auditor).json.dump().contains(issued.json["key"].get<std::string>()));
  const std::string place = "/v1/keys/" + shown["hash"].get<std::string>();
  EXPECT_EQ(ask(net::Method::remove, place, auditor).json["code"], "ACC-001");
  EXPECT_EQ(ask(net::Method::post, "/v1/keys", auditor, wanted.dump()).json["code"], "ACC-001");
  ASSERT_EQ(ask(net::Method::remove, place, administrator).response.status, 200);
  EXPECT_EQ(of_cho()["withdrawn"], "2026-11-23T08:00:00.000Z") << "what was withdrawn is shown, too";
}

TEST_F(Registered, AGuaranteeIsListedToThoseItConcerns) {
  const std::string bank = key({.role = access::Role::guarantor, .party = "SGBANK"});
  const std::string own = key({.role = access::Role::trader, .party = "SG201912345K"});
  ASSERT_EQ(registered.response.status, 200) << registered.json.dump();
  const auto again = enter("10");
  EXPECT_EQ(again.json["repeated"], true) << again.json.dump();
  for (const std::string& who : {departure, bank, own}) {
    const Json list = get("/v1/guarantees", who).json;
    ASSERT_EQ(list["items"].size(), 1U) << list.dump();
    EXPECT_EQ(list["items"][0]["available"]["amount"], "298400.00");
    EXPECT_EQ(get("/v1/guarantees/26SG0000000000771", who).response.status, 200);
    EXPECT_EQ(get("/v1/guarantees/26SG0000000000771/uses", who).json["items"].size(), 0U);
  }
  EXPECT_EQ(get("/v1/guarantees", stranger).json["items"].size(), 0U);
  EXPECT_EQ(get("/v1/guarantees/26SG0000000000771/uses", stranger).response.status, 404);
  EXPECT_EQ(get("/v1/guarantees?after=nothing", own).json["code"], "API-015");
}

TEST_F(ApiTest, ReferenceDataAreReadInPages) {
  const Json page = get("/v1/reference/offices?limit=3", holder).json;
  ASSERT_EQ(page["items"].size(), 3U) << page.dump();
  const Json next = get("/v1/reference/offices?after=" + page["next"].get<std::string>(), holder).json;
  EXPECT_LT(page["items"][2]["code"].get<std::string>(), next["items"][0]["code"].get<std::string>());
  EXPECT_EQ(get("/v1/reference/nothing", holder).response.status, 404);
  EXPECT_EQ(get("/v1/reference/offices?at=yesterday", holder).json["code"], "API-015");
}

TEST_F(ApiTest, AKeySaysWhichActsItIsGoodFor) {
  const Json acts = get("/v1/me", officer).json["acts"];
  EXPECT_TRUE(std::ranges::find(acts, "guarantee.suspend") != acts.end()) << acts.dump();
  EXPECT_FALSE(std::ranges::find(acts, "departure.release") != acts.end()) << acts.dump();
}

TEST_F(ApiTest, AFullNodeSaysWhenToAskAgain) {
  service.full = true;
  const auto answer = get("/v1/events", holder);
  EXPECT_EQ(answer.response.status, 429);
  EXPECT_EQ(answer.json["code"], "API-009");
  EXPECT_TRUE(answer.response.headers.find("Retry-After").has_value());
  EXPECT_EQ(get("/v1/events", officer).response.status, 503);
}

/// By the heads of their requests; officers, and whoever reads, are served.
TEST_F(ApiTest, AFloodOfTradersIsTurnedAway) {
  service.holds = true;
  std::vector<net::Response> answers;
  const std::array firms{holder, key({.role = access::Role::trader, .party = "SG201900001B"}),
                         key({.role = access::Role::declarant, .party = "SG201900002C"}),
                         key({.role = access::Role::trader, .party = "SG201900003D"})};
  for (std::size_t i = 0; i < limits::row_of_traders_max; ++i) {
    if (i == limits::row_of_one_party_max) {
      EXPECT_EQ(ask(net::Method::post, "/v1/messages", holder, "<a>").response.status, 429)
          << "others are let in, and the one who floods is not";
    }
    net::Request request{.method = net::Method::post, .target = "/v1/messages", .path = {"v1", "messages"}};
    request.headers.add("Authorization", "Bearer " + firms.at(i / limits::row_of_one_party_max));
    request.body = copy_of(as_bytes("<a>"));
    ASSERT_TRUE(router.admit(request).has_value()) << i;
    EXPECT_TRUE(request.gives_way);
    router.handle(std::move(request),
                  net::Responder{[&](net::Response answer) { answers.push_back(std::move(answer)); }});
  }
  EXPECT_TRUE(answers.empty());
  const auto refused = ask(net::Method::post, "/v1/messages", stranger, "<a>");
  EXPECT_EQ(refused.response.status, 429);
  EXPECT_EQ(refused.json["code"], "API-009");
  EXPECT_TRUE(refused.response.headers.find("Retry-After").has_value());

  service.holds = false;
  EXPECT_EQ(get("/v1/movements", stranger).response.status, 200);
  EXPECT_EQ(act("guarantee.suspend", officer, Json::object(), "1").json["code"], "API-004")
      << "it was looked at";

  service.go_on();
  ASSERT_EQ(answers.size(), limits::row_of_traders_max);
  for (const net::Response& answer : answers) EXPECT_EQ(answer.status, 422) << as_text(answer.body);
  EXPECT_EQ(ask(net::Method::post, "/v1/messages", stranger, "<a>").response.status, 422);
}

TEST_F(ApiTest, PagesAreBounded) {
  EXPECT_EQ(get("/v1/events?limit=101", holder).json["code"], "API-015");
  EXPECT_EQ(get("/v1/events?limit=0", holder).json["code"], "API-015");
  EXPECT_EQ(get("/v1/events?after=1", holder).json["code"], "API-015");
  const auto page = get("/v1/events", holder);
  EXPECT_EQ(page.response.status, 200);
  const auto again = get("/v1/events?after=" + page.json["next"].get<std::string>(), holder);
  EXPECT_EQ(again.json, page.json);
}

TEST_F(ApiTest, LettersAreListedToTheirOfficeAndDecidedWithAReason) {
  const std::string supervisor =
      key({.role = access::Role::supervisor, .person = "sue", .office = "SGTUS001"});
  for (const std::string_view list : {"/v1/exchange/dead-letters", "/v1/exchange/waiting"})
    EXPECT_EQ(get(list, supervisor).json["items"].size(), 0U) << list;
  for (const std::string_view list : {"/v1/exchange/dead-letters", "/v1/exchange/waiting"})
    EXPECT_EQ(get(list, holder).response.status, 403) << list;
  const Json acts = get("/v1/me", supervisor).json["acts"];
  EXPECT_TRUE(std::ranges::find(acts, "exchange.discard") != acts.end()) << acts.dump();
  const Json letter{{"message", "SG00000000000001A0"}, {"reason", "told by telephone"}};
  EXPECT_EQ(act("exchange.revive", supervisor, letter, "20").json["code"], "API-010")
      << "of another office's letter it would be told the same";
  EXPECT_EQ(act("exchange.revive", holder, letter, "21").json["code"], "ACC-001");
  EXPECT_EQ(act("exchange.revive", supervisor, {{"message", "SG1"}, {"reason", "x"}}, "22")
                .json["errors"][0]["pointer"],
            "/message");
  const auto theirs =
      act("exchange.revive", supervisor, {{"message", "MY00000000000001A0"}, {"reason", "x"}}, "25");
  EXPECT_EQ(theirs.json["errors"][0]["pointer"], "/message") << "Malaysia calls a message of its own so";
  EXPECT_EQ(act("exchange.discard", supervisor, {{"message", "SG00000000000001A0"}}, "23")
                .json["errors"][0]["pointer"],
            "/reason");
  EXPECT_EQ(act("exchange.drop", supervisor, {{"partner", "MY"}, {"message", "MY1"}, {"reason", "x"}}, "24")
                .json["code"],
            "API-010");
}

TEST_F(ApiTest, AnAdministratorTestsWhetherAPartnerAnswers) {
  const std::string administrator = key({.role = access::Role::node_administrator, .person = "ops-1"});
  const auto test = [&](const std::string& country, const std::string& by) {
    return ask(net::Method::post, "/v1/exchange/partners/" + country + "/test", by);
  };
  const auto fine = test("MY", administrator);
  EXPECT_EQ(fine.response.status, 200) << fine.json.dump();
  EXPECT_EQ(fine.json, (Json{{"partner", "MY"}, {"answered", true}, {"ms", 0}}));
  fault_of_partner = "it does not know our certificate";
  EXPECT_EQ(test("MY", administrator).json["why"], "it does not know our certificate");
  EXPECT_EQ(test("MY", administrator).json["answered"], false);
  EXPECT_EQ(test("my", administrator).response.status, 404);
  EXPECT_EQ(test("MY", holder).response.status, 403);
}

TEST_F(ApiTest, TheStatesOfTheMachinesAreTold) {
  const auto answer = get("/v1/states", "");
  EXPECT_EQ(answer.json["machines"][0]["machine"], "departure");
  EXPECT_GT(answer.json["machines"][0]["states"].size(), 10U);
  EXPECT_EQ(answer.json["machines"][1]["machine"], "transit");
  EXPECT_EQ(answer.json["machines"][2]["machine"], "destination");
  EXPECT_EQ(answer.json["machines"][5]["machine"], "issue");
  EXPECT_EQ(answer.json["machines"][6]["machine"], "import");
  EXPECT_EQ(answer.json["machines"][7]["machine"], "verification");
}

}  // namespace
}  // namespace lintas::api
