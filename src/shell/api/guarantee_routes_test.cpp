#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "core/access/access.hpp"
#include "shell/net/http.hpp"
#include "tests/support/business_fixture.hpp"

/// Guarantees through the interface: how they stand, what uses them, and who sees the balance.
namespace lintas::api {
namespace {

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

TEST_F(Business, AGuaranteeSaysItsStateForProgramsAndForOfficers) {
  prepare();
  const Json shown = get("/v1/guarantees/26SG0000000000771", guarantees).json;
  EXPECT_EQ(shown["state"]["id"], "valid") << shown.dump();
  EXPECT_EQ(shown["state"]["name"], "Valid");
  EXPECT_EQ(shown["status"], "valid");
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
      EXPECT_EQ(step["faults"][0]["pointer"], "/CC015C/Guarantee[1]/GuaranteeReference[1]/amountToBeCovered")
          << step.dump();
      return step["faults"][0].value("detail", "");
    }
    return std::string{"no such step"};
  };
  EXPECT_TRUE(detail_for(trader).contains("available")) << "it is the holder's own: " << detail_for(trader);
  EXPECT_EQ(detail_for(departure), "") << "the office of departure knows that it does not do, and no balance";
  const std::string auditor = key({.role = access::Role::auditor, .person = "aud"});
  EXPECT_TRUE(detail_for(auditor).contains("available")) << detail_for(auditor);
}

}  // namespace
}  // namespace lintas::api
