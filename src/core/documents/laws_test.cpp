#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/decide.hpp"
#include "core/documents/import/evolve.hpp"
#include "core/documents/issue/decide.hpp"
#include "core/documents/issue/evolve.hpp"
#include "core/documents/limits.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/results.hpp"
#include "core/documents/ruling.hpp"
#include "core/refdata/calendar.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/rng.hpp"
#include "tests/support/scenario.hpp"

// Random histories of one certificate at both sides, over a network that delays and reorders: no quantity is
// used twice, what was stored folds to the same again, every clock leads to an event, and in the end no side
// says "cancelled" while the other may still use it.
namespace lintas::documents {
namespace {

/// One side of a certificate with all that was stored of it.
template <class Certificate, class Event>
struct Side {
  Certificate now;
  std::vector<Bytes> log;

  /// What is sent leaves only with what is stored.
  std::vector<MessageNumber> take(const Decision<Event>& ruling) {
    std::vector<MessageNumber> sent;
    for (const Event& event : ruling.events) {
      log.push_back(to_cbor(event));
      now = evolve(now, event);
      sent.insert(sent.end(), event.sent.begin(), event.sent.end());
      EXPECT_FALSE(broken_law(now.items)) << *broken_law(now.items);
    }
    return sent;
  }
  [[nodiscard]] Certificate folded() const {
    Certificate certificate;
    for (const Bytes& event : log) certificate = evolve(certificate, from_cbor<Event>(event).value());
    return certificate;
  }
};

struct Message {
  MessageNumber number = 0;
  Answers answers = Answers::certificate;
  std::vector<ItemResult> results;
  bool good = true;
};

class History {
 public:
  explicit History(test::Rng& rng) : rng_(rng) {
    apply(issue_side::DraftCertificate{.document = {}, .contents = contents_});
    apply(issue_side::SubmitApplication{.document = {}, .authenticated = true});
    apply(issue_side::ApproveApplication{
        .document = {}, .number = *ReferenceNumber::parse("N-1"), .qualifying = {1, 2}});
    good_ = !rng_.one_in(5);
    apply(issue_side::TransmitCertificate{.document = {}, .switched_on = true});
  }

  void step() {
    at_ += std::chrono::hours{rng_.between(1, 400)};
    ring();
    switch (rng_.below(4)) {
      case 0: return issuer_acts();
      case 1: return customs_acts();
      default: return deliver();
    }
  }
  /// Nobody acts any more; all that was sent arrives.
  void calm() {
    for (int i = 0; i < 500 && !(to_import_.empty() && to_issuer_.empty()); ++i) deliver();
  }
  void judge() {
    EXPECT_EQ(issuer_.folded(), issuer_.now);
    EXPECT_EQ(customs_.folded(), customs_.now);
    using I = issue_side::State;
    using M = import_side::State;
    const machine::Set<M> usable{M::valid,       M::claimed, M::accepted, M::part_used, M::mfn,
                                 M::under_check, M::visit,   M::reassess, M::conflict,  M::expired};
    const machine::Set<I> alive{I::sent,     I::received,       I::available,      I::partly_utilised,
                                I::reassess, I::cancel_pending, I::cancel_refused, I::expired,
                                I::utilised};
    EXPECT_FALSE(issuer_.now.state == I::cancelled && usable.has(customs_.now.state)) << states();
    EXPECT_FALSE(customs_.now.state == M::cancelled && alive.has(issuer_.now.state)) << states();
    EXPECT_NE(issuer_.now.state, I::cancel_pending) << states();
  }
  [[nodiscard]] bool was_cancelled() const { return issuer_.now.cancellation_sent; }

 private:
  [[nodiscard]] std::string states() const {
    return std::string{issue_side::Machine::states[std::to_underlying(issuer_.now.state)].id} + " against " +
           std::string{import_side::Machine::states[std::to_underlying(customs_.now.state)].id};
  }
  [[nodiscard]] Context context() const {
    return {.at = at_, .by = *PersonId::parse("ONE"), .limits = limits_, .calendar = calendar_};
  }

  void from_issuer(const std::vector<MessageNumber>& sent) {
    for (const MessageNumber number : sent) {
      if (number == co_issue || number == co_cancel || number == co_clarify || number == co_retransmit)
        to_import_.push_back({.number = number, .results = {}, .good = good_});
    }
  }
  void from_customs(const std::vector<MessageNumber>& sent, Answers answers = Answers::certificate) {
    for (const MessageNumber number : sent) {
      Message message{.number = number, .answers = answers, .results = {}};
      if (number == co_response) {
        for (const Balance& item : customs_.now.items)
          if (item.result) message.results.push_back({item.item, *item.result, item.used});
      }
      if (number == co_verify_request) verify_ = true;
      to_issuer_.push_back(std::move(message));
    }
  }
  template <class Command>
  void apply(const Command& command) {
    from_issuer(issuer_.take(act(issuer_.now, command, context())));
  }
  template <class Command>
  void apply_at_customs(const Command& command) {
    from_customs(customs_.take(act(customs_.now, command, context())));
  }

  /// Each clock that has run out leads to an event, and moves or ends.
  void ring() {
    for (int i = 0; issuer_.now.due && *issuer_.now.due <= at_; ++i) {
      const auto before = issuer_.now.due;
      const auto ruling = issue_side::time_passed(issuer_.now, context());
      ASSERT_FALSE(ruling.events.empty());
      from_issuer(issuer_.take(ruling));
      ASSERT_NE(issuer_.now.due, before);
      ASSERT_LT(i, 20);
    }
    for (int i = 0; customs_.now.due && *customs_.now.due <= at_; ++i) {
      const auto before = customs_.now.due;
      const auto ruling = import_side::time_passed(customs_.now, context());
      ASSERT_FALSE(ruling.events.empty());
      from_customs(customs_.take(ruling));
      ASSERT_NE(customs_.now.due, before);
      ASSERT_LT(i, 20);
    }
  }

  void issuer_acts() {
    switch (rng_.below(7)) {
      case 0:
      case 1:
        // Cancelled without the partner's answer: its answer may still be on the way (asw.md 3.1).
        if (issuer_.now.state == issue_side::State::tech_error) return;
        return apply(issue_side::CancelCertificate{.document = {}, .reason = "error", .successor = {}});
      case 2: return apply(issue_side::WithdrawCancellation{.document = {}, .reason = "out of reach"});
      case 3: return apply(issue_side::AcceptUse{.document = {}, .reason = "as it is"});
      case 4: return apply(issue_side::ClarifyRefusal{.document = {}, .text = "went straight"});
      case 5: good_ = true; return apply(issue_side::ResendCertificate{.document = {}, .reason = "repaired"});
      default:
        from_issuer(issuer_.take(issue_side::drawn(
            issuer_.now, Drawn{test::reference("SG", "S"), {{1, Decimal::of(rng_.between(0, 120))}}},
            context())));
        from_issuer(
            issuer_.take(issue_side::draw_undone(issuer_.now, test::reference("SG", "S"), context())));
    }
  }

  std::vector<std::uint16_t> some_items() {
    const auto& open = customs_.now.open;
    std::vector<std::uint16_t> items;
    for (const std::uint16_t item : open)
      if (rng_.one_in(2)) items.push_back(item);
    return items.empty() || rng_.one_in(3) ? open : items;
  }
  void customs_acts() {
    using namespace import_side;
    switch (rng_.below(12)) {
      case 0:
      case 1: {
        ClaimPreference claim{.certificate = {}, .declaration = "D-1", .invoices = {"I"}};
        claim.lines.push_back({1, Decimal::of(rng_.between(1, 110))});
        if (rng_.one_in(2)) claim.lines.push_back({2, Decimal::of(rng_.between(1, 60))});
        if (rng_.one_in(2)) claim.force_majeure = "flood";
        return apply_at_customs(claim);
      }
      case 2: return apply_at_customs(ReleaseClaim{.certificate = {}, .declaration = "D-1"});
      case 3:
      case 4: return apply_at_customs(AcceptItems{.certificate = {}, .items = some_items()});
      case 5:
        return apply_at_customs(RefuseItems{.certificate = {},
                                            .items = some_items(),
                                            .result = rng_.one_in(2) ? Result::n2 : Result::n11,
                                            .reason = "doubt"});
      case 6:
        return apply_at_customs(
            ClassifyOtherwise{.certificate = {}, .items = some_items(), .reason = "code"});
      case 7:
        return apply_at_customs(
            SettleClassification{.certificate = {}, .in_favour = rng_.one_in(2), .reason = "settled"});
      case 8: {
        CheckOrigin check{.certificate = {}, .items = some_items(), .random = true};
        if (check.items.empty()) check.items = {1};
        return apply_at_customs(check);
      }
      case 9:
        if (rng_.one_in(2)) return apply_at_customs(NotifyVisit{.certificate = {}, .all_notified = true});
        return apply_at_customs(EndCheck{});
      case 10: return apply_at_customs(KeepUse{.certificate = {}, .reason = "used"});
      default: return apply_at_customs(ReverseUse{.certificate = {}, .reason = "corrected"});
    }
  }

  void deliver() {
    if (verify_ && rng_.one_in(3)) {
      verify_ = false;
      hand_to_customs(import_side::Trigger::check_result, {});
    }
    if (to_import_.empty() || (!to_issuer_.empty() && rng_.one_in(2))) {
      if (to_issuer_.empty()) return;
      const std::size_t which = rng_.below(to_issuer_.size());
      const Message message = to_issuer_[which];
      if (hand_to_issuer(message)) to_issuer_.erase(to_issuer_.begin() + static_cast<std::ptrdiff_t>(which));
      return;
    }
    const std::size_t which = rng_.below(to_import_.size());
    const Message message = to_import_[which];
    Letter letter;
    auto trigger = import_side::Trigger::certificate;
    if (message.number == co_cancel) trigger = import_side::Trigger::cancel;
    if (message.number == co_clarify) trigger = import_side::Trigger::clarify;
    if (trigger == import_side::Trigger::certificate) {
      letter.contents = issuer_.now.contents;
      letter.issued = issuer_.now.issued.value();
      if (!message.good) letter.faults = {"SCH-001"};
    }
    if (hand_to_customs(trigger, letter))
      to_import_.erase(to_import_.begin() + static_cast<std::ptrdiff_t>(which));
  }
  bool hand_to_customs(import_side::Trigger trigger, const Letter& letter) {
    if (machine::verdict<import_side::Machine>(customs_.now.state, trigger) == machine::Verdict::early)
      return false;
    const auto answers =
        trigger == import_side::Trigger::cancel ? Answers::cancellation : Answers::certificate;
    from_customs(customs_.take(import_side::receive(customs_.now, trigger, letter, context())), answers);
    return true;
  }
  bool hand_to_issuer(const Message& message) {
    Letter letter{.faults = {}, .answers = message.answers, .results = message.results};
    auto trigger = issue_side::Trigger::acknowledgement;
    if (message.number == l2_error) letter.faults = {"SCH-001"};
    if (message.number == c1_conflict) trigger = issue_side::Trigger::already_used;
    if (message.number == l3_use_reversed) trigger = issue_side::Trigger::use_reversed;
    if (message.number == co_response) trigger = issue_side::Trigger::response;
    if (message.number == co_retransmit_request) trigger = issue_side::Trigger::retransmit_request;
    const bool about_checks = message.number == co_verify_request || message.number == co_verify_decision ||
                              message.number == visit_notice;
    if (about_checks) return true;  // another object
    if (machine::verdict<issue_side::Machine>(issuer_.now.state, trigger) == machine::Verdict::early)
      return false;
    from_issuer(issuer_.take(issue_side::receive(issuer_.now, trigger, letter, context())));
    return true;
  }

  test::Rng& rng_;
  Contents contents_ = test::contents(test::parse_step("draft", 1).value());
  Limits limits_;
  refdata::Calendar calendar_{.utc_offset = std::chrono::hours{8}};
  Instant at_ = *parse_instant("2026-03-02T04:00:00Z");
  Side<issue_side::Certificate, issue_side::Event> issuer_;
  Side<import_side::Certificate, import_side::Event> customs_;
  std::vector<Message> to_import_;
  std::vector<Message> to_issuer_;
  bool good_ = true;
  bool verify_ = false;
};

TEST(CertificateLaws, HoldInEveryHistory) {
  test::Rng rng = test::announced_rng();
  constexpr int histories = 300;
  constexpr int steps = 60;
  int cancelled = 0;
  for (int i = 0; i < histories && !testing::Test::HasFailure(); ++i) {
    History history{rng};
    for (int s = 0; s < steps && !testing::Test::HasFailure(); ++s) history.step();
    history.calm();
    history.judge();
    cancelled += history.was_cancelled() ? 1 : 0;
  }
  EXPECT_GT(cancelled, histories / 4) << "the histories are too tame";
}

}  // namespace
}  // namespace lintas::documents
