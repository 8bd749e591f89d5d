#include "shell/api/exporter_routes.hpp"

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
#include "core/awsc/exporter.hpp"
#include "core/awsc/letter.hpp"
#include "core/awsc/messages.hpp"
#include "core/documents/fault.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"
#include "shell/net/http.hpp"
#include "tests/support/business_fixture.hpp"
#include "tests/support/json.hpp"
#include "tests/support/texts.hpp"
#include "tests/support/whole_documents.hpp"

/// The register of certified exporters of Singapore through the interface.
namespace lintas::api {
namespace {

using test::replaced;

class ExporterRoutes : public WholeDocuments<Business> {
 public:
  ExporterRoutes() {
    agency = key({.role = access::Role::other_agency, .person = "may", .office = "SGTUS001"});
    customs = key({.role = access::Role::officer_of_destination, .person = "joy", .office = "SGTUS001"});
    firm = key({.role = access::Role::exporter, .party = "SG201534567D"});
    rival = key({.role = access::Role::exporter, .party = "SG200500000X"});
    trader = key({.role = access::Role::trader, .party = "SG201534567D", .person = "tan"});
    auditor = key({.role = access::Role::auditor, .person = "aud"});
  }

  /// A maker of gloves in Singapore.
  static std::string record(std::string_view message = "SG-CE-1") {
    std::string text = example("my-certified-exporter");
    text = replaced(std::move(text), "NTA.MY", "NTA.SG");
    text = replaced(std::move(text), "<IssuingCountryCode>MY", "<IssuingCountryCode>SG");
    text = replaced(std::move(text), "0217/MY07", "0044/SGHMS");
    text = replaced(std::move(text), "MY201101012345", "SG201534567D");
    return replaced(std::move(text), "MY-CE-2026-0217-1", message);
  }
  Answer write(const std::string& by, const std::string& text = record()) {
    return ask(net::Method::post, "/v1/exporters", by, text);
  }
  Answer exporter_act(std::string_view name, const std::string& by, std::string_view reason = "not met") {
    const Json body{{"reference", {{"state", "SG"}, {"code", "0044/SGHMS"}}}, {"reason", reason}};
    return act(format("exporter.{}", name), by, body, format("exporter-{}", ++acts));
  }

  std::string agency, customs, firm, rival, trader, auditor;
};

const std::string at_address = "/v1/exporters/SG%2C%200044%2FSGHMS";

TEST_F(ExporterRoutes, ARecordIsWrittenAndReadByCustomsAndItsFirm) {
  const auto written = write(agency);
  ASSERT_EQ(written.response.status, 200) << written.json.dump();
  EXPECT_EQ(written.json["done"], "record written");
  EXPECT_EQ(written.json["exporter"]["state"]["id"], "VALID");
  EXPECT_EQ(written.json["location"], at_address);

  for (const std::string& who : {agency, customs, firm, auditor}) {
    const auto shown = get(at_address, who).json;
    EXPECT_EQ(shown["reference"]["code"], "0044/SGHMS") << shown.dump();
    EXPECT_EQ(shown["products"].size(), 3U);
    EXPECT_EQ(shown["products"][1]["criteria"], Json::array({"RVC"}));
    EXPECT_EQ(shown["signatories"], 2);
  }
  const auto document = ask(net::Method::get, at_address + "/document", customs);
  EXPECT_TRUE(as_text(document.response.body).contains("<Name>Lee Chong Beng</Name>"));
  EXPECT_EQ(get("/v1/exporters", customs).json["items"].size(), 1U);
  EXPECT_EQ(get("/v1/exporters?state=WITHDRAWN", customs).json["items"].size(), 0U);
  EXPECT_EQ(get("/v1/exporters", firm).json["items"].size(), 1U);
  EXPECT_EQ(get("/v1/exporters", rival).json["items"].size(), 0U);
  EXPECT_EQ(get(at_address, rival).response.status, 404);
  EXPECT_EQ(get(at_address, trader).response.status, 403);
}

TEST_F(ExporterRoutes, WhoBringsARecordOfAnotherStateInReadsIt) {
  const std::string register_keeper = key({.role = access::Role::reference_data_keeper, .person = "hal"});
  ASSERT_EQ(write(agency).response.status, 200);
  const auto brought_in = write(register_keeper, example("my-certified-exporter"));
  ASSERT_EQ(brought_in.response.status, 200) << brought_in.json.dump();
  EXPECT_EQ(brought_in.json["exporter"]["state"]["id"], "VALID");
  const auto shown = get("/v1/exporters/MY%2C%200217%2FMY07", register_keeper);
  EXPECT_EQ(shown.response.status, 200);
  EXPECT_EQ(shown.json["acts"].size(), 2U) << shown.json.dump();
  EXPECT_EQ(get("/v1/exporters", register_keeper).json["items"].size(), 1U);
  EXPECT_EQ(get(at_address, register_keeper).response.status, 404) << "this state's own has an authority";
}

TEST_F(ExporterRoutes, WhatEndsSoonIsToldToTheFirmAndTheAgency) {
  const std::string soon =
      replaced(record(), "<ExpirationDateTime>2028-01-04", "<ExpirationDateTime>2026-12-04");
  const auto written = write(agency, soon);
  ASSERT_EQ(written.response.status, 200) << written.json.dump();
  for (const std::string& who : {firm, agency, auditor}) {
    const Json items = get("/v1/expiring", who).json["items"];
    ASSERT_EQ(items.size(), 1U) << items.dump();
    EXPECT_EQ(items[0]["kind"], "exporter");
    EXPECT_EQ(items[0]["reference"], "SG, 0044/SGHMS");
    EXPECT_EQ(items[0]["holder"], "SG201534567D");
    EXPECT_EQ(items[0]["expires_on"], "2026-12-04");
    EXPECT_EQ(items[0]["days_left"], 11);
  }
  EXPECT_EQ(get("/v1/expiring", rival).json["items"].size(), 0U);
  EXPECT_EQ(get("/v1/expiring", trader).json["items"].size(), 0U) << "the register is read by exporters";
  ASSERT_EQ(exporter_act("withdraw", agency).response.status, 200);
  EXPECT_EQ(get("/v1/expiring", firm).json["items"].size(), 0U);
}

TEST_F(ExporterRoutes, AnotherAgencyStopsNobody) {
  ASSERT_EQ(write(agency).response.status, 200);
  const std::string vets = key({.role = access::Role::other_agency, .person = "ray", .office = "SGWDL001"});
  EXPECT_EQ(exporter_act("withdraw", vets).json["code"], "R-OD-014");
  EXPECT_EQ(write(vets, record("SG-CE-2")).json["code"], "R-OD-014");
}

TEST_F(ExporterRoutes, IsWrittenByTheAuthorityAlone) {
  EXPECT_EQ(write(customs).response.status, 403);
  EXPECT_EQ(write(firm).response.status, 403);
  ASSERT_EQ(write(agency).response.status, 200);
  EXPECT_EQ(exporter_act("suspend", customs).response.status, 403);
}

TEST_F(ExporterRoutes, WhatIsWrongIsToldByItsPlace) {
  const auto days = write(agency, replaced(record(), ">2028-01-04<", ">2024-01-04<"));
  EXPECT_EQ(days.response.status, 422);
  EXPECT_EQ(days.json["code"], "R-OD-004") << days.json.dump();
  const auto other = write(agency, replaced(record(), "<IssuingCountryCode>SG", "<IssuingCountryCode>MY"));
  EXPECT_EQ(other.response.status, 422);
  EXPECT_EQ(other.json["code"], "R-OD-010") << other.json.dump();
  const auto form = write(agency, replaced(record("SG-CE-3"), "0044/SGHMS", "44/SG"));
  EXPECT_EQ(form.json["code"], "R-OD-011") << form.json.dump();
  const auto of_another_root = write(agency, example("my-sg-origin-declaration"));
  EXPECT_EQ(of_another_root.json["code"], "API-013") << of_another_root.json.dump();
}

TEST_F(ExporterRoutes, IsSuspendedResumedAndWithdrawn) {
  ASSERT_EQ(write(agency).response.status, 200);
  const auto suspended = exporter_act("suspend", agency, "records were not shown");
  ASSERT_EQ(suspended.response.status, 200) << suspended.json.dump();
  EXPECT_EQ(suspended.json["done"], "suspension recorded");
  EXPECT_EQ(suspended.json["exporter"]["state"]["id"], "SUSPENDED");
  EXPECT_EQ(exporter_act("suspend", agency).json["code"], "R-DOC-001");
  EXPECT_EQ(exporter_act("resume", agency).response.status, 200);
  EXPECT_EQ(exporter_act("withdraw", agency, "").json["code"], "API-004") << "the reason is needed";
  EXPECT_EQ(exporter_act("withdraw", agency).json["exporter"]["state"]["id"], "WITHDRAWN");
  EXPECT_EQ(write(agency, record("SG-CE-2")).json["code"], "R-DOC-001");

  const auto shown = get(at_address, customs).json;
  EXPECT_TRUE(shown["acts"].empty()) << shown["acts"].dump();
  ASSERT_EQ(shown["history"].size(), 4U) << shown["history"].dump();
  EXPECT_EQ(shown["history"][0]["event"], "exporter.recorded");
  EXPECT_EQ(shown["history"][1]["event"], "exporter.suspended");
  EXPECT_EQ(shown["history"][1]["trigger"], "O suspend");
  EXPECT_EQ(shown["history"][1]["texts"]["reason"], "records were not shown") << shown["history"].dump();
  EXPECT_EQ(shown["standings"].size(), 4U);
}

TEST_F(ExporterRoutes, TheRegisterSaysWhatItSaidAtAnInstant) {
  const std::string before = to_text(node.now());
  node.set_time(node.now() + std::chrono::hours{1});
  ASSERT_EQ(write(agency).response.status, 200);
  const std::string written = to_text(node.now());
  node.set_time(node.now() + std::chrono::hours{24});
  std::string fewer = record("SG-CE-2");
  const auto from = fewer.find("<Product>", fewer.find("Household") + 1);  // the third
  fewer.erase(from, fewer.find("</Product>", from) + std::string_view{"</Product>"}.size() - from);
  ASSERT_EQ(write(agency, fewer).response.status, 200);
  ASSERT_EQ(exporter_act("withdraw", agency).response.status, 200);
  const auto as_of = [&](const std::string& instant) {
    return get(at_address + "/as-of?instant=" + instant, customs);
  };
  EXPECT_EQ(as_of(before).response.status, 404);
  EXPECT_EQ(as_of(written).json["state"], "VALID") << as_of(written).json.dump();
  EXPECT_EQ(as_of(written).json["products"].size(), 3U);
  EXPECT_EQ(as_of(to_text(node.now())).json["state"], "WITHDRAWN");
  EXPECT_EQ(as_of(to_text(node.now())).json["products"].size(), 2U);
  EXPECT_EQ(as_of("soon").response.status, 400);
  EXPECT_EQ(as_of(to_text(node.now() + std::chrono::hours{1})).json["code"], "API-020");
  EXPECT_EQ(get(at_address + "/as-of?instant=" + written, rival).response.status, 404);
}

TEST_F(ExporterRoutes, HowFarThePartnersAreIsShown) {
  ASSERT_EQ(write(agency).response.status, 200);
  const auto of_thailand = [&] {
    const Json told = get(at_address, customs).json["told"];
    const auto found = std::ranges::find_if(told, [](const Json& one) { return one["partner"] == "TH"; });
    return found == told.end() ? Json{} : *found;
  };
  EXPECT_EQ(of_thailand()["edition"], 1);
  EXPECT_EQ(of_thailand()["has_it"], false);
  const auto says = [&](std::vector<documents::Fault> faults) {
    const awsc::ExporterReference reference{.state = *Country::parse("SG"),
                                            .code = *awsc::AuthorisationCode::parse("0044/SGHMS")};
    auto command = node.command(
        {.role = access::Role::partner_node, .party = "TH"}, workflow::command_of_message(awsc::ce_ack),
        awsc::Letter{.reference = reference, .version = 1, .faults = std::move(faults)});
    const std::string id = format("M{}", ++acts);
    command.id = workflow::MessageCommandId{workflow::make_key(workflow::KeyKind::partner_message, "TH", id)};
    command.lane = workflow::LanePosition{*exchange::Partner::parse("TH"), 0, id};
    return node.ask(command).findings.empty();
  };
  ASSERT_TRUE(says({{.rule = "R-OD-031", .pointer = "/CE.NOTICE/Declaration/VersionID", .detail = {}}}));
  EXPECT_EQ(of_thailand()["refused_for"], Json::array({"R-OD-031"}));
  const Json refused = get(at_address, customs).json["history"].back();
  EXPECT_EQ(refused["event"], "exporter.acknowledged");
  EXPECT_EQ(refused["partner"], "TH");
  ASSERT_TRUE(says({}));
  EXPECT_EQ(of_thailand()["has_it"], true);
  EXPECT_EQ(get(at_address, customs).json["heard"], nullptr) << "it is this state's own";
}

TEST_F(ExporterRoutes, WhatHappensIsInTheFeed) {
  ASSERT_EQ(write(agency).response.status, 200);
  const auto feed = get("/v1/events", auditor).json["items"];
  const auto found = std::ranges::find_if(feed, [](const Json& one) { return one["kind"] == "exporter"; });
  ASSERT_NE(found, feed.end()) << feed.dump();
  EXPECT_EQ((*found)["ref"], "SG, 0044/SGHMS");
  EXPECT_EQ((*found)["event"], "exporter.recorded");
  EXPECT_EQ((*found)["trigger"], "O record");
  EXPECT_EQ((*found)["state"], "VALID");
}

}  // namespace
}  // namespace lintas::api
