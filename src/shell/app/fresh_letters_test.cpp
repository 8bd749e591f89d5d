#include "shell/app/fresh_letters.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <memory>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "base/time.hpp"

namespace lintas::app {
namespace {

const Instant noon = *parse_instant("2026-11-23T12:00:00Z");

FreshLetter of_size(std::size_t bytes) {
  return {.content = std::make_shared<const Bytes>(bytes, std::byte{'x'}), .at = noon};
}

TEST(FreshLetters, gives_each_away_once) {
  FreshLetters letters;
  letters.keep(16, of_size(3));
  EXPECT_FALSE(letters.take(17));
  const auto letter = letters.take(16);
  ASSERT_TRUE(letter.has_value());
  EXPECT_EQ(letter->content->size(), 3U);
  EXPECT_EQ(letter->at, noon);
  EXPECT_FALSE(letters.take(16));
}

TEST(FreshLetters, forgets_the_oldest_when_there_is_too_much) {
  constexpr std::size_t half = limits::fresh_letters_bytes_max / 2;
  FreshLetters letters;
  letters.keep(16, of_size(half));
  letters.keep(32, of_size(half));
  letters.keep(48, of_size(1));
  EXPECT_FALSE(letters.take(16));
  EXPECT_TRUE(letters.take(32));
  // What was taken makes room.
  letters.keep(64, of_size(half));
  EXPECT_TRUE(letters.take(48));
  EXPECT_TRUE(letters.take(64));
  letters.keep(80, of_size((2 * half) + 1));
  EXPECT_FALSE(letters.take(80));
}

}  // namespace
}  // namespace lintas::app
