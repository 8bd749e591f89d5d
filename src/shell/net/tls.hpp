#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"

/// TLS 1.2 and 1.3 with forward secrecy only; no compression, renegotiation, tickets or resumption, so that
/// every connection is judged by what is trusted now. Made for ECDSA P-256 keys
/// (shell/crypto/certificates.hpp makes them); other keys work from 112 bits of strength up. Revocation lists
/// are not read: a partner is dropped by taking its certificate off the list and reloading.
namespace lintas::net {

/// A private key as a PEM text. It is wiped when it goes, in each copy.
class KeyPem {
 public:
  KeyPem() = default;
  KeyPem(std::string text) noexcept : text_(std::move(text)) {}  // NOLINT(google-explicit-constructor)
  KeyPem(const KeyPem&) = default;
  KeyPem(KeyPem&&) noexcept = default;
  KeyPem& operator=(const KeyPem& other) { return *this = KeyPem{other}; }
  /// What it held goes with `other`, which wipes it.
  KeyPem& operator=(KeyPem&& other) noexcept {
    text_.swap(other.text_);
    return *this;
  }
  ~KeyPem();

  [[nodiscard]] const std::string& reveal() const noexcept { return text_; }

 private:
  std::string text_;
};

/// Certificate (then its intermediates) and private key, as PEM texts.
struct TlsIdentity {
  std::string certificates_pem;
  KeyPem key_pem;
};

/// Who is believed: what one of these certificates signed, or is itself, and certificates with these SHA-256
/// fingerprints. Dates are checked in any case; a host name only where a signer is trusted, not the
/// certificate itself.
struct TlsTrust {
  std::string certificates_pem;
  std::vector<Hash256> fingerprints;
  /// Nor is one of these, or what one of them signed, whoever else is believed.
  std::vector<Hash256> revoked{};

  [[nodiscard]] bool empty() const noexcept { return certificates_pem.empty() && fingerprints.empty(); }
};

/// SHA-256 of each certificate in a PEM text.
[[nodiscard]] std::vector<Hash256> fingerprints_of(const std::string& certificates_pem);

struct TlsError {
  /// What is wrong with which text; names no secret.
  std::string what;
};

/// The server's side of one listener. Safe from any thread.
class ServerTls {
 public:
  struct Options {
    TlsIdentity identity;
    /// Without trust no certificate is asked for; with it a connection without a believed one fails.
    TlsTrust clients{};
    /// Otherwise one without is served, too, and so is one that shows another: as if it had shown none.
    bool clients_have_to_show = true;
  };
  class Context;

  [[nodiscard]] static std::expected<std::shared_ptr<ServerTls>, TlsError> make(const Options& options);
  ~ServerTls();
  ServerTls(const ServerTls&) = delete;
  ServerTls& operator=(const ServerTls&) = delete;

  /// For new connections; open ones end between requests where others are believed now. An error: no change.
  [[nodiscard]] std::expected<void, TlsError> reload(const Options& options);

  [[nodiscard]] std::shared_ptr<Context> current() const;

 private:
  ServerTls();
  struct Slot;
  std::unique_ptr<Slot> slot_;
};

/// Our side towards one partner. Immutable; a change is a new one.
class ClientTls {
 public:
  struct Options {
    TlsTrust servers;
    /// Shown when the server asks.
    TlsIdentity identity{};
  };
  class Context;

  /// Without trust in `servers` nobody would be believed: an error.
  [[nodiscard]] static std::expected<std::shared_ptr<const ClientTls>, TlsError> make(const Options& options);
  /// The certification authorities that the system believes. `identity` is shown when the server asks.
  [[nodiscard]] static std::expected<std::shared_ptr<const ClientTls>, TlsError> of_system(
      std::vector<Hash256> revoked = {}, TlsIdentity identity = {});
  ~ClientTls();
  ClientTls(const ClientTls&) = delete;
  ClientTls& operator=(const ClientTls&) = delete;

  [[nodiscard]] Context& context() const noexcept { return *context_; }

 private:
  ClientTls();
  std::unique_ptr<Context> context_;
};

}  // namespace lintas::net
