#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/require.hpp"
#include "base/time.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/readers.hpp"
#include "core/refdata/snapshot.hpp"
#include "tests/support/profiles.hpp"
#include "tests/support/rng.hpp"

namespace lintas::refdata {
namespace {

const Snapshot& tree() {
  static const Snapshot snapshot = test::reference_of_tree(LINTAS_ROOT, "SG");
  return snapshot;
}

OfficeId office(std::string_view text) { return *OfficeId::parse(text); }

/// "3 d; MY 7 d" or the gaps: "SGWDL001>THSDO001".
std::string route(const View& view, const std::vector<std::string_view>& offices) {
  std::vector<OfficeId> transits;
  for (std::size_t i = 1; i + 1 < offices.size(); ++i) transits.push_back(office(offices[i]));
  const RouteFacts facts = view.route(office(offices.front()), transits, office(offices.back()));
  std::string text;
  for (const auto& gap : facts.gaps)
    text += std::string{gap.from.str()} + '>' + std::string{gap.to.str()} + ' ';
  if (!text.empty()) return text;
  text = std::to_string(facts.transit.count()) + " d";
  for (const auto& stay : facts.stays) {
    text += "; " + std::string{stay.state.str()} + ' ' + std::to_string(stay.longest.count()) + " d";
  }
  return text;
}

std::string route(const std::vector<std::string_view>& offices) {
  return route(tree().at(*parse_day("2026-12-01")), offices);
}

TEST(Routes, R_ACTS_016_consecutive_offices_are_joined_by_legs) {
  EXPECT_EQ(route({"SGWDL001", "MYJHB001", "MYBKH001", "THSDO001"}), "2 d; MY 7 d");
  EXPECT_EQ(route({"SGWDL001", "THSDO001"}), "SGWDL001>THSDO001 ") << "no office covers the entry to MY";
  EXPECT_EQ(route({"SGWDL001", "MYTJK001", "THSDO001"}), "SGWDL001>MYTJK001 ") << "the other bridge";
  EXPECT_EQ(route({"SGWDL001", "MYJHB001", "THARN001", "KHPPT001"}), "MYJHB001>THARN001 ");
  EXPECT_EQ(route({"SGWDL001", "MYBKH001", "THBKK001", "KHPPT001"}), "SGWDL001>MYBKH001 MYBKH001>THBKK001 ")
      << "all gaps are named";
}

TEST(Routes, R_ACTS_016_a_post_of_exit_need_not_be_named) {
  EXPECT_EQ(route({"SGWDL001", "MYJHB001", "THSDO001"}), "2 d; MY 7 d");
  EXPECT_EQ(route({"MYPKG001", "THSDO001"}), "1 d");
  EXPECT_EQ(route({"MYPKG001", "THSDO001", "KHPPT001", "KHPNH001"}), "5 d; TH 10 d");
}

TEST(Routes, their_way_has_every_office_once) {
  const auto way = [](const std::vector<std::string_view>& transits, std::string_view to) {
    std::vector<OfficeId> offices;
    for (const std::string_view one : transits) offices.push_back(office(one));
    std::string text;
    for (const OfficeId& one :
         tree().at(*parse_day("2026-12-01")).route(office("SGTUS001"), offices, office(to)).way)
      text += std::string{one.str()} + ' ';
    return text;
  };
  EXPECT_EQ(way({"MYTJK001", "MYBKH001"}, "THSDO001"), "SGTUS001 MYTJK001 MYBKH001 THSDO001 ");
  EXPECT_EQ(way({"SGTUS001", "MYTJK001"}, "THSDO001"), "SGTUS001 MYTJK001 MYBKH001 THSDO001 ");
  EXPECT_EQ(way({}, "THBKK001"), "SGTUS001 THBKK001 ") << "where there is a gap, what was named";
}

TEST(Routes, R_ACTS_017_departure_may_be_its_own_first_office_of_transit) {
  EXPECT_EQ(route({"SGWDL001", "SGWDL001", "MYJHB001"}), "1 d") << "at least a day";
}

TEST(Routes, of_the_runs_that_were_made) {
  EXPECT_EQ(route({"MYPKG001", "THPDB001", "LASVK001", "VNLBA001"}), "5 d; TH 10 d; LA 7 d");
  EXPECT_EQ(route({"MYBKH001", "THSDO001", "KHPPT001", "VNMBA001", "VNHCM001"}), "5 d; TH 10 d; KH 7 d");
}

TEST(Routes, of_the_examples) {
  EXPECT_EQ(route({"MYPKG001", "MYBKH001", "THSDO001"}), "1 d");
  EXPECT_EQ(route({"SGTUS001", "MYTJK001", "MYBKH001", "THSDO001"}), "2 d; MY 7 d");
  EXPECT_EQ(route({"THHYI001", "THSDO001", "MYBKH001", "MYJHB001", "SGWDL001"}), "3 d; MY 7 d");
  EXPECT_EQ(route({"SGWDL001", "MYJHB001", "MYBKH001", "THSDO001", "THNKH001", "LAFBR001", "LATNL001"}),
            "6 d; MY 7 d; TH 10 d");
  EXPECT_EQ(route({"THLCB001", "THARN001", "KHPPT001", "KHPNH001"}), "2 d");
}

TEST(Routes, from_laos_to_cambodia_pass_viet_nam) {
  EXPECT_EQ(route({"LASVK001", "LADSV001", "VNLBA001", "VNMBA001", "KHBVT001", "KHPNH001"}), "5 d; VN 30 d");
}

std::string between(std::string_view from, std::string_view to, std::string_view day = "2026-12-01") {
  const auto way = tree().at(*parse_day(day)).between(office(from), office(to));
  if (!way) return "no way";
  std::string text;
  for (const OfficeId& one : way->offices) text.append(text.empty() ? "" : " ").append(one.str());
  return text;
}

TEST(Routes, R_ACTS_016_the_offices_that_would_join_two_are_found) {
  EXPECT_EQ(between("SGTUS001", "THSDO001"), "MYTJK001 MYBKH001");
  EXPECT_EQ(between("SGWDL001", "THSDO001"), "MYJHB001 MYBKH001");
  EXPECT_EQ(between("SGTUS001", "MYTJK001"), "") << "a leg joins them";
  EXPECT_EQ(between("SGTUS001", "THSDO001", "2019-12-31"), "no way") << "before the first leg";
  EXPECT_EQ(between("SGTUS001", "THXXX001"), "no way");
  EXPECT_EQ(between("SGTUS001", "SGWDL001"), "no way") << "nobody leaves the state to get there";
}

TEST(Routes, R_ACTS_016_with_the_offices_between_them_two_are_joined) {
  const View view = tree().at(*parse_day("2026-12-01"));
  std::size_t ways = 0;
  for (const auto& from : tree().tables().offices.rows()) {
    for (const auto& to : tree().tables().offices.rows()) {
      const auto way = view.between(from.key, to.key);
      if (!way || from.key == to.key) continue;
      ++ways;
      EXPECT_TRUE(view.route(from.key, way->offices, to.key).gaps.empty())
          << from.key.str() << ' ' << to.key.str();
    }
  }
  EXPECT_GT(ways, 100U);
}

/// A post on the way costs a line in the declaration, a day costs a day.
TEST(Routes, R_ACTS_016_the_quickest_way_is_found_then_the_one_over_the_fewest_offices) {
  const auto offices = [](const std::vector<std::string_view>& numbers) {
    std::string text = "office,name,city,locode,phone,hours,utc_offset_minutes,roles,from,until,source\n";
    for (const std::string_view number : numbers)
      text += std::string{number} + ",A,A,,,,480,DEP TRA DES,2020-01-01,,s\n";
    return *read_offices(text);
  };
  const Snapshot made{
      Tables{.home = {},
             .currencies = {},
             .exchange_rates = {},
             .countries = {},
             .offices = offices({"MYAAA001", "MYBBB001", "MYCCC001", "MYDDD001", "THAAA001"}),
             .tariff = {},
             .legs = *read_legs("from_office,to_office,kind,transit_days,stay_days,from,until,source\n"
                                "SGAAA001,MYAAA001,frontier,0,,2020-01-01,,s\n"
                                "MYAAA001,MYBBB001,inland,5,9,2020-01-01,,s\n"
                                "MYAAA001,MYCCC001,inland,1,9,2020-01-01,,s\n"
                                "MYAAA001,MYDDD001,inland,2,9,2020-01-01,,s\n"
                                "MYCCC001,MYDDD001,inland,1,9,2020-01-01,,s\n"
                                "MYBBB001,THAAA001,frontier,0,,2020-01-01,,s\n"
                                "MYDDD001,THAAA001,frontier,0,,2020-01-01,,s\n")}};
  const View view = made.at(*parse_day("2026-12-01"));
  const auto way = view.between(office("SGAAA001"), office("THAAA001"));
  ASSERT_TRUE(way);
  EXPECT_EQ(way->transit, std::chrono::days{2});
  EXPECT_EQ(way->offices, (std::vector{office("MYAAA001"), office("MYDDD001")}));
}

constexpr std::string_view heading_of_legs =
    "from_office,to_office,kind,transit_days,stay_days,from,until,source\n";

/// Offices of transit, and legs between them, of no node that there is.
Snapshot made_of(const std::vector<std::string>& numbers, const std::string& legs) {
  std::string text = "office,name,city,locode,phone,hours,utc_offset_minutes,roles,from,until,source\n";
  for (const std::string& number : numbers) text += number + ",A,A,,,,480,TRA,2020-01-01,,s\n";
  return Snapshot{Tables{.home = {},
                         .currencies = {},
                         .exchange_rates = {},
                         .countries = {},
                         .offices = *read_offices(text),
                         .tariff = {},
                         .legs = *read_legs(std::string{heading_of_legs} + legs)}};
}

std::string leg_between(std::string_view from, std::string_view to, std::int64_t days) {
  std::string row{from};
  row.append(",").append(to);
  if (from.substr(0, 2) != to.substr(0, 2)) return row + ",frontier,0,,2020-01-01,,s\n";
  return row + ",inland," + std::to_string(days) + ",9,2020-01-01,,s\n";
}

/// All ways without a circle, tried one by one.
void try_all(const View& view, const std::vector<std::string>& offices, const OfficeId& to,
             const OfficeId& at, const Way& way, std::optional<Way>& best) {
  if (const auto* last = view.leg(at, to)) {
    Way whole = way;
    whole.transit += last->value.transit;
    const auto rank = [](const Way& one) { return std::tuple{one.transit, one.offices.size(), one.offices}; };
    if (!best || rank(whole) < rank(*best)) best = whole;
  }
  for (const std::string& number : offices) {
    const OfficeId next = office(number);
    const auto* leg = view.leg(at, next);
    if (leg == nullptr || std::ranges::find(way.offices, next) != way.offices.end()) continue;
    Way on = way;
    on.transit += leg->value.transit;
    on.offices.push_back(next);
    try_all(view, offices, to, next, on, best);
  }
}

TEST(Routes, R_ACTS_016_no_way_is_better_than_the_one_that_is_found) {
  test::Rng rng = test::announced_rng();
  const std::vector<std::string> between{"MYAAA001", "MYBBB001", "MYCCC001",
                                         "THAAA001", "THBBB001", "LAAAA001"};
  std::size_t found = 0;
  for (int round = 0; round < 200; ++round) {
    std::string legs;
    const auto join = [&](const std::string& from, const std::string& to) {
      if (from != to && rng.one_in(2)) legs += leg_between(from, to, rng.between(1, 2));
    };
    for (const std::string& one : between) {
      join("SGAAA001", one);
      join(one, "KHAAA001");
      for (const std::string& other : between) join(one, other);
    }
    const Snapshot made = made_of(between, legs);
    const View view = made.at(*parse_day("2026-12-01"));
    std::optional<Way> best;
    try_all(view, between, office("KHAAA001"), office("SGAAA001"), {}, best);
    const auto way = view.between(office("SGAAA001"), office("KHAAA001"));
    ASSERT_EQ(way.has_value(), best.has_value()) << legs;
    if (!way) continue;
    ++found;
    ASSERT_EQ(way->transit, best->transit) << legs;
    ASSERT_EQ(way->offices, best->offices) << legs;
  }
  EXPECT_GT(found, 100U);
}

/// Two roads side by side that cross at each office: of 2^2500 ways as good the first one is found, in the
/// time that it takes to look at each leg once.
TEST(Routes, R_ACTS_016_a_way_is_found_among_five_thousand_offices) {
  constexpr int length = 2'500;
  const auto number = [](char side, int place) {
    const auto letter = [](int n) { return static_cast<char>('A' + n); };
    std::string three = std::to_string(place % 1'000);
    three.insert(0, 3 - three.size(), '0');
    return std::string{"MY"} + letter(place / 1'000) + side + 'X' + three;
  };
  std::vector<std::string> offices;
  std::string legs = leg_between("SGAAA001", number('A', 0), 0) + leg_between("SGAAA001", number('B', 0), 0);
  for (int place = 0; place < length; ++place) {
    for (const char side : {'A', 'B'}) {
      offices.push_back(number(side, place));
      if (place + 1 == length) continue;
      for (const char next : {'A', 'B'}) legs += leg_between(number(side, place), number(next, place + 1), 1);
    }
  }
  legs += leg_between(number('B', length - 1), "THAAA001", 0);
  const Snapshot made = made_of(offices, legs);
  const auto way = made.at(*parse_day("2026-12-01")).between(office("SGAAA001"), office("THAAA001"));
  ASSERT_TRUE(way);
  EXPECT_EQ(way->transit, std::chrono::days{length - 1});
  ASSERT_EQ(way->offices.size(), static_cast<std::size_t>(length));
  for (int place = 0; place + 1 < length; ++place)
    ASSERT_EQ(way->offices[static_cast<std::size_t>(place)], office(number('A', place)));
  EXPECT_EQ(way->offices.back(), office(number('B', length - 1)));
}

TEST(Routes, hold_on_the_days_of_their_legs) {
  const Snapshot& all = tree();
  EXPECT_EQ(route(all.at(*parse_day("2019-12-31")), {"SGWDL001", "MYJHB001"}), "SGWDL001>MYJHB001 ");
  EXPECT_EQ(all.at(*parse_day("2019-12-31")).leg(office("SGWDL001"), office("MYJHB001")), nullptr);
  EXPECT_NE(all.at(*parse_day("2020-01-01")).leg(office("SGWDL001"), office("MYJHB001")), nullptr);
}

TEST(Routes, the_shortest_stay_counts_and_the_quickest_exit) {
  const Snapshot made{
      Tables{.home = {},
             .currencies = {},
             .exchange_rates = {},
             .countries = {},
             .offices = {},
             .tariff = {},
             .legs = *read_legs("from_office,to_office,kind,transit_days,stay_days,from,until,source\n"
                                "SGAAA001,MYAAA001,frontier,0,,2020-01-01,,s\n"
                                "MYAAA001,MYBBB001,inland,5,9,2020-01-01,,s\n"
                                "MYAAA001,MYCCC001,inland,2,8,2020-01-01,,s\n"
                                "MYAAA001,MYDDD001,inland,1,2,2020-01-01,2021-01-01,s\n"
                                "MYCCC001,MYBBB001,inland,1,6,2020-01-01,,s\n"
                                "MYBBB001,THAAA001,frontier,1,,2020-01-01,,s\n"
                                "MYCCC001,THAAA001,frontier,1,,2020-01-01,,s\n"
                                "MYDDD001,THAAA001,frontier,1,,2020-01-01,,s\n")}};
  const View view = made.at(*parse_day("2026-01-01"));
  EXPECT_EQ(route(view, {"SGAAA001", "MYAAA001", "THAAA001"}), "3 d; MY 8 d");
  EXPECT_EQ(route(view, {"SGAAA001", "MYAAA001", "MYCCC001", "MYBBB001", "THAAA001"}), "4 d; MY 6 d");
}

TEST(Laws, are_found_by_state_and_day) {
  const View view = tree().at(*parse_day("2026-12-01"));
  EXPECT_EQ(view.home().state.str(), "SG");
  EXPECT_EQ(view.profile(*Country::parse("TH"))->state.str(), "TH");
  EXPECT_EQ(view.profile(*Country::parse("MM")), nullptr);
  EXPECT_EQ(tree().at(*parse_day("2020-11-01")).law(*Country::parse("SG")), nullptr);
  EXPECT_THROW((void)tree().at(*parse_day("2020-11-01")).home(), Bug);
  const auto calendar = view.calendar(office("THSDO001"));
  ASSERT_TRUE(calendar);
  EXPECT_EQ(calendar->utc_offset, std::chrono::hours{7});
  EXPECT_FALSE(calendar->is_working_day(*parse_day("2026-12-05")));
  EXPECT_TRUE(view.calendar(office("LAFBR001")));
  Tables of_one = tree().tables();
  of_one.laws = test::law_of_tree(LINTAS_ROOT, "TH");
  const Snapshot known_to_one{of_one};
  EXPECT_EQ(known_to_one.at(*parse_day("2026-12-01")).calendar(office("LAFBR001")), std::nullopt)
      << "its state's law is not known";
  EXPECT_EQ(view.calendar(office("THXXX001")), std::nullopt) << "no such office";
}

}  // namespace
}  // namespace lintas::refdata
