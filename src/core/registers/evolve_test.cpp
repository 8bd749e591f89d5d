#include "core/registers/evolve.hpp"

#include <chrono>
#include <gtest/gtest.h>

#include "base/time.hpp"
#include "core/registers/commands.hpp"
#include "core/registers/events.hpp"
#include "core/registers/state.hpp"

namespace lintas::registers {
namespace {

TEST(Entry, R_ACTS_001_holds_on_its_days_unless_suspended_or_withdrawn) {
  const Day first = *parse_day("2026-03-01");
  const Day last = *parse_day("2026-03-31");
  const std::chrono::days day{1};
  Entry entry = evolve(
      {},
      Registered{.at = {},
                 .by = {},
                 .content = {.facts = Trader{}, .valid_from = first, .valid_until = last, .details = {}}});
  EXPECT_FALSE(Entry{}.holds_on(first));
  EXPECT_FALSE(entry.holds_on(first - day));
  EXPECT_TRUE(entry.holds_on(first));
  EXPECT_TRUE(entry.holds_on(last));
  EXPECT_FALSE(entry.holds_on(last + day));
  entry = evolve(entry, Suspended{});
  EXPECT_FALSE(entry.holds_on(first));
  entry = evolve(
      entry, Changed{.at = {},
                     .by = {},
                     .content = {.facts = Trader{}, .valid_from = first, .valid_until = {}, .details = {}}});
  EXPECT_EQ(entry.status, Status::suspended) << "a change does not resume";
  entry = evolve(entry, Resumed{});
  EXPECT_TRUE(entry.holds_on(last + day)) << "open for good now";
  entry = evolve(entry, Withdrawn{});
  EXPECT_FALSE(entry.holds_on(first));
}

}  // namespace
}  // namespace lintas::registers
