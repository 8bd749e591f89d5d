#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

/// What the server answers by itself.
namespace lintas::net {

namespace {

/// For 503: long enough for a burst to pass.
constexpr std::string_view retry_after_seconds = "5";

constexpr bool for_good = true;
constexpr bool for_now = false;
constexpr std::array refusals{
    RefusalText{RefusalReason::malformed, 400, "NET-001", for_good,
                "This is no request of HTTP/1.1 that can be read in one way only.",
                "Check request line, headers and the coding of the address."},
    RefusalText{RefusalReason::head_too_large, 431, "NET-002", for_good, "The headers are too large.",
                "Send fewer or shorter ones; large content goes into the body."},
    RefusalText{RefusalReason::body_too_large, 413, "NET-003", for_good,
                "The content is larger than this address takes.", "Divide it."},
    RefusalText{RefusalReason::too_slow, 408, "NET-004", for_now, "The request did not arrive in time.",
                "Send it again over a better line."},
    RefusalText{RefusalReason::unknown_expectation, 417, "NET-005", for_good,
                "The header Expect may only say 100-continue.", "Leave it out."},
    RefusalText{RefusalReason::too_many, 503, "NET-006", for_now, "Too much is open at once.",
                "Wait a few seconds, and keep connections open for further requests."},
    RefusalText{RefusalReason::handler_too_slow, 504, "NET-007", for_now,
                "There was no answer in time; the request may have been carried out.",
                "Send it again under the same id."},
    RefusalText{
        RefusalReason::no_such_path, 404, "NET-008", for_good, "There is nothing at this address.",
        "Compare it with the description of the interface, which a node shows at /v1/openapi.html; there "
        "is no slash at the end."},
    RefusalText{RefusalReason::method_not_allowed, 405, "NET-009", for_good,
                "This address does not take this method.", "The header Allow says which it takes."},
    RefusalText{RefusalReason::method_not_known, 501, "NET-010", for_good, "This method is not known here.",
                "Use GET, POST, PUT, PATCH or DELETE."},
    RefusalText{RefusalReason::handler_failed, 500, "NET-011", for_now,
                "The node made a mistake; the request may have been carried out.",
                "Send it again under the same id, and tell the operator if it fails again."},
};

}  // namespace

const RefusalText& text_of(RefusalReason reason) noexcept {
  return *std::ranges::find(refusals, reason, &RefusalText::reason);
}

Response refusal(RefusalReason reason) {
  const RefusalText& text = text_of(reason);
  // None of the texts needs escaping in JSON; a test reads each.
  Response response = text_response(
      text.status, "application/problem+json",
      format(R"({{"type":"about:blank","title":"{0}","status":{1},"code":"{2}","detail":"{3} {4}",)"
             R"("errors":[{{"rule":"{2}","pointer":"","text":"{3}","remedy":"{4}","permanent":{5}}}]}})",
             reason_phrase(text.status), text.status, text.rule, text.text, text.remedy, text.permanent));
  if (reason == RefusalReason::too_many) response.headers.add("Retry-After", retry_after_seconds);
  return response;
}

}  // namespace lintas::net
