#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/require.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/state.hpp"
#include "shell/app/decider.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"

/// The inside of Decider, for the files of it.
namespace lintas::app {

/// A command on its way.
struct Decider::Turn {
  const workflow::Command& command;
  std::size_t depth = 0;
  workflow::Located located;
  std::vector<StreamPtr> before;        // of each slot, none where nothing is stored yet
  std::vector<workflow::State> states;  // of each slot, the machine's first where nothing is stored yet
  std::vector<StreamId> ids;            // of each slot, given when its first event comes
  std::vector<std::optional<StreamId>> asks;
  std::optional<std::int64_t> number;
  std::vector<StreamPtr> page;
  std::vector<exchange::Partner> waiting;
  std::vector<StoredPayload> payloads;  // of the command, once they are stored
  bool answered = false;                // the command's first event, which carries the answer, is written
  bool received = false;                // the partner's message has its mark
  bool waited = false;                  // the message was parked, and has its key since
  std::size_t first_event = 0;          // of this turn in the overlay

  [[nodiscard]] bool exists() const { return before.front() != nullptr; }
  [[nodiscard]] std::optional<std::uint32_t> version() const {
    return exists() ? std::optional{before.front()->changed} : std::nullopt;
  }
  [[nodiscard]] std::vector<workflow::StreamView> views() const {
    std::vector<workflow::StreamView> all;
    all.reserve(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
      all.push_back({.id = ids[i],
                     .kind = located.slots[i].kind,
                     .state = &states[i],
                     .lanes = before[i] == nullptr ? nullptr : &before[i]->lanes});
    }
    return all;
  }
};

[[nodiscard]] inline workflow::Reply refused_by(Finding finding) {
  return {.kind = workflow::Reply::Kind::refused, .findings = {std::move(finding)}};
}

/// Our own records in commands and parked messages: if they cannot be read, we wrote them wrongly.
template <class T>
[[nodiscard]] T must_read(ByteView bytes) {
  auto value = from_cbor<T>(bytes);
  require(value.has_value(), "a record of ours can be read");
  return *std::move(value);
}

[[nodiscard]] inline bool comes_from_outside(const workflow::Command& command) {
  return std::holds_alternative<workflow::HttpCommandId>(command.id) ||
         std::holds_alternative<workflow::MessageCommandId>(command.id);
}

}  // namespace lintas::app
