#pragma once

#include <map>
#include <mutex>
#include <span>
#include <vector>

#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "shell/api/api.hpp"
#include "shell/gateway/gateway.hpp"

/// What an operator asks of partners and no store has: since when one is silent, which certificates are
/// agreed on. Kept while the node runs; what it says of an earlier life is in the log. Safe from any thread.
namespace lintas::node {

using LineCertificates = std::map<exchange::Partner, std::vector<api::PartnerLine::Certificate>>;

class ExchangeWatch {
 public:
  /// Of gateway::Gateway.
  void take(const gateway::Report& report, Instant now);
  /// As they are configured now. `lines`: the certificates of the lines to them.
  void set(const std::vector<gateway::PartnerLink>& links, const LineCertificates& lines);

  /// By country, each with what waits for it; also those that something waits for and none is configured.
  [[nodiscard]] std::vector<api::PartnerLine> partners(
      std::span<const gateway::Gateway::Backlog> backlogs) const;

 private:
  mutable std::mutex mutex_;
  std::map<exchange::Partner, std::vector<api::PartnerLine::Certificate>> certificates_;
  std::map<exchange::Partner, api::PartnerLine::Silence> silent_;
};

}  // namespace lintas::node
