#include <array>
#include <filesystem>
#include <ostream>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/finding.hpp"
#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/files.hpp"
#include "cli/kinds.hpp"
#include "core/messages/program.hpp"
#include "wire/xml/schema_writer.hpp"

namespace lintas::cli {

namespace {

constexpr std::array operands{Operand{
    .name = "ROOT", .meaning = "root element of a message, as CC015C", .optional = true, .repeats = true}};
constexpr std::array options{
    Option{.name = "--to",
           .value = "FOLDER",
           .meaning = "write FOLDER/ROOT.xsd instead of the screen; the folder is made where there is none"},
    kinds_option};

Exit write_schemas(const std::vector<const message::Program*>& programs, const std::string& folder,
                   const Streams& streams) {
  // What stands in the way of the folder is told by the first file that cannot be written.
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  for (const message::Program* program : programs) {
    const auto written = write_file(format("{}/{}.xsd", folder, program->root()), xml::schema_of(*program));
    if (!written) {
      streams.err << "lintas schema: " << written.error() << '\n';
      return Exit::unreadable;
    }
  }
  return Exit::ok;
}

Exit schema(const Given& given, const Streams& streams) {
  const auto kinds = kinds_for(given);
  if (!kinds) {
    const Finding& first = kinds.error().front();
    streams.err << "lintas schema: " << first.rule << ' ' << first.pointer << ": " << first.detail << '\n';
    return Exit::invalid;
  }
  std::vector<const message::Program*> programs;
  for (const auto root : given.operands) {
    programs.push_back(message::find_program(root, kinds->programs()));
    if (programs.back() == nullptr) return refuse(given, streams, format("there is no message '{}'", root));
  }
  if (const auto folder = given.value("--to")) {
    if (programs.empty()) {
      for (const auto& program : message::programs()) programs.push_back(&program);
      for (const auto* program : kinds->programs()) programs.push_back(program);
    }
    return write_schemas(programs, std::string{*folder}, streams);
  }
  if (programs.size() != 1) return refuse(given, streams, "which message?");
  streams.out << xml::schema_of(*programs.front());
  return Exit::ok;
}

}  // namespace

constexpr Command schema_command{
    .name = "schema",
    .summary = "write the XML Schemas of the messages",
    .about =
        "Prints the schema of one message, or writes those of the named messages, of all if none is "
        "named, into\na folder.\n",
    .operands = operands,
    .options = options,
    .example = "lintas schema --to schemas",
    .run = &schema};

}  // namespace lintas::cli
