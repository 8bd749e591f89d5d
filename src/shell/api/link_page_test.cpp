#include "shell/api/link_page.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/notice.hpp"
#include "core/transit/passage/state.hpp"
#include "core/transit/statuses.hpp"
#include "core/workflow/journey_part.hpp"
#include "tests/support/profiles.hpp"

namespace lintas::api {
namespace {

const Day today = parse_day("2026-11-23").value();
Instant at(std::string_view text) { return parse_instant(text).value(); }
OfficeId office(std::string_view code) { return OfficeId::parse(code).value(); }

class LinkPages : public testing::Test {
 protected:
  const refdata::Snapshot reference_ = test::reference_of_tree(LINTAS_ROOT, "SG");
  const refdata::View view_ = reference_.at(today);
};

TEST_F(LinkPages, EveryPublicStatusHasWordsOfItsOwn) {
  for (const std::string_view status : transit::public_statuses())
    EXPECT_NE(words_of_status(status), status) << status;
  EXPECT_EQ(words_of_status("a later one"), "a later one");
}

TEST_F(LinkPages, AtDepartureTheLastPlaceFollowsTheGoods) {
  transit::departure::Movement movement;
  movement.declaration.route.departure = office("SGTUS001");
  EXPECT_FALSE(last_place(movement, view_).has_value()) << "nobody has had the goods";
  movement.accepted = today;
  EXPECT_EQ(last_place(movement, view_)->country, "SG");
  EXPECT_EQ(last_place(movement, view_)->country_name, "Singapore");
  movement.crossings.push_back({.office = office("MYJHB001"), .at = at("2026-11-23T17:00:00Z")});
  EXPECT_EQ(last_place(movement, view_)->country, "MY");
  EXPECT_EQ(to_text(last_place(movement, view_)->day), "2026-11-24") << "the day at the office";
  movement.arrival = {.office = office("THBKK001"), .at = at("2026-11-25T08:00:00Z")};
  EXPECT_EQ(last_place(movement, view_)->country, "TH");
}

TEST_F(LinkPages, ElsewhereByItsOwnOfficesAndTheLastNotice) {
  workflow::Journey journey;
  EXPECT_FALSE(last_place(journey, view_).has_value());
  transit::Notice notice{.number = 1, .status = "PAS"};
  notice.crossings.push_back({.office = office("MYJHB001"), .at = at("2026-11-23T08:00:00Z")});
  journey.sighting.notices.push_back(notice);
  EXPECT_EQ(last_place(journey, view_)->country, "MY");
  transit::passage::Office here{.office = office("THSDO001"), .at = at("2026-11-24T08:00:00Z")};
  journey.passage.offices.push_back(here);
  EXPECT_EQ(last_place(journey, view_)->country, "MY") << "it is only expected here";
  journey.passage.offices.back().crossing = transit::passage::CrossingState::passed;
  EXPECT_EQ(last_place(journey, view_)->country, "TH") << "departure has not told of it yet";
  journey.arrival.office = office("THBKK001");
  journey.arrival.at = at("2026-11-25T08:00:00Z");
  EXPECT_EQ(last_place(journey, view_)->name, view_.office(office("THBKK001"))->value.name);
}

TEST_F(LinkPages, AnOfficeThatNobodyKnowsIsNamedByItsNumber) {
  transit::departure::Movement movement;
  movement.declaration.route.departure = office("ZZABC001");
  movement.released = today;
  EXPECT_EQ(last_place(movement, view_)->name, "ZZABC001");
  EXPECT_EQ(last_place(movement, view_)->country_name, "ZZ");
}

TEST_F(LinkPages, SayStatusPlaceAndTimeAndNothingIsMarkup) {
  const std::string page = link_page(
      {.status = "in_transit",
       .place = LinkPlace{.name = "A <b> & \"C\"", .country = "MY", .country_name = "Malaysia", .day = today},
       .as_of = at("2026-11-24T08:05:00Z"),
       .clocks = std::chrono::hours{8}},
      "Singapore");
  for (const std::string_view part :
       {"<h1>On the way</h1>", "A &lt;b&gt; &amp; &quot;C&quot;, Malaysia",
        "<time datetime=\"2026-11-23\">23 November 2026</time>", "24 November 2026, 16:05 (UTC+08:00)",
        "<html lang=\"en\">", "noindex", "no-referrer", "width=device-width", "customs of Singapore"})
    EXPECT_TRUE(page.contains(part)) << part;
  EXPECT_TRUE(page.contains("<style>" + std::string{link_style()} + "</style>"));
  for (const std::string_view part : {"<script", "http://", "https://", "src=", "href="})
    EXPECT_FALSE(page.contains(part)) << part;
}

/// Goods that are in Ho Chi Minh City at twenty past four in the morning.
TEST_F(LinkPages, TheDayOfTheTimeIsThatOfTheState) {
  const std::string page = link_page({.status = "arrived",
                                      .place = LinkPlace{.name = "Ho Chi Minh City",
                                                         .country = "VN",
                                                         .country_name = "Viet Nam",
                                                         .day = parse_day("2026-12-01").value()},
                                      .as_of = at("2026-11-30T21:20:00Z"),
                                      .clocks = std::chrono::hours{7}},
                                     "Viet Nam");
  EXPECT_TRUE(page.contains(">1 December 2026, 04:20 (UTC+07:00)</time>")) << page;
  EXPECT_TRUE(page.contains("<time datetime=\"2026-11-30T21:20:00.000Z\">")) << "for machines as ever";
}

TEST_F(LinkPages, WithoutAPlaceTheySaySo) {
  const std::string page = link_page(
      {.status = "pre_lodged", .place = {}, .as_of = at("2026-11-24T08:05:00Z"), .clocks = {}}, "Singapore");
  EXPECT_TRUE(page.contains("No office has reported the goods yet")) << page;
  EXPECT_TRUE(link_page_without("The link has expired.", "Ask for another.", "Singapore")
                  .contains("<h1>The link has expired.</h1>\n<p>Ask for another.</p>"));
}

}  // namespace
}  // namespace lintas::api
