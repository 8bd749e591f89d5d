#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/listed/letter.hpp"
#include "core/aeo/listed/messages.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/programme.hpp"
#include "core/exchange/manifest.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/tin.hpp"
#include "core/recognition/table.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/manifest_message.hpp"
#include "core/workflow/manifest_part.hpp"
#include "core/workflow/records.hpp"
#include "tests/support/business_fixture.hpp"
#include "tests/support/json.hpp"

/// Which state honours whose operators, and why a code has its benefit or not, asked at Singapore's node.
namespace lintas::api {
namespace {

namespace lst = aeo::listed;
using namespace std::chrono_literals;

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

  bool hears(std::string_view from, workflow::CommandType type, const auto& content, std::uint32_t n) {
    auto command =
        node.command({.role = access::Role::partner_node, .party = std::string{from}}, type, content);
    const std::string id = format("M{}", ++acts);
    command.id = workflow::MessageCommandId{workflow::make_key(workflow::KeyKind::partner_message, from, id)};
    command.lane = workflow::LanePosition{*exchange::Partner::parse(from), n, id};
    return node.ask(command).findings.empty();
  }
  /// Malaysia tells how an operator of its own stands: the n-th notice of it.
  void malaysia_tells(std::string_view code, lst::Status status, std::uint32_t n = 1) {
    lst::Letter letter{
        .reference = lst::Reference{.holder = *Tin::parse("MY201101012345"),
                                    .number = *aeo::authorisation::ApplicationNumber::parse(code)},
        .version = n,
        .effective = node.now(),
        .status = status};
    letter.content = lst::Content{.grant = {.programme = "AEO",
                                            .level = {},
                                            .roles = {aeo::OperatorRole::exporter},
                                            .authorised = *parse_day("2026-01-05"),
                                            .valid_from = *parse_day("2026-01-05"),
                                            .codes = {{.code = *aeo::Code::parse(code),
                                                       .key = *aeo::CodeKey::parse(code),
                                                       .given = *parse_day("2026-01-05"),
                                                       .from = *parse_instant("2026-01-05T04:00:00Z")}}},
                                  .consent = {.on = *parse_day("2026-01-06"), .document = {}, .print = {}}};
    ASSERT_TRUE(hears("MY", workflow::command_of_message(lst::aeo_notice), letter, n));
  }
  void daily_list_of_malaysia() {
    const Day day = std::chrono::floor<std::chrono::days>(node.now());
    ASSERT_TRUE(hears(
        "MY", workflow::command_of_message(workflow::ie_document_manifest),
        exchange::Manifest{.day = day, .part = 1, .entries = {}, .month = workflow::month_of(day)}, ++lists));
  }
  /// Of an operator of Malaysia, with everything that Indonesia asks for.
  static std::string malaysian(std::string_view code = "MY12345H100001") {
    return format(
        "by=ID&of=MY&code={}&loading=MYPKG&procedure=BC%202.0&score=51&"
        "fields=facility_code=451;authorisation_date=2026-01-05",
        code);
  }
  Json explain_at(std::string_view query, Instant instant) {
    return explain(format("{}&instant={}", query, to_text(instant)), office);
  }

  const std::string in_indonesia =
      "by=ID&of=SG&code=AEOSG123456789012&loading=SGSIN&procedure=BC%202.0&score=51";
  Json reference{{"holder", "SG201912345K"}, {"number", "A-2026-1"}};
  std::string office, firm, importer;
  int acts = 0;
  std::uint32_t lists = 0;
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
  const Json pilots = get("/v1/recognitions?state=pilot", importer).json["items"];
  for (const Json& one : pilots) EXPECT_EQ(one["state"], "pilot");
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
      403)
      << "when a rival was suspended nobody finds out";
}

TEST_F(RecognitionRoutes, R_AEO_044_AreOpenWhereNothingOfTheListOfTheStateWasEverHeard) {
  const Json told = explain("by=SG&of=MY&code=MY12345H100001", importer);
  EXPECT_EQ(told["outcome"], "refused");
  EXPECT_EQ(said(told, "list"), "The list of MY is not here.");
  EXPECT_EQ(told["grounds"]["list"], Json{});
}

TEST_F(RecognitionRoutes, AreDecidedByTheCopyOfTheListOfAnotherState) {
  const Instant before = node.now();
  node.set_time(before + 1h);
  malaysia_tells("MY12345H100001", lst::Status::active);
  const Instant listed = node.now();
  const Json good = explain(malaysian(), importer);
  EXPECT_EQ(good["outcome"], "applied") << good.dump();
  EXPECT_EQ(good["score"]["after"], 40);
  EXPECT_EQ(said(good, "list"), format("It is in MY's list as of {}.", to_text(listed)));
  EXPECT_EQ(good["grounds"]["list"]["as_of"], to_text(listed));
  EXPECT_EQ(good["grounds"]["list"]["stale"], false);
  EXPECT_EQ(good["grounds"]["known_since"], Json{}) << "for whoever reads the list";
  EXPECT_EQ(good["grounds"]["edition"], Json{}) << "likewise";
  EXPECT_EQ(explain(malaysian(), office)["grounds"]["known_since"], to_text(listed));
  EXPECT_EQ(explain(malaysian(), office)["grounds"]["edition"], 1);
  EXPECT_EQ(explain(malaysian("MY12345H100002"), importer)["findings"][0]["rule"], "R-AEO-003");
  EXPECT_EQ(explain(malaysian("MY1"), importer)["findings"][0]["rule"], "R-AEO-002");

  node.set_time(listed + 1h);
  malaysia_tells("MY12345H100001", lst::Status::suspended, 2);
  EXPECT_EQ(explain(malaysian(), importer)["findings"][0]["rule"], "R-AEO-004");
  EXPECT_EQ(said(explain(malaysian(), importer), "status"), "At home its operator is suspended.");
  EXPECT_EQ(explain(malaysian(), office)["grounds"]["edition"], 2);
  EXPECT_EQ(explain_at(malaysian(), listed)["outcome"], "applied")
      << "what was decided then is decided again";
  EXPECT_EQ(explain_at(malaysian(), listed)["grounds"]["list"]["as_of"], to_text(listed));
  EXPECT_EQ(explain_at(malaysian(), before)["findings"][0]["rule"], "R-AEO-044") << "nothing was known then";
}

TEST_F(RecognitionRoutes, AreWorthLessOnAListOfWhichNothingWasHeardForADay) {
  malaysia_tells("MY12345H100001", lst::Status::active);
  const Instant listed = node.now();
  node.set_time(listed + 24h);
  EXPECT_EQ(explain(malaysian(), importer)["score"]["after"], 40);
  node.set_time(listed + 25h);
  const Json old = explain(malaysian(), importer);
  EXPECT_EQ(old["outcome"], "applied");
  EXPECT_EQ(old["score"]["after"], 51) << "only priority is left";
  EXPECT_EQ(old["applied"]["priority"], true);
  EXPECT_EQ(old["grounds"]["list"]["stale"], true);
  EXPECT_EQ(
      said(old, "age"),
      format("The list of MY is old: as of {}. Of the benefits only priority is left.", to_text(listed)));
  daily_list_of_malaysia();
  EXPECT_EQ(explain(malaysian(), importer)["score"]["after"], 40) << "all of it is as it was";
  EXPECT_EQ(explain(malaysian(), importer)["grounds"]["list"]["as_of"], to_text(node.now()));
  EXPECT_EQ(explain_at(malaysian(), listed + 24h + 30min)["score"]["after"], 51)
      << "what came later makes no list newer than it was";
}

TEST_F(RecognitionRoutes, R_AEO_003_AreInAnEmptyListAsSoonAsItIsHeardOf) {
  EXPECT_EQ(explain(malaysian(), importer)["findings"][0]["rule"], "R-AEO-044");
  daily_list_of_malaysia();
  const Json told = explain(malaysian(), importer);
  EXPECT_EQ(told["findings"][0]["rule"], "R-AEO-003") << told.dump();
  EXPECT_EQ(told["grounds"]["list"]["as_of"], to_text(node.now()));
  EXPECT_EQ(get("/v1/operator-codes?state=MY&code=MY12345H100001", importer).json["listed"], "no");
}

TEST_F(RecognitionRoutes, NameTheListAsItWasHeardOfAtAnyInstant) {
  std::vector<Instant> told;
  for (int n = 1; n <= 9; ++n) {
    node.set_time(node.now() + 1h);
    malaysia_tells(format("MY12345H10000{}", n), lst::Status::active);
    told.push_back(node.now());
  }
  for (const Instant at : told) {
    SCOPED_TRACE(to_text(at));
    EXPECT_EQ(explain_at(malaysian("MY99999H999999"), at)["grounds"]["list"]["as_of"], to_text(at));
    EXPECT_EQ(explain_at(malaysian("MY99999H999999"), at + 30min - 1h)["grounds"]["list"],
              at == told.front() ? Json{} : (Json{{"as_of", to_text(at - 1h)}, {"stale", false}}));
  }
}

TEST_F(RecognitionRoutes, NameOneTimeOfAListWhicheverCodeIsAskedAbout) {
  malaysia_tells("MY12345H100001", lst::Status::active);
  node.set_time(node.now() + 1h);
  malaysia_tells("MY12345H100002", lst::Status::active);
  const std::string newest = to_text(node.now());
  node.set_time(node.now() + 1h);
  malaysia_tells("MY12345H100001", lst::Status::suspended, 2);
  const Json suspended = explain(malaysian("MY12345H100001"), importer);
  EXPECT_EQ(suspended["findings"][0]["rule"], "R-AEO-004");
  EXPECT_EQ(suspended["grounds"]["list"]["as_of"], newest) << "when a rival was suspended nobody sees by it";
  EXPECT_EQ(explain(malaysian("MY12345H100002"), importer)["grounds"]["list"]["as_of"], newest);
}

TEST_F(RecognitionRoutes, AreExplainedOfAWholeQuestionAlone) {
  for (const char* query :
       {"of=SG&code=1", "by=MY&code=1", "by=MY&of=SG", "by=MY&of=SG&code=1&role=king",
        "by=MY&of=SG&code=1&fields=451", "by=MY&of=SG&code=1&fields==1", "by=MY&of=SG&code=1&score=-1",
        "by=MY&of=SG&code=1&score=1000001", "by=MY&of=SG&code=1%0A", "by=MY&of=SG&code=1&loading=SG%0A",
        "by=MY&of=SG&code=1&procedure=%09", "by=MY&of=SG&code=1&fields=a=%0D", "by=MY&of=SG&code=1&fields=;",
        "by=MY&of=SG&code=1&fields=a=1;b=1;c=1;d=1;e=1;f=1;g=1;h=1;i=1;j=1;k=1;l=1;m=1;n=1;o=1;p=1;q=1"})
    EXPECT_EQ(get(format("/v1/recognitions/explain?{}", query), importer).response.status, 400) << query;
  EXPECT_EQ(explain("by=MY&of=SG&code=no%20code%20%21", importer)["findings"][0]["rule"], "R-AEO-001");
}

}  // namespace
}  // namespace lintas::api
