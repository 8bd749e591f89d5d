#include "core/workflow/departure_part.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/transit/departure/commands.hpp"
#include "core/transit/departure/events.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/departure/table.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/refusal.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/mrn_numbers.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"
#include "tests/support/field_numbers.hpp"
#include "tests/support/sha256.hpp"

/// The tables of the part. What it makes of messages, acts and clocks stands in tests/corridor.
namespace lintas::workflow {

namespace {

namespace dep = transit::departure;

Setting singapore() {
  return {.home = Country::parse("SG").value(), .sha256 = test::sha256, .mrn_key = {std::byte{7}}};
}

TEST(DeparturePart, HasACommandForEachMessageAndEachActOfTheMachine) {
  std::set<CommandType> types;
  for (const CommandEntry& entry : departure_part().commands) types.insert(entry.type);
  for (const auto& facts : dep::Machine::triggers) {
    if (!facts.is_message()) continue;
    EXPECT_TRUE(types.contains(command_of_message(transit::ie_of(dep::Machine::triggers, facts.trigger))))
        << facts.key;
  }
  for (std::size_t i = 0; i < std::variant_size_v<dep::Act>; ++i)
    EXPECT_TRUE(types.contains(command_in(departure_block, i))) << i;
}

TEST(DeparturePart, FindsAMovementByItsMrnAndByTheNameThatPartnersUse) {
  const Setting setting = singapore();
  const NumberBlock block = mrn_block(std::chrono::year{2026});
  const Mrn mrn = mrn_of(block.first + 5, setting.home, setting.mrn_key, setting.sha256);
  EXPECT_EQ(std::get<Slot::Number>(departure_slot(mrn, setting).by).n, block.first + 5);
  const std::string name = "D" + std::string{mrn.str()};
  const auto slot = departure_part().slot_of_name(as_bytes(name), exchange::Partner{}, setting);
  ASSERT_TRUE(slot.has_value());
  EXPECT_EQ(std::get<Slot::Number>(slot->by).n, block.first + 5);
  EXPECT_FALSE(departure_part().slot_of_name(as_bytes("J26"), exchange::Partner{}, setting).has_value());
}

/// "release refuse_release": of a movement in this state.
std::string called_for(const dep::Movement& movement) {
  const auto& part = departure_part();
  std::string names;
  for (const CommandType type : part.kinds.front().calls_for(State::of(movement), Instant{}, singapore())) {
    const auto entry = std::ranges::find(part.commands, type, &CommandEntry::type);
    if (entry == part.commands.end()) return "no command of the part";
    names.append(names.empty() ? "" : " ").append(entry->name.substr(entry->name.find('.') + 1));
  }
  return names;
}

TEST(DeparturePart, AStateCallsForWhatLeadsOnAndOnlyWhereCustomsLeadOn) {
  using enum dep::State;
  for (const auto& facts : dep::Machine::states) {
    const bool by_customs = facts.state == accepted || facts.state == under_control ||
                            facts.state == discrepancies || facts.state == enquiry_recommended;
    EXPECT_EQ(!called_for({.state = facts.state}).empty(), by_customs) << facts.id;
  }
  EXPECT_EQ(called_for({.state = accepted}), "decide_control release refuse_release ask_amendment");
  EXPECT_EQ(called_for({.state = accepted, .control_done = true}), "release refuse_release ask_amendment");
  EXPECT_EQ(called_for({.state = enquiry_recommended}), "accept_proof close_recommendation");
  EXPECT_EQ(called_for({.state = guarantee_problem, .cancellation_asked = true}), "decide_cancellation");
  EXPECT_EQ(called_for({.state = accepted, .cancellation_asked = true}),
            "decide_control refuse_release ask_amendment decide_cancellation")
      << "no release before the request is decided (R-TRA-102)";
}

TEST(DeparturePart, WhatWasReportedCallsForAnOfficerWhateverTheState) {
  using enum dep::State;
  EXPECT_EQ(called_for({.state = released, .refused = true}), "invalidate extend_limit look_at");
  for (const dep::State ended : {cancelled, not_released, arrived})
    EXPECT_EQ(called_for({.state = ended, .evidence = true}), "look_at");
  dep::Movement movement{.state = written_off};
  movement.unanswered = OfficeId::parse("THBKK001").value();
  EXPECT_EQ(called_for(movement), "resolve_discrepancies look_at");
  const auto& kind = departure_part().kinds.front();
  const Summary row = kind.summary(State::of(movement));
  EXPECT_TRUE(row.open) << "it stands in the work list until somebody has looked";
  EXPECT_TRUE(kind.may_call(row.status));
  movement.unanswered.reset();
  EXPECT_FALSE(kind.summary(State::of(movement)).open);
  EXPECT_FALSE(kind.may_call(kind.summary(State::of(movement)).status));
}

TEST(DeparturePart, TheEventThatKeepsAPresentationIsThePresentation) {
  EXPECT_EQ(presentation_event, event_in(departure_block, dep::Fact{dep::Presented{}}.index()));
}

TEST(DeparturePart, AStatusInWhichNothingIsCalledForIsToldFromTheRow) {
  const auto& kind = departure_part().kinds.front();
  for (const auto& facts : dep::Machine::states) {
    const bool calls = !called_for({.state = facts.state}).empty() ||
                       !called_for({.state = facts.state, .cancellation_asked = true}).empty();
    EXPECT_EQ(kind.may_call(static_cast<std::uint16_t>(facts.state)), calls) << facts.id;
  }
  EXPECT_FALSE(kind.may_call(static_cast<std::uint16_t>(dep::State::released))) << "most of what is open";
}

TEST(DeparturePart, StandsInTheListsOfOfficeHolderAndRepresentative) {
  const auto concerned = [](const dep::Movement& movement) {
    return departure_part().kinds.front().summary(State::of(movement)).concerned;
  };
  EXPECT_TRUE(concerned({}).empty()) << "others only asked for it";
  dep::Movement movement{.state = dep::State::cancelled};
  movement.declaration.route.departure = OfficeId::parse("SGTUS001").value();
  movement.declaration.holder = Tin::parse("SG201912345K").value();
  EXPECT_EQ(concerned(movement), (std::vector<std::string>{"", "SGTUS001", "SG201912345K"}));
  movement.declaration.representative = movement.declaration.holder;
  EXPECT_EQ(concerned(movement).size(), 3U) << "each once";
  movement.declaration.representative = Tin::parse("SG198803456D").value();
  EXPECT_EQ(concerned(movement).back(), "SG198803456D");
}

TEST(DeparturePart, KeepsTheFieldNumbersOfTheCommittedList) {
  using namespace transit::departure;
  std::string lines;
  const auto check = [&](const auto& differences) {
    for (const auto& row : differences.not_listed) lines += row + '\n';
    for (const auto& row : differences.not_in_the_code) lines += "gone: " + row + '\n';
  };
  check(test::compare_with_committed<
        DecideControl, RecordControlResult, Release, RefuseRelease, AskAmendment, WithdrawRequest,
        DecideCancellation, Invalidate, ExtendLimit, ResolveDiscrepancies, AcceptProof, CloseRecommendation,
        LookAt, Submitted, Presented, Amended, CancellationAsked, CancellationDecided, Invalidated,
        GuaranteeRefused, AmendmentRequested, RequestWithdrawn, ControlDecided, ControlRecorded,
        ReleaseAnswered, ReleaseTried, ReleaseHindered, Released, NotReleased, LimitExtended, RecordAsked,
        PassageReported, PassageRefused, IncidentReported, ArrivalReported, ResultReported,
        DiscrepanciesResolved, ProofAccepted, RecommendationClosed, ClockRang, Noted, StatusAsked, LookedAt,
        Event>("departure.", LINTAS_ROOT));
  check(test::compare_with_committed<AboutGuarantees>("movement.about_guarantees", LINTAS_ROOT));
  check(test::compare_with_committed<MovementReply>("movement.reply", LINTAS_ROOT));
  EXPECT_EQ(lines, "") << "append these to data/field-numbers.csv";
}

}  // namespace

}  // namespace lintas::workflow
