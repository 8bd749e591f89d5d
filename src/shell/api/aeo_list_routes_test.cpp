#include "shell/api/aeo_list_routes.hpp"

#include <algorithm>
#include <chrono>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/listed/letter.hpp"
#include "core/aeo/listed/messages.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/programme.hpp"
#include "core/documents/fault.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/tin.hpp"
#include "core/workflow/aeo_list_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"
#include "shell/net/http.hpp"
#include "tests/support/business_fixture.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/json.hpp"

/// The list of authorised operators of Singapore through the interface, and its copy of Malaysia's.
namespace lintas::api {
namespace {

namespace lst = aeo::listed;
using namespace std::chrono_literals;

class AeoListRoutes : public Business {
 public:
  AeoListRoutes() {
    office = key({.role = access::Role::aeo_manager, .person = "amy", .office = "SGTUS001"});
    firm = key({.role = access::Role::trader, .party = "SG201912345K", .person = "tan"});
    rival = key({.role = access::Role::trader, .party = "SG200500000X", .person = "lim"});
    customs = key({.role = access::Role::officer_of_destination, .person = "joy", .office = "SGTUS001"});
    auditor = key({.role = access::Role::auditor, .person = "aud"});
  }

  Answer aeo(std::string_view name, const std::string& by, Json more = Json::object()) {
    Json body{{"reference", reference}};
    body.update(more);
    return act(format("aeo.{}", name), by, body, format("aeo-{}", ++acts));
  }
  void grant() {
    const Json application{
        {"reference", reference}, {"programme", "STP"}, {"level", "STP-Plus"}, {"roles", {"exporter"}}};
    ASSERT_EQ(
        act("aeo.begin", firm, {{"application", application}}, format("aeo-{}", ++acts)).response.status,
        200);
    ASSERT_EQ(aeo("submit", firm).response.status, 200);
    ASSERT_EQ(aeo("accept", office, {{"basis", "s. 89"}}).response.status, 200);
    ASSERT_EQ(aeo("validate", office, {{"basis", "s. 89"}}).response.status, 200);
    ASSERT_EQ(aeo("authorise", office, {{"code", "AEOSG123456789012"}, {"basis", "s. 90"}}).response.status,
              200);
  }
  Answer agree(const std::string& by) {
    return ask(net::Method::post, "/v1/listed-operators", by,
               test::read_file(LINTAS_ROOT "/examples/documents/sg-authorised-operator.xml"));
  }
  Answer suspend() {
    return aeo(
        "suspend", office,
        {{"ground", "conditions_in_doubt"},
         {"reason", "seals were broken twice"},
         {"basis", "s. 91"},
         {"until", to_text(std::chrono::floor<std::chrono::days>(node.now()) + std::chrono::days{30})}});
  }
  Json of_thailand() {
    const Json told = get(at_address, office).json["told"];
    const auto found = std::ranges::find_if(told, [](const Json& one) { return one["partner"] == "TH"; });
    return found == told.end() ? Json{} : *found;
  }
  bool hears(std::string_view from, lst::MessageNumber number, const lst::Letter& letter, std::uint32_t n) {
    auto command = node.command({.role = access::Role::partner_node, .party = std::string{from}},
                                workflow::command_of_message(number), letter);
    const std::string id = format("M{}", ++acts);
    command.id = workflow::MessageCommandId{workflow::make_key(workflow::KeyKind::partner_message, from, id)};
    command.lane = workflow::LanePosition{*exchange::Partner::parse(from), n, id};
    return node.ask(command).findings.empty();
  }
  bool thailand_answers(std::uint32_t version, std::vector<documents::Fault> faults = {}) {
    return hears(
        "TH", lst::aeo_ack,
        {.reference = lst::Reference{.holder = *Tin::parse("SG201912345K"),
                                     .number = *aeo::authorisation::ApplicationNumber::parse("A-2026-1")},
         .version = version,
         .faults = std::move(faults)},
        0);
  }
  /// As Malaysia tells of an operator of its own.
  lst::Letter of_malaysia(std::uint32_t version, lst::Status status) {
    lst::Letter letter{
        .reference = lst::Reference{.holder = *Tin::parse("MY201101012345"),
                                    .number = *aeo::authorisation::ApplicationNumber::parse("7")},
        .version = version,
        .effective = node.now(),
        .status = status};
    letter.content = lst::Content{.grant = {.programme = "AEO",
                                            .level = {},
                                            .roles = {aeo::OperatorRole::exporter},
                                            .authorised = *parse_day("2026-01-05"),
                                            .valid_from = *parse_day("2026-01-05"),
                                            .codes = {{.code = *aeo::Code::parse("MY12345H100001"),
                                                       .key = *aeo::CodeKey::parse("MY12345H100001"),
                                                       .given = *parse_day("2026-01-05"),
                                                       .from = node.now() - 24h}}},
                                  .consent = {.on = *parse_day("2026-01-06"), .document = {}, .print = {}}};
    return letter;
  }

  const std::string at_address = "/v1/listed-operators/SG201912345K%2C%20A%2D2026%2D1";
  Json reference{{"holder", "SG201912345K"}, {"number", "A-2026-1"}};
  std::string office, firm, rival, customs, auditor;
  int acts = 0;
};

TEST_F(AeoListRoutes, AnOperatorAgreesAndIsListed) {
  EXPECT_EQ(agree(firm).json["errors"][0]["rule"], "R-AEO-029") << "nothing was applied for";
  grant();
  EXPECT_EQ(get(at_address, firm).response.status, 404) << "nobody is told without its consent";
  const auto agreed = agree(firm);
  ASSERT_EQ(agreed.response.status, 200) << agreed.json.dump();
  EXPECT_EQ(agreed.json["done"], "consent recorded");
  EXPECT_EQ(agreed.json["location"], at_address);
  const Json shown = get(at_address, firm).json;
  EXPECT_EQ(shown["state"]["id"], "ACTIVE");
  EXPECT_EQ(shown["of"], "SG");
  EXPECT_EQ(shown["level"], "STP-Plus");
  EXPECT_EQ(shown["codes"][0]["code"], "AEOSG123456789012");
  EXPECT_EQ(shown["consent"], to_text(std::chrono::floor<std::chrono::days>(node.now())));
  EXPECT_EQ(shown["purpose"], "recognition of authorised operators");
  EXPECT_EQ(shown["said"].size(), 1U);
  EXPECT_FALSE(shown.dump().contains("Sunshine")) << "the name stands in the document";
  EXPECT_EQ(shown["acts"].size(), 1U) << "it may agree no more: " << shown["acts"].dump();
  const auto document = ask(net::Method::get, at_address + "/document", office);
  EXPECT_TRUE(as_text(document.response.body).contains("Sunshine Foods Pte Ltd"));
  EXPECT_EQ(get("/v1/listed-operators?partner=SG&code=aeosg-123456789012", office).json["items"].size(), 1U);
  EXPECT_EQ(get("/v1/listed-operators?partner=MY", office).json["items"].size(), 0U);
  EXPECT_EQ(get(at_address, rival).response.status, 404);
  EXPECT_EQ(get(at_address, customs).response.status, 404) << "its own list customs has no need of";
}

TEST_F(AeoListRoutes, ConsentIsTheOperatorsAlone) {
  grant();
  EXPECT_EQ(agree(office).response.status, 403);
  EXPECT_EQ(agree(rival).response.status, 403);
  ASSERT_EQ(agree(firm).response.status, 200);
  EXPECT_EQ(aeo("withdraw_consent", office).response.status, 403);
  const auto ended = aeo("withdraw_consent", firm);
  ASSERT_EQ(ended.response.status, 200) << ended.json.dump();
  EXPECT_EQ(ended.json["listed_operator"]["state"]["id"], "UNLISTED");
  EXPECT_EQ(ended.json["listed_operator"]["consent"], Json{});
  EXPECT_FALSE(ended.json["listed_operator"].contains("codes"));
  EXPECT_EQ(get(at_address + "/document", office).response.status, 404);
}

TEST_F(AeoListRoutes, WhatEachPartnerWasToldAndAnsweredIsShown) {
  grant();
  ASSERT_EQ(agree(firm).response.status, 200);
  EXPECT_EQ(of_thailand()["edition"], 1);
  EXPECT_EQ(of_thailand()["has_it"], false);
  EXPECT_EQ(of_thailand()["urgent_since"], Json{});
  ASSERT_TRUE(thailand_answers(1));
  EXPECT_EQ(of_thailand()["has_it"], true);
  ASSERT_EQ(suspend().response.status, 200);
  EXPECT_EQ(of_thailand()["urgent_since"], to_text(node.now()));
  EXPECT_EQ(get("/v1/listed-operators?waits=true", office).json["items"].size(), 0U);
  node.set_time(node.now() + 15min);
  node.ring();
  EXPECT_EQ(of_thailand()["overdue"], true);
  EXPECT_EQ(get("/v1/listed-operators?waits=true", office).json["items"].size(), 1U);
  const Json work = get("/v1/work", office).json;
  EXPECT_TRUE(work.dump().contains("aeo.tell_again")) << work.dump();
  EXPECT_EQ(get(at_address, office).json["history"].back()["event"], "aeo_listed.unanswered");
  ASSERT_TRUE(thailand_answers(2, {{.rule = "R-AEO-026", .pointer = "/AEO.NOTICE", .detail = {}}}));
  EXPECT_EQ(of_thailand()["overdue"], false);
  EXPECT_EQ(of_thailand()["refused_for"], Json::array({"R-AEO-026"}));
  const auto again = aeo("tell_again", office, {{"reason", "Thailand was restored"}});
  ASSERT_EQ(again.response.status, 200) << again.json.dump();
  EXPECT_EQ(of_thailand()["edition"], 3);
}

TEST_F(AeoListRoutes, ACopyIsReadByCustomsAndACodeIsCheckedByIt) {
  const auto check = [&] { return get("/v1/operator-codes?state=MY&code=my12345-h100001", rival).json; };
  EXPECT_EQ(check()["listed"], "list_not_here");
  ASSERT_TRUE(hears("MY", lst::aeo_notice, of_malaysia(1, lst::Status::active), 1));
  EXPECT_EQ(check()["listed"], "yes");
  EXPECT_EQ(check()["holds"], "yes");
  EXPECT_EQ(check()["code"], "MY12345H100001");
  const Json other = get("/v1/operator-codes?state=MY&code=MY12345H100002", rival).json;
  EXPECT_EQ(other["listed"], "no");
  EXPECT_TRUE(other["finding"]["detail"].get<std::string>().contains(
      "It is well formed, but not in MY's list as of "))
      << other.dump();
  const std::string copy = "/v1/listed-operators/MY201101012345,7";
  EXPECT_EQ(get(copy, customs).json["of"], "MY");
  EXPECT_EQ(get(copy, customs).json["heard"], to_text(node.now()));
  EXPECT_EQ(get(copy, customs).json["acts"], Json::array()) << "nobody writes into it";
  EXPECT_EQ(get(copy, rival).response.status, 404);

  const Instant before = node.now();
  node.set_time(before + 1h);
  ASSERT_TRUE(hears("MY", lst::aeo_notice, of_malaysia(2, lst::Status::suspended), 2));
  EXPECT_EQ(check()["holds"], "suspended");
  EXPECT_EQ(check()["finding"]["rule"], "R-AEO-004");
  const auto as_of = [&](Instant of, Instant known) {
    return get(format("{}/as-of?instant={}&known={}", copy, to_text(of), to_text(known)), customs);
  };
  EXPECT_EQ(as_of(before, before).json["holds"], "yes");
  EXPECT_EQ(as_of(node.now(), node.now()).json["holds"], "suspended");
  EXPECT_EQ(as_of(node.now(), before).json["holds"], "yes") << "that is what was known then";
  EXPECT_EQ(as_of(before - 1h, node.now()).response.status, 404) << "nothing was known of it";
  EXPECT_EQ(as_of(node.now() + 1h, node.now()).json["code"], "API-020");
  EXPECT_EQ(as_of(node.now(), node.now() + 1h).json["errors"][0]["pointer"], "known");
  EXPECT_EQ(get(copy + "/as-of?instant=2026-11-20&known=00", customs).response.status, 400);
  EXPECT_EQ(get(copy + "/as-of", customs).response.status, 400);
}

/// Given to another operator by mistake first, of which no end was told yet; whose it is has no benefits now.
TEST_F(AeoListRoutes, ACodeIsTheOperatorsThatHasItSinceLast) {
  lst::Letter right = of_malaysia(1, lst::Status::active);
  right.reference->number = *aeo::authorisation::ApplicationNumber::parse("8");
  right.content->grant.codes.front().from = node.now() - 1h;
  ASSERT_TRUE(hears("MY", lst::aeo_notice, right, 1));
  ASSERT_TRUE(hears("MY", lst::aeo_notice, of_malaysia(1, lst::Status::active), 1));
  const auto check = [&] { return get("/v1/operator-codes?state=MY&code=MY12345H100001", rival).json; };
  EXPECT_EQ(check()["holds"], "yes");
  node.set_time(node.now() + 1h);
  right.version = 2;
  right.status = lst::Status::suspended;
  right.effective = node.now();
  ASSERT_TRUE(hears("MY", lst::aeo_notice, right, 2));
  EXPECT_EQ(check()["holds"], "suspended");
}

TEST_F(AeoListRoutes, TheListOfAStateWithoutANodeIsBroughtInAsATable) {
  node.set_partners({"TH"});
  const std::string bringer = key({.role = access::Role::reference_data_keeper, .person = "kim"});
  const std::string head =
      "holder,number,programme,level,roles,codes,authorised,valid_from,valid_until,revalidate_on,status,"
      "effective,consent\n";
  const auto bring = [&](const std::string& by, const std::string& rows) {
    return ask(net::Method::post, "/v1/operator-lists?of=MY", by, head + rows,
               {{.name = "Idempotency-Key", .value = format("table-{}", ++acts)}});
  };
  const auto row = [](std::string_view status) {
    return format(
        "MY201101012345,7,AEO,,exporter,MY12345H100001,2026-01-05,2026-01-10,2029-01-09,,{},,2026-01-06\n",
        status);
  };
  const auto wrong = bring(bringer, row("stopped") + "SG1,1,,,,,,,,,,,\n");
  EXPECT_EQ(wrong.response.status, 422);
  EXPECT_GT(wrong.json["errors"].size(), 2U) << "each cell by its place: " << wrong.json.dump();
  EXPECT_EQ(get("/v1/listed-operators?partner=MY", bringer).json["items"].size(), 0U) << "nothing is taken";
  const auto first = bring(bringer, row("active"));
  ASSERT_EQ(first.response.status, 200) << first.json.dump();
  EXPECT_EQ(first.json["new"], 1);
  EXPECT_EQ(bring(bringer, row("active")).json["unchanged"], 1);
  EXPECT_EQ(bring(bringer, row("suspended")).json["changed"], 1);
  EXPECT_EQ(get("/v1/operator-codes?state=MY&code=MY12345H100001", rival).json["holds"], "suspended");
  EXPECT_EQ(bring(office, row("active")).response.status, 403);
  const auto shown = get("/v1/listed-operators/MY201101012345,7", bringer).json;
  EXPECT_EQ(shown["heard"], Json{}) << "no node told it";
  EXPECT_EQ(shown["acts"], Json::array());

  node.set_partners({"MY", "TH"});
  const auto beside = bring(bringer, row("revoked"));
  EXPECT_EQ(beside.json["errors"][0]["rule"], "R-AEO-032") << beside.json.dump();
  EXPECT_EQ(beside.json["errors"][0]["pointer"], "line 2");
}

TEST_F(AeoListRoutes, AListOfWhichNothingIsHeardForADayIsStale) {
  const auto of_malaysia_heard = [&] {
    const Json items = get("/v1/operator-lists", customs).json["items"];
    const auto found = std::ranges::find_if(items, [](const Json& one) { return one["of"] == "MY"; });
    return found == items.end() ? Json{} : *found;
  };
  EXPECT_EQ(of_malaysia_heard()["heard"], Json{});
  EXPECT_EQ(of_malaysia_heard()["stale"], "use_as_known") << "it was never heard of";
  ASSERT_TRUE(hears("MY", lst::aeo_notice, of_malaysia(1, lst::Status::active), 1));
  EXPECT_EQ(of_malaysia_heard()["heard"], to_text(node.now()));
  EXPECT_EQ(of_malaysia_heard()["stale"], Json{});
  const auto check = [&] { return get("/v1/operator-codes?state=MY&code=MY12345H100001", rival).json; };
  EXPECT_EQ(check()["stale"], Json{});
  node.set_time(node.now() + 25h);
  EXPECT_EQ(of_malaysia_heard()["stale"], "use_as_known");
  EXPECT_EQ(check()["stale"], "use_as_known");
  EXPECT_EQ(check()["holds"], "yes");
  EXPECT_EQ(check()["finding"], Json{}) << "as it is known";
  EXPECT_EQ(get("/v1/operator-lists",
                key({.role = access::Role::other_agency, .person = "fda", .office = "SGTUS001"}))
                .response.status,
            403);
}

TEST_F(AeoListRoutes, WhatHappensIsInTheFeed) {
  grant();
  ASSERT_EQ(agree(firm).response.status, 200);
  const auto feed = get("/v1/events", auditor).json["items"];
  const auto found = std::ranges::find_if(feed, [](const Json& one) { return one["kind"] == "aeo_listed"; });
  ASSERT_NE(found, feed.end()) << feed.dump();
  EXPECT_EQ((*found)["ref"], "SG201912345K, A-2026-1");
  EXPECT_EQ((*found)["event"], "aeo_listed.consented");
}

}  // namespace
}  // namespace lintas::api
