#include "core/workflow/manifest_part.hpp"

#include <gtest/gtest.h>
#include <string>
#include <variant>

#include "base/bytes.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "tests/support/field_numbers.hpp"

/// The tables of the part. What it makes of clocks and of partners' manifests stands in tests/corridor.
namespace lintas::workflow {
namespace {

TEST(ManifestPart, HasOneStreamThatPartnersKnowByName) {
  const auto slot = manifest_part().slot_of_name(as_bytes("M"), exchange::Partner{}, Setting{});
  ASSERT_TRUE(slot.has_value());
  EXPECT_EQ(std::get<Key>(slot->by), std::get<Key>(manifest_slot().by));
  EXPECT_FALSE(manifest_part().slot_of_name(as_bytes("D26"), exchange::Partner{}, Setting{}).has_value());
  EXPECT_EQ(as_text(manifest_part().name_for_partner(Command{})), "M");
}

TEST(ManifestPart, KeepsTheFieldNumbersOfTheCommittedList) {
  const auto differences =
      test::compare_with_committed<NextPart, ManifestsWoken, PartDue, PartTold, Healed, ManifestTaken,
                                   MessagesAsked, AskStatus, TellStatus>("manifest.", LINTAS_ROOT);
  std::string lines;
  for (const auto& row : differences.not_listed) lines += row + '\n';
  EXPECT_EQ(lines, "") << "append these to data/field-numbers.csv";
  EXPECT_TRUE(differences.not_in_the_code.empty());
}

}  // namespace
}  // namespace lintas::workflow
