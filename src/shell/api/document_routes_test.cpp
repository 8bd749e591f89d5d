#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/decimal.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/quantities.hpp"
#include "core/exchange/manifest.hpp"
#include "core/exchange/partner.hpp"
#include "core/messages/report.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/unit.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/manifest_message.hpp"
#include "core/workflow/records.hpp"
#include "shell/api/acts.hpp"
#include "shell/api/document_names.hpp"
#include "shell/api/rights.hpp"
#include "shell/net/http.hpp"
#include "tests/support/document_fixture.hpp"
#include "tests/support/profiles.hpp"
#include "tests/support/rule_samples.hpp"

/// Certificates of origin through the interface: an exporter of Singapore applies, an agency issues, Thailand
/// answers; and one of Malaysia is imported.
namespace lintas::api {
namespace {

using test::replaced;

TEST_F(Documents, AnApplicationIsKeptSubmittedApprovedAndSent) {
  const auto kept = apply(exporter);
  ASSERT_EQ(kept.response.status, 200) << kept.json.dump();
  const Json& draft = kept.json["certificate"];
  EXPECT_EQ(draft["state"]["id"], "DRAFT");
  EXPECT_EQ(draft["application"], "PGI-2026-0117");
  EXPECT_EQ(draft["exporter"], "SG199801023456");
  EXPECT_TRUE(draft["certificate"].is_null()) << "the office gives the number";
  document = draft["document"];
  EXPECT_EQ(kept.json["location"], at());
  EXPECT_EQ(kept.response.headers.find("Location"), at());
  EXPECT_TRUE(apply(exporter).json["repeated"]) << "the same message is the same answer";

  EXPECT_EQ(doc("issue.submit", exporter, Json::object()).json["certificate"]["state"]["id"], "APPLIED");
  const Json work = get("/v1/work", agency).json["items"];
  ASSERT_EQ(work.size(), 1U);
  EXPECT_EQ(work[0]["state"], "APPLIED");
  EXPECT_EQ(work[0]["kind"], "certificate_issued");

  EXPECT_EQ(doc("issue.approve", agency, {{"number", "SG-TH 26/00417"}, {"qualifying", {1}}}).json["code"],
            "R-ASW-004")
      << "each item qualifies on its own";
  const auto approved = doc("issue.approve", agency, {{"number", "SG-TH 26/00417"}, {"qualifying", {1, 2}}});
  ASSERT_EQ(approved.response.status, 200) << approved.json.dump();
  EXPECT_EQ(approved.json["done"], "certificate issued");
  EXPECT_EQ(approved.json["certificate"]["certificate"]["number"], "SG-TH 26/00417");

  EXPECT_EQ(doc("issue.transmit", agency, Json::object()).json["code"], "R-DOC-008")
      << "the exporter's word is missing";
  const auto sent = doc("issue.transmit", exporter, Json::object());
  ASSERT_EQ(sent.response.status, 200) << "and its own act is that: " << sent.json.dump();

  const Json shown = get(at(), exporter).json;
  EXPECT_EQ(shown["state"]["id"], "SENT");
  ASSERT_EQ(shown["items"].size(), 2U);
  EXPECT_EQ(shown["items"][0]["quantity"], "2400");
  EXPECT_EQ(shown["items"][0]["free"], "2400");
  EXPECT_EQ(shown["sum"], "untouched");
  ASSERT_EQ(shown["messages"].size(), 1U) << shown["messages"].dump();
  EXPECT_EQ(shown["messages"][0]["message"], "CO.ISSUE");
  EXPECT_EQ(shown["messages"][0]["partner"], "TH");
  EXPECT_TRUE(shown["messages"][0]["received"].is_null());
  EXPECT_EQ(shown["history"].back()["event"], "issue.done");
  EXPECT_EQ(shown["history"].back()["by"]["role"], "exporter");
  EXPECT_TRUE(shown["levels"]["certificate"]["sent"].is_string()) << shown["levels"].dump();
  EXPECT_TRUE(shown["levels"]["certificate"]["checked"].is_null());
  EXPECT_TRUE(shown["levels"]["cancellation"].is_null());
}

/// Of a state that is no partner nobody would ever get the message: it is told beforehand, and not shown as
/// sent.
TEST_F(Documents, R_ASW_095_ThatTheStateIsNotReachableIsToldBeforeAnythingIsSent) {
  node.set_partners({"MY"});
  const auto kept = apply(exporter);
  ASSERT_EQ(kept.response.status, 200) << kept.json.dump();
  document = kept.json["certificate"]["document"];
  const auto submitted = doc("issue.submit", exporter, Json::object());
  ASSERT_EQ(submitted.response.status, 200);
  ASSERT_EQ(submitted.json["warnings"].size(), 1U) << submitted.json.dump();
  EXPECT_EQ(submitted.json["warnings"][0]["rule"], "R-ASW-095");
  EXPECT_EQ(submitted.json["warnings"][0]["pointer"], "/importer");
  const auto approved = doc("issue.approve", agency, {{"number", "SG-TH 26/00417"}, {"qualifying", {1, 2}}});
  ASSERT_EQ(approved.json["warnings"].size(), 1U) << approved.json.dump();
  const auto sent = doc("issue.transmit", exporter, Json::object());
  EXPECT_NE(sent.response.status, 200);
  EXPECT_EQ(sent.json["code"], "R-ASW-095") << sent.json.dump();
  for (const std::string& reader : {exporter, agency}) {
    const Json shown = get(at(), reader).json;
    EXPECT_EQ(shown["state"]["id"], "ISSUED");
    EXPECT_EQ(shown["unreachable"], "No partner for TH");
    EXPECT_EQ(get("/v1/documents", reader).json["items"][0]["unreachable"], "No partner for TH");
  }
  node.set_partners({"MY", "TH"});
  EXPECT_TRUE(get(at(), exporter).json["unreachable"].is_null());
  EXPECT_EQ(doc("issue.transmit", exporter, Json::object()).response.status, 200) << "now there is a way";
}

TEST_F(Documents, R_ASW_095_WhatWasSentAndLiesAmongTheDeadLettersIsShownWithTheReason) {
  issue_whole();
  ASSERT_TRUE(get(at(), exporter).json["messages"][0]["not_delivered"].is_null());
  const auto rows = node.store().outbox();
  ASSERT_EQ(rows.size(), 1U);
  node.executor().refused(rows.front().id, app::Death{.at = node.now(), .why = "EXC-020: no partner"});
  node.executor().flush();
  node.set_partners({"MY"});
  for (const std::string& reader : {exporter, agency}) {
    const Json shown = get(at(), reader).json;
    EXPECT_EQ(shown["messages"][0]["not_delivered"], "EXC-020: no partner");
    EXPECT_TRUE(shown["messages"][0]["received"].is_null());
    EXPECT_EQ(shown["unreachable"], "No partner for TH: what was sent is kept here until there is one");
  }
}

TEST_F(Documents, ADraftIsItsExportersAlone) {
  const auto kept = apply(exporter);
  ASSERT_EQ(kept.response.status, 200) << kept.json.dump();
  document = kept.json["certificate"]["document"];
  EXPECT_EQ(get(at(), exporter).response.status, 200);
  EXPECT_EQ(get(at(), agency).response.status, 404);
  EXPECT_EQ(get(at(), chief).response.status, 404);
  EXPECT_EQ(get("/v1/documents", agency).json["items"].size(), 0U);
  EXPECT_EQ(get("/v1/work", agency).json["items"].size(), 0U);
  EXPECT_EQ(doc("issue.submit", agency, Json::object()).json["code"], "ACC-001")
      << "nobody authenticates an application for its exporter";
  EXPECT_EQ(doc("issue.delete", chief, Json::object()).json["code"], "ACC-001");
  ASSERT_EQ(doc("issue.submit", exporter, Json::object()).response.status, 200);
  EXPECT_EQ(get(at(), agency).response.status, 200);
  const auto returned = doc("issue.return", agency, {{"reason", "The invoice is missing"}});
  ASSERT_EQ(returned.response.status, 200) << returned.json.dump();
  EXPECT_EQ(get(at(), agency).response.status, 404) << "it is the exporter's again";
  EXPECT_EQ(get(at(), exporter).json["history"].back()["texts"]["text"], "The invoice is missing");
}

TEST_F(Documents, AStepSaysWhichOfTheTableItWas) {
  apply_whole();
  ASSERT_EQ(doc("issue.return", agency, {{"reason", "The invoice is missing"}}).response.status, 200);
  const Json shown = get(at(), exporter).json;
  EXPECT_EQ(shown["history"].back()["event"], "issue.done");
  EXPECT_EQ(shown["history"].back()["trigger"], "O return");
  const Json told = get("/v1/events", exporter).json["items"];
  ASSERT_GE(told.size(), 2U);
  EXPECT_EQ(told[told.size() - 2]["trigger"], "O submit") << told.dump();
  EXPECT_EQ(told.back()["trigger"], "O return");
}

// OCP R18(a): who is suspected does not read of what before the authority has looked into it.
TEST_F(Documents, WordsOfADoubtAreNotForWhomeverItIsAbout) {
  issue_whole();
  const auto named = reference("SG", "SGTUS001", "SG-TH 26/00417");
  ASSERT_TRUE(hear("TH", documents::l2_ok, {.certificate = named}).findings.empty());
  ASSERT_TRUE(hear("TH", documents::co_verify_request,
                   {.certificate = named,
                    .request = *documents::DocumentId::parse("V26-1"),
                    .text = "The seal differs"})
                  .findings.empty());
  ASSERT_TRUE(hear("TH", documents::co_response,
                   {.certificate = named,
                    .results = {{.item = 1, .result = documents::Result::p1, .quantity = {}, .decided = now}},
                    .text = "The seal differs"})
                  .findings.empty());
  EXPECT_EQ(get(at(), exporter).json["requests"].size(), 1U) << "it sees that there is a question";
  EXPECT_FALSE(get(at(), exporter).json.dump().contains("The seal differs"));
  const auto count = [&](const std::string& by) {
    std::size_t found = 0;
    const Json history = get(at(), by).json["history"];
    for (const Json& step : history)
      found += step.contains("texts") && step["texts"].dump().contains("The seal differs") ? 1U : 0U;
    return found;
  };
  EXPECT_EQ(count(agency), 2U);
  EXPECT_EQ(count(chief), 2U);
  EXPECT_EQ(count(auditor), 2U);
}

TEST_F(Documents, TheLevelsOfAcknowledgementAreFourFacts) {
  issue_whole();
  const auto named = reference("SG", "SGTUS001", "SG-TH 26/00417");
  ASSERT_TRUE(hear("TH", documents::l1_receipt, {.certificate = named}).findings.empty());
  Json levels = get(at(), agency).json["levels"]["certificate"];
  EXPECT_TRUE(levels["received"].is_string()) << levels.dump();
  EXPECT_TRUE(levels["checked"].is_null()) << "a receipt is no check";
  ASSERT_TRUE(hear("TH", documents::l2_ok, {.certificate = named}).findings.empty());
  levels = get(at(), agency).json["levels"]["certificate"];
  EXPECT_TRUE(levels["checked"].is_string());
  EXPECT_TRUE(levels["answered"].is_null()) << "a check is no answer";
  ASSERT_TRUE(
      hear("TH", documents::co_response,
           {.certificate = named,
            .results =
                {{.item = 1, .result = documents::Result::u1, .quantity = Decimal::of(2400), .decided = now},
                 {.item = 2, .result = documents::Result::n2, .quantity = {}, .decided = now}},
            .text = "Item 2 is of vinyl"})
          .findings.empty());
  const Json shown = get(at(), exporter).json;
  EXPECT_EQ(shown["state"]["id"], "REJECTED");
  EXPECT_EQ(shown["sum"], "refused");
  EXPECT_EQ(shown["items"][0]["used"], "2400");
  EXPECT_EQ(shown["items"][0]["result"]["code"], "U1");
  EXPECT_EQ(shown["items"][1]["result"]["code"], "N2");
  EXPECT_EQ(shown["items"][1]["result"]["meaning"], "code or description do not match the goods");
  EXPECT_TRUE(shown["levels"]["certificate"]["answered"].is_string());
  const Json& step = shown["history"].back();
  EXPECT_EQ(step["results"][1]["result"], "N2") << step.dump();
  EXPECT_EQ(step["texts"]["text"], "Item 2 is of vinyl") << "an exporter is told why";
  EXPECT_EQ(names_of_acts(get(at(), agency).json).front(), "issue.cancel");
}

TEST_F(Documents, WhoMaySeeACertificateThatIsIssuedHere) {
  issue_whole();
  for (const auto& [who, status] : std::vector<std::pair<std::string, int>>{{exporter, 200},
                                                                            {agency, 200},
                                                                            {chief, 200},
                                                                            {auditor, 200},
                                                                            {rival, 404},
                                                                            {other_agency, 404},
                                                                            {customs, 404},
                                                                            {clearance, 404},
                                                                            {trader, 403}}) {
    EXPECT_EQ(get(at(), who).response.status, status) << who;
    EXPECT_EQ(get(at() + "/certificate", who).response.status, status) << who;
    const auto list = get("/v1/documents", who);
    EXPECT_EQ(list.response.status, status == 403 ? 403 : 200) << list.json.dump();
    if (status != 403) {
      EXPECT_EQ(list.json["items"].size(), status == 200 ? 1U : 0U) << who;
    }
    const auto events = get("/v1/events", who).json["items"];
    const bool told =
        std::ranges::any_of(events, [](const Json& one) { return one["kind"] == "certificate_issued"; });
    EXPECT_EQ(told, status == 200) << "the feed shows what may be read: " << events.dump();
  }
  EXPECT_EQ(get("/v1/documents/CO-0000000000000000", exporter).response.status, 404);
  EXPECT_EQ(doc("issue.cancel", other_agency, {{"reason", "wrong goods"}}).response.status, 404)
      << "nothing is told of what may not be seen";
  EXPECT_EQ(doc("issue.cancel", exporter, {{"reason", "wrong goods"}}).json["code"], "ACC-001");
  EXPECT_EQ(doc("issue.approve", customs, {{"number", "1"}}).json["code"], "ACC-001");
}

TEST_F(Documents, WhoMaySeeACertificateWhoseGoodsAreImportedHere) {
  receive();
  // Nobody claims it yet: a declaration may come to each office that clears imports.
  for (const auto& [who, status] : std::vector<std::pair<std::string, int>>{{customs, 200},
                                                                            {other_customs, 200},
                                                                            {chief, 200},
                                                                            {clearance, 200},
                                                                            {auditor, 200},
                                                                            {exporter, 404},
                                                                            {agency, 200},
                                                                            {trader, 403}}) {
    EXPECT_EQ(get(imported_at, who).response.status, status) << who;
    if (status != 403) {
      EXPECT_EQ(get("/v1/documents?side=import", who).json["items"].size(), status == 200 ? 1U : 0U) << who;
    }
  }
  EXPECT_EQ(get(imported_at, customs).json["state"]["id"], "VALID");
  claim_all();
  for (const auto& [who, status] : std::vector<std::pair<std::string, int>>{{customs, 200},
                                                                            {chief, 200},
                                                                            {other_customs, 404},
                                                                            {agency, 200},
                                                                            {clearance, 200},
                                                                            {auditor, 200}}) {
    EXPECT_EQ(get(imported_at, who).response.status, status) << who << " now an office handles it";
    EXPECT_EQ(get("/v1/documents", who).json["items"].size(), status == 200 ? 1U : 0U) << who;
  }
  EXPECT_EQ(on_import("import.accept", other_customs, {{"items", {1}}}).response.status, 404);
}

TEST_F(Documents, WhoIssuesLooksTheOriginalsUp) {
  receive();
  const auto shown = get(imported_at, agency);
  ASSERT_EQ(shown.response.status, 200) << "a certificate may live on it";
  EXPECT_EQ(shown.json["valid_until"], "2027-11-02");
  EXPECT_EQ(names_of_acts(shown.json), std::vector<std::string>{}) << "what becomes of it customs decides";
  EXPECT_EQ(get("/v1/documents", agency).json["items"].size(), 1U);
  EXPECT_EQ(get("/v1/documents?side=issue", agency).json["items"].size(), 0U);
}

TEST_F(Documents, AnActAboutACertificateOfTheOtherSideIsRefusedByRule) {
  const Json own{{"state", "SG"}, {"office", "SGTUS001"}, {"number", "SG-TH 26/00417"}, {"kind", "e_form_d"}};
  const Json answer{{"certificate", malaysian()}, {"request", "TH-7"}, {"text", "it is ours"}};
  const auto asked = act("import.ask_again", chief, {{"certificate", own}}, "again-1");
  EXPECT_EQ(asked.response.status, 422);
  EXPECT_EQ(asked.json["code"], "R-DOC-028");
  const auto answered = [&](const std::string& by) {
    const auto reply = act("verification.answer", by, answer, format("key-{}", ++acts));
    return format("{} {}", reply.response.status, reply.json["code"].get<std::string>());
  };
  EXPECT_EQ(answered(agency), "422 R-DOC-012");
  EXPECT_EQ(answered(trader), "403 ACC-001");
  receive();
  EXPECT_EQ(answered(agency), "422 R-DOC-012") << "whether or not it is here";
  EXPECT_EQ(answered(trader), "403 ACC-001");
  issue_whole();
  EXPECT_EQ(act("import.ask_again", chief, {{"certificate", own}}, "again-2").json["code"], "R-DOC-028");
}

TEST_F(Documents, ARequestAboutANumberThatNobodyGaveIsSeenByItsOffice) {
  const Json forged{{"state", "SG"}, {"office", "SGTUS001"}, {"number", "SG 77"}, {"kind", "e_form_d"}};
  const std::string forged_at = "/v1/documents/SG%2C%20SGTUS001%2C%20SG%2077";
  EXPECT_EQ(get(forged_at, agency).response.status, 404);
  ASSERT_EQ(act("verification.record", agency,
                {{"certificate", forged},
                 {"request", "TH-7"},
                 {"items", {1}},
                 {"reason", "The seal differs"},
                 {"received_on", "2026-11-02"}},
                "record-1")
                .response.status,
            200);
  const auto shown = get(forged_at, agency);
  ASSERT_EQ(shown.response.status, 200);
  EXPECT_EQ(shown.json["certificate"]["number"], "SG 77");
  EXPECT_TRUE(shown.json["exporter"].is_null());
  EXPECT_TRUE(shown.json["importer"].is_null());
  EXPECT_EQ(shown.json["requests"][0]["request"], "TH-7");
  EXPECT_EQ(get(shown.json["location"].get<std::string>(), chief).response.status, 200);
  EXPECT_EQ(get("/v1/documents", agency).json["items"].size(), 1U);
  EXPECT_EQ(get("/v1/work", agency).json["items"].size(), 1U) << "somebody has to answer";
  EXPECT_EQ(get(forged_at, other_agency).response.status, 404);
  EXPECT_EQ(get(forged_at, exporter).response.status, 404);
  const auto answered =
      act("verification.answer", agency,
          {{"certificate", forged}, {"request", "TH-7"}, {"text", "We never gave it"}}, "answer-1");
  EXPECT_EQ(answered.response.status, 200) << answered.json.dump();
}

TEST_F(Documents, WhatIsAskedForAgainIsNamedWhereverItIsShown) {
  ASSERT_EQ(on_import("import.ask_again", customs, Json::object()).response.status, 200);
  const Json shown = get(imported_at, customs).json;
  EXPECT_EQ(shown["certificate"]["number"], "MY-SG 26/00999");
  EXPECT_TRUE(shown["importer"].is_null());
  EXPECT_EQ(get("/v1/documents", customs).json["items"].size(), 1U) << "it is waited for";
}

TEST_F(Documents, APageThatIsPresentedIsShownWithWhatItsDataSayOtherwise) {
  const Json item{{"number", 1}, {"hs", "40151900"}, {"criterion", "WO"}, {"quantity", "7"}, {"unit", "KGM"}};
  Json page{{"importer", "SG"}, {"issued", "2026-11-02"}, {"items", {item}}};
  EXPECT_EQ(on_import("import.record_paper", customs, page).json["code"], "R-DOC-065");
  page["page_code"] = "none";
  EXPECT_EQ(on_import("import.record_paper", trader, page).response.status, 403);
  const auto recorded = on_import("import.record_paper", customs, page);
  ASSERT_EQ(recorded.response.status, 200) << recorded.json.dump();
  Json shown = get(imported_at, customs).json;
  EXPECT_EQ(shown["came"], "paper");
  EXPECT_EQ(shown["page_code"], "none");
  EXPECT_EQ(shown["state"]["id"], "VALID");
  EXPECT_EQ(shown["history"][0]["trigger"], "O record paper");
  EXPECT_EQ(on_import("import.record_paper", other_customs, page).json["code"], "R-DOC-057");
  receive();
  shown = get(imported_at, customs).json;
  EXPECT_EQ(shown["state"]["id"], "DIFFERS");
  EXPECT_EQ(shown["differences"][0]["rule"], "R-DOC-060");
  EXPECT_EQ(names_of_acts(shown),
            (std::vector<std::string>{"import.ask_again", "import.take_data", "import.keep_paper",
                                      "import.record_cancellation"}));
  ASSERT_EQ(on_import("import.take_data", customs, {{"reason", "typed wrongly"}}).response.status, 200);
  shown = get(imported_at, customs).json;
  EXPECT_EQ(shown["came"], "paper_and_data");
  EXPECT_EQ(shown["differences"], Json::array());
}

// The officer decides on what was accepted, whatever came under its number since.
TEST_F(Documents, ACertificateIsShownAsItWasTaken) {
  const std::string taken = application_text();
  receive(taken);
  const auto shown = [&] {
    return std::string{as_text(ask(net::Method::get, imported_at + "/certificate", customs).response.body)};
  };
  EXPECT_TRUE(shown().contains("<TariffQuantity>1200</TariffQuantity>")) << shown();
  const auto named = reference("MY", "MYPKG001", "MY-SG 26/00999");
  ASSERT_TRUE(hear("MY", documents::co_issue, {.certificate = named, .faults = {{"SCH-001", "", ""}}},
                   replaced(taken, "<TariffQuantity>1200", "<TariffQuantity>9900"))
                  .findings.empty());
  ASSERT_TRUE(
      hear("MY", documents::co_issue, {.certificate = named, .faults = {{"SCH-001", "", ""}}}, "unreadable")
          .findings.empty());
  EXPECT_TRUE(shown().contains("<TariffQuantity>1200</TariffQuantity>")) << shown();
}

TEST_F(Documents, WhatTheRulesSayAgainstACertificateIsShownWithIt) {
  receive({}, {{"R-ASW-033", "/CO.ISSUE/Declaration", ""}});
  EXPECT_EQ(get(imported_at, customs).json["remarks"],
            Json({{{"rule", "R-ASW-033"}, {"place", "/CO.ISSUE/Declaration"}}}));
}

TEST_F(Documents, CustomsDecidesItemByItemAndTheReasonIsKept) {
  receive();
  claim_all();
  const Json claimed = get(imported_at, customs).json;
  EXPECT_EQ(claimed["open_items"], Json({1, 2}));
  EXPECT_EQ(claimed["items"][0]["claimed"], "1200");
  const auto refused =
      on_import("import.refuse", customs,
                {{"items", {2}}, {"result", "N2"}, {"reason", "They are of vinyl, not of rubber"}});
  ASSERT_EQ(refused.response.status, 200) << refused.json.dump();
  EXPECT_EQ(refused.json["done"], "items refused");
  EXPECT_EQ(
      on_import("import.refuse", customs, {{"items", {1}}, {"result", "U1"}, {"reason", "x"}}).json["code"],
      "R-DOC-007");
  const auto accepted = on_import("import.accept", customs, {{"items", {1}}});
  ASSERT_EQ(accepted.response.status, 200) << accepted.json.dump();
  const Json shown = get(imported_at, customs).json;
  EXPECT_EQ(shown["state"]["id"], "REJECTED");
  EXPECT_EQ(shown["items"][0]["used"], "1200");
  EXPECT_EQ(shown["items"][0]["free"], "0");
  EXPECT_EQ(shown["items"][1]["refused"], "600");
  EXPECT_EQ(shown["items"][1]["result"]["code"], "N2");
  const auto step =
      std::ranges::find_if(shown["history"], [](const Json& one) { return one.contains("results"); });
  ASSERT_NE(step, shown["history"].end());
  EXPECT_EQ((*step)["texts"]["text"], "They are of vinyl, not of rubber");
  std::vector<std::string> sent;
  for (const Json& one : shown["messages"])
    if (one["direction"] == "sent") sent.push_back(one["message"]);
  EXPECT_EQ(std::ranges::count(sent, "CO.RESPONSE"), 2)
      << "each item is told at once: " << shown["messages"].dump();
}

TEST_F(Documents, ACheckIsAskedForUnderANumberOfThisState) {
  receive();
  claim_all();
  const auto checked = on_import(
      "import.check", customs, {{"items", {1, 2}}, {"reason", "The seal differs"}, {"request", "V26-0031"}});
  ASSERT_EQ(checked.response.status, 200) << checked.json.dump();
  EXPECT_EQ(checked.json["certificate"]["state"]["id"], "UNDER_CHECK");
  EXPECT_EQ(checked.json["certificate"]["request"], "V26-0031");
}

TEST_F(Documents, FindingsOfAnApplicationStandAtTheirElements) {
  const auto rule_at = [&](std::string_view from, std::string_view to) {
    const auto refused = apply(exporter, replaced(application_text(), from, to));
    if (refused.response.status != 422) return refused.json.dump();
    const Json& first = refused.json["errors"][0];
    return first["rule"].get<std::string>() + " " + first["pointer"].get<std::string>();
  };
  EXPECT_EQ(rule_at("<ModeCode>3", "<ModeCode>0"),
            "LST-001 /CO.ISSUE/Declaration/GoodsShipment/Consignment/BorderTransportMeans/ModeCode");
  EXPECT_EQ(rule_at("SGTUS001", "SGXXX001"), "R-DOC-012 /CO.ISSUE/Declaration/Submitter/ID");
  EXPECT_EQ(rule_at("<IssuingCountryCode>SG", "<IssuingCountryCode>MY"),
            "R-DOC-012 /CO.ISSUE/Declaration/IssuingCountryCode");
  EXPECT_EQ(rule_at("199801023456", "200000000001"), "API-019 /CO.ISSUE/Declaration/Exporter/ID");
  EXPECT_EQ(rule_at("<SequenceNumeric>2", "<SequenceNumeric>3"),
            "R-DOC-003 /CO.ISSUE/Declaration/GoodsShipment/GovernmentAgencyGoodsItem[2]/SequenceNumeric");
  const auto other =
      apply(exporter, test::file_of_tree(LINTAS_ROOT, "examples/documents/id-th-response.xml"));
  EXPECT_EQ(other.json["code"], "API-013");
  EXPECT_EQ(other.json["errors"][0]["detail"], "Expected: CO.ISSUE.");
  EXPECT_EQ(apply(agency).response.status, 403) << "an application is the exporter's";
  EXPECT_EQ(apply(trader).json["code"], "ACC-001");
  EXPECT_EQ(get("/v1/documents", exporter).json["items"].size(), 0U) << "nothing is kept of them";
}

TEST_F(Documents, ADraftIsAlteredUnderItsNumberAndNoOtherIsTakenForIt) {
  const std::string first = apply(exporter).json["certificate"]["document"];
  const auto other = [](std::string_view id) { return replaced(application_text(), "PGI-2026-0117-1", id); };
  const auto altered =
      apply(exporter, replaced(other("PGI-2026-0117-2"), "<TariffQuantity>1200", "<TariffQuantity>900"));
  ASSERT_EQ(altered.response.status, 200) << altered.json.dump();
  EXPECT_EQ(altered.json["certificate"]["document"], first);
  EXPECT_EQ(altered.json["certificate"]["items"][1]["quantity"], "900");
  EXPECT_EQ(apply(exporter, replaced(application_text(), "<TariffQuantity>1200", "<TariffQuantity>800"))
                .json["code"],
            "EXC-016");
  document = first;
  ASSERT_EQ(doc("issue.submit", exporter, Json::object()).response.status, 200);
  EXPECT_EQ(apply(exporter, other("PGI-2026-0117-3")).json["code"], "R-DOC-001") << "the office has it now";
  ASSERT_EQ(doc("issue.refuse", agency, {{"reason", "No proof of origin"}}).response.status, 200);
  const auto again = apply(exporter, other("PGI-2026-0117-4"));
  ASSERT_EQ(again.response.status, 200) << again.json.dump();
  EXPECT_NE(again.json["certificate"]["document"], first) << "the number is free again";
}

TEST_F(Documents, TheCertificateItselfHasWhatWasDecidedSince) {
  issue_whole();
  const auto xml = ask(net::Method::get, at() + "/certificate", exporter);
  const std::string text{as_text(xml.response.body)};
  EXPECT_TRUE(text.contains("<ID>SG-TH 26/00417</ID>")) << text;
  EXPECT_TRUE(text.contains("<IssueDateTime>2026-11-23T09:12:00+08:00</IssueDateTime>"))
      << "the hour of the application, since the day is the same: " << text;
  const auto report = test::checked(text);
  EXPECT_TRUE(report.findings.empty()) << test::listed(report.findings);
  const auto json =
      ask(net::Method::get, at() + "/certificate", exporter, "", {{"Accept", "application/json"}});
  EXPECT_TRUE(json.json.contains("CO.ISSUE")) << json.json.dump();
  EXPECT_EQ(
      apply(exporter, replaced(replaced(std::string{as_text(json.response.body)}, "PGI-2026-0117-1", "J-1"),
                               "SG-TH 26/00417", "PGI-2026-0118"))
          .response.status,
      200)
      << "JSON is taken as XML is";
}

TEST_F(Documents, ListsAreNarrowedAndReadPageByPage) {
  receive();
  apply_whole();
  const auto count = [&](const std::string& query, const std::string& by) {
    const auto list = get("/v1/documents" + query, by);
    EXPECT_EQ(list.response.status, 200) << list.json.dump();
    return list.json["items"].size();
  };
  EXPECT_EQ(count("", auditor), 2U);
  EXPECT_EQ(count("?side=issue", auditor), 1U);
  EXPECT_EQ(count("?state=VALID", auditor), 1U);
  EXPECT_EQ(count("?state=DRAFT", auditor), 0U);
  EXPECT_EQ(count("?partner=TH", auditor), 1U);
  EXPECT_EQ(count("?partner=MY&side=import", auditor), 1U);
  EXPECT_EQ(count("?phase=ended", auditor), 0U);
  EXPECT_EQ(count("?since=2026-11-24", auditor), 0U);
  for (const std::string_view wrong :
       {"side=both", "phase=sideways", "state=REL", "partner=MYS", "since=x", "after=x"})
    EXPECT_EQ(get("/v1/documents?" + std::string{wrong}, auditor).json["code"], "API-015") << wrong;
  EXPECT_EQ(get("/v1/documents?colour=red", auditor).json["code"], "API-003");
  const auto page = get("/v1/documents?limit=1", auditor).json;
  EXPECT_EQ(page["items"][0]["side"], "issue") << "the newest first";
  const std::string next = page["next"];
  EXPECT_EQ(get("/v1/documents?limit=1&after=" + next, auditor).json["items"][0]["side"], "import");
  EXPECT_EQ(get("/v1/movements", auditor).json["items"].size(), 0U) << "a certificate is no movement";
}

TEST_F(Documents, AnActIsDoneOnceAndNotOverWhatHasChanged) {
  apply_whole();
  const auto shown = get(at(), agency);
  const std::string tag{shown.response.headers.find("ETag").value_or("")};
  EXPECT_EQ(ask(net::Method::get, at(), agency, "", {{"If-None-Match", tag}}).response.status, 304);
  const Json body{{"document", document}, {"number", "SG-TH 26/00417"}, {"qualifying", {1, 2}}};
  const auto first = act("issue.approve", agency, body, "approve-1", {{"If-Match", tag}});
  ASSERT_EQ(first.response.status, 200) << first.json.dump();
  const auto again = act("issue.approve", agency, body, "approve-1", {{"If-Match", tag}});
  EXPECT_TRUE(again.json["repeated"]) << again.json.dump();
  EXPECT_EQ(act("issue.transmit", agency, {{"document", document}, {"authorised", true}}, "send-1",
                {{"If-Match", tag}})
                .response.status,
            412);
  const auto wrong = act("issue.approve", agency, body, "approve-2");
  EXPECT_EQ(wrong.json["code"], "R-DOC-001");
  EXPECT_TRUE(wrong.json["errors"][0]["detail"].get<std::string>().contains("You may now: issue.transmit"))
      << wrong.json.dump();
}

TEST_F(Documents, WhatIsNotExchangedAsDataGoesOnPaper) {
  apply_whole(replaced(application_text(), "<CountryCode>TH", "<CountryCode>TL"));
  ASSERT_EQ(
      doc("issue.approve", agency, {{"number", "SG-TH 26/00418"}, {"qualifying", {1, 2}}}).response.status,
      200);
  EXPECT_EQ(doc("issue.transmit", agency, {{"authorised", true}}).json["code"], "R-ASW-102");
  const auto printed = doc("issue.print", agency, Json::object());
  ASSERT_EQ(printed.response.status, 200) << printed.json.dump();
  EXPECT_EQ(printed.json["certificate"]["state"]["id"], "PAPER");
  EXPECT_EQ(printed.json["certificate"]["on_paper"], true);
}

TEST_F(Documents, ACertificateIsNamedAsPeopleReadIt) {
  issue_whole();
  const Json by_reference = get("/v1/documents/SG%2C%20SGTUS001%2C%20SG-TH%2026%2F00417", agency).json;
  EXPECT_EQ(by_reference["document"], document);
  EXPECT_EQ(reference_in("MY, MYPKG001, MY-TH 26/00417")->number.str(), "MY-TH 26/00417");
  EXPECT_EQ(reference_in("MY,MYPKG001,1, 2")->number.str(), "1, 2") << "a number may have commas";
  for (const std::string_view none : {"", "CO-1", "MYS, X, 1", "MY, MYPKG001", "MY, , 1"})
    EXPECT_FALSE(reference_in(none).has_value()) << none;
  receive();
  const std::string location = get(imported_at, customs).json["location"];
  EXPECT_EQ(get(location, customs).json["certificate"], malaysian());
}

// ---- figures, and the daily lists

TEST_F(Documents, InNumbersSayNothingOfFew) {
  issue_whole();
  receive();
  const auto by_one = get("/v1/documents/statistics?least=1", auditor).json;
  EXPECT_EQ(by_one["complete"], true);
  ASSERT_EQ(by_one["items"].size(), 2U) << by_one.dump();
  const Json& imported = by_one["items"][0];
  EXPECT_EQ(imported["side"], "import");
  EXPECT_EQ(imported["issuer"], "MY");
  EXPECT_EQ(imported["importer"], "SG");
  EXPECT_EQ(imported["day"], "2026-11-01");
  const Json& issued = by_one["items"][1];
  EXPECT_EQ(issued["side"], "issue");
  EXPECT_EQ(issued["importer"], "TH");
  EXPECT_EQ(issued["begun"], 1);
  EXPECT_EQ(issued["sent"], 1);
  EXPECT_EQ(issued["silent"], 0);
  EXPECT_TRUE(issued["to_answer"]["median"].is_null());
  const auto published = get("/v1/documents/statistics", auditor).json;
  EXPECT_EQ(published["items"][1]["begun"], "<5");
  EXPECT_FALSE(published["items"][1].contains("sent")) << "else everything tells of one";
}

TEST_F(Documents, InNumbersFollowWhatHappens) {
  issue_whole();
  const auto figures = [&] {
    return get("/v1/documents/statistics?least=1&by=day", auditor).json["items"][0];
  };
  EXPECT_EQ(figures()["available"], 0);
  const auto named = reference("SG", "SGTUS001", "SG-TH 26/00417");
  ASSERT_TRUE(
      hear("TH", documents::l2_error,
           {.certificate = named, .faults = {{.rule = "R-ASW-011", .pointer = "Declaration", .detail = {}}}})
          .findings.empty());
  EXPECT_EQ(figures()["faults"], (Json{{"R-ASW-011", 1}}));
  ASSERT_TRUE(hear("TH", documents::l2_ok, {.certificate = named, .version = 1}).findings.empty());
  EXPECT_EQ(figures()["available"], 1);
  EXPECT_EQ(figures()["begun"], 1);
}

TEST_F(Documents, InNumbersAreForThoseWhoMeasure) {
  const auto secretariat = key({.role = access::Role::region, .party = "SECRETARIAT"});
  for (const std::string& by : {secretariat, chief, auditor})
    EXPECT_EQ(get("/v1/documents/statistics", by).response.status, 200);
  for (const std::string& by : {exporter, agency, customs, trader})
    EXPECT_EQ(get("/v1/documents/statistics", by).response.status, 403);
  issue_whole();
  EXPECT_EQ(get("/v1/documents/statistics?least=1", secretariat).json["least"], 5) << "it publishes";
  for (const std::string_view cut : {"by=day", "silent_days=31"}) {
    const std::string path = "/v1/documents/statistics?" + std::string{cut};
    EXPECT_EQ(get(path, secretariat).json["code"], "API-015") << cut << " less another tells of one";
    EXPECT_EQ(get(path, auditor).response.status, 200);
  }
  EXPECT_EQ(get("/v1/documents/statistics?since=2026-11-30", secretariat).json["items"],
            get("/v1/documents/statistics?since=2026-11-01", secretariat).json["items"])
      << "months are whole";
  for (const std::string_view wrong : {"by=year", "least=0", "least=x", "silent_days=0", "since=2026"})
    EXPECT_EQ(get("/v1/documents/statistics?" + std::string{wrong}, auditor).json["code"], "API-015")
        << wrong;
}

TEST_F(Documents, InNumbersAreATableToo) {
  issue_whole();
  const auto table =
      ask(net::Method::get, "/v1/documents/statistics?least=1", auditor, {}, {{"Accept", "text/csv"}});
  const std::string text{as_text(table.response.body)};
  EXPECT_TRUE(text.starts_with("day,side,issuer,importer,kind,begun,sent,received,available,faulty,"))
      << text;
  EXPECT_TRUE(text.contains("\n2026-11-01,issue,SG,TH,e_form_d,1,1,0,0,0,0,0,0,0,0,0,0,0,0,,,,,,,,\n"))
      << text;
}

TEST_F(Documents, WhatDailyListsCameToIsShownByPartner) {
  issue_whole();
  EXPECT_EQ(get("/v1/documents/manifests", chief).json["items"].size(), 0U);
  exchange::Manifest list{
      .day = *parse_day("2026-11-23"),
      .part = 1,
      .entries = {{.thing = "SG e_form_d SGTUS001 SG-TH%2026/00417",
                   .sent = 0,
                   .taken = 0,
                   .version = {},
                   .digest = {}},
                  {.thing = "SG e_form_d SGTUS001 SG-TH 26/00417",
                   .sent = 2,
                   .taken = 7,
                   .version = {},
                   .digest = {}},
                  {.thing = "SG K phyto SG-PC-7", .sent = 0, .taken = 1, .version = {}, .digest = {}},
                  {.thing = "TH A TH-EXP-9", .sent = 1, .taken = 0, .version = {}, .digest = {}},
                  {.thing = "TH E 0044/TH", .sent = 1, .taken = 0, .version = {}, .digest = {}}},
      .month = "2026-11"};
  auto command = node.command({.role = access::Role::partner_node, .party = "TH"},
                              workflow::command_of_message(workflow::ie_document_manifest), list);
  command.id = workflow::MessageCommandId{workflow::make_key(workflow::KeyKind::partner_message, "TH", "L1")};
  command.lane = workflow::LanePosition{*exchange::Partner::parse("TH"), 1, "L1"};
  ASSERT_TRUE(node.ask(command).findings.empty());
  const auto shown = get("/v1/documents/manifests?month=2026-11", chief).json;
  ASSERT_EQ(shown["items"].size(), 1U) << shown.dump();
  const Json& thailand = shown["items"][0];
  EXPECT_EQ(thailand["partner"], "TH");
  EXPECT_EQ(thailand["heard"]["entries"], 5);
  EXPECT_EQ(thailand["wanted"], 3);
  EXPECT_EQ(thailand["differs"], 2);
  ASSERT_EQ(thailand["differing_certificates"].size(), 1U);
  EXPECT_EQ(thailand["differing_certificates"][0]["reason"], "lost_here");
  EXPECT_EQ(thailand["differing_certificates"][0]["certificate"]["number"], "SG-TH 26/00417");
  const auto other = key({.role = access::Role::supervisor, .person = "far", .office = "SGWDL001"});
  const auto others = get("/v1/documents/manifests", other).json["items"][0];
  EXPECT_EQ(others["differs"], 2);
  EXPECT_EQ(others["differing_certificates"].size(), 0U) << "it is of another office";
  EXPECT_EQ(get("/v1/documents/manifests", exporter).response.status, 403);
  const auto all = get("/v1/documents/manifests", auditor).json["items"][0];
  ASSERT_EQ(all["differing_documents"].size(), 1U) << all.dump();
  EXPECT_EQ(all["differing_documents"][0]["document"],
            (Json{{"state", "SG"}, {"kind", "phyto"}, {"number", "SG-PC-7"}}));
  ASSERT_EQ(all["wanted_documents"].size(), 2U);
  EXPECT_EQ(all["wanted_documents"][1]["document"],
            (Json{{"state", "TH"}, {"kind", "exporter"}, {"number", "0044/TH"}}));
  EXPECT_EQ(all["wanted_documents"][0]["document"],
            (Json{{"state", "TH"}, {"kind", "acdd"}, {"number", "TH-EXP-9"}}));
}

}  // namespace
}  // namespace lintas::api
