#pragma once

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/exchange/identity.hpp"
#include "shell/as4/partner.hpp"
#include "shell/crypto/certificate_chain.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/node/config.hpp"
#include "wire/as4/suite.hpp"

/// Certificates of messages as they stand in an identity document, and those that a node makes for itself.
namespace lintas::node {

/// "signing" or "sealing".
[[nodiscard]] std::string_view word_for(crypto::KeyPurpose purpose);

/// Of a PEM file; none where there is no path. The error names the file.
[[nodiscard]] std::expected<std::vector<crypto::Certificate>, std::string> certificates_of(
    const std::string& path);
/// The same in DER.
[[nodiscard]] std::expected<std::vector<Bytes>, std::string> ders_of(const std::string& path);

/// An authority of a document that counts no more.
struct RevokedAuthority {
  crypto::Certificate certificate;
  const RevokedConfig* entry = nullptr;  ///< that names it, or one above it
};
/// Those that the configuration names, and whatever these issued, through others too: whoever has the key of
/// one may have made those below it.
[[nodiscard]] std::expected<std::vector<RevokedAuthority>, std::string> revoked_authorities_of(
    const exchange::IdentityDocument& document, std::span<const RevokedConfig> revoked);
[[nodiscard]] bool is_among(std::span<const RevokedAuthority> revoked, const Hash256& fingerprint);

/// Of one profile.
struct MessageCertificates {
  std::vector<as4::Certificate> signing;
  std::vector<as4::Certificate> sealing;
  std::vector<as4::RevokedCertificate> revoked;  ///< in neither of the two
};

/// What is held against certificates that a document names.
struct Revocations {
  std::span<const RevokedConfig> by_operator = {};
  /// Of the authorities of the document. None: these are not asked. That of a root is heeded about the
  /// authorities below it, too, where the document has both.
  std::span<const crypto::RevocationList> by_authorities = {};
  /// People gave each certificate: it needs nobody who issued it.
  bool each_by_itself = false;
};

/// Those of the profile, with no more said than that the document may name them: right kind of key and use,
/// signed by themselves or by an authority of the document. Whether one is valid now is asked when it is
/// used: one that has ended, or is to come, waits here. One that is revoked makes no error: what is signed
/// with it is a stranger's, and what would be sealed for it waits. The error says which certificate and what
/// to do; also where the profile has none, or the list of an authority is not there, not of today or not its
/// own. One that is to come counts from its first instant, before anybody looks again: so the lists are asked
/// about it now, and where they cannot be it is left out until the next look.
[[nodiscard]] std::expected<MessageCertificates, std::string> certificates_in(
    const exchange::IdentityDocument& document, as4::Suite suite, Instant now,
    const Revocations& revocations = {});

/// The profile that the certificate's key belongs to; nothing for a key that messages have no use for.
[[nodiscard]] std::optional<as4::Suite> suite_of(const crypto::MessageCertificate& certificate);

struct Validity {
  Instant from;
  Instant until;
};
/// For X.509: the key of the node's identity document as an authority.
[[nodiscard]] crypto::Certificate make_authority(const crypto::SigningKey& key, const std::string& country,
                                                 Validity validity);
/// A certificate and its key, as PEM, for the files that [exchange] names.
struct NewCertificate {
  std::string certificate;
  std::string key;
};
/// With a new key. Those of Ed25519 and X25519 are issued by the authority; those of RSA are signed by
/// themselves, since software that knows RSA alone could read no other signature on them.
[[nodiscard]] NewCertificate make_message_certificate(as4::Suite suite, crypto::KeyPurpose purpose,
                                                      const crypto::Certificate& authority,
                                                      const crypto::SigningKey& key,
                                                      const std::string& country, Validity validity);

}  // namespace lintas::node
