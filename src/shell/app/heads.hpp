#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
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

/// A head as a node shows it, and as evidence is kept: what its owner signed, without the owner, and proof
/// that it continues an older one.
struct ShownHead {
  std::uint64_t size = 0;
  Hash256 root;
  Instant at;
  Bytes signature;  ///< of its owner, over SignedHead
  std::vector<Hash256> proof;

  static constexpr std::string_view record = "audit.shown_head";
  static constexpr auto fields() {
    return Fields{Field{1, "size", &ShownHead::size}, Field{2, "root", &ShownHead::root},
                  Field{3, "at", &ShownHead::at}, Field{4, "signature", &ShownHead::signature},
                  Field{5, "proof", &ShownHead::proof}};
  }
};

/// Who asks for a head, signed as heads are: how large a log is tells how much a state does.
struct HeadRequest {
  std::string purpose = "lintas audit head request";
  std::uint32_t asker = 0;
  std::uint32_t owner = 0;  ///< of the log; nobody else takes the request
  std::uint64_t from = 0;   ///< size of the head that the asker holds, 0 none
  Instant at;

  static constexpr std::string_view record = "audit.head_request";
  static constexpr auto fields() {
    return Fields{Field{1, "purpose", &HeadRequest::purpose}, Field{2, "asker", &HeadRequest::asker},
                  Field{3, "owner", &HeadRequest::owner}, Field{4, "from", &HeadRequest::from},
                  Field{5, "at", &HeadRequest::at}};
  }
};

/// A head that is held and one that was shown later and does not continue it, as evidence. Of one size and
/// with two roots they prove to anybody who knows the owner's key that it signed two histories. Of two sizes
/// they prove nothing to others: that no proof led from the one to the other only the node knows that asked.
struct Contradiction {
  std::uint32_t owner = 0;
  ShownHead held;   ///< without a proof
  ShownHead shown;  ///< later, with the proof that came with it; of size 0 and unsigned: none was shown

  static constexpr std::string_view record = "audit.contradiction";
  static constexpr auto fields() {
    return Fields{Field{1, "owner", &Contradiction::owner}, Field{2, "held", &Contradiction::held},
                  Field{3, "shown", &Contradiction::shown}};
  }
};

[[nodiscard]] ShownHead shown(const HeadRow& head, std::vector<Hash256> proof);
[[nodiscard]] HeadRow row_of(exchange::Partner owner, const ShownHead& head);

[[nodiscard]] HeadSignature signature_of(const Verifier& verifier, const HeadRow& head);

/// Where a proof reads a log: full tiles, and events behind the last of them.
struct LogReads {
  std::function<std::optional<Tile>(std::uint8_t level, std::uint64_t n)> tile;
  std::function<std::vector<EventRow>(Seq after, std::size_t count)> feed;
};

/// Proof that the log at `size` leaves is the beginning of the one at `head.size`, for a partner
/// that holds the older head. Precondition: 0 < size <= head.size.
[[nodiscard]] std::vector<Hash256> prove_growth(Sha256 sha256, const LogReads& log, std::uint64_t size,
                                                const TreeHead& head);

enum class HeadVerdict : std::uint8_t {
  accepted,
  bad_signature,
  rewritten,      ///< as large as the one held and with another root: its owner has signed two histories
  dated_ahead,    ///< of our clock, by more than the tolerance: one of the two clocks is wrong
  went_back,      ///< smaller than the one held: its log is shorter now, as after a restore from a backup
  dated_before,   ///< larger than the one held, and signed before it
  not_continued,  ///< larger than the one held, and what came with it does not prove that it continues that
};

/// When a head is looked at.
struct HeadClock {
  Instant now;
  std::chrono::milliseconds ahead_max;  ///< how far a head may be dated ahead of `now`
};

/// Keeps a partner's head if its signature is good and it extends the one held before. One as large as that,
/// with its root, is the same head whatever came with it; signed later, it is kept in its place. `held`: that
/// of the store, or none where people have explained why it counts no more.
[[nodiscard]] HeadVerdict accept_head(Sha256 sha256, Store& store, const Verifier& verifier,
                                      const HeadRow& head, std::span<const Hash256> proof,
                                      const std::optional<HeadRow>& held, const HeadClock& clock);

}  // namespace lintas::app
