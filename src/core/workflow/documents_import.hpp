#pragma once

#include <span>

#include "core/workflow/part.hpp"

/// The import side of documents_part: its commands and its kind of stream.
namespace lintas::workflow {

[[nodiscard]] std::span<const CommandEntry> commands_of_import();
[[nodiscard]] const KindEntry& kind_of_import();

/// What an L2 of the issuing state is here.
[[nodiscard]] Located locate_message_at_import(const Command& command, const Setting& setting);
[[nodiscard]] Outcome decide_message_at_import(const Command& command, const Situation& situation,
                                               const Setting& setting);
[[nodiscard]] access::Relations relations_of_message_at_import(const Command& command,
                                                               const Situation& situation,
                                                               const Setting& setting);

}  // namespace lintas::workflow
