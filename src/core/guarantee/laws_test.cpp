#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/money.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/guarantee/commands.hpp"
#include "core/guarantee/decide.hpp"
#include "core/guarantee/profile.hpp"
#include "core/guarantee/state.hpp"
#include "tests/support/any.hpp"
#include "tests/support/guarantee_world.hpp"
#include "tests/support/rng.hpp"

// Random histories: whatever is asked in whatever order, the laws hold, the account balances, and what was
// stored folds to the same again.
namespace lintas::guarantee {
namespace {

const Currency myr = *Currency::parse("MYR");
const Country my = *Country::parse("MY");
const Tin holder = *Tin::parse("MYTRADER");
const Tin agent = *Tin::parse("MYAGENT");
const Tin stranger = *Tin::parse("MYRIVAL");
const AccessCodeHash right_code{{std::byte{1}}};
const AccessCodeHash wrong_code{{std::byte{2}}};

/// Plays random commands on a few accounts and movements.
class History {
 public:
  explicit History(test::Rng& rng) : rng_(rng) {
    for (int i = 0; i < 3; ++i) grns_.push_back(test::any_grn(rng_, my));
    for (int i = 0; i < 6; ++i) mrns_.push_back(test::any_mrn(rng_, my));
    profile_.state = my;
    profile_.credit_at_arrival = rng_.one_in(2);
    profile_.code_failures_max = 3;
  }

  void step() {
    if (rng_.one_in(10)) day_ += std::chrono::days{rng_.between(0, 3)};
    if (rng_.one_in(4)) {
      account_command(grns_[rng_.below(grns_.size())]);
    } else {
      use_command(mrns_[rng_.below(mrns_.size())]);
    }
  }
  [[nodiscard]] const test::GuaranteeWorld& world() const { return world_; }
  [[nodiscard]] std::size_t accepted() const { return accepted_; }
  [[nodiscard]] std::size_t refused() const { return refused_; }

 private:
  [[nodiscard]] Money amount(std::int64_t most) { return Money{rng_.between(0, most), myr}; }
  [[nodiscard]] Instant now() const { return Instant{day_}; }
  [[nodiscard]] Approval approval() {
    return {.first = *PersonId::parse("one"),
            .second = rng_.one_in(5) ? std::nullopt : std::optional{*PersonId::parse("two")}};
  }

  Terms any_terms() {
    const Guarantor bank{.tin = *Tin::parse("MYBANK"), .approved = true};
    if (rng_.one_in(3)) return SingleJourney{.guarantor = bank, .binding = std::nullopt};
    if (rng_.one_in(4)) return CashDeposit{.binding = std::nullopt};
    return MultipleJourneys{.guarantor = bank, .weekly_debt = Money{0, myr}};
  }

  void account_command(const Grn& grn) {
    const Header header = world_.header(grn);
    switch (rng_.below(9)) {
      case 0:
      case 1: {
        const Terms terms = any_terms();
        RegisterGuarantee c{.at = now(),
                            .approval = approval(),
                            .grn = grn,
                            .holder = holder,
                            .office = *OfficeId::parse("MYBKH001"),
                            .reference_amount = amount(1000),
                            .valid_from = day_,
                            .valid_until = std::nullopt,
                            .not_valid_in = {},
                            .master_code = std::nullopt,
                            .access_codes = {right_code},
                            .terms = terms,
                            .utc_offset_minutes = 480};
        if (std::holds_alternative<CashDeposit>(terms)) c.access_codes.clear();
        if (rng_.one_in(2)) c.valid_until = day_ + std::chrono::days{rng_.between(-1, 60)};
        return apply(grn, decide(header, c, profile_));
      }
      case 2:
        return apply(grn, decide(header, ChangeTerms{now(), approval(), amount(1500), amount(1500), {}, {}},
                                 profile_));
      case 3: return apply(grn, decide(header, Suspend{now(), *PersonId::parse("one")}));
      case 4: return apply(grn, decide(header, LiftSuspension{now(), *PersonId::parse("one")}));
      case 5:
        if (!rng_.one_in(4)) return;
        return apply(grn, decide(header, GiveNotice{now(), day_, approval()}, profile_));
      case 6: {
        const auto due = next_clock(header);
        if (due && *due <= day_) {
          apply(grn, decide(header, PassLastDay{now(), day_}));
          apply(grn, decide(world_.header(grn), PassNotice{now(), day_}));
        }
        return;
      }
      case 7: return apply(grn, decide(header, Liberate{now(), *PersonId::parse("one")}));
      default:
        return apply(grn, decide(header, UnlockSender{now(), approval(), rng_.one_in(2) ? holder : agent}));
    }
  }

  Demand demand(const Mrn& mrn) {
    const std::size_t who = rng_.below(8);
    Demand demand{.at = now(),
                  .day = day_,
                  .message = *MessageId::parse(format("m{}", rng_.below(40))),
                  .mrn = mrn,
                  .principal = holder,
                  .sender = who == 0  ? stranger
                            : who < 3 ? agent
                                      : holder,
                  .sender_is_agent = who != 0,
                  .departure = *OfficeId::parse("MYBKH001"),
                  .destination = *OfficeId::parse("THSDO001"),
                  .route = {},
                  .goods = {},
                  .limit_day = std::nullopt,
                  .lines = {}};
    for (const Grn& grn : grns_) {
      if (rng_.one_in(2)) continue;
      const Header header = world_.header(grn);
      demand.lines.push_back(
          {grn, wire_type(header.kind), rng_.one_in(8) ? wrong_code : right_code, amount(400)});
    }
    return demand;
  }

  void use_command(const Mrn& mrn) {
    const auto open = world_.grns_of(mrn);
    switch (rng_.below(9)) {
      case 0: return ask<CheckUses>(mrn);
      case 1:
      case 2:
      case 3: return ask<ReserveUses>(mrn);
      case 4: return apply(open, mrn, decide(world_.accounts(open, mrn), CancelUses{now()}));
      case 5: return apply(open, mrn, decide(world_.accounts(open, mrn), CreditUses{now()}, profile_));
      case 6: return apply(open, mrn, decide(world_.accounts(open, mrn), ReleaseUses{now()}));
      default: return recover(grns_[rng_.below(grns_.size())], mrn);
    }
  }
  void recover(const Grn& grn, const Mrn& mrn) {
    const std::vector<Grn> one{grn};
    const Account account = world_.account(grn, mrn);
    switch (rng_.below(4)) {
      case 0:
      case 1:
        return apply(one, mrn, decide(account, ClaimFromGuarantor{now(), approval(), amount(500)}, profile_));
      case 2: return apply(one, mrn, decide(account, WithdrawClaim{now(), approval()}));
      default: return apply(one, mrn, decide(account, RecordPayment{now(), *PersonId::parse("one")}));
    }
  }
  static std::string rules_and_fields(const Answer& answer) {
    std::string text;
    for (const Finding& finding : answer.refused_for) text += finding.rule + ' ' + finding.pointer + '\n';
    return text;
  }
  template <class Command>
  void ask(const Mrn& mrn) {
    const Command c{demand(mrn)};
    std::vector<Grn> grns;
    for (const Line& line : c.demand.lines) grns.push_back(line.grn);
    const auto decision = decide(world_.accounts(grns, mrn), c, profile_);
    apply(grns, mrn, decision);
    const auto again = decide(world_.accounts(grns, mrn), c, profile_);
    // A question that was malformed or met the wrong state left no trace; any other is answered alike,
    // without events.
    if (decision.events.empty()) return;
    EXPECT_EQ(rules_and_fields(again.answer), rules_and_fields(decision.answer))
        << "what would help is told once";
    EXPECT_TRUE(again.events.empty());
  }

  void apply(const Grn& grn, const Decision<AccountEvent>& decision) {
    count(decision.answer);
    world_.apply(grn, decision);
  }
  void apply(const std::vector<Grn>& grns, const Mrn& mrn, const Decision<SlottedUseEvent>& decision) {
    count(decision.answer);
    world_.apply(grns, mrn, decision);
  }
  void count(const Answer& answer) { ++(answer.accepted() ? accepted_ : refused_); }

  test::Rng& rng_;
  std::vector<Grn> grns_;
  std::vector<Mrn> mrns_;
  Profile profile_;
  Day day_ = *parse_day("2026-11-23");
  test::GuaranteeWorld world_;
  std::size_t accepted_ = 0;
  std::size_t refused_ = 0;
};

TEST(GuaranteeLaws, hold_in_random_histories) {
  test::Rng rng = test::announced_rng();
  std::size_t accepted = 0;
  std::size_t refused = 0;
  for (int round = 0; round < 60; ++round) {
    History history{rng};
    for (int i = 0; i < 300; ++i) {
      history.step();
      ASSERT_TRUE(history.world().broken_laws().empty()) << history.world().broken_laws().front();
    }
    EXPECT_TRUE(history.world().out_of_balance().empty());
    EXPECT_TRUE(history.world().replays_to_the_same());
    accepted += history.accepted();
    refused += history.refused();
  }
  EXPECT_GT(accepted, 2000U) << "histories in which nothing happens prove nothing";
  EXPECT_GT(refused, 2000U);
}

/// The life of one of two thousand movements that want the same guarantee at the same time.
struct Journey {
  Mrn mrn;
  std::int64_t amount = 0;
  int step = 0;
};

TEST(GuaranteeLaws, R_ACTS_050_two_thousand_concurrent_uses_never_exceed_the_limit) {
  test::Rng rng = test::announced_rng();
  constexpr std::int64_t limit = 100'000;
  constexpr std::size_t movements = 2000;
  const Grn grn = test::any_grn(rng, my);
  const std::vector<Grn> one{grn};
  Profile profile;
  profile.state = my;
  Header header{.status = Status::valid, .grn = grn, .holder = holder};
  header.reference_amount = header.guaranteed_amount = Money{limit, myr};
  header.access_codes = {right_code};

  std::vector<Journey> journeys(movements);
  std::set<Mrn> different;
  for (Journey& journey : journeys) {
    do journey.mrn = test::any_mrn(rng, my);
    while (!different.insert(journey.mrn).second);
    journey.amount = rng.between(1, 2000);
  }
  std::map<Mrn, Use> uses;
  std::size_t reservations = 0;
  std::size_t waits = 0;
  std::int64_t highest = 0;
  const auto apply = [&](const Mrn& mrn, const Decision<SlottedUseEvent>& decision) {
    for (const auto& [slot, event] : decision.events) {
      Use& use = uses[mrn];
      const Header header_after = evolve(header, event);
      const Use use_after = evolve(use, event);
      const auto violation = violated(UseStep{header, header_after, use, use_after});
      ASSERT_FALSE(violation) << violation->law;
      header = header_after;
      use = use_after;
    }
    highest = std::max(highest, header.sums.reserved);
    ASSERT_LE(header.sums.reserved, limit);
  };
  // A journey checks, reserves as often as it must, is amended once, and is discharged; which one moves next
  // is chance.
  while (!journeys.empty()) {
    const std::size_t next = rng.below(journeys.size());
    Journey& journey = journeys[next];
    const std::vector<Account> accounts{{.header = header, .use = uses[journey.mrn]}};
    Demand demand{.at = {},
                  .day = {},
                  .message = *MessageId::parse(format("m{}", rng.next())),
                  .mrn = journey.mrn,
                  .principal = holder,
                  .sender = holder,
                  .departure = *OfficeId::parse("MYBKH001"),
                  .destination = *OfficeId::parse("THSDO001"),
                  .route = {},
                  .goods = {},
                  .limit_day = std::nullopt,
                  .lines = {{grn, '1', right_code, Money{journey.amount, myr}}}};
    Decision<SlottedUseEvent> decision;
    bool goes_on = true;
    switch (journey.step) {
      case 0: decision = decide(accounts, CheckUses{demand}, profile); break;
      case 1:
      case 3:
        decision = decide(accounts, ReserveUses{demand, {}}, profile);
        goes_on = decision.answer.accepted();
        ++(goes_on ? reservations : waits);
        break;
      case 2: decision = decide(accounts, CancelUses{}); break;
      default: decision = decide(accounts, ReleaseUses{}); break;
    }
    apply(journey.mrn, decision);
    if (goes_on && ++journey.step == 5) {
      std::swap(journey, journeys.back());
      journeys.pop_back();
    }
  }
  EXPECT_EQ(reservations, 2 * movements) << "everybody came through in the end";
  EXPECT_GT(waits, movements / 2) << "the limit was really fought over";
  EXPECT_GT(highest, limit * 95 / 100);
  EXPECT_EQ(header.sums, Sums{});
}

}  // namespace
}  // namespace lintas::guarantee
