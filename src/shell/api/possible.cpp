#include "shell/api/possible.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "shell/api/who.hpp"

namespace lintas::api {

namespace {

/// Acts that the same roles may give, in the order of the first.
struct Group {
  std::string roles;
  std::string acts;
};

void add_to(std::vector<Group>& groups, const ActNow& act) {
  auto group = std::ranges::find(groups, act.roles, &Group::roles);
  if (group == groups.end()) group = groups.insert(groups.end(), {.roles = act.roles, .acts = {}});
  group->acts.append(format("{}{} ({})", group->acts.empty() ? "" : ", ", act.name, act.words));
}

}  // namespace

std::vector<ActNow> acts_now(const workflow::National& national, const access::Actor& actor,
                             access::Relations ties, workflow::StreamKind kind, const workflow::State& state,
                             Instant now, const workflow::Setting& setting) {
  const auto* entry = national.kind(kind);
  if (entry == nullptr || entry->possible == nullptr) return {};
  std::vector<ActNow> acts;
  for (workflow::Possible& one : entry->possible(state)) {
    const auto* command = national.command(one.type);
    require(command != nullptr, "a possible act is a command of the node");
    const auto ties_to_act = entry->relations_to_act == nullptr
                                 ? ties
                                 : entry->relations_to_act(state, one.type, actor, now, setting);
    const bool his =
        !access::denied(national.grants(), actor, std::to_underlying(one.type), ties_to_act).has_value();
    acts.push_back({.name = command->name,
                    .words = std::move(one.words),
                    .roles = his ? std::string{} : names_of(who_gives(national, one.type))});
  }
  return acts;
}

std::string sentences_of(const std::vector<ActNow>& acts, const access::Actor& actor) {
  std::vector<Group> own;
  std::vector<Group> others;
  for (const ActNow& act : acts) add_to(act.roles.empty() ? own : others, act);
  std::string text;
  if (!own.empty()) text = format("You may now: {}.", own.front().acts);
  if (others.empty() || actor.office.empty()) return text;
  std::string list;
  for (const Group& group : others)
    list.append(format("{}{}: {}", list.empty() ? "" : "; ", group.roles, group.acts));
  return text + format("{}Others may: {}.", text.empty() ? "" : " ", list);
}

}  // namespace lintas::api
