#include "cli/schema.hpp"

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/files.hpp"
#include "core/messages/program.hpp"
#include "wire/xml/schema_writer.hpp"

namespace lintas::cli {

namespace {

constexpr std::string_view usage =
    "usage: lintas schema ROOT\n"
    "       lintas schema --to FOLDER [ROOT…]\n\n"
    "Prints the XML Schema of the message with that root element (\"CC015C\"), or writes those of the\n"
    "named messages, of all if none is named, as FOLDER/ROOT.xsd.\n";

Exit refuse(const Streams& streams, std::string_view why) {
  streams.err << "lintas schema: " << why << "\n\n" << usage;
  return Exit::usage;
}

Exit write_schemas(const std::vector<const message::Program*>& programs, const std::string& folder,
                   const Streams& streams) {
  for (const message::Program* program : programs) {
    const auto written = write_file(format("{}/{}.xsd", folder, program->root()), xml::schema_of(*program));
    if (!written) {
      streams.err << "lintas schema: " << written.error() << '\n';
      return Exit::unreadable;
    }
  }
  return Exit::ok;
}

}  // namespace

Exit schema(Arguments arguments, const Streams& streams) {
  std::string folder;
  std::vector<const message::Program*> programs;
  for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
    if (*argument == "--help") {
      streams.out << usage;
      return Exit::ok;
    }
    if (*argument == "--to") {
      if (++argument == arguments.end()) return refuse(streams, "--to needs a folder");
      folder = *argument;
      continue;
    }
    programs.push_back(message::find_program(*argument));
    if (programs.back() == nullptr) return refuse(streams, format("there is no message '{}'", *argument));
  }
  if (!folder.empty()) {
    if (programs.empty()) {
      for (const auto& program : message::programs()) programs.push_back(&program);
    }
    return write_schemas(programs, folder, streams);
  }
  if (programs.size() != 1) return refuse(streams, "which message?");
  streams.out << xml::schema_of(*programs.front());
  return Exit::ok;
}

}  // namespace lintas::cli
