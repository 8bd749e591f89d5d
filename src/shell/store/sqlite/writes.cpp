#include "shell/store/sqlite/writes.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "base/require.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/deaths.hpp"
#include "shell/app/store.hpp"
#include "shell/store/sqlite/certificates.hpp"
#include "shell/store/sqlite/database.hpp"

namespace lintas::store {

using app::Batch;
using app::StreamId;

// Every insert names its columns, so that this program runs on the store of a later release that added some.
//
// An update that names a column of the work-list index, or of its condition, writes the index entry anew even
// with an equal value. So a step sets neither office nor open, and its condition proves that it need not.
Writes::Writes(Database& database)
    : add_payload_(database,
                   "INSERT INTO payload(id, kind, dictionary, hash, bytes) VALUES(?1, ?2, ?3, ?4, ?5)"),
      erase_payload_(database, "UPDATE payload SET bytes = x'' WHERE id = ?1"),
      erase_as_signed_(database,
                       "UPDATE received INDEXED BY received_as_signed SET as_signed = x'' WHERE as_signed <> "
                       "x'' AND (SELECT payload FROM event WHERE event.seq = received.seq) = ?1"),
      add_event_(database,
                 "INSERT INTO event(seq, stream, version, prev, type, type_version, at, origin, payload, "
                 "payload_hash, salt, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"),
      add_tile_(database, "INSERT INTO tile(level, n, hashes) VALUES(?1, ?2, ?3)"),
      begin_stream_(database,
                    "INSERT INTO stream(id, kind, version, head, office, status, due, open, ref, state) "
                    "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING"),
      step_stream_(database,
                   "UPDATE stream SET version = ?3, head = ?4, status = ?5, due = ?6, ref = ?7, "
                   "state = coalesce(?8, state) WHERE id = ?1 AND version = ?2 AND open = 1 AND office = ?9"),
      move_stream_(database,
                   "UPDATE stream SET version = ?3, head = ?4, status = ?5, due = ?6, ref = ?7, "
                   "state = coalesce(?8, state), office = ?9, open = ?10 WHERE id = ?1 AND version = ?2"),
      claim_key_(database, "INSERT INTO key(value, stream) VALUES(?1, ?2)"),
      free_key_(database, "DELETE FROM key WHERE value = ?1"),
      add_number_(database, "INSERT INTO number(n, stream) VALUES(?1, ?2)"),
      add_message_(database,
                   "INSERT INTO outbox(id, partner, lane, n, kind, payload, dead, died, why) "
                   "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"),
      mark_message_(database, "UPDATE outbox SET dead = ?2, died = ?3, why = ?4 WHERE id = ?1"),
      revive_message_(
          database,
          "UPDATE outbox SET dead = 0, died = CASE WHEN substr(why, 1, length(?2)) = ?2 THEN died END, "
          "why = CASE WHEN substr(why, 1, length(?2)) = ?2 THEN why ELSE '' END WHERE id = ?1"),
      remove_message_(database, "DELETE FROM outbox WHERE id = ?1"),
      add_received_(database,
                    "INSERT INTO received(partner, message, seq, at, content, envelope, receipt, as_signed, "
                    "certificates, carrier) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"),
      add_sent_(database,
                "INSERT INTO sent(id, partner, at, message, envelope, receipt, certificates, proof, carrier) "
                "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING"),
      add_carrier_(database,
                   "INSERT INTO carrier(message, partner, is_sent, certificates, envelope, receipt) "
                   "VALUES(?1, ?2, ?3, ?4, ?5, ?6)"),
      find_carrier_(database, "SELECT id FROM carrier WHERE message = ?1 AND partner = ?2 AND is_sent = ?3"),
      add_command_(database, "INSERT INTO command(id, print, seq, answer) VALUES(?1, ?2, ?3, ?4)"),
      drop_commands_(database,
                     "DELETE FROM command WHERE id IN (SELECT id FROM command WHERE id < ?1 LIMIT ?2)"),
      quarantine_(database, "INSERT INTO quarantine(at, what, command) VALUES(?1, ?2, ?3)"),
      save_head_(database,
                 "INSERT OR REPLACE INTO head(owner, size, root, at, signature) VALUES(?1, ?2, ?3, ?4, ?5)"),
      certificates_(database) {}

void Writes::write(const Batch& batch) {
  write_documents(batch);
  write_log(batch);
  for (const app::StreamWrite& stream : batch.streams) write_stream(stream);
  write_keys(batch);
  write_outbox(batch);
  for (const app::CommandRow& command : batch.commands) {
    add_command_.run(command.id, command.print, command.seq, command.answer);
  }
  for (const app::QuarantineRow& row : batch.quarantined) quarantine_.run(row.at, row.what, row.command);
}

void Writes::write_documents(const Batch& batch) {
  for (const auto& [id, payload] : batch.payloads) {
    add_payload_.run(id, payload.kind, payload.dictionary, payload.hash, payload.bytes);
  }
  for (const app::PayloadId id : batch.erased) {
    require(erase_payload_.run(id) == 1, "a document that is erased is in the store");
    erase_as_signed_.run(id);
  }
}

void Writes::write_log(const Batch& batch) {
  for (const app::EventRow& event : batch.events) {
    add_event_.run(event.seq, event.stream, event.version, event.prev, event.type, event.type_version,
                   event.at, event.origin, event.payload, event.payload_hash, event.salt, event.body);
  }
  for (const Tile& tile : batch.tiles) {
    require(tile.hashes.size() == hashes_per_tile, "only full tiles are stored");
    add_tile_.run(tile.level, tile.n, std::as_bytes(std::span{tile.hashes}));
  }
}

void Writes::write_stream(const app::StreamWrite& write) {
  const app::StreamRow& row = write.row;
  if (write.version_before == 0) {
    require(begin_stream_.run(row.id, row.kind, row.version, row.head, row.office, row.status, row.due,
                              row.open, row.ref, row.state) == 1,
            "a stream that is new is not in the store");
    return;
  }
  const std::optional<ByteView> state =
      write.state_changed ? std::optional<ByteView>{row.state} : std::nullopt;
  const bool stays = row.open && !write.office_moved;
  const int changed = stays ? step_stream_.run(row.id, write.version_before, row.version, row.head,
                                               row.status, row.due, row.ref, state, row.office)
                            : move_stream_.run(row.id, write.version_before, row.version, row.head,
                                               row.status, row.due, row.ref, state, row.office, row.open);
  require(changed == 1, "a stream is in the version and at the place it was decided on");
}

void Writes::write_keys(const Batch& batch) {
  std::vector<const app::KeyWrite*> sorted;
  sorted.reserve(batch.keys.size());
  for (const app::KeyWrite& key : batch.keys) sorted.push_back(&key);
  std::ranges::stable_sort(sorted, {},
                           [](const app::KeyWrite* write) -> const app::Key& { return write->key; });
  for (const app::KeyWrite* write : sorted) {
    if (write->stream == StreamId::none) {
      free_key_.run(write->key.value);
    } else {
      claim_key_.run(write->key.value, write->stream);
    }
  }
  for (const app::NumberWrite& number : batch.numbers) add_number_.run(number.n, number.stream);
}

template <class Row>
Writes::Evidence Writes::cut(const Row& row) {
  Evidence evidence;
  evidence.envelope = certificates_.cut(row.envelope, CutOf::envelope, evidence.places);
  evidence.receipt = certificates_.cut(row.receipt, CutOf::receipt, evidence.places);
  return evidence;
}

/// Of one that has a carrier the row keeps none.
template <class Row>
Writes::Evidence Writes::evidence_of(const Row& row) {
  return row.carrier.empty() ? cut(row) : Evidence{};
}

template <class Row>
std::int64_t Writes::carrier_of(const Row& row, bool is_sent) {
  if (row.carrier.empty()) return 0;
  const auto find = [&]() -> std::int64_t {
    Rows found = find_carrier_.rows(row.carrier, row.partner, is_sent);
    return found.next() ? found.take<std::int64_t>() : 0;
  };
  if (const std::int64_t id = find(); id != 0) return id;
  const Evidence evidence = cut(row);
  add_carrier_.run(row.carrier, row.partner, is_sent, evidence.places, evidence.envelope, evidence.receipt);
  return find();
}

void Writes::write_outbox(const Batch& batch) {
  const auto one_changed = [](int changed) {
    require(changed == 1, "a message that is marked or receipted is in the outbox");
  };
  const auto at = [](const std::optional<app::Death>& death) {
    return death ? std::optional{death->at} : std::nullopt;
  };
  const auto why = [](const std::optional<app::Death>& death) {
    return death ? std::string_view{death->why} : std::string_view{};
  };
  for (const app::OutboxRow& row : batch.outbox) {
    add_message_.run(row.id, row.partner, row.lane, row.n, row.kind, row.payload, row.dead, at(row.death),
                     why(row.death));
  }
  for (const auto& [id, death] : batch.dead) one_changed(mark_message_.run(id, true, at(death), why(death)));
  for (const std::int64_t id : batch.revived) one_changed(revive_message_.run(id, app::known_from_elsewhere));
  for (const std::int64_t id : batch.receipted) one_changed(remove_message_.run(id));
  for (const app::ReceivedRow& row : batch.received) {
    const Evidence own = evidence_of(row);
    add_received_.run(row.partner, row.message, row.seq, row.at, row.content, own.envelope, own.receipt,
                      row.as_signed, own.places, carrier_of(row, false));
  }
  for (const app::SentRow& row : batch.sent) {
    const Evidence own = evidence_of(row);
    add_sent_.run(row.id, row.partner, row.at, row.message, own.envelope, own.receipt, own.places, row.proof,
                  carrier_of(row, true));
  }
}

void Writes::write_head(const app::HeadRow& row) {
  save_head_.run(row.owner, row.head.size, row.head.root, row.at, row.signature);
}

int Writes::drop_commands_before(std::uint16_t day, std::size_t count) {
  const std::array<std::byte, 2> first{static_cast<std::byte>(day >> 8U),
                                       static_cast<std::byte>(day & 0xFFU)};
  return drop_commands_.run(first, count);
}

}  // namespace lintas::store
