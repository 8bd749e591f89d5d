#include <gtest/gtest.h>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "core/access/access.hpp"
#include "shell/net/http.hpp"
#include "tests/support/business_fixture.hpp"
#include "tests/support/profiles.hpp"
#include "tests/support/texts.hpp"

/// A declaration from Singapore to Thailand that names a certificate of origin of Singapore.
namespace lintas::api {
namespace {

constexpr std::string_view reference = "SG, SGTUS001, SG-TH 26/00417";
constexpr std::string_view permit = "ID6L123456P";  // that the declaration names

using test::replaced;

class CoverageRoute : public Business {
 public:
  CoverageRoute() {
    prepare();
    exporter = key({.role = access::Role::exporter, .party = "SG199801023456"});
    agency = key({.role = access::Role::other_agency, .person = "may", .office = "SGTUS001"});
    chief = key({.role = access::Role::supervisor, .person = "sup", .office = "SGTUS001"});
    clearance = key({.role = access::Role::national_system, .party = "CLEARANCE"});
  }

  /// For 2,400 kilograms of circuits and 200 of boards.
  void issue(const char* exporter_id = "199801023456") {
    std::string text = test::file_of_tree(LINTAS_ROOT, "examples/documents/my-th-gloves-application.xml");
    for (const auto& [from, to] : {std::pair{"MYPKG001", "SGTUS001"},
                                   {"<IssuingCountryCode>MY", "<IssuingCountryCode>SG"},
                                   {"<CountryCode>MY", "<CountryCode>SG"},
                                   {"40151210", "85423100"},
                                   {"40151990", "85340090"},
                                   {"<TariffQuantity>1200", "<TariffQuantity>200"},
                                   {"199801023456", exporter_id}})
      text = replaced(std::move(text), from, to);
    const auto kept = ask(net::Method::post, "/v1/documents", exporter, text);
    ASSERT_EQ(kept.response.status, 200) << kept.json.dump();
    const std::string document = kept.json["certificate"]["document"];
    ASSERT_EQ(act("issue.submit", exporter, {{"document", document}}, "a1").response.status, 200);
    const auto approved =
        act("issue.approve", agency,
            {{"document", document}, {"number", "SG-TH 26/00417"}, {"qualifying", {1, 2}}}, "a2");
    ASSERT_EQ(approved.response.status, 200) << approved.json.dump();
  }
  /// For Thailand: as many kilograms of circuits as are declared, and 200 of boards.
  void release(const std::string& exporter_id = "200501234W", std::string_view of = permit) {
    std::string text =
        test::file_of_tree(LINTAS_ROOT, "examples/documents/sg-kh-customs-declaration-document.xml");
    for (const auto& [from, to] : {std::pair{std::string{"NTA.KH"}, std::string{"NTA.TH"}},
                                   {"<CountryCode>KH", "<CountryCode>TH"},
                                   {"KHPNH", "THBKK"},
                                   {"08109010", "85423100"},
                                   {"03038900", "85340090"},
                                   {"<TariffQuantity>100<", "<TariffQuantity>580<"},
                                   {"<TariffQuantity>50.5<", "<TariffQuantity>200<"},
                                   {"200501234W", exporter_id},
                                   {"OX6K123456A", std::string{of}}})
      text = replaced(std::move(text), from, to);
    const auto kept = ask(net::Method::post, "/v1/acdd?consent=true", clearance, text);
    ASSERT_EQ(kept.response.status, 200) << kept.json.dump();
  }
  /// The declaration names these certificates for the whole consignment, and is accepted.
  void declare(std::initializer_list<std::string_view> names, std::string_view type = "N861") {
    std::string lines;
    int number = 5;
    for (const std::string_view one : names)
      lines += format(
          "<SupportingDocument><sequenceNumber>{}</sequenceNumber><type>{}</type>"
          "<referenceNumber>{}</referenceNumber>{}</SupportingDocument>",
          number++, type, one,
          type == "AN01" ? "<complementOfInformation>SG;export permit</complementOfInformation>" : "");
    declaration.insert(declaration.find("<TransportDocument>"), lines);
    const auto taken = submit();
    ASSERT_EQ(taken.response.status, 200) << taken.json.dump();
    mrn = taken.json.value("mrn", "");
  }
  Answer documents(const std::string& by) { return get("/v1/movements/" + mrn + "/documents", by); }

  std::string exporter, agency, chief, clearance, mrn;
};

TEST_F(CoverageRoute, LaysCertificatesBesideTheGoodsThatTheyAreNamedFor) {
  issue();
  declare({reference});
  const auto shown = documents(chief);
  ASSERT_EQ(shown.response.status, 200) << shown.json.dump();
  const Json& named = shown.json["certificates"];
  ASSERT_EQ(named.size(), 1U) << shown.json.dump();
  EXPECT_EQ(named[0]["reference"], reference);
  EXPECT_EQ(named[0]["items"], Json::array({1, 2}));
  EXPECT_EQ(named[0]["certificate"]["state"]["id"], "ISSUED");
  EXPECT_EQ(named[0]["certificate"]["items"][0]["free"], "2400");
  const Json expected = Json::array(
      {{{"item", 1}, {"subheading", "854231"}, {"mass", "580"}, {"cover", "covered"}, {"lacking", nullptr}},
       {{"item", 2},
        {"subheading", "853400"},
        {"mass", "284.25"},
        {"cover", "too_little"},
        {"lacking", "84.25"}}});
  EXPECT_EQ(shown.json["goods"], expected) << shown.json["goods"].dump();
}

TEST_F(CoverageRoute, ShowsOnlyWhatTheCallerMayReadOfACertificate) {
  issue();
  declare({reference, "PAPER 26/1"});
  const auto shown = documents(trader);
  ASSERT_EQ(shown.response.status, 200) << shown.json.dump();
  ASSERT_EQ(shown.json["certificates"].size(), 2U);
  EXPECT_TRUE(shown.json["certificates"][0]["certificate"].is_null()) << "another's, and not for a carrier";
  EXPECT_TRUE(shown.json["certificates"][1]["certificate"].is_null()) << "nowhere here";
  EXPECT_EQ(shown.json["goods"][0]["cover"], "not_here");
}

TEST_F(CoverageRoute, LaysWhatWasExportedBesideWhatTravels) {
  release();
  declare({});
  const auto shown = documents(chief);
  ASSERT_EQ(shown.response.status, 200) << shown.json.dump();
  const Json& permits = shown.json["permits"];
  ASSERT_EQ(permits.size(), 1U) << shown.json.dump();
  EXPECT_EQ(permits[0]["reference"], permit);
  EXPECT_EQ(permits[0]["items"], Json::array({1, 2}));
  EXPECT_EQ(permits[0]["acdd"]["permit"]["state"], "SG") << "as the declaration says";
  EXPECT_EQ(permits[0]["acdd"]["location"], format("/v1/acdd/SG%2C%20{}", permit));
  const Json differs = Json::array({{{"kind", "mass_more"},
                                     {"subheading", "853400"},
                                     {"items", {2}},
                                     {"references", {permit}},
                                     {"exported", "200"},
                                     {"moved", "284.25"}}});
  EXPECT_EQ(shown.json["differences"], differs) << shown.json["differences"].dump();
  EXPECT_TRUE(shown.json["found"].empty());
  EXPECT_TRUE(shown.json["onward"].empty()) << "at departure";
}

TEST_F(CoverageRoute, OfAnExportThatTheCallerMayNotReadNothingIsSaid) {
  release();
  declare({"ELSEWHERE"}, "AN01");
  const auto shown = documents(trader);
  ASSERT_EQ(shown.response.status, 200) << shown.json.dump();
  ASSERT_EQ(shown.json["permits"].size(), 2U);
  EXPECT_TRUE(shown.json["permits"][0]["acdd"].is_null());
  EXPECT_TRUE(shown.json["differences"].empty()) << "nor how it differs";
  EXPECT_TRUE(shown.json["found"].empty());
}

TEST_F(CoverageRoute, FindsWhatTheTradersHaveForSuchGoodsAndTheDeclarationDoesNotName) {
  exporter = key({.role = access::Role::exporter, .party = "SG198803456D"});  // the consignor
  issue("198803456D");
  release("198803456D", "OX6K000001B");
  declare({});
  const auto shown = documents(chief);
  ASSERT_EQ(shown.response.status, 200) << shown.json.dump();
  const Json& found = shown.json["found"];
  ASSERT_EQ(found.size(), 2U) << shown.json.dump();
  EXPECT_EQ(found[0]["why"], "exporter");
  EXPECT_EQ(found[0]["acdd"]["permit"]["number"], "OX6K000001B") << "the newest first";
  EXPECT_EQ(found[0]["items"], Json::array({1, 2}));
  EXPECT_EQ(found[1]["certificate"]["certificate"]["number"], "SG-TH 26/00417");
  ASSERT_EQ(found[1]["goods"].size(), 2U);
  EXPECT_EQ(found[1]["goods"][0]["cover"], "covered") << "if it were named";
  EXPECT_EQ(found[1]["goods"][1]["cover"], "too_little");
  EXPECT_EQ(shown.json["goods"][0]["cover"], "none_named") << "it is not";
  EXPECT_TRUE(documents(trader).json["found"].empty()) << "of another's documents a carrier hears nothing";
}

TEST_F(CoverageRoute, SaysWhereNoCertificateIsNamedAndIsForWhoReadsTheDeclaration) {
  declare({});
  const auto shown = documents(chief);
  EXPECT_TRUE(shown.json["certificates"].empty());
  EXPECT_EQ(shown.json["goods"][1]["cover"], "none_named");
  EXPECT_EQ(documents(exporter).response.status, 403);
  EXPECT_EQ(get("/v1/movements/nothing/documents", chief).response.status, 404);
}

}  // namespace
}  // namespace lintas::api
