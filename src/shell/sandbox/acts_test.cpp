#include "shell/api/acts.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/access_code.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/country.hpp"
#include "core/sandbox/offices.hpp"
#include "core/seed/seed.hpp"
#include "core/workflow/audit.hpp"
#include "core/workflow/national.hpp"
#include "shell/api/record_json.hpp"
#include "tests/support/sha256.hpp"

/// What the table of core/sandbox asks for is what a node takes from people.
namespace lintas::sandbox {
namespace {

const workflow::National& national() {
  static const workflow::National one{
      workflow::national_parts(),
      {.home = Country::parse("SG").value(), .sha256 = test::sha256, .mrn_key = {}}};
  return one;
}

/// The role that an officer at the desk has.
access::Role role_at(Desk desk) {
  for (const access::Role role : access::all_roles())
    if (access::name(role) == "officer_of_" + std::string{name(desk)}) return role;
  ADD_FAILURE() << name(desk);
  return access::Role::node;
}

TEST(SandboxActs, ANodeTakesEveryRowOfTheTableFromItsOfficer) {
  const auto reference = seed::reference(Country::parse("SG").value());
  const auto view = reference.at(*parse_day("2026-11-23"));
  const transit::AccessCodeHasher hash = [](const Grn&, const AccessCode&) { return AccessCodeHash{}; };
  const auto acts = api::acts_of(national());
  std::set<std::string_view> asked;
  for (const Deed& deed : deeds()) {
    if (deed.act.empty()) continue;
    const auto named = std::ranges::find(acts, deed.act, &api::NamedAct::name);
    ASSERT_NE(named, acts.end()) << deed.act;
    const auto json = api::parse_json(content_of(deed, "26LA000101A1B2C3J0", "SGTUS001"));
    ASSERT_TRUE(json) << deed.content;
    const auto second = deed.four_eyes ? PersonId::parse("second") : PersonId::parse("");
    const auto content = named->act->content(*json, {.reference = view,
                                                     .hash = hash,
                                                     .second = second ? std::optional{*second} : std::nullopt,
                                                     .home = *exchange::Partner::parse("SG")});
    EXPECT_TRUE(content) << deed.act << ' ' << deed.content << ": "
                         << (content ? "" : content.error().front().pointer);
    const access::Actor officer{.role = role_at(deed.desk), .person = "first", .office = "SGTUS001"};
    EXPECT_FALSE(access::never_may(national().grants(), officer, std::to_underlying(named->act->type)))
        << deed.act;
    asked.insert(deed.act);
  }
  EXPECT_GT(asked.size(), 10U);
}

}  // namespace
}  // namespace lintas::sandbox
