#include "core/exchange/lanes.hpp"

#include <gtest/gtest.h>
#include <string>

#include "base/limits.hpp"
#include "base/require.hpp"
#include "core/exchange/limits.hpp"

namespace lintas::exchange {
namespace {

using namespace std::chrono_literals;

const Partner my = *Partner::parse("MY");
const Partner th = *Partner::parse("TH");
const Instant noon = *parse_instant("2026-11-23T12:00:00Z");

Parked waiting(Partner partner, std::uint32_t n, ParkedFor reason = ParkedFor::gap, Instant since = noon) {
  return {.partner = partner,
          .n = n,
          .reason = reason,
          .since = since,
          .message_id = partner.str() + std::to_string(n),
          .content = {}};
}

Lanes apply(Lanes lanes, Partner partner, std::uint32_t n) {
  return taken(std::move(lanes), partner, n, partner.str() + std::to_string(n));
}

TEST(Lanes, number_what_we_send_to_each_partner_from_one) {
  Lanes lanes;
  EXPECT_EQ(lanes.next_to_send(my), 1U);
  lanes = sent(sent(std::move(lanes), my, 1), my, 2);
  EXPECT_EQ(lanes.next_to_send(my), 3U);
  EXPECT_EQ(lanes.next_to_send(th), 1U);
}

TEST(Lanes, give_no_number_again_when_something_goes_in_place_of_an_old_one) {
  Lanes lanes = sent(sent({}, my, 1), my, 2);
  lanes = sent(std::move(lanes), my, 1);
  EXPECT_EQ(lanes.next_to_send(my), 3U);
}

TEST(Lanes, apply_in_order_and_park_what_overtakes) {
  Lanes lanes = apply({}, my, 1);
  EXPECT_EQ(judge(lanes, my, 1), Arrival::repeated);
  EXPECT_EQ(judge(lanes, my, 2), Arrival::apply);
  EXPECT_EQ(judge(lanes, my, 3), Arrival::park);
  EXPECT_EQ(judge(lanes, th, 2), Arrival::park) << "each partner has a lane of its own";
  lanes = parked(std::move(lanes), waiting(my, 3));
  EXPECT_EQ(judge(lanes, my, 3), Arrival::repeated);
  EXPECT_TRUE(offerable(lanes).empty());
  lanes = apply(std::move(lanes), my, 2);
  ASSERT_EQ(offerable(lanes).size(), 1U);
  EXPECT_EQ(offerable(lanes).front().n, 3U);
  lanes = apply(std::move(lanes), my, 3);
  EXPECT_TRUE(lanes.parked.empty());
}

TEST(Lanes, a_partner_without_numbers_is_always_in_turn) {
  Lanes lanes;
  EXPECT_EQ(judge(lanes, my, 0), Arrival::apply);
  lanes = parked(std::move(lanes), waiting(my, 0, ParkedFor::early));
  EXPECT_EQ(offerable(lanes).size(), 1U);
  EXPECT_TRUE(gaps(lanes).empty());
}

TEST(Lanes, a_held_message_holds_its_lane_and_no_other) {
  Lanes lanes = parked({}, waiting(my, 1, ParkedFor::held));
  lanes = parked(std::move(lanes), waiting(my, 2));
  EXPECT_TRUE(offerable(lanes).empty());
  EXPECT_EQ(judge(lanes, th, 1), Arrival::apply);
  EXPECT_TRUE(gaps(lanes).empty()) << "nothing is missing";
  lanes = apply(std::move(lanes), my, 1);  // an officer took it out
  EXPECT_EQ(offerable(lanes).size(), 1U);
}

TEST(Lanes, ask_for_what_is_missing_after_a_while_and_again) {
  Lanes lanes = parked(apply({}, my, 1), waiting(my, 4));
  EXPECT_EQ(gaps(lanes), (std::vector{Gap{.partner = my, .first = 2, .last = 3}}));
  EXPECT_EQ(due(lanes), noon + limits::gap_ask_after);
  EXPECT_TRUE(overdue_gaps(lanes, noon).empty());
  EXPECT_EQ(overdue_gaps(lanes, noon + limits::gap_ask_after).size(), 1U);
  lanes = asked(std::move(lanes), my, noon + limits::gap_ask_after);
  EXPECT_EQ(due(lanes), noon + limits::gap_ask_after + limits::gap_ask_again);
  lanes = apply(apply(std::move(lanes), my, 2), my, 3);
  EXPECT_TRUE(gaps(lanes).empty());
  EXPECT_FALSE(due(apply(std::move(lanes), my, 4)));
}

TEST(Lanes, tell_once_of_a_message_that_waits_too_long) {
  Lanes lanes = parked({}, waiting(my, 0, ParkedFor::early));
  lanes = parked(std::move(lanes), waiting(th, 1, ParkedFor::early, noon + 1h));
  EXPECT_EQ(due(lanes), noon + limits::parked_wait_max);
  EXPECT_TRUE(overdue_messages(lanes, noon + limits::parked_wait_max - 1ms).empty());
  ASSERT_EQ(overdue_messages(lanes, noon + limits::parked_wait_max).size(), 1U);
  lanes = told_overdue(std::move(lanes), my, "MY0");
  EXPECT_TRUE(overdue_messages(lanes, noon + limits::parked_wait_max).empty());
  EXPECT_EQ(due(lanes), noon + 1h + limits::parked_wait_max) << "that of the other lane";
  lanes = told_overdue(std::move(lanes), th, "TH1");
  EXPECT_FALSE(due(lanes)) << "they wait on, and nobody is told again";
  EXPECT_EQ(offerable(lanes).size(), 2U);
}

TEST(Lanes, tell_of_what_waits_behind_a_gap_and_not_of_what_an_officer_holds) {
  Lanes lanes = parked(parked({}, waiting(my, 2)), waiting(th, 1, ParkedFor::held));
  const auto overdue = overdue_messages(lanes, noon + limits::parked_wait_max);
  ASSERT_EQ(overdue.size(), 1U);
  EXPECT_EQ(overdue.front().partner, my);
}

TEST(Lanes, refuse_for_now_when_too_many_of_one_partner_wait) {
  Lanes lanes;
  for (std::uint32_t n = 2; n < 2 + limits::parked_per_lane_max; ++n) {
    lanes = parked(std::move(lanes), waiting(my, n));
  }
  EXPECT_EQ(judge(lanes, my, 500), Arrival::full);
  EXPECT_EQ(judge(lanes, my, 1), Arrival::apply) << "the one that frees the others is always taken";
  EXPECT_EQ(judge(lanes, my, 2), Arrival::repeated);
  EXPECT_EQ(judge(lanes, my, 0), Arrival::apply) << "it may be what the others wait for";
  EXPECT_EQ(judge(lanes, th, 7), Arrival::park) << "another partner's lane has room of its own";
  EXPECT_TRUE(is_full(lanes, my));
  EXPECT_FALSE(is_full(lanes, th));
}

TEST(Lanes, may_leave_out_what_waited_behind_a_gap_for_days) {
  const Lanes lanes = parked(apply({}, my, 1), waiting(my, 3));
  const Parked& third = lanes.parked.front();
  EXPECT_FALSE(may_take_out(lanes, third, noon + limits::gap_in_vain - 1ms));
  EXPECT_TRUE(may_take_out(lanes, third, noon + limits::gap_in_vain));
  EXPECT_TRUE(may_take_out(parked({}, waiting(my, 1, ParkedFor::held)), waiting(my, 1), noon)) << "its turn";
}

TEST(Lanes, do_not_wait_for_what_was_taken_out_and_take_another_under_its_number) {
  const Lanes without = taken_out(parked(apply({}, my, 1), waiting(my, 3)), my, 3, "MY3");
  EXPECT_TRUE(without.parked.empty());
  EXPECT_FALSE(due(without)) << "nobody waits for number 2";
  EXPECT_EQ(judge(without, my, 2), Arrival::apply) << "and nobody skips it";
  EXPECT_EQ(judge(without, my, 4), Arrival::park);
  const Lanes on = apply(without, my, 2);
  EXPECT_EQ(judge(on, my, 3), Arrival::apply) << "of a sender that gives its numbers again";
  EXPECT_EQ(judge(on, my, 4), Arrival::apply) << "of one that does not";
  const Lanes behind = apply(on, my, 4);
  EXPECT_EQ(judge(behind, my, 3), Arrival::repeated);
  EXPECT_EQ(judge(behind, my, 6), Arrival::park);
  Lanes again = parked(on, {.partner = my, .n = 3, .reason = ParkedFor::early, .message_id = "another"});
  EXPECT_EQ(judge(again, my, 4), Arrival::park) << "the other one goes before it";
}

TEST(Lanes, take_out_in_its_turn_moves_the_lane) {
  const Lanes lanes = taken_out(parked({}, waiting(my, 1, ParkedFor::held)), my, 1, "MY1");
  EXPECT_EQ(lanes.find(my)->applied, 1U);
  EXPECT_TRUE(lanes.find(my)->left_out.empty());
}

TEST(Lanes, go_on_message_by_message) {
  EXPECT_THROW((void)apply({}, my, 2), Bug);
  EXPECT_THROW((void)apply(apply({}, my, 1), my, 1), Bug);
}

}  // namespace
}  // namespace lintas::exchange
