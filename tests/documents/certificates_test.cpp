#include <algorithm>
#include <chrono>
#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "base/words.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/exporter.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/results.hpp"
#include "core/kinds/kind.hpp"
#include "core/refdata/tables.hpp"
#include "core/workflow/aeo_list_part.hpp"
#include "core/workflow/attachments_abroad.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/documents_messages.hpp"
#include "core/workflow/documents_part.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/documents_world.hpp"
#include "tests/support/profiles.hpp"
#include "tests/support/samples.hpp"

/// One certificate of Malaysia for Thailand, from the application to its use or its cancellation.
namespace lintas::documents {
namespace {

using namespace std::chrono_literals;
using test::DocumentsWorld;
using namespace test::scene;
namespace iss = issue_side;
namespace imp = import_side;

/// The octets of the certificate in a message: what the head says of the message stands before.
std::string certificate_in(const test::Carried& message) {
  const std::string text{as_text(message.wire.body)};
  const auto begin = text.find("<Declaration>");
  const auto end = text.find("</Declaration>");
  return begin == std::string::npos ? "" : text.substr(begin, end - begin);
}

class Certificates : public testing::Test {
 protected:
  Reference sent_to_thailand() {
    return world.send(port, "D-1", "N-1", DocumentsWorld::contents(port, "TH"));
  }
  std::string cancel(const std::string& reason = "an error in box 7") {
    return world.issue(
        "MY", DocumentsWorld::authority(port),
        iss::CancelCertificate{
            .document = DocumentsWorld::id("D-1"), .reason = reason, .successor = {}, .drawn_known = false});
  }
  std::string accept(const Reference& certificate, std::vector<std::uint16_t> items) {
    return world.import("TH", DocumentsWorld::customs(bangkok),
                        imp::AcceptItems{.certificate = certificate, .items = std::move(items), .text = {}});
  }

  /// An application for one that takes the place of N-1, which was issued on that day.
  std::string apply_anew(const std::string& document, const char* issued = "2026-03-02") {
    auto what = DocumentsWorld::contents(port, "TH");
    what.replaces = Earlier{
        .certificate = DocumentsWorld::reference(port, "N-1"), .issued = *parse_day(issued), .reissue = true};
    const std::string drafted = world.draft(port, document, what);
    return drafted == "ok" ? world.submit(port, document) : drafted;
  }
  std::string approve_anew(const std::string& document, const std::string& number) {
    return world.issue("MY", DocumentsWorld::authority(port),
                       iss::ApproveApplication{.document = DocumentsWorld::id(document),
                                               .number = *ReferenceNumber::parse(number),
                                               .qualifying = {1, 2},
                                               .replaces = DocumentsWorld::reference(port, "N-1")});
  }
  std::string claim_anew(const Reference& certificate, const Reference& replaces) {
    return world.import("TH", DocumentsWorld::declarations(),
                        imp::ClaimPreference{.certificate = certificate,
                                             .declaration = "D-2",
                                             .invoices = {"INV-1"},
                                             .lines = {{1, Decimal::of(100)}},
                                             .arrived = {},
                                             .force_majeure = {},
                                             .office = *OfficeId::parse(bangkok),
                                             .replaces = replaces});
  }

  DocumentsWorld world{morning};
};

TEST_F(Certificates, TravelFromTheAuthorityToTheOfficerAndTheirUseBack) {
  const Reference certificate = sent_to_thailand();
  EXPECT_EQ(world.at_issue("MY", "D-1"), "SENT");
  EXPECT_EQ(world.on_the_way(), "CO.ISSUE>TH");
  EXPECT_EQ(world.deliver(), "ok");
  EXPECT_EQ(world.at_import("TH", certificate), "VALID");
  EXPECT_EQ(world.imported("TH", certificate).exporter, *ExporterNumber::parse("6000234538"));
  Contents issued = world.issued("MY", "D-1").certificate.contents;
  issued.document = world.imported("TH", certificate).contents.document;  // each finds its own by it
  EXPECT_EQ(world.imported("TH", certificate).contents, issued);
  EXPECT_EQ(world.on_the_way(), "L2 ok>MY");
  world.deliver_all();
  EXPECT_EQ(world.at_issue("MY", "D-1"), "AVAILABLE");
  EXPECT_EQ(world.claim(bangkok, certificate), "ok");
  EXPECT_EQ(accept(certificate, {1}), "ok");
  world.deliver_all();
  EXPECT_EQ(world.at_issue("MY", "D-1"), "PARTLY_UTILISED");
  EXPECT_EQ(accept(certificate, {2}), "ok");
  world.deliver_all();
  EXPECT_EQ(world.at_import("TH", certificate), "ACCEPTED");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "UTILISED");
  EXPECT_EQ(test::in_words(world.issued("MY", "D-1").certificate.items), "1: 100 used U1, 2: 50 used U1");
}

TEST_F(Certificates, AreUsedByOneCallOfTheCustomsSystemAndTheIssuerIsTold) {
  const Reference certificate = sent_to_thailand();
  world.deliver_all();
  const auto utilise = [&](const access::Actor& who, const char* declaration, std::vector<Line> lines,
                           const std::string& office = bangkok) {
    imp::UtiliseItems use;
    use.certificate = certificate;
    use.declaration = declaration;
    use.invoices = {"INV-1"};
    use.lines = std::move(lines);
    use.office = *OfficeId::parse(office);
    return world.import("TH", who, use);
  };
  const access::Actor system = DocumentsWorld::declarations();
  EXPECT_EQ(utilise(system, "D-1", {{1, Decimal::of(60)}}), "ok");
  EXPECT_EQ(world.on_the_way(), "CO.RESPONSE>MY");
  world.deliver_all();
  EXPECT_EQ(world.at_issue("MY", "D-1"), "PARTLY_UTILISED");
  EXPECT_EQ(utilise(system, "D-1", {{1, Decimal::of(60)}}), "ok") << "told again, under another key";
  EXPECT_EQ(world.on_the_way(), "");
  EXPECT_EQ(utilise(system, "D-1", {{1, Decimal::of(61)}}), "R-DOC-066");
  EXPECT_EQ(utilise(DocumentsWorld::authority(bangkok), "D-2", {{2, Decimal::of(50)}}), "ACC-001");
  EXPECT_EQ(utilise(DocumentsWorld::customs("THSDO001"), "D-2", {{2, Decimal::of(50)}}), "ACC-002")
      << "an officer speaks for the own office";
  EXPECT_EQ(world.claim(bangkok, certificate, {{1, Decimal::of(40)}, {2, Decimal::of(50)}}), "ok");
  EXPECT_EQ(utilise(DocumentsWorld::customs("THSDO001"), "D-1", {{2, Decimal::of(50)}}, "THSDO001"),
            "ACC-002")
      << "another office handles the claim";
  EXPECT_EQ(utilise(system, "D-1", {{1, Decimal::of(40)}, {2, Decimal::of(50)}}), "ok");
  world.deliver_all();
  EXPECT_EQ(world.at_import("TH", certificate), "ACCEPTED");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "UTILISED");
  EXPECT_EQ(test::in_words(world.issued("MY", "D-1").certificate.items), "1: 100 used U1, 2: 50 used U1");
}

TEST_F(Certificates, R_ASW_102_GoOnPaperToAStateThatTakesNoData) {
  ASSERT_EQ(world.draft(port, "D-1", DocumentsWorld::contents(port, "TL")), "ok");
  ASSERT_EQ(world.submit(port, "D-1"), "ok");
  ASSERT_EQ(world.approve(port, "D-1", "N-1"), "ok");
  EXPECT_EQ(world.transmit(port, "D-1"), "R-ASW-102");
  EXPECT_EQ(world.issue("MY", DocumentsWorld::authority(port),
                        iss::PrintCertificate{.document = DocumentsWorld::id("D-1"), .reason = ""}),
            "ok");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "PAPER");
  EXPECT_EQ(world.issue("MY", DocumentsWorld::authority(port),
                        iss::SwitchToData{.document = DocumentsWorld::id("D-1"), .surrendered = true}),
            "R-ASW-102");
  EXPECT_EQ(world.on_the_way(), "");
}

/// A node that has no partner there tells the authority before anything is shown as sent.
TEST_F(Certificates, R_ASW_095_StayHereOrGoOnPaperWhereThereIsNoPartner) {
  world.node("MY").set_partners({"VN"});
  ASSERT_EQ(world.draft(port, "D-1", DocumentsWorld::contents(port, "TH")), "ok");
  ASSERT_EQ(world.submit(port, "D-1"), "ok");
  ASSERT_EQ(world.approve(port, "D-1", "N-1"), "ok");
  EXPECT_EQ(world.transmit(port, "D-1"), "R-ASW-095");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "ISSUED");
  EXPECT_EQ(world.on_the_way(), "");
  EXPECT_EQ(world.issue("MY", DocumentsWorld::authority(port),
                        iss::PrintCertificate{.document = DocumentsWorld::id("D-1"), .reason = ""}),
            "ok")
      << "no reason is asked where there is no other way";
  EXPECT_EQ(world.at_issue("MY", "D-1"), "PAPER");
  world.node("MY").set_partners({"VN", "TH"});
  EXPECT_EQ(world.issue("MY", DocumentsWorld::authority(port),
                        iss::SwitchToData{.document = DocumentsWorld::id("D-1"), .surrendered = true}),
            "ok");
  EXPECT_EQ(world.on_the_way(), "CO.ISSUE>TH");
}

/// What is under way already is told as before: its cancellation waits for the partner to come back.
TEST_F(Certificates, R_ASW_095_IsNoReasonToSendLettersAboutWhatWentAsData) {
  (void)sent_to_thailand();
  world.deliver_all();
  world.node("MY").set_partners({"VN"});
  EXPECT_EQ(world.issue("MY", DocumentsWorld::authority(port),
                        iss::CancelCertificate{.document = DocumentsWorld::id("D-1"), .reason = "a mistake"}),
            "ok");
  EXPECT_EQ(world.on_the_way(), "CO.CANCEL>TH");
}

TEST_F(Certificates, R_DOC_068_AreClaimedWithTheirOwnInvoices) {
  const Reference certificate = sent_to_thailand();
  world.deliver_all();
  EXPECT_EQ(world.imported("TH", certificate).contents.invoices, std::vector<std::string>{"INV-1"});
  const auto claim = [&](const char* invoice) {
    return world.import("TH", DocumentsWorld::declarations(),
                        imp::ClaimPreference{.certificate = certificate,
                                             .declaration = "D-2",
                                             .invoices = {invoice},
                                             .lines = {{1, Decimal::of(100)}},
                                             .arrived = {},
                                             .force_majeure = {},
                                             .office = *OfficeId::parse(bangkok)});
  };
  EXPECT_EQ(claim("INV-2"), "R-DOC-068");
  EXPECT_EQ(claim("inv 1"), "ok") << "how it is spelled is a minor discrepancy";
}

TEST(PairsOfStates, SpeakOfKindsThatAreKnown) {
  const auto reference = test::reference_of_tree(LINTAS_ROOT, "MY");
  for (const auto& row : reference.tables().document_pairs.rows())
    EXPECT_TRUE(read_word<Kind>(row.key.kind).has_value() || row.key.kind == "acdd" ||
                row.key.kind == workflow::kind_of_files || row.key.kind == workflow::register_of_exporters ||
                row.key.kind == workflow::lists_of_operators ||
                kinds::brought_along().find(row.key.kind) != nullptr)
        << row.key.kind;
}

TEST_F(Certificates, R_ASW_102_AreAnsweredByLetterWhereTheIssuerTakesNoAnswers) {
  const std::string dili = "TLDIL001";
  Contents contents = DocumentsWorld::contents(dili, "TH");
  const Reference certificate = DocumentsWorld::reference(dili, "N-1");
  contents.reference = certificate;
  ASSERT_EQ(
      world.hear("TH", "TL", co_issue,
                 {.certificate = certificate, .contents = contents, .issued = *parse_day("2026-03-02")}),
      "ok");
  EXPECT_EQ(world.on_the_way(), "L2 ok>TL") << "a message is acknowledged wherever it comes from";
  world.lose();
  ASSERT_EQ(world.claim(bangkok, certificate), "ok");
  EXPECT_EQ(accept(certificate, {1, 2}), "ok");
  EXPECT_EQ(world.at_import("TH", certificate), "ACCEPTED");
  EXPECT_EQ(world.on_the_way(), "");
}

TEST_F(Certificates, AReceiptOfTheGatewayIsAFactOfItsOwn) {
  const Reference certificate = sent_to_thailand();
  EXPECT_EQ(world.hear("MY", "TH", l1_receipt, {.certificate = certificate}), "ok");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "RECEIVED");
}

TEST_F(Certificates, AReceiptOfACancellationIsNoneOfTheCertificate) {
  const Reference certificate = sent_to_thailand();
  EXPECT_EQ(cancel(), "ok");
  EXPECT_EQ(
      world.hear("MY", "TH", l1_receipt, {.certificate = certificate, .answers = Answers::cancellation}),
      "ok");
  EXPECT_EQ(
      world.issue("MY", DocumentsWorld::authority(port),
                  iss::WithdrawCancellation{.document = DocumentsWorld::id("D-1"), .reason = "out of reach"}),
      "ok");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "SENT");
}

TEST_F(Certificates, R_DOC_013_AnExportersNumberIsOneApplication) {
  const auto what = DocumentsWorld::contents(port, "TH");
  EXPECT_EQ(world.draft(port, "D-1", what, "A-1"), "ok");
  EXPECT_EQ(world.draft(port, "D-1", what, "A-1"), "ok") << "the same draft, altered";
  EXPECT_EQ(world.draft(port, "D-2", what, "A-1"), "R-DOC-013");
  EXPECT_EQ(world.draft(port, "D-1", what, "A-2"), "ok");
  EXPECT_EQ(world.draft(port, "D-2", what, "A-1"), "ok") << "the number is free again";
  EXPECT_EQ(world.submit(port, "D-1"), "ok");
  EXPECT_EQ(world.issue("MY", DocumentsWorld::authority(port),
                        iss::RefuseApplication{.document = DocumentsWorld::id("D-1"), .reason = "no origin"}),
            "ok");
  EXPECT_EQ(world.draft(port, "D-3", what, "A-2"), "ok") << "of what was refused nothing can come";
}

TEST_F(Certificates, R_DOC_012_AreIssuedByAnOfficeOfThisState) {
  EXPECT_EQ(world.draft(port, "D-1", DocumentsWorld::contents("MYXXX999", "TH")), "R-DOC-012");
  auto elsewhere = DocumentsWorld::contents(bangkok, "VN");
  EXPECT_EQ(world.draft(port, "D-1", elsewhere), "R-DOC-012");
}

TEST_F(Certificates, R_ASW_009_ANumberIsGivenOnceInItsOffice) {
  (void)sent_to_thailand();
  const auto what = DocumentsWorld::contents(port, "TH");
  (void)world.draft(port, "D-2", what);
  (void)world.submit(port, "D-2");
  EXPECT_EQ(world.approve(port, "D-2", "N-1"), "R-ASW-009");
  EXPECT_EQ(world.at_issue("MY", "D-2"), "APPLIED");
  EXPECT_EQ(world.approve(port, "D-2", "N-2"), "ok");
}

TEST_F(Certificates, AreTheBusinessOfThoseWhoseTheyAre) {
  const auto act = iss::SubmitApplication{.document = DocumentsWorld::id("D-1"), .authenticated = true};
  (void)world.draft(port, "D-1", DocumentsWorld::contents(port, "TH"));
  EXPECT_EQ(world.issue("MY", DocumentsWorld::exporter("MY200001000001"), act), "ACC-002");
  EXPECT_EQ(world.issue("MY", DocumentsWorld::customs(port), act), "ACC-001");
  EXPECT_EQ(world.issue("MY", DocumentsWorld::authority(port), act), "ACC-001")
      << "nobody authenticates an application for its exporter";
  EXPECT_EQ(world.issue("MY", DocumentsWorld::authority(port),
                        iss::DeleteDraft{.document = DocumentsWorld::id("D-1")}),
            "ACC-001");
  EXPECT_EQ(world.issue("MY", DocumentsWorld::authority(port),
                        iss::RefuseApplication{.document = DocumentsWorld::id("D-1"), .reason = "no origin"}),
            "ACC-002")
      << "a draft is its exporter's";
  EXPECT_EQ(world.submit(port, "D-1"), "ok");
  const auto refuse = iss::RefuseApplication{.document = DocumentsWorld::id("D-1"), .reason = "no origin"};
  EXPECT_EQ(world.issue("MY", DocumentsWorld::authority("MYBKH001"), refuse), "ACC-002");
  EXPECT_EQ(world.issue("MY", DocumentsWorld::exporter(DocumentsWorld::tin), refuse), "ACC-001");
  EXPECT_EQ(world.approve(port, "D-1", "N-1"), "ok");
  EXPECT_EQ(world.transmit(port, "D-1"), "ok");
  world.deliver_all();
  const Reference certificate = DocumentsWorld::reference(port, "N-1");
  EXPECT_EQ(world.claim(bangkok, certificate), "ok");
  const imp::RefuseItems refusal{
      .certificate = certificate, .items = {1}, .result = Result::n2, .reason = "other goods"};
  EXPECT_EQ(world.import("TH", DocumentsWorld::customs("THLCB001"), refusal), "ACC-002")
      << "another office handles the declaration";
  EXPECT_EQ(world.import("TH", DocumentsWorld::declarations(), refusal), "ACC-001") << "an officer refuses";
  EXPECT_EQ(world.hear("TH", "VN", co_cancel, {.certificate = certificate}), "R-DOC-027")
      << "a state speaks of its own certificates";
  EXPECT_EQ(world.hear("MY", "VN", l3_use_reversed, {.certificate = certificate}), "ACC-002");
  EXPECT_EQ(world.hear("MY", "VN", co_response, {.certificate = certificate}), "ok");
  EXPECT_EQ(world.on_the_way(), "L2 error>VN") << "as if nobody had given the number";
  EXPECT_EQ(world.at_issue("MY", "D-1"), "AVAILABLE") << "and nothing is booked";
}

TEST_F(Certificates, ARetransmissionIsTheSameOctets) {
  const Reference certificate = sent_to_thailand();
  const test::Carried first = world.way().front();
  const Bytes sent = first.document;
  world.lose();
  world.set_time(morning + 1h);
  world.ring();
  ASSERT_EQ(world.on_the_way(), "CO.ISSUE>TH") << "no receipt came";
  EXPECT_EQ(world.way().front().document, sent);
  EXPECT_EQ(world.way().front().n, 2U) << "a message of its own";
  EXPECT_EQ(certificate_in(world.way().front()), certificate_in(first));
  EXPECT_EQ(world.arrive(first, first.wire.body), "ok");
  world.deliver_all();
  EXPECT_EQ(world.at_issue("MY", "D-1"), "AVAILABLE");
  EXPECT_EQ(world.import("TH", DocumentsWorld::customs(bangkok), imp::AskAgain{.certificate = certificate}),
            "ok");
  ASSERT_EQ(world.on_the_way(), "CO.RETRANSMIT.REQ>MY");
  EXPECT_EQ(world.deliver(), "ok");
  ASSERT_EQ(world.on_the_way(), "CO.RETRANSMIT>TH");
  EXPECT_EQ(world.way().front().document, sent);
  EXPECT_EQ(certificate_in(world.way().front()), certificate_in(first));
  EXPECT_EQ(world.deliver(), "ok");
  EXPECT_EQ(world.on_the_way(), "L2 ok>MY") << "R-ASW-076: it is known again under another message";
}

TEST_F(Certificates, ACertificateThatItsSchemaRefusesIsAnsweredWithEveryFindingByPath) {
  const Reference certificate = sent_to_thailand();
  const test::Carried sent = world.way().front();
  world.lose();
  std::string text{as_text(sent.wire.body)};
  text = test::with(text, "<UnitCode>KGM</UnitCode>", "<UnitCode>kilograms</UnitCode>");
  EXPECT_EQ(world.arrive(sent, as_bytes(text)), "ok");
  EXPECT_EQ(world.at_import("TH", certificate), "TECH_ERROR");
  ASSERT_EQ(world.on_the_way(), "L2 error>MY");
  const std::string answer{as_text(world.way().front().wire.body)};
  EXPECT_TRUE(answer.contains("<correlationIdentifier>" + sent.id + "<")) << answer;
  EXPECT_TRUE(answer.contains("GoodsMeasure/UnitCode</Location>")) << answer;
  world.deliver_all();
  EXPECT_EQ(world.at_issue("MY", "D-1"), "TECH_ERROR");
  // Repaired: what is sent anew is whole.
  EXPECT_EQ(world.issue("MY", DocumentsWorld::authority(port),
                        iss::ResendCertificate{.document = DocumentsWorld::id("D-1"), .reason = "repaired"}),
            "ok");
  world.deliver_all();
  EXPECT_EQ(world.at_issue("MY", "D-1"), "AVAILABLE");
}

// asw.md 3.1: what is invalid leads to TECH_ERROR and an L2 with every finding.
TEST_F(Certificates, LST_001_CodesThatNoListHasAreAnsweredAsAFault) {
  const Reference certificate = sent_to_thailand();
  const test::Carried sent = world.way().front();
  world.lose();
  const std::string text{as_text(sent.wire.body)};
  EXPECT_EQ(
      world.arrive(sent, as_bytes(test::with(text, "<ModeCode>1</ModeCode>", "<ModeCode>0</ModeCode>"))),
      "ok");
  EXPECT_EQ(world.at_import("TH", certificate), "TECH_ERROR");
  ASSERT_EQ(world.on_the_way(), "L2 error>MY");
  const std::string answer{as_text(world.way().front().wire.body)};
  EXPECT_TRUE(answer.contains("<ValidationCode>LST-001</ValidationCode>")) << answer;
  EXPECT_TRUE(answer.contains("Consignment/BorderTransportMeans/ModeCode</Location>")) << answer;
}

// The issuing authority has judged it; what the treaty asks all the same is shown to who clears.
TEST_F(Certificates, R_ASW_025_WhatTheRulesSayAgainstACertificateComesWithIt) {
  auto what = DocumentsWorld::contents(port, "TH");
  what.items[0].criterion = "PC 25%";
  const Reference certificate = world.send(port, "D-1", "N-1", what);
  world.deliver_all();
  EXPECT_EQ(world.at_import("TH", certificate), "VALID");
  std::string remarks;
  for (const Fault& one : world.imported("TH", certificate).remarks) remarks += one.rule + " ";
  EXPECT_EQ(remarks, "R-ASW-024 ") << "the mark is missing";
  ASSERT_EQ(world.claim(bangkok, certificate), "ok");
  EXPECT_EQ(accept(certificate, {1}), "R-ASW-025");
  EXPECT_EQ(accept(certificate, {2}), "ok") << "the other item has a criterion that gives preference";
}

TEST_F(Certificates, ADuplicateIsAnsweredOnce) {
  (void)sent_to_thailand();
  EXPECT_EQ(world.deliver(0, true), "ok");
  EXPECT_EQ(world.deliver(), "ok") << "the same message once more";
  EXPECT_EQ(world.on_the_way(), "L2 ok>MY");
}

TEST_F(Certificates, R_DOC_024_AnApplicationComesWithItsDocument) {
  auto what = DocumentsWorld::contents(port, "TH");
  EXPECT_EQ(world.issue("MY", DocumentsWorld::exporter(DocumentsWorld::tin),
                        iss::DraftCertificate{.document = DocumentsWorld::id("D-1"),
                                              .contents = what,
                                              .exporter = *Tin::parse(DocumentsWorld::tin),
                                              .application = DocumentsWorld::id("A-1")}),
            "R-DOC-024");
}

TEST_F(Certificates, WhatWasNeverSentIsNotSentByAQuestion) {
  (void)world.draft(port, "D-1", DocumentsWorld::contents(port, "TH"));
  (void)world.submit(port, "D-1");
  (void)world.approve(port, "D-1", "N-1");
  const Reference certificate = DocumentsWorld::reference(port, "N-1");
  EXPECT_EQ(world.hear("MY", "TH", co_retransmit_request, {.certificate = certificate}), "ok");
  EXPECT_EQ(world.on_the_way(), "L2 error>TH");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "ISSUED");
}

// asw.md 3.1: a re-issue names the old one, which goes through CANCEL_PENDING. Both would give preference.
TEST_F(Certificates, R_DOC_037_AReissueTakesTheOldOneWithIt) {
  const Reference old_one = sent_to_thailand();
  world.deliver_all();
  ASSERT_EQ(apply_anew("D-2", "2026-03-01"), "ok");
  EXPECT_EQ(approve_anew("D-2", "N-2"), "R-DOC-037") << "it was issued on another day";
  EXPECT_EQ(world.at_issue("MY", "D-1"), "AVAILABLE") << "all or nothing";
  ASSERT_EQ(apply_anew("D-3"), "ok");
  EXPECT_EQ(world.approve(port, "D-3", "N-2"), "R-DOC-014") << "the approval has to name it";
  EXPECT_EQ(approve_anew("D-3", "N-2"), "ok");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "CANCEL_PENDING");
  EXPECT_EQ(world.on_the_way(), "CO.CANCEL>TH");
  EXPECT_EQ(
      world.issue("MY", DocumentsWorld::authority(port),
                  iss::WithdrawCancellation{.document = DocumentsWorld::id("D-1"), .reason = "out of reach"}),
      "R-DOC-037");
  ASSERT_EQ(apply_anew("D-4"), "ok");
  EXPECT_EQ(approve_anew("D-4", "N-4"), "R-DOC-037") << "another one has its place";

  ASSERT_EQ(world.transmit(port, "D-3"), "ok");
  const Reference new_one = DocumentsWorld::reference(port, "N-2");
  EXPECT_EQ(world.deliver(1), "ok") << "it overtakes the cancellation";
  EXPECT_EQ(world.at_import("TH", new_one), "VALID");
  EXPECT_EQ(world.imported("TH", old_one).successor, new_one);
  EXPECT_EQ(world.claim(bangkok, old_one), "R-DOC-038");
  EXPECT_EQ(world.claim(bangkok, new_one), "R-DOC-038") << "the claim has to name what it replaces";
  EXPECT_EQ(claim_anew(new_one, old_one), "ok");
  world.deliver_all();
  EXPECT_EQ(world.at_import("TH", old_one), "CANCELLED");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "CANCELLED");
}

TEST_F(Certificates, R_DOC_038_AReissueWaitsUntilTheClaimOfTheOldOneIsGivenUp) {
  const Reference old_one = sent_to_thailand();
  world.deliver_all();
  ASSERT_EQ(world.claim(bangkok, old_one), "ok");
  ASSERT_EQ(apply_anew("D-2"), "ok");
  ASSERT_EQ(approve_anew("D-2", "N-2"), "ok") << "the issuer does not know of a mere claim";
  ASSERT_EQ(world.transmit(port, "D-2"), "ok");
  world.deliver_all();
  const Reference new_one = DocumentsWorld::reference(port, "N-2");
  EXPECT_EQ(world.at_import("TH", old_one), "CONFLICT");
  EXPECT_EQ(claim_anew(new_one, old_one), "R-DOC-038");
  EXPECT_EQ(world.import("TH", DocumentsWorld::customs(bangkok),
                         imp::ReverseUse{.certificate = old_one, .reason = "duty collected"}),
            "ok");
  EXPECT_EQ(claim_anew(new_one, old_one), "ok");
}

TEST_F(Certificates, R_ASW_015_WhatWasUsedIsNotReplaced) {
  const Reference old_one = sent_to_thailand();
  world.deliver_all();
  ASSERT_EQ(world.claim(bangkok, old_one), "ok");
  ASSERT_EQ(accept(old_one, {1}), "ok");
  world.deliver_all();
  ASSERT_EQ(apply_anew("D-2"), "ok");
  EXPECT_EQ(approve_anew("D-2", "N-2"), "R-ASW-015");
  EXPECT_EQ(world.at_issue("MY", "D-2"), "APPLIED");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "PARTLY_UTILISED");
}

TEST_F(Certificates, R_DOC_037_AnExporterReplacesItsOwnCertificatesOfThisState) {
  auto foreign = DocumentsWorld::contents(port, "TH");
  foreign.replaces = Earlier{.certificate = DocumentsWorld::reference("VNHPH001", "N-1"),
                             .issued = *parse_day("2026-03-02"),
                             .reissue = false};
  ASSERT_EQ(world.draft(port, "D-2", foreign), "ok");
  EXPECT_EQ(world.submit(port, "D-2"), "R-DOC-037");
  ASSERT_EQ(apply_anew("D-3"), "ok");
  EXPECT_EQ(approve_anew("D-3", "N-3"), "R-DOC-037") << "nobody issued it";
}

// The pair is switched on after the cancellation went by letter: what the clock sends was never sent before.
TEST_F(Certificates, ACancellationThatWentByLetterIsWrittenAnewOnceItGoesAsData) {
  const Reference certificate = sent_to_thailand();
  world.deliver_all();
  auto& setting = world.node("MY").setting();
  const refdata::Tables before = setting.get().reference->tables();
  setting.change_reference([](refdata::Tables& tables) { tables.document_pairs = {}; });
  EXPECT_EQ(cancel(), "ok");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "CANCEL_PENDING");
  EXPECT_EQ(world.on_the_way(), "");
  setting.change_reference([&](refdata::Tables& tables) { tables = before; });
  world.set_time(morning + 24h * 4);
  world.ring();
  ASSERT_EQ(world.on_the_way(), "CO.CANCEL>TH");
  world.set_time(morning + 24h * 8);
  world.ring();
  ASSERT_EQ(world.on_the_way(), "CO.CANCEL>TH CO.CANCEL>TH");
  EXPECT_EQ(world.way().back().document, world.way().front().document) << "from now on as it was";
  world.deliver_all();
  EXPECT_EQ(world.at_import("TH", certificate), "CANCELLED");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "CANCELLED");
}

TEST_F(Certificates, ACancellationIsCarriedOutWhereNobodyUsedIt) {
  const Reference certificate = sent_to_thailand();
  world.deliver_all();
  EXPECT_EQ(cancel(), "ok");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "CANCEL_PENDING");
  world.deliver_all();
  EXPECT_EQ(world.at_import("TH", certificate), "CANCELLED");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "CANCELLED");
}

TEST_F(Certificates, ACancellationThatMeetsAUseIsAConflictThatCustomsDecides) {
  const Reference certificate = sent_to_thailand();
  world.deliver_all();
  (void)world.claim(bangkok, certificate);
  EXPECT_EQ(cancel(), "ok");
  world.deliver_all();
  EXPECT_EQ(world.at_import("TH", certificate), "CONFLICT");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "CANCEL_REFUSED");
  EXPECT_EQ(world.import("TH", DocumentsWorld::customs(bangkok),
                         imp::ReverseUse{.certificate = certificate, .reason = "duty collected"}),
            "ok");
  world.deliver_all();
  EXPECT_EQ(world.at_import("TH", certificate), "CANCELLED");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "CANCELLED");
}

TEST_F(Certificates, ACancellationOvertakesNothingAndWaitsForItsCertificate) {
  const Reference certificate = sent_to_thailand();
  (void)world.hear("TH", "MY", co_cancel, {.certificate = certificate});
  EXPECT_EQ(world.deliver(), "ok");
  EXPECT_EQ(world.at_import("TH", certificate), "CANCELLED") << "it had waited";
}

TEST_F(Certificates, AnotherContentUnderAKnownNumberIsNotTaken) {
  const Reference certificate = sent_to_thailand();
  const Bytes sent = world.way().front().document;
  world.deliver_all();
  Letter other = *workflow::read_document(co_issue, sent);
  other.contents->items[0].quantity = Decimal::of(200);
  EXPECT_EQ(world.hear("TH", "MY", co_issue, other), "ok") << "it is answered, not obeyed";
  EXPECT_EQ(world.imported("TH", certificate).contents.items[0].quantity, Decimal::of(100));
  Letter for_others = other;
  for_others.certificate = for_others.contents->reference = DocumentsWorld::reference(port, "N-7");
  for_others.contents->importer = *Country::parse("VN");
  EXPECT_EQ(world.hear("TH", "MY", co_issue, for_others), "ok");
  EXPECT_EQ(world.at_import("TH", *for_others.certificate), "TECH_ERROR") << "R-DOC-006: it is for Viet Nam";
}

TEST_F(Certificates, WhatIsAskedAboutANumberThatNobodyGaveDoesNotTakeIt) {
  const Reference certificate = DocumentsWorld::reference(port, "N-1");
  EXPECT_EQ(world.hear("MY", "TH", co_retransmit_request, {.certificate = certificate}), "ok");
  EXPECT_EQ(world.on_the_way(), "L2 error>TH");
  (void)world.draft(port, "D-1", DocumentsWorld::contents(port, "TH"));
  (void)world.submit(port, "D-1");
  EXPECT_EQ(world.approve(port, "D-1", "N-1"), "ok");
}

TEST_F(Certificates, ClocksOfBothSidesLeadToTheirEvents) {
  const Reference certificate = sent_to_thailand();
  world.deliver_all();
  (void)world.claim(bangkok, certificate);
  world.set_time(morning + 24h * 46);
  world.ring();
  EXPECT_EQ(world.imported("TH", certificate).alarm, imp::Alarm::refusal_clock);
  world.set_time(morning + 24h * 366);
  world.ring();
  EXPECT_EQ(world.at_issue("MY", "D-1"), "EXPIRED");
  EXPECT_EQ(world.at_import("TH", certificate), "CLAIMED") << "a claim in time does not expire";
}

}  // namespace
}  // namespace lintas::documents
