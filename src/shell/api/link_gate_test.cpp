#include "shell/api/link_gate.hpp"

#include <chrono>
#include <cstddef>
#include <gtest/gtest.h>
#include <string>

#include "base/time.hpp"
#include "shell/api/link_limits.hpp"

namespace lintas::api {
namespace {

using Pass = LinkGate::Pass;

const Instant noon = *parse_instant("2026-11-24T12:00:20Z");

TEST(LinkGate, EachMakerHasAShareOfTheLooks) {
  LinkGate gate;
  constexpr std::size_t links = limits::links_looks_per_maker_per_minute / limits::link_looks_per_minute;
  for (std::size_t i = 0; i < links; ++i)
    for (std::size_t look = 0; look < limits::link_looks_per_minute; ++look)
      ASSERT_EQ(gate.pass("link " + std::to_string(i), "party A", noon), Pass::look) << i << ' ' << look;
  EXPECT_EQ(gate.pass("one more", "party A", noon), Pass::wait);
  EXPECT_EQ(gate.pass("link of another", "party B", noon), Pass::look);
  EXPECT_EQ(gate.pass("one more", "party A", noon + std::chrono::seconds{39}), Pass::wait);
  EXPECT_EQ(gate.pass("one more", "party A", noon + std::chrono::seconds{40}), Pass::look);
}

TEST(LinkGate, AllTogetherHaveALimit) {
  LinkGate gate;
  for (std::size_t i = 0; i < limits::links_looks_per_minute; ++i) {
    const std::string n = std::to_string(i);
    ASSERT_EQ(gate.pass("link " + n, "party " + n, noon), Pass::look) << i;
  }
  EXPECT_EQ(gate.pass("one more", "party", noon), Pass::wait);
}

TEST(LinkGate, WhatShowsNothingIsLookedAtOnceAMinute) {
  LinkGate gate;
  ASSERT_EQ(gate.pass("taken back", "party A", noon), Pass::look);
  gate.note_shows_nothing("taken back");
  gate.note_shows_nothing("never looked at");
  for (std::size_t i = 0; i < 2 * limits::links_looks_per_maker_per_minute; ++i)
    ASSERT_EQ(gate.pass("taken back", "party A", noon), Pass::shows_nothing);
  EXPECT_EQ(gate.pass("good", "party A", noon), Pass::look);
  EXPECT_EQ(gate.pass("never looked at", "party A", noon), Pass::look);
  EXPECT_EQ(gate.pass("taken back", "party A", noon + std::chrono::minutes{1}), Pass::look);
}

TEST(LinkGate, SaysWhenTheMinuteIsOver) {
  using std::chrono::seconds;
  EXPECT_EQ(LinkGate::rest_of_minute(noon), seconds{40});
  EXPECT_EQ(LinkGate::rest_of_minute(noon + std::chrono::milliseconds{39'999}), seconds{1});
  EXPECT_EQ(LinkGate::rest_of_minute(noon + seconds{40}), seconds{60});
}

}  // namespace
}  // namespace lintas::api
