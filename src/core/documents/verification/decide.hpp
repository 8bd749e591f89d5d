#pragma once

#include "base/decision.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/ruling.hpp"
#include "core/documents/verification/commands.hpp"
#include "core/documents/verification/events.hpp"
#include "core/documents/verification/state.hpp"
#include "core/documents/verification/table.hpp"

/// What the issuer says to a message, an act or a clock about a request to verify. Pure.
namespace lintas::documents::verification {

using Ruling = Decision<Event>;

/// Precondition: the verdict is not `early`. What has no row is kept as evidence.
[[nodiscard]] Ruling receive(const Request& request, Trigger trigger, const Letter& letter,
                             const Context& context);

[[nodiscard]] Ruling act(const Request& request, const RecordRequest& command, const Context& context);
[[nodiscard]] Ruling act(const Request& request, const AnswerRequest& command, const Context& context);
[[nodiscard]] Ruling act(const Request& request, const AnswerVisit& command, const Context& context);

/// The clock has run out. Precondition: the request has one.
[[nodiscard]] Ruling time_passed(const Request& request, const Context& context);

}  // namespace lintas::documents::verification
