#include "core/aeo/collision.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/aeo/law.hpp"
#include "core/model/values/country.hpp"

namespace lintas::aeo {
namespace {

Held held(std::string_view state, std::string code, std::string holder) {
  return {.state = *Country::parse(state),
          .code = std::move(code),
          .holder = std::move(holder),
          .given = *parse_day("2025-03-01")};
}

std::string report(const std::vector<Held>& codes) {
  std::string text;
  const Report found = collisions(codes, law().shapes, law().transformations, *parse_day("2026-11-30"));
  for (const Collision& one : found.collisions) {
    for (const std::size_t at : one.codes) text += codes[at].code + ' ';
    text += std::string{describe(one.likeness)} + (one.in ? " in " + std::string{one.in->str()} : "") + ": " +
            one.seen + '\n';
  }
  for (const std::size_t at : found.unread) text += codes[at].code + " is no code\n";
  return text;
}

TEST(CodesOfTwoOperators, CollideWhereTheyDifferByLettersThatLookAlike) {
  EXPECT_EQ(report({held("ID", "AEOID1O3456789", "A"), held("ID", "AEOID103456789", "B"),
                    held("ID", "AEOID203456789", "C")}),
            "AEOID1O3456789 AEOID103456789 look alike: ID AE01D103456789\n");
}

TEST(CodesOfTwoOperators, CollideWhereAnImportingStateCutsThem) {
  EXPECT_EQ(report({held("MY", "MY12345H100001", "A"), held("MY", "MY12345H100002", "B")}),
            "MY12345H100001 MY12345H100002 become one where they are typed in JP: A1234510MY00\n");
  EXPECT_EQ(report({held("MY", "MY12345H100001", "A"), held("MY", "MY12345H110001", "B")}), "");
}

TEST(CodesOfTwoOperators, CollideWhereTwoStatesGaveTheSame) {
  EXPECT_EQ(report({held("SG", "AEOSG1234567890ID", "A"), held("ID", "AEOSG1234567890ID", "B")}),
            "AEOSG1234567890ID AEOSG1234567890ID are the same, of two states: AEOSG1234567890ID\n"
            "AEOSG1234567890ID AEOSG1234567890ID become one where they are typed in PH: "
            "AEOSG1234567890ID\n")
      << "Thailand is told the state beside the code, Indonesia none of its own";
}

TEST(CodesOfTwoOperators, AreReadByTheShapesOfTheDayOnWhichTheyWereGiven) {
  Held early = held("ID", "AEOID123456789", "A");
  early.given = *parse_day("2023-12-31");
  EXPECT_EQ(report({early}), "AEOID123456789 is no code\n") << "it is said, and not left out";
}

TEST(CodesOfTwoOperators, CollideWhereSeparatorsAloneDiffer) {
  EXPECT_EQ(report({held("TH", "12-3", "A"), held("TH", "1-23", "B")}),
            "12-3 1-23 differ by separators alone: TH 123\n");
}

TEST(CodesOfTwoOperators, OfOneOperatorAreNoCollision) {
  EXPECT_EQ(report({held("ID", "AEO123456789012ID", "A"), held("ID", "AEOID123456789", "A")}), "");
  EXPECT_EQ(report({held("ID", "AEOID1O3456789", "A"), held("ID", "AEOID103456789", "A")}), "");
  EXPECT_EQ(report({held("ID", "nonsense", "A"), held("ID", "nonsense", "B")}),
            "nonsense is no code\nnonsense is no code\n")
      << "nothing is compared with what is no code";
}

}  // namespace
}  // namespace lintas::aeo
