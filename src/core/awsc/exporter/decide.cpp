#include "core/awsc/exporter/decide.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/decision.hpp"
#include "base/finding.hpp"
#include "base/machine.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/awsc/exporter.hpp"
#include "core/awsc/exporter/commands.hpp"
#include "core/awsc/exporter/events.hpp"
#include "core/awsc/exporter/evolve.hpp"
#include "core/awsc/exporter/state.hpp"
#include "core/awsc/exporter/table.hpp"
#include "core/awsc/limits.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/ruling.hpp"

namespace lintas::awsc::exporter_side {

namespace {

constexpr std::string_view subject = "The record";

/// The event of the row: the table says where it leads. Refused if there is none.
Ruling by_row(const Exporter& exporter, Trigger trigger, Fact fact, const Context& context) {
  auto event = documents::step<Machine, Event>(exporter.state, exporter.state, trigger, Case::any, context.at,
                                               std::move(fact));
  if (!event)
    return documents::refuse<Event>({documents::out_of_sequence<Machine>(exporter.state, trigger, subject)});
  return accepted<Event>(*std::move(event));
}

/// R-OD-016: this state's register says what it says from now on. Of another's the keeper learns later what
/// changed, but not before it happened, and nothing of before the register had the record.
std::optional<Finding> not_effective(const std::optional<Instant>& effective, Instant first,
                                     const Context& context) {
  if (!effective) return std::nullopt;
  if (!context.of_another_state) return Finding{"R-OD-016", "effective", to_text(*effective), ""};
  if (first <= *effective && *effective <= context.at) return std::nullopt;
  return Finding{"R-OD-016", "effective", to_text(*effective),
                 format("{} to {}", to_text(first), to_text(context.at))};
}

/// When the register had it first.
Instant first_of(const Exporter& exporter, Instant now) {
  return exporter.standings.empty() ? now : exporter.standings.front().at;
}

/// Whatever was stopped says why.
template <class Happened, class Command>
Ruling with_reason(const Exporter& exporter, Trigger trigger, const Command& command,
                   const Context& context) {
  if (auto findings = documents::fault_in_text("reason", command.reason); !findings.empty())
    return documents::refuse<Event>(std::move(findings));
  if (auto fault = not_effective(command.effective, first_of(exporter, context.at), context))
    return documents::refuse<Event>({*std::move(fault)});
  return by_row(exporter, trigger,
                Happened{.reason = command.reason, .by = context.by, .since = command.effective}, context);
}

}  // namespace

Ruling act(const Exporter& exporter, const RecordExporter& command, const Context& context) {
  const Record& content = command.content;
  if (!machine::has_row<Machine>(exporter.state, Trigger::record)) {
    return documents::refuse<Event>(
        {documents::out_of_sequence<Machine>(exporter.state, Trigger::record, subject)});
  }
  if (exporter.state == State::none && !context.form_of_codes.empty() &&
      !has_form(content.reference.code.str(), context.form_of_codes)) {
    return documents::refuse<Event>({{.rule = "R-OD-011",
                                      .pointer = "content/reference/code",
                                      .value = std::string{content.reference.code.str()},
                                      .detail = format("expected: {}", context.form_of_codes)}});
  }
  const bool is_first = exporter.state == State::none;
  const Instant first_day = std::min(context.at, Instant{content.valid_from});
  if (auto fault =
          not_effective(command.effective, is_first ? first_day : first_of(exporter, context.at), context))
    return documents::refuse<Event>({*std::move(fault)});
  Recorded fact{.content = content, .by = context.by, .since = command.effective};
  if (is_first && context.of_another_state && !fact.since) fact.since = first_day;
  auto ruling = by_row(exporter, Trigger::record, std::move(fact), context);
  const Exporter after = evolve(exporter, ruling.events.front());
  if (after.products.size() > limits::products_ever_max ||
      after.signatories.size() > limits::signatories_ever_max) {
    return documents::refuse<Event>(
        {{.rule = "R-OD-015", .pointer = "content", .value = in_words(content.reference), .detail = {}}});
  }
  return ruling;
}

Ruling act(const Exporter& exporter, const SuspendExporter& command, const Context& context) {
  return with_reason<Suspended>(exporter, Trigger::suspend, command, context);
}
Ruling act(const Exporter& exporter, const ResumeExporter& command, const Context& context) {
  return with_reason<Resumed>(exporter, Trigger::resume, command, context);
}
Ruling act(const Exporter& exporter, const WithdrawExporter& command, const Context& context) {
  return with_reason<Withdrawn>(exporter, Trigger::withdraw, command, context);
}

}  // namespace lintas::awsc::exporter_side
