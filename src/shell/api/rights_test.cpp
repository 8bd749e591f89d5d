#include "shell/api/rights.hpp"

#include <algorithm>
#include <chrono>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/access/access.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "shell/net/http.hpp"
#include "tests/support/api_fixture.hpp"
#include "tests/support/business_fixture.hpp"

/// Who may read and do what, over all roles.
namespace lintas::api {
namespace {

/// What every role is told of what it may not, over what may be read and what may be asked for.
class WhoMayNot : public Business {
 public:
  /// One of each role, with a party and an office that have no part in anything here.
  std::string outsider(access::Role role) {
    return key({.role = role, .party = "SG201900000A", .person = "zoe", .office = "SGWDL001"});
  }
  /// What an answer says beside its trace.
  static Json said(const Answer& answer) {
    Json json = answer.json;
    json.erase("trace_id");
    return json;
  }
  static void expect_never(const Answer& answer, const std::string& about) {
    EXPECT_EQ(answer.response.status, 403) << about << answer.json.dump();
    EXPECT_EQ(answer.json["code"], "ACC-001") << about;
    EXPECT_NE(answer.json["errors"][0].value("detail", "").find("Roles that may: "), std::string::npos)
        << about << answer.json.dump();
  }
  static void expect_nothing(const Answer& there, const Answer& not_there, const std::string& about) {
    EXPECT_EQ(there.response.status, 404) << about << there.json.dump();
    EXPECT_EQ(there.json["code"], "API-010") << about;
    EXPECT_EQ(said(there), said(not_there)) << about << ": what is there looks like what is not";
  }
};

TEST_F(WhoMayNot, ReadsAreAnsweredByOneRule) {
  prepare();
  const std::string mrn = submit().json["mrn"];
  const std::string no_mrn{
      Mrn::issue(std::chrono::year{2026}, Country::parse("SG").value(), "000000000001").value().str()};
  struct Place {
    Read read;
    std::string there;
    std::string not_there;
  };
  const std::vector<Place> places{
      {Read::movement, "/v1/movements/" + mrn, "/v1/movements/" + no_mrn},
      {Read::messages, "/v1/movements/" + mrn + "/messages", "/v1/movements/" + no_mrn + "/messages"},
      {Read::declaration, "/v1/movements/" + mrn + "/declaration",
       "/v1/movements/" + no_mrn + "/declaration"},
      {Read::guarantee, "/v1/guarantees/26SG0000000000771", "/v1/guarantees/26SG0000000000015"},
      {Read::uses, "/v1/guarantees/26SG0000000000771/uses", "/v1/guarantees/26SG0000000000015/uses"},
      {Read::registers, "/v1/registers/trader/SG201912345K", "/v1/registers/trader/SG299912345K"},
  };
  for (const access::Role role : access::all_roles()) {
    if (role == access::Role::node) continue;  // it has no key
    const std::string who = outsider(role);
    for (const Place& place : places) {
      const std::string about = std::string{access::name(role)} + " " + place.there + " ";
      const auto there = get(place.there, who);
      const auto not_there = get(place.not_there, who);
      if (!may_ever_read(role, place.read)) {
        expect_never(there, about);
        expect_never(not_there, about);
      } else if (may_read({.role = role}, place.read, {})) {
        EXPECT_EQ(there.response.status, 200) << about << there.json.dump();
        EXPECT_EQ(not_there.response.status, 404) << about << not_there.json.dump();
      } else {
        expect_nothing(there, not_there, about);
      }
    }
    const std::vector<std::pair<Read, std::string>> lists{{Read::movement, "/v1/movements"},
                                                          {Read::guarantee, "/v1/guarantees"},
                                                          {Read::registers, "/v1/registers/trader"},
                                                          {Read::work_list, "/v1/work"},
                                                          {Read::exchange, "/v1/exchange/dead-letters"},
                                                          {Read::exchange, "/v1/exchange/waiting"},
                                                          {Read::exchange, "/v1/exchange/messages"},
                                                          {Read::exchange, "/v1/exchange/partners"},
                                                          {Read::keys, "/v1/keys"}};
    for (const auto& [read, list] : lists) {
      const auto answer = get(list, who);
      const std::string about = std::string{access::name(role)} + " " + list + " ";
      if (may_ever_read(role, read)) {
        EXPECT_EQ(answer.response.status, 200) << about << answer.json.dump();
      } else {
        expect_never(answer, about);
      }
    }
  }
  EXPECT_TRUE(service.failed.empty()) << service.failed.front();
}

TEST_F(WhoMayNot, ActsAreAnsweredByOneRule) {
  prepare();
  const std::string mrn = submit().json["mrn"];
  const std::string no_mrn{
      Mrn::issue(std::chrono::year{2026}, Country::parse("SG").value(), "000000000001").value().str()};
  struct Asked {
    std::string name;
    Json content;
    Json of_nothing;
  };
  const std::string no_grn{
      Grn::issue(std::chrono::year{2026}, Country::parse("SG").value(), "000000000816").value().str()};
  std::vector<Asked> all;
  for (const char* name : {"departure.release", "departure.decide_control", "departure.withdraw_request"})
    all.push_back({name, {{"mrn", mrn}}, {{"mrn", no_mrn}}});
  for (const char* name : {"departure.refuse_release", "departure.ask_amendment", "departure.invalidate",
                           "departure.resolve_discrepancies", "departure.close_recommendation"})
    all.push_back({name, {{"mrn", mrn}, {"reason", "so"}}, {{"mrn", no_mrn}, {"reason", "so"}}});
  for (const char* name : {"guarantee.suspend", "guarantee.lift_suspension", "guarantee.liberate"})
    all.push_back({name, {{"grn", "26SG0000000000771"}}, {{"grn", no_grn}}});
  for (const char* name : {"passage.complete", "destination.decide_control"}) {
    all.push_back({name, {{"mrn", mrn}, {"office", "SGWDL001"}}, {{"mrn", no_mrn}, {"office", "SGWDL001"}}});
  }
  int asked = 0;
  for (const access::Role role : access::all_roles()) {
    if (role == access::Role::node) continue;  // it has no key
    const std::string who = outsider(role);
    const Json acts = get("/v1/me", who).json["acts"];
    for (const Asked& one : all) {
      const std::string about = std::string{access::name(role)} + " " + one.name + " ";
      const auto there = act(one.name, who, one.content, "there-" + std::to_string(++asked));
      const auto not_there = act(one.name, who, one.of_nothing, "not-there-" + std::to_string(++asked));
      if (std::ranges::find(acts, Json(one.name)) == acts.end()) {
        expect_never(there, about);
        expect_never(not_there, about);
      } else {
        expect_nothing(there, not_there, about);
      }
    }
  }
  EXPECT_TRUE(service.failed.empty()) << service.failed.front();
}

TEST(Rights, WhoReadsNothingIsNamedHere) {
  std::set<std::string_view> blind;
  for (const access::Role role : access::all_roles()) {
    const auto reads = [&](const access::Grant& grant) { return grant.role == role; };
    if (std::ranges::none_of(read_grants, reads)) blind.insert(access::name(role));
  }
  EXPECT_EQ(blind, (std::set<std::string_view>{"node", "partner_node", "helpdesk"}))
      << "the node decides, partners are told by messages; the last one has nothing to do here yet";
}

}  // namespace
}  // namespace lintas::api
