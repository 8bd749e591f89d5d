#pragma once

#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "core/access/access.hpp"
#include "shell/net/http.hpp"
#include "tests/support/api_fixture.hpp"
#include "tests/support/profiles.hpp"

/// What a trader, an officer and a keeper do through the interface, with a declaration of the examples.
namespace lintas::api {

class Business : public ApiTest {
 public:
  Business() {
    keeper = key({.role = access::Role::reference_data_keeper, .person = "keeper"});
    guarantees = key({.role = access::Role::officer_of_guarantee, .person = "ana", .office = "SGTUS001"});
    colleague = key({.role = access::Role::officer_of_guarantee, .person = "ben", .office = "SGTUS001"});
    trader = key({.role = access::Role::trader, .party = "SG201912345K"});
    departure = key({.role = access::Role::officer_of_departure, .person = "cho", .office = "SGTUS001"});
  }

  Answer bring_in(const std::string& rows, const std::string& by, const std::string& under = "file-1") {
    return ask(net::Method::post, "/v1/registers", by, rows, {{"Idempotency-Key", under}});
  }
  Answer register_guarantee() {
    return act("guarantee.register", guarantees,
               {{"grn", "26SG0000000000771"},
                {"holder", "SG201912345K"},
                {"office", "SGTUS001"},
                {"reference_amount", {{"amount", "300000.00"}, {"currency", "SGD"}}},
                {"valid_from", "2026-01-01"},
                {"access_codes", {"A1B2"}},
                {"terms",
                 {{"multiple_journeys",
                   {{"guarantor", {{"tin", "SGBANK"}, {"approved", true}, {"kind", "bank"}}},
                    {"percent", 100},
                    {"standing", {{"clean_years", 3}, {"arrears_days", 0}, {"years_without_enforcement", 3}}},
                    {"weekly_debt", {{"amount", "29840.00"}, {"currency", "SGD"}}}}}}}},
               "guarantee-1", {{"Lintas-Second", colleague}});
  }
  /// Puts a text in the place of as many characters behind a tag of the declaration.
  void put(std::string_view tag, std::size_t length, std::string_view text) {
    const auto at = declaration.find(tag);
    ASSERT_NE(at, std::string::npos) << tag;
    declaration.replace(at + tag.size(), length, text);
  }
  Answer submit(std::string_view query = "") {
    return ask(net::Method::post, "/v1/messages" + std::string{query}, trader, declaration);
  }
  void prepare() {
    ASSERT_EQ(bring_in(table, keeper).response.status, 200);
    const auto registered = register_guarantee();
    ASSERT_EQ(registered.response.status, 200) << registered.json.dump();
  }

  const std::string table = test::file_of_tree(LINTAS_ROOT, "examples/registers.csv");
  std::string declaration = test::file_of_tree(LINTAS_ROOT, "examples/sg-th-electronics.xml");
  std::string keeper, guarantees, colleague, trader, departure;
};

}  // namespace lintas::api
