#include "shell/crypto/content_cipher.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/types.h>
#include <optional>
#include <span>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "shell/app/ports.hpp"
#include "shell/crypto/handles.hpp"

namespace lintas::crypto {

namespace {

/// OpenSSL counts a piece by an int.
constexpr std::size_t piece_bytes_max = std::size_t{1} << 30U;

const EVP_CIPHER* algorithm() {
  static const Cipher fetched{EVP_CIPHER_fetch(nullptr, "AES-128-GCM", nullptr)};
  require(fetched != nullptr, "the cryptographic library has AES-GCM");
  return fetched.get();
}

/// Appends what comes out of the bytes given.
bool pass(EVP_CIPHER_CTX* context, ByteView bytes, Bytes& out) {
  while (!bytes.empty()) {
    const ByteView piece = bytes.first(std::min(bytes.size(), piece_bytes_max));
    bytes = bytes.subspan(piece.size());
    const std::size_t before = out.size();
    out.resize(before + piece.size());
    int size = 0;
    if (EVP_CipherUpdate(context, output(std::span{out}.subspan(before)), &size, input(piece),
                         static_cast<int>(piece.size())) != 1)
      return false;
    require(static_cast<std::size_t>(size) == piece.size(), "counter mode keeps the length");
  }
  return true;
}

}  // namespace

void FreeCipherContext::operator()(evp_cipher_ctx_st* context) const noexcept {
  EVP_CIPHER_CTX_free(context);
}

ContentKey ContentKey::draw(app::Entropy& entropy) {
  ContentKey key;
  entropy.fill(key.bytes_);
  return key;
}

std::optional<ContentKey> ContentKey::from(ByteView bytes) {
  if (bytes.size() != size) return std::nullopt;
  ContentKey key;
  std::ranges::copy(bytes, key.bytes_.begin());
  return key;
}

ContentKey::~ContentKey() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

ContentIv draw_iv(app::Entropy& entropy) {
  ContentIv iv{};
  entropy.fill(iv);
  return iv;
}

Encryptor::Encryptor(const ContentKey& key, const ContentIv& iv) : context_(EVP_CIPHER_CTX_new()), iv_(iv) {
  const bool fine = context_ && EVP_EncryptInit_ex2(context_.get(), algorithm(), input(key.reveal()),
                                                    input(iv_), nullptr) == 1;
  require(fine, "a key of 16 bytes and an IV of 12 are taken");
}

void Encryptor::begin(Bytes& out) {
  if (begun_) return;
  begun_ = true;
  out.insert(out.end(), iv_.begin(), iv_.end());
}

void Encryptor::add(ByteView content, Bytes& out) {
  begin(out);
  require(pass(context_.get(), content, out), "encrypting in memory does not fail");
}

void Encryptor::finish(Bytes& out) {
  begin(out);
  std::array<std::byte, content_tag_size> tag{};
  int size = 0;
  const bool fine = EVP_EncryptFinal_ex(context_.get(), output(tag), &size) == 1 && size == 0 &&
                    EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(tag.size()),
                                        tag.data()) == 1;
  require(fine, "encrypting in memory does not fail");
  out.insert(out.end(), tag.begin(), tag.end());
}

Decryptor::Decryptor(const ContentKey& key) : context_(EVP_CIPHER_CTX_new()) {
  const bool fine = context_ && EVP_DecryptInit_ex2(context_.get(), algorithm(), input(key.reveal()), nullptr,
                                                    nullptr) == 1;
  require(fine, "a key of 16 bytes is taken");
}

void Decryptor::take_iv(ByteView& encrypted) {
  if (iv_size_ == iv_.size()) return;
  const ByteView some = encrypted.first(std::min(encrypted.size(), iv_.size() - iv_size_));
  encrypted = encrypted.subspan(some.size());
  std::ranges::copy(some, iv_.begin() + static_cast<std::ptrdiff_t>(iv_size_));
  iv_size_ += some.size();
  if (iv_size_ < iv_.size()) return;
  require(EVP_DecryptInit_ex2(context_.get(), nullptr, nullptr, input(iv_), nullptr) == 1,
          "an IV of 12 bytes is taken");
}

void Decryptor::decrypt(ByteView under, Bytes& out) {
  sound_ = sound_ && under.size() <= content_bytes_max - decrypted_;
  if (!sound_) return;
  decrypted_ += under.size();
  sound_ = pass(context_.get(), under, out);
}

void Decryptor::add(ByteView encrypted, Bytes& out) {
  take_iv(encrypted);
  const std::size_t known = held_size_ + encrypted.size();
  const std::size_t free = known > held_.size() ? known - held_.size() : 0;  // no tag, whatever follows
  const std::size_t of_held = std::min(free, held_size_);
  decrypt(ByteView{held_}.first(of_held), out);
  decrypt(encrypted.first(free - of_held), out);
  encrypted = encrypted.subspan(free - of_held);
  std::ranges::copy(ByteView{held_}.subspan(of_held, held_size_ - of_held), held_.begin());
  held_size_ -= of_held;
  std::ranges::copy(encrypted, held_.begin() + static_cast<std::ptrdiff_t>(held_size_));
  held_size_ += encrypted.size();
}

bool Decryptor::finish() {
  if (!sound_ || iv_size_ < iv_.size() || held_size_ < held_.size()) return false;
  std::array<std::byte, content_tag_size> rest{};
  int size = 0;
  const bool fits = EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(held_.size()),
                                        held_.data()) == 1 &&
                    EVP_DecryptFinal_ex(context_.get(), output(rest), &size) == 1;
  ERR_clear_error();
  return fits;
}

Bytes encrypt_content(const ContentKey& key, const ContentIv& iv, ByteView content) {
  Bytes out;
  out.reserve(content.size() + content_overhead);
  Encryptor encryptor{key, iv};
  encryptor.add(content, out);
  encryptor.finish(out);
  return out;
}

std::optional<Bytes> decrypt_content(const ContentKey& key, ByteView encrypted) {
  Bytes out;
  out.reserve(encrypted.size());
  Decryptor decryptor{key};
  decryptor.add(encrypted, out);
  if (decryptor.finish()) return out;
  OPENSSL_cleanse(out.data(), out.size());
  return std::nullopt;
}

}  // namespace lintas::crypto
