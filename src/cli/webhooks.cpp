#include <array>
#include <string>
#include <string_view>

#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"
#include "cli/http.hpp"
#include "cli/output.hpp"
#include "shell/net/http.hpp"

/// Subscriptions to the feed: who is told where of what.
namespace lintas::cli {

namespace {

constexpr std::array columns{Shown{.pointer = "/id", .label = "id"},
                             Shown{.pointer = "/state", .label = "state"},
                             Shown{.pointer = "/why", .label = "why"},
                             Shown{.pointer = "/failing_since", .label = "failing since"},
                             Shown{.pointer = "/failed_with", .label = "failed with"},
                             Shown{.pointer = "/url", .label = "address"},
                             Shown{.pointer = "/events", .label = "events"},
                             Shown{.pointer = "/delivered", .label = "delivered up to"}};

constexpr std::array secret_and_columns{
    Shown{.pointer = "/id", .label = "id"},         Shown{.pointer = "/state", .label = "state"},
    Shown{.pointer = "/secret", .label = "secret"}, Shown{.pointer = "/public_key", .label = "public key"},
    Shown{.pointer = "/url", .label = "address"},   Shown{.pointer = "/events", .label = "events"}};

Exit print(const Session& session, const Json& answer) {
  if (session.json()) {
    session.streams().out << json_line(answer);
  } else if (answer.contains("secret")) {
    print_record(session.streams().out, answer, secret_and_columns, session.streams().width);
  } else {
    print_record(session.streams().out, answer, columns, session.streams().width);
  }
  return Exit::ok;
}

/// Has it done under an idempotency key, and prints what is answered.
Exit change(const Given& given, const Streams& streams, net::Method method, const std::string& path,
            const Json& body = {}) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  Ask ask{.method = method, .path = path, .idempotency_key = session->idempotency_key()};
  if (!body.is_null()) {
    ask.content_type = "application/json";
    ask.body = body.dump();
  }
  const auto answer = session->ask_json(ask);
  return answer ? print(*session, *answer) : answer.error();
}

std::string path_to(const Given& given, std::string_view what = {}) {
  return path_of("/v1/webhooks/", given.operand(0), what);
}

constexpr std::array id_operand{Operand{.name = "ID", .meaning = "as `lintas webhooks list` shows it"}};
constexpr std::array key_only{idempotency_option};

constexpr std::array add_operands{Operand{.name = "URL", .meaning = "where events are posted, over https"}};
constexpr std::array add_options{
    Option{.name = "--event",
           .value = "NAME",
           .meaning = "only this one, as departure.released; repeat it for others; all if left out",
           .repeats = true},
    Option{.name = "--after",
           .value = "CURSOR",
           .meaning = "begin behind this event; with what comes next if left out"},
    idempotency_option};

Exit add(const Given& given, const Streams& streams) {
  Json body{{"url", given.operand(0)}};
  for (const std::string_view name : given.values("--event")) body["events"].push_back(name);
  if (const auto after = given.value("--after")) body["after"] = *after;
  return change(given, streams, net::Method::post, "/v1/webhooks", body);
}

constexpr std::array limit_only{limit_option};

Exit list(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  return session->print_list("/v1/webhooks", {}, columns);
}

Exit show(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto answer = session->ask_json({.path = path_to(given)});
  return answer ? print(*session, *answer) : answer.error();
}

Exit pause(const Given& given, const Streams& streams) {
  return change(given, streams, net::Method::post, path_to(given, "/pause"));
}
Exit resume(const Given& given, const Streams& streams) {
  return change(given, streams, net::Method::post, path_to(given, "/resume"));
}
Exit rotate(const Given& given, const Streams& streams) {
  return change(given, streams, net::Method::post, path_to(given, "/rotate"));
}
Exit remove(const Given& given, const Streams& streams) {
  return change(given, streams, net::Method::remove, path_to(given));
}

constexpr std::array redeliver_options{
    Option{.name = "--from", .value = "CURSOR", .meaning = "behind this event; needed"}, idempotency_option};

Exit redeliver(const Given& given, const Streams& streams) {
  const auto from = given.value("--from");
  if (!from) return refuse(given, streams, "--from is needed");
  return change(given, streams, net::Method::post, path_to(given, "/redeliver"), Json{{"from", *from}});
}

}  // namespace

constexpr Command webhooks_add_command{
    .name = "webhooks add",
    .summary = "have each event that you may see posted to an address",
    .about =
        "The secret that signatures are made with is shown in this answer alone. docs/events.md says what is "
        "posted.\n",
    .operands = add_operands,
    .options = add_options,
    .asks_node = true,
    .example = "lintas webhooks add https://hooks.example/lintas --event departure.released",
    .run = &add};

constexpr Command webhooks_list_command{.name = "webhooks list",
                                        .summary = "list your subscriptions and how they stand",
                                        .options = limit_only,
                                        .asks_node = true,
                                        .example = "lintas webhooks list",
                                        .run = &list};

constexpr Command webhooks_show_command{.name = "webhooks show",
                                        .summary = "print how a subscription stands",
                                        .operands = id_operand,
                                        .asks_node = true,
                                        .example = "lintas webhooks show wh_0a1b2c3d4e5f60718293",
                                        .run = &show};

constexpr Command webhooks_pause_command{.name = "webhooks pause",
                                         .summary = "post nothing until it is resumed; nothing is lost",
                                         .operands = id_operand,
                                         .options = key_only,
                                         .asks_node = true,
                                         .example = "lintas webhooks pause wh_0a1b2c3d4e5f60718293",
                                         .run = &pause};

constexpr Command webhooks_resume_command{
    .name = "webhooks resume",
    .summary = "go on where a paused or stopped subscription was, with the right of your key",
    .operands = id_operand,
    .options = key_only,
    .asks_node = true,
    .example = "lintas webhooks resume wh_0a1b2c3d4e5f60718293",
    .run = &resume};

constexpr Command webhooks_rotate_command{.name = "webhooks rotate",
                                          .summary = "make a new secret; those before sign as well for a day",
                                          .operands = id_operand,
                                          .options = key_only,
                                          .asks_node = true,
                                          .example = "lintas webhooks rotate wh_0a1b2c3d4e5f60718293",
                                          .run = &rotate};

constexpr Command webhooks_redeliver_command{
    .name = "webhooks redeliver",
    .summary = "post everything behind an event again",
    .operands = id_operand,
    .options = redeliver_options,
    .asks_node = true,
    .example = "lintas webhooks redeliver wh_0a1b2c3d4e5f60718293 --from 5f0c3a9be1d47702",
    .run = &redeliver};

constexpr Command webhooks_remove_command{.name = "webhooks remove",
                                          .summary = "end a subscription",
                                          .operands = id_operand,
                                          .options = key_only,
                                          .asks_node = true,
                                          .example = "lintas webhooks remove wh_0a1b2c3d4e5f60718293",
                                          .run = &remove};

}  // namespace lintas::cli
