#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/decimal.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/commands.hpp"
#include "core/documents/issue/commands.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/messages.hpp"
#include "core/exchange/manifest.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/documents_messages.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/manifest_facts.hpp"
#include "core/workflow/manifest_limits.hpp"
#include "core/workflow/manifest_message.hpp"
#include "core/workflow/manifest_part.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/documents_world.hpp"

/// Malaysia and Thailand tell each other once a day which certificates both have, and mend what was lost.
namespace lintas::documents {
namespace {

using namespace std::chrono_literals;
using test::DocumentsWorld;
using namespace test::scene;
namespace iss = issue_side;
namespace imp = import_side;

class ManifestsOfCertificates : public testing::Test {
 protected:
  Reference sent_to_thailand(const std::string& document = "D-1", const std::string& number = "N-1") {
    return world.send(port, document, number, DocumentsWorld::contents(port, "TH"));
  }
  Reference available_in_thailand() {
    const Reference certificate = sent_to_thailand();
    world.deliver_all();
    return certificate;
  }
  void use(const Reference& certificate) {
    ASSERT_EQ(world.claim(bangkok, certificate), "ok");
    ASSERT_EQ(world.import("TH", DocumentsWorld::customs(bangkok),
                           imp::AcceptItems{.certificate = certificate, .items = {1, 2}, .text = {}}),
              "ok");
  }
  void lose_all() { world.lose_all(); }
  /// And are receipted: only what does not wait any more is sent again.
  void deliver_all_with_receipts() { world.deliver_all_with_receipts(); }
  /// All clocks of a day ring; what they send arrives, the lists apart.
  void pass(std::chrono::hours time) {
    now += time;
    world.set_time(now);
    world.ring();
  }
  /// A day later the lists are compared, and what they ask for goes there and back.
  void compare_lists() {
    pass(25h);
    EXPECT_GT(world.deliver_lists(), 0U);
    world.deliver_all();
  }
  workflow::Manifests lists(const std::string& state) {
    return world.node(state).state<workflow::Manifests>(
        workflow::document_manifest_slot(workflow::month_of(std::chrono::floor<std::chrono::days>(now))));
  }
  workflow::PartnersLists lists(const std::string& state, const std::string& of) {
    const auto all = lists(state);
    const auto* found = all.lists_of(*exchange::Partner::parse(of));
    return found == nullptr ? workflow::PartnersLists{} : *found;
  }
  /// What the log of a certificate shows of differences.
  std::vector<workflow::Differing> shown(const std::string& state, const workflow::Key& key) {
    std::vector<workflow::Differing> all;
    auto& store = world.node(state).store();
    const auto id = store.find(key).value();
    for (const app::EventRow& row : store.feed(app::Seq::none, 100'000)) {
      if (row.stream != id || workflow::block_of(std::to_underlying(row.type)) != workflow::manifest_block)
        continue;
      const auto fact = workflow::read_event<workflow::ManifestFact>(workflow::manifest_block, row.type,
                                                                     app::body_of(row).fields_of_type);
      all.push_back(std::get<workflow::DifferenceShown>(fact).differing);
    }
    return all;
  }
  std::size_t events(const std::string& state) {
    return world.node(state).store().feed(app::Seq::none, 100'000).size();
  }

  Instant now = morning;
  DocumentsWorld world{morning};
};

TEST_F(ManifestsOfCertificates, TellOnceADayWhatBothHave) {
  (void)available_in_thailand();
  pass(23h);
  EXPECT_TRUE(world.lists().empty());
  pass(2h);
  EXPECT_EQ(world.deliver_lists(), 2U);
  EXPECT_EQ(world.on_the_way(), "") << "nothing is asked where nothing differs";
  const auto of_thailand = lists("MY", "TH");
  ASSERT_TRUE(of_thailand.told && of_thailand.heard);
  EXPECT_EQ(of_thailand.told->day, *parse_day("2026-03-03"));
  EXPECT_EQ(of_thailand.told->entries, 1U);
  EXPECT_EQ(of_thailand.heard->entries, 1U);
  EXPECT_TRUE(of_thailand.wanted.empty() && of_thailand.differs.empty());
}

TEST_F(ManifestsOfCertificates, WriteNothingOfACertificateThatDoesNotDiffer) {
  for (int i = 1; i <= 40; ++i) (void)sent_to_thailand("D-" + std::to_string(i), "N-" + std::to_string(i));
  world.deliver_all();
  const std::size_t before = events("TH");
  pass(25h);
  EXPECT_EQ(world.deliver_lists(), 2U);
  EXPECT_EQ(events("TH") - before, 3U) << "a part begun, a part told, a part taken";
}

/// Thailand's store was restored: the certificate is not there, and its receipt is.
TEST_F(ManifestsOfCertificates, R_ASW_076_BringACertificateThatTheOtherSideHasLost) {
  const Reference certificate = sent_to_thailand();
  lose_all();
  compare_lists();
  EXPECT_EQ(world.at_import("TH", certificate), "VALID");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "AVAILABLE");
  EXPECT_EQ(lists("TH", "MY").wanted.size(), 1U);
  compare_lists();
  EXPECT_TRUE(lists("TH", "MY").wanted.empty());
  EXPECT_EQ(lists("TH", "MY").healed, 1U);
}

TEST_F(ManifestsOfCertificates, BringTheUseThatTheIssuerHasNotHeardOf) {
  const Reference certificate = available_in_thailand();
  use(certificate);
  lose_all();
  EXPECT_EQ(world.at_issue("MY", "D-1"), "AVAILABLE");
  compare_lists();
  EXPECT_EQ(world.at_issue("MY", "D-1"), "UTILISED");
  EXPECT_EQ(test::in_words(world.issued("MY", "D-1").certificate.items), "1: 100 used U1, 2: 50 used U1");
  pass(25h);
  world.deliver_lists();
  EXPECT_EQ(world.on_the_way(), "") << "it is asked for once, and has one effect";
}

TEST_F(ManifestsOfCertificates, BringACancellationAndItsAnswer) {
  const Reference certificate = available_in_thailand();
  ASSERT_EQ(world.issue("MY", DocumentsWorld::authority(port),
                        iss::CancelCertificate{.document = DocumentsWorld::id("D-1"),
                                               .reason = "an error in box 7",
                                               .successor = {},
                                               .drawn_known = false}),
            "ok");
  lose_all();
  compare_lists();
  EXPECT_EQ(world.at_import("TH", certificate), "CANCELLED");
  EXPECT_EQ(world.at_issue("MY", "D-1"), "CANCELLED");
}

TEST_F(ManifestsOfCertificates, ShowBothOfficesWhatTheyKnowDifferently) {
  const Reference certificate = available_in_thailand();
  use(certificate);
  // Another quantity arrives than was told, under the number of the message.
  const test::Carried told = world.way().back();
  auto letter = *workflow::read_document(told.number, told.document);
  for (ItemResult& one : letter.results) one.quantity = Decimal::of(1);
  lose_all();
  ASSERT_EQ(world.hear("MY", "TH", told.number, letter, told.n), "ok");
  compare_lists();
  ASSERT_EQ(lists("MY", "TH").differs.size(), 1U);
  const auto at_issue = shown("MY", workflow::certificate_key(certificate));
  const auto at_import = shown("TH", workflow::certificate_key(certificate));
  ASSERT_EQ(at_issue.size(), 1U);
  ASSERT_EQ(at_import.size(), 1U);
  EXPECT_EQ(at_issue.front().what, workflow::Differs::picture);
  compare_lists();
  EXPECT_EQ(shown("MY", workflow::certificate_key(certificate)).size(), 1U) << "once";
}

/// Malaysia was restored from before it had the certificate, and Thailand has it since.
TEST_F(ManifestsOfCertificates, ShowTheIssuerWhatItHasLostItself) {
  const Reference certificate = available_in_thailand();
  pass(25h);
  DocumentsWorld restored{now};
  for (const test::Carried& list : world.lists())
    if (list.to == "MY") {
      EXPECT_EQ(restored.arrive(list, list.wire.body), "ok");
    }
  const auto of_malaysia =
      restored.node("MY").state<workflow::Manifests>(workflow::document_manifest_slot("2026-03"));
  const auto* of_thailand = of_malaysia.lists_of(*exchange::Partner::parse("TH"));
  ASSERT_NE(of_thailand, nullptr);
  ASSERT_EQ(of_thailand->differs.size(), 1U);
  EXPECT_EQ(of_thailand->differs.front().what, workflow::Differs::lost_here);
  EXPECT_EQ(of_thailand->differs.front().certificate, certificate);
  EXPECT_EQ(restored.on_the_way(), "") << "what nobody issued here is not asked for";
}

/// Thailand was restored from before the cancellation, and would give preference. Malaysia's side has closed,
/// so that no list of its own tells of it any more.
TEST_F(ManifestsOfCertificates, AnswerWhereTheIssuersSideHasClosed) {
  const Reference certificate = sent_to_thailand();
  const test::Carried sent = world.way().front();
  deliver_all_with_receipts();
  ASSERT_EQ(world.issue("MY", DocumentsWorld::authority(port),
                        iss::CancelCertificate{.document = DocumentsWorld::id("D-1"),
                                               .reason = "an error in box 7",
                                               .successor = {},
                                               .drawn_known = false}),
            "ok");
  deliver_all_with_receipts();
  ASSERT_EQ(world.at_issue("MY", "D-1"), "CANCELLED");
  DocumentsWorld restored{morning};
  ASSERT_EQ(restored.arrive(sent, sent.wire.body), "ok");
  ASSERT_EQ(restored.at_import("TH", certificate), "VALID");

  // What has closed leaves the lists with what is written two days later.
  now += 49h;
  world.set_time(now);
  ASSERT_EQ(world.draft(port, "D-2", DocumentsWorld::contents(port, "TH")), "ok");
  now += 24h;
  world.set_time(now);
  world.ring();
  restored.set_time(now);
  restored.ring();
  for (const test::Carried& list : world.lists()) ASSERT_NE(list.from, "MY") << "nothing of it is open there";
  ASSERT_EQ(restored.lists().size(), 1U);
  ASSERT_EQ(world.arrive(restored.lists().front(), restored.lists().front().wire.body), "ok");
  const test::Carried answer = world.lists().back();
  ASSERT_EQ(answer.from, "MY");
  ASSERT_EQ(restored.arrive(answer, answer.wire.body), "ok");
  EXPECT_EQ(restored.lists().size(), 1U) << "an answer is not answered";
  const test::Carried asked = restored.way().back();
  ASSERT_EQ(asked.number, 0) << "what is missing is asked for again";
  ASSERT_EQ(world.arrive(asked, asked.wire.body), "ok");
  ASSERT_EQ(world.on_the_way(), "CO.CANCEL>TH");
  ASSERT_EQ(restored.arrive(world.way().back(), world.way().back().wire.body), "ok");
  EXPECT_EQ(restored.at_import("TH", certificate), "CANCELLED");
}

/// What is not remembered would be shown anew with each list, and what ends it would not be seen.
TEST_F(ManifestsOfCertificates, ShowNoMoreDifferencesThanAreRemembered) {
  const auto list_of = [&](std::uint32_t n) {
    exchange::Manifest manifest{.day = std::chrono::floor<std::chrono::days>(now),
                                .part = n,
                                .entries = {},
                                .month = workflow::month_of(std::chrono::floor<std::chrono::days>(now))};
    for (std::size_t i = 0; i <= workflow::manifest_limits::kept_max; ++i)
      manifest.entries.push_back({.thing = "MY e_form_d MYPKG001 N-" + std::to_string(i),
                                  .sent = 0,
                                  .taken = 1,
                                  .version = std::nullopt,
                                  .digest = std::nullopt});
    const std::string id = "L" + std::to_string(n);
    auto command =
        world.node("MY").command({.role = access::Role::partner_node, .party = "TH"},
                                 workflow::command_of_message(workflow::ie_document_manifest), manifest);
    command.id = workflow::MessageCommandId{workflow::make_key(workflow::KeyKind::partner_message, "TH", id)};
    command.lane = workflow::LanePosition{*exchange::Partner::parse("TH"), n, id};
    return world.ask("MY", command);
  };
  const auto newly_shown = [&] {
    std::vector<std::size_t> shown;
    for (const app::EventRow& row : world.node("MY").store().feed(app::Seq::none, 100'000)) {
      if (workflow::block_of(std::to_underlying(row.type)) != workflow::manifest_block) continue;
      const auto fact = workflow::read_event<workflow::ManifestFact>(workflow::manifest_block, row.type,
                                                                     app::body_of(row).fields_of_type);
      if (const auto* taken = std::get_if<workflow::ManifestTaken>(&fact))
        shown.push_back(taken->shown.size());
    }
    return shown;
  };
  ASSERT_EQ(list_of(1), "ok");
  ASSERT_EQ(list_of(2), "ok");
  EXPECT_EQ(newly_shown(), (std::vector{workflow::manifest_limits::kept_max, std::size_t{0}}));
}

TEST_F(ManifestsOfCertificates, RestWhileNothingMoves) {
  (void)available_in_thailand();
  for (int day = 0; day < workflow::manifest_limits::daily.count(); ++day) {
    pass(24h);
    world.deliver_lists();
  }
  int told = 0;
  for (std::uint32_t day = 0; day < workflow::manifest_limits::rest; ++day) {
    pass(24h);
    const std::size_t lists = world.deliver_lists();
    if (lists != 0) {
      EXPECT_EQ(lists, 2U) << "both tell of it on one day";
      ++told;
    }
  }
  EXPECT_EQ(told, 1);
}

TEST_F(ManifestsOfCertificates, GoOnInTheNextMonth) {
  (void)available_in_thailand();
  for (int day = 0; day < 29; ++day) {
    pass(24h);
    world.deliver_lists();
  }
  pass(24h);
  EXPECT_EQ(workflow::month_of(std::chrono::floor<std::chrono::days>(now)), "2026-04");
  EXPECT_TRUE(lists("MY").due.has_value());
  const Reference late = sent_to_thailand("D-2", "N-2");
  lose_all();
  compare_lists();
  EXPECT_EQ(world.at_import("TH", late), "VALID");
}

TEST_F(ManifestsOfCertificates, OfASilentPartnerAreOneAMonth) {
  (void)sent_to_thailand();
  lose_all();
  pass(25h);
  pass(25h);
  pass(25h);
  std::size_t to_thailand = 0;
  for (const test::Carried& list : world.lists())
    if (list.to == "TH") ++to_thailand;
  EXPECT_EQ(to_thailand, 1U);
}

}  // namespace
}  // namespace lintas::documents
