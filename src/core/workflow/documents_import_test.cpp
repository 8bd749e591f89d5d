#include "core/workflow/documents_import.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/office_number.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"
#include "tests/support/documents_stage.hpp"

/// How a certificate of another state stands in lists. What is made of acts and messages stands in
/// tests/documents.
namespace lintas::workflow {
namespace {

namespace imp = documents::import_side;

imp::Certificate certificate(imp::State state) {
  imp::Certificate made;
  made.state = state;
  made.contents.reference = test::reference("MY", "N-1");
  return made;
}
std::string called_for(const imp::Certificate& one) {
  std::string names;
  for (const CommandType type : kind_of_import().calls_for(State::of(one), Instant{}, Setting{}))
    names += (names.empty() ? "" : " ") +
             std::string{std::ranges::find(commands_of_import(), type, &CommandEntry::type)->name};
  return names;
}

TEST(DocumentsImport, StandsInTheListOfTheOfficeThatHandlesTheDeclaration) {
  EXPECT_TRUE(kind_of_import().summary(State::of(imp::Certificate{})).concerned.empty());
  imp::Certificate claimed = certificate(imp::State::claimed);
  EXPECT_EQ(kind_of_import().summary(State::of(claimed)).concerned, std::vector<std::string>{""});
  claimed.office = *OfficeId::parse("THBKK001");
  const Summary summary = kind_of_import().summary(State::of(claimed));
  EXPECT_EQ(summary.concerned, (std::vector<std::string>{"", "THBKK001"}));
  EXPECT_EQ(summary.office, office_number("THBKK001"));
  EXPECT_EQ(summary.ref, "MY, MY-01, N-1");
  EXPECT_TRUE(summary.open);
  EXPECT_FALSE(kind_of_import().summary(State::of(certificate(imp::State::cancelled))).open);
}

TEST(DocumentsImport, CallsForWhatLeadsOn) {
  EXPECT_EQ(called_for(certificate(imp::State::valid)), "");
  EXPECT_EQ(called_for(certificate(imp::State::claimed)), "import.accept import.refuse");
  EXPECT_EQ(called_for(certificate(imp::State::mfn)), "import.settle_classification") << "once";
  EXPECT_EQ(called_for(certificate(imp::State::conflict)), "import.keep_use import.reverse_use");
}

TEST(DocumentsImport, ACheckCallsForNothingUntilTheReplyOrTheEndOfItsDays) {
  imp::Certificate checked = certificate(imp::State::under_check);
  EXPECT_EQ(called_for(checked), "");
  checked.alarm = imp::Alarm::no_reply;
  EXPECT_EQ(called_for(checked), "import.refuse");
  checked.reply_came = true;
  EXPECT_EQ(called_for(checked), "import.refuse import.end_check");
}

}  // namespace
}  // namespace lintas::workflow
