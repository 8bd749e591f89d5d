#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/near.hpp"
#include "base/text.hpp"
#include "cli/acts.hpp"
#include "cli/bodies.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"
#include "cli/files.hpp"
#include "cli/http.hpp"
#include "cli/output.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/results.hpp"
#include "shell/net/http.hpp"

namespace lintas::cli {

namespace {

constexpr Operand certificate_operand{
    .name = "CERTIFICATE",
    .meaning =
        "its `document`, state, office and number as 'MY, MYPKG001, MY-TH 26/00417', or what the QR "
        "code on its printed copy says, LC1:…"};
constexpr std::array any_document{Operand{
    .name = "DOCUMENT",
    .meaning =
        "a certificate by its `document`, by state, office and number as 'MY, MYPKG001, MY-TH 26/00417', "
        "or what the QR code on its printed copy says, LC1:…; a customs declaration document by state and "
        "permit as 'SG, OX6K123456A'"}};
constexpr std::array only_certificate{certificate_operand};
constexpr Option item_option{.name = "--item",
                             .value = "N",
                             .meaning = "an item by its number; several by several --item",
                             .kind = Kind::number,
                             .repeats = true};
constexpr Option reason_option{.name = "--reason", .value = "TEXT", .meaning = "why, for whom it concerns"};

/// A side on which documents of a kind lie.
struct DocumentSide {
  std::string_view name;      ///< as the node shows it
  std::string_view acts;      ///< before the point of the acts about it
  std::string_view named_by;  ///< the member that these name it by
};

/// An option that another kind of document takes, and why this one does not: it would be dropped without a
/// word.
struct NotOfKind {
  std::string_view option;
  std::string_view why;
};

/// A kind of document, as far as the verbs that all kinds take ask.
struct DocumentKind {
  std::string_view address;  ///< of all; one stands behind it
  std::string_view itself;   ///< behind the address of one: the document itself
  std::string_view root;     ///< of the message that brings one
  std::string_view member;   ///< as which the node shows what it took
  std::string_view listed;   ///< the option by which it is listed; none: what is listed without one
  /// The act that is asked for once one was kept, unless --draft says otherwise; empty: none.
  std::string_view then;
  std::span<const DocumentSide> sides;  ///< the first is that where it begins, and is cancelled
  std::span<const NotOfKind> not_submitted_with;
  std::span<const NotOfKind> not_listed_by;
  std::span<const Shown> columns;  ///< of a list
  bool (*is_named_by)(std::string_view operand);
  std::string (*name_for_people)(const Json& document);
  void (*print)(const Streams& streams, const Json& document);
};

/// The member, or null.
const Json& member(const Json& json, std::string_view name) {
  static const Json none;
  const auto found = json.is_object() ? json.find(name) : json.end();
  return found == json.end() ? none : *found;
}

// ---- show and list

/// A line an item for people: what a result means stands behind its code.
Json items_for_people(const Json& certificate) {
  Json items = member(certificate, "items");
  for (Json& item : items) {
    const Json result = member(item, "result");
    if (!result.is_object()) continue;
    item["meaning"] = member(result, "meaning");
    item["result"] = member(result, "code");
  }
  return items;
}

/// "MY, MYPKG001, MY-TH 26/00417", as people name it.
std::string name_for_people(const Json& certificate) {
  const Json& reference = member(certificate, "certificate");
  if (!reference.is_object()) return text_of(member(certificate, "document"));
  return format("{}, {}, {}", text_of(member(reference, "state")), text_of(member(reference, "office")),
                text_of(member(reference, "number")));
}

constexpr std::array item_columns{
    Shown{.pointer = "/item", .label = "item"},        Shown{.pointer = "/hs", .label = "goods"},
    Shown{.pointer = "/criterion", .label = "origin"}, Shown{.pointer = "/quantity", .label = "quantity"},
    Shown{.pointer = "/unit", .label = "unit"},        Shown{.pointer = "/free", .label = "free"},
    Shown{.pointer = "/claimed", .label = "claimed"},  Shown{.pointer = "/used", .label = "used"},
    Shown{.pointer = "/refused", .label = "refused"},  Shown{.pointer = "/drawn", .label = "drawn"},
    Shown{.pointer = "/result", .label = "result"},    Shown{.pointer = "/meaning", .label = "which means"},
};
constexpr std::array step_columns{
    Shown{.pointer = "/at", .label = "at"},
    Shown{.pointer = "/event", .label = "event"},
    Shown{.pointer = "/trigger", .label = "step"},
    Shown{.pointer = "/state", .label = "state"},
    Shown{.pointer = "/sent", .label = "sent"},
    Shown{.pointer = "/by/role", .label = "by"},
    Shown{.pointer = "/by/office", .label = "office"},
    Shown{.pointer = "/faults", .label = "faults"},
    Shown{.pointer = "/alarm", .label = "alarm"},
    Shown{.pointer = "/texts", .label = "text"},
    Shown{.pointer = "/texts_erased", .label = "text erased"},
};
constexpr std::array remark_columns{
    Shown{.pointer = "/rule", .label = "said against it"},
    Shown{.pointer = "/place", .label = "at"},
    Shown{.pointer = "/detail", .label = "namely"},
};
constexpr std::array paper_difference_columns{
    Shown{.pointer = "/place", .label = "paper and data differ at"},
    Shown{.pointer = "/detail", .label = "namely"},
    Shown{.pointer = "/rule", .label = "rule"},
};
constexpr std::array message_columns{
    Shown{.pointer = "/n", .label = "N"},
    Shown{.pointer = "/message", .label = "message"},
    Shown{.pointer = "/direction", .label = "direction"},
    Shown{.pointer = "/partner", .label = "partner"},
    Shown{.pointer = "/at", .label = "at"},
    Shown{.pointer = "/received", .label = "receipt"},
};

/// The four levels, one a line, never one for another.
void print_levels(std::ostream& out, const Json& levels) {
  for (const auto& [of, facts] : levels.items()) {
    if (!facts.is_object()) continue;
    out << '\n' << printable(of) << '\n';
    Lines lines;
    struct Row {
      const char* name;
      std::string_view label;
    };
    for (const Row& row :
         {Row{"sent", "sent"}, Row{"taken", "0 bytes taken"}, Row{"received", "1 receipt signed"},
          Row{"checked", "2 checked"}, Row{"answered", "3 answered"}}) {
      const std::string at = text_of(member(facts, row.name));
      lines.add(std::string{row.label}, at.empty() ? "not yet" : at);
    }
    if (const Json& faults = member(facts, "check_faults"); !faults.empty())
      lines.add("found wrong", text_of(faults));
    lines.print(out, 2);
  }
}

void print_acts(const Streams& streams, const Json& certificate) {
  const Json& acts = member(certificate, "acts");
  if (!acts.is_array() || acts.empty()) return;
  std::string text;
  for (const Json& one : acts) {
    text += format("{}{} ({})", text.empty() ? "" : ", ", text_of(member(one, "name")),
                   text_of(member(one, "words")));
  }
  streams.out << '\n' << wrapped(printable("You may now: " + text), streams.width) << '\n';
}

void print_part(std::ostream& out, const Json& rows, std::span<const Shown> columns) {
  if (!rows.is_array() || rows.empty()) return;
  out << '\n';
  print_table(out, rows, columns);
}

/// "SG, OX6K123456A", as people name it.
std::string permit_for_people(const Json& document) {
  const Json& permit = member(document, "permit");
  return format("{}, {}", text_of(member(permit, "state")), text_of(member(permit, "number")));
}

constexpr std::array acdd_item_columns{
    Shown{.pointer = "/item", .label = "item"},     Shown{.pointer = "/hs", .label = "goods"},
    Shown{.pointer = "/origin", .label = "origin"}, Shown{.pointer = "/quantity", .label = "quantity"},
    Shown{.pointer = "/unit", .label = "unit"},     Shown{.pointer = "/covered", .label = "declared"},
};

/// A line an item for people, and beside it what is declared: "90 KGM of 08109010 (D26-1 line 1)".
Json acdd_items_for_people(const Json& document) {
  Json items = member(document, "items");
  for (Json& item : items) {
    std::string covered;
    for (const Json& line : member(item, "covered_by")) {
      covered +=
          format("{}{} {} of {} ({} line {})", covered.empty() ? "" : ", ", text_of(member(line, "quantity")),
                 text_of(member(line, "unit")), text_of(member(line, "hs")),
                 text_of(member(line, "declaration")), text_of(member(line, "line")));
    }
    item.erase("covered_by");
    item["covered"] = std::move(covered);
  }
  return items;
}

constexpr std::array acdd_step_columns{
    Shown{.pointer = "/at", .label = "at"},
    Shown{.pointer = "/event", .label = "event"},
    Shown{.pointer = "/trigger", .label = "step"},
    Shown{.pointer = "/state", .label = "state"},
    Shown{.pointer = "/edition", .label = "version"},
    Shown{.pointer = "/sent", .label = "sent"},
    Shown{.pointer = "/not_sent", .label = "by letter"},
    Shown{.pointer = "/kept", .label = "kept because of"},
    Shown{.pointer = "/declaration", .label = "declaration"},
    Shown{.pointer = "/differences", .label = "differences"},
    Shown{.pointer = "/by/role", .label = "by"},
    Shown{.pointer = "/by/office", .label = "office"},
    Shown{.pointer = "/faults", .label = "faults"},
    Shown{.pointer = "/alarm", .label = "alarm"},
    Shown{.pointer = "/done", .label = "done there"},
    Shown{.pointer = "/texts", .label = "text"},
    Shown{.pointer = "/texts_erased", .label = "text erased"},
};
constexpr std::array difference_columns{
    Shown{.pointer = "/kind", .label = "differs"},
    Shown{.pointer = "/item", .label = "item"},
    Shown{.pointer = "/digit", .label = "from digit"},
    Shown{.pointer = "/exported", .label = "exported"},
    Shown{.pointer = "/declared", .label = "declared"},
    Shown{.pointer = "/declaration", .label = "declaration"},
    Shown{.pointer = "/line", .label = "line"},
};

void print_acdd(const Streams& streams, const Json& document) {
  static constexpr std::array rows{
      Shown{.pointer = "/name", .label = "document"},
      Shown{.pointer = "/side", .label = "side"},
      Shown{.pointer = "/state/name", .label = "state"},
      Shown{.pointer = "/state/id", .label = ""},
      Shown{.pointer = "/alarm", .label = "to be looked at"},
      Shown{.pointer = "/due", .label = "next deadline"},
      Shown{.pointer = "/edition", .label = "version"},
      Shown{.pointer = "/exporter", .label = "exporter"},
      Shown{.pointer = "/importer", .label = "importing state"},
      Shown{.pointer = "/departure", .label = "departure"},
      Shown{.pointer = "/office", .label = "released at"},
      Shown{.pointer = "/consent", .label = "trader consents"},
      Shown{.pointer = "/declarations", .label = "declared by"},
      Shown{.pointer = "/differences_in_all", .label = "differences"},
      // Below, as tables.
      Shown{.pointer = "/permit", .label = ""},
      Shown{.pointer = "/items", .label = ""},
      Shown{.pointer = "/differences", .label = ""},
      Shown{.pointer = "/kept", .label = ""},
      Shown{.pointer = "/faults", .label = ""},
      Shown{.pointer = "/history", .label = ""},
      Shown{.pointer = "/messages", .label = ""},
      Shown{.pointer = "/acts", .label = ""},
      Shown{.pointer = "/location", .label = ""},
  };
  Json shown = document;
  shown["name"] = permit_for_people(document);
  print_record(streams.out, shown, rows, streams.width);
  print_part(streams.out, acdd_items_for_people(document), acdd_item_columns);
  print_part(streams.out, member(document, "differences"), difference_columns);
  print_part(streams.out, member(document, "kept"), remark_columns);
  print_part(streams.out, member(document, "faults"), remark_columns);
  print_part(streams.out, member(document, "history"), acdd_step_columns);
  print_part(streams.out, member(document, "messages"), message_columns);
  print_acts(streams, document);
}

void print_certificate(const Streams& streams, const Json& certificate) {
  static constexpr std::array rows{
      Shown{.pointer = "/name", .label = "certificate"},
      Shown{.pointer = "/document", .label = "document"},
      Shown{.pointer = "/side", .label = "side"},
      Shown{.pointer = "/came", .label = "came as"},
      Shown{.pointer = "/state/name", .label = "state"},
      Shown{.pointer = "/state/id", .label = ""},
      Shown{.pointer = "/alarm", .label = "to be looked at"},
      Shown{.pointer = "/sum", .label = "its items"},
      Shown{.pointer = "/due", .label = "next deadline"},
      Shown{.pointer = "/exporter", .label = "exporter"},
      Shown{.pointer = "/application", .label = "application"},
      Shown{.pointer = "/office", .label = "office"},
      Shown{.pointer = "/importer", .label = "importing state"},
      Shown{.pointer = "/issued", .label = "issued"},
      Shown{.pointer = "/valid_until", .label = "valid until"},
      Shown{.pointer = "/declaration", .label = "declaration"},
      Shown{.pointer = "/open_items", .label = "items to decide"},
      // Below, as tables.
      Shown{.pointer = "/certificate", .label = ""},
      Shown{.pointer = "/items", .label = ""},
      Shown{.pointer = "/remarks", .label = ""},
      Shown{.pointer = "/differences", .label = ""},
      Shown{.pointer = "/history", .label = ""},
      Shown{.pointer = "/messages", .label = ""},
      Shown{.pointer = "/levels", .label = ""},
      Shown{.pointer = "/acts", .label = ""},
      Shown{.pointer = "/location", .label = ""},
  };
  Json shown = certificate;
  shown["name"] = name_for_people(certificate);
  print_record(streams.out, shown, rows, streams.width);
  print_part(streams.out, items_for_people(certificate), item_columns);
  print_part(streams.out, member(certificate, "remarks"), remark_columns);
  print_part(streams.out, member(certificate, "differences"), paper_difference_columns);
  print_part(streams.out, member(certificate, "history"), step_columns);
  print_part(streams.out, member(certificate, "messages"), message_columns);
  print_levels(streams.out, member(certificate, "levels"));
  print_acts(streams, certificate);
}

constexpr std::array certificate_columns{
    Shown{.pointer = "/began", .label = "began"},       Shown{.pointer = "/name", .label = "certificate"},
    Shown{.pointer = "/document", .label = "document"}, Shown{.pointer = "/side", .label = "side"},
    Shown{.pointer = "/state/id", .label = "state"},    Shown{.pointer = "/sum", .label = "its items"},
    Shown{.pointer = "/importer", .label = "for"},      Shown{.pointer = "/due", .label = "next deadline"},
};
constexpr std::array certificate_sides{DocumentSide{"issue", "issue", "document"},
                                       DocumentSide{"import", "import", "certificate"}};
constexpr std::array not_of_applications{
    NotOfKind{"--consent", "--consent: an application says none; it is of customs declaration documents"},
    NotOfKind{"--reason", "--reason: an application says none; it is of customs declaration documents"}};
constexpr std::array not_of_lists_of_certificates{
    NotOfKind{"--waits", "--waits needs --acdd: of certificates no list says what waits"}};
constexpr DocumentKind certificate_kind{
    .address = "/v1/documents",
    .itself = "/certificate",
    .root = "CO.ISSUE",
    .member = "certificate",
    .listed = {},
    .then = "issue.submit",
    .sides = certificate_sides,
    .not_submitted_with = not_of_applications,
    .not_listed_by = not_of_lists_of_certificates,
    .columns = certificate_columns,
    .is_named_by = [](std::string_view) { return true; },  // by its own name, or by three parts
    .name_for_people = &name_for_people,
    .print = &print_certificate};

constexpr std::array acdd_columns{
    Shown{.pointer = "/began", .label = "began"},       Shown{.pointer = "/name", .label = "document"},
    Shown{.pointer = "/side", .label = "side"},         Shown{.pointer = "/state/id", .label = "state"},
    Shown{.pointer = "/alarm", .label = "look at"},     Shown{.pointer = "/importer", .label = "for"},
    Shown{.pointer = "/due", .label = "next deadline"},
};
constexpr std::array acdd_sides{DocumentSide{"export", "acdd", "permit"},
                                DocumentSide{"import", "acdd_import", "permit"}};
// A release cannot be undone.
constexpr std::array not_of_releases{
    NotOfKind{"--draft",
              "--draft: a customs declaration document is released when it is sent; no draft of it is kept"},
    NotOfKind{"--idempotency-key",
              "--idempotency-key: a customs declaration document is known by its messageIdentification"}};
constexpr DocumentKind acdd_kind{
    .address = "/v1/acdd",
    .itself = "/document",
    .root = "ACDD.SEND",
    .member = "acdd",
    .listed = "--acdd",
    .then = {},
    .sides = acdd_sides,
    .not_submitted_with = not_of_releases,
    .not_listed_by = {},
    .columns = acdd_columns,
    // By its state and permit, "SG, OX6K123456A".
    .is_named_by = [](std::string_view name) { return std::ranges::count(name, ',') == 1; },
    .name_for_people = &permit_for_people,
    .print = &print_acdd};

/// The last one is what is named, listed and sent by nothing that is another's.
constexpr std::array kinds{&acdd_kind, &certificate_kind};

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

/// The kind of document is its root, which stands before all else that names a message.
const DocumentKind& kind_in(std::string_view message) {
  const auto place_of_root = [&](const DocumentKind* kind) { return message.find(kind->root); };
  const DocumentKind* const first = *std::ranges::min_element(kinds, {}, place_of_root);
  return message.contains(first->root) ? *first : *kinds.back();
}

std::optional<std::string_view> reason_against(const Given& given, std::span<const NotOfKind> options) {
  const auto found =
      std::ranges::find_if(options, [&](const NotOfKind& one) { return given.has(one.option); });
  return found == options.end() ? std::nullopt : std::optional{found->why};
}

std::string path_of_document(const DocumentKind& kind, const Given& given) {
  return path_of(format("{}/", kind.address), given.operand(0));
}

/// What an act names a document by; one of no side of it as one of the last.
Json named(const DocumentKind& kind, const Json& document, std::string_view act) {
  const auto is_of = [&](const DocumentSide& side) { return act.starts_with(format("{}.", side.acts)); };
  const auto found = std::ranges::find_if(kind.sides, is_of);
  const std::string by{(found == kind.sides.end() ? kind.sides.back() : *found).named_by};
  Json content = Json::object();
  content[by] = member(document, by);
  return content;
}

std::string text_of_option(const Given& given, std::string_view option) {
  return std::string{given.value(option).value_or("")};
}

Exit show(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const DocumentKind& kind = kind_named(given.operand(0));
  const auto document = session->ask_json({.path = path_of_document(kind, given)});
  if (!document) return document.error();
  if (session->json()) {
    streams.out << json_line(*document);
  } else {
    kind.print(streams, *document);
  }
  return Exit::ok;
}

constexpr std::array list_options{
    Option{.name = "--acdd",
           .meaning = "customs declaration documents in place of certificates",
           .kind = Kind::flag},
    Option{.name = "--waits",
           .meaning = "with --acdd: only those that somebody here should look at",
           .kind = Kind::flag},
    Option{.name = "--side",
           .value = "issue|export|import",
           .meaning = "only certificates that this state issues, documents that it released, or those whose "
                      "goods it imports",
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

/// What lists are asked by; of another kind of document nothing is given.
std::vector<net::Parameter> filters_of(const Given& given) {
  std::vector<net::Parameter> query;
  for (const std::string_view name : {"side", "phase", "state", "partner", "since"}) {
    query.push_back(
        {.name = std::string{name}, .value = std::string{given.value(format("--{}", name)).value_or("")}});
  }
  if (given.has("--waits")) query.push_back({.name = "waits", .value = "true"});
  return query;
}

Exit list(const Given& given, const Streams& streams) {
  const DocumentKind& kind = kind_listed(given);
  if (const auto why = reason_against(given, kind.not_listed_by)) return refuse(given, streams, *why);
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  return session->print_list(std::string{kind.address}, filters_of(given), kind.columns,
                             [&](Json& one) { one["name"] = kind.name_for_people(one); });
}

// ---- the document itself

constexpr std::array print_options{
    Option{.name = "--to", .value = "FILE", .meaning = "write it to a file instead of the screen"},
    raw_option};

Exit print(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const DocumentKind& kind = kind_named(given.operand(0));
  return fetch_document(*session, path_of_document(kind, given).append(kind.itself));
}

// ---- on paper

constexpr std::array copy_options{
    Option{.name = "--out",
           .value = "FILE",
           .meaning = "the file to write; certificate.pdf in this folder if left out"}};
constexpr std::array certificate_code_options{
    Option{.name = "--out", .value = "FILE", .meaning = "write the text to a file instead of the screen"}};

Exit copy(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  return session->save(
      {.path = path_of("/v1/documents/", given.operand(0), "/copy"), .accept = "application/pdf"},
      std::string{given.value("--out").value_or("certificate.pdf")});
}

Exit code_of(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto answer = session->ask_json({.path = path_of("/v1/documents/", given.operand(0), "/code")});
  if (!answer) return answer.error();
  const std::string text = text_of(member(*answer, "text")) + '\n';
  if (const auto file = given.value("--out")) {
    if (const auto written = write_file(std::string{*file}, text); !written) {
      streams.err << "lintas doc code: " << written.error() << '\n';
      return Exit::unreadable;
    }
  } else if (!session->json()) {
    streams.out << text;
  }
  if (session->json()) streams.out << json_line(*answer);
  return Exit::ok;
}

// ---- submit

constexpr std::array file_operand{Operand{
    .name = "FILE",
    .meaning = "the e-Form D (CO.ISSUE) or the customs declaration document (ACDD.SEND) in XML or JSON; - "
               "for the standard input"}};
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

// ---- acts about a certificate

/// Those of --item; else the others, by their numbers.
Json items_of(const Given& given, const Json& others) {
  Json items = Json::array();
  for (const std::string_view text : given.values("--item")) {
    std::uint32_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    items.push_back(number);
  }
  return items.empty() ? others : items;
}

Json all_items(const Json& certificate) {
  Json numbers = Json::array();
  for (const Json& item : member(certificate, "items")) numbers.push_back(member(item, "item"));
  return numbers;
}

/// What waits for a decision; where nothing does, all.
Json open_items(const Json& certificate) {
  const Json& open = member(certificate, "open_items");
  return open.is_array() && !open.empty() ? open : all_items(certificate);
}

Exit ask_about(Session& session, std::string_view act, Json content) {
  auto whole = content_of_act(session, act, std::move(content));
  return whole ? ask_act(session, act, *std::move(whole)) : whole.error();
}

/// Opens, finds the document as the node shows it to the caller, and asks for what `make` makes of it.
template <class Make>
Exit act_on(const DocumentKind& kind, const Given& given, const Streams& streams, const Make& make) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto document = session->ask_json({.path = path_of_document(kind, given)});
  if (!document) return document.error();
  return make(*session, *document);
}

constexpr std::array approve_operands{
    certificate_operand, Operand{.name = "NUMBER", .meaning = "the number that the office gives it"}};
constexpr std::array approve_options{item_option, set_option, if_match_option, idempotency_option};

Exit approve(const Given& given, const Streams& streams) {
  return act_on(certificate_kind, given, streams, [&](Session& session, const Json& certificate) {
    Json content = named(certificate_kind, certificate, "issue.approve");
    content["number"] = std::string{given.operand(1)};
    content["qualifying"] = items_of(given, all_items(certificate));
    return ask_about(session, "issue.approve", std::move(content));
  });
}

constexpr std::array cancel_options{reason_option, set_option, if_match_option, idempotency_option};

Exit cancel(const Given& given, const Streams& streams) {
  if (!given.has("--reason")) return refuse(given, streams, "--reason is needed");
  const DocumentKind& kind = kind_named(given.operand(0));
  return act_on(kind, given, streams, [&](Session& session, const Json& document) {
    const std::string name = format("{}.cancel", kind.sides.front().acts);
    Json content = named(kind, document, name);
    content["reason"] = text_of_option(given, "--reason");
    return ask_about(session, name, std::move(content));
  });
}

constexpr std::array claim_operands{
    certificate_operand, Operand{.name = "DECLARATION", .meaning = "the import declaration that quotes it"}};
constexpr std::array claim_options{
    Option{.name = "--invoice",
           .value = "NUMBER",
           .meaning = "an invoice of the declaration; needed, several by several --invoice",
           .repeats = true},
    Option{.name = "--line",
           .value = "ITEM=QUANTITY",
           .meaning = "how much of an item; what is free of all items if left out",
           .repeats = true},
    Option{.name = "--office", .value = "OFFICE", .meaning = "that handles it; that of your key if left out"},
    set_option,
    if_match_option,
    idempotency_option};

/// What is free of each item.
Json free_lines(const Json& certificate) {
  Json lines = Json::array();
  for (const Json& item : member(certificate, "items")) {
    const std::string free = text_of(member(item, "free"));
    if (free != "0") lines.push_back({{"item", member(item, "item")}, {"quantity", free}});
  }
  return lines;
}

/// Nothing where a line is none; then why has been printed.
std::optional<Json> lines_of(const Given& given, const Streams& streams, const Json& certificate) {
  Json lines = Json::array();
  for (const std::string_view text : given.values("--line")) {
    const auto equals = std::min(text.find('='), text.size());
    std::uint32_t item = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + equals, item);
    if (error != std::errc{} || end != text.data() + equals || equals == text.size()) {
      (void)refuse(given, streams, format("--line {}: ITEM=QUANTITY is needed", text));
      return std::nullopt;
    }
    lines.push_back({{"item", item}, {"quantity", std::string{text.substr(equals + 1)}}});
  }
  return lines.empty() ? free_lines(certificate) : lines;
}

Exit claim(const Given& given, const Streams& streams) {
  if (!given.has("--invoice")) return refuse(given, streams, "--invoice is needed");
  return act_on(certificate_kind, given, streams, [&](Session& session, const Json& certificate) -> Exit {
    auto lines = lines_of(given, streams, certificate);
    if (!lines) return Exit::usage;
    std::string office = text_of_option(given, "--office");
    if (office.empty()) {
      const auto me = session.ask_json({.path = "/v1/me"});
      if (!me) return me.error();
      office = text_of(member(*me, "office"));
    }
    Json content = named(certificate_kind, certificate, "import.claim");
    content["declaration"] = std::string{given.operand(1)};
    content["invoices"] = Json::array();
    for (const std::string_view one : given.values("--invoice"))
      content["invoices"].push_back(std::string{one});
    content["lines"] = *std::move(lines);
    content["office"] = office;
    return ask_about(session, "import.claim", std::move(content));
  });
}

constexpr std::array respond_operands{
    certificate_operand,
    Operand{.name = "RESULT",
            .meaning =
                "U1 given, U3 given in spite of a minor discrepancy, N1 to N13 refused on that ground, "
                "P2 released at the higher rate while the classification is open"}};
constexpr std::array respond_options{item_option, reason_option, set_option, if_match_option,
                                     idempotency_option};

/// The act that a result is, with what it says beside the certificate and its items.
struct Response {
  std::string_view act;
  Json content = Json::object();
};
std::optional<Response> response_of(const Given& given) {
  const auto result = documents::read_result(given.operand(1));
  const auto* facts = result ? documents::facts_of(*result) : nullptr;
  const std::string reason = text_of_option(given, "--reason");
  if (facts == nullptr || result == documents::Result::u2 || result == documents::Result::p1)
    return std::nullopt;
  switch (facts->outcome) {
    case documents::Outcome::given: {
      Response response{.act = "import.accept"};
      if (result == documents::Result::u3) response.content["minor_discrepancy"] = true;
      if (!reason.empty()) response.content["text"] = reason;
      return response;
    }
    case documents::Outcome::pending:
      return Response{.act = "import.classify_otherwise", .content = {{"reason", reason}}};
    case documents::Outcome::refused:
      return Response{.act = "import.refuse",
                      .content = {{"result", std::string{facts->code}}, {"reason", reason}}};
  }
  std::unreachable();
}

Exit respond(const Given& given, const Streams& streams) {
  const auto response = response_of(given);
  if (!response) {
    return refuse(given, streams,
                  format("RESULT: '{}' is none of U1, U3, P2, N1 to N13; whether a part is left follows from "
                         "what was claimed, and `lintas doc verify` asks for a check",
                         printable(given.operand(1))));
  }
  return act_on(certificate_kind, given, streams, [&](Session& session, const Json& certificate) {
    Json content = named(certificate_kind, certificate, response->act);
    content.update(response->content);
    content["items"] = items_of(given, open_items(certificate));
    return ask_about(session, response->act, std::move(content));
  });
}

constexpr std::array verify_options{
    item_option,
    Option{.name = "--reason", .value = "TEXT", .meaning = "what is doubted; needed unless --random"},
    Option{.name = "--random", .meaning = "nothing is doubted: it was drawn", .kind = Kind::flag},
    Option{.name = "--request",
           .value = "NUMBER",
           .meaning = "of this state's choice: the issuing authority answers under it; needed"},
    set_option,
    if_match_option,
    idempotency_option};

Exit verify(const Given& given, const Streams& streams) {
  if (!given.has("--request")) return refuse(given, streams, "--request is needed");
  return act_on(certificate_kind, given, streams, [&](Session& session, const Json& certificate) {
    Json content = named(certificate_kind, certificate, "import.check");
    content["items"] = items_of(given, open_items(certificate));
    content["random"] = given.has("--random");
    content["reason"] = text_of_option(given, "--reason");
    content["request"] = text_of_option(given, "--request");
    return ask_about(session, "import.check", std::move(content));
  });
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
        "apply for a certificate of origin, or release an export with its customs declaration document",
    .about =
        "Which of the two it is, the root of the message says. Of an application the file is a whole e-Form "
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
        "print a certificate or a customs declaration document: state, items, history, acknowledgements",
    .about =
        "Of one that was sent, the four levels apart: bytes taken, receipt signed, checked, answered. Many "
        "partners never\nanswer.\n",
    .operands = any_document,
    .asks_node = true,
    .example = "lintas doc show 'MY, MYPKG001, MY-TH 26/00417'",
    .run = &show};

constexpr Command doc_list_command{
    .name = "doc list",
    .summary = "list certificates or customs declaration documents, the newest first",
    .options = list_options,
    .asks_node = true,
    .example = "lintas doc list --side import --state VALID",
    .run = &list};

constexpr Command doc_certificate_command{
    .name = "doc certificate",
    .summary = "print the certificate itself, in XML or with --json in JSON",
    .operands = any_document,
    .options = print_options,
    .asks_node = true,
    .example = "lintas doc certificate CO-9f64a747e1b97f13 --to certificate.xml",
    .run = &print};

constexpr Command doc_print_command{
    .name = "doc print",
    .summary = "print a certificate as the boxes of Form D, as PDF",
    .about =
        "For its exporter, the authority that issues it and the customs that have it as data. Every page "
        "says "
        "what it is: a\ncopy of what went as data, the certificate itself where it goes on paper, a print of "
        "received data, cancelled.\nPrints where the file is.\n",
    .operands = only_certificate,
    .options = copy_options,
    .asks_node = true,
    .example = "lintas doc print CO-9f64a747e1b97f13 --out certificate.pdf",
    .run = &copy};

constexpr Command doc_code_command{
    .name = "doc code",
    .summary = "print the signed code of a certificate, the text of the QR code on its printed copy",
    .about =
        "Once it went as data or on paper and until it is cancelled, for its exporter and the authority. "
        "Signed "
        "anew each\ntime. `lintas verify` reads it.\n",
    .operands = only_certificate,
    .options = certificate_code_options,
    .asks_node = true,
    .example = "lintas doc code CO-9f64a747e1b97f13 --out code.txt",
    .run = &code_of};

constexpr Command doc_approve_command{
    .name = "doc approve",
    .summary = "issue a certificate that was applied for",
    .about = "Items that qualify, each on its own, are named by --item; all if left out.\n",
    .operands = approve_operands,
    .options = approve_options,
    .asks_node = true,
    .example = "lintas doc approve CO-9f64a747e1b97f13 'MY-TH 26/00417'",
    .run = &approve};

constexpr Command doc_cancel_command{
    .name = "doc cancel",
    .summary = "cancel a certificate, or ask to cancel a customs declaration document",
    .about = "Of one that was sent the importing customs is asked; used already, it stays.\n",
    .operands = any_document,
    .options = cancel_options,
    .asks_node = true,
    .example = "lintas doc cancel CO-9f64a747e1b97f13 --reason 'Item 2 has another weight'",
    .run = &cancel};

constexpr Command doc_claim_command{
    .name = "doc claim",
    .summary = "quote a certificate in an import declaration",
    .operands = claim_operands,
    .options = claim_options,
    .asks_node = true,
    .example = "lintas doc claim 'MY, MYPKG001, MY-TH 26/00417' D26-0000417 --invoice PGI/26/3391",
    .run = &claim};

constexpr Command doc_respond_command{
    .name = "doc respond",
    .summary = "say of items of a claimed certificate whether preference is given, as importing customs",
    .about =
        "Items by --item; all that wait if left out. Each answer goes to the issuing authority at once. What "
        "is refused, and\nwhat is settled at the higher rate, needs --reason.\n",
    .operands = respond_operands,
    .options = respond_options,
    .asks_node = true,
    .example = "lintas doc respond 'MY, MYPKG001, MY-TH 26/00417' N2 --item 2 --reason 'They are of vinyl'",
    .run = &respond};

constexpr Command doc_verify_command{
    .name = "doc verify",
    .summary = "ask the issuing authority to verify a certificate, as importing customs",
    .operands = only_certificate,
    .options = verify_options,
    .asks_node = true,
    .example =
        "lintas doc verify 'MY, MYPKG001, MY-TH 26/00417' --request V26-0031 --reason 'The seal differs'",
    .run = &verify};

constexpr Command doc_do_command{
    .name = "doc do",
    .summary = "do anything else that may be done to a certificate",
    .about =
        "`lintas decide ACT --help` has the fields; the certificate itself need not be named by --set.\n",
    .operands = do_operands,
    .options = do_options,
    .asks_node = true,
    .example = "lintas doc do CO-9f64a747e1b97f13 transmit --set authorised=yes",
    .run = &act};

}  // namespace lintas::cli
