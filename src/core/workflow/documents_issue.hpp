#pragma once

#include <span>

#include "core/workflow/part.hpp"

/// The issue side of documents_part: its commands and its kind of stream.
namespace lintas::workflow {

[[nodiscard]] std::span<const CommandEntry> commands_of_issue();
[[nodiscard]] const KindEntry& kind_of_issue();

/// What an L2 of a partner is here, where the certificate was issued by this state.
[[nodiscard]] Located locate_message_at_issue(const Command& command, const Setting& setting);
[[nodiscard]] Outcome decide_message_at_issue(const Command& command, const Situation& situation,
                                              const Setting& setting);
[[nodiscard]] access::Relations relations_of_message_at_issue(const Command& command,
                                                              const Situation& situation,
                                                              const Setting& setting);

}  // namespace lintas::workflow
