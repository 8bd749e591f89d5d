#include "cli/checking.hpp"

#include <chrono>
#include <expected>
#include <optional>
#include <string_view>

#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/kinds/document.hpp"
#include "core/kinds/kind.hpp"
#include "core/messages/document.hpp"
#include "core/messages/report.hpp"
#include "core/model/groups.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/snapshot.hpp"
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

namespace {

/// Whichever: the law of every state comes along with each.
refdata::Snapshot brought_along() { return seed::reference(Country::parse("SG").value()); }

}  // namespace

Rules::Rules(std::optional<Day> day) : reference_(brought_along()), day_(day) {}

message::Report Rules::check(const message::Document& document, const kinds::Kinds& kinds) const {
  const Day day = day_ ? *day_ : day_of(document, now());
  if (const auto* kind = kinds.of_root(document.program->root()))
    return kinds::check(document, *kind, reference_.at(day));
  return rules::check(document, {.reference = reference_, .day = day});
}

Day Rules::day_of(const message::Document& document, Instant now) const {
  const auto& named = document.message.customs_office_of_departure;
  const auto office = OfficeId::parse(named ? named->reference_number : message::Text{});
  const Day utc = std::chrono::floor<std::chrono::days>(now);
  const auto there = office ? reference_.at(utc).day_at(*office, now) : std::nullopt;
  return there ? *there : day_in(reference_.tables().home_state, now, reference_);
}

Instant now() { return std::chrono::floor<Instant::duration>(std::chrono::system_clock::now()); }

Day day_in(Country state, Instant at, const refdata::Snapshot& reference) {
  return reference.at(std::chrono::floor<std::chrono::days>(at)).day_in(state, at);
}

Day today_in(Country state) { return day_in(state, now(), brought_along()); }

}  // namespace lintas::cli
