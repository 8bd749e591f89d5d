#include "base/unseen.hpp"

#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string_view>

namespace lintas {
namespace {

/// As Bidi_Control of Unicode lists them (PropList.txt).
TEST(Unseen, whatever_turns_letters_is_a_mark) {
  for (const std::uint32_t mark : {0x61CU, 0x200EU, 0x200FU, 0x202AU, 0x202BU, 0x202CU, 0x202DU, 0x202EU,
                                   0x2066U, 0x2067U, 0x2068U, 0x2069U}) {
    EXPECT_TRUE(is_unseen(mark)) << std::hex << mark;
    EXPECT_FALSE(belongs_to_words(mark)) << std::hex << mark;
  }
}

TEST(Unseen, so_are_line_ends_controls_and_what_only_makes_texts_differ) {
  for (const std::uint32_t mark :
       {0x7FU, 0x85U, 0x9BU, 0xADU, 0x2028U, 0x2029U, 0x2060U, 0xFEFFU, 0xE0041U}) {
    EXPECT_TRUE(is_unseen(mark)) << std::hex << mark;
    EXPECT_FALSE(belongs_to_words(mark)) << std::hex << mark;
  }
}

TEST(Unseen, letters_and_blanks_are_seen_in_every_script) {
  EXPECT_EQ(first_mark("Café 42, ห้างหุ้นส่วน ບໍລິສັດ ក្រុមហ៊ុន ကုမ္ပဏီ நிறுவனம் 公司 كتاب"), std::nullopt);
  EXPECT_EQ(first_unfit_for_identifier("1กข 1234, 粤B12345, Đ-7"), std::nullopt);
}

TEST(Unseen, what_words_are_written_with_is_no_mark_and_has_no_place_in_an_identifier) {
  constexpr std::string_view khmer = "ក្រុម\u200Bហ៊ុន";
  EXPECT_EQ(first_mark(khmer), std::nullopt);
  EXPECT_EQ(first_unfit_for_identifier(khmer), (FoundCharacter{.code_point = 0x200B, .place = 6}));
  EXPECT_EQ(with_marks_shown(khmer, "?"), khmer);
}

TEST(Unseen, the_first_one_is_named_with_its_place) {
  EXPECT_EQ(first_mark("SGC0048\u202E112\u202C"), (FoundCharacter{.code_point = 0x202E, .place = 8}));
  EXPECT_EQ(first_unfit_for_identifier("SGC\u05D0211"), (FoundCharacter{.code_point = 0x5D0, .place = 4}))
      << "beside a Hebrew letter digits change their places";
}

TEST(Unseen, a_text_with_marks_is_shown_in_its_order_and_looks_like_no_other) {
  EXPECT_EQ(with_marks_shown("SGC0048\u202E112\u202C", "?"), "SGC0048?112?");
  EXPECT_EQ(with_marks_shown("a\u2028b\xC2\x9B", "?"), "a?b?");
  EXPECT_EQ(with_marks_shown("SGC0048112", "?"), "SGC0048112");
}

}  // namespace
}  // namespace lintas
