#include <algorithm>
#include <array>
#include <expected>
#include <filesystem>
#include <fstream>
#include <ios>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"
#include "cli/documents.hpp"
#include "cli/files.hpp"
#include "cli/output.hpp"
#include "core/attachments/limits.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/net/http.hpp"

/// Files that come with documents, on the command line (docs/domain/attachments.md).
namespace lintas::cli {

namespace {

namespace fs = std::filesystem;

constexpr Operand document_operand{.name = "DOCUMENT", .meaning = "a document as `lintas doc show` takes it"};
constexpr Operand which_operand{
    .name = "NAME", .meaning = "of the file, as `lintas doc attachments` lists it; or its SHA-256"};

std::string files_of(const Given& given) { return path_of_document(given).append("/attachments"); }

Exit tell_failure(const Given& given, const Streams& streams, std::string_view why) {
  streams.err << "lintas " << given.command->name << ": " << why << '\n';
  return Exit::unreadable;
}

// ---- list

constexpr std::array file_columns{
    Shown{.pointer = "/name", .label = "name"},      Shown{.pointer = "/type", .label = "type"},
    Shown{.pointer = "/size", .label = "bytes"},     Shown{.pointer = "/added", .label = "added"},
    Shown{.pointer = "/by", .label = "by"},          Shown{.pointer = "/sent", .label = "told abroad"},
    Shown{.pointer = "/fetched", .label = "here"},   Shown{.pointer = "/readers", .label = "read"},
    Shown{.pointer = "/sha256", .label = "SHA-256"},
};
constexpr std::array read_columns{
    Shown{.pointer = "/at", .label = "read at"},    Shown{.pointer = "/name", .label = "file"},
    Shown{.pointer = "/by", .label = "by"},         Shown{.pointer = "/role", .label = "role"},
    Shown{.pointer = "/office", .label = "office"}, Shown{.pointer = "/party", .label = "party"},
};

void print_files(const Streams& streams, Json items) {
  if (items.empty()) {
    streams.out << "no files\n";
    return;
  }
  Json reads = Json::array();
  for (Json& one : items) {
    if (!one.contains("read")) continue;
    for (Json read : one["read"]) {
      read["name"] = one["name"];
      reads.push_back(std::move(read));
    }
    one["readers"] = one["read"].size();
  }
  print_table(streams.out, items, file_columns);
  print_part(streams.out, reads, read_columns);
}

Exit list(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto files = session->ask_json({.path = files_of(given)});
  if (!files) return files.error();
  if (session->json()) {
    streams.out << json_line(*files);
  } else {
    print_files(streams, member(*files, "items"));
    if (files->contains("exchanged") && !member(*files, "exchanged").get<bool>())
      streams.out << "files do not go to the state that the document went to\n";
  }
  return Exit::ok;
}

/// The file that the second operand names, as the node lists it; else why not has been printed.
std::expected<Json, Exit> file_named(Session& session) {
  const Given& given = session.given();
  const auto files = session.ask_json({.path = files_of(given)});
  if (!files) return std::unexpected(files.error());
  const std::string_view wanted = given.operand(1);
  for (const Json& one : member(*files, "items"))
    if (text_of(member(one, "name")) == wanted || text_of(member(one, "sha256")) == wanted) return one;
  session.streams().err << "lintas " << given.command->name << ": the document has no file "
                        << printable(std::string{wanted}) << "; `lintas doc attachments` lists them\n";
  return std::unexpected(Exit::invalid);
}

// ---- attach

constexpr std::array attach_operands{
    document_operand,
    Operand{.name = "FILE",
            .meaning = "a PDF, a JPEG, PNG or TIFF, XML or a table in CSV; - for the standard input"}};
constexpr std::array attach_options{
    Option{.name = "--name",
           .value = "NAME",
           .meaning = "what the file is called with the document; its own name if left out, with hyphens for "
                      "what may not stand there"},
    idempotency_option};

/// The log keeps names for ever: letters, digits and three signs.
std::string proposed_name(std::string_view file) {
  std::string name = fs::path{file}.filename().string();
  std::ranges::replace_if(
      name,
      [](char one) {
        const bool stays = (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z') ||
                           (one >= '0' && one <= '9') || one == '.' || one == '_' || one == '-';
        return !stays;
      },
      '-');
  const auto first = name.find_first_not_of("-._");
  return first == std::string::npos ? std::string{} : name.substr(first);
}

Exit attach(const Given& given, const Streams& streams) {
  const std::string name{given.value("--name").value_or("")};
  if (name.empty() && given.operand(1) == "-") return refuse(given, streams, "--name is needed");
  auto bytes = read_file(given.operand(1), streams.in, attachments::bounds::file_bytes_max);
  if (!bytes) return tell_failure(given, streams, bytes.error());
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  // Who may not see the document is told so before ten megabytes are sent.
  if (const auto files = session->ask_json({.path = files_of(given)}); !files) return files.error();
  const auto kept = session->ask_json({.method = net::Method::post,
                                       .path = "/v1/attachments",
                                       .content_type = "application/octet-stream",
                                       .body = *std::move(bytes)});
  if (!kept) return kept.error();
  Json wanted{{"sha256", member(*kept, "sha256")},
              {"name", name.empty() ? proposed_name(given.operand(1)) : name}};
  const auto added = session->ask_json({.method = net::Method::post,
                                        .path = files_of(given),
                                        .content_type = "application/json",
                                        .body = wanted.dump(),
                                        .idempotency_key = session->idempotency_key()});
  if (!added) return added.error();
  wanted["type"] = member(*kept, "type");
  wanted["size"] = member(*kept, "size");
  if (session->json()) {
    streams.out << json_line(wanted);
  } else {
    streams.out << format("{} ({}, {} bytes) is with the document; SHA-256 {}\n", text_of(wanted["name"]),
                          text_of(wanted["type"]), text_of(wanted["size"]), text_of(wanted["sha256"]));
    streams.out << format("all your files here: {} bytes of {}\n", text_of(member(*kept, "used")),
                          text_of(member(*kept, "most")));
  }
  return Exit::ok;
}

// ---- fetch

constexpr std::array which_operands{document_operand, which_operand};
constexpr std::array fetch_options{
    Option{.name = "--to",
           .value = "FILE",
           .meaning = "where it is written; under its own name in this folder if left out"}};

/// Beside its end until its hash is right: nobody opens what is not what was added.
class Download {
 public:
  explicit Download(std::string file) : end_(std::move(file)), part_(end_ + ".part") {
    out_.open(part_, std::ios::binary | std::ios::trunc);
  }
  ~Download() {
    std::error_code ignored;
    if (!is_done_) fs::remove(part_, ignored);
  }
  Download(const Download&) = delete;
  Download& operator=(const Download&) = delete;

  bool take(std::string_view piece) {
    digest_.add(as_bytes(piece));
    out_.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    return out_.good();
  }
  /// A sentence where it is not there as it should be.
  std::optional<std::string> finish(std::string_view sha256) {
    out_.close();
    if (!out_) return format("{}: cannot be written", part_);
    if (to_hex(digest_.finish().view()) != sha256)
      return "what came is not the file: its SHA-256 is another one; ask again";
    std::error_code error;
    fs::rename(part_, end_, error);
    if (error) return format("{}: {}", end_, error.message());
    is_done_ = true;
    return std::nullopt;
  }

 private:
  std::string end_;
  std::string part_;
  std::ofstream out_;
  crypto::Sha256Stream digest_;
  bool is_done_ = false;
};

Exit fetch(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto file = file_named(*session);
  if (!file) return file.error();
  const std::string sha256 = text_of(member(*file, "sha256"));
  const auto given_name = given.value("--to");
  const std::string to{given_name ? std::string{*given_name} : text_of(member(*file, "name"))};
  if (!given_name && fs::exists(to))
    return tell_failure(given, streams, format("{} is there already; --to names another one", to));
  Download download{to};
  const auto answer =
      session->ask({.path = path_of(files_of(given).append("/"), sha256),
                    .accept = "*/*",
                    .on_piece = [&](std::string_view piece) { return download.take(piece); }});
  if (!answer) return answer.error();
  if (const auto fault = download.finish(sha256)) return tell_failure(given, streams, *fault);
  if (session->json()) {
    streams.out << json_line({{"file", to}});
  } else {
    streams.out << to << '\n';
  }
  return Exit::ok;
}

// ---- detach

constexpr std::array detach_options{idempotency_option};

Exit detach(const Given& given, const Streams& streams) {
  if (&kind_named(given.operand(0)) != &certificate_kind) {
    streams.err << "lintas " << given.command->name << ": " << printable(std::string{given.operand(0)})
                << " was issued with its files and keeps them; add one that says what is right\n";
    return Exit::invalid;
  }
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto file = file_named(*session);
  if (!file) return file.error();
  const auto done =
      session->ask_json({.method = net::Method::remove,
                         .path = path_of(files_of(given).append("/"), text_of(member(*file, "sha256"))),
                         .idempotency_key = session->idempotency_key()});
  if (!done) return done.error();
  if (session->json()) {
    streams.out << json_line(*done);
  } else {
    streams.out << text_of(member(*file, "name")) << " is with the document no more\n";
  }
  return Exit::ok;
}

}  // namespace

constexpr Command doc_attach_command{
    .name = "doc attach",
    .summary = "add a file to a document: the scan of an invoice, a report, a photograph",
    .about =
        "At most 10 MB, and nothing that acts when it is opened. The node knows the type by what is in the "
        "file.\nOf a document that was sent, files are added and not taken away.\n",
    .operands = attach_operands,
    .options = attach_options,
    .asks_node = true,
    .example = "lintas doc attach CO-9f64a747e1b97f13 examples/registers.csv --name packing-list.csv",
    .run = &attach};

constexpr Command doc_attachments_command{
    .name = "doc attachments",
    .summary = "list the files of a document, and for an office who has read them",
    .about =
        "Of a document of another state: those that it told of, and whether each is here. Of one that went "
        "to "
        "another\nstate: whether that state was told.\n",
    .operands = std::span{&document_operand, 1},
    .asks_node = true,
    .example = "lintas doc attachments CO-9f64a747e1b97f13",
    .run = &list};

constexpr Command doc_fetch_command{
    .name = "doc fetch",
    .summary = "write a file of a document to the disk",
    .about =
        "That you were given it is recorded. A file whose SHA-256 is not the one that was added is not "
        "kept.\nOne of another state's document is fetched from there first: the command waits for a while; "
        "ask again later\nwhere the line is slow.\n",
    .operands = which_operands,
    .options = fetch_options,
    .asks_node = true,
    .example = "lintas doc fetch CO-9f64a747e1b97f13 packing-list.csv --to packing-list.csv",
    .run = &fetch};

constexpr Command doc_detach_command{
    .name = "doc detach",
    .summary = "take a file of yours from a certificate that was not sent yet",
    .operands = which_operands,
    .options = detach_options,
    .asks_node = true,
    .example = "lintas doc detach CO-9f64a747e1b97f13 packing-list.csv",
    .run = &detach};

}  // namespace lintas::cli
