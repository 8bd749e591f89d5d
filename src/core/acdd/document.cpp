#include "core/acdd/document.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/acdd/limits.hpp"
#include "core/acdd/ruling.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/limits.hpp"
#include "core/model/values/country.hpp"

namespace lintas::acdd {

Findings faults_in(const Contents& contents) {
  Findings findings = documents::fault_in_name("permit/number", contents.permit.number.str());
  if (contents.importer == Country{} || contents.importer == contents.permit.state)
    findings.push_back({"R-ACDD-001", "importer", std::string{contents.importer.str()}, ""});
  if (!is_identifier(contents.exporter.str()))
    findings.push_back({"R-ACDD-011", "exporter", std::string{contents.exporter.str()}, ""});
  if (contents.items.empty() || contents.items.size() > items_max)
    findings.push_back({"R-ACDD-002", "items", std::to_string(contents.items.size()), ""});
  for (std::size_t i = 0; i < contents.items.size(); ++i) {
    const Item& item = contents.items[i];
    const auto before = std::span{contents.items}.first(i);
    const bool again = std::ranges::find(before, item.number, &Item::number) != before.end();
    if (item.number == 0 || again)
      findings.push_back({"R-ACDD-002", format("items/{}/number", i + 1), std::to_string(item.number), ""});
    if (!(item.quantity > Decimal{}) || item.quantity > documents::quantity_max())
      findings.push_back({"R-DOC-004", format("items/{}/quantity", i + 1), item.quantity.str(), ""});
  }
  return findings;
}

Findings fault_in_departure(const Contents& contents, const Context& context) {
  if (contents.departure <= context.last_day(context.today(), context.limits.departure_ahead)) return {};
  return {{"R-ACDD-012", "departure", to_text(contents.departure), ""}};
}

bool is_identifier(std::string_view text) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-/";
  return !text.empty() && text.size() <= ExporterId::characters_max &&
         text.find_first_not_of(letters) == std::string_view::npos;
}

std::string in_words(const Permit& permit) {
  return format("{}, {}", permit.state.str(), permit.number.str());
}

}  // namespace lintas::acdd
