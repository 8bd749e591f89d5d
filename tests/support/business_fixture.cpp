#include "tests/support/business_fixture.hpp"

#include <chrono>
#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "core/access/access.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/grn.hpp"
#include "shell/net/http.hpp"
#include "tests/support/api_fixture.hpp"
#include "tests/support/samples.hpp"

namespace lintas::api {

Business::Business() {
  keeper = key({.role = access::Role::reference_data_keeper, .person = "keeper"});
  guarantees = key({.role = access::Role::officer_of_guarantee, .person = "ana", .office = "SGTUS001"});
  colleague = key({.role = access::Role::officer_of_guarantee, .person = "ben", .office = "SGTUS001"});
  trader = key({.role = access::Role::trader, .party = "SG201912345K"});
  departure = key({.role = access::Role::officer_of_departure, .person = "cho", .office = "SGTUS001"});
}

ApiTest::Answer Business::bring_in(const std::string& rows, const std::string& by, const std::string& under) {
  return ask(net::Method::post, "/v1/registers", by, rows, {{"Idempotency-Key", under}});
}

ApiTest::Answer Business::register_guarantee(const Json& more) {
  Json content{{"grn", "26SG0000000000771"},
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
                   {"weekly_debt", {{"amount", "29840.00"}, {"currency", "SGD"}}}}}}}};
  content.update(more);
  return act("guarantee.register", guarantees, content, "guarantee-1", {{"Lintas-Second", colleague}});
}

void Business::put(std::string_view tag, std::size_t length, std::string_view text) {
  const auto at = declaration.find(tag);
  ASSERT_NE(at, std::string::npos) << tag;
  declaration.replace(at + tag.size(), length, text);
}

ApiTest::Answer Business::submit(std::string_view query) {
  return ask(net::Method::post, "/v1/messages" + std::string{query}, trader, declaration);
}

void Business::prepare() {
  ASSERT_EQ(bring_in(table, keeper).response.status, 200);
  const auto registered = register_guarantee();
  ASSERT_EQ(registered.response.status, 200) << registered.json.dump();
}

Grn Business::cover_by_deposit() {
  const Grn grn = Grn::issue(std::chrono::year{2026}, Country::parse("SG").value(), "000000000815").value();
  const auto deposited = act("guarantee.register", guarantees,
                             {{"grn", grn.str()},
                              {"holder", "SG201912345K"},
                              {"office", "SGTUS001"},
                              {"reference_amount", {{"amount", "29840.00"}, {"currency", "SGD"}}},
                              {"valid_from", "2026-01-01"},
                              {"terms", {{"cash_deposit", {{"receipt", "R-0815"}}}}}},
                             "deposit-1");
  EXPECT_EQ(deposited.response.status, 200) << deposited.json.dump();
  declaration = test::with(declaration, "<guaranteeType>1</guaranteeType>",
                           "<guaranteeType>3</guaranteeType>"
                           "<otherGuaranteeReference>R-0815</otherGuaranteeReference>");
  declaration = test::with(declaration, "<GRN>26SG0000000000771</GRN>", "");
  declaration = test::with(declaration, "<accessCode>A1B2</accessCode>", "");
  return grn;
}

}  // namespace lintas::api
