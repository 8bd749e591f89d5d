#include "shell/app/heads.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/fields.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/audit.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/store.hpp"

namespace lintas::app {

namespace {

/// Reads subtree hashes from the stored tiles, and leaves behind the last full tile from the events.
ReadHash reader_of(Sha256 sha256, const LogReads& log) {
  return [sha256, &log](std::uint8_t level, std::uint64_t index) {
    if (level > 0) {
      const auto below = certain(log.tile(static_cast<std::uint8_t>(level - 1), index),
                                 "every full tile of the audit log is stored");
      return tile_root(sha256, below.hashes);
    }
    if (const auto tile = log.tile(0, index / hashes_per_tile)) return tile->hashes[index % hashes_per_tile];
    const auto event = log.feed(Seq{static_cast<std::int64_t>(index)}, 1);
    require(!event.empty(), "a leaf behind the last full tile is in the log");
    return leaf_of(sha256, event.front());
  };
}

}  // namespace

Bytes signed_content(exchange::Partner owner, const TreeHead& head, Instant at) {
  return to_cbor(SignedHead{.owner = owner.number(), .size = head.size, .root = head.root, .at = at});
}

HeadRow publish_head(Store& store, Signer& signer, exchange::Partner self, const TreeHead& head, Instant at) {
  HeadRow row{
      .owner = self, .head = head, .at = at, .signature = signer.sign(signed_content(self, head, at))};
  store.save_head(row);
  return row;
}

ShownHead shown(const HeadRow& head, std::vector<Hash256> proof) {
  return {.size = head.head.size,
          .root = head.head.root,
          .at = head.at,
          .signature = head.signature,
          .proof = std::move(proof)};
}

HeadRow row_of(exchange::Partner owner, const ShownHead& head) {
  return {.owner = owner,
          .head = {.size = head.size, .root = head.root},
          .at = head.at,
          .signature = head.signature};
}

HeadSignature signature_of(const Verifier& verifier, const HeadRow& head) {
  return verifier.verify(head.owner, head.at, signed_content(head.owner, head.head, head.at), head.signature);
}

std::vector<Hash256> prove_growth(Sha256 sha256, const LogReads& log, std::uint64_t size,
                                  const TreeHead& head) {
  return prove_consistency(sha256, size, head.size, reader_of(sha256, log));
}

HeadVerdict accept_head(Sha256 sha256, Store& store, const Verifier& verifier, const HeadRow& head,
                        std::span<const Hash256> proof, const std::optional<HeadRow>& held,
                        const HeadClock& clock) {
  if (signature_of(verifier, head) != HeadSignature::good) return HeadVerdict::bad_signature;
  const bool is_as_large = held && head.head.size == held->head.size;
  // Before its date: whatever that says, both are signed.
  if (is_as_large && head.head.root != held->head.root) return HeadVerdict::rewritten;
  if (head.at > clock.now + clock.ahead_max) return HeadVerdict::dated_ahead;
  if (held && head.head.size < held->head.size) return HeadVerdict::went_back;
  if (held && !is_as_large) {
    if (head.at < held->at) return HeadVerdict::dated_before;
    if (!extends(sha256, held->head, head.head, proof)) return HeadVerdict::not_continued;
  }
  // The newest is the one signed last, so one that was signed earlier does not take its place.
  if (!held || !is_as_large || head.at > held->at) store.save_head(head);
  return HeadVerdict::accepted;
}

}  // namespace lintas::app
