#include <array>
#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"
#include "cli/files.hpp"
#include "cli/output.hpp"
#include "core/code/records.hpp"
#include "core/code/status.hpp"
#include "core/code/trust.hpp"
#include "core/messages/remedy.hpp"
#include "core/messages/report.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/signing.hpp"

/// What a reader of codes needs from a node: the code of a movement, the sheet of keys, the list of codes
/// that hold. `lintas verify` takes all three without a line.
namespace lintas::cli {

namespace {

constexpr std::array movement_operand{Operand{.name = "MRN", .meaning = "the movement"}};
constexpr std::array code_options{
    Option{.name = "--out", .value = "FILE", .meaning = "write the text to a file instead of the screen"}};
constexpr std::array fetch_options{
    Option{.name = "--out", .value = "FILE", .meaning = "the file to write; needed"},
    Option{.name = "--force",
           .meaning = "write it even where the file has a newer one of the same state, or it is dated ahead",
           .kind = Kind::flag}};
constexpr std::array list_options{
    Option{.name = "--of",
           .value = "movements|certificates",
           .meaning = "of movements, those that hold (if left out); of certificates of origin, those that "
                      "were cancelled",
           .kind = Kind::choice},
    fetch_options[0], fetch_options[1]};
constexpr std::string_view cose_media = "application/cose";

Exit failed(const Given& given, const Streams& streams, std::string_view why) {
  streams.err << "lintas " << given.command->name << ": " << why << '\n';
  return Exit::unreadable;
}

Exit code_of(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto answer = session->ask_json({.path = path_of("/v1/movements/", given.operand(0), "/code")});
  if (!answer) return answer.error();
  const std::string text = text_of(answer->value("text", Json{})) + '\n';
  if (const auto file = given.value("--out")) {
    if (const auto written = write_file(std::string{*file}, text); !written)
      return failed(given, streams, written.error());
  } else if (!session->json()) {
    streams.out << text;
  }
  if (session->json()) streams.out << json_line(*answer);
  return Exit::ok;
}

std::string said(const Finding& finding) {
  const message::Rule* rule = message::find_rule(finding.rule);
  std::string text = format("{} {}", finding.rule, rule == nullptr ? std::string_view{} : rule->text);
  if (!finding.detail.empty()) text += ' ' + message::sentence(finding.detail);
  return text;
}

/// What a node hands out to everybody: how it is read and shown, why one is not kept, and why not in the
/// place of another one.
struct Handed {
  std::expected<Json, Finding> (*about)(ByteView bytes);
  std::optional<Finding> (*not_yet)(ByteView fetched, Instant now);  ///< none: whenever it comes
  std::optional<Finding> (*goes_back)(ByteView held, ByteView fetched);
};

/// A line that nobody protects, or a cache on the way, may answer with what was true last week: whoever holds
/// a newer one keeps it (docs/protocols/compact-code.md).
Exit keep(const Given& given, const Streams& streams, std::string_view path, const Handed& handed) {
  if (!given.has("--out")) return refuse(given, streams, "--out is needed");
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto answer = session->ask({.path = std::string{path}, .accept = cose_media});
  if (!answer) return answer.error();
  const std::expected<Json, Finding> read = handed.about(answer->body);
  if (!read) {
    failed(given, streams,
           format("{} answered with something else; nothing was written: {}", session->authority(),
                  said(read.error())));
    return Exit::invalid;
  }
  const std::string file{given.needed("--out")};
  const auto now = std::chrono::floor<Instant::duration>(std::chrono::system_clock::now());
  const auto early = handed.not_yet == nullptr ? std::nullopt : handed.not_yet(answer->body, now);
  if (early && !given.has("--force")) {
    failed(given, streams,
           format("{} answered with one that tells nothing yet; nothing was written: {}",
                  session->authority(), said(*early)));
    return Exit::invalid;
  }
  // A file of this name, not the standard input.
  const std::string path_of_file = file == "-" ? "./-" : file;
  if (const auto held = read_file(path_of_file, streams.in); held && !given.has("--force")) {
    if (const auto why = handed.goes_back(as_bytes(*held), answer->body)) {
      failed(given, streams,
             format("{} answered with another one than {} has, which stays as it is: {} --force writes it "
                    "all the same.",
                    session->authority(), file, said(*why)));
      return Exit::invalid;
    }
  }
  if (const auto written = write_file(file, as_text(answer->body)); !written)
    return failed(given, streams, written.error());
  Json shown{{"file", file}};
  shown.update(*read);
  if (session->json()) {
    streams.out << json_line(shown);
  } else {
    print_record(streams.out, shown, {}, streams.width);
  }
  return Exit::ok;
}

std::expected<Json, Finding> about_sheet(ByteView bytes) {
  const auto sheet = code::read_sheet(bytes, crypto::sha256, crypto::verify);
  if (!sheet) return std::unexpected(sheet.error());
  return Json{{"issuer", sheet->issuer.str()},
              {"number", sheet->number},
              {"until", to_text(sheet->until)},
              {"root", code::fingerprint_of(sheet->root, crypto::sha256)}};
}

std::expected<Json, Finding> about_list(ByteView bytes, code::Kind kind) {
  const auto read = code::read_list(bytes);
  if (!read) return std::unexpected(read.error());
  const code::StatusList& list = read->list;
  if (list.kind != kind) {
    return std::unexpected(Finding{.rule = "SIG-007",
                                   .pointer = {},
                                   .value = {},
                                   .detail = format("a list of another kind: {}", word_of(list.kind))});
  }
  const Bytes& handles = list.cancelled ? *list.cancelled : list.live;
  return Json{{"issuer", list.issuer.str()},
              {"as_of", to_text(list.as_of)},
              {"until", to_text(list.until)},
              {list.cancelled ? "cancelled" : "codes", handles.size() / sizeof(code::Handle::bytes)}};
}
std::expected<Json, Finding> about_movements(ByteView bytes) {
  return about_list(bytes, code::Kind::accompanying_document);
}
std::expected<Json, Finding> about_certificates(ByteView bytes) {
  return about_list(bytes, code::Kind::certificate);
}

/// As whoever holds the first one judges the second: of another root, or older.
std::optional<Finding> sheet_goes_back(ByteView held, ByteView fetched) {
  code::Trust trust{crypto::sha256, crypto::verify};
  if (!trust.take_sheet(held)) return std::nullopt;
  const auto taken = trust.take_sheet(fetched);
  return taken ? std::nullopt : std::optional{taken.error()};
}

/// One that lies ahead of the clock would keep every true one out of the file until then.
std::optional<Finding> list_not_yet(ByteView fetched, Instant now) {
  const auto read = code::read_list(fetched);
  return read ? code::fault_of_date(read->list, now) : std::nullopt;
}

/// By their dates alone: whether the keys are believed, `lintas verify` says with the sheet.
std::optional<Finding> list_goes_back(ByteView held, ByteView fetched) {
  const auto before = code::read_list(held);
  const auto after = code::read_list(fetched);
  if (!before || !after) return std::nullopt;
  const code::StatusList& known = before->list;
  const code::StatusList& list = after->list;
  const bool other_place = known.issuer != list.issuer || known.kind != list.kind;
  if (other_place || known == list || list.as_of > known.as_of) return std::nullopt;
  return Finding{.rule = "SIG-024",
                 .pointer = {},
                 .value = {},
                 .detail = format("one as of {} is held", to_text(known.as_of))};
}

Exit fetch_sheet(const Given& given, const Streams& streams) {
  return keep(given, streams, "/v1/trust-sheet",
              {.about = &about_sheet, .not_yet = nullptr, .goes_back = &sheet_goes_back});
}
Exit fetch_list(const Given& given, const Streams& streams) {
  const bool of_certificates = given.value("--of").value_or("") == "certificates";
  return keep(given, streams, of_certificates ? "/v1/status-list/certificates" : "/v1/status-list",
              {.about = of_certificates ? &about_certificates : &about_movements,
               .not_yet = &list_not_yet,
               .goes_back = &list_goes_back});
}

}  // namespace

constexpr Command code_command{
    .name = "code",
    .summary = "print the signed code of a movement, the text of the QR code on its document",
    .about =
        "From the release until the movement is written off, for its holder, an agent of it and the office "
        "of\ndeparture. Signed anew each time. `lintas verify` reads it.\n",
    .operands = movement_operand,
    .options = code_options,
    .asks_node = true,
    .example = "lintas code 26SG0000010000A1J0 --out code.txt",
    .run = &code_of};

constexpr Command trust_fetch_command{
    .name = "trust fetch",
    .summary = "fetch the trust sheet that a node hands out",
    .about =
        "Needs no key. Whether the root is that of the state, only its administration can say: compare the "
        "fingerprint,\nand give it to `lintas verify --root`. A file that has a newer sheet of the state, or "
        "one of another root,\nis not written over.\n",
    .options = fetch_options,
    .asks_node = true,
    .example = "lintas trust fetch --out sg.sheet",
    .run = &fetch_sheet};

constexpr Command status_list_command{
    .name = "status-list",
    .summary =
        "fetch a status list that a node hands out: the codes of movements that hold, or the "
        "certificates that were cancelled",
    .about =
        "Needs no key. What is released, has ended or was cancelled is in it five seconds later at most; it "
        "may be\nrelied on for 48 hours, of certificates for 24. `lintas verify --status` takes it. A file "
        "that has a newer\nlist of the state is not written over.\n",
    .options = list_options,
    .asks_node = true,
    .example = "lintas status-list --out sg.list",
    .run = &fetch_list};

}  // namespace lintas::cli
