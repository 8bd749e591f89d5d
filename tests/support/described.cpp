#include "tests/support/described.hpp"

#include <algorithm>
#include <array>
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
#include "base/utf8.hpp"
#include "shell/net/http.hpp"
#include "tests/support/json.hpp"

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

/// In characters.
std::size_t length_of(const std::string& text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

std::wstring characters_of(std::string_view text) {
  std::wstring characters;
  while (!text.empty()) {
    const auto first = utf8::decode(text);
    characters.push_back(static_cast<wchar_t>(first.code_point));
    text.remove_prefix(first.bytes);
  }
  return characters;
}

}  // namespace

bool matches(const std::string& text, const std::string& pattern) {
  static std::map<std::string, std::wregex> known;
  const auto [place, is_new] = known.try_emplace(pattern);
  if (is_new) place->second = std::wregex{characters_of(pattern)};
  return std::regex_search(characters_of(text), place->second);
}

std::string Described::fault(const Json& value, const Json& schema, const std::string& at) const {
  for (const auto& [keyword, asked] : schema.items()) {
    if (auto wrong = fault_by(keyword, asked, value, at); !wrong.empty()) return wrong;
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
  const Json body = parse_json(as_text(request.body));
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
  const Json shown = media.ends_with("json") ? parse_json(text) : Json(text);
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

namespace {

/// A keyword that looks at the value alone, and whether that breaks it.
struct Keyword {
  std::string_view name;
  bool (*is_broken)(const Json& value, const Json& asked);
};
constexpr std::array keywords{
    Keyword{"type", [](const Json& value, const Json& asked) { return !has_type(value, asked); }},
    Keyword{"enum", [](const Json& value,
                       const Json& asked) { return std::ranges::find(asked, value) == asked.end(); }},
    Keyword{"format", [](const Json& value,
                         const Json& asked) { return value.is_string() && !has_format(value, asked); }},
    Keyword{"pattern",
            [](const Json& value, const Json& asked) { return value.is_string() && !matches(value, asked); }},
    Keyword{"minLength", [](const Json& value,
                            const Json& asked) { return value.is_string() && length_of(value) < asked; }},
    Keyword{"maxLength", [](const Json& value,
                            const Json& asked) { return value.is_string() && length_of(value) > asked; }},
    Keyword{"minimum",
            [](const Json& value, const Json& asked) { return value.is_number() && value < asked; }},
    Keyword{"maximum",
            [](const Json& value, const Json& asked) { return value.is_number() && value > asked; }},
    Keyword{"minProperties",
            [](const Json& value, const Json& asked) { return value.is_object() && value.size() < asked; }},
    Keyword{"maxProperties",
            [](const Json& value, const Json& asked) { return value.is_object() && value.size() > asked; }},
    Keyword{"required", [](const Json& value, const Json& asked) {
              return value.is_object() && !std::ranges::all_of(asked, [&](const Json& name) {
                       return value.contains(name.get_ref<const std::string&>());
                     });
            }}};
constexpr std::array<std::string_view, 5> says_nothing{"description", "title", "examples", "writeOnly",
                                                       "default"};

}  // namespace

std::string Described::fault_by(const std::string& keyword, const Json& asked, const Json& value,
                                const std::string& at) const {
  struct Applicator {
    std::string_view name;
    std::string (Described::*fault)(const Json& asked, const Json& value, const std::string& at) const;
  };
  static constexpr std::array applicators{Applicator{"$ref", &Described::fault_behind},
                                          Applicator{"anyOf", &Described::fault_of_any},
                                          Applicator{"oneOf", &Described::fault_of_one},
                                          Applicator{"items", &Described::fault_of_items},
                                          Applicator{"properties", &Described::fault_of_members},
                                          Applicator{"additionalProperties", &Described::fault_of_others},
                                          Applicator{"propertyNames", &Described::fault_of_names}};
  if (std::ranges::find(says_nothing, keyword) != says_nothing.end()) return {};
  if (const auto* one = std::ranges::find(applicators, keyword, &Applicator::name); one != applicators.end())
    return (this->*one->fault)(asked, value, at);
  const auto* one = std::ranges::find(keywords, keyword, &Keyword::name);
  if (one == keywords.end()) return format("{}: the keyword {} is not known here", at, keyword);
  if (!one->is_broken(value, asked)) return {};
  return format("{}: {} {} against {}", at, keyword, asked.dump(), value.dump());
}

std::string Described::fault_behind(const Json& reference, const Json& value, const std::string& at) const {
  return fault(value, resolved({{"$ref", reference}}), at);
}

std::pair<std::size_t, std::string> Described::fitting_of(const Json& choices, const Json& value,
                                                          const std::string& at) const {
  std::size_t fitting = 0;
  std::string faults;
  for (const Json& choice : choices) {
    const auto wrong = fault(value, choice, at);
    if (wrong.empty()) ++fitting;
    faults += wrong + "; ";
  }
  return {fitting, faults};
}

std::string Described::fault_of_any(const Json& choices, const Json& value, const std::string& at) const {
  const auto [fitting, faults] = fitting_of(choices, value, at);
  return fitting > 0 ? std::string{} : format("{}: none of anyOf: {}", at, faults);
}

std::string Described::fault_of_one(const Json& choices, const Json& value, const std::string& at) const {
  const auto [fitting, faults] = fitting_of(choices, value, at);
  return fitting == 1 ? std::string{} : format("{}: {} of oneOf: {}", at, fitting, faults);
}

std::string Described::fault_of_others(const Json& schema, const Json& value, const std::string& at) const {
  if (schema == false) return {};  // as it is everywhere here
  for (const auto& [name, member] : value.items())
    if (auto wrong = fault(member, schema, format("{}/{}", at, name)); !wrong.empty()) return wrong;
  return {};
}

std::string Described::fault_of_names(const Json& schema, const Json& value, const std::string& at) const {
  for (const auto& [name, member] : value.items())
    if (auto wrong = fault(Json(name), schema, at); !wrong.empty()) return wrong;
  return {};
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
