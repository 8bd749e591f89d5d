#include "cli/output.hpp"

#include <algorithm>
#include <cstddef>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace lintas::cli {

namespace {

/// Characters, not bytes: what follows in a UTF-8 sequence takes no room.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string padded(std::string_view text, std::size_t width) {
  std::string out{text};
  const std::size_t has = width_of(text);
  if (has < width) out.append(width - has, ' ');
  return out;
}

bool is_money(const Json& value) {
  return value.is_object() && value.size() == 2 && value.contains("amount") && value.contains("currency");
}

std::string joined(const Json& list) {
  const bool records = std::ranges::any_of(list, [](const Json& one) { return one.is_structured(); });
  std::string text;
  for (const Json& one : list) {
    if (!text.empty()) text += records ? "\n" : " ";
    text += text_of(one);
  }
  return text;
}

bool is_leaf(const Json& value) { return !value.is_object() || is_money(value); }

const Json* find(const Json& record, std::string_view pointer) {
  const Json::json_pointer place{std::string{pointer}};
  return record.contains(place) ? &record.at(place) : nullptr;
}

bool is_named(std::string_view pointer, std::span<const Shown> rows) {
  return std::ranges::any_of(rows, [&](const Shown& row) {
    return pointer.starts_with(row.pointer) &&
           (pointer.size() == row.pointer.size() || pointer[row.pointer.size()] == '/');
  });
}

std::string label_of(std::string_view pointer) {
  std::string label{pointer.substr(1)};
  std::ranges::replace(label, '/', ' ');
  std::ranges::replace(label, '_', ' ');
  return printable(label);
}

void add_others(Lines& lines, const Json& record, const std::string& at, std::span<const Shown> rows) {
  for (const auto& [name, value] : record.items()) {
    const std::string pointer = format("{}/{}", at, name);
    if (is_named(pointer, rows)) continue;
    if (is_leaf(value)) {
      if (const auto text = text_of(value); !text.empty()) lines.add(label_of(pointer), text);
    } else {
      add_others(lines, value, pointer, rows);
    }
  }
}

std::string member_of(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found == json.end() ? std::string{} : text_of(*found);
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const bool c1 =
        c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;  // U+0080 on
    if (c1) ++i;
    out += c1 || (c < 0x20 && c != '\n') || c == 0x7F ? '?' : text[i];
  }
  return out;
}

void Lines::print(std::ostream& out, std::size_t indent) const {
  std::size_t width = 0;
  for (const auto& [left, right] : lines_) width = std::max(width, width_of(left));
  for (const auto& [left, right] : lines_) {
    std::string_view rest = right;
    std::string start = std::string(indent, ' ') + padded(left, width);
    do {
      const auto end = std::min(rest.find('\n'), rest.size());
      out << start << "  " << rest.substr(0, end) << '\n';
      start.assign(indent + width, ' ');
      rest.remove_prefix(std::min(end + 1, rest.size()));
    } while (!rest.empty());
  }
}

std::string text_of(const Json& value) {
  if (value.is_null()) return {};
  if (value.is_string()) return printable(value.get_ref<const std::string&>());
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  if (value.is_array()) return joined(value);
  if (is_money(value)) return format("{} {}", text_of(value["amount"]), text_of(value["currency"]));
  if (!value.is_object()) return value.dump();
  std::string text;
  for (const auto& [name, member] : value.items()) {
    const auto shown = text_of(member);
    if (shown.empty()) continue;
    text += format("{}{} {}", text.empty() ? "" : ", ", printable(name), shown);
  }
  return text;
}

void print_record(std::ostream& out, const Json& record, std::span<const Shown> rows) {
  Lines lines;
  for (const Shown& row : rows) {
    const Json* value = row.label.empty() ? nullptr : find(record, row.pointer);
    if (value == nullptr) continue;
    if (const auto text = text_of(*value); !text.empty()) lines.add(std::string{row.label}, text);
  }
  if (record.is_object()) add_others(lines, record, "", rows);
  lines.print(out, 0);
}

void print_table(std::ostream& out, const Json& items, std::span<const Shown> columns) {
  std::vector<std::pair<std::string, std::string>> heads;  // pointer and label
  for (const Shown& column : columns) heads.emplace_back(column.pointer, column.label);
  if (heads.empty() && !items.empty()) {
    for (const auto& [name, value] : items.front().items())
      heads.emplace_back(format("/{}", name), label_of(format("/{}", name)));
  }
  std::erase_if(heads, [&](const auto& head) {
    return std::ranges::none_of(items, [&](const Json& item) {
      const Json* value = find(item, head.first);
      return value != nullptr && !text_of(*value).empty();
    });
  });
  std::vector<std::vector<std::string>> cells(1);
  for (const auto& head : heads) cells.front().push_back(head.second);
  for (const Json& item : items) {
    auto& row = cells.emplace_back();
    for (const auto& head : heads) {
      const Json* value = find(item, head.first);
      row.push_back(value == nullptr ? "" : text_of(*value));
      std::ranges::replace(row.back(), '\n', ';');
    }
  }
  std::vector<std::size_t> widths(heads.size());
  for (const auto& row : cells) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  for (const auto& row : cells) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) line += padded(row[i], widths[i] + 2);
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << '\n';
  }
}

std::string json_line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

void print_states(std::ostream& out, const Json& answer) {
  const auto states = answer.find("states");
  if (states == answer.end() || !states->is_array()) return;
  Lines lines;
  for (const Json& state : *states) {
    std::string says;
    const auto errors = state.find("errors");
    if (errors != state.end() && errors->is_array()) {
      for (const Json& error : *errors) {
        says.append(says.empty() ? "" : "\n").append(member_of(error, "rule"));
        says.append(" ").append(member_of(error, "text"));
        if (const auto detail = member_of(error, "detail"); !detail.empty()) says.append(" ").append(detail);
      }
    }
    lines.add(member_of(state, "state"), says.empty() ? "would let it pass" : says);
  }
  lines.print(out, 2);
}

void print_findings(std::ostream& out, const Json& findings) {
  for (const Json& finding : findings) {
    const auto pointer = member_of(finding, "pointer");
    out << "  " << member_of(finding, "rule") << ' ' << (pointer.empty() ? "/" : pointer) << "\n    "
        << member_of(finding, "text");
    if (const auto value = member_of(finding, "value"); !value.empty()) out << " Value: '" << value << "'.";
    if (const auto detail = member_of(finding, "detail"); !detail.empty()) out << ' ' << detail << '.';
    out << "\n    " << member_of(finding, "remedy") << '\n';
  }
}

void print_problem(std::ostream& out, const Json& problem) {
  const auto errors = problem.find("errors");
  if (errors != problem.end() && errors->is_array()) {
    print_findings(out, *errors);
  } else {
    out << "  " << member_of(problem, "code") << ' ' << member_of(problem, "detail") << '\n';
  }
  print_states(out, problem);
  if (const auto trace = member_of(problem, "trace_id"); !trace.empty()) out << "  trace " << trace << '\n';
}

}  // namespace lintas::cli
