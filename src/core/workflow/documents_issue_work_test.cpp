#include "core/workflow/documents_issue_work.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/verification/state.hpp"
#include "core/documents/verification/table.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/documents_issue.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/office_number.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"
#include "tests/support/documents_stage.hpp"

/// How a certificate stands in lists. What is made of acts and messages stands in tests/documents.
namespace lintas::workflow {
namespace {

namespace iss = documents::issue_side;
namespace ver = documents::verification;

Issued certificate(iss::State state) {
  Issued issued;
  issued.certificate.state = state;
  issued.certificate.document = *documents::DocumentId::parse("D-1");
  issued.certificate.exporter = *Tin::parse("MY199801023456");
  issued.certificate.contents.reference = test::reference("MY", "N-1");
  issued.certificate.contents.reference.office = *documents::IssuingOffice::parse("MYPKG001");
  return issued;
}
AskedRequest asked(ver::State state, std::optional<Instant> due = std::nullopt) {
  AskedRequest one;
  one.request.state = state;
  one.request.due = due;
  return one;
}
Summary summary_of(const Issued& issued) { return kind_of_issue().summary(State::of(issued)); }
/// "issue.refuse issue.return"
std::string called_for(const Issued& issued) {
  std::string names;
  for (const CommandType type : kind_of_issue().calls_for(State::of(issued), Instant{}, Setting{}))
    names += (names.empty() ? "" : " ") +
             std::string{std::ranges::find(commands_of_issue(), type, &CommandEntry::type)->name};
  return names;
}
bool may(const Issued& issued, std::string_view name) {
  const auto entry = std::ranges::find(commands_of_issue(), name, &CommandEntry::name);
  const auto acts = kind_of_issue().possible(State::of(issued));
  return std::ranges::find(acts, entry->type, &Possible::type) != acts.end();
}

TEST(DocumentsIssueWork, StandsInTheListsOfOfficeAndExporter) {
  EXPECT_TRUE(summary_of(Issued{}).concerned.empty()) << "others only asked for it";
  const Summary applied = summary_of(certificate(iss::State::applied));
  EXPECT_EQ(applied.concerned, (std::vector<std::string>{"", "MYPKG001", "MY199801023456"}));
  EXPECT_EQ(applied.office, office_number("MYPKG001"));
  EXPECT_EQ(applied.ref, "D-1");
  Issued issued = certificate(iss::State::issued);
  issued.certificate.issued = *parse_day("2026-03-02");
  EXPECT_EQ(summary_of(issued).ref, "MY, MYPKG001, N-1");
  EXPECT_EQ(summary_of(issued).concerned,
            (std::vector<std::string>{"", "MYPKG001", "MY199801023456", "exporter MY199801023456"}))
      << "beside the goods of a movement it is found by its exporter";
  issued.certificate.state = iss::State::cancelled;
  EXPECT_EQ(summary_of(issued).concerned, applied.concerned);
}

TEST(DocumentsIssueWork, WhatIsAskedOfANumberThatNobodyGaveStandsInTheListOfItsOffice) {
  Issued unknown;
  unknown.requests = {asked(ver::State::requested)};
  unknown.requests[0].certificate = test::reference("MY", "N-66");
  unknown.requests[0].certificate.office = *documents::IssuingOffice::parse("MYPKG001");
  const Summary summary = summary_of(unknown);
  EXPECT_EQ(summary.concerned, (std::vector<std::string>{"", "MYPKG001"}));
  EXPECT_EQ(summary.office, office_number("MYPKG001"));
  EXPECT_EQ(summary.ref, "MY, MYPKG001, N-66");
  EXPECT_TRUE(summary.open);
  EXPECT_EQ(called_for(unknown), "verification.answer");
}

TEST(DocumentsIssueWork, ADraftStandsInTheListOfItsExporterAlone) {
  const Summary draft = summary_of(certificate(iss::State::draft));
  EXPECT_EQ(draft.concerned, (std::vector<std::string>{"", "MY199801023456"}));
  EXPECT_EQ(draft.office, Summary{}.office);
  EXPECT_EQ(summary_of(certificate(iss::State::closed)).concerned, draft.concerned) << "it was deleted";
}

TEST(DocumentsIssueWork, IsOpenAsLongAsARequestIs) {
  Issued used = certificate(iss::State::utilised);
  EXPECT_FALSE(summary_of(used).open);
  used.requests = {asked(ver::State::verified),
                   asked(ver::State::requested, Instant{std::chrono::seconds{5}})};
  EXPECT_TRUE(summary_of(used).open);
  EXPECT_EQ(summary_of(used).status, request_statuses + std::to_underlying(ver::State::requested));
  EXPECT_EQ(summary_of(used).due, Instant{std::chrono::seconds{5}});
}

TEST(DocumentsIssueWork, CallsForWhatLeadsOn) {
  EXPECT_EQ(called_for(certificate(iss::State::applied)), "issue.refuse issue.return issue.approve");
  EXPECT_EQ(called_for(certificate(iss::State::available)), "");
  Issued lost = certificate(iss::State::issued);
  lost.certificate.lost = {test::reference("VN", "V-1")};
  EXPECT_EQ(called_for(lost), "issue.keep_with_another");
  Issued checked = certificate(iss::State::available);
  checked.requests = {asked(ver::State::requested), asked(ver::State::requested)};
  EXPECT_EQ(called_for(checked), "verification.answer") << "once";
}

TEST(DocumentsIssueWork, CallsForTheAnswerThatComesByLetter) {
  Issued cancelled = certificate(iss::State::cancel_pending);
  cancelled.certificate.cancellation_sent = true;
  EXPECT_EQ(called_for(cancelled), "issue.answered_by_letter") << "it went by letter";
  cancelled.certificate.cancelled_as_data = true;
  EXPECT_EQ(called_for(cancelled), "");
  cancelled.certificate.rung = {.at = Instant{}, .trigger = iss::Trigger::no_answer};
  EXPECT_EQ(called_for(cancelled), "issue.answered_by_letter") << "no message came for days";
  cancelled.certificate.cancelled_as_data = false;
  cancelled.certificate.state = iss::State::available;
  EXPECT_EQ(called_for(cancelled), "") << "it was withdrawn";
  EXPECT_TRUE(may(cancelled, "issue.answered_by_letter")) << "and carried out all the same";
  EXPECT_FALSE(may(certificate(iss::State::available), "issue.answered_by_letter"));
  cancelled.certificate.cancelled_as_data = true;
  cancelled.certificate.rung.reset();
  EXPECT_FALSE(may(cancelled, "issue.answered_by_letter")) << "its answer is a message";
  cancelled.certificate.unanswered = Instant{};
  EXPECT_TRUE(may(cancelled, "issue.answered_by_letter")) << "withdrawn, and no message came";
}

TEST(DocumentsIssueWork, NamesTheActsThatAStateTakes) {
  EXPECT_TRUE(may(certificate(iss::State::draft), "issue.submit"));
  EXPECT_FALSE(may(certificate(iss::State::draft), "issue.approve"));
  EXPECT_FALSE(may(certificate(iss::State::available), "issue.keep_with_another"));
  EXPECT_FALSE(may(certificate(iss::State::applied), "verification.record"));
  Issued issued = certificate(iss::State::available);
  issued.certificate.issued = *parse_day("2026-03-02");
  EXPECT_TRUE(may(issued, "verification.record"));
}

}  // namespace
}  // namespace lintas::workflow
