#include "shell/app/pump.hpp"

#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <vector>

#include "base/limits.hpp"
#include "base/time.hpp"
#include "core/exchange/circuit.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/store.hpp"

namespace lintas::app {
namespace {

const Instant noon = *parse_instant("2026-11-23T12:00:00Z");
const exchange::Partner my = *exchange::Partner::parse("MY");
const exchange::Partner th = *exchange::Partner::parse("TH");

OutboxRow message(std::int64_t id, std::int64_t lane, std::uint32_t n, exchange::Partner to = my) {
  return {.id = id, .partner = to, .lane = StreamId{lane}, .n = n};
}

std::vector<std::int64_t> ids(const std::vector<OutboxRow>& rows) {
  std::vector<std::int64_t> all;
  for (const OutboxRow& row : rows) all.push_back(row.id);
  return all;
}

using Ids = std::vector<std::int64_t>;

TEST(Pump, sends_one_message_of_a_lane_at_a_time_and_lanes_beside_each_other) {
  Pump pump;
  pump.add(message(1, 7, 1));
  pump.add(message(2, 7, 2));
  pump.add(message(3, 8, 1));
  EXPECT_EQ(ids(pump.take(noon)), (Ids{1, 3}));
  EXPECT_TRUE(pump.take(noon).empty());
  pump.receipted(1);
  EXPECT_EQ(ids(pump.take(noon)), (Ids{2}));
}

TEST(Pump, messages_without_number_wait_for_nobody) {
  Pump pump;
  pump.add(message(1, 7, 1));
  pump.add(message(2, 7, 0));
  EXPECT_EQ(ids(pump.take(noon)), (Ids{1, 2}));
}

TEST(Pump, tries_again_after_a_pause_and_never_gives_up) {
  Pump pump;
  pump.add(message(1, 7, 1));
  Instant now = noon;
  for (int i = 0; i < 50; ++i) {
    ASSERT_EQ(ids(pump.take(now)), (Ids{1})) << i;
    pump.failed(1, now, 0);
    EXPECT_TRUE(pump.take(now).empty());
    now = pump.next_try().value();
  }
  EXPECT_EQ(pump.backlog(my).waiting, 1U);
  EXPECT_TRUE(pump.partners().contains(my));
  EXPECT_TRUE(pump.backlog(my).oldest.has_value());
}

TEST(Pump, the_pause_is_that_of_the_partner) {
  Pump pump;
  pump.add(message(1, 7, 1));
  ASSERT_EQ(pump.take(noon).size(), 1U);
  pump.failed(1, noon, 0, {.first = std::chrono::minutes{20}, .longest = std::chrono::hours{1}});
  EXPECT_EQ(pump.next_try(), noon + std::chrono::minutes{20});
}

TEST(Pump, a_partner_that_is_away_does_not_hold_up_another) {
  Pump pump;
  pump.add(message(1, 7, 1));
  (void)pump.take(noon);
  pump.failed(1, noon, 0);
  pump.add(message(2, 7, 1, th));
  EXPECT_EQ(ids(pump.take(noon)), (Ids{2}));
}

TEST(Pump, what_is_kept_back_holds_its_lane_and_says_nothing_about_the_partner) {
  Pump pump;
  pump.add(message(1, 7, 1));
  pump.add(message(2, 7, 2));
  pump.add(message(3, 8, 1));
  ASSERT_EQ(ids(pump.take(noon)), (Ids{1, 3}));
  pump.failed(3, noon, 0);
  const exchange::Circuit before = pump.circuit(my);
  pump.kept_back(1, {.at = noon, .why = "not agreed"});
  EXPECT_EQ(pump.circuit(my), before);
  EXPECT_EQ(ids(pump.take(pump.next_try().value())), (Ids{3}));
  ASSERT_EQ(ids(pump.dead_letters(my)), (Ids{1}));
  EXPECT_EQ(pump.dead_letters(my).front().death, (Death{.at = noon, .why = "not agreed"}));
  EXPECT_TRUE(pump.dead_letters(th).empty());
  pump.receipted(3);
  pump.add(message(1, 7, 1));
  EXPECT_EQ(ids(pump.take(noon)), (Ids{1})) << "once it is mended";
  EXPECT_TRUE(pump.dead_letters(my).empty());
}

TEST(Pump, probes_a_partner_with_one_message) {
  Pump pump;
  for (std::int64_t lane = 1; lane <= 10; ++lane) pump.add(message(lane, lane, 1));
  Instant now = noon;
  for (unsigned i = 0; i < limits::circuit_failures_max; ++i) {
    for (const std::int64_t id : ids(pump.take(now))) pump.failed(id, now, 0);
    now = pump.next_try().value();
  }
  EXPECT_TRUE(pump.circuit(my).open());
  EXPECT_EQ(pump.take(now).size(), 1U);
  pump.receipted(1);
  EXPECT_EQ(pump.take(now).size(), 9U) << "it is back";
}

TEST(Pump, tries_at_once_what_an_operator_has_mended) {
  Pump pump;
  pump.add(message(1, 7, 1));
  (void)pump.take(noon);
  pump.failed(1, noon, 0, {.first = std::chrono::hours{1}, .longest = std::chrono::hours{24}});
  EXPECT_TRUE(pump.take(noon).empty());
  pump.end_pauses();
  EXPECT_EQ(ids(pump.take(noon)), (Ids{1}));
}

TEST(Pump, failures_that_come_together_count_once) {
  Pump pump;
  for (std::int64_t lane = 1; lane <= 10; ++lane) pump.add(message(lane, lane, 1));
  for (const std::int64_t id : ids(pump.take(noon))) pump.failed(id, noon, 0);
  EXPECT_EQ(pump.circuit(my).failures, 1U);
}

TEST(Pump, what_was_not_tried_waits_as_before_and_blames_nobody) {
  Pump pump;
  pump.add(message(1, 7, 1));
  pump.add(message(2, 7, 2));
  (void)pump.take(noon);
  pump.put_back(1);
  EXPECT_EQ(pump.circuit(my).failures, 0U);
  EXPECT_EQ(ids(pump.take(noon)), (Ids{1}));
}

TEST(Pump, a_dead_letter_holds_its_lane_and_no_other) {
  Pump pump;
  pump.add(message(1, 7, 1));
  pump.add(message(2, 7, 2));
  pump.add(message(3, 8, 1));
  (void)pump.take(noon);
  pump.refused(1);
  pump.receipted(3);
  pump.add(message(4, 8, 2));
  EXPECT_EQ(ids(pump.take(noon)), (Ids{4}));
  EXPECT_EQ(pump.backlog(my).dead, 1U);
  pump.discard(message(1, 7, 1));
  EXPECT_EQ(ids(pump.take(noon)), (Ids{2}));
}

OutboxRow dead(OutboxRow row) {
  row.dead = true;
  return row;
}

TEST(Pump, a_dead_letter_that_is_revived_goes_before_those_behind_it) {
  Pump pump;
  pump.add(dead(message(1, 7, 1)));
  pump.add(message(2, 7, 2));
  EXPECT_TRUE(pump.take(noon).empty());
  pump.add(message(1, 7, 1));
  EXPECT_EQ(ids(pump.take(noon)), (Ids{1}));
  EXPECT_EQ(pump.backlog(my).dead, 0U);
}

TEST(Pump, what_goes_in_place_of_a_letter_goes_before_those_behind_it) {
  Pump pump;
  pump.add(dead(message(1, 7, 1)));
  pump.add(message(2, 7, 2));
  pump.add(message(3, 7, 3));
  pump.add(message(9, 7, 1));
  EXPECT_FALSE(pump.next_try());
  pump.discard(message(1, 7, 1));
  EXPECT_EQ(ids(pump.take(noon)), (Ids{9})) << "the younger one has the lower number";
  pump.receipted(9);
  EXPECT_EQ(ids(pump.take(noon)), (Ids{2}));
  pump.put_back(2);
  EXPECT_EQ(ids(pump.take(noon)), (Ids{2}));
}

TEST(Pump, a_lane_is_held_until_the_last_of_its_dead_letters_is_decided) {
  Pump pump;
  pump.add(dead(message(1, 7, 1)));
  pump.add(dead(message(1, 7, 1)));
  pump.add(dead(message(2, 7, 2)));
  pump.add(message(3, 7, 3));
  EXPECT_EQ(pump.backlog(my).dead, 2U);
  pump.discard(message(1, 7, 1));
  EXPECT_TRUE(pump.take(noon).empty());
  pump.discard(message(1, 7, 1));
  EXPECT_TRUE(pump.take(noon).empty()) << "one that is gone already holds nothing and frees nothing";
  pump.discard(message(2, 7, 2));
  EXPECT_EQ(ids(pump.take(noon)), (Ids{3}));
}

TEST(Pump, what_stands_before_a_dead_letter_goes_as_one_without_those_behind_it) {
  Pump pump;
  pump.add(dead(message(5, 7, 5)));
  for (const std::int64_t n : {3, 4, 6}) pump.add(message(n, 7, static_cast<std::uint32_t>(n)));
  const auto loads = pump.take(noon, [](exchange::Partner) { return std::size_t{8}; });
  ASSERT_EQ(loads.size(), 1U);
  EXPECT_EQ(ids(loads.front()), (Ids{3, 4}));
}

/// A partner that has lost some asks for them again; no officer knows that they wait for his decision.
TEST(Pump, what_stands_before_a_dead_letter_goes) {
  Pump pump;
  pump.add(dead(message(5, 7, 5)));
  pump.add(message(3, 7, 3));
  pump.add(message(6, 7, 6));
  pump.add(message(4, 7, 4));
  EXPECT_EQ(ids(pump.take(noon)), (Ids{3}));
  pump.receipted(3);
  EXPECT_EQ(ids(pump.take(noon)), (Ids{4}));
  pump.refused(4);
  EXPECT_TRUE(pump.take(noon).empty());
  EXPECT_FALSE(pump.next_try());
  pump.discard(message(5, 7, 5));
  EXPECT_TRUE(pump.take(noon).empty()) << "the one before it is dead as well";
  pump.discard(message(4, 7, 4));
  EXPECT_EQ(ids(pump.take(noon)), (Ids{6}));
}

TEST(Pump, has_nothing_to_wait_for_behind_a_dead_letter) {
  Pump pump;
  pump.add(dead(message(1, 7, 1)));
  pump.add(message(2, 7, 2));
  EXPECT_FALSE(pump.next_try());
  pump.add(dead(message(3, 8, 0)));
  pump.add(message(4, 8, 1));
  EXPECT_EQ(ids(pump.take(noon)), (Ids{4})) << "a dead request without number holds nothing";
}

constexpr auto undecided = exchange::Failure::undecided;

TEST(Pump, a_message_that_fails_rests_while_those_of_other_lanes_go) {
  Pump pump;
  pump.add(message(10, 7, 1));
  ASSERT_EQ(ids(pump.take(noon)), (Ids{10}));
  pump.failed(10, noon, 0, {}, undecided);
  pump.add(message(11, 8, 1));
  pump.add(message(12, 7, 2));
  EXPECT_EQ(ids(pump.take(noon)), (Ids{11})) << "no pause is the partner's: it answers";
  pump.receipted(11);
  EXPECT_TRUE(pump.take(noon).empty()) << "the receipt of another one wakes it not";
  EXPECT_EQ(pump.next_try(), noon + limits::retry_delay_first);
  EXPECT_EQ(ids(pump.take(noon + limits::retry_delay_first)), (Ids{10})) << "before those behind it";
}

TEST(Pump, a_message_that_never_gets_an_answer_holds_up_no_other_for_longer_than_the_pause) {
  Pump pump;
  pump.add(message(10, 7, 1));
  Instant now = noon;
  for (unsigned i = 0; i < limits::circuit_failures_max; ++i) {
    ASSERT_EQ(ids(pump.take(now)), (Ids{10}));
    pump.failed(10, now, 0);
    now = pump.next_try().value();
  }
  ASSERT_TRUE(pump.circuit(my).open());
  pump.add(message(11, 8, 1));
  pump.add(message(12, 9, 1));
  EXPECT_EQ(ids(pump.take(now)), (Ids{11})) << "what was not tried yet is the probe";
  pump.receipted(11);
  EXPECT_EQ(ids(pump.take(now)), (Ids{10, 12}));
}

TEST(Pump, what_failed_and_what_is_new_take_turns) {
  Pump pump;
  for (std::int64_t lane = 1; lane <= 2; ++lane) pump.add(message(lane, lane, 1));
  for (const std::int64_t id : ids(pump.take(noon))) pump.failed(id, noon, 0, {}, undecided);
  for (std::int64_t lane = 3; lane <= 6; ++lane) pump.add(message(lane, lane, 1));
  EXPECT_EQ(ids(pump.take(noon + limits::retry_delay_first)), (Ids{1, 3, 2, 4, 5, 6}));
}

TEST(Pump, a_partner_that_is_away_is_probed_with_another_message_each_time) {
  Pump pump;
  for (std::int64_t lane = 1; lane <= 3; ++lane) pump.add(message(lane, lane, 1));
  Instant now = noon;
  while (!pump.circuit(my).open()) {
    for (const std::int64_t id : ids(pump.take(now))) pump.failed(id, now, 0);
    now = pump.next_try().value();
  }
  Ids probes;
  for (int i = 0; i < 6; ++i) {
    const Ids probe = ids(pump.take(now));
    ASSERT_EQ(probe.size(), 1U);
    probes.push_back(probe.front());
    pump.failed(probe.front(), now, 0);
    now = pump.next_try().value();
  }
  EXPECT_EQ(probes, (Ids{1, 2, 3, 1, 2, 3}));
}

TEST(Pump, a_partner_that_answers_and_takes_nothing_is_probed) {
  Pump pump;
  for (std::int64_t lane = 1; lane <= 200; ++lane) pump.add(message(lane, lane, 1));
  const auto first = ids(pump.take(noon));
  ASSERT_EQ(first.size(), limits::in_flight_per_partner_max);
  for (const std::int64_t id : first) pump.failed(id, noon, 0, {}, undecided);
  EXPECT_TRUE(pump.take(noon).empty()) << "it has no room, and is not flooded";
  const Instant later = pump.next_try().value();
  EXPECT_EQ(ids(pump.take(later)), (Ids{65}));
  pump.receipted(65);
  EXPECT_EQ(pump.take(later).size(), limits::in_flight_per_partner_max);
}

/// It answered 500 for a day, and each of those that wait was its probe often enough to rest for minutes.
TEST(Pump, a_partner_that_is_mended_gets_all_that_waits_at_once) {
  for (const bool takes : {true, false}) {
    SCOPED_TRACE(takes);
    Pump pump;
    Instant now = noon;
    pump.add(message(1, 1, 1));
    while (!pump.circuit(my).open()) {
      for (const std::int64_t id : ids(pump.take(now))) pump.failed(id, now, 0, {}, undecided);
      now = pump.next_try().value();
    }
    for (std::int64_t lane = 2; lane <= 40; ++lane) pump.add(message(lane, lane, 1));
    for (int i = 0; i < 1000; ++i) {
      const Ids probe = ids(pump.take(now));
      ASSERT_EQ(probe.size(), 1U);
      pump.failed(probe.front(), now, 0, {}, undecided);
      now = pump.next_try().value();
    }
    const Ids probe = ids(pump.take(now));
    ASSERT_EQ(probe.size(), 1U);
    if (takes) {
      pump.receipted(probe.front());
    } else {
      pump.refused(probe.front());
    }
    EXPECT_EQ(pump.take(now).size(), 39U);
  }
}

/// It was down for a day, and its proxy is up before what stands behind it: one probe is answered 503.
TEST(Pump, a_partner_that_comes_back_by_an_answer_that_decides_nothing_gets_at_once_what_was_its_probe) {
  Pump pump;
  Instant now = noon;
  pump.add(message(1, 1, 1));
  for (int i = 0; i < 60; ++i) {
    ASSERT_EQ(ids(pump.take(now)), (Ids{1})) << i;
    pump.failed(1, now, 0, {}, exchange::Failure::unreachable);
    now = pump.next_try().value();
  }
  ASSERT_EQ(ids(pump.take(now)), (Ids{1}));
  pump.failed(1, now, 0, {}, undecided);
  EXPECT_FALSE(pump.circuit(my).open());
  pump.add(message(2, 2, 1));
  ASSERT_EQ(ids(pump.take(now)), (Ids{2})) << "the other one rests";
  pump.receipted(2);
  EXPECT_EQ(ids(pump.take(now)), (Ids{1}));
}

TEST(Pump, a_load_that_reached_nobody_goes_as_soon_as_the_partner_takes_another_message) {
  const auto by_four = [](exchange::Partner) { return std::size_t{4}; };
  const Ids load{1, 2};
  Pump pump;
  Instant now = noon;
  for (const std::int64_t id : load) pump.add(message(id, id, 1));
  for (int i = 0; i < 3; ++i) {
    ASSERT_EQ(pump.take(now, by_four).size(), 1U) << i;
    pump.failed(load, now, 0, {}, exchange::Failure::unreachable);
    now = pump.next_try().value();
  }
  pump.add(message(3, 3, 1));
  ASSERT_EQ(pump.take(now, by_four).size(), 2U);
  pump.failed(load, now, 0, {}, exchange::Failure::unreachable);
  pump.failed(3, now, 0, {}, undecided);
  pump.add(message(4, 4, 1));
  ASSERT_EQ(pump.take(now, by_four).size(), 1U) << "the load rests, and so does what was not decided";
  pump.receipted(4);
  const auto loads = pump.take(now, by_four);
  ASSERT_EQ(loads.size(), 1U);
  EXPECT_EQ(ids(loads.front()), load);
}

TEST(Pump, what_was_posted_as_a_probe_goes_by_itself_and_what_reached_nobody_with_others) {
  const auto by_four = [](exchange::Partner) { return std::size_t{4}; };
  for (const auto failure : {undecided, exchange::Failure::unreachable}) {
    Pump pump;
    Instant now = noon;
    const auto fails = [&] {
      const auto loads = pump.take(now, by_four);
      ASSERT_EQ(loads.size(), 1U);
      ASSERT_EQ(loads.front().size(), 1U);
      pump.failed(loads.front().front().id, now, 0, {}, failure);
      now = pump.next_try().value();
    };
    pump.add(message(1, 1, 1));
    while (!pump.circuit(my).open()) fails();
    for (const std::int64_t id : {2, 3, 4}) pump.add(message(id, id, 1));
    for (int i = 0; i < 3; ++i) fails();
    pump.add(message(5, 5, 1));
    ASSERT_EQ(ids(pump.take(now)), (Ids{5}));
    pump.receipted(5);
    EXPECT_EQ(pump.take(now + limits::retry_delay_max, by_four).size(), failure == undecided ? 4U : 1U);
  }
}

/// One that it never decides: each receipt of another one would wake it at once, for ever.
TEST(Pump, what_a_message_has_failed_by_itself_it_rests_for_also_where_the_partner_is_back) {
  Pump pump;
  Instant now = noon;
  pump.add(message(1, 1, 1));
  while (!pump.circuit(my).open()) {
    for (const std::int64_t id : ids(pump.take(now))) pump.failed(id, now, 0, {}, undecided);
    if (!pump.circuit(my).open()) now = pump.next_try().value();
  }
  pump.add(message(2, 2, 1));
  now += limits::retry_delay_first;
  ASSERT_EQ(ids(pump.take(now)), (Ids{2}));
  pump.receipted(2);
  EXPECT_TRUE(pump.take(now).empty());
  EXPECT_FALSE(pump.circuit(my).open());
}

TEST(Pump, says_of_a_message_that_it_fails_while_others_are_taken_and_keeps_it_back) {
  Pump pump;
  pump.add(message(10, 7, 1));
  pump.add(message(12, 7, 2));
  Instant now = noon;
  for (std::int64_t other = 100; pump.backlog(my).dead == 0; ++other) {
    ASSERT_LT(other, 200);
    ASSERT_EQ(ids(pump.take(now)), (Ids{10}));
    const auto attempts = pump.failed(10, now, 0, {}, undecided);
    ASSERT_TRUE(attempts);
    if (attempts->is_passed_over()) pump.kept_back(10, {.at = now, .why = "others are taken"});
    pump.add(message(other, other, 1));
    ASSERT_EQ(ids(pump.take(now)), (Ids{other}));
    pump.receipted(other);
    if (const auto next = pump.next_try()) now = *next;
  }
  ASSERT_EQ(ids(pump.dead_letters(my)), (Ids{10}));
  EXPECT_EQ(pump.dead_letters(my).front().death, (Death{.at = now, .why = "others are taken"}));
  EXPECT_FALSE(pump.next_try()) << "it holds its lane, and no rest is waited for";
  pump.discard(message(10, 7, 1));
  EXPECT_EQ(ids(pump.take(now)), (Ids{12}));
}

/// Up for two minutes of an hour: each other time another message is taken, and this one was never posted.
TEST(Pump, a_line_that_comes_and_goes_passes_nothing_over) {
  Pump pump;
  pump.add(message(10, 7, 1));
  Instant now = noon;
  for (std::int64_t hour = 0; hour < 24; ++hour) {
    for (int i = 0; i < 5; ++i) {
      for (const std::int64_t id : ids(pump.take(now))) {
        const auto attempts = pump.failed(id, now, 0, {}, exchange::Failure::unreachable);
        ASSERT_TRUE(attempts.has_value());
        EXPECT_FALSE(attempts->is_passed_over()) << hour;
      }
      now = pump.next_try().value();
    }
    pump.add(message(100 + hour, 100 + hour, 1));
    for (const std::int64_t id : ids(pump.take(now))) {
      if (id == 10) {
        pump.failed(id, now, 0, {}, exchange::Failure::unreachable);
      } else {
        pump.receipted(id);
      }
    }
    now += std::chrono::hours{1};
  }
  EXPECT_EQ(pump.backlog(my).dead, 0U);
  EXPECT_EQ(ids(pump.take(now)).front(), 10);
}

TEST(Pump, what_was_never_posted_goes_with_others) {
  Pump pump;
  pump.add(message(1, 1, 1));
  (void)pump.take(noon);
  pump.failed(1, noon, 0, {}, exchange::Failure::unreachable);
  pump.add(message(2, 2, 1));
  const auto loads = pump.take(pump.next_try().value(), [](exchange::Partner) { return std::size_t{8}; });
  ASSERT_EQ(loads.size(), 1U);
  EXPECT_EQ(ids(loads.front()), (Ids{1, 2}));
}

TEST(Pump, what_we_cannot_write_rests_and_holds_up_nobody) {
  Pump pump;
  pump.add(message(10, 7, 1));
  Instant now = noon;
  for (unsigned i = 0; i < 2 * limits::circuit_failures_max; ++i) {
    ASSERT_EQ(ids(pump.take(now)), (Ids{10})) << i;
    pump.failed(10, now, 0, {}, exchange::Failure::own);
    EXPECT_EQ(pump.circuit(my), exchange::Circuit{}) << "the partner has nothing to do with it";
    EXPECT_TRUE(pump.take(now).empty());
    now = pump.next_try().value();
  }
  pump.add(message(11, 8, 1));
  pump.add(message(12, 9, 1));
  EXPECT_EQ(pump.take(now).size(), 3U);
}

TEST(Pump, an_attempt_that_was_none_leaves_the_rest_as_it_was) {
  Pump pump;
  pump.add(message(10, 7, 1));
  (void)pump.take(noon);
  pump.failed(10, noon, 0, {}, undecided);
  const Instant later = pump.next_try().value();
  (void)pump.take(later);
  pump.put_back(10);
  EXPECT_EQ(pump.next_try(), later);
  EXPECT_EQ(ids(pump.take(later)), (Ids{10}));
}

TEST(Pump, what_an_operator_has_mended_rests_no_longer) {
  Pump pump;
  pump.add(message(10, 7, 1));
  pump.add(message(11, 8, 0));
  (void)pump.take(noon);
  for (const std::int64_t id : {10, 11}) pump.failed(id, noon, 0, {}, undecided);
  EXPECT_TRUE(pump.take(noon).empty());
  pump.end_pauses();
  EXPECT_EQ(ids(pump.take(noon)), (Ids{10, 11}));
}

TEST(Pump, a_clock_that_is_put_back_silences_nobody) {
  Pump pump;
  pump.add(message(1, 7, 1));
  const Instant ahead = noon + std::chrono::hours{24};
  (void)pump.take(ahead);
  pump.failed(1, ahead, 0);
  EXPECT_TRUE(pump.take(ahead).empty());
  EXPECT_EQ(ids(pump.take(noon)), (Ids{1})) << "not after a day";
  pump.failed(1, noon, 0);
  EXPECT_TRUE(pump.take(noon - std::chrono::milliseconds{5}).empty())
      << "two threads look at a clock at once: that is no step back";
  EXPECT_EQ(ids(pump.take(noon + limits::retry_delay_first)), (Ids{1}));
}

// ---- several as one

/// As Malaysia takes them, and Thailand does not.
std::size_t by_eight(exchange::Partner partner) { return partner == my ? 8 : 1; }

std::vector<Ids> loads(const std::vector<Load>& all) {
  std::vector<Ids> out;
  for (const Load& load : all) out.push_back(ids(load));
  return out;
}

using Loads = std::vector<Ids>;

TEST(Pump, what_waits_for_a_partner_that_takes_bundles_goes_as_one) {
  Pump pump;
  for (const std::int64_t id : {1, 2, 3}) pump.add(message(id, id, 1));
  for (const std::int64_t id : {4, 5}) pump.add(message(id, id, 1, th));
  EXPECT_EQ(loads(pump.take(noon, by_eight)), (Loads{{1, 2, 3}, {4}, {5}}));
  pump.add(message(6, 6, 1));
  EXPECT_EQ(loads(pump.take(noon, by_eight)), (Loads{{6}})) << "it waits for no others";
}

TEST(Pump, a_bundle_has_no_more_than_the_partner_takes_and_no_more_are_under_way_than_may_be) {
  Pump pump;
  const auto most = static_cast<std::int64_t>(limits::in_flight_per_partner_max);
  for (std::int64_t id = 1; id <= most + 5; ++id) pump.add(message(id, id, 0));
  const auto taken = pump.take(noon, by_eight);
  ASSERT_EQ(taken.size(), limits::in_flight_per_partner_max / 8);
  for (const Load& load : taken) EXPECT_EQ(load.size(), 8U);
  EXPECT_TRUE(pump.take(noon, by_eight).empty());
}

TEST(Pump, where_more_wait_than_there_is_room_for_a_load_goes_once_half_of_it_may) {
  Pump pump;
  const auto most = static_cast<std::int64_t>(limits::in_flight_per_partner_max);
  for (std::int64_t id = 1; id <= most; ++id) pump.add(message(id, id, 0));
  (void)pump.take(noon, by_eight);
  for (std::int64_t id = most + 1; id <= most + 11; ++id) pump.add(message(id, id, 0));
  std::int64_t receipted = 0;
  const auto receipt = [&] { pump.receipted(++receipted); };
  for (int i = 0; i < 3; ++i) {
    receipt();
    EXPECT_TRUE(pump.take(noon, by_eight).empty()) << "and not in pieces, as answers come";
    EXPECT_FALSE(pump.next_try()) << "the next answer makes room, no time does";
  }
  receipt();
  EXPECT_EQ(loads(pump.take(noon, by_eight)).front().size(), 4U);
  for (int i = 0; i < 8; ++i) receipt();
  EXPECT_EQ(loads(pump.take(noon, by_eight)).front().size(), 7U) << "there are no more";
}

/// One answer that does not come is no reason for all the others to wait.
TEST(Pump, one_message_more_than_there_is_room_for_holds_up_no_load) {
  Pump pump;
  const auto free = static_cast<std::int64_t>(limits::in_flight_per_partner_max) - 7;
  for (std::int64_t id = 1; id <= free; ++id) pump.add(message(id, id, 0));
  (void)pump.take(noon, by_eight);
  for (std::int64_t id = free + 1; id <= free + 8; ++id) pump.add(message(id, id, 0));
  EXPECT_EQ(loads(pump.take(noon, by_eight)).front().size(), 7U);
}

TEST(Pump, room_for_a_load_is_not_waited_for_by_what_may_not_go) {
  Pump pump;
  for (std::int64_t id = 1; id <= 61; ++id) pump.add(message(id, id, 0));
  (void)pump.take(noon, by_eight);  // three places are left
  pump.add(dead(message(100, 100, 1)));
  for (std::uint32_t n = 2; n <= 40; ++n) pump.add(message(100 + n, 100, n));
  pump.add(message(200, 200, 1));
  EXPECT_EQ(loads(pump.take(noon, by_eight)), (Loads{{200}})) << "forty stand behind a dead letter";
  pump.add(message(201, 201, 1));
  ASSERT_EQ(loads(pump.take(noon, by_eight)), (Loads{{201}}));
  pump.failed(201, noon, 0, {}, undecided);
  for (const std::int64_t id : {202, 203}) pump.add(message(id, id, 0));
  EXPECT_EQ(loads(pump.take(noon, by_eight)), (Loads{{202, 203}})) << "nor is one that rests";
}

TEST(Pump, a_lane_with_more_than_there_is_room_for_waits_for_half_a_load) {
  Pump pump;
  for (std::int64_t id = 1; id <= 61; ++id) pump.add(message(id, id, 0));
  (void)pump.take(noon, by_eight);
  for (std::uint32_t n = 1; n <= 40; ++n) pump.add(message(100 + n, 100, n));
  EXPECT_TRUE(pump.take(noon, by_eight).empty());
  pump.receipted(1);
  EXPECT_EQ(loads(pump.take(noon, by_eight)).front().size(), 4U);
}

TEST(Pump, messages_of_a_lane_go_together_in_their_order_and_what_comes_behind_them_waits) {
  Pump pump;
  pump.add(message(1, 7, 1));
  pump.add(message(2, 7, 2));
  pump.add(message(3, 8, 1));
  pump.add(message(4, 7, 3));
  ASSERT_EQ(loads(pump.take(noon, by_eight)), (Loads{{1, 2, 3, 4}}));
  pump.add(message(5, 7, 4));
  EXPECT_TRUE(pump.take(noon, by_eight).empty()) << "those before it are under way";
  for (const std::int64_t id : {1, 2, 3}) pump.receipted(id);
  EXPECT_TRUE(pump.take(noon, by_eight).empty());
  pump.receipted(4);
  EXPECT_EQ(loads(pump.take(noon, by_eight)), (Loads{{5}}));
}

TEST(Pump, what_stands_in_place_of_a_letter_goes_before_those_behind_it_also_as_one) {
  Pump pump;
  OutboxRow dead = message(1, 7, 1);
  dead.dead = true;
  pump.add(dead);
  pump.add(message(2, 7, 2));
  pump.add(message(3, 8, 1));
  EXPECT_EQ(loads(pump.take(noon, by_eight)), (Loads{{3}})) << "a dead letter holds its lane";
  pump.add(message(9, 7, 1));  // younger, in its place
  pump.discard(dead);
  EXPECT_EQ(loads(pump.take(noon, by_eight)), (Loads{{9, 2}}));
}

TEST(Pump, a_bundle_is_tried_again_as_it_was_whatever_has_come_since) {
  Pump pump;
  for (const std::int64_t id : {1, 2}) pump.add(message(id, id, 1));
  const auto load = pump.take(noon, by_eight);
  ASSERT_EQ(loads(load), (Loads{{1, 2}}));
  const Ids both{1, 2};
  const auto attempts = pump.failed(both, noon, 0, {}, undecided);
  ASSERT_TRUE(attempts.has_value());
  EXPECT_EQ(attempts->failures, 1U);
  pump.add(message(3, 2, 2));
  pump.add(message(4, 4, 1));
  EXPECT_EQ(loads(pump.take(noon, by_eight)), (Loads{{4}})) << "the lanes of what rests are held";
  EXPECT_EQ(pump.backlog(my).waiting, 4U);
  EXPECT_EQ(pump.backlog(my).oldest, 1);
  const Instant later = pump.next_try().value();
  EXPECT_EQ(loads(pump.take(later, by_eight)), (Loads{{1, 2}}));
  pump.put_back(both);
  EXPECT_EQ(loads(pump.take(later, by_eight)), (Loads{{1, 2}})) << "an attempt that was none";
  pump.failed(both, later, 0, {}, undecided);
  pump.end_pauses();
  EXPECT_EQ(loads(pump.take(later, by_eight)), (Loads{{1, 2}}));
  for (const std::int64_t id : both) pump.receipted(id);
  EXPECT_EQ(loads(pump.take(later, by_eight)), (Loads{{3}}));
}

TEST(Pump, a_bundle_that_is_split_goes_one_by_one_and_in_order) {
  for (const bool rests : {false, true}) {
    SCOPED_TRACE(rests);
    Pump pump;
    pump.add(message(1, 7, 1));
    pump.add(message(2, 7, 2));
    pump.add(message(3, 8, 1));
    ASSERT_EQ(loads(pump.take(noon, by_eight)), (Loads{{1, 2, 3}}));
    const Ids all{1, 2, 3};
    if (rests) pump.failed(all, noon, 0, {}, undecided);
    pump.split(all);
    pump.add(message(4, 4, 1));
    EXPECT_EQ(loads(pump.take(noon, by_eight)), (Loads{{1}, {3}, {4}}));
    pump.refused(1);
    pump.receipted(3);
    EXPECT_TRUE(pump.take(noon, by_eight).empty()) << "the dead one holds its lane alone";
    EXPECT_EQ(ids(pump.dead_letters(my)), (Ids{1}));
    EXPECT_EQ(pump.backlog(my).waiting, 2U);
  }
}

TEST(Pump, what_was_tried_alone_goes_alone_and_so_does_a_probe) {
  Pump pump;
  pump.add(message(1, 1, 1));
  ASSERT_EQ(loads(pump.take(noon, by_eight)), (Loads{{1}}));
  pump.failed(1, noon, 0);
  for (const std::int64_t id : {2, 3}) pump.add(message(id, id, 1));
  const Instant later = pump.next_try().value();
  EXPECT_EQ(loads(pump.take(later, by_eight)), (Loads{{1}, {2, 3}}));
  Instant now = later;
  Pump silent;
  for (const std::int64_t id : {1, 2, 3}) silent.add(message(id, 7, static_cast<std::uint32_t>(id)));
  ASSERT_EQ(loads(silent.take(now, [](exchange::Partner) -> std::size_t { return 1; })), (Loads{{1}}));
  for (unsigned i = 0; i < limits::circuit_failures_max; ++i) {
    silent.failed(1, now, 0);
    now = silent.next_try().value();
    ASSERT_EQ(loads(silent.take(now, by_eight)), (Loads{{1}}));
  }
  silent.receipted(1);
  EXPECT_EQ(loads(silent.take(now, by_eight)), (Loads{{2, 3}})) << "it is there again";
}

TEST(Pump, a_probe_is_one_message_also_where_all_that_waits_rests_together) {
  Pump pump;
  for (const std::int64_t id : {1, 2, 3}) pump.add(message(id, id, 1));
  pump.add(message(4, 3, 2));
  const Ids all{1, 2, 3, 4};
  Instant now = noon;
  ASSERT_EQ(loads(pump.take(now, by_eight)), (Loads{{1, 2, 3, 4}}));
  for (unsigned failures = 1; failures < limits::circuit_failures_max; ++failures) {
    pump.failed(all, now, 0);
    now = pump.next_try().value();
    ASSERT_EQ(loads(pump.take(now, by_eight)), (Loads{{1, 2, 3, 4}})) << failures;
  }
  pump.failed(all, now, 0);
  now = pump.next_try().value();
  EXPECT_EQ(loads(pump.take(now, by_eight)), (Loads{{1}}));
  EXPECT_TRUE(pump.take(now, by_eight).empty()) << "one at a time";
  EXPECT_EQ(pump.backlog(my).waiting, 4U);
  pump.receipted(1);
  EXPECT_EQ(loads(pump.take(now, by_eight)), (Loads{{2}, {3}}))
      << "the last one waits behind that of its lane";
  pump.receipted(3);
  EXPECT_EQ(loads(pump.take(now, by_eight)), (Loads{{4}}));
}

/// It would most likely be refused again, and the others with it.
TEST(Pump, a_dead_letter_that_is_revived_goes_with_no_others) {
  Pump pump;
  OutboxRow dead = message(2, 2, 1);
  dead.dead = true;
  pump.add(dead);
  pump.add(message(1, 1, 1));
  pump.add(message(3, 3, 1));
  dead.dead = false;
  pump.add(dead);
  EXPECT_EQ(loads(pump.take(noon, by_eight)), (Loads{{1, 3}, {2}}));
}

/// What of a load turned out not to go with it.
TEST(Pump, what_is_put_back_alone_waits_behind_those_of_its_lane_that_went) {
  Pump pump;
  pump.add(message(1, 7, 1));
  pump.add(message(2, 7, 2));
  pump.add(message(3, 8, 1));
  ASSERT_EQ(loads(pump.take(noon, by_eight)), (Loads{{1, 2, 3}}));
  pump.put_back(2);
  pump.put_back(3);
  EXPECT_EQ(loads(pump.take(noon, by_eight)), (Loads{{3}}));
  pump.receipted(1);
  EXPECT_EQ(loads(pump.take(noon, by_eight)), (Loads{{2}}));
}

TEST(Pump, an_answer_to_nothing_changes_nothing) {
  Pump pump;
  pump.receipted(9);
  pump.refused(9);
  pump.failed(9, noon, 0);
  EXPECT_FALSE(pump.next_try());
}

}  // namespace
}  // namespace lintas::app
