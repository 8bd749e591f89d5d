#include "cli/documents.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
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

/// `lintas doc`: the verbs that documents of every kind take.
namespace lintas::cli {

namespace {

std::optional<std::string_view> reason_against(const Given& given, std::span<const NotOfKind> options) {
  const auto found =
      std::ranges::find_if(options, [&](const NotOfKind& one) { return given.has(one.option); });
  return found == options.end() ? std::nullopt : std::optional{found->why};
}

constexpr std::array any_document{Operand{
    .name = "DOCUMENT",
    .meaning =
        "a certificate by its `document`, by state, office and number as 'MY, MYPKG001, MY-TH 26/00417', "
        "or what the QR code on its printed copy says, LC1:…; a customs declaration document by state and "
        "permit as 'SG, OX6K123456A'; one of a kind that is data by state, kind and number as 'TH, phyto, "
        "TH-PC-2026-0041873'; an origin declaration by state, authorisation code and number of the document "
        "that carries it as 'MY, 0217/MY07, KLPG/26/11/0417'"}};

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
    Option{.name = "--origin",
           .meaning = "origin declarations that were presented here in place of certificates",
           .kind = Kind::flag},
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
    .meaning =
        "the e-Form D (CO.ISSUE), the customs declaration document (ACDD.SEND), the document of a kind "
        "(as DOC.PHYTO) or the origin declaration (OD.DECLARATION) in XML or JSON; - for the standard "
        "input"}};
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
  return ask_with_reason(kind, kind.cancel, given, streams);
}

constexpr std::array send_options{set_option, if_match_option, idempotency_option};

Exit refuse_to_send(const Given& given, const Streams& streams) {
  return refuse(given, streams, "DOCUMENT: an origin declaration goes with its goods, and is sent to nobody");
}

Exit send(const Given& given, const Streams& streams) {
  const DocumentKind& kind = kind_named(given.operand(0));
  if (kind.send.empty()) return refuse_to_send(given, streams);
  return act_on(kind, given, streams, [&](Session& session, const Json& document) {
    return ask_about(session, kind.send, named(kind, document, kind.send));
  });
}

Exit resend(const Given& given, const Streams& streams) {
  const DocumentKind& kind = kind_named(given.operand(0));
  if (kind.resend.empty()) return refuse_to_send(given, streams);
  return ask_with_reason(kind, kind.resend, given, streams);
}

constexpr std::array respond_operands{
    any_document.front(),
    Operand{
        .name = "RESULT",
        .meaning =
            "of a certificate U1 given, U3 given in spite of a minor discrepancy, N1 to N13 refused on that "
            "ground, P2 released at the higher rate while the classification is open; of a document of a "
            "kind accept or refuse; of an origin declaration accept, or N1 to N13"}};
constexpr std::array respond_options{item_option, reason_option, set_option, if_match_option,
                                     idempotency_option};

Exit respond(const Given& given, const Streams& streams) {
  const DocumentKind& kind = kind_named(given.operand(0));
  if (kind.respond == nullptr)
    return refuse(given, streams, "DOCUMENT: a customs declaration document is answered by the node alone");
  return kind.respond(given, streams);
}

// ---- used

/// What of it has this number; null where nothing has.
const Json& line_of(const Json& lines, std::uint32_t number) {
  static const Json none;
  for (const Json& line : lines)
    if (member(line, "number") == number) return line;
  return none;
}

/// Those of --line; else what is left of each. Nothing where a line is none; then why has been printed.
std::optional<Json> lines_used(const Given& given, const Streams& streams, const Json& all) {
  Json lines = Json::array();
  const auto add = [&](const Json& number, std::string quantity, const Json& unit) {
    lines.push_back({{"number", number}, {"quantity", std::move(quantity)}, {"unit", unit}});
  };
  for (const std::string_view text : given.values("--line")) {
    const auto equals = std::min(text.find('='), text.size());
    std::uint32_t number = 0;
    const std::string_view digits = text.substr(0, equals);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size() || equals == text.size()) {
      (void)refuse(given, streams, format("--line {}: LINE=QUANTITY is needed", text));
      return std::nullopt;
    }
    const Json& line = line_of(all, number);
    if (line.is_null()) {
      (void)refuse(given, streams, format("--line {}: the document has no such line", text));
      return std::nullopt;
    }
    add(number, std::string{text.substr(equals + 1)}, member(line, "unit"));
  }
  if (!lines.empty()) return lines;
  for (const Json& line : all) {
    const std::string left = text_of(member(line, "left"));
    if (left != "0") add(member(line, "number"), left, member(line, "unit"));
  }
  return lines;
}

constexpr std::array use_operands{
    Operand{.name = "DOCUMENT",
            .meaning =
                "of a kind that is data, by state, kind and number as 'TH, phyto, TH-PC-2026-0041873', or an "
                "origin declaration, as `lintas doc show` takes it"},
    Operand{.name = "DECLARATION", .meaning = "the import declaration that uses it"}};
constexpr std::array use_options{
    Option{.name = "--line",
           .value = "LINE=QUANTITY",
           .meaning = "of what is consumed, how much of a line or an item; what is left of all if left out",
           .repeats = true},
    set_option, if_match_option, idempotency_option};

Exit use(const Given& given, const Streams& streams) {
  const DocumentKind& kind = kind_named(given.operand(0));
  if (kind.use.empty()) {
    return refuse(
        given, streams,
        "DOCUMENT: a document of a kind, or an origin declaration, is used; a certificate is quoted "
        "by `lintas doc claim`, and what is declared is compared with a customs declaration document "
        "by itself");
  }
  return act_on(kind, given, streams, [&](Session& session, const Json& document) -> Exit {
    auto lines = lines_used(given, streams, member(document, kind.consumed));
    if (!lines) return Exit::usage;
    Json content = named(kind, document, kind.use);
    content["declaration"] = std::string{given.operand(1)};
    if (!lines->empty()) content["lines"] = *std::move(lines);
    return ask_about(session, kind.use, std::move(content));
  });
}

// ---- anything else

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
        "apply for a certificate of origin, release an export with its customs declaration document, issue "
        "a document of a kind, or present an origin declaration",
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
        "print a certificate, a customs declaration document, one of a kind or an origin declaration: state, "
        "items, history, acknowledgements",
    .about =
        "Of one that was sent, the four levels apart: bytes taken, receipt signed, checked, answered. Many "
        "partners never\nanswer.\n",
    .operands = any_document,
    .asks_node = true,
    .example = "lintas doc show 'MY, MYPKG001, MY-TH 26/00417'",
    .run = &show};

constexpr Command doc_list_command{.name = "doc list",
                                   .summary =
                                       "list certificates, customs declaration documents, those of a kind or "
                                       "origin declarations, the newest "
                                       "first",
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
        "cancel a certificate or a document of a kind, ask to cancel a customs declaration document, or "
        "withdraw an origin declaration",
    .about =
        "Of one that was sent the other state is asked; used already, it stays. An origin declaration is "
        "taken "
        "back as\npresented wrongly, as long as nobody has decided on it.\n",
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
        "given, one of a kind as its authority, an origin declaration as customs",
    .about =
        "Items by --item; all that wait if left out. Each answer about a certificate, or a document of a "
        "kind, "
        "goes to the\nissuing authority at once. What is refused, and what is settled at the higher rate, "
        "needs "
        "--reason; so does an origin\ndeclaration that is accepted after its validity.\n",
    .operands = respond_operands,
    .options = respond_options,
    .asks_node = true,
    .example = "lintas doc respond 'MY, MYPKG001, MY-TH 26/00417' N2 --item 2 --reason 'They are of vinyl'",
    .run = &respond};

constexpr Command doc_use_command{
    .name = "doc use",
    .summary =
        "book that an import declaration uses a document of a kind that is data, or an origin declaration",
    .about =
        "As a whole, or of what is consumed so much of which line. The authority that issued a document of a "
        "kind is told.\n",
    .operands = use_operands,
    .options = use_options,
    .asks_node = true,
    .example = "lintas doc use 'TH, phyto, TH-PC-2026-0041873' D26-0000417",
    .run = &use};

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
