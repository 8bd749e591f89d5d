#pragma once

#include <cstdint>
#include <gtest/gtest.h>
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
#include "core/model/values/ahtn.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/unit.hpp"
#include "core/workflow/kinds.hpp"
#include "shell/net/http.hpp"
#include "tests/support/api_fixture.hpp"
#include "tests/support/profiles.hpp"
#include "tests/support/rule_samples.hpp"
#include "tests/support/texts.hpp"
#include "tests/support/whole_documents.hpp"

/// Certificates of origin through the interface: an exporter of Singapore applies, an agency issues, Thailand
/// answers; and one of Malaysia is imported.
namespace lintas::api {

class Documents : public WholeDocuments<ApiTest> {
 public:
  Documents() {
    exporter = key({.role = access::Role::exporter, .party = "SG199801023456", .person = "clerk"});
    rival = key({.role = access::Role::exporter, .party = "SG200000000001"});
    agency = key({.role = access::Role::other_agency, .person = "may", .office = "SGTUS001"});
    other_agency = key({.role = access::Role::other_agency, .person = "ray", .office = "SGWDL001"});
    customs = key({.role = access::Role::officer_of_destination, .person = "joy", .office = "SGTUS001"});
    other_customs =
        key({.role = access::Role::officer_of_destination, .person = "lee", .office = "SGWDL001"});
    chief = key({.role = access::Role::supervisor, .person = "sup", .office = "SGTUS001"});
    clearance = key({.role = access::Role::national_system, .party = "CLEARANCE"});
    auditor = key({.role = access::Role::auditor, .person = "aud"});
    trader = key({.role = access::Role::trader, .party = "SG199801023456"});
  }

  static std::string application_text() {
    const std::string text = example("my-th-gloves-application");
    using test::replaced;
    return replaced(
        replaced(replaced(text, "MYPKG001", "SGTUS001"), "<IssuingCountryCode>MY", "<IssuingCountryCode>SG"),
        "<CountryCode>MY", "<CountryCode>SG");
  }
  Answer apply(const std::string& by, const std::string& text = application_text()) {
    return ask(net::Method::post, "/v1/documents", by, text);
  }
  Answer doc(std::string_view act_name, const std::string& by, Json body) {
    body["document"] = document;
    return act(act_name, by, body, format("key-{}", ++acts));
  }
  /// Applied for, and the name kept.
  void apply_whole(const std::string& text = application_text()) {
    const auto kept = apply(exporter, text);
    ASSERT_EQ(kept.response.status, 200) << kept.json.dump();
    document = kept.json["certificate"]["document"];
    const auto submitted = doc("issue.submit", exporter, Json::object());
    ASSERT_EQ(submitted.response.status, 200) << submitted.json.dump();
    EXPECT_EQ(submitted.json["certificate"]["state"]["id"], "APPLIED");
  }
  void issue_whole() {
    apply_whole();
    const auto approved =
        doc("issue.approve", agency, {{"number", "SG-TH 26/00417"}, {"qualifying", {1, 2}}});
    ASSERT_EQ(approved.response.status, 200) << approved.json.dump();
    const auto sent = doc("issue.transmit", agency, {{"authorised", true}});
    ASSERT_EQ(sent.response.status, 200) << sent.json.dump();
  }
  std::string at() const { return "/v1/documents/" + document; }

  workflow::Reply hear(std::string_view from, documents::MessageNumber number,
                       const documents::Letter& letter, std::string_view text = {}) {
    return WholeDocuments::hear(from, number, letter, text);
  }
  static documents::Reference reference(const std::string& state, const std::string& office,
                                        const std::string& number) {
    return {.state = *Country::parse(state),
            .office = *documents::IssuingOffice::parse(office),
            .number = *documents::ReferenceNumber::parse(number)};
  }
  /// A certificate of Malaysia for Singapore: 1200 and 600 kilograms.
  void receive(std::string_view document_of_it = {}, std::vector<documents::Fault> remarks = {}) {
    const auto named = reference("MY", "MYPKG001", "MY-SG 26/00999");
    documents::Contents contents;
    contents.reference = named;
    contents.importer = *Country::parse("SG");
    for (std::uint16_t number = 1; number <= 2; ++number) {
      contents.items.push_back({.number = number,
                                .hs = *Ahtn::parse("40151210"),
                                .criterion = "CTH",
                                .quantity = Decimal::of(number == 1 ? 1200 : 600),
                                .unit = *Unit::parse("KGM")});
    }
    const auto reply = hear("MY", documents::co_issue,
                            {.certificate = named,
                             .contents = contents,
                             .issued = *parse_day("2026-11-02"),
                             .remarks = std::move(remarks)},
                            document_of_it);
    ASSERT_TRUE(reply.findings.empty()) << reply.findings.front().rule;
  }
  static Json malaysian() {
    return {{"state", "MY"}, {"office", "MYPKG001"}, {"number", "MY-SG 26/00999"}, {"kind", "e_form_d"}};
  }
  Answer on_import(std::string_view act_name, const std::string& by, Json body) {
    body["certificate"] = malaysian();
    return act(act_name, by, body, format("key-{}", ++acts));
  }
  void claim_all() {
    const auto claimed =
        on_import("import.claim", customs,
                  {{"declaration", "D26-1"},
                   {"invoices", {"PGI/26/3391"}},
                   {"lines", {{{"item", 1}, {"quantity", "1200"}}, {{"item", 2}, {"quantity", "600"}}}},
                   {"office", "SGTUS001"}});
    ASSERT_EQ(claimed.response.status, 200) << claimed.json.dump();
  }
  std::string exporter, rival, agency, other_agency, customs, other_customs, chief, clearance, auditor,
      trader;
  std::string document;
};

inline const std::string imported_at = "/v1/documents/MY%2C%20MYPKG001%2C%20MY-SG%2026%2F00999";

}  // namespace lintas::api
