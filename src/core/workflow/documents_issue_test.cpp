#include "core/workflow/documents_issue.hpp"

#include <gtest/gtest.h>
#include <string>
#include <variant>

#include "base/fields.hpp"
#include "core/access/access.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/messages.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "tests/support/documents_stage.hpp"

/// Who sees a certificate that was issued here, and where messages about one lead. What is made of acts and
/// messages stands in tests/documents.
namespace lintas::workflow {
namespace {

namespace iss = documents::issue_side;

const Setting in_malaysia{.home = Country::parse("MY").value()};

TEST(DocumentsIssue, ADraftIsItsExportersAloneAndTheImportingStateSeesWhatIsForIt) {
  Issued issued;
  issued.certificate.state = iss::State::draft;
  issued.certificate.exporter = *Tin::parse("MY199801023456");
  issued.certificate.contents.reference = test::reference("MY", "N-1");
  issued.certificate.contents.importer = Country::parse("TH").value();
  const auto ties = [&](access::Role role, const char* party, const char* office) {
    const access::Relations all = kind_of_issue().relations(
        State::of(issued), {.role = role, .party = party, .person = "ONE", .office = office}, in_malaysia);
    return std::string{all.has(access::Relation::own) ? "own " : ""} +
           (all.has(access::Relation::office) ? "office " : "") +
           (all.has(access::Relation::route_state) ? "state" : "");
  };
  EXPECT_EQ(ties(access::Role::exporter, "MY199801023456", ""), "own ");
  EXPECT_EQ(ties(access::Role::other_agency, "", "MY-01"), "");
  issued.certificate.state = iss::State::applied;
  EXPECT_EQ(ties(access::Role::other_agency, "", "MY-01"), "office ");
  EXPECT_EQ(ties(access::Role::other_agency, "", "MY-02"), "");
  EXPECT_EQ(ties(access::Role::partner_node, "TH", ""), "state");
  EXPECT_EQ(ties(access::Role::partner_node, "VN", ""), "");
}

TEST(DocumentsIssue, AMessageAboutAnotherStatesCertificateLeadsNowhere) {
  const auto is_new = [](const char* state) {
    Command command;
    command.type = command_of_message(documents::co_response);
    command.content = to_cbor(documents::Letter{.certificate = test::reference(state, "N-1")});
    const Located located = locate_message_at_issue(command, in_malaysia);
    return std::holds_alternative<Slot::New>(located.slots.at(0).by);
  };
  EXPECT_TRUE(is_new("TH"));
  EXPECT_FALSE(is_new("MY"));
}

}  // namespace
}  // namespace lintas::workflow
