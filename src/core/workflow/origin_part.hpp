#pragma once

#include "core/access/access.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/part.hpp"

/// Origin declarations that are presented to customs here, on the loop (docs/adr/0039), and what the
/// exporter's authority says about checks of them (docs/adr/0052). What others ask about declarations of this
/// state's own exporters lies where requests to verify its certificates do (documents_part.hpp).
namespace lintas::workflow {

/// Of a command that brings a documents::Letter.
[[nodiscard]] bool is_about_a_declaration(const Command& command);
// Precondition: it is, and the exporter is another state's.
[[nodiscard]] Located locate_message_about_origin(const Command& command, const Setting& setting);
[[nodiscard]] access::Relations relations_of_message_about_origin(const Command& command,
                                                                  const Situation& situation,
                                                                  const Setting& setting);
[[nodiscard]] Outcome decide_message_about_origin(const Command& command, const Situation& situation,
                                                  const Setting& setting);

[[nodiscard]] const Part& origin_part();

}  // namespace lintas::workflow
