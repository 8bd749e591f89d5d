#include "core/acdd/import/evolve.hpp"

#include <cstdint>
#include <gtest/gtest.h>

#include "base/fields.hpp"
#include "core/acdd/import/events.hpp"
#include "core/acdd/import/state.hpp"
#include "core/acdd/import/table.hpp"
#include "core/acdd/matching.hpp"
#include "core/acdd/messages.hpp"
#include "core/documents/events.hpp"
#include "tests/support/acdd_stage.hpp"
#include "tests/support/documents_evolve.hpp"

namespace lintas::acdd::import_side {
namespace {

TEST(Evolve, GoesWhereTheEventSaysWithTheClockItSays) {
  test::expect_it_goes_where_the_event_says<Document, Event>(State::cancelled, evolve);
}

TEST(Evolve, PlaysTheWithdrawalOfWhatIsNotThere) {
  Event event{};
  event.fact = Withdrawn{.declaration = test::declaration_number("D-9"), .judged = {}, .by = {}};
  EXPECT_TRUE(evolve(Document{}, event).declarations.empty());
}

TEST(Evolve, AComparisonThatNamesNotAllOfItsDifferencesIsNeverTheOneThatWasLookedAt) {
  Document document;
  const auto stands = [&](std::uint32_t count) {
    Judged judged;
    judged.differences.resize(2);
    judged.count = count;
    Event event{};
    event.next = State::mismatch;
    event.fact = Reported{.declared = {}, .judged = judged, .by = {}, .permit = {}};
    document = evolve(document, event);
    event.fact = LookedAt{.reason = "weighed", .by = {}};
    document = evolve(document, event);
    EXPECT_FALSE(document.alarm.has_value());
    event.fact = Reported{.declared = {}, .judged = judged, .by = {}, .permit = {}};
    document = evolve(document, event);
    return document.alarm.has_value();
  };
  EXPECT_FALSE(stands(2));
  EXPECT_TRUE(stands(3));
}

TEST(Alarm, OfWhatWasStoredBeforeEvidenceSaidOne) {
  const documents::Noted before{.message = acdd_send, .faults = {{"R-ACDD-003", "", ""}}};
  const auto read = from_cbor<Noted>(to_cbor(before));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read.value(), (Noted{.message = before.message, .faults = before.faults}));
}

TEST(Alarm, HasANameOfItsOwn) { test::expect_alarms_have_names<Alarm>(4); }

}  // namespace
}  // namespace lintas::acdd::import_side
