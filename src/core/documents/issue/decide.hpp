#pragma once

#include "base/decision.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/issue/commands.hpp"
#include "core/documents/issue/events.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/ruling.hpp"
#include "core/model/values/tin.hpp"

/// What the issue side of a certificate says to a message, an act or a clock. Pure. Whether somebody may ask
/// comes before; so does the verdict `early` of the table. What lies in other documents is asked elsewhere:
/// that a number is used once in its office (R-ASW-009), and what an original has left (R-ASW-043, the draw
/// on it is decided with it).
namespace lintas::documents::issue_side {

using Ruling = Decision<Event>;

/// Precondition: the verdict is not `early`. What has no row is kept as evidence.
[[nodiscard]] Ruling receive(const Certificate& certificate, Trigger trigger, const Letter& letter,
                             const Context& context);

[[nodiscard]] Ruling act(const Certificate& certificate, const DraftCertificate& command,
                         const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const SubmitApplication& command,
                         const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const DeleteDraft& command, const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const RefuseApplication& command,
                         const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const ReturnApplication& command,
                         const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const ApproveApplication& command,
                         const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const TransmitCertificate& command,
                         const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const PrintCertificate& command,
                         const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const CancelCertificate& command,
                         const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const ResendCertificate& command,
                         const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const SwitchToData& command, const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const RecordPaperResult& command,
                         const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const WithdrawCancellation& command,
                         const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const AcceptUse& command, const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const ClarifyRefusal& command,
                         const Context& context);
[[nodiscard]] Ruling act(const Certificate& certificate, const KeepWithAnother& command,
                         const Context& context);
/// The context says whether it would come as data that a use is taken back.
[[nodiscard]] Ruling act(const Certificate& certificate, const AnsweredByLetter& command,
                         const Context& context);

/// A state that it was not issued to asks for the certificate, or says what it did with it: it is told what
/// it would be told of a number that nobody gave, so it learns that its page is none, and nothing else.
[[nodiscard]] Ruling answer_to_another(const Certificate& certificate, Trigger trigger,
                                       const Context& context);

/// A back-to-back certificate was issued on a part of this one, or it lives no more: the state that issued it
/// tells. What cannot be booked is answered, and kept as evidence.
[[nodiscard]] Ruling drawn(const Certificate& certificate, const Drawn& draw, const Context& context);
[[nodiscard]] Ruling draw_undone(const Certificate& certificate, const Reference& by, const Context& context);
/// An original that this back-to-back certificate lives on was cancelled (R-ASW-049).
[[nodiscard]] Ruling original_cancelled(const Certificate& certificate, const Reference& original,
                                        const Context& context);

/// A certificate `by` takes the place of this one, which goes with the same step (OCP R29.1, R29.4; asw.md
/// 3.1). `named`: as the application names it. R-DOC-037 unless it is one of this exporter's and of that day,
/// R-ASW-013, R-ASW-015 if it was used, and what else its cancellation is refused for. Nothing follows where
/// it is cancelled already.
[[nodiscard]] Ruling replaced(const Certificate& certificate, const Earlier& named, const Tin& exporter,
                              const Reference& by, const Context& context);

/// The clock has run out. Precondition: the certificate has one.
[[nodiscard]] Ruling time_passed(const Certificate& certificate, const Context& context);

}  // namespace lintas::documents::issue_side
