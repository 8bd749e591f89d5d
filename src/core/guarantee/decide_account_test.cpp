#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/finding.hpp"
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

TEST(GuaranteeAccount, R_GUA_323_a_failed_master_code_is_refused_and_counted_and_a_missing_one_asked_for) {
  Header header{.status = Status::valid, .holder = *Tin::parse("MYTRADER")};
  header.access_codes = {AccessCodeHash{}};
  ReplaceAccessCodes replace{.at = {},
                             .authority = ReplaceAccessCodes::ByMasterCode{header.holder},
                             .master_code = AccessCodeHash{},
                             .access_codes = {AccessCodeHash{}}};
  const auto has_none = decide(header, replace, Profile{});
  EXPECT_EQ(has_none.answer.refused_for.at(0).rule, "R-GUA-324");
  EXPECT_FALSE(has_none.answer.refused_for.at(0).detail.empty());
  EXPECT_TRUE(has_none.events.empty());
  header.master_code = AccessCodeHash{.bytes = {std::byte{9}}};
  const auto wrong = decide(header, replace, Profile{});
  EXPECT_EQ(wrong.answer.refused_for.at(0).rule, "R-GUA-323");
  EXPECT_EQ(wrong.answer.refused_for.at(0).pointer, "master_code");
  EXPECT_EQ(std::get<MasterCodeFailed>(wrong.events.at(0)).sender, header.holder);
  replace.master_code.reset();
  const auto missing = decide(header, replace, Profile{});
  EXPECT_EQ(missing.answer.refused_for.at(0).rule, "R-GUA-324");
  EXPECT_EQ(missing.answer.refused_for.at(0).pointer, "master_code");
  EXPECT_TRUE(missing.events.empty());
}

TEST(GuaranteeAccount, a_refused_registration_names_the_fields_of_the_act) {
  const auto pointers = [](const RegisterGuarantee& c) {
    std::string text;
    for (const Finding& one :
         decide(Header{}, c, Profile{.state = my, .reductions = {{25, 3}}}).answer.refused_for)
      text += one.rule + " " + one.pointer + ";";
    return text;
  };
  EXPECT_EQ(pointers(registration(reduced(33), 100)), "R-GUA-311 terms/multiple_journeys/percent;");
  EXPECT_EQ(pointers(registration(reduced(25), 0)), "R-GUA-002 reference_amount;");
  RegisterGuarantee alone = registration(reduced(25), 100);
  alone.approval.second.reset();
  EXPECT_EQ(pointers(alone), "R-GUA-316 ;") << "no field, but the key of a colleague";
  RegisterGuarantee new_firm = registration(reduced(25), 100);
  std::get<MultipleJourneys>(new_firm.terms).standing.clean_years = 1;
  std::get<MultipleJourneys>(new_firm.terms).guarantor.approved = false;
  EXPECT_EQ(pointers(new_firm),
            "R-ACTS-041 terms/multiple_journeys/guarantor;R-ACTS-047a terms/multiple_journeys/standing;");
}

TEST(GuaranteeAccount, a_refused_change_names_the_amount_that_is_wrong) {
  Header header{.status = Status::valid};
  header.kind = Kind::comprehensive;
  header.reference_amount = Money{100, myr};
  header.guaranteed_amount = Money{100, myr};
  const auto pointer = [&](std::int64_t reference, std::int64_t guaranteed) {
    const ChangeTerms c{.at = {},
                        .approval = {},
                        .reference_amount = Money{reference, myr},
                        .guaranteed_amount = Money{guaranteed, myr},
                        .valid_until = {},
                        .not_valid_in = {}};
    return decide(header, c, Profile{.state = my}).answer.refused_for.at(0).pointer;
  };
  EXPECT_EQ(pointer(0, 100), "reference_amount");
  EXPECT_EQ(pointer(100, -1), "guaranteed_amount");
  EXPECT_EQ(pointer(100, 50), "guaranteed_amount") << "a reduction that the state does not know";
}

}  // namespace
}  // namespace lintas::guarantee
