#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <initializer_list>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/national.hpp"
#include "shell/app/store.hpp"
#include "shell/gateway/gateway.hpp"
#include "shell/net/server.hpp"
#include "shell/node/limits.hpp"
#include "shell/node/log.hpp"
#include "shell/node/metrics.hpp"
#include "shell/node/seldom.hpp"

/// Turns what happens in the node into log lines and figures: the one place that knows both catalogues. Safe
/// from any thread.
namespace lintas::node {

class Watch {
 public:
  /// `log` may be none; it outlives this.
  explicit Watch(Log* log) : log_(log) {}

  [[nodiscard]] net::ServerObserver observer();
  /// Of gateway::Gateway.
  void message(const gateway::Report& report, Sha256 sha256);
  /// One batch with what was answered.
  void batch(const workflow::National& domain, std::span<const workflow::Command> commands,
             std::span<const workflow::Reply> replies, std::chrono::microseconds took);
  /// Commands that hit a mistake of the program.
  void quarantined(const workflow::National& domain, const std::vector<app::QuarantineRow>& rows);
  /// Why nothing is accepted; nothing when it is.
  void read_only(const std::optional<std::string>& why);
  /// How long a certificate is still good; warned of in its last days.
  void certificate(std::string_view whose, std::chrono::days left);

  /// How much of its life a partner's list of revoked certificates has left; warned of in its last third.
  void revocation_list(std::string_view partner, double life_left, Instant end);

  void log(LogEvent event, std::initializer_list<LogField> fields = {}, std::string_view trace = {});
  void set_lowest(Level level);
  [[nodiscard]] Metrics& metrics() noexcept { return metrics_; }
  /// As GET /metrics answers.
  [[nodiscard]] std::string text();

 private:
  void answered(const net::Exchange& exchange);
  void reached(std::string_view partner);
  void lost(std::string_view partner, const gateway::Report& report);
  /// False if that is nothing new.
  [[nodiscard]] bool is_change(std::string_view partner, bool is_up);
  void count(const gateway::Report& report);
  void unproven(const gateway::Report& report);

  Log* log_;
  Metrics metrics_;
  std::mutex mutex_;
  std::map<std::string, bool, std::less<>> partner_up_;
  Seldom unproven_{{.interval = limits::unproven_line_interval, .kinds_max = limits::unproven_kinds_max}};
};

}  // namespace lintas::node
