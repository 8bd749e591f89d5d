#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"

namespace lintas::cli {

namespace {

std::string left_of(const Option& option) {
  return option.value.empty() ? std::string{option.name} : format("{} {}", option.name, option.value);
}

/// A bar would end the cell.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string{"\\|"} : std::string(1, c);
  return out;
}

void add_row(std::string& out, std::string_view left, std::string_view meaning) {
  out += format("| `{}` | {} |\n", cell(left), cell(meaning));
}

void add_command(std::string& out, const Command& command) {
  out += format("\n## {}\n\n`{}`: {}.\n", command.name, usage_of(command), command.summary);
  if (!command.about.empty()) out += format("\n{}", command.about);
  if (!command.operands.empty() || !command.options.empty()) out += "\n| | |\n| --- | --- |\n";
  for (const Operand& operand : command.operands) add_row(out, operand.name, operand.meaning);
  for (const Option& option : command.options) add_row(out, left_of(option), option.meaning);
  out += format("\n```sh\n{}\n```\n", command.example);
}

}  // namespace

std::string page(std::span<const Command> more) {
  std::string out =
      "# The command line\n\n"
      "One program, `lintas`. Every command is a client of the interface that traders' software uses, or "
      "needs no node at\n"
      "all. `lintas COMMAND --help` prints what stands here; this page is written from the same table "
      "(`src/cli`), and a\n"
      "test compares them.\n\n"
      "Output is made for people: columns of text, control characters shown as question marks, long texts "
      "broken where\n"
      "the screen ends, after 80 columns where there is none; nothing is cut off. `--json` prints what the "
      "node answered,\n"
      "whole, of a list one item a line: scripts should read that. A refusal goes to the error stream with "
      "rule, field,\n"
      "what is wrong and the remedy; with `--json` to the output as problem+json.\n\n"
      "| ends with | when |\n| --- | --- |\n";
  for (const auto& [exit, meaning] : exits) out += format("| {} | {} |\n", std::to_underlying(exit), meaning);
  out +=
      "\nA node that nobody reaches ends a command at once with 3; with `--wait 30` it is waited for, as in "
      "a "
      "script that\n"
      "has just started it. A command that changes something may be repeated then: a message is known by "
      "the party of the\n"
      "key and its identification, everything else by the idempotency key that is printed.\n\n"
      "Every command that asks a node also takes\n\n| | |\n| --- | --- |\n";
  for (const Option& option : connection_options) add_row(out, left_of(option), option.meaning);
  for (const Command* command : own_commands) add_command(out, *command);
  for (const Command& command : more) add_command(out, command);
  return out;
}

}  // namespace lintas::cli
