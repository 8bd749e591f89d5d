#pragma once

#include <expected>
#include <nlohmann/json_fwd.hpp>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/shape.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/records.hpp"

/// What can be asked by POST /v1/acts/{name}: every command from outside that is a record, from one table. A
/// new machine's acts come in with one line in acts.cpp.
namespace lintas::api {

struct Given;
struct Known;

struct Act {
  workflow::CommandType type{};
  std::string_view record;  ///< "departure.release", of the content
  /// The content as the command takes it, or all that is wrong with it.
  std::expected<Bytes, Findings> (*content)(const nlohmann::json&, const Given&) = nullptr;
  const Shape* shape = nullptr;  ///< of the content as it is asked for (record_schema.hpp)
  /// Fills what the node knows of the thing and nobody is asked for; none where the content says all. What it
  /// finds is not told to anybody: whether the actor may give the command is judged with the command.
  Bytes (*complete)(ByteView content, const Known&) = nullptr;
  /// When the law asks for a second officer, who agrees by an own key: "always", "after the release"; empty
  /// where it never does.
  std::string_view second = {};
  std::string_view done = {};  ///< of what is no command of the business: as CommandEntry::done
};

/// Nothing for a command that is no act: a message, a clock, what follows from an event.
[[nodiscard]] const Act* find_act(workflow::CommandType type);

/// Every act of a node under the name it is asked by: what its business takes from people, and what officers
/// decide about messages between nodes (exchange.…).
struct NamedAct {
  std::string_view name;
  const Act* act = nullptr;
};
[[nodiscard]] std::vector<NamedAct> acts_of(const workflow::National& national);

/// The text as JSON; nothing if it is none, too deep, or has a member twice.
[[nodiscard]] std::expected<nlohmann::json, Finding> parse_json(std::string_view text);

}  // namespace lintas::api
