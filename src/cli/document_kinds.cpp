#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "cli/acts.hpp"
#include "cli/bodies.hpp"
#include "cli/cli.hpp"
#include "cli/connection.hpp"
#include "cli/documents.hpp"
#include "cli/http.hpp"
#include "cli/output.hpp"
#include "shell/net/http.hpp"

namespace lintas::cli {

const Json& member(const Json& json, std::string_view name) {
  static const Json none;
  const auto found = json.is_object() ? json.find(name) : json.end();
  return found == json.end() ? none : *found;
}

std::string text_of_option(const Given& given, std::string_view option) {
  return std::string{given.value(option).value_or("")};
}

// ---- shown

Json use_for_people(const Json& use) {
  std::string taken;
  for (const Json& line : member(use, "lines")) {
    taken += format("{}{}: {} {}", taken.empty() ? "" : ", ", text_of(member(line, "number")),
                    text_of(member(line, "quantity")), text_of(member(line, "unit")));
  }
  return {{"declaration", member(use, "declaration")},
          {"at", member(use, "at")},
          {"taken", taken.empty() ? "whole" : taken}};
}

void print_part(std::ostream& out, const Json& rows, std::span<const Shown> columns) {
  if (columns.empty() || !rows.is_array() || rows.empty()) return;
  out << '\n';
  print_table(out, rows, columns);
}

namespace {

/// What whoever asked may do now.
void print_acts(const Streams& streams, const Json& document) {
  const Json& acts = member(document, "acts");
  if (!acts.is_array() || acts.empty()) return;
  std::string text;
  for (const Json& one : acts) {
    text += format("{}{} ({})", text.empty() ? "" : ", ", text_of(member(one, "name")),
                   text_of(member(one, "words")));
  }
  streams.out << '\n' << wrapped(printable("You may now: " + text), streams.width) << '\n';
}

void print_document(const DocumentKind& kind, const Streams& streams, const Json& document) {
  const Json told = kind.for_people == nullptr ? document : kind.for_people(document);
  Json record = told;
  record["name"] = kind.name_for_people(document);
  for (const Table& table : kind.tables) record.erase(std::string{table.member});
  for (const char* const elsewhere : {"acts", "location"}) record.erase(elsewhere);
  print_record(streams.out, record, kind.rows, streams.width);
  for (const Table& table : kind.tables) print_part(streams.out, member(told, table.member), table.columns);
  if (kind.print_more != nullptr) kind.print_more(streams, document);
  print_acts(streams, document);
}

}  // namespace

// ---- asked for, whatever the kind

std::string path_of_document(const DocumentKind& kind, const Given& given) {
  return path_of(format("{}/", kind.address), given.operand(0));
}

Exit show_one(const DocumentKind& kind, const std::string& path, const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto document = session->ask_json({.path = path});
  if (!document) return document.error();
  if (session->json()) {
    streams.out << json_line(*document);
  } else {
    print_document(kind, streams, *document);
  }
  return Exit::ok;
}

Exit show_as_of(const DocumentKind& kind, const Given& given, const Streams& streams) {
  std::string path = path_of_document(kind, given);
  if (given.has("--at")) {
    path = with_query(path.append("/as-of"), {{.name = "instant", .value = text_of_option(given, "--at")}});
  }
  return show_one(kind, path, given, streams);
}

Exit list_all(const DocumentKind& kind, std::span<const std::string_view> options,
              std::vector<net::Parameter> query, const Given& given, const Streams& streams) {
  for (const std::string_view name : options)
    query.push_back({.name = std::string{name}, .value = text_of_option(given, format("--{}", name))});
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  return session->print_list(std::string{kind.address}, query, kind.columns,
                             [&](Json& one) { one["name"] = kind.name_for_people(one); });
}

Exit give_itself(const DocumentKind& kind, const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  return fetch_document(*session, path_of_document(kind, given).append(kind.itself));
}

Exit print_kept(const Session& session, const Json& kept) {
  const Streams& streams = session.streams();
  if (session.json()) {
    streams.out << json_line(kept);
    return Exit::ok;
  }
  static constexpr std::array rows{
      Shown{.pointer = "/done", .label = "done"}, Shown{.pointer = "/repeated", .label = "sent before"},
      Shown{.pointer = "/location", .label = ""}, Shown{.pointer = "/trace_id", .label = "trace"}};
  print_taken(streams.out, kept, rows, streams.width);
  return Exit::ok;
}

Exit ask_with_reason(const DocumentKind& kind, std::string_view act, const Given& given,
                     const Streams& streams) {
  if (!given.has("--reason")) return refuse(given, streams, "--reason is needed");
  return act_on(kind, given, streams, [&](Session& session, const Json& document) {
    Json content = named(kind, document, act);
    content["reason"] = text_of_option(given, "--reason");
    return ask_about(session, act, std::move(content));
  });
}

namespace {

/// The last one is what is named, listed and sent by nothing that is another's.
constexpr std::array kinds{&acdd_kind, &kind_document_kind, &origin_kind, &certificate_kind};

}  // namespace

// ---- asked for

const DocumentKind& kind_named(std::string_view operand) {
  const auto* const found =
      std::ranges::find_if(kinds, [&](const DocumentKind* kind) { return kind->is_named_by(operand); });
  return found == kinds.end() ? *kinds.back() : **found;
}

const DocumentKind& kind_listed(const Given& given) {
  const auto* const found = std::ranges::find_if(
      kinds, [&](const DocumentKind* kind) { return !kind->listed.empty() && given.has(kind->listed); });
  return found == kinds.end() ? *kinds.back() : **found;
}

Json items_of(const Given& given, const Json& others) {
  Json items = Json::array();
  for (const std::string_view text : given.values("--item")) {
    std::uint32_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    items.push_back(number);
  }
  return items.empty() ? others : items;
}

// The root stands before all else that names a message.
const DocumentKind& kind_in(std::string_view message) {
  const auto place_of_root = [&](const DocumentKind* kind) { return message.find(kind->root); };
  const DocumentKind* const first = *std::ranges::min_element(kinds, {}, place_of_root);
  return message.contains(first->root) ? *first : *kinds.back();
}

Json named(const DocumentKind& kind, const Json& document, std::string_view act) {
  const auto is_of = [&](const DocumentSide& side) { return act.starts_with(format("{}.", side.acts)); };
  const auto found = std::ranges::find_if(kind.sides, is_of);
  const std::string by{(found == kind.sides.end() ? kind.sides.back() : *found).named_by};
  Json content = Json::object();
  content[by] = member(document, by);
  return content;
}

Exit ask_about(Session& session, std::string_view act, Json content) {
  auto whole = content_of_act(session, act, std::move(content));
  return whole ? ask_act(session, act, *std::move(whole)) : whole.error();
}

Exit act_on(const DocumentKind& kind, const Given& given, const Streams& streams,
            const std::function<Exit(Session&, const Json& document)>& make) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto document = session->ask_json({.path = path_of_document(kind, given)});
  if (!document) return document.error();
  return make(*session, *document);
}

std::string path_of_document(const Given& given) {
  return path_of_document(kind_named(given.operand(0)), given);
}

}  // namespace lintas::cli
