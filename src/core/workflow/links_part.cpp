#include "core/workflow/links_part.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/require.hpp"
#include "core/access/access.hpp"
#include "core/model/values/mrn.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

Located locate(const Command& command, const Setting& /*setting*/) {
  const auto content = read_content<RevokeLinks>(command.content);
  Located located;
  located.slots.push_back(links_slot(content.owner, content.mrn));
  return located;
}

access::Relations relations(const Command& command, const Situation& /*situation*/,
                            const Setting& /*setting*/) {
  access::Relations relations;
  if (read_content<RevokeLinks>(command.content).owner == owner_of_links(command.actor))
    relations.add(access::Relation::own);
  return relations;
}

Outcome decide(const Command& command, const Situation& situation, const Setting& /*setting*/) {
  const auto content = read_content<RevokeLinks>(command.content);
  const auto& known = situation.slots.front().state->as<LinksRevoked>();
  require(known.generation < std::numeric_limits<std::uint32_t>::max(), "nobody takes links back so often");
  Outcome outcome;
  outcome.events.push_back(new_event(0, links_revoked,
                                     LinksRevoked{.at = command.at,
                                                  .by = access::person_of(command.actor),
                                                  .owner = content.owner,
                                                  .mrn = content.mrn,
                                                  .generation = known.generation + 1}));
  return outcome;
}

State initial() { return State::of(LinksRevoked{}); }
State evolve(const State& /*state*/, const Happened& event) {
  return State::of(read_content<LinksRevoked>(event.body));
}

/// Nobody's work.
Summary summary(const State& state) {
  const auto& links = state.as<LinksRevoked>();
  return {.office = 0,
          .status = 0,
          .due = std::nullopt,
          .open = false,
          .ref = links.generation == 0 ? std::string{} : std::string{links.mrn.str()}};
}

constexpr std::array commands{CommandEntry{.type = revoke_links,
                                           .name = "links.revoke",
                                           .locate = locate,
                                           .relations = relations,
                                           .decide = decide,
                                           .begins = true}};

constexpr std::array kinds{KindEntry{
    .kind = link_stream, .name = "links", .initial = initial, .evolve = evolve, .summary = summary}};

/// Whoever takes part in a movement gives links to it out and takes them back. An auditor reads all
/// movements, and hands nothing on.
constexpr auto grants = [] {
  using access::Role;
  constexpr std::array owners{Role::trader,
                              Role::declarant,
                              Role::authorised_trader,
                              Role::officer_of_departure,
                              Role::officer_of_transit,
                              Role::officer_of_destination,
                              Role::enquiry_officer,
                              Role::supervisor};
  std::array<access::Grant, owners.size()> made{};
  for (std::size_t i = 0; i < owners.size(); ++i) {
    made.at(i) = {
        .role = owners.at(i), .command = std::to_underlying(revoke_links), .relation = access::Relation::own};
  }
  return made;
}();

}  // namespace

std::string owner_of_links(const access::Actor& actor) {
  // A TIN may look like an office.
  return actor.office.empty() ? "party " + actor.party : "office " + actor.office;
}

Slot links_slot(std::string_view owner, const Mrn& mrn) {
  return {.kind = link_stream, .by = make_key(link_keys, owner, mrn.str())};
}

const Part& links_part() {
  static constexpr Part part{.commands = commands, .kinds = kinds, .grants = grants};
  return part;
}

}  // namespace lintas::workflow
