#include "shell/api/exchange_identity.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/code/cose.hpp"
#include "core/code/trust.hpp"
#include "core/exchange/identity.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"

namespace lintas::api {

namespace {

/// SubjectPublicKeyInfo of Ed25519 (RFC 8410, section 4), without the key.
constexpr std::array<unsigned char, 12> ed25519_info{0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                                     0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

}  // namespace

Bytes der_of(const code::PublicKey& key) {
  Bytes der;
  for (const unsigned char octet : ed25519_info) der.push_back(static_cast<std::byte>(octet));
  der.insert(der.end(), key.bytes.begin(), key.bytes.end());
  return der;
}

std::optional<KeptIdentity> read_kept_identity(Bytes document, Sha256 sha256) {
  const auto outer = code::read_signed(document);
  if (!outer) return std::nullopt;
  auto said = from_cbor<exchange::IdentityDocument>(outer->content);
  if (!said) return std::nullopt;
  const auto inner = code::read_signed(said->delegation);
  if (!inner) return std::nullopt;
  const auto delegation = from_cbor<exchange::Delegation>(inner->content);
  if (!delegation) return std::nullopt;
  return KeptIdentity{.document = std::move(document),
                      .said = *std::move(said),
                      .delegation = *delegation,
                      .signed_document = code::to_be_signed(outer->subject, outer->content),
                      .document_signature = outer->signature,
                      .signed_delegation = code::to_be_signed(inner->subject, inner->content),
                      .delegation_signature = inner->signature,
                      .root = code::fingerprint_of(delegation->root, sha256)};
}

KeptIdentities::KeptIdentities(exchange::Partner state, app::Reader& reader, app::Packer& packer,
                               Sha256 sha256) {
  const auto stream = reader.find(workflow::make_key(workflow::KeyKind::identities, state.str(), ""));
  const auto row = stream ? reader.stream(*stream) : std::nullopt;
  if (!row) return;
  for (const app::EventRow& event : reader.history(row->head)) {
    const auto stored = reader.payload(event.payload);
    if (!stored) continue;
    if (auto one = read_kept_identity(packer.unpack(*stored), sha256))
      rows_.push_back({.since = event.at, .identity = *std::move(one)});
  }
}

const KeptIdentity* KeptIdentities::naming(ByteView signer, Instant at) const {
  const KeptIdentity* found = nullptr;
  for (const Row& row : rows_) {
    if (found != nullptr && row.since > at) break;
    const bool names_it = std::ranges::any_of(row.identity.said.signing,
                                              [&](const Bytes& der) { return same_bytes(der, signer); });
    if (names_it) found = &row.identity;
  }
  return found;
}

}  // namespace lintas::api
