#include "tests/support/courier.hpp"

#include <utility>

#include "base/require.hpp"
#include "base/result.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/decider.hpp"

namespace lintas::test::courier {

using workflow::Command;
using workflow::Happened;
using workflow::Key;
using workflow::KeyKind;
using workflow::NewEvent;
using workflow::Outcome;
using workflow::Situation;
using workflow::Slot;
using workflow::State;

namespace {

constexpr auto parcel_keys = KeyKind{16};
constexpr auto account_keys = KeyKind{17};
constexpr auto hold_keys = KeyKind{18};

constexpr std::array grants_table{
    access::Grant{access::Role::officer_of_guarantee, std::to_underlying(open_account),
                  access::Relation::any},
    access::Grant{access::Role::trader, std::to_underlying(send_parcel), access::Relation::own},
    access::Grant{access::Role::trader, std::to_underlying(stumble), access::Relation::any},
    access::Grant{access::Role::trader, std::to_underlying(hollow), access::Relation::any},
    access::Grant{access::Role::trader, std::to_underlying(overdraw), access::Relation::any},
    access::Grant{access::Role::partner_node, std::to_underlying(letter), access::Relation::route_state},
    access::Grant{access::Role::partner_node, std::to_underlying(acknowledgement), access::Relation::any},
    access::Grant{access::Role::partner_node, std::to_underlying(workflow::command_resend_asked),
                  access::Relation::any},
    access::Grant{access::Role::partner_node, std::to_underlying(workflow::command_given_up),
                  access::Relation::any},
    access::Grant{access::Role::supervisor, std::to_underlying(workflow::command_drop_parked),
                  access::Relation::any},
    access::Grant{access::Role::supervisor, std::to_underlying(workflow::command_revive_letter),
                  access::Relation::any},
    access::Grant{access::Role::supervisor, std::to_underlying(workflow::command_discard_letter),
                  access::Relation::any},
};

template <class T>
T read(ByteView bytes) {
  auto value = from_cbor<T>(bytes);
  require(value.has_value(), "courier records can be read");
  return *std::move(value);
}

Outcome refuse(std::string rule, std::string pointer) {
  Outcome outcome;
  outcome.answer.refused_for.push_back(
      {.rule = std::move(rule), .pointer = std::move(pointer), .value = {}, .detail = {}});
  return outcome;
}

Outcome decide_send(const Command& command, const Situation& situation) {
  if (situation.slots[0].exists()) return refuse("COURIER-001", "number");
  Outcome outcome;
  outcome.events.push_back({.slot = 0, .type = parcel_booked, .body = command.content});
  if (!command.payloads.empty()) outcome.events.back().payload = 0;
  outcome.reply = command.content;
  return outcome;
}

Outcome decide_reserve(const Command& command, const Situation& situation) {
  const auto request = read<HoldRequest>(command.content);
  const auto& account_state = situation.slots[1].state->as<AccountState>();
  const bool fits =
      situation.slots[1].exists() && account_state.reserved + request.of.amount <= account_state.limit;
  Outcome outcome;
  if (!fits) {
    outcome = refuse("COURIER-002", "amount");
    outcome.events.push_back({.slot = 0, .type = hold_refused, .body = command.content});
    return outcome;
  }
  outcome.events.push_back({.slot = 0, .also = {1}, .type = hold_reserved, .body = command.content});
  return outcome;
}

Outcome decide_hold_answer(const Command& command, const Situation& situation) {
  const auto answer = read<HoldAnswer>(command.content);
  const auto& state = situation.slots[0].state->as<ParcelState>();
  require(state.status == ParcelStatus::booked, "a hold answers a booking");
  Outcome outcome;
  NewEvent event{
      .slot = 0, .type = answer.reserved ? parcel_sent : parcel_refused, .body = to_cbor(state.parcel)};
  if (answer.reserved) {
    const auto to = exchange::Partner::parse(state.parcel.to);
    require(to.has_value(), "a booked parcel has a destination");
    for (std::uint32_t k = 1; k <= letters_per_parcel; ++k) {
      outcome.documents.push_back(
          {.kind = letter_document, .content = to_cbor(Letter{state.parcel.number, k})});
      event.sends.push_back({.to = *to, .kind = letter_document, .payload = k - 1});
    }
  }
  outcome.events.push_back(std::move(event));
  return outcome;
}

Outcome decide_letter(const Command& command, const Situation& situation) {
  const auto received = read<Letter>(command.content);
  const auto& state = situation.slots[0].state->as<ParcelState>();
  // A partner without numbers may overtake itself: too early, not wrong.
  if (command.lane->n == 0 && received.k > state.done + 1) return {.early = true};
  require(received.k == state.done + 1, "letters come in their order, each once");
  Outcome outcome;
  outcome.documents.push_back({.kind = acknowledgement_document, .content = to_cbor(received)});
  NewEvent event{.slot = 0, .type = letter_received, .body = command.content};
  if (!command.payloads.empty()) event.payload = 0;
  event.sends.push_back({.to = command.lane->partner, .kind = acknowledgement_document, .payload = 0});
  outcome.events.push_back(std::move(event));
  return outcome;
}

Outcome decide_acknowledgement(const Command& command, const Situation& situation) {
  const auto received = read<Letter>(command.content);
  if (!situation.slots[0].exists()) return refuse("COURIER-003", "number");
  const auto& state = situation.slots[0].state->as<ParcelState>();
  require(received.k == state.done + 1, "acknowledgements come in their order, each once");
  Outcome outcome;
  outcome.events.push_back({.slot = 0, .type = parcel_acknowledged, .body = command.content});
  if (received.k == letters_per_parcel) {
    outcome.events.push_back({.slot = 0, .type = parcel_closed, .body = to_cbor(state.parcel)});
  }
  return outcome;
}

ParcelState evolve_parcel(ParcelState state, const Happened& event) {
  switch (std::to_underlying(event.type)) {
    case std::to_underlying(parcel_booked):
      state.parcel = read<Parcel>(event.body);
      state.status = ParcelStatus::booked;
      break;
    case std::to_underlying(parcel_sent):
      state.status = ParcelStatus::sent;
      state.due = event.at + overdue_after;
      break;
    case std::to_underlying(parcel_refused): state.status = ParcelStatus::refused; break;
    case std::to_underlying(parcel_acknowledged): state.done = read<Letter>(event.body).k; break;
    case std::to_underlying(letter_received): {
      const auto received = read<Letter>(event.body);
      state.parcel.number = received.number;
      state.done = received.k;
      state.status = received.k == letters_per_parcel ? ParcelStatus::closed : ParcelStatus::sent;
      break;
    }
    case std::to_underlying(parcel_closed):
      state.status = ParcelStatus::closed;
      state.due.reset();
      break;
    case std::to_underlying(parcel_overdue):
      state.overdue = true;
      state.due.reset();
      break;
    default: break;
  }
  return state;
}

AccountState evolve_account(AccountState state, const Happened& event) {
  if (event.type == account_opened) {
    const auto opened = read<Parcel>(event.body);
    state.name = opened.account;
    state.limit = opened.amount;
  }
  if (event.type != hold_reserved && event.type != hold_freed) return state;
  const std::int64_t sign = event.type == hold_reserved ? 1 : -1;
  state.reserved += sign * read<HoldRequest>(event.body).of.amount;
  state.open_holds += sign;
  return state;
}

HoldState evolve_hold(HoldState state, const Happened& event) {
  const auto request = read<HoldRequest>(event.body);
  return {.account = request.of.account,
          .parcel = request.of.number,
          .amount = request.of.amount,
          .open = event.type == hold_reserved || (state.open && event.type != hold_freed)};
}

}  // namespace

Key parcel_key(std::string_view direction, std::string_view number) {
  return workflow::make_key(parcel_keys, direction, number);
}
Key account_key(std::string_view name) { return workflow::make_key(account_keys, name, ""); }
Key hold_key(std::string_view account_name, std::string_view parcel) {
  return workflow::make_key(hold_keys, account_name, parcel);
}

CommandType command_of(PayloadKind kind) {
  if (kind == letter_document) return letter;
  if (kind == acknowledgement_document) return acknowledgement;
  if (kind == workflow::payload_given_up) return workflow::command_given_up;
  require(kind == workflow::payload_resend_request, "a node sends what the other understands");
  return workflow::command_resend_asked;
}

workflow::Located Courier::locate(const Command& command) const {
  const auto incoming = [&](std::string_view number) {
    return parcel_key(command.lane->partner.str(), number);  // a number is the sender's own
  };
  switch (std::to_underlying(command.type)) {
    case std::to_underlying(open_account):
      return {.slots = {{.kind = account, .by = account_key(read<Parcel>(command.content).account)}},
              .asks = {},
              .number = {}};
    case std::to_underlying(send_parcel):
    case std::to_underlying(hollow):
    case std::to_underlying(stumble):
      return {.slots = {{.kind = parcel_out, .by = parcel_key(home_, read<Parcel>(command.content).number)}},
              .asks = {},
              .number = {}};
    case std::to_underlying(overdraw):
    case std::to_underlying(reserve):
    case std::to_underlying(free_hold): {
      const Parcel of = read<HoldRequest>(command.content).of;
      return {.slots = {{.kind = hold, .by = hold_key(of.account, of.number)},
                        {.kind = account, .by = account_key(of.account)}},
              .asks = {},
              .number = {}};
    }
    case std::to_underlying(hold_answer):
      return {.slots = {{.kind = parcel_out, .by = read<HoldAnswer>(command.content).parcel}},
              .asks = {},
              .number = {}};
    case std::to_underlying(letter):
      return {.slots = {{.kind = parcel_in, .by = incoming(read<Letter>(command.content).number)}},
              .asks = {},
              .number = {}};
    case std::to_underlying(acknowledgement):
      return {.slots = {{.kind = parcel_out, .by = parcel_key(home_, read<Letter>(command.content).number)}},
              .asks = {},
              .number = {}};
    case std::to_underlying(workflow::command_resend_asked):
    case std::to_underlying(workflow::command_given_up): {
      const bool asked = command.type == workflow::command_resend_asked;
      const Bytes thing = asked ? read<workflow::ResendRequest>(command.content).thing
                                : read<workflow::GivenUp>(command.content).thing;
      const std::string_view name = as_text(thing);
      if (name.empty()) return {.slots = {{.kind = parcel_in, .by = Slot::New{}}}, .asks = {}, .number = {}};
      const bool we_send_it = name.starts_with('O');
      return {.slots = {{.kind = we_send_it ? parcel_out : parcel_in,
                         .by = we_send_it ? parcel_key(home_, name.substr(1)) : incoming(name.substr(1))}},
              .asks = {},
              .number = {}};
    }
    default: require(false, "a courier command has a place"); std::unreachable();
  }
}

std::span<const access::Grant> Courier::grants() const { return grants_table; }

access::Relations Courier::relations(const Command& command, const Situation& /*situation*/) const {
  access::Relations relations;
  if (command.type == send_parcel && read<Parcel>(command.content).account == command.actor.party)
    relations.add(access::Relation::own);
  if (command.actor.party != off_the_route) relations.add(access::Relation::route_state);
  return relations;
}

Outcome Courier::decide(const Command& command, const Situation& situation) const {
  switch (std::to_underlying(command.type)) {
    case std::to_underlying(open_account): {
      if (situation.slots[0].exists()) return refuse("COURIER-004", "account");
      Outcome outcome;
      outcome.events.push_back({.slot = 0, .type = account_opened, .body = command.content});
      return outcome;
    }
    case std::to_underlying(send_parcel): return decide_send(command, situation);
    case std::to_underlying(reserve): return decide_reserve(command, situation);
    case std::to_underlying(hold_answer): return decide_hold_answer(command, situation);
    case std::to_underlying(free_hold): {
      Outcome outcome;
      outcome.events.push_back({.slot = 0, .also = {1}, .type = hold_freed, .body = command.content});
      return outcome;
    }
    case std::to_underlying(letter): return decide_letter(command, situation);
    case std::to_underlying(acknowledgement): return decide_acknowledgement(command, situation);
    case std::to_underlying(overdraw): {
      Outcome outcome;
      outcome.events.push_back({.slot = 0, .also = {1}, .type = hold_reserved, .body = command.content});
      return outcome;
    }
    case std::to_underlying(workflow::command_time_passed): {
      const auto& state = situation.slots[0].state->as<ParcelState>();
      Outcome outcome;
      outcome.events.push_back({.slot = 0, .type = parcel_overdue, .body = to_cbor(state.parcel)});
      return outcome;
    }
    case std::to_underlying(hollow): {
      Outcome outcome;
      outcome.keys.push_back({.key = account_key("hollow"), .slot = 0});
      return outcome;
    }
    case std::to_underlying(stumble): require(false, "the courier stumbled"); std::unreachable();
    default: require(false, "a courier command is decided"); std::unreachable();
  }
}

State Courier::initial(StreamKind kind) const {
  if (kind == account) return State::of(AccountState{});
  if (kind == hold) return State::of(HoldState{});
  return State::of(ParcelState{});
}

State Courier::evolve(StreamKind kind, const State& state, const Happened& event) const {
  if (kind == account) return State::of(evolve_account(state.as<AccountState>(), event));
  if (kind == hold) return State::of(evolve_hold(state.as<HoldState>(), event));
  return State::of(evolve_parcel(state.as<ParcelState>(), event));
}

std::optional<std::string> Courier::violated(const workflow::Step& step) const {
  for (const workflow::Change& change : step.changes) {
    if (change.kind != account) continue;
    const auto& after = change.after->as<AccountState>();
    if (after.reserved > after.limit || after.reserved < 0)
      return "an account never holds more than its limit";
  }
  return std::nullopt;
}

std::vector<workflow::Derived> Courier::follow(StreamKind /*kind*/, const State& after,
                                               const Happened& event) const {
  if (event.type == parcel_booked)
    return {{.type = reserve, .content = to_cbor(HoldRequest{event.stream, read<Parcel>(event.body)})}};
  if (event.type == parcel_closed) {
    return {
        {.type = free_hold, .content = to_cbor(HoldRequest{event.stream, after.as<ParcelState>().parcel})}};
  }
  if (event.type != hold_reserved && event.type != hold_refused) return {};
  return {
      {.type = hold_answer,
       .content = to_cbor(HoldAnswer{read<HoldRequest>(event.body).parcel, event.type == hold_reserved})}};
}

Bytes Courier::name_for_partner(const Command& waiting) const {
  if (waiting.type == workflow::command_given_up) {
    std::string ours{as_text(read<workflow::GivenUp>(waiting.content).thing)};
    ours.front() = ours.front() == 'O' ? 'I' : 'O';
    return copy_of(as_bytes(ours));
  }
  // A letter is about a parcel that the partner sends, an acknowledgement about one that it receives.
  const std::string name = (waiting.type == letter ? "O" : "I") + read<Letter>(waiting.content).number;
  return copy_of(as_bytes(name));
}

Bytes Courier::name_for_receiver(StreamKind kind, ByteView document) const {
  return copy_of(as_bytes((kind == parcel_out ? "I" : "O") + read<Letter>(document).number));
}

workflow::Summary Courier::summary(StreamKind kind, const State& state) const {
  if (kind == account) return {.ref = state.as<AccountState>().name};
  if (kind == hold) return {.open = state.as<HoldState>().open, .ref = state.as<HoldState>().parcel};
  const auto& parcel = state.as<ParcelState>();
  const bool over = parcel.status == ParcelStatus::closed || parcel.status == ParcelStatus::refused;
  return {.office = 1,
          .status = std::to_underlying(parcel.status),
          .due = parcel.due,
          .open = !over,
          .ref = parcel.parcel.number};
}

Bytes Courier::encode_state(StreamKind /*kind*/, const State& state) const {
  Bytes bytes{std::byte{state_version}};
  const Bytes record = to_cbor(state.as<AccountState>());
  bytes.insert(bytes.end(), record.begin(), record.end());
  return bytes;
}

std::optional<State> Courier::decode_state(StreamKind /*kind*/, ByteView bytes) const {
  if (bytes.empty() || bytes.front() != std::byte{state_version}) return std::nullopt;
  return State::of(read<AccountState>(bytes.subspan(1)));
}

Bytes Courier::followed_keys(StreamKind /*kind*/, const std::string& ref) const {
  return hold_key(ref, "").value;
}

}  // namespace lintas::test::courier
