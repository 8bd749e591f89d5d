#include "core/workflow/manifest_acdd.hpp"

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/export/state.hpp"
#include "core/acdd/import/state.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/acdd_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/manifest_listing.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

namespace exp = acdd::export_side;
namespace imp = acdd::import_side;
using acdd::Permit;
using exchange::Partner;

/// Between state and permit. No certificate of origin has a kind of this name.
constexpr std::string_view sort = " A ";

std::optional<Listed> listed(const StreamView& view) {
  const bool is_exported = view.kind == acdd_export_stream;
  const Permit& permit = is_exported ? view.state->as<exp::Document>().contents.permit
                                     : view.state->as<imp::Document>().contents.permit;
  if (permit == Permit{}) return std::nullopt;
  return Listed{
      .thing = thing_of(permit),
      .moved = is_exported ? view.state->as<exp::Document>().since : view.state->as<imp::Document>().since};
}

/// What import customs makes of it is told to nobody: the numbers of the lane say all that both can know.
std::optional<Picture> no_picture(const StreamView& /*view*/, Partner /*partner*/, Instant /*now*/,
                                  const Setting& /*setting*/) {
  return std::nullopt;
}

std::optional<Country> issuer_of(std::string_view thing) {
  const auto permit = permit_of(thing);
  return permit ? std::optional{permit->state} : std::nullopt;
}

std::optional<Slot> slot_of(std::string_view thing, Country home) {
  const auto permit = permit_of(thing);
  if (!permit) return std::nullopt;
  return permit->state == home ? acdd_export_slot(*permit) : acdd_import_slot(*permit);
}

Bytes name_of(std::string_view thing) { return acdd_name(certain(permit_of(thing), "it is a permit")); }

bool is_for(const State& state, Partner partner) {
  return state.as<exp::Document>().contents.importer.str() == partner.str();
}

}  // namespace

std::string thing_of(const Permit& permit) {
  return format("{}{}{}", permit.state.str(), sort, permit.number.str());
}

std::optional<Permit> permit_of(std::string_view thing) {
  const auto end = thing.find(sort);
  if (end == std::string_view::npos) return std::nullopt;
  const auto state = Country::parse(thing.substr(0, end));
  const auto number = acdd::PermitNumber::parse(thing.substr(end + sort.size()));
  if (!state || !number) return std::nullopt;
  return Permit{.state = *state, .number = *number};
}

const Listing& listing_of_acdds() {
  static constexpr Listing listing{.issued = acdd_export_stream,
                                   .received = acdd_import_stream,
                                   .part = acdd_part,
                                   .issuer = issuer_of,
                                   .slot = slot_of,
                                   .name = name_of,
                                   .listed = listed,
                                   .picture = no_picture,
                                   .is_for = is_for};
  return listing;
}

}  // namespace lintas::workflow
