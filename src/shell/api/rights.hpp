#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "core/access/access.hpp"

/// Who may read what, tied how: the same shape as the grants of commands. Source: acts.md 18,
/// docs/domain/roles.md; who may not is answered by `answer_unseen`. Uses name the movements of a guarantee,
/// the guarantee itself shows its balance. Messages are to a party those that are written to it, to an office
/// whatever was sent about a movement, where it may read what was declared, too.
namespace lintas::api {

enum class Read : std::uint16_t {
  movement = 1,
  messages,
  guarantee,
  work_list,
  keys,
  registers,
  exchange,
  uses,
  declaration,    ///< what was declared here, as it stands
  record,         ///< and what another state's departure sent of it
  keep_keys,      ///< issue keys and withdraw them
  texts,          ///< what people wrote into the history of a movement; traders are told theirs by messages
  paper,          ///< the accompanying document to print (acts.md 7, ncts.md 11)
  test_partner,   ///< send a partner a test message
  issued,         ///< a certificate of origin of this state: its document, history and messages with it
  imported,       ///< one of another state, for customs here, and for who issues others that live on it
  issued_copy,    ///< the printed copy of a certificate of this state, and its signed code
  imported_copy,  ///< the print of one that came as data
  figures,        ///< certificates in numbers, without content
  acdd_exported,  ///< a customs declaration document of this state, for customs here and its exporter
  acdd_imported,  ///< one of another state, for customs here, and who judges risks
};

namespace detail {
constexpr access::Grant may(access::Role role, Read read, access::Relation relation) {
  return {.role = role, .command = std::to_underlying(read), .relation = relation};
}
}  // namespace detail

inline constexpr std::array read_grants{
    detail::may(access::Role::trader, Read::movement, access::Relation::own),
    detail::may(access::Role::trader, Read::movement, access::Relation::agent),
    detail::may(access::Role::declarant, Read::movement, access::Relation::own),
    detail::may(access::Role::declarant, Read::movement, access::Relation::agent),
    detail::may(access::Role::authorised_trader, Read::movement, access::Relation::own),
    detail::may(access::Role::authorised_trader, Read::movement, access::Relation::agent),
    detail::may(access::Role::officer_of_departure, Read::movement, access::Relation::office),
    detail::may(access::Role::officer_of_transit, Read::movement, access::Relation::office),
    detail::may(access::Role::officer_of_destination, Read::movement, access::Relation::office),
    detail::may(access::Role::enquiry_officer, Read::movement, access::Relation::office),
    detail::may(access::Role::supervisor, Read::movement, access::Relation::office),
    detail::may(access::Role::auditor, Read::movement, access::Relation::any),
    detail::may(access::Role::officer_of_departure, Read::texts, access::Relation::office),
    detail::may(access::Role::officer_of_transit, Read::texts, access::Relation::office),
    detail::may(access::Role::officer_of_destination, Read::texts, access::Relation::office),
    detail::may(access::Role::enquiry_officer, Read::texts, access::Relation::office),
    detail::may(access::Role::supervisor, Read::texts, access::Relation::office),
    detail::may(access::Role::auditor, Read::texts, access::Relation::any),
    detail::may(access::Role::trader, Read::paper, access::Relation::own),
    detail::may(access::Role::trader, Read::paper, access::Relation::agent),
    detail::may(access::Role::declarant, Read::paper, access::Relation::own),
    detail::may(access::Role::declarant, Read::paper, access::Relation::agent),
    detail::may(access::Role::authorised_trader, Read::paper, access::Relation::own),
    detail::may(access::Role::authorised_trader, Read::paper, access::Relation::agent),
    detail::may(access::Role::officer_of_departure, Read::paper, access::Relation::office),
    detail::may(access::Role::supervisor, Read::paper, access::Relation::office),
    detail::may(access::Role::trader, Read::messages, access::Relation::own),
    detail::may(access::Role::trader, Read::messages, access::Relation::agent),
    detail::may(access::Role::declarant, Read::messages, access::Relation::own),
    detail::may(access::Role::declarant, Read::messages, access::Relation::agent),
    detail::may(access::Role::authorised_trader, Read::messages, access::Relation::own),
    detail::may(access::Role::authorised_trader, Read::messages, access::Relation::agent),
    detail::may(access::Role::officer_of_departure, Read::messages, access::Relation::office),
    detail::may(access::Role::officer_of_transit, Read::messages, access::Relation::office),
    detail::may(access::Role::officer_of_destination, Read::messages, access::Relation::office),
    detail::may(access::Role::enquiry_officer, Read::messages, access::Relation::office),
    detail::may(access::Role::supervisor, Read::messages, access::Relation::office),
    detail::may(access::Role::auditor, Read::messages, access::Relation::any),
    detail::may(access::Role::trader, Read::declaration, access::Relation::own),
    detail::may(access::Role::trader, Read::declaration, access::Relation::agent),
    detail::may(access::Role::declarant, Read::declaration, access::Relation::own),
    detail::may(access::Role::declarant, Read::declaration, access::Relation::agent),
    detail::may(access::Role::authorised_trader, Read::declaration, access::Relation::own),
    detail::may(access::Role::authorised_trader, Read::declaration, access::Relation::agent),
    detail::may(access::Role::officer_of_departure, Read::declaration, access::Relation::office),
    detail::may(access::Role::enquiry_officer, Read::declaration, access::Relation::office),
    detail::may(access::Role::supervisor, Read::declaration, access::Relation::office),
    detail::may(access::Role::auditor, Read::declaration, access::Relation::any),
    detail::may(access::Role::officer_of_transit, Read::record, access::Relation::office),
    detail::may(access::Role::officer_of_destination, Read::record, access::Relation::office),
    detail::may(access::Role::enquiry_officer, Read::record, access::Relation::office),
    detail::may(access::Role::supervisor, Read::record, access::Relation::office),
    detail::may(access::Role::auditor, Read::record, access::Relation::any),
    detail::may(access::Role::trader, Read::guarantee, access::Relation::own),
    detail::may(access::Role::trader, Read::guarantee, access::Relation::agent),
    detail::may(access::Role::declarant, Read::guarantee, access::Relation::agent),
    detail::may(access::Role::firm_administrator, Read::guarantee, access::Relation::own),
    detail::may(access::Role::guarantor, Read::guarantee, access::Relation::own),
    detail::may(access::Role::officer_of_guarantee, Read::guarantee, access::Relation::office),
    detail::may(access::Role::auditor, Read::guarantee, access::Relation::any),
    detail::may(access::Role::trader, Read::uses, access::Relation::own),
    detail::may(access::Role::firm_administrator, Read::uses, access::Relation::own),
    detail::may(access::Role::guarantor, Read::uses, access::Relation::own),
    detail::may(access::Role::officer_of_guarantee, Read::uses, access::Relation::office),
    detail::may(access::Role::auditor, Read::uses, access::Relation::any),
    detail::may(access::Role::reference_data_keeper, Read::registers, access::Relation::any),
    detail::may(access::Role::transport_authority, Read::registers, access::Relation::office),
    detail::may(access::Role::officer_of_departure, Read::registers, access::Relation::any),
    detail::may(access::Role::supervisor, Read::registers, access::Relation::any),
    detail::may(access::Role::auditor, Read::registers, access::Relation::any),
    detail::may(access::Role::firm_administrator, Read::registers, access::Relation::own),
    detail::may(access::Role::trader, Read::registers, access::Relation::own),
    detail::may(access::Role::carrier, Read::registers, access::Relation::own),
    detail::may(access::Role::node_administrator, Read::keys, access::Relation::any),
    detail::may(access::Role::auditor, Read::keys, access::Relation::any),
    detail::may(access::Role::node_administrator, Read::keep_keys, access::Relation::any),
    detail::may(access::Role::node_administrator, Read::test_partner, access::Relation::any),
    detail::may(access::Role::officer_of_departure, Read::work_list, access::Relation::office),
    detail::may(access::Role::officer_of_transit, Read::work_list, access::Relation::office),
    detail::may(access::Role::officer_of_destination, Read::work_list, access::Relation::office),
    detail::may(access::Role::officer_of_guarantee, Read::work_list, access::Relation::office),
    detail::may(access::Role::enquiry_officer, Read::work_list, access::Relation::office),
    detail::may(access::Role::supervisor, Read::work_list, access::Relation::office),
    detail::may(access::Role::auditor, Read::work_list, access::Relation::any),
    detail::may(access::Role::other_agency, Read::work_list, access::Relation::office),
    detail::may(access::Role::exporter, Read::issued, access::Relation::own),
    detail::may(access::Role::other_agency, Read::issued, access::Relation::office),
    detail::may(access::Role::supervisor, Read::issued, access::Relation::office),
    detail::may(access::Role::auditor, Read::issued, access::Relation::any),
    detail::may(access::Role::officer_of_destination, Read::imported, access::Relation::office),
    detail::may(access::Role::other_agency, Read::imported, access::Relation::office),
    detail::may(access::Role::supervisor, Read::imported, access::Relation::office),
    detail::may(access::Role::national_system, Read::imported, access::Relation::office),
    detail::may(access::Role::auditor, Read::imported, access::Relation::any),
    detail::may(access::Role::exporter, Read::issued_copy, access::Relation::own),
    detail::may(access::Role::other_agency, Read::issued_copy, access::Relation::office),
    detail::may(access::Role::supervisor, Read::issued_copy, access::Relation::office),
    detail::may(access::Role::officer_of_destination, Read::imported_copy, access::Relation::office),
    detail::may(access::Role::supervisor, Read::imported_copy, access::Relation::office),
    detail::may(access::Role::supervisor, Read::figures, access::Relation::any),
    detail::may(access::Role::auditor, Read::figures, access::Relation::any),
    detail::may(access::Role::region, Read::figures, access::Relation::any),
    detail::may(access::Role::node_administrator, Read::figures, access::Relation::any),
    detail::may(access::Role::exporter, Read::acdd_exported, access::Relation::own),
    detail::may(access::Role::national_system, Read::acdd_exported, access::Relation::office),
    detail::may(access::Role::supervisor, Read::acdd_exported, access::Relation::office),
    detail::may(access::Role::auditor, Read::acdd_exported, access::Relation::any),
    detail::may(access::Role::officer_of_destination, Read::acdd_imported, access::Relation::office),
    detail::may(access::Role::national_system, Read::acdd_imported, access::Relation::office),
    detail::may(access::Role::supervisor, Read::acdd_imported, access::Relation::office),
    detail::may(access::Role::risk_analyst, Read::acdd_imported, access::Relation::office),
    detail::may(access::Role::auditor, Read::acdd_imported, access::Relation::any),
    detail::may(access::Role::supervisor, Read::exchange, access::Relation::office),
    detail::may(access::Role::node_administrator, Read::exchange, access::Relation::any),
    detail::may(access::Role::auditor, Read::exchange, access::Relation::any),
};

[[nodiscard]] inline bool may_read(const access::Actor& actor, Read read, access::Relations relations) {
  return !access::denied(read_grants, actor, std::to_underlying(read), relations);
}

/// Whether there is anything that the role may read so: asked before anything is looked up.
[[nodiscard]] inline bool may_ever_read(access::Role role, Read read) {
  return std::ranges::any_of(read_grants, [&](const access::Grant& grant) {
    return grant.role == role && grant.command == std::to_underlying(read);
  });
}

}  // namespace lintas::api
