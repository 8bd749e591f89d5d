#include <array>
#include <string>
#include <utility>

#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"
#include "cli/http.hpp"
#include "cli/movement_names.hpp"
#include "cli/output.hpp"

/// Certificates of origin beside the goods of a movement.
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

/// A table has its state, not all of it.
Json with_state(Json certificates) {
  for (Json& one : certificates) {
    const Json& here = one["certificate"];
    one["state"] = here.is_object() ? here["state"]["name"] : Json("not here, or not for you");
  }
  return certificates;
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
  const Json certificates = with_state(answer->value("certificates", Json::array()));
  if (certificates.empty())
    streams.out << "The declaration names no certificate of origin.\n";
  else
    print_table(streams.out, certificates, certificate_columns);
  streams.out << '\n';
  print_table(streams.out, answer->value("goods", Json::array()), goods_columns);
  return Exit::ok;
}

}  // namespace

constexpr Command doc_cover_command{
    .name = "doc cover",
    .summary = "lay the certificates that a declaration names beside its goods",
    .about =
        "For each of the goods: covered; too_little is free; not_comparable, where a certificate does not "
        "count "
        "by mass;\nnot_on_it; not_here; none_named. Goods need no certificate to travel: it decides "
        "nothing.\n",
    .operands = operands,
    .options = options,
    .asks_node = true,
    .example = "lintas doc cover 26SG000101A1B2C3J7",
    .run = &cover};

}  // namespace lintas::cli
