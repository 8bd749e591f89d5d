#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/acdd/export/commands.hpp"
#include "core/exchange/partner.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/import/commands.hpp"
#include "core/kinds/issue/commands.hpp"
#include "core/kinds/issue/state.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/kinds_part.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/manifest_facts.hpp"
#include "core/workflow/manifest_part.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"
#include "tests/support/acdd_stage.hpp"
#include "tests/support/documents_world.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/samples.hpp"
#include "tests/support/scenario.hpp"

/// Daily lists of documents that are no certificates of origin: what was lost behind its receipt is asked for
/// and comes, and what that does not mend is shown. The lists themselves: manifests_test.cpp.
namespace lintas {
namespace {

using namespace std::chrono_literals;

class Lists : public testing::Test {
 protected:
  Lists(Instant begin, const std::vector<std::string>& states) : now(begin), world(begin, states) {}

  void pass(std::chrono::hours time) {
    now += time;
    world.set_time(now);
    world.ring();
  }
  void compare_lists() {
    pass(25h);
    world.deliver_lists();
    world.deliver_all_with_receipts();
  }
  workflow::PartnersLists lists(const std::string& state, const std::string& of) {
    const auto month = workflow::month_of(std::chrono::floor<std::chrono::days>(now));
    const auto all = world.node(state).state<workflow::Manifests>(workflow::document_manifest_slot(month));
    const auto* found = all.lists_of(*exchange::Partner::parse(of));
    return found == nullptr ? workflow::PartnersLists{} : *found;
  }

  Instant now;
  test::DocumentsWorld world;
};

class ListsOfKinds : public Lists {
 protected:
  ListsOfKinds() : Lists(*parse_instant("2026-11-02T06:00:00Z"), {"TH", "MY"}) {}

  std::string issue(const std::string& number = "TH-PC-2026-0041873") {
    const auto text = test::read_file(LINTAS_ROOT "/examples/documents/th-my-durian-phytosanitary.xml");
    certificate.number = *kinds::Number::parse(number);
    return world.issue_doc("THBKK001", test::with(test::with(text, "TH-PC-2026-0041873", number),
                                                  "2026-11-20T11:25:00", "2026-11-01T11:25:00"));
  }
  std::string use(std::string_view declaration) {
    return world.at_doc_import(
        "MY", test::DocumentsWorld::customs("MYPKG001"),
        kinds::import_side::UseDocument{.reference = certificate,
                                        .declaration = *kinds::DeclarationNumber::parse(declaration)});
  }
  std::string stand() { return world.stand(certificate, "MY"); }
  std::vector<workflow::Differing> shown(const std::string& state) {
    std::vector<workflow::Differing> all;
    auto& store = world.node(state).store();
    const auto id = store.find(workflow::doc_key(certificate)).value();
    for (const app::EventRow& row : store.feed(app::Seq::none, 100'000)) {
      if (row.stream != id || workflow::block_of(std::to_underlying(row.type)) != workflow::manifest_block)
        continue;
      const auto fact = workflow::read_event<workflow::ManifestFact>(workflow::manifest_block, row.type,
                                                                     app::body_of(row).fields_of_type);
      all.push_back(std::get<workflow::DifferenceShown>(fact).differing);
    }
    return all;
  }

  kinds::Reference certificate{.state = *Country::parse("TH"),
                               .kind = *kinds::KindCode::parse("phyto"),
                               .number = *kinds::Number::parse("TH-PC-2026-0041873")};
};

TEST_F(ListsOfKinds, AskForNothingWhereNothingDiffers) {
  ASSERT_EQ(issue(), "ok");
  world.deliver_all_with_receipts();
  pass(25h);
  EXPECT_EQ(world.deliver_lists(), 2U);
  EXPECT_EQ(world.on_the_way(), "");
  EXPECT_EQ(lists("MY", "TH").heard->entries, 1U);
}

TEST_F(ListsOfKinds, R_ASW_076_BringADocumentThatNeverArrived) {
  ASSERT_EQ(issue(), "ok");
  world.lose_all();
  EXPECT_EQ(stand(), "SENT -");
  compare_lists();
  EXPECT_EQ(stand(), "TAKEN AVAILABLE");
  ASSERT_EQ(lists("MY", "TH").wanted.size(), 1U);
  EXPECT_EQ(lists("MY", "TH").wanted.front().document, "TH K phyto TH-PC-2026-0041873");
  compare_lists();
  EXPECT_TRUE(lists("MY", "TH").wanted.empty());
  EXPECT_EQ(lists("MY", "TH").healed, 1U);
}

TEST_F(ListsOfKinds, BringTheUseThatTheIssuerHasNotHeardOf) {
  ASSERT_EQ(issue(), "ok");
  world.deliver_all_with_receipts();
  ASSERT_EQ(use("D-1"), "ok");
  world.lose_all();
  EXPECT_EQ(stand(), "TAKEN USED");
  compare_lists();
  EXPECT_EQ(stand(), "USED USED");
  ASSERT_EQ(world.doc_issued(certificate).uses.size(), 1U) << "it has one effect";
}

TEST_F(ListsOfKinds, BringACancellationAndItsAnswer) {
  ASSERT_EQ(issue(), "ok");
  world.deliver_all_with_receipts();
  ASSERT_EQ(world.at_doc_issue("THBKK001", kinds::issue_side::CancelDocument{.reference = certificate,
                                                                             .reason = "not shipped"}),
            "ok");
  world.lose_all();
  compare_lists();
  EXPECT_EQ(stand(), "CANCELLED CANCELLED");
}

TEST_F(ListsOfKinds, ShowBothAuthoritiesWhatTheyKnowDifferently) {
  ASSERT_EQ(issue(), "ok");
  world.deliver_all_with_receipts();
  ASSERT_EQ(use("D-1"), "ok");
  // Another declaration arrives than was told, under the number of the message.
  const test::Carried told = world.way().back();
  const std::string body{as_text(told.wire.body)};
  world.lose_all();
  ASSERT_EQ(world.arrive(told, as_bytes(test::with(body, ">D-1<", ">D-9<"))), "ok");
  EXPECT_EQ(stand(), "USED USED");
  compare_lists();
  for (const std::string state : {"TH", "MY"}) {
    const auto all = shown(state);
    ASSERT_EQ(all.size(), 1U) << state;
    EXPECT_EQ(all.front().what, workflow::Differs::picture);
  }
  compare_lists();
  EXPECT_EQ(shown("TH").size(), 1U) << "once";
  ASSERT_EQ(use("D-2"), "R-DOC-001") << "the document goes on";
}

/// The law: whatever is lost, overtakes or comes twice, after a time of calm both sides say the same of each
/// document, and their lists show nothing that differs.
class ListsUnderFaults : public ListsOfKinds, public testing::WithParamInterface<std::uint32_t> {
 protected:
  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>{0, n - 1}(random); }
  void act() {
    const bool begins = issued == 0 || below(3) == 0;
    if (begins) {
      ASSERT_EQ(issue(number(++issued)), "ok");
      return;
    }
    certificate.number = *kinds::Number::parse(number(1 + below(issued)));
    switch (below(3)) {
      case 0: (void)use("D-" + std::to_string(below(5))); break;
      case 1:
        (void)world.at_doc_import(
            "MY", test::DocumentsWorld::authority("MYPKG001"),
            kinds::import_side::AnswerDocument{
                .reference = certificate, .accept = below(2) == 0, .reason = "inspected"});
        break;
      default:
        (void)world.at_doc_issue(
            "THBKK001", kinds::issue_side::CancelDocument{.reference = certificate, .reason = "not shipped"});
    }
  }
  void carry() {
    for (std::size_t steps = below(6); steps > 0 && !world.way().empty(); --steps) {
      const std::size_t which = below(world.way().size());
      switch (below(6)) {
        case 0: world.lose_all(); break;
        case 1: (void)world.deliver(which, true); break;
        default: (void)world.deliver_with_receipt(which); break;
      }
    }
  }
  static std::string number(std::size_t n) { return "TH-PC-2026-" + std::to_string(n); }

  std::mt19937 random{GetParam()};
  std::size_t issued = 0;
};

TEST_P(ListsUnderFaults, AgreeAfterATimeOfCalm) {
  for (int i = 0; i < 30; ++i) {
    act();
    carry();
    if (below(6) == 0) pass(std::chrono::hours{1 + static_cast<int>(below(30))});
    if (below(4) == 0) world.deliver_lists();
  }
  if (below(2) == 0) world.lose_all();
  for (int day = 0; day < 6; ++day) compare_lists();
  for (std::size_t n = 1; n <= issued; ++n) {
    certificate.number = *kinds::Number::parse(number(n));
    const std::string both = stand();
    const std::set<std::string> alike{"TAKEN AVAILABLE", "ACCEPTED ACCEPTED", "REFUSED REFUSED", "USED USED",
                                      "CANCELLED CANCELLED"};
    EXPECT_TRUE(alike.contains(both)) << number(n) << ": " << both;
    EXPECT_EQ(world.doc_issued(certificate).uses, world.doc_received("MY", certificate).uses) << number(n);
  }
  EXPECT_TRUE(lists("TH", "MY").wanted.empty() && lists("MY", "TH").wanted.empty());
  EXPECT_TRUE(lists("TH", "MY").differs.empty() && lists("MY", "TH").differs.empty());
}

INSTANTIATE_TEST_SUITE_P(Seeds, ListsUnderFaults, testing::Range(1U, 31U));

class ListsOfAcdds : public Lists {
 protected:
  ListsOfAcdds() : Lists(*parse_instant("2026-03-02T04:00:00Z"), {"SG", "KH"}) {}
};

TEST_F(ListsOfAcdds, BringADocumentThatNeverArrivedAndItsAnswer) {
  const auto permit = test::permit("SG", "P-1");
  const auto contents = test::acdd_contents(test::parse_step("release importer=KH", 1).value());
  ASSERT_EQ(world.with_form("SG", acdd::export_side::ReleaseExport{.contents = contents, .consent = true}),
            "ok");
  world.lose_all();
  EXPECT_EQ(world.stand(permit, "KH"), "SENT -");
  compare_lists();
  EXPECT_EQ(world.stand(permit, "KH"), "AVAILABLE AVAILABLE");
  compare_lists();
  EXPECT_EQ(lists("KH", "SG").healed, 1U);
  EXPECT_EQ(world.on_the_way(), "");
}

}  // namespace
}  // namespace lintas
