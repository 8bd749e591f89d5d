#include <array>
#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/attachments/abroad.hpp"
#include "core/attachments/file.hpp"
#include "core/attachments/letter.hpp"
#include "core/attachments/limits.hpp"
#include "core/attachments/media.hpp"
#include "core/attachments/records.hpp"
#include "core/awsc/declaration.hpp"
#include "core/awsc/import/commands.hpp"
#include "core/awsc/import/state.hpp"
#include "core/awsc/import/table.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/commands.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/results.hpp"
#include "core/documents/verification/commands.hpp"
#include "core/documents/verification/state.hpp"
#include "core/documents/verification/table.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/readers.hpp"
#include "core/refdata/tables.hpp"
#include "core/workflow/attachments_abroad.hpp"
#include "core/workflow/attachments_part.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/office_number.hpp"
#include "tests/support/documents_world.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/samples.hpp"
#include "tests/support/sha256.hpp"

/// Singapore has Malaysia verify an origin declaration of a Malaysian exporter (ADR 0052).
namespace lintas {
namespace {

using namespace std::chrono_literals;
using test::DocumentsWorld;
namespace org = awsc::import_side;
namespace imp = documents::import_side;
namespace ver = documents::verification;
using documents::Result;
namespace att = attachments;

const Country singapore = *Country::parse("SG");

class OriginChecks : public testing::Test {
 protected:
  OriginChecks() {
    for (const std::string state : {"MY", "SG"}) world.node(state).set_partners({"MY", "SG"});
    EXPECT_EQ(world.record_exporter(klang, example("my-certified-exporter")), "ok");
    world.deliver_all();
    world.set_time(now);  // the declaration is of a day on which the exporter was in the register
    EXPECT_EQ(world.present(tuas, example("my-sg-origin-declaration")), "ok");
  }
  static std::string example(const std::string& name) {
    return test::read_file(std::string{LINTAS_ROOT "/examples/documents/"} + name + ".xml");
  }
  std::string check(std::vector<std::uint32_t> items = {}) {
    return world.at_origin(tuas, org::CheckDeclaration{.reference = invoice,
                                                       .items = std::move(items),
                                                       .reason = "the factory is closed",
                                                       .request = number});
  }
  std::string answer(const std::string& text = "the firm makes them itself",
                     const std::string& office = klang) {
    return world.verify("MY", DocumentsWorld::authority(office),
                        ver::AnswerRequest{.certificate = proof, .request = number, .text = text});
  }
  ver::Request request() { return world.asked_about(invoice).request(singapore, number); }
  org::Declaration declaration() { return world.presented("SG", invoice); }
  void pass(std::chrono::hours time) {
    now += time;
    world.set_time(now);
    world.ring();
  }
  /// The authority brings a file with what was asked.
  std::string show(std::string_view text, const std::string& name) {
    world.files("MY").all[hash_of(text)] = copy_of(as_bytes(text));
    const att::File file{
        .hash = hash_of(text), .size = static_cast<std::int64_t>(text.size()), .media = att::Media::csv};
    const access::Actor by = DocumentsWorld::authority(klang);
    const auto kept =
        world.ask("MY", world.node("MY").command(
                            by, workflow::keep_attachment,
                            workflow::KeepAttachment{.file = file, .most = att::bounds::office_bytes_max}));
    if (kept != "ok") return kept;
    const auto stream = world.node("MY").store().find(workflow::unknown_certificate_key(proof));
    const workflow::AttachmentOf which{.document = stream.value_or(workflow::StreamId::none),
                                       .kind = workflow::issue_stream,
                                       .hash = file.hash};
    return world.ask("MY", world.node("MY").command(by, workflow::add_attachment,
                                                    workflow::AddAttachment{.which = which, .name = name}));
  }
  /// Customs that asked wants it, or reads it.
  std::string at_customs(workflow::CommandType type, std::string_view text) {
    const auto stream = world.node("SG").store().find(workflow::origin_key(invoice));
    const workflow::FetchedAttachment content{.which = {.document = stream.value_or(workflow::StreamId::none),
                                                        .kind = workflow::origin_stream,
                                                        .hash = hash_of(text)},
                                              .name = known_as};
    return world.ask("SG", world.node("SG").command(DocumentsWorld::customs(tuas), type, content));
  }
  static Hash256 hash_of(std::string_view text) { return test::sha256(std::array{as_bytes(text)}); }
  /// Between the two states checks go by letter from now on.
  void switch_off() {
    for (const std::string state : {"MY", "SG"}) {
      world.node(state).setting().change_reference([](refdata::Tables& tables) {
        tables.document_pairs = refdata::read_document_pairs(
                                    "kind,process,from_state,to_state,on,from,until,source\n"
                                    "origin_declaration,verification,*,*,no,2026-01-01,,test\n")
                                    .value();
      });
    }
  }

  inline static const std::string klang = "MYPKG001";
  inline static const std::string tuas = "SGTUS001";
  Instant now = *parse_instant("2026-11-24T04:00:00Z");
  DocumentsWorld world{now - 14 * 24h, {"MY", "SG", "TH"}};
  const awsc::DeclarationReference invoice{.state = *Country::parse("MY"),
                                           .code = *awsc::AuthorisationCode::parse("0217/MY07"),
                                           .document = *awsc::CarrierNumber::parse("KLPG/26/11/0417")};
  const documents::Reference proof = awsc::proof_of(invoice);
  const documents::DocumentId number = DocumentsWorld::id("SG-7");
  const att::DocumentName known_as{
      .state = "MY", .kind = "origin_declaration", .office = "0217/MY07", .number = "KLPG/26/11/0417"};
};

TEST_F(OriginChecks, AreAskedAnsweredAndDecided) {
  EXPECT_EQ(check(), "ok");
  EXPECT_EQ(world.on_the_way(), "CO.VERIFY.REQ>MY");
  world.deliver_all();
  EXPECT_EQ(request().state, ver::State::requested);
  EXPECT_TRUE(declaration().request_received.has_value()) << "its L2 came back";
  EXPECT_EQ(answer(""), "R-DOC-002");
  EXPECT_EQ(answer(), "ok");
  EXPECT_EQ(world.on_the_way(), "CO.VERIFY.RESULT>SG");
  world.deliver_all();
  EXPECT_TRUE(declaration().reply_came);
  EXPECT_EQ(world.at_origin(tuas, org::EndCheck{.reference = invoice, .text = "satisfied"}), "ok");
  EXPECT_EQ(declaration().state, org::State::accepted);
  EXPECT_EQ(world.on_the_way(), "CO.VERIFY.DECISION>MY");
  world.deliver_all();
  EXPECT_EQ(request().state, ver::State::verified);
}

TEST_F(OriginChecks, APreferenceIsRefusedAndTheAuthorityIsTold) {
  (void)check();
  world.deliver_all();
  (void)answer("no such goods left the factory");
  world.deliver_all();
  EXPECT_EQ(
      world.at_origin(
          tuas, org::RefuseItems{.reference = invoice, .result = Result::n11, .reason = "not made there"}),
      "ok");
  world.deliver_all();
  EXPECT_EQ(declaration().state, org::State::refused);
  EXPECT_EQ(request().state, ver::State::verified);
}

TEST_F(OriginChecks, R_ASW_081_TheClockOfTheAnswerRunsAtTheAuthority) {
  (void)check();
  world.deliver_all();
  pass(61 * 24h);
  EXPECT_EQ(request().alarm, ver::Alarm::answer_due);
  EXPECT_EQ(declaration().alarm, std::nullopt) << "who asked has nothing to do yet";
  pass(30 * 24h);
  EXPECT_EQ(declaration().alarm, org::Alarm::no_reply);
  EXPECT_EQ(
      world.at_origin(
          tuas, org::RefuseItems{.reference = invoice, .result = Result::n11, .reason = "no answer came"}),
      "ok");
  world.deliver_all();
  EXPECT_EQ(request().state, ver::State::verified) << "decided without its answer";
}

TEST_F(OriginChecks, ARequestThatNobodyDecidesOnEnds) {
  (void)check();
  world.deliver_all();
  for (int i = 0; i < 5; ++i) pass(45 * 24h);
  EXPECT_EQ(request().state, ver::State::undecided);
  EXPECT_EQ(declaration().alarm, org::Alarm::whole_process);
}

TEST_F(OriginChecks, AVisitIsAnnouncedAndSilenceIsNoConsent) {
  (void)check();
  world.deliver_all();
  (void)answer();
  world.deliver_all();
  EXPECT_EQ(world.at_origin(tuas, org::NotifyVisit{.reference = invoice, .all_notified = true}), "ok");
  world.deliver_all();
  EXPECT_EQ(request().state, ver::State::visit_asked);
  pass(31 * 24h);
  EXPECT_EQ(request().state, ver::State::answered);
  world.deliver_all();
  EXPECT_EQ(world.at_origin(
                tuas, org::RefuseItems{.reference = invoice, .result = Result::n11, .reason = "no consent"}),
            "ok");
}

TEST_F(OriginChecks, TheAuthorityThatCertifiesAnswersAndNobodyElse) {
  (void)check();
  world.deliver_all();
  EXPECT_EQ(answer("x", "MYBKH001"), "ACC-002");
  EXPECT_EQ(world.verify("MY", DocumentsWorld::customs(klang),
                         ver::AnswerRequest{.certificate = proof, .request = number, .text = "x"}),
            "ACC-001");
  EXPECT_EQ(answer(), "ok");
}

TEST_F(OriginChecks, OfACodeThatNobodyHasTheAuthoritySaysSo) {
  auto forged = test::with(example("my-sg-origin-declaration"), "0217/MY07", "9999/MY99");
  ASSERT_EQ(world.present(tuas, forged), "ok");
  const awsc::DeclarationReference reference{.state = invoice.state,
                                             .code = *awsc::AuthorisationCode::parse("9999/MY99"),
                                             .document = invoice.document};
  EXPECT_EQ(world.at_origin(tuas,
                            org::CheckDeclaration{
                                .reference = reference, .reason = "nobody has this code", .request = number}),
            "ok");
  world.deliver_all();
  EXPECT_EQ(world.verify("MY", DocumentsWorld::authority(klang),
                         ver::AnswerRequest{.certificate = awsc::proof_of(reference),
                                            .request = number,
                                            .text = "there is no such exporter"}),
            "ok");
  world.deliver_all();
  EXPECT_TRUE(world.presented("SG", reference).reply_came);
}

TEST_F(OriginChecks, R_ASW_102_GoByLetterWhereTheStatesDoNotExchangeThem) {
  switch_off();
  EXPECT_EQ(check(), "ok");
  EXPECT_EQ(world.on_the_way(), "");
  EXPECT_EQ(world.verify("MY", DocumentsWorld::authority(klang),
                         ver::RecordRequest{.certificate = proof,
                                            .request = number,
                                            .items = {},
                                            .reason = "the factory is closed",
                                            .received_on = std::chrono::floor<std::chrono::days>(now)}),
            "ok");
  EXPECT_EQ(world.asked_about(invoice).request(std::nullopt, number).state, ver::State::requested);
  EXPECT_EQ(answer(), "ok");
  EXPECT_EQ(world.on_the_way(), "");
  EXPECT_EQ(
      world.at_origin(tuas, org::RecordReply{.reference = invoice, .request = number, .text = "letter 9"}),
      "ok");
  EXPECT_EQ(world.at_origin(tuas, org::EndCheck{.reference = invoice}), "ok");
  EXPECT_EQ(world.on_the_way(), "");
}

TEST_F(OriginChecks, AnotherStateSaysNothingOfACheck) {
  (void)check();
  world.deliver_all();
  documents::Letter letter{.certificate = proof};
  letter.request = number;
  letter.text = "all is well";
  EXPECT_EQ(world.hear("SG", "TH", documents::co_verify_result, letter), "R-DOC-027");
  EXPECT_FALSE(declaration().reply_came);
}

TEST_F(OriginChecks, AReplyToWhatWasNeverAskedIsEvidence) {
  documents::Letter letter{.certificate = proof};
  letter.request = number;
  letter.text = "all is well";
  EXPECT_EQ(world.hear("SG", "MY", documents::co_verify_result, letter), "ok");
  EXPECT_EQ(declaration().state, org::State::presented);
  EXPECT_FALSE(declaration().reply_came);
}

TEST_F(OriginChecks, R_OD_034_ADeclarationIsNoCertificate) {
  EXPECT_EQ(world.import("SG", DocumentsWorld::customs(tuas), imp::AskAgain{.certificate = proof}),
            "R-OD-034");
  EXPECT_EQ(
      world.import("SG", DocumentsWorld::customs(tuas),
                   imp::CheckOrigin{
                       .certificate = proof, .items = {1}, .random = true, .reason = {}, .request = number}),
      "R-OD-034");
}

TEST_F(OriginChecks, TheAuthorityShowsASpecimenToWhoeverAskedAndToNobodyElse) {
  const std::string specimen = "signatory,specimen\n1,see the scan\n";
  EXPECT_FALSE(world.node("MY").store().find(workflow::unknown_certificate_key(proof))) << "nobody has asked";
  (void)check();
  world.deliver_all();
  ASSERT_EQ(show(specimen, "specimen.csv"), "ok");
  EXPECT_EQ(world.on_the_way(), "DOC.FILES>SG");
  ASSERT_EQ(answer(), "ok");
  world.deliver_all();
  const auto known = world.node("SG").state<att::AbroadState>(workflow::attachments_abroad_slot(known_as));
  ASSERT_EQ(known.files.size(), 1U);
  EXPECT_EQ(known.files.front().named.name, "specimen.csv");
  EXPECT_EQ(at_customs(workflow::read_fetched_attachment, specimen), "R-ATT-021")
      << "it is fetched on demand";
  ASSERT_EQ(at_customs(workflow::ask_attachment, specimen), "ok");
  world.deliver_all();
  EXPECT_EQ(at_customs(workflow::read_fetched_attachment, specimen), "ok");
  const att::Letter asks{.document = known_as, .hash = hash_of(specimen)};
  EXPECT_EQ(world.hear_of("MY", "TH", att::file_asked, asks, 1), "ACC-002");
  EXPECT_EQ(world.at_origin(tuas, org::EndCheck{.reference = invoice}), "ok");
  world.deliver_all();
  EXPECT_EQ(show("late\n1\n", "late.csv"), "R-ATT-017") << "nobody asks any more";
}

/// Thailand is shown the same number later: what was for Singapore is not for it, and the other way round.
TEST_F(OriginChecks, R_ATT_026_WhatOneStateWasShownIsNotForTheNext) {
  documents::Letter thai{.certificate = proof};
  thai.request = DocumentsWorld::id("TH-1");
  thai.text = "the same number as in Singapore";
  (void)check();
  world.deliver_all();
  ASSERT_EQ(show("signatory,specimen\n1,see the scan\n", "specimen.csv"), "ok");
  ASSERT_EQ(world.on_the_way(), "DOC.FILES>SG");
  world.deliver_all();
  ASSERT_EQ(world.hear("MY", "TH", documents::co_verify_request, thai), "ok");
  EXPECT_EQ(show("late\n1\n", "late.csv"), "R-ATT-026") << "both ask";
  ASSERT_EQ(answer(), "ok");
  world.deliver_all();
  EXPECT_EQ(world.at_origin(tuas, org::EndCheck{.reference = invoice}), "ok");
  world.deliver_all();
  EXPECT_EQ(show("late\n1\n", "late.csv"), "R-ATT-026") << "Singapore was shown the first";
  const att::Letter asks{.document = known_as, .hash = hash_of("signatory,specimen\n1,see the scan\n")};
  EXPECT_EQ(world.hear_of("MY", "TH", att::file_asked, asks, 1), "ACC-002");
}

/// A file that cannot go to whoever asks would wait for the next who does.
TEST_F(OriginChecks, R_ATT_026_NoFileWaitsForAnotherThatAsks) {
  (void)check();
  world.deliver_all();
  world.node("MY").set_partners({"MY"});
  EXPECT_EQ(show("late\n1\n", "late.csv"), "R-ATT-026");
}

/// Where nothing was shown to the first, the next is the one.
TEST_F(OriginChecks, WhoAsksNowIsShownThePapers) {
  documents::Letter thai{.certificate = proof};
  thai.request = DocumentsWorld::id("TH-1");
  thai.text = "the same number as in Singapore";
  (void)check();
  world.deliver_all();
  ASSERT_EQ(answer(), "ok");
  world.deliver_all();
  EXPECT_EQ(world.at_origin(tuas, org::EndCheck{.reference = invoice}), "ok");
  world.deliver_all();
  for (const std::string state : {"MY", "TH"}) world.node(state).set_partners({"MY", "SG", "TH"});
  ASSERT_EQ(world.hear("MY", "TH", documents::co_verify_request, thai), "ok");
  (void)world.on_the_way();
  world.deliver_all();
  ASSERT_EQ(show("late\n1\n", "late.csv"), "ok");
  EXPECT_EQ(world.on_the_way(), "DOC.FILES>TH");
}

TEST_F(OriginChecks, StandInTheWorkListOfTheAuthority) {
  (void)check();
  world.deliver_all();
  const auto summary =
      workflow::documents_part().kinds.front().summary(workflow::State::of(world.asked_about(invoice)));
  EXPECT_EQ(summary.office, workflow::certifying_office_number);
  EXPECT_TRUE(summary.open);
  EXPECT_EQ(summary.ref, "MY, 0217/MY07, KLPG/26/11/0417");
}

}  // namespace
}  // namespace lintas
