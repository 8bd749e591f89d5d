#include "core/transit/statuses.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/transit/departure/table.hpp"
#include "core/transit/notice.hpp"

namespace lintas::transit {
namespace {

bool contains(const std::vector<std::string_view>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

TEST(Statuses, WhatAnyStateIsToldOfAMovementIsOneOfThem) {
  const auto words = public_statuses();
  const Day today = *parse_day("2026-11-23");
  for (const StatusName& name : status_names) {
    Notice notice;
    notice.status = name.code;
    EXPECT_TRUE(contains(words, public_status(notice, today))) << name.code;
    notice.limit = *parse_day("2026-11-22");
    EXPECT_TRUE(contains(words, public_status(notice, today))) << name.code << ", a day too late";
  }
  for (const auto& facts : departure::Machine::states) {
    if (facts.state == departure::State::none) continue;
    EXPECT_TRUE(contains(words, departure::public_status(facts.state, {}))) << facts.id;
  }
  EXPECT_FALSE(contains(words, departure::public_status(departure::State::none, {})));
}

TEST(Statuses, EachStandsOnce) {
  for (auto words : {public_statuses(), state_ids()}) {
    std::ranges::sort(words);
    EXPECT_TRUE(std::ranges::adjacent_find(words) == words.end());
  }
  for (const std::string_view id : {"REL", "ATR", "ULP"}) EXPECT_TRUE(contains(state_ids(), id)) << id;
  EXPECT_FALSE(contains(state_ids(), "-"));
}

}  // namespace
}  // namespace lintas::transit
