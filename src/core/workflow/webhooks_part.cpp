#include "core/workflow/webhooks_part.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "core/access/access.hpp"
#include "core/webhooks/commands.hpp"
#include "core/webhooks/decide.hpp"
#include "core/webhooks/events.hpp"
#include "core/webhooks/evolve.hpp"
#include "core/webhooks/state.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

namespace hook = lintas::webhooks;

template <class C>
Located locate(const Command& command, const Setting& /*setting*/) {
  Located located;
  located.slots.push_back(webhook_slot(read_content<C>(command.content).id));
  return located;
}

/// Its owner is who made it, with whichever key.
access::Relations relations_of(const State& state, const access::Actor& actor, const Setting& /*setting*/) {
  const auto& subscription = state.as<hook::Subscription>();
  access::Relations relations;
  const access::Actor& owner = subscription.owner;
  if (subscription.status != hook::Status::none && owner.role == actor.role && owner.party == actor.party &&
      owner.person == actor.person && owner.office == actor.office)
    relations.add(access::Relation::own);
  return relations;
}

access::Relations relations(const Command& command, const Situation& situation, const Setting& setting) {
  return relations_of(*situation.slots.front().state, command.actor, setting);
}

template <class C>
Outcome decide(const Command& command, const Situation& situation, const Setting& /*setting*/) {
  const auto content = read_content<C>(command.content);
  auto subscription = situation.slots.front().state->as<hook::Subscription>();
  const auto decision = hook::decide(subscription, content, {.at = command.at, .by = command.actor});
  Outcome outcome;
  outcome.answer = decision.answer;
  for (const hook::Event& event : decision.events) {
    outcome.events.push_back(new_event(0, webhook_block, event));
    subscription = hook::evolve(std::move(subscription), event);
  }
  if (decision.answer.accepted()) {
    outcome.reply = to_cbor(WebhookReply{.id = content.id,
                                         .status = subscription.status,
                                         .generation = subscription.generation,
                                         .mark = subscription.mark});
  }
  return outcome;
}

State initial() { return State::of(hook::Subscription{}); }

State evolve(const State& state, const Happened& event) {
  return State::of(hook::evolve(state.as<hook::Subscription>(),
                                read_event<hook::Event>(webhook_block, event.type, event.body)));
}

/// Nobody's work: an owner that is not told looks at its subscriptions.
Summary summary(const State& state) {
  const auto& subscription = state.as<hook::Subscription>();
  return {.office = 0,
          .status = std::to_underlying(subscription.status),
          .due = std::nullopt,
          .open = false,
          .ref = subscription.id};
}

/// Of the program that folds it: raised whenever the same events lead to another state, or one to other
/// bytes.
constexpr std::byte program{2};

/// It is kept, for whoever shows or delivers it would fold what was noted in years.
Bytes encode(const State& state) {
  Bytes bytes{program};
  const Bytes subscription = to_cbor(state.as<hook::Subscription>());
  bytes.insert(bytes.end(), subscription.begin(), subscription.end());
  return bytes;
}
std::optional<State> decode(ByteView bytes) {
  if (bytes.empty() || bytes.front() != program) return std::nullopt;
  auto subscription = from_cbor<hook::Subscription>(bytes.subspan(1));
  if (!subscription) return std::nullopt;
  return State::of(*std::move(subscription));
}
/// It follows nobody: its own key leads to itself.
Bytes followed(const std::string& ref) { return make_key(webhook_keys, "", ref).value; }

template <class C>
constexpr CommandEntry entry(CommandType type, std::string_view name) {
  return {.type = type,
          .name = name,
          .locate = locate<C>,
          .relations = relations,
          .decide = decide<C>,
          .begins = type == subscribe_webhook};
}

constexpr std::array commands{
    entry<hook::Subscribe>(subscribe_webhook, "webhooks.subscribe"),
    entry<hook::Pause>(pause_webhook, "webhooks.pause"),
    entry<hook::Resume>(resume_webhook, "webhooks.resume"),
    entry<hook::Rotate>(rotate_webhook, "webhooks.rotate"),
    entry<hook::Redeliver>(redeliver_webhook, "webhooks.redeliver"),
    entry<hook::Remove>(remove_webhook, "webhooks.remove"),
    entry<hook::NoteDelivered>(note_delivered, "webhooks.note_delivered"),
    entry<hook::NoteFailing>(note_failing, "webhooks.note_failing"),
    entry<hook::Stop>(stop_webhook, "webhooks.stop"),
};

constexpr std::array kinds{KindEntry{.kind = webhook_stream,
                                     .name = "webhook",
                                     .initial = initial,
                                     .evolve = evolve,
                                     .summary = summary,
                                     .relations = relations_of,
                                     .encode = encode,
                                     .decode = decode,
                                     .followed_keys = followed}};

/// Whoever may read something of the feed may be told of it. An administrator of the node pauses and removes
/// those of others.
constexpr auto grants = [] {
  using access::Relation;
  using access::Role;
  constexpr std::array owners{Role::trader,
                              Role::declarant,
                              Role::firm_administrator,
                              Role::authorised_trader,
                              Role::carrier,
                              Role::guarantor,
                              Role::officer_of_departure,
                              Role::officer_of_transit,
                              Role::officer_of_destination,
                              Role::officer_of_guarantee,
                              Role::enquiry_officer,
                              Role::supervisor,
                              Role::transport_authority,
                              Role::reference_data_keeper,
                              Role::auditor};
  constexpr std::array of_owner{pause_webhook, resume_webhook, rotate_webhook, redeliver_webhook,
                                remove_webhook};
  constexpr std::array of_node{note_delivered, note_failing, stop_webhook};
  constexpr std::array of_administrator{pause_webhook, remove_webhook};
  std::array<access::Grant,
             (owners.size() * (of_owner.size() + 1)) + of_node.size() + of_administrator.size()>
      made{};
  std::size_t n = 0;
  const auto add = [&](Role role, CommandType command, Relation relation) {
    made.at(n++) = {.role = role, .command = std::to_underlying(command), .relation = relation};
  };
  for (const Role role : owners) {
    add(role, subscribe_webhook, Relation::any);
    for (const CommandType command : of_owner) add(role, command, Relation::own);
  }
  for (const CommandType command : of_node) add(Role::node, command, Relation::any);
  for (const CommandType command : of_administrator) add(Role::node_administrator, command, Relation::any);
  return made;
}();

}  // namespace

Slot webhook_slot(std::string_view id) {
  return {.kind = webhook_stream, .by = make_key(webhook_keys, "", id)};
}

Bytes all_webhooks() { return make_key(webhook_keys, "", "").value; }

const Part& webhooks_part() {
  static constexpr Part part{.commands = commands, .kinds = kinds, .grants = grants};
  return part;
}

}  // namespace lintas::workflow
