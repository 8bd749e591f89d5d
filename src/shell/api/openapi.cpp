#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "core/transit/letters.hpp"
#include "core/transit/machine.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/acts.hpp"
#include "shell/api/api.hpp"
#include "shell/api/key_requests.hpp"
#include "shell/api/record_json.hpp"
#include "shell/api/routes.hpp"
#include "shell/net/http.hpp"

namespace lintas::api {

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
  for (const NamedAct& one : acts_of(national)) {
    const std::string name{one.name};
    schemas[name] = one.act->schema();
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
  for (const Route& route : routes()) {
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
    if (route.id == "importRegisters") header("Idempotency-Key", true);
    if (route.id == "listMovements") {
      for (const char* name : {"phase", "status", "state", "role", "office", "since"}) query(name, "string");
    }
    if (route.id == "listWork" || route.id == "listWaiting") query("office", "string");
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
    if (route.id == "importRegisters") {
      operation["requestBody"] = {{"required", true},
                                  {"content", {{"text/csv", {{"schema", {{"type", "string"}}}}}}}};
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
