#include "tests/support/described.hpp"

#include <algorithm>
#include <cstddef>
#include <gtest/gtest.h>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "shell/net/http.hpp"

namespace lintas::test {

namespace {

using Json = nlohmann::json;

bool fits(std::string_view pattern, const std::vector<std::string>& path) {
  std::size_t place = 0;
  while (!pattern.empty()) {
    pattern.remove_prefix(1);
    const auto end = std::min(pattern.find('/'), pattern.size());
    const auto segment = pattern.substr(0, end);
    if (place == path.size() || (!segment.starts_with('{') && segment != path[place])) return false;
    ++place;
    pattern.remove_prefix(end);
  }
  return place == path.size();
}

bool has_type(const Json& value, const Json& asked) {
  if (asked.is_array())
    return std::ranges::any_of(asked, [&](const Json& one) { return has_type(value, one); });
  return (asked == "string" && value.is_string()) || (asked == "integer" && value.is_number_integer()) ||
         (asked == "boolean" && value.is_boolean()) || (asked == "null" && value.is_null()) ||
         (asked == "array" && value.is_array()) || (asked == "object" && value.is_object());
}

bool has_format(const std::string& text, const std::string& name) {
  return name == "date" ? parse_day(text).has_value() : name == "date-time" && parse_instant(text);
}

bool matches(const std::string& text, const std::string& pattern) {
  static std::map<std::string, std::regex> known;
  const auto [place, is_new] = known.try_emplace(pattern);
  if (is_new) place->second = std::regex{pattern};
  return std::regex_search(text, place->second);
}

/// In characters.
std::size_t length_of(const std::string& text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

}  // namespace

std::string Described::fault(const Json& value, const Json& schema, const std::string& at) const {
  for (const auto& [keyword, asked] : schema.items()) {
    if (auto wrong = fault_by(keyword, asked, value, schema, at); !wrong.empty()) return wrong;
  }
  return {};
}

const Json* Described::operation(const net::Request& request) const {
  std::string method{net::to_text(request.method)};
  std::ranges::transform(method, method.begin(), [](char c) { return static_cast<char>(c | 0x20); });
  const Json* found = nullptr;
  for (const auto& [pattern, path] : all_.at("paths").items()) {
    if (!path.contains(method) || !fits(pattern, request.path)) continue;
    if (found == nullptr || pattern.find('{') == std::string::npos) found = &path.at(method);
  }
  return found;
}

void Described::expect(const net::Request& request, const net::Response& response,
                       const Json& operation) const {
  const std::string what =
      format("{} {} -> {}", net::to_text(request.method), request.target, response.status);
  const auto& answers = operation.at("responses");
  const std::string status = std::to_string(response.status);
  ASSERT_TRUE(answers.contains(status)) << what;
  const Json& answer = resolved(answers.at(status));
  for (const auto& header : response.headers.all()) {
    if (header.name == "Content-Type" || header.name == "Cache-Control") continue;
    EXPECT_TRUE(answer.contains("headers") && answer.at("headers").contains(header.name))
        << what << ' ' << header.name;
  }
  expect_content(response, answer, what);
  if (response.status >= 300) return;
  expect_parameters(request, operation, what);
  if (!operation.contains("requestBody")) return;
  const Json& content = operation.at("requestBody").at("content");
  const Json body = Json::parse(as_text(request.body), nullptr, false);
  if (body.is_discarded() || !content.contains("application/json")) return;
  EXPECT_EQ(fault(body, content.at("application/json").at("schema")), "") << what << ' ' << body.dump();
}

const Json& Described::resolved(const Json& json) const {
  const auto reference = json.find("$ref");
  if (reference == json.end()) return json;
  return all_.at(Json::json_pointer{reference->get_ref<const std::string&>().substr(1)});
}

void Described::expect_content(const net::Response& response, const Json& answer,
                               const std::string& what) const {
  const std::string media{response.headers.find("Content-Type").value_or("")};
  EXPECT_EQ(media.empty(), !answer.contains("content")) << what;
  if (media.empty()) return;
  ASSERT_TRUE(answer.at("content").contains(media)) << what << ' ' << media;
  const std::string text{as_text(response.body)};
  const Json shown = media.ends_with("json") ? Json::parse(text, nullptr, false) : Json(text);
  EXPECT_EQ(fault(shown, answer.at("content").at(media).at("schema")), "") << what << ' ' << text;
}

void Described::expect_parameters(const net::Request& request, const Json& operation,
                                  const std::string& what) const {
  std::set<std::pair<std::string, std::string>> known;
  for (const Json& one : operation.at("parameters")) {
    const Json& parameter = resolved(one);
    known.emplace(parameter.at("in"), parameter.at("name"));
    if (parameter.at("in") == "header" && parameter.at("required") == true) {
      EXPECT_TRUE(request.headers.find(parameter.at("name").get_ref<const std::string&>())) << what;
    }
  }
  for (const auto& one : request.query) EXPECT_TRUE(known.contains({"query", one.name})) << what << one.name;
  for (const auto& one : request.headers.all()) {
    if (one.name == "Authorization" || one.name == "Accept") continue;
    EXPECT_TRUE(known.contains({"header", one.name})) << what << ' ' << one.name;
  }
}

std::string Described::fault_by(const std::string& keyword, const Json& asked, const Json& value,
                                const Json& schema, const std::string& at) const {
  static const std::set<std::string> says_nothing{"description", "title", "examples", "writeOnly", "default"};
  const auto wrong = [&](bool is_wrong) {
    return is_wrong ? format("{}: {} {} against {}", at, keyword, asked.dump(), value.dump()) : std::string{};
  };
  if (says_nothing.contains(keyword)) return {};
  if (keyword == "$ref") return fault(value, resolved(schema), at);
  if (keyword == "type") return wrong(!has_type(value, asked));
  if (keyword == "enum") return wrong(std::ranges::find(asked, value) == asked.end());
  if (keyword == "anyOf" || keyword == "oneOf") return fault_of_choices(keyword, asked, value, at);
  if (keyword == "format") return wrong(value.is_string() && !has_format(value, asked));
  if (keyword == "pattern") return wrong(value.is_string() && !matches(value, asked));
  if (keyword == "minLength") return wrong(value.is_string() && length_of(value) < asked);
  if (keyword == "maxLength") return wrong(value.is_string() && length_of(value) > asked);
  if (keyword == "minimum") return wrong(value.is_number() && value < asked);
  if (keyword == "maximum") return wrong(value.is_number() && value > asked);
  if (keyword == "minProperties") return wrong(value.is_object() && value.size() < asked);
  if (keyword == "maxProperties") return wrong(value.is_object() && value.size() > asked);
  if (keyword == "required") {
    return wrong(value.is_object() && !std::ranges::all_of(asked, [&](const Json& name) {
                   return value.contains(name.get_ref<const std::string&>());
                 }));
  }
  if (keyword == "items") return fault_of_items(asked, value, at);
  if (keyword == "properties") return fault_of_members(asked, value, at);
  if (keyword == "additionalProperties") {
    if (asked == false) return {};  // as it is everywhere here
    for (const auto& [name, member] : value.items())
      if (auto wrong_member = fault(member, asked, format("{}/{}", at, name)); !wrong_member.empty())
        return wrong_member;
    return {};
  }
  if (keyword == "propertyNames") {
    for (const auto& [name, member] : value.items())
      if (auto fault_of_name = fault(Json(name), asked, at); !fault_of_name.empty()) return fault_of_name;
    return {};
  }
  return format("{}: the keyword {} is not known here", at, keyword);
}

std::string Described::fault_of_choices(const std::string& keyword, const Json& choices, const Json& value,
                                        const std::string& at) const {
  std::size_t fitting = 0;
  std::string faults;
  for (const Json& choice : choices) {
    const auto wrong = fault(value, choice, at);
    if (wrong.empty()) ++fitting;
    faults += wrong + "; ";
  }
  const bool fits_it = keyword == "oneOf" ? fitting == 1 : fitting > 0;
  return fits_it ? std::string{} : format("{}: {} of {}: {}", at, fitting, keyword, faults);
}
std::string Described::fault_of_items(const Json& schema, const Json& value, const std::string& at) const {
  if (!value.is_array()) return {};
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (auto wrong = fault(value[i], schema, format("{}/{}", at, i)); !wrong.empty()) return wrong;
  }
  return {};
}
std::string Described::fault_of_members(const Json& properties, const Json& value,
                                        const std::string& at) const {
  if (!value.is_object()) return {};
  for (const auto& [name, member] : value.items()) {
    if (!properties.contains(name)) return format("{}/{}: is not described", at, name);
    if (auto wrong = fault(member, properties.at(name), format("{}/{}", at, name)); !wrong.empty())
      return wrong;
  }
  return {};
}

}  // namespace lintas::test
