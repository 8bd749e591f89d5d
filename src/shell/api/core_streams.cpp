#include <algorithm>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/guarantee/state.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/registers/state.hpp"
#include "core/transit/departure/state.hpp"
#include "core/workflow/departure_checks.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/guarantee_part.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/registers_part.hpp"
#include "core/workflow/state.hpp"
#include "core/workflow/uses.hpp"
#include "shell/api/api.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/views.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"
#include "shell/net/http.hpp"

/// Finding streams, and who may read them.
namespace lintas::api {

std::optional<app::StreamRow> Core::row_of(const workflow::Slot& slot, app::Reader& reader) {
  std::optional<app::StreamId> id;
  if (const auto* stream = std::get_if<app::StreamId>(&slot.by)) id = *stream;
  if (const auto* key = std::get_if<app::Key>(&slot.by)) id = reader.find(*key);
  if (const auto* number = std::get_if<workflow::Slot::Number>(&slot.by)) id = reader.numbered(number->n);
  if (const auto* named = std::get_if<workflow::Slot::Named>(&slot.by)) {
    id = reader.find(named->key);
    if (!id) id = reader.find(named->otherwise);
  }
  if (!id) return std::nullopt;
  auto row = reader.stream(*id);
  if (!row || row->kind != slot.kind) return std::nullopt;
  return row;
}

std::optional<OfficeId> Core::office_of(const Seen& movement) {
  if (movement.row.kind == workflow::departure_stream)
    return movement.state.as<transit::departure::Movement>().declaration.route.departure;
  const auto& journey = movement.state.as<workflow::Journey>();
  if (const auto acting = journey.arrival.acting_office()) return acting;
  if (journey.passage.offices.empty()) return std::nullopt;
  return journey.passage.offices.back().office;
}

Day Core::day_of(const Seen& movement, const workflow::Setting& setting) const {
  const Instant now = ports_.clock();
  const auto view = setting.reference->at(std::chrono::floor<std::chrono::days>(now));
  return view.day_in(office_of(movement).value_or(OfficeId{}), now);
}

access::Relations Core::relations(const workflow::State& state, workflow::StreamKind kind,
                                  const access::Actor& actor, app::Reader& reader,
                                  const workflow::Setting& setting) const {
  if (kind == workflow::account_stream)
    return relations_to(state.as<guarantee::Header>(), actor, reader, setting);
  if (actor.role == access::Role::recovery_officer) {
    const bool is_case =
        kind == workflow::departure_stream &&
        is_case_of_recovery(state.as<transit::departure::Movement>(), actor, reader, setting);
    return is_case ? access::Relations{access::Relation::office} : access::Relations{};
  }
  const workflow::KindEntry* entry = ports_.national.kind(kind);
  if (entry == nullptr || entry->relations == nullptr) return {};
  access::Relations ties = entry->relations(state, actor, setting);
  if (kind != workflow::departure_stream) return ties;
  const auto& movement = state.as<transit::departure::Movement>();
  const auto key = workflow::mandate_behind(movement, actor);
  const auto mandate = key ? entry_under(*key, reader) : std::nullopt;
  if (mandate && workflow::holds_for(*mandate, movement, ports_.clock(), setting))
    ties.add(access::Relation::agent);
  return ties;
}

/// A movement is a case of the offices of recovery while its guarantor is asked, and after it paid. That one
/// of them is its office of departure, too, is another part.
bool Core::is_case_of_recovery(const transit::departure::Movement& movement, const access::Actor& actor,
                               app::Reader& reader, const workflow::Setting& setting) const {
  if (!movement.mrn || !workflow::recovers(actor, ports_.clock(), setting)) return false;
  const UseOf use_of = uses_in(reader);
  return std::ranges::any_of(movement.declaration.guarantees, [&](const auto& line) {
    const auto use = use_of(line.grn, *movement.mrn);
    return use && (guarantee::is_claimed(use->state) || use->was_paid);
  });
}

/// An agent is tied to the guarantee if its mandate lets it see the balance.
access::Relations Core::relations_to(const guarantee::Header& header, const access::Actor& actor,
                                     app::Reader& reader, const workflow::Setting& setting) const {
  access::Relations ties;
  if (header.status == guarantee::Status::none) return ties;
  const bool its_guarantor = actor.role == access::Role::guarantor;
  const bool own = its_guarantor ? header.guarantor && header.guarantor->str() == actor.party
                                 : header.holder.str() == actor.party;
  if (own) ties.add(access::Relation::own);
  // Of an officer of recovery its office has a part where a guarantor is asked to pay, or has paid.
  const bool is_case = header.sums.claimed > 0 || header.sums.paid > 0;
  const bool of_office = actor.role == access::Role::recovery_officer
                             ? is_case && workflow::recovers(actor, ports_.clock(), setting)
                             : header.office.str() == actor.office;
  if (of_office) ties.add(access::Relation::office);
  const auto key = workflow::mandate_of(header.holder, actor);
  const auto entry = key ? entry_under(*key, reader) : std::nullopt;
  if (!entry) return ties;
  const Instant now = ports_.clock();
  const auto view = setting.reference->at(std::chrono::floor<std::chrono::days>(now));
  const Day today = view.day_in(header.office, now);
  const auto* mandate = std::get_if<registers::Mandate>(&entry->facts);
  if (entry->holds_on(today) && mandate != nullptr && mandate->sees_balance)
    ties.add(access::Relation::agent);
  return ties;
}

std::optional<registers::Entry> Core::entry_under(const registers::EntryKey& key, app::Reader& reader) const {
  const auto row = row_of(workflow::entry_slot(key), reader);
  if (!row) return std::nullopt;
  return app::load_stream(ports_.national, reader, *row).state.as<registers::Entry>();
}

std::optional<Core::Seen> Core::see(const workflow::Slot& slot, Read read, const CallPtr& call,
                                    app::Reader& reader, const workflow::Setting& setting) const {
  auto row = row_of(slot, reader);
  if (!row) return std::nullopt;
  app::Stream stream = app::load_stream(ports_.national, reader, *row);
  if (!may_read(call->actor, read, relations(stream.state, row->kind, call->actor, reader, setting)))
    return std::nullopt;
  return Seen{.row = *std::move(row), .state = std::move(stream.state), .version = stream.changed};
}

std::optional<workflow::Slot> Core::departing_in(const CallPtr& call,
                                                 const workflow::Setting& setting) const {
  const std::string_view name = call->request.parameter("mrn");
  if (const auto mrn = Mrn::parse(name)) {
    if (mrn->country() != setting.home) return std::nullopt;
    return workflow::departure_slot(*mrn, setting);
  }
  const auto stream = referred_to(name);
  if (!stream) return std::nullopt;
  return workflow::Slot{.kind = workflow::departure_stream, .by = *stream};
}

std::optional<Core::Seen> Core::see_movement(Read read, const CallPtr& call, app::Reader& reader,
                                             const workflow::Setting& setting) const {
  if (const auto departing = departing_in(call, setting)) {
    if (auto seen = see(*departing, read, call, reader, setting)) return seen;
  }
  const auto mrn = Mrn::parse(call->request.parameter("mrn"));
  return mrn ? see(workflow::journey_slot(*mrn), read, call, reader, setting) : std::nullopt;
}

UseOf Core::uses_in(app::Reader& reader) const {
  return [this, &reader](const Grn& grn, const Mrn& mrn) -> std::optional<guarantee::Use> {
    const auto row = row_of({.kind = workflow::use_stream, .by = workflow::use_key(grn, mrn)}, reader);
    if (!row) return std::nullopt;
    return app::load_stream(ports_.national, reader, *row).state.as<guarantee::Use>();
  };
}

SeesBalance Core::balances_for(const CallPtr& call, app::Reader& reader,
                               const workflow::Setting& setting) const {
  return [this, call, &reader, setting](const Grn& grn) {
    return see({.kind = workflow::account_stream, .by = workflow::account_key(grn)}, Read::guarantee, call,
               reader, setting)
        .has_value();
  };
}

}  // namespace lintas::api
