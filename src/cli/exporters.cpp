#include <array>
#include <string>
#include <string_view>
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

/// The register of certified exporters, `lintas exporter`.
namespace lintas::cli {

namespace {

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
constexpr std::array exporter_rows{
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
};

constexpr std::array told_columns{
    Shown{.pointer = "/partner", .label = "partner"},
    Shown{.pointer = "/edition", .label = "was told edition"},
    Shown{.pointer = "/has_it", .label = "has it"},
    Shown{.pointer = "/refused_for", .label = "refused for"},
};

// Of an instant the node says the id of the state alone.
Json exporter_for_people(Json exporter) {
  if (exporter["state"].is_string()) exporter["state"] = {{"name", exporter["state"]}};
  return exporter;
}

constexpr std::array exporter_tables{
    Table{"reference"},          Table{"products", product_columns}, Table{"standings"},
    Table{"told", told_columns}, Table{"history", step_columns},     Table{"messages"}};
constexpr std::array list_columns{
    Shown{.pointer = "/name", .label = "exporter"},     Shown{.pointer = "/state/id", .label = "state"},
    Shown{.pointer = "/holder", .label = "firm"},       Shown{.pointer = "/valid_from", .label = "from"},
    Shown{.pointer = "/valid_until", .label = "until"}, Shown{.pointer = "/began", .label = "written"},
};
constexpr std::array exporter_sides{DocumentSide{"register", "exporter", "reference"}};
constexpr DocumentKind exporter_kind{.address = "/v1/exporters",
                                     .itself = "/document",
                                     .root = "CE.RECORD",
                                     .member = "exporter",
                                     .listed = {},
                                     .then = {},
                                     .send = {},
                                     .resend = {},
                                     .cancel = {},
                                     .use = {},
                                     .consumed = {},
                                     .sides = exporter_sides,
                                     .not_submitted_with = {},
                                     .not_listed_by = {},
                                     .columns = list_columns,
                                     .is_named_by = nullptr,
                                     .name_for_people = &name_for_people,
                                     .rows = exporter_rows,
                                     .tables = exporter_tables,
                                     .for_people = &exporter_for_people};

// ---- the register read

constexpr std::array show_options{
    Option{.name = "--at",
           .value = "TIME",
           .meaning = "as the register had it then, of a day as at its beginning in the state",
           .kind = Kind::time}};

Exit show(const Given& given, const Streams& streams) { return show_as_of(exporter_kind, given, streams); }

constexpr std::array list_options{
    Option{.name = "--state", .value = "ID", .meaning = "only those in this state, as SUSPENDED"},
    Option{.name = "--partner", .value = "STATE", .meaning = "only those of this state"},
    Option{.name = "--since",
           .value = "TIME",
           .meaning = "only those that were first written since then",
           .kind = Kind::time},
    limit_option};

Exit list(const Given& given, const Streams& streams) {
  static constexpr std::array<std::string_view, 3> options{"state", "partner", "since"};
  return list_all(exporter_kind, options, {}, given, streams);
}

constexpr std::array document_options{
    Option{.name = "--to", .value = "FILE", .meaning = "write it to a file instead of the screen"},
    raw_option};

Exit document(const Given& given, const Streams& streams) {
  return give_itself(exporter_kind, given, streams);
}

// ---- the register written

constexpr std::array file_operand{
    Operand{.name = "FILE", .meaning = "the record (CE.RECORD) in XML or JSON; - for the standard input"}};
constexpr std::array record_options{
    Option{.name = "--effective",
           .value = "TIME",
           .meaning = "of another state's register: from when on it counts; from now on if left out, or of a "
                      "record that is brought in first from its first day on",
           .kind = Kind::time},
    if_match_option};

Exit record(const Given& given, const Streams& streams) {
  auto message =
      ask_with_message(given, streams,
                       with_query(std::string{exporter_kind.address},
                                  {{.name = "effective", .value = text_of_option(given, "--effective")}}));
  if (!message) return message.error();
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto kept = session->ask_json(*message);
  return kept ? print_kept(*session, *kept) : kept.error();
}

constexpr std::array act_options{reason_option, set_option, if_match_option, idempotency_option};

Exit suspend(const Given& given, const Streams& streams) {
  return ask_with_reason(exporter_kind, "exporter.suspend", given, streams);
}
Exit resume(const Given& given, const Streams& streams) {
  return ask_with_reason(exporter_kind, "exporter.resume", given, streams);
}
Exit withdraw(const Given& given, const Streams& streams) {
  return ask_with_reason(exporter_kind, "exporter.withdraw", given, streams);
}
Exit tell_again(const Given& given, const Streams& streams) {
  return ask_with_reason(exporter_kind, "exporter.tell_again", given, streams);
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

constexpr Command exporter_tell_again_command{
    .name = "exporter tell-again",
    .summary = "tell each partner anew how the record of a certified exporter of this state stands",
    .about =
        "Where its copy says something else, as after one of both nodes was restored, or after its notice "
        "was given up.\nWhat a partner has of it, exporter show says.\n",
    .operands = exporter_operand,
    .options = act_options,
    .asks_node = true,
    .example = "lintas exporter tell-again 'MY, 0217/MY07' --reason 'Thailand has an older edition'",
    .run = &tell_again};

}  // namespace lintas::cli
