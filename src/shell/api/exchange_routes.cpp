#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/certain.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/exchange/lanes.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/exchange_messages.hpp"
#include "shell/api/home.hpp"
#include "shell/api/json.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/app/mail.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

namespace lintas::api {

namespace {

/// In the order of the log, as far as the caller's office is that of the movement, or it has none. A page
/// looks at so many, and is short where none of them is for the caller.
void list_dead_letters(const Core& core, const CallPtr& call, app::Reader& reader) {
  if (!may_ever_read(call->actor.role, Read::exchange)) return answer_unseen(call, Read::exchange, false);
  const auto page = core.page_in(call);
  if (!page) return;
  const workflow::Setting setting = core.ports().setting();
  const auto home = home_of(setting);
  const app::MessageNames names{home, core.ports().losses};
  Json items = Json::array();
  Json body = Json::object();
  const std::size_t looks = Core::folds_per_item * page->count;
  const auto rows = reader.dead_letters(page->after, looks + 1);  // one more tells whether there are more
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (items.size() == page->count || i == looks) {
      body["next"] = core.cursor(rows[i - 1].id);
      break;
    }
    const app::OutboxRow& row = rows[i];
    const auto stream = certain(reader.stream(row.lane), "a lane is a stream");
    const auto state = app::load_stream(core.ports().national, reader, stream).state;
    const auto ties = core.ports().national.ties_to_messages(state, stream.kind, call->actor, setting);
    if (!may_read(call->actor, Read::exchange, ties)) continue;
    items.push_back({{"message", names.of(row.id)},
                     {"partner", row.partner.str()},
                     {"type", app::message_type(row.kind)},
                     {"n", row.n},
                     {"why", row.death ? Json(row.death->why) : Json{}},
                     {"dead_since", row.death ? Json(to_text(row.death->at)) : Json{}},
                     {"ref", stream.ref}});
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
                       {"waits_for", word_of(parked.reason)},
                       {"since", to_text(parked.since)},
                       {"overdue", parked.overdue},
                       {"ref", row.ref}});
    }
    return true;
  });
}

/// Answered when the partner has, or has not in time.
void test_partner(const Core& core, const CallPtr& call) {
  if (!may_read(call->actor, Read::test_partner, {})) return answer_unseen(call, Read::test_partner, false);
  const auto partner = exchange::Partner::parse(call->request.parameter("partner"));
  const auto& test = core.ports().test_partner;
  if (!partner || !test) return answer_nothing(call);
  const Instant begin = core.ports().clock();
  test(*partner, [call, partner, begin, clock = core.ports().clock](std::optional<std::string> fault) {
    Json body{{"partner", partner->str()},
              {"answered", !fault},
              {"ms", std::chrono::duration_cast<std::chrono::milliseconds>(clock() - begin).count()}};
    if (fault) body["why"] = *std::move(fault);
    call->respond(json_response(200, body));
  });
}

constexpr std::array tested{Member{"partner", "Country"},
                            Member{"answered", "boolean", "Whether a receipt came that fits the test."},
                            Member{"ms", "integer", "How long the answer took, in milliseconds."},
                            Member{"why?", "text", "Where it did not: what stands in the way, in words."}};
constexpr std::array dead_letter{
    Member{"message", "text", "What the letter is called, as exchange.revive and exchange.discard take it."},
    Member{"partner", "Country"},
    Member{"type", "text", "IE029, or 'resend', or 'given-up'."},
    Member{"n", "integer", "Its number in its lane."},
    Member{"why", "text|null",
           "Code, rule and words of its partner, as far as they are known; or that nothing is agreed on "
           "about it, or how often it failed while others were taken."},
    Member{"dead_since", "instant|null", "Since when; likewise."},
    Member{"ref", "text", "What it is about: an MRN, as a rule."}};
constexpr std::array waiting_message{
    Member{"message", "text", "What its sender calls it, as exchange.drop takes it."},
    Member{"partner", "Country"},
    Member{"n", "integer", "Its number in its lane."},
    Member{"waits_for", "'gap'|'early'|'held'", "Messages before it; a state of the movement; an officer."},
    Member{"since", "instant"},
    Member{"overdue", "boolean"},
    Member{"ref", "text", "What it is about: an MRN, as a rule."}};
constexpr auto dead_letters = page_of("[DeadLetter]");
constexpr auto waiting_messages = page_of("[WaitingMessage]");
constexpr std::array objects{
    Object{"PartnerTest", "What a partner said to a test.", tested},
    Object{"DeadLetter",
           "A message that its partner refused for good, about which nothing is agreed on, or that was set "
           "aside "
           "since it failed while others were taken.",
           dead_letter},
    Object{"DeadLetterPage", "In the order of the log.", dead_letters},
    Object{"WaitingMessage", "A partner's message whose turn has not come.", waiting_message},
    Object{"WaitingMessagePage", "By what they are about.", waiting_messages}};

constexpr std::array routes{
    Route{.method = net::Method::get,
          .pattern = "/v1/exchange/dead-letters",
          .id = "listDeadLetters",
          .tag = "exchange",
          .summary =
              "Messages that a partner refused for good, about which nothing is agreed on, or that were set "
              "aside since they failed while others were taken; exchange.revive or exchange.discard "
              "decides about one.",
          .takes = "limit after",
          .outcomes = {{200, "DeadLetterPage"}},
          .refusals = {400, 403},
          .who = &who_reads<Read::exchange>,
          .look = &list_dead_letters},
    Route{.method = net::Method::get,
          .pattern = "/v1/exchange/waiting",
          .id = "listWaiting",
          .tag = "exchange",
          .summary =
              "Messages of partners that wait in their lanes, at the caller's office or that of `office`; "
              "exchange.drop takes one out.",
          .takes = "limit after office",
          .outcomes = {{200, "WaitingMessagePage"}},
          .refusals = {400, 403},
          .who = &who_reads<Read::exchange>,
          .look = &list_waiting},
    Route{.method = net::Method::post,
          .pattern = "/v1/exchange/partners/{partner}/test",
          .id = "testPartner",
          .tag = "exchange",
          .summary = "Sends the partner a test message, which it answers with a receipt and gives to nobody.",
          .outcomes = {{200, "PartnerTest"}},
          .refusals = {403, 404},
          .who = &who_reads<Read::test_partner>,
          .work = &test_partner}};

}  // namespace

Resource exchange_routes() { return {.routes = routes, .objects = objects}; }

}  // namespace lintas::api
