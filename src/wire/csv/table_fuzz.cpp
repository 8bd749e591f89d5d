#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/require.hpp"
#include "core/messages/document.hpp"  // IWYU pragma: keep: what is read is one
#include "core/messages/report.hpp"
#include "wire/csv/table.hpp"
#include "wire/xml/xml_reader.hpp"

/// Whatever stands in a table: its documents are well-formed, up to limits of their size, and each finding
/// has a line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lintas;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  auto table = csv::Table::open(text);
  if (!table) {
    require(!table.error().empty(), "a table that is not taken says why");
    return 0;
  }
  for (auto next = table->next(); next && *next; next = table->next()) {
    const csv::TableDocument& document = **next;
    if (!document.faults.empty()) continue;
    const auto message = xml::read(document.xml);
    if (message) continue;
    for (const auto& finding : message.error().findings) {
      require(message.error().level != message::Level::well_formed || finding.rule.starts_with("LIM-"),
              "what a table makes is well-formed");
      require(table->cell_of(document, finding.pointer).line >= document.first_line, "a finding has a line");
    }
  }
  return 0;
}
