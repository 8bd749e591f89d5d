#include <array>
#include <exception>
#include <functional>
#include <memory>
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
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/mrn.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/transit/letters.hpp"
#include "core/transit/machine.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "shell/api/api.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/document_list.hpp"
#include "shell/api/json.hpp"
#include "shell/api/movement_names.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/standing.hpp"
#include "shell/api/views.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

/// Asking the writer, and telling what became of it.
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

void Core::ask(const CallPtr& call, workflow::Command command, const Findings& warnings,
               const std::vector<Seal>& seals) const {
  command.at = ports_.clock();
  command.actor = call->actor;
  command.trace = call->trace_id;
  const About what = about(command);
  const workflow::CommandId id = command.id;
  const auto thing = thing_in(command, ports_.national, ports_.setting());
  Json said{{"done", done_words(ports_.national, command.type)}};
  for (const Finding& warning : warnings) said["warnings"].push_back(show_finding(warning));
  for (const Seal& seal : seals) said["seals"].push_back(seal.str());
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
        app::share_of(call->actor.role), [self, call, what, reply, said, slot = *moved](app::Reader& reader) {
          std::optional<Json> shown;
          try {
            shown = self->standing(call, what.type, slot, reader);
            // Those of an act are in a message that somebody else sent.
            if (shown && shown->contains("faults") && message_in(what.type) != nullptr)
              (*shown)["faults"] = shown_in_message(call, (*shown)["faults"]);
          } catch (const std::exception&) {
            tell(call, reply, std::make_optional(said));  // it is done, whether the store can be read or not
            throw;
          }
          tell(call, reply, std::make_optional(with_standing(said, shown)));
        });
    if (!looked) tell(call, reply, std::make_optional(said));
  });
}

std::optional<nlohmann::json> Core::standing(const CallPtr& call, workflow::CommandType command,
                                             const workflow::Slot& slot, app::Reader& reader) const {
  const workflow::Setting setting = ports_.setting();
  const auto seen = see(slot, right_of(slot.kind), call, reader, setting);
  if (!seen) return std::nullopt;
  if (const DocumentKind* documents = find_document_kind(slot.kind)) {
    const Json shown = documents->show(*this, *seen);
    return Json{{documents->member, shown},
                {"location", shown["location"]},
                {"warnings", documents->warnings == nullptr
                                 ? shown.value("warnings", Json::array())
                                 : documents->warnings(*this, *seen, call->actor, command, reader)}};
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
    Member{"document?", "KindDocument", "Likewise."},
    Member{"exporter?", "CertifiedExporter", "Likewise."},
    Member{"authorisation?", "OperatorAuthorisation", "Likewise."},
    Member{"listed_operator?", "ListedOperator", "Likewise."},
    Member{"origin_declaration?", "OriginDeclaration", "Likewise."},
    Member{"seals?", "[Seal]",
           "That the act names, each by itself: a range was read as all the seals that it spans."},
    Member{"trader_may_send?", "[MessageNow]", "Where it is the trader's turn: what leads on."},
    Member{"due?", "instant|null", "Likewise: until when."},
    Member{
        "warnings?", "[Finding]",
        "What refuses nothing and somebody should look at. Of a movement or a guarantee, a place in it as it "
        "is shown."},
    Member{"faults?", "[Finding]",
           "What keeps the movement from going on; what was asked is recorded all the same. Answered to a "
           "message they are at their place in it, a JSON Pointer in JSON and an XPath in XML; to an act, in "
           "the message that declared the movement, as an XPath."}};
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

Core::About Core::about(const workflow::Command& command) const {
  About about{.type = command.type, .slot = {}};
  const auto* entry = ports_.national.command(command.type);
  if (entry == nullptr || entry->begins) return about;
  workflow::Slot slot = entry->locate(command, ports_.setting()).slots.front();
  if (!std::holds_alternative<workflow::Slot::New>(slot.by)) about.slot = std::move(slot);
  return about;
}

}  // namespace lintas::api
