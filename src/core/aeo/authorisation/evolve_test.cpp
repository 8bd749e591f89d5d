#include "core/aeo/authorisation/evolve.hpp"

#include <gtest/gtest.h>

#include "base/time.hpp"
#include "core/aeo/authorisation/events.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/authorisation/table.hpp"

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
