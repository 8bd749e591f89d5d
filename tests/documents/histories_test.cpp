#include <algorithm>
#include <chrono>
#include <cstddef>
#include <gtest/gtest.h>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/machine.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/commands.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/issue/commands.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/verification/commands.hpp"
#include "core/workflow/documents_part.hpp"
#include "tests/support/documents_world.hpp"
#include "tests/support/rng.hpp"

// Random histories of originals of Viet Nam and of certificates that Malaysia issues on them for Thailand,
// over a network that delays, reorders and repeats. Each decision runs through the loop of its node. No
// quantity is drawn twice, what lives is drawn and nothing else, and after a calm no side says "cancelled"
// while the other uses it.
namespace lintas::documents {
namespace {

using test::DocumentsWorld;
using namespace test::scene;
namespace iss = issue_side;
namespace imp = import_side;
namespace ver = verification;

class Histories {
 public:
  explicit Histories(test::Rng& rng) : rng_(rng) {
    for (const std::string name : {"V-1", "V-2"}) {
      originals_.push_back(world_.send(haiphong, name, name, DocumentsWorld::contents(haiphong, "MY")));
    }
  }

  void step() {
    at_ += std::chrono::hours{rng_.between(1, 120)};
    world_.set_time(at_);
    world_.ring();
    switch (rng_.below(6)) {
      case 0: return apply();
      case 1: return cancel();
      case 2: return customs_acts();
      default: return deliver_some();
    }
  }
  void calm() {
    for (int i = 0; i < 2000 && !world_.way().empty(); ++i) world_.deliver(rng_.below(world_.way().size()));
    EXPECT_TRUE(world_.way().empty()) << world_.on_the_way();
  }
  void judge() {
    for (std::size_t i = 0; i < originals_.size(); ++i) judge_draws(originals_[i]);
    for (const std::string& document : issued_) {
      const auto certificate = world_.issued("MY", document).certificate;
      if (!certificate.transmitted) continue;
      judge_both(certificate.state, world_.imported("TH", certificate.contents.reference).state);
    }
  }
  [[nodiscard]] std::size_t count() const { return issued_.size(); }

 private:
  /// A certificate on parts of one or both originals; most often it is sent at once.
  void apply() {
    const std::string document = "D-" + std::to_string(++documents_);
    Contents what = DocumentsWorld::contents(port, "TH");
    what.flags.back_to_back = true;
    std::vector<Reference> named;
    for (const Reference& original : originals_) {
      if (named.empty() || rng_.one_in(2)) {
        what.originals.push_back({.certificate = original,
                                  .issued = *parse_day("2026-03-02"),
                                  .valid_until = *parse_day("2027-03-02"),
                                  .lines = {{1, Decimal::of(rng_.between(1, 70))}}});
        named.push_back(original);
      }
    }
    (void)world_.draft(port, document, what);
    (void)world_.submit(port, document);
    const std::string approved = world_.approve(port, document, document, named);
    if (approved != "ok") return;
    issued_.push_back(document);
    if (!rng_.one_in(4)) (void)world_.transmit(port, document);
  }
  void cancel() {
    const bool original = issued_.empty() || rng_.one_in(4);
    const std::string document = original ? "V-1" : issued_[rng_.below(issued_.size())];
    (void)world_.issue(original ? "VN" : "MY", DocumentsWorld::authority(original ? haiphong : port),
                       iss::CancelCertificate{.document = DocumentsWorld::id(document),
                                              .reason = "an error",
                                              .successor = {},
                                              .drawn_known = rng_.one_in(2)});
  }
  void customs_acts() {
    if (issued_.empty()) return;
    const Reference certificate = DocumentsWorld::reference(port, issued_[rng_.below(issued_.size())]);
    const auto act = [&](const auto& what) {
      (void)world_.import("TH", DocumentsWorld::customs(bangkok), what);
    };
    switch (rng_.below(7)) {
      case 0:
      case 1: (void)world_.claim(bangkok, certificate); return;
      case 2: return act(imp::AcceptItems{.certificate = certificate, .items = {1, 2}, .text = {}});
      case 3:
        return act(imp::RefuseItems{
            .certificate = certificate, .items = {1}, .result = Result::n2, .reason = "other goods"});
      case 4:
        return act(imp::CheckOrigin{.certificate = certificate,
                                    .items = {1, 2},
                                    .random = true,
                                    .reason = {},
                                    .request = DocumentsWorld::id("TH-1")});
      case 5: return act(imp::KeepUse{.certificate = certificate, .reason = "used"});
      default: return act(imp::ReverseUse{.certificate = certificate, .reason = "corrected"});
    }
  }
  void deliver_some() {
    for (std::size_t i = rng_.below(4); i > 0 && !world_.way().empty(); --i)
      (void)world_.deliver(rng_.below(world_.way().size()), rng_.one_in(8));
  }

  /// What is drawn of an original here is what the certificates take that live on it.
  void judge_draws(const Reference& original) {
    const imp::Certificate here = world_.imported("MY", original);
    EXPECT_FALSE(broken_law(here.items)) << *broken_law(here.items);
    Decimal taken;
    for (const std::string& document : issued_) {
      const auto certificate = world_.issued("MY", document).certificate;
      if (certificate.state == iss::State::cancelled) continue;
      for (const Original& one : certificate.contents.originals)
        if (one.certificate == original) taken = taken.plus(one.lines.front().quantity).value();
    }
    EXPECT_EQ(here.items.empty() ? Decimal{} : here.items.front().drawn, taken);
  }
  static void judge_both(iss::State issuer, imp::State customs) {
    using I = iss::State;
    using M = imp::State;
    const machine::Set<M> usable{M::valid,       M::claimed, M::accepted, M::part_used, M::mfn,
                                 M::under_check, M::visit,   M::reassess, M::conflict,  M::expired};
    const machine::Set<I> alive{I::sent,     I::received,       I::available,      I::partly_utilised,
                                I::reassess, I::cancel_pending, I::cancel_refused, I::expired,
                                I::utilised};
    EXPECT_FALSE(issuer == I::cancelled && usable.has(customs)) << static_cast<int>(customs);
    EXPECT_FALSE(customs == M::cancelled && alive.has(issuer)) << static_cast<int>(issuer);
    EXPECT_NE(issuer, I::cancel_pending);
  }

  test::Rng& rng_;
  Instant at_ = *parse_instant("2026-03-02T04:00:00Z");
  DocumentsWorld world_{at_};
  std::vector<Reference> originals_;
  std::vector<std::string> issued_;
  int documents_ = 0;
};

TEST(DocumentsBetweenNodes, AgreeAfterACalmWhateverOvertakes) {
  test::Rng rng = test::announced_rng();
  constexpr int histories = 12;
  constexpr int steps = 60;
  std::size_t issued = 0;
  // Some seeds are tame: they play on until enough was issued that others could live on.
  const auto is_enough = [&](int played) {
    return played >= 10 * histories || (played >= histories && issued > static_cast<std::size_t>(histories));
  };
  for (int i = 0; !is_enough(i) && !testing::Test::HasFailure(); ++i) {
    Histories history{rng};
    for (int s = 0; s < steps && !testing::Test::HasFailure(); ++s) history.step();
    history.calm();
    history.judge();
    issued += history.count();
  }
  EXPECT_GT(issued, static_cast<std::size_t>(histories)) << "the histories are too tame";
}

}  // namespace
}  // namespace lintas::documents
