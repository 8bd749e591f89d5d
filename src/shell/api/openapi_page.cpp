#include "shell/api/openapi_page.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "shell/api/html.hpp"
#include "shell/net/http.hpp"

namespace lintas::api {

namespace {

/// Members stay in the order in which they are written.
using Ordered = nlohmann::ordered_json;

constexpr std::string_view style = R"css(
:root { color-scheme: light dark; --ink: #1c2326; --faint: #5b676c; --line: #d9dfe1; --ground: #fff; --shade: #f4f6f6;
  --link: #0b5c7a; --mark: #2f6f4f }
@media (prefers-color-scheme: dark) { :root { --ink: #dfe5e6; --faint: #98a5aa; --line: #333d41; --ground: #14191b;
  --shade: #1c2326; --link: #7fc4dd; --mark: #8ccba6 } }
* { box-sizing: border-box }
html { scroll-padding-top: 1rem }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground);
  overflow-wrap: anywhere }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: .15em }
code, pre, dt { font-family: ui-monospace, monospace; font-size: .875em }
pre code, dt code { font-size: 1em }
nav { padding: 1rem; border-bottom: 1px solid var(--line) }
nav ul { list-style: none; margin: 0; padding: 0 }
nav > ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem }
nav ul ul { display: none }
main { padding: 1rem; max-width: 56rem }
h1 { font-size: 1.5rem; margin: .25rem 0 1rem }
h2 { font-size: 1.25rem; margin: 3rem 0 .25rem; padding-top: .5rem; border-top: 2px solid var(--ink) }
h3 { font-size: 1rem; margin: 2.5rem 0 .25rem; padding-top: .75rem; border-top: 1px solid var(--line) }
h3 code { font-size: 1rem; font-weight: 600 }
h3 .method { color: var(--mark); margin-right: .5ch }
h4 { font-size: .8125rem; font-weight: 600; color: var(--faint); margin: 1rem 0 .25rem }
p { margin: .25rem 0 }
dl { margin: 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: .125rem 1rem }
dt { padding-top: .25rem }
dt small { color: var(--faint); font-family: system-ui, sans-serif }
dd { margin: 0 0 .25rem }
pre { margin: .5rem 0; padding: .75rem; overflow-x: auto; background: var(--shade); border: 1px solid var(--line);
  border-radius: .25rem; overflow-wrap: normal }
.faint { color: var(--faint) }
@media (min-width: 40rem) { dl { grid-template-columns: 13rem minmax(0, 1fr) } dd { padding-top: .25rem } }
@media (min-width: 72rem) {
  body { display: grid; grid-template-columns: 19rem minmax(0, 1fr) }
  nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; border-bottom: 0; border-right: 1px solid var(--line);
    font-size: .875rem }
  nav > ul { display: block }
  nav > ul > li { margin-bottom: .75rem; font-weight: 600 }
  nav ul ul { display: block; font-weight: 400 }
  main { padding: 1rem 2.5rem 4rem }
}
@media print {
  :root { --ink: #000; --faint: #444; --line: #999; --ground: #fff; --shade: #fff; --link: #000; --mark: #000 }
  html { font-size: 9pt }
  body { display: block }
  nav { display: none }
  main { max-width: none; padding: 0 }
  pre { white-space: pre-wrap; overflow-wrap: anywhere }
  h2, h3, h4 { break-after: avoid }
  pre, dt { break-inside: avoid }
  a { text-decoration: none }
}
)css";

// ---- texts

/// What stands between backticks is code.
std::string prose(std::string_view text) {
  std::string out;
  bool code = false;
  for (const char c : escaped(text)) {
    if (c != '`') {
      out.push_back(c);
      continue;
    }
    out.append(code ? "</code>" : "<code>");
    code = !code;
  }
  return out;
}

std::string text_in(const Ordered& json, std::string_view name) {
  const auto member = json.find(name);
  return member == json.end() ? std::string{} : member->get<std::string>();
}

std::string joined_by(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (const std::string& part : parts) out.append(out.empty() ? std::string_view{} : between).append(part);
  return out;
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return text;
}

// ---- references and types

std::string name_of_reference(const Ordered& reference) {
  const std::string place = reference.at("$ref");
  return place.substr(place.rfind('/') + 1);
}

std::string link_to(std::string_view part, std::string_view name, std::string_view shown) {
  return format(R"(<a href="#{}-{}">{}</a>)", part, escaped(name), escaped(shown));
}

std::string code(std::string_view text) { return format("<code>{}</code>", escaped(text)); }

/// A bound as it is said: the keyword of the schema, and how its value is put.
struct Bound {
  std::string_view keyword;
  std::string_view said;
};
constexpr std::array bounds{Bound{"pattern", "as "},        Bound{"minLength", "at least "},
                            Bound{"maxLength", "at most "}, Bound{"minimum", "from "},
                            Bound{"maximum", "to "},        Bound{"default", "else "}};

std::string bound_as_said(const Bound& bound, const Ordered& value) {
  if (bound.keyword == "minLength" && value == 1) return "not empty";
  const std::string shown = value.is_string() ? code(value.get<std::string>()) : escaped(value.dump());
  return std::string{bound.said} + shown + (bound.keyword.ends_with("Length") ? " characters" : "");
}

std::string bounds_of(const Ordered& schema) {
  std::vector<std::string> all;
  for (const Bound& bound : bounds) {
    const auto value = schema.find(bound.keyword);
    if (value == schema.end() || (bound.keyword == "minLength" && *value == 0)) continue;
    all.push_back(bound_as_said(bound, *value));
  }
  return all.empty() ? std::string{} : ", " + joined_by(all, ", ");
}

std::string type_of(const Ordered& schema);

std::string words_of_list(const Ordered& list) {
  std::vector<std::string> words;
  for (const Ordered& word : list) words.push_back(code(word.get<std::string>()));
  return joined_by(words, ", ");
}

std::string choice_of(const Ordered& schemas) {
  std::vector<std::string> all;
  for (const Ordered& one : schemas) all.push_back(type_of(one));
  return joined_by(all, " or ");
}

std::string type_of_object(const Ordered& schema) {
  const auto others = schema.find("additionalProperties");
  if (others != schema.end() && others->is_object()) return "by name: " + type_of(*others);
  const auto properties = schema.find("properties");
  if (properties == schema.end()) {
    const auto names = schema.find("propertyNames");
    return names == schema.end() ? "object" : "object with one of " + words_of_list(names->at("enum"));
  }
  std::vector<std::string> members;
  for (const auto& [name, member] : properties->items())
    members.push_back(format("{}: {}", code(name), type_of(member)));
  return members.empty() ? "object without members" : joined_by(members, "; ");
}

std::string plain_type(const Ordered& type) {
  if (type.is_string()) return type == "string" ? "text" : type.get<std::string>();
  std::vector<std::string> all;
  for (const Ordered& one : type) all.push_back(plain_type(one));
  return joined_by(all, " or ");
}

/// In a few words, with links to what has a name.
std::string type_of(const Ordered& schema) {
  if (schema.contains("$ref")) {
    const std::string name = name_of_reference(schema);
    return link_to("schema", name, name);
  }
  for (const std::string_view choice : {"anyOf", "oneOf"})
    if (schema.contains(choice)) return choice_of(schema.at(choice));
  if (schema.contains("enum")) return "one of " + words_of_list(schema.at("enum"));
  const Ordered& type = schema.at("type");
  if (type == "array") return "list of " + type_of(schema.at("items"));
  if (type == "object") return type_of_object(schema);
  const std::string form = text_in(schema, "format");
  return plain_type(type) + (form.empty() ? "" : format(" ({})", form)) + bounds_of(schema);
}

// ---- the page

class Page {
 public:
  explicit Page(const Ordered& all) : all_(all) {}

  std::string text() {
    const Ordered& info = all_.at("info");
    out_ = format(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<title>{0}: reference</title>\n<style>{1}</style>\n</head>\n<body>\n",
        escaped(text_in(info, "title")), style);
    add_contents();
    out_ += format("<main>\n<h1>{}</h1>\n<p>{}</p>\n", escaped(text_in(info, "title")),
                   prose(text_in(info, "description")));
    add_how_to_ask();
    for (const Ordered& tag : all_.at("tags")) add_section(tag);
    add_answers();
    add_schemas();
    out_ += "</main>\n</body>\n</html>\n";
    return std::move(out_);
  }

 private:
  struct Operation {
    std::string path;
    std::string method;
    const Ordered& json;
  };

  [[nodiscard]] std::vector<Operation> operations_of(std::string_view tag) const {
    std::vector<Operation> found;
    for (const auto& [path, methods] : all_.at("paths").items()) {
      for (const auto& [method, json] : methods.items())
        if (json.at("tags").at(0) == tag) found.push_back({path, upper(method), json});
    }
    return found;
  }

  /// Precondition: a reference.
  [[nodiscard]] const Ordered& named_by(const Ordered& json) const {
    return all_.at(Ordered::json_pointer{json.at("$ref").get<std::string>().substr(1)});
  }

  void add_contents() {
    out_ += "<nav aria-label=\"Contents\">\n<ul>\n";
    for (const Ordered& tag : all_.at("tags")) {
      const std::string name = tag.at("name");
      out_ += "<li>" + link_to("tag", name, name) + "\n<ul>";
      for (const Operation& one : operations_of(name)) {
        out_ += "<li>" +
                link_to("operation", text_in(one.json, "operationId"), text_in(one.json, "operationId")) +
                "</li>\n";
      }
      out_ += "</ul></li>\n";
    }
    out_ +=
        "<li><a href=\"#answers\">refusals</a></li>\n<li><a "
        "href=\"#schemas\">schemas</a></li>\n</ul>\n</nav>\n";
  }

  void add_how_to_ask() {
    out_ +=
        "<h4>To run what stands here</h4>\n"
        "<p>Each <code>curl</code> is whole once the shell knows the node and a file with your key; put your "
        "own "
        "numbers in place of those of the example.</p>\n"
        "<pre>export LINTAS_NODE=http://127.0.0.1:8080\nexport LINTAS_KEY_FILE=my.key\n"
        "export LINTAS_SECOND_KEY_FILE=colleague.key   # of an act that needs four eyes</pre>\n"
        "<p>The same for programs: <a href=\"openapi.json\">openapi.json</a> (OpenAPI 3.1).</p>\n";
  }

  void add_section(const Ordered& tag) {
    const std::string name = tag.at("name");
    out_ += format("<section>\n<h2 id=\"tag-{0}\">{0}</h2>\n<p>{1}</p>\n", escaped(name),
                   prose(text_in(tag, "description")));
    for (const Operation& one : operations_of(name)) add_operation(one);
    for (const auto& [event, methods] : all_.at("webhooks").items()) {
      for (const auto& [method, json] : methods.items())
        if (json.at("tags").at(0) == name) add_operation({"to your address", upper(method), json});
    }
    out_ += "</section>\n";
  }

  void add_operation(const Operation& one) {
    out_ += format(
        "<article>\n<h3 id=\"operation-{}\"><code><span "
        "class=\"method\">{}</span>{}</code></h3>\n<p>{}</p>\n",
        escaped(text_in(one.json, "operationId")), one.method, escaped(one.path),
        prose(text_in(one.json, "summary")));
    out_ += format("<p class=\"faint\">{}</p>\n", who_may(one.json));
    add_parameters(one.json.at("parameters"));
    if (one.json.contains("requestBody")) add_body(one.json.at("requestBody"));
    add_responses(one.json.at("responses"));
    if (one.json.contains("x-codeSamples"))
      out_ += format("<pre>{}</pre>\n", escaped(text_in(one.json.at("x-codeSamples").at(0), "source")));
    out_ += "</article>\n";
  }

  static std::string who_may(const Ordered& operation) {
    if (operation.contains("security")) return "Without a key.";
    const auto roles = operation.find("x-lintas-roles");
    if (roles == operation.end()) return "With any key.";
    std::vector<std::string> names;
    for (const Ordered& role : *roles) names.push_back(escaped(role.get<std::string>()));
    return "With the key of: " + joined_by(names, ", ") + ".";
  }

  void add_parameters(const Ordered& parameters) {
    if (parameters.empty()) return;
    out_ += "<h4>Parameters</h4>\n<dl>\n";
    for (const Ordered& reference : parameters) {
      const Ordered& one = reference.contains("$ref") ? named_by(reference) : reference;
      out_ += format("<dt>{} <small>{}{}</small></dt><dd>{} <span class=\"faint\">{}</span></dd>\n",
                     escaped(text_in(one, "name")), escaped(text_in(one, "in")),
                     one.at("required") == true ? "" : ", may be left out",
                     prose(text_in(one, "description")), type_of(one.at("schema")));
    }
    out_ += "</dl>\n";
  }

  static std::string content_text(const Ordered& content) {
    std::vector<std::string> all;
    for (const auto& [media, body] : content.items())
      all.push_back(format("{} ({})", type_of(body.at("schema")), escaped(media)));
    return joined_by(all, ", or ");
  }

  void add_body(const Ordered& body) {
    out_ += format("<h4>Body</h4>\n<p>{} <span class=\"faint\">{}</span></p>\n",
                   content_text(body.at("content")), prose(text_in(body, "description")));
  }

  [[nodiscard]] std::string headers_text(const Ordered& response) const {
    const auto headers = response.find("headers");
    if (headers == response.end()) return {};
    std::vector<std::string> all;
    for (const auto& [name, header] : headers->items()) all.push_back(code(name));
    return format(" <span class=\"faint\">with {}</span>", joined_by(all, ", "));
  }

  /// What is the same everywhere stands once, behind the operations.
  void add_responses(const Ordered& responses) {
    out_ += "<h4>Answers</h4>\n<dl>\n";
    std::vector<std::string> common;
    for (const auto& [status, response] : responses.items()) {
      if (response.contains("$ref")) {
        common.push_back(
            link_to("answer", name_of_reference(response), status == "default" ? "others" : status));
        continue;
      }
      const std::string content =
          response.contains("content") ? content_text(response.at("content")) + "." : "";
      out_ += format("<dt>{}</dt><dd>{} {}{}</dd>\n", escaped(status),
                     prose(text_in(response, "description")), content, headers_text(response));
    }
    if (!common.empty()) out_ += format("<dt>refusals</dt><dd>{}</dd>\n", joined_by(common, " "));
    out_ += "</dl>\n";
  }

  void add_answers() {
    out_ += "<section>\n<h2 id=\"answers\">refusals</h2>\n<p>A refusal is " +
            link_to("schema", "Problem", "problem+json") +
            ": the rule that refuses, where, and what to do. What an operation refuses by its status is "
            "this.</p>\n<dl>\n";
    for (const auto& [name, response] : all_.at("components").at("responses").items()) {
      out_ += format("<dt id=\"answer-{0}\">{0}</dt><dd>{1}{2}</dd>\n", escaped(name),
                     prose(text_in(response, "description")), headers_text(response));
    }
    out_ += "</dl>\n</section>\n";
  }

  void add_schemas() {
    out_ += "<section>\n<h2 id=\"schemas\">schemas</h2>\n<p>What stands in bodies, each once.</p>\n";
    for (const auto& [name, schema] : all_.at("components").at("schemas").items()) {
      out_ += format("<article>\n<h3 id=\"schema-{0}\"><code>{0}</code></h3>\n<p>{1}</p>\n", escaped(name),
                     prose(text_in(schema, "description")));
      add_schema(schema);
      out_ += "</article>\n";
    }
    out_ += "</section>\n";
  }

  void add_schema(const Ordered& schema) {
    const auto properties = schema.find("properties");
    if (properties == schema.end() || properties->empty()) {
      out_ += format("<p>{}{}</p>\n", type_of(schema), examples_text(schema));
      return;
    }
    const Ordered required = schema.value("required", Ordered::array());
    out_ += "<dl>\n";
    for (const auto& [name, member] : properties->items()) {
      const bool needed = std::ranges::find(required, Ordered(name)) != required.end();
      out_ += format("<dt>{}{}</dt><dd>{} <span class=\"faint\">{}</span></dd>\n", escaped(name),
                     needed ? "" : " <small>may be left out</small>", type_of(member),
                     prose(text_in(member, "description")));
    }
    out_ += "</dl>\n";
  }

  static std::string examples_text(const Ordered& schema) {
    const auto examples = schema.find("examples");
    return examples == schema.end() ? std::string{}
                                    : format(", as {}", code(examples->at(0).get<std::string>()));
  }

  const Ordered& all_;
  std::string out_;
};

}  // namespace

net::Response openapi_page(std::string_view description, Sha256 sha256) {
  const Ordered all = Ordered::parse(description, nullptr, false);
  require(!all.is_discarded(), "the description is JSON");
  net::Response response = net::text_response(200, "text/html;charset=utf-8", Page{all}.text());
  keep_to_itself(response, style, sha256);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

}  // namespace lintas::api
