#include "cli/checking.hpp"

#include <chrono>
#include <expected>
#include <string_view>

#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/kinds/document.hpp"
#include "core/kinds/kind.hpp"
#include "core/messages/document.hpp"
#include "core/messages/report.hpp"
#include "core/model/values/country.hpp"
#include "core/rules/check.hpp"
#include "core/seed/seed.hpp"
#include "wire/json/json_reader.hpp"
#include "wire/xml/xml_reader.hpp"

namespace lintas::cli {

std::expected<message::Document, message::Report> read_message(std::string_view bytes,
                                                               const kinds::Kinds& kinds) {
  const auto further = kinds.programs();
  return json::is_json(bytes) ? json::read(bytes, further) : xml::read(bytes, further);
}

const message::Rule& rule_of(const Finding& finding) {
  const message::Rule* rule = message::find_rule(finding.rule);
  require(rule != nullptr, "every finding has a rule in data/rules.csv");
  return *rule;
}

Rules::Rules(Day day) : reference_(seed::reference(Country::parse("SG").value())), day_(day) {}

message::Report Rules::check(const message::Document& document, const kinds::Kinds& kinds) const {
  if (const auto* kind = kinds.of_root(document.program->root()))
    return kinds::check(document, *kind, reference_.at(day_));
  return rules::check(document, {.reference = reference_, .day = day_});
}

Day today() { return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()); }

}  // namespace lintas::cli
