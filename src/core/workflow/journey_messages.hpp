#pragma once

#include "core/access/access.hpp"
#include "core/model/values/mrn.hpp"
#include "core/transit/movement.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/part.hpp"

/// What a journey makes of messages: of the office of departure, of traders, and of departure's notices.
/// Their content is a Letter; rows of the part's table of commands name these.
namespace lintas::workflow {

[[nodiscard]] transit::Letter letter_in(const Command& command);

/// Where the journey of an MRN is located.
[[nodiscard]] Located at_journey(const Mrn& mrn);

[[nodiscard]] Located locate_message(const Command& command, const Setting& setting);
[[nodiscard]] access::Relations relations_of_office_message(const Command& command,
                                                            const Situation& situation,
                                                            const Setting& setting);
[[nodiscard]] Outcome decide_office_message(const Command& command, const Situation& situation,
                                            const Setting& setting);
[[nodiscard]] Outcome decide_notice(const Command& command, const Situation& situation,
                                    const Setting& setting);

[[nodiscard]] Located locate_trader_message(const Command& command, const Setting& setting);
/// Who presented the goods sends the remarks; an arrival is notified by whoever presents them. Nobody speaks
/// for a trader who is not known.
[[nodiscard]] access::Relations relations_of_trader_message(const Command& command,
                                                            const Situation& situation,
                                                            const Setting& setting);
[[nodiscard]] Outcome decide_trader_message(const Command& command, const Situation& situation,
                                            const Setting& setting);

}  // namespace lintas::workflow
