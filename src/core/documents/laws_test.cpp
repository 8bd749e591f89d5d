#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <gtest/gtest.h>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/decimal.hpp"
#include "base/decision.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/events.hpp"
#include "core/documents/import/code_on_page.hpp"
#include "core/documents/import/commands.hpp"
#include "core/documents/import/decide.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/import/evolve.hpp"
#include "core/documents/issue/decide.hpp"
#include "core/documents/issue/evolve.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/limits.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/results.hpp"
#include "core/documents/ruling.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/unit.hpp"
#include "core/refdata/calendar.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/rng.hpp"
#include "tests/support/scenario.hpp"

// Random histories of one certificate at both sides, over a network that delays, reorders, doubles and loses,
// where what was lost is sent again: no quantity is used twice, what was stored folds to the same again,
// every clock leads to an event. Once all has arrived, no side says "cancelled" while the other may still use
// it, and both say the same of contents, last day, and what was used of each item; what was used as data and
// on paper, or used and drawn, is shown. Some customs record the page that is presented, now and then
// wrongly, and count it with the data that come before or after; others write letters of their own about it.
// As long as a wrong page stands for its data, both say the same of what was used, or both have shown that
// they do not. Some cancellations, and what is said to them, go by letter.
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
  Letter letter;
};
using Way = std::vector<Message>;

/// What declarations took of an item, added up anew from what happened at customs.
struct Taken {
  Decimal claimed;
  Decimal used;
  Decimal refused;
};
class Ledger {
 public:
  void play(const import_side::Certificate& before, const import_side::Event& event) {
    using namespace import_side;
    if (const auto* received = std::get_if<Received>(&event.fact)) {
      for (const Item& item : received->contents.items) {
        Taken& taken = items_[item.number];
        taken.refused = std::min(taken.refused, less(less(item.quantity, taken.claimed), taken.used));
      }
    }
    if (const auto* claimed = std::get_if<Claimed>(&event.fact))
      for (const Line& line : claimed->lines) add(items_[line.item].claimed, line.quantity);
    if (std::holds_alternative<ClaimReleased>(event.fact))
      for (auto& [number, taken] : items_) taken.claimed = {};
    if (std::holds_alternative<UseReversed>(event.fact)) items_.clear();
    if (const auto* decided = std::get_if<Decided>(&event.fact))
      for (const ItemResult& said : decided->results) decide(items_[said.item], before.state, said.result);
  }
  [[nodiscard]] Decimal used(std::uint16_t item) const {
    const auto found = items_.find(item);
    return found == items_.end() ? Decimal{} : found->second.used;
  }

 private:
  static void add(Decimal& to, Decimal more) { to = to.plus(more).value(); }
  static Decimal less(Decimal from, Decimal taken) { return from.minus(taken).value(); }
  static void move(Decimal& from, Decimal& to) {
    add(to, from);
    from = {};
  }
  static void decide(Taken& taken, import_side::State state, Result result) {
    using import_side::State;
    const bool is_checked = state == State::under_check || state == State::visit;
    if (refuses(result) && is_checked) move(taken.used, taken.refused);
    if (!refuses(result) && state == State::reassess) move(taken.refused, taken.used);
    move(taken.claimed, refuses(result) ? taken.refused : taken.used);
  }

  std::map<std::uint16_t, Taken> items_;
};

class History {
 public:
  explicit History(test::Rng& rng)
      : rng_(rng),
        one_ledger_(rng.one_in(2)),
        tells_(static_cast<Tells>(rng.below(3))),
        cancels_by_letter_(one_ledger_ && rng.one_in(3)) {
    if (rng_.one_in(3)) contents_ = test::contents(test::parse_step("draft original=V-1", 1).value());
    apply(issue_side::DraftCertificate{.document = {}, .contents = contents_});
    apply(issue_side::SubmitApplication{.document = {}, .authenticated = true});
    apply(issue_side::ApproveApplication{
        .document = {}, .number = *ReferenceNumber::parse("N-1"), .qualifying = {1, 2}});
    good_ = !rng_.one_in(5);
    if (rng_.one_in(one_ledger_ ? 2 : 8)) print();
    if (rng_.one_in(4)) original_is_cancelled();
    apply(issue_side::TransmitCertificate{.document = {}});
    // An outage: nothing arrives until the line is mended.
    if (one_ledger_ && issuer_.now.state == issue_side::State::sent) {
      lost_to_import_ = std::exchange(to_import_, {});
      print();
    }
  }

  void step() {
    at_ += std::chrono::hours{rng_.between(1, 400)};
    ring();
    // A page that is out is presented and used, and its data follow, more often than other things happen.
    if (one_ledger_ && rng_.one_in(2)) {
      if (!page_was_presented_) return page_is_presented();
      if (!rng_.one_in(6)) return customs_acts();
      return rng_.one_in(2) ? switch_to_data() : the_line_is_mended();
    }
    switch (rng_.below(4)) {
      case 0: return issuer_acts();
      case 1: return customs_acts();
      default: read_letters(); return deliver();
    }
  }
  /// Nobody acts any more; all that was sent arrives, each once more or never again.
  void calm() {
    heals_ = true;
    to_import_.insert(to_import_.end(), lost_to_import_.begin(), lost_to_import_.end());
    to_issuer_.insert(to_issuer_.end(), lost_to_issuer_.begin(), lost_to_issuer_.end());
    lost_to_import_.clear();
    lost_to_issuer_.clear();
    for (int i = 0; i < 2000 && !(to_import_.empty() && to_issuer_.empty()); ++i) {
      read_letters();
      deliver();
    }
    for (std::size_t i = desk_.size() + letters_to_customs_ + answers_.size(); i > 0; --i) read_letters();
    // What is early for customs is kept as long as it decides; of the rest nothing is left.
    EXPECT_TRUE(std::ranges::all_of(to_import_, [](const Message& one) { return one.number == co_clarify; }))
        << states();
    const bool waits_for_ever = issuer_.now.state == issue_side::State::tech_error || to_issuer_.empty();
    EXPECT_TRUE(waits_for_ever) << states() << " still awaits " << name_of(to_issuer_.front().number);
  }
  /// Customs loses all that it had of a cancelled certificate, and asks for it.
  void lose_and_ask_again() {
    if (issuer_.now.state != issue_side::State::cancelled || !issuer_.now.transmitted) return;
    customs_ = {};
    ledger_ = {};
    apply_at_customs(import_side::AskAgain{});
    calm();
    EXPECT_EQ(customs_.now.state, import_side::State::cancelled);
  }
  void judge() {
    EXPECT_EQ(issuer_.folded(), issuer_.now);
    EXPECT_EQ(customs_.folded(), customs_.now);
    judge_contents();
    judge_quantities();
    using I = issue_side::State;
    using M = import_side::State;
    const bool asked = issuer_.now.cancellation_sent;
    const bool has_it = customs_.now.state != M::none;
    if (issuer_.now.state == I::cancelled && !asked) {
      EXPECT_FALSE(has_it) << states() << " although nobody asked customs";
    }
    if (issuer_.now.state == I::cancelled && asked && has_it) {
      EXPECT_EQ(customs_.now.state, M::cancelled) << states();
    }
    if (customs_.now.state == M::cancelled && issuer_.now.state != I::closed) {
      EXPECT_EQ(issuer_.now.state, I::cancelled) << states();
    }
    EXPECT_NE(issuer_.now.state, I::cancel_pending) << states();
  }
  [[nodiscard]] bool was_cancelled() const { return issuer_.now.cancellation_sent; }
  [[nodiscard]] bool was_used() const { return uses(customs_.now.items); }
  [[nodiscard]] bool was_on_paper() const { return issuer_.now.printed; }
  [[nodiscard]] bool was_reconciled() const { return customs_.now.came == import_side::Came::both; }
  [[nodiscard]] bool differed() const { return differed_; }
  [[nodiscard]] bool was_answered_by_letter() const { return answered_by_letter_; }
  [[nodiscard]] bool was_not_taken() const { return was_not_taken_; }

 private:
  static bool uses(const Balances& items) {
    return std::ranges::any_of(items, [](const Balance& item) { return !item.used.is_zero(); });
  }
  /// What went out is not altered: both have the same, to the last day.
  void judge_contents() const {
    if (customs_.now.contents.items.empty()) return;
    if (customs_.now.came == import_side::Came::paper) return;  // as it was recorded
    EXPECT_EQ(customs_.now.contents, issuer_.now.contents) << states();
    EXPECT_EQ(customs_.now.valid_until, issuer_.now.valid_until) << states();
  }
  /// The issuer has heard all, so it says what customs says; unless it has put the file away, or the paper
  /// was used elsewhere.
  void judge_quantities() const {
    const bool away = issuer_.now.state == issue_side::State::closed;
    if (paper_used_ && uses(customs_.now.items)) {
      EXPECT_TRUE(away || issuer_.now.alarm) << states() << " used twice and nobody is told";
    }
    if (used_and_drawn(customs_.now.items)) {
      EXPECT_TRUE(customs_.now.alarm) << states();
    }
    for (const Balance& item : customs_.now.items) {
      EXPECT_EQ(used_by_declarations(item.item), item.used) << states() << " of item " << item.item;
    }
    if (customs_.now.differing) {
      EXPECT_TRUE(customs_.now.alarm) << states() << " what differs is forgotten";
    }
    // What is written is heard when it is read.
    const bool is_heard = to_issuer_.empty() && desk_.empty() && answers_.empty();
    if (away || paper_used_ || !is_heard || customs_.now.contents.items.empty()) return;
    // What was recorded wrongly stands until the data are taken: then what the issuer cannot book is shown.
    const bool is_wrong = page_is_wrong_ && customs_.now.came == import_side::Came::paper;
    if (is_wrong && !says_the_same_of_items()) {
      EXPECT_TRUE(customs_.now.alarm) << states() << " and nobody at customs looks";
      EXPECT_FALSE(customs_.now.not_taken.empty()) << states() << " and customs does not know why";
      EXPECT_TRUE(was_not_taken_) << states() << " although the issuer took all that it heard";
      return;
    }
    if (is_wrong) return;
    for (std::size_t i = 0; i < issuer_.now.items.size(); ++i) {
      const Balance& issuer = issuer_.now.items[i];
      const Balance& customs = customs_.now.items[i];
      EXPECT_EQ(issuer.used, customs.used) << states() << " of item " << i + 1;
      const bool cancelled = customs_.now.state == import_side::State::cancelled;
      if (!cancelled) {
        EXPECT_EQ(issuer.result, customs.result) << states() << " of item " << i + 1;
      }
    }
  }
  [[nodiscard]] Decimal used_by_declarations(std::uint16_t item) const {
    Decimal sum;
    for (const import_side::Use& use : customs_.now.uses) {
      for (const Line& line : use.lines)
        if (line.item == item) sum = sum.plus(line.quantity).value();
    }
    return sum;
  }
  [[nodiscard]] bool says_the_same_of_items() const {
    const bool cancelled = customs_.now.state == import_side::State::cancelled;
    return std::ranges::all_of(issuer_.now.items, [&](const Balance& issuer) {
      const Balance* customs = find(customs_.now.items, issuer.item);
      return customs != nullptr && issuer.used == customs->used &&
             (cancelled || issuer.result == customs->result);
    });
  }
  [[nodiscard]] std::string states() const {
    return std::string{issue_side::Machine::states[std::to_underlying(issuer_.now.state)].id} + " against " +
           std::string{import_side::Machine::states[std::to_underlying(customs_.now.state)].id};
  }
  [[nodiscard]] Context context() const {
    return {
        .at = at_, .by = *PersonId::parse("ONE"), .limits = limits_, .calendar = calendar_, .as_data = true};
  }

  /// What the issuer cannot book it answers, and some cancellations go by letter.
  std::vector<MessageNumber> issuer_takes(Decision<issue_side::Event> ruling,
                                          const std::vector<ItemResult>& answered = {}) {
    for (issue_side::Event& event : ruling.events) {
      if (cancels_by_letter_ && std::erase(event.sent, co_cancel) != 0) {
        event.by_letter.push_back(co_cancel);
        ++letters_to_customs_;
      }
      const auto* noted = std::get_if<Noted>(&event.fact);
      const bool is_answered = std::ranges::find(event.sent, l2_error) != event.sent.end();
      if (noted == nullptr || !is_answered || event.trigger != issue_side::Trigger::response) continue;
      was_not_taken_ = true;
      to_import_.push_back(
          {.number = l2_error,
           .letter = {.faults = noted->faults, .answers = Answers::response, .said = newest_of(answered)}});
    }
    return issuer_.take(ruling);
  }
  void from_issuer(const std::vector<MessageNumber>& sent) {
    for (const MessageNumber number : sent) {
      Message message{.number = number, .letter = {}};
      if (number == co_issue || number == co_retransmit) {
        message.letter.contents = issuer_.now.contents;
        message.letter.issued = issuer_.now.issued.value();
        if (!good_) message.letter.faults = {{.rule = "SCH-001", .pointer = {}, .detail = {}}};
      }
      if (number == co_clarify) message.letter.results = clarified();
      const bool about_certificate =
          number == co_issue || number == co_cancel || number == co_clarify || number == co_retransmit;
      if (about_certificate) to_import_.push_back(std::move(message));
    }
  }
  [[nodiscard]] std::vector<ItemResult> clarified() const {
    std::vector<ItemResult> results;
    for (const ItemResult& said : results_of(issuer_.now.items)) {
      if (std::ranges::find(issuer_.now.clarified, said.item) != issuer_.now.clarified.end())
        results.push_back(said);
    }
    return results;
  }
  void from_customs(const std::vector<MessageNumber>& sent, Answers answers = Answers::certificate) {
    for (const MessageNumber number : sent) {
      Message message{.number = number, .letter = {.answers = answers}};
      if (number == l2_error) message.letter.faults = {{.rule = "SCH-001", .pointer = {}, .detail = {}}};
      if (number == co_response) {
        message.letter.results = results_of(customs_.now.items);
        if (customs_.now.came != import_side::Came::data) message.letter.covers_paper = true;
        const bool on_paper = customs_.now.came == import_side::Came::paper;
        if (one_ledger_ && (tells_ == Tells::by_letter || (tells_ == Tells::later_as_data && on_paper))) {
          desk_.push_back(message.letter.results);
          continue;
        }
      }
      if (number == l3_use_reversed && takes_back_by_letter()) {
        answers_.push_back(true);
        continue;
      }
      if (number == co_verify_request) verify_ = true;
      to_issuer_.push_back(std::move(message));
    }
  }
  template <class Command>
  void apply(const Command& command) {
    from_issuer(issuer_takes(act(issuer_.now, command, context())));
  }
  /// Of data that wait beside their page nothing is claimed beyond what they have.
  void judge_claim(const import_side::Certificate& before, const import_side::Claimed& claimed) const {
    if (!before.differing) return;
    for (const Line& line : claimed.lines) {
      const auto& data = before.differing->contents.items;
      const auto said = std::ranges::find(data, line.item, &Item::number);
      ASSERT_NE(said, data.end());
      EXPECT_LE(ledger_.used(line.item), said->quantity) << states() << " of item " << line.item;
      EXPECT_LE(line.quantity, said->quantity.minus(ledger_.used(line.item)).value())
          << states() << " of item " << line.item;
    }
  }
  /// No more is used than was issued, whatever came when; and the account says so.
  std::vector<MessageNumber> customs_takes(const Decision<import_side::Event>& ruling) {
    import_side::Certificate before = customs_.now;
    for (const import_side::Event& event : ruling.events) {
      if (const auto* claimed = std::get_if<import_side::Claimed>(&event.fact)) judge_claim(before, *claimed);
      ledger_.play(before, event);
      before = import_side::evolve(std::move(before), event);
    }
    const auto sent = customs_.take(ruling);
    differed_ = differed_ || customs_.now.state == import_side::State::differs;
    const bool is_wrong = page_is_wrong_ && customs_.now.came == import_side::Came::paper;
    const Balances& issued = is_wrong ? customs_.now.items : issuer_.now.items;
    for (const Balance& item : customs_.now.items) {
      EXPECT_EQ(item.used, ledger_.used(item.item)) << states() << " of item " << item.item;
      EXPECT_LE(ledger_.used(item.item), find(issued, item.item)->quantity) << states() << " used twice";
    }
    return sent;
  }
  template <class Command>
  void apply_at_customs(const Command& command) {
    from_customs(customs_takes(act(customs_.now, command, context())));
  }

  /// Each clock that has run out leads to an event, and moves or ends.
  void ring() {
    for (int i = 0; issuer_.now.due && *issuer_.now.due <= at_; ++i) {
      const auto before = std::pair{issuer_.now.due, issuer_.now.rung};
      const auto ruling = issue_side::time_passed(issuer_.now, context());
      ASSERT_FALSE(ruling.events.empty());
      from_issuer(issuer_takes(ruling));
      ASSERT_NE((std::pair{issuer_.now.due, issuer_.now.rung}), before);
      ASSERT_LT(i, 20);
    }
    for (int i = 0; customs_.now.due && *customs_.now.due <= at_; ++i) {
      const auto before = std::pair{customs_.now.due, customs_.now.rung};
      const auto ruling = import_side::time_passed(customs_.now, context());
      ASSERT_FALSE(ruling.events.empty());
      from_customs(customs_takes(ruling));
      ASSERT_NE((std::pair{customs_.now.due, customs_.now.rung}), before);
      ASSERT_LT(i, 20);
    }
  }

  void issuer_acts() {
    switch (rng_.below(12)) {
      case 0:
      case 1: {
        const bool surrendered = !page_was_presented_ && rng_.one_in(2);
        surrendered_ = surrendered_ || surrendered;
        return apply(issue_side::CancelCertificate{
            .document = {}, .reason = "error", .successor = {}, .surrendered = surrendered});
      }
      case 2: return apply(issue_side::WithdrawCancellation{.document = {}, .reason = "out of reach"});
      case 3: return apply(issue_side::AcceptUse{.document = {}, .reason = "as it is"});
      case 4: return apply(issue_side::ClarifyRefusal{.document = {}, .text = "went straight"});
      case 5: good_ = true; return apply(issue_side::ResendCertificate{.document = {}, .reason = "repaired"});
      case 6:
        if (rng_.one_in(3)) print();
        return;
      case 7: return switch_to_data();
      case 8: return paper_is_used();
      case 9: return original_is_cancelled();
      default:
        from_issuer(issuer_takes(issue_side::drawn(
            issuer_.now, Drawn{test::reference("SG", "S"), {{1, Decimal::of(rng_.between(0, 120))}}, {}},
            context())));
        from_issuer(
            issuer_takes(issue_side::draw_undone(issuer_.now, test::reference("SG", "S"), context())));
    }
  }

  void print() {
    const auto ruling =
        act(issuer_.now, issue_side::PrintCertificate{.document = {}, .reason = "outage"}, context());
    if (!ruling.events.empty()) surrendered_ = false;
    from_issuer(issuer_takes(ruling));
  }
  void switch_to_data() {
    good_ = true;
    surrendered_ = true;
    apply(issue_side::SwitchToData{.document = {}, .surrendered = true});
  }
  void the_line_is_mended() {
    const Way lost = std::exchange(lost_to_import_, {});
    to_import_.insert(to_import_.end(), lost.begin(), lost.end());
  }
  /// As officers mistype: a quantity, a unit, a goods code, the order, the day.
  void mistype(import_side::RecordPaper& page) {
    switch (rng_.below(8)) {
      case 0: page.items[0].quantity = Decimal::of(80); break;
      case 1:
      case 6:
      case 7: page.items[0].quantity = Decimal::of(120); break;
      case 2: page.items[1].unit = *Unit::parse("TNE"); break;
      case 3: page.items[0].hs = *Ahtn::parse("40151900"); break;
      case 4:
        std::swap(page.items[0], page.items[1]);
        std::swap(page.items[0].number, page.items[1].number);
        break;
      default: page.issued -= std::chrono::days{1};
    }
  }
  /// A page that is out is presented; by one officer of two it is recorded wrongly.
  void page_is_presented() {
    if (!one_ledger_ || !issuer_.now.printed || surrendered_) return;
    const Contents& page = issuer_.now.contents;
    import_side::RecordPaper record{.certificate = page.reference,
                                    .importer = page.importer,
                                    .issued = issuer_.now.issued.value(),
                                    .items = page.items,
                                    .flags = page.flags,
                                    .replaces = page.replaces,
                                    .originals = page.originals,
                                    .code = {}};
    const bool is_wrong = rng_.one_in(2);
    if (is_wrong) mistype(record);
    std::optional<import_side::PageCode> code;
    record.page_code = import_side::CodeOnPage::not_scanned;
    if (rng_.one_in(2)) {
      record.page_code = import_side::CodeOnPage::read;
      record.code = "LC1:";
      code = import_side::PageCode{.certificate = page.reference,
                                   .issued = record.issued,
                                   .importer = page.importer,
                                   .is_the_certificate = true,
                                   .content = page.document};
    }
    const auto ruling = act(customs_.now, record, code, context());
    if (!ruling.events.empty()) page_is_wrong_ = is_wrong;
    page_was_presented_ = page_was_presented_ || !ruling.events.empty();
    from_customs(customs_takes(ruling));
    if (!ruling.events.empty() && rng_.one_in(2)) use_whole_page();
  }
  /// With the declaration that it is presented with.
  void use_whole_page() {
    using namespace import_side;
    ClaimPreference claim{.certificate = {}, .declaration = "D-1", .invoices = {"I"}};
    for (const Balance& item : customs_.now.items)
      if (!free_of(item).is_zero()) claim.lines.push_back({item.item, free_of(item)});
    apply_at_customs(claim);
    apply_at_customs(AcceptItems{.certificate = {}, .items = some_items()});
  }
  [[nodiscard]] bool takes_back_by_letter() const { return cancels_by_letter_ && tells_ == Tells::by_letter; }
  void read_letters() {
    read_letter();
    read_cancellation();
    read_answer();
  }
  /// The oldest letter that cancels it, which waits until there is something to cancel.
  void read_cancellation() {
    if (letters_to_customs_ == 0) return;
    const auto ruling =
        act(customs_.now,
            import_side::RecordCancellation{.certificate = {}, .text = "letter", .successor = {}}, context());
    if (!ruling.answer.accepted()) return;
    --letters_to_customs_;
    for (const MessageNumber number : customs_takes(ruling)) answers_.push_back(number == l2_ok);
  }
  /// What customs wrote about a cancellation; what leads nowhere any more is put away.
  void read_answer() {
    if (answers_.empty()) return;
    Context at_the_desk = context();
    at_the_desk.as_data = !takes_back_by_letter();
    const auto ruling = act(
        issuer_.now, issue_side::AnsweredByLetter{.document = {}, .done = answers_.front(), .text = "letter"},
        at_the_desk);
    answers_.erase(answers_.begin());
    answered_by_letter_ = answered_by_letter_ || ruling.answer.accepted();
    from_issuer(issuer_takes(ruling));
  }
  /// The oldest letter on the desk of the issuing authority, which has to wait as long as no row takes it.
  void read_letter() {
    if (desk_.empty()) return;
    const auto ruling = act(
        issuer_.now,
        issue_side::RecordPaperResult{.document = {}, .results = desk_.front(), .text = "letter"}, context());
    if (!ruling.answer.accepted()) return;
    desk_.erase(desk_.begin());
    from_issuer(issuer_takes(ruling));
  }
  void paper_is_used() {
    if (one_ledger_) return;
    const bool refuses = rng_.one_in(3);
    const Decimal used = refuses ? Decimal{} : Decimal::of(rng_.between(1, 100));
    const auto ruling = act(
        issuer_.now,
        issue_side::RecordPaperResult{
            .document = {}, .results = {{1, refuses ? Result::n2 : Result::u2, used, {}}}, .text = "letter"},
        context());
    paper_used_ = paper_used_ || !ruling.events.empty();
    from_issuer(issuer_takes(ruling));
  }
  /// Another takes its place, where nothing went out yet.
  void original_is_cancelled() {
    const Reference lost = test::reference("VN", "V-1");
    from_issuer(issuer_takes(issue_side::original_cancelled(issuer_.now, lost, context())));
    Original other{.certificate = test::reference("VN", "V-2"),
                   .issued = *parse_day("2026-02-01"),
                   .valid_until = *parse_day("2026-12-01"),
                   .lines = {{1, Decimal::of(40)}}};
    apply(issue_side::KeepWithAnother{.document = {}, .cancelled = lost, .original = std::move(other)});
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
    switch (rng_.below(19)) {
      case 18: return apply_at_customs(SayAgain{.certificate = {}});
      case 14:
      case 15: return apply_at_customs(TakeData{.certificate = {}, .reason = "typed wrongly"});
      case 16: return apply_at_customs(KeepPaper{.certificate = {}, .reason = "as it is"});
      case 17:  // what comes as data, too, is told by letter
        if (!cancels_by_letter_ && issuer_.now.state == issue_side::State::cancel_pending)
          (void)customs_takes(act(customs_.now,
                                  RecordCancellation{.certificate = {}, .text = "letter", .successor = {}},
                                  context()));
        return apply_at_customs(WithdrawPage{.certificate = {}, .reason = "typed wrongly"});
      case 12: return apply_at_customs(AskAgain{});
      case 13: {
        const Drawn draw{test::reference("TH", "T"), {{1, Decimal::of(rng_.between(1, 100))}}, {}};
        (void)customs_takes(drawn(customs_.now, draw, context()));
        if (rng_.one_in(2)) (void)customs_takes(draw_undone(customs_.now, draw.by, context()));
        return;
      }
      case 0:
      case 1: {
        ClaimPreference claim{
            .certificate = {}, .declaration = rng_.one_in(2) ? "D-1" : "D-2", .invoices = {"I"}};
        claim.lines.push_back({1, Decimal::of(rng_.between(1, 110))});
        if (rng_.one_in(2)) claim.lines.push_back({2, Decimal::of(rng_.between(1, 60))});
        if (rng_.one_in(2)) claim.force_majeure = "flood";
        return apply_at_customs(claim);
      }
      case 2:
        return apply_at_customs(ReleaseClaim{.certificate = {}, .declaration = customs_.now.declaration});
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

  /// Takes one message off the way: as it is, once more later, or lost until it is sent again.
  Message off(Way& way, Way& lost) {
    const std::size_t which = rng_.below(way.size());
    Message message = way[which];
    const bool comes_twice = !heals_ && rng_.one_in(6);
    if (!comes_twice) way.erase(way.begin() + static_cast<std::ptrdiff_t>(which));
    if (!heals_ && rng_.one_in(8)) lost.push_back(message);
    return message;
  }
  void deliver() {
    if (verify_ && rng_.one_in(3)) {
      verify_ = false;
      Letter reply;
      reply.request = customs_.now.request;
      hand_to_customs(import_side::Trigger::check_result, reply);
    }
    const bool to_issuer = to_import_.empty() || (!to_issuer_.empty() && rng_.one_in(2));
    Way& way = to_issuer ? to_issuer_ : to_import_;
    if (way.empty()) return;
    Way& lost = to_issuer ? lost_to_issuer_ : lost_to_import_;
    const auto lost_before = lost.size();
    const Message message = off(way, lost);
    if (lost.size() != lost_before) return;
    const bool taken = to_issuer ? hand_to_issuer(message) : hand_to_customs(message);
    if (!taken) way.push_back(message);
  }
  bool hand_to_customs(const Message& message) {
    auto trigger = import_side::Trigger::certificate;
    if (message.number == co_cancel) trigger = import_side::Trigger::cancel;
    if (message.number == co_clarify) trigger = import_side::Trigger::clarify;
    if (message.number == l2_error) trigger = import_side::Trigger::acknowledgement;
    return hand_to_customs(trigger, message.letter);
  }
  bool hand_to_customs(import_side::Trigger trigger, const Letter& letter) {
    if (machine::verdict<import_side::Machine>(customs_.now.state, trigger) == machine::Verdict::early)
      return false;
    const auto answers =
        trigger == import_side::Trigger::cancel ? Answers::cancellation : Answers::certificate;
    from_customs(customs_takes(import_side::receive(customs_.now, trigger, letter, context())), answers);
    return true;
  }
  bool hand_to_issuer(const Message& message) {
    auto trigger = issue_side::Trigger::acknowledgement;
    if (message.number == c1_conflict) trigger = issue_side::Trigger::already_used;
    if (message.number == l3_use_reversed) trigger = issue_side::Trigger::use_reversed;
    if (message.number == co_response) trigger = issue_side::Trigger::response;
    if (message.number == co_retransmit_request) trigger = issue_side::Trigger::retransmit_request;
    const bool about_others = message.number == co_verify_request || message.number == co_verify_decision ||
                              message.number == visit_notice;
    if (about_others) return true;  // another object
    if (machine::verdict<issue_side::Machine>(issuer_.now.state, trigger) == machine::Verdict::early)
      return false;
    from_issuer(issuer_takes(issue_side::receive(issuer_.now, trigger, message.letter, context()),
                             message.letter.results));
    return true;
  }

  test::Rng& rng_;
  bool one_ledger_;  ///< of customs that record pages, for paper and data
  enum class Tells : std::uint8_t { as_data, by_letter, later_as_data };
  Tells tells_;  ///< how these say something of items: the third by letter until the data have come
  bool cancels_by_letter_;  ///< the issuer does
  Contents contents_ = test::contents(test::parse_step("draft", 1).value());
  Limits limits_;
  refdata::Calendar calendar_{.utc_offset = std::chrono::hours{8}};
  Instant at_ = *parse_instant("2026-03-02T04:00:00Z");
  Side<issue_side::Certificate, issue_side::Event> issuer_;
  Side<import_side::Certificate, import_side::Event> customs_;
  Way to_import_;
  Way to_issuer_;
  Way lost_to_import_;
  Way lost_to_issuer_;
  bool heals_ = false;  ///< nothing is lost or doubled any more
  bool good_ = true;    ///< what goes out can be read
  bool verify_ = false;
  bool paper_used_ = false;
  Ledger ledger_;
  std::vector<std::vector<ItemResult>> desk_;  ///< letters to the issuing authority, the oldest first
  std::size_t letters_to_customs_ = 0;         ///< that cancel it
  std::vector<bool> answers_;                  ///< to these, the oldest first: it is cancelled there too
  bool was_not_taken_ = false;                 ///< the issuer could not book what it was told
  bool answered_by_letter_ = false;
  bool surrendered_ = false;  ///< the page
  bool page_was_presented_ = false;
  bool page_is_wrong_ = false;  ///< as it was recorded
  bool differed_ = false;
};

TEST(CertificateLaws, HoldInEveryHistory) {
  test::Rng rng = test::announced_rng();
  constexpr int histories = 300;
  constexpr int steps = 60;
  int cancelled = 0;
  int used = 0;
  int on_paper = 0;
  int reconciled = 0;
  int differed = 0;
  int by_letter = 0;
  int not_taken = 0;
  for (int i = 0; i < histories && !testing::Test::HasFailure(); ++i) {
    History history{rng};
    for (int s = 0; s < steps && !testing::Test::HasFailure(); ++s) history.step();
    history.calm();
    history.judge();
    cancelled += history.was_cancelled() ? 1 : 0;
    used += history.was_used() ? 1 : 0;
    on_paper += history.was_on_paper() ? 1 : 0;
    reconciled += history.was_reconciled() ? 1 : 0;
    differed += history.differed() ? 1 : 0;
    by_letter += history.was_answered_by_letter() ? 1 : 0;
    not_taken += history.was_not_taken() ? 1 : 0;
    history.lose_and_ask_again();
  }
  if (testing::Test::HasFailure()) return;
  EXPECT_GT(cancelled, histories / 4) << "the histories are too tame";
  EXPECT_GT(used, histories / 20) << "the histories are too tame";
  EXPECT_GT(on_paper, histories / 20) << "the histories are too tame";
  EXPECT_GT(reconciled, histories / 60) << "the histories are too tame";
  EXPECT_GT(differed, histories / 40) << "the histories are too tame";
  EXPECT_GT(by_letter, histories / 100) << "the histories are too tame";
  EXPECT_GT(not_taken, 0) << "the histories are too tame";
}

}  // namespace
}  // namespace lintas::documents
