#include "core/workflow/documents_import_work.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "core/documents/exporter.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/document_lists.hpp"
#include "core/workflow/documents_import.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/office_number.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"
#include "tests/support/imported_certificate.hpp"

/// How a certificate of another state stands in lists. What is made of acts and messages stands in
/// tests/documents.
namespace lintas::workflow {
namespace {

namespace imp = documents::import_side;
using test::imported;

std::string called_for(const imp::Certificate& one) {
  std::string names;
  for (const CommandType type : kind_of_import().calls_for(State::of(one), Instant{}, Setting{}))
    names += (names.empty() ? "" : " ") +
             std::string{std::ranges::find(commands_of_import(), type, &CommandEntry::type)->name};
  return names;
}

TEST(DocumentsImportWork, StandsInTheListOfTheOfficeThatHandlesTheDeclaration) {
  EXPECT_TRUE(kind_of_import().summary(State::of(imp::Certificate{})).concerned.empty());
  imp::Certificate claimed = imported(imp::State::claimed);
  EXPECT_EQ(kind_of_import().summary(State::of(claimed)).concerned, std::vector<std::string>{""});
  claimed.office = *OfficeId::parse("THBKK001");
  const Summary summary = kind_of_import().summary(State::of(claimed));
  EXPECT_EQ(summary.concerned, (std::vector<std::string>{"", "THBKK001"}));
  EXPECT_EQ(summary.office, office_number("THBKK001"));
  EXPECT_EQ(summary.ref, "MY, MY-01, N-1");
  EXPECT_TRUE(summary.open);
  EXPECT_FALSE(kind_of_import().summary(State::of(imported(imp::State::cancelled))).open);
}

TEST(DocumentsImportWork, IsFoundByItsExporterWhileItLives) {
  imp::Certificate one = imported(imp::State::valid);
  one.exporter = *documents::ExporterNumber::parse("199801023456");
  const std::vector<std::string> found{"", "exporter MY199801023456"};
  EXPECT_EQ(kind_of_import().summary(State::of(one)).concerned, found) << "its state stands in front";
  one.exporter = *documents::ExporterNumber::parse("MY199801023456");
  EXPECT_EQ(kind_of_import().summary(State::of(one)).concerned, found);
  one.state = imp::State::cancelled;
  EXPECT_EQ(kind_of_import().summary(State::of(one)).concerned, std::vector<std::string>{""});
}

TEST(DocumentsImportWork, IsFoundByTheDeclarationsThatClaimOrHaveUsedIt) {
  const auto lists = [](const imp::Certificate& one) {
    return kind_of_import().summary(State::of(one)).concerned;
  };
  imp::Certificate one = imported(imp::State::valid);
  one.declaration = "D-1";
  EXPECT_EQ(lists(one), std::vector<std::string>{""}) << "its claim was released";
  one.claimed = Instant{};
  EXPECT_EQ(lists(one), (std::vector<std::string>{"", "declaration D-1"}));
  one.declaration = std::string(36, '9');
  EXPECT_EQ(lists(one), std::vector<std::string>{""}) << "no number of a declaration";
  one.declaration = "D-1";
  one.uses = {{.declaration = "D-1", .lines = {}}, {.declaration = "D-2", .lines = {}}};
  EXPECT_EQ(lists(one), (std::vector<std::string>{"", "declaration D-1", "declaration D-2"}));
  for (std::size_t i = 0; i < listed_declarations_max; ++i) one.uses.push_back({"U" + std::to_string(i), {}});
  EXPECT_EQ(lists(one).size(), listed_declarations_max + 2) << "all, the claim, and the newest uses";
}

TEST(DocumentsImportWork, StandsOpenWhereItWasAskedForUntilThatIsAnswered) {
  imp::Certificate asked = imported(imp::State::none);
  asked.asked_by = *OfficeId::parse("THBKK001");
  asked.is_asked_for = true;
  Summary summary = kind_of_import().summary(State::of(asked));
  EXPECT_EQ(summary.concerned, (std::vector<std::string>{"", "THBKK001"}));
  EXPECT_EQ(summary.office, office_number("THBKK001"));
  EXPECT_EQ(summary.ref, "MY, MY-01, N-1");
  EXPECT_TRUE(summary.open);
  asked.is_asked_for = false;
  summary = kind_of_import().summary(State::of(asked));
  EXPECT_FALSE(summary.open);
  EXPECT_EQ(summary.ref, "MY, MY-01, N-1");
}

TEST(DocumentsImportWork, APageStandsInTheListOfTheOfficeThatRecordedIt) {
  imp::Certificate page = imported(imp::State::differs);
  page.came = imp::Came::paper;
  page.page_office = *OfficeId::parse("THSDO001");
  EXPECT_EQ(kind_of_import().summary(State::of(page)).office, office_number("THSDO001"));
  page.office = *OfficeId::parse("THBKK001");
  EXPECT_EQ(kind_of_import().summary(State::of(page)).office, office_number("THBKK001"))
      << "from its claim on it is of the office of the declaration";
}

TEST(DocumentsImportWork, CallsForWhatLeadsOn) {
  EXPECT_EQ(called_for(imported(imp::State::valid)), "");
  EXPECT_EQ(called_for(imported(imp::State::claimed)), "import.accept import.refuse");
  EXPECT_EQ(called_for(imported(imp::State::mfn)), "import.settle_classification") << "once";
  EXPECT_EQ(called_for(imported(imp::State::conflict)), "import.keep_use import.reverse_use");
  imp::Certificate page = imported(imp::State::differs);
  EXPECT_EQ(called_for(page), "import.take_data") << "the page is of another name";
  page.came = imp::Came::paper;
  EXPECT_EQ(called_for(page), "import.take_data import.keep_paper");
  page.state = imp::State::valid;
  EXPECT_EQ(called_for(page), "");
  page.differing = imp::Differing{};
  EXPECT_EQ(called_for(page), "import.take_data") << "they are still here";
  imp::Certificate used = imported(imp::State::accepted);
  used.not_taken = {{.rule = "R-DOC-005", .pointer = {}, .detail = {}}};
  EXPECT_EQ(called_for(used), "import.say_again import.check") << "the issuer cannot book the use";
  used.not_taken = {{.rule = "SCH-008", .pointer = {}, .detail = {}}};
  EXPECT_EQ(called_for(used), "import.say_again") << "the fault may be its own";
  used.state = imp::State::conflict;
  EXPECT_EQ(called_for(used), "import.keep_use import.reverse_use") << "each is told";
}

TEST(DocumentsImportWork, ADeclarationMayUseAtOnceWhatMayBeClaimedOrIs) {
  const auto may_use = [](imp::State state) {
    return std::ranges::any_of(
        kind_of_import().possible(State::of(imported(state))), [](const Possible& one) {
          return one.type == command_in(import_block, 18) && one.words == "use at once";
        });
  };
  for (const imp::State state :
       {imp::State::valid, imp::State::part_used, imp::State::expired, imp::State::claimed})
    EXPECT_TRUE(may_use(state));
  for (const imp::State state : {imp::State::accepted, imp::State::differs, imp::State::cancelled})
    EXPECT_FALSE(may_use(state));
}

TEST(DocumentsImportWork, ACheckCallsForNothingUntilTheReplyOrTheEndOfItsDays) {
  imp::Certificate checked = imported(imp::State::under_check);
  EXPECT_EQ(called_for(checked), "");
  checked.not_taken = {{.rule = "SCH-008", .pointer = {}, .detail = {}}};
  checked.alarm = imp::Alarm::not_taken;
  EXPECT_EQ(called_for(checked), "import.say_again") << "the issuer has its ninety days all the same";
  checked.not_taken.clear();
  checked.alarm = imp::Alarm::no_reply;
  EXPECT_EQ(called_for(checked), "import.refuse");
  checked.reply_came = true;
  EXPECT_EQ(called_for(checked), "import.refuse import.end_check");
}

}  // namespace
}  // namespace lintas::workflow
