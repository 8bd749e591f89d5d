#pragma once

#include <chrono>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/code/cose.hpp"
#include "core/exchange/identity.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/ports.hpp"
#include "tests/support/ed25519.hpp"
#include "tests/support/sha256.hpp"

/// Identity documents that name certificates of messages, and what a node asks its writer to keep one.
namespace lintas::test {

inline code::Sign signing_with(const ThrowAwayKey& key) {
  return [&key](ByteView content) { return key.sign(content); };
}

/// Of a state with this root; each number is another document.
inline Bytes identity_document(exchange::Partner state, const ThrowAwayKey& root, std::vector<Bytes> signing,
                               Instant from, std::uint32_t number = 1) {
  const ThrowAwayKey exchange_key{7};
  const Instant until = from + std::chrono::days{365};
  const exchange::Delegation delegation{.state = Country::parse(state.str()).value(),
                                        .number = 1,
                                        .from = from,
                                        .until = until,
                                        .root = {root.public_key()},
                                        .key = {exchange_key.public_key()}};
  const exchange::IdentityDocument document{
      .delegation = exchange::sign_delegation(delegation, sha256, signing_with(root)),
      .number = number,
      .issued = from,
      .until = until,
      .url = "https://node.example:8443",
      .head_key = {},
      .tls_certificates = {},
      .tls_authorities = {},
      .authorities = {},
      .signing = std::move(signing),
      .sealing = {Bytes(4)},
      .capabilities = {.profiles = {exchange::Profile::v2}, .messages = {}, .payload_bytes_max = 1000}};
  return exchange::sign_identity(document, {exchange_key.public_key()}, sha256, signing_with(exchange_key));
}

inline workflow::Command keeping_identity(exchange::Partner state, ByteView document, app::Packer& packer,
                                          Instant at, std::uint32_t number = 1) {
  workflow::Payload payload = packer.pack(workflow::payload_identity, document);
  workflow::Command command{.id = workflow::DerivedCommandId{payload.hash},
                            .type = workflow::command_keep_identity,
                            .at = at,
                            .actor = {.role = access::Role::node},
                            .content = to_cbor(workflow::IdentityRecord{
                                .state = state.number(), .delegation = 1, .number = number})};
  command.payloads.push_back(std::move(payload));
  return command;
}

}  // namespace lintas::test
