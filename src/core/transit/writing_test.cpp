#include <algorithm>
#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/money.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"
#include "core/model/groups.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/receipt.hpp"
#include "core/refdata/readers.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/transit/letters.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"
#include "tests/support/any.hpp"
#include "tests/support/declaration.hpp"
#include "tests/support/instances.hpp"
#include "tests/support/letters.hpp"
#include "tests/support/rng.hpp"
#include "tests/support/samples.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::transit {
namespace {

/// A letter with all that a trader at departure may be told.
Letter full_letter() {
  Letter letter;
  letter.declaration = read(declaration()).declaration;
  letter.mrn = Mrn::issue(std::chrono::year{2026}, Country::parse("SG").value(), "000000000001").value();
  letter.accepted = today;
  letter.released = today;
  letter.limit = parse_day("2026-12-10");
  letter.office = office("THBKK001");
  letter.trader = Tin::parse("TH1").value();
  return letter;
}

message::Document written(Ie ie, const Letter& letter) {
  const auto declared = declaration();
  return sent(write_letter(ie, letter, head(), &declared.message));
}

TEST(WriteLetter, R_ACTS_062_TheLimitDateStandsTwiceInEveryRecord) {
  for (const Ie ie : {Ie{1}, Ie{29}, Ie{50}}) {
    const auto document = written(ie, full_letter());
    EXPECT_EQ(document.message.control_result->date.calendar_day(), parse_day("2026-12-10"));
    const auto& statement = document.message.consignment->additional_information.back();
    EXPECT_EQ(statement.code + ' ' + statement.text, "AL001 2026-12-10");
    EXPECT_EQ(statement.sequence_number.value, 2);
  }
}

TEST(WriteLetter, ARecordSaysWhatTheControlAtDepartureFound) {
  Letter letter = full_letter();
  EXPECT_EQ(written(29, letter).message.control_result->code, "A2") << "considered satisfactory";
  letter.control_code = "A1";
  letter.result = ControlResult{.code = "B1", .day = today};
  for (const Ie ie : {Ie{1}, Ie{29}, Ie{50}})
    EXPECT_EQ(written(ie, letter).message.control_result->code, "A1") << "not that of destination";
}

TEST(WriteLetter, C0240_AnIncidentHasWhatItsCodeHasPlaceFor) {
  const Vehicle truck{
      .registration = "JQK1", .nationality = "MY", .motor = true, .permit = {}, .insurance_card = {}};
  Letter letter = full_letter();
  letter.at = parse_instant("2026-11-24T02:00:00Z");
  letter.new_seals = {Seal::parse("NEW-7").value(), Seal::parse("NEW-8").value()};
  letter.vehicle = truck;
  struct Case {
    const char* code;
    bool seals;
    bool vehicle;
  };
  for (const Case& one : {Case{"1", false, false}, Case{"2", true, false}, Case{"3", true, true},
                          Case{"4", true, false}, Case{"5", false, false}, Case{"6", true, true}}) {
    letter.reason = one.code;
    for (const Ie ie : {Ie{180}, Ie{181}, Ie{182}}) {
      const auto document = written(ie, letter);
      const message::Incident& incident = document.message.consignment->incident.at(0);
      ASSERT_EQ(incident.transport_equipment.size(), one.seals ? 1U : 0U) << one.code;
      ASSERT_EQ(static_cast<bool>(incident.transhipment), one.vehicle) << one.code;
      if (one.seals) {
        EXPECT_EQ(incident.transport_equipment[0].number_of_seals.value, 2) << one.code;
        EXPECT_EQ(incident.transport_equipment[0].seal.at(1).identifier, "NEW-8") << one.code;
      }
      if (one.vehicle) {
        const message::TransportMeans& means = *incident.transhipment->transport_means;
        EXPECT_EQ(means.type_of_identification + means.identification_number + means.nationality, "30JQK1MY");
      }
    }
  }
  letter.vehicle->nationality.clear();
  letter.vehicle->motor = false;
  const auto document = written(180, letter);
  const message::TransportMeans& means =
      *document.message.consignment->incident.at(0).transhipment->transport_means;
  EXPECT_EQ(means.type_of_identification + means.nationality, "31TH") << "of where the goods are";
  letter.reason = "2";
  letter.new_seals.clear();
  EXPECT_EQ(written(180, letter).message.consignment->incident.at(0).transport_equipment.size(), 1U)
      << "a broken seal that was not replaced has equipment too";
}

TEST(WriteLetter, ARecordThatIsAskedForOnTheWayHasTheIncidents) {
  Letter letter = full_letter();
  const IncidentOnTheWay broken{.office = office("MYJHB001"),
                                .at = *parse_instant("2026-11-24T02:00:00Z"),
                                .code = "2",
                                .new_seals = {Seal::parse("NEW-7").value()},
                                .vehicle = std::nullopt};
  letter.incidents = {broken, broken};
  for (const Ie ie : {Ie{3}, Ie{115}}) {
    const auto document = written(ie, letter);
    const auto& incidents = document.message.consignment->incident;
    ASSERT_EQ(incidents.size(), 2U);
    EXPECT_EQ(incidents[1].sequence_number.value, 2);
    EXPECT_EQ(incidents[0].location->address->city, "MYJHB001");
    EXPECT_EQ(incidents[0].transport_equipment.at(0).seal.at(0).identifier, "NEW-7");
  }
  EXPECT_TRUE(written(1, letter).message.consignment->incident.empty()) << "at the release there are none";
}

TEST(WriteLetter, ARecordWrittenAgainHasOneLimitDate) {
  const auto first = written(1, full_letter());
  Letter later = full_letter();
  later.limit = parse_day("2026-12-24");
  const auto second = sent(write_letter(43, later, head(), &first.message));
  const auto& statements = second.message.consignment->additional_information;
  EXPECT_EQ(std::ranges::count(statements, "AL001", &message::AdditionalInformation::code), 1);
  EXPECT_EQ(statements.back().text, "2026-12-24");
}

TEST(WriteLetter, TheLimitTakesThePlaceOfTheLastStatementWhereAllAreTaken) {
  auto declared = declaration();
  auto& statements = declared.message.consignment->additional_information;
  while (statements.size() < 99) statements.push_back(statements.front());
  const auto document = sent(write_letter(29, full_letter(), head(), &declared.message));
  EXPECT_EQ(document.message.consignment->additional_information.size(), 99U);
  EXPECT_EQ(document.message.consignment->additional_information.back().code, "AL001");
}

TEST(WriteLetter, InvalidGuaranteesAreNamedWithEveryCode) {
  Letter letter = full_letter();
  letter.declaration->guarantees.push_back(letter.declaration->guarantees.front());
  letter.declaration->guarantees[1].grn =
      Grn::issue(std::chrono::year{2026}, Country::parse("SG").value(), "000000000042").value();
  letter.faults = {{.pointer = "lines[2]/amount", .code = 14, .rule = "R-ACTS-012"},
                   {.pointer = "lines[2]/grn", .code = 14, .rule = "R-ACTS-049"},
                   {.pointer = "lines[1]/access_code", .code = 14, .rule = "R-ACTS-045"}};
  const auto document = written(55, letter);
  const auto& lines = document.message.guarantee_reference;
  ASSERT_EQ(lines.size(), 2U);
  ASSERT_EQ(lines[0].invalid_guarantee_reason.size(), 1U);
  EXPECT_EQ(lines[0].invalid_guarantee_reason[0].code, "G03");
  ASSERT_EQ(lines[1].invalid_guarantee_reason.size(), 2U);
  EXPECT_EQ(lines[1].grn, letter.declaration->guarantees[1].grn.str());
  EXPECT_EQ(lines[1].invalid_guarantee_reason[0].code, "G09");
  EXPECT_EQ(lines[1].invalid_guarantee_reason[1].code, "G02");
}

/// The most usual of them: the amounts do not reach what is at risk. It is of every guarantee.
TEST(WriteLetter, R_GUA_005_AnAmountThatDoesNotReachWhatIsAtRiskIsNotSufficient) {
  Letter letter = full_letter();
  letter.faults = {
      {.pointer = "Guarantee/GuaranteeReference/amountToBeCovered", .code = 14, .rule = "R-GUA-005"}};
  const auto document = written(55, letter);
  const auto& lines = document.message.guarantee_reference;
  ASSERT_EQ(lines.size(), letter.declaration->guarantees.size());
  ASSERT_EQ(lines[0].invalid_guarantee_reason.size(), 1U);
  EXPECT_EQ(lines[0].invalid_guarantee_reason[0].code, "G09") << "it is a sound guarantee";
}

/// The declaration names a deposit by its receipt, what it is called here the letter says.
TEST(WriteLetter, AnInvalidDepositIsNamedByTheGrnOfItsAccountBesideTheOthers) {
  const Grn of_deposit =
      Grn::issue(std::chrono::year{2026}, Country::parse("SG").value(), "000000000815").value();
  Letter letter = full_letter();
  const GuaranteeLine sound = letter.declaration->guarantees.front();
  letter.declaration->guarantees = {sound,
                                    {.type = "3",
                                     .grn = of_deposit,
                                     .access_code = {},
                                     .amount = {},
                                     .receipt = Receipt::parse("R-0815").value()}};
  letter.faults = {{.pointer = "lines[2]/amount", .code = 14, .rule = "R-ACTS-012"}};
  for (const bool erased : {false, true}) {
    const auto declared = declaration();
    const auto document = sent(write_letter(55, letter, head(), erased ? nullptr : &declared.message));
    const auto& lines = document.message.guarantee_reference;
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].grn, of_deposit.str());
    ASSERT_EQ(lines[0].invalid_guarantee_reason.size(), 1U);
    EXPECT_EQ(lines[0].invalid_guarantee_reason[0].code, "G09");
  }
}

/// Events of an earlier program may know no GRN of a deposit: what is wrong with it is told all the same,
/// under the number of no country.
TEST(WriteLetter, OfAGuaranteeWithoutAGrnTheReasonsAreTold) {
  const GuaranteeLine nameless{.type = "3", .grn = {}, .access_code = {}, .amount = {}};
  for (const auto& guarantees : {std::vector<GuaranteeLine>{}, std::vector{nameless}}) {
    Letter letter = full_letter();
    letter.declaration->guarantees = guarantees;
    letter.faults = {{.pointer = "lines[1]/amount", .code = 14, .rule = "R-ACTS-012"}};
    const auto document = sent(write_letter(55, letter, head(), nullptr));
    const auto& lines = document.message.guarantee_reference;
    ASSERT_EQ(lines.size(), 1U);
    ASSERT_EQ(lines[0].invalid_guarantee_reason.size(), 1U);
    EXPECT_EQ(lines[0].invalid_guarantee_reason[0].code, "G09");
    EXPECT_EQ(lines[0].grn, Grn{}.str());
  }
}

TEST(WriteLetter, ARejectionNamesItsErrorsAndTheRefusedMessage) {
  Letter letter = full_letter();
  letter.mrn.reset();
  letter.reason = "013";
  letter.faults = {{.pointer = "/CC013C", .code = 92, .rule = "R-TRA-092"}};
  const auto document = written(56, letter);
  const auto& operation = *document.message.transit_operation;
  EXPECT_EQ(operation.lrn, "EX-2026-0001");
  EXPECT_EQ(operation.business_rejection_type + ' ' + operation.rejection_code, "013 12");
  ASSERT_EQ(document.message.functional_error.size(), 1U);
  EXPECT_EQ(document.message.functional_error[0].error_code, "92");
  EXPECT_EQ(document.message.functional_error[0].error_reason, "TRA092");

  letter.mrn = full_letter().mrn;
  letter.faults.clear();
  const auto accepted = written(56, letter);
  EXPECT_EQ(accepted.message.transit_operation->rejection_code, "4") << "other reasons, with a text";
  EXPECT_TRUE(accepted.message.transit_operation->lrn.empty()) << "C0467: after acceptance the MRN";
}

TEST(WriteLetter, TimesAreOfTheOfficeThatWrites) {
  Letter letter = full_letter();
  letter.at = parse_instant("2026-11-23T18:30:00Z");
  EXPECT_EQ(written(6, letter).message.transit_operation->arrival_date_and_time_actual.hour, 1) << "Bangkok";
  EXPECT_EQ(written(24, letter).message.transit_operation->arrival_date_and_time_actual.hour, 2)
      << "Singapore";
}

TEST(WriteLetter, WhatCannotStandInALineIsABlank) {
  Letter letter = full_letter();
  letter.text = " \xC2\xA0 first\nsecond\x01third \xFF " + std::string(600, 'x');
  const auto document = written(51, letter);
  const std::string& text = document.message.transit_operation->no_release_motivation_text;
  EXPECT_TRUE(text.starts_with("first second third"));
  EXPECT_EQ(text.size(), 512U);
}

TEST(WriteLetter, WithoutItsFactsItIsABug) {
  EXPECT_THROW(static_cast<void>(write_letter(29, full_letter(), head(), nullptr)), Bug);
  EXPECT_THROW(static_cast<void>(write_letter(6, {}, head(), nullptr)), Bug);
  EXPECT_THROW(static_cast<void>(write_letter(7777, full_letter(), head(), nullptr)), Bug);
}

}  // namespace
}  // namespace lintas::transit
