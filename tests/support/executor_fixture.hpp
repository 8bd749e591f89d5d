#pragma once

#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/executor.hpp"
#include "shell/app/store.hpp"
#include "shell/store/memory/memory_store.hpp"
#include "tests/support/courier.hpp"
#include "tests/support/world.hpp"

/// The loop of one node with the courier's business (tests/support/courier.hpp).
namespace lintas::app {

namespace courier = test::courier;
using workflow::Command;
using workflow::Reply;

inline const Instant noon = *parse_instant("2026-11-23T12:00:00Z");

/// One node in Singapore with the courier's business, on a store that outlives it.
class ExecutorTest : public testing::Test {
 protected:
  ExecutorTest() { start(); }

  void start() {
    store.crash();
    executor = std::make_unique<Executor>(Executor::Ports{domain, store, entropy, packer, test::sha256});
  }

  Command http(access::Role role, workflow::CommandType type, Bytes content, const std::string& key,
               const std::string& party = "ACME") {
    workflow::HttpCommandId id;
    for (std::size_t i = 0; i < key.size() && i < id.id.size(); ++i)
      id.id[i] = static_cast<std::byte>(key[i]);
    const std::vector<ByteView> printed{content};
    id.print = test::sha256(printed);
    return {.id = id,
            .type = type,
            .at = now,
            .actor = {.role = role, .party = party},
            .content = std::move(content)};
  }
  Command opening(std::int64_t limit, const std::string& key = "open") {
    return http(access::Role::officer_of_guarantee, courier::open_account,
                to_cbor(courier::Parcel{"", "ACME", "", limit}), key, "");
  }
  Command parcel(const std::string& number, std::int64_t amount, std::string key = {}) {
    if (key.empty()) key = number;
    return http(access::Role::trader, courier::send_parcel,
                to_cbor(courier::Parcel{number, "ACME", "MY", amount}), key);
  }
  /// Of a supervisor, with a second one who agrees.
  Command by_two(workflow::CommandType type, Bytes content, const std::string& key) {
    Command command = http(access::Role::supervisor, type, std::move(content), key, "");
    command.second = access::Actor{.role = access::Role::supervisor, .person = "second"};
    return command;
  }
  Command from_partner(workflow::CommandType type, const std::string& number, std::uint32_t k,
                       std::uint32_t n, const std::string& id, const std::string& country = "MY") {
    const auto partner = *exchange::Partner::parse(country);
    Command command{
        .id = workflow::MessageCommandId{workflow::make_key(workflow::KeyKind::partner_message, country, id)},
        .type = type,
        .at = now,
        .actor = {.role = access::Role::partner_node, .party = country},
        .content = to_cbor(courier::Letter{number, k}),
        .lane = workflow::LanePosition{partner, n, id}};
    command.payloads.push_back(packer.pack(courier::letter_document, command.content));
    return command;
  }

  /// As a carrier brings it that knows it by this id; `content` tells what its sender signed.
  static Command over_the_wire(Command command, const std::string& message, std::byte content = {}) {
    command.wire = std::make_shared<const workflow::WireProof>(
        workflow::WireProof{.message = message,
                            .content = {.bytes = {content}},
                            .envelope = copy_of(as_bytes("envelope of " + message)),
                            .receipt = copy_of(as_bytes("receipt for " + message))});
    return command;
  }
  /// These as one, of this name on the wire; each has the name of its id.
  Command bundle(const std::string& name, std::vector<Command> parts, std::byte content = {}) {
    const auto carrier = over_the_wire({}, name, content).wire;
    Command made{.id = workflow::DerivedCommandId{carrier->content},
                 .type = workflow::command_bundle,
                 .at = now,
                 .actor = parts.front().actor,
                 .lane = workflow::LanePosition{parts.front().lane->partner, 0, name},
                 .wire = carrier};
    for (Command& part : parts) {
      part.wire = std::make_shared<const workflow::WireProof>(
          workflow::WireProof{.message = part.lane->message_id + "@my", .carrier = carrier});
      made.parts.push_back(std::move(part));
    }
    return made;
  }
  std::optional<ReceivedRow> claim(const std::string& message) {
    return store.received(*exchange::Partner::parse("MY"), message);
  }
  std::size_t claims() { return store.received(NewestFirst{.count = 100}).size(); }

  /// Malaysia sends nothing under this number of a parcel of its own.
  Command given_up(const std::string& number, std::uint32_t n, const std::string& id) {
    Command command = from_partner(workflow::command_given_up, number, 0, n, id);
    const std::string thing = number.empty() ? "" : "I" + number;
    command.content = to_cbor(GivenUp{copy_of(as_bytes(thing))});
    command.payloads.clear();
    return command;
  }

  Reply ask(const Command& command) { return executor->run_batch(std::vector{command}).front(); }

  Reply give_up(const OutboxRow& dead, const std::string& key) {
    return ask(by_two(workflow::command_discard_letter,
                      to_cbor(LetterDecision{.id = dead.id, .reason = "told by telephone", .second = {}}),
                      key));
  }
  exchange::Lane lane_to_malaysia(const std::string& number) {
    const auto lanes = executor->stream(store.find(courier::parcel_key("SG", number)).value())->lanes;
    return *lanes.find(*exchange::Partner::parse("MY"));
  }

  OutboxRow a_dead_letter() {
    (void)ask(opening(500));
    (void)ask(parcel("P1", 300));
    const OutboxRow dead = executor->take_outbox().front();
    executor->refused(dead.id, Death{.at = {}, .why = "EBMS:0004"});
    executor->flush();
    return dead;
  }

  template <class T>
  T state(const workflow::Key& key) {
    return executor->stream(store.find(key).value())->state.as<T>();
  }
  courier::AccountState acme() { return state<courier::AccountState>(courier::account_key("ACME")); }
  courier::ParcelStatus status(const std::string& number) {
    return state<courier::ParcelState>(courier::parcel_key("SG", number)).status;
  }

  courier::Courier domain{"SG"};
  store::MemoryStore store;
  test::SeededEntropy entropy{42};
  test::PlainPacker packer;
  std::unique_ptr<Executor> executor;
  Instant now = noon;
};

}  // namespace lintas::app
