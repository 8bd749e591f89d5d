#include "shell/net/tls.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <expected>
#include <memory>
#include <mutex>
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/result.hpp"
#include "shell/net/http.hpp"
#include "shell/net/tls_context.hpp"

namespace lintas::net {

namespace {

template <auto free>
struct Free {
  void operator()(auto* thing) const noexcept { free(thing); }
};
struct FreeText {
  void operator()(unsigned char* text) const noexcept { OPENSSL_free(text); }
};
using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Native = std::unique_ptr<SSL_CTX, Free<SSL_CTX_free>>;

/// Only what agrees a fresh key per connection and authenticates what it encrypts.
constexpr const char* ciphers_of_tls12 = "ECDHE+AESGCM:ECDHE+CHACHA20";
constexpr const char* groups = "X25519:P-256:P-384";
/// 112 bits and more: no SHA-1, no RSA below 2048.
constexpr int security_level = 2;

std::unexpected<TlsError> failed(std::string what) {
  ERR_clear_error();
  return std::unexpected(TlsError{.what = std::move(what)});
}

Bio reader_of(const std::string& text) {
  return Bio{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
}

/// A key with a password is refused rather than asked for on the terminal.
int no_password(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*data*/) { return 0; }

std::vector<Certificate> certificates_of(const std::string& pem) {
  std::vector<Certificate> out;
  const Bio in = reader_of(pem);
  while (X509* const one = PEM_read_bio_X509(in.get(), nullptr, no_password, nullptr)) out.emplace_back(one);
  ERR_clear_error();
  return out;
}

Hash256 fingerprint_of(const X509* certificate) {
  Hash256 out;
  unsigned size = 0;
  const int done =
      X509_digest(certificate, EVP_sha256(), reinterpret_cast<unsigned char*>(out.bytes.data()), &size);
  require(done == 1 && size == out.bytes.size(), "a certificate has a SHA-256");
  return out;
}

/// Of a connection that has shown a certificate which nobody believes, where none has to be shown.
int unbelieved_index() {
  static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

int trust_index() {
  static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

/// What is wrong only because nobody whom we trust has signed the certificate.
bool is_about_the_signer(int error) {
  constexpr std::array errors{
      X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT,
      X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
      X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE,
      X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
      X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
      X509_V_ERR_CERT_UNTRUSTED,
      X509_V_ERR_HOSTNAME_MISMATCH,
      X509_V_ERR_IP_ADDRESS_MISMATCH,
  };
  return std::ranges::find(errors, error) != errors.end();
}

bool names(const std::vector<Hash256>& fingerprints, const X509* certificate) {
  return certificate != nullptr &&
         std::ranges::find(fingerprints, fingerprint_of(certificate)) != fingerprints.end();
}

/// The library's own verdict, and ours: a certificate that is trusted by itself needs no signer and no name;
/// a wrong date or purpose stays wrong.
int judge(int believed, X509_STORE_CTX* chain, const SSL* connection) {
  const X509* const leaf = X509_STORE_CTX_get0_cert(chain);
  if (leaf == nullptr) return 0;
  const auto* const trust =
      static_cast<const TlsTrust*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(connection), trust_index()));
  if (trust == nullptr) return 0;
  if (!trust->revoked.empty() &&
      (names(trust->revoked, leaf) || names(trust->revoked, X509_STORE_CTX_get_current_cert(chain)))) {
    X509_STORE_CTX_set_error(chain, X509_V_ERR_CERT_REVOKED);
    return 0;
  }
  if (believed == 1) return 1;
  if (!is_about_the_signer(X509_STORE_CTX_get_error(chain))) return 0;
  if (!names(trust->fingerprints, leaf)) return 0;
  X509_STORE_CTX_set_error(chain, X509_V_OK);
  return 1;
}

/// Whether whoever connects to us may just as well show no certificate.
bool may_show_none(const SSL* connection) {
  return SSL_is_server(connection) == 1 &&
         (SSL_get_verify_mode(connection) & SSL_VERIFY_FAIL_IF_NO_PEER_CERT) == 0;
}

/// Asked on each certificate of the chain. Where some need not show any, software of others shows the one
/// that it has, to whoever asks: that is no reason to send it away, and no reason to know it by that.
int verify(int believed, X509_STORE_CTX* chain) {
  const auto index = SSL_get_ex_data_X509_STORE_CTX_idx();
  auto* const connection = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(chain, index));
  if (connection == nullptr) return 0;
  const int verdict = judge(believed, chain, connection);
  if (verdict == 1 || !may_show_none(connection)) return verdict;
  static char mark = 0;
  return SSL_set_ex_data(connection, unbelieved_index(), &mark);
}

std::expected<void, TlsError> show(SSL_CTX* context, const TlsIdentity& identity) {
  const auto certificates = certificates_of(identity.certificates_pem);
  if (certificates.empty()) return failed("the certificate file holds no certificate in PEM");
  const Bio in = reader_of(identity.key_pem.reveal());
  const Key key{PEM_read_bio_PrivateKey(in.get(), nullptr, no_password, nullptr)};
  if (!key) return failed("the key file holds no private key in PEM without a password");
  if (SSL_CTX_use_certificate(context, certificates.front().get()) != 1) {
    return failed("the certificate is too weak: use ECDSA P-256 with SHA-256");
  }
  for (std::size_t i = 1; i < certificates.size(); ++i) {
    if (SSL_CTX_add1_chain_cert(context, certificates[i].get()) != 1) {
      return failed("an intermediate certificate is too weak");
    }
  }
  const bool fits =
      SSL_CTX_use_PrivateKey(context, key.get()) == 1 && SSL_CTX_check_private_key(context) == 1;
  if (!fits) return failed("the private key does not belong to the certificate");
  return {};
}

/// Adds what is trusted by itself to the fingerprints, so that there is one list of it.
std::expected<void, TlsError> believe(SSL_CTX* context, TlsTrust& trust) {
  if (trust.certificates_pem.empty()) return {};
  const auto certificates = certificates_of(trust.certificates_pem);
  if (certificates.empty()) return failed("the file of trusted certificates holds none in PEM");
  X509_STORE* const store = SSL_CTX_get_cert_store(context);
  // A certificate in the list is enough, whoever signed it.
  X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN);
  for (const Certificate& certificate : certificates) {
    if (X509_STORE_add_cert(store, certificate.get()) != 1) return failed("a trusted certificate is damaged");
    trust.fingerprints.push_back(fingerprint_of(certificate.get()));
  }
  return {};
}

std::expected<Native, TlsError> new_context(const SSL_METHOD* method) {
  Native context{SSL_CTX_new(method)};
  require(context != nullptr, "there is memory for a TLS context");
  SSL_CTX_set_security_level(context.get(), security_level);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET |
                                         SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS);
  const bool set = SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) == 1 &&
                   SSL_CTX_set_num_tickets(context.get(), 0) == 1 &&
                   SSL_CTX_set_cipher_list(context.get(), ciphers_of_tls12) == 1 &&
                   SSL_CTX_set1_groups_list(context.get(), groups) == 1;
  if (!set) return failed("this OpenSSL does not offer what is needed of TLS 1.2");
  return context;
}

template <class State>
void verify_with(State& state, int mode) {
  SSL_CTX* const native = state.context.native_handle();
  const bool set = SSL_CTX_set_ex_data(native, trust_index(), &state.trusted) == 1;
  require(set, "a context keeps a pointer");
  SSL_CTX_set_verify(native, mode, verify);
}

std::expected<std::shared_ptr<ServerTls::Context>, TlsError> server_context(
    const ServerTls::Options& options) {
  LINTAS_TRY(native, new_context(TLS_server_method()));
  TlsTrust trust = options.clients;
  const bool asks = !trust.empty();
  if (auto shown = show(native.get(), options.identity); !shown) return std::unexpected(shown.error());
  if (auto believed = believe(native.get(), trust); !believed) return std::unexpected(believed.error());
  auto state = std::make_shared<ServerTls::Context>(native.release(), std::move(trust));
  const int if_none_is_shown = options.clients_have_to_show ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0;
  state->mode = asks ? SSL_VERIFY_PEER | if_none_is_shown : SSL_VERIFY_NONE;
  verify_with(*state, state->mode);
  return state;
}

std::expected<std::unique_ptr<ClientTls::Context>, TlsError> client_context(const ClientTls::Options& options,
                                                                            bool of_system) {
  LINTAS_TRY(native, new_context(TLS_client_method()));
  TlsTrust trust = options.servers;
  if (of_system) {
    if (SSL_CTX_set_default_verify_paths(native.get()) != 1) return failed("the system has no certificates");
  } else if (trust.empty()) {
    return failed("nobody is trusted: give certificates or fingerprints");
  }
  if (auto believed = believe(native.get(), trust); !believed) return std::unexpected(believed.error());
  if (!options.identity.certificates_pem.empty()) {
    if (auto shown = show(native.get(), options.identity); !shown) return std::unexpected(shown.error());
  }
  auto state = std::make_unique<ClientTls::Context>(native.release(), std::move(trust));
  verify_with(*state, SSL_VERIFY_PEER);
  return state;
}

/// By the structure, never by a printed form: a name may hold whatever a printed one is cut at.
std::string common_name_of(const X509* certificate) {
  const X509_NAME* const subject = X509_get_subject_name(certificate);
  const int place = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  if (place < 0 || X509_NAME_get_index_by_NID(subject, NID_commonName, place) >= 0) return {};
  unsigned char* text = nullptr;
  const int size = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, place)));
  if (size < 0) return {};
  const std::unique_ptr<unsigned char, FreeText> hold{text};
  return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)};
}

std::vector<Hash256> chain_of(const SSL* connection) {
  std::vector<Hash256> out;
  const STACK_OF(X509)* const chain = SSL_get0_verified_chain(connection);
  const int size = sk_X509_num(chain);  // below 0 where there is none
  out.reserve(static_cast<std::size_t>(std::max(size, 0)));
  for (int i = 0; i < size; ++i) out.push_back(fingerprint_of(sk_X509_value(chain, i)));
  return out;
}

}  // namespace

KeyPem::~KeyPem() {
  text_.resize(text_.capacity());  // what it once held, too; nothing is reserved for it
  OPENSSL_cleanse(text_.data(), text_.size());
}

std::vector<Hash256> fingerprints_of(const std::string& certificates_pem) {
  std::vector<Hash256> out;
  for (const Certificate& certificate : certificates_of(certificates_pem))
    out.push_back(fingerprint_of(certificate.get()));
  return out;
}

/// What a handshake proved is what it asked for: who showed nothing because nobody was asked stays unknown,
/// and a chain is known as far as it was believed then.
void ServerTls::Context::replaced_by(Context& next) {
  const bool same = trusted.certificates_pem == next.trusted.certificates_pem &&
                    trusted.fingerprints == next.trusted.fingerprints &&
                    trusted.revoked == next.trusted.revoked && mode == next.mode;
  if (same) {
    next.outdated_ = outdated_;
  } else {
    *outdated_ = true;
  }
}

struct ServerTls::Slot {
  mutable std::mutex lock;
  std::shared_ptr<Context> context;
};

ServerTls::ServerTls() : slot_(std::make_unique<Slot>()) {}
ServerTls::~ServerTls() = default;

std::expected<std::shared_ptr<ServerTls>, TlsError> ServerTls::make(const Options& options) {
  std::shared_ptr<ServerTls> made{new ServerTls};
  if (auto loaded = made->reload(options); !loaded) return std::unexpected(loaded.error());
  return made;
}

std::expected<void, TlsError> ServerTls::reload(const Options& options) {
  LINTAS_TRY(fresh, server_context(options));
  const std::lock_guard hold{slot_->lock};
  if (slot_->context) slot_->context->replaced_by(*fresh);
  slot_->context = std::move(fresh);
  return {};
}

std::shared_ptr<ServerTls::Context> ServerTls::current() const {
  const std::lock_guard hold{slot_->lock};
  return slot_->context;
}

ClientTls::ClientTls() = default;
ClientTls::~ClientTls() = default;

std::expected<std::shared_ptr<const ClientTls>, TlsError> ClientTls::make(const Options& options) {
  std::shared_ptr<ClientTls> made{new ClientTls};
  LINTAS_TRY(context, client_context(options, false));
  made->context_ = std::move(context);
  return made;
}

std::expected<std::shared_ptr<const ClientTls>, TlsError> ClientTls::of_system(std::vector<Hash256> revoked,
                                                                               TlsIdentity identity) {
  std::shared_ptr<ClientTls> made{new ClientTls};
  LINTAS_TRY(
      context,
      client_context({.servers = {.certificates_pem = {}, .fingerprints = {}, .revoked = std::move(revoked)},
                      .identity = std::move(identity)},
                     true));
  made->context_ = std::move(context);
  return made;
}

std::optional<PeerCertificate> peer_certificate_of(SSL* connection) {
  if (SSL_get_ex_data(connection, unbelieved_index()) != nullptr) return std::nullopt;
  const Certificate certificate{SSL_get1_peer_certificate(connection)};
  if (!certificate) return std::nullopt;
  return PeerCertificate{.fingerprint = fingerprint_of(certificate.get()),
                         .common_name = common_name_of(certificate.get()),
                         .chain = chain_of(connection)};
}

bool expect_host(SSL* connection, const std::string& host) {
  boost::system::error_code no_address;
  boost::asio::ip::make_address(host, no_address);
  if (!no_address) return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(connection), host.c_str()) == 1;
  SSL_set_hostflags(connection, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  std::string name = host;
  // SSL_set_tlsext_host_name without its macro's casts.
  return SSL_set1_host(connection, host.c_str()) == 1 &&
         SSL_ctrl(connection, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data()) == 1;
}

std::string verify_failure_of(SSL* connection) {
  const long result = SSL_get_verify_result(connection);
  return result == X509_V_OK ? "" : X509_verify_cert_error_string(result);
}

}  // namespace lintas::net
