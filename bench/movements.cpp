#include "bench/movements.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/store.hpp"

namespace lintas::bench {

using app::Batch;
using app::Seq;
using app::StreamId;
using workflow::KeyKind;

namespace {

constexpr std::size_t traders = 500;
constexpr std::size_t partners = 10;
constexpr std::int64_t offices = 50;
constexpr app::StreamKind movement_kind{64};
constexpr app::StreamKind account_kind{65};
constexpr app::StreamKind use_kind{66};
constexpr std::size_t account_state_bytes = 250;
constexpr std::array<std::size_t, 4> document_bytes{1903, 1422, 1199, 1199};

Instant at(std::int64_t seq) { return Instant{std::chrono::milliseconds{1'795'430'000'000 + seq}}; }

exchange::Partner partner(std::size_t n) {
  return *exchange::Partner::of(static_cast<std::uint32_t>(1 + (n % partners)));
}

}  // namespace

Movements::Movements(std::size_t open) : pool_(1U << 20U), open_(open), accounts_(traders) {
  std::ranges::generate(pool_, [this] { return static_cast<std::byte>(random_()); });
}

Bytes Movements::bytes(std::size_t size) {
  const auto begin = pool_.begin() + static_cast<std::ptrdiff_t>(random_() % (pool_.size() - size));
  return {begin, begin + static_cast<std::ptrdiff_t>(size)};
}

Batch Movements::accounts() {
  Batch batch;
  for (Account& account : accounts_) {
    account = {.stream = ++stream_, .head = 0, .version = 1};
    batch.streams.push_back({.row = {.id = StreamId{stream_},
                                     .kind = account_kind,
                                     .version = 1,
                                     .office = 1,
                                     .open = false,
                                     .ref = format("26MY{:013}", stream_),
                                     .state = bytes(account_state_bytes)}});
  }
  return batch;
}

Batch Movements::next(std::size_t commands) {
  Batch batch;
  batch.receipted = std::exchange(sent_, {});
  touched_movements_.clear();
  touched_accounts_.clear();
  while (touched_movements_.size() < commands) {
    const std::size_t pick = random_() % open_.size();
    if (touched_movements_.insert(pick).second) command(batch, open_[pick]);
  }
  for (const auto& [trader, version_before] : touched_accounts_) {
    const Account& account = accounts_[trader];
    batch.streams.push_back({.row = {.id = StreamId{account.stream},
                                     .kind = account_kind,
                                     .version = account.version,
                                     .head = Seq{account.head},
                                     .office = 1,
                                     .open = false,
                                     .ref = format("26MY{:013}", account.stream),
                                     .state = bytes(account_state_bytes)},
                             .version_before = version_before,
                             .state_changed = true});
  }
  std::ranges::sort(batch.streams, {}, [](const app::StreamWrite& write) { return write.row.id; });
  return batch;
}

void Movements::command(Batch& batch, Movement& movement) {
  switch (movement.step++) {
    case 0: lodge(batch, movement); break;
    case 1:
      step(batch, movement);
      batch.numbers.push_back({.n = ++number_, .stream = StreamId{movement.stream}});
      break;
    case 2: reserve(batch, movement); break;
    case 3:
      step(batch, movement);
      document(batch, document_bytes[1]);
      send(batch, movement, 2);
      break;
    case 4:
      take_inbound(batch, movement);
      step(batch, movement);
      send(batch, movement, 1);
      break;
    case 5:
      take_inbound(batch, movement);
      step(batch, movement);
      document(batch, document_bytes[2]);
      send(batch, movement, 1);
      break;
    case 6:
      take_inbound(batch, movement);
      step(batch, movement);
      document(batch, document_bytes[3]);
      break;
    default: discharge(batch, movement); break;
  }
}

void Movements::lodge(Batch& batch, Movement& movement) {
  movement = {.stream = ++stream_, .use = ++stream_, .trader = random_() % traders, .step = 1};
  add_event(batch, movement.stream, 1, 0).origin = bytes(40);
  movement.head = seq_;
  movement.version = 1;
  document(batch, document_bytes[0]);
  step(batch, movement);
  batch.streams.back().version_before = 0;
  const std::string trader = format("MY{:09}", movement.trader);
  const std::string identifier = format("{:018}", ++identifier_);
  for (const KeyKind kind : {KeyKind::trader_message, KeyKind::first_of_machines}) {
    batch.keys.push_back(
        {.key = workflow::make_key(kind, trader, identifier), .stream = StreamId{movement.stream}});
  }
  batch.keys.push_back(
      {.key = workflow::make_key(KeyKind::public_id, "", identifier), .stream = StreamId{movement.stream}});
  remember_command(batch);
}

void Movements::reserve(Batch& batch, Movement& movement) {
  step(batch, movement);
  touch_account(movement.trader);
  batch.streams.push_back({.row = {.id = StreamId{movement.use},
                                   .kind = use_kind,
                                   .version = 1,
                                   .head = Seq{seq_},
                                   .office = 1,
                                   .status = 1,
                                   .open = false}});
}

void Movements::discharge(Batch& batch, Movement& movement) {
  const Bytes body = bytes(120);
  add_event(batch, movement.use, 2, movement.head).body = body;
  touch_account(movement.trader);
  batch.streams.push_back({.row = {.id = StreamId{movement.use},
                                   .kind = use_kind,
                                   .version = 2,
                                   .head = Seq{seq_},
                                   .office = 1,
                                   .status = 2,
                                   .open = false},
                           .version_before = 1});
  step(batch, movement);
  batch.streams.back().row.open = false;
  send(batch, movement, 2);
  remember_command(batch);
  movement.step = 0;
}

void Movements::take_inbound(Batch& batch, const Movement& movement) {
  batch.keys.push_back({.key = workflow::make_key(KeyKind::partner_message, partner(random_()).str(),
                                                  format("{:018}", ++identifier_)),
                        .stream = StreamId{movement.stream}});
}

app::EventRow& Movements::add_event(Batch& batch, std::int64_t stream, std::uint32_t version,
                                    std::int64_t prev) {
  app::EventRow& event = batch.events.emplace_back();
  event.seq = Seq{++seq_};
  event.stream = StreamId{stream};
  event.version = version;
  event.prev = Seq{prev};
  event.type = app::EventType{70};
  event.at = at(seq_);
  event.body = bytes(120 + (random_() % 180));
  const Bytes salt = bytes(event.salt.size());
  std::ranges::copy(salt, event.salt.begin());
  if (seq_ % static_cast<std::int64_t>(hashes_per_tile) == 0) {
    batch.tiles.push_back({.level = 0,
                           .n = static_cast<std::uint64_t>(seq_) / hashes_per_tile,
                           .hashes = std::vector<Hash256>(hashes_per_tile)});
  }
  return event;
}

app::EventRow& Movements::step(Batch& batch, Movement& movement) {
  const std::uint32_t before = movement.version++;
  app::EventRow& event = add_event(batch, movement.stream, movement.version, movement.head);
  movement.head = seq_;
  batch.streams.push_back({.row = {.id = StreamId{movement.stream},
                                   .kind = movement_kind,
                                   .version = movement.version,
                                   .head = Seq{seq_},
                                   .office = 1 + (movement.stream % offices),
                                   .status = static_cast<std::uint16_t>(movement.step),
                                   .due = at(seq_),
                                   .open = true,
                                   .ref = format("26MY{:014}", movement.stream)},
                           .version_before = before});
  return event;
}

void Movements::document(Batch& batch, std::size_t size) {
  app::PayloadWrite write{.id = app::PayloadId{++payload_},
                          .payload = {.kind = app::PayloadKind{80}, .hash = {}, .bytes = bytes(size)}};
  std::copy_n(write.payload.bytes.begin(), write.payload.hash.bytes.size(), write.payload.hash.bytes.begin());
  batch.events.back().payload = write.id;
  batch.events.back().payload_hash = write.payload.hash;
  batch.payloads.push_back(std::move(write));
}

void Movements::send(Batch& batch, const Movement& movement, int messages) {
  for (int i = 0; i < messages; ++i) {
    const std::int64_t id = (seq_ * 16) + i;
    batch.outbox.push_back({.id = id,
                            .partner = partner(random_()),
                            .lane = StreamId{movement.stream},
                            .n = 1,
                            .kind = app::PayloadKind{80},
                            .payload = app::PayloadId{payload_}});
    sent_.push_back(id);
  }
}

void Movements::remember_command(Batch& batch) {
  app::CommandRow row{.seq = Seq{seq_}};
  std::generate(row.id.begin() + 2, row.id.end(), [this] { return static_cast<std::byte>(random_()); });
  batch.commands.push_back(row);
}

void Movements::touch_account(std::size_t trader) {
  Account& account = accounts_[trader];
  if (!touched_accounts_.contains(trader)) touched_accounts_.emplace(trader, account.version++);
  account.head = seq_;
}

Size size_of(const Batch& batch) {
  constexpr std::size_t integer = 4;  // what SQLite needs for one, about
  Size size{.rows = batch.payloads.size() + batch.events.size() + batch.tiles.size() + batch.streams.size() +
                    batch.keys.size() + batch.numbers.size() + batch.outbox.size() + batch.receipted.size() +
                    batch.commands.size()};
  for (const auto& write : batch.payloads) size.bytes += (3 * integer) + 32 + write.payload.bytes.size();
  for (const auto& event : batch.events) {
    size.bytes +=
        (8 * integer) + 16 + event.origin.size() + event.body.size() + (event.payload_hash ? 32 : 0);
  }
  for (const auto& tile : batch.tiles) size.bytes += (2 * integer) + (tile.hashes.size() * sizeof(Hash256));
  for (const auto& write : batch.streams) {
    size.bytes += (8 * integer) + write.row.ref.size() + write.row.state.size();
  }
  for (const auto& write : batch.keys) size.bytes += integer + write.key.value.size();
  size.bytes += batch.numbers.size() * 2 * integer;
  size.bytes += batch.outbox.size() * 7 * integer;
  for (const auto& row : batch.commands) size.bytes += integer + row.id.size() + 32 + row.answer.size();
  return size;
}

}  // namespace lintas::bench
