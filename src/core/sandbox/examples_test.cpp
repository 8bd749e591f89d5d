#include "core/sandbox/examples.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "tests/support/golden.hpp"

namespace lintas::sandbox {
namespace {

using namespace std::chrono_literals;

TEST(Examples, AreThoseOfTheTree) {
  ASSERT_FALSE(examples().empty());
  for (const File& file : examples()) {
    EXPECT_EQ(file.text, test::read_file(LINTAS_ROOT "/examples/" + std::string{file.name}));
    EXPECT_TRUE(file.text.contains("<preparationDateAndTime>" + to_text(examples_written))) << file.name;
  }
  EXPECT_TRUE(std::ranges::is_sorted(examples(), {}, &File::name));
  EXPECT_EQ(registers(), test::read_file(LINTAS_ROOT "/examples/registers.csv"));
}

TEST(Examples, OnlyDaysBehindTheirMarksAreMoved) {
  constexpr std::array<std::string_view, 2> marks{"<limitDate>", ";"};
  EXPECT_EQ(moved("<limitDate>2026-11-30<", marks, std::chrono::days{2}), "<limitDate>2026-12-02<");
  EXPECT_EQ(moved("XE1234K;2027-03-31;x", marks, std::chrono::days{-31}), "XE1234K;2027-02-28;x");
  EXPECT_EQ(moved("CN-2026-11-30 ;; <limitDate>soon", marks, std::chrono::days{2}),
            "CN-2026-11-30 ;; <limitDate>soon");
  EXPECT_EQ(moved("; 2026-11-30;2026-02-30", marks, std::chrono::days{2}), "; 2026-11-30;2026-02-30")
      << "there is no such day";
}

TEST(Examples, AnElementGetsAnotherValueWhereverItStands) {
  EXPECT_EQ(put("<a>1</a><ab>1</ab><a></a>", "a", "22"), "<a>22</a><ab>1</ab><a>22</a>");
  EXPECT_EQ(put("<a>1", "a", "22"), "<a>1") << "what does not end stays";
}

TEST(Examples, AnElementGoesWithItsLine) {
  EXPECT_EQ(without("<x>\n  <a>1</a>\n  <b/>\n</x>", "a"), "<x>\n  <b/>\n</x>");
  EXPECT_EQ(without("<x><a>1</a><a>2</a></x>", "a"), "<x></x>");
}

}  // namespace
}  // namespace lintas::sandbox
