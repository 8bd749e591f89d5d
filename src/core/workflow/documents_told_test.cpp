#include "core/workflow/documents_told.hpp"

#include <chrono>
#include <gtest/gtest.h>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/limits.hpp"
#include "core/documents/messages.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "tests/support/guarantee_setting.hpp"

namespace lintas::workflow {
namespace {

const Instant evening = *parse_instant("2026-03-02T20:00:00Z");

class DocumentsToldTest : public testing::Test {
 protected:
  test::GuaranteeSetting malaysia;
  Setting setting = malaysia.get();
  Command command{.id = HttpCommandId{},
                  .type = command_of_message(documents::co_issue),
                  .at = evening,
                  .actor = {.role = access::Role::partner_node, .party = "TH"}};
};

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
