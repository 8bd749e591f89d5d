#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/people.hpp"
#include "bench/report.hpp"

#include "shell/net/client.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/target.hpp"

namespace lintas::bench {

using SteadyClock = std::chrono::steady_clock;

/// The benchmark cannot go on: says why and ends the process. From any thread.
[[noreturn]] void fail(const std::string& why);

/// Seconds after the last request. What the nodes have not told each other then is lost.
inline constexpr double patience = 600;

/// What somebody asks a node for, as figures are told by.
enum class Kind : std::uint8_t {
  submit,
  release,
  passage,
  arrival,
  result,
  list,
  open_list,
  find,
  draft,
  apply,
  approve,
  send,
  use,
  other
};
inline constexpr std::array<std::string_view, 14> kind_names{"submit",
                                                             "release",
                                                             "passage",
                                                             "arrival",
                                                             "result",
                                                             "list",
                                                             "list of the open",
                                                             "find by LRN",
                                                             "application handed in",
                                                             "application submitted",
                                                             "approval",
                                                             "certificate sent",
                                                             "use",
                                                             "other"};
static_assert(kind_names.size() == static_cast<std::size_t>(Kind::other) + 1);

struct Ask {
  std::size_t state = 0;
  std::string_view who;  ///< a name of bench/people.hpp
  Kind kind = Kind::other;
  std::string target;
  /// With one it is a POST.
  std::string body{};
  std::string_view content_type{};
  std::string idempotency_key{};
  /// When somebody wanted to ask, if that is before it could be: what waits for room waits for the node.
  std::optional<SteadyClock::time_point> due{};
};

struct Answer {
  /// 0: none came; `text` says why.
  std::uint16_t status = 0;
  std::string text;
  std::optional<std::chrono::seconds> retry_after;
  std::chrono::microseconds took{};

  [[nodiscard]] bool is_done() const { return status == 200; }
  /// The node was busy, or nobody knows: to be asked once more under the same id.
  [[nodiscard]] bool is_to_be_repeated() const { return status == 0 || status == 429 || status == 503; }
  /// The first value of this name in the JSON; empty if there is none.
  [[nodiscard]] std::string_view text_of(std::string_view name) const;
};

/// Times that something took, in microseconds.
class Times {
 public:
  void add(std::chrono::microseconds time) { all_.push_back(static_cast<std::uint32_t>(time.count())); }
  [[nodiscard]] std::size_t count() const { return all_.size(); }
  /// In milliseconds; `part`: 0.5 is the median, 1 the longest.
  [[nodiscard]] double at(double part);

 private:
  std::vector<std::uint32_t> all_;
};
using TimesByKind = std::array<Times, kind_names.size()>;
/// `floors`: where there are some.
void add_times(Report& report, const std::string& when, TimesByKind times, TimesByKind floors = {});

/// Connections of a crowd to the nodes of its people, over TLS and kept open, on a loop that several crowds
/// may share: each has lines of its own, so that no crowd waits behind another before it reaches the node.
class Doors {
 public:
  using OnAnswer = std::move_only_function<void(const Answer&)>;

  /// `folder`: of the nodes; `connections`: to each of them, at most.
  Doors(net::Loop& loop, const std::filesystem::path& folder, std::span<const Person> crowd,
        std::size_t connections);

  /// From any thread; the answer comes on the loop's.
  void send(Ask ask, OnAnswer on_answer);
  /// The same, waiting for it. Not from the loop's thread.
  [[nodiscard]] Answer ask(Ask ask);
  /// Many of them, so many at a time; told of each with its place, on the loop's thread.
  void ask_all(std::size_t count, std::ptrdiff_t at_once, const std::function<Ask(std::size_t)>& make,
               const std::function<void(std::size_t, const Answer&)>& on_answer);
  /// A figure of the operations port: of each of its series, or of those alone that have these labels.
  [[nodiscard]] std::vector<double> metrics(std::size_t state, std::string_view name,
                                            std::string_view labels = {});
  /// The sum of its series.
  [[nodiscard]] double metric(std::size_t state, std::string_view name, std::string_view labels = {});
  [[nodiscard]] bool is_ready(std::size_t state);
  /// Until every node has told the others all that it has to tell. Nothing of it went wrong.
  void wait_until_told();

  /// How long what was done took since this was last asked, by kind.
  [[nodiscard]] TimesByKind take_times();

 private:
  struct Door {
    net::Url url;
    net::Url operations;
    std::shared_ptr<const net::ClientTls> tls;
  };
  [[nodiscard]] net::Client::Result look(std::size_t state, std::string_view target);

  std::map<std::size_t, Door> doors_;  ///< by state
  std::map<std::pair<std::size_t, std::string_view>, std::string> authorizations_;
  std::mutex mutex_;
  TimesByKind times_;
  net::Client client_;
};

}  // namespace lintas::bench
