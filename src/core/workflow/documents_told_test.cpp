#include "core/workflow/documents_told.hpp"

#include <chrono>
#include <gtest/gtest.h>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/limits.hpp"
#include "tests/support/documents_evening.hpp"

namespace lintas::workflow {
namespace {

class DocumentsToldTest : public test::DocumentsEvening {};

TEST_F(DocumentsToldTest, DaysAreThoseOfTheOfficeOrOfTheStatesFirst) {
  for (const auto* office : {"MYBKH001", "MY-01"}) {
    const DocumentsTold told{command, office, setting};
    EXPECT_EQ(told.context(std::nullopt).today(), *parse_day("2026-03-03")) << office;
  }
}

TEST_F(DocumentsToldTest, LimitsAreThoseOfTheDayOfIssue) {
  const DocumentsTold told{command, "", setting};
  EXPECT_EQ(&told.context(*parse_day("2021-01-01")).limits, &documents::limits_on(*parse_day("2021-01-01")));
  EXPECT_EQ(&told.context(std::nullopt).limits, &documents::limits_on(*parse_day("2026-03-03")));
  EXPECT_NE(&told.context(*parse_day("2021-01-01")).limits, &told.context(std::nullopt).limits);
}

TEST_F(DocumentsToldTest, ReadsWhatIsSaid) {
  documents::Letter letter;
  letter.text = "as agreed";
  command.content = to_cbor(letter);
  EXPECT_EQ(letter_of_command(command), letter);
}

}  // namespace
}  // namespace lintas::workflow
