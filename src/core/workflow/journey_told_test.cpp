#include "core/workflow/journey_told.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/state.hpp"
#include "tests/support/state_setting.hpp"

/// What becomes of rulings stands in tests/corridor.
namespace lintas::workflow {

namespace {

const Instant at = *parse_instant("2026-11-23T02:00:00Z");

TEST(JourneyTold, LegalDaysAreThoseOfTheOfficeAndOfUtcWithoutOne) {
  const test::StateSetting setting{"MY"};
  const Command command{.at = at};
  const auto offset = [&](const std::optional<OfficeId>& office) {
    return journey_context(command, office, setting.get()).utc_offset;
  };
  EXPECT_EQ(offset(OfficeId::parse("MYBKH001").value()), std::chrono::minutes{480});
  EXPECT_EQ(offset(OfficeId::parse("MYXXX999").value()), std::chrono::minutes{0});
  EXPECT_EQ(offset(std::nullopt), std::chrono::minutes{0});
}

TEST(JourneyTold, TheOfficeConcernedIsTheNextOneThenTheLastThenWhoAsked) {
  transit::passage::Passage passage;
  EXPECT_FALSE(office_concerned(passage).has_value());
  passage.asked_by = OfficeId::parse("MYJHB001").value();
  EXPECT_EQ(office_concerned(passage), passage.asked_by);
  passage.offices = {{.office = OfficeId::parse("MYBKH001").value()}};
  EXPECT_EQ(office_concerned(passage), OfficeId::parse("MYBKH001").value());
}

/// What a refused message of departure leads to, with and without a lane to answer in.
Outcome refused_in(const test::StateSetting& setting, const Mrn& mrn, bool in_a_lane) {
  const State journey = State::of(Journey{});
  Command command{.at = at};
  if (in_a_lane)
    command.lane = {.partner = exchange::Partner::parse("SG").value(), .n = 1, .message_id = "M1"};
  const std::vector<StreamView> slots{{.id = StreamId::none, .kind = journey_stream, .state = &journey}};
  const Situation situation{.slots = slots, .asks = {}, .number = {}, .page = {}, .waiting = {}};
  const Setting known = setting.get();
  JourneyTold told{command, situation, known};
  told.refuse(Finding{.rule = "R-TRA-090", .pointer = {}, .value = {}, .detail = {}});
  return std::move(told).finish(mrn, 50);
}

TEST(JourneyTold, ARefusedMessageOfAPartnerIsAnsweredByIE906) {
  const test::StateSetting setting{"MY"};
  const Mrn mrn = Mrn::issue(std::chrono::year{2026}, *Country::parse("SG"), "000000000001").value();
  const Outcome told = refused_in(setting, mrn, true);
  EXPECT_FALSE(told.answer.accepted());
  ASSERT_EQ(told.events.size(), 1U);
  ASSERT_EQ(told.events.front().sends.size(), 1U);
  EXPECT_EQ(told.events.front().sends.front().kind, payload_of_message(906));
  EXPECT_TRUE(refused_in(setting, mrn, false).events.empty());
}

TEST(JourneyTold, TradersMessagesDoNotGoToDeparture) {
  EXPECT_TRUE(goes_to_departure(118));
  EXPECT_FALSE(goes_to_departure(25));
}

}  // namespace

}  // namespace lintas::workflow
