#pragma once

#include "base/decision.hpp"
#include "core/acdd/import/commands.hpp"
#include "core/acdd/import/events.hpp"
#include "core/acdd/import/state.hpp"
#include "core/acdd/import/table.hpp"
#include "core/acdd/letter.hpp"
#include "core/acdd/ruling.hpp"

/// What the import side of an ACDD says to a message, an act or a clock. Pure. Whether somebody may ask comes
/// before. Export customs has judged the declaration; here only what cannot be read is refused.
namespace lintas::acdd::import_side {

using Ruling = Decision<Event>;

/// None is early: each is answered at once, in every state.
[[nodiscard]] Ruling receive(const Document& document, Trigger trigger, const Letter& letter,
                             const Context& context);

/// R-ACDD-005 where more declarations, or more lines, refer to it than are kept.
[[nodiscard]] Ruling act(const Document& document, const ReportDeclaration& command, const Context& context);
/// R-ACDD-008 where no declaration of that number refers to it.
[[nodiscard]] Ruling act(const Document& document, const WithdrawDeclaration& command,
                         const Context& context);

/// R-ACDD-017 where no alarm stands.
[[nodiscard]] Ruling act(const Document& document, const LookAtImport& command, const Context& context);

/// The clock has run out. Precondition: the document has one.
[[nodiscard]] Ruling time_passed(const Document& document, const Context& context);

}  // namespace lintas::acdd::import_side
