#include "core/paper/certificate.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <variant>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/code/check.hpp"
#include "core/code/compact.hpp"
#include "core/code/records.hpp"
#include "core/code/trust.hpp"
#include "core/paper/standing.hpp"
#include "shell/print/pdf.hpp"
#include "tests/support/certificates_to_print.hpp"
#include "tests/support/ed25519.hpp"
#include "tests/support/printed.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/signed_codes.hpp"

/// The printed certificate is read back as others will read it.
namespace lintas::print {
namespace {

using paper::CertificatePaper;

CertificatePaper paper_of(std::size_t items, const paper::Standing& standing = test::a_copy()) {
  const test::IssuingState state{"TH"};
  const Instant issued = test::day_in_november(18);
  return paper::certificate_paper(test::certificate_of(items), standing, test::reference_to_print(),
                                  code::qr_text_of(state.signed_certificate(issued)));
}

using test::count_of;
using test::without_space;

class CertificatePdf : public test::Printed {
 protected:
  void print(const CertificatePaper& paper) const { keep(pdf_of(paper)); }
};

TEST_F(CertificatePdf, three_items_stand_on_the_front_with_all_boxes) {
  print(paper_of(3));
  const std::string front = without_space(page(1));
  for (const std::string_view said :
       {"PRINTED COPY OF AN ELECTRONIC CERTIFICATE \u2013 NOT AN ORIGINAL", "CERTIFICATE OF ORIGIN", "FORM D",
        "TH-ID D2026-0033107", "Third-country invoice issued by: Kanto Trading K.K.",
        "End of the list: 3 items", "Page 1 of 1", "Available at customs",
        "Certificate TH, TH-DFT, TH-ID D2026-0033107"})
    EXPECT_TRUE(front.contains(without_space(said))) << said << "\n" << front;
}

TEST_F(CertificatePdf, fifty_and_more_items_go_on_overleaf_and_all_are_shown) {
  for (const std::size_t items : {50U, 120U}) {
    print(paper_of(items));
    const std::string all = without_space(text(""));
    for (std::size_t i = 1; i <= items; ++i)
      EXPECT_TRUE(all.contains(format("PTKOC/NO{}-{}", i * 10, i * 10 + 9))) << i;
    const std::size_t pages = count_of("PRINTEDCOPYOFANELECTRONICCERTIFICATE", all);
    EXPECT_GE(pages, items / 12) << "each page says what it is";
    EXPECT_EQ(count_of("6.Marksandnumbersonpackages", all), pages) << "and has the headings";
    EXPECT_TRUE(all.contains(format("Page{0}of{0}", pages)));
    EXPECT_TRUE(without_space(page(1)).contains(format("Continuedoverleaf,page2of{}", pages)));
    EXPECT_EQ(count_of(format("Endofthelist:{}items", items), all), 1U);
  }
}

TEST_F(CertificatePdf, an_item_that_is_longer_than_a_sheet_goes_on_on_the_next) {
  auto certificate = test::certificate_of(2);
  auto& lines = certificate.goods_shipment->government_agency_goods_item[0].commodity->additional_description;
  for (int i = 0; i < 300; ++i) lines.emplace_back().description = format("line {} of the description", i);
  print(paper::certificate_paper(certificate, test::a_copy(), test::reference_to_print(), ""));
  const std::string all = without_space(text(""));
  for (int i = 0; i < 300; ++i) EXPECT_TRUE(all.contains(format("line{}ofthedescription", i))) << i;
  EXPECT_TRUE(without_space(page(1)).contains("line0ofthedescription")) << "the front is not left empty";
  EXPECT_TRUE(without_space(page(2)).contains("1cont."));
}

TEST_F(CertificatePdf, the_page_that_is_signed_by_hand_says_so_and_has_room) {
  print(paper_of(1, test::on_paper()));
  const std::string front = without_space(page(1));
  EXPECT_TRUE(front.contains(without_space("ISSUED ON PAPER \u2013 NO DATA ARE SENT")));
  EXPECT_TRUE(front.contains(without_space("signature and stamp of the certifying authority")));
  EXPECT_FALSE(front.contains(without_space("NOT AN ORIGINAL")));
}

TEST_F(CertificatePdf, its_code_is_read_back_from_paper_at_300_dots_an_inch_and_verified) {
  const test::IssuingState state{"TH"};
  code::Trust trust{test::sha256, test::verify_ed25519};
  ASSERT_TRUE(trust.take_sheet(state.signed_sheet(state.sheet())).has_value());
  ASSERT_TRUE(trust.take_list(state.signed_cancellations(test::day_in_november(19), {})).has_value());
  CertificatePaper paper = paper_of(3);
  code::Certificate longest = test::a_certificate();
  longest.office = std::string(35, 'X');
  longest.number = std::string(35, '9');
  const Instant issued = test::day_in_november(18);
  for (const code::Certificate& said : {test::a_certificate(), longest}) {
    paper.check = code::qr_text_of(
        code::issue(state.issuer(), test::handle_of(7), {.issued = issued, .valid_from = issued}, said));
    print(paper);
    const std::string front = codes(1, 300);
    constexpr std::string_view before = "QR-Code:";
    const auto begin = front.find("QR-Code:LC1:");
    ASSERT_NE(begin, std::string::npos) << paper.check.size() << " characters: " << front;
    const std::string text =
        front.substr(begin + before.size(), front.find('\n', begin) - begin - before.size());
    EXPECT_EQ(text, paper.check);
    const code::Checked checked = code::check(trust, text, test::day_in_november(20));
    EXPECT_TRUE(checked.all_hold());
    ASSERT_TRUE(checked.content.has_value());
    EXPECT_EQ(std::get<code::Certificate>(checked.content->document), said);
  }
}

TEST_F(CertificatePdf, every_script_of_the_region_is_set_in_its_own_face) {
  print(paper_of(9));
  expect_a_face_for_every_script();
}

TEST_F(CertificatePdf, the_same_page_gives_the_same_bytes) {
  EXPECT_EQ(pdf_of(paper_of(20)), pdf_of(paper_of(20)));
}

}  // namespace
}  // namespace lintas::print
