#include "core/recognition/known.hpp"

#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/authorisation/table.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/listed/staleness.hpp"
#include "core/aeo/listed/state.hpp"
#include "core/aeo/programme.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/tin.hpp"

namespace lintas::recognition {
namespace {

namespace aut = aeo::authorisation;
namespace lst = aeo::listed;

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
  EXPECT_FALSE(known.list->stale) << "a register of its own is never old";
  EXPECT_EQ(known.entry->version, 0U);
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

TEST(KnownOfOthers, IsNothingWhereNothingWasHeard) {
  EXPECT_FALSE(without_list(*Country::parse("MY")).list.has_value());
}

/// The copy of Malaysia's record of one operator: active, suspended, restored, listed no more, and again.
class KnownAbroad : public testing::Test {
 protected:
  KnownAbroad() {
    say("2026-02-01T04:00:00Z", lst::Status::active);
    say("2026-03-01T04:00:00Z", lst::Status::active);  // under another name
    say("2026-05-01T04:00:00Z", lst::Status::suspended);
    say("2026-06-01T04:00:00Z", lst::Status::active);
    say("2026-07-01T04:00:00Z", lst::Status::unlisted);
    say("2026-08-01T04:00:00Z", lst::Status::active);
  }
  void say(std::string_view from, lst::Status status) {
    lst::Said said{.version = static_cast<std::uint32_t>(copy.said.size()) + 1,
                   .from = at(from),
                   .known = at(from) + way,
                   .status = status,
                   .content = {}};
    said.content.grant = {.programme = "AEO",
                          .level = {},
                          .roles = {aeo::OperatorRole::exporter},
                          .authorised = *parse_day("2026-01-05"),
                          .valid_from = *parse_day("2026-01-10"),
                          .valid_until = *parse_day("2026-12-31"),
                          .codes = {{.code = *aeo::Code::parse(klang),
                                     .key = key(klang),
                                     .given = *parse_day("2026-01-05"),
                                     .from = at("2026-01-05T04:00:00Z")}}};
    copy.said.push_back(said);
  }
  [[nodiscard]] Known known_at(Instant instant, std::string_view code = klang) const {
    const lst::Staleness list{.heard = lst::last_told(copy, instant)};
    return known_abroad(malaysia, key(code), &copy, list, instant, day_of(instant));
  }
  [[nodiscard]] Known known_at(std::string_view instant) const { return known_at(at(instant)); }
  static Day day_of(Instant instant) { return std::chrono::floor<std::chrono::days>(instant); }

  static constexpr std::string_view klang = "MY12345H100001";
  static constexpr std::chrono::minutes way{5};  ///< that a notice is under way
  const Country malaysia = *Country::parse("MY");
  lst::Operator copy;
};

TEST_F(KnownAbroad, SaysWhatTheListSays) {
  const Known known = known_at("2026-06-15T04:00:00Z");
  ASSERT_TRUE(known.list && known.entry);
  EXPECT_EQ(known.state, malaysia);
  EXPECT_EQ(known.list->as_of, at("2026-06-01T04:05:00Z")) << "when it was heard of last";
  EXPECT_FALSE(known.list->stale);
  EXPECT_EQ(known.entry->code, klang);
  EXPECT_EQ(known.entry->given, *parse_day("2026-01-05"));
  EXPECT_EQ(known.entry->programme, "AEO");
  EXPECT_EQ(known.entry->roles, std::vector{aeo::OperatorRole::exporter});
  EXPECT_EQ(known.entry->authorised, *parse_day("2026-01-05"));
  EXPECT_EQ(known.entry->holds, aut::Holds::yes);
  EXPECT_EQ(known.entry->version, 4U);
}

TEST_F(KnownAbroad, SaysWhatWasKnownThen) {
  EXPECT_FALSE(known_at("2026-02-01T04:04:59Z").list) << "nothing was heard yet";
  EXPECT_EQ(known_at("2026-02-01T04:05:00Z").entry->holds, aut::Holds::yes);
  EXPECT_EQ(known_at("2026-05-01T04:04:59Z").entry->holds, aut::Holds::yes) << "the notice was under way";
  EXPECT_EQ(known_at("2026-05-01T04:05:00Z").entry->holds, aut::Holds::suspended);
  EXPECT_EQ(known_at("2026-05-01T04:05:00Z").entry->version, 3U);
  EXPECT_FALSE(known_at("2026-07-01T04:05:00Z").entry) << "listed no more";
  EXPECT_TRUE(known_at("2026-07-01T04:05:00Z").list);
  EXPECT_EQ(known_at("2027-01-01T04:00:00Z").entry->holds, aut::Holds::expired);
}

TEST_F(KnownAbroad, SaysSinceWhenTheListHasIt) {
  const auto since = [&](std::string_view instant) { return known_at(instant).entry->known_since; };
  EXPECT_EQ(since("2026-04-01T04:00:00Z"), at("2026-02-01T04:05:00Z"));
  EXPECT_EQ(since("2026-06-15T04:00:00Z"), at("2026-02-01T04:05:00Z")) << "while it was suspended, too";
  EXPECT_EQ(since("2026-09-01T04:00:00Z"), at("2026-08-01T04:05:00Z")) << "it was in no list in July";
}

TEST_F(KnownAbroad, SaysSinceWhenItStandsSoWhereThatWasTold) {
  const auto since = [&](std::string_view instant) { return known_at(instant).entry->since; };
  EXPECT_EQ(since("2026-04-01T04:00:00Z"), std::nullopt) << "it may have had benefits before it was listed";
  EXPECT_EQ(since("2026-05-15T04:00:00Z"), at("2026-05-01T04:00:00Z"));
  EXPECT_EQ(since("2026-06-15T04:00:00Z"), at("2026-06-01T04:00:00Z"));
  EXPECT_EQ(since("2026-09-01T04:00:00Z"), std::nullopt) << "listed anew";
  EXPECT_EQ(since("2027-01-01T04:00:00Z"), std::nullopt) << "its last day is over; of that no notice comes";
}

TEST_F(KnownAbroad, HasACodeFromWhenOnItWasGiven) {
  copy.said.back().content.grant.codes.push_back({.code = *aeo::Code::parse("MY12345H260007"),
                                                  .key = key("MY12345H260007"),
                                                  .given = *parse_day("2026-09-01"),
                                                  .from = at("2026-09-01T04:00:00Z")});
  EXPECT_FALSE(known_at(at("2026-08-31T04:00:00Z"), "MY12345H260007").entry);
  EXPECT_EQ(known_at(at("2026-09-01T04:00:00Z"), "MY12345H260007").entry->holds, aut::Holds::yes);
  EXPECT_FALSE(known_at(at("2026-09-01T04:00:00Z"), "MY12345H260008").entry);
}

TEST_F(KnownAbroad, TakesTheListAsOldAsItWas) {
  const Instant now = at("2026-06-15T04:00:00Z");
  const lst::Staleness old{.heard = at("2026-06-13T04:00:00Z"), .stale = lst::StalePolicy::no_benefit};
  const Known known = known_abroad(malaysia, key(klang), &copy, old, now, day_of(now));
  EXPECT_EQ(known.list, (List{.as_of = at("2026-06-13T04:00:00Z"), .stale = lst::StalePolicy::no_benefit}));
  EXPECT_TRUE(known.entry);
  const Known nobody = known_abroad(malaysia, key(klang), nullptr, old, now, day_of(now));
  EXPECT_EQ(nobody.list, known.list);
  EXPECT_FALSE(nobody.entry) << "the list is here, and nobody is in it";
}

}  // namespace
}  // namespace lintas::recognition
