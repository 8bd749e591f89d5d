#include "shell/api/manifest_views.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <variant>

#include "base/certain.hpp"
#include "base/words.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/manifest_acdd.hpp"
#include "core/workflow/manifest_exporters.hpp"
#include "core/workflow/manifest_facts.hpp"
#include "core/workflow/manifest_kinds.hpp"
#include "core/workflow/manifest_operators.hpp"
#include "core/workflow/manifest_part.hpp"
#include "shell/api/json.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"

namespace lintas::api {

void show_difference(const app::EventRow& row, Json& shown) {
  const workflow::EventBody body = app::body_of(row);
  const auto fact =
      workflow::read_event<workflow::ManifestFact>(workflow::manifest_block, row.type, body.fields_of_type);
  const auto* difference = std::get_if<workflow::DifferenceShown>(&fact);
  if (difference == nullptr) return;
  shown["alarm"] = word_of(difference->differing.what);
  if (const auto partner = exchange::Partner::of(difference->partner)) shown["partner"] = partner->str();
}

Json show_listed(const workflow::DocumentName& name) {
  const std::string thing = workflow::thing_of(name);
  if (const auto permit = workflow::permit_of(thing))
    return {{"state", permit->state.str()}, {"kind", "acdd"}, {"number", permit->number.str()}};
  if (const auto exporter = workflow::exporter_of(thing))
    return {{"state", exporter->state.str()}, {"kind", "exporter"}, {"number", exporter->code.str()}};
  if (const auto listed = workflow::operator_of(thing)) {
    return {{"state", listed->holder.country().str()},
            {"kind", "operator"},
            {"number", aeo::authorisation::in_words(*listed)}};
  }
  const auto document = certain(workflow::doc_of(thing), "what lists name is of a sort that they know");
  return {{"state", document.state.str()}, {"kind", document.kind.str()}, {"number", document.number.str()}};
}

}  // namespace lintas::api
