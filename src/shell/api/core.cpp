#include "shell/api/core.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <system_error>
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
#include "core/messages/document.hpp"
#include "core/messages/place.hpp"
#include "core/messages/report.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/registers/state.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/letters.hpp"
#include "core/transit/machine.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/departure_checks.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/guarantee_part.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/office_number.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/registers_part.hpp"
#include "core/workflow/state.hpp"
#include "core/workflow/uses.hpp"
#include "shell/api/api.hpp"
#include "shell/api/call.hpp"
#include "shell/api/description.hpp"
#include "shell/api/document_figures.hpp"
#include "shell/api/document_list.hpp"
#include "shell/api/feed_streams.hpp"
#include "shell/api/json.hpp"
#include "shell/api/keys.hpp"
#include "shell/api/link_gate.hpp"
#include "shell/api/movement_names.hpp"
#include "shell/api/names.hpp"
#include "shell/api/openapi_page.hpp"
#include "shell/api/possible.hpp"
#include "shell/api/print_places.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/standing.hpp"
#include "shell/api/views.hpp"
#include "shell/api/webhook_deliveries.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"
#include "shell/net/http.hpp"
#include "shell/net/router.hpp"
#include "shell/net/server.hpp"

namespace lintas::api {

namespace {

/// Where the movement stands that an accepted command was about: at departure, or on its journey here. One
/// without an MRN is found by the message that lodged it.
std::optional<workflow::Slot> movement_in(const workflow::Reply& reply, const workflow::CommandId& id,
                                          const workflow::Setting& setting) {
  if (reply.kind != workflow::Reply::Kind::accepted || reply.content.empty()) return std::nullopt;
  if (const auto movement = from_cbor<workflow::MovementReply>(reply.content)) {
    if (movement->mrn) return workflow::departure_slot(*movement->mrn, setting);
    const auto* message = std::get_if<workflow::MessageCommandId>(&id);
    if (message == nullptr) return std::nullopt;
    return workflow::Slot{.kind = workflow::departure_stream, .by = message->key};
  }
  if (const auto journey = from_cbor<workflow::JourneyReply>(reply.content))
    return workflow::journey_slot(journey->mrn);
  return std::nullopt;
}

/// What is said of the command, and behind it how the thing stands; the warnings of both.
Json with_standing(Json said, const std::optional<Json>& standing) {
  if (!standing) return said;
  const Json warnings = standing->value("warnings", Json::array());
  for (const auto& [name, member] : standing->items())
    if (name != "warnings") said[name] = member;
  for (const Json& one : warnings) said["warnings"].push_back(one);
  return said;
}

}  // namespace

Core::Core(Ports ports)
    : ports_(std::move(ports)),
      streams_(std::make_unique<FeedStreams>(*this)),
      webhooks_(std::make_unique<WebhookDeliveries>(*this)),
      link_gate_(std::make_unique<LinkGate>()),
      print_places_(std::make_unique<PrintPlaces>()),
      document_figures_(std::make_unique<DocumentFigures>()) {}
Core::~Core() = default;

void Core::add_to(net::Router& router) {
  const auto add = [&](const Route& route) {
    router.add({.method = route.method,
                .pattern = std::string{route.pattern},
                .body_bytes_max = route.body_bytes_max,
                .handle =
                    [self = shared_from_this(), &route](net::Request request, net::Responder responder) {
                      self->take(route, std::move(request), std::move(responder));
                    },
                .admit = [self = shared_from_this(),
                          &route](const net::Request& head) { return self->admit(route, head); }});
  };
  for (const Resource& resource : resources()) std::ranges::for_each(resource.routes, add);
}

std::optional<Keys::Bearer> Core::bearer_of(const net::Request& request) const {
  const auto authorization = request.headers.find("Authorization");
  return authorization ? ports_.keys.find_bearer(*authorization, ports_.clock()) : std::nullopt;
}

std::optional<net::Response> Core::admit(const Route& route, const net::Request& head) const {
  if (route.keyless || bearer_of(head)) return std::nullopt;
  net::Response response = problem(401, "API-001", "");
  response.headers.set("WWW-Authenticate", "Bearer");
  return response;
}

std::optional<Finding> Core::unknown_parameter(const Route& route, const net::Request& request) {
  // Headers begin with a capital. Every list is asked for its pages, also one that comes whole.
  std::string known = "limit after";
  std::string told;
  for (const auto part : std::views::split(route.takes, ' ')) {
    const std::string_view name = name_in_address(std::string_view{part.begin(), part.end()});
    if (name.empty() || name.front() < 'a') continue;
    known += format(" {}", name);
    told += format("{}{}", told.empty() ? "" : ", ", name);
  }
  if (told.empty()) return std::nullopt;
  for (const net::Parameter& parameter : request.query) {
    const auto is_it = [&](const auto part) {
      return std::string_view{part.begin(), part.end()} == parameter.name;
    };
    if (std::ranges::any_of(std::views::split(known, ' '), is_it)) continue;
    return Finding{.rule = "API-003",
                   .pointer = std::string{message::shown(parameter.name)},
                   .value = std::string{message::shown(parameter.value)},
                   .detail = format("what this address takes: {}", told)};
  }
  return std::nullopt;
}

void Core::take(const Route& route, net::Request request, net::Responder responder) const {
  auto call = std::make_shared<Call>(Call{std::move(request), std::move(responder), {}, {}, {}, {}});
  ports_.entropy.fill(call->trace_id);
  call->trace = to_hex(call->trace_id);
  if (!route.keyless) {
    auto bearer = bearer_of(call->request);
    if (!bearer) {
      call->respond(problem(401, "API-001", call->trace));
      return;
    }
    call->actor = std::move(bearer->actor);
    call->key = bearer->hash;
  }
  if (auto unknown = unknown_parameter(route, call->request))
    return call->respond(problem(400, Findings{*std::move(unknown)}, call->trace));
  run(route, call);
}

/// On the pool, with a window into the store where the route needs one.
void Core::run(const Route& route, const CallPtr& call) const {
  auto self = shared_from_this();
  const app::Share share = app::share_of(call->actor.role);
  const bool of_movement = route.pattern.contains("{mrn}");
  const bool taken = route.look != nullptr
                         ? ports_.service.read(share,
                                               [self, call, &route, of_movement](app::Reader& reader) {
                                                 answering(call, [&] {
                                                   if (of_movement && !settle_name(*self, call, reader))
                                                     return;
                                                   route.look(*self, call, reader);
                                                 });
                                               })
                         : ports_.service.post(share, [self, call, &route] {
                             answering(call, [&] { route.work(*self, call); });
                           });
  if (!taken) answer_busy(call);
}

const Core::Descriptions& Core::descriptions() const {
  std::call_once(described_, [this] {
    const std::string description = openapi(ports_.national);
    descriptions_ = {.openapi = json_response(200, std::string_view{description}),
                     .page = openapi_page(description, ports_.setting().sha256),
                     .machines = json_response(200, machines())};
  });
  return descriptions_;
}

// ---- asking the writer

void Core::ask(const CallPtr& call, workflow::Command command, const Findings& warnings) const {
  command.at = ports_.clock();
  command.actor = call->actor;
  command.trace = call->trace_id;
  const About what = about(command);
  const workflow::CommandId id = command.id;
  const auto thing = thing_in(command, ports_.national, ports_.setting());
  Json said{{"done", done_words(ports_.national, command.type)}};
  for (const Finding& warning : warnings) said["warnings"].push_back(show_finding(warning));
  ports_.service.ask(std::move(command), [self = shared_from_this(), call, what, id, thing,
                                          said = std::move(said)](workflow::Reply reply) {
    if (reply.kind == workflow::Reply::Kind::refused) {
      return self->refuse(call, what, std::move(reply.findings), [call](const Refusal& refusal) {
        call->respond(problem(refusal.status, refusal.findings, call->trace));
      });
    }
    // What an act leads to follows in the same batch: whoever acted on a movement, a guarantee or a
    // certificate is told how it stands then.
    const auto moved = thing ? thing : movement_in(reply, id, self->ports_.setting());
    if (!moved || reply.kind != workflow::Reply::Kind::accepted)
      return tell(call, reply, std::make_optional(said));
    const bool looked = self->ports_.service.read(
        app::share_of(call->actor.role), [self, call, reply, said, slot = *moved](app::Reader& reader) {
          std::optional<Json> shown;
          try {
            shown = self->standing(call, slot, reader);
          } catch (const std::exception&) {
            tell(call, reply, std::make_optional(said));  // it is done, whether the store can be read or not
            throw;
          }
          tell(call, reply, std::make_optional(with_standing(said, shown)));
        });
    if (!looked) tell(call, reply, std::make_optional(said));
  });
}

std::optional<OfficeId> Core::office_of(const Seen& movement) {
  if (movement.row.kind == workflow::departure_stream)
    return movement.state.as<transit::departure::Movement>().declaration.route.departure;
  const auto& journey = movement.state.as<workflow::Journey>();
  if (const auto acting = journey.arrival.acting_office()) return acting;
  if (journey.passage.offices.empty()) return std::nullopt;
  return journey.passage.offices.back().office;
}

Day Core::day_of(const Seen& movement, const workflow::Setting& setting) const {
  const Instant now = ports_.clock();
  const Day utc = std::chrono::floor<std::chrono::days>(now);
  const auto office = office_of(movement);
  return office ? setting.reference->at(utc).day_at(*office, now).value_or(utc) : utc;
}

std::optional<nlohmann::json> Core::standing(const CallPtr& call, const workflow::Slot& slot,
                                             app::Reader& reader) const {
  const workflow::Setting setting = ports_.setting();
  const auto seen = see(slot, right_of(slot.kind), call, reader, setting);
  if (!seen) return std::nullopt;
  if (const DocumentKind* documents = find_document_kind(slot.kind)) {
    const Json shown = documents->show(*this, *seen);
    return Json{{documents->member, shown}, {"location", shown["location"]}};
  }
  if (slot.kind == workflow::account_stream) {
    const auto view = setting.reference->at(std::chrono::floor<std::chrono::days>(ports_.clock()));
    return Json{{"guarantee", show_guarantee(seen->state, view)},
                {"warnings", warnings_in_guarantee(*this, call, *seen, reader)}};
  }
  const Day today = day_of(*seen, setting);
  const Json warnings = warnings_in(*this, call, *seen, reader, setting);
  if (slot.kind == workflow::journey_stream) {
    // Not the public status, which is what departure has told so far, of this act not yet.
    const Json journey = show_journey(seen->state, today, setting.reference->at(today));
    return Json{{"state", journey["state"]}, {"offices", journey["offices"]}, {"warnings", warnings}};
  }
  Json shown{{"status", status_of_departure(seen->state, today)},
             {"location", address_of(*this, *seen)},
             {"warnings", warnings}};
  const Json next = turn_of_trader(seen->state);
  if (!next.is_null()) shown.update(next);
  const Json history =
      history_of_movement(reader.history(seen->row.head), std::nullopt, balances_for(call, reader, setting));
  if (!history.empty() && history.back().contains("faults")) shown["faults"] = history.back()["faults"];
  return shown;
}

void tell(const CallPtr& call, const workflow::Reply& reply, const std::optional<nlohmann::json>& standing) {
  using Kind = workflow::Reply::Kind;
  require(reply.kind != Kind::refused, "a refusal is told by Core::refuse");
  switch (reply.kind) {
    case Kind::conflict: call->respond(problem(409, "API-007", call->trace)); return;
    case Kind::stale: call->respond(problem(412, "API-008", call->trace)); return;
    case Kind::busy: answer_busy(call); return;
    case Kind::internal: call->respond(problem(500, "API-014", call->trace)); return;
    case Kind::refused:
    case Kind::accepted: break;
  }
  Json body{{"accepted", true}, {"repeated", reply.repeated}, {"trace_id", call->trace}};
  if (!reply.content.empty()) {
    if (const auto movement = from_cbor<workflow::MovementReply>(reply.content)) {
      body["status"] = movement->status;
      if (movement->mrn) {
        body["mrn"] = movement->mrn->str();
        body["location"] = format("/v1/movements/{}", movement->mrn->str());
      }
    } else if (const auto journey = from_cbor<workflow::JourneyReply>(reply.content);
               journey && !call->actor.office.empty()) {
      // To an office that acted; a trader may have named an MRN that it only read somewhere.
      body["mrn"] = journey->mrn.str();
      body["state"] = state_after(*journey);
      body["location"] = format("/v1/movements/{}", journey->mrn.str());
    }
  }
  if (standing) body.update(*standing);
  net::Response response = json_response(200, body);
  if (const auto location = body.find("location"); location != body.end())
    response.headers.set("Location", location->get_ref<const std::string&>());
  call->respond(std::move(response));
}

namespace {

constexpr std::array done{
    Member{"accepted", "boolean"},
    Member{"done?", "text", "What was done: arrival recorded. How it stands then, the other members say."},
    Member{"repeated", "boolean", "It was done before, under the same id; nothing was done now."},
    Member{"trace_id", "TraceId"},
    Member{"status?", "MovementStatus", "Of the movement now, at its office of departure."},
    Member{"mrn?", "Mrn"},
    Member{"location?", "text", "The address of the movement, which may have no MRN, or of the document."},
    Member{"state?", "State", "Of the movement now, beyond its office of departure."},
    Member{"offices?", "[OfficeOfPassage]", "Likewise: a passage that is held is told by them."},
    Member{"guarantee?", "Guarantee", "As it is now, of an act about it."},
    Member{"certificate?", "Certificate", "Likewise."},
    Member{"acdd?", "Acdd", "Likewise."},
    Member{"trader_may_send?", "[MessageNow]", "Where it is the trader's turn: what leads on."},
    Member{"due?", "instant|null", "Likewise: until when."},
    Member{
        "warnings?", "[Finding]",
        "What refuses nothing and somebody should look at. Of a movement or a guarantee, a place in it as it "
        "is shown."},
    Member{"faults?", "[Finding]",
           "What keeps the movement from going on; the act is recorded all the same."}};
constexpr std::array objects{Object{"Done", "What became of it.", done}};

}  // namespace

Resource answers_to_commands() { return {.objects = objects}; }

std::optional<workflow::HttpCommandId> Core::command_id(const CallPtr& call) const {
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
  const std::string head = format("{} {} {}\n", net::to_text(call->request.method), call->request.target,
                                  second ? to_hex(setting.sha256(std::array{as_bytes(*second)}).view()) : "");
  const std::array printed{as_bytes(head), ByteView{call->request.body}};
  return workflow::http_command_id(ports_.clock(), hash, setting.sha256(printed));
}

std::optional<Finding> Core::never_may(const access::Actor& actor, workflow::CommandType command) const {
  return access::never_may(ports_.national.grants(), actor, std::to_underlying(command));
}

// ---- who may not

namespace {

/// `ties`: how the role comes to see one, whether there is one or not.
std::string seen_where(const std::string& ties) {
  return ties.empty() ? std::string{} : format("You see one where {}.", ties);
}
Findings nothing_seen(const std::string& ties) {
  return {{.rule = "API-010", .pointer = {}, .value = {}, .detail = seen_where(ties)}};
}

/// What officers decide about messages between nodes is found by the message: there is no such one, or it is
/// another office's.
bool is_of_no_message(std::string_view rule) {
  return rule == "ACC-002" || rule == "EXC-002" || rule == "EXC-004";
}

}  // namespace

namespace {

/// Which check digit the text would have; empty where it has the right one, or is no such number.
template <class Number, class Error>
std::string wrong_digit(std::string_view text) {
  const auto number = Number::parse(text);
  return number || number.error() != Error::check_digit ? std::string{} : explain(number.error(), text);
}
struct CheckedNumber {
  std::string_view name;  ///< of the parameter
  std::string (*fault)(std::string_view) = nullptr;
};
constexpr std::array checked_numbers{CheckedNumber{"mrn", &wrong_digit<Mrn, MrnError>},
                                     CheckedNumber{"grn", &wrong_digit<Grn, GrnError>}};

/// Of a number in the address whose check digit is wrong: that is so whatever is there.
std::optional<Finding> wrong_number_in(const net::Request& request) {
  for (const net::Parameter& given : request.parameters) {
    const auto* known = std::ranges::find(checked_numbers, given.name, &CheckedNumber::name);
    std::string fault = known == checked_numbers.end() ? std::string{} : known->fault(given.value);
    if (!fault.empty())
      return Finding{
          .rule = "API-018", .pointer = given.name, .value = given.value, .detail = std::move(fault)};
  }
  return std::nullopt;
}

}  // namespace

void answer_unseen(const CallPtr& call, Read read, bool knows) {
  const auto right = std::to_underlying(read);
  if (const auto never = access::never_may(read_grants, call->actor, right))
    return call->respond(problem(403, Findings{*never}, call->trace));
  if (const auto denial = access::denied(read_grants, call->actor, right, {}); denial && knows)
    return call->respond(problem(403, Findings{*denial}, call->trace));
  if (const auto wrong = wrong_number_in(call->request))
    return call->respond(problem(404, Findings{*wrong}, call->trace));
  answer_nothing(call, seen_where(access::ties_asked(read_grants, call->actor.role, right)));
}

Read right_of(workflow::StreamKind kind) {
  if (kind == workflow::account_stream) return Read::guarantee;
  if (kind == workflow::register_stream) return Read::registers;
  const DocumentSide* side = find_document_side(kind);
  return side == nullptr ? Read::movement : side->read;
}

Core::About Core::about(const workflow::Command& command) const {
  About about{.type = command.type, .slot = {}};
  const auto* entry = ports_.national.command(command.type);
  if (entry == nullptr || entry->begins) return about;
  workflow::Slot slot = entry->locate(command, ports_.setting()).slots.front();
  if (!std::holds_alternative<workflow::Slot::New>(slot.by)) about.slot = std::move(slot);
  return about;
}

namespace {

/// What the machines say of a command, in the terms of what was asked: of a record in JSON, or of a message.
Findings placed(const CallPtr& call, workflow::CommandType type, Findings findings) {
  if (const DocumentKind* documents = find_document_kind(type)) {
    for (Finding& finding : findings) finding.pointer = documents->place(finding.pointer);
    return placed_in_message(call, std::move(findings));
  }
  const std::uint16_t number = std::to_underlying(type);
  const auto* message =
      number > workflow::message_block
          ? transit::find_message(static_cast<transit::Ie>(number - workflow::message_block))
          : nullptr;
  for (Finding& finding : findings) {
    finding.pointer = message == nullptr ? message::json_pointer(finding.pointer)
                                         : message::xpath(message->root, finding.pointer);
  }
  return message == nullptr ? findings : placed_in_message(call, std::move(findings));
}

}  // namespace

void Core::refuse(const CallPtr& call, const About& about, Findings found_by_machines,
                  std::function<void(const Refusal&)> tell) const {
  Findings findings = placed(call, about.type, std::move(found_by_machines));
  const std::string& rule = findings.front().rule;
  const bool denied = rule.starts_with("ACC-");
  // A role that never may, or a colleague who does not agree, is told so whatever is there.
  const bool says_nothing_of_it = denied && rule != "ACC-002";
  const bool of_messages = ports_.national.command(about.type) == nullptr;
  if (of_messages && is_of_no_message(rule))
    return tell({.status = 404, .findings = nothing_seen(ties_to(call->actor, about))});
  if (says_nothing_of_it || !about.slot)
    return tell(
        {.status = denied ? std::uint16_t{403} : std::uint16_t{422}, .findings = std::move(findings)});
  const bool looked = ports_.service.read(
      app::share_of(call->actor.role), [self = shared_from_this(), call, about, found = std::move(findings),
                                        then = std::move(tell)](app::Reader& reader) mutable {
        answering(call, [&] { then(self->refusal_of(call, about, std::move(found), reader)); });
      });
  if (!looked) answer_busy(call);
}

namespace {

/// Behind the first finding that is by the state, once for all.
void tell_acts(Findings& findings, const std::string& sentences) {
  const auto by_state = std::ranges::find_if(findings, [](const Finding& finding) {
    const message::Rule* rule = message::find_rule(finding.rule);
    return rule != nullptr && rule->level == "state";
  });
  if (by_state == findings.end() || sentences.empty()) return;
  by_state->detail.append(by_state->detail.empty() ? "" : " ").append(sentences);
}

}  // namespace

Core::Refusal Core::refusal_of(const CallPtr& call, const About& about, Findings findings,
                               app::Reader& reader) const {
  const bool denied = findings.front().rule == "ACC-002";
  const auto row = row_of(*about.slot, reader);
  // A stream in its first state is one that others only spoke of.
  const bool is_there = row && row->status != 0;
  if (is_there) {
    const auto state = app::load_stream(ports_.national, reader, *row).state;
    const workflow::Setting setting = ports_.setting();
    const auto ties = relations(state, row->kind, call->actor, reader, setting);
    if (may_read(call->actor, right_of(row->kind), ties)) {
      if (denied) return {.status = 403, .findings = std::move(findings)};
      const auto acts =
          acts_now(ports_.national, call->actor, ties, row->kind, state, ports_.clock(), setting);
      tell_acts(findings, sentences_of(acts, call->actor));
      return {.status = 422, .findings = std::move(findings)};
    }
  }
  // An office acts on goods that stand before it, on its route or not, and the customs system on those that
  // stand before any of its state: they are told the rule, not how they stand.
  const bool acts_where_they_stand =
      !call->actor.office.empty() || call->actor.role == access::Role::national_system;
  if (is_there && !denied && acts_where_they_stand) {
    for (Finding& finding : findings) finding.detail.clear();
    return {.status = 422, .findings = std::move(findings)};
  }
  return {.status = 404, .findings = nothing_seen(ties_to(call->actor, about))};
}

std::string Core::ties_to(const access::Actor& actor, const About& about) const {
  return access::ties_asked(ports_.national.grants(), actor.role, std::to_underlying(about.type));
}

// ---- finding streams

std::optional<app::StreamRow> Core::row_of(const workflow::Slot& slot, app::Reader& reader) {
  std::optional<app::StreamId> id;
  if (const auto* stream = std::get_if<app::StreamId>(&slot.by)) id = *stream;
  if (const auto* key = std::get_if<app::Key>(&slot.by)) id = reader.find(*key);
  if (const auto* number = std::get_if<workflow::Slot::Number>(&slot.by)) id = reader.numbered(number->n);
  if (const auto* named = std::get_if<workflow::Slot::Named>(&slot.by)) {
    id = reader.find(named->key);
    if (!id) id = reader.find(named->otherwise);
  }
  if (!id) return std::nullopt;
  auto row = reader.stream(*id);
  if (!row || row->kind != slot.kind) return std::nullopt;
  return row;
}

access::Relations Core::relations(const workflow::State& state, workflow::StreamKind kind,
                                  const access::Actor& actor, app::Reader& reader,
                                  const workflow::Setting& setting) const {
  if (kind == workflow::account_stream)
    return relations_to(state.as<guarantee::Header>(), actor, reader, setting);
  if (actor.role == access::Role::recovery_officer) {
    const bool is_case =
        kind == workflow::departure_stream &&
        is_case_of_recovery(state.as<transit::departure::Movement>(), actor, reader, setting);
    return is_case ? access::Relations{access::Relation::office} : access::Relations{};
  }
  const workflow::KindEntry* entry = ports_.national.kind(kind);
  if (entry == nullptr || entry->relations == nullptr) return {};
  access::Relations ties = entry->relations(state, actor, setting);
  if (kind != workflow::departure_stream) return ties;
  const auto& movement = state.as<transit::departure::Movement>();
  const auto key = workflow::mandate_behind(movement, actor);
  const auto mandate = key ? entry_under(*key, reader) : std::nullopt;
  if (mandate && workflow::holds_for(*mandate, movement, ports_.clock(), setting))
    ties.add(access::Relation::agent);
  return ties;
}

/// A movement is a case of the offices of recovery while its guarantor is asked, and after it paid. That one
/// of them is its office of departure, too, is another part.
bool Core::is_case_of_recovery(const transit::departure::Movement& movement, const access::Actor& actor,
                               app::Reader& reader, const workflow::Setting& setting) const {
  if (!movement.mrn || !workflow::recovers(actor, ports_.clock(), setting)) return false;
  const UseOf use_of = uses_in(reader);
  return std::ranges::any_of(movement.declaration.guarantees, [&](const auto& line) {
    const auto use = use_of(line.grn, *movement.mrn);
    return use && (guarantee::is_claimed(use->state) || use->was_paid);
  });
}

/// An agent is tied to the guarantee if its mandate lets it see the balance.
access::Relations Core::relations_to(const guarantee::Header& header, const access::Actor& actor,
                                     app::Reader& reader, const workflow::Setting& setting) const {
  access::Relations ties;
  if (header.status == guarantee::Status::none) return ties;
  const bool its_guarantor = actor.role == access::Role::guarantor;
  const bool own = its_guarantor ? header.guarantor && header.guarantor->str() == actor.party
                                 : header.holder.str() == actor.party;
  if (own) ties.add(access::Relation::own);
  // Of an officer of recovery its office has a part where a guarantor is asked to pay, or has paid.
  const bool is_case = header.sums.claimed > 0 || header.sums.paid > 0;
  const bool of_office = actor.role == access::Role::recovery_officer
                             ? is_case && workflow::recovers(actor, ports_.clock(), setting)
                             : header.office.str() == actor.office;
  if (of_office) ties.add(access::Relation::office);
  const auto key = workflow::mandate_of(header.holder, actor);
  const auto entry = key ? entry_under(*key, reader) : std::nullopt;
  if (!entry) return ties;
  const Instant now = ports_.clock();
  const Day utc = std::chrono::floor<std::chrono::days>(now);
  const Day today = setting.reference->at(utc).day_at(header.office, now).value_or(utc);
  const auto* mandate = std::get_if<registers::Mandate>(&entry->facts);
  if (entry->holds_on(today) && mandate != nullptr && mandate->sees_balance)
    ties.add(access::Relation::agent);
  return ties;
}

std::optional<registers::Entry> Core::entry_under(const registers::EntryKey& key, app::Reader& reader) const {
  const auto row = row_of(workflow::entry_slot(key), reader);
  if (!row) return std::nullopt;
  return app::load_stream(ports_.national, reader, *row).state.as<registers::Entry>();
}

std::optional<Core::Seen> Core::see(const workflow::Slot& slot, Read read, const CallPtr& call,
                                    app::Reader& reader, const workflow::Setting& setting) const {
  auto row = row_of(slot, reader);
  if (!row) return std::nullopt;
  app::Stream stream = app::load_stream(ports_.national, reader, *row);
  if (!may_read(call->actor, read, relations(stream.state, row->kind, call->actor, reader, setting)))
    return std::nullopt;
  return Seen{.row = *std::move(row), .state = std::move(stream.state), .version = stream.changed};
}

std::optional<workflow::Slot> Core::departing_in(const CallPtr& call,
                                                 const workflow::Setting& setting) const {
  const std::string_view name = call->request.parameter("mrn");
  if (const auto mrn = Mrn::parse(name)) {
    if (mrn->country() != setting.home) return std::nullopt;
    return workflow::departure_slot(*mrn, setting);
  }
  const auto stream = referred_to(name);
  if (!stream) return std::nullopt;
  return workflow::Slot{.kind = workflow::departure_stream, .by = *stream};
}

std::optional<Core::Seen> Core::see_movement(Read read, const CallPtr& call, app::Reader& reader,
                                             const workflow::Setting& setting) const {
  if (const auto departing = departing_in(call, setting)) {
    if (auto seen = see(*departing, read, call, reader, setting)) return seen;
  }
  const auto mrn = Mrn::parse(call->request.parameter("mrn"));
  return mrn ? see(workflow::journey_slot(*mrn), read, call, reader, setting) : std::nullopt;
}

UseOf Core::uses_in(app::Reader& reader) const {
  return [this, &reader](const Grn& grn, const Mrn& mrn) -> std::optional<guarantee::Use> {
    const auto row = row_of({.kind = workflow::use_stream, .by = workflow::use_key(grn, mrn)}, reader);
    if (!row) return std::nullopt;
    return app::load_stream(ports_.national, reader, *row).state.as<guarantee::Use>();
  };
}

SeesBalance Core::balances_for(const CallPtr& call, app::Reader& reader,
                               const workflow::Setting& setting) const {
  return [this, call, &reader, setting](const Grn& grn) {
    return see({.kind = workflow::account_stream, .by = workflow::account_key(grn)}, Read::guarantee, call,
               reader, setting)
        .has_value();
  };
}

// ---- cursors

std::uint32_t Core::round_of(std::uint32_t half, unsigned round, Mark mark,
                             const workflow::Setting& setting) const {
  std::array<std::byte, 9> input{static_cast<std::byte>(round)};
  for (std::size_t i = 0; i < 4; ++i) input[i + 1] = static_cast<std::byte>(half >> (8 * i));
  for (std::size_t i = 0; i < 4; ++i) input[i + 5] = static_cast<std::byte>(mark >> (8 * i));
  const std::array parts{ByteView{ports_.cursor_secret}, ByteView{input}.first(mark == 0 ? 5 : 9)};
  const Hash256 hash = setting.sha256(parts);
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = (value << 8) | std::to_integer<std::uint32_t>(hash.bytes[i]);
  return value;
}

std::string Core::cursor_of(std::int64_t place, Mark mark) const {
  const workflow::Setting setting = ports_.setting();
  auto left = static_cast<std::uint32_t>(static_cast<std::uint64_t>(place) >> 32);
  auto right = static_cast<std::uint32_t>(place);
  for (unsigned round = 0; round < 4; ++round) {
    const std::uint32_t mixed = left ^ round_of(right, round, mark, setting);
    left = std::exchange(right, mixed);
  }
  return format("{:08x}{:08x}", left, right);
}

std::string Core::cursor(std::int64_t place) const { return cursor_of(place, 0); }

std::string Core::feed_cursor(std::int64_t place) const {
  const auto is_behind = [&](const app::Loss& loss) { return place > std::to_underlying(loss.last); };
  const auto loss = std::ranges::find_if(ports_.losses | std::views::reverse, is_behind);
  return cursor_of(place, loss == ports_.losses.rend() ? 0 : loss->mark);
}

std::optional<std::int64_t> Core::feed_place(std::string_view cursor, std::int64_t end) const {
  // More than a node writes until it is lost; read as another kind a cursor leads further away.
  constexpr auto lost_max = std::int64_t{1} << 32;
  const std::vector<app::Loss>& losses = ports_.losses;
  for (std::size_t kind = losses.size() + 1; kind-- > 0;) {
    const auto place = place_in(cursor, kind == 0 ? 0 : losses[kind - 1].mark);
    const std::int64_t first = kind == 0 ? -1 : std::to_underlying(losses[kind - 1].last);
    const bool is_newest = kind == losses.size();
    const std::int64_t last = is_newest ? end : std::to_underlying(losses[kind].last);
    if (!place || *place <= first) continue;
    if (*place <= last) return place;
    if (!is_newest && *place - last <= lost_max) return last;
  }
  return std::nullopt;
}

std::optional<Core::Page> Core::page_in(const CallPtr& call) const {
  const auto count = page_size(call);
  const auto after = cursor_in(call);
  if (!count || !after) {
    answer_bad_query(call, count ? "after" : "limit");
    return std::nullopt;
  }
  return Page{.count = *count, .after = *after};
}

std::optional<Core::Page> Core::feed_page_in(const CallPtr& call, app::Reader& reader) const {
  const auto count = page_size(call);
  const auto text = call->request.query_value("after");
  const auto after = text ? feed_place(*text, std::to_underlying(reader.counters().seq)) : 0;
  if (!count || !after) {
    answer_bad_query(call, count ? "after" : "limit");
    return std::nullopt;
  }
  return Page{.count = *count, .after = *after};
}

void Core::list_open(const CallPtr& call, app::Reader& reader, Read read,
                     const std::function<bool(Json& items, const app::StreamRow&)>& show) const {
  if (!may_ever_read(call->actor.role, read)) return answer_unseen(call, read, false);
  const auto page = page_in(call);
  if (!page) return;
  const auto asked = call->request.query_value("office").value_or(call->actor.office);
  access::Relations ties;
  if (!asked.empty() && asked == call->actor.office) ties.add(access::Relation::office);
  // That there is an office everybody knows.
  if (!may_read(call->actor, read, ties)) return answer_unseen(call, read, true);
  const auto rows =
      reader.work_list(workflow::office_number(asked), app::StreamId{page->after}, limits::api_feed_scan_max);
  Json items = Json::array();
  std::int64_t last = page->after;
  std::size_t folds = folds_per_item * page->count;
  for (const app::StreamRow& row : rows) {
    if (items.size() >= page->count || folds == 0) break;
    last = std::to_underlying(row.id);
    if (show(items, row)) --folds;
  }
  Json body{{"items", items}};
  if (items.size() >= page->count || folds == 0 || rows.size() == limits::api_feed_scan_max)
    body["next"] = cursor(last);
  call->respond(json_response(200, body));
}

std::string Core::reference_to(app::StreamId stream) const { return cursor(std::to_underlying(stream)); }

std::optional<app::StreamId> Core::referred_to(std::string_view reference) const {
  const auto place = place_of(reference);
  return place ? std::optional{app::StreamId{*place}} : std::nullopt;
}

std::optional<std::int64_t> Core::cursor_in(const CallPtr& call) const {
  const auto text = call->request.query_value("after");
  return text ? place_of(*text) : 0;
}

std::optional<std::int64_t> Core::place_of(std::string_view cursor) const { return place_in(cursor, 0); }

std::optional<std::int64_t> Core::place_in(std::string_view cursor, Mark mark) const {
  std::uint64_t both = 0;
  const auto [end, error] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), both, 16);
  if (cursor.size() != 16 || error != std::errc{} || end != cursor.data() + cursor.size())
    return std::nullopt;
  const workflow::Setting setting = ports_.setting();
  auto left = static_cast<std::uint32_t>(both >> 32);
  auto right = static_cast<std::uint32_t>(both);
  for (unsigned round = 4; round-- > 0;) {
    const std::uint32_t mixed = right ^ round_of(left, round, mark, setting);
    right = std::exchange(left, mixed);
  }
  const auto place = static_cast<std::int64_t>((std::uint64_t{left} << 32) | right);
  // Half of what nobody was given is below zero; the rest leads behind the end.
  return place < 0 ? std::nullopt : std::optional{place};
}

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
