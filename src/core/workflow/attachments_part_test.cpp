#include "core/workflow/attachments_part.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "base/bytes.hpp"
#include "core/access/access.hpp"
#include "core/workflow/attachments_abroad.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "tests/support/field_numbers.hpp"

namespace lintas::workflow {
namespace {

TEST(AttachmentsPart, TheFileOfEachOwnerIsItsOwnUnderOneHash) {
  const Hash256 hash;
  const auto key_of = [&](std::string_view owner) {
    return std::get<Key>(attachment_file_slot(hash, owner).by).value;
  };
  EXPECT_NE(key_of("party A"), key_of("party B"));
  const Bytes prefix = attachment_file_prefix(hash);
  const auto begins = [&](const Bytes& key) { return as_text(key).starts_with(as_text(prefix)); };
  EXPECT_TRUE(begins(key_of("party A")));
  Hash256 other;
  other.bytes[0] = std::byte{1};
  EXPECT_FALSE(begins(std::get<Key>(attachment_file_slot(other, "party A").by).value));
}

TEST(AttachmentsPart, WhoNeverIssuesAnythingBringsNoFiles) {
  const auto may = [](access::Role role, CommandType command) {
    return !access::never_may(attachments_part().grants, {.role = role}, std::to_underlying(command));
  };
  EXPECT_TRUE(may(access::Role::exporter, keep_attachment));
  EXPECT_TRUE(may(access::Role::other_agency, add_attachment));
  EXPECT_FALSE(may(access::Role::trader, keep_attachment));
  EXPECT_FALSE(may(access::Role::auditor, add_attachment));
  EXPECT_TRUE(may(access::Role::auditor, read_attachment));
}

TEST(AttachmentsPart, KeepsTheFieldNumbersOfTheCommittedList) {
  std::string lines;
  const auto differences =
      test::compare_with_committed<KeepAttachment, KeepAttachmentReply, ShrinkAttachmentShare, AttachmentOf,
                                   AddAttachment, LetAttachmentGo, MoveAttachments, TellAttachments,
                                   FetchedAttachment>("attachments_part.", LINTAS_ROOT);
  for (const auto& row : differences.not_listed) lines += row + '\n';
  for (const auto& row : differences.not_in_the_code) lines += "gone: " + row + '\n';
  EXPECT_EQ(lines, "");
}

}  // namespace
}  // namespace lintas::workflow
