#include "core/workflow/outlook.hpp"

#include <array>
#include <chrono>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>

#include "base/money.hpp"
#include "base/time.hpp"
#include "core/guarantee/state.hpp"
#include "core/model/values/office_id.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/departure/table.hpp"
#include "core/transit/ruling.hpp"
#include "tests/support/plain_law.hpp"

namespace lintas::workflow {
namespace {

namespace dep = transit::departure;
using guarantee::UseState;

Instant at(std::string_view text) { return *parse_instant(text); }

/// Eight hours ahead of UTC.
struct Office {
  refdata::StateProfile law = test::plain_law();
  transit::Context context{
      .at = at("2026-11-20T02:00:00Z"), .utc_offset = std::chrono::hours{8}, .by = {}, .law = law};
};

guarantee::Use used(UseState state) {
  guarantee::Use use;
  use.state = state;
  use.amount = Money{500, *Currency::parse("SGD")};
  return use;
}

/// From Singapore to Thailand, to arrive by the 25th.
dep::Movement moving(dep::State state, std::string_view due) {
  dep::Movement movement;
  movement.state = state;
  movement.due = at(due);
  movement.limit = parse_day("2026-11-25");
  movement.declaration.route = {
      .departure = *OfficeId::parse("SGTUS001"), .transit = {}, .destination = *OfficeId::parse("THSDO001")};
  return movement;
}

TEST(Outlook, money_on_the_way_comes_back_when_the_limits_of_arrival_and_control_are_over) {
  const Office office;
  const auto outlook =
      outlook_of(used(UseState::used), moving(dep::State::released, "2026-11-26T16:00:00Z"), office.context);
  ASSERT_TRUE(outlook.has_value());
  EXPECT_EQ(outlook->waits_for, "arrival in TH, expected until 2026-11-25");
  EXPECT_EQ(outlook->due, at("2026-11-26T16:00:00Z"));
  EXPECT_EQ(outlook->free_by, at("2026-12-02T16:00:00Z"));
  EXPECT_EQ(outlook->why,
            "time limit of the transit 2026-11-25, arrival reported by 2026-11-26, results of the control by "
            "2026-12-02");
  EXPECT_EQ(outlook->otherwise,
            "after 2026-11-26 an enquiry is recommended, which is to begin by 2026-12-04; the amount is held "
            "until an arrival, a proof or the enquiry ends the movement");
}

TEST(Outlook, where_arrival_frees_the_amount_nobody_waits_for_the_control) {
  Office office;
  office.law.guarantee.credit_at_arrival = true;
  const auto outlook =
      outlook_of(used(UseState::used), moving(dep::State::released, "2026-11-26T16:00:00Z"), office.context);
  ASSERT_TRUE(outlook.has_value());
  EXPECT_EQ(outlook->free_by, at("2026-11-26T16:00:00Z"));
  EXPECT_TRUE(outlook->why.ends_with("; the arrival frees the amount")) << outlook->why;
  const auto credited = outlook_of(used(UseState::credited),
                                   moving(dep::State::arrived, "2026-11-30T16:00:00Z"), office.context);
  ASSERT_TRUE(credited.has_value());
  EXPECT_FALSE(credited->free_by.has_value()) << "it is free";
  EXPECT_EQ(credited->waits_for, "discharge after control results from TH");
}

TEST(Outlook, after_the_arrival_the_results_of_the_state_where_the_goods_are_count) {
  const Office office;
  auto movement = moving(dep::State::arrived, "2026-11-30T16:00:00Z");
  movement.arrival = transit::Crossing{.office = *OfficeId::parse("LAVTE001"), .at = office.context.at};
  const auto outlook = outlook_of(used(UseState::used), movement, office.context);
  ASSERT_TRUE(outlook.has_value());
  EXPECT_EQ(outlook->waits_for, "discharge after control results from LA");
  EXPECT_EQ(outlook->free_by, movement.due);
  EXPECT_EQ(outlook->why, "the goods have arrived; results of the control are due by 2026-11-30");
}

TEST(Outlook, goods_that_arrived_are_not_expected_any_more_while_their_result_is_enquired_after) {
  const Office office;
  auto movement = moving(dep::State::enquiry_recommended, "2026-12-08T16:00:00Z");
  EXPECT_EQ(outlook_of(used(UseState::used), movement, office.context)->waits_for,
            "an arrival, a proof or the end of the enquiry");
  movement.arrival = transit::Crossing{.office = *OfficeId::parse("THBKK001"), .at = office.context.at};
  EXPECT_EQ(outlook_of(used(UseState::used), movement, office.context)->waits_for,
            "control results from TH, a proof or the end of the enquiry");
}

TEST(Outlook, no_day_is_promised_where_no_law_names_one) {
  const Office office;
  for (const auto state : {dep::State::discrepancies, dep::State::enquiry_recommended}) {
    const auto outlook =
        outlook_of(used(UseState::used), moving(state, "2026-12-03T16:00:00Z"), office.context);
    ASSERT_TRUE(outlook.has_value());
    EXPECT_FALSE(outlook->free_by.has_value());
    EXPECT_TRUE(outlook->why.starts_with("no limit says by when; the ")) << outlook->why;
    EXPECT_TRUE(outlook->why.ends_with(" is to act by 2026-12-03")) << outlook->why;
  }
  auto claimed = used(UseState::claimed);
  claimed.claim_review_due = at("2026-12-20T16:00:00Z");
  const auto outlook =
      outlook_of(claimed, moving(dep::State::enquiry_recommended, "2026-12-03T16:00:00Z"), office.context);
  ASSERT_TRUE(outlook.has_value());
  EXPECT_EQ(outlook->waits_for, "payment by the guarantor, withdrawal of the claim or discharge");
  EXPECT_EQ(outlook->due, claimed.claim_review_due);
  EXPECT_EQ(outlook->why, "no limit says by when; the recovery officer is to act by 2026-12-20");
}

TEST(Outlook, what_holds_nothing_waits_for_nothing) {
  const Office office;
  const auto movement = moving(dep::State::released, "2026-11-26T16:00:00Z");
  for (const UseState state : {UseState::none, UseState::cancelled, UseState::released})
    EXPECT_FALSE(outlook_of(used(state), movement, office.context).has_value());
}

}  // namespace
}  // namespace lintas::workflow
