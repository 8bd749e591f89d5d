#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/store.hpp"

/// Signed heads of audit logs. A node signs its own and gives them to its partners, who keep the newest: a
/// log that was rewritten cannot show a consistent head to all of them any more.
namespace lintas::app {

/// What is under a head's signature.
struct SignedHead {
  std::string purpose = "lintas audit head";  // so that the signature fits nothing else
  std::uint32_t owner = 0;
  std::uint64_t size = 0;
  Hash256 root;
  Instant at;

  static constexpr std::string_view record = "audit.head";
  static constexpr auto fields() {
    return Fields{Field{1, "purpose", &SignedHead::purpose}, Field{2, "owner", &SignedHead::owner},
                  Field{3, "size", &SignedHead::size}, Field{4, "root", &SignedHead::root},
                  Field{5, "at", &SignedHead::at}};
  }
};

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
