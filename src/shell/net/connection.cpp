#include "shell/net/connection.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/ssl/stream_base.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "shell/net/addresses.hpp"
#include "shell/net/http.hpp"
#include "shell/net/limits.hpp"
#include "shell/net/server.hpp"
#include "shell/net/target.hpp"
#include "shell/net/tls.hpp"
#include "shell/net/tls_context.hpp"
#include "shell/net/wire.hpp"

namespace lintas::net {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Error = boost::system::error_code;
using Socket = asio::ip::tcp::socket;
using TlsStream = asio::ssl::stream<Socket>;
using SteadyClock = std::chrono::steady_clock;

namespace {

constexpr std::size_t head_read_bytes = 4096;
/// A reader of an answer that goes on says nothing: who sends more than this is cut off.
constexpr std::size_t said_by_reader_max = 64UL * 1024;
/// Its side has to take note of what was sent within this time. Without it a reader that vanished from the
/// network keeps its place for a quarter of an hour.
constexpr std::chrono::milliseconds unheard_max{30'000};
constexpr std::size_t body_read_bytes = 65'536;
/// For a read that was cancelled to say so.
constexpr std::chrono::seconds cancelled_read_max{1};
/// Of a body that is too long to be held, handed on at once: TLS gives 16 KB, and each piece is a walk to a
/// thread of the pool and back.
constexpr std::size_t piece_bytes = 131'072;
/// An answer as small as this goes out in one piece with its head.
constexpr std::size_t joined_body_bytes_max = 16'384;

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool has_no_body(std::uint16_t status) { return status == 204 || status == 304 || status < 200; }

template <class Stream>
class Connection final : public Session, public std::enable_shared_from_this<Connection<Stream>> {
  static constexpr bool is_tls = std::is_same_v<Stream, TlsStream>;
  using TlsHold = std::shared_ptr<ServerTls::Context>;

 public:
  Connection(std::shared_ptr<Server::Core> core, std::string listener, Peer peer, bool refused, Socket socket,
             TlsHold tls)
      : core_(std::move(core)),
        tls_(std::move(tls)),
        stream_(make_stream(std::move(socket), tls_)),
        listener_(std::move(listener)),
        peer_(std::move(peer)),
        counted_(counted_as(peer_.address)),
        refused_(refused) {}

  void start() override;
  void sweep(SteadyClock::time_point now) override;
  void drain() override;
  void cut_off() override;
  void take_turn() override;

 private:
  enum class State : std::uint8_t {
    handshaking,
    idle,
    giving_way,  ///< a request has begun to come, and others are begun before it
    reading_head,
    reading_body,
    streaming,  ///< a piece of a body is out, and the next one is not asked for
    handling,
    writing,
    going_on,  ///< an answer that goes on: a piece is awaited or written
    lingering,
    closed
  };
  using Parser = http::request_parser<BytesBody>;

  static Stream make_stream(Socket socket, const TlsHold& tls) {
    if constexpr (is_tls) {
      return Stream{std::move(socket), tls->context};
    } else {
      return socket;
    }
  }
  /// Who asks would be judged otherwise by now.
  [[nodiscard]] bool is_outdated() const {
    if constexpr (is_tls) {
      return tls_->is_outdated();
    } else {
      return false;
    }
  }
  [[nodiscard]] std::string_view why_no_handshake() {
    if constexpr (is_tls) {
      if (!verify_failure_of(stream_.native_handle()).empty())
        return "handshake failed: its certificate is not believed";
    }
    return "handshake failed";
  }
  Socket& socket() {
    if constexpr (is_tls) {
      return stream_.next_layer();
    } else {
      return stream_;
    }
  }

  void enter(State state, SteadyClock::duration time_max) {
    state_ = state;
    deadline_ = SteadyClock::now() + time_max;
  }
  void next_request();
  /// Of which something has come.
  void begin_request();
  void read_more();
  void on_read(const Error& error, std::size_t count);
  /// Gives what has been read to the parser, until it needs more or the request is complete.
  void parse();
  void on_parse_error(const Error& error);
  /// True when reading may go on.
  bool on_head();
  [[nodiscard]] std::optional<RefusalReason> read_head();
  [[nodiscard]] std::optional<RefusalReason> check_framing() const;
  bool admit_body(Admitted admitted);
  /// The handler has answered by the head alone. True when reading may go on.
  bool turn_away(Response answer);
  [[nodiscard]] SteadyClock::time_point body_deadline(SteadyClock::time_point now) const;
  void send_continue();
  [[nodiscard]] std::size_t held_now() const;
  bool account_body();
  void on_request();
  [[nodiscard]] Responder responder();
  void hand_over();
  /// Gives away what has come of a body that is too long to be held. True when reading may go on.
  bool pass_on();
  bool begin_stream();
  void give_piece();
  void on_next(std::uint64_t number, std::size_t piece, std::size_t kept_bytes);
  void end_stream();
  template <class Question>
  void ask_taker(Question question);
  void on_answer(std::uint64_t number, Response response);
  void refuse(RefusalReason reason) {
    write(turned_away_ ? *std::exchange(turned_away_, std::nullopt) : refusal(reason), Keep::no);
  }
  enum class Keep : std::uint8_t { no, yes };
  void write(Response response, Keep keep);
  void on_written(const Error& error);
  [[nodiscard]] std::string head_of(const Response& response, bool keep) const;
  [[nodiscard]] bool goes_on() const { return response_.ongoing != nullptr; }
  /// Reads what nobody asked for, to notice when the other side goes.
  void watch_reader();
  void notice_silence();
  void go_on();
  void on_piece(std::optional<Bytes> piece);
  void write_piece();
  void end_answer();
  void observe();
  void linger();
  void discard();
  void drop(std::string_view why);
  void close();

  std::shared_ptr<Server::Core> core_;
  TlsHold tls_;
  Stream stream_;
  std::string listener_;
  Peer peer_;
  std::string counted_;  ///< its address, against the limits of one
  bool refused_ = false;

  State state_ = State::idle;
  SteadyClock::time_point deadline_;
  /// Set by the sweep while a read is under way: the read is cancelled and its end answers too_slow.
  bool late_ = false;
  boost::beast::flat_buffer buffer_;
  std::unique_ptr<Parser> parser_;  // of the request that is read: one parser reads one message
  bool head_done_ = false;

  Request request_;
  std::string_view method_;
  std::string target_;
  bool keep_ = false;
  bool is_head_ = false;
  bool gives_way_ = false;  ///< as the last request says
  std::uint64_t number_ = 0;
  SteadyClock::time_point begun_;
  std::size_t held_bytes_ = 0;

  std::size_t whole_max_ = 0;           ///< a longer body is streamed
  bool streams_ = false;                ///< this one is
  std::shared_ptr<Incoming> incoming_;  ///< its taker, shared with work on a piece that goes on
  std::size_t begun_with_ = 0;          ///< bytes that were held when it began to stream
  std::size_t kept_bytes_ = 0;          ///< by its taker
  std::size_t pieces_ = 0;
  SteadyClock::time_point given_;          ///< when the last piece was
  SteadyClock::duration waited_for_us_{};  ///< by the sender, while pieces were out
  std::optional<Response> early_;          ///< before the end of the body; a read is being cancelled for it
  std::optional<Response> turned_away_;    ///< for when what is left of the request was thrown away

  std::string out_;
  Response response_;
  bool in_chunks_ = false;     ///< an answer that goes on to a reader of HTTP/1.1
  bool writes_piece_ = false;  ///< of it
  std::array<std::byte, head_read_bytes> discarded_{};
  std::size_t said_by_reader_ = 0;
};

template <class Stream>
void Connection<Stream>::start() {
  if constexpr (is_tls) {
    enter(State::handshaking, core_->limits().handshake);
    stream_.async_handshake(asio::ssl::stream_base::server,
                            [self = this->shared_from_this()](const Error& error) {
                              if (self->state_ == State::closed) return;
                              if (error) return self->drop(self->why_no_handshake());
                              self->peer_.certificate = peer_certificate_of(self->stream_.native_handle());
                              self->next_request();
                            });
  } else {
    next_request();
  }
}

template <class Stream>
void Connection<Stream>::next_request() {
  core_->give_bytes_back(counted_, std::exchange(held_bytes_, 0));
  if (core_->stopping()) return close();
  ++number_;
  parser_ = std::make_unique<Parser>();
  parser_->header_limit(static_cast<std::uint32_t>(core_->limits().head_bytes));
  parser_->body_limit(boost::none);  // set when the head is admitted
  head_done_ = false;
  keep_ = false;
  is_head_ = false;
  streams_ = false;
  begun_with_ = 0;
  kept_bytes_ = 0;
  pieces_ = 0;
  waited_for_us_ = {};
  early_.reset();
  turned_away_.reset();
  method_ = {};
  target_.clear();
  response_ = {};
  enter(State::idle, core_->limits().idle);
  begun_ = {};
  if (buffer_.size() == 0) return read_more();
  begin_request();
}

template <class Stream>
void Connection<Stream>::begin_request() {
  begun_ = SteadyClock::now();
  if (!gives_way_) {
    enter(State::reading_head, core_->limits().head);
    return parse();
  }
  enter(State::giving_way, core_->limits().answer);
  core_->give_way(this->weak_from_this());
}

template <class Stream>
void Connection<Stream>::take_turn() {
  if (state_ != State::giving_way) return;
  enter(State::reading_head, core_->limits().head);
  parse();
}

template <class Stream>
void Connection<Stream>::read_more() {
  const std::size_t size = state_ == State::reading_body ? body_read_bytes : head_read_bytes;
  stream_.async_read_some(buffer_.prepare(size),
                          [self = this->shared_from_this()](const Error& error, std::size_t count) {
                            self->on_read(error, count);
                          });
}

template <class Stream>
void Connection<Stream>::on_read(const Error& error, std::size_t count) {
  if (state_ == State::closed) return;
  if (early_) return write(*std::exchange(early_, std::nullopt), Keep::no);
  if (std::exchange(late_, false)) return refuse(RefusalReason::too_slow);
  if (error) {
    if (state_ == State::idle) return close();
    return drop("cut off while a request was read");
  }
  buffer_.commit(count);
  if (state_ == State::idle) return begin_request();
  if (state_ == State::reading_body) deadline_ = body_deadline(SteadyClock::now());
  parse();
}

template <class Stream>
void Connection<Stream>::parse() {
  while (true) {
    Error error;
    const std::size_t used = parser_->put(buffer_.data(), error);
    buffer_.consume(used);
    if (turned_away_) (void)parser_->get().body().take();
    if (error == http::error::need_more) {
      // Chunk headers and trailers without end: nobody else bounds them.
      if (head_done_ && buffer_.size() > core_->limits().head_bytes) return refuse(RefusalReason::malformed);
      if (head_done_ && !account_body()) return;
      return read_more();
    }
    if (error) return on_parse_error(error);
    if (!head_done_ && parser_->is_header_done()) {
      head_done_ = true;
      if (!on_head()) return;
    }
    if (head_done_ && (!account_body() || !pass_on())) return;
    if (parser_->is_done()) return on_request();
    if (buffer_.size() == 0) return read_more();
  }
}

template <class Stream>
void Connection<Stream>::on_parse_error(const Error& error) {
  if (error == http::error::header_limit) return refuse(RefusalReason::head_too_large);
  if (error == http::error::body_limit) return refuse(RefusalReason::body_too_large);
  refuse(RefusalReason::malformed);
}

/// RFC 9112 6.3 and 3.2: one way to find the end of the body, one host.
template <class Stream>
std::optional<RefusalReason> Connection<Stream>::check_framing() const {
  const Headers& headers = request_.headers;
  const bool old = parser_->get().version() == 10;
  const std::size_t codings = headers.count("Transfer-Encoding");
  const std::size_t lengths = headers.count("Content-Length");
  if (codings + lengths > 1 || (codings != 0 && old)) return RefusalReason::malformed;
  if (const auto coding = headers.find("Transfer-Encoding");
      coding && !same_ignoring_case(*coding, "chunked")) {
    return RefusalReason::malformed;
  }
  // "3, 3" is a length for some readers and none for others.
  if (const auto length = headers.find("Content-Length"); length && !is_number(*length)) {
    return RefusalReason::malformed;
  }
  const std::size_t hosts = headers.count("Host");
  if (hosts > 1 || (hosts == 0 && !old)) return RefusalReason::malformed;
  return std::nullopt;
}

template <class Stream>
std::optional<RefusalReason> Connection<Stream>::read_head() {
  const auto& head = parser_->get();
  auto headers = headers_of(head.base());
  if (!headers) return RefusalReason::malformed;
  request_ = {};
  request_.headers = *std::move(headers);
  if (const auto bad = check_framing()) return bad;
  const auto method = parse_method({head.method_string().data(), head.method_string().size()});
  if (!method) return RefusalReason::method_not_known;
  method_ = to_text(*method);
  is_head_ = *method == Method::head;
  target_.assign(head.target().data(), head.target().size());
  auto target = parse_target(target_);
  if (!target) return RefusalReason::malformed;
  request_.method = *method;
  request_.target = target_;
  request_.path = std::move(target->path);
  request_.query = std::move(target->query);
  request_.peer = peer_;
  request_.listener = listener_;
  const auto expected = request_.headers.find("Expect");
  if (expected && !same_ignoring_case(*expected, "100-continue")) return RefusalReason::unknown_expectation;
  return std::nullopt;
}

template <class Stream>
bool Connection<Stream>::on_head() {
  const auto bad = refused_ ? std::optional{RefusalReason::too_many} : read_head();
  if (bad) {
    refuse(*bad);
    return false;
  }
  keep_ = parser_->get().version() == 11 && parser_->keep_alive();
  try {
    Admission admission = core_->handler().admit(request_);
    gives_way_ = request_.gives_way;
    return admission ? admit_body(*admission) : turn_away(std::move(admission).error());
  } catch (const std::exception&) {
    refuse(RefusalReason::handler_failed);
    return false;
  }
}

/// A body that is not read stands in the way of the next request, and a short one costs less to read than
/// another handshake. It is thrown away before the answer goes out, for many a client that hears it earlier
/// sends no more and closes. Of a chunked one nobody knows how long it is; and who waits to be told to go on
/// may leave his out, so that nobody could say where the next request begins.
template <class Stream>
bool Connection<Stream>::turn_away(Response answer) {
  const auto length = parser_->content_length();
  const bool is_short =
      length && *length <= limits::http_dropped_body_bytes_max && !request_.headers.find("Expect");
  if (parser_->is_done() || !is_short) {
    write(std::move(answer), parser_->is_done() ? Keep::yes : Keep::no);
    return false;
  }
  parser_->get().body().bytes_max = limits::http_dropped_body_bytes_max;
  state_ = State::reading_body;
  deadline_ = body_deadline(SteadyClock::now());
  turned_away_ = std::move(answer);
  return true;
}

template <class Stream>
bool Connection<Stream>::admit_body(Admitted admitted) {
  const bool may_stream = admitted.whole_bytes_max < admitted.bytes_max;
  whole_max_ = std::min(admitted.whole_bytes_max, limits::http_body_bytes_max);
  if (may_stream && !peer_.certificate)
    whole_max_ = std::min(whole_max_, limits::http_unknown_whole_bytes_max);
  const std::size_t allowed = may_stream ? admitted.bytes_max : whole_max_;
  if (parser_->content_length() && *parser_->content_length() > allowed) {
    refuse(RefusalReason::body_too_large);
    return false;
  }
  parser_->get().body().bytes_max = allowed;
  if (parser_->is_done()) return true;
  state_ = State::reading_body;
  deadline_ = body_deadline(SteadyClock::now());
  if (!request_.headers.find("Expect") || buffer_.size() != 0) return true;
  send_continue();
  return false;
}

/// A body that is streamed has the time of a request for each http_body_bytes_max of it: it may be as slow as
/// any, and no slower. While a piece is out the sender is not the one who is slow. One that is thrown away
/// has a single pause for all of it: whoever is refused, be it somebody unknown, holds no connection by
/// dribbling.
template <class Stream>
SteadyClock::time_point Connection<Stream>::body_deadline(SteadyClock::time_point now) const {
  if (turned_away_) return deadline_;
  const std::size_t times =
      streams_ ? 1 + (parser_->get().body().bytes_so_far() / limits::http_body_bytes_max) : 1;
  return std::min(now + core_->limits().body_pause,
                  begun_ + waited_for_us_ + (core_->limits().request * static_cast<std::int64_t>(times)));
}

template <class Stream>
void Connection<Stream>::send_continue() {
  static constexpr std::string_view text = "HTTP/1.1 100 Continue\r\n\r\n";
  asio::async_write(stream_, asio::buffer(text.data(), text.size()),
                    [self = this->shared_from_this()](const Error& error, std::size_t /*count*/) {
                      if (self->state_ == State::closed) return;
                      if (std::exchange(self->late_, false)) return self->refuse(RefusalReason::too_slow);
                      if (error) return self->drop("cut off while a request was read");
                      self->read_more();
                    });
}

/// What waits here and what its taker keeps. What was held when it began to stream stays accounted for until
/// the end: so many can stream at once.
template <class Stream>
std::size_t Connection<Stream>::held_now() const {
  return std::max(begun_with_, kept_bytes_ + parser_->get().body().bytes.size());
}

template <class Stream>
bool Connection<Stream>::account_body() {
  const std::size_t now = held_now();
  if (now > held_bytes_ && !core_->take_bytes(counted_, held_bytes_, now - held_bytes_)) {
    refuse(RefusalReason::too_many);
    return false;
  }
  if (now < held_bytes_) core_->give_bytes_back(counted_, held_bytes_ - now);
  held_bytes_ = now;
  return true;
}

template <class Stream>
void Connection<Stream>::on_request() {
  if (turned_away_) return write(*std::exchange(turned_away_, std::nullopt), Keep::yes);
  if (streams_) return end_stream();
  request_.body = std::move(parser_->get().body().bytes);
  enter(State::handling, core_->limits().answer);
  hand_over();
}

template <class Stream>
Responder Connection<Stream>::responder() {
  return Responder{
      [io = core_->weak_io(), weak = this->weak_from_this(), number = number_](Response response) {
        const auto alive = io.lock();
        if (!alive) return;
        asio::dispatch(alive->context, [weak, number, response = std::move(response)]() mutable {
          if (const auto self = weak.lock()) self->on_answer(number, std::move(response));
        });
      }};
}

template <class Stream>
void Connection<Stream>::hand_over() {
  try {
    core_->handler().handle(std::move(request_), responder());
  } catch (const std::exception&) {
    // The responder went down with the handler and has answered handler_failed.
    core_->observer().dropped ? core_->observer().dropped(listener_, "a handler threw") : void();
  }
}

// ---- bodies that are too long to be held

template <class Stream>
bool Connection<Stream>::pass_on() {
  const std::size_t waiting = parser_->get().body().bytes.size();
  if (!streams_ && waiting <= whole_max_) return true;
  if (!streams_ && !begin_stream()) return false;
  if (waiting == 0 || (waiting < piece_bytes && !parser_->is_done())) return true;
  give_piece();
  return false;
}

/// False when it was answered at once.
template <class Stream>
bool Connection<Stream>::begin_stream() {
  streams_ = true;
  begun_with_ = held_bytes_;
  enter(State::streaming, core_->limits().answer);
  try {
    incoming_ = core_->handler().stream(std::move(request_), responder());
  } catch (const std::exception&) {
    // The responder went down with the handler and has answered handler_failed.
    core_->observer().dropped ? core_->observer().dropped(listener_, "a handler threw") : void();
  }
  if (state_ == State::streaming && incoming_) {
    state_ = State::reading_body;
    deadline_ = body_deadline(SteadyClock::now());
    return true;
  }
  incoming_.reset();
  return false;
}

template <class Stream>
void Connection<Stream>::give_piece() {
  enter(State::streaming, core_->limits().answer);
  given_ = SteadyClock::now();
  Incoming::Next next{[io = core_->weak_io(), weak = this->weak_from_this(), number = number_,
                       piece = ++pieces_](std::size_t kept_bytes) {
    const auto alive = io.lock();
    if (!alive) return;
    // Later, even from this thread: whoever asks is not called back by that.
    asio::post(alive->context, [weak, number, piece, kept_bytes] {
      if (const auto self = weak.lock()) self->on_next(number, piece, kept_bytes);
    });
  }};
  ask_taker([&](Incoming& taker) { taker.take(parser_->get().body().take(), std::move(next)); });
}

template <class Stream>
void Connection<Stream>::on_next(std::uint64_t number, std::size_t piece, std::size_t kept_bytes) {
  if (number != number_ || piece != pieces_ || state_ != State::streaming) return;
  const auto now = SteadyClock::now();
  waited_for_us_ += now - given_;
  kept_bytes_ = kept_bytes;
  if (!account_body()) return;
  if (parser_->is_done()) return on_request();
  state_ = State::reading_body;
  deadline_ = body_deadline(now);
  if (buffer_.size() == 0) return read_more();
  parse();
}

template <class Stream>
void Connection<Stream>::end_stream() {
  enter(State::handling, core_->limits().answer);
  ask_taker([](Incoming& taker) { taker.end(); });
}

template <class Stream>
template <class Question>
void Connection<Stream>::ask_taker(Question question) {
  const auto taker = incoming_;  // an answer at once lets go of it
  try {
    question(*taker);
  } catch (const std::exception&) {
    if (state_ == State::streaming || state_ == State::handling) refuse(RefusalReason::handler_failed);
  }
}

template <class Stream>
void Connection<Stream>::on_answer(std::uint64_t number, Response response) {
  if (number != number_) return;
  if (state_ == State::handling) return write(std::move(response), Keep::yes);
  // A body that is not read to its end stands in the way of the next request.
  if (state_ == State::streaming) return write(std::move(response), Keep::no);
  if (state_ != State::reading_body || !streams_ || early_) return;
  early_ = std::move(response);
  deadline_ = SteadyClock::now() + cancelled_read_max;
  Error ignored;
  socket().cancel(ignored);
}

template <class Stream>
std::string Connection<Stream>::head_of(const Response& response, bool keep) const {
  std::string out = format("HTTP/1.1 {} {}\r\nDate: {}\r\n", response.status, reason_phrase(response.status),
                           core_->date());
  for (const Headers::Field& field : response.headers.all()) {
    out.append(field.name).append(": ").append(field.value).append("\r\n");
  }
  if (in_chunks_) out += "Transfer-Encoding: chunked\r\n";
  if (!response.ongoing && !has_no_body(response.status))
    out += format("Content-Length: {}\r\n", response.body.size());
  if (!keep) out += "Connection: close\r\n";
  out += "\r\n";
  return out;
}

template <class Stream>
void Connection<Stream>::write(Response response, Keep keep) {
  response_ = std::move(response);
  for (const Headers::Field& field : core_->of_every_answer().all())
    response_.headers.set(field.name, field.value);
  keep_ = keep_ && keep == Keep::yes && !core_->stopping() && !goes_on() && !is_outdated();
  in_chunks_ = goes_on() && parser_->get().version() == 11;
  out_ = head_of(response_, keep_);
  if (is_head_) response_.ongoing.reset();
  if (is_head_ || has_no_body(response_.status)) response_.body.clear();
  if (response_.body.size() <= joined_body_bytes_max) {
    out_ += as_text(response_.body);
    response_.body.clear();
  }
  enter(State::writing, core_->limits().write);
  incoming_.reset();  // what its responder says from now on is too late
  const std::array<asio::const_buffer, 2> parts{asio::buffer(out_),
                                                asio::buffer(response_.body.data(), response_.body.size())};
  asio::async_write(stream_, parts,
                    [self = this->shared_from_this()](const Error& error, std::size_t /*count*/) {
                      self->on_written(error);
                    });
}

template <class Stream>
void Connection<Stream>::on_written(const Error& error) {
  if (state_ == State::closed) return;
  if (error) return drop("cut off while an answer was written");
  observe();
  if (keep_) return next_request();
  if (!goes_on()) return linger();
  core_->give_bytes_back(counted_, std::exchange(held_bytes_, 0));
  notice_silence();
  watch_reader();
  go_on();
}

// ---- answers that go on

template <class Stream>
void Connection<Stream>::watch_reader() {
  stream_.async_read_some(asio::buffer(discarded_),
                          [self = this->shared_from_this()](const Error& error, std::size_t count) {
                            if (self->state_ == State::closed) return;
                            if (error) return self->close();
                            self->said_by_reader_ += count;
                            if (self->said_by_reader_ > said_by_reader_max)
                              return self->drop("sent without end while an answer went on");
                            self->watch_reader();
                          });
}

/// What cannot be set is no harm: then the system's own time counts.
template <class Stream>
void Connection<Stream>::notice_silence() {
  const unsigned milliseconds{unheard_max.count()};
  (void)::setsockopt(socket().native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &milliseconds,
                     sizeof milliseconds);
}

template <class Stream>
void Connection<Stream>::go_on() {
  state_ = State::going_on;
  deadline_ = SteadyClock::time_point::max();
  if (core_->stopping()) return end_answer();
  NextPiece next{[io = core_->weak_io(), weak = this->weak_from_this()](std::optional<Bytes> piece) {
    const auto alive = io.lock();
    if (!alive) return;
    // Later, even from this thread: whoever gives a piece is not called back by that.
    asio::post(alive->context, [weak, piece = std::move(piece)]() mutable {
      if (const auto self = weak.lock()) self->on_piece(std::move(piece));
    });
  }};
  try {
    response_.ongoing->next(std::move(next));
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): what it means has happened already
    // The piece went down with it, and that has cut the answer off.
  }
}

template <class Stream>
void Connection<Stream>::on_piece(std::optional<Bytes> piece) {
  if (state_ != State::going_on) return;
  if (!piece) return drop("an answer broke off");
  if (piece->empty()) return end_answer();
  response_.body = *std::move(piece);
  write_piece();
}

template <class Stream>
void Connection<Stream>::write_piece() {
  static constexpr std::string_view end_of_chunk = "\r\n";
  out_ = in_chunks_ ? format("{:x}\r\n", response_.body.size()) : std::string{};
  writes_piece_ = true;
  enter(State::going_on, core_->limits().write);
  const std::array<asio::const_buffer, 3> parts{
      asio::buffer(out_), asio::buffer(response_.body.data(), response_.body.size()),
      asio::buffer(end_of_chunk.data(), in_chunks_ ? end_of_chunk.size() : 0)};
  asio::async_write(stream_, parts,
                    [self = this->shared_from_this()](const Error& error, std::size_t /*count*/) {
                      self->writes_piece_ = false;
                      if (self->state_ == State::closed) return;
                      if (error) return self->close();  // it has gone, as readers of such answers do
                      self->go_on();
                    });
}

/// The reader that watches throws away what still comes, until the other side has closed, too.
template <class Stream>
void Connection<Stream>::end_answer() {
  static constexpr std::string_view last_chunk = "0\r\n\r\n";
  response_.ongoing.reset();
  enter(State::lingering, core_->limits().linger);
  asio::async_write(stream_, asio::buffer(last_chunk.data(), in_chunks_ ? last_chunk.size() : 0),
                    [self = this->shared_from_this()](const Error& error, std::size_t /*count*/) {
                      if (self->state_ == State::closed) return;
                      if (error) return self->close();
                      const auto close_our_half = [self] {
                        Error ignored;
                        self->socket().shutdown(Socket::shutdown_send, ignored);
                      };
                      if constexpr (is_tls) {
                        self->stream_.async_shutdown([self, close_our_half](const Error& /*error*/) {
                          if (self->state_ != State::closed) close_our_half();
                        });
                      } else {
                        close_our_half();
                      }
                    });
}

template <class Stream>
void Connection<Stream>::observe() {
  if (!core_->observer().answered) return;
  const auto since =
      begun_ == SteadyClock::time_point{} ? SteadyClock::duration::zero() : SteadyClock::now() - begun_;
  core_->observer().answered({.listener = listener_,
                              .peer_address = peer_.address,
                              .method = method_,
                              .target = target_,
                              .status = response_.status,
                              .request_bytes = streams_ ? parser_->get().body().bytes_so_far() : held_bytes_,
                              .response_bytes = out_.size() + response_.body.size(),
                              .took = std::chrono::duration_cast<std::chrono::microseconds>(since)});
}

template <class Stream>
void Connection<Stream>::linger() {
  core_->give_bytes_back(counted_, std::exchange(held_bytes_, 0));
  enter(State::lingering, core_->limits().linger);
  if constexpr (is_tls) {
    // It fails when the other side is still sending its request, and that is well: our part has gone out.
    stream_.async_shutdown([self = this->shared_from_this()](const Error& /*error*/) {
      if (self->state_ != State::closed) self->discard();
    });
  } else {
    discard();
  }
}

template <class Stream>
void Connection<Stream>::discard() {
  Error ignored;
  // Our half is closed, so that the other side sees the end and closes its own.
  socket().shutdown(Socket::shutdown_send, ignored);
  socket().async_read_some(asio::buffer(discarded_),
                           [self = this->shared_from_this()](const Error& error, std::size_t /*count*/) {
                             if (self->state_ == State::closed) return;
                             if (error) return self->close();
                             self->discard();
                           });
}

template <class Stream>
void Connection<Stream>::sweep(SteadyClock::time_point now) {
  if (state_ == State::idle && is_outdated()) return close();
  if (now < deadline_) return;
  Error ignored;
  switch (state_) {
    case State::handshaking: return drop("handshake too slow");
    case State::giving_way: return refuse(RefusalReason::too_many);
    case State::idle:
    case State::lingering: return close();
    case State::reading_head:
    case State::reading_body:
      // Under TLS a read may go on with the next record of what is cancelled.
      if (late_ || early_) return drop("a read did not end when it was cancelled");
      late_ = true;
      deadline_ = now + cancelled_read_max;
      socket().cancel(ignored);
      return;
    case State::streaming:
    case State::handling: return refuse(RefusalReason::handler_too_slow);
    case State::writing:
    case State::going_on: return drop("the answer was read too slowly");
    case State::closed: return;
  }
}

template <class Stream>
void Connection<Stream>::drain() {
  if (state_ == State::idle || state_ == State::handshaking || state_ == State::lingering) close();
  if (state_ == State::going_on && !writes_piece_) end_answer();
}

template <class Stream>
void Connection<Stream>::cut_off() {
  if (state_ != State::closed) drop("cut off by the stop of the server");
}

template <class Stream>
void Connection<Stream>::drop(std::string_view why) {
  if (core_->observer().dropped) core_->observer().dropped(listener_, why);
  close();
}

template <class Stream>
void Connection<Stream>::close() {
  if (state_ == State::closed) return;
  state_ = State::closed;
  response_.ongoing.reset();
  incoming_.reset();
  core_->give_bytes_back(counted_, std::exchange(held_bytes_, 0));
  Error ignored;
  socket().close(ignored);
  core_->remove(*this, counted_, refused_);
}

}  // namespace

std::shared_ptr<Session> make_connection(std::shared_ptr<Server::Core> core, std::string listener, Peer peer,
                                         bool refused, Socket socket,
                                         std::shared_ptr<ServerTls::Context> tls) {
  if (tls) {
    return std::make_shared<Connection<TlsStream>>(std::move(core), std::move(listener), std::move(peer),
                                                   refused, std::move(socket), std::move(tls));
  }
  return std::make_shared<Connection<Socket>>(std::move(core), std::move(listener), std::move(peer), refused,
                                              std::move(socket), nullptr);
}

}  // namespace lintas::net
