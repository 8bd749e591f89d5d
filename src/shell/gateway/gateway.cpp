#include "shell/gateway/gateway.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/require.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/mail.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/as4/spool.hpp"
#include "shell/gateway/links.hpp"
#include "shell/gateway/names.hpp"
#include "shell/gateway/receiving.hpp"
#include "shell/gateway/sending.hpp"
#include "shell/net/http.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/router.hpp"
#include "shell/net/server.hpp"
#include "wire/as4/limits.hpp"

namespace lintas::gateway {

namespace {

std::shared_ptr<Common> common_of(Gateway::Options options) {
  app::Mail::Options mail{.home = options.home,
                          .reference = options.reference,
                          .packer = options.packer,
                          .sha256 = options.sha256,
                          .letters = options.letters,
                          .attachments = options.attachments};
  std::vector<PartnerLink> partners = std::exchange(options.partners, {});
  require(options.entropy != nullptr, "a gateway draws keys");
  auto spool = std::make_shared<as4::Spool>(options.spool_folder, *options.entropy);
  // Neither mail nor links can be moved.
  return std::shared_ptr<Common>{new Common{.options = std::move(options),
                                            .mail = app::Mail{std::move(mail)},
                                            .links = Links{std::move(partners)},
                                            .spool = std::move(spool)}};
}

}  // namespace

class Gateway::Core {
 public:
  Core(net::Loop& loop, app::Service& service, Options options)
      : common(common_of(std::move(options))),
        sending(std::make_shared<Sending>(loop, service, common)),
        receiving(std::make_shared<Receiving>(service, common)) {}

  const std::shared_ptr<Common> common;
  const std::shared_ptr<Sending> sending;
  const std::shared_ptr<Receiving> receiving;
};

Gateway::Gateway(net::Loop& loop, app::Service& service, Options options)
    : core_(std::make_shared<Core>(loop, service, std::move(options))) {}

Gateway::~Gateway() { core_->sending->stop(); }

void Gateway::add(const std::vector<app::OutboxRow>& rows) { core_->sending->add(rows); }
void Gateway::discard(const std::vector<app::OutboxRow>& rows) { core_->sending->discard(rows); }
void Gateway::set_partners(std::vector<PartnerLink> partners) {
  core_->common->links.set(std::move(partners));
  core_->sending->begin_anew();
}
void Gateway::test(exchange::Partner partner, OnTest done) { core_->sending->test(partner, std::move(done)); }
std::vector<Gateway::Backlog> Gateway::backlogs() const { return core_->sending->backlogs(); }
void Gateway::stop() { core_->sending->stop(); }

void Gateway::add_routes(net::Router& router) {
  router.add({.method = net::Method::post,
              .pattern = std::string{names::path},
              .body_bytes_max = as4::bounds::body_bytes_max,
              .handle =
                  [receiving = core_->receiving](net::Request request, net::Responder responder) {
                    receiving->receive(std::move(request), std::move(responder));
                  },
              .admit = {},
              .stream =
                  [receiving = core_->receiving](net::Request head, net::Responder responder) {
                    return receiving->stream(std::move(head), std::move(responder));
                  },
              .whole_bytes_max = as4::bounds::whole_body_bytes_max});
}

}  // namespace lintas::gateway
