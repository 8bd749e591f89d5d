#pragma once

#include <memory>
#include <mutex>

#include "shell/api/api.hpp"
#include "shell/net/client.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/tls.hpp"
#include "shell/node/config.hpp"

namespace lintas::node {

/// Posts to the hosts of subscribers, from a loop of its own. Safe from any thread.
class WebhookSender {
 public:
  /// Throws StartFailure.
  explicit WebhookSender(const Config& config);

  /// One that cannot be posted is dropped, later: that answers it.
  void send(api::WebhookPost post);
  /// What is under way ends without an answer.
  void stop();

 private:
  std::shared_ptr<const net::ClientTls> tls_;
  bool private_addresses_;
  std::mutex mutex_;
  /// Subscribers name their hosts: a name that nobody answers for holds up those of a loop, which asks for
  /// one after the other. No partner and no listener waits behind that.
  net::Loop loop_;
  /// Each may be at the same host: none of them waits for a connection of another one.
  std::unique_ptr<net::Client> client_;
};

}  // namespace lintas::node
