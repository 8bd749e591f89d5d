#include "core/workflow/documents_telling.hpp"

#include <gtest/gtest.h>

#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/documents/messages.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/tables.hpp"
#include "core/seed/seed.hpp"
#include "tests/support/documents_evening.hpp"

namespace lintas::workflow {
namespace {

class DocumentsTellingTest : public test::DocumentsEvening {};

TEST_F(DocumentsTellingTest, KnowsTheOfficesOfThisStateByTheirCodes) {
  EXPECT_NE(office_of_documents("MYBKH001", evening, setting), nullptr);
  for (const auto* none : {"MYXXX001", "THBKK001", "MY-01", ""})
    EXPECT_EQ(office_of_documents(none, evening, setting), nullptr) << none;
}

TEST_F(DocumentsTellingTest, ReadsWhoSaysWhat) {
  EXPECT_EQ(number_of_message(command.type), documents::co_issue);
  EXPECT_EQ(partner_of(command), Country::parse("TH").value());
  command.actor = {.role = access::Role::exporter, .party = "TH"};
  EXPECT_FALSE(partner_of(command).has_value());
}

TEST_F(DocumentsTellingTest, R_ASW_102_AsksTheTableWhatIsExchangedToday) {
  const refdata::Snapshot reference = seed::reference(Country::parse("MY").value());
  setting.reference = &reference;
  const DocumentsTelling telling{command, "", setting};
  EXPECT_EQ(telling.today(), *parse_day("2026-03-03"));
  const auto state = [](const char* code) { return Country::parse(code).value(); };
  using refdata::DocumentProcess;
  EXPECT_TRUE(telling.exchanges("e_form_d", DocumentProcess::issue, state("MY"), state("TH")));
  EXPECT_TRUE(telling.exchanges("acdd", DocumentProcess::issue, state("SG"), state("KH")));
  EXPECT_FALSE(telling.exchanges("acdd", DocumentProcess::issue, state("SG"), state("TH")));
}

}  // namespace
}  // namespace lintas::workflow
