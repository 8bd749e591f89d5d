#include "shell/net/client.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/ssl/stream_base.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/system/error_code.hpp>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <expected>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/sslerr.h>
#include <string>
#include <sys/socket.h>
#include <sys/types.h>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "shell/net/addresses.hpp"
#include "shell/net/http.hpp"
#include "shell/net/limits.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/loop_io.hpp"
#include "shell/net/tls.hpp"
#include "shell/net/tls_context.hpp"
#include "shell/net/wire.hpp"

namespace lintas::net {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Error = boost::system::error_code;
using Endpoint = asio::ip::tcp::endpoint;
using Socket = asio::ip::tcp::socket;
using TlsStream = asio::ssl::stream<Socket>;
using AnswerParser = http::response_parser<BytesBody>;
using SteadyClock = std::chrono::steady_clock;

namespace {

constexpr std::chrono::milliseconds sweep_interval{50};
constexpr std::size_t read_bytes = 16'384;
/// Interim answers (1xx) before the answer; we ask for none.
constexpr unsigned interim_answers_max = 8;

/// One request on its way.
struct Job {
  ClientRequest request;
  Client::Done done;
  SteadyClock::time_point deadline;
  bool repeated = false;
};
using JobHold = std::unique_ptr<Job>;

/// What connections are shared by.
struct Key {
  const ClientTls* tls = nullptr;
  std::string host;
  std::uint16_t port = 0;
  bool public_only = false;
  auto operator<=>(const Key&) const = default;
};

bool may_repeat(Method method) {
  switch (method) {
    case Method::get:
    case Method::head:
    case Method::put:
    case Method::remove:
    case Method::options:
    case Method::trace:
    case Method::query: return true;
    case Method::post:
    case Method::patch: return false;
  }
  std::unreachable();
}

std::string head_of(const ClientRequest& request) {
  std::string out = format("{} {} HTTP/1.1\r\nHost: {}\r\n", to_text(request.method), request.url.target,
                           request.url.authority());
  for (const Headers::Field& field : request.headers.all()) {
    out.append(field.name).append(": ").append(field.value).append("\r\n");
  }
  const bool has_body = !request.body.empty() || request.method == Method::post ||
                        request.method == Method::put || request.method == Method::patch;
  if (has_body) out += format("Content-Length: {}\r\n", request.body.size());
  return out += "\r\n";
}

/// Alerts by which a server says that it does not accept our certificate. In TLS 1.3 they come after our side
/// of the handshake, in place of the answer; the server has read nothing of the request then.
bool is_about_our_certificate(const Error& error) {
  if (error.category() != asio::error::get_ssl_category()) return false;
  constexpr std::array alerts{SSL_AD_BAD_CERTIFICATE,     SSL_AD_UNSUPPORTED_CERTIFICATE,
                              SSL_AD_CERTIFICATE_REVOKED, SSL_AD_CERTIFICATE_EXPIRED,
                              SSL_AD_CERTIFICATE_UNKNOWN, SSL_AD_UNKNOWN_CA,
                              SSL_AD_ACCESS_DENIED,       SSL_AD_CERTIFICATE_REQUIRED};
  const int reason = ERR_GET_REASON(static_cast<unsigned long>(error.value()));
  return std::ranges::find(alerts, reason - SSL_AD_REASON_OFFSET) != alerts.end();
}

/// One connection, without the kind of its stream.
class Link {
 public:
  Link() = default;
  virtual ~Link() = default;
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  virtual void run(JobHold job) = 0;
  virtual void sweep(SteadyClock::time_point now) = 0;
  virtual void stop() = 0;
  /// False when the other side has closed an idle connection or sent what nobody asked for.
  [[nodiscard]] virtual bool is_usable() = 0;
};

}  // namespace

/// Lives on the loop's thread.
class Client::Core : public std::enable_shared_from_this<Client::Core> {
 public:
  Core(Loop& loop, ClientOptions options)
      : io_(loop.io().context), options_(std::move(options)), timer_(io_) {}

  void submit(JobHold job);
  /// On a new connection, even if others are idle.
  void submit_again(JobHold job);
  void stop();
  void sweep();
  /// A connection has done its work and may take the next.
  void on_idle(const Key& key, const std::shared_ptr<Link>& link);
  void on_closed(const Key& key, const Link& link);

  [[nodiscard]] asio::io_context& io() { return io_; }
  [[nodiscard]] const ClientOptions& options() const { return options_; }
  /// The one that was reached last first, then as they are.
  [[nodiscard]] std::vector<Endpoint> in_order(const Key& key, std::vector<Endpoint> endpoints) const;
  void remember(const Key& key, const Endpoint& reached);
  [[nodiscard]] std::size_t idle_connections() const;

  static void fail(JobHold job, ClientErrorKind kind, std::string what, bool may_have_arrived) {
    job->done(std::unexpected(
        ClientError{.kind = kind, .what = std::move(what), .may_have_arrived = may_have_arrived}));
  }

 private:
  struct Lane {
    std::deque<JobHold> waiting;
    std::vector<std::shared_ptr<Link>> idle;
    std::map<const Link*, std::shared_ptr<Link>> open;
  };
  void start(const Key& key, Lane& lane, JobHold job);
  void start_waiting(const Key& key);
  static void take_late(Lane& lane, SteadyClock::time_point now, std::deque<JobHold>& late);

  asio::io_context& io_;
  ClientOptions options_;
  asio::steady_timer timer_;
  std::map<Key, Lane> lanes_;
  std::map<std::string, Endpoint, std::less<>> reached_;  ///< of names with several addresses
  bool stopped_ = false;
};

namespace {

Key key_of(const ClientRequest& request) {
  return {.tls = request.url.tls ? request.tls.get() : nullptr,
          .host = request.url.host,
          .port = request.url.port,
          .public_only = request.public_only};
}

template <class Stream>
class LinkOver final : public Link, public std::enable_shared_from_this<LinkOver<Stream>> {
  static constexpr bool is_tls = std::is_same_v<Stream, TlsStream>;
  using TlsHold = std::shared_ptr<const ClientTls>;

 public:
  LinkOver(std::shared_ptr<Client::Core> core, Key key, TlsHold tls)
      : core_(std::move(core)),
        key_(std::move(key)),
        tls_(std::move(tls)),
        resolver_(core_->io()),
        stream_(make_stream(core_->io(), tls_)) {}

  void run(JobHold job) override;
  void sweep(SteadyClock::time_point now) override;
  void stop() override;
  [[nodiscard]] bool is_usable() override;

 private:
  enum class State : std::uint8_t { fresh, connecting, exchanging, idle, closed };

  static Stream make_stream(asio::io_context& io, const TlsHold& tls) {
    if constexpr (is_tls) {
      return Stream{io, tls->context().context};
    } else {
      return Stream{io};
    }
  }
  Socket& socket() {
    if constexpr (is_tls) {
      return stream_.next_layer();
    } else {
      return stream_;
    }
  }

  void resolve();
  void connect(std::vector<Endpoint> endpoints);
  /// The next one; `error` is of the one before.
  void connect_next(const Error& error);
  void shake_hands();
  void exchange();
  void new_answer();
  void read_more();
  void on_read(const Error& error, std::size_t count);
  void parse();
  /// What has come of an answer that is read as it comes. False when that was enough: then it is over.
  bool hand_on();
  void on_end(const Error& error);
  void on_answer();
  void fail(ClientErrorKind kind, std::string what, bool may_have_arrived);
  void close();

  std::shared_ptr<Client::Core> core_;
  Key key_;
  TlsHold tls_;
  asio::ip::tcp::resolver resolver_;
  Stream stream_;

  State state_ = State::fresh;
  SteadyClock::time_point deadline_;
  bool has_several_ = false;         ///< the name has more than one address
  std::vector<Endpoint> endpoints_;  ///< that are still to be tried, the next one last
  /// When the next one is tried, where there is one.
  SteadyClock::time_point address_deadline_ = SteadyClock::time_point::max();
  JobHold job_;
  bool reused_ = false;
  bool writing_ = false;
  bool got_any_ = false;
  unsigned interim_ = 0;
  std::string out_;
  Bytes body_out_;
  boost::beast::flat_buffer buffer_;
  std::unique_ptr<AnswerParser> parser_;  // of the answer that is read: one parser reads one message
};

template <class Stream>
void LinkOver<Stream>::run(JobHold job) {
  job_ = std::move(job);
  got_any_ = false;
  interim_ = 0;
  if (state_ == State::idle) {
    reused_ = true;
    return exchange();
  }
  state_ = State::connecting;
  deadline_ = std::min(job_->deadline, SteadyClock::now() + core_->options().connect);
  resolve();
}

template <class Stream>
void LinkOver<Stream>::resolve() {
  Error no_address;
  const auto address = asio::ip::make_address(key_.host, no_address);
  if (!no_address) {
    return connect({Endpoint{address, key_.port}});
  }
  if (const auto known = core_->options().hosts.find(key_.host); known != core_->options().hosts.end()) {
    std::vector<Endpoint> endpoints;
    for (const std::string& one : known->second)
      endpoints.emplace_back(asio::ip::make_address(one), key_.port);
    return connect(std::move(endpoints));
  }
  resolver_.async_resolve(key_.host, std::to_string(key_.port),
                          [self = this->shared_from_this()](const Error& error, const auto& results) {
                            if (self->state_ == State::closed) return;
                            if (error) {
                              return self->fail(ClientErrorKind::cannot_resolve, error.message(), false);
                            }
                            std::vector<Endpoint> endpoints;
                            for (const auto& result : results) endpoints.push_back(result.endpoint());
                            self->connect(std::move(endpoints));
                          });
}

template <class Stream>
void LinkOver<Stream>::connect(std::vector<Endpoint> endpoints) {
  if (key_.public_only) {
    std::erase_if(endpoints,
                  [](const Endpoint& one) { return !is_public_address(one.address().to_string()); });
    if (endpoints.empty())
      return fail(ClientErrorKind::not_public, "its address is none of the internet", false);
  }
  has_several_ = endpoints.size() > 1;
  endpoints_ = core_->in_order(key_, std::move(endpoints));
  std::ranges::reverse(endpoints_);
  connect_next(asio::error::not_found);
}

template <class Stream>
void LinkOver<Stream>::connect_next(const Error& error) {
  if (endpoints_.empty()) return fail(ClientErrorKind::cannot_connect, error.message(), false);
  const Endpoint endpoint = endpoints_.back();
  endpoints_.pop_back();
  address_deadline_ =
      endpoints_.empty() ? SteadyClock::time_point::max() : SteadyClock::now() + core_->options().address;
  Error ignored;
  socket().close(ignored);
  socket().async_connect(endpoint, [self = this->shared_from_this(), endpoint](const Error& failure) {
    if (self->state_ == State::closed) return;
    // One that was closed as it came through has come too late.
    if (failure || !self->socket().is_open()) return self->connect_next(failure);
    self->address_deadline_ = SteadyClock::time_point::max();
    if (self->has_several_) self->core_->remember(self->key_, endpoint);
    Error no_matter;
    self->socket().set_option(asio::ip::tcp::no_delay{true}, no_matter);
    self->shake_hands();
  });
}

template <class Stream>
void LinkOver<Stream>::shake_hands() {
  if constexpr (is_tls) {
    if (!expect_host(stream_.native_handle(), key_.host)) {
      return fail(ClientErrorKind::tls, "the host's name cannot stand in a certificate", false);
    }
    stream_.async_handshake(asio::ssl::stream_base::client, [self = this->shared_from_this()](
                                                                const Error& error) {
      if (self->state_ == State::closed) return;
      if (!error) return self->exchange();
      const std::string why = verify_failure_of(self->stream_.native_handle());
      self->fail(ClientErrorKind::tls, why.empty() ? error.message() : error.message() + ": " + why, false);
    });
  } else {
    exchange();
  }
}

template <class Stream>
void LinkOver<Stream>::exchange() {
  state_ = State::exchanging;
  deadline_ = job_->deadline;
  out_ = head_of(job_->request);
  // A copy would be needed only for a repetition: then the job keeps its body.
  const bool keeps = reused_ && may_repeat(job_->request.method);
  body_out_ = keeps ? job_->request.body : std::move(job_->request.body);
  writing_ = true;
  const std::array<asio::const_buffer, 2> parts{asio::buffer(out_),
                                                asio::buffer(body_out_.data(), body_out_.size())};
  // What goes wrong in writing shows in reading, where an early answer may still be found.
  asio::async_write(stream_, parts,
                    [self = this->shared_from_this()](const Error& error, std::size_t /*count*/) {
                      if (!error) self->writing_ = false;
                    });
  new_answer();
  read_more();
}

template <class Stream>
void LinkOver<Stream>::new_answer() {
  parser_ = std::make_unique<AnswerParser>();
  parser_->header_limit(static_cast<std::uint32_t>(limits::http_head_bytes_max));
  parser_->body_limit(boost::none);  // BytesBody has it
  parser_->get().body().bytes_max = job_->request.response_bytes_max;
  parser_->skip(job_->request.method == Method::head);
}

template <class Stream>
void LinkOver<Stream>::read_more() {
  stream_.async_read_some(buffer_.prepare(read_bytes),
                          [self = this->shared_from_this()](const Error& error, std::size_t count) {
                            self->on_read(error, count);
                          });
}

template <class Stream>
void LinkOver<Stream>::on_read(const Error& error, std::size_t count) {
  if (state_ == State::closed) return;
  if (error) return on_end(error);
  got_any_ = true;
  buffer_.commit(count);
  parse();
}

template <class Stream>
void LinkOver<Stream>::parse() {
  while (true) {
    Error error;
    const std::size_t used = parser_->put(buffer_.data(), error);
    buffer_.consume(used);
    if ((!error || error == http::error::need_more) && !hand_on()) return;
    if (error == http::error::need_more) {
      if (buffer_.size() > limits::http_head_bytes_max) {
        return fail(ClientErrorKind::malformed, "a part without end", true);
      }
      return read_more();
    }
    if (error == http::error::body_limit || error == http::error::header_limit) {
      return fail(ClientErrorKind::too_large, error.message(), true);
    }
    if (error) return fail(ClientErrorKind::malformed, error.message(), true);
    if (parser_->is_header_done() && parser_->get().result_int() < 200) {
      if (++interim_ > interim_answers_max) {
        return fail(ClientErrorKind::malformed, "interim answers without end", true);
      }
      new_answer();
    } else if (parser_->is_done()) {
      return on_answer();
    }
    if (buffer_.size() == 0) return read_more();
  }
}

template <class Stream>
bool LinkOver<Stream>::hand_on() {
  if (!job_->request.on_piece || !parser_->is_header_done() || parser_->get().result_int() != 200)
    return true;
  deadline_ = SteadyClock::now() + job_->request.time_max;
  const Bytes piece = std::exchange(parser_->get().body().bytes, {});
  if (piece.empty() || job_->request.on_piece(piece)) return true;
  fail(ClientErrorKind::stopped, "nothing more is wanted", true);
  return false;
}

template <class Stream>
void LinkOver<Stream>::on_end(const Error& error) {
  const bool is_end = error == asio::error::eof;
  if (is_end && got_any_ && parser_->is_header_done() && parser_->need_eof()) {
    Error ignored;
    parser_->put_eof(ignored);
    if (parser_->is_done()) return on_answer();
  }
  if (!got_any_ && is_about_our_certificate(error)) {
    return fail(ClientErrorKind::tls, error.message(), false);
  }
  const bool stale = reused_ && !got_any_ && !job_->repeated && may_repeat(job_->request.method);
  if (!stale) return fail(ClientErrorKind::closed, error.message(), true);
  JobHold job = std::move(job_);
  job->repeated = true;
  const auto core = core_;
  close();
  core->submit_again(std::move(job));
}

template <class Stream>
void LinkOver<Stream>::on_answer() {
  auto headers = headers_of(parser_->get().base());
  if (!headers) return fail(ClientErrorKind::malformed, "a header that is none", true);
  Response response{.status = static_cast<std::uint16_t>(parser_->get().result_int()),
                    .headers = *std::move(headers),
                    .body = std::move(parser_->get().body().bytes)};
  const bool keep = parser_->keep_alive() && !writing_ && buffer_.size() == 0;
  const JobHold job = std::move(job_);
  if (keep) {
    body_out_ = {};  // else what is still being sent lies there, until its handler lets go of this object
    state_ = State::idle;
    deadline_ = SteadyClock::now() + core_->options().idle;
    core_->on_idle(key_, this->shared_from_this());
  } else {
    close();
  }
  job->done(std::move(response));
}

template <class Stream>
void LinkOver<Stream>::fail(ClientErrorKind kind, std::string what, bool may_have_arrived) {
  JobHold job = std::move(job_);
  close();
  Client::Core::fail(std::move(job), kind, std::move(what), may_have_arrived);
}

template <class Stream>
void LinkOver<Stream>::sweep(SteadyClock::time_point now) {
  if (state_ == State::closed) return;
  if (now >= address_deadline_ && now < deadline_) {
    address_deadline_ = SteadyClock::time_point::max();
    Error ignored;
    socket().close(ignored);  // ends the attempt, and the next address is tried
    return;
  }
  if (now < deadline_) return;
  if (state_ == State::idle) return close();
  fail(ClientErrorKind::timeout, state_ == State::connecting ? "no connection in time" : "no answer in time",
       state_ == State::exchanging);
}

template <class Stream>
void LinkOver<Stream>::stop() {
  if (state_ == State::closed) return;
  if (job_) return fail(ClientErrorKind::stopped, "the client was stopped", state_ == State::exchanging);
  close();
}

template <class Stream>
bool LinkOver<Stream>::is_usable() {
  char byte = 0;
  const ssize_t count = ::recv(socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return count < 0 && errno == EAGAIN;
}

template <class Stream>
void LinkOver<Stream>::close() {
  if (state_ == State::closed) return;
  const bool was_idle = state_ == State::idle;
  state_ = State::closed;
  resolver_.cancel();
  Error ignored;
  if constexpr (is_tls) {
    // Says goodbye if that needs no waiting. The other side cuts nothing off: lengths are known.
    if (was_idle) stream_.async_shutdown([self = this->shared_from_this()](const Error& /*error*/) {});
    socket().shutdown(Socket::shutdown_send, ignored);
  }
  socket().close(ignored);
  core_->on_closed(key_, *this);
}

}  // namespace

std::vector<Endpoint> Client::Core::in_order(const Key& key, std::vector<Endpoint> endpoints) const {
  const auto before = reached_.find(key.host);
  if (before == reached_.end()) return endpoints;
  const auto same = [&](const Endpoint& one) { return one.address() == before->second.address(); };
  std::ranges::stable_partition(endpoints, same);
  return endpoints;
}

void Client::Core::remember(const Key& key, const Endpoint& reached) {
  if (reached_.size() >= limits::client_addresses_kept_max) reached_.clear();
  reached_.insert_or_assign(key.host, reached);
}

void Client::Core::submit(JobHold job) {
  if (stopped_) return fail(std::move(job), ClientErrorKind::stopped, "the client was stopped", false);
  const Key key = key_of(job->request);
  Lane& lane = lanes_[key];
  while (!lane.idle.empty()) {
    const auto link = std::move(lane.idle.back());
    lane.idle.pop_back();
    if (link->is_usable()) return link->run(std::move(job));
    link->stop();
    return submit(std::move(job));  // the lane may be gone
  }
  if (lane.open.size() < options_.connections_per_target) return start(key, lane, std::move(job));
  if (lane.waiting.size() >= options_.waiting_per_target) {
    return fail(std::move(job), ClientErrorKind::busy, "too many requests wait for this target", false);
  }
  lane.waiting.push_back(std::move(job));
}

void Client::Core::submit_again(JobHold job) {
  if (stopped_) return fail(std::move(job), ClientErrorKind::stopped, "the client was stopped", true);
  const Key key = key_of(job->request);
  Lane& lane = lanes_[key];
  // The others are as old as the one that failed.
  const auto old = std::exchange(lane.idle, {});
  for (const auto& link : old) link->stop();
  Lane& fresh = lanes_[key];
  if (fresh.open.size() < options_.connections_per_target) return start(key, fresh, std::move(job));
  fresh.waiting.push_front(std::move(job));
}

void Client::Core::start(const Key& key, Lane& lane, JobHold job) {
  std::shared_ptr<Link> link;
  if (job->request.url.tls) {
    link = std::make_shared<LinkOver<TlsStream>>(shared_from_this(), key, job->request.tls);
  } else {
    link = std::make_shared<LinkOver<Socket>>(shared_from_this(), key, nullptr);
  }
  lane.open.emplace(link.get(), link);
  link->run(std::move(job));
}

void Client::Core::on_idle(const Key& key, const std::shared_ptr<Link>& link) {
  Lane& lane = lanes_[key];
  lane.idle.push_back(link);
  start_waiting(key);
}

void Client::Core::on_closed(const Key& key, const Link& link) {
  const auto found = lanes_.find(key);
  if (found == lanes_.end()) return;
  Lane& lane = found->second;
  lane.open.erase(&link);
  std::erase_if(lane.idle, [&link](const auto& one) { return one.get() == &link; });
  if (lane.waiting.empty() && lane.open.empty()) {
    lanes_.erase(found);
  } else {
    start_waiting(key);
  }
}

void Client::Core::start_waiting(const Key& key) {
  const auto found = lanes_.find(key);
  if (stopped_ || found == lanes_.end() || found->second.waiting.empty()) return;
  Lane& lane = found->second;
  if (lane.idle.empty() && lane.open.size() >= options_.connections_per_target) return;
  JobHold job = std::move(lane.waiting.front());
  lane.waiting.pop_front();
  // The other side has as long for it as for those that did not wait.
  job->deadline = SteadyClock::now() + job->request.time_max;
  submit(std::move(job));
}

void Client::Core::take_late(Lane& lane, SteadyClock::time_point now, std::deque<JobHold>& late) {
  for (auto& job : lane.waiting) {
    if (now >= job->deadline) late.push_back(std::move(job));
  }
  std::erase(lane.waiting, nullptr);
}

void Client::Core::sweep() {
  timer_.expires_after(sweep_interval);
  timer_.async_wait([weak = weak_from_this()](const Error& error) {
    const auto self = weak.lock();
    if (error || !self || self->stopped_) return;
    const auto now = SteadyClock::now();
    std::vector<std::shared_ptr<Link>> links;
    // A copy of what is there: ending one changes the tables.
    std::deque<JobHold> late;
    for (auto& [key, lane] : self->lanes_) {
      take_late(lane, now, late);
      for (const auto& [raw, link] : lane.open) links.push_back(link);
    }
    for (auto& job : late) {
      fail(std::move(job), ClientErrorKind::busy, "no connection became free in time", false);
    }
    for (const auto& link : links) link->sweep(now);
    self->sweep();
  });
}

void Client::Core::stop() {
  if (std::exchange(stopped_, true)) return;
  timer_.cancel();
  auto lanes = std::exchange(lanes_, {});
  for (auto& [key, lane] : lanes) {
    for (auto& job : lane.waiting) {
      fail(std::move(job), ClientErrorKind::stopped, "the client was stopped", false);
    }
    for (const auto& [raw, link] : lane.open) link->stop();
  }
}

std::size_t Client::Core::idle_connections() const {
  std::size_t count = 0;
  for (const auto& [_, lane] : lanes_) count += lane.idle.size();
  return count;
}

Client::Client(Loop& loop, ClientOptions options)
    : loop_(loop), core_(std::make_shared<Core>(loop, std::move(options))) {
  loop_.call([this] { core_->sweep(); });
}

Client::~Client() {
  loop_.call([this] { core_->stop(); });
}

void Client::send(ClientRequest request, Done done) {
  require(!request.url.tls || request.tls != nullptr, "a request over TLS says who is believed");
  const auto deadline = SteadyClock::now() + request.time_max;
  auto job = std::make_unique<Job>(
      Job{.request = std::move(request), .done = std::move(done), .deadline = deadline, .repeated = false});
  loop_.post([core = core_, job = std::move(job)]() mutable { core->submit(std::move(job)); });
}

Client::Result Client::ask(ClientRequest request) {
  require(!loop_.is_current_thread(), "the loop must not wait for itself");
  std::promise<Result> promise;
  auto answer = promise.get_future();
  send(std::move(request), [&promise](Result result) { promise.set_value(std::move(result)); });
  return answer.get();
}

std::size_t Client::idle_connections() const {
  std::size_t count = 0;
  loop_.call([this, &count] { count = core_->idle_connections(); });
  return count;
}

}  // namespace lintas::net
