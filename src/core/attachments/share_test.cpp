#include "core/attachments/share.hpp"

#include <cstdint>
#include <gtest/gtest.h>

#include "core/attachments/limits.hpp"
#include "core/attachments/media.hpp"
#include "core/attachments/records.hpp"

namespace lintas::attachments {
namespace {

File file(std::int64_t size) { return {.hash = {}, .size = size, .media = Media::pdf}; }

ShareState after(ShareState state, const ShareDecision& decision) {
  EXPECT_TRUE(decision.answer.accepted());
  for (const ShareEvent& event : decision.events) state = evolve(state, event);
  return state;
}

TEST(AttachmentShare, R_ATT_019_AnOwnerHasSoMuchAndWhatGoesMakesRoom) {
  ShareState share = after({}, grow({}, file(600), 1000));
  EXPECT_EQ(share.bytes, 600);
  const auto more = grow(share, file(401), 1000);
  ASSERT_FALSE(more.answer.accepted());
  EXPECT_EQ(more.answer.refused_for.front().rule, "R-ATT-019");
  EXPECT_EQ(more.answer.refused_for.front().detail, "600 bytes of 1000 are used");
  share = after(share, grow(share, file(400), 1000));
  share = after(share, shrink(share, 600));
  EXPECT_EQ(share.bytes, 400);
  EXPECT_TRUE(grow(share, file(600), 1000).answer.accepted());
}

TEST(AttachmentShare, WhoHasMoreThanANewLimitKeepsItAndBringsNothing) {
  const ShareState share{.bytes = 5000};
  EXPECT_FALSE(grow(share, file(1), 1000).answer.accepted());
  EXPECT_EQ(after(share, shrink(share, 4500)).bytes, 500);
}

TEST(AttachmentShare, HasRoomForSomeDocumentsFullOfFiles) {
  static_assert(bounds::party_bytes_max > 100 * bounds::files_bytes_max);
  static_assert(bounds::office_bytes_max > bounds::party_bytes_max);
}

}  // namespace
}  // namespace lintas::attachments
