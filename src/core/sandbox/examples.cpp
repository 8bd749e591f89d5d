#include "core/sandbox/examples.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "base/time.hpp"
#include "core/sandbox/example_files.hpp"

namespace lintas::sandbox {

namespace {

constexpr std::size_t day_length = 10;

/// The day that begins there and goes on in no further digit.
std::optional<Day> day_at(std::string_view text) {
  if (text.size() < day_length) return std::nullopt;
  return parse_day(text.substr(0, day_length));
}

/// Where the value of the element begins and ends, from `from` on.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};
std::optional<Span> value_of(std::string_view text, std::string_view element, std::size_t from) {
  const std::string open = format("<{}>", element);
  const auto at = text.find(open, from);
  if (at == std::string_view::npos) return std::nullopt;
  const auto begin = at + open.size();
  const auto end = text.find(format("</{}>", element), begin);
  if (end == std::string_view::npos) return std::nullopt;
  return Span{.begin = begin, .end = end};
}

}  // namespace

std::span<const File> examples() { return example_files; }
std::string_view registers() { return example_registers; }

std::string moved(std::string_view text, std::span<const std::string_view> before, std::chrono::days by) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto mark =
        std::ranges::find_if(before, [&](std::string_view one) { return text.starts_with(one); });
    const bool found = mark != before.end();
    const std::size_t taken = found ? mark->size() : 1;
    out.append(text.substr(0, taken));
    text.remove_prefix(taken);
    const auto day = found ? day_at(text) : std::nullopt;
    if (!day) continue;
    out.append(to_text(*day + by));
    text.remove_prefix(day_length);
  }
  return out;
}

std::string put(std::string_view text, std::string_view element, std::string_view value) {
  std::string out;
  std::size_t from = 0;
  while (const auto span = value_of(text, element, from)) {
    out.append(text.substr(from, span->begin - from)).append(value);
    from = span->end;
  }
  return out.append(text.substr(from));
}

std::string without(std::string_view text, std::string_view element) {
  std::string out;
  std::size_t from = 0;
  while (const auto span = value_of(text, element, from)) {
    std::size_t begin = span->begin - element.size() - 2;
    std::size_t end = span->end + element.size() + 3;
    const auto line = text.find_last_not_of(' ', begin - 1);
    if (line != std::string_view::npos && text[line] == '\n' && end < text.size() && text[end] == '\n') {
      begin = line + 1;
      ++end;
    }
    out.append(text.substr(from, begin - from));
    from = end;
  }
  return out.append(text.substr(from));
}

}  // namespace lintas::sandbox
