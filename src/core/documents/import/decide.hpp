#pragma once

#include <optional>

#include "base/decision.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/commands.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/ruling.hpp"

/// What the import side of a certificate says to a message, an act or a clock. Pure. Whether somebody may ask
/// comes before; so does the verdict `early` of the table. The issuing office has judged the certificate;
/// here only what cannot be booked is refused.
namespace lintas::documents::import_side {

using Ruling = Decision<Event>;

/// Precondition: the verdict is not `early`. A message with no row is kept as evidence. `alike`: a page that
/// is here under another name, which is the same as soon as case, blanks and separators are left out.
[[nodiscard]] Ruling receive(const Certificate& certificate, Trigger trigger, const Letter& letter,
                             const Context& context, const std::optional<Reference>& alike = {});

[[nodiscard]] Ruling act(const Certificate& certificate, const ClaimPreference& command,
                         const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const ReleaseClaim& command, const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const AcceptItems& command, const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const RefuseItems& command, const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const ClassifyOtherwise& command,
                         const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const SettleClassification& command,
                         const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const CheckOrigin& command, const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const EndCheck& command, const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const NotifyVisit& command, const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const KeepUse& command, const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const ReverseUse& command, const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const AskAgain& command, const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const RecordReply& command, const Context& context);
/// `code`: what the page's own says, where it has one and it can be read.
[[nodiscard]] Ruling act(const Certificate& certificate, const RecordPaper& command,
                         const std::optional<PageCode>& code, const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const TakeData& command, const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const KeepPaper& command, const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const RecordCancellation& command,
                         const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const WithdrawPage& command, const Context& context);
/// Two steps of the table in one: claimed, where the declaration has not claimed the lines yet, and accepted.
/// Nothing comes of what it has used already. R-DOC-011 where another claims the certificate, R-DOC-066 where
/// it claimed or used another quantity of an item.
[[nodiscard]] Ruling act(const Certificate& certificate, const UtiliseItems& command, const Context& context);
/// R-DOC-067 where nothing was refused of what was said last.
[[nodiscard]] Ruling act(const Certificate& certificate, const SayAgain& command, const Context& context);

/// R-DOC-057: what is here already, and as what.
[[nodiscard]] Finding fault_in_presence(const Certificate& certificate, const Reference& name);
/// What it takes the place of, as far as claims ask: what the page says, or else what its data say that were
/// not taken.
[[nodiscard]] std::optional<Reference> earlier_of_claim(const Certificate& certificate);
/// The same of the data that are to be taken.
[[nodiscard]] std::optional<Reference> earlier_of_data(const Certificate& certificate);

/// A back-to-back certificate of this state is issued on a part of this one (R-ASW-040 to R-ASW-043), or it
/// lives no more.
[[nodiscard]] Ruling drawn(const Certificate& certificate, const Drawn& draw, const Context& context);
[[nodiscard]] Ruling draw_undone(const Certificate& certificate, const Reference& by, const Context& context);

/// Another certificate of the same state came, and takes the place of this one.
[[nodiscard]] Ruling replaced(const Certificate& certificate, const Reference& by, const Context& context);
/// It does so no more: the page was withdrawn, or its data take the place of no other.
[[nodiscard]] Ruling place_given_back(const Certificate& certificate, const Reference& by,
                                      const Context& context);
/// R-DOC-038: why another one cannot be claimed in its place: it is claimed or used itself.
[[nodiscard]] Findings faults_in_replacing(const Certificate& certificate);

/// The clock has run out. Precondition: the certificate has one.
[[nodiscard]] Ruling time_passed(const Certificate& certificate, const Context& context);

}  // namespace lintas::documents::import_side
