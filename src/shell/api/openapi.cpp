#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "core/access/key_hash.hpp"
#include "core/transit/letters.hpp"
#include "core/transit/machine.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/records.hpp"
#include "shell/api/acts.hpp"
#include "shell/api/api.hpp"
#include "shell/api/description.hpp"
#include "shell/api/possible.hpp"
#include "shell/api/record_schema.hpp"
#include "shell/api/routes.hpp"
#include "shell/net/http.hpp"

namespace lintas::api {

namespace {

// ---- what the rows of routes name

struct Parameter {
  std::string_view name;
  std::string_view in;
  bool required;
  std::string_view type;
  std::string_view meaning;
  std::string (*schema)() = nullptr;  ///< where the type does not say all
};
constexpr std::array parameters{
    Parameter{"mrn", "path", true, "text",
              "The MRN of the movement; of one without an MRN the end of its `location`, or its LRN."},
    Parameter{
        "holder", "query", false, "Tin",
        "With an LRN, whose declaration it is: a TIN. Without it, the caller's own, or what shows the LRN "
        "among the newest 500 of the caller's list."},
    Parameter{"grn", "path", true, "Grn", "Of the guarantee."},
    Parameter{"n", "path", true, "integer", "The `n` of the list of messages.",
              [] { return std::string{R"({"type":"integer","minimum":1})"}; }},
    Parameter{"list", "path", true, "text",
              "offices, countries, currencies, tariff, legs, or a code list as CL019."},
    Parameter{"kind", "path", true, "RegisterKind", "Of entries."},
    Parameter{"key", "path", true, "text", "The `key` of an entry, as 'SG SG-CBP-000123' of a permit."},
    Parameter{"hash", "path", true, "text",
              "The hash of the key, or so much of its start that it is the only one.",
              [] {
                return format(R"({{"type":"string","pattern":"^[0-9a-f]{{{},{}}}$"}})",
                              access::key_hash_chars_min, access::key_hash_chars);
              }},
    Parameter{"webhook", "path", true, "text", "The id of the subscription, as wh_0a1b..."},
    Parameter{"token", "path", true, "text", "The end of the `location` of a link."},
    Parameter{"limit", "query", false, "integer", "How many items a page has at most.",
              [] {
                return format(R"({{"type":"integer","minimum":1,"maximum":{},"default":{}}})",
                              limits::api_page_max, limits::api_page_default);
              }},
    Parameter{"after", "query", false, "text", "The `next` of the page before; the first page without it."},
    Parameter{"days", "query", false, "integer", "From today on; the last day counts.",
              [] { return std::string{R"({"type":"integer","minimum":0,"maximum":366,"default":30})"}; }},
    Parameter{"office", "query", false, "OfficeId", "Whose list, or in a party's list the office."},
    Parameter{"phase", "query", false, "Phase", "Open, ended, or all as without it."},
    Parameter{"status", "query", false, "MovementStatus", "Only movements of this status."},
    Parameter{"state", "query", false, "StateId", "Only movements in this state here."},
    Parameter{"role", "query", false, "RoleHere", "Only movements in which this node has the role."},
    Parameter{
        "since", "query", false, "day|instant", "Only movements that began here since then.",
        [] {
          return std::string{
              R"({"anyOf":[{"type":"string","format":"date"},{"type":"string","format":"date-time"}]})"};
        }},
    Parameter{"at", "query", false, "day", "The day whose rows hold; today without it."},
    Parameter{"code", "query", false, "text", "Only rows whose code begins so."},
    Parameter{"way", "query", true, "CopyWay", "The same journey again, or its way back."},
    Parameter{"goods", "query", false, "boolean", "Whether the goods are copied, too.",
              [] { return std::string{R"({"type":"boolean","default":true})"}; }},
    Parameter{"lrn", "query", false, "Lrn", "Of the new declaration; without it, it has none yet."},
    Parameter{"form", "query", false, "MessageForm", "How the copy is written; xml without it."},
    Parameter{"dry_run", "query", false, "boolean", "Only checks, and stores nothing.",
              [] { return std::string{R"({"type":"boolean","default":false})"}; }},
    Parameter{"Idempotency-Key", "header", true, "text",
              "New for each request, the same when it is repeated: what was done is not done twice.",
              [] {
                return format(R"({{"type":"string","minLength":1,"maxLength":{}}})",
                              limits::api_idempotency_key_chars_max);
              }},
    Parameter{"If-Match", "header", false, "text",
              "The ETag of what was looked at: nothing is done if it has changed since."},
    Parameter{"If-None-Match", "header", false, "text", "The ETag of what is known: 304 if it is still so."},
    Parameter{"Last-Event-ID", "header", false, "text",
              "The id of the last event that came; it goes before `after`."},
    Parameter{"webhook-id", "header", true, "text",
              "Of the event: the same whenever it is delivered, and of no other event."},
    Parameter{"webhook-timestamp", "header", true, "text", "Seconds since 1970 of this attempt."},
    Parameter{"webhook-signature", "header", true, "text",
              "v1 by each valid secret and v1a by the subscription's key, over id.timestamp.body."},
    Parameter{"Lintas-Second", "header", false, "text",
              "The API key of a second officer of the same office, who may do the act too; where an act "
              "needs four eyes."}};
/// Described of those acts alone for which a second officer is asked in some case.
constexpr std::string_view second_parameter = "Lintas-Second";

struct Header {
  std::string_view name;
  std::string_view type;
  std::string_view meaning;
};
constexpr std::array headers{
    Header{"Content-Disposition", "text", "The name under which the document is kept."},
    Header{"Content-Security-Policy", "text", "The page has its own style, and nothing else is loaded."},
    Header{"ETag", "text", "Of what is shown; for If-None-Match and If-Match."},
    Header{"Location", "text", "The address of the movement."},
    Header{"Referrer-Policy", "text", "no-referrer: the address is told to nobody."},
    Header{"Retry-After", "integer", "Seconds to wait before asking again."},
    Header{"Vary", "text", "The headers of the request that the form depends on."},
    Header{"WWW-Authenticate", "text", "Bearer."},
    Header{"X-Accel-Buffering", "text", "no: a proxy must not collect the answer."},
    Header{"X-Content-Type-Options", "text", "nosniff."},
    Header{"X-Robots-Tag", "text", "noindex, nofollow: it is in no search engine."}};

/// Which routes may be refused so.
enum class Of : std::uint8_t { those_that_say_so, all, keyed, with_body };

struct Status {
  std::uint16_t status;
  std::string_view name;  ///< of its component
  Of of;
  std::string_view headers;
  std::string_view meaning;
};
constexpr std::array statuses{
    Status{
        400, "BadRequest", Of::those_that_say_so, "",
        "Cannot be read: a parameter (API-003, API-015), the Idempotency-Key (API-006), the JSON (API-002)."},
    Status{401, "NoKey", Of::keyed, "WWW-Authenticate", "No valid API key (API-001)."},
    Status{
        403, "Forbidden", Of::those_that_say_so, "",
        "Not for this role (ACC-001), not here (ACC-002), not with this second officer (ACC-003, API-012)."},
    Status{404, "NotFound", Of::those_that_say_so, "",
           "Nothing there, or nothing that the caller may see (API-010); a number with a wrong check digit "
           "(API-018); no such act (API-011); no such link (LNK-001)."},
    Status{408, "TooSlow", Of::with_body, "", "The request did not arrive in time (NET-004)."},
    Status{409, "Ambiguous", Of::those_that_say_so, "",
           "The Idempotency-Key was used for another request (API-007); the LRN is one of several holders "
           "(API-017)."},
    Status{410, "Gone", Of::those_that_say_so, "", "The link has expired (LNK-002)."},
    Status{412, "Changed", Of::those_that_say_so, "", "What If-Match names has changed since (API-008)."},
    Status{413, "TooLarge", Of::with_body, "", "The content is too large (NET-003)."},
    Status{422, "Refused", Of::those_that_say_so, "",
           "Understood and not done: every fault with its rule, field and remedy."},
    Status{429, "AskLater", Of::all, "Retry-After", "The node is busy (API-009); nothing was stored."},
    Status{500, "Mistake", Of::all, "",
           "The node made a mistake (API-014, NET-011); repeat it under the same id, tell the trace_id."},
    Status{503, "Unavailable", Of::all, "Retry-After",
           "The node is busy (API-009, NET-006), or cannot print (TAD-002); nothing was stored."},
    Status{504, "NoAnswer", Of::all, "",
           "No answer in time (NET-007); it may have been done: repeat it under the same id."}};
constexpr std::string_view of_the_server = "ByTheServer";

constexpr std::string_view about =
    R"("info":{"title":"Lintas national node","version":"1","description":"Every request carries an API key, )"
    R"(but for the descriptions and links. A list is read page by page: `next` of one page is `after` of the following )"
    R"(one. What is done is done once under an Idempotency-Key, a message under its identification. Every )"
    R"(refusal is problem+json and names rule, field and remedy; of what the caller may not know it is told )"
    R"(the same as of what is not there."},"servers":[{"url":"/","description":"The node that this description came from."}],)"
    R"("security":[{"key":[]}])";
constexpr std::string_view security =
    R"("securitySchemes":{"key":{"type":"http","scheme":"bearer","bearerFormat":"lk_..."}})";

// ---- answers

std::string references_to_headers(std::string_view names) {
  std::vector<std::string> all;
  for (const std::string_view name : split(names, ' ')) {
    require(std::ranges::find(headers, name, &Header::name) != headers.end(), "a header is in the table");
    all.push_back(format("{}:{}", quoted(name), reference_to("headers", name)));
  }
  return all.empty() ? std::string{} : format(R"(,"headers":{{{}}})", joined(all));
}

/// "T" or "media:T", several with blanks between them.
std::string content_of(std::string_view bodies, std::string_view media, std::string_view more = {}) {
  std::vector<std::string> all;
  for (const std::string_view body : split(bodies, ' ')) {
    const auto colon = body.find(':');
    const bool plain = colon == std::string_view::npos;
    all.push_back(format(R"({}:{{"schema":{}{}}})", quoted(plain ? media : body.substr(0, colon)),
                         schema_of_type(plain ? body : body.substr(colon + 1)), more));
  }
  return format(R"("content":{{{}}})", joined(all));
}

constexpr std::string_view json_media = "application/json";
constexpr std::string_view problem_media = "application/problem+json";

const Status& status_of(std::uint16_t status) {
  const auto* found = std::ranges::find(statuses, status, &Status::status);
  require(found != statuses.end(), "a refusal is in the table of statuses");
  return *found;
}

std::string refusal_text(std::string_view meaning, std::string_view of_headers, std::string_view object) {
  return format(R"({{"description":{}{},{}}})", quoted(meaning), references_to_headers(of_headers),
                content_of(object, problem_media));
}

std::string outcome_text(const Outcome& outcome) {
  if (outcome.status >= 400) {
    const Status& status = status_of(outcome.status);
    return refusal_text(status.meaning, format("{} {}", status.headers, outcome.headers), outcome.body);
  }
  return format(R"({{"description":{}{}{}{}}})", quoted(net::reason_phrase(outcome.status)),
                references_to_headers(outcome.headers), outcome.body.empty() ? "" : ",",
                outcome.body.empty() ? std::string{} : content_of(outcome.body, json_media));
}

bool applies(const Status& status, const Route& route) {
  switch (status.of) {
    case Of::all: return true;
    case Of::keyed: return !route.keyless;
    case Of::with_body: return route.body_bytes_max > 0;
    case Of::those_that_say_so:
      return std::ranges::find(route.refusals, status.status) != std::end(route.refusals);
  }
  std::unreachable();
}

/// Whether some route answers it as the table says, and not in a way of its own.
bool is_referred_to(const Status& status) {
  return std::ranges::any_of(resources(), [&](const Resource& resource) {
    return std::ranges::any_of(resource.routes, [&](const Route& route) {
      return applies(status, route) &&
             std::ranges::find(route.outcomes, status.status, &Outcome::status) == std::end(route.outcomes);
    });
  });
}

std::string responses_of(const Route& route) {
  std::map<std::uint16_t, std::string> all;
  for (const Status& status : statuses)
    if (applies(status, route)) all.emplace(status.status, reference_to("responses", status.name));
  for (const std::uint16_t refusal : route.refusals)
    require(refusal == 0 || all.contains(refusal), "a refusal is in the table of statuses");
  for (const Outcome& outcome : route.outcomes)
    if (outcome.status != 0) all.insert_or_assign(outcome.status, outcome_text(outcome));
  std::vector<std::string> texts;
  texts.reserve(all.size() + 1);
  for (const auto& [status, text] : all) texts.push_back(format(R"("{}":{})", status, text));
  texts.push_back(format(R"("default":{})", reference_to("responses", of_the_server)));
  return joined(texts);
}

// ---- operations

/// Those of the pattern, and those that the row names.
std::string parameters_of(const Route& route, std::string_view pattern, bool takes_second) {
  std::vector<std::string> all;
  const auto add = [&](std::string_view name) {
    require(std::ranges::find(parameters, name, &Parameter::name) != parameters.end(),
            "a parameter is in the table");
    all.push_back(reference_to("parameters", name));
  };
  for (const std::string_view segment : split(pattern, '/'))
    if (segment.starts_with('{')) add(segment.substr(1, segment.size() - 2));
  for (const std::string_view name : split(route.takes, ' '))
    if (takes_second || name != second_parameter) add(name);
  return joined(all);
}

/// What an act has of its own; of another route everything is in its row.
struct Operation {
  std::string_view id;
  std::string_view tag;
  std::string summary;
  std::string pattern;
  std::string_view body;
  std::string example;
  std::string_view second = {};  ///< when a second officer is asked for; empty: never
  std::string roles;             ///< that may ask for it, wherever that is: "trader, declarant"
};

std::string operation_text(const Route& route, const Operation& operation) {
  std::string body;
  if (!operation.body.empty()) {
    body = format(
        R"("requestBody":{{"required":true,"description":"At most {} bytes.",{}}},)", route.body_bytes_max,
        content_of(operation.body, json_media,
                   operation.example.empty() ? std::string{} : R"(,"example":)" + operation.example));
  }
  const std::string asked = parameters_of(route, operation.pattern, !operation.second.empty());
  auto names = split(operation.roles, ',');
  for (std::string_view& name : names) name.remove_prefix(name.starts_with(' ') ? 1 : 0);
  const std::string roles = names.empty() ? std::string{} : R"(,"x-lintas-roles":)" + list_of(names);
  const std::string second =
      operation.second.empty() ? std::string{} : R"(,"x-lintas-second":)" + quoted(operation.second);
  return format(
      R"({{"operationId":{},"tags":[{}],"summary":{},"parameters":[{}],{}"responses":{{{}}}{}{}{}}})",
      quoted(operation.id), quoted(operation.tag), quoted(operation.summary), asked, body,
      responses_of(route), route.keyless ? R"(,"security":[])" : "", roles, second);
}

std::string method_of(const Route& route) {
  std::string method{net::to_text(route.method)};
  std::ranges::transform(method, method.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return method;
}

using Paths = std::map<std::string, std::vector<std::string>>;

void add_acts(const Route& route, const workflow::National& national, Paths& paths) {
  const auto open = route.pattern.find('{');
  for (const NamedAct& one : acts_of(national)) {
    const std::string pattern = format("{}{}", route.pattern.substr(0, open), one.name);
    paths[pattern].push_back(
        format("{}:{}", quoted(method_of(route)),
               operation_text(
                   route, {.id = one.name,
                           .tag = one.name.substr(0, one.name.find('.')),
                           .summary = format("{} For: {}.", route.summary, roles_of(national, one.act->type)),
                           .pattern = pattern,
                           .body = one.name,
                           .example = example_of(*one.act->shape),
                           .second = one.act->second,
                           .roles = roles_of(national, one.act->type)})));
  }
}

Paths paths_of(const workflow::National& national) {
  Paths paths;
  for (const Resource& resource : resources()) {
    for (const Route& route : resource.routes) {
      if (route.by_act) {
        add_acts(route, national, paths);
        continue;
      }
      const std::string pattern{route.pattern};
      paths[pattern].push_back(format("{}:{}", quoted(method_of(route)),
                                      operation_text(route, {.id = route.id,
                                                             .tag = route.tag,
                                                             .summary = std::string{route.summary},
                                                             .pattern = pattern,
                                                             .body = route.body,
                                                             .example = {}})));
    }
  }
  return paths;
}

// ---- components

/// A message as JSON: its root, and what stands in it. Of those that traders send the roots are told.
void add_messages(const workflow::National& national, Components& schemas) {
  std::vector<std::string_view> roots;
  for (const auto& message : transit::messages_of_movement) {
    if (message.from.has(transit::Party::trader) &&
        national.command(workflow::command_of_message(message.ie)) != nullptr)
      roots.push_back(message.root);
  }
  constexpr std::string_view one = R"({"type":"object","minProperties":1,"maxProperties":1)";
  schemas.emplace("Message", format("{}}}", one));
  schemas.emplace("TraderMessage", format(R"({},"propertyNames":{{"enum":{}}}}})", one, list_of(roots)));
}

Components schemas_of(const workflow::National& national) {
  Components schemas;
  add_forms(schemas);
  add_messages(national, schemas);
  std::vector<const Object*> objects;
  for (const Resource& resource : resources()) {
    add_words(resource.words, schemas);
    for (const Object& object : resource.objects) objects.push_back(&object);
  }
  add_objects(objects, schemas);
  for (const NamedAct& one : acts_of(national)) {
    std::string schema = schema_of(*one.act->shape, schemas);
    schema.pop_back();
    schemas.insert_or_assign(std::string{one.name}, format(R"({},"title":{}}})", schema, quoted(one.name)));
  }
  return schemas;
}

Components parameter_texts() {
  Components all;
  for (const Parameter& one : parameters) {
    all.emplace(one.name,
                format(R"({{"name":{},"in":{},"required":{},"description":{},"schema":{}}})",
                       quoted(one.name), quoted(one.in), one.required ? "true" : "false", quoted(one.meaning),
                       one.schema == nullptr ? schema_of_type(one.type) : one.schema()));
  }
  return all;
}

Components header_texts() {
  Components all;
  for (const Header& one : headers) {
    all.emplace(one.name,
                format(R"({{"description":{},"schema":{}}})", quoted(one.meaning), schema_of_type(one.type)));
  }
  return all;
}

Components response_texts() {
  Components all;
  for (const Status& one : statuses)
    if (is_referred_to(one)) all.emplace(one.name, refusal_text(one.meaning, one.headers, "Problem"));
  all.emplace(of_the_server,
              refusal_text("Refused before the route was asked (NET-001 to NET-010).", "", "Problem"));
  return all;
}

/// What is posted to subscribers.
std::string webhooks_text() {
  std::vector<std::string> parameters_of_post;
  for (const std::string_view name : {"webhook-id", "webhook-timestamp", "webhook-signature"})
    parameters_of_post.push_back(reference_to("parameters", name));
  return format(
      R"({{"event":{{"post":{{"operationId":"event","tags":["webhooks"],"summary":{},"parameters":[{}],"requestBody":{{"required":true,{}}},"security":[],"responses":{{"2XX":{{"description":"Taken."}},"410":{{"description":"Ends the subscription."}},"default":{{"description":"Tried again later."}}}}}}}}}})",
      quoted("One event of the feed, in its order, as Standard Webhooks says; at least once."),
      joined(parameters_of_post), content_of("WebhookEvent", json_media));
}

std::string object_of(const Components& members) {
  std::vector<std::string> texts;
  for (const auto& [name, text] : members) texts.push_back(format("{}:{}", quoted(name), text));
  return format("{{{}}}", joined(texts));
}

}  // namespace

std::string openapi(const workflow::National& national) {
  Components paths;
  for (const auto& [pattern, operations] : paths_of(national))
    paths.emplace(pattern, format("{{{}}}", joined(operations)));
  return format(
      R"({{"openapi":"3.1.0",{},"paths":{},"webhooks":{},"components":{{"schemas":{},"parameters":{},"headers":{},"responses":{},{}}}}})",
      about, object_of(paths), webhooks_text(), object_of(schemas_of(national)), object_of(parameter_texts()),
      object_of(header_texts()), object_of(response_texts()), security);
}

}  // namespace lintas::api
