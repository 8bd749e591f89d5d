#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <set>
#include <string_view>
#include <utility>

#include "base/time.hpp"

/// What evolves alike in all machines of documents.
namespace lintas::test {

/// To a state, with a clock: that much the event says, whatever happened.
template <class Subject, class Event, class State, class Evolve>
void expect_it_goes_where_the_event_says(State next, Evolve evolve) {
  Event event{};
  event.next = next;
  event.at = Instant{std::chrono::seconds{3}};
  event.due = Instant{std::chrono::seconds{5}};
  const Subject after = evolve(Subject{}, event);
  EXPECT_EQ(after.state, next);
  EXPECT_EQ(after.due, event.due);
  EXPECT_EQ(after.since, event.at);
}

/// From 1 on, each with a name and none with another's.
template <class Alarm>
void expect_alarms_have_names(std::size_t count) {
  std::set<std::string_view> names;
  for (std::size_t alarm = 1; alarm <= count; ++alarm)
    names.insert(name(static_cast<Alarm>(static_cast<std::uint8_t>(alarm))));
  EXPECT_EQ(names.size(), count);
  EXPECT_FALSE(names.contains(""));
  EXPECT_EQ(name(static_cast<Alarm>(static_cast<std::uint8_t>(count + 1))), "")
      << "one more is counted wrongly";
}

}  // namespace lintas::test
