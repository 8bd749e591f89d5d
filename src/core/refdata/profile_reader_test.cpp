#include <algorithm>
#include <chrono>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>

#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/calendar.hpp"
#include "core/refdata/readers.hpp"
#include "core/refdata/state_profile.hpp"
#include "tests/support/profiles.hpp"

namespace lintas::refdata {
namespace {

const Country sg = *Country::parse("SG");
constexpr std::string_view heading = "key,value,from,until,source\n";

Day day(std::string_view text) { return *parse_day(text); }

std::string singapore() { return test::file_of_tree(LINTAS_ROOT, "data/states/sg.csv"); }

/// Singapore's file with the row of a key replaced; nothing takes it out.
std::string with(const std::string& key, const std::string& rows) {
  std::string text = singapore();
  const std::size_t begin = text.find('\n' + key + ',') + 1;
  require(begin != 0, "the key is in the file");
  text.replace(begin, text.find('\n', begin) + 1 - begin, rows);
  return text;
}

StateProfile profile_on(const std::string& csv, std::string_view on) {
  return read_profile(sg, csv).value().find(sg, day(on))->value.profile;
}

/// "rule pointer" of each finding.
std::string faults(const std::string& csv) {
  const auto read = read_profile(sg, csv);
  std::string text;
  if (read) return text;
  for (const Finding& finding : read.error()) text += finding.rule + ' ' + finding.pointer + ';';
  return text;
}

TEST(Profiles, of_the_tree_can_be_read_and_say_where_each_value_is_from) {
  for (const std::string_view state : test::states_with_law) {
    const StateLaws laws = test::law_of_tree(LINTAS_ROOT, state);
    for (const StateLaws::Row& row : laws.rows()) {
      EXPECT_EQ(row.value.profile.state.str(), state);
      for (const ProfileText& text : row.value.rows) {
        const bool known = text.key == holiday_key || text.source.starts_with("A ") ||
                           text.source.starts_with("E ") || text.source.starts_with("O ") ||
                           text.source.starts_with("P ") || text.source.starts_with("sample") ||
                           text.source.starts_with("parameter, default");
        EXPECT_TRUE(known) << state << ' ' << text.key << ": " << text.source;
      }
    }
  }
}

TEST(Profiles, have_no_key_that_their_page_does_not_list) {
  const std::string page = test::file_of_tree(LINTAS_ROOT, "data/states/README.md");
  for (const ProfileKey& key : profile_keys()) {
    const std::string name{key.key};
    const bool listed = page.contains('`' + name + '`') || name.starts_with("timer.") ||
                        name.starts_with("guarantee.waiver_");
    EXPECT_TRUE(listed) << name;
    EXPECT_FALSE(key.form.empty()) << name;
  }
}

TEST(Profiles, have_a_hotline_that_fits_on_paper_or_none) {
  EXPECT_EQ(profile_on(singapore(), "2026-12-01").hotline.number, "+65 6355 2000");
  const auto with_number = [](const std::string& number) {
    return with("hotline", "hotline," + number + ",2020-11-02,,sample\n");
  };
  EXPECT_EQ(profile_on(with_number("none"), "2026-12-01").hotline.number, "");
  for (const char* wrong : {"call us", "+", "+65 6355 2000 extension"})
    EXPECT_TRUE(faults(with_number(wrong)).starts_with("R-REF-002"))
        << wrong << ": " << faults(with_number(wrong));
  EXPECT_TRUE(faults(with_number("012345678901234567890")).starts_with("R-REF-002")) << "longer than a line";
}

/// The number stands on a paper for emergencies: one that nobody has published is none, not a sample.
TEST(Profiles, of_every_state_name_a_hotline_only_where_it_was_read) {
  for (const std::string_view state : test::states_with_law) {
    const StateLaws laws = test::law_of_tree(LINTAS_ROOT, state);
    const auto& law = laws.rows().back().value;
    const auto row = std::ranges::find(law.rows, "hotline", &ProfileText::key);
    ASSERT_NE(row, law.rows.end()) << state;
    EXPECT_EQ(!law.profile.hotline.number.empty(), row->source.starts_with("P "))
        << state << ": " << law.profile.hotline.number << ", " << row->source;
  }
}

TEST(Profiles, hold_typed_values) {
  const StateProfile law = profile_on(singapore(), "2026-12-01");
  const Limit thirty_days{.count = 30, .unit = LimitUnit::days};
  const Limit eight_hours{.count = 8, .unit = LimitUnit::working_hours};
  const Hours working{.opens = std::chrono::minutes{510}, .closes = std::chrono::minutes{1050}};
  EXPECT_EQ(law.timers.presentation, thirty_days);
  EXPECT_EQ(law.timers.control_physical, eight_hours);
  EXPECT_EQ(law.guarantee.guarantors.size(), 2U);
  EXPECT_FALSE(law.guarantee.waiver_allowed);
  EXPECT_EQ(law.guarantee.revocation_delay, std::chrono::days{16});
  EXPECT_EQ(law.guarantee.amount_reading, AmountReading::highest_per_item);
  EXPECT_EQ(law.working_hours, working);
  EXPECT_EQ(law.items_max, 999);
  EXPECT_TRUE(law.first_transit_is_departure_att);
  const Calendar calendar = law.calendar(std::chrono::hours{8});
  EXPECT_FALSE(calendar.is_working_day(day("2026-08-10")));
  EXPECT_TRUE(calendar.is_working_day(day("2026-08-11")));
  EXPECT_FALSE(calendar.is_working_day(day("2026-08-15"))) << "a Saturday";
}

TEST(Profiles, know_reductions_and_readings) {
  const auto csv = with("guarantee.reductions", "guarantee.reductions,50:2 25:3,2020-11-02,,s\n");
  const auto levels = profile_on(csv, "2026-12-01").guarantee.reductions;
  ASSERT_EQ(levels.size(), 2U);
  EXPECT_EQ(levels[1].percent, 25);
  EXPECT_EQ(levels[1].clean_years, 3);
  EXPECT_EQ(
      profile_on(with("guarantee.amount_reading", "guarantee.amount_reading,highest_country,2020-11-02,,s\n"),
                 "2026-12-01")
          .guarantee.amount_reading,
      AmountReading::highest_country);
}

TEST(Profiles, change_on_a_day) {
  const auto csv =
      with("automatic_release",
           "automatic_release,no,2020-11-02,2027-01-01,s\nautomatic_release,yes,2027-01-01,,s\n");
  EXPECT_FALSE(profile_on(csv, "2026-12-31").automatic_release);
  EXPECT_TRUE(profile_on(csv, "2027-01-01").automatic_release);
  const auto laws = read_profile(sg, csv).value();
  EXPECT_NE(laws.find(sg, day("2026-12-31"))->value.canonical(),
            laws.find(sg, day("2027-01-01"))->value.canonical())
      << "another law has another fingerprint";
}

TEST(Profiles, R_REF_002_a_value_has_the_form_of_its_key) {
  const auto wrong = [](const std::string& key, const std::string& value) {
    return faults(with(key, key + ',' + value + ",2020-11-02,,s\n"));
  };
  EXPECT_EQ(wrong("timer.presentation", "30"), "R-REF-002 line 2, value;");
  EXPECT_EQ(wrong("timer.presentation", "30 wd"), "");
  const std::pair<std::string, std::string> values[] = {
      {"automatic_release", "perhaps"},
      {"items_max", "-1"},
      {"items_max", "9 9"},
      {"guarantee.revocation_delay", "16 h"},
      {"guarantee.code_failures_max", "0"},
      {"guarantee.code_failures_max", "256"},
      {"guarantee.reductions", "100:1"},
      {"guarantee.reductions", "50"},
      {"guarantee.reductions", "50:x"},
      {"guarantee.guarantors", "bank  insurer"},
      {"guarantee.amount_reading", "A"},
      {"goods_excluded", "2"},
      {"goods_excluded", "22O3"},
      {"tin_shapes", "9999999999999999"},
      {"working_hours", "17:00-08:00"},
      {"weekend", "SUN MON TUE WED THU FRI SAT"},
      {"weekend", "SUNDAY"},
  };
  for (const auto& [key, value] : values) {
    const std::string found = wrong(key, value);
    EXPECT_TRUE(found.starts_with("R-REF-002 line ") && found.ends_with(", value;")) << key << ' ' << value;
  }
  EXPECT_EQ(faults(singapore() + "holiday,Open end,2026-10-01,,s\n").substr(0, 10), "R-REF-002 ");
  EXPECT_EQ(faults(singapore() + "holiday,Too long,2026-10-01,2026-12-01,s\n").substr(0, 10), "R-REF-002 ");
}

TEST(Profiles, R_REF_003_two_values_for_a_day_are_refused) {
  EXPECT_EQ(faults(singapore() + "items_max,10,2026-01-01,,s\n"), "R-REF-003 items_max from 2026-01-01;");
}

TEST(Profiles, R_REF_004_an_unknown_key_is_named_with_its_line) {
  EXPECT_EQ(faults(std::string{heading} + "timer.presentatoin,30 d,2020-11-02,,s\n"),
            "R-REF-004 line 2, key;");
}

TEST(Profiles, R_REF_005_each_key_has_a_value_on_each_day) {
  EXPECT_EQ(faults(with("items_max", "")), "R-REF-005 items_max;");
  EXPECT_EQ(faults(with("items_max", "items_max,9,2020-11-02,2021-01-01,s\n")), "R-REF-005 items_max;");
  EXPECT_EQ(faults(with("items_max", "items_max,9,2020-11-02,2021-01-01,s\nitems_max,8,2021-01-02,,s\n")),
            "R-REF-005 items_max;");
  EXPECT_EQ(faults(with("items_max", "items_max,9,2020-11-03,,s\n")), "R-REF-005 items_max;");
  const auto empty = read_profile(sg, heading);
  ASSERT_FALSE(empty);
  EXPECT_EQ(empty.error().size(), profile_keys().size());
}

}  // namespace
}  // namespace lintas::refdata
