#pragma once

#include <atomic>
#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <openssl/ssl.h>
#include <optional>
#include <string>
#include <utility>

#include "shell/net/http.hpp"
#include "shell/net/tls.hpp"

/// The inside of ServerTls and ClientTls, for the files of this module.
namespace lintas::net {

/// The library's context, and what its verification looks at. Stays where it is: the context points to it.
struct TlsState {
  TlsState(SSL_CTX* native, TlsTrust trust) : context(native), trusted(std::move(trust)) {}
  boost::asio::ssl::context context;
  TlsTrust trusted;
};

class ServerTls::Context : public TlsState {
 public:
  using TlsState::TlsState;

  /// Whether who asks is judged otherwise now than under this one.
  [[nodiscard]] bool is_outdated() const noexcept { return *outdated_; }
  /// Another one takes its place. One that judges alike is outdated together with this one, whenever that is.
  void replaced_by(Context& next);

  /// Whether a certificate is asked for, and has to be shown.
  int mode = SSL_VERIFY_NONE;

 private:
  std::shared_ptr<std::atomic<bool>> outdated_ = std::make_shared<std::atomic<bool>>(false);
};

class ClientTls::Context : public TlsState {
 public:
  using TlsState::TlsState;
};

/// The certificate that the other side has shown; nothing when it showed none, or one that nobody believes.
[[nodiscard]] std::optional<PeerCertificate> peer_certificate_of(SSL* connection);

/// Says which host is meant, and that a certificate has to be for it.
[[nodiscard]] bool expect_host(SSL* connection, const std::string& host);

/// Why the certificate of the other side was not believed; "" when it was.
[[nodiscard]] std::string verify_failure_of(SSL* connection);

}  // namespace lintas::net
