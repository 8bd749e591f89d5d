#include <chrono>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/import/commands.hpp"
#include "core/kinds/import/state.hpp"
#include "core/kinds/issue/commands.hpp"
#include "core/kinds/issue/state.hpp"
#include "core/kinds/issue/table.hpp"
#include "core/model/values/country.hpp"
#include "tests/support/documents_world.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/samples.hpp"

/// Documents of kinds that are data between national nodes: Thailand issues phytosanitary certificates,
/// Malaysia receives them; Viet Nam looks on.
namespace lintas {
namespace {

using kinds::import_side::AnswerDocument;
using kinds::import_side::UseDocument;
using kinds::issue_side::CancelDocument;
using kinds::issue_side::ResendDocument;
using kinds::issue_side::SendDocument;

class Kinds : public testing::Test {
 protected:
  static std::string durian() {
    return test::read_file(LINTAS_ROOT "/examples/documents/th-my-durian-phytosanitary.xml");
  }
  static kinds::Reference reference(std::string_view number) {
    return {.state = *Country::parse("TH"),
            .kind = *kinds::KindCode::parse("phyto"),
            .number = *kinds::Number::parse(number)};
  }
  std::string stand() { return world.stand(certificate, "MY"); }
  std::string cancel() {
    return world.at_doc_issue(bangkok, CancelDocument{.reference = certificate, .reason = "not shipped"});
  }
  std::string answer(bool accept) {
    return world.at_doc_import(
        "MY", test::DocumentsWorld::authority(port),
        AnswerDocument{.reference = certificate, .accept = accept, .reason = "inspected"});
  }
  std::string use(std::string_view declaration) {
    return world.at_doc_import(
        "MY", test::DocumentsWorld::customs(port),
        UseDocument{.reference = certificate, .declaration = *kinds::DeclarationNumber::parse(declaration)});
  }

  static constexpr const char* bangkok = "THBKK001";
  static constexpr const char* port = "MYPKG001";
  Instant now = *parse_instant("2026-11-20T06:00:00Z");
  test::DocumentsWorld world{now, {"TH", "MY", "VN"}};
  kinds::Reference certificate = reference("TH-PC-2026-0041873");
};

TEST_F(Kinds, ACertificateGoesFromItsIssueToItsUseAndEachLevelIsShownApart) {
  ASSERT_EQ(world.issue_doc(bangkok, durian()), "ok");
  EXPECT_EQ(world.on_the_way(), "DOC.SEND>MY");
  ASSERT_EQ(world.deliver(), "ok");
  EXPECT_EQ(stand(), "SENT AVAILABLE");
  EXPECT_EQ(world.on_the_way(), "DOC.ANSWER>TH");
  ASSERT_EQ(world.deliver(), "ok");
  EXPECT_EQ(stand(), "TAKEN AVAILABLE");
  EXPECT_TRUE(world.doc_issued(certificate).taken.has_value());
  EXPECT_FALSE(world.doc_issued(certificate).answered.has_value());
  ASSERT_EQ(answer(true), "ok");
  world.deliver_all();
  EXPECT_EQ(stand(), "ACCEPTED ACCEPTED");
  ASSERT_EQ(use("D-1"), "ok");
  EXPECT_EQ(world.on_the_way(), "DOC.USE>TH");
  world.deliver_all();
  EXPECT_EQ(stand(), "USED USED");
  EXPECT_EQ(use("D-2"), "R-DOC-001");
}

TEST_F(Kinds, WhatIsInTheDocumentComesAlong) {
  ASSERT_EQ(world.issue_doc(bangkok, durian()), "ok");
  const std::string text{as_text(world.way().front().wire.body)};
  EXPECT_TRUE(text.contains("<ScientificName>Durio zibethinus</ScientificName>"));
  EXPECT_TRUE(text.contains("<messageSender>NTA.TH</messageSender>"));
}

TEST_F(Kinds, ACancellationIsAnsweredAndOvertakesNothing) {
  ASSERT_EQ(world.issue_doc(bangkok, durian()), "ok");
  ASSERT_EQ(cancel(), "ok");
  EXPECT_EQ(world.on_the_way(), "DOC.SEND>MY DOC.CANCEL>MY");
  ASSERT_EQ(world.deliver(1), "ok") << "it waits for what was sent before";
  ASSERT_EQ(world.deliver(0), "ok");
  world.deliver_all();
  EXPECT_EQ(stand(), "CANCELLED CANCELLED");
}

TEST_F(Kinds, WhatIsUsedUpIsNotCancelled) {
  ASSERT_EQ(world.issue_doc(bangkok, durian()), "ok");
  world.deliver_all();
  ASSERT_EQ(use("D-1"), "ok");
  ASSERT_EQ(cancel(), "ok");
  world.deliver_all();
  EXPECT_EQ(stand(), "USED USED");
}

TEST_F(Kinds, ACertificateInThePlaceOfAnotherCancelsItByTheSameStep) {
  ASSERT_EQ(world.issue_doc(bangkok, durian()), "ok");
  world.deliver_all();
  std::string newer = test::with(durian(), "TH-PC-2026-0041873", "TH-PC-2026-0041990");
  newer = test::with(newer, "<Subject>SPSFL</Subject>\n        <Content>5<",
                     "<Subject>ADRPN</Subject>\n        <Content>TH-PC-2026-0041873<");
  ASSERT_EQ(world.issue_doc(bangkok, newer), "ok");
  EXPECT_EQ(world.on_the_way(), "DOC.SEND>MY DOC.CANCEL>MY");
  world.deliver_all();
  EXPECT_EQ(stand(), "REPLACED REPLACED");
  EXPECT_EQ(world.doc_received("MY", certificate).replaced_by, reference("TH-PC-2026-0041990").number);
  EXPECT_EQ(world.stand(reference("TH-PC-2026-0041990"), "MY"), "TAKEN AVAILABLE");
}

TEST_F(Kinds, R_KIND_033_WhatIsNotHereIsNotReplaced) {
  const std::string text = test::with(durian(), "<Subject>SPSFL</Subject>\n        <Content>5<",
                                      "<Subject>ADRPN</Subject>\n        <Content>TH-PC-1<");
  EXPECT_EQ(world.issue_doc(bangkok, text), "R-KIND-033");
  EXPECT_EQ(world.on_the_way(), "");
}

TEST_F(Kinds, R_KIND_035_ANumberIsOfOneDocument) {
  ASSERT_EQ(world.issue_doc(bangkok, durian()), "ok");
  EXPECT_EQ(
      world.issue_doc(bangkok, test::with(durian(), "<NetWeightMeasure>17820<", "<NetWeightMeasure>17000<")),
      "R-KIND-035");
}

TEST_F(Kinds, R_KIND_040_AnActThatIssuesBringsItsDocument) {
  kinds::Contents contents{.reference = certificate, .receiver = *Country::parse("MY")};
  contents.issued = *parse_day("2026-11-20");
  EXPECT_EQ(world.at_doc_issue(bangkok, kinds::issue_side::IssueDocument{.contents = contents}),
            "R-KIND-040");
}

TEST_F(Kinds, WhatThePartnerCannotReadIsRepairedAndSentAgain) {
  ASSERT_EQ(world.issue_doc(bangkok, durian()), "ok");
  const test::Carried sent = world.way().front();
  std::string damaged{as_text(sent.wire.body)};
  damaged = test::with(damaged, "<ModeCode>3<", "<ModeCode>road<");
  world.lose();
  ASSERT_EQ(world.arrive(sent, as_bytes(damaged)), "ok") << "it says which it is, so it is answered";
  world.deliver_all();
  EXPECT_EQ(stand(), "TECH_ERROR TECH_ERROR");
  EXPECT_EQ(world.doc_issued(certificate).faults.front().rule.substr(0, 4), "SCH-");
  ASSERT_EQ(world.at_doc_issue(bangkok, ResendDocument{.reference = certificate, .reason = "mended"}), "ok");
  world.deliver_all();
  EXPECT_EQ(stand(), "TAKEN AVAILABLE");
}

TEST_F(Kinds, TheSameOctetsGoAgainWhereNoAnswerCame) {
  ASSERT_EQ(world.issue_doc(bangkok, durian()), "ok");
  const Bytes first = world.way().front().document;
  world.lose();
  world.set_time(now + std::chrono::days{5});
  world.ring();
  ASSERT_EQ(world.on_the_way(), "DOC.SEND>MY");
  EXPECT_EQ(world.way().front().document, first);
}

TEST_F(Kinds, AKindThatTheStatesDoNotExchangeIsIssuedAndNotSent) {
  const auto beef = test::with(test::read_file(LINTAS_ROOT "/examples/documents/vn-sg-beef-veterinary.xml"),
                               "<ID>SG</ID>", "<ID>MY</ID>");
  ASSERT_EQ(world.issue_doc("VNHPH001", beef), "ok");
  EXPECT_EQ(world.on_the_way(), "");
}

TEST_F(Kinds, R_ASW_102_WhatWasIssuedBeforeTheStatesExchangedSuchDocumentsIsSentThen) {
  test::DocumentsWorld before{*parse_instant("2023-12-30T06:00:00Z"), {"TH", "MY"}};
  ASSERT_EQ(before.issue_doc(bangkok, test::with(durian(), "<IssueDateTime>2026-11-20T11:25:00+07:00",
                                                 "<IssueDateTime>2023-12-29T11:25:00+07:00")),
            "ok");
  EXPECT_EQ(before.on_the_way(), "");
  EXPECT_EQ(before.at_doc_issue(bangkok, SendDocument{.reference = certificate}), "R-ASW-102");
  before.set_time(*parse_instant("2024-01-02T06:00:00Z"));
  ASSERT_EQ(before.at_doc_issue(bangkok, SendDocument{.reference = certificate}), "ok");
  EXPECT_EQ(before.on_the_way(), "DOC.SEND>MY");
  before.deliver_all();
  EXPECT_EQ(before.stand(certificate, "MY"), "TAKEN AVAILABLE");
}

TEST_F(Kinds, OnlyTheOfficeThatIssuedItActsOnADocument) {
  static constexpr const char* laem_chabang = "THLCB001";
  ASSERT_EQ(world.issue_doc(bangkok, durian()), "ok");
  world.deliver_all();
  const CancelDocument cancels{.reference = certificate, .reason = "not shipped"};
  EXPECT_EQ(world.at_doc_issue(laem_chabang, cancels), "ACC-002");
  std::string newer = test::with(durian(), "TH-PC-2026-0041873", "TH-PC-2026-0041990");
  newer = test::with(newer, "<Subject>SPSFL</Subject>\n        <Content>5<",
                     "<Subject>ADRPN</Subject>\n        <Content>TH-PC-2026-0041873<");
  EXPECT_EQ(world.issue_doc(laem_chabang, newer), "ACC-002") << "nor is it replaced from there";
  EXPECT_EQ(stand(), "TAKEN AVAILABLE");
  EXPECT_EQ(world.on_the_way(), "");
  EXPECT_EQ(world.at_doc_issue(bangkok, cancels), "ok");
}

TEST_F(Kinds, R_ASW_095_NothingStandsAsSentToAStateThatIsNoPartner) {
  world.node("TH").set_partners({"VN"});
  ASSERT_EQ(world.issue_doc(bangkok, durian()), "ok") << "it is issued all the same";
  EXPECT_EQ(world.on_the_way(), "");
  EXPECT_EQ(world.doc_issued(certificate).state, kinds::issue_side::State::issued);
  EXPECT_FALSE(world.doc_issued(certificate).sent_as_data);
  EXPECT_EQ(world.at_doc_issue(bangkok, SendDocument{.reference = certificate}), "R-ASW-095");
  world.node("TH").set_partners({"VN", "MY"});
  ASSERT_EQ(world.at_doc_issue(bangkok, SendDocument{.reference = certificate}), "ok");
  world.deliver_all();
  EXPECT_EQ(stand(), "TAKEN AVAILABLE");
}

TEST_F(Kinds, R_KIND_042_AnOfficeActsForTheDocumentsThatItIsCompetentFor) {
  EXPECT_EQ(world.issue_doc("THSDO001", durian()), "R-KIND-042")
      << "a veterinary office issues no certificate of plants";
  EXPECT_EQ(world.on_the_way(), "");
  ASSERT_EQ(world.issue_doc(bangkok, durian()), "ok");
  world.deliver_all();
  const auto veterinary = test::DocumentsWorld::authority("MYJHB001");
  EXPECT_EQ(world.at_doc_import("MY", veterinary,
                                AnswerDocument{.reference = certificate, .accept = true, .reason = ""}),
            "R-KIND-042");
  const UseDocument used{.reference = certificate, .declaration = *kinds::DeclarationNumber::parse("D-1")};
  EXPECT_EQ(world.at_doc_import("MY", veterinary, used), "R-KIND-042");
  EXPECT_EQ(world.at_doc_import("MY", test::DocumentsWorld::customs("MYJHB001"), used), "ok")
      << "customs uses documents of every authority";
}

TEST_F(Kinds, WhoMayDoWhatTheKindSays) {
  ASSERT_EQ(world.issue_doc(bangkok, durian()), "ok");
  world.deliver_all();
  EXPECT_EQ(world.at_doc_import("MY", test::DocumentsWorld::customs(port),
                                AnswerDocument{.reference = certificate, .accept = true, .reason = ""}),
            "ACC-002")
      << "customs uses what the authority for plants answers";
  EXPECT_EQ(world.at_doc_import("TH", test::DocumentsWorld::authority(bangkok),
                                AnswerDocument{.reference = certificate, .accept = true, .reason = ""}),
            "R-KIND-030");
  kinds::Reference other = certificate;
  other.kind = *kinds::KindCode::parse("stone");
  EXPECT_EQ(world.at_doc_issue(bangkok, CancelDocument{.reference = other, .reason = "lost"}), "R-KIND-034");
}

}  // namespace
}  // namespace lintas
