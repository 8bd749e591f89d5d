#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/evidence.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/store.hpp"

/// Rows of a small story for tests of the store: every field has a value, and no two rows look alike.
namespace lintas::test {

inline constexpr app::StreamKind movement_kind{64};
inline constexpr app::EventType something_happened{70};
inline constexpr app::PayloadKind declaration_kind{80};
inline constexpr Instant story_begins{std::chrono::milliseconds{1'795'430'000'123}};

[[nodiscard]] inline Bytes bytes_of(std::string_view text) { return copy_of(as_bytes(text)); }

[[nodiscard]] inline Hash256 hash_like(std::int64_t number) {
  Hash256 hash;
  for (std::size_t i = 0; i < hash.bytes.size(); ++i) {
    hash.bytes[i] = static_cast<std::byte>((static_cast<std::uint64_t>(number) * 31) + i);
  }
  return hash;
}

[[nodiscard]] inline app::PayloadWrite a_payload(std::int64_t id) {
  return {.id = app::PayloadId{id},
          .payload = {.kind = declaration_kind,
                      .dictionary = 3,
                      .hash = hash_like(id),
                      .bytes = bytes_of("declaration " + std::to_string(id))}};
}

/// The stream's event of this version; `prev` is its event before.
[[nodiscard]] inline app::EventRow an_event(std::int64_t seq, std::int64_t stream, std::uint32_t version,
                                            std::int64_t prev) {
  app::EventRow row{.seq = app::Seq{seq},
                    .stream = app::StreamId{stream},
                    .version = version,
                    .prev = app::Seq{prev},
                    .type = something_happened,
                    .type_version = 2,
                    .at = story_begins + std::chrono::milliseconds{seq},
                    .body = bytes_of("event " + std::to_string(seq))};
  std::ranges::copy_n(hash_like(seq).bytes.begin(), row.salt.size(), row.salt.begin());
  return row;
}

/// A stream's row after `version` changes, the last of them event `head`.
[[nodiscard]] inline app::StreamRow a_stream(std::int64_t id, std::uint32_t version, std::int64_t head) {
  return {.id = app::StreamId{id},
          .kind = movement_kind,
          .version = version,
          .head = app::Seq{head},
          .office = 40 + id,
          .status = static_cast<std::uint16_t>(version),
          .due = story_begins + std::chrono::hours{version},
          .open = true,
          .ref = "26MY" + std::to_string(id),
          .state = bytes_of("state " + std::to_string(version))};
}

[[nodiscard]] inline app::StreamWrite begun(app::StreamRow row) {
  return {.row = std::move(row), .version_before = 0, .office_moved = false, .state_changed = true};
}

[[nodiscard]] inline app::StreamWrite stepped(app::StreamRow row) {
  const std::uint32_t before = row.version - 1;
  return {.row = std::move(row), .version_before = before, .office_moved = false, .state_changed = true};
}

[[nodiscard]] inline app::Key key_of(std::string_view owner, std::string_view identifier) {
  return workflow::make_key(workflow::KeyKind::trader_message, owner, identifier);
}

[[nodiscard]] inline exchange::Partner partner(std::string_view country) {
  const auto parsed = exchange::Partner::parse(country);
  require(parsed.has_value(), "a test names a country by two letters");
  return *parsed;
}

[[nodiscard]] inline app::OutboxRow a_message(std::int64_t id, std::string_view to, std::uint32_t n) {
  return {.id = id,
          .partner = partner(to),
          .lane = app::StreamId{5},
          .n = n,
          .kind = declaration_kind,
          .payload = app::PayloadId{9},
          .dead = false};
}

[[nodiscard]] inline app::ReceivedRow a_received(std::string_view from, std::string_view message,
                                                 std::int64_t seq) {
  return {.id = 0,
          .partner = partner(from),
          .message = std::string{message},
          .seq = app::Seq{seq},
          .at = story_begins + std::chrono::milliseconds{seq},
          .content = hash_like(seq),
          .envelope = bytes_of("envelope of " + std::string{message}),
          .receipt = bytes_of("receipt for " + std::string{message})};
}

[[nodiscard]] inline app::SentRow a_sent(std::int64_t id, std::string_view to) {
  return {.id = id,
          .partner = partner(to),
          .at = story_begins + std::chrono::milliseconds{id},
          .message = "M" + std::to_string(id),
          .envelope = bytes_of("our envelope " + std::to_string(id)),
          .receipt = bytes_of("their receipt " + std::to_string(id)),
          .proof = id % 2 == 0 ? app::ProofKind::taken_before : app::ProofKind::receipt};
}

/// An envelope with the certificate of `whose`, as evidence.hpp packs it.
[[nodiscard]] inline Bytes signed_by(app::Packer& packer, char whose, std::string_view what) {
  std::string certificate;
  for (unsigned i = 0; i < 600; ++i)
    certificate += static_cast<char>('A' + (((i * i) + static_cast<unsigned>(whose)) % 26U));
  return app::pack_evidence(packer, bytes_of("<Envelope><BinarySecurityToken>" + certificate +
                                             "</BinarySecurityToken>" + std::string{what} + "</Envelope>"));
}

/// The id of a command of this day: the day first, so that days lie together.
[[nodiscard]] inline std::array<std::byte, 18> command_id(std::uint16_t day, std::uint8_t number) {
  std::array<std::byte, 18> id{};
  id[0] = static_cast<std::byte>(day >> 8U);
  id[1] = static_cast<std::byte>(day & 0xFFU);
  id[17] = std::byte{number};
  return id;
}

[[nodiscard]] inline app::CommandRow a_command(std::uint16_t day, std::uint8_t number) {
  return {.id = command_id(day, number),
          .print = hash_like(number),
          .seq = app::Seq{number},
          .answer = bytes_of("accepted")};
}

}  // namespace lintas::test
