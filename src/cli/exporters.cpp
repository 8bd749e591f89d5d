#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "cli/acts.hpp"
#include "cli/bodies.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"
#include "cli/documents.hpp"
#include "cli/http.hpp"
#include "cli/output.hpp"
#include "shell/net/http.hpp"

/// The register of certified exporters, `lintas exporter`.
namespace lintas::cli {

namespace {

constexpr std::string_view address = "/v1/exporters";

constexpr std::array exporter_operand{
    Operand{.name = "EXPORTER", .meaning = "a certified exporter by its state and code, as 'MY, 0217/MY07'"}};

/// "MY, 0217/MY07", as people name it.
std::string name_for_people(const Json& exporter) {
  const Json& reference = member(exporter, "reference");
  return format("{}, {}", text_of(member(reference, "state")), text_of(member(reference, "code")));
}

constexpr std::array product_columns{
    Shown{.pointer = "/number", .label = "product"},
    Shown{.pointer = "/code", .label = "goods"},
    Shown{.pointer = "/criteria", .label = "criterion"},
    Shown{.pointer = "/description", .label = "description"},
    Shown{.pointer = "/since", .label = "listed since"},
};
constexpr std::array step_columns{
    Shown{.pointer = "/at", .label = "at"},        Shown{.pointer = "/event", .label = "event"},
    Shown{.pointer = "/trigger", .label = "step"}, Shown{.pointer = "/state", .label = "state"},
    Shown{.pointer = "/by/role", .label = "by"},   Shown{.pointer = "/by/office", .label = "office"},
    Shown{.pointer = "/texts", .label = "text"},   Shown{.pointer = "/texts_erased", .label = "text erased"},
};

constexpr std::array told_columns{
    Shown{.pointer = "/partner", .label = "partner"},
    Shown{.pointer = "/edition", .label = "was told edition"},
    Shown{.pointer = "/has_it", .label = "has it"},
    Shown{.pointer = "/refused_for", .label = "refused for"},
};

void print_exporter(const Streams& streams, const Json& exporter) {
  static constexpr std::array rows{
      Shown{.pointer = "/name", .label = "exporter"},
      Shown{.pointer = "/at", .label = "at"},
      Shown{.pointer = "/state/name", .label = "state"},
      Shown{.pointer = "/state/id", .label = ""},
      Shown{.pointer = "/since", .label = "since"},
      Shown{.pointer = "/holder", .label = "firm"},
      Shown{.pointer = "/valid_from", .label = "first day"},
      Shown{.pointer = "/valid_until", .label = "last day"},
      Shown{.pointer = "/signatories", .label = "signatories"},
      Shown{.pointer = "/edition", .label = "edition"},
      Shown{.pointer = "/heard", .label = "heard"},
      // Below, as tables.
      Shown{.pointer = "/reference", .label = ""},
      Shown{.pointer = "/products", .label = ""},
      Shown{.pointer = "/standings", .label = ""},
      Shown{.pointer = "/told", .label = ""},
      Shown{.pointer = "/history", .label = ""},
      Shown{.pointer = "/messages", .label = ""},
      Shown{.pointer = "/acts", .label = ""},
      Shown{.pointer = "/location", .label = ""},
  };
  Json shown = exporter;
  shown["name"] = name_for_people(exporter);
  // Of an instant the node says the id alone.
  if (shown["state"].is_string()) shown["state"] = {{"name", shown["state"]}};
  print_record(streams.out, shown, rows, streams.width);
  print_part(streams.out, member(exporter, "products"), product_columns);
  print_part(streams.out, member(exporter, "told"), told_columns);
  print_part(streams.out, member(exporter, "history"), step_columns);
  print_acts(streams, exporter);
}

std::string path_of_exporter(const Given& given, std::string_view behind = {}) {
  return path_of(format("{}/", address), given.operand(0)).append(behind);
}

// ---- the register read

constexpr std::array show_options{
    Option{.name = "--at", .value = "TIME", .meaning = "as the register had it then", .kind = Kind::time}};

Exit show(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  std::string path = path_of_exporter(given);
  if (given.has("--at")) {
    path = with_query(path.append("/as-of"), {{.name = "instant", .value = text_of_option(given, "--at")}});
  }
  const auto exporter = session->ask_json({.path = std::move(path)});
  if (!exporter) return exporter.error();
  if (session->json()) {
    streams.out << json_line(*exporter);
  } else {
    print_exporter(streams, *exporter);
  }
  return Exit::ok;
}

constexpr std::array list_columns{
    Shown{.pointer = "/name", .label = "exporter"},     Shown{.pointer = "/state/id", .label = "state"},
    Shown{.pointer = "/holder", .label = "firm"},       Shown{.pointer = "/valid_from", .label = "from"},
    Shown{.pointer = "/valid_until", .label = "until"}, Shown{.pointer = "/began", .label = "written"},
};
constexpr std::array list_options{
    Option{.name = "--state", .value = "ID", .meaning = "only those in this state, as SUSPENDED"},
    Option{.name = "--partner", .value = "STATE", .meaning = "only those of this state"},
    Option{.name = "--since",
           .value = "TIME",
           .meaning = "only those that were first written since then",
           .kind = Kind::time},
    limit_option};

Exit list(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  std::vector<net::Parameter> query;
  for (const std::string_view name : {"state", "partner", "since"}) {
    query.push_back({.name = std::string{name}, .value = text_of_option(given, format("--{}", name))});
  }
  return session->print_list(std::string{address}, query, list_columns,
                             [&](Json& one) { one["name"] = name_for_people(one); });
}

constexpr std::array document_options{
    Option{.name = "--to", .value = "FILE", .meaning = "write it to a file instead of the screen"},
    raw_option};

Exit document(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  return fetch_document(*session, path_of_exporter(given, "/document"));
}

// ---- the register written

constexpr std::array file_operand{
    Operand{.name = "FILE", .meaning = "the record (CE.RECORD) in XML or JSON; - for the standard input"}};
constexpr std::array record_options{if_match_option};

Exit record(const Given& given, const Streams& streams) {
  auto message = ask_with_message(given, streams, std::string{address});
  if (!message) return message.error();
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto kept = session->ask_json(*message);
  if (!kept) return kept.error();
  if (session->json()) {
    streams.out << json_line(*kept);
    return Exit::ok;
  }
  static constexpr std::array rows{
      Shown{.pointer = "/done", .label = "done"}, Shown{.pointer = "/repeated", .label = "sent before"},
      Shown{.pointer = "/location", .label = ""}, Shown{.pointer = "/trace_id", .label = "trace"}};
  print_taken(streams.out, *kept, rows, streams.width);
  return Exit::ok;
}

constexpr std::array act_options{reason_option, set_option, if_match_option, idempotency_option};

Exit ask_with_reason(std::string_view act, const Given& given, const Streams& streams) {
  if (!given.has("--reason")) return refuse(given, streams, "--reason is needed");
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto exporter = session->ask_json({.path = path_of_exporter(given)});
  if (!exporter) return exporter.error();
  return ask_about(
      *session, act,
      {{"reference", member(*exporter, "reference")}, {"reason", text_of_option(given, "--reason")}});
}

Exit suspend(const Given& given, const Streams& streams) {
  return ask_with_reason("exporter.suspend", given, streams);
}
Exit resume(const Given& given, const Streams& streams) {
  return ask_with_reason("exporter.resume", given, streams);
}
Exit withdraw(const Given& given, const Streams& streams) {
  return ask_with_reason("exporter.withdraw", given, streams);
}

}  // namespace

constexpr Command exporter_record_command{
    .name = "exporter record",
    .summary = "write a certified exporter into the register of this state, or write it anew",
    .about =
        "What the record had no more ends now, and stays known: a declaration is judged by the register of "
        "its day.\nSent twice it is taken once: the node knows it by messageIdentification.\n",
    .operands = file_operand,
    .options = record_options,
    .asks_node = true,
    .example = "lintas exporter record examples/documents/my-certified-exporter.xml",
    .run = &record};

constexpr Command exporter_show_command{
    .name = "exporter show",
    .summary = "print what the register says of a certified exporter: days, products, history",
    .operands = exporter_operand,
    .options = show_options,
    .asks_node = true,
    .example = "lintas exporter show 'MY, 0217/MY07' --at 2026-11-20",
    .run = &show};

constexpr Command exporter_list_command{.name = "exporter list",
                                        .summary = "list certified exporters, the newest first",
                                        .options = list_options,
                                        .asks_node = true,
                                        .example = "lintas exporter list --state SUSPENDED",
                                        .run = &list};

constexpr Command exporter_document_command{
    .name = "exporter document",
    .summary = "print the record itself, with name, address and signatories",
    .operands = exporter_operand,
    .options = document_options,
    .asks_node = true,
    .example = "lintas exporter document 'MY, 0217/MY07'",
    .run = &document};

constexpr Command exporter_suspend_command{
    .name = "exporter suspend",
    .summary = "let no declaration of a certified exporter count from now on, until it is resumed",
    .operands = exporter_operand,
    .options = act_options,
    .asks_node = true,
    .example = "lintas exporter suspend 'MY, 0217/MY07' --reason 'Records were not shown'",
    .run = &suspend};

constexpr Command exporter_resume_command{
    .name = "exporter resume",
    .summary = "let its declarations count from now on again",
    .operands = exporter_operand,
    .options = act_options,
    .asks_node = true,
    .example = "lintas exporter resume 'MY, 0217/MY07' --reason 'Records were shown'",
    .run = &resume};

constexpr Command exporter_withdraw_command{
    .name = "exporter withdraw",
    .summary = "let no declaration of a certified exporter count from now on, for good",
    .about = "Who is certified again has another code.\n",
    .operands = exporter_operand,
    .options = act_options,
    .asks_node = true,
    .example = "lintas exporter withdraw 'MY, 0217/MY07' --reason 'False declarations'",
    .run = &withdraw};

}  // namespace lintas::cli
