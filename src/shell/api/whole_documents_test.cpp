#include "tests/support/whole_documents.hpp"

#include <array>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "core/access/access.hpp"
#include "core/kinds/kind.hpp"
#include "core/messages/document.hpp"
#include "shell/net/http.hpp"
#include "tests/support/api_fixture.hpp"
#include "tests/support/json.hpp"
#include "tests/support/profiles.hpp"
#include "tests/support/texts.hpp"
#include "wire/json/json_writer.hpp"
#include "wire/xml/xml_reader.hpp"

/// What is the same of documents of every kind that come to the interface as a whole message.
namespace lintas::api {
namespace {

using access::Role;
using Alterations = std::vector<std::pair<std::string_view, std::string_view>>;

struct WholeKind {
  std::string_view name;
  std::string_view list;     ///< address of all
  std::string_view query;    ///< with which one is brought
  std::string_view itself;   ///< behind the address of one: the document itself
  std::string_view member;   ///< as which the answer shows what came
  std::string_view example;  ///< and what makes it one that this state takes
  Alterations to_ours;
  std::pair<std::string_view, std::string_view> altered;  ///< another content of the same message
  std::string_view says;                                  ///< what stands in it
  std::string_view shows;                                 ///< what is shown of that
  access::Actor brings;
  Role role;  ///< that may bring one, and has neither party nor office
  // Of what its exporter reads, too; else empty.
  std::string_view act = {};  ///< with a reason of officers
  std::string_view named_by = {};
  std::string_view exporter = {};
  std::string_view state = {};  ///< behind that act
};
std::ostream& operator<<(std::ostream& out, const WholeKind& kind) { return out << kind.name; }

const std::array kinds_that_come{
    WholeKind{.name = "Certificate",
              .list = "/v1/documents",
              .query = "",
              .itself = "/certificate",
              .member = "certificate",
              .example = "my-th-gloves-application",
              .to_ours = {{"MYPKG001", "SGTUS001"},
                          {"<IssuingCountryCode>MY", "<IssuingCountryCode>SG"},
                          {"<CountryCode>MY", "<CountryCode>SG"}},
              .altered = {"<TariffQuantity>1200<", "<TariffQuantity>1100<"},
              .says = "vulcanised nitrile rubber",
              .shows = "40151210",
              .brings = {.role = Role::exporter, .party = "SG199801023456", .person = "clerk"},
              .role = Role::exporter},
    WholeKind{.name = "Acdd",
              .list = "/v1/acdd",
              .query = "?consent=true",
              .itself = "/document",
              .member = "acdd",
              .example = "sg-kh-customs-declaration-document",
              .to_ours = {},
              .altered = {"<TariffQuantity>100<", "<TariffQuantity>90<"},
              .says = "SG-ACDD-0001",
              .shows = "08109010",
              .brings = {.role = Role::national_system, .party = "CLEARANCE"},
              .role = Role::national_system,
              .act = "acdd.cancel",
              .named_by = "permit",
              .exporter = "SG200501234W",
              .state = "CANCEL_REQUESTED"},
    WholeKind{.name = "DocumentOfAKind",
              .list = "/v1/kinds/documents",
              .query = "",
              .itself = "/document",
              .member = "document",
              .example = "th-my-durian-phytosanitary",
              .to_ours = {{"<messageSender>NTA.TH", "<messageSender>NTA.SG"},
                          {"<ID>TH</ID>", "<ID>SG</ID>"},
                          {"TH-PC-2026-0041873", "SG-PC-1"},
                          {"0225551000417", "200501234W"}},
              .altered = {"<NetWeightMeasure>17820<", "<NetWeightMeasure>17000<"},
              .says = "Durio zibethinus",
              .shows = "SG-PC-1",
              .brings = {.role = Role::other_agency, .person = "may", .office = "SGTUS001"},
              .role = Role::national_system,
              .act = "doc.cancel",
              .named_by = "reference",
              .exporter = "SG200501234W",
              .state = "CANCEL_REQUESTED"},
    WholeKind{.name = "Exporter",
              .list = "/v1/exporters",
              .query = "",
              .itself = "/document",
              .member = "exporter",
              .example = "my-certified-exporter",
              .to_ours = {{"NTA.MY", "NTA.SG"},
                          {"<IssuingCountryCode>MY", "<IssuingCountryCode>SG"},
                          {"0217/MY07", "0044/SGHMS"},
                          {"MY201101012345", "SG201534567D"}},
              .altered = {"Lee Chong Beng", "Lee Chong Meng"},
              .says = "Lee Chong Beng",
              .shows = "401512",
              .brings = {.role = Role::other_agency, .person = "may", .office = "SGTUS001"},
              .role = Role::national_system,
              .act = "exporter.suspend",
              .named_by = "reference",
              .exporter = "SG201534567D",
              .state = "SUSPENDED"},
    WholeKind{.name = "OriginDeclaration",
              .list = "/v1/origin-declarations",
              .query = "",
              .itself = "/document",
              .member = "origin_declaration",
              .example = "my-sg-origin-declaration",
              .to_ours = {},
              .altered = {"<SignatureLocationName>Klang<", "<SignatureLocationName>Kajang<"},
              .says = "KlangShield",
              .shows = "401519",
              .brings = {.role = Role::officer_of_destination, .person = "joy", .office = "SGTUS001"},
              .role = Role::national_system},
};

class WholeMessages : public WholeDocuments<ApiTest>, public testing::WithParamInterface<WholeKind> {
 public:
  const WholeKind& kind = GetParam();
  const std::string bringer = key(kind.brings);

  std::string text() const {
    std::string text = example(kind.example);
    for (const auto& [from, to] : kind.to_ours) text = test::replaced(std::move(text), from, to);
    return text;
  }
  Answer bring(const std::string& by, const std::string& message) {
    return ask(net::Method::post, std::string{kind.list}.append(kind.query), by, message);
  }
};
INSTANTIATE_TEST_SUITE_P(OfEachKind, WholeMessages, testing::ValuesIn(kinds_that_come),
                         [](const auto& one) { return std::string{one.param.name}; });

TEST_P(WholeMessages, SentTwiceItIsOneActAndHasOneContent) {
  const auto brought = bring(bringer, text());
  ASSERT_EQ(brought.response.status, 200) << brought.json.dump();
  EXPECT_EQ(brought.json["repeated"], false);
  const std::string location = brought.json["location"];
  EXPECT_EQ(brought.response.headers.find("Location"), location);
  EXPECT_EQ(get(location, bringer).json["location"], location);
  EXPECT_EQ(bring(bringer, text()).json["repeated"], true);
  const std::string other = test::replaced(text(), kind.altered.first, kind.altered.second);
  ASSERT_NE(other, text());
  EXPECT_EQ(bring(bringer, other).json["code"], "EXC-016");
  EXPECT_EQ(get(kind.list, bringer).json["items"].size(), 1U);
}

TEST_P(WholeMessages, ItComesInJsonAsWellAndIsGivenOutInBothForms) {
  const auto further = kinds::brought_along().programs();
  std::string in_json;
  json::write(*xml::read(text(), further), in_json);
  const auto brought = bring(bringer, in_json);
  ASSERT_EQ(brought.response.status, 200) << brought.json.dump();
  EXPECT_TRUE(brought.json[std::string{kind.member}].dump().contains(kind.shows)) << brought.json.dump();
  EXPECT_EQ(bring(bringer, text()).json["repeated"], true) << "in whatever form";
  const std::string itself = brought.json["location"].get<std::string>().append(kind.itself);
  const auto as_xml = ask(net::Method::get, itself, bringer);
  EXPECT_TRUE(as_text(as_xml.response.body).contains(kind.says)) << as_text(as_xml.response.body);
  const auto as_json = ask(net::Method::get, itself, bringer, {}, {{"Accept", "application/json"}});
  EXPECT_TRUE(as_json.json.dump().contains(kind.says)) << as_json.json.dump();
}

TEST_P(WholeMessages, WhoHasNeitherPartyNorOfficeHasNoMessages) {
  const auto refused = bring(key({.role = kind.role}), text());
  EXPECT_EQ(refused.response.status, 403);
  EXPECT_EQ(refused.json["code"], "ACC-004") << "the role may do it";
}

TEST_P(WholeMessages, WhatIsNoSuchMessageIsRefusedAndLeavesNothing) {
  EXPECT_EQ(bring(bringer, "<a/>").response.status, 422);
  const auto other = bring(bringer, example("vn-sg-coffee"));
  EXPECT_EQ(other.response.status, 422) << other.json.dump();
  EXPECT_TRUE(get(kind.list, bringer).json["items"].empty());
  EXPECT_EQ(get(std::string{kind.list}.append("/nothing"), bringer).response.status, 404);
  EXPECT_EQ(get(std::string{kind.list}.append("?state=NOWHERE"), bringer).response.status, 400);
}

std::vector<WholeKind> kinds_that_exporters_read() {
  std::vector<WholeKind> read;
  for (const WholeKind& kind : kinds_that_come)
    if (!kind.exporter.empty()) read.push_back(kind);
  return read;
}
class WordsOfOfficers : public WholeMessages {};
INSTANTIATE_TEST_SUITE_P(OfEachKind, WordsOfOfficers, testing::ValuesIn(kinds_that_exporters_read()),
                         [](const auto& one) { return std::string{one.param.name}; });

TEST_P(WordsOfOfficers, AnExporterIsNotToldWhatOfficersWrote) {
  const auto brought = bring(bringer, text());
  ASSERT_EQ(brought.response.status, 200) << brought.json.dump();
  Json body{{"reason", "under investigation"}};
  body[std::string{kind.named_by}] = brought.json[std::string{kind.member}][std::string{kind.named_by}];
  const auto done = act(kind.act, bringer, body, "with-reason");
  ASSERT_EQ(done.response.status, 200) << done.json.dump();
  const std::string location = brought.json["location"];
  EXPECT_TRUE(get(location, bringer).json.dump().contains("under investigation"));
  const auto exporter = key({.role = Role::exporter, .party = std::string{kind.exporter}});
  const auto shown = get(location, exporter);
  EXPECT_EQ(shown.response.status, 200);
  EXPECT_EQ(shown.json["state"]["id"], kind.state);
  EXPECT_EQ(shown.json["history"].size(), 2U);
  EXPECT_FALSE(shown.json.dump().contains("under investigation"));
}

}  // namespace
}  // namespace lintas::api
