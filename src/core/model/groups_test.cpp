#include "core/model/groups.hpp"

#include <gtest/gtest.h>
#include <utility>

namespace lintas::message {
namespace {

Message declaration() {
  Message message;
  message.message_sender = "trader";
  message.consignment.emplace().house_consignment.emplace_back().sequence_number = {1};
  return message;
}

TEST(Groups, a_clone_shares_nothing_with_its_original) {
  Message original = declaration();
  Message copy = original.clone();
  copy.consignment->house_consignment.front().sequence_number = {2};
  EXPECT_EQ(original.consignment->house_consignment.front().sequence_number.value, 1);
  EXPECT_EQ(copy.message_sender, "trader");
}

TEST(Groups, moving_takes_everything_along) {
  Message original = declaration();
  const Message moved = std::move(original);
  EXPECT_EQ(moved.consignment->house_consignment.size(), 1U);
}

}  // namespace
}  // namespace lintas::message
