#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "core/access/access.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/stored.hpp"
#include "shell/app/decider.hpp"
#include "shell/app/heads.hpp"
#include "shell/app/stream.hpp"
#include "tests/support/field_numbers.hpp"

namespace lintas::app {
namespace {

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

void expect_committed(const test::FieldDifferences& differences) {
  EXPECT_EQ(joined(differences.not_listed), "") << "add these lines to data/field-numbers.csv";
  EXPECT_EQ(joined(differences.not_in_the_code), "") << "a field is never removed or changed";
}

TEST(StoredRecords, keep_the_field_numbers_of_the_committed_list) {
  expect_committed(
      test::compare_with_committed<workflow::Origin, workflow::SentMark, workflow::ReceivedMark,
                                   workflow::EventBody, workflow::StoredId, workflow::StoredCommand,
                                   workflow::StoredFinding, workflow::StoredReply, workflow::TimerParts,
                                   StoredPayload, ParkedRecord, LaneRecord, WaitingRecord, ResendRequest,
                                   GivenUp, DropParked, workflow::LetterDecision, workflow::DenialRecord,
                                   workflow::IdentityRecord, workflow::TextOfEvent, workflow::Texts>(
          "workflow.", LINTAS_ROOT));
  expect_committed(test::compare_with_committed<access::Actor>("access.", LINTAS_ROOT));
  expect_committed(
      test::compare_with_committed<SignedHead, ShownHead, HeadRequest, Contradiction>("audit.", LINTAS_ROOT));
}

}  // namespace
}  // namespace lintas::app
