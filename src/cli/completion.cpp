#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"

namespace lintas::cli {

namespace {

std::vector<const Command*> all_commands(std::span<const Command> more) {
  std::vector<const Command*> all{own_commands.begin(), own_commands.end()};
  for (const Command& command : more) all.push_back(&command);
  return all;
}

std::vector<const Option*> options_of(const Command& command) {
  std::vector<const Option*> options;
  for (const Option& option : command.options) options.push_back(&option);
  if (!command.asks_node) return options;
  for (const Option& option : connection_options) {
    const auto own = std::ranges::find(command.options, option.name, &Option::name);
    if (own == command.options.end()) options.push_back(&option);
  }
  return options;
}

/// The words of a choice, with blanks between them.
std::string words_of_choice(const Option& option) {
  std::string words{option.value};
  std::ranges::replace(words, '|', ' ');
  return words;
}

bool is_file(std::string_view value) {
  return value.starts_with("FILE") || value.starts_with("FOLDER") || value.starts_with("SHEET");
}

/// "keys issue" -> "keys"; what follows a word that several commands begin with.
using FirstWords = std::map<std::string_view, std::set<std::string_view>>;
FirstWords first_words(const std::vector<const Command*>& commands) {
  FirstWords words;
  for (const Command* command : commands) {
    const auto blank = std::min(command->name.find(' '), command->name.size());
    auto& seconds = words[command->name.substr(0, blank)];
    if (blank < command->name.size()) seconds.insert(command->name.substr(blank + 1));
  }
  return words;
}

template <class Words>
std::string joined(const Words& words) {
  std::string out;
  for (const auto& word : words) out += format("{}{}", out.empty() ? "" : " ", word);
  return out;
}

/// In single quotes of a shell.
std::string in_quotes(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string{"'\\''"} : std::string(1, c);
  return out + "'";
}

// ---- bash

void add_bash_values(std::string& out, const Command& command) {
  std::string files;
  for (const Option* option : options_of(command)) {
    if (option->kind == Kind::choice) {
      out += format("        {}) COMPREPLY=($(compgen -W '{}' -- \"$word\")); return ;;\n", option->name,
                    words_of_choice(*option));
    } else if (option->kind != Kind::flag && is_file(option->value)) {
      files += format("{}{}", files.empty() ? "" : "|", option->name);
    } else if (option->kind != Kind::flag) {
      out += format("        {}) return ;;\n", option->name);
    }
  }
  if (!files.empty()) out += format("        {}) COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n", files);
}

void add_bash_command(std::string& out, const Command& command) {
  std::vector<std::string_view> names{"--help"};
  for (const Option* option : options_of(command)) names.push_back(option->name);
  out += format("    '{}')\n      case $before in\n", command.name);
  add_bash_values(out, command);
  out += "      esac\n";
  out += format("      options='{}'", joined(names));
  const bool files = std::ranges::any_of(command.operands, [](const Operand& o) { return is_file(o.name); });
  out += files ? " files=yes ;;\n" : " ;;\n";
}

std::string bash(const std::vector<const Command*>& commands) {
  const auto words = first_words(commands);
  std::string out =
      "# Completion of lintas for bash: source <(lintas completion bash)\n"
      "_lintas() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}\n"
      "  local options= files=\n"
      "  if [ \"$COMP_CWORD\" = 1 ]; then\n";
  std::vector<std::string_view> firsts;
  for (const auto& [first, seconds] : words) firsts.push_back(first);
  out += format("    COMPREPLY=($(compgen -W '{}' -- \"$word\"))\n    return\n  fi\n", joined(firsts));
  out += "  case $command in\n";
  for (const auto& [first, seconds] : words) {
    if (seconds.empty()) continue;
    out += format(
        "    {})\n      if [ \"$COMP_CWORD\" = 2 ]; then COMPREPLY=($(compgen -W '{}' -- \"$word\")); "
        "return; "
        "fi\n      command=\"{} ${{COMP_WORDS[2]}}\" ;;\n",
        first, joined(seconds), first);
  }
  out += "  esac\n  case $command in\n";
  for (const Command* command : commands) add_bash_command(out, *command);
  out +=
      "  esac\n"
      "  case $word in\n"
      "    -*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n"
      "    *) [ -z \"$files\" ] || COMPREPLY=($(compgen -f -- \"$word\")) ;;\n"
      "  esac\n"
      "}\n"
      "complete -o filenames -F _lintas lintas\n";
  return out;
}

// ---- zsh reads what bash reads

std::string zsh(const std::vector<const Command*>& commands) {
  return "# Completion of lintas for zsh: source <(lintas completion zsh)\nautoload -U +X bashcompinit && "
         "bashcompinit\n" +
         bash(commands);
}

// ---- fish

/// The words that several commands begin with.
std::string groups_of(const FirstWords& words) {
  std::vector<std::string_view> groups;
  for (const auto& [first, seconds] : words)
    if (!seconds.empty()) groups.push_back(first);
  return joined(groups);
}

std::string seen(std::string_view words) { return format("__fish_seen_subcommand_from {}", words); }

/// That the line is of this command. `registers show` has the word of `show`, too.
std::string condition_of(const Command& command, const std::string& groups) {
  const auto blank = command.name.find(' ');
  if (blank != std::string_view::npos)
    return format("{}; and {}", seen(command.name.substr(0, blank)), seen(command.name.substr(blank + 1)));
  return groups.empty() ? seen(command.name) : format("{}; and not {}", seen(command.name), seen(groups));
}

/// That the word before is of a group, and the one that says which of its commands is still missing.
std::string condition_of_second(std::string_view first, const FirstWords& words) {
  return format("{}; and not {}", seen(first), seen(joined(words.at(first))));
}

std::string fish(const std::vector<const Command*>& commands) {
  const FirstWords words = first_words(commands);
  const std::string groups = groups_of(words);
  std::string out =
      "# Completion of lintas for fish: lintas completion fish | source\n"
      "complete -c lintas -f\n";
  for (const Command* command : commands) {
    const auto blank = command->name.find(' ');
    const bool alone = blank == std::string_view::npos;
    out += format("complete -c lintas -n {} -a {} -d {}\n",
                  alone ? std::string{"__fish_use_subcommand"}
                        : in_quotes(condition_of_second(command->name.substr(0, blank), words)),
                  alone ? command->name : command->name.substr(blank + 1), in_quotes(command->summary));
  }
  for (const auto& [first, seconds] : words)
    if (!seconds.empty()) out += format("complete -c lintas -n __fish_use_subcommand -a {}\n", first);
  for (const Command* command : commands) {
    const std::string condition = in_quotes(condition_of(*command, groups));
    for (const Option* option : options_of(*command)) {
      out += format("complete -c lintas -n {} -l {} -d {}", condition, option->name.substr(2),
                    in_quotes(option->meaning));
      if (option->kind == Kind::choice) out += format(" -x -a {}", in_quotes(words_of_choice(*option)));
      if (option->kind != Kind::flag && option->kind != Kind::choice)
        out += is_file(option->value) ? " -r -F" : " -x";
      out += '\n';
    }
    if (std::ranges::any_of(command->operands, [](const Operand& o) { return is_file(o.name); }))
      out += format("complete -c lintas -n {} -F\n", condition);
  }
  return out;
}

}  // namespace

std::optional<std::string> completion(std::string_view shell, std::span<const Command> more) {
  const auto commands = all_commands(more);
  if (shell == "bash") return bash(commands);
  if (shell == "zsh") return zsh(commands);
  if (shell == "fish") return fish(commands);
  return std::nullopt;
}

}  // namespace lintas::cli
