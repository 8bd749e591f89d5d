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

#include "base/near.hpp"
#include "base/text.hpp"
#include "cli/acts.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"
#include "cli/files.hpp"
#include "cli/http.hpp"
#include "cli/output.hpp"
#include "core/messages/remedy.hpp"
#include "shell/net/http.hpp"

namespace lintas::cli {

namespace {

constexpr std::array act_operand{
    Operand{.name = "ACT", .meaning = "as departure.release; `lintas me` lists those that you may do"}};
constexpr std::array decide_options{
    set_option,
    Option{
        .name = "--content", .value = "FILE", .meaning = "the whole act as JSON; - for the standard input"},
    Option{.name = "--second-key-file",
           .value = "FILE",
           .meaning = "key of the second officer, where an act needs four eyes"},
    Option{.name = "--if-match",
           .value = "VERSION",
           .meaning = "only if what the act is about still has the version that `lintas show` printed"},
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

  /// What the description says of asking for the act; nothing if it does not.
  [[nodiscard]] const Json* operation(std::string_view name) const {
    const auto path = find(description_, "paths", format("/v1/acts/{}", name));
    if (path == nullptr || !path->is_object()) return nullptr;
    const auto post = path->find("post");
    return post == path->end() || !post->is_object() ? nullptr : &*post;
  }

  /// The parameter of that name, if the operation takes it.
  [[nodiscard]] const Json* parameter(const Json& operation, std::string_view name) const {
    const auto all = operation.find("parameters");
    if (all == operation.end() || !all->is_array()) return nullptr;
    for (const Json& one : *all) {
      if (name_in(one) == name) return find(description_["components"], "parameters", name);
    }
    return nullptr;
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
    if (schema == nullptr) return schema;
    const auto name = name_in(*schema);
    return name.empty() ? schema : find(description_["components"], "schemas", name);
  }

  /// Of {"$ref": "#/components/schemas/NAME"}; empty of what is no reference.
  [[nodiscard]] static std::string_view name_in(const Json& json) {
    const auto reference = json.is_object() ? json.find("$ref") : json.end();
    if (reference == json.end() || !reference->is_string()) return {};
    const std::string_view text = reference->get_ref<const std::string&>();
    return text.substr(text.rfind('/') + 1);
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

/// A text of the member; empty if there is none.
std::string text_in(const Json& json, const char* name) {
  const auto member = json.is_object() ? json.find(name) : json.end();
  return member == json.end() ? std::string{} : text_of(*member);
}

/// "text of at most 512 characters", "text, as SGTUS001".
std::string form_of_text(const Json& schema) {
  const std::string kind = text_in(schema, "format");
  if (kind == "date") return "day, as 2026-11-23";
  if (kind == "date-time") return "instant, as 2026-11-23T18:32:00Z";
  if (const auto words = text_in(schema, "enum"); !words.empty()) return "one of " + words;
  if (const auto examples = schema.find("examples"); examples != schema.end() && !examples->empty())
    return "text, as " + text_of(examples->front());
  const auto most = text_in(schema, "maxLength");
  return most.empty() ? "text" : format("text of at most {} characters", most);
}

std::string form_of_number(const Json& schema) {
  const auto least = text_in(schema, "minimum");
  const auto most = text_in(schema, "maximum");
  return least.empty() || most.empty() ? "whole number" : format("whole number, {} to {}", least, most);
}

/// The only member of one of several records, which is its name.
std::string_view name_of_choice(const Json& choice) {
  const auto members = choice.is_object() ? choice.find("properties") : choice.end();
  return members == choice.end() || members->empty() ? std::string_view{} : members->begin().key();
}

std::string form_of(const Schemas& schemas, const Json* schema) {
  if (schema == nullptr || !schema->is_object()) return "as the node says";
  if (is_money(schema)) return "money, as '12.50 SGD'";
  if (const auto choices = schema->find("oneOf"); choices != schema->end()) {
    std::string names;
    for (const Json& choice : *choices) names += format(" {}", name_of_choice(choice));
    return "exactly one of:" + printable(names);
  }
  const std::string type = type_of(schema);
  if (type == "string") return form_of_text(*schema);
  if (type == "integer") return form_of_number(*schema);
  if (type == "boolean") return "yes or no";
  if (type == "object") return "record";
  if (type != "array") return "as the node says";
  const auto items = schema->find("items");
  return items == schema->end() ? "list" : "list, each " + form_of(schemas, schemas.resolved(&*items));
}

/// The fields of an act, those within others behind a dot; below a form what the description says of it, the
/// first time that it stands there.
class Fields {
 public:
  explicit Fields(const Schemas& schemas) : schemas_(schemas) {}

  /// `given_with`: the record that the fields stand in, where that may be left out.
  void add(const Json* record, const std::string& before, const std::string& given_with) {
    record = schemas_.resolved(record);
    if (record == nullptr || !record->is_object()) return;
    const auto members = record->find("properties");
    if (members == record->end() || !members->is_object()) return;
    const Json needed = record->value("required", Json::array());
    for (const auto& [name, member] : members->items()) {
      const bool required = std::ranges::find(needed, Json(name)) != needed.end();
      add_field(before + name, member, required, given_with);
    }
  }

  void print(std::ostream& out, std::size_t width) const { lines_.print(out, 2, width); }

 private:
  void add_field(const std::string& path, const Json& member, bool required, const std::string& given_with) {
    const Json* schema = schemas_.resolved(&member);
    std::string text = form_of(schemas_, schema);
    if (required) text += given_with.empty() ? ", needed" : format(", needed with {}", given_with);
    if (const auto meaning = meaning_of(member, schema); !meaning.empty())
      text += "\n" + message::sentence(meaning);
    lines_.add(printable(path), text);
    if (schema == nullptr || is_money(schema)) return;
    const std::string within = required ? given_with : path;
    if (const auto choices = schema->find("oneOf"); choices != schema->end()) {
      for (const Json& choice : *choices) {
        const std::string name{name_of_choice(choice)};
        const Json* record = schemas_.field(&choice, name);
        add(record, format("{}.{}.", path, name), format("{}.{}", path, name));
      }
    } else if (type_of(schema) == "object") {
      add(schema, path + '.', within);
    } else if (const auto items = schema->find("items"); items != schema->end()) {
      const Json* item = schemas_.resolved(&*items);
      if (type_of(item) == "object" && !is_money(item)) add(item, path + "[].", path + "[]");
    }
  }

  /// Of the field itself, or of the form that it has, which is told once.
  std::string meaning_of(const Json& member, const Json* schema) {
    if (auto own = text_in(member, "description"); !own.empty()) return own;
    const Json* form = schema;
    auto name = Schemas::name_in(member);
    if (type_of(schema) == "array" && schema->contains("items")) {
      name = Schemas::name_in(schema->at("items"));
      form = schemas_.resolved(&schema->at("items"));
    }
    if (name.empty() || form == nullptr || is_money(form) || std::ranges::find(told_, name) != told_.end())
      return {};
    told_.emplace_back(name);
    return text_in(*form, "description");
  }

  const Schemas& schemas_;
  Lines lines_;
  std::vector<std::string> told_;
};

/// Who may do it, and whether a second officer is asked.
void print_persons(const Streams& streams, const Schemas& schemas, const Json& operation) {
  Lines lines;
  if (const auto roles = operation.find("x-lintas-roles"); roles != operation.end())
    lines.add("who may do it", text_of(*roles));
  const Json* second = schemas.parameter(operation, "Lintas-Second");
  const auto when = text_in(operation, "x-lintas-second");
  lines.add("second officer", second == nullptr ? "Not asked for."
                                                : format("{} (--second-key-file). {}",
                                                         when.empty() ? "May be needed" : "Needed " + when,
                                                         message::sentence(text_in(*second, "description"))));
  lines.print(streams.out, 0, streams.width);
}

/// The node's example of the whole act.
void print_example(const Streams& streams, const Json& operation) {
  const Json::json_pointer place{"/requestBody/content/application~1json/examples/whole/value"};
  if (!operation.contains(place)) return;
  streams.out << "\nthe whole act as JSON, for --content:\n";
  constexpr int indent = 2;
  const std::string text = operation.at(place).dump(indent, ' ', false, Json::error_handler_t::replace);
  std::string shown = "  ";
  for (const char c : text) shown += c == '\n' ? std::string{"\n  "} : std::string(1, c);
  streams.out << printable(shown) << '\n';
}

/// "aeo." of "aeo.suspend": what the act is about; empty where the name does not say it.
std::string_view group_of(std::string_view act) { return act.substr(0, act.find('.') + 1); }

/// There are a hundred acts and more: those about the same are told, else about what there are any.
Exit no_such_act(const Given& given, const Streams& streams, const Schemas& schemas, std::string_view act) {
  const auto names = schemas.acts();
  const std::vector<std::string_view> views{names.begin(), names.end()};
  const auto near = near_name(views, act);
  streams.err << "lintas " << given.command->name << ": the node knows no act '" << printable(act) << '\'';
  if (near) streams.err << "; is '" << printable(*near) << "' meant?";
  std::vector<std::string_view> told;
  for (const std::string_view name : views)
    if (!group_of(act).empty() && group_of(name) == group_of(act)) told.push_back(name);
  if (told.empty()) {
    for (const std::string_view name : views)
      if (std::ranges::find(told, group_of(name)) == told.end()) told.push_back(group_of(name));
  }
  streams.err << "\nIt knows\n";
  for (const std::string_view one : told) streams.err << "  " << printable(one) << '\n';
  streams.err << "`lintas me` lists those that your key may ask for.\n";
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
  if (act == nullptr) return no_such_act(given, streams, *schemas, given.operand(0));
  streams.out << "\nfields of " << printable(given.operand(0)) << ":\n";
  Fields fields{*schemas};
  fields.add(act, "", "");
  fields.print(streams.out, streams.width);
  if (const Json* operation = schemas->operation(given.operand(0))) {
    streams.out << '\n';
    print_persons(streams, *schemas, *operation);
    print_example(streams, *operation);
  }
  return Exit::ok;
}

Exit decide(const Given& given, const Streams& streams) {
  const auto file = given.value("--content");
  if (file && given.has("--set")) return refuse(given, streams, "--content and --set exclude each other");
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  if (!file) {
    auto content = content_of_act(*session, given.operand(0), Json::object());
    return content ? ask_act(*session, given.operand(0), *std::move(content)) : content.error();
  }
  auto bytes = read_file(*file, streams.in);
  if (!bytes) {
    streams.err << "lintas decide: " << bytes.error() << '\n';
    return Exit::unreadable;
  }
  return ask_act(*session, given.operand(0), *std::move(bytes));
}

}  // namespace

std::expected<std::string, Exit> content_of_act(Session& session, std::string_view act, Json filled) {
  const Given& given = session.given();
  const Streams& streams = session.streams();
  const auto schemas = schemas_of(session);
  if (!schemas) return std::unexpected(schemas.error());
  const Json* schema = schemas->act(act);
  if (schema == nullptr) return std::unexpected(no_such_act(given, streams, *schemas, act));
  Json content = Json::object();
  for (const auto field : given.values("--set")) {
    const auto equals = field.find('=');
    if (equals == std::string_view::npos)
      return std::unexpected(refuse(given, streams, format("--set {}: FIELD=VALUE is needed", field)));
    const auto fault = put(content, field.substr(0, equals), field.substr(equals + 1), schema, *schemas);
    if (!fault.empty()) return std::unexpected(refuse(given, streams, fault));
  }
  filled.update(content);
  return filled.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Exit ask_act(Session& session, std::string_view act, std::string content) {
  const Given& given = session.given();
  const Streams& streams = session.streams();
  Ask ask{.method = net::Method::post,
          .path = path_of("/v1/acts/", act),
          .content_type = "application/json",
          .body = std::move(content)};
  if (const auto second = given.value("--second-key-file")) {
    auto key = read_key(*second, streams);
    if (!key) {
      streams.err << "lintas " << given.command->name << ": " << key.error() << '\n';
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
  ask.idempotency_key = session.idempotency_key();
  const auto answer = session.ask_json(ask);
  if (!answer) return answer.error();
  if (session.json()) {
    streams.out << json_line(*answer);
    return exit_of_taken(*answer);
  }
  static constexpr std::array rows{
      Shown{.pointer = "/done", .label = "done"},     Shown{.pointer = "/accepted", .label = "done"},
      Shown{.pointer = "/mrn", .label = "MRN"},       Shown{.pointer = "/status", .label = "status"},
      Shown{.pointer = "/seals", .label = "seals"},   Shown{.pointer = "/repeated", .label = "done before"},
      Shown{.pointer = "/faults", .label = ""},       Shown{.pointer = "/location", .label = ""},
      Shown{.pointer = "/trace_id", .label = "trace"}};
  print_taken(streams.out, *answer, rows, streams.width);
  return exit_of_taken(*answer);
}

constexpr Command decide_command{
    .name = "decide",
    .summary = "do what an officer or a party may do to a movement, a guarantee or a certificate",
    .about =
        "`lintas decide ACT --help` asks the node for the fields of an act, who may do it, and whether a "
        "second "
        "officer\nis needed. An act sent twice with one idempotency key is done once.\n",
    .operands = act_operand,
    .options = decide_options,
    .asks_node = true,
    .example = "lintas decide departure.release --set mrn=26SG0000010000A1J0",
    .run = &decide,
    .more_help = &fields_of_act};

}  // namespace lintas::cli
