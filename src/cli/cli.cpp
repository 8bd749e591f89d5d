#include "cli/cli.hpp"

#include <algorithm>
#include <ostream>
#include <string_view>

#include "cli/check.hpp"
#include "cli/schema.hpp"

namespace lintas::cli {

namespace {

struct Command {
  std::string_view name;
  std::string_view summary;
  Exit (*run)(Arguments, const Streams&);
};

constexpr Command commands[] = {
    {.name = "check", .summary = "say what is wrong with messages, without a node", .run = &check},
    {.name = "schema", .summary = "write the XML Schemas of the messages", .run = &schema},
};

Exit help(std::ostream& out, Exit exit) {
  out << "usage: lintas COMMAND …\n\n";
  for (const Command& command : commands) out << "  " << command.name << "\t" << command.summary << '\n';
  out << "\n`lintas COMMAND --help` tells more.\n";
  return exit;
}

}  // namespace

Exit run(Arguments arguments, const Streams& streams) {
  if (arguments.empty()) return help(streams.err, Exit::usage);
  if (arguments.front() == "--help" || arguments.front() == "help") return help(streams.out, Exit::ok);
  const auto command = std::ranges::find(commands, arguments.front(), &Command::name);
  if (command == std::end(commands)) {
    streams.err << "lintas: there is no command '" << arguments.front() << "'\n";
    return help(streams.err, Exit::usage);
  }
  return command->run(arguments.subspan(1), streams);
}

}  // namespace lintas::cli
