#pragma once

#include <string_view>

#include "base/decision.hpp"
#include "base/time.hpp"
#include "core/awsc/exporter/commands.hpp"
#include "core/awsc/exporter/events.hpp"
#include "core/awsc/exporter/state.hpp"
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

}  // namespace lintas::awsc::exporter_side
