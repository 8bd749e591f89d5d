#include "shell/node/turns.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <string>

namespace lintas::node {
namespace {

using Queues = Turns<char, 3>;

std::string all_of(Queues& queues) {
  std::string text;
  while (!queues.empty()) text += queues.pop();
  return text;
}

TEST(Turns, each_queue_is_served_in_its_turn) {
  Queues queues;
  for (const char one : {'a', 'b', 'c', 'd'}) queues.push(0, one);
  queues.push(2, 'x');
  queues.push(2, 'y');
  EXPECT_EQ(queues.size(), 6U);
  EXPECT_EQ(queues.weight(0), 4U);
  EXPECT_EQ(all_of(queues), "axbycd");
  EXPECT_EQ(queues.weight(0), 0U);
}

/// Several messages of a partner that came as one are decided one after the other.
TEST(Turns, what_weighs_as_much_as_several_takes_as_many_turns) {
  Queues queues;
  constexpr std::size_t several = 3;
  for (const char one : {'x', 'y'}) queues.push(2, one, several);
  for (const char one : {'a', 'b', 'c', 'd', 'e'}) queues.push(0, one);
  EXPECT_EQ(queues.weight(2), 2 * several);
  EXPECT_EQ(queues.size(), 7U);
  EXPECT_EQ(all_of(queues), "axbcdye");
}

/// Answers to what was let in go before what is let in, and neither stops another queue.
TEST(Turns, what_goes_before_the_others_of_its_queue_waits_for_the_turn_of_it) {
  Queues queues;
  for (const char one : {'a', 'b'}) queues.push(0, one);
  for (const char one : {'1', '2', '3'}) queues.push_before(0, one);
  for (const char one : {'x', 'y'}) queues.push(1, one);
  EXPECT_EQ(queues.weight(0), 2U);
  EXPECT_EQ(queues.size(), 7U);
  EXPECT_EQ(all_of(queues), "1x2y3ab");
}

TEST(Turns, nobody_waits_for_turns_that_no_other_wants) {
  Queues queues;
  for (const char one : {'x', 'y', 'z'}) queues.push(1, one, 32);
  EXPECT_EQ(queues.pop(), 'x');
  EXPECT_EQ(queues.pop(), 'y');
  queues.push(0, 'a');
  EXPECT_EQ(all_of(queues), "az");
}

}  // namespace
}  // namespace lintas::node
