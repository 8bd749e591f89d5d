#include "base/uuid.hpp"

#include <array>
#include <gtest/gtest.h>
#include <string>

namespace lintas {
namespace {

TEST(Uuid, is_a_version_7_that_sorts_by_time) {
  std::array<std::byte, 10> random{};
  random.fill(std::byte{0xFF});
  const Uuid earlier = make_uuid(*parse_instant("2026-11-23T18:32:00Z"), random);
  const Uuid later = make_uuid(*parse_instant("2026-11-23T18:32:00.001Z"), {});
  EXPECT_LT(earlier, later);
  EXPECT_LT(earlier.str(), later.str());
  EXPECT_EQ(std::to_integer<unsigned>(earlier.bytes[6]) >> 4U, 7U);
  EXPECT_EQ(std::to_integer<unsigned>(earlier.bytes[8]) >> 6U, 2U);
}

TEST(Uuid, goes_to_text_and_back) {
  const Uuid id =
      make_uuid(*parse_instant("2026-11-23T18:32:00Z"), {std::byte{1}, std::byte{2}, std::byte{0xFE}});
  EXPECT_EQ(id.str().size(), Uuid::text_length);
  EXPECT_EQ(Uuid::parse(id.str()), id);
  EXPECT_EQ(Uuid{}.str(), std::string(26, '0'));
  Uuid last;
  last.bytes.fill(std::byte{0xFF});
  EXPECT_EQ(last.str(), "7" + std::string(25, 'Z'));
  EXPECT_EQ(Uuid::parse(last.str()), last);
}

TEST(Uuid, refuses_what_is_no_identifier) {
  EXPECT_FALSE(Uuid::parse(std::string(25, '0')));
  EXPECT_FALSE(Uuid::parse(std::string(27, '0')));
  EXPECT_FALSE(Uuid::parse("8" + std::string(25, '0'))) << "more than 128 bits";
  EXPECT_FALSE(Uuid::parse(std::string(25, '0') + "U")) << "not in the alphabet";
  EXPECT_FALSE(Uuid::parse(std::string(25, '0') + "a")) << "one value, one text: capitals only";
}

}  // namespace
}  // namespace lintas
