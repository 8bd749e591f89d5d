#include "tests/support/store_workload.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/store.hpp"
#include "tests/support/store_rows.hpp"

namespace lintas::test {

using app::Batch;
using app::Counters;
using app::EventRow;
using app::PayloadId;
using app::Seq;
using app::StreamId;
using app::StreamRow;

namespace {

constexpr std::size_t everything = 1'000'000;

std::int64_t number(auto id) { return static_cast<std::int64_t>(id); }

/// Of the command whose last event this is; a batch of the workload has one.
std::array<std::byte, 18> id_of_command(Seq seq) {
  std::array<std::byte, 18> id = command_id(static_cast<std::uint16_t>(number(seq) % 7), 0);
  const std::string digits = std::to_string(number(seq));
  std::ranges::copy(as_bytes(digits), id.begin() + 2);
  return id;
}

/// A few have the same one, in one batch or in several: what is kept of it is its own, whoever comes first.
template <class Row>
void put_into_bundle(Row& row, std::int64_t bundle) {
  row.carrier = "bundle " + std::to_string(bundle);
  const std::string what = " of " + row.carrier + " " + row.partner.str();
  row.envelope = bytes_of(std::string(2000, 'e') + what);
  row.receipt = bytes_of("receipt" + what);
}

}  // namespace

Bytes StoreWorkload::any_bytes(std::size_t size) {
  Bytes bytes(size);
  std::ranges::generate(bytes, [this] { return static_cast<std::byte>(random_()); });
  return bytes;
}

Batch StoreWorkload::next(app::Store& store) {
  Batch batch;
  Counters counters = store.counters();
  begin_streams(batch, counters);
  step_streams(batch, counters, store);
  answer_messages(batch, store);
  write_notes(batch, counters, store);
  return batch;
}

void StoreWorkload::begin_streams(Batch& batch, Counters& counters) {
  for (std::uint64_t i = 1 + below(3); i > 0; --i) {
    counters = {.seq = workflow::next(counters.seq),
                .stream = workflow::next(counters.stream),
                .payload = workflow::next(counters.payload)};
    const auto [seq, stream, payload] =
        std::tuple{number(counters.seq), number(counters.stream), counters.payload};
    batch.payloads.push_back(a_payload(number(payload)));
    batch.payloads.back().payload.bytes = any_bytes(1 + below(9000));
    EventRow event = an_event(seq, stream, 1, 0);
    event.payload = payload;
    event.payload_hash = batch.payloads.back().payload.hash;
    event.body = any_bytes(below(300));
    batch.events.push_back(event);
    batch.streams.push_back(begun(a_stream(stream, 1, seq)));
    batch.keys.push_back({.key = key_of("trader " + std::to_string(below(5)), std::to_string(random_())),
                          .stream = counters.stream});
    batch.numbers.push_back({.n = stream, .stream = counters.stream});
    app::OutboxRow message = a_message(seq * 16, below(2) == 0 ? "MY" : "TH", 1);
    message.lane = counters.stream;
    batch.outbox.push_back(message);
    if (below(2) == 0) {
      batch.received.push_back(a_received(below(2) == 0 ? "MY" : "TH", "M" + std::to_string(seq), seq));
      batch.received.back().envelope = any_bytes(below(6000));
      if (below(2) == 0) batch.received.back().as_signed = any_bytes(below(3000));
      if (below(3) == 0) put_into_bundle(batch.received.back(), seq / 4);
    }
  }
}

void StoreWorkload::step_streams(Batch& batch, Counters& counters, app::Store& store) {
  for (const StreamRow& stored : store.open_streams()) {
    if (below(4) != 0) continue;
    counters.seq = workflow::next(counters.seq);
    const std::uint32_t version = stored.version + 1;
    batch.events.push_back(an_event(number(counters.seq), number(stored.id), version, number(stored.head)));
    app::StreamWrite write = stepped(a_stream(number(stored.id), version, number(counters.seq)));
    write.row.office = stored.office;
    write.state_changed = below(2) == 0;
    if (below(8) == 0) {
      write.row.office = static_cast<std::int64_t>(below(20));
      write.office_moved = true;
    }
    write.row.open = below(3) != 0;
    batch.streams.push_back(write);
  }
  std::ranges::sort(batch.streams, {}, [](const app::StreamWrite& write) { return write.row.id; });
}

void StoreWorkload::answer_messages(Batch& batch, app::Store& store) {
  for (const app::OutboxRow& message : store.outbox()) {
    switch (below(6)) {
      case 0:
        batch.receipted.push_back(message.id);
        batch.sent.push_back(a_sent(message.id, message.partner.str()));
        if (below(3) == 0) put_into_bundle(batch.sent.back(), message.id / 16 / 4);
        break;
      case 1:
        if (message.dead) {
          batch.revived.push_back(message.id);
        } else {
          batch.dead.push_back({.id = message.id, .death = {}});
          if (below(4) != 0)
            batch.dead.back().death = {.at = story_begins, .why = "no " + std::to_string(below(1000))};
        }
        break;
      default: break;
    }
  }
}

void StoreWorkload::write_notes(Batch& batch, const Counters& counters, app::Store& store) {
  app::CommandRow command = a_command(1, static_cast<std::uint8_t>(below(256)));
  command.id = id_of_command(counters.seq);
  command.seq = counters.seq;
  batch.commands.push_back(command);
  if (below(5) == 0) {
    batch.tiles.push_back({.level = 0,
                           .n = static_cast<std::uint64_t>(number(counters.seq)),
                           .hashes = {hashes_per_tile, hash_like(number(counters.seq))}});
  }
  const PayloadId last = store.counters().payload;
  if (last != PayloadId::none && below(3) == 0) {
    batch.erased.push_back(
        PayloadId{1 + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(number(last))))});
  }
  if (below(10) == 0) {
    batch.quarantined.push_back({.id = 0, .at = story_begins, .what = "a promise", .command = any_bytes(40)});
  }
}

std::string difference(app::Store& one, app::Store& other) {
  const Counters counters = one.counters();
  if (counters != other.counters()) return "counters";
  if (one.feed(Seq::none, everything) != other.feed(Seq::none, everything)) return "the log";
  if (one.open_streams() != other.open_streams()) return "the work list";
  if (one.find_all({}, {}, everything) != other.find_all({}, {}, everything)) return "keys";
  if (one.outbox() != other.outbox()) return "the outbox";
  if (one.quarantined() != other.quarantined()) return "quarantined commands";
  const app::NewestFirst all{.count = everything};
  if (one.sent(all) != other.sent(all)) return "what was sent";
  if (one.received(all) != other.received(all)) return "what was received";
  for (const app::SentRow& row : one.sent(all)) {
    if (one.sent(row.id) != other.sent(row.id)) return "the proof of " + row.message;
  }
  for (const app::ReceivedRow& row : one.received(all)) {
    if (one.received(row.partner, row.message) != other.received(row.partner, row.message))
      return "the claim of " + row.message;
    if (one.feed(Seq{number(row.seq) - 1}, 1).empty()) return "the event of " + row.message;
  }
  for (StreamId id{1}; id <= counters.stream; id = next(id)) {
    const auto row = one.stream(id);
    if (row != other.stream(id)) return "stream " + std::to_string(number(id));
    if (row && one.history(row->head) != other.history(row->head))
      return "history " + std::to_string(number(id));
    if (one.numbered(number(id)) != other.numbered(number(id))) return "number " + std::to_string(number(id));
  }
  for (PayloadId id{1}; id <= counters.payload; id = next(id)) {
    if (one.payload(id) != other.payload(id)) return "document " + std::to_string(number(id));
  }
  for (Seq seq{1}; seq <= counters.seq; seq = next(seq)) {
    if (one.command(id_of_command(seq)) != other.command(id_of_command(seq))) return "answers";
    const auto n = static_cast<std::uint64_t>(number(seq));
    if (one.tile(0, n) != other.tile(0, n)) return "tile " + std::to_string(n);
  }
  return {};
}

}  // namespace lintas::test
