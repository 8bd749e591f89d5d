#include <chrono>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/quantities.hpp"
#include "core/workflow/documents_part.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/documents_world.hpp"

/// Viet Nam sends goods to Malaysia, which issues certificates on parts of them for Thailand.
namespace lintas::documents {
namespace {

using test::DocumentsWorld;
using namespace test::scene;
namespace iss = issue_side;
namespace imp = import_side;

class BackToBack : public testing::Test {
 protected:
  BackToBack() {
    original = world.send(haiphong, "V-1", "V-1", DocumentsWorld::contents(haiphong, "MY"));
    world.deliver_all();
  }
  /// A certificate for Thailand that lives on so much of item 1 of each original.
  static Contents living_on(const std::vector<std::pair<Reference, int>>& originals) {
    Contents made = DocumentsWorld::contents(port, "TH");
    made.flags.back_to_back = true;
    for (const auto& [certificate, quantity] : originals)
      made.originals.push_back({.certificate = certificate,
                                .issued = *parse_day("2026-03-02"),
                                .valid_until = *parse_day("2027-03-02"),
                                .lines = {{1, Decimal::of(quantity)}}});
    return made;
  }
  std::string apply(const std::string& document, const Contents& what) {
    const std::string drafted = world.draft(port, document, what);
    return drafted == "ok" ? world.submit(port, document) : drafted;
  }
  std::string at_viet_nam() { return test::in_words(world.issued("VN", "V-1").certificate.items); }
  std::string here(const Reference& certificate) {
    return test::in_words(world.imported("MY", certificate).items);
  }
  std::string cancel_original(bool known) {
    return world.issue("VN", DocumentsWorld::authority(haiphong),
                       iss::CancelCertificate{.document = DocumentsWorld::id("V-1"),
                                              .reason = "wrong origin",
                                              .successor = {},
                                              .drawn_known = known});
  }

  DocumentsWorld world{morning};
  Reference original;
};

TEST_F(BackToBack, DrawsOnItsOriginalsAndTheirIssuersAreTold) {
  ASSERT_EQ(apply("D-1", living_on({{original, 40}})), "ok");
  EXPECT_EQ(world.approve(port, "D-1", "N-1", {original}), "ok");
  EXPECT_EQ(here(original), "1: 100 free 40 drawn, 2: 50 free");
  EXPECT_EQ(world.on_the_way(), "CO.DRAWN>VN");
  world.deliver_all();
  EXPECT_EQ(at_viet_nam(), "1: 100 free 40 drawn, 2: 50 free");
}

TEST_F(BackToBack, R_ASW_043_AllOriginalsGiveOrNothingIsIssued) {
  const Reference second = world.send(haiphong, "V-2", "V-2", DocumentsWorld::contents(haiphong, "MY"));
  world.deliver_all();
  ASSERT_EQ(apply("D-1", living_on({{original, 40}, {second, 101}})), "ok");
  EXPECT_EQ(world.approve(port, "D-1", "N-1", {original, second}), "R-ASW-043");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "APPLIED");
  EXPECT_EQ(here(original), "1: 100 free, 2: 50 free") << "the first had enough";
  EXPECT_EQ(world.on_the_way(), "");
  ASSERT_EQ(apply("D-2", living_on({{original, 60}, {second, 100}})), "ok");
  EXPECT_EQ(world.approve(port, "D-2", "N-1", {original, second}), "ok") << "the number was not used";
  ASSERT_EQ(apply("D-3", living_on({{original, 41}})), "ok");
  EXPECT_EQ(world.approve(port, "D-3", "N-3", {original}), "R-ASW-043") << "over all certificates";
}

TEST_F(BackToBack, R_ASW_040_NeedsOriginalsThatAreHere) {
  const Reference unknown = DocumentsWorld::reference(haiphong, "V-9");
  ASSERT_EQ(apply("D-1", living_on({{unknown, 1}})), "ok");
  EXPECT_EQ(world.approve(port, "D-1", "N-1", {unknown}), "R-ASW-040");
}

TEST_F(BackToBack, R_ASW_041_LivesNoLongerThanItsOriginalReallyDoes) {
  Contents longer = living_on({{original, 1}});
  longer.originals[0].valid_until = *parse_day("2028-01-01");
  ASSERT_EQ(apply("D-1", longer), "ok");
  EXPECT_EQ(world.approve(port, "D-1", "N-1", {original}), "R-ASW-041");
}

TEST_F(BackToBack, R_DOC_014_NamesEachOriginalOnce) {
  EXPECT_EQ(apply("D-1", living_on({{original, 1}, {original, 2}})), "R-DOC-014 R-DOC-014");
  std::vector<std::pair<Reference, int>> many;
  for (int i = 0; i < 33; ++i) many.emplace_back(DocumentsWorld::reference(haiphong, std::to_string(i)), 1);
  EXPECT_EQ(apply("D-2", living_on(many)), "R-DOC-014");
  ASSERT_EQ(apply("D-3", living_on({{original, 1}})), "ok");
  EXPECT_EQ(world.approve(port, "D-3", "N-1", {}), "R-DOC-014") << "the approval has to name it";
}

TEST_F(BackToBack, LetsGoOfWhatItDrewWhenItIsCancelled) {
  ASSERT_EQ(apply("D-1", living_on({{original, 40}})), "ok");
  ASSERT_EQ(world.approve(port, "D-1", "N-1", {original}), "ok");
  EXPECT_EQ(world.issue("MY", DocumentsWorld::authority(port),
                        iss::CancelCertificate{.document = DocumentsWorld::id("D-1"),
                                               .reason = "not needed",
                                               .successor = {},
                                               .drawn_known = false}),
            "ok");
  EXPECT_EQ(here(original), "1: 100 free, 2: 50 free");
  EXPECT_EQ(world.on_the_way(), "CO.DRAWN>VN CO.DRAW.UNDONE>VN");
  world.deliver_all();
  EXPECT_EQ(at_viet_nam(), "1: 100 free, 2: 50 free");
}

TEST_F(BackToBack, R_ASW_049_AnOriginalIsNotCancelledBehindTheBackOfWhoLivesOnIt) {
  ASSERT_EQ(apply("D-1", living_on({{original, 40}})), "ok");
  ASSERT_EQ(world.approve(port, "D-1", "N-1", {original}), "ok");
  world.deliver_all();
  EXPECT_EQ(cancel_original(false), "R-ASW-049") << "the issuer is told before it confirms";
  EXPECT_EQ(cancel_original(true), "ok");
  world.deliver_all();
  EXPECT_EQ(world.at_issue("VN", "V-1"), "CANCEL_REFUSED");
  EXPECT_EQ(world.at_import("MY", original), "CONFLICT");
  EXPECT_EQ(world.issued("MY", "D-1").certificate.alarm, iss::Alarm::original_cancelled);
  EXPECT_EQ(world.issued("MY", "D-1").certificate.lost, std::vector{original});

  const Reference second = world.send(haiphong, "V-2", "V-2", DocumentsWorld::contents(haiphong, "MY"));
  world.deliver_all();
  const auto keep_with = [&](const Reference& other, int quantity) {
    return world.issue("MY", DocumentsWorld::authority(port),
                       iss::KeepWithAnother{.document = DocumentsWorld::id("D-1"),
                                            .cancelled = original,
                                            .original = living_on({{other, quantity}}).originals.front()});
  };
  const auto keep = [&](int quantity) { return keep_with(second, quantity); };
  EXPECT_EQ(keep_with(original, 40), "R-DOC-014") << "what it drew there would be free for a second one";
  EXPECT_EQ(keep(101), "R-ASW-043");
  EXPECT_EQ(keep(40), "ok");
  EXPECT_FALSE(world.issued("MY", "D-1").certificate.alarm.has_value());
  EXPECT_EQ(here(second), "1: 100 free 40 drawn, 2: 50 free");
  EXPECT_EQ(here(original), "1: 100 free, 2: 50 free");

  ASSERT_EQ(world.transmit(port, "D-1"), "ok");
  EXPECT_EQ(keep(40), "R-ASW-012") << "what was sent is not altered";
}

// R-ASW-049, "never silently valid": the final state would hear of a certificate, and never that it is void.
TEST_F(BackToBack, R_DOC_036_WhatLostItsOriginalDoesNotGoOut) {
  ASSERT_EQ(apply("D-1", living_on({{original, 40}})), "ok");
  ASSERT_EQ(world.approve(port, "D-1", "N-1", {original}), "ok");
  world.deliver_all();
  ASSERT_EQ(cancel_original(true), "ok");
  world.deliver_all();
  EXPECT_EQ(world.issue("MY", DocumentsWorld::exporter(DocumentsWorld::tin),
                        iss::TransmitCertificate{.document = DocumentsWorld::id("D-1")}),
            "R-DOC-036");
  EXPECT_EQ(world.issue("MY", DocumentsWorld::authority(port),
                        iss::PrintCertificate{.document = DocumentsWorld::id("D-1"), .reason = "outage"}),
            "R-DOC-036");
  EXPECT_EQ(world.on_the_way(), "");
  world.set_time(morning + std::chrono::hours{48});
  world.ring();
  EXPECT_EQ(world.issued("MY", "D-1").certificate.alarm, iss::Alarm::original_cancelled)
      << "no reminder hides it";
}

// Whoever draws is sent the certificate when it asks: who could say so of any number would have them all.
TEST_F(BackToBack, OnlyTheStateThatItWasIssuedToSpeaksOfACertificate) {
  const Reference to_thailand = world.send(haiphong, "V-2", "V-2", DocumentsWorld::contents(haiphong, "TH"));
  world.deliver_all();
  const Drawn draw{.by = DocumentsWorld::reference(port, "N-5"), .lines = {{1, Decimal::of(10)}}};
  EXPECT_EQ(world.hear("VN", "MY", co_drawn, {.certificate = to_thailand, .draw = draw}), "ACC-002");
  EXPECT_EQ(world.on_the_way(), "");
  EXPECT_EQ(world.hear("VN", "MY", co_retransmit_request, {.certificate = to_thailand}), "ok");
  EXPECT_EQ(world.on_the_way(), "L2 error>MY") << "as of a number that nobody gave";
  world.deliver_all();
  EXPECT_TRUE(world.issued("VN", "V-2").certificate.drawn.empty());
  EXPECT_EQ(world.issue("VN", DocumentsWorld::authority(haiphong),
                        iss::CancelCertificate{.document = DocumentsWorld::id("V-2"),
                                               .reason = "wrong origin",
                                               .successor = {},
                                               .drawn_known = false}),
            "ok");
  EXPECT_EQ(world.on_the_way(), "CO.CANCEL>TH");
  const Letter answer{.certificate = to_thailand, .answers = Answers::cancellation};
  EXPECT_EQ(world.hear("VN", "MY", l2_ok, answer), "ACC-002");
  EXPECT_EQ(world.at_issue("VN", "V-2"), "CANCEL_PENDING") << "importing customs decides, nobody else";
  EXPECT_EQ(world.hear("VN", "TH", l2_ok, answer), "ok");
  EXPECT_EQ(world.at_issue("VN", "V-2"), "CANCELLED");
}

// What was parked until the certificate was acknowledged comes in its order: nothing stays drawn that was
// undone.
TEST_F(BackToBack, AnUndoneDrawWaitsWithTheDrawThatItUndoes) {
  const Reference to_malaysia = world.send(haiphong, "V-2", "V-2", DocumentsWorld::contents(haiphong, "MY"));
  const Drawn draw{.by = DocumentsWorld::reference(port, "N-5"), .lines = {{1, Decimal::of(10)}}};
  (void)world.hear("VN", "MY", co_drawn, {.certificate = to_malaysia, .draw = draw});
  (void)world.hear("VN", "MY", co_draw_undone, {.certificate = to_malaysia, .draw = draw});
  world.deliver_all();
  EXPECT_EQ(world.at_issue("VN", "V-2"), "AVAILABLE");
  EXPECT_TRUE(world.issued("VN", "V-2").certificate.drawn.empty());
}

TEST_F(BackToBack, WhatIssuersCannotBookIsAnswered) {
  const Drawn draw{.by = DocumentsWorld::reference(port, "N-5"), .lines = {{1, Decimal::of(101)}}};
  EXPECT_EQ(world.hear("VN", "MY", co_drawn, {.certificate = original, .draw = draw}), "ok");
  EXPECT_EQ(world.on_the_way(), "L2 error>MY");
  EXPECT_EQ(world.deliver(), "ok") << "the import side keeps it as evidence";
  EXPECT_EQ(world.hear("VN", "TH", co_drawn, {.certificate = original, .draw = draw}), "ACC-002")
      << "Thailand does not draw for Malaysia";
}

}  // namespace
}  // namespace lintas::documents
