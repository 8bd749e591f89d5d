#include "core/documents/issue/evolve.hpp"

#include <gtest/gtest.h>
#include <set>
#include <string_view>

#include "core/documents/issue/events.hpp"
#include "core/documents/issue/state.hpp"

namespace lintas::documents::issue_side {
namespace {

TEST(Evolve, GoesWhereTheEventSaysWithTheClockItSays) {
  const Event event{.next = State::cancelled,
                    .at = Instant{std::chrono::seconds{3}},
                    .due = Instant{std::chrono::seconds{5}},
                    .sent = {},
                    .fact = {}};
  const Certificate after = evolve(Certificate{}, event);
  EXPECT_EQ(after.state, State::cancelled);
  EXPECT_EQ(after.due, event.due);
  EXPECT_EQ(after.since, event.at);
}

TEST(Evolve, PlaysWhatNamesItemsThatAreNotThere) {
  Event event;
  event.fact = DrawUndone{};
  EXPECT_EQ(evolve(Certificate{}, event), Certificate{});
}

TEST(Alarm, HasANameOfItsOwn) {
  std::set<std::string_view> names;
  int alarms = 0;
  for (auto alarm = std::uint8_t{1}; !name(static_cast<Alarm>(alarm)).empty(); ++alarm, ++alarms)
    names.insert(name(static_cast<Alarm>(alarm)));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(alarms));
  EXPECT_GT(alarms, 5);
}

}  // namespace
}  // namespace lintas::documents::issue_side
