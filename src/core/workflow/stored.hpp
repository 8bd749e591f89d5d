#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/records.hpp"

/// How commands and replies are stored. Only command.cpp reads and writes them; they stand here so that their
/// field numbers are compared with the committed list.
namespace lintas::workflow {

/// The stored form of an id: which source, and its parts one after another.
struct StoredId {
  std::uint8_t source = 0;
  Bytes value;

  static constexpr std::string_view record = "workflow.command_id";
  static constexpr auto fields() {
    return Fields{Field{1, "source", &StoredId::source}, Field{2, "value", &StoredId::value}};
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
    return Fields{Field{1, "id", &StoredCommand::id},       Field{2, "type", &StoredCommand::type},
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
    return Fields{Field{1, "rule", &StoredFinding::rule}, Field{2, "pointer", &StoredFinding::pointer}};
  }
};

struct StoredReply {
  Reply::Kind kind{};
  std::vector<StoredFinding> findings;
  Bytes content;

  static constexpr std::string_view record = "workflow.reply";
  static constexpr auto fields() {
    return Fields{Field{1, "kind", &StoredReply::kind}, Field{2, "findings", &StoredReply::findings},
                  Field{3, "content", &StoredReply::content}};
  }
};

struct TimerParts {
  StreamId stream{};
  Instant due;

  static constexpr std::string_view record = "workflow.timer";
  static constexpr auto fields() {
    return Fields{Field{1, "stream", &TimerParts::stream}, Field{2, "due", &TimerParts::due}};
  }
};

}  // namespace lintas::workflow
