#include <chrono>
#include <cstddef>
#include <gtest/gtest.h>
#include <string>

#include "base/decimal.hpp"
#include "base/time.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/export/commands.hpp"
#include "core/acdd/export/state.hpp"
#include "core/acdd/import/commands.hpp"
#include "core/acdd/import/state.hpp"
#include "core/model/values/country.hpp"
#include "tests/support/acdd_stage.hpp"
#include "tests/support/documents_world.hpp"
#include "tests/support/rng.hpp"
#include "tests/support/scenario.hpp"

// Random histories of documents that Singapore releases for Cambodia, over a network that delays, reorders
// and repeats. Each decision runs through the loop of its node. After a calm nobody waits for an answer, both
// have the same version, and no side says "cancelled" alone.
namespace lintas::acdd {
namespace {

class Histories {
 public:
  explicit Histories(test::Rng& rng) : rng_(rng) {}

  void step() {
    at_ += std::chrono::hours{rng_.between(1, 60)};
    world_.set_time(at_);
    world_.ring();
    switch (rng_.below(6)) {
      case 0: return release();
      case 1: return change();
      case 2: return declare();
      default: return deliver_some();
    }
  }
  void calm() {
    for (int i = 0; i < 2000 && !world_.way().empty(); ++i) world_.deliver(rng_.below(world_.way().size()));
    EXPECT_TRUE(world_.way().empty()) << world_.on_the_way();
  }
  void judge() {
    using E = export_side::State;
    using I = import_side::State;
    for (std::size_t i = 1; i <= released_; ++i) {
      const auto exported = world_.exported(permit(i));
      const auto imported = world_.declared("KH", permit(i));
      EXPECT_FALSE(exported.awaits_response());
      EXPECT_TRUE(exported.state == E::available || exported.state == E::cancelled)
          << static_cast<int>(exported.state);
      EXPECT_EQ(imported.state == I::cancelled, exported.state == E::cancelled);
      EXPECT_EQ(imported.contents.version, exported.contents.version);
      EXPECT_EQ(imported.contents.items, exported.contents.items);
      cancelled_ += exported.state == E::cancelled ? 1 : 0;
    }
  }
  [[nodiscard]] std::size_t amended() const { return amended_; }
  [[nodiscard]] std::size_t cancelled() const { return cancelled_; }

 private:
  static Permit permit(std::size_t number) { return test::permit("SG", "P-" + std::to_string(number)); }
  Contents contents(std::size_t number) {
    Contents made = test::acdd_contents(test::parse_step("release importer=KH", 1).value());
    made.permit = permit(number);
    for (Item& item : made.items) item.origin = *Country::parse("TH");  // as in the form
    made.items[0].quantity = Decimal::of(rng_.between(99, 101));
    return made;
  }
  void release() {
    if (released_ == 3) return;
    ++released_;
    const ReleaseExport act{.contents = contents(released_), .consent = true};
    EXPECT_EQ(world_.with_form("SG", act), "ok");
  }
  void change() {
    if (released_ == 0) return;
    const std::size_t which = 1 + rng_.below(released_);
    if (rng_.one_in(4)) {
      (void)world_.at_export("SG",
                             export_side::CancelExport{.permit = permit(which), .reason = "not shipped"});
    } else {
      const export_side::AmendExport act{.contents = contents(which), .reason = "weighed again"};
      const std::string said = world_.with_form("SG", act);
      EXPECT_TRUE(said == "ok" || said == "R-DOC-001") << said;
      if (said == "ok") ++amended_;
    }
  }
  void declare() {
    const Permit which = permit(1 + rng_.below(3));
    const auto number = test::declaration_number(rng_.one_in(2) ? "D-1" : "D-2");
    if (rng_.one_in(3)) {
      (void)world_.at_import("KH", import_side::WithdrawDeclaration{.permit = which, .declaration = number});
      return;
    }
    (void)world_.at_import(
        "KH", import_side::ReportDeclaration{.permit = which,
                                             .declaration = number,
                                             .exporter = {},
                                             .lines = test::declared_lines("08109010:100;03038900:50")});
  }
  void deliver_some() {
    for (std::size_t i = rng_.below(4); i > 0 && !world_.way().empty(); --i)
      (void)world_.deliver(rng_.below(world_.way().size()), rng_.one_in(8));
  }

  using ReleaseExport = export_side::ReleaseExport;

  test::Rng& rng_;
  Instant at_ = *parse_instant("2026-03-02T04:00:00Z");
  test::DocumentsWorld world_{at_, {"SG", "KH"}};
  std::size_t released_ = 0;
  std::size_t amended_ = 0;
  std::size_t cancelled_ = 0;
};

TEST(AcddBetweenNodes, AgreeAfterACalmWhateverOvertakes) {
  test::Rng rng = test::announced_rng();
  constexpr int histories = 20;
  constexpr int steps = 60;
  std::size_t amended = 0;
  std::size_t cancelled = 0;
  for (int i = 0; i < histories && !testing::Test::HasFailure(); ++i) {
    Histories history{rng};
    for (int s = 0; s < steps && !testing::Test::HasFailure(); ++s) history.step();
    history.calm();
    history.judge();
    amended += history.amended();
    cancelled += history.cancelled();
  }
  EXPECT_GT(amended, 5U) << "the histories are too tame";
  EXPECT_GT(cancelled, 3U) << "the histories are too tame";
}

}  // namespace
}  // namespace lintas::acdd
