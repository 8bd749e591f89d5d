#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "shell/net/http.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/tls.hpp"

/// The HTTP/1.1 server. What is checked before a handler sees a request: RFC 9112 framing (a request with
/// both Content-Length and Transfer-Encoding is refused, for two readers could cut it differently), one Host,
/// a target that parse_target reads, and every limit of base/limits.hpp that starts with http_. Requests that
/// come early on one connection wait until the one before is answered. Addresses are those of the
/// connections, of IPv6 the networks of these: behind a proxy all clients count as one, so set
/// ServerLimits::connections_per_address there.
namespace lintas::net {

/// Why the server answers by itself, before or instead of a handler.
enum class RefusalReason : std::uint8_t {
  malformed,            ///< NET-001, 400
  head_too_large,       ///< NET-002, 431
  body_too_large,       ///< NET-003, 413
  too_slow,             ///< NET-004, 408
  unknown_expectation,  ///< NET-005, 417
  too_many,             ///< NET-006, 503: connections or bytes
  handler_too_slow,     ///< NET-007, 504
  no_such_path,         ///< NET-008, 404
  method_not_allowed,   ///< NET-009, 405
  method_not_known,     ///< NET-010, 501
  handler_failed,       ///< NET-011, 500
};

struct RefusalText {
  RefusalReason reason;
  std::uint16_t status;
  std::string_view rule;
  bool permanent;  ///< nothing but another request helps
  std::string_view text;
  std::string_view remedy;
};
/// As data/rules.csv has it; a test compares them.
[[nodiscard]] const RefusalText& text_of(RefusalReason reason) noexcept;

/// The answer as problem+json (RFC 9457): status, code, detail, and the one fault as routes tell theirs.
[[nodiscard]] Response refusal(RefusalReason reason);

/// Gives the answer to one request, once, from any thread, now or later. Dropped without an answer it answers
/// handler_failed, so that no client waits for nothing. An answer that comes when the client is gone or
/// limits::http_answer_time_max has passed is dropped. It may outlive server and loop.
class Responder {
 public:
  using Deliver = std::move_only_function<void(Response)>;

  explicit Responder(Deliver deliver) noexcept : deliver_(std::move(deliver)) {}
  ~Responder();
  Responder(Responder&& other) noexcept : deliver_(std::exchange(other.deliver_, nullptr)) {}
  Responder& operator=(Responder&& other) noexcept;
  Responder(const Responder&) = delete;
  Responder& operator=(const Responder&) = delete;

  /// A second call is a bug.
  void operator()(Response response);

 private:
  Deliver deliver_;
};

/// Takes the next piece of an answer that goes on, once, from any thread; an empty one ends the answer.
/// Dropped without one it cuts the connection off, so that whoever reads knows that something is missing. It
/// may outlive server and loop.
class NextPiece {
 public:
  /// Nothing: dropped.
  using Deliver = std::move_only_function<void(std::optional<Bytes>)>;

  explicit NextPiece(Deliver deliver) noexcept : deliver_(std::move(deliver)) {}
  ~NextPiece();
  NextPiece(NextPiece&& other) noexcept : deliver_(std::exchange(other.deliver_, nullptr)) {}
  NextPiece& operator=(NextPiece&& other) noexcept;
  NextPiece(const NextPiece&) = delete;
  NextPiece& operator=(const NextPiece&) = delete;

  /// A second call is a bug.
  void operator()(Bytes piece);

 private:
  Deliver deliver_;
};

/// The body of an answer that goes on for as long as both sides like. It is asked for a piece only when the
/// one before has gone out: whoever reads slowly holds one piece in memory and no more. It goes on through
/// pauses of any length; who gives pieces sees to it that something comes now and then, for a reader that
/// went away without a word is found by writing. The connection ends with the answer.
class Ongoing {
 public:
  Ongoing() = default;
  /// On the loop's thread, when the connection has ended: nothing more is asked for.
  virtual ~Ongoing() = default;
  Ongoing(const Ongoing&) = delete;
  Ongoing& operator=(const Ongoing&) = delete;

  /// On the loop's thread; must not wait, and must not throw once it has given `next` away.
  virtual void next(NextPiece next) = 0;
};

/// A body that is too long to be held, as it comes. One piece is out at a time: while it is, nothing is read
/// from the connection, so that whoever sends faster than its body is worked through waits in its own system.
/// What is told of the request is told by its responder, before or after the end of the body; before it, the
/// connection ends with the answer. Let go of on the loop's thread when the request is answered or the
/// connection has ended: work on a piece that goes on elsewhere keeps a share.
class Incoming {
 public:
  Incoming() = default;
  virtual ~Incoming() = default;
  Incoming(const Incoming&) = delete;
  Incoming& operator=(const Incoming&) = delete;

  /// Asks for what comes next, once, from any thread, and says how many bytes are kept in memory for all that
  /// came so far: they count under the same limits as what waits in the connection, until the request is
  /// answered. Where they do not fit it is answered too_many. It may outlive server and loop. Dropped without
  /// having been called, the connection waits until limits::http_answer_time_max has passed.
  using Next = std::move_only_function<void(std::size_t kept_bytes)>;

  /// On the loop's thread; must not wait. The piece is never empty. What is thrown here answers
  /// handler_failed.
  virtual void take(Bytes piece, Next next) = 0;
  /// The body is whole, and the responder has to answer. As `take`. Never for a body that was cut off.
  virtual void end() = 0;
};

/// How many bytes of body are taken, and up to how many of them come whole.
struct Admitted {
  /// All of it comes whole, as nearly always.
  Admitted(std::size_t bytes)
      : bytes_max(bytes), whole_bytes_max(bytes) {}  // NOLINT(google-explicit-constructor)

  std::size_t bytes_max;
  /// A longer body comes to Handler::stream.
  std::size_t whole_bytes_max;
};

/// What is taken, or the answer at once.
using Admission = std::expected<Admitted, Response>;

/// What the server asks. All are called on the loop's thread and must not wait: work goes to a pool, with
/// the responder.
class Handler {
 public:
  Handler() = default;
  virtual ~Handler() = default;
  Handler(const Handler&) = delete;
  Handler& operator=(const Handler&) = delete;

  /// The head is read, the body is not. The place to refuse before work: full queues, unknown paths, no
  /// credentials. May note what it found in the request. The body of a request that is refused is thrown
  /// away as it comes, up to limits::http_dropped_body_bytes_max, and the connection goes on.
  [[nodiscard]] virtual Admission admit(Request& head) = 0;
  virtual void handle(Request request, Responder responder) = 0;
  /// In place of `handle` for a body that was admitted and turned out longer than what comes whole. The
  /// request has no body.
  [[nodiscard]] virtual std::shared_ptr<Incoming> stream(Request head, Responder responder);
};

/// One request that was answered, for log and metrics; of an answer that goes on, its head. Views live for
/// the call.
struct Exchange {
  std::string_view listener;
  std::string_view peer_address;
  /// Empty when the head could not be read.
  std::string_view method;
  std::string_view target;
  std::uint16_t status = 0;
  std::size_t request_bytes = 0;
  std::size_t response_bytes = 0;
  /// From the first byte of the request to the last one of the answer handed to the system.
  std::chrono::microseconds took{};
};

/// Called on the loop's thread; must not wait and must not throw.
struct ServerObserver {
  std::function<void(const Exchange&)> answered;
  /// A connection that ended without an answer it could have had: handshake failed, cut off, not accepted.
  std::function<void(std::string_view listener, std::string_view why)> dropped;
};

struct Listener {
  /// For log, metrics and Request::listener.
  std::string name;
  std::string address = "127.0.0.1";
  /// 0 takes any free port; Server::port says which.
  std::uint16_t port = 0;
  /// Plain HTTP without. Plain on an address that is not loopback is refused unless allowed here.
  std::shared_ptr<ServerTls> tls{};
  bool plain_beyond_loopback = false;
};

struct ServerLimits {
  std::size_t head_bytes = limits::http_head_bytes_max;
  std::size_t bodies_bytes = limits::http_bodies_bytes_max;
  std::size_t connections = limits::http_connections_max;
  std::size_t connections_per_address = limits::http_connections_per_address_max;
  std::size_t refused_connections = limits::http_refused_connections_max;
  std::chrono::milliseconds handshake = limits::http_handshake_time_max;
  std::chrono::milliseconds head = limits::http_head_time_max;
  std::chrono::milliseconds body_pause = limits::http_body_pause_max;
  std::chrono::milliseconds request = limits::http_request_time_max;
  std::chrono::milliseconds answer = limits::http_answer_time_max;
  std::chrono::milliseconds write = limits::http_write_time_max;
  std::chrono::milliseconds idle = limits::http_idle_time_max;
  std::chrono::milliseconds linger = limits::http_linger_time_max;
};

/// An address that cannot be listened on.
class ListenFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct ServerOptions {
  std::vector<Listener> listeners;
  ServerLimits limits{};
  ServerObserver observer{};
  /// Fields of each answer, whoever gives it: the handler, or the server by itself.
  Headers of_every_answer{};
};

class Server {
 public:
  /// Listens when it returns. Loop and handler outlive the server. Throws ListenFailure.
  Server(Loop& loop, Handler& handler, ServerOptions options);
  /// Stops without grace.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Port of a listener, by its place in the options.
  [[nodiscard]] std::uint16_t port(std::size_t listener) const;

  [[nodiscard]] std::size_t connections() const;

  /// Accepts nothing more, closes idle connections, ends answers that go on, lets requests that have begun
  /// finish within the grace,
  /// then closes the rest. Returns when no connection is left; true if none had to be cut off. Not from the
  /// loop.
  bool stop(std::chrono::milliseconds grace);

  class Core;

 private:
  Loop& loop_;
  std::shared_ptr<Core> core_;
};

}  // namespace lintas::net
