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

/// R-DOC-003: the items are those of the certificate, each once. Of one that was never issued here nobody
/// knows its items.
[[nodiscard]] Findings faults_in_items(const std::vector<std::uint16_t>& items, const Balances& certified);
/// What the certificate says against a letter: the same, and R-DOC-017 if it came before it was issued.
[[nodiscard]] Findings faults_against(const RecordRequest& command, const std::optional<Day>& issued,
                                      const Balances& certified);

[[nodiscard]] Ruling act(const Request& request, const RecordRequest& command, const Context& context);
[[nodiscard]] Ruling act(const Request& request, const AnswerRequest& command, const Context& context);
[[nodiscard]] Ruling act(const Request& request, const AnswerVisit& command, const Context& context);

/// The clock has run out. Precondition: the request has one.
[[nodiscard]] Ruling time_passed(const Request& request, const Context& context);

}  // namespace lintas::documents::verification
