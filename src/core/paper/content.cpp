#include "core/paper/content.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace lintas::paper {

namespace {

constexpr std::string_view between = "; ";
/// U+200B: where a line may end in a script that has no blanks.
constexpr std::string_view break_mark = "\u200b";
constexpr std::size_t shortest_run = 3;

void close(std::string& text) {
  if (!text.empty() && !text.ends_with('.')) text += '.';
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The identifier after this one in a series; empty if it does not end in a digit.
std::string next_of(std::string_view identifier) {
  std::size_t first = identifier.size();
  while (first > 0 && is_digit(identifier[first - 1])) --first;
  if (first == identifier.size()) return {};
  std::string next{identifier};
  std::size_t place = next.size();
  while (place > first && next[place - 1] == '9') next[--place] = '0';
  if (place > first) {
    ++next[place - 1];
  } else {
    next.insert(first, 1, '1');
  }
  return next;
}

std::size_t run_from(std::span<const std::string> identifiers) {
  std::size_t length = 1;
  while (length < identifiers.size() && identifiers[length] == next_of(identifiers[length - 1])) ++length;
  return length;
}

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

std::string head_of(std::string_view text, std::size_t bytes) {
  std::size_t end = std::min(bytes, text.size());
  while (end > 0 && end < text.size() && !begins_character(text[end])) --end;
  const std::string_view head = text.substr(0, end);
  std::size_t line_end = 0;
  if (const auto blank = head.find_last_of(" \n"); blank != std::string_view::npos) line_end = blank;
  if (const auto mark = head.rfind(break_mark); mark != std::string_view::npos)
    line_end = std::max(line_end, mark);
  std::string shown{line_end > 0 ? head.substr(0, line_end) : head};
  while (shown.ends_with(' ') || shown.ends_with('\n')) shown.pop_back();
  if (!shown.empty()) shown += ' ';
  return shown.append(left_out);
}

}  // namespace

Series single(std::string text) {
  if (text.empty()) return {.instances = {}, .closed = false};
  return {.instances = {std::move(text)}, .closed = false};
}

std::string text_of(const Series& series) { return text_of(series, series.instances.size()); }

std::string text_in_fewer_lines(const Series& series) {
  if (series.in_fewer_lines.empty()) return {};
  return text_of({.instances = series.in_fewer_lines, .closed = series.closed});
}

std::string text_of(const Series& series, std::size_t shown) {
  const auto& instances = series.instances;
  std::string text;
  const auto add = [&](std::string_view part) {
    if (!text.empty()) text += between;
    text += part;
  };
  const std::size_t first = std::max<std::size_t>(shown, 1);
  for (std::size_t i = 0; i < instances.size(); ++i) {
    if (i < first || i + 1 == instances.size()) {
      add(instances[i]);
    } else if (i == first) {
      add(left_out);
    }
  }
  if (series.closed) close(text);
  return text;
}

std::string cut(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return std::string{text};
  const std::string_view last = text.substr(std::min(text.rfind('\n'), text.size()));
  if (last.size() >= bytes) return head_of(text, bytes);
  return head_of(text.substr(0, text.size() - last.size()), bytes - last.size()).append(last);
}

std::string joined(std::span<const std::string> parts) {
  while (!parts.empty() && parts.back().empty()) parts = parts.first(parts.size() - 1);
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += '/';
    text += parts[i].empty() ? std::string_view{"-"} : std::string_view{parts[i]};
  }
  return text;
}

std::string numbered(std::int64_t number, std::size_t instances, std::string_view text) {
  return instances > 1 ? format("{}/{}", number, text) : std::string{text};
}

std::string in_runs(std::span<const std::string> identifiers) {
  std::string text;
  while (!identifiers.empty()) {
    if (!text.empty()) text += ", ";
    const std::string& first = identifiers.front();
    const std::size_t length = run_from(identifiers);
    if (length < shortest_run) {
      text += first;
      identifiers = identifiers.subspan(1);
      continue;
    }
    text += first;
    text += first.contains('-') ? " - " : "-";
    text += identifiers[length - 1];
    identifiers = identifiers.subspan(length);
  }
  return text;
}

}  // namespace lintas::paper
