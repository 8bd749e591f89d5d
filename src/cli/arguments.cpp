#include "cli/arguments.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <expected>
#include <iterator>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/certain.hpp"
#include "base/near.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "cli/cli.hpp"
#include "cli/connection.hpp"
#include "cli/output.hpp"
#include "core/messages/remedy.hpp"

namespace lintas::cli {

namespace {

std::optional<std::size_t> whole_number(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool is_choice(std::string_view choices, std::string_view word) {
  for (std::size_t from = 0; from <= choices.size();) {
    const auto to = std::min(choices.find('|', from), choices.size());
    if (choices.substr(from, to - from) == word) return true;
    from = to + 1;
  }
  return false;
}

/// What is wrong with a value; empty if nothing is.
std::string fault_of(const Option& option, std::string_view value) {
  switch (option.kind) {
    case Kind::flag:
    case Kind::text: break;
    case Kind::number:
      if (!whole_number(value)) return format("{}: '{}' is not a whole number", option.name, value);
      break;
    case Kind::day:
      if (!parse_day(value)) return format("{}: '{}' is not a day as 2026-11-23", option.name, value);
      break;
    case Kind::time:
      if (!parse_time(value))
        return format("{}: '{}' is not a time as 2026-11-23T08:00:00Z, nor a day", option.name, value);
      break;
    case Kind::choice:
      if (!is_choice(option.value, value))
        return format("{}: '{}' is none of {}", option.name, value, option.value);
      break;
  }
  return {};
}

const Option* find_option(const Command& command, std::string_view name) {
  const auto in = [&](std::span<const Option> options) -> const Option* {
    const auto found = std::ranges::find(options, name, &Option::name);
    return found == options.end() ? nullptr : &*found;
  };
  const Option* own = in(command.options);
  return own != nullptr || !command.asks_node ? own : in(connection_options);
}

/// "there is no option '--nod'; is '--node' meant?"
std::string no_option(const Command& command, std::string_view name) {
  std::vector<std::string_view> names{"--help"};
  for (const Option& option : command.options) names.push_back(option.name);
  if (command.asks_node)
    for (const Option& option : connection_options) names.push_back(option.name);
  return format("there is no option '{}'{}", printable(name), perhaps_meant(names, name));
}

std::string fault_of_operands(const Command& command, const Given& given) {
  const auto& rows = command.operands;
  const bool open_end = !rows.empty() && rows.back().repeats;
  if (given.operands.size() > rows.size() && !open_end)
    return format("'{}' is too much", given.operands.at(rows.size()));
  for (std::size_t i = given.operands.size(); i < rows.size(); ++i)
    if (!rows[i].optional) return format("{} is missing: {}", rows[i].name, rows[i].meaning);
  return {};
}

}  // namespace

std::optional<Instant> parse_time(std::string_view text) {
  if (const auto instant = parse_instant(text)) return instant;
  const auto day = parse_day(text);
  return day ? std::optional{Instant{*day}} : std::nullopt;
}

bool Given::has(std::string_view option) const { return value(option).has_value(); }

std::optional<std::string_view> Given::value(std::string_view option) const {
  const auto all = values(option);
  return all.empty() ? std::nullopt : std::optional{all.back()};
}

std::string_view Given::needed(std::string_view option) const {
  return certain(value(option), "an option that is needed was asked for");
}

std::vector<std::string_view> Given::values(std::string_view option) const {
  std::vector<std::string_view> found;
  for (const auto& [name, value] : options)
    if (name == option) found.push_back(value);
  return found;
}

std::optional<std::size_t> Given::number(std::string_view option) const {
  const auto text = value(option);
  if (!text) return std::nullopt;
  const auto number = whole_number(*text);
  require(number.has_value(), "the parser lets no other text through as a number");
  return number;
}

std::string_view Given::operand(std::size_t place) const {
  return place < operands.size() ? operands[place] : std::string_view{};
}

std::expected<Given, std::string> parse(const Command& command, Arguments arguments) {
  Given given;
  given.command = &command;
  bool options_end = false;
  for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
    if (options_end || *argument == "-" || !argument->starts_with('-')) {
      given.operands.push_back(*argument);
      continue;
    }
    if (*argument == "--") {
      options_end = true;
      continue;
    }
    if (*argument == "--help") {
      given.options.emplace_back("--help", "");
      continue;
    }
    const auto equals = argument->find('=');
    const auto name = argument->substr(0, equals);
    const Option* option = find_option(command, name);
    if (option == nullptr) return std::unexpected(no_option(command, name));
    if (!option->repeats && given.has(name)) return std::unexpected(format("{} stands twice", name));
    std::string_view value;
    if (option->kind == Kind::flag) {
      if (equals != std::string_view::npos) return std::unexpected(format("{} takes no value", name));
    } else if (equals != std::string_view::npos) {
      value = argument->substr(equals + 1);
    } else {
      if (std::next(argument) == arguments.end())
        return std::unexpected(format("{} needs a value: {}", name, option->value));
      value = *++argument;
    }
    if (auto fault = fault_of(*option, value); !fault.empty()) return std::unexpected(std::move(fault));
    given.options.emplace_back(option->name, value);
  }
  if (given.has("--help")) return given;
  if (auto fault = fault_of_operands(command, given); !fault.empty())
    return std::unexpected(std::move(fault));
  return given;
}

std::string perhaps_meant(std::span<const std::string_view> names, std::string_view text) {
  constexpr std::size_t beginning_min = 3;
  auto meant = near_name(names, text);
  if (!meant && text.size() >= beginning_min) {
    const auto begins = [&](std::string_view name) { return name.starts_with(text); };
    if (std::ranges::count_if(names, begins) == 1) meant = *std::ranges::find_if(names, begins);
  }
  return meant ? format("; is '{}' meant?", *meant) : std::string{};
}

std::string usage_of(const Command& command) {
  std::string usage = format("lintas {}", command.name);
  for (const Operand& operand : command.operands) {
    usage += format("{}{}{}{}", operand.optional ? " [" : " ", operand.name, operand.repeats ? "…" : "",
                    operand.optional ? "]" : "");
  }
  return usage + " [OPTION…]";
}

void print_help(std::ostream& out, const Command& command) {
  out << "usage: " << usage_of(command) << "\n\n" << message::sentence(command.summary) << '\n';
  if (!command.about.empty()) out << '\n' << command.about;
  const auto left_of = [](const Option& option) {
    return option.value.empty() ? std::string{option.name} : format("{} {}", option.name, option.value);
  };
  const auto list = [&](std::string_view title, const auto& rows, const auto& left) {
    if (rows.empty()) return;
    out << '\n' << title << '\n';
    Lines lines;
    for (const auto& row : rows) lines.add(left(row), row.meaning);
    lines.print(out, 2);
  };
  list("arguments:", command.operands, [](const Operand& operand) { return std::string{operand.name}; });
  list("options:", command.options, left_of);
  if (command.asks_node) list("connection to the node:", connection_options, left_of);
  out << "\nexample:\n  " << command.example << '\n';
}

}  // namespace lintas::cli
