#pragma once

#include <arpa/inet.h>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <netinet/in.h>
#include <optional>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>
#include <utility>

#include "base/require.hpp"

/// For tests: a client that sends what no library would.
namespace lintas::net {

class RawClient {
 public:
  /// `from`: an address of this machine, in the order of the host.
  explicit RawClient(std::uint16_t port, std::uint32_t from = INADDR_ANY)
      : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    require(socket_ >= 0, "there is a descriptor");
    if (from != INADDR_ANY) {
      sockaddr_in own{};
      own.sin_family = AF_INET;
      own.sin_addr.s_addr = htonl(from);
      require(::bind(socket_, reinterpret_cast<const sockaddr*>(&own), sizeof own) == 0,
              "it is an address of this machine");
    }
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  }
  ~RawClient() {
    if (socket_ >= 0) ::close(socket_);
  }
  RawClient(RawClient&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)), connected_(other.connected_) {}
  RawClient& operator=(RawClient&&) = delete;
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  [[nodiscard]] bool connected() const noexcept { return connected_; }
  /// For whoever speaks TLS over it.
  [[nodiscard]] int socket() const noexcept { return socket_; }
  /// By which the other side knows it.
  [[nodiscard]] std::uint16_t port() const {
    sockaddr_in own{};
    socklen_t size = sizeof own;
    require(::getsockname(socket_, reinterpret_cast<sockaddr*>(&own), &size) == 0, "it has an address");
    return ntohs(own.sin_port);
  }

  bool send(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void end_sending() const { ::shutdown(socket_, SHUT_WR); }

  /// What comes until the other side ends, or until `enough` stands in it, within five seconds.
  [[nodiscard]] std::string read_until(std::string_view enough) const {
    std::string out;
    while (!out.contains(enough)) {
      const auto more = read_some();
      if (!more || more->empty()) break;
      out += *more;
    }
    return out;
  }
  [[nodiscard]] std::string read_to_end() const {
    std::string out;
    while (true) {
      const auto more = read_some();
      if (!more || more->empty()) return out;
      out += *more;
    }
  }
  /// True when the other side has ended without sending more.
  [[nodiscard]] bool is_at_end() const {
    const auto more = read_some();
    return more && more->empty();
  }

 private:
  /// Nothing when nothing came in five seconds, empty at the end.
  [[nodiscard]] std::optional<std::string> read_some() const {
    pollfd wait{.fd = socket_, .events = POLLIN, .revents = 0};
    if (::poll(&wait, 1, 5'000) != 1) return std::nullopt;
    std::string out(65'536, '\0');
    const ssize_t count = ::recv(socket_, out.data(), out.size(), 0);
    out.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return out;
  }

  int socket_;
  bool connected_ = false;
};

}  // namespace lintas::net
