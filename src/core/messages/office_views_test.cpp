#include <algorithm>
#include <gtest/gtest.h>

#include "core/messages/view.hpp"

namespace lintas::message {
namespace {

TEST(OfficeViews, go_from_office_to_office) {
  EXPECT_EQ(office_views().size(), 44U);
  for (const View& view : office_views()) EXPECT_EQ(view.direction, Direction::office_to_office) << view.root;
}

TEST(OfficeViews, only_our_notice_is_of_our_vocabulary) {
  EXPECT_EQ(std::ranges::count(office_views(), Vocabulary::lintas, &View::vocabulary), 4);
}

}  // namespace
}  // namespace lintas::message
