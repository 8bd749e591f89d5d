#include "shell/node/seldom.hpp"

#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>

namespace lintas::node {
namespace {

using namespace std::chrono_literals;

class SeldomTest : public testing::Test {
 protected:
  /// The count of the line, 0 where there is none; below zero for one of many.
  std::int64_t told(std::string_view whose, std::string_view what = "EBMS:0101") {
    const std::optional<Seldom::Line> line = seldom_.told(whose, what, now_);
    if (!line) return 0;
    return line->is_of_many ? -line->count : line->count;
  }

  std::chrono::steady_clock::time_point now_{1h};
  Seldom seldom_{{.interval = 1min, .kinds_max = 2}};
};

TEST_F(SeldomTest, OneLineInAWhileSaysHowOftenItHappened) {
  EXPECT_EQ(told("192.0.2.7"), 1);
  EXPECT_EQ(told("192.0.2.7"), 0);
  now_ += 59s;
  EXPECT_EQ(told("192.0.2.7"), 0);
  now_ += 1s;
  EXPECT_EQ(told("192.0.2.7"), 3) << "two that were not told, and this one";
  EXPECT_EQ(told("192.0.2.7"), 0);
  now_ += 1min;
  EXPECT_EQ(told("192.0.2.7"), 2);
}

TEST_F(SeldomTest, OneHidesNoOther) {
  EXPECT_EQ(told("192.0.2.7"), 1);
  EXPECT_EQ(told("192.0.2.8"), 1);
  EXPECT_EQ(told("192.0.2.7"), 0);
}

TEST_F(SeldomTest, TheSameOneIsToldOfAnotherThing) {
  EXPECT_EQ(told("192.0.2.7", "EBMS:0101"), 1);
  EXPECT_EQ(told("192.0.2.7", "EBMS:0010"), 1);
}

TEST_F(SeldomTest, WhoeverComesUnderEverAnotherNameIsToldAsOneOfMany) {
  EXPECT_EQ(told("2001:db8::1"), 1);
  EXPECT_EQ(told("2001:db8::2"), 1);
  EXPECT_EQ(told("2001:db8::3"), -1);
  for (int i = 4; i < 100; ++i) EXPECT_EQ(told("2001:db8::" + std::to_string(i)), 0);
  now_ += 1min;
  EXPECT_EQ(told("2001:db8::1"), 1) << "a kind that is known stays one of its own";
  EXPECT_EQ(told("2001:db8::100"), 1) << "in the place of one that has been quiet";
  EXPECT_EQ(told("2001:db8::101"), -97);
}

}  // namespace
}  // namespace lintas::node
