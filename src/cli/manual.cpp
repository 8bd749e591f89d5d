#include <cstddef>
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

/// Text of a line of roff: what it would read as its own stands for itself. ASCII only, so that no locale
/// matters.
std::string roff(std::string_view text) {
  static constexpr std::string_view ellipsis = "…";
  std::string out;
  bool begins = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with(ellipsis)) {
      out += "...";
      i += ellipsis.size() - 1;
      continue;
    }
    const char c = text[i];
    if (begins && (c == '.' || c == '\'')) out += "\\&";
    begins = c == '\n';
    if (c == '`') continue;  // a mark of the page for the web
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  return out;
}

void add_row(std::string& out, std::string_view left, std::string_view value, std::string_view meaning) {
  out += format(".TP\n.B {}", roff(left));
  if (!value.empty()) out += format(" \\fI{}\\fR", roff(value));
  out += format("\n{}\n", roff(meaning));
}

void add_options(std::string& out, std::span<const Option> options) {
  for (const Option& option : options) add_row(out, option.name, option.value, option.meaning);
}

void add_command(std::string& out, const Command& command) {
  out +=
      format(".SS {}\n.B {}\n.PP\n{}.\n", roff(command.name), roff(usage_of(command)), roff(command.summary));
  if (!command.about.empty()) out += format(".PP\n{}", roff(command.about));
  for (const Operand& operand : command.operands) add_row(out, operand.name, "", operand.meaning);
  add_options(out, command.options);
  out += format(".PP\n.EX\n{}\n.EE\n", roff(command.example));
}

}  // namespace

std::string manual(std::string_view version, std::span<const Command> more) {
  std::string out = format(
      ".TH LINTAS 1 \"\" \"lintas {}\" \"User Commands\"\n"
      ".SH NAME\nlintas \\- national node for customs transit, and its command line\n"
      ".SH SYNOPSIS\n.B lintas\n.I COMMAND\n.RI [ ARGUMENT ...]\n"
      ".SH DESCRIPTION\n"
      "Runs the node of a customs administration, and asks nodes as traders' software and officers do.\n"
      ".SH COMMANDS\n",
      roff(version));
  for (const Command* command : own_commands) add_command(out, *command);
  for (const Command& command : more) add_command(out, command);
  out += ".SH OPTIONS OF EVERY COMMAND THAT ASKS A NODE\n";
  add_options(out, connection_options);
  out += ".SH EXIT STATUS\n";
  for (const auto& [exit, meaning] : exits) add_row(out, format("{}", std::to_underlying(exit)), "", meaning);
  out += ".SH ENVIRONMENT\n";
  add_row(out, "LINTAS_NODE", "", "address of the node, where --node is left out");
  add_row(out, "LINTAS_KEY_FILE", "", "file with the API key, where --key-file is left out");
  add_row(out, "LINTAS_CA", "", "certificates that the node is believed by, where --ca is left out");
  return out;
}

}  // namespace lintas::cli
