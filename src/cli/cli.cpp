#include "cli/cli.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/output.hpp"

namespace lintas::cli {

namespace {

using Table = std::vector<const Command*>;

Table table_with(std::span<const Command> more) {
  Table table{own_commands.begin(), own_commands.end()};
  for (const Command& command : more) table.push_back(&command);
  return table;
}

void print_commands(std::ostream& out, const Table& table, std::string_view group) {
  Lines lines;
  for (const Command* command : table)
    if (command->name.starts_with(group)) lines.add(std::string{command->name}, command->summary);
  lines.print(out, 2);
}

Exit help(std::ostream& out, const Table& table, Exit exit) {
  out << "usage: lintas COMMAND …\n\n";
  print_commands(out, table, "");
  out << "\n`lintas COMMAND --help` tells more, with an example; `lintas --version` says which this is.\n"
         "\nA command ends with\n";
  Lines lines;
  for (const auto& [code, meaning] : exits) lines.add(format("{}", std::to_underlying(code)), meaning);
  lines.print(out, 2);
  return exit;
}

/// How many of the arguments are the command's name; 0 if they name another one.
std::size_t words_of(const Command& command, Arguments arguments) {
  std::size_t words = 0;
  for (std::size_t from = 0; from <= command.name.size(); ++words) {
    const auto to = std::min(command.name.find(' ', from), command.name.size());
    if (words == arguments.size() || arguments[words] != command.name.substr(from, to - from)) return 0;
    from = to + 1;
  }
  return words;
}

Exit run_one(const Command& command, Arguments arguments, const Streams& streams) {
  const auto given = parse(command, arguments);
  if (!given) return refuse({.command = &command, .options = {}, .operands = {}}, streams, given.error());
  if (!given->has("--help")) return command.run(*given, streams);
  print_help(streams.out, command);
  if (command.more_help == nullptr || given->operands.empty()) return Exit::ok;
  return command.more_help(*given, streams);
}

/// Of a group, as "keys", its commands; else what may have been meant.
Exit no_command(Arguments arguments, const Streams& streams, const Table& table) {
  const std::string group = format("{} ", arguments.front());
  const bool is_group =
      std::ranges::any_of(table, [&](const Command* one) { return one->name.starts_with(group); });
  if (is_group && arguments.size() == 2 && arguments[1] == "--help") {
    print_commands(streams.out, table, group);
    return Exit::ok;
  }
  const bool names_one = is_group && arguments.size() > 1;
  const std::string asked = names_one ? group + std::string{arguments[1]} : std::string{arguments.front()};
  if (is_group && !names_one) {
    streams.err << "lintas: '" << asked << "' is several commands\n";
  } else {
    std::vector<std::string_view> names;
    for (const Command* command : table) names.push_back(command->name);
    streams.err << "lintas: there is no command '" << printable(asked) << '\'' << perhaps_meant(names, asked)
                << '\n';
  }
  if (is_group) {
    print_commands(streams.err, table, group);
  } else {
    streams.err << "`lintas --help` lists all\n";
  }
  return Exit::usage;
}

}  // namespace

Exit refuse(const Given& given, const Streams& streams, std::string_view why) {
  streams.err << "lintas " << given.command->name << ": " << why << "\n`lintas " << given.command->name
              << " --help` tells how\n";
  return Exit::usage;
}

Exit run(Arguments arguments, const Streams& streams, std::span<const Command> more) {
  const Table table = table_with(more);
  if (arguments.empty()) return help(streams.err, table, Exit::usage);
  if (arguments.front() == "--help" || arguments.front() == "help") return help(streams.out, table, Exit::ok);
  if (arguments.front() == "--version") {
    streams.out << "lintas " LINTAS_VERSION "\n";
    return Exit::ok;
  }
  for (const Command* command : table) {
    if (const auto words = words_of(*command, arguments); words != 0)
      return run_one(*command, arguments.subspan(words), streams);
  }
  return no_command(arguments, streams, table);
}

}  // namespace lintas::cli
