// The guarantee part on the loop, with the least movement that has guarantees (tests/support/voyage.hpp):
// account and uses move together, for every movement of a batch and after every crash.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/limits.hpp"
#include "base/money.hpp"
#include "base/text.hpp"
#include "core/guarantee/commands.hpp"
#include "core/guarantee/state.hpp"
#include "core/workflow/guarantee_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/uses.hpp"
#include "shell/app/executor.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/app/stream.hpp"
#include "shell/store/memory/memory_store.hpp"
#include "shell/store/sqlite/sqlite_store.hpp"
#include "tests/support/guarantee_setting.hpp"
#include "tests/support/random.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/voyage.hpp"
#include "tests/support/world.hpp"

namespace lintas::app {
namespace {

using namespace test::voyage;
using test::GuaranteeSetting;
using workflow::Command;
using workflow::Reply;
using Kind = workflow::Reply::Kind;
namespace gua = lintas::guarantee;

const Instant noon = *parse_instant("2026-11-23T04:00:00Z");  // at the offices
const Currency myr = *Currency::parse("MYR");
const AccessCodeHash code{.bytes = {std::byte{7}}};

Grn grn(unsigned n) {
  return *Grn::issue(std::chrono::year{2026}, *Country::parse("MY"), format("{:012}", n));
}
Cover cover(unsigned n, std::int64_t amount) {
  return {.grn = grn(n), .access_code = code, .amount = Money{amount, myr}};
}

/// A node in Malaysia: guarantees and voyages, on a store that outlives it.
class Node {
 public:
  explicit Node(Store& store) : store_(store) { start(); }

  void start() {
    executor_ = std::make_unique<Executor>(Executor::Ports{domain_, store_, entropy_, packer_, test::sha256});
  }
  std::vector<Reply> run(const std::vector<Command>& commands) { return executor_->run_batch(commands); }
  Reply ask(const Command& command) { return run({command}).front(); }
  Executor& executor() { return *executor_; }
  GuaranteeSetting& law() { return setting_; }

  /// Every one from another client, under a number of its own.
  Command http(access::Actor actor, workflow::CommandType type, Bytes content) {
    workflow::HttpCommandId id;
    const std::string key = format("{:018}", ++asked_);
    for (std::size_t i = 0; i < id.id.size(); ++i) id.id[i] = static_cast<std::byte>(key[i]);
    return {.id = id, .type = type, .at = at, .actor = std::move(actor), .content = std::move(content)};
  }
  template <class C>
  Command officer(workflow::CommandType type, const C& c) {
    return http({.role = access::Role::officer_of_guarantee,
                 .person = "OFFICER1",
                 .office = std::string{GuaranteeSetting::office_of_guarantee}},
                type, to_cbor(c));
  }
  template <class C>
  Command recovery(workflow::CommandType type, const C& c) {
    return http({.role = access::Role::recovery_officer,
                 .person = "OFFICER2",
                 .office = std::string{GuaranteeSetting::office_of_recovery}},
                type, to_cbor(c));
  }
  Command opening(unsigned n, std::int64_t amount, std::optional<Day> valid_until = {}) {
    gua::RegisterGuarantee c;
    c.grn = grn(n);
    c.holder = *Tin::parse(trader);
    c.office = *OfficeId::parse(GuaranteeSetting::office_of_guarantee);
    c.reference_amount = Money{amount, myr};
    c.valid_from = *parse_day("2026-01-01");
    c.valid_until = valid_until;
    c.access_codes = {code};
    c.terms = gua::MultipleJourneys{
        .guarantor = {.tin = *Tin::parse("MYBANK"), .kind = gua::GuarantorKind::bank, .approved = true},
        .percent = 100,
        .standing = {},
        .weekly_debt = Money{1, myr}};
    return officer(workflow::register_guarantee, c);
  }
  Command lodging(const std::string& ref, std::vector<Cover> covers) {
    return http({.role = access::Role::trader, .party = std::string{trader}}, lodge,
                to_cbor(Voyage{.ref = ref, .mrn = {}, .covers = std::move(covers)}));
  }
  Command waiting(const std::string& ref, std::vector<Cover> covers) {
    Command command = lodging(ref, {});
    command.content = to_cbor(Voyage{.ref = ref, .mrn = {}, .covers = std::move(covers), .waits = true});
    return command;
  }
  Command reserving(const std::string& ref) {
    return http({.role = access::Role::officer_of_departure, .person = "OFFICER3"}, reserve,
                to_cbor(voyage(ref)));
  }
  Command discharging(const std::string& ref) {
    return http({.role = access::Role::officer_of_departure, .person = "OFFICER3"}, discharge,
                to_cbor(voyage(ref)));
  }

  StreamPtr stream(const workflow::Key& key) { return executor_->stream(store_.find(key).value()); }
  Voyage voyage(const std::string& ref) { return stream(voyage_key(ref))->state.as<Voyage>(); }
  gua::Header header(unsigned n) { return stream(workflow::account_key(grn(n)))->state.as<gua::Header>(); }
  gua::Use use(unsigned n, const std::string& ref) {
    return stream(workflow::use_key(grn(n), voyage(ref).mrn.value()))->state.as<gua::Use>();
  }

  /// What all uses of the account add up to, read one by one.
  gua::Sums sum_of_uses(unsigned n) {
    gua::Sums sums;
    const Bytes prefix = workflow::make_key(workflow::use_keys, grn(n).str(), "").value;
    for (const auto& [key, id] : store_.find_all(prefix, {}, 100'000)) {
      const gua::Sums share = gua::share_of(executor_->stream(id)->state.as<gua::Use>());
      sums.reserved += share.reserved;
      sums.credited += share.credited;
      sums.claimed += share.claimed;
      sums.paid += share.paid;
      sums.open_uses += share.open_uses;
    }
    return sums;
  }

  Instant at = noon;

 private:
  GuaranteeSetting setting_;
  const std::array<const workflow::Part*, 2> parts_{&workflow::guarantee_part(), &voyage_part()};
  workflow::National domain_{parts_, setting_.get()};
  Store& store_;
  test::SeededEntropy entropy_{42};
  test::PlainPacker packer_;
  std::unique_ptr<Executor> executor_;
  std::uint64_t asked_ = 0;
};

class GuaranteesTest : public testing::Test {
 protected:
  store::MemoryStore store;
  Node node{store};
};

TEST_F(GuaranteesTest, are_checked_when_the_MRN_is_issued_and_reserved_after_it) {
  ASSERT_EQ(node.ask(node.opening(1, 1000)).kind, Kind::accepted);
  ASSERT_EQ(node.ask(node.lodging("V1", {cover(1, 400)})).kind, Kind::accepted);
  EXPECT_EQ(node.voyage("V1").status, VoyageStatus::reserved);
  EXPECT_EQ(node.header(1).sums.reserved, 400);
  const gua::Use use = node.use(1, "V1");
  EXPECT_EQ(use.state, gua::UseState::used);
  EXPECT_TRUE(use.last_check.has_value()) << "the check of the acceptance is on the use";
  EXPECT_EQ(use.mrn, node.voyage("V1").mrn);
  ASSERT_EQ(node.ask(node.discharging("V1")).kind, Kind::accepted);
  EXPECT_EQ(node.header(1).sums, gua::Sums{});
  EXPECT_EQ(node.use(1, "V1").state, gua::UseState::released);
}

TEST_F(GuaranteesTest, R_ACTS_012_of_two_movements_for_the_last_of_a_guarantee_one_reserves) {
  (void)node.ask(node.opening(1, 1000));
  (void)node.run({node.waiting("V1", {cover(1, 600)}), node.waiting("V2", {cover(1, 600)})});
  EXPECT_EQ(node.voyage("V2").status, VoyageStatus::lodged) << "a check reserves nothing";
  (void)node.run({node.reserving("V2"), node.reserving("V1")});
  EXPECT_EQ(node.voyage("V1").status, VoyageStatus::under_amendment);
  EXPECT_EQ(node.voyage("V2").status, VoyageStatus::reserved);
  EXPECT_EQ(node.header(1).sums.reserved, 600);
  EXPECT_EQ(node.use(1, "V1").last_reservation->reasons, std::vector{gua::Refusal::amount_not_sufficient});
}

TEST_F(GuaranteesTest, R_ACTS_012_a_failed_check_keeps_the_MRN) {
  (void)node.ask(node.opening(1, 100));
  EXPECT_EQ(node.ask(node.lodging("V1", {cover(1, 600)})).kind, Kind::accepted);
  EXPECT_TRUE(node.voyage("V1").mrn.has_value());
  EXPECT_EQ(node.voyage("V1").status, VoyageStatus::under_amendment);
  EXPECT_EQ(node.use(1, "V1").last_check->reasons, std::vector{gua::Refusal::amount_not_sufficient});
}

TEST_F(GuaranteesTest, of_one_movement_reserve_all_or_none) {
  (void)node.run({node.opening(1, 1000), node.opening(2, 1000), node.opening(3, 100)});
  (void)node.ask(node.lodging("V1", {cover(1, 500), cover(2, 500), cover(3, 500)}));
  EXPECT_EQ(node.voyage("V1").status, VoyageStatus::under_amendment);
  for (const unsigned n : {1U, 2U, 3U}) EXPECT_EQ(node.header(n).sums, gua::Sums{}) << n;
  (void)node.ask(node.lodging("V2", {cover(1, 500), cover(2, 500), cover(3, 100)}));
  EXPECT_EQ(node.voyage("V2").status, VoyageStatus::reserved);
  for (const unsigned n : {1U, 2U, 3U}) EXPECT_EQ(node.header(n).sums, node.sum_of_uses(n)) << n;
  EXPECT_EQ(node.header(3).sums.reserved, 100);
}

TEST_F(GuaranteesTest, as_many_as_a_movement_may_have_fit_into_one_decision) {
  std::vector<Cover> covers;
  for (unsigned n = 1; n <= limits::guarantees_per_movement_max; ++n) {
    (void)node.ask(node.opening(n, 1000));
    covers.push_back(cover(n, 10));
  }
  EXPECT_EQ(node.ask(node.lodging("V1", covers)).kind, Kind::accepted);
  EXPECT_EQ(node.voyage("V1").status, VoyageStatus::reserved);
  covers.push_back(cover(999, 10));
  EXPECT_EQ(node.ask(node.lodging("V2", covers)).kind, Kind::accepted);
  EXPECT_EQ(node.voyage("V2").status, VoyageStatus::under_amendment);
  EXPECT_EQ(node.header(1).sums.open_uses, 1U);
}

TEST_F(GuaranteesTest, R_GUA_101_nobody_makes_an_account_by_naming_a_GRN) {
  (void)node.ask(node.lodging("V1", {cover(1, 400)}));
  EXPECT_EQ(node.use(1, "V1").last_check->reasons, std::vector{gua::Refusal::unknown_guarantee});
  EXPECT_FALSE(store.find(workflow::account_key(grn(1))).has_value());
  EXPECT_EQ(node.ask(node.opening(1, 1000)).kind, Kind::accepted);
  EXPECT_EQ(node.header(1).sums, gua::Sums{});
  EXPECT_EQ(node.ask(node.opening(1, 1000)).findings.at(0).rule, "R-GUA-301");
}

TEST_F(GuaranteesTest, R_ACTS_050_two_thousand_uses_of_one_GRN_stay_within_its_limit) {
  constexpr std::int64_t limit = 100'000;
  (void)node.ask(node.opening(1, limit));
  test::Random random{7};
  std::vector<std::string> open;
  std::size_t lodged = 0;
  std::size_t refused = 0;
  while (lodged < 2000) {
    std::vector<Command> batch;
    std::vector<std::string> begun;
    while (batch.size() < limits::batch_commands_max) {
      if (!open.empty() && random.next() % 4 == 0) {
        const std::size_t which = random.next() % open.size();
        batch.push_back(node.discharging(open[which]));
        open.erase(open.begin() + static_cast<std::ptrdiff_t>(which));
        continue;
      }
      begun.push_back(format("V{}", ++lodged));
      batch.push_back(
          node.lodging(begun.back(), {cover(1, 1 + static_cast<std::int64_t>(random.next() % 900))}));
    }
    for (const Reply& reply : node.run(batch)) ASSERT_EQ(reply.kind, Kind::accepted);
    for (const std::string& ref : begun) {
      if (node.voyage(ref).status == VoyageStatus::reserved) {
        open.push_back(ref);
      } else {
        ++refused;
      }
    }
    ASSERT_LE(node.header(1).sums.reserved, limit);
  }
  EXPECT_GT(refused, 100U) << "the limit was reached, or nothing is proved";
  EXPECT_EQ(node.header(1).sums.open_uses, open.size());
  EXPECT_EQ(node.header(1).sums, node.sum_of_uses(1));
}

TEST_F(GuaranteesTest, a_header_is_the_same_folded_again_from_all_its_uses) {
  test::TemporaryFolder folder;
  gua::Header before;
  {
    store::SqliteStore sqlite{{.folder = folder.path()}};
    Node crashing{sqlite};
    (void)crashing.ask(crashing.opening(1, 10'000));
    for (int batch = 0; batch < 3; ++batch) {
      std::vector<Command> commands;
      for (int i = 0; i < 20; ++i)
        commands.push_back(crashing.lodging(format("V{}-{}", batch, i), {cover(1, 100 + i)}));
      (void)crashing.run(commands);
      (void)crashing.ask(crashing.discharging(format("V{}-0", batch)));
    }
    before = crashing.header(1);
    EXPECT_GT(before.sums.open_uses, 10U);
  }
  store::SqliteStore sqlite{{.folder = folder.path()}};
  Node again{sqlite};
  EXPECT_EQ(again.header(1), before) << "as kept";
  EXPECT_EQ(again.sum_of_uses(1), before.sums);

  // What a newer program finds: the kept state says nothing to it.
  const auto id = sqlite.find(workflow::account_key(grn(1))).value();
  auto row = sqlite.stream(id).value();
  ASSERT_FALSE(row.state.empty());
  row.state[0] = std::byte{0};
  const std::array<const workflow::Part*, 2> parts{&workflow::guarantee_part(), &voyage_part()};
  const GuaranteeSetting setting;
  const workflow::National domain{parts, setting.get()};
  EXPECT_EQ(load_stream(domain, sqlite, row).state.as<gua::Header>(), before) << "as folded";
}

TEST_F(GuaranteesTest, a_crash_at_any_commit_leaves_header_and_uses_alike) {
  for (const auto fault :
       {store::MemoryStore::Fault::unknown_applied, store::MemoryStore::Fault::unknown_not_applied}) {
    for (std::size_t nth = 1; nth <= 6; ++nth) {
      store::MemoryStore disk;
      Node survivor{disk};
      disk.fail_commit(nth, fault);
      std::vector<Command> commands{survivor.opening(1, 1000)};
      for (int i = 0; i < 5; ++i) commands.push_back(survivor.lodging(format("V{}", i), {cover(1, 300)}));
      for (std::size_t i = 0; i < commands.size();) {
        try {
          (void)survivor.ask(commands[i]);
          ++i;
        } catch (const StoreFailure&) {  // the process ends; whoever asked asks again
          disk.crash();
          survivor.start();
        }
      }
      EXPECT_EQ(survivor.header(1).sums.reserved, 900) << nth;
      EXPECT_EQ(survivor.header(1).sums, survivor.sum_of_uses(1)) << nth;
    }
  }
}

TEST_F(GuaranteesTest, R_ACTS_049_end_when_their_last_day_is_over_at_the_office) {
  (void)node.ask(node.opening(1, 1000, *parse_day("2026-11-30")));
  (void)node.ask(node.lodging("V1", {cover(1, 100)}));
  const Instant end = *parse_instant("2026-11-30T16:00:00Z");  // midnight in Malaysia
  EXPECT_EQ(node.executor().next_due(), end);
  EXPECT_TRUE(node.executor().due(end - std::chrono::milliseconds{1}, 10).empty());
  const auto clock = node.executor().due(end, 10);
  ASSERT_EQ(clock.size(), 1U);
  EXPECT_EQ(node.ask(clock.front()).kind, Kind::accepted);
  EXPECT_EQ(node.header(1).status, gua::Status::expired);
  EXPECT_FALSE(node.executor().next_due().has_value());
  node.at = end;
  (void)node.ask(node.lodging("V2", {cover(1, 100)}));
  EXPECT_EQ(node.voyage("V2").status, VoyageStatus::under_amendment);
  EXPECT_EQ(node.ask(node.discharging("V1")).kind, Kind::accepted) << "what runs stays covered";
}

TEST_F(GuaranteesTest, a_notice_of_the_guarantor_takes_effect_on_the_sixteenth_day) {
  (void)node.ask(node.opening(1, 1000));
  gua::GiveNotice notice;
  notice.grn = grn(1);
  const access::Actor bank{.role = access::Role::guarantor, .party = "MYBANK", .person = "CLERK"};
  ASSERT_EQ(node.ask(node.http(bank, workflow::give_notice, to_cbor(notice))).kind, Kind::accepted);
  const Instant effect = *parse_instant("2026-12-08T16:00:00Z");
  EXPECT_EQ(node.executor().next_due(), effect);
  (void)node.ask(node.executor().due(effect, 1).front());
  EXPECT_EQ(node.header(1).status, gua::Status::revoked);
}

TEST_F(GuaranteesTest, R_ACTS_093_a_claim_is_reviewed_again_and_again_until_it_is_paid) {
  (void)node.ask(node.opening(1, 1000));
  (void)node.ask(node.lodging("V1", {cover(1, 400)}));
  gua::ClaimFromGuarantor claim;
  claim.grn = grn(1);
  claim.mrn = node.voyage("V1").mrn.value();
  claim.amount = Money{400, myr};
  EXPECT_EQ(node.ask(node.recovery(workflow::claim_from_guarantor, claim)).findings.at(0).rule, "R-GUA-316");
  claim.approval.second = *PersonId::parse("OFFICER9");
  ASSERT_EQ(node.ask(node.recovery(workflow::claim_from_guarantor, claim)).kind, Kind::accepted);
  EXPECT_EQ(node.header(1).sums.claimed, 400);
  for (int month = 1; month <= 2; ++month) {
    const Instant review = noon + month * std::chrono::days{30};
    ASSERT_EQ(node.executor().next_due(), review);
    ASSERT_EQ(node.ask(node.executor().due(review, 1).front()).kind, Kind::accepted);
  }
  gua::RecordPayment payment;
  payment.grn = claim.grn;
  payment.mrn = claim.mrn;
  ASSERT_EQ(node.ask(node.recovery(workflow::record_payment, payment)).kind, Kind::accepted);
  EXPECT_EQ(node.header(1).sums, (gua::Sums{.paid = 400}));
  EXPECT_EQ(node.header(1).sums, node.sum_of_uses(1));
  EXPECT_FALSE(node.executor().next_due().has_value());
}

}  // namespace
}  // namespace lintas::app
