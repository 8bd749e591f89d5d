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
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/time.hpp"

namespace lintas::crypto {

namespace {

template <auto free>
struct FreeBy {
  void operator()(auto* thing) const noexcept { free(thing); }
};
using Bio = std::unique_ptr<BIO, FreeBy<BIO_free_all>>;
using Number = std::unique_ptr<BIGNUM, FreeBy<BN_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, FreeBy<X509_EXTENSION_free>>;

/// RFC 5280 4.1.2.2: at most 20 octets, positive; random, so that nobody foresees what is signed.
constexpr int serial_bits = 159;

void done(int result, const char* what) { require(result == 1, what); }

Bio reader_of(const std::string& text) {
  return Bio{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
}

std::string text_of(const Bio& bio) {
  char* data = nullptr;
  const auto size = BIO_ctrl(bio.get(), BIO_CTRL_INFO, 0, static_cast<void*>(&data));
  return {data, static_cast<std::size_t>(size)};
}

/// A key with a password is refused rather than asked for on the terminal.
int no_password(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*data*/) { return 0; }

bool is_p256(const EVP_PKEY* key) {
  std::array<char, 32> group{};
  std::size_t size = 0;
  return EVP_PKEY_get_group_name(key, group.data(), group.size(), &size) == 1 &&
         std::string{group.data(), size} == SN_X9_62_prime256v1;
}

std::time_t seconds_of(Instant instant) {
  return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
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

void extend_all(X509* certificate, X509* issuer, const CertificateRequest& request) {
  extend(certificate, issuer, NID_basic_constraints,
         request.authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
  extend(certificate, issuer, NID_key_usage,
         request.authority ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature");
  extend(certificate, issuer, NID_subject_key_identifier, "hash");
  extend(certificate, issuer, NID_authority_key_identifier, "keyid:always");
  if (!request.authority) extend(certificate, issuer, NID_ext_key_usage, "serverAuth,clientAuth");
  std::string names;
  for (const std::string& host : request.hosts) {
    require(is_host_name(host), "a host is a name or an address");
    if (!names.empty()) names += ",";
    names += (is_address(host) ? "IP:" : "DNS:") + host;
  }
  if (!names.empty()) extend(certificate, issuer, NID_subject_alt_name, names);
}

/// All of it but the signature. An issuer of none means itself.
Certificate unsigned_certificate(const TlsKey& key, const CertificateRequest& request, X509* issuer) {
  Certificate out{X509_new()};
  X509* const raw = &out.native();
  done(X509_set_version(raw, X509_VERSION_3), "version 3 is known");
  const Number serial{BN_new()};
  done(BN_rand(serial.get(), serial_bits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY), "there is randomness");
  require(BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(raw)) != nullptr, "a serial number fits");
  require(X509_time_adj_ex(X509_getm_notBefore(raw), 0, 0,
                           std::array{seconds_of(request.not_before)}.data()) != nullptr,
          "a first day can be written");
  require(X509_time_adj_ex(X509_getm_notAfter(raw), 0, 0, std::array{seconds_of(request.not_after)}.data()) !=
              nullptr,
          "a last day can be written");
  done(X509_set_pubkey(raw, &key.native()), "a key has a public half");
  X509_NAME* const name = X509_get_subject_name(raw);
  if (!request.country.empty()) add_name(name, "C", request.country);
  add_name(name, "CN", request.common_name);
  X509* const by = issuer == nullptr ? raw : issuer;
  done(X509_set_issuer_name(raw, X509_get_subject_name(by)), "an issuer has a name");
  extend_all(raw, by, request);
  return out;
}

void sign(Certificate& certificate, const TlsKey& key) {
  require(X509_sign(&certificate.native(), &key.native(), EVP_sha256()) > 0,
          "signing in memory does not fail");
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
  Certificate certificate{PEM_read_bio_X509(in.get(), nullptr, no_password, nullptr)};
  ERR_clear_error();
  if (!certificate.certificate_) return std::unexpected("this is no certificate in PEM");
  return certificate;
}

std::string Certificate::pem() const {
  const Bio out{BIO_new(BIO_s_mem())};
  done(PEM_write_bio_X509(out.get(), certificate_.get()), "a certificate can be written");
  return text_of(out);
}

Hash256 Certificate::fingerprint() const {
  Hash256 out;
  unsigned size = 0;
  auto* const target = reinterpret_cast<unsigned char*>(out.bytes.data());
  done(X509_digest(certificate_.get(), EVP_sha256(), target, &size), "a certificate has a SHA-256");
  return out;
}

std::string Certificate::subject() const {
  const Bio out{BIO_new(BIO_s_mem())};
  X509_NAME_print_ex(out.get(), X509_get_subject_name(certificate_.get()), 0, XN_FLAG_RFC2253);
  return text_of(out);
}

Instant Certificate::not_after() const {
  std::tm fields{};
  done(ASN1_TIME_to_tm(X509_get0_notAfter(certificate_.get()), &fields), "a certificate has a last day");
  return std::chrono::sys_days{std::chrono::year{fields.tm_year + 1900} /
                               std::chrono::month{static_cast<unsigned>(fields.tm_mon) + 1U} /
                               std::chrono::day{static_cast<unsigned>(fields.tm_mday)}} +
         std::chrono::hours{fields.tm_hour} + std::chrono::minutes{fields.tm_min} +
         std::chrono::seconds{fields.tm_sec};
}

Certificate self_signed(const TlsKey& key, const CertificateRequest& request) {
  Certificate out = unsigned_certificate(key, request, nullptr);
  sign(out, key);
  return out;
}

Certificate signed_by(const Certificate& issuer, const TlsKey& issuer_key, const TlsKey& key,
                      const CertificateRequest& request) {
  Certificate out = unsigned_certificate(key, request, &issuer.native());
  sign(out, issuer_key);
  return out;
}

}  // namespace lintas::crypto
