#include "core/aeo/code.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "core/model/values/chars.hpp"

namespace lintas::aeo {
namespace {

std::string key_of(std::string_view text) {
  const auto writing = read_writing(text);
  return writing ? std::string{writing->key.str()} : in_words(writing.error());
}
std::string mends_of(std::string_view text) {
  const auto writing = read_writing(text);
  std::string all;
  for (const Mend mend : writing.value().mends) all.append(all.empty() ? "" : ", ").append(describe(mend));
  return all;
}

TEST(CodeOfAnOperator, IsFoundByItsCapitalsAndDigits) {
  EXPECT_EQ(key_of("1234-AEO-L2-567/890123456789"), "1234AEOL2567890123456789");
  EXPECT_EQ(key_of("SLMSBN-123456-789"), "SLMSBN123456789");
  EXPECT_EQ(key_of("MY12345H100001"), "MY12345H100001");
}

TEST(CodeOfAnOperator, IsReadHoweverItIsWritten) {
  EXPECT_EQ(key_of(" my12345 h10\t0001 "), "MY12345H100001");
  EXPECT_EQ(mends_of(" my12345 h10\t0001 "), "blanks, small letters");
  EXPECT_EQ(key_of("ＭＹ１２３４５Ｈ１００００１"), "MY12345H100001");
  EXPECT_EQ(mends_of("ＭＹ１２３４５Ｈ１００００１"), "wide characters");
  EXPECT_EQ(key_of("ｍｙ12345　h100001"), "MY12345H100001");
  EXPECT_EQ(key_of("SLMSBN–123456−789"), "SLMSBN123456789");
  EXPECT_EQ(mends_of("SLMSBN–123456−789"), "separators");
  EXPECT_EQ(read_writing("1234－AEO‐L2—567／890123456789")->text, "1234-AEO-L2-567/890123456789");
  EXPECT_EQ(key_of("MY12345\u200BH100001"), "MY12345H100001");
  EXPECT_EQ(mends_of("MY12345H100001"), "");
}

TEST(CodeOfAnOperator, HasNoOtherCharacters) {
  EXPECT_EQ(key_of("MY12З45"),
            "character 5 is З (U+0417), which is no letter from A to Z, no digit and no separator");
  EXPECT_EQ(key_of("МY12345"),
            "character 1 is М (U+041C), which is no letter from A to Z, no digit and no separator");
  EXPECT_EQ(key_of("MY12345*"),
            "character 8 is * (U+002A), which is no letter from A to Z, no digit and no separator");
  EXPECT_EQ(
      key_of("MY\xFF"),
      "character 3 is none that a text may have, which is no letter from A to Z, no digit and no separator");
  EXPECT_EQ(key_of("๑๒๓"),
            "character 1 is ๑ (U+0E51), which is no letter from A to Z, no digit and no separator");
}

TEST(CodeOfAnOperator, HasOneTo35LettersAndDigits) {
  EXPECT_EQ(key_of(""), "there is no letter or digit in it");
  EXPECT_EQ(key_of(" - "), "there is no letter or digit in it");
  EXPECT_EQ(key_of(std::string(35, '1')), std::string(35, '1'));
  const std::string too_long = "it has more than the 35 letters and digits that a code has at most";
  EXPECT_EQ(key_of(std::string(36, '1')), too_long);
  EXPECT_EQ(key_of(std::string(257, ' ')), too_long);
}

TEST(CodeOfAnOperator, LooksLikeThoseThatPeopleTakeItFor) {
  const auto likeness = [](std::string_view key) {
    return std::string{likeness_of(CodeKey::parse(key).value()).str()};
  };
  EXPECT_EQ(likeness("AEOID1O0"), "AE01D100");
  EXPECT_EQ(likeness("AE0ID100"), "AE01D100");
  EXPECT_EQ(likeness("SLBZ"), "5182");
  EXPECT_EQ(twin_capital('0'), 'O');
  EXPECT_EQ(twin_capital('1'), 'I');
  EXPECT_EQ(twin_capital('A'), 'A');
  EXPECT_EQ(twin_digit('L'), '1');
}

TEST(CodeOfAnOperator, AKeyIsCapitalsAndDigitsAlone) {
  EXPECT_FALSE(CodeKey::parse(""));
  EXPECT_FALSE(CodeKey::parse("a"));
  EXPECT_FALSE(CodeKey::parse("A-1"));
  EXPECT_FALSE(CodeKey::parse(std::string(36, 'A')));
  EXPECT_EQ(CodeKey{}, CodeKey::parse(CodeKey{}.str()).value());
}

}  // namespace
}  // namespace lintas::aeo
