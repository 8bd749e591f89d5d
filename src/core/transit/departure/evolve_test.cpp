#include "core/transit/departure/evolve.hpp"

#include <gtest/gtest.h>
#include <optional>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/transit/departure/events.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"

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

/// An earlier program told nobody of it: no notice, no other status.
TEST(Evolve, APassageToldAgainThatNobodyHeardOfTakesNoIncidentBack) {
  const Crossing here{.office = OfficeId::parse("MYJHB001").value(), .at = Instant{}};
  const auto event = [](std::vector<Ie> sent, Fact fact) {
    return Event{.next = State::released,
                 .due = {},
                 .day = {},
                 .sent = std::move(sent),
                 .fact = std::move(fact),
                 .at = Instant{}};
  };
  Movement movement = evolve({}, event({ie_status_notice}, PassageReported{.crossing = here}));
  movement =
      evolve(movement, event({181, 182, ie_status_notice}, IncidentReported{.crossing = here, .code = "5"}));
  movement = evolve(movement, event({}, PassageReported{.crossing = here}));
  EXPECT_EQ(movement.public_status(), "incident");
  movement = evolve(movement, event({ie_status_notice}, PassageReported{.crossing = here}));
  EXPECT_EQ(movement.public_status(), "in_transit");
  EXPECT_EQ(movement.last_notice.value().status, "PAS");
  EXPECT_EQ(movement.crossings.size(), 1U);
}

/// The other states have that notice: told again, or in a daily list, it has to be the same.
TEST(Evolve, AnEarlierNoticeOfALimitSaysWhatItSaid) {
  Movement movement;
  movement.incident = true;
  const auto extended = [&](std::optional<bool> incident) {
    return evolve(movement, {.next = State::released,
                             .due = {},
                             .day = {},
                             .sent = {ie_status_notice},
                             .fact = LimitExtended{.limit = {}, .reason = {}, .by = {}, .incident = incident},
                             .at = Instant{}});
  };
  EXPECT_EQ(extended(std::nullopt).last_notice.value().status, "LIM");
  EXPECT_EQ(extended(true).last_notice.value().status, "INC");
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

/// An earlier program called nobody for it.
TEST(Evolve, ARecordThatAnUnexpectedStateGotCallsForAnOfficerWhereTheEventSaysSo) {
  RecordAsked asked{.ie = 114, .office = OfficeId::parse("LABTN001").value(), .positive = true};
  const auto after = [](const RecordAsked& fact) {
    return evolve({}, {.next = State::released, .due = {}, .day = {}, .sent = {115}, .fact = fact});
  };
  EXPECT_FALSE(after(asked).calls());
  EXPECT_EQ(after(asked).further.size(), 1U);
  asked.calls = true;
  EXPECT_TRUE(after(asked).calls());
}

TEST(Evolve, EachUnexpectedStateIsTaskOfItsOwnUntilTheGoodsAreThere) {
  const auto told = [](Fact fact) {
    return Event{.next = State::released, .due = {}, .day = {}, .sent = {}, .fact = std::move(fact)};
  };
  Movement movement;
  for (const char* office : {"LABTN001", "VNLBO001"}) {
    movement = evolve(movement, told(RecordAsked{.ie = 114,
                                                 .office = OfficeId::parse(office).value(),
                                                 .positive = true,
                                                 .unknown = {},
                                                 .calls = true}));
  }
  EXPECT_EQ(movement.unexpected.size(), 2U);
  movement = evolve(
      movement,
      told(PassageReported{.crossing = {.office = OfficeId::parse("LASVK001").value(), .at = Instant{}}}));
  ASSERT_EQ(movement.unexpected.size(), 1U) << "they went through Laos, and all know it";
  EXPECT_EQ(movement.unexpected.front().str(), "VNLBO001");
  EXPECT_FALSE(
      evolve(movement, told(ArrivalReported{
                           .arrival = {.office = OfficeId::parse("VNLBO002").value(), .at = Instant{}}}))
          .calls());
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
