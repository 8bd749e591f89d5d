#include "shell/api/aeo_routes.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/aeo/limits.hpp"
#include "core/workflow/aeo_part.hpp"
#include "core/workflow/part.hpp"
#include "shell/net/http.hpp"
#include "tests/support/business_fixture.hpp"
#include "tests/support/json.hpp"
#include "tests/support/profiles.hpp"

/// Authorised operators of Singapore through the interface.
namespace lintas::api {
namespace {

class AeoRoutes : public Business {
 public:
  AeoRoutes() {
    office = key({.role = access::Role::aeo_manager, .person = "amy", .office = "SGTUS001"});
    second = key({.role = access::Role::aeo_manager, .person = "bob", .office = "SGTUS001"});
    firm = key({.role = access::Role::trader, .party = "SG201912345K", .person = "tan"});
    rival = key({.role = access::Role::trader, .party = "SG200500000X", .person = "lim"});
    customs = key({.role = access::Role::officer_of_departure, .person = "joy", .office = "SGTUS001"});
    auditor = key({.role = access::Role::auditor, .person = "aud"});
  }

  Answer aeo(std::string_view name, const std::string& by, Json more = Json::object(),
             std::vector<net::Headers::Field> headers = {}) {
    Json body{{"reference", reference}};
    body.update(more);
    return act(format("aeo.{}", name), by, body, format("aeo-{}", ++acts), std::move(headers));
  }
  Answer begin(const std::string& by, std::string_view number = "A-2026-1") {
    reference["number"] = number;
    const Json application{{"reference", reference},
                           {"programme", "STP"},
                           {"level", "STP-Plus"},
                           {"roles", {"exporter", "manufacturer"}}};
    return act("aeo.begin", by, {{"application", application}}, format("aeo-{}", ++acts));
  }
  void lead_to_validation(std::string_view number = "A-2026-1") {
    ASSERT_EQ(begin(firm, number).response.status, 200);
    ASSERT_EQ(aeo("submit", firm).response.status, 200);
    ASSERT_EQ(aeo("accept", office, {{"basis", "s. 89"}}).response.status, 200);
    ASSERT_EQ(aeo("validate", office, {{"basis", "s. 89"}}).response.status, 200);
  }

  /// Another operator is given a code that looks like AEOSG12345678901O; the answer to the office.
  Json grant_the_rival_a_code_alike() {
    firm = rival;
    reference["holder"] = "SG200500000X";
    lead_to_validation("B-1");
    const Answer granted = aeo("authorise", office, {{"code", "AEOSG123456789010"}, {"basis", "s. 90"}});
    EXPECT_EQ(granted.response.status, 200) << granted.json.dump();
    return granted.json;
  }
  void grant() {
    lead_to_validation();
    const auto granted = aeo("authorise", office, {{"code", "aeosg 1234 5678 9012"}, {"basis", "s. 90"}});
    ASSERT_EQ(granted.response.status, 200) << granted.json.dump();
    EXPECT_EQ(granted.json["done"], "operator authorised");
    EXPECT_EQ(granted.json["authorisation"]["code"], "AEOSG123456789012");
    EXPECT_EQ(granted.json["location"], at_address);
  }

  const std::string at_address = "/v1/operators/SG201912345K%2C%20A%2D2026%2D1";
  Json reference{{"holder", "SG201912345K"}, {"number", "A-2026-1"}};
  std::string office, second, firm, rival, customs, auditor;
  int acts = 0;
};

TEST_F(AeoRoutes, AnOperatorAppliesAndTheProgrammeOfficeDecides) {
  grant();
  const auto shown = get(at_address, firm).json;
  EXPECT_EQ(shown["state"]["id"], "ACTIVE");
  EXPECT_EQ(shown["level"], "STP-Plus");
  EXPECT_EQ(shown["roles"], Json::array({"exporter", "manufacturer"}));
  EXPECT_EQ(shown["authorised"], to_text(std::chrono::floor<std::chrono::days>(node.now())));
  EXPECT_EQ(shown["history"].size(), 5U);
  EXPECT_EQ(shown["history"][4]["trigger"], "O authorise");
  EXPECT_EQ(shown["history"][4]["texts"]["basis"], "s. 90");
  EXPECT_EQ(shown["history"][4]["by"]["office"], "SGTUS001");
  EXPECT_EQ(shown["acts"].size(), 1U) << "it may give it up: " << shown["acts"].dump();
  EXPECT_EQ(get(at_address, office).json["acts"].size(), 4U);
  EXPECT_EQ(get("/v1/operators?waits=true", office).json["items"].size(), 0U) << "it is done";
}

TEST_F(AeoRoutes, IsReadByTheOperatorTheOfficeAndTheAuditor) {
  ASSERT_EQ(begin(firm).response.status, 200);
  EXPECT_EQ(get(at_address, firm).response.status, 200);
  EXPECT_EQ(get(at_address, office).response.status, 404) << "a draft is its operator's";
  EXPECT_EQ(get(at_address, auditor).response.status, 404) << "nobody was asked for anything yet";
  EXPECT_EQ(get("/v1/operators", auditor).json["items"].size(), 0U);
  EXPECT_FALSE(get("/v1/events", auditor).json["items"].dump().contains("aeo."));
  ASSERT_EQ(aeo("submit", firm).response.status, 200);
  for (const std::string& who : {firm, office, auditor}) {
    EXPECT_EQ(get(at_address, who).response.status, 200);
    EXPECT_EQ(get("/v1/operators", who).json["items"].size(), 1U);
  }
  EXPECT_EQ(get("/v1/operators?waits=true", office).json["items"].size(), 1U) << "to be accepted or returned";
  EXPECT_EQ(get("/v1/operators?waits=true", firm).json["items"].size(), 1U);
  EXPECT_EQ(get("/v1/operators?state=ACTIVE", office).json["items"].size(), 0U);
  EXPECT_EQ(get("/v1/operators?state=SUBMITTED", office).json["items"].size(), 1U);
  EXPECT_EQ(get("/v1/operators?code=", office).response.status, 400) << "no code is none";
  EXPECT_EQ(get(at_address, rival).response.status, 404);
  EXPECT_EQ(get("/v1/operators", rival).json["items"].size(), 0U);
  EXPECT_EQ(get(at_address, customs).response.status, 403);
}

TEST_F(AeoRoutes, IsNotTheOfficesWhereItNeverWasSubmitted) {
  ASSERT_EQ(begin(firm).response.status, 200);
  ASSERT_EQ(aeo("withdraw", firm, {{"reason", "We wait for the merger"}}).response.status, 200);
  EXPECT_EQ(get(at_address, firm).json["state"]["id"], "ENDED");
  for (const std::string& who : {office, auditor}) {
    EXPECT_EQ(get(at_address, who).response.status, 404);
    EXPECT_EQ(get("/v1/operators", who).json["items"].size(), 0U);
  }
}

TEST_F(AeoRoutes, IsAskedForByTheOperatorAndDecidedOnByTheOffice) {
  EXPECT_EQ(begin(rival).response.status, 403);
  EXPECT_EQ(begin(office).response.status, 403);
  ASSERT_EQ(begin(firm).response.status, 200);
  ASSERT_EQ(aeo("submit", firm).response.status, 200);
  EXPECT_EQ(aeo("accept", firm, {{"basis", "s. 89"}}).response.status, 403);
  EXPECT_EQ(aeo("accept", customs, {{"basis", "s. 89"}}).response.status, 403);
  EXPECT_EQ(aeo("accept", office, {{"basis", "s. 89"}}).response.status, 200);
}

TEST_F(AeoRoutes, IsRevokedByTwoOfficers) {
  grant();
  const Json why{{"ground", "grave_breach"}, {"reason", "Smuggling"}, {"basis", "s. 92"}};
  EXPECT_EQ(aeo("revoke", office, why).json["code"], "R-AEO-013");
  const auto revoked = aeo("revoke", office, why, {{"Lintas-Second", second}});
  ASSERT_EQ(revoked.response.status, 200) << revoked.json.dump();
  EXPECT_EQ(revoked.json["authorisation"]["state"]["id"], "REVOKED");
  EXPECT_TRUE(revoked.json["authorisation"]["barred_until"].is_string());
  const auto shown = get(at_address, firm).json;
  EXPECT_EQ(shown["history"][5]["ground"], "grave_breach");
  EXPECT_EQ(shown["history"][5]["texts"]["reason"], "Smuggling") << "it has to know why";
  EXPECT_FALSE(shown["history"][5].contains("account")) << "and not by whose hand";
  EXPECT_FALSE(shown["history"][5].contains("second"));
  for (const std::string& who : {office, auditor}) {
    const Json steps = get(at_address, who).json["history"];
    EXPECT_EQ(steps[0]["account"], "tan") << steps.dump();
    EXPECT_EQ(steps[4]["account"], "amy");
    EXPECT_FALSE(steps[4].contains("second")) << "one officer grants";
    EXPECT_EQ(steps[5]["account"], "amy");
    EXPECT_EQ(steps[5]["second"], "bob");
  }
}

/// It is done, and what came of it is a refusal: nothing says that it was accepted.
TEST_F(AeoRoutes, WhoeverIsBarredIsToldSoAndNothingElse) {
  grant();
  const Json why{{"ground", "grave_breach"}, {"reason", "Smuggling"}, {"basis", "s. 92"}};
  ASSERT_EQ(aeo("revoke", office, why, {{"Lintas-Second", second}}).response.status, 200);
  const Json next{{"holder", "SG201912345K"}, {"number", "A-2026-2"}};
  const Json application{
      {"reference", next}, {"programme", "STP"}, {"level", "STP-Plus"}, {"roles", Json::array({"exporter"})}};
  ASSERT_EQ(act("aeo.begin", firm, {{"application", application}}, "next-1").response.status, 200);
  const auto told = act("aeo.submit", firm, {{"reference", next}}, "next-2").json;
  EXPECT_EQ(told["done"], "submission recorded");
  EXPECT_EQ(told["authorisation"]["state"]["id"], "REFUSED") << told.dump();
  EXPECT_TRUE(told["authorisation"]["barred_until"].is_string());
}

TEST_F(AeoRoutes, StandsAsItStoodAtAnyInstant) {
  grant();
  const auto as_of = [&](Instant at) {
    return get(format("{}/as-of?instant={}", at_address, to_text(at)), office);
  };
  const Instant granted = node.now();
  node.set_time(node.now() + std::chrono::hours{24});
  ASSERT_EQ(aeo("suspend", office,
                {{"ground", "asked_by_holder"}, {"reason", "Its premises move"}, {"basis", "s. 91"}})
                .response.status,
            200);
  EXPECT_EQ(as_of(granted).json["holds"], "yes");
  EXPECT_EQ(as_of(granted).json["codes"][0]["code"], "AEOSG123456789012");
  EXPECT_EQ(as_of(node.now()).json["holds"], "suspended");
  EXPECT_EQ(as_of(granted - std::chrono::hours{24}).response.status, 404);
  EXPECT_EQ(get(at_address + "/as-of?instant=then", office).response.status, 400);
  EXPECT_EQ(get(at_address + "/as-of?instant=2026-11-24", office).json["at"], "2026-11-23T16:00:00.000Z")
      << "the day begins in Singapore";
  const auto to_come = as_of(node.now() + std::chrono::hours{1});
  EXPECT_EQ(to_come.response.status, 422) << "nobody knows what will be";
  EXPECT_EQ(to_come.json["code"], "API-020");
  EXPECT_EQ(to_come.json["errors"][0]["pointer"], "instant");
}

/// Its first day is one of the state's own: at one in the morning in Singapore, UTC has the day before.
TEST_F(AeoRoutes, HoldsFromItsFirstLocalDayOn) {
  node.set_time(*parse_instant("2026-11-23T17:00:00Z"));
  grant();
  EXPECT_EQ(get(at_address, office).json["valid_from"], "2026-11-24");
  const auto as_of = get(format("{}/as-of?instant={}", at_address, to_text(node.now())), office);
  EXPECT_EQ(as_of.json["holds"], "yes") << as_of.json.dump();
  EXPECT_EQ(get("/v1/operator-codes?state=SG&code=AEOSG123456789012", rival).json["holds"], "yes");
}

TEST_F(AeoRoutes, AnybodyWithAKeyChecksACode) {
  const auto check = [&](std::string_view query) {
    return get(format("/v1/operator-codes?{}", query), rival);
  };
  const auto unknown = check("state=SG&code=AEOSG123456789012").json;
  EXPECT_EQ(unknown["well_formed"], true);
  EXPECT_EQ(unknown["listed"], "no");
  EXPECT_EQ(unknown["finding"]["rule"], "R-AEO-003");
  EXPECT_TRUE(unknown["finding"]["detail"].get<std::string>().contains(
      "It is well formed, but not in SG's list as of "))
      << unknown.dump();
  grant();
  const auto good = check("state=SG&code=aeosg-1234-5678-9012").json;
  EXPECT_EQ(good["code"], "AEOSG123456789012");
  EXPECT_EQ(good["listed"], "yes");
  EXPECT_EQ(good["holds"], "yes");
  EXPECT_EQ(good["finding"], Json{});
  EXPECT_FALSE(good.dump().contains("SG201912345K")) << "nothing of the operator";
  std::size_t in_indonesia = 0;
  for (const Json& field : good["typed"]) {
    if (field["in"] != "ID") continue;
    ++in_indonesia;
    EXPECT_EQ(field["value"].is_null(), field["field"] == "authorisation_date") << field.dump();
  }
  EXPECT_EQ(in_indonesia, 3U) << "without the day there is no benefit: " << good["typed"].dump();
  EXPECT_EQ(check("state=MY&code=MY12345H100001").json["listed"], "list_not_here");
  EXPECT_EQ(check("state=MY&code=MY12345K100001").json["finding"]["rule"], "R-AEO-002");
  EXPECT_EQ(check("state=Malaysia&code=1").response.status, 400);
  EXPECT_EQ(check("state=MY").response.status, 400);
  EXPECT_EQ(check("state=MY&code=1&instant=then").response.status, 403) << "who reads no list asks of today";
}

/// The state gives it the same code again. What was declared in between had no benefits.
TEST_F(AeoRoutes, AnOperatorThatIsAuthorisedAnewHasItsOwnCodeAgain) {
  using std::chrono::hours;
  grant();
  const Instant first = node.now();
  node.set_time(first + hours{24});
  ASSERT_EQ(aeo("withdraw", firm).response.status, 200);
  node.set_time(first + hours{48});
  lead_to_validation("A-2026-2");
  const auto again = aeo("authorise", office, {{"code", "AEOSG123456789012"}, {"basis", "s. 90"}});
  ASSERT_EQ(again.response.status, 200) << again.json.dump();
  const auto check = [&](Instant at) {
    return get(format("/v1/operator-codes?state=SG&code=AEOSG123456789012&instant={}", to_text(at)), office)
        .json;
  };
  EXPECT_EQ(check(node.now())["holds"], "yes");
  EXPECT_EQ(check(first + hours{36})["holds"], "withdrawn");
  EXPECT_EQ(check(first + hours{12})["holds"], "yes") << "under the one of before";
  EXPECT_EQ(check(first - hours{12})["listed"], "no");
}

/// Revoked or suspended it would go on with the other.
TEST_F(AeoRoutes, R_AEO_020_AnOperatorHasOneAuthorisationUnderAProgramme) {
  grant();
  lead_to_validation("A-2026-2");
  const Json with_code{{"code", "AEOSG123456789013"}, {"basis", "s. 90"}};
  EXPECT_EQ(aeo("authorise", office, with_code).json["code"], "R-AEO-020");
  reference["number"] = "A-2026-1";
  ASSERT_EQ(aeo("withdraw", firm).response.status, 200);
  reference["number"] = "A-2026-2";
  EXPECT_EQ(aeo("authorise", office, with_code).response.status, 200);
}

TEST_F(AeoRoutes, R_AEO_005_ACodeThatWasGivenByMistakeGoesToWhoHasItByRight) {
  grant();
  const Json slip{{"code", "AEOSG123456789021"}, {"by_mistake", true}, {"basis", "s. 90"}};
  const auto changed = aeo("change_code", office, slip);
  ASSERT_EQ(changed.response.status, 200) << changed.json.dump();
  EXPECT_EQ(changed.json["authorisation"]["codes"][0]["by_mistake"], true);
  EXPECT_EQ(get("/v1/operator-codes?state=SG&code=AEOSG123456789012", rival).json["holds"], "code_replaced");
  reference["holder"] = "SG200500000X";
  firm = rival;
  lead_to_validation();
  const auto granted = aeo("authorise", office, {{"code", "AEOSG123456789012"}, {"basis", "s. 90"}});
  ASSERT_EQ(granted.response.status, 200) << granted.json.dump();
  EXPECT_EQ(get("/v1/operator-codes?state=SG&code=AEOSG123456789012", rival).json["holds"], "yes");
}

/// By instants somebody would find out what became of a rival, and when.
TEST_F(AeoRoutes, WhoeverReadsNoListChecksACodeOfToday) {
  grant();
  const Instant granted = node.now();
  node.set_time(granted + std::chrono::hours{24});
  const auto check = [&](const std::string& who, Instant at) {
    return get(format("/v1/operator-codes?state=SG&code=AEOSG123456789012&instant={}", to_text(at)), who);
  };
  EXPECT_EQ(check(rival, granted).response.status, 403);
  EXPECT_EQ(check(rival, granted).json["errors"][0]["pointer"], "instant");
  EXPECT_EQ(check(firm, granted).response.status, 403);
  EXPECT_EQ(check(office, granted).json["holds"], "yes");
  EXPECT_EQ(check(auditor, granted).json["holds"], "yes");
  EXPECT_EQ(check(office, granted - std::chrono::hours{24}).json["listed"], "no");
  EXPECT_EQ(check(office, node.now() + std::chrono::hours{24}).json["code"], "API-020");
  EXPECT_EQ(get("/v1/operator-codes?state=SG&code=AEOSG123456789012&instant=00", office).response.status,
            400);
  EXPECT_EQ(get("/v1/operator-codes?state=SG&code=AEOSG%0A", rival).response.status, 400);
}

TEST_F(AeoRoutes, AreFoundByTheirOperatorAndByEachCode) {
  grant();
  ASSERT_EQ(
      aeo("change_code", office, {{"code", "AEOSG123456789013"}, {"until", "2026-12-24"}, {"basis", "s. 90"}})
          .response.status,
      200);
  reference["holder"] = "SG200500000X";
  ASSERT_EQ(begin(rival, "B-1").response.status, 200);
  ASSERT_EQ(aeo("submit", rival).response.status, 200);
  const auto found = [&](std::string_view query, const std::string& who) {
    const auto page = get(format("/v1/operators?{}", query), who);
    EXPECT_EQ(page.response.status, 200) << page.json.dump();
    std::string all;
    for (const Json& one : page.json["items"])
      all.append(all.empty() ? "" : " ").append(one["reference"]["number"].get<std::string>());
    return all;
  };
  for (const std::string& who : {office, auditor}) {
    EXPECT_EQ(found("holder=SG201912345K", who), "A-2026-1");
    EXPECT_EQ(found("holder=SG200500000X", who), "B-1");
    EXPECT_EQ(found("holder=SG200500001X", who), "");
    EXPECT_EQ(found("code=AEOSG123456789013", who), "A-2026-1");
    EXPECT_EQ(found("code=aeosg-1234-5678-9012", who), "A-2026-1") << "it had it, however it is written";
    EXPECT_EQ(found("code=AEOSG123456789012&holder=SG200500000X", who), "");
    EXPECT_EQ(found("code=AEOSG123456789012&holder=SG201912345K&state=ACTIVE", who), "A-2026-1");
  }
  EXPECT_EQ(found("code=AEOSG123456789012", firm), "A-2026-1");
  EXPECT_EQ(found("code=AEOSG123456789012", rival), "") << "nobody learns whose code it is";
  EXPECT_EQ(found("holder=SG201912345K", rival), "");
  EXPECT_EQ(get("/v1/operators?holder=Tan", office).response.status, 400);
  EXPECT_EQ(found("code=---", office), "") << "it is nobody's";
}

TEST_F(AeoRoutes, API_015_SaysWhichStatesThereAre) {
  const Json wrong = get("/v1/operators?state=revoked", office).json["errors"][0];
  const auto detail = wrong["detail"].get<std::string>();
  EXPECT_TRUE(detail.starts_with("One of ")) << detail;
  for (const char* id : {"SUBMITTED", "REVOKED", "REVALIDATION"}) EXPECT_TRUE(detail.contains(id)) << detail;
  EXPECT_EQ(get("/v1/operator-codes?state=Malaysia&code=1", rival).json["errors"][0]["detail"],
            "A country, as SG.");
}

TEST_F(AeoRoutes, R_AEO_022_ACodeThatIsTakenForAnotherOperatorsIsToldToTheOffice) {
  lead_to_validation();
  ASSERT_EQ(aeo("authorise", office, {{"code", "AEOSG12345678901O"}, {"basis", "s. 90"}}).response.status,
            200);
  const Json granted = grant_the_rival_a_code_alike();
  ASSERT_EQ(granted["warnings"].size(), 1U) << granted.dump();
  EXPECT_EQ(granted["warnings"][0]["rule"], "R-AEO-022");
  EXPECT_EQ(granted["warnings"][0]["value"], "AEOSG123456789010");
  EXPECT_EQ(granted["warnings"][0]["detail"], "AEOSG12345678901O of SG201912345K, A-2026-1.");
  const auto looked_at = aeo("revalidate", office, {{"basis", "s. 92"}});
  ASSERT_EQ(looked_at.response.status, 200) << looked_at.json.dump();
  EXPECT_FALSE(looked_at.json.dump().contains("R-AEO-022"))
      << "goods are declared with it by now: " << looked_at.json.dump();
  const auto other =
      aeo("change_code", office, {{"code", "AEOSG123456789077"}, {"by_mistake", true}, {"basis", "s. 90"}});
  ASSERT_EQ(other.response.status, 200) << other.json.dump();
  EXPECT_TRUE(other.json.value("warnings", Json::array()).empty()) << other.json.dump();
}

TEST_F(AeoRoutes, R_AEO_022_OfACodeThatWasGivenByMistakeNothingIsToldAnyMore) {
  lead_to_validation();
  ASSERT_EQ(aeo("authorise", office, {{"code", "AEOSG12345678901O"}, {"basis", "s. 90"}}).response.status,
            200);
  ASSERT_EQ(
      aeo("change_code", office, {{"code", "AEOSG123456789077"}, {"by_mistake", true}, {"basis", "s. 90"}})
          .response.status,
      200);
  const Json granted = grant_the_rival_a_code_alike();
  EXPECT_FALSE(granted.dump().contains("R-AEO-022")) << granted.dump();
}

TEST_F(AeoRoutes, R_AEO_022_WhoAppliedOftenHidesNoOtherOperator) {
  const std::string often = firm;
  firm = rival;
  reference["holder"] = "SG200500000X";
  lead_to_validation("B-1");
  ASSERT_EQ(aeo("authorise", office, {{"code", "AEOSG12345678901O"}, {"basis", "s. 90"}}).response.status,
            200);
  firm = often;
  reference["holder"] = "SG201912345K";
  for (std::size_t n = 0; n <= aeo::bounds::likenesses_looked_at_at_once; ++n) {
    lead_to_validation(format("A-{}", n));
    const auto granted = aeo("authorise", office, {{"code", "AEOSG123456789010"}, {"basis", "s. 90"}});
    ASSERT_EQ(granted.response.status, 200) << granted.json.dump();
    ASSERT_EQ(granted.json["warnings"].size(), 1U) << n << " before: " << granted.json.dump();
    ASSERT_EQ(aeo("withdraw", firm).response.status, 200);
  }
}

TEST_F(AeoRoutes, AnOperatorLearnsNothingOfACodeThatIsTakenForItsOwn) {
  lead_to_validation();
  ASSERT_EQ(aeo("authorise", office, {{"code", "AEOSG12345678901O"}, {"basis", "s. 90"}}).response.status,
            200);
  firm = rival;
  reference["holder"] = "SG200500000X";
  lead_to_validation("B-1");
  ASSERT_EQ(aeo("authorise", office, {{"code", "AEOSG123456789010"}, {"basis", "s. 90"}}).response.status,
            200);
  const auto given_up = aeo("withdraw", rival);
  ASSERT_EQ(given_up.response.status, 200) << given_up.json.dump();
  EXPECT_FALSE(given_up.json.dump().contains("R-AEO-022")) << given_up.json.dump();
}

TEST_F(AeoRoutes, WhatWaitsForTheProgrammeOfficeIsInItsWorkList) {
  const auto work = [&](const std::string& who) {
    std::vector<std::string> all;
    const Json items = get("/v1/work", who).json["items"];
    for (const Json& one : items)
      all.push_back(one["ref"].get<std::string>() + " " + one["state"].get<std::string>());
    return all;
  };
  using Work = std::vector<std::string>;
  const std::string elsewhere =
      key({.role = access::Role::aeo_manager, .person = "eve", .office = "SGWDL001"});
  ASSERT_EQ(begin(firm).response.status, 200);
  EXPECT_EQ(work(office), Work{}) << "a draft";
  ASSERT_EQ(aeo("submit", firm).response.status, 200);
  for (const std::string& who : {office, elsewhere})
    EXPECT_EQ(work(who), Work{"SG201912345K, A-2026-1 SUBMITTED"}) << "it is one office for the state";
  const Json item = get("/v1/work", office).json["items"][0];
  EXPECT_EQ(item["kind"], "aeo");
  EXPECT_EQ(item["acts"], Json::array({"aeo.accept", "aeo.return"})) << item.dump();
  EXPECT_EQ(work(customs), Work{}) << "it is not its work";
  ASSERT_EQ(aeo("accept", office, {{"basis", "s. 89"}}).response.status, 200);
  EXPECT_EQ(work(office), Work{"SG201912345K, A-2026-1 ACCEPTED"});
  node.set_time(node.now() + std::chrono::days{150});
  node.ring();
  EXPECT_EQ(get("/v1/work", office).json["items"][0]["notes"],
            Json::array({"authorisation: decision overdue"}));
  ASSERT_EQ(aeo("validate", office, {{"basis", "s. 89"}}).response.status, 200);
  ASSERT_EQ(aeo("authorise", office, {{"code", "AEOSG123456789012"}, {"basis", "s. 90"}}).response.status,
            200);
  EXPECT_EQ(work(office), Work{}) << "it is done";
}

TEST_F(AeoRoutes, WhatEndsSoonIsToldToTheOperatorTheOfficeAndTheAuditor) {
  const auto ends = [&](const std::string& who) {
    std::vector<std::string> all;
    const Json items = get("/v1/expiring", who).json["items"];
    for (const Json& one : items) {
      if (one["kind"].get<std::string>().starts_with("operator"))
        all.push_back(format("{} {}", one["kind"].get<std::string>(), one["expires_on"].get<std::string>()));
    }
    return all;
  };
  using Ends = std::vector<std::string>;
  ASSERT_EQ(begin(firm).response.status, 200);
  ASSERT_EQ(aeo("submit", firm).response.status, 200);
  ASSERT_EQ(aeo("return", office, {{"reason", "No map"}, {"until", "2026-12-07"}, {"basis", "s. 6"}})
                .response.status,
            200);
  for (const std::string& who : {firm, office, auditor})
    EXPECT_EQ(ends(who), Ends{"operator_completion 2026-12-07"});
  EXPECT_EQ(ends(rival), Ends{});
  EXPECT_EQ(ends(customs), Ends{}) << "authorisations are not its";

  ASSERT_EQ(aeo("submit", firm).response.status, 200);
  ASSERT_EQ(aeo("accept", office, {{"basis", "s. 89"}}).response.status, 200);
  EXPECT_EQ(ends(firm), Ends{}) << "it is the office's turn";
  ASSERT_EQ(aeo("validate", office, {{"basis", "s. 89"}}).response.status, 200);
  const Json granted{{"code", "AEOSG123456789012"}, {"until", "2026-12-11"}, {"basis", "s. 90"}};
  ASSERT_EQ(aeo("authorise", office, granted).response.status, 200);
  for (const std::string& who : {firm, office, auditor}) EXPECT_EQ(ends(who), Ends{"operator 2026-12-11"});
  const Json row = get("/v1/expiring", firm).json["items"][0];
  EXPECT_EQ(row["reference"], "SG201912345K, A-2026-1");
  EXPECT_EQ(row["holder"], "SG201912345K");
  EXPECT_EQ(row["days_left"], 18);

  const Json doubted{
      {"ground", "conditions_in_doubt"}, {"reason", "x"}, {"until", "2026-12-01"}, {"basis", "s. 8"}};
  ASSERT_EQ(aeo("suspend", office, doubted).response.status, 200);
  EXPECT_EQ(ends(firm), (Ends{"operator_repair 2026-12-01", "operator 2026-12-11"})) << "its days run on";
  node.set_time(*parse_instant("2026-12-11T16:00:00Z"));
  EXPECT_EQ(ends(firm), Ends{}) << "midnight of its last day in Singapore";
}

TEST_F(AeoRoutes, WhatIsWrongWithACodeIsTold) {
  ASSERT_EQ(begin(firm).response.status, 200);
  ASSERT_EQ(aeo("submit", firm).response.status, 200);
  ASSERT_EQ(aeo("accept", office, {{"basis", "s. 89"}}).response.status, 200);
  ASSERT_EQ(aeo("validate", office, {{"basis", "s. 89"}}).response.status, 200);
  const auto wrong = aeo("authorise", office, {{"code", "AE0SG123456789012"}, {"basis", "s. 90"}});
  EXPECT_EQ(wrong.response.status, 422);
  EXPECT_EQ(wrong.json["code"], "R-AEO-002");
  EXPECT_EQ(wrong.json["errors"][0]["pointer"], "/code") << wrong.json.dump();
  EXPECT_TRUE(wrong.json["errors"][0]["detail"].get<std::string>().contains("AEOSG123456789012"));
}

/// What stands in backticks.
std::set<std::string> quoted_in(std::string_view text) {
  std::set<std::string> found;
  for (std::size_t begin = text.find('`'); begin != std::string_view::npos;
       begin = text.find('`', begin + 1)) {
    const std::size_t end = text.find('`', begin + 1);
    if (end == std::string_view::npos) break;
    found.emplace(text.substr(begin + 1, end - begin - 1));
    begin = end;
  }
  return found;
}

TEST_F(AeoRoutes, ThePageSaysWhichFieldsEachActNeeds) {
  const std::string page = test::file_of_tree(LINTAS_ROOT, "docs/domain/aeo.md");
  for (const workflow::CommandEntry& entry : workflow::aeo_part().commands) {
    const std::string heading = format("\n| `{}` |", entry.name.substr(std::string_view{"aeo."}.size()));
    const std::size_t at = page.find(heading);
    ASSERT_NE(at, std::string::npos) << entry.name;
    const std::size_t needs = at + heading.size();
    const std::size_t more = page.find('|', needs);
    const std::size_t end = page.find('|', more + 1);
    ASSERT_LT(end, page.find('\n', needs)) << entry.name << ": three columns";
    const Json& schema = described().schema(std::string{entry.name});
    std::set<std::string> needed;
    for (const Json& one : schema["required"]) needed.insert(one.get<std::string>());
    std::set<std::string> others;
    for (const auto& [name, member] : schema["properties"].items())
      if (!needed.contains(name)) others.insert(name);
    needed.erase("reference");
    const std::string_view text = page;
    EXPECT_EQ(quoted_in(text.substr(needs, more - needs)), needed) << entry.name;
    EXPECT_EQ(quoted_in(text.substr(more, end - more)), others) << entry.name;
  }
}

TEST_F(AeoRoutes, WhatHappensIsInTheFeed) {
  ASSERT_EQ(begin(firm).response.status, 200);
  ASSERT_EQ(aeo("submit", firm).response.status, 200);
  const auto feed = get("/v1/events", auditor).json["items"];
  const auto found =
      std::ranges::find_if(feed, [](const Json& one) { return one["event"] == "aeo.submitted"; });
  ASSERT_NE(found, feed.end()) << feed.dump();
  EXPECT_EQ((*found)["kind"], "aeo");
  EXPECT_EQ((*found)["ref"], "SG201912345K, A-2026-1");
  EXPECT_EQ((*found)["trigger"], "O submit");
  EXPECT_EQ((*found)["state"], "SUBMITTED");
}

}  // namespace
}  // namespace lintas::api
