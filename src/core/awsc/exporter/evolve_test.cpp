#include "core/awsc/exporter/evolve.hpp"

#include <gtest/gtest.h>

#include "base/time.hpp"
#include "core/awsc/exporter/events.hpp"
#include "core/awsc/exporter/state.hpp"
#include "core/awsc/exporter/table.hpp"

namespace lintas::awsc::exporter_side {
namespace {

TEST(Evolve, GoesWhereTheEventSaysAndKeepsHowItStoodBefore) {
  Exporter exporter;
  const Instant first = *parse_instant("2026-01-05T04:00:00Z");
  const Instant then = *parse_instant("2026-02-05T04:00:00Z");
  Event event;
  event.next = State::valid;
  event.at = first;
  exporter = evolve(exporter, event);
  event.next = State::withdrawn;
  event.at = then;
  exporter = evolve(exporter, event);
  EXPECT_EQ(exporter.state, State::withdrawn);
  ASSERT_EQ(exporter.standings.size(), 2U);
  EXPECT_EQ(exporter.standings[0].state, State::valid);
  EXPECT_EQ(exporter.standings[1].at, then);
}

}  // namespace
}  // namespace lintas::awsc::exporter_side
