#include "core/workflow/command.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <source_location>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/cbor.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/mrn.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/stored.hpp"

namespace lintas::workflow {

namespace {

enum class Source : std::uint8_t { http = 1, message = 2, timer = 3, derived = 4 };

Bytes joined(ByteView first, ByteView second) {
  Bytes all(first.size() + second.size());
  const auto behind = std::ranges::copy(first, all.begin()).out;
  std::ranges::copy(second, behind);
  return all;
}

std::optional<CommandId> id_from(const StoredId& stored) {
  const ByteView value = stored.value;
  switch (Source{stored.source}) {
    case Source::http: {
      HttpCommandId id;
      if (value.size() != id.id.size() + id.print.bytes.size()) return std::nullopt;
      std::ranges::copy(value.first(id.id.size()), id.id.begin());
      std::ranges::copy(value.subspan(id.id.size()), id.print.bytes.begin());
      return id;
    }
    case Source::message: return MessageCommandId{Key{stored.value}};
    case Source::timer: {
      const auto parts = from_cbor<TimerParts>(value);
      if (!parts) return std::nullopt;
      return TimerCommandId{.stream = parts->stream, .due = parts->due};
    }
    case Source::derived: {
      DerivedCommandId id;
      if (value.size() != id.hash.bytes.size()) return std::nullopt;
      std::ranges::copy(value, id.hash.bytes.begin());
      return id;
    }
  }
  return std::nullopt;
}

constexpr std::int64_t period_days = limits::command_answers_kept.count();

void set_period(std::array<std::byte, 18>& id, std::uint16_t period) {
  id[0] = static_cast<std::byte>(period >> 8);
  id[1] = static_cast<std::byte>(period & 0xff);
}

}  // namespace

std::uint16_t key_period(Instant at) noexcept {
  const std::int64_t day = std::chrono::floor<std::chrono::days>(at).time_since_epoch().count();
  return static_cast<std::uint16_t>(day - (day % period_days));
}

std::uint16_t period_before(std::uint16_t period) noexcept {
  return static_cast<std::uint16_t>(period - period_days);
}

std::array<std::byte, 18> HttpCommandId::one_period_earlier() const noexcept {
  std::array<std::byte, 18> earlier = id;
  const unsigned period = (std::to_integer<unsigned>(id[0]) << 8) | std::to_integer<unsigned>(id[1]);
  set_period(earlier, period_before(static_cast<std::uint16_t>(period)));
  return earlier;
}

HttpCommandId http_command_id(Instant at, const Hash256& client, const Hash256& print) noexcept {
  HttpCommandId id{.id = {}, .print = print};
  set_period(id.id, key_period(at));
  std::ranges::copy_n(client.bytes.begin(), 16, id.id.begin() + 2);
  return id;
}

Bytes id_bytes(const CommandId& id) {
  const StoredId stored = std::visit(
      Overloaded{[](const HttpCommandId& http) {
                   return StoredId{std::to_underlying(Source::http), joined(http.id, http.print.bytes)};
                 },
                 [](const MessageCommandId& message) {
                   return StoredId{std::to_underlying(Source::message), message.key.value};
                 },
                 [](const TimerCommandId& timer) {
                   return StoredId{std::to_underlying(Source::timer),
                                   to_cbor(TimerParts{timer.stream, timer.due})};
                 },
                 [](const DerivedCommandId& derived) {
                   return StoredId{std::to_underlying(Source::derived), copy_of(derived.hash.bytes)};
                 }},
      id);
  return to_cbor(stored);
}

ReceivedMark Command::mark() const {
  if (!lane) throw Bug("only a partner's message has a place in a lane", std::source_location::current());
  // A request to send again stands in no lane, whatever its sender says.
  const bool numbered = type != command_resend_asked;
  return {.partner = lane->partner.number(), .n = numbered ? lane->n : 0, .message_id = lane->message_id};
}

void Command::date(Instant instant) {
  at = instant;
  for (Command& part : parts) part.at = instant;
}

Bytes encode_command(const Command& command) {
  StoredCommand stored{.id = id_bytes(command.id),
                       .type = command.type,
                       .at = command.at,
                       .actor = command.actor,
                       .trace = copy_of(command.trace),
                       .content = command.content,
                       .lane = {}};
  if (command.lane)
    stored.lane = ReceivedMark{command.lane->partner.number(), command.lane->n, command.lane->message_id};
  return to_cbor(stored);
}

cbor::Result<Command> decode_command(ByteView bytes) {
  LINTAS_TRY(stored, from_cbor<StoredCommand>(bytes));
  LINTAS_TRY(stored_id, from_cbor<StoredId>(stored.id));
  auto id = id_from(stored_id);
  Command command{.id = {},
                  .type = stored.type,
                  .at = stored.at,
                  .actor = std::move(stored.actor),
                  .trace = {},
                  .content = std::move(stored.content),
                  .payloads = {},
                  .lane = {}};
  if (!id || stored.trace.size() != command.trace.size()) return std::unexpected(cbor::Error::bad_value);
  command.id = *std::move(id);
  std::ranges::copy(stored.trace, command.trace.begin());
  if (stored.lane) {
    const auto partner = exchange::Partner::of(stored.lane->partner);
    if (!partner) return std::unexpected(cbor::Error::bad_value);
    command.lane = LanePosition{*partner, stored.lane->n, stored.lane->message_id};
  }
  return command;
}

TraceId trace_of(const Mrn& mrn, Sha256 sha256) {
  const std::array parts{as_bytes("lintas trace "), as_bytes(mrn.str())};
  const Hash256 hash = sha256(parts);
  TraceId trace{};
  std::ranges::copy_n(hash.bytes.begin(), trace.size(), trace.begin());
  return trace;
}

namespace {

/// Under the last one another content was signed than what was taken under the id of the wire; EXC-016 is
/// another one under an identification that was taken with another id.
constexpr std::array refusals_without_trace{
    NotTaken{"EXC-001", "Another message was taken under this number."},
    NotTaken{"EXC-012", "It met a fault of this node, whose operator has been told."},
    NotTaken{"EXC-014", "Nothing is known here by this name."},
    NotTaken{"EXC-016", "Another message was answered under this identification."},
    NotTaken{"EXC-017", "Another content was taken under this id."},
    NotTaken{"R-DOC-027", "It speaks of a certificate that its sender may not speak of here."},
    NotTaken{"R-ACDD-006", "It speaks of a document that its sender may not speak of here."},
    NotTaken{"R-KIND-030", "It speaks of a document that its sender may not speak of here."},
    NotTaken{"R-KIND-034", "This node has no such kind of document."},
    NotTaken{"R-ATT-024", "It speaks of files of a document of which its sender may not speak here."},
    NotTaken{"R-OD-010", "It speaks of a record that its sender may not speak of here."},
    NotTaken{"R-AEO-015", "It speaks of an operator whose list its sender does not keep."},
    NotTaken{"R-DOC-030", "No office of this state has the code that the certificate shows."}};

}  // namespace

const NotTaken* not_taken(const Reply& reply) noexcept {
  if (reply.kind != Reply::Kind::refused) return nullptr;
  const auto* const found =
      std::ranges::find(refusals_without_trace, reply.findings.front().rule, &NotTaken::rule);
  return found == refusals_without_trace.end() ? nullptr : found;
}

Bytes encode_reply(const Reply& reply) {
  StoredReply stored{.kind = reply.kind, .findings = {}, .content = reply.content};
  for (const Finding& finding : reply.findings) stored.findings.push_back({finding.rule, finding.pointer});
  return to_cbor(stored);
}

cbor::Result<Reply> decode_reply(ByteView bytes) {
  LINTAS_TRY(stored, from_cbor<StoredReply>(bytes));
  Reply reply{.kind = stored.kind, .findings = {}, .content = std::move(stored.content), .repeated = true};
  for (StoredFinding& finding : stored.findings) {
    reply.findings.push_back(
        {.rule = std::move(finding.rule), .pointer = std::move(finding.pointer), .value = {}, .detail = {}});
  }
  return reply;
}

}  // namespace lintas::workflow
