#include "shell/crypto/message_certificate.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/types.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/crypto/handles.hpp"
#include "shell/crypto/issuer_name.hpp"

namespace lintas::crypto {

namespace {

using Reason = CertificateFault::Reason;

std::string base64_of(ByteView bytes) {
  std::string out(((bytes.size() + 2) / 3 * 4) + 1, '\0');  // a zero byte is written behind
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), input(bytes),
                                   static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

/// In decimal digits; with a minus sign where it is negative.
std::string decimal(const ASN1_INTEGER* number) {
  const BigNumber value{ASN1_INTEGER_to_BN(number, nullptr)};
  char* const digits = value ? BN_bn2dec(value.get()) : nullptr;
  require(digits != nullptr, "a number has digits");
  std::string out{digits};
  OPENSSL_free(digits);
  return out;
}

Bytes identifier_of(X509& certificate) {
  const ASN1_OCTET_STRING* const found = X509_get0_subject_key_id(&certificate);
  if (found == nullptr) return {};
  const auto size = static_cast<std::size_t>(ASN1_STRING_length(found));
  return copy_of(std::as_bytes(std::span{ASN1_STRING_get0_data(found), size}));
}

KeyKind kind_of(const EVP_PKEY* key) {
  if (key == nullptr) return KeyKind::other;
  if (EVP_PKEY_is_a(key, "RSA") == 1) return KeyKind::rsa;
  if (EVP_PKEY_is_a(key, "ED25519") == 1) return KeyKind::ed25519;
  if (EVP_PKEY_is_a(key, "X25519") == 1) return KeyKind::x25519;
  return KeyKind::other;
}

std::string_view name_of(KeyKind kind) {
  switch (kind) {
    case KeyKind::rsa: return "RSA";
    case KeyKind::ed25519: return "Ed25519";
    case KeyKind::x25519: return "X25519";
    case KeyKind::other: return "another kind";
  }
  std::unreachable();
}

KeyKind wanted(Suite suite, KeyPurpose purpose) {
  if (suite == Suite::rsa) return KeyKind::rsa;
  return purpose == KeyPurpose::signing ? KeyKind::ed25519 : KeyKind::x25519;
}

std::unexpected<CertificateFault> fault(Reason reason, std::string message) {
  return std::unexpected(CertificateFault{.reason = reason, .message = std::move(message)});
}

}  // namespace

MessageCertificate::MessageCertificate(Certificate certificate)
    : certificate_(std::move(certificate)),
      key_(X509_get0_pubkey(&certificate_.native())),
      der_(certificate_.der()),
      base64_(base64_of(der_)),
      subject_key_identifier_(identifier_of(certificate_.native())),
      issuer_(certificate_.issuer()),
      serial_(decimal(X509_get0_serialNumber(&certificate_.native()))),
      subject_(certificate_.subject()),
      fingerprint_(certificate_.fingerprint()),
      not_before_(certificate_.not_before()),
      not_after_(certificate_.not_after()),
      key_kind_(kind_of(key_)),
      key_bits_(key_ == nullptr ? 0 : EVP_PKEY_get_bits(key_)),
      usage_(X509_get_key_usage(&certificate_.native())) {
  ERR_clear_error();
}

std::expected<MessageCertificate, std::string> MessageCertificate::from(Certificate certificate) {
  MessageCertificate out{std::move(certificate)};
  if (out.serial_.starts_with('-')) {
    return std::unexpected(
        format("the certificate of {} has a negative serial number: ask for one that "
               "follows RFC 5280",
               out.subject_));
  }
  return out;
}

std::expected<MessageCertificate, std::string> MessageCertificate::from_pem(const std::string& pem) {
  auto certificate = Certificate::from_pem(pem);
  if (certificate) return from(std::move(*certificate));
  if (pem.contains("PRIVATE KEY-----")) {
    return std::unexpected(
        "this is a private key and no certificate: give the file of the certificate, and "
        "do not pass the key on");
  }
  return std::unexpected(std::move(certificate.error()));
}

std::expected<MessageCertificate, std::string> MessageCertificate::from_der(ByteView der) {
  auto certificate = Certificate::from_der(der);
  if (!certificate) return std::unexpected(std::move(certificate.error()));
  return from(std::move(*certificate));
}

bool MessageCertificate::is_named_by(std::string_view issuer, std::string_view serial) const {
  if (serial != serial_) return false;
  return issuer == issuer_ || is_name(*X509_get_issuer_name(&certificate_.native()), issuer);
}

bool MessageCertificate::may(KeyPurpose purpose) const noexcept {
  constexpr std::uint32_t signs = KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION;
  const std::uint32_t seals = key_kind_ == KeyKind::rsa ? KU_KEY_ENCIPHERMENT : KU_KEY_AGREEMENT;
  return (usage_ & (purpose == KeyPurpose::signing ? signs : seals)) != 0;
}

std::array<std::byte, 32> public_key_of(const MessageCertificate& certificate) {
  std::array<std::byte, 32> key{};
  std::size_t size = key.size();
  const int done = EVP_PKEY_get_raw_public_key(certificate.native_key(), output(key), &size);
  require(done == 1 && size == key.size(), "a key on an Edwards curve has 32 bytes");
  return key;
}

std::expected<void, CertificateFault> check_usage(const MessageCertificate& certificate, KeyPurpose purpose) {
  if (certificate.may(purpose)) return {};
  const std::string_view asked = purpose == KeyPurpose::signing           ? "digitalSignature"
                                 : certificate.key_kind() == KeyKind::rsa ? "keyEncipherment"
                                                                          : "keyAgreement";
  return fault(
      Reason::wrong_usage,
      format("the key usage of the certificate of {} has no {}: use the certificate that was issued "
             "for {}",
             certificate.subject(), asked, purpose == KeyPurpose::signing ? "signing" : "encryption"));
}

std::expected<void, CertificateFault> check_usable(const MessageCertificate& certificate, Suite suite,
                                                   KeyPurpose purpose, Instant now) {
  const std::string& subject = certificate.subject();
  const KeyKind asked = wanted(suite, purpose);
  if (certificate.key_kind() != asked) {
    return fault(Reason::other_kind_of_key,
                 format("the certificate of {} has a key of {}; this profile {} with {}: use the certificate "
                        "for that, or the other profile",
                        subject, name_of(certificate.key_kind()),
                        purpose == KeyPurpose::signing ? "signs" : "encrypts", name_of(asked)));
  }
  if (asked == KeyKind::rsa && certificate.key_bits() < rsa_bits_min) {
    return fault(
        Reason::key_too_small,
        format("the key of the certificate of {} has {} bits; RSA needs {}: ask for a certificate of a "
               "larger key",
               subject, certificate.key_bits(), rsa_bits_min));
  }
  if (auto usage = check_usage(certificate, purpose); !usage) return usage;
  if (now < certificate.not_before()) {
    return fault(
        Reason::not_yet_valid,
        format("the certificate of {} is valid from {} on: use the one before it until then, and see "
               "whether the clock is right",
               subject, to_text(certificate.not_before())));
  }
  if (now > certificate.not_after()) {
    return fault(Reason::expired, format("the certificate of {} was valid until {}: ask for the one that "
                                         "follows it",
                                         subject, to_text(certificate.not_after())));
  }
  return {};
}

}  // namespace lintas::crypto
