#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/exchange/lanes.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/record_json.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"
#include "shell/net/server.hpp"

namespace lintas::api {

namespace {

std::string type_of(workflow::PayloadKind kind) {
  if (kind == workflow::payload_resend_request) return "resend";
  if (kind == workflow::payload_given_up) return "given up";
  return format("IE{:03}", std::to_underlying(kind) - workflow::message_block);
}

std::string_view name_of(exchange::ParkedFor reason) {
  switch (reason) {
    case exchange::ParkedFor::gap: return "gap";
    case exchange::ParkedFor::early: return "early";
    case exchange::ParkedFor::held: return "held";
  }
  std::unreachable();
}

}  // namespace

/// In the order of the log, as far as the caller's office is that of the movement, or it has none.
void list_dead_letters(const Core& core, const CallPtr& call, app::Reader& reader) {
  if (!may_ever_read(call->actor.role, Read::exchange)) return answer_unseen(call, Read::exchange, false);
  const auto page = core.page_in(call);
  if (!page) return;
  const workflow::Setting setting = core.ports().setting();
  const auto home = exchange::Partner::parse(setting.home.str());
  require(home.has_value(), "a state is a partner");
  Json items = Json::array();
  Json body = Json::object();
  std::int64_t last = page->after;
  for (const app::OutboxRow& row : reader.outbox()) {
    if (!row.dead || row.id <= page->after) continue;
    if (items.size() == page->count) {
      body["next"] = core.cursor(last);
      break;
    }
    last = row.id;
    const auto stream = reader.stream(row.lane);
    require(stream.has_value(), "a lane is a stream");
    const auto state = app::load_stream(core.ports().national, reader, *stream).state;
    const auto ties = core.ports().national.ties_to_messages(state, stream->kind, call->actor, setting);
    if (!may_read(call->actor, Read::exchange, ties)) continue;
    items.push_back({{"message", app::message_id(*home, row.id)},
                     {"partner", row.partner.str()},
                     {"type", type_of(row.kind)},
                     {"n", row.n},
                     {"ref", stream->ref}});
  }
  body["items"] = std::move(items);
  call->respond(json_response(200, body));
}

/// By the open streams of an office: `next` goes on behind the last one looked at.
void list_waiting(const Core& core, const CallPtr& call, app::Reader& reader) {
  core.list_open(call, reader, Read::exchange, [&](Json& items, const app::StreamRow& row) {
    for (const exchange::Parked& parked : app::load_stream(core.ports().national, reader, row).lanes.parked) {
      items.push_back({{"message", parked.message_id},
                       {"partner", parked.partner.str()},
                       {"n", parked.n},
                       {"waits_for", name_of(parked.reason)},
                       {"since", to_text(parked.since)},
                       {"overdue", parked.overdue},
                       {"ref", row.ref}});
    }
  });
}

}  // namespace lintas::api
