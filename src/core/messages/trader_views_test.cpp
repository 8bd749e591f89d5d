#include <gtest/gtest.h>

#include "core/messages/view.hpp"

namespace lintas::message {
namespace {

TEST(TraderViews, are_the_33_published_messages_and_IE054) {
  EXPECT_EQ(trader_views().size(), 34U);
  for (const View& view : trader_views()) {
    EXPECT_TRUE(view.root.starts_with("CC")) << view.root;
    EXPECT_EQ(view.vocabulary, Vocabulary::ncts) << view.root;
  }
}

TEST(TraderViews, what_a_trader_sends_is_read_with_the_stricter_formats) {
  for (const View& view : trader_views()) {
    EXPECT_EQ(view.direction == Direction::trader_to_office, view.profile == Profile::submitted) << view.root;
  }
}

}  // namespace
}  // namespace lintas::message
