#pragma once

#include "base/decision.hpp"
#include "core/kinds/import/commands.hpp"
#include "core/kinds/import/events.hpp"
#include "core/kinds/import/state.hpp"
#include "core/kinds/import/table.hpp"
#include "core/kinds/letter.hpp"
#include "core/kinds/ruling.hpp"

/// What the import side of a document says to a message, an act or a clock. Pure. Whether somebody may ask
/// comes before.
namespace lintas::kinds::import_side {

using Ruling = Decision<Event>;

/// Precondition: it is a document or a cancellation, and names which.
[[nodiscard]] Ruling receive(const Document& document, Trigger trigger, const Letter& letter,
                             const Context& context);

[[nodiscard]] Ruling act(const Document& document, const AnswerDocument& command, const Context& context);
/// R-KIND-036 what is not left, R-KIND-037 a declaration that has used it, R-KIND-038 a kind whose documents
/// are not used up.
[[nodiscard]] Ruling act(const Document& document, const UseDocument& command, const Context& context);

/// The clock has run out. Precondition: the document has one.
[[nodiscard]] Ruling time_passed(const Document& document, const Context& context);

}  // namespace lintas::kinds::import_side
