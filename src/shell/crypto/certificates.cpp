#include "shell/crypto/certificates.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <expected>
#include <memory>
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/pem.h>
#include <openssl/types.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "shell/crypto/handles.hpp"

namespace lintas::crypto {

namespace {

using Extension = std::unique_ptr<X509_EXTENSION, FreeBy<X509_EXTENSION_free>>;

/// RFC 5280 4.1.2.2: at most 20 octets, positive; random, so that nobody foresees what is signed.
constexpr int serial_bits = 159;

void done(int result, const char* what) { require(result == 1, what); }

bool is_p256(const EVP_PKEY* key) {
  std::array<char, 32> group{};
  std::size_t size = 0;
  return EVP_PKEY_get_group_name(key, group.data(), group.size(), &size) == 1 &&
         std::string{group.data(), size} == SN_X9_62_prime256v1;
}

std::time_t seconds_of(Instant instant) {
  return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

Instant instant_of(const ASN1_TIME* time) {
  std::tm fields{};
  done(ASN1_TIME_to_tm(time, &fields), "a certificate has a first and a last day");
  return std::chrono::sys_days{std::chrono::year{fields.tm_year + 1900} /
                               std::chrono::month{static_cast<unsigned>(fields.tm_mon) + 1U} /
                               std::chrono::day{static_cast<unsigned>(fields.tm_mday)}} +
         std::chrono::hours{fields.tm_hour} + std::chrono::minutes{fields.tm_min} +
         std::chrono::seconds{fields.tm_sec};
}

std::string name_text(const X509_NAME* name) {
  const Bio out{BIO_new(BIO_s_mem())};
  X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_RFC2253);
  return text_of(out);
}

/// Nothing for no certificate, and for one whose time of validity is no time.
X509* with_times(X509* certificate) {
  ERR_clear_error();
  if (certificate == nullptr) return nullptr;
  const bool fine = ASN1_TIME_check(X509_get0_notBefore(certificate)) == 1 &&
                    ASN1_TIME_check(X509_get0_notAfter(certificate)) == 1;
  if (fine) return certificate;
  X509_free(certificate);
  return nullptr;
}

void add_name(X509_NAME* name, const char* field, const std::string& value) {
  const auto* const text = reinterpret_cast<const unsigned char*>(value.data());
  done(X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, text, static_cast<int>(value.size()), -1, 0),
       "a name of a certificate has the size that X.520 allows");
}

void extend(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Extension extension{X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str())};
  require(extension != nullptr, "an extension of a certificate can be written");
  done(X509_add_ext(certificate, extension.get(), -1), "an extension fits into a certificate");
}

bool is_host_name(const std::string& text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '.' || c == ':' || c == '*';
  });
}

bool is_address(const std::string& text) {
  return text.contains(':') ||
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

struct Usage {
  CertificateUse use;
  const char* constraints;
  const char* key;
  /// Null: any.
  const char* extended;
};
constexpr std::array usages{
    Usage{CertificateUse::tls, "critical,CA:FALSE", "critical,digitalSignature", "serverAuth,clientAuth"},
    Usage{CertificateUse::authority, "critical,CA:TRUE", "critical,keyCertSign,cRLSign", nullptr},
    Usage{CertificateUse::signing, "critical,CA:FALSE", "critical,digitalSignature", nullptr},
    Usage{CertificateUse::encipherment, "critical,CA:FALSE", "critical,keyEncipherment", nullptr},
    Usage{CertificateUse::signing_and_encipherment, "critical,CA:FALSE",
          "critical,digitalSignature,keyEncipherment", nullptr},
    Usage{CertificateUse::agreement, "critical,CA:FALSE", "critical,keyAgreement", nullptr},
};

void extend_all(X509* certificate, X509* issuer, const CertificateRequest& request) {
  const auto* const usage = std::ranges::find(usages, request.use, &Usage::use);
  require(usage != usages.end(), "each use of a certificate has its row");
  extend(certificate, issuer, NID_basic_constraints, usage->constraints);
  extend(certificate, issuer, NID_key_usage, usage->key);
  extend(certificate, issuer, NID_subject_key_identifier, "hash");
  extend(certificate, issuer, NID_authority_key_identifier, "keyid:always");
  if (usage->extended != nullptr) extend(certificate, issuer, NID_ext_key_usage, usage->extended);
  std::string names;
  for (const std::string& host : request.hosts) {
    require(is_host_name(host), "a host is a name or an address");
    if (!names.empty()) names += ",";
    names += (is_address(host) ? "IP:" : "DNS:") + host;
  }
  if (!names.empty()) extend(certificate, issuer, NID_subject_alt_name, names);
}

/// All of it but the signature. An issuer of none means itself.
Certificate unsigned_certificate(EVP_PKEY& key, const CertificateRequest& request, X509* issuer) {
  Certificate out{X509_new()};
  X509* const raw = &out.native();
  done(X509_set_version(raw, X509_VERSION_3), "version 3 is known");
  const BigNumber serial{BN_new()};
  done(BN_rand(serial.get(), serial_bits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY), "there is randomness");
  require(BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(raw)) != nullptr, "a serial number fits");
  require(X509_time_adj_ex(X509_getm_notBefore(raw), 0, 0,
                           std::array{seconds_of(request.not_before)}.data()) != nullptr,
          "a first day can be written");
  require(X509_time_adj_ex(X509_getm_notAfter(raw), 0, 0, std::array{seconds_of(request.not_after)}.data()) !=
              nullptr,
          "a last day can be written");
  done(X509_set_pubkey(raw, &key), "a key has a public half");
  X509_NAME* const name = X509_get_subject_name(raw);
  if (!request.country.empty()) add_name(name, "C", request.country);
  add_name(name, "CN", request.common_name);
  X509* const by = issuer == nullptr ? raw : issuer;
  done(X509_set_issuer_name(raw, X509_get_subject_name(by)), "an issuer has a name");
  extend_all(raw, by, request);
  return out;
}

void sign(Certificate& certificate, EVP_PKEY& key) {
  const EVP_MD* const digest = EVP_PKEY_is_a(&key, "ED25519") == 1 ? nullptr : EVP_sha256();
  require(X509_sign(&certificate.native(), &key, digest) > 0, "signing in memory does not fail");
}

}  // namespace

void TlsKey::Free::operator()(evp_pkey_st* key) const noexcept { EVP_PKEY_free(key); }
void Certificate::Free::operator()(x509_st* certificate) const noexcept { X509_free(certificate); }

TlsKey TlsKey::generate() {
  TlsKey key{EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")};
  require(key.key_ != nullptr, "P-256 is known and there is randomness");
  return key;
}

std::expected<TlsKey, std::string> TlsKey::from_pem(const std::string& pem) {
  const Bio in = reader_of(pem);
  TlsKey key{PEM_read_bio_PrivateKey(in.get(), nullptr, no_password, nullptr)};
  ERR_clear_error();
  if (!key.key_) return std::unexpected("this is no private key in PEM without a password");
  if (!is_p256(key.key_.get())) return std::unexpected("the key is not one of P-256");
  return key;
}

std::string TlsKey::secret_pem() const {
  const Bio out{BIO_new(BIO_s_secmem())};
  done(PEM_write_bio_PKCS8PrivateKey(out.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr),
       "a key can be written");
  return text_of(out);
}

std::expected<Certificate, std::string> Certificate::from_pem(const std::string& pem) {
  const Bio in = reader_of(pem);
  Certificate certificate{with_times(PEM_read_bio_X509(in.get(), nullptr, no_password, nullptr))};
  if (!certificate.certificate_) return std::unexpected("this is no certificate in PEM");
  return certificate;
}

std::expected<std::vector<Certificate>, std::string> Certificate::all_from_pem(const std::string& pem) {
  constexpr std::string_view begin = "-----BEGIN CERTIFICATE-----";
  std::vector<Certificate> out;
  for (auto at = pem.find(begin); at != std::string::npos; at = pem.find(begin, at + begin.size())) {
    auto one = from_pem(pem.substr(at, pem.find(begin, at + begin.size()) - at));
    if (!one) return std::unexpected(format("certificate {} of the file: {}", out.size() + 1, one.error()));
    out.push_back(std::move(*one));
  }
  if (out.empty()) return std::unexpected("there is no certificate in PEM");
  return out;
}

std::expected<Certificate, std::string> Certificate::from_der(ByteView der) {
  const unsigned char* at = input(der);
  Certificate certificate{with_times(d2i_X509(nullptr, &at, static_cast<long>(der.size())))};
  // Compared, since d2i takes what is no DER and stops before what stands behind.
  if (!certificate.certificate_ || !same_bytes(certificate.der(), der))
    return std::unexpected("this is no certificate in DER");
  return certificate;
}

std::string Certificate::pem() const {
  const Bio out{BIO_new(BIO_s_mem())};
  done(PEM_write_bio_X509(out.get(), certificate_.get()), "a certificate can be written");
  return text_of(out);
}

Bytes Certificate::der() const {
  Bytes out(static_cast<std::size_t>(std::max(0, i2d_X509(certificate_.get(), nullptr))));
  unsigned char* at = output(out);
  require(!out.empty() && i2d_X509(certificate_.get(), &at) > 0, "a certificate can be written");
  return out;
}

Hash256 Certificate::fingerprint() const {
  Hash256 out;
  unsigned size = 0;
  auto* const target = reinterpret_cast<unsigned char*>(out.bytes.data());
  done(X509_digest(certificate_.get(), EVP_sha256(), target, &size), "a certificate has a SHA-256");
  return out;
}

std::string Certificate::subject() const { return name_text(X509_get_subject_name(certificate_.get())); }
std::string Certificate::issuer() const { return name_text(X509_get_issuer_name(certificate_.get())); }

Instant Certificate::not_before() const { return instant_of(X509_get0_notBefore(certificate_.get())); }
Instant Certificate::not_after() const { return instant_of(X509_get0_notAfter(certificate_.get())); }

Certificate self_signed(const TlsKey& key, const CertificateRequest& request) {
  return self_signed(key.native(), request);
}

Certificate self_signed(evp_pkey_st& key, const CertificateRequest& request) {
  Certificate out = unsigned_certificate(key, request, nullptr);
  sign(out, key);
  return out;
}

Certificate signed_by(const Certificate& issuer, const TlsKey& issuer_key, const TlsKey& key,
                      const CertificateRequest& request) {
  return signed_by(issuer, issuer_key.native(), key.native(), request);
}

Certificate signed_by(const Certificate& issuer, const TlsKey& issuer_key, evp_pkey_st& key,
                      const CertificateRequest& request) {
  return signed_by(issuer, issuer_key.native(), key, request);
}

Certificate signed_by(const Certificate& issuer, evp_pkey_st& issuer_key, evp_pkey_st& key,
                      const CertificateRequest& request) {
  Certificate out = unsigned_certificate(key, request, &issuer.native());
  sign(out, issuer_key);
  return out;
}

}  // namespace lintas::crypto
