#include <algorithm>
#include <array>
#include <expected>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "cli/bodies.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"
#include "cli/files.hpp"
#include "cli/http.hpp"
#include "cli/indented.hpp"
#include "cli/movement_names.hpp"
#include "cli/output.hpp"
#include "shell/net/http.hpp"
#include "wire/json/json_reader.hpp"

namespace lintas::cli {

namespace {

constexpr std::array file_operand{
    Operand{.name = "FILE", .meaning = "the message in XML or JSON; - for the standard input"}};

Exit submit(const Given& given, const Streams& streams) {
  const auto message = ask_with_message(given, streams, "/v1/messages");
  if (!message) return message.error();
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  auto answer = session->ask_json(*message);
  if (!answer) return answer.error();
  if (session->json()) {
    streams.out << json_line(*answer);
    return exit_of_taken(*answer);
  }
  static constexpr std::array rows{
      Shown{.pointer = "/done", .label = "taken"},
      Shown{.pointer = "/accepted", .label = "taken"},
      Shown{.pointer = "/mrn", .label = "MRN"},
      Shown{.pointer = "/lrn", .label = "LRN"},
      reference_row,
      Shown{.pointer = "/status", .label = "status"},
      Shown{.pointer = "/repeated", .label = "sent before"},
      Shown{.pointer = "/faults", .label = ""},
      Shown{.pointer = "/trace_id", .label = "trace"},
  };
  show_reference(*answer);
  print_taken(streams.out, *answer, rows, streams.width);
  return exit_of_taken(*answer);
}

// ---- the trial

/// A trial that ends in a refusal has told what was asked, too; nothing where the message could not be tried.
std::optional<Json> refused_trial(const Http::Result& result) {
  constexpr std::array refusals{403, 404, 422};
  if (!result || std::ranges::find(refusals, result->status) == refusals.end()) return std::nullopt;
  Json problem = Json::parse(as_text(result->body), nullptr, false);
  const bool is_trial = problem.is_object() && problem.value("dry_run", Json{}) == true;
  return is_trial ? std::optional{std::move(problem)} : std::nullopt;
}

/// Whether it would pass, why, as each state of the route and the guarantees say, and at the end what it
/// costs.
void print_trial(const Streams& streams, const Json& answer, bool passes) {
  static constexpr std::array rows{
      Shown{.pointer = "/explanation", .label = "at risk"},
      Shown{.pointer = "/trace_id", .label = "trace"},
      // Told of the states and by the verdict.
      Shown{.pointer = "/valid", .label = ""},
      Shown{.pointer = "/passes", .label = ""},
      Shown{.pointer = "/faults", .label = ""},
      Shown{.pointer = "/states", .label = ""},
      Shown{.pointer = "/guarantee", .label = ""},
      Shown{.pointer = "/permits", .label = ""},
      Shown{.pointer = "/dry_run", .label = ""},
      // Of a refusal.
      Shown{.pointer = "/errors", .label = ""},
      Shown{.pointer = "/type", .label = ""},
      Shown{.pointer = "/title", .label = ""},
      Shown{.pointer = "/status", .label = ""},
      Shown{.pointer = "/detail", .label = ""},
      Shown{.pointer = "/code", .label = ""},
  };
  Json shown = answer;
  // A list of sentences reads better below each other.
  if (const auto lines = shown.find("explanation"); lines != shown.end() && lines->is_array()) {
    std::string text;
    for (const Json& line : *lines) text += (text.empty() ? "" : "\n") + text_of(line);
    *lines = text;
  }
  streams.out << "would pass  " << (passes ? "yes" : "no") << '\n';
  print_states(streams.out, answer, streams.width);
  print_permits(streams.out, answer);
  print_guarantee(streams.out, answer, streams.width);
  print_record(streams.out, shown, rows, streams.width);
}

Exit dry_run(const Given& given, const Streams& streams) {
  const auto message = ask_with_message(given, streams, "/v1/messages?dry_run=true");
  if (!message) return message.error();
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  auto result = session->answer_to(*message);
  std::expected<Json, Exit> answer;
  if (auto refused = refused_trial(result)) {
    answer = *std::move(refused);
  } else {
    answer = session->json_of(*message, std::move(result));
  }
  if (!answer) return answer.error();
  const bool passes = answer->value("passes", !answer->contains("errors"));
  if (session->json()) {
    streams.out << json_line(*answer);
  } else {
    print_trial(streams, *answer, passes);
  }
  return passes ? Exit::ok : Exit::invalid;
}

constexpr std::array mail_operands{
    movement_operand,
    Operand{.name = "N", .meaning = "one message, by its place in the list", .optional = true}};
constexpr std::array mail_options{
    holder_option, limit_option,
    Option{.name = "--to", .value = "FILE", .meaning = "write the message to a file instead of the screen"},
    raw_option};

constexpr std::array declaration_operand{movement_operand};
constexpr std::array declaration_options{
    holder_option,
    Option{.name = "--to", .value = "FILE", .meaning = "write it to a file instead of the screen"},
    raw_option};

Exit messages(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto path = path_of_movement(given, "/messages");
  if (given.operand(1).empty()) {
    for (const std::string_view option : {"--to", "--raw"})
      if (given.has(option)) return refuse(given, streams, format("{} needs N: which message?", option));
    static constexpr std::array columns{
        Shown{.pointer = "/n", .label = "N"},       Shown{.pointer = "/message", .label = "message"},
        Shown{.pointer = "/root", .label = "root"}, Shown{.pointer = "/direction", .label = "direction"},
        Shown{.pointer = "/from", .label = "from"}, Shown{.pointer = "/to", .label = "to"},
        Shown{.pointer = "/at", .label = "at"},     Shown{.pointer = "/id", .label = "id"}};
    return session->print_list(path, query_of_movement(given), columns);
  }
  return fetch_document(*session,
                        with_query(path_of(path + "/", given.operand(1)), query_of_movement(given)));
}

Exit declaration(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  return fetch_document(*session,
                        with_query(path_of_movement(given, "/declaration"), query_of_movement(given)));
}

}  // namespace

std::expected<Ask, Exit> ask_with_message(const Given& given, const Streams& streams, std::string_view path) {
  auto bytes = read_file(given.operand(0), streams.in);
  if (!bytes) {
    streams.err << "lintas " << given.command->name << ": " << bytes.error() << '\n';
    return std::unexpected(Exit::unreadable);
  }
  const std::string_view type = json::is_json(*bytes) ? "application/json" : "application/xml";
  return Ask{.method = net::Method::post,
             .path = std::string{path},
             .content_type = type,
             .body = *std::move(bytes)};
}

namespace {

/// For people XML is indented; a file, a pipe and --raw get the document itself.
void print_document(const Session& session, std::string_view text) {
  const Streams& streams = session.streams();
  if (session.given().has("--raw") || (!streams.is_screen && !session.json())) {
    streams.out << text;
  } else if (session.json()) {
    streams.out << text << (text.ends_with('\n') ? "" : "\n");
  } else {
    streams.out << printable(indented(text)) << '\n';
  }
}

}  // namespace

Exit fetch_document(Session& session, std::string path) {
  const auto answer = session.ask(
      {.path = std::move(path), .accept = session.json() ? "application/json" : "application/xml"});
  if (!answer) return answer.error();
  const std::string_view text = as_text(answer->body);
  const auto file = session.given().value("--to");
  if (!file) {
    print_document(session, text);
    return Exit::ok;
  }
  const auto written = write_file(std::string{*file}, text);
  if (written) return Exit::ok;
  session.streams().err << "lintas " << session.given().command->name << ": " << written.error() << '\n';
  return Exit::unreadable;
}

constexpr Command submit_command{
    .name = "submit",
    .summary = "send a trader's message: a declaration, an amendment, an arrival …",
    .about =
        "Sent twice it is taken once: the node knows it by the party of the key and\n"
        "messageIdentification.\n",
    .operands = file_operand,
    .asks_node = true,
    .example = "lintas submit examples/sg-th-electronics.xml",
    .run = &submit};

constexpr Command dry_run_command{
    .name = "dry-run",
    .summary = "ask the node what it would say to a message, without sending it",
    .about =
        "Decided as it would be now, with registers, guarantee and amount at risk, and forgotten: nothing "
        "is\n"
        "stored or reserved and no MRN is given. Access codes are not compared. The first line says whether "
        "it\n"
        "would pass; then, in the order of the route, what each state would refuse; the state of departure "
        "also\n"
        "judges the whole. What the guarantees say is told apart; whether their amounts do, and what would, "
        "to\n"
        "whoever may see the balance. Ends with 1 if it would not pass.\n",
    .operands = file_operand,
    .asks_node = true,
    .example = "lintas dry-run examples/sg-th-electronics.xml",
    .run = &dry_run};

constexpr Command messages_command{.name = "messages",
                                   .summary = "list the messages of a movement, or print one",
                                   .about =
                                       "A trader's are those that were sent to it; an office's all that came "
                                       "and went about\nthe movement. One is printed in XML, with --json in "
                                       "JSON.\n",
                                   .operands = mail_operands,
                                   .options = mail_options,
                                   .asks_node = true,
                                   .example = "lintas messages 26SG0000010000A1J0 2 --to IE029.xml",
                                   .run = &messages};

constexpr Command declaration_command{
    .name = "declaration",
    .summary = "print what was declared of a movement, as it stands",
    .about =
        "In another state than that of departure: the record of it that departure sent, for its offices.\n"
        "XML, with --json JSON.\n",
    .operands = declaration_operand,
    .options = declaration_options,
    .asks_node = true,
    .example = "lintas declaration 26SG0000010000A1J0 --to declared.xml",
    .run = &declaration};

}  // namespace lintas::cli
