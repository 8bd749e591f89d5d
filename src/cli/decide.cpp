#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <ostream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"
#include "cli/files.hpp"
#include "cli/http.hpp"
#include "cli/output.hpp"
#include "shell/net/http.hpp"

namespace lintas::cli {

namespace {

constexpr std::array act_operand{
    Operand{.name = "ACT", .meaning = "as departure.release; `lintas me` lists those that you may do"}};
constexpr std::array decide_options{
    Option{.name = "--set",
           .value = "FIELD=VALUE",
           .meaning = "one field of the act; a field within another as a.b, money as '12.50 SGD', a list by "
                      "several --set of one field",
           .repeats = true},
    Option{
        .name = "--content", .value = "FILE", .meaning = "the whole act as JSON; - for the standard input"},
    Option{.name = "--second-key-file",
           .value = "FILE",
           .meaning = "key of the second officer, where an act needs four eyes"},
    Option{.name = "--if-match",
           .value = "VERSION",
           .meaning = "only if what the act is about still has the version that was shown; or the ETag"},
    idempotency_option};

/// The schemas of the node's description, by which a text becomes a number, money or a list.
class Schemas {
 public:
  explicit Schemas(Json description) : description_(std::move(description)) {}

  [[nodiscard]] const Json* act(std::string_view name) const {
    const auto all = find(description_, "components", "schemas");
    if (all == nullptr) return nullptr;
    const auto found = all->find(std::string{name});
    // Money and Problem have no title: they are parts, not acts.
    return found == all->end() || !found->contains("title") ? nullptr : &*found;
  }

  [[nodiscard]] std::vector<std::string> acts() const {
    std::vector<std::string> names;
    const auto all = find(description_, "components", "schemas");
    if (all == nullptr) return names;
    for (const auto& [name, schema] : all->items())
      if (schema.contains("title") && name.contains('.')) names.push_back(name);
    return names;
  }

  /// The schema of a field; nothing where none is known, and the node says what it thinks of the field.
  [[nodiscard]] const Json* field(const Json* schema, std::string_view name) const {
    schema = resolved(schema);
    if (schema == nullptr) return nullptr;
    if (const Json* found = find(*schema, "properties", name)) return resolved(found);
    const auto choices = schema->find("oneOf");
    if (choices == schema->end()) return nullptr;
    for (const Json& choice : *choices)
      if (const Json* found = find(choice, "properties", name)) return resolved(found);
    return nullptr;
  }

  [[nodiscard]] const Json* resolved(const Json* schema) const {
    if (schema == nullptr || !schema->is_object()) return schema;
    const auto reference = schema->find("$ref");
    if (reference == schema->end() || !reference->is_string()) return schema;
    const auto& text = reference->get_ref<const std::string&>();
    const auto slash = text.rfind('/');
    return find(description_["components"], "schemas",
                std::string_view{text}.substr(slash == std::string::npos ? 0 : slash + 1));
  }

  [[nodiscard]] static const Json* find(const Json& json, std::string_view outer, std::string_view inner) {
    if (!json.is_object()) return nullptr;
    const auto first = json.find(std::string{outer});
    if (first == json.end() || !first->is_object()) return nullptr;
    const auto second = first->find(std::string{inner});
    return second == first->end() ? nullptr : &*second;
  }

 private:
  Json description_;
};

std::string type_of(const Json* schema) {
  return schema != nullptr && schema->is_object() ? schema->value("type", "") : std::string{};
}

bool is_money(const Json* schema) {
  return schema != nullptr && Schemas::find(*schema, "properties", "amount") != nullptr &&
         Schemas::find(*schema, "properties", "currency") != nullptr;
}

/// A text that is no number where a number is asked for stays a text: the node names the field and the form.
Json value_of(std::string_view text, const Json* schema) {
  const std::string type = type_of(schema);
  if (type == "boolean" && (text == "true" || text == "yes")) return true;
  if (type == "boolean" && (text == "false" || text == "no")) return false;
  if (type == "integer") {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc{} && end == text.data() + text.size()) return number;
  }
  if (is_money(schema)) {
    if (const auto blank = text.find(' '); blank != std::string_view::npos)
      return Json{{"amount", text.substr(0, blank)}, {"currency", text.substr(blank + 1)}};
  }
  return Json(std::string{text});
}

/// Puts a value where "a.b" says; what is wrong with that, else nothing.
std::string put(Json& content, std::string_view path, std::string_view text, const Json* schema,
                const Schemas& schemas) {
  Json* place = &content;
  std::string_view rest = path;
  while (true) {
    const auto dot = std::min(rest.find('.'), rest.size());
    const auto name = rest.substr(0, dot);
    if (name.empty()) return format("--set {}: a field has a name", path);
    schema = schemas.field(schema, name);
    if (!place->is_object() && !place->is_null()) return format("--set {}: is a value already", path);
    place = &(*place)[std::string{name}];
    if (dot == rest.size()) break;
    rest.remove_prefix(dot + 1);
  }
  if (type_of(schema) == "array") {
    const auto items = schema->find("items");
    place->push_back(value_of(text, items == schema->end() ? nullptr : schemas.resolved(&*items)));
    return {};
  }
  if (!place->is_null()) return format("--set {}: stands twice, and it is no list", path);
  *place = value_of(text, schema);
  return {};
}

std::string form_of(const Json* schema) {
  if (is_money(schema)) return "money, as '12.50 SGD'";
  std::string form = type_of(schema);
  if (form.empty()) return "one of several records";
  const auto format_name = schema->value("format", "");
  if (format_name == "date") return "day, as 2026-11-23";
  if (format_name == "date-time") return "instant, as 2026-11-23T18:32:00Z";
  if (const auto words = schema->find("enum"); words != schema->end()) return "one of " + text_of(*words);
  if (form == "string") return "text";
  if (form == "integer") return "whole number";
  if (form == "boolean") return "yes or no";
  if (form == "array") return "list";
  return "record";
}

void add_fields(Lines& lines, const Schemas& schemas, const Json* schema, const std::string& before) {
  schema = schemas.resolved(schema);
  const auto properties = schema->find("properties");
  if (properties == schema->end()) return;
  const Json needed = schema->value("required", Json::array());
  for (const auto& [name, raw] : properties->items()) {
    const Json* field = schemas.resolved(&raw);
    const bool required = std::ranges::find(needed, Json(name)) != needed.end();
    lines.add(printable(before + name), format("{}{}", form_of(field), required ? ", needed" : ""));
    if (type_of(field) == "object" && !is_money(field))
      add_fields(lines, schemas, field, format("{}{}.", before, name));
  }
}

Exit no_such_act(const Given& given, const Streams& streams, const Schemas& schemas) {
  streams.err << "lintas decide: the node knows no act '" << printable(given.operand(0)) << "'; it knows\n";
  for (const auto& name : schemas.acts()) streams.err << "  " << printable(name) << '\n';
  return Exit::usage;
}

std::expected<Schemas, Exit> schemas_of(Session& session) {
  auto description = session.ask_json({.path = "/v1/openapi.json"});
  if (!description) return std::unexpected(description.error());
  return Schemas{*std::move(description)};
}

Exit fields_of_act(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto schemas = schemas_of(*session);
  if (!schemas) return schemas.error();
  const Json* act = schemas->act(given.operand(0));
  if (act == nullptr) return no_such_act(given, streams, *schemas);
  streams.out << "\nfields of " << printable(given.operand(0)) << ":\n";
  Lines lines;
  add_fields(lines, *schemas, act, "");
  lines.print(streams.out, 2);
  return Exit::ok;
}

/// The content from --set, typed by the node's own description.
std::expected<std::string, Exit> content_of(const Given& given, const Streams& streams, Session& session) {
  const auto schemas = schemas_of(session);
  if (!schemas) return std::unexpected(schemas.error());
  const Json* act = schemas->act(given.operand(0));
  if (act == nullptr) return std::unexpected(no_such_act(given, streams, *schemas));
  Json content = Json::object();
  for (const auto field : given.values("--set")) {
    const auto equals = field.find('=');
    if (equals == std::string_view::npos)
      return std::unexpected(refuse(given, streams, format("--set {}: FIELD=VALUE is needed", field)));
    const auto fault = put(content, field.substr(0, equals), field.substr(equals + 1), act, *schemas);
    if (!fault.empty()) return std::unexpected(refuse(given, streams, fault));
  }
  return content.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Exit decide(const Given& given, const Streams& streams) {
  const auto file = given.value("--content");
  if (file && given.has("--set")) return refuse(given, streams, "--content and --set exclude each other");
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  Ask ask{.method = net::Method::post,
          .path = path_of("/v1/acts/", given.operand(0)),
          .content_type = "application/json"};
  if (file) {
    auto bytes = read_file(*file, streams.in);
    if (!bytes) {
      streams.err << "lintas decide: " << bytes.error() << '\n';
      return Exit::unreadable;
    }
    ask.body = *std::move(bytes);
  } else {
    auto content = content_of(given, streams, *session);
    if (!content) return content.error();
    ask.body = *std::move(content);
  }
  if (const auto second = given.value("--second-key-file")) {
    auto key = read_key(*second, streams);
    if (!key) {
      streams.err << "lintas decide: " << key.error() << '\n';
      return Exit::unreadable;
    }
    ask.headers.push_back({.name = "Lintas-Second", .value = *std::move(key)});
  }
  if (const auto tag = given.value("--if-match")) {
    if (!net::is_field_value(*tag)) return refuse(given, streams, "--if-match: is no version");
    const bool is_number = !tag->empty() && tag->find_first_not_of("0123456789") == std::string_view::npos;
    ask.headers.push_back(
        {.name = "If-Match", .value = is_number ? format("\"{}\"", *tag) : std::string{*tag}});
  }
  ask.idempotency_key = session->idempotency_key();
  const auto answer = session->ask_json(ask);
  if (!answer) return answer.error();
  if (session->json()) {
    streams.out << json_line(*answer);
    return exit_of_taken(*answer);
  }
  static constexpr std::array rows{
      Shown{.pointer = "/accepted", .label = "done"}, Shown{.pointer = "/mrn", .label = "MRN"},
      Shown{.pointer = "/status", .label = "status"}, Shown{.pointer = "/repeated", .label = "done before"},
      Shown{.pointer = "/faults", .label = ""},       Shown{.pointer = "/location", .label = ""},
      Shown{.pointer = "/trace_id", .label = "trace"}};
  print_taken(streams.out, *answer, rows, streams.width);
  return exit_of_taken(*answer);
}

}  // namespace

constexpr Command decide_command{
    .name = "decide",
    .summary = "do what an officer or a party may do to a movement or a guarantee",
    .about =
        "`lintas decide ACT --help` asks the node for the fields of an act. An act sent twice with one\n"
        "idempotency key is done once.\n",
    .operands = act_operand,
    .options = decide_options,
    .asks_node = true,
    .example = "lintas decide departure.release --set mrn=26SG0000010000A1J0",
    .run = &decide,
    .more_help = &fields_of_act};

}  // namespace lintas::cli
