#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "shell/crypto/message_keys.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/pmode.hpp"
#include "wire/as4/security_header.hpp"

/// A partner under one agreement, with everything that is known before any message is read: its certificates,
/// ours, and the keys. Made when the configuration is loaded; a message chooses among what is here and adds
/// nothing. Safe from any thread.
namespace lintas::as4 {

using Certificate = std::shared_ptr<const crypto::MessageCertificate>;

/// First and last instant.
struct Life {
  Instant from;
  Instant until;
};

/// A certificate and what its key does. Several of each where one takes the place of another: each is good
/// while it counts.
template <class Key>
struct Keyed {
  Certificate certificate;
  std::shared_ptr<const Key> key;
  /// The authorities above it as far as they are known, from its issuer up, in DER.
  std::vector<Bytes> above = {};
  /// Of whoever vouches for it. None: it needs nobody.
  std::vector<Life> vouched = {};

  /// Whether it is valid, and so is somebody who vouches for it. Nobody looks again at the instant at which
  /// an authority ends, so each message does.
  [[nodiscard]] bool counts_at(Instant now) const {
    const auto is_valid = [&](const Life& life) { return life.from <= now && now <= life.until; };
    return certificate->valid_at(now) && (vouched.empty() || std::ranges::any_of(vouched, is_valid));
  }
};
using OwnSigning = Keyed<crypto::Signer>;
using OwnSealing = Keyed<crypto::KeyOpener>;
using PartnerSigning = Keyed<crypto::Verifier>;
using PartnerSealing = Keyed<crypto::KeySealer>;

/// A certificate of the partner that counts no more, though it was agreed on. Kept so that people are told.
struct RevokedCertificate {
  Certificate certificate;
  crypto::KeyPurpose purpose;
  std::string why;  ///< names the certificate, and says who revoked it and why
};

struct Partner {
  PMode mode;
  std::vector<OwnSigning> own_signing;
  std::vector<OwnSealing> own_sealing;
  std::vector<PartnerSigning> signing;
  std::vector<PartnerSealing> sealing;
  std::vector<RevokedCertificate> revoked = {};  ///< in neither of the two
  /// People bring it our next certificates, so it may not have them yet.
  bool is_told_by_people = false;
};

/// The one that lasts longest of those that count now; null if none does.
template <class Entry>
[[nodiscard]] const Entry* current(const std::vector<Entry>& entries, Instant now) {
  const Entry* best = nullptr;
  for (const Entry& entry : entries) {
    if (!entry.counts_at(now)) continue;
    if (best == nullptr || entry.certificate->not_after() > best->certificate->not_after()) best = &entry;
  }
  return best;
}

/// The one that ends first of those that count now; null if none does.
template <class Entry>
[[nodiscard]] const Entry* oldest(const std::vector<Entry>& entries, Instant now) {
  const Entry* best = nullptr;
  for (const Entry& entry : entries) {
    if (!entry.counts_at(now)) continue;
    if (best == nullptr || entry.certificate->not_after() < best->certificate->not_after()) best = &entry;
  }
  return best;
}

/// What we sign with now for this partner; null if nothing is valid. The next one at once where the partner
/// reads of it by itself; where people tell it the one before, for as long as that is valid.
[[nodiscard]] const OwnSigning* signing_now(const Partner& partner, Instant now);

/// The certificates that it takes to judge a signature, beside what says who made it, in DER: the signer's,
/// unless it stands in it, then those above it.
template <class Key>
[[nodiscard]] std::vector<Bytes> certificates_beside(bool stands_in_it, const Keyed<Key>& signer) {
  std::vector<Bytes> out;
  if (!stands_in_it) out.push_back(signer.certificate->der());
  out.insert(out.end(), signer.above.begin(), signer.above.end());
  return out;
}
/// The same of what we sign now for this partner; none if nothing is valid.
[[nodiscard]] std::vector<Bytes> own_certificates(const Partner& partner, Instant now);

/// The agreements of a node.
class Directory {
 public:
  explicit Directory(std::vector<Partner> partners) : partners_(std::move(partners)) {}

  /// Of a message that came; null for a stranger, or for something that nobody agreed on.
  [[nodiscard]] const Partner* find(const UserMessage& message) const;
  [[nodiscard]] const std::vector<Partner>& all() const noexcept { return partners_; }

 private:
  std::vector<Partner> partners_;
};

/// As `naming` says.
[[nodiscard]] CertificateName name_of(const crypto::MessageCertificate& certificate, Naming naming);
/// Whether a message that names a certificate so means this one.
[[nodiscard]] bool means(const CertificateName& name, const crypto::MessageCertificate& certificate);

}  // namespace lintas::as4
