#include "core/attachments/file.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <utility>

#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/attachments/limits.hpp"
#include "core/attachments/media.hpp"
#include "core/attachments/records.hpp"

namespace lintas::attachments {
namespace {

const Instant morning = *parse_instant("2026-11-23T08:00:00Z");
const access::Actor exporter{.role = access::Role::exporter, .party = "SG200501234W"};
const File invoice{.hash = {}, .size = 1000, .media = Media::pdf};

FileState after(FileState state, const FileDecision& decision) {
  EXPECT_TRUE(decision.answer.accepted());
  for (const FileEvent& event : decision.events) state = evolve(std::move(state), event);
  return state;
}
FileState kept(Instant at) { return after({}, keep({}, invoice, at, exporter)); }

TEST(AttachmentFile, IsHeldForAWeekAndThenPutAway) {
  FileState file = kept(morning);
  EXPECT_EQ(file.status, FileStatus::held);
  EXPECT_EQ(file.owner, "party SG200501234W");
  ASSERT_TRUE(file.until);
  EXPECT_EQ(*file.until, morning + bounds::unnamed_kept);
  EXPECT_TRUE(time_passed(file, *file.until - std::chrono::seconds{1}).events.empty());
  file = after(file, time_passed(file, *file.until));
  EXPECT_EQ(file.status, FileStatus::put_away);
}

TEST(AttachmentFile, IsKeptAsLongAsADocumentNamesIt) {
  FileState file = kept(morning);
  file = after(file, name(file));
  file = after(file, name(file));
  EXPECT_EQ(file.status, FileStatus::named);
  EXPECT_EQ(file.documents, 2U);
  EXPECT_FALSE(file.until);
  file = after(file, unname(file, morning));
  EXPECT_EQ(file.status, FileStatus::named) << "the other document has it still";
  file = after(file, unname(file, morning));
  EXPECT_EQ(file.status, FileStatus::held);
  EXPECT_EQ(*file.until, morning + bounds::unnamed_kept);
}

TEST(AttachmentFile, BroughtAgainItIsHeldAnewAndANamedOneStaysAsItIs) {
  const auto later = morning + std::chrono::days{3};
  FileState file = kept(morning);
  file = after(file, keep(file, invoice, later, exporter));
  EXPECT_EQ(*file.until, later + bounds::unnamed_kept);
  file = after(file, name(file));
  EXPECT_TRUE(keep(file, invoice, later, exporter).events.empty());
}

TEST(AttachmentFile, R_ATT_010_NobodyNamesWhatHeDidNotBring) {
  const auto never = name({});
  ASSERT_FALSE(never.answer.accepted());
  EXPECT_EQ(never.answer.refused_for.front().rule, "R-ATT-010");
  FileState gone = kept(morning);
  gone = after(gone, time_passed(gone, *gone.until));
  EXPECT_EQ(name(gone).answer.refused_for.front().rule, "R-ATT-010");
  gone = after(gone, keep(gone, invoice, morning, exporter));
  EXPECT_TRUE(name(gone).answer.accepted()) << "brought again it is there again";
}

}  // namespace
}  // namespace lintas::attachments
