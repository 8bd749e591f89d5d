#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <future>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "shell/net/http.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/loop_io.hpp"
#include "shell/net/server.hpp"
#include "shell/net/tls_context.hpp"

/// Inside the server: one connection, and what all of them share. Nobody else includes this.
namespace lintas::net {

/// One connection, without the kind of its stream.
class Session {
 public:
  Session() = default;
  virtual ~Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  virtual void start() = 0;
  virtual void sweep(std::chrono::steady_clock::time_point now) = 0;
  /// Ends it now if nothing is under way, else after the answer.
  virtual void drain() = 0;
  virtual void cut_off() = 0;
  /// It was in the row of those that give way, and goes on.
  virtual void take_turn() = 0;
};

struct Door {
  Listener listener;
  boost::asio::ip::tcp::acceptor acceptor;
  std::uint16_t port = 0;
};

/// What all connections share. Lives on the loop's thread.
class Server::Core : public std::enable_shared_from_this<Server::Core> {
 public:
  Core(Loop& loop, Handler& handler, ServerOptions options)
      : io_(loop.io().context),
        weak_io_(loop.weak_io()),
        handler_(handler),
        options_(std::move(options)),
        timer_(io_) {}

  void open();
  void stop(std::chrono::milliseconds grace);
  /// Here and below: of the address as it is counted (counted_as).
  void remove(const Session& session, const std::string& counted, bool refused);
  /// So many more for a connection that holds `held`. False when it does not fit under the
  /// limits.
  [[nodiscard]] bool take_bytes(const std::string& counted, std::size_t held, std::size_t more);
  void give_bytes_back(const std::string& counted, std::size_t count);
  [[nodiscard]] const std::string& date();
  /// It is told when whatever has come meanwhile was begun, and those that gave way before it.
  void give_way(std::weak_ptr<Session> session);

  [[nodiscard]] Handler& handler() const { return handler_; }
  [[nodiscard]] const ServerLimits& limits() const { return options_.limits; }
  [[nodiscard]] const ServerObserver& observer() const { return options_.observer; }
  [[nodiscard]] const Headers& of_every_answer() const { return options_.of_every_answer; }
  [[nodiscard]] const std::weak_ptr<Loop::Io>& weak_io() const { return weak_io_; }
  [[nodiscard]] bool stopping() const { return stopping_; }
  [[nodiscard]] std::uint16_t port(std::size_t listener) const { return doors_.at(listener)->port; }
  [[nodiscard]] std::size_t connections() const { return sessions_.size(); }
  [[nodiscard]] std::shared_future<void> ended() const { return ended_; }
  [[nodiscard]] bool cut_any() const { return cut_any_; }

 private:
  void open(Listener listener);
  void accept(Door& door);
  void admit(Door& door, boost::asio::ip::tcp::socket socket);
  void begin(Door& door, boost::asio::ip::tcp::socket socket, Peer peer, bool refused);
  void sweep();
  void cut_off_rest();
  void give_turns();
  [[nodiscard]] std::vector<std::shared_ptr<Session>> sessions() const;

  boost::asio::io_context& io_;
  std::weak_ptr<Loop::Io> weak_io_;
  Handler& handler_;
  ServerOptions options_;
  boost::asio::steady_timer timer_;
  std::vector<std::unique_ptr<Door>> doors_;
  std::unordered_map<const Session*, std::shared_ptr<Session>> sessions_;
  struct OfAddress {
    std::size_t connections = 0;
    std::size_t bodies_bytes = 0;
  };
  std::unordered_map<std::string, OfAddress> per_address_;  ///< as they are counted
  std::deque<std::weak_ptr<Session>> giving_way_;
  bool gives_turns_ = false;  ///< soon
  std::size_t refused_ = 0;
  std::size_t bodies_bytes_ = 0;
  bool stopping_ = false;
  bool cut_any_ = false;
  std::promise<void> end_;
  std::shared_future<void> ended_{end_.get_future()};
  std::chrono::sys_seconds date_of_{};
  std::string date_;
};

/// A connection that was accepted, over TLS where there is some.
[[nodiscard]] std::shared_ptr<Session> make_connection(std::shared_ptr<Server::Core> core,
                                                       std::string listener, Peer peer, bool refused,
                                                       boost::asio::ip::tcp::socket socket,
                                                       std::shared_ptr<ServerTls::Context> tls);

}  // namespace lintas::net
