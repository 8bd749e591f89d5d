#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "core/access/access.hpp"
#include "shell/net/http.hpp"
#include "tests/support/api_fixture.hpp"
#include "tests/support/business_fixture.hpp"

/// The feed and the list of work: each has what concerns the caller.
namespace lintas::api {
namespace {

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

}  // namespace
}  // namespace lintas::api
