#include <chrono>
#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <utility>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/export/commands.hpp"
#include "core/acdd/export/state.hpp"
#include "core/acdd/import/commands.hpp"
#include "core/acdd/import/state.hpp"
#include "core/acdd/import/table.hpp"
#include "core/acdd/letter.hpp"
#include "core/acdd/matching.hpp"
#include "core/acdd/messages.hpp"
#include "tests/support/acdd_stage.hpp"
#include "tests/support/documents_world.hpp"
#include "tests/support/scenario.hpp"

/// Customs declaration documents between national nodes: Singapore and Cambodia exchange them, Thailand does
/// not.
namespace lintas {
namespace {

using acdd::export_side::AmendExport;
using acdd::export_side::CancelExport;
using acdd::export_side::LookAtExport;
using acdd::export_side::ReleaseExport;
using acdd::export_side::ResendDocument;
using acdd::export_side::SendDocument;
using acdd::import_side::LookAtImport;
using acdd::import_side::ReportDeclaration;
using acdd::import_side::WithdrawDeclaration;

class Acdd : public testing::Test {
 protected:
  static acdd::Contents contents(const std::string& options = "") {
    acdd::Contents made = test::acdd_contents(test::parse_step("release importer=KH " + options, 1).value());
    return made;
  }
  std::string release(const std::string& options = "", bool consent = true) {
    return world.with_form("SG", ReleaseExport{.contents = contents(options), .consent = consent});
  }
  std::string amend(const std::string& options) {
    return world.with_form("SG", AmendExport{.contents = contents(options), .reason = "weighed again"});
  }
  std::string report(const std::string& lines, const std::string& number = "D-1") {
    return world.at_import("KH", ReportDeclaration{.permit = permit,
                                                   .declaration = test::declaration_number(number),
                                                   .exporter = "UEN1",
                                                   .lines = test::declared_lines(lines)});
  }
  std::string stand() { return world.stand(permit, "KH"); }

  Instant now = *parse_instant("2026-03-02T04:00:00Z");
  test::DocumentsWorld world{now, {"SG", "KH", "TH"}};
  acdd::Permit permit = test::permit("SG", "P-1");
};

TEST_F(Acdd, GoesFromExportCustomsToImportCustomsAndIsComparedWithWhatIsDeclared) {
  ASSERT_EQ(release(), "ok");
  EXPECT_EQ(world.on_the_way(), "ACDD.SEND>KH");
  ASSERT_EQ(world.deliver(), "ok");
  EXPECT_EQ(world.on_the_way(), "L2 ok>SG");
  ASSERT_EQ(world.deliver(), "ok");
  EXPECT_EQ(stand(), "AVAILABLE AVAILABLE");

  EXPECT_EQ(report("08109010:100;03038900:50"), "ok");
  EXPECT_EQ(stand(), "AVAILABLE MATCHED");
  EXPECT_EQ(report("08109010:90;03038900:50"), "ok") << "a signal, and no refusal (R-ASW-110)";
  EXPECT_EQ(stand(), "AVAILABLE MISMATCH");
  const auto judged = world.declared("KH", permit).judged;
  ASSERT_EQ(judged.count, 1U);
  EXPECT_EQ(judged.differences.at(0).kind, acdd::DifferenceKind::less);
  EXPECT_EQ(world.on_the_way(), "") << "the exporting state is told nothing of it";
}

TEST_F(Acdd, AnAmendmentTakesThePlaceOfWhatWasSentAndIsComparedAnew) {
  ASSERT_EQ(release(), "ok");
  world.deliver_all();
  ASSERT_EQ(report("08109010:90;03038900:50"), "ok");
  ASSERT_EQ(stand(), "AVAILABLE MISMATCH");
  ASSERT_EQ(amend("items=08109010:90,03038900:50"), "ok");
  EXPECT_EQ(world.on_the_way(), "ACDD.CANCEL.REQ>KH ACDD.SEND>KH");
  ASSERT_EQ(world.deliver(), "ok");
  EXPECT_EQ(stand(), "AMENDED CANCELLED");
  ASSERT_EQ(world.deliver(), "ok");
  EXPECT_EQ(stand(), "AMENDED MATCHED");
  world.deliver_all();
  EXPECT_EQ(stand(), "AVAILABLE MATCHED");
  EXPECT_EQ(world.declared("KH", permit).contents.version, 2);
}

TEST_F(Acdd, ALaneAppliesAnAmendmentInItsOrderWhateverComesFirst) {
  ASSERT_EQ(release(), "ok");
  ASSERT_EQ(amend("items=08109010:90,03038900:50"), "ok");
  EXPECT_EQ(world.on_the_way(), "ACDD.SEND>KH ACDD.CANCEL.REQ>KH ACDD.SEND>KH");
  ASSERT_EQ(world.deliver(2), "ok");
  ASSERT_EQ(world.deliver(1), "ok");
  ASSERT_EQ(world.deliver(0), "ok");
  world.deliver_all();
  EXPECT_EQ(stand(), "AVAILABLE AVAILABLE");
  EXPECT_EQ(world.declared("KH", permit).contents.version, 2);
}

TEST_F(Acdd, IsCancelledOnResponseAndAskedAgainUntilItComes) {
  ASSERT_EQ(release(), "ok");
  world.deliver_all();
  ASSERT_EQ(world.at_export("SG", CancelExport{.permit = permit, .reason = "not shipped"}), "ok");
  ASSERT_EQ(world.deliver(), "ok");
  EXPECT_EQ(world.on_the_way(), "ACDD.RESPONSE>SG");
  EXPECT_EQ(stand(), "CANCEL_REQUESTED CANCELLED");
  world.set_time(now + std::chrono::days{5});
  world.ring();
  ASSERT_EQ(world.on_the_way(), "ACDD.RESPONSE>SG ACDD.CANCEL.REQ>KH") << "it is late, and asked for again";
  EXPECT_TRUE(as_text(world.way().back().wire.body).contains("not shipped")) << "the same once more";
  world.deliver_all();
  EXPECT_EQ(stand(), "CANCELLED CANCELLED");
}

TEST_F(Acdd, TheSameOctetsGoAgainWhereNoAnswerCame) {
  ASSERT_EQ(release(), "ok");
  const Bytes first = world.way().front().document;
  world.lose();
  world.set_time(now + std::chrono::days{2});
  world.ring();
  ASSERT_EQ(world.on_the_way(), "ACDD.SEND>KH");
  EXPECT_EQ(world.way().front().document, first);
}

TEST_F(Acdd, R_ASW_102_NothingIsSentWhereTheStatesExchangeNoSuchDocuments) {
  const acdd::Permit other = test::permit("SG", "P-2");
  ASSERT_EQ(
      world.with_form("SG", ReleaseExport{.contents = contents("importer=TH permit=P-2"), .consent = true}),
      "ok")
      << "the export is released all the same";
  EXPECT_EQ(world.on_the_way(), "");
  const auto document = world.exported(other);
  EXPECT_EQ(document.state, acdd::export_side::State::released);
  ASSERT_EQ(document.kept.size(), 1U);
  EXPECT_EQ(document.kept.at(0).rule, "R-ASW-102");
  EXPECT_EQ(world.at_export("SG", SendDocument{.permit = other, .consent = true}), "R-ASW-102");
}

TEST_F(Acdd, R_ASW_095_NothingIsSentToAStateThatIsNoPartner) {
  world.node("SG").set_partners({"MY"});
  ASSERT_EQ(release(), "ok") << "the export is released all the same";
  EXPECT_EQ(world.on_the_way(), "");
  EXPECT_EQ(world.exported(permit).state, acdd::export_side::State::released);
  ASSERT_EQ(world.exported(permit).kept.size(), 1U);
  EXPECT_EQ(world.exported(permit).kept.at(0).rule, "R-ASW-095");
  const SendDocument sends{.permit = permit, .consent = true};
  EXPECT_EQ(world.at_export("SG", sends), "R-ASW-095");
  world.node("SG").set_partners({"MY", "KH"});
  ASSERT_EQ(world.at_export("SG", sends), "ok");
  EXPECT_EQ(world.on_the_way(), "ACDD.SEND>KH");
  world.deliver_all();
  EXPECT_EQ(stand(), "AVAILABLE AVAILABLE");
}

TEST_F(Acdd, R_ASW_112_SingaporeSendsNothingWithoutTheWordOfTheTrader) {
  ASSERT_EQ(release("", false), "ok");
  EXPECT_EQ(world.on_the_way(), "");
  EXPECT_EQ(world.exported(permit).kept.at(0).rule, "R-ASW-112");
  EXPECT_EQ(world.at_export("SG", SendDocument{.permit = permit, .consent = false}), "R-ASW-112");
  EXPECT_EQ(world.at_export("SG", SendDocument{.permit = permit, .consent = true}), "ok");
  world.deliver_all();
  EXPECT_EQ(stand(), "AVAILABLE AVAILABLE");

  const acdd::Contents back = contents("state=KH importer=SG permit=K-1");
  ASSERT_EQ(world.with_form("KH", ReleaseExport{.contents = back, .consent = false}), "ok");
  EXPECT_EQ(world.on_the_way(), "ACDD.SEND>SG") << "the law of Cambodia asks for none";
}

TEST_F(Acdd, WhatCannotBeReadIsAnsweredWithEachFaultByItsPlaceAndSentCorrected) {
  ASSERT_EQ(release(), "ok");
  std::string text{as_text(world.way().front().wire.body)};
  const auto at = text.find("<ModeCode>1<");
  ASSERT_NE(at, std::string::npos);
  text.replace(at, 12, "<ModeCode>X<");
  const test::Carried sent = world.way().front();
  world.lose();
  ASSERT_EQ(world.arrive(sent, as_bytes(text)), "ok");
  EXPECT_EQ(world.on_the_way(), "L2 error>SG");
  world.deliver_all();
  EXPECT_EQ(stand(), "TECH_ERROR TECH_ERROR");
  const auto faults = world.exported(permit).faults;
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_TRUE(faults.at(0).pointer.contains("ModeCode")) << faults.at(0).pointer;
  ASSERT_EQ(world.at_export("SG", ResendDocument{.permit = permit, .reason = "mapping repaired"}), "ok");
  world.deliver_all();
  EXPECT_EQ(stand(), "AVAILABLE AVAILABLE");
}

TEST_F(Acdd, R_ASW_111_WhatLacksAParameterIsATechnicalFault) {
  ASSERT_EQ(release(), "ok");
  std::string text{as_text(world.way().front().wire.body)};
  const auto from = text.find("<Agent>");
  text.erase(from, text.find("</Agent>") + 8 - from);
  const test::Carried sent = world.way().front();
  world.lose();
  ASSERT_EQ(world.arrive(sent, as_bytes(text)), "ok");
  world.deliver_all();
  const auto faults = world.exported(permit).faults;
  ASSERT_EQ(faults.size(), 2U);
  EXPECT_EQ(faults.at(0).rule, "R-ASW-111");
  EXPECT_EQ(faults.at(0).pointer, "/ACDD.SEND/Declaration/Agent/ID");
}

TEST_F(Acdd, ADeclarationMayComeBeforeTheDocument) {
  ASSERT_EQ(report("08109010:100;03038900:50"), "ok");
  ASSERT_EQ(release(), "ok");
  world.deliver_all();
  EXPECT_EQ(stand(), "AVAILABLE MATCHED");
  EXPECT_EQ(world.at_import(
                "KH", WithdrawDeclaration{.permit = permit, .declaration = test::declaration_number("D-1")}),
            "ok");
  EXPECT_EQ(stand(), "AVAILABLE AVAILABLE");
}

TEST_F(Acdd, APermitOfWhichNoDocumentComesIsAnAlarmAndIsPutAway) {
  ASSERT_EQ(report("08109010:100;03038900:50"), "ok");
  EXPECT_FALSE(world.declared("KH", permit).alarm.has_value()) << "goods may be declared first";
  world.set_time(now + std::chrono::days{15});
  world.ring();
  EXPECT_EQ(world.declared("KH", permit).alarm, acdd::import_side::Alarm::no_document);
  EXPECT_EQ(world.on_the_way(), "") << "a signal to customs here";
  EXPECT_EQ(world.at_import("KH", LookAtImport{.permit = permit, .reason = "the broker mistyped it"}), "ok");
  EXPECT_FALSE(world.declared("KH", permit).alarm.has_value());
  EXPECT_EQ(world.at_import("KH", LookAtImport{.permit = permit, .reason = "again"}), "R-ACDD-017");
  world.set_time(now + std::chrono::years{4});
  world.ring();
  EXPECT_EQ(world.declared("KH", permit).state, acdd::import_side::State::closed);
}

TEST_F(Acdd, R_ACDD_017_WhatThePartnerDidNotCancelIsLookedAt) {
  ASSERT_EQ(release(), "ok");
  world.deliver_all();
  const LookAtExport look{.permit = permit, .reason = "told them by telephone"};
  EXPECT_EQ(world.at_export("SG", look), "R-ACDD-017") << "no alarm stands";
  ASSERT_EQ(world.at_export("SG", CancelExport{.permit = permit, .reason = "not shipped"}), "ok");
  world.lose();
  acdd::Letter refused{.permit = permit};
  refused.version = 1;
  refused.refuses = true;
  ASSERT_EQ(world.hear_acdd("SG", "KH", acdd::acdd_response, refused), "ok");
  EXPECT_EQ(world.exported(permit).alarm, acdd::export_side::Alarm::cancel_refused);
  EXPECT_EQ(world.at_export("SG", look), "ok");
  EXPECT_FALSE(world.exported(permit).alarm.has_value());
}

TEST_F(Acdd, R_ACDD_006_NobodyElseAnswersOrSpeaksOfIt) {
  ASSERT_EQ(release(), "ok");
  world.deliver_all();
  EXPECT_EQ(world.hear_acdd("SG", "TH", acdd::acdd_response, acdd::Letter{.permit = permit}), "ACC-002")
      << "it went to Cambodia";
  EXPECT_EQ(world.hear_acdd("KH", "TH", acdd::acdd_cancel, acdd::Letter{.permit = permit}), "R-ACDD-006")
      << "it is of Singapore";
  EXPECT_EQ(stand(), "AVAILABLE AVAILABLE");
}

TEST_F(Acdd, R_ACDD_010_EachSideIsAskedOfWhatIsItsOwn) {
  EXPECT_EQ(world.at_export("SG", CancelExport{.permit = test::permit("KH", "K-1"), .reason = "error"}),
            "R-ACDD-010");
  EXPECT_EQ(world.at_import(
                "SG", WithdrawDeclaration{.permit = permit, .declaration = test::declaration_number("D-1")}),
            "R-ACDD-010");
}

TEST_F(Acdd, R_ACDD_009_AReleaseComesWithItsDocument) {
  EXPECT_EQ(world.at_export("SG", ReleaseExport{.contents = contents(), .consent = true}), "R-ACDD-009");
}

TEST_F(Acdd, R_ASW_111_NothingIsReleasedThatLacksAParameter) {
  const ReleaseExport act{.contents = contents(), .consent = true};
  std::string text = test::DocumentsWorld::form(act.contents);
  const auto from = text.find("<Agent>");
  text.erase(from, text.find("</Agent>") + 8 - from);
  EXPECT_EQ(world.with_form("SG", act, text), "R-ASW-111 /ACDD.SEND/Declaration/Agent/ID");
  EXPECT_EQ(world.on_the_way(), "");
  EXPECT_EQ(release(), "ok") << "nothing was kept of it";
}

TEST_F(Acdd, WhatIsDecidedIsWhatTheDocumentSays) {
  const ReleaseExport act{.contents = contents(), .consent = true};
  ASSERT_EQ(world.with_form("SG", act, test::DocumentsWorld::form(contents("items=08109010:7"))), "ok");
  ASSERT_EQ(world.exported(permit).contents.items.size(), 1U) << "whatever the caller says beside it";
  world.deliver_all();
  EXPECT_EQ(world.declared("KH", permit).contents.items, world.exported(permit).contents.items);
}

TEST_F(Acdd, ACancellationOfWhatWasGivenUpHoldsNothingBack) {
  ASSERT_EQ(release(), "ok");
  world.lose();  // refused by the node there as it was, and given up
  ASSERT_EQ(amend("items=08109010:90,03038900:50"), "ok");
  const test::Carried cancel = world.way().at(0);
  const test::Carried second = world.way().at(1);
  test::Carried first_in_lane = cancel;
  first_in_lane.n = 1;
  test::Carried next_in_lane = second;
  next_in_lane.n = 2;
  world.lose();
  world.lose();
  ASSERT_EQ(world.arrive(first_in_lane, cancel.wire.body), "ok");
  ASSERT_EQ(world.arrive(next_in_lane, second.wire.body), "ok");
  world.deliver_all();
  EXPECT_EQ(stand(), "AVAILABLE AVAILABLE");
  EXPECT_EQ(world.declared("KH", permit).contents.version, 2);
}

TEST_F(Acdd, WhatGoesByLetterIsAnsweredByLetter) {
  ASSERT_EQ(release(), "ok");
  world.lose();
  EXPECT_EQ(world.at_export("SG",
                            acdd::export_side::AnsweredByLetter{
                                .permit = permit, .done = true, .reason = "letter 12 of 3 March"}),
            "ok");
  EXPECT_EQ(world.exported(permit).state, acdd::export_side::State::available);
}

TEST_F(Acdd, R_DOC_029_NoSuchStateReleasesExports) {
  EXPECT_EQ(world.at_import("KH", ReportDeclaration{.permit = test::permit("ZZ", "P-1"),
                                                    .declaration = test::declaration_number("D-1"),
                                                    .exporter = {},
                                                    .lines = test::declared_lines("08109010:1")}),
            "R-DOC-029");
}

}  // namespace
}  // namespace lintas
