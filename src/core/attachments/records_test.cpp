#include "core/attachments/records.hpp"

#include <gtest/gtest.h>
#include <optional>
#include <string>

#include "core/access/access.hpp"
#include "core/attachments/abroad.hpp"
#include "core/attachments/letter.hpp"
#include "core/attachments/media.hpp"
#include "tests/support/field_numbers.hpp"

namespace lintas::attachments {
namespace {

TEST(AttachmentRecords, AFileIsThePartysOrTheOfficesWhoeverBroughtIt) {
  const access::Actor may{
      .role = access::Role::other_agency, .party = {}, .person = "may", .office = "SGTUS001"};
  access::Actor tan = may;
  tan.person = "tan";
  EXPECT_EQ(owner_of(may), owner_of(tan));
  EXPECT_NE(owner_of({.role = access::Role::exporter, .party = "SGTUS001"}), owner_of(may));
}

TEST(AttachmentRecords, AFaultInANameSaysHowItHasToEnd) {
  EXPECT_EQ(fault_in_name("invoice.pdf", Media::pdf), std::nullopt);
  EXPECT_TRUE(fault_in_name("seal.pdf", Media::jpeg)->contains("image/jpeg: its name ends in .jpg or .jpeg"));
  EXPECT_TRUE(fault_in_name("seal.tif", Media::png)->ends_with("ends in .png"));
}

TEST(AttachmentRecords, KeepsTheFieldNumbersOfTheCommittedList) {
  std::string lines;
  for (const auto& differences :
       {test::compare_with_committed<File, NamedFile, DocumentName, Letter>("attachments.", LINTAS_ROOT),
        test::compare_with_committed<Listed, Asked, Came, Fetched, ReadHere, LookedHere, LetGoHere>(
            "attachment_abroad.", LINTAS_ROOT),
        test::compare_with_committed<Kept, Named, Unnamed, PutAway>("attachment_file.", LINTAS_ROOT),
        test::compare_with_committed<Grown, Shrunk>("attachment_share.", LINTAS_ROOT),
        test::compare_with_committed<Added, Removed, Read, Looked, LetGo, Told, Given, KnownAs, GoneOn,
                                     Moved>("attachment.", LINTAS_ROOT)}) {
    for (const auto& row : differences.not_listed) lines += row + '\n';
    for (const auto& row : differences.not_in_the_code) lines += "gone: " + row + '\n';
  }
  EXPECT_EQ(lines, "");
}

}  // namespace
}  // namespace lintas::attachments
