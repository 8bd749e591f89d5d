#include "core/kinds/contents.hpp"

#include <array>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/kinds/import/commands.hpp"
#include "core/kinds/import/events.hpp"
#include "core/kinds/issue/commands.hpp"
#include "core/kinds/issue/events.hpp"
#include "core/kinds/kind.hpp"
#include "core/kinds/letter.hpp"
#include "core/messages/document.hpp"
#include "tests/support/field_numbers.hpp"
#include "tests/support/kind_samples.hpp"
#include "tests/support/kind_stage.hpp"
#include "tests/support/samples.hpp"
#include "wire/xml/xml_reader.hpp"

namespace lintas::kinds {
namespace {

std::expected<Contents, Findings> contents_in(const std::string& text) {
  static const auto kind = test::kind_of(test::permit_kind);
  const std::array<const message::Program*, 1> programs{&kind->program()};
  const auto document = xml::read(text, programs);
  EXPECT_TRUE(document.has_value());
  return contents_of(*document, *kind, Hash256{});
}

TEST(Contents, are_what_a_document_says) {
  const auto contents = contents_in(std::string{test::permit});
  ASSERT_TRUE(contents.has_value());
  EXPECT_EQ(in_words(contents->reference), "MY, timber, MTIB/2026/00412");
  EXPECT_EQ(contents->life, Life::issued_consumed);
  EXPECT_EQ(contents->receiver.str(), "SG");
  EXPECT_EQ(to_text(contents->issued), "2026-11-20");
  EXPECT_EQ(to_text(*contents->valid_until), "2027-02-28");
  EXPECT_FALSE(contents->replaces.has_value());
  ASSERT_EQ(contents->lines.size(), 2U);
  EXPECT_EQ(contents->lines[0], test::doc_line(1, "120.5"));
}

TEST(Contents, hold_as_long_as_the_kind_says_where_the_document_does_not) {
  const auto contents = contents_in(test::with(test::permit, "<LastDay>2027-02-28</LastDay>", ""));
  ASSERT_TRUE(contents.has_value());
  EXPECT_EQ(to_text(*contents->valid_until), "2027-05-19") << "six months from the day of issue";
}

TEST(Contents, R_KIND_031_a_value_that_nothing_can_be_found_by) {
  const auto kind = test::kind_of(
      test::with(std::string{test::permit_kind}, "field,Number,1,tight35", "field,Number,1,text70"));
  const std::array<const message::Program*, 1> programs{&kind->program()};
  const auto document =
      xml::read(test::with(test::permit, "MTIB/2026/00412", std::string(36, 'N')), programs);
  ASSERT_TRUE(document.has_value());
  const auto contents = contents_of(*document, *kind, Hash256{});
  ASSERT_FALSE(contents.has_value());
  EXPECT_EQ(contents.error().front().rule, "R-KIND-031");
  EXPECT_EQ(contents.error().front().pointer, "/DOC.TIMBER/Permit/Number");
}

TEST(Contents, R_KIND_032_a_document_is_for_another_state) {
  const auto contents = contents_in(test::with(test::permit, "<To>SG<", "<To>MY<"));
  ASSERT_FALSE(contents.has_value());
  EXPECT_EQ(contents.error().front().rule, "R-KIND-032");
  EXPECT_EQ(contents.error().front().pointer, "/DOC.TIMBER/Permit/To");
}

TEST(Contents, what_is_left_of_a_line_follows_from_its_uses) {
  const Contents contents = test::doc_contents();
  const std::vector<Use> uses{test::doc_use("D-1", {test::doc_line(1, "60")}),
                              test::doc_use("D-2", {test::doc_line(2, "20")})};
  EXPECT_EQ(left_of(contents, uses, test::doc_line(1, "1"))->str(), "40");
  EXPECT_FALSE(left_of(contents, uses, test::doc_line(3, "1")).has_value());
  EXPECT_FALSE(is_used_up(contents, uses));
  EXPECT_TRUE(
      is_used_up(contents, {test::doc_use("D-1", {test::doc_line(1, "100"), test::doc_line(2, "20")})}));
  EXPECT_FALSE(is_used_up(test::doc_contents(Life::issued_used), {}));
  EXPECT_TRUE(is_used_up(test::doc_contents(Life::issued_used), {test::doc_use("D-1")}));
  EXPECT_FALSE(is_used_up(test::doc_contents(Life::issued_replaced), {test::doc_use("D-1")}));
}

TEST(Contents, field_numbers_of_records_are_those_that_were_committed) {
  const auto differences = test::compare_with_committed<
      Reference, Line, Contents, Use, Letter, issue_side::IssueDocument, issue_side::SendDocument,
      issue_side::CancelDocument, issue_side::ResendDocument, import_side::AnswerDocument,
      import_side::UseDocument, issue_side::Issued, issue_side::WasSent, issue_side::CancellationAsked,
      issue_side::Resent, issue_side::Answered, issue_side::UsedThere, issue_side::UseNotBooked,
      issue_side::LookAtDocument, issue_side::LookedAt, import_side::Received, import_side::Faulty,
      import_side::CancellationCame, import_side::Judged, import_side::WasUsed>("kinds.", LINTAS_ROOT);
  std::string lines;
  for (const auto& line : differences.not_listed) lines += line + '\n';
  EXPECT_EQ(lines, "") << "add these lines to data/field-numbers.csv";
  EXPECT_TRUE(differences.not_in_the_code.empty());
}

}  // namespace
}  // namespace lintas::kinds
