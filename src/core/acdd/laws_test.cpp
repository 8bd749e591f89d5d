#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/export/decide.hpp"
#include "core/acdd/export/evolve.hpp"
#include "core/acdd/import/decide.hpp"
#include "core/acdd/import/evolve.hpp"
#include "core/acdd/letter.hpp"
#include "core/acdd/limits.hpp"
#include "core/acdd/matching.hpp"
#include "core/acdd/messages.hpp"
#include "core/acdd/ruling.hpp"
#include "core/refdata/calendar.hpp"
#include "tests/support/acdd_stage.hpp"
#include "tests/support/rng.hpp"
#include "tests/support/scenario.hpp"

// Random histories of one document at both sides, over a network that delays, reorders, doubles and loses,
// where what was lost is sent again: what was stored folds to the same again, every clock leads to an event,
// each event says the alarm that stands behind it, MATCHED and MISMATCH say what the comparison says. Once
// all has arrived, nobody waits for an answer, no side says "cancelled" while the other has it, and both have
// the same version.
namespace lintas::acdd {
namespace {

/// One side of a document with all that was stored of it.
template <class Document, class Event>
struct Side {
  Document now;
  std::vector<Bytes> log;

  /// What is sent leaves only with what is stored.
  std::vector<MessageNumber> take(const Decision<Event>& ruling) {
    std::vector<MessageNumber> sent;
    for (const Event& event : ruling.events) {
      log.push_back(to_cbor(event));
      now = evolve(now, event);
      EXPECT_EQ(alarm_behind(event), now.alarm) << "the feed shows the event alone";
      sent.insert(sent.end(), event.sent.begin(), event.sent.end());
    }
    return sent;
  }
  [[nodiscard]] Document folded() const {
    Document document;
    for (const Bytes& event : log) document = evolve(document, from_cbor<Event>(event).value());
    return document;
  }
};

struct Message {
  MessageNumber number = 0;
  Letter letter;
};
using Way = std::vector<Message>;

class History {
 public:
  explicit History(test::Rng& rng) : rng_(rng) {
    good_ = !rng_.one_in(5);
    in_lanes_ = rng_.one_in(2);
    apply(export_side::ReleaseExport{.contents = contents(), .consent = true});
  }

  void step() {
    at_ += std::chrono::hours{rng_.between(1, 200)};
    ring();
    switch (rng_.below(5)) {
      case 0: return exporter_acts();
      case 1: return importer_acts();
      default: return deliver();
    }
  }
  /// Nobody acts any more; all that was sent arrives, each once more or never again.
  void calm() {
    heals_ = true;
    to_import_.insert(to_import_.end(), lost_to_import_.begin(), lost_to_import_.end());
    to_export_.insert(to_export_.end(), lost_to_export_.begin(), lost_to_export_.end());
    lost_to_import_.clear();
    lost_to_export_.clear();
    for (int i = 0; i < 4000 && !(to_import_.empty() && to_export_.empty()); ++i) deliver();
    EXPECT_TRUE(to_import_.empty() && to_export_.empty()) << states();
  }
  void judge() const {
    using E = export_side::State;
    using I = import_side::State;
    const auto& exported = exporter_.now;
    const auto& imported = importer_.now;
    EXPECT_EQ(exporter_.folded(), exported);
    EXPECT_EQ(importer_.folded(), imported);
    EXPECT_FALSE(exported.awaits_response()) << states();
    EXPECT_NE(exported.state, E::sent) << states();
    EXPECT_NE(exported.state, E::amended) << states();
    EXPECT_NE(exported.state, E::cancel_requested) << states();
    if (exported.state == E::cancelled) {
      EXPECT_EQ(imported.state, I::cancelled) << states();
    }
    if (imported.state == I::cancelled) {
      EXPECT_TRUE(exported.state == E::cancelled || exported.state == E::tech_error) << states();
    }
    if (exported.state == E::available) {
      EXPECT_EQ(imported.contents, exported.contents) << states();
      EXPECT_NE(imported.state, I::tech_error) << states();
    }
  }
  [[nodiscard]] bool was_cancelled() const { return exporter_.now.state == export_side::State::cancelled; }
  [[nodiscard]] bool was_amended() const { return exporter_.now.contents.version > 1; }
  [[nodiscard]] bool was_compared() const { return !importer_.now.declarations.empty(); }

 private:
  [[nodiscard]] std::string states() const {
    return std::string{export_side::Machine::states[std::to_underlying(exporter_.now.state)].id} + " " +
           std::to_string(exporter_.now.contents.version) + " against " +
           std::string{import_side::Machine::states[std::to_underlying(importer_.now.state)].id} + " " +
           std::to_string(importer_.now.contents.version);
  }
  [[nodiscard]] Context context() const {
    return {
        .at = at_, .by = *PersonId::parse("ONE"), .limits = limits_, .calendar = calendar_, .as_data = true};
  }
  Contents contents() {
    Contents made = test::acdd_contents(test::parse_step("release", 1).value());
    made.items[0].quantity = Decimal::of(rng_.between(99, 101));
    return made;
  }

  void from_exporter(const std::vector<MessageNumber>& sent) {
    const auto& now = exporter_.now;
    for (const MessageNumber number : sent) {
      Message message{.number = number, .letter = {.permit = now.contents.permit}};
      message.letter.version = number == acdd_cancel ? now.asked : now.contents.version;
      if (number == acdd_send) {
        message.letter.contents = now.contents;
        if (!good_) message.letter.faults = {{.rule = "SCH-001", .pointer = {}, .detail = {}}};
      }
      to_import_.push_back(std::move(message));
    }
  }
  /// Each answer says what it answers.
  void from_importer(const std::vector<MessageNumber>& sent, std::uint16_t version) {
    for (const MessageNumber number : sent) {
      Message message{.number = number, .letter = {.permit = importer_.now.contents.permit}};
      message.letter.version = version;
      if (number == l2_error) message.letter.faults = {{.rule = "SCH-001", .pointer = {}, .detail = {}}};
      to_export_.push_back(std::move(message));
    }
  }
  template <class Command>
  void apply(const Command& command) {
    from_exporter(exporter_.take(act(exporter_.now, command, true, context())));
  }
  template <class Command>
  void declare(const Command& command) {
    from_importer(importer_.take(act(importer_.now, command, context())), 0);
    judge_comparison();
  }
  void judge_comparison() const {
    using I = import_side::State;
    const auto& now = importer_.now;
    const std::uint32_t differences = acdd::judge(now.contents, now.declarations).count;
    if (now.state == I::available) {
      EXPECT_TRUE(now.declarations.empty());
    }
    if (now.state == I::matched) {
      EXPECT_EQ(differences, 0U);
    }
    if (now.state == I::mismatch) {
      EXPECT_GT(differences, 0U);
    }
  }

  /// Each clock that has run out leads to an event, and moves or ends.
  void ring() {
    for (int i = 0; exporter_.now.due && *exporter_.now.due <= at_; ++i) {
      const auto before = std::pair{exporter_.now.due, exporter_.now.rung};
      const auto ruling = export_side::time_passed(exporter_.now, context());
      ASSERT_FALSE(ruling.events.empty());
      from_exporter(exporter_.take(ruling));
      ASSERT_NE((std::pair{exporter_.now.due, exporter_.now.rung}), before);
      ASSERT_LT(i, 20);
    }
    for (int i = 0; importer_.now.due && *importer_.now.due <= at_; ++i) {
      const auto ruling = import_side::time_passed(importer_.now, context());
      ASSERT_FALSE(ruling.events.empty());
      from_importer(importer_.take(ruling), 0);
      ASSERT_LT(i, 20);
    }
  }

  void exporter_acts() {
    switch (rng_.below(9)) {
      case 8: return apply(export_side::LookAtExport{.permit = {}, .reason = "looked at"});
      case 0: return apply(export_side::CancelExport{.permit = {}, .reason = "not exported"});
      case 1:
      case 2:
      case 3:
        good_ = !rng_.one_in(5);
        return apply(export_side::AmendExport{.contents = contents(), .reason = "weighed again"});
      default: good_ = true; return apply(export_side::ResendDocument{.permit = {}, .reason = "repaired"});
    }
  }
  void importer_acts() {
    if (rng_.one_in(5)) return declare(import_side::LookAtImport{.permit = {}, .reason = "looked at"});
    const DeclarationNumber number = test::declaration_number(rng_.one_in(3) ? "D-2" : "D-1");
    if (rng_.one_in(3)) return declare(import_side::WithdrawDeclaration{.permit = {}, .declaration = number});
    const std::string fruit = std::to_string(rng_.between(99, 101));
    return declare(
        import_side::ReportDeclaration{.permit = importer_.now.contents.permit,
                                       .declaration = number,
                                       .exporter = {},
                                       .lines = test::declared_lines("08109010:" + fruit + ";03038900:50")});
  }

  /// Takes one message off the way: as it is, once more later, or lost until it is sent again.
  /// In lanes each comes once and in its order, as between nodes.
  Message off(Way& way, Way& lost) {
    if (in_lanes_) {
      Message first = way.front();
      way.erase(way.begin());
      return first;
    }
    const std::size_t which = rng_.below(way.size());
    Message message = way[which];
    const bool comes_twice = !heals_ && rng_.one_in(6);
    if (!comes_twice) way.erase(way.begin() + static_cast<std::ptrdiff_t>(which));
    if (!heals_ && rng_.one_in(8)) lost.push_back(message);
    return message;
  }
  void deliver() {
    const bool to_export = to_import_.empty() || (!to_export_.empty() && rng_.one_in(2));
    Way& way = to_export ? to_export_ : to_import_;
    if (way.empty()) return;
    Way& lost = to_export ? lost_to_export_ : lost_to_import_;
    const auto lost_before = lost.size();
    const Message message = off(way, lost);
    if (lost.size() != lost_before) return;
    if (to_export) {
      return from_exporter(
          exporter_.take(export_side::receive(exporter_.now, message.number, message.letter, context())));
    }
    const auto trigger =
        message.number == acdd_cancel ? import_side::Trigger::cancel : import_side::Trigger::document;
    from_importer(importer_.take(import_side::receive(importer_.now, trigger, message.letter, context())),
                  message.letter.version);
    judge_comparison();
  }

  test::Rng& rng_;
  Limits limits_;
  refdata::Calendar calendar_{.utc_offset = std::chrono::hours{8}};
  Instant at_ = *parse_instant("2026-03-02T04:00:00Z");
  Side<export_side::Document, export_side::Event> exporter_;
  Side<import_side::Document, import_side::Event> importer_;
  Way to_import_;
  Way to_export_;
  Way lost_to_import_;
  Way lost_to_export_;
  bool in_lanes_ = false;
  bool heals_ = false;  ///< nothing is lost or doubled any more
  bool good_ = true;    ///< what goes out can be read
};

TEST(AcddLaws, HoldInEveryHistory) {
  test::Rng rng = test::announced_rng();
  constexpr int histories = 500;
  constexpr int steps = 50;
  int cancelled = 0;
  int amended = 0;
  int compared = 0;
  for (int i = 0; i < histories && !testing::Test::HasFailure(); ++i) {
    History history{rng};
    for (int s = 0; s < steps && !testing::Test::HasFailure(); ++s) history.step();
    history.calm();
    history.judge();
    cancelled += history.was_cancelled() ? 1 : 0;
    amended += history.was_amended() ? 1 : 0;
    compared += history.was_compared() ? 1 : 0;
  }
  if (testing::Test::HasFailure()) return;
  EXPECT_GT(cancelled, histories / 5) << "the histories are too tame";
  EXPECT_GT(amended, histories / 5) << "the histories are too tame";
  EXPECT_GT(compared, histories / 5) << "the histories are too tame";
}

}  // namespace
}  // namespace lintas::acdd
