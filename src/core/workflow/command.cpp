#include "core/workflow/command.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/cbor.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/records.hpp"

namespace lintas::workflow {

namespace {

/// The stored form of an id: which source, and its parts one after another.
struct StoredId {
  std::uint8_t source = 0;
  Bytes value;

  static constexpr std::string_view record = "workflow.command_id";
  static constexpr auto fields() {
    return std::tuple{Field{1, "source", &StoredId::source}, Field{2, "value", &StoredId::value}};
  }
};

struct StoredCommand {
  Bytes id;
  CommandType type{};
  Instant at;
  access::Actor actor;
  Bytes trace;
  Bytes content;
  std::optional<ReceivedMark> lane;

  static constexpr std::string_view record = "workflow.command";
  static constexpr auto fields() {
    return std::tuple{Field{1, "id", &StoredCommand::id},       Field{2, "type", &StoredCommand::type},
                      Field{3, "at", &StoredCommand::at},       Field{4, "actor", &StoredCommand::actor},
                      Field{5, "trace", &StoredCommand::trace}, Field{6, "content", &StoredCommand::content},
                      Field{7, "lane", &StoredCommand::lane}};
  }
};

struct StoredFinding {
  std::string rule;
  std::string pointer;

  static constexpr std::string_view record = "workflow.finding";
  static constexpr auto fields() {
    return std::tuple{Field{1, "rule", &StoredFinding::rule}, Field{2, "pointer", &StoredFinding::pointer}};
  }
};

struct StoredReply {
  Reply::Kind kind{};
  std::vector<StoredFinding> findings;
  Bytes content;

  static constexpr std::string_view record = "workflow.reply";
  static constexpr auto fields() {
    return std::tuple{Field{1, "kind", &StoredReply::kind}, Field{2, "findings", &StoredReply::findings},
                      Field{3, "content", &StoredReply::content}};
  }
};

struct TimerParts {
  StreamId stream{};
  Instant due;

  static constexpr std::string_view record = "workflow.timer";
  static constexpr auto fields() {
    return std::tuple{Field{1, "stream", &TimerParts::stream}, Field{2, "due", &TimerParts::due}};
  }
};

enum class Source : std::uint8_t { http = 1, message = 2, timer = 3, derived = 4 };

Bytes joined(ByteView first, ByteView second) {
  Bytes all = copy_of(first);
  all.insert(all.end(), second.begin(), second.end());
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

}  // namespace

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
