#include "core/workflow/registers_part.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/tin.hpp"
#include "core/registers/state.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "tests/support/field_numbers.hpp"

namespace lintas::workflow {
namespace {

TEST(RegistersPart, KeepsTheFieldNumbersOfTheCommittedList) {
  std::string lines;
  for (const auto& differences :
       {test::compare_with_committed<PermitCount, PermitsEnding>("permit.", LINTAS_ROOT),
        test::compare_with_committed<RowReply>("register_row.", LINTAS_ROOT)}) {
    for (const auto& row : differences.not_listed) lines += row + '\n';
    for (const auto& row : differences.not_in_the_code) lines += "gone: " + row + '\n';
  }
  EXPECT_EQ(lines, "");
}

TEST(RegistersPart, FindsThePermitsOfAVehicleByItsPlate) {
  registers::Permit permit{.number = registers::EntryNumber::parse("P-1").value(),
                           .issued_by = Country::parse("SG").value(),
                           .agreement = registers::Agreement::acts,
                           .unit = registers::UnitKind::prime_mover,
                           .plate = registers::Plate::parse("XE 1234 K").value(),
                           .carrier = Tin::parse("SG201912345K").value(),
                           .states = {}};
  registers::Entry entry{.status = registers::Status::valid, .facts = permit, .valid_from = {}};
  const auto lists = [&] {
    const auto& kinds = registers_part().kinds;
    return std::ranges::find(kinds, register_stream, &KindEntry::kind)->summary(State::of(entry)).concerned;
  };
  EXPECT_EQ(lists(), std::vector{permits_of_vehicle("XE 1234 K")});
  entry.status = registers::Status::withdrawn;
  EXPECT_EQ(lists(), std::vector{permits_of_vehicle("XE 1234 K")}) << "it is told that it was withdrawn";
  permit.agreement = registers::Agreement::afafist;
  entry.facts = permit;
  EXPECT_TRUE(lists().empty());
  entry = {};
  entry.facts = permit;
  EXPECT_TRUE(lists().empty());
}

TEST(RegistersPart, FindsEntriesOfAKindByTheBeginningOfTheirKeys) {
  const Key key = entry_key(registers::permit_key(Country::parse("SG").value(), "P-1"));
  const Bytes all = entries_of(registers::Kind::permit);
  EXPECT_EQ(Bytes(key.value.begin(), key.value.begin() + static_cast<std::ptrdiff_t>(all.size())), all);
}

}  // namespace
}  // namespace lintas::workflow
