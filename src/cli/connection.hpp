#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/cli.hpp"
#include "cli/http.hpp"
#include "cli/output.hpp"
#include "shell/net/http.hpp"

/// The node that a command asks: found by its options, spoken to with the key of who asks, and its failures
/// told to a person or a script.
namespace lintas::cli {

/// Options of every command that asks a node. A key is a secret and stands in a file, never on the command
/// line, where every user of the machine sees it.
inline constexpr std::array connection_options{
    Option{.name = "--node",
           .value = "URL",
           .meaning = "address of the node; else LINTAS_NODE, else http://127.0.0.1:8080"},
    Option{.name = "--key-file",
           .value = "FILE",
           .meaning = "file with your API key, which only you may read; else LINTAS_KEY_FILE"},
    Option{.name = "--ca",
           .value = "FILE",
           .meaning =
               "certificates (PEM) that the node is believed by; else LINTAS_CA, else those of the system"},
    Option{.name = "--patience",
           .value = "SECONDS",
           .meaning = "how long a busy node is asked again; 10 if left out",
           .kind = Kind::number},
    Option{.name = "--wait",
           .value = "SECONDS",
           .meaning = "how long a node that nobody reaches is waited for; not at all if left out",
           .kind = Kind::number},
    Option{.name = "--json", .meaning = "print JSON; of a list one item a line", .kind = Kind::flag},
};

/// For commands that change something and have no number of their own.
inline constexpr Option idempotency_option{
    .name = "--idempotency-key",
    .value = "KEY",
    .meaning = "of a call that was cut off, to repeat it safely; a new one if left out"};

/// For lists.
inline constexpr Option limit_option{
    .name = "--limit", .value = "N", .meaning = "most items; 100 if left out", .kind = Kind::number};

class Session {
 public:
  /// What is wrong has been printed.
  [[nodiscard]] static std::expected<Session, Exit> open(const Given& given, const Streams& streams);

  /// The answer, if the node did as asked. Otherwise why not has been printed.
  [[nodiscard]] std::expected<net::Response, Exit> ask(const Ask& ask);
  [[nodiscard]] std::expected<Json, Exit> ask_json(const Ask& ask);

  /// The same in two steps. The first one waits for a node that nobody reaches as long as --wait says: a
  /// question, and what certainly did not arrive, is sent again.
  [[nodiscard]] Http::Result answer_to(const Ask& ask);
  /// The first one at once, for those who wait in their own way.
  [[nodiscard]] Http::Result try_ask(const Ask& ask) { return http_->ask(ask); }
  [[nodiscard]] std::expected<net::Response, Exit> judged(const Ask& ask, Http::Result result);
  [[nodiscard]] std::expected<Json, Exit> json_of(const Ask& ask, Http::Result result);

  /// Writes the answer into a file and prints its name, or why not.
  [[nodiscard]] Exit save(const Ask& ask, const std::string& file);

  /// Every item of a list whose pages follow each other by `next`, until there are `most` or `each` says no.
  [[nodiscard]] Exit each_item(const std::string& path, std::vector<net::Parameter> query, std::size_t most,
                               const std::function<void(const Json&)>& each);
  /// A list as a table, or a line of JSON an item. Of an empty one it is said that nothing was found, and
  /// what the node thinks is nearest. What people see of an item is made by `for_people`.
  [[nodiscard]] Exit print_list(const std::string& path, const std::vector<net::Parameter>& query,
                                std::span<const Shown> columns,
                                const std::function<void(Json&)>& for_people = {});

  /// The given key or a new one.
  [[nodiscard]] std::string idempotency_key() const;
  [[nodiscard]] bool json() const { return given_->has("--json"); }
  [[nodiscard]] const Streams& streams() const noexcept { return *streams_; }
  [[nodiscard]] const Given& given() const noexcept { return *given_; }
  /// "https://node.example:8443": what a path of the node stands behind.
  [[nodiscard]] std::string address() const;
  /// Host and port, for people.
  [[nodiscard]] std::string authority() const { return http_->account().node.authority(); }

  /// Prints why there is no answer.
  [[nodiscard]] Exit unreachable(const Ask& ask, const Unreachable& failure) const;

 private:
  Session(const Given& given, const Streams& streams, std::unique_ptr<Http> http);
  [[nodiscard]] Exit refused(const Ask& ask, const net::Response& response) const;
  void say_how_to_repeat(const Ask& ask, bool may_have_arrived) const;

  const Given* given_;
  const Streams* streams_;
  std::unique_ptr<Http> http_;
  std::string nearest_;  ///< of the last list that had nothing
};

/// "/v1/movements/24SG…", from a segment that may hold anything.
[[nodiscard]] std::string path_of(std::string_view before, std::string_view segment,
                                  std::string_view behind = {});

/// The key in a file that nobody but its owner may read; else a sentence.
[[nodiscard]] std::expected<std::string, std::string> read_key(std::string_view file, const Streams& streams);

}  // namespace lintas::cli
