#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/fields.hpp"
#include "base/finding.hpp"
#include "core/model/values/bounded_text.hpp"

/// Who may do what: one table of role, command and relation, asked for every command and every read.
/// Source of the roles: docs/domain/roles.md.
namespace lintas::access {

/// Stored in events: a number is never used again for another role.
enum class Role : std::uint8_t {
  node = 1,  ///< the node itself: clocks, and what follows from an event
  trader,
  declarant,
  firm_administrator,
  authorised_trader,
  carrier,
  guarantor,
  exporter,
  officer_of_departure,
  officer_of_transit,
  officer_of_destination,
  officer_of_guarantee,
  enquiry_officer,
  recovery_officer,
  supervisor,
  risk_analyst,
  aeo_manager,
  transport_authority,
  other_agency,
  reference_data_keeper,
  national_system,
  partner_node,
  region,
  helpdesk,
  auditor,
  node_administrator,
};

[[nodiscard]] std::string_view name(Role role) noexcept;
/// Every role, in the order of their numbers.
[[nodiscard]] std::span<const Role> all_roles() noexcept;

/// How the actor proved to be who it is.
enum class Authentication : std::uint8_t {
  internal = 1,
  api_key = 2,
  mutual_tls = 3,
  account = 4,
  openid = 5,
  signed_message = 6,  ///< of a partner, by its AS4 signature
};

/// Who asks. Party and person are identifiers, never names of people.
struct Actor {
  Role role = Role::node;
  std::string party;   ///< TIN, guarantor, partner's country; empty for the node itself
  std::string person;  ///< account within the party; empty for machines
  std::string office;  ///< of an officer: the office the right is for
  Authentication authenticated = Authentication::internal;

  static constexpr std::string_view record = "access.actor";
  static constexpr auto fields() {
    return Fields{Field{1, "role", &Actor::role}, Field{2, "party", &Actor::party},
                  Field{3, "person", &Actor::person}, Field{4, "office", &Actor::office},
                  Field{5, "authenticated", &Actor::authenticated}};
  }
  friend bool operator==(const Actor&, const Actor&) = default;
};

/// Who is named as having acted: the person, or the party whose software it was.
[[nodiscard]] PersonId person_of(const Actor& actor);

/// What ties the actor to the thing asked about. Found by the workflow from the thing's state.
enum class Relation : std::uint8_t {
  any = 1,           ///< no tie needed
  own = 2,           ///< the actor's party is the holder
  agent = 4,         ///< the holder authorised the actor's party, and has not revoked it
  office = 8,        ///< the actor's office has the part in it that the role names
  route_state = 16,  ///< the actor is a state on the route
};

class Relations {
 public:
  constexpr Relations() = default;
  constexpr explicit Relations(Relation relation) { add(relation); }
  constexpr void add(Relation relation) { bits_ |= static_cast<std::uint8_t>(relation); }
  [[nodiscard]] constexpr bool has(Relation relation) const {
    return relation == Relation::any || (bits_ & static_cast<std::uint8_t>(relation)) != 0;
  }

 private:
  std::uint8_t bits_ = 0;
};

/// The role may give the command where it has the relation. Anything not granted is denied.
struct Grant {
  Role role;
  std::uint16_t command;
  Relation relation;
};

/// Nothing if some grant fits. Otherwise ACC-001 (the role never may), which names the roles that may, or
/// ACC-002 (not in this case), which names what would have to hold: both the same whatever is asked about.
[[nodiscard]] std::optional<Finding> denied(std::span<const Grant> grants, const Actor& actor,
                                            std::uint16_t command, Relations relations);
/// ACC-001 if the role may not give the command anywhere.
[[nodiscard]] std::optional<Finding> never_may(std::span<const Grant> grants, const Actor& actor,
                                               std::uint16_t command);
/// What has to hold where the role may give the command: "your office is the one concerned". Empty where
/// nothing has to, or where it never may.
[[nodiscard]] std::string ties_asked(std::span<const Grant> grants, Role role, std::uint16_t command);

}  // namespace lintas::access
