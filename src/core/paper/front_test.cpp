#include <algorithm>
#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/paper/content.hpp"
#include "core/paper/paper.hpp"
#include "core/paper/sheet.hpp"
#include "tests/support/letters.hpp"
#include "tests/support/released.hpp"

namespace lintas::paper {
namespace {

Source source_of(const message::Document& document) {
  return {.released = document.message,
          .goods = *document.message.consignment,
          .reference = transit::reference()};
}

std::string text_in(const std::vector<Filled>& boxes, std::string_view label) {
  const auto found = std::ranges::find(boxes, label, [](const Filled& one) { return one.box.label; });
  EXPECT_NE(found, boxes.end()) << label;
  return found == boxes.end() ? std::string{} : text_of(found->text);
}

TEST(Front, shows_the_released_data) {
  const auto document = test::released(2);
  const auto boxes = front_of(source_of(document));
  struct Case {
    std::string_view label;
    std::string_view text;
  };
  const std::vector<Case> cases{
      {"MRN", "26SG0000010000A1J0"},
      {"Declaration type", "T1"},
      {"Total items", "2"},
      {"Total packages", "80"},
      {"Total gross mass (kg)", "21450.5"},
      {"LRN", "EX-2026-0001"},
      {"Holder of the transit procedure",
       "SG201912345Z\nMerlion Freight Pte. Ltd.\n12 Pioneer Sector 3\n628342 Singapore, SG."},
      {"Carrier", "SG201012345C\nDuty desk +65 6000 0000."},
      {"Departure transport means: type, identification, nationality", "1/30/XE1234K/SG; 2/31/TRB567A/SG."},
      {"Transport equipment: container, number of seals, items", "1/BICU1234565/3/1; 2/TGHU7654321/1."},
      {"Seals", "1/SG123456-SG123458; 2/SG555001."},
      {"Seals affixed", "4"},
      {"Guarantee: type, reference (GRN)", "1/26SG0000000000771."},
      {"CUSTOMS OFFICE OF DEPARTURE", "SGWDL001 Woodlands"},
      {"CUSTOMS OFFICES OF TRANSIT", "1/MYJHB001; 2/THSDO001."},
      {"CUSTOMS OFFICES OF EXIT FOR TRANSIT", ""},
      {"CUSTOMS OFFICE OF DESTINATION", "THBKK001 Bangkok"},
      {"Limit date", "2026-12-10"},
      {"Place and date of the declaration", "c, 2026-11-23"},
      {"Released", "2026-11-23"},
      {"Itinerary", "SGWDL001; MYJHB001; E2; E1; MYBKH001; THSDO001; 4; THBKK001."},
      {"Permits of the vehicles (AP01) and insurance (AB01)",
       "1/AP01/SG-CBP-000123/XE1234K, 2027-03-31; 2/AP01/SG-CBP-000124/TRB567A, 2027-03-31; "
       "3/AB01/BC-SG-7788, MY TH/XE1234K, 2027-01-15."},
      {"Additional references", "AE01/CZ, VN, 2025-02-28, VN-AEO-567."},
      {"Result of control", "A2"},
  };
  for (const Case& one : cases) EXPECT_EQ(text_in(boxes, one.label), one.text) << one.label;
}

TEST(Front, names_a_guarantee_but_not_what_opens_it_or_what_it_covers) {
  const auto document = test::released(2);
  ASSERT_EQ(document.message.guarantee.front().guarantee_reference.front().access_code, "Z9Y8");
  for (const Filled& one : front_of(source_of(document))) {
    EXPECT_FALSE(text_of(one.text).contains("Z9Y8")) << one.box.label;
    EXPECT_FALSE(text_of(one.text).contains("7654.32")) << one.box.label;
  }
}

TEST(Front, where_the_office_is_not_known_a_declaration_has_its_day_alone) {
  const auto made = test::released_from(test::with(test::released_xml(1),
                                                   "<CustomsOfficeOfDeparture><referenceNumber>SGWDL001",
                                                   "<CustomsOfficeOfDeparture><referenceNumber>SGXXX001"));
  EXPECT_EQ(text_in(front_of(source_of(made)), "Place and date of the declaration"), "2026-11-23");
}

/// Both are ticked by hand: a fallback (ncts.md 12), and what is written on the back.
TEST(Front, has_boxes_that_offices_tick) {
  const auto document = test::released(1);
  const auto boxes = front_of(source_of(document));
  for (const std::string_view label : {"BCP", "Incident"}) {
    const auto found = std::ranges::find(boxes, label, [](const Filled& one) { return one.box.label; });
    ASSERT_NE(found, boxes.end()) << label;
    EXPECT_EQ(found->box.look, Look::tick) << label;
    EXPECT_TRUE(found->text.instances.empty()) << label;
  }
}

TEST(Front, an_hour_of_the_limit_stands_beside_its_day) {
  const auto document = test::released_from(
      test::with(test::released_xml(1), "<text>2026-12-10</text>", "<text>2026-12-10;18:00</text>"));
  EXPECT_EQ(text_in(front_of(source_of(document)), "Limit date"), "2026-12-10 18:00");
}

TEST(Front, a_limit_that_was_extended_stands_beside_that_of_the_release) {
  const auto document = test::released_from(
      test::with(test::released_xml(1), "<text>2026-12-10</text>", "<text>2026-12-10;18:00</text>"));
  Source source = source_of(document);
  source.limit = *parse_day("2026-12-10");
  EXPECT_EQ(text_in(front_of(source), "Limit date"), "2026-12-10 18:00") << "it binds as it was released";
  source.limit = *parse_day("2026-12-15");
  EXPECT_EQ(text_in(front_of(source), "Limit date"), "2026-12-15 (extended, was 2026-12-10)");
  EXPECT_EQ(text_in(back_of(source), "Limit date"), "2026-12-15 (extended, was 2026-12-10)");
}

TEST(Front, goods_in_bulk_count_as_one_package) {
  auto document = test::released(2);
  document.message.consignment->house_consignment.front()
      .consignment_item.front()
      .packaging.front()
      .number_of_packages = {};
  EXPECT_EQ(text_in(front_of(source_of(document)), "Total packages"), "41");
}

bool overlap(const Frame& a, const Frame& b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/// Of the front, the back and the head of the list.
TEST(Front, no_box_overlaps_another_or_leaves_what_may_be_printed_on) {
  const auto document = test::released(1);
  const Source source = source_of(document);
  for (const auto& boxes : {front_of(source), back_of(source), list_head_of(source)}) {
    for (std::size_t i = 0; i < boxes.size(); ++i) {
      const Frame& frame = boxes[i].box.frame;
      EXPECT_TRUE(frame.width > 0 && frame.height > 0 && frame.x >= printed.x && frame.y >= printed.y &&
                  frame.x + frame.width <= printed.x + printed.width &&
                  frame.y + frame.height <= printed.y + printed.height)
          << boxes[i].box.label;
      for (std::size_t k = 0; k < i; ++k)
        EXPECT_FALSE(overlap(frame, boxes[k].box.frame))
            << boxes[i].box.label << " and " << boxes[k].box.label;
    }
  }
}

/// Rigid: between the title and the foot the front is boxes and headings without a gap.
TEST(Front, the_boxes_cover_the_sheet) {
  const auto document = test::released(1);
  long covered = 0;
  for (const Filled& one : front_of(source_of(document))) {
    if (one.box.look == Look::title || one.box.look == Look::corner) continue;
    covered += static_cast<long>(one.box.frame.width) * one.box.frame.height;
  }
  constexpr int below_title = 170;
  EXPECT_EQ(covered, static_cast<long>(printed.width) * (printed.y + printed.height - below_title));
}

}  // namespace
}  // namespace lintas::paper
