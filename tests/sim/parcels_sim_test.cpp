#include <cstdlib>
#include <gtest/gtest.h>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "shell/app/audit.hpp"
#include "tests/sim/disks.hpp"
#include "tests/sim/simulator.hpp"
#include "tests/support/courier.hpp"

/// Three nodes exchange parcels while everything fails; then all is well for a day; then the laws have to
/// hold.
namespace lintas::sim {
namespace {

using namespace std::chrono_literals;
using namespace test::courier;
using workflow::Command;
using workflow::Reply;

const std::vector<std::string> countries{"MY", "SG", "TH"};
constexpr std::int64_t account_limit = 2'000;

/// A customer that repeats what was not answered, as its software would.
struct Client {
  World& world;
  std::string country;
  std::map<std::string, Reply> answered;  ///< by idempotency key

  void ask(access::Role role, CommandType type, const Parcel& parcel, const std::string& key) {
    if (answered.contains(key)) return;
    workflow::HttpCommandId id;
    std::ranges::transform(key, id.id.begin(), [](char c) { return static_cast<std::byte>(c); });
    const Command command{
        .id = id, .type = type, .actor = {.role = role, .party = parcel.account}, .content = to_cbor(parcel)};
    world.node(country).ask(command, [this, key](const Reply& reply) {
      if (reply.kind != Reply::Kind::busy) answered.emplace(key, reply);
    });
    world.after(20s, [this, role, type, parcel, key] { ask(role, type, parcel, key); });
  }
};

class ParcelRun {
 public:
  ParcelRun(std::uint64_t seed, const World::MakeDisk& make_disk, Faults faults, int parcels_per_node)
      : world_(seed,
               {.domain = [](const std::string& country) { return std::make_unique<Courier>(country); },
                .carried = as_stored(command_of)},
               countries, make_disk, faults) {
    for (const std::string& country : countries) clients_.emplace(country, Client{world_, country, {}});
    for (const std::string& country : countries) plan(country, parcels_per_node);
  }

  /// The laws that do not hold; empty is good.
  std::vector<std::string> play() {
    world_.run_for(3h);
    for (Node* node : world_.nodes()) deaths_ += node->deaths();
    world_.heal();
    world_.run_for(24h);
    for (Node* node : world_.nodes()) check(*node);
    for (const std::string& one : world_.without_proof()) law(false, one);
    return broken_;
  }

  World& world() { return world_; }
  /// While things failed.
  [[nodiscard]] std::size_t deaths() const { return deaths_; }

 private:
  void plan(const std::string& country, int parcels) {
    Client& client = clients_.at(country);
    client.ask(access::Role::officer_of_guarantee, open_account, {"", "ACME", "", account_limit}, "open");
    for (int i = 0; i < parcels; ++i) {
      std::vector<std::string> others = countries;
      std::erase(others, country);
      const std::string to = others[world_.random().below(others.size())];
      const Parcel parcel{format("P{}", i), "ACME", to,
                          static_cast<std::int64_t>(50 + world_.random().below(300))};
      world_.after(std::chrono::milliseconds{60'000 + world_.random().below(7'200'000)}, [&client, parcel] {
        client.ask(access::Role::trader, send_parcel, parcel, parcel.number);
      });
    }
  }

  void law(bool holds, const std::string& what) {
    if (!holds) broken_.push_back(what);
  }

  template <class T>
  T state(Node& node, workflow::StreamId id) {
    return node.executor().stream(id)->state.as<T>();
  }

  void check(Node& node) {
    const std::string at = node.country() + ": ";
    law(node.store().quarantined().empty(), at + "no bug was hit");
    law(node.store().outbox().empty(), at + "every message is receipted, none is dead");
    for (const auto& [key, reply] : clients_.at(node.country()).answered) {
      law(reply.kind == Reply::Kind::accepted, at + key + " was answered");
      if (key != "open") check_parcel(node, key);
    }
    check_account(node);
    for (const app::StreamRow& row : node.store().open_streams()) {
      law(!row.due || *row.due > world_.now() - 1min, at + "every deadline led to an event");
      law(node.executor().stream(row.id)->lanes.parked.empty(), at + "nothing waits");
    }
    check_log(node);
  }

  void check_parcel(Node& node, const std::string& number) {
    const std::string at = node.country() + " " + number + ": ";
    const auto out = node.store().find(parcel_key(node.country(), number));
    law(out.has_value(), at + "what was answered survives");
    if (!out) return;
    const auto sent = state<ParcelState>(node, *out);
    if (sent.status == ParcelStatus::refused) return;
    law(sent.status == ParcelStatus::closed, at + "every parcel ends");
    Node& receiver = world_.node(sent.parcel.to);
    const auto in = receiver.store().find(parcel_key(node.country(), number));
    law(in.has_value(), at + "both sides know it");
    if (!in) return;
    law(state<ParcelState>(receiver, *in).status == ParcelStatus::closed, at + "both sides agree");
    std::size_t received = 0;
    for (const app::EventRow& event : receiver.store().history(receiver.store().stream(*in)->head)) {
      received += event.type == letter_received ? 1U : 0U;
    }
    law(received == letters_per_parcel, at + "each letter has one effect");
  }

  void check_account(Node& node) {
    const auto id = node.store().find(account_key("ACME"));
    law(id.has_value(), node.country() + ": the account is there");
    if (!id) return;
    const auto header = state<AccountState>(node, *id);
    std::int64_t open = 0;
    for (const auto& [key, hold] : node.store().find_all(hold_key("ACME", "").value, {}, 100'000)) {
      const auto use = state<HoldState>(node, hold);
      open += use.open ? use.amount : 0;
    }
    law(header.reserved == open, node.country() + ": the header is the sum of its holds");
    law(header.reserved == 0, node.country() + ": every hold is free again");
  }

  void check_log(Node& node) {
    AuditTree tree{test::sha256};
    for (const app::EventRow& event : node.store().feed(app::Seq::none, 1'000'000))
      (void)tree.append(app::leaf_of(test::sha256, event));
    law(tree.root() == node.executor().head().root, node.country() + ": the audit tree is that of the log");
  }

  World world_;
  std::map<std::string, Client> clients_;
  std::vector<std::string> broken_;
  std::size_t deaths_ = 0;
};

std::unique_ptr<Disk> memory_disk(std::uint64_t /*seed*/) { return std::make_unique<MemoryDisk>(); }

std::unique_ptr<Disk> sqlite_disk(std::uint64_t seed) { return std::make_unique<SqliteDisk>(seed); }

void expect_laws(std::uint64_t seed, const World::MakeDisk& make_disk, int parcels) {
  ParcelRun run{seed, make_disk, Faults{}, parcels};
  const auto broken = run.play();
  if (broken.empty()) return;
  std::string text = format("seed {}\n", seed);
  for (const std::string& law : broken) text += "  not true: " + law + "\n";
  for (const std::string& line : run.world().story()) text += "  " + line + "\n";
  FAIL() << text;
}

std::uint64_t seeds() {
  const char* wanted = std::getenv("LINTAS_SEEDS");  // NOLINT(concurrency-mt-unsafe): one thread
  return wanted == nullptr ? 40 : std::strtoull(wanted, nullptr, 10);
}

std::optional<std::uint64_t> one_seed() {
  const char* wanted = std::getenv("LINTAS_SEED");  // NOLINT(concurrency-mt-unsafe): one thread
  return wanted == nullptr ? std::nullopt : std::optional<std::uint64_t>{std::strtoull(wanted, nullptr, 10)};
}

TEST(Parcels, keep_the_laws_whatever_fails) {
  if (one_seed()) return expect_laws(*one_seed(), memory_disk, 20);
  for (std::uint64_t seed = 1; seed <= seeds() && !HasFailure(); ++seed) expect_laws(seed, memory_disk, 20);
}

TEST(Parcels, keep_the_laws_on_sqlite_whose_power_fails) {
  if (one_seed()) return expect_laws(*one_seed(), sqlite_disk, 10);
  for (std::uint64_t seed = 1; seed <= (seeds() + 1) / 2 && !HasFailure(); ++seed)
    expect_laws(seed, sqlite_disk, 10);
}

TEST(Parcels, keep_the_laws_where_nothing_fails) {
  ParcelRun run{7, memory_disk, Faults::none(), 20};
  EXPECT_EQ(run.play(), std::vector<std::string>{});
  EXPECT_EQ(run.deaths(), 0U);
}

TEST(Parcels, a_run_is_its_seed) {
  const auto roots = [](std::uint64_t seed) {
    ParcelRun run{seed, memory_disk, Faults{}, 10};
    (void)run.play();
    std::vector<Hash256> all;
    for (Node* node : run.world().nodes()) all.push_back(node->executor().head().root);
    return std::pair{all, run.world().story()};
  };
  EXPECT_EQ(roots(3), roots(3));
  EXPECT_NE(roots(3).first, roots(4).first);
}

TEST(Parcels, the_world_does_fail) {
  ParcelRun run{1, memory_disk, Faults{}, 10};
  (void)run.play();
  EXPECT_GT(run.deaths(), 3U);
}

/// The first attempt was written and its answer lost, or the receiver died before it gave one.
TEST(Parcels, what_comes_again_gets_the_receipt_that_it_got) {
  ParcelRun run{1, memory_disk, Faults{}, 10};
  EXPECT_TRUE(run.play().empty());
  EXPECT_GT(run.world().repeated(), 10U);
  for (Node* node : run.world().nodes()) {
    EXPECT_FALSE(node->store().received(app::NewestFirst{.count = 1}).empty()) << node->country();
    EXPECT_FALSE(node->store().sent(app::NewestFirst{.count = 1}).empty()) << node->country();
  }
}

TEST(Parcels, go_as_one_and_one_by_one) {
  ParcelRun run{1, memory_disk, Faults{}, 10};
  EXPECT_TRUE(run.play().empty());
  EXPECT_GT(run.world().bundled(), 20U);
  EXPECT_GT(run.world().split(), 0U);
  Faults alone;
  alone.bundled_max = 1;
  ParcelRun other{1, memory_disk, alone, 10};
  EXPECT_TRUE(other.play().empty());
  EXPECT_EQ(other.world().bundled(), 0U);
}

TEST(Parcels, the_laws_notice_a_sender_that_repeats_under_other_ids) {
  Faults faults;
  faults.fresh_message_ids = true;
  ParcelRun run{1, memory_disk, faults, 20};
  EXPECT_FALSE(run.play().empty());
}

}  // namespace
}  // namespace lintas::sim
