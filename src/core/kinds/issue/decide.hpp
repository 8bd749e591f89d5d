#pragma once

#include "base/decision.hpp"
#include "core/kinds/issue/commands.hpp"
#include "core/kinds/issue/events.hpp"
#include "core/kinds/issue/state.hpp"
#include "core/kinds/issue/table.hpp"
#include "core/kinds/letter.hpp"
#include "core/kinds/ruling.hpp"

/// What the issue side of a document says to a message, an act or a clock. Pure. Whether somebody may ask
/// comes before.
namespace lintas::kinds::issue_side {

using Ruling = Decision<Event>;

/// A message with no row is kept as evidence. A use that cannot be (faults_in_use, or R-DOC-001) changes
/// nothing of what is left and is told with what is wrong. Precondition: it is an answer or a use, and the
/// latter has one.
[[nodiscard]] Ruling receive(const Document& document, MessageNumber number, const Letter& letter,
                             const Context& context);

/// R-KIND-032 for contents that no machine takes. What does not go as data (Context::as_data), or to no
/// partner, is kept.
[[nodiscard]] Ruling act(const Document& document, const IssueDocument& command, const Context& context);
/// R-ASW-102 where it does not go as data, R-ASW-095 where the other state is no partner.
[[nodiscard]] Ruling act(const Document& document, const SendDocument& command, const Context& context);
[[nodiscard]] Ruling act(const Document& document, const CancelDocument& command, const Context& context);
[[nodiscard]] Ruling act(const Document& document, const ResendDocument& command, const Context& context);
/// R-KIND-041 where no alarm stands.
[[nodiscard]] Ruling act(const Document& document, const LookAtDocument& command, const Context& context);
/// Another one was issued in its place. Refused by R-KIND-033 where there is none that could be replaced.
[[nodiscard]] Ruling replace(const Document& document, const Number& by, const Context& context);

/// The clock has run out. Precondition: the document has one.
[[nodiscard]] Ruling time_passed(const Document& document, const Context& context);

}  // namespace lintas::kinds::issue_side
