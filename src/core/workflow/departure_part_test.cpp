#include "core/workflow/departure_part.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>

#include "core/model/values/mrn.hpp"
#include "core/transit/departure/commands.hpp"
#include "core/transit/departure/events.hpp"
#include "core/transit/departure/table.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/refusal.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/mrn_numbers.hpp"
#include "core/workflow/part.hpp"
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
        Submitted, Presented, Amended, CancellationAsked, CancellationDecided, Invalidated, GuaranteeRefused,
        AmendmentRequested, RequestWithdrawn, ControlDecided, ControlRecorded, ReleaseAnswered, ReleaseTried,
        ReleaseHindered, Released, NotReleased, LimitExtended, RecordAsked, PassageReported, PassageRefused,
        IncidentReported, ArrivalReported, ResultReported, DiscrepanciesResolved, ProofAccepted,
        RecommendationClosed, ClockRang, Noted, StatusAsked, Event>("departure.", LINTAS_ROOT));
  check(test::compare_with_committed<AboutGuarantees>("movement.about_guarantees", LINTAS_ROOT));
  check(test::compare_with_committed<MovementReply>("movement.reply", LINTAS_ROOT));
  EXPECT_EQ(lines, "") << "append these to data/field-numbers.csv";
}

}  // namespace

}  // namespace lintas::workflow
