#include "core/transit/departure/evolve.hpp"

#include <gtest/gtest.h>
#include <utility>

#include "core/model/values/tin.hpp"
#include "core/transit/departure/events.hpp"
#include "core/transit/departure/state.hpp"

namespace lintas::transit::departure {

namespace {

TEST(Evolve, GoesWhereTheEventSaysAndRemembersWhereItCameFrom) {
  Movement movement;
  movement =
      evolve(movement, {.next = State::accepted, .due = {}, .day = {}, .sent = {28}, .fact = Submitted{}});
  movement = evolve(movement, {.next = State::under_amendment,
                               .due = Instant{},
                               .day = {},
                               .sent = {22},
                               .fact = AmendmentRequested{}});
  EXPECT_EQ(movement.state, State::under_amendment);
  EXPECT_EQ(movement.previous, State::accepted);
  EXPECT_EQ(movement.due, Instant{});
}

TEST(Evolve, CountsTheStatusNotices) {
  Movement movement;
  movement = evolve(
      movement,
      {.next = State::released, .due = {}, .day = {}, .sent = {29, ie_status_notice}, .fact = Released{}});
  movement = evolve(movement, {.next = State::released, .due = {}, .day = {}, .sent = {}, .fact = Noted{}});
  EXPECT_EQ(movement.notices, 1U);
}

TEST(Evolve, APassageReportedBehindTheArrivalCompletesTheRecord) {
  const auto noted = [](Ie ie, bool contradiction) {
    return Event{.next = State::written_off,
                 .due = {},
                 .day = {},
                 .sent = {},
                 .fact = Noted{.ie = ie,
                               .office = OfficeId::parse("MYBKH001").value(),
                               .at = Instant{},
                               .contradiction = contradiction}};
  };
  EXPECT_TRUE(evolve({}, noted(118, true)).crossings.empty());
  EXPECT_TRUE(evolve({}, noted(181, false)).crossings.empty());
  const Movement movement = evolve(evolve({}, noted(118, false)), noted(118, false));
  ASSERT_EQ(movement.crossings.size(), 1U);
  EXPECT_EQ(movement.crossings.front().office.str(), "MYBKH001");
}

TEST(Evolve, AnAmendmentAsksForANewControlDecision) {
  Movement movement;
  movement.control_done = true;
  movement.control_notified = true;
  movement =
      evolve(movement, {.next = State::accepted, .due = {}, .day = {}, .sent = {4}, .fact = Amended{}});
  EXPECT_FALSE(movement.control_done);
  EXPECT_FALSE(movement.control_notified);
}

/// An earlier program accepted what customs had amended though its control had been decided. Folded from such
/// events a movement waits for no control that nobody makes.
TEST(Evolve, WhatAnEarlierProgramAcceptedFromUnderAmendmentWaitsForNoControl) {
  const auto at = [](State next, Fact fact) {
    return Event{.next = next, .due = {}, .day = {}, .sent = {}, .fact = std::move(fact)};
  };
  Amended other_load;
  other_load.declaration.holder = Tin::parse("SG200012345K").value();
  for (const bool is_controlled : {false, true}) {
    Movement movement;
    movement = evolve(movement, at(State::accepted, Submitted{}));
    movement = evolve(movement, at(State::under_control, ControlDecided{}));
    if (is_controlled) movement = evolve(movement, at(State::accepted, ControlRecorded{}));
    movement = evolve(movement, at(State::under_amendment, AmendmentRequested{}));
    EXPECT_TRUE(movement.control_notified);
    const Movement before = evolve(movement, at(State::accepted, other_load));
    EXPECT_FALSE(before.control_notified) << "its trader may amend again (R-ACTS-033)";
    EXPECT_FALSE(before.control_done);
    const Movement now = evolve(movement, at(State::under_control, other_load));
    EXPECT_TRUE(now.control_notified) << "the control is under way";
    EXPECT_FALSE(now.control_done);
  }
}

}  // namespace

}  // namespace lintas::transit::departure
