#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"
#include "cli/output.hpp"
#include "shell/net/http.hpp"

/// Messages between nodes, for those who run one.
namespace lintas::cli {

namespace {

constexpr std::array message_list_options{
    Option{.name = "--partner", .value = "COUNTRY", .meaning = "only messages to and from this state, as MY"},
    Option{.name = "--direction",
           .value = "sent|received",
           .meaning = "only messages that the node sent, or received",
           .kind = Kind::choice},
    Option{.name = "--state",
           .value = "waiting|dead|confirmed|delivered|given_up|unproven|received|refused|parked|dropped",
           .meaning = "only messages of which this became",
           .kind = Kind::choice},
    Option{.name = "--mrn", .value = "MRN", .meaning = "only messages about this movement"}, limit_option};

Exit exchange_messages(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  static constexpr std::array columns{Shown{.pointer = "/ref", .label = "number"},
                                      Shown{.pointer = "/type", .label = "type"},
                                      Shown{.pointer = "/state", .label = "state"},
                                      Shown{.pointer = "/why", .label = "why"},
                                      Shown{.pointer = "/direction", .label = "direction"},
                                      Shown{.pointer = "/partner", .label = "partner"},
                                      Shown{.pointer = "/n", .label = "n"},
                                      Shown{.pointer = "/at", .label = "at"},
                                      Shown{.pointer = "/id", .label = "id"}};
  std::vector<net::Parameter> query;
  for (const std::string_view name : {"partner", "direction", "state", "mrn"}) {
    query.push_back(
        {.name = std::string{name}, .value = std::string{given.value(format("--{}", name)).value_or("")}});
  }
  return session->print_list("/v1/exchange/messages", query, columns);
}

constexpr std::array message_operand{
    Operand{.name = "ID", .meaning = "the message, by the id that `lintas exchange messages` shows"}};

Exit exchange_message(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto answer = session->ask_json({.path = path_of("/v1/exchange/messages/", given.operand(0))});
  if (!answer) return answer.error();
  if (session->json()) {
    streams.out << json_line(*answer);
    return Exit::ok;
  }
  static constexpr std::array rows{
      Shown{.pointer = "/id", .label = "id"},
      Shown{.pointer = "/direction", .label = "direction"},
      Shown{.pointer = "/partner", .label = "partner"},
      Shown{.pointer = "/type", .label = "type"},
      Shown{.pointer = "/ref", .label = "number"},
      Shown{.pointer = "/state", .label = "state"},
      Shown{.pointer = "/meaning", .label = "in words"},
      Shown{.pointer = "/final", .label = "final"},
      Shown{.pointer = "/why", .label = "why"},
      Shown{.pointer = "/dead_since", .label = "dead since"},
      Shown{.pointer = "/event/event", .label = "event"},
      Shown{.pointer = "/event/at", .label = "happened"},
      Shown{.pointer = "/event/cursor", .label = "its cursor"},
      Shown{.pointer = "/answers", .label = "answers"},
      Shown{.pointer = "/answers_ours", .label = "answers ours"},
      Shown{.pointer = "/message_id", .label = "AS4 message"},
      Shown{.pointer = "/envelope/signer", .label = "signed by"},
      Shown{.pointer = "/receipt/message_id", .label = "receipt"},
      Shown{.pointer = "/receipt/signer", .label = "signed by"},
      Shown{.pointer = "/receipted_at", .label = "receipted at"},
      Shown{.pointer = "/receipt_fits", .label = "receipt fits"},
      // The rest of them is for programs, and in the evidence.
      Shown{.pointer = "/event", .label = ""},
      Shown{.pointer = "/envelope", .label = ""},
      Shown{.pointer = "/receipt", .label = ""},
      Shown{.pointer = "/at", .label = ""},
  };
  print_record(streams.out, *answer, rows, streams.width);
  return Exit::ok;
}

constexpr std::array evidence_options{
    Option{.name = "--out",
           .value = "FILE",
           .meaning = "the file to write; evidence.eml in this folder if left out"}};

Exit evidence(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  return session->save(
      {.path = path_of("/v1/exchange/messages/", given.operand(0), "/evidence"), .accept = "message/rfc822"},
      std::string{given.value("--out").value_or("evidence.eml")});
}

/// "its_sealing 2026-12-01 (7 days)" of what expires first.
void tell_first_certificate(Json& partner) {
  const auto all = partner.find("certificates");
  if (all == partner.end() || !all->is_array() || all->empty()) return;
  const Json& first = all->front();
  partner["expires"] =
      format("{} {} ({} days)", text_of(first.value("use", Json{})),
             text_of(first.value("expires_on", Json{})), text_of(first.value("days_left", Json{})));
}

Exit partners(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  static constexpr std::array columns{Shown{.pointer = "/partner", .label = "partner"},
                                      Shown{.pointer = "/configured", .label = "configured"},
                                      Shown{.pointer = "/waiting", .label = "waiting"},
                                      Shown{.pointer = "/oldest", .label = "oldest"},
                                      Shown{.pointer = "/dead", .label = "dead"},
                                      Shown{.pointer = "/last_sent", .label = "last sent"},
                                      Shown{.pointer = "/last_received", .label = "last received"},
                                      Shown{.pointer = "/silent_since", .label = "silent since"},
                                      Shown{.pointer = "/why_silent", .label = "why"},
                                      Shown{.pointer = "/log_events", .label = "log"},
                                      Shown{.pointer = "/log_fault", .label = "log fault"},
                                      Shown{.pointer = "/expires", .label = "expires first"}};
  return session->print_list("/v1/exchange/partners", {}, columns, &tell_first_certificate);
}

}  // namespace

constexpr Command exchange_messages_command{
    .name = "exchange messages",
    .summary = "list messages to and from other nodes, newest first, with what became of each",
    .about =
        "A message that the node sends is waiting until its partner confirms it, dead if the partner refused "
        "it\nfor good, confirmed, delivered if the partner says so and its receipt was lost, or given_up by "
        "an "
        "officer.\nOne that it received has done its work (received), was refused by a rule, is parked in "
        "its "
        "lane, or was\ndropped by an officer. What was given up is found with --state given_up or --mrn "
        "alone; "
        "unproven is what\nwas confirmed before the node kept receipts.\n",
    .options = message_list_options,
    .asks_node = true,
    .example = "lintas exchange messages --mrn 26SG0000010000A1J0",
    .run = &exchange_messages};

constexpr Command exchange_message_command{
    .name = "exchange message",
    .summary = "show the way of one message: the event, the AS4 message, the receipt",
    .operands = message_operand,
    .asks_node = true,
    .example = "lintas exchange message SG:SG00000000000001A0@nta.sg",
    .run = &exchange_message};

constexpr Command evidence_command{
    .name = "exchange evidence",
    .summary = "write what proves a message into one file, as a court would want it",
    .about =
        "A mail with attachments, which any mail program opens: the signed envelope, what it says, the "
        "receipt,\n"
        "the certificates of both sides with those of the authorities above them, as this node knew them "
        "then,\n"
        "the identity documents by which their states vouched for the signers, and a text that tells how to\n"
        "check all of it with OpenSSL. A message that came again in another way has that as well, with its\n"
        "own receipt. Of a message that no receipt is here of, there is\n"
        "no evidence. Where a message only names the certificate of its signer, and was kept before schema 9 "
        "of\n"
        "the store, the text says whom to ask for it.\n",
    .operands = message_operand,
    .options = evidence_options,
    .asks_node = true,
    .example = "lintas exchange evidence SG:SG00000000000001A0@nta.sg --out evidence.eml",
    .run = &evidence};

constexpr Command partners_command{
    .name = "exchange partners",
    .summary = "list the partners: what waits, since when one is silent, which certificate expires first",
    .about =
        "The log is the number of events of its audit log, by the newest signed head that is held. What "
        "expires first\nis of messages or of the line, of ours or of theirs. With --json all certificates of "
        "each are told, and when it\nsigned that head.\n",
    .asks_node = true,
    .example = "lintas exchange partners",
    .run = &partners};

}  // namespace lintas::cli
