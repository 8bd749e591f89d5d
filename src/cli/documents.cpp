#include "cli/documents.hpp"

#include <algorithm>
#include <array>
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
#include "cli/commands.hpp"
#include "cli/connection.hpp"
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
constexpr std::array kinds{&acdd_kind, &kind_document_kind, &certificate_kind};

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

std::optional<std::string_view> reason_against(const Given& given, std::span<const NotOfKind> options) {
  const auto found =
      std::ranges::find_if(options, [&](const NotOfKind& one) { return given.has(one.option); });
  return found == options.end() ? std::nullopt : std::optional{found->why};
}

}  // namespace

// ---- asked for

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

namespace {

constexpr std::array any_document{Operand{
    .name = "DOCUMENT",
    .meaning =
        "a certificate by its `document`, by state, office and number as 'MY, MYPKG001, MY-TH 26/00417', "
        "or what the QR code on its printed copy says, LC1:…; a customs declaration document by state and "
        "permit as 'SG, OX6K123456A'; one of a kind that is data by state, kind and number as 'TH, phyto, "
        "TH-PC-2026-0041873'"}};

// ---- show and list

Exit show(const Given& given, const Streams& streams) {
  const DocumentKind& kind = kind_named(given.operand(0));
  return show_one(kind, path_of_document(kind, given), given, streams);
}

constexpr std::array list_options{
    Option{.name = "--acdd",
           .meaning = "customs declaration documents in place of certificates",
           .kind = Kind::flag},
    Option{.name = "--kind",
           .value = "CODE",
           .meaning = "documents of this kind in place of certificates, as phyto; all: of every kind that is "
                      "data"},
    Option{.name = "--waits",
           .meaning = "with --acdd or --kind: only those that somebody here should look at",
           .kind = Kind::flag},
    Option{.name = "--side",
           .value = "issue|export|import|receive",
           .meaning =
               "only documents that this state issues or releases, those whose goods it imports, or of "
               "a kind those that it received",
           .kind = Kind::choice},
    Option{.name = "--phase",
           .value = "open|ended|all",
           .meaning = "only open ones, or those that ended; all if left out",
           .kind = Kind::choice},
    Option{.name = "--state", .value = "ID", .meaning = "only those in this state here, as APPLIED"},
    Option{.name = "--partner", .value = "STATE", .meaning = "only those for this state, or of it"},
    Option{.name = "--since",
           .value = "TIME",
           .meaning = "only those that began here since then",
           .kind = Kind::time},
    limit_option};

Exit list(const Given& given, const Streams& streams) {
  static constexpr std::array<std::string_view, 5> options{"side", "phase", "state", "partner", "since"};
  const DocumentKind& kind = kind_listed(given);
  if (const auto why = reason_against(given, kind.not_listed_by)) return refuse(given, streams, *why);
  std::vector<net::Parameter> query;
  if (const auto code = given.value("--kind"); code && *code != "all")
    query.push_back({.name = "kind", .value = std::string{*code}});
  if (given.has("--waits")) query.push_back({.name = "waits", .value = "true"});
  return list_all(kind, options, std::move(query), given, streams);
}

// ---- the document itself

constexpr std::array print_options{
    Option{.name = "--to", .value = "FILE", .meaning = "write it to a file instead of the screen"},
    raw_option};

Exit print(const Given& given, const Streams& streams) {
  return give_itself(kind_named(given.operand(0)), given, streams);
}

// ---- submit

constexpr std::array file_operand{Operand{
    .name = "FILE",
    .meaning = "the e-Form D (CO.ISSUE), the customs declaration document (ACDD.SEND) or the document of a "
               "kind (as DOC.PHYTO) in XML or JSON; - for the standard input"}};
constexpr std::array submit_options{
    Option{.name = "--draft", .meaning = "keep an application, and submit it later", .kind = Kind::flag},
    Option{.name = "--consent",
           .meaning = "the trader consents to the customs declaration document",
           .kind = Kind::flag},
    Option{.name = "--reason", .value = "TEXT", .meaning = "why a document that was released is amended"},
    idempotency_option};

Exit submit(const Given& given, const Streams& streams) {
  auto message = ask_with_message(given, streams, {});
  if (!message) return message.error();
  const DocumentKind& kind = kind_in(message->body);
  if (const auto why = reason_against(given, kind.not_submitted_with)) return refuse(given, streams, *why);
  message->path = with_query(std::string{kind.address},
                             {{.name = "consent", .value = given.has("--consent") ? "true" : ""},
                              {.name = "reason", .value = text_of_option(given, "--reason")}});
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto kept = session->ask_json(*message);
  if (!kept) return kept.error();
  if (!kind.then.empty() && !given.has("--draft"))
    return ask_act(*session, kind.then, named(kind, member(*kept, kind.member), kind.then).dump());
  return print_kept(*session, *kept);
}

// ---- acts

constexpr std::array cancel_options{reason_option, set_option, if_match_option, idempotency_option};

Exit cancel(const Given& given, const Streams& streams) {
  const DocumentKind& kind = kind_named(given.operand(0));
  return ask_with_reason(kind, format("{}.cancel", kind.sides.front().acts), given, streams);
}

constexpr std::array send_options{set_option, if_match_option, idempotency_option};

Exit send(const Given& given, const Streams& streams) {
  const DocumentKind& kind = kind_named(given.operand(0));
  return act_on(kind, given, streams, [&](Session& session, const Json& document) {
    return ask_about(session, kind.send, named(kind, document, kind.send));
  });
}

Exit resend(const Given& given, const Streams& streams) {
  const DocumentKind& kind = kind_named(given.operand(0));
  return ask_with_reason(kind, format("{}.resend", kind.sides.front().acts), given, streams);
}

constexpr std::array respond_operands{
    any_document.front(),
    Operand{
        .name = "RESULT",
        .meaning =
            "of a certificate U1 given, U3 given in spite of a minor discrepancy, N1 to N13 refused on that "
            "ground, P2 released at the higher rate while the classification is open; of a document of a "
            "kind accept or refuse"}};
constexpr std::array respond_options{item_option, reason_option, set_option, if_match_option,
                                     idempotency_option};

Exit respond(const Given& given, const Streams& streams) {
  const DocumentKind& kind = kind_named(given.operand(0));
  if (kind.respond == nullptr)
    return refuse(given, streams, "DOCUMENT: a customs declaration document is answered by the node alone");
  return kind.respond(given, streams);
}

constexpr std::array do_operands{
    any_document.front(),
    Operand{.name = "ACT",
            .meaning = "as transmit, print, resend, keep_use: an act of `lintas decide` without what stands "
                       "before its point; `lintas doc show` lists those that you may do now"}};
constexpr std::array do_options{set_option,
                                Option{.name = "--second-key-file",
                                       .value = "FILE",
                                       .meaning = "key of the second officer, where an act needs four eyes"},
                                if_match_option, idempotency_option};

/// The whole name, by the acts that the document takes now; of another one by its side, so that the node says
/// why not.
std::string whole_name(const DocumentKind& kind, const Json& document, std::string_view verb) {
  if (verb.contains('.')) return std::string{verb};
  for (const Json& one : member(document, "acts")) {
    std::string name = text_of(member(one, "name"));
    if (name.substr(name.find('.') + 1) == verb) return name;
  }
  const auto side = std::ranges::find(kind.sides, text_of(member(document, "side")), &DocumentSide::name);
  return format("{}.{}", (side == kind.sides.end() ? kind.sides.front() : *side).acts, verb);
}

Exit act(const Given& given, const Streams& streams) {
  const DocumentKind& kind = kind_named(given.operand(0));
  return act_on(kind, given, streams, [&](Session& session, const Json& document) {
    const std::string name = whole_name(kind, document, given.operand(1));
    return ask_about(session, name, named(kind, document, name));
  });
}

}  // namespace

constexpr Command doc_submit_command{
    .name = "doc submit",
    .summary =
        "apply for a certificate of origin, release an export with its customs declaration document, or "
        "issue "
        "a document of a kind",
    .about =
        "Which of them it is, the root of the message says. Of an application the file is a whole e-Form "
        "D; its ID is your own number of the application until the office gives "
        "one. The same\nnumber again alters what was not submitted yet. Sent twice it is taken once: the "
        "node "
        "knows it by the party of\nthe key and messageIdentification.\n",
    .operands = file_operand,
    .options = submit_options,
    .asks_node = true,
    .example = "lintas doc submit examples/documents/my-th-gloves-application.xml",
    .run = &submit};

constexpr Command doc_show_command{
    .name = "doc show",
    .summary =
        "print a certificate, a customs declaration document or one of a kind: state, items, history, "
        "acknowledgements",
    .about =
        "Of one that was sent, the four levels apart: bytes taken, receipt signed, checked, answered. Many "
        "partners never\nanswer.\n",
    .operands = any_document,
    .asks_node = true,
    .example = "lintas doc show 'MY, MYPKG001, MY-TH 26/00417'",
    .run = &show};

constexpr Command doc_list_command{
    .name = "doc list",
    .summary = "list certificates, customs declaration documents or those of a kind, the newest first",
    .options = list_options,
    .asks_node = true,
    .example = "lintas doc list --side import --state VALID",
    .run = &list};

constexpr Command doc_certificate_command{
    .name = "doc certificate",
    .summary = "print the document itself, in XML or with --json in JSON",
    .operands = any_document,
    .options = print_options,
    .asks_node = true,
    .example = "lintas doc certificate CO-9f64a747e1b97f13 --to certificate.xml",
    .run = &print};

constexpr Command doc_cancel_command{
    .name = "doc cancel",
    .summary =
        "cancel a certificate or a document of a kind, or ask to cancel a customs declaration document",
    .about = "Of one that was sent the other state is asked; used already, it stays.\n",
    .operands = any_document,
    .options = cancel_options,
    .asks_node = true,
    .example = "lintas doc cancel CO-9f64a747e1b97f13 --reason 'Item 2 has another weight'",
    .run = &cancel};

constexpr Command doc_send_command{
    .name = "doc send",
    .summary = "send a document that was issued and not sent",
    .about =
        "The states exchange such documents by now, or the other one became a partner. Of a certificate\n"
        "`--set authorised=yes` says that it is signed, of a customs declaration document `--set "
        "consent=yes` that the\ntrader consents.\n",
    .operands = any_document,
    .options = send_options,
    .asks_node = true,
    .example = "lintas doc send 'TH, phyto, TH-PC-2026-0041873'",
    .run = &send};

constexpr Command doc_resend_command{
    .name = "doc resend",
    .summary = "send a document that the partner could not read once more",
    .operands = any_document,
    .options = cancel_options,
    .asks_node = true,
    .example = "lintas doc resend 'TH, phyto, TH-PC-2026-0041873' --reason 'Their list of units is repaired'",
    .run = &resend};

constexpr Command doc_respond_command{
    .name = "doc respond",
    .summary =
        "answer a document of another state: of items of a claimed certificate whether preference is "
        "given, one of a kind as its authority",
    .about =
        "Items of a certificate by --item; all that wait if left out. Each answer goes to the issuing "
        "authority "
        "at once. What is\nrefused, and what is settled at the higher rate, needs --reason.\n",
    .operands = respond_operands,
    .options = respond_options,
    .asks_node = true,
    .example = "lintas doc respond 'MY, MYPKG001, MY-TH 26/00417' N2 --item 2 --reason 'They are of vinyl'",
    .run = &respond};

constexpr Command doc_do_command{
    .name = "doc do",
    .summary = "do anything else that may be done to a document",
    .about = "`lintas decide ACT --help` has the fields; the document itself need not be named by --set.\n",
    .operands = do_operands,
    .options = do_options,
    .asks_node = true,
    .example = "lintas doc do CO-9f64a747e1b97f13 transmit --set authorised=yes",
    .run = &act};

}  // namespace lintas::cli
