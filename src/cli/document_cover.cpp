#include <array>
#include <cstddef>
#include <string>

#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"
#include "cli/http.hpp"
#include "cli/movement_names.hpp"
#include "cli/output.hpp"

/// The documents of a movement beside its goods.
namespace lintas::cli {

namespace {

constexpr std::array operands{movement_operand};
constexpr std::array options{holder_option};

constexpr std::array certificate_columns{
    Shown{.pointer = "/reference", .label = "certificate"},
    Shown{.pointer = "/items", .label = "for goods"},
    Shown{.pointer = "/state", .label = "here"},
};
constexpr std::array goods_columns{
    Shown{.pointer = "/item", .label = "goods"},
    Shown{.pointer = "/subheading", .label = "subheading"},
    Shown{.pointer = "/mass", .label = "kg"},
    Shown{.pointer = "/cover", .label = "certificates"},
    Shown{.pointer = "/lacking", .label = "kg lacking"},
};

constexpr std::array permit_columns{
    Shown{.pointer = "/reference", .label = "permit"},
    Shown{.pointer = "/items", .label = "for goods"},
    Shown{.pointer = "/state", .label = "here"},
    Shown{.pointer = "/alarm", .label = "look at"},
};
constexpr std::array difference_columns{
    Shown{.pointer = "/kind", .label = "differs"},   Shown{.pointer = "/subheading", .label = "subheading"},
    Shown{.pointer = "/items", .label = "goods"},    Shown{.pointer = "/exported", .label = "kg exported"},
    Shown{.pointer = "/moved", .label = "kg moved"}, Shown{.pointer = "/references", .label = "by"},
};
constexpr std::array found_columns{
    Shown{.pointer = "/name", .label = "not named"}, Shown{.pointer = "/why", .label = "found by"},
    Shown{.pointer = "/items", .label = "goods"},    Shown{.pointer = "/state", .label = "here"},
    Shown{.pointer = "/covers", .label = "covers"},  Shown{.pointer = "/alarm", .label = "look at"},
};
constexpr std::array onward_columns{
    Shown{.pointer = "/declaration", .label = "went on by"},
    Shown{.pointer = "/regime", .label = "regime"},
    Shown{.pointer = "/items", .label = "goods"},
    Shown{.pointer = "/certificates", .label = "certificates"},
    Shown{.pointer = "/acdd", .label = "permits"},
};

/// A table has of a document its state and what somebody should look at.
void add_state(Json& row, const Json& here) {
  row["state"] = here.is_object() ? here["state"]["name"] : Json("not here, or not for you");
  row["alarm"] = here.is_object() ? here.value("alarm", Json{}) : Json{};
}
Json with_state(Json named, const char* document) {
  for (Json& one : named) {
    const Json here = one[document];
    add_state(one, here);
  }
  return named;
}

/// "SG, OX6K123456A" or "MY, MYPKG001, MY-TH 26/00417"; of a certificate without a number nothing.
std::string name_of(const Json& document) {
  const bool is_permit = document.contains("permit");
  const Json name = document.value(is_permit ? "permit" : "certificate", Json{});
  if (!name.is_object()) return {};
  std::string text = text_of(name.value("state", Json{}));
  if (!is_permit) text.append(", ").append(text_of(name.value("office", Json{})));
  return text.append(", ").append(text_of(name.value("number", Json{})));
}

Json with_names(Json found) {
  for (Json& one : found) {
    const Json here = one[one["certificate"].is_object() ? "certificate" : "acdd"];
    add_state(one, here);
    one["name"] = name_of(here);
    one["covers"] = Json::array();
    for (const Json& goods : one["goods"]) one["covers"].push_back(goods.value("cover", Json{}));
  }
  return found;
}

/// Tables of what there is.
template <std::size_t N>
void print_if_any(const Streams& streams, const Json& rows, const std::array<Shown, N>& columns) {
  if (rows.empty()) return;
  streams.out << '\n';
  print_table(streams.out, rows, columns);
}

Exit cover(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto answer = session->ask_json(
      {.path = with_query(path_of_movement(given, "/documents"), query_of_movement(given))});
  if (!answer) return answer.error();
  if (session->json()) {
    streams.out << json_line(*answer);
    return Exit::ok;
  }
  const auto list = [&](const char* name) { return answer->value(name, Json::array()); };
  const Json certificates = with_state(list("certificates"), "certificate");
  if (certificates.empty()) {
    streams.out << "The declaration names no certificate of origin.\n";
  } else {
    print_table(streams.out, certificates, certificate_columns);
  }
  streams.out << '\n';
  print_table(streams.out, list("goods"), goods_columns);
  print_if_any(streams, with_state(list("permits"), "acdd"), permit_columns);
  print_if_any(streams, list("differences"), difference_columns);
  print_if_any(streams, with_names(list("found")), found_columns);
  print_if_any(streams, list("onward"), onward_columns);
  return Exit::ok;
}

}  // namespace

constexpr Command doc_cover_command{
    .name = "doc cover",
    .summary = "lay the documents of a movement beside its goods",
    .about =
        "Certificates that the declaration names, and for each of the goods: covered; too_little is free;\n"
        "not_comparable, where a certificate does not count by mass; not_on_it; not_here; none_named.\n"
        "Exports whose permits it names, and how what was exported differs from what travels. What else\n"
        "its traders have for such goods. Under which regimes the goods went on. Goods need no document\n"
        "to travel: it decides nothing.\n",
    .operands = operands,
    .options = options,
    .asks_node = true,
    .example = "lintas doc cover 26SG000101A1B2C3J7",
    .run = &cover};

}  // namespace lintas::cli
