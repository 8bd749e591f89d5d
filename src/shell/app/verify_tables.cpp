#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/hex.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/audit.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/evidence.hpp"
#include "shell/app/heads.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"
#include "shell/app/verify.hpp"
#include "shell/app/verify_notes.hpp"

namespace lintas::app::audit {

namespace {

/// Heads that partners have given us; own ones are looked at with the log. Their instants are not compared:
/// a log that began anew, once people have explained that, has a smaller head that is younger.
void walk_heads(Notes& notes) {
  std::optional<HeadRow> last;
  const auto next_page = [&] {
    return notes.ports.archive.heads(last ? last->owner : exchange::Partner{}, last ? last->head.size : 0,
                                     limits::audit_rows_at_once);
  };
  for (auto page = next_page(); !page.empty(); page = next_page()) {
    for (const HeadRow& row : page) {
      last = row;
      if (row.owner == notes.ports.self) continue;
      notes.looked_at(Check::heads);
      const std::string place = format("head of {} leaves from {}", row.head.size, row.owner.str());
      switch (signature_of(notes.ports.verifier, row)) {
        case HeadSignature::good: break;
        case HeadSignature::foreign:
          notes.wrong(Check::heads, place,
                      "is not signed with that partner's key, or it is no partner any more");
          break;
        case HeadSignature::replaced:
          notes.wrong(Check::heads, place, "is signed with a key that was replaced before");
          break;
      }
    }
  }
}

void look_at(Notes& notes, const PayloadWrite& row) {
  notes.looked_at(Check::documents);
  if (!notes.named.has(number(row.id)))
    notes.wrong(Check::documents, place_of(row.id), "belongs to no event");
  if (row.payload.bytes.empty()) return;  // erased
  try {
    const Bytes content = notes.ports.packer.unpack(row.payload);
    const std::array<ByteView, 1> parts{content};
    if (notes.ports.sha256(parts) != row.payload.hash)
      notes.wrong(Check::documents, place_of(row.id), "has another content than its hash says");
  } catch (const std::exception& damage) {
    notes.wrong(Check::documents, place_of(row.id), damage.what());
  }
}

void walk_documents(Notes& notes) {
  PayloadId after = PayloadId::none;
  for (auto page = notes.ports.archive.documents(after, limits::audit_documents_at_once); !page.empty();
       page = notes.ports.archive.documents(after, limits::audit_documents_at_once)) {
    for (const PayloadWrite& row : page) look_at(notes, row);
    after = page.back().id;
  }
}

/// Its kind and its bytes: what it holds is text for some kinds only.
std::string name_of(const Key& key) {
  if (key.value.empty()) return "an empty key";
  return format("key {} {}", std::to_integer<unsigned>(key.value.front()),
                to_hex(ByteView{key.value}.subspan(1)));
}

bool may_lead_to(const Key& key, StreamKind kind) {
  if (key.value.empty()) return false;
  const auto keys = workflow::KeyKind{std::to_integer<std::uint8_t>(key.value.front())};
  if (keys == workflow::KeyKind::denials) return kind == denials_stream;
  if (keys == workflow::KeyKind::identities) return kind == identities_stream;
  if (keys < workflow::KeyKind::first_of_machines) {
    return keys == workflow::KeyKind::trader_message || keys == workflow::KeyKind::partner_message ||
           keys == workflow::KeyKind::public_id;
  }
  return std::ranges::any_of(workflow::key_targets, [&](const workflow::KeyTarget& target) {
    return target.keys == keys && target.streams == kind;
  });
}

bool is_entry(const Key& key) {
  return !key.value.empty() && key.value.front() == static_cast<std::byte>(workflow::concern_keys);
}

void walk_keys(Notes& notes) {
  std::uint64_t entries = 0;
  Bytes after;
  for (auto page = notes.ports.archive.keys(after, limits::audit_rows_at_once); !page.empty();
       page = notes.ports.archive.keys(after, limits::audit_rows_at_once)) {
    for (const auto& [key, id] : page) {
      notes.looked_at(Check::keys);
      if (is_entry(key)) ++entries;
      const auto row = notes.ports.archive.stream(id);
      if (!row) {
        notes.wrong(Check::keys, name_of(key), format("leads to stream {}, which is not there", number(id)));
      } else if (!may_lead_to(key, row->kind)) {
        notes.wrong(Check::keys, name_of(key), format("leads to {}, of another kind", place_of(*row)));
      }
    }
    after = page.back().first.value;
  }
  // What a stream says it has was looked for with the stream; of one that cannot be folded nobody knows.
  if (entries > notes.entries && notes.verdict.of(Check::streams).wrong == 0) {
    notes.wrong_projection(Check::keys, "lists",
                           format("have {} entries, and the streams {}", entries, notes.entries));
  }
}

void walk_numbers(Notes& notes) {
  std::int64_t after = 0;
  for (auto page = notes.ports.archive.numbers(after, limits::audit_rows_at_once); !page.empty();
       page = notes.ports.archive.numbers(after, limits::audit_rows_at_once)) {
    for (const NumberWrite& row : page) {
      notes.looked_at(Check::keys);
      const auto stream = notes.ports.archive.stream(row.stream);
      if (!stream || stream->kind != workflow::departure_stream) {
        notes.wrong(Check::keys, format("number {}", row.n),
                    format("leads to stream {}, which is no movement that departs", number(row.stream)));
      }
    }
    after = page.back().n;
  }
}

/// What is wrong with it; empty if nothing is.
std::string fault_of(Notes& notes, const OutboxRow& row) {
  const auto event = notes.ports.archive.event(event_of_outbox(row.id));
  if (!event) return "the event that sends it is not there";
  if (event->stream != row.lane) return "its lane is another one than its event's stream";
  if (!notes.ports.archive.document(row.payload)) return "its document is not there";
  const auto body = from_cbor<workflow::EventBody>(event->body);
  const auto position = static_cast<std::size_t>(row.id - outbox_id(event->seq, 0));
  if (!body || position >= body->sent.size()) return "its event sends no such message";
  const workflow::SentMark& mark = body->sent[position];
  const bool same = mark.partner == row.partner.number() && mark.n == row.n && mark.kind == row.kind &&
                    mark.payload == row.payload;
  return same ? "" : "its event sends another message";
}

void walk_outbox(Notes& notes) {
  std::int64_t after = 0;
  for (auto page = notes.ports.archive.outbox(after, limits::audit_rows_at_once); !page.empty();
       page = notes.ports.archive.outbox(after, limits::audit_rows_at_once)) {
    for (const OutboxRow& row : page) {
      notes.looked_at(Check::outbox);
      if (std::string fault = fault_of(notes, row); !fault.empty())
        notes.wrong(Check::outbox, format("message {}", row.id), std::move(fault));
    }
    after = page.back().id;
  }
}

/// What is wrong with an envelope or a receipt; empty if nothing is.
std::string damage_of(Notes& notes, ByteView stored) {
  try {
    (void)unpack_evidence(notes.ports.packer, stored);
    return {};
  } catch (const std::exception& damage) {
    return damage.what();
  }
}

/// Its octets as they were signed, where it keeps some.
ByteView as_signed(const ReceivedRow& row) { return row.as_signed; }
ByteView as_signed(const SentRow& /*row*/) { return {}; }

template <class Row>
void look_at_evidence(Notes& notes, const std::string& place, const Row& row, std::string fault) {
  notes.looked_at(Check::evidence);
  if (fault.empty()) fault = damage_of(notes, row.envelope);
  if (fault.empty()) fault = damage_of(notes, row.receipt);
  if (fault.empty() && !as_signed(row).empty()) fault = damage_of(notes, as_signed(row));
  if (!fault.empty()) notes.wrong(Check::evidence, place, std::move(fault));
}

std::string fault_of(Notes& notes, const ReceivedRow& row) {
  if (row.seq == Seq::none) return "";
  const auto event = notes.ports.archive.event(row.seq);
  if (!event) return "its event is not there";
  const auto body = from_cbor<workflow::EventBody>(event->body);
  const bool is_of = body && body->received && body->received->partner == row.partner.number();
  return is_of ? "" : "its event took no message of this partner";
}

std::string fault_of(Notes& notes, const SentRow& row) {
  const auto event = notes.ports.archive.event(event_of_outbox(row.id));
  if (!event) return "the event that sent it is not there";
  const auto body = from_cbor<workflow::EventBody>(event->body);
  const auto position = static_cast<std::size_t>(row.id - outbox_id(event->seq, 0));
  const bool is_of =
      body && position < body->sent.size() && body->sent[position].partner == row.partner.number();
  return is_of ? "" : "its event sent no message to this partner";
}

void walk_evidence(Notes& notes) {
  std::int64_t after = 0;
  for (auto page = notes.ports.archive.received(after, limits::audit_rows_at_once); !page.empty();
       page = notes.ports.archive.received(after, limits::audit_rows_at_once)) {
    for (const ReceivedRow& row : page) {
      look_at_evidence(notes, format("message {} of {}", row.message, row.partner.str()), row,
                       fault_of(notes, row));
    }
    after = page.back().id;
  }
  after = 0;
  for (auto page = notes.ports.archive.sent(after, limits::audit_rows_at_once); !page.empty();
       page = notes.ports.archive.sent(after, limits::audit_rows_at_once)) {
    for (const SentRow& row : page)
      look_at_evidence(notes, format("message {}", row.id), row, fault_of(notes, row));
    after = page.back().id;
  }
}

}  // namespace

void walk_tables(Notes& notes) {
  walk_heads(notes);
  walk_documents(notes);
  walk_keys(notes);
  walk_numbers(notes);
  walk_outbox(notes);
  walk_evidence(notes);
}

}  // namespace lintas::app::audit
