#include <chrono>
#include <gtest/gtest.h>
#include <optional>
#include <string>

#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/limits.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/verification/commands.hpp"
#include "core/documents/verification/state.hpp"
#include "core/documents/verification/table.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/documents_part.hpp"
#include "tests/support/documents_world.hpp"

/// Thailand has Malaysia verify a certificate.
namespace lintas::documents {
namespace {

using namespace std::chrono_literals;
using test::DocumentsWorld;
using namespace test::scene;
using workflow::AskedRequest;
namespace iss = issue_side;
namespace imp = import_side;
namespace ver = verification;

const Country thailand = *Country::parse("TH");

class Checks : public testing::Test {
 protected:
  Checks() {
    certificate = world.send(port, "D-1", "N-1", DocumentsWorld::contents(port, "TH"));
    world.deliver_all();
    EXPECT_EQ(world.claim(bangkok, certificate), "ok");
  }
  std::string check() {
    return world.import("TH", DocumentsWorld::customs(bangkok),
                        imp::CheckOrigin{.certificate = certificate,
                                         .items = {1, 2},
                                         .random = false,
                                         .reason = "the factory is closed",
                                         .request = DocumentsWorld::id("TH-7")});
  }
  std::string answer(const std::string& text = "it is open") {
    return world.verify(
        "MY", DocumentsWorld::authority(port),
        ver::AnswerRequest{.certificate = certificate, .request = DocumentsWorld::id("TH-7"), .text = text});
  }
  ver::State request() {
    return world.issued("MY", "D-1").request(thailand, DocumentsWorld::id("TH-7")).state;
  }

  DocumentsWorld world{morning};
  Reference certificate;
};

TEST_F(Checks, AreAskedAnsweredAndDecided) {
  EXPECT_EQ(check(), "ok");
  EXPECT_EQ(world.on_the_way(), "CO.VERIFY.REQ>MY CO.RESPONSE>MY");
  world.deliver_all();
  EXPECT_EQ(request(), ver::State::requested);
  EXPECT_EQ(world.at_import("TH", certificate), "UNDER_CHECK");
  EXPECT_EQ(answer(""), "R-DOC-002");
  EXPECT_EQ(answer(), "ok");
  EXPECT_EQ(world.on_the_way(), "CO.VERIFY.RESULT>TH");
  world.deliver_all();
  EXPECT_TRUE(world.imported("TH", certificate).reply_came);
  EXPECT_EQ(world.import("TH", DocumentsWorld::customs(bangkok),
                         imp::EndCheck{.certificate = certificate, .text = "satisfied"}),
            "ok");
  world.deliver_all();
  EXPECT_EQ(request(), ver::State::verified);
  EXPECT_EQ(world.at_issue("MY", "D-1"), "UTILISED");
}

TEST_F(Checks, TheClockOfTheAnswerRunsAtTheIssuer) {
  (void)check();
  world.deliver_all();
  world.set_time(morning + 24h * 61);
  world.ring();
  EXPECT_EQ(world.issued("MY", "D-1").request(thailand, DocumentsWorld::id("TH-7")).alarm,
            ver::Alarm::answer_due);
}

TEST_F(Checks, AVisitIsAnnouncedAndSilenceIsNoConsent) {
  (void)check();
  world.deliver_all();
  (void)answer();
  world.deliver_all();
  world.set_time(morning + 24h * 91);
  world.ring();
  EXPECT_EQ(world.import("TH", DocumentsWorld::customs(bangkok),
                         imp::NotifyVisit{.certificate = certificate, .all_notified = true}),
            "ok");
  world.deliver_all();
  EXPECT_EQ(request(), ver::State::visit_asked);
  world.set_time(morning + 24h * 122);
  world.ring();
  EXPECT_EQ(request(), ver::State::answered);
  EXPECT_EQ(world.on_the_way(), "CO.VERIFY.RESULT>TH");
}

TEST_F(Checks, AVisitIsAnnouncedWhereNoAnswerCameAndNothingWaitsBehindIt) {
  (void)check();
  world.deliver_all();
  world.set_time(morning + 24h * 91);
  world.ring();
  EXPECT_EQ(world.import("TH", DocumentsWorld::customs(bangkok),
                         imp::NotifyVisit{.certificate = certificate, .all_notified = true}),
            "ok");
  world.deliver_all();
  EXPECT_EQ(request(), ver::State::visit_asked);
  EXPECT_EQ(world.import("TH", DocumentsWorld::customs(bangkok),
                         imp::EndCheck{.certificate = certificate, .text = "satisfied"}),
            "ok");
  world.deliver_all();
  EXPECT_EQ(request(), ver::State::verified);
  EXPECT_EQ(world.at_issue("MY", "D-1"), "UTILISED");
}

TEST_F(Checks, ALetterIsRecordedAndAnsweredByLetter) {
  const ver::RecordRequest letter{.certificate = certificate,
                                  .request = DocumentsWorld::id("TH-7"),
                                  .items = {1},
                                  .reason = "a stamp is missing",
                                  .received_on = std::chrono::floor<std::chrono::days>(morning)};
  EXPECT_EQ(world.verify("MY", DocumentsWorld::authority("MYBKH001"), letter), "ACC-002");
  EXPECT_EQ(world.verify("MY", DocumentsWorld::authority(port), letter), "ok");
  EXPECT_EQ(world.issued("MY", "D-1").request(std::nullopt, DocumentsWorld::id("TH-7")).state,
            ver::State::requested);
  EXPECT_EQ(answer(), "ok");
  EXPECT_EQ(world.on_the_way(), "");
}

TEST_F(Checks, ALetterAndAMessageUnderOneNumberAreTwoRequests) {
  const auto number = DocumentsWorld::id("TH-7");
  EXPECT_EQ(world.verify("MY", DocumentsWorld::authority(port),
                         ver::RecordRequest{.certificate = certificate,
                                            .request = number,
                                            .items = {1},
                                            .reason = "a stamp is missing",
                                            .received_on = std::chrono::floor<std::chrono::days>(morning)}),
            "ok");
  EXPECT_EQ(check(), "ok");
  world.deliver_all();
  EXPECT_EQ(request(), ver::State::requested);
  EXPECT_EQ(answer(), "ok") << "the letter";
  EXPECT_EQ(request(), ver::State::requested);
  EXPECT_EQ(world.on_the_way(), "");
  EXPECT_EQ(
      world.verify(
          "MY", DocumentsWorld::authority(port),
          ver::AnswerRequest{
              .certificate = certificate, .request = number, .text = "it is open", .asked_by = thailand}),
      "ok");
  EXPECT_EQ(world.on_the_way(), "CO.VERIFY.RESULT>TH");
}

TEST_F(Checks, R_DOC_018_TwoStatesUnderOneNumberAreAnsweredApart) {
  const Reference forged = DocumentsWorld::reference(port, "N-66");
  const DocumentId number = DocumentsWorld::id("1");
  for (const char* state : {"TH", "VN"})
    EXPECT_EQ(world.hear("MY", state, co_verify_request, {.certificate = forged, .request = number}), "ok");
  EXPECT_EQ(world.on_the_way(), "L2 ok>TH L2 ok>VN");
  world.deliver_all();
  const auto answer_to = [&](std::optional<Country> state) {
    return world.verify(
        "MY", DocumentsWorld::authority(port),
        ver::AnswerRequest{.certificate = forged, .request = number, .text = "not ours", .asked_by = state});
  };
  EXPECT_EQ(answer_to(std::nullopt), "R-DOC-018");
  EXPECT_EQ(answer_to(Country::parse("VN").value()), "ok");
  EXPECT_EQ(world.on_the_way(), "CO.VERIFY.RESULT>VN");
  EXPECT_EQ(world.hear("MY", "VN", co_verify_decision, {.certificate = forged, .request = number}), "ok");
  EXPECT_EQ(answer_to(thailand), "ok") << "one decision ends one request";
}

TEST_F(Checks, R_DOC_019_WithoutEndAreHeldUpAndClocksGoOnRinging) {
  for (std::size_t i = 0; i < requests_max; ++i) {
    ASSERT_EQ(world.hear("MY", "TH", co_verify_request,
                         {.certificate = certificate, .request = DocumentsWorld::id(std::to_string(i))}),
              "ok");
  }
  EXPECT_EQ(world.hear("MY", "TH", co_verify_request,
                       {.certificate = certificate, .request = DocumentsWorld::id("one more")}),
            "R-DOC-019");
  world.set_time(morning + 24h * 61);
  world.ring();
  for (const AskedRequest& one : world.issued("MY", "D-1").requests)
    EXPECT_EQ(one.request.alarm, ver::Alarm::answer_due) << one.number.str();
}

TEST_F(Checks, OfACertificateThatWasNeverIssuedAreAnsweredToo) {
  const Reference forged = DocumentsWorld::reference(port, "N-66");
  const DocumentId number = DocumentsWorld::id("TH-8");
  EXPECT_EQ(world.hear("MY", "TH", co_verify_request, {.certificate = forged, .request = number}), "ok");
  EXPECT_EQ(world.on_the_way(), "L2 ok>TH");
  world.lose();
  EXPECT_EQ(world.verify("MY", DocumentsWorld::authority(port),
                         ver::AnswerRequest{.certificate = forged, .request = number, .text = "not ours"}),
            "ok");
  EXPECT_EQ(world.on_the_way(), "CO.VERIFY.RESULT>TH");
  EXPECT_EQ(world.hear("MY", "TH", co_verify_decision,
                       {.certificate = forged, .request = DocumentsWorld::id("TH-9")}),
            "R-DOC-001")
      << "nobody asked under this number";
}

TEST_F(Checks, AreNotAskedByStatesThatHaveNothingToDoWithIt) {
  EXPECT_EQ(world.hear("MY", "VN", co_verify_request,
                       {.certificate = certificate, .request = DocumentsWorld::id("VN-1")}),
            "ACC-002");
}

}  // namespace
}  // namespace lintas::documents
