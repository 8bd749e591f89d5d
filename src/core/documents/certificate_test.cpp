#include "core/documents/certificate.hpp"

#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "base/fields.hpp"
#include "core/documents/events.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/issue/events.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/verification/events.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/field_numbers.hpp"
#include "tests/support/scenario.hpp"

namespace lintas::documents {
namespace {

test::Step step(const std::string& text) { return test::parse_step("draft " + text, 1).value(); }

std::string rules(const Findings& findings) {
  std::string text;
  for (const Finding& one : findings) text += one.rule + " " + one.pointer + "\n";
  return text;
}

TEST(Certificate, keeps_the_field_numbers_of_the_committed_list) {
  const auto differences =
      test::compare_with_committed<Fault, Line, Reference, Flags, Item, Earlier, Original, Contents,
                                   ItemResult, Drawn, Letter, DrawnOn, DrawUndone,
                                   Reminded<issue_side::Alarm>, TimeOver, Noted, issue_side::Event,
                                   import_side::Event, verification::Event>("documents.", LINTAS_ROOT);
  EXPECT_EQ(test::joined_lines(differences.not_listed), "") << "append these to data/field-numbers.csv";
  EXPECT_EQ(test::joined_lines(differences.not_in_the_code), "")
      << "a number is never taken back or given to something else";
}

TEST(Certificate, R_DOC_025_a_number_is_one_that_messages_carry) {
  EXPECT_EQ(rules(fault_in_name("number", "MY-VN 26/08/11873")), "");
  for (const char* name : {"", " N-1", "N-1 ", "N\xc3\xa9", "1234567890123456789012345678901234567"})
    EXPECT_EQ(rules(fault_in_name("number", name)), "R-DOC-025 number\n") << name;
}

TEST(Certificate, books_who_lives_on_it_and_lets_go) {
  Balances items = balances_of(test::contents(step("")).items);
  std::vector<Drawn> drawn;
  const Drawn draw{.by = test::reference("SG", "S-1"), .lines = {{1, Decimal::of(40)}}};
  book_draw(items, drawn, draw);
  EXPECT_EQ(items[0].drawn, Decimal::of(40));
  book_undone_draw(items, drawn, test::reference("SG", "S-2"));
  EXPECT_EQ(drawn.size(), 1U) << "another certificate than the one that draws";
  book_undone_draw(items, drawn, draw.by);
  EXPECT_TRUE(drawn.empty());
  EXPECT_TRUE(items[0].drawn.is_zero());
}

TEST(Certificate, is_stored_as_it_was) {
  const Contents contents = test::contents(step("original=V-1 shipped=2026-03-01 reissue_of=2025-06-01"));
  EXPECT_EQ(from_cbor<Contents>(to_cbor(contents)).value(), contents);
}

TEST(Certificate, names_the_field_of_each_fault) {
  EXPECT_EQ(rules(faults_in(test::contents(step("")))), "");
  EXPECT_EQ(rules(faults_in(test::contents(step("items=100,0 hs=081090")))),
            "R-ASW-011 items/1/hs\nR-ASW-011 items/2/hs\nR-DOC-004 items/2/quantity\n");
  EXPECT_EQ(rules(faults_in(test::contents(step("items=")))), "R-ASW-004 items\n");
  EXPECT_EQ(rules(faults_in(test::contents(step("items=9999999999.999999,10000000000")))),
            "R-DOC-004 items/2/quantity\n");
  EXPECT_EQ(rules(faults_in(test::contents(step("importer=MY")))), "R-DOC-006 importer\n");
  Contents numbered = test::contents(step(""));
  numbered.items[1].number = 1;
  EXPECT_EQ(rules(faults_in(numbered)), "R-DOC-003 items/2/number\n");
  Contents without_part = test::contents(step("original=V-1"));
  without_part.originals[0].lines.clear();
  EXPECT_EQ(rules(faults_in(without_part)), "R-ASW-044 originals/1/lines\n");
}

TEST(Certificate, of_another_agreement_has_the_subheading) {
  EXPECT_EQ(rules(faults_in(test::contents(step("hs=081090 kind=preferential items=1")))), "");
}

TEST(Certificate, says_its_reference_in_words) {
  EXPECT_EQ(in_words(test::reference("MY", "TH-26/01/00001")), "MY, MY-01, TH-26/01/00001");
}

TEST(Text, is_one_line) {
  EXPECT_TRUE(fault_in_text("reason", "as agreed").empty());
  for (const std::string text : {"", " x", "a\nb"})
    EXPECT_EQ(rules(fault_in_text("reason", text)), "R-DOC-002 reason\n");
  EXPECT_EQ(fault_in_text("reason", std::string(513, 'x')).size(), 1U);
}

}  // namespace
}  // namespace lintas::documents
