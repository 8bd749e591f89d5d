#pragma once

#include <expected>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/crypto/message_certificate.hpp"

struct X509_crl_st;

/// Who issued a certificate of messages, and whether it was revoked. Asked when a certificate is loaded and
/// when lists are refreshed, never by a message.
namespace lintas::crypto {

/// A list of revoked certificates (RFC 5280, 5). Who signed it is checked where it is used. One that does not
/// say when the next one comes would be of today for ever: it is none (RFC 5280, 5.1.2.5).
class RevocationList {
 public:
  [[nodiscard]] static std::expected<RevocationList, std::string> from_pem(const std::string& pem);
  /// All of a text, at least one.
  [[nodiscard]] static std::expected<std::vector<RevocationList>, std::string> all_from_pem(
      const std::string& pem);
  [[nodiscard]] static std::expected<RevocationList, std::string> from_der(ByteView der);

  struct Validity {
    Instant issued;
    Instant next;
  };
  /// For tests and demonstrations, as certificates are made. `serials` in decimal digits.
  [[nodiscard]] static RevocationList issue(const Certificate& issuer, const TlsKey& issuer_key,
                                            std::span<const std::string> serials, Validity validity);

  [[nodiscard]] std::string pem() const;
  [[nodiscard]] Validity validity() const noexcept { return validity_; }

  struct Free {
    void operator()(X509_crl_st* list) const noexcept;
  };
  [[nodiscard]] X509_crl_st& native() const noexcept { return *list_; }

 private:
  using Handle = std::unique_ptr<X509_crl_st, Free>;
  RevocationList(Handle list, Validity validity) : list_(std::move(list)), validity_(validity) {}
  [[nodiscard]] static std::expected<RevocationList, std::string> of(Handle list);

  Handle list_;
  Validity validity_;
};

/// Whom an operator trusts to issue certificates, and what is known about those.
struct Issuers {
  /// Need not be signed by themselves: a state may give the authority below its root alone. A chain ends at
  /// the first of these: one that others may revoke belongs among the intermediates, or no list is asked
  /// about it.
  std::span<const Certificate> roots;
  std::span<const Certificate> intermediates{};
  /// None: revocation is not checked. Otherwise that of the issuer of each certificate that is asked about
  /// must be among them and of today; those of authorities further up, as far as the chain goes, are heeded
  /// where they are given, and have to be of today, too.
  std::span<const RevocationList> lists{};
};

/// Certificates of a chain from the leaf to the root, both counted. More: chain_too_long.
inline constexpr int chain_certificates_max = 4;

/// Whether a root vouches for the certificate now. Signatures and keys below 112 bits of security (SHA-1, RSA
/// below 2048 bits) count for nothing.
[[nodiscard]] std::expected<void, CertificateFault> verify_chain(const MessageCertificate& leaf,
                                                                 const Issuers& issuers, KeyPurpose purpose,
                                                                 Instant now);

/// The same of what is to come: the lists have to be of `now`, the certificates may have other dates.
[[nodiscard]] std::expected<void, CertificateFault> verify_chain_to_come(const MessageCertificate& leaf,
                                                                         const Issuers& issuers,
                                                                         KeyPurpose purpose, Instant now);

/// Those of `known` above a certificate, from its issuer to the root, as far as they are there; none above
/// one that is signed by itself.
[[nodiscard]] std::vector<Bytes> those_above(const Certificate& certificate,
                                             std::span<const Certificate> known);

/// Whether the key of `issuer`, which may issue, signed the certificate. Its own does, too.
[[nodiscard]] bool is_issued_by(const Certificate& certificate, const Certificate& issuer);

/// Whether its own key signed it, whatever that key may do else. A name alone, which whoever issues it
/// chooses, does not make it so.
[[nodiscard]] bool is_signed_by_itself(const Certificate& certificate);

}  // namespace lintas::crypto
