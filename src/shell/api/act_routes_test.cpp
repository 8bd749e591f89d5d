#include <algorithm>
#include <chrono>
#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/messages/report.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/transit/letters.hpp"
#include "core/transit/movement.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "shell/api/acts.hpp"
#include "shell/api/standing.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"
#include "shell/net/http.hpp"
#include "tests/support/business_fixture.hpp"
#include "tests/support/rule_samples.hpp"

/// What officers do through the interface, and what whoever acts is told.
namespace lintas::api {
namespace {

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
  std::string shorter = table;
  const std::string_view until = "2027-01-15";  // of the truck's card
  shorter.replace(shorter.find(until), until.size(), "2026-12-05");
  ASSERT_EQ(bring_in(shorter, keeper, "file-2").response.status, 200);
  const auto hindered =
      act("departure.release", departure, {{"mrn", mrn}, {"limit", "2026-12-20"}}, "release-1");
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
  const auto unknown = act("passage.record_incident", transit, content, "incident-0");
  EXPECT_EQ(unknown.response.status, 422) << "nobody registered this permit: " << unknown.json.dump();
  content["incident"]["permit_excepted"] = true;
  const auto lifted = act("passage.record_incident", transit, content, "incident-1");
  ASSERT_EQ(lifted.response.status, 200) << lifted.json.dump();
  EXPECT_EQ(lifted.json["seals"], Json{"NEW-7"});
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
  EXPECT_EQ(passed.json["seals"], (Json{"NEW-8", "NEW-9"})) << "how a range was read is seen at once";
  const Json passage = last(transit);
  EXPECT_EQ(passage["new_seals"], (Json{"NEW-8", "NEW-9"})) << passage.dump();
  EXPECT_EQ(passage["details"]["inspection"]["seals"], "broken") << passage.dump();
  EXPECT_EQ(passage["details"]["manner"], "in order") << passage.dump();
  EXPECT_FALSE(passage.dump().contains("tim")) << "nobody is named";
}

}  // namespace
}  // namespace lintas::api
