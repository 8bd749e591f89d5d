#include "wire/xml/xml_writer.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/model/field.hpp"
#include "core/model/format.hpp"
#include "core/model/scalars.hpp"

namespace lintas::xml {

namespace {

using message::Kind;
using message::Node;
using message::Program;

/// How a character is written where it would mean something else; empty if as it is. A carriage return
/// becomes a reference, or a reader would make it a line feed.
constexpr auto reference_for = [] {
  std::array<std::string_view, 256> table{};
  table.at('&') = "&amp;";
  table.at('<') = "&lt;";
  table.at('>') = "&gt;";
  table.at('\r') = "&#13;";
  return table;
}();

void open(std::string& out, std::string_view name) { out.append("<").append(name).append(">"); }
void close(std::string& out, std::string_view name) { out.append("</").append(name).append(">"); }

void append_leaf(std::string& out, const Node& node, const void* member) {
  if (!has_value(node.kind, member)) return;
  open(out, node.name);
  if (node.kind == Kind::text) {
    append_text(out, *static_cast<const message::Text*>(member));
  } else {
    append_value(out, node.kind, member);
  }
  close(out, node.name);
}

void append_children(std::string& out, const Program& program, const Node& node, const void* group) {
  for (const Node& child : program.children(node)) {
    const void* member = child.member_in(group);
    if (child.kind != Kind::group) {
      append_leaf(out, child, member);
      continue;
    }
    const std::size_t count = child.access->count(member);
    for (std::size_t i = 0; i < count; ++i) {
      open(out, child.name);
      append_children(out, program, child, child.access->at(member, i));
      close(out, child.name);
    }
  }
}

}  // namespace

void append_text(std::string& out, std::string_view text) {
  const char* plain = text.data();
  const char* const end = plain + text.size();
  for (const char* here = plain; here != end; ++here) {
    const auto reference = reference_for[static_cast<unsigned char>(*here)];
    if (reference.empty()) continue;
    out.append(plain, here).append(reference);
    plain = here + 1;
  }
  out.append(plain, end);
}

void append_head(std::string& out, const Program& program, std::string_view phase) {
  out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<")
      .append(program.prefix())
      .append(":")
      .append(program.root());
  out.append(" xmlns:").append(program.prefix()).append("=\"").append(program.name_space()).append("\"");
  if (!phase.empty()) out.append(" PhaseID=\"").append(phase).append("\"");
  out += '>';
}

void append_foot(std::string& out, const Program& program) {
  out.append("</").append(program.prefix()).append(":").append(program.root()).append(">\n");
}

void write(const message::Document& document, std::string& out) {
  const Program& program = *document.program;
  append_head(out, program, document.phase);
  append_children(out, program, program.top(), &document.message);
  append_foot(out, program);
}

}  // namespace lintas::xml
