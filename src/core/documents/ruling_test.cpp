#include "core/documents/ruling.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <vector>

#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/events.hpp"
#include "core/documents/issue/table.hpp"
#include "core/refdata/calendar.hpp"

namespace lintas::documents {
namespace {

using std::chrono::hours;

Instant at(int hour) { return Instant{hours{hour}}; }

TEST(Ring, TheFirstThatHasNotRung) {
  enum class T { one, two };
  const std::vector<Ring<T>> rings{{T::two, at(5)}, {T::one, at(3)}};
  EXPECT_EQ(next_ring<T>(rings, {})->trigger, T::one);
  EXPECT_EQ(next_ring<T>(rings, Rung<T>{at(3), T::one})->trigger, T::two);
  EXPECT_FALSE(next_ring<T>(rings, Rung<T>{at(5), T::two}));
}

TEST(Ring, TwoAtOneInstantRingBoth) {
  enum class T { one, two };
  const std::vector<Ring<T>> rings{{T::two, at(3)}, {T::one, at(3)}};
  EXPECT_EQ(next_ring<T>(rings, {})->trigger, T::one);
  EXPECT_EQ(next_ring<T>(rings, Rung<T>{at(3), T::one})->trigger, T::two);
  EXPECT_FALSE(next_ring<T>(rings, Rung<T>{at(3), T::two}));
}

TEST(Ring, WhatLeavesTheStateIsFirstAndNeverSilenced) {
  enum class T { one, two };
  const std::vector<Ring<T>> rings{{T::one, at(3)}, {T::two, at(3), true}};
  EXPECT_EQ(next_ring<T>(rings, {})->trigger, T::two);
  EXPECT_EQ(next_ring<T>(rings, Rung<T>{at(9), T::two})->trigger, T::two);
}

TEST(Again, WaitsAsLongAsBefore) {
  EXPECT_EQ(again(at(0), at(2), {}), at(2));
  EXPECT_EQ(again(at(0), at(2), at(1)), at(2));
  EXPECT_EQ(again(at(0), at(2), at(2)), at(4));
  EXPECT_EQ(again(at(0), at(2), at(4)), at(8));
}

TEST(Context, DaysAreThoseOfTheAuthority) {
  const Limits limits;
  const refdata::Calendar calendar{.utc_offset = hours{8}};
  const Context context{
      .at = *parse_instant("2026-03-02T16:00:00Z"), .by = {}, .limits = limits, .calendar = calendar};
  EXPECT_EQ(to_text(context.today()), "2026-03-03");
  EXPECT_EQ(to_text(context.end_of(context.today())), "2026-03-03T16:00:00.000Z");
  EXPECT_EQ(context.due(limits.not_sent), context.end_of(*parse_day("2026-03-04")));
}

TEST(ValidUntil, R_ASW_051_TwelveMonthsButNoLongerThanAnOriginal) {
  const Limits limits;
  const refdata::Calendar calendar;
  const Context context{.at = {}, .by = {}, .limits = limits, .calendar = calendar};
  Contents contents;
  const Day issued = *parse_day("2027-02-28");
  EXPECT_EQ(to_text(valid_until(contents, issued, context)), "2028-02-28");
  contents.originals.push_back({.valid_until = *parse_day("2027-06-30")});
  contents.originals.push_back({.valid_until = *parse_day("2027-05-31")});
  EXPECT_EQ(to_text(valid_until(contents, issued, context)), "2027-05-31");
}

TEST(OutOfSequence, SaysHowTheCertificateStandsAndWhatItTakes) {
  using Machine = issue_side::Machine;
  const Finding finding = out_of_sequence<Machine>(Machine::State::draft, Machine::Trigger::approve);
  EXPECT_EQ(finding.rule, "R-DOC-001");
  EXPECT_EQ(finding.value, "approve");
  EXPECT_EQ(finding.detail, "The certificate is in state \"Draft\". It takes: draft, submit, delete.");
}

}  // namespace
}  // namespace lintas::documents
