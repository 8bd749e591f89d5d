#include "core/awsc/import/decide.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/awsc/declaration.hpp"
#include "core/awsc/exporter/commands.hpp"
#include "core/awsc/exporter/state.hpp"
#include "core/awsc/import/commands.hpp"
#include "core/awsc/import/events.hpp"
#include "core/awsc/import/evolve.hpp"
#include "core/awsc/import/state.hpp"
#include "core/awsc/import/table.hpp"
#include "core/awsc/limits.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/limits.hpp"
#include "core/documents/quantities.hpp"
#include "core/kinds/contents.hpp"
#include "core/model/values/unit.hpp"
#include "core/refdata/calendar.hpp"
#include "tests/support/awsc_stage.hpp"
#include "tests/support/documents_stage.hpp"

namespace lintas::awsc::import_side {
namespace {

using Result = documents::Result;
using Lines = std::vector<kinds::Line>;

kinds::Line line(std::uint32_t number, std::string_view quantity, std::string_view unit = "KGM") {
  return {.number = number, .quantity = Decimal::parse(quantity).value(), .unit = Unit::parse(unit).value()};
}

/// Gloves of Malaysia at the customs of Singapore.
class DeclarationThatIsPresented : public testing::Test {
 protected:
  std::string play(const Ruling& ruling) {
    for (const Event& event : ruling.events) {
      EXPECT_EQ(from_cbor<Event>(to_cbor(event)).value(), event);  // what is stored is what happened
      declaration = evolve(declaration, event);
    }
    return test::outcome_of<Machine>(ruling);
  }
  [[nodiscard]] Context context() const {
    return {.at = at, .by = PersonId::parse("OFFICER1").value(), .limits = limits, .calendar = calendar};
  }
  std::string present() { return present(test::gloves_declaration()); }
  std::string present(const DeclarationContents& contents) {
    return play(act(declaration, PresentDeclaration{contents}, exporter, context()));
  }
  std::string accept(std::vector<std::uint32_t> items = {}, std::string late = {}) {
    return play(act(declaration,
                    AcceptItems{.reference = reference(), .items = std::move(items), .late = std::move(late)},
                    exporter, context()));
  }
  std::string refuse(std::vector<std::uint32_t> items = {}, Result result = Result::n10,
                     std::string reason = "not in the record") {
    return play(act(declaration,
                    RefuseItems{.reference = reference(),
                                .items = std::move(items),
                                .result = result,
                                .reason = std::move(reason)},
                    exporter, context()));
  }
  std::string use(std::string_view number, Lines lines) {
    return play(act(declaration,
                    UseDeclaration{.reference = reference(),
                                   .declaration = kinds::DeclarationNumber::parse(number).value(),
                                   .lines = std::move(lines)},
                    context()));
  }
  std::string reassess() {
    return play(
        act(declaration, ReassessItems{.reference = reference(), .reason = "a letter came"}, context()));
  }
  std::string withdraw() {
    return play(act(declaration, WithdrawPresentation{.reference = reference(), .reason = "recorded wrongly"},
                    context()));
  }
  std::string check(std::vector<std::uint32_t> items = {}, std::string_view number = "SG-7",
                    std::string reason = "the factory is closed", bool random = false) {
    return play(act(
        declaration,
        CheckDeclaration{.reference = reference(),
                         .items = std::move(items),
                         .random = random,
                         .reason = std::move(reason),
                         .request = documents::DocumentId::parse(number).value_or(documents::DocumentId{})},
        context()));
  }
  std::string satisfied() {
    return play(
        act(declaration, EndCheck{.reference = reference(), .text = "it is in order"}, exporter, context()));
  }
  std::string visit(bool all_notified = true) {
    return play(
        act(declaration, NotifyVisit{.reference = reference(), .all_notified = all_notified}, context()));
  }
  std::string letter_comes(std::string_view number = "SG-7") {
    return play(act(declaration,
                    RecordReply{.reference = reference(),
                                .request = documents::DocumentId::parse(number).value(),
                                .text = "letter 88/2026"},
                    context()));
  }
  /// The exporter's authority speaks under the number of the request.
  std::string hears(Trigger trigger, std::string_view number = "SG-7") {
    documents::Letter letter;
    letter.request = documents::DocumentId::parse(number).value();
    letter.text = "the firm makes them";
    return play(receive(declaration, trigger, letter, context()));
  }
  std::string rings() {
    if (!declaration.due) return "no clock";
    at = *declaration.due;
    const auto text = play(time_passed(declaration, context()));
    return text + (declaration.alarm ? " " + std::string{word_of(*declaration.alarm)} : "");
  }
  static DeclarationReference reference() { return test::gloves_declaration().reference; }

  documents::Limits limits;
  refdata::Calendar calendar{.utc_offset = std::chrono::hours{8}};
  Instant at = test::noon("2026-11-24");
  exporter_side::Exporter exporter = test::gloves_in_the_register();
  Declaration declaration;
};

TEST_F(DeclarationThatIsPresented, IsAcceptedAndUsedUntilNothingIsLeft) {
  EXPECT_EQ(accept(), "R-DOC-001");
  EXPECT_EQ(present(), "PRESENTED");
  EXPECT_EQ(use("D26-1", {line(1, "10")}), "R-OD-025") << "no preference was given";
  EXPECT_EQ(accept(), "ACCEPTED");
  EXPECT_EQ(result_of(declaration, 1), Result::u1);
  EXPECT_EQ(use("D26-1", {line(1, "2400")}), "ACCEPTED");
  EXPECT_EQ(use("D26-2", {line(2, "799.5")}), "ACCEPTED");
  EXPECT_EQ(use("D26-3", {line(2, "1")}), "R-ASW-060");
  EXPECT_EQ(use("D26-3", {line(2, "0.5")}), "USED");
  EXPECT_EQ(use("D26-4", {line(2, "0.5")}), "R-DOC-001");
}

TEST_F(DeclarationThatIsPresented, IsOneUnderItsNumber) {
  EXPECT_EQ(present(), "PRESENTED");
  auto other = test::gloves_declaration();
  other.document.bytes[0] = std::byte{4};
  EXPECT_EQ(present(other), "PRESENTED") << "the same in another message";
  EXPECT_EQ(declaration.contents, test::gloves_declaration());
  other.items.pop_back();
  EXPECT_EQ(present(other), "R-OD-020");
  EXPECT_EQ(withdraw(), "WITHDRAWN");
  EXPECT_EQ(present(other), "PRESENTED");
  EXPECT_EQ(declaration.contents, other);
}

TEST_F(DeclarationThatIsPresented, R_ASW_056_AProblemWithOneItemDoesNotDelayTheOther) {
  auto mixed = test::gloves_declaration();
  mixed.items[1].code = "420321";
  EXPECT_EQ(present(mixed), "PRESENTED");
  EXPECT_EQ(accept(), "R-OD-023") << "all that is open";
  EXPECT_EQ(accept({1}), "PRESENTED");
  EXPECT_EQ(use("D26-1", {line(1, "2400")}), "PRESENTED");
  EXPECT_EQ(accept({2}), "R-OD-023");
  EXPECT_EQ(refuse({2}), "USED") << "of what was accepted nothing is left";
  EXPECT_EQ(use("D26-2", {line(2, "1")}), "R-DOC-001");
}

TEST_F(DeclarationThatIsPresented, R_ASW_090_IsNotAcceptedOfWhoWasNotCertifiedOnItsDay) {
  exporter = {};
  EXPECT_EQ(present(), "PRESENTED");
  EXPECT_EQ(accept(), "R-ASW-090");
  EXPECT_EQ(declaration.judgements.front().listed, Listed::no_record);
  // The record comes: the register is asked anew.
  exporter = test::gloves_in_the_register();
  EXPECT_EQ(accept(), "ACCEPTED");
  EXPECT_EQ(declaration.judgements.front().listed, Listed::yes);
}

TEST_F(DeclarationThatIsPresented, R_OD_022_IsNotAcceptedOfWhoIsNoSignatory) {
  auto other = test::gloves_declaration();
  other.signatory = test::name_print(9);
  EXPECT_EQ(present(other), "PRESENTED");
  EXPECT_EQ(accept(), "R-OD-022") << "once, though it stands against both items";
  EXPECT_EQ(refuse(), "REFUSED");
}

TEST_F(DeclarationThatIsPresented, R_ASW_055_ASlightDifferenceIsMinorAndSaidSo) {
  auto other = test::gloves_declaration();
  other.items[0].description = "Examination glove of nitrile, size M";
  EXPECT_EQ(present(other), "PRESENTED");
  EXPECT_EQ(accept(), "ACCEPTED");
  EXPECT_EQ(result_of(declaration, 1), Result::u3);
  EXPECT_EQ(result_of(declaration, 2), Result::u1);
}

TEST_F(DeclarationThatIsPresented, R_ASW_052_AfterItsValidityNeedsAReason) {
  at = test::noon("2027-11-20");
  EXPECT_EQ(present(), "PRESENTED");
  EXPECT_EQ(accept(), "ACCEPTED") << "twelve months, the last day included";
  declaration = {};
  at = test::noon("2027-11-21");
  EXPECT_EQ(present(), "PRESENTED");
  EXPECT_EQ(accept(), "R-ASW-052");
  EXPECT_EQ(accept({}, "The goods arrived on 18 November"), "ACCEPTED");
}

TEST_F(DeclarationThatIsPresented, R_OD_021_ItemsAreNamedOnceAndOpen) {
  EXPECT_EQ(present(), "PRESENTED");
  EXPECT_EQ(accept({3}), "R-OD-021");
  EXPECT_EQ(accept({1, 1}), "R-OD-021");
  EXPECT_EQ(accept({1}), "PRESENTED");
  EXPECT_EQ(refuse({1}), "R-OD-021");
}

TEST_F(DeclarationThatIsPresented, R_OD_024_IsRefusedOnAGroundWithAReason) {
  EXPECT_EQ(present(), "PRESENTED");
  EXPECT_EQ(refuse({}, Result::u1), "R-OD-024");
  EXPECT_EQ(refuse({}, Result::n2, ""), "R-DOC-002");
  EXPECT_EQ(refuse({}, Result::n2), "REFUSED");
}

TEST_F(DeclarationThatIsPresented, R_ASW_074_WhatWasRefusedIsAssessedAgain) {
  EXPECT_EQ(present(), "PRESENTED");
  EXPECT_EQ(accept({1}), "PRESENTED");
  EXPECT_EQ(refuse({2}), "ACCEPTED");
  EXPECT_EQ(reassess(), "PRESENTED");
  EXPECT_EQ(result_of(declaration, 1), Result::u1) << "what was given stays";
  EXPECT_EQ(result_of(declaration, 2), std::nullopt);
  EXPECT_EQ(accept(), "ACCEPTED");
  EXPECT_EQ(reassess(), "R-OD-027");
}

TEST_F(DeclarationThatIsPresented, R_OD_026_OneImportDeclarationUsesItOnce) {
  EXPECT_EQ(present(), "PRESENTED");
  EXPECT_EQ(accept(), "ACCEPTED");
  EXPECT_EQ(use("D26-1", {line(1, "100")}), "ACCEPTED");
  EXPECT_EQ(use("D26-1", {line(1, "100")}), "nothing") << "told again";
  EXPECT_EQ(use("D26-1", {line(1, "101")}), "R-OD-026");
  EXPECT_EQ(use("D26-2", {line(1, "1", "LTR")}), "R-OD-025");
  EXPECT_EQ(use("D26-2", {line(1, "1"), line(1, "1")}), "R-OD-025");
  EXPECT_EQ(use("D26-2", {line(1, "0")}), "R-OD-025");
  EXPECT_EQ(use("D26-2", {}), "R-OD-025");
}

TEST_F(DeclarationThatIsPresented, R_OD_028_StaysOnRecordOnceAnythingWasDecided) {
  EXPECT_EQ(present(), "PRESENTED");
  EXPECT_EQ(refuse({1}), "PRESENTED");
  EXPECT_EQ(withdraw(), "R-OD-028");
  EXPECT_EQ(refuse({2}), "REFUSED");
  EXPECT_EQ(withdraw(), "R-DOC-001") << "a refusal does not go by withdrawing what was refused";
  EXPECT_EQ(reassess(), "PRESENTED");
  EXPECT_EQ(withdraw(), "R-OD-028") << "it was refused before";
  EXPECT_EQ(accept(), "ACCEPTED");
  EXPECT_EQ(withdraw(), "R-DOC-001");
}

TEST_F(DeclarationThatIsPresented, R_ASW_072_PresentedAnewKeepsTheDayOfItsFirstPresentation) {
  EXPECT_EQ(present(), "PRESENTED");
  const auto first = declaration.presented;
  const auto warned = declaration.due;
  at += std::chrono::days{10};
  EXPECT_EQ(withdraw(), "WITHDRAWN");
  at += std::chrono::days{10};
  EXPECT_EQ(present(), "PRESENTED");
  EXPECT_EQ(declaration.presented, first);
  EXPECT_EQ(declaration.due, warned) << "the sixty days do not begin again";
  EXPECT_EQ(rings(), "PRESENTED refusal_near");
  EXPECT_EQ(to_text(day_of(at, calendar.utc_offset)), "2027-01-09");
}

TEST_F(DeclarationThatIsPresented, R_OD_029_IsUsedByCountedDeclarations) {
  EXPECT_EQ(present(), "PRESENTED");
  EXPECT_EQ(accept(), "ACCEPTED");
  for (std::size_t i = 0; i < bounds::uses_max; ++i)
    ASSERT_EQ(use("D26-" + std::to_string(i), {line(1, "1")}), "ACCEPTED");
  EXPECT_EQ(use("D26-last", {line(1, "1")}), "R-OD-029");
}

TEST_F(DeclarationThatIsPresented, R_ASW_072_SixtyDaysAreLeftForARefusal) {
  EXPECT_EQ(present(), "PRESENTED");
  EXPECT_EQ(rings(), "PRESENTED refusal_near");
  EXPECT_EQ(to_text(day_of(at, calendar.utc_offset)), "2027-01-09") << "the end of the forty-fifth day";
  EXPECT_EQ(rings(), "PRESENTED refusal_over");
  EXPECT_EQ(to_text(day_of(at, calendar.utc_offset)), "2027-01-24");
  EXPECT_EQ(rings(), "no clock");
  EXPECT_EQ(refuse(), "REFUSED") << "late, and the alarm ends";
  EXPECT_FALSE(declaration.alarm.has_value());
  EXPECT_EQ(rings(), "CLOSED");
}

// ---- checks (OCP R18), by the messages and clocks of certificates

TEST_F(DeclarationThatIsPresented, IsVerifiedByTheAuthorityOfItsExporterAndGetsItsPreference) {
  EXPECT_EQ(present(), "PRESENTED");
  EXPECT_EQ(check(), "UNDER_CHECK sends CO.VERIFY.REQ");
  EXPECT_EQ(declaration.open, (std::vector<std::uint32_t>{1, 2}));
  EXPECT_EQ(accept(), "R-DOC-001");
  EXPECT_EQ(satisfied(), "R-ASW-081") << "the authority has said nothing";
  EXPECT_EQ(hears(Trigger::acknowledgement), "UNDER_CHECK");
  EXPECT_EQ(hears(Trigger::check_result), "UNDER_CHECK");
  EXPECT_TRUE(declaration.reply_came);
  EXPECT_EQ(satisfied(), "ACCEPTED sends CO.VERIFY.DECISION");
  EXPECT_EQ(result_of(declaration, 1), Result::u1);
  EXPECT_EQ(use("D26-1", {line(1, "2400")}), "ACCEPTED");
}

TEST_F(DeclarationThatIsPresented, R_ASW_080_IsCheckedAtRandomOrOnADoubtWithAReason) {
  EXPECT_EQ(present(), "PRESENTED");
  EXPECT_EQ(check({}, "SG-7", ""), "R-ASW-080");
  EXPECT_EQ(check({}, "N\xc3\xa9", "x"), "R-DOC-025") << "messages have no such letter in a number";
  EXPECT_EQ(check({}, "SG-7", "", true), "UNDER_CHECK sends CO.VERIFY.REQ");
}

TEST_F(DeclarationThatIsPresented, R_ASW_056_ACheckOfOneItemDoesNotDelayTheOther) {
  EXPECT_EQ(present(), "PRESENTED");
  EXPECT_EQ(check({2}), "R-ASW-056") << "decide on the first before";
  EXPECT_EQ(accept({1}), "PRESENTED");
  EXPECT_EQ(check({2}), "UNDER_CHECK sends CO.VERIFY.REQ");
  EXPECT_EQ(use("D26-1", {line(1, "100")}), "UNDER_CHECK");
  EXPECT_EQ(use("D26-2", {line(2, "1")}), "R-OD-025");
  EXPECT_EQ(hears(Trigger::check_result), "UNDER_CHECK");
  EXPECT_EQ(refuse({2}, Result::n11, "made elsewhere"), "ACCEPTED sends CO.VERIFY.DECISION");
  EXPECT_EQ(result_of(declaration, 1), Result::u1);
  EXPECT_EQ(result_of(declaration, 2), Result::n11);
}

TEST_F(DeclarationThatIsPresented, ACheckEndsWithOneDecisionAboutAllItsItems) {
  EXPECT_EQ(present(), "PRESENTED");
  EXPECT_EQ(check(), "UNDER_CHECK sends CO.VERIFY.REQ");
  EXPECT_EQ(hears(Trigger::check_result), "UNDER_CHECK");
  EXPECT_EQ(refuse({2}, Result::n11), "ACCEPTED sends CO.VERIFY.DECISION");
  EXPECT_EQ(result_of(declaration, 1), Result::u1) << "it was found in order";
  EXPECT_TRUE(declaration.open.empty());
}

TEST_F(DeclarationThatIsPresented, R_ASW_090_ACheckGivesNoPreferenceAgainstTheRegister) {
  exporter = {};
  EXPECT_EQ(present(), "PRESENTED");
  EXPECT_EQ(check(), "UNDER_CHECK sends CO.VERIFY.REQ");
  EXPECT_EQ(hears(Trigger::check_result), "UNDER_CHECK");
  EXPECT_EQ(satisfied(), "R-ASW-090");
  EXPECT_EQ(refuse({2}, Result::n11), "R-ASW-090") << "of the other";
  EXPECT_EQ(refuse({}, Result::n10), "REFUSED sends CO.VERIFY.DECISION");
}

TEST_F(DeclarationThatIsPresented, WhatWasUsedIsCheckedAfterwardsAndStaysOnRecord) {
  EXPECT_EQ(present(), "PRESENTED");
  EXPECT_EQ(accept(), "ACCEPTED");
  EXPECT_EQ(use("D26-1", {line(1, "2400"), line(2, "800")}), "USED");
  EXPECT_EQ(check({1}), "UNDER_CHECK sends CO.VERIFY.REQ");
  EXPECT_EQ(hears(Trigger::check_result), "UNDER_CHECK");
  EXPECT_EQ(refuse({1}, Result::n11), "USED sends CO.VERIFY.DECISION");
  EXPECT_EQ(reassess(), "PRESENTED");
  EXPECT_EQ(accept({1}), "USED") << "its use counts as before";
}

TEST_F(DeclarationThatIsPresented, R_OD_033_EachCheckHasANumberOfItsOwn) {
  EXPECT_EQ(present(), "PRESENTED");
  EXPECT_EQ(check(), "UNDER_CHECK sends CO.VERIFY.REQ");
  EXPECT_EQ(hears(Trigger::check_result), "UNDER_CHECK");
  EXPECT_EQ(satisfied(), "ACCEPTED sends CO.VERIFY.DECISION");
  EXPECT_EQ(check(), "R-OD-033");
  EXPECT_EQ(check({}, "SG-8"), "UNDER_CHECK sends CO.VERIFY.REQ");
  EXPECT_EQ(hears(Trigger::check_result, "SG-7"), "UNDER_CHECK") << "the reply to the first is none to it";
  EXPECT_FALSE(declaration.reply_came);
  EXPECT_EQ(letter_comes("SG-7"), "R-DOC-016");
  EXPECT_EQ(letter_comes("SG-8"), "UNDER_CHECK");
  EXPECT_TRUE(declaration.reply_came);
}

TEST_F(DeclarationThatIsPresented, R_ASW_081_TheAuthorityHasNinetyDaysFromItsReceiptOfTheRequest) {
  EXPECT_EQ(present(), "PRESENTED");
  EXPECT_EQ(check(), "UNDER_CHECK sends CO.VERIFY.REQ");
  at += std::chrono::days{3};
  EXPECT_EQ(hears(Trigger::acknowledgement), "UNDER_CHECK");
  EXPECT_EQ(refuse({}, Result::n11), "R-ASW-081");
  EXPECT_EQ(visit(), "R-ASW-081");
  EXPECT_EQ(rings(), "UNDER_CHECK no_reply");
  EXPECT_EQ(to_text(day_of(at, calendar.utc_offset)), "2027-02-26") << "of the receipt on 27 November";
  EXPECT_EQ(satisfied(), "R-ASW-081") << "without a reply nobody is satisfied";
  EXPECT_EQ(refuse({}, Result::n11), "REFUSED sends CO.VERIFY.DECISION");
  EXPECT_FALSE(declaration.alarm.has_value());
}

TEST_F(DeclarationThatIsPresented, R_ASW_085_AVisitIsAnnouncedToAllAndHasItsSteps) {
  EXPECT_EQ(present(), "PRESENTED");
  EXPECT_EQ(check(), "UNDER_CHECK sends CO.VERIFY.REQ");
  EXPECT_EQ(hears(Trigger::check_result), "UNDER_CHECK");
  EXPECT_EQ(visit(false), "R-ASW-085");
  EXPECT_EQ(visit(), "VISIT sends visit notice");
  EXPECT_EQ(rings(), "VISIT visit_steps");
  EXPECT_EQ(hears(Trigger::check_result), "VISIT") << "the exporter consents";
  EXPECT_EQ(satisfied(), "ACCEPTED sends CO.VERIFY.DECISION");
}

TEST_F(DeclarationThatIsPresented, R_ASW_082_TheWholeProcessEndsInAHundredAndEightyDays) {
  EXPECT_EQ(present(), "PRESENTED");
  EXPECT_EQ(check(), "UNDER_CHECK sends CO.VERIFY.REQ");
  EXPECT_EQ(hears(Trigger::check_result), "UNDER_CHECK");
  EXPECT_EQ(rings(), "UNDER_CHECK whole_process");
  EXPECT_EQ(to_text(day_of(at, calendar.utc_offset)), "2027-04-24") << "the warning, after 150 days";
  EXPECT_EQ(rings(), "UNDER_CHECK whole_process");
  EXPECT_EQ(rings(), "no clock");
}

TEST_F(DeclarationThatIsPresented, R_OD_021_WhatWasRefusedIsAssessedAgainBeforeItIsChecked) {
  EXPECT_EQ(present(), "PRESENTED");
  EXPECT_EQ(refuse({2}), "PRESENTED");
  EXPECT_EQ(accept({1}), "ACCEPTED");
  EXPECT_EQ(check({2}), "R-OD-021");
  EXPECT_EQ(check({3}), "R-OD-021");
  EXPECT_EQ(check({1, 1}), "R-OD-021");
  EXPECT_EQ(check(), "UNDER_CHECK sends CO.VERIFY.REQ");
  EXPECT_EQ(declaration.open, std::vector<std::uint32_t>{1}) << "all that was not refused";
  EXPECT_EQ(present(), "UNDER_CHECK") << "with another import";
}

}  // namespace
}  // namespace lintas::awsc::import_side
