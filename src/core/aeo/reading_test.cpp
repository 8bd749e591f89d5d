#include "core/aeo/reading.hpp"

#include <array>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "base/utf8.hpp"
#include "core/aeo/law.hpp"
#include "core/aeo/shape.hpp"
#include "core/model/values/country.hpp"

namespace lintas::aeo {
namespace {

constexpr std::string_view today = "2026-11-30";

Reading read(std::string_view state, std::string_view text, std::string_view day = today) {
  return read_code(*Country::parse(state), text, law().shapes, *parse_day(day));
}

/// Thailand publishes a form later on, and Indonesia gives up its first one.
TEST(CodeInAList, IsOneWhateverFormsArePublishedOrEndLater) {
  const auto shapes = read_shapes(
      "state,shape,pattern,level,example,from,until,source\n"
      "ID,ID1,AEOxxID,,AEO12ID,2010-01-01,2025-01-01,ours\n"
      "TH,TH1,THnnn,,TH123,2027-01-01,,ours\n");
  ASSERT_TRUE(shapes.has_value());
  const Country thailand = *Country::parse("TH");
  const Day given = *parse_day("2026-03-01");
  EXPECT_FALSE(read_code(thailand, "TH-01/66", *shapes, *parse_day("2027-02-01")).well_formed());
  const Reading same = read_listed(thailand, "TH-01/66", "TH-01/66", given, *shapes);
  EXPECT_TRUE(same.well_formed());
  EXPECT_EQ(same.reads, Reads::as_issued);
  const Reading other = read_listed(thailand, "th 0166", "TH-01/66", given, *shapes);
  EXPECT_EQ(other.key, same.key);
  EXPECT_EQ(other.code, "TH-01/66");
  EXPECT_EQ(other.words, "It is read as TH-01/66.");
  const Reading former =
      read_listed(*Country::parse("ID"), "aeo12id", "AEO12ID", *parse_day("2024-03-01"), *shapes);
  EXPECT_EQ(former.shape, "ID1") << "what is typed for it elsewhere follows from that";
}

std::string_view word_of(Reads reads) {
  switch (reads) {
    case Reads::as_issued: return "as issued";
    case Reads::written_otherwise: return "written otherwise";
    case Reads::shape_unknown: return "shape unknown";
    case Reads::looks_alike: return "looks alike";
    case Reads::other_shape: return "other shape";
    case Reads::unreadable: return "unreadable";
  }
  return {};
}

struct Case {
  std::string_view what;
  std::string_view state;
  std::string_view declared;
  std::string_view reads;
  std::string_view code;  ///< how it is issued, or what it is probably meant to be
};

/// aamra.md 10.10: six shapes, and what declarants make of them.
constexpr std::array catalogue{
    Case{"Brunei", "BN", "SLMSBN-123456-789", "as issued", "SLMSBN-123456-789"},
    Case{"Indonesia, older", "ID", "AEO123456789012ID", "as issued", "AEO123456789012ID"},
    Case{"Indonesia, newer", "ID", "AEOID123456789", "as issued", "AEOID123456789"},
    Case{"Malaysia", "MY", "MY12345H100001", "as issued", "MY12345H100001"},
    Case{"Philippines", "PH", "1234-AEO-L2-567/890123456789", "as issued", "1234-AEO-L2-567/890123456789"},
    Case{"Philippines, another level", "PH", "1234-AEO-L1-567/890123456789", "as issued",
         "1234-AEO-L1-567/890123456789"},
    Case{"Singapore", "SG", "AEOSG123456789012", "as issued", "AEOSG123456789012"},
    Case{"Thailand, unpublished", "TH", "TH-0105512/66", "shape unknown", "TH-0105512/66"},

    Case{"hyphen missing", "BN", "SLMSBN123456-789", "written otherwise", "SLMSBN-123456-789"},
    Case{"all hyphens missing", "BN", "SLMSBN123456789", "written otherwise", "SLMSBN-123456-789"},
    Case{"hyphen at another place", "BN", "SLMSBN-1234-56789", "written otherwise", "SLMSBN-123456-789"},
    Case{"long dash", "BN", "SLMSBN–123456–789", "written otherwise", "SLMSBN-123456-789"},
    Case{"slash lost", "PH", "1234-AEO-L2-567890123456789", "written otherwise",
         "1234-AEO-L2-567/890123456789"},
    Case{"slash became a hyphen", "PH", "1234-AEO-L2-567-890123456789", "written otherwise",
         "1234-AEO-L2-567/890123456789"},
    Case{"slash became a blank", "PH", "1234-AEO-L2-567 890123456789", "written otherwise",
         "1234-AEO-L2-567/890123456789"},
    Case{"small letters", "MY", "my12345h100001", "written otherwise", "MY12345H100001"},
    Case{"blanks in groups", "SG", "AEOSG 1234 5678 9012", "written otherwise", "AEOSG123456789012"},
    Case{"wide characters", "SG", "ＡＥＯＳＧ１２３４５６７８９０１２", "written otherwise",
         "AEOSG123456789012"},
    Case{"hyphens where none are", "ID", "AEO-ID-123456789", "written otherwise", "AEOID123456789"},

    Case{"zero for O", "ID", "AE0ID123456789", "looks alike", "AEOID123456789"},
    Case{"zero for O in the older form", "ID", "AE0123456789012ID", "looks alike", "AEO123456789012ID"},
    Case{"O for zero", "MY", "MY12345H1OOOO1", "looks alike", "MY12345H100001"},
    Case{"I for one", "MY", "MY12345HI00001", "looks alike", "MY12345H100001"},
    Case{"one for I", "ID", "AEO1D123456789", "looks alike", "AEOID123456789"},
    Case{"one for L", "BN", "S1MSBN-123456-789", "looks alike", "SLMSBN-123456-789"},
    Case{"five for S, eight for B", "BN", "5LM58N-123456-789", "looks alike", "SLMSBN-123456-789"},
    Case{"zero for O in Philippine AEO", "PH", "1234-AE0-L2-567/890123456789", "looks alike",
         "1234-AEO-L2-567/890123456789"},

    Case{"older form cut at its end", "ID", "AEO123456789012", "other shape", ""},
    Case{"country at the wrong end", "ID", "IDAEO123456789012", "other shape", ""},
    Case{"a digit too few", "MY", "MY12345H10001", "other shape", ""},
    Case{"a digit too many", "MY", "MY12345H1000001", "other shape", ""},
    Case{"another letter for H", "MY", "MY12345K100001", "other shape", ""},
    Case{"a level that there is not", "PH", "1234-AEO-L4-567/890123456789", "other shape", ""},
    Case{"of another state", "MY", "AEOSG123456789012", "other shape", ""},
    Case{"of Japan's field", "MY", "A1234510MY00", "other shape", ""},

    Case{"nothing", "SG", "", "unreadable", ""},
    Case{"a remark around it", "SG", "AEO<SG123456789012>", "unreadable", ""},
    Case{"a letter of another script", "MY", "МY12345H100001", "unreadable", ""},
};

TEST(CodeThatWasDeclared, IsReadAsTheCatalogueSays) {
  for (const Case& one : catalogue) {
    const Reading reading = read(one.state, one.declared);
    EXPECT_EQ(word_of(reading.reads), one.reads) << one.what;
    EXPECT_EQ(reading.code, one.code) << one.what;
    const bool is_found =
        one.reads != "looks alike" && one.reads != "other shape" && one.reads != "unreadable";
    EXPECT_EQ(reading.well_formed(), is_found) << one.what;
    EXPECT_EQ(reading.words.empty(), one.reads == "as issued" || one.reads == "shape unknown") << one.what;
  }
}

TEST(CodeThatWasDeclared, HasTheSameKeyHoweverItIsWritten) {
  for (const Case& one : catalogue) {
    const Reading reading = read(one.state, one.declared);
    if (!reading.well_formed()) continue;
    EXPECT_EQ(reading.key, read(one.state, one.code).key) << one.what;
  }
  EXPECT_NE(read("ID", "AEO123456789012ID").key, read("ID", "AEOID123456789").key)
      << "the older and the newer code of a firm are two: an alias joins them";
}

TEST(CodeThatWasDeclared, HasTheShapesOfItsDay) {
  EXPECT_EQ(read("ID", "AEOID123456789").shape, "ID2");
  EXPECT_EQ(read("ID", "AEOID123456789", "2023-12-31").reads, Reads::other_shape);
  EXPECT_EQ(read("PH", "1234-AEO-L2-567/890123456789").level, "L2");
  EXPECT_EQ(read("SG", "AEOSG123456789012").level, "");
}

TEST(CodeThatWasDeclared, IsOfTheStateThatStandsBesideIt) {
  // AEOSG, twelve characters: also AEO, twelve characters, ID.
  EXPECT_EQ(read("SG", "AEOSG1234567890ID").shape, "SG1");
  EXPECT_EQ(read("ID", "AEOSG1234567890ID").shape, "ID1");
}

TEST(CodeThatWasDeclared, R_AEO_001_NoCodeSaysWhichCharacter) {
  const auto fault = fault_of(read("MY", "MY12345*"), "MY12345*", "code").value();
  EXPECT_EQ(fault.rule, "R-AEO-001");
  EXPECT_EQ(fault.pointer, "code");
  EXPECT_EQ(fault.value, "MY12345*");
  EXPECT_EQ(fault.detail,
            "It is no code of any state: character 8 is * (U+002A), which is no letter from A to Z, no digit "
            "and no separator.");
}

TEST(CodeThatWasDeclared, R_AEO_002_OfAnotherShapeSaysWhatWouldBeRight) {
  const auto detail = [](std::string_view state, std::string_view text) {
    const auto fault = fault_of(read(state, text), text, "code").value();
    EXPECT_EQ(fault.rule, "R-AEO-002");
    return fault.detail;
  };
  EXPECT_EQ(detail("ID", "AE0ID123456789"),
            "It looks like AEOID123456789, but character 3, without separators, is 0, and O is expected. "
            "Compare it with the certificate.");
  EXPECT_EQ(
      detail("MY", "MY12345K100001"),
      "Codes of MY are written MYxxxxxHnnnnnn, as MY12345H100001 (x a letter or digit, n a digit, a a "
      "letter). Compared with MYxxxxxHnnnnnn character 8, without separators, is K, and H is expected.");
  EXPECT_EQ(detail("MY", "AEOSG123456789012"),
            "Codes of MY are written MYxxxxxHnnnnnn, as MY12345H100001 (x a letter or digit, n a digit, a a "
            "letter). Compared with MYxxxxxHnnnnnn character 1, without separators, is A, and M is expected. "
            "It has the form of codes of SG.");
  EXPECT_EQ(detail("ID", "AEOID12345678"),
            "Codes of ID are written AEOxxxxxxxxxxxxID, as AEO123456789012ID; or AEOIDxxxxxxxxx, as "
            "AEOID123456789 (x a letter or digit, n a digit, a a letter). Compared with AEOIDxxxxxxxxx "
            "without separators it has 13 characters, and 14 are expected.");
  EXPECT_TRUE(
      detail("PH", "1234-AEO-L4-567/890123456789")
          .ends_with("Compared with xxxx-AEO-L1-xxx/xxxxxxxxxxxx character 9, without separators, is 4, "
                     "and 1 is expected."));
}

TEST(CodeThatWasDeclared, SaysWhereACharacterIsTakenForAnotherThatMayStandThereToo) {
  EXPECT_EQ(read("ID", "AEOID1O3456789").doubtful, "6 (I, L or 1), 7 (O or 0), 10 (S or 5), 13 (B or 8)");
  EXPECT_EQ(read("MY", "MY34679H100001").doubtful, "") << "a digit is expected at the others";
}

TEST(CodeThatWasDeclared, OfAStateWhoseShapesHoldOnOtherDaysIsNone) {
  const auto early = read("MY", "MY12345H100001", "2009-12-31");
  EXPECT_EQ(early.reads, Reads::other_shape);
  EXPECT_EQ(early.words, "No form of codes of MY holds on 2009-12-31.");
}

TEST(CodeThatWasDeclared, IsCutBetweenCharactersWhereItIsShown) {
  const std::string text(600, '*');
  EXPECT_EQ(fault_of(read("MY", text), text, "code")->rule, "R-AEO-001");
  std::string wide = "*";
  for (int i = 0; i < 300; ++i) wide += "Ｍ";
  const auto value = fault_of(read("MY", wide), wide, "code")->value;
  EXPECT_FALSE(utf8::first_bad(value)) << value.size();
}

TEST(CodeThatWasDeclared, SaysHowItIsReadWhereItIsWrittenOtherwise) {
  EXPECT_EQ(read("MY", "my12345 h100001").words,
            "It is read as MY12345H100001; it is written with other blanks, small letters.");
  EXPECT_EQ(read("PH", "1234-AEO-L2-567890123456789").words,
            "It is read as 1234-AEO-L2-567/890123456789; it is written with other separators.");
  EXPECT_FALSE(fault_of(read("MY", "my12345h100001"), "my12345h100001", "code"));
}

}  // namespace
}  // namespace lintas::aeo
