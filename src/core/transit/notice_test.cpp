#include "core/transit/notice.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.hpp"
#include "base/time.hpp"
#include "core/transit/departure/table.hpp"
#include "core/transit/movement.hpp"
#include "tests/support/field_numbers.hpp"
#include "tests/support/transit_stage.hpp"

namespace lintas::transit {
namespace {

Letter notice(std::uint32_t number, const std::string& status) {
  Letter letter;
  letter.mrn = test::movement_of("SG");
  letter.notice = number;
  letter.status = status;
  letter.limit = parse_day("2026-12-01").value();
  return letter;
}

Sighting after(Sighting sighting, const Letter& letter) {
  const auto ruling = take(sighting, letter, Instant{});
  for (const NoticeFact& fact : ruling.events) sighting = evolve(std::move(sighting), fact);
  return sighting;
}

TEST(Notices, in_whatever_order_they_come_show_the_same_picture) {
  std::array letters{notice(1, "REL"), notice(2, "PAS"), notice(3, "ARR"), notice(4, "WOF")};
  std::array order{0, 1, 2, 3};
  Sighting first;
  do {
    Sighting sighting;
    for (const int i : order) sighting = after(std::move(sighting), letters.at(static_cast<std::size_t>(i)));
    if (first.notices.empty()) first = sighting;
    EXPECT_EQ(sighting, first);
    EXPECT_EQ(sighting.newest()->status, "WOF");
  } while (std::ranges::next_permutation(order).found);
}

TEST(Notices, a_lower_number_fills_the_history_only_and_gaps_are_known) {
  Sighting sighting = after({}, notice(3, "PAS"));
  sighting = after(std::move(sighting), notice(6, "ARR"));
  EXPECT_EQ(sighting.gaps(), (std::vector<std::pair<std::uint32_t, std::uint32_t>>{{1, 2}, {4, 5}}));
  sighting = after(std::move(sighting), notice(1, "REL"));
  EXPECT_EQ(sighting.newest()->status, "ARR");
  EXPECT_EQ(sighting.gaps(), (std::vector<std::pair<std::uint32_t, std::uint32_t>>{{2, 2}, {4, 5}}));
}

TEST(Notices, the_same_number_with_other_content_is_refused_and_remembered) {
  Sighting sighting = after({}, notice(1, "REL"));
  EXPECT_TRUE(take(sighting, notice(1, "REL"), Instant{}).answer.accepted()) << "the same once more";
  const auto ruling = take(sighting, notice(1, "CAN"), Instant{});
  ASSERT_EQ(ruling.answer.refused_for.size(), 1U);
  EXPECT_EQ(ruling.answer.refused_for.front().rule, "R-STS-001");
  ASSERT_EQ(ruling.events.size(), 1U);
  EXPECT_EQ(std::get<MessageRefused>(ruling.events.front()).faults.front().code, 14);
  sighting = evolve(std::move(sighting), ruling.events.front());
  EXPECT_TRUE(sighting.contradicted);
  EXPECT_EQ(sighting.newest()->status, "REL");
}

TEST(Notices, without_a_number_or_a_status_are_refused) {
  Letter letter = notice(1, "REL");
  letter.status.reset();
  letter.notice.reset();
  EXPECT_EQ(take({}, letter, Instant{}).answer.refused_for.size(), 2U);
}

TEST(Notices, are_kept_up_to_the_limit) {
  Sighting sighting;
  const auto many = static_cast<std::uint32_t>(limits::notices_kept_max + 2);
  for (std::uint32_t i = 1; i <= many; ++i) sighting = after(std::move(sighting), notice(i, "PAS"));
  EXPECT_EQ(sighting.notices.size(), limits::notices_kept_max);
  EXPECT_EQ(sighting.newest()->number, many);
  EXPECT_TRUE(sighting.gaps().empty()) << "what is old was forgotten, not lost";
}

Sighting asked(Sighting sighting, Instant at) {
  return evolve(sighting, time_passed(sighting, at).events.front());
}

TEST(Notices, that_are_missing_are_asked_for_until_a_picture_of_now_comes) {
  const Instant at = parse_instant("2026-11-23T02:00:00Z").value();
  const auto take_at = [&](const Sighting& sighting, std::uint32_t number, Instant when) {
    return evolve(sighting, take(sighting, notice(number, "PAS"), when).events.front());
  };
  Sighting sighting = take_at({}, 3, at);
  EXPECT_EQ(sighting.due, at + limits::notice_ask_after);
  sighting = take_at(sighting, 4, at + std::chrono::minutes{5});
  EXPECT_EQ(sighting.due, at + limits::notice_ask_after) << "the wait began with the first one missing";

  const auto ruling = time_passed(sighting, *sighting.due);
  EXPECT_EQ(std::get<NoticesAsked>(ruling.events.front()).first, 1U);
  EXPECT_EQ(std::get<NoticesAsked>(ruling.events.front()).last, 2U);
  sighting = asked(sighting, *sighting.due);
  EXPECT_EQ(sighting.due, at + limits::notice_ask_after + limits::notice_ask_again);

  sighting = take_at(sighting, 1, at + std::chrono::hours{1});
  EXPECT_TRUE(sighting.due.has_value()) << "what fills the history is no answer";
  sighting = take_at(sighting, 4, at + std::chrono::hours{2});
  EXPECT_FALSE(sighting.due.has_value());
  EXPECT_TRUE(sighting.gaps().empty()) << "nobody misses what is older";
  sighting = take_at(sighting, 6, at + std::chrono::hours{3});
  EXPECT_EQ(sighting.gaps(), (std::vector<std::pair<std::uint32_t, std::uint32_t>>{{5, 5}}));
}

TEST(Notices, that_departure_says_it_has_are_asked_for_at_once_and_again) {
  const Instant at = parse_instant("2026-11-23T02:00:00Z").value();
  Sighting sighting = after({}, notice(1, "REL"));
  sighting = evolve(sighting, ask_up_to(sighting, test::movement_of("SG"), 3, at));
  EXPECT_EQ(sighting.asked, 3U);
  const auto again = std::get<NoticesAsked>(time_passed(sighting, *sighting.due).events.front());
  EXPECT_EQ(again.first, 2U);
  EXPECT_EQ(again.last, 3U);
  sighting = after(sighting, notice(3, "ARR"));
  EXPECT_FALSE(sighting.due.has_value());

  const NoticesAsked other = ask_up_to(sighting, test::movement_of("SG"), 3, at);
  EXPECT_FALSE(other.due.has_value()) << "of one that is here with other content, once is enough";
}

TEST(Notices, know_the_end_of_a_movement) {
  EXPECT_FALSE(Sighting{}.has_ended());
  EXPECT_FALSE(after({}, notice(1, "ARR")).has_ended());
  EXPECT_TRUE(after({}, notice(1, "CAN")).has_ended());
}

TEST(Notices, tell_the_status_that_departure_shows) {
  using departure::State;
  const Day before = parse_day("2026-11-30").value();
  const auto told = [&](const std::string& code) {
    return public_status(notice_of(notice(1, code)), before);
  };
  EXPECT_EQ(told("REL"), departure::public_status(State::released, {}));
  EXPECT_EQ(told("PAS"), departure::public_status(State::released, {.crossed = true}));
  EXPECT_EQ(told("INC"), departure::public_status(State::released, {.incident = true, .crossed = true}));
  EXPECT_EQ(told("ARR"), departure::public_status(State::arrived, {}));
  EXPECT_EQ(told("DIS"), departure::public_status(State::discrepancies, {}));
  EXPECT_EQ(told("WOF"), departure::public_status(State::written_off, {}));
  EXPECT_EQ(told("CAN"), departure::public_status(State::cancelled, {}));
  EXPECT_EQ(departure::public_status(State::enquiry_recommended, {.overdue = true, .incident = true}),
            "overdue");
  EXPECT_EQ(departure::public_status(State::enquiry_recommended,
                                     {.arrived = true, .overdue = true, .incident = true, .crossed = true}),
            told("ARR"))
      << "others still see the status before (ncts.md 3.0)";
}

TEST(Notices, tell_the_public_status) {
  const Day today = parse_day("2026-11-30").value();
  const Day too_late = parse_day("2026-12-02").value();
  EXPECT_EQ(public_status(notice_of(notice(1, "REL")), today), "released");
  EXPECT_EQ(public_status(notice_of(notice(1, "PAS")), today), "in_transit");
  EXPECT_EQ(public_status(notice_of(notice(1, "PAS")), too_late), "overdue");
  EXPECT_EQ(public_status(notice_of(notice(1, "ARR")), too_late), "arrived");
  EXPECT_EQ(public_status(notice_of(notice(1, "RCL")), too_late), "discharged");
  EXPECT_EQ(public_status(notice_of(notice(1, "XYZ")), today), "unknown");
  Letter changed = notice(3, "LIM");
  changed.crossings.push_back({.office = test::office("MYJHB001"), .at = Instant{}});
  EXPECT_EQ(public_status(notice_of(changed), today), "in_transit");
}

TEST(Notices, keep_the_field_numbers_of_the_committed_list) {
  const auto differences =
      test::compare_with_committed<Notice, NoticeTaken, MessageRefused, NoticesAsked, EndNotTold>(
          "notice.", LINTAS_ROOT);
  std::string lines;
  for (const auto& row : differences.not_listed) lines += row + '\n';
  EXPECT_EQ(lines, "") << "append these to data/field-numbers.csv";
  EXPECT_TRUE(differences.not_in_the_code.empty());
}

}  // namespace
}  // namespace lintas::transit
