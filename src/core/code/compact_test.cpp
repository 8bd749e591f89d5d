#include "core/code/compact.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <variant>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/code/limits.hpp"
#include "core/code/records.hpp"
#include "core/messages/document.hpp"
#include "core/model/groups.hpp"
#include "core/model/scalars.hpp"
#include "tests/support/signed_codes.hpp"

namespace lintas::code {
namespace {

using test::day_in_november;

/// The IE029 of `test::a_document`.
message::Message a_release() {
  message::Message released;
  released.transit_operation.emplace().mrn = "26SG0000010000A1J0";
  released.customs_office_of_departure.emplace().reference_number = "SGWDL001";
  released.customs_office_of_destination_declared.emplace().reference_number = "THBKK001";
  released.holder_of_the_transit_procedure.emplace().identification_number = "SG201912345Z";
  message::Consignment& goods = released.consignment.emplace();
  goods.gross_mass = message::parse_number("21450.5");
  for (const std::string_view vehicle : {"XE1234K", "TRB567A"}) {
    auto& means = goods.departure_transport_means.emplace_back();
    means.identification_number = vehicle;
    means.nationality = "SG";
  }
  auto& equipment = goods.transport_equipment.emplace_back();
  equipment.number_of_seals = {2};
  for (const std::string_view seal : {"SG123456", "SG123457"})
    equipment.seal.emplace_back().identifier = seal;
  goods.additional_information.emplace_back().code = "AL002";
  auto& limit = goods.additional_information.emplace_back();
  limit.code = "AL001";
  limit.text = "2026-12-10";
  auto& house = goods.house_consignment.emplace_back();
  house.consignment_item.emplace_back().packaging.emplace_back().number_of_packages = {411};
  house.consignment_item.emplace_back().packaging.emplace_back().type_of_packages = "VR";
  return released;
}

TEST(CompactCode, says_what_an_officer_compares_with_the_truck) {
  EXPECT_EQ(document_of(a_release()), test::a_document()) << "bulk counts as one package";
}

TEST(CompactCode, names_the_limit_that_binds_when_it_is_signed) {
  const Day later = std::chrono::sys_days{std::chrono::year{2026} / 12 / 15};
  auto extended = test::a_document();
  extended.limit = later;
  EXPECT_EQ(document_of(a_release(), later), extended) << "extended since the release";
}

TEST(CompactCode, seals_without_names_are_counted) {
  auto release = a_release();
  release.consignment->transport_equipment[0].seal.clear();
  const auto document = document_of(release);
  EXPECT_EQ(document.seals, 2U);
  EXPECT_TRUE(document.seal_identifiers.empty());
}

TEST(CompactCode, what_is_issued_is_read_again) {
  const test::IssuingState state;
  const Dates dates{.issued = day_in_november(4), .valid_from = day_in_november(3)};
  const Bytes code = state.signed_code(dates);
  const std::string text = qr_text_of(code);
  EXPECT_TRUE(text.starts_with("LC1:"));
  EXPECT_EQ(from_qr_text(text), code);
  const auto read = read_code(code);
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  EXPECT_EQ(read->content.issuer.str(), "SG");
  EXPECT_EQ(read->content.issued, day_in_november(4));
  EXPECT_EQ(read->content.valid_from, day_in_november(3));
  EXPECT_EQ(read->content.handle, test::handle_of(7));
  EXPECT_EQ(std::get<AccompanyingDocument>(read->content.document), test::a_document());
  EXPECT_EQ(state.signed_code(dates), code) << "one content has one code";
}

TEST(CompactCode, finds_room_in_a_qr_code_of_24_millimetres) {
  constexpr std::size_t version_14_with_correction_m = 526;  // ISO/IEC 18004, table 7: alphanumeric
  const test::IssuingState state;
  auto document = test::a_document();
  document.seals = 99;
  document.seal_identifiers.clear();
  for (int i = 0; i < 99; ++i) document.seal_identifiers.push_back(format("SEAL-NUMBER-{:06}", i));
  document.vehicles = 9;
  document.vehicle_identifiers.assign(9, std::string(35, 'X') + " SG");
  const Bytes code = issue(state.issuer(), test::handle_of(7),
                           {.issued = day_in_november(3), .valid_from = day_in_november(3)}, document);
  EXPECT_LE(code.size(), limits::code_bytes_max);
  EXPECT_LE(qr_text_of(Bytes(limits::code_bytes_max)).size(), version_14_with_correction_m);
  const auto read = read_code(code);
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  const auto& shown = std::get<AccompanyingDocument>(read->content.document);
  EXPECT_EQ(shown.seals, 99U);
  EXPECT_TRUE(shown.seal_identifiers.empty()) << "seals go first";
  EXPECT_EQ(shown.vehicles, 9U);
  EXPECT_FALSE(shown.vehicle_identifiers.empty());
}

TEST(CompactCode, SIG_003_a_longer_one_is_refused_before_it_is_decoded) {
  EXPECT_EQ(from_qr_text(std::string(1'000'000, 'A')).error().rule, "SIG-003");
  EXPECT_EQ(read_code(Bytes(limits::code_bytes_max + 1)).error().rule, "SIG-003");
  EXPECT_EQ(read_code(Bytes(limits::code_bytes_max)).error().rule, "SIG-005");
}

TEST(CompactCode, SIG_006_a_text_that_is_none) {
  const std::string text = qr_text_of(test::IssuingState{}.signed_code(day_in_november(3)));
  EXPECT_EQ(from_qr_text("").error().rule, "SIG-006");
  EXPECT_EQ(from_qr_text("26SG0000010000A1J0").error().rule, "SIG-006");
  EXPECT_EQ(from_qr_text("LC2:" + text.substr(4)).error().rule, "SIG-006");
  EXPECT_EQ(from_qr_text(text + "a").error().rule, "SIG-006") << "no lower case";
  EXPECT_EQ(from_qr_text("LC1:A").error().rule, "SIG-006");
}

TEST(CompactCode, SIG_007_a_sheet_is_no_code) {
  const test::IssuingState state;
  EXPECT_EQ(read_code(state.signed_sheet(state.sheet())).error().rule, "SIG-007");
}

TEST(CompactCode, of_a_certificate_has_room_for_the_longest_names) {
  const test::IssuingState state;
  Certificate longest = test::a_certificate();
  longest.office.assign(limits::certificate_name_bytes_max, 'X');
  longest.number.assign(limits::certificate_name_bytes_max, '9');
  longest.version = 999;
  const Bytes code = state.signed_certificate(day_in_november(5), longest);
  EXPECT_LE(code.size(), 290U);
  const auto read = read_code(code);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(std::get<Certificate>(read->content.document), longest);
  EXPECT_EQ(read->content.kind(), Kind::certificate);
}

}  // namespace
}  // namespace lintas::code
