#include <algorithm>
#include <chrono>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/messages/report.hpp"
#include "shell/net/http.hpp"
#include "tests/support/business_fixture.hpp"
#include "tests/support/rule_samples.hpp"

/// Movements through the interface: their lists, what they are called, and what is shown of one.
namespace lintas::api {
namespace {

TEST_F(Business, ADeclarationGetsItsMrnAndIsReleased) {
  prepare();
  const auto taken = submit();
  ASSERT_EQ(taken.response.status, 200) << taken.json.dump();
  const std::string mrn = taken.json["mrn"];
  EXPECT_EQ(taken.response.headers.find("Location"), "/v1/movements/" + mrn);
  EXPECT_TRUE(submit().json["repeated"]) << "the same message again is the same answer";
  EXPECT_EQ(submit().json["mrn"], mrn);

  const auto shown = get("/v1/movements/" + mrn, trader);
  EXPECT_EQ(shown.json["status"], "accepted") << shown.json.dump();
  EXPECT_EQ(shown.json["role"], "departure");
  EXPECT_EQ(shown.json["ended"], false);
  EXPECT_EQ(get("/v1/movements/" + mrn, stranger).response.status, 404);
  const auto tag = shown.response.headers.find("ETag");
  ASSERT_TRUE(tag.has_value());
  EXPECT_EQ(ask(net::Method::get, "/v1/movements/" + mrn, trader, "", {{"If-None-Match", std::string{*tag}}})
                .response.status,
            304);

  EXPECT_EQ(shown.json["acts"], Json::array()) << "acts are for offices";
  EXPECT_EQ(shown.json["due_at_office"].is_null(), shown.json["due"].is_null()) << shown.json.dump();
  const Json acts = get("/v1/movements/" + mrn, departure).json["acts"];
  EXPECT_TRUE(std::ranges::find(acts, Json{{"name", "departure.release"}, {"words", "release"}}) !=
              acts.end())
      << acts.dump();

  const auto work = get("/v1/work", departure);
  ASSERT_EQ(work.json["items"].size(), 1U) << work.json.dump();
  EXPECT_EQ(work.json["items"][0]["ref"], mrn);
  EXPECT_EQ(work.json["items"][0]["state"], "ACC");
  EXPECT_EQ(work.json["items"][0]["state_name"], "Accepted");
  EXPECT_EQ(work.json["items"][0]["part"], "departure");

  const auto released =
      act("departure.release", departure, {{"mrn", mrn}}, "release-1", {{"If-Match", std::string{*tag}}});
  ASSERT_EQ(released.response.status, 200) << released.json.dump();
  EXPECT_EQ(released.json["status"], "released");
  const Json on_the_way = get("/v1/movements/" + mrn, trader).json;
  ASSERT_TRUE(on_the_way["due"].is_string()) << on_the_way.dump();
  EXPECT_EQ(on_the_way["due_at_office"]["office"], "SGTUS001");
  EXPECT_TRUE(on_the_way["due_at_office"]["at"].get<std::string>().ends_with("+08:00")) << on_the_way.dump();
  const Json& there = on_the_way["limit_at_office"];
  EXPECT_EQ(there["office"], on_the_way["route"]["destination"]);
  EXPECT_TRUE(there["at"].get<std::string>().ends_with("T00:00:00.000+07:00")) << on_the_way.dump();
  EXPECT_TRUE(there["words"].get<std::string>().starts_with("until the end of " +
                                                            on_the_way["limit"].get<std::string>() + " at "))
      << there.dump();
  EXPECT_EQ(there["hours"] == "closed", there["next_opening"].is_string()) << there.dump();
  EXPECT_EQ(
      act("departure.release", departure, {{"mrn", mrn}}, "release-2", {{"If-Match", std::string{*tag}}})
          .response.status,
      412);
  EXPECT_EQ(get("/v1/movements/" + mrn, trader).json["guarantee"]["reserved"]["amount"], "29840.00");
  const auto uses = get("/v1/guarantees/26SG0000000000771/uses", trader);
  ASSERT_EQ(uses.json["items"].size(), 1U);
  EXPECT_EQ(uses.json["items"][0]["mrn"], mrn);
  const std::string limit = on_the_way["limit"];
  EXPECT_EQ(uses.json["items"][0]["waits_for"], "arrival in TH, expected until " + limit);
  EXPECT_EQ(uses.json["items"][0]["due"], on_the_way["due"]);
  EXPECT_GT(uses.json["items"][0]["free_by"].get<std::string>(), on_the_way["due"].get<std::string>());
  EXPECT_TRUE(uses.json["items"][0]["why"].get<std::string>().contains(limit)) << uses.json.dump();
}

TEST_F(Business, GoodsThatAreLateAreOverdueAtDepartureToo) {
  prepare();
  const std::string mrn = submit().json["mrn"];
  ASSERT_EQ(act("departure.release", departure, {{"mrn", mrn}}, "release-1").response.status, 200);
  const Json released = get("/v1/movements/" + mrn, trader).json;
  EXPECT_EQ(released["status"], "released") << released.dump();
  node.set_time(*parse_instant(released["limit"].get<std::string>() + "T20:00:00Z") + std::chrono::hours{24});
  EXPECT_EQ(get("/v1/movements/" + mrn, trader).json["status"], "overdue");
}

TEST_F(Business, API_003_AFilterThatThereIsNotIsRefusedAndNotForgotten) {
  const auto refused = get("/v1/movements?statuss=accepted", trader);
  EXPECT_EQ(refused.response.status, 400);
  EXPECT_EQ(refused.json["code"], "API-003") << refused.json.dump();
  EXPECT_EQ(refused.json["errors"][0]["pointer"], "statuss");
  EXPECT_EQ(refused.json["errors"][0]["detail"],
            "What this address takes: limit, after, phase, status, state, role, office, since.");
  EXPECT_EQ(get("/v1/movements?status=accepted", trader).response.status, 200);
}

/// A movement that an agent declared for its holder.
class Represented : public Business {
 public:
  void declare() {
    prepare();
    put("<HolderOfTheTransitProcedure>\n    <identificationNumber>", 12, "SG198803456D");
    declaration.insert(declaration.find("  <Guarantee>"),
                       "<Representative><identificationNumber>SG201912345K</identificationNumber>"
                       "<status>2</status></Representative>");
    const auto taken = submit();
    ASSERT_EQ(taken.response.status, 200) << taken.json.dump();
    mrn = taken.json["mrn"];
  }
  /// The MRNs of a list, or the code of the refusal.
  std::string list(const std::string& who, const std::string& query = "") {
    const Json answer = get("/v1/movements" + query, who).json;
    if (!answer.contains("items")) return answer["code"];
    std::string text;
    for (const Json& one : answer["items"]) text += (text.empty() ? "" : " ") + one["mrn"].get<std::string>();
    return text;
  }
  void end_the_mandate() {
    std::string ended = table;
    constexpr std::string_view mandate = "mandate,,SG198803456D,SG201912345K,,,,no,,,,,,,,,,,,,2026-01-01,";
    const auto at = ended.find(mandate);
    ASSERT_NE(at, std::string::npos);
    ended.replace(at + mandate.size(), 10, "2026-11-22");
    ASSERT_EQ(bring_in(ended, keeper, "file-2").response.status, 200);
  }

  std::string mrn;
  const std::string holder_here = key({.role = access::Role::trader, .party = "SG198803456D"});
  const std::string auditor = key({.role = access::Role::auditor, .person = "ada"});
};

TEST_F(Represented, AMovementStandsInTheListsOfThoseWhomItConcerns) {
  declare();
  const std::string elsewhere =
      key({.role = access::Role::officer_of_departure, .person = "eve", .office = "SGWDL001"});
  for (const std::string& who : {trader, holder_here, departure, auditor}) EXPECT_EQ(list(who), mrn);
  EXPECT_EQ(list(stranger), "");
  EXPECT_EQ(list(elsewhere), "");
  EXPECT_EQ(list(keeper), "ACC-001");
  EXPECT_EQ(list(elsewhere, "?office=SGTUS001"), "ACC-002");
  EXPECT_EQ(list(departure, "?office=SGTUS001"), mrn);
  EXPECT_EQ(list(auditor, "?office=SGTUS001"), mrn);
  EXPECT_EQ(list(auditor, "?office=SGWDL001"), "");
  EXPECT_EQ(list(holder_here, "?office=SGTUS001"), mrn);
  EXPECT_EQ(list(holder_here, "?office=SGWDL001"), "");
  end_the_mandate();
  EXPECT_EQ(list(trader), "") << "a list is no right";
  EXPECT_EQ(list(holder_here), mrn);
}

TEST_F(Represented, WhatWasCancelledStaysInTheListsAndFiltersFindIt) {
  declare();
  const auto fits = [&](const std::string& query) { return list(holder_here, query) == mrn; };
  const Json shown = get("/v1/movements/" + mrn, holder_here).json;
  EXPECT_TRUE(fits("?phase=open&role=departure&status=" + shown["status"].get<std::string>() +
                   "&state=" + shown["state"]["id"].get<std::string>()));
  EXPECT_FALSE(fits("?phase=ended"));
  const auto done = act("departure.invalidate", departure, {{"mrn", mrn}, {"reason", "declared twice"}}, "1");
  ASSERT_EQ(done.response.status, 200) << done.json.dump();
  for (const std::string& who : {trader, holder_here, departure, auditor}) EXPECT_EQ(list(who), mrn);
  EXPECT_FALSE(fits("?phase=open"));
  for (const char* query :
       {"?phase=all", "?phase=ended", "?status=cancelled", "?state=CAN", "?role=departure",
        "?since=2026-11-23", "?since=2026-11-23T08:00:00Z", "?phase=ended&status=cancelled&since=2026-11-01"})
    EXPECT_TRUE(fits(query)) << query;
  for (const char* query : {"?status=released", "?state=REL", "?role=transit", "?since=2026-11-24",
                            "?since=2026-11-23T08:00:01Z"})
    EXPECT_FALSE(fits(query)) << query;
  for (const char* name : {"phase", "status", "state", "role", "office", "since"}) {
    const auto wrong = get(std::string{"/v1/movements?"} + name + "=sideways", holder_here);
    EXPECT_EQ(wrong.response.status, 400) << name;
    EXPECT_EQ(wrong.json["code"], "API-015") << name;
    EXPECT_EQ(wrong.json["errors"][0]["pointer"], name);
    EXPECT_EQ(wrong.json["errors"][0]["value"], "sideways");
    EXPECT_NE(wrong.json["errors"][0]["remedy"], message::find_rule("API-015")->remedy)
        << name << ": it says what this one takes";
  }
  const Json of_state = get("/v1/movements?state=sideways", holder_here).json["errors"][0];
  EXPECT_TRUE(of_state["detail"].get<std::string>().starts_with("One of ")) << of_state.dump();
  EXPECT_TRUE(of_state["detail"].get<std::string>().contains("REL")) << of_state.dump();
}

TEST_F(Business, ARejectedDeclarationIsOpenedByWhatTheListShowsAndByItsLrn) {
  prepare();
  declaration = test::with_all(declaration, "SG-CBP-000123", "SG-CBP-000999");
  const auto rejected = submit();
  ASSERT_EQ(rejected.response.status, 422) << rejected.json.dump();
  EXPECT_EQ(rejected.json["errors"][0]["pointer"], "/CC015C/Consignment/SupportingDocument/referenceNumber");
  const Json list = get("/v1/movements", trader).json;
  ASSERT_EQ(list["items"].size(), 1U) << list.dump();
  EXPECT_TRUE(list["items"][0]["mrn"].is_null());
  const std::string location = list["items"][0]["location"];
  for (const std::string& place : {location, std::string{"/v1/movements/SGTH-2026-0417"}}) {
    const auto shown = get(place, trader);
    ASSERT_EQ(shown.response.status, 200) << place << shown.json.dump();
    EXPECT_EQ(shown.json["location"], location);
    EXPECT_EQ(shown.json["state"]["id"], "REJ");
    ASSERT_EQ(shown.json["history"].size(), 1U) << shown.json.dump();
    EXPECT_EQ(shown.json["history"][0]["faults"][0]["rule"], rejected.json["code"]);
    EXPECT_EQ(shown.json["history"][0]["faults"][0]["pointer"],
              "/CC015C/Consignment/SupportingDocument/referenceNumber");
    EXPECT_EQ(get(place + "/declaration", trader).response.status, 200);
    const Json mail = get(place + "/messages", trader).json;
    ASSERT_EQ(mail["items"].size(), 1U) << mail.dump();
    EXPECT_EQ(mail["items"][0]["message"], "IE056");
    const auto told = get(place + "/messages/1", trader);
    EXPECT_EQ(told.response.status, 200);
    EXPECT_TRUE(as_text(told.response.body)
                    .contains("<errorPointer>/CC015C/Consignment/SupportingDocument/referenceNumber<"))
        << as_text(told.response.body);
    EXPECT_EQ(get(place, departure).response.status, 200) << "the office of departure may read it, too";
    EXPECT_EQ(get(place + "/messages", departure).json["items"].size(), 2U) << "what came, and the answer";
    EXPECT_EQ(get(place, stranger).json["code"], "API-010");
    EXPECT_EQ(get(place + "?holder=SG201912345K", stranger).json["code"], "API-010");
    EXPECT_EQ(get(place, keeper).json["code"], "ACC-001");
  }
  EXPECT_EQ(get("/v1/movements/SGTH-2026-0417?holder=nobody", trader).json["code"], "API-015");
  EXPECT_TRUE(service.failed.empty()) << service.failed.front();
}

TEST_F(Business, AnLrnMeansWhatBearsItNow) {
  prepare();
  const std::string mrn = submit().json["mrn"];
  put("<messageIdentification>", 2, "XX");
  ASSERT_EQ(submit().json["code"], "R-ACTS-010");
  EXPECT_EQ(get("/v1/movements/SGTH-2026-0417", trader).json["mrn"], mrn);
  const Json list = get("/v1/movements", trader).json;
  ASSERT_EQ(list["items"].size(), 2U) << list.dump();
  const auto rejected = get(list["items"][0]["location"].get<std::string>(), trader);
  EXPECT_EQ(rejected.json["status"], "rejected") << rejected.json.dump();
  EXPECT_EQ(list["items"][1]["location"], "/v1/movements/" + mrn);
  EXPECT_EQ(get("/v1/movements/SGTH-2026-0417", departure).json["mrn"], mrn)
      << "an office is shown what bears it now, too; the list has the other";
  EXPECT_EQ(get("/v1/movements/SGTH-2026-0417?holder=SG201912345K", departure).json["mrn"], mrn);
}

/// Software keeps letters by sender and identification: the second would be taken for the first.
TEST_F(Business, EachRejectionOfAnLrnHasAnIdentificationOfItsOwn) {
  prepare();
  declaration = test::with_all(declaration, "SG-CBP-000123", "SG-CBP-000999");
  ASSERT_EQ(submit().response.status, 422);
  put("<messageIdentification>", 2, "XX");
  declaration = test::with_all(declaration, "SG-CBP-000999", "SG-CBP-000998");
  ASSERT_EQ(submit().response.status, 422);
  declaration = test::with_all(declaration, "SG-CBP-000998", "SG-CBP-000123");
  put("<messageIdentification>", 2, "XY");
  put("<additionalDeclarationType>", 1, "D");
  ASSERT_EQ(submit().response.status, 200);
  const Json list = get("/v1/movements", trader).json;
  ASSERT_EQ(list["items"].size(), 3U) << list.dump();
  std::set<std::string> seen;
  for (const Json& movement : list["items"]) {
    const std::string messages = movement["location"].get<std::string>() + "/messages";
    const Json mail = get(messages, trader).json;
    ASSERT_EQ(mail["items"].size(), 1U) << mail.dump();
    const std::string id = mail["items"][0]["id"];
    EXPECT_TRUE(seen.insert(id).second) << id << " is of another message, too";
    const auto read = get(messages + "/1", trader);
    EXPECT_TRUE(as_text(read.response.body).contains("<messageIdentification>" + id + "<"))
        << as_text(read.response.body);
  }
}

TEST_F(Business, API_017_AnLrnOfSeveralHoldersNamesNoneOfThem) {
  prepare();
  declaration = test::with_all(declaration, "SG-CBP-000123", "SG-CBP-000999");
  ASSERT_EQ(submit().response.status, 422);
  put("<messageIdentification>", 2, "XX");
  put("<HolderOfTheTransitProcedure>\n    <identificationNumber>", 12, "SG198803456D");
  declaration.insert(declaration.find("  <Guarantee>"),
                     "<Representative><identificationNumber>SG201912345K</identificationNumber>"
                     "<status>2</status></Representative>");
  ASSERT_EQ(submit().response.status, 422);
  for (const std::string& who : {trader, departure}) {
    const auto either = get("/v1/movements/SGTH-2026-0417", who);
    EXPECT_EQ(either.response.status, 409) << either.json.dump();
    EXPECT_EQ(either.json["code"], "API-017");
    EXPECT_EQ(either.json["errors"][0]["value"], "SGTH-2026-0417");
    for (const char* whose : {"SG201912345K", "SG198803456D"}) {
      const auto one = get(std::string{"/v1/movements/SGTH-2026-0417?holder="} + whose, who);
      EXPECT_EQ(one.json["holder"], whose) << one.json.dump();
    }
  }
}

TEST_F(Business, AnLrnMeansWhatIsOpenBeforeWhatHasEnded) {
  prepare();
  put("<additionalDeclarationType>", 1, "D");
  ASSERT_EQ(submit().response.status, 200);
  // Later another holder's with the same LRN is rejected.
  put("<messageIdentification>", 2, "XX");
  put("<HolderOfTheTransitProcedure>\n    <identificationNumber>", 12, "SG198803456D");
  declaration = test::with_all(declaration, "SG-CBP-000123", "SG-CBP-000999");
  declaration.insert(declaration.find("  <Guarantee>"),
                     "<Representative><identificationNumber>SG201912345K</identificationNumber>"
                     "<status>2</status></Representative>");
  ASSERT_EQ(submit().response.status, 422);
  const auto open = get("/v1/movements/SGTH-2026-0417", departure);
  EXPECT_EQ(open.json["status"], "pre_lodged") << open.json.dump();
  EXPECT_EQ(open.json["holder"], "SG201912345K");
  EXPECT_EQ(get("/v1/movements/SGTH-2026-0417?holder=SG198803456D", departure).json["status"], "rejected");
}

TEST_F(Business, AListGoesOnWhereItStoppedFromTheNewestOn) {
  prepare();
  std::vector<std::string> mrns;
  for (const char* number : {"21", "22", "23"}) {
    put("<LRN>SGTH-2026-04", 2, number);
    put("<messageIdentification>", 2, number);
    const auto taken = submit();
    ASSERT_EQ(taken.response.status, 200) << taken.json.dump();
    mrns.push_back(taken.json["mrn"]);
  }
  const Json first = get("/v1/movements?limit=2", trader).json;
  ASSERT_EQ(first["items"].size(), 2U) << first.dump();
  EXPECT_EQ(first["items"][0]["mrn"], mrns[2]);
  EXPECT_EQ(first["items"][1]["mrn"], mrns[1]);
  EXPECT_EQ(first["items"][0]["began"], "2026-11-23T08:00:00.000Z");
  const Json rest = get("/v1/movements?limit=2&after=" + first["next"].get<std::string>(), trader).json;
  ASSERT_EQ(rest["items"].size(), 1U) << rest.dump();
  EXPECT_EQ(rest["items"][0]["mrn"], mrns[0]);
  EXPECT_FALSE(rest.contains("next"));
}

TEST_F(Represented, R_ACTS_003_AnAgentReadsAMovementOnlyWhileItsMandateHolds) {
  declare();
  const std::string movement = "/v1/movements/" + mrn;
  EXPECT_EQ(get(movement, trader).response.status, 200);
  EXPECT_EQ(get(movement + "/messages", trader).response.status, 200);
  end_the_mandate();
  EXPECT_EQ(get(movement, trader).response.status, 404);
  EXPECT_EQ(get(movement + "/messages", trader).response.status, 404);
  EXPECT_EQ(get(movement, key({.role = access::Role::trader, .party = "SG198803456D"})).response.status, 200);
}

}  // namespace
}  // namespace lintas::api
