#include <algorithm>
#include <chrono>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/exchange/partner.hpp"
#include "core/messages/report.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/letters.hpp"
#include "core/transit/movement.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/kinds.hpp"
#include "shell/api/acts.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/standing.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"
#include "shell/net/http.hpp"
#include "tests/support/business_fixture.hpp"
#include "tests/support/profiles.hpp"
#include "tests/support/rule_samples.hpp"

/// What a trader, an officer and a keeper do through the interface, with a declaration of the examples.
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

TEST_F(Business, UsesThatHoldAnAmountAreListedApartFromThoseThatWereRefused) {
  prepare();
  const std::string code = declaration.substr(declaration.find("<accessCode>") + 12, 4);
  put("<accessCode>", 4, "0000");
  ASSERT_EQ(submit().json["status"], "guarantee_problem");
  put("<accessCode>", 4, code);
  put("<messageIdentification>", 2, "XX");
  put("<LRN>SGTH-2026-04", 2, "21");
  const std::string mrn = submit().json["mrn"];
  ASSERT_EQ(act("departure.release", departure, {{"mrn", mrn}}, "release-1").json["status"], "released");
  const std::string place = "/v1/guarantees/26SG0000000000771/uses";
  EXPECT_EQ(get(place, trader).json["items"].size(), 2U);
  const Json held = get(place + "?phase=open", trader).json["items"];
  ASSERT_EQ(held.size(), 1U) << held.dump();
  EXPECT_EQ(held[0]["mrn"], mrn);
  const Json others = get(place + "?phase=ended", trader).json["items"];
  ASSERT_EQ(others.size(), 1U) << others.dump();
  EXPECT_EQ(others[0]["use"], "none");
  EXPECT_EQ(get(place + "?phase=sideways", trader).json["code"], "API-015");
}

TEST_F(Business, EXC_016_AnotherMessageUnderAnIdentificationIsNotTakenForTheFirst) {
  prepare();
  const std::string mrn = submit().json["mrn"];
  put("<descriptionOfGoods>", 1, "X");
  const auto other = submit();
  EXPECT_EQ(other.response.status, 422) << other.json.dump();
  EXPECT_EQ(other.json["code"], "EXC-016") << other.json.dump();
  put("<messageIdentification>", 2, "XX");
  EXPECT_EQ(submit().json["code"], "R-ACTS-010") << "the LRN is in use";
  put("<descriptionOfGoods>", 1, "Y");
  EXPECT_EQ(submit().json["code"], "EXC-016") << "a refused message has its answer too";
}

TEST_F(Business, WhatIsRefusedLeavesTheMovementAsAColleagueHasSeenIt) {
  prepare();
  const std::string mrn = submit().json["mrn"];
  const auto tag = [&] {
    return std::string{get("/v1/movements/" + mrn, departure).response.headers.find("ETag").value_or("")};
  };
  const std::string seen = tag();
  ASSERT_FALSE(seen.empty());
  const auto refused =
      act("departure.release", departure, {{"mrn", mrn}, {"limit", "2026-11-01"}}, "release-1");
  ASSERT_EQ(refused.response.status, 422) << refused.json.dump();
  EXPECT_EQ(refused.json["code"], "R-TRA-106") << refused.json.dump();
  EXPECT_EQ(tag(), seen);
  put("<messageIdentification>", 2, "XX");
  EXPECT_EQ(submit().json["code"], "R-ACTS-010") << "the LRN is in use";
  EXPECT_EQ(tag(), seen);

  std::size_t told = 0;
  std::string after;
  for (Json feed = get("/v1/events", departure).json; !feed["items"].empty();
       feed = get("/v1/events?after=" + after, departure).json) {
    for (const Json& one : feed["items"])
      if (one["event"] == "command.refused" && one["ref"] == mrn) ++told;
    after = feed["next"];
  }
  EXPECT_EQ(told, 1U) << "the act; the other declaration has a movement of its own, rejected";

  const std::string second_officer =
      key({.role = access::Role::officer_of_departure, .person = "eve", .office = "SGTUS001"});
  const auto released =
      act("departure.release", second_officer, {{"mrn", mrn}}, "release-2", {{"If-Match", seen}});
  EXPECT_EQ(released.response.status, 200) << released.json.dump();
  EXPECT_NE(tag(), seen);
  EXPECT_EQ(
      act("departure.release", departure, {{"mrn", mrn}}, "release-3", {{"If-Match", seen}}).json["code"],
      "API-008");
}

TEST_F(Business, WhatWasDeclaredIsReadByItsHolderAndTheOffice) {
  prepare();
  const std::string place = "/v1/movements/" + submit().json["mrn"].get<std::string>() + "/declaration";
  for (const std::string& reader : {trader, departure}) {
    const auto declared = get(place, reader);
    ASSERT_EQ(declared.response.status, 200);
    const std::string text{as_text(declared.response.body)};
    EXPECT_NE(text.find("<LRN>SGTH-2026-0417</LRN>"), std::string::npos) << text;
    EXPECT_EQ(text.find("accessCode"), std::string::npos) << "what opens the guarantee is not kept";
  }
  const auto json = ask(net::Method::get, place, departure, "", {{"Accept", "application/json"}});
  EXPECT_TRUE(json.json.is_object());
  EXPECT_EQ(get(place, stranger).response.status, 404);
}

TEST_F(Business, WhatAnOfficerWroteIsReadByOfficersUntilItIsErased) {
  prepare();
  const std::string mrn = submit().json["mrn"];
  const std::string movement = "/v1/movements/" + mrn;
  const std::string reason = "Tan Ah Kow has to sign first";
  const auto refused =
      act("departure.refuse_release", departure, {{"mrn", mrn}, {"reason", reason}}, "refuse-1");
  ASSERT_EQ(refused.response.status, 200) << refused.json.dump();
  const auto last_event = [&](const std::string& by) { return get(movement, by).json["history"].back(); };
  const std::string place =
      movement + "/messages/" + std::to_string(get(movement + "/messages", trader).json["items"].size());
  const auto told = [&] { return std::string{as_text(get(place, trader).response.body)}; };

  EXPECT_EQ(last_event(departure)["event"], "departure.not_released");
  EXPECT_EQ(last_event(departure)["texts"], (Json{{"reason", reason}}));
  EXPECT_FALSE(last_event(trader).contains("texts")) << "a trader reads what it is told";
  EXPECT_NE(told().find(reason), std::string::npos) << told();
  app::Batch batch;
  for (const app::EventRow& event : node.store().feed(app::Seq::none, 1000)) {
    EXPECT_EQ(as_text(event.body).find(reason), std::string_view::npos);
    if (const auto texts = app::body_of(event).texts) batch.erased.push_back(texts->id);
  }
  ASSERT_EQ(batch.erased.size(), 1U);
  ASSERT_EQ(node.store().commit(batch), app::CommitOutcome::applied);

  EXPECT_EQ(last_event(departure)["texts_erased"], true) << last_event(departure).dump();
  EXPECT_FALSE(last_event(departure).contains("texts"));
  EXPECT_FALSE(last_event(trader).contains("texts_erased"));
  EXPECT_EQ(told().find(reason), std::string::npos);
  EXPECT_NE(told().find("CC051C"), std::string::npos) << told();
  EXPECT_TRUE(service.failed.empty()) << service.failed.front();
}

TEST_F(Business, R_ACTS_035_WhatHindersAReleaseIsToldToWhoTriedIt) {
  prepare();
  const std::string mrn = submit().json["mrn"];
  const auto hindered =
      act("departure.release", departure, {{"mrn", mrn}, {"limit", "2027-03-20"}}, "release-1");
  ASSERT_EQ(hindered.response.status, 200) << hindered.json.dump();
  EXPECT_EQ(hindered.json["status"], "accepted");
  ASSERT_TRUE(hindered.json.contains("faults")) << hindered.json.dump();
  EXPECT_EQ(hindered.json["faults"][0]["rule"], "R-ACTS-022") << "the card ends before";
}

TEST_F(Business, R_TRA_092_WhoActsOutOfTurnIsToldHowItStands) {
  prepare();
  const std::string mrn = submit().json["mrn"];
  ASSERT_EQ(act("departure.release", departure, {{"mrn", mrn}}, "release-1").response.status, 200);
  const auto late = act("departure.refuse_release", departure, {{"mrn", mrn}, {"reason", "why"}}, "refuse-1");
  ASSERT_EQ(late.response.status, 422) << late.json.dump();
  EXPECT_EQ(late.json["code"], "R-TRA-092");
  EXPECT_EQ(late.json["errors"][0]["value"], "no release");
  const std::string detail = late.json["errors"][0]["detail"];
  EXPECT_TRUE(
      detail.starts_with("The movement is in state \"Movement released\". It waits for: arrival advice "
                         "(IE006). You may now: departure."))
      << detail;
  EXPECT_FALSE(detail.contains("departure.release ")) << "that is done";
  const auto others = detail.find(" Others may: ");
  const std::string own = detail.substr(0, others);
  for (const std::string_view act : {"departure.accept_proof (proof accepted)", "departure.extend_limit"})
    EXPECT_TRUE(detail.contains(act)) << detail;
  const Json may = get("/v1/me", departure).json["acts"];
  EXPECT_TRUE(own.contains("departure.extend_limit") ==
              (std::ranges::find(may, "departure.extend_limit") != may.end()))
      << detail;
  const auto by_another =
      act("departure.close_recommendation",
          key({.role = access::Role::enquiry_officer, .person = "eli", .office = "SGTUS001"}),
          {{"mrn", mrn}, {"reason", "so"}}, "close-1");
  ASSERT_EQ(by_another.response.status, 422) << by_another.json.dump();
  const std::string told = by_another.json["errors"][0]["detail"];
  EXPECT_TRUE(told.contains("Others may: ")) << told;
  EXPECT_TRUE(told.contains("supervisor: departure.extend_limit (extend limit)")) << told;
}

TEST_F(Business, R_TRA_102_ARequestForCancellationIsShownToTheOfficerWhoDecidesIt) {
  prepare();
  const std::string mrn = submit().json["mrn"];
  const auto asked = ask(net::Method::post, "/v1/messages", trader,
                         test::with_all(std::string{test::invalidation_request}, "26SGTUS000000123J0", mrn));
  ASSERT_EQ(asked.response.status, 200) << asked.json.dump();
  EXPECT_EQ(asked.json["done"], "request for cancellation received");
  EXPECT_EQ(asked.json["status"], "accepted") << "until it is decided";
  EXPECT_FALSE(asked.json.contains("warnings")) << "they are for officers: " << asked.json.dump();
  const Json shown = get("/v1/movements/" + mrn, departure).json;
  EXPECT_EQ(shown["cancellation_asked"], true);
  ASSERT_EQ(shown["warnings"].size(), 1U) << shown.dump();
  EXPECT_EQ(shown["warnings"][0]["rule"], "R-TRA-102");
  EXPECT_EQ(shown["warnings"][0]["pointer"], "/cancellation_asked");
  EXPECT_TRUE(shown["warnings"][0]["detail"].get<std::string>().contains("departure.decide_cancellation"))
      << shown["warnings"].dump();
  EXPECT_FALSE(get("/v1/movements/" + mrn, trader).json.contains("warnings"));
  const Json work = get("/v1/work", departure).json["items"];
  ASSERT_EQ(work.size(), 1U) << work.dump();
  EXPECT_EQ(work[0]["notes"], Json::array({message::find_rule("R-TRA-102")->text}));
  const auto release = act("departure.release", departure, {{"mrn", mrn}}, "release-1");
  ASSERT_EQ(release.json["code"], "R-TRA-102") << release.json.dump();
  EXPECT_TRUE(release.json["errors"][0]["remedy"].get<std::string>().starts_with("Decide on the request"));
  const auto decided =
      act("departure.decide_cancellation", departure, {{"mrn", mrn}, {"grant", true}}, "cancel-1");
  ASSERT_EQ(decided.response.status, 200) << decided.json.dump();
  EXPECT_EQ(decided.json["done"], "request for cancellation decided");
  EXPECT_EQ(decided.json["status"], "cancelled");
  EXPECT_FALSE(get("/v1/movements/" + mrn, departure).json.contains("warnings"));
}

TEST_F(Business, R_ACTS_045_AfterAWrongAccessCodeTheTraderIsToldWhatToSendAndUntilWhen) {
  prepare();
  put("<accessCode>", 4, "0000");
  const auto wrong = submit();
  ASSERT_EQ(wrong.json["status"], "guarantee_problem") << wrong.json.dump();
  EXPECT_EQ(wrong.json["done"], "declaration received");
  EXPECT_EQ(wrong.json["faults"][0]["rule"], "R-ACTS-045");
  EXPECT_EQ(wrong.json["faults"][0]["pointer"], "/guarantees/0") << "the code itself is never shown";
  EXPECT_TRUE(wrong.json["faults"][0]["remedy"].get<std::string>().contains("amendment"));
  const Json amendment{{"message", "IE013"}, {"words", "amendment"}};
  const Json& now_sent = wrong.json["trader_may_send"];
  EXPECT_TRUE(std::ranges::find(now_sent, amendment) != now_sent.end()) << wrong.json.dump();
  EXPECT_TRUE(wrong.json["due"].is_string()) << wrong.json.dump();
  const Json shown = get("/v1/movements/" + wrong.json["mrn"].get<std::string>(), trader).json;
  EXPECT_EQ(shown["trader_may_send"], now_sent);
  EXPECT_EQ(shown["due"], wrong.json["due"]);
  EXPECT_EQ(shown["guarantees"][0]["refused"][0]["pointer"], "/guarantees/0");
}

TEST_F(Business, R_TRA_117_AnotherPartyNamedAsTheSenderIsTakenAndTold) {
  prepare();
  put("<messageSender>", 12, "MY199301234567");
  const auto taken = submit();
  ASSERT_EQ(taken.response.status, 200) << taken.json.dump();
  ASSERT_EQ(taken.json["warnings"].size(), 1U) << taken.json.dump();
  EXPECT_EQ(taken.json["warnings"][0]["rule"], "R-TRA-117");
  EXPECT_EQ(taken.json["warnings"][0]["pointer"], "/CC015C/messageSender");
  EXPECT_EQ(taken.json["warnings"][0]["value"], "MY199301234567");
  EXPECT_EQ(get("/v1/movements/" + taken.json["mrn"].get<std::string>(), trader).json["holder"],
            "SG201912345K")
      << "who sends, the key says";
}

TEST_F(Business, ANameOfSoftwareIsNoOtherParty) {
  prepare();
  put("<messageSender>", 12, "forwarding.sg");
  const auto taken = submit();
  ASSERT_EQ(taken.response.status, 200) << taken.json.dump();
  EXPECT_FALSE(taken.json.contains("warnings")) << taken.json.dump();
}

/// A word of what was done for each thing that somebody asks for.
TEST_F(Business, EveryActAndEveryMessageOfATraderSaysWhatWasDone) {
  for (const NamedAct& act : acts_of(node.domain()))
    EXPECT_FALSE(done_words(node.domain(), act.act->type).empty()) << act.name;
  for (const auto& message : transit::messages_of_movement) {
    const auto type = workflow::command_of_message(message.ie);
    if (message.from.has(transit::Party::trader) && node.domain().command(type) != nullptr) {
      EXPECT_FALSE(done_words(node.domain(), type).empty()) << message.root;
    }
  }
}

TEST_F(Business, AFaultOfAnActOrOfJsonIsPlacedByAJsonPointer) {
  prepare();
  const std::string mrn = submit().json["mrn"];
  const auto past = act("departure.release", departure, {{"mrn", mrn}, {"limit", "2026-11-01"}}, "release-1");
  ASSERT_EQ(past.response.status, 422) << past.json.dump();
  EXPECT_EQ(past.json["errors"][0]["pointer"], "/limit");
  const auto message = ask(net::Method::post, "/v1/messages", trader,
                           R"({"CC015C":{"Guarantee":[{"sequenceNumber":1,"guaranteeType":"11"}]}})");
  ASSERT_EQ(message.response.status, 422) << message.json.dump();
  const auto& errors = message.json["errors"];
  EXPECT_TRUE(std::ranges::any_of(errors, [](const Json& error) {
    return error["pointer"] == "/CC015C/Guarantee/0/guaranteeType";
  })) << message.json.dump();
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

TEST_F(Business, AKeyIsToldWithItsHashAndWhetherItsPartyIsRegistered) {
  const std::string administrator = key({.role = access::Role::node_administrator, .person = "first"});
  const auto issue = [&](const Json& body) {
    const auto issued = ask(net::Method::post, "/v1/keys", administrator, body.dump());
    EXPECT_EQ(issued.response.status, 201) << issued.json.dump();
    return issued.json;
  };
  ASSERT_EQ(bring_in(table, keeper).response.status, 200);
  const Json known = issue({{"role", "trader"}, {"party", "SG201912345K"}});
  EXPECT_EQ(known["registered"], true);
  EXPECT_EQ(known["party"], "SG201912345K");
  EXPECT_TRUE(get("/v1/keys", administrator).json.dump().contains(known["hash"].get<std::string>()));
  EXPECT_EQ(issue({{"role", "trader"}, {"party", "SG299999999X"}})["registered"], false);
  EXPECT_FALSE(issue({{"role", "guarantor"}, {"party", "SGBANK"}}).contains("registered"))
      << "guarantors are in no register";
  const auto suspended =
      act("registers.suspend", keeper,
          {{"key", {{"kind", "trader"}, {"text", "SG201912345K"}}}, {"reason", "offence"}}, "suspend-1");
  ASSERT_EQ(suspended.response.status, 200) << suspended.json.dump();
  EXPECT_EQ(issue({{"role", "trader"}, {"party", "SG201912345K"}})["registered"], false)
      << "its entry does not hold today";
}

TEST_F(Business, NoKeyIsKeptWhereTheRegisterCannotBeRead) {
  const std::string administrator = key({.role = access::Role::node_administrator, .person = "first"});
  service.readable = false;
  const Json asked{{"role", "trader"}, {"party", "SG201912345K"}};
  const auto answer = ask(net::Method::post, "/v1/keys", administrator, asked.dump());
  EXPECT_EQ(answer.response.status, 429) << answer.json.dump();
  EXPECT_EQ(kept_keys, "") << "the answer says that nothing was stored";
}

TEST_F(Business, AGuaranteeSaysItsStateForProgramsAndForOfficers) {
  prepare();
  const Json shown = get("/v1/guarantees/26SG0000000000771", guarantees).json;
  EXPECT_EQ(shown["state"]["id"], "valid") << shown.dump();
  EXPECT_EQ(shown["state"]["name"], "Valid");
  EXPECT_EQ(shown["status"], "valid");
}

TEST_F(Business, TheTraderReadsWhatItIsSentInXmlAndJson) {
  prepare();
  const std::string mrn = submit().json["mrn"];
  (void)act("departure.release", departure, {{"mrn", mrn}}, "release-1");
  const auto list = get("/v1/movements/" + mrn + "/messages", trader);
  std::string all;
  for (const Json& one : list.json["items"]) all += one["message"].get<std::string>() + ' ';
  EXPECT_EQ(all, "IE928 IE028 IE029 ");
  const auto xml = get("/v1/movements/" + mrn + "/messages/2", trader);
  EXPECT_EQ(xml.response.status, 200);
  EXPECT_NE(as_text(xml.response.body).find("<MRN>" + mrn + "</MRN>"), std::string_view::npos);
  const auto json = ask(net::Method::get, "/v1/movements/" + mrn + "/messages/2", trader, "",
                        {{"Accept", "application/json"}});
  EXPECT_TRUE(json.json.contains("CC028C")) << json.json.dump();
  EXPECT_EQ(get("/v1/movements/" + mrn + "/messages/2", stranger).response.status, 404);
  EXPECT_EQ(get("/v1/movements/" + mrn + "/messages/9", trader).response.status, 404);
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

TEST_F(Business, WEL_010_WhatIsNoMessageIsToldWithLineAndColumn) {
  for (const auto* target : {"/v1/messages", "/v1/messages?dry_run=true"}) {
    const auto refused = ask(net::Method::post, target, trader,
                             "<n:CC015C xmlns:n=\"http://ncts.dgtaxud.ec\">\n  <LRN>1</MRN>\n</n:CC015C>");
    EXPECT_EQ(refused.json["errors"][0]["rule"], "WEL-010") << refused.json.dump();
    EXPECT_EQ(refused.json["errors"][0]["detail"], "Line 2, column 11: </LRN> is expected.")
        << refused.json.dump();
  }
}

TEST_F(Business, TheFeedTellsEachWhatConcernsIt) {
  prepare();
  (void)submit();
  const auto names = [&](const std::string& who) {
    std::string text;
    std::string after;
    for (int page = 0; page < 20; ++page) {
      const auto feed = get("/v1/events" + (after.empty() ? "" : "?after=" + after), who);
      for (const Json& one : feed.json["items"]) text += one["kind"].get<std::string>() + ' ';
      if (feed.json["items"].empty()) break;
      after = feed.json["next"];
    }
    return text;
  };
  EXPECT_EQ(names(stranger), "");
  const std::string seen = names(trader);
  EXPECT_NE(seen.find("departure"), std::string::npos) << seen;
  EXPECT_NE(seen.find("guarantee"), std::string::npos) << seen;
}

TEST_F(Business, OnlyWhatWaitsForTheCallerIsInItsWorkList) {
  prepare();
  const auto acts_of = [&](const std::string& who) {
    std::string text;
    const Json list = get("/v1/work", who).json;
    for (const Json& one : list["items"]) {
      text += one["ref"].get<std::string>() + ':';
      for (const Json& act : one["acts"]) text += ' ' + act.get<std::string>();
      text += ';';
    }
    return text;
  };
  EXPECT_EQ(acts_of(guarantees), "") << "a guarantee that is valid waits for nobody";
  const std::string mrn = submit().json["mrn"];
  EXPECT_EQ(acts_of(departure), mrn +
                                    ": departure.decide_control departure.release "
                                    "departure.refuse_release departure.ask_amendment;");
  EXPECT_EQ(acts_of(guarantees), "") << "the movement is for another role";
  const std::string enquiry =
      key({.role = access::Role::enquiry_officer, .person = "eli", .office = "SGTUS001"});
  EXPECT_EQ(acts_of(enquiry), "") << "not yet";
  const std::string auditor = key({.role = access::Role::auditor, .person = "ada", .office = "SGTUS001"});
  EXPECT_NE(acts_of(auditor).find("departure.release"), std::string::npos);
  ASSERT_EQ(act("departure.release", departure, {{"mrn", mrn}}, "release-1").response.status, 200);
  EXPECT_EQ(acts_of(departure), "") << "now it is the carrier's";
  ASSERT_EQ(act("guarantee.suspend", guarantees, {{"grn", "26SG0000000000771"}}, "suspend-1").response.status,
            200);
  EXPECT_EQ(acts_of(guarantees), "26SG0000000000771: guarantee.lift_suspension;");
}

TEST_F(Business, APageOfTheWorkListFoldsAsMuchAsItMayShowAndSkipsWhatIsIdle) {
  prepare();
  std::vector<std::string> mrns;
  for (const char* number : {"21", "22", "23", "24"}) {
    put("<LRN>SGTH-2026-04", 2, number);
    put("<messageIdentification>", 2, number);
    const auto taken = submit();
    ASSERT_EQ(taken.response.status, 200) << taken.json.dump();
    mrns.push_back(taken.json["mrn"]);
  }
  // A guarantee and four movements are open at the office, and none waits for this role.
  const Json looked = get("/v1/work?limit=1", guarantees).json;
  EXPECT_TRUE(looked["items"].empty()) << looked.dump();
  ASSERT_TRUE(looked.contains("next")) << looked.dump();
  const Json rest = get("/v1/work?limit=1&after=" + looked["next"].get<std::string>(), guarantees).json;
  EXPECT_TRUE(rest["items"].empty()) << rest.dump();
  EXPECT_FALSE(rest.contains("next")) << rest.dump();
  for (std::size_t i = 0; i + 1 < mrns.size(); ++i)
    ASSERT_EQ(act("departure.release", departure, {{"mrn", mrns[i]}}, mrns[i]).json["status"], "released");
  const Json waits = get("/v1/work?limit=1", departure).json;
  ASSERT_EQ(waits["items"].size(), 1U) << "what was released is not even folded: " << waits.dump();
  EXPECT_EQ(waits["items"][0]["ref"], mrns.back());
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
              "/*/Consignment/SupportingDocument/referenceNumber");
    EXPECT_EQ(get(place + "/declaration", trader).response.status, 200);
    const Json mail = get(place + "/messages", trader).json;
    ASSERT_EQ(mail["items"].size(), 1U) << mail.dump();
    EXPECT_EQ(mail["items"][0]["message"], "IE056");
    EXPECT_EQ(get(place + "/messages/1", trader).response.status, 200);
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

TEST_F(Business, AnOfficeReadsAllThatWasSentAboutItsMovements) {
  prepare();
  const std::string mrn = submit().json["mrn"];
  ASSERT_EQ(act("departure.release", departure, {{"mrn", mrn}}, "release-1").response.status, 200);
  const std::string place = "/v1/movements/" + mrn + "/messages";
  const Json list = get(place, departure).json;
  ASSERT_TRUE(list.contains("items")) << list.dump();
  ASSERT_FALSE(list["items"].empty());
  const Json& declared = list["items"][0];
  EXPECT_EQ(declared["message"], "IE015");
  EXPECT_EQ(declared["root"], "CC015C");
  EXPECT_EQ(declared["direction"], "received");
  EXPECT_EQ(declared["from"], "SG201912345K");
  EXPECT_EQ(declared["to"], "NTA.SG");
  EXPECT_NE(declaration.find("<messageIdentification>" + declared["id"].get<std::string>() + "<"),
            std::string::npos);
  std::set<std::string> sent;
  for (const Json& one : list["items"]) {
    if (one["direction"] == "sent")
      sent.insert(one["message"].get<std::string>() + " " + one["to"].get<std::string>());
    const auto opened = get(place + "/" + std::to_string(one["n"].get<int>()), departure);
    EXPECT_EQ(opened.response.status, 200) << one.dump();
    const std::string text{as_text(opened.response.body)};
    EXPECT_NE(text.find(one["root"].get<std::string>()), std::string::npos) << one.dump();
    EXPECT_NE(text.find("<messageIdentification>" + one["id"].get<std::string>() + "<"), std::string::npos)
        << one.dump();
    EXPECT_EQ(text.find("accessCode"), std::string::npos);
  }
  for (const char* one : {"IE928 SG201912345K", "IE028 SG201912345K", "IE029 SG201912345K", "IE001 NTA.TH",
                          "IE050 NTA.MY", "IE1095 NTA.TH"})
    EXPECT_TRUE(sent.contains(one)) << one;
  EXPECT_TRUE(service.failed.empty()) << service.failed.front();

  const auto officer_of = [&](access::Role role, const char* office) {
    return key({.role = role, .person = "fay", .office = office});
  };
  const std::string auditor = key({.role = access::Role::auditor, .person = "ada"});
  EXPECT_EQ(get(place, auditor).json["items"].size(), list["items"].size());
  EXPECT_EQ(get(place, officer_of(access::Role::supervisor, "SGTUS001")).response.status, 200);
  EXPECT_EQ(get(place, officer_of(access::Role::officer_of_departure, "SGWDL001")).response.status, 404);
  const auto of_another_part = get(place, officer_of(access::Role::officer_of_transit, "SGTUS001"));
  EXPECT_EQ(of_another_part.response.status, 403) << "its office knows of the movement";
  EXPECT_EQ(of_another_part.json["code"], "ACC-002");
  EXPECT_EQ(get(place, keeper).json["code"], "ACC-001");
  EXPECT_EQ(get(place + "/99", departure).response.status, 404);
}

/// What every role is told of what it may not, over what may be read and what may be asked for.
class WhoMayNot : public Business {
 public:
  /// One of each role, with a party and an office that have no part in anything here.
  std::string outsider(access::Role role) {
    return key({.role = role, .party = "SG201900000A", .person = "zoe", .office = "SGWDL001"});
  }
  /// What an answer says beside its trace.
  static Json said(const Answer& answer) {
    Json json = answer.json;
    json.erase("trace_id");
    return json;
  }
  static void expect_never(const Answer& answer, const std::string& about) {
    EXPECT_EQ(answer.response.status, 403) << about << answer.json.dump();
    EXPECT_EQ(answer.json["code"], "ACC-001") << about;
    EXPECT_NE(answer.json["errors"][0].value("detail", "").find("Roles that may: "), std::string::npos)
        << about << answer.json.dump();
  }
  static void expect_nothing(const Answer& there, const Answer& not_there, const std::string& about) {
    EXPECT_EQ(there.response.status, 404) << about << there.json.dump();
    EXPECT_EQ(there.json["code"], "API-010") << about;
    EXPECT_EQ(said(there), said(not_there)) << about << ": what is there looks like what is not";
  }
};

TEST_F(WhoMayNot, ReadsAreAnsweredByOneRule) {
  prepare();
  const std::string mrn = submit().json["mrn"];
  const std::string no_mrn{
      Mrn::issue(std::chrono::year{2026}, Country::parse("SG").value(), "000000000001").value().str()};
  struct Place {
    Read read;
    std::string there;
    std::string not_there;
  };
  const std::vector<Place> places{
      {Read::movement, "/v1/movements/" + mrn, "/v1/movements/" + no_mrn},
      {Read::messages, "/v1/movements/" + mrn + "/messages", "/v1/movements/" + no_mrn + "/messages"},
      {Read::declaration, "/v1/movements/" + mrn + "/declaration",
       "/v1/movements/" + no_mrn + "/declaration"},
      {Read::guarantee, "/v1/guarantees/26SG0000000000771", "/v1/guarantees/26SG0000000000015"},
      {Read::uses, "/v1/guarantees/26SG0000000000771/uses", "/v1/guarantees/26SG0000000000015/uses"},
      {Read::registers, "/v1/registers/trader/SG201912345K", "/v1/registers/trader/SG299912345K"},
  };
  for (const access::Role role : access::all_roles()) {
    if (role == access::Role::node) continue;  // it has no key
    const std::string who = outsider(role);
    for (const Place& place : places) {
      const std::string about = std::string{access::name(role)} + " " + place.there + " ";
      const auto there = get(place.there, who);
      const auto not_there = get(place.not_there, who);
      if (!may_ever_read(role, place.read)) {
        expect_never(there, about);
        expect_never(not_there, about);
      } else if (may_read({.role = role}, place.read, {})) {
        EXPECT_EQ(there.response.status, 200) << about << there.json.dump();
        EXPECT_EQ(not_there.response.status, 404) << about << not_there.json.dump();
      } else {
        expect_nothing(there, not_there, about);
      }
    }
    const std::vector<std::pair<Read, std::string>> lists{{Read::movement, "/v1/movements"},
                                                          {Read::guarantee, "/v1/guarantees"},
                                                          {Read::registers, "/v1/registers/trader"},
                                                          {Read::work_list, "/v1/work"},
                                                          {Read::exchange, "/v1/exchange/dead-letters"},
                                                          {Read::exchange, "/v1/exchange/waiting"},
                                                          {Read::exchange, "/v1/exchange/messages"},
                                                          {Read::exchange, "/v1/exchange/partners"},
                                                          {Read::keys, "/v1/keys"}};
    for (const auto& [read, list] : lists) {
      const auto answer = get(list, who);
      const std::string about = std::string{access::name(role)} + " " + list + " ";
      if (may_ever_read(role, read)) {
        EXPECT_EQ(answer.response.status, 200) << about << answer.json.dump();
      } else {
        expect_never(answer, about);
      }
    }
  }
  EXPECT_TRUE(service.failed.empty()) << service.failed.front();
}

TEST_F(WhoMayNot, ActsAreAnsweredByOneRule) {
  prepare();
  const std::string mrn = submit().json["mrn"];
  const std::string no_mrn{
      Mrn::issue(std::chrono::year{2026}, Country::parse("SG").value(), "000000000001").value().str()};
  struct Asked {
    std::string name;
    Json content;
    Json of_nothing;
  };
  const std::string no_grn{
      Grn::issue(std::chrono::year{2026}, Country::parse("SG").value(), "000000000816").value().str()};
  std::vector<Asked> all;
  for (const char* name : {"departure.release", "departure.decide_control", "departure.withdraw_request"})
    all.push_back({name, {{"mrn", mrn}}, {{"mrn", no_mrn}}});
  for (const char* name : {"departure.refuse_release", "departure.ask_amendment", "departure.invalidate",
                           "departure.resolve_discrepancies", "departure.close_recommendation"})
    all.push_back({name, {{"mrn", mrn}, {"reason", "so"}}, {{"mrn", no_mrn}, {"reason", "so"}}});
  for (const char* name : {"guarantee.suspend", "guarantee.lift_suspension", "guarantee.liberate"})
    all.push_back({name, {{"grn", "26SG0000000000771"}}, {{"grn", no_grn}}});
  for (const char* name : {"passage.complete", "destination.decide_control"}) {
    all.push_back({name, {{"mrn", mrn}, {"office", "SGWDL001"}}, {{"mrn", no_mrn}, {"office", "SGWDL001"}}});
  }
  int asked = 0;
  for (const access::Role role : access::all_roles()) {
    if (role == access::Role::node) continue;  // it has no key
    const std::string who = outsider(role);
    const Json acts = get("/v1/me", who).json["acts"];
    for (const Asked& one : all) {
      const std::string about = std::string{access::name(role)} + " " + one.name + " ";
      const auto there = act(one.name, who, one.content, "there-" + std::to_string(++asked));
      const auto not_there = act(one.name, who, one.of_nothing, "not-there-" + std::to_string(++asked));
      if (std::ranges::find(acts, Json(one.name)) == acts.end()) {
        expect_never(there, about);
        expect_never(not_there, about);
      } else {
        expect_nothing(there, not_there, about);
      }
    }
  }
  EXPECT_TRUE(service.failed.empty()) << service.failed.front();
}

TEST_F(Represented, R_ACTS_003_AnAgentReadsAMovementOnlyWhileItsMandateHolds) {
  declare();
  const std::string movement = "/v1/movements/" + mrn;
  EXPECT_EQ(get(movement, trader).response.status, 200);
  EXPECT_EQ(get(movement + "/messages", trader).response.status, 200);
  std::string ended = table;
  constexpr std::string_view mandate = "mandate,,SG198803456D,SG201912345K,,,,no,,,,,,,,,,,,,2026-01-01,";
  const auto at = ended.find(mandate);
  ASSERT_NE(at, std::string::npos);
  ended.replace(at + mandate.size(), 10, "2026-11-22");
  ASSERT_EQ(bring_in(ended, keeper, "file-2").response.status, 200);
  EXPECT_EQ(get(movement, trader).response.status, 404);
  EXPECT_EQ(get(movement + "/messages", trader).response.status, 404);
  EXPECT_EQ(get(movement, key({.role = access::Role::trader, .party = "SG198803456D"})).response.status, 200);
}

TEST_F(Business, AnAgentSeesTheBalanceOnlyWhereItsMandateSaysSo) {
  prepare();
  const std::string agent = key({.role = access::Role::declarant, .party = "SG198803456D"});
  const std::string guarantee = "/v1/guarantees/26SG0000000000771";
  const auto mandate = [](std::string_view sees) {
    return "mandate,,SG201912345K,SG198803456D,,,," + std::string{sees} +
           ",,,,,,,,,,,,,2026-01-01,2026-12-31,,\n";
  };
  EXPECT_EQ(get(guarantee, agent).response.status, 404) << "it has no mandate";
  ASSERT_EQ(bring_in(table + mandate("no"), keeper, "file-2").response.status, 200);
  EXPECT_EQ(get(guarantee, agent).response.status, 404);
  ASSERT_EQ(bring_in(table + mandate("yes"), keeper, "file-3").response.status, 200);
  EXPECT_EQ(get(guarantee, agent).json["available"]["amount"], "300000.00");
  EXPECT_EQ(get(guarantee + "/uses", agent).json["code"], "ACC-001")
      << "the movements of others are not told";
  EXPECT_EQ(get(guarantee + "/uses", trader).response.status, 200);
}

TEST_F(Business, AnOfficerOfRecoveryReadsItsCasesAndFindsThemInItsWork) {
  prepare();
  const std::string mrn = submit().json["mrn"];
  ASSERT_EQ(act("departure.release", departure, {{"mrn", mrn}}, "release-1").response.status, 200);
  const auto key_of = [&](const std::string& person, const std::string& office) {
    return key({.role = access::Role::recovery_officer, .person = person, .office = office});
  };
  const std::string recovery = key_of("rea", "SGTUS001");
  const std::string other = key_of("ron", "SGTUS001");
  const std::string guarantee = "/v1/guarantees/26SG0000000000771";
  const std::string movement = "/v1/movements/" + mrn;
  for (const std::string& place : {guarantee, guarantee + "/uses", movement})
    EXPECT_EQ(get(place, recovery).response.status, 404) << place << ": nobody was asked to pay";
  EXPECT_EQ(get("/v1/work", recovery).json["items"], Json::array());

  const Json use{{"grn", "26SG0000000000771"}, {"mrn", mrn}};
  Json claim = use;
  claim["amount"] = {{"amount", "100.00"}, {"currency", "SGD"}};
  ASSERT_EQ(act("guarantee.claim", recovery, claim, "claim-1", {{"Lintas-Second", other}}).response.status,
            200);
  EXPECT_EQ(get(guarantee, recovery).json["claimed"]["amount"], "100.00");
  EXPECT_EQ(get(guarantee + "/uses", recovery).json["items"][0]["mrn"], mrn);
  EXPECT_EQ(get(movement, recovery).json["guarantees"][0]["use"], "claimed");
  EXPECT_EQ(get(movement + "/declaration", recovery).json["code"], "ACC-001") << "not what was declared";
  const Json work = get("/v1/work", recovery).json["items"];
  ASSERT_EQ(work.size(), 1U) << work.dump();
  EXPECT_EQ(work[0]["kind"], "use");
  EXPECT_EQ(work[0]["ref"], mrn);
  EXPECT_EQ(work[0]["state"], "claimed");
  EXPECT_TRUE(work[0]["due"].is_string()) << "a claim is looked at again";
  EXPECT_EQ(work[0]["acts"], (Json{"guarantee.record_payment", "guarantee.withdraw_claim"}));
  const Json others = get("/v1/work", departure).json["items"];
  for (const Json& item : others) EXPECT_NE(item["kind"], "use") << "it is recovery's: " << item.dump();
  EXPECT_EQ(get(guarantee, key_of("roy", "SGPSA001")).response.status, 404) << "no office of recovery";

  EXPECT_EQ(act("guarantee.withdraw_claim", recovery, use, "withdraw-1").json["code"], "R-GUA-316");
  ASSERT_EQ(act("guarantee.withdraw_claim", recovery, use, "withdraw-2", {{"Lintas-Second", other}})
                .response.status,
            200);
  EXPECT_EQ(get(guarantee, recovery).response.status, 404) << "it is no case any more";
  EXPECT_EQ(get("/v1/work", recovery).json["items"], Json::array());
}

TEST(Rights, WhoReadsNothingIsNamedHere) {
  std::set<std::string_view> blind;
  for (const access::Role role : access::all_roles()) {
    const auto reads = [&](const access::Grant& grant) { return grant.role == role; };
    if (std::ranges::none_of(read_grants, reads)) blind.insert(access::name(role));
  }
  EXPECT_EQ(blind, (std::set<std::string_view>{"node", "aeo_manager", "partner_node", "helpdesk"}))
      << "the node decides, partners are told by messages; the other two have nothing to do here yet";
}

TEST_F(Business, WhatIsNotSaidOfAGuaranteeStaysAsItIs) {
  prepare();
  const auto amount = [](std::string_view text) { return Json{{"amount", text}, {"currency", "SGD"}}; };
  const auto change = [&](Json terms, const std::string& under) {
    terms["grn"] = "26SG0000000000771";
    const std::string whole = terms.value("whole", "300000.00");
    terms["reference_amount"] = terms["guaranteed_amount"] = amount(whole);
    terms.erase("whole");
    return act("guarantee.change", guarantees, terms, under, {{"Lintas-Second", colleague}});
  };
  const auto shown = [&] { return get("/v1/guarantees/26SG0000000000771", guarantees).json; };
  ASSERT_EQ(change({{"valid_until", "2026-12-31"}, {"not_valid_in", {"LA"}}}, "change-1").response.status,
            200);
  ASSERT_EQ(change({{"whole", "400000.00"}}, "change-2").response.status, 200);
  EXPECT_EQ(shown()["reference_amount"], amount("400000.00"));
  EXPECT_EQ(shown()["valid_until"], "2026-12-31") << "the bank gave it until then";
  EXPECT_EQ(shown()["not_valid_in"], Json{"LA"});

  const auto typed = change({{"whole", "400000.00"}, {"valid_until", "2025-12-31"}}, "change-3");
  EXPECT_EQ(typed.json["code"], "R-GUA-314") << typed.json.dump();
  const auto over = change({{"whole", "400000.00"}, {"valid_until", "2026-11-22"}}, "change-4");
  EXPECT_EQ(over.json["code"], "R-GUA-325") << over.json.dump();
  EXPECT_EQ(over.json["errors"][0]["pointer"], "/valid_until");
  const auto both =
      change({{"whole", "400000.00"}, {"valid_until", "2027-12-31"}, {"without_end", true}}, "change-5");
  EXPECT_EQ(both.json["code"], "R-GUA-326") << both.json.dump();
  ASSERT_EQ(change({{"whole", "400000.00"}, {"without_end", true}, {"valid_everywhere", true}}, "change-6")
                .response.status,
            200);
  EXPECT_EQ(shown()["valid_until"], Json{});
  EXPECT_EQ(shown()["not_valid_in"], Json::array());
}

TEST_F(Business, WhatAnOfficerOfTransitEntersIsReadInTheHistory) {
  transit::Letter record;
  record.mrn = Mrn::issue(std::chrono::year{2026}, Country::parse("MY").value(), "000000000001").value();
  record.declaration.emplace().route = {.departure = OfficeId::parse("MYJHB001").value(),
                                        .transit = {OfficeId::parse("SGWDL001").value()},
                                        .destination = OfficeId::parse("SGTUS001").value()};
  record.limit = *parse_day("2026-12-01");
  ASSERT_EQ(node.ask(node.command({.role = access::Role::partner_node, .party = "MY"},
                                  workflow::command_of_message(50), record))
                .kind,
            workflow::Reply::Kind::accepted);
  const std::string transit =
      key({.role = access::Role::officer_of_transit, .person = "tim", .office = "SGWDL001"});
  const Json here{{"mrn", record.mrn->str()}, {"office", "SGWDL001"}};
  const auto last = [&](const std::string& who) {
    return get("/v1/movements/" + std::string{record.mrn->str()}, who).json["history"].back();
  };
  const Json truck{{"registration", "JQK1"},
                   {"nationality", "MY"},
                   {"motor", true},
                   {"permit", "MY-CBP-000001"},
                   {"insurance_card", "BC-1"}};
  Json content = here;
  content["incident"] = {
      {"code", "other_vehicle"}, {"text", "engine"}, {"new_seals", {"NEW-7"}}, {"vehicle", truck}};
  const auto lifted = act("passage.record_incident", transit, content, "incident-1");
  ASSERT_EQ(lifted.response.status, 200) << lifted.json.dump();
  const Json incident = last(transit);
  EXPECT_EQ(incident["incident"]["word"], "other_vehicle") << incident.dump();
  EXPECT_EQ(incident["new_seals"], Json{"NEW-7"}) << incident.dump();
  EXPECT_EQ(incident["vehicle"], truck) << "the next office looks for it: " << incident.dump();
  EXPECT_EQ(incident["details"]["office"], "SGWDL001") << incident.dump();

  content = here;
  content["inspection"] = {{"seals", "broken"},           {"goods_checked", true},
                           {"reason", "seal broken"},     {"state_of_goods", "as declared"},
                           {"result", "nothing is gone"}, {"new_seals", {"NEW-8..NEW-9"}}};
  const auto passed = act("passage.record_passage", transit, content, "passage-1");
  ASSERT_EQ(passed.response.status, 200) << passed.json.dump();
  const Json passage = last(transit);
  EXPECT_EQ(passage["new_seals"], (Json{"NEW-8", "NEW-9"})) << passage.dump();
  EXPECT_EQ(passage["details"]["inspection"]["seals"], "broken") << passage.dump();
  EXPECT_EQ(passage["details"]["manner"], "in order") << passage.dump();
  EXPECT_FALSE(passage.dump().contains("tim")) << "nobody is named";
}

TEST_F(Business, R_ACTS_012_WhatAGuaranteeIsShortOfIsReadByWhoMaySeeIt) {
  prepare();
  declaration.replace(declaration.find("<amountToBeCovered>"), 19, "<amountToBeCovered>9");
  const auto taken = submit();
  ASSERT_EQ(taken.json["status"], "guarantee_problem") << taken.json.dump();
  const std::string movement = "/v1/movements/" + taken.json["mrn"].get<std::string>();
  const auto detail_for = [&](const std::string& who) {
    const Json history = get(movement, who).json["history"];
    for (const Json& step : history) {
      if (step["event"] != "departure.guarantee_refused") continue;
      EXPECT_EQ(step["faults"][0]["rule"], "R-ACTS-012") << step.dump();
      EXPECT_EQ(step["faults"][0]["pointer"], "/guarantees/0/amount") << step.dump();
      return step["faults"][0].value("detail", "");
    }
    return std::string{"no such step"};
  };
  EXPECT_TRUE(detail_for(trader).contains("available")) << "it is the holder's own: " << detail_for(trader);
  EXPECT_EQ(detail_for(departure), "") << "the office of departure knows that it does not do, and no balance";
  const std::string auditor = key({.role = access::Role::auditor, .person = "aud"});
  EXPECT_TRUE(detail_for(auditor).contains("available")) << detail_for(auditor);
}

TEST_F(Business, R_ACTS_062_ADayIsThatOfTheOfficeWhereItIsMidnightAlready) {
  prepare();
  put("<limitDate>", 10, "2026-11-23");
  node.set_time(*parse_instant("2026-11-23T15:59:00Z"));
  EXPECT_EQ(submit("?dry_run=true").json["passes"], true);
  node.set_time(*parse_instant("2026-11-23T16:01:00Z"));
  EXPECT_EQ(submit("?dry_run=true").json["code"], "R-ACTS-062") << "in Singapore it is the 24th";
}

TEST_F(Business, R_ACTS_034_AnAmendmentIsJudgedByTheDayOfAcceptance) {
  prepare();
  const std::string mrn = submit().json["mrn"];
  node.set_time(*parse_instant("2026-11-26T02:00:00Z"));
  put("<limitDate>", 10, "2026-11-24");
  EXPECT_EQ(submit("?dry_run=true").json["code"], "R-ACTS-062") << "as a new declaration it is too late";
  for (auto at = declaration.find("CC015C"); at != std::string::npos; at = declaration.find("CC015C"))
    declaration.replace(at, 6, "CC013C");
  put("<messageIdentification>", 1, "X");
  const auto lrn = declaration.find("<LRN>");
  declaration.replace(lrn, declaration.find("</LRN>") + 6 - lrn, "<MRN>" + mrn + "</MRN>");
  declaration.insert(declaration.find("</bindingItinerary>") + 19,
                     "<amendmentTypeFlag>0</amendmentTypeFlag>");
  const auto amended = submit("?dry_run=true");
  EXPECT_EQ(amended.response.status, 200) << amended.json.dump();
  EXPECT_EQ(amended.json["valid"], true) << amended.json.dump();
  ASSERT_EQ(submit().response.status, 200);
  const auto stands = node.state<transit::departure::Movement>(
      workflow::departure_slot(Mrn::parse(mrn).value(), node.setting().get()));
  EXPECT_EQ(stands.declaration.limit_proposed, *parse_day("2026-11-24"));
  EXPECT_EQ(stands.declaration.lrn.str(), "SGTH-2026-0417") << "which an amendment by MRN does not name";
}

TEST_F(Business, R_TRA_114_AMessageToAnotherAdministrationIsNotTaken) {
  prepare();
  for (const std::string_view other : {"NTA.MY", "NTA_SG", "SG.NTA"}) {
    put("<messageRecipient>", 6, other);
    for (const std::string_view query : {"", "?dry_run=true"}) {
      const auto refused = submit(query);
      EXPECT_EQ(refused.response.status, 422) << refused.json.dump();
      EXPECT_EQ(refused.json["code"], "R-TRA-114");
      EXPECT_EQ(refused.json["errors"][0]["pointer"], "/CC015C/messageRecipient");
      EXPECT_EQ(refused.json["errors"][0]["value"], other);
      EXPECT_EQ(refused.json["errors"][0]["detail"], "Expected: NTA.SG.");
    }
  }
  put("<messageRecipient>", 6, "NTA.SG");
  EXPECT_EQ(submit().response.status, 200) << "its number is free";
}

TEST_F(Business, R_TRA_115_ATraderIsNoAdministration) {
  prepare();
  put("<messageSender>", 12, "NTA.SG");
  for (const std::string_view query : {"", "?dry_run=true"}) {
    const auto refused = submit(query);
    EXPECT_EQ(refused.response.status, 422) << refused.json.dump();
    EXPECT_EQ(refused.json["code"], "R-TRA-115");
    EXPECT_EQ(refused.json["errors"][0]["pointer"], "/CC015C/messageSender");
    EXPECT_EQ(refused.json["errors"][0]["value"], "NTA.SG");
  }
  put("<messageSender>", 6, "SG201912345K");
  EXPECT_EQ(submit().response.status, 200) << "its number is free";
}

TEST_F(Business, WhatCustomsWritesIsAddressedToTheNameThatTheTraderGave) {
  prepare();
  put("<messageSender>", 12, "forwarding.sg");
  const std::string mrn = submit().json["mrn"];
  ASSERT_EQ(act("departure.release", departure, {{"mrn", mrn}}, "release-1").response.status, 200);
  const std::string place = "/v1/movements/" + mrn + "/messages";
  const Json list = get(place, trader).json;
  ASSERT_FALSE(list["items"].empty()) << list.dump();
  for (const Json& one : list["items"]) {
    EXPECT_EQ(one["to"], "SG201912345K") << "a list says whose it is";
    const auto opened = get(place + "/" + std::to_string(one["n"].get<int>()), trader);
    EXPECT_NE(as_text(opened.response.body).find("<messageRecipient>forwarding.sg<"), std::string_view::npos)
        << as_text(opened.response.body);
  }
  app::Batch batch;
  for (const app::EventRow& event : node.store().feed(app::Seq::none, 1000)) {
    const auto kept = node.store().payload(event.payload);
    if (kept && kept->kind == workflow::payload_of_message(15)) batch.erased.push_back(event.payload);
  }
  ASSERT_EQ(batch.erased.size(), 1U);
  ASSERT_EQ(node.store().commit(batch), app::CommitOutcome::applied);
  EXPECT_NE(as_text(get(place + "/1", trader).response.body).find("<messageRecipient>SG201912345K<"),
            std::string_view::npos)
      << "erased, it is known no more";
}

/// A declaration that was lodged before the goods are there.
class Prelodged : public Business {
 public:
  void lodge() {
    prepare();
    put("<additionalDeclarationType>", 1, "D");
    const auto lodged = submit();
    ASSERT_EQ(lodged.response.status, 200) << lodged.json.dump();
    ASSERT_FALSE(lodged.json.contains("mrn")) << lodged.json.dump();
    location = lodged.json["location"];
  }
  Answer present(std::string_view number) {
    return ask(
        net::Method::post, "/v1/messages", trader,
        test::with_all(test::with_all(std::string{test::presentation}, "SGTH-2026-0418", "SGTH-2026-0417"),
                       "SG26112300010", number));
  }
  transit::Declaration stored() {
    const auto lrn = workflow::lrn_key(Tin::parse("SG201912345K").value(), "SGTH-2026-0417");
    return node.state<transit::departure::Movement>({.kind = workflow::departure_stream, .by = lrn})
        .declaration;
  }

  std::string location;
};

TEST_F(Prelodged, WhatHasNoMrnYetIsOpenedWhereItsAnswerSays) {
  lodge();
  EXPECT_EQ(get(location, trader).json["state"]["id"], "PRE");
  EXPECT_EQ(get(location, trader).json["location"], location);
  const auto taken = present("P-1");
  ASSERT_EQ(taken.response.status, 200) << taken.json.dump();
  const auto shown = get(location, trader);
  EXPECT_EQ(shown.json["mrn"], taken.json["mrn"]) << shown.json.dump();
  EXPECT_EQ(shown.json["location"], taken.json["location"]);
}

TEST_F(Prelodged, R_ACTS_034_APresentationIsMeasuredByTheDayOfAcceptanceAtTheOffice) {
  lodge();
  const transit::Declaration lodged = stored();
  node.set_time(*parse_instant("2026-11-24T16:30:00Z"));
  const auto taken = present("P-1");
  ASSERT_EQ(taken.response.status, 200) << taken.json.dump();
  EXPECT_EQ(get("/v1/movements/" + taken.json["mrn"].get<std::string>(), trader).json["accepted"],
            "2026-11-25");
  EXPECT_EQ(rated.back(), *parse_day("2026-11-25"));
  EXPECT_EQ(stored().at_risk, lodged.at_risk) << "the samples know one rate";
  EXPECT_NE(stored().calculation, lodged.calculation) << "but the record says of which day";
  EXPECT_EQ(stored().vehicles.front().permit, "SG-CBP-000123");
  EXPECT_EQ(present("P-1").json["mrn"], taken.json["mrn"]) << "the same message again is the same answer";
  EXPECT_EQ(present("P-2").json["code"], "R-TRA-092");
}

TEST_F(Prelodged, ADepositIsPresentedByTheReceiptThatItWasLodgedWith) {
  const Grn grn = Grn::issue(std::chrono::year{2026}, Country::parse("SG").value(), "000000000815").value();
  const auto deposited = act("guarantee.register", guarantees,
                             {{"grn", grn.str()},
                              {"holder", "SG201912345K"},
                              {"office", "SGTUS001"},
                              {"reference_amount", {{"amount", "29840.00"}, {"currency", "SGD"}}},
                              {"valid_from", "2026-01-01"},
                              {"terms", {{"cash_deposit", {{"receipt", "R-0815"}}}}}},
                             "deposit-1");
  ASSERT_EQ(deposited.response.status, 200) << deposited.json.dump();
  declaration = test::with(declaration, "<guaranteeType>1</guaranteeType>",
                           "<guaranteeType>3</guaranteeType>"
                           "<otherGuaranteeReference>R-0815</otherGuaranteeReference>");
  declaration = test::with(declaration, "<GRN>26SG0000000000771</GRN>", "");
  declaration = test::with(declaration, "<accessCode>A1B2</accessCode>", "");
  lodge();
  const auto taken = present("P-1");
  ASSERT_EQ(taken.response.status, 200) << taken.json.dump();
  EXPECT_EQ(stored().guarantees.front().grn, grn);
  EXPECT_EQ(get("/v1/movements/" + taken.json["mrn"].get<std::string>(), trader).json["status"], "accepted");
}

TEST_F(Prelodged, R_ACTS_018_APresentationAsksTheRegistersOfItsDay) {
  lodge();
  std::string other = table;
  const auto at = other.find(",2027-03-31", other.find("permit,SG-CBP-000123"));
  ASSERT_NE(at, std::string::npos);
  other.replace(at, 11, ",2026-11-24");
  ASSERT_EQ(bring_in(other, keeper, "file-2").response.status, 200);
  node.set_time(*parse_instant("2026-11-25T02:00:00Z"));
  const auto refused = present("P-1");
  EXPECT_EQ(refused.response.status, 422);
  EXPECT_EQ(refused.json["code"], "R-ACTS-018") << refused.json.dump();
  ASSERT_EQ(bring_in(table, keeper, "file-3").response.status, 200);
  EXPECT_EQ(present("P-2").response.status, 200);
}

TEST_F(Prelodged, WhatCannotBeReadForAPresentationIsToldWithItsTrace) {
  lodge();
  service.readable = false;
  const auto busy = present("P-1");
  EXPECT_EQ(busy.response.status, 429);
  EXPECT_TRUE(busy.json.contains("trace_id")) << busy.json.dump();
  EXPECT_EQ(service.failed.size(), 1U) << "and the log learns of it";
}

TEST_F(Business, OfAMovementThatWasOnlyAskedForThereIsNothingToPresent) {
  const Mrn never = Mrn::issue(std::chrono::year{2026}, Country::parse("SG").value(), "000000000001").value();
  transit::Letter request;
  request.mrn = never;
  request.office = OfficeId::parse("THSDO001").value();
  workflow::Command command = node.command({.role = access::Role::partner_node, .party = "TH"},
                                           workflow::command_of_message(114), request);
  command.id = workflow::MessageCommandId{
      workflow::make_key(workflow::KeyKind::partner_message, "TH", std::string{"TH1"})};
  command.lane = workflow::LanePosition{exchange::Partner::parse("TH").value(), 1, "TH1"};
  ASSERT_EQ(node.ask(command).kind, workflow::Reply::Kind::accepted);

  const std::string auditor = key({.role = access::Role::auditor, .person = "ada"});
  EXPECT_EQ(get("/v1/movements/" + std::string{never.str()}, auditor).response.status, 404);
  const auto answer =
      ask(net::Method::post, "/v1/messages", auditor,
          test::with(test::presentation, "</LRN>", "</LRN><MRN>" + std::string{never.str()} + "</MRN>"));
  EXPECT_EQ(answer.response.status, 403) << answer.json.dump();
  EXPECT_EQ(answer.json["code"], "ACC-001");
  EXPECT_TRUE(service.failed.empty()) << service.failed.front();
}

TEST_F(Prelodged, AStrangerPresentsNothingAndLearnsNothing) {
  lodge();
  trader = stranger;
  const auto answer = present("P-1");
  EXPECT_EQ(answer.response.status, 404) << answer.json.dump();
  EXPECT_EQ(answer.json["code"], "API-010");
}

TEST_F(Business, ATrialSaysWhatEachStateWouldSayAndChangesNothing) {
  prepare();
  const auto before = node.store().counters();
  const auto trial = submit("?dry_run=true");
  EXPECT_EQ(trial.response.status, 200) << trial.json.dump();
  EXPECT_EQ(trial.json["valid"], true);
  EXPECT_EQ(trial.json["passes"], true) << trial.json.dump();
  EXPECT_FALSE(trial.json.contains("mrn"));
  ASSERT_EQ(trial.json["states"].size(), 3U);
  EXPECT_EQ(trial.json["states"][1]["state"], "MY");
  EXPECT_EQ(trial.json["states"][1]["name"], "Malaysia");
  EXPECT_EQ(trial.json["states"][0]["part"], "departure");
  EXPECT_EQ(trial.json["states"][1]["part"], "transit");
  EXPECT_EQ(trial.json["states"][2]["part"], "destination");
  EXPECT_EQ(trial.json["states"][1]["passes"], true);
  EXPECT_EQ(trial.json["guarantee"],
            (Json{{"passes", true}, {"faults", Json::array()}, {"amounts_told", true}}))
      << trial.json.dump();
  EXPECT_EQ(node.store().counters().seq, before.seq);
  EXPECT_EQ(submit("?dry_run=1").json["code"], "API-015") << "a word that is not understood lodges nothing";
  EXPECT_EQ(node.store().counters().seq, before.seq);
}

TEST_F(Business, ATrialNamesTheFaultsOfGuaranteeAndState) {
  prepare();
  declaration.replace(declaration.find("<amountToBeCovered>"), 19, "<amountToBeCovered>9");
  const auto poor = submit("?dry_run=true");
  ASSERT_EQ(poor.response.status, 200) << poor.json.dump();
  EXPECT_EQ(poor.json["passes"], false);
  ASSERT_EQ(poor.json["faults"].size(), 1U) << poor.json.dump();
  EXPECT_EQ(poor.json["faults"][0]["rule"], "R-ACTS-012") << "more than the guarantee has";
  EXPECT_EQ(poor.json["faults"][0]["pointer"], "/guarantees/0/amount");
  EXPECT_EQ(poor.json["guarantee"]["passes"], false);
  EXPECT_EQ(poor.json["guarantee"]["faults"], poor.json["faults"]);
  const std::string detail = poor.json["faults"][0]["detail"];
  EXPECT_TRUE(detail.starts_with("Short by ") && detail.ends_with(", available 300000 SGD.")) << detail;

  declaration.replace(declaration.find(";MY TH<"), 6, ";MY VN");
  const auto uninsured = submit("?dry_run=true");
  EXPECT_EQ(uninsured.response.status, 422);
  const Json& thailand = uninsured.json["states"][2];
  EXPECT_EQ(thailand["passes"], false) << uninsured.json.dump();
  EXPECT_EQ(thailand["errors"][0]["rule"], "R-ACTS-022");
  EXPECT_EQ(uninsured.json["states"][1]["passes"], true);
  EXPECT_TRUE(uninsured.json.contains("guarantee") && uninsured.json["guarantee"].is_null())
      << "nobody asks it before the rest is right: " << uninsured.json.dump();
}

TEST_F(Business, R_ACTS_018_ATrialNamesThePermitsThatAUnitHas) {
  prepare();
  ASSERT_EQ(submit("?dry_run=true").json["permits"], Json{}) << "nobody misses one";
  put("<referenceNumber>SG-CBP-000123", 0, "9");
  const Json trial = submit("?dry_run=true").json;
  ASSERT_TRUE(trial["permits"].is_array()) << trial.dump();
  const Json& unit = trial["permits"][0];
  EXPECT_EQ(unit["unit"], "XE1234K") << trial.dump();
  ASSERT_EQ(unit["permits"].size(), 1U) << trial.dump();
  EXPECT_EQ(unit["permits"][0]["number"], "SG-CBP-000123");
  EXPECT_EQ(unit["permits"][0]["state"], "valid");
  EXPECT_EQ(unit["permits"][0]["valid_until"], "2027-03-31");
}

/// A state has hundreds of permits, and keeps those of the others, too.
TEST_F(Business, R_ACTS_018_ATrialFindsThePermitsOfAUnitHoweverManyThereAre) {
  prepare();
  std::string others = table.substr(0, table.find('\n') + 1);
  for (int n = 0; n < 501; ++n) {
    others += format(
        "permit,SG-AAA-{:04},SG201900000A,,,,,,,,,,,,SG,AFAFIST,rigid_truck,AA{},,,2026-06-01,,,\n", n, n);
  }
  // Of another agreement, of another firm and one that has ended.
  others +=
      "permit,SG-CBP-000001,SG201912345K,,,,,,,,,,,,SG,AFAFIST,prime_mover,XE1234K,,,2026-06-01,,,\n"
      "permit,SG-CBP-000002,SG201900000A,,,,,,,,,,,,SG,ACTS,prime_mover,XE1234K,,,2026-06-01,,,\n"
      "permit,SG-CBP-000003,SG201912345K,,,,,,,,,,,,SG,ACTS,prime_mover,XE1234K,,,2025-06-01,2026-05-31,,\n";
  const auto in = bring_in(others, keeper, "file-2");
  ASSERT_EQ(in.response.status, 200) << in.json.dump();
  ASSERT_EQ(in.json["refused"], 0) << in.json.dump();
  put("<referenceNumber>SG-CBP-000123", 0, "9");
  const Json trial = submit("?dry_run=true").json;
  const Json& unit = trial["permits"][0];
  ASSERT_EQ(unit["unit"], "XE1234K") << trial.dump();
  ASSERT_EQ(unit["permits"].size(), 2U) << trial.dump();
  EXPECT_EQ(unit["permits"][0]["number"], "SG-CBP-000003");
  EXPECT_EQ(unit["permits"][0]["valid_until"], "2026-05-31");
  EXPECT_EQ(unit["permits"][1]["number"], "SG-CBP-000123");
  EXPECT_EQ(trial["permits"][1]["permits"].size(), 1U) << trial.dump();
}

/// Numbers of permits and cards are easy to guess, and trials are not counted.
TEST_F(Business, R_ACTS_019_ATrialTellsNobodyTheVehiclesOfOtherFirms) {
  prepare();
  put("<referenceNumber>SG-CBP-000", 3, "131");
  const std::string own = submit("?dry_run=true").json.dump();
  EXPECT_TRUE(own.contains("R-ACTS-019") && own.contains("he permit is for YP4417D")) << own;
  const auto heading = table.substr(0, table.find('\n') + 1);
  ASSERT_EQ(bring_in(heading + "permit,SG-CBP-000131,SG201900000A,,,,,,,,,,,,SG,ACTS,rigid_truck,YP4417D,,,"
                               "2026-06-01,2027-05-31,,\n",
                     keeper, "file-2")
                .response.status,
            200);
  const std::string of_others = submit("?dry_run=true").json.dump();
  EXPECT_TRUE(of_others.contains("he permit is for another vehicle")) << of_others;
  EXPECT_FALSE(of_others.contains("YP4417D")) << of_others;
}

TEST_F(Business, R_ACTS_012_ATrialIsNoWayToFindTheBalance) {
  prepare();
  const std::string heading = table.substr(0, table.find('\n') + 1);
  const auto agent_that_sees = [&](std::string_view sees) {
    return heading + "trader,,SG198803456D,,,yes,principal broker,,,,,,,,,,,,,,2026-01-01,,,\n" +
           "mandate,,SG201912345K,SG198803456D,,,," + std::string{sees} +
           ",,,,,,,,,,,,,2026-01-01,2026-12-31,,\n";
  };
  ASSERT_EQ(bring_in(agent_that_sees("no"), keeper, "file-2").response.status, 200);
  trader = key({.role = access::Role::trader, .party = "SG198803456D"});
  declaration.insert(declaration.find("  <Guarantee>"),
                     "<Representative><identificationNumber>SG198803456D</identificationNumber>"
                     "<status>2</status></Representative>");
  const auto trial_of = [&](std::string_view amount) {
    const auto at = declaration.find("<amountToBeCovered>") + 19;
    declaration.replace(at, declaration.find('<', at) - at, amount);
    Json told = submit("?dry_run=true").json;
    told.erase("trace_id");
    return told;
  };
  const Json enough = trial_of("29840.00");
  EXPECT_EQ(enough["passes"], true) << enough.dump();
  EXPECT_EQ(enough["guarantee"], (Json{{"passes", true}, {"faults", Json::array()}, {"amounts_told", false}}))
      << enough.dump();
  EXPECT_EQ(trial_of("929840.00"), enough);
  put("<accessCode>", 4, "0000");
  EXPECT_EQ(trial_of("929840.00"), enough) << "whatever the code";

  ASSERT_EQ(bring_in(agent_that_sees("yes"), keeper, "file-3").response.status, 200);
  const Json seen = trial_of("929840.00");
  EXPECT_EQ(seen["passes"], false);
  EXPECT_EQ(seen["guarantee"]["passes"], false) << seen.dump();
  EXPECT_EQ(seen["guarantee"]["amounts_told"], true);
  ASSERT_EQ(seen["faults"].size(), 1U) << seen.dump();
  EXPECT_EQ(seen["faults"][0]["rule"], "R-ACTS-012");
  EXPECT_EQ(seen["faults"][0]["pointer"], "/guarantees/0/amount");
  EXPECT_EQ(seen["faults"][0]["detail"], "Short by 629840 SGD, available 300000 SGD.");
}

TEST_F(Business, R_ACTS_012_ATrialFindsADepositByItsReceipt) {
  prepare();
  const Grn grn = Grn::issue(std::chrono::year{2026}, Country::parse("SG").value(), "000000000815").value();
  const auto deposited = act("guarantee.register", guarantees,
                             {{"grn", grn.str()},
                              {"holder", "SG201912345K"},
                              {"office", "SGTUS001"},
                              {"reference_amount", {{"amount", "29840.00"}, {"currency", "SGD"}}},
                              {"valid_from", "2026-01-01"},
                              {"terms", {{"cash_deposit", {{"receipt", "R-0815"}}}}}},
                             "deposit-1");
  ASSERT_EQ(deposited.response.status, 200) << deposited.json.dump();
  declaration = test::with(declaration, "<guaranteeType>1</guaranteeType>",
                           "<guaranteeType>3</guaranteeType>"
                           "<otherGuaranteeReference>R-0815</otherGuaranteeReference>");
  declaration = test::with(declaration, "<GRN>26SG0000000000771</GRN>", "");
  declaration = test::with(declaration, "<accessCode>A1B2</accessCode>", "");
  const Json enough = submit("?dry_run=true").json;
  EXPECT_EQ(enough["guarantee"], (Json{{"passes", true}, {"faults", Json::array()}, {"amounts_told", true}}))
      << enough.dump();
  put("<amountToBeCovered>", 0, "9");
  const Json poor = submit("?dry_run=true").json;
  ASSERT_EQ(poor["faults"].size(), 1U) << poor.dump();
  EXPECT_EQ(poor["guarantee"]["amounts_told"], true);
  EXPECT_EQ(poor["faults"][0]["detail"], "Short by 900000 SGD, available 29840 SGD.");
}

TEST_F(Business, ATrialIsNoWayToGuessAnAccessCode) {
  prepare();
  const auto code = declaration.find("<accessCode>") + 12;
  const auto right = submit("?dry_run=true").json;
  declaration.replace(code, 4, "0000");
  auto wrong = submit("?dry_run=true").json;
  wrong["trace_id"] = right["trace_id"];
  EXPECT_EQ(wrong, right);
}

TEST_F(Business, RegistersComeInAsATableAndAreReadEntryByEntry) {
  const auto taken = bring_in(table, keeper);
  ASSERT_EQ(taken.response.status, 200) << taken.json.dump();
  EXPECT_GE(taken.json["new"], 24);
  for (const char* other : {"changed", "unchanged", "refused"}) EXPECT_EQ(taken.json[other], 0) << other;
  EXPECT_EQ(bring_in(table, keeper).json["new"], taken.json["new"]) << "again under the same key";
  EXPECT_EQ(bring_in("kind\n", keeper).response.status, 422);
  EXPECT_EQ(ask(net::Method::post, "/v1/registers", keeper, table).json["code"], "API-006");

  const auto permit = get("/v1/registers/permit/SG SG-CBP-000123", keeper);
  ASSERT_EQ(permit.response.status, 200) << permit.json.dump();
  EXPECT_EQ(permit.json["plate"], "XE1234K");
  EXPECT_EQ(permit.json["state"], "valid");
  const auto firm = get("/v1/registers/trader/SG201912345K", trader);
  EXPECT_EQ(firm.json["name"], "Example Forwarding Pte Ltd") << "from the payload that can be erased";
  EXPECT_EQ(get("/v1/registers/trader/SG201912345K", stranger).response.status, 404);
  EXPECT_EQ(get("/v1/registers/boat", keeper).response.status, 404);

  const auto first = get("/v1/registers/permit?limit=2", keeper);
  ASSERT_EQ(first.json["items"].size(), 2U);
  EXPECT_EQ(get("/v1/registers/permit", trader).json["items"].size(), 5U) << "a carrier sees its own";
}

TEST_F(Business, AFileThatComesAgainSaysWhatItChanged) {
  const std::size_t rows = bring_in(table, keeper).json["new"];
  const auto again = bring_in(table, keeper, "file-2");
  ASSERT_EQ(again.response.status, 200) << again.json.dump();
  EXPECT_EQ(again.json["unchanged"], rows);
  EXPECT_EQ(again.json["new"], 0);
  EXPECT_EQ(again.json["changed"], 0);

  std::string moved = table;
  const auto place = moved.find("\"12 Tuas Avenue 5, 639340 Singapore\"");
  ASSERT_NE(place, std::string::npos);
  moved.replace(place, 36, "\"14 Tuas Avenue 5, 639340 Singapore\"");
  const auto changed = bring_in(moved, keeper, "file-3");
  ASSERT_EQ(changed.response.status, 200) << changed.json.dump();
  EXPECT_EQ(changed.json["changed"], 1);
  EXPECT_EQ(changed.json["unchanged"], rows - 1);
  EXPECT_EQ(get("/v1/registers/trader/SG201912345K", keeper).json["address"],
            "14 Tuas Avenue 5, 639340 Singapore");
}

TEST_F(Business, AFileWithRowsThatAreRefusedNamesTheirLines) {
  std::string other = table;
  const auto place = other.find(",2026-01-16,2027-01-15,");
  ASSERT_NE(place, std::string::npos);
  other.replace(place, 23, ",2026-01-16,2028-01-15,");
  const auto answer = bring_in(other, keeper);
  EXPECT_EQ(answer.response.status, 422);
  ASSERT_EQ(answer.json["errors"].size(), 1U) << answer.json.dump();
  EXPECT_GE(answer.json["new"], 23) << "the other rows are in";
  EXPECT_EQ(answer.json["refused"], 1);
  EXPECT_EQ(answer.json["errors"][0]["rule"], "R-REG-212");
  EXPECT_TRUE(answer.json["errors"][0]["pointer"].get<std::string>().starts_with("line "));
  EXPECT_EQ(get("/v1/registers/permit/SG SG-CBP-000123", keeper).response.status, 200) << "the rest is in";
  EXPECT_EQ(bring_in(table, keeper).response.status, 409) << "another file under the same key";
  EXPECT_EQ(bring_in(table, departure, "file-2").response.status, 403);
}

}  // namespace
}  // namespace lintas::api
