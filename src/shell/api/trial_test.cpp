#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"
#include "tests/support/business_fixture.hpp"
#include "tests/support/samples.hpp"

/// Declarations that are tried out: what each state would say, and nothing changes.
namespace lintas::api {
namespace {

TEST_F(Business, R_ACTS_062_ADayIsThatOfTheOfficeWhereItIsMidnightAlready) {
  prepare();
  put("<limitDate>", 10, "2026-11-23");
  declaration = test::with(test::with(declaration, "2026-11-24T09:30:00", "2026-11-23T23:30:00"),
                           "2026-11-24T20:00:00", "2026-11-23T23:45:00");
  node.set_time(*parse_instant("2026-11-23T15:59:00Z"));
  EXPECT_EQ(submit("?dry_run=true").json["passes"], true);
  node.set_time(*parse_instant("2026-11-23T16:01:00Z"));
  EXPECT_EQ(submit("?dry_run=true").json["code"], "R-ACTS-062") << "in Singapore it is the 24th";
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
  EXPECT_EQ(poor.json["faults"][0]["pointer"],
            "/CC015C/Guarantee[1]/GuaranteeReference[1]/amountToBeCovered");
  EXPECT_EQ(poor.json["guarantee"]["passes"], false);
  EXPECT_EQ(poor.json["guarantee"]["faults"], poor.json["faults"]);
  const std::string detail = poor.json["faults"][0]["detail"];
  EXPECT_TRUE(detail.starts_with("Short by ") && detail.ends_with(", available 300000.00 SGD.")) << detail;

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

/// Who does what is told is not told the next thing: the last day that is asked for is the one that passes.
TEST_F(Business, R_ACTS_018_TheDayThatAPermitIsNeededUntilIsThatOfTheLimit) {
  prepare();
  const auto limit = declaration.find("<limitDate>");
  declaration.erase(limit, declaration.find("</limitDate>") + 12 - limit);
  const auto until = [&](std::string_view day) {
    const auto at = declaration.find("XE1234K;") + 8;
    declaration.replace(at, day.size(), day);
    return submit("?dry_run=true").json;
  };
  const Json short_of_it = until("2026-11-24");
  EXPECT_EQ(short_of_it["code"], "R-ACTS-018") << short_of_it.dump();
  EXPECT_TRUE(short_of_it.dump().contains("eeded until 2026-11-25")) << short_of_it.dump();
  EXPECT_EQ(until("2026-11-25")["passes"], true);
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
  EXPECT_EQ(unit["permits"][0]["ended"], true);
  EXPECT_EQ(unit["permits"][1]["ended"], false);
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
  EXPECT_EQ(seen["faults"][0]["pointer"], "/CC015C/Guarantee[1]/GuaranteeReference[1]/amountToBeCovered");
  EXPECT_EQ(seen["faults"][0]["detail"], "Short by 629840.00 SGD, available 300000.00 SGD.");
}

TEST_F(Business, R_ACTS_012_ATrialFindsADepositByItsReceipt) {
  prepare();
  (void)cover_by_deposit();
  const Json enough = submit("?dry_run=true").json;
  EXPECT_EQ(enough["guarantee"], (Json{{"passes", true}, {"faults", Json::array()}, {"amounts_told", true}}))
      << enough.dump();
  put("<amountToBeCovered>", 0, "9");
  const Json poor = submit("?dry_run=true").json;
  ASSERT_EQ(poor["faults"].size(), 1U) << poor.dump();
  EXPECT_EQ(poor["guarantee"]["amounts_told"], true);
  EXPECT_EQ(poor["faults"][0]["detail"], "Short by 900000.00 SGD, available 29840.00 SGD.");
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

}  // namespace
}  // namespace lintas::api
