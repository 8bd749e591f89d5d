#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <variant>
#include <vector>

#include "base/money.hpp"
#include "base/time.hpp"
#include "core/guarantee/commands.hpp"
#include "core/guarantee/decide.hpp"
#include "core/guarantee/events.hpp"
#include "core/guarantee/profile.hpp"
#include "core/guarantee/state.hpp"

// The course of accounts is told by the scenarios in tests/scenarios/guarantee; here stands what a scenario
// does not show.
namespace lintas::guarantee {
namespace {

const Currency myr = *Currency::parse("MYR");
const Country my = *Country::parse("MY");

RegisterGuarantee registration(Terms terms, std::int64_t amount) {
  return {.at = {},
          .approval = {.first = *PersonId::parse("one"), .second = *PersonId::parse("two")},
          .grn = *Grn::parse("26MY0000000001G13"),
          .holder = *Tin::parse("MYTRADER"),
          .office = *OfficeId::parse("MYBKH001"),
          .reference_amount = Money{amount, myr},
          .valid_from = {},
          .valid_until = std::nullopt,
          .not_valid_in = {},
          .master_code = std::nullopt,
          .access_codes = {AccessCodeHash{}},
          .terms = std::move(terms),
          .utc_offset_minutes = 480};
}

Terms reduced(std::uint8_t percent) {
  return MultipleJourneys{.guarantor = {.tin = *Tin::parse("MYBANK"), .approved = true},
                          .percent = percent,
                          .standing = {.clean_years = 9},
                          .weekly_debt = Money{0, myr}};
}

Registered registered(const Terms& terms, std::int64_t amount) {
  const Profile profile{.state = my, .reductions = {{25, 3}, {33, 1}, {99, 1}}};
  return std::get<Registered>(decide(Header{}, registration(terms, amount), profile).events.at(0));
}

TEST(GuaranteeAccount, the_guaranteed_part_is_rounded_up) {
  const auto guaranteed = [](std::uint8_t percent, std::int64_t amount) {
    return registered(reduced(percent), amount).guaranteed_amount.minor_units();
  };
  EXPECT_EQ(guaranteed(100, 12345), 12345);
  EXPECT_EQ(guaranteed(25, 100), 25);
  EXPECT_EQ(guaranteed(25, 101), 26);
  EXPECT_EQ(guaranteed(33, 10), 4);
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(guaranteed(100, most), most);
  EXPECT_EQ(guaranteed(99, most), 9131138316486228049) << "99 % of 9223372036854775807 is ...048.93";
}

TEST(GuaranteeAccount, the_persons_of_a_four_eyes_act_are_named_in_the_event) {
  const Registered event = registered(reduced(25), 100);
  EXPECT_EQ(event.by, *PersonId::parse("one"));
  EXPECT_EQ(event.second, *PersonId::parse("two"));
  EXPECT_EQ(event.guarantor, *Tin::parse("MYBANK"));
}

TEST(GuaranteeAccount, the_sixteenth_day_after_notice_is_a_parameter) {
  const Header header{.status = Status::valid};
  const Day day = *parse_day("2026-12-20");
  const auto effective = [&](const Profile& profile) {
    const auto decision = decide(header, GiveNotice{.at = {}, .day = day, .approval = {}}, profile);
    return std::get<NoticeGiven>(decision.events.at(0)).effective;
  };
  EXPECT_EQ(effective(Profile{}), *parse_day("2027-01-05"));
  EXPECT_EQ(effective(Profile{.revocation_delay = std::chrono::days{30}}), *parse_day("2027-01-19"));
}

TEST(GuaranteeAccount, its_clock_rings_at_the_first_end) {
  Header header{.status = Status::valid};
  EXPECT_EQ(next_clock(header), std::nullopt);
  header.valid_until = *parse_day("2026-12-31");
  EXPECT_EQ(next_clock(header), *parse_day("2027-01-01"));
  header.revoked_from = *parse_day("2027-01-05");
  EXPECT_EQ(next_clock(header), *parse_day("2027-01-01"));
  header.valid_until.reset();
  EXPECT_EQ(next_clock(header), *parse_day("2027-01-05"));
  header.status = Status::revoked;
  EXPECT_EQ(next_clock(header), std::nullopt);
}

TEST(GuaranteeAccount, R_ACTS_045_a_failed_master_code_is_refused_and_counted) {
  Header header{.status = Status::valid, .holder = *Tin::parse("MYTRADER")};
  header.access_codes = {AccessCodeHash{}};
  const ReplaceAccessCodes replace{.at = {},
                                   .authority = ReplaceAccessCodes::ByMasterCode{header.holder},
                                   .master_code = AccessCodeHash{},
                                   .access_codes = {AccessCodeHash{}}};
  const auto decision = decide(header, replace, Profile{});
  EXPECT_FALSE(decision.answer.accepted()) << "an account without master code has none that fits";
  EXPECT_EQ(std::get<MasterCodeFailed>(decision.events.at(0)).sender, header.holder);
}

}  // namespace
}  // namespace lintas::guarantee
