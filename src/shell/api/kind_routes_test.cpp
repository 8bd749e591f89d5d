#include "shell/api/kind_routes.hpp"

#include <algorithm>
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
#include "core/kinds/contents.hpp"
#include "core/kinds/letter.hpp"
#include "core/kinds/messages.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"
#include "shell/net/http.hpp"
#include "tests/support/business_fixture.hpp"
#include "tests/support/json.hpp"
#include "tests/support/texts.hpp"
#include "tests/support/whole_documents.hpp"

/// Documents of kinds that are data through the interface: Singapore issues phytosanitary certificates for
/// Malaysia, and receives those of Thailand.
namespace lintas::api {
namespace {

using test::replaced;

class KindRoutes : public WholeDocuments<Business> {
 public:
  KindRoutes() {
    agency = key({.role = access::Role::other_agency, .person = "may", .office = "SGTUS001"});
    other_agency = key({.role = access::Role::other_agency, .person = "tan", .office = "SGWDL001"});
    customs = key({.role = access::Role::officer_of_destination, .person = "joy", .office = "SGTUS001"});
    clearance = key({.role = access::Role::national_system, .party = "CLEARANCE"});
    exporter = key({.role = access::Role::exporter, .party = "SG200501234W"});
    rival = key({.role = access::Role::exporter, .party = "SG200500000X"});
    auditor = key({.role = access::Role::auditor, .person = "aud"});
  }

  /// Of Singapore for Malaysia.
  static std::string document() {
    std::string text = example("th-my-durian-phytosanitary");
    text = replaced(std::move(text), "<messageSender>NTA.TH", "<messageSender>NTA.SG");
    text = replaced(std::move(text), "<ID>TH</ID>", "<ID>SG</ID>");
    text = replaced(std::move(text), "TH-PC-2026-0041873", "SG-PC-1");
    return replaced(std::move(text), "0225551000417", "200501234W");
  }
  /// Another message, with another document.
  static std::string message(const std::string& id, const std::string& number) {
    return replaced(replaced(document(), "TH-PQ-20261120-000318", id), "SG-PC-1", number);
  }
  Answer issue(const std::string& by, const std::string& text = document()) {
    return ask(net::Method::post, "/v1/kinds/documents", by, text);
  }
  static kinds::Reference reference(std::string_view state, std::string_view number) {
    return {.state = *Country::parse(state),
            .kind = *kinds::KindCode::parse("phyto"),
            .number = *kinds::Number::parse(number)};
  }
  /// Thailand's certificate.
  void receive() {
    const std::string text = example("th-my-durian-phytosanitary");
    kinds::Contents contents{.reference = reference("TH", "TH-1"), .receiver = *Country::parse("SG")};
    contents.issued = *parse_day("2026-11-20");
    contents.document = packer.pack(workflow::payload_of_message(kinds::doc_send), as_bytes(text)).hash;
    const kinds::Letter letter{.reference = contents.reference, .contents = contents};
    ASSERT_TRUE(hear("TH", kinds::doc_send, letter, text).findings.empty());
  }
  void malaysia_says(kinds::Answer answer) {
    const kinds::Letter letter{.reference = reference("SG", "SG-PC-1"), .answer = answer};
    ASSERT_TRUE(hear("MY", kinds::doc_answer, letter).findings.empty());
  }
  Answer doc_act(std::string_view name, const std::string& by, Json body = Json::object()) {
    const bool here = name.starts_with("doc.");
    body["reference"] = {
        {"state", here ? "SG" : "TH"}, {"kind", "phyto"}, {"number", here ? "SG-PC-1" : "TH-1"}};
    return act(name, by, body, format("doc-{}", ++acts));
  }
  std::string agency, other_agency, customs, clearance, exporter, rival, auditor;
};

const std::string issued_at = "/v1/kinds/documents/SG%2C%20phyto%2C%20SG%2DPC%2D1";
const std::string received_at = "/v1/kinds/documents/TH%2C%20phyto%2C%20TH%2D1";

TEST_F(KindRoutes, KindsAreListedWithWhoMayDoWhat) {
  const auto listed = get("/v1/kinds", exporter);
  ASSERT_EQ(listed.response.status, 200);
  const Json& items = listed.json["items"];
  const auto phyto = std::ranges::find_if(items, [](const Json& one) { return one["code"] == "phyto"; });
  ASSERT_NE(phyto, items.end());
  EXPECT_EQ((*phyto)["root"], "DOC.PHYTO");
  EXPECT_EQ((*phyto)["life"], "issued-used");
  EXPECT_EQ((*phyto)["may"]["issue"], Json::array({"other_agency"}));
  EXPECT_EQ(get("/v1/kinds", "").response.status, 401);
}

TEST_F(KindRoutes, DocumentsAreCountedByTheirKindBesideCertificates) {
  ASSERT_EQ(issue(agency).response.status, 200);
  malaysia_says(kinds::Answer::taken);
  malaysia_says(kinds::Answer::accepted);
  receive();
  const auto counted = get("/v1/documents/statistics?least=1", auditor).json["items"];
  ASSERT_EQ(counted.size(), 2U) << counted.dump();
  for (const Json& row : counted) {
    EXPECT_EQ(row["kind"], "phyto");
    EXPECT_EQ(row["available"], 1);
  }
  const bool first_is_ours = counted[0]["side"] == "issue";
  EXPECT_EQ(counted[first_is_ours ? 0 : 1]["given"], 1);
  EXPECT_EQ(counted[first_is_ours ? 1 : 0]["silent"], 0) << "thirty days are not over";
}

TEST_F(KindRoutes, ADocumentIsIssuedSentTakenAndAnswered) {
  const auto issued = issue(agency);
  ASSERT_EQ(issued.response.status, 200) << issued.json.dump();
  EXPECT_EQ(issued.json["done"], "document issued");
  EXPECT_EQ(issued.json["document"]["state"]["id"], "SENT");
  EXPECT_EQ(issued.json["location"], issued_at);
  EXPECT_EQ(issued.response.headers.find("Location"), issued_at);
  EXPECT_EQ(issue(agency, message("SG-2", "SG-PC-1")).json["code"], "R-KIND-035")
      << "a number is of one document";

  malaysia_says(kinds::Answer::taken);
  const auto taken = get(issued_at, agency).json;
  EXPECT_EQ(taken["state"]["id"], "TAKEN");
  EXPECT_FALSE(taken["taken"].is_null());
  EXPECT_TRUE(taken["answered"].is_null()) << "nobody there has said what it makes of it";
  EXPECT_EQ(taken["office"], "SGTUS001");
  malaysia_says(kinds::Answer::accepted);
  const auto shown = get(issued_at, agency).json;
  EXPECT_EQ(shown["state"]["id"], "ACCEPTED");
  EXPECT_FALSE(shown["answered"].is_null());
  EXPECT_EQ(shown["side"], "issue");
  EXPECT_EQ(shown["history"][0]["event"], "doc.issued");
  EXPECT_EQ(shown["history"][0]["trigger"], "O issue");
  EXPECT_EQ(shown["history"][0]["sent"][0], "DOC.SEND");
  ASSERT_EQ(shown["messages"].size(), 3U) << shown["messages"].dump();
  EXPECT_EQ(shown["messages"][0]["message"], "DOC.SEND");
  EXPECT_EQ(shown["messages"][1]["message"], "DOC.ANSWER");
  const auto text = ask(net::Method::get, issued_at + "/document", exporter);
  EXPECT_TRUE(as_text(text.response.body).contains("<ScientificName>Durio zibethinus</ScientificName>"));
}

TEST_F(KindRoutes, OneInThePlaceOfAnotherCancelsIt) {
  ASSERT_EQ(issue(agency).response.status, 200);
  const std::string newer =
      replaced(message("SG-2", "SG-PC-2"), "<Subject>SPSFL</Subject>\n        <Content>5<",
               "<Subject>ADRPN</Subject>\n        <Content>SG-PC-1<");
  const auto issued = issue(agency, newer);
  ASSERT_EQ(issued.response.status, 200) << issued.json.dump();
  EXPECT_EQ(issued.json["document"]["replaces"], "SG-PC-1");
  const auto older = get(issued_at, agency).json;
  EXPECT_EQ(older["state"]["id"], "CANCEL_REQUESTED");
  EXPECT_EQ(older["replaced_by"], "SG-PC-2");
}

TEST_F(KindRoutes, WhatIsWrongIsRefusedWithRuleAndField) {
  const auto wrong = issue(agency, replaced(document(), "<ModeCode>3<", "<ModeCode>0<"));
  EXPECT_EQ(wrong.response.status, 422);
  EXPECT_EQ(wrong.json["errors"][0]["pointer"],
            "/DOC.PHYTO/SPSCertificate/SPSConsignment/MainCarriageSPSTransportMovement[1]/ModeCode")
      << wrong.json.dump();
  EXPECT_FALSE(wrong.json["errors"][0]["remedy"].get<std::string>().empty());
  EXPECT_EQ(issue(agency, replaced(document(), "<ID>SG</ID>", "<ID>TH</ID>")).json["code"], "R-KIND-030")
      << "another state's";
  EXPECT_EQ(issue(agency, example("vn-sg-coffee")).json["code"], "API-013");
  EXPECT_EQ(get(issued_at, agency).response.status, 404) << "nothing was kept";
}

TEST_F(KindRoutes, WhatComesIsAnsweredAndUsed) {
  receive();
  const auto shown = get(received_at, agency).json;
  EXPECT_EQ(shown["state"]["id"], "AVAILABLE");
  EXPECT_EQ(shown["side"], "receive");
  EXPECT_EQ(names_of_acts(shown), (std::vector<std::string>{"doc_import.answer", "doc_import.use"}));
  EXPECT_EQ(names_of_acts(get(received_at, customs).json), (std::vector<std::string>{"doc_import.use"}))
      << "customs uses what the authority for plants answers";
  const auto silent = doc_act("doc_import.answer", agency, {{"accept", false}});
  EXPECT_EQ(silent.response.status, 422) << "a refusal says why: " << silent.json.dump();
  const auto accepted = doc_act("doc_import.answer", agency, {{"accept", true}});
  EXPECT_EQ(accepted.json["document"]["state"]["id"], "ACCEPTED") << accepted.json.dump();
  const auto used = doc_act("doc_import.use", customs, {{"declaration", "D26-1"}});
  EXPECT_EQ(used.json["document"]["state"]["id"], "USED") << used.json.dump();
  EXPECT_EQ(get(received_at, auditor).json["uses"][0]["declaration"], "D26-1");
  EXPECT_EQ(get(received_at, auditor).json["history"].back()["use"]["declaration"], "D26-1");
  const auto text = ask(net::Method::get, received_at + "/document", customs);
  EXPECT_TRUE(as_text(text.response.body).contains("Durio zibethinus"));
}

TEST_F(KindRoutes, AUseThatCannotBeIsShownUntilSomebodyLookedAtIt) {
  ASSERT_EQ(issue(agency).response.status, 200);
  malaysia_says(kinds::Answer::taken);
  const auto uses = [&](std::string_view number) {
    const kinds::Letter letter{
        .reference = reference("SG", "SG-PC-1"),
        .use = kinds::Use{.declaration = *kinds::DeclarationNumber::parse(number), .at = {}, .lines = {}}};
    ASSERT_TRUE(hear("MY", kinds::doc_use, letter).findings.empty());
  };
  uses("D26-1");
  EXPECT_TRUE(get(issued_at, agency).json["alarm"].is_null());
  uses("D26-2");
  const auto shown = get(issued_at, agency).json;
  EXPECT_EQ(shown["state"]["id"], "USED");
  EXPECT_EQ(shown["uses"].size(), 1U) << "what is left is as it was";
  EXPECT_EQ(shown["alarm"], "use_not_booked");
  ASSERT_EQ(shown["not_booked"].size(), 1U) << shown.dump();
  EXPECT_EQ(shown["not_booked"][0]["use"]["declaration"], "D26-2");
  EXPECT_EQ(shown["not_booked"][0]["faults"][0]["rule"], "R-KIND-036");
  EXPECT_EQ(shown["history"].back()["event"], "doc.use_not_booked");
  EXPECT_EQ(names_of_acts(shown), (std::vector<std::string>{"doc.look_at"}));
  EXPECT_EQ(get("/v1/kinds/documents?waits=true", agency).json["items"].size(), 1U);
  EXPECT_EQ(doc_act("doc.look_at", other_agency, {{"reason", "x"}}).json["code"], "ACC-002");
  const auto looked = doc_act("doc.look_at", agency, {{"reason", "They typed the wrong number"}});
  ASSERT_EQ(looked.response.status, 200) << looked.json.dump();
  EXPECT_TRUE(looked.json["document"]["alarm"].is_null());
  EXPECT_TRUE(looked.json["document"]["not_booked"].empty());
  EXPECT_EQ(doc_act("doc.look_at", agency, {{"reason", "again"}}).json["code"], "R-KIND-041");
  EXPECT_EQ(get("/v1/kinds/documents?waits=true", agency).json["items"].size(), 0U);
}

// ---- who may see what

TEST_F(KindRoutes, WhoMaySeeWhat) {
  receive();
  ASSERT_EQ(issue(agency).response.status, 200);
  const auto of = [&](access::Role role) {
    return key({.role = role, .party = "SG200501234W", .person = "p", .office = "SGTUS001"});
  };
  using R = access::Role;
  std::vector<Reader> readers{
      {agency, 200, 200},
      {other_agency, 200, 200},  // each office of the authority here
      {customs, 200, 200},
      {clearance, 200, 200},
      {auditor, 200, 200},
      {of(R::supervisor), 200, 200},
      {of(R::risk_analyst), 200, 200},
      {of(R::officer_of_departure), 404, 404},  // whom this kind does not name
      {of(R::officer_of_transit), 404, 404},
      {of(R::transport_authority), 404, 404},
      {exporter, 200, 404},  // its own, and none of another state under the same identifier
      {rival, 404, 404},
      {key({.role = R::exporter, .person = "x"}), 404, 404},
      {key({.role = R::other_agency, .person = "aye", .office = "MYPKG001"}), 404, 404},
      {key({.role = R::other_agency, .person = "aye"}), 404, 404},  // of no office
      {key({.role = R::national_system, .party = "AGENCY", .office = "MYPKG001"}), 404, 404},
      {key({.role = R::partner_node, .party = "MY"}), 403, 403},  // its messages tell it all it is told
      {key({.role = R::partner_node, .party = "TH"}), 403, 403},
  };
  for (const access::Role role :
       {R::trader, R::declarant, R::authorised_trader, R::firm_administrator, R::carrier, R::guarantor,
        R::officer_of_guarantee, R::enquiry_officer, R::recovery_officer, R::aeo_manager,
        R::reference_data_keeper, R::region, R::helpdesk, R::node_administrator}) {
    readers.push_back({of(role), 403, 403});
  }
  expect_seen(readers, {.list = "/v1/kinds/documents",
                        .own = issued_at,
                        .others = received_at,
                        .own_kind = "doc_issued",
                        .others_kind = "doc_received",
                        .elsewhere = {"/v1/acdd/SG%2C%20SG%2DPC%2D1", "/v1/documents/SG%2C%20SG%2DPC%2D1"}});
  for (const std::string place : {"nothing", "SG", "SG,phyto", "SG,phyto,SG-PC-2", "SG,stone,SG-PC-1"})
    EXPECT_EQ(get("/v1/kinds/documents/" + place, agency).response.status, 404) << place;
}

TEST_F(KindRoutes, WhoMayActIsWhomTheKindNames) {
  for (const std::string& who : {exporter, auditor}) EXPECT_EQ(issue(who).json["code"], "ACC-001");
  for (const std::string& who :
       {customs, clearance,
        key({.role = access::Role::other_agency, .person = "aye", .office = "MYPKG001"})}) {
    EXPECT_EQ(issue(who).json["code"], "ACC-002") << "the kind names others, or it is abroad";
  }
  receive();
  ASSERT_EQ(issue(agency).response.status, 200);
  for (const std::string& who : {exporter, auditor}) {
    EXPECT_EQ(doc_act("doc.cancel", who, {{"reason", "x"}}).json["code"], "ACC-001");
    EXPECT_EQ(doc_act("doc_import.answer", who, {{"accept", true}}).json["code"], "ACC-001");
    EXPECT_EQ(doc_act("doc_import.use", who, {{"declaration", "D-1"}}).json["code"], "ACC-001");
    EXPECT_TRUE(get(issued_at, who).json["acts"].empty());
  }
  EXPECT_EQ(doc_act("doc.cancel", customs, {{"reason", "x"}}).json["code"], "ACC-002");
  EXPECT_EQ(doc_act("doc_import.answer", customs, {{"accept", true}}).json["code"], "ACC-002");
  const auto transit = key({.role = access::Role::officer_of_transit, .person = "t", .office = "SGTUS001"});
  for (const auto& [name, body] : {std::pair{"doc.cancel", Json{{"reason", "x"}}},
                                   std::pair{"doc_import.answer", Json{{"accept", true}}},
                                   std::pair{"doc_import.use", Json{{"declaration", "D-1"}}}}) {
    const auto refused = doc_act(name, transit, body);
    EXPECT_EQ(refused.response.status, 404) << name << ": a stranger does not learn that it is there";
    EXPECT_EQ(refused.json["code"], "API-010") << refused.json.dump();
  }
  EXPECT_EQ(get(received_at, agency).json["state"]["id"], "AVAILABLE") << "nothing of it was done";
}

TEST_F(KindRoutes, ListsAreFiltered) {
  receive();
  ASSERT_EQ(issue(agency).response.status, 200);
  ASSERT_EQ(issue(agency, message("SG-2", "SG-PC-2")).response.status, 200);
  const auto count = [&](const std::string& query) {
    return get("/v1/kinds/documents" + query, agency).json["items"].size();
  };
  EXPECT_EQ(count(""), 3U);
  EXPECT_EQ(count("?kind=phyto"), 3U);
  EXPECT_EQ(count("?kind=ah"), 0U);
  EXPECT_EQ(count("?side=issue"), 2U);
  EXPECT_EQ(count("?side=receive"), 1U);
  EXPECT_EQ(count("?state=SENT"), 2U);
  EXPECT_EQ(count("?partner=MY"), 2U);
  EXPECT_EQ(count("?kind=phyto&partner=TH"), 1U);
  EXPECT_EQ(count("?phase=ended"), 0U);
  EXPECT_EQ(count("?since=2027-01-01"), 0U);
  for (const std::string query : {"?kind=stone", "?side=both", "?state=NOWHERE", "?partner=M"})
    EXPECT_EQ(get("/v1/kinds/documents" + query, agency).response.status, 400) << query;
}

}  // namespace
}  // namespace lintas::api
