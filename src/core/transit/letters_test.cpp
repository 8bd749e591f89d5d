#include "core/transit/letters.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
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
#include "core/refdata/readers.hpp"
#include "core/refdata/snapshot.hpp"
#include "tests/support/any.hpp"
#include "tests/support/declaration.hpp"
#include "tests/support/instances.hpp"
#include "tests/support/letters.hpp"
#include "tests/support/rng.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::transit {
namespace {

using test::Rng;

Instant any_instant(Rng& rng) {
  return Instant{std::chrono::seconds{rng.between(1'700'000'000, 1'900'000'000)}};
}
Day any_day(Rng& rng) { return today + std::chrono::days{rng.between(0, 400)}; }

OfficeId known_office(Rng& rng) {
  static constexpr std::string_view known[] = {"SGWDL001", "MYJHB001", "MYBKH001", "THSDO001", "THBKK001"};
  return office(rng.pick(known));
}

std::string any_line(Rng& rng) { return std::string{test::any_text<Lrn>(rng).str()}; }

/// The first instant of a day at an office: all that a day can carry.
Instant any_start(Rng& rng, const OfficeId& where) {
  return Instant{any_day(rng)} - reference().office(where)->value.utc_offset;
}

Route any_route(Rng& rng) {
  Route route{.departure = known_office(rng), .transit = {}, .destination = known_office(rng)};
  for (std::int64_t i = rng.between(1, 9); i > 0; --i) route.transit.push_back(known_office(rng));
  return route;
}

/// A declaration of random content whose values are values of ours.
message::Document any_declaration(Rng& rng) {
  auto document = test::any_document(*message::find_program("CC015C"), test::Fill::random, rng);
  message::Message& m = document.message;
  const Route route = any_route(rng);
  m.transit_operation->lrn = any_line(rng);
  m.customs_office_of_departure->reference_number = route.departure.str();
  m.customs_office_of_destination_declared->reference_number = route.destination.str();
  m.customs_office_of_transit_declared.clear();
  for (const OfficeId& passed : route.transit) {
    m.customs_office_of_transit_declared.push_back(
        {.sequence_number = {static_cast<std::int64_t>(m.customs_office_of_transit_declared.size()) + 1},
         .reference_number = std::string{passed.str()},
         .arrival_date_and_time_estimated = {}});
  }
  m.holder_of_the_transit_procedure->identification_number = test::any_tin(rng).str();
  if (m.representative) m.representative->identification_number = test::any_tin(rng).str();
  for (auto& guarantee : m.guarantee) {
    for (auto& line : guarantee.guarantee_reference) {
      if (!line.grn.empty()) line.grn = test::any_grn(rng).str();
      if (!line.access_code.empty()) line.access_code = "A1B2";
      line.currency = "SGD";
      line.amount_to_be_covered = {.mantissa = rng.between(1, 1'000'000'00), .places = 0};
    }
  }
  for (auto& house : m.consignment->house_consignment) {
    for (auto& item : house.consignment_item) {
      if (item.commodity->commodity_code) {
        item.commodity->commodity_code->harmonized_system_sub_heading_code = rng.text(test::digits, 6);
        item.commodity->commodity_code->combined_nomenclature_code = rng.text(test::digits, 2);
      }
    }
  }
  return document;
}

/// What a record shows of a declaration.
Declaration recorded(Declaration declared) {
  declared.lrn = {};
  declared.representative.reset();
  declared.pre_lodged = declared.simplified = false;
  declared.limit_proposed.reset();
  declared.guarantees.clear();
  declared.special_seals.clear();
  return declared;
}

void fill_record(Letter& letter, Rng& rng) {
  letter.accepted = any_day(rng);
  letter.released = any_day(rng);
  letter.limit = any_day(rng);
  letter.control_code = rng.one_in(2) ? "A1" : "A2";
}

/// What an incident of this code may change of the load (C0240).
void fill_incident(Letter& letter, Rng& rng) {
  letter.reason = rng.text("123456", 1);
  letter.text = any_line(rng);
  if (letter.reason != "1" && letter.reason != "5") {
    for (std::int64_t i = rng.between(0, 3); i > 0; --i)
      letter.new_seals.push_back(test::any_text<Seal>(rng));
  }
  if (letter.reason == "3" || letter.reason == "6") {
    letter.vehicle = Vehicle{.registration = any_line(rng),
                             .nationality = "MY",
                             .motor = rng.one_in(2),
                             .permit = {},
                             .insurance_card = {}};
  }
}

Fault any_fault(Rng& rng) {
  static constexpr std::uint16_t codes[] = {12, 13, 14, 15, 26, 50, 90, 92, 93};
  static constexpr std::string_view rules[] = {"R-TRA-201", "SCH-012", "R-ACTS-043", "R0850", ""};
  return {
      .pointer = "/CD118C/" + any_line(rng), .code = rng.pick(codes), .rule = std::string{rng.pick(rules)}};
}

void fill_notice(Letter& letter, Rng& rng) {
  letter.office.reset();
  letter.route = any_route(rng);
  letter.route->transit.clear();
  letter.notice = static_cast<std::uint32_t>(rng.between(1, 999'999'999));
  letter.status = rng.text(test::capitals, 3);
  if (rng.one_in(2)) letter.limit = any_day(rng);
  if (rng.one_in(2)) letter.written_off = any_day(rng);
  if (rng.one_in(2)) letter.arrived_at = known_office(rng);
  if (rng.one_in(2)) letter.result = {.code = "A1", .day = any_day(rng)};
  for (std::int64_t i = rng.between(0, 18); i > 0; --i) {
    const OfficeId where = known_office(rng);
    letter.crossings.push_back({.office = where, .at = any_start(rng, where)});
  }
}

/// All that the message shows, and nothing else.
Letter any_letter(Ie ie, Rng& rng) {
  Letter letter;
  letter.mrn = test::any_mrn(rng);
  if (rng.one_in(2)) letter.correlation = any_line(rng);
  letter.office = known_office(rng);
  letter.at = any_instant(rng);
  if (rng.one_in(2)) letter.text = any_line(rng);
  switch (ie) {
    case 1:
    case 50:
      fill_record(letter, rng);
      letter.office.reset();
      letter.at.reset();
      letter.text.reset();
      break;
    case 3:
    case 115:
      letter.positive = rng.one_in(2);
      if (letter.positive) fill_record(letter, rng);
      if (!letter.positive) letter.reason = rng.one_in(2) ? "1" : "4";
      letter.at.reset();
      letter.text.reset();
      break;
    case 2:
    case 114:
      letter.at.reset();
      letter.text.reset();
      break;
    case 10: letter.office.reset(); [[fallthrough]];
    case 24: letter.route = any_route(rng); [[fallthrough]];
    case 6: letter.text.reset(); break;
    case 18:
      letter.at.reset();
      letter.result = {.code = rng.one_in(2) ? "A1" : "B1", .day = any_day(rng)};
      letter.positive = rng.one_in(2);
      if (letter.result->code == "B1") letter.text = any_line(rng);
      break;
    case 49:
      letter.at.reset();
      letter.text.reset();
      letter.positive = rng.one_in(2);
      if (letter.positive) letter.written_off = any_day(rng);
      break;
    case 118:
      letter.at = any_start(rng, *letter.office);
      letter.text.reset();
      break;
    case 119:
      letter.at = any_start(rng, *letter.office);
      letter.reason = rng.one_in(2) ? "1" : "4";
      letter.text = any_line(rng);
      break;
    case 181: letter.route = any_route(rng); [[fallthrough]];
    case 180: fill_incident(letter, rng); break;
    case 906:
      letter.office.reset();
      letter.at.reset();
      letter.text.reset();
      letter.positive = false;
      for (std::int64_t i = rng.between(1, 5); i > 0; --i) letter.faults.push_back(any_fault(rng));
      break;
    case ie_status_notice: fill_notice(letter, rng); break;
    case ie_status_request:
      letter.office.reset();
      letter.at.reset();
      letter.text.reset();
      letter.notice = static_cast<std::uint32_t>(rng.between(1, 999'999'999));
      letter.notice_last = static_cast<std::uint32_t>(rng.between(1, 999'999'999));
      break;
    default: ADD_FAILURE() << ie;
  }
  return letter;
}

/// The letter as an office sends it: with a route, from which the message shows the office of departure.
Letter as_sent(Letter letter, Ie ie, const Declaration& declared) {
  const bool with_record = (ie == 1 || ie == 50 || ie == 3 || ie == 115) && letter.positive;
  if (with_record) letter.declaration = declared;
  if (!letter.route && !with_record && ie != 906) letter.route = declared.route;
  return letter;
}

TEST(Letters, WhatAnOfficeSendsTheOtherReadsAsItWas) {
  Rng rng = test::announced_rng();
  for (const MessageOfMovement& facts : messages_of_movement) {
    if (facts.from.has(Party::trader) || !is_read(facts.ie)) continue;
    for (int i = 0; i < 40; ++i) {
      const message::Document declared = any_declaration(rng);
      const Declaration base = *read(declared).declaration;
      Letter letter = any_letter(facts.ie, rng);
      const Letter given = as_sent(letter, facts.ie, base);
      if (given.declaration) letter.declaration = recorded(base);
      const auto written = write_letter(facts.ie, given, head(), &declared.message);
      ASSERT_EQ(read(sent(written)), letter) << facts.root << '\n' << xml_of(written);
      ASSERT_EQ(xml_of(written).find("A1B2"), std::string::npos) << facts.root;
    }
  }
}

TEST(Letters, WhatATraderIsSentIsValid) {
  Rng rng = test::announced_rng();
  for (const MessageOfMovement& facts : messages_of_movement) {
    if (!facts.to.has(Party::trader)) continue;
    for (int i = 0; i < 40; ++i) {
      const message::Document declared = any_declaration(rng);
      Letter letter;
      letter.declaration = read(declared).declaration;
      letter.mrn = test::any_mrn(rng);
      letter.office = known_office(rng);
      letter.trader = test::any_tin(rng);
      letter.accepted = any_day(rng);
      letter.released = any_day(rng);
      letter.limit = any_day(rng);
      if (rng.one_in(2)) letter.at = any_instant(rng);
      if (rng.one_in(2)) letter.text = any_line(rng);
      if (rng.one_in(2)) letter.result = {.code = "A1", .day = any_day(rng)};
      if (facts.ie == 55) {
        letter.declaration->guarantees.push_back(
            {.type = "1", .grn = test::any_grn(rng), .access_code = {}, .amount = {}});
        letter.faults.push_back({.pointer = "", .code = 14, .rule = "R-ACTS-012"});
      } else if (rng.one_in(2)) {
        letter.faults.push_back(any_fault(rng));
      }
      const auto written = write_letter(facts.ie, letter, head(), &declared.message);
      static_cast<void>(sent(written));
      ASSERT_FALSE(HasFailure()) << facts.root;
      ASSERT_EQ(xml_of(written).find("A1B2"), std::string::npos) << facts.root;
    }
  }
}

TEST(MaskAccessCodes, LeavesNone) {
  auto document = declaration();
  mask_access_codes(document.message);
  EXPECT_EQ(xml_of(document).find("A1B2"), std::string::npos);
  EXPECT_TRUE(xml::read(xml_of(document)).has_value()) << "what is kept is still a declaration";
}

TEST(Reasons, AreRulesInSevenCharacters) {
  for (const std::string_view rule : {"R-ACTS-043", "R-GUA-101", "SCH-012", "R-TRA-201"}) {
    EXPECT_LE(reason_of_rule(rule).size(), 7U);
    EXPECT_EQ(rule_of_reason(reason_of_rule(rule)), rule);
  }
  EXPECT_EQ(reason_of_rule("R-ACTS-043"), "ACTS043");
  EXPECT_EQ(rule_of_reason("R0850"), "R0850") << "a reason of others stays as it is";
  EXPECT_EQ(reason_of_rule("R-ACTS-047a"), "N/A");
}

TEST(MessagesOfMovement, HaveAViewAndOneNumberEach) {
  for (const MessageOfMovement& message : messages_of_movement) {
    EXPECT_NE(message::find_program(message.root), nullptr) << message.root;
    EXPECT_EQ(ie_of_root(message.root), message.ie);
    EXPECT_EQ(root_of(message.ie), message.root);
  }
  EXPECT_EQ(ie_of_root("CC034C"), std::nullopt);
  EXPECT_TRUE(is_read(15) && is_read(906) && !is_read(29) && !is_read(34));
}

}  // namespace
}  // namespace lintas::transit
