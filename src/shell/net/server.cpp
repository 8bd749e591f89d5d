#include "shell/net/server.hpp"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "base/require.hpp"
#include "base/text.hpp"
#include "shell/net/addresses.hpp"
#include "shell/net/connection.hpp"
#include "shell/net/http.hpp"
#include "shell/net/limits.hpp"
#include "shell/net/loop.hpp"

namespace lintas::net {

namespace asio = boost::asio;
using Error = boost::system::error_code;
using Socket = asio::ip::tcp::socket;
using SteadyClock = std::chrono::steady_clock;

namespace {

/// How often deadlines are looked at: one timer for all connections instead of one set at each step.
constexpr std::chrono::milliseconds sweep_interval{100};
/// Pause after the system had no descriptor for a new connection.
constexpr std::chrono::milliseconds accept_pause{100};

std::size_t bodies_bytes_per_address(const ServerLimits& limits) {
  return limits.bodies_bytes / std::max<std::size_t>(limits.connections, 1) * limits.connections_per_address *
         limits::http_bodies_parts_per_address;
}

std::string address_of(const asio::ip::tcp::endpoint& endpoint) {
  const auto address = endpoint.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  }
  return address.to_string();
}

}  // namespace

void Server::Core::open() {
  require(!options_.listeners.empty(), "a server listens somewhere");
  for (const Listener& listener : options_.listeners) open(listener);
  for (const auto& door : doors_) accept(*door);
  sweep();
}

void Server::Core::open(Listener listener) {
  Error error;
  const auto address = asio::ip::make_address(listener.address, error);
  if (error) throw ListenFailure{format("{}: '{}' is no address", listener.name, listener.address)};
  if (!listener.tls && !is_loopback_address(listener.address) && !listener.plain_beyond_loopback) {
    throw ListenFailure{
        format("{}: {} is not loopback: plain HTTP would be read by others; give it a certificate",
               listener.name, listener.address)};
  }
  auto door =
      std::make_unique<Door>(Door{.listener = std::move(listener), .acceptor = asio::ip::tcp::acceptor{io_}});
  try {
    const asio::ip::tcp::endpoint endpoint{address, door->listener.port};
    door->acceptor.open(endpoint.protocol());
    door->acceptor.set_option(asio::socket_base::reuse_address{true});
    if (address.is_v6()) door->acceptor.set_option(asio::ip::v6_only{true});
    door->acceptor.bind(endpoint);
    door->acceptor.listen(asio::socket_base::max_listen_connections);
    door->port = door->acceptor.local_endpoint().port();
  } catch (const boost::system::system_error& failure) {
    throw ListenFailure{format("{}: cannot listen on {} port {}: {}", door->listener.name,
                               door->listener.address, door->listener.port, failure.code().message())};
  }
  doors_.push_back(std::move(door));
}

void Server::Core::accept(Door& door) {
  door.acceptor.async_accept([self = shared_from_this(), &door](const Error& error, Socket socket) {
    if (self->stopping_) return;
    if (!error) self->admit(door, std::move(socket));
    const bool exhausted = error && error != asio::error::connection_aborted;
    if (!exhausted) return self->accept(door);
    if (self->options_.observer.dropped)
      self->options_.observer.dropped(door.listener.name, "no descriptor left");
    auto timer = std::make_unique<asio::steady_timer>(self->io_, accept_pause);
    auto& waiting = *timer;
    waiting.async_wait([self, &door, timer = std::move(timer)](const Error& /*error*/) {
      if (!self->stopping_) self->accept(door);
    });
  });
}

void Server::Core::admit(Door& door, Socket socket) {
  Error error;
  const auto remote = socket.remote_endpoint(error);
  if (error) return;  // gone already
  std::ignore = socket.set_option(asio::ip::tcp::no_delay{true}, error);
  Peer peer{.address = address_of(remote), .port = remote.port(), .certificate = {}};
  const std::string counted = counted_as(peer.address);
  const std::size_t open_here = per_address_[counted].connections;
  const ServerLimits& limits = options_.limits;
  const bool refused =
      sessions_.size() - refused_ >= limits.connections || open_here >= limits.connections_per_address;
  if (refused && refused_ >= limits.refused_connections) {
    if (open_here == 0) per_address_.erase(counted);
    if (options_.observer.dropped) options_.observer.dropped(door.listener.name, "too many connections");
    return;
  }
  begin(door, std::move(socket), std::move(peer), refused);
}

void Server::Core::begin(Door& door, Socket socket, Peer peer, bool refused) {
  refused_ += refused ? 1U : 0U;
  ++per_address_[counted_as(peer.address)].connections;
  const auto session =
      make_connection(shared_from_this(), door.listener.name, std::move(peer), refused, std::move(socket),
                      door.listener.tls ? door.listener.tls->current() : nullptr);
  sessions_.emplace(session.get(), session);
  session->start();
}

void Server::Core::remove(const Session& session, const std::string& counted, bool refused) {
  refused_ -= refused ? 1U : 0U;
  const auto found = per_address_.find(counted);
  if (--found->second.connections == 0) per_address_.erase(found);
  sessions_.erase(&session);
  if (stopping_ && sessions_.empty()) end_.set_value();
}

bool Server::Core::take_bytes(const std::string& counted, std::size_t held, std::size_t more) {
  OfAddress& here = per_address_.at(counted);
  if (more > options_.limits.bodies_bytes - bodies_bytes_) return false;
  // Alone it may be as large as any.
  const bool is_alone = here.bodies_bytes == held;
  if (!is_alone && here.bodies_bytes + more > bodies_bytes_per_address(options_.limits)) return false;
  here.bodies_bytes += more;
  bodies_bytes_ += more;
  return true;
}

void Server::Core::give_bytes_back(const std::string& counted, std::size_t count) {
  if (count == 0) return;
  per_address_.at(counted).bodies_bytes -= count;
  bodies_bytes_ -= count;
}

void Server::Core::give_way(std::weak_ptr<Session> session) {
  giving_way_.push_back(std::move(session));
  if (!std::exchange(gives_turns_, true)) give_turns();
}

/// Each time behind all that is ready by then, and behind a look for what has come.
void Server::Core::give_turns() {
  asio::post(io_, [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self) return;
    for (std::size_t i = 0; i < limits::http_turns_at_once && !self->giving_way_.empty(); ++i) {
      const auto session = self->giving_way_.front().lock();
      self->giving_way_.pop_front();
      if (session) session->take_turn();
    }
    self->gives_turns_ = !self->giving_way_.empty();
    if (self->gives_turns_) self->give_turns();
  });
}

const std::string& Server::Core::date() {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  if (now != date_of_) {
    date_of_ = now;
    date_ = http_date(now);
  }
  return date_;
}

/// A copy: ending one takes it from the table.
std::vector<std::shared_ptr<Session>> Server::Core::sessions() const {
  std::vector<std::shared_ptr<Session>> out;
  out.reserve(sessions_.size());
  for (const auto& [_, session] : sessions_) out.push_back(session);
  return out;
}

void Server::Core::sweep() {
  timer_.expires_after(sweep_interval);
  timer_.async_wait([weak = weak_from_this()](const Error& error) {
    const auto self = weak.lock();
    if (error || !self) return;
    const auto now = SteadyClock::now();
    for (const auto& session : self->sessions()) session->sweep(now);
    if (!self->stopping_ || !self->sessions_.empty()) self->sweep();
  });
}

void Server::Core::stop(std::chrono::milliseconds grace) {
  if (stopping_) return;
  stopping_ = true;
  Error ignored;
  for (const auto& door : doors_) std::ignore = door->acceptor.close(ignored);
  if (sessions_.empty()) return end_.set_value();
  for (const auto& session : sessions()) session->drain();
  if (sessions_.empty()) return;
  if (grace <= std::chrono::milliseconds::zero()) return cut_off_rest();
  auto timer = std::make_unique<asio::steady_timer>(io_, grace);
  auto& waiting = *timer;
  waiting.async_wait([weak = weak_from_this(), timer = std::move(timer)](const Error& /*error*/) {
    if (const auto self = weak.lock()) self->cut_off_rest();
  });
}

void Server::Core::cut_off_rest() {
  for (const auto& session : sessions()) {
    cut_any_ = true;
    session->cut_off();
  }
}

Server::Server(Loop& loop, Handler& handler, ServerOptions options)
    : loop_(loop), core_(std::make_shared<Core>(loop, handler, std::move(options))) {
  loop_.call([this] { core_->open(); });
}

Server::~Server() { stop(std::chrono::milliseconds::zero()); }

std::uint16_t Server::port(std::size_t listener) const { return core_->port(listener); }

std::size_t Server::connections() const {
  std::size_t count = 0;
  loop_.call([this, &count] { count = core_->connections(); });
  return count;
}

bool Server::stop(std::chrono::milliseconds grace) {
  loop_.call([this, grace] { core_->stop(grace); });
  core_->ended().wait();
  return !core_->cut_any();
}

}  // namespace lintas::net
