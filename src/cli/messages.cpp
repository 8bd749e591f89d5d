#include <algorithm>
#include <array>
#include <ostream>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"
#include "cli/files.hpp"
#include "cli/http.hpp"
#include "cli/output.hpp"
#include "shell/net/http.hpp"

namespace lintas::cli {

namespace {

constexpr std::array file_operand{
    Operand{.name = "FILE", .meaning = "the message in XML or JSON; - for the standard input"}};

std::string_view type_of(std::string_view bytes) {
  const auto first = bytes.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && bytes[first] == '{' ? "application/json" : "application/xml";
}

Exit send(const Given& given, const Streams& streams, bool dry) {
  auto bytes = read_file(given.operand(0), streams.in);
  if (!bytes) {
    streams.err << "lintas " << given.command->name << ": " << bytes.error() << '\n';
    return Exit::unreadable;
  }
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const std::string_view type = type_of(*bytes);
  const auto answer = session->ask_json({.method = net::Method::post,
                                         .path = dry ? "/v1/messages?dry_run=true" : "/v1/messages",
                                         .content_type = type,
                                         .body = *std::move(bytes)});
  if (!answer) return answer.error();
  const bool passes = answer->value("passes", true);
  if (session->json()) {
    streams.out << json_line(*answer);
    return passes ? Exit::ok : Exit::invalid;
  }
  static constexpr std::array rows{
      Shown{.pointer = "/valid", .label = "valid"},
      Shown{.pointer = "/passes", .label = "would pass"},
      Shown{.pointer = "/accepted", .label = "taken"},
      Shown{.pointer = "/mrn", .label = "MRN"},
      Shown{.pointer = "/lrn", .label = "LRN"},
      Shown{.pointer = "/status", .label = "status"},
      Shown{.pointer = "/repeated", .label = "sent before"},
      Shown{.pointer = "/explanation", .label = "at risk"},
      Shown{.pointer = "/faults", .label = ""},
      Shown{.pointer = "/states", .label = ""},
      Shown{.pointer = "/dry_run", .label = ""},
      Shown{.pointer = "/location", .label = ""},
      Shown{.pointer = "/trace_id", .label = "trace"},
  };
  Json shown = *answer;
  // A list of sentences reads better below each other.
  if (const auto lines = shown.find("explanation"); lines != shown.end() && lines->is_array()) {
    std::string text;
    for (const Json& line : *lines) text += (text.empty() ? "" : "\n") + text_of(line);
    *lines = text;
  }
  print_record(streams.out, shown, rows);
  if (const auto faults = answer->find("faults"); faults != answer->end() && faults->is_array())
    print_findings(streams.out, *faults);
  print_states(streams.out, *answer);
  return passes ? Exit::ok : Exit::invalid;
}

Exit submit(const Given& given, const Streams& streams) { return send(given, streams, false); }
Exit dry_run(const Given& given, const Streams& streams) { return send(given, streams, true); }

constexpr std::array mail_operands{
    Operand{.name = "MRN", .meaning = "the movement"},
    Operand{.name = "N", .meaning = "one message, by its place in the list", .optional = true}};
constexpr std::array mail_options{
    limit_option,
    Option{.name = "--to", .value = "FILE", .meaning = "write the message to a file instead of the screen"}};

constexpr std::array declaration_operand{Operand{.name = "MRN", .meaning = "the movement"}};
constexpr std::array declaration_options{
    Option{.name = "--to", .value = "FILE", .meaning = "write it to a file instead of the screen"}};

/// Prints a document of the node, or writes it into the file of --to.
Exit fetch(Session& session, std::string path) {
  const auto answer = session.ask(
      {.path = std::move(path), .accept = session.json() ? "application/json" : "application/xml"});
  if (!answer) return answer.error();
  const std::string_view text = as_text(answer->body);
  const auto file = session.given().value("--to");
  if (!file) {
    // As it came, for it is the document; a pipe gets the same bytes as a file.
    session.streams().out << text;
    if (!text.ends_with('\n')) session.streams().out << '\n';
    return Exit::ok;
  }
  const auto written = write_file(std::string{*file}, text);
  if (written) return Exit::ok;
  session.streams().err << "lintas " << session.given().command->name << ": " << written.error() << '\n';
  return Exit::unreadable;
}

Exit messages(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto path = path_of("/v1/movements/", given.operand(0), "/messages");
  if (given.operand(1).empty()) {
    if (given.has("--to")) return refuse(given, streams, "--to needs N: which message?");
    static constexpr std::array columns{
        Shown{.pointer = "/n", .label = "N"},       Shown{.pointer = "/message", .label = "message"},
        Shown{.pointer = "/root", .label = "root"}, Shown{.pointer = "/direction", .label = "direction"},
        Shown{.pointer = "/from", .label = "from"}, Shown{.pointer = "/to", .label = "to"},
        Shown{.pointer = "/at", .label = "at"},     Shown{.pointer = "/id", .label = "id"}};
    return session->print_list(path, {}, columns);
  }
  return fetch(*session, path_of(path + "/", given.operand(1)));
}

Exit declaration(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  return fetch(*session, path_of("/v1/movements/", given.operand(0), "/declaration"));
}

}  // namespace

constexpr Command submit_command{
    .name = "submit",
    .summary = "send a trader's message: a declaration, an amendment, an arrival …",
    .about = "Sent twice it is taken once: the node knows it by its sender and messageIdentification.\n",
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
        "stored or reserved and no MRN is given. Access codes are not compared. Also told is what each state "
        "of\n"
        "the route says by its own law. Ends with 1 if it would not pass.\n",
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
                                   .example = "lintas messages 26SG0000010000A1J3 2 --to IE029.xml",
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
    .example = "lintas declaration 26SG0000010000A1J3 --to declared.xml",
    .run = &declaration};

}  // namespace lintas::cli
