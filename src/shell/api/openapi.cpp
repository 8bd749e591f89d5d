#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/require.hpp"
#include "base/text.hpp"
#include "core/access/access.hpp"
#include "core/transit/letters.hpp"
#include "core/transit/machine.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/national.hpp"
#include "shell/api/act_texts.hpp"
#include "shell/api/acts.hpp"
#include "shell/api/api.hpp"
#include "shell/api/curl.hpp"
#include "shell/api/description.hpp"
#include "shell/api/openapi_tables.hpp"
#include "shell/api/record_schema.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/who.hpp"
#include "shell/net/http.hpp"

namespace lintas::api {

namespace {

constexpr std::string_view of_the_server = "ByTheServer";

/// The operations of routes that are so, as a sentence names them.
template <class Is>
std::string operations_that(Is is) {
  std::string text;
  for (const Resource& resource : resources()) {
    for (const Route& route : resource.routes)
      if (is(route)) text += format("{}{}", text.empty() ? "" : ", ", route.id);
  }
  require(!text.empty(), "what is told of some operations is so of one at least");
  return text;
}

bool refuses_with_a_page(const Route& route) {
  return std::ranges::any_of(route.outcomes, [](const Outcome& outcome) {
    return outcome.status >= 400 && outcome.body.contains("text/html");
  });
}

/// Who needs no key, and whose refusals are not all alike, the routes say.
std::string about() {
  const std::string text = format(
      "Every request carries an API key, but for those of {}. A list is read page by page: `next` of one "
      "page "
      "is `after` of the following one. What is done is done once under an Idempotency-Key, a message under "
      "its identification. Every refusal is problem+json and names rule, field and remedy; where Accept "
      "names "
      "text/html, one of {} may be a page. Of what the caller may not know it is told the same as of what is "
      "not there.",
      operations_that([](const Route& route) { return route.keyless; }),
      operations_that([](const Route& route) { return refuses_with_a_page(route); }));
  return format(R"("info":{{"title":"Lintas national node","version":"1","description":{}}},)"
                R"("servers":[{{"url":"/","description":"The node that this description came from."}}],)"
                R"("security":[{{"key":[]}}])",
                json_quoted(text));
}

constexpr std::string_view security =
    R"("securitySchemes":{"key":{"type":"http","scheme":"bearer","bearerFormat":"lk_..."}})";

// ---- answers

std::string references_to_headers(std::string_view names) {
  std::vector<std::string> all;
  for (const std::string_view name : split(names, ' ')) {
    require(std::ranges::find(headers, name, &Header::name) != headers.end(), "a header is in the table");
    all.push_back(format("{}:{}", json_quoted(name), reference_to("headers", name)));
  }
  return all.empty() ? std::string{} : format(R"(,"headers":{{{}}})", joined(all));
}

constexpr std::string_view json_media = "application/json";
constexpr std::string_view problem_media = "application/problem+json";

struct Body {
  std::string_view media;
  std::string_view type;
};
/// "T" or "media:T", several with blanks between them.
std::vector<Body> bodies_of(std::string_view texts, std::string_view media = json_media) {
  std::vector<Body> all;
  for (const std::string_view text : split(texts, ' ')) {
    const auto colon = text.find(':');
    const bool plain = colon == std::string_view::npos;
    all.push_back({plain ? media : text.substr(0, colon), plain ? text : text.substr(colon + 1)});
  }
  return all;
}

/// `examples`: of the first one.
std::string content_of(std::span<const Body> bodies, std::string_view examples = {}) {
  std::vector<std::string> all;
  for (const Body& body : bodies) {
    all.push_back(format(R"({}:{{"schema":{}{}}})", json_quoted(body.media), schema_of_type(body.type),
                         all.empty() ? examples : std::string_view{}));
  }
  return format(R"("content":{{{}}})", joined(all));
}

const Status& status_of(std::uint16_t status) {
  const auto* found = std::ranges::find(statuses, status, &Status::status);
  require(found != statuses.end(), "a refusal is in the table of statuses");
  return *found;
}

std::string refusal_text(std::string_view meaning, std::string_view of_headers, std::string_view object) {
  return format(R"({{"description":{}{},{}}})", json_quoted(meaning), references_to_headers(of_headers),
                content_of(bodies_of(object, problem_media)));
}

std::string outcome_text(const Outcome& outcome) {
  if (outcome.status >= 400) {
    const Status& status = status_of(outcome.status);
    return refusal_text(status.meaning, format("{} {}", status.headers, outcome.headers), outcome.body);
  }
  return format(R"({{"description":{}{}{}{}}})", json_quoted(net::reason_phrase(outcome.status)),
                references_to_headers(outcome.headers), outcome.body.empty() ? "" : ",",
                outcome.body.empty() ? std::string{} : content_of(bodies_of(outcome.body)));
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

/// What an act has of its own; of another route everything is in its row.
struct Operation {
  std::string_view id;
  std::string_view tag;
  std::string summary;
  std::string pattern;
  std::string_view body;
  std::string usual;             ///< example of the body
  std::string whole;             ///< another one, of JSON, with all that it may say
  std::string_view second = {};  ///< when a second officer is asked for; empty: never
  Roles roles;                   ///< that may ask for it, wherever that is; none: every key
};

std::string_view name_in_braces(std::string_view segment) {
  return segment.starts_with('{') ? segment.substr(1, segment.size() - 2) : std::string_view{};
}

/// Those of the pattern, and those that the row names.
std::vector<const Parameter*> parameters_of(const Route& route, const Operation& operation) {
  std::vector<const Parameter*> all;
  const auto add = [&](std::string_view name) {
    const auto* found = std::ranges::find(parameters, name, &Parameter::name);
    require(found != parameters.end(), "a parameter is in the table");
    all.push_back(found);
  };
  for (const std::string_view segment : split(operation.pattern, '/'))
    if (const auto name = name_in_braces(segment); !name.empty()) add(name);
  for (const std::string_view name : split(route.takes, ' '))
    if (!operation.second.empty() || name != second_parameter) add(name);
  return all;
}

std::string list_of_parameters(std::span<const Parameter* const> asked) {
  std::vector<std::string> all;
  all.reserve(asked.size());
  for (const Parameter* one : asked) all.push_back(reference_to("parameters", one->name));
  return joined(all);
}

/// A slash of a value is none of the address.
std::string in_one_segment(std::string_view value) {
  std::string segment;
  for (const char c : value) {
    if (c == '/') {
      segment += "%2F";
    } else {
      segment += c;
    }
  }
  return segment;
}

/// The path with an example of each of its parameters.
std::string example_of_path(std::string_view pattern) {
  std::string path;
  for (const std::string_view segment : split(pattern, '/')) {
    const auto* found = std::ranges::find(parameters, name_in_braces(segment), &Parameter::name);
    path.append("/").append(found == parameters.end() ? std::string{segment}
                                                      : in_one_segment(found->example));
  }
  return path;
}

/// "tad.pdf" of an answer that is no text.
std::string file_of(const Route& route, std::string_view pattern) {
  const auto bodies = bodies_of(route.outcomes[0].body);
  const auto* found = bodies.empty() ? file_forms.end()
                                     : std::ranges::find(file_forms, bodies.front().media, &FileForm::media);
  if (found == file_forms.end()) return {};
  const std::string_view last = pattern.substr(pattern.rfind('/') + 1);
  return format("{}.{}", last.starts_with('{') ? "file" : last, found->ending);
}

constexpr std::string_view stream_media = "text/event-stream";

std::string curl_of(const Route& route, const Operation& operation) {
  Curl curl{.method = route.method,
            .target = example_of_path(operation.pattern),
            .with_key = !route.keyless,
            .headers = {},
            .media = {},
            .body = operation.usual,
            .file = file_of(route, operation.pattern),
            .flows = route.outcomes[0].body.starts_with(stream_media)};
  for (const Parameter* one : parameters_of(route, operation)) {
    if (one->in == "header" && !one->in_shell.empty()) curl.headers.emplace_back(one->name, one->in_shell);
    if (one->in == "query" && one->required) {
      curl.target +=
          format("{}{}={}", curl.target.contains('?') ? '&' : '?', name_in_address(one->name), one->example);
    }
  }
  if (!operation.body.empty()) curl.media = bodies_of(operation.body).front().media;
  return text_of(curl);
}

/// An example of JSON is itself; of another form it is a text.
std::string examples_of(const Operation& operation) {
  const bool json = bodies_of(operation.body).front().media == json_media;
  std::string all =
      format(R"("usual":{{"value":{}}})", json ? operation.usual : json_quoted(operation.usual));
  if (!operation.whole.empty()) all += format(R"(,"whole":{{"value":{}}})", operation.whole);
  return format(R"(,"examples":{{{}}})", all);
}

std::string body_text(const Route& route, const Operation& operation) {
  if (operation.body.empty()) return {};
  return format(R"("requestBody":{{"required":true,"description":"At most {} bytes.",{}}},)",
                route.body_bytes_max, content_of(bodies_of(operation.body), examples_of(operation)));
}

std::string roles_text(const Roles& roles) {
  if (roles.empty()) return {};
  std::vector<std::string_view> names;
  for (const access::Role role : roles) names.push_back(access::name(role));
  return R"(,"x-lintas-roles":)" + list_of(names);
}

std::string second_text(std::string_view second) {
  return second.empty() ? std::string{} : R"(,"x-lintas-second":)" + json_quoted(second);
}

std::string operation_text(const Route& route, const Operation& operation) {
  require(std::ranges::find(tags, operation.tag, &Tag::name) != tags.end(), "a tag is in the table");
  return format(R"({{"operationId":{},"tags":[{}],"summary":{},"parameters":[{}],{}"responses":{{{}}}{}{}{},)"
                R"("x-codeSamples":[{{"lang":"Shell","label":"curl","source":{}}}]}})",
                json_quoted(operation.id), json_quoted(operation.tag), json_quoted(operation.summary),
                list_of_parameters(parameters_of(route, operation)), body_text(route, operation),
                responses_of(route), route.keyless ? R"(,"security":[])" : "", roles_text(operation.roles),
                second_text(operation.second), json_quoted(curl_of(route, operation)));
}

std::string method_of(const Route& route) {
  std::string method{net::to_text(route.method)};
  std::ranges::transform(method, method.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return method;
}

using Paths = std::map<std::string, std::vector<std::string>>;

void add_to(Paths& paths, const Route& route, const Operation& operation) {
  paths[operation.pattern].push_back(
      format("{}:{}", json_quoted(method_of(route)), operation_text(route, operation)));
}

void add_acts(const Route& route, const workflow::National& national, Paths& paths) {
  const auto open = route.pattern.find('{');
  for (const NamedAct& one : acts_of(national)) {
    const ActText& text = text_of_act(one.name);
    add_to(paths, route,
           {.id = one.name,
            .tag = one.name.substr(0, one.name.find('.')),
            .summary = std::string{text.meaning},
            .pattern = format("{}{}", route.pattern.substr(0, open), one.name),
            .body = one.name,
            .usual = text.example.empty() ? needed_example_of(*one.act->shape) : std::string{text.example},
            .whole = example_of(*one.act->shape),
            .second = one.act->second,
            .roles = who_gives(national, one.act->type)});
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
      add_to(paths, route,
             {.id = route.id,
              .tag = route.tag,
              .summary = std::string{route.summary},
              .pattern = std::string{route.pattern},
              .body = route.body,
              .usual = route.example == nullptr ? std::string{} : route.example(),
              .whole = {},
              .roles = route.who == nullptr ? Roles{} : route.who(national)});
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
    schemas.insert_or_assign(std::string{one.name},
                             format(R"({},"title":{}}})", schema, json_quoted(one.name)));
  }
  return schemas;
}

/// Of a number the value itself.
std::string example_in(const Parameter& one) {
  if (one.example.empty()) return {};
  return format(R"(,"example":{})",
                one.type == "integer" ? std::string{one.example} : json_quoted(one.example));
}

Components parameter_texts() {
  Components all;
  for (const Parameter& one : parameters) {
    all.emplace(one.name,
                format(R"({{"name":{},"in":{},"required":{},"description":{},"schema":{}{}}})",
                       json_quoted(name_in_address(one.name)), json_quoted(one.in),
                       one.required ? "true" : "false", json_quoted(one.meaning),
                       one.schema == nullptr ? schema_of_type(one.type) : one.schema(), example_in(one)));
  }
  return all;
}

Components header_texts() {
  Components all;
  for (const Header& one : headers) {
    all.emplace(one.name, format(R"({{"description":{},"schema":{}}})", json_quoted(one.meaning),
                                 schema_of_type(one.type)));
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
      json_quoted("One event of the feed, in its order, as Standard Webhooks says; at least once."),
      joined(parameters_of_post), content_of(bodies_of("WebhookEvent")));
}

std::string tags_text() {
  std::vector<std::string> texts;
  texts.reserve(tags.size());
  for (const Tag& tag : tags) {
    texts.push_back(
        format(R"({{"name":{},"description":{}}})", json_quoted(tag.name), json_quoted(tag.meaning)));
  }
  return joined(texts);
}

std::string object_of(const Components& members) {
  std::vector<std::string> texts;
  for (const auto& [name, text] : members) texts.push_back(format("{}:{}", json_quoted(name), text));
  return format("{{{}}}", joined(texts));
}

}  // namespace

std::string openapi(const workflow::National& national) {
  Components paths;
  for (const auto& [pattern, operations] : paths_of(national))
    paths.emplace(pattern, format("{{{}}}", joined(operations)));
  return format(
      R"({{"openapi":"3.1.0",{},"tags":[{}],"paths":{},"webhooks":{},"components":{{"schemas":{},"parameters":{},"headers":{},"responses":{},{}}}}})",
      about(), tags_text(), object_of(paths), webhooks_text(), object_of(schemas_of(national)),
      object_of(parameter_texts()), object_of(header_texts()), object_of(response_texts()), security);
}

}  // namespace lintas::api
