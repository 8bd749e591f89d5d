#include "shell/node/marked.hpp"

#include <expected>
#include <utility>

#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

namespace lintas::node {

namespace {

net::Response marked(net::Response response) {
  response.headers.set(sandbox_header, sandbox_value);
  return response;
}

}  // namespace

net::Admission Marked::admit(net::Request& head) {
  auto admission = inner_.admit(head);
  if (!admission) return std::unexpected(marked(std::move(admission.error())));
  return admission;
}

void Marked::handle(net::Request request, net::Responder responder) {
  inner_.handle(std::move(request),
                net::Responder{[responder = std::move(responder)](net::Response response) mutable {
                  responder(marked(std::move(response)));
                }});
}

}  // namespace lintas::node
