#include <algorithm>
#include <array>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/paper/paper.hpp"
#include "core/paper/sheet.hpp"
#include "core/refdata/readers.hpp"
#include "core/refdata/snapshot.hpp"
#include "tests/support/letters.hpp"
#include "tests/support/profiles.hpp"
#include "tests/support/released.hpp"

namespace lintas::paper {
namespace {

using Texts = std::vector<std::string>;

refdata::Snapshot offices(std::string_view csv) {
  return refdata::Snapshot{
      {.home = *Currency::parse("SGD"),
       .currencies = {},
       .exchange_rates = {},
       .countries = *refdata::read_countries("country,name,from,until,source\nMY,Malaysia,2000-01-01,,s\n"
                                             "SG,Singapore,2000-01-01,,s\n"),
       .offices = *refdata::read_offices(
           "office,name,city,locode,phone,hours,utc_offset_minutes,roles,from,until,source\n" +
           std::string{csv}),
       .tariff = {}}};
}

TEST(Back, says_of_each_office_on_the_route_where_it_is_when_it_is_open_and_whom_to_call) {
  const auto document = test::released(1);
  const refdata::Snapshot data = offices(
      "SGWDL001,Woodlands,Singapore,,+65 6 1,00:00-24:00,480,DEP,2020-01-01,,s\n"
      "MYJHB001,Johor Bahru,Johor Bahru,,,06:00-22:30,480,TRA,2020-01-01,,s\n"
      "THSDO001,Sadao,Sadao,,,,405,TRA,2020-01-01,,s\n");
  const auto view = data.at(transit::today);
  const Table table =
      route_of({.released = document.message, .goods = *document.message.consignment, .reference = view});
  const std::vector<Texts> expected{
      {"Departure", "SGWDL001", "Woodlands", "Singapore", "day and night (UTC+8)", "+65 6 1"},
      {"Transit 1", "MYJHB001", "Johor Bahru", "Johor Bahru, Malaysia", "06:00 – 22:30 (UTC+8)", "not known"},
      {"Transit 2", "THSDO001", "Sadao", "Sadao", "not known (UTC+6:45)", "not known"},
      {"Destination", "THBKK001", "not known", "", "", "not known"},
  };
  EXPECT_EQ(table.rows, expected);
  int width = 0;
  for (const Cell& cell : table.labels) width += cell.width;
  EXPECT_EQ(width, printed.width);
  EXPECT_EQ(table.labels.size(), expected.front().size());
}

/// Where an office publishes no number of its own, its state does; whoever stands on the road calls that.
TEST(Back, gives_the_hotline_of_the_state_for_an_office_without_one) {
  const auto document = test::released(1);
  auto tables = offices(
                    "SGWDL001,Woodlands,Singapore,,+65 6 1,00:00-24:00,480,DEP,2020-01-01,,s\n"
                    "MYJHB001,Johor Bahru,Johor Bahru,,,06:00-22:30,480,TRA,2020-01-01,,s\n")
                    .tables();
  tables.laws =
      refdata::joined(std::array{test::law_of_tree(LINTAS_ROOT, "SG"), test::law_of_tree(LINTAS_ROOT, "MY")});
  const refdata::Snapshot data{std::move(tables)};
  const auto view = data.at(transit::today);
  const Table table =
      route_of({.released = document.message, .goods = *document.message.consignment, .reference = view});
  ASSERT_EQ(table.rows.size(), 4U);
  EXPECT_EQ(table.rows[0].back(), "+65 6 1") << "its own";
  EXPECT_EQ(table.rows[1].back(), "+60 3-7806 7200");
  EXPECT_EQ(table.rows[2].back(), "not known") << "the law of Thailand is not known";
}

TEST(Back, says_what_to_do_if_a_seal_breaks) {
  const auto has_step = [](const Advice& advice, std::string_view words) {
    return std::ranges::any_of(advice.steps, [&](const auto& step) { return step.contains(words); });
  };
  const Advice what_to_do =
      advice({.labels = {}, .rows = {{"Transit", "not known"}, {"Departure", "+65 6 1"}}});
  EXPECT_TRUE(what_to_do.when.contains("seal breaks"));
  EXPECT_TRUE(has_step(what_to_do, "Call the hotline of the nearest office above"));
  const Advice without = advice({.labels = {}, .rows = {{"Transit", "not known"}}});
  EXPECT_FALSE(has_step(without, "Call the hotline")) << "nobody is sent to a number that is not there";
  EXPECT_TRUE(has_step(without, "No hotline is known of the offices above"));
  EXPECT_TRUE(what_to_do.always.contains("list of items"));
}

TEST(Back, has_room_for_two_incidents_and_six_endorsements_with_their_stamps) {
  const auto document = test::released(1);
  const auto boxes = back_of({.released = document.message,
                              .goods = *document.message.consignment,
                              .reference = transit::reference()});
  const auto count = [&](std::string_view label) {
    return std::ranges::count(boxes, label, [](const Filled& one) { return one.box.label; });
  };
  EXPECT_EQ(count("Incident code"), 2);
  EXPECT_EQ(count("Office, date and time, goods and seals in order, signature and stamp"), 6);
  for (const Filled& one : boxes) {
    if (!one.box.label.ends_with("tamp")) continue;  // 59 by 26 mm: ncts.md 12
    EXPECT_TRUE(one.box.frame.width >= 590 && one.box.frame.height >= 260) << one.box.label;
  }
}

}  // namespace
}  // namespace lintas::paper
