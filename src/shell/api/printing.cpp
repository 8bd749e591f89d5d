#include "shell/api/printing.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "shell/api/api.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/print_places.hpp"
#include "shell/api/problem.hpp"
#include "shell/app/service.hpp"
#include "shell/net/http.hpp"
#include "shell/print/failure.hpp"

namespace lintas::api {

net::Response printed(std::string_view file, const std::function<std::string()>& print,
                      std::string_view trace) {
  try {
    net::Response response = net::text_response(200, "application/pdf", print());
    response.headers.set("Content-Disposition", format("inline; filename=\"{}\"", file));
    response.headers.set("Cache-Control", "no-store");
    return response;
  } catch (const print::PrintFailure& failure) {
    return problem(503, "TAD-002", trace, failure.what());
  }
}

std::optional<PrintPlaces::Place> place_at_press(const Core& core, const CallPtr& call) {
  auto place = core.print_places().take(call->key);
  if (!place) call->respond(busy(429, call->trace, "documents for this key are being printed"));
  return place;
}

void answer_printed(const Core& core, const CallPtr& call, PrintPlaces::Place place, std::string file,
                    std::function<std::string()> print) {
  const bool taken = core.ports().print(
      app::share_of(call->actor.role),
      [call, file = std::move(file), print = std::move(print), place = std::move(place)]() mutable {
        answering(call, [&] {
          net::Response document = printed(file, print, call->trace);
          place.give_back();
          call->respond(std::move(document));
        });
      });
  if (!taken) answer_busy(call);
}

}  // namespace lintas::api
