#include "core/paper/certificate.hpp"

#include <algorithm>
#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "core/paper/content.hpp"
#include "core/paper/sheet.hpp"
#include "tests/support/certificates_to_print.hpp"

namespace lintas::paper {
namespace {

std::string text_in(const std::vector<Filled>& boxes, std::string_view label) {
  const auto found =
      std::ranges::find_if(boxes, [&](const Filled& one) { return one.box.label.starts_with(label); });
  EXPECT_NE(found, boxes.end()) << label;
  return found == boxes.end() ? std::string{} : text_of(found->text);
}

CertificatePaper paper_of(const message::wco::Declaration& certificate, std::string check = "LC1:ABC",
                          const Standing& standing = test::a_copy()) {
  return certificate_paper(certificate, standing, test::reference_to_print(), std::move(check));
}

TEST(CertificatePaper, has_the_boxes_of_form_d) {
  const auto certificate = test::certificate_in("th-id-car-parts-third-country-invoice");
  const CertificatePaper paper = paper_of(certificate);
  EXPECT_EQ(text_in(paper.front, "Reference No."), "TH-ID D2026-0033107");
  EXPECT_EQ(text_in(paper.front, "Issued in"), "Thailand (TH)");
  EXPECT_EQ(text_in(paper.front, "1. "),
            "Eastern Seaboard Auto Parts Co., Ltd.\n64/109 Moo 4, Pluak Daeng\n21140 Rayong, Thailand (TH)\n"
            "No. 0215545001122.");
  EXPECT_TRUE(text_in(paper.front, "2. ").contains("PT Karawang Otomotif"));
  EXPECT_EQ(text_in(paper.front, "3. "),
            "Departure date: 2026-11-19\nVessel, aircraft or vehicle: Sinar Bajo 2646S (maritime)\n"
            "Port of discharge: Tanjung Priok IDTPP.");
  EXPECT_TRUE(text_in(paper.front, "11. ").contains("Anong Srisuk"));
  EXPECT_TRUE(text_in(paper.front, "11. ").contains("Indonesia (ID)"));
  EXPECT_TRUE(text_in(paper.front, "12. ").contains("Department of Foreign Trade, Laem Chabang, TH-DFT"));
  EXPECT_EQ(text_in(paper.front, "13. Third-country invoicing"), "1");
  EXPECT_EQ(text_in(paper.front, "Back-to-back"), "");
  ASSERT_EQ(paper.items.size(), 4U);
  const Row& third = paper.items[2].rows[0];
  EXPECT_EQ(third[0].text, "3");
  EXPECT_EQ(third[1].text, "PTKO C/NO 59-130");
  EXPECT_EQ(third[2].text,
            "72 CT\nRear combination lamps for passenger cars\nleft and right in equal numbers, with bulbs\n"
            "Manufacturer: Eastern Seaboard Auto Parts Co., Ltd.\nHS 85122020");
  EXPECT_EQ(third[3].text, "CTSH + 35%");
  EXPECT_EQ(third[4].text, "1440 NMB\nother quantity\nFOB USD 20160.00");
  EXPECT_EQ(third[5].text, "KT-INV-90212, 2026-11-16\nKT-INV-90213, 2026-11-16");
  EXPECT_TRUE(
      paper.items[3].rows[0][2].text.starts_with("Third-country invoice issued by: Kanto Trading K.K."));
  EXPECT_EQ(paper.items_end, "End of the list: 3 items");
}

TEST(CertificatePaper, names_what_it_lives_on_or_takes_the_place_of) {
  const auto paper = paper_of(test::certificate_in("sg-th-gloves-back-to-back"));
  EXPECT_TRUE(paper.items.back().rows[0][2].text.contains("Original proof of origin: "))
      << paper.items.back().rows[0][2].text;
  EXPECT_EQ(text_in(paper.front, "Back-to-back"), "1");
}

TEST(CertificatePaper, box_four_names_the_items_and_the_list_the_reasons) {
  Standing standing = test::a_copy();
  standing.treatment = {.given = true,
                        .refused = true,
                        .items = "Given: items 1, 3. Not given: item 2 (N2).",
                        .reasons = {"N2: code or description do not match the goods"}};
  const auto paper = paper_of(test::certificate_of(3), "LC1:ABC", standing);
  EXPECT_EQ(text_in(paper.front, "4. "), "1");
  EXPECT_EQ(text_in(paper.front, "Not given"), "1");
  EXPECT_EQ(text_in(paper.front, "Items and reasons"), "Given: items 1, 3. Not given: item 2 (N2).");
  EXPECT_TRUE(paper.items.back().rows[0][2].text.contains(
      "Box 4, reason N2: code or description do not match the goods"))
      << paper.items.back().rows[0][2].text;
}

TEST(CertificatePaper, says_what_it_is_and_how_it_stood) {
  const auto certificate = test::certificate_of(1);
  const auto copy = paper_of(certificate);
  EXPECT_TRUE(copy.mark.contains("NOT AN ORIGINAL"));
  EXPECT_EQ(text_in(copy.front, "State when printed"), "Available at customs\nprinted 2026-11-19 07:00 UTC");
  EXPECT_EQ(std::ranges::count(copy.front, Look::check, [](const Filled& one) { return one.box.look; }), 1);
  const auto without_key = paper_of(certificate, "");
  EXPECT_TRUE(text_in(without_key.front, "What this page is").contains("no document key"));
  EXPECT_EQ(
      std::ranges::count(without_key.front, Look::check, [](const Filled& one) { return one.box.look; }), 0);
}

TEST(CertificatePaper, is_signed_by_hand_where_it_is_the_certificate_itself) {
  const auto certificate = test::certificate_of(1);
  const auto paper = paper_of(certificate, "LC1:ABC", test::on_paper());
  const auto has_room = [](const CertificatePaper& one) {
    return std::ranges::any_of(one.front, [](const Filled& box) {
      return box.box.look == Look::blank && box.box.label.contains("stamp");
    });
  };
  EXPECT_TRUE(has_room(paper));
  EXPECT_FALSE(text_in(paper.front, "12. ").contains("electronically"));
  EXPECT_FALSE(has_room(paper_of(certificate)));
  EXPECT_TRUE(text_in(paper_of(certificate).front, "12. ").contains("electronically"));
}

bool overlap(const Frame& a, const Frame& b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

TEST(CertificatePaper, no_box_overlaps_another_or_the_items_or_leaves_what_may_be_printed_on) {
  const auto certificate = test::certificate_of(1);
  for (const Standing& standing : {test::a_copy(), test::on_paper()}) {
    for (const std::string check : {"", "LC1:ABC"}) {
      const auto paper = paper_of(certificate, check, standing);
      for (const auto& [boxes, extent] :
           {std::pair{paper.front, paper.front_items}, std::pair{paper.overleaf, paper.overleaf_items}}) {
        const Frame items{
            .x = printed.x, .y = extent.from, .width = printed.width, .height = extent.to - extent.from};
        EXPECT_GT(items.height, 1000);
        for (std::size_t i = 0; i < boxes.size(); ++i) {
          const Frame& frame = boxes[i].box.frame;
          EXPECT_TRUE(frame.width > 0 && frame.height > 0 && frame.x >= printed.x && frame.y >= printed.y &&
                      frame.x + frame.width <= printed.x + printed.width &&
                      frame.y + frame.height <= printed.y + printed.height)
              << boxes[i].box.label;
          EXPECT_FALSE(overlap(frame, items)) << boxes[i].box.label;
          for (std::size_t k = 0; k < i; ++k)
            EXPECT_FALSE(overlap(frame, boxes[k].box.frame))
                << boxes[i].box.label << " and " << boxes[k].box.label;
        }
      }
    }
  }
}

}  // namespace
}  // namespace lintas::paper
