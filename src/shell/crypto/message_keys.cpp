#include "shell/crypto/message_keys.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <expected>
#include <memory>
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/types.h>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "shell/app/ports.hpp"
#include "shell/crypto/content_cipher.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/handles.hpp"
#include "shell/crypto/key_agreement.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "shell/crypto/signing.hpp"

namespace lintas::crypto {

namespace {

constexpr std::size_t salt_size = 16;

bool is_rsa(const EVP_PKEY* key) { return EVP_PKEY_is_a(key, "RSA") == 1; }
std::size_t size_of(const EVP_PKEY* key) { return static_cast<std::size_t>(EVP_PKEY_get_size(key)); }

/// Each parameter is named: what a library takes by default, another does not.
void choose_signature(EVP_PKEY_CTX* context) {
  const bool fine = EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1 &&
                    EVP_PKEY_CTX_set_signature_md(context, EVP_sha256()) == 1;
  require(fine, "RSA signs with PKCS #1 v1.5 and SHA-256");
}
void choose_oaep(EVP_PKEY_CTX* context) {
  const bool fine = EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1 &&
                    EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256()) == 1 &&
                    EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) == 1;
  require(fine, "RSA encrypts with OAEP, SHA-256 and MGF1 of SHA-256");
}

/// Prepared once, then duplicated for each call: cheaper than making one, above all with many threads, which
/// would wait for each other in the look-up of algorithms.
template <auto init, auto choose>
KeyContext prepare(EVP_PKEY* key) {
  KeyContext context{EVP_PKEY_CTX_new(key, nullptr)};
  require(context && init(context.get()) == 1, "a key of RSA does what RSA does");
  choose(context.get());
  return context;
}
KeyContext duplicate(const EVP_PKEY_CTX* prepared) {
  KeyContext context{EVP_PKEY_CTX_dup(prepared)};
  require(context != nullptr, "there is memory for a context");
  return context;
}

class RsaSigner final : public Signer {
 public:
  explicit RsaSigner(Key key)
      : key_(std::move(key)), prepared_(prepare<EVP_PKEY_sign_init, choose_signature>(key_.get())) {}

  [[nodiscard]] Suite suite() const noexcept override { return Suite::rsa; }
  [[nodiscard]] Bytes sign(ByteView content) const override {
    const Hash256 hash = sha256(std::array{content});
    const KeyContext context = duplicate(prepared_.get());
    std::size_t size = size_of(key_.get());
    Bytes signature(size);
    const bool fine =
        EVP_PKEY_sign(context.get(), output(signature), &size, input(hash.view()), hash.bytes.size()) == 1;
    require(fine && size == signature.size(), "signing in memory does not fail");
    return signature;
  }

 private:
  Key key_;
  KeyContext prepared_;
};

SigningKey signing_key_of(const EVP_PKEY* key) {
  std::array<std::byte, 32> seed{};
  std::size_t size = seed.size();
  const bool fine = EVP_PKEY_get_raw_private_key(key, output(seed), &size) == 1 && size == seed.size();
  require(fine, "a private key of Ed25519 has a seed of 32 bytes");
  SigningKey made = SigningKey::from_seed(seed);
  OPENSSL_cleanse(seed.data(), seed.size());
  return made;
}

class Ed25519Signer final : public Signer {
 public:
  explicit Ed25519Signer(const EVP_PKEY* key) : key_(signing_key_of(key)) {}

  [[nodiscard]] Suite suite() const noexcept override { return Suite::edwards; }
  [[nodiscard]] Bytes sign(ByteView content) const override { return copy_of(key_.sign(content)); }

 private:
  SigningKey key_;
};

class RsaOpener final : public KeyOpener {
 public:
  explicit RsaOpener(Key key)
      : key_(std::move(key)), prepared_(prepare<EVP_PKEY_decrypt_init, choose_oaep>(key_.get())) {}

  [[nodiscard]] Suite suite() const noexcept override { return Suite::rsa; }
  [[nodiscard]] std::optional<ContentKey> open(const KeyBlock& block) const override {
    const auto* const transport = std::get_if<KeyTransport>(&block);
    std::size_t size = size_of(key_.get());
    if (transport == nullptr || transport->box.size() != size) return std::nullopt;
    const KeyContext context = duplicate(prepared_.get());
    Bytes opened(size);
    const bool fine = EVP_PKEY_decrypt(context.get(), output(opened), &size, input(transport->box),
                                       transport->box.size()) == 1;
    auto key = fine ? ContentKey::from(ByteView{opened}.first(size)) : std::nullopt;
    OPENSSL_cleanse(opened.data(), opened.size());
    ERR_clear_error();
    return key;
  }

 private:
  Key key_;
  KeyContext prepared_;
};

class X25519Opener final : public KeyOpener {
 public:
  explicit X25519Opener(Key key) : key_(std::move(key)) {}

  [[nodiscard]] Suite suite() const noexcept override { return Suite::edwards; }
  [[nodiscard]] std::optional<ContentKey> open(const KeyBlock& block) const override {
    const auto* const agreement = std::get_if<KeyAgreement>(&block);
    if (agreement == nullptr) return std::nullopt;
    const auto wrapping = agree(*key_, agreement->ephemeral, agreement->salt, agreement->info);
    return wrapping ? unwrap_key(*wrapping, agreement->wrapped) : std::nullopt;
  }

 private:
  Key key_;
};

PublicKeyBytes public_bytes(const EVP_PKEY* key) {
  PublicKeyBytes out{};
  std::size_t size = out.size();
  const bool fine = EVP_PKEY_get_raw_public_key(key, output(out), &size) == 1 && size == out.size();
  require(fine, "keys of these curves have 32 bytes");
  return out;
}

PublicKeyBytes point(unsigned char first, unsigned char middle, unsigned char last) {
  PublicKeyBytes out{};
  out.fill(static_cast<std::byte>(middle));
  out.front() = static_cast<std::byte>(first);
  out.back() = static_cast<std::byte>(last);
  return out;
}

/// Whether one of the eight points whose order divides eight, in either way to write it and without regard to
/// the sign. RFC 8032 leaves the check to whoever takes a key.
bool has_small_order(PublicKeyBytes key) {
  constexpr std::array<unsigned char, 32> of_order_8{
      0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2, 0xEF, 0x98, 0xF0,
      0xD5, 0xDF, 0xAC, 0x05, 0xD3, 0xC6, 0x33, 0x39, 0xB1, 0x38, 0x02, 0x88, 0x6D, 0x53, 0xFC, 0x05};
  constexpr std::array<unsigned char, 32> of_order_8_too{
      0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10, 0x67, 0x0F,
      0x2A, 0x20, 0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77, 0x92, 0xAC, 0x03, 0x7A};
  key.back() &= std::byte{0x7F};
  const ByteView view{key};
  const std::array smooth{point(0, 0, 0), point(1, 0, 0), point(0xEC, 0xFF, 0x7F), point(0xED, 0xFF, 0x7F),
                          point(0xEE, 0xFF, 0x7F)};
  return std::ranges::find(smooth, key) != smooth.end() ||
         same_bytes(view, std::as_bytes(std::span{of_order_8})) ||
         same_bytes(view, std::as_bytes(std::span{of_order_8_too}));
}

/// A Java peer takes an ephemeral key that begins so for one of DSA, and refuses the message.
bool looks_like_dsa(const PublicKeyBytes& key) {
  return key[0] == std::byte{0x02} && key[1] <= std::byte{0x1E};
}

/// A new private key of X25519.
Key draw_x25519(app::Entropy& entropy) {
  Wiped<32> secret;
  for (;;) {
    entropy.fill(secret.bytes());
    Key key{
        EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, input(secret.view()), secret.view().size())};
    require(key != nullptr, "any 32 bytes are a private key of X25519");
    if (!looks_like_dsa(public_bytes(key.get()))) return key;
  }
}

KeyAgreement seal_by_agreement(const EVP_PKEY* partner, const ContentKey& content_key,
                               app::Entropy& entropy) {
  const Key ephemeral = draw_x25519(entropy);
  KeyAgreement out{
      .ephemeral = public_bytes(ephemeral.get()), .salt = Bytes(salt_size), .info = {}, .wrapped = {}};
  entropy.fill(out.salt);
  const auto wrapping = agree(*ephemeral, public_bytes(partner), out.salt, out.info);
  if (wrapping) out.wrapped = wrap_key(*wrapping, content_key);
  require(!out.wrapped.empty(), "a key that was checked has no small order");
  return out;
}

KeyTransport seal_by_transport(const EVP_PKEY_CTX* prepared, std::size_t size,
                               const ContentKey& content_key) {
  const KeyContext context = duplicate(prepared);
  KeyTransport out{.box = Bytes(size)};
  const bool fine = EVP_PKEY_encrypt(context.get(), output(out.box), &size, input(content_key.reveal()),
                                     ContentKey::size) == 1;
  require(fine && size == out.box.size(), "encrypting in memory does not fail");
  return out;
}

/// Agreeing with it once is the check that stays right with any library.
bool agrees(const EVP_PKEY* partner) {
  const Key own{EVP_PKEY_Q_keygen(nullptr, nullptr, "X25519")};
  require(own != nullptr, "X25519 is known and there is randomness");
  return agree(*own, public_bytes(partner), {}, {}).has_value();
}

std::unexpected<std::string> refuse(const MessageCertificate& certificate, const char* why) {
  return std::unexpected(format("the certificate of {} {}", certificate.subject(), why));
}

bool small_rsa(const MessageCertificate& certificate) {
  return certificate.key_kind() == KeyKind::rsa && certificate.key_bits() < rsa_bits_min;
}
constexpr const char* too_small = "has a key of RSA below 2048 bits: ask for a larger one";

}  // namespace

void MessageKey::Free::operator()(evp_pkey_st* key) const noexcept { EVP_PKEY_free(key); }
void Verifier::Free::operator()(evp_pkey_st* key) const noexcept { EVP_PKEY_free(key); }
void Verifier::Free::operator()(evp_pkey_ctx_st* context) const noexcept { EVP_PKEY_CTX_free(context); }

MessageKey MessageKey::generate(KeyKind kind) {
  require(kind != KeyKind::other, "a key is of a kind that messages use");
  EVP_PKEY* const key = kind == KeyKind::rsa       ? EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA",
                                                                       static_cast<std::size_t>(rsa_bits_min))
                        : kind == KeyKind::ed25519 ? EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")
                                                   : EVP_PKEY_Q_keygen(nullptr, nullptr, "X25519");
  require(key != nullptr, "these kinds of keys are known and there is randomness");
  return {key, kind};
}

std::expected<MessageKey, std::string> MessageKey::from_pem(const std::string& pem) {
  const Bio in = reader_of(pem);
  Key key{PEM_read_bio_PrivateKey(in.get(), nullptr, no_password, nullptr)};
  ERR_clear_error();
  if (!key) return std::unexpected("this is no private key in PEM without a password");
  if (is_rsa(key.get())) {
    if (EVP_PKEY_get_bits(key.get()) < rsa_bits_min) {
      return std::unexpected(format("this key has {} bits; RSA needs {}: make a larger one",
                                    EVP_PKEY_get_bits(key.get()), rsa_bits_min));
    }
    return MessageKey{key.release(), KeyKind::rsa};
  }
  if (EVP_PKEY_is_a(key.get(), "ED25519") == 1) return MessageKey{key.release(), KeyKind::ed25519};
  if (EVP_PKEY_is_a(key.get(), "X25519") == 1) return MessageKey{key.release(), KeyKind::x25519};
  return std::unexpected("this key is neither of RSA nor of Ed25519 or X25519");
}

std::expected<std::vector<MessageKey>, std::string> MessageKey::all_from_pem(const std::string& pem) {
  constexpr std::string_view begin = "-----BEGIN ";
  constexpr std::string_view kind = "PRIVATE KEY-----";
  std::vector<MessageKey> out;
  for (auto at = pem.find(begin); at != std::string::npos; at = pem.find(begin, at + begin.size())) {
    const std::string block = pem.substr(at, pem.find(begin, at + begin.size()) - at);
    if (!std::string_view{block}.substr(0, block.find('\n')).contains(kind)) continue;
    auto one = from_pem(block);
    if (!one) return std::unexpected(format("key {} of the file: {}", out.size() + 1, one.error()));
    out.push_back(std::move(*one));
  }
  if (out.empty()) return std::unexpected("there is no private key in PEM");
  return out;
}

std::string MessageKey::secret_pem() const {
  const Bio out{BIO_new(BIO_s_secmem())};
  require(PEM_write_bio_PKCS8PrivateKey(out.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1,
          "a key can be written");
  return text_of(out);
}

bool MessageKey::belongs_to(const MessageCertificate& certificate) const noexcept {
  evp_pkey_st* const other = certificate.native_key();
  const bool same = other != nullptr && EVP_PKEY_eq(key_.get(), other) == 1;
  ERR_clear_error();
  return same;
}

std::expected<std::unique_ptr<Signer>, std::string> make_signer(const MessageKey& key) {
  switch (key.kind()) {
    case KeyKind::rsa: return std::make_unique<RsaSigner>(share(key.native()));
    case KeyKind::ed25519: return std::make_unique<Ed25519Signer>(&key.native());
    case KeyKind::x25519:
    case KeyKind::other: break;
  }
  return std::unexpected("this key cannot sign: give the one of RSA or Ed25519");
}

std::expected<std::unique_ptr<KeyOpener>, std::string> make_opener(const MessageKey& key) {
  switch (key.kind()) {
    case KeyKind::rsa: return std::make_unique<RsaOpener>(share(key.native()));
    case KeyKind::x25519: return std::make_unique<X25519Opener>(share(key.native()));
    case KeyKind::ed25519:
    case KeyKind::other: break;
  }
  return std::unexpected("this key cannot decrypt: give the one of RSA or X25519");
}

Verifier::Verifier(evp_pkey_st* key, Suite suite) : key_(key), suite_(suite) {
  if (suite != Suite::rsa) {
    point_ = public_bytes(key);
    return;
  }
  prepared_.reset(prepare<EVP_PKEY_verify_init, choose_signature>(key).release());
}

std::expected<Verifier, std::string> Verifier::of(const MessageCertificate& certificate) {
  if (small_rsa(certificate)) return refuse(certificate, too_small);
  const KeyKind kind = certificate.key_kind();
  if (kind != KeyKind::rsa && kind != KeyKind::ed25519)
    return refuse(certificate, "is for no key that signs: give the one of RSA or Ed25519");
  if (kind == KeyKind::ed25519 && has_small_order(public_bytes(certificate.native_key())))
    return refuse(certificate, "has a public key that anybody can sign for: do not trust it");
  return Verifier{share(*certificate.native_key()).release(),
                  kind == KeyKind::rsa ? Suite::rsa : Suite::edwards};
}

bool Verifier::verify(ByteView content, ByteView signature) const {
  if (suite_ == Suite::edwards) return crypto::verify(point_, content, signature);
  if (signature.size() != size_of(key_.get())) return false;
  const Hash256 hash = sha256(std::array{content});
  const KeyContext context = duplicate(prepared_.get());
  const bool fits = EVP_PKEY_verify(context.get(), input(signature), signature.size(), input(hash.view()),
                                    hash.bytes.size()) == 1;
  if (!fits) ERR_clear_error();
  return fits;
}

KeySealer::KeySealer(evp_pkey_st* key, Suite suite) : key_(key), suite_(suite) {
  if (suite == Suite::rsa) prepared_.reset(prepare<EVP_PKEY_encrypt_init, choose_oaep>(key).release());
}

std::expected<KeySealer, std::string> KeySealer::of(const MessageCertificate& certificate) {
  if (small_rsa(certificate)) return refuse(certificate, too_small);
  const KeyKind kind = certificate.key_kind();
  if (kind != KeyKind::rsa && kind != KeyKind::x25519)
    return refuse(certificate, "is for no key that encrypts: give the one of RSA or X25519");
  if (kind == KeyKind::x25519 && !agrees(certificate.native_key()))
    return refuse(certificate, "has a public key that keeps nothing secret: do not trust it");
  return KeySealer{share(*certificate.native_key()).release(),
                   kind == KeyKind::rsa ? Suite::rsa : Suite::edwards};
}

KeyBlock KeySealer::seal(const ContentKey& content_key, app::Entropy& entropy) const {
  if (suite_ == Suite::edwards) return seal_by_agreement(key_.get(), content_key, entropy);
  return seal_by_transport(prepared_.get(), size_of(key_.get()), content_key);
}

}  // namespace lintas::crypto
