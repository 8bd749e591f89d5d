#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <gtest/gtest.h>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/exchange/lanes.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "shell/app/mail.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/stream.hpp"
#include "shell/app/verify.hpp"
#include "tests/sim/disks.hpp"
#include "tests/sim/simulator.hpp"
#include "tests/support/memory_files.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/store_reader.hpp"
#include "tests/support/world.hpp"

/// What the simulations of the real business share: the nodes' business, the XML between them, people at
/// desks, and the laws that know nothing of trucks or certificates.
namespace lintas::sim {

/// The business of one node with the reference data it decides under.
class StateBusiness : public workflow::Domain {
 public:
  StateBusiness(std::string_view country, std::shared_ptr<const refdata::Snapshot> reference,
                const std::vector<const workflow::Part*>& parts)
      : reference_(std::move(reference)),
        national_(parts, {.home = Country::parse(country).value(),
                          .reference = reference_.get(),
                          .sha256 = test::sha256,
                          .mrn_key = {std::byte{7}}}) {}

  workflow::Located locate(const workflow::Command& c) const override { return national_.locate(c); }
  std::span<const access::Grant> grants() const override { return national_.grants(); }
  access::Relations relations(const workflow::Command& c, const workflow::Situation& s) const override {
    return national_.relations(c, s);
  }
  workflow::Outcome decide(const workflow::Command& c, const workflow::Situation& s) const override {
    return national_.decide(c, s);
  }
  workflow::State initial(workflow::StreamKind k) const override { return national_.initial(k); }
  workflow::State evolve(workflow::StreamKind k, const workflow::State& s,
                         const workflow::Happened& e) const override {
    return national_.evolve(k, s, e);
  }
  std::optional<std::string> violated(const workflow::Step& step) const override {
    return national_.violated(step);
  }
  std::vector<workflow::Derived> follow(workflow::StreamKind k, const workflow::State& s,
                                        const workflow::Happened& e) const override {
    return national_.follow(k, s, e);
  }
  Bytes name_for_partner(const workflow::Command& c) const override { return national_.name_for_partner(c); }
  Bytes name_for_receiver(workflow::StreamKind k, ByteView d) const override {
    return national_.name_for_receiver(k, d);
  }
  workflow::Summary summary(workflow::StreamKind k, const workflow::State& s) const override {
    return national_.summary(k, s);
  }
  bool keeps_state(workflow::StreamKind k) const override { return national_.keeps_state(k); }
  Bytes encode_state(workflow::StreamKind k, const workflow::State& s) const override {
    return national_.encode_state(k, s);
  }
  std::optional<workflow::State> decode_state(workflow::StreamKind k, ByteView b) const override {
    return national_.decode_state(k, b);
  }
  Bytes followed_keys(workflow::StreamKind k, const std::string& ref) const override {
    return national_.followed_keys(k, ref);
  }

  const workflow::National& national() const { return national_; }
  const workflow::Setting& setting() const { return national_.setting(); }

 private:
  std::shared_ptr<const refdata::Snapshot> reference_;
  workflow::National national_;
};

/// Heads are signed by the process around a node; here there is none.
class NobodySigns final : public app::Verifier {
 public:
  app::HeadSignature verify(exchange::Partner /*partner*/, Instant /*at*/, ByteView /*content*/,
                            ByteView /*signature*/) const override {
    return app::HeadSignature::foreign;
  }
};

/// Between the nodes every message is XML: written by the sender's views and read with the receiver's checks,
/// as the gateways do it.
class PostOffice {
 public:
  /// What the receiver makes of it; nothing, and a word about it, if it refuses it for good.
  std::optional<workflow::Command> carry(World& world, Node& from, const std::string& to,
                                         const app::OutboxRow& row, const std::string& id) {
    const auto known = carried_.find({from.country(), id});
    if (known != carried_.end()) return known->second;
    test::StoreReader reader{from.store()};
    const app::Written written = mail_of(from).write(row, id, reader);
    const auto read = mail_of(world.node(to))
                          .read({.from = *exchange::Partner::parse(from.country()),
                                 .id = id,
                                 .lane = row.n,
                                 .content_type = written.content_type,
                                 .body = written.body},
                                world.now());
    auto& command = carried_[{from.country(), id}];
    if (read) {
      command = read->command;
    } else {
      faults_.push_back(format("{} refuses {} of {} by {}: {}", to, written.type, from.country(),
                               read.error().rule, read.error().detail));
    }
    return command;
  }
  [[nodiscard]] const std::vector<std::string>& faults() const { return faults_; }
  /// The octets of files that lie there.
  [[nodiscard]] test::MemoryFiles& files(const std::string& country) { return files_[country]; }

 private:
  app::Mail& mail_of(const Node& node) {
    auto& mail = mails_[node.country()];
    if (mail) return *mail;
    const auto* reference = static_cast<const StateBusiness&>(node.domain()).setting().reference;
    mail = std::make_unique<app::Mail>(
        app::Mail::Options{.home = *exchange::Partner::parse(node.country()),
                           .reference = [reference]() -> const refdata::Snapshot& { return *reference; },
                           .packer = [this]() -> app::Packer& { return packer_; },
                           .sha256 = test::sha256,
                           .attachments = &files_[node.country()]});
    return *mail;
  }

  test::PlainPacker packer_;
  std::map<std::string, test::MemoryFiles> files_;
  std::map<std::string, std::unique_ptr<app::Mail>> mails_;
  std::map<std::pair<std::string, std::string>, std::optional<workflow::Command>> carried_;
  std::vector<std::string> faults_;
};

/// People at desks: what was not answered is asked again, as a client does, under the same key.
class Desks {
 public:
  /// Whoever is refused asks anew, or leaves it at that.
  enum class Until : std::uint8_t { accepted, answered };
  using Then = std::function<void(const workflow::Reply&)>;

  explicit Desks(World& world) : world_(world) {}

  /// `name`: what is asked, once. `then` is told what ended it.
  template <class Content>
  void ask(const std::string& country, const access::Actor& actor, workflow::CommandType type,
           const Content& content, const std::string& name, const Then& then,
           const std::vector<workflow::Payload>& payloads = {}, Until until = Until::accepted) {
    if (done_.contains(name)) return;
    workflow::HttpCommandId id;
    // Each attempt after a refusal is a new request; one that was not answered is repeated under its key.
    const std::string key = format("{}#{}", name, refusals_[name]);
    const std::vector<ByteView> parts{as_bytes(key)};
    const Hash256 hash = test::sha256(parts);
    std::copy_n(hash.bytes.begin(), id.id.size(), id.id.begin());
    id.print = hash;
    const workflow::Command command{
        .id = id, .type = type, .actor = actor, .content = to_cbor(content), .payloads = payloads};
    world_.node(country).ask(command, [=, this](const workflow::Reply& reply) {
      if (done_.contains(name)) return;
      if (reply.kind == workflow::Reply::Kind::accepted) {
        remember(country, id.id, name);
      } else if (reply.kind == workflow::Reply::Kind::refused) {
        if (key != format("{}#{}", name, refusals_[name])) return;
        ++refusals_[name];
        last_refusal_[name] = reply.findings.empty() ? "" : reply.findings.front().rule;
        if (until == Until::accepted) return;
      } else if (reply.kind == workflow::Reply::Kind::busy || until == Until::accepted) {
        return;
      }
      // What is done with the answer may look into a store whose disk fails: then the answer is asked for
      // again.
      then(reply);
      done_.insert(name);
    });
    world_.after(std::chrono::minutes{10},
                 [=, this] { ask(country, actor, type, content, name, then, payloads, until); });
  }

  [[nodiscard]] bool is_done(const std::string& name) const { return done_.contains(name); }
  /// Rules by what was asked.
  [[nodiscard]] const std::map<std::string, std::string>& last_refusals() const { return last_refusal_; }

  /// From now on one answer is remembered otherwise than it was given, so that the law is seen to notice.
  void remember_one_wrongly() { wrongly_ = true; }
  /// What was answered with success and is not in the log as it was then.
  [[nodiscard]] std::vector<std::string> forgotten() const {
    std::vector<std::string> all;
    for (const Answered& one : answered_) {
      app::Store& store = world_.node(one.country).store();
      const auto row = store.command(one.id);
      const bool is_there = row && row->seq == one.event.seq;
      if (!is_there || event_at(store, one.event.seq) != one.event)
        all.push_back(one.country + ": what was answered survives: " + one.name);
    }
    return all;
  }

 private:
  struct Answered {
    std::string country;
    std::string name;
    std::array<std::byte, 18> id{};
    app::EventRow event;
  };
  static app::EventRow event_at(app::Store& store, app::Seq seq) {
    const auto found = store.feed(app::Seq{static_cast<std::int64_t>(seq) - 1}, 1);
    return seq == app::Seq::none || found.empty() ? app::EventRow{} : found.front();
  }
  void remember(const std::string& country, const std::array<std::byte, 18>& id, const std::string& name) {
    app::Store& store = world_.node(country).store();
    const auto row = store.command(id);
    require(row.has_value(), "what is accepted is kept under its key");
    answered_.push_back({.country = country, .name = name, .id = id, .event = event_at(store, row->seq)});
    if (std::exchange(wrongly_, false)) ++answered_.back().event.version;
  }

  World& world_;
  std::set<std::string> done_;
  std::map<std::string, int> refusals_;
  std::map<std::string, std::string> last_refusal_;
  std::vector<Answered> answered_;
  bool wrongly_ = false;
};

// ---- laws of every business

/// A message has one effect, however often and in whatever order it came.
[[nodiscard]] inline std::vector<std::string> effects_twice(Node& node) {
  std::map<std::pair<std::uint32_t, std::string>, int> effects;
  std::vector<std::string> all;
  for (const app::EventRow& event : node.store().feed(app::Seq::none, 1'000'000)) {
    const workflow::EventBody body = app::body_of(event);
    if (!body.received || event.type == workflow::event_parked) continue;
    if (++effects[{body.received->partner, body.received->message_id}] == 2)
      all.push_back(node.country() + ": message " + body.received->message_id + " has one effect");
  }
  return all;
}

/// A message that came too early may wait for good where nobody does what it waits for.
using WaitsRightly = std::function<bool(const exchange::Lanes&, const exchange::Parked&)>;
[[nodiscard]] inline bool nothing_waits(const exchange::Lanes& /*lanes*/, const exchange::Parked& /*one*/) {
  return false;
}

/// After a time of calm nothing is left over.
[[nodiscard]] inline std::vector<std::string> left_over(Node& node, Instant now,
                                                        const WaitsRightly& waits_rightly) {
  std::vector<std::string> all;
  const auto law = [&](bool holds, const std::string& what) {
    if (!holds) all.push_back(node.country() + ": " + what);
  };
  for (const auto& row : node.store().quarantined()) law(false, "a bug was hit: " + row.what);
  for (const app::OutboxRow& row : node.store().outbox())
    law(false, format("every message is receipted, none is dead: {} to {}, number {}{}",
                      app::message_type(row.kind), row.partner.str(), row.n, row.dead ? ", dead" : ""));
  for (const app::StreamRow& row : node.store().open_streams()) {
    law(!row.due || *row.due > now - std::chrono::minutes{1}, "every deadline led to an event");
    const auto stream = node.executor().stream(row.id);
    law(std::ranges::all_of(stream->lanes.parked,
                            [&](const exchange::Parked& one) { return waits_rightly(stream->lanes, one); }),
        "nothing waits");
  }
  return all;
}

/// What `lintas audit verify` finds, where the disk can be read by others than the node.
[[nodiscard]] inline std::vector<std::string> found_by_audit(Node& node) {
  const auto archive = node.archive();
  if (!archive) return {};
  test::PlainPacker packer;
  const NobodySigns heads;
  const auto verdict = app::verify({.domain = node.domain(),
                                    .archive = *archive,
                                    .packer = packer,
                                    .sha256 = test::sha256,
                                    .self = *exchange::Partner::parse(node.country()),
                                    .verifier = heads});
  std::vector<std::string> all;
  if (verdict.of(app::Check::log).looked_at == 0)
    all.push_back(node.country() + ": the audit has read the log");
  for (const app::Violation& one : verdict.named)
    all.push_back(format("{}: {}, {}: {}", node.country(), app::row_of(one.check).name, one.place, one.what));
  return all;
}

/// All of them, after a time of calm.
[[nodiscard]] inline std::vector<std::string> broken_laws_of_all(
    World& world, const PostOffice& post, const Desks& desks,
    const WaitsRightly& waits_rightly = nothing_waits) {
  std::vector<std::string> broken = post.faults();
  const auto add = [&](const std::vector<std::string>& more) {
    broken.insert(broken.end(), more.begin(), more.end());
  };
  for (Node* node : world.nodes()) {
    add(effects_twice(*node));
    add(left_over(*node, world.now(), waits_rightly));
    add(found_by_audit(*node));
  }
  add(world.without_proof());
  add(desks.forgotten());
  return broken;
}
/// With all that went wrong before it: a run is its seed, and is played again by it.
inline void expect_none(const std::vector<std::string>& broken, std::uint64_t seed) {
  EXPECT_TRUE(broken.empty()) << "LINTAS_SEED=" << seed << ' ' << broken.front();
  for (const std::string& law : broken) std::cout << law << '\n';
}

// ---- runs of days and weeks

/// Messages under way for hours, lines and nodes away for days.
[[nodiscard]] inline Faults days_of_trouble() {
  using namespace std::chrono_literals;
  return {.lose = 15,
          .repeat = 15,
          .delay_max = 2h,
          .misfortune_each = 6h,
          .partition = 2,
          .crash = 3,
          .parted_max = 72h,
          .dead_max = 24h,
          .commit_unknown = 2,
          .commit_refused = 2,
          .commits_fail_by_tick = false,
          .tick = 30min};
}
[[nodiscard]] inline Faults days_without_trouble() {
  Faults faults = Faults::none();
  faults.misfortune_each = std::chrono::hours{6};
  faults.tick = std::chrono::minutes{30};
  return faults;
}
/// As in a store that was restored: its sender has the receipt, and what stood behind the last that came is
/// never sent again by itself.
[[nodiscard]] inline Faults days_that_lose_rows() {
  Faults faults = days_without_trouble();
  faults.lose_rows = 15;
  return faults;
}

/// Until nothing is under way: lists are told each day, so one may be just now.
inline void let_arrive(World& world) {
  const auto has_letters = [](Node* node) { return !node->store().outbox().empty(); };
  for (int i = 0; i < 48 && std::ranges::any_of(world.nodes(), has_letters); ++i)
    world.run_for(std::chrono::minutes{30});
}

// ---- runs

[[nodiscard]] inline std::unique_ptr<Disk> memory_disk(std::uint64_t /*seed*/) {
  return std::make_unique<MemoryDisk>();
}
[[nodiscard]] inline std::unique_ptr<Disk> sqlite_disk(std::uint64_t seed) {
  return std::make_unique<SqliteDisk>(seed);
}

/// As many as are asked for, of which these long runs are a fifth; one at least, for none proves nothing.
/// `otherwise` in an ordinary test run.
[[nodiscard]] inline std::uint64_t seeds(std::uint64_t otherwise) {
  const char* wanted = std::getenv("LINTAS_SEEDS");  // NOLINT(concurrency-mt-unsafe): one thread
  if (wanted == nullptr) return otherwise;
  return std::max<std::uint64_t>(1, std::strtoull(wanted, nullptr, 10) / 5);
}
[[nodiscard]] inline std::optional<std::uint64_t> one_seed() {
  const char* wanted = std::getenv("LINTAS_SEED");  // NOLINT(concurrency-mt-unsafe): one thread
  return wanted == nullptr ? std::nullopt : std::optional<std::uint64_t>{std::strtoull(wanted, nullptr, 10)};
}

}  // namespace lintas::sim
