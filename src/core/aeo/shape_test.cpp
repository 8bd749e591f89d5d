#include "core/aeo/shape.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/law.hpp"
#include "core/model/values/country.hpp"

namespace lintas::aeo {
namespace {

bool fits(std::string_view pattern, std::string_view key) {
  return Pattern::parse(pattern).value().fits(CodeKey::parse(key).value());
}

TEST(ShapeOfCodes, IsReadCharacterByCharacter) {
  EXPECT_TRUE(fits("MYxxxxxHnnnnnn", "MY1A345H100001"));
  EXPECT_FALSE(fits("MYxxxxxHnnnnnn", "MY12345H10000"));
  EXPECT_FALSE(fits("MYxxxxxHnnnnnn", "MY12345H1000011"));
  EXPECT_FALSE(fits("MYxxxxxHnnnnnn", "MY12345H10000A"));
  EXPECT_FALSE(fits("MYxxxxxHnnnnnn", "MY12345K100001"));
  EXPECT_TRUE(fits("aan", "XY1"));
  EXPECT_FALSE(fits("aan", "X11"));
}

TEST(ShapeOfCodes, PutsTheSeparatorsWhereTheyAreIssued) {
  const auto pattern = Pattern::parse("xxxx-AEO-L2-xxx/xxxxxxxxxxxx").value();
  EXPECT_EQ(pattern.of_key(), "xxxxAEOL2xxxxxxxxxxxxxxx");
  EXPECT_EQ(pattern.written(CodeKey::parse("1234AEOL2567890123456789").value()),
            "1234-AEO-L2-567/890123456789");
}

TEST(ShapeOfCodes, HasSomethingThatVariesAndNoOtherCharacters) {
  EXPECT_FALSE(Pattern::parse("AEO"));
  EXPECT_FALSE(Pattern::parse("AEO nnn"));
  EXPECT_FALSE(Pattern::parse("AEOb"));
  EXPECT_FALSE(Pattern::parse(std::string(36, 'n')));
}

TEST(ShapeOfCodes, OfTheDayAreThoseOfTheState) {
  const auto names = [](std::string_view state, std::string_view day) {
    std::string all;
    for (const auto* row : shapes_of(law().shapes, *Country::parse(state), *parse_day(day)))
      all += row->key.name + ' ';
    return all;
  };
  EXPECT_EQ(names("ID", "2026-11-30"), "ID1 ID2 ") << "both hold at once";
  EXPECT_EQ(names("ID", "2023-12-31"), "ID1 ");
  EXPECT_EQ(names("PH", "2026-11-30"), "PH1 PH2 PH3 ");
  EXPECT_EQ(names("TH", "2026-11-30"), "") << "nobody published it";
}

TEST(ShapeOfCodes, EachHasAnExampleOfItself) {
  const auto fault = [](std::string_view row) {
    const auto read =
        read_shapes("state,shape,pattern,level,example,from,until,source\n" + std::string{row} + "\n");
    return read ? std::string{} : read.error().front().rule + ' ' + read.error().front().pointer;
  };
  EXPECT_EQ(fault("MY,MY1,MYn,,MY1,2020-01-01,,ours"), "");
  EXPECT_EQ(fault("MY,MY1,MYn,,MYA,2020-01-01,,ours"), "R-REF-002 line 2, example");
  EXPECT_EQ(fault("MY,MY1,MY-n,,MY1,2020-01-01,,ours"), "R-REF-002 line 2, example");
  EXPECT_EQ(fault("MY,MY1,MY,,MY1,2020-01-01,,ours"), "R-REF-002 line 2, pattern");
  EXPECT_EQ(fault("MY,MY1,MYn,,MY1,2020-01-01,,ours\nMY,MY1,MYnn,,MY12,2021-01-01,,ours"),
            "R-REF-003 MY MY1 from 2021-01-01");
}

}  // namespace
}  // namespace lintas::aeo
