#include "core/workflow/warnings.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/listed/state.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/issue/commands.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/tables.hpp"
#include "core/transit/departure/commands.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/departure/table.hpp"
#include "core/transit/destination/state.hpp"
#include "core/transit/destination/table.hpp"
#include "core/transit/inspection.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/notice.hpp"
#include "core/transit/passage/commands.hpp"
#include "core/transit/passage/state.hpp"
#include "core/transit/refusal.hpp"
#include "core/workflow/aeo_list_part.hpp"
#include "core/workflow/aeo_part.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

namespace dep = transit::departure;
namespace pas = transit::passage;
namespace des = transit::destination;
namespace iss = documents::issue_side;

constexpr CommandType decide_cancellation = command_in(departure_block, 6);
static_assert(std::is_same_v<std::variant_alternative_t<6, dep::Act>, dep::DecideCancellation>);
constexpr CommandType confirm_held = command_in(passage_block, 5);
static_assert(std::is_same_v<std::variant_alternative_t<5, pas::Act>, pas::ConfirmHeld>);

constexpr CommandType print_certificate = command_in(issue_block, 7);
static_assert(std::is_same_v<std::variant_alternative_t<7, iss::Act>, iss::PrintCertificate>);

bool has_ended(iss::State state) {
  const auto facts =
      std::ranges::find(iss::Machine::states, state, [](const auto& one) { return one.state; });
  return facts != std::end(iss::Machine::states) && facts->terminal;
}

void add_once(std::vector<OfficeId>& all, const OfficeId& office) {
  if (std::ranges::find(all, office) == all.end()) all.push_back(office);
}

std::string listed(std::span<const OfficeId> offices) {
  std::string text;
  for (const OfficeId& office : offices) text.append(text.empty() ? "" : " ").append(office.str());
  return text;
}

/// R-ROA-014; nothing where all have reported.
void add_unreported(std::vector<Warning>& warnings, std::span<const OfficeId> offices,
                    std::string_view place) {
  if (offices.empty()) return;
  warnings.push_back({.finding = transit::road::finding("R-ROA-014", place, {},
                                                        format("not reported: {}", listed(offices)))});
}

/// The offices before this one that are not accounted for.
std::vector<OfficeId> open_before(const pas::Passage& passage, const OfficeId& held) {
  std::vector<OfficeId> open;
  for (const pas::Office& office : passage.offices) {
    if (office.office == held) break;
    if (office.open()) open.push_back(office.office);
  }
  return open;
}

/// The goods are here, and will not be anywhere else.
bool has_arrived(const des::Arrival& arrival) {
  return arrival.office && arrival.at && arrival.state != des::State::elsewhere &&
         arrival.state != des::State::cancelled;
}

/// Passed by what the newest notice of departure tells, or by what this state knows itself.
bool is_accounted_for(const Journey& journey, const OfficeId& office) {
  const transit::Notice* told = journey.sighting.newest();
  if (told != nullptr &&
      std::ranges::find(told->crossings, office, &transit::Crossing::office) != told->crossings.end())
    return true;
  const auto own = journey.passage.find(office);
  if (!own) return false;
  const pas::Office& known = journey.passage.offices[*own];
  return known.crossed() || known.crossing == pas::CrossingState::not_used;
}

}  // namespace

std::vector<Warning> warnings_of(const dep::Movement& movement) {
  std::vector<Warning> warnings;
  const bool can_be_decided = transit::verdict<dep::Machine>(
                                  movement.state, dep::Trigger::refuse_cancellation) == transit::Verdict::row;
  if (movement.cancellation_asked && can_be_decided) {
    Finding asked = transit::cancellation_is_open();
    asked.pointer = "cancellation_asked";
    warnings.push_back({.finding = std::move(asked), .leads_on = decide_cancellation});
  }
  if (!movement.arrival) return warnings;
  std::vector<OfficeId> unreported;
  for (const OfficeId& office : movement.declaration.route.transit)
    if (!movement.has_crossed(office)) add_once(unreported, office);
  add_unreported(warnings, unreported, "crossings");
  return warnings;
}

std::vector<Warning> warnings_of(const Journey& journey, std::span<const OfficeId> route) {
  std::vector<Warning> warnings;
  for (const pas::Office& office : journey.passage.offices) {
    if (office.crossing != pas::CrossingState::held) continue;
    warnings.push_back(
        {.finding = transit::road::finding(
             "R-ROA-013", "offices", office.office.str(),
             format("not accounted for: {}", listed(open_before(journey.passage, office.office)))),
         .leads_on = confirm_held});
  }
  if (!has_arrived(journey.arrival)) return warnings;
  std::vector<OfficeId> unreported;
  for (const OfficeId& office : route)
    if (!is_accounted_for(journey, office)) add_once(unreported, office);
  for (const pas::Office& office : journey.passage.offices)
    if (!is_accounted_for(journey, office.office)) add_once(unreported, office.office);
  add_unreported(warnings, unreported, "offices");
  return warnings;
}

std::vector<Warning> warnings_of(const Issued& issued, Instant now, const Setting& setting) {
  const iss::Certificate& certificate = issued.certificate;
  const Country importer = certificate.contents.importer;
  if (importer == Country{} || has_ended(certificate.state)) return {};
  const auto no_way = [&](std::string_view rule, std::string detail) -> std::vector<Warning> {
    return {{.finding = {std::string{rule}, "importer", std::string{importer.str()}, std::move(detail)},
             .leads_on = print_certificate}};
  };
  if (!setting.is_partner(importer)) {
    return no_way(
        "R-ASW-095",
        certificate.transmitted
            ? format("No partner for {}: what was sent is kept here until there is one", importer.str())
            : format("No partner for {}", importer.str()));
  }
  if (certificate.transmitted || certificate.printed || setting.reference == nullptr) return {};
  const documents::Kind kind = certificate.contents.reference.kind;
  const bool is_exchanged =
      setting.reference->at(std::chrono::floor<std::chrono::days>(now))
          .exchanges(word_of(kind), refdata::DocumentProcess::issue, setting.home, importer);
  if (is_exchanged && documents::has_messages(kind)) return {};
  return no_way("R-ASW-102", format("Not exchanged as data with {}", importer.str()));
}

std::vector<std::string> alarms_of(const Journey& journey) {
  std::vector<std::string> alarms;
  if (journey.passage.alarm) alarms.push_back(format("passage: {}", pas::name(*journey.passage.alarm)));
  if (journey.arrival.alarm) alarms.push_back(format("destination: {}", des::name(*journey.arrival.alarm)));
  if (journey.sighting.contradicted) alarms.emplace_back("notices: one number came with two contents");
  return alarms;
}

std::vector<std::string> alarms_of(const dep::Movement& movement) {
  std::vector<std::string> alarms;
  if (movement.refused) alarms.emplace_back("departure: a passage was refused for good");
  if (movement.evidence) {
    alarms.emplace_back(
        "departure: a report says otherwise than what is known here, or a partner refused a message");
  }
  for (const OfficeId& asker : movement.unexpected) {
    alarms.push_back(
        format("departure: {} asked for the record, of a state that is not on the route", asker.str()));
  }
  if (movement.unanswered) {
    alarms.push_back(format("departure: {} found discrepancies behind the end and waits for an answer",
                            movement.unanswered->str()));
  }
  return alarms;
}

std::vector<std::string> alarms_of(const aeo::authorisation::Authorisation& authorisation) {
  if (!authorisation.alarm) return {};
  std::string words{word_of(*authorisation.alarm)};
  std::ranges::replace(words, '_', ' ');
  return {format("authorisation: {}", words)};
}

std::vector<std::string> alarms_of(const aeo::listed::Operator& one) {
  std::vector<std::string> alarms;
  for (const exchange::Partner partner : aeo::listed::overdue(one))
    alarms.push_back(format("list: {} has not answered what is urgent", partner.str()));
  return alarms;
}

std::vector<std::string> alarms_of(StreamKind kind, const State& state) {
  if (kind == departure_stream) return alarms_of(state.as<dep::Movement>());
  if (kind == journey_stream) return alarms_of(state.as<Journey>());
  if (kind == aeo_stream) return alarms_of(state.as<aeo::authorisation::Authorisation>());
  if (kind == aeo_listed_stream) return alarms_of(state.as<aeo::listed::Operator>());
  return {};
}

}  // namespace lintas::workflow
