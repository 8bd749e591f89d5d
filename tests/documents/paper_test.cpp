#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/decimal.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/code/compact.hpp"
#include "core/code/records.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/commands.hpp"
#include "core/documents/import/decide.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/issue/commands.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/wire.hpp"
#include "core/messages/document.hpp"
#include "core/workflow/documents_part.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/documents_world.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/signed_codes.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

/// A certificate on paper at the customs of the importing state, and its data before and after.
namespace lintas::documents {
namespace {

using test::DocumentsWorld;
namespace iss = issue_side;
namespace imp = import_side;

const Instant morning = *parse_instant("2026-03-02T04:00:00Z");
const std::string port = DocumentsWorld::of_malaysia;
const std::string bangkok = DocumentsWorld::of_thailand;
const std::string dili = "TLDIL001";

class OnPaper : public testing::Test {
 protected:
  /// Sent, and held up on its way; then printed.
  void printed_in_an_outage() {
    number = world.send(port, "D-1", "N-1", DocumentsWorld::contents(port, "TH"));
    content_ = content_of(world.way().front());
    ASSERT_EQ(print("the line is down"), "ok");
  }
  std::string print(const std::string& reason) {
    return world.issue("MY", DocumentsWorld::authority(port),
                       iss::PrintCertificate{.document = DocumentsWorld::id("D-1"), .reason = reason});
  }
  /// By what its code stands for.
  static Hash256 content_of(const test::Carried& message) {
    const auto document = xml::read(as_text(message.wire.body));
    std::string canonical;
    xml::write(bare(*document->message.declaration), canonical);
    return test::sha256(std::array{as_bytes(canonical)});
  }
  [[nodiscard]] imp::RecordPaper page(const Reference& certificate, const std::string& code = {}) const {
    return {.certificate = certificate,
            .importer = *Country::parse("TH"),
            .issued = *parse_day("2026-03-02"),
            .items = DocumentsWorld::contents(port, "TH").items,
            .flags = {},
            .replaces = {},
            .originals = {},
            .code = code};
  }
  /// A code as the exporter's page has it.
  [[nodiscard]] std::string code(code::Medium medium, const std::string& of = "N-1") const {
    code::Certificate said{.office = port, .number = of, .form = code::Form::form_d};
    said.issued = *parse_day("2026-03-02");
    said.importer = *Country::parse("TH");
    said.medium = medium;
    said.content = content_;
    return code::qr_text_of(test::IssuingState{"MY"}.signed_certificate(morning, said));
  }
  template <class Act>
  std::string at_customs(const Act& act) {
    return world.import("TH", DocumentsWorld::customs(bangkok), act);
  }
  std::string claim(Decimal quantity) { return world.claim(bangkok, number, {{1, quantity}}); }
  std::string accept() {
    return at_customs(imp::AcceptItems{.certificate = number, .items = {1}, .text = {}});
  }
  [[nodiscard]] std::string used_there() {
    return test::in_words(world.issued("MY", "D-1").certificate.items);
  }
  [[nodiscard]] std::string used_here() { return test::in_words(world.imported("TH", number).items); }

  DocumentsWorld world{morning};
  Reference number = DocumentsWorld::reference(port, "N-1");

 private:
  Hash256 content_;
};

TEST_F(OnPaper, WhatIsUsedOfAPageIsUsedOfItsData) {
  printed_in_an_outage();
  ASSERT_EQ(at_customs(page(number, code(code::Medium::paper))), "ok");
  EXPECT_EQ(world.at_import("TH", number), "VALID");
  EXPECT_EQ(world.imported("TH", number).came, imp::Came::paper);
  ASSERT_EQ(claim(Decimal::of(60)), "ok");
  ASSERT_EQ(accept(), "ok");
  EXPECT_EQ(world.on_the_way(), "CO.ISSUE>TH CO.RESPONSE>MY") << "it is told as data, as far as data go";
  EXPECT_EQ(world.deliver(1), "ok");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "PARTLY_UTILISED");
  EXPECT_EQ(world.issued("MY", "D-1").certificate.alarm, std::nullopt) << "one use, and not two";
  world.deliver_all();
  EXPECT_EQ(world.imported("TH", number).came, imp::Came::both);
  EXPECT_EQ(world.at_import("TH", number), "PART_USED");
  EXPECT_EQ(claim(Decimal::of(60)), "R-ASW-060") << "the second use";
  EXPECT_EQ(at_customs(page(number)), "R-DOC-057");
  ASSERT_EQ(claim(Decimal::of(40)), "ok");
  ASSERT_EQ(accept(), "ok");
  world.deliver_all();
  EXPECT_EQ(used_here(), "1: 100 used U1, 2: 50 free");
  EXPECT_EQ(used_there(), used_here());
}

TEST_F(OnPaper, R_DOC_057_WhoeverIsShownAPageLearnsThatItIsUsedElsewhere) {
  number = world.send(port, "D-1", "N-1", DocumentsWorld::contents(port, "TH"));
  world.deliver_all();
  ASSERT_EQ(claim(Decimal::of(60)), "ok");
  const access::Actor other = DocumentsWorld::customs("THSDO001");
  EXPECT_EQ(world.import("TH", other, imp::AcceptItems{.certificate = number, .items = {1}, .text = {}}),
            "ACC-002");
  EXPECT_EQ(world.import("TH", other, page(number)), "R-DOC-057");
}

TEST_F(OnPaper, WhatDiffersIsSettledByAnOfficer) {
  printed_in_an_outage();
  imp::RecordPaper typed = page(number, code(code::Medium::paper));
  typed.items[0].quantity = Decimal::of(1000);
  ASSERT_EQ(at_customs(typed), "ok");
  ASSERT_EQ(claim(Decimal::of(60)), "ok");
  ASSERT_EQ(world.issue("MY", DocumentsWorld::authority(port),
                        iss::SwitchToData{.document = DocumentsWorld::id("D-1"), .surrendered = true}),
            "ok");
  world.deliver_all();
  EXPECT_EQ(world.at_import("TH", number), "DIFFERS");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "AVAILABLE") << "the data are there, and can be read";
  EXPECT_EQ(accept(), "R-DOC-001") << "nothing is used meanwhile";
  EXPECT_EQ(at_customs(imp::TakeData{.certificate = number, .reason = "typed wrongly"}), "ok");
  EXPECT_EQ(world.at_import("TH", number), "CLAIMED");
  ASSERT_EQ(accept(), "ok");
  world.deliver_all();
  EXPECT_EQ(used_here(), "1: 40 free 60 used U2, 2: 50 free");
  EXPECT_EQ(used_there(), used_here());
}

TEST_F(OnPaper, R_DOC_059_ACopyIsNoCertificate) {
  printed_in_an_outage();
  EXPECT_EQ(at_customs(page(number, code(code::Medium::data))), "R-DOC-059");
  EXPECT_EQ(at_customs(page(number, code(code::Medium::copy_of_paper))), "R-DOC-059");
  EXPECT_EQ(at_customs(page(number, code(code::Medium::paper, "N-2"))), "R-DOC-058") << "of another page";
  EXPECT_EQ(at_customs(page(number, "LC1:XXXX")), "R-DOC-058");
  EXPECT_FALSE(world.node("TH").store().find(workflow::certificate_key(number)).has_value())
      << "nothing is left of it";
}

TEST_F(OnPaper, R_DOC_006_APageIsForThisState) {
  imp::RecordPaper elsewhere = page(number);
  elsewhere.importer = *Country::parse("VN");
  EXPECT_EQ(at_customs(elsewhere), "R-DOC-006");
  elsewhere = page(number);
  elsewhere.certificate.state = *Country::parse("US");
  EXPECT_EQ(at_customs(elsewhere), "R-DOC-029");
}

TEST_F(OnPaper, R_DOC_057_OneNumberIsOneCertificateHoweverItIsTyped) {
  number = world.send(port, "D-1", "N-1", DocumentsWorld::contents(port, "TH"));
  world.deliver_all();
  for (const std::string typed : {"n-1", "N 1", "N/1", "n1"}) {
    EXPECT_EQ(at_customs(page(DocumentsWorld::reference(port, typed))), "R-DOC-057") << typed;
    EXPECT_EQ(at_customs(page(DocumentsWorld::reference("MYPKG01", typed))), "R-DOC-057") << typed;
  }
  Reference of_another_form = DocumentsWorld::reference(port, "N-1");
  of_another_form.kind = Kind::preferential;
  EXPECT_EQ(at_customs(page(of_another_form)), "R-DOC-057");
  imp::RecordPaper other = page(DocumentsWorld::reference(port, "n-1"));
  other.other_office = true;
  EXPECT_EQ(at_customs(other), "R-DOC-057") << "it is the same office";
  other = page(DocumentsWorld::reference("MYBKH001", "N-1"));
  other.other_office = true;
  EXPECT_EQ(at_customs(other), "ok") << "another office may give the same number";
}

TEST_F(OnPaper, DataOfAPageThatWasTypedOtherwiseWait) {
  printed_in_an_outage();
  const Reference typed = DocumentsWorld::reference(port, "n 1");
  ASSERT_EQ(at_customs(page(typed)), "ok");
  EXPECT_EQ(at_customs(page(DocumentsWorld::reference(port, "N/1"))), "R-DOC-057") << "a second page";
  world.deliver_all();
  EXPECT_EQ(world.at_import("TH", number), "DIFFERS");
  EXPECT_EQ(claim(Decimal::of(60)), "R-DOC-001");
  EXPECT_EQ(at_customs(imp::KeepPaper{.certificate = number, .reason = "as it is"}), "R-DOC-063");
  ASSERT_EQ(at_customs(imp::WithdrawPage{.certificate = typed, .reason = "typed wrongly"}), "ok");
  ASSERT_EQ(at_customs(imp::TakeData{.certificate = number, .reason = "this is it"}), "ok");
  EXPECT_EQ(claim(Decimal::of(60)), "ok");
  EXPECT_EQ(at_customs(page(typed)), "R-DOC-057") << "now the data are found by it";
}

TEST_F(OnPaper, APageThatWasWithdrawnIsRecordedAnew) {
  printed_in_an_outage();
  ASSERT_EQ(at_customs(page(number)), "ok");
  ASSERT_EQ(at_customs(imp::WithdrawPage{.certificate = number, .reason = "typed wrongly"}), "ok");
  EXPECT_EQ(at_customs(page(DocumentsWorld::reference(port, "N/1"))), "ok") << "the number is free";
  EXPECT_EQ(at_customs(page(number)), "R-DOC-057");
}

TEST_F(OnPaper, R_DOC_062_WhatCameAsDataIsNotCancelledByALetter) {
  number = world.send(port, "D-1", "N-1", DocumentsWorld::contents(port, "TH"));
  world.deliver_all();
  const imp::RecordCancellation letter{.certificate = number, .text = "letter 91/2026", .successor = {}};
  EXPECT_EQ(at_customs(letter), "R-DOC-062");
  EXPECT_EQ(world.at_import("TH", number), "VALID");
}

TEST_F(OnPaper, R_DOC_025_NamesOfOthersOnAPageAreNames) {
  imp::RecordPaper unnamed = page(number);
  unnamed.replaces = Earlier{.certificate = DocumentsWorld::reference(port, "N-\xc3\xa9"),
                             .issued = *parse_day("2026-02-01"),
                             .reissue = true};
  EXPECT_EQ(at_customs(unnamed), "R-DOC-025");
}

TEST_F(OnPaper, R_DOC_038_DataAreNotTakenWhileWhatTheyReplaceIsUsed) {
  number = world.send(port, "D-1", "N-1", DocumentsWorld::contents(port, "TH"));
  world.deliver_all();
  ASSERT_EQ(claim(Decimal::of(60)), "ok");
  const Reference newer = DocumentsWorld::reference(port, "N-2");
  ASSERT_EQ(at_customs(page(newer)), "ok") << "what it replaces was left out";
  imp::Certificate held = world.imported("TH", newer);
  held.state = imp::State::differs;
  held.differing = imp::Differing{};
  held.differing->contents.replaces =
      Earlier{.certificate = number, .issued = *parse_day("2026-03-02"), .reissue = true};
  EXPECT_EQ(imp::earlier_of_data(held), number);
  EXPECT_EQ(imp::earlier_of_claim(held), number) << "asked of a claim, too, while the page is kept";
  EXPECT_EQ(imp::faults_in_replacing(world.imported("TH", number)).size(), 1U);
}

TEST_F(OnPaper, WithoutDataBetweenTheStatesAllGoesByLetter) {
  const Reference certificate = DocumentsWorld::reference(dili, "N-1");
  ASSERT_EQ(at_customs(page(certificate)), "ok");
  ASSERT_EQ(world.claim(bangkok, certificate), "ok");
  ASSERT_EQ(at_customs(imp::AcceptItems{.certificate = certificate, .items = {1, 2}, .text = {}}), "ok");
  EXPECT_EQ(world.at_import("TH", certificate), "ACCEPTED");
  EXPECT_EQ(at_customs(imp::RecordCancellation{
                .certificate = certificate, .text = "letter 91/2026", .successor = {}}),
            "ok");
  EXPECT_EQ(world.at_import("TH", certificate), "CONFLICT");
  EXPECT_EQ(at_customs(imp::ReverseUse{.certificate = certificate, .reason = "corrected"}), "ok");
  EXPECT_EQ(world.at_import("TH", certificate), "CANCELLED");
  EXPECT_EQ(world.on_the_way(), "");
}

TEST_F(OnPaper, IsCancelledAsItsDataAre) {
  printed_in_an_outage();
  ASSERT_EQ(world.issue("MY", DocumentsWorld::authority(port),
                        iss::CancelCertificate{
                            .document = DocumentsWorld::id("D-1"), .reason = "an error", .successor = {}}),
            "ok");
  ASSERT_EQ(at_customs(page(number)), "ok");
  EXPECT_EQ(world.on_the_way(), "CO.ISSUE>TH CO.CANCEL>TH");
  world.deliver_all();
  EXPECT_EQ(world.at_import("TH", number), "CANCELLED");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "CANCELLED");
}

}  // namespace
}  // namespace lintas::documents
