#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <utility>

#include "core/access/access.hpp"
#include "core/kinds/kind.hpp"

/// Who may read what, tied how: a page by what is read. Source: acts.md 18,
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
  docs_issued,    ///< a document of a kind that is data, for whom its kind names, and its exporter
  docs_received,  ///< one of another state, for whom its kind names
  exporters,  ///< the register of certified exporters, for offices here, the firm, and who brings others' in
  operators,  ///< authorisations of operators, for the programme office and the operator
  listed_operators,  ///< operators in lists: of this state as their authorisations, of others for customs
};

/// Roles, by their numbers.
class RoleSet {
 public:
  constexpr RoleSet() = default;
  constexpr RoleSet(std::initializer_list<access::Role> roles) {
    for (const access::Role role : roles) bits_ |= bit_of(role);
  }
  constexpr RoleSet(std::span<const access::Role> some, std::initializer_list<access::Role> others)
      : RoleSet(others) {
    for (const access::Role role : some) bits_ |= bit_of(role);
  }
  [[nodiscard]] constexpr bool has(access::Role role) const { return (bits_ & bit_of(role)) != 0; }

 private:
  static constexpr std::uint32_t bit_of(access::Role role) {
    return std::uint32_t{1} << std::to_underlying(role);
  }
  std::uint32_t bits_ = 0;
};

/// Who reads one thing, by how the role is tied to it.
struct Readers {
  Read read = {};
  RoleSet own = {};
  RoleSet agent = {};
  RoleSet office = {};
  RoleSet any = {};  ///< no tie needed
};

namespace detail {

using enum access::Role;

constexpr RoleSet traders{trader, declarant, authorised_trader};
constexpr RoleSet offices_of_movements{officer_of_departure, officer_of_transit, officer_of_destination,
                                       enquiry_officer, supervisor};

/// Whom a kind may name; which of them it does, its table says.
constexpr RoleSet offices_of_kinds{kinds::authorities, {risk_analyst}};

/// The page. An officer of recovery reads what a claim is about: its guarantee, the uses and the movement.
constexpr std::array read_rights{
    Readers{.read = Read::movement,
            .own = traders,
            .agent = traders,
            .office = {officer_of_departure, officer_of_transit, officer_of_destination, enquiry_officer,
                       recovery_officer, supervisor},
            .any = {auditor}},
    Readers{.read = Read::texts, .office = offices_of_movements, .any = {auditor}},
    Readers{
        .read = Read::paper, .own = traders, .agent = traders, .office = {officer_of_departure, supervisor}},
    Readers{.read = Read::messages,
            .own = traders,
            .agent = traders,
            .office = offices_of_movements,
            .any = {auditor}},
    Readers{.read = Read::declaration,
            .own = traders,
            .agent = traders,
            .office = {officer_of_departure, enquiry_officer, supervisor},
            .any = {auditor}},
    Readers{.read = Read::record,
            .office = {officer_of_transit, officer_of_destination, enquiry_officer, supervisor},
            .any = {auditor}},
    Readers{.read = Read::guarantee,
            .own = {trader, firm_administrator, guarantor},
            .agent = {trader, declarant},
            .office = {officer_of_guarantee, recovery_officer},
            .any = {auditor}},
    Readers{.read = Read::uses,
            .own = {trader, firm_administrator, guarantor},
            .office = {officer_of_guarantee, recovery_officer},
            .any = {auditor}},
    Readers{.read = Read::registers,
            .own = {firm_administrator, trader, carrier},
            .office = {transport_authority},
            .any = {reference_data_keeper, officer_of_departure, supervisor, auditor}},
    Readers{.read = Read::keys, .any = {node_administrator, auditor}},
    Readers{.read = Read::keep_keys, .any = {node_administrator}},
    Readers{.read = Read::test_partner, .any = {node_administrator}},
    Readers{.read = Read::work_list,
            .office = {officer_of_departure, officer_of_transit, officer_of_destination, officer_of_guarantee,
                       enquiry_officer, recovery_officer, supervisor, other_agency, aeo_manager},
            .any = {auditor}},
    Readers{.read = Read::issued, .own = {exporter}, .office = {other_agency, supervisor}, .any = {auditor}},
    Readers{.read = Read::imported,
            .office = {officer_of_destination, other_agency, supervisor, national_system},
            .any = {auditor}},
    Readers{.read = Read::issued_copy, .own = {exporter}, .office = {other_agency, supervisor}},
    Readers{.read = Read::imported_copy, .office = {officer_of_destination, supervisor}},
    Readers{.read = Read::figures, .any = {supervisor, auditor, region, node_administrator}},
    Readers{.read = Read::acdd_exported,
            .own = {exporter},
            .office = {national_system, supervisor},
            .any = {auditor}},
    Readers{.read = Read::acdd_imported,
            .office = {officer_of_destination, national_system, supervisor, risk_analyst},
            .any = {auditor}},
    Readers{.read = Read::docs_issued, .own = {exporter}, .office = offices_of_kinds, .any = {auditor}},
    Readers{.read = Read::docs_received, .office = offices_of_kinds, .any = {auditor}},
    Readers{.read = Read::exporters,
            .own = {exporter},
            .office = {kinds::authorities, {risk_analyst, reference_data_keeper}},
            .any = {auditor}},
    Readers{.read = Read::operators,
            .own = {trader, firm_administrator, authorised_trader, carrier, exporter},
            .office = {aeo_manager, auditor}},
    Readers{.read = Read::listed_operators,
            .own = {trader, firm_administrator, authorised_trader, carrier, exporter},
            .office = {aeo_manager, auditor, officer_of_departure, officer_of_transit, officer_of_destination,
                       supervisor, risk_analyst, national_system, reference_data_keeper}},
    Readers{.read = Read::exchange, .office = {supervisor}, .any = {node_administrator, auditor}},
};

template <class Take>
constexpr void for_each_grant(Take take) {
  for (const Readers& row : read_rights) {
    const auto add = [&](const RoleSet& roles, access::Relation relation) {
      for (auto n = std::to_underlying(node); n <= std::to_underlying(node_administrator); ++n) {
        if (roles.has(access::Role{n})) {
          take(access::Grant{
              .role = access::Role{n}, .command = std::to_underlying(row.read), .relation = relation});
        }
      }
    };
    add(row.own, access::Relation::own);
    add(row.agent, access::Relation::agent);
    add(row.office, access::Relation::office);
    add(row.any, access::Relation::any);
  }
}

constexpr std::size_t count_of_grants() {
  std::size_t count = 0;
  for_each_grant([&](const access::Grant& /*grant*/) { ++count; });
  return count;
}

constexpr auto grants_of_page() {
  std::array<access::Grant, count_of_grants()> grants{};
  std::size_t at = 0;
  for_each_grant([&](const access::Grant& grant) { grants[at++] = grant; });
  return grants;
}

}  // namespace detail

/// The same in the shape that commands are granted in.
inline constexpr auto read_grants = detail::grants_of_page();

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
