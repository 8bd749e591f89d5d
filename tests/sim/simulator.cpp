#include "tests/sim/simulator.hpp"

#include <algorithm>
#include <ranges>
#include <utility>

#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "shell/app/evidence.hpp"
#include "shell/app/store_failure.hpp"

namespace lintas::sim {

using namespace std::chrono_literals;
using workflow::Command;
using workflow::Reply;

namespace {

/// How long a sender waits for a receipt.
constexpr std::chrono::milliseconds receipt_wait = 30s;

std::string message_id(std::int64_t outbox_id) { return format("M{:013}", outbox_id); }

std::vector<std::int64_t> ids_of(const app::Load& load) {
  std::vector<std::int64_t> ids;
  for (const app::OutboxRow& row : load) ids.push_back(row.id);
  return ids;
}

}  // namespace

Node::Node(World& world, std::string country, std::unique_ptr<Disk> disk, std::uint64_t seed)
    : world_(world),
      country_(std::move(country)),
      disk_(std::move(disk)),
      domain_(world.business_.domain(country_)),
      entropy_(seed) {
  start();
}

void Node::start() {
  store_ = &disk_->open();
  executor_ = std::make_unique<app::Executor>(
      app::Executor::Ports{*domain_, *store_, entropy_, packer_, test::sha256});
  pump_ = std::make_unique<app::Pump>();
  resident_.starts();
}

void Node::die() {
  world_.log(format("{} dies", country_));
  resident_.dies();
  executor_.reset();
  pump_.reset();
  attempt_at_.clear();
  store_ = nullptr;
  queue_.clear();
  ++life_;
  ++deaths_;
  disk_->crash();
  std::chrono::milliseconds away{1'000};
  if (world_.faults_.crash != 0) away += world_.up_to(world_.faults_.dead_max);
  world_.after(away, [this] {
    if (alive()) return;
    world_.log(format("{} is back", country_));
    start();
  });
}

void Node::lose_power() {
  if (alive()) die();
}

void Node::ask(Command command, OnReply on_reply) {
  if (alive()) queue_.push_back({std::move(command), std::move(on_reply)});
}

void Node::take_in(Resident resident) {
  resident_ = std::move(resident);
  if (alive()) resident_.starts();
}

void Node::step() {
  for (Command& command : executor_->due(world_.now(), limits::batch_commands_max / 2)) {
    queue_.insert(queue_.begin(), {std::move(command), [](const Reply&) {}});
  }
  const std::size_t size = std::min(queue_.size(), limits::batch_commands_max);
  std::vector<Command> batch;
  std::vector<OnReply> waiting;
  for (std::size_t i = 0; i < size; ++i) {
    queue_[i].command.date(world_.now());
    batch.push_back(std::move(queue_[i].command));
    waiting.push_back(std::move(queue_[i].on_reply));
  }
  queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(size));
  const bool may_fail = world_.faults_.commits_fail_by_tick || !batch.empty() || executor_->owes_receipts();
  if (may_fail && world_.random_.chance(world_.faults_.commit_unknown))
    disk_->fail_next_commit(Disk::CommitFault::unknown, world_.random_);
  else if (may_fail && world_.random_.chance(world_.faults_.commit_refused))
    disk_->fail_next_commit(Disk::CommitFault::not_applied, world_.random_);
  try {
    if (batch.empty()) executor_->flush();
    const std::vector<Reply> replies = batch.empty() ? std::vector<Reply>{} : executor_->run_batch(batch);
    if (!batch.empty()) resident_.decided();
    for (std::size_t i = 0; i < replies.size(); ++i) waiting[i](replies[i]);
    for (const app::OutboxRow& row : executor_->take_outbox()) {
      if (world_.random_.chance(world_.faults_.lose_rows)) {
        executor_->receipted(row.id);
      } else {
        pump_->add(row);
      }
    }
    send_due();
  } catch (const app::StoreFailure& failure) {
    require(disk_->is_down(), "a store fails with the power alone");
    world_.log(format("{}: {}", country_, failure.what()));
    die();
  }
}

void Node::send_due() {
  const auto most = [this](exchange::Partner) { return world_.faults_.bundled_max; };
  for (const app::Load& load : pump_->take(world_.now(), most)) world_.send(*this, load);
}

void Node::failed(const app::Load& load, std::uint64_t attempt) {
  // What was sent again since, one by one, has an attempt of its own.
  if (std::ranges::any_of(load, [&](const app::OutboxRow& row) { return attempt_at_[row.id] != attempt; }))
    return;
  const auto forget = world_.faults_.forget_after;
  const auto is_forgotten = [&](const app::OutboxRow& row) {
    const auto seq = row.id / static_cast<std::int64_t>(app::messages_per_event_max);
    return forget.count() > 0 && store_->feed(app::Seq{seq - 1}, 1).front().at + forget < world_.now_;
  };
  const auto jitter = static_cast<std::uint8_t>(world_.random_.below(256));
  if (std::ranges::any_of(load, is_forgotten)) {
    for (const app::OutboxRow& row : load) {
      if (is_forgotten(row)) {
        pump_->receipted(row.id);
        executor_->receipted(row.id);
      } else {
        pump_->failed(row.id, world_.now_, jitter);
      }
    }
    return;
  }
  const std::vector<std::int64_t> ids = ids_of(load);
  const auto attempts = pump_->failed(ids, world_.now_, jitter);
  if (ids.size() > 1 && attempts && attempts->failures >= limits::bundle_failures_max) {
    pump_->split(ids);
    world_.split_ += ids.size();
  }
}

void Node::receive(const Posted& posted, std::vector<Command> commands) try {
  const exchange::Partner sender = *exchange::Partner::parse(posted.from);
  if (commands.size() > 1 && world_.random_.chance(world_.faults_.refuse_bundle)) return refuse(posted);
  if (const auto before = app::taken_before(*store_, sender, posted.id)) {
    ++world_.repeated_;
    return confirm(posted, before->receipt);
  }
  // No two are alike: a second one for a message that was taken would be noticed.
  const std::string receipt = format("receipt {} by {}", ++world_.receipts_made_, country_);
  std::vector<ByteView> content;
  for (const Command& command : commands) content.push_back(command.content);
  const auto proof = std::make_shared<const workflow::WireProof>(
      workflow::WireProof{.message = posted.id,
                          .content = test::sha256(content),
                          .envelope = app::pack_evidence(packer_, as_bytes(posted.id)),
                          .receipt = app::pack_evidence(packer_, as_bytes(receipt))});
  Command command = std::move(commands.front());
  command.wire = proof;
  if (commands.size() > 1) {
    Command bundle{.id = workflow::DerivedCommandId{proof->content},
                   .type = workflow::command_bundle,
                   .actor = command.actor,
                   .lane = workflow::LanePosition{.partner = sender, .message_id = posted.id},
                   .wire = proof};
    commands.front() = std::move(command);
    for (std::size_t i = 0; i < commands.size(); ++i) {
      commands[i].wire = std::make_shared<const workflow::WireProof>(
          workflow::WireProof{.message = posted.names[i], .content = proof->content, .carrier = proof});
      bundle.parts.push_back(std::move(commands[i]));
    }
    command = std::move(bundle);
  }
  ask(std::move(command), [this, posted, sender](const Reply& reply) {
    // Busy and internal are no answer to a partner: it tries again.
    if (reply.kind == Reply::Kind::busy || reply.kind == Reply::Kind::internal) return;
    if (workflow::not_taken(reply) != nullptr) return refuse(posted);
    const auto taken = app::taken_before(*store_, sender, posted.id);
    require(taken.has_value(), "a message that was taken has its claim");
    if (reply.repeated) ++world_.repeated_;
    confirm(posted, taken->receipt);
  });
} catch (const app::StoreFailure& failure) {
  require(disk_->is_down(), "a store fails with the power alone");
  world_.log(format("{}: {}", country_, failure.what()));
  die();
}

void Node::confirm(const Posted& posted, const Bytes& receipt) {
  Node& sender = world_.node(posted.from);
  world_.carry(country_, posted.from, [&sender, posted, receipt, by = country_, life = sender.life_] {
    const auto first = sender.world_.receipts_.try_emplace({posted.from, posted.id}, receipt).first;
    require(first->second == receipt, "a message has one receipt, whoever dies between");
    if (!sender.alive() || sender.life_ != life) return;
    for (std::size_t i = 0; i < posted.load.size(); ++i) {
      const std::int64_t id = posted.load[i].id;
      sender.pump_->receipted(id);
      sender.executor_->receipted(
          id, app::SentRow{.id = id,
                           .partner = *exchange::Partner::parse(by),
                           .at = sender.world_.now_,
                           .message = posted.names[i],
                           .envelope = app::pack_evidence(sender.packer_, as_bytes(posted.id)),
                           .receipt = receipt,
                           .carrier = posted.load.size() > 1 ? posted.id : std::string{}});
    }
  });
}

void Node::refuse(const Posted& posted) {
  Node& sender = world_.node(posted.from);
  world_.carry(country_, posted.from, [&sender, load = posted.load, life = sender.life_] {
    if (!sender.alive() || sender.life_ != life) return;
    if (load.size() > 1) {
      sender.pump_->split(ids_of(load));
      sender.world_.split_ += load.size();
      return;
    }
    sender.pump_->refused(load.front().id);
    sender.executor_->refused(load.front().id);
  });
}

Carried as_stored(std::function<workflow::CommandType(workflow::PayloadKind)> command_of) {
  return
      [command_of = std::move(command_of)](Node& from, const std::string& /*to*/, const app::OutboxRow& row,
                                           const std::string& id) -> std::optional<Command> {
        const auto payload = from.store().payload(row.payload);
        require(payload.has_value(), "what is sent is stored");
        return Command{.id = workflow::MessageCommandId{workflow::make_key(workflow::KeyKind::partner_message,
                                                                           from.country(), id)},
                       .type = command_of(row.kind),
                       .actor = {.role = access::Role::partner_node,
                                 .party = from.country(),
                                 .person = {},
                                 .office = {},
                                 .authenticated = access::Authentication::signed_message},
                       .content = payload->bytes,
                       .payloads = {*payload},
                       .lane = workflow::LanePosition{*exchange::Partner::parse(from.country()), row.n, id}};
      };
}

World::World(std::uint64_t seed, Business business, const std::vector<std::string>& countries,
             const MakeDisk& make_disk, Faults faults)
    : seed_(seed),
      random_(seed),
      business_(std::move(business)),
      faults_(faults),
      now_(*parse_instant("2026-11-23T00:00:00Z")) {
  for (const std::string& country : countries) {
    nodes_[country] = std::make_unique<Node>(*this, country, make_disk(random_.next()), random_.next());
  }
  after(1s, [this] { tick(); });
  after(faults_.misfortune_each, [this] { misfortune(); });
}

std::vector<Node*> World::nodes() {
  std::vector<Node*> all;
  for (const auto& node : nodes_ | std::views::values) all.push_back(node.get());
  return all;
}

void World::after(std::chrono::milliseconds delay, std::function<void()> what) {
  events_.push({now_ + delay, order_++, std::move(what)});
}

void World::run_for(std::chrono::milliseconds duration) {
  const Instant end = now_ + duration;
  while (!events_.empty() && events_.top().at <= end) {
    const Event event = events_.top();
    events_.pop();
    now_ = event.at;
    event.what();
  }
  now_ = end;
}

std::chrono::milliseconds World::up_to(std::chrono::milliseconds most) {
  return std::chrono::milliseconds{random_.below(static_cast<std::uint64_t>(most.count()))};
}

void World::part(const std::string& a, const std::string& b, std::chrono::milliseconds duration) {
  const std::pair pair{std::min(a, b), std::max(a, b)};
  parted_.insert(pair);
  log(format("{} and {} part for long", pair.first, pair.second));
  after(duration, [this, pair] { parted_.erase(pair); });
}

void World::calm() {
  Faults calm = Faults::none();
  calm.tick = faults_.tick;
  calm.misfortune_each = faults_.misfortune_each;
  calm.bundled_max = faults_.bundled_max;
  faults_ = calm;
  parted_.clear();
  log("nothing fails from now on");
}

void World::heal() {
  calm();
  for (Node* node : nodes()) {  // also those alive: a power cut may be on its way to their disks
    if (node->alive()) node->die();
    node->start();
  }
  log("all is well from now on");
}

void World::log(std::string line) { story_.push_back(format("{} {}", to_text(now_), line)); }

void World::carry(const std::string& from, const std::string& to, const std::function<void()>& arrive) {
  const unsigned copies = random_.chance(faults_.repeat) ? 2 : 1;
  for (unsigned copy = 0; copy < copies; ++copy) {
    if (random_.chance(faults_.lose) || parted_.contains(std::minmax(from, to))) continue;
    after(1ms + up_to(faults_.delay_max), arrive);
  }
}

void World::send(Node& from, const app::Load& load) {
  const std::string to = load.front().partner.str();
  Node::Posted posted{.from = from.country(), .load = load, .id = {}, .names = {}};
  std::vector<Command> commands;
  std::string all = "B";
  for (const app::OutboxRow& row : load) {
    const std::string id = faults_.fresh_message_ids ? format("A{}", ++ids_made_) : message_id(row.id);
    posted.names.push_back(id);
    all += id;
    if (auto command = business_.carried(from, to, row, id)) commands.push_back(*std::move(command));
  }
  posted.id = load.size() > 1 ? all : posted.names.front();
  if (load.size() > 1) bundled_ += load.size();
  carry(from.country(), to, [this, to, commands, posted] {
    Node& receiver = node(to);
    if (!receiver.alive()) return;
    if (commands.size() == posted.load.size()) {
      receiver.receive(posted, commands);
    } else {
      receiver.refuse(posted);
    }
  });
  const std::uint64_t attempt = ++attempts_;
  for (const app::OutboxRow& row : load) from.attempt_at_[row.id] = attempt;
  after(receipt_wait, [&from, load, attempt, life = from.life_] {
    if (from.alive() && from.life_ == life) from.failed(load, attempt);
  });
}

std::vector<std::string> World::without_proof() {
  std::vector<std::string> wrong;
  for (Node* sender : nodes()) {
    const exchange::Partner home = *exchange::Partner::parse(sender->country());
    for (const app::SentRow& row : sender->store().sent(app::NewestFirst{.count = 1'000'000})) {
      app::Store& there = node(row.partner.str()).store();
      const auto taken = app::taken_before(there, home, row.carrier.empty() ? row.message : row.carrier);
      const bool is_there = there.received(home, row.message).has_value();
      if (!taken || !is_there || taken->receipt != sender->store().sent(row.id)->receipt)
        wrong.push_back(
            format("{}: {} has the receipt of {}", sender->country(), row.message, row.partner.str()));
    }
  }
  return wrong;
}

void World::tick() {
  for (Node* node : nodes()) {
    if (node->alive()) node->step();
  }
  after(faults_.tick, [this] { tick(); });
}

void World::misfortune() {
  for (Node* node : nodes()) {
    if (node->alive() && random_.chance(faults_.crash)) node->die();
  }
  for (Node* a : nodes()) {
    for (Node* b : nodes()) {
      if (a->country() >= b->country() || !random_.chance(faults_.partition)) continue;
      const std::pair pair{a->country(), b->country()};
      parted_.insert(pair);
      log(format("{} and {} part", pair.first, pair.second));
      after(up_to(faults_.parted_max), [this, pair] { parted_.erase(pair); });
    }
  }
  after(faults_.misfortune_each, [this] { misfortune(); });
}

}  // namespace lintas::sim
