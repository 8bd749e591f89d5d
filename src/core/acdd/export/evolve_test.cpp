#include "core/acdd/export/evolve.hpp"

#include <gtest/gtest.h>
#include <optional>

#include "base/fields.hpp"
#include "core/acdd/export/events.hpp"
#include "core/acdd/export/state.hpp"
#include "core/acdd/export/table.hpp"
#include "core/acdd/messages.hpp"
#include "core/documents/events.hpp"
#include "tests/support/documents_evolve.hpp"

namespace lintas::acdd::export_side {
namespace {

TEST(Evolve, GoesWhereTheEventSaysWithTheClockItSays) {
  test::expect_it_goes_where_the_event_says<Document, Event>(State::cancelled, evolve);
}

TEST(Alarm, OfWhatWasStoredBeforeEvidenceSaidOne) {
  const documents::Noted before{.message = acdd_response, .faults = {}};
  const auto read = from_cbor<Noted>(to_cbor(before));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read.value(), (Noted{.message = before.message, .faults = {}}));
}

TEST(Alarm, IsToldByAnEventOfAnEarlierEditionThatRaisesIt) {
  Event event{};
  event.fact = documents::Reminded<Alarm>{Alarm::faulty};
  EXPECT_EQ(alarm_behind(event), Alarm::faulty);
  event.fact = Responded{};
  EXPECT_EQ(alarm_behind(event), std::nullopt);
  event.when = Case::refused_waits;
  EXPECT_EQ(alarm_behind(event), Alarm::cancel_refused);
  event.fact = Acknowledged{};
  event.when = Case::cancellation_faulty;
  EXPECT_EQ(alarm_behind(event), Alarm::cancel_faulty);
}

TEST(Alarm, HasANameOfItsOwn) { test::expect_alarms_have_names<Alarm>(4); }

}  // namespace
}  // namespace lintas::acdd::export_side
