#include "shell/print/pdf.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <iterator>
#include <regex>
#include <string>
#include <string_view>
#include <thread>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/code/check.hpp"
#include "core/code/compact.hpp"
#include "core/code/records.hpp"
#include "core/code/trust.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/paper/content.hpp"
#include "core/paper/paper.hpp"
#include "core/paper/sheet.hpp"
#include "tests/support/ed25519.hpp"
#include "tests/support/letters.hpp"
#include "tests/support/printed.hpp"
#include "tests/support/released.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/signed_codes.hpp"

/// The printed document is read back as others will read it: its text by poppler, its codes by zbar from
/// pictures of its pages.
namespace lintas::print {
namespace {

using paper::Paper;

Paper paper_of(const message::Document& document) {
  return paper::paper_of(document.message, transit::reference(), "9F86D081884C7D659A2F");
}

using test::count_of;
using test::output_of;
using test::without_space;

class Pdf : public test::Printed {
 protected:
  void print(const Paper& paper) const { keep(pdf_of(paper)); }

  /// Of the first word of page 1 that is this one, in points: Noto Sans is 1.362 of its size from top to
  /// bottom.
  [[nodiscard]] double size_of(const std::string& word) const {
    const std::string boxes = output_of(format("pdftotext -bbox -f 1 -l 1 '{}' -", file_));
    const std::regex form{R"re(yMin="([0-9.]+)" xMax="[0-9.]+" yMax="([0-9.]+)">)re" + word + "<"};
    std::smatch found;
    if (!std::regex_search(boxes, found, form)) return 0;
    return (std::stod(found[2].str()) - std::stod(found[1].str())) / 1.362;
  }
};

TEST_F(Pdf, the_front_says_what_was_to_be_printed) {
  const Paper paper = paper_of(test::released(1));
  print(paper);
  const std::string read = without_space(page(1));
  for (const paper::Filled& one : paper.front) {
    EXPECT_TRUE(read.contains(without_space(one.box.label))) << one.box.label;
    const std::string expected = without_space(text_of(one.text));
    EXPECT_TRUE(read.contains(expected)) << one.box.label << ": " << expected;
  }
  EXPECT_TRUE(read.contains("1/2")) << "this form, and one of items";
}

TEST_F(Pdf, what_a_sandbox_prints_is_marked_on_every_page) {
  Paper paper = paper_of(test::released(3));
  print(paper);
  EXPECT_FALSE(text("-f 1").contains("SANDBOX")) << "no other document is";
  paper.mark = paper::sandbox_mark;
  print(paper);
  for (const std::size_t number : {1U, 2U, 3U})
    EXPECT_TRUE(page(number).contains(paper::sandbox_mark)) << number;
}

TEST_F(Pdf, the_back_names_the_offices_and_what_to_do) {
  const Paper paper = paper_of(test::released(1));
  print(paper);
  const std::string read = without_space(page(2));
  for (const auto& row : paper.route.rows) {
    for (const std::string& cell : row) EXPECT_TRUE(read.contains(without_space(cell))) << cell;
  }
  const paper::Advice& advice = paper.advice;
  EXPECT_TRUE(read.contains(without_space(advice.when + "1." + advice.steps.at(0)))) << advice.when;
  for (const std::string& step : advice.steps) EXPECT_TRUE(read.contains(without_space(step))) << step;
  EXPECT_TRUE(read.contains(without_space(advice.always))) << advice.always;
}

/// Every script of the region, letter by letter, and every label.
TEST_F(Pdf, the_list_says_what_was_to_be_printed) {
  const Paper paper = paper_of(test::released(std::size(test::scripts)));
  print(paper);
  const std::string read = without_space(text("-f 3"));
  for (const paper::Block& block : paper.list) {
    for (const paper::Row& row : block.rows) {
      for (const paper::Cell& cell : row) {
        const std::string number = cell.number.empty() ? std::string{} : format("[{}]", cell.number);
        EXPECT_TRUE(read.contains(without_space(cell.label) + without_space(number))) << cell.label;
        EXPECT_TRUE(read.contains(without_space(cell.text))) << block.name << ": " << cell.text;
      }
    }
  }
  for (const std::string_view script : test::scripts)
    EXPECT_TRUE(read.contains(without_space(script))) << script;
}

TEST_F(Pdf, a_reference_is_not_broken_where_a_line_has_room_for_it) {
  print(paper_of(test::released(1)));
  const std::string read = page(1);
  for (const std::string_view whole :
       {"1/AP01/SG-CBP-000123/XE1234K,", "2/AP01/SG-CBP-000124/TRB567A,", "3/AB01/BC-SG-7788,"})
    EXPECT_TRUE(read.contains(whole)) << whole << " in\n" << read;
}

TEST_F(Pdf, neither_access_codes_nor_amounts_are_printed) {
  print(paper_of(test::released(3)));
  const std::string read = text("");
  EXPECT_TRUE(read.contains("26SG0000000000771"));
  EXPECT_FALSE(read.contains("Z9Y8"));
  EXPECT_FALSE(read.contains("7654.32"));
  EXPECT_FALSE(read.contains("20000.00"));
}

TEST_F(Pdf, one_forty_and_999_items_stand_whole_in_the_list_and_each_sheet_has_its_head) {
  for (const std::size_t items : {1U, 40U, 999U}) {
    print(paper_of(test::released(items)));
    const std::string read = text("-f 3");
    const auto sheets = static_cast<std::size_t>(std::ranges::count(read, '\f'));
    EXPECT_EQ(count_of("LIST OF ITEMS", read), sheets);
    EXPECT_TRUE(read.contains(format("{0}/{0}", sheets + 1))) << "the last form of all";
    EXPECT_EQ(count_of("Continued on form", read), sheets - 1);
    EXPECT_EQ(count_of(format("End of the list: {} item", items), read), 1U);
    for (std::size_t i = 1; i <= items; ++i)
      ASSERT_TRUE(read.contains(format("40/CT/SIAM/BKK {}.", i))) << i << " of " << items;
  }
}

TEST_F(Pdf, a_cell_that_is_longer_than_a_sheet_goes_on_on_the_next) {
  auto document = test::released(2);
  auto& statements =
      document.message.consignment->house_consignment.front().consignment_item.front().additional_information;
  for (std::int64_t i = 1; i <= 99; ++i)
    statements.push_back({.sequence_number = {i},
                          .code = "30600",
                          .text = format("statement {} {}", i, std::string(300, 'x'))});
  print(paper_of(document));
  const std::string read = without_space(text("-f 3"));
  EXPECT_EQ(count_of("statement", read), 99U);
  EXPECT_GE(count_of("x", read), 99U * 300);
  EXPECT_TRUE(read.contains("continued(item1/1)")) << "whose statements they are";
  EXPECT_TRUE(read.contains("SIAM/BKK2."));
}

TEST_F(Pdf, a_box_that_is_too_small_shows_the_first_and_the_last) {
  auto document = test::released(1);
  auto& equipment = document.message.consignment->transport_equipment;
  equipment.clear();
  for (std::int64_t i = 1; i <= 400; ++i) {
    auto& one = equipment.emplace_back();
    one.sequence_number = {i};
    one.number_of_seals = {1};
    one.seal.push_back({.sequence_number = {1}, .identifier = format("S{}", i * 7919)});
  }
  print(paper_of(document));
  const std::string read = without_space(page(1));
  EXPECT_TRUE(read.contains("1/S7919;2/S15838;"));
  EXPECT_TRUE(read.contains(format(";(…);400/S{}.", 400 * 7919)));
}

/// As many as one message can have: they are not all set in type to find that they do not fit.
TEST_F(Pdf, nobody_waits_for_ten_thousand_containers_of_which_two_lines_are_printed) {
  auto document = test::released(1);
  auto& equipment = document.message.consignment->transport_equipment;
  equipment.clear();
  for (std::int64_t i = 1; i <= 9999; ++i) {
    auto& one = equipment.emplace_back();
    one.sequence_number = {i};
    for (std::int64_t k = 1; k <= 10; ++k)
      one.seal.push_back({.sequence_number = {k}, .identifier = format("S{}", i * 7919 * k)});
  }
  const auto begin = std::chrono::steady_clock::now();
  print(paper_of(document));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds{20});
  EXPECT_TRUE(without_space(page(1)).contains(";(…);9999/"));
}

TEST_F(Pdf, a_long_name_is_cut_and_says_so) {
  auto document = test::released(1);
  std::string& name = document.message.consignment->consignor->name;
  name.clear();
  for (int i = 0; i < 400; ++i) name += "Company ";
  print(paper_of(document));
  EXPECT_TRUE(without_space(page(1)).contains(without_space("(…) 700000 Thành phố Hồ Chí Minh, VN.")))
      << "but the town and the country stand";
}

TEST_F(Pdf, machines_read_the_codes_of_a_page_at_150_dots_an_inch) {
  print(paper_of(test::released(40)));
  const std::string front = codes(1);
  EXPECT_TRUE(front.contains("CODE-128:26SG0000010000A1J0\n")) << front;
  EXPECT_TRUE(front.contains("QR-Code:ACTS-TAD/1 26SG0000010000A1J0 9F86D081884C7D659A2F\n")) << front;
  EXPECT_EQ(codes(3), "CODE-128:26SG0000010000A1J0\n");
  EXPECT_EQ(codes(4), "CODE-128:26SG0000010000A1J0\n");
}

/// The longest one has 73 squares of 0.3 mm on a side: what a scanner of 300 dots an inch reads is what was
/// signed. At 150 there are less than two dots for a square.
TEST_F(Pdf, a_signed_code_is_read_back_from_paper_and_verified) {
  const auto document = test::released(40);
  const test::IssuingState state;
  const Instant released = test::day_in_november(5);
  code::Trust trust{test::sha256, test::verify_ed25519};
  ASSERT_TRUE(trust.take_sheet(state.signed_sheet(state.sheet())).has_value());
  ASSERT_TRUE(trust.take_list(state.signed_list(test::day_in_november(6), {test::handle_of(7)})).has_value());
  const code::AccompanyingDocument usual = code::document_of(document.message);
  code::AccompanyingDocument longest = usual;
  longest.seals = 99;
  longest.seal_identifiers.assign(longest.seals, "SG12345678901234");
  for (const code::AccompanyingDocument& said : {usual, longest}) {
    const Bytes code =
        code::issue(state.issuer(), test::handle_of(7), {.issued = released, .valid_from = released}, said);
    Paper paper = paper_of(document);
    paper.check = code::qr_text_of(code);
    print(paper);
    const std::string front = codes(1, 300);
    constexpr std::string_view before = "QR-Code:";
    const auto begin = front.find("QR-Code:LC1:");
    ASSERT_NE(begin, std::string::npos) << code.size() << " bytes: " << front;
    const std::string text =
        front.substr(begin + before.size(), front.find('\n', begin) - begin - before.size());
    EXPECT_EQ(text, paper.check);
    const code::Checked checked = code::check(trust, text, test::day_in_november(7));
    EXPECT_TRUE(checked.all_hold());
    ASSERT_TRUE(checked.content.has_value());
    EXPECT_EQ(std::get<code::AccompanyingDocument>(checked.content->document).mrn, usual.mrn);
    std::string changed = text;
    changed.back() = changed.back() == '0' ? '1' : '0';
    EXPECT_FALSE(code::check(trust, changed, test::day_in_november(7)).all_hold());
  }
}

/// Letters of these scripts are high: four lines of them would be set too small to read in the dark.
TEST_F(Pdf, parties_in_high_letters_have_their_address_in_one_line) {
  auto document = test::released(1);
  auto& consignor = *document.message.consignment->consignor;
  consignor.identification_number = "KH100012345";
  auto& address = consignor.address.emplace();
  address.postcode = "12000";
  address.country = "KH";
  struct Party {
    std::string_view name;
    std::string_view street;
    std::string_view city;
  };
  for (const Party& one :
       {Party{"ក្រុមហ៊ុនដឹកជញ្ជូនមេគង្គ", "ផ្លូវលេខ២៧១", "ភ្នំពេញ"}, Party{"မဲခေါင်ပို့ဆောင်ရေးကုမ္ပဏီ", "ဗိုလ်ချုပ်လမ်း", "ရန်ကုန်"}}) {
    consignor.name = one.name;
    address.street_and_number = one.street;
    address.city = one.city;
    print(paper_of(document));
    const std::string line = format("{}, 12000 {}, KH.", one.street, one.city);
    EXPECT_TRUE(without_space(page(1)).contains(without_space(line))) << line << " in\n" << page(1);
    EXPECT_GT(size_of("12000"), 6.49) << "small letters are not read by a torch";
  }
}

/// An officer compares what hangs on the door with the paper: it says the seal that was declared, and one
/// text does not choose how those beside it read.
TEST_F(Pdf, a_seal_stands_in_the_order_of_its_letters_whatever_unseen_is_in_it) {
  auto document = test::released(1);
  auto& seals = document.message.consignment->transport_equipment.front().seal;
  seals.at(0).identifier = "SGC0048\u202e112\u202c";
  seals.at(1).identifier = "SGC\u202e0048211";  // not closed
  seals.at(2).identifier = "SG123458";
  document.message.consignment->house_consignment.front()
      .consignment_item.front()
      .commodity->description_of_goods = "\u202eelbadaernu";
  print(paper_of(document));
  const std::string front = without_space(page(1));
  for (const char* seal : {"SGC0048\uFFFD112\uFFFD", "SGC\uFFFD0048211", "SG123458", "SG555001"})
    EXPECT_TRUE(front.contains(seal)) << seal << " in\n" << page(1);
  EXPECT_TRUE(text("").contains("\uFFFDelbadaernu"));
  EXPECT_FALSE(text("").contains("unreadable"));
}

TEST_F(Pdf, every_script_of_the_region_is_set_in_its_own_face) {
  print(paper_of(test::released(9)));
  expect_a_face_for_every_script();
}

TEST_F(Pdf, the_same_paper_gives_the_same_bytes) {
  const Paper paper = paper_of(test::released(9));
  EXPECT_EQ(pdf_of(paper), pdf_of(paper));
}

TEST_F(Pdf, documents_are_printed_on_several_threads_at_once) {
  const Paper paper = paper_of(test::released(9));
  const std::string alone = pdf_of(paper);
  std::array<std::string, 4> made;
  {
    std::vector<std::jthread> threads;
    for (std::string& one : made) threads.emplace_back([&] { one = pdf_of(paper); });
  }
  for (const std::string& one : made) EXPECT_TRUE(one == alone);
}

TEST_F(Pdf, sheets_are_a4) {
  print(paper_of(test::released(1)));
  EXPECT_TRUE(output_of(format("pdfinfo '{}'", file_)).contains("(A4)"));
}

}  // namespace
}  // namespace lintas::print
