#pragma once

#include "base/decision.hpp"
#include "core/acdd/export/commands.hpp"
#include "core/acdd/export/events.hpp"
#include "core/acdd/export/state.hpp"
#include "core/acdd/export/table.hpp"
#include "core/acdd/letter.hpp"
#include "core/acdd/ruling.hpp"

/// What the export side of an ACDD says to a message, an act or a clock. Pure. Whether somebody may ask comes
/// before.
namespace lintas::acdd::export_side {

using Ruling = Decision<Event>;

/// Whether it says yes or no, its number says. A message with no row is kept as evidence. Precondition: it is
/// a response or an L2.
[[nodiscard]] Ruling receive(const Document& document, MessageNumber number, const Letter& letter,
                             const Context& context);

/// `asks_consent`: the law of this state sends no document without the word of the trader (R-ASW-112). What
/// may not go is released all the same, and the event says why nothing was sent.
[[nodiscard]] Ruling act(const Document& document, const ReleaseExport& command, bool asks_consent,
                         const Context& context);
/// Refused by what keeps it: R-ASW-102, R-ASW-095, R-ASW-112.
[[nodiscard]] Ruling act(const Document& document, const SendDocument& command, bool asks_consent,
                         const Context& context);
/// R-ACDD-007 where it names another permit or exporter, or goes to another state: the consent of one trader
/// is none of another.
[[nodiscard]] Ruling act(const Document& document, const AmendExport& command, bool asks_consent,
                         const Context& context);
[[nodiscard]] Ruling act(const Document& document, const CancelExport& command, bool asks_consent,
                         const Context& context);
/// R-ASW-102 where it does not go as data, R-ASW-095 where no message can go.
[[nodiscard]] Ruling act(const Document& document, const ResendDocument& command, bool asks_consent,
                         const Context& context);
[[nodiscard]] Ruling act(const Document& document, const AnsweredByLetter& command, bool asks_consent,
                         const Context& context);

/// R-ACDD-017 where no alarm stands.
[[nodiscard]] Ruling act(const Document& document, const LookAtExport& command, bool asks_consent,
                         const Context& context);

/// The clock has run out. Precondition: the document has one.
[[nodiscard]] Ruling time_passed(const Document& document, const Context& context);

}  // namespace lintas::acdd::export_side
