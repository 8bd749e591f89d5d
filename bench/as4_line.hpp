#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

#include "bench/as4_sides.hpp"

#include "shell/as4/dispatch.hpp"
#include "shell/net/client.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/target.hpp"
#include "wire/as4/suite.hpp"

/// AS4 over HTTP on loopback between two processes, on kept connections, without TLS and without a store.
namespace lintas::bench {

/// Leaves this process one of the processors that it has: the first, or the last.
void keep_first_processor();
void keep_last_processor();

/// A receiver in this process, which says its port, "= ready PORT", and receives until its input ends. One
/// thread does everything.
void receive(as4::Suite suite);

/// The same in a process of its own, on the first processor.
class ReceivingProcess {
 public:
  explicit ReceivingProcess(as4::Suite suite);
  ~ReceivingProcess();
  ReceivingProcess(const ReceivingProcess&) = delete;
  ReceivingProcess& operator=(const ReceivingProcess&) = delete;

  [[nodiscard]] const net::Url& url() const { return url_; }
  [[nodiscard]] pid_t pid() const { return pid_; }
  /// The most that lay in memory of it so far, in MiB.
  [[nodiscard]] double memory_peak() const;

 private:
  int line_ = -1;
  pid_t pid_ = -1;
  net::Url url_;
};

struct Passage {
  double seconds = 0;
  double processor_us = 0;  ///< of the receiving process, a message
  double p50_ms = 0;        ///< from the request to the end of its answer
  double p99_ms = 0;
  double p999_ms = 0;  ///< of fewer than a thousand messages: the longest
};

class Line {
 public:
  Line() : client_(loop_, {.connections_per_target = connections_max}) {}

  static constexpr std::size_t connections_max = 64;

  /// Posts all, on so many connections, each as soon as there is an answer to the one before, and throws
  /// std::runtime_error unless `has` stands in every answer.
  [[nodiscard]] Passage post(const net::Url& url, pid_t receiver,
                             std::span<const as4::Outgoing* const> messages, std::size_t connections,
                             std::string_view has);

 private:
  class Posting;

  net::Loop loop_;
  net::Client client_;
};

/// Makes so many messages of 20 KB, says "= ready COUNT", and posts what each line of its input asks for:
/// URL, the receiver's process, the first message, how many, connections. Answered with one line: "= " and
/// the passage, or why there is none.
void replay(as4::Suite suite, std::size_t count);

}  // namespace lintas::bench
