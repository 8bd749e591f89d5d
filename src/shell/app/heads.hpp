#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/store.hpp"

/// Signed heads of audit logs. A node signs its own and gives them to its partners, who keep the newest: a
/// log that was rewritten cannot show a consistent head to all of them any more.
namespace lintas::app {

/// The bytes under a head's signature.
[[nodiscard]] Bytes signed_content(exchange::Partner owner, const TreeHead& head, Instant at);

/// Signs the head of our own log and stores it. Outside any batch: a head may be late, never wrong.
HeadRow publish_head(Store& store, Signer& signer, exchange::Partner self, const TreeHead& head, Instant at);

/// Proof that the log of `store` at `size` leaves is the beginning of the one at `head.size`, for a partner
/// that holds the older head. Precondition: 0 < size <= head.size.
[[nodiscard]] std::vector<Hash256> prove_growth(Sha256 sha256, Store& store, std::uint64_t size,
                                                const TreeHead& head);

enum class HeadVerdict : std::uint8_t {
  accepted,
  bad_signature,
  not_newer,       ///< smaller than the one held
  not_consistent,  ///< the log was rewritten, or the proof is wrong: an alarm
};

/// Keeps a partner's head if its signature is good and it extends the one held before.
[[nodiscard]] HeadVerdict accept_head(Sha256 sha256, Store& store, const Verifier& verifier,
                                      const HeadRow& head, std::span<const Hash256> proof);

}  // namespace lintas::app
