#include "base/words.hpp"

#include <array>
#include <cstdint>
#include <gtest/gtest.h>

namespace lintas {
namespace {

enum class Weather : std::uint8_t { dry = 1, wet = 4 };
constexpr std::array weather_words{Word{Weather::dry, "dry"},
                                   Word{Weather::wet, "raining", "R", "water comes down"}};
constexpr const auto& words_for(Weather) { return weather_words; }

static_assert(Worded<Weather>);
static_assert(!Worded<int>);

TEST(Words, are_written_and_read_alike) {
  EXPECT_EQ(word_of(Weather::wet), "raining");
  EXPECT_EQ(read_word<Weather>("raining"), Weather::wet);
  EXPECT_EQ(read_word<Weather>("R"), Weather::wet) << "by the code of the list";
  EXPECT_EQ(find_word(Weather::wet)->meaning, "water comes down");
}

TEST(Words, are_of_the_enumeration_only) {
  EXPECT_TRUE(is_known(Weather::dry));
  EXPECT_FALSE(is_known(Weather{2}));
  EXPECT_EQ(word_of(Weather{2}), "");
  EXPECT_FALSE(read_word<Weather>("4"));
  EXPECT_FALSE(read_word<Weather>("")) << "one without a code has no empty one";
}

}  // namespace
}  // namespace lintas
