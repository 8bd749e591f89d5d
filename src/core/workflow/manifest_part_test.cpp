#include "core/workflow/manifest_part.hpp"

#include <gtest/gtest.h>
#include <string>
#include <variant>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/exchange/manifest.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/office_id.hpp"
#include "core/transit/notice.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/manifest_facts.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "tests/support/field_numbers.hpp"
#include "tests/support/state_setting.hpp"

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

TEST(ManifestPart, HasAStreamOfCertificatesEachMonthThatPartnersKnowByName) {
  const auto slot = manifest_part().slot_of_name(as_bytes("MC2026-11"), exchange::Partner{}, Setting{});
  ASSERT_TRUE(slot.has_value());
  const Day day = parse_day("2026-11-24").value();
  EXPECT_EQ(month_of(day), "2026-11");
  EXPECT_EQ(std::get<Key>(slot->by), std::get<Key>(document_manifest_slot(month_of(day)).by));
  EXPECT_NE(std::get<Key>(slot->by), std::get<Key>(manifest_slot().by));
  Command waiting;
  waiting.content = to_cbor(exchange::Manifest{.day = day, .part = 1, .entries = {}, .month = month_of(day)});
  EXPECT_EQ(as_text(manifest_part().name_for_partner(waiting)), "MC2026-11");
  for (const std::string name : {"MC", "MC2026", "MC2026-13", "MC2026-11-01", "MC-026-11", "MCanything"})
    EXPECT_FALSE(manifest_part().slot_of_name(as_bytes(name), exchange::Partner{}, Setting{}).has_value())
        << name << " would be a stream that is kept for ever";
}

/// The example of docs/protocols/sequence.md: software of others makes its digests by it.
TEST(ManifestPart, ComparesPicturesAsTheProtocolWritesThem) {
  const test::StateSetting setting{"SG"};
  const Day day = parse_day("2026-11-24").value();
  const auto office = [](const char* name) { return OfficeId::parse(name).value(); };
  const transit::Notice notice{
      .number = 2,
      .status = "PAS",
      .at = parse_instant("2026-11-24T02:00:00Z"),
      .limit = parse_day("2026-12-01"),
      .written_off = {},
      .declared = office("THBKK001"),
      .arrived_at = {},
      .crossings = {{.office = office("MYJHB001"), .at = parse_instant("2026-11-23T23:00:00Z").value()}},
      .result = {}};
  EXPECT_EQ(transit::picture_of(notice, setting.get().reference->at(day)),
            "PAS 2026-12-01  THBKK001  MYJHB001 2026-11-24");
}

TEST(ManifestPart, KeepsTheFieldNumbersOfTheCommittedList) {
  const auto differences =
      test::compare_with_committed<NextPart, ManifestsWoken, PartDue, PartTold, Healed, ManifestTaken,
                                   MessagesAsked, AskStatus, TellStatus, WakeDocuments, ShowDifference,
                                   Wanted, Differing, ToldTo, MonthEnded, DifferenceShown>("manifest.",
                                                                                           LINTAS_ROOT);
  std::string lines;
  for (const auto& row : differences.not_listed) lines += row + '\n';
  EXPECT_EQ(lines, "") << "append these to data/field-numbers.csv";
  EXPECT_TRUE(differences.not_in_the_code.empty());
}

}  // namespace
}  // namespace lintas::workflow
