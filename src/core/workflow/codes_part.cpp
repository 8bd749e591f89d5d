#include "core/workflow/codes_part.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/finding.hpp"
#include "core/access/access.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

Located locate(const Command& /*command*/, const Setting& /*setting*/) {
  Located located;
  located.slots.push_back({.kind = code_stream, .by = codes_key()});
  return located;
}

/// The list is the state's, so any of its offices may.
access::Relations relations(const Command& command, const Situation& /*situation*/, const Setting& setting) {
  access::Relations relations;
  if (command.actor.office.starts_with(setting.home.str())) relations.add(access::Relation::office);
  return relations;
}

Outcome refuse(std::string_view rule, std::string_view pointer) {
  Outcome outcome;
  outcome.answer.refused_for.push_back(
      {.rule = std::string{rule}, .pointer = std::string{pointer}, .value = {}, .detail = {}});
  return outcome;
}

Outcome decide(const Command& command, const Situation& /*situation*/, const Setting& /*setting*/) {
  const auto content = read_content<ResumeCodes>(command.content);
  const PersonId by = access::person_of(command.actor);
  if (content.reason.empty()) return refuse("SIG-028", "reason");
  // One person's mistake would have officers all along the road stop, or let pass, what they should not.
  if (!content.second || *content.second == by) return refuse("SIG-027", "");
  Outcome outcome;
  outcome.events.push_back(new_event(
      0, codes_resumed,
      CodesResumed{.at = command.at, .by = by, .second = *content.second, .reason = content.reason}));
  return outcome;
}

State initial() { return State::of(CodesResumed{}); }
State evolve(const State& /*state*/, const Happened& event) {
  return State::of(read_content<CodesResumed>(event.body));
}

/// Nobody's work.
Summary summary(const State& /*state*/) {
  return {.office = 0, .status = 0, .due = std::nullopt, .open = false, .ref = {}};
}

constexpr std::array commands{CommandEntry{.type = resume_codes,
                                           .name = "codes.resume",
                                           .locate = locate,
                                           .relations = relations,
                                           .decide = decide,
                                           .begins = true,
                                           .done = "status lists are signed again"}};

constexpr std::array kinds{KindEntry{
    .kind = code_stream, .name = "codes", .initial = initial, .evolve = evolve, .summary = summary}};

constexpr std::array grants{access::Grant{.role = access::Role::supervisor,
                                          .command = std::to_underlying(resume_codes),
                                          .relation = access::Relation::office}};

}  // namespace

Key codes_key() { return make_key(code_keys, {}, {}); }

const Part& codes_part() {
  static constexpr Part part{.commands = commands, .kinds = kinds, .grants = grants};
  return part;
}

}  // namespace lintas::workflow
