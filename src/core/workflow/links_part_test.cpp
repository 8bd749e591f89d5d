#include "core/workflow/links_part.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/model/values/mrn.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"
#include "tests/support/field_numbers.hpp"

namespace lintas::workflow {
namespace {

const Mrn mrn = Mrn::parse("26SG0000010000A1J0").value();
const Instant now = parse_instant("2026-11-23T08:00:00Z").value();

Command revocation(const access::Actor& by, std::string_view owner) {
  Command command{.type = revoke_links, .at = now, .actor = by};
  command.content = to_cbor(RevokeLinks{.owner = std::string{owner}, .mrn = mrn});
  return command;
}

/// What is known of the links after the command.
State after(const State& before, const Command& command) {
  const StreamView view{.id = {}, .kind = link_stream, .state = &before};
  const auto outcome =
      links_part().commands.front().decide(command, {.slots = {&view, 1}, .asks = {}, .number = {}}, {});
  EXPECT_TRUE(outcome.answer.accepted());
  EXPECT_EQ(outcome.events.size(), 1U);
  return links_part().kinds.front().evolve(before, {.stream = {},
                                                    .version = 1,
                                                    .type = outcome.events.front().type,
                                                    .type_version = 1,
                                                    .at = now,
                                                    .body = outcome.events.front().body});
}

access::Relations ties(const access::Actor& by, std::string_view owner) {
  return links_part().commands.front().relations(revocation(by, owner),
                                                 {.slots = {}, .asks = {}, .number = {}}, {});
}

TEST(LinksPart, EachTimeTheyAreTakenBackANewGenerationBegins) {
  const access::Actor trader{.role = access::Role::trader, .party = "SG201912345K"};
  const Command command = revocation(trader, owner_of_links(trader));
  const KindEntry& kind = links_part().kinds.front();
  const State none = kind.initial();
  EXPECT_EQ(none.as<LinksRevoked>().generation, 0U);
  const State once = after(none, command);
  EXPECT_EQ(once.as<LinksRevoked>().generation, 1U);
  EXPECT_EQ(after(once, command).as<LinksRevoked>().generation, 2U);
  EXPECT_EQ(kind.summary(once).ref, mrn.str());
  EXPECT_FALSE(kind.summary(once).open);
}

TEST(LinksPart, NobodyTakesBackWhatAnotherGaveOut) {
  const access::Actor other{.role = access::Role::trader, .party = "SG201900000A"};
  EXPECT_FALSE(ties(other, "party SG201912345K").has(access::Relation::own));
  EXPECT_TRUE(ties(other, owner_of_links(other)).has(access::Relation::own));
}

TEST(LinksPart, AreThePartysOrTheOfficesWhoeverMadeThem) {
  const access::Actor dan{.role = access::Role::officer_of_departure, .person = "dan", .office = "SGTUS001"};
  access::Actor eve = dan;
  eve.person = "eve";
  EXPECT_EQ(owner_of_links(dan), owner_of_links(eve));
  EXPECT_NE(owner_of_links({.role = access::Role::trader, .party = "SGTUS001"}), owner_of_links(dan));
}

TEST(LinksPart, AnAuditorGivesNothingOut) {
  const auto grants = links_part().grants;
  const auto never = [&](access::Role role) {
    return access::never_may(grants, {.role = role}, std::to_underlying(revoke_links)).has_value();
  };
  EXPECT_TRUE(never(access::Role::auditor));
  EXPECT_FALSE(never(access::Role::supervisor));
}

TEST(LinksPart, KeepsTheFieldNumbersOfTheCommittedList) {
  std::string lines;
  const auto differences = test::compare_with_committed<RevokeLinks, LinksRevoked>("links.", LINTAS_ROOT);
  for (const auto& row : differences.not_listed) lines += row + '\n';
  for (const auto& row : differences.not_in_the_code) lines += "gone: " + row + '\n';
  EXPECT_EQ(lines, "");
}

}  // namespace
}  // namespace lintas::workflow
