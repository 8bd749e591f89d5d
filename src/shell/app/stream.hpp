#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "core/exchange/lanes.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/state.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/store.hpp"

namespace lintas::app {

/// A stream in memory: its row, the lanes to its partners, and the state of its machine. Never changed once
/// shared.
struct Stream {
  StreamRow row;
  exchange::Lanes lanes;
  workflow::State state;
  std::vector<std::string> concerned = {};  ///< in whose lists it stands (workflow::Summary)
  /// The version of its last change: what was only noted since, a refusal or a lane, makes none. It is what
  /// people see and name in If-Match; row.version counts every event and guards what is written.
  std::uint32_t changed = 0;
};
using StreamPtr = std::shared_ptr<const Stream>;  // owners: the cache and every overlay above it

using workflow::StoredPayload;

/// The record of a parked message, in the event that parks it: the command as it will be asked again.
struct ParkedRecord {
  exchange::ParkedFor reason{};
  StoredPayload command;
  std::vector<StoredPayload> payloads;

  static constexpr std::string_view record = "workflow.parked";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &ParkedRecord::reason}, Field{2, "command", &ParkedRecord::command},
                  Field{3, "payloads", &ParkedRecord::payloads}};
  }
};

/// Which lane a gap was noticed in, or a partner asked again for.
struct LaneRecord {
  std::uint32_t partner = 0;
  std::uint32_t first = 0;
  std::uint32_t last = 0;

  static constexpr std::string_view record = "workflow.lane";
  static constexpr auto fields() {
    return Fields{Field{1, "partner", &LaneRecord::partner}, Field{2, "first", &LaneRecord::first},
                  Field{3, "last", &LaneRecord::last}};
  }
};

/// Which message has waited too long.
struct WaitingRecord {
  std::uint32_t partner = 0;
  std::string message_id;

  static constexpr std::string_view record = "workflow.waiting";
  static constexpr auto fields() {
    return Fields{Field{1, "partner", &WaitingRecord::partner},
                  Field{2, "message_id", &WaitingRecord::message_id}};
  }
};

/// The kinds of the executor itself: above those that machines may have. Stored, never used again.
inline constexpr StreamKind first_own_stream{0xFF00};
inline constexpr StreamKind denials_stream{0xFF00};  ///< what was denied to one actor
/// Identity documents of one state, in the order in which they came into force here.
inline constexpr StreamKind identities_stream{0xFF01};

/// Streams of the executor itself have events and no state; what the others have, the business says.
[[nodiscard]] bool keeps_state(const workflow::Domain& domain, StreamKind kind);

[[nodiscard]] Stream blank_stream(const workflow::Domain& domain, StreamId id, StreamKind kind);

/// The stream after an event of its own.
[[nodiscard]] Stream after_own(const workflow::Domain& domain, Stream stream, const EventRow& event);
/// The stream after an event of another one that it follows: only its state moves.
[[nodiscard]] Stream after_followed(const workflow::Domain& domain, Stream stream, const EventRow& event);

/// Reads a stream and folds its events; a kept state is taken as stored, unless another program made it.
[[nodiscard]] Stream load_stream(const workflow::Domain& domain, Streams& source, const StreamRow& row);

/// The stored body of an event. What cannot be read is damage or our mistake: std::logic_error.
[[nodiscard]] workflow::EventBody body_of(const EventRow& event);

/// The document of an event's texts, as workflow::with_texts takes it: empty where it has none, nothing where
/// they were erased. `source` is what finds documents: an overlay, a store, a reader.
template <class Source>
[[nodiscard]] std::optional<Bytes> texts_of(const workflow::EventBody& body, Source& source, Packer& packer) {
  if (!body.texts) return Bytes{};
  const auto stored = source.payload(body.texts->id);
  if (!stored) return std::nullopt;
  return packer.unpack(*stored);
}

}  // namespace lintas::app
