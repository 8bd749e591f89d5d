#include "core/workflow/national.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/fields.hpp"
#include "base/require.hpp"
#include "core/access/access.hpp"
#include "core/workflow/attachments_abroad.hpp"
#include "core/workflow/attachments_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/lane_names.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

// Of the commands that the executor itself decides. A partner is sent again only what was sent to it before,
// so it needs no tie, nor for what it says of its own lane; a supervisor decides about messages of streams of
// its own office, and of those that have none.
constexpr std::array executor_grants{
    access::Grant{.role = access::Role::partner_node,
                  .command = std::to_underlying(command_resend_asked),
                  .relation = access::Relation::any},
    access::Grant{.role = access::Role::partner_node,
                  .command = std::to_underlying(command_given_up),
                  .relation = access::Relation::any},
    access::Grant{.role = access::Role::supervisor,
                  .command = std::to_underlying(command_drop_parked),
                  .relation = access::Relation::office},
    access::Grant{.role = access::Role::supervisor,
                  .command = std::to_underlying(command_revive_letter),
                  .relation = access::Relation::office},
    access::Grant{.role = access::Role::supervisor,
                  .command = std::to_underlying(command_discard_letter),
                  .relation = access::Relation::office},
};

template <class Table, class Value, class Member>
bool is_in(const Table& table, Value value, Member member) {
  return std::ranges::find(table, value, member) != table.end();
}

/// What a partner calls the thing that its message is about; nothing if the message cannot be read.
template <class Record>
std::optional<Bytes> thing_in(const Command& command) {
  auto record = from_cbor<Record>(command.content);
  if (!record) return std::nullopt;
  return std::move(record->thing);
}

void check(const CommandEntry& entry) {
  require(std::to_underlying(entry.type) >= first_machine_command, "a part has commands of its own");
  require(
      !entry.name.empty() && entry.locate != nullptr && entry.relations != nullptr && entry.decide != nullptr,
      "a command is complete");
}

void check(const KindEntry& entry) {
  require(
      !entry.name.empty() && entry.initial != nullptr && entry.evolve != nullptr && entry.summary != nullptr,
      "a kind is complete");
  const bool keeps = entry.encode != nullptr;
  require((entry.decode != nullptr) == keeps && (entry.followed_keys != nullptr) == keeps,
          "a kind keeps its state with all that belongs to it");
}

}  // namespace

National::National(std::span<const Part* const> parts, const Setting& setting)
    : grants_(executor_grants.begin(), executor_grants.end()), setting_(setting) {
  require(!parts.empty(), "a node has a business");
  for (const Part* part : parts) add(*part);
  std::set<std::string_view> names;
  for (const auto& [type, known] : commands_)
    require(names.insert(known.entry->name).second, "a command's name is used once");
  for (const auto& [kind, entry] : kinds_)
    require(names.insert(entry->name).second, "a kind's name is used once");
}

void National::add(const Part& part) {
  require((part.slot_of_name == nullptr) == (part.name_for_partner == nullptr),
          "what is named for a partner is found by its name");
  for (const CommandEntry& entry : part.commands) {
    check(entry);
    require(commands_.emplace(entry.type, Known{&entry, &part}).second, "a command's number is used once");
    require(is_in(part.grants, std::to_underlying(entry.type), &access::Grant::command),
            "each command is granted to somebody");
  }
  for (const access::Grant& grant : part.grants) {
    require(is_in(part.commands, CommandType{grant.command}, &CommandEntry::type),
            "a part grants its own commands");
    grants_.push_back(grant);
  }
  for (const KindEntry& entry : part.kinds) {
    check(entry);
    require(kinds_.emplace(entry.kind, &entry).second, "a kind's number is used once");
  }
  parts_.push_back(&part);
}

const CommandEntry* National::command(CommandType type) const {
  const auto found = commands_.find(type);
  return found == commands_.end() ? nullptr : found->second.entry;
}

std::vector<const CommandEntry*> National::commands() const {
  std::vector<const CommandEntry*> all;
  all.reserve(commands_.size());
  for (const auto& [type, known] : commands_) all.push_back(known.entry);
  return all;
}

const KindEntry* National::kind(StreamKind kind) const {
  const auto found = kinds_.find(kind);
  return found == kinds_.end() ? nullptr : found->second;
}

const National::Known& National::known(CommandType type) const {
  const auto found = commands_.find(type);
  require(found != commands_.end(), "a command is one of a part");
  return found->second;
}

const KindEntry& National::known(StreamKind kind) const {
  const auto found = kinds_.find(kind);
  require(found != kinds_.end(), "a stream's kind is one of a part");
  return *found->second;
}

Located National::locate(const Command& command) const {
  if (command.type == command_resend_asked) return locate_named(command, thing_in<ResendRequest>(command));
  if (command.type == command_given_up) return locate_named(command, thing_in<GivenUp>(command));
  return known(command.type).entry->locate(command, setting_);
}

/// A name that no part knows, or that is none, leads to nothing that is there.
Located National::locate_named(const Command& command, const std::optional<Bytes>& thing) const {
  Located located;
  located.slots.push_back({.kind = kinds_.begin()->first, .by = Slot::New{}});
  if (!thing || !command.lane) return located;
  for (const Part* part : parts_) {
    if (part->slot_of_name == nullptr) continue;
    if (auto slot = part->slot_of_name(*thing, command.lane->partner, setting_)) {
      located.slots.front() = *std::move(slot);
      break;
    }
  }
  return located;
}

access::Relations National::relations(const Command& command, const Situation& situation) const {
  if (const CommandEntry* entry = this->command(command.type))
    return entry->relations(command, situation, setting_);
  const StreamView& stream = situation.slots.front();
  if (!stream.exists()) return {};
  return ties_to_messages(*stream.state, stream.kind, command.actor, setting_);
}

/// A movement that others only spoke of, or asked about, has no record here and no office that acts on it:
/// then each office of the state may decide about its messages, or nobody could.
access::Relations National::ties_to_messages(const State& state, StreamKind kind, const access::Actor& actor,
                                             const Setting& setting) const {
  const KindEntry& entry = known(kind);
  if (entry.relations == nullptr) return {};
  access::Relations ties = entry.relations(state, actor, setting);
  const bool has_no_record = entry.summary(state).status == 0;
  if (has_no_record && actor.office.starts_with(setting.home.str())) ties.add(access::Relation::office);
  return ties;
}

Outcome National::decide(const Command& command, const Situation& situation) const {
  if (command.type != command_time_passed)
    return known(command.type).entry->decide(command, situation, setting_);
  const KindEntry& kind = known(situation.slots.front().kind);
  require(kind.time_passed != nullptr, "a kind without a clock has no time to pass");
  return kind.time_passed(command, situation, setting_);
}

State National::initial(StreamKind kind) const { return known(kind).initial(); }

State National::evolve(StreamKind kind, const State& state, const Happened& event) const {
  return known(kind).evolve(state, event);
}

std::optional<std::string> National::violated(const Step& step) const {
  for (const Part* part : parts_) {
    if (part->violated == nullptr) continue;
    if (auto law = part->violated(step)) return law;
  }
  return std::nullopt;
}

std::vector<Derived> National::follow(StreamKind kind, const State& after, const Happened& event) const {
  const KindEntry& entry = known(kind);
  std::vector<Derived> derived =
      entry.follow == nullptr ? std::vector<Derived>{} : entry.follow(after, event);
  // Whichever machine sends a document, its files go behind it: none of them knows that there are any.
  if (command(tell_attachments) == nullptr) return derived;
  if (auto told = files_follow(kind, event)) derived.push_back(*std::move(told));
  if (auto moved = files_move(kind, event)) derived.push_back(*std::move(moved));
  return derived;
}

const Part& National::part_of(StreamKind kind) const {
  const auto found = std::ranges::find_if(
      parts_, [&](const Part* part) { return is_in(part->kinds, kind, &KindEntry::kind); });
  require(found != parts_.end(), "a stream's kind is one of a part");
  return **found;
}

Bytes National::name_for_partner(const Command& waiting) const {
  if (waiting.type == command_given_up) {
    const Bytes thing = certain(thing_in<GivenUp>(waiting), "a message that waits has been read");
    return copy_of(as_bytes(name_at_other_end(as_text(thing))));
  }
  const Part& part = *known(waiting.type).part;
  require(part.name_for_partner != nullptr, "a part that takes partners' messages names things for them");
  return part.name_for_partner(waiting);
}

Bytes National::name_for_receiver(StreamKind kind, ByteView document) const {
  const Part& part = part_of(kind);
  require(part.name_for_partner != nullptr, "a part that sends messages names things for partners");
  Command message;
  message.content = copy_of(document);
  return part.name_for_partner(message);
}

Summary National::summary(StreamKind kind, const State& state) const { return known(kind).summary(state); }

bool National::keeps_state(StreamKind kind) const { return known(kind).encode != nullptr; }

Bytes National::encode_state(StreamKind kind, const State& state) const {
  const KindEntry& entry = known(kind);
  require(entry.encode != nullptr, "only a kind that keeps its state stores it");
  return entry.encode(state);
}

std::optional<State> National::decode_state(StreamKind kind, ByteView bytes) const {
  const KindEntry& entry = known(kind);
  require(entry.decode != nullptr, "only a kind that keeps its state stores it");
  return entry.decode(bytes);
}

Bytes National::followed_keys(StreamKind kind, const std::string& ref) const {
  const KindEntry& entry = known(kind);
  require(entry.followed_keys != nullptr, "only a kind that keeps its state follows others");
  return entry.followed_keys(ref);
}

}  // namespace lintas::workflow
