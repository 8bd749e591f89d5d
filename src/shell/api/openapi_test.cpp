#include <algorithm>
#include <array>
#include <cstdint>
#include <gtest/gtest.h>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/hex.hpp"
#include "base/limits.hpp"
#include "core/access/access.hpp"
#include "core/attachments/letter.hpp"
#include "core/attachments/media.hpp"
#include "core/attachments/records.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/transit/movement.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"
#include "shell/api/acts.hpp"
#include "shell/api/compact_code.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"
#include "shell/net/router.hpp"
#include "tests/support/business_fixture.hpp"
#include "tests/support/confirmed_messages.hpp"
#include "tests/support/described.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/signed_codes.hpp"

/// The description of the interface. Every answer of the other tests is held against it too: ApiTest::ask.
namespace lintas::api {
namespace {

class OpenApi : public Business {
 public:
  const Json& all() { return described().all(); }

  struct Operation {
    std::string path;
    std::string method;
    const Json* json;
  };
  std::vector<Operation> operations() {
    std::vector<Operation> found;
    for (const auto& [path, methods] : all()["paths"].items())
      for (const auto& [method, json] : methods.items())
        found.push_back({.path = path, .method = method, .json = &json});
    return found;
  }
  enum class Files : std::uint8_t { may_be_taken_away, stay };
  /// A file is brought to the document, named, listed, given, and taken away where that goes.
  void expect_files(const std::string& document, const std::string& by, Files files_of_it) {
    const auto asked = [&](net::Method method, const std::string& target, const std::string& who,
                           std::string_view body = "") {
      static int n = 0;
      return ask(method, target, who, body, {{"Idempotency-Key", "files-" + std::to_string(++n)}})
          .response.status;
    };
    const std::string all_of_it = document + "/attachments";
    const auto kept = ask(net::Method::post, "/v1/attachments", by, "box,net kg\n1,12.5\n");
    ASSERT_EQ(kept.response.status, 201) << kept.json.dump();
    EXPECT_EQ(ask(net::Method::post, "/v1/attachments", by, "").response.status, 422);
    const std::string hash = kept.json["sha256"];
    const std::string one = all_of_it + "/" + hash;
    const Json wanted{{"sha256", hash}, {"name", "packing-list.csv"}};
    EXPECT_EQ(asked(net::Method::post, all_of_it, by, "{}"), 422);
    EXPECT_EQ(asked(net::Method::post, all_of_it, by, wanted.dump()), 200);
    EXPECT_EQ(get(all_of_it, by).response.status, 200);
    EXPECT_EQ(get(all_of_it, trader).response.status, 403);
    EXPECT_EQ(get(one, by).response.status, 200);
    EXPECT_EQ(get(one, trader).response.status, 403);
    if (files_of_it == Files::stay) return;
    EXPECT_EQ(asked(net::Method::remove, one, trader), 403);
    EXPECT_EQ(asked(net::Method::remove, one, by), 200);
  }
  /// The authority of Malaysia shows a file about the declaration, which is listed, fetched and given here.
  void expect_shown_file(const std::string& presented_at, const std::string& by, const std::string& other) {
    constexpr std::string_view text = "signatory,specimen\n1,see the scan\n";
    const attachments::File specimen{.hash = test::sha256(std::array{as_bytes(text)}),
                                     .size = static_cast<std::int64_t>(text.size()),
                                     .media = attachments::Media::csv};
    const auto says = [&](attachments::MessageNumber number, attachments::Letter letter) {
      letter.document = {
          .state = "MY", .kind = "origin_declaration", .office = "0217/MY07", .number = "KLPG/26/11/0417"};
      auto command = node.command({.role = access::Role::partner_node, .party = "MY"},
                                  workflow::command_of_message(number), letter);
      const std::string id = format("shown-{}", number);
      command.id =
          workflow::MessageCommandId{workflow::make_key(workflow::KeyKind::partner_message, "MY", id)};
      command.lane = workflow::LanePosition{*exchange::Partner::parse("MY"), 0, id};
      return node.ask(command).findings.empty();
    };
    const std::string all_of_it = presented_at + "/attachments";
    const std::string one = all_of_it + "/" + to_hex(specimen.hash.view());
    ASSERT_TRUE(says(attachments::files_listed, {.files = {{.file = specimen, .name = "specimen.csv"}}}));
    EXPECT_EQ(get(all_of_it, by).response.status, 200);
    EXPECT_EQ(get(all_of_it, other).response.status, 404);
    EXPECT_EQ(get(one, by).response.status, 503) << "it is on its way";
    files.all[specimen.hash] = copy_of(as_bytes(text));
    ASSERT_TRUE(says(attachments::file_part, {.hash = specimen.hash,
                                              .size = specimen.size,
                                              .have = specimen.size,
                                              .verdict = attachments::Verdict::right}));
    EXPECT_EQ(get(one, by).response.status, 200);
    EXPECT_EQ(get(one, other).response.status, 404);
  }
  bool is_act(const Operation& operation) { return operation.path.starts_with("/v1/acts/"); }

  /// Somebody of a role that may do the act at some place.
  std::string doer_of(const NamedAct& act) {
    for (const access::Role role : access::all_roles()) {
      const access::Actor actor{.role = role, .party = "SG201912345K", .person = "fay", .office = "SGTUS001"};
      const bool may = std::ranges::any_of(node.domain().grants(), [&](const access::Grant& grant) {
        return grant.role == role && grant.command == std::to_underlying(act.act->type);
      });
      if (may && role != access::Role::node) return key(actor);
    }
    return {};
  }
};

void collect_refs(const Json& json, std::set<std::string>& refs) {
  for (const auto& [name, member] : json.items()) {
    if (name == "$ref") refs.insert(member.get<std::string>());
    if (member.is_structured()) collect_refs(member, refs);
  }
}

TEST_F(OpenApi, HasEveryRouteAndEveryActOnce) {
  std::set<std::string> ids;
  std::set<std::pair<std::string, std::string>> described;
  for (const Operation& operation : operations()) {
    EXPECT_TRUE(ids.insert((*operation.json)["operationId"]).second) << (*operation.json)["operationId"];
    if (!is_act(operation)) described.emplace(operation.path, operation.method);
  }
  for (const auto& route : router.routes()) {
    if (route.pattern == "/v1/acts/{name}") continue;
    std::string method{net::to_text(route.method)};
    std::ranges::transform(method, method.begin(), [](char c) { return static_cast<char>(c | 0x20); });
    EXPECT_EQ(described.erase({route.pattern, method}), 1U) << method << ' ' << route.pattern;
  }
  EXPECT_TRUE(described.empty()) << described.begin()->first;
  for (const NamedAct& act : acts_of(node.domain()))
    EXPECT_TRUE(ids.contains(std::string{act.name})) << act.name;
}

TEST_F(OpenApi, EachReferenceResolvesAndEachComponentIsUsed) {
  std::set<std::string> refs;
  collect_refs(all(), refs);
  for (const std::string& ref : refs) {
    ASSERT_TRUE(ref.starts_with("#/"));
    EXPECT_TRUE(all().contains(Json::json_pointer{ref.substr(1)})) << ref;
  }
  for (const std::string_view part : {"schemas", "parameters", "headers", "responses"}) {
    for (const auto& [name, component] : all()["components"][std::string{part}].items())
      EXPECT_TRUE(refs.contains("#/components/" + std::string{part} + "/" + name)) << part << ' ' << name;
  }
}

TEST_F(OpenApi, EveryParameterOfAPathIsDescribed) {
  for (const Operation& operation : operations()) {
    std::set<std::string> named;
    for (const Json& one : (*operation.json)["parameters"]) {
      const Json& parameter = all()[Json::json_pointer{one["$ref"].get<std::string>().substr(1)}];
      if (parameter["in"] == "path") named.insert("{" + parameter["name"].get<std::string>() + "}");
    }
    std::size_t in_path = 0;
    for (auto at = operation.path.find('{'); at != std::string::npos; at = operation.path.find('{', at + 1)) {
      EXPECT_TRUE(named.contains(operation.path.substr(at, operation.path.find('}', at) - at + 1)))
          << operation.path;
      ++in_path;
    }
    EXPECT_EQ(named.size(), in_path) << operation.path;
  }
}

/// What instant_or_day reads. Statistics alone are counted by days.
TEST_F(OpenApi, AParameterThatTakesADayOrAnInstantSaysSo) {
  const std::set<std::string> instants{"effective", "instant", "known", "since"};
  std::set<std::string> seen;
  for (const Operation& operation : operations()) {
    if ((*operation.json)["operationId"] == "showDocumentStatistics") continue;
    for (const Json& one : (*operation.json)["parameters"]) {
      const Json& parameter = all()[Json::json_pointer{one["$ref"].get<std::string>().substr(1)}];
      const std::string name = parameter["name"];
      if (parameter["in"] != "query" || !instants.contains(name)) continue;
      seen.insert(name);
      for (const char* right : {"2026-11-20", "2026-11-20T08:00:00Z", "2026-11-20T08:00:00.123Z"})
        EXPECT_EQ(described().fault(right, parameter["schema"]), "") << operation.path << ' ' << name;
      for (const char* wrong : {"", "00", "now", "2026-13-01", "2026-11-20T08:00:00"})
        EXPECT_NE(described().fault(wrong, parameter["schema"]), "") << operation.path << ' ' << name;
    }
  }
  EXPECT_EQ(seen, instants);
}

TEST_F(OpenApi, DeclaredFieldsAreAsManyAsAreLookedAt) {
  const Json& fields = all()["components"]["parameters"]["explained.fields"]["schema"];
  const auto many = [](std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += "a=1;";
    return text;
  };
  for (const std::string& right : {std::string{}, std::string{"a="}, std::string{"a=b=c;d=e"}, many(16)})
    EXPECT_EQ(described().fault(right, fields), "") << right;
  for (const std::string& wrong : {std::string{"451"}, std::string{"=1"}, std::string{";"},
                                   std::string{"a=1;;"}, many(17), many(16) + "b", std::string{"a=\n"}})
    EXPECT_NE(described().fault(wrong, fields), "") << wrong;
}

TEST_F(OpenApi, WhatItDoesNotKnowDoesNotFit) {
  const Json& problem = described().schema("Problem");
  const Json right{
      {"type", "about:blank"}, {"title", "x"}, {"status", 422}, {"detail", "x"}, {"code", "API-004"}};
  EXPECT_EQ(described().fault(right, problem), "");
  for (const Json& patch : {Json{{"other", 1}}, Json{{"status", "422"}}, Json{{"code", nullptr}},
                            Json{{"errors", Json::array({Json::object()})}}, Json{{"trace_id", "?"}}}) {
    Json wrong = right;
    wrong.update(patch);
    EXPECT_NE(described().fault(wrong, problem), "") << wrong.dump();
  }
  Json fewer = right;
  fewer.erase("code");
  EXPECT_NE(described().fault(fewer, problem), "");
}

TEST_F(OpenApi, SaysWhichOperationsNeedNoKeyAndWhichMayRefuseWithAPage) {
  const std::string text = all()["info"]["description"];
  const auto sentence = [&](std::string_view begins) {
    const auto at = text.find(begins);
    return at == std::string::npos ? std::string{} : text.substr(at, text.find('.', at) - at);
  };
  const std::string of_keys = sentence("Every request carries an API key");
  const std::string of_refusals = sentence("Every refusal is problem+json");
  for (const Operation& operation : operations()) {
    const std::string id = (*operation.json)["operationId"];
    const auto is_named_in = [&](const std::string& words) {
      return words.contains(" " + id + ",") || words.ends_with(" " + id) || words.contains(" " + id + " ");
    };
    EXPECT_EQ(is_named_in(of_keys), operation.json->contains("security")) << id << ": " << of_keys;
    const auto is_page = [](const auto& response) {
      return response.contains("content") && response["content"].dump().contains("text/html");
    };
    bool refuses_with_a_page = false;
    for (const auto& [status, response] : (*operation.json)["responses"].items())
      refuses_with_a_page = refuses_with_a_page || (status >= "400" && is_page(response));
    EXPECT_EQ(is_named_in(of_refusals), refuses_with_a_page) << id << ": " << of_refusals;
  }
}

TEST_F(OpenApi, SaysHowFarAnLrnIsLookedFor) {
  const std::string far = "among the newest " + std::to_string(limits::api_feed_scan_max) + " of";
  EXPECT_TRUE(all().dump().contains(far)) << far;
}

TEST_F(OpenApi, AnActSaysWhoMayAskForItAndWhetherASecondOfficerIsAsked) {
  const auto takes_second = [&](std::string_view name) {
    const Json& parameters = all()["paths"]["/v1/acts/" + std::string{name}]["post"]["parameters"];
    const Json wanted{{"$ref", "#/components/parameters/Lintas-Second"}};
    return std::ranges::find(parameters, wanted) != parameters.end();
  };
  for (const std::string_view name : {"guarantee.register", "departure.invalidate", "exchange.discard",
                                      "exchange.drop", "registers.withdraw", "codes.resume"})
    EXPECT_TRUE(takes_second(name)) << name;
  for (const std::string_view name : {"departure.release", "exchange.revive", "registers.resume"})
    EXPECT_FALSE(takes_second(name)) << name;
  for (const NamedAct& act : acts_of(node.domain())) {
    const Json& roles = all()["paths"]["/v1/acts/" + std::string{act.name}]["post"]["x-lintas-roles"];
    EXPECT_FALSE(roles.empty()) << act.name;
    for (const Json& role : roles) EXPECT_EQ(described().fault(role, described().schema("Role")), "") << role;
  }
  const auto when = [&](std::string_view name) {
    return all()["paths"]["/v1/acts/" + std::string{name}]["post"].value("x-lintas-second", "");
  };
  EXPECT_EQ(when("guarantee.unlock_sender"), "always");
  EXPECT_EQ(when("departure.invalidate"), "after the release");
  EXPECT_TRUE(when("guarantee.give_notice").contains("guarantor")) << when("guarantee.give_notice");
  EXPECT_EQ(when("departure.release"), "");
}

/// That each runs, tests/api/curls.py finds on a node.
TEST_F(OpenApi, EachOperationHasItsTagAndItsCommand) {
  std::set<std::string> tags;
  for (const Json& tag : all()["tags"]) EXPECT_TRUE(tags.insert(tag["name"]).second) << tag["name"];
  std::set<std::string> used;
  for (const Operation& operation : operations()) {
    const Json& json = *operation.json;
    used.insert(json["tags"][0].get<std::string>());
    EXPECT_FALSE(json["summary"].get<std::string>().empty()) << operation.path;
    const std::string command = json["x-codeSamples"][0]["source"];
    EXPECT_TRUE(command.starts_with("curl -sS")) << command;
    EXPECT_FALSE(command.contains('{') && !json.contains("requestBody")) << command;
    EXPECT_EQ(command.contains("$LINTAS_KEY_FILE"), !json.contains("security")) << command;
    EXPECT_EQ(command.contains("$LINTAS_SECOND_KEY_FILE"),
              json["parameters"].dump().contains("Lintas-Second"))
        << command;
  }
  EXPECT_EQ(tags, used);
}

TEST_F(OpenApi, ARouteSaysWhoMayAsk) {
  const auto roles = [&](std::string_view path, std::string_view method) {
    return all()["paths"][std::string{path}][std::string{method}].value("x-lintas-roles", Json{});
  };
  EXPECT_EQ(roles("/v1/me", "get"), Json{});
  EXPECT_EQ(roles("/v1/keys", "post"), Json::array({"node_administrator"}));
  EXPECT_EQ(roles("/v1/keys", "get"), Json::array({"auditor", "node_administrator"}));
  const std::string senders = roles("/v1/messages", "post").dump();
  EXPECT_TRUE(senders.contains("\"trader\"")) << senders;
  EXPECT_FALSE(senders.contains("auditor")) << senders;
}

TEST_F(OpenApi, TheExamplesOfEachActAreReadAndAnEmptyOneIsNot) {
  int n = 0;
  for (const NamedAct& named : acts_of(node.domain())) {
    const Json& content = all()["paths"]["/v1/acts/" + std::string{named.name}]["post"]["requestBody"]
                               ["content"]["application/json"];
    const std::string by = doer_of(named);
    ASSERT_FALSE(by.empty()) << named.name;
    for (const std::string_view which : {"usual", "whole"}) {
      const Json& example = content["examples"][std::string{which}]["value"];
      EXPECT_EQ(described().fault(example, content["schema"]), "") << named.name << ' ' << which;
      const auto answer = act(named.name, by, example, "example-" + std::to_string(++n));
      constexpr std::array<std::uint16_t, 4> possible{200, 403, 404, 422};
      EXPECT_TRUE(std::ranges::find(possible, answer.response.status) != possible.end())
          << named.name << answer.json.dump();
      for (const Json& error : answer.json.value("errors", Json::array())) {
        const std::string rule = error["rule"];
        EXPECT_TRUE(rule == "API-010" || !rule.starts_with("API-")) << named.name << error.dump();
      }
    }
    const auto empty = act(named.name, by, Json::object(), "empty-" + std::to_string(n));
    EXPECT_EQ(empty.json["code"], "API-004") << named.name << empty.json.dump();
    EXPECT_NE(described().fault(Json::object(), content["schema"]), "") << named.name;
  }
}

TEST_F(OpenApi, EveryRouteSucceedsAndRefusesAsItSays) {
  prepare();
  const test::IssuingState state;
  document_key =
      std::make_shared<const DocumentKey>(DocumentKey{.issuer = state.issuer(),
                                                      .trusted = state.trusted_key(),
                                                      .trust_sheet = state.signed_sheet(state.sheet())});
  ASSERT_EQ(submit("?dry_run=true").response.status, 200);
  const std::string mrn = submit().json["mrn"];
  EXPECT_EQ(submit("?dry_run=perhaps").response.status, 400);
  ASSERT_EQ(act("departure.release", departure, {{"mrn", mrn}}, "release-1").response.status, 200);
  const std::string movement = "/v1/movements/" + mrn;
  const std::string administrator = key({.role = access::Role::node_administrator, .person = "first"});
  const std::string supervisor =
      key({.role = access::Role::supervisor, .person = "sue", .office = "SGTUS001"});

  for (const app::OutboxRow& row : node.executor().take_outbox()) {
    if (row.partner != test::malaysia) continue;
    MemoryReader reader{node.store()};
    const test::Exchanged exchanged{.setting = node.setting().get(), .packer = packer, .entropy = entropy};
    node.executor().receipted(row.id, exchanged.confirmed(row, reader));
  }
  node.executor().flush();
  const Json confirmed = get("/v1/exchange/messages?state=confirmed", supervisor).json["items"];
  ASSERT_FALSE(confirmed.empty());
  const std::string sent = "/v1/exchange/messages/" + confirmed[0]["id"].get<std::string>();

  const std::string exporter = key({.role = access::Role::exporter, .party = "SG199801023456"});
  std::string application =
      test::file_of_tree(LINTAS_ROOT, "examples/documents/my-th-gloves-application.xml");
  for (const auto& [from, to] :
       {std::pair{"MYPKG001", "SGTUS001"}, std::pair{"<IssuingCountryCode>MY", "<IssuingCountryCode>SG"}})
    application.replace(application.find(from), std::string_view{from}.size(), to);
  const auto applied = ask(net::Method::post, "/v1/documents", exporter, application);
  ASSERT_EQ(applied.response.status, 200) << applied.json.dump();
  EXPECT_EQ(ask(net::Method::post, "/v1/documents", exporter, "<a/>").response.status, 422);
  const std::string certificate = applied.json["location"];
  const Json named{{"document", applied.json["certificate"]["document"]}};
  EXPECT_EQ(get(certificate + "/copy", exporter).response.status, 422) << "it has no number yet";
  expect_files(certificate, exporter, Files::may_be_taken_away);
  EXPECT_EQ(get(certificate + "/code", exporter).response.status, 422);
  const std::string agency = key({.role = access::Role::other_agency, .person = "may", .office = "SGTUS001"});
  ASSERT_EQ(act("issue.submit", exporter, named, "co-1").response.status, 200);
  Json approval = named;
  approval.update({{"number", "SG-TH 26/00417"}, {"qualifying", {1, 2}}});
  ASSERT_EQ(act("issue.approve", agency, approval, "co-2").response.status, 200);
  ASSERT_EQ(act("issue.transmit", exporter, named, "co-3").response.status, 200);

  const std::string export_document =
      test::file_of_tree(LINTAS_ROOT, "examples/documents/sg-kh-customs-declaration-document.xml");
  const auto released = ask(net::Method::post, "/v1/acdd?consent=true", supervisor, export_document);
  ASSERT_EQ(released.response.status, 200) << released.json.dump();
  EXPECT_EQ(ask(net::Method::post, "/v1/acdd", supervisor, "<a/>").response.status, 422);
  EXPECT_EQ(ask(net::Method::post, "/v1/acdd?consent=perhaps", supervisor, export_document).response.status,
            400);
  const std::string acdd = released.json["location"];
  expect_files(acdd, supervisor, Files::stay);

  std::string plants = test::file_of_tree(LINTAS_ROOT, "examples/documents/th-my-durian-phytosanitary.xml");
  plants.replace(plants.find("<ID>TH</ID>"), 11, "<ID>SG</ID>");
  const auto kind_issued = ask(net::Method::post, "/v1/kinds/documents", agency, plants);
  ASSERT_EQ(kind_issued.response.status, 200) << kind_issued.json.dump();
  EXPECT_EQ(ask(net::Method::post, "/v1/kinds/documents", agency, "<a/>").response.status, 422);
  const std::string phyto = kind_issued.json["location"];
  expect_files(phyto, agency, Files::stay);

  std::string record = test::file_of_tree(LINTAS_ROOT, "examples/documents/my-certified-exporter.xml");
  record.replace(record.find("<IssuingCountryCode>MY"), 22, "<IssuingCountryCode>SG");
  record.replace(record.find("0217/MY07"), 9, "0044/SGHMS");
  const auto certified = ask(net::Method::post, "/v1/exporters", agency, record);
  ASSERT_EQ(certified.response.status, 200) << certified.json.dump();
  EXPECT_EQ(ask(net::Method::post, "/v1/exporters", agency, "<a/>").response.status, 422);
  const std::string certified_exporter = certified.json["location"];
  const std::string as_of = certified_exporter + "/as-of?instant=" + to_text(node.now());
  const std::string declaration_text =
      test::file_of_tree(LINTAS_ROOT, "examples/documents/my-sg-origin-declaration.xml");
  const auto presented = ask(net::Method::post, "/v1/origin-declarations", supervisor, declaration_text);
  ASSERT_EQ(presented.response.status, 200) << presented.json.dump();
  EXPECT_EQ(ask(net::Method::post, "/v1/origin-declarations", supervisor, "<a/>").response.status, 422);
  const std::string origin = presented.json["location"];
  expect_shown_file(origin, supervisor, agency);

  const std::string firm = key({.role = access::Role::firm_administrator, .party = "SG201912345K"});
  const Json wanted{{"reference", {{"holder", "SG201912345K"}, {"number", "A-2026-1"}}},
                    {"programme", "STP"},
                    {"level", "STP-Plus"},
                    {"roles", {"exporter"}}};
  const auto applied_for = act("aeo.begin", firm, {{"application", wanted}}, "aeo-1");
  ASSERT_EQ(applied_for.response.status, 200) << applied_for.json.dump();
  const std::string authorisation = applied_for.json["location"];
  const std::string stood = authorisation + "/as-of?instant=" + to_text(node.now());
  const auto agreed = ask(net::Method::post, "/v1/listed-operators", firm,
                          test::file_of_tree(LINTAS_ROOT, "examples/documents/sg-authorised-operator.xml"));
  ASSERT_EQ(agreed.response.status, 200) << agreed.json.dump();
  EXPECT_EQ(ask(net::Method::post, "/v1/listed-operators", firm, "<a/>").response.status, 422);
  const std::string listed = agreed.json["location"];
  const std::string known = listed + "/as-of?instant=" + to_text(node.now());
  node.set_partners({"MY", "TH"});
  const auto table_without_a_node = [&](std::string_view rows, std::string under) {
    constexpr std::string_view head =
        "holder,number,programme,level,roles,codes,authorised,valid_from,valid_until,revalidate_on,status,"
        "effective,consent\n";
    return ask(net::Method::post, "/v1/operator-lists?of=PH", keeper, format("{}{}\n", head, rows),
               {{"Idempotency-Key", std::move(under)}})
        .response.status;
  };
  EXPECT_EQ(table_without_a_node("PH201101012345,7", "list-1"), 422);
  EXPECT_EQ(
      table_without_a_node("PH201101012345,7,AEO,,exporter,PH12345H100001,2026-01-05,2026-01-10,2029-01-09,,"
                           "active,,2026-01-06",
                           "list-2"),
      200);
  const std::string copied = "/v1/listed-operators/PH201101012345,7/as-of?instant=" + to_text(node.now());

  const std::string explained = "/v1/recognitions/explain?by=MY&of=SG&code=AEOSG123456789012";

  struct Question {
    std::string target;
    std::string by;
    std::uint16_t status;
  };
  const std::string guarantee = "/v1/guarantees/26SG0000000000771";
  const std::vector<Question> questions{{"/v1/movements", trader, 200},
                                        {"/v1/movements?limit=1", trader, 200},
                                        {"/v1/movements?limit=0", trader, 400},
                                        {"/v1/movements?since=", trader, 400},
                                        {"/v1/movements?phase=", trader, 400},
                                        {"/v1/movements?status=", trader, 400},
                                        {"/v1/movements?state=", trader, 400},
                                        {"/v1/movements?role=", trader, 400},
                                        {"/v1/movements?office=", trader, 400},
                                        {movement, trader, 200},
                                        {movement, departure, 200},
                                        {movement, stranger, 404},
                                        {movement + "/declaration", trader, 200},
                                        {movement + "/declaration", stranger, 404},
                                        {movement + "/copy?way=return", trader, 200},
                                        {movement + "/copy?way=return", stranger, 404},
                                        {movement + "/documents", trader, 200},
                                        {movement + "/documents", stranger, 404},
                                        {movement + "/tad", trader, 200},
                                        {movement + "/tad", stranger, 404},
                                        {movement + "/messages", trader, 200},
                                        {movement + "/messages", stranger, 404},
                                        {movement + "/messages/1", trader, 200},
                                        {movement + "/messages/99", trader, 404},
                                        {movement + "/code", trader, 200},
                                        {movement + "/code", stranger, 404},
                                        {"/v1/documents", exporter, 200},
                                        {"/v1/documents", trader, 403},
                                        {"/v1/documents?side=x", exporter, 400},
                                        {"/v1/documents/manifests", supervisor, 200},
                                        {"/v1/documents/manifests", trader, 403},
                                        {"/v1/documents/manifests?month=2026-13", supervisor, 400},
                                        {"/v1/documents/statistics", supervisor, 200},
                                        {"/v1/documents/statistics", trader, 403},
                                        {"/v1/documents/statistics?by=year", supervisor, 400},
                                        {"/v1/acdd", supervisor, 200},
                                        {"/v1/acdd", trader, 403},
                                        {"/v1/acdd?side=both", supervisor, 400},
                                        {acdd, supervisor, 200},
                                        {acdd, departure, 403},
                                        {acdd + "/document", supervisor, 200},
                                        {acdd + "/document", departure, 403},
                                        {"/v1/kinds", trader, 200},
                                        {"/v1/kinds", "", 401},
                                        {"/v1/kinds/documents", agency, 200},
                                        {"/v1/kinds/documents", trader, 403},
                                        {"/v1/kinds/documents?kind=stone", agency, 400},
                                        {phyto, agency, 200},
                                        {phyto, departure, 404},
                                        {phyto + "/document", agency, 200},
                                        {phyto + "/document", departure, 404},
                                        {"/v1/exporters", agency, 200},
                                        {"/v1/exporters", trader, 403},
                                        {"/v1/exporters?state=stone", agency, 400},
                                        {certified_exporter, agency, 200},
                                        {certified_exporter, trader, 403},
                                        {as_of, agency, 200},
                                        {as_of, exporter, 404},
                                        {certified_exporter + "/document", agency, 200},
                                        {certified_exporter + "/document", exporter, 404},
                                        {"/v1/origin-declarations", supervisor, 200},
                                        {"/v1/origin-declarations", trader, 403},
                                        {"/v1/origin-declarations?state=stone", supervisor, 400},
                                        {origin, supervisor, 200},
                                        {origin, agency, 404},
                                        {origin + "/document", supervisor, 200},
                                        {origin + "/document", agency, 404},
                                        {"/v1/operators", firm, 200},
                                        {"/v1/operators", departure, 403},
                                        {"/v1/operators?state=stone", firm, 400},
                                        {authorisation, firm, 200},
                                        {authorisation, departure, 403},
                                        {stood, firm, 200},
                                        {stood, departure, 403},
                                        {"/v1/listed-operators", firm, 200},
                                        {"/v1/listed-operators", agency, 403},
                                        {"/v1/listed-operators?state=stone", firm, 400},
                                        {"/v1/operator-lists", firm, 200},
                                        {"/v1/operator-lists", agency, 403},
                                        {listed, firm, 200},
                                        {listed, agency, 403},
                                        {listed + "/document", firm, 200},
                                        {listed + "/document", agency, 403},
                                        {known, firm, 404},
                                        {known, agency, 403},
                                        {copied, keeper, 200},
                                        {"/v1/operator-codes?state=SG&code=AEOSG123456789012", trader, 200},
                                        {"/v1/operator-codes?state=SG", trader, 400},
                                        {"/v1/recognitions", trader, 200},
                                        {"/v1/recognitions?by=ID&state=live", trader, 200},
                                        {"/v1/recognitions?at=never", trader, 400},
                                        {explained, trader, 200},
                                        {explained + "&score=50", trader, 200},
                                        {explained + "&score=many", trader, 400},
                                        {certificate, exporter, 200},
                                        {certificate, departure, 403},
                                        {certificate + "/certificate", exporter, 200},
                                        {certificate + "/certificate", departure, 403},
                                        {certificate + "/copy", exporter, 200},
                                        {certificate + "/copy", departure, 403},
                                        {certificate + "/code", exporter, 200},
                                        {certificate + "/code", departure, 403},
                                        {"/v1/guarantees", trader, 200},
                                        {"/v1/guarantees?after=x", trader, 400},
                                        {guarantee, guarantees, 200},
                                        {guarantee, stranger, 404},
                                        {guarantee + "/uses", trader, 200},
                                        {guarantee + "/uses", stranger, 404},
                                        {guarantee + "/uses?after=", trader, 400},
                                        {guarantee + "/uses?after=x", trader, 400},
                                        {"/v1/registers/permit", keeper, 200},
                                        {"/v1/registers/boat", keeper, 404},
                                        {"/v1/registers/permit?after=", keeper, 400},
                                        {"/v1/registers/permit/SG SG-CBP-000123", keeper, 200},
                                        {"/v1/registers/permit/nothing", keeper, 404},
                                        {"/v1/expiring", trader, 200},
                                        {"/v1/expiring?days=x", trader, 400},
                                        {"/v1/work", departure, 200},
                                        {"/v1/work", stranger, 403},
                                        {"/v1/events", trader, 200},
                                        {"/v1/events?after=1", trader, 400},
                                        {"/v1/events/stream", trader, 200},
                                        {"/v1/events/stream?after=1", trader, 400},
                                        {"/v1/exchange/dead-letters", supervisor, 200},
                                        {"/v1/exchange/dead-letters", trader, 403},
                                        {"/v1/exchange/waiting", supervisor, 200},
                                        {"/v1/exchange/waiting", trader, 403},
                                        {"/v1/exchange/messages", supervisor, 200},
                                        {"/v1/exchange/messages?after=x", supervisor, 400},
                                        {"/v1/exchange/messages", trader, 403},
                                        {"/v1/exchange/messages/SG:x", supervisor, 404},
                                        {"/v1/exchange/messages/SG:x", trader, 403},
                                        {"/v1/exchange/messages/SG:x/evidence", supervisor, 404},
                                        {sent, supervisor, 200},
                                        {sent + "/evidence", supervisor, 200},
                                        {"/v1/exchange/partners", supervisor, 200},
                                        {"/v1/exchange/partners", trader, 403},
                                        {"/v1/reference/offices", trader, 200},
                                        {"/v1/reference/countries", trader, 200},
                                        {"/v1/reference/currencies", trader, 200},
                                        {"/v1/reference/tariff", trader, 200},
                                        {"/v1/reference/legs", trader, 200},
                                        {"/v1/reference/document-pairs", trader, 200},
                                        {"/v1/reference/tariff?code=SG-2203", trader, 200},
                                        {"/v1/reference/CL019", trader, 200},
                                        {"/v1/reference/nothing", trader, 404},
                                        {"/v1/me", trader, 200},
                                        {"/v1/me", "", 401},
                                        {"/v1/keys", administrator, 200},
                                        {"/v1/keys", trader, 403},
                                        {"/v1/trust-sheet", "", 200},
                                        {"/v1/openapi.json", "", 200},
                                        {"/v1/openapi.html", "", 200},
                                        {"/v1/states", "", 200}};
  for (const Question& question : questions)
    EXPECT_EQ(get(question.target, question.by).response.status, question.status) << question.target;
  // Nobody has asked for the list before: it is made now, and young from then on.
  service.full = true;
  EXPECT_EQ(get("/v1/status-list", "").response.status, 429);
  EXPECT_EQ(get("/v1/status-list/certificates", "").response.status, 429);
  service.full = false;
  EXPECT_EQ(get("/v1/status-list", "").response.status, 200);
  EXPECT_EQ(get("/v1/status-list/certificates", "").response.status, 200);
  for (const std::string_view kind : {"trader", "mandate", "declarant", "authorisation", "insurance"})
    EXPECT_FALSE(get("/v1/registers/" + std::string{kind}, keeper).json["items"].empty()) << kind;

  EXPECT_EQ(bring_in("kind\n", keeper, "file-2").response.status, 422);
  const auto issued =
      ask(net::Method::post, "/v1/keys", administrator, R"({"role":"auditor","person":"ida"})");
  ASSERT_EQ(issued.response.status, 201);
  EXPECT_EQ(ask(net::Method::post, "/v1/keys", administrator, "{}").response.status, 422);
  const std::string hash = get("/v1/keys", administrator).json["items"][0]["hash"];
  EXPECT_EQ(ask(net::Method::remove, "/v1/keys/" + hash, trader).response.status, 403);
  EXPECT_EQ(ask(net::Method::remove, "/v1/keys/" + hash, administrator).response.status, 200);
  const auto hook = [&](net::Method method, const std::string& target, const std::string& by,
                        std::string_view body = "") {
    static int n = 0;
    return ask(method, "/v1/webhooks" + target, by, body,
               {{"Idempotency-Key", "hook-" + std::to_string(++n)}});
  };
  const auto made = hook(net::Method::post, "", trader, R"({"url":"https://hooks.example/in"})");
  ASSERT_EQ(made.response.status, 201) << made.json.dump();
  const std::string place = "/" + made.json["id"].get<std::string>();
  EXPECT_EQ(hook(net::Method::post, "", trader, "{}").response.status, 422);
  EXPECT_EQ(get("/v1/webhooks", trader).json["items"].size(), 1U);
  EXPECT_EQ(get("/v1/webhooks", "").response.status, 401);
  EXPECT_EQ(get("/v1/webhooks" + place, trader).response.status, 200);
  EXPECT_EQ(get("/v1/webhooks" + place, stranger).response.status, 404);
  for (const std::string_view what : {"/pause", "/resume", "/rotate"}) {
    EXPECT_EQ(hook(net::Method::post, place + std::string{what}, trader).response.status, 200) << what;
    EXPECT_EQ(hook(net::Method::post, place + std::string{what}, stranger).response.status, 404) << what;
  }
  EXPECT_EQ(hook(net::Method::post, place + "/redeliver", trader, R"({"from":"now"})").response.status, 200);
  EXPECT_EQ(hook(net::Method::post, place + "/redeliver", trader, "{}").response.status, 422);
  EXPECT_EQ(hook(net::Method::remove, place, stranger).response.status, 404);
  EXPECT_EQ(hook(net::Method::remove, place, trader).response.status, 200);
  const auto link = ask(net::Method::post, movement + "/links", trader, R"({"days":2})");
  ASSERT_EQ(link.response.status, 201) << link.json.dump();
  EXPECT_EQ(ask(net::Method::post, movement + "/links", stranger, R"({"days":2})").response.status, 404);
  EXPECT_EQ(get(link.json["location"].get<std::string>(), "").response.status, 200);
  const auto revoke = [&](const std::string& by, std::string under) {
    return ask(net::Method::remove, movement + "/links", by, "", {{"Idempotency-Key", std::move(under)}});
  };
  EXPECT_EQ(revoke(stranger, "links-1").response.status, 404);
  EXPECT_EQ(revoke(trader, "links-2").response.status, 200);
  EXPECT_EQ(get(link.json["location"].get<std::string>(), "").response.status, 404);
  EXPECT_EQ(act("departure.release", departure, Json::object(), "release-2").response.status, 422);
  const std::string partner_test = "/v1/exchange/partners/MY/test";
  EXPECT_EQ(ask(net::Method::post, partner_test, administrator).response.status, 200);
  EXPECT_EQ(ask(net::Method::post, partner_test, trader).response.status, 403);
  service.full = true;
  for (const std::string_view target :
       {"/v1/openapi.json", "/v1/openapi.html", "/v1/states", "/v1/trust-sheet"})
    EXPECT_EQ(get(target, "").response.status, 429) << target;

  for (const Operation& operation : operations()) {
    const std::string id = (*operation.json)["operationId"];
    if (is_act(operation) && id != "departure.release") continue;
    const auto& seen = statuses[id];
    EXPECT_TRUE(std::ranges::any_of(seen, [](std::uint16_t status) { return status < 300; })) << id;
    EXPECT_TRUE(std::ranges::any_of(seen, [](std::uint16_t status) { return status >= 400; })) << id;
  }
}

TEST_F(OpenApi, WhatPartnersSendAndRefuseIsShownAsDescribed) {
  prepare();
  const Mrn mrn = Mrn::parse(submit().json["mrn"].get<std::string>()).value();
  ASSERT_EQ(act("departure.release", departure, {{"mrn", mrn.str()}}, "release-1").response.status, 200);
  const std::string supervisor =
      key({.role = access::Role::supervisor, .person = "sue", .office = "SGTUS001"});
  for (const app::OutboxRow& row : node.executor().take_outbox()) node.executor().refused(row.id);

  transit::Letter passage;
  passage.mrn = mrn;
  passage.office = OfficeId::parse("MYJHB001").value();
  for (const std::uint32_t n : {1U, 3U}) {
    const std::string id = "MY" + std::to_string(n);
    workflow::Command command = node.command({.role = access::Role::partner_node, .party = "MY"},
                                             workflow::command_of_message(118), passage);
    command.id = workflow::MessageCommandId{workflow::make_key(workflow::KeyKind::partner_message, "MY", id)};
    command.lane = workflow::LanePosition{exchange::Partner::parse("MY").value(), n, id};
    (void)node.ask(command);
  }
  put("<messageIdentification>", 1, "X");
  put("<LRN>", 1, "X");
  put("<accessCode>", 4, "0000");
  ASSERT_EQ(submit().response.status, 200);

  const auto shown = get("/v1/movements/" + std::string{mrn.str()}, trader);
  EXPECT_EQ(shown.json["crossings"].size(), 1U) << shown.json.dump();
  EXPECT_FALSE(get("/v1/exchange/dead-letters", supervisor).json["items"].empty());
  EXPECT_EQ(get("/v1/exchange/waiting", supervisor).json["items"].size(), 1U);
  const auto guarantee = get("/v1/guarantees/26SG0000000000771", guarantees);
  EXPECT_EQ(guarantee.json["wrong_codes"].size(), 1U) << guarantee.json.dump();
}

}  // namespace
}  // namespace lintas::api
