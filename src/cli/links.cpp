#include <array>
#include <ostream>
#include <string>
#include <string_view>

#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"
#include "cli/http.hpp"
#include "cli/movement_names.hpp"
#include "cli/output.hpp"
#include "shell/net/http.hpp"

/// Links to a movement for partners without an account.
namespace lintas::cli {

namespace {

constexpr std::array link_operands{movement_operand};
constexpr std::array link_options{
    Option{.name = "--days",
           .value = "N",
           .meaning = "how long it is good, 1 to 30; 7 if left out",
           .kind = Kind::number},
    Option{.name = "--revoke",
           .meaning = "take back every link to the movement that your party or office gave out so far",
           .kind = Kind::flag},
    holder_option, idempotency_option};

constexpr std::array made_rows{
    Shown{.pointer = "/url", .label = "link"}, Shown{.pointer = "/until", .label = "good until"},
    Shown{.pointer = "/mrn", .label = "MRN"}, Shown{.pointer = "/location", .label = ""}};

Exit make(Session& session, const std::string& path) {
  Ask ask{.method = net::Method::post, .path = path, .content_type = "application/json"};
  Json body = Json::object();
  if (const auto days = session.given().number("--days")) body["days"] = *days;
  ask.body = body.dump();
  auto answer = session.ask_json(ask);
  if (!answer) return answer.error();
  (*answer)["url"] = session.address() + text_of((*answer)["location"]);
  std::ostream& out = session.streams().out;
  if (session.json()) {
    out << json_line(*answer);
  } else {
    print_record(out, *answer, made_rows, session.streams().width);
  }
  return Exit::ok;
}

Exit revoke(Session& session, const std::string& path) {
  const auto answer = session.ask_json(
      {.method = net::Method::remove, .path = path, .idempotency_key = session.idempotency_key()});
  if (!answer) return answer.error();
  if (session.json()) {
    session.streams().out << json_line(*answer);
  } else {
    session.streams().out << "taken back: no link that was given out before shows anything now\n";
  }
  return Exit::ok;
}

Exit link(const Given& given, const Streams& streams) {
  const bool revokes = given.has("--revoke");
  if (revokes && given.has("--days")) return refuse(given, streams, "--revoke and --days do not go together");
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const std::string path = with_query(path_of_movement(given, "/links"), query_of_movement(given));
  return revokes ? revoke(*session, path) : make(*session, path);
}

}  // namespace

constexpr Command link_command{
    .name = "link",
    .summary = "make a link by which anybody sees status and last place of a movement, and nothing else",
    .about =
        "For a partner without an account: whoever has the link sees it, so send it to nobody else. It "
        "begins "
        "with\nthe address of the node as you call it. It ends with its days, with --revoke, and with your "
        "key.\n",
    .operands = link_operands,
    .options = link_options,
    .asks_node = true,
    .example = "lintas link 26SG0000010000A1J0 --days 7",
    .run = &link};

}  // namespace lintas::cli
