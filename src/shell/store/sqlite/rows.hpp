#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/deaths.hpp"
#include "shell/app/store.hpp"
#include "shell/store/sqlite/certificates.hpp"
#include "shell/store/sqlite/database.hpp"

/// The columns of each table that is read as rows, and the row that they make.
namespace lintas::store {

inline constexpr std::string_view event_columns =
    "seq, stream, version, prev, type, type_version, at, origin, payload, payload_hash, salt, body";
inline constexpr std::string_view stream_columns =
    "id, kind, version, head, office, status, due, open, ref, state";
inline constexpr std::string_view message_columns = "id, partner, lane, n, kind, payload, dead, died, why";
/// With the evidence of the carrier where there is one, and `certificates` behind the columns of the row.
inline constexpr std::string_view received_whole =
    "id, partner, message, seq, at, content, "
    "coalesce((SELECT c.envelope FROM carrier c WHERE c.id = received.carrier), envelope), "
    "coalesce((SELECT c.receipt FROM carrier c WHERE c.id = received.carrier), receipt), as_signed, "
    "coalesce((SELECT c.message FROM carrier c WHERE c.id = received.carrier), ''), "
    "coalesce((SELECT c.certificates FROM carrier c WHERE c.id = received.carrier), certificates)";
inline constexpr std::string_view sent_whole =
    "id, partner, at, message, "
    "coalesce((SELECT c.envelope FROM carrier c WHERE c.id = sent.carrier), envelope), "
    "coalesce((SELECT c.receipt FROM carrier c WHERE c.id = sent.carrier), receipt), proof, "
    "coalesce((SELECT c.message FROM carrier c WHERE c.id = sent.carrier), ''), "
    "coalesce((SELECT c.certificates FROM carrier c WHERE c.id = sent.carrier), certificates)";
/// Of lists: what is not named is not read, and most of a row is its evidence.
inline constexpr std::string_view received_without_evidence =
    "id, partner, message, seq, at, content, x'', x'', x'', "
    "coalesce((SELECT c.message FROM carrier c WHERE c.id = received.carrier), '')";
inline constexpr std::string_view sent_without_evidence =
    "id, partner, at, message, x'', x'', proof, "
    "coalesce((SELECT c.message FROM carrier c WHERE c.id = sent.carrier), '')";
inline constexpr std::string_view head_columns = "owner, size, root, at, signature";

// Braces evaluate from left to right: the members stand in the order of the columns.

[[nodiscard]] inline app::EventRow event_from(Rows& row) {
  return {.seq = row.take<app::Seq>(),
          .stream = row.take<app::StreamId>(),
          .version = row.take<std::uint32_t>(),
          .prev = row.take<app::Seq>(),
          .type = row.take<app::EventType>(),
          .type_version = row.take<std::uint16_t>(),
          .at = row.take<Instant>(),
          .origin = row.take<Bytes>(),
          .payload = row.take<app::PayloadId>(),
          .payload_hash = row.take<std::optional<Hash256>>(),
          .salt = row.take<std::array<std::byte, 16>>(),
          .body = row.take<Bytes>()};
}

[[nodiscard]] inline app::StreamRow stream_from(Rows& row) {
  return {.id = row.take<app::StreamId>(),
          .kind = row.take<app::StreamKind>(),
          .version = row.take<std::uint32_t>(),
          .head = row.take<app::Seq>(),
          .office = row.take<std::int64_t>(),
          .status = row.take<std::uint16_t>(),
          .due = row.take<std::optional<Instant>>(),
          .open = row.take<bool>(),
          .ref = row.take<std::string>(),
          .state = row.take<Bytes>()};
}

/// A living letter has the reason that outlives a death, and no other; the release before leaves the words of
/// each letter that it revives.
[[nodiscard]] inline std::optional<app::Death> death_from(Rows& row, bool is_dead) {
  const auto at = row.take<std::optional<Instant>>();
  auto why = row.take<std::string>();
  if (!at) return std::nullopt;
  std::optional<app::Death> death{{.at = *at, .why = std::move(why)}};
  if (!is_dead && !app::is_known_from_elsewhere(death)) death.reset();
  return death;
}

[[nodiscard]] inline app::OutboxRow message_from(Rows& row) {
  app::OutboxRow message{.id = row.take<std::int64_t>(),
                         .partner = row.take<exchange::Partner>(),
                         .lane = row.take<app::StreamId>(),
                         .n = row.take<std::uint32_t>(),
                         .kind = row.take<app::PayloadKind>(),
                         .payload = row.take<app::PayloadId>(),
                         .dead = row.take<bool>()};
  message.death = death_from(row, message.dead);
  return message;
}

[[nodiscard]] inline app::ReceivedRow received_from(Rows& row) {
  return {.id = row.take<std::int64_t>(),
          .partner = row.take<exchange::Partner>(),
          .message = row.take<std::string>(),
          .seq = row.take<app::Seq>(),
          .at = row.take<Instant>(),
          .content = row.take<Hash256>(),
          .envelope = row.take<Bytes>(),
          .receipt = row.take<Bytes>(),
          .as_signed = row.take<Bytes>(),
          .carrier = row.take<std::string>()};
}

[[nodiscard]] inline app::SentRow sent_from(Rows& row) {
  return {.id = row.take<std::int64_t>(),
          .partner = row.take<exchange::Partner>(),
          .at = row.take<Instant>(),
          .message = row.take<std::string>(),
          .envelope = row.take<Bytes>(),
          .receipt = row.take<Bytes>(),
          .proof = row.take<app::ProofKind>(),
          .carrier = row.take<std::string>()};
}

[[nodiscard]] inline app::HeadRow head_from(Rows& row) {
  return {.owner = row.take<exchange::Partner>(),
          .head = {.size = row.take<std::uint64_t>(), .root = row.take<Hash256>()},
          .at = row.take<Instant>(),
          .signature = row.take<Bytes>()};
}

/// Of a row read with the column `certificates` behind its own.
template <class Row>
[[nodiscard]] Row with_certificates(Row found, Rows& row, CertificateReads& certificates) {
  const auto places = row.take<Bytes>();
  found.envelope = certificates.whole(std::move(found.envelope), CutOf::envelope, places);
  found.receipt = certificates.whole(std::move(found.receipt), CutOf::receipt, places);
  return found;
}

template <class Row>
[[nodiscard]] std::vector<Row> all(Rows rows, Row (*from)(Rows&)) {
  std::vector<Row> found;
  while (rows.next()) found.push_back(from(rows));
  return found;
}

}  // namespace lintas::store
