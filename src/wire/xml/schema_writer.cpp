#include "wire/xml/schema_writer.hpp"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "core/messages/program.hpp"
#include "core/messages/view.hpp"
#include "core/model/format.hpp"
#include "core/model/tables.hpp"

namespace lintas::xml {

namespace {

using message::Format;
using message::Kind;
using message::LengthFacet;
using message::Node;
using message::Program;

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c; break;
    }
  }
  return out;
}

class SchemaWriter {
 public:
  explicit SchemaWriter(const Program& program) : program_(program) {}

  std::string run() && {
    const auto name_space = program_.name_space();
    out_ += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    out_ += format(
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns=\"{0}\" targetNamespace=\"{0}\" "
        "elementFormDefault=\"unqualified\" attributeFormDefault=\"unqualified\">\n",
        name_space);
    const message::View& view = program_.view();
    line(1, format("<!-- {}: {}. Written by lintas from its own tables. -->", names_of(view), view.title));
    line(1, format("<xs:element name=\"{}\">", program_.root()));
    group(program_.top(), 2);
    line(1, "</xs:element>");
    for (const Format* one : message::all_formats()) {
      if (used_.contains(one)) simple_type(*one);
    }
    if (!program_.phases().empty()) phases();
    out_ += "</xs:schema>\n";
    return std::move(out_);
  }

 private:
  void line(std::size_t depth, std::string_view text) {
    out_.append(2 * depth, ' ').append(text).append("\n");
  }

  void group(const Node& node, std::size_t depth) {
    line(depth, "<xs:complexType>");
    line(depth + 1, "<xs:sequence>");
    for (const Node& child : program_.children(node)) element(child, depth + 2);
    line(depth + 1, "</xs:sequence>");
    const bool is_root = &node == &program_.top();
    if (is_root && !program_.phases().empty())
      line(depth + 1, "<xs:attribute name=\"PhaseID\" type=\"phase\"/>");
    line(depth, "</xs:complexType>");
  }

  void element(const Node& node, std::size_t depth) {
    std::string tag = format("<xs:element name=\"{}\"", node.name);
    if (node.min == 0) tag += " minOccurs=\"0\"";
    if (node.repeats()) tag += format(" maxOccurs=\"{}\"", node.max);
    if (node.kind != Kind::group) {
      used_.insert(node.format);
      line(depth, tag + format(" type=\"{}\"/>", node.format->name));
      return;
    }
    line(depth, tag + ">");
    group(node, depth + 1);
    line(depth, "</xs:element>");
  }

  void facet(std::string_view name, std::string_view value) {
    line(3, format("<xs:{} value=\"{}\"/>", name, escaped(value)));
  }

  void restriction(std::string_view name, std::string_view base, auto&& facets) {
    line(1, format("<xs:simpleType name=\"{}\">", name));
    line(2, format("<xs:restriction base=\"{}\">", base));
    facets();
    line(2, "</xs:restriction>");
    line(1, "</xs:simpleType>");
  }

  /// Patterns of one step are alternatives, so a second pattern that must hold as well needs a second step.
  void simple_type(const Format& one) {
    std::string base{one.base};
    if (!one.second_pattern.empty()) {
      const auto step = format("{}_step", one.name);
      restriction(step, base, [&] { facet("pattern", one.second_pattern); });
      base = step;
    }
    restriction(one.name, base, [&] { facets(one); });
  }

  void facets(const Format& one) {
    if (!one.pattern.empty()) facet("pattern", one.pattern);
    for (const auto value : one.values) facet("enumeration", value);
    switch (one.length_facet) {
      case LengthFacet::none: break;
      case LengthFacet::exact: facet("length", format("{}", one.length.most)); break;
      case LengthFacet::range: facet("minLength", format("{}", one.length.least)); [[fallthrough]];
      case LengthFacet::most: facet("maxLength", format("{}", one.length.most)); break;
    }
    if (one.kind == Kind::integer) {
      facet("minInclusive", format("{}", one.range.least));
      facet("maxInclusive", format("{}", one.range.most));
    }
    if (one.kind == Kind::number) {
      facet("totalDigits", format("{}", one.digits.total));
      facet("fractionDigits", format("{}", one.digits.fraction));
    }
  }

  void phases() {
    restriction("phase", "xs:token", [&] {
      for (const auto phase : program_.phases()) facet("enumeration", phase);
    });
  }

  const Program& program_;
  std::string out_;
  std::set<const Format*> used_;
};

}  // namespace

std::string schema_of(const message::Program& program) { return SchemaWriter{program}.run(); }

}  // namespace lintas::xml
