#include "shell/api/origin_routes.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "shell/net/http.hpp"
#include "tests/support/business_fixture.hpp"
#include "tests/support/json.hpp"
#include "tests/support/texts.hpp"
#include "tests/support/whole_documents.hpp"

/// Origin declarations of Malaysia that are presented to the customs of Singapore.
namespace lintas::api {
namespace {

using test::replaced;

class OriginRoutes : public WholeDocuments<Business> {
 public:
  OriginRoutes() {
    register_keeper = key({.role = access::Role::reference_data_keeper, .person = "hal"});
    customs = key({.role = access::Role::officer_of_destination, .person = "joy", .office = "SGTUS001"});
    clearance = key({.role = access::Role::national_system, .party = "CLEARANCE"});
    agency = key({.role = access::Role::other_agency, .person = "may", .office = "SGTUS001"});
    auditor = key({.role = access::Role::auditor, .person = "aud"});
  }

  /// What Malaysia publishes of the exporter.
  void bring_the_record_in() {
    const auto written =
        ask(net::Method::post, "/v1/exporters", register_keeper, example("my-certified-exporter"));
    ASSERT_EQ(written.response.status, 200) << written.json.dump();
  }
  Answer present(const std::string& by, const std::string& text = example("my-sg-origin-declaration")) {
    return ask(net::Method::post, "/v1/origin-declarations", by, text);
  }
  Answer origin_act(std::string_view name, const std::string& by, Json body = Json::object()) {
    body["reference"] = {{"state", "MY"}, {"code", "0217/MY07"}, {"document", "KLPG/26/11/0417"}};
    return act(format("origin.{}", name), by, body, format("origin-{}", ++acts));
  }

  std::string register_keeper, customs, clearance, agency, auditor;
};

const std::string presented_at = "/v1/origin-declarations/MY%2C%200217%2FMY07%2C%20KLPG%2F26%2F11%2F0417";

TEST_F(OriginRoutes, ADeclarationIsPresentedJudgedAcceptedAndUsed) {
  bring_the_record_in();
  const auto presented = present(customs);
  ASSERT_EQ(presented.response.status, 200) << presented.json.dump();
  EXPECT_EQ(presented.json["done"], "declaration recorded");
  EXPECT_EQ(presented.json["location"], presented_at);
  const Json& shown = presented.json["origin_declaration"];
  EXPECT_EQ(shown["state"]["id"], "PRESENTED");
  ASSERT_EQ(shown["judgements"].size(), 4U) << shown.dump();
  for (const Json& one : shown["judgements"]) EXPECT_EQ(one["listed"], "listed") << one.dump();
  EXPECT_EQ(shown["items"][1]["left"], "800");

  EXPECT_EQ(origin_act("accept", agency).response.status, 403);
  ASSERT_EQ(origin_act("accept", customs).response.status, 200);
  const Json line{{"number", 2}, {"quantity", "300"}, {"unit", "KGM"}};
  const auto used = origin_act("use", clearance, {{"declaration", "D26-1"}, {"lines", Json::array({line})}});
  ASSERT_EQ(used.response.status, 200) << used.json.dump();
  const auto after = get(presented_at, customs).json;
  EXPECT_EQ(after["items"][1]["left"], "500");
  EXPECT_EQ(after["items"][0]["result"], "U1");
  EXPECT_EQ(after["uses"][0]["declaration"], "D26-1");
  EXPECT_EQ(after["history"].size(), 3U);
  EXPECT_EQ(after["history"][1]["event"], "origin.accepted");
  const auto document = ask(net::Method::get, presented_at + "/document", auditor);
  EXPECT_TRUE(as_text(document.response.body).contains("KlangShield"));
  EXPECT_EQ(get("/v1/origin-declarations?state=ACCEPTED", customs).json["items"].size(), 1U);
  EXPECT_EQ(get("/v1/origin-declarations", agency).json["items"].size(), 0U);
  EXPECT_EQ(get(presented_at, agency).response.status, 404);
}

TEST_F(OriginRoutes, WithoutTheRecordItIsRefusedOrWaitsForIt) {
  ASSERT_EQ(present(customs).response.status, 200);
  const auto shown = get(presented_at, customs).json;
  EXPECT_EQ(shown["items"][0]["against"][0]["rule"], "R-ASW-090") << shown.dump();
  EXPECT_EQ(origin_act("accept", customs).json["code"], "R-ASW-090");
  const auto refused = origin_act("refuse", customs, {{"result", "N10"}, {"reason", "Unknown exporter"}});
  ASSERT_EQ(refused.response.status, 200) << refused.json.dump();
  EXPECT_EQ(refused.json["origin_declaration"]["state"]["id"], "REFUSED");
  EXPECT_EQ(get(presented_at, customs).json["history"][1]["texts"]["reason"], "Unknown exporter");
  ASSERT_EQ(origin_act("reassess", customs, {{"reason", "The record came"}}).response.status, 200);
  bring_the_record_in();
  EXPECT_EQ(origin_act("accept", customs).response.status, 200);
}

TEST_F(OriginRoutes, ADeclarationIsVerifiedByTheAuthorityOfItsExporter) {
  bring_the_record_in();
  ASSERT_EQ(present(customs).response.status, 200);
  EXPECT_TRUE(get(presented_at, customs).json["check"].is_null());
  EXPECT_EQ(origin_act("check", customs, {{"request", "V-1"}}).json["code"], "R-ASW-080");
  const auto asked = origin_act("check", customs, {{"request", "V-1"}, {"reason", "The factory is closed"}});
  ASSERT_EQ(asked.response.status, 200) << asked.json.dump();
  const auto shown = get(presented_at, customs).json;
  EXPECT_EQ(shown["state"]["id"], "UNDER_CHECK");
  EXPECT_EQ(shown["check"]["request"], "V-1");
  EXPECT_EQ(shown["check"]["open_items"], (Json{1, 2}));
  EXPECT_EQ(shown["messages"][0]["message"], "CO.VERIFY.REQ");
  EXPECT_TRUE(get(presented_at + "/attachments", customs).json["items"].empty()) << "nothing was shown";
  EXPECT_EQ(get(presented_at + "/attachments", agency).response.status, 404);
  EXPECT_EQ(get(presented_at + "/attachments/" + std::string(64, 'a'), customs).json["code"], "R-ATT-015");
  EXPECT_EQ(shown["history"][1]["texts"]["reason"], "The factory is closed");
  EXPECT_EQ(origin_act("end_check", customs).json["code"], "R-ASW-081");
  ASSERT_EQ(origin_act("record_reply", customs, {{"request", "V-1"}, {"text", "Letter 9"}}).response.status,
            200);
  const auto ended = origin_act("end_check", customs, {{"text", "It is in order"}});
  ASSERT_EQ(ended.response.status, 200) << ended.json.dump();
  EXPECT_EQ(ended.json["origin_declaration"]["state"]["id"], "ACCEPTED");
  EXPECT_EQ(get("/v1/origin-declarations?state=UNDER_CHECK", customs).json["items"].size(), 0U);
}

TEST_F(OriginRoutes, WhatIsAskedAboutAnExporterHereIsAnsweredByWhoCertifiesIt) {
  const Json asked_about{
      {"state", "SG"}, {"office", "0044/SGHMS"}, {"number", "INV-77"}, {"kind", "origin_declaration"}};
  const std::string other = key({.role = access::Role::other_agency, .person = "vet", .office = "SGWDL001"});
  const Json letter{{"certificate", asked_about},
                    {"request", "TH-1"},
                    {"items", Json::array()},
                    {"reason", "The seal"},
                    {"received_on", to_text(std::chrono::floor<std::chrono::days>(node.now()))}};
  EXPECT_EQ(act("verification.record", other, letter, "key-1").response.status, 403);
  const auto recorded = act("verification.record", agency, letter, "key-2");
  ASSERT_EQ(recorded.response.status, 200) << recorded.json.dump();
  const auto shown = get("/v1/documents/SG%2C%200044%2FSGHMS%2C%20INV-77", agency).json;
  EXPECT_EQ(shown["certificate"], asked_about) << shown.dump();
  EXPECT_EQ(shown["requests"][0]["state"]["id"], "VERIFY_REQUESTED");
  EXPECT_EQ(get("/v1/documents", agency).json["items"].size(), 1U);
  const auto work = get("/v1/work", agency).json;
  ASSERT_EQ(work["items"].size(), 1U) << work.dump();
  EXPECT_EQ(work["items"][0]["ref"], "SG, 0044/SGHMS, INV-77");
  EXPECT_EQ(get("/v1/work", other).json["items"].size(), 0U);
  const auto answered =
      act("verification.answer", agency,
          {{"certificate", asked_about}, {"request", "TH-1"}, {"text", "It is ours"}}, "key-3");
  ASSERT_EQ(answered.response.status, 200) << answered.json.dump();
  EXPECT_EQ(get("/v1/work", agency).json["items"].size(), 0U);
}

TEST_F(OriginRoutes, WhatTheKeeperLearnsLaterCountsFromWhenItHappened) {
  bring_the_record_in();
  const Json record{{"state", "MY"}, {"code", "0217/MY07"}};
  ASSERT_EQ(present(customs).json["origin_declaration"]["judgements"][0]["listed"], "listed");
  const auto soon =
      act("exporter.suspend", register_keeper,
          {{"reference", record}, {"reason", "not met"}, {"effective", "2099-01-01T00:00:00Z"}}, "soon");
  EXPECT_EQ(soon.json["code"], "R-OD-016") << soon.json.dump();
  const auto later =
      act("exporter.suspend", register_keeper,
          {{"reference", record}, {"reason", "not met"}, {"effective", "2026-11-01T00:00:00Z"}}, "then");
  ASSERT_EQ(later.response.status, 200) << later.json.dump();
  EXPECT_EQ(origin_act("accept", customs).json["code"], "R-ASW-090");
  const auto wrong = ask(net::Method::post, "/v1/exporters?effective=then", register_keeper,
                         example("my-certified-exporter"));
  EXPECT_EQ(wrong.response.status, 400);
}

TEST_F(OriginRoutes, WhatIsWrongIsToldByItsPlace) {
  const auto own = present(customs, replaced(replaced(example("my-sg-origin-declaration"),
                                                      "<IssuingCountryCode>MY", "<IssuingCountryCode>SG"),
                                             "<CountryCode>MY", "<CountryCode>SG"));
  EXPECT_EQ(own.json["code"], "R-OD-019") << own.json.dump();
  const auto lacking =
      present(customs, replaced(example("my-sg-origin-declaration"),
                                "<Declarant>\n      <Name>Nurul Aisyah binti Rahman</Name>\n      "
                                "<SignatureLocationName>Klang</SignatureLocationName>\n    </Declarant>",
                                ""));
  EXPECT_EQ(lacking.response.status, 422);
  EXPECT_EQ(lacking.json["code"], "R-ASW-092") << lacking.json.dump();
  EXPECT_EQ(present(agency).response.status, 403);
}

}  // namespace
}  // namespace lintas::api
