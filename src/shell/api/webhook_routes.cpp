#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/hex.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/access/access.hpp"
#include "core/messages/report.hpp"
#include "core/webhooks/commands.hpp"
#include "core/webhooks/names.hpp"
#include "core/webhooks/refusal.hpp"
#include "core/webhooks/state.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "core/workflow/webhooks_part.hpp"
#include "shell/api/acts.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/json.hpp"
#include "shell/api/names.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/webhook_deliveries.hpp"
#include "shell/api/webhook_signing.hpp"
#include "shell/api/who.hpp"
#include "shell/app/service.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"
#include "shell/net/target.hpp"

namespace lintas::api {

namespace {

using webhooks::Subscription;
using Known = WebhookDeliveries::Known;

constexpr std::string_view now_word = "now";

// ---- what is shown

Json show(const Core& core, const Known& known) {
  const Subscription& one = known.of;
  Json shown{{"id", one.id},
             {"url", one.url},
             {"events", one.events},
             {"state", word_of(one.status)},
             {"why", one.why ? Json(word_of(*one.why)) : Json{}},
             {"failing_since", one.failing_since ? Json(to_text(*one.failing_since)) : Json{}},
             {"failed_with", known.failed_with.empty() ? Json{} : Json(known.failed_with)},
             {"delivered", core.feed_cursor(known.delivered)},
             {"generation", one.generation},
             {"rotated", one.rotated ? Json(to_text(*one.rotated)) : Json{}},
             {"public_key", public_key_text(core.ports().webhooks.public_key(one.id))},
             {"owner", {{"role", access::name(one.owner.role)}}}};
  if (!one.owner.party.empty()) shown["owner"]["party"] = one.owner.party;
  if (!one.owner.person.empty()) shown["owner"]["person"] = one.owner.person;
  if (!one.owner.office.empty()) shown["owner"]["office"] = one.owner.office;
  return shown;
}

/// Its owner sees it, and whoever may end it.
bool may_see(const Core& core, const access::Actor& actor, const Subscription& one) {
  const auto* kind = core.ports().national.kind(workflow::webhook_stream);
  const auto ties = kind->relations(workflow::State::of(one), actor, core.ports().setting());
  return !access::denied(core.ports().national.grants(), actor, std::to_underlying(workflow::remove_webhook),
                         ties);
}

/// Right after a start not all are known yet. Then the call is answered.
bool are_known(const Core& core, const CallPtr& call) {
  if (core.webhooks().is_loaded()) return true;
  call->respond(busy(503, call->trace, "the node has just started, and reads the subscriptions"));
  return false;
}

void list(const Core& core, const CallPtr& call) {
  if (!are_known(core, call)) return;
  Json items = Json::array();
  for (const Known& one : core.webhooks().all()) {
    if (may_see(core, call->actor, one.of)) items.push_back(show(core, one));
  }
  call->respond(json_response(200, Json{{"items", items}}));
}

void show_one(const Core& core, const CallPtr& call) {
  if (!are_known(core, call)) return;
  const auto one = core.webhooks().find(call->request.parameter("webhook"));
  if (!one || !may_see(core, call->actor, one->of)) return answer_nothing(call);
  call->respond(json_response(200, show(core, *one)));
}

// ---- what is asked

void add(Findings& findings, std::string_view rule, std::string_view name, std::string_view value = {},
         std::string detail = {}) {
  findings.push_back({.rule = std::string{rule},
                      .pointer = std::string{"/"}.append(name),
                      .value = std::string{message::shown(value)},
                      .detail = std::move(detail)});
}

/// The members that may stand there; each is a text or, of `events`, a list of texts.
void check_names(const Json& json, std::span<const std::string_view> known, Findings& findings) {
  for (const auto& [name, value] : json.items()) {
    if (std::ranges::find(known, name) == known.end()) add(findings, "API-003", message::shown(name));
  }
}

std::string read_url(const Core& core, const Json& json, Findings& findings) {
  const auto member = json.find("url");
  if (member == json.end()) {
    add(findings, "API-004", "url");
    return {};
  }
  const std::string text = member->is_string() ? member->get<std::string>() : std::string{};
  const auto url = net::parse_url(text);
  const bool is_readable = url && !url->tls && !core.ports().webhooks.private_addresses;
  if (!url || is_readable) {
    add(findings, "API-005", "url", text,
        is_readable ? "over http what is told can be read on its way"
                    : "expected: an address, as https://hooks.example/lintas");
  }
  return text;
}

std::vector<std::string> read_events(const Json& json, Findings& findings) {
  std::vector<std::string> events;
  const auto member = json.find("events");
  if (member == json.end()) return events;
  if (!member->is_array()) {
    add(findings, "API-005", "events", {}, "a list of names, as departure.released");
    return events;
  }
  for (const Json& one : *member) {
    const std::string name = one.is_string() ? one.get<std::string>() : std::string{};
    if (!is_event_name(name)) {
      add(findings, "API-005", "events", name, "the name of an event, as departure.released");
    } else if (std::ranges::find(events, name) == events.end()) {
      events.push_back(name);
    }
  }
  return events;
}

std::int64_t read_place(const Core& core, const Json& json, const char* name, app::Reader& reader,
                        Findings& findings) {
  const auto end = std::to_underlying(reader.counters().seq);
  const auto member = json.find(name);
  if (member == json.end()) return end;
  const std::string text = member->is_string() ? member->get<std::string>() : std::string{};
  if (text == now_word) return end;
  if (text.empty() && member->is_string()) return 0;
  const auto place = core.feed_place(text, end);
  if (!place) {
    add(findings, "API-005", name, text, "the cursor of an event, or now");
    return end;
  }
  return *place;
}

/// Nothing where it cannot be read; then the call is answered.
std::optional<Json> body_in(const CallPtr& call) {
  if (call->request.body.empty()) return Json::object();
  auto json = parse_json(as_text(call->request.body));
  if (!json) {
    call->respond(problem(400, Findings{json.error()}, call->trace));
    return std::nullopt;
  }
  if (json->is_object()) return *std::move(json);
  Findings findings;
  add(findings, "API-005", "", {}, "an object");
  call->respond(problem(422, findings, call->trace));
  return std::nullopt;
}

struct Form {
  std::uint16_t status = 200;
  bool with_secret = false;
};

/// `known`: how it stands; where that cannot be read, what the command left behind is told.
void answer(const Core& core, const CallPtr& call, const Form& form, const workflow::WebhookReply& done,
            const std::optional<Known>& known) {
  const WebhookPorts& ports = core.ports().webhooks;
  Json shown{{"id", done.id}, {"state", word_of(done.status)}};
  if (done.status != webhooks::Status::removed) {
    shown["generation"] = done.generation;
    shown["public_key"] = public_key_text(ports.public_key(done.id));
  }
  if (known) shown = show(core, *known);
  const webhooks::SecretName as_asked{.generation = done.generation, .mark = done.mark};
  if (form.with_secret)
    shown["secret"] = secret_text(ports.secret(done.id, known ? known->of.secret() : as_asked));
  call->respond(json_response(form.status, shown));
}

/// Reads how it stands, and tells. It is done, whether that can be read or not.
void answer_done(const std::shared_ptr<const Core>& core, const CallPtr& call, const Form& form,
                 const workflow::WebhookReply& done) {
  const bool looked = core->ports().service.read(app::share_of(call->actor.role),
                                                 [core, call, form, done](app::Reader& reader) {
                                                   try {
                                                     core->webhooks().take(done.id, reader);
                                                   } catch (const std::exception&) {
                                                     answer(*core, call, form, done, std::nullopt);
                                                     throw;
                                                   }
                                                   answering(call, [&] {
                                                     auto now = done;
                                                     const auto known = core->webhooks().find(done.id);
                                                     if (!known) now.status = webhooks::Status::removed;
                                                     answer(*core, call, form, now, known);
                                                   });
                                                 });
  if (!looked) answer(*core, call, form, done, std::nullopt);
}

/// Has the writer do it, and tells how the subscription stands then. Whose it is not is told that it is not
/// there.
template <class Content>
void ask(const Core& core, const CallPtr& call, workflow::CommandType type, const Content& content,
         const Form& form = {}) {
  const auto id = core.command_id(call);
  if (!id) return call->respond(problem(400, "API-006", call->trace));
  workflow::Command command{.id = *id,
                            .type = type,
                            .at = core.ports().clock(),
                            .actor = call->actor,
                            .trace = call->trace_id,
                            .content = to_cbor(content)};
  core.ports().service.ask(std::move(command),
                           [self = core.shared_from_this(), call, form](const workflow::Reply& reply) {
                             if (reply.kind == workflow::Reply::Kind::refused) {
                               const std::string& rule = reply.findings.front().rule;
                               if (rule == "ACC-002" || rule == "R-HOO-101") return answer_nothing(call);
                               const bool denied = rule.starts_with("ACC-");
                               return call->respond(problem(denied ? 403 : 422, reply.findings, call->trace));
                             }
                             if (reply.kind != workflow::Reply::Kind::accepted) return tell(call, reply);
                             const auto done = from_cbor<workflow::WebhookReply>(reply.content);
                             require(done.has_value(), "each command of a subscription answers its id");
                             // Before all that may find no room or fail: by what was decided the deliveries
                             // go from now on.
                             self->webhooks().decided(done->id);
                             answer_done(self, call, form, *done);
                           });
}

constexpr Form with_secret{.with_secret = true};

/// A request that is repeated means the subscription that it made the first time, whatever has become of the
/// quota since.
std::string id_by(const workflow::HttpCommandId& command) {
  constexpr std::size_t begin = 2;  // behind the period: a repetition may come in the next one
  constexpr std::size_t length = 10;
  return "wh_" + to_hex(ByteView{command.id}.subspan(begin, length));
}

/// Of the node's last loss, for the names of secrets.
std::optional<std::uint32_t> mark_of(const Core& core) {
  const auto& losses = core.ports().losses;
  return losses.empty() ? std::nullopt : std::optional{losses.back().mark};
}

/// R-HOO-203. Those that are just being made are not counted: a few too many harm nobody.
bool are_too_many(const Core& core, const access::Actor& actor) {
  const auto all = core.webhooks().all();
  const auto own = std::ranges::count_if(all, [&](const Known& one) {
    const access::Actor& owner = one.of.owner;
    return owner.role == actor.role && owner.party == actor.party && owner.person == actor.person &&
           owner.office == actor.office;
  });
  return all.size() >= limits::webhooks_max || std::cmp_greater_equal(own, limits::webhooks_per_owner_max);
}

void subscribe(const Core& core, const CallPtr& call, app::Reader& reader) {
  if (const auto never = core.never_may(call->actor, workflow::subscribe_webhook))
    return call->respond(problem(403, Findings{*never}, call->trace));
  const auto json = body_in(call);
  if (!json) return;
  static constexpr std::array<std::string_view, 3> known{"url", "events", "after"};
  Findings findings;
  check_names(*json, known, findings);
  webhooks::Subscribe wanted;
  wanted.url = read_url(core, *json, findings);
  wanted.events = read_events(*json, findings);
  wanted.from = read_place(core, *json, "after", reader, findings);
  if (!findings.empty()) return call->respond(problem(422, findings, call->trace));
  const auto command = core.command_id(call);
  if (!command) return call->respond(problem(400, "API-006", call->trace));
  wanted.id = id_by(*command);
  if (!are_known(core, call)) return;
  const bool is_repeated = Core::row_of(workflow::webhook_slot(wanted.id), reader).has_value();
  if (!is_repeated && are_too_many(core, call->actor))
    return call->respond(problem(422, Findings{webhooks::finding(webhooks::Refusal::too_many)}, call->trace));
  wanted.key = call->key;
  wanted.mark = mark_of(core);
  ask(core, call, workflow::subscribe_webhook, wanted, {.status = 201, .with_secret = true});
}

std::string webhook_of(const CallPtr& call) { return std::string{call->request.parameter("webhook")}; }

void pause(const Core& core, const CallPtr& call) {
  ask(core, call, workflow::pause_webhook, webhooks::Pause{.id = webhook_of(call)});
}
void resume(const Core& core, const CallPtr& call) {
  ask(core, call, workflow::resume_webhook, webhooks::Resume{.id = webhook_of(call), .key = call->key});
}
void rotate(const Core& core, const CallPtr& call) {
  ask(core, call, workflow::rotate_webhook, webhooks::Rotate{.id = webhook_of(call), .mark = mark_of(core)},
      with_secret);
}
void remove(const Core& core, const CallPtr& call) {
  ask(core, call, workflow::remove_webhook, webhooks::Remove{.id = webhook_of(call)});
}

void redeliver(const Core& core, const CallPtr& call, app::Reader& reader) {
  const auto json = body_in(call);
  if (!json) return;
  static constexpr std::array<std::string_view, 1> known{"from"};
  Findings findings;
  check_names(*json, known, findings);
  if (!json->contains("from")) add(findings, "API-004", "from");
  const std::int64_t from = read_place(core, *json, "from", reader, findings);
  if (!findings.empty()) return call->respond(problem(422, findings, call->trace));
  ask(core, call, workflow::redeliver_webhook, webhooks::Redeliver{.id = webhook_of(call), .from = from});
}

// ---- how they are described

constexpr std::array owner{Member{"role", "Role"}, Member{"party?", "text"}, Member{"person?", "text"},
                           Member{"office?", "text"}};
constexpr std::array webhook{
    Member{"id", "text", "As wh_0a1b..."},
    Member{"url?", "text", "Where events are posted; missing of one that was removed."},
    Member{"events?", "[text]", "Names of those wanted; none: all."},
    Member{"state", "WebhookState"},
    Member{"why?", "WebhookStop|null", "Of a stopped one."},
    Member{"failing_since?", "instant|null", "Nothing was taken since then."},
    Member{
        "failed_with?", "text|null",
        "What the last post ended with, if it was not taken: its status, or no_connection, tls, no_answer, "
        "no_http, too_large, plain_http. Forgotten when the node starts anew."},
    Member{"delivered?", "Cursor",
           "Everything up to there was taken, or is not for it; after a start of the node what had "
           "been noted of it."},
    Member{"generation?", "integer", "Of the secret."},
    Member{"rotated?", "instant|null", "When the secret was last changed."},
    Member{"public_key?", "text", "whpk_..., for signatures v1a; of this subscription."},
    Member{"owner?", "WebhookOwner"}};
constexpr std::array secret{Member{
    "secret", "text",
    "whsec_..., for signatures v1; shown in the answer to this request and to its repetitions alone."}};
constexpr std::array all{Member{"items", "[Webhook]"}};
constexpr std::array wanted{
    Member{"url", "text", "https; it stands in the log for ever, so put no secret and no name into it."},
    Member{"events?", "[text]", "Only these, as departure.released; all without it."},
    Member{"after?", "text", "The cursor behind which it begins; what comes next without it."}};
constexpr std::array sent_back{
    Member{"from", "text", "The cursor behind which everything is delivered again."}};
constexpr std::array told_data{Member{"kind", "text", "Of the stream, as departure."},
                               Member{"version", "integer", "Of the stream after it."}};
constexpr std::array told{Member{"specversion", "text", "1.0"},
                          Member{"id", "Cursor", "The place in the feed; webhook-id without evt_."},
                          Member{"source", "text"},
                          Member{"type", "text", "As departure.released."},
                          Member{"subject", "text", "MRN, GRN, or the key of an entry."},
                          Member{"time", "instant"},
                          Member{"data", "WebhookData"}};
constexpr std::array objects{
    Object{"Webhook", "A subscription to the feed.", webhook},
    Object{"WebhookOwner", "Who made it.", owner},
    Object{"WebhookSecret", "A subscription with its new secret.", secret, "Webhook"},
    Object{"WebhookList", "Those of the caller; an administrator sees all.", all},
    Object{.name = "WebhookRequest",
           .meaning = "Who wants to be told where of what.",
           .members = wanted,
           .closed = true},
    Object{.name = "WebhookPlace", .meaning = "A place in the feed.", .members = sent_back, .closed = true},
    Object{"WebhookData", "Of what, and which change of it.", told_data},
    Object{"WebhookEvent", "What is posted (CloudEvents 1.0).", told}};
constexpr std::array words{Words{"WebhookState", "How a subscription stands.",
                                 &words_of<webhooks::status_words, &Word<webhooks::Status>::word>},
                           Words{"WebhookStop", "Why the node stopped it.",
                                 &words_of<webhooks::why_words, &Word<webhooks::Why>::word>}};

constexpr std::array routes{
    Route{.method = net::Method::post,
          .pattern = "/v1/webhooks",
          .id = "subscribe",
          .tag = "webhooks",
          .summary =
              "Has each event posted to an address, signed as Standard Webhooks says; the answer has the "
              "secret, and no other one shows it.",
          .body_bytes_max = limits::api_act_bytes_max,
          .body = "WebhookRequest",
          .example =
              [] {
                return std::string{
                    R"({"url":"https://hooks.example/lintas","events":["departure.released"]})"};
              },
          .takes = "Idempotency-Key",
          .outcomes = {{201, "WebhookSecret"}},
          .refusals = {400, 403, 409, 422},
          .who = &who_gives<workflow::subscribe_webhook>,
          .look = &subscribe},
    Route{.method = net::Method::get,
          .pattern = "/v1/webhooks",
          .id = "listWebhooks",
          .tag = "webhooks",
          .summary = "The subscriptions of the caller.",
          .outcomes = {{200, "WebhookList"}},
          .work = &list},
    Route{.method = net::Method::get,
          .pattern = "/v1/webhooks/{webhook}",
          .id = "showWebhook",
          .tag = "webhooks",
          .summary = "How a subscription stands.",
          .outcomes = {{200, "Webhook"}},
          .refusals = {404},
          .work = &show_one},
    Route{.method = net::Method::post,
          .pattern = "/v1/webhooks/{webhook}/pause",
          .id = "pauseWebhook",
          .tag = "webhooks",
          .summary = "Posts nothing until it is resumed; nothing is lost.",
          .takes = "Idempotency-Key",
          .outcomes = {{200, "Webhook"}},
          .refusals = {400, 403, 404, 409, 422},
          .who = &who_gives<workflow::pause_webhook>,
          .work = &pause},
    Route{.method = net::Method::post,
          .pattern = "/v1/webhooks/{webhook}/resume",
          .id = "resumeWebhook",
          .tag = "webhooks",
          .summary = "Goes on where it was, from now on with the right of this key.",
          .takes = "Idempotency-Key",
          .outcomes = {{200, "Webhook"}},
          .refusals = {400, 403, 404, 409, 422},
          .who = &who_gives<workflow::resume_webhook>,
          .work = &resume},
    Route{
        .method = net::Method::post,
        .pattern = "/v1/webhooks/{webhook}/rotate",
        .id = "rotateWebhook",
        .tag = "webhooks",
        .summary =
            "A new secret, shown in this answer; those before sign as well for a day. A fourth within a day "
            "is refused.",
        .takes = "Idempotency-Key",
        .outcomes = {{200, "WebhookSecret"}},
        .refusals = {400, 403, 404, 409, 422},
        .who = &who_gives<workflow::rotate_webhook>,
        .work = &rotate},
    Route{.method = net::Method::post,
          .pattern = "/v1/webhooks/{webhook}/redeliver",
          .id = "redeliver",
          .tag = "webhooks",
          .summary = "Delivers everything behind a place again.",
          .body_bytes_max = limits::api_act_bytes_max,
          .body = "WebhookPlace",
          .example = [] { return std::string{R"({"from":"now"})"}; },
          .takes = "Idempotency-Key",
          .outcomes = {{200, "Webhook"}},
          .refusals = {400, 403, 404, 409, 422},
          .who = &who_gives<workflow::redeliver_webhook>,
          .look = &redeliver},
    Route{.method = net::Method::remove,
          .pattern = "/v1/webhooks/{webhook}",
          .id = "removeWebhook",
          .tag = "webhooks",
          .summary = "Ends the subscription.",
          .takes = "Idempotency-Key",
          .outcomes = {{200, "Webhook"}},
          .refusals = {400, 403, 404, 409, 422},
          .who = &who_gives<workflow::remove_webhook>,
          .work = &remove}};

}  // namespace

Resource webhook_routes() { return {.routes = routes, .objects = objects, .words = words}; }

}  // namespace lintas::api
