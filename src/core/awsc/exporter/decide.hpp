#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/decision.hpp"
#include "base/time.hpp"
#include "core/awsc/exporter/commands.hpp"
#include "core/awsc/exporter/events.hpp"
#include "core/awsc/exporter/state.hpp"
#include "core/awsc/letter.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/bounded_text.hpp"

/// What the register says to an act of the authority that keeps it. Pure. Whether somebody may ask, and
/// whether it is this state's register, comes before.
namespace lintas::awsc::exporter_side {

using Ruling = Decision<Event>;

struct Context {
  Instant at;
  PersonId by;
  /// Of the codes of this state on the day; empty where it gives none.
  std::string_view form_of_codes;
  /// What another state publishes of its register: what is brought in first counts from its first day on, and
  /// a change from when that state says.
  bool of_another_state = false;
};

/// Each: R-OD-016 an instant from which it counts that is none.
/// R-OD-011 a code of another form, R-OD-015 more than the register keeps. The same record again is what was
/// written last, and nothing else changes.
[[nodiscard]] Ruling act(const Exporter& exporter, const RecordExporter& command, const Context& context);
[[nodiscard]] Ruling act(const Exporter& exporter, const SuspendExporter& command, const Context& context);
[[nodiscard]] Ruling act(const Exporter& exporter, const ResumeExporter& command, const Context& context);
[[nodiscard]] Ruling act(const Exporter& exporter, const WithdrawExporter& command, const Context& context);
[[nodiscard]] Ruling act(const Exporter& exporter, const TellExporterAgain& command, const Context& context);

/// The register of this state: each of the partners is told how the record stands, unless it was told that.
/// `partners`: those who get the register now.
[[nodiscard]] Ruling tell(const Exporter& exporter, std::span<const exchange::Partner> partners, Instant at);
/// What one of them says of it.
[[nodiscard]] Ruling acknowledge(const Exporter& exporter, exchange::Partner from, const Letter& letter,
                                 Instant at);

/// The register of another state: its node says how the record stands. R-OD-015 more than the register keeps,
/// R-OD-030 it was withdrawn before, R-OD-031 another content under a version that is known. What is not
/// taken is answered by them, and changes nothing, but that a firm may not declare any more. Precondition:
/// the letter is a notice.
[[nodiscard]] Ruling notice(const Exporter& exporter, const Letter& letter, Instant at);

/// How a partner is told: letters in the order in which they are sent, one for each time that the
/// authorisation was given, stopped or given again since what it was told and took, so that it knows from
/// when to when the firm might declare; the last has the record as it stands.
[[nodiscard]] std::vector<Letter> letters_for(const Exporter& exporter, exchange::Partner partner);

}  // namespace lintas::awsc::exporter_side
