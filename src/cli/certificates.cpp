#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/text.hpp"
#include "cli/acts.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"
#include "cli/documents.hpp"
#include "cli/files.hpp"
#include "cli/output.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/results.hpp"

/// Certificates of origin: how they are shown and printed, and what their issuing authority and customs do.
namespace lintas::cli {

namespace {

constexpr Operand certificate_operand{
    .name = "CERTIFICATE",
    .meaning =
        "its `document`, state, office and number as 'MY, MYPKG001, MY-TH 26/00417', or what the QR "
        "code on its printed copy says, LC1:…"};
constexpr std::array only_certificate{certificate_operand};

// ---- shown

/// A line an item for people: what a result means stands behind its code.
Json certificate_for_people(Json certificate) {
  for (Json& item : certificate["items"]) {
    const Json result = member(item, "result");
    if (!result.is_object()) continue;
    item["meaning"] = member(result, "meaning");
    item["result"] = member(result, "code");
  }
  return certificate;
}

/// "MY, MYPKG001, MY-TH 26/00417", as people name it.
std::string name_for_people(const Json& certificate) {
  const Json& reference = member(certificate, "certificate");
  if (!reference.is_object()) return text_of(member(certificate, "document"));
  // What is asked about an origin declaration is found under its address alone: that name is one of those
  // that are presented here.
  if (text_of(member(reference, "kind")) == "origin_declaration") {
    const std::string location = text_of(member(certificate, "location"));
    return location.substr(location.rfind('/') + 1);
  }
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

constexpr std::array paper_difference_columns{
    Shown{.pointer = "/place", .label = "paper and data differ at"},
    Shown{.pointer = "/detail", .label = "namely"},
    Shown{.pointer = "/rule", .label = "rule"},
};
constexpr std::array not_taken_columns{
    Shown{.pointer = "/rule", .label = "not taken by the issuer"},
    Shown{.pointer = "/place", .label = "at"},
    Shown{.pointer = "/detail", .label = "namely"},
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

void print_more_of_certificate(const Streams& streams, const Json& certificate) {
  print_levels(streams.out, member(certificate, "levels"));
  print_warnings(streams.out, certificate, streams.width);
}

constexpr std::array certificate_rows{
    Shown{.pointer = "/name", .label = "certificate"},
    Shown{.pointer = "/document", .label = "document"},
    Shown{.pointer = "/side", .label = "side"},
    Shown{.pointer = "/came", .label = "came as"},
    Shown{.pointer = "/page_code", .label = "code of the page"},
    Shown{.pointer = "/state/name", .label = "state"},
    Shown{.pointer = "/state/id", .label = ""},
    Shown{.pointer = "/unreachable", .label = "not reachable as data"},
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
};

constexpr std::array certificate_tables{Table{"certificate"},
                                        Table{"items", item_columns},
                                        Table{"remarks", remark_columns},
                                        Table{"not_taken", not_taken_columns},
                                        Table{"differences", paper_difference_columns},
                                        Table{"history", step_columns},
                                        Table{"messages", message_columns},
                                        Table{"levels"},
                                        Table{"warnings"}};
constexpr std::array certificate_columns{
    Shown{.pointer = "/name", .label = "certificate"},
    Shown{.pointer = "/state/id", .label = "state"},
    Shown{.pointer = "/sum", .label = "its items"},
    Shown{.pointer = "/due", .label = "next deadline"},
    Shown{.pointer = "/document", .label = "document"},
    Shown{.pointer = "/side", .label = "side"},
    Shown{.pointer = "/importer", .label = "for"},
    Shown{.pointer = "/began", .label = "began"},
    Shown{.pointer = "/unreachable", .label = "not reachable as data"},
};
constexpr std::array certificate_sides{DocumentSide{"issue", "issue", "document"},
                                       DocumentSide{"import", "import", "certificate"}};
constexpr std::array not_of_applications{
    NotOfKind{"--consent", "--consent: an application says none; it is of customs declaration documents"},
    NotOfKind{"--reason", "--reason: an application says none; it is of customs declaration documents"}};
constexpr std::array not_of_lists_of_certificates{
    NotOfKind{"--waits", "--waits needs --acdd or --kind: of certificates no list says what waits"}};

}  // namespace

constexpr DocumentKind certificate_kind{
    .address = "/v1/documents",
    .itself = "/certificate",
    .root = "CO.ISSUE",
    .member = "certificate",
    .listed = {},
    .then = "issue.submit",
    .send = "issue.transmit",
    .resend = "issue.resend",
    .cancel = "issue.cancel",
    .use = {},
    .consumed = {},
    .sides = certificate_sides,
    .not_submitted_with = not_of_applications,
    .not_listed_by = not_of_lists_of_certificates,
    .columns = certificate_columns,
    .is_named_by = [](std::string_view) { return true; },  // by its own name, or by three parts
    .name_for_people = &name_for_people,
    .rows = certificate_rows,
    .tables = certificate_tables,
    .for_people = &certificate_for_people,
    .print_more = &print_more_of_certificate,
    .respond = &respond_as_customs,
    .verify = &verify_certificate};

namespace {

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

// ---- acts

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
    const std::string_view digits = text.substr(0, equals);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), item);
    if (error != std::errc{} || end != digits.data() + digits.size() || equals == text.size()) {
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

}  // namespace

Exit respond_as_customs(const Given& given, const Streams& streams) {
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

Exit ask_to_verify(const DocumentKind& kind, std::string_view act, const Given& given, const Streams& streams,
                   Json (*items)(const Json& document)) {
  return act_on(kind, given, streams, [&](Session& session, const Json& document) {
    Json content = named(kind, document, act);
    if (Json named_items = items_of(given, items(document)); !named_items.empty())
      content["items"] = std::move(named_items);
    content["random"] = given.has("--random");
    content["reason"] = text_of_option(given, "--reason");
    content["request"] = text_of_option(given, "--request");
    return ask_about(session, act, std::move(content));
  });
}

Exit verify_certificate(const Given& given, const Streams& streams) {
  return ask_to_verify(certificate_kind, "import.check", given, streams, &open_items);
}

namespace {

constexpr std::array verify_operands{Operand{
    .name = "DOCUMENT",
    .meaning = "a certificate, or an origin declaration that was presented here, as `lintas doc show` "
               "takes it"}};
constexpr std::array verify_options{
    item_option,
    Option{.name = "--reason", .value = "TEXT", .meaning = "what is doubted; needed unless --random"},
    Option{.name = "--random", .meaning = "nothing is doubted: it was drawn", .kind = Kind::flag},
    Option{.name = "--request",
           .value = "NUMBER",
           .meaning = "of this state's choice: the authority answers under it; needed"},
    set_option,
    if_match_option,
    idempotency_option};

Exit verify(const Given& given, const Streams& streams) {
  const DocumentKind& kind = kind_named(given.operand(0));
  if (kind.verify == nullptr)
    return refuse(given, streams,
                  "DOCUMENT: certificates and origin declarations are verified, and no others");
  if (!given.has("--request")) return refuse(given, streams, "--request is needed");
  return kind.verify(given, streams);
}

}  // namespace

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

constexpr Command doc_claim_command{
    .name = "doc claim",
    .summary = "quote a certificate in an import declaration",
    .operands = claim_operands,
    .options = claim_options,
    .asks_node = true,
    .example = "lintas doc claim 'MY, MYPKG001, MY-TH 26/00417' D26-0000417 --invoice PGI/26/3391",
    .run = &claim};

constexpr Command doc_verify_command{
    .name = "doc verify",
    .summary = "ask its authority to verify a certificate or an origin declaration, as importing customs",
    .operands = verify_operands,
    .options = verify_options,
    .asks_node = true,
    .example =
        "lintas doc verify 'MY, MYPKG001, MY-TH 26/00417' --request V26-0031 --reason 'The seal differs'",
    .run = &verify};

}  // namespace lintas::cli
