#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "shell/net/http.hpp"
#include "shell/net/limits.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/target.hpp"
#include "shell/net/tls.hpp"

namespace lintas::net {

enum class ClientErrorKind : std::uint8_t {
  cannot_resolve,
  cannot_connect,
  not_public,  ///< `public_only`, and its name leads to no address of the internet: nobody was asked
  tls,         ///< handshake failed: not believed, or not accepted by the other side
  timeout,
  closed,     ///< the other side ended before its answer did
  malformed,  ///< what came is no HTTP
  too_large,  ///< the answer is larger than asked for
  busy,       ///< too many requests of ours wait for this target, or no connection to it became free in time
  stopped,    ///< our client was stopped
};

struct ClientError {
  ClientErrorKind kind = ClientErrorKind::closed;
  /// For the log; no secret.
  std::string what;
  /// False: the other side certainly saw nothing of the request. True: it may have been carried out.
  bool may_have_arrived = false;
};

struct ClientRequest {
  Method method = Method::get;
  Url url;
  /// Without Host, Content-Length and Connection.
  Headers headers{};
  Bytes body{};
  /// Required for https, ignored for http. Connections are shared among requests with the same object.
  std::shared_ptr<const ClientTls> tls{};
  /// For all of it, from the connection on; as long may it wait for one, where all of them are in use.
  std::chrono::milliseconds time_max = limits::client_request_time_max;
  std::size_t response_bytes_max = limits::http_body_bytes_max;
  /// Gets the body of an answer of 200 as it comes, on the loop's thread, for an answer that goes on; the
  /// result has none then. `time_max` is the longest pause. False ends the request as `stopped`. Must not
  /// throw.
  std::function<bool(ByteView)> on_piece{};
  /// The host was named by somebody else: whatever its name leads to, only addresses of the internet are
  /// connected to (is_public_address). The address that was judged is the one that is used.
  bool public_only = false;
};

struct ClientOptions {
  std::chrono::milliseconds connect = limits::client_connect_time_max;
  std::chrono::milliseconds address = limits::client_address_time_max;
  std::chrono::milliseconds idle = limits::client_idle_time_max;
  std::size_t connections_per_target = limits::client_connections_per_target_max;
  std::size_t waiting_per_target = limits::client_waiting_per_target_max;
  /// Addresses of names, as a file of hosts has them; other names are looked up.
  std::map<std::string, std::vector<std::string>, std::less<>> hosts = {};
};

/// Sends requests over HTTP/1.1 and keeps connections for the next one to the same host, port and TlsClient.
/// Of several addresses of a name one is tried after the other, first the one that was reached last. Names
/// are looked up one after the other: one that nobody answers for holds up those behind it on the same loop.
/// Follows no redirects, keeps no cookies, knows no proxy. A kept connection that the other side closed
/// before the first byte of an answer is replaced once for GET, HEAD, PUT, DELETE and OPTIONS; for other
/// methods the caller decides, by `may_have_arrived`.
class Client {
 public:
  using Result = std::expected<Response, ClientError>;
  using Done = std::move_only_function<void(Result)>;

  /// The loop outlives the client.
  explicit Client(Loop& loop, ClientOptions options = {});
  /// What is under way ends as `stopped`, before the destructor returns.
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// From any thread. `done` is called once, on the loop's thread, and must not throw.
  void send(ClientRequest request, Done done);
  /// The same, waiting for the answer: for the command line and tests. Not from the loop's thread.
  [[nodiscard]] Result ask(ClientRequest request);

  /// Connections that wait for a next request.
  [[nodiscard]] std::size_t idle_connections() const;

  class Core;

 private:
  Loop& loop_;
  std::shared_ptr<Core> core_;
};

}  // namespace lintas::net
