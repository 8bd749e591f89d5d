#include <chrono>
#include <cstddef>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/recognition/table.hpp"
#include "tests/support/business_fixture.hpp"
#include "tests/support/json.hpp"

/// Which state honours whose operators, and why a code has its benefit or not, asked at Singapore's node.
namespace lintas::api {
namespace {

class RecognitionRoutes : public Business {
 public:
  RecognitionRoutes() {
    office = key({.role = access::Role::aeo_manager, .person = "amy", .office = "SGTUS001"});
    firm = key({.role = access::Role::trader, .party = "SG201912345K", .person = "tan"});
    importer = key({.role = access::Role::trader, .party = "SG200500000X", .person = "lim"});
  }

  void aeo(std::string_view name, const std::string& by, Json body) {
    if (name != "begin") body["reference"] = reference;
    const auto done = act(format("aeo.{}", name), by, body, format("aeo-{}", ++acts));
    ASSERT_EQ(done.response.status, 200) << done.json.dump();
  }
  void grant() {
    const Json application{{"reference", reference},
                           {"programme", "STP"},
                           {"level", "STP-Plus"},
                           {"roles", Json::array({"exporter"})}};
    aeo("begin", firm, {{"application", application}});
    aeo("submit", firm, Json::object());
    aeo("accept", office, {{"basis", "s. 89"}});
    aeo("validate", office, {{"basis", "s. 89"}});
    aeo("authorise", office, {{"code", "AEOSG123456789012"}, {"basis", "s. 90"}});
  }
  Json explain(std::string_view query, const std::string& by) {
    const auto answer = get(format("/v1/recognitions/explain?{}", query), by);
    EXPECT_EQ(answer.response.status, 200) << answer.json.dump();
    return answer.json;
  }
  static std::string said(const Json& decision, std::string_view question) {
    for (const Json& line : decision["lines"])
      if (line["question"] == question) return line["words"];
    return {};
  }

  const std::string in_indonesia =
      "by=ID&of=SG&code=AEOSG123456789012&loading=SGSIN&procedure=BC%202.0&score=51";
  Json reference{{"holder", "SG201912345K"}, {"number", "A-2026-1"}};
  std::string office, firm, importer;
  int acts = 0;
};

TEST_F(RecognitionRoutes, AreListedPageByPage) {
  std::set<std::string> seen;
  std::string after;
  std::size_t pages = 0;
  do {
    const auto page =
        get(format("/v1/recognitions?limit=50{}", after.empty() ? "" : format("&after={}", after)), importer);
    ASSERT_EQ(page.response.status, 200);
    for (const Json& row : page.json["items"])
      EXPECT_TRUE(seen.insert(format("{} {} {}", row["by"].get<std::string>(), row["of"].get<std::string>(),
                                     row["from"].get<std::string>()))
                      .second)
          << row.dump();
    after = page.json.value("next", "");
    ++pages;
  } while (!after.empty());
  EXPECT_EQ(seen.size(), recognition::built_in().rows().size());
  EXPECT_EQ(pages, 3U);
}

TEST_F(RecognitionRoutes, AreListedByStatesAndDay) {
  const auto page = get("/v1/recognitions?by=ID&of=MY&at=2026-11-30", importer).json;
  ASSERT_EQ(page["items"].size(), 1U);
  const Json& row = page["items"][0];
  EXPECT_EQ(row["state"], "live");
  EXPECT_EQ(row["from"], "2024-10-01");
  EXPECT_EQ(row["effect"]["score_factor"], "0.8");
  EXPECT_EQ(row["evidence"], "sourced");
  EXPECT_EQ(row["required"], Json::array({"facility_code", "authorisation_date"}));
  EXPECT_EQ(get("/v1/recognitions?by=ID&of=MY", importer).json["items"].size(), 2U) << "the pilot, too";
  for (const Json& one : get("/v1/recognitions?state=pilot", importer).json["items"])
    EXPECT_EQ(one["state"], "pilot");
  for (const char* query : {"by=Indonesia", "of=1", "state=lively", "at=today", "limit=0"})
    EXPECT_EQ(get(format("/v1/recognitions?{}", query), importer).response.status, 400) << query;
}

TEST_F(RecognitionRoutes, AreExplainedToAnybodyWithAKey) {
  grant();
  const auto day = to_text(std::chrono::floor<std::chrono::days>(node.now()));
  const Json good =
      explain(format("{}&fields=facility_code=451;authorisation_date={}", in_indonesia, day), importer);
  EXPECT_EQ(good["outcome"], "applied") << good.dump();
  EXPECT_EQ(good["applied"]["score_factor"], "0.8");
  EXPECT_EQ(good["score"]["before"], 51);
  EXPECT_EQ(good["score"]["after"], 40);
  EXPECT_EQ(good["code"], "AEOSG123456789012");
  EXPECT_EQ(good["lines"].size(), 10U);
  EXPECT_EQ(good["grounds"]["period"]["from"], "2024-10-01");
  EXPECT_EQ(good["grounds"]["table"].get<std::string>().size(), 12U);
  EXPECT_EQ(good["grounds"]["list"]["as_of"], to_text(node.now()));
  EXPECT_EQ(good["grounds"]["known_since"], Json{}) << "for whoever reads the list";
  EXPECT_FALSE(good.dump().contains("SG201912345K")) << "nothing of the operator";

  const Json without = explain(in_indonesia, importer);
  EXPECT_EQ(without["outcome"], "refused");
  EXPECT_EQ(without["score"]["after"], 51);
  EXPECT_EQ(without["findings"][0]["rule"], "R-AEO-051");
  EXPECT_TRUE(without["findings"][0]["remedy"].is_string());
  EXPECT_FALSE(without.dump().contains(day + ".")) << "the day of the certificate is on the certificate";
}

TEST_F(RecognitionRoutes, R_AEO_004_AreRefusedFromTheSuspensionOn) {
  grant();
  const std::string query = "by=MY&of=SG&code=AEOSG123456789012";
  EXPECT_EQ(explain(query, importer)["outcome"], "applied");
  const Instant before = node.now();
  node.set_time(before + std::chrono::hours{24});
  aeo("suspend", office,
      {{"ground", "asked_by_holder"}, {"reason", "Its premises move"}, {"basis", "s. 91"}});
  const Json told = explain(query, importer);
  EXPECT_EQ(told["outcome"], "refused");
  EXPECT_EQ(told["findings"][0]["rule"], "R-AEO-004");
  EXPECT_EQ(said(told, "status"), "At home its operator is suspended.");
  EXPECT_EQ(said(explain(query, office), "status"),
            format("At home its operator is suspended since {}.", to_text(node.now())));
  EXPECT_EQ(explain(format("{}&instant={}", query, to_text(before)), office)["outcome"], "applied")
      << "what was decided then is decided again";
  EXPECT_EQ(
      get(format("/v1/recognitions/explain?{}&instant={}", query, to_text(before)), importer).response.status,
      400)
      << "when a rival was suspended nobody finds out";
}

TEST_F(RecognitionRoutes, R_AEO_044_AreOpenWhereTheListOfTheStateIsNotHere) {
  const Json told = explain("by=SG&of=MY&code=MY12345H100001", importer);
  EXPECT_EQ(told["outcome"], "refused");
  EXPECT_EQ(said(told, "list"), "The list of MY is not here.");
  EXPECT_EQ(told["grounds"]["list"], Json{});
}

TEST_F(RecognitionRoutes, AreExplainedOfAWholeQuestionAlone) {
  for (const char* query :
       {"of=SG&code=1", "by=MY&code=1", "by=MY&of=SG", "by=MY&of=SG&code=1&role=king",
        "by=MY&of=SG&code=1&fields=451", "by=MY&of=SG&code=1&fields==1", "by=MY&of=SG&code=1&score=-1",
        "by=MY&of=SG&code=1&score=1000001",
        "by=MY&of=SG&code=1&fields=a=1;b=1;c=1;d=1;e=1;f=1;g=1;h=1;i=1;j=1;k=1;l=1;m=1;n=1;o=1;p=1;q=1"})
    EXPECT_EQ(get(format("/v1/recognitions/explain?{}", query), importer).response.status, 400) << query;
  EXPECT_EQ(explain("by=MY&of=SG&code=no%20code%20%21", importer)["findings"][0]["rule"], "R-AEO-001");
}

}  // namespace
}  // namespace lintas::api
