#include "wire/csv/columns.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/near.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "core/messages/program.hpp"
#include "core/model/format.hpp"

namespace lintas::csv {

namespace {

void add_ways(const message::Program& program, const message::Node& node, Way& way, std::vector<Way>& all) {
  for (const message::Node& child : program.children(node)) {
    way.push_back({.node = &child});
    if (child.kind == message::Kind::group) {
      add_ways(program, child, way, all);
    } else if (!is_message_type(child)) {
      all.push_back(way);
    }
    way.pop_back();
  }
}

/// The names of the last `count` elements.
std::string end_of_path(const Way& way, std::size_t count) {
  std::string path;
  for (const Step& step : std::span{way}.last(count)) {
    if (!path.empty()) path += '/';
    path += step.node->name;
  }
  return path;
}

bool ends_like(const Way& way, const Way& other, std::size_t count) {
  if (other.size() < count) return false;
  const auto name = [](const Step& step) { return step.node->name; };
  return std::ranges::equal(std::span{way}.last(count), std::span{other}.last(count), {}, name, name);
}

struct Part {
  std::string_view name;
  std::size_t place = 0;
};

std::optional<std::size_t> place_in(std::string_view text) {
  std::size_t place = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), place);
  if (error != std::errc{} || end != text.data() + text.size() || place == 0) return std::nullopt;
  return place;
}

std::expected<std::vector<Part>, std::string> parts_of(std::string_view name) {
  std::vector<Part> parts;
  for (std::string_view rest = name;;) {
    const std::size_t slash = rest.find('/');
    std::string_view part = rest.substr(0, slash);
    Part made{.name = part};
    if (const std::size_t bracket = part.find('['); bracket != std::string_view::npos) {
      const auto place =
          part.ends_with(']') ? place_in(part.substr(bracket + 1, part.size() - bracket - 2)) : std::nullopt;
      if (!place) return std::unexpected(format("'{}': a place in a list is written as [1]", part));
      made = {.name = part.substr(0, bracket), .place = *place};
    }
    parts.push_back(made);
    if (slash == std::string_view::npos) return parts;
    rest.remove_prefix(slash + 1);
  }
}

bool is_named(const Way& way, std::span<const Part> parts) {
  if (way.size() < parts.size()) return false;
  const auto name = [](const Step& step) { return step.node->name; };
  return std::ranges::equal(std::span{way}.last(parts.size()), parts, {}, name, &Part::name);
}

std::string why_unknown(std::span<const Way> ways, std::string_view name) {
  std::vector<std::string> known = short_names(ways);
  for (const Way& way : ways) known.push_back(path_of(way));
  const std::vector<std::string_view> names{known.begin(), known.end()};
  const auto near = near_name(names, name);
  return format("no value of this message stands at '{}'{}", name,
                near ? format("; perhaps '{}' was meant", *near) : "; the template has the names");
}

}  // namespace

std::vector<Way> ways_of(const message::Program& program) {
  std::vector<Way> all;
  Way way;
  add_ways(program, program.top(), way, all);
  return all;
}

std::string path_of(const Way& way) {
  std::string path;
  for (const Step& step : way) {
    if (!path.empty()) path += '/';
    path += step.node->name;
    if (step.place > 0) path += format("[{}]", step.place);
  }
  return path;
}

std::vector<std::string> short_names(std::span<const Way> ways) {
  std::vector<std::string> names;
  for (const Way& way : ways) {
    std::size_t count = 1;
    while (count < way.size() &&
           std::ranges::count_if(ways, [&](const Way& other) { return ends_like(way, other, count); }) > 1) {
      ++count;
    }
    names.push_back(end_of_path(way, count));
  }
  return names;
}

std::expected<Way, std::string> find_way(std::span<const Way> ways, std::string_view name) {
  LINTAS_TRY(parts, parts_of(name));
  std::vector<const Way*> found;
  for (const Way& way : ways) {
    if (!is_named(way, parts)) continue;
    // A whole path is what it says, though another one ends like it.
    if (way.size() == parts.size()) found.clear();
    found.push_back(&way);
    if (way.size() == parts.size()) break;
  }
  if (found.empty()) return std::unexpected(why_unknown(ways, name));
  if (found.size() > 1) {
    return std::unexpected(
        format("'{}' may be {} or {}: name more of the path", name, path_of(*found[0]), path_of(*found[1])));
  }
  Way way = *found.front();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Step& step = way[way.size() - parts.size() + i];
    if (parts[i].place > 1 && !step.node->repeats())
      return std::unexpected(format("{} occurs once: [{}] is none", step.node->name, parts[i].place));
    if (parts[i].place > step.node->max) {
      return std::unexpected(format("{} occurs at most {} times: [{}] is too many", step.node->name,
                                    step.node->max, parts[i].place));
    }
    if (step.node->repeats()) step.place = parts[i].place;
  }
  return way;
}

bool is_required(const Way& way) {
  return std::ranges::all_of(way, [](const Step& step) { return step.node->min > 0; });
}

}  // namespace lintas::csv
