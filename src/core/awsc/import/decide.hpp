#pragma once

#include "base/decision.hpp"
#include "core/awsc/exporter/state.hpp"
#include "core/awsc/import/commands.hpp"
#include "core/awsc/import/events.hpp"
#include "core/awsc/import/state.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/ruling.hpp"

/// What importing customs' act, or a clock, makes of an origin declaration. Pure. Whether somebody may ask,
/// and whether it is another state's, comes before.
namespace lintas::awsc::import_side {

using Ruling = Decision<Event>;
/// `limits`: of certificates of that day; a declaration is a proof of origin like them.
using Context = documents::Context;

/// R-OD-020 another content under the same key. The same content again is noted.
[[nodiscard]] Ruling act(const Declaration& declaration, const PresentDeclaration& command,
                         const exporter_side::Exporter& exporter, const Context& context);
/// R-OD-021 items that are not there or were decided on; R-ASW-052 after its validity without a reason; what
/// stands against it by the register: R-ASW-090, R-OD-022, R-OD-023.
[[nodiscard]] Ruling act(const Declaration& declaration, const AcceptItems& command,
                         const exporter_side::Exporter& exporter, const Context& context);
/// R-OD-021; R-OD-024 a result that refuses nothing; of a check R-ASW-081 too early, and what stands by the
/// register against items that it does not refuse.
[[nodiscard]] Ruling act(const Declaration& declaration, const RefuseItems& command,
                         const exporter_side::Exporter& exporter, const Context& context);
/// R-ASW-060 more than is left; R-OD-025 an item without preference, or in another unit; R-OD-026 a
/// declaration that used it otherwise.
[[nodiscard]] Ruling act(const Declaration& declaration, const UseDeclaration& command,
                         const Context& context);
/// R-OD-027 nothing was refused.
[[nodiscard]] Ruling act(const Declaration& declaration, const ReassessItems& command,
                         const Context& context);
/// R-OD-028 customs has decided on something of it, though it be assessed again since.
[[nodiscard]] Ruling act(const Declaration& declaration, const WithdrawPresentation& command,
                         const Context& context);

/// R-OD-021; R-ASW-056 an item that nobody has decided on is left out; R-ASW-080 a doubt without a reason;
/// R-OD-033 a number that an earlier check has.
[[nodiscard]] Ruling act(const Declaration& declaration, const CheckDeclaration& command,
                         const Context& context);
/// R-ASW-081 no reply has come; R-ASW-052 and what stands against it by the register, as when it is accepted.
[[nodiscard]] Ruling act(const Declaration& declaration, const EndCheck& command,
                         const exporter_side::Exporter& exporter, const Context& context);
/// R-ASW-081 too early; R-ASW-085 somebody was not told.
[[nodiscard]] Ruling act(const Declaration& declaration, const NotifyVisit& command, const Context& context);
/// R-DOC-016 it replies to another request than that of the check.
[[nodiscard]] Ruling act(const Declaration& declaration, const RecordReply& command, const Context& context);

/// What the exporter's authority says about a check: its reply, or its L2. What is none to the check that
/// goes on is kept as evidence. Precondition: somebody has presented the declaration.
[[nodiscard]] Ruling receive(const Declaration& declaration, Trigger trigger, const documents::Letter& letter,
                             const Context& context);

/// The clock has run out. Precondition: the declaration has one.
[[nodiscard]] Ruling time_passed(const Declaration& declaration, const Context& context);

}  // namespace lintas::awsc::import_side
