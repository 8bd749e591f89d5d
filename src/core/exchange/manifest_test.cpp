#include "core/exchange/manifest.hpp"

#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>

#include "base/limits.hpp"
#include "tests/support/field_numbers.hpp"
#include "tests/support/sha256.hpp"

namespace lintas::exchange {
namespace {

ManifestEntry knows(std::uint32_t sent, std::uint32_t taken, std::uint32_t version,
                    const std::string& digest) {
  return {.thing = "26SG000101A1B2C3J0", .sent = sent, .taken = taken, .version = version, .digest = digest};
}

TEST(Manifest, finds_nothing_where_both_know_the_same) {
  const Difference difference = compare(knows(3, 2, 3, "A"), knows(2, 3, 3, "A"));
  EXPECT_FALSE(difference.missing.has_value());
  EXPECT_TRUE(difference.has_all_of_ours);
  EXPECT_EQ(difference.picture, Picture::same);
}

TEST(Manifest, names_the_messages_that_never_arrived) {
  EXPECT_EQ(compare(knows(5, 0, 5, "A"), knows(0, 2, 2, "B")).missing, (Missing{.first = 3, .last = 5}));
  EXPECT_EQ(compare(knows(5, 0, 5, "A"), ManifestEntry{}).missing, (Missing{.first = 1, .last = 5}))
      << "of a thing that nobody here has heard of";
  const auto most = static_cast<std::uint32_t>(limits::parked_per_lane_max);
  EXPECT_EQ(compare(knows(9'999, 0, 5, "A"), ManifestEntry{}).missing, (Missing{.first = 1, .last = most}))
      << "no more than may wait in the lane";
  EXPECT_FALSE(compare(knows(2, 0, 1, "A"), knows(0, 4, 1, "A")).missing.has_value())
      << "a list that is older than what is here";
}

TEST(Manifest, tells_whose_picture_is_newer) {
  EXPECT_EQ(compare(knows(0, 0, 4, "A"), knows(0, 0, 3, "A")).picture, Picture::theirs_is_newer);
  EXPECT_EQ(compare(knows(0, 0, 3, "A"), knows(0, 0, 4, "A")).picture, Picture::ours_is_newer);
  EXPECT_EQ(compare(knows(0, 0, 4, "A"), knows(0, 0, 4, "B")).picture, Picture::other);
  EXPECT_EQ(compare(knows(0, 0, 1, "A"), ManifestEntry{}).picture, Picture::theirs_is_newer);
  EXPECT_FALSE(compare(knows(0, 1, 1, "A"), knows(2, 0, 1, "A")).has_all_of_ours);
}

TEST(Manifest, has_digests_of_sixteen_capitals_and_digits) {
  const std::string digest = digest_of(as_bytes("PAS"), test::sha256);
  EXPECT_EQ(digest.size(), 16U);
  EXPECT_EQ(digest.find_first_not_of("0123456789ABCDEF"), std::string::npos);
  EXPECT_NE(digest, digest_of(as_bytes("ARR"), test::sha256));
  EXPECT_EQ(digest_of(as_bytes("PAS 2026-12-01  THBKK001  MYJHB001 2026-11-24"), test::sha256),
            "1EAEB9D6417F498D")
      << "the example of docs/protocols/sequence.md";
}

TEST(Manifest, keeps_the_field_numbers_of_the_committed_list) {
  const auto differences =
      test::compare_with_committed<ManifestEntry, Manifest, Missing>("exchange.", LINTAS_ROOT);
  std::string lines;
  for (const auto& row : differences.not_listed) lines += row + '\n';
  EXPECT_EQ(lines, "") << "append these to data/field-numbers.csv";
  EXPECT_TRUE(differences.not_in_the_code.empty());
}

}  // namespace
}  // namespace lintas::exchange
