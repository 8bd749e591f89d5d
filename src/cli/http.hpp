#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.hpp"
#include "shell/net/client.hpp"
#include "shell/net/http.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/target.hpp"
#include "shell/net/tls.hpp"

/// One request to a node and its answer, one after the other: the command line has nothing else to do
/// meanwhile.
namespace lintas::cli {

struct Ask {
  net::Method method = net::Method::get;
  /// "/v1/movements/…", with its query; values are percent_encoded.
  std::string path{};
  std::string_view content_type{};
  std::string body{};
  std::string_view accept = "application/json";
  /// Of a request that changes something: the node carries out a second one with the same key only once.
  std::string idempotency_key{};
  std::vector<net::Headers::Field> headers{};
  /// Gets the answer as it comes, if that is 200, on a thread of its own; false: that was enough.
  std::function<bool(std::string_view piece)> on_piece{};
};

struct Unreachable {
  std::string what;               ///< for a person; no secret
  bool may_have_arrived = false;  ///< whether the node carried it out is not known
  bool may_come_back =
      false;  ///< a node that starts later would answer: no name, no trust, no HTTP would not
};

/// Where a node is and who asks it.
struct Account {
  net::Url node;
  /// Sent only over TLS or to this machine; who makes the account sees to it.
  std::string key{};
  std::shared_ptr<const net::ClientTls> tls{};
};

class Http {
 public:
  using Result = std::expected<net::Response, Unreachable>;

  /// `patience`: how long a busy node (429 or 503 with Retry-After) is asked again before its refusal is the
  /// answer.
  Http(Account account, std::chrono::seconds patience);
  ~Http();
  Http(const Http&) = delete;
  Http& operator=(const Http&) = delete;

  [[nodiscard]] Result ask(const Ask& ask);
  [[nodiscard]] const Account& account() const noexcept { return account_; }

 private:
  [[nodiscard]] Result ask_once(const Ask& ask);

  Account account_;
  std::chrono::seconds patience_;
  net::Loop loop_;
  net::Client client_;
};

/// A path with a query from names and values; those without a value are left out.
[[nodiscard]] std::string with_query(std::string path, const std::vector<net::Parameter>& query);

/// 128 random bits, as an Idempotency-Key.
[[nodiscard]] std::string new_idempotency_key();

}  // namespace lintas::cli
