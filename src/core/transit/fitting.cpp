#include "core/transit/fitting.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "core/messages/program.hpp"
#include "core/model/format.hpp"
#include "core/model/groups.hpp"
#include "core/model/scalars.hpp"

namespace lintas::transit {

namespace {

using message::Kind;
using message::Node;

/// No country, no text, no quantity.
constexpr std::array<std::string_view, 3> stopgaps{"ZZ", "-", "1"};

bool take(const Node& node, std::string_view text, void* member) {
  return message::store(*node.format, text, member) == message::Misfit::none;
}

void clear(Kind kind, void* member) {
  switch (kind) {
    case Kind::text: static_cast<message::Text*>(member)->clear(); break;
    case Kind::integer: *static_cast<message::Int*>(member) = {}; break;
    case Kind::number: *static_cast<message::Number*>(member) = {}; break;
    case Kind::date: *static_cast<message::Date*>(member) = {}; break;
    case Kind::date_time: *static_cast<message::DateTime*>(member) = {}; break;
    case Kind::group: break;
  }
}

void fit_leaf(const Node& node, void* member) {
  if (!message::has_value(node.kind, member)) return;
  std::string text;
  message::append_value(text, node.kind, member);
  if (take(node, text, member)) return;
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  if (take(node, text, member)) return;
  clear(node.kind, member);
  if (node.min == 0) return;
  for (const std::string_view stopgap : stopgaps) {
    if (take(node, stopgap, member)) return;
  }
}

void fit_group(const message::Program& program, const Node& node, void* group) {
  for (const Node& child : program.children(node)) {
    void* member = child.member_in(group);
    if (child.kind != Kind::group) {
      fit_leaf(child, member);
      continue;
    }
    for (std::size_t i = 0; i < child.access->count(member); ++i) {
      // The groups are the caller's own and not constant; the table only has a door for readers.
      // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
      fit_group(program, child, const_cast<void*>(child.access->at(member, i)));
    }
  }
}

}  // namespace

void fit(const message::Program& program, message::Message& message) {
  fit_group(program, program.top(), &message);
}

}  // namespace lintas::transit
