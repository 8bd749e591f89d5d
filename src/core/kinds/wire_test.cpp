#include "core/kinds/wire.hpp"

#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/kind.hpp"
#include "core/kinds/letter.hpp"
#include "core/kinds/messages.hpp"
#include "core/messages/document.hpp"
#include "tests/support/kind_samples.hpp"
#include "tests/support/kind_stage.hpp"
#include "tests/support/samples.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::kinds {
namespace {

const Kinds& timber() {
  static const Kinds kinds = [] {
    std::vector<std::unique_ptr<const Kind>> all;
    all.push_back(test::kind_of(test::permit_kind));
    return std::move(*Kinds::of(std::move(all)));
  }();
  return kinds;
}

Head head() {
  return {.sender = "NTA.SG",
          .recipient = "NTA.MY",
          .prepared = *parse_instant("2026-03-03T02:00:00Z"),
          .identification = "SG-1",
          .correlation = "MY-1"};
}

std::string text_of(const message::Document& document) {
  std::string text;
  xml::write(document, text);
  return text;
}

Heard there_and_back(MessageNumber number, const Letter& letter) {
  const auto document = xml::read(text_of(write(number, letter, head())));
  if (!document) {
    ADD_FAILURE() << test::listed_kind_findings(document.error().findings);
    return {};
  }
  auto heard = read(*document, timber());
  if (!heard) ADD_FAILURE() << test::listed_kind_findings(heard.error());
  return heard ? *std::move(heard) : Heard{};
}

TEST(WireOfKinds, what_is_said_is_heard) {
  const Reference reference = test::doc_contents().reference;
  std::vector<std::pair<MessageNumber, Letter>> all{
      {doc_cancel, {.reference = reference, .text = "lost"}},
      {doc_cancel, {.reference = reference, .replaced_by = test::doc_number("T-2")}},
      {doc_use, {.reference = reference, .use = test::doc_use("D-1"), .clock = 480}},
      {doc_use,
       {.reference = reference,
        .use = test::doc_use("D-1", {test::doc_line(1, "60.5"), test::doc_line(2, "20")}),
        .clock = 480}}};
  for (const auto& word : words_for(Answer{}))
    all.push_back({doc_answer, {.reference = reference, .answer = word.value, .text = "seen", .clock = 420}});
  all.push_back({doc_answer,
                 {.reference = reference,
                  .faults = {{.rule = "SCH-008", .pointer = "/DOC.TIMBER/Permit/To", .detail = "missing"}},
                  .answer = Answer::faulty,
                  .clock = 480}});
  for (const auto& [number, letter] : all)
    EXPECT_EQ(there_and_back(number, letter), (Heard{.number = number, .letter = letter})) << name_of(number);
}

/// The text of a message, changed, as it is read.
std::string rule_of(MessageNumber number, const Letter& letter, std::string_view part,
                    std::string_view other) {
  const auto document = xml::read(test::with(text_of(write(number, letter, head())), part, other));
  if (!document) return document.error().findings.front().rule;
  const auto heard = read(*document, timber());
  return heard ? "" : heard.error().front().rule;
}

TEST(WireOfKinds, R_KIND_034_a_kind_or_a_quantity_that_nobody_knows) {
  const Letter letter{.reference = test::doc_contents().reference,
                      .use = test::doc_use("D-1", {test::doc_line(1, "60.5")})};
  EXPECT_EQ(rule_of(doc_use, letter, ">timber<", ">stone<"), "R-KIND-034");
  EXPECT_EQ(rule_of(doc_use, letter, "<UnitCode>MTQ</UnitCode>", ""), "R-KIND-034");
  EXPECT_EQ(rule_of(doc_cancel, {.reference = letter.reference}, ">timber<", ">stone<"), "R-KIND-034");
}

TEST(WireOfKinds, R_DOC_021_a_function_is_that_of_the_message) {
  const Letter letter{.reference = test::doc_contents().reference};
  EXPECT_EQ(rule_of(doc_cancel, letter, "<FunctionCode>1<", "<FunctionCode>9<"), "R-DOC-021");
  EXPECT_EQ(rule_of(doc_answer, letter, "<FunctionCode>11<", "<FunctionCode>9<"), "R-DOC-021");
  EXPECT_EQ(rule_of(doc_answer, letter, ">TKN<", ">XXX<"), "R-DOC-021");
}

TEST(WireOfKinds, R_KIND_031_one_declaration_uses_a_document_in_one_message) {
  const Letter letter{.reference = test::doc_contents().reference,
                      .use = test::doc_use("D-1", {test::doc_line(1, "60.5"), test::doc_line(2, "1")})};
  EXPECT_EQ(rule_of(doc_use, letter, "<DeclarationID>D-1<", "<DeclarationID>D-2<"), "R-KIND-031");
}

TEST(WireOfKinds, a_document_is_the_same_under_another_head) {
  const auto document = xml::read(test::permit, timber().programs());
  ASSERT_TRUE(document.has_value());
  const Kind& kind = *timber().of_root("DOC.TIMBER");
  const auto headed_anew = xml::read(text_of(headed(kind, document->message, head())), timber().programs());
  ASSERT_TRUE(headed_anew.has_value()) << test::listed_kind_findings(headed_anew.error().findings);
  EXPECT_EQ(headed_anew->message.message_identification, "SG-1");
  EXPECT_EQ(text_of(bare(kind, headed_anew->message)), text_of(bare(kind, document->message)));
}

TEST(WireOfKinds, knows_its_roots) {
  EXPECT_TRUE(is_about_kinds("DOC.TIMBER", timber()));
  EXPECT_TRUE(is_about_kinds("DOC.USE", timber()));
  EXPECT_FALSE(is_about_kinds("DOC.PHYTO", timber()));
  EXPECT_FALSE(is_about_kinds("CO.ISSUE", timber()));
}

}  // namespace
}  // namespace lintas::kinds
