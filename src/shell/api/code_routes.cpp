#include <array>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/time.hpp"
#include "core/code/compact.hpp"
#include "core/code/limits.hpp"
#include "shell/api/api.hpp"
#include "shell/api/call.hpp"
#include "shell/api/compact_code.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/json.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/released.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/status_lists.hpp"
#include "shell/api/who.hpp"
#include "shell/app/service.hpp"
#include "shell/net/http.hpp"

namespace lintas::api {

namespace {

/// RFC 9052, section 2; three kinds of content have it here, and say which they are.
constexpr std::string_view cose_media = "application/cose";

std::shared_ptr<const DocumentKey> key_in(const Core& core) {
  return core.ports().document_key ? core.ports().document_key() : nullptr;
}

// ---- the code of a movement

void show_code(const Core& core, const CallPtr& call, app::Reader& reader) {
  const auto release = release_for(core, call, reader, "SIG-002");
  if (!release) return;
  const auto key = key_in(core);
  const code::Dates dates{.issued = core.ports().clock(), .valid_from = release->at};
  if (key == nullptr || !key->may_sign(dates.issued))
    return call->respond(problem(422, "SIG-001", call->trace));
  call->respond(json_response(200, Json{{"mrn", call->request.parameter("mrn")},
                                        {"text", compact_code_text(*key, core.ports().code_handle,
                                                                   release->document, release->limit, dates)},
                                        {"issued", to_text(dates.issued)},
                                        {"released", to_text(dates.valid_from)},
                                        {"key", to_hex(key->issuer.key.bytes)}}));
}

// ---- what readers of codes need, for everybody

void show_sheet(const Core& core, const CallPtr& call) {
  const auto key = key_in(core);
  if (key == nullptr) return call->respond(problem(404, "SIG-001", call->trace));
  call->respond(net::text_response(200, cose_media, as_text(key->trust_sheet)));
}

void answer_list(const CallPtr& call, const Bytes& list) {
  call->respond(net::text_response(200, cose_media, as_text(list)));
}

/// What a look into the store finds to list; nothing while it is not through.
using Look = std::optional<std::vector<code::Handle>> (*)(const Core& core, app::Reader& reader);

std::optional<std::vector<code::Handle>> what_holds(const Core& core, app::Reader& reader) {
  return live_handles(core.ports().code_handle, reader);
}

bool look_for_cancelled(const Ports& ports, app::Reader& reader) {
  return ports.certificate_lists->cancellations.look(ports.national, ports.code_handle, reader);
}

/// Now and then, so that whoever asks finds little left to look at, however much has happened since the last
/// one asked. A tick that finds no room, or fails, is made up by the next.
void look_on(const Core& core) {
  core.ports().later(limits::status_list_interval, [weak = core.weak_from_this()] {
    const auto self = weak.lock();
    if (!self) return;
    (void)self->ports().service.read(app::Share::people, [weak](app::Reader& reader) {
      if (const auto looking = weak.lock()) (void)look_for_cancelled(looking->ports(), reader);
    });
    look_on(*self);
  });
}

std::optional<std::vector<code::Handle>> what_was_cancelled(const Core& core, app::Reader& reader) {
  const Ports& ports = core.ports();
  Cancellations& all = ports.certificate_lists->cancellations;
  if (all.begin_looking_on()) look_on(core);
  if (!look_for_cancelled(ports, reader)) return std::nullopt;
  return all.handles();
}

void answer_outgrown(const CallPtr& call) { call->respond(problem(404, "SIG-032", call->trace)); }

/// `lists` outlives the call.
void hand_out(const Core& core, const CallPtr& call, StatusLists& lists, Look look) {
  const auto key = key_in(core);
  const Instant now = core.ports().clock();
  if (key == nullptr || !key->may_sign(now)) return call->respond(problem(404, "SIG-001", call->trace));
  // Behind a loss the store says first whether there may be one at all.
  const bool is_known = core.ports().losses.empty() || lists.is_known();
  if (is_known && lists.is_ahead_of(now)) {
    return call->respond(
        problem(404, "SIG-025", call->trace, "the node signs no other until its clock has passed it"));
  }
  if (is_known) {
    if (lists.is_outgrown(now)) return answer_outgrown(call);
    if (const auto young = lists.young(*key, now)) return answer_list(call, *young);
  }
  const bool taken = core.ports().service.read(
      app::share_of(call->actor.role),
      [self = core.shared_from_this(), call, key, all = &lists, look](app::Reader& reader) {
        answering(call, [&] {
          const Ports& ports = self->ports();
          const Instant before_looking = ports.clock();
          if (!all->is_known()) {
            if (!knows_what_holds(ports.losses, reader))
              return call->respond(problem(404, "SIG-026", call->trace));
            all->knows();
          }
          // Whoever asked at the same time may have got a new one meanwhile.
          if (const auto young = all->young(*key, before_looking)) return answer_list(call, *young);
          auto handles = look(*self, reader);
          const auto list = handles ? all->publish(*key, *std::move(handles), before_looking)
                                    : all->last(*key, before_looking);
          if (list) return answer_list(call, *list);
          if (all->is_outgrown(before_looking)) return answer_outgrown(call);
          answer_busy(call);
        });
      });
  if (!taken) answer_busy(call);
}

void show_list(const Core& core, const CallPtr& call) {
  hand_out(core, call, *core.ports().status_lists, &what_holds);
}
void show_list_of_certificates(const Core& core, const CallPtr& call) {
  hand_out(core, call, core.ports().certificate_lists->lists, &what_was_cancelled);
}

constexpr std::array compact_code{
    Member{"mrn", "Mrn"}, Member{"text", "text", "Of the QR code; `lintas verify` reads it."},
    Member{"issued", "instant", "When the code was signed: now. The key has to be in force then."},
    Member{"released", "instant", "When the movement was released: since then the code holds."},
    Member{"key", "text", "The id of the document key, as the trust sheet has it."}};
constexpr std::array objects{Object{"CompactCode", "The signed code of a movement.", compact_code}};

constexpr std::array routes{
    Route{.method = net::Method::get,
          .pattern = "/v1/movements/{mrn}/code",
          .id = "showCode",
          .tag = "movements",
          .summary = "The signed code for the QR code of its accompanying document: from the release until "
                     "the movement is written off.",
          .outcomes = {{200, "CompactCode"}},
          .refusals = {403, 404, 422},
          .who = &who_reads<Read::paper>,
          .look = &show_code},
    Route{.method = net::Method::get,
          .pattern = "/v1/trust-sheet",
          .id = "showTrustSheet",
          .tag = "node",
          .summary = "The trust sheet of this state: the keys that its codes are signed with.",
          .outcomes = {{200, "application/cose:text"}},
          .refusals = {404},
          .keyless = true,
          .work = &show_sheet},
    Route{.method = net::Method::get,
          .pattern = "/v1/status-list",
          .id = "showStatusList",
          .tag = "node",
          .summary = "The signed list of the codes of movements of this state that hold. What is released or "
                     "has ended is told five seconds later at most.",
          .outcomes = {{200, "application/cose:text"}},
          .refusals = {404},
          .keyless = true,
          .work = &show_list},
    Route{.method = net::Method::get,
          .pattern = "/v1/status-list/certificates",
          .id = "showCertificateStatusList",
          .tag = "node",
          .summary =
              "The signed list of the certificates of origin of this state that were cancelled. What is "
              "cancelled is told five seconds later at most.",
          .outcomes = {{200, "application/cose:text"}},
          .refusals = {404},
          .keyless = true,
          .work = &show_list_of_certificates}};

}  // namespace

Resource code_routes() { return {.routes = routes, .objects = objects}; }

}  // namespace lintas::api
