#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
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
#include "core/documents/import/code_on_page.hpp"
#include "core/documents/import/commands.hpp"
#include "core/documents/import/decide.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/issue/commands.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/results.hpp"
#include "core/documents/verification/commands.hpp"
#include "core/documents/wire.hpp"
#include "core/messages/document.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/tables.hpp"
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
using namespace test::scene;
namespace iss = issue_side;
namespace imp = import_side;

const std::string dili = "TLDIL001";
const std::string sadao = "THSDO001";

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
            .code = code,
            .other_office = {},
            .page_code = code.empty() ? imp::CodeOnPage::none : imp::CodeOnPage::read};
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
  /// Approved and sent.
  void issue_in_the_place_of(const Reference& earlier, const std::string& document,
                             const std::string& gives) {
    Contents anew = DocumentsWorld::contents(port, "TH");
    anew.replaces = Earlier{.certificate = earlier, .issued = *parse_day("2026-03-02"), .reissue = true};
    ASSERT_EQ(world.draft(port, document, anew), "ok");
    ASSERT_EQ(world.submit(port, document), "ok");
    ASSERT_EQ(world.issue("MY", DocumentsWorld::authority(port),
                          iss::ApproveApplication{.document = DocumentsWorld::id(document),
                                                  .number = *ReferenceNumber::parse(gives),
                                                  .qualifying = {1, 2},
                                                  .replaces = earlier}),
              "ok");
    ASSERT_EQ(world.transmit(port, document), "ok");
  }
  /// Sent and taken; its cancellation is sent, and nobody has answered yet.
  void cancelled_as_data() {
    number = world.send(port, "D-1", "N-1", DocumentsWorld::contents(port, "TH"));
    world.deliver_all();
    ASSERT_EQ(world.issue("MY", DocumentsWorld::authority(port),
                          iss::CancelCertificate{
                              .document = DocumentsWorld::id("D-1"), .reason = "an error", .successor = {}}),
              "ok");
  }
  /// What customs wrote about the cancellation.
  std::string answer(bool done) {
    return world.issue(
        "MY", DocumentsWorld::authority(port),
        iss::AnsweredByLetter{.document = DocumentsWorld::id("D-1"), .done = done, .text = "letter 88/2026"});
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
  issue_in_the_place_of(number, "D-2", "N-2");
  world.deliver_all();
  EXPECT_EQ(world.at_import("TH", newer), "DIFFERS");
  EXPECT_EQ(world.at_import("TH", number), "CONFLICT");
  imp::TakeData take{.certificate = newer, .reason = "typed without it", .replaces = number};
  EXPECT_EQ(at_customs(take), "R-DOC-038");
  ASSERT_EQ(at_customs(imp::ReverseUse{.certificate = number, .reason = "duty collected"}), "ok");
  take.replaces.reset();
  EXPECT_EQ(at_customs(take), "R-DOC-038") << "it has to name what the data replace";
  take.replaces = number;
  EXPECT_EQ(at_customs(take), "ok");
  EXPECT_EQ(world.at_import("TH", newer), "VALID");
}

TEST_F(OnPaper, AUseThatIsToldAgainTakesNobodysPlace) {
  number = world.send(port, "D-1", "N-1", DocumentsWorld::contents(port, "TH"));
  world.deliver_all();
  ASSERT_EQ(claim(Decimal::of(60)), "ok");
  ASSERT_EQ(at_customs(imp::RefuseItems{
                .certificate = number, .items = {1}, .result = Result::n2, .reason = "other goods"}),
            "ok");
  world.deliver_all();
  imp::RecordPaper newer = page(DocumentsWorld::reference(port, "N-2"));
  newer.replaces = Earlier{.certificate = number, .issued = *parse_day("2026-03-02"), .reissue = true};
  ASSERT_EQ(at_customs(newer), "ok");
  imp::UtiliseItems use;
  use.certificate = newer.certificate;
  use.declaration = "D26-2";
  use.invoices = {"INV-1"};
  use.lines = {{1, Decimal::of(60)}};
  use.office = *OfficeId::parse(bangkok);
  use.replaces = number;
  ASSERT_EQ(at_customs(use), "ok");
  ASSERT_EQ(world.issue("MY", DocumentsWorld::authority(port),
                        iss::ClarifyRefusal{.document = DocumentsWorld::id("D-1"), .text = "the same goods"}),
            "ok");
  world.deliver_all();
  ASSERT_EQ(world.at_import("TH", number), "REASSESS");
  EXPECT_EQ(at_customs(use), "ok") << "it was used before";
  use.lines.push_back({2, Decimal::of(50)});
  EXPECT_EQ(at_customs(use), "R-DOC-038");
}

TEST_F(OnPaper, WhatAWrongPageTookThePlaceOfIsWhatItWas) {
  number = world.send(port, "D-1", "N-1", DocumentsWorld::contents(port, "TH"));
  world.deliver_all();
  imp::RecordPaper newer = page(DocumentsWorld::reference(port, "N-2"));
  newer.replaces = Earlier{.certificate = number, .issued = *parse_day("2026-03-02"), .reissue = true};
  ASSERT_EQ(at_customs(newer), "ok");
  EXPECT_EQ(world.imported("TH", number).successor, newer.certificate);
  EXPECT_EQ(claim(Decimal::of(60)), "R-DOC-038");
  ASSERT_EQ(at_customs(imp::WithdrawPage{.certificate = newer.certificate, .reason = "typed wrongly"}), "ok");
  EXPECT_EQ(world.imported("TH", number).successor, std::nullopt);
  EXPECT_EQ(claim(Decimal::of(60)), "ok");
}

TEST_F(OnPaper, APageAndTheOneInItsPlaceAreWithdrawnInEitherOrder) {
  printed_in_an_outage();
  imp::RecordPaper newer = page(DocumentsWorld::reference(port, "N-2"));
  newer.replaces = Earlier{.certificate = number, .issued = *parse_day("2026-03-02"), .reissue = true};
  ASSERT_EQ(at_customs(page(number)), "ok");
  ASSERT_EQ(at_customs(newer), "ok");
  ASSERT_EQ(at_customs(imp::WithdrawPage{.certificate = number, .reason = "typed wrongly"}), "ok");
  ASSERT_EQ(at_customs(imp::WithdrawPage{.certificate = newer.certificate, .reason = "typed wrongly"}), "ok");
  world.deliver_all();
  EXPECT_EQ(world.at_import("TH", number), "VALID");
  EXPECT_EQ(world.imported("TH", number).successor, std::nullopt);
  EXPECT_EQ(claim(Decimal::of(60)), "ok");
}

TEST_F(OnPaper, WhatThePageReplacesAndItsDataDoNotIsWhatItWas) {
  number = world.send(port, "D-1", "N-1", DocumentsWorld::contents(port, "TH"));
  world.deliver_all();
  const Reference other = DocumentsWorld::reference(port, "N-2");
  imp::RecordPaper typed = page(other);
  typed.replaces = Earlier{.certificate = number, .issued = *parse_day("2026-03-02"), .reissue = true};
  ASSERT_EQ(at_customs(typed), "ok");
  ASSERT_EQ(world.send(port, "D-2", "N-2", DocumentsWorld::contents(port, "TH")), other);
  world.deliver_all();
  EXPECT_EQ(world.at_import("TH", other), "DIFFERS");
  EXPECT_EQ(claim(Decimal::of(60)), "R-DOC-038");
  ASSERT_EQ(at_customs(imp::TakeData{.certificate = other, .reason = "typed wrongly"}), "ok");
  EXPECT_EQ(claim(Decimal::of(60)), "ok");
}

TEST_F(OnPaper, WhatDiffersIsSettledByTheOfficeThatHasSeenThePage) {
  printed_in_an_outage();
  imp::RecordPaper typed = page(number);
  typed.items[0].quantity = Decimal::of(90);
  ASSERT_EQ(at_customs(typed), "ok");
  EXPECT_EQ(world.imported("TH", number).page_office, *OfficeId::parse(bangkok));
  world.deliver_all();
  ASSERT_EQ(world.at_import("TH", number), "DIFFERS");
  const access::Actor other = DocumentsWorld::customs("THSDO001");
  const imp::TakeData take{.certificate = number, .reason = "typed wrongly"};
  const imp::KeepPaper keep{.certificate = number, .reason = "as it is"};
  EXPECT_EQ(world.import("TH", other, take), "ACC-002");
  EXPECT_EQ(world.import("TH", other, keep), "ACC-002");
  EXPECT_EQ(at_customs(keep), "ok");
  EXPECT_EQ(world.import("TH", other, take), "ACC-002");
  EXPECT_EQ(at_customs(take), "ok");
}

TEST_F(OnPaper, DataOfAnotherNameWaitForTheOfficeThatHasThePage) {
  printed_in_an_outage();
  ASSERT_EQ(at_customs(page(DocumentsWorld::reference(port, "n 1"))), "ok");
  world.deliver_all();
  ASSERT_EQ(world.at_import("TH", number), "DIFFERS");
  EXPECT_EQ(world.imported("TH", number).page_office, *OfficeId::parse(bangkok));
  EXPECT_EQ(world.import("TH", DocumentsWorld::customs("THSDO001"),
                         imp::TakeData{.certificate = number, .reason = "two of them"}),
            "ACC-002");
}

TEST_F(OnPaper, APageIsOfTheOfficeThatRecordedItUntilADeclarationClaimsIt) {
  printed_in_an_outage();
  ASSERT_EQ(at_customs(page(number)), "ok");
  const access::Actor other = DocumentsWorld::customs(sadao);
  const imp::WithdrawPage withdraw{.certificate = number, .reason = "not this one"};
  const imp::RecordCancellation letter{.certificate = number, .text = "letter 91/2026", .successor = {}};
  EXPECT_EQ(world.import("TH", other, withdraw), "ACC-002");
  EXPECT_EQ(world.import("TH", other, letter), "ACC-002");
  ASSERT_EQ(at_customs(withdraw), "ok");
  ASSERT_EQ(at_customs(page(number)), "ok");
  ASSERT_EQ(world.claim(sadao, number, {{1, Decimal::of(60)}}), "ok");
  EXPECT_EQ(at_customs(letter), "ACC-002");
  EXPECT_EQ(world.import("TH", other, letter), "ok") << "a declaration there claims it";
}

TEST_F(OnPaper, WhatAClosedOfficeRecordedIsSettledByEachThatClearsImports) {
  printed_in_an_outage();
  imp::RecordPaper typed = page(number);
  typed.items[0].quantity = Decimal::of(90);
  ASSERT_EQ(world.import("TH", DocumentsWorld::customs(sadao), typed), "ok");
  world.deliver_all();
  ASSERT_EQ(world.at_import("TH", number), "DIFFERS");
  const imp::TakeData take{.certificate = number, .reason = "typed wrongly"};
  ASSERT_EQ(at_customs(take), "ACC-002");
  world.node("TH").setting().change_reference([](refdata::Tables& tables) {
    const auto rows = tables.offices.rows();
    std::vector<refdata::Offices::Row> others{rows.begin(), rows.end()};
    for (refdata::Offices::Row& row : others)
      if (row.key == *OfficeId::parse(sadao)) row.value.roles = 0;
    tables.offices = refdata::Offices::of(std::move(others)).value();
  });
  EXPECT_EQ(at_customs(take), "ok");
  EXPECT_EQ(world.at_import("TH", number), "VALID");
}

TEST_F(OnPaper, R_DOC_065_WhoeverDecidesIsToldWhetherTheCodeWasLookedAt) {
  printed_in_an_outage();
  imp::RecordPaper silent = page(number);
  silent.page_code.reset();
  EXPECT_EQ(at_customs(silent), "R-DOC-065");
  silent.page_code = imp::CodeOnPage::not_scanned;
  ASSERT_EQ(at_customs(silent), "ok");
  EXPECT_EQ(world.imported("TH", number).page_code, imp::CodeOnPage::not_scanned);
  world.deliver_all();
  EXPECT_EQ(world.imported("TH", number).page_code, imp::CodeOnPage::not_scanned) << "it was used before";
}

TEST_F(OnPaper, WhatTheIssuerCannotBookIsShownUntilItIsSaidAnew) {
  printed_in_an_outage();
  imp::RecordPaper altered = page(number);
  altered.items[0].quantity = Decimal::of(120);
  ASSERT_EQ(at_customs(altered), "ok");
  ASSERT_EQ(claim(Decimal::of(120)), "ok");
  ASSERT_EQ(accept(), "ok");
  world.deliver_all();
  EXPECT_EQ(used_there(), "1: 100 free, 2: 50 free") << "the issuer heard nothing";
  EXPECT_EQ(world.imported("TH", number).alarm, imp::Alarm::not_taken);
  ASSERT_FALSE(world.imported("TH", number).not_taken.empty());
  EXPECT_EQ(world.imported("TH", number).not_taken.front().rule, "R-DOC-005");
  ASSERT_EQ(at_customs(imp::KeepPaper{.certificate = number, .reason = "as it is"}), "ok");
  ASSERT_EQ(at_customs(imp::CheckOrigin{.certificate = number,
                                        .items = {1},
                                        .random = true,
                                        .reason = {},
                                        .request = DocumentsWorld::id("V-1")}),
            "ok");
  world.deliver_all();
  EXPECT_EQ(world.imported("TH", number).alarm, imp::Alarm::not_taken) << "it is still 120";
  ASSERT_EQ(world.verify("MY", DocumentsWorld::authority(port),
                         verification::AnswerRequest{.certificate = number,
                                                     .request = DocumentsWorld::id("V-1"),
                                                     .text = "the page was altered"}),
            "ok");
  world.deliver_all();
  ASSERT_EQ(at_customs(imp::RefuseItems{
                .certificate = number, .items = {1}, .result = Result::n11, .reason = "altered"}),
            "ok");
  ASSERT_EQ(at_customs(imp::TakeData{.certificate = number, .reason = "the page was altered"}), "ok");
  world.deliver_all();
  EXPECT_EQ(world.imported("TH", number).alarm, std::nullopt);
  EXPECT_EQ(used_there(), "1: 100 free N11, 2: 50 free");
}

TEST_F(OnPaper, UseOfAPageWhoseNumberNobodyGaveIsShownAtCustoms) {
  ASSERT_EQ(at_customs(page(number)), "ok");
  ASSERT_EQ(claim(Decimal::of(60)), "ok");
  ASSERT_EQ(accept(), "ok");
  ASSERT_EQ(world.on_the_way(), "CO.RESPONSE>MY");
  ASSERT_EQ(world.deliver(), "ok");
  ASSERT_EQ(world.on_the_way(), "L2 error>TH");
  ASSERT_EQ(world.deliver(), "ok");
  EXPECT_EQ(world.imported("TH", number).alarm, imp::Alarm::not_taken);
  ASSERT_EQ(world.imported("TH", number).not_taken.size(), 1U);
  EXPECT_EQ(world.imported("TH", number).not_taken.front().rule, "R-DOC-001");
}

TEST_F(OnPaper, WhatTheIssuerDidNotTakeIsSaidAgain) {
  ASSERT_EQ(at_customs(page(number)), "ok");
  ASSERT_EQ(claim(Decimal::of(60)), "ok");
  const imp::SayAgain say_again{.certificate = number};
  EXPECT_EQ(at_customs(say_again), "R-DOC-067");
  ASSERT_EQ(accept(), "ok");
  EXPECT_EQ(at_customs(say_again), "R-DOC-067") << "it is on its way";
  world.deliver_all();
  ASSERT_EQ(world.imported("TH", number).alarm, imp::Alarm::not_taken);
  ASSERT_EQ(world.draft(port, "D-1", DocumentsWorld::contents(port, "TH")), "ok");
  ASSERT_EQ(world.submit(port, "D-1"), "ok");
  ASSERT_EQ(world.approve(port, "D-1", "N-1"), "ok") << "entered by the authority behind its paper";
  ASSERT_EQ(print("written by hand that day"), "ok");
  EXPECT_EQ(world.import("TH", DocumentsWorld::customs(sadao), say_again), "ACC-002");
  EXPECT_EQ(at_customs(say_again), "ok");
  EXPECT_EQ(world.imported("TH", number).alarm, std::nullopt);
  ASSERT_EQ(world.on_the_way(), "CO.RESPONSE>MY");
  world.deliver_all();
  EXPECT_EQ(used_there(), "1: 40 free 60 used U2, 2: 50 free");
  EXPECT_EQ(world.imported("TH", number).alarm, std::nullopt);
  EXPECT_EQ(at_customs(say_again), "R-DOC-067");
}

TEST_F(OnPaper, UseOfAPageThatWasSurrenderedBeforeIsShownAtCustoms) {
  ASSERT_EQ(world.draft(port, "D-1", DocumentsWorld::contents(port, "TH")), "ok");
  ASSERT_EQ(world.submit(port, "D-1"), "ok");
  ASSERT_EQ(world.approve(port, "D-1", "N-1"), "ok");
  ASSERT_EQ(print("the line is down"), "ok");
  ASSERT_EQ(world.issue("MY", DocumentsWorld::authority(port),
                        iss::CancelCertificate{.document = DocumentsWorld::id("D-1"),
                                               .reason = "an error",
                                               .successor = {},
                                               .surrendered = true}),
            "ok");
  ASSERT_EQ(world.at_issue("MY", "D-1"), "CANCELLED");
  ASSERT_EQ(at_customs(page(number)), "ok") << "a copy of it";
  ASSERT_EQ(claim(Decimal::of(60)), "ok");
  ASSERT_EQ(accept(), "ok");
  world.deliver_all();
  EXPECT_EQ(world.imported("TH", number).alarm, imp::Alarm::not_taken);
  EXPECT_EQ(world.at_issue("MY", "D-1"), "CANCELLED");
}

TEST_F(OnPaper, ACancellationThatWentByLetterIsAnsweredByOne) {
  printed_in_an_outage();
  ASSERT_EQ(at_customs(page(number)), "ok");
  ASSERT_EQ(claim(Decimal::of(60)), "ok");
  ASSERT_EQ(accept(), "ok");
  ASSERT_EQ(world.deliver(1), "ok") << "customs tells that it has the page";
  ASSERT_EQ(world.at_issue("MY", "D-1"), "PARTLY_UTILISED");
  world.node("MY").setting().change_reference([](refdata::Tables& tables) { tables.document_pairs = {}; });
  ASSERT_EQ(world.issue("MY", DocumentsWorld::authority(port),
                        iss::CancelCertificate{.document = DocumentsWorld::id("D-1"),
                                               .reason = "an error",
                                               .successor = DocumentsWorld::reference(port, "N-2")}),
            "ok");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "CANCEL_PENDING");
  EXPECT_EQ(
      world.issue("MY", DocumentsWorld::authority(port),
                  iss::WithdrawCancellation{.document = DocumentsWorld::id("D-1"), .reason = "no answer"}),
      "R-DOC-037");
  EXPECT_EQ(answer(false), "ok");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "CANCEL_REFUSED");
  EXPECT_EQ(answer(true), "ok") << "the use was taken back";
  EXPECT_EQ(world.at_issue("MY", "D-1"), "CANCELLED");
  EXPECT_EQ(used_there(), "1: 100 free U2, 2: 50 free");
}

TEST_F(OnPaper, R_DOC_064_TheAnswerToAMessageIsAMessageUnlessNoneCame) {
  cancelled_as_data();
  EXPECT_EQ(answer(true), "R-DOC-064");
  world.set_time(morning + std::chrono::hours{96});
  world.ring();
  EXPECT_EQ(answer(true), "ok");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "CANCELLED");
  world.deliver_all();
  EXPECT_EQ(world.at_import("TH", number), "CANCELLED");
}

TEST_F(OnPaper, ALetterIsEnteredWhereACancellationWasWithdrawnForWantOfAnAnswer) {
  cancelled_as_data();
  ASSERT_EQ(world.issue("MY", DocumentsWorld::authority(port),
                        iss::WithdrawCancellation{.document = DocumentsWorld::id("D-1"),
                                                  .reason = "out of reach for good"}),
            "ok");
  ASSERT_EQ(world.at_issue("MY", "D-1"), "AVAILABLE");
  EXPECT_EQ(answer(true), "R-DOC-064");
  world.set_time(morning + std::chrono::hours{96});
  EXPECT_EQ(answer(true), "ok");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "CANCELLED");
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
