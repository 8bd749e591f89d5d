#include "core/workflow/documents_telling.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/decision.hpp"
#include "base/finding.hpp"
#include "base/machine.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/tables.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/law.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"

namespace lintas::workflow {

const refdata::Offices::Row* office_of_documents(std::string_view code, Instant at, const Setting& setting) {
  require(setting.reference != nullptr, "the setting has reference data");
  const auto office = OfficeId::parse(code);
  if (!office || office->country() != setting.home) return nullptr;
  return setting.reference->at(std::chrono::floor<std::chrono::days>(at)).office(*office);
}

machine::MessageNumber number_of_message(CommandType type) {
  return static_cast<machine::MessageNumber>(std::to_underlying(type) - message_block);
}

std::optional<Country> partner_of(const Command& command) {
  if (command.actor.role != access::Role::partner_node) return std::nullopt;
  const auto country = Country::parse(command.actor.party);
  return country ? std::optional{*country} : std::nullopt;
}

std::optional<OfficeId> office_that_acts(const Command& command) {
  const auto office = OfficeId::parse(command.actor.office);
  return office ? std::optional{*office} : std::nullopt;
}

bool comes_with(const Command& command, const Hash256& document) {
  return command.payloads.size() == 1 && command.payloads.front().hash == document;
}

Outcome early_message(const Command& command) {
  require(command.lane.has_value(), "a message that may be early has a lane");
  Outcome early;
  early.early = true;
  return early;
}

std::vector<exchange::Partner> partners_that_get(std::string_view what, Instant now, const Setting& setting) {
  const refdata::View reference = setting.reference->at(std::chrono::floor<std::chrono::days>(now));
  std::vector<exchange::Partner> partners;
  for (const refdata::Countries::Row& row : reference.countries()) {
    const bool goes = setting.is_partner(row.key) &&
                      reference.exchanges(what, refdata::DocumentProcess::issue, setting.home, row.key);
    const auto partner = exchange::Partner::parse(row.key.str());
    if (!goes || !partner) continue;
    // A row for each time from which something of the country is another.
    if (std::ranges::find(partners, *partner) == partners.end()) partners.push_back(*partner);
  }
  return partners;
}

Outcome refusal(Finding finding) {
  Outcome refused;
  refused.answer.refused_for.push_back(std::move(finding));
  return refused;
}

access::Relations ties_of_nobody(const Command& /*command*/, const Situation& /*situation*/,
                                 const Setting& /*setting*/) {
  return {};
}

access::Relations tied_if(bool is_so, access::Relation relation) {
  return is_so ? access::Relations{relation} : access::Relations{};
}

bool is_national_system(const access::Actor& actor) {
  return actor.role == access::Role::national_system && actor.office.empty();
}

bool is_office_here(std::string_view code, std::optional<refdata::OfficeRole> role, const Setting& setting) {
  const auto office = OfficeId::parse(code);
  if (!office || office->country() != setting.home) return false;
  for (const refdata::Offices::Row& row : setting.reference->tables().offices.rows_from(*office)) {
    if (row.key != *office) break;
    if (!role || row.value.has(*role)) return true;
  }
  return false;
}

bool is_of_this_state(const access::Actor& actor, const Setting& setting) {
  return is_national_system(actor) || is_office_here(actor.office, std::nullopt, setting);
}

DocumentsTelling::DocumentsTelling(const Command& command, std::string_view office, const Setting& setting)
    : command_(command), setting_(setting) {
  const auto* row = office_of_documents(office, command.at, setting);
  const auto offset = row == nullptr ? clocks_here(command.at, setting) : row->value.utc_offset;
  calendar_ = law_at(command.at, setting).calendar(offset);
}

void DocumentsTelling::refuse(const Answer& answer) {
  auto& refused = outcome_.answer.refused_for;
  refused.insert(refused.end(), answer.refused_for.begin(), answer.refused_for.end());
}

bool DocumentsTelling::exchanges(std::string_view kind, refdata::DocumentProcess process, Country from,
                                 Country to) const {
  return setting_.reference->at(today()).exchanges(kind, process, from, to);
}

void DocumentsTelling::send_to(NewEvent& made, Country country, machine::MessageNumber number) {
  const auto partner = certain(exchange::Partner::parse(country.str()), "a country is a partner's name");
  made.sends.push_back(
      {.to = partner, .kind = payload_of_message(number), .payload = outcome_.documents.size()});
}

void DocumentsTelling::add_document(machine::MessageNumber number, Bytes content) {
  outcome_.documents.push_back({.kind = payload_of_message(number), .content = std::move(content)});
}

void DocumentsTelling::add_again(machine::MessageNumber number) {
  outcome_.documents.push_back({.kind = payload_of_message(number), .content = {}, .again = true});
}

}  // namespace lintas::workflow
