#include "core/registers/events.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/registers/commands.hpp"
#include "core/registers/state.hpp"
#include "tests/support/field_numbers.hpp"

namespace lintas::registers {
namespace {

std::string lines(const std::vector<std::string>& rows) {
  std::string text;
  for (const auto& row : rows) text += row + '\n';
  return text;
}

TEST(RegisterRecords, keep_the_field_numbers_of_the_committed_list) {
  const auto differences =
      test::compare_with_committed<Trader, Mandate, Declarant, Authorisation, Permit, Insurance, EntryKey,
                                   Entry, Details, Content, Register, Change, Suspend, Resume, Withdraw,
                                   Registered, Changed, Suspended, Resumed, Withdrawn>("registers.",
                                                                                       LINTAS_ROOT);
  EXPECT_EQ(lines(differences.not_listed), "") << "append these to data/field-numbers.csv";
  EXPECT_EQ(lines(differences.not_in_the_code), "")
      << "a number is never taken back or given to something else";
}

TEST(RegisterRecords, keep_their_places_in_the_variants) {
  const auto place = [](const auto& one) { return to_cbor(one)[1]; };
  EXPECT_EQ(place(Event{Registered{}}), std::byte{0});
  EXPECT_EQ(place(Event{Changed{}}), std::byte{1});
  EXPECT_EQ(place(Event{Suspended{}}), std::byte{2});
  EXPECT_EQ(place(Event{Resumed{}}), std::byte{3});
  EXPECT_EQ(place(Event{Withdrawn{}}), std::byte{4});
  EXPECT_EQ(place(Command{Register{}}), std::byte{0});
  EXPECT_EQ(place(Command{Change{}}), std::byte{1});
  EXPECT_EQ(place(Command{Suspend{}}), std::byte{2});
  EXPECT_EQ(place(Command{Resume{}}), std::byte{3});
  EXPECT_EQ(place(Command{Withdraw{}}), std::byte{4});
  EXPECT_EQ(place(Facts{Trader{}}), std::byte{0});
  EXPECT_EQ(place(Facts{Mandate{}}), std::byte{1});
  EXPECT_EQ(place(Facts{Declarant{}}), std::byte{2});
  EXPECT_EQ(place(Facts{Authorisation{}}), std::byte{3});
  EXPECT_EQ(place(Facts{Permit{}}), std::byte{4});
  EXPECT_EQ(place(Facts{Insurance{}}), std::byte{5});
}

TEST(RegisterRecords, are_read_back_as_they_were_written) {
  Authorisation authorisation;
  authorisation.rights = {Right::special_seals, Right::simplified_arrival};
  authorisation.offices = {*OfficeId::parse("SGWDL001")};
  authorisation.premises = {*EntryNumber::parse("YARD 1")};
  authorisation.seals = {*SealSeries::parse("SGA:01-99")};
  authorisation.goods_excluded = {*Ahtn::parse("220830")};
  authorisation.unloading_wait_minutes = 30;
  const Command command = Register{{.facts = authorisation,
                                    .valid_from = *parse_day("2026-01-01"),
                                    .valid_until = *parse_day("2026-12-31"),
                                    .details = Hash256{}}};
  EXPECT_EQ(from_cbor<Command>(to_cbor(command)), command);
  const Command withdraw = Withdraw{.key = trader_key(*Tin::parse("SG1")),
                                    .reason = Reason::offence,
                                    .second = PersonId::parse("KEEPER2").value()};
  EXPECT_EQ(from_cbor<Command>(to_cbor(withdraw)), withdraw);
  const Entry entry{.status = Status::suspended,
                    .facts = authorisation,
                    .valid_from = *parse_day("2026-01-01"),
                    .valid_until = {},
                    .details = {}};
  EXPECT_EQ(from_cbor<Entry>(to_cbor(entry)), entry);
}

}  // namespace
}  // namespace lintas::registers
