#include "shell/api/api.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/hex.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/guarantee/state.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "core/rules/check.hpp"
#include "core/transit/letters.hpp"
#include "core/transit/machine.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/office_number.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/uses.hpp"
#include "shell/api/acts.hpp"
#include "shell/api/key_requests.hpp"
#include "shell/api/keys.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/record_json.hpp"
#include "shell/api/reference.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/views.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"
#include "shell/net/router.hpp"
#include "shell/net/server.hpp"
#include "wire/json/json_reader.hpp"
#include "wire/json/json_writer.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::api {

namespace {

/// One request on its way. Shared by the loop, the pool and the writer's answer, one after another.
struct Call {
  net::Request request;
  net::Responder respond;
  access::Actor actor;
  workflow::TraceId trace_id{};
  std::string trace;
};
using CallPtr = std::shared_ptr<Call>;

bool is_party(const access::Actor& actor) { return actor.office.empty(); }

void answer_busy(const CallPtr& call) { call->respond(busy(is_party(call->actor) ? 429 : 503, call->trace)); }
void answer_nothing(const CallPtr& call) { call->respond(problem(404, "API-010", call->trace)); }

std::optional<std::size_t> page_size(const CallPtr& call) {
  const auto text = call->request.query_value("limit");
  if (!text) return limits::api_page_default;
  std::size_t count = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), count);
  if (error != std::errc{} || end != text->data() + text->size() || count == 0 ||
      count > limits::api_page_max)
    return std::nullopt;
  return count;
}

void answer_bad_query(const CallPtr& call, std::string_view name) {
  call->respond(
      problem(400, Findings{{.rule = "API-015", .pointer = std::string{name}, .value = {}, .detail = {}}},
              call->trace));
}

std::string etag(std::uint32_t version) { return format("\"{}\"", version); }

}  // namespace

class Api::Core : public std::enable_shared_from_this<Api::Core> {
 public:
  explicit Core(Ports ports) : ports_(std::move(ports)) {}

  struct Route {
    net::Method method;
    std::string_view pattern;
    std::size_t body_bytes_max;
    bool keyless;
    std::string_view id;
    std::string_view summary;
    void (Core::*handle)(const CallPtr&);
  };
  static std::span<const Route> routes();

  void add_to(net::Router& router) {
    for (const Route& route : routes()) {
      router.add({.method = route.method,
                  .pattern = std::string{route.pattern},
                  .body_bytes_max = route.body_bytes_max,
                  .handle =
                      [self = shared_from_this(), &route](net::Request request, net::Responder responder) {
                        self->take(route, std::move(request), std::move(responder));
                      },
                  .admit = [self = shared_from_this(),
                            &route](const net::Request& head) { return self->admit(route, head); }});
    }
  }

 private:
  // ---- on the loop

  std::optional<access::Actor> actor_of(const net::Request& request) const {
    const auto authorization = request.headers.find("Authorization");
    return authorization ? ports_.keys.find_bearer(*authorization, ports_.clock()) : std::nullopt;
  }

  /// Before the body is read.
  std::optional<net::Response> admit(const Route& route, const net::Request& head) const {
    if (route.keyless || actor_of(head)) return std::nullopt;
    net::Response response = problem(401, "API-001", "");
    response.headers.set("WWW-Authenticate", "Bearer");
    return response;
  }

  void take(const Route& route, net::Request request, net::Responder responder) {
    auto call = std::make_shared<Call>(Call{std::move(request), std::move(responder), {}, {}, {}});
    ports_.entropy.fill(call->trace_id);
    call->trace = to_hex(call->trace_id);
    if (!route.keyless) {
      auto actor = actor_of(call->request);
      if (!actor) {
        call->respond(problem(401, "API-001", call->trace));
        return;
      }
      call->actor = *std::move(actor);
    }
    (this->*route.handle)(call);
  }

  void work(const CallPtr& call, void (Core::*handle)(const CallPtr&)) {
    if (!ports_.service.post([self = shared_from_this(), call, handle] { ((*self).*handle)(call); }))
      answer_busy(call);
  }
  void look(const CallPtr& call, void (Core::*handle)(const CallPtr&, app::Reader&)) {
    if (!ports_.service.read([self = shared_from_this(), call, handle](app::Reader& reader) {
          ((*self).*handle)(call, reader);
        }))
      answer_busy(call);
  }

  // ---- routes

  void submit(const CallPtr& call) { work(call, &Core::submit_on_pool); }
  void act(const CallPtr& call) { look(call, &Core::act_on_pool); }
  void movement(const CallPtr& call) { look(call, &Core::show_movement); }
  void movements(const CallPtr& call) { look(call, &Core::list_movements); }
  void mailbox(const CallPtr& call) { look(call, &Core::list_mail); }
  void mail(const CallPtr& call) { look(call, &Core::show_mail); }
  void guarantee(const CallPtr& call) { look(call, &Core::show_account); }
  void guarantees(const CallPtr& call) { look(call, &Core::list_accounts); }
  void guarantee_uses(const CallPtr& call) { look(call, &Core::list_uses); }
  void reference(const CallPtr& call) { work(call, &Core::show_reference); }
  void work_list(const CallPtr& call) { look(call, &Core::list_work); }
  void events(const CallPtr& call) { look(call, &Core::list_events); }
  void description(const CallPtr& call) { work(call, &Core::describe); }
  void states(const CallPtr& call) { work(call, &Core::show_machines); }
  void me(const CallPtr& call) { work(call, &Core::show_me); }
  void issue_key(const CallPtr& call) { work(call, &Core::issue_key_on_pool); }
  void list_keys(const CallPtr& call) { work(call, &Core::list_keys_on_pool); }
  void withdraw_key(const CallPtr& call) { work(call, &Core::withdraw_key_on_pool); }

  // ---- asking the writer

  void ask(const CallPtr& call, workflow::Command command) {
    command.at = ports_.clock();
    command.actor = call->actor;
    command.trace = call->trace_id;
    ports_.service.ask(std::move(command), [call](const workflow::Reply& reply) { tell(call, reply); });
  }

  static void tell(const CallPtr& call, const workflow::Reply& reply) {
    using Kind = workflow::Reply::Kind;
    switch (reply.kind) {
      case Kind::conflict: call->respond(problem(409, "API-007", call->trace)); return;
      case Kind::busy: answer_busy(call); return;
      case Kind::internal: call->respond(problem(500, "API-014", call->trace)); return;
      case Kind::refused: {
        const bool denied = reply.findings.front().rule.starts_with("ACC-");
        call->respond(problem(denied ? 403 : 422, reply.findings, call->trace));
        return;
      }
      case Kind::accepted: break;
    }
    Json body{{"accepted", true}, {"repeated", reply.repeated}, {"trace_id", call->trace}};
    std::string location;
    if (!reply.content.empty()) {
      if (const auto movement = from_cbor<workflow::MovementReply>(reply.content)) {
        body["status"] = movement->status;
        if (movement->mrn) {
          body["mrn"] = movement->mrn->str();
          location = format("/v1/movements/{}", movement->mrn->str());
          body["location"] = location;
        }
      }
    }
    net::Response response = json_response(200, body);
    if (!location.empty()) response.headers.set("Location", location);
    call->respond(std::move(response));
  }

  // ---- messages of traders

  void submit_on_pool(const CallPtr& call) {
    const workflow::Setting setting = ports_.setting();
    const Instant now = ports_.clock();
    const std::string_view bytes = as_text(call->request.body);
    const auto first = bytes.find_first_not_of(" \t\r\n");
    const bool is_json = first != std::string_view::npos && (bytes[first] == '{' || bytes[first] == '[');
    auto document = is_json ? json::read(bytes) : xml::read(bytes);
    if (!document) return call->respond(problem(422, document.error().findings, call->trace));
    require(setting.reference != nullptr, "the setting has reference data");
    const Day day = std::chrono::floor<std::chrono::days>(now);
    const message::Report report = rules::check(*document, {.reference = *setting.reference, .day = day});
    if (!report.findings.empty()) return call->respond(problem(422, report.findings, call->trace));
    const auto ie = transit::ie_of_root(document->program->root());
    const auto* known = ie ? transit::find_message(*ie) : nullptr;
    if (known == nullptr || !known->from.has(transit::Party::trader) ||
        ports_.national.command(workflow::command_of_message(*ie)) == nullptr)
      return call->respond(problem(422, "API-013", call->trace, std::string{document->program->root()}));

    // Kept is the message in its canonical form, without what opens a guarantee.
    // Read a second time, for a message is not copied and its letter still needs the codes.
    auto kept = is_json ? json::read(bytes) : xml::read(bytes);
    require(kept.has_value(), "what was read once can be read again");
    if (!kept) return;
    transit::mask_access_codes(kept->message);
    std::string canonical;
    xml::write(*kept, canonical);
    workflow::Payload payload = ports_.packer().pack(workflow::payload_of_message(*ie), as_bytes(canonical));
    const auto view = setting.reference->at(day);
    auto letter =
        transit::read_letter(*document, {.document = payload.hash, .hash = ports_.hash, .reference = view});
    if (!letter) return call->respond(problem(422, letter.error(), call->trace));
    AtRisk risk;
    if (letter->declaration && (*ie == 15 || *ie == 13))
      risk = ports_.at_risk(*letter->declaration, document->message, view);
    if (!risk.findings.empty()) return call->respond(problem(422, risk.findings, call->trace));
    if (call->request.query_value("dry_run") == "true") {
      return call->respond(json_response(200, Json{{"valid", true},
                                                   {"dry_run", true},
                                                   {"explanation", risk.explanation},
                                                   {"trace_id", call->trace}}));
    }
    if (call->actor.party.empty()) return call->respond(problem(403, "ACC-001", call->trace));
    const std::string identification{document->message.message_identification};
    workflow::Command command{.id = workflow::MessageCommandId{workflow::make_key(
                                  workflow::KeyKind::trader_message, call->actor.party, identification)},
                              .type = workflow::command_of_message(*ie),
                              .at = {},
                              .actor = {},
                              .content = to_cbor(*letter),
                              .payloads = {},
                              .lane = {}};
    command.payloads.push_back(std::move(payload));
    ask(call, std::move(command));
  }

  // ---- acts

  std::optional<workflow::HttpCommandId> command_id(const CallPtr& call) const {
    const auto key = call->request.headers.find("Idempotency-Key");
    if (!key || key->empty() || key->size() > limits::api_idempotency_key_chars_max) return std::nullopt;
    const workflow::Setting setting = ports_.setting();
    const access::Actor& actor = call->actor;
    // Lengths in front: no two pairs of client and key give the same bytes.
    const std::string client =
        format("{}:{}{}:{}{}:{}{}:{}", actor.party.size(), actor.party, actor.person.size(), actor.person,
               actor.office.size(), actor.office, key->size(), *key);
    const std::array whose{as_bytes(client)};
    const Hash256 hash = setting.sha256(whose);
    const auto second = call->request.headers.find("Lintas-Second");
    const std::string head =
        format("{} {} {}\n", net::to_text(call->request.method), call->request.target,
               second ? to_hex(setting.sha256(std::array{as_bytes(*second)}).view()) : "");
    const std::array printed{as_bytes(head), ByteView{call->request.body}};
    workflow::HttpCommandId id{.id = {}, .print = setting.sha256(printed)};
    const auto day = std::chrono::floor<std::chrono::days>(ports_.clock()).time_since_epoch().count();
    id.id[0] = static_cast<std::byte>(day >> 8);
    id.id[1] = static_cast<std::byte>(day & 0xff);
    std::ranges::copy_n(hash.bytes.begin(), 16, id.id.begin() + 2);
    return id;
  }

  void act_on_pool(const CallPtr& call, app::Reader& reader) {
    const workflow::Setting setting = ports_.setting();
    const auto name = call->request.parameter("name");
    const workflow::CommandEntry* entry = nullptr;
    for (const auto* one : ports_.national.commands())
      if (one->name == name) entry = one;
    const Act* found = entry == nullptr ? nullptr : find_act(entry->type);
    if (found == nullptr) return call->respond(problem(404, "API-011", call->trace, std::string{name}));
    const auto id = command_id(call);
    if (!id) return call->respond(problem(400, "API-006", call->trace));
    std::optional<PersonId> second;
    if (const auto key = call->request.headers.find("Lintas-Second")) {
      const auto other = ports_.keys.find(*key, ports_.clock());
      const auto person =
          other ? PersonId::parse(other->person) : decltype(PersonId::parse("")){std::unexpect};
      const bool same = other && other->person == call->actor.person;
      if (!person.has_value() || same || other->office != call->actor.office)
        return call->respond(problem(403, "API-012", call->trace));
      second = *person;
    }
    const auto json = parse_json(as_text(call->request.body));
    if (!json) return call->respond(problem(400, Findings{json.error()}, call->trace));
    const auto view = setting.reference->at(std::chrono::floor<std::chrono::days>(ports_.clock()));
    auto content = found->content(*json, {.reference = view, .hash = ports_.hash, .second = second});
    if (!content) return call->respond(problem(422, content.error(), call->trace));
    workflow::Command command{.id = *id,
                              .type = found->type,
                              .at = ports_.clock(),
                              .actor = call->actor,
                              .content = *std::move(content),
                              .payloads = {},
                              .lane = {}};
    if (const auto wanted = call->request.headers.find("If-Match"); wanted && *wanted != "*") {
      const auto located = entry->locate(command, setting);
      const auto row = row_of(located.slots.front(), reader);
      if (!row || etag(row->version) != *wanted) return call->respond(problem(412, "API-008", call->trace));
    }
    ask(call, std::move(command));
  }

  // ---- finding streams

  static std::optional<app::StreamRow> row_of(const workflow::Slot& slot, app::Reader& reader) {
    std::optional<app::StreamId> id;
    if (const auto* stream = std::get_if<app::StreamId>(&slot.by)) id = *stream;
    if (const auto* key = std::get_if<app::Key>(&slot.by)) id = reader.find(*key);
    if (const auto* number = std::get_if<workflow::Slot::Number>(&slot.by)) id = reader.numbered(number->n);
    if (!id) return std::nullopt;
    auto row = reader.stream(*id);
    if (!row || row->kind != slot.kind) return std::nullopt;
    return row;
  }

  access::Relations relations(const workflow::State& state, workflow::StreamKind kind,
                              const access::Actor& actor, const workflow::Setting& setting) const {
    if (kind == workflow::account_stream) {
      const auto& header = state.as<guarantee::Header>();
      access::Relations ties;
      if (header.status == guarantee::Status::none) return ties;
      const bool its_guarantor = actor.role == access::Role::guarantor;
      const bool own = its_guarantor ? header.guarantor && header.guarantor->str() == actor.party
                                     : header.holder.str() == actor.party;
      if (own) ties.add(access::Relation::own);
      if (header.office.str() == actor.office) ties.add(access::Relation::office);
      return ties;
    }
    const workflow::KindEntry* entry = ports_.national.kind(kind);
    if (entry == nullptr || entry->relations == nullptr) return {};
    return entry->relations(state, actor, setting);
  }

  struct Seen {
    app::StreamRow row;
    workflow::State state;
  };
  /// The stream in its state, if the actor may read it so.
  std::optional<Seen> see(const workflow::Slot& slot, Read read, const CallPtr& call, app::Reader& reader,
                          const workflow::Setting& setting) const {
    auto row = row_of(slot, reader);
    if (!row) return std::nullopt;
    auto state = state_of(ports_.national, reader, *row);
    if (!state || !may_read(call->actor, read, relations(*state, row->kind, call->actor, setting)))
      return std::nullopt;
    return Seen{*std::move(row), *std::move(state)};
  }

  /// Of this state's own movements the departure; else, or if that is not for the actor, the journey here.
  std::optional<Seen> see_movement(Read read, const CallPtr& call, app::Reader& reader,
                                   const workflow::Setting& setting) const {
    const auto mrn = Mrn::parse(call->request.parameter("mrn"));
    if (!mrn) return std::nullopt;
    if (mrn->country() == setting.home) {
      if (auto seen = see(workflow::departure_slot(*mrn, setting), read, call, reader, setting)) return seen;
    }
    return see(workflow::journey_slot(*mrn), read, call, reader, setting);
  }

  UseOf uses_in(app::Reader& reader) const {
    return [this, &reader](const Grn& grn, const Mrn& mrn) -> std::optional<guarantee::Use> {
      const auto row = row_of({.kind = workflow::use_stream, .by = workflow::use_key(grn, mrn)}, reader);
      const auto state = row ? state_of(ports_.national, reader, *row) : std::nullopt;
      return state ? std::optional{state->as<guarantee::Use>()} : std::nullopt;
    };
  }

  // ---- reads

  void show_movement(const CallPtr& call, app::Reader& reader) {
    const workflow::Setting setting = ports_.setting();
    const auto seen = see_movement(Read::movement, call, reader, setting);
    if (!seen) return answer_nothing(call);
    const std::string tag = etag(seen->row.version);
    if (call->request.headers.find("If-None-Match") == std::string_view{tag}) {
      net::Response response{.status = 304, .headers = {}, .body = {}};
      response.headers.set("ETag", tag);
      return call->respond(std::move(response));
    }
    const Day today = std::chrono::floor<std::chrono::days>(ports_.clock());
    Json shown = seen->row.kind == workflow::departure_stream
                     ? show_departure(seen->state, setting.reference->at(today), uses_in(reader))
                     : show_journey(seen->state, today);
    shown["history"] = history_of_movement(reader.history(seen->row.head));
    net::Response response = json_response(200, shown);
    response.headers.set("ETag", tag);
    call->respond(std::move(response));
  }

  /// The holder's own, by its keys: the LRN is the place to go on from.
  void list_movements(const CallPtr& call, app::Reader& reader) {
    const auto count = page_size(call);
    if (!count) return answer_bad_query(call, "limit");
    if (call->actor.party.empty()) return answer_nothing(call);
    const workflow::Setting setting = ports_.setting();
    const auto view = setting.reference->at(std::chrono::floor<std::chrono::days>(ports_.clock()));
    const app::Key prefix = workflow::make_key(workflow::lrn_keys, call->actor.party, "");
    Bytes after;
    if (const auto lrn = call->request.query_value("after"))
      after = workflow::make_key(workflow::lrn_keys, call->actor.party, *lrn).value;
    Json items = Json::array();
    const auto page = reader.find_all(prefix.value, after, *count);
    for (const auto& [key, id] : page) {
      const auto seen =
          see({.kind = workflow::departure_stream, .by = id}, Read::movement, call, reader, setting);
      if (seen) items.push_back(show_departure(seen->state, view, uses_in(reader)));
    }
    Json body{{"items", items}};
    if (page.size() == *count)
      body["next"] = std::string{as_text(page.back().first.value).substr(prefix.value.size())};
    call->respond(json_response(200, body));
  }

  void list_mail(const CallPtr& call, app::Reader& reader) {
    const auto seen = see_movement(Read::messages, call, reader, ports_.setting());
    if (!seen || seen->row.kind != workflow::departure_stream) return answer_nothing(call);
    const auto history = reader.history(seen->row.head);
    Json items = Json::array();
    for (const Mail& one : mail_of_departure(history)) {
      items.push_back({{"n", items.size() + 1},
                       {"message", format("IE{:03}", one.ie)},
                       {"root", transit::root_of(one.ie)},
                       {"at", to_text(history[one.event].at)}});
    }
    call->respond(json_response(200, Json{{"items", items}}));
  }

  void show_mail(const CallPtr& call, app::Reader& reader) {
    const workflow::Setting setting = ports_.setting();
    const auto seen = see_movement(Read::messages, call, reader, setting);
    if (!seen || seen->row.kind != workflow::departure_stream) return answer_nothing(call);
    const auto history = reader.history(seen->row.head);
    const auto all = mail_of_departure(history);
    const std::string_view text = call->request.parameter("n");
    std::size_t n = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (error != std::errc{} || end != text.data() + text.size() || n == 0 || n > all.size())
      return answer_nothing(call);
    const auto document = render(all[n - 1], n, history, reader, ports_.packer(), setting);
    const auto accept = call->request.headers.find("Accept");
    const bool as_json = accept && accept->find("json") != std::string_view::npos;
    std::string out;
    if (as_json) {
      json::write(document, out);
    } else {
      xml::write(document, out);
    }
    net::Response response = net::text_response(200, as_json ? "application/json" : "application/xml", out);
    response.headers.set("Cache-Control", "no-store");
    response.headers.set("Vary", "Accept");
    call->respond(std::move(response));
  }

  void show_account(const CallPtr& call, app::Reader& reader) {
    const workflow::Setting setting = ports_.setting();
    const auto grn = Grn::parse(call->request.parameter("grn"));
    if (!grn) return answer_nothing(call);
    const auto seen =
        see({.kind = workflow::account_stream, .by = workflow::make_key(workflow::grn_keys, grn->str(), "")},
            Read::guarantee, call, reader, setting);
    if (!seen) return answer_nothing(call);
    const auto view = setting.reference->at(std::chrono::floor<std::chrono::days>(ports_.clock()));
    net::Response response = json_response(200, show_guarantee(seen->state, view));
    response.headers.set("ETag", etag(seen->row.version));
    call->respond(std::move(response));
  }

  /// Those of the caller, in the order of their numbers. `next` goes on behind the last one looked at,
  /// whether it was shown or not.
  void list_accounts(const CallPtr& call, app::Reader& reader) {
    const auto count = page_size(call);
    if (!count) return answer_bad_query(call, "limit");
    const workflow::Setting setting = ports_.setting();
    const auto view = setting.reference->at(std::chrono::floor<std::chrono::days>(ports_.clock()));
    const std::array prefix{static_cast<std::byte>(workflow::grn_keys)};
    Bytes after;
    if (const auto text = call->request.query_value("after")) {
      const auto grn = Grn::parse(*text);
      if (!grn) return answer_bad_query(call, "after");
      after = workflow::account_key(*grn).value;
    }
    Json items = Json::array();
    const auto found = reader.find_all(prefix, after, limits::api_feed_scan_max);
    std::string last;
    for (const auto& [key, id] : found) {
      if (items.size() == *count) break;
      const auto row = reader.stream(id);
      if (!row) continue;
      last = row->ref;
      const auto seen =
          see({.kind = workflow::account_stream, .by = id}, Read::guarantee, call, reader, setting);
      if (seen) items.push_back(show_guarantee(seen->state, view));
    }
    Json body{{"items", items}};
    if (items.size() == *count || found.size() == limits::api_feed_scan_max) body["next"] = last;
    call->respond(json_response(200, body));
  }

  void list_uses(const CallPtr& call, app::Reader& reader) {
    const auto count = page_size(call);
    if (!count) return answer_bad_query(call, "limit");
    const workflow::Setting setting = ports_.setting();
    const auto grn = Grn::parse(call->request.parameter("grn"));
    if (!grn || !see({.kind = workflow::account_stream, .by = workflow::account_key(*grn)}, Read::guarantee,
                     call, reader, setting))
      return answer_nothing(call);
    const auto view = setting.reference->at(std::chrono::floor<std::chrono::days>(ports_.clock()));
    const workflow::Key prefix = workflow::make_key(workflow::use_keys, grn->str(), "");
    Bytes after;
    if (const auto mrn = call->request.query_value("after"))
      after = workflow::make_key(workflow::use_keys, grn->str(), *mrn).value;
    Json items = Json::array();
    const auto page = reader.find_all(prefix.value, after, *count);
    for (const auto& [key, id] : page) {
      const auto row = reader.stream(id);
      const auto state = row ? state_of(ports_.national, reader, *row) : std::nullopt;
      if (state) items.push_back(show_use(*state, view));
    }
    Json body{{"items", items}};
    if (page.size() == *count)
      body["next"] = std::string{as_text(page.back().first.value).substr(prefix.value.size())};
    call->respond(json_response(200, body));
  }

  void show_reference(const CallPtr& call) {
    const auto count = page_size(call);
    if (!count) return answer_bad_query(call, "limit");
    const auto after = cursor_in(call);
    if (!after) return answer_bad_query(call, "after");
    Day day = std::chrono::floor<std::chrono::days>(ports_.clock());
    if (const auto text = call->request.query_value("at")) {
      const auto asked = parse_day(*text);
      if (!asked) return answer_bad_query(call, "at");
      day = *asked;
    }
    const workflow::Setting setting = ports_.setting();
    const auto page =
        reference_page(setting.reference->tables(), {.list = call->request.parameter("list"),
                                                     .day = day,
                                                     .code = call->request.query_value("code").value_or(""),
                                                     .after = static_cast<std::size_t>(*after),
                                                     .count = *count});
    if (!page) return answer_nothing(call);
    Json body{{"items", page->items}};
    if (page->next) body["next"] = cursor(static_cast<std::int64_t>(*page->next));
    call->respond(json_response(200, body));
  }

  void list_work(const CallPtr& call, app::Reader& reader) {
    const auto count = page_size(call);
    if (!count) return answer_bad_query(call, "limit");
    const auto after = cursor_in(call);
    if (!after) return answer_bad_query(call, "after");
    const auto asked = call->request.query_value("office").value_or(call->actor.office);
    access::Relations ties;
    if (!asked.empty() && asked == call->actor.office) ties.add(access::Relation::office);
    if (!may_read(call->actor, Read::work_list, ties)) return answer_nothing(call);
    const auto page = reader.work_list(workflow::office_number(asked), app::StreamId{*after}, *count);
    Json items = Json::array();
    for (const app::StreamRow& row : page) {
      const auto* kind = ports_.national.kind(row.kind);
      items.push_back({{"ref", row.ref},
                       {"kind", kind == nullptr ? std::string_view{} : kind->name},
                       {"state", state_id(row.kind, row.status)},
                       {"due", row.due ? Json(to_text(*row.due)) : Json{}}});
    }
    Json body{{"items", items}};
    if (page.size() == *count) body["next"] = cursor(std::to_underlying(page.back().id));
    call->respond(json_response(200, body));
  }

  /// In the order of the log. `next` goes on behind the last event looked at, whether it was shown or not.
  void list_events(const CallPtr& call, app::Reader& reader) {
    const auto count = page_size(call);
    if (!count) return answer_bad_query(call, "limit");
    const auto after = cursor_in(call);
    if (!after) return answer_bad_query(call, "after");
    const workflow::Setting setting = ports_.setting();
    std::map<app::StreamId, std::optional<app::StreamRow>> seen;
    const auto visible = [&](app::StreamId id) -> const std::optional<app::StreamRow>& {
      const auto [place, is_new] = seen.try_emplace(id);
      if (!is_new) return place->second;
      auto row = reader.stream(id);
      if (!row) return place->second;
      const auto read = row->kind == workflow::account_stream ? Read::guarantee : Read::movement;
      const auto state = state_of(ports_.national, reader, *row);
      if (state && may_read(call->actor, read, relations(*state, row->kind, call->actor, setting)))
        place->second = *std::move(row);
      return place->second;
    };
    Json items = Json::array();
    std::int64_t last = *after;
    for (const app::EventRow& event : reader.feed(app::Seq{*after}, limits::api_feed_scan_max)) {
      if (items.size() == *count) break;
      last = std::to_underlying(event.seq);
      const auto& row = visible(event.stream);
      if (!row) continue;
      const auto* kind = ports_.national.kind(row->kind);
      items.push_back({{"cursor", cursor(last)},
                       {"kind", kind == nullptr ? std::string_view{} : kind->name},
                       {"ref", row->ref},
                       {"event", event_name(event.type)},
                       {"version", event.version},
                       {"at", to_text(event.at)}});
    }
    call->respond(json_response(200, Json{{"items", items}, {"next", cursor(last)}}));
  }

  void describe(const CallPtr& call) { call->respond(json_response(200, openapi(ports_.national))); }
  void show_machines(const CallPtr& call) { call->respond(json_response(200, machines())); }

  // ---- who asks, and keys

  void show_me(const CallPtr& call) {
    const access::Actor& actor = call->actor;
    Json acts = Json::array();
    for (const workflow::CommandEntry* entry : ports_.national.commands()) {
      const bool granted = std::ranges::any_of(ports_.national.grants(), [&](const access::Grant& grant) {
        return grant.role == actor.role && grant.command == std::to_underlying(entry->type);
      });
      if (granted && find_act(entry->type) != nullptr) acts.push_back(entry->name);
    }
    call->respond(json_response(200, Json{{"country", ports_.setting().home.str()},
                                          {"role", access::name(actor.role)},
                                          {"party", actor.party},
                                          {"person", actor.person},
                                          {"office", actor.office},
                                          {"acts", acts}}));
  }

  bool keeps_keys(const CallPtr& call) const { return may_read(call->actor, Read::keys, {}); }

  void issue_key_on_pool(const CallPtr& call) {
    if (!keeps_keys(call)) return call->respond(problem(403, "ACC-001", call->trace));
    const auto json = parse_json(as_text(call->request.body));
    if (!json) return call->respond(problem(400, Findings{json.error()}, call->trace));
    const auto entry = read_key_request(*json, ports_.clock());
    if (!entry) return call->respond(problem(422, entry.error(), call->trace));
    const Keys::Made made = ports_.keys.draw(*entry, ports_.entropy);
    if (!ports_.keep_key(made.line)) return call->respond(problem(500, "API-014", call->trace));
    require(ports_.keys.take(made.line), "what draw writes is read");
    net::Response response =
        json_response(201, Json{{"key", made.key}, {"role", access::name(entry->actor.role)}});
    response.headers.set("Cache-Control", "no-store");
    call->respond(std::move(response));
  }

  void list_keys_on_pool(const CallPtr& call) {
    if (!keeps_keys(call)) return answer_nothing(call);
    Json items = Json::array();
    for (const Keys::Listed& key : ports_.keys.list()) items.push_back(show_key(key));
    call->respond(json_response(200, Json{{"items", items}}));
  }

  /// By the start of its hash, so long that it is the only one.
  void withdraw_key_on_pool(const CallPtr& call) {
    if (!keeps_keys(call)) return answer_nothing(call);
    const std::string_view start = call->request.parameter("hash");
    std::vector<Hash256> found;
    for (const Keys::Listed& key : ports_.keys.list())
      if (start.size() >= key_hash_chars_min && to_hex(key.hash.view()).starts_with(start))
        found.push_back(key.hash);
    if (found.size() != 1) return answer_nothing(call);
    const std::string line = Keys::withdrawal(found.front(), ports_.clock());
    if (!ports_.keep_key(line)) return call->respond(problem(500, "API-014", call->trace));
    require(ports_.keys.take(line), "a withdrawal is read");
    call->respond(json_response(200, Json{{"withdrawn", to_hex(found.front().view())}}));
  }

  // ---- cursors: a keyed permutation of the place, so that nobody counts the node's business by it

  std::uint32_t round_of(std::uint32_t half, unsigned round, const workflow::Setting& setting) const {
    std::array<std::byte, 5> input{static_cast<std::byte>(round)};
    for (std::size_t i = 0; i < 4; ++i) input[i + 1] = static_cast<std::byte>(half >> (8 * i));
    const std::array parts{ByteView{ports_.cursor_secret}, ByteView{input}};
    const Hash256 hash = setting.sha256(parts);
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = (value << 8) | std::to_integer<std::uint32_t>(hash.bytes[i]);
    return value;
  }

  std::string cursor(std::int64_t place) const {
    const workflow::Setting setting = ports_.setting();
    auto left = static_cast<std::uint32_t>(static_cast<std::uint64_t>(place) >> 32);
    auto right = static_cast<std::uint32_t>(place);
    for (unsigned round = 0; round < 4; ++round) {
      const std::uint32_t mixed = left ^ round_of(right, round, setting);
      left = std::exchange(right, mixed);
    }
    return format("{:08x}{:08x}", left, right);
  }

  /// 0 where none is given; nothing where it is none of ours.
  std::optional<std::int64_t> cursor_in(const CallPtr& call) const {
    const auto text = call->request.query_value("after");
    if (!text) return 0;
    std::uint64_t both = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), both, 16);
    if (text->size() != 16 || error != std::errc{} || end != text->data() + text->size()) return std::nullopt;
    const workflow::Setting setting = ports_.setting();
    auto left = static_cast<std::uint32_t>(both >> 32);
    auto right = static_cast<std::uint32_t>(both);
    for (unsigned round = 4; round-- > 0;) {
      const std::uint32_t mixed = right ^ round_of(left, round, setting);
      right = std::exchange(left, mixed);
    }
    const auto place = static_cast<std::int64_t>((std::uint64_t{left} << 32) | right);
    // Half of what nobody was given is below zero; the rest leads behind the end.
    return place < 0 ? std::nullopt : std::optional{place};
  }

  Ports ports_;
};

std::span<const Api::Core::Route> Api::Core::routes() {
  using net::Method;
  static constexpr std::array table{
      Route{Method::post, "/v1/messages", limits::message_bytes_max, false, "submitMessage",
            "A trader's message in XML or JSON; with dry_run=true it is only checked.", &Core::submit},
      Route{Method::get, "/v1/movements", 0, false, "listMovements",
            "The caller's own movements by LRN; after goes on behind an LRN.", &Core::movements},
      Route{Method::get, "/v1/movements/{mrn}", 0, false, "showMovement",
            "State, status, route, guarantees and history of a movement.", &Core::movement},
      Route{Method::get, "/v1/movements/{mrn}/messages", 0, false, "listMessages",
            "What was sent to the trader.", &Core::mailbox},
      Route{Method::get, "/v1/movements/{mrn}/messages/{n}", 0, false, "showMessage",
            "One message to the trader in XML, or JSON by Accept.", &Core::mail},
      Route{Method::post, "/v1/acts/{name}", limits::api_act_bytes_max, false, "act",
            "An act by its name, as departure.release; needs Idempotency-Key, honours If-Match, and takes "
            "the second officer's key in Lintas-Second.",
            &Core::act},
      Route{Method::get, "/v1/guarantees", 0, false, "listGuarantees",
            "The guarantees of the caller, as holder, guarantor or office.", &Core::guarantees},
      Route{Method::get, "/v1/guarantees/{grn}/uses", 0, false, "listUses",
            "What movements hold of a guarantee, by MRN.", &Core::guarantee_uses},
      Route{Method::get, "/v1/reference/{list}", 0, false, "listReference",
            "Offices, countries, currencies, tariff, legs or a code list, as they hold on the day `at`.",
            &Core::reference},
      Route{Method::get, "/v1/guarantees/{grn}", 0, false, "showGuarantee",
            "Amounts and days of a guarantee, for holder, guarantor and office.", &Core::guarantee},
      Route{Method::get, "/v1/work", 0, false, "listWork", "What is open at the caller's office.",
            &Core::work_list},
      Route{Method::get, "/v1/events", 0, false, "listEvents",
            "What happened, in order, as far as the caller may see it; ask again with after=next.",
            &Core::events},
      Route{Method::get, "/v1/me", 0, false, "showMe", "Who the key is for, and which acts it may ask for.",
            &Core::me},
      Route{Method::post, "/v1/keys", limits::api_act_bytes_max, false, "issueKey",
            "A new API key, shown this once. Asked again, it makes another one.", &Core::issue_key},
      Route{Method::get, "/v1/keys", 0, false, "keys", "The keys of this node, by their hashes.",
            &Core::list_keys},
      Route{Method::remove, "/v1/keys/{hash}", 0, false, "withdrawKey",
            "Makes the key worthless whose hash begins so.", &Core::withdraw_key},
      Route{Method::get, "/v1/openapi.json", 0, true, "describe", "This description.", &Core::description},
      Route{Method::get, "/v1/states", 0, true, "showStates",
            "States, triggers and verdicts of the machines.", &Core::states},
  };
  return table;
}

Api::Api(Ports ports) : core_(std::make_shared<Core>(std::move(ports))) {}
Api::~Api() = default;
void Api::add_to(net::Router& router) { core_->add_to(router); }

// ---- the description

Json openapi(const workflow::National& national) {
  Json schemas{{"Money", money_schema()},
               {"KeyRequest", key_request_schema()},
               {"Problem",
                {{"type", "object"},
                 {"properties",
                  {{"type", {{"type", "string"}}},
                   {"title", {{"type", "string"}}},
                   {"status", {{"type", "integer"}}},
                   {"detail", {{"type", "string"}}},
                   {"code", {{"type", "string"}}},
                   {"trace_id", {{"type", "string"}}},
                   {"errors", {{"type", "array"}, {"items", {{"$ref", "#/components/schemas/Finding"}}}}}}},
                 {"required", Json::array({"type", "title", "status", "code", "errors", "trace_id"})}}},
               {"Finding",
                {{"type", "object"},
                 {"properties",
                  {{"rule", {{"type", "string"}}},
                   {"pointer", {{"type", "string"}}},
                   {"value", {{"type", "string"}}},
                   {"text", {{"type", "string"}}},
                   {"remedy", {{"type", "string"}}},
                   {"detail", {{"type", "string"}}},
                   {"permanent", {{"type", "boolean"}}}}},
                 {"required", Json::array({"rule", "pointer", "text", "remedy"})}}}};
  const Json failed{
      {"description", "What is wrong, with rule, field and remedy"},
      {"content", {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}};
  const Json done{{"description", "Done"},
                  {"content", {{"application/json", {{"schema", {{"type", "object"}}}}}}}};
  Json one_of = Json::array();
  for (const workflow::CommandEntry* entry : national.commands()) {
    const Act* act = find_act(entry->type);
    if (act == nullptr) continue;
    const std::string name{entry->name};
    schemas[name] = act->schema();
    schemas[name]["title"] = name;
    one_of.push_back({{"$ref", "#/components/schemas/" + name}});
  }
  Json roots = Json::array();
  for (const auto& message : transit::messages_of_movement) {
    if (message.from.has(transit::Party::trader) &&
        national.command(workflow::command_of_message(message.ie)) != nullptr)
      roots.push_back(message.root);
  }
  Json paths = Json::object();
  for (const Api::Core::Route& route : Api::Core::routes()) {
    Json parameters = Json::array();
    for (auto open = route.pattern.find('{'); open != std::string_view::npos;
         open = route.pattern.find('{', open + 1)) {
      const auto name = route.pattern.substr(open + 1, route.pattern.find('}', open) - open - 1);
      parameters.push_back(
          {{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
    }
    const auto query = [&](const char* name, const char* type) {
      parameters.push_back({{"name", name}, {"in", "query"}, {"schema", {{"type", type}}}});
    };
    const auto header = [&](const char* name, bool required) {
      parameters.push_back(
          {{"name", name}, {"in", "header"}, {"required", required}, {"schema", {{"type", "string"}}}});
    };
    if (route.id.starts_with("list") && route.id != "listMessages") {
      query("limit", "integer");
      query("after", "string");
    }
    if (route.id == "listWork") query("office", "string");
    if (route.id == "listReference") {
      query("at", "string");
      query("code", "string");
    }
    if (route.id == "submitMessage") query("dry_run", "boolean");
    Json operation{{"operationId", route.id},
                   {"summary", route.summary},
                   {"responses", {{route.id == "issueKey" ? "201" : "200", done}, {"default", failed}}}};
    if (route.id == "act") {
      header("Idempotency-Key", true);
      header("If-Match", false);
      header("Lintas-Second", false);
      operation["requestBody"] = {{"required", true},
                                  {"content", {{"application/json", {{"schema", {{"anyOf", one_of}}}}}}}};
    }
    if (route.id == "issueKey") {
      operation["requestBody"] = {
          {"required", true},
          {"content", {{"application/json", {{"schema", {{"$ref", "#/components/schemas/KeyRequest"}}}}}}}};
    }
    if (route.id == "submitMessage") {
      operation["requestBody"] = {{"required", true},
                                  {"content",
                                   {{"application/xml", {{"schema", {{"type", "string"}}}}},
                                    {"application/json",
                                     {{"schema",
                                       {{"type", "object"},
                                        {"propertyNames", {{"enum", roots}}},
                                        {"minProperties", 1},
                                        {"maxProperties", 1}}}}}}}};
    }
    if (!parameters.empty()) operation["parameters"] = parameters;
    if (!route.keyless) operation["security"] = Json::array({{{"key", Json::array()}}});
    std::string method{net::to_text(route.method)};
    std::ranges::transform(method, method.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    paths[std::string{route.pattern}][method] = std::move(operation);
  }
  return {{"openapi", "3.1.0"},
          {"info", {{"title", "Lintas national node"}, {"version", "1"}}},
          {"paths", paths},
          {"components",
           {{"schemas", schemas}, {"securitySchemes", {{"key", {{"type", "http"}, {"scheme", "bearer"}}}}}}}};
}

}  // namespace lintas::api
