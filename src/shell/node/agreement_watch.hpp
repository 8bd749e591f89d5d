#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "shell/gateway/gateway.hpp"
#include "shell/node/agreements.hpp"
#include "shell/node/watch.hpp"
#include "wire/as4/pmode.hpp"

namespace lintas::node {

/// What an operator is told of the agreements with partners: who is left out, what was revoked, what ends,
/// what is to bring, and what has changed for messages that wait. Safe from any thread, where one at a time
/// takes agreements.
class AgreementWatch {
 public:
  using Backlogs = std::function<std::vector<gateway::Gateway::Backlog>()>;

  /// `backlogs` is asked from the second agreements on.
  AgreementWatch(Watch& watch, std::function<Instant()> clock, Backlogs backlogs);

  /// Those that hold from now on.
  void take(const Agreements& agreements);

  /// In the words of the log.
  [[nodiscard]] std::optional<std::string> why_left_out(exchange::Partner partner) const;
  /// When the first of the lists of revoked certificates ends.
  [[nodiscard]] Instant lists_end() const;

 private:
  void tell_of_headers(const Agreements& agreements);
  void tell_of_lists(const Agreements& agreements);
  void tell_what_signs(const Agreement& agreement);

  Watch& watch_;
  std::function<Instant()> clock_;
  Backlogs backlogs_;
  std::map<exchange::Partner, as4::PMode> modes_;  ///< as taken last; of whoever takes
  mutable std::mutex mutex_;
  std::vector<LeftOut> left_out_;
  Instant lists_end_ = Instant::max();
};

}  // namespace lintas::node
