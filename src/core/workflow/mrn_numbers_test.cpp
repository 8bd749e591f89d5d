#include "core/workflow/mrn_numbers.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <set>
#include <string>

#include "base/time.hpp"
#include "tests/support/sha256.hpp"

namespace lintas::workflow {

namespace {

constexpr MrnKey key{std::byte{1}, std::byte{2}};
const Country home = Country::parse("SG").value();

TEST(MrnNumbers, LeadToTheMrnAndBack) {
  const NumberBlock block = mrn_block(std::chrono::year{2026});
  std::set<std::string> seen;
  for (std::int64_t n = block.first; n < block.first + 2000; ++n) {
    const Mrn mrn = mrn_of(n, home, key, test::sha256);
    EXPECT_EQ(number_of(mrn, home, key, test::sha256), n);
    EXPECT_TRUE(mrn.str().starts_with("26SG"));
    EXPECT_TRUE(seen.insert(std::string{mrn.str()}).second) << "each MRN is issued once";
  }
  EXPECT_EQ(number_of(mrn_of(block.last, home, key, test::sha256), home, key, test::sha256), block.last);
}

TEST(MrnNumbers, AreLeftOutUpToWhereATimeMayHaveBroughtThem) {
  using namespace std::chrono_literals;
  const NumberBlock block = mrn_block(std::chrono::year{2026});
  const Instant summer = *parse_instant("2026-07-01T10:00:00Z");
  const auto spent = numbers_spent_by(summer);
  ASSERT_EQ(spent.size(), 1U) << "no other year is in use";
  EXPECT_GT(spent.front(), block.first);
  EXPECT_LT(spent.front(), block.last);
  EXPECT_EQ(numbers_spent_by(summer + 1s).front() - spent.front(), 16'384)
      << "what is given in a second fits between";

  const Instant last_hours = *parse_instant("2026-12-31T17:00:00Z");  // in Singapore it is next year
  const auto both = numbers_spent_by(last_hours);
  ASSERT_EQ(both.size(), 2U);
  EXPECT_GT(both.front(), spent.front());
  EXPECT_LT(both.front(), block.last);
  EXPECT_GT(both.back(), mrn_block(std::chrono::year{2027}).first);
  EXPECT_GT(numbers_spent_by(*parse_instant("2026-01-01T00:00:00Z")).front(), block.first);
}

TEST(MrnNumbers, ReadNothingFromAnMrnThatIsNotOurs) {
  const Mrn ours = mrn_of(mrn_block(std::chrono::year{2026}).first, home, key, test::sha256);
  EXPECT_FALSE(number_of(ours, Country::parse("MY").value(), key, test::sha256).has_value());
  MrnKey other = key;
  other[0] = std::byte{9};
  EXPECT_NE(number_of(ours, home, other, test::sha256), mrn_block(std::chrono::year{2026}).first);
}

}  // namespace

}  // namespace lintas::workflow
