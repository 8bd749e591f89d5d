#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "shell/api/api.hpp"
#include "shell/gateway/gateway.hpp"

/// What an operator asks of partners and no store has: since when one is silent, why a letter is dead, which
/// certificates are agreed on. Kept while the node runs; what it says of an earlier life is in the log. Safe
/// from any thread.
namespace lintas::node {

/// Reasons of so many dead letters are kept, each of some hundred bytes; the oldest goes first.
inline constexpr std::size_t dead_reasons_max = 1000;

class ExchangeWatch {
 public:
  /// Of gateway::Gateway.
  void take(const gateway::Report& report, Instant now);
  /// As they are configured now.
  void set(const std::vector<gateway::PartnerLink>& links);

  /// By country.
  [[nodiscard]] std::vector<api::PartnerLine> partners() const;
  [[nodiscard]] std::optional<std::string> why_dead(std::string_view identification) const;

 private:
  mutable std::mutex mutex_;
  std::map<exchange::Partner, std::vector<api::PartnerLine::Certificate>> certificates_;
  std::map<exchange::Partner, api::PartnerLine::Silence> silent_;
  std::deque<std::pair<std::string, std::string>> dead_;  ///< identification and reason
};

}  // namespace lintas::node
