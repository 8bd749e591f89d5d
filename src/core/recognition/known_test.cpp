#include "core/recognition/known.hpp"

#include <gtest/gtest.h>
#include <string_view>

#include "base/time.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/authorisation/table.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/programme.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/tin.hpp"

namespace lintas::recognition {
namespace {

namespace aut = aeo::authorisation;

const Country singapore = *Country::parse("SG");
aeo::CodeKey key(std::string_view text) { return *aeo::CodeKey::parse(text); }
Instant at(std::string_view text) { return *parse_instant(text); }

/// Authorised in March, suspended in September.
aut::Authorisation suspended() {
  aut::Authorisation made;
  made.state = aut::State::suspended;
  made.application = {.reference = {.holder = *Tin::parse("SG201912345K"),
                                    .number = *aut::ApplicationNumber::parse("A-2026-1")},
                      .programme = "STP",
                      .level = "STP-Plus",
                      .roles = {}};
  made.level = "STP-Plus";
  made.roles = {aeo::OperatorRole::exporter};
  made.authorised = *parse_day("2026-03-02");
  made.codes.push_back({.code = *aeo::Code::parse("AEOSG123456789012"),
                        .key = key("AEOSG123456789012"),
                        .from = at("2026-03-02T04:00:00Z"),
                        .until = {},
                        .given = *parse_day("2026-03-02")});
  made.standings = {
      {.at = at("2026-01-02T04:00:00Z"), .state = aut::State::submitted, .valid_from = {}, .valid_until = {}},
      {.at = at("2026-03-02T04:00:00Z"),
       .state = aut::State::active,
       .valid_from = *parse_day("2026-03-02"),
       .valid_until = {}},
      {.at = at("2026-09-01T04:00:00Z"),
       .state = aut::State::suspended,
       .valid_from = *parse_day("2026-03-02"),
       .valid_until = {}}};
  return made;
}

Known known_on(std::string_view instant, std::string_view day) {
  const auto made = suspended();
  return known_at_home(singapore, key("AEOSG123456789012"), &made, at(instant), *parse_day(day));
}

TEST(KnownAtHome, SaysHowTheOperatorStandsAndSinceWhen) {
  const Known known = known_on("2026-10-01T04:00:00Z", "2026-10-01");
  ASSERT_TRUE(known.entry.has_value());
  EXPECT_EQ(known.entry->code, "AEOSG123456789012");
  EXPECT_EQ(known.entry->programme, "STP");
  EXPECT_EQ(known.entry->level, "STP-Plus");
  EXPECT_EQ(known.entry->holds, aut::Holds::suspended);
  EXPECT_EQ(known.entry->since, at("2026-09-01T04:00:00Z"));
  EXPECT_EQ(known.entry->known_since, at("2026-03-02T04:00:00Z"));
  EXPECT_EQ(known.entry->authorised, *parse_day("2026-03-02"));
  ASSERT_TRUE(known.list.has_value());
  EXPECT_EQ(known.list->as_of, at("2026-10-01T04:00:00Z"));
  EXPECT_FALSE(known.list->is_stale) << "a register of its own is never old";
}

TEST(KnownAtHome, SaysWhatWasSoThen) {
  EXPECT_EQ(known_on("2026-08-01T04:00:00Z", "2026-08-01").entry->holds, aut::Holds::yes);
  EXPECT_FALSE(known_on("2026-03-01T04:00:00Z", "2026-03-01").entry.has_value())
      << "there was an application, and no code";
}

TEST(KnownAtHome, HasAListThatNobodyIsIn) {
  const Known known =
      known_at_home(singapore, key("AEOSG000000000000"), nullptr, at("2026-10-01T04:00:00Z"), Day{});
  EXPECT_TRUE(known.list.has_value());
  EXPECT_FALSE(known.entry.has_value());
}

TEST(KnownAtHome, HasNoListOfOtherStates) {
  EXPECT_FALSE(without_list(*Country::parse("MY")).list.has_value());
}

}  // namespace
}  // namespace lintas::recognition
