#include "shell/api/api.hpp"

#include <cstddef>
#include <memory>
#include <utility>

#include "shell/api/core.hpp"
#include "shell/api/feed_streams.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/webhook_deliveries.hpp"
#include "shell/net/router.hpp"

namespace lintas::api {

Api::Api(Ports ports) : core_(std::make_shared<Core>(std::move(ports))) {}
Api::~Api() = default;
void Api::add_to(net::Router& router) { core_->add_to(router); }
void Api::happened() {
  core_->streams().happened();
  core_->webhooks().happened();
}
void Api::stop() { core_->webhooks().stop(); }
Api::Webhooks Api::webhooks() const {
  const auto now = core_->webhooks().standing();
  return {.live = now.live, .failing = now.failing, .stopped = now.stopped};
}
std::size_t Api::streams() const { return core_->streams().count(); }

}  // namespace lintas::api
