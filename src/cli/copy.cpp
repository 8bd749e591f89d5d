#include "core/transit/copy.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <expected>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "base/time.hpp"
#include "cli/bodies.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"
#include "cli/files.hpp"
#include "cli/http.hpp"
#include "cli/indented.hpp"
#include "cli/movement_names.hpp"
#include "cli/output.hpp"
#include "core/messages/document.hpp"
#include "core/messages/place.hpp"
#include "core/messages/program.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/seed/seed.hpp"
#include "wire/json/json_reader.hpp"
#include "wire/json/json_writer.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

/// A new declaration out of one that was made: of a movement, or of a file, which needs no node.
namespace lintas::cli {

namespace {

constexpr std::array copy_operands{
    Operand{.name = "MOVEMENT", .meaning = movement_operand.meaning, .optional = true}};
constexpr std::array copy_options{
    Option{.name = "--again", .meaning = "for the same journey", .kind = Kind::flag},
    Option{.name = "--return", .meaning = "for the way back", .kind = Kind::flag},
    Option{
        .name = "--lrn", .value = "LRN", .meaning = "of the new declaration; yours to fill in if left out"},
    Option{.name = "--without-goods",
           .meaning = "leave the goods out: they are yours to fill in",
           .kind = Kind::flag},
    Option{.name = "--from",
           .value = "FILE",
           .meaning = "copy the declaration in this file in place of a movement's, without a node; - for the "
                      "standard input"},
    Option{.name = "--to", .value = "FILE", .meaning = "write it to a file instead of the screen"},
    raw_option,
    holder_option};

/// A copy as it is printed, wherever it comes from.
struct Made {
  std::string text;
  Json notes;
};

Made made_of(const transit::Copy& copy, bool as_json) {
  Made made{.text = {}, .notes = Json::array()};
  if (as_json) {
    json::write(copy.document, made.text);
  } else {
    xml::write(copy.document, made.text);
  }
  for (const transit::CopyNote& one : copy.notes) {
    made.notes.push_back({{"missing", one.missing},
                          {"pointer", as_json ? message::json_pointer(one.pointer) : one.pointer},
                          {"text", one.text}});
  }
  return made;
}

/// By the reference data that the program brings along, as `lintas check` judges.
std::expected<Made, Exit> from_file(const Given& given, const Streams& streams, std::string_view file) {
  const auto unreadable = [&](std::string_view why) {
    streams.err << "lintas copy: " << why << '\n';
    return std::unexpected(Exit::unreadable);
  };
  const auto bytes = read_file(file, streams.in);
  if (!bytes) return unreadable(bytes.error());
  const auto document = json::is_json(*bytes) ? json::read(*bytes) : xml::read(*bytes);
  if (!document) return unreadable(format("{}: is no valid message; `lintas check {}` says why", file, file));
  const std::string_view root = document->program->root();
  if (root != "CC015C" && root != "CC013C") {
    return unreadable(
        format("{}: is {}; declarations (CC015C) and amendments (CC013C) are copied", file, root));
  }
  const auto home = Country::parse("SG");
  const refdata::Snapshot reference = seed::reference(*home);
  const Instant now = std::chrono::floor<Instant::duration>(std::chrono::system_clock::now());
  const transit::CopyWish wish{.way = given.has("--return") ? transit::Way::back : transit::Way::again,
                               .goods = !given.has("--without-goods"),
                               .lrn = std::string{given.value("--lrn").value_or("")},
                               .identification = new_idempotency_key(),
                               .now = now};
  return made_of(transit::copy_of(*document, wish, reference.at(std::chrono::floor<std::chrono::days>(now))),
                 given.has("--json"));
}

std::expected<Made, Exit> from_node(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return std::unexpected(session.error());
  auto query = query_of_movement(given);
  query.push_back({.name = "way", .value = given.has("--return") ? "return" : "again"});
  query.push_back({.name = "form", .value = session->json() ? "json" : "xml"});
  query.push_back({.name = "lrn", .value = std::string{given.value("--lrn").value_or("")}});
  query.push_back({.name = "goods", .value = given.has("--without-goods") ? "false" : ""});
  const auto answer = session->ask_json({.path = with_query(path_of_movement(given, "/copy"), query)});
  if (!answer) return std::unexpected(answer.error());
  return Made{.text = answer->value("declaration", ""), .notes = answer->value("notes", Json::array())};
}

/// What has to be done to it, on the error stream: the declaration alone goes into files and pipes.
void tell_notes(const Streams& streams, const Json& notes) {
  for (const bool missing : {true, false}) {
    Lines lines;
    std::size_t count = 0;
    for (const Json& one : notes) {
      if (one.value("missing", false) != missing) continue;
      lines.add(printable(one.value("pointer", "")), printable(one.value("text", "")));
      ++count;
    }
    if (count == 0) continue;
    streams.err << (missing ? "To be filled in:\n" : "To be looked at:\n");
    lines.print(streams.err, 2, streams.width);
  }
}

Exit copy(const Given& given, const Streams& streams) {
  if (given.has("--again") == given.has("--return"))
    return refuse(given, streams, "say --again for the same journey, or --return for the way back");
  const auto file = given.value("--from");
  if (file.has_value() == !given.operand(0).empty())
    return refuse(given, streams, "name a movement, or a file with --from");
  const auto lrn = given.value("--lrn");
  if (lrn && !Lrn::parse(*lrn)) return refuse(given, streams, "--lrn is a text of 1 to 22 characters");
  const auto made = file ? from_file(given, streams, *file) : from_node(given, streams);
  if (!made) return made.error();
  if (const auto to = given.value("--to")) {
    if (const auto kept = write_file(std::string{*to}, made->text); !kept) {
      streams.err << "lintas copy: " << kept.error() << '\n';
      return Exit::unreadable;
    }
  } else if (streams.is_screen && !given.has("--json") && !given.has("--raw")) {
    streams.out << printable(indented(made->text)) << '\n';
  } else {
    streams.out << made->text << (made->text.ends_with('\n') ? "" : "\n");
  }
  tell_notes(streams, made->notes);
  return Exit::ok;
}

}  // namespace

constexpr Command copy_command{
    .name = "copy",
    .summary = "make a new declaration out of one: for the same journey, or for the way back",
    .about =
        "Prints the declaration, and on the error stream what has to be filled in or looked at. It has no "
        "access\ncode, no seals and no papers of the last journey; nothing is sent. `lintas check` finds "
        "what is still missing.\nXML, with --json JSON.\n",
    .operands = copy_operands,
    .options = copy_options,
    .asks_node = true,
    .example = "lintas copy 26SG0000010000A1J0 --return --lrn THSG-2026-0052 --to back.xml",
    .run = &copy};

}  // namespace lintas::cli
