#include "core/documents/import/steps.hpp"

#include <gtest/gtest.h>
#include <vector>

#include "base/time.hpp"
#include "core/documents/import/decide.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/limits.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/ruling.hpp"
#include "tests/support/documents_stage.hpp"

/// The rows themselves are played by tests/scenarios/documents/import.
namespace lintas::documents::import_side {
namespace {

TEST(ImportSteps, ARowSaysWhereItLeadsWhatIsSentAndWhenItsClockRings) {
  const test::Noon noon;
  Certificate certificate;
  certificate.state = State::valid;
  certificate.valid_until = parse_day("2027-03-01").value();
  const Ruling asked = done(certificate, Trigger::ask_again, {}, noon.context);
  ASSERT_EQ(asked.events.size(), 1U);
  EXPECT_EQ(asked.events.front().next, State::valid);
  EXPECT_EQ(asked.events.front().sent, std::vector<MessageNumber>{co_retransmit_request});
  EXPECT_EQ(asked.events.front().due, parse_instant("2027-03-01T17:00:00Z")) << "its day ends in Bangkok";
  EXPECT_EQ(time_passed(certificate, noon.context).events.front().next, State::expired);
}

TEST(ImportSteps, WhatHasNoRowIsRefused) {
  const test::Noon noon;
  Certificate certificate;
  certificate.state = State::valid;
  EXPECT_FALSE(takes(certificate, Trigger::keep_use));
  const Ruling kept = done(certificate, Trigger::keep_use, "used", noon.context);
  ASSERT_FALSE(kept.answer.accepted());
  EXPECT_EQ(kept.answer.refused_for.front().rule, "R-DOC-001");
}

TEST(ImportSteps, TheSixtyDaysCountFromTheLaterOfReceiptAndClaimOrByTheLetterOfTheTreaty) {
  Certificate certificate;
  Limits limits;
  EXPECT_FALSE(refusal_start(certificate, limits).has_value()) << "nobody claims it";
  certificate.received = parse_instant("2026-03-02T05:00:00Z");
  certificate.claimed = parse_instant("2026-04-02T05:00:00Z");
  EXPECT_EQ(refusal_start(certificate, limits), certificate.claimed);
  limits.refusal_clock = RefusalClock::receipt;
  EXPECT_EQ(refusal_start(certificate, limits), certificate.received);
}

}  // namespace
}  // namespace lintas::documents::import_side
