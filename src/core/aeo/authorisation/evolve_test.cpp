#include "core/aeo/authorisation/evolve.hpp"

#include <gtest/gtest.h>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/authorisation/events.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/authorisation/table.hpp"
#include "core/aeo/code.hpp"

namespace lintas::aeo::authorisation {
namespace {

TEST(Evolve, GoesWhereTheEventSaysAndKeepsHowItStoodBefore) {
  const Instant first = *parse_instant("2026-01-05T04:00:00Z");
  const Instant then = *parse_instant("2026-02-05T04:00:00Z");
  Event event;
  event.next = State::draft;
  event.at = first;
  Authorisation authorisation = evolve({}, event);
  event.next = State::ended;
  event.at = then;
  authorisation = evolve(authorisation, event);
  event.at = *parse_instant("2026-03-05T04:00:00Z");
  authorisation = evolve(authorisation, event);
  EXPECT_EQ(authorisation.state, State::ended);
  ASSERT_EQ(authorisation.standings.size(), 2U) << "what changes nothing is no other standing";
  EXPECT_EQ(authorisation.standings[0].state, State::draft);
  EXPECT_EQ(authorisation.standings[1].at, then);
  EXPECT_EQ(authorisation.since, then);
  EXPECT_FALSE(as_of(authorisation, *parse_instant("2026-01-05T03:59:59Z")));
  EXPECT_EQ(as_of(authorisation, first)->standing.state, State::draft);
}

/// On 1 March the operator had another code, and the one before until the end of the month.
TEST(Evolve, TheEndOfACodeIsKnownOnceItWasSaid) {
  const auto at = [](std::string_view day) { return Instant{*parse_day(day)}; };
  Authorisation authorisation;
  authorisation.standings = {
      {.at = at("2026-01-05"), .state = State::active, .valid_from = {}, .valid_until = {}}};
  authorisation.state = State::active;
  authorisation.codes = {{.code = {}, .key = *CodeKey::parse("AEOSG123456789012"), .from = at("2026-01-05")}};
  Event event;
  event.next = State::active;
  event.at = at("2026-03-01");
  event.fact = CodeChanged{.code = {},
                           .key = *CodeKey::parse("AEOSG123456789013"),
                           .until = at("2026-04-01"),
                           .reason = {},
                           .basis = {},
                           .by = {},
                           .given = *parse_day("2026-03-01"),
                           .mistaken = false,
                           .had_before = {}};
  authorisation = evolve(authorisation, event);
  ASSERT_EQ(as_of(authorisation, at("2026-02-01"))->codes.size(), 1U);
  EXPECT_FALSE(as_of(authorisation, at("2026-02-01"))->codes[0].until) << "nobody knew it";
  ASSERT_EQ(as_of(authorisation, at("2026-03-01"))->codes.size(), 2U);
  EXPECT_EQ(as_of(authorisation, at("2026-03-01"))->codes[0].until, at("2026-04-01"));
}

TEST(Evolve, WhatEndsIsThatOfItsState) {
  Authorisation authorisation;
  const Day soon = *parse_day("2026-12-11");
  const Day later = *parse_day("2027-02-01");
  authorisation.until = soon;
  authorisation.valid_until = later;
  authorisation.revalidate_on = soon;
  const auto in = [&](State state) {
    authorisation.state = state;
    return endings(authorisation);
  };
  using All = std::vector<Ends>;
  EXPECT_EQ(in(State::draft), All{});
  EXPECT_EQ(in(State::submitted), All{}) << "it is the office's turn";
  EXPECT_EQ(in(State::returned), (All{{Ending::completion, soon}}));
  EXPECT_EQ(in(State::corrective), (All{{Ending::repair, soon}}));
  EXPECT_EQ(in(State::active), (All{{Ending::last_day, later}, {Ending::revalidation, soon}}));
  EXPECT_EQ(in(State::suspended), (All{{Ending::last_day, later}, {Ending::repair, soon}}));
  EXPECT_EQ(in(State::revalidation), (All{{Ending::last_day, later}})) << "it is looked at already";
  EXPECT_EQ(in(State::revoked), All{});
  authorisation.valid_until.reset();
  authorisation.revalidate_on.reset();
  EXPECT_EQ(in(State::active), All{}) << "it has no last day";
}

/// A had it by mistake, then B had it, then A has it by right.
TEST(Evolve, WhoHadACodeBeforeIsAskedForInstantsBefore) {
  const CodeKey key = *CodeKey::parse("AEOSG123456789012");
  const auto at = [](std::string_view day) { return Instant{*parse_day(day)}; };
  Authorisation a;
  a.application.reference.number = *ApplicationNumber::parse("A");
  Authorisation b;
  b.application.reference.number = *ApplicationNumber::parse("B");
  a.codes = {{.code = {}, .key = key, .from = at("2026-01-01"), .until = at("2026-02-01"), .mistaken = true},
             {.code = {}, .key = key, .from = at("2026-05-01"), .had_before = b.application.reference}};
  b.codes = {{.code = {},
              .key = key,
              .from = at("2026-03-01"),
              .until = at("2026-04-01"),
              .had_before = a.application.reference}};
  EXPECT_FALSE(former_of(a, key, at("2026-05-01"), {})) << "it has it then";
  const auto then = former_of(a, key, at("2026-03-15"), {});
  ASSERT_TRUE(then);
  EXPECT_EQ(then->reference, b.application.reference);
  EXPECT_FALSE(former_of(b, key, at("2026-03-15"), then->until));
  const auto first = former_of(b, key, at("2026-01-15"), then->until);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->reference, a.application.reference);
  EXPECT_FALSE(former_of(a, key, at("2026-01-15"), first->until)) << "and not round for ever";
  EXPECT_FALSE(former_of(a, key, at("2025-12-31"), first->until)) << "nobody had it";
}

TEST(Evolve, ATermThatIsOverHoldsNoMoreEvenBeforeTheClockRings) {
  Extract extract{.standing = {.at = {},
                               .state = State::active,
                               .valid_from = {},
                               .valid_until = parse_day("2026-06-30")},
                  .codes = {}};
  EXPECT_EQ(extract.holds_on(*parse_day("2026-06-30")), Holds::yes);
  EXPECT_EQ(extract.holds_on(*parse_day("2026-07-01")), Holds::expired);
  extract.standing.state = State::revalidation;
  EXPECT_EQ(extract.holds_on(*parse_day("2026-07-01")), Holds::yes);
}

}  // namespace
}  // namespace lintas::aeo::authorisation
