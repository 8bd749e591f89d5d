#pragma once

#include <optional>
#include <vector>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/transit/departure/commands.hpp"
#include "core/transit/departure/events.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/notice.hpp"
#include "core/transit/ruling.hpp"

/// What the office of departure says to a message, an act or a clock. Pure. Whether somebody may ask, and the
/// verdict of the table on a message, come before: `receive` is asked for verdicts `row` and `note` only.
namespace lintas::transit::departure {

using Ruling = transit::Ruling<Event>;

/// IE015. `faults`: what keeps the declaration from being accepted beside its own content; then it is
/// rejected, and the LRN may be used again. `mrn` is taken if it is accepted now.
[[nodiscard]] Ruling lodge(const Movement&, const Letter& declared, const Findings& faults, const Mrn& mrn,
                           const Context&);

/// The declaration as it stands once its goods are presented. `completed`: as it reads with what the IE170
/// says in place of what was lodged (completed_by, letters.hpp). Whose it is, its guarantees with their
/// access codes, and the document that it is known by are those of the lodged one. Papers of vehicles come
/// with the declaration, for the message has no place for them: a unit that was not declared has none.
[[nodiscard]] Declaration presented(const Declaration& lodged, const Declaration& completed);

/// IE170 of a pre-lodged declaration; `mrn` is taken. The letter has the declaration as `presented` says,
/// with the amount at risk of this day. Refuses one of another declaration than stands now (R-TRA-113).
[[nodiscard]] Ruling present(const Movement&, const Letter&, const Mrn& mrn, const Context&);

/// IE013, 014, 054 of the trader; IE002, 114, 118, 119, 180, 006, 018 of other nodes. A report that comes too
/// late to change anything is kept as evidence; one that says otherwise than what is known calls for an
/// officer (ncts.md 3.1, "Verdicts").
[[nodiscard]] Ruling receive(const Movement&, Trigger, const Letter&, const Context&);

/// IE906: another state refuses what it was sent. Kept as evidence in every state, and calls for an officer
/// to look at it (LookAt).
[[nodiscard]] Ruling refusal_received(const Movement&, const Letter&, const Context&);

[[nodiscard]] Ruling act(const Movement&, const DecideControl&, const Context&);
[[nodiscard]] Ruling act(const Movement&, const RecordControlResult&, const Context&);
/// Only the start: the event says for which limit date permits and guarantees are looked at. `route_limit`:
/// how long the route takes by its table; nothing if it says nothing.
[[nodiscard]] Ruling act(const Movement&, const Release&, std::optional<Day> route_limit, const Context&);
[[nodiscard]] Ruling act(const Movement&, const RefuseRelease&, const Context&);
[[nodiscard]] Ruling act(const Movement&, const AskAmendment&, const Context&);
[[nodiscard]] Ruling act(const Movement&, const WithdrawRequest&, const Context&);
[[nodiscard]] Ruling act(const Movement&, const DecideCancellation&, const Context&);
[[nodiscard]] Ruling act(const Movement&, const Invalidate&, const Context&);
[[nodiscard]] Ruling act(const Movement&, const ExtendLimit&, const Context&);
[[nodiscard]] Ruling act(const Movement&, const ResolveDiscrepancies&, const Context&);
[[nodiscard]] Ruling act(const Movement&, const AcceptProof&, const Context&);
[[nodiscard]] Ruling act(const Movement&, const CloseRecommendation&, const Context&);
/// R-TRA-118 where nothing waits to be looked at.
[[nodiscard]] Ruling act(const Movement&, const LookAt&, const Context&);

/// A guarantee does not do: at acceptance (IE201) or just before release (IE205).
[[nodiscard]] Ruling guarantee_refused(const Movement&, bool at_release, std::vector<Fault> faults,
                                       const Context&);
/// Guarantees are reserved, permits and cards last: the goods go.
[[nodiscard]] Ruling release_conditions_met(const Movement&, const Context&);
/// Something but a guarantee does not last through the limit date (R-ACTS-035).
[[nodiscard]] Ruling release_hindered(const Movement&, std::vector<Fault> faults, const Context&);

/// X096: a state of the route misses notices.
[[nodiscard]] Ruling status_asked(const Movement&, Country by, const Context&);

/// The clock of the state has run out.
[[nodiscard]] Ruling time_passed(const Movement&, std::optional<Day> route_limit, const Context&);

/// What differs from the declaration as it stands that may not be amended (R-ACTS-031).
[[nodiscard]] Findings unamendable(const Declaration& present, const Declaration& amended);

/// What the messages sent with an event say.
[[nodiscard]] Letter letter_of(const Movement& after, const Event& event);

/// The newest status notice; nothing before the first.
[[nodiscard]] std::optional<Notice> newest_notice(const Movement& movement);

/// To which states a message that the event sent goes.
[[nodiscard]] std::vector<Country> recipients(Ie ie, const Movement& after, const Event& event);

}  // namespace lintas::transit::departure
