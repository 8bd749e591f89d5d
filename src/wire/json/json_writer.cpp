#include "wire/json/json_writer.hpp"

#include <cstddef>
#include <string>
#include <string_view>

#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/model/field.hpp"
#include "core/model/format.hpp"
#include "core/model/scalars.hpp"

namespace lintas::json {

namespace {

using message::Kind;
using message::Node;
using message::Program;

void append_leaf(std::string& out, const Node& node, const void* member) {
  if (node.kind == Kind::text) {
    append_string(out, *static_cast<const message::Text*>(member));
  } else if (node.kind == Kind::integer) {
    append_value(out, node.kind, member);
  } else {
    out += '"';
    append_value(out, node.kind, member);
    out += '"';
  }
}

void append_members(std::string& out, const Program& program, const Node& node, const void* group,
                    bool first);

void append_group(std::string& out, const Program& program, const Node& node, const void* group) {
  out += '{';
  append_members(out, program, node, group, true);
  out += '}';
}

void append_groups(std::string& out, const Program& program, const Node& node, const void* member) {
  if (!node.repeats()) return append_group(out, program, node, node.access->at(member, 0));
  out += '[';
  for (std::size_t i = 0; i < node.access->count(member); ++i) {
    if (i > 0) out += ',';
    append_group(out, program, node, node.access->at(member, i));
  }
  out += ']';
}

void append_members(std::string& out, const Program& program, const Node& node, const void* group,
                    bool first) {
  for (const Node& child : program.children(node)) {
    const void* member = child.member_in(group);
    const bool is_group = child.kind == Kind::group;
    if (is_group ? child.access->count(member) == 0 : !has_value(child.kind, member)) continue;
    if (!first) out += ',';
    first = false;
    out.append("\"").append(child.name).append("\":");
    if (is_group) {
      append_groups(out, program, child, member);
    } else {
      append_leaf(out, child, member);
    }
  }
}

}  // namespace

void append_string(std::string& out, std::string_view text) {
  constexpr std::string_view hex = "0123456789abcdef";
  out += '"';
  const char* plain = text.data();
  const char* const end = plain + text.size();
  for (const char* here = plain; here != end; ++here) {
    const auto byte = static_cast<unsigned char>(*here);
    if (byte >= 0x20 && *here != '"' && *here != '\\') continue;
    out.append(plain, here);
    plain = here + 1;
    if (byte >= 0x20) {
      out.append(1, '\\').append(1, *here);
    } else {
      out.append("\\u00").append(1, hex[byte >> 4U]).append(1, hex[byte & 15U]);
    }
  }
  out.append(plain, end) += '"';
}

void write(const message::Document& document, std::string& out) {
  const Program& program = *document.program;
  out.append("{\"").append(program.root()).append("\":{");
  const bool has_phase = !document.phase.empty();
  if (has_phase) out.append("\"@PhaseID\":\"").append(document.phase).append("\"");
  append_members(out, program, program.top(), &document.message, !has_phase);
  out += "}}";
}

}  // namespace lintas::json
