#pragma once

#include <cstddef>
#include <vector>

#include "base/bytes.hpp"
#include "core/workflow/command.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"

/// A table that is brought in: each row is a command, and the answer says what became of all of them.
namespace lintas::api {

struct TableRow {
  std::size_t line = 0;       ///< in the file, counted from 1
  workflow::Command command;  ///< accepted it answers a RowReply
};

/// The command of one row: under the client's key and the line.
[[nodiscard]] workflow::HttpCommandId id_of_row(const workflow::HttpCommandId& file, std::size_t line,
                                                Sha256 sha256);

/// Asks for all rows, and answers the call once the last is answered.
void bring_in(const Core& core, const CallPtr& call, std::vector<TableRow> rows);

}  // namespace lintas::api
