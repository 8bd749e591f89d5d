#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/commands.hpp"
#include "core/documents/issue/commands.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/limits.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/results.hpp"
#include "core/documents/verification/commands.hpp"
#include "core/documents/verification/state.hpp"
#include "core/documents/verification/table.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/office_number.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/documents_world.hpp"

/// Whose certificate it is: acts and messages about one of the other side, and about numbers that nobody
/// gave.
namespace lintas::documents {
namespace {

using namespace std::chrono_literals;
using test::DocumentsWorld;
using namespace test::scene;
namespace iss = issue_side;
namespace imp = import_side;
namespace ver = verification;

const Country thailand = *Country::parse("TH");

class Sides : public testing::Test {
 protected:
  /// Each act of customs about a certificate, by those who may: "R-DOC-028 R-DOC-028 …".
  std::string each_act_at_import(const std::string& state, const Reference& certificate) {
    const std::string office = state == "MY" ? port : bangkok;
    std::string rules;
    const auto act = [&](const auto& what) {
      rules += (rules.empty() ? "" : " ") + world.import(state, DocumentsWorld::customs(office), what);
    };
    rules = world.claim(office, certificate);
    act(imp::ReleaseClaim{.certificate = certificate, .declaration = "D-1"});
    act(imp::AcceptItems{.certificate = certificate, .items = {1}, .text = {}});
    act(imp::RefuseItems{.certificate = certificate, .items = {1}, .result = Result::n2, .reason = "other"});
    act(imp::ClassifyOtherwise{.certificate = certificate, .items = {1}, .reason = "other"});
    act(imp::SettleClassification{.certificate = certificate, .reason = "other"});
    act(imp::CheckOrigin{.certificate = certificate,
                         .items = {1},
                         .random = true,
                         .reason = {},
                         .request = DocumentsWorld::id("1")});
    act(imp::EndCheck{.certificate = certificate, .text = {}});
    act(imp::NotifyVisit{.certificate = certificate, .all_notified = true});
    act(imp::KeepUse{.certificate = certificate, .reason = "used"});
    act(imp::ReverseUse{.certificate = certificate, .reason = "not used"});
    act(imp::AskAgain{.certificate = certificate});
    act(imp::RecordReply{
        .certificate = certificate, .request = DocumentsWorld::id("1"), .text = "it is in order"});
    act(imp::RecordPaper{.certificate = certificate,
                         .importer = thailand,
                         .issued = std::chrono::floor<std::chrono::days>(morning),
                         .items = DocumentsWorld::contents(port, "TH").items,
                         .flags = {},
                         .replaces = {},
                         .originals = {},
                         .code = {},
                         .other_office = {},
                         .page_code = imp::CodeOnPage::none});
    act(imp::TakeData{.certificate = certificate, .reason = "typed wrongly"});
    act(imp::KeepPaper{.certificate = certificate, .reason = "as it is"});
    act(imp::WithdrawPage{.certificate = certificate, .reason = "another number"});
    act(imp::RecordCancellation{.certificate = certificate, .text = "letter", .successor = {}});
    imp::UtiliseItems use;
    use.certificate = certificate;
    use.declaration = "D-1";
    use.invoices = {"INV-1"};
    use.lines = {{1, Decimal::of(1)}};
    use.office = *OfficeId::parse(office);
    act(use);
    act(imp::SayAgain{.certificate = certificate});
    return rules;
  }
  std::string each_act_on_requests(const std::string& state, const Reference& certificate) {
    const auto authority = DocumentsWorld::authority(state == "MY" ? port : bangkok);
    const DocumentId request = DocumentsWorld::id("1");
    return world.verify(state, authority,
                        ver::RecordRequest{.certificate = certificate,
                                           .request = request,
                                           .items = {1},
                                           .reason = "a stamp is missing",
                                           .received_on = std::chrono::floor<std::chrono::days>(morning)}) +
           " " +
           world.verify(state, authority,
                        ver::AnswerRequest{.certificate = certificate, .request = request, .text = "ours"}) +
           " " +
           world.verify(state, authority,
                        ver::AnswerVisit{
                            .certificate = certificate, .request = request, .consents = true, .text = {}});
  }
  std::string record_letter(const Reference& certificate, const std::string& request) {
    return world.verify("MY", DocumentsWorld::authority(port),
                        ver::RecordRequest{.certificate = certificate,
                                           .request = DocumentsWorld::id(request),
                                           .items = {1},
                                           .reason = "a stamp is missing",
                                           .received_on = std::chrono::floor<std::chrono::days>(morning)});
  }
  std::string give(const std::string& document, const std::string& its_number) {
    (void)world.draft(port, document, DocumentsWorld::contents(port, "TH"), "A-" + document);
    (void)world.submit(port, document);
    return world.approve(port, document, its_number);
  }
  std::string ask_again(const std::string& state, const Reference& certificate) {
    return world.import(state, DocumentsWorld::customs(state == "MY" ? port : bangkok),
                        imp::AskAgain{.certificate = certificate});
  }
  bool has_stream(const std::string& state, const workflow::Key& key) {
    return world.node(state).store().find(key).has_value();
  }
  /// What is kept of a number that nobody gave.
  std::shared_ptr<const app::Stream> spoken_of(const Reference& certificate) {
    const auto id = world.node("MY").store().find(workflow::unknown_certificate_key(certificate));
    return id ? world.node("MY").executor().stream(*id) : nullptr;
  }

  DocumentsWorld world{morning};
  Reference number = DocumentsWorld::reference(port, "N-1");
};

std::string times(std::size_t count, const std::string& rule) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += (text.empty() ? "" : " ") + rule;
  return text;
}

TEST_F(Sides, R_DOC_028_NoActOfCustomsIsAboutACertificateThatWasIssuedHere) {
  const std::string all = times(std::variant_size_v<imp::Act>, "R-DOC-028");
  EXPECT_EQ(each_act_at_import("MY", number), all) << "nobody gave the number yet";
  (void)world.send(port, "D-1", "N-1", DocumentsWorld::contents(port, "TH"));
  world.deliver_all();
  EXPECT_EQ(each_act_at_import("MY", number), all);
  EXPECT_EQ(world.at_issue("MY", "D-1"), "AVAILABLE");
}

TEST_F(Sides, R_OD_034_NoActOfCustomsOnCertificatesIsAboutAnOriginDeclaration) {
  Reference declaration = number;
  declaration.kind = Kind::origin_declaration;
  const std::string all = times(std::variant_size_v<imp::Act>, "R-OD-034");
  EXPECT_EQ(each_act_at_import("TH", declaration), all);
  EXPECT_EQ(each_act_at_import("MY", declaration), all) << "nor about one of this state's exporters";
  EXPECT_FALSE(has_stream("TH", workflow::certificate_key(declaration)));
}

TEST_F(Sides, R_DOC_012_NoRequestIsAboutACertificateThatWasImported) {
  const std::string all = times(std::variant_size_v<ver::Act>, "R-DOC-012");
  EXPECT_EQ(each_act_on_requests("TH", number), all) << "it is not here";
  (void)world.send(port, "D-1", "N-1", DocumentsWorld::contents(port, "TH"));
  world.deliver_all();
  EXPECT_EQ(each_act_on_requests("TH", number), all);
  EXPECT_EQ(world.at_import("TH", number), "VALID");
}

TEST_F(Sides, R_DOC_028_AnOriginalIsAnotherStates) {
  const Reference own = world.send(port, "D-1", "N-1", DocumentsWorld::contents(port, "TH"));
  const Original named{.certificate = own,
                       .issued = *parse_day("2026-03-02"),
                       .valid_until = *parse_day("2027-03-02"),
                       .lines = {{1, Decimal::of(1)}}};
  Contents living_on_it = DocumentsWorld::contents(port, "TH");
  living_on_it.flags.back_to_back = true;
  living_on_it.originals = {named};
  EXPECT_EQ(world.draft(port, "D-2", living_on_it), "R-DOC-028");
  EXPECT_EQ(world.issue("MY", DocumentsWorld::authority(port),
                        iss::KeepWithAnother{.document = DocumentsWorld::id("D-1"),
                                             .cancelled = DocumentsWorld::reference(haiphong, "V-1"),
                                             .original = named}),
            "R-DOC-028");
  (void)world.draft(port, "D-3", DocumentsWorld::contents(port, "TH"));
  (void)world.submit(port, "D-3");
  EXPECT_EQ(world.approve(port, "D-3", "N-3", {own}), "R-DOC-014") << "nor does an approval name one";
}

TEST_F(Sides, WhoMayNotIsToldTheSameOfEitherSide) {
  (void)world.send(port, "D-1", "N-1", DocumentsWorld::contents(port, "TH"));
  world.deliver_all();
  const access::Actor trader{.role = access::Role::trader, .party = "TH0105536000001", .person = "ONE"};
  for (const char* const one : {"N-1", "N-2"}) {
    EXPECT_EQ(world.verify("TH", trader,
                           ver::AnswerRequest{.certificate = DocumentsWorld::reference(port, one),
                                              .request = DocumentsWorld::id("1"),
                                              .text = "ours"}),
              "ACC-001")
        << one;
  }
}

TEST_F(Sides, ANumberOfOnesOwnIsNotTakenByAskingForIt) {
  EXPECT_EQ(ask_again("MY", number), "R-DOC-028");
  EXPECT_EQ(ask_again("TH", number), "ok") << "there it may have come from";
  EXPECT_EQ(world.deliver(), "ok") << "and the line between the two goes on";
  world.deliver_all();
  EXPECT_EQ(give("D-1", "N-1"), "ok");
}

TEST_F(Sides, R_DOC_027_NobodySpeaksOfCertificatesThatAreNotHis) {
  for (const std::uint32_t n : {0U, 1U, 2U}) {
    EXPECT_EQ(world.hear("MY", "TH", co_cancel, {.certificate = number}, n), "R-DOC-027")
        << "it is Malaysia's: " << n;
    EXPECT_EQ(world.hear("MY", "TH", co_issue, {.certificate = number}, n), "R-DOC-027") << n;
    EXPECT_EQ(world.hear("TH", "VN", co_cancel, {.certificate = number}, n), "R-DOC-027") << n;
    EXPECT_EQ(world.hear("TH", "VN", l2_error, {.certificate = number}, n), "R-DOC-027") << n;
    EXPECT_EQ(world.hear("TH", "MY", co_response, {.certificate = number}, n), "R-DOC-027")
        << "what Malaysia says here is not about Malaysia's use: " << n;
  }
  EXPECT_FALSE(has_stream("MY", workflow::certificate_key(number))) << "no number is taken by it";
  EXPECT_FALSE(has_stream("MY", workflow::unknown_certificate_key(number)));
  EXPECT_FALSE(has_stream("TH", workflow::certificate_key(number)));
  EXPECT_EQ(give("D-1", "N-1"), "ok");
}

TEST_F(Sides, R_DOC_030_ARequestNamesAnOfficeThatTheStateHas) {
  const Reference forged = DocumentsWorld::reference("MYXXX999", "N-1");
  EXPECT_EQ(world.hear("MY", "TH", co_verify_request,
                       {.certificate = forged, .request = DocumentsWorld::id("TH-1")}),
            "R-DOC-030");
  EXPECT_FALSE(has_stream("MY", workflow::unknown_certificate_key(forged)));
}

TEST_F(Sides, R_DOC_029_OnlyMembersAreAskedForACertificate) {
  Reference elsewhere = number;
  elsewhere.state = *Country::parse("US");
  EXPECT_EQ(ask_again("TH", elsewhere), "R-DOC-029");
  Reference unwritable = number;
  unwritable.number = *ReferenceNumber::parse("N\xC3\xA4");
  EXPECT_EQ(ask_again("TH", unwritable), "R-DOC-025") << "the partner's schema would refuse it";
  EXPECT_EQ(world.on_the_way(), "");
}

TEST_F(Sides, WhatIsAskedForIsNamedAndOpenUntilItIsAnswered) {
  EXPECT_EQ(ask_again("TH", number), "ok");
  const auto id = world.node("TH").store().find(workflow::certificate_key(number));
  ASSERT_TRUE(id.has_value());
  const auto row = [&] { return world.node("TH").executor().stream(*id)->row; };
  EXPECT_EQ(row().ref, in_words(number));
  EXPECT_EQ(row().office, workflow::office_number(bangkok)) << "whoever asked waits for it";
  EXPECT_TRUE(row().open);
  world.deliver_all();
  EXPECT_FALSE(row().open) << "there is no such one";
  EXPECT_EQ(give("D-1", "N-1"), "ok");
  EXPECT_EQ(world.transmit(port, "D-1"), "ok");
  EXPECT_EQ(ask_again("TH", number), "ok");
  EXPECT_TRUE(row().open);
  world.deliver_all();
  EXPECT_EQ(world.at_import("TH", number), "VALID");
}

TEST_F(Sides, AFaultyCertificateIsNamed) {
  Letter faulty{.certificate = number};
  faulty.faults = {{.rule = "SCH-001", .pointer = "Declaration/ID", .detail = {}}};
  EXPECT_EQ(world.hear("TH", "MY", co_issue, faulty), "ok");
  EXPECT_EQ(world.at_import("TH", number), "TECH_ERROR");
  EXPECT_EQ(world.imported("TH", number).contents.reference, number);
}

// ---- numbers that nobody gave

TEST_F(Sides, ARequestAboutANumberThatNobodyGaveIsTheWorkOfItsOffice) {
  EXPECT_EQ(record_letter(number, "SG 77"), "ok");
  ASSERT_NE(spoken_of(number), nullptr);
  const app::StreamRow row = spoken_of(number)->row;
  EXPECT_EQ(row.office, workflow::office_number(port));
  EXPECT_EQ(row.ref, in_words(number));
  EXPECT_TRUE(row.open);
  EXPECT_EQ(row.status, workflow::request_statuses + std::to_underlying(ver::State::requested));
  EXPECT_EQ(spoken_of(number)->concerned, (std::vector<std::string>{"", port}));
  const workflow::KindEntry* kind = world.node("MY").domain().kind(workflow::issue_stream);
  const auto sees = [&](const std::string& office) {
    return kind
        ->relations(spoken_of(number)->state, DocumentsWorld::authority(office),
                    world.node("MY").domain().setting())
        .has(access::Relation::office);
  };
  EXPECT_TRUE(sees(port));
  EXPECT_FALSE(sees("MYBKH001"));
  EXPECT_EQ(kind->calls_for(spoken_of(number)->state, morning, world.node("MY").domain().setting()).size(),
            1U)
      << "verification.answer";
}

TEST_F(Sides, ANumberThatOthersAskedForIsGivenInTheirLane) {
  EXPECT_EQ(ask_again("TH", number), "ok");
  world.deliver_all();
  EXPECT_EQ(give("D-1", "N-1"), "ok");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "ISSUED");
  EXPECT_EQ(world.transmit(port, "D-1"), "ok");
  ASSERT_EQ(world.on_the_way(), "CO.ISSUE>TH");
  EXPECT_EQ(world.way().front().n, 2U) << "behind the answer to the question";
  world.deliver_all();
  EXPECT_EQ(world.at_issue("MY", "D-1"), "AVAILABLE") << "and what Thailand says waits for nothing";
  EXPECT_EQ(world.claim(bangkok, number), "ok");
  EXPECT_EQ(spoken_of(number), nullptr);
}

TEST_F(Sides, WhatWasAppliedForGoesOnWhereItsNumberWasSpokenOf) {
  EXPECT_EQ(record_letter(number, "SG 77"), "ok");
  EXPECT_EQ(world.draft(port, "D-1", DocumentsWorld::contents(port, "TH"), "A-1"), "ok");
  const auto applied = world.node("MY").store().find(workflow::document_key(DocumentsWorld::id("D-1")));
  const app::StreamId spoken = spoken_of(number)->row.id;
  EXPECT_EQ(world.submit(port, "D-1"), "ok");
  EXPECT_EQ(world.approve(port, "D-1", "N-1"), "ok");
  auto& node = world.node("MY");
  EXPECT_EQ(node.store().find(workflow::document_key(DocumentsWorld::id("D-1"))), spoken);
  EXPECT_EQ(node.store().find(workflow::certificate_key(number)), spoken);
  EXPECT_FALSE(has_stream("MY", workflow::unknown_certificate_key(number)));
  const workflow::Issued issued = world.issued("MY", "D-1");
  EXPECT_EQ(issued.certificate.exporter.str(), DocumentsWorld::tin);
  EXPECT_EQ(issued.certificate.contents.items.size(), 2U);
  ASSERT_EQ(issued.requests.size(), 1U) << "the request goes on";
  const auto husk = node.executor().stream(*applied);
  EXPECT_FALSE(husk->row.open);
  EXPECT_FALSE(husk->row.due.has_value());
  EXPECT_TRUE(husk->concerned.empty()) << "nothing stays where it was";
  EXPECT_EQ(
      world.verify("MY", DocumentsWorld::authority(port),
                   ver::AnswerRequest{
                       .certificate = number, .request = DocumentsWorld::id("SG 77"), .text = "it is ours"}),
      "ok");
  EXPECT_EQ(world.draft(port, "D-2", DocumentsWorld::contents(port, "TH"), "A-1"), "R-DOC-013")
      << "the exporter's number is taken as before";
  EXPECT_EQ(give("D-3", "N-1"), "R-ASW-009") << "and a number is given once";
  EXPECT_EQ(world.transmit(port, "D-1"), "ok");
  world.deliver_all();
  EXPECT_EQ(world.at_import("TH", number), "VALID") << "with its document";
}

TEST_F(Sides, ARequestGoesOnWhenItsNumberIsGivenForAnotherState) {
  EXPECT_EQ(world.hear("MY", "VN", co_verify_request,
                       {.certificate = number, .request = DocumentsWorld::id("VN-1")}),
            "ok");
  world.deliver_all();
  EXPECT_EQ(give("D-1", "N-1"), "ok") << "for Thailand";
  EXPECT_EQ(world.verify("MY", DocumentsWorld::authority(port),
                         ver::AnswerRequest{.certificate = number,
                                            .request = DocumentsWorld::id("VN-1"),
                                            .text = "not the one that you have"}),
            "ok");
  EXPECT_EQ(world.on_the_way(), "CO.VERIFY.RESULT>VN");
  EXPECT_EQ(world.hear("MY", "VN", co_verify_decision,
                       {.certificate = number, .request = DocumentsWorld::id("VN-1")}),
            "ok");
  EXPECT_EQ(world.hear("MY", "VN", co_retransmit_request, {.certificate = number}), "ok");
  EXPECT_EQ(world.on_the_way(), "CO.VERIFY.RESULT>VN L2 error>VN")
      << "the certificate itself is none of its business";
}

TEST_F(Sides, ABackToBackCertificateDrawsUnderANumberThatWasSpokenOf) {
  const Reference original = world.send(haiphong, "V-1", "V-1", DocumentsWorld::contents(haiphong, "MY"));
  world.deliver_all();
  EXPECT_EQ(ask_again("TH", number), "ok");
  world.deliver_all();
  Contents living_on_it = DocumentsWorld::contents(port, "TH");
  living_on_it.flags.back_to_back = true;
  living_on_it.originals = {{.certificate = original,
                             .issued = *parse_day("2026-03-02"),
                             .valid_until = *parse_day("2027-03-02"),
                             .lines = {{1, Decimal::of(101)}}}};
  EXPECT_EQ(world.draft(port, "D-1", living_on_it), "ok");
  EXPECT_EQ(world.submit(port, "D-1"), "ok");
  EXPECT_EQ(world.approve(port, "D-1", "N-1", {original}), "R-ASW-043");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "APPLIED") << "all or nothing";
  living_on_it.originals[0].lines = {{1, Decimal::of(40)}};
  EXPECT_EQ(world.draft(port, "D-2", living_on_it), "ok");
  EXPECT_EQ(world.submit(port, "D-2"), "ok");
  EXPECT_EQ(world.approve(port, "D-2", "N-1", {original}), "ok");
  EXPECT_EQ(test::in_words(world.imported("MY", original).items), "1: 100 free 40 drawn, 2: 50 free");
}

TEST_F(Sides, R_DOC_019_APartnerThatAsksWithoutEndStopsNoLetter) {
  for (std::size_t i = 0; i < requests_max; ++i) {
    ASSERT_EQ(world.hear("MY", "TH", co_verify_request,
                         {.certificate = number, .request = DocumentsWorld::id(std::to_string(i))}),
              "ok");
  }
  for (std::size_t i = 0; i < letters_max; ++i)
    ASSERT_EQ(record_letter(number, "L" + std::to_string(i)), "ok") << i;
  EXPECT_EQ(record_letter(number, "one more"), "R-DOC-019");
  world.set_time(morning + 24h * 61);
  world.ring();
}

}  // namespace
}  // namespace lintas::documents
