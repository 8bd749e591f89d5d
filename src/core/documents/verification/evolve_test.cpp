#include "core/documents/verification/evolve.hpp"

#include <gtest/gtest.h>

#include "core/documents/verification/events.hpp"
#include "core/documents/verification/state.hpp"
#include "tests/support/documents_evolve.hpp"

namespace lintas::documents::verification {
namespace {

TEST(Evolve, GoesWhereTheEventSaysWithTheClockItSays) {
  test::expect_it_goes_where_the_event_says<Request, Event>(State::requested, evolve);
}

TEST(Evolve, KeepsWhenTheRequestCame) {
  const Event event{
      .next = State::requested,
      .at = Instant{std::chrono::seconds{3}},
      .due = {},
      .sent = {},
      .fact = Requested{.items = {}, .reason = {}, .by = {}, .received = Instant{std::chrono::seconds{1}}}};
  EXPECT_EQ(evolve(Request{}, event).received, Instant{std::chrono::seconds{1}});
}

TEST(Alarm, HasANameOfItsOwn) { test::expect_alarms_have_names<Alarm>(1); }

}  // namespace
}  // namespace lintas::documents::verification
