#include "core/access/access.hpp"

#include <array>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <vector>

namespace lintas::access {
namespace {

constexpr std::uint16_t lodge = 64;
constexpr std::uint16_t release = 65;
constexpr std::array grants{Grant{Role::trader, lodge, Relation::own},
                            Grant{Role::declarant, lodge, Relation::agent},
                            Grant{Role::officer_of_departure, release, Relation::office}};

std::string verdict(Role role, std::uint16_t command, std::vector<Relation> held) {
  Relations relations;
  for (const Relation relation : held) relations.add(relation);
  const auto finding = denied(grants, Actor{.role = role}, command, relations);
  return finding ? finding->rule : "allowed";
}

TEST(Access, grants_a_command_only_where_the_relation_holds) {
  EXPECT_EQ(verdict(Role::trader, lodge, {Relation::own}), "allowed");
  EXPECT_EQ(verdict(Role::trader, lodge, {}), "ACC-002");
  EXPECT_EQ(verdict(Role::trader, lodge, {Relation::agent, Relation::office, Relation::route_state}),
            "ACC-002");
  EXPECT_EQ(verdict(Role::declarant, lodge, {Relation::agent}), "allowed");
  EXPECT_EQ(verdict(Role::officer_of_departure, release, {Relation::office}), "allowed");
}

TEST(Access, denies_whatever_the_table_does_not_grant) {
  const std::vector<Relation> every{Relation::own, Relation::agent, Relation::office, Relation::route_state};
  for (const Role role : all_roles()) {
    if (role == Role::officer_of_departure) continue;
    EXPECT_EQ(verdict(role, release, every), "ACC-001") << name(role);
  }
}

TEST(Access, a_denial_says_who_may_and_how_the_tie_comes_about) {
  const auto never = denied(grants, Actor{.role = Role::trader}, release, {});
  ASSERT_TRUE(never.has_value());
  EXPECT_EQ(never->rule, "ACC-001");
  EXPECT_EQ(never->detail, "Roles that may: officer_of_departure.");
  const auto not_here = denied(grants, Actor{.role = Role::declarant}, lodge, {});
  ASSERT_TRUE(not_here.has_value());
  EXPECT_EQ(not_here->rule, "ACC-002");
  EXPECT_NE(not_here->detail.find("under a mandate in force"), std::string::npos) << not_here->detail;
  const auto nobody = never_may(grants, Actor{.role = Role::trader}, 66);
  ASSERT_TRUE(nobody.has_value());
  EXPECT_NE(nobody->detail.find("by itself"), std::string::npos) << nobody->detail;
  EXPECT_FALSE(never_may(grants, Actor{.role = Role::trader}, lodge).has_value());
}

TEST(Access, every_role_has_a_name_of_its_own) {
  std::set<std::string_view> names;
  for (const Role role : all_roles()) names.insert(name(role));
  EXPECT_EQ(names.size(), all_roles().size());
  EXPECT_EQ(all_roles().size(), static_cast<std::size_t>(Role::node_administrator));
  EXPECT_EQ(name(Role{0}), "unknown");
}

TEST(Actor, WhoActedIsThePersonOrTheFirmWhoseSoftwareItWas) {
  EXPECT_EQ(person_of({.role = Role::declarant, .party = "SG1", .person = "ana"}).str(), "ana");
  EXPECT_EQ(person_of({.role = Role::trader, .party = "SG1"}).str(), "SG1");
}

}  // namespace
}  // namespace lintas::access
