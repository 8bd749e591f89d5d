#include "core/workflow/registers_part.hpp"

#include <gtest/gtest.h>
#include <string>

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

TEST(RegistersPart, FindsEntriesOfAKindByTheBeginningOfTheirKeys) {
  const Key key = entry_key(registers::permit_key(Country::parse("SG").value(), "P-1"));
  const Bytes all = entries_of(registers::Kind::permit);
  EXPECT_EQ(Bytes(key.value.begin(), key.value.begin() + static_cast<std::ptrdiff_t>(all.size())), all);
}

}  // namespace
}  // namespace lintas::workflow
