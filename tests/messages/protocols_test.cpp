// docs/protocols is written from the tables: LINTAS_UPDATE_GOLDEN=1 writes it anew. Here it must be what the
// tables say.

#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "core/kinds/kind.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/view.hpp"
#include "core/model/field.hpp"
#include "core/model/format.hpp"
#include "tests/support/golden.hpp"
#include "wire/xml/schema_writer.hpp"

namespace lintas {
namespace {

constexpr std::string_view of_offices = R"(# Messages between customs offices

Written from the tables of the program; a test fails when this page is stale. The schemas stand in [schemas](schemas).

Every message begins with the same head: who sent it, to whom, when it was prepared, the sender's identifier, its name, and the identifier of the message it
answers. Only the root element is in a namespace. Elements come in the order of the table. What repeats has its highest number behind it; `?` marks what may
be left out. CL names a code list, C, R and X a condition or rule that governs the element: [sequence.md](sequence.md#rules) has them, and whose clock a time is of.

)";

constexpr std::string_view of_windows = R"(# Messages between single windows

Written from the tables of the program; a test fails when this page is stale. The schemas stand in [schemas](schemas).

About certificates of origin (`CO.*`), origin declarations (`OD.*`), authorised operators (`AEO.*`), customs declaration documents (`ACDD.*`) and documents of kinds that are data (`DOC.*`, whose own messages are on [a page of their own](kind-documents.md)). The head is that of all messages between nodes: who sent it, to whom, when it was prepared (UTC), the sender's identifier, its
name, and the identifier of the message it answers. What stands below `Declaration` and `Response` is named after the WCO Data Model; the guidelines of the
ASEAN Single Window could not be read, so roots, lengths and what the model has no name for are ours: the glossaries of [certificates](../domain/certificates.md), [origin declarations](../domain/origin-declarations.md), [authorised operators](../domain/aeo.md) and [customs declaration documents](../domain/acdd.md) have which. Units
and currencies are elements, not attributes. Only the root element is in a namespace. Elements come in the order of the table. What repeats has its highest
number behind it; `?` marks what may be left out. CL names a code list of `data/codelists/codes.csv`, R a rule of `data/rules.csv`. As JSON a message is an
object with one member, its root; what repeats is an array, numbers with a point and dates are strings.

Files that come with a document of any of these are told by `DOC.FILES`, all that there are now, and fetched a part at a time: `DOC.FILE.REQ` asks for octets from an offset on, `DOC.FILE.PART` brings at most 262144 of them, or none
where the file is not there any more ([how](../domain/attachments.md#in-the-other-state)). They name a certificate by TypeCode 861 and its office (`Submitter`), a customs declaration document by TypeCode 830, a document of a kind by its KindCode (R-ATT-020).

)";

constexpr std::string_view of_kinds = R"(# Documents of kinds that are data

Written from the tables of `data/kinds`; a test fails when this page is stale. The schemas stand in [schemas](schemas); what a table says beyond form and
place (values, conditions, life, roles) is told in [the domain](../domain/kinds.md).

Sanitary and phytosanitary certificates, named after UN/CEFACT's SPSCertificate: one document per message, below the head of all messages between nodes. Units
are elements, not attributes, and what UN/CEFACT repeats in languages stands once. Only the root element is in a namespace. Elements come in the order of the
table. What repeats has its highest number behind it; `?` marks what may be left out. CL names a code list of `data/codelists/codes.csv`.

)";

/// A bar would end the cell, wherever it stands.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

std::string spaced(std::string_view rules) {
  std::string out;
  for (const char c : rules) {
    out += c;
    if (c == ',') out += ' ';
  }
  return out;
}

void rows(const message::Program& program, const message::Node& node, std::size_t depth, std::string& page) {
  for (const message::Node& child : program.children(node)) {
    const message::Note& note = program.note(child);
    std::string indent;
    for (std::size_t i = 0; i < depth; ++i) indent += "· ";
    const bool is_group = child.format == nullptr;
    const std::string form = is_group ? std::string{} : cell(in_words(*child.format));
    page += format("| {}{}{}{}{}{} | {}{}{} | {} | {} |\n", indent, is_group ? "**" : "", child.name,
                   is_group ? "**" : "", child.min == 0 ? " ?" : "",
                   child.repeats() ? format(" ×{}", child.max) : "", form,
                   !form.empty() && !note.list.empty() ? ", " : "", note.list, spaced(note.rules),
                   note.field->meaning);
    rows(program, child, depth + 1, page);
  }
}

void section(const message::Program& program, std::string& page) {
  const message::View& view = program.view();
  page += format("## {}: {}\n\nNamespace `{}`. Schema: [{}.xsd](schemas/{}.xsd).", names_of(view), view.title,
                 program.name_space(), view.root, view.root);
  if (!view.like.empty()) page += format(" Resembles {}.", view.like);
  page += "\n\n| element | form | rules | meaning |\n| --- | --- | --- | --- |\n";
  rows(program, program.top(), 0, page);
  page += '\n';
}

std::string page_of(message::Direction direction, std::string_view introduction) {
  std::string page{introduction};
  for (const message::Program& program : message::programs()) {
    if (program.view().direction == direction) section(program, page);
  }
  return page;
}

TEST(Protocols, the_page_of_office_messages_is_not_stale) {
  test::expect_golden("docs/protocols/office-messages.md",
                      page_of(message::Direction::office_to_office, of_offices));
}

TEST(Protocols, the_page_of_document_messages_is_not_stale) {
  test::expect_golden("docs/protocols/document-messages.md",
                      page_of(message::Direction::window_to_window, of_windows));
}

TEST(Protocols, the_page_of_kinds_is_not_stale) {
  std::string page{of_kinds};
  for (const message::Program* program : kinds::brought_along().programs()) section(*program, page);
  test::expect_golden("docs/protocols/kind-documents.md", page);
}

TEST(Protocols, the_schemas_are_not_stale) {
  for (const message::Program* program : kinds::brought_along().programs())
    test::expect_golden(format("docs/protocols/schemas/{}.xsd", program->root()), xml::schema_of(*program));
  for (const message::Program& program : message::programs()) {
    const auto direction = program.view().direction;
    if (direction != message::Direction::office_to_office &&
        direction != message::Direction::window_to_window)
      continue;
    test::expect_golden(format("docs/protocols/schemas/{}.xsd", program.root()), xml::schema_of(program));
  }
}

}  // namespace
}  // namespace lintas
