#include "core/aeo/check.hpp"

#include <cstdint>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/authorisation/table.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/law.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/listed/staleness.hpp"
#include "core/aeo/listed/state.hpp"
#include "core/aeo/reading.hpp"
#include "core/model/values/country.hpp"

namespace lintas::aeo {
namespace {

constexpr std::string_view klang = "MY12345H100001";

class CheckOfACode : public testing::Test {
 protected:
  CheckOfACode() {
    authorisation.state = authorisation::State::active;
    authorisation.codes = {
        {.code = *Code::parse(klang), .key = *CodeKey::parse(klang), .from = at("2026-02-01")}};
    authorisation.standings = {{.at = at("2026-02-01"),
                                .state = authorisation::State::active,
                                .valid_from = parse_day("2026-02-01"),
                                .valid_until = {}},
                               {.at = at("2026-06-01"),
                                .state = authorisation::State::suspended,
                                .valid_from = parse_day("2026-02-01"),
                                .valid_until = {}}};
  }
  static Instant at(std::string_view day) { return Instant{*parse_day(day)}; }
  CodeCheck check(std::string_view text, std::string_view day, bool is_known = true, bool has_list = true) {
    const Country state = *Country::parse("MY");
    const auto reading = read_code(state, text, law().shapes, *parse_day(day));
    return check_code({.state = state, .text = text, .at = at(day), .day = *parse_day(day)}, reading,
                      is_known ? &authorisation : nullptr, has_list);
  }

  authorisation::Authorisation authorisation;
};

TEST_F(CheckOfACode, OfWhoeverHasBenefitsHasNoFinding) {
  const auto good = check("my12345 h100001", "2026-03-01");
  EXPECT_EQ(good.listed, Listed::yes);
  EXPECT_EQ(good.holds, authorisation::Holds::yes);
  EXPECT_FALSE(good.finding);
  EXPECT_EQ(good.reading.code, klang);
}

TEST_F(CheckOfACode, R_AEO_003_SaysInWhoseListItIsNotAndAsOfWhen) {
  const auto unknown = check("MY12345H100002", "2026-03-01", false);
  EXPECT_EQ(unknown.listed, Listed::no);
  EXPECT_FALSE(unknown.holds);
  EXPECT_EQ(unknown.finding->rule, "R-AEO-003");
  EXPECT_EQ(unknown.finding->value, "MY12345H100002");
  EXPECT_EQ(
      unknown.finding->detail,
      "It is well formed, but not in MY's list as of 2026-03-01T00:00:00.000Z. Characters that are taken "
      "for others: 3 (I, L or 1), 4 (Z or 2), 7 (S or 5).");
  EXPECT_EQ(check(klang, "2026-01-31").finding->rule, "R-AEO-003") << "it was given later";
}

TEST_F(CheckOfACode, R_AEO_003_OfASecondCodeCountsFromWhenThatWasGiven) {
  constexpr std::string_view second = "MY12345H260007";
  authorisation.codes.back().until = at("2026-05-01");
  authorisation.codes.push_back(
      {.code = *Code::parse(second), .key = *CodeKey::parse(second), .from = at("2026-04-01")});
  EXPECT_EQ(check(second, "2026-03-01").finding->rule, "R-AEO-003") << "nobody had it then";
  EXPECT_FALSE(check(second, "2026-04-01").finding);
  EXPECT_FALSE(check(klang, "2026-04-30").finding);
  EXPECT_EQ(check(klang, "2026-05-01").holds, authorisation::Holds::code_replaced);
}

TEST_F(CheckOfACode, R_AEO_006_ComesWithTheDayOfItsAuthorisation) {
  authorisation.authorised = parse_day("2026-02-01");
  const auto declared = [&](std::string_view authorised) {
    const Country state = *Country::parse("MY");
    const Day day = *parse_day("2026-03-01");
    const Asked asked{
        .state = state, .text = klang, .at = Instant{day}, .day = day, .authorised = *parse_day(authorised)};
    return check_code(asked, read_code(state, klang, law().shapes, day), &authorisation, true).finding;
  };
  EXPECT_FALSE(declared("2026-02-01"));
  ASSERT_TRUE(declared("2025-02-01"));
  EXPECT_EQ(declared("2025-02-01")->rule, "R-AEO-006");
  EXPECT_EQ(declared("2025-02-01")->detail, "declared: 2025-02-01") << "and not which one it is";
}

TEST_F(CheckOfACode, R_AEO_004_SaysWhyThereAreNoBenefits) {
  const auto suspended = check(klang, "2026-07-01");
  EXPECT_EQ(suspended.listed, Listed::yes);
  EXPECT_EQ(suspended.holds, authorisation::Holds::suspended);
  EXPECT_EQ(suspended.finding->rule, "R-AEO-004");
  EXPECT_EQ(suspended.finding->detail,
            "It is in MY's list as of 2026-07-01T00:00:00.000Z, and its operator is suspended.");
}

TEST_F(CheckOfACode, OfAStateWhoseListIsNotHereSaysNoMoreThanThat) {
  const auto elsewhere = check(klang, "2026-03-01", false, false);
  EXPECT_EQ(elsewhere.listed, Listed::list_not_here);
  EXPECT_FALSE(elsewhere.finding);
}

TEST_F(CheckOfACode, R_AEO_004_SaysOfEachStandingWhyInWords) {
  const auto why = [&](authorisation::State state, std::string_view from = "2026-02-01",
                       std::string_view until = "2026-12-31") {
    authorisation.standings = {{.at = at("2026-02-01"),
                                .state = state,
                                .valid_from = parse_day(from),
                                .valid_until = parse_day(until)}};
    const auto finding = check(klang, "2026-03-01").finding;
    const std::string_view before = "It is in MY's list as of 2026-03-01T00:00:00.000Z, and ";
    if (!finding) return std::string{};
    EXPECT_TRUE(finding->detail.starts_with(before)) << finding->detail;
    return finding->detail.substr(before.size());
  };
  using enum authorisation::State;
  EXPECT_EQ(why(active), "");
  EXPECT_EQ(why(revalidation), "") << "benefits go on";
  EXPECT_EQ(why(active, "2026-03-02"), "its first day is to come.");
  EXPECT_EQ(why(active, "2026-02-01", "2026-02-28"), "its last day is over.");
  EXPECT_EQ(why(suspended), "its operator is suspended.");
  EXPECT_EQ(why(revoked), "its authorisation was revoked.");
  EXPECT_EQ(why(withdrawn), "its operator gave it up.");
  EXPECT_EQ(why(expired), "its last day is over.");
  authorisation.codes.back().until = at("2026-02-20");
  EXPECT_EQ(why(active), "its operator has another code now.");
}

TEST_F(CheckOfACode, ThatIsNoneIsInNoList) {
  const auto wrong = check("MY12345K100001", "2026-03-01", false);
  EXPECT_FALSE(wrong.listed);
  EXPECT_EQ(wrong.finding->rule, "R-AEO-002");
}

/// aamra.md 10.10: an operator of each state with each of its shapes, and what is declared for it.
struct Declared {
  std::string_view text;
  std::string_view outcome;  ///< "yes", or the rule
};
struct Synthetic {
  std::string_view state;
  std::string_view code;  ///< of the one operator in the list
  std::vector<Declared> declared;
};

TEST(OperatorOfEachState, IsFoundByItsCodeHoweverItIsWrittenAndByNoOther) {
  const std::vector<Synthetic> operators{{"BN",
                                          "SLMSBN-1O3456-789",
                                          {{"SLMSBN-1O3456-789", "yes"},
                                           {"slmsbn1o3456789", "yes"},
                                           {"SLMSBN-103456-789", "R-AEO-003"},
                                           {"S1MSBN-1O3456-789", "R-AEO-002"}}},
                                         {"ID",
                                          "AEO123456789012ID",
                                          {{"AEO123456789012ID", "yes"},
                                           {"aeo 1234 5678 9012 id", "yes"},
                                           {"AEO1234567890I2ID", "R-AEO-003"},
                                           {"AE0123456789012ID", "R-AEO-002"},
                                           {"AEOID123456789", "R-AEO-003"}}},
                                         {"ID",
                                          "AEOID123456789",
                                          {{"AEOID123456789", "yes"},
                                           {"AEO-ID-123456789", "yes"},
                                           {"AEOID12345678B", "R-AEO-003"},
                                           {"AEO1D123456789", "R-AEO-002"},
                                           {"AEO123456789012ID", "R-AEO-003"}}},
                                         {"MY",
                                          "MY12345H100001",
                                          {{"MY12345H100001", "yes"},
                                           {"ＭＹ１２３４５Ｈ１００００１", "yes"},
                                           {"MYI2345H100001", "R-AEO-003"},
                                           {"MY12345H1O0001", "R-AEO-002"},
                                           {"A1234510MY00", "R-AEO-002"}}},
                                         {"PH",
                                          "1234-AEO-L2-567/890123456789",
                                          {{"1234-AEO-L2-567/890123456789", "yes"},
                                           {"1234-AEO-L2-567890123456789", "yes"},
                                           {"1234-AEO-L1-567/890123456789", "R-AEO-003"},
                                           {"1234-AE0-L2-567/890123456789", "R-AEO-002"},
                                           {"1234-AEO-L2-567/89012345678", "R-AEO-002"}}},
                                         {"SG",
                                          "AEOSG123456789012",
                                          {{"AEOSG123456789012", "yes"},
                                           {"aeosg-1234-5678-9012", "yes"},
                                           {"AEOSG1234567890I2", "R-AEO-003"},
                                           {"AEO5G123456789012", "R-AEO-002"}}},
                                         {"TH",
                                          "TH-0105512/66",
                                          {{"TH-0105512/66", "yes"},
                                           {"th010551266", "yes"},
                                           {"TH-O105512/66", "R-AEO-003"},
                                           {"ท010551266", "R-AEO-001"}}}};
  const Day day = *parse_day("2026-11-30");
  for (const Synthetic& one : operators) {
    const Country state = *Country::parse(one.state);
    authorisation::Authorisation listed;
    listed.codes = {{.code = *Code::parse(one.code),
                     .key = read_code(state, one.code, law().shapes, day).key.value(),
                     .from = Instant{*parse_day("2026-02-01")}}};
    listed.standings = {{.at = Instant{*parse_day("2026-02-01")},
                         .state = authorisation::State::active,
                         .valid_from = parse_day("2026-02-01"),
                         .valid_until = {}}};
    for (const Declared& declared : one.declared) {
      const Reading reading = read_code(state, declared.text, law().shapes, day);
      const bool is_its = reading.key == listed.codes.front().key;  // as the list is asked
      const auto check = check_code({.state = state, .text = declared.text, .at = Instant{day}, .day = day},
                                    reading, is_its ? &listed : nullptr, true);
      EXPECT_EQ(check.finding ? check.finding->rule : "yes", declared.outcome) << one.state << declared.text;
    }
  }
}

TEST(OperatorOfEachState, R_AEO_003_OfAStateWithoutAKnownFormDoesNotClaimOne) {
  const Day day = *parse_day("2026-11-30");
  const Country state = *Country::parse("TH");
  const auto check = check_code({.state = state, .text = "TH1", .at = Instant{day}, .day = day},
                                read_code(state, "TH1", law().shapes, day), nullptr, true);
  EXPECT_EQ(check.finding->detail,
            "No form of its codes is known, and it is not in TH's list as of 2026-11-30T00:00:00.000Z. "
            "Characters that are taken for others: 3 (I, L or 1).");
}

// ---- of another state's list, by what its node told

class CheckOfACodeOfAPartner : public testing::Test {
 protected:
  CheckOfACodeOfAPartner() {
    say(1, "2026-02-01", listed::Status::active);
    say(2, "2026-05-01", listed::Status::suspended);
  }
  void say(std::uint32_t version, std::string_view day, listed::Status status) {
    const Instant at{*parse_day(day)};
    copy.said.push_back({.version = version, .from = at, .known = at, .status = status, .content = {}});
    auto& grant = copy.said.back().content.grant;
    grant.authorised = *parse_day("2026-02-01");
    grant.valid_from = *parse_day("2026-02-01");
    grant.codes = {{.code = *Code::parse(klang),
                    .key = *CodeKey::parse(klang),
                    .given = *parse_day("2026-02-01"),
                    .from = Instant{*parse_day("2026-02-01")}}};
  }
  CodeCheck check(std::string_view day, listed::Staleness staleness = {}) {
    const Asked asked{.state = *Country::parse("MY"),
                      .text = klang,
                      .at = Instant{*parse_day(day)},
                      .day = *parse_day(day)};
    const auto reading = read_code(asked.state, klang, law().shapes, asked.day);
    return under(staleness, asked, check_code(asked, reading, in_list(copy, *reading.key, asked), true));
  }

  static constexpr std::string_view klang = "MY12345H100001";
  listed::Operator copy;
};

TEST_F(CheckOfACodeOfAPartner, SaysWhatWasKnownThen) {
  EXPECT_EQ(check("2026-01-31").listed, Listed::no) << "nobody had heard of it";
  EXPECT_EQ(check("2026-04-30").holds, authorisation::Holds::yes);
  EXPECT_EQ(check("2026-05-01").holds, authorisation::Holds::suspended);
  EXPECT_EQ(check("2026-05-01").finding->rule, "R-AEO-004");
}

TEST_F(CheckOfACodeOfAPartner, R_AEO_003_OfWhatIsListedNoMoreSaysAsOfWhatNeverWas) {
  say(3, "2026-06-01", listed::Status::unlisted);
  EXPECT_EQ(check("2026-06-01").listed, Listed::no);
  EXPECT_EQ(check("2026-06-01").finding->rule, "R-AEO-003");
  EXPECT_EQ(check("2026-04-30").holds, authorisation::Holds::yes) << "what was decided was right";
}

TEST_F(CheckOfACodeOfAPartner, R_AEO_031_AStaleListGivesNoBenefitWhereTheStateWantsThat) {
  const listed::Staleness keeps{.heard = Instant{*parse_day("2026-04-01")},
                                .stale = listed::StalePolicy::use_as_known};
  EXPECT_FALSE(check("2026-04-30", keeps).finding);
  EXPECT_EQ(check("2026-04-30", keeps).stale, listed::StalePolicy::use_as_known);
  listed::Staleness stops = keeps;
  stops.stale = listed::StalePolicy::no_benefit;
  const auto stopped = check("2026-04-30", stops);
  ASSERT_TRUE(stopped.finding);
  EXPECT_EQ(stopped.finding->rule, "R-AEO-031");
  EXPECT_EQ(stopped.finding->detail, "MY's list was heard of last at 2026-04-01T00:00:00.000Z");
  EXPECT_EQ(check("2026-05-01", stops).finding->rule, "R-AEO-004") << "it is suspended in any case";
}

}  // namespace
}  // namespace lintas::aeo
