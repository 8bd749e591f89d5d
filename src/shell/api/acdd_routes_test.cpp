#include "shell/api/acdd_routes.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "core/access/access.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/letter.hpp"
#include "core/acdd/messages.hpp"
#include "core/messages/report.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/records.hpp"
#include "shell/api/acdd_views.hpp"
#include "shell/api/api.hpp"
#include "shell/net/http.hpp"
#include "tests/support/acdd_stage.hpp"
#include "tests/support/json.hpp"
#include "tests/support/scenario.hpp"
#include "tests/support/subscriber.hpp"
#include "tests/support/texts.hpp"
#include "tests/support/whole_documents.hpp"

/// Customs declaration documents through the interface: Singapore releases exports for Cambodia, and imports
/// what Cambodia released.
namespace lintas::api {
namespace {

using test::replaced;

std::string without(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  return text.erase(at, text.find(to) + to.size() - at);
}

class AcddRoutes : public WholeDocuments<Webhooks> {
 public:
  AcddRoutes() {
    clearance = key({.role = access::Role::national_system, .party = "CLEARANCE"});
    customs = key({.role = access::Role::officer_of_destination, .person = "joy", .office = "SGTUS001"});
    chief = key({.role = access::Role::supervisor, .person = "sup", .office = "SGTUS001"});
    other_chief = key({.role = access::Role::supervisor, .person = "lim", .office = "SGWDL001"});
    exporter = issued({{"role", "exporter"}, {"party", "SG200501234W"}, {"person", "clerk"}});
    rival = issued({{"role", "exporter"}, {"party", "SG200500000X"}});
    auditor = key({.role = access::Role::auditor, .person = "aud"});
    analyst = key({.role = access::Role::risk_analyst, .person = "ana", .office = "SGWDL001"});
  }

  /// A key as the administrator issues it: a party is a TIN, with its state in front.
  std::string issued(const Json& of) {
    const auto administrator = key({.role = access::Role::node_administrator, .person = "first"});
    const auto made = ask(net::Method::post, "/v1/keys", administrator, of.dump());
    EXPECT_EQ(made.response.status, 201) << made.json.dump();
    return made.json.value("key", "");
  }
  static std::string document() { return example("sg-kh-customs-declaration-document"); }
  /// Another message of the same document, or of another permit.
  static std::string message(const std::string& id, const std::string& permit = "OX6K123456A") {
    return replaced(replaced(document(), "SG-ACDD-0001", id), "OX6K123456A", permit);
  }
  /// Another message that alters the export.
  static std::string amendment(const std::string& id, const std::string& quantity = "90",
                               const std::string& version = "2") {
    const std::string text =
        replaced(message(id), "<TariffQuantity>100<", format("<TariffQuantity>{}<", quantity));
    return replaced(text, "<VersionID>1<", format("<VersionID>{}<", version));
  }
  Answer release(const std::string& query, const std::string& text = document()) {
    return release_by(clearance, query, text);
  }
  Answer release_by(const std::string& who, const std::string& query, const std::string& text = document()) {
    return ask(net::Method::post, "/v1/acdd" + query, who, text);
  }
  /// Of Cambodia.
  workflow::Reply hear(acdd::MessageNumber number, const acdd::Letter& letter, std::string_view text = {}) {
    return WholeDocuments::hear("KH", number, letter, text);
  }
  void receive(std::string_view text = {}) {
    const auto contents =
        test::acdd_contents(test::parse_step("release state=KH importer=SG permit=K-1", 1).value());
    acdd::Letter letter{.permit = contents.permit, .contents = contents};
    letter.version = 1;
    ASSERT_TRUE(hear(acdd::acdd_send, letter, text).findings.empty());
  }
  void take() {
    acdd::Letter taken{.permit = test::permit("SG", "OX6K123456A")};
    taken.version = 1;
    ASSERT_TRUE(hear(acdd::l2_ok, taken).findings.empty());
  }
  Answer acdd_act(std::string_view name, const std::string& by, Json body = Json::object()) {
    body["permit"] = {{"state", "SG"}, {"number", "OX6K123456A"}};
    return act(name, by, body, format("acdd-{}", ++acts));
  }
  Answer report(const std::string& by, const std::string& quantity) {
    return act("acdd_import.report", by,
               {{"permit", {{"state", "KH"}, {"number", "K-1"}}},
                {"declaration", "D26-1"},
                {"exporter", "UEN1"},
                {"lines",
                 {{{"item", 0}, {"hs", "08109010"}, {"quantity", quantity}, {"unit", "KGM"}},
                  {{"item", 0}, {"hs", "03038900"}, {"quantity", "50"}, {"unit", "KGM"}}}}},
               format("key-{}", ++acts));
  }
  std::string clearance, customs, chief, other_chief, exporter, rival, auditor, analyst;
};

const std::string released_at = "/v1/acdd/SG%2C%20OX6K123456A";
const std::string imported_at = "/v1/acdd/KH%2C%20K%2D1";

TEST_F(AcddRoutes, AnExportIsReleasedSentAndAmended) {
  const auto released = release("?consent=true");
  ASSERT_EQ(released.response.status, 200) << released.json.dump();
  EXPECT_EQ(released.json["done"], "export released");
  EXPECT_EQ(released.json["acdd"]["state"]["id"], "SENT");
  EXPECT_EQ(released.json["location"], released_at);
  EXPECT_EQ(released.response.headers.find("Location"), released_at);

  take();
  const auto shown = get(released_at, chief).json;
  EXPECT_EQ(shown["state"]["id"], "AVAILABLE");
  EXPECT_EQ(shown["side"], "export");
  EXPECT_TRUE(shown["office"].is_null()) << "the system of the whole state released it";
  EXPECT_EQ(shown["items"][1]["quantity"], "50.5");
  EXPECT_EQ(shown["history"][0]["event"], "acdd.released");
  EXPECT_EQ(shown["history"][0]["trigger"], "S release");
  EXPECT_EQ(shown["history"][0]["sent"][0], "ACDD.SEND");
  ASSERT_EQ(shown["messages"].size(), 2U) << shown["messages"].dump();
  EXPECT_EQ(shown["messages"][0]["message"], "ACDD.SEND");
  EXPECT_EQ(shown["messages"][1]["direction"], "received");

  const auto amended = release("?reason=weighed%20again", amendment("SG-ACDD-0010"));
  ASSERT_EQ(amended.response.status, 200) << amended.json.dump();
  EXPECT_EQ(amended.json["done"], "export amended");
  EXPECT_EQ(amended.json["acdd"]["state"]["id"], "AMENDED");
  EXPECT_EQ(amended.json["acdd"]["edition"], 2);
  const auto text = ask(net::Method::get, released_at + "/document", chief);
  EXPECT_TRUE(as_text(text.response.body).contains("<VersionID>2</VersionID>"));
  const auto first = release("?consent=true").json;
  EXPECT_EQ(first["repeated"], true) << "the first message is still known";
  EXPECT_EQ(first["done"], "export released") << "and was a release";
  const auto twice = release("?reason=weighed%20again", amendment("SG-ACDD-0010")).json;
  EXPECT_EQ(twice["repeated"], true);
  EXPECT_EQ(twice["done"], "export amended");
  EXPECT_EQ(twice["acdd"]["edition"], 2) << "once";
}

TEST_F(AcddRoutes, WhatIsWrongBesideAMessageDoesNotUseItUp) {
  const auto early = release("?consent=true&reason=x");
  EXPECT_EQ(early.json["code"], "R-ACDD-014") << "a release says no reason";
  EXPECT_EQ(early.json["errors"][0]["pointer"], "?reason");
  ASSERT_EQ(release("?consent=true").json["repeated"], false);
  const auto silent = release("", amendment("SG-ACDD-0009"));
  EXPECT_EQ(silent.response.status, 422);
  EXPECT_EQ(silent.json["code"], "R-ACDD-014") << "an amendment says why";
  EXPECT_EQ(silent.json["errors"][0]["pointer"], "?reason");
  const auto two_lines = release("?reason=a%0Ab", amendment("SG-ACDD-0009"));
  EXPECT_EQ(two_lines.json["code"], "R-DOC-002") << two_lines.json.dump();
  EXPECT_EQ(two_lines.json["errors"][0]["pointer"], "?reason");
  const auto amended = release("?reason=weighed%20again", amendment("SG-ACDD-0009"));
  EXPECT_EQ(amended.response.status, 200) << amended.json.dump();
  EXPECT_EQ(amended.json["repeated"], false);
}

TEST_F(AcddRoutes, WhatIsSaidBesideAMessageIsPartOfIt) {
  ASSERT_EQ(release("").json["acdd"]["state"]["id"], "EXPORT_RELEASED");
  const auto consents = release("?consent=true");
  EXPECT_EQ(consents.json["code"], "EXC-016") << "kept without consent, and not sent by a repetition";
  EXPECT_EQ(consents.json["errors"][0]["pointer"], "?consent");
  EXPECT_EQ(release("?reason=late").json["code"], "EXC-016");
  EXPECT_EQ(release("?consent=false").json["repeated"], true);
  const auto amends = release("?consent=true&reason=late", amendment("SG-ACDD-0002"));
  EXPECT_EQ(amends.json["code"], "R-ACDD-016") << "an amendment records no consent";
  EXPECT_EQ(amends.json["errors"][0]["pointer"], "?consent");
  ASSERT_EQ(acdd_act("acdd.send", clearance, {{"consent", true}}).response.status, 200);
  EXPECT_EQ(release("?consent=false&reason=late", amendment("SG-ACDD-0002")).json["code"], "R-ACDD-016")
      << "nor takes one back";
  ASSERT_EQ(release("?consent=true&reason=late", amendment("SG-ACDD-0002")).response.status, 200);
  EXPECT_EQ(release("?reason=later", amendment("SG-ACDD-0002")).json["code"], "EXC-016");
}

TEST_F(AcddRoutes, WhatAltersNothingIsNoAmendment) {
  ASSERT_EQ(release("?consent=true").response.status, 200);
  for (const std::string query : {"?consent=true", "", "?reason=again"}) {
    const auto again = release(query, message("SG-ACDD-0002"));
    EXPECT_EQ(again.json["code"], "R-ACDD-013") << query << again.json.dump();
  }
  EXPECT_EQ(get(released_at, chief).json["edition"], 1);
  const auto renamed = replaced(replaced(message("SG-ACDD-0002"), "Merlion Fruits Pte", "Merlion Fruit Pte"),
                                "<VersionID>1<", "<VersionID>2<");
  EXPECT_EQ(release("?reason=name", renamed).json["acdd"]["edition"], 2) << "a name is one of the fifteen";
}

TEST_F(AcddRoutes, TheLaterOfTwoAmendmentsIsToldOfTheFirst) {
  EXPECT_EQ(release("?consent=true", replaced(document(), "<VersionID>1<", "<VersionID>5<")).json["code"],
            "R-ACDD-015");
  ASSERT_EQ(release("?consent=true").response.status, 200);
  const auto looked_at = get(released_at, chief);
  const auto tag = looked_at.response.headers.find("ETag");
  ASSERT_TRUE(tag.has_value());
  const std::string seen{tag.value()};
  const auto first = release("?reason=first", amendment("SG-ACDD-0002", "90", "2"));
  ASSERT_EQ(first.json["acdd"]["edition"], 2) << first.json.dump();
  const auto late = release("?reason=second", amendment("SG-ACDD-0003", "80", "2"));
  EXPECT_EQ(late.json["code"], "R-ACDD-015");
  EXPECT_EQ(late.json["errors"][0]["pointer"], "/ACDD.SEND/Declaration/VersionID");
  const auto by_tag = ask(net::Method::post, "/v1/acdd?reason=second", clearance,
                          amendment("SG-ACDD-0003", "80", "3"), {{"If-Match", seen}});
  EXPECT_EQ(by_tag.response.status, 412) << by_tag.json.dump();
  const auto none =
      ask(net::Method::post, "/v1/acdd", clearance, message("SG-ACDD-0004", "OX6K-2"), {{"If-Match", seen}});
  EXPECT_EQ(none.response.status, 412) << "nothing is there";
  EXPECT_EQ(release("?reason=second", amendment("SG-ACDD-0003", "80", "3")).json["acdd"]["edition"], 3);
}

TEST_F(AcddRoutes, R_ASW_112_WithoutConsentItIsKeptAndSentLater) {
  const auto released = release("");
  ASSERT_EQ(released.response.status, 200) << released.json.dump();
  EXPECT_EQ(released.json["acdd"]["state"]["id"], "EXPORT_RELEASED");
  EXPECT_EQ(released.json["acdd"]["kept"][0]["rule"], "R-ASW-112");
  EXPECT_EQ(acdd_act("acdd.send", clearance, {{"consent", false}}).json["code"], "R-ASW-112");
  const auto sent = acdd_act("acdd.send", clearance, {{"consent", true}});
  EXPECT_EQ(sent.json["acdd"]["state"]["id"], "SENT") << sent.json.dump();
  const auto cancelled = acdd_act("acdd.cancel", chief, {{"reason", "not shipped"}});
  EXPECT_EQ(cancelled.json["acdd"]["state"]["id"], "CANCEL_REQUESTED") << cancelled.json.dump();
}

TEST_F(AcddRoutes, WhatGoesByLetterIsAnsweredByLetter) {
  ASSERT_EQ(release("?consent=true").response.status, 200);
  EXPECT_EQ(acdd_act("acdd.answered_by_letter", clearance, {{"done", true}}).json["code"], "API-004")
      << "what the letter says is asked for";
  const auto refused =
      acdd_act("acdd.answered_by_letter", clearance, {{"done", false}, {"reason", "letter 3: unreadable"}});
  EXPECT_EQ(refused.json["acdd"]["state"]["id"], "TECH_ERROR") << refused.json.dump();
  EXPECT_EQ(acdd_act("acdd.resend", clearance, {{"reason", "mapping repaired"}}).json["acdd"]["state"]["id"],
            "SENT");
  const auto taken =
      acdd_act("acdd.answered_by_letter", clearance, {{"done", true}, {"reason", "letter 4: it is here"}});
  EXPECT_EQ(taken.json["acdd"]["state"]["id"], "AVAILABLE") << taken.json.dump();
  const auto step = get(released_at, clearance).json["history"].back();
  EXPECT_EQ(step["event"], "acdd.letter_came");
  EXPECT_EQ(step["done"], true);
  EXPECT_EQ(step["texts"]["reason"], "letter 4: it is here") << step.dump();
}

TEST_F(AcddRoutes, R_ASW_111_WhatLacksAParameterIsRefusedWithRuleAndField) {
  const std::string text = without(document(), "<Agent>", "</Agent>");
  const auto refused = release("?consent=true", text);
  EXPECT_EQ(refused.response.status, 422);
  EXPECT_EQ(refused.json["code"], "R-ASW-111") << refused.json.dump();
  EXPECT_EQ(refused.json["errors"][0]["pointer"], "/ACDD.SEND/Declaration/Agent/ID");
  EXPECT_EQ(refused.json["errors"][1]["pointer"], "/ACDD.SEND/Declaration/Agent/Name");
  EXPECT_FALSE(refused.json["errors"][0]["remedy"].get<std::string>().empty());
  EXPECT_EQ(get(released_at, chief).response.status, 404) << "nothing was kept";
}

TEST_F(AcddRoutes, WhatTheMachineRefusesIsToldByItsElement) {
  struct Case {
    std::string_view from;
    std::string_view to;
    std::string_view rule;
    std::string_view place;
  };
  for (const Case& one :
       {Case{"<ID>200501234W</ID>", "<ID>Merlion Fruits</ID>", "R-ACDD-011", "/Exporter/ID"},
        Case{"<DepartureDateTime>2026-11-24", "<DepartureDateTime>2036-11-24", "R-ACDD-012",
             "/GoodsShipment/Consignment/DepartureDateTime"},
        Case{"<SequenceNumeric>2<", "<SequenceNumeric>1<", "R-ACDD-002",
             "/GoodsShipment/GovernmentAgencyGoodsItem[2]/SequenceNumeric"}}) {
    const auto refused = release("?consent=true", replaced(document(), one.from, one.to));
    EXPECT_EQ(refused.response.status, 422) << one.rule;
    EXPECT_EQ(refused.json["code"], one.rule) << refused.json.dump();
    EXPECT_EQ(refused.json["errors"][0]["pointer"], format("/ACDD.SEND/Declaration{}", one.place));
  }
  const auto foreign = release("", replaced(document(), "<IssuingCountryCode>SG", "<IssuingCountryCode>MM"));
  EXPECT_EQ(foreign.json["code"], "R-ACDD-010") << foreign.json.dump();
  EXPECT_EQ(foreign.json["errors"][0]["pointer"], "/ACDD.SEND/Declaration/IssuingCountryCode");
  EXPECT_EQ(release("?consent=maybe").response.status, 400);
  const auto other = test::file_of_tree(LINTAS_ROOT, "examples/documents/vn-sg-coffee.xml");
  EXPECT_EQ(release("", other).json["code"], "API-013");
  EXPECT_EQ(release("", "<a/>").response.status, 422);
}

TEST_F(AcddRoutes, WhatIsImportedIsComparedItemByItemAndNothingIsRefusedForIt) {
  receive();
  const auto differs = report(clearance, "90");
  ASSERT_EQ(differs.response.status, 200) << differs.json.dump();
  EXPECT_EQ(differs.json["acdd"]["state"]["id"], "MISMATCH");
  const Json& first = differs.json["acdd"]["differences"][0];
  EXPECT_EQ(first["kind"], "quantity_less");
  EXPECT_EQ(first["item"], 1);
  EXPECT_EQ(first["exported"], "100 KGM");
  const Json& line = differs.json["acdd"]["items"][0]["covered_by"][0];
  EXPECT_EQ(line["declaration"], "D26-1");
  EXPECT_EQ(line["line"], 1);
  EXPECT_EQ(line["quantity"], "90") << "beside what was exported";
  EXPECT_EQ(report(customs, "100").json["acdd"]["state"]["id"], "MATCHED");
  const auto shown = get(imported_at, customs).json;
  EXPECT_EQ(shown["differences_in_all"], 0);
  EXPECT_EQ(shown["items"][1]["covered_by"][0]["line"], 2);
  EXPECT_EQ(names_of_acts(shown), (std::vector<std::string>{"acdd_import.report", "acdd_import.withdraw"}));
  const auto unknown =
      act("acdd_import.withdraw", customs,
          {{"permit", {{"state", "KH"}, {"number", "K-1"}}}, {"declaration", "D26-2"}}, "withdraw-1");
  EXPECT_EQ(unknown.json["code"], "R-ACDD-008");
  EXPECT_EQ(unknown.json["errors"][0]["pointer"], "/declaration");
  const auto own =
      act("acdd_import.withdraw", customs,
          {{"permit", {{"state", "SG"}, {"number", "K-1"}}}, {"declaration", "D26-2"}}, "withdraw-2");
  EXPECT_EQ(own.json["code"], "R-ACDD-010");
}

TEST_F(AcddRoutes, ADeclarationMayComeBeforeTheDocument) {
  const auto early = report(customs, "90");
  ASSERT_EQ(early.response.status, 200) << early.json.dump();
  EXPECT_EQ(early.json["acdd"]["state"]["id"], "-");
  EXPECT_EQ(get(imported_at, customs).json["declarations"][0], "D26-1");
  receive();
  EXPECT_EQ(get(imported_at, customs).json["state"]["id"], "MISMATCH");
}

// Customs looks at what was taken, whatever came under its number since.
TEST_F(AcddRoutes, ADocumentIsShownAsItWasTaken) {
  const std::string taken = document();
  receive(taken);
  acdd::Letter altered{.permit = test::permit("KH", "K-1"), .faults = {{"SCH-001", "", ""}}};
  altered.version = 2;
  ASSERT_TRUE(hear(acdd::acdd_send, altered, replaced(taken, "<TariffQuantity>100<", "<TariffQuantity>999<"))
                  .findings.empty());
  const auto text = ask(net::Method::get, imported_at + "/document", customs);
  EXPECT_TRUE(as_text(text.response.body).contains("<TariffQuantity>100</TariffQuantity>"));
}

// ---- who may see what

TEST_F(AcddRoutes, WhoMaySeeWhat) {
  receive(document());
  ASSERT_EQ(release("?consent=true").response.status, 200);
  const auto of = [&](access::Role role) {
    return key({.role = role, .party = "SG200501234W", .person = "p", .office = "SGTUS001"});
  };
  using R = access::Role;
  std::vector<Reader> readers{
      {clearance, 200, 200},
      {chief, 200, 200},
      {other_chief, 200, 200},  // each office of customs here
      {auditor, 200, 200},
      {customs, 404, 200},  // who clears imports
      {analyst, 404, 200},  // who judges risks: of imports alone
      {key({.role = R::risk_analyst, .person = "r", .office = "MYPKG001"}), 404, 404},
      {key({.role = R::risk_analyst, .person = "r"}), 404, 404},  // of no office
      {exporter, 200, 404},  // its own, and none of another state under the same identifier
      {rival, 404, 404},
      {key({.role = access::Role::exporter, .person = "x"}), 404, 404},
      {key({.role = R::national_system, .party = "AGENCY", .office = "MYPKG001"}), 404, 404},
      {key({.role = R::supervisor, .person = "aye", .office = "KHPNH001"}), 404, 404},
      {key({.role = R::partner_node, .party = "KH"}), 403, 403},  // its messages tell it all it is told
      {key({.role = R::partner_node, .party = "MM"}), 403, 403},
  };
  for (const access::Role role :
       {R::trader, R::declarant, R::authorised_trader, R::firm_administrator, R::carrier, R::guarantor,
        R::other_agency, R::officer_of_departure, R::officer_of_transit, R::officer_of_guarantee,
        R::enquiry_officer, R::recovery_officer, R::aeo_manager, R::transport_authority,
        R::reference_data_keeper, R::region, R::helpdesk, R::node_administrator}) {
    readers.push_back({of(role), 403, 403});
  }
  expect_seen(readers,
              {.list = "/v1/acdd",
               .own = released_at,
               .others = imported_at,
               .own_kind = "acdd_exported",
               .others_kind = "acdd_imported",
               .elsewhere = {"/v1/movements/SG%2C%20OX6K123456A", "/v1/documents/SG%2C%20OX6K123456A"}});
}

TEST_F(AcddRoutes, WhoMayActIsWhoseDeclarationsTheyAre) {
  EXPECT_EQ(release_by(exporter, "").json["code"], "ACC-001");
  EXPECT_EQ(release_by(customs, "").json["code"], "ACC-001");
  EXPECT_EQ(release_by(key({.role = access::Role::national_system, .party = "A", .office = "MYPKG001"}), "")
                .json["code"],
            "ACC-002");
  const auto abroad = key({.role = access::Role::national_system, .party = "B", .office = "MYPKG001"});
  EXPECT_EQ(release_by(abroad, "?reason=x").json["code"], "ACC-002") << "nor learns that nothing is there";
  ASSERT_EQ(release("?consent=true").response.status, 200);
  EXPECT_EQ(release_by(abroad, "?consent=true", message("B-1")).json["code"], "API-010") << "as of any other";
  for (const std::string& who : {exporter, customs, auditor}) {
    EXPECT_EQ(acdd_act("acdd.cancel", who, {{"reason", "x"}}).json["code"], "ACC-001");
    if (who == customs) continue;
    const Json shown = get(released_at, who).json;
    ASSERT_TRUE(shown.contains("acts")) << shown.dump();
    EXPECT_TRUE(shown["acts"].empty());
  }
  EXPECT_EQ(act("acdd_import.report", exporter,
                {{"permit", {{"state", "KH"}, {"number", "K-1"}}},
                 {"declaration", "D26-1"},
                 {"lines", {{{"item", 1}, {"hs", "08109010"}, {"quantity", "1"}, {"unit", "KGM"}}}}},
                "by-nobody")
                .json["code"],
            "ACC-001");
  const auto unknown = act("acdd.cancel", clearance,
                           {{"permit", {{"state", "SG"}, {"number", "NOT-THERE"}}}, {"reason", "x"}}, "none");
  EXPECT_EQ(unknown.response.status, 404);
}

// ---- lists

TEST_F(AcddRoutes, ListsAreFiltered) {
  receive();
  ASSERT_EQ(release("?consent=true").response.status, 200);
  ASSERT_EQ(release("", message("SG-ACDD-0002", "OX6K-2")).response.status, 200);
  const auto count = [&](const std::string& query) {
    return get("/v1/acdd" + query, clearance).json["items"].size();
  };
  EXPECT_EQ(count(""), 3U);
  EXPECT_EQ(count("?side=export"), 2U);
  EXPECT_EQ(count("?side=import"), 1U);
  EXPECT_EQ(count("?state=EXPORT_RELEASED"), 1U);
  EXPECT_EQ(count("?partner=KH"), 3U);
  EXPECT_EQ(count("?partner=MM"), 0U);
  EXPECT_EQ(count("?phase=ended"), 0U);
  EXPECT_EQ(count("?phase=open"), 3U);
  EXPECT_EQ(count("?since=2027-01-01"), 0U);
  EXPECT_EQ(count("?waits=true"), 1U) << "what was kept; nobody here waits for the others";
  (void)report(customs, "1");
  EXPECT_EQ(count("?waits=true"), 2U) << "and what differs";
  EXPECT_EQ(count("?waits=true&side=import"), 1U);
  EXPECT_EQ(get("/v1/acdd?waits=true", exporter).json["items"].size(), 1U) << "of its own";
  EXPECT_TRUE(get("/v1/acdd?waits=true", rival).json["items"].empty());
  EXPECT_EQ(get("/v1/acdd?waits=true", analyst).json["items"].size(), 1U);
  const Json alarms = get("/v1/acdd?waits=true", customs).json["items"];
  ASSERT_EQ(alarms.size(), 1U);
  EXPECT_GT(alarms[0]["differences_in_all"], 0);
  EXPECT_FALSE(alarms[0].contains("differences")) << "a list names none, and compares nothing";
  EXPECT_FALSE(alarms[0]["items"][0].contains("covered_by"));
  EXPECT_EQ(count("?waits=true&partner=MM"), 0U);
  for (const std::string query :
       {"?side=both", "?state=LOST", "?phase=x", "?waits=1", "?partner=KHM", "?since=x"})
    EXPECT_EQ(get("/v1/acdd" + query, clearance).response.status, 400) << query;
}

TEST_F(AcddRoutes, AnAlarmThatWasLookedAtWaitsNoMore) {
  receive();
  ASSERT_EQ(report(clearance, "90").response.status, 200);
  const auto waits = [&] { return get("/v1/acdd?waits=true", customs).json["items"].size(); };
  const auto look = [&](const std::string& by, const Json& reason) {
    return act("acdd_import.look_at", by,
               {{"permit", {{"state", "KH"}, {"number", "K-1"}}}, {"reason", reason}},
               format("look-{}", ++acts));
  };
  ASSERT_EQ(waits(), 1U);
  const auto before = names_of_acts(get(imported_at, customs).json);
  EXPECT_EQ(before.back(), "acdd_import.look_at");
  EXPECT_EQ(look(customs, "").json["code"], "API-004") << "with what came of it";
  EXPECT_EQ(look(analyst, "weighed").json["code"], "ACC-001") << "who reads only";
  const auto looked = look(customs, "weighed: as exported");
  ASSERT_EQ(looked.response.status, 200) << looked.json.dump();
  EXPECT_EQ(looked.json["done"], "alarm looked at");
  EXPECT_TRUE(looked.json["acdd"]["alarm"].is_null());
  EXPECT_EQ(looked.json["acdd"]["state"]["id"], "MISMATCH") << "what differs, differs";
  EXPECT_EQ(waits(), 0U);
  EXPECT_EQ(get("/v1/acdd?state=MISMATCH", customs).json["items"].size(), 1U);
  const auto shown = get(imported_at, customs).json;
  EXPECT_EQ(names_of_acts(shown).back(), "acdd_import.withdraw") << "there is nothing to look at";
  EXPECT_EQ(shown["history"].back()["event"], "acdd_import.looked_at");
  EXPECT_EQ(shown["history"].back()["texts"]["reason"], "weighed: as exported");
  EXPECT_EQ(look(customs, "again").json["code"], "R-ACDD-017");
  ASSERT_EQ(report(customs, "80").response.status, 200);
  EXPECT_EQ(waits(), 1U) << "another difference";
}

// No act leads on but this one: the office that released it has it before it.
TEST_F(AcddRoutes, WhatThePartnerDidNotCancelWaitsAtItsOfficeUntilItIsLookedAt) {
  ASSERT_EQ(release_by(chief, "?consent=true").response.status, 200);
  take();
  ASSERT_EQ(acdd_act("acdd.cancel", chief, {{"reason", "not shipped"}}).response.status, 200);
  acdd::Letter refused{.permit = test::permit("SG", "OX6K123456A")};
  refused.version = 1;
  refused.refuses = true;
  ASSERT_TRUE(hear(acdd::acdd_response, refused).findings.empty());
  EXPECT_EQ(get(released_at, chief).json["alarm"], "not cancelled by the partner");
  const Json work = get("/v1/work", chief).json["items"];
  ASSERT_EQ(work.size(), 1U);
  EXPECT_EQ(work[0]["acts"], Json::array({"acdd.look_at"}));
  EXPECT_EQ(get("/v1/acdd?waits=true", clearance).json["items"].size(), 1U);
  ASSERT_EQ(acdd_act("acdd.look_at", chief, {{"reason", "told them by telephone"}}).response.status, 200);
  EXPECT_TRUE(get("/v1/work", chief).json["items"].empty());
  EXPECT_TRUE(get("/v1/acdd?waits=true", clearance).json["items"].empty());
  EXPECT_EQ(acdd_act("acdd.look_at", chief, {{"reason", "again"}}).json["code"], "R-ACDD-017");
}

TEST_F(AcddRoutes, TheWorkListOfAnOfficeShowsWhatItReleased) {
  EXPECT_TRUE(get("/v1/work", chief).json["items"].empty());
  ASSERT_EQ(release_by(chief, "").response.status, 200);
  EXPECT_EQ(get(released_at, chief).json["office"], "SGTUS001");
  const Json work = get("/v1/work", chief).json["items"];
  ASSERT_EQ(work.size(), 1U);
  EXPECT_EQ(work[0]["kind"], "acdd_exported");
  EXPECT_EQ(work[0]["state"], "EXPORT_RELEASED");
  EXPECT_EQ(work[0]["ref"], "SG, OX6K123456A");
  EXPECT_EQ(work[0]["acts"], Json::array({"acdd.send"}));
  EXPECT_TRUE(get("/v1/work", other_chief).json["items"].empty()) << "that of another office does not";
  EXPECT_TRUE(get("/v1/work", customs).json["items"].empty()) << "nor that of who may not do it";
  ASSERT_EQ(acdd_act("acdd.send", other_chief, {{"consent", true}}).response.status, 200);
  EXPECT_TRUE(get("/v1/work", chief).json["items"].empty()) << "the partner's turn";
  const auto again = release_by(other_chief, "", document());
  EXPECT_EQ(again.json["code"], "R-ACDD-013") << "another office's message, which alters nothing";
}

// ---- events

TEST_F(AcddRoutes, TheFeedTellsWhichStepItWas) {
  receive();
  const auto feed = get("/v1/events", clearance).json;
  ASSERT_FALSE(feed["items"].empty()) << feed.dump();
  EXPECT_EQ(feed["items"][0]["kind"], "acdd_imported");
  EXPECT_EQ(feed["items"][0]["ref"], "KH, K-1");
  EXPECT_EQ(feed["items"][0]["event"], "acdd_import.received");
  EXPECT_EQ(feed["items"][0]["trigger"], "M ACDD.SEND");
}

TEST_F(AcddRoutes, TheFeedAndPostsTellHowAComparisonCameOut) {
  (void)subscribe(chief, {{"after", ""}, {"events", {"acdd_import.reported"}}});
  receive();
  ASSERT_EQ(report(clearance, "90").response.status, 200);
  ASSERT_EQ(report(clearance, "100").response.status, 200);
  const auto feed = get("/v1/events", clearance).json["items"];
  ASSERT_EQ(feed.size(), 3U) << feed.dump();
  EXPECT_EQ(feed[0]["state"], "AVAILABLE");
  EXPECT_FALSE(feed[0].contains("alarm"));
  EXPECT_EQ(feed[1]["state"], "MISMATCH");
  EXPECT_EQ(feed[1]["alarm"], "differs from what is declared");
  EXPECT_EQ(feed[2]["state"], "MATCHED");
  EXPECT_FALSE(feed[2].contains("alarm"));
  api.happened();
  pass(put_off);
  ASSERT_FALSE(posts.empty());
  const Json body = test::parse_json(as_text(posts.front().body));
  EXPECT_EQ(body["data"]["state"], "MISMATCH");
  EXPECT_EQ(body["data"]["alarm"], "differs from what is declared");
}

TEST_F(AcddRoutes, TheFeedSaysOfWhatChangesNothingThatTheAlarmStands) {
  receive();
  ASSERT_EQ(report(clearance, "90").response.status, 200);
  receive();
  acdd::Letter unreadable{.permit = test::permit("KH", "K-1"), .faults = {{"SCH-001", "", ""}}};
  unreadable.version = 2;
  ASSERT_TRUE(hear(acdd::acdd_send, unreadable).findings.empty());
  const auto feed = get("/v1/events", clearance).json["items"];
  ASSERT_EQ(feed.size(), 4U) << feed.dump();
  EXPECT_EQ(feed[2]["event"], "acdd_import.noted");
  EXPECT_EQ(feed[3]["event"], "acdd_import.faulty");
  for (const std::size_t place : {1U, 2U, 3U}) {
    EXPECT_EQ(feed[place]["state"], "MISMATCH");
    EXPECT_EQ(feed[place]["alarm"], "differs from what is declared") << place;
  }
}

TEST_F(AcddRoutes, ASubscriberIsPostedWhatHappens) {
  (void)subscribe(chief, {{"after", ""}, {"events", {"acdd.released"}}});
  receive();
  ASSERT_EQ(release("?consent=true").response.status, 200);
  api.happened();
  pass(put_off);
  ASSERT_EQ(posts.size(), 1U) << "what is wanted";
  const Json body = test::parse_json(as_text(posts.front().body));
  EXPECT_EQ(body["type"], "acdd.released");
  EXPECT_EQ(body["subject"], "SG, OX6K123456A");
}

TEST_F(AcddRoutes, TheMachinesAreShown) {
  std::vector<std::string> names;
  const Json machines = get("/v1/states", clearance).json["machines"];
  for (const Json& one : machines) names.push_back(one["machine"]);
  EXPECT_NE(std::ranges::find(names, "acdd"), names.end());
  EXPECT_NE(std::ranges::find(names, "acdd_import"), names.end());
}

TEST(AcddNames, ThePermitInWordsIsReadAndHasAnAddress) {
  EXPECT_EQ(permit_in("SG, OX6K123456A"), test::permit("SG", "OX6K123456A"));
  EXPECT_EQ(permit_in("SG,A, B"), test::permit("SG", "A, B"));
  for (const auto* none : {"", "SG", "SG, ", "ABC, 1"}) EXPECT_FALSE(permit_in(none)) << none;
  EXPECT_EQ(address_of_acdd(test::permit("SG", "A/1 2")), "/v1/acdd/SG%2C%20A%2F1%202");
}

TEST(AcddNames, EachFieldOfTheContentsHasItsElement) {
  EXPECT_EQ(place_in_acdd("contents/importer"),
            "/ACDD.SEND/Declaration/GoodsShipment/Destination/CountryCode");
  EXPECT_EQ(place_in_acdd("contents"), "/ACDD.SEND/Declaration");
  EXPECT_EQ(place_in_acdd("items"), "/ACDD.SEND/Declaration/GoodsShipment/GovernmentAgencyGoodsItem");
  EXPECT_EQ(place_in_acdd("items/2/quantity"),
            "/ACDD.SEND/Declaration/GoodsShipment/GovernmentAgencyGoodsItem[2]/Commodity/GoodsMeasure/"
            "TariffQuantity");
  EXPECT_EQ(place_in_acdd("reason"), "reason");
  EXPECT_EQ(place_in_acdd(""), "");
}

}  // namespace
}  // namespace lintas::api
