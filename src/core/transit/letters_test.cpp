#include "core/transit/letters.hpp"

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
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"
#include "core/refdata/readers.hpp"
#include "core/refdata/snapshot.hpp"
#include "tests/support/any.hpp"
#include "tests/support/declaration.hpp"
#include "tests/support/instances.hpp"
#include "tests/support/rng.hpp"
#include "tests/support/samples.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::transit {
namespace {

using test::Rng;

constexpr std::string_view offices_csv =
    "office,name,city,locode,phone,hours,utc_offset_minutes,roles,from,until,source\n"
    "SGWDL001,Woodlands,c,,,,480,DEP TRA,2020-01-01,,s\n"
    "MYJHB001,Johor Bahru,c,,,,480,TRA,2020-01-01,,s\n"
    "MYBKH001,Bukit Kayu Hitam,c,,,,480,TRA,2020-01-01,,s\n"
    "THSDO001,Sadao,c,,,,420,TRA DES,2020-01-01,,s\n"
    "THBKK001,Bangkok,c,,,,420,DES,2020-01-01,,s\n";

const Day today = *parse_day("2026-11-23");

const refdata::Snapshot& snapshot() {
  static const refdata::Snapshot data{
      {.home = *Currency::parse("SGD"),
       .currencies = *refdata::read_currencies("currency,minor_digits,from,until,source\n"
                                               "SGD,2,2000-01-01,,s\nVND,0,2000-01-01,,s\n"),
       .exchange_rates = {},
       .countries = {},
       .offices = *refdata::read_offices(std::string{offices_csv}),
       .tariff = {}}};
  return data;
}

const refdata::View& reference() {
  static const refdata::View view = snapshot().at(today);
  return view;
}

OfficeId office(std::string_view text) { return OfficeId::parse(text).value(); }

Hash256 document_hash() {
  Hash256 hash;
  hash.bytes.fill(std::byte{7});
  return hash;
}

ReadContext context() {
  return {.document = document_hash(),
          .hash =
              [](const Grn& grn, const AccessCode& code) {
                AccessCodeHash hash;
                hash.bytes[0] = static_cast<std::byte>(grn.str()[4]);
                hash.bytes[1] = static_cast<std::byte>(code.reveal()[0]);
                return hash;
              },
          .reference = reference()};
}

Head head() {
  return {.sender = "NTA.SG",
          .recipient = "NTA.MY",
          .prepared = *parse_instant("2026-11-23T02:03:04Z"),
          .identification = "SG26112300017A",
          .correlation = {},
          .reference = reference()};
}

std::string xml_of(const message::Document& document) {
  std::string text;
  xml::write(document, text);
  return text;
}

std::string all(const Findings& findings) {
  std::string text;
  for (const Finding& finding : findings)
    text += finding.rule + ' ' + finding.pointer + " '" + finding.value + "'\n";
  return text;
}

/// The document as it arrives at the other side; a failure if it is not valid.
message::Document sent(const message::Document& document) {
  const std::string text = xml_of(document);
  auto read = xml::read(text);
  EXPECT_TRUE(read.has_value()) << (read ? std::string{} : all(read.error().findings)) << text;
  return read ? std::move(*read) : message::Document{};
}

Letter read(const message::Document& document) {
  if (document.program == nullptr) return {};
  auto letter = read_letter(document, context());
  EXPECT_TRUE(letter.has_value()) << (letter ? std::string{} : all(letter.error()));
  return letter.value_or(Letter{});
}

message::Document declaration(std::string_view part = {}, std::string_view other = {}) {
  auto document =
      xml::read(part.empty() ? std::string{test::declaration} : test::with(test::declaration, part, other));
  EXPECT_TRUE(document.has_value()) << (document ? std::string{} : all(document.error().findings));
  return document ? std::move(*document) : message::Document{};
}

// ---- reading

TEST(ReadLetter, TakesTheFactsOutOfADeclaration) {
  const Letter letter = read(declaration());
  ASSERT_TRUE(letter.declaration.has_value());
  const Declaration& declared = *letter.declaration;
  EXPECT_EQ(declared.document, document_hash());
  EXPECT_EQ(declared.lrn.str(), "EX-2026-0001");
  EXPECT_EQ(declared.holder.str(), "SG201912345Z");
  EXPECT_EQ(declared.representative, Tin::parse("SG2").value());
  EXPECT_TRUE(declared.pre_lodged && declared.simplified);
  EXPECT_EQ(declared.route.departure, office("SGWDL001"));
  EXPECT_EQ(declared.route.transit, (std::vector{office("MYJHB001"), office("THSDO001")}));
  EXPECT_EQ(declared.route.destination, office("THBKK001"));
  EXPECT_EQ(declared.limit_proposed, parse_day("2026-12-10"));
  ASSERT_EQ(declared.guarantees.size(), 1U);
  EXPECT_EQ(declared.guarantees[0].grn.str(), "26SG0000000000771");
  EXPECT_EQ(declared.guarantees[0].amount, (Money{412'050, *Currency::parse("SGD")}));
  EXPECT_EQ(declared.guarantees[0].access_code->bytes[1], std::byte{'A'});
  ASSERT_EQ(declared.goods.size(), 1U) << "each code once";
  EXPECT_EQ(declared.goods[0].str(), "85287292");
  EXPECT_EQ(declared.items, 2U);
  EXPECT_EQ(declared.packages, 42U);
  EXPECT_EQ(declared.gross_mass_grams, 1'100'123);
  EXPECT_EQ(declared.seals, 2U);
}

TEST(ReadLetter, GivesEachVehicleItsPermitAndItsInsuranceCard) {
  const Letter letter = read(declaration());
  ASSERT_EQ(letter.declaration->vehicles.size(), 2U);
  EXPECT_EQ(letter.declaration->vehicles[0], (Vehicle{.registration = "XE1234K",
                                                      .nationality = "SG",
                                                      .motor = true,
                                                      .permit = "SG-CBP-000123",
                                                      .insurance_card = "BC-SG-7788"}));
  EXPECT_EQ(letter.declaration->vehicles[1], (Vehicle{.registration = "TRB567A",
                                                      .nationality = "SG",
                                                      .motor = false,
                                                      .permit = "SG-CBP-000124",
                                                      .insurance_card = ""}));
}

struct Wrong {
  std::string_view part, other, rule, pointer;
};

TEST(ReadLetter, NamesWhatTheSchemaLetsThroughAndNoValueHolds) {
  constexpr Wrong cases[] = {
      {"26SG0000000000771", "26SG0000000000772", "R-TRA-202",
       "/CC015C/Guarantee[1]/GuaranteeReference[1]/GRN"},
      {">SG201912345Z</ide", ">S1</ide", "R-TRA-204",
       "/CC015C/HolderOfTheTransitProcedure/identificationNumber"},
      {">SG2<", ">2G2<", "R-TRA-204", "/CC015C/Representative/identificationNumber"},
      {"A1B2", "A B2", "R-TRA-205", "/CC015C/Guarantee[1]/GuaranteeReference[1]/accessCode"},
      {"4120.5<", "4120.5<", "", ""},
      {">SGD<", ">VND<", "R-TRA-206", "/CC015C/Guarantee[1]/GuaranteeReference[1]/amountToBeCovered"},
      {">SGD<", ">XYZ<", "R-TRA-206", "/CC015C/Guarantee[1]/GuaranteeReference[1]/currency"},
      {"XE1234K;2027-03-31", "XE1234K;2027-02-31", "R-TRA-207",
       "/CC015C/Consignment/SupportingDocument[1]/complementOfInformation"},
      {"BC-SG-7788;MY TH", "BC-SG-7788;MY TX1", "R-TRA-207",
       "/CC015C/Consignment/SupportingDocument[3]/referenceNumber"},
      {"SG;ACTS", "Sing;ACTS", "R-TRA-207",
       "/CC015C/Consignment/SupportingDocument[4]/complementOfInformation"},
      {"<code>AL002</code><text>SGWDL001;MYJHB001;E2</text>", "<code>AL002</code>", "R-TRA-207",
       "/CC015C/Consignment/AdditionalInformation[1]/text"},
      {"<code>AL002</code>", "<code>AL001</code>", "R-TRA-208",
       "/CC015C/Consignment/AdditionalInformation[1]"},
      {"<combinedNomenclatureCode>92<", "<combinedNomenclatureCode>9A<", "R-TRA-209",
       "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/Commodity/CommodityCode"},
      {"EX-2026-0001", "EX\xC2\x80", "R-TRA-210", "/CC015C/TransitOperation/LRN"},
      {"<identificationNumber>SG201912345Z</identificationNumber></Holder", "</Holder", "R-TRA-211",
       "/CC015C/HolderOfTheTransitProcedure/identificationNumber"},
  };
  for (const Wrong& wrong : cases) {
    const auto letter = read_letter(declaration(wrong.part, wrong.other), context());
    if (wrong.rule.empty()) {
      EXPECT_TRUE(letter.has_value());
      continue;
    }
    ASSERT_FALSE(letter.has_value()) << wrong.rule << ' ' << wrong.other;
    ASSERT_EQ(letter.error().size(), 1U) << all(letter.error());
    EXPECT_EQ(letter.error()[0].rule, wrong.rule);
    EXPECT_EQ(letter.error()[0].pointer, wrong.pointer);
    EXPECT_NE(message::find_rule(wrong.rule), nullptr);
  }
}

TEST(ReadLetter, NamesEverythingAtOnceAndNeverAnAccessCode) {
  auto document = declaration("A1B2", "A B2");
  document.message.guarantee[0].guarantee_reference[0].grn = "26SG0000000000772";
  document.message.customs_office_of_departure->reference_number = "SG";
  const auto letter = read_letter(document, context());
  ASSERT_FALSE(letter.has_value());
  EXPECT_EQ(letter.error().size(), 3U) << all(letter.error());
  EXPECT_EQ(letter.error()[0].rule, "R-TRA-203");
  EXPECT_EQ(all(letter.error()).find("A B2"), std::string::npos);
}

TEST(ReadLetter, ChecksTheMrnOfEveryMessage) {
  const auto document = xml::read(test::with(test::arrival, "26LA000101A1B2C3J0", "26LA000101A1B2C3J1"));
  ASSERT_TRUE(document.has_value());
  const auto letter = read_letter(*document, context());
  ASSERT_FALSE(letter.has_value());
  EXPECT_EQ(letter.error()[0].rule, "R-TRA-201");
  EXPECT_EQ(letter.error()[0].pointer, "/CC007C/TransitOperation/MRN");
}

TEST(ReadLetter, TimesAreOfTheOfficeThatIsWrittenTo) {
  const auto document = xml::read(test::with(test::arrival, "SG000401", "THBKK001"));
  ASSERT_TRUE(document.has_value());
  const Letter letter = read(*document);
  EXPECT_EQ(letter.at, parse_instant("2026-03-05T20:40:00Z")) << "03:40 in Bangkok";
  EXPECT_EQ(letter.office, office("THBKK001"));
  EXPECT_EQ(letter.trader, Tin::parse("SG201912345Z").value());
  EXPECT_FALSE(letter.simplified);
}

// ---- written and read again

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
  return declared;
}

void fill_record(Letter& letter, Rng& rng) {
  letter.accepted = any_day(rng);
  letter.released = any_day(rng);
  letter.limit = any_day(rng);
  letter.result = {.code = rng.one_in(2) ? "A1" : "A2", .day = *letter.limit};
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
    case 180:
      letter.reason = rng.text("123456", 1);
      letter.text = any_line(rng);
      break;
    case 906:
      letter.office.reset();
      letter.at.reset();
      letter.text.reset();
      letter.positive = false;
      for (std::int64_t i = rng.between(1, 5); i > 0; --i) letter.faults.push_back(any_fault(rng));
      break;
    case ie_status_notice: fill_notice(letter, rng); break;
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

// ---- what single messages say

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
